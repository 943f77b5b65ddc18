// The inbox by keyboard: j k move, o opens, e done, s later, u undo, x chooses. Every deed is a form of its line.

const $ = (selector, within = document) => within.querySelector(selector);
const lines = () => [...document.querySelectorAll("[data-line]")];
const undone = []; // the lines of my last deeds, the newest last
let at = 0;
let chosen = "";

const mark = (line, focus = true) => {
  for (const other of lines()) other.classList.toggle("chosen", other === line);
  if (!line) return;
  at = lines().indexOf(line);
  chosen = line.id;
  line.setAttribute("tabindex", "-1");
  if (focus) line.focus({ preventScroll: true });
  line.scrollIntoView({ block: "nearest" });
  about(line);
};
// What the line is about stands beside the list where there is room: asked for when somebody stays on a line.
const beside = matchMedia("(width >= 68.75em)");
let asking = 0;
const about = (line) => {
  const part = $("#inbox-context");
  const id = line?.dataset.line;
  if (!part || !id || !beside.matches || part.dataset.line === id) return;
  clearTimeout(asking);
  asking = setTimeout(async () => {
    part.dataset.line = id;
    part.setAttribute("aria-busy", "true");
    const answer = await fetch(`/inbox/${id}/about/`, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (part.dataset.line !== id) return;
    part.removeAttribute("aria-busy");
    if (!answer?.ok) return part.querySelectorAll(".skeleton").forEach((row) => row.remove());
    const made = document.createElement("template");
    made.innerHTML = await answer.text();
    part.replaceChildren(made.content);
  }, 150);
};
addEventListener("pointerover", (event) => about(event.target.closest?.("[data-line]")));
addEventListener("focusin", (event) => about(event.target.closest?.("[data-line]")));
about(lines()[0]);
const current = () => $(".inbox-line.chosen") ?? document.activeElement?.closest("[data-line]");
const move = (step) => {
  const all = lines();
  if (!all.length) return;
  const here = all.indexOf(current());
  mark(all[Math.min(Math.max(here < 0 ? at + (step > 0 ? 0 : -1) : here + step, 0), all.length - 1)]);
};

const say = (code, line) => {
  const words = $("#inbox-said").dataset;
  const toast = $("#toast");
  toast.replaceChildren(words[code]);
  if (line) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(words.undo);
    const key = document.createElement("kbd");
    key.append("u");
    button.addEventListener("click", undo);
    toast.append(" ", button, " ", key);
  }
  clearTimeout(say.timer);
  say.timer = setTimeout(() => toast.replaceChildren(), 6000);
};

const token = () => $("[name=csrfmiddlewaretoken]")?.value ?? "";
const post = (address) => {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", token());
  return fetch(address, { method: "POST", body, redirect: "manual" });
};

const undo = async () => {
  const line = undone.pop();
  if (!line) return;
  await post(`/inbox/${line}/undo/`);
  say("back");
  dispatchEvent(new CustomEvent("esn:renew", { detail: "inbox" }));
};

const press = (act) => {
  const line = current();
  if (!line) return;
  const form = $(`form[data-act="${act}"]`, line);
  if (form) form.requestSubmit();
  else if (act === "done") say("deed");
};

const later = () => {
  const menu = $("details.menu", current() ?? document.createElement("p"));
  if (!menu) return;
  menu.open = true;
  $(".menu-list button", menu)?.focus();
};

addEventListener("submit", (event) => {
  const act = event.target.dataset.act;
  const line = event.target.closest("[data-line]")?.dataset.line;
  if (!act || !line) return;
  if (act === "undo") return say("back");
  if (act === "wake") return;
  undone.push(line);
  say(act === "done" ? "done" : "asleep", line);
});

// The list was made anew: whoever was on a line stays there, or on the one that took its place.
addEventListener("esn:renewed", (event) => {
  if (event.detail !== "inbox" || !chosen) return;
  mark(document.getElementById(chosen) ?? lines()[Math.min(at, lines().length - 1)]);
});

// The keys of the page's map that mean something of their own here.
const keys = {
  next: () => move(1),
  previous: () => move(-1),
  open: () => $("a.title", current() ?? document.createElement("p"))?.click(),
  edit: () => press("done"),
  later,
  undo,
  pick: () => $(".line-pick input:not(:disabled)", current() ?? document.createElement("p"))?.click(),
};
addEventListener("esn:key", (event) => {
  const { act } = event.detail;
  if (!(act in keys)) return;
  event.preventDefault();
  keys[act]();
});
addEventListener("keydown", (event) => {
  const menu = event.target.closest(".menu-list");
  if (!menu || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
  const steps = [...menu.querySelectorAll("button")];
  const next = steps.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  steps[(next + steps.length) % steps.length].focus();
  event.preventDefault();
});
