// The panel of what waits to be sent: what it says, how it stands, and what one may do about it.

const $ = (selector, within) => within.querySelector(selector);
const plain = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;

const row = (box, item, sending) => {
  const made = $("template", box).content.firstElementChild.cloneNode(true);
  const words = box.dataset;
  made.dataset.id = item.id;
  const ref = /^\/cases\/([^/]+)\//.exec(item.action)?.[1];
  $(".where", made).textContent = item.about || (ref ? words.case.replace("{case}", ref) : words.post);
  $(".words", made).textContent = item.text;
  $(".files", made).textContent = item.files.length ? words.files.replace("{names}", item.files.join(", ")) : "";
  const state = item.id === sending ? "sending" : item.state;
  const [all, there] = [item.files.length, item.arrived];
  const going = state === "sending" && all > 0;
  $(".state", made).textContent = going ? words.going.replace("{n}", there).replace("{all}", all) : words[state];
  const bar = $("progress", made);
  bar.hidden = !going;
  Object.assign(bar, { max: all + 1, value: there }); // the last step is the words themselves
  $("[data-retry]", made).hidden = state === "sending";
  const wrong = $(".error", made);
  wrong.hidden = !item.problem;
  wrong.textContent = plain(item.problem);
  return made;
};

export const draw = (box, items, sending, ask) => {
  $("ul", box).replaceChildren(...items.map((item) => row(box, item, sending)));
  $(".none", box).hidden = items.length > 0;
  box.onclick = (event) => {
    const id = event.target.closest("li")?.dataset.id;
    if (event.target.closest("[data-retry]")) ask({ do: "retry", id });
    if (event.target.closest("[data-discard]")) ask({ do: "discard", id });
  };
};
