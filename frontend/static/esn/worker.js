// The service worker: pages that may be kept are read again without a network, and what was written without one is sent
// later. `shell` is put before this text by the door that serves it. Copies belong to one person: they go when somebody
// signs out, when the session is over, and when another person signs in.

const SHELL = `shell-${shell.version}`;
const PAGES = "pages";
const MOST_PAGES = 40;
const LONGEST = 7 * 24 * 3600 * 1000; // milliseconds that a copy is shown
const MOST_WAITING = 50;
const AHEAD_EVERY = 3600 * 1000;
// What a form without a script sends again: it holds a key, so that it is said once.
const SENT_LATER = /^\/(publish|posts\/[^/]+\/reply|cases\/[^/]+\/posts|cases\/[^/]+\/contacts\/new)\/$/;
const NOT_OURS = /^\/(window|invitation|api|scim|calendar)\//;
let round = 0; // counts the times that everything was forgotten: what was asked for before is not kept after

// What is remembered: what waits, and a few words by their names.
const opened = () =>
  new Promise((done, fail) => {
    const asked = indexedDB.open("esn", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("waiting", { keyPath: "id" });
      asked.result.createObjectStore("known");
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
const within = async (store, mode, work) => {
  const memory = await opened();
  try {
    return await new Promise((done, fail) => {
      const turn = memory.transaction(store, mode);
      const asked = work(turn.objectStore(store));
      turn.oncomplete = () => done(asked?.result);
      turn.onabort = turn.onerror = () => fail(turn.error);
    });
  } finally {
    memory.close();
  }
};
const known = (name) => within("known", "readonly", (store) => store.get(name));
const know = (name, value) => within("known", "readwrite", (store) => store.put(value, name));
const items = async () => (await within("waiting", "readonly", (store) => store.getAll())).sort((a, b) => a.number - b.number);
const keep = (item) => within("waiting", "readwrite", (store) => store.put(item));
const drop = (id) => within("waiting", "readwrite", (store) => store.delete(id));

// Who reads here. Another person finds nothing of the one before.
const meet = async (me) => {
  const before = await known("me");
  if (before === me) return;
  if (before) {
    round += 1;
    await caches.delete(PAGES);
  }
  for (const item of await items()) if (item.me !== me) await drop(item.id);
  if (before) await unhear();
  await know("again", me); // their device is known by another session now
  await know("ahead", 0);
  await know("me", me);
};
// Notifications are for who let them come here.
const unhear = async () => {
  const push = await registration.pushManager?.getSubscription().catch(() => null);
  await push?.unsubscribe().catch(() => {});
  await registration.getNotifications?.().then((shown) => shown.forEach((one) => one.close()));
};
// The session is over. What was written stays for the same person; who signs out themselves leaves nothing behind.
const part = async (themselves) => {
  round += 1;
  await caches.delete(PAGES);
  await know("me", "");
  if (!themselves) return;
  for (const item of await items()) await drop(item.id);
  await unhear();
};

// Pages: the network first; a copy where it is away, with the moment it is of.
const look = async (answer, address, began) => {
  const place = address.pathname;
  const over = place.startsWith("/sign-in/") && place !== "/sign-in/again/";
  if (answer.ok && (over || place.startsWith("/account-closed/"))) return part(false);
  const reader = answer.headers.get("X-Reader");
  if (!reader || began !== round) return;
  const before = round;
  await meet(reader);
  if (round !== before && (await known("me")) !== reader) return;
  if (answer.status !== 200 || !answer.headers.get("X-Keep")) return;
  const headers = new Headers();
  for (const name of ["Content-Type", "Content-Language", "Content-Security-Policy", "X-Reader"]) {
    if (answer.headers.has(name)) headers.set(name, answer.headers.get(name));
  }
  headers.set("X-Kept-At", new Date().toISOString());
  const now = round;
  const text = await answer.text();
  if (now !== round) return;
  const pages = await caches.open(PAGES);
  await pages.put(place + address.search, new Response(text, { headers }));
  const all = await pages.keys();
  for (const old of all.slice(0, Math.max(0, all.length - MOST_PAGES))) await pages.delete(old);
  if (now !== round) await caches.delete(PAGES); // forgotten meanwhile
};
// The clock of a device may be set at any moment, also back: what comes from far ahead is as old as what is far behind.
const since = (moment) => Math.abs(Date.now() - moment);
const isFresh = (found) => since(Date.parse(found.headers.get("X-Kept-At"))) < LONGEST;
const forgetOld = async () => {
  const pages = await caches.open(PAGES);
  for (const asked of await pages.keys()) {
    const found = await pages.match(asked, { ignoreVary: true });
    if (found && !isFresh(found)) await pages.delete(asked);
  }
};
const copied = async (address) => {
  const pages = await caches.open(PAGES);
  const found = await pages.match(address.pathname + address.search, { ignoreVary: true });
  if (found || !address.pathname.startsWith("/cases/C-")) return found;
  return pages.match(address.pathname, { ignoreSearch: true, ignoreVary: true }); // another part of the same desk
};
const away = async (which = shell.offline, status = 200) => {
  const found = await caches.match(which, { ignoreVary: true });
  return found && status !== 200 ? new Response(await found.text(), { status, headers: found.headers }) : (found ?? Response.error());
};
const copy = async (address) => {
  if (address.pathname === shell.waiting) return away(shell.waiting);
  const found = await copied(address);
  const at = found?.headers.get("X-Kept-At");
  const fresh = found && isFresh(found) && found.headers.get("X-Reader") === (await known("me"));
  if (!fresh) return away();
  const text = await found.text();
  return new Response(text.replace("<html ", `<html data-kept="${at}" `), { headers: found.headers });
};
const page = async (event, address) => {
  const began = round;
  let answer;
  try {
    answer = (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return copy(address);
  }
  if (answer.type === "basic") event.waitUntil(look(answer.clone(), address, began).catch(() => {}));
  return answer;
};

// Forms of pages without a script: where the network is away, they wait here.
const form = async (event) => {
  const spare = event.request.clone();
  try {
    return await fetch(event.request);
  } catch {
    const said = await spare.formData().catch(() => null);
    const me = await known("me");
    if (!said?.get("key") || !me) return away(shell.offline, 503);
    const action = new URL(event.request.url).pathname;
    await queue({ id: said.get("key"), me, action, fields: [...said], about: "" });
    return Response.redirect(shell.waiting, 303);
  }
};

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== location.origin || NOT_OURS.test(address.pathname)) return;
  if (request.mode === "navigate" && request.method === "GET") event.respondWith(page(event, address));
  else if (request.mode === "navigate" && address.pathname === "/sign-out/") event.waitUntil(part(true));
  else if (request.mode === "navigate" && SENT_LATER.test(address.pathname)) event.respondWith(form(event));
  else if (request.method === "GET" && shell.parts.includes(address.pathname)) {
    event.respondWith(fetch(request).catch(async () => (await caches.match(address.pathname, { ignoreVary: true })) ?? Response.error()));
  }
});

// What waits. A file that has arrived has its id as the third of its field.
const filesOf = (fields) => fields.filter(([, value]) => typeof value !== "string" && value.size);
const soon = () => registration.sync?.register("outbox").catch(() => {});
const tell = async (more = {}) => {
  const me = await known("me");
  const waiting = (await items()).filter((item) => item.me === me);
  const told = waiting.map(({ id, about, action, fields, state, problem }) => ({
    id,
    about,
    action,
    state,
    problem,
    text: fields.filter(([name, value]) => /^(body|note)$/.test(name) && typeof value === "string").map(([, value]) => value).join("\n"),
    files: filesOf(fields).map(([, file]) => file.name),
    arrived: filesOf(fields).filter(([, , arrived]) => arrived).length,
  }));
  for (const page of await clients.matchAll()) page.postMessage({ outbox: told, ...more });
};
const queue = async (item) => {
  const waiting = await items();
  if (waiting.length >= MOST_WAITING) throw new Error("full");
  const again = waiting.some((one) => one.id === item.id);
  const number = (waiting.at(-1)?.number ?? 0) + 1;
  await keep({ ...item, id: again ? crypto.randomUUID() : item.id, number, state: "waiting", problem: "" });
  await soon();
  await tell();
};
let going = null;
const send = () => (going ??= deliver().finally(() => (going = null)));
const ready = async () => {
  const answer = await fetch(shell.ready, { headers: { "X-Quiet": "1" } });
  if (answer.status >= 500) throw new Error("busy");
  if (answer.redirected || !answer.ok) return part(false);
  const told = await answer.json();
  await meet(told.me);
  return told;
};
const deliver = async () => {
  if (!(await items()).some((item) => item.state === "waiting")) return;
  const told = await ready();
  if (!told) return;
  for (const item of await items()) if (item.state === "waiting" && item.me === told.me) await post(item, told.token);
};
const WRONG = /class="(?:error|form-error|errorlist)[^"]*"[^>]*>(?:<svg[\s\S]*?<\/svg>)?([^<]+)/;
const isBusy = (answer) => answer.status >= 500 || answer.status === 429;
// Files go before their words, one by one: what has arrived is not sent again when the network breaks in between.
const bring = async (item, token) => {
  for (const field of filesOf(item.fields).filter(([, , arrived]) => !arrived)) {
    const body = new FormData();
    body.append("file", field[1]);
    const answer = await fetch(shell.files, { method: "POST", body, headers: { "X-CSRFToken": token } });
    if (isBusy(answer) || answer.status === 401) throw new Error("busy"); // who is signed in no more is met by the next try
    const told = await answer.json();
    if (!answer.ok) return `${field[1].name}: ${told.errors?.file?.[0].detail ?? told.detail}`;
    field[2] = told.id;
    if (!(await waits(item))) return "";
    await keep(item);
    await tell({ sending: item.id });
  }
  return "";
};
const waits = async ({ id }) => (await items()).some((one) => one.id === id);
const refuse = async (item, problem) => {
  const fields = item.fields.map(([name, value]) => [name, value]); // the site forgets a file that no post names
  await keep({ ...item, fields, state: "refused", problem });
  await tell();
};
const post = async (item, token) => {
  await tell({ sending: item.id });
  const problem = await bring(item, token);
  if (!(await waits(item))) return; // discarded meanwhile
  if (problem) return refuse(item, problem);
  const body = new FormData();
  for (const [name, value, arrived] of item.fields) {
    if (arrived) body.append("attachment", arrived);
    else if (name !== "csrfmiddlewaretoken" && name !== "key") body.append(name, value);
  }
  body.append("key", item.id);
  const answer = await fetch(item.action, { method: "POST", body, headers: { "X-CSRFToken": token, "HX-Request": "true" } });
  if (isBusy(answer)) throw new Error("busy");
  if (answer.headers.get("HX-Redirect")?.startsWith("/sign-in/")) return part(false);
  if (!answer.ok) return refuse(item, (await answer.text()).match(WRONG)?.[1].trim() ?? "");
  await drop(item.id);
  await tell({ sent: item.id });
};
addEventListener("sync", (event) => {
  if (event.tag === "outbox") event.waitUntil(send());
});

