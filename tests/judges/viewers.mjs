// Viewers of others, as their manuals say to start them: test_drawn.py bundles this file and calls `draw` in Chromium.
// Each is given the text of an export and an element; it draws there and tells what it holds and shows.
import cytoscape from "cytoscape";
import Graph from "graphology";
import gexf from "graphology-gexf/browser";
import { Parser } from "n3";
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import * as Reactodia from "@reactodia/workspace";
import { blockingDefaultLayout } from "@reactodia/workspace/layout-sync";
import Sigma from "sigma";

globalThis.draw = {
  async gexf(text, container) {
    const graph = gexf.parse(Graph, text);
    const every = { labelRenderedSizeThreshold: 0, labelDensity: 100 }; // by itself it hides labels that stand near others
    const room = { stagePadding: 140, labelSize: 12, itemSizesReference: "positions", zoomToSizeRatioFunction: (x) => x }; // nodes stand apart
    const sigma = new Sigma(graph, container, { ...every, ...room });
    return {
      labels: [...sigma.getNodeDisplayedLabels()].map((id) => sigma.getNodeDisplayData(id).label),
      nodes: graph.mapNodes((id) => ({ id, colour: sigma.getNodeDisplayData(id).color })),
      edges: graph.mapEdges((id) => ({ id, colour: sigma.getEdgeDisplayData(id).color, label: sigma.getEdgeDisplayData(id).label })),
    };
  },

  async cyjs(text, container) {
    const network = JSON.parse(text);
    const cy = cytoscape({ container, ...network });
    await new Promise((resolve) => cy.ready(resolve));
    const seen = (one) => one.visible() && one.renderedBoundingBox().w > 0;
    return {
      labels: cy.nodes().filter(seen).map((node) => node.style("label")),
      nodes: cy.nodes().map((node) => ({ id: node.id(), colour: node.style("background-color") })),
      edges: cy.edges().map((edge) => ({ id: edge.id(), colour: edge.style("line-color"), label: edge.style("label") })),
    };
  },

  async turtle(text, container, terms) {
    const provider = new Reactodia.RdfDataProvider();
    provider.addGraph(new Parser().parse(text));
    const context = await new Promise((resolve) => {
      const workspace = createElement(Reactodia.Workspace, { ref: (one) => one && resolve(one.getContext()), defaultLayout: blockingDefaultLayout },
        createElement(Reactodia.DefaultWorkspace));
      createRoot(container).render(workspace);
    });
    const { model } = context;
    await model.createNewDiagram({ dataProvider: provider });
    for (const term of terms) model.createElement(term);
    await model.requestData();
    await context.performLayout({});
    return {
      nodes: model.elements.map((one) => ({ id: one.iri, label: model.locale.formatEntityLabel(one.data, "en") })),
      links: model.links.map((link) => ({ source: link.data.sourceId, relation: link.typeId, target: link.data.targetId })),
    };
  },
};
