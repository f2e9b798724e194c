"""What every flat format tells of a node or an edge, under names that no viewer takes for its own.

`type` is left out everywhere: Sigma takes it for the way to draw. `source` and `target` are the ends of an edge in every format, so what
an edge rests on is told by others.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from allgraph.exporting.pictures import Edge, Node

Value: TypeAlias = str | int
#: Parts of a list stand in one text: of the viewers' list types no two are read alike.
BETWEEN = " | "

#: The names of a node's attributes, each with whether it is a number; likewise of an edge's.
NODE_FIELDS: dict[str, type[str | int]] = dict.fromkeys("label name iri kind definition identifiers".split(), str)
EDGE_FIELDS: dict[str, type[str | int]] = {
    **dict.fromkeys("label name interaction relation base_relation stance origin".split(), str),
    **dict.fromkeys("evidence_count source_count independent_count".split(), int),
    **dict.fromkeys("source_names source_ids section quote qualifiers premises knowledge_level agent".split(), str),
}


def node_values(node: Node) -> dict[str, Value]:
    """The attributes of a node: the keys of NODE_FIELDS."""
    return {
        "label": node.label,
        "name": node.label,
        "iri": node.iri,
        "kind": node.kind,
        "definition": node.definition,
        "identifiers": BETWEEN.join(node.identifiers),
    }


def edge_values(edge: Edge) -> dict[str, Value]:
    """The attributes of an edge: the keys of EDGE_FIELDS."""
    return {
        "label": edge.label,
        "name": edge.label,
        "interaction": edge.label,
        "relation": edge.relation,
        "base_relation": edge.base,
        "stance": edge.stance,
        "origin": BETWEEN.join(edge.origins),
        "evidence_count": edge.evidence,
        "source_count": len(edge.sources),
        "independent_count": edge.independent,
        "source_names": BETWEEN.join(edge.sources),
        "source_ids": BETWEEN.join((*edge.documents, *edge.citations)),
        "section": edge.section,
        "quote": edge.quote,
        "qualifiers": BETWEEN.join(edge.qualifiers),
        "premises": BETWEEN.join(edge.premises),
        "knowledge_level": BETWEEN.join(edge.levels),
        "agent": BETWEEN.join(edge.agents),
    }


def flattened(record: Mapping[str, object], before: str = "") -> dict[str, str]:
    """A record, which may hold lists and records, as texts by name; an empty one is left out.

    >>> flattened({"label": "treats", "passages": [{"quote": "so", "start": 1}], "sources": []})
    {'label': 'treats', 'passages 1 quote': 'so', 'passages 1 start': '1'}
    """
    texts: dict[str, str] = {}
    for name, value in record.items():
        if isinstance(value, Mapping):
            texts |= flattened(value, f"{before}{name} ")
        elif isinstance(value, list | tuple):
            texts |= flattened({str(at): one for at, one in enumerate(value, 1)}, f"{before}{name} ")
        elif value is not None and value != "":
            texts[before + name] = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return texts
