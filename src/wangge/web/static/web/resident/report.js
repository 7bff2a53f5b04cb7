// The resident's form made easier: an id made here, classes offered while typing, the village
// named, towns before villages, a map only when asked for. The form works without any of it.
import { offerClasses } from "../field/classes.js";
import { uuid7 } from "../field/uuid7.js";

const form = document.querySelector("[data-report]");
const english = document.documentElement.lang === "en";

if (form) {
  if (form.hasAttribute("data-fresh")) form.elements.id.value = uuid7();
  // Back from the thanks page: a new report, not the old one again.
  addEventListener("pageshow", (event) => {
    if (event.persisted) form.elements.id.value = uuid7();
  });
  offerClasses(form, form.elements.text, form.querySelector("[data-class-choice]"));
  splitTowns(form.querySelector("[data-area] select"));
  form.addEventListener("located", tellWhere);
  form.addEventListener("map:pick", tellWhere);
  form.querySelector("[data-pick-map]").addEventListener("toggle", showMap);
  form.addEventListener("submit", sendOnce);
}

/** One press, one report; a second press waits for the first. */
function sendOnce(event) {
  const button = event.submitter;
  if (form.hasAttribute("data-sending")) return void event.preventDefault();
  form.setAttribute("data-sending", "");
  button?.setAttribute("aria-busy", "true");
  addEventListener("pagehide", () => form.removeAttribute("data-sending"), { once: true });
}

/** One long list becomes two short ones: the town, then its villages. */
function splitTowns(villages) {
  const groups = [...villages.querySelectorAll("optgroup")];
  const villagesOf = new Map(groups.map((group) => [group.label, [...group.children]]));
  const chosen = villages.value;
  const none = new Option(english ? "Village" : "选村（社区）", "");
  const towns = document.createElement("select");
  towns.setAttribute("aria-label", english ? "Town" : "镇（街道）");
  towns.append(new Option(english ? "Town" : "选镇（街道）", ""));
  for (const town of villagesOf.keys()) towns.append(new Option(town, town));
  const show = () => {
    const own = villagesOf.get(towns.value) ?? [];
    villages.replaceChildren(none, ...own);
    villages.value = "";
    villages.disabled = own.length === 0;
  };
  for (const [town, own] of villagesOf) {
    if (chosen && own.some(({ value }) => value === chosen)) towns.value = town;
  }
  show();
  if (chosen) villages.value = chosen;
  towns.addEventListener("change", show);
  const pair = document.createElement("div");
  pair.className = "towns";
  villages.before(pair);
  pair.append(towns, villages);
}

/** The village in words, so that one sees whether the phone is right. */
async function tellWhere() {
  const { lon, lat, datum } = form.elements;
  const told = form.querySelector("[data-located]");
  told.textContent = english ? "Place found" : "已定位";
  try {
    const query = new URLSearchParams({ lon: lon.value, lat: lat.value, datum: datum.value });
    const answer = await fetch(`${form.dataset.where}?${query}`);
    const { where } = await answer.json();
    if (where) told.textContent = where;
  } catch { /* the point itself is kept */ }
}

/** The map comes with its megabyte only when somebody opens it. */
function showMap(event) {
  const template = event.target.querySelector("template");
  if (!event.target.open || !template) return;
  const box = document.createElement("div");
  box.append(template.content);
  template.replaceWith(box);
  box.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
}
