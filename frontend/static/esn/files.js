// Files of a post: sent while one writes, several at once, from a dialogue, by dragging or pasting; and pictures shown large.

const $ = (selector, within = document) => within.querySelector(selector);
const going = new WeakMap(); // composer → how many files are on their way

const waitNoLonger = (form) => {
  delete form.dataset.later;
  $(".later", form)?.remove();
};

const count = (form, step) => {
  const n = (going.get(form) ?? 0) + step;
  going.set(form, n);
  form.toggleAttribute("data-sending", n > 0);
  if (!n && form.dataset.later) {
    waitNoLonger(form);
    form.requestSubmit();
  }
};

const trouble = (row, words, again) => {
  const place = $(".trouble", row);
  place.textContent = words;
  place.hidden = false;
  $("progress", row).hidden = true;
  $(".again", row).hidden = !again;
};

const name = (row, file) => {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "attachment";
  field.value = file.id;
  row.append(field);
  if (!file.urls["320"]) return;
  const image = document.createElement("img");
  image.src = `/files/${file.id}/320/`;
  image.alt = "";
  $(".tile", row).replaceChildren(image);
  if (!file.width) return; // the first page of a document
  const alt = $(".alt", row);
  alt.name = `alt-${file.id}`;
  alt.hidden = false;
};

const send = (form, row, file) => {
  const list = $(".attached", form);
  const words = list.dataset;
  const bar = $("progress", row);
  $(".trouble", row).hidden = true;
  $(".again", row).hidden = true;
  bar.hidden = false;
  bar.value = 0;
  const asked = new XMLHttpRequest();
  row.asked = asked;
  const body = new FormData();
  body.append("file", file, file.name);
  asked.open("POST", words.send);
  asked.responseType = "json";
  asked.setRequestHeader("X-CSRFToken", $("[name=csrfmiddlewaretoken]", form).value);
  asked.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = event.loaded / event.total;
  });
  asked.addEventListener("loadend", () => {
    if (asked.status === 201) {
      bar.hidden = true;
      name(row, asked.response);
    } else if (row.isConnected) {
      const said = Object.values(asked.response?.errors ?? {})[0]?.[0]?.detail ?? asked.response?.detail;
      waitNoLonger(form); // the writer decides what happens without this file
      trouble(row, said ?? words.failed, !asked.status || asked.status >= 500);
    }
    count(form, -1);
  });
  count(form, 1);
  asked.send(body);
};

const add = (form, files) => {
  const list = $(".attached", form);
  for (const file of files) {
    const row = $("template[data-file]", form).content.firstElementChild.cloneNode(true);
    $(".name", row).textContent = file.name;
    row.file = file; // whoever sends the form while the network is away sends it with the form (outbox.js)
    list.append(row);
    $(".again", row).addEventListener("click", () => send(form, row, file));
    $(".off", row).addEventListener("click", () => {
      const id = $("[name=attachment]", row)?.value;
      row.remove();
      row.asked?.abort();
      if (id) {
        const headers = { "X-CSRFToken": $("[name=csrfmiddlewaretoken]", form).value };
        fetch(`${list.dataset.send}${id}/`, { method: "DELETE", headers });
      }
      $("textarea", form).focus();
    });
    if (list.children.length > Number(list.dataset.most)) trouble(row, list.dataset.tooMany, false);
    else if (file.size > Number(list.dataset.limit)) trouble(row, list.dataset.tooLarge, false);
    else send(form, row, file);
  }
};

addEventListener("change", (event) => {
  const field = event.target.closest(".attach input[type=file]");
  if (!field) return;
  add(field.form, [...field.files]);
  field.value = ""; // they are sent already, and not once more with the form
});

// What is said of a picture is kept with it at once: whoever leaves and comes back finds it.
addEventListener("change", (event) => {
  const field = event.target;
  if (!field.matches?.(".attached .alt[name^='alt-']")) return;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": $("[name=csrfmiddlewaretoken]", field.form).value };
  const at = `${field.closest(".attached").dataset.send}${field.name.slice(4)}/`;
  fetch(at, { method: "PATCH", headers, body: JSON.stringify({ alt: field.value }), keepalive: true }).catch(() => {});
});

