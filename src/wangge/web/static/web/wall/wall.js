// Keeps the wall fresh without a reload: numbers every five seconds, the map every minute.
// Ignores what the numbers mean (the server) and works on when the network does not: it says so.

const EVERY_MS = 5_000;
const HEAT_EVERY_MS = 60_000;
const LIBRARY = new URL("../../vendor/maplibre/maplibre-gl.mjs", import.meta.url).href;

const { source, heat, borders } = document.body.dataset;
const words = document.getElementById("words").dataset;
const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function showStats({ stats, at }) {
  document.querySelector("[data-at]").textContent = at;
  for (const box of document.querySelectorAll("[data-stat]")) {
    const said = String(stats[box.dataset.stat]);
    if (box.textContent === said) continue;
    box.textContent = said;
    box.classList.remove("flip");
    void box.offsetWidth; // begin the motion anew
    box.classList.add("flip");
  }
}

function fill(list, rows, make) {
  if (!rows.length) return;
  list.replaceChildren(...rows.map(make));
}

function showLists({ topics, ranking, departments }) {
  const most = Math.max(1, ...topics.map((one) => one.count));
  fill(document.getElementById("topics"), topics, (one) => {
    const row = element("li", "");
    row.append(element("span", one.name), element("b", one.count + (one.rises ? " ▲" : "")));
    row.style.setProperty("--part", `${(one.count / most) * 100}%`);
    return row;
  });
  const rank = (count) => (one) => {
    const row = element("li", "");
    row.append(element("span", one.name), element("i", `${one[count]} ${words.pieces}`), element("b", one.said));
    row.style.setProperty("--part", `${(one.rate ?? 0) * 100}%`);
    return row;
  };
  fill(document.getElementById("ranking"), ranking, rank("closed"));
  fill(document.getElementById("departments"), departments, rank("handled"));
  document.getElementById("departments-box").hidden = !departments.length;
}

let newest = Math.max(0, ...[...document.querySelectorAll("#events [data-key]")].map((row) => +row.dataset.key));

function showEvents({ events }) {
  fill(document.getElementById("events"), events, (one) => {
    const row = element("li", "", one.key > newest ? "fresh" : "");
    row.dataset.key = one.key;
    row.append(element("time", one.time), element("em", one.word, one.tone), element("span", one.title), element("i", one.place));
    return row;
  });
  newest = Math.max(newest, ...events.map((one) => one.key));
}

let chart = null;

function showTrend({ trend }) {
  const box = document.getElementById("trend");
  if (!window.echarts) return;
  chart ??= window.echarts.init(box, null, { renderer: "canvas" });
  const text = { color: "#a9c3c8", fontSize: 1.05 * rem() };
  chart.setOption({
    animation: !still,
    grid: { left: 3.2 * rem(), right: rem(), top: 2.4 * rem(), bottom: 2 * rem() },
    legend: { top: 0, right: 0, textStyle: text, itemWidth: rem() },
    xAxis: { type: "category", data: trend.days, axisLabel: { ...text, interval: 6 }, axisLine: { lineStyle: { color: "#2b5563" } } },
    yAxis: { type: "value", minInterval: 1, axisLabel: text, splitLine: { lineStyle: { color: "#173744" } } },
    series: [
      { name: words.reported, type: "bar", data: trend.reported, itemStyle: { color: "#4aa8a0" } },
      { name: words.closed, type: "line", data: trend.closed, smooth: true, symbol: "none", lineStyle: { color: "#ffcf6b", width: .25 * rem() }, itemStyle: { color: "#ffcf6b" } },
    ],
  });
}

function show(figures) {
  showStats(figures);
  showLists(figures);
  showEvents(figures);
  showTrend(figures);
}

async function refresh() {
  try {
    const answer = await fetch(source, { headers: { Accept: "application/json" } });
    if (answer.status === 404) return location.reload(); // the pass was closed
    if (!answer.ok) throw new Error(answer.status);
    show(await answer.json());
    document.getElementById("stale").hidden = true;
  } catch {
    document.getElementById("stale").hidden = false;
  }
}

