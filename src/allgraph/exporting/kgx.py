"""KGX: tables of nodes and edges in the words of the Biolink Model, as far as the graph's own mappings go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from allgraph.asking.store import Store
from allgraph.exporting.pictures import Edge, Node, Picture
from allgraph.exporting.tables import rows
from allgraph.vocabulary import PREFIXES, contract

_NODE_COLUMNS = "id category name description xref iri provided_by".split()
_EDGE_COLUMNS = (
    "id subject predicate object relation stance knowledge_level agent_type primary_knowledge_source publications supporting_text "
    "evidence_count qualifiers premises"
).split()
#: What everything is, and how any two things may be related, in the Biolink Model.
_ANYTHING, _RELATED = "biolink:NamedThing", "biolink:related_to"
#: Not registered, as the namespace of the project is not.
SOURCE = "infores:allgraph"
_BETWEEN = "|"


def write_kgx(picture: Picture, biolink: Mapping[str, str]) -> Iterator[tuple[str, Iterable[str]]]:
    """The files of the folder: each its name and its text, in parts. A hedged edge has never the predicate of a plain one.

    `biolink` is what `counterparts` gives.
    """
    yield "allgraph_nodes.tsv", rows(_NODE_COLUMNS, (node_row(node, biolink) for node in picture.nodes), delimiter="\t")
    yield "allgraph_edges.tsv", rows(_EDGE_COLUMNS, (edge_row(edge, biolink) for edge in picture.edges), delimiter="\t")


def counterparts(store: Store) -> dict[str, str]:
    """What classes and relations are called in the Biolink Model, both as CURIEs: the closest that the graph's mappings tell."""
    found = store.select(
        f"SELECT ?term ?rank ?other WHERE {{ ?term ?match ?other FILTER(STRSTARTS(STR(?other), '{PREFIXES['biolink']}')) "
        "BIND(IF(?match = skos:exactMatch, '1', IF(?match = skos:closeMatch, '2', IF(?match = skos:broadMatch, '3', ''))) AS ?rank) "
        "FILTER(?rank != '') }"
    ).rows
    best: dict[str, tuple[str, str]] = {}
    for row in found:
        term, rank, other = (each.value if each is not None else "" for each in row)
        key = contract(term)
        best[key] = min((rank, contract(other)), best.get(key, ("9", "")))
    return {term: other for term, (_, other) in best.items()}


def node_row(node: Node, biolink: Mapping[str, str]) -> dict[str, str | int]:
    """A node by the columns of its table."""
    categories = sorted({biolink[name] for name in node.classes if name in biolink}) or [_ANYTHING]
    return {
        "id": node.id,
        "category": _BETWEEN.join(categories),
        "name": _line(node.label),
        "description": _line(node.definition),
        "xref": _BETWEEN.join(node.identifiers),
        "iri": node.iri,
        "provided_by": SOURCE,
    }


def edge_row(edge: Edge, biolink: Mapping[str, str]) -> dict[str, str | int]:
    """An edge by the columns of its table."""
    return {
        "id": edge.id,
        "subject": edge.source,
        "predicate": biolink.get(edge.relation, _RELATED),
        "object": edge.target,
        "relation": edge.relation,
        "stance": edge.stance,
        "knowledge_level": min(edge.levels, default="not_provided"),
        "agent_type": min(edge.agents, default="not_provided"),
        "primary_knowledge_source": SOURCE,
        "publications": _BETWEEN.join(map(_cell, (*edge.documents, *edge.citations))),
        "supporting_text": _cell(edge.quote),
        "evidence_count": edge.evidence,
        "qualifiers": _BETWEEN.join(map(_cell, edge.qualifiers)),
        "premises": _BETWEEN.join(map(_cell, edge.premises)),
    }


def _line(text: str) -> str:
    return " ".join(text.split())


def _cell(text: str) -> str:
    """One of several texts in a line, without the sign that stands between them."""
    return _line(text).replace(_BETWEEN, "/")
