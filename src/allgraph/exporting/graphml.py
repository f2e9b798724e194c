"""GraphML: what yEd, Cytoscape, Gephi, Tulip, igraph and networkx open.

Written line by line: networkx's writer calls every whole number `long`, which Tulip reads as 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import quoteattr

from allgraph.exporting.attributes import EDGE_FIELDS, NODE_FIELDS, edge_values, node_values
from allgraph.exporting.colours import channels, edge_colour, group, sizes
from allgraph.exporting.layout import lay_out
from allgraph.exporting.pictures import Picture
from allgraph.graph.turtle import NOTICE
from allgraph.xmltext import FORBIDDEN, attribute, element

_NAMES = {str: "string", int: "int", float: "double"}
#: How a node and an edge look; Gephi and Cytoscape take x, y, size and r, g, b by these names.
_NODE_LOOK: dict[str, type] = {"x": float, "y": float, "size": float, "color": str, "r": int, "g": int, "b": int}
_EDGE_LOOK: dict[str, type] = {"weight": float, "color": str}


#: Tulip reads a file in parts of so many bytes, and of a text that goes on into the next part keeps only what stands there.
_PART = 2**16


def write_graphml(picture: Picture) -> Iterator[str]:
    """The picture as GraphML, in parts; white space stands before a value that would go on over a part that Tulip reads."""
    written = 0
    for piece in _pieces(picture):
        size = len(piece.encode("utf-8", "replace"))
        if piece.startswith("<data ") and size <= _PART and written // _PART != (written + size) // _PART:
            blank = " " * (_PART - written % _PART)
            yield blank
            written += len(blank)
        yield piece
        written += size


def _pieces(picture: Picture) -> Iterator[str]:
    """The picture as GraphML, each value a piece of its own."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    yield 'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
    yield f"<!-- {NOTICE} -->\n"
    node_fields, edge_fields = {**NODE_FIELDS, **_NODE_LOOK}, {**EDGE_FIELDS, **_EDGE_LOOK}
    for kind, fields in (("node", node_fields), ("edge", edge_fields)):
        for name, of in fields.items():
            yield f'<key id="{kind[0]}_{name}" for="{kind}" attr.name="{name}" attr.type="{_NAMES[of]}"/>\n'
    yield f'<graph id="G" edgedefault="directed">\n<desc>{element(picture.name)}</desc>\n'
    places, large = lay_out(picture), sizes(picture)
    for node in picture.nodes:
        colour = group(node).colour
        red, green, blue = channels(colour)
        place = places[node.id]
        yield f"<node id={attribute(node.id)}>"
        yield from _data("n", node_values(node))
        look = {"x": place.x, "y": -place.y, "size": large[node.id], "color": colour, "r": red, "g": green, "b": blue}
        yield from _data("n", look)
        yield "</node>\n"
    for edge in picture.edges:
        yield f"<edge id={quoteattr(edge.id)} source={attribute(edge.source)} target={attribute(edge.target)}>"
        yield from _data("e", {**edge_values(edge), "weight": float(edge.weight), "color": edge_colour(edge)})
        yield "</edge>\n"
    yield "</graph>\n</graphml>\n"


def _data(kind: str, values: Mapping[str, object]) -> Iterator[str]:
    """The values of a node or an edge; an empty text is left out."""
    return (f'<data key="{kind}_{name}">{_text(str(value))}</data>' for name, value in values.items() if value != "")


def _text(text: str) -> str:
    """A text in one piece: of one with an escaped sign in it Tulip keeps what stands behind the sign."""
    if any(sign in text for sign in "<>&") and "]]>" not in text and "\r" not in text:
        return f"<![CDATA[{text.translate(FORBIDDEN)}]]>"
    return element(text)
