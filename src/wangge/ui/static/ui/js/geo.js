// Where the phone is, in WGS-84, or why it cannot say. Ignores maps and forms' other fields.

/** `{lon, lat, accuracyM}`; rejects with a sentence for people. */
export function whereAmI({ timeoutMs = 15000 } = {}) {
  const english = document.documentElement.lang === "en";
  const sentences = english
    ? { 1: "The phone was not allowed to give its place. Choose it on the map or write it.",
        2: "The phone cannot find its place. Choose it on the map or write it.",
        3: "Finding the place took too long. Choose it on the map or write it." }
    : { 1: "手机没有允许定位。请在地图上点选，或用文字写明地点。",
        2: "手机找不到位置。请在地图上点选，或用文字写明地点。",
        3: "定位时间太长。请在地图上点选，或用文字写明地点。" };
  return new Promise((found, failed) => {
    if (!("geolocation" in navigator)) return void failed(new Error(sentences[2]));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => found({
        lon: coords.longitude, lat: coords.latitude, accuracyM: Math.round(coords.accuracy),
      }),
      (error) => failed(new Error(sentences[error.code] ?? sentences[2])),
      { enableHighAccuracy: true, timeout: timeoutMs, maximumAge: 30000 },
    );
  });
}

/** Buttons `data-locate="lon-field lat-field"`: fill the fields (and `datum`), tell the map. */
export function readyLocators(root) {
  for (const button of root.querySelectorAll("[data-locate]:not([data-ready])")) {
    button.setAttribute("data-ready", "");
    const form = button.closest("form");
    const told = button.parentElement.querySelector("[data-located]");
    button.addEventListener("click", async () => {
      button.setAttribute("aria-busy", "true");
      try {
        const place = await whereAmI();
        const [lon, lat] = button.getAttribute("data-locate").split(" ");
        form.elements[lon].value = place.lon.toFixed(6);
        form.elements[lat].value = place.lat.toFixed(6);
        if (form.elements.datum) form.elements.datum.value = "wgs84";
        if (told) told.textContent = `±${place.accuracyM} m`;
        form.dispatchEvent(new CustomEvent("located", { detail: place, bubbles: true }));
      } catch (error) {
        if (told) told.textContent = error.message;
      } finally {
        button.removeAttribute("aria-busy");
      }
    });
  }
}
