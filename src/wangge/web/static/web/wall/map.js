// The map of a wall: parts of the area to press, how much is open on each, what is overdue, the heat
// of the last day, and a ring where something has just happened. Ignores what the numbers mean.
import { rem, still } from "./words.js";

const LIBRARY = new URL("../../vendor/maplibre/maplibre-gl.mjs", import.meta.url).href;
const HEAT_EVERY_MS = 60_000;
const RINGS = 6;

const EMPTY = { type: "FeatureCollection", features: [] };

async function load(address) {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(10_000) });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function boxOf(data) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const take = (at) => {
    if (typeof at[0] !== "number") return at.forEach(take);
    box[0] = Math.min(box[0], at[0]); box[1] = Math.min(box[1], at[1]);
    box[2] = Math.max(box[2], at[0]); box[3] = Math.max(box[3], at[1]);
  };
  data.features.forEach((feature) => take(feature.geometry.coordinates));
  return data.features.length ? box : null;
}

/** A point for the words of each part: its name, and under it what is overdue. */
function labelsOf({ parts, area }, land) {
  const found = parts.length ? parts : land.features.map((one) => ({ name: area.name, overdue: 0, at: null, ...one.properties }));
  return {
    type: "FeatureCollection",
    features: found.filter((one) => one.at).map((one) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: one.at },
      properties: { name: one.name, late: one.overdue ? `● ${one.overdue}` : "", order: -one.overdue },
    })),
  };
}

/** The ground of each part: the more is open there, the lighter. */
function shadeOf({ parts }) {
  const over = ["boolean", ["feature-state", "over"], false];
  const part = parts.length ? ["match", ["get", "id"], ...parts.flatMap((one) => [one.id, one.load]), 0] : .2;
  return ["case", over, "#2a6f7c", ["interpolate", ["linear"], part, 0, "#0d2b38", .5, "#174a5b", 1, "#22708a"]];
}

function layers(size, figures) {
  const zoom = Math.log2(size / 16); // a screen with twice the pixels shows the same land a zoom nearer
  return [
    { id: "ground", type: "background", paint: { "background-color": "#071620" } },
    { id: "areas", type: "fill", source: "land", paint: { "fill-color": shadeOf(figures) } },
    { id: "heat", type: "heatmap", source: "heat", paint: {
      "heatmap-weight": ["min", 1, ["/", ["get", "count"], 5]],
      "heatmap-intensity": ["interpolate", ["linear"], ["zoom"], 9 + zoom, 1, 12 + zoom, 2.5],
      "heatmap-radius": ["interpolate", ["linear"], ["zoom"], 8 + zoom, 1.4 * size, 12 + zoom, 4 * size, 15 + zoom, 7 * size],
      "heatmap-opacity": .8,
      "heatmap-color": ["interpolate", ["linear"], ["heatmap-density"], 0, "rgba(0,0,0,0)", .25, "rgba(201,138,44,.55)", .6, "#f0b84a", 1, "#fff1c4"] } },
    { id: "borders", type: "line", source: "land", paint: { "line-color": "#4c95a0", "line-width": .09 * size } },
    { id: "names", type: "symbol", source: "labels",
      layout: {
        "text-field": ["case", ["==", ["get", "late"], ""], ["get", "name"],
          ["format", ["get", "name"], {}, "\n", {}, ["get", "late"], { "text-color": "#ff9d94" }]],
        "text-font": ["sans"], "text-size": 1.18 * size, "text-max-width": 7, "text-padding": 1,
        "text-variable-anchor": ["center", "top", "bottom", "left", "right"], "text-radial-offset": .4,
        "symbol-sort-key": ["get", "order"] },
      paint: { "text-color": "#e3f3f2", "text-halo-color": "#06121a", "text-halo-width": .14 * size } },
  ];
}

