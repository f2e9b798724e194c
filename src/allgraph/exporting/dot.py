"""DOT: what Graphviz draws, and vis-network and others read."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from allgraph.exporting.colours import edge_colour, group
from allgraph.exporting.layout import cut
from allgraph.exporting.pictures import Edge, Node, Picture
from allgraph.graph.turtle import NOTICE
from allgraph.xmltext import FORBIDDEN

#: Graphviz refuses a longer piece of a quoted text (16384 bytes); pieces are joined by `+`.
_PIECE = 3000
_WRAP = 26
# Graphviz would read these as the character that they name.
_ENTITY = re.compile(r"&(?=#?\w+;)")


def write_dot(picture: Picture) -> Iterator[str]:
    """The picture as DOT, in parts.

    `label` is as it is drawn, wrapped and cut; `title` is the whole label. Both, and `tooltip`, escape a backslash by another.
    """
    yield f"// {NOTICE}\ndigraph allgraph {{\n"
    yield f"graph [rankdir=LR, ranksep=1.1, nodesep=0.12, outputorder=edgesfirst, tooltip={quoted(f'{picture.name}. {NOTICE}')}];\n"
    yield 'node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=12, height=0.3, '
    yield 'margin="0.10,0.04", color="#00000055"];\n'
    yield 'edge [fontname="Helvetica", fontsize=9, arrowsize=0.6];\n'
    for node in picture.nodes:
        yield f"{quoted(node.id)} [{_node(node)}];\n"
    for edge in picture.edges:
        yield f"{quoted(edge.source)} -> {quoted(edge.target)} [{_edge(edge)}];\n"
    yield "}\n"


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


def _node(node: Node) -> str:
    told = f"{node.label} ({node.kind})" if node.kind else node.label
    values = {
        "label": _drawn(cut(node.label)),
        "title": quoted(node.label),
        "kind": quoted(node.kind),
        "tooltip": quoted(_ENTITY.sub("&amp;", told)),
        "fillcolor": quoted(group(node).colour),
        "id": quoted(f"node-{node.id}"),
        "iri": quoted(node.iri),
    }
    return ", ".join(f"{name}={value}" for name, value in values.items())


def _edge(edge: Edge) -> str:
    rests = "; ".join(edge.sources or edge.premises)
    values = {
        "label": _drawn(edge.label),
        "title": quoted(edge.label),
        "relation": quoted(edge.relation),
        "stance": quoted(edge.stance),
        "origin": quoted(" | ".join(edge.origins)),
        "evidence": str(edge.evidence),
        "tooltip": quoted(_ENTITY.sub("&amp;", f"{edge.label} ({', '.join((edge.stance, *edge.origins))}): {rests}")),
        "color": quoted(edge_colour(edge)),
        "fontcolor": quoted(edge_colour(edge)),
        "penwidth": f"{min(1 + 0.5 * (edge.weight - 1), 4):g}",
        "id": quoted(edge.id),
        "class": quoted(edge.stance),
    }
    if edge.stance == "hedged":
        values["style"] = "dashed"
    return ", ".join(f"{name}={value}" for name, value in values.items())
