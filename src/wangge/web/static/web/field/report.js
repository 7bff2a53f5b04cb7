// The field's report: a draft from the first tap, three taps to done, sent by the queue.
import { chip, offerClasses } from "./classes.js";
import { Draft } from "./draft.js";
import { WORDS } from "./words.js";

const form = document.querySelector("[data-draft]");
const draft = new Draft(form, "report", (fields) =>
  form.querySelector("[name=class]:checked")?.dataset.title ?? (fields.text ?? "").slice(0, 30));

begin();

async function begin() {
  const found = await draft.takeUp();
  if (found) await resume(found);
  offerClasses(form, form.elements.text, form.querySelector("[data-class-choice]"));
  draft.follow();
  form.addEventListener("located", (event) => tellWhere(event.detail));
  form.addEventListener("submit", send);
  form.querySelector("[data-solved]").addEventListener("change", showSolved);
  showSolved();
  findPlace();
  form.setAttribute("data-awake", "");
}

/** Take up a draft where it was left. */
async function resume(found) {
  for (const [name, value] of Object.entries(found.fields)) fill(name, value);
  if (found.fields.lon) form.querySelector("[data-located]").textContent = WORDS.place;
  if (found.sentence && found.state !== "ready") {
    draft.tell(found.sentence, { loud: false });
    if (["place", "area", "after", "name", "phone", "reporter.phone"].includes(found.field)) {
      form.querySelector(".more").open = true;
    }
  }
  await draft.putPhotosBack();
}

function fill(name, value) {
  const field = form.elements[name];
  if (!field && name !== "class") return;
  if (name === "class") {
    const list = form.querySelector("[data-class-list]");
    const known = [...list.querySelectorAll("input")].find((input) => input.value === value);
    if (known) known.checked = true;
    else list.prepend(chip(value, draft.row.title ?? value, true));
  } else if (field.type === "checkbox") field.checked = value === field.value;
  else field.value = value;
}

function showSolved() {
  const on = form.querySelector("[data-solved]").checked;
  form.querySelector("[data-solved-part]").classList.toggle("is-on", on);
}

async function findPlace() {
  const place = await draft.findPlace();
  if (place) tellWhere(place, { keeps: draft.row.title !== undefined });
}

async function tellWhere({ lon, lat, accuracyM }, { keeps = true } = {}) {
  const told = form.querySelector("[data-located]");
  told.textContent = `${WORDS.place} ±${accuracyM} m`;
  if (keeps) await draft.keep();
  if (!navigator.onLine) return;
  try {
    const query = new URLSearchParams({ lon, lat, datum: "wgs84" });
    const answer = await fetch(`${form.dataset.where}?${query}`);
    const { where } = await answer.json();
    if (answer.ok && where) told.textContent = `${where} ±${accuracyM} m`;
  } catch { /* the point itself is kept */ }
}

function send(event) {
  event.preventDefault();
  const { text, solved, after } = form.elements;
  const chosen = form.querySelector("[name=class]:checked");
  if (!text.value.trim() && chosen) text.value = chosen.dataset.title;
  if (!text.value.trim()) return refuse(WORDS.nothing, text);
  if (solved.checked && !draft.row.files.after?.length) {
    form.querySelector(".more").open = true;
    return refuse(WORDS.needsAfter, after);
  }
  return draft.send("/field/?kept=1");
}

function refuse(sentence, field) {
  draft.tell(sentence);
  field.focus({ preventScroll: true });
}
