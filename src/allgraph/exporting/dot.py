"""DOT: what Graphviz draws, and vis-network and others read."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping

from allgraph.exporting.colours import LINES, edge_colour, group, groups
from allgraph.exporting.layout import cut
from allgraph.exporting.pictures import Edge, Node, Picture
from allgraph.graph.turtle import NOTICE
from allgraph.xmltext import FORBIDDEN

#: Graphviz refuses a longer piece of a quoted text (16384 bytes); pieces are joined by `+`.
_PIECE = 3000
_WRAP = 26
# Graphviz would read these as the character that they name.
_ENTITY = re.compile(r"&(?=#?\w+;)")


def write_dot(picture: Picture, *, with_legend: bool = True) -> Iterator[str]:
    """The picture as DOT, in parts.

    `label` is as it is drawn, wrapped and cut; `title` is the whole label. Both, and `tooltip`, escape a backslash by another. The legend
    is the label of the graph, in letters alone: as nodes and edges it would be taken for some of the graph, and a label like HTML stops
    readers that know none, as vis-network.
    """
    yield f"// {NOTICE}\ndigraph allgraph {{\n"
    yield "graph [rankdir=LR, ranksep=1.1, nodesep=0.12, splines=spline, outputorder=edgesfirst, "
    if with_legend and picture.nodes:
        yield f'label={_legend(picture)}, labelloc=b, labeljust=l, fontname="Helvetica", fontsize=11, '
    yield f"tooltip={quoted(f'{picture.name}. {NOTICE}')}];\n"
    yield 'node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=12, height=0.3, '
    yield 'margin="0.10,0.04", color="#00000055"];\n'
    yield 'edge [fontname="Helvetica", fontsize=9, arrowsize=0.6];\n'
    for node in picture.nodes:
        yield f"{quoted(node.id)} [{_node(node)}];\n"
    for edge in picture.edges:
        yield f"{quoted(edge.source)} -> {quoted(edge.target)} [{_edge(edge)}];\n"
    yield "}\n"


def _legend(picture: Picture) -> str:
    boxes = [f"{one.words} box: {one.name}" for one in groups(picture)]
    lines = [f"{one.words} line: {one.says}" for one in LINES] if picture.edges else []
    return '"' + "".join(f"{quoted(line)[1:-1]}\\l" for line in (*boxes, *lines)) + '"'


def quoted(text: str) -> str:
    r"""A text in one line as DOT has it, in pieces where it is long.

    >>> quoted('a "b" \\ c')
    '"a \\"b\\" \\\\ c"'
    """
    text = " ".join(text.translate(FORBIDDEN).split())
    pieces = [text[at : at + _PIECE].replace("\\", "\\\\").replace('"', '\\"') for at in range(0, len(text), _PIECE)] or [""]
    return " + ".join(f'"{piece}"' for piece in pieces)


def _drawn(text: str) -> str:
    """A text as it is drawn: `\\n` begins a line, an entity stays the letters that it is."""
    lines = textwrap.wrap(_ENTITY.sub("&amp;", text), _WRAP, break_on_hyphens=False) or [""]
    return '"' + "\\n".join(quoted(line)[1:-1] for line in lines) + '"'


def node_texts(node: Node) -> dict[str, str]:
    """What a drawing tells of a node, by the names of DOT's attributes: `label` is drawn, `tooltip` where the pointer rests."""
    return {
        "label": cut(" ".join(node.label.split())),
        "title": node.label,
        "kind": node.kind,
        "tooltip": f"{node.label} ({node.kind})" if node.kind else node.label,
        "id": f"node-{node.id}",
        "iri": node.iri,
    }


def edge_texts(edge: Edge) -> dict[str, str]:
    """What a drawing tells of an edge, likewise; `style` is dashed where it is hedged."""
    return {
        "label": edge.label,
        "title": edge.label,
        "relation": edge.relation,
        "stance": edge.stance,
        "origin": " | ".join(edge.origins),
        "evidence_count": str(edge.evidence),
        "tooltip": f"{edge.label} ({', '.join((edge.stance, *edge.origins))}): {'; '.join(edge.sources or edge.premises)}",
        "id": edge.id,
        "class": edge.stance,
        "style": "dashed" if edge.stance == "hedged" else "",
    }


def _written(texts: Mapping[str, str]) -> dict[str, str]:
    """The values of attributes as DOT has them, without those that are empty."""
    forms: dict[str, Callable[[str], str]] = {"label": _drawn, "tooltip": _pointed}
    return {name: forms.get(name, quoted)(text) for name, text in texts.items() if text}


def _pointed(text: str) -> str:
    """A text as it is told where the pointer rests: an entity stays the letters that it is."""
    return quoted(_ENTITY.sub("&amp;", text))


def _node(node: Node) -> str:
    return _listed(_written(node_texts(node)) | {"fillcolor": quoted(group(node).colour)})


def _edge(edge: Edge) -> str:
    colour = quoted(edge_colour(edge))
    look = {"color": colour, "fontcolor": colour, "penwidth": f"{min(1 + 0.5 * (edge.weight - 1), 4):g}"}
    return _listed(_written(edge_texts(edge)) | look)


def _listed(values: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in values.items())
