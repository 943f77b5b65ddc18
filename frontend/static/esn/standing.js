// How people can be reached: the marks on this page stay true, and what I do here says that I am there.

const page = document.documentElement;
const BEAT = 60_000; // milliseconds between two signs of life, and between two looks
const MANY = 100; // ids in one question
let saidAt = -Infinity;
let timer = 0;

const marks = () => [...document.querySelectorAll("[data-standing]")];

const draw = (fresh) => {
  for (const mark of marks()) {
    const now = fresh.get(mark.dataset.standing);
    if (!now) continue;
    const said = now.querySelector(".words").textContent;
    mark.className = mark.classList.contains("said") ? `said ${now.className}` : now.className;
    if (mark.hasAttribute("title")) mark.title = said;
    const words = mark.querySelector(".words");
    if (words.textContent !== said) words.textContent = said;
  }
};

const look = async () => {
  const ids = [...new Set(marks().map((mark) => mark.dataset.standing))].slice(0, MANY);
  if (!ids.length || document.hidden) return;
  const answer = await fetch(`/people/standing/?ids=${ids.join(",")}`, { headers: { "X-Quiet": "1" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const box = document.createElement("template");
  box.innerHTML = await answer.text();
  draw(new Map([...box.content.querySelectorAll("[data-standing]")].map((one) => [one.dataset.standing, one])));
};

// Several changes at once are one question.
const soon = () => {
  clearTimeout(timer);
  timer = setTimeout(look, 300);
};

// A key, a tap or a turn of the wheel is a sign of life; an open page alone is none.
const here = () => {
  const now = performance.now();
  if (document.hidden || !page.dataset.connected || now - saidAt < BEAT) return;
  saidAt = now;
  dispatchEvent(new CustomEvent("esn:say", { detail: { type: "here" } }));
};

if (page.dataset.live) {
  for (const sign of ["keydown", "pointerdown", "wheel", "touchmove"]) addEventListener(sign, here, { passive: true });
  addEventListener("esn:event", ({ detail: event }) => {
    const touched = event.type === "availability.changed" || event.type === "person.changed";
    if (touched && marks().some((mark) => mark.dataset.standing === event.data.id)) soon();
  });
  addEventListener("htmx:afterSettle", soon);
  addEventListener("visibilitychange", () => document.hidden || soon());
  setInterval(look, BEAT);
}
