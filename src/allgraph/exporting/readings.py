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

from allgraph.errors import AllgraphError
from allgraph.exporting.formats import Format
from allgraph.exporting.pictures import iri_of
from allgraph.vocabulary import contract, expand

#: The files of an export: their names and contents. A single file has the name "".
Files = Mapping[str, bytes]

_SVG = "{http://www.w3.org/2000/svg}"
_EDGE_MAKING = {"extracted", "accepted", "added", "background"}


class ReadEdge(NamedTuple):
    """An edge as a file tells it.

    `evidence` is how many passages and citations it names, None where the format tells none, as `label` is None where none is told.
    """

    source: str
    relation: str
    target: str
    stance: str
    evidence: int | None
    label: str | None = None


@dataclass(frozen=True)
class Reading:
    """What a file holds: labels of nodes by their CURIEs, and edges. `reader` says who read it; `drawn` that labels may be cut."""

    reader: str
    nodes: Mapping[str, str]
    edges: tuple[ReadEdge, ...]
    drawn: bool = False


def read_back(form: Format, files: Files, relations: frozenset[str]) -> Reading:
    """An export as another program reads it; `relations` are the CURIEs of what is an edge among triples.

    Raises AllgraphError for a file that is not in the format.
    """
    try:
        if form.is_rdf:
            return _read_rdf(form, files[""], relations)
        return _READERS[form](files)
    except AllgraphError:
        raise
    except KeyError as error:
        raise AllgraphError(f"cannot be read as {form}: it lacks {error}") from error
    except Exception as error:  # each reader has errors of its own, and not all are documented
        raise AllgraphError(f"cannot be read as {form}: {str(error) or type(error).__name__}") from error


def _read_rdf(form: Format, content: bytes, relations: frozenset[str]) -> Reading:
    by_oxigraph = {Format.TURTLE: ox.RdfFormat.TURTLE, Format.JSONLD: ox.RdfFormat.JSON_LD}
    if form in by_oxigraph:
        quads = ox.parse(content, format=by_oxigraph[form])
        return _from_triples(
            f"pyoxigraph {ox.__version__}", ((_text(q.subject), q.predicate.value, _text(q.object)) for q in quads), relations
        )
    graph = rdflib.Graph(bind_namespaces="none").parse(data=content, format="xml" if form is Format.RDFXML else "nt")
    return _from_triples(f"rdflib {rdflib.__version__}", ((str(s), str(p), str(o)) for s, p, o in graph), relations)


def _text(term: object) -> str:
    return str(term) if isinstance(term, ox.BlankNode) else term.value  # type: ignore[attr-defined]  # and the others have one


def _from_triples(reader: str, triples: Iterable[tuple[str, str, str]], relations: frozenset[str]) -> Reading:
    """Edges are the triples of a relation; what they rest on is found by their axioms."""
    wanted = {expand(name): name for name in "rdfs:label ag:statedBy ag:evidenceOf ag:status ag:flag ag:hedgedFormOf".split()}
    wanted |= {expand(f"owl:annotated{part}"): part for part in ("Source", "Property", "Target")}
    told: dict[str, dict[str, list[str]]] = {name: defaultdict(list) for name in wanted.values()}
    plain: set[tuple[str, str, str]] = set()
    known = {iri_of(name) for name in relations}
    for subject, predicate, value in triples:
        if predicate in wanted:
            told[wanted[predicate]][subject].append(value)
        elif predicate in known:
            plain.add((subject, predicate, value))
    proofs: dict[str, set[str]] = defaultdict(set)
    for evidence, statements in told["ag:evidenceOf"].items():
        if _EDGE_MAKING & set(told["ag:status"][evidence]) and "orphaned" not in told["ag:flag"][evidence]:
            for statement in statements:
                proofs[statement].add(evidence)
    counts: dict[tuple[str, str, str], int] = {}
    for axiom, sources in told["Source"].items():
        statements = told["ag:statedBy"][axiom]
        for key in zip(sources, told["Property"][axiom], told["Target"][axiom], strict=True):
            counts[key] = len({proof for statement in statements for proof in proofs[statement]})
    edges = tuple(
        ReadEdge(contract(s), contract(p), contract(o), "hedged" if told["ag:hedgedFormOf"][p] else "affirmed", counts.get((s, p, o)))
        for s, p, o in sorted(plain)
    )
    ends = {end for subject, _, value in plain for end in (subject, value)}
    return Reading(reader, {contract(end): min(told["rdfs:label"][end], default="") for end in ends}, edges)


def _read_networkx(files: Files, form: Format) -> Reading:
    stream = io.BytesIO(files[""])
    if form is Format.GRAPHML:
        graph = nx.read_graphml(stream)
    elif form is Format.GEXF:
        graph = nx.read_gexf(stream)
    else:
        graph = nx.cytoscape_graph(json.load(stream))
    edges = tuple(
        ReadEdge(source, data.get("relation", ""), target, data.get("stance", ""), data.get("evidence_count"), data.get("label"))
        for source, target, data in graph.edges(data=True)
    )
    return Reading(f"networkx {nx.__version__}", {name: data.get("label", "") for name, data in graph.nodes(data=True)}, edges)


