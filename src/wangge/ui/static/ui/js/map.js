// A map of our own data, with no outside tiles; without WebGL the list in the figure stays.
// Ignores what the colours mean (map_style.js) and who may see the data (the server).
import { letPick } from "./map_pick.js";
import { PRESSABLE, boxOf, styleOf } from "./map_style.js";

//: The middle of Liling: where a map without data looks.
const HOME = [113.497, 27.646];
const LIBRARY = "../../vendor/maplibre/maplibre-gl.mjs";

const english = document.documentElement.lang === "en";
const WORDS = english ? {
  "NavigationControl.ZoomIn": "Zoom in", "NavigationControl.ZoomOut": "Zoom out",
  "Map.Title": "Map", "Marker.Title": "The place",
} : {
  "NavigationControl.ZoomIn": "放大", "NavigationControl.ZoomOut": "缩小",
  "Map.Title": "地图", "Marker.Title": "地点",
  "CooperativeGesturesHandler.MobileHelpText": "用两个手指移动地图",
  "CooperativeGesturesHandler.WindowsHelpText": "按住 Ctrl 再滚动可缩放",
  "CooperativeGesturesHandler.MacHelpText": "按住 ⌘ 再滚动可缩放",
};

function hasWebGl() {
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}

function dressed(href) {
  if (document.querySelector(`link[href="${href}"]`)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  document.head.append(link);
}

async function dataOf(figure) {
  const { inline, source } = figure.dataset;
  if (inline) return JSON.parse(document.getElementById(inline).textContent);
  if (!source) return { type: "FeatureCollection", features: [] };
  const answer = await fetch(source, { headers: { Accept: "application/geo+json" } });
  if (!answer.ok) throw new Error(`${source}: ${answer.status}`);
  return answer.json();
}

/** Draw the map of one `[data-map]` figure; answers null where only the list can be shown. */
export async function drawMap(figure) {
  if (!hasWebGl()) return null;
  const canvas = figure.querySelector("[data-map-canvas]");
  const { lon, lat, colour = "", name = "name", tiles = "", box } = figure.dataset;
  try {
    dressed(figure.dataset.styleHref);
    const [library, data] = await Promise.all([import(LIBRARY), dataOf(figure)]);
    canvas.hidden = false;
    const map = new library.Map({
      container: canvas,
      style: styleOf({ data, property: colour, label: name, tiles }),
      center: lon ? [Number(lon), Number(lat)] : HOME,
      zoom: lon ? 14 : 9,
      attributionControl: false,
      localIdeographFontFamily: getComputedStyle(document.body).fontFamily,
      locale: WORDS,
      cooperativeGestures: !("free" in figure.dataset),
      dragRotate: false,
      pitchWithRotate: false,
      fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 200,
    });
    map.touchZoomRotate.disableRotation();
    map.addControl(new library.NavigationControl({ showCompass: false }), "top-right");
    const bounds = box ? box.split(",").map(Number) : boxOf(data);
    if (bounds && !lon) map.fitBounds(bounds, { padding: 24, maxZoom: 15, animate: false });
    if (figure.dataset.pick) letPick(figure, map, library);
    else if (lon) new library.Marker({ color: "#b3261e" }).setLngLat([+lon, +lat]).addTo(map);
    letChoose(figure, map);
    map.getCanvas().setAttribute("aria-label", figure.getAttribute("aria-label"));
    map.once("idle", () => figure.setAttribute("data-drawn", ""));
    figure.querySelector("details[data-map-list]")?.removeAttribute("open");
    return map;
  } catch (error) {
    console.warn("map:", error.message);
    canvas.hidden = true;
    return null;
  }
}

/** A press on a feature marks it, tells the page (`map:choose`) and follows its `href`. */
function letChoose(figure, map) {
  const marks = { chosen: null, over: null };
  const mark = (state, id) => {
    if (marks[state] !== null) map.setFeatureState({ source: "own", id: marks[state] }, { [state]: false });
    marks[state] = id;
    if (id !== null) map.setFeatureState({ source: "own", id }, { [state]: true });
  };
  const at = (point) => map.queryRenderedFeatures(point, { layers: PRESSABLE })[0];
  map.on("mousemove", ({ point }) => {
    const feature = at(point);
    mark("over", feature?.id ?? null);
    map.getCanvas().classList.toggle("is-link", Boolean(feature?.properties.href));
  });
  map.on("click", ({ point }) => {
    const feature = at(point);
    if (!feature || figure.dataset.pick) return;
    mark("chosen", feature.id);
    figure.dispatchEvent(new CustomEvent("map:choose", { detail: feature.properties, bubbles: true }));
    const { href } = feature.properties;
    if (!href) return;
    if (figure.dataset.target && window.htmx) {
      window.htmx.ajax("GET", href, { target: figure.dataset.target, push: "true" });
    } else location.assign(href);
  });
}

/** Draw every map of this part of the page, once. */
export function readyMaps(root) {
  for (const figure of root.querySelectorAll("[data-map]:not([data-ready])")) {
    figure.setAttribute("data-ready", "");
    drawMap(figure).then((map) => {
      figure.wanggeMap = map;
      if (!map && !figure.querySelector("[data-map-list]")) figure.hidden = true;
    });
  }
}
