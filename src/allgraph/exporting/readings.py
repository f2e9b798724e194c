"""Exports read back, by programs that did not write them where there are any: the nodes and edges that a file holds."""

from __future__ import annotations

import csv
import io
import json
import pyexpat
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import NamedTuple

import networkx as nx
import pydot
import pyoxigraph as ox
import rdflib

from allgraph.asking.rdflibstore import triples_by_rdflib
from allgraph.errors import AllgraphError
from allgraph.exporting.attributes import flattened
from allgraph.exporting.formats import Format
from allgraph.exporting.pictures import Picture, iri_of
from allgraph.vocabulary import AG, contract, expand

#: The files of an export: their names and contents. A single file has the name "".
Files = Mapping[str, bytes]

_SVG = "{http://www.w3.org/2000/svg}"
_TITLE = "{http://www.w3.org/1999/xlink}title"
_EDGE_MAKING = {"extracted", "accepted", "added", "background"}
#: How many passages and citations an edge rests on, in every format that tells it.
EVIDENCE = "evidence_count"


class ReadEdge(NamedTuple):
    """An edge as a file tells it; `told` is all else that it tells, texts by the names that the format has for them, but for EVIDENCE."""

    source: str
    relation: str
    target: str
    stance: str
    told: Mapping[str, str]


@dataclass(frozen=True)
class Reading:
    """What a file holds: what it tells of nodes, among it "label", by their CURIEs, and its edges.

    `reader` says who read it; `drawn`, where this is what a file should hold, that it may break texts anywhere. `said` is what triples say
    of the graph's own terms and records, blank nodes left out.
    """

    reader: str
    nodes: Mapping[str, Mapping[str, str]]
    edges: tuple[ReadEdge, ...]
    drawn: bool = False
    said: frozenset[ox.Triple] = frozenset()


def read_back(form: Format, files: Files, picture: Picture) -> Reading:
    """An export as another program reads it; the picture tells which relations make edges of triples, and which of these are hedged.

    Raises AllgraphError for a file that is not in the format.
    """
    try:
        if form.is_rdf:
            return _read_rdf(form, files[""], picture)
        return _READERS[form](files)
    except AllgraphError:
        raise
    except KeyError as error:
        raise AllgraphError(f"cannot be read as {form}: it lacks {error}") from error
    except Exception as error:  # each reader has errors of its own, and not all are documented
        raise AllgraphError(f"cannot be read as {form}: {str(error) or type(error).__name__}") from error


def _read_rdf(form: Format, content: bytes, picture: Picture) -> Reading:
    by_oxigraph = {Format.TURTLE: ox.RdfFormat.TURTLE, Format.JSONLD: ox.RdfFormat.JSON_LD}
    if form in by_oxigraph:
        triples = [quad.triple for quad in ox.parse(content, format=by_oxigraph[form])]
        return from_triples(f"pyoxigraph {ox.__version__}", triples, picture)
    triples = triples_by_rdflib(content, "xml" if form is Format.RDFXML else "nt")
    return from_triples(f"rdflib {rdflib.__version__}", triples, picture)


def from_triples(reader: str, triples: Iterable[ox.Triple], picture: Picture) -> Reading:
    """What triples hold: edges are those of a relation, and their axioms name the statements that they rest on.

    A node is what stands in an edge.
    """
    wanted = {expand(name): name for name in "rdfs:label ag:statedBy ag:evidenceOf ag:status ag:flag".split()}
    wanted |= {expand(f"owl:annotated{part}"): part for part in ("Source", "Property", "Target")}
    told: dict[str, dict[str, list[str]]] = {name: defaultdict(list) for name in wanted.values()}
    plain: set[tuple[str, str, str]] = set()
    said: set[ox.Triple] = set()
    known = {iri_of(name) for name in picture.relations}
    for triple in triples:
        subject, predicate, value = _text(triple.subject), triple.predicate.value, _text(triple.object)
        if predicate in known:
            plain.add((subject, predicate, value))
            continue
        if predicate in wanted:
            told[wanted[predicate]][subject].append(value)
        if subject.startswith(AG) and not isinstance(triple.object, ox.BlankNode):
            said.add(triple)
    proofs: dict[str, set[str]] = defaultdict(set)
    for evidence, statements in told["ag:evidenceOf"].items():
        if _EDGE_MAKING & set(told["ag:status"][evidence]) and "orphaned" not in told["ag:flag"][evidence]:
            for statement in statements:
                proofs[statement].add(evidence)
    grounds: dict[tuple[str, str, str], dict[str, str]] = {}
    for axiom, sources in told["Source"].items():
        statements = told["ag:statedBy"][axiom]
        count = len({proof for statement in statements for proof in proofs[statement]})
        for key in zip(sources, told["Property"][axiom], told["Target"][axiom], strict=True):
            grounds[key] = {EVIDENCE: str(count), "statements": " ".join(sorted(map(contract, statements)))}
    edges = tuple(
        ReadEdge(
            contract(s), contract(p), contract(o), "hedged" if contract(p) in picture.hedged else "affirmed", grounds.get((s, p, o), {})
        )
        for s, p, o in sorted(plain)
    )
    ends = {end for subject, _, value in plain for end in (subject, value)}
    nodes = {contract(end): {"label": min(told["rdfs:label"][end])} if end in told["rdfs:label"] else {} for end in ends}
    return Reading(reader, nodes, edges, said=frozenset(said))


