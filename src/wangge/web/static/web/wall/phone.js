// Whoever takes the phone out again sees today's figures, not those of an hour ago. Everything else
// works without this file.

const OLD_MS = 60_000;
const opened = Date.now();

document.addEventListener("visibilitychange", () => {
  const isWriting = document.querySelector("details.phone-order[open]");
  if (!document.hidden && Date.now() - opened > OLD_MS && !isWriting) location.reload();
});