addEventListener("paste", (event) => {
  const form = event.target.closest?.("form.composer");
  const files = [...(event.clipboardData?.files ?? [])];
  if (!form || !files.length || !$(".attached", form)) return;
  event.preventDefault();
  add(form, files);
});

const over = (event) => {
  const form = event.target.closest?.("form.composer");
  return form && $(".attached", form) && event.dataTransfer?.types.includes("Files") ? form : null;
};
addEventListener("dragover", (event) => {
  const form = over(event);
  for (const marked of document.querySelectorAll(".composer.dropping")) if (marked !== form) marked.classList.remove("dropping");
  if (!form) return;
  event.preventDefault();
  form.classList.add("dropping");
});
addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) $(".composer.dropping")?.classList.remove("dropping");
});
addEventListener("drop", (event) => {
  const form = over(event);
  $(".composer.dropping")?.classList.remove("dropping");
  if (!form) return;
  event.preventDefault();
  $("textarea", form).focus();
  add(form, [...event.dataTransfer.files]);
});

// What is sent before its files are there waits for them.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!going.get(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.dataset.later) return;
    form.dataset.later = "yes";
    const words = document.createElement("p");
    words.className = "later soft small";
    words.setAttribute("role", "status");
    words.textContent = $(".attached", form).dataset.wait;
    $(".attached", form).after(words);
  },
  true,
);

// Pictures shown large: one after the other with the arrows, Escape closes.
let shown = null;
const viewer = () => {
  const known = $("#viewer");
  if (known) return known;
  const dialog = document.createElement("dialog");
  dialog.id = "viewer";
  dialog.className = "viewer";
  const words = $("#said").dataset;
  const button = (kind, label, sign) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = kind;
    made.setAttribute("aria-label", label);
    made.textContent = sign;
    return made;
  };
  const image = document.createElement("img");
  const note = document.createElement("p");
  note.id = "viewer-name";
  dialog.setAttribute("aria-labelledby", note.id);
  const place = document.createElement("span");
  place.className = "place";
  note.setAttribute("aria-live", "polite");
  const save = document.createElement("a");
  save.className = "button small";
  save.textContent = words.save;
  const foot = document.createElement("div");
  foot.className = "foot";
  foot.append(note, save);
  dialog.append(button("before", words.before, "‹"), image, button("after", words.after, "›"), button("shut", words.shut, "×"), place, foot);
  dialog.addEventListener("click", (event) => {
    if (event.target.matches(".before")) step(-1);
    else if (event.target.matches(".after")) step(1);
    else if (event.target === dialog || event.target.matches(".shut")) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") step(-1);
    if (event.key === "ArrowRight") step(1);
  });
  // A finger that goes along the picture turns to the next one.
  let from = null;
  image.draggable = false;
  image.addEventListener("touchstart", (event) => (from = event.touches.length === 1 ? event.touches[0].clientX : null), { passive: true });
  image.addEventListener("touchend", (event) => {
    const by = from === null ? 0 : event.changedTouches[0].clientX - from;
    if (Math.abs(by) > 50 && siblings().length > 1) step(by > 0 ? -1 : 1);
    from = null;
  });
  dialog.addEventListener("close", () => shown?.focus());
  document.body.append(dialog);
  return dialog;
};

const siblings = () => [...shown.closest(".gallery, .others").querySelectorAll("a[data-picture]")];
const look = (link) => {
  shown = link;
  const dialog = viewer();
  const image = $("img", dialog);
  image.srcset = $("img", link).srcset;
  image.sizes = "100vw";
  image.src = link.getAttribute("href");
  image.alt = $("img", link).alt;
  $("p", dialog).textContent = $("img", link).alt;
  const save = $("a", dialog);
  save.href = link.dataset.whole;
  save.download = link.dataset.name;
  const all = siblings();
  for (const one of dialog.querySelectorAll(".before, .after")) one.hidden = all.length < 2;
  $(".place", dialog).textContent = all.length < 2 ? "" : `${all.indexOf(link) + 1} / ${all.length}`;
  if (!dialog.open) dialog.showModal();
};
const step = (by) => {
  const all = siblings();
  look(all[(all.indexOf(shown) + by + all.length) % all.length]);
};
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-picture]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  look(link);
});
