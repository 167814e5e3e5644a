// Leaving with text that is not saved yet asks first. Forms say so with data-guard or data-autosave.
const changed = new Set();

export const markChanged = (form) => changed.add(form);
export const markSaved = (form) => changed.delete(form);
export const isChanged = (form) => changed.has(form);

export function guardUnsaved(root) {
  for (const form of root.querySelectorAll("form[data-guard], form[data-autosave]")) {
    form.addEventListener("input", (event) => event.detail === "theirs" || markChanged(form));
    form.addEventListener("submit", () => markSaved(form));
  }
  window.addEventListener("beforeunload", (event) => {
    if (changed.size) event.preventDefault();
  });
}
