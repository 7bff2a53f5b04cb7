// A case's actions in a dialog, without leaving the page; refused forms come back with every word.
// Ignores lists (desk.js). Without this file each button is a link to a page with the same form.
import { openDialog } from "../../ui/js/dialog.js";

const dialog = () => document.getElementById("act");

// A refused form (422, 409, 403) is put back where it was; everything else refused is a toast.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.getResponseHeader("X-Form")) {
    detail.shouldSwap = true;
    detail.isError = false;
  }
});

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target?.id !== "act-body") return;
  const title = detail.target.querySelector("[data-title]")?.dataset.title;
  if (title) document.getElementById("act-title").textContent = title;
  openDialog("act");
  const wrong = detail.target.querySelector("[aria-invalid=true]");
  (wrong ?? detail.target.querySelector("[autofocus]"))?.focus();
  makeSearchable(detail.target);
});

// Acted: the dialog closes and the case is shown as it is now; a list hears of it too.
document.addEventListener("acted", () => {
  dialog()?.close();
  const shown = document.getElementById("case");
  if (shown) window.htmx.ajax("GET", shown.dataset.href, { target: shown, swap: "outerHTML" });
});

// Asked for here and not by attributes: a key may come before htmx has seen the new buttons.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-act]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  link.closest("details.menu")?.removeAttribute("open");
  window.htmx.ajax("GET", link.getAttribute("href"), { target: "#act-body", swap: "innerHTML" });
});

// The key of an action under 更多 works too: open the menu's link though it is folded away.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
  if (document.querySelector("dialog[open]") || event.target.closest?.("input, textarea, select")) return;
  const folded = document.querySelector(`details.more:not([open]) [data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (folded) {
    event.preventDefault();
    folded.click();
  }
});

// Ctrl and Enter send the form one is in, from a field of many lines too.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest?.("form[method=post]");
  if (form) {
    event.preventDefault();
    form.requestSubmit();
  }
});

/** A long select gets a field above it: what is typed leaves only what contains it. */
function makeSearchable(root) {
  for (const select of root.querySelectorAll("select[data-searchable]:not([data-ready])")) {
    select.setAttribute("data-ready", "");
    if (select.options.length < 9) continue;
    const search = document.createElement("input");
    search.type = "search";
    search.autocomplete = "off";
    search.placeholder = select.dataset.searchable;
    search.setAttribute("aria-label", select.dataset.searchable);
    select.before(search);
    const all = [...select.options];
    search.addEventListener("input", () => {
      const words = search.value.trim().toLowerCase();
      let first = null;
      for (const option of all) {
        const fits = !words || option.text.toLowerCase().includes(words);
        option.hidden = option.disabled = !fits;
        if (fits && words && option.value && !first) first = option;
      }
      if (first) select.value = first.value;
      else if (!words) select.selectedIndex = 0;
    });
  }
}

makeSearchable(document);
