// The site as an app: its service worker (worker.js) keeps pages for when the network is away and sends later what was
// written then. Without one, everything is as before.

const page = document.documentElement;
const $ = (selector, within = document) => within.querySelector(selector);
const box = $("#outbox");
let registered = null;
let count = 0;

const say = (words) => ($("#toast").textContent = words);
const ask = async (message) => {
  const worker = (await registered)?.active;
  if (!worker) return false;
  const { port1, port2 } = new MessageChannel();
  return new Promise((done) => {
    port1.onmessage = ({ data }) => done(data.done && data);
    worker.postMessage(message, [port2]);
  });
};

// A kept copy says so, and of when it is. What is written on it is new, whatever was sent from the page it was.
const sign = () => {
  const zone = { timeZone: page.dataset.zone, dateStyle: "full", timeStyle: "short" };
  const moment = new Intl.DateTimeFormat(page.lang, zone).format(new Date(page.dataset.kept));
  const band = $(".kept-copy");
  $("span", band).textContent = box.dataset.copy.replace("{moment}", moment);
  band.hidden = false;
  for (const field of document.querySelectorAll("input[name=key]")) field.value = crypto.randomUUID();
  addEventListener("esn:live", freshen);
};
// The network is back: the page as it is now takes the place of its copy, unless somebody writes on it.
const freshen = () => {
  const typed = [...document.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue);
  if (page.dataset.kept && page.dataset.connected && !typed && !count) location.reload();
};

const asWaits = (form, said) => {
  const words = box.dataset;
  const ref = /^\/cases\/([^/]+)\//.exec(form.getAttribute("action"))?.[1];
  const where = ref ? words.case.replace("{case}", ref) : form.id === "reply" ? words.reply : words.post;
  const place = $("select[name=audience] option:checked", form)?.textContent;
  return { id: said.get("key"), me: page.dataset.me, action: form.getAttribute("action"), about: place ? `${where} · ${place}` : where };
};
const keep = async (form) => {
  const said = new FormData(form);
  said.delete("files");
  for (const row of form.querySelectorAll(".attached li")) {
    if (row.file && !$("[name=attachment]", row)) said.append("files", row.file);
  }
  const kept = await ask({ do: "queue", item: { ...asWaits(form, said), fields: [...said] } }).catch(() => false);
  if (!kept) return say(box.dataset.full);
  $(".attached", form)?.replaceChildren();
  $("input[name=key]", form).value = crypto.randomUUID();
  const field = $("textarea", form);
  field.value = "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  say(box.dataset.kept);
};
addEventListener("htmx:sendError", (event) => {
  const form = event.detail.elt;
  if (registered && form.matches?.("form.composer") && $("input[name=key]", form)) keep(form);
});

const shown = (items, sending) => {
  count = items.length;
  const button = $(".outbox-count");
  button.hidden = !count;
  $(".count", button).textContent = count;
  button.classList.toggle("is-refused", items.some((item) => item.state === "refused"));
  if (count || $("li", box)) import(box.dataset.module).then(({ draw }) => draw(box, items, sending, ask));
};
const start = () => {
  const { serviceWorker } = navigator;
  registered = serviceWorker.register(box.dataset.worker, { scope: "/", updateViaCache: "none" }).then(async (found) => {
    if (found) watch(found);
    return found && serviceWorker.ready;
  });
  registered = registered.catch(() => null);
  serviceWorker.addEventListener("message", ({ data }) => {
    if (data.outbox) shown(data.outbox, data.sending);
    if (!data.sent || count) return;
    say("");
    freshen();
  });
  serviceWorker.startMessages();
  ask({ do: "hello", me: page.dataset.me, language: page.lang }).then(async (told) => {
    if (!told) return;
    page.dataset.app = "ready";
    if (sessionStorage.getItem("push") === page.dataset.me) return;
    const found = await registered;
    const push = await found.pushManager?.getSubscription();
    if (push) import(box.dataset.push).then(({ renew }) => renew(found, push, told.again));
  }).catch(() => {});
  const send = () => count && ask({ do: "send" });
  addEventListener("online", send);
  addEventListener("esn:live", send);
  addEventListener("submit", (event) => {
    const leaves = new URL(event.target.action, location.href).pathname === "/sign-out/";
    if (leaves && count && !confirm(box.dataset.leaving)) event.preventDefault();
    else if (leaves) forgetWords(() => true);
  }, { capture: true });
};

// What this browser keeps, words that were begun and places that were visited, is of who reads here: not of who did
// before, and of nobody who has left.
const forgetWords = (chosen) => {
  for (const name of Object.keys(localStorage)) {
    const [kind, whose] = name.split(":");
    if (["draft", "recent"].includes(kind) && chosen(whose)) localStorage.removeItem(name);
  }
};

// Another version waits until its reader wants it: nobody loses the page that they write on.
const watch = (found) => {
  const offer = () => {
    if (!found.waiting || !navigator.serviceWorker.controller) return;
    $("#renewed").hidden = false;
  };
  navigator.serviceWorker.addEventListener("controllerchange", offer); // a page that is new to the app
  found.addEventListener("updatefound", () => {
    found.installing?.addEventListener("statechange", offer);
    offer(); // it may have come already
  });
  offer();
  let gone = false;
  const reload = () => {
    if (!gone) location.reload();
    gone = true;
  };
  const load = () => {
    const { waiting } = found;
    if (!waiting) return reload(); // it has taken over meanwhile
    navigator.serviceWorker.addEventListener("controllerchange", reload);
    waiting.addEventListener("statechange", () => waiting.state === "activated" && reload());
    found.active?.postMessage({ do: "leave" });
    waiting.postMessage({ do: "now" });
  };
  $("#renewed button").addEventListener("click", load, { once: true });
};

if (box) {
  forgetWords((whose) => whose !== page.dataset.me);
  if (page.dataset.kept) sign();
  if (page.dataset.live && navigator.serviceWorker) start();
}
