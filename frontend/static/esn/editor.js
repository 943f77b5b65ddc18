// The tools of a composer: they write Markdown around what is chosen, and show it as its readers will see it.

const $ = (selector, within = document) => within.querySelector(selector);
const barOf = (form) => form && $("[data-editor]", form);
const fieldOf = (form) => $("textarea[name=body]", form);

// What a tool writes can be undone by the browser as if it had been typed.
const put = (field, start, end, words) => {
  field.focus();
  field.setSelectionRange(start, end);
  if (document.execCommand("insertText", false, words)) return;
  field.setRangeText(words, start, end, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
};

const around = (field, before, after, otherwise) => {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const chosen = value.slice(start, end);
  const marked = value.slice(start - before.length, start) === before && value.slice(end, end + after.length) === after;
  if (chosen && marked) {
    put(field, start - before.length, end + after.length, chosen);
    field.setSelectionRange(start - before.length, end - before.length);
    return;
  }
  const words = chosen || otherwise;
  put(field, start, end, before + words + after);
  field.setSelectionRange(start + before.length, start + before.length + words.length);
};

const lines = (field, mark, otherwise) => {
  const start = field.value.lastIndexOf("\n", field.selectionStart - 1) + 1;
  const found = field.value.indexOf("\n", field.selectionEnd);
  const end = found < 0 ? field.value.length : found;
  const all = (field.value.slice(start, end) || otherwise).split("\n");
  const marked = all.every((line) => line.startsWith(mark));
  const words = all.map((line) => (marked ? line.slice(mark.length) : mark + line)).join("\n");
  // A list and a quote begin after an empty line, or they would belong to what stands above.
  const above = field.value.slice(0, start).split("\n").at(-2) ?? "";
  const gap = !marked && above.trim() && !above.startsWith(mark) ? "\n" : "";
  put(field, start, end, gap + words);
  field.setSelectionRange(start + gap.length, start + gap.length + words.length);
};

const link = (field, said) => {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const chosen = value.slice(start, end);
  if (/^(https?:\/\/|mailto:)\S+$/.test(chosen)) {
    put(field, start, end, `[${said.link}](${chosen})`);
    field.setSelectionRange(start + 1, start + 1 + said.link.length);
    return;
  }
  const words = chosen || said.link;
  put(field, start, end, `[${words}](https://)`);
  const at = start + words.length + 3;
  field.setSelectionRange(chosen ? at : start + 1, chosen ? at + 8 : start + 1 + words.length);
};

const code = (field, said) => {
  const chosen = field.value.slice(field.selectionStart, field.selectionEnd);
  if (!chosen.includes("\n")) return around(field, "`", "`", said.code);
  const before = field.selectionStart && field.value[field.selectionStart - 1] !== "\n" ? "\n" : "";
  around(field, before + "```\n", "\n```\n", said.code);
};

// Begin a mention or an emoji: what stands before it is kept apart.
const begin = (sign) => (field) => {
  const { selectionStart: at, selectionEnd: end, value } = field;
  barOf(field.form).dataset.picked = sign;
  put(field, at, end, (at && !/\s/.test(value[at - 1]) ? " " : "") + sign);
  clearTimeout(soon);
  offer(field);
};

const tools = {
  mention: begin("@"),
  emoji: begin(":"),
  bold: (field, said) => around(field, "**", "**", said.bold),
  italic: (field, said) => around(field, "_", "_", said.italic),
  link,
  list: (field, said) => lines(field, "- ", said.item),
  quote: (field, said) => lines(field, "> ", said.quoted),
  code,
};

// The preview is drawn by the server, by what draws the post afterwards.
const show = async (form, bar, button) => {
  const field = fieldOf(form);
  const seen = bar.nextElementSibling;
  const wanted = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(wanted));
  form.classList.toggle("previewing", wanted);
  seen.hidden = !wanted;
  if (!wanted) return field.focus();
  const body = new FormData();
  body.append("csrfmiddlewaretoken", $("[name=csrfmiddlewaretoken]", form).value);
  body.append("body", field.value);
  for (const [name, value] of Object.entries(place(form, bar))) body.append(name, value);
  const asked = { method: "POST", body, headers: { "X-Quiet": "1" } };
  seen.setAttribute("aria-busy", "true");
  const answer = await fetch(bar.dataset.preview, asked).catch(() => null);
  seen.removeAttribute("aria-busy");
  if (answer && !answer.redirected && (answer.ok || answer.status === 400)) seen.innerHTML = await answer.text();
  else seen.textContent = bar.dataset.failed;
};

