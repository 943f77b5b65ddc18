// The customer's window looks again when somebody comes back to it, and now and then while it is looked at.

const EVERY = 60_000;
const news = document.querySelector("#news");
const parts = (page) => [...page.querySelectorAll("[data-part]")];
const busy = (part) => part.contains(document.activeElement);

async function look() {
  if (document.hidden) return;
  const answer = await fetch(location.pathname, { cache: "no-store", headers: { "X-Quiet": "1" } }).catch(() => null);
  if (!answer) return; // no network: what is shown stays
  if (answer.status === 404) return location.reload(); // the link was taken back, or its time is over
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = new Map(parts(fresh).map((part) => [part.dataset.part, part]));
  let changed = false;
  for (const part of parts(document)) {
    const now = found.get(part.dataset.part);
    if (!now || now.innerHTML === part.innerHTML || busy(part)) continue;
    part.replaceChildren(...now.childNodes);
    changed = true;
  }
  if (changed) news.textContent = news.dataset.changed;
}

addEventListener("visibilitychange", look);
addEventListener("focus", look);
setInterval(look, EVERY);

// A form is sent once.
addEventListener("submit", (event) => {
  if (event.target.dataset.sent) return event.preventDefault();
  event.target.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
