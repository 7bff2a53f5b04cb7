// The wall: asks what is new, shows it, goes down and up the county without a reload.
// Ignores what the numbers mean (the server) and how each part looks (its module).
import { telling } from "./fresh.js";
import { drawMap } from "./map.js";
import { show } from "./show.js";
import { carousel } from "./tour.js";
import { say, words } from "./words.js";

const EVERY_MS = 3_000;
const SLOWEST_MS = 15_000;
const PATIENCE_MS = 8_000;
/** A screen that hangs for months begins anew each night, when nobody looks. */
const ANEW_AT_HOUR = 4;
const OLD_MS = 6 * 3_600_000;

const { wall, source, heat, etag } = document.body.dataset;
const began = Date.now();
let figures = JSON.parse(document.getElementById("figures").textContent);
let mark = etag;
let timer = 0;
let turn = 0; // a later wish overtakes an earlier one
let pauseMs = EVERY_MS;
let map = null;

const fresh = telling((name) => document.body.dataset[name]);

/** `byHand`: somebody is there; a screen by itself keeps no session awake. */
async function ask(area, { known = "", byHand = false } = {}) {
  const answer = await fetch(`${source}?area=${area}`, {
    headers: { Accept: "application/json", ...(known ? { "If-None-Match": known } : {}), ...(byHand ? {} : { "X-Nobody": "1" }) },
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (answer.status === 404 || answer.status === 401 || answer.redirected) {
    location.assign(wall); // the pass was closed, or the evening's session is over
    throw new Error("closed");
  }
  if (!answer.ok && answer.status !== 304) throw new Error(answer.status);
  fresh.heard((name) => answer.headers.get(`X-${name}`));
  mark = answer.headers.get("ETag");
  return answer.status === 304 ? null : answer.json();
}

/** Show what came; a newer programme on the server is fetched whole. */
function take(found, { moved = false } = {}) {
  if (found.build !== figures.build) return location.reload();
  figures = found;
  show(found, { moved, up: () => go(above()) });
  map?.show(found, { moved });
}

async function look() {
  clearTimeout(timer);
  const mine = turn;
  try {
    const found = await ask(figures.area.id, { known: mark });
    if (mine !== turn) return;
    pauseMs = EVERY_MS;
    if (found) take(found);
    if (fresh.hour() === ANEW_AT_HOUR && Date.now() - began > OLD_MS) location.reload();
  } catch {
    fresh.missed();
    pauseMs = Math.min(SLOWEST_MS, pauseMs * 1.5);
  } finally {
    if (mine === turn && !document.hidden) timer = setTimeout(look, pauseMs);
  }
}

const above = () => figures.crumbs.at(-2)?.id;

/** Go to another area; the address follows, so that a reload stays there. */
async function go(area, { push = true, byHand = true } = {}) {
  if (!area || area === figures.area.id) return;
  if (byHand) tour.rest();
  clearTimeout(timer);
  const mine = ++turn;
  try {
    const found = await ask(area, { byHand });
    if (mine !== turn) return;
    if (push) history[byHand ? "pushState" : "replaceState"]({ area }, "", `${wall}?area=${area}`);
    take(found, { moved: true });
    document.title = document.title.replace(/^.*? · /, `${found.area.name} · `);
    if (byHand) tell(say(words.at, { name: found.area.name }));
  } catch {
    fresh.missed();
  } finally {
    if (mine === turn) timer = setTimeout(look, pauseMs);
  }
}

function tell(sentence) {
  document.getElementById("told").textContent = sentence;
}

const isNight = () => fresh.hour() >= 22 || fresh.hour() < 6;

/** A picture that never moves burns itself in; at night a bright one dazzles. */
function spare() {
  const step = Math.floor(Date.now() / 60_000) % 8;
  const [x, y] = [[0, 0], [1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1], [0, -1]][step];
  document.body.style.setProperty("--shift-x", `${x * .2}rem`);
  document.body.style.setProperty("--shift-y", `${y * .2}rem`);
  document.documentElement.toggleAttribute("data-night", isNight());
}

const tour = carousel({
  stops: () => figures.crumbs.length === 1 ? figures.parts : null,
  go: (area) => go(area, { byHand: false }),
  tell,
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-area]");
  if (!link || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  go(link.dataset.area);
});
document.getElementById("up").addEventListener("click", () => go(above()));
document.getElementById("full").addEventListener("click", full);
document.getElementById("keys").addEventListener("click", () => document.getElementById("help").showModal());
document.getElementById("promises").addEventListener("click", () => document.getElementById("promise").showModal());

function full() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.();
}

let siblings = figures.parts.map((one) => one.id);

/** The next area of the same level, as far as this screen has seen its neighbours. */
function beside(step) {
  const place = siblings.indexOf(figures.area.id);
  if (place >= 0) go(siblings.at((place + step) % siblings.length));
  else if (figures.parts.length) {
    siblings = figures.parts.map((one) => one.id);
    go(siblings.at(step > 0 ? 0 : -1));
  }
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const does = {
    Escape: () => go(above()), Backspace: () => go(above()),
    ArrowRight: () => beside(1), ArrowLeft: () => beside(-1),
    f: full, p: () => document.getElementById("promises").click(), "?": () => document.getElementById("keys").click(),
  }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (does) {
    if (figures.parts.length && !["ArrowLeft", "ArrowRight"].includes(event.key)) siblings = figures.parts.map((one) => one.id);
    event.preventDefault();
    does();
  } else if (event.key === " " && !event.target.closest("button, a")) {
    event.preventDefault();
    tour.toggle();
  }
});
addEventListener("popstate", ({ state }) => go(state?.area ?? figures.crumbs[0].id, { push: false }));
const sized = new ResizeObserver(() => show(figures, { resized: true }));
addEventListener("resize", () => map?.resize());
document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
addEventListener("online", look);

history.replaceState({ area: figures.area.id }, "");
spare();
setInterval(spare, 60_000);
addEventListener("load", () => {
  show(figures, { first: true });
  for (const box of document.querySelectorAll(".chart")) sized.observe(box);
  timer = setTimeout(look, EVERY_MS * (.5 + Math.random()));
  drawMap({ heat, figures: () => figures, go }).then((made) => { map = made; map.show(figures, {}); }).catch((error) => {
    console.warn("map:", error.message);
    document.body.toggleAttribute("data-no-map", true);
    document.getElementById("no-map").hidden = false;
  });
});
