"""The lines of pages in reading order: words that stand in a row, without what every page repeats, column after column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

#: Of a page's height, the part at top and at bottom where what every page repeats may stand; and how many of its rows are looked at.
_MARGIN, _MARGIN_ROWS = 0.2, 3

#: What stands in the margin of so many of the pages is not of the text.
_REPEATED = 0.4

_PAGE_NUMBER = re.compile(r"(?:page|p\.|seite)?\W*(?:\d{1,4}|[ivxl]{1,6})\W*(?:(?:of|/|\|)\s*\d{1,4}\W*)?", re.IGNORECASE)

#: So a page's header or footer begins or ends, whatever else it says.
_OF_PAGES = re.compile(r"^page \d{1,4} (?:of|/) \d{1,4}\b|\bpage \d{1,4} (?:of|/) \d{1,4}$", re.IGNORECASE)

#: Words stand in one row where their heights share so much of the smaller one's.
_SHARED = 0.5

#: White space this wide, in sizes of the letters, may be between columns; words that stand nearer than the other are one word.
GUTTER, _SPACE = 0.7, 0.09

#: Gutters are looked for in steps of so many points, in this part of the width; each column has so many rows, at least.
_STEP, _MIDDLE, _ROWS = 3, (0.15, 0.85), 2

#: In a column so many lines below each other are wider than so much of it, and hold so many words each.
_FULL_ROWS, _FULL, _COLUMN_WORDS = 2, 0.6, 4

#: Where fewer rows of two columns stand at the same height these are no table.
_LEVEL = 0.3

#: So many columns stand side by side at most: two to the power of it.
_DEPTH = 2

#: So many places of a gutter are tried.
_TRIED = 4


class Word(NamedTuple):
    """Letters without white space, their left and right end and how far down they stand, in points from the page's left upper corner."""

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool
    grid: int = 0  # where it is a cell of a drawn table, which may have several lines: that table's number on its page


class Rule(NamedTuple):
    """A drawn line, or an edge of a box."""

    left: float
    top: float
    right: float
    bottom: float


class Sheet(NamedTuple):
    """A page as its file gives it: words in no sure order, and drawn lines."""

    width: float
    height: float
    words: Sequence[Word]
    rules: Sequence[Rule]


@dataclass(frozen=True)
class Line:
    """Words that stand in a row of a column, from left to right; `left` and `right` are the column's edges."""

    words: tuple[Word, ...]
    left: float
    right: float
    page: int = 0
    rules: Sequence[Rule] = field(default=(), repr=False)  # of its page

    @cached_property
    def start(self) -> float:
        """How far from its column's left edge it begins."""
        return self.words[0].left - self.left

    @cached_property
    def end(self) -> float:
        return max(word.right for word in self.words)

    @cached_property
    def main(self) -> Word:
        """The word that tells where the line stands: its largest."""
        return max(self.words, key=lambda word: (word.size, len(word.text)))

    @cached_property
    def y(self) -> float:
        return self.main.y

    @cached_property
    def size(self) -> float:
        """The size of most of its letters."""
        sizes: Counter[float] = Counter()
        for word in self.words:
            sizes[round(word.size, 1)] += len(word.text)
        return max(sizes, key=lambda size: (sizes[size], size))

    @cached_property
    def bold(self) -> bool:
        """Whether all its words are bold, but for bullets and numbers."""
        words = [word for word in self.words if any(map(str.isalpha, word.text))]
        return bool(words) and all(word.bold for word in words)

    @cached_property
    def text(self) -> str:
        return words_of(self.words)


def words_of(words: Sequence[Word]) -> str:
    """The words with spaces where white space parts them.

    >>> words_of([Word("10", 0, 9, 0, 10, False), Word("9", 9.2, 13, 0, 6, False), Word("cells", 16, 40, 0, 10, False)])
    '109 cells'
    """
    text = words[0].text if words else ""
    for before, word in pairwise(words):
        text += " " * (word.left - before.right > _SPACE * max(before.size, word.size)) + word.text
    return text


def lines_of(sheets: Sequence[Sheet]) -> list[Line]:
    """The lines of all pages in reading order, without page headers, page footers and page numbers."""
    pages = _without_margins(sheets, [rows_of(sheet.words) for sheet in sheets])
    known: list[float] = []  # the gutters that are surely there: on other pages less is asked of them
    for sheet, rows in zip(sheets, pages, strict=True):
        _Columns(sheet.rules, known, sure=True).lines(rows)
    lines: list[Line] = []
    for number, (sheet, rows) in enumerate(zip(sheets, pages, strict=True)):
        columns = _Columns(sheet.rules, known, sure=False).lines(rows)
        lines += (Line(line.words, line.left, line.right, number, sheet.rules) for line in columns)
    return lines


# Rows


Row = list[Word]