// Where the words are going, for what the server is asked about them.
const place = (form, bar) => {
  const side = $("[name=side]:checked", form);
  return { audience: side?.dataset.audience ?? form.elements.audience?.value ?? "", reply_to: bar.dataset.replyTo };
};

const use = (button) => {
  const form = button.form;
  const bar = barOf(form);
  if (button.dataset.write === "preview") return show(form, bar, button);
  if (form.classList.contains("previewing")) show(form, bar, $("[data-write=preview]", bar));
  tools[button.dataset.write](fieldOf(form), bar.dataset);
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-write]");
  if (button) use(button);
});

// Suggestions while one types @, # or : — a list below the text; the arrows choose, Enter or Tab takes, Escape closes.
const BEGUN = /(?:^|[\s(«“"'])(?:(@)([\p{L}\p{N}._-]{0,60})|(#)([\p{L}\p{N}_-]{1,60})|(:)([\p{L}\p{N}_-]{2,30}))$/u;
let asked = 0;
let state = null; // { field, list, from, offers, at }

const shut = () => {
  asked += 1;
  if (!state) return;
  state.list.hidden = true;
  state.list.replaceChildren();
  const { field } = state;
  for (const name of ["aria-activedescendant", "aria-controls"]) field.removeAttribute(name);
  if (field.dataset.completes) field.setAttribute("aria-expanded", "false");
  else field.removeAttribute("aria-autocomplete");
  state = null;
};

const sources = {
  "@": async (q, form, bar) => {
    const words = new URLSearchParams({ q, ...place(form, bar) });
    const found = await ask(`/api/v1/mentions/?${words}`);
    return found.map((one) => ({ ...one, note: [bar.dataset[one.kind], one.note].filter(Boolean).join(" · ") }));
  },
  "#": async (q) =>
    (await ask(`/api/v1/tags/?limit=8&${new URLSearchParams({ q })}`)).map((one) => ({ name: `#${one.tag}`, text: `#${one.tag}`, note: String(one.posts) })),
  ":": async (q) =>
    (await ask(`/api/v1/emoji/?limit=12&${new URLSearchParams({ q })}`)).map((one) => ({ name: `${one.emoji} ${one.name}`, text: one.emoji, note: "" })),
};
const ask = async (address) => {
  const answer = await fetch(address, { headers: { "X-Quiet": "1" } }).catch(() => null);
  return answer?.ok ? (await answer.json()).results : [];
};

const mark = (at) => {
  state.at = at;
  [...state.list.children].forEach((one, n) => one.setAttribute("aria-selected", String(n === at)));
  const one = state.list.children[at];
  if (!one) return;
  state.field.setAttribute("aria-activedescendant", one.id);
  one.scrollIntoView({ block: "nearest" });
};

const draw = (field, list, from, offers, said, first = 0) => {
  state = { field, list, from, offers, at: first };
  list.id ||= `offers-${field.id}`;
  list.replaceChildren(
    ...offers.map((one, n) => {
      const row = document.createElement("li");
      row.id = `${list.id}-${n}`;
      row.setAttribute("role", "option");
      const name = document.createElement("b");
      name.textContent = one.name;
      row.append(name);
      if (one.note) {
        const note = document.createElement("span");
        note.className = "soft";
        note.textContent = one.note;
        row.append(note);
      }
      return row;
    }),
  );
  list.hidden = false;
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  $(".offers-said", field.form).textContent = said.replace("{n}", offers.length);
  if (field.dataset.completes) field.setAttribute("aria-expanded", "true");
  mark(first);
};

// How a search may go on. Nothing is chosen until an arrow says so: Enter searches for what was typed.
const complete = async (field) => {
  const before = field.value.slice(0, field.selectionStart);
  const turn = (asked += 1);
  const answer = await fetch(`/api/v1/search/completions/?${new URLSearchParams({ q: before })}`, { headers: { "X-Quiet": "1" } }).catch(() => null);
  const { begin, results } = answer?.ok ? await answer.json() : { results: [] };
  if (turn !== asked) return;
  shut();
  if (!results.length || document.activeElement !== field) return;
  // The server counts characters, a field counts halves of them.
  const from = [...before].slice(0, begin).join("").length;
  draw(field, $(".offers", field.form), from, results, field.dataset.completes, -1);
};

const offer = async (field) => {
  const form = field.form;
  const bar = barOf(form);
  const before = field.value.slice(0, field.selectionStart);
  const begun = before.match(BEGUN) ?? (before.endsWith(":") && bar.dataset.picked ? [":", ...Array(4), ":", ""] : null);
  delete bar.dataset.picked;
  if (!begun) return shut();
  const sign = begun[1] ?? begun[3] ?? begun[5];
  const q = begun[2] ?? begun[4] ?? begun[6];
  const turn = (asked += 1);
  const offers = await sources[sign](q, form, bar);
  if (turn !== asked) return;
  if (!offers.length) return shut();
  const list = $(".offers", form);
  draw(field, list, before.length - q.length - 1, offers, bar.dataset.offered);
};

const take = (at) => {
  const { field, from, offers } = state;
  shut();
  put(field, from, field.selectionStart, field.dataset.completes ? offers[at].text : `${offers[at].text} `);
  shut();
};

let soon = 0;
document.addEventListener("input", (event) => {
  if (event.target.dataset.completes) {
    clearTimeout(soon);
    soon = setTimeout(() => complete(event.target), 120);
    return;
  }
  if (!event.target.matches("textarea") || !barOf(event.target.form)) return;
  clearTimeout(soon);
  soon = setTimeout(() => offer(event.target), 120);
});
document.addEventListener("focusout", (event) => {
  if (event.target === state?.field) setTimeout(shut, 150);
});
document.addEventListener("pointerdown", (event) => {
  const row = event.target.closest(".offers [role=option]");
  if (!row || !state) return;
  event.preventDefault(); // the text keeps the focus
  take([...state.list.children].indexOf(row));
});
document.addEventListener(
  "keydown",
  (event) => {
    if (!state || event.target !== state.field || event.isComposing) return;
    const last = state.offers.length - 1;
    const deeds = {
      ArrowDown: () => mark(state.at === last ? 0 : state.at + 1),
      ArrowUp: () => mark(state.at > 0 ? state.at - 1 : last),
      Enter: () => take(state.at),
      Tab: () => take(state.at),
      Escape: shut,
    };
    if (state.at < 0 && (event.key === "Enter" || event.key === "Tab")) return shut();
    if (!(event.key in deeds) || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    deeds[event.key]();
  },
  true,
);

// What does not fit is said, and not cut in silence.
document.addEventListener("paste", (event) => {
  const field = event.target;
  if (!field.matches?.("textarea[maxlength]") || !barOf(field.form)) return;
  const length = field.value.length - (field.selectionEnd - field.selectionStart) + (event.clipboardData?.getData("text").length ?? 0);
  const note = $(".offers-said", field.form);
  const long = length > field.maxLength;
  note.textContent = long ? barOf(field.form).dataset.tooLong : "";
  note.classList.toggle("unseen", !long);
  note.classList.toggle("error", long);
});

const keys = { b: "bold", i: "italic", k: "link" };
document.addEventListener("keydown", (event) => {
  const bar = barOf(event.target.form);
  if (!bar) return;
  if (event.target.matches("textarea") && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
    const name = keys[event.key.toLowerCase()];
    if (!name) return;
    event.preventDefault();
    event.stopPropagation();
    tools[name](event.target, bar.dataset);
    return;
  }
  // In the row of tools the arrows go from one to the next.
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step || !event.target.matches(".tool")) return;
  const all = [...bar.querySelectorAll(".tool")];
  const next = all[(all.indexOf(event.target) + step + all.length) % all.length];
  event.preventDefault();
  next.focus();
});

// One stop for the Tab key: the tool that was used last.
const oneStop = (bar, tool) => {
  for (const other of bar.querySelectorAll(".tool")) other.tabIndex = other === tool ? 0 : -1;
};
const ready = (form) => {
  const bar = barOf(form);
  if (!bar || bar.dataset.ready) return;
  bar.dataset.ready = "yes";
  oneStop(bar, $(".tool", bar));
};
document.addEventListener("focusin", (event) => {
  ready(event.target.form);
  if (event.target.matches(".tool")) oneStop(barOf(event.target.form), event.target);
});
ready(document.activeElement?.form);