def _read_svg(files: Files) -> Reading:
    root = ET.fromstring(files[""])  # noqa: S314  # expat, since 2.4, refuses entities that grow without end
    nodes: dict[str, str] = {}
    edges = []
    for group in root.iter(f"{_SVG}g"):
        classes = group.get("class", "").split()
        if classes[:1] == ["node"]:
            nodes[group.get("id", "").removeprefix("node-")] = " ".join(text.text or "" for text in group.iter(f"{_SVG}text"))
        elif classes[:1] == ["edge"]:
            source, _, target = group.findtext(f"{_SVG}title", "").partition("->")  # as Graphviz tells it
            source, target = group.get("data-source", source), group.get("data-target", target)
            edges.append(ReadEdge(source, "", target, " ".join(classes[1:]), None))
    return Reading(pyexpat.EXPAT_VERSION, nodes, tuple(edges), drawn=True)


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
        ReadEdge(
            edge["source"],
            edge["relation"],
            edge["target"],
            edge["stance"],
            len(edge["passages"]) + len(edge["citations"]),
            edge["label"],
        )
        for edge in data["edges"]
    )
    return Reading("html.parser of Python", {node["id"]: node["label"] for node in data["nodes"]}, edges)


_GVPR = r"""
N { printf("N\t%s\t%s\n", $.name, $.title); }
E { printf("E\t%s\t%s\t%s\t%s\t%s\n", $.tail.name, $.relation, $.head.name, $.stance, $.evidence); }
"""


def _read_dot(files: Files) -> Reading:
    program = shutil.which("gvpr")
    if not program:
        return _read_dot_by_pydot(files[""].decode())
    done = subprocess.run([program, _GVPR], input=files[""], capture_output=True, check=False)  # noqa: S603  # a program found on the path
    if done.returncode or done.stderr.strip():
        raise AllgraphError(f"cannot be read as dot: {done.stderr.decode(errors='replace').strip()}")
    lines = [[_unescaped(field) for field in line.split("\t")] for line in done.stdout.decode().splitlines()]
    nodes = {line[1]: line[2] for line in lines if line[0] == "N"}
    edges = tuple(ReadEdge(line[1], line[2], line[3], line[4], int(line[5])) for line in lines if line[0] == "E")
    return Reading("gvpr of Graphviz", nodes, edges)


def _read_dot_by_pydot(text: str) -> Reading:
    def plain(value: object) -> str:
        return _unescaped(re.sub(r'\\(")', r"\1", str(value).removeprefix('"').removesuffix('"')))

    (graph,) = pydot.graph_from_dot_data(text) or []
    nodes = {plain(node.get_name()): plain(node.get("title")) for node in graph.get_nodes() if node.get("title") is not None}
    edges = []
    for edge in graph.get_edges():
        relation, stance, evidence = (plain(edge.get(name)) for name in ("relation", "stance", "evidence"))
        edges.append(ReadEdge(plain(edge.get_source()), relation, plain(edge.get_destination()), stance, int(evidence)))
    return Reading(f"pydot {pydot.__version__}", nodes, tuple(edges))


def _unescaped(text: str) -> str:
    return text.replace("\\\\", "\\")


def _read_csv(files: Files) -> Reading:
    nodes = {row["id"]: row["label"] for row in _rows(files["nodes.csv"])}
    edges = tuple(
        ReadEdge(row["source"], row["relation"], row["target"], row["stance"], int(row["evidence_count"]), row["label"])
        for row in _rows(files["edges.csv"])
    )
    return Reading("csv of Python, as it was written", nodes, edges)


def _read_kgx(files: Files) -> Reading:
    nodes, edges = (
        next(content for name, content in sorted(files.items()) if name.endswith(f"_{part}.tsv")) for part in ("nodes", "edges")
    )
    return Reading(
        "csv of Python, as it was written",
        {row["id"]: row["name"] for row in _rows(nodes, "\t")},
        tuple(
            ReadEdge(row["subject"], row["relation"], row["object"], row["stance"], int(row["evidence_count"]))
            for row in _rows(edges, "\t")
        ),
    )


def _read_sssom(files: Files) -> Reading:
    """A mapping is an edge without stance."""
    found = list(_rows(b"".join(line for line in files[""].splitlines(keepends=True) if not line.startswith(b"#")), "\t"))
    edges = tuple(ReadEdge(row["subject_id"], row["predicate_id"], row["object_id"], "", None) for row in found)
    return Reading("csv of Python, as it was written", {row["subject_id"]: row["subject_label"] for row in found}, edges)


def _rows(content: bytes, delimiter: str = ",") -> Iterator[dict[str, str]]:
    csv.field_size_limit(2**31 - 1)
    if not content.endswith(b"\n"):
        raise AllgraphError("a table breaks off before its end")
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
