"""The outline of a plain text: headings, list items and paragraphs, cut into sentences that know what stands above them.

A layout states facts: a drug listed under "Induction Therapy" is used in induction. So each sentence carries the headings it
stands under and, where it opens a list item, the lead-in lines of its list ("Drugs in use include:").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sentencex import get_sentence_boundaries

from allgraph.reading.grids import Grid, grids
from allgraph.reading.textlines import TextLine, text_lines
from allgraph.texts import Span


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    ITEM = "item"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True)
class Block:
    """A heading, a list item or a paragraph. `span` leaves bullets and heading numbers out; `headings` and `leads` are outermost first.

    `in_row` says that the last of the headings is the head of a table's row.
    """

    kind: Kind
    span: Span
    headings: tuple[Span, ...] = ()
    leads: tuple[Span, ...] = ()
    in_row: bool = False


@dataclass(frozen=True)
class Sentence:
    """A sentence, the block it stands in, and its place there (0 is the block's first)."""

    span: Span
    block: Block
    index: int

    @property
    def leads(self) -> tuple[Span, ...]:
        """The lead-in lines that this sentence completes: those of its list, for an item's first sentence."""
        return self.block.leads if self.index == 0 else ()


@dataclass
class _List:
    """An open list: its indent, the line that leads it in, and the latest of its items that ends with a colon."""

    indent: int
    lead: Span | None
    open_item: Span | None = None


#: A heading is short: with more words than this the line is a paragraph.
_HEADING_WORDS = 14

#: The widest line of a text that was wrapped at a margin: a wider one is a whole paragraph, a narrower one a list of short lines.
_MARGINS = range(60, 101)

#: A line with such a verb says something, though no full stop ends it.
_SAYS = re.compile(r"\b(?:must|should|is|are|was|were|has|have|had|can|could|may|might|will|would|include|includes)\b", re.IGNORECASE)

#: A label with its value behind a colon.
_LABELLED = re.compile(r"[A-Z][\w ]{1,30}: \S")

#: A heading that has no empty line around it has at most this many words.
_TIGHT_WORDS = 5

#: An item of a list without bullets has at most this many words.
_ITEM_WORDS = 40

#: What a line ends with when the next one continues it.
_CONTINUES = re.compile(r"(?:[,(/–—]|\b(?:and|or|of|the|a|an|to|with|for|in|by|as))$", re.IGNORECASE)

#: A sentence that leads in the list below it ends with a colon or points at what follows.
_LEADS_IN = re.compile(r":$|\b(?:following|these|includ(?:e|es|ing)|such as)\b", re.IGNORECASE)

#: The levels of headings in a plain text, which marks none: numbered ones stand under unnumbered ones, repeated label lines between.
_PLAIN, _LABEL, _NUMBERED = 1, 2, 3


def outline(text: str, column_heads: Collection[str] = ()) -> list[Block]:
    """The blocks of a plain text in order; `column_heads` are words, in lower case, that a table's columns are headed by.

    >>> text = "1. Induction\\n\\nDrugs used:\\n  • Vincristine\\n    Prednisone\\n"
    >>> [(block.kind.value, block.span.of(text)) for block in outline(text)]
    [('heading', 'Induction'), ('paragraph', 'Drugs used:'), ('item', 'Vincristine'), ('item', 'Prednisone')]
    >>> [lead.of(text) for lead in outline(text)[3].leads]
    ['Drugs used:']
    """
    lines = text_lines(text)
    margin = _margin(lines)
    labels = _labels(text, lines)
    blocks: list[Block] = []
    headings: list[tuple[int, Span]] = []
    lists: list[_List] = []
    tables = {grid.first: grid for grid in grids(text, lines, column_heads)}
    position = 0
    while position < len(lines):
        line = lines[position]
        if position in tables:
            blocks += _cells(tables[position], tuple(span for _, span in headings))
            lists = []
            position = tables[position].last + 1
            continue
        level = _heading_level(text, lines, position, labels, blocks)
        if level:
            headings = [heading for heading in headings if heading[0] < level]
            blocks.append(Block(Kind.HEADING, line.span, tuple(span for _, span in headings)))
            headings.append((level, line.span))
            lists = []
            position += 1
            continue
        above = tuple(span for _, span in headings)
        items = _bare_items(text, lines, position, blocks, margin)
        if items:
            lead = _split(text, blocks[-1].span)[-1]
            leads = (*blocks[-1].leads, lead)
            blocks += [Block(Kind.ITEM, item.span, above, leads) for item in items]
            lists = []
            position += len(items)
            continue
        last = _last_line(text, lines, position, margin)
        span = Span(line.span.start, lines[last].span.end)
        if _is_item(text, lines, position, lists):
            blocks.append(Block(Kind.ITEM, span, above, _leads(text, line, blocks, lists)))
            if span.of(text).endswith(":"):
                lists[-1].open_item = _split(text, span)[-1]
        else:
            blocks.append(Block(Kind.PARAGRAPH, span, above, _label_above(text, blocks, line, labels)))
            lists = []
        position = last + 1
    return blocks


def _leads(text: str, line: TextLine, blocks: list[Block], lists: list[_List]) -> tuple[Span, ...]:
    """The lead-in lines over an item that starts with `line`; `lists` becomes the lists that are open there, outermost first."""
    indent = line.indent if line.bullet or line.number else lists[-1].indent
    while lists and lists[-1].indent > indent:
        lists.pop()
        if lists and lists[-1].indent <= indent:
            lists[-1].open_item = None
    if not lists or lists[-1].indent < indent:
        led = bool(lists) and lists[-1].open_item is not None
        lists.append(_List(indent, None if led else _lead_in(text, blocks) or _parent(text, blocks)))
    return tuple(lead for entry in lists for lead in (entry.lead, entry.open_item) if lead)


def _cells(grid: Grid, above: tuple[Span, ...]) -> Iterator[Block]:
    """A table's cells as blocks: the first of a row is the heading of the others, each of which its column's head leads in."""
    for row in grid.rows:
        yield Block(Kind.ITEM, row.head, above)
        for cell in row.cells:
            yield Block(Kind.PARAGRAPH, cell.span, (*above, row.head), (cell.head,) if cell.head else (), in_row=True)


def sentences(text: str, blocks: list[Block]) -> list[Sentence]:
    """Every sentence in order; a heading is one.

    >>> text = "It works. It helps."
    >>> [sentence.span.of(text) for sentence in sentences(text, outline(text))]
    ['It works.', 'It helps.']
    """
    return [
        Sentence(span, block, index)
        for block in blocks
        for index, span in enumerate([block.span] if block.kind is Kind.HEADING else _split(text, block.span))
    ]


def _margin(lines: list[TextLine]) -> int:
    """The column at which the text is wrapped, or 0 where its lines are whole paragraphs."""
    widest = max((line.indent + line.span.end - line.span.start for line in lines), default=0)
    return widest if widest in _MARGINS else 0


def _labels(text: str, lines: list[TextLine]) -> set[str]:
    """The short lines that a text repeats, such as "Brand names:" on each of several drug pages.

    A line that comes twice between two empty lines is a cell of a table, such as "Common" behind each effect, and no label.
    """
    counts: Counter[str] = Counter()
    cells: set[str] = set()
    run: set[str] = set()
    for line in lines:
        words = line.span.of(text)
        if line.blanks:
            run = set()
        if not line.bullet and _looks_like_heading(words):
            counts[words] += 1
            cells |= run & {words}
            run.add(words)
    return {label for label, count in counts.items() if count > 1 and ": " not in label} - cells


def _looks_like_heading(words: str) -> bool:
    first = words[0]
    if "\t" in words or "|" in words:
        return False  # the row of a table
    return (
        len(words.split()) <= _HEADING_WORDS
        and words[-1] not in ".,;:"
        and (first.isupper() or first.isdigit() or first in "“\"'¿")
        and any(character.isalpha() for character in words)
        and (words[-1] == "?" or not _SAYS.search(words))
    )


def _heading_level(text: str, lines: list[TextLine], position: int, labels: set[str], blocks: list[Block]) -> int:
    """The level of the heading at this line, or 0 where it is none: a heading is short and stands alone."""
    line = lines[position]
    below = lines[position + 1] if position + 1 < len(lines) else None
    below_heading = bool(blocks) and blocks[-1].kind is Kind.HEADING
    alone = (line.blanks or not blocks or below_heading) and (below is None or below.blanks or below.bullet)
    words = line.span.of(text)
    if line.bullet or not _looks_like_heading(words) or _numbered_neighbour(lines, position):
        return 0
    if not alone:
        if words in labels and below and not (below_heading and blocks[-1].span.of(text) in labels):
            return _LABEL
        return _PLAIN if _is_entry(text, lines, position, labels) else _LABEL if _is_tight_heading(text, lines, position) else 0
    if line.number:
        return _NUMBERED + line.number.rstrip(".)").count(".")
    if below_heading and blocks[-1].span.of(text) in labels:
        return 0  # the value that stands below its label
    return _LABEL if words in labels else _PLAIN


def _is_entry(text: str, lines: list[TextLine], position: int, labels: set[str]) -> bool:
    """Whether a line opens an entry: it stands behind an empty line, and right below it comes a label ("Class", "Class: enzyme")."""
    line, below = lines[position], lines[position + 1] if position + 1 < len(lines) else None
    under = below.span.of(text) if below else ""
    return bool(line.blanks) and (under in labels or bool(_LABELLED.match(under)))


def _is_tight_heading(text: str, lines: list[TextLine], position: int) -> bool:
    """Whether a line that does not stand alone is a heading still: very short, behind a finished line and before a long one."""
    line, below = lines[position], lines[position + 1] if position + 1 < len(lines) else None
    words, last = line.span.of(text), lines[position - 1].span.of(text)[-1] if position else "."
    short = len(words.split()) <= _TIGHT_WORDS and "," not in words and line.indent == 0
    if not below or below.blanks or not short or not (line.blanks or last in ".!?:"):
        return False
    under = below.span.of(text)
    return below.bullet or under[-1] in ".:" or len(under.split()) > 2 * _TIGHT_WORDS


def _numbered_neighbour(lines: list[TextLine], position: int) -> bool:
    """Whether the line before or after is numbered too and stands right there: then both are list items."""
    line = lines[position]
    before = lines[position - 1] if position else None
    after = lines[position + 1] if position + 1 < len(lines) else None
    return bool(
        line.number and ((before and before.number and not line.blanks) or (after and after.number and not after.blanks)),
    )


def _bare_items(text: str, lines: list[TextLine], position: int, blocks: list[Block], margin: int) -> list[TextLine]:
    """The lines from here to the next empty one, where they are a list without bullets: a line with a colon leads them in."""
    if not blocks or blocks[-1].kind is Kind.HEADING or blocks[-1].span.of(text)[-1] != ":" or lines[position].bullet:
        return []
    end = position + 1
    while end < len(lines) and not lines[end].blanks:
        end += 1
    items = lines[position:end]
    plain = all(
        not line.bullet and not line.number and len(line.span.of(text).split()) <= _ITEM_WORDS and not _CONTINUES.search(line.span.of(text))
        for line in items
    )
    return items if len(items) > 1 and plain and not margin else []


def _is_item(text: str, lines: list[TextLine], position: int, lists: list[_List]) -> bool:
    """A bullet or a number makes an item; so does a short capitalised line right below one, whose bullet was lost."""
    line = lines[position]
    if line.bullet or _numbered_neighbour(lines, position):
        return True
    first = line.span.of(text)[0]
    return bool(lists) and not line.blanks and line.indent > lists[-1].indent and (first.isupper() or first.isdigit())


def _last_line(text: str, lines: list[TextLine], position: int, margin: int) -> int:
    """The last of the lines that are one run with this one: the next line continues it where a margin or a comma broke it."""
    last = position
    while last + 1 < len(lines):
        line, below = lines[last], lines[last + 1]
        if below.blanks or below.bullet or _numbered_neighbour(lines, last + 1):
            break
        words, first = line.span.of(text), below.span.of(text).split()[0]
        full = margin and line.indent + len(words) + 1 + len(first) > margin - 10 and words[-1] != ":"
        if not (full or first[0].islower() or _CONTINUES.search(words)):
            break
        last += 1
    return last


def _label_above(text: str, blocks: list[Block], line: TextLine, labels: set[str]) -> tuple[Span, ...]:
    """The repeated label right above a value, which leads it in as a line leads in a list; and above the value's further lines."""
    if not blocks:
        return ()
    last = blocks[-1]
    if last.kind is Kind.HEADING:
        return (last.span,) if last.span.of(text) in labels else ()
    return last.leads if last.kind is Kind.PARAGRAPH and not line.blanks else ()


def _parent(text: str, blocks: list[Block]) -> Span | None:
    """The short item right above a deeper list: "An anthracycline" leads in the names below it."""
    if blocks and blocks[-1].kind is Kind.ITEM and len(blocks[-1].span.of(text).split()) <= _HEADING_WORDS:
        return blocks[-1].span
    return None


def _lead_in(text: str, blocks: list[Block]) -> Span | None:
    """The sentence right above a list that leads it in."""
    if not blocks or blocks[-1].kind is Kind.HEADING:
        return None
    last = _split(text, blocks[-1].span)[-1]
    return last if _LEADS_IN.search(last.of(text)) else None


def _split(text: str, span: Span) -> list[Span]:
    """The sentences of a run, without white space at their ends."""
    run = span.of(text)
    found = [
        Span(span.start + boundary["start_index"], span.start + boundary["end_index"]).trimmed(text)
        for boundary in get_sentence_boundaries("en", run.replace("\n", " "))
    ]
    return [sentence for sentence in found if sentence.start < sentence.end]
