// The words of the page, in its language, with gaps to be filled.

export const words = document.getElementById("words").dataset;

/** The sentence with {name} and the like filled in. */
export function say(sentence, facts = {}) {
  return sentence.replace(/\{(\w+)\}/g, (gap, name) => facts[name] ?? gap);
}

/** A length of time for a glance. */
export function span(seconds) {
  return seconds < 120 ? say(words.seconds, { n: Math.round(seconds) }) : say(words.minutes, { n: Math.round(seconds / 60) });
}

export function element(name, text = "", className = "") {
  const made = document.createElement(name);
  if (text !== "") made.textContent = text;
  if (className) made.className = className;
  return made;
}

/** The size of the page's own unit, px. */
export const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

export const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
