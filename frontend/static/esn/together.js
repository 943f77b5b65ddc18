// Who else looks at this case and who writes, said in words; and a word of warning when two write at once.

const line = document.getElementById("viewers");
const BEAT = 10_000; // milliseconds between two signs of life
const WRITING_BEAT = 5_000;
const PAUSE = 6_000; // after this long without a key one writes no more
let others = [];
let wroteAt = -Infinity;
let saidAt = -Infinity;
let said = "";

const composer = () => document.getElementById("composer");
const text = () => composer()?.querySelector("textarea[data-composer]");
// Without a composer the page is a form about the case: its story, a contact, a promise.
const counts = (field) => (composer() ? field === text() : field.matches("#main textarea"));
const writing = () => performance.now() - wroteAt < PAUSE;
const chosen = () => composer()?.querySelector("[name=side]:checked")?.value;

// The composer stays on the side that was chosen last in this case, as long as the tab is open. What the page says
// wins: a side in its address, words that wait in the box.
const place = `side:${line?.dataset.case}`;
const remember = () => {
  if (!composer() || text()?.value || new URLSearchParams(location.search).get("side")) return;
  const side = [...composer().querySelectorAll("[name=side]")].find((one) => one.value === sessionStorage.getItem(place));
  if (side) side.checked = true;
};

// One is seen where one looks; who writes, where they write.
const sign = () => {
  if (document.hidden && !writing()) return { type: "viewing", case: null };
  return { type: "viewing", case: line.dataset.case, side: (writing() && chosen()) || line.dataset.side || null, typing: writing() };
};

const say = () => {
  const now = sign();
  const words = JSON.stringify(now);
  const due = now.case && performance.now() - saidAt > (now.typing ? WRITING_BEAT : BEAT);
  if (words === said && !due) return;
  said = words;
  saidAt = performance.now();
  dispatchEvent(new CustomEvent("esn:say", { detail: now }));
};

const listed = new Intl.ListFormat(document.documentElement.lang, { type: "conjunction" });
const sentence = (people, of) => {
  const words = of[people.length === 1 ? "one" : "many"];
  return people.length ? words.replace("{names}", listed.format(people.map((one) => one.person.name))) : "";
};

const initials = (name) => {
  const parts = name.replaceAll("-", " ").split(" ").filter(Boolean);
  return ((parts[0]?.[0] ?? "") + (parts.length > 1 ? parts.at(-1)[0] : "")).toUpperCase();
};

const face = (one) => {
  const mark = document.createElement("span");
  mark.className = `face tiny ${one.person.kind}`;
  mark.setAttribute("aria-hidden", "true");
  mark.textContent = initials(one.person.name);
  if (one.person.avatar) {
    const photo = document.createElement("img");
    photo.src = one.person.avatar;
    photo.alt = "";
    mark.append(photo);
  }
  return mark;
};

const show = () => {
  const { lookingOne, lookingMany, writingOne, writingMany } = line.dataset;
  const write = others.filter((one) => one.typing);
  const look = others.filter((one) => !one.typing);
  const words = [sentence(write, { one: writingOne, many: writingMany }), sentence(look, { one: lookingOne, many: lookingMany })];
  const spoken = words.filter(Boolean).join(" · ");
  if (line.dataset.spoken !== spoken) {
    line.dataset.spoken = spoken;
    line.replaceChildren(...[...write, ...look].slice(0, 5).map(face), document.createTextNode(spoken));
  }
  warn(write);
};

// Two answers at once are one too many: whoever writes learns of the other before sending.
const warn = (write) => {
  const note = composer()?.querySelector(".at-once");
  if (!note) return;
  const here = text()?.value.trim() || document.activeElement === text();
  const words = here ? sentence(write, note.dataset) : "";
  if (note.textContent !== words) note.textContent = words;
};

if (line) {
  remember();
  addEventListener("esn:viewers", (event) => {
    if (event.detail.case !== line.dataset.case) return;
    others = event.detail.viewers;
    show();
  });
  addEventListener("esn:live", () => {
    said = "";
    say();
  });
  addEventListener("input", (event) => {
    if (!counts(event.target)) return;
    wroteAt = event.target.value ? performance.now() : -Infinity;
    say();
    show();
  });
  addEventListener("change", (event) => {
    if (!event.target.matches("#composer [name=side]")) return;
    try {
      sessionStorage.setItem(place, event.target.value);
    } catch {} // a full browser forgets the side, and nothing else
    say();
  });
  addEventListener("focusin", show);
  addEventListener("htmx:afterSettle", () => {
    if (composer() && !text()?.value) wroteAt = -Infinity;
    say();
    show();
  });
  addEventListener("visibilitychange", say);
  setInterval(() => {
    if (document.documentElement.dataset.connected) return say();
    others = [];
    show();
  }, 2_000);
}
