"""Coverage: every sentence of documents with what it gave or why it gave nothing, and the list of what is known to be missed.

coverage_text prints it, coverage_page makes a page of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from allgraph import resources
from allgraph.curation.tables import default_tables, short_section, tables_at
from allgraph.documents import LARGEST, Document, entries, find_documents, notes, read_document
from allgraph.errors import DocumentError
from allgraph.limits import Limit, read_limits
from allgraph.reading.blocks import Kind
from allgraph.reading.extract import Extraction, decided
from allgraph.reading.extractors import WholeReader, installed
from allgraph.reading.lexicon import read_lexicon
from allgraph.reading.readings import Reading, Reason, SentenceRead
from allgraph.statements import Finding, Flag, Status, UnknownTerm, still_unknown
from allgraph.texts import Span, many

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_WORD = re.compile(r"[^\W\d_]{2,}")

#: The status that tells most of a sentence first: whether it makes an edge, then whose word that is.
_STANDING = (Status.ACCEPTED, Status.ADDED, Status.EXTRACTED, Status.PROPOSED, Status.REJECTED)


#: A pattern that finds nothing.
_NOTHING = re.compile(r"(?!)")


class Silence(StrEnum):
    """Why a sentence gave nothing, more closely than the reading has to know."""

    UNKNOWN_NAME = "has a name that no term carries"
    LEFT_OUT = "tells who was left out of a study"
    NO_WORDS = "holds no words"
    CELL = "is a cell that no rule reads"


#: What became of a sentence that gave nothing.
Why: TypeAlias = Reason | Silence


@dataclass(frozen=True)
class Heading:
    """A line that is no sentence; `level` is its depth, 0 outermost."""

    span: Span
    level: int


@dataclass(frozen=True)
class Covered:
    """A sentence, or a heading that gave something: its findings, under the curator's decisions, and what became of it in reading."""

    span: Span
    section: str
    reason: Why
    findings: tuple[Finding, ...] = ()
    heading: bool = False

    @property
    def outcome(self) -> Status | Why:
        """The status of what it gave (of several, one that makes an edge before one that does not), else why it gave nothing.

        >>> Covered(Span(0, 9), "", Reason.NO_TERM).outcome.value
        'names no term'
        """
        found = {finding.evidence.status for finding in self.findings}
        return next((status for status in _STANDING if status in found), self.reason)


@dataclass(frozen=True)
class DocumentCoverage:
    """A document's sentences and headings in order, the unknown names in it, and the decisions that fit no passage any more."""

    document: Document
    sentences: tuple[Covered, ...]
    headings: tuple[Heading, ...]
    unknown: tuple[UnknownTerm, ...]
    orphaned: tuple[Finding, ...]

    @property
    def gave(self) -> int:
        """How many sentences gave statements, whatever their status."""
        return sum(bool(sentence.findings) for sentence in self.sentences)

    @property
    def outcomes(self) -> dict[Status | Why, int]:
        """How many sentences have each outcome, those that none has left out; together they are all sentences."""
        return counted(self.sentences)

    @property
    def remark(self) -> str:
        """What keeps the whole document from giving anything, where that is that it names no ALL; else ""."""
        words = "Nothing in it is taken to be about ALL: it must name acute lymphoblastic leukemia (ALL) or a kind of it."
        return words if self.outcomes.keys() == {Reason.OTHER_DISEASE} else ""


@dataclass(frozen=True)
class Repeated:
    """A name that no term carries in one document, why it looks like one, and the places where it stands."""

    term: str
    source: str
    reason: str
    places: tuple[Span, ...]


