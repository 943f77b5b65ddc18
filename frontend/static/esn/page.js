// What every page does by itself: keys, menus, the composer, the parts of a case, and what was read.

const page = document.documentElement;
const $ = (selector, within = document) => within.querySelector(selector);
const typing = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") !== null;

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

// Of tabs that do not fit side by side, the one that is open is in sight.
for (const tab of document.querySelectorAll(".tabs > [aria-current]")) {
  const row = tab.parentElement;
  row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
}

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

// What is being written is kept on the server while one types (drafts.js): loaded when somebody writes, when another
// device has written, or when words were left on this device.
let drafting = null;
const withDrafts = (mark) => (drafting ??= import(new URL(mark.dataset.module, location.href)));
addEventListener("focusin", (event) => {
  const mark = event.target.form && $("[data-draft]", event.target.form);
  if (mark) withDrafts(mark).then((drafts) => drafts.start(mark));
});
addEventListener("esn:event", (event) => {
  const { type, data } = event.detail;
  const mark = type === "draft.changed" && $(`[data-draft="${data.place}"]`);
  if (mark) withDrafts(mark).then((drafts) => drafts.heard(mark, data));
});
const leftHere = () => {
  for (const mark of document.querySelectorAll("[data-draft]")) {
    const left = localStorage.getItem(`draft:${page.dataset.me}:${mark.dataset.draft}`) || $("[data-other]", mark);
    if (left) withDrafts(mark).then((drafts) => drafts.start(mark));
  }
};

// The tools of a composer come when somebody begins to write.
const tools = new Set();
addEventListener("focusin", (event) => {
  const address = event.target.form && $("[data-editor]", event.target.form)?.dataset.editor;
  if (!address || tools.has(address)) return;
  tools.add(address);
  import(address);
});
if (document.activeElement?.form) document.activeElement.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));

// What is on the screen for a moment counts as read.
const read = () => {
  const form = $("form[data-read]");
  if (!form || document.hidden) return;
  form.hidden = true;
  fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Quiet": "1" } });
  for (const field of form.querySelectorAll("[name=audience]")) {
    for (const link of document.querySelectorAll(`[data-rail~="${field.value}"]`)) link.classList.remove("is-new");
  }
};
setTimeout(read, 1200);
addEventListener("visibilitychange", () => setTimeout(read, 1200));

// A page that the browser had fetched ahead says that somebody has come; until then nothing was read by it.
const arrived = () => {
  const body = new FormData();
  body.append("address", location.pathname + location.search);
  body.append("csrfmiddlewaretoken", $("[name=csrfmiddlewaretoken]").value);
  fetch("/arrived/", { method: "POST", body, keepalive: true }).catch(() => {});
};
if (document.prerendering) addEventListener("prerenderingchange", arrived, { once: true, capture: true });
else if (page.dataset.me && performance.getEntriesByType("navigation")[0]?.deliveryType === "navigational-prefetch") arrived();

// A place that waits says so; where nothing came, nothing is promised any more.
addEventListener("htmx:beforeRequest", ({ detail }) => detail.target?.setAttribute("aria-busy", "true"));
addEventListener("htmx:afterRequest", ({ detail }) => {
  detail.target?.removeAttribute("aria-busy");
  if (!detail.successful) detail.target?.querySelectorAll(".skeleton").forEach((row) => row.remove());
});

// Keys. The map on the page says which key does what (frontend/keys.py); a letter never acts while one writes, nor for
// who switched letters off. Who needs no mouse needs none here: j and k go through whatever the page lists.
const ITEMS = "article.post:not(.replies article.post), :is(.rows, .neighbours) > li:has(a.title)";
const chosen = () => document.activeElement?.closest(ITEMS) ?? $(`:is(${ITEMS}).chosen`);
const inside = (selector) => (chosen() ? $(selector, chosen()) : null);
const choose = (step) => {
  const beside = document.activeElement?.closest(".neighbours") ?? null; // whoever is in it stays in it
  const all = [...(beside ?? $("main")).querySelectorAll(ITEMS)].filter(
    (one) => one.checkVisibility() && one.closest(".neighbours") === beside,
  );
  if (!all.length) return false;
  const at = all.indexOf(chosen());
  const next = all[Math.min(Math.max(at < 0 ? 0 : at + step, 0), all.length - 1)];
  for (const one of document.querySelectorAll(`:is(${ITEMS}).chosen`)) one.classList.remove("chosen");
  next.classList.add("chosen");
  (next.matches("article") ? next : $("a.title", next)).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
};
const press = (element) => {
  element?.click();
  return Boolean(element);
};
// What a line of a list leads to, opened at what one wants to do there.
const within = (paths) => {
  const path = inside("a.title")?.pathname ?? "";
  const [, kind, id] = /^\/(cases|posts)\/([^/]+)\/$/.exec(path) ?? [];
  if (!paths[kind]) return false;
  location.assign(path + paths[kind]);
};
const write = () => {
  const field = $("#composer textarea");
  if (field) return field.focus();
  if (!press($('[data-key="c"]'))) location.assign("/#composer");
};

