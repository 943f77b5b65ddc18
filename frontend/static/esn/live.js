// What others say arrives by itself: one socket a page, or a stream where sockets are refused, resumed where it broke,
// and nothing moves under the finger.

const page = document.documentElement;
const $ = (selector, within = document) => within.querySelector(selector);
const feed = $("[data-feed]");
const kind = feed?.dataset.feed;
const wanted = (feed?.dataset.audience ?? "").split(" ").filter(Boolean);
let cursor = page.dataset.cursor;
let socket = null;
let attempt = 0;
let refused = 0; // sockets in a row that never greeted
let stream = null; // what takes their place
let unannounced = 0;

// Moments of what arrives are written in the reader's zone, as the server writes them.
const zone = page.dataset.zone;
const language = page.lang === "en" ? "en-GB" : page.lang;
const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", timeZone: zone, hourCycle: "h23" });
const dayKey = new Intl.DateTimeFormat("en-CA", { timeZone: zone });
const dayWords = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", timeZone: zone });
const dateWords = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });
const short = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone: zone, hourCycle: "h23" });
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const DAY = 24 * 3600 * 1000;
let today = dayKey.format(new Date());

// Days by their names, like 2026-11-23: how many ago, and as the head of a list.
const age = (day) => Math.round((Date.parse(today) - Date.parse(day)) / DAY);
const headed = (day) => {
  const date = dateWords.format(Date.parse(day));
  const words = [0, 1].includes(age(day)) ? `${relative.format(-age(day), "day")}, ${date}` : date;
  return words[0].toUpperCase() + words.slice(1);
};
const written = (at) => {
  const days = age(dayKey.format(at));
  if (days === 0) return clock.format(at);
  return days === 1 ? `${relative.format(-1, "day")}, ${clock.format(at)}` : short.format(at);
};

const localise = (within) => {
  for (const time of within.querySelectorAll("time[data-moment]")) {
    const at = new Date(time.dateTime);
    time.textContent = kind === "timeline" ? clock.format(at) : written(at);
    time.title = `${dayWords.format(at)}, ${clock.format(at)}`;
  }
};

