// The map of open work: what it shows is asked anew where it stops, and so is the list beside it.
// Ignores how cases are acted on (case.js) and keys (keys.js). Narrow screens follow the links.

const wide = matchMedia("(min-width: 64.01rem)");
const english = document.documentElement.lang === "en";
const figure = document.querySelector("[data-map][data-cases]");
const pane = document.getElementById("pane");
const list = () => document.getElementById("list");
const said = document.querySelector("[data-map-said]");
const LIGHTS = { red: "●", amber: "◐", green: "○", paused: "‖" };
const NOTHING = { type: "FeatureCollection", features: [] };
const WAIT_MS = 250;

let asking = null; // the question on its way, given up when the map moves on
let line = new URL(location.href).searchParams.get("line") ?? "";

function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function layers(map) {
  const colour = ["match", ["get", "light"], "red", token("red"), "amber", token("amber-sign"),
    "green", token("green"), token("slate")];
  const one = ["has", "no"];
  const over = ["boolean", ["feature-state", "over"], false];
  map.addSource("cases", { type: "geojson", data: NOTHING, generateId: true });
  map.addLayer({ id: "case-numbers", type: "circle", source: "cases", filter: ["!", one],
    paint: { "circle-color": token("paper"), "circle-stroke-color": colour,
      "circle-stroke-width": ["case", over, 5, 3],
      "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "open"]], 1, 13, 40, 30] } });
  map.addLayer({ id: "case-counts", type: "symbol", source: "cases", filter: ["!", one],
    layout: { "text-font": ["sans"], "text-size": 13, "text-allow-overlap": true,
      "text-field": ["to-string", ["get", "open"]] },
    paint: { "text-color": token("ink") } });
  map.addLayer({ id: "case-late", type: "symbol", source: "cases",
    filter: ["all", ["!", one], [">", ["get", "overdue"], 0]],
    layout: { "text-font": ["sans"], "text-size": 11, "text-anchor": "top", "text-optional": true,
      "text-offset": [0, 1.1],
      "text-field": ["concat", english ? "late " : "超期", ["to-string", ["get", "overdue"]]] },
    paint: { "text-color": token("red"), "text-halo-color": token("paper"), "text-halo-width": 1.5 } });
  map.addLayer({ id: "case-points", type: "circle", source: "cases", filter: one,
    paint: { "circle-color": colour, "circle-radius": ["case", over, 11, 8],
      "circle-stroke-color": token("paper"), "circle-stroke-width": 2 } });
  map.addLayer({ id: "case-signs", type: "symbol", source: "cases", filter: one,
    layout: { "text-font": ["sans"], "text-size": 10, "text-allow-overlap": true,
      "text-field": ["match", ["get", "light"], ...Object.entries(LIGHTS).flat(), ""] },
    paint: { "text-color": token("paper") } });
}

function boxOf(map) {
  const bounds = map.getBounds();
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
    .map((side) => side.toFixed(5)).join(",");
}

/** The same address with this rectangle and line. */
function asked(address, box) {
  const found = new URL(address, location.href);
  for (const [name, value] of [["box", box], ["line", line]]) {
    if (value) found.searchParams.set(name, value);
    else found.searchParams.delete(name);
  }
  return found;
}

async function show(map) {
  asking?.abort();
  asking = new AbortController();
  const box = boxOf(map);
  history.replaceState(history.state, "", asked(location.href, box));
  try {
    const answer = await fetch(asked(figure.dataset.cases, box), { signal: asking.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    map.getSource("cases").setData(await answer.json());
    if (said) said.hidden = true;
  } catch (error) {
    if (error.name === "AbortError") return;
    if (said) {
      said.textContent = english ? "The map could not be read anew. Move it to try again."
        : "地图没有更新成功，移动地图可再试。";
      said.hidden = false;
    }
    return;
  }
  const focused = document.activeElement?.closest("#list [data-row]");
  const at = focused?.querySelector("[data-row-link]")?.getAttribute("href");
  await window.htmx.ajax("GET", asked(location.href, box).href, { target: "#list", swap: "innerHTML" });
  if (at) list().querySelector(`[data-row-link][href="${CSS.escape(at)}"]`)?.focus({ preventScroll: true });
}

function open(href) {
  if (!wide.matches) return location.assign(href);
  pane.hidden = false;
  window.htmx.ajax("GET", href, { target: "#pane-case", swap: "innerHTML" }).then(() => {
    pane.scrollTop = 0;
    pane.focus({ preventScroll: true });
  });
}

function close() {
  pane.hidden = true;
  document.getElementById("pane-case").replaceChildren();
  list().querySelector("[data-row][aria-current] [data-row-link], [data-row-link]")?.focus();
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-close-pane]")) return close();
  const link = event.target.closest?.("#list [data-row-link]");
  if (!link || !wide.matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  for (const row of list().querySelectorAll("[data-row][aria-current]")) row.removeAttribute("aria-current");
  link.closest("[data-row]").setAttribute("aria-current", "true");
  open(link.getAttribute("href"));
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !pane.hidden && !document.querySelector("dialog[open]")) close();
});

/** A press on a case opens it, on a number brings its area nearer. */
function letPress(map) {
  const pressable = ["case-points", "case-numbers"];
  const at = (point) => map.queryRenderedFeatures(point, { layers: pressable })[0];
  let over = null;
  map.on("mousemove", ({ point }) => {
    const feature = at(point);
    if (over !== null) map.setFeatureState({ source: "cases", id: over }, { over: false });
    over = feature?.id ?? null;
    if (over !== null) map.setFeatureState({ source: "cases", id: over }, { over: true });
    map.getCanvas().classList.toggle("is-link", over !== null);
    const { no, title, place, name, open: count, overdue } = feature?.properties ?? {};
    map.getCanvas().title = no ? `${title} ${place} ${no}`
      : name ? (english ? `${name}: ${count} open, ${overdue} late` : `${name}：在办${count}，超期${overdue}`) : "";
  });
  map.on("click", ({ point }) => {
    const feature = at(point);
    if (!feature) return;
    const { href, box } = feature.properties;
    if (href) return open(href);
    const [west, south, east, north] = box.split(",").map(Number);
    map.fitBounds([[west, south], [east, north]], { padding: 24, maxZoom: 17 });
  });
}

function fit() {
  const top = document.querySelector(".map-split").getBoundingClientRect().top + scrollY;
  document.documentElement.style.setProperty("--desk-top", `${Math.ceil(top)}px`);
  figure.wanggeMap?.resize();
}

/** The map is drawn by ui/js/map.js; this begins once it stands. */
function begin() {
  const map = figure.wanggeMap;
  if (map === null) return; // no WebGL: the list alone
  if (!map) return setTimeout(begin, 50);
  const ready = () => {
    layers(map);
    letPress(map);
    let soon = 0;
    map.on("moveend", () => {
      clearTimeout(soon);
      soon = setTimeout(() => show(map), WAIT_MS);
    });
    document.addEventListener("acted", () => show(map));
    document.addEventListener("change", ({ target }) => {
      if (!target.matches("[data-map-asked] select")) return;
      line = target.value;
      show(map);
    });
    show(map);
  };
  if (map.isStyleLoaded()) ready();
  else map.once("load", ready);
}

addEventListener("resize", fit);
addEventListener("load", fit);
fit();
begin();
