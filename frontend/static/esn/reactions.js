// Reactions below a post: loaded when somebody reacts for the first time, here or elsewhere.

const page = document.documentElement;
const $ = (selector, within = document) => within.querySelector(selector);
const SHOWN = 6;
const numbers = new Intl.NumberFormat(page.lang);
const said = $("#said").dataset;
const ofPost = (id) => document.querySelectorAll(`form[data-reactions="${id}"]`);

// What somebody else did arrives as counts; what is mine the chips know, and my other devices say.
export const counted = ({ data, reactions }) => {
  if (!reactions) return;
  for (const form of ofPost(data.id)) {
    const mine = new Set([...form.querySelectorAll('[aria-pressed="true"]')].map((chip) => chip.value));
    if (data.person === page.dataset.me) mine[data.reacts ? "add" : "delete"](data.emoji);
    draw(form, reactions, mine);
  }
};

// The foremost few in the order in which they came: a chip that is there already is changed in place.
const draw = (form, reactions, mine) => {
  const least = [...reactions].sort((a, b) => b.count - a.count).slice(0, SHOWN);
  const shown = reactions.filter((one) => least.includes(one));
  const add = $(".react", form);
  const old = new Map([...form.querySelectorAll("button.reaction")].map((chip) => [chip.value, chip]));
  $("a.reaction", form)?.remove();
  let last = null;
  for (const { emoji, count } of shown) {
    const there = old.get(emoji);
    const chip = there ?? document.createElement("button");
    old.delete(emoji);
    if (!there) {
      chip.className = "reaction";
      chip.name = "emoji";
      chip.value = emoji;
      chip.append(emoji, document.createElement("b"));
    }
    $("b", chip).textContent = numbers.format(count);
    if (!("still" in form.dataset)) chip.setAttribute("aria-pressed", mine.has(emoji));
    if (!there) last ? last.after(chip) : form.prepend(chip);
    last = chip;
  }
  for (const chip of old.values()) {
    if (chip === document.activeElement) (last ?? add)?.focus({ preventScroll: true });
    chip.remove();
  }
  if (reactions.length > shown.length) {
    const rest = document.createElement("a");
    rest.className = "reaction";
    rest.href = form.getAttribute("action");
    rest.textContent = `+${reactions.length - shown.length}`;
    last.after(rest);
  }
};

// Sent at once; the answer is the row as it stands for me.
const send = async (form, emoji, react) => {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", $("[name=csrfmiddlewaretoken]").value);
  body.append("emoji", emoji);
  if (!react) body.append("react", "no");
  const id = form.dataset.reactions;
  const answer = await fetch(`/posts/${id}/react/`, { method: "POST", body, headers: { "HX-Request": "true" } });
  const text = await answer.text();
  if (!answer.ok) return answer.status < 500 && answer.status !== 404 ? text : said.failed;
  const box = document.createElement("template");
  box.innerHTML = text;
  const fresh = $("form", box.content);
  for (const row of ofPost(id)) {
    const at = row.contains(document.activeElement) ? document.activeElement.value : null;
    row.replaceChildren(...[...fresh.childNodes].map((node) => node.cloneNode(true)));
    if (at !== null) [...row.querySelectorAll("button")].find((one) => one.value === at)?.focus({ preventScroll: true });
  }
  return "";
};

const tell = (words) => {
  const toast = $("#toast");
  toast.textContent = words;
  setTimeout(() => toast.textContent === words && (toast.textContent = ""), 5000);
};

// One small sheet for the whole page: six usual ones, and any other.
let sheet = null;
let target = null;
const build = () => {
  sheet = document.createElement("div");
  sheet.className = "emoji-sheet";
  sheet.id = "emoji-sheet";
  sheet.setAttribute("popover", "auto");
  sheet.setAttribute("role", "dialog");
  sheet.setAttribute("aria-label", said.react);
  const usual = document.createElement("div");
  usual.className = "usual";
  for (const emoji of said.usual.split(" ")) {
    const button = document.createElement("button");
    button.type = "button";
    button.value = emoji;
    button.textContent = emoji;
    usual.append(button);
  }
  const any = document.createElement("form");
  const field = document.createElement("input");
  field.setAttribute("aria-label", said.anyEmoji);
  field.placeholder = said.anyEmoji;
  field.autocomplete = "off";
  field.maxLength = 24;
  const wrong = document.createElement("p");
  wrong.className = "error";
  wrong.setAttribute("role", "alert");
  const who = document.createElement("a");
  who.className = "small";
  who.textContent = said.who;
  any.append(field, wrong);
  sheet.append(usual, any, who);
  document.body.append(sheet);
  const choose = async (emoji) => {
    const words = await send(target, emoji, true);
    wrong.textContent = words;
    if (words) return;
    sheet.hidePopover();
  };
  usual.addEventListener("click", (event) => event.target.value && choose(event.target.value));
  usual.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const all = [...usual.children];
    if (step) all[(all.indexOf(document.activeElement) + step + all.length) % all.length]?.focus();
  });
  any.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (field.value.trim()) choose(field.value);
  });
  sheet.addEventListener("toggle", (event) => {
    if (event.newState === "open") {
      field.value = wrong.textContent = "";
      who.href = target.getAttribute("action");
      who.hidden = !$(".reaction", target);
      usual.firstChild.focus();
    } else $(".react", target)?.focus({ preventScroll: true });
  });
};

const open = (button) => {
  if (!sheet) build();
  const at = button.getBoundingClientRect();
  sheet.showPopover();
  const { offsetWidth: wide, offsetHeight: high } = sheet;
  sheet.style.left = `${Math.max(8, Math.min(at.left, innerWidth - wide - 8))}px`;
  sheet.style.top = `${at.bottom + high + 12 > innerHeight ? Math.max(8, at.top - high - 4) : at.bottom + 4}px`;
};

export const act = async (form, button) => {
  target = form;
  if (!button.value) return open(button);
  const words = await send(form, button.value, button.getAttribute("aria-pressed") !== "true");
  if (words) tell(words);
};
