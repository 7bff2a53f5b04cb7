// Drafts in the phone: kept from the first tap, through closed tabs and dead batteries.
// A draft: {id, user, kind: "report"|"act", state: "draft"|"ready"|"failed"|"stale"|"sent", no,
// title, fields, files: {name: [File]}, madeAt, tries, nextAt, sentence, changed, version, answer}.
// Ignores what becomes of them: queue.js.

const NAME = "wangge-field";
const STORE = "drafts";

let opened;

function open() {
  opened ??= new Promise((done, failed) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  return opened;
}

async function within(mode, work) {
  const database = await open();
  return new Promise((done, failed) => {
    const transaction = database.transaction(STORE, mode);
    const request = work(transaction.objectStore(STORE));
    transaction.oncomplete = () => done(request.result);
    transaction.onerror = transaction.onabort = () => failed(transaction.error);
  });
}

/** Keep the draft; when this resolves it is on disk. */
export const put = (draft) => within("readwrite", (store) => store.put(draft));
export const get = (id) => within("readonly", (store) => store.get(id));
export const remove = (id) => within("readwrite", (store) => store.delete(id));

/** Every draft, the oldest first. */
export async function all() {
  const found = await within("readonly", (store) => store.getAll());
  return found.sort((one, other) => one.madeAt - other.madeAt || (one.id < other.id ? -1 : 1));
}

/** Whose phone this page is. */
export const user = () => document.body.dataset.user;

/** The drafts of this person that still want something. */
export async function mine() {
  return (await all()).filter((draft) => draft.user === user() && draft.state !== "sent");
}

/** Tell the page how many wait to be sent (head and bar of the frame). */
export async function tellQueue() {
  const waiting = (await mine()).filter(({ state }) => state !== "draft").length;
  document.dispatchEvent(new CustomEvent("queue", { detail: { waiting } }));
}
