"use strict";
/* The filters: a tick narrows the picture to what has it; of one facet any tick counts, of several facets all do. */

const FACETS = {
  kind: { words: "Kind", ofNode: (node) => [node.kind || "other"] },
  relation: { words: "Relation", ofEdge: (edge) => [edge.label] },
  stance: { words: "Stance", ofEdge: (edge) => [edge.stance] },
  origin: { words: "Origin", ofEdge: (edge) => edge.origins },
  source: { words: "Source", ofEdge: (edge) => edge.sources },
};
const facets = document.getElementById("facets");
const linked = new Set(DATA.edges.flatMap((edge) => [edge.source, edge.target]));

for (const [name, facet] of Object.entries(FACETS)) {
  const counts = new Map();
  for (const one of facet.ofNode ? DATA.nodes : DATA.edges) {
    for (const value of (facet.ofNode ?? facet.ofEdge)(one)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  if (!counts.size) continue;
  const values = [...counts.keys()].sort((one, other) => one.localeCompare(other, "en"));
  facets.append(make("fieldset", { tabindex: "-1" }, make("legend", {}, facet.words), ...values.map((value) =>
    make("label", {}, make("input", { type: "checkbox", name, value, autocomplete: "off" }), make("span", { class: "cut", dir: "auto" }, value), make("span", { class: "quiet" }, String(counts.get(value)))))));
}

/** Hide what no tick asks for; a node stays while an edge of it does, or where it never had one. */
function filter() {
  const ticked = new FormData(facets);
  const wants = (name, values) => !ticked.has(name) || values.some((value) => ticked.getAll(name).includes(value));
  const kinds = new Set(DATA.nodes.filter((node) => wants("kind", FACETS.kind.ofNode(node))).map((node) => node.id));
  const narrowed = Object.keys(FACETS).some((name) => name !== "kind" && ticked.has(name));
  // an edge shows where one of its ends is of the kind: the targets of drugs are of interest, not only drugs among themselves
  const edges = DATA.edges.filter((edge) => (kinds.has(edge.source) || kinds.has(edge.target))
    && Object.entries(FACETS).every(([name, facet]) => !facet.ofEdge || wants(name, facet.ofEdge(edge))));
  const shown = new Set(edges.flatMap((edge) => [edge.id, edge.source, edge.target]));
  if (!narrowed) for (const id of kinds) if (ticked.has("kind") || !linked.has(id)) shown.add(id);
  cy.batch(() => cy.elements().not(".heading").forEach((one) => one.toggleClass("gone", !shown.has(one.id()))));
  const nodes = DATA.nodes.filter((node) => shown.has(node.id)).length;
  document.getElementById("count").textContent = `${nodes} of ${count(DATA.nodes.length, "term", "terms")}, ${edges.length} of ${count(DATA.edges.length, "edge", "edges")}`;
  const ticks = [...ticked.keys()].length;
  for (const button of document.querySelectorAll(".reset")) button.hidden = !ticks;
  document.getElementById("show-filters").textContent = ticks ? `Filters (${ticks})` : "Filters";
  document.getElementById("nothing").hidden = nodes > 0;
  document.getElementById("why").textContent = ticks ? "Nothing in this picture has all that the filters ask for." : "This picture holds no terms.";
  arrange();
}

function showAll() {
  facets.reset();
  filter();
}

facets.addEventListener("change", filter);
facets.addEventListener("submit", (event) => event.preventDefault());
for (const button of document.querySelectorAll(".reset")) {
  button.addEventListener("click", () => {
    showAll();
    document.getElementById("graph").focus(); // the button is gone
  });
}
