// The rotating tour 轮播: the whole, then each part in turn. Whoever touches the screen has it to
// himself; the tour goes on when he has gone. Never starts where motion is not wanted.
import { say, span, still, words } from "./words.js";

const STOP_MS = 20_000;
const WHOLE_MS = 40_000;
const REST_MS = 120_000;
const KEPT = "wangge-wall-tour";

/** `stops` answers the parts where the screen shows the whole, else null. */
export function carousel({ stops, go, tell }) {
  const button = document.getElementById("tour");
  const said = document.getElementById("tour-said");
  const all = { id: JSON.parse(document.getElementById("figures").textContent).crumbs[0].id };
  let route = stops() ?? [];
  let at = -1; // -1: the whole
  let next = Date.now() + WHOLE_MS;
  let rests = false;
  let runs = (localStorage.getItem(KEPT) ?? (("kiosk" in document.body.dataset) && !still ? "on" : "off")) === "on";

  function label() {
    button.hidden = !route.length;
    button.replaceChildren(runs ? `‖ ${words.pause} ` : `▶ ${words.tour} `, Object.assign(document.createElement("kbd"), { textContent: words.space }));
    button.setAttribute("aria-pressed", String(runs));
  }

  function step() {
    route = stops() ?? route;
    if (!runs || !route.length) {
      said.textContent = "";
      return;
    }
    const left = next - Date.now();
    if (left <= 0) {
      rests = false;
      at = at + 1 < route.length ? at + 1 : -1;
      next = Date.now() + (at < 0 ? WHOLE_MS : STOP_MS);
      go(at < 0 ? all.id : route[at].id);
      return;
    }
    const name = (route[at + 1] ?? {}).name ?? "";
    said.textContent = rests ? say(words.resumes, { span: span(left / 1000) })
      : name ? say(words.next, { n: Math.ceil(left / 1000), name }) : "";
  }

  function toggle() {
    runs = !runs;
    localStorage.setItem(KEPT, runs ? "on" : "off");
    next = Date.now() + 3_000;
    rests = false;
    label();
    step();
    tell(runs ? words.tour : words.pause);
  }

  button.addEventListener("click", toggle);
  label();
  setInterval(step, 1000);
  return {
    toggle,
    /** Somebody is at the screen: the tour waits. */
    rest() {
      rests = true;
      at = -1;
      next = Date.now() + REST_MS;
    },
  };
}
