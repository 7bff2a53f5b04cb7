// The desk: rows open beside the list, which never loses its place; picking many; word of changes.
// Ignores the case itself (case.js) and keys (keys.js). Narrow screens follow the links instead.

const wide = matchMedia("(min-width: 64.01rem)");
const english = document.documentElement.lang === "en";
const list = () => document.getElementById("list");
const pane = () => document.getElementById("pane");
const rowOf = (no) => list().querySelector(`input[name=pick][value="${CSS.escape(no)}"]`)?.closest("[data-row]");
const numberOf = (row) => row?.querySelector("input[name=pick]")?.value ?? "";

let opened = "";

/** Show the case of a row in the pane and remember it in the address. */
function open(link) {
  const row = link.closest("[data-row]");
  opened = numberOf(row);
  for (const other of list().querySelectorAll("[data-row][aria-current]")) other.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  window.htmx.ajax("GET", link.getAttribute("href"), { target: "#pane", swap: "innerHTML" })
    .then(() => { pane().scrollTop = 0; });
  const here = new URL(location.href);
  here.searchParams.set("open", opened);
  history.replaceState(history.state, "", here);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#list [data-row-link]");
  if (!link || !wide.matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link);
});

/** How many are picked, and whether anything can be done with them. */
function count() {
  const boxes = [...list().querySelectorAll("input[name=pick]")];
  const picked = boxes.filter((box) => box.checked).length;
  const said = list().querySelector("[data-picked]");
  if (said) said.textContent = picked ? (english ? `${picked} picked` : `已选${picked}件`) : "";
  for (const button of list().querySelectorAll("[data-bulk]")) button.disabled = !picked;
  const all = list().querySelector("[data-pick-all]");
  if (all) {
    all.closest("label").hidden = false;
    all.checked = picked > 0 && picked === boxes.length;
    all.indeterminate = picked > 0 && picked < boxes.length;
  }
}

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-pick-all]")) {
    for (const box of list().querySelectorAll("input[name=pick]")) box.checked = target.checked;
  }
  if (target.matches("[data-pick-all], input[name=pick]")) count();
});

let place = null; // where the list stood when it was read anew: row and distance

// Somebody acted here: the list is read anew where it stands; what was open stays marked.
document.addEventListener("acted", () => {
  const rows = [...list().querySelectorAll("[data-row]")];
  place = { at: rows.findIndex((row) => numberOf(row) === opened), scroll: list().scrollTop };
  const address = location.href.replace(/([?&])open=[^&]*&?/, "$1");
  window.htmx.ajax("GET", address, { target: "#list", swap: "innerHTML" });
});

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.target?.id !== "list") return;
  count();
  if (!place) return;
  list().scrollTop = place.scroll;
  const rows = [...list().querySelectorAll("[data-row]")];
  const row = rowOf(opened) ?? rows[Math.min(Math.max(place.at, 0), rows.length - 1)];
  row?.setAttribute("aria-current", "true");
  row?.querySelector("[data-row-link]")?.focus({ preventScroll: true });
  place = null;
});

/** The head may take one line or two: the split fills what is left. */
function fit() {
  const top = document.querySelector(".desk-split").getBoundingClientRect().top + scrollY;
  document.documentElement.style.setProperty("--desk-top", `${Math.ceil(top)}px`);
}

addEventListener("resize", fit);
fit();
count();
addEventListener("load", () => {
  fit();
  if (!wide.matches) return;
  const wanted = new URL(location.href).searchParams.get("open");
  const row = (wanted && rowOf(wanted)) ?? list().querySelector("[data-row]");
  const link = row?.querySelector("[data-row-link]");
  if (link) {
    open(link);
    link.focus({ preventScroll: true });
  }
});
