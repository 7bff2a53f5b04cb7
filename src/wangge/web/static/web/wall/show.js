// Writes the figures into the page: tiles that roll, promises, boards, events. Only what changed is
// written. Ignores where figures come from.
import { showHours, showTrend } from "./charts.js";
import { element, say, words } from "./words.js";

const by = (id) => document.getElementById(id);
const wall = document.body.dataset.wall;

let newest = 0;

/** `first`: nothing rolls yet; `moved`: another area; `resized`: only the drawings. */
export function show(figures, { first = false, moved = false, resized = false } = {}) {
  if (!resized) write(figures, first, moved);
  showHours(by("hours"), figures, resized);
  showTrend(by("trend"), figures, resized);
}

function write(figures, first, moved) {
  by("title").textContent = figures.area.title;
  by("title").classList.toggle("is-long", figures.area.title.length > 14);
  by("up").hidden = figures.crumbs.length < 2;
  showCrumbs(figures);
  showTiles(figures.tiles, first);
  showPromises(figures.promises);
  showTopics(figures.topics);
  showRanking(figures);
  showSecond(figures);
  showParts(figures);
  showEvents(figures.events, first || moved);
}

/** Rows are written anew only where they say something else. */
function fill(list, key, make) {
  const said = JSON.stringify(key);
  if (list.dataset.said === said) return;
  list.dataset.said = said;
  list.replaceChildren(...make());
}

function areaLink(id, name) {
  const link = element("a", name);
  link.href = `${wall}?area=${id}`;
  link.dataset.area = id;
  return link;
}

function showCrumbs({ crumbs }) {
  fill(by("crumbs"), crumbs, () => crumbs.map(({ id, name }, place) => {
    if (place < crumbs.length - 1) return areaLink(id, name);
    const here = element("b", name);
    here.setAttribute("aria-current", "page");
    return here;
  }));
}

function showTiles(tiles, first) {
  const box = by("tiles");
  if (!box.children.length) {
    box.replaceChildren(...tiles.map(({ key, label }) => {
      const tile = element("div");
      tile.dataset.tile = key;
      const value = element("b");
      value.append(element("span", "", "only-read"), element("span", "", "digits"), element("small"));
      value.children[1].setAttribute("aria-hidden", "true");
      tile.append(element("h2", label), value, element("p"));
      return tile;
    }));
  }
  for (const { key, value, unit, note, tone } of tiles) {
    const tile = box.querySelector(`[data-tile="${key}"]`);
    tile.className = tone;
    const [read, digits, small] = tile.querySelector("b").children;
    tile.querySelector("p").textContent = note;
    small.textContent = unit;
    if (read.textContent === value) continue;
    read.textContent = value;
    roll(digits, value, first);
  }
}

/** Each sign of a number turns over where it changes, from the right, so that 99 → 100 is seen. */
function roll(box, value, first) {
  const before = [...box.children].map((one) => one.textContent).reverse();
  box.replaceChildren(...[...value].map((sign, place) => {
    const changed = before[value.length - 1 - place] !== sign;
    return element("span", sign, changed && !first ? "turns" : "");
  }));
}

function showPromises({ at, rows }) {
  fill(by("promises"), [at, rows], () => {
    const cards = rows.map(({ title, tone, sign, verdict, looked_at: looked }) => {
      const card = element("button", "", tone);
      card.type = "button";
      const both = element("span");
      both.append(element("b", title), element("small", (tone === "green" && looked) || verdict));
      const light = element("i", sign);
      light.setAttribute("aria-hidden", "true");
      card.append(light, both);
      return card;
    });
    return cards;
  });
  by("proven").textContent = at ? say(words.proven, { time: at }) : words.unproven;
  by("promise-rows").replaceChildren(...rows.map(({ title, tone, sign, verdict, looked_at: looked, count }) => {
    const row = element("p", "", `hole ${tone}`);
    row.append(element("i", sign), element("b", title), element("span", looked || verdict),
      element("strong", looked ? say(words.holes, { n: count.toLocaleString("en") }) : verdict));
    return row;
  }));
  const { proofs } = document.body.dataset;
  by("promise-link").hidden = !proofs;
}

