"""SVG: a drawing for any browser, laid out by Graphviz where it is at hand and the picture is not too large, else in columns.

No edge passes through the box of a node that it does not end at, or it would be read as two, but where there are too many edges to
follow any. A legend stands below.

Either way a node is a group of class `node` and an edge one of class `edge` with its stance, each with an id and a title
that a browser shows where the pointer rests.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from allgraph.exporting.colours import LINES, edge_colour, group, groups
from allgraph.exporting.dot import edge_texts, node_texts, write_dot
from allgraph.exporting.layout import LINE, Place, breadth, cut, lay_out
from allgraph.exporting.pictures import Edge, Node, Picture
from allgraph.graph.turtle import NOTICE
from allgraph.xmltext import attribute, element

#: Graphviz takes minutes for more edges than this, and nobody follows one of them; the way around boxes would make most of the file.
MOST_EDGES = 1500
_SECONDS = 120
_MARGIN = 40.0
_HEIGHT = 22.0
#: Of the legend: from row to row.
_STEP = 20.0
_DASHES = ' stroke-dasharray="5,4"'
#: How far from the middle of a gap edges pass it, one after another: a gap is LINE - _HEIGHT high.
_LANES = (0.0, -4.0, 4.0, -8.0, 8.0)
#: The size that Graphviz gives its drawing.
_SIZE = re.compile(r'<svg width="[\d.]+pt" height="[\d.]+pt"\s+viewBox="0\.00 0\.00 (?P<width>[\d.]+) (?P<height>[\d.]+)"')


def write_svg(picture: Picture) -> Iterator[str]:
    """The picture as SVG, in parts."""
    drawn = _by_graphviz(picture)
    if drawn:
        yield drawn
    else:
        yield from in_columns(picture)


def _by_graphviz(picture: Picture) -> str:
    """What `dot` draws, with the legend below; "" where it is not on the path, or does not end."""
    program = shutil.which("dot")
    if not program or len(picture.edges) > MOST_EDGES:
        return ""
    text = "".join(write_dot(picture, with_legend=False))
    try:
        done = subprocess.run(  # noqa: S603  # a program found on the path, and no argument from outside
            [program, "-Tsvg"], input=text.encode(), capture_output=True, check=True, timeout=_SECONDS
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    drawn = done.stdout.decode().replace("\r\n", "\n")
    found = _SIZE.search(drawn)
    if not found or not picture.nodes:
        return drawn
    width, height = (float(found[name]) for name in ("width", "height"))
    key, wide, high = _legend(picture, 0.0, height)
    size = f'<svg width="{max(width, wide):g}pt" height="{height + high:g}pt"\n viewBox="0 0 {max(width, wide):g} {height + high:g}"'
    return drawn[: found.start()] + size + drawn[found.end() :].removesuffix("</svg>\n") + f"{key}</svg>\n"


def _legend(picture: Picture, left: float, top: float) -> tuple[str, float, float]:
    """What colours and lines say, with its width and height: a column for the kinds of nodes, one for the lines of edges."""
    boxes, lines = groups(picture), LINES if picture.edges else ()
    second = left + _MARGIN + 60 + max((breadth(one.name) for one in boxes), default=0.0)
    width = second - left + 60 + max((breadth(one.says) for one in lines), default=0.0)
    height = _STEP * max(len(boxes), len(lines)) + _STEP
    parts = ['<g class="legend" font-family="Helvetica, Arial, sans-serif" font-size="12"><title>Legend</title>']
    parts.append(f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" fill="white"/>')
    for row, box in enumerate(boxes):
        y = top + _STEP * (row + 0.5)
        parts.append(f'<rect x="{left + 10:g}" y="{y:g}" width="30" height="12" rx="3" fill="{box.colour}" stroke="#777777"/>')
        parts.append(f'<text x="{left + 48:g}" y="{y + 10:g}">{element(box.name)}</text>')
    for row, line in enumerate(lines):
        y = top + _STEP * (row + 0.5)
        dashes = _DASHES if line.is_dashed else ""
        parts.append(f'<path d="M{second:g},{y + 6:g} h30" fill="none" stroke="{line.colour}" stroke-width="2"{dashes}/>')
        parts.append(f'<text x="{second + 38:g}" y="{y + 10:g}">{element(line.says)}</text>')
    return "\n".join(parts) + "</g>\n", width, height


def in_columns(picture: Picture) -> Iterator[str]:
    """The picture as SVG without Graphviz: a column a kind, edges between them through the gaps of columns that lie between."""
    places = lay_out(picture)
    widths = {node.id: breadth(cut(node.label)) + 16 for node in picture.nodes}
    columns = _columns(places, widths)
    numbers = {column.middle: number for number, column in enumerate(columns)}
    right = max((column.right for column in columns), default=0.0) + _MARGIN
    left = min((column.left for column in columns), default=0.0) - _MARGIN
    top = min((place.y for place in places.values()), default=0.0) - _MARGIN - _HEIGHT
    bottom = max((place.y for place in places.values()), default=0.0) + _MARGIN + _HEIGHT
    key, wide, high = _legend(picture, left, bottom) if picture.nodes else ("", 0.0, 0.0)
    width, height = round(max(right - left, wide), 1), round(bottom - top + high, 1)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
    yield f'viewBox="{round(left, 1)} {round(top, 1)} {width} {height}" font-family="Helvetica, Arial, sans-serif" font-size="12">\n'
    yield f"<title>{element(picture.name)}</title>\n<desc>{element(NOTICE)}</desc>\n"
    yield '<rect x="-100%" y="-100%" width="300%" height="300%" fill="white"/>\n'
    for number, edge in enumerate(picture.edges):
        first, last = (_End(places[name], widths[name] / 2, numbers[places[name].x]) for name in (edge.source, edge.target))
        lane = _LANES[number % len(_LANES)]
        yield _edge(edge, _way(columns, first, last, lane, is_followed=len(picture.edges) <= MOST_EDGES))
    for node in picture.nodes:
        yield _node(node, places[node.id], widths[node.id])
    yield f"{key}</svg>\n"


class _Column(NamedTuple):
    """A column of nodes: how far it reaches to both sides, and the heights of its first and its last row."""

    middle: float
    left: float
    right: float
    first: float
    last: float

    def gap(self, height: float) -> float:
        """The height nearest to this one at which nothing stands in the column: between two rows, above the first or below the last."""
        top = self.first - LINE / 2
        return top + LINE * min(max(round((height - top) / LINE), 0), round((self.last - self.first) / LINE) + 1)


class _End(NamedTuple):
    """Where an edge ends: the middle of a box, half its width, and the number of its column."""

    place: Place
    half: float
    column: int


def _columns(places: Mapping[str, Place], widths: Mapping[str, float]) -> list[_Column]:
    """The columns of a layout, from the left."""
    found: dict[float, list[str]] = defaultdict(list)
    for name, place in places.items():
        found[place.x].append(name)
    columns = []
    for x, names in sorted(found.items()):
        half = max(widths[name] for name in names) / 2
        rows = [places[name].y for name in names]
        columns.append(_Column(x, x - half, x + half, min(rows), max(rows)))
    return columns


def _way(columns: list[_Column], start: _End, end: _End, lane: float, *, is_followed: bool) -> list[tuple[float, float]]:
    """Where an edge passes: from the side of its source through a gap of each column between to the side of its target.

    From the first point to the second, the third to the fourth and so on it goes straight, in between it bends. `lane` keeps edges apart
    that pass the same gap. Inside a column, and back to its own node, it goes out on the right. Where it `is_followed` by nobody, it
    bends but once.
    """
    (x1, y1), (x2, y2) = start.place, end.place
    one, other = columns[start.column], columns[end.column]
    leaves_right, enters_left = start.column <= end.column, start.column < end.column
    apart = 6.0 if start == end else 0.0
    leaving, entering = y1 + lane / 2 - apart, y2 + lane / 2 + apart
    way = [(x1 + (start.half if leaves_right else -start.half), leaving), (one.right if leaves_right else one.left, leaving)]
    between = columns[start.column + 1 : end.column] or columns[end.column + 1 : start.column][::-1]
    for column in between if is_followed else ():
        height = column.gap(y1 + (column.middle - x1) / (x2 - x1) * (y2 - y1)) + lane
        sides = [(column.left, height), (column.right, height)]
        way += sides if enters_left else sides[::-1]
    return [*way, (other.left if enters_left else other.right, entering), (x2 + (-end.half if enters_left else end.half), entering)]


def _node(node: Node, place: Place, width: float) -> str:
    box = f'x="{place.x - width / 2:.1f}" y="{place.y - _HEIGHT / 2:.1f}" width="{width:.1f}" height="{_HEIGHT}" rx="6"'
    told = node_texts(node)
    return (
        f'<g id={attribute(told["id"])} class="node"><title>{element(told["tooltip"])}</title>'
        f'<rect {box} fill="{group(node).colour}" stroke="#777777"/>'
        f'<text x="{place.x}" y="{place.y + 4:.1f}" text-anchor="middle">{element(told["label"])}</text></g>\n'
    )


def _edge(edge: Edge, way: list[tuple[float, float]]) -> str:
    """A line along its way, with a head at its end."""
    path = f"M{way[0][0]:.1f},{way[0][1]:.1f}"
    for (x1, y1), (x2, y2) in zip(way[1::2], way[2::2], strict=False):
        if x1 == x2:  # out and in on the same side
            bend = bend_in = 30.0 + min(abs(y1 - y2) / LINE * 4, 80)
        else:
            bend = (x2 - x1) / 2
            bend_in = -bend
        path += f" L{x1:.1f},{y1:.1f} C{x1 + bend:.1f},{y1:.1f} {x2 + bend_in:.1f},{y2:.1f} {x2:.1f},{y2:.1f}"
    x, y = way[-1]
    back = -7 if way[-2][0] < x or (way[-2][0] == x and way[1][0] < x) else 7
    colour = edge_colour(edge)
    return (
        f'<g id="{edge.id}" class="edge {edge.stance}" data-source={attribute(edge.source)} data-target={attribute(edge.target)}>'
        f"<title>{element(edge_texts(edge)['tooltip'])}</title>"
        f'<path d="{path} L{x:.1f},{y:.1f}" fill="none" stroke="{colour}" stroke-width="{min(1 + 0.5 * (edge.weight - 1), 4):g}"'
        f"{_DASHES if edge.stance == 'hedged' else ''}/>"
        f'<polygon points="{x:.1f},{y:.1f} {x + back:.1f},{y - 3:.1f} {x + back:.1f},{y + 3:.1f}" fill="{colour}"/></g>\n'
    )
