// Sends what the phone holds: in order, each exactly once, again and again until it is answered.
// An answer that got lost is asked for again; the server knows the id and gives the same case.
// Ignores how drafts are made (report.js, case.js) and shown (drafts.js).
import { all, put, remove, tellQueue, user } from "./store.js";

const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 5 * 60 * 1000;
const PATIENCE_MS = 60 * 1000;
const SENT_STAYS_MS = 24 * 3600 * 1000;

let timer;

/** Begin to send now and whenever the network returns. */
export function start() {
  addEventListener("online", () => run({ atOnce: true }));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") run();
  });
  tidy().then(() => run());
}

/** Send everything that is ready; one tab at a time. */
export async function run({ atOnce = false } = {}) {
  clearTimeout(timer);
  await tellQueue();
  if (!navigator.onLine) return;
  const work = (lock) => (lock === null ? later(FIRST_WAIT_MS) : sendAll(atOnce));
  if (navigator.locks) await navigator.locks.request("wangge-queue", { ifAvailable: true }, work);
  else await sendAll(atOnce);
  await tellQueue();
}

async function ready() {
  return (await all()).filter((draft) => draft.user === user() && draft.state === "ready");
}

async function sendAll(atOnce) {
  const door = document.body.dataset.queueHref;
  let token = null;
  for (const draft of await ready()) {
    const wait = atOnce ? 0 : (draft.nextAt ?? 0) - Date.now();
    if (wait > 0) return later(wait); // in order: the first one holds up the rest
    token ??= await ask(door);
    if (!token) return (await ready()).length ? later(await putOff(draft)) : undefined;
    if (token === "sign in") return undefined;
    if (!(await sendOne(draft, door, token))) return later(await putOff(draft));
  }
  return undefined;
}

/** The token of who is signed in; null without network, "sign in" when nobody is. */
async function ask(door) {
  try {
    const answer = await fetch(door, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.status === 401) return signIn(true);
    if (!answer.ok) return null;
    const { csrf, user: who } = await answer.json();
    if (who !== user()) return signIn(true);
    signIn(false);
    return csrf;
  } catch {
    return null;
  }
}

function signIn(wanted) {
  for (const band of document.querySelectorAll("[data-sign-in]")) band.hidden = !wanted;
  return wanted ? "sign in" : undefined;
}

/** False when there was no answer that settles it: then it is sent again later. */
async function sendOne(draft, door, token) {
  let answer;
  let said = {};
  try {
    answer = await fetch(door, {
      method: "POST",
      body: bodyOf(draft),
      headers: { "X-CSRFToken": token },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    said = await answer.json();
  } catch {
    return false;
  }
  if (answer.status === 401) {
    signIn(true);
    return false;
  }
  if (answer.status >= 500 || answer.status === 429) return false;
  if (answer.ok) {
    const { files, ...light } = draft;
    await put({ ...light, state: "sent", answer: said, sentAt: Date.now(), sentence: "" });
  } else {
    const { sentence = "", field = null, changed = [], version = null, state = "" } = said;
    const stale = answer.status === 409;
    await put({
      ...draft, state: stale ? "stale" : "failed", sentence, field, changed, nowVersion: version, nowState: state,
    });
  }
  document.dispatchEvent(new CustomEvent("draft-settled", { detail: { id: draft.id, status: answer.status, said } }));
  return true;
}

function bodyOf(draft) {
  const body = new FormData();
  body.set("kind", draft.kind);
  body.set("user", draft.user);
  if (draft.kind !== "act") body.set("id", draft.id);
  if (draft.no) body.set("no", draft.no);
  body.set("taken_at", new Date(draft.madeAt).toISOString());
  for (const [name, value] of Object.entries(draft.fields)) body.set(name, value);
  for (const [name, files] of Object.entries(draft.files ?? {})) {
    for (const file of files) body.append(name, file, file.name);
  }
  return body;
}

/** Try this one again later, each time a little later; answers after how many milliseconds. */
async function putOff(draft) {
  const tries = (draft.tries ?? 0) + 1;
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1)) * (0.75 + Math.random() / 2);
  await put({ ...draft, tries, nextAt: Date.now() + wait });
  return wait;
}

function later(ms) {
  clearTimeout(timer);
  timer = setTimeout(() => run(), ms);
}

/** What was sent yesterday is forgotten. */
async function tidy() {
  for (const draft of await all()) {
    if (draft.state === "sent" && draft.sentAt < Date.now() - SENT_STAYS_MS) await remove(draft.id);
  }
}
