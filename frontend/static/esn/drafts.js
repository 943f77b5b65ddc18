// What one is writing is kept on the server while one types, the same on all devices. The later of two devices is kept,
// and what the other had written is shown beside it until one is chosen. Where the server cannot be reached, the words
// wait on this device.

const PAUSE = 800; // milliseconds without a key
const AGAIN = 5000;
const page = document.documentElement;
const $ = (selector, within = document) => within.querySelector(selector);
const NOT_EXTRA = /^(csrfmiddlewaretoken|body|draft|key|seen|from|attachment|files|revision|alt-.*)$/;
const states = new WeakMap(); // form → how its draft stands

const here = (state) => `draft:${page.dataset.me}:${state.place}`;
const field = (state) => $("textarea[name=body]", state.form);
const read = (state) => {
  const extra = {};
  for (const [name, value] of new FormData(state.form)) {
    if (NOT_EXTRA.test(name) || typeof value !== "string") continue;
    if (!(name in extra)) extra[name] = value;
    else extra[name] = [].concat(extra[name], value);
  }
  const named = [...state.form.querySelectorAll("[name=attachment]")].filter((one) => one.type === "hidden" || one.checked);
  return { body: field(state).value, attachments: named.map((one) => one.value).slice(0, 10), extra };
};
// This device keeps what the server may not have: a browser that keeps nothing changes nothing else.
const remember = (state) => {
  const { body, extra } = read(state);
  try {
    localStorage.setItem(here(state), JSON.stringify({ body, extra }));
  } catch {}
};
const forget = (state) => {
  try {
    localStorage.removeItem(here(state));
  } catch {}
};
const remembered = (state) => {
  let text = null;
  try {
    text = localStorage.getItem(here(state));
    const kept = JSON.parse(text ?? "null");
    if (kept && typeof kept.body === "string") return { body: kept.body, extra: kept.extra ?? {} };
  } catch {}
  return text ? { body: text, extra: {} } : null;
};
const stand = (state, version) => {
  state.version = version;
  const seen = $("[name=seen]", state.form);
  if (seen) seen.value = version;
};
// Fields of a composer as they were filled in: options one after the other, choices made or not.
const fill = (state, extra) => {
  const places = {};
  for (const one of state.form.elements) {
    const { name, type } = one;
    if (!name || NOT_EXTRA.test(name) || type === "hidden" || type === "submit" || type === "button" || type === "file") continue;
    const values = [].concat(extra[name] ?? []).map(String);
    if (type === "radio") {
      if (values.length) one.checked = values.includes(one.value);
    } else if (type === "checkbox") one.checked = values.includes(one.value);
    else if (one.tagName === "SELECT") {
      if (values.length && [...one.options].some((choice) => choice.value === values[0])) one.value = values[0];
    } else if (name in extra) {
      places[name] = (places[name] ?? -1) + 1;
      one.value = values[places[name]] ?? "";
    }
  }
};
const written = (state) => JSON.stringify(read(state));
const dirty = (state) => written(state) !== state.kept;
const say = (state, words) => {
  const line = $(".draft-state", state.mark);
  if (line) line.textContent = state.mark.dataset[words] ?? "";
};

export const start = (mark) => {
  const form = mark.closest("form");
  const known = states.get(form);
  if (known?.mark === mark) return known;
  const state = { form, mark, place: mark.dataset.draft, version: Number(mark.dataset.version), timer: 0, going: null };
  states.set(form, state);
  const now = read(state);
  state.kept = JSON.stringify({ ...now, body: field(state).defaultValue });
  const left = remembered(state);
  if (left && left.body !== now.body) {
    if (now.body.trim() && left.body.trim()) offer(state, left.body, "found");
    else {
      fill(state, left.extra);
      put(state, left.body || now.body, "found");
    }
    later(state, 0);
  } else if (left && form.classList.contains("form")) {
    forget(state);
  } else if (left && Object.keys(left.extra).some((name) => JSON.stringify(left.extra[name]) !== JSON.stringify(now.extra[name]))) {
    fill(state, left.extra);
    later(state, 0);
  } else if (left || (form.classList.contains("open") && $(".error", form) && now.body)) {
    state.kept = null; // refused just now: these words may be nowhere else
    later(state, 0);
  } else if (dirty(state)) {
    remember(state); // typed before this module was there
    later(state);
  }
  const other = $("[data-other]", mark);
  if (other) offer(state, other.content.textContent);
  return state;
};

