// The arithmetic of a budget, as the server does it: whole cents, halves rounded up, tables of rules from the server.
// Answers are texts as they are typed; what is no number yet counts as nothing.

export function addUp(budget, rules) {
  const sums = { categories: new Map(), goals: new Map(), tags: new Map(), left: new Map(), direct: 0n, lines: [] };
  const base = budget.indirect.mode === "negotiated" ? budget.indirect.base : "mtdc";
  for (const line of budget.lines) {
    const cents = amountOf(line);
    sums.lines.push(cents);
    if (cents === null) continue;
    sums.direct += cents;
    grow(sums.categories, line.category, cents);
    grow(sums.goals, line.goal, cents);
    grow(sums.tags, line.tag, cents);
    const [why, out] = leftOut(line, cents, base, rules);
    if (why) grow(sums.left, why, out);
  }
  sums.base = sums.direct - total(sums.left.values());
  sums.indirect = indirectOf(sums.base, budget.indirect);
  for (const table of [sums.categories, sums.goals, sums.tags]) grow(table, "IND", sums.indirect);
  sums.requested = sums.direct + sums.indirect;
  sums.match = total(budget.matches.map((match) => scaled(match.amount, 2) ?? 0n));
  return sums;
}

function amountOf(line) {
  const cost = line.unit_cost.trim() ? scaled(line.unit_cost, 2) : 0n; // not given: nothing
  const quantity = line.quantity.trim() ? scaled(line.quantity, 4) : 10_000n; // not given: one
  return cost === null || quantity === null ? null : (cost * quantity + 5_000n) / 10_000n;
}

function leftOut(line, cents, base, rules) {
  const why = rules.outside[base][line.category];
  if (why) return [why, cents];
  if (base !== "mtdc") return ["", 0n];
  if (line.category === rules.rent && line.kind === "rent") return ["rent", cents];
  if (line.category === rules.subaward && line.kind === "subaward") {
    const over = cents - scaled(rules.subaward_counts, 2);
    return ["subawards", over > 0n ? over : 0n];
  }
  return ["", 0n];
}

function indirectOf(base, told) {
  if (told.mode === "typed") return scaled(told.typed_amount, 2) ?? 0n;
  if (told.mode !== "de_minimis" && told.mode !== "negotiated") return 0n;
  const rate = scaled(told.rate, 4) ?? 0n; // percent
  return (base * rate + 500_000n) / 1_000_000n;
}

const grow = (table, key, cents) => table.set(key, (table.get(key) ?? 0n) + cents);
const total = (amounts) => [...amounts].reduce((sum, cents) => sum + cents, 0n);

// The number as a whole count of its last decimal; null when it is not a number with at most that many decimals.
export function scaled(text, places) {
  const found = /^(\d*)(?:\.(\d*))?$/.exec(text.replace(/[$%,\s]/g, ""));
  if (!found || !(found[1] || found[2])) return null;
  const decimals = (found[2] ?? "").replace(/0+$/, "");
  if (decimals.length > places) return null;
  return BigInt((found[1] || "0") + decimals.padEnd(places, "0"));
}

// `$1,234.50`, cents only when there are some.
export function dollars(cents) {
  const whole = (cents / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  const rest = cents % 100n;
  return `$${whole}${rest ? `.${rest.toString().padStart(2, "0")}` : ""}`;
}
