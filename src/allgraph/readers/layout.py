"""Layouts: what a file says in the lines of a plain text, with its headings, and the way back to the characters they came from."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from allgraph.texts import Span

#: A line wholly in bold is a heading below those that are marked, where it has at most this many words.
BOLD_LEVEL, BOLD_WORDS = 7, 14

#: The level of the heading of what can be folded away, with which it ends; deeper by one in each other.
FOLDED_LEVEL = 10

#: Raised numbers or letters that may point to notes, and what they do so behind: the end of a sentence or clause, a word, or a name with
#: a number; not a unit ("mg/m"). Behind other numbers they are powers.
_NOTES = re.compile(r"\s*(?:\d{1,3}(?:\s?[,–-]\s?\d{1,3})*|[a-h](?:\s?,\s?[a-h])*)\s*")
_NOTED = re.compile(r"(?:[.,;:!?)\]”\"]|[^\W\d_]{3,}|[^\W\d_]{2,}-?\d+)$")
_POWER = re.compile(r"[-−+]?\d+")

#: Words with single spaces between them, or white space.
_RUN = re.compile(r"\S+(?: \S+)*|\s+")


@dataclass(frozen=True)
class Layout:
    """A text in lines as the reading takes it: headings alone, items behind bullets, the cells of a row parted by tabs.

    `headings` gives the level of each heading (1 the outermost) by its offset in `text`; None where the file marks none, so that they
    must be guessed. `tables` gives of each table, by the offset of its first row, how many rows from there on are heads of its columns;
    None where the file marks no table. Heads between the rows of a table begin another one. `closed` gives, by offset, the level of
    the headings that end there, with those below them, though no other follows. `starts` and `ends` give each character's run in the
    source's text; None where that is `text` itself.
    """

    text: str
    headings: Mapping[int, int] | None = None
    tables: Mapping[int, int] | None = None
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None
    closed: Mapping[int, int] = field(default_factory=dict)

    def origin(self, span: Span) -> Span:
        """The run of the source's text from which a run of the layout came.

        >>> Layout("ALL", starts=[2, 3, 4], ends=[3, 4, 5]).origin(Span(0, 3))
        Span(start=2, end=5)
        """
        if self.starts is None or self.ends is None:
            return span
        return Span(self.starts[span.start], self.ends[span.end - 1])


@dataclass(frozen=True)
class Page:
    """What a reader makes of a file: the text that offsets refer to, its layout, and what the file says of itself.

    `particulars` may give title, publisher, date and licence, `note` what a person should know of how the file was read.
    """

    text: str
    layout: Layout
    particulars: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


class Piece(NamedTuple):
    """A run of words, and the run of the source's text that it came from; none (-1) where the layout is the source's text."""

    words: str
    start: int = -1
    end: int = -1


#: The end of a line within a block.
BREAK = Piece("\n")


class LayoutWriter:
    """Lays blocks out, one below the other.

    >>> writer = LayoutWriter()
    >>> writer.heading(1, [Piece("Treatment")])
    >>> writer.paragraph([Piece("Drugs  in use:")])
    >>> writer.item(0, [Piece("nelarabine")])
    >>> writer.row([[Piece("Drug")], [Piece("Target")]])
    >>> writer.layout().text
    'Treatment\\n\\nDrugs in use:\\n\\n- nelarabine\\n\\nDrug\\tTarget\\n'
    """

    def __init__(self, *, traced: bool = False) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._last = ""  # the kind of the last block
        self._headings: dict[int, int] = {}
        self._tables: dict[int, int] = {}
        self._closed: dict[int, int] = {}
        self._is_new_table = False  # whether the next row is the first of one that the file marks
        self._is_head = False  # whether the last row is one of heads
        self._starts = array("q") if traced else None
        self._ends = array("q") if traced else None

    def heading(self, level: int, pieces: Iterable[Piece]) -> None:
        """A heading of a level, 1 the outermost."""
        self._block("heading", "", _collapsed(pieces), level=level)

    def close(self, level: int) -> None:
        """What follows stands below no heading of this level or a deeper one."""
        self._closed[self._length] = min(level, self._closed.get(self._length, level))

    def paragraph(self, pieces: Iterable[Piece]) -> None:
        """A paragraph."""
        self._block("paragraph", "", _collapsed(pieces))

    def item(self, depth: int, pieces: Iterable[Piece], number: str = "") -> None:
        """An item of a list that stands in `depth` others, behind its number ("1.") or a bullet."""
        self._block("item", f"{'  ' * depth}{number or '-'} ", _collapsed(pieces))

    def table(self) -> None:
        """The rows that follow are of another table than those above."""
        self.part()
        self._is_new_table = True

    def row(self, cells: Sequence[Iterable[Piece]], *, heads: bool = False) -> None:
        """A row of a table, or of the heads of its columns.

        The lines of its last cell stay lines, those of the others are parted by semicolons.
        """
        *first, last = map(_collapsed, cells)
        line: list[Piece] = []
        for cell in first:
            for piece, after in zip(cell, [*cell[1:], BREAK], strict=False):  # a remark in brackets goes on with the line above it
                parting = Piece(" " if after.words.startswith("(") else "; ")
                line.append(parting if piece == BREAK else piece)
            line.append(Piece("\t"))
        self._block("row", "", [*line, *last], heads=heads)

    def part(self) -> None:
        """What follows is no item or row of what stands above, but of another list or table."""
        self._last = ""

    def layout(self) -> Layout:
        """Everything laid out so far; its headings are None where there are none, and so are its tables."""
        self._write("\n")
        return Layout("".join(self._pieces), self._headings or None, self._tables or None, self._starts, self._ends, self._closed)

    def _block(self, kind: str, mark: str, runs: Sequence[Piece], level: int = 0, *, heads: bool = False) -> None:
        if not any(run.words.strip() for run in runs):
            return
        if self._length:
            self._write("\n" if kind == self._last and kind in ("item", "row") else "\n\n")
        self._write(mark)
        if level:
            self._headings[self._length] = level
        if kind == "row":
            self._mark_row(heads=heads)
        for run in runs:
            self._write(run.words, run)
        self._last = kind

    def _mark_row(self, *, heads: bool) -> None:
        """Note the row that begins here, where it begins a table or is one of the heads of the table above."""
        if heads and self._tables and not self._is_new_table and self._is_head:
            self._tables[next(reversed(self._tables))] += 1
        elif heads or self._is_new_table:
            self._tables[self._length] = int(heads)
        self._is_new_table, self._is_head = False, heads

    def _write(self, words: str, run: Piece | None = None) -> None:
        self._pieces.append(words)
        self._length += len(words)
        if self._starts is None or self._ends is None:
            return
        if run is None or run.start < 0:  # what the layout adds stands where the last character did
            place = self._ends[-1] if self._ends else 0
            self._starts.extend([place] * len(words))
            self._ends.extend([place] * len(words))
        elif run.end - run.start == len(words):
            self._starts.extend(range(run.start, run.end))
            self._ends.extend(range(run.start + 1, run.end + 1))
        else:  # a sign that the source writes otherwise ("&ge;")
            self._starts.extend([run.start] * len(words))
            self._ends.extend([run.end] * len(words))


def raised(before: str, words: str, *, linked: bool = False) -> tuple[str, str]:
    """What stands around raised words so that what stands before them ends there: brackets around notes, a sign before a power.

    >>> raised("ALL", "2,3"), raised("CD19", "1"), raised("10", "9"), raised("mg/m", "2")
    (('[', ']'), ('[', ']'), ('^', ''), ('', ''))
    """
    if _NOTES.fullmatch(words) and (linked or _NOTED.search(before)):
        return "[", "]"
    return ("^", "") if before[-1:].isdigit() and _POWER.fullmatch(words) else ("", "")


def _collapsed(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces with each run of white space as one space, and none at the ends of lines."""
    runs: list[Piece] = []
    for piece in pieces:
        if piece == BREAK:
            _strip_end(runs)
            runs += [BREAK] if runs and runs[-1] != BREAK else []
            continue
        for part in _RUN.finditer(piece.words):
            exact = piece.end - piece.start == len(piece.words)
            start, end = (piece.start + part.start(), piece.start + part.end()) if exact and piece.start >= 0 else piece[1:]
            if not part.group().isspace():
                runs.append(Piece(part.group(), start, end))
            elif runs and runs[-1] != BREAK and not runs[-1].words.endswith(" "):
                runs.append(Piece(" ", start, end))
    _strip_end(runs)
    while runs and runs[-1] == BREAK:
        runs.pop()
    return runs


def _strip_end(runs: list[Piece]) -> None:
    if runs and runs[-1].words == " ":
        runs.pop()
