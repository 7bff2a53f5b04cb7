// Classes offered as chips while somebody types; what was chosen stays chosen.
// Ignores what the form does with them.

/** `form` has data-classes (the address that suggests), `place` a [data-class-list] in it. */
export function offerClasses(form, words, place) {
  const list = place.querySelector("[data-class-list]");
  let waiting;
  words.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 500);
  });
  async function ask() {
    const text = words.value.trim();
    if (text.length < 2 || !navigator.onLine) return;
    try {
      const answer = await fetch(`${form.dataset.classes}?text=${encodeURIComponent(text.slice(0, 200))}`);
      if (!answer.ok) return;
      const { classes } = await answer.json();
      if (classes.length) show(classes);
    } catch { /* no network: the class is not needed */ }
  }
  function show(classes) {
    const chosen = list.querySelector(":checked");
    const shown = classes.map((one) => {
      const offered = chip(one.value, one.title, chosen?.value === one.value);
      if (one.said) offered.append(reason(one));
      return offered;
    });
    if (chosen && !classes.some(({ value }) => value === chosen.value)) shown.unshift(chosen.parentElement);
    list.replaceChildren(...shown);
    place.hidden = false;
  }
}

/** How likely it is, and the pieces of the words that say so. */
function reason({ said, why = [] }) {
  const small = document.createElement("small");
  small.className = "class-why";
  small.append(said);
  for (const piece of why.slice(0, 2)) {
    const mark = document.createElement("mark");
    mark.textContent = piece;
    small.append(" ", mark);
  }
  return small;
}

/** One class as a label with its radio button. */
export function chip(value, title, checked) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  Object.assign(input, { type: "radio", name: "class", value, checked });
  input.dataset.title = title;
  label.append(input, title);
  return label;
}
