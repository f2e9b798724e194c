"""Extraction: documents in, findings and unknown names out, and the tables they are written to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from allgraph.curation.decisions import Saved, keep_decisions, save
from allgraph.curation.tables import Tables, default_tables, read_table, table_path, tables_at
from allgraph.documents import Document, find_documents, read_documents
from allgraph.paths import AnyPath, Paths, as_path, as_path_or_none, as_paths
from allgraph.reading.lexicon import read_lexicon
from allgraph.reading.relations import Reader
from allgraph.reading.same_text import mark_same_text
from allgraph.resources import folder
from allgraph.statements import Finding, UnknownTerm


@dataclass(frozen=True)
class Extraction:
    """What documents say, sorted; curators' decisions are not in it."""

    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]
    unknown: tuple[UnknownTerm, ...]

    @property
    def texts(self) -> dict[str, str]:
        """Source id to text."""
        return {document.source.id: document.text for document in self.documents}


@dataclass(frozen=True)
class Written:
    """What `extract` did: the tables it wrote, how many rows stand there and changed, and the files it passed over."""

    tables: Tables
    saved: Saved
    passed_over: tuple[Path, ...]


def extract_documents(
    documents: Iterable[Document], *, ontology: Path | None = None, progress: Callable[[Document], object] | None = None
) -> Extraction:
    """What the documents say, whatever order they come in; `progress` is called for each one that is read.

    >>> from allgraph.documents import Source
    >>> page = Document(Source("page", "page.txt"), "Imatinib (Gleevec) is used to treat ALL.")
    >>> [finding.object_label for finding in extract_documents([page]).findings if finding.statement.relation == "ag:hasBrandName"]
    ['Gleevec']
    """
    reader = _reader((ontology or folder("ontology")).resolve())
    ordered = sorted(documents, key=lambda document: document.source)
    findings: list[Finding] = []
    unknown: list[UnknownTerm] = []
    for document in ordered:
        reading = reader.read(document)
        findings += reading.findings
        unknown += reading.unknown
        if progress:
            progress(document)
    texts = {document.source.id: document.text for document in ordered}
    return Extraction(tuple(ordered), tuple(sorted(mark_same_text(findings, texts))), tuple(sorted(unknown)))


def decided(extraction: Extraction, tables: Tables) -> list[Finding]:
    """The findings under the decisions that curators wrote into the tables."""
    old = [row for document in extraction.documents for row in read_table(table_path(tables.folder, document.source.id))]
    return keep_decisions(extraction.findings, old, extraction.texts)


def extract(
    paths: Paths, output: AnyPath | None = None, *, ontology: AnyPath | None = None, progress: Callable[[Document], object] | None = None
) -> Written:
    """Read the documents among `paths` and write a statement table for each; returns what changed.

    The tables stand in `output`, else where `default_tables` says. Raises DocumentError, TableError and OntologyError.
    """
    files = as_paths(paths, "documents")
    tables = tables_at(as_path(output, "output")) if output else default_tables()
    extraction = extract_documents(read_documents(files), ontology=as_path_or_none(ontology, "ontology"), progress=progress)
    saved = save(tables, extraction.documents, extraction.findings, extraction.unknown)
    return Written(tables, saved, tuple(find_documents(files)[1]))


@cache
def _reader(ontology: Path) -> Reader:
    return Reader(read_lexicon(ontology))
