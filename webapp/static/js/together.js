// Several people in one form: what others saved is taken over, two texts for one answer are both shown, and who is
// here is asked and told every half minute.
import { isChanged } from "./unsaved.js";

const QUIET = 30000; // milliseconds between two signs of life
const BUSY = 10000; // while somebody else is here

// Put into the fields what others changed. A field that was typed in since keeps its text and stands apart, so that
// the next save sets it beside theirs instead of over it. Returns what to say about it.
export function takeOver(form, news, sent) {
  const apart = new Set(news.apart ?? []);
  let isMissing = false;
  for (const [name, value] of Object.entries(news.theirs ?? {})) {
    const field = fieldOf(form, name);
    if (field && shownIn(field) === (sent.get(name) ?? "")) show(field, value);
    else if (field || value) {
      apart.add(name);
      isMissing ||= !field;
    }
  }
  form.elements.apart.value = [...apart].join(" ");
  if (news.waiting !== undefined) showWaiting(news.waiting);
  if (isMissing) return { text: news.changed, label: "Show it", url: window.location.href };
  if (news.apart?.length) return { text: "Somebody else wrote here too, so both texts are kept.", label: "Choose", url: "#waiting" };
  return { text: news.changed ?? "" };
}

function fieldOf(form, name) {
  return [...form.elements].find((field) => field.name === name && field.type !== "hidden");
}

function shownIn(field) {
  if (["checkbox", "radio"].includes(field.type)) return field.checked ? field.value : "";
  return field.value.replace(/\r\n?/g, "\n");
}

function show(field, value) {
  if (["checkbox", "radio"].includes(field.type)) {
    field.checked = value !== "";
  } else if (field.value !== value) {
    const isWritten = document.activeElement === field && field.selectionStart !== null;
    const [from, to] = isWritten ? [field.selectionStart, field.selectionEnd] : [0, 0];
    field.value = value;
    if (isWritten) field.setSelectionRange(Math.min(from, value.length), Math.min(to, value.length));
  }
  field.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "theirs" }));
}

function showWaiting(html) {
  const place = document.querySelector("[data-waiting]");
  if (!place) return;
  const page = new DOMParser().parseFromString(html, "text/html");
  const which = (root) => [...root.querySelectorAll("[data-text]")].map((each) => each.dataset.text).join();
  const fresh = page.querySelector("[data-waiting]");
  if (which(fresh) !== which(place)) place.replaceWith(document.adoptNode(fresh)); // rendered by our own template
}

export function writeTogether(root) {
  const place = root.querySelector("[data-here]");
  if (place) showWhoIsHere(root, place);
  // A choice is made about what is saved: what was typed just now is saved first.
  root.addEventListener("submit", async (event) => {
    const choice = event.target.closest("form[data-choose]");
    const form = document.querySelector("form[data-autosave]");
    if (!choice || !form || !isChanged(form) || choice.dataset.isReady) return;
    event.preventDefault();
    const saves = [];
    form.dispatchEvent(new CustomEvent("savenow", { detail: saves }));
    await Promise.all(saves);
    if (!choice.isConnected) return; // the text was typed on: the person looks at both again
    choice.dataset.isReady = "yes";
    choice.requestSubmit(event.submitter);
  }, true);
}

function showWhoIsHere(root, place) {
  const form = root.querySelector("form[data-autosave]");
  let timer = 0;
  const ask = async () => {
    clearTimeout(timer);
    if (document.visibilityState !== "visible") return;
    const body = new FormData();
    body.set("part", place.dataset.part);
    body.set("csrf_token", root.querySelector("main [name=csrf_token]")?.value ?? "");
    const answer = await fetch(place.dataset.here, {
      method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin", redirect: "manual",
    }).catch(() => null);
    if (answer && !answer.ok) return; // signed out, or no longer ours to write
    const news = answer ? await answer.json().catch(() => null) : null;
    if (news) tell(root, place, form, news);
    timer = setTimeout(ask, news?.here ? BUSY : QUIET);
  };
  document.addEventListener("visibilitychange", ask);
  form?.addEventListener("autosaved", (event) => event.detail.changed && ask()); // somebody else is writing
  ask();
}

function tell(root, place, form, news) {
  if (place.textContent !== news.here) place.textContent = news.here;
  for (const mark of root.querySelectorAll("[data-here-in]")) {
    const who = news.sections[mark.dataset.hereIn];
    mark.textContent = who ? `${who} is here` : "";
  }
  const isBehind = form?.elements.editor && Number(form.elements.version.value) < news.version;
  if (isBehind) form.dispatchEvent(new CustomEvent("savenow", { detail: [] })); // its answer brings what others wrote
}
