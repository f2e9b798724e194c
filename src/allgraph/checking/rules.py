"""Rules: a graph held to its SHACL shapes and to the queries of queries/checks/, of which any row is a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox

from allgraph import resources
from allgraph.asking.queries import query_files, run_query
from allgraph.asking.queryfiles import read_query
from allgraph.asking.store import Store
from allgraph.checking.faults import Fault, Severity
from allgraph.errors import QueryError
from allgraph.graph.turtle import labelled
from allgraph.vocabulary import contract

#: The file of the shapes, in ontology/.
SHAPES = "shapes.ttl"

#: The column of a check that names the thing at fault; the others say what is wrong with it.
_FOCUS = "focus"


def broken_rules(store: Store, place: Callable[..., str], *, folder: Path | None = None) -> Iterator[Fault]:
    """What breaks the checks and the shapes; `folder` holds the checks.

    `place` tells where the first of some things is written that is written anywhere: a CURIE, or an edge as three CURIEs and spaces.

    Raises QueryError for a check that is no SELECT with a column `focus` and a severity.
    """
    yield from _checked(store, place, folder or resources.folder("queries") / "checks")
    yield from _shaped(store, place)


def _checked(store: Store, place: Callable[..., str], folder: Path) -> Iterator[Fault]:
    for path in query_files(folder):
        query = read_query(path)
        answer = run_query(query, {}, store)
        if not query.severity or _FOCUS not in {column.name for column in answer.columns}:
            raise QueryError(f"a check has a severity, and a column ?{_FOCUS} that names the thing at fault", where=str(path))
        for values in answer.records():
            focus = values.pop(_FOCUS)
            told = ", ".join(value for value in values.values() if value)
            yield Fault(Severity(query.severity), query.name, focus, f"{query.summary}{f': {told}' if told else ''}", place(focus))


def _shaped(store: Store, place: Callable[..., str]) -> Iterator[Fault]:
    import pyshacl  # noqa: PLC0415  (these two are heavy, and only a check needs them)
    import rdflib  # noqa: PLC0415

    triples = store.construct("CONSTRUCT WHERE { ?subject ?property ?value }")
    data = rdflib.Graph().parse(data=ox.serialize(labelled(triples), format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")
    shapes = rdflib.Graph().parse(resources.folder("ontology") / SHAPES, format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False)
    shacl = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    for result in report.subjects(rdflib.RDF.type, shacl.ValidationResult):
        node, value = report.value(result, shacl.focusNode), report.value(result, shacl.value)
        focus, message = contract(str(node)), str(report.value(result, shacl.resultMessage))
        about = f": {contract(str(value))}" if value not in (None, node) else ""
        edge = f"{focus} {contract(str(report.value(result, shacl.resultPath)))} {contract(str(value))}"
        yield Fault(Severity.ERROR, "shape", focus, f"{message}{about}", place(edge, focus))
