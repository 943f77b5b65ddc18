// What others say arrives by itself: one socket a page, resumed where it broke, and nothing moves under the finger.

const page = document.documentElement;
const $ = (selector, within = document) => within.querySelector(selector);
const feed = $("[data-feed]");
const kind = feed?.dataset.feed;
const wanted = (feed?.dataset.audience ?? "").split(" ").filter(Boolean);
const held = []; // arrivals that wait above for the reader
let cursor = page.dataset.cursor;
let socket = null;
let attempt = 0;
let unannounced = 0;

// Moments of what arrives are written in the reader's zone.
const zone = page.dataset.zone;
const clock = new Intl.DateTimeFormat(page.lang, { hour: "2-digit", minute: "2-digit", timeZone: zone, hourCycle: "h23" });
const dayKey = new Intl.DateTimeFormat("en-CA", { timeZone: zone });
const dayWords = new Intl.DateTimeFormat(page.lang, { weekday: "long", day: "numeric", month: "long", timeZone: zone });
const short = new Intl.DateTimeFormat(page.lang, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone: zone, hourCycle: "h23" });

const localise = (within) => {
  const today = dayKey.format(new Date());
  for (const time of within.querySelectorAll("time[data-moment]")) {
    const at = new Date(time.dateTime);
    const nearby = kind === "timeline" || dayKey.format(at) === today;
    time.textContent = nearby ? clock.format(at) : short.format(at);
    time.title = `${dayWords.format(at)}, ${clock.format(at)}`;
  }
};

const parse = (html) => {
  const box = document.createElement("template");
  box.innerHTML = html;
  const article = $("article.post", box.content);
  if (article) localise(article);
  return article;
};

const known = (id) => document.getElementById(`post-${id}`);
const ready = (element) => window.htmx?.process(element);

const announce = () => {
  unannounced += 1;
  setTimeout(() => {
    if (!unannounced) return;
    const say = $("#said");
    say.textContent = unannounced === 1 ? say.dataset.one : say.dataset.many.replace("{n}", unannounced);
    unannounced = 0;
  }, 600);
};

// A pill above the feed says how much waits; nothing jumps.
const pill = () => {
  let button = $("#waiting");
  if (!held.length) return button?.remove();
  if (!button) {
    button = document.createElement("button");
    button.id = "waiting";
    button.className = "pill";
    button.type = "button";
    button.addEventListener("click", () => {
      held.splice(0).forEach(show);
      pill();
      scrollTo({ top: 0 });
      $("article.post", feed)?.focus({ preventScroll: true });
    });
    feed.before(button);
  }
  const words = $("#said").dataset;
  button.textContent = held.length === 1 ? words.one : words.many.replace("{n}", held.length);
};

const show = (article) => {
  if (known(article.dataset.post)) return;
  if (kind === "timeline") return append(article);
  $(".empty")?.remove();
  feed.prepend(article);
  ready(article);
};

// The timeline grows at its end; whoever reads its end stays there.
const append = (article) => {
  const at = new Date($("time", article).dateTime);
  const day = dayKey.format(at);
  const days = [...feed.querySelectorAll(".day")];
  if (days.at(-1)?.dataset.day !== day) {
    const head = document.createElement("h3");
    head.className = "day";
    head.dataset.day = day;
    const words = dayWords.format(at);
    head.textContent = words[0].toUpperCase() + words.slice(1);
    feed.append(head);
  }
  const atEnd = innerHeight + scrollY >= document.body.scrollHeight - 160;
  feed.append(article);
  ready(article);
  if (atEnd) scrollTo({ top: document.body.scrollHeight });
};

const answer = (article, root) => {
  const place = $(`#replies[data-root="${root}"]`) ?? $(".replies", known(root) ?? document.createElement("p"));
  if (!place || known(article.dataset.post)) return false;
  place.append(article);
  ready(article);
  const count = $(".reply-link .count", known(root) ?? document.createElement("p"));
  if (count) {
    const n = Number(count.dataset.count) + 1;
    count.dataset.count = n;
    count.textContent = new Intl.NumberFormat(page.lang).format(n);
  }
  return true;
};