// On a page that stays open another day begins: no hour of yesterday is taken for one of today. What has a date keeps it.
const turnDay = () => {
  const now = dayKey.format(new Date());
  if (now === today) return;
  const recent = [...document.querySelectorAll("time[data-moment=short]")].filter((time) => age(dayKey.format(new Date(time.dateTime))) < 7);
  const heads = [...document.querySelectorAll(".day[data-day]")].filter((head) => age(head.dataset.day) < 2);
  today = now;
  for (const time of recent) time.textContent = written(new Date(time.dateTime));
  for (const head of heads) ($("time", head) ?? head).textContent = headed(head.dataset.day);
  document.querySelectorAll("[data-fresh]").forEach(renew);
  freshenBrief();
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

const show = (article) => {
  if (known(article.dataset.post)) return;
  if (kind === "timeline") return append(article);
  $(".empty")?.remove();
  feed.prepend(article);
  ready(article);
};

// The timeline grows at its end; whoever reads its end stays there.
const append = (article) => {
  turnDay();
  const at = new Date($("time", article).dateTime);
  const day = dayKey.format(at);
  const days = [...feed.querySelectorAll(".day")];
  if (days.at(-1)?.dataset.day !== day) {
    const head = document.createElement("h3");
    head.className = "day";
    head.dataset.day = day;
    head.textContent = headed(day);
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
  const more = $(":scope > .more-link:last-child", place); // further replies are to come before it
  if (more) more.before(article);
  else place.append(article);
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
  if (kind !== "timeline") return; // a feed keeps it in a pill (feed.js)
  show(article);
  announce();
};

const replaced = (event) => {
  const old = known(event.data.id) ?? held.find((one) => one.dataset.post === event.data.id);
  const article = event.html && parse(event.html);
  if (!old || !article) return;
  const focused = old.contains(document.activeElement);
  for (const part of [":scope > .said > :is(.prose, .gone)", ":scope > .said > .by"]) {
    const [from, to] = [$(part, old), $(part, article)];
    if (from && to) from.replaceWith(to);
  }
  const [cards, fresh] = [old, article].map((one) => $(":scope > .said > .links", one));
  if (cards && fresh) cards.replaceWith(fresh);
  else if (fresh) $(":scope > .said > .prose", old)?.after(fresh);
  else cards?.remove();
  // Pictures and what plays stay as they are: what is said of them may be new.
  const [files, now] = [$(":scope > .said > .files", old), $(":scope > .said > .files", article)];
  if (now && !files) [...old.querySelectorAll(":scope > .said > :is(.prose, .links, .pointer)")].at(-1)?.after(now);
  else for (const image of now?.querySelectorAll("img") ?? []) {
    const same = $(`img[src="${image.getAttribute("src")}"]`, files);
    if (same) same.alt = image.alt;
  }
  ready(old);
  if (focused && !old.contains(document.activeElement)) old.focus({ preventScroll: true });
};

// A deleted post keeps its place, and so does one that a moderator hid.
const gone = (event, why = "gone") => {
  const words = $(":scope > .said > .prose", known(event.data.id) ?? document.createElement("p"));
  if (!words) return;
  const post = known(event.data.id);
  const focused = post.contains(document.activeElement);
  const note = document.createElement("p");
  note.className = "gone";
  note.textContent = $("#said").dataset[why];
  $(":scope > .said > .files", post)?.remove();
  words.replaceWith(note);
  if (focused && !post.contains(document.activeElement)) post.focus({ preventScroll: true });
};

// What went to another group is no longer here; what came is there with the next visit of its thread.
const moved = (event) => {
  const post = event.html ? null : known(event.data.id);
  if (post?.contains(document.activeElement)) nearby(post).focus({ preventScroll: true });
  post?.remove();
};

const markRail = (audience) => {
  for (const link of document.querySelectorAll(`[data-rail~="${audience}"]`)) {
    if (!link.hasAttribute("aria-current")) link.classList.add("is-new");
  }
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
// the ids, of things or of audiences, in data-fresh-of, and where to ask in data-fresh. Those with data-fresh-said count
// what is said, too: each post there, which all others leave to the feed.
const renewals = new Map();
const renew = (part) => {
  clearTimeout(renewals.get(part.id));
  renewals.set(part.id, setTimeout(() => renewed(part.id), 250));
};
const steps = (part) => [...part.querySelectorAll("a, button, summary, input:not([type=hidden]), select, textarea")];
// Whoever stood on a part that is made anew stands there afterwards: on the same step, or the nearest that is left.
const stood = (part) => {
  const at = steps(part).indexOf(document.activeElement);
  return (fresh) => {
    const left = steps(fresh);
    if (at < 0 || fresh.contains(document.activeElement)) return;
    const next = left[Math.min(at, left.length - 1)];
    if (!next) fresh.setAttribute("tabindex", "-1");
    (next ?? fresh).focus({ preventScroll: true });
  };
};
let swapping = null;
addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  swapping = target.id && target.contains(document.activeElement) ? { id: target.id, stand: stood(target) } : null;
});
addEventListener("htmx:afterSettle", () => {
  const fresh = swapping && document.getElementById(swapping.id);
  if (fresh && document.activeElement === document.body) swapping.stand(fresh);
  swapping = null;
});
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
  // What is unfolded stays so: by its id, or by its place among those without one while they are as many.
  const [former, present] = [part, fresh].map((one) => [...one.querySelectorAll("details:not([id])")]);
  for (const open of part.querySelectorAll("details[open]")) {
    const place = former.length === present.length ? present[former.indexOf(open)] : null;
    const same = open.id ? $(`#${CSS.escape(open.id)}`, fresh) : place;
    if (same) same.open = true;
  }
  const stand = stood(part);
  part.replaceWith(fresh);
  ready(fresh);
  stand(fresh);
  dispatchEvent(new CustomEvent("esn:renewed", { detail: id }));
};
addEventListener("esn:renew", (event) => renewed(event.detail));
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
  const body = new FormData(form); // a form in a shared piece of a page has no token of its own
  if (!body.has("csrfmiddlewaretoken")) body.append("csrfmiddlewaretoken", $("[name=csrfmiddlewaretoken]").value);
  fetch(form.action, { method: "POST", body, redirect: "manual" })
    .then((answer) => (answer.type === "opaqueredirect" ? renewed(part.id) : form.submit()))
    .catch(() => form.submit());
});
const freshenParts = (event) => {
  const said = event.type.startsWith("post.") && !changes.has(event.type);
  const touched = [event.audience, ...Object.values(event.data ?? {})];
  for (const part of document.querySelectorAll("[data-fresh]")) {
    if (said && !("freshSaid" in part.dataset)) continue;
    const about = part.dataset.freshOf.split(" ");
    const kinds = (part.dataset.freshOn ?? "").split(" ").filter(Boolean);
    if (touched.some((id) => id && about.includes(id)) || kinds.some((kind) => event.type.startsWith(kind))) renew(part);
  }
};

