// After an automatic save the server says again what depends on the text: a goal's sentence and its criteria.
export function keepLive(root) {
  for (const form of root.querySelectorAll("form[data-autosave]")) {
    form.addEventListener("autosaved", (event) => {
      for (const [name, html] of Object.entries(event.detail.live ?? {})) {
        const place = root.querySelector(`[data-live="${name}"]`);
        if (place) place.outerHTML = html; // rendered and escaped by our own templates
      }
    });
  }
}
