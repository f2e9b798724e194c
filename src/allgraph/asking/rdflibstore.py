"""rdflib as the engine: slower by far than Oxigraph, a second opinion on what a query means, and the door to a graph that rdflib holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias, TypeVar, cast

import pyoxigraph as ox
import rdflib
from rdflib.query import ResultRow

from allgraph.asking.store import FORMATS, Bounds, Rows, Term, expect_form
from allgraph.errors import QueryError, StoreError
from allgraph.paths import AnyPath, as_path
from allgraph.vocabulary import PREFIXES

T = TypeVar("T")
_Node: TypeAlias = "rdflib.term.Node | None"


class RdflibStore:
    """An rdflib graph. `timeout` (seconds) and `max_rows` bound every query as in OxigraphStore.

    >>> RdflibStore(rdflib.Graph().parse(data="<urn:a> <urn:b> 'c' .")).ask("ASK { ?s ?p 'c' }")
    True
    """

    def __init__(self, graph: rdflib.Graph, place: str = "rdflib", *, timeout: float = 60.0, max_rows: int = 1_000_000) -> None:
        self._graph = graph
        self._bounds = Bounds(place, timeout, max_rows)

    @property
    def place(self) -> str:
        return self._bounds.place

    def select(self, text: str) -> Rows:
        """The rows of a SELECT; allgraph's prefixes need no declaration in `text`."""
        expect_form(text, "SELECT")

        def read(found: rdflib.query.Result, deadline: float) -> Rows:
            rows = (tuple(map(_to_ox, cast(ResultRow, row))) for row in found)
            return Rows(tuple(map(str, found.vars or ())), self._bounds.taken(rows, deadline))

        return self._asked(text, read)

    def ask(self, text: str) -> bool:
        """The answer to an ASK."""
        expect_form(text, "ASK")
        return self._asked(text, lambda found, _: bool(found.askAnswer))

    def construct(self, text: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE, in no order."""
        expect_form(text, "CONSTRUCT", "DESCRIBE")

        def read(found: rdflib.query.Result, deadline: float) -> list[ox.Triple]:
            triples = (ox.Triple(*map(_to_ox, nodes)) for nodes in found.graph or ())  # type: ignore[arg-type]  # rdflib made them of a triple
            return self._bounds.taken(triples, deadline)

        return self._asked(text, read)

    def _asked(self, text: str, read: Callable[[rdflib.query.Result, float], T]) -> T:
        def work(deadline: float) -> T:
            with _literals_as_they_stand():
                try:
                    found = self._graph.query(text, initNs=PREFIXES)
                except Exception as error:  # rdflib raises whatever its grammar meets
                    raise QueryError(f"not a SPARQL query: {error}") from error
                return read(found, deadline)  # only now it is looked for

        return self._bounds.in_time(work)


def open_with_rdflib(path: AnyPath, *, timeout: float = 60.0, max_rows: int = 1_000_000) -> RdflibStore:
    """The graph in a file, or allgraph.ttl of a build folder, in rdflib. StoreError where it cannot be read."""
    path = as_path(path, "graph")
    file = path / "allgraph.ttl" if path.is_dir() else path
    if file.suffix.lower() not in FORMATS:
        raise StoreError(f"is no graph: its ending is none of {', '.join(FORMATS)}", where=str(file))
    with _literals_as_they_stand():
        try:
            graph = rdflib.Graph().parse(file, format=FORMATS[file.suffix.lower()].media_type)
        except Exception as error:  # rdflib's parsers raise their own errors and others'
            raise StoreError(f"rdflib cannot read it: {error}", where=str(file)) from error
    return RdflibStore(graph, str(path), timeout=timeout, max_rows=max_rows)


def triples_by_rdflib(content: bytes, form: str) -> list[ox.Triple]:
    """The triples of a file as rdflib reads it, `form` by its name there, their literals as they stand. Raises what rdflib raises."""
    with _literals_as_they_stand():
        graph = rdflib.Graph(bind_namespaces="none").parse(data=content, format=form, publicID="file:///")  # for relative IRIs
    return [ox.Triple(*map(_to_ox, nodes)) for nodes in graph]  # type: ignore[arg-type]  # rdflib has read triples


@contextmanager
def _literals_as_they_stand() -> Iterator[None]:
    """Keep rdflib from rewriting literals, "01" to "1" or "Z" to "+00:00": it is told so for the whole process."""
    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = before


def to_rdflib(term: Term) -> rdflib.term.Identifier:
    """The term as rdflib has it, its text as it stands.

    >>> to_rdflib(ox.Literal("01", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))).n3()
    '"01"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    match term:
        case ox.NamedNode():
            return rdflib.URIRef(term.value)
        case ox.BlankNode():
            return rdflib.BNode(term.value)
        case ox.Literal(language=str(language)):
            return rdflib.Literal(term.value, lang=language, normalize=False)
    plain = term.datatype.value == PREFIXES["xsd"] + "string"
    return rdflib.Literal(term.value, datatype=None if plain else rdflib.URIRef(term.datatype.value), normalize=False)


def _to_ox(node: _Node) -> Term | None:
    match node:
        case rdflib.URIRef():
            return ox.NamedNode(str(node))
        case rdflib.BNode():
            return ox.BlankNode(str(node))
        case rdflib.Literal(language=str(language)):
            return ox.Literal(str(node), language=language)
        case rdflib.Literal(datatype=rdflib.URIRef() as datatype):
            return ox.Literal(str(node), datatype=ox.NamedNode(str(datatype)))
        case rdflib.Literal():
            return ox.Literal(str(node))
    return None
