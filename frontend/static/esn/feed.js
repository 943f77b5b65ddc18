// A feed goes on by itself, and stands still while one reads: what is new waits in a pill above it, what is older comes
// when its end is near, and whoever comes back finds the place where they were. Everything shown is asked for anew.

const page = document.documentElement;
const $ = (selector, within = document) => within.querySelector(selector);
const list = $("[data-pages]"); // a feed, or the replies of a thread
const feed = $('[data-feed="newest"]'); // the first page of a feed; further pages hear of nothing new
const known = (id) => document.getElementById(`post-${id}`);
const parse = (html) => new DOMParser().parseFromString(html, "text/html");

const asked = async (address) => {
  const answer = await fetch(address, { headers: { "X-Part": list.id } });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  const fresh = parse(await answer.text()).getElementById(list.id);
  if (!fresh) throw new Error("no list");
  return document.adoptNode(fresh);
};

// What is there already is not shown a second time; a block of a case keeps what is left of it.
const unseen = (fresh) =>
  [...fresh.children].filter((child) => {
    if (child.matches("article.post")) return !known(child.dataset.post);
    if (!child.matches(".block")) return true;
    for (const post of child.querySelectorAll(":scope > article.post")) if (known(post.dataset.post)) post.remove();
    return $(":scope > article.post", child) !== null;
  });
const ready = (part) => window.htmx?.process(part);

// Older posts -------------------------------------------------------------------------------------------------------
const end = () => list && $(":scope > .more-link a[rel=next]", list);
let pages = 1;
let coming = null;
const fetched = async (link) => {
  const fresh = await asked(link.href);
  const early = [...fresh.children].map((child) => known(child.dataset.post)).filter(Boolean);
  const more = unseen(fresh);
  link.closest(".more-link").remove();
  if (list.id === "replies") list.append(...early); // what came live stands in its turn now
  list.append(...more);
  pages += 1;
  ready(list);
  return more.find((child) => child.matches("article.post, .block"));
};
const older = () => {
  const link = end();
  if (!link) return Promise.resolve(null);
  list.setAttribute("aria-busy", "true");
  coming ??= fetched(link).finally(() => {
    coming = null;
    list.removeAttribute("aria-busy");
    watch();
  });
  return coming;
};
const near = new IntersectionObserver(
  (seen) => {
    if (seen.some((one) => one.isIntersecting)) older().catch(() => near.disconnect()); // then the link is left to press
  },
  { rootMargin: "0px 0px 900px" },
);
const watch = () => {
  near.disconnect();
  if (end()) near.observe(end());
};
list?.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[rel=next]");
  if (!link || link !== end() || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  older()
    .then((first) => (first?.matches("article") ? first : first && $("article.post", first))?.focus({ preventScroll: true }))
    .catch(() => location.assign(link.href));
});