let palette = null;
let typed = null; // what is typed while the palette is on its way: it is meant for the palette
const openPalette = () => {
  const way = $("[data-palette]");
  if (!way) return false;
  palette ??= import(way.dataset.palette);
  typed = "";
  palette
    .then(({ open }) => open(() => typed))
    .catch(() => {
      palette = null;
      $("#finder").focus(); // the network is away: search as it stands on the page
    })
    .finally(() => (typed = null));
};
const openMap = () => $("#keys")?.showModal();

const acts = {
  palette: openPalette,
  search: () => $("#finder")?.focus(),
  map: openMap,
  write,
  go: (key) => location.assign(key.dataset.address),
  next: () => choose(1),
  previous: () => choose(-1),
  open: () => press(inside("a.title") ?? inside("a.moment")),
  reply: () => (chosen()?.matches("article") ? press(inside(".reply-link")) : within({ cases: "?pane=thread#composer", posts: "#reply" })),
  edit: () => (chosen()?.matches("article") ? press(inside('a[href$="/edit/"]')) : within({ cases: "edit/" })),
  button: (key, stroke) => press($(`[data-key="${stroke}"]`)),
};
const bound = new Map();
for (const key of document.querySelectorAll("#keys [data-act]")) {
  for (const stroke of key.dataset.strokes.split(",")) bound.set(stroke, key);
}
let begun = { key: "", at: 0 };
// A part of the page may know better what a key does: it hears of it first, and says so.
const act = (stroke, event) => {
  const key = bound.get(stroke);
  if (!key) return;
  const heard = new CustomEvent("esn:key", { cancelable: true, detail: { act: key.dataset.act, target: event.target } });
  const done = !dispatchEvent(heard) || (acts[key.dataset.act] ?? (() => false))(key, stroke) !== false;
  if (done) event.preventDefault();
};

addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const way = event.target.closest?.("[data-palette], [data-map]");
  if (!way) return;
  event.preventDefault();
  if (way.hasAttribute("data-map")) openMap();
  else openPalette();
});
addEventListener("esn:event", (event) => {
  const { type, data } = event.detail;
  if (type === "keyboard.changed") page.toggleAttribute("data-letters", !data.letters);
});

addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Escape") {
    const menu = $("details.menu[open]");
    if (menu) {
      menu.open = false;
      $("summary", menu).focus();
    } else if (typing(event.target) && !event.target.closest("dialog")) event.target.blur();
    return;
  }
  const combined = event.ctrlKey || event.metaKey;
  if (event.key === "Enter" && combined && event.target.matches("textarea, .form :is(input, select)")) {
    event.target.form.requestSubmit();
    return;
  }
  if (typed !== null && !combined && (event.key.length === 1 || event.key === "Enter")) {
    typed += event.key === "Enter" ? "\n" : event.key;
    return event.preventDefault();
  }
  if (combined && event.key.toLowerCase() === "k" && !event.shiftKey && !event.altKey) return act("Ctrl+K", event);
  if (combined || event.altKey || typing(event.target) || $("dialog[open]")) return;
  if (event.key === "Enter") {
    if (event.target.matches("article.chosen, [data-line]")) act("Enter", event);
    return;
  }
  if (page.hasAttribute("data-letters")) return;
  const stroke = Date.now() - begun.at < 1500 ? `${begun.key} ${event.key}` : event.key;
  begun = { key: event.key, at: bound.has(event.key) ? 0 : Date.now() };
  if (bound.has(stroke)) begun.at = 0;
  act(bound.has(stroke) ? stroke : event.key, event);
});

