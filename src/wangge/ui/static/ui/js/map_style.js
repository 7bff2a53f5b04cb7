// What our maps look like: layers over one GeoJSON, in the colours of tokens.css.
// Ignores where the data comes from and what a press does (map.js).

const LIGHTS = { green: "○", amber: "◐", red: "●", paused: "‖", done: "✓" };

function tokens() {
  const css = getComputedStyle(document.documentElement);
  return (name) => css.getPropertyValue(`--${name}`).trim();
}

/** Colours of areas and points by `property`: a light's name, or a number from 0 to 1. */
function colour(property, token) {
  if (property === "light" || !property) {
    return ["match", ["get", "light"],
      "green", token("green"), "amber", token("amber-sign"), "red", token("red"),
      "paused", token("slate"), "done", token("green"), token("accent")];
  }
  return ["interpolate", ["linear"], ["to-number", ["get", property], 0],
    0, token("accent-soft"), 0.5, token("amber-sign"), 1, token("red")];
}

/** The style of a map over `data`; `property` colours, `label` names the areas. */
export function styleOf({ data, property = "", label = "name", tiles = "" }) {
  const token = tokens();
  const area = ["==", ["geometry-type"], "Polygon"];
  const point = ["==", ["geometry-type"], "Point"];
  const text = { "text-font": ["sans"], "text-max-width": 7 };
  const halo = { "text-halo-color": token("map-land"), "text-halo-width": 1.6 };
  const chosen = ["boolean", ["feature-state", "chosen"], false];
  const over = ["boolean", ["feature-state", "over"], false];
  return {
    version: 8,
    sources: {
      own: { type: "geojson", data, generateId: true },
      ...(tiles ? { tiles: { type: "raster", tiles: [tiles], tileSize: 256 } } : {}),
    },
    layers: [
      { id: "land", type: "background", paint: { "background-color": token("map-land") } },
      ...(tiles ? [{ id: "tiles", type: "raster", source: "tiles" }] : []),
      { id: "areas", type: "fill", source: "own", filter: area,
        paint: { "fill-color": property ? colour(property, token) : token("accent"),
          "fill-opacity": ["case", chosen, .45, over, .3, property ? .22 : .06] } },
      { id: "borders", type: "line", source: "own", filter: area,
        paint: { "line-color": ["case", chosen, token("accent-ink"), token("map-border")],
          "line-width": ["case", chosen, 2.5, 1] } },
      { id: "names", type: "symbol", source: "own", filter: area,
        layout: { ...text, "text-variable-anchor": ["center", "top", "bottom", "left", "right"],
          "text-radial-offset": 1, "text-field": ["to-string", ["get", label]], "text-size": 13,
          "symbol-sort-key": ["to-number", ["get", "order"], 0] },
        paint: { ...halo, "text-color": token("ink-2") } },
      { id: "points", type: "circle", source: "own", filter: point,
        paint: { "circle-color": colour("light", token),
          "circle-radius": ["case", chosen, 12, 9],
          "circle-stroke-color": token("paper"), "circle-stroke-width": ["case", chosen, 4, 2] } },
      { id: "signs", type: "symbol", source: "own", filter: point,
        layout: { "text-font": ["sans"], "text-size": 11, "text-allow-overlap": true,
          "text-field": ["match", ["get", "light"], ...Object.entries(LIGHTS).flat(), ""] },
        paint: { "text-color": token("paper") } },
    ],
  };
}

/** The sources and layers that a press can choose, topmost first. */
export const PRESSABLE = ["points", "areas"];

/** West, south, east, north of all coordinates; null for nothing. */
export function boxOf(data) {
  let box = null;
  const take = (coordinates) => {
    if (typeof coordinates[0] === "number") {
      const [lon, lat] = coordinates;
      box = box
        ? [Math.min(box[0], lon), Math.min(box[1], lat), Math.max(box[2], lon), Math.max(box[3], lat)]
        : [lon, lat, lon, lat];
    } else coordinates.forEach(take);
  };
  for (const feature of data.features ?? []) {
    if (feature.geometry) take(feature.geometry.coordinates);
  }
  return box;
}
