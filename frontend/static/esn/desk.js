// The cases beside the one that is read: another of the three lists comes in place, and a key leads there.

const $ = (selector, within = document) => within.querySelector(selector);
const part = () => $("#desk-cases");
const shown = () => new URL(part().dataset.fresh, location.href).searchParams.get("list");
let wanted = "";

const show = (which) => {
  const here = part();
  const from = new URL(here.dataset.fresh, location.href);
  from.searchParams.set("list", which);
  here.dataset.fresh = from.pathname + from.search;
  for (const tab of here.querySelectorAll("[data-list]")) {
    if (tab.dataset.list === which) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
  here.setAttribute("aria-busy", "true"); // until another one takes its place
  dispatchEvent(new CustomEvent("esn:renew", { detail: here.id }));
};

addEventListener("click", (event) => {
  const tab = event.target.closest?.("[data-list]");
  if (!tab || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  wanted = tab.dataset.list;
  const address = new URL(location.href);
  address.searchParams.set("list", wanted);
  history.replaceState(history.state, "", address);
  show(wanted);
});
// An answer that was under way when somebody chose again is not what they chose.
addEventListener("esn:renewed", ({ detail }) => {
  if (detail === "desk-cases" && wanted && shown() !== wanted) show(wanted);
});

addEventListener("esn:key", (event) => {
  const list = $("#desk-list");
  if (event.detail.act !== "beside" || !list) return;
  event.preventDefault();
  if (!list.checkVisibility()) list.showPopover();
  ($(".neighbours [aria-current]", list) ?? $(".neighbours a", list) ?? $(".tab[aria-current]", list)).focus();
});
