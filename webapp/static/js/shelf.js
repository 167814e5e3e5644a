// Typed text that the server does not have yet. It lives as long as the browser tab and belongs to who typed it, so
// that a shared computer does not remember: signing out, or another person signing in, clears the shelf.
const PAGE_FIELDS = ["version", "editor", "turn", "apart"];
const NOT_TYPED = ["csrf_token", "once", ...PAGE_FIELDS];
const MARK = "text:";

const shelf = (form) => `${MARK}${form.dataset.autosave}`;
const whoIsHere = () => document.body.dataset.person ?? "";

export const takeOff = (form) => sessionStorage.removeItem(shelf(form));

// What is in the fields, by name; the values of a name that repeats are one text.
export function valuesOf(form) {
  const values = new Map();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !NOT_TYPED.includes(name)) values.set(name, [...(values.get(name) ?? []), value]);
  }
  return new Map([...values].map(([name, all]) => [name, all.join("\n")]));
}

export function keepTyped(form, { sent = false } = {}) {
  const kept = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_TYPED.includes(name));
  const page = PAGE_FIELDS.filter((name) => form.elements[name]).map((name) => [name, form.elements[name].value]);
  const { version } = Object.fromEntries(page);
  sessionStorage.setItem(shelf(form), JSON.stringify({ version, kept, page, sent, person: whoIsHere() }));
}

// What a button sent has arrived once another page of ours is shown; nobody else's text is kept either.
export function forgetSent() {
  for (const key of Object.keys(sessionStorage).filter((key) => key.startsWith(MARK))) {
    const { sent, person } = JSON.parse(sessionStorage.getItem(key));
    const isElsewhere = key !== `${MARK}${window.location.pathname}`;
    const isOthers = whoIsHere() && person && person !== whoIsHere();
    if (isOthers || (sent && isElsewhere)) sessionStorage.removeItem(key);
  }
  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", () => sessionStorage.clear());
  }
}

// "save" when text was put back that can be saved at once, "look" when a person should look first, "" for nothing.
export function restoreTyped(form, say) {
  const shelved = JSON.parse(sessionStorage.getItem(shelf(form)) ?? "null");
  if (!shelved) return "";
  if (isShown(form, shelved.kept)) {
    takeOff(form);
    return "";
  }
  if (form.elements.editor && shelved.page?.some(([name]) => name === "editor")) {
    putBack(form, shelved.kept);
    for (const [name, value] of shelved.page) form.elements[name].value = value; // the server knows what it was written over
    return "save";
  }
  const text = "Your unsaved text was put back. Look it over; it is saved with your next change.";
  if (shelved.version === form.elements.version?.value) {
    putBack(form, shelved.kept);
    say(text);
    return "look";
  }
  // Somebody saved since: their text is shown, and ours only comes back when asked for.
  say("Someone saved this since you wrote. Your own text is kept here.", {
    label: "Put my text back",
    act: () => {
      putBack(form, shelved.kept);
      form.dispatchEvent(new InputEvent("input", { bubbles: true }));
      say(text);
    },
  });
  return "";
}

const plain = (text) => text.replace(/\r\n?/g, "\n");

function isShown(form, kept) {
  const shown = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_TYPED.includes(name));
  const flat = (pairs) => JSON.stringify(pairs.map(([name, value]) => [name, plain(value).trim()]).filter(([, text]) => text));
  return flat(shown) === flat(kept);
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
}