// Where somebody was is kept in this browser as ids alone; the palette asks the server what they are called.
// A browser that keeps nothing, or whose place is full, changes nothing else.
const visited = (kind, id) => {
  try {
    const before = JSON.parse(localStorage.getItem(`recent:${page.dataset.me}`) ?? "[]");
    const recent = [`${kind}:${id}`, ...before.filter((one) => one !== `${kind}:${id}`)].slice(0, 8);
    localStorage.setItem(`recent:${page.dataset.me}`, JSON.stringify(recent));
  } catch {}
};
const [, place, id] = /^\/(cases|people|groups|customers)\/([0-9A-Za-z-]+)\/$/.exec(location.pathname) ?? [];
if (place && id !== "new" && id !== "waiting") {
  visited({ cases: "case", people: "person", groups: "group", customers: "customer" }[place], id);
}

// Whoever follows a link to a composer begins to write: once the browser has gone to the place, which takes the focus.
const begin = () => /^#(composer|reply)$/.test(location.hash) && $(`${location.hash} textarea`)?.focus();
addEventListener("load", () => setTimeout(begin));
addEventListener("hashchange", begin);

// A case opens at its newest entry.
const toNewest = () => {
  const timeline = $("#timeline");
  if (!timeline || location.hash || !matchMedia("(min-width: 55em)").matches) return;
  const last = timeline.querySelector("article.post:last-of-type");
  if (last && last.getBoundingClientRect().bottom > innerHeight) scrollTo({ top: document.body.scrollHeight });
};

leftHere();
addEventListener("htmx:afterSettle", leftHere);
toNewest();

// Clocks of what the customer was not told yet: hours and minutes, and seconds in the last hour.
const two = (number) => String(number).padStart(2, "0");
// The site says what time it is: the clock of a device may be a day off. A kept copy is of another moment.
const skews = new WeakMap();
const skewOf = (clock) => {
  if (!skews.has(clock)) {
    const by = page.dataset.kept ? 0 : Date.parse(clock.dataset.now) - Date.now();
    skews.set(clock, Math.abs(by) > 60_000 ? by : 0);
  }
  return skews.get(clock);
};
const tick = () => {
  for (const clock of document.querySelectorAll("[data-until]")) {
    const left = Math.floor((Date.parse(clock.dataset.until) - Date.now() - skewOf(clock)) / 1000);
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

// How much needs me stands before the title of the page and on its icon.
addEventListener("esn:renewed", (event) => {
  if (event.detail !== "inbox-count") return;
  const count = Number($("#inbox-count")?.dataset.count ?? 0);
  const title = document.title.replace(/^\(\d+\) /, "");
  document.title = count ? `(${count}) ${title}` : title;
  const icon = $("link[rel=icon]");
  icon.href = count ? `/mark/${Math.min(count, 10)}.svg` : icon.dataset.plain;
});

// A link to a post is copied; where the browser does not let us, the address of the page is the link.
const toast = (words) => {
  const place = $("#toast");
  place.textContent = words;
  setTimeout(() => {
    if (place.textContent === words) place.textContent = "";
  }, 3000);
};
addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[data-link]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  link.closest("[popover]")?.hidePopover();
  const words = $("#said").dataset;
  try {
    await navigator.clipboard.writeText(link.href);
    toast(words.linkCopied);
  } catch {
    const field = Object.assign(document.createElement("textarea"), { value: link.href, readOnly: true });
    link.after(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    link.focus();
    if (copied) toast(words.linkCopied);
    else location.assign(link.href);
  }
});

// What one takes back oneself goes without a question, since it can be said again (undo.js); without it, its page asks.
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-at-once]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  import($("#said").dataset.undo).then(({ send }) => send(link)).catch(() => location.assign(link.href));
});

// Quoting in the thread that is open: what is typed stays.
addEventListener("click", async (event) => {
  const form = $("#reply");
  const off = event.target.closest?.("a[data-unquote]");
  if (off) {
    event.preventDefault();
    const field = $("textarea", off.closest("form"));
    off.closest(".quoting").remove();
    return field.focus();
  }
  const link = event.target.closest?.("a[data-quote]");
  if (!link || !form || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const answer = await fetch(`${form.getAttribute("action")}?quote=${link.dataset.quote}`, { headers: { "HX-Request": "true" } });
  const box = document.createElement("template");
  if (answer.ok) box.innerHTML = await answer.text();
  const quoting = $(".quoting", box.content);
  link.closest("[popover]")?.hidePopover();
  if (!quoting) return location.assign(link.href);
  $(".quoting", form)?.remove();
  $(".write", form).before(quoting);
  $("textarea", form).focus();
});

// A link to a post opens at it: whoever goes on with the keyboard goes on from there.
const linked = /^#post-[0-9a-f]{32}$/.test(location.hash) && $(location.hash);
if (linked) {
  linked.focus({ preventScroll: true });
  linked.scrollIntoView({ block: "center" });
}
