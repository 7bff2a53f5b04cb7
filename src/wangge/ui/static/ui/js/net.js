// The field head says when the network is gone and how many drafts wait.
// Ignores the drafts themselves: whoever keeps them tells with `queue` {waiting} on document.

function show(selector, shown) {
  for (const sign of document.querySelectorAll(selector)) sign.hidden = !shown;
}

function told() {
  show(".net-off", !navigator.onLine);
  document.documentElement.classList.toggle("offline", !navigator.onLine);
}

addEventListener("online", told);
addEventListener("offline", told);
document.addEventListener("queue", ({ detail }) => {
  show(".net-queue", detail.waiting > 0);
  show("[data-queue-count]", detail.waiting > 0);
  for (const place of document.querySelectorAll("[data-queue], [data-queue-count]")) {
    place.textContent = detail.waiting;
  }
});
told();
