"""Places for the nodes of a picture: a column for each kind, so that no label stands on another; the same on every machine.

Force-directed layouts of the libraries need numpy, take squared time and let labels overlap; this one takes time that grows with the edges.
"""

from __future__ import annotations

from collections import defaultdict
from math import ceil, sqrt
from typing import NamedTuple
from unicodedata import east_asian_width

from allgraph.exporting.colours import GROUPS, group
from allgraph.exporting.pictures import Picture

#: Distances in points: a letter's width, a line's height, what lies between two columns.
LETTER, LINE, GAP = 7.0, 44.0, 170.0
#: A label is drawn up to so many characters; the whole of it is told where a pointer rests.
LONGEST = 60
_ROWS = 40
_SWEEPS = 6


class Place(NamedTuple):
    """Where the middle of a node is, in points; y grows downwards."""

    x: float
    y: float


def cut(label: str, longest: int = LONGEST) -> str:
    """A label as it is drawn.

    >>> cut("acute lymphoblastic leukemia", 12)
    'acute lymph…'
    """
    return label if len(label) <= longest else f"{label[: longest - 1].rstrip()}…"


def breadth(label: str) -> float:
    """How wide a label is when it is drawn, in points: wide letters, as those of Chinese, count double.

    >>> breadth("CD19"), breadth("白血病")
    (28.0, 42.0)
    """
    return LETTER * sum(2 if east_asian_width(letter) in "WF" else 1 for letter in label)


def lay_out(picture: Picture) -> dict[str, Place]:
    """The place of each node, by its id: kinds in columns, in each the neighbours of the column before in their order."""
    columns = _columns(picture)
    widths = {node.id: breadth(cut(node.label)) for node in picture.nodes}
    tallest = max(map(len, columns), default=0)
    places: dict[str, Place] = {}
    left = 0.0
    for column in columns:
        width = max(widths[name] for name in column)
        top = (tallest - len(column)) / 2
        for row, name in enumerate(column):
            places[name] = Place(round(left + width / 2, 1), round((top + row) * LINE, 1))
        left += width + GAP
    return places


def in_order(picture: Picture) -> list[list[str]]:
    """The ids of the nodes, group by group, each from above: near their neighbours of the groups beside."""
    kinds = {node.id: group(node) for node in picture.nodes}
    groups: list[list[str]] = [[node.id for node in picture.nodes if kinds[node.id] is one] for one in GROUPS]
    groups = [names for names in groups if names]
    near: dict[str, list[str]] = defaultdict(list)
    for edge in picture.edges:
        near[edge.source].append(edge.target)
        near[edge.target].append(edge.source)
    at = {name: (row + 0.5) / len(names) for names in groups for row, name in enumerate(names)}
    for _ in range(_SWEEPS):
        for names in groups:
            middle = {name: sum(at[one] for one in near[name]) / len(near[name]) if near[name] else at[name] for name in names}
            names.sort(key=lambda name: (round(middle[name], 9), name))
            at |= {name: (row + 0.5) / len(names) for row, name in enumerate(names)}
    return groups


def _columns(picture: Picture) -> list[list[str]]:
    """The groups in columns: one that is too long for a column stands in several."""
    rows = max(_ROWS, ceil(sqrt(len(picture.nodes)) * 2))
    columns = []
    for names in in_order(picture):
        parts = ceil(len(names) / rows)
        columns += [names[part::parts] for part in range(parts)]
    return columns
