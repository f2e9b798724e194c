"""SVG: a drawing for any browser, laid out by Graphviz where it is at hand and the picture is not too large, else in columns.

Either way a node is a group of class `node` and an edge one of class `edge` with its stance, each with an id and a title
that a browser shows where the pointer rests.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator

from allgraph.exporting.colours import edge_colour, group
from allgraph.exporting.dot import edge_texts, node_texts, write_dot
from allgraph.exporting.layout import LINE, Place, breadth, cut, lay_out
from allgraph.exporting.pictures import Edge, Node, Picture
from allgraph.graph.turtle import NOTICE
from allgraph.xmltext import attribute, element

#: Graphviz takes minutes for more edges than this.
MOST_EDGES = 1500
_SECONDS = 120
_MARGIN = 40.0
_HEIGHT = 22.0


def write_svg(picture: Picture) -> Iterator[str]:
    """The picture as SVG, in parts."""
    drawn = _by_graphviz(picture)
    if drawn:
        yield drawn
    else:
        yield from in_columns(picture)


def _by_graphviz(picture: Picture) -> str:
    """What `dot` draws; "" where it is not on the path, or does not end."""
    program = shutil.which("dot")
    if not program or len(picture.edges) > MOST_EDGES:
        return ""
    try:
        done = subprocess.run(  # noqa: S603  # a program found on the path, and no argument from outside
            [program, "-Tsvg"], input="".join(write_dot(picture)).encode(), capture_output=True, check=True, timeout=_SECONDS
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode().replace("\r\n", "\n")


def in_columns(picture: Picture) -> Iterator[str]:
    """The picture as SVG without Graphviz: a column a kind, edges as curves between them."""
    places = lay_out(picture)
    widths = {node.id: breadth(cut(node.label)) + 16 for node in picture.nodes}
    right = max((places[name].x + widths[name] / 2 for name in widths), default=0.0) + _MARGIN
    left = min((places[name].x - widths[name] / 2 for name in widths), default=0.0) - _MARGIN
    top = min((place.y for place in places.values()), default=0.0) - _MARGIN - _HEIGHT
    bottom = max((place.y for place in places.values()), default=0.0) + _MARGIN + _HEIGHT
    width, height = round(right - left, 1), round(bottom - top, 1)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
    yield f'viewBox="{round(left, 1)} {round(top, 1)} {width} {height}" font-family="Helvetica, Arial, sans-serif" font-size="12">\n'
    yield f"<title>{element(picture.name)}</title>\n<desc>{element(NOTICE)}</desc>\n"
    yield '<rect x="-100%" y="-100%" width="300%" height="300%" fill="white"/>\n'
    for edge in picture.edges:
        yield _edge(edge, places[edge.source], places[edge.target], widths)
    for node in picture.nodes:
        yield _node(node, places[node.id], widths[node.id])
    yield "</svg>\n"


def _node(node: Node, place: Place, width: float) -> str:
    box = f'x="{place.x - width / 2:.1f}" y="{place.y - _HEIGHT / 2:.1f}" width="{width:.1f}" height="{_HEIGHT}" rx="6"'
    return (
        f'<g id={attribute(f"node-{node.id}")} class="node"><title>{element(node_texts(node)["tooltip"])}</title>'
        f'<rect {box} fill="{group(node).colour}" stroke="#777777"/>'
        f'<text x="{place.x}" y="{place.y + 4:.1f}" text-anchor="middle">{element(cut(node.label))}</text></g>\n'
    )


def _edge(edge: Edge, start: Place, end: Place, widths: dict[str, float]) -> str:
    """A curve from side to side; inside a column it bows out to the right, so that it passes no node."""
    if start.x < end.x:
        ends, bends = (widths[edge.source] / 2, -widths[edge.target] / 2), (60.0, -60.0)
    elif start.x > end.x:
        ends, bends = (-widths[edge.source] / 2, widths[edge.target] / 2), (-60.0, 60.0)
    else:
        bow = 30.0 + min(abs(start.y - end.y) / LINE * 4, 80)
        ends, bends = (widths[edge.source] / 2, widths[edge.target] / 2), (bow, bow)
    x1, x2 = start.x + ends[0], end.x + ends[1]
    path = f"M{x1:.1f},{start.y} C{x1 + bends[0]:.1f},{start.y} {x2 + bends[1]:.1f},{end.y} {x2:.1f},{end.y}"
    dashes = ' stroke-dasharray="5,4"' if edge.stance == "hedged" else ""
    return (
        f'<g id="{edge.id}" class="edge {edge.stance}" data-source={attribute(edge.source)} data-target={attribute(edge.target)}>'
        f"<title>{element(edge_texts(edge)['tooltip'])}</title>"
        f'<path d="{path}" fill="none" stroke="{edge_colour(edge)}" stroke-width="{min(1 + 0.5 * (edge.weight - 1), 4):g}"{dashes}/>'
        f'<circle cx="{x2:.1f}" cy="{end.y}" r="2.5" fill="{edge_colour(edge)}"/></g>\n'
    )