const published = (event) => {
  const article = parse(event.html);
  if (!article || known(event.data.id)) return;
  if (event.data.root) {
    if (answer(article, event.data.root)) announce();
    return;
  }
  if (kind === "post" || kind === "older") return;
  const atTop = scrollY < 120;
  if (kind === "timeline" || (atTop && !document.hidden)) show(article);
  else {
    held.push(article);
    pill();
  }
  announce();
};

const replaced = (event) => {
  const old = known(event.data.id);
  const article = event.html && parse(event.html);
  if (!old || !article) return;
  const focused = old.contains(document.activeElement);
  for (const part of [":scope > .said > :is(.prose, .gone)", ":scope > .said > .by"]) {
    const [from, to] = [$(part, old), $(part, article)];
    if (from && to) from.replaceWith(to);
  }
  ready(old);
  if (focused && !old.contains(document.activeElement)) old.focus({ preventScroll: true });
};

// A deleted post keeps its place.
const gone = (event) => {
  const words = $(":scope > .said > .prose", known(event.data.id) ?? document.createElement("p"));
  if (!words) return;
  const note = document.createElement("p");
  note.className = "gone";
  note.textContent = $("#said").dataset.gone;
  $(":scope > .said > .files", known(event.data.id))?.remove();
  words.replaceWith(note);
};

const markRail = (audience) => {
  const link = $(`[data-rail="${audience}"]`);
  if (link && !link.hasAttribute("aria-current")) link.classList.add("is-new");
};

let briefTimer = 0;
const freshenBrief = () => {
  const url = feed?.dataset.brief;
  if (!url || !window.htmx) return;
  clearTimeout(briefTimer);
  briefTimer = setTimeout(() => {
    if ($("#brief")?.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) return;
    window.htmx.ajax("GET", url, { target: "#brief", swap: "outerHTML" });
  }, 250);
};

