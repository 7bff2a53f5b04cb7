// One sentence at the foot of the page, read aloud by screen readers, gone after a while.
// Ignores anything that must be decided: that is a dialog.

const STAYS_MS = 6000;

/** Show `sentence`; a red one stays until it is closed. */
export function say(sentence, tone = "plain") {
  const place = document.getElementById("toasts");
  if (!place) return;
  const toast = document.createElement("div");
  toast.className = `toast toast-${tone}`;
  const words = document.createElement("span");
  words.textContent = sentence;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn btn-icon";
  close.textContent = "×";
  close.setAttribute("aria-label", document.documentElement.lang === "en" ? "Close" : "关闭");
  close.addEventListener("click", () => toast.remove());
  toast.append(words, close);
  place.append(toast);
  while (place.children.length > 3) place.firstElementChild.remove();
  if (tone !== "red") setTimeout(() => toast.remove(), STAYS_MS);
}

// A server answers htmx with `HX-Trigger: {"say": {"sentence": "…", "tone": "green"}}`.
document.addEventListener("say", (event) => say(event.detail.sentence, event.detail.tone));
