// What every page needs: dialogs, photo pickers, maps where there are any, and word from htmx.
// Ignores keys (keys.js, desks only). Everything here is a gain on a page that works without it.
import { openDialog } from "./dialog.js";
import { say } from "./toast.js";

document.documentElement.classList.add("js");

document.addEventListener("click", (event) => {
  const target = event.target;
  if (!(target instanceof Element)) return;
  const opener = target.closest("[data-opens]");
  if (opener) return void openDialog(opener.getAttribute("data-opens"), opener);
  if (target.closest("[data-closes]")) return void target.closest("dialog")?.close();
  if (target instanceof HTMLDialogElement) return void target.close(); // a press on the veil
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) menu.removeAttribute("open");
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (menu) {
    menu.removeAttribute("open");
    menu.querySelector("summary").focus();
  }
});

/** Bring to life what this part of the page holds; called again for what htmx puts in. */
async function enliven(root) {
  if (root.querySelector("[data-photos]:not([data-ready])")) {
    const { readyPickers } = await import("./photo.js");
    readyPickers(root);
  }
  if (root.querySelector("[data-map]:not([data-ready])")) {
    const { readyMaps } = await import("./map.js");
    readyMaps(root);
  }
  if (root.querySelector("[data-locate]:not([data-ready])")) {
    const { readyLocators } = await import("./geo.js");
    readyLocators(root);
  }
}

// Whoever signs out, on whatever page, takes what the field kept for him along (not his drafts).
for (const form of document.querySelectorAll("form[action='/sign-out/']")) {
  form.addEventListener("submit", () => {
    for (const name of ["pages", "photos"]) globalThis.caches?.delete(name);
    for (const key of Object.keys(localStorage)) if (key.startsWith("kept ")) localStorage.removeItem(key);
  });
}

enliven(document);
document.addEventListener("htmx:load", (event) => enliven(event.target));

const english = document.documentElement.lang === "en";
document.addEventListener("htmx:sendError", () =>
  say(english ? "No network. What you typed is still here; please try again."
    : "网络断了。您填写的内容还在，请稍后再试。", "red"));
document.addEventListener("htmx:responseError", (event) => {
  const told = event.detail.xhr.getResponseHeader("X-Sentence");
  say(told ? decodeURIComponent(told)
    : english ? "It did not go through. Nothing was lost; please try again."
      : "没有办成。内容没有丢，请再试一次。", "red");
});
