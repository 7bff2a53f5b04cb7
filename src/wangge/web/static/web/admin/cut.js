// Drawing the line along which a grid is cut: presses on the map become the coordinates of a field.
// Without a map the field is typed. Ignores whether the line will do: the server says.

const READY_EVERY_MS = 200;

/** The corners written in the field, as [lon, lat]. */
function cornersOf(field) {
  return field.value.trim().split(/\s+/).filter(Boolean)
    .map((pair) => pair.split(",").map(Number)).filter(([lon, lat]) => Number.isFinite(lon + lat));
}

/** GeoJSON of the line so far, its corners as points. */
function drawn(corners) {
  const feature = (type, coordinates) => ({ type: "Feature", properties: {}, geometry: { type, coordinates } });
  const features = corners.map((corner) => feature("Point", corner));
  if (corners.length > 1) features.push(feature("LineString", corners));
  return { type: "FeatureCollection", features };
}

function letCut(form, map) {
  const field = form.elements.line;
  const red = getComputedStyle(document.documentElement).getPropertyValue("--red").trim();
  const show = () => map.getSource("cut").setData(drawn(cornersOf(field)));
  const write = (corners) => {
    field.value = corners.map(([lon, lat]) => `${lon.toFixed(6)},${lat.toFixed(6)}`).join(" ");
    if (form.elements.datum) form.elements.datum.value = "wgs84";
    show();
  };
  map.addSource("cut", { type: "geojson", data: drawn(cornersOf(field)) });
  map.addLayer({ id: "cut-line", type: "line", source: "cut", paint: { "line-color": red, "line-width": 3 } });
  map.addLayer({
    id: "cut-corners", type: "circle", source: "cut", filter: ["==", ["geometry-type"], "Point"],
    paint: { "circle-color": red, "circle-radius": 5 },
  });
  const add = ({ lng, lat }) => write([...cornersOf(field), [lng, lat]]);
  map.on("click", ({ lngLat }) => add(lngLat));
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    add(map.getCenter());
  });
  field.addEventListener("input", show);
  form.querySelector("[data-cut-tools]").hidden = false;
  form.querySelector("[data-cut-back]").addEventListener("click", () => write(cornersOf(field).slice(0, -1)));
  form.querySelector("[data-cut-clear]").addEventListener("click", () => write([]));
}

/** Show the form of what was chosen, and the land it is about. */
function askAgain(form) {
  const names = ["kind", "other", "effective_from"].filter((name) => form.elements[name]?.value);
  location.assign(`?${new URLSearchParams(names.map((name) => [name, form.elements[name].value]))}`);
}

/** Once the page's map is there, it takes presses; choosing another kind shows its form. */
function ready(form) {
  for (const name of ["kind", "other"]) {
    form.elements[name]?.addEventListener("change", () => askAgain(form));
  }
  if (!form.elements.line) return;
  const figure = document.querySelector("figure[data-map]");
  const wait = setInterval(() => {
    const map = figure?.wanggeMap;
    if (map === undefined) return;
    clearInterval(wait);
    if (map === null) return;
    if (map.isStyleLoaded()) letCut(form, map);
    else map.once("load", () => letCut(form, map));
  }, READY_EVERY_MS);
}

for (const form of document.querySelectorAll("form[data-cut]")) ready(form);
