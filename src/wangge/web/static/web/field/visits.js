// The list of visits: kept by name for forms without a network; what waits to be sent is marked.
import { all, user } from "./store.js";

const homes = JSON.parse(document.getElementById("homes").textContent);
localStorage.setItem(`kept households ${user()}`, JSON.stringify(homes));
markWaiting();
document.addEventListener("draft-settled", markWaiting);

async function markWaiting() {
  const waiting = new Set((await all())
    .filter(({ kind, state }) => kind === "visit" && (state === "ready" || state === "sent"))
    .map(({ fields }) => fields.household));
  for (const job of document.querySelectorAll("[data-household]")) {
    job.classList.toggle("is-kept", waiting.has(job.dataset.household));
  }
}
