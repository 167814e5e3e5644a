// Rows of a budget: one more, up, down, and a copy. What is in the rows moves, the rows themselves stay as they are named.

const named = (row) => [...row.querySelectorAll("[name]")];
const value = (field) => (field.type === "checkbox" ? field.checked : field.value);
const put = (field, given) => (field.type === "checkbox" ? (field.checked = given) : (field.value = given));
const part = (field) => field.name.replace(/^\w+-\d+-/, "");

export const isWritten = (row) =>
  named(row).some((field) => field.type !== "hidden" && field.type !== "checkbox" && String(field.value).trim());

export function prepareRows(form) {
  const list = form.querySelector("[data-lines]");
  const add = form.querySelector("[data-add]");
  const most = Number(form.dataset.rowsMost);
  const rows = () => [...list.querySelectorAll("[data-line]")];
  const say = (words) => (form.querySelector("[data-said]").textContent = words);
  const changed = () => form.dispatchEvent(new Event("input", { bubbles: true }));

  const empty = () => {
    const last = rows().at(-1);
    if (rows().length >= most) return null;
    list.append(another(last, rows().length));
    return rows().at(-1);
  };
  const firstEmpty = () => rows().find((row) => !isWritten(row)) ?? empty();

  const acts = {
    up: (row) => swap(row, rows()[rows().indexOf(row) - 1], "up"),
    down: (row) => swap(row, rows()[rows().indexOf(row) + 1], "down"),
    copy: (row) => {
      const from = rows().indexOf(row);
      const target = firstEmpty();
      if (!target) return say("There is no room for another line.");
      for (let place = rows().indexOf(target); place > from + 1; place -= 1) take(rows()[place], contents(rows()[place - 1]));
      take(rows()[from + 1], contents(row));
      for (const field of named(rows()[from + 1])) if (field.type === "hidden") field.value = "";
      open(rows()[from + 1]);
      say(`Line ${from + 1} is copied to line ${from + 2}.`);
      changed();
    },
  };
  const swap = (row, other, way) => {
    if (!other || !isWritten(other)) return say(way === "up" ? "This is the first line." : "This is the last line.");
    const [mine, theirs] = [contents(row), contents(other)];
    take(row, theirs);
    take(other, mine);
    open(other).querySelector(`[data-act=${way}]`).focus();
    say(`It is line ${rows().indexOf(other) + 1} now.`);
    changed();
  };

  for (const tools of list.querySelectorAll("[data-tools]")) tools.hidden = false;
  form.querySelector("[data-add-plain]").hidden = true;
  add.hidden = false;
  add.addEventListener("click", () => {
    const row = firstEmpty();
    if (!row) return say("This is the most lines that a budget has.");
    open(row).querySelector("select, input").focus();
    changed();
  });
  list.addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act) acts[act](event.target.closest("[data-line]"));
  });
  openNamed(form);
  window.addEventListener("hashchange", () => openNamed(form));
}

const contents = (row) => new Map(named(row).map((field) => [part(field), value(field)]));

function take(row, given) {
  for (const field of named(row)) put(field, given.get(part(field)) ?? (field.type === "checkbox" ? false : ""));
}

function open(row) {
  row.querySelector("details").open = true;
  return row;
}

// A link to a field opens the row that it is in.
function openNamed(form) {
  const place = window.location.hash && document.getElementById(window.location.hash.slice(1));
  const row = place && form.contains(place) && place.closest("details");
  if (!row) return;
  row.open = true;
  place.focus();
  place.scrollIntoView({ block: "center" });
}

function another(row, number) {
  const made = document.createElement("ol");
  const from = named(row)[0].name.match(/^\w+-\d+-/)[0];
  made.innerHTML = row.outerHTML.replaceAll(from, from.replace(/\d+/, String(number))); // its own markup, renumbered
  const fresh = made.firstElementChild;
  take(fresh, new Map());
  for (const note of fresh.querySelectorAll(".why, .counted")) note.remove();
  fresh.querySelector("[data-number]").textContent = String(number + 1);
  return fresh;
}
