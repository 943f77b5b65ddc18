// A month under the keys: arrows walk from day to day, Home and End to the ends of the week, Page Up and Page Down to
// the months beside it, Enter opens what is promised on the day. Without a script every promise is reached by Tab.

const month = document.querySelector("table.month");
const days = month ? [...month.querySelectorAll("td")] : [];
const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

const stand = (day, focus = true) => {
  for (const one of days) one.tabIndex = one === day ? 0 : -1;
  if (focus) day.focus();
};

if (days.length) stand(days.find((day) => day.hasAttribute("aria-current")) ?? days.find((day) => !day.classList.contains("beside")), false);

// On a phone the month is a list, which begins today.
const today = days.find((day) => day.hasAttribute("aria-current"));
if (today && matchMedia("(max-width: 54.99em)").matches) today.scrollIntoView({ behavior: "instant" });

month?.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const day = event.target.closest("td");
  const at = days.indexOf(day);
  if (at < 0) return;
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
