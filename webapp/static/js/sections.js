// On a narrow screen the sections scroll sideways: the current one is brought into view.
export function sections(root) {
  const list = root.querySelector(".side nav");
  if (!list) return;
  const current = list.querySelector("[aria-current]");
  if (current) list.scrollLeft = current.offsetLeft - list.clientWidth / 2 + current.offsetWidth / 2;
  const fade = () => list.classList.toggle("at-end", list.scrollLeft + list.clientWidth >= list.scrollWidth - 4);
  list.addEventListener("scroll", fade, { passive: true });
  window.addEventListener("resize", fade);
  fade();
}
