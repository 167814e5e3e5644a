// A row with data-poll="URL" asks for news of itself until its work is done.
// The answer is an HTML fragment that replaces the row, or JSON
// {state, progress_percent, progress_text, error, url} with state owed, running, done or failed.
const FIRST = 1000; // milliseconds
const SLOWEST = 10000;
const WORDS = { owed: ["Waiting", "wait"], running: ["Being made", "wait"], done: ["Ready", "good"], failed: ["Not made", "late"] };

export function followProgress(root) {
  for (const row of root.querySelectorAll("[data-poll]")) follow(row, FIRST);
}

function follow(row, wait) {
  setTimeout(async () => {
    if (!row.isConnected) return;
    if (document.hidden) return follow(row, wait);
    const next = await ask(row);
    if (next) follow(next, Math.min(wait * 1.4, SLOWEST));
  }, wait);
}

async function ask(row) {
  try {
    const answer = await fetch(row.dataset.poll, { headers: { Accept: "application/json, text/html" }, credentials: "same-origin" });
    if (!answer.ok) return answer.status >= 500 ? row : null;
    if (answer.headers.get("content-type")?.includes("json")) return show(row, await answer.json());
    return replace(row, await answer.text());
  } catch {
    return row; // no connection: ask again later
  }
}

function replace(row, html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const fresh = holder.content.querySelector("[data-poll], .document") ?? holder.content.firstElementChild;
  if (!fresh) return null;
  row.replaceWith(fresh);
  return fresh.dataset.poll ? fresh : null;
}

function show(row, news) {
  const name = row.querySelector("[data-document-name]");
  const note = row.querySelector("[data-document-note]");
  const title = name.querySelector("a, span");
  let bar = name.querySelector("progress");
  row.className = `document document-${news.state}`;
  if (news.state === "running") {
    if (!bar) {
      bar = document.createElement("progress");
      bar.max = 100;
      bar.setAttribute("aria-label", `${title.textContent}: progress`);
      name.append(bar);
    }
    if (news.progress_percent !== null && news.progress_percent !== undefined) bar.value = news.progress_percent;
  } else {
    bar?.remove();
  }
  if (news.state === "done" && news.url && title.tagName !== "A") {
    const link = document.createElement("a");
    link.href = news.url;
    link.textContent = title.textContent;
    title.replaceWith(link);
  }
  note.textContent = news.error || news.progress_text || "";
  const [word, tone] = WORDS[news.state] ?? WORDS.owed;
  const status = row.querySelector("[data-document-status] .status");
  if (status && status.textContent !== word) {
    status.textContent = word;
    status.className = `status status-${tone}`;
  }
  if (news.state === "owed" || news.state === "running") return row;
  delete row.dataset.poll;
  return null;
}
