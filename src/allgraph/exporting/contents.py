"""Contents: what the file of a picture holds in each format, as the graph says it, to compare with what a reader finds there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from allgraph.asking.store import Store
from allgraph.exporting.attributes import edge_values, flattened, node_values
from allgraph.exporting.dot import edge_texts, node_texts
from allgraph.exporting.formats import Format
from allgraph.exporting.html import edge_record, node_record
from allgraph.exporting.kgx import counterparts, edge_row, node_row
from allgraph.exporting.names import Name, names
from allgraph.exporting.pictures import Edge, Node, Picture
from allgraph.exporting.proofs import Key, Proofs, proofs
from allgraph.exporting.rdf import part_of
from allgraph.exporting.readings import EVIDENCE, ReadEdge, Reading, from_triples
from allgraph.exporting.sssom import mappings
from allgraph.xmltext import FORBIDDEN

_WHOLE = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
#: What SVG shows of what DOT tells.
_SVG_NODE, _SVG_EDGE = ("label", "tooltip"), ("label", "tooltip", "style")


@dataclass(frozen=True)
class Material:
    """What a format needs of the graph beside the picture; of others it is empty."""

    triples: Sequence[ox.Triple] = ()
    names: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)
    proofs: Mapping[Key, Proofs] = field(default_factory=dict)
    biolink: Mapping[str, str] = field(default_factory=dict)
    mappings: Sequence[Mapping[str, str]] = ()


def material(store: Store, form: Format, picture: Picture, *, part: bool) -> Material:
    """What the format needs beside the picture; `part` where that is less than everything. Raises StoreError where the store fails."""
    match form:
        case Format.SSSOM:
            return Material(mappings=mappings(store, {node.id for node in picture.nodes} if part else None))
        case Format.HTML:
            return Material(names=names(store), proofs=proofs(store))
        case Format.KGX:
            return Material(biolink=counterparts(store))
        case _ if form.is_rdf:
            whole = store.construct(_WHOLE)
            return Material(triples=part_of(whole, picture) if part else whole)
    return Material()


def contents(form: Format, picture: Picture, given: Material) -> Reading:
    """What a file should hold: as a reading of it that finds everything."""
    match form:
        case Format.SSSOM:
            edges = (ReadEdge(row["subject_id"], row["predicate_id"], row["object_id"], "", row) for row in given.mappings)
            return Reading("", {row["subject_id"]: {"label": row["subject_label"]} for row in given.mappings}, tuple(edges))
        case Format.RDFXML:
            return from_triples("", map(_as_xml_holds, given.triples), picture)
        case _ if form.is_rdf:
            return from_triples("", given.triples, picture)
    nodes = {node.id: _node(form, node, given) for node in picture.nodes}
    return Reading("", nodes, tuple(_edge(form, edge, given) for edge in picture.edges), drawn=form in (Format.DOT, Format.SVG))


def _node(form: Format, node: Node, given: Material) -> Mapping[str, str]:
    match form:
        case Format.HTML:
            return flattened(node_record(node, given.names.get(node.id, ())))
        case Format.KGX:
            return {**flattened(row := node_row(node, given.biolink)), "label": str(row["name"])}
        case Format.DOT:
            return node_texts(node)
        case Format.SVG:
            return {name: text for name, text in node_texts(node).items() if name in _SVG_NODE} | {"title": node.id}
    return flattened(node_values(node))


def _edge(form: Format, edge: Edge, given: Material) -> ReadEdge:
    told: Mapping[str, str]
    relation, count = edge.relation, {EVIDENCE: str(edge.evidence)}
    match form:
        case Format.HTML:
            told = flattened(edge_record(edge, given.proofs.get(edge.key, Proofs()))) | count
        case Format.KGX:
            told = flattened(edge_row(edge, given.biolink))
        case Format.DOT:
            told = edge_texts(edge)
        case Format.SVG:  # which shows no relation but in an edge's id
            relation, told = edge.id, {name: text for name, text in edge_texts(edge).items() if name in _SVG_EDGE}
        case _:
            told = flattened({"id": edge.id, "weight": edge.weight, **edge_values(edge)})
    return ReadEdge(edge.source, relation, edge.target, edge.stance, told)


def _as_xml_holds(triple: ox.Triple) -> ox.Triple:
    """The triple with what XML cannot hold replaced, as it is written."""
    value = triple.object
    if not isinstance(value, ox.Literal) or (text := value.value.translate(FORBIDDEN)) == value.value:
        return triple
    kept = {"language": value.language} if value.language else {"datatype": value.datatype}
    return ox.Triple(triple.subject, triple.predicate, ox.Literal(text, **kept))
