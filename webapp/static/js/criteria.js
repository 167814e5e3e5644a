// On a narrow screen one criterion is shown at a time, with a way to jump; without this, all of them stand in a row.
const NARROW = window.matchMedia("(max-width: 48rem)");

export function oneCriterionAtATime(root) {
  for (const form of root.querySelectorAll("form:has([data-jump])")) enhance(form);
}

function enhance(form) {
  const parts = [...form.querySelectorAll(".criterion")];
  let current = parts.find((part) => part.querySelector(".bad")) ?? parts.find((part) => `#${part.id}` === location.hash) ?? parts[0];
  const show = (part, focus = false) => {
    current = part;
    for (const other of parts) other.hidden = NARROW.matches && other !== current;
    for (const link of form.querySelectorAll("[data-jump] a")) {
      if (NARROW.matches && link.hash === `#${current.id}`) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    }
    if (focus) current.querySelector("input, textarea")?.focus();
  };
  form.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const target = link && document.getElementById(link.hash.slice(1));
    const part = target?.closest(".criterion");
    if (!part || !NARROW.matches) return;
    event.preventDefault();
    show(part, target === part);
    if (target !== part) target.focus();
  });
  for (const [index, part] of parts.entries()) part.append(steps(parts, index, show));
  NARROW.addEventListener("change", () => show(current));
  show(current);
}

function steps(parts, index, show) {
  const row = document.createElement("p");
  row.className = "criterion-steps";
  for (const [label, part] of [["Back", parts[index - 1]], ["Next", parts[index + 1]]]) {
    if (!part) continue;
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "btn btn-quiet", textContent: label });
    button.addEventListener("click", () => show(part, true));
    row.append(button);
  }
  return row;
}
