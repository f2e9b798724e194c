"""The whole way from documents or tables to the files of a build, which are written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from pyoxigraph import Quad, Store, Triple

from allgraph.asking.store import DATABASE
from allgraph.buildfolder import ALL, EDGES, INFERRED, OWL, checked_destination, made_whole, recover, write_marker
from allgraph.curation.decisions import changed_sources, stranded_sources
from allgraph.curation.tables import Tables, default_tables, read_findings, read_sources, read_unknown, tables_at, tables_to_build
from allgraph.documents import notes
from allgraph.errors import DocumentError
from allgraph.graph.assembly import Graph, make_graph
from allgraph.graph.ontology import Ontology, node, read_ontology
from allgraph.graph.rdfxml import write_rdf_xml
from allgraph.graph.reasoning import Inferences, add_inferences, infer, inferred_triples
from allgraph.graph.turtle import groups, labelled, stream_turtle, write_turtle
from allgraph.paths import AnyPath, Paths, as_path, as_path_or_none, as_paths
from allgraph.reading.extract import Extraction, Run, decided, extract_files
from allgraph.statements import Flag

#: So many quads are put into the store at a time.
_PART = 100_000

#: The classes of what is told, one after the other, from the store: see Graph.told.
_TOLD = tuple(map(node, ("ag:Statement", "ag:Evidence", "ag:Passage", "ag:UnknownTerm")))


@dataclass(frozen=True)
class Build:
    """A build that was made: its folder, and how many of each it holds.

    `said` is how many of the statements documents support, `inferred` how many of the edges follow from others; `silent` names the files
    of documents in which nothing was found, `refused` holds the errors of those that could not be read, `unkept` is why what was read
    is not kept for the next run, if it is not. `orphaned` is how many decisions fit no passage of the documents, and `stranded` maps
    those that may have been renamed and edited to what they may have been: see `allgraph.curation.decisions.Saved`. `changed` names
    the files that read otherwise than when their table was written. `notes` tell of files whose encoding was guessed, and `passed_over`
    are the files of other endings. `packaged` is whether it is made of the package's own tables, for want of others.
    """

    path: Path
    statements: int
    evidence: int
    edges: int
    inferred: int
    sources: int
    unknown: int
    said: int = 0
    silent: tuple[str, ...] = ()
    refused: tuple[DocumentError, ...] = ()
    unkept: str = ""
    orphaned: int = 0
    stranded: Mapping[str, str] = field(default_factory=dict)
    changed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    passed_over: tuple[Path, ...] = ()
    packaged: bool = False


def build(
    documents: Paths = (),
    output: AnyPath = Path("allgraph-build"),
    *,
    tables: AnyPath | None = None,
    ontology: AnyPath | None = None,
    run: Run | None = None,
    progress: Callable[[str], object] = lambda _: None,
) -> Build:
    """Make the graph in the folder `output`, from documents or, without any, from statement tables.

    With documents the graph holds what they say, with their quotes, under the decisions in `tables` (default: those that extract
    would write). Without, it holds what `tables` say (default: those that extract would write where there are any, else the
    package's). An older build in `output` stays until the new one is whole, then it is replaced. A document that cannot be read is
    named in what is returned and stops no other; `run` says how they are read.
    Raises AllgraphError: whatever of the input is wrong, an inconsistent ontology, a folder that holds other things than a build.
    """
    documents, output = as_paths(documents, "documents"), as_path(output, "output")
    tables, ontology = as_path_or_none(tables, "tables"), as_path_or_none(ontology, "ontology")
    destination = checked_destination(output)
    recover(destination)
    progress("reading")
    known = read_ontology(ontology)
    extraction = None
    if documents:
        extraction = extract_files(
            documents, ontology=ontology, run=run, progress=lambda document: progress(f"reading {document.source.id}")
        )
    graph = _read_documents(extraction, known, tables) if extraction else _read_tables(known, tables)
    progress("reasoning")
    inferences = infer(graph)
    whole = add_inferences(graph, inferences)
    progress("writing")
    with made_whole(destination) as folder:
        write_files(folder, whole, inferences)
        write_marker(folder)
    evidence = {one for claim in whole.claims.values() for one in claim.evidence}
    return Build(
        path=output,
        statements=len(whole.claims),
        evidence=len(evidence),
        edges=len(whole.edges),
        inferred=len(inferences.edges),
        sources=sum(triple.object == node("ag:Source") for triple in whole.sources),
        unknown=len(set(whole.records.unknown)),
        said=sum(bool(claim.sources) for claim in whole.claims.values()),
        silent=_silent(extraction) if extraction else (),
        refused=extraction.refused if extraction else (),
        unkept=extraction.unkept if extraction else "",
        orphaned=sum(row.evidence.flag is Flag.ORPHANED for row in whole.records.rows),
        stranded=_stranded(extraction, tables) if extraction else {},
        changed=changed_sources(read_sources(_decisions_in(tables).sources), extraction.texts) if extraction else (),
        notes=notes(extraction.documents) if extraction else (),
        passed_over=extraction.passed_over if extraction else (),
        packaged=not documents and tables is None and tables_to_build() != default_tables(),
    )


def _silent(extraction: Extraction) -> tuple[str, ...]:
    spoke = {finding.evidence.source for finding in extraction.findings}
    return tuple(document.source.file for document in extraction.documents if document.source.id not in spoke)


def _stranded(extraction: Extraction, tables: Path | None) -> dict[str, str]:
    return stranded_sources(_decisions_in(tables), extraction.documents, extraction.findings, extraction.folders)


def _decisions_in(tables: Path | None) -> Tables:
    return tables_at(tables) if tables else default_tables()


def _read_documents(extraction: Extraction, known: Ontology, tables: Path | None) -> Graph:
    findings = decided(extraction, _decisions_in(tables))
    sources = [document.source for document in extraction.documents]
    return make_graph(known, findings, sources, extraction.unknown, extraction.texts)


def _read_tables(known: Ontology, tables: Path | None) -> Graph:
    found = tables_at(tables) if tables else tables_to_build()
    return make_graph(known, read_findings(found.folder), read_sources(found.sources), read_unknown(found.unknown))


def write_files(folder: Path, graph: Graph, inferences: Inferences) -> None:
    """Write the files of a build into an empty folder; `graph` is the one with the inferences added."""
    core = graph.core()
    store = Store(str(folder / DATABASE))
    quads = (Quad(triple.subject, triple.predicate, triple.object) for triples in (core, graph.told()) for triple in triples)
    while part := list(islice(quads, _PART)):  # what is told is never held in memory as a whole: from here on the store has it
        store.bulk_extend(part)
    store.optimize()
    store.flush()
    with (folder / ALL).open("w", encoding="utf-8", newline="\n") as file:
        stream_turtle(file, core, groups(store, _TOLD))
    with (folder / OWL).open("wb") as raw:
        write_rdf_xml(raw, labelled(core, groups(store, _TOLD)))
    _write(folder / EDGES, write_turtle([*graph.edges, *_labels(core, graph.edges)]))
    _write(folder / INFERRED, write_turtle(inferred_triples(graph, inferences)))


def _labels(triples: Iterable[Triple], edges: Iterable[Triple]) -> list[Triple]:
    named = {term for edge in edges for term in (edge.subject, edge.predicate, edge.object)}
    return [triple for triple in triples if triple.predicate == node("rdfs:label") and triple.subject in named]


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())  # bytes: line ends are the same on every system
