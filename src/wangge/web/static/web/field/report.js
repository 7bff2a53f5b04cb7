// The field's report: a draft from the first tap, three taps to done, sent by the queue.
import { whereAmI } from "../../ui/js/geo.js";
import { chip, offerClasses } from "./classes.js";
import { get, put, tellQueue, user } from "./store.js";
import { uuid7 } from "./uuid7.js";
import { WORDS } from "./words.js";

const form = document.querySelector("[data-draft]");
const problem = document.querySelector("[data-draft-problem]");
const saved = document.querySelector("[data-saved]");
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "id", "photos", "after"]);

let draft = { id: uuid7(), user: user(), kind: "report", state: "draft", fields: {}, files: {}, madeAt: Date.now() };
let keeping;

begin();

async function begin() {
  const wanted = new URLSearchParams(location.search).get("draft");
  const found = wanted && (await get(wanted));
  if (found && found.user === user() && found.state !== "sent") await resume(found);
  form.elements.id.value = draft.id;
  offerClasses(form, form.elements.text, form.querySelector("[data-class-choice]"));
  form.addEventListener("input", keepSoon);
  form.addEventListener("change", keepSoon);
  form.addEventListener("photos", keepPhotos);
  form.addEventListener("located", (event) => tellWhere(event.detail));
  form.addEventListener("submit", send);
  form.querySelector("[data-solved]").addEventListener("change", showSolved);
  showSolved();
  if (!form.elements.lon.value) findPlace();
  form.setAttribute("data-awake", "");
}

/** Take up a draft where it was left. */
async function resume(found) {
  draft = { ...found, state: "draft" };
  for (const [name, value] of Object.entries(found.fields)) fill(name, value);
  if (found.fields.lon) form.querySelector("[data-located]").textContent = WORDS.place;
  if (found.sentence && found.state !== "ready") {
    problem.hidden = false;
    problem.className = "notice notice-red";
    problem.textContent = found.sentence;
    if (["place", "area", "after", "name", "phone", "reporter.phone"].includes(found.field)) {
      form.querySelector(".more").open = true;
    }
  }
  await pickersReady();
  for (const [name, files] of Object.entries(found.files ?? {})) putFiles(form.elements[name], files);
}

function fill(name, value) {
  const field = form.elements[name];
  if (!field && name !== "class") return;
  if (name === "class") {
    const list = form.querySelector("[data-class-list]");
    const known = [...list.querySelectorAll("input")].find((input) => input.value === value);
    if (known) known.checked = true;
    else list.prepend(chip(value, draft.title ?? value, true));
  } else if (field.type === "checkbox") field.checked = value === field.value;
  else field.value = value;
}

async function pickersReady() {
  for (let n = 0; n < 50 && form.querySelector("[data-photos]:not([data-ready])"); n += 1) {
    await new Promise((done) => setTimeout(done, 100));
  }
}

function putFiles(input, files) {
  const carrier = new DataTransfer();
  for (const file of files) carrier.items.add(file);
  input.files = carrier.files;
  input.dispatchEvent(new Event("change", { bubbles: false }));
}

function keepPhotos(event) {
  const input = event.target.querySelector("input[type=file]");
  draft.files = { ...draft.files, [input.name]: event.detail };
  keep();
}

function keepSoon(event) {
  if (event.target.type === "file") return; // the picker tells when it is ready
  clearTimeout(keeping);
  keeping = setTimeout(keep, 150);
}

/** Write the draft to disk; the address names it, so that a reload finds it. */
async function keep() {
  clearTimeout(keeping);
  read();
  await put(draft);
  saved.textContent = `✓ ${WORDS.saved}`;
  history.replaceState(null, "", `${location.pathname}?draft=${draft.id}`);
}

function read() {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (!NOT_KEPT.has(name) && typeof value === "string" && value !== "") fields[name] = value;
  }
  draft.fields = fields;
  draft.title = form.querySelector("[name=class]:checked")?.dataset.title
    ?? (fields.text ?? "").slice(0, 30);
}

function showSolved() {
  const on = form.querySelector("[data-solved]").checked;
  form.querySelector("[data-solved-part]").classList.toggle("is-on", on);
}

/** The phone's place without being asked, where that was allowed before. */
async function findPlace() {
  try {
    const { state } = await navigator.permissions.query({ name: "geolocation" });
    if (state !== "granted") return;
    const place = await whereAmI();
    if (form.elements.lon.value) return;
    form.elements.lon.value = place.lon.toFixed(6);
    form.elements.lat.value = place.lat.toFixed(6);
    form.elements.datum.value = "wgs84";
    tellWhere(place, { keeps: draft.title !== undefined });
  } catch { /* the village in the list will do */ }
}

async function tellWhere({ lon, lat, accuracyM }, { keeps = true } = {}) {
  const told = form.querySelector("[data-located]");
  told.textContent = `${WORDS.place} ±${accuracyM} m`;
  if (keeps) await keep();
  if (!navigator.onLine) return;
  try {
    const query = new URLSearchParams({ lon, lat, datum: "wgs84" });
    const answer = await fetch(`${form.dataset.where}?${query}`);
    const { where } = await answer.json();
    if (answer.ok && where) told.textContent = `${where} ±${accuracyM} m`;
  } catch { /* the point itself is kept */ }
}

/** Into the queue; the next page sends it. */
async function send(event) {
  event.preventDefault();
  clearTimeout(keeping);
  const chosen = form.querySelector("[name=class]:checked");
  if (!form.elements.text.value.trim() && chosen) form.elements.text.value = chosen.dataset.title;
  if (!form.elements.text.value.trim()) return refuse(WORDS.nothing, form.elements.text);
  if (form.elements.solved.checked && !draft.files.after?.length) {
    form.querySelector(".more").open = true;
    return refuse(WORDS.needsAfter, form.elements.after);
  }
  read();
  draft = { ...draft, state: "ready", tries: 0, nextAt: 0, sentence: "" };
  await put(draft);
  await tellQueue();
  location.assign("/field/?kept=1");
  return undefined;
}

function refuse(sentence, field) {
  problem.hidden = false;
  problem.className = "notice notice-red";
  problem.setAttribute("role", "alert");
  problem.textContent = sentence;
  problem.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
}
