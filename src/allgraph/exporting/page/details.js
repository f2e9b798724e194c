"use strict";
/* What is chosen: a node with its facts, or an edge with what it rests on. All that the graph says is set as text, never as markup. */

const panel = document.getElementById("details");
const nodeOf = new Map(DATA.nodes.map((node) => [node.id, node]));
const meanings = new Map(Object.entries(DATA.kinds));
const edgeOf = new Map(DATA.edges.map((edge) => [edge.id, edge]));
let cameFrom = null; // where the focus goes when the details close

/** An element: attributes, then children, of which strings are text. */
function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

function link(address, words) {
  return /^https?:\/\//.test(address) ? make("a", { href: address, rel: "noreferrer", target: "_blank" }, words) : words;
}

function count(number, one, several) {
  return `${number} ${number === 1 ? one : several}`;
}

/** Show what an id names, an edge or a node, and mark it in the drawing. */
function choose(id) {
  const edge = edgeOf.get(id);
  const node = nodeOf.get(id);
  if (!edge && !node) return;
  if (cy.getElementById(id).hasClass("gone")) showAll();
  if (panel.hidden) cameFrom = document.activeElement;
  const close = make("button", { type: "button", class: "close", click: closeDetails }, "Close");
  panel.replaceChildren(make("div", { class: "title" }, make("h2", { tabindex: "-1", class: "clipped", dir: "auto" }, edge ? claim(edge) : node.label), close), ...(edge ? ofEdge(edge) : ofNode(node)));
  panel.hidden = false;
  document.getElementById("filters").hidden = true;
  panel.scrollTop = 0;
  mark(cy.getElementById(id));
}

function closeDetails() {
  panel.hidden = true;
  document.getElementById("filters").hidden = false;
  cy.elements().removeClass("chosen near faint away");
  cy.resize();
  if (isAlone()) arrange();
  if (cameFrom?.isConnected) cameFrom.focus();
}

/** Whether of what is chosen only the neighbours are shown: of many, and where there is little room. */
function isAlone() {
  return many || cy.width() < NARROW;
}

function mark(one) {
  const near = one.isNode() ? one.closedNeighborhood() : one.union(one.connectedNodes());
  cy.batch(() => {
    cy.elements().removeClass("chosen near faint away");
    if (isAlone()) cy.elements().not(".heading").addClass("away");
    else cy.elements().addClass("faint");
    near.removeClass("faint away").addClass("near");
    one.addClass("chosen");
  });
  cy.resize(); // the details may have taken of its height
  if (isAlone()) {
    arrange();
    if (one.isEdge()) cy.nodes(".heading").addClass("gone"); // they would stand where the edge's label does
  } else if (cy.zoom() * SIZE < 8 || !isSeen(one)) show(one);
}

function isSeen(one) {
  const [seen, at] = [cy.extent(), one.boundingBox()];
  return at.x1 >= seen.x1 && at.x2 <= seen.x2 && at.y1 >= seen.y1 && at.y2 <= seen.y2;
}

/** Bring a node, or an edge with both its ends, to where it is seen, as large as can be read. */
function show(one) {
  cy.fit(one.union(one.connectedNodes()), 24);
  if (cy.zoom() > 1) cy.zoom({ level: 1, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
}

function claim(edge) {
  return `${nodeOf.get(edge.source).label} ${edge.label} ${nodeOf.get(edge.target).label}`;
}

function tags(edge) {
  return [edge.stance, ...edge.origins].map((word) => make("span", { class: `tag ${word}` }, word));
}

function rests(edge) {
  const told = [];
  if (edge.passages.length) told.push(count(edge.passages.length, "passage", "passages"));
  if (edge.citations.length) told.push(count(edge.citations.length, "citation", "citations"));
  return told.join(", ") || count(edge.premises.length, "premise", "premises");
}

function ofNode(node) {
  const called = grouped(node.names, (name) => name.kind);
  const facts = [["kind", node.kind], ["definition", node.definition], [`definition of ${node.kind}`, meanings.get(node.kind)], ...[...called].map(([kind, names]) => [kind, names.map((name) => name.text).join(", ")])];
  const edges = DATA.edges.filter((edge) => edge.source === node.id || edge.target === node.id);
  return [
    make("dl", {}, ...facts.filter(([, value]) => value).flatMap(([name, value]) => [make("dt", {}, name), make("dd", { class: "clipped", dir: "auto" }, value)]),
      make("dt", {}, "identifiers"), make("dd", {}, make("ul", {}, ...[{ name: node.id, address: "" }, ...node.identifiers].map((one) =>
        make("li", {}, make("code", {}, link(one.address, one.name)))))),
      make("dt", {}, "IRI"), make("dd", {}, make("code", {}, node.iri))),
    make("h3", {}, `${count(edges.length, "edge", "edges")} in this picture`),
    make("ul", { class: "edges" }, ...edges.map((edge) => make("li", {},
      make("button", { type: "button", class: "row", "data-edge": edge.id, click: () => go(edge.id) },
        make("span", { class: "cut", dir: "auto" }, claim(edge)), ...tags(edge), make("span", { class: "quiet rests" }, rests(edge)))))),
  ];
}

function grouped(values, key) {
  const found = new Map();
  for (const value of values) found.set(key(value), [...(found.get(key(value)) ?? []), value]);
  return found;
}

function ofEdge(edge) {
  const end = (id) => make("button", { type: "button", class: "row", "data-node": id, click: () => go(id) }, make("span", { class: "cut", dir: "auto" }, nodeOf.get(id).label));
  const parts = [make("p", {}, ...tags(edge)), end(edge.source), end(edge.target)];
  const section = (words, items) => items.length && parts.push(make("h3", {}, words), ...items);
  section("Only", edge.qualifiers.map((text) => make("p", { dir: "auto" }, text)));
  section(count(edge.passages.length, "passage", "passages"), edge.passages.map(ofPassage));
  section(count(edge.citations.length, "citation", "citations"), edge.citations.map((one) => make("p", { class: "citation", dir: "auto" }, link(one.url, one.text))));
  section("Inferred from", edge.premises.map((text) => make("p", { class: "premise", dir: "auto" }, text)));
  return parts;
}

function ofPassage(one) {
  const place = [one.source, one.section, `characters ${one.start} to ${one.end}`].filter(Boolean).join(", ");
  const words = one.quote ? [make("p", { class: "clipped", dir: "auto" }, one.prefix && `…${one.prefix}`, make("mark", {}, one.quote), one.suffix && `${one.suffix}…`)] : [];
  return make("blockquote", { class: "passage" }, ...words, make("p", { class: "quiet", dir: "auto" }, place));
}

/** Choose from within the details: the focus stays in them. */
function go(id) {
  choose(id);
  panel.querySelector("h2").focus();
}
