// The error summary takes the focus, and its links put the cursor into the field.
export function errorSummary(root) {
  for (const form of root.querySelectorAll("form[method=post]")) form.noValidate = true; // the server explains better
  const summary = root.querySelector("[data-error-summary]");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".field") ?? field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
}
