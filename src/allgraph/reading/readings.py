"""Readings: what a document gave, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from allgraph.documents import Document
from allgraph.readers.layout import Layout
from allgraph.reading.blocks import Block, Sentence
from allgraph.reading.passages import evidence
from allgraph.statements import Finding, UnknownTerm
from allgraph.texts import Span


class Reason(StrEnum):
    """What became of a sentence: it gave statements, or why it gave none."""

    STATED = "gave statements"
    OVER = "is read with what stands below it"
    NO_RULE = "names terms, but no rule connects them"
    ASIDE = "denies or sets aside what it names"
    NO_TERM = "names no term"
    OTHER_DISEASE = "is not about ALL"
    QUESTION = "is a question"
    TOO_LONG = "is too long to be a sentence"
    SITE = "speaks to the reader or of one person"
    NO_FACTS = "stands where nothing is stated (references, comments, a shop)"


#: Reasons that are no obstacle: such sentences are searched for relations all the same, for one that names no term may tell the aim
#: of what stands above it.
READ = frozenset({Reason.NO_RULE, Reason.ASIDE, Reason.NO_TERM})


@dataclass(frozen=True)
class SentenceRead:
    """A sentence, what became of it, and the findings it gave (those that a narrower claim replaced are left out)."""

    sentence: Sentence
    reason: Reason
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Reading:
    """What a document gave: its findings, the unknown names in it, and every sentence with what became of it."""

    findings: tuple[Finding, ...]
    unknown: tuple[UnknownTerm, ...]
    sentences: tuple[SentenceRead, ...]


def in_source(reading: Reading, document: Document, layout: Layout) -> Reading:
    """What was read in a layout, at the places where the document has it."""

    def block(one: Block) -> Block:
        headings, leads = (tuple(map(layout.origin, above)) for above in (one.headings, one.leads))
        return replace(one, span=layout.origin(one.span), headings=headings, leads=leads)

    def finding(one: Finding) -> Finding:
        then = one.evidence
        passage, context = layout.origin(then.passage), tuple(sorted(set(map(layout.origin, then.context))))
        now = evidence(document, (), passage, context, then.rule, then.status)
        return replace(one, evidence=replace(now, section=then.section))

    def sentence(one: SentenceRead) -> SentenceRead:
        moved = replace(one.sentence, span=layout.origin(one.sentence.span), block=block(one.sentence.block))
        return SentenceRead(moved, one.reason, tuple(map(finding, one.findings)))

    unknown = (replace(term, span=layout.origin(term.span)) for term in reading.unknown)
    return Reading(tuple(sorted(map(finding, reading.findings))), tuple(unknown), tuple(map(sentence, reading.sentences)))


def claim(finding: Finding) -> tuple[str, str, str, Span]:
    """What a finding says and where, whatever its qualifiers."""
    return finding.statement.subject, finding.statement.relation, finding.statement.object, finding.evidence.passage


def sentence_read(sentence: Sentence, reason: Reason, own: Sequence[Finding], kept: set[tuple[str, str, str, Span]]) -> SentenceRead:
    """A sentence with those of its own findings that are kept; `kept` holds their claims."""
    left = tuple(finding for finding in own if claim(finding) in kept)
    return SentenceRead(sentence, Reason.STATED if left else reason, left)


def with_what_stands_over(read: Sequence[SentenceRead]) -> Iterator[SentenceRead]:
    """The sentences read, in which headings and lead-in lines say so where something below them gave statements."""
    blocks = [one.sentence.block for one in read if one.reason is Reason.STATED]
    over = {span for block in blocks for span in (*block.leads, *block.headings[-1:])}
    for one in read:
        above = one.reason in READ and one.sentence.span in over
        yield replace(one, reason=Reason.OVER) if above else one