def _text(term: object) -> str:
    return str(term) if isinstance(term, ox.BlankNode) else term.value  # type: ignore[attr-defined]  # and the others have one


def _read_networkx(files: Files, form: Format) -> Reading:
    stream = io.BytesIO(files[""])
    if form is Format.GRAPHML:
        graph = nx.read_graphml(stream)
    elif form is Format.GEXF:
        graph = nx.read_gexf(stream)
    else:
        graph = nx.cytoscape_graph(json.load(stream))
    edges = tuple(_edge(flattened({**data, "source": source, "target": target})) for source, target, data in graph.edges(data=True))
    return Reading(f"networkx {nx.__version__}", {name: flattened(data) for name, data in graph.nodes(data=True)}, edges)


def _edge(told: Mapping[str, str], ends: tuple[str, str] = ("source", "target")) -> ReadEdge:
    """An edge of all that is told of it; a count must be a number."""
    source, target = (told[end] for end in ends)
    rest = {name: text for name, text in told.items() if name not in (*ends, "relation", "stance")}
    if EVIDENCE in rest:
        int(rest[EVIDENCE])
    return ReadEdge(source, told.get("relation", ""), target, told.get("stance", ""), rest)


def _read_svg(files: Files) -> Reading:
    """By what a viewer shows: letters, dashes, and what is told where the pointer rests. An edge's id stands for its relation."""
    root = ET.fromstring(files[""])  # noqa: S314  # expat, since 2.4, refuses entities that grow without end
    nodes: dict[str, dict[str, str]] = {}
    edges = []
    for group in root.iter(f"{_SVG}g"):
        kind, *classes = group.get("class", "").split() or [""]
        if kind not in ("node", "edge"):
            continue
        title = group.findtext(f"{_SVG}title", "")  # by Graphviz the node's name, or the edge's ends
        link = group.find(f".//{_SVG}a")
        told = {"tooltip": title if link is None else link.get(_TITLE, "")}
        if letters := " ".join(text.text or "" for text in group.iter(f"{_SVG}text")):
            told["label"] = letters
        name = group.get("id", "")
        if kind == "node":
            told["title"] = name.removeprefix("node-") if link is None else title
            nodes[name.removeprefix("node-")] = told
            continue
        source, _, target = title.partition("->")
        told["style"] = "dashed" if any(path.get("stroke-dasharray") for path in group.iter(f"{_SVG}path")) else ""
        edges.append(ReadEdge(group.get("data-source", source), name, group.get("data-target", target), " ".join(classes), told))
    return Reading(pyexpat.EXPAT_VERSION, nodes, tuple(edges))


class _Data(HTMLParser):
    """The JSON in a page: the text of its script "data"."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script" and ("id", "data") in attrs

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  # the interface's
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.parts.append(data)


def _read_html(files: Files) -> Reading:
    """What a page tells of each edge is counted: its passages and citations."""
    if not files[""].rstrip().endswith(b"</html>"):
        raise AllgraphError("cannot be read as html: it breaks off before its end")
    parser = _Data()
    parser.feed(files[""].decode())
    parser.close()
    if not parser.parts:
        raise AllgraphError("cannot be read as html: no graph is in it")
    data = json.loads("".join(parser.parts))
    edges = tuple(
        _edge({"relation": "", "stance": "", **flattened(edge), EVIDENCE: str(len(edge["passages"]) + len(edge["citations"]))})
        for edge in data["edges"]
    )
    return Reading("html.parser of Python", {node["id"]: flattened(node) for node in data["nodes"]}, edges)


#: What is read of a DOT file's nodes and edges.
_DOT_NODE = "label title kind tooltip id iri".split()
_DOT_EDGE = "label title relation stance origin evidence_count tooltip id class style".split()
# Graphviz reads an entity as the character that it names, so the writer has escaped its beginning.
_ESCAPED_ENTITY = re.compile(r"&amp;(?=#?\w+;)")


def _read_dot(files: Files) -> Reading:
    program = shutil.which("gvpr")
    if not program:
        return _read_dot_by_pydot(files[""].decode())
    done = subprocess.run(  # noqa: S603  # a program found on the path
        [program, _gvpr("N", "$.name", names=_DOT_NODE) + _gvpr("E", "$.tail.name", "$.head.name", names=_DOT_EDGE)],
        input=files[""],
        capture_output=True,
        check=False,
    )
    if done.returncode or done.stderr.strip():
        raise AllgraphError(f"cannot be read as dot: {done.stderr.decode(errors='replace').strip()}")
    lines = [line.split("\t") for line in done.stdout.decode().splitlines()]
    nodes = [(name, dict(zip(_DOT_NODE, told, strict=True))) for kind, name, *told in lines if kind == "N"]
    edges = [(line[1], line[2], dict(zip(_DOT_EDGE, line[3:], strict=True))) for line in lines if line[0] == "E"]
    return _from_dot("gvpr of Graphviz", nodes, edges)


def _gvpr(kind: str, *ends: str, names: list[str]) -> str:
    """A program in Graphviz's language that prints a line for each node (N) or edge (E): its ends, then these attributes."""
    told = [*ends, *(f'hasAttr($, "{name}") ? aget($, "{name}") : ""' for name in names)]
    fields = r"\t%s" * len(told)
    return f'{kind} {{ printf("{kind}{fields}\\n", {", ".join(told)}); }}\n'


