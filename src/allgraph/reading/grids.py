"""Grids: the tables of a plain text, drawn with bars or tabs, or flattened to a line a cell below the heads of their columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from allgraph.reading.textlines import TextLine
from allgraph.texts import Span

#: A flattened table has at least this many columns, and the head of a column or a row at most this many words.
_COLUMNS, _HEAD_WORDS = 2, 9

#: A cell of a table that empty lines part has at most this many words: more would be a paragraph.
_CELL_WORDS = 15

_RULE = re.compile(r"[\s|:+=-]+")


@dataclass(frozen=True)
class Cell:
    """A run of a table, and the head of its column where the table has one."""

    span: Span
    head: Span | None = None


@dataclass(frozen=True)
class Row:
    """A row of a table: its head, which is its first cell, and the runs of the others."""

    head: Span
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """A table: the numbers of its first and last line, the heads of its columns, and its rows."""

    first: int
    last: int
    heads: tuple[Span, ...]
    rows: tuple[Row, ...]


def grids(text: str, lines: Sequence[TextLine], heads: Collection[str]) -> Iterator[Grid]:
    """The tables among the lines, in order; `heads` are words that columns are headed by, in lower case.

    A table that a note or an empty line interrupts is several grids; the heads of its columns count for all of them.

    >>> from allgraph.reading.textlines import text_lines
    >>> text = "Drug\\tTarget\\nblinatumomab\\tCD19\\nCD3\\n\\ninotuzumab\\tCD22\\n"
    >>> for grid in grids(text, text_lines(text), {"drug", "target"}):
    ...     for row in grid.rows:
    ...         print(row.head.of(text), [(cell.head.of(text), cell.span.of(text)) for cell in row.cells])
    blinatumomab [('Target', 'CD19'), ('Target', 'CD3')]
    inotuzumab [('Target', 'CD22')]
    """
    position = 0
    above: tuple[Span, ...] = ()
    while position < len(lines):
        grid = _drawn(text, lines, position, heads, above)
        grid = grid or _flattened(text, lines, position, heads) or _spaced(text, lines, position, heads)
        if grid:
            yield grid
            above, position = grid.heads, grid.last
        position += 1


def _drawn(text: str, lines: Sequence[TextLine], first: int, heads: Collection[str], above: tuple[Span, ...]) -> Grid | None:
    """The table that starts at a line: lines that bars or tabs part, each with the lines right below it that nothing parts.

    The first is the line of heads where it looks like one, or where all lines have as many cells.
    """
    split = _parted(text, lines[first].span)
    if len(split) < _COLUMNS:
        return None
    parted: list[tuple[Span, ...]] = [split]
    more: list[list[Span]] = [[]]
    last = first
    while last + 1 < len(lines) and not lines[last + 1].blanks and not lines[last + 1].bullet:
        last += 1
        split = _parted(text, lines[last].span)
        if _RULE.fullmatch(lines[last].span.of(text)):
            continue
        if len(split) >= _COLUMNS:
            parted.append(split)
            more.append([])
        else:
            more[-1].append(lines[last].span)
    even = len(parted) > _COLUMNS and len({len(cells) for cells in parted}) == 1 and not any(more)
    headed = even or all(_is_head(cell.of(text), heads) for cell in parted[0])
    columns = parted[0] if headed else above
    rows = [_row(columns, cells, extra) for cells, extra in list(zip(parted, more, strict=True))[int(headed) :]]
    return Grid(first, last, parted[0] if headed else above, tuple(rows))


def _row(columns: tuple[Span, ...], cells: tuple[Span, ...], more: Sequence[Span]) -> Row:
    """A row; the lines below it go on with its last cell."""
    named = [Cell(cell, columns[at] if at < len(columns) else None) for at, cell in enumerate(cells) if cell.start < cell.end]
    last = columns[len(cells) - 1] if len(cells) <= len(columns) else None
    return Row(cells[0], (*named[1:], *(Cell(span, last) for span in more)))


def _parted(text: str, span: Span) -> tuple[Span, ...]:
    """The cells of a line that bars or tabs part; none where the first is empty or too long for the head of a row."""
    run = span.of(text)
    sign = "|" if "|" in run else "\t"
    cells, start = [], span.start
    for part in run.split(sign):
        cells.append(Span(start, start + len(part)).trimmed(text))
        start += len(part) + 1
    if sign == "|" and run.startswith("|"):
        cells = cells[1:]
    if sign == "|" and run.endswith("|"):
        cells = cells[:-1]
    return tuple(cells) if cells and 0 < len(cells[0].of(text).split()) <= _HEAD_WORDS else ()


def _flattened(text: str, lines: Sequence[TextLine], first: int, heads: Collection[str]) -> Grid | None:
    """The table whose heads stand from a line on, a line each, and whose cells follow, a line each, up to the next empty line."""
    end = first + 1
    while end < len(lines) and not lines[end].blanks and not lines[end].bullet:
        end += 1
    columns = 0
    while first + columns < end and _is_head(lines[first + columns].span.of(text), heads):
        columns += 1
    cells = [line.span for line in lines[first + columns : end]]
    if columns < _COLUMNS or not cells or len(cells) % columns:
        return None
    named = tuple(line.span for line in lines[first : first + columns])
    rows = tuple(_row(named, tuple(cells[at : at + columns]), ()) for at in range(0, len(cells), columns))
    return Grid(first, end - 1, named, rows)


def _spaced(text: str, lines: Sequence[TextLine], first: int, heads: Collection[str]) -> Grid | None:
    """The table whose heads and cells stand on a line each with an empty line before every one, as long as its rows look like rows."""
    end = first + 1
    while end < len(lines) and lines[end].blanks and not lines[end].bullet:
        end += 1
    columns = 0
    while first + columns < end and _is_head(lines[first + columns].span.of(text), heads):
        columns += 1
    rows: list[Row] = []
    named = tuple(line.span for line in lines[first : first + columns])
    start = first + columns
    while columns >= _COLUMNS and start + columns <= end:
        cells = tuple(line.span for line in lines[start : start + columns])
        if not _looks_like_row(text, cells):
            break
        rows.append(_row(named, cells, ()))
        start += columns
    return Grid(first, start - 1, named, tuple(rows)) if rows else None


def _looks_like_row(text: str, cells: Sequence[Span]) -> bool:
    """Whether lines may be the cells of a row: a short head, and cells that are no sentences."""
    words = [len(cell.of(text).split()) for cell in cells]
    return words[0] <= _HEAD_WORDS and max(words) <= _CELL_WORDS and not any(cell.of(text).endswith((".", "?")) for cell in cells)


def _is_head(words: str, heads: Collection[str]) -> bool:
    """Whether a line is the head of a column: a known one, or two known ones with a sign between ("Dose/Schedule")."""
    parts = [part.strip() for part in re.split(r"[/&(),]| and ", words.lower().rstrip(": ")) if part.strip()]
    return len(words.split()) <= _HEAD_WORDS and bool(parts) and parts[0] in heads
