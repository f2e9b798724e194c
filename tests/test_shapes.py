"""The SHACL shapes say of each class and relation what the ontology says of it."""

from __future__ import annotations

import rdflib
from rdflib.collection import Collection

from allgraph import resources
from allgraph.graph.ontology import read_ontology
from allgraph.vocabulary import contract

SHACL = rdflib.Namespace("http://www.w3.org/ns/shacl#")
ONTOLOGY = read_ontology()
SHAPES = rdflib.Graph().parse(resources.folder("ontology") / "shapes.ttl", format="turtle")


def classes(node: rdflib.term.Node) -> set[str]:
    """The classes that a shape allows: one, or those of its alternatives."""
    alternatives = SHAPES.value(node, SHACL["or"])
    nodes = Collection(SHAPES, alternatives) if alternatives is not None else [node]
    return {contract(str(SHAPES.value(one, SHACL["class"]))) for one in nodes}


def test_each_relation_has_a_shape_of_its_domain_and_range() -> None:
    found = {}
    for shape, relation in SHAPES.subject_objects(SHACL.targetSubjectsOf):
        ends = SHAPES.value(shape, SHACL.property)
        assert ends is not None
        assert SHAPES.value(ends, SHACL.path) == relation
        found[contract(str(relation))] = (classes(shape), classes(ends))
    assert found == {name: (set(ONTOLOGY.ends(name, "domain")), set(ONTOLOGY.ends(name, "range"))) for name in ONTOLOGY.relations}


def test_each_class_of_things_is_the_target_of_a_shape() -> None:
    """A defined class has only what its classes have; the class of selectors is another vocabulary's."""
    targets = {contract(str(kind)) for kind in SHAPES.objects(None, SHACL.targetClass)}
    ours = {name for name in ONTOLOGY.facts if name.startswith("ag:") and "owl:Class" in ONTOLOGY.values(name, "rdf:type")}
    assert targets == {name for name in ours if "owl:equivalentClass" not in ONTOLOGY.facts[name]}
