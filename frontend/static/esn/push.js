// Letting this device be notified, and telling the site its address again after another sign-in.

const page = document.documentElement;
const $ = (selector, within = document) => within.querySelector(selector);
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const token = () => $("[name=csrfmiddlewaretoken]").value;
const mine = (registration) => {
  sessionStorage.setItem("push", page.dataset.me);
  registration.active?.postMessage({ do: "heard" });
};

const tell = async (push) => {
  const { endpoint, keys } = push.toJSON();
  const system = navigator.userAgentData;
  const name = system ? `${system.brands.at(-1)?.brand ?? ""} · ${system.platform}`.slice(0, 80) : navigator.platform;
  return fetch("/api/v1/me/push/", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    body: JSON.stringify({ endpoint, ...keys, name }),
  });
};
const subscribed = async (registration) => {
  const answer = await fetch("/api/v1/me/push/key/");
  const { key } = await answer.json();
  const old = await registration.pushManager.getSubscription();
  const same = old && String(new Uint8Array(old.options.applicationServerKey)) === String(bytes(key));
  if (old && !same) await old.unsubscribe();
  const told = { userVisibleOnly: true, applicationServerKey: bytes(key) };
  return same ? old : registration.pushManager.subscribe(told);
};

// Once a tab: the same browser signed in again is known by another session now; one that was removed on another device
// is not brought back.
export const renew = async (registration, push, again) => {
  const { results } = await (await fetch("/api/v1/me/push/")).json();
  const known = results.some((one) => one.current);
  if (!known && !again) return push.unsubscribe();
  if (Notification.permission !== "granted") return;
  const answer = await tell(await subscribed(registration));
  if (answer.ok) mine(registration);
};

const begin = async (button) => {
  const line = $("[data-push-state]");
  const words = button.dataset;
  const registration = await navigator.serviceWorker?.getRegistration();
  if (!registration?.pushManager || !("Notification" in window)) return (line.textContent = words.cannot);
  if ((await Notification.requestPermission()) !== "granted") return (line.textContent = words.denied);
  try {
    const answer = await tell(await subscribed(registration));
    const said = await answer.json();
    if (!answer.ok) return (line.textContent = said.detail);
    mine(registration);
    location.reload();
  } catch {
    line.textContent = words.failed;
  }
};
addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-push]");
  if (button) begin(button);
});