// Read ahead: home and the cases that one holds, now and then, without counting as read.
const readAhead = async () => {
  if (since((await known("ahead")) ?? 0) < AHEAD_EVERY) return;
  const told = await ready();
  if (!told) return;
  await know("ahead", Date.now());
  for (const path of told.ahead) {
    const began = round;
    const answer = await fetch(path, { headers: { "X-Quiet": "1" }, signal: aheadUntil.signal });
    if (!answer.redirected) await look(answer, new URL(path, location.origin), began);
  }
};
// Another version takes over once this one does nothing: what is only read ahead is left to it.
const aheadUntil = new AbortController();
const makeWay = () => {
  aheadUntil.abort();
  return know("ahead", 0);
};
const bare = async (language) => {
  if ((await known("language")) === language) return;
  await (await caches.open(SHELL)).addAll([shell.offline, shell.waiting]);
  await know("language", language);
};

const deeds = {
  hello: async ({ me, language }) => {
    await clients.claim(); // a page that was on its way when we began to work was not ours yet
    await meet(me);
    await forgetOld();
    await bare(language).catch(() => {});
    await send().catch(soon);
    await tell();
    await readAhead().catch(() => {});
    return { again: (await known("again")) === me };
  },
  heard: () => know("again", ""),
  queue: ({ item }) => queue(item),
  send: () => send(),
  retry: async ({ id }) => {
    const item = (await items()).find((one) => one.id === id);
    if (item) await keep({ ...item, state: "waiting", problem: "" });
    await tell();
    await send();
  },
  discard: async ({ id }) => {
    await drop(id);
    await tell();
  },
  now: () => skipWaiting(),
  leave: () => makeWay(),
};
addEventListener("message", (event) => {
  const [port] = event.ports;
  const done = deeds[event.data.do]?.(event.data);
  event.waitUntil(Promise.resolve(done).then((told) => port?.postMessage({ done: true, ...told }), () => port?.postMessage({ done: false })));
});

