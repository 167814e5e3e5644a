// A part of a form that one choice asks for is shown with that choice: data-reveal="field=value". Without this, it always is.
export function reveal(root) {
  for (const part of root.querySelectorAll("[data-reveal]")) {
    const [name, ...values] = part.dataset.reveal.split(/[=|]/);
    const form = part.closest("form");
    const fields = [...form.elements].filter((field) => field.name === name);
    const show = () => {
      const chosen = fields.find((field) => !["radio", "checkbox"].includes(field.type) || field.checked)?.value ?? "";
      part.hidden = !values.includes(chosen);
    };
    for (const field of fields) field.addEventListener("change", show);
    show();
  }
}
