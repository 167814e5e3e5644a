// A long answer with a limit says how much room is left, once it is nearly full.
// In a form with data-counts a text with a limit says all the time how many words it has, and what is left.
export function countCharacters(root) {
  for (const field of root.querySelectorAll("textarea[data-limit], [data-counts] input[data-limit]")) {
    const limit = Number(field.dataset.limit);
    const always = Boolean(field.closest("[data-counts]")) && !field.closest("li"); // many short rows stay quiet
    const note = document.createElement("p");
    note.className = "counted";
    if (!always) note.setAttribute("aria-live", "polite");
    const warning = document.createElement("span"); // read aloud only when the end is near, not at every key
    warning.className = "visually-hidden";
    warning.setAttribute("aria-live", "polite");
    field.after(note);
    if (always) note.after(warning);
    const tell = () => {
      const left = limit - field.value.length;
      const room = left < 0 ? `${count(-left, "character")} too many` : `${count(left, "character")} left`;
      const near = left < limit * 0.2;
      note.textContent = always ? `${count(words(field.value), "word")}, ${room}` : near ? room : "";
      note.classList.toggle("counted-over", left < 0);
      const aloud = left < 0 ? "Too long. " : left < limit * 0.1 ? "Nearly full. " : "";
      if (always && warning.textContent !== aloud) warning.textContent = aloud;
    };
    field.addEventListener("input", tell);
    tell();
  }
}

const words = (text) => text.split(/\s+/u).filter(Boolean).length;
const count = (number, one) => `${number.toLocaleString("en-US")} ${one}${number === 1 ? "" : "s"}`;
