// The numbers under a chart are printed even when they are folded on the screen.
export function chartNumbers(root) {
  const folded = () => root.querySelectorAll("[data-chart-numbers]:not([open])");
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...folded()];
    for (const numbers of opened) numbers.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const numbers of opened) numbers.open = false;
  });
}
