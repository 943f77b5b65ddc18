// What one takes back goes at once. The page that answers says so and how it comes back; it is said here, at the place.

const $ = (selector, within = document) => within.querySelector(selector);
const LONG = 10_000; // milliseconds
const place = $("#toast");
let soon = 0;

const post = async (address) => {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", $("[name=csrfmiddlewaretoken]").value);
  const answer = await fetch(address, { method: "POST", body });
  if (!answer.ok) throw new Error(String(answer.status));
  const box = document.createElement("template");
  box.innerHTML = await answer.text();
  return $(".notes .band", box.content);
};

// It stays as long as somebody points at it or stands in it.
const leave = () => {
  clearTimeout(soon);
  soon = setTimeout(() => (place.matches(":hover, :focus-within") ? leave() : place.replaceChildren()), LONG);
};
const say = (note) => {
  const way = $("form", note);
  place.replaceChildren($("p", note).textContent);
  leave();
  if (!way) return;
  $("button", way).className = "";
  way.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    post(way.action).then(say).catch(() => way.submit());
  });
  place.append(way);
};

export const send = async (link) => {
  link.closest("[popover]")?.hidePopover();
  say(await post(link.href));
};
