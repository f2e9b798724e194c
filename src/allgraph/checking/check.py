"""The check: the sources of a graph, or a graph that is at hand, held to everything they promise."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from allgraph import resources
from allgraph.asking.store import DATABASE, OxigraphStore, open_store
from allgraph.buildfolder import ALL, edited_files
from allgraph.checking.faults import Fault, Severity, ranked
from allgraph.checking.labels import label_faults
from allgraph.checking.places import source_places, turtle_places
from allgraph.checking.rules import SHAPES, broken_rules
from allgraph.curation.decisions import place_of
from allgraph.curation.tables import Tables, placed_findings, read_findings, read_sources, read_unknown, tables_at, tables_to_build
from allgraph.documents import Entry, entries, find_documents, read_document
from allgraph.errors import AllgraphError, DocumentError, StoreError
from allgraph.graph.assembly import make_graph
from allgraph.graph.ontology import read_ontology, read_turtle
from allgraph.graph.reasoning import add_inferences, infer
from allgraph.limits import read_limits
from allgraph.paths import AnyPath, Paths, as_path_or_none, as_paths
from allgraph.reading.lexicon import read_lexicon
from allgraph.reading.relations import Reader
from allgraph.sources import Source
from allgraph.statements import Finding, Flag, told
from allgraph.texts import digest, normalised

#: The rule that a file breaks which cannot be read: what follows from it cannot be checked.
_UNREADABLE = "readable"


def check(
    documents: Paths = (),
    *,
    graph: AnyPath | None = None,
    tables: AnyPath | None = None,
    progress: Callable[[str], object] = lambda _: None,
) -> tuple[Fault, ...]:
    """What is wrong, the worst first.

    Without `graph` the ontology and the statement tables are checked, those that `build` would take (or those in `tables`): whether they
    can be read, whether the reasoner finds a contradiction, and the graph they make, by its shapes and by queries/checks/. With `graph`, a
    build folder or a file, that graph is. `documents` are compared with the digests of their sources and passages.
    Raises AllgraphError for a graph that cannot be read, and where no document can be found.
    """
    graph, tables = as_path_or_none(graph, "graph"), as_path_or_none(tables, "tables")
    documents = as_paths(documents, "documents")
    at = tables_at(tables) if tables else tables_to_build()
    faults = list(_graph_faults(graph) if graph else _source_faults(at, progress))
    if documents and not any(fault.rule == _UNREADABLE for fault in faults):
        progress("comparing documents")
        faults += _document_faults(entries(find_documents(documents)[0]), at)
    return ranked(faults)


def _graph_faults(path: Path) -> Iterator[Fault]:
    """What is wrong in a build or in a file."""
    file = path / ALL if path.is_dir() else path
    if path.is_dir() and not file.is_file():
        raise StoreError(f"no build: it holds no {ALL}", where=str(path))
    for edited in edited_files(path) if path.is_dir() else ():
        words = f"was edited since it was built, and {DATABASE}/, which queries ask, was not; build again"
        yield Fault(Severity.WARN, "build", "", words, str(edited))
    store = open_store(file, max_rows=sys.maxsize)
    if not store.ask("ASK { ?subject ?predicate ?object }"):
        raise StoreError("it holds no triples; name a build folder or a graph file", where=str(file))
    written = turtle_places([file]) if file.suffix == ".ttl" else {}
    yield from broken_rules(store, _place(written, str(file)))


def _source_faults(tables: Tables, progress: Callable[[str], object]) -> Iterator[Fault]:
    """What is wrong in the ontology and the tables, or in the graph that they make; what cannot be read at all ends the check."""
    folder = resources.folder("ontology")
    progress("reading")
    unreadable = list(_unreadable(folder, tables))
    yield from unreadable
    if unreadable:
        return
    ontology = read_ontology(folder)
    rows = placed_findings(tables.folder)
    yield from label_faults(folder, rows, ontology)
    try:
        made = make_graph(ontology, (row for _, row in rows), read_sources(tables.sources), read_unknown(tables.unknown))
        places = _place(source_places(folder, rows, tables.unknown, ontology), str(folder))
        progress("reasoning")
        whole = made
        try:
            whole = add_inferences(made, infer(made))
        except AllgraphError as error:
            clash = error.where.partition(";")[0]
            yield Fault(Severity.ERROR, "reasoner", "", f"{error.message}: {error.where}", places(clash.partition(" ")[0].rstrip(",")))
        progress("checking")
        engine = ox.Store()
        engine.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in whole.triples())
        yield from broken_rules(OxigraphStore(engine, str(folder), max_rows=sys.maxsize), places)
    except AllgraphError as error:
        yield from (Fault(Severity.ERROR, _UNREADABLE, "", one.message, one.where or str(folder)) for one in error.all())


def _unreadable(folder: Path, tables: Tables) -> Iterator[Fault]:
    """What of the ontology and the tables cannot be read, each file on its own."""
    readers: tuple[Callable[[], object], ...] = (
        lambda: read_ontology(folder),
        lambda: Reader(read_lexicon(folder)),
        lambda: read_turtle(folder / SHAPES),
        lambda: read_limits(folder / "known-limits.tsv"),
        lambda: read_findings(tables.folder),
        lambda: read_sources(tables.sources),
        lambda: read_unknown(tables.unknown),
    )
    for read in readers:
        try:
            read()
        except AllgraphError as error:
            yield from (Fault(Severity.ERROR, _UNREADABLE, "", one.message, one.where or str(folder)) for one in error.all())


def _document_faults(files: Iterable[Entry], tables: Tables) -> Iterator[Fault]:
    """Documents that cannot be read or are no longer those of the tables, and passages that are no longer there."""
    known = {source.id: source for source in read_sources(tables.sources)}
    rows: dict[str, list[tuple[str, Finding]]] = {}
    for place, finding in placed_findings(tables.folder):
        rows.setdefault(finding.evidence.source, []).append((place, finding))
    for file in files:
        try:
            document = read_document(file)
        except DocumentError as error:
            yield Fault(Severity.ERROR, "document", "", error.message, error.where)
            continue
        source = known.get(document.source.id)
        if source is None:
            words = f"{document.source.file} has no table yet; `allgraph extract` makes one"
            yield Fault(Severity.INFO, "document", "", words, str(tables.sources))
            continue
        yield from _changed(source, document.source, tables)
        for place, finding in rows.get(source.id, ()):
            evidence, span = finding.evidence, finding.evidence.passage
            if evidence.flag is Flag.ORPHANED:
                continue  # it is told of as such
            if place_of(evidence, document.text) is None:
                words = f"{document.source.file} has no longer the words that stood at {span.start}-{span.end}, from which this was read"
                yield Fault(Severity.ERROR, "passage", told(finding), words, place)
            elif source.digest == document.source.digest:
                run = span.of(document.text)
                digests = {"exact": (evidence.exact_digest, run), "normalised": (evidence.normalised_digest, normalised(run))}
                for which, (written, words) in digests.items():
                    if written != digest(words):
                        words = f"the {which} digest is not that of the words at {span.start}-{span.end} of {document.source.file}"
                        yield Fault(Severity.ERROR, "passage", told(finding), words, place)


def _changed(source: Source, now: Source, tables: Tables) -> Iterator[Fault]:
    if source.digest != now.digest:
        reader = (source.reader, source.reader_version) != (now.reader, now.reader_version)
        why = "the reader changed" if reader else "the document changed"
        yield Fault(Severity.WARN, "document", "", f"{source.file}: {why}; read it again with `allgraph extract`", str(tables.sources))


def _place(places: Mapping[str, str], otherwise: str) -> Callable[..., str]:
    return lambda *things: next((places[thing] for thing in things if thing in places), otherwise)
