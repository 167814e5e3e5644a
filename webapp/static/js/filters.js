// Choosing in a table's filter shows the rows at once; a search waits for Enter or the button.
export function autoSubmit(root) {
  for (const form of root.querySelectorAll("form[data-auto-submit]")) {
    form.addEventListener("change", (event) => {
      if (event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
    });
    form.addEventListener("submit", () => {
      for (const field of form.elements) if (field.name && field.value === "") field.disabled = true; // short addresses
    });
    window.addEventListener("pageshow", () => {
      for (const field of form.elements) field.disabled = false;
    });
  }
}
