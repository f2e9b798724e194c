"""Extraction: documents in, findings and unknown names out, and the tables they are written to."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import repeat
from multiprocessing import active_children, get_context, parent_process
from pathlib import Path
from threading import Thread

from allgraph.curation.decisions import Saved, keep_decisions, moved_sources, rows_before, save
from allgraph.curation.tables import Tables, default_tables, read_sources, tables_at
from allgraph.documents import LARGEST, Document, Entry, entries, find_documents, notes, read_document
from allgraph.errors import AllgraphError, DocumentError
from allgraph.paths import AnyPath, Paths, as_path, as_path_or_none, as_paths
from allgraph.reading.extractors import WholeReader, installed
from allgraph.reading.kept import Kept
from allgraph.reading.lexicon import read_lexicon
from allgraph.reading.same_text import mark_same_text
from allgraph.resources import folder
from allgraph.statements import Finding, Shared, UnknownTerm

#: Up to so many documents are read by one process: another one takes about a second to start.
_HANDFUL = 4


@dataclass(frozen=True)
class Extraction:
    """What documents say, sorted; curators' decisions are not in it.

    `refused` are the errors of those that could not be read, `folders` maps source id to the folder of its file, where it has one,
    `passed_over` are the files of other endings, `unkept` is why what was read is not kept for the next run, if it is not.
    """

    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]
    unknown: tuple[UnknownTerm, ...]
    refused: tuple[DocumentError, ...] = ()
    folders: Mapping[str, Path] = field(default_factory=dict)
    passed_over: tuple[Path, ...] = ()
    unkept: str = ""

    @property
    def texts(self) -> dict[str, str]:
        """Source id to text."""
        return {document.source.id: document.text for document in self.documents}


@dataclass(frozen=True)
class Written:
    """What `extract` did: the tables it wrote, how many rows stand there and changed, and the files it passed over or could not read.

    `unkept` is why what was read is not kept for the next run, if it is not; `notes` tell of files whose encoding was guessed.
    """

    tables: Tables
    saved: Saved
    passed_over: tuple[Path, ...]
    refused: tuple[DocumentError, ...] = ()
    unkept: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Run:
    """How documents are read: by how many processes, up to which size in bytes, and where what was read is kept (None: nowhere)."""

    jobs: int = 1
    largest: int = LARGEST
    kept: Path | None = None


def extract_documents(
    documents: Iterable[Document], *, ontology: Path | None = None, progress: Callable[[Document], object] | None = None
) -> Extraction:
    """What the documents say, whatever order they come in; `progress` is called for each one that is read.

    >>> from allgraph.sources import Source
    >>> page = Document(Source("page", "page.txt"), "Imatinib (Gleevec) is used to treat ALL.")
    >>> [finding.object_label for finding in extract_documents([page]).findings if finding.statement.relation == "ag:hasBrandName"]
    ['Gleevec']
    """
    reader, shared = _reader((ontology or folder("ontology")).resolve()), Shared()
    read = []
    for document in documents:
        reading = reader.read(document)
        read.append(_Read(document, tuple(map(shared.finding, reading.findings)), reading.unknown))
        if progress:
            progress(document)
    return _extraction(read)


def extract_files(
    paths: Paths, *, ontology: Path | None = None, run: Run | None = None, progress: Callable[[Document], object] | None = None
) -> Extraction:
    """What the files among `paths` say; one that cannot be read is named among `refused` and stops no other.

    Raises DocumentError for a path that does not exist, where no file is readable by its ending, and where none could be read.
    """
    run = run or Run()
    files, passed_over = find_documents(paths)
    found = entries(files)
    read: list[_Read] = []
    refused: list[DocumentError] = []
    shared = Shared()
    for one in _each(found, (ontology or folder("ontology")).resolve(), run):
        if isinstance(one, DocumentError):
            refused.append(one)
        else:
            read.append(replace(one, findings=tuple(map(shared.finding, one.findings))))
            if progress:
                progress(one.document)
    if not read:
        raise DocumentError.of(refused)
    folders = {entry.id: entry.path.parent for entry in found if not entry.is_standard_input}
    return replace(_extraction(read), refused=tuple(refused), folders=folders, passed_over=tuple(passed_over))


def decided(extraction: Extraction, tables: Tables) -> list[Finding]:
    """The findings under the decisions that curators wrote into the tables, also those for files that were renamed since."""
    moved = moved_sources(read_sources(tables.sources), extraction.documents, extraction.folders)
    old = [row for document in extraction.documents for row in rows_before(tables, document.source.id, moved)]
    return keep_decisions(extraction.findings, old, extraction.texts)


def extract(
    paths: Paths,
    output: AnyPath | None = None,
    *,
    ontology: AnyPath | None = None,
    run: Run | None = None,
    progress: Callable[[Document], object] | None = None,
) -> Written:
    """Read the documents among `paths` and write a statement table for each; returns what changed.

    The tables stand in `output`, else where `default_tables` says. A document that cannot be read is named in what is returned; its
    table, if there is one, stays as it was. Raises DocumentError where none can be read, TableError and OntologyError.
    """
    files = as_paths(paths, "documents")
    tables = tables_at(as_path(output, "output")) if output else default_tables()
    extraction = extract_files(files, ontology=as_path_or_none(ontology, "ontology"), run=run, progress=progress)
    saved = save(tables, extraction.documents, extraction.findings, extraction.unknown, extraction.folders)
    return Written(tables, saved, extraction.passed_over, extraction.refused, extraction.unkept, notes(extraction.documents))


@dataclass(frozen=True)
class _Read:
    """What one document gave."""

    document: Document
    findings: tuple[Finding, ...]
    unknown: tuple[UnknownTerm, ...]
    unkept: str = ""


def _extraction(read: Iterable[_Read]) -> Extraction:
    read = sorted(read, key=lambda one: one.document.source)
    texts = {one.document.source.id: one.document.text for one in read}
    findings = [finding for one in read for finding in one.findings]
    unknown = sorted(term for one in read for term in one.unknown)
    documents = tuple(one.document for one in read)
    unkept = next((one.unkept for one in read if one.unkept), "")
    return Extraction(documents, tuple(sorted(mark_same_text(findings, texts))), tuple(unknown), unkept=unkept)


def _each(found: list[Entry], ontology: Path, run: Run) -> Iterator[_Read | DocumentError]:
    """What each file gives, in their order; more than a handful are read by as many processes as `run` has jobs."""
    if run.jobs < 2 or len(found) <= _HANDFUL:
        for entry in found:
            yield _read(entry, ontology, run)
        return
    # a process that is forked from one with threads, such as a progress bar's, may wait for ever: start each anew
    others = set(active_children())
    here = [entry for entry in found if entry.is_standard_input]  # which is another in every process
    elsewhere = [entry for entry in found if not entry.is_standard_input]
    pool = ProcessPoolExecutor(min(run.jobs, len(found)), get_context("spawn"), _serve)
    try:
        for entry in here:
            yield _read(entry, ontology, run)
        with _uninterrupted():
            read = pool.map(_read, elsewhere, repeat(ontology), repeat(run))
        yield from read
    except BrokenProcessPool as error:
        raise AllgraphError("a process that read documents died, for want of memory perhaps; try with --jobs 1") from error
    except BaseException:
        for process in set(active_children()) - others:  # a long document is not waited for
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back while processes start: they inherit that, and would print where in their start it met them."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows knows no masks
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve() -> None:
    """Leave Ctrl-C to the process that started this one, and end when it does, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()

    def watch() -> None:
        if parent:
            parent.join()
            os._exit(1)

    Thread(target=watch, daemon=True).start()


def _read(entry: Entry, ontology: Path, run: Run) -> _Read | DocumentError:
    try:
        document = read_document(entry, run.largest)
        kept = Kept(run.kept, ontology) if run.kept else None
        if kept and (known := kept.find(document)):
            return _Read(document, *known)
        reading = _reader(ontology).read(document)
    except DocumentError as error:
        return error
    except (MemoryError, RecursionError) as error:
        return DocumentError(f"could not be read: {type(error).__name__}", where=str(entry.path))
    unkept = ""
    if kept:
        try:
            kept.keep(document, reading.findings, reading.unknown)
        except (OSError, AllgraphError) as error:  # a full disk, or a file where the folder should be: it only makes the next run slower
            unkept = str(error)
    return _Read(document, reading.findings, reading.unknown, unkept)


@cache
def _reader(ontology: Path) -> WholeReader:
    return WholeReader(read_lexicon(ontology), installed())
