// The palette: one field for people, groups, customers, cases and what to do. The server says what fits, once per pause;
// the arrows choose, Enter goes, with Ctrl in a new tab. Focus stays in the field and returns to where it was.

const $ = (selector, within = document) => within.querySelector(selector);
const PAUSE = 130; // milliseconds without a key
let box = null;
let soon = 0;
let shown = ""; // what the list stands for
let coming = Promise.resolve();
let turn = 0;

const visited = () => {
  try {
    return JSON.parse(localStorage.getItem(`recent:${document.documentElement.dataset.me}`) ?? "[]");
  } catch {
    return [];
  }
};
const recent = () => {
  const here = location.pathname.split("/")[2];
  return visited()
    .filter((key) => key.split(":")[1] !== here)
    .join();
};
const ask = async (q, part) => {
  const words = new URLSearchParams(q ? { q } : { recent: recent() });
  const answer = await fetch(`/jump/?${words}`, { headers: { "X-Part": part } });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return answer.text();
};

const field = () => $("[role=combobox]", box);
const options = () => [...box.querySelectorAll("[role=option]")];
const current = () => $('[aria-selected="true"]', box);
const mark = (option) => {
  current()?.setAttribute("aria-selected", "false");
  if (!option) return field().removeAttribute("aria-activedescendant");
  option.setAttribute("aria-selected", "true");
  field().setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
};
const ready = () => {
  options().forEach((option, number) => (option.id = `jump-${number}`));
  $(".palette-list", box).scrollTop = 0;
  mark(options()[0]);
};

const look = async () => {
  clearTimeout(soon);
  const q = field().value.trim();
  if (q === shown) return;
  const mine = (turn += 1);
  $(".palette-list", box).setAttribute("aria-busy", "true");
  const html = await ask(q, "options").catch(() => null);
  if (mine !== turn) return;
  $(".palette-list", box).removeAttribute("aria-busy");
  const said = $("[role=status]", box);
  if (html === null) return (said.textContent = field().dataset.away);
  shown = q;
  $(".palette-list", box).innerHTML = html;
  ready();
  said.textContent = field().dataset.said.replace("{n}", options().length);
};

const go = async (elsewhere) => {
  await (coming = look()); // who types and presses Enter at once means what they typed
  const option = current();
  if (!option) return;
  if (elsewhere && option.href) return void window.open(option.href, "_blank", "noopener");
  box.close();
  option.click();
};

const step = (by) => {
  const all = options();
  mark(all[(all.indexOf(current()) + by + all.length) % all.length]);
};
const keys = {
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  PageDown: () => mark(options()[Math.min(options().indexOf(current()) + 8, options().length - 1)]),
  PageUp: () => mark(options()[Math.max(options().indexOf(current()) - 8, 0)]),
};

const make = async () => {
  const part = document.createElement("template");
  part.innerHTML = await ask("", "palette");
  box = $("dialog", part.content);
  if (!box) throw new Error("no palette");
  document.body.append(part.content);
  ready();
  box.addEventListener("input", () => {
    clearTimeout(soon);
    soon = setTimeout(() => (coming = look()), PAUSE);
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const combined = event.ctrlKey || event.metaKey;
    if (combined && event.key.toLowerCase() === "k") box.close();
    else if (event.key === "Enter" && event.target === field()) go(combined);
    else if (event.key in keys && !combined && !event.altKey && !event.shiftKey) keys[event.key]();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  box.addEventListener("pointermove", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && option !== current()) mark(option);
  });
  box.addEventListener("click", (event) => {
    if (event.target === box || event.target.closest("[data-shut]")) return box.close();
    const link = event.target.closest("a[role=option]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) box.close();
  });
};

export const open = async (typed) => {
  if (box?.open) return box.close();
  if (!box) await make();
  box.showModal();
  field().select();
  const [words, ...entered] = typed().split("\n");
  if (words) field().value = words;
  if (entered.length) return void go(false); // Enter came before we did
  if (words) coming = look();
};