// Parts that show how something stands are asked for again when something happens to what they are about: they name
// the ids, of things or of audiences, in data-fresh-of, and where to ask in data-fresh.
const renewals = new Map();
const renew = (part) => {
  clearTimeout(renewals.get(part.id));
  renewals.set(part.id, setTimeout(() => renewed(part.id), 250));
};
const steps = (part) => [...part.querySelectorAll("a, button, summary, input, select, textarea")];
const renewed = async (id) => {
  const part = document.getElementById(id);
  if (!part) return;
  const busy = part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
  if (busy) return renewals.set(id, setTimeout(() => renewed(id), 2000)); // nobody loses what they are writing
  const answer = await fetch(part.dataset.fresh, { headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.status === 204) return;
  const box = document.createElement("template");
  box.innerHTML = await answer.text();
  const fresh = $(`#${id}`, box.content);
  if (!fresh || !part.isConnected) return;
  for (const open of part.querySelectorAll("details[open][id]")) {
    const same = $(`#${CSS.escape(open.id)}`, fresh);
    if (same) same.open = true;
  }
  const at = steps(part).indexOf(document.activeElement);
  part.replaceWith(fresh);
  ready(fresh);
  steps(fresh)[at]?.focus({ preventScroll: true });
};
// What no event announces here, because it happens where nobody looks, is asked for again now and then.
for (const part of document.querySelectorAll("[data-fresh-every]")) {
  const { id, dataset } = part;
  setInterval(() => document.hidden || renewed(id), Number(dataset.freshEvery) * 1000);
}
// What one button settles is settled in place: the part shows how it stands now, and the reader stays where they are.
addEventListener("submit", (event) => {
  const form = event.target;
  const part = form.closest("[data-fresh]");
  if (!part || !form.hasAttribute("data-here")) return;
  event.preventDefault();
  const fold = form.closest("details.fold");
  if (fold) {
    fold.open = false;
    $("summary", fold).focus({ preventScroll: true });
  }
  fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" })
    .then((answer) => (answer.type === "opaqueredirect" ? renewed(part.id) : form.submit()))
    .catch(() => form.submit());
});
const freshenParts = (event) => {
  const touched = [event.audience, ...Object.values(event.data ?? {})];
  for (const part of document.querySelectorAll("[data-fresh]")) {
    const about = part.dataset.freshOf.split(" ");
    const kinds = (part.dataset.freshOn ?? "").split(" ").filter(Boolean);
    if (touched.some((id) => id && about.includes(id)) || kinds.some((kind) => event.type.startsWith(kind))) renew(part);
  }
};

const take = (event) => {
  cursor = event.cursor ?? cursor;
  const here = wanted.includes("*") || wanted.includes(event.audience);
  if (event.type === "post.published") {
    markRail(event.audience);
    if (here) published(event);
    if (here && event.html?.includes("post entry")) freshenBrief();
  } else if (event.type === "post.edited") {
    replaced(event);
  } else if (event.type === "post.deleted") {
    gone(event);
  } else if (event.type.startsWith("case.") && here) {
    freshenBrief();
  }
  if (!event.type.startsWith("post.")) freshenParts(event);
};

// The page asks for its own part again when the stream cannot be continued.
const again = async () => {
  const response = await fetch(location.href, { headers: { "X-Quiet": "1" } });
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  cursor = fresh.documentElement.dataset.cursor ?? cursor;
  document.querySelectorAll("[data-fresh]").forEach(renew);
  const part = feed && fresh.getElementById(feed.id);
  if (!part || feed.contains(document.activeElement)) return;
  feed.replaceChildren(...part.childNodes);
  ready(feed);
  freshenBrief();
};

const connect = () => {
  const address = new URL(page.dataset.live, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  socket = new WebSocket(address);
  socket.addEventListener("open", () => {
    const view = page.dataset.view.split(" ").filter(Boolean);
    socket.send(JSON.stringify({ type: "hello", since: cursor, view }));
  });
  socket.addEventListener("message", (message) => {
    const event = JSON.parse(message.data);
    if (event.type === "hello") {
      attempt = 0;
      page.dataset.connected = "yes";
      dispatchEvent(new Event("esn:live"));
      $("#toast").textContent = "";
    } else if (event.type === "reset" || event.type === "resync") {
      cursor = event.cursor ?? cursor;
      again();
    } else if (event.type === "viewers") dispatchEvent(new CustomEvent("esn:viewers", { detail: event }));
    else if (event.type === "error") console.warn(event.code);
    else take(event);
  });
  socket.addEventListener("close", (closing) => {
    delete page.dataset.connected;
    if (closing.code === 4001) return location.assign(page.dataset.signIn);
    attempt += 1;
    if (attempt === 3) $("#toast").textContent = $("#toast").dataset.offline;
    const wait = Math.min(30_000, 400 * 2 ** attempt) * (0.5 + Math.random() / 2);
    setTimeout(connect, wait);
  });
};

// What I have just sent myself comes back with the form, in case the socket is away.
addEventListener("htmx:afterSettle", () => {
  for (const box of document.querySelectorAll("template[data-arrived]")) {
    const article = $("article.post", box.content);
    box.remove();
    const old = known(article.dataset.post);
    if (old) {
      old.replaceWith(article);
      ready(article);
    } else if (article.dataset.replyTo) answer(article, article.dataset.replyTo);
    else if (feed && (wanted.includes("*") || wanted.includes(article.dataset.audience))) show(article);
  }
});

// Other parts of the page speak through the same socket; what they say may be lost.
addEventListener("esn:say", (event) => {
  if (socket?.readyState === 1 && page.dataset.connected) socket.send(JSON.stringify(event.detail));
});

addEventListener("online", () => {
  if (socket?.readyState > 1) connect();
});

if (page.dataset.live) connect();
