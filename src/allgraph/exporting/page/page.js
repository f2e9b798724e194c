"use strict";
/* The rest of the page: legend, light and dark, keys, and what a click in the drawing does. */

function swatch(shape, attributes) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [key, value] of [["width", 34], ["height", 14], ["aria-hidden", "true"]]) drawing.setAttribute(key, value);
  const made = document.createElementNS("http://www.w3.org/2000/svg", shape);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  drawing.append(made);
  return drawing;
}

function legend() {
  const used = new Set(DATA.nodes.map((node) => node.group));
  const line = { x1: 1, x2: 33, y1: 7, y2: 7, "stroke-width": 2.5 };
  const rows = DATA.groups.filter((_, index) => used.has(index))
    .map((group) => [swatch("rect", { x: 1, y: 1, width: 32, height: 12, rx: 3, fill: group.colour, stroke: "var(--line)" }), group.name]);
  rows.push(
    [swatch("line", { ...line, stroke: "var(--document)" }), "stated by a document; thicker: by several"],
    [swatch("line", { ...line, stroke: "var(--background)" }), "background, with its citation"],
    [swatch("line", { ...line, stroke: "var(--inferred)", "stroke-dasharray": "2 3" }), "inferred (dotted)"],
    [swatch("line", { ...line, stroke: "var(--document)", "stroke-dasharray": "7 4" }), "hedged (dashed): may hold"],
  );
  document.getElementById("legend").replaceChildren(...rows.map((row) => make("li", {}, ...row)));
}

const themeButton = document.getElementById("theme");
function theme(isDark) {
  if (document.documentElement.classList.toggle("dark", isDark) !== themeIsDark) cy.style(style());
  themeIsDark = isDark;
  themeButton.textContent = isDark ? "Light" : "Dark"; // what it turns to
}
let themeIsDark = dark.matches;
themeButton.addEventListener("click", () => theme(!themeIsDark));
dark.addEventListener("change", () => theme(dark.matches));

/** From the chosen node to the next one in a direction, by distance, with what lies aside counted double. */
function step(x, y) {
  const from = cy.nodes(".chosen")[0];
  const nodes = cy.nodes(".term").not(".gone, .away");
  if (!from) return nodes.length && choose(nodes[0].id());
  const start = from.position();
  let [best, least] = [null, Infinity];
  nodes.forEach((node) => {
    const [dx, dy] = [node.position("x") - start.x, node.position("y") - start.y];
    const [ahead, aside] = [dx * x + dy * y, Math.abs(dx * y) + Math.abs(dy * x)];
    const far = ahead + 2 * aside;
    if (ahead > 1 && far < least) [best, least] = [node, far];
  });
  if (best) choose(best.id());
  return undefined;
}

function size(factor) {
  cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
}

const KEYS = {
  ArrowLeft: () => step(-1, 0), ArrowRight: () => step(1, 0), ArrowUp: () => step(0, -1), ArrowDown: () => step(0, 1),
  "+": () => size(1.25), "-": () => size(0.8), 0: whole,
  Enter: () => panel.hidden || panel.querySelector("h2").focus(),
};
document.getElementById("graph").addEventListener("keydown", (event) => {
  if (!(event.key in KEYS) || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  KEYS[event.key]();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (!panel.hidden) closeDetails();
  else openFilters(false);
});

const filtersButton = document.getElementById("show-filters");
function openFilters(open) {
  document.getElementById("filters").classList.toggle("open", open);
  filtersButton.setAttribute("aria-expanded", String(open));
}
filtersButton.addEventListener("click", () => {
  const open = filtersButton.getAttribute("aria-expanded") !== "true";
  if (open && !panel.hidden) closeDetails();
  openFilters(open);
});

cy.on("tap", "node.term, edge", (event) => {
  openFilters(false);
  choose(event.target.id());
});
cy.on("tap", (event) => event.target === cy && !panel.hidden && closeDetails());
cy.on("mouseover", "edge", (event) => event.target.addClass("pointed"));
cy.on("mouseout", "edge", (event) => event.target.removeClass("pointed"));
document.getElementById("larger").addEventListener("click", () => size(1.25));
document.getElementById("smaller").addEventListener("click", () => size(0.8));
document.getElementById("whole").addEventListener("click", whole);

let before = innerWidth;
addEventListener("resize", () => {
  if (innerWidth !== before) arrange(); // not where only the keyboard of a phone came up
  else cy.resize();
  before = innerWidth;
});

legend();
theme(dark.matches);
filter();
globalThis.allgraph = { cy, data: DATA }; // for those who script the page
