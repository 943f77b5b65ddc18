// What only a part of a page needs comes with that part. `data-module` names the address of a module: it is fetched the
// first time somebody turns to the part, and the click that came first waits for it. `data-module-now` does not wait.

const brought = new Map(); // address → its module, on the way
const here = new Set(); // addresses whose module runs, or could not be had: then the page works as without scripts

const bring = (address) => {
  if (!brought.has(address)) {
    const module = import(address).catch(() => brought.delete(address));
    brought.set(address, module.finally(() => here.add(address)));
  }
  return brought.get(address);
};

const named = (element) => {
  const addresses = [];
  let part = element.closest?.("[data-module]");
  while (part) {
    addresses.push(...part.dataset.module.split(" "));
    part = part.parentElement?.closest("[data-module]");
  }
  return addresses;
};

for (const sign of ["pointerover", "pointerdown", "focusin", "dragenter"]) {
  addEventListener(sign, (event) => named(event.target).forEach(bring), { capture: true, passive: true });
}

// A module listens for clicks and changes itself: what came before it is said again once it runs.
const wait = (event) => {
  const missing = named(event.target).filter((address) => !here.has(address));
  if (!missing.length || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  Promise.all(missing.map(bring)).then(() => event.target.dispatchEvent(new event.constructor(event.type, event)));
};
for (const sign of ["click", "change", "drop"]) addEventListener(sign, wait, { capture: true });

const now = (within) => {
  for (const part of within.querySelectorAll("[data-module-now]")) part.dataset.moduleNow.split(" ").forEach(bring);
};
new MutationObserver((changes) => {
  if (changes.some((change) => change.addedNodes.length)) now(document);
}).observe(document.body, { childList: true, subtree: true });
now(document);