// Notifications: the site says what may be said when it sends them; several are one, by their tag.
const notify = async (told) => {
  const { me, title, body, tag, url, urgent, count } = told;
  if (me !== (await known("me"))) return; // of somebody who was here before
  await registration.showNotification(title, { body, tag, renotify: urgent, requireInteraction: urgent, data: { url }, icon: shell.icon, badge: shell.badge });
  if (count) await navigator.setAppBadge?.(count).catch(() => {});
};
addEventListener("push", (event) => event.waitUntil(notify(event.data.json())));
const visit = async (url) => {
  const open = await clients.matchAll({ type: "window" });
  const here = open.find((page) => new URL(page.url).pathname === url) ?? open[0];
  if (!here) return clients.openWindow(url);
  await here.focus().catch(() => {}); // a browser that does not let us still opens the page
  if (new URL(here.url).pathname !== url) await here.navigate(url);
};
addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(visit(event.notification.data.url));
});

addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll([...shell.parts, shell.offline, shell.waiting])));
});
addEventListener("activate", (event) => {
  const tidy = async () => {
    for (const name of await caches.keys()) if (name !== SHELL && name !== PAGES) await caches.delete(name);
    await registration.navigationPreload?.enable();
    await clients.claim();
  };
  event.waitUntil(tidy());
});
