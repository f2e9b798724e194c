"""The tables of pages: lines whose words leave the same places free, as rows of cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import pairwise
from typing import NamedTuple

from allgraph.readers.pages.joining import Joiner
from allgraph.readers.pages.lines import Line, Word, words_of

#: White space between the cells of a table's first line and of the others, in sizes of the letters.
_WIDE, _FREE = 1.2, 0.6

#: A table has so many lines of two cells, at least.
_LINES = 3

#: Lines of a table are no further apart than this, in sizes of the letters; where drawn lines part them, than the other.
_NEAR, _RULED = 2.6, 6.0

#: Lines of a table have letters alike in size.
_ALIKE = 1.2

#: Where some lines stand so much further apart than others, the near ones are of one row.
_FURTHER = 1.25


class Table(NamedTuple):
    """The rows of a table, each with its cells, and how many lines it takes."""

    rows: list[list[str]]
    lines: int


def table_at(lines: Sequence[Line], first: int, joiner: Joiner) -> Table | None:
    """The table that begins with a line, if one does."""
    if lines[first].words[0].grid:
        return _drawn(lines, first, joiner)
    found = _end(lines, first)
    taken = lines[first:found]
    if len(taken) < _LINES:
        return None
    columns = _whole_columns(taken, _columns(taken))
    cells = [_cells(line, columns) for line in taken]
    full = sum(sum(map(bool, line)) > 1 for line in cells)
    if len(columns) < 2 or full < _LINES or 2 * full < len(taken):
        return None
    rows: list[list[str]] = []
    for at in range(len(taken)):
        if at and not _is_new_row(taken, cells, at):
            rows[-1] = [_joined(above, words_of(words), joiner) for above, words in zip(rows[-1], cells[at], strict=True)]
        else:
            rows.append([words_of(words) for words in cells[at]])
    return Table(rows, len(taken)) if len(rows) >= _LINES else None


def _drawn(lines: Sequence[Line], first: int, joiner: Joiner) -> Table:
    """The table that is drawn as a grid, whose cells are words."""
    end = first
    while end < len(lines) and lines[end].words[0].grid == lines[first].words[0].grid and lines[end].page == lines[first].page:
        end += 1
    columns = sorted({word.left for line in lines[first:end] for word in line.words})
    rows = []
    for line in lines[first:end]:
        cells = {word.left: word.text.split("\n") for word in line.words}
        rows.append([reduce(joiner.join, cells.get(column, [""])) for column in columns])
    return Table(rows, end - first)


def _joined(above: str, below: str, joiner: Joiner) -> str:
    return joiner.join(above, below) if above and below else above or below


def _end(lines: Sequence[Line], first: int) -> int:
    """The number of the line behind those that leave a place free together with the first."""
    line = lines[first]
    gaps = [gap for gap in _gaps(line.words) if gap[1] - gap[0] >= _WIDE * line.size]
    at = first + 1
    while gaps and at < len(lines) and _follows(lines[at - 1], lines[at]):
        gaps = [gap for gap in (_narrowed(gap, lines[at].words) for gap in gaps) if gap[1] - gap[0] >= _FREE * line.size]
        if not gaps:
            break
        at += 1
    while at - first > 1 and _is_alone(lines[at - 1]):
        at -= 1  # a line below the table
    return at


def _is_alone(line: Line) -> bool:
    """Whether a line has one cell only, the first, and no drawn line below it."""
    ruled = any(line.y < rule.top < line.y + line.size and rule.right - rule.left > line.size for rule in line.rules)
    return not ruled and line.start < line.size and not any(right - left >= _FREE * line.size for left, right in _gaps(line.words))


def _follows(above: Line, line: Line) -> bool:
    """Whether a line may be of the same table as the one above it."""
    beside = (above.page, above.left, above.right) == (line.page, line.left, line.right)
    if not beside or line.words[0].grid or max(above.size, line.size) > _ALIKE * min(above.size, line.size):
        return False
    ruled = any(above.y < rule.top < line.y for rule in line.rules)
    return 0 < line.y - above.y <= (_RULED if ruled else _NEAR) * line.size


def _gaps(words: Sequence[Word]) -> Iterator[tuple[float, float]]:
    end = words[0].right
    for word in words[1:]:
        if word.left > end:
            yield end, word.left
        end = max(end, word.right)


def _narrowed(gap: tuple[float, float], words: Sequence[Word]) -> tuple[float, float]:
    """What the words leave of a free place: its wider part, where one stands within."""
    left, right = gap
    for word in words:
        if word.right <= left or word.left >= right:
            continue
        left, right = max((left, max(left, word.left)), (min(right, word.right), right), key=lambda part: part[1] - part[0])
    return left, right


def _columns(lines: Sequence[Line]) -> list[float]:
    """Where the columns begin: each behind a place that all lines leave free."""
    free = _FREE * lines[0].size
    starts: list[float] = []
    end = float("-inf")
    for word in sorted((word for line in lines for word in line.words), key=lambda word: word.left):
        if word.left - end >= free:
            starts.append(word.left)
        end = max(end, word.right)
    return starts


def _whole_columns(lines: Sequence[Line], columns: list[float]) -> list[float]:
    """The columns of which each stands beside the next in some line: a head in the middle over short cells shares no place with them."""
    cells = [_cells(line, columns) for line in lines]
    return columns[:1] + [start for at, start in enumerate(columns) if at and any(row[at - 1] and row[at] for row in cells)]


def _cells(line: Line, columns: Sequence[float]) -> list[list[Word]]:
    """The words of a line, column by column."""
    cells: list[list[Word]] = [[] for _ in columns]
    for word in line.words:
        cells[sum(word.left >= start for start in columns) - 1].append(word)
    return cells


def _is_new_row(lines: Sequence[Line], cells: Sequence[Sequence[object]], at: int) -> bool:
    """Whether a line of a table begins a row: below a drawn line, or further from the one above than others, or with a first cell."""
    borders = _borders(lines)
    if len(borders) > 1:
        return any(lines[at - 1].y < y <= lines[at].y for y in borders)
    steps = [line.y - above.y for above, line in pairwise(lines)]
    if max(steps) > _FURTHER * min(steps):
        return steps[at - 1] > (max(steps) + min(steps)) / 2
    return bool(cells[at][0])


def _borders(lines: Sequence[Line]) -> list[float]:
    """How far down the lines are drawn that part the rows of a table: between its text, over half of its width."""
    drawn: dict[float, float] = defaultdict(float)
    for rule in set(lines[0].rules):
        if lines[0].y < rule.top < lines[-1].y:
            drawn[round(rule.top)] += rule.right - rule.left
    width = max(line.end for line in lines) - min(line.words[0].left for line in lines)
    return sorted(y for y, length in drawn.items() if 2 * length > width)