// Reactions have a part of their own, fetched when the first of them is given.
let reacting = null;
const reactions = () => (reacting ??= import($("#said").dataset.reactions));
addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-reactions]:not([data-still])") || !event.submitter) return;
  event.preventDefault();
  reactions().then((part) => part.act(form, event.submitter)).catch(() => location.assign(form.action));
});
// The votes of a poll, as they are now: numbers change in place, and what one has marked stays marked.
const counted = (event) => {
  const part = $(`[data-poll="${event.data.id}"]`);
  if (!part || !event.poll) return;
  const { votes, voters } = event.poll;
  for (const choice of part.querySelectorAll("[data-option]")) {
    const n = votes[choice.dataset.option] ?? 0;
    $(".votes", choice).textContent = n;
    Object.assign($("progress", choice), { max: Math.max(voters, 1), value: n });
  }
  const said = $("[data-voters]", part);
  const words = said.dataset;
  said.textContent = (voters === 0 ? words.none : voters === 1 ? words.one : words.many).replace("{n}", voters);
};

// What happens to the words of a post changes what points at it.
const changes = new Set(["edited", "deleted", "hidden", "restored", "moved", "pinned", "unpinned"].map((verb) => `post.${verb}`));

const take = (event) => {
  cursor = event.cursor ?? cursor;
  const here = wanted.includes("*") || wanted.includes(event.audience);
  if (event.type === "post.published") {
    markRail(event.audience);
    if (here) published(event);
    if (here && event.html?.includes("post entry")) freshenBrief();
  } else if (event.type === "post.edited" || event.type === "links.changed") {
    replaced(event);
  } else if (event.type === "post.deleted") {
    gone(event);
  } else if (event.type === "post.hidden") {
    gone(event, "hidden");
  } else if (event.type === "post.restored") {
    replaced(event);
  } else if (event.type === "post.moved") {
    moved(event);
  } else if (event.type === "post.reacted") {
    if (known(event.data.id)) reactions().then((part) => part.counted(event));
  } else if (event.type === "read.moved") {
    for (const link of document.querySelectorAll(`[data-rail~="${event.data.id}"]`)) link.classList.remove("is-new"); // read on another device
  } else if (event.type.startsWith("case.") && here) {
    freshenBrief();
  }
  if (event.type === "poll.changed") counted(event);
  else freshenParts(event);
  dispatchEvent(new CustomEvent("esn:event", { detail: event }));
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

const received = (event) => {
  if (event.type === "hello") {
    attempt = 0;
    refused = 0;
    cursor = event.cursor;
    page.dataset.connected = "yes";
    dispatchEvent(new Event("esn:live"));
    $("#toast").textContent = "";
  } else if (event.type === "reset" || event.type === "resync") {
    cursor = event.cursor ?? cursor;
    again();
  } else if (event.type === "viewers") dispatchEvent(new CustomEvent("esn:viewers", { detail: event }));
  else if (event.type === "error") console.warn(event.code);
  else {
    take(event);
    if (event.sound) dispatchEvent(new CustomEvent("esn:sound", { detail: event.sound }));
  }
};

let retrying = 0;
const retry = () => {
  attempt += 1;
  if (attempt === 3) $("#toast").textContent = $("#toast").dataset.offline;
  clearTimeout(retrying);
  retrying = setTimeout(connect, Math.min(30_000, 400 * 2 ** attempt) * (0.5 + Math.random() / 2));
};

const view = () => page.dataset.view.split(" ").filter(Boolean);

const connect = () => {
  clearTimeout(retrying);
  return refused < 2 ? call() : listen();
};

// The session is over: whoever signs in again is on this page again, with the words that they had begun. Who signs out
// here is on their way already, and whoever comes after them has no business on this page.
const LEAVING = 10_000;
let leaving = false;
addEventListener("beforeunload", () => {
  leaving = true;
  setTimeout(() => (leaving = false), LEAVING);
});
const signIn = () => leaving ? setTimeout(signIn, LEAVING) : location.assign(`${page.dataset.signIn}?next=${encodeURIComponent(location.pathname + location.search)}`);

const call = () => {
  const address = new URL(page.dataset.live, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  const mine = new WebSocket(address);
  socket = mine;
  mine.addEventListener("open", () => mine.send(JSON.stringify({ type: "hello", since: cursor, view: view() })));
  mine.addEventListener("message", (message) => mine === socket && received(JSON.parse(message.data)));
  mine.addEventListener("close", (closing) => {
    if (mine !== socket) return; // another one has taken its place
    if (!page.dataset.connected) refused += 1;
    delete page.dataset.connected;
    if (closing.code === 4001) return signIn();
    retry();
  });
};

// The browser itself comes back to a stream that broke, and says where it was; one that is refused begins again above.
// A page that nobody sees holds none of the few connections of its browser: what it misses comes when it is looked at.
const listen = () => {
  if (document.hidden) return;
  const address = new URL(page.dataset.stream, location.href);
  if (cursor) address.searchParams.set("after", cursor);
  if (view().length) address.searchParams.set("view", view().join(","));
  stream = new EventSource(address);
  stream.addEventListener("message", (message) => {
    const event = JSON.parse(message.data);
    if (event.type !== "closed") return received(event);
    hush();
    if (event.code === 4001) signIn();
    else retry();
  });
  stream.addEventListener("error", () => {
    delete page.dataset.connected;
    if (stream?.readyState !== EventSource.CLOSED) return;
    hush();
    refused = 0;
    retry();
  });
};

const hush = () => {
  stream?.close();
  stream = null;
  delete page.dataset.connected;
};

document.addEventListener("visibilitychange", () => {
  if (document.hidden && stream) hush();
  else if (!document.hidden && !stream && refused > 1) listen();
});

// A device that slept may find its connection gone without a word: after a while without a beat there is a new one.
const BEAT = 15_000;
const ASLEEP = 180_000; // in a tab that nobody sees a beat comes once a minute
let lastBeat = Date.now();
const beat = () => {
  const slept = Math.abs(Date.now() - lastBeat) > ASLEEP;
  lastBeat = Date.now();
  turnDay();
  if (!slept || !page.dataset.connected) return;
  const before = socket;
  socket = null;
  hush();
  before?.close();
  connect();
};
if (page.dataset.live) {
  setInterval(beat, BEAT);
  for (const waking of ["visibilitychange", "resume"]) document.addEventListener(waking, beat);
}

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
  if (!stream && socket?.readyState > 1) connect();
});

if (page.dataset.live) connect();
