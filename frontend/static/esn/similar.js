// While a question is written, what is like it is asked for: once the writer pauses, and only for a question.

const waiting = new WeakMap();
const look = (event) => {
  const form = event.target.closest?.("form");
  const place = form?.querySelector("[data-similar]");
  if (!place || form.elements.kind?.value !== "question") return;
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(() => window.htmx.trigger(place, "similar"), 500));
};
addEventListener("input", look);
addEventListener("change", look);
