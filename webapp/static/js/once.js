// A second click on the same button does nothing; the server knows it too.
export function submitOnce(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    const button = event.submitter;
    // Disabling now would drop the button's own value from what is sent.
    setTimeout(() => {
      button?.setAttribute("aria-busy", "true");
      for (const each of form.querySelectorAll("button[type=submit]")) each.disabled = true;
    });
  });
  // Coming back with the Back button finds the form usable again.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of root.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const each of form.querySelectorAll("button[type=submit]")) {
        each.disabled = false;
        each.removeAttribute("aria-busy");
      }
    }
  });
}
