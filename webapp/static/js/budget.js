// A budget adds itself up while one types, and its rows are added, moved and copied. The server adds up again.
import { addUp, dollars, scaled } from "./budget_sums.js";
import { isWritten, prepareRows } from "./budget_rows.js";

export function addUpBudget(root) {
  for (const form of root.querySelectorAll("form[data-budget]")) {
    const rules = JSON.parse(form.dataset.rules);
    const tell = () => paint(form, rules);
    prepareRows(form);
    form.addEventListener("input", tell);
    tell();
  }
}

const field = (row, name) => row.querySelector(`[name$="-${name}"]`);
const text = (row, name) => field(row, name)?.value ?? "";
const isLeaving = (row) => field(row, "remove").checked;

function paint(form, rules) {
  const rows = [...form.querySelectorAll("[data-line]")];
  const gifts = [...form.querySelectorAll("[data-match]")];
  const counted = rows.filter((row) => !isLeaving(row));
  const told = indirectOf(form);
  const sums = addUp({
    lines: counted.map((row) => Object.fromEntries(LINE.map((name) => [name, text(row, name)]))),
    matches: gifts.filter((row) => !isLeaving(row)).map((row) => ({ amount: text(row, "amount") })),
    indirect: told,
  }, rules);
  for (const row of rows) paintRow(row, sums.lines[counted.indexOf(row)] ?? null);
  for (const row of gifts) paintGift(row);
  for (const table of ["categories", "goals", "tags"]) paintTable(form, table, sums[table]);
  for (const place of form.querySelectorAll("[data-left]")) {
    const cents = sums.left.get(place.dataset.left) ?? 0n;
    place.textContent = `−${dollars(cents)}`;
    place.parentElement.hidden = cents === 0n;
  }
  for (const place of form.querySelectorAll("[data-sum]")) place.textContent = dollars(sums[place.dataset.sum]);
  paintIndirect(form, told);
  const over = sums.requested - (scaled(form.dataset.ceiling, 2) ?? 0n);
  form.querySelector("[data-over]").hidden = over <= 0n;
  form.querySelector("[data-over-amount]").textContent = over > 0n ? dollars(over) : "";
}

const LINE = ["category", "quantity", "unit_cost", "goal", "tag", "kind"];

function indirectOf(form) {
  const { elements } = form;
  return {
    mode: elements.indirect_mode.value, rate: elements.indirect_rate.value, base: elements.indirect_base.value,
    typed_amount: elements.typed_amount?.value ?? "",
  };
}

function paintRow(row, cents) {
  const written = isWritten(row);
  const category = field(row, "category");
  row.classList.toggle("leaving", isLeaving(row));
  row.querySelector("[data-title]").textContent =
    text(row, "description") || (written ? "Line without a name" : "New line");
  row.querySelector("[data-about]").textContent = category.value ? category.selectedOptions[0].textContent : "";
  row.querySelector("[data-amount]").textContent = written && cents !== null ? dollars(cents) : "";
}

function paintGift(row) {
  const name = text(row, "description") || text(row, "source");
  const cents = scaled(text(row, "amount"), 2);
  row.classList.toggle("leaving", isLeaving(row));
  row.querySelector("[data-title]").textContent = name || (cents === null ? "New match" : "Match without a name");
  row.querySelector("[data-amount]").textContent = cents === null || isLeaving(row) ? "" : dollars(cents);
}

function paintTable(form, name, amounts) {
  for (const place of form.querySelectorAll(`[data-table=${name}] [data-key]`)) {
    const cents = amounts.get(place.dataset.key) ?? 0n;
    place.textContent = dollars(cents);
    place.parentElement.hidden = cents === 0n;
  }
}

function paintIndirect(form, told) {
  const worked = told.mode === "de_minimis" || told.mode === "negotiated";
  const base = form.elements.indirect_base;
  const chosen = [...base.options].find((option) => option.value === (told.mode === "negotiated" ? base.value : "mtdc"));
  form.querySelector("[data-base]").textContent = chosen.textContent.toLowerCase();
  form.querySelector("[data-rate]").textContent = worked && told.rate.trim() ? `, ${told.rate.trim()}% of the base` : "";
}
