// Actions on a case from the phone: kept like drafts, sent by the queue, with or without network.
import { say } from "../../ui/js/toast.js";
import { run } from "./queue.js";
import { all, get, put, remove, user } from "./store.js";
import { uuid7 } from "./uuid7.js";
import { WORDS } from "./words.js";

const { case: no, version } = document.querySelector("[data-case]").dataset;
const problem = document.querySelector("[data-draft-problem]");

for (const form of document.querySelectorAll("form[data-act]")) wake(form);

async function wake(form) {
  const verb = form.elements.verb.value;
  const key = await findKey(verb);
  let draft = (await get(key)) ?? fresh(key, verb, form);
  if (Object.keys(draft.fields).length) await resume(form, draft);
  let waiting;
  const keep = async () => {
    draft = read(form, draft);
    await put(draft);
  };
  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    clearTimeout(waiting);
    waiting = setTimeout(keep, 150);
  });
  form.addEventListener("photos", (event) => {
    draft.files = { photos: event.detail };
    keep();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    const stale = draft.state === "stale";
    draft = { ...read(form, draft), state: "ready", tries: 0, nextAt: 0, sentence: "" };
    if (stale) draft.fields.version = draft.nowVersion ?? version;
    await put(draft);
    send(form, draft);
  });
}

/** The draft of this action on this case that was left here before, or a new one. */
async function findKey(verb) {
  const left = (await all()).find((draft) => draft.user === user() && draft.no === no
    && draft.fields.verb === verb && ["draft", "failed", "stale"].includes(draft.state));
  return left?.id ?? uuid7();
}

function fresh(id, verb, form) {
  const title = `${form.closest("details").querySelector("summary").textContent.trim()} · ${document.querySelector("h1").textContent}`;
  return { id, user: user(), kind: "act", state: "draft", no, title, fields: {}, files: {}, madeAt: Date.now() };
}

function read(form, draft) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value !== "" && name !== "csrfmiddlewaretoken") fields[name] = value;
  }
  return { ...draft, fields };
}

async function resume(form, draft) {
  form.closest("details").open = true;
  for (const [name, value] of Object.entries(draft.fields)) {
    const field = form.elements[name];
    if (!field || name === "verb" || name === "version") continue;
    field.value = value;
  }
  if (draft.sentence) tell(draft.sentence, draft);
  const input = form.querySelector("input[type=file]");
  if (!input || !draft.files?.photos?.length) return;
  for (let n = 0; n < 50 && form.querySelector("[data-photos]:not([data-ready])"); n += 1) {
    await new Promise((done) => setTimeout(done, 100));
  }
  const carrier = new DataTransfer();
  for (const file of draft.files.photos) carrier.items.add(file);
  input.files = carrier.files;
  input.dispatchEvent(new Event("change"));
}

/** With a network the answer comes to this page; without one, today goes on. */
async function send(form, draft) {
  const button = form.querySelector("button[type=submit]");
  button.setAttribute("aria-busy", "true");
  if (!navigator.onLine) {
    say(WORDS.queued, "green");
    location.assign("/field/?kept=1");
    return;
  }
  document.addEventListener("draft-settled", async ({ detail }) => {
    if (detail.id !== draft.id) return;
    button.removeAttribute("aria-busy");
    if (detail.status < 300) {
      await remove(draft.id);
      location.reload();
    } else tell(detail.said.sentence, detail.said);
  });
  await run({ atOnce: true });
  const left = await get(draft.id);
  if (left?.state === "ready") location.assign("/field/?kept=1"); // no answer yet: it waits in the queue
}

function tell(sentence, { changed = [], nowState = "", state = "" }) {
  problem.hidden = false;
  problem.className = "notice notice-red draft-problem";
  problem.setAttribute("role", "alert");
  const words = document.createElement("p");
  words.textContent = sentence;
  const list = document.createElement("ul");
  for (const step of changed) {
    const item = document.createElement("li");
    item.textContent = [step.title, step.who, step.said].filter(Boolean).join(" · ");
    list.append(item);
  }
  const box = document.createElement("div");
  box.append(words);
  if (changed.length) box.append(WORDS.changed, list);
  const now = nowState || state;
  if (changed.length && now) box.append(WORDS.now(now));
  problem.replaceChildren(box);
  problem.scrollIntoView({ block: "center" });
}