const EMPTY = { type: "FeatureCollection", features: [] };
const load = (address) => fetch(address).then((answer) => (answer.ok ? answer.json() : EMPTY)).catch(() => EMPTY);

function boxOf(data) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const take = (at) => {
    if (typeof at[0] !== "number") return at.forEach(take);
    box[0] = Math.min(box[0], at[0]); box[1] = Math.min(box[1], at[1]);
    box[2] = Math.max(box[2], at[0]); box[3] = Math.max(box[3], at[1]);
  };
  data.features.forEach((feature) => take(feature.geometry.coordinates));
  return box;
}

async function drawMap() {
  const [library, land, hot] = await Promise.all([import(LIBRARY), load(borders), load(heat)]);
  document.getElementById("synthetic").hidden = !land.features.some((one) => one.properties.synthetic);
  const size = rem();
  const map = new library.Map({
    container: "map",
    attributionControl: false,
    dragRotate: false,
    fadeDuration: still ? 0 : 200,
    localIdeographFontFamily: getComputedStyle(document.body).fontFamily,
    bounds: boxOf(land),
    fitBoundsOptions: { padding: { top: 1.5 * size, left: 1.5 * size, right: 1.5 * size, bottom: 3.5 * size } },
    style: {
      version: 8,
      sources: {
        land: { type: "geojson", data: land, generateId: true },
        heat: { type: "geojson", data: hot },
      },
      layers: [
        { id: "ground", type: "background", paint: { "background-color": "#081922" } },
        { id: "areas", type: "fill", source: "land", paint: { "fill-color": ["case", ["boolean", ["feature-state", "over"], false], "#1c4f5a", "#0f3340"] } },
        { id: "heat", type: "heatmap", source: "heat", paint: {
          "heatmap-weight": ["min", 1, ["/", ["get", "count"], 6]],
          "heatmap-radius": ["interpolate", ["linear"], ["zoom"], 8, 1.6 * size, 12, 4 * size],
          "heatmap-opacity": .85,
          "heatmap-color": ["interpolate", ["linear"], ["heatmap-density"], 0, "rgba(0,0,0,0)", .2, "#1d7f86", .5, "#e0b84c", 1, "#ff6f59"] } },
        { id: "borders", type: "line", source: "land", paint: { "line-color": "#3f7f88", "line-width": .1 * size } },
        { id: "names", type: "symbol", source: "land", layout: { "text-field": ["get", "name"], "text-font": ["sans"], "text-size": 1.05 * size, "text-max-width": 8 },
          paint: { "text-color": "#d7eceb", "text-halo-color": "#07131c", "text-halo-width": .12 * size } },
      ],
    },
  });
  map.touchZoomRotate.disableRotation();
  let over = null;
  map.on("mousemove", "areas", ({ features: [feature] }) => {
    if (over !== null) map.setFeatureState({ source: "land", id: over }, { over: false });
    over = feature.id;
    map.setFeatureState({ source: "land", id: over }, { over: true });
    map.getCanvas().classList.toggle("is-link", Boolean(feature.properties.href));
  });
  map.on("click", "areas", ({ features: [feature] }) => {
    if (feature.properties.href) location.assign(feature.properties.href);
  });
  map.once("idle", () => document.getElementById("map").setAttribute("data-drawn", ""));
  setInterval(async () => map.getSource("heat").setData(await load(heat)), HEAT_EVERY_MS);
}

addEventListener("load", () => show(JSON.parse(document.getElementById("figures").textContent)));
addEventListener("resize", () => { chart?.dispose(); chart = null; refresh(); });
addEventListener("keydown", ({ key }) => {
  const above = document.querySelectorAll(".crumbs a");
  if (key === "Escape" && above.length) above[above.length - 1].click();
});
setInterval(refresh, EVERY_MS);
drawMap().catch((error) => {
  console.warn("map:", error.message);
  document.getElementById("map").remove();
});
