// What depends on the text is said again by the server after an automatic save: a goal's sentence and its criteria.
export function keepLive(root) {
  for (const form of root.querySelectorAll("form[data-autosave]")) {
    form.addEventListener("autosaved", (event) => swapLive(root, event.detail.live ?? {}));
  }
}

// Boxes that a person may be writing in move over as they are, with the cursor in them.
export function swapLive(root, live) {
  const active = document.activeElement;
  for (const [name, html] of Object.entries(live)) {
    const place = root.querySelector(`[data-live="${name}"]`);
    if (!place) continue;
    const fresh = document.createElement("template");
    fresh.innerHTML = html; // rendered and escaped by our own templates
    for (const box of fresh.content.querySelectorAll("textarea, input")) {
      const mine = box.id && place.querySelector(`#${CSS.escape(box.id)}`);
      const isSame = mine && mine.type === box.type && (mine.type !== "checkbox" || mine.value === box.value);
      if (!isSame) continue;
      const { selectionStart, selectionEnd } = mine.type === "checkbox" ? {} : mine;
      box.replaceWith(mine);
      if (mine === active) queueMicrotask(() => focusAgain(mine, selectionStart, selectionEnd));
    }
    const wasOn = active?.tagName === "A" && place.contains(active) ? active.getAttribute("href") : null;
    place.replaceWith(fresh.content);
    if (wasOn) root.querySelector(`[data-live="${name}"] a[href="${CSS.escape(wasOn)}"]`)?.focus({ preventScroll: true });
  }
}

function focusAgain(box, start, end) {
  if (!box.isConnected) return;
  box.focus({ preventScroll: true });
  if (start !== undefined) box.setSelectionRange(start, end);
}
