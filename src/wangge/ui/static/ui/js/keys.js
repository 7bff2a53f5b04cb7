// Work without a mouse: j k move, Enter opens, x picks, / searches, ? helps, letters act.
// Ignores keys while somebody types, and keys held with Ctrl, Alt or the command key.
import { openDialog } from "./dialog.js";

const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent);
const linkOf = (row) => row?.querySelector("[data-row-link]");

function current() {
  return document.activeElement?.closest?.("[data-row]")
    ?? document.querySelector("[data-row][aria-current]");
}

function move(by) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(current());
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1)
    : Math.min(all.length - 1, Math.max(0, at + by))];
  for (const row of all) row.removeAttribute("aria-current");
  next.setAttribute("aria-current", "true");
  next.scrollIntoView({ block: "nearest" });
  linkOf(next)?.focus({ preventScroll: true });
}

function typing(target) {
  return target instanceof HTMLElement
    && (target.isContentEditable
      || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button])"));
}

function press(letter) {
  const scope = document.querySelector("dialog[open]") ?? document;
  const control = [...scope.querySelectorAll(`[data-key="${CSS.escape(letter)}"]`)]
    .find((each) => each.offsetParent && !each.disabled);
  control?.click();
  return Boolean(control);
}

/** What a key does on a desk; true when it did something. */
export function act(key) {
  if (document.querySelector("dialog[open]")) return key.length === 1 && press(key.toLowerCase());
  switch (key) {
    case "j": case "ArrowDown": return move(1), true;
    case "k": case "ArrowUp": return move(-1), true;
    case "Enter": {
      const link = linkOf(current());
      if (!link || document.activeElement === link) return false; // the link does it itself
      return link.click(), true;
    }
    case "x": {
      const box = current()?.querySelector("input[type=checkbox]");
      return box ? (box.click(), true) : press("x");
    }
    case "/": {
      const search = document.querySelector("[data-key-search]");
      return search ? (search.focus(), search.select(), true) : false;
    }
    case "?": return openDialog("key-help"), true;
    default: return key.length === 1 && press(key.toLowerCase());
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing(event.target)) {
    if (event.key === "Escape") {
      event.target.blur();
      linkOf(document.querySelector("[data-row][aria-current]"))?.focus();
    }
    return;
  }
  const arrows = event.key.startsWith("Arrow");
  if (arrows && !event.target.closest?.("[data-row]")) return; // arrows scroll elsewhere
  if (act(event.key)) event.preventDefault();
});

// The row that was opened stays marked, whatever opened it.
document.addEventListener("click", (event) => {
  const row = event.target.closest?.("[data-row]");
  if (!row || !event.target.closest("[data-row-link]")) return;
  for (const other of rows()) other.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
});
