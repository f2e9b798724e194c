"""GEXF 1.3: what Gephi, Sigma and Tulip open, with colours, sizes and places.

Written line by line: networkx's writer puts today's date into the file, calls whole numbers `long`, which Tulip drops, and gives
edges an attribute of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from allgraph.exporting.attributes import EDGE_FIELDS, NODE_FIELDS, edge_values, node_values
from allgraph.exporting.colours import channels, edge_colour, group, sizes
from allgraph.exporting.layout import lay_out
from allgraph.exporting.pictures import Picture
from allgraph.graph.turtle import NOTICE
from allgraph.xmltext import attribute, element

#: Told by attributes of the element itself.
_OWN = ("label",)
_NODE_FIELDS = {name: of for name, of in NODE_FIELDS.items() if name not in _OWN}
_EDGE_FIELDS = {name: of for name, of in EDGE_FIELDS.items() if name not in _OWN}


def write_gexf(picture: Picture) -> Iterator[str]:
    """The picture as GEXF, in parts; y grows upwards, as Gephi and Sigma draw it."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    yield 'xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">\n'
    yield f"<meta><creator>allgraph</creator><description>{element(f'{picture.name}. {NOTICE}'.lstrip('. '))}</description></meta>\n"
    yield '<graph mode="static" defaultedgetype="directed">\n'
    for kind, fields in (("node", _NODE_FIELDS), ("edge", _EDGE_FIELDS)):
        yield f'<attributes class="{kind}" mode="static">\n'
        for name, of in fields.items():
            yield f'<attribute id="{name}" title="{name}" type="{"integer" if of is int else "string"}"/>\n'
        yield "</attributes>\n"
    places, large = lay_out(picture), sizes(picture)
    yield "<nodes>\n"
    for node in picture.nodes:
        place = places[node.id]
        yield f"<node id={attribute(node.id)} label={attribute(node.label)}>{_values(node_values(node))}{_colour(group(node).colour)}"
        yield f'<viz:position x="{place.x}" y="{-place.y}" z="0.0"/><viz:size value="{large[node.id]}"/></node>\n'
    yield "</nodes>\n<edges>\n"
    for edge in picture.edges:
        yield f'<edge id="{edge.id}" source={attribute(edge.source)} target={attribute(edge.target)} label={attribute(edge.label)} '
        yield f'weight="{float(edge.weight)}">{_values(edge_values(edge))}{_colour(edge_colour(edge))}'
        yield f'<viz:shape value="{"dashed" if edge.stance == "hedged" else "solid"}"/></edge>\n'
    yield "</edges>\n</graph>\n</gexf>\n"


def _values(values: Mapping[str, str | int]) -> str:
    told = "".join(
        f'<attvalue for="{name}" value={attribute(str(value))}/>' for name, value in values.items() if value != "" and name not in _OWN
    )
    return f"<attvalues>{told}</attvalues>"


def _colour(colour: str) -> str:
    red, green, blue = channels(colour)
    return f'<viz:color r="{red}" g="{green}" b="{blue}"/>'