def rows_of(words: Iterable[Word]) -> list[Row]:
    """The words that stand at the same height, from the top; what is raised or lowered stands with the larger word it stands at."""
    rows: list[Row] = []
    mains: list[Word] = []
    for word in sorted(words, key=lambda word: (word.y, word.left)):
        near = [at for at in range(max(0, len(rows) - 4), len(rows)) if not any(_overlap(other, word) for other in rows[at])]
        best = max(near, key=lambda at: _shared(_nearest(rows[at], word), word), default=-1)
        if best < 0 or _shared(_nearest(rows[best], word), word) < _SHARED:
            rows.append([word])
            mains.append(word)
            continue
        rows[best].append(word)
        if word.size > mains[best].size:
            mains[best] = word
    order = sorted(range(len(rows)), key=lambda at: mains[at].y)
    return [sorted(rows[at], key=lambda word: word.left) for at in order]


def _nearest(row: Row, word: Word) -> Word:
    """The word of a row that stands next to another; of its raised ones and the word they stand at, the latter."""
    return min(row, key=lambda other: (max(other.left - word.right, word.left - other.right) - other.size, other.left))


def _overlap(one: Word, other: Word) -> bool:
    """Whether two words stand over each other, so that they cannot be of one row: beside larger letters of another column two rows fit."""
    slack = _SPACE * min(one.size, other.size)
    return one.left < other.right - slack and other.left < one.right - slack


def _shared(one: Word, other: Word) -> float:
    """How much of the smaller one's height two words share."""
    top = max(one.y - 0.7 * one.size, other.y - 0.7 * other.size)
    bottom = min(one.y + 0.2 * one.size, other.y + 0.2 * other.size)
    return (bottom - top) / (0.9 * min(one.size, other.size))


def _without_margins(sheets: Sequence[Sheet], pages: Sequence[list[Row]]) -> list[list[Row]]:
    """The rows of each page without page numbers, and without those in its margins that other pages have, up to digits, at the same place.

    A row is also dropped where it begins or ends with the number of its page, as most pages count: "Chapter 2: Drugs 3".
    """
    margins = [dict(_margin_rows(sheet, rows)) for sheet, rows in zip(sheets, pages, strict=True)]
    repeated = Counter(key for margin in margins for key in {(text, y) for text, y, _ in margin.values()})
    offsets = Counter(
        offset for page, margin in enumerate(margins) for offset in {number - page for *_, numbers in margin.values() for number in numbers}
    )
    enough = max(2, _REPEATED * len(sheets))

    def is_margin(page: int, at: int) -> bool:
        text, y, numbers = margins[page][at]
        counted = at in (0, len(pages[page]) - 1) and any(offsets[number - page] >= enough for number in numbers)
        words = words_of(pages[page][at])
        return counted or repeated[text, y] >= enough or bool(_PAGE_NUMBER.fullmatch(words) or _OF_PAGES.search(words))

    return [[row for at, row in enumerate(rows) if at not in margins[page] or not is_margin(page, at)] for page, rows in enumerate(pages)]


def _margin_rows(sheet: Sheet, rows: Sequence[Row]) -> Iterator[tuple[int, tuple[str, int, list[int]]]]:
    """The places of the rows in the margins, each with its words, how far down it stands, and the numbers at its two ends."""
    for at, row in enumerate(rows):
        y = max(row, key=lambda word: word.size).y
        outer = at < _MARGIN_ROWS or at >= len(rows) - _MARGIN_ROWS
        if outer and not _MARGIN * sheet.height < y < (1 - _MARGIN) * sheet.height:
            ends = {word.text for word in (row[0], row[-1])}
            numbers = [int(text) for text in ends if text.isascii() and text.isdigit() and len(text) < 5]
            yield at, (re.sub(r"\d+", "#", words_of(row)), round(y / 3), numbers)


# Columns