@dataclass(frozen=True)
class Coverage:
    """What documents gave, sentence by sentence; `limits` is what is known to be missed in any document.

    `passed_over` was not read, `refused` could not be; `notes` tell of files whose encoding was guessed.
    """

    documents: tuple[DocumentCoverage, ...]
    limits: tuple[Limit, ...] = ()
    passed_over: tuple[Path, ...] = ()
    refused: tuple[DocumentError, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def sentences(self) -> int:
        return sum(len(one.sentences) for one in self.documents)

    @property
    def summary(self) -> str:
        """One line to stand beside the data.

        >>> Coverage(()).summary
        '0 sentences of 0 documents, of which 0 gave statements; 0 unknown names'
        """
        gave, unknown = sum(one.gave for one in self.documents), sum(len(one.unknown) for one in self.documents)
        whole = f"{many(self.sentences, 'sentence')} of {many(len(self.documents), 'document')}"
        return f"{whole}, of which {gave} gave statements; {many(unknown, 'unknown name')}"


def coverage(
    paths: Sequence[Path],
    *,
    tables: Path | None = None,
    ontology: Path | None = None,
    largest: int = LARGEST,
    progress: Callable[[Document], object] | None = None,
) -> Coverage:
    """Every sentence of the documents among `paths` with what it gave or why it gave nothing; nothing is written.

    Statements stand under the decisions in `tables` (default: those that extract would use). `progress` is called for each document
    that is read. Raises DocumentError where none can be, TableError and OntologyError.
    """
    known = ontology or resources.folder("ontology")
    lexicon = read_lexicon(known)
    reader = WholeReader(lexicon, installed())
    readings: list[tuple[Document, Reading]] = []
    refused: list[DocumentError] = []
    for entry in entries(find_documents(paths)[0]):
        try:
            document = read_document(entry, largest)
            readings.append((document, reader.read(document)))
        except DocumentError as error:
            refused.append(error)
            continue
        if progress:
            progress(document)
    if not readings:
        raise DocumentError.of(refused)
    findings = sorted(finding for _, reading in readings for finding in reading.findings)
    unknown = sorted(term for _, reading in readings for term in reading.unknown)
    extraction = Extraction(tuple(document for document, _ in readings), tuple(findings), tuple(unknown))
    rows: dict[str, list[Finding]] = defaultdict(list)
    decisions = decided(extraction, tables_at(tables) if tables else default_tables())
    for row in decisions:
        labels = {value: lexicon.terms[value].shown for _, value in row.statement.qualifiers if value in lexicon.terms}
        rows[row.evidence.source].append(replace(row, qualifier_labels=tuple(sorted({**labels, **dict(row.qualifier_labels)}.items()))))
    excluding = lexicon.cue_pattern("exclusionCue")
    return Coverage(
        tuple(
            cover(document, replace(reading, unknown=still_unknown(reading.unknown, decisions)), rows[document.source.id], excluding)
            for document, reading in readings
        ),
        read_limits(known / "known-limits.tsv"),
        tuple(find_documents(paths)[1]),
        tuple(refused),
        notes(extraction.documents),
    )


def cover(document: Document, reading: Reading, rows: Iterable[Finding], excluding: re.Pattern[str] = _NOTHING) -> DocumentCoverage:
    """One document's sentences, each with those of `rows` whose passage starts in it; `excluding` finds words by which people are left out.

    A heading counts as a sentence only where it gave something: else it says what stands under it. A passage that starts in no
    sentence (a title that is cited, a row that a curator added) is shown as a sentence of its own.
    """
    rows = sorted(rows, key=lambda row: (row.evidence.passage, row))
    stated = [row.evidence.passage.start for row in rows if row.evidence.flag is not Flag.ORPHANED]
    read = [
        one
        for one in sorted(reading.sentences, key=lambda one: one.sentence.span)
        if one.sentence.block.kind is not Kind.HEADING
        or bisect_left(stated, one.sentence.span.start) < bisect_left(stated, one.sentence.span.end)
    ]
    starts = [one.sentence.span.start for one in read]
    inside: dict[int, list[Finding]] = defaultdict(list)
    outside: list[list[Finding]] = []
    orphaned = []
    for row in rows:
        start = row.evidence.passage.start
        place = bisect_right(starts, start) - 1
        if row.evidence.flag is Flag.ORPHANED:
            orphaned.append(row)
        elif place >= 0 and start < read[place].sentence.span.end:
            inside[place].append(row)
        elif outside and start < outside[-1][0].evidence.passage.end:
            outside[-1].append(row)
        else:
            outside.append([row])
    text = document.text
    covered = []
    unknown = sorted(term.span.start for term in reading.unknown)
    for place, one in enumerate(read):
        section = short_section([span.of(text) for span in one.sentence.block.headings])
        heading = one.sentence.block.kind is Kind.HEADING
        covered.append(Covered(one.sentence.span, section, _why(one, text, unknown, excluding), tuple(inside[place]), heading))
    for group in outside:
        first = group[0].evidence
        end = min([first.passage.end, *(start for start in starts if start > first.passage.start)])
        covered.append(Covered(Span(first.passage.start, end), first.section, Reason.STATED, tuple(group)))
    covered.sort(key=lambda sentence: sentence.span)
    levels = {span.start: level for one in read for level, span in enumerate(one.sentence.block.headings)}
    return DocumentCoverage(document, tuple(covered), tuple(_headings(text, covered, levels)), reading.unknown, tuple(orphaned))


def _why(one: SentenceRead, text: str, unknown: Sequence[int], excluding: re.Pattern[str]) -> Why:
    """Why a sentence gave nothing; `unknown` are the places of unknown names, sorted."""
    words = one.sentence.span.of(text)
    match one.reason:
        case Reason.NO_RULE | Reason.NO_TERM | Reason.NO_FACTS if not _WORD.search(words):
            return Silence.NO_WORDS
        case Reason.NO_FACTS if one.sentence.block.is_cell:
            return Silence.CELL
        case Reason.NO_RULE | Reason.NO_TERM if bisect_left(unknown, one.sentence.span.start) < bisect_left(unknown, one.sentence.span.end):
            return Silence.UNKNOWN_NAME
        case Reason.SITE if excluding.search(words.lower()):
            return Silence.LEFT_OUT
    return one.reason


def counted(sentences: Iterable[Covered]) -> dict[Status | Why, int]:
    """How many of the sentences have each outcome, in the order of statuses and reasons; an outcome that none has is left out."""
    counts = Counter(sentence.outcome for sentence in sentences)
    return {outcome: counts[outcome] for outcome in (*Status, *Reason, *Silence) if counts[outcome]}


def repeated(unknown: Iterable[UnknownTerm]) -> list[Repeated]:
    """The unknown names, one for all places of a document.

    >>> [one.places for one in repeated(UnknownTerm("foomab", "page", Span(at, at + 6), "-mab") for at in (0, 9))]
    [(Span(start=0, end=6), Span(start=9, end=15))]
    """
    places: dict[tuple[str, str, str], list[Span]] = defaultdict(list)
    for one in unknown:
        places[one.term, one.source, one.reason].append(one.span)
    return [Repeated(*name, tuple(spans)) for name, spans in places.items()]


def together(findings: Iterable[Finding]) -> list[list[Finding]]:
    """The findings by what they say and how it stands: what several rules found, in runs that overlap, is read as one."""
    groups: dict[object, list[Finding]] = defaultdict(list)
    for finding in findings:
        evidence = finding.evidence
        groups[finding.statement, evidence.status, evidence.flag, evidence.curator, evidence.note].append(finding)
    return list(groups.values())


def _headings(text: str, sentences: Sequence[Covered], levels: dict[int, int]) -> Iterator[Heading]:
    """The lines between the sentences that hold a word; `levels` says by its start how deep a heading is."""
    starts = sorted(levels)
    position = 0
    for end, after in [*((one.span.start, one.span.end) for one in sentences), (len(text), len(text))]:
        for line in _LINE.finditer(text, position, max(position, end)):
            span = Span(*line.span()).trimmed(text)
            if _WORD.search(span.of(text)):
                place = bisect_right(starts, span.end) - 1
                known = place >= 0 and starts[place] >= span.start
                yield Heading(span, levels[starts[place]] if known else 0)
        position = max(position, after)
