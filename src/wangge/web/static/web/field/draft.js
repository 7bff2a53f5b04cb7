// The draft of a form: in the phone from the first tap, found again by its id in the address, sent
// by the queue. Ignores what the form asks (report.js, visit.js).
import { whereAmI } from "../../ui/js/geo.js";
import { get, put, tellQueue, user } from "./store.js";
import { uuid7 } from "./uuid7.js";
import { WORDS } from "./words.js";

const NEVER_KEPT = new Set(["csrfmiddlewaretoken", "id"]);

/** The draft of `form`. `describe(fields)` gives its title, and may add fields. */
export class Draft {
  #form;
  #describe;
  #keeping;
  #problem = document.querySelector("[data-draft-problem]");
  #saved = document.querySelector("[data-saved]");

  constructor(form, kind, describe) {
    this.#form = form;
    this.#describe = describe;
    this.row = { id: uuid7(), user: user(), kind, state: "draft", fields: {}, files: {}, madeAt: Date.now() };
  }

  /** The row that was left under the id in the address, taken up; undefined where there is none. */
  async takeUp() {
    const wanted = new URLSearchParams(location.search).get("draft");
    const found = wanted && (await get(wanted));
    const ours = found && found.user === user() && found.state !== "sent" ? found : undefined;
    if (ours) this.row = { ...ours, state: "draft" };
    this.#form.elements.id.value = this.row.id;
    return ours;
  }

  /** From now on whatever is typed, chosen or photographed is kept. */
  follow() {
    const soon = (event) => {
      if (event.target.type === "file") return; // the picker tells when it is ready
      clearTimeout(this.#keeping);
      this.#keeping = setTimeout(() => this.keep(), 150);
    };
    this.#form.addEventListener("input", soon);
    this.#form.addEventListener("change", soon);
    this.#form.addEventListener("photos", (event) => {
      const input = event.target.querySelector("input[type=file]");
      this.row.files = { ...this.row.files, [input.name]: event.detail };
      this.keep();
    });
  }

  /** Write the draft to disk; the address names it, so that a reload finds it. */
  async keep() {
    clearTimeout(this.#keeping);
    this.#read();
    await put(this.row);
    this.#saved.textContent = `✓ ${WORDS.saved}`;
    history.replaceState(null, "", `${location.pathname}?draft=${this.row.id}`);
  }

  /** Into the queue; the page at `next` sends it. */
  async send(next) {
    clearTimeout(this.#keeping);
    this.#read();
    this.row = { ...this.row, state: "ready", tries: 0, nextAt: 0, sentence: "" };
    await put(this.row);
    await tellQueue();
    location.assign(next);
  }

  /** The photos of a draft that was taken up, back in their pickers once these are awake. */
  async putPhotosBack() {
    for (let n = 0; n < 50 && this.#form.querySelector("[data-photos]:not([data-ready])"); n += 1) {
      await new Promise((done) => setTimeout(done, 100));
    }
    for (const [name, files] of Object.entries(this.row.files ?? {})) {
      const carrier = new DataTransfer();
      for (const file of files) carrier.items.add(file);
      this.#form.elements[name].files = carrier.files;
      this.#form.elements[name].dispatchEvent(new Event("change"));
    }
  }

  /** The phone's place without being asked, where that was allowed before; undefined if not. */
  async findPlace() {
    const { lon, lat, datum } = this.#form.elements;
    if (lon.value) return undefined;
    try {
      const { state } = await navigator.permissions.query({ name: "geolocation" });
      if (state !== "granted") return undefined;
      const place = await whereAmI();
      if (lon.value) return undefined;
      lon.value = place.lon.toFixed(6);
      lat.value = place.lat.toFixed(6);
      datum.value = "wgs84";
      return place;
    } catch {
      return undefined; // it will do without
    }
  }

  /** Say what is wrong, where it is seen. */
  tell(sentence, { loud = true } = {}) {
    this.#problem.hidden = false;
    this.#problem.className = "notice notice-red";
    this.#problem.textContent = sentence;
    if (!loud) return;
    this.#problem.setAttribute("role", "alert");
    this.#problem.scrollIntoView({ block: "center" });
  }

  #read() {
    const fields = {};
    for (const [name, value] of new FormData(this.#form)) {
      if (!NEVER_KEPT.has(name) && typeof value === "string" && value !== "") fields[name] = value;
    }
    this.row.title = this.#describe(fields);
    this.row.fields = fields;
  }
}
