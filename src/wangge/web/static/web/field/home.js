// The list of today: how far each thing is, time left on a page that was kept, drafts not finished.
import { whereAmI } from "../../ui/js/geo.js";
import { mine } from "./store.js";
import { WORDS, remaining } from "./words.js";

const M_PER_DEGREE = 111320;

tellUnfinished();
setInterval(tick, 30000);
tick();
tellFar();

async function tellUnfinished() {
  const place = document.querySelector("[data-unfinished]");
  if (!place) return;
  const left = (await mine()).filter(({ state, kind }) => state === "draft" && kind !== "act");
  place.hidden = left.length === 0;
  if (!left.length) return;
  const link = document.createElement("a");
  const form = left[0].kind === "visit" ? "visits/new" : "report";
  link.href = left.length === 1 ? `/field/${form}/?draft=${left[0].id}` : "/field/drafts/";
  link.textContent = WORDS.unfinished(left.length);
  place.replaceChildren(link);
}

/** A page from the phone's own memory must not say what was left an hour ago. */
function tick() {
  for (const time of document.querySelectorAll(".job .light:not(.light-paused, .light-done) time")) {
    const due = Date.parse(time.dateTime);
    if (Number.isNaN(due)) continue;
    time.textContent = remaining(due);
    if (due < Date.now()) time.closest(".job").classList.add("is-red");
  }
}

async function tellFar() {
  const jobs = [...document.querySelectorAll(".job[data-lon]")];
  if (!jobs.length || !navigator.permissions) return;
  try {
    const { state } = await navigator.permissions.query({ name: "geolocation" });
    if (state !== "granted") return;
    const here = await whereAmI();
    const far = new Map(jobs.map((job) => [job, distanceM(here, job.dataset)]));
    for (const [job, metres] of far) job.querySelector("[data-far]").textContent = WORDS.metres(rounded(metres));
    const sort = document.querySelector("[data-sort-near]");
    if (!sort) return;
    sort.hidden = false;
    sort.addEventListener("click", () => {
      const list = document.querySelector(".jobs");
      const order = [...list.children].sort((a, b) => (far.get(a) ?? 1e9) - (far.get(b) ?? 1e9));
      list.append(...order);
    });
  } catch { /* without a place the list is as good as before */ }
}

const rounded = (metres) => (metres < 100 ? Math.round(metres) : Math.round(metres / 10) * 10);

function distanceM(here, { lon, lat }) {
  const east = (here.lon - Number(lon)) * M_PER_DEGREE * Math.cos((here.lat * Math.PI) / 180);
  return Math.hypot(east, (here.lat - Number(lat)) * M_PER_DEGREE);
}
