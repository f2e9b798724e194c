"""The whole way from documents or tables to the files of a build, which are written whole or not at all."""

from __future__ import annotations

import glob
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Store, Triple, serialize

from allgraph.asking.store import DATABASE
from allgraph.curation.tables import default_tables, read_findings, read_sources, read_unknown, tables_at, tables_to_build
from allgraph.documents import read_documents
from allgraph.errors import BuildError
from allgraph.graph.assembly import Graph, make_graph
from allgraph.graph.ontology import Ontology, node, read_ontology
from allgraph.graph.reasoning import Inferences, add_inferences, infer, inferred_triples
from allgraph.graph.turtle import labelled, write_turtle
from allgraph.reading.extract import decided, extract_documents
from allgraph.vocabulary import PREFIXES

#: The files of a build; `store/` is the same graph as allgraph.ttl in Oxigraph's form.
ALL, EDGES, INFERRED, OWL = "allgraph.ttl", "allgraph-edges.ttl", "allgraph-inferred.ttl", "allgraph.owl"
FILES = frozenset({ALL, EDGES, INFERRED, OWL, DATABASE})

# XML 1.0, section 2.2: characters that it cannot hold; and the carriage return, which a parser takes for a line feed (section 2.11).
_NOT_IN_XML: dict[int, str] = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF], "\ufffd") | {13: "&#13;"}


@dataclass(frozen=True)
class Build:
    """A build that was made: its folder, and how many of each it holds; `inferred` is how many of the edges follow from others."""

    path: Path
    statements: int
    evidence: int
    edges: int
    inferred: int
    sources: int
    unknown: int


def build(
    documents: Sequence[Path] = (),
    output: Path = Path("allgraph-build"),
    *,
    tables: Path | None = None,
    ontology: Path | None = None,
    progress: Callable[[str], object] = lambda _: None,
) -> Build:
    """Make the graph in the folder `output`, from documents or, without any, from statement tables.

    With documents the graph holds what they say, with their quotes, under the decisions in `tables` (default: those that extract
    would write). Without, it holds what `tables` say (default: those that extract would write where there are any, else the
    package's). An older build in `output` stays until the new one is whole, then it is replaced.
    Raises AllgraphError: whatever of the input is wrong, an inconsistent ontology, a folder that holds other things than a build.
    """
    destination = _destination(output)
    _recover(destination)
    progress("reading")
    known = read_ontology(ontology)
    graph = _read_documents(documents, known, tables, ontology) if documents else _read_tables(known, tables)
    progress("reasoning")
    inferences = infer(graph)
    whole = add_inferences(graph, inferences)
    progress("writing")
    with _made_whole(destination) as folder:
        write_files(folder, whole, inferences)
    kinds = [triple.object for triple in whole.records if triple.predicate == node("rdf:type")]
    return Build(
        path=output,
        statements=len(whole.claims),
        evidence=kinds.count(node("ag:Evidence")),
        edges=len(whole.edges),
        inferred=len(inferences.edges),
        sources=kinds.count(node("ag:Source")),
        unknown=kinds.count(node("ag:UnknownTerm")),
    )


def _read_documents(documents: Sequence[Path], known: Ontology, tables: Path | None, ontology: Path | None) -> Graph:
    extraction = extract_documents(read_documents(documents), ontology=ontology)
    findings = decided(extraction, tables_at(tables) if tables else default_tables())
    sources = [document.source for document in extraction.documents]
    return make_graph(known, findings, sources, extraction.unknown, extraction.texts)


def _read_tables(known: Ontology, tables: Path | None) -> Graph:
    found = tables_at(tables) if tables else tables_to_build()
    return make_graph(known, read_findings(found.folder), read_sources(found.sources), read_unknown(found.unknown))


def write_files(folder: Path, graph: Graph, inferences: Inferences) -> None:
    """Write the files of a build into an empty folder; `graph` is the one with the inferences added."""
    triples = graph.triples()
    _write(folder / ALL, write_turtle(triples))
    _write(folder / EDGES, write_turtle([*graph.edges, *_labels(triples, graph.edges)]))
    _write(folder / INFERRED, write_turtle(inferred_triples(graph, inferences)))
    _write(folder / OWL, write_rdf_xml(triples))
    store = Store(str(folder / DATABASE))
    store.bulk_extend(Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    store.optimize()
    store.flush()


def write_rdf_xml(triples: Iterable[Triple]) -> str:
    """The triples as RDF/XML, sorted; a character that XML cannot hold becomes U+FFFD."""
    text = serialize(labelled(triples), format=RdfFormat.RDF_XML, prefixes={name: PREFIXES[name] for name in sorted(PREFIXES)}) or b""
    return text.decode().translate(_NOT_IN_XML)


def _labels(triples: Iterable[Triple], edges: Iterable[Triple]) -> list[Triple]:
    named = {term for edge in edges for term in (edge.subject, edge.predicate, edge.object)}
    return [triple for triple in triples if triple.predicate == node("rdfs:label") and triple.subject in named]


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())  # bytes: line ends are the same on every system


def _destination(output: Path) -> Path:
    """The folder to make, its links followed. Raises BuildError where something stands there that a build must not replace."""
    destination = output.resolve()
    if destination == Path.cwd() or destination in Path.cwd().parents:
        raise BuildError("this is the current folder or one around it; name one inside it", where=str(output))
    if destination.exists() and not destination.is_dir():
        raise BuildError("there is a file of this name; name another folder", where=str(output))
    others = sorted({path.name for path in destination.iterdir()} - FILES) if destination.is_dir() else []
    if others:
        raise BuildError(f"holds what is no part of a build ({', '.join(others[:3])}); name another folder", where=str(output))
    return destination


@contextmanager
def _made_whole(destination: Path) -> Iterator[Path]:
    """A new folder beside the destination, which takes its place when the block ends well, and is deleted when not.

    No system replaces a folder that is not empty in one step: the old build is renamed, the new one takes its name, then the old one is
    deleted. Where the second step fails, the old build gets its name back.
    """
    new = destination.with_name(f".{destination.name}.{os.getpid()}.new")
    old = destination.with_name(f".{destination.name}.{os.getpid()}.old")
    try:
        destination.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(new, ignore_errors=True)  # of a process that was killed and had this number
        new.mkdir()
        yield new
        _destination(destination)  # again: reasoning takes a while
        _replace(destination, new, old)
    except OSError as error:
        raise BuildError(f"the build could not be written, nothing was changed ({error})", where=str(destination)) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def _recover(destination: Path) -> None:
    """Give an old build its name back where a build was killed between the two renamings."""
    left = sorted(destination.parent.glob(f".{glob.escape(destination.name)}.*.old"))
    if left and not destination.exists():
        left[-1].rename(destination)


def _replace(destination: Path, new: Path, old: Path) -> None:
    if destination.exists():
        destination.rename(old)
    try:
        new.rename(destination)
    except BaseException:
        if old.exists():
            old.rename(destination)
        raise
