"""Grids: the tables of a plain text, drawn with bars, tabs or gaps, or flattened to a line a cell below the heads of their columns.

A flattened one stands without an empty line, with one before every cell, or with one before every row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from allgraph.reading.textlines import TextLine
from allgraph.texts import Span

#: A flattened table has at least this many columns, and the head of a column or a row at most this many words.
_COLUMNS, _HEAD_WORDS = 2, 9

#: A cell that says how the rest of its row is held has at most this many words: "no longer used in children".
_STATUS_WORDS = 5

#: A cell of a table that empty lines part has at most this many words: more would be a paragraph.
_CELL_WORDS = 15

#: A table whose rows empty lines part has at least this many rows, and of the heads of its columns at least this share is known.
_STACKED_ROWS, _STACKED_SHARE = 2, 2 / 3

#: Where there are so many heads, a group of as many lines is a row, however long its cells are.
_SURE_COLUMNS = 4

#: Between the cells of a table that gaps part stand at least so many spaces; a cell starts where its head does, give or take so many.
_GAPPED = re.compile(r"\S+(?: \S+)*")
_SLACK = 2

#: What parts two things that one column holds.
_SIGN = re.compile(r"[/&(),]|:\s*$|\s(?:and|or)\s", re.IGNORECASE)

#: A sentence right below a table has at least so many words.
_SENTENCE_WORDS = 5

#: A line that goes on behind the end of a sentence is no cell.
_SENTENCES = re.compile(r"[.?!] [A-Z]")

_RULE = re.compile(r"[\s|:+=-]+")


@dataclass(frozen=True)
class TableWords:
    """What the cells of tables say, in lower case: the heads of columns, and cells that say nothing ("none").

    A cell of `denying` denies what its row is told of above the table, and one of `marking` tells of its column's head alone ("yes").
    Before a head a word of `filling` counts for nothing ("main").
    A short cell below a head of `statuses` says how the rest of its row is held ("investigational").
    Of the heads, `subjects` are groups of those whose cells the rest of a row is about, the first group before the next, and `steps`
    those that tell of the row's first cell wherever they stand: how long a phase is. A first column headed by one of `leading` is what
    its rows are about, whatever heads the others ("Complication"). The lines that tell of one thing open with one of `records` ("Name").
    """

    heads: Collection[str] = ()
    subjects: tuple[Collection[str], ...] = ()
    steps: Collection[str] = ()
    empty: Collection[str] = ()
    filling: Collection[str] = ()
    denying: Collection[str] = ()
    marking: Collection[str] = ()
    statuses: Collection[str] = ()
    leading: Collection[str] = ()
    records: Collection[str] = ()


@dataclass(frozen=True)
class Cell:
    """A run of a table, the cell of its row that it tells of, and the head of its column where the table has one."""

    span: Span
    over: Span
    head: Span | None = None
    is_known: bool = True  # whether its column's head is one of the known heads
    of_treatment: bool = False  # whether what it tells of is a treatment, as the head of that column says


@dataclass(frozen=True)
class Row:
    """A row of a table: its head, which is its first cell (or the one above, where that is empty), and the runs of the others."""

    head: Span
    cells: tuple[Cell, ...]
    denied: bool = False  # whether one of its cells does nothing but deny: "not given"
    status: Span | None = None  # its cell that says how the others are held: "investigational"


@dataclass(frozen=True)
class Grid:
    """A table: the numbers of its first and last line, the heads of its columns, and its rows."""

    first: int
    last: int
    heads: tuple[Span, ...]
    rows: tuple[Row, ...]


def grids(
    text: str,
    lines: Sequence[TextLine],
    words: TableWords,
    marked: Mapping[int, int] | None = None,
    names: Collection[str] = frozenset(),
) -> Iterator[Grid]:
    """The tables among the lines, in order; `names` are of drugs, which no row starts with whose column is headed by something else.

    `marked` gives the number of rows that are heads by the offset of each table's first row, where the file marks its tables; a table
    that a line over all columns interrupts is several grids there, all below its heads. Else an empty line ends a table, but for one
    below heads that no row has followed yet.

    >>> from allgraph.reading.textlines import text_lines
    >>> text = "Drug\\tTarget\\nblinatumomab\\tCD19\\nCD3\\ninotuzumab\\tCD22\\n"
    >>> for grid in grids(text, text_lines(text), TableWords({"drug", "target"})):
    ...     for row in grid.rows:
    ...         print(row.head.of(text), [(cell.head.of(text), cell.span.of(text)) for cell in row.cells])
    blinatumomab [('Target', 'CD19'), ('Target', 'CD3')]
    inotuzumab [('Target', 'CD22')]
    """
    return _GridReader(text, lines, words, marked, names).grids()


#: A row as the heads of its columns, its cells, and what goes on with these below, each with the place of its cell (-1 the last).
_GivenRow = tuple[Sequence[Span], tuple[Span, ...], Sequence[tuple[Span, int]]]


class _GridReader:
    """Reads the lines of one text from the top."""

    def __init__(
        self, text: str, lines: Sequence[TextLine], words: TableWords, marked: Mapping[int, int] | None, names: Collection[str]
    ) -> None:
        self._text = text
        self._lines = lines
        self._words = words
        self._marked = marked
        self._names = names

    def grids(self) -> Iterator[Grid]:
        """The grids in order."""
        position = 0
        above: tuple[Span, ...] = ()
        while position < len(self._lines):
            grid = (
                self._drawn(position, above)
                or self._gapped(position)
                or self._stacked(position)
                or self._record(position)
                or self._matrix(position)
                or self._flattened(position)
                or self._spaced(position)
            )
            if grid:
                yield grid
                above, position = grid.heads if self._marked is not None or not grid.rows else (), grid.last
            position += 1

    def _drawn(self, first: int, above: tuple[Span, ...]) -> Grid | None:
        """The table that starts at a line: lines that bars or tabs part, each with the lines right below it that nothing parts.

        A row of heads ends those above it.
        """
        split = self._parted(first)
        indented = self._marked is None and sum(cell.start < cell.end for cell in split) < _COLUMNS  # tabs before a line of prose
        if len(split) < _COLUMNS or indented:
            return None
        bars = self._marked is None and "|" in self._lines[first].span.of(self._text)
        parted = [(first, split)]
        more: list[list[tuple[Span, int]]] = [[]]
        last = first
        while last + 1 < len(self._lines) and not self._lines[last + 1].blanks and not self._lines[last + 1].bullet:
            last += 1
            if _RULE.fullmatch(self._lines[last].span.of(self._text)):
                continue
            split = self._parted(last, len(parted[0][1]))
            if len(split) >= _COLUMNS:
                parted.append((last, split))
                more.append([])
            elif (self._is_prose(last) or (bars and self._is_sentence(last))) and not any(more):
                last -= 1  # a paragraph right below the last row
                break
            else:
                more[-1].append((self._lines[last].span, -1))
        if bars and len(parted) == 1 and not self._is_head_row(parted[0][1]):
            return None  # "Alphamab daily | Betamab weekly" only lists
        headed = self._head_rows(parted, even=not any(more))
        is_row = self._marked is None or "\t" in self._lines[first].span.of(self._text)  # a line with bars may be none
        is_new = self._marked is not None and _line_start(self._text, self._lines[first]) in self._marked
        heads = list(above) if is_row and not is_new else []
        rows: list[_GivenRow] = []
        for at, (_, cells) in enumerate(parted):
            if at in headed:
                heads = self._joined(heads, cells) if at - 1 in headed else list(cells)
            else:
                rows.append((tuple(heads), self._with_first(cells, rows[-1][1] if rows else ()), more[at]))
        return Grid(first, last, tuple(heads), tuple(self._rows(rows)))

    def _head_rows(self, parted: Sequence[tuple[int, tuple[Span, ...]]], *, even: bool) -> set[int]:
        """The numbers of the rows that are heads: as the file marks them, else as they look, the first where all have as many cells."""
        headed: set[int] = set()
        even = even and len(parted) > _COLUMNS and len({len(cells) for _, cells in parted}) == 1
        for at, (line, cells) in enumerate(parted):
            marked = (self._marked or {}).get(_line_start(self._text, self._lines[line]))
            if marked:
                headed.update(range(at, min(at + marked, len(parted))))
            elif at in headed:
                continue
            elif at == 0 and (marked == 0 or self._marked is None):
                under = parted[1][1] if len(parted) > 1 else ()
                if even or self._is_head_row(cells) or (self._is_head(cells[0]) and not (under and self._is_head(under[0]))):
                    headed.add(at)
            elif headed and self._is_head_row(cells, parted[min(headed)][1]):
                headed.add(at)
        return headed

    def _is_head_row(self, cells: Sequence[Span], first: Sequence[Span] = ()) -> bool:
        """Whether all cells are known heads, or the first is one and the same as in the row of heads `first`."""
        words = [cell.of(self._text).lower() for cell in cells]
        again = bool(first) and words[0] == first[0].of(self._text).lower() and self._is_head(cells[0])
        return again or (any(words[1:]) and all(self._is_head(cell) for cell in cells[0 if words[0] else 1 :]))

    def _joined(self, above: Sequence[Span], cells: Sequence[Span]) -> list[Span]:
        """Two rows of heads as one: of each column the lower, but the upper where that alone is a known one."""
        kept = [one if self._is_head(one) and not self._is_head(other) else other for one, other in zip(above, cells, strict=False)]
        return [*kept, *above[len(kept) :], *cells[len(kept) :]]

    def _with_first(self, cells: tuple[Span, ...], above: tuple[Span, ...]) -> tuple[Span, ...]:
        """The cells of a row, of which an empty first one says what that of the row above does."""
        return (above[0], *cells[1:]) if above and cells[0].start == cells[0].end else cells

    def _rows(self, rows: Sequence[_GivenRow]) -> Iterator[Row]:
        """The rows; each is given as its columns' heads, its cells, and what goes on with those below, with the places of the cells.

        What a row is about is the cell of the column that is headed by a subject; but how long a phase is, is told of the phase, where
        no other row is of the same one.
        """
        if self._compares(rows):
            yield from self._compared(rows)
            return
        firsts = Counter(cells[0].of(self._text) for _, cells, _ in rows)
        for heads, cells, more in rows:
            column = self._about(heads, cells)
            about = max(column, 0)
            found: list[Cell] = []
            runs = [(span, at) for at, span in enumerate(cells) if at and span.start < span.end]
            for span, at in (*runs, *((span, at % len(cells)) for span, at in more)):
                head = self._core(heads[at]) if at < len(heads) and heads[at].start < heads[at].end else None
                of_first = at == about or (firsts[cells[0].of(self._text)] == 1 and head and self._head_words(head) in self._words.steps)
                known = head is None or self._is_head(head)
                over = 0 if of_first else self._again(heads, about, at)
                head = None if self._is_empty(span) and (known or self._cell_words(span) not in self._words.marking) else head
                found.append(Cell(span, cells[over], head, known, of_treatment=0 <= column <= over))
            denied = any(self._cell_words(cell.span) in self._words.denying for cell in found)
            status = next((cell.span for cell in reversed(found) if self._is_status(cell)), None)
            yield Row(cells[0], tuple(found), denied, status)

    def _is_empty(self, span: Span) -> bool:
        """Whether a cell says nothing: "–", "none"."""
        return not any(map(str.isalnum, span.of(self._text))) or self._cell_words(span) in self._words.empty

    def _is_status(self, cell: Cell) -> bool:
        """Whether a cell says how the rest of its row is held."""
        headed = cell.head is not None and self._head_words(cell.head) in self._words.statuses
        return headed and len(self._cell_words(cell.span).split()) <= _STATUS_WORDS

    def _cell_words(self, span: Span) -> str:
        """What a cell says, in lower case."""
        return " ".join(span.of(self._text).lower().split()).rstrip(".")

    def _compares(self, rows: Sequence[_GivenRow]) -> bool:
        """Whether a table compares drugs: they head its columns, and what heads columns elsewhere its rows."""
        heads, told = rows[0][0][1:] if rows else (), sum(self._is_head(cells[0]) for _, cells, _ in rows)
        return sum(map(self._is_name, heads)) >= _COLUMNS and told >= max(_STACKED_ROWS, len(rows) / 2)

    def _compared(self, rows: Sequence[_GivenRow]) -> Iterator[Row]:
        """A row for each drug that a table compares, of the cells of its column."""
        for column, drug in enumerate(rows[0][0][1:], start=1):
            given = [(cells[0], cells[column]) for _, cells, _ in rows if column < len(cells) and cells[column].start < cells[column].end]
            told = (Cell(cell, drug, self._core(label), self._is_head(label), of_treatment=True) for label, cell in given)
            yield Row(drug, tuple(told))

    def _is_name(self, span: Span) -> bool:
        """Whether a cell holds the name of a drug, with another in brackets perhaps."""
        return span.of(self._text).split(" (")[0] in self._names

    def _about(self, heads: Sequence[Span], cells: Sequence[Span]) -> int:
        """The place of the cell that a row is about: the first below a subject of the first group that has one; -1 where none has."""
        named = [self._head_words(head) for head in heads[: len(cells)]]
        if not set(named[:1]).isdisjoint(self._words.leading):
            return -1
        for group in self._words.subjects:
            for at, head in enumerate(named):
                if head in group and cells[at].start < cells[at].end:
                    return at
        return -1

    def _again(self, heads: Sequence[Span], about: int, at: int) -> int:
        """The place of the cell that one at a place is about: where two tables stand side by side, the one below the same head again."""
        named = [self._head_words(head) for head in heads[: at + 1]]
        again = [place for place in range(about + 1, len(named)) if named[place] and named[place] == named[about] != named[place - 1]]
        return again[-1] if again else about

    def _parted(self, line: int, columns: int = 0) -> tuple[Span, ...]:
        """The cells of a line that bars or tabs part; none where the first is too long for the head of a row.

        In a table that is marked, or where there are as many as `columns`, it may be long.
        """
        start, end = _line_start(self._text, self._lines[line]), self._lines[line].span.end
        start = start if "\t" in self._text[start : self._lines[line].start] else self._lines[line].span.start
        run = self._text[start:end]
        sign = "|" if "|" in run and (self._marked is None or "\t" not in run) else "\t"
        cells, place = [], start
        for part in run.split(sign):
            cells.append(Span(place, place + len(part)).trimmed(self._text))
            place += len(part) + 1
        if sign == "|" and run.lstrip().startswith("|"):
            cells = cells[1:]
        if sign == "|" and run.endswith("|"):
            cells = cells[:-1]
        if all(cell.start == cell.end for cell in cells):
            return ()
        long = len(cells[0].of(self._text).split()) > _HEAD_WORDS
        return () if long and self._marked is None and len(cells) != columns else tuple(cells)

    def _gapped(self, first: int) -> Grid | None:
        """The table whose cells stand right below their heads, with gaps between; a row with a cell that does not gives nothing.

        A line whose first cell is empty goes on with the row above where that breaks off in a list; else what it goes on with is left out.
        """
        heads, places = self._columns(first)
        known = sum(self._is_head(head) for head in heads)
        if sum(map(self._is_name, heads)) >= _COLUMNS and first + 1 < len(self._lines):  # they stand over no first column
            heads, places = (Span(heads[0].start, heads[0].start), *heads), (self._columns(first + 1)[1][0], *places)
        elif not heads or known < max(_COLUMNS, _STACKED_SHARE * len(heads)):
            return None
        rows: list[_GivenRow] = []
        last = first
        for number in range(first + 1, len(self._lines)):
            line, (spans, starts) = self._lines[number], self._columns(number)
            columns = [next((one for one, place in enumerate(places) if abs(place - start) <= _SLACK), -1) for start in starts]
            is_row = columns[0] == 0 and len(columns) >= _COLUMNS and -1 not in columns
            if line.bullet or (not is_row and (line.blanks or len(spans[0].of(self._text).split()) > _HEAD_WORDS)):
                break
            last = number
            of_column = dict(zip(columns, spans, strict=True))
            if is_row and not all(_RULE.fullmatch(span.of(self._text)) for span in spans):
                nothing = Span(line.span.end, line.span.end)
                rows.append((heads, tuple(of_column.get(column, nothing) for column in range(len(heads))), []))
            elif rows and columns[0] > 0 and -1 not in columns:
                _, cells, more = rows[-1]
                listed = {column for column in columns if cells[column].of(self._text).endswith((",", ";"))}
                whole = (Span(cell.end, cell.end) if at in columns and at not in listed else cell for at, cell in enumerate(cells))
                rows[-1] = (heads, tuple(whole), [*more, *((of_column[column], column) for column in sorted(listed))])
        return Grid(first, last, heads, tuple(self._rows(rows))) if rows else None

    def _columns(self, line: int) -> tuple[tuple[Span, ...], tuple[int, ...]]:
        """The cells of a line that gaps part, and the columns of the page where they start."""
        at = self._lines[line]
        found = list(_GAPPED.finditer(self._text, at.start, at.span.end))
        return tuple(Span(*one.span()) for one in found), tuple(at.indent + one.start() - at.start for one in found)

    def _flattened(self, first: int) -> Grid | None:
        """The table whose heads stand from a line on, a line each, and whose cells follow, a line each, up to the next empty line.

        A cell may be a list with bullets, but that of the first column may not.
        """
        lines = self._lines
        columns = 0
        while first + columns < len(lines) and self._is_head(lines[first + columns].span):
            columns += 1
            if first + columns < len(lines) and (lines[first + columns].blanks or lines[first + columns].bullet):
                break
        if columns < _COLUMNS:
            return None
        whole = self._end(first + 1, lambda number: bool(lines[number].blanks))
        ends = (whole, *(self._end(first + columns, stops, whole) for stops in (self._has_bullet, self._is_prose)))
        tried = ((end, self._with_lists(first + columns, end)) for end in ends)
        whole, cells = next(((end, cells) for end, cells in tried if self._fill_rows(cells, columns)), (whole, []))
        if not cells:
            return None
        named = tuple(line.span for line in lines[first : first + columns])
        rows: list[_GivenRow] = []
        for start in range(0, len(cells), columns):
            row = cells[start : start + columns]
            more = [(lines[number].span, at) for at, cell in enumerate(row) for number in cell[1:]]
            rows.append((named, tuple(lines[cell[0]].span for cell in row), more))
        if any(self._is_shifted(named, row) for _, row, _ in rows):
            return None
        return Grid(first, whole - 1, named, tuple(self._rows(rows)))

    def _end(self, first: int, stops: Callable[[int], bool], end: int | None = None) -> int:
        """The number of the first line from one on that stops a table, up to `end`."""
        last = len(self._lines) if end is None else end
        return next((number for number in range(first, last) if stops(number)), last)

    def _has_bullet(self, number: int) -> bool:
        return self._lines[number].bullet

    def _is_prose(self, number: int) -> bool:
        """Whether a line holds sentences, or is too long for a cell."""
        words = self._lines[number].span.of(self._text)
        return _SENTENCES.search(words) is not None or len(words.split()) > _CELL_WORDS

    def _is_sentence(self, number: int) -> bool:
        """Whether a line starts with a capital and ends with a full stop: it tells of the table, and goes on with no cell."""
        words = self._lines[number].span.of(self._text)
        return words[0].isupper() and words[-1] == "." and len(words.split()) >= _SENTENCE_WORDS

    def _fill_rows(self, cells: Sequence[tuple[int, ...]], columns: int) -> bool:
        """Whether cells make whole rows, none of which starts with a list."""
        return bool(cells) and len(cells) % columns == 0 and not any(self._lines[row[0]].bullet for row in cells[::columns])

    def _with_lists(self, first: int, end: int) -> list[tuple[int, ...]]:
        """The numbers of the lines up to `end`, each by itself but for items right behind each other, which are one list."""
        cells: list[tuple[int, ...]] = []
        for number in range(first, end):
            goes_on = bool(cells) and self._lines[number].bullet and self._lines[number - 1].bullet
            cells[-1:] = [(*cells[-1], number)] if goes_on else [*cells[-1:], (number,)]
        return cells

    def _is_shifted(self, heads: Sequence[Span], cells: Sequence[Span]) -> bool:
        """Whether a row lacks its first cell: it starts with a drug, which the first column does not hold."""
        of_subject = any(self._head_words(heads[0]) in group for group in self._words.subjects)
        return not of_subject and cells[0].of(self._text) in self._names

    def _stacked(self, first: int) -> Grid | None:
        """The table whose heads stand from a line on, a line each, up to an empty line, and so does every row behind them.

        A row that has a cell less or more than there are heads gives nothing: which of them is missing is not known.
        """
        if not self._is_head(self._lines[first].span):
            return None
        heads = self._stack(first)
        known = sum(self._is_head(head) for head in heads)
        if not heads or known < max(_COLUMNS, _STACKED_SHARE * len(heads)):
            return None
        rows: list[_GivenRow] = []
        end = start = first + len(heads)
        while cells := self._stack(start):
            odd = abs(len(cells) - len(heads))
            if odd > 1 or len(cells) < _COLUMNS or self._is_head(cells[0]):
                break
            if (odd or len(cells) < _SURE_COLUMNS) and not _may_be_row(self._text, cells):
                break
            start += len(cells)
            if not odd and not self._is_shifted(heads, cells):
                rows.append((heads, cells, ()))
            end = start
        return Grid(first, end - 1, heads, tuple(self._rows(rows))) if len(rows) >= _STACKED_ROWS else None

    def _stack(self, first: int) -> tuple[Span, ...]:
        """The lines from one on up to the next empty line; none where one has a bullet or a number."""
        end = first
        while end < len(self._lines) and (end == first or not self._lines[end].blanks):
            end += 1
        stack = self._lines[first:end]
        return () if any(line.bullet or line.number for line in stack) else tuple(line.span for line in stack)

    def _matrix(self, first: int) -> Grid | None:
        """The table, flattened to a line a cell, whose rows each tell of a drug with marks what heads the columns: "Drug", "Adults"."""
        end = self._end(first + 1, lambda number: bool(self._lines[number].blanks))
        lines = [line.span for line in self._lines[first:end]]
        columns = next((at for at, span in enumerate(lines) if self._is_name(span)), 0)
        if columns < _COLUMNS or self._head_words(lines[0]) not in self._words.records or len(lines) % columns:
            return None
        rows = [tuple(lines[at : at + columns]) for at in range(columns, len(lines), columns)]
        marked = all(self._is_name(row[0]) and all(self._is_mark(cell) for cell in row[1:]) for row in rows)
        given: list[_GivenRow] = [(lines[:columns], row, ()) for row in rows]
        return Grid(first, end - 1, tuple(lines[:columns]), tuple(self._rows(given))) if marked and rows else None

    def _is_mark(self, span: Span) -> bool:
        """Whether a cell only says yes or no, or nothing."""
        return self._cell_words(span) in self._words.marking or self._is_empty(span)

    def _record(self, first: int) -> Grid | None:
        """What is told of one drug up to an empty line, where labels and what stands right below them take turns: "Name", "Target"."""
        lines = self._lines[first : self._end(first + 1, lambda number: bool(self._lines[number].blanks))]
        opens = len(lines) > 1 and self._head_words(lines[0].span) in self._words.records and lines[1].span.of(self._text) in self._names
        cells: list[Cell] = []
        label: Span | None = None
        for line, below in zip(lines[2:], (*lines[3:], None), strict=True) if opens else ():
            if self._is_head(line.span) and below is not None and not self._is_head(below.span):
                label = line.span
            elif label:
                cells.append(Cell(line.span, lines[1].span, self._core(label), of_treatment=True))
        told = {cell.head for cell in cells}
        return Grid(first, first + len(lines) - 1, (), (Row(lines[1].span, tuple(cells)),)) if len(told) >= _COLUMNS else None

    def _spaced(self, first: int) -> Grid | None:
        """The table whose heads and cells stand on a line each with an empty line before every one, as long as its rows look like rows."""
        lines = self._lines
        end = first + 1
        while end < len(lines) and lines[end].blanks and not lines[end].bullet:
            end += 1
        columns = 0
        while first + columns < end and self._is_head(lines[first + columns].span):
            columns += 1
        rows: list[_GivenRow] = []
        named = tuple(line.span for line in lines[first : first + columns])
        start = first + columns
        while columns >= _COLUMNS and start + columns <= end:
            cells = tuple(line.span for line in lines[start : start + columns])
            if not _looks_like_row(self._text, cells):
                break
            rows.append((named, cells, ()))
            start += columns
        return Grid(first, start - 1, named, tuple(self._rows(rows))) if rows else None

    def _is_head(self, span: Span) -> bool:
        """Whether a line is the head of a column: a known one, or two known ones with a sign between ("Dose/Schedule")."""
        words = span.of(self._text)
        return len(words.split()) <= _HEAD_WORDS and self._head_words(span) in self._words.heads

    def _head_words(self, span: Span) -> str:
        """What a head says, in lower case."""
        return " ".join(self._core(span).of(self._text).lower().split())

    def _core(self, span: Span) -> Span:
        """What a head says up to a sign and without filling words: "toxicities" of "Key toxicities / notes"."""
        run = span.of(self._text)
        ends = (found.span() for found in _SIGN.finditer(run))
        pieces = [
            Span(span.start, span.start),
            *(Span(span.start + start, span.start + end) for start, end in ends),
            Span(span.end, span.end),
        ]
        parts = (Span(one.end, other.start).trimmed(self._text) for one, other in pairwise(pieces))
        core = next((part for part in parts if part.start < part.end), span)
        first, _, rest = core.of(self._text).partition(" ")
        is_filled = bool(rest) and core.of(self._text).lower() not in self._words.heads and first.lower() in self._words.filling
        return Span(core.start + len(first), core.end).trimmed(self._text) if is_filled else core


def _line_start(text: str, line: TextLine) -> int:
    """Where a line starts, with the white space before its first word."""
    start = line.start
    while start and text[start - 1] in " \t":
        start -= 1
    return start


def _looks_like_row(text: str, cells: Sequence[Span]) -> bool:
    """Whether lines may be the cells of a row: a short head, and cells that are no sentences."""
    words = [len(cell.of(text).split()) for cell in cells]
    return words[0] <= _HEAD_WORDS and max(words) <= _CELL_WORDS and not any(cell.of(text).endswith((".", "?")) for cell in cells)


def _may_be_row(text: str, cells: Sequence[Span]) -> bool:
    """Whether lines may be the cells of a row, of which the last may hold remarks where there are more than two."""
    if len(cells) == _COLUMNS:
        return _looks_like_row(text, cells)
    head, *others = (cell.of(text) for cell in cells)
    short = len(head.split()) <= _HEAD_WORDS and head[-1] not in ".,;:?!"
    return short and all(len(words.split()) <= _CELL_WORDS for words in others[:-1]) and len(others[-1].split()) <= 2 * _CELL_WORDS
