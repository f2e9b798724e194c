"""Rules: a graph held to its SHACL shapes and to the queries of queries/checks/, of which any row is a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from allgraph import resources
from allgraph.asking.answers import plain
from allgraph.asking.queryfiles import read_query
from allgraph.asking.store import OxigraphStore
from allgraph.checking.faults import Fault, Severity
from allgraph.errors import QueryError
from allgraph.graph.turtle import labelled
from allgraph.vocabulary import contract

#: The column of a check that names the thing at fault; the others say what is wrong with it.
_FOCUS = "focus"


def broken_rules(triples: Iterable[ox.Triple], place: Callable[[str], str], *, folder: Path | None = None) -> Iterator[Fault]:
    """What breaks the checks and the shapes; `place` tells where a thing (a CURIE) is written, `folder` holds the checks.

    Raises QueryError for a check that is no SELECT with a column `focus` and a severity.
    """
    triples = list(triples)
    yield from _checked(triples, place, folder or resources.folder("queries") / "checks")
    yield from _shaped(triples, place)


def _checked(triples: Iterable[ox.Triple], place: Callable[[str], str], folder: Path) -> Iterator[Fault]:
    engine = ox.Store()
    engine.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    store = OxigraphStore(engine, "the graph that is checked")
    for path in sorted(folder.glob("*.rq")):
        query = read_query(path)
        found = store.select(query.text)
        if not query.severity or _FOCUS not in found.columns:
            raise QueryError(f"a check has a severity, and a column ?{_FOCUS} that names the thing at fault", where=str(path))
        for row in found.rows:
            values = dict(zip(found.columns, map(plain, row), strict=True))
            focus = values.pop(_FOCUS)
            told = ", ".join(value for value in values.values() if value)
            yield Fault(Severity(query.severity), query.name, focus, f"{query.summary}{f': {told}' if told else ''}", place(focus))


def _shaped(triples: Iterable[ox.Triple], place: Callable[[str], str]) -> Iterator[Fault]:
    import pyshacl  # noqa: PLC0415  (these two are heavy, and only a check needs them)
    import rdflib  # noqa: PLC0415

    data = rdflib.Graph().parse(data=ox.serialize(labelled(triples), format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")
    shapes = rdflib.Graph().parse(resources.folder("ontology") / "shapes.ttl", format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False)
    shacl = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    for result in report.subjects(rdflib.RDF.type, shacl.ValidationResult):
        focus = contract(str(report.value(result, shacl.focusNode)))
        message = str(report.value(result, shacl.resultMessage))
        value = report.value(result, shacl.value)
        about = f": {contract(str(value))}" if value is not None and str(value) != str(report.value(result, shacl.focusNode)) else ""
        yield Fault(Severity.ERROR, "shape", focus, f"{message}{about}", place(focus))
