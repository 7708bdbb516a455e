
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const ORDER = ["mixed", "stricter", "looser", "not_decided", "equal", "alone", "silent"];
  const MIRRORED = { stricter: "looser", looser: "stricter" };
  const SVG = "http://www.w3.org/2000/svg";
  const inputs = Object.fromEntries(["topic", "role", "force", "shared"].map((id) => [id, document.getElementById(id)]));
  const cells = [...document.querySelectorAll(".cell")];
  const rows = [...document.querySelectorAll(".matrix > tbody > tr[data-topic]")];

  // Whatever the data hold goes into the page as text, and never as markup.
  function make(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children.flat(Infinity).filter((each) => each !== "" && each != null));
    return made;
  }

  const name = (council) => data.councils[council];
  const speaks = (point, council) => council in point.norms;
  const sign = (standing) => make("span", { class: `sign ${standing}`, "aria-hidden": "true" }, data.signs[standing]);

  function isWanted(point) {
    const { role, force, shared } = inputs;
    return (!role.value || point.roles.includes(role.value))
      && (!force.value || point.forces.includes(force.value))
      && (!shared.checked || Object.keys(point.norms).length > 1);
  }

  const wantedOf = (topic) => data.points.filter((point) => point.topics.includes(topic) && isWanted(point));

  function counts(points, council) {
    const found = Object.fromEntries(Object.keys(data.signs).map((each) => [each, 0]));
    for (const point of points) found[point.standings[council]] += 1;
    return found;
  }

  function fillCell(cell, points) {
    const found = counts(points, cell.dataset.council);
    const [figure, bar, marks] = cell.children;
    figure.replaceChildren(`${points.length - found.silent} `, make("small", {}, `of ${points.length}`));
    let start = 0;
    bar.replaceChildren(...Object.entries(found).filter(([, count]) => count).map(([standing, count]) => {
      const part = document.createElementNS(SVG, "rect");
      const length = 100 * count / points.length;
      const attributes = { class: standing, x: start, width: length, height: 6 };
      for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value);
      start += length;
      return part;
    }));
    marks.replaceChildren(...Object.entries(found).filter(([standing, count]) => count && standing !== "silent").map(
      ([standing, count]) => make("span", { class: `mark ${standing}` },
        make("span", { "aria-hidden": "true" }, data.signs[standing]), String(count),
        make("span", { class: "hidden" }, ` ${data.words[standing]}`))));
  }

  function update() {
    const shown = new Set();
    for (const row of rows) {
      const topic = row.dataset.topic;
      const points = wantedOf(topic);
      row.hidden = !points.length || (inputs.topic.value !== "" && inputs.topic.value !== topic);
      if (!row.hidden) points.forEach((point) => shown.add(point));
      for (const cell of row.querySelectorAll(".cell")) fillCell(cell, points);
      const opened = row.querySelector(".cell[aria-expanded=true]");
      if (opened) {
        close(opened);
        if (!row.hidden) open(opened);
      }
    }
    document.getElementById("count").textContent = `${shown.size} of ${data.points.length} points`;
  }

  // -- a cell, opened ---------------------------------------------------------------------------

  function open(cell) {
    const { council, topic } = cell.dataset;
    const row = cell.closest("tr");
    const other = row.querySelector(".cell[aria-expanded=true]");
    if (other) close(other);
    const points = wantedOf(topic).sort((one, two) =>
      ORDER.indexOf(one.standings[council]) - ORDER.indexOf(two.standings[council]));
    const section = panel(cell, points, row.querySelector("th").textContent);
    const made = make("tr", { class: "panel" }, make("td", { colspan: String(row.children.length) }, section));
    row.after(made);
    cell.setAttribute("aria-expanded", "true");
    cell.setAttribute("aria-controls", section.id);
  }

  function close(cell) {
    cell.closest("tr").nextElementSibling.remove();
    cell.setAttribute("aria-expanded", "false");
    cell.removeAttribute("aria-controls");
  }

  const toggle = (cell) => (cell.getAttribute("aria-expanded") === "true" ? close : open)(cell);

  function panel(cell, points, title) {
    const { council, topic } = cell.dataset;
    const heading = make("h3", { id: `title/${topic}` }, `${name(council)} on: ${title}`);
    const every = make("button", { type: "button", class: "every" }, "Open every point");
    const away = make("button", { type: "button", class: "close" }, "Close");
    const section = make("section", { class: "opened", id: `panel/${topic}`, "aria-labelledby": heading.id },
      make("header", {}, heading, every, away), points.map((point) => pointOf(point, council)));
    every.addEventListener("click", () => {
      for (const each of section.querySelectorAll(".point")) each.open = true;
    });
    away.addEventListener("click", () => leave(cell));
    section.addEventListener("keydown", (event) => {
      if (event.key === "Escape") leave(cell);
    });
    return section;
  }

  function leave(cell) {
    close(cell);
    cell.focus();
  }

  function lazily(details, build) {
    const fill = () => details.open && details.childElementCount === 1 && details.append(...build());
    details.addEventListener("toggle", fill);
    return details;
  }

  function pointOf(point, council) {
    const standing = point.standings[council];
    const who = Object.keys(point.norms).map(name).join(", ");
    const summary = make("summary", {}, sign(standing), make("span", { class: "hidden" }, `${data.words[standing]}: `),
      make("b", {}, point.said), " ", make("small", {}, who));
    return lazily(make("details", { class: "point" }, summary), () => inside(point, council));
  }

  function inside(point, council) {
    const councils = Object.keys(point.norms).sort((one, two) => (two === council) - (one === council));
    const silent = Object.keys(data.councils).filter((each) => !speaks(point, each));
    const pairs = point.pairs.filter((pair) => !speaks(point, council) || pair.councils.includes(council));
    return [
      make("div", { class: "sides" }, councils.map((each) => make("section", { class: "side" },
        make("h4", {}, name(each)), point.norms[each].map(normOf)))),
      silent.length ? make("p", { class: "hint" }, `Silent: ${silent.map(name).join(", ")}.`) : "",
      ...pairs.map((pair) => pairOf(pair, council)),
    ].filter(Boolean);
  }

  // -- norms and clauses ------------------------------------------------------------------------

  const clauseLink = (clause, text) => make("a", { href: `#clause/${clause.split("/").map(encodeURIComponent).join("/")}` }, text);

  function normOf(address) {
    const norm = data.norms[address];
    const clause = data.clauses[norm.clause];
    return make("div", { class: "norm" },
      make("p", {}, clauseLink(norm.clause, clause.id), " ", clause.title),
      make("p", {}, make("b", {}, norm.said)),
      listOf(norm.details ?? []),
      textOf(clause));
  }

  function listOf(pairs, kind = "details") {
    return pairs.length ? make("dl", { class: kind },
      pairs.map(([term, said]) => [make("dt", {}, term), make("dd", {}, said)])) : "";
  }

  function textOf(clause) {
    return [
      clause.gist ? [make("p", { class: "label" }, "In our words"), make("p", {}, clause.gist)] : "",
      clause.judgement ? [make("p", { class: "label" }, "Left to judgement"), make("p", {}, clause.judgement)] : "",
      clause.printed ? [make("p", { class: "label" }, clause.heading ? `As printed, under ${clause.heading}` : "As printed"),
        make("blockquote", {}, clause.printed)] : "",
    ].flat();
  }

  function showClause(key) {
    const clause = data.clauses[key];
    if (!clause) return;
    const council = key.slice(0, key.indexOf("/"));
    const norms = Object.entries(data.norms).filter(([, norm]) => norm.clause === key);
    document.getElementById("clause-title").textContent = `${name(council)}, ${clause.id}: ${clause.title}`;
    document.getElementById("clause-text").replaceChildren(...textOf(clause),
      ...norms.map(([, norm]) => make("div", { class: "norm" }, make("p", {}, make("b", {}, norm.said)), listOf(norm.details ?? []))));
    const dialog = document.getElementById("clause");
    if (!dialog.open) dialog.showModal();
  }

  // -- what was found of a pair -----------------------------------------------------------------

  function relationOf(one, other, relation) {
    switch (relation) {
      case "equivalent": return `${one} and ${other} say the same`;
      case "incomparable": return `${one} and ${other} differ, and neither is stricter throughout`;
      case "not_decided": return `Not decided between ${one} and ${other}`;
      default: return `${one} is ${relation} than ${other}`;
    }
  }

  function pairOf(pair, council) {
    const turned = pair.councils[1] === council;
    const [one, other] = (turned ? [...pair.councils].reverse() : pair.councils).map(name);
    const relation = turned ? MIRRORED[pair.relation] ?? pair.relation : pair.relation;
    const regions = pair.regions ?? [];
    const inWords = relation === "equivalent" && pair.in_words ? ", but for words that a person has to weigh" : "";
    const many = regions.length > 1 ? ` (in ${regions.length} kinds of story)` : "";
    const summary = make("summary", {}, relationOf(one, other, relation) + inWords + many);
    return lazily(make("details", { class: "pair" }, summary), () => [
      ...[["Why it is not decided", pair.undecided], ["How far it is proved", pair.bounded],
        ["Turns on what a person has to judge", (pair.judged ?? []).join(" ")]].filter(([, said]) => said)
        .map(([term, said]) => make("p", {}, make("b", {}, `${term}: `), said)),
      ...(pair.in_words ?? []).map((each) => wordsOf(each, pair)),
      ...regions.map((region) => regionOf(region, pair)),
      ...(relation === "equivalent" ? [make("p", { class: "hint" }, "There is no story in which their positions differ.")] : []),
    ]);
  }

  function wordsOf([what, one, other], pair) {
    const titles = { counterparty: "To whom, in words", qualifier: "How, in words", judgement: "Left to judgement" };
    return make("div", {}, make("p", { class: "label" }, titles[what] ?? what),
      listOf([[name(pair.councils[0]), one], [name(pair.councils[1]), other]]));
  }

  function regionOf(region, pair) {
    const { facts = [], about = [], today, text } = region.story;
    const told = [...facts, ...about.map((each) => ["There is", each]), ...(today ? [["Today", today]] : [])];
    const where = region.where ?? ["always"];
    return make("div", { class: "region" },
      make("p", { class: "label" }, where.length > 1 ? "They differ so where any of these holds" : "They differ so where"),
      make("ul", { class: "where" }, where.map((each) => make("li", {}, each))),
      make("p", { class: "label" }, "The smallest story that shows it"),
      told.length ? listOf(told, "facts") : make("p", {}, "Any story: nothing needs to be known."),
      make("details", {}, make("summary", {}, "As a scenario file"), make("pre", { tabindex: "0" }, text)),
      make("p", { class: "label" }, "What either says there, and why"),
      make("div", { class: "sides" }, pair.councils.map((council, side) => make("section", { class: "side" },
        make("h4", {}, name(council)), make("p", {}, make("b", {}, region.stances[side])),
        region.proofs[side].map((number) => proofOf(data.proofs[number]))))));
  }

  function proofOf(found) {
    const clause = data.norms[found.address].clause;
    return make("div", {}, make("p", {}, clauseLink(clause, found.address), `: ${found.status}`),
      make("ul", { class: "proof" }, step(found.proof)));
  }

  function step(proof) {
    const facts = Object.entries(proof.facts ?? {}).map(([fact, value]) => value === null ? `${fact} is not known` : `${fact}: ${value}`);
    const because = [...facts, ...(proof.note ? [proof.note] : [])].join("; ");
    return make("li", {}, make("span", { class: `truth ${proof.truth}` }, proof.truth), proof.statement,
      because ? make("small", {}, ` [${because}]`) : "",
      proof.steps ? make("ul", {}, proof.steps.map(step)) : "");
  }

  // -- keys and links ---------------------------------------------------------------------------

  function follow() {
    let parts;
    try {
      parts = location.hash.slice(1).split("/").map(decodeURIComponent);
    } catch {
      return;
    }
    const [kind, ...rest] = parts;
    if (kind === "clause") showClause(rest.join("/"));
    const cell = kind === "cell" && cells.find((each) => each.id === parts.join("/"));
    if (cell) {
      if (cell.getAttribute("aria-expanded") === "false") open(cell);
      cell.focus();
      cell.scrollIntoView();
    }
  }

  function move(event) {
    const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!steps || event.altKey || event.ctrlKey || event.metaKey) return;
    const shown = rows.filter((row) => !row.hidden).map((row) => [...row.querySelectorAll(".cell")]);
    const at = shown.findIndex((row) => row.includes(event.currentTarget));
    const next = shown[at + steps[0]]?.[shown[at].indexOf(event.currentTarget) + steps[1]];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  }

  for (const cell of cells) {
    cell.addEventListener("click", () => toggle(cell));
    cell.addEventListener("keydown", move);
    cell.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && cell.getAttribute("aria-expanded") === "true") close(cell);
    });
  }
  const filters = document.getElementById("filters");
  filters.addEventListener("change", update);
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.addEventListener("reset", () => setTimeout(update));
  document.getElementById("clause").addEventListener("close", () => {
    history.replaceState(null, "", location.pathname + location.search);
  });
  window.addEventListener("hashchange", follow);
  update(); // a browser keeps what was chosen when a page is loaded again
  follow();
})();