def _read_dot_by_pydot(text: str) -> Reading:
    def plain(value: object) -> str:
        return "" if value is None else str(value).removeprefix('"').removesuffix('"').replace('\\"', '"')

    (graph,) = pydot.graph_from_dot_data(text) or []
    nodes = [(plain(node.get_name()), {name: plain(node.get(name)) for name in _DOT_NODE}) for node in graph.get_nodes()]
    edges = [
        (plain(edge.get_source()), plain(edge.get_destination()), {name: plain(edge.get(name)) for name in _DOT_EDGE})
        for edge in graph.get_edges()
    ]
    declared = [(name, told) for name, told in nodes if told["title"]]  # pydot has the defaults of nodes and edges as nodes
    return _from_dot(f"pydot {pydot.__version__}", declared, edges)


def _from_dot(reader: str, nodes: Iterable[tuple[str, dict[str, str]]], edges: Iterable[tuple[str, str, dict[str, str]]]) -> Reading:
    """What DOT's attributes say, as they stand in the file; a node or edge of which nothing is told is one all the same."""
    found = tuple(
        _edge({"style": "", **_unescaped(told), "source": _one(source), "target": _one(target)}) for source, target, told in edges
    )
    return Reading(reader, {_one(name): _unescaped(told) for name, told in nodes}, found)


def _unescaped(attributes: Mapping[str, str]) -> dict[str, str]:
    """Texts as they are drawn, without those that are empty."""
    texts = {name: _one(text) for name, text in attributes.items() if text}
    return texts | {name: _ESCAPED_ENTITY.sub("&", texts[name]) for name in ("label", "tooltip") if name in texts}


def _one(text: str) -> str:
    """A text of DOT without its escapes: \\n, \\l and \\r end a line, before all else the backslash goes."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nlr" else found[1], text)


def _read_csv(files: Files) -> Reading:
    nodes = {row["id"]: row for row in _rows(files["nodes.csv"])}
    edges = tuple(map(_edge, _rows(files["edges.csv"])))
    return Reading("csv of Python, as it was written", nodes, edges)


def _read_kgx(files: Files) -> Reading:
    nodes, edges = (
        next(content for name, content in sorted(files.items()) if name.endswith(f"_{part}.tsv")) for part in ("nodes", "edges")
    )
    return Reading(
        "csv of Python, as it was written",
        {row["id"]: {**row, "label": row["name"]} for row in _rows(nodes, "\t")},
        tuple(_edge(row, ("subject", "object")) for row in _rows(edges, "\t")),
    )


def _read_sssom(files: Files) -> Reading:
    """A mapping is an edge without stance."""
    found = list(_rows(b"".join(line for line in files[""].splitlines(keepends=True) if not line.startswith(b"#")), "\t"))
    edges = tuple(ReadEdge(row["subject_id"], row["predicate_id"], row["object_id"], "", row) for row in found)
    return Reading("csv of Python, as it was written", {row["subject_id"]: {"label": row["subject_label"]} for row in found}, edges)


def _rows(content: bytes, delimiter: str = ",") -> Iterator[dict[str, str]]:
    """The rows of a table; the last line may have lost its end, as editors leave it, but none of its fields."""
    csv.field_size_limit(2**31 - 1)
    table = csv.DictReader(io.StringIO(content.decode(), newline=""), delimiter=delimiter, strict=True)
    for row in table:
        if None in row or None in row.values():
            raise AllgraphError(f"a row has more or fewer fields than the head: line {table.line_num}")
        yield row


_READERS = {
    Format.GRAPHML: lambda files: _read_networkx(files, Format.GRAPHML),
    Format.GEXF: lambda files: _read_networkx(files, Format.GEXF),
    Format.CYJS: lambda files: _read_networkx(files, Format.CYJS),
    Format.DOT: _read_dot,
    Format.SVG: _read_svg,
    Format.HTML: _read_html,
    Format.CSV: _read_csv,
    Format.KGX: _read_kgx,
    Format.SSSOM: _read_sssom,
}
