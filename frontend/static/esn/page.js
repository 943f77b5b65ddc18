// What every page does by itself: keys, menus, the composer, the parts of a case, and what was read.

const page = document.documentElement;
const $ = (selector, within = document) => within.querySelector(selector);
const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

// Menus: one at a time; Escape and a click elsewhere close them.
addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const opener = event.target.closest("[data-open]");
  if (opener) $("#" + opener.dataset.open).showModal();
});

// The parts of a case on a phone change in place.
addEventListener("click", (event) => {
  const to = event.target.closest("[data-to]");
  if (!to) return;
  event.preventDefault();
  $("#desk").dataset.show = to.dataset.to;
  for (const pane of document.querySelectorAll("[data-to]")) {
    pane.toggleAttribute("aria-current", false);
    if (pane === to) pane.setAttribute("aria-current", "true");
  }
  history.replaceState(null, "", to.getAttribute("href"));
  scrollTo(0, 0);
});

addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

// A form is sent once.
addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) return event.preventDefault();
  if (!form.hasAttribute("hx-post")) form.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A draft of what is being written stays on this device until it is sent.
const draftOf = (field) => `draft:${page.dataset.me}:${location.pathname}:${field.id}`;
const restore = () => {
  for (const field of document.querySelectorAll("textarea[data-composer]")) {
    if (!field.value) field.value = sessionStorage.getItem(draftOf(field)) ?? "";
  }
};
addEventListener("input", (event) => {
  if (event.target.matches("textarea[data-composer]")) sessionStorage.setItem(draftOf(event.target), event.target.value);
});
const forget = (form) => {
  const field = $("textarea[data-composer]", form);
  if (field) sessionStorage.removeItem(draftOf(field));
};
addEventListener("submit", (event) => {
  if (!event.target.hasAttribute("hx-post")) forget(event.target);
});
addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status < 300 && event.detail.elt.matches("form")) forget(event.detail.elt);
});

// What is on the screen for a moment counts as read.
const read = () => {
  const form = $("form[data-read]");
  if (!form || document.hidden) return;
  form.hidden = true; // it stands at an end of its row: nothing moves
  fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Quiet": "1" } });
  for (const field of form.querySelectorAll("[name=audience]")) {
    $(`[data-rail="${field.value}"]`)?.classList.remove("is-new");
  }
};
setTimeout(read, 1200);
addEventListener("visibilitychange", () => setTimeout(read, 1200));

// Keys. A letter never acts while one writes.
const places = { h: "/", c: "/cases/", i: "/groups/", p: "/people/" };
let going = 0;

const posts = () => [...document.querySelectorAll("article.post:not(.replies article.post)")];
const chosen = () => $("article.post.chosen");
const choose = (step) => {
  const all = posts();
  if (!all.length) return;
  const at = all.indexOf(chosen());
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  chosen()?.classList.remove("chosen");
  next.classList.add("chosen");
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
};

const keys = {
  "/": () => $("#finder")?.focus(),
  "?": () => $("#keys")?.showModal(),
  c: () => $("#composer textarea")?.focus(),
  j: () => choose(1),
  k: () => choose(-1),
  o: () => $("a.moment", chosen())?.click(),
  r: () => $(".reply-link", chosen())?.click(),
};

addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = $("details.menu[open]");
    if (menu) {
      menu.open = false;
      $("summary", menu).focus();
    } else if (typing(event.target)) event.target.blur();
    return;
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea, .form :is(input, select)")) {
    event.target.form.requestSubmit();
    return;
  }
  if (event.key === "k" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    return keys["/"]();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || $("dialog[open]")) return;
  if (event.key === "Enter" && chosen() && event.target === chosen()) return keys.o();
  if (Date.now() - going < 1500 && event.key in places) {
    going = 0;
    location.assign(places[event.key]);
    return;
  }
  if (event.key === "g") {
    going = Date.now();
    return;
  }
  if (event.key in keys && (chosen() || !"or".includes(event.key))) {
    event.preventDefault();
    keys[event.key]();
    return;
  }
  const named = /^[a-z]$/.test(event.key) && $(`[data-key="${event.key}"]`);
  if (named) {
    event.preventDefault();
    named.click();
  }
});

// A case opens at its newest entry.
const toNewest = () => {
  const timeline = $("#timeline");
  if (!timeline || location.hash || !matchMedia("(min-width: 55em)").matches) return;
  const last = timeline.querySelector("article.post:last-of-type");
  if (last && last.getBoundingClientRect().bottom > innerHeight) scrollTo({ top: document.body.scrollHeight });
};

restore();
toNewest();

// Clocks of what the customer was not told yet: hours and minutes, and seconds in the last hour.
const two = (number) => String(number).padStart(2, "0");
const tick = () => {
  for (const clock of document.querySelectorAll("[data-until]")) {
    const left = Math.floor((Date.parse(clock.dataset.until) - Date.now()) / 1000);
    const seconds = Math.abs(left);
    const stage = left > 3600 ? "early" : left > 0 ? "last" : "missed";
    const said = `${left < 0 ? "+" : ""}${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}`;
    clock.dataset.stage = stage;
    const card = clock.closest(".drift-card");
    if (card) card.dataset.stage = stage;
    clock.replaceChildren(stage === "last" ? `${said}:${two(seconds % 60)}` : said);
  }
};
setInterval(tick, 1000);
tick();

addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});

// What is shown once is copied by one tap.
addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  await navigator.clipboard?.writeText(field.value);
  $("span", button).replaceChildren(button.dataset.copied);
});
