// A long answer with a limit says how much room is left, once it is nearly full.
export function countCharacters(root) {
  for (const field of root.querySelectorAll("textarea[data-limit]")) {
    const limit = Number(field.dataset.limit);
    const note = document.createElement("p");
    note.className = "counted";
    note.setAttribute("aria-live", "polite");
    field.after(note);
    const tell = () => {
      const left = limit - field.value.length;
      note.textContent = left < 0 ? `${-left} characters too many` : left < limit * 0.2 ? `${left} characters left` : "";
      note.classList.toggle("counted-over", left < 0);
    };
    field.addEventListener("input", tell);
    tell();
  }
}
