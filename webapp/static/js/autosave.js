// A form with data-autosave="URL" saves itself a moment after the last key.
// The answer is JSON: 200 {version, saved_at: "10:42"}, 409 {sentence, url}, 422 {sentence}.
import { markChanged, markSaved } from "./unsaved.js";

const PAUSE = 1500; // milliseconds after the last change
const RETRY = 15000;

export function autosave(root) {
  for (const form of root.querySelectorAll("form[data-autosave]")) {
    restore(form);
    watch(form);
  }
}

function watch(form) {
  let timer = 0;
  let saving = false;
  let again = false;
  let stopped = false;
  const later = (wait) => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(run, wait);
  };
  const run = async () => {
    if (saving) return void (again = true);
    saving = true;
    again = false;
    const outcome = await save(form);
    saving = false;
    if (outcome === "saved" && !again) markSaved(form);
    if (outcome === "stop") stopped = true;
    else if (again) later(0);
    else if (outcome === "retry") later(RETRY);
  };
  form.addEventListener("input", () => {
    again = saving;
    later(PAUSE);
  });
  form.addEventListener("submit", () => {
    stopped = true;
    clearTimeout(timer);
    sessionStorage.removeItem(shelf(form));
  });
}

async function save(form) {
  const body = new FormData(form);
  body.delete("once"); // the token belongs to the button
  say(form, "Saving…");
  let answer;
  try {
    answer = await fetch(form.dataset.autosave, {
      method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin", redirect: "manual",
    });
  } catch {
    keep(form);
    say(form, "No connection. Your text is kept here and will be saved when it is back.", { bad: true });
    return "retry";
  }
  const news = await answer.json().catch(() => ({}));
  if (answer.ok) {
    if (form.elements.version && news.version !== undefined) form.elements.version.value = news.version;
    sessionStorage.removeItem(shelf(form));
    say(form, `Saved ${news.saved_at ?? clock()}`);
    return "saved";
  }
  keep(form);
  markChanged(form);
  if (answer.status === 409) {
    say(form, news.sentence ?? "Someone saved this while you were writing. Nothing of yours is lost.", {
      bad: true, url: news.url, label: "See both versions",
    });
    return "stop";
  }
  if (answer.status === 422 || answer.status === 400) {
    say(form, news.sentence ?? "Not saved yet: an answer needs a change.", { bad: true });
    return "wait";
  }
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
    say(form, "You are signed out. Your text is kept in this window.", {
      bad: true, url: window.location.href, label: "Sign in and go on",
    });
    return "stop";
  }
  say(form, news.sentence ?? "That did not save. Your text is kept here and we will try again.", { bad: true });
  return "retry";
}

function say(form, text, { bad = false, url = "", label = "" } = {}) {
  const place = form.querySelector("[data-saved]") ?? document.querySelector("[data-saved]");
  if (!place) return;
  place.classList.toggle("saved-bad", bad);
  place.textContent = text;
  if (!url) return;
  const link = document.createElement("a");
  link.href = url;
  link.textContent = label;
  link.addEventListener("click", () => markSaved(form)); // the text waits on the shelf
  place.append(" ", link);
}

const clock = () => new Date().toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
const shelf = (form) => `text:${form.dataset.autosave}`;

// The shelf lives as long as the browser tab, so a shared computer does not remember.
function keep(form) {
  const kept = [...new FormData(form)].filter(
    ([name, value]) => typeof value === "string" && !["csrf_token", "once", "version"].includes(name),
  );
  sessionStorage.setItem(shelf(form), JSON.stringify(kept));
}

function restore(form) {
  const kept = sessionStorage.getItem(shelf(form));
  if (!kept) return;
  for (const [name, value] of JSON.parse(kept)) {
    const field = form.elements[name];
    if (field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type)) field.checked = field.value === value;
    else if (field instanceof RadioNodeList || field instanceof HTMLElement) field.value = value;
  }
  markChanged(form);
  say(form, "Your unsaved text was put back. Look it over; it is saved with your next change.");
}
