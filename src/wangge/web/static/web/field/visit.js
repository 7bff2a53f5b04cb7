// The form of a visit: a draft from the first tap, three taps to done, sent by the queue.
// An empty form is kept in the phone; whose home it is comes with the address, its name from the
// list that was kept last.
import { whereAmI } from "../../ui/js/geo.js";
import { get, put, tellQueue, user } from "./store.js";
import { uuid7 } from "./uuid7.js";
import { WORDS } from "./words.js";

const form = document.querySelector("[data-visit]");
const problem = document.querySelector("[data-draft-problem]");
const saved = document.querySelector("[data-saved]");
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "id"]);
const asked = new URLSearchParams(location.search);

let draft = { id: uuid7(), user: user(), kind: "visit", state: "draft", fields: {}, files: {}, madeAt: Date.now() };
let keeping;

begin();

async function begin() {
  const found = asked.get("draft") && (await get(asked.get("draft")));
  if (found && found.user === user() && found.state !== "sent") await resume(found);
  form.elements.id.value = draft.id;
  if (asked.get("household")) form.elements.household.value = asked.get("household");
  nameHome();
  form.addEventListener("input", keepSoon);
  form.addEventListener("change", (event) => {
    onlyOne(event.target);
    keepSoon(event);
  });
  form.addEventListener("photos", keepPhotos);
  form.addEventListener("located", (event) => tellWhere(event.detail));
  form.addEventListener("submit", send);
  if (!form.elements.lon.value) findPlace();
  form.setAttribute("data-awake", "");
}

/** 王爹, also where the page was kept empty. */
function nameHome() {
  const heading = document.querySelector("[data-home]");
  const wanted = form.elements.household.value;
  const known = JSON.parse(localStorage.getItem(`kept households ${user()}`) ?? "[]");
  const home = known.find(({ id }) => id === wanted);
  if (!heading.dataset.home && home) heading.dataset.home = home.title;
  if (heading.dataset.home) heading.querySelector("[data-home-title]").textContent = heading.dataset.home;
  if (!wanted) tell(WORDS.noHome);
}

/** 一切正常 and a worry exclude each other. */
function onlyOne(ticked) {
  if (ticked.type !== "checkbox" || !ticked.checked || !/^a-home-/.test(ticked.name)) return;
  for (const other of form.querySelectorAll("[name^='a-home-']")) {
    const fine = ticked.name === "a-home-fine" ? other !== ticked : other.name === "a-home-fine";
    if (fine) other.checked = false;
  }
}

/** Take up a draft where it was left. */
async function resume(found) {
  draft = { ...found, state: "draft" };
  for (const [name, value] of Object.entries(found.fields)) fill(name, value);
  for (const part of form.querySelectorAll("details")) {
    if ([...new FormData(form)].some(([name, value]) => value && part.querySelector(`[name="${name}"]`))) part.open = true;
  }
  if (found.sentence && found.state !== "ready") tell(found.sentence);
  for (let n = 0; n < 50 && form.querySelector("[data-photos]:not([data-ready])"); n += 1) {
    await new Promise((done) => setTimeout(done, 100));
  }
  for (const [name, files] of Object.entries(found.files ?? {})) {
    const carrier = new DataTransfer();
    for (const file of files) carrier.items.add(file);
    form.elements[name].files = carrier.files;
    form.elements[name].dispatchEvent(new Event("change"));
  }
}

function fill(name, value) {
  const fields = form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
  for (const field of fields) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = field.value === value;
    else if (field.type !== "file") field.value = value;
  }
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
  for (const chosen of form.querySelectorAll("[data-title]:checked")) {
    fields[chosen.name.replace("-class", "-title")] = chosen.dataset.title;
  }
  draft.fields = fields;
  draft.title = document.querySelector("[data-home]").dataset.home || draft.title || "";
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
    tellWhere(place);
  } catch { /* a visit without a place is a visit */ }
}

function tellWhere({ accuracyM }) {
  form.querySelector("[data-located]").textContent = `${WORDS.place} ±${accuracyM} m`;
}

/** Into the queue; the next page sends it. */
async function send(event) {
  event.preventDefault();
  clearTimeout(keeping);
  if (!form.elements.household.value) {
    tell(WORDS.noHome);
    return;
  }
  read();
  draft = { ...draft, state: "ready", tries: 0, nextAt: 0, sentence: "" };
  await put(draft);
  await tellQueue();
  location.assign("/field/visits/?kept=1");
}

function tell(sentence) {
  problem.hidden = false;
  problem.className = "notice notice-red";
  problem.setAttribute("role", "alert");
  problem.textContent = sentence;
  problem.scrollIntoView({ block: "center" });
}
