"""The grids that are drawn on a page: tables whose rows lines part, each cell taken as one word with its lines below each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from allgraph.readers.pages.lines import Rule, Sheet, Word, rows_of, words_of

#: A line is no thicker than this; lines that are nearer to each other, in points, are one.
_THIN, _SAME = 2.0, 3.0

#: A grid has so many lines across, at least, and no cell of it more words than the other: such a page is only laid out in one.
_LINES, _CELL_WORDS = 4, 120

#: Where no lines part the columns, white space does that is so many times as wide as the letters are large.
_FREE = 0.6

#: A page with more drawn lines than this is a drawing.
_MOST_RULES = 4_000


class _Grid(NamedTuple):
    left: float
    right: float
    borders: list[float]  # the lines across, from the top
    columns: list[float]  # where columns begin


def with_grids(sheet: Sheet) -> Sheet:
    """The page with the cells of each drawn table as words of their own."""
    words = list(sheet.words)
    if len(sheet.rules) <= _MOST_RULES:
        for number, grid in enumerate(_grids(sheet), 1):
            inside = [word for word in words if _is_inside(word, grid)]
            cells = _cells(inside, grid, number)
            if cells:
                words = [word for word in words if not _is_inside(word, grid)] + cells
    return Sheet(sheet.width, sheet.height, words, sheet.rules)


def _grids(sheet: Sheet) -> Iterator[_Grid]:
    upright = [rule for rule in sheet.rules if rule.right - rule.left <= _THIN < rule.bottom - rule.top]
    for (left, right), borders in _across(sheet.rules).items():
        inner = [
            rule for rule in upright if left + _SAME < rule.left < right - _SAME and rule.top < borders[-1] and rule.bottom > borders[0]
        ]
        for run in _runs(borders, inner, [word for word in sheet.words if left <= word.left <= right]):
            if len(run) < _LINES:
                continue
            beside = [rule.left for rule in inner if rule.top < run[-1] - _SAME and rule.bottom > run[0] + _SAME]
            words = [word for word in sheet.words if _is_inside(word, _Grid(left, right, run, []))]
            columns = [left, *_merged(beside)] if beside else _free(words)
            if len(columns) > 1:
                yield _Grid(left, right, run, columns)


def _across(rules: Sequence[Rule]) -> dict[tuple[float, float], list[float]]:
    """The left and right end of lines across to how far down such lines stand; the borders of neighbouring cells are one line."""
    heights: dict[float, list[Rule]] = defaultdict(list)
    flat = sorted((rule for rule in rules if rule.bottom - rule.top <= _THIN < rule.right - rule.left), key=lambda rule: rule.top)
    last = float("-inf")
    for rule in flat:
        last = last if rule.top - last <= _SAME else rule.top
        heights[last].append(rule)
    found: dict[tuple[float, float], list[float]] = {}
    for y, parts in heights.items():
        runs: list[tuple[float, float]] = []
        for rule in sorted(parts):
            if runs and rule.left <= runs[-1][1] + _SAME:
                runs[-1] = (runs[-1][0], max(runs[-1][1], rule.right))
            else:
                runs.append((rule.left, rule.right))
        for run in runs:
            alike = next((other for other in found if all(abs(one - two) <= _SAME for one, two in zip(run, other, strict=True))), run)
            found.setdefault(alike, []).append(y)
    return found


def _runs(borders: Sequence[float], upright: Sequence[Rule], words: Sequence[Word]) -> Iterator[list[float]]:
    """The lines across in runs: where some lines part columns, rows without one part tables, unless their words keep to the columns.

    So they do below heads that only stand on a ground of their own.
    """
    run: list[float] = []
    for y in borders:
        if run and upright and not any(rule.top <= (run[-1] + y) / 2 <= rule.bottom for rule in upright):
            row = [word for word in words if run[-1] <= word.y - word.size / 4 <= y]
            if not row or any(word.left < rule.left < word.right for word in row for rule in upright):
                yield run
                run = []
        run.append(y)
    yield run


def _merged(places: Sequence[float]) -> list[float]:
    merged: list[float] = []
    for place in sorted(places):
        if not merged or place - merged[-1] > _SAME:
            merged.append(place)
    return merged


def _free(words: Sequence[Word]) -> list[float]:
    """Where columns begin that only white space parts."""
    starts: list[float] = []
    end = float("-inf")
    for word in sorted(words, key=lambda word: word.left):
        if word.left - end >= _FREE * word.size:
            starts.append(word.left - _FREE / 2)
        end = max(end, word.right)
    return starts


def _is_inside(word: Word, grid: _Grid) -> bool:
    middle = word.y - word.size / 4
    return grid.left <= (word.left + word.right) / 2 <= grid.right and grid.borders[0] <= middle <= grid.borders[-1]


def _cells(words: Sequence[Word], grid: _Grid, number: int) -> list[Word]:
    """The cells of a grid that hold words, those of a row at one height; none where it is no table."""
    held: dict[tuple[int, int], list[Word]] = defaultdict(list)
    for word in words:
        row = sum(word.y - word.size / 4 >= y for y in grid.borders) - 1
        held[row, sum((word.left + word.right) / 2 >= x for x in grid.columns) - 1].append(word)
    rows = {row for row, _ in held}
    several = sum(sum(other == row for other, _ in held) > 1 for row in rows)
    if several < _LINES - 1 or max(map(len, held.values())) > _CELL_WORDS:
        return []
    cells = []
    for (row, column), inside in held.items():
        top = min(other.y for (at, _), others in held.items() if at == row for other in others)
        text = "\n".join(words_of(line) for line in rows_of(inside))
        left = max(grid.columns[column], grid.left)
        right = max(left, *(word.right for word in inside))
        cells.append(Word(text, left, right, top, inside[0].size, all(word.bold for word in inside), number))
    return cells
