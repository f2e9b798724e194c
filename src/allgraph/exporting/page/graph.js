"use strict";
/* The drawing: a box for each node, in a column for each group of kinds, and the edges between them. */

const DATA = JSON.parse(document.getElementById("data").textContent);
const SIZE = 12;
const FAMILY = "system-ui, sans-serif";
const LINE = 15;
const WIDEST = 136; // of a line of a label, in pixels
const LONGEST = 60; // letters of a label; the whole of it stands in the details
const NARROW = 700; // a drawing of fewer pixels has its groups one below the other
const FEW = 150; // nodes: so many are shown below each other as wide as a narrow screen, to be read and dragged
const MANY = 1000; // edges: of a picture with so many, less is drawn while it moves

const many = DATA.edges.length >= MANY;
const dark = matchMedia("(prefers-color-scheme: dark)");
document.documentElement.classList.toggle("dark", dark.matches); // before the drawing takes the page's colours

const pen = document.createElement("canvas").getContext("2d");

/** A label in lines that fit a box, cut where it is long. */
function inLines(label) {
  pen.font = `${SIZE}px ${FAMILY}`;
  const letters = Array.from(label);
  const words = (letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join("").trimEnd()}…` : label).split(/\s+/);
  const lines = [""];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (pen.measureText(longer).width <= WIDEST) {
      lines[lines.length - 1] = longer;
      continue;
    }
    if (lines.at(-1)) lines.push("");
    for (const letter of word) {
      if (pen.measureText(lines.at(-1) + letter).width > WIDEST) lines.push("");
      lines[lines.length - 1] += letter;
    }
  }
  return lines;
}

function origin(edge) {
  return DATA.origins.find((one) => edge.origins.includes(one)) ?? "inferred";
}

function elements() {
  const nodes = DATA.nodes.map((node) => {
    const lines = inLines(node.label);
    const width = Math.max(...lines.map((line) => pen.measureText(line).width)) + 14;
    const data = { id: node.id, lines: lines.join("\n"), colour: DATA.groups[node.group].colour, width, drawn: width, height: lines.length * LINE + 8 };
    return { group: "nodes", classes: "term", data };
  });
  const edges = DATA.edges.map((edge) => ({
    group: "edges",
    classes: `${origin(edge)} ${edge.stance}`,
    data: { id: edge.id, source: edge.source, target: edge.target, label: edge.label, width: Math.min(1 + edge.weight / 2, 4) },
  }));
  const headings = DATA.groups.map((group, index) => ({
    group: "nodes", classes: "heading", selectable: false, grabbable: false, data: { id: `heading ${index}`, lines: group.name },
  }));
  return [...nodes, ...headings, ...edges];
}

/** How it looks, in the colours of the page's theme. */
function style() {
  const theme = getComputedStyle(document.documentElement);
  const colour = (name) => theme.getPropertyValue(`--${name}`).trim();
  const label = { label: "data(lines)", "font-size": SIZE, "font-family": FAMILY, "text-wrap": "wrap", "text-max-width": 1000, "line-height": LINE / SIZE };
  return [
    {
      selector: "node.term",
      style: {
        ...label, shape: "round-rectangle", width: "data(drawn)", height: "data(height)", "background-color": "data(colour)", color: "#111111",
        "text-valign": "center", "text-halign": "center", "min-zoomed-font-size": 6, "border-width": 1, "border-color": colour("line"),
      },
    },
    {
      selector: "node.heading",
      style: {
        ...label, width: 1, height: 1, "background-opacity": 0, color: colour("text"), "font-weight": "bold", "text-valign": "center",
        "text-halign": "center", events: "no", "min-zoomed-font-size": 6, "text-background-color": colour("back"),
        "text-background-opacity": 0.8, "text-background-padding": 2, "z-index": 1, "z-index-compare": "manual",
      },
    },
    {
      selector: "edge",
      style: {
        width: "data(width)", opacity: many ? 0.35 : 0.6, "target-arrow-shape": "triangle", "arrow-scale": 0.8,
        "curve-style": many ? "straight" : "bezier", "font-size": 11, "font-family": FAMILY,
      },
    },
    ...DATA.origins.map((one) => ({ selector: `edge.${one}`, style: { "line-color": colour(one), "target-arrow-color": colour(one) } })),
    { selector: "edge.inferred", style: { "line-style": "dotted" } },
    { selector: "edge.hedged", style: { "line-style": "dashed" } },
    { selector: "edge.rightward", style: { "source-endpoint": "50% 0", "target-endpoint": "-50% 0" } },
    { selector: "edge.leftward", style: { "source-endpoint": "-50% 0", "target-endpoint": "50% 0" } },
    {
      selector: "edge.bowed",
      style: { "curve-style": "unbundled-bezier", "source-endpoint": "50% 0", "target-endpoint": "50% 0", "control-point-distances": "data(bow)", "control-point-weights": 0.5, "edge-distances": "endpoints" },
    },
    { selector: "edge:loop", style: { "curve-style": "bezier", "loop-direction": "0deg", "loop-sweep": "60deg", "control-point-step-size": 60 } },
    { selector: ".faint", style: { opacity: 0.2 } },
    // on a faint box the page's own colour is read, and not the dark one that goes with a full colour
    { selector: "node.faint", style: { opacity: 1, "background-opacity": 0.15, "border-opacity": 0.3, "text-opacity": 0.65, color: colour("text") } },
    { selector: "edge.faint", style: { opacity: 0.1 } },
    { selector: "edge.near", style: { opacity: 1 } },
    {
      selector: "edge.pointed, edge.chosen",
      style: { label: "data(label)", color: colour("text"), "text-background-color": colour("back"), "text-background-opacity": 1, "text-background-padding": 3, opacity: 1, "z-index": 9, "z-index-compare": "manual" },
    },
    { selector: "node.chosen", style: { "border-width": 4, "border-color": colour("chosen") } },
    { selector: "edge.chosen", style: { "line-color": colour("chosen"), "target-arrow-color": colour("chosen"), width: 4 } },
    { selector: ".gone, .away", style: { display: "none" } },
  ];
}

const cy = cytoscape({
  container: document.getElementById("graph"),
  elements: elements(),
  style: style(),
  layout: { name: "null" },
  minZoom: 0.02,
  maxZoom: 3,
  autounselectify: true,
  boxSelectionEnabled: false,
  hideEdgesOnViewport: many,
  textureOnViewport: many,
  ...(many ? { pixelRatio: 1 } : {}),
});

/** Place what is shown: columns side by side, or on a narrow screen below each other, then show the whole. */
function arrange() {
  cy.resize();
  const groups = DATA.order.map((ids) => ids.map((id) => cy.getElementById(id)).filter((node) => !node.is(".gone, .away"))).filter((nodes) => nodes.length);
  cy.batch(() => {
    cy.nodes(".heading").addClass("gone");
    cy.edges().removeClass("rightward leftward bowed");
    if (cy.width() < NARROW) stack(groups);
    else sideBySide(inColumns(groups));
  });
  whole();
  if (cy.width() < NARROW && cy.zoom() * SIZE < 9) fromTheTop();
}

const groupOf = new Map(DATA.nodes.map((node) => [node.id, node.group]));

function head(group, x, y) {
  cy.getElementById(`heading ${group}`).removeClass("gone").position({ x, y });
}

/** Groups in columns: one that is too long stands in several. */
function inColumns(groups) {
  const rows = Math.max(40, 2 * Math.sqrt(groups.reduce((sum, nodes) => sum + nodes.length, 0)));
  return groups.flatMap((nodes) => {
    const parts = Math.ceil(nodes.length / rows);
    return Array.from({ length: parts }, (_, part) => nodes.filter((node, at) => at % parts === part));
  });
}

function sideBySide(columns) {
  const widths = columns.map((nodes) => Math.max(...nodes.map((node) => node.data("width")), 90));
  const heights = columns.map((nodes) => nodes.reduce((sum, node) => sum + node.data("height"), 0));
  const spare = (cy.width() - 40 - widths.reduce((sum, width) => sum + width, 0)) / Math.max(columns.length - 1, 1);
  const gap = Math.min(Math.max(spare, 50), 170);
  const tallest = heights.indexOf(Math.max(...heights));
  const between = Math.min(Math.max((cy.height() - 70 - heights[tallest]) / Math.max(columns[tallest]?.length ?? 1, 1), 8), 30);
  const bottom = Math.max(...columns.map((nodes, at) => heights[at] + between * (nodes.length - 1)), 0);
  const columnOf = new Map();
  const headed = new Set();
  let left = 0;
  columns.forEach((nodes, at) => {
    const group = groupOf.get(nodes[0].id());
    let top = (bottom - heights[at] - between * (nodes.length - 1)) / 2;
    if (!headed.has(group)) head(group, left + widths[at] / 2, top - 18);
    headed.add(group);
    for (const node of nodes) {
      node.data("drawn", widths[at]).position({ x: left + widths[at] / 2, y: top + node.data("height") / 2 });
      columnOf.set(node.id(), at);
      top += node.data("height") + between;
    }
    left += widths[at] + gap;
  });
  cy.edges().forEach((edge) => {
    const [from, to] = [columnOf.get(edge.data("source")), columnOf.get(edge.data("target"))];
    if (from !== to) edge.addClass(from < to ? "rightward" : "leftward");
    else if (edge.source().id() !== edge.target().id()) {
      const down = edge.target().position("y") - edge.source().position("y");
      edge.data("bow", (down > 0 ? -1 : 1) * Math.min(24 + Math.abs(down) / 6, 70)).addClass("bowed");
    }
  });
}

function stack(groups) {
  const number = groups.flat().length;
  const square = number > FEW ? Math.sqrt(number * WIDEST * 3 * LINE * (cy.width() / cy.height())) : 0; // as the screen is shaped
  const right = Math.max(cy.width() - 16, 300, square);
  let top = 0;
  for (const nodes of groups) {
    const group = groupOf.get(nodes[0].id());
    pen.font = `bold ${SIZE}px ${FAMILY}`;
    head(group, pen.measureText(DATA.groups[group].name).width / 2, top);
    top += 16;
    let [left, tallest] = [0, 0];
    for (const node of nodes) {
      if (left && left + node.data("width") > right) [left, top, tallest] = [0, top + tallest + 10, 0];
      node.data("drawn", node.data("width")).position({ x: left + node.data("width") / 2, y: top + node.data("height") / 2 });
      left += node.data("width") + 10;
      tallest = Math.max(tallest, node.data("height"));
    }
    top += tallest + 26;
  }
}

/** All that is shown; edges, which are many, only where they reach beyond their ends. */
function outline() {
  const seen = cy.nodes().not(".gone, .away");
  return many ? seen : seen.union(cy.edges(".bowed").not(".gone"));
}

/** As wide as the drawing, from its upper end: the rest is reached by dragging. */
function fromTheTop() {
  const box = outline().boundingBox();
  const zoom = Math.min((cy.width() - 16) / box.w, 1);
  cy.viewport({ zoom, pan: { x: 8 - box.x1 * zoom, y: 8 - box.y1 * zoom } });
}

function whole() {
  const seen = outline();
  cy.fit(seen, 14);
  if (cy.zoom() > 1.2) {
    cy.zoom(1.2);
    cy.center(seen);
  }
}
