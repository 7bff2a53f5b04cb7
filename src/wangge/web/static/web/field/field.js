// Every page of the field: the worker that keeps pages for a dead network, the queue, signing out.
import { start } from "./queue.js";
import { say } from "../../ui/js/toast.js";
import { WORDS } from "./words.js";

//: The most needed first: the network may go before the last is here.
const KEEP = ["/field/", "/field/report/", "/field/offline/", "/field/drafts/", "/field/todo/", "/field/visits/", "/field/visits/new/", "/field/map/", "/field/land.geojson"];

//: Pages are fetched anew so often at most: every visit would cost a slow network too much.
const RENEW_MS = 5 * 60 * 1000;
const MOST_CASES = 20;

start();
keepPages();
if (new URLSearchParams(location.search).has("kept") && !navigator.onLine) say(WORDS.queued, "green");

document.addEventListener("draft-settled", ({ detail }) => {
  if (detail.status < 300) say(detail.said.done ?? WORDS.sent(detail.said.no), "green");
  else if (detail.said.sentence) say(detail.said.sentence, "red");
});

// Another person may use this phone next: pages of this one go with him, drafts stay his.
for (const form of document.querySelectorAll("form[action='/sign-out/']")) {
  form.addEventListener("submit", () => {
    for (const name of Object.keys(localStorage)) if (name.startsWith("kept ")) localStorage.removeItem(name);
    navigator.serviceWorker?.controller?.postMessage({ forget: true });
  });
}

async function keepPages() {
  if (!("serviceWorker" in navigator)) return;
  const mark = `kept ${document.body.dataset.user}`;
  const kept = () => document.documentElement.setAttribute("data-pages-kept", "");
  try {
    await navigator.serviceWorker.register(document.body.dataset.worker, { scope: "/field/" });
    const { active } = await navigator.serviceWorker.ready;
    navigator.serviceWorker.addEventListener("message", ({ data }) => {
      if (!data.kept) return;
      if (data.whole) localStorage.setItem(mark, String(Date.now()));
      kept();
    });
    const cases = [...document.querySelectorAll(".job a:not(.btn)")].slice(0, MOST_CASES).map(({ pathname }) => pathname);
    if (!navigator.onLine) return;
    const user = document.body.dataset.user;
    const fresh = Number(localStorage.getItem(mark)) > Date.now() - RENEW_MS;
    if (fresh) active.postMessage({ missing: cases, user });
    else active.postMessage({ keep: [...KEEP, ...cases], user });
  } catch (error) {
    console.warn("worker:", error.message); // the pages work with a network
  }
}
