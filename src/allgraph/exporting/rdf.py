"""Triples in the syntaxes of RDF: sorted, so that the same graph gives the same bytes."""

from __future__ import annotations

import io
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox
import rdflib

from allgraph.asking.rdflibstore import to_rdflib
from allgraph.exporting.formats import Format
from allgraph.exporting.pictures import Picture, iri_of
from allgraph.graph.rdfxml import write_rdf_xml
from allgraph.graph.turtle import labelled, write_turtle
from allgraph.vocabulary import AG, PREFIXES, expand

#: What declares and defines: it goes with every part of a graph, for OWL tools drop what uses an undeclared property.
_SCHEMA = {expand(f"owl:{kind}") for kind in "Ontology Class ObjectProperty DatatypeProperty AnnotationProperty".split()}
_TYPE = expand("rdf:type")
#: What is kept of a term that is only mentioned: what it is called, and what our shapes demand of such as it.
_NAMING = {_TYPE, expand("rdfs:label"), expand("ag:twin")}
_ENDS = tuple(expand(f"owl:annotated{part}") for part in ("Source", "Property", "Target"))
_GROUNDS = tuple(expand(name) for name in ("ag:statedBy", "ag:hasEvidence", "ag:premise"))


def write_rdf(triples: Iterable[ox.Triple], form: Format) -> bytes:
    """The triples in a syntax of RDF. Raises BuildError for blank nodes that are used twice or in a circle."""
    match form:
        case Format.NTRIPLES:
            return ox.serialize(labelled(triples), format=ox.RdfFormat.N_TRIPLES) or b""
        case Format.RDFXML:
            file = io.BytesIO()
            write_rdf_xml(file, labelled(triples))
            return file.getvalue()
        case Format.JSONLD:
            return _json_ld(labelled(triples)).encode()
        case _:
            return write_turtle(triples).encode()


def _json_ld(triples: Iterable[ox.Triple]) -> str:
    """JSON-LD with its context inside: by rdflib, which knows contexts, and then sorted, which its output is not."""
    graph = rdflib.Graph(bind_namespaces="none")
    for triple in triples:
        subject, predicate, value = map(to_rdflib, triple)  # no triple stands in one: labelled has refused it
        graph.add((subject, predicate, value))
    context = dict(sorted(PREFIXES.items()))
    document = json.loads(graph.serialize(format="json-ld", context=context, use_native_types=False, auto_compact=False))
    nodes = document["@graph"] if "@graph" in document else [{key: value for key, value in document.items() if key != "@context"}]
    return json.dumps({"@context": context, "@graph": _sorted([node for node in nodes if node])}, ensure_ascii=False, indent=1) + "\n"


def _sorted(value: Any) -> Any:
    """The same JSON-LD with its sets in order; a list (@list) keeps its own."""
    if isinstance(value, dict):
        return {key: [_sorted(one) for one in part] if key == "@list" else _sorted(part) for key, part in sorted(value.items())}
    if isinstance(value, list):
        return sorted(map(_sorted, value), key=lambda one: json.dumps(one, sort_keys=True))
    return value


def part_of(triples: Iterable[ox.Triple], picture: Picture) -> list[ox.Triple]:
    """What a graph says of a picture: its nodes and edges, everything they rest on, and all that is declared and defined.

    The edges of its nodes to others are left out; so is a statement on which no edge in it rests. What is only mentioned keeps its type,
    its label and, a drug class, its twin.
    """
    whole = list(triples)
    about: dict[object, list[ox.Triple]] = defaultdict(list)
    for triple in whole:
        about[triple.subject].append(triple)
    edges = {(iri_of(edge.source), iri_of(edge.relation), iri_of(edge.target)) for edge in picture.edges}
    relations = {iri_of(name) for name in picture.relations}
    kept: set[object] = set()
    waiting: list[object] = [ox.NamedNode(node.iri) for node in picture.nodes]
    for subject, found in about.items():
        told = {triple.predicate.value: triple.object for triple in found}
        kinds = {triple.object.value for triple in found if triple.predicate.value == _TYPE and isinstance(triple.object, ox.NamedNode)}
        ends = tuple(end.value if isinstance(end := told.get(name), ox.NamedNode) else "" for name in _ENDS)
        if ends in edges or (isinstance(subject, ox.NamedNode) and kinds & _SCHEMA):
            waiting.append(subject)
    while waiting:
        subject = waiting.pop()
        if subject in kept:
            continue
        kept.add(subject)
        for triple in about.get(subject, ()):
            follows = triple.predicate.value in _GROUNDS or _is_ground(triple.object)
            if isinstance(triple.object, ox.BlankNode) or (follows and isinstance(triple.object, ox.NamedNode)):
                waiting.append(triple.object)
    part = [triple for triple in whole if triple.subject in kept and _belongs(triple, edges, relations)]
    named = {term for triple in part for term in (triple.predicate, triple.object) if isinstance(term, ox.NamedNode)} - kept
    return part + [triple for name in named for triple in about.get(name, ()) if triple.predicate.value in _NAMING]


def _belongs(triple: ox.Triple, edges: set[tuple[str, str, str]], relations: set[str]) -> bool:
    """Whether a triple of what is kept is no edge, or one of the picture's."""
    subject, value = triple.subject, triple.object
    if triple.predicate.value not in relations or not (isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode)):
        return True
    return (subject.value, triple.predicate.value, value.value) in edges


def _is_ground(term: object) -> bool:
    return isinstance(term, ox.NamedNode) and term.value.startswith((f"{AG}evidence-", f"{AG}passage-", f"{AG}source-"))
