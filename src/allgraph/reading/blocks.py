"""Blocks: the headings, list items and paragraphs of a text, and their sentences, which know what stands above them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from sentencex import get_sentence_boundaries

from allgraph.texts import Span

_WHITE_SPACE = re.compile(r"\s")

#: A sentence that ends with the numbers of what it cites, right behind its full stop: "It works.1 It is new.2, 3 It helps in ALL.7 44 ...".
_CITED = re.compile(r"(?<=[A-Za-z]{3}[.)])\d{1,3}(?:(?:, ?|[ –-])\d{1,3})*(?= [A-Z][\w-]* )")

#: Where a sentence ends though the space behind it was lost: "in the marrow.The next phase"; not within the name of a site.
_LOST_SPACE = re.compile(r"(?<=[a-z]{3}[.!?])(?=[A-Z][\w-]* ?[a-z])(?!(?:Net|Com|Org)\b)")


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    ITEM = "item"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True)
class Block:
    """A heading, a list item or a paragraph. `span` leaves bullets and heading numbers out; `headings` and `leads` are outermost first.

    `in_row` says that the last of the headings is the head of a table's row, `is_cell` that it is a cell, whatever its head is,
    and `of_treatment` that the treatment which the last of the headings names, or fails to, is all that the cell tells of.
    `status` is the first of the leads where that is the cell of a row that says how the row is held ("investigational").
    `led` holds the places of the sentences behind the first that complete the lead-in lines too. `label` is what the first sentence
    opens with before a colon, where that says for whom, against what or in which phase all the others hold.
    """

    kind: Kind
    span: Span
    headings: tuple[Span, ...] = ()
    leads: tuple[Span, ...] = ()
    in_row: bool = False
    is_cell: bool = False
    of_treatment: bool = False
    status: Span | None = None
    led: frozenset[int] = frozenset()
    label: Span | None = None


@dataclass(frozen=True)
class Sentence:
    """A sentence, the block it stands in, and its place there (0 is the block's first)."""

    span: Span
    block: Block
    index: int

    @property
    def leads(self) -> tuple[Span, ...]:
        """The lead-in lines that this sentence completes: those of its list, for an item's first sentence."""
        return self.block.leads if self.index == 0 or self.index in self.block.led else ()


def sentences(text: str, blocks: list[Block]) -> list[Sentence]:
    """Every sentence in order; a heading is one.

    >>> text = "It works. It helps."
    >>> [sentence.span.of(text) for sentence in sentences(text, [Block(Kind.PARAGRAPH, Span(0, 19))])]
    ['It works.', 'It helps.']
    """
    return [
        Sentence(span, block, index)
        for block in blocks
        for index, span in enumerate([block.span] if block.kind is Kind.HEADING else split(text, block.span))
    ]


def split(text: str, span: Span) -> list[Span]:
    """The sentences of a run, without white space at their ends."""
    # a line's end ends no sentence, and sentencex 1.0 panics at white space that is no ASCII behind an initial
    run = _WHITE_SPACE.sub(" ", span.of(text))
    ends = {boundary["end_index"] for boundary in get_sentence_boundaries("en", run)}
    ends |= {lost.start() for lost in _LOST_SPACE.finditer(run)} | {cited.end() for cited in _CITED.finditer(run)}
    found = [Span(span.start + start, span.start + end).trimmed(text) for start, end in pairwise(sorted({0, *ends, len(run)}))]
    return [sentence for sentence in found if sentence.start < sentence.end]


def parts(text: str, span: Span) -> list[Span]:
    """The runs of a span that semicolons outside brackets part, without white space at their ends.

    >>> text = "fever (high; rare); chills"
    >>> [part.of(text) for part in parts(text, Span(0, 26))]
    ['fever (high; rare)', 'chills']
    """
    found, depth, start = [], 0, span.start
    for place in range(span.start, span.end):
        depth += (text[place] == "(") - (text[place] == ")")
        if text[place] == ";" and depth <= 0:
            found.append(Span(start, place))
            start = place + 1
    runs = (run.trimmed(text) for run in (*found, Span(start, span.end)))
    return [run for run in runs if run.start < run.end]
