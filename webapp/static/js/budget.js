// Amounts and totals of a budget as they are typed, in whole cents so that nothing drifts.

export function addUpBudget(root) {
  for (const form of root.querySelectorAll("form[data-budget]")) {
    const tell = () => addUp(form);
    form.addEventListener("input", tell);
    tell();
  }
}

function addUp(form) {
  let total = 0n;
  const byCategory = new Map();
  for (const line of form.querySelectorAll("[data-line]")) {
    const part = (name) => line.querySelector(`[name$="-${name}"]`);
    const leaving = part("remove")?.checked ?? false;
    const cost = scaled(part("unit_cost").value, 2);
    const quantity = part("quantity").value.trim() ? scaled(part("quantity").value, 4) : 10_000n; // not given: one
    const known = cost !== null && quantity !== null;
    const cents = known ? (cost * quantity + 5_000n) / 10_000n : 0n;
    line.classList.toggle("leaving", leaving);
    line.querySelector("[data-amount]").textContent = known && !leaving ? dollars(cents) : "";
    if (leaving) continue;
    total += cents;
    const category = part("category").value;
    byCategory.set(category, (byCategory.get(category) ?? 0n) + cents);
  }
  for (const place of form.querySelectorAll("[data-category]")) {
    place.textContent = dollars(byCategory.get(place.dataset.category) ?? 0n);
  }
  form.querySelector("[data-total]").textContent = dollars(total);
  const over = total - (scaled(form.dataset.ceiling, 2) ?? 0n);
  form.querySelector("[data-over]").hidden = over <= 0n;
  form.querySelector("[data-over-amount]").textContent = over > 0n ? dollars(over) : "";
}

// The number as a whole count of its last decimal; null when it is not a number with at most that many decimals.
function scaled(text, places) {
  const found = /^(\d*)(?:\.(\d*))?$/.exec(text.replace(/[$,\s]/g, ""));
  if (!found || !(found[1] || found[2]) || (found[2] ?? "").length > places) return null;
  return BigInt((found[1] || "0") + (found[2] ?? "").padEnd(places, "0"));
}

function dollars(cents) {
  const whole = (cents / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  const rest = cents % 100n;
  return `$${whole}${rest ? `.${rest.toString().padStart(2, "0")}` : ""}`;
}
