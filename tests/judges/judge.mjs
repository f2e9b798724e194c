// What programs in JavaScript read in exports: `node judge.mjs FORMAT FILE` prints it as JSON.
// Of RDF the canonical N-Quads (RDFC-1.0), of a graph its nodes and edges with their attributes.
// `node judge.mjs shacl FILE SHAPES` prints whether the Turtle conforms to the shapes, and what a SHACL engine has against it.
import { readFileSync } from "node:fs";

const [format, file, shapes] = process.argv.slice(2);
const text = readFileSync(file, "utf8");

const readers = {
  turtle: async () => canonical(await quads("text/turtle")),
  ntriples: async () => canonical(await quads("application/n-triples")),
  rdfxml: async () => {
    const { RdfXmlParser } = await import("rdfxml-streaming-parser");
    const parser = new RdfXmlParser({ baseIRI: "http://example.org/" });
    const found = [];
    const read = new Promise((resolve, reject) => {
      parser.on("data", (quad) => found.push(quad));
      parser.on("error", reject);
      parser.on("end", () => resolve(found));
    });
    parser.write(text);
    parser.end();
    return canonical(await read);
  },
  jsonld: async () => {
    const { default: jsonld } = await import("jsonld");
    const documentLoader = (url) => { throw new Error(`a context from elsewhere: ${url}`); };
    const options = { algorithm: "RDFC-1.0", format: "application/n-quads", safe: true, documentLoader };
    return { nquads: await jsonld.canonize(JSON.parse(text), options) };
  },
  cyjs: async () => {
    const { default: cytoscape } = await import("cytoscape");
    const network = JSON.parse(text);
    const drawn = cytoscape({ headless: true, styleEnabled: true, elements: network.elements, style: network.style, layout: network.layout });
    const told = (element) => ({ ...element.data(), drawn: element.style("label") });
    const found = {
      nodes: drawn.nodes().map((node) => ({ ...told(node), x: node.position("x"), y: node.position("y") })),
      edges: drawn.edges().map((edge) => ({ ...told(edge), line: edge.style("line-style") })),
    };
    drawn.destroy(); // else its clock runs on
    return found;
  },
  shacl: async () => {
    const { default: Validator } = await import("rdf-validate-shacl");
    const { Parser, Store } = await import("n3");
    const [data, shapesGraph] = [text, readFileSync(shapes, "utf8")].map((turtle) => new Store(new Parser().parse(turtle)));
    const report = await new Validator(shapesGraph).validate(data);
    const told = ({ focusNode, path, message }) => ({ focus: focusNode.value, path: path?.value ?? "", messages: message.map((one) => one.value) });
    return { conforms: report.conforms, results: report.results.map(told) };
  },
  gexf: () => graphology("graphology-gexf"),
  graphml: () => graphology("graphology-graphml"),
};

async function quads(type) {
  const { Parser } = await import("n3");
  return new Parser({ format: type }).parse(text);
}

async function canonical(found) {
  const { default: jsonld } = await import("jsonld");
  const { Writer } = await import("n3");
  const nquads = new Writer({ format: "application/n-quads" }).quadsToString(found);
  const options = { algorithm: "RDFC-1.0", inputFormat: "application/n-quads", format: "application/n-quads" };
  return { nquads: await jsonld.canonize(nquads, options) };
}

async function graphology(name) {
  const [{ default: Graph }, { default: reader }] = [await import("graphology"), await import(name)];
  const graph = reader.parse(Graph, text);
  return {
    nodes: graph.mapNodes((id, attributes) => ({ id, ...attributes })),
    edges: graph.mapEdges((id, attributes, source, target) => ({ id, ...attributes, source, target })),
  };
}

process.stdout.write(JSON.stringify(await readers[format]()));
