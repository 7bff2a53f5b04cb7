// How old the picture is, told at all times: quiet, amber after half a minute, a red band when the
// server cannot be reached. Time is the server's; a screen's own clock may be wrong.
import { say, span, words } from "./words.js";

const STALE_S = 30;
/** One lost answer is not yet a broken line. */
const MISSED = 2;

const ZONE = "Asia/Shanghai";
const clock = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", second: "2-digit" });
const parts = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit", weekday: "short" });
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** So many entries not yet counted are told: the figures are still growing. */
const CATCHING_UP = 5_000;

/** Tells from now on how fresh the page is. `heard` after every answer, `missed` after none.
    An answer says `now` (ms), `behind` (s) and `waiting` (entries). */
export function telling(first) {
  const sign = document.getElementById("fresh");
  const face = document.getElementById("clock");
  const cut = document.getElementById("cut");
  let offset = 0; // the server's clock less this machine's
  let asOf = 0; // when the figures were complete, the server's clock
  let waiting = 0;
  let missed = 0;

  function heard(told) {
    offset = Number(told("now")) - Date.now();
    asOf = Number(told("now")) - Number(told("behind")) * 1000;
    waiting = Number(told("waiting"));
    if (!cut.hidden) document.getElementById("told").textContent = words.back;
    missed = 0;
    tick();
  }

  function tick() {
    const now = Date.now() + offset;
    const old = Math.max(0, (now - asOf) / 1000);
    const day = Object.fromEntries(parts.formatToParts(now).map(({ type, value }) => [type, value]));
    const [hours, minutes, seconds] = clock.format(now).split(":");
    face.replaceChildren(`${hours}:${minutes}`, Object.assign(document.createElement("small"), { textContent: `:${seconds}` }),
      Object.assign(document.createElement("span"), { textContent: `${day.year}-${day.month}-${day.day} ${words.weekdays.split(" ")[DAYS.indexOf(day.weekday)]}` }));
    const isStale = old > STALE_S;
    const grows = waiting > CATCHING_UP && !missed;
    sign.classList.toggle("is-stale", isStale || grows);
    sign.textContent = grows ? `◐ ${say(words.catching, { n: waiting.toLocaleString("en") })}` : isStale
      ? `◐ ${say(missed ? words.stale : words.late, { span: span(old) })}`
      : `○ ${say(words.fresh, { time: clock.format(asOf) })}`;
    const isCut = missed >= MISSED;
    document.documentElement.toggleAttribute("data-cut", isCut);
    if (cut.hidden === isCut) {
      cut.hidden = !isCut;
      cut.textContent = isCut ? say(words.cut, { time: clock.format(asOf) }) : "";
    }
  }

  heard(first);
  setInterval(tick, 1000);
  return {
    heard,
    missed() { missed += 1; tick(); },
    /** The hour of the county's clock, 0 to 23. */
    hour: () => Number(clock.format(Date.now() + offset).slice(0, 2)),
  };
}
