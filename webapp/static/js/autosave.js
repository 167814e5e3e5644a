// A form with data-autosave="URL" saves itself a moment after the last key, one save after the other.
// The answer is JSON: 200 {version, saved_at: "10:42", …}, 409 {sentence, url}, 422 {sentence}.
// A form that several people fill in (it has the field `editor`) hears what others wrote: see together.js.
import { forgetSent, keepTyped, restoreTyped, takeOff, valuesOf } from "./shelf.js";
import { takeOver } from "./together.js";
import { markChanged, markSaved } from "./unsaved.js";

const PAUSE = 1500; // milliseconds after the last change
const FIRST_RETRY = 2000;
const LAST_RETRY = 30000;
const KEEPALIVE_MOST = 60000; // bytes that a browser still sends for a page that is left
const OFFLINE = "No connection. Your text is kept here and will be saved when it is back.";
const SIGNED_OUT = "You are signed out. Your text is kept in this window.";

export function autosave(root) {
  forgetSent();
  for (const form of root.querySelectorAll("form[data-autosave]")) new Saver(form).begin();
}

class Saver {
  constructor(form) {
    this.form = form;
    this.typed = 0; // changes so far
    this.kept = 0; // how many of them the server has
    this.timer = 0;
    this.wait = FIRST_RETRY;
    this.saving = null;
    this.stopped = false;
    this.signedOut = false;
    this.sent = false; // by the button
  }

  begin() {
    const { form } = this;
    form.addEventListener("input", (event) => {
      if (event.detail === "theirs") return;
      this.typed += 1;
      if (this.signedOut) keepTyped(form); // no save will do it
      this.later(PAUSE);
    });
    form.addEventListener("submit", () => this.isSent());
    form.addEventListener("savenow", (event) => event.detail.push(this.run())); // whoever asks can wait for it
    window.addEventListener("online", () => this.tryAgain());
    window.addEventListener("pagehide", () => this.leave());
    window.addEventListener("pageshow", (event) => event.persisted && this.comeBack());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.tryAgain());
    const back = restoreTyped(form, (text, options) => say(form, text, options));
    if (!back) return;
    this.typed += 1;
    markChanged(form);
    if (back === "save") this.run();
  }

  get isUnsaved() {
    return this.typed !== this.kept;
  }

  later(wait) {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.run(), wait);
  }

  run() {
    if (this.stopped) return Promise.resolve();
    clearTimeout(this.timer);
    this.saving ??= this.save().finally(() => {
      this.saving = null;
    });
    return this.saving;
  }

  async save() {
    const upTo = this.typed;
    const outcome = await send(this.form);
    if (outcome === "saved") {
      this.kept = upTo;
      this.wait = FIRST_RETRY;
      if (this.isUnsaved) this.later(PAUSE);
      else markSaved(this.form);
    } else if (outcome === "retry") {
      this.later(this.wait);
      this.wait = Math.min(this.wait * 2, LAST_RETRY);
    } else if (outcome !== "wait") {
      this.stopped = true;
      this.signedOut = outcome === "signed out";
    }
  }

  // The connection may be back, or somebody signed in again in another window.
  async tryAgain() {
    if (this.signedOut && (await takeNewToken(this.form))) this.stopped = this.signedOut = false;
    if (this.isUnsaved) this.run();
  }

  isSent() {
    this.stopped = this.sent = true;
    clearTimeout(this.timer);
    countTurn(this.form);
    if (this.form.elements.editor) keepTyped(this.form, { sent: true }); // until the next page shows that it arrived
    else takeOff(this.form);
  }

  // The browser shows the page as it was left, for example by the Back button.
  comeBack() {
    this.stopped = this.sent = false;
  }

  leave() {
    if (!this.isUnsaved || this.sent) return;
    keepTyped(this.form);
    if (this.stopped) return;
    request(this.form).catch(() => {}); // nobody is here to hear of it; the shelf has the text
  }
}

function request(form) {
  countTurn(form);
  const body = new FormData(form);
  body.delete("once"); // the token belongs to the button
  const size = [...body].reduce((sum, [name, value]) => sum + name.length + 200 + 3 * String(value).length, 0);
  return fetch(form.dataset.autosave, {
    method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin", redirect: "manual",
    keepalive: size < KEEPALIVE_MOST,
  });
}

// Lets the server put saves of this page in order, however they arrive.
function countTurn(form) {
  const turn = form.elements.turn;
  if (turn) turn.value = Number(turn.value) + 1;
}

async function send(form) {
  const sent = valuesOf(form);
  say(form, "Saving…");
  let answer;
  try {
    answer = await request(form);
  } catch {
    keepTyped(form);
    say(form, OFFLINE, { bad: true });
    return "retry";
  }
  const news = await answer.json().catch(() => null);
  if (answer.ok && news) return isSaved(form, news, sent);
  keepTyped(form);
  markChanged(form);
  return isRefused(form, answer, news ?? {});
}

function isSaved(form, news, sent) {
  if (form.elements.version && news.version !== undefined) form.elements.version.value = news.version;
  takeOff(form);
  const more = form.elements.editor ? takeOver(form, news, sent) : { text: "" };
  say(form, [`Saved ${news.saved_at ?? clock()}`, more.text].filter(Boolean).join(". "), more);
  form.dispatchEvent(new CustomEvent("autosaved", { detail: news }));
  return "saved";
}

function isRefused(form, answer, news) {
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
    say(form, SIGNED_OUT, { bad: true, url: window.location.href, label: "Sign in and go on" });
    return "signed out";
  }
  if (answer.status === 404) {
    say(form, "This part is no longer there: somebody removed it. Copy your text if you need it.", { bad: true });
    return "stop";
  }
  say(form, news.sentence ?? "That did not save. Your text is kept here and we will try again.", { bad: true });
  return "retry";
}

async function takeNewToken(form) {
  const answer = await fetch(window.location.href, { redirect: "manual", credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("form[data-autosave] [name=csrf_token]")?.value;
  if (token) form.elements.csrf_token.value = token;
  return Boolean(token);
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
    if (!url.startsWith("#")) onward.addEventListener("click", () => markSaved(form)); // the text waits on the shelf
  } else {
    onward.type = "button";
    onward.className = "btn-text";
    onward.addEventListener("click", act);
  }
  onward.textContent = label;
  place.append(" ", onward);
}

const clock = () => new Date().toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
