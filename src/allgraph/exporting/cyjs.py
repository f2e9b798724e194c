"""Cytoscape's JSON: what Cytoscape desktop (.cyjs) and Cytoscape.js (`cytoscape(JSON)`) open."""

from __future__ import annotations

import json
from collections.abc import Iterator

from allgraph.exporting.attributes import edge_values, node_values
from allgraph.exporting.colours import edge_colour, group, sizes
from allgraph.exporting.layout import lay_out
from allgraph.exporting.pictures import Picture
from allgraph.graph.turtle import NOTICE

_WIDTH = "mapData(size, 10, 20, 20, 40)"  # a size is a radius elsewhere
#: How Cytoscape.js draws it; without a style it shows no label and no arrow.
_STYLE = [
    {
        "selector": "node",
        "style": {
            "label": "data(name)",
            "background-color": "data(color)",
            "width": _WIDTH,
            "height": _WIDTH,
            "font-size": 14,
            "text-wrap": "ellipsis",
            "text-max-width": "400px",
            "text-background-color": "#ffffff",
            "text-background-opacity": 0.85,
        },
    },
    {
        "selector": "edge",
        "style": {
            "label": "data(name)",
            "line-color": "data(color)",
            "target-arrow-color": "data(color)",
            "target-arrow-shape": "triangle",
            "width": 1.5,
            "curve-style": "bezier",
            "font-size": 10,
            "min-zoomed-font-size": 10,
            "text-wrap": "ellipsis",
            "text-max-width": "400px",
            "text-background-color": "#ffffff",
            "text-background-opacity": 0.85,
        },
    },
    {"selector": "edge[stance = 'hedged']", "style": {"line-style": "dashed"}},
]


def write_cyjs(picture: Picture) -> Iterator[str]:
    """The picture as JSON, in parts: a line each node and edge. `value` is for networkx, `shared_name` for Cytoscape desktop."""
    data = {"name": picture.name or "allgraph", "shared_name": picture.name or "allgraph", "notice": NOTICE}
    yield f'{{"format_version": "1.0", "generated_by": "allgraph", "data": {_json(data)},\n'
    yield f'"directed": true, "multigraph": true, "style": {_json(_STYLE)}, "layout": {{"name": "preset"}},\n"elements": {{"nodes": ['
    places, large = lay_out(picture), sizes(picture)
    before = "\n"
    for node in picture.nodes:
        place = places[node.id]
        name = " ".join(node.label.split())  # it is drawn in one line, and cut where it is long
        own = {"id": node.id, "value": node.id, "shared_name": name, "color": group(node).colour, "size": large[node.id]}
        yield before + _json({"data": {**own, **node_values(node), "name": name}, "position": {"x": place.x, "y": place.y}})
        before = ",\n"
    yield '\n], "edges": ['
    before = "\n"
    for edge in picture.edges:
        ends = {"id": edge.id, "key": edge.id, "source": edge.source, "target": edge.target}
        look = {"shared_name": edge.label, "shared_interaction": edge.label, "weight": edge.weight, "color": edge_colour(edge)}
        yield before + _json({"data": {**ends, **look, **edge_values(edge)}})
        before = ",\n"
    yield "\n]}}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("</", "<\\/")  # it may be put into a page's script