const put = (state, body, words) => {
  const area = field(state);
  const [from, to] = [area.selectionStart, area.selectionEnd];
  area.value = body;
  if (document.activeElement === area) area.setSelectionRange(Math.min(from, body.length), Math.min(to, body.length));
  area.dispatchEvent(new Event("input", { bubbles: true }));
  say(state, words);
};

const later = (state, pause = PAUSE) => {
  clearTimeout(state.timer);
  state.timer = setTimeout(() => save(state), pause);
};

const ask = (state, method, body, more = {}) =>
  fetch(`${state.mark.dataset.at}${state.place}/`, {
    method,
    headers: { "Content-Type": "application/json", "X-CSRFToken": $("[name=csrfmiddlewaretoken]", state.form).value },
    body: body && JSON.stringify(body),
    ...more,
  });

const told = (state, more = {}) => ({
  ...read(state),
  based_on: state.version,
  key: $("[name=key]", state.form)?.value || null,
  ...more,
});

const save = async (state, more) => {
  clearTimeout(state.timer);
  if (state.sent || !state.form.isConnected) return;
  if (state.going) return later(state);
  if (!more && !dirty(state)) return say(state, state.version ? "saved" : "");
  state.stop = new AbortController();
  say(state, "saving");
  // Whoever waits for it waits until the answer was read: one who asked again at once would never let it be read.
  state.going = keep(state, more, written(state)).finally(() => (state.going = null));
  await state.going;
};

const keep = async (state, more, text) => {
  try {
    await settle(state, await ask(state, "PUT", told(state, more), { signal: state.stop.signal }), text);
  } catch (error) {
    if (error.name === "AbortError") return;
    say(state, "away");
    later(state, AGAIN);
  }
};

const settle = async (state, answer, text) => {
  if (answer.status === 401 || answer.status === 403) return say(state, "signedOut");
  if (answer.status >= 500 || answer.status === 429) throw new Error("again");
  if (!answer.ok) {
    const said = await answer.json().catch(() => ({}));
    const line = $(".draft-state", state.mark);
    line.textContent = Object.values(said.errors ?? {})[0]?.[0]?.detail ?? said.detail ?? "";
    return;
  }
  const draft = answer.status === 204 ? { version: 0, other_at: null } : await answer.json();
  stand(state, draft.version);
  state.kept = text;
  if (draft.body && !JSON.parse(text).body.trim() && !field(state).value.trim()) {
    put(state, draft.body, "came"); // emptied here, and written on elsewhere
    state.kept = written(state);
    return;
  }
  if (written(state) === text) {
    forget(state);
    say(state, draft.version ? "saved" : "");
  } else later(state);
  if (draft.other_at) offer(state, draft.other);
  else $(".draft-other", state.mark)?.remove();
};

// Two texts: both are shown, and one is chosen.
const offer = (state, body, words = "came") => {
  let box = $(".draft-other", state.mark);
  if (!box) {
    box = $("template:not([data-other])", state.mark).content.firstElementChild.cloneNode(true);
    state.mark.append(box);
    $("[data-use]", box).addEventListener("click", () => choose(state, $(".words", box).textContent));
    $("[data-keep]", box).addEventListener("click", () => choose(state));
  }
  $("b", box).textContent = words === "came" ? box.getAttribute("aria-label") : state.mark.dataset[words];
  $(".words", box).textContent = body;
  state.form.classList.add("open");
};
const choose = async (state, body) => {
  if (body !== undefined) put(state, body, "saving");
  $(".draft-other", state.mark)?.remove();
  field(state).focus();
  while (state.going) await state.going;
  save(state, { settled: true });
};

