// Passkeys: a button asks the site for a challenge, the browser for an answer, and sends it as a form.

const able = window.PublicKeyCredential !== undefined && window.isSecureContext;

const answer = async (form) => {
  const asked = await fetch(form.dataset.from, { headers: { Accept: "application/json" } });
  if (!asked.ok || asked.redirected) throw new Error("no challenge");
  const options = await asked.json();
  const { create, get } = window.webauthnJSON;
  return form.dataset.passkey === "create" ? create(options) : get(options);
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = !able;
  form.classList.remove("waits");
  const button = form.querySelector("button[type=button]");
  const problem = form.querySelector("[data-problem]");
  const begin = async () => {
    button.disabled = true;
    problem.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await answer(form));
      form.submit();
    } catch {
      problem.hidden = false;
      button.disabled = false;
    }
  };
  button.addEventListener("click", begin);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    begin();
  });
}
if (!able) for (const told of document.querySelectorAll("[data-unable]")) told.hidden = false;
