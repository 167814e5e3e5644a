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
    form.dispatchEvent(new CustomEvent("autosaved", { detail: news }));
    return "saved";
  }
  keep(form);
  markChanged(form);
  if (answer.status === 409) {
    say(form, news.sentence ?? "Someone saved this while you were writing. Nothing of yours is lost.", {
      bad: true, label: "See both versions", url: news.url, act: () => form.requestSubmit(),
    });
    return "stop";
  }
  if (answer.status === 422) {
    say(form, news.sentence ?? "Not saved yet: an answer needs a change.", { bad: true });
    return "wait";
  }
  if (answer.type === "opaqueredirect" || [400, 401, 403].includes(answer.status)) {
    say(form, "You are signed out. Your text is kept in this window.", {
      bad: true, url: window.location.href, label: "Sign in and go on",
    });
    return "stop";
  }
  say(form, news.sentence ?? "That did not save. Your text is kept here and we will try again.", { bad: true });
  return "retry";
}

// With an address the words are followed by a link, with an act by a button.
function say(form, text, { bad = false, label = "", url = "", act = null } = {}) {
  const place = form.querySelector("[data-saved]") ?? document.querySelector("[data-saved]");
  if (!place) return;
  place.classList.toggle("saved-bad", bad);
  place.textContent = text;
  if (!url && !act) return;
  const onward = document.createElement(url ? "a" : "button");
  if (url) {
    onward.href = url;
    onward.addEventListener("click", () => markSaved(form)); // the text waits on the shelf
  } else {
    onward.type = "button";
    onward.className = "btn-text";
    onward.addEventListener("click", act);
  }
  onward.textContent = label;
  place.append(" ", onward);
}

const clock = () => new Date().toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
const shelf = (form) => `text:${form.dataset.autosave}`;

// The shelf lives as long as the browser tab, so a shared computer does not remember.
function keep(form) {
  const kept = [...new FormData(form)].filter(
    ([name, value]) => typeof value === "string" && !["csrf_token", "once", "version"].includes(name),
  );
  sessionStorage.setItem(shelf(form), JSON.stringify({ version: form.elements.version?.value, kept }));
}

function restore(form) {
  const shelved = JSON.parse(sessionStorage.getItem(shelf(form)) ?? "null");
  if (!shelved) return;
  if (shelved.version === form.elements.version?.value) return putBack(form, shelved.kept);
  // Somebody saved since: their text is shown, and ours only comes back when asked for.
  say(form, "Someone saved this since you wrote. Your own text is kept here.", {
    label: "Put my text back", act: () => putBack(form, shelved.kept),
  });
}

function putBack(form, kept) {
  for (const field of form.elements) {
    if (["checkbox", "radio"].includes(field.type)) field.checked = false;
  }
  for (const [name, value] of kept) {
    for (const field of form.elements) {
      if (field.name !== name) continue;
      if (!["checkbox", "radio"].includes(field.type)) field.value = value;
      else if (field.value === value) field.checked = true;
    }
  }
  markChanged(form);
  say(form, "Your unsaved text was put back. Look it over; it is saved with your next change.");
}