const attach = (state, files) => {
  const list = $(".attached", state.form);
  if (!list) return;
  list.replaceChildren(
    ...files.map((file) => {
      const row = $("template[data-file]", state.form).content.firstElementChild.cloneNode(true);
      for (const part of row.querySelectorAll("button, progress, .trouble")) part.remove();
      const box = document.createElement("input");
      Object.assign(box, { type: "checkbox", name: "attachment", value: file.id, checked: true });
      box.setAttribute("aria-label", file.name);
      row.prepend(box);
      $(".name", row).textContent = file.name;
      if (file.urls["320"]) {
        const image = document.createElement("img");
        Object.assign(image, { src: `/files/${file.id}/320/`, alt: "" });
        $(".tile", row).replaceChildren(image);
      }
      if (file.width) Object.assign($(".alt", row), { name: `alt-${file.id}`, value: file.alt, hidden: false });
      return row;
    }),
  );
};

// Something changed at a place: by this device, or by another one.
export const heard = async (mark, data) => {
  const state = start(mark);
  while (state.going) await state.going;
  if (state.sent || !state.form.isConnected || (data.version && data.version <= state.version)) return;
  if (!data.version) {
    if (!state.version) return;
    stand(state, 0);
    if (dirty(state)) return later(state);
    attach(state, []);
    put(state, "", "");
    state.kept = written(state);
    return;
  }
  const answer = await ask(state, "GET").catch(() => null);
  if (!answer?.ok) return;
  const draft = await answer.json();
  if (draft.version <= state.version) return;
  if (dirty(state)) {
    if (draft.body !== field(state).value) offer(state, draft.body);
    return;
  }
  stand(state, draft.version);
  fill(state, draft.extra);
  if (JSON.stringify(draft.attachments.map((file) => file.id)) !== JSON.stringify(read(state).attachments)) {
    attach(state, draft.attachments);
  }
  put(state, draft.body, "came");
  clearTimeout(state.timer);
  forget(state);
  state.kept = written(state);
};

const noted = (event) => {
  const mark = event.target.form && $("[data-draft]", event.target.form);
  if (!mark) return;
  const state = start(mark);
  if (!dirty(state)) return forget(state);
  remember(state);
  later(state);
};
addEventListener("input", noted);
addEventListener("change", noted);

// Files come and go without a field being touched.
new MutationObserver((changes) => {
  for (const { target } of changes) {
    const form = target.closest?.(".attached")?.closest("form");
    const state = form && states.get(form);
    if (state && dirty(state)) later(state);
  }
}).observe(document.body, { childList: true, subtree: true });

// Whoever leaves takes nothing along: what is not kept yet goes with a last request.
const leave = () => {
  for (const mark of document.querySelectorAll("[data-draft]")) {
    const state = states.get(mark.closest("form"));
    if (!state || state.sent || !dirty(state)) continue;
    clearTimeout(state.timer);
    remember(state); // the request may be refused where nobody hears of it
    if (document.hidden) ask(state, "PUT", told(state), { keepalive: true }).then((answer) => settle(state, answer, written(state))).catch(() => {});
  }
};
addEventListener("visibilitychange", leave);
addEventListener("pagehide", leave);

// What is sent is a draft no more; where it was not sent, it is one again.
const sending = (form) => {
  const state = states.get(form);
  if (!state) return;
  state.sent = true;
  clearTimeout(state.timer);
  state.stop?.abort();
};
addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt.matches("form")) sending(event.detail.elt);
});
addEventListener("htmx:afterRequest", (event) => {
  // The answer has taken the place of the form by now, and the event comes from what is around it.
  const state = states.get(event.detail.requestConfig.elt);
  if (!state) return;
  if (event.detail.successful && event.detail.xhr.status < 300 && !event.detail.xhr.getResponseHeader("HX-Redirect")) {
    forget(state);
    return;
  }
  state.sent = false;
  state.kept = null;
  if (field(state)) remember(state);
  if (state.form.isConnected) later(state);
});
addEventListener("submit", (event) => {
  if (!event.target.hasAttribute?.("hx-post") && !event.defaultPrevented && states.get(event.target)) {
    const state = states.get(event.target);
    if (!dirty(state)) forget(state);
    sending(event.target);
  }
});
