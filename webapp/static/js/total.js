// A form with data-total adds the points of its chosen anchors while one scores; the server computes them again.
export function runningTotal(root) {
  for (const form of root.querySelectorAll("form[data-total]")) {
    form.addEventListener("change", () => show(form));
    form.addEventListener("input", () => show(form));
    show(form); // text that was put back after a lost connection counts too
  }
}

function show(form) {
  const chosen = [...form.querySelectorAll("input[data-points]:checked")];
  const hundredths = chosen.reduce((sum, input) => sum + Math.round(Number(input.dataset.points) * 100), 0);
  form.querySelector("[data-total-points]").textContent = String(hundredths / 100);
  const criteria = [...form.querySelectorAll("[data-criterion]")];
  const done = criteria.filter((one) => one.querySelector("input:checked") && one.querySelector("textarea").value.trim());
  form.querySelector("[data-total-scored]").textContent = String(done.length);
  for (const criterion of criteria) {
    const link = form.querySelector(`[data-jump] a[href="#${criterion.id}"]`);
    link?.classList.toggle("done", done.includes(criterion));
    if (link) link.querySelector("[data-done]").textContent = done.includes(criterion) ? ", done" : "";
  }
}
