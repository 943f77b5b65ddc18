// A month under the keys: arrows walk from day to day, Home and End to the ends of the week, Page Up and Page Down to
// the months beside it, Enter goes to what is promised on the day, Escape back. Without a script Tab reaches every promise.

const cells = () => [...document.querySelectorAll("table.month td")];
const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
let stood = ""; // the day that has the focus, so that it keeps it when the month is drawn anew

const stand = (day) => {
  for (const one of cells()) one.tabIndex = one === day ? 0 : -1;
  day.focus();
};

// On a phone the month is a list, which begins today.
const today = document.querySelector("table.month td[aria-current]");
if (today && matchMedia("(max-width: 54.99em)").matches) today.scrollIntoView({ behavior: "instant" });

addEventListener("focusin", (event) => {
  stood = event.target.matches("table.month td") ? event.target.dataset.day : "";
});

const page = document.querySelector(".calendar");
if (page) {
  new MutationObserver(() => {
    if (stood && document.activeElement === document.body) document.querySelector(`td[data-day="${stood}"]`)?.focus();
  }).observe(page, { childList: true });
}

addEventListener("keydown", (event) => {
  const day = event.target.closest("table.month td");
  if (!day || event.ctrlKey || event.metaKey || event.altKey) return;
  const days = cells();
  const at = days.indexOf(day);
  const beside = { PageUp: "before", PageDown: "after" }[event.key];
  if (beside) {
    event.preventDefault();
    document.querySelector(`[data-month="${beside}"]`)?.click();
  } else if (event.key in steps || event.key === "Home" || event.key === "End") {
    const week = at - (at % 7);
    const to = event.key === "Home" ? week : event.key === "End" ? week + 6 : at + steps[event.key];
    if (!days[to]) return;
    event.preventDefault();
    stand(days[to]);
  } else if (event.key === "Enter" && event.target === day) {
    day.querySelector("a")?.focus();
  } else if (event.key === "Escape" && event.target !== day) {
    stand(day);
  }
});
