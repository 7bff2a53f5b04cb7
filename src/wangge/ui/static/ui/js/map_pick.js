// Choosing a place on a map: by press, by drag, by Enter, or from the phone.
// Ignores maps that only show (map.js).

/** A marker to set by press, drag, or Enter at the middle; writes the two fields of the form. */
export function letPick(figure, map, library) {
  const form = figure.closest("form");
  const [lonField, latField] = figure.dataset.pick.split(" ").map((name) => form.elements[name]);
  const marker = new library.Marker({ draggable: true, color: "#b3261e" });
  const put = ({ lng, lat }, { tell = true } = {}) => {
    marker.setLngLat([lng, lat]).addTo(map);
    lonField.value = lng.toFixed(6);
    latField.value = lat.toFixed(6);
    if (form.elements.datum) form.elements.datum.value = "wgs84";
    if (tell) figure.dispatchEvent(new CustomEvent("map:pick", { detail: { lon: lng, lat }, bubbles: true }));
  };
  if (lonField.value && latField.value) {
    put({ lng: Number(lonField.value), lat: Number(latField.value) }, { tell: false });
    map.jumpTo({ center: marker.getLngLat(), zoom: 15 });
  }
  map.on("click", ({ lngLat }) => put(lngLat));
  marker.on("dragend", () => put(marker.getLngLat()));
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    put(map.getCenter());
  });
  form.addEventListener("located", ({ detail }) => {
    put({ lng: detail.lon, lat: detail.lat });
    map.easeTo({ center: [detail.lon, detail.lat], zoom: 16 });
  });
}
