"""The groups of treatments that a reasoner fills: who belongs to each, who does not, and that a plain query finds them."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from small import PAGE, finding

from allgraph import resources
from allgraph.graph.assembly import Graph, make_graph
from allgraph.graph.ontology import node, read_ontology, read_turtle
from allgraph.graph.reasoning import add_inferences, infer
from allgraph.statements import Stance
from allgraph.vocabulary import contract

PH_POSITIVE, RELAPSED = "ph-positive-acute-lymphoblastic-leukemia", "relapsed-acute-lymphoblastic-leukemia"

#: What is said in a made-up document, and the groups that each subject gets by it: none by what is hedged or denied.
SAID = [
    (finding("clofarabine", "hasTarget", "cd19"), "Cd19DirectedTherapy"),
    (finding("clofarabine", "hasTarget", "cd22"), "Cd22DirectedTherapy"),
    (finding("clofarabine", "hasTarget", "bcr-abl1"), "BcrAblDirectedTherapy"),
    (finding("clofarabine", "usedInPhase", "induction-therapy"), "InductionDrug"),
    (finding("clofarabine", "usedInPhase", "consolidation-therapy"), "ConsolidationDrug"),
    (finding("clofarabine", "usedInPhase", "maintenance-therapy"), "MaintenanceDrug"),
    (finding("clofarabine", "hasRoute", "oral"), "OralTherapy"),
    (finding("clofarabine", "hasRoute", "intrathecal"), "IntrathecalTherapy"),
    (finding("clofarabine", "treats", PH_POSITIVE), "PhPositiveTherapy"),
    (finding("clofarabine", "treats", RELAPSED), "RelapsedTherapy"),
    (finding("tyrosine-kinase-inhibitor", "treats", PH_POSITIVE), "PhPositiveTherapy"),
    (finding("clofarabine", "forPopulation", "older-adults"), "OlderAdultTherapy"),
    (finding("etoposide", "forPopulation", "adults-ge-65-years", labels=("etoposide", "adults >=65 years")), "OlderAdultTherapy"),
    (finding("etoposide", "forPopulation", "adults-ge-18-years", labels=("etoposide", "adults >=18 years")), ""),
    (finding("etoposide", "treats", RELAPSED, Stance.HEDGED), ""),
    (finding("etoposide", "usedInPhase", "induction-therapy", Stance.NEGATED), ""),
    (finding("methotrexate", "hasTarget", "dihydrofolate-reductase"), ""),
]


@pytest.fixture(scope="module")
def graph() -> Graph:
    graph = make_graph(read_ontology(), [row for row, _ in SAID], [PAGE])
    return add_inferences(graph, infer(graph))


@pytest.fixture(scope="module")
def store(graph: Graph) -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in graph.triples())
    return store


def members(store: ox.Store, kind: str) -> set[str]:
    found = store.query(f"SELECT ?x WHERE {{ ?x a <{node(f'ag:{kind}').value}> }}")
    assert isinstance(found, ox.QuerySolutions)
    return {contract(row["x"].value).removeprefix("ag:") for row in found}


def test_each_group_has_whom_its_definition_names(store: ox.Store) -> None:
    kinds = {kind for _, kind in SAID if kind}
    for kind in kinds:
        told = {row.statement.subject.removeprefix("ag:") for row, given in SAID if given == kind}
        background = {"Cd19DirectedTherapy", "Cd22DirectedTherapy", "BcrAblDirectedTherapy"} & {kind}
        found = members(store, kind)
        assert told <= found
        assert background or found == told


def test_a_target_makes_no_targeted_drug(store: ox.Store) -> None:
    """Methotrexate acts on an enzyme, as cytotoxic drugs do; a drug is targeted by its class."""
    assert "methotrexate" not in members(store, "TargetedTherapy") | members(store, "Immunotherapy")
    assert {"imatinib", "blinatumomab"} <= members(store, "TargetedTherapy")
    assert "blinatumomab" in members(store, "Immunotherapy")


def test_a_group_two_levels_up_needs_no_reasoner(store: ox.Store) -> None:
    """Imatinib is stated to be of the narrowest class; the classes above follow one from the other."""
    for kind in ("BcrAblTyrosineKinaseInhibitor", "TyrosineKinaseInhibitor", "TargetedTherapy", "Treatment"):
        assert "imatinib" in members(store, kind), kind


def test_each_defined_class_says_what_it_is_and_why_it_is_there() -> None:
    triples = read_turtle(Path(resources.folder("ontology")) / "defined-classes.ttl")
    classes = {triple.subject for triple in triples if triple.object == node("owl:Class") and isinstance(triple.subject, ox.NamedNode)}
    assert len(classes) >= 11
    for name in classes:
        for told in ("rdfs:label", "skos:definition", "rdfs:comment", "owl:equivalentClass"):
            assert sum(triple.subject == name and triple.predicate == node(told) for triple in triples) == 1, (name, told)
