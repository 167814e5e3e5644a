// What depends on the text is said again by the server after an automatic save: a goal's sentence and its criteria.
export function keepLive(root) {
  for (const form of root.querySelectorAll("form[data-autosave]")) {
    form.addEventListener("autosaved", (event) => swapLive(root, event.detail.live ?? {}));
  }
}

const waiting = new WeakMap(); // part of the page → what it will say once nobody writes in it

// Boxes keep what is written in them; a part that somebody is in is left alone until they leave it.
export function swapLive(root, live) {
  for (const [name, html] of Object.entries(live)) {
    const place = root.querySelector(`[data-live="${name}"]`);
    if (!place) continue;
    if (isWrittenIn(place)) wait(root, name, place, html);
    else swap(place, html);
  }
}

function isWrittenIn(place) {
  const active = document.activeElement;
  return place.contains(active) && active.matches("input, textarea, select");
}

function wait(root, name, place, html) {
  if (!waiting.has(place)) {
    const leave = () => setTimeout(() => { // by then the next box has the cursor
      const newest = waiting.get(place);
      waiting.delete(place);
      if (place.isConnected) swapLive(root, { [name]: newest });
    });
    place.addEventListener("focusout", leave, { once: true });
  }
  waiting.set(place, html);
}

function swap(place, html) {
  waiting.delete(place);
  const fresh = document.createElement("template");
  fresh.innerHTML = html; // rendered and escaped by our own templates
  for (const box of fresh.content.querySelectorAll("textarea, input")) {
    const mine = box.id && place.querySelector(`#${CSS.escape(box.id)}`);
    if (mine && mine.type === box.type && (mine.type !== "checkbox" || mine.value === box.value)) box.replaceWith(mine);
  }
  const link = place.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const made = fresh.content.firstElementChild;
  place.replaceWith(fresh.content);
  if (link) made.querySelector(`a[href="${CSS.escape(link)}"]`)?.focus({ preventScroll: true });
}
