// What the phone still holds, each with what may be done about it.
import { run } from "./queue.js";
import { all, get, put, remove, tellQueue, user } from "./store.js";
import { WORDS } from "./words.js";

const place = document.querySelector("[data-drafts]");

show();
document.addEventListener("draft-settled", show);
document.querySelector("[data-send-now]").addEventListener("click", async () => {
  await run({ atOnce: true });
  await show();
});

async function show() {
  const drafts = (await all()).filter((draft) => draft.user === user()).reverse();
  if (drafts.length) place.replaceChildren(...drafts.map(card));
  else place.replaceChildren(document.querySelector("[data-no-drafts]").content.cloneNode(true));
  await tellQueue();
}

function make(tag, className, ...children) {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children);
  return element;
}

function card(draft) {
  const tone = { failed: "red", stale: "amber", sent: "green", ready: "accent" }[draft.state] ?? "plain";
  const head = make("p", "draft-head",
    make("span", `chip chip-${tone}`, WORDS.states[draft.state]),
    make("strong", "", draft.kind === "act" ? draft.title : `${WORDS[draft.kind]} · ${draft.title || WORDS.noDraft}`));
  const parts = [head];
  const said = draft.fields.text ?? draft.fields.opinion ?? draft.fields.reason ?? draft.fields.note;
  if (said && said !== draft.title) parts.push(make("p", "quiet small", said));
  if (draft.answer?.done) parts.push(make("p", "small", draft.answer.done));
  else if (draft.no || draft.answer) {
    const no = draft.answer?.no ?? draft.no;
    const link = make("a", "small figures", `${no}`);
    link.href = `/field/cases/${encodeURIComponent(no)}/`;
    parts.push(make("p", "", link));
  }
  if (draft.sentence) parts.push(make("p", "field-error", draft.sentence));
  if (draft.changed?.length) parts.push(changes(draft));
  const photos = Object.values(draft.files ?? {}).flat();
  if (photos.length) parts.push(make("div", "draft-photos", ...photos.map(picture)));
  const foot = make("div", "draft-foot");
  if (draft.state === "stale") foot.append(press(WORDS.anyway, "btn-primary", () => again(draft.id)));
  if (draft.state !== "sent") {
    foot.append(goes(draft), press(WORDS.remove, "btn-danger", () => away(draft.id)));
  }
  parts.push(foot);
  return make("article", "draft", ...parts);
}

function changes(draft) {
  const list = document.createElement("ul");
  for (const step of draft.changed) {
    list.append(make("li", "", [step.title, step.who, step.said].filter(Boolean).join(" · ")));
  }
  return make("div", "draft-changed", WORDS.changed, list, draft.nowState ? WORDS.now(draft.nowState) : "");
}

function picture(file) {
  const image = document.createElement("img");
  image.src = URL.createObjectURL(file);
  image.alt = file.name;
  image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
  return image;
}

function press(label, kind, work) {
  const button = make("button", `btn ${kind}`, label);
  button.type = "button";
  button.addEventListener("click", work);
  return button;
}

function goes(draft) {
  const link = make("a", "btn btn-plain", draft.state === "draft" ? WORDS.goOn : WORDS.edit);
  link.href = draft.kind === "act"
    ? `/field/cases/${encodeURIComponent(draft.no)}/#act-${draft.fields.verb}`
    : `/field/${draft.kind === "visit" ? "visits/new" : "report"}/?draft=${draft.id}`;
  return link;
}

/** Somebody else was first: the same words for the case as it is now. */
async function again(id) {
  const draft = await get(id);
  const fields = { ...draft.fields, version: String(draft.nowVersion) };
  await put({ ...draft, fields, state: "ready", tries: 0, nextAt: 0, sentence: "", changed: [] });
  await run({ atOnce: true });
  await show();
}

async function away(id) {
  if (!confirm(WORDS.sure)) return;
  await remove(id);
  await show();
}