/** Draws it; answers how to show new figures. Throws where no map can be drawn. */
export async function drawMap({ heat, figures, go }) {
  const bordersOf = ({ area, version }) => load(`${heat}?area=${area.id}&borders=1&v=${version}`);
  const heatOf = ({ area }) => load(`${heat}?area=${area.id}`);
  const [library, first, hot] = await Promise.all([import(LIBRARY), bordersOf(figures()), heatOf(figures())]);
  let land = first ?? EMPTY;
  let shown = `${figures().area.id} ${figures().version}`;
  const padding = () => ({ top: 1.4 * rem(), left: 1.4 * rem(), right: 1.4 * rem(), bottom: 3.6 * rem() });
  const map = new library.Map({
    container: "map",
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    keyboard: false,
    fadeDuration: still ? 0 : 200,
    localIdeographFontFamily: getComputedStyle(document.body).fontFamily,
    bounds: boxOf(land) ?? [113.1, 27.3, 113.9, 28],
    fitBoundsOptions: { padding: padding() },
    style: {
      version: 8,
      sources: {
        land: { type: "geojson", data: land, promoteId: "id" },
        heat: { type: "geojson", data: hot ?? EMPTY },
        labels: { type: "geojson", data: labelsOf(figures(), land) },
      },
      layers: layers(rem(), figures()),
    },
  });
  map.touchZoomRotate.disableRotation();
  const canvas = map.getCanvas();
  canvas.tabIndex = -1; // the list of parts is the keyboard's way down
  canvas.setAttribute("aria-hidden", "true");

  let said = "";
  function mark(found) {
    const key = JSON.stringify(found.parts);
    if (key !== said) {
      map.setPaintProperty("areas", "fill-color", shadeOf(found));
      map.getSource("labels").setData(labelsOf(found, land));
    }
    said = key;
    document.getElementById("synthetic").hidden = !land.features.some((one) => one.properties.synthetic);
  }

  let newest = Math.max(0, ...figures().events.map((one) => one.key));
  function ring(events) {
    const fresh = events.filter((one) => one.key > newest && one.at).slice(0, RINGS);
    newest = Math.max(newest, ...events.map((one) => one.key));
    for (const { at, tone } of fresh) {
      const sign = document.createElement("i");
      sign.className = `ring ${tone}`;
      sign.append(document.createElement("i"));
      const marker = new library.Marker({ element: sign }).setLngLat(at).addTo(map);
      setTimeout(() => marker.remove(), 6_000);
    }
  }

  async function show(found, { moved }) {
    const wanted = `${found.area.id} ${found.version}`;
    if (wanted !== shown) {
      const [borders, spots] = await Promise.all([bordersOf(found), heatOf(found)]);
      if (figures().area.id !== found.area.id || !borders) return;
      shown = wanted;
      land = borders;
      said = "";
      newest = Math.max(0, ...found.events.map((one) => one.key));
      map.getSource("land").setData(land);
      map.getSource("heat").setData(spots ?? EMPTY);
      const box = boxOf(land);
      if (box) map.fitBounds(box, { padding: padding(), duration: still ? 0 : 1_200, maxZoom: 15 });
      if (moved) over(null);
    }
    mark(found);
    if (!moved) ring(found.events);
  }

  let lit = null;
  function over(id) {
    if (lit !== null) map.setFeatureState({ source: "land", id: lit }, { over: false });
    lit = id;
    if (id !== null) map.setFeatureState({ source: "land", id }, { over: true });
  }

  const partAt = (point) => map.queryRenderedFeatures(point, { layers: ["areas"] }).find((one) => one.properties.leads);
  map.on("mousemove", ({ point }) => {
    const part = partAt(point);
    over(part?.properties.id ?? null);
    canvas.classList.toggle("is-link", Boolean(part));
  });
  map.on("mouseout", () => over(null));
  map.on("click", ({ point }) => {
    const part = partAt(point);
    if (part) go(part.properties.id);
  });
  const list = document.getElementById("parts");
  list.addEventListener("focusin", ({ target }) => over(target.dataset.area ?? null));
  list.addEventListener("focusout", () => over(null));
  await new Promise((done) => { map.once("load", done); });
  mark(figures());
  map.on("idle", () => document.getElementById("map").setAttribute("data-drawn", figures().area.id));
  setInterval(async () => {
    const spots = await heatOf(figures());
    if (spots) map.getSource("heat").setData(spots);
  }, HEAT_EVERY_MS);

  return {
    show,
    resize() {
      map.resize();
      map.setLayoutProperty("names", "text-size", 1.18 * rem());
      const box = boxOf(land);
      if (box) map.fitBounds(box, { padding: padding(), animate: false, maxZoom: 15 });
    },
  };
}