class _Columns:
    """Finds the columns of a page. `known` holds the gutters found, to which those that are `sure` are added."""

    def __init__(self, rules: Sequence[Rule], known: list[float], *, sure: bool) -> None:
        self._rules, self._known, self._sure = rules, known, sure

    def lines(self, rows: Sequence[Row], edges: tuple[float, float] | None = None, depth: int = 0) -> Iterator[Line]:
        """The rows as lines in reading order: those above two columns, the left one, the right one, those below."""
        left, right = edges or _edges(rows)
        gutter = self._gutter(rows, left, right, inner=depth > 0) if depth < _DEPTH else None
        if gutter is None:
            yield from (Line(tuple(row), left, right) for row in rows)
            return
        bands = self._bands([_segments(row) for row in rows], gutter)
        bands = [(first, _last_beside(rows, first, end, gutter)) for first, end in bands]
        beside = [_parted(row, gutter) for first, end in bands for row in rows[first:end]]
        sides = [[parts[side] for parts in beside if parts[side]] for side in (0, 1)]
        place = 0
        for first, end in bands:
            yield from (Line(tuple(row), left, right) for row in rows[place:first])
            for side in (0, 1):
                column = [part for row in rows[first:end] if (part := _parted(row, gutter)[side])]
                yield from self.lines(column, _edges(sides[side]), depth + 1)
            place = end
        yield from (Line(tuple(row), left, right) for row in rows[place:])

    def _gutter(self, rows: Sequence[Row], left: float, right: float, *, inner: bool) -> float | None:
        """Where the white space between two columns is; None where there is one column."""
        parts = [_segments(row) for row in rows]
        counts: dict[float, int] = {}
        steps = range(int(left + _MIDDLE[0] * (right - left)), int(left + _MIDDLE[1] * (right - left)), _STEP)
        for x in map(float, steps):
            counts[x] = sum(end - first for first, end in self._bands(parts, x))
        best = sorted(_plateaus(counts), key=lambda run: (-counts[run[0]], -len(run), run))[:_TRIED]
        for run in best:
            x = run[len(run) // 2]
            beside = [row for first, end in self._bands(parts, x) for row in rows[first:end]]
            if self._are_columns(beside, x, left, right, inner=inner):
                return x
        return None

    def _bands(self, parts: Sequence[Sequence[tuple[float, float]]], x: float) -> list[tuple[int, int]]:
        """The runs of rows that leave a place free and stand on both sides of it: the number of the first, and of the one behind."""
        least = 1 if self._is_known(x) else _ROWS
        bands = []
        first = lefts = rights = 0
        for at in range(len(parts) + 1):
            if at < len(parts) and not any(left < x < right for left, right in parts[at]):
                lefts += parts[at][0][0] < x
                rights += parts[at][-1][0] >= x
                continue
            if min(lefts, rights) >= least:
                bands.append((first, at))
            first, lefts, rights = at + 1, 0, 0
        return bands

    def _are_columns(self, rows: Sequence[Row], x: float, left: float, right: float, *, inner: bool) -> bool:
        """Whether what stands on the two sides of a place is two columns of text, and no table."""
        sides = [_parted(row, x) for row in rows]
        lefts, rights = [side[0] for side in sides if side[0]], [side[1] for side in sides if side[1]]
        heights = [row[0].y for row in rows]
        across = {round(rule.top) for rule in self._rules if rule.left < x < rule.right and min(heights) < rule.top < max(heights)}
        if len(across) > 1:
            return False
        wordy = [_is_wordy(lefts, x - left), _is_wordy(rights, right - x)]
        if all(wordy):
            if self._sure and not self._is_known(x):
                self._known.append(x)
            return True
        level = sum(bool(side[0] and side[1]) for side in sides) < _LEVEL * len(sides)
        # within a column these may be the cells of a table, in the middle of their rows
        return (not inner and level and _interleaved(lefts, rights)) or (self._is_known(x) and any(wordy))

    def _is_known(self, x: float) -> bool:
        return any(abs(x - known) <= 2 * _STEP for known in self._known)


def _edges(rows: Iterable[Row]) -> tuple[float, float]:
    words = [word for row in rows for word in row]
    return min((word.left for word in words), default=0), max((word.right for word in words), default=0)


def _segments(row: Row) -> list[tuple[float, float]]:
    """The runs of a row's words between which a gutter may be."""
    runs: list[tuple[float, float]] = []
    for before, word in zip([None, *row], row, strict=False):
        cell = before is not None and word.grid > 0 and word.grid == before.grid
        if runs and (word.left - runs[-1][1] < GUTTER * word.size or cell):
            runs[-1] = (runs[-1][0], max(runs[-1][1], word.right))
        else:
            runs.append((word.left, word.right))
    return runs


def _parted(row: Row, x: float) -> tuple[Row, Row]:
    return [word for word in row if word.left < x], [word for word in row if word.left >= x]


def _plateaus(counts: dict[float, int]) -> Iterator[list[float]]:
    """The runs of neighbouring places with the same count, which is not zero."""
    run: list[float] = []
    for x, count in counts.items():
        if run and count != counts[run[0]]:
            yield run
            run = []
        if count:
            run.append(x)
    if run:
        yield run


def _last_beside(rows: Sequence[Row], first: int, end: int, x: float) -> int:
    """Where two columns end: a row at the left nearer to what stands below both than to what stands above belongs there."""
    if end == len(rows) or end - first <= _ROWS or _parted(rows[end - 1], x)[1]:
        return end
    above, here, below = (rows[at][0].y for at in (end - 2, end - 1, end))
    return end - 1 if here - above > below - here else end


def _is_wordy(rows: Sequence[Row], width: float) -> bool:
    """Whether a column holds running text: lines below each other that fill it and hold several words each; no cells of a table do."""
    run: list[Row] = []
    for row in rows:
        run = [*run, row] if row[-1].right - row[0].left >= _FULL * width else []
        if len(run) >= _FULL_ROWS and sum(len(word.text.split()) for one in run for word in one) >= _COLUMN_WORDS * len(run):
            return True
    return False


def _interleaved(lefts: Sequence[Row], rights: Sequence[Row]) -> bool:
    """Whether two columns stand for the most part side by side."""
    (top, bottom), (other_top, other_bottom) = ((rows[0][0].y, rows[-1][0].y) for rows in (lefts, rights))
    shared = min(bottom, other_bottom) - max(top, other_top)
    return shared > min(bottom - top, other_bottom - other_top) / 2