function showTopics(topics) {
  const most = Math.max(1, ...topics.map((one) => one.count ?? 0));
  fill(by("topics"), topics, () => topics.length ? topics.map((one) => {
    const isHot = "people" in one;
    const row = element("li", "", isHot ? "hot" : one.rises ? "rises" : "");
    row.append(element("span", isHot ? `◆ ${one.name}` : one.name),
      element("i", isHot ? one.where : `${words.usual} ${Math.round(one.usual)}`),
      element("b", isHot ? say(words.people, { n: one.people }) : one.rises ? `▲ ${one.count}` : one.count));
    row.style.setProperty("--part", isHot ? "0%" : `${(one.count / most) * 100}%`);
    return row;
  }) : [element("li", words.noTopics, "none")]);
}

function rank(one, { leads = false, gapBefore = false } = {}) {
  const row = element("li", "", gapBefore ? "after-gap" : "");
  const name = element("span");
  name.append(leads ? areaLink(one.id, one.name) : one.name);
  row.append(element("em", one.rank), name);
  if (one.overdue) row.append(element("u", `● ${one.overdue}`, "red"));
  row.append(element("i", `${one.count.toLocaleString("en")} ${words.pieces}`), element("b", one.said));
  row.style.setProperty("--part", `${(one.rate ?? 0) * 100}%`);
  return row;
}

/** Too few cases for a rank: what is owed there is told all the same. */
function unranked(one, { leads = false } = {}) {
  const row = element("li");
  const name = element("span");
  name.append(leads ? areaLink(one.id, one.name) : one.name);
  row.append(element("em", "–"), name);
  if (one.overdue) row.append(element("u", `● ${one.overdue}`, "red"));
  row.append(element("i", `${words.open} ${one.open}`));
  return row;
}

function board(list, { rows, few, gap, floor }, facts) {
  fill(list, [rows, few], () => rows.length || few.length
    ? [...rows.map((one, place) => rank(one, { ...facts, gapBefore: gap && place > 0 && one.rank !== rows[place - 1].rank + 1 })),
      ...few.map((one) => unranked(one, facts))]
    : [element("li", say(words.nobody, { floor }), "none")]);
}

function showRanking({ ranking, below, parts }) {
  const box = by("ranking").closest(".box");
  box.hidden = !parts.length;
  if (!parts.length) return;
  by("ranking-title").textContent = say(words.ranking, { below });
  board(by("ranking"), ranking, { leads: true });
  by("ranking-floor").textContent = [say(words.floor, { floor: ranking.floor }),
    ranking.unranked ? say(words.unranked, { n: ranking.unranked }) : ""].filter(Boolean).join(" · ");
}

/** The county compares its departments; a smaller area shows what is open by line. */
function showSecond({ departments, lines, area }) {
  const isCounty = area.level === "county";
  by("second-title").textContent = isCounty ? words.departments : words.lines;
  if (isCounty) return board(by("second"), departments, {});
  const most = Math.max(1, ...lines.map((one) => one.open));
  fill(by("second"), lines, () => lines.length ? lines.map((one) => {
    const row = element("li");
    row.append(element("span", one.name));
    if (one.overdue) row.append(element("u", `● ${one.overdue}`, "red"));
    row.append(element("b", one.open));
    row.style.setProperty("--part", `${(one.open / most) * 100}%`);
    return row;
  }) : [element("li", words.noOpen, "none")]);
}

/** Every part as a link: for the keyboard always, for the eye where no map can be drawn. */
function showParts({ parts }) {
  fill(by("parts"), parts, () => parts.map((one) => {
    const link = areaLink(one.id, one.name);
    link.append(element("small", ` ${words.open} ${one.open} `));
    if (one.overdue) link.append(element("u", `● ${one.overdue}`, "red"));
    return link;
  }));
}

function showEvents(events, quiet) {
  fill(by("events"), events, () => events.length ? events.map((one) => {
    const row = element("li", "", !quiet && one.key > newest ? "fresh" : "");
    row.dataset.key = one.key;
    row.append(element("time", one.time), element("em", `${one.sign} ${one.word}`, one.tone), element("span", one.title), element("i", one.place));
    return row;
  }) : [element("li", words.noEvents, "none")]);
  newest = Math.max(newest, 0, ...events.map((one) => one.key));
}
