// A form with data-check="URL" asks the server what the rules say to it as it is typed; nothing is saved by that.
import { swapLive } from "./live.js";

const PAUSE = 400; // milliseconds after the last key

export function checkWhileTyping(root) {
  for (const form of root.querySelectorAll("form[data-check]")) {
    let timer = 0;
    let asking = null;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      asking?.abort(); // its answer would be about older words
      timer = setTimeout(async () => {
        asking = new AbortController();
        const live = await ask(form, asking.signal);
        if (live) swapLive(root, live);
      }, PAUSE);
    });
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      asking?.abort();
    });
  }
}

// Null when there is no answer: the automatic save says what is wrong.
async function ask(form, signal) {
  const body = new FormData(form);
  body.delete("once"); // the token belongs to the button
  try {
    const answer = await fetch(form.dataset.check, {
      method: "POST", body, signal, headers: { Accept: "application/json" }, credentials: "same-origin", redirect: "manual",
    });
    return answer.ok ? (await answer.json()).live : null;
  } catch {
    return null;
  }
}