// Coming back -------------------------------------------------------------------------------------------------------
// The history keeps how far one had read: which posts stood at the top of the screen, and where. The pages up to there
// are asked for again, one behind the other, so that nothing is shown that went away or is not theirs to read any more.
const bar = () => $(".top")?.getBoundingClientRect().bottom ?? 0;
const here = () => {
  const inSight = [...list.querySelectorAll("article.post")].filter((post) => post.getBoundingClientRect().bottom > bar());
  return inSight.slice(0, 4).map((post) => [post.dataset.post, Math.round(post.getBoundingClientRect().top)]);
};
let settled = false;
let keeping = 0;
const keep = () => {
  if (!settled) return;
  history.replaceState({ ...history.state, feed: { pages, y: Math.round(scrollY), posts: here() } }, "");
};
const found = async ({ pages: were, y, posts }) => {
  let left = false;
  for (const sign of ["wheel", "touchstart", "keydown"]) addEventListener(sign, () => (left = true), { once: true, passive: true });
  const there = () => posts.find(([id]) => known(id));
  while (pages < were + 2 && !there() && end()) await older();
  if (left || y < 8) return;
  const place = there();
  scrollTo(0, place ? scrollY + known(place[0]).getBoundingClientRect().top - place[1] : y);
};
if (list) {
  history.scrollRestoration = "manual";
  const was = history.state?.feed;
  (was ? found(was).catch(() => {}) : Promise.resolve()).then(() => {
    settled = true;
    watch();
  });
  addEventListener("scroll", () => {
    clearTimeout(keeping);
    keeping = setTimeout(keep, 200);
  }, { passive: true });
  addEventListener("pagehide", keep);
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

// What is new -------------------------------------------------------------------------------------------------------
const waiting = new Set();
const words = () => {
  const said = $("#said").dataset;
  return waiting.size === 1 ? said.one : said.many.replace("{n}", waiting.size);
};
let saying = 0;
const pill = () => {
  let button = $("#waiting");
  if (!waiting.size) return button?.remove();
  if (!button) {
    button = Object.assign(document.createElement("button"), { id: "waiting", className: "pill", type: "button" });
    button.addEventListener("click", () => shown().catch(() => ($("#toast").textContent = $("#toast").dataset.offline)));
    feed.before(button);
  }
  button.textContent = words();
  clearTimeout(saying);
  saying = setTimeout(() => waiting.size && ($("#said").textContent = words()), 600);
};
const writing = () => [...feed.querySelectorAll("textarea")].some((field) => field.value.trim());
const shown = async (moving = true) => {
  const fresh = await asked(feed.dataset.top);
  document.querySelectorAll(".empty").forEach((note) => note.remove());
  if (writing()) feed.prepend(...unseen(fresh).filter((child) => !child.matches(".more-link, .seen-line")));
  else {
    feed.replaceChildren(...fresh.childNodes);
    pages = 1;
  }
  waiting.clear();
  pill();
  ready(feed);
  watch();
  dispatchEvent(new Event("esn:shown"));
  if (!moving) return;
  feed.scrollIntoView({ block: "start" });
  $("article.post", feed)?.focus({ preventScroll: true });
};

// Whether what was just said belongs into this feed; what it is narrowed to is written on it.
const belongs = (article, { data }) => {
  const { only, tag, person } = feed.dataset;
  const links = (address) => $(`.said a[href="${CSS.escape(address)}"]`, article) !== null;
  if (tag) return links(`/tags/${encodeURIComponent(tag)}/`) || links(`/tags/${tag}/`);
  if (person) return $(`:scope > .said > .by > a.name[href="/people/${person}/"]`, article) !== null;
  if (only === "mentions") return $(`:scope > .said > .prose a[href="/people/${page.dataset.me}/"]`, article) !== null;
  if (data.root && known(data.root)) return false; // its thread shows it
  if (only === "questions") return data.kind === "question" && !data.root;
  if (only === "announcements") return data.kind === "announcement";
  return only !== "mine";
};
const isMine = (article) => $(`:scope > .said > .by > a.name[href="/people/${page.dataset.me}/"]`, article) !== null;
const published = (event) => {
  const audiences = feed.dataset.audience.split(" ");
  if (!event.html || known(event.data.id) || !(audiences.includes("*") || audiences.includes(event.audience))) return;
  const article = $("article.post", parse(event.html));
  if (!article || !belongs(article, event)) return;
  const mine = isMine(article);
  if (mine && (event.data.root || $("#composer.htmx-request"))) return; // it comes with the answer to my form
  waiting.add(event.data.id);
  if (!$("article.post", feed) || (mine && scrollY < 120)) shown(false).catch(pill);
  else pill();
};
const withdrawn = new Set(["post.deleted", "post.hidden", "post.moved"]);
if (feed) {
  // What stood on the screen for a moment was there when they come the next time; what waits in the pill was not seen.
  const visit = $("form[data-visit]");
  let looked = 0;
  const look = () => {
    if (!visit || document.hidden || waiting.size || Date.now() - looked < 60_000) return;
    looked = Date.now();
    fetch(visit.action, { method: "POST", body: new FormData(visit), headers: { "X-Quiet": "1" } }).catch(() => {});
  };
  setTimeout(look, 1200);
  setInterval(look, 300_000);
  addEventListener("visibilitychange", () => setTimeout(look, 1200));
  addEventListener("esn:shown", look);
  addEventListener("esn:event", ({ detail }) => {
    if (detail.type === "post.published") published(detail);
    else if (withdrawn.has(detail.type) && waiting.delete(detail.data.id)) pill();
  });
}
