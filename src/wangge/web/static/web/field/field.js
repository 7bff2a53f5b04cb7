// Every page of the field: the worker that keeps pages for a dead network, the queue, signing out.
import { start } from "./queue.js";
import { say } from "../../ui/js/toast.js";
import { WORDS } from "./words.js";

//: The most needed first: the network may go before the last is here.
const KEEP = ["/field/", "/field/report/", "/field/offline/", "/field/drafts/", "/field/todo/", "/field/map/", "/field/land.geojson"];

start();
keepPages();
if (new URLSearchParams(location.search).has("kept") && !navigator.onLine) say(WORDS.queued, "green");

document.addEventListener("draft-settled", ({ detail }) => {
  if (detail.status < 300) say(WORDS.sent(detail.said.no), "green");
  else if (detail.said.sentence) say(detail.said.sentence, "red");
});

// Another person may use this phone next: pages of this one go with him, drafts stay his.
for (const form of document.querySelectorAll("form[action='/sign-out/']")) {
  form.addEventListener("submit", () => navigator.serviceWorker?.controller?.postMessage({ forget: true }));
}

async function keepPages() {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(document.body.dataset.worker, { scope: "/field/" });
    const { active } = await navigator.serviceWorker.ready;
    navigator.serviceWorker.addEventListener("message", ({ data }) => {
      if (data.kept) document.documentElement.setAttribute("data-pages-kept", "");
    });
    const cases = [...document.querySelectorAll(".job a")].slice(0, 20).map(({ pathname }) => pathname);
    if (navigator.onLine) active.postMessage({ keep: [...KEEP, ...cases], user: document.body.dataset.user });
  } catch (error) {
    console.warn("worker:", error.message); // the pages work with a network
  }
}
