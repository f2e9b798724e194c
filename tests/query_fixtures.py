"""What the tests of stored queries share: a small graph, a second engine, and a way to write a query file."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import rdflib

from allgraph.asking.queryfiles import StoredQuery, read_query
from allgraph.asking.store import Rows
from allgraph.vocabulary import PREFIXES

GRAPH = Path(__file__).parent / "data" / "small-graph.ttl"
ANSWERS = Path(__file__).parent.parent / "queries" / "answers"


def write_query(folder: Path, text: str, *header: str, name: str = "a-question") -> StoredQuery:
    """Write a query file, its header's lines given without their mark, and read it."""
    lines = [f"#+ {line}" for line in (header or ("summary: a question",))]
    path = folder / f"{name}.rq"
    path.write_text("\n".join([*lines, text]) + "\n", encoding="utf-8")
    return read_query(path)


class RdflibStore:
    """The same small protocol over rdflib: what a second engine has to be."""

    place = "rdflib"

    def __init__(self, graph: rdflib.Graph) -> None:
        self.graph = graph

    def select(self, text: str) -> Rows:
        result = self.graph.query(text, initNs=PREFIXES)
        names = tuple(map(str, result.vars or ()))
        return Rows(names, [tuple(map(_to_ox, row)) for row in result])

    def ask(self, text: str) -> bool:
        return bool(self.graph.query(text, initNs=PREFIXES).askAnswer)

    def construct(self, text: str) -> list[ox.Triple]:
        raise NotImplementedError


def _to_ox(term: rdflib.term.Node | None) -> ox.NamedNode | ox.Literal | None:
    if term is None:
        return None
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    assert isinstance(term, rdflib.Literal)
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype or rdflib.XSD.string)))
