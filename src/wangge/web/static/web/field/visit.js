// The form of a visit: a draft from the first tap, three taps to done, sent by the queue.
// An empty form is kept in the phone; whose home it is comes with the address, its name from the
// list that was kept last.
import { Draft } from "./draft.js";
import { user } from "./store.js";
import { WORDS } from "./words.js";

const form = document.querySelector("[data-visit]");
const heading = document.querySelector("[data-home]");
const draft = new Draft(form, "visit", (fields) => {
  for (const chosen of form.querySelectorAll("[data-title]:checked")) {
    fields[chosen.name.replace("-class", "-title")] = chosen.dataset.title;
  }
  return heading.dataset.home || draft.row.title || "";
});

begin();

async function begin() {
  const household = new URLSearchParams(location.search).get("household");
  const found = await draft.takeUp();
  if (found) await resume(found);
  if (household) form.elements.household.value = household;
  nameHome();
  form.addEventListener("change", (event) => onlyOne(event.target));
  draft.follow();
  form.addEventListener("located", (event) => tellWhere(event.detail));
  form.addEventListener("submit", send);
  findPlace();
  form.setAttribute("data-awake", "");
}

/** 王爹, also where the page was kept empty. */
function nameHome() {
  const wanted = form.elements.household.value;
  const known = JSON.parse(localStorage.getItem(`kept households ${user()}`) ?? "[]");
  const home = known.find(({ id }) => id === wanted);
  if (!heading.dataset.home && home) heading.dataset.home = home.title;
  if (heading.dataset.home) heading.querySelector("[data-home-title]").textContent = heading.dataset.home;
  if (!wanted) draft.tell(WORDS.noHome);
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
  for (const [name, value] of Object.entries(found.fields)) fill(name, value);
  for (const part of form.querySelectorAll("details")) {
    if ([...new FormData(form)].some(([name, value]) => value && part.querySelector(`[name="${name}"]`))) part.open = true;
  }
  if (found.sentence && found.state !== "ready") draft.tell(found.sentence);
  await draft.putPhotosBack();
}

function fill(name, value) {
  const fields = form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
  for (const field of fields) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = field.value === value;
    else if (field.type !== "file") field.value = value;
  }
}

async function findPlace() {
  const place = await draft.findPlace();
  if (place) tellWhere(place);
}

function tellWhere({ accuracyM }) {
  form.querySelector("[data-located]").textContent = `${WORDS.place} ±${accuracyM} m`;
}

function send(event) {
  event.preventDefault();
  if (form.elements.household.value) draft.send("/field/visits/?kept=1");
  else draft.tell(WORDS.noHome);
}
