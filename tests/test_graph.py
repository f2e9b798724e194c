"""The graph before reasoning: what becomes an edge, what becomes a record, and what is refused."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, NamedNode, Triple
from small import FINDINGS, OTHER, PAGE, TEXT, finding, write_ontology

from allgraph.errors import BuildError
from allgraph.graph.assembly import Graph, edge, make_graph
from allgraph.graph.ontology import Ontology, node, read_ontology
from allgraph.graph.records import AROUND, evidence_curie
from allgraph.graph.turtle import write_turtle
from allgraph.statements import Finding, Flag, Span, Stance, Statement, Status, UnknownTerm
from allgraph.texts import digest
from allgraph.vocabulary import contract


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Ontology:
    return read_ontology(write_ontology(tmp_path_factory.mktemp("small") / "ontology"))


@pytest.fixture(scope="module")
def graph(small: Ontology) -> Graph:
    return make_graph(small, FINDINGS, [PAGE, OTHER], [UnknownTerm("quxumab", "page", Span(3, 9), "ends like a drug")])


def make(small: Ontology, *findings: Finding, texts: dict[str, str] | None = None) -> Graph:
    return make_graph(replace(small, background=()), findings, [PAGE, OTHER], texts=texts)


def values(graph: Graph, subject: str, relation: str) -> list[str]:
    """The values of a property in the whole graph, as CURIEs and texts, sorted."""
    found = {t.object for t in graph.triples() if t.subject == node(subject) and t.predicate == node(relation)}
    return sorted(contract(value.value) if isinstance(value, NamedNode) else str(getattr(value, "value", "")) for value in found)


TREATS = ("ag:foocept", "ag:treats", "ag:leukosis")
MAY_TREAT = ("ag:foocept", "ag:mayTreat", "ag:leukosis")


@pytest.mark.parametrize(
    ("findings", "edges"),
    [
        ([finding()], [TREATS]),
        ([finding(status=Status.ACCEPTED)], [TREATS]),
        ([finding(status=Status.ADDED)], [TREATS]),
        ([finding(flag=Flag.REVIEW)], [TREATS]),
        ([finding(status=Status.PROPOSED)], []),
        ([finding(status=Status.REJECTED)], []),
        ([finding(status=Status.ACCEPTED, flag=Flag.ORPHANED)], []),
        ([finding(stance=Stance.NEGATED)], []),
        ([finding(stance=Stance.NEGATED, status=Status.ACCEPTED)], []),
        ([finding(stance=Stance.HEDGED)], [MAY_TREAT]),
        ([finding(stance=Stance.HEDGED), finding(source="other.v1")], [TREATS]),
        ([finding(stance=Stance.HEDGED), finding(source="other.v1", status=Status.PROPOSED)], [MAY_TREAT]),
        ([finding(stance=Stance.HEDGED, status=Status.REJECTED)], []),
        ([finding(stance=Stance.NEGATED), finding(source="other.v1")], [TREATS]),
        ([finding(status=Status.REJECTED), finding(rule="another")], []),
    ],
)
def test_what_makes_an_edge(small: Ontology, findings: list[Finding], edges: list[tuple[str, str, str]]) -> None:
    """Affirmed rows make plain edges, rows that are only hedged hedged ones, others none; each stays a statement with its evidence."""
    graph = make(small, *findings)
    assert set(graph.edges) == {edge(*ends) for ends in edges}
    assert set(graph.claims) == {row.statement.curie for row in findings}


def test_each_edge_has_exactly_one_axiom(graph: Graph) -> None:
    """And no axiom stands without its edge, and none on anything but an edge."""
    parts: dict[object, dict[str, object]] = {}
    for triple in graph.triples():
        if not isinstance(triple.subject, NamedNode):
            parts.setdefault(triple.subject, {})[contract(triple.predicate.value)] = triple.object
    axioms = Counter(
        (part["owl:annotatedSource"], part["owl:annotatedProperty"], part["owl:annotatedTarget"])
        for part in parts.values()
        if part.get("rdf:type") == node("owl:Axiom")
    )
    assert axioms == Counter((triple.subject, triple.predicate, triple.object) for triple in graph.edges)


def test_only_what_supports_an_edge_is_named_by_it(small: Ontology) -> None:
    """Statements that differ by a qualifier support one edge together; hedged, negated and proposed ones do not."""
    narrowed = finding(qualifiers=(("ag:qualifierPhase", "ag:opening"),), span=Span(0, 30))
    others = [finding(stance=Stance.HEDGED, span=Span(0, 31)), finding(stance=Stance.NEGATED, span=Span(0, 32))]
    graph = make(small, finding(), narrowed, *others)
    assert graph.edges == {edge(*TREATS): {finding().statement.curie, narrowed.statement.curie}}


def test_one_statement_of_two_documents_has_two_evidences(graph: Graph) -> None:
    statement = finding().statement
    assert statement == finding(source="other.v1").statement
    assert len(graph.claims[statement.curie].evidence) == 2
    assert values(graph, statement.curie, "ag:origin") == ["document"]


def test_origins_of_one_statement_add_up(small: Ontology) -> None:
    """What a document states and background too is one statement of both origins, with both evidences."""
    row = finding("foocept", "hasDrugClass", "foo-blocker")
    graph = make_graph(small, [row], [PAGE])
    claim = graph.claims[row.statement.curie]
    assert claim.origins == {"background", "document"}
    assert claim.agents == {"manual_agent", "text_mining_agent"}
    assert len(claim.evidence) == 2


def test_a_statement_node(graph: Graph) -> None:
    curie = FINDINGS[3].statement.curie
    assert values(graph, curie, "rdfs:label") == ["barumab treats leukosis (hedged)"]
    assert values(graph, curie, "ag:subject") == ["ag:barumab"]
    assert values(graph, curie, "ag:predicate") == ["ag:treats"]
    assert values(graph, curie, "ag:object") == ["ag:leukosis"]
    assert values(graph, curie, "ag:stance") == ["hedged"]
    assert values(graph, curie, "ag:knowledgeLevel") == ["knowledge_assertion"]
    assert values(graph, curie, "ag:agentType") == ["text_mining_agent"]
    assert values(graph, curie, "rdf:type") == ["ag:Statement", "owl:NamedIndividual"]


def test_an_evidence_node(graph: Graph, small: Ontology) -> None:
    curie = evidence_curie(FINDINGS[0])
    assert values(graph, curie, "ag:evidenceOf") == [FINDINGS[0].statement.curie]
    assert values(graph, curie, "ag:inSource") == ["ag:source-page"]
    assert values(graph, curie, "ag:section") == ["1. Drugs"]
    assert values(graph, curie, "ag:rule") == ["treats/test"]
    assert values(graph, curie, "ag:ruleVersion") == [small.version]
    assert values(graph, curie, "ag:status") == ["extracted"]
    assert values(graph, curie, "ag:flag") == []
    (passage,) = values(graph, curie, "ag:hasPassage")
    told = [values(graph, passage, name) for name in ("oa:start", "oa:end", "ag:exactDigest", "oa:exact")]
    assert told == [["0"], ["42"], [digest(TEXT[:42])], []]
    assert sorted(values(graph, each, "oa:end") for each in values(graph, curie, "ag:hasContextPassage")) == [["17"], ["7"]]
    added = evidence_curie(FINDINGS[7])
    told = [values(graph, added, f"ag:{name}") for name in ("status", "curator", "note")]
    assert told == [["added"], ["a curator"], ["as the table shows"]]
    (same,) = values(graph, evidence_curie(FINDINGS[1]), "ag:hasPassage")
    assert values(graph, same, "ag:sameText") == ["a1"]


def test_background_evidence_cites(graph: Graph) -> None:
    statement = Statement("ag:foocept", "ag:hasDrugClass", "ag:foo-blocker", Stance.AFFIRMED)
    (evidence,) = graph.claims[statement.curie].evidence
    assert values(graph, evidence, "dcterms:bibliographicCitation") == ["The book of blockers, chapter 1"]
    assert values(graph, evidence, "ag:citationUrl") == ["https://example.org/blockers#1"]
    assert values(graph, evidence, "ag:status") == ["background"]
    assert values(graph, evidence, "ag:hasPassage") == []


def test_sources_and_unknown_terms(graph: Graph) -> None:
    assert values(graph, "ag:source-page", "rdfs:label") == ["A page on leukosis"]
    assert values(graph, "ag:source-page", "dcterms:date") == ["2026-01-02"]
    assert values(graph, "ag:source-other%2Ev1", "rdfs:label") == ["other.v1"]
    assert values(graph, "ag:source-other%2Ev1", "ag:sourceId") == ["other.v1"]
    (unknown,) = {t.subject for t in graph.records if t.object == node("ag:UnknownTerm")}
    assert isinstance(unknown, NamedNode)
    curie = contract(unknown.value)
    told = [values(graph, curie, name) for name in ("rdfs:label", "oa:start", "ag:inSource", "ag:reason")]
    assert told == [["quxumab"], ["3"], ["ag:source-page"], ["ends like a drug"]]


def test_a_name_that_an_edge_carries_is_not_unknown(small: Ontology) -> None:
    """A curator has added the brand that the reading took for an unknown name."""
    unknown = [UnknownTerm(name, "page", Span(3, 9), "ends like a drug") for name in ("foobrand", "quxumab")]
    assert [term.term for term in make_graph(small, FINDINGS, [PAGE, OTHER], unknown).records.unknown] == ["quxumab"]


def test_made_values_have_class_label_and_numbers(graph: Graph) -> None:
    brand = [values(graph, "ag:foobrand", name) for name in ("rdf:type", "rdfs:label")]
    assert brand == [["ag:BrandName", "owl:NamedIndividual"], ["Foobrand"]]
    people = "ag:grown-ups-ge-65-years"
    assert values(graph, people, "rdf:type") == ["ag:Population", "owl:NamedIndividual"]
    numbers = [values(graph, people, f"ag:{name}") for name in ("minValue", "minInclusive", "maxValue", "maxInclusive", "unit")]
    assert numbers == [["65"], ["true"], [], [], ["year"]]


def test_an_open_class_of_choice_is_settled_by_another_row(small: Ontology) -> None:
    """riskFactorFor leads to an adverse effect or a complication; what manages leads to can only be a complication."""
    risk = finding("foocept", "riskFactorFor", "rash", labels=("foocept", "rash"))
    assert values(make(small, risk), "ag:rash", "rdf:type") == ["ag:AdverseEffect", "owl:NamedIndividual"]
    managed = finding("barumab", "manages", "rash", labels=("barumab", "rash"))
    assert values(make(small, risk, managed), "ag:rash", "rdf:type") == ["ag:Complication", "owl:NamedIndividual"]


def test_a_term_is_not_made_again(small: Ontology) -> None:
    """A term that fits is left as it is authored, and one that is used as a value of an open class gets that class besides."""
    fits = make(small, finding("barumab", "forPopulation", "grown-ups", labels=("barumab", "GROWN-UPS")))
    assert values(fits, "ag:grown-ups", "rdfs:label") == ["grown-ups"]
    besides = make(small, finding("barumab", "hasAdverseEffect", "leukosis", labels=("barumab", "leukosis")))
    assert values(besides, "ag:leukosis", "rdf:type") == ["ag:AdverseEffect", "ag:Disease", "owl:NamedIndividual"]
    assert values(besides, "ag:leukosis", "rdfs:label") == ["leukosis"]


def test_a_source_may_be_a_subject(small: Ontology) -> None:
    row = finding("source-page", "cites", "a-book", labels=("", "A book"))
    assert edge("ag:source-page", "ag:cites", "ag:a-book") in make(small, row).edges


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (finding(value="unheard-of"), "ag:unheard-of is no term; ag:treats needs ag:Disease or ag:DiseaseState"),
        (finding(subject="unheard-of"), "ag:unheard-of is no term"),
        (finding(relation="dances"), "ag:dances is no relation"),
        (finding(relation="mayTreat"), "ag:mayTreat is no relation"),
        (finding(source="elsewhere"), "not in the table of sources"),
        (finding("source-page", "cites", "a-book", Stance.HEDGED), "ag:cites has no hedged form"),
        (finding(qualifiers=(("ag:qualifierPhase", "ag:unheard-of"),)), "ag:unheard-of is no term"),
    ],
)
def test_what_cannot_be_resolved_is_named(small: Ontology, row: Finding, words: str) -> None:
    with pytest.raises(BuildError, match=words) as caught:
        make(small, row)
    assert f"{row.evidence.source}, 0-42" in caught.value.where


def test_hedged_forms_that_do_not_occur_are_left_out(graph: Graph) -> None:
    triples = graph.triples()
    subjects = {triple.subject for triple in triples}
    assert node("ag:mayTreat") in subjects
    assert node("ag:mayHaveTarget") not in subjects
    heads = {triple.subject for triple in triples if triple.object in (node("owl:Axiom"), node("owl:AllDisjointClasses"))}
    assert {subject for subject in subjects if isinstance(subject, BlankNode)} - {triple.object for triple in triples} == heads


def test_background_about_a_class_is_an_axiom_on_its_members(graph: Graph) -> None:
    """It is an edge of the class as well; what a document says of a class is only that."""
    assert edge("ag:FooBlocker", "rdfs:subClassOf", "ag:Blocker") in graph.axioms
    assert edge("ag:foo-blocker", "ag:subtypeOf", "ag:blocker") in graph.edges
    assert edge("ag:foo-blocker", "ag:hasTarget", "ag:xt1") in graph.edges
    assert len(graph.axioms) == 2
    assert set(graph.axioms) <= graph.entities


def test_quotes_come_with_the_text(small: Ontology) -> None:
    """Exact text, and up to 32 code points before and after; names of nodes are the same with and without."""
    row = finding("barumab", "treats", "leukosis", span=Span(44, 59), context=(Span(0, 7),))
    bare, quoted = make(small, row), make(small, row, texts={"page": TEXT})
    (passage,) = values(quoted, evidence_curie(row), "ag:hasPassage")
    (context,) = values(quoted, evidence_curie(row), "ag:hasContextPassage")
    assert values(quoted, passage, "oa:exact") == [TEXT[44:59]]
    assert values(quoted, passage, "oa:prefix") == [TEXT[44 - AROUND : 44]]
    assert values(quoted, passage, "oa:suffix") == [TEXT[59 : 59 + AROUND]]
    assert [values(quoted, context, name) for name in ("oa:exact", "oa:prefix", "ag:exactDigest")] == [["Foocept"], [], [digest("Foocept")]]
    assert set(bare.records) < set(quoted.records)


def test_a_passage_that_is_not_in_the_text_is_refused(small: Ontology) -> None:
    with pytest.raises(BuildError, match="another text there"):
        make(small, finding(), texts={"page": "x" + TEXT})


def test_an_orphaned_passage_is_not_quoted(small: Ontology) -> None:
    row = finding(status=Status.ACCEPTED, flag=Flag.ORPHANED)
    graph = make(small, row, texts={"page": "x" + TEXT})
    assert not [triple for triple in graph.records if triple.predicate == node("oa:exact")]
    assert values(graph, evidence_curie(row), "ag:flag") == ["orphaned"]


def test_evidence_is_known_by_where_the_claim_stands(small: Ontology) -> None:
    """Two rules that find one claim at one place are one evidence; another place, context or claim is another."""
    row = finding()
    assert evidence_curie(row) == evidence_curie(finding(rule="another", section="elsewhere"))
    others = [finding(span=Span(0, 41)), finding(context=(Span(50, 55),)), finding(source="other.v1"), finding(stance=Stance.HEDGED)]
    assert len({evidence_curie(each) for each in [row, *others]}) == 5
    graph = make(small, finding(status=Status.PROPOSED), row)
    assert values(graph, evidence_curie(row), "ag:status") == ["extracted"]


@settings(max_examples=20)
@given(st.randoms(use_true_random=False))
def test_order_and_repetition_leave_no_trace(small: Ontology, rng: random.Random) -> None:
    findings, sources = [*FINDINGS, *FINDINGS[:3]], [PAGE, OTHER, PAGE]
    rng.shuffle(findings)
    rng.shuffle(sources)
    shuffled = write_turtle(make_graph(small, findings, sources).triples())
    assert shuffled == write_turtle(make_graph(small, FINDINGS, [PAGE, OTHER]).triples())


def test_every_property_of_a_graph_is_declared(graph: Graph) -> None:
    """OWLAPI drops what is not declared, in silence."""
    triples = [*graph.triples(), *make_graph(graph.ontology, FINDINGS, [PAGE, OTHER], texts={"page": TEXT, "other.v1": TEXT}).triples()]
    kinds = {node(f"owl:{kind}") for kind in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")}
    declared = {triple.subject for triple in triples if triple.object in kinds}
    built_in = ("rdf:", "rdfs:", "owl:")
    assert {contract(t.predicate.value) for t in triples if not contract(t.predicate.value).startswith(built_in)} <= {
        contract(each.value) for each in declared if isinstance(each, NamedNode)
    }


def test_a_negated_statement_is_told_as_such(graph: Graph) -> None:
    row = FINDINGS[5]
    assert values(graph, row.statement.curie, "ag:stance") == ["negated"]
    assert Triple(node("ag:barumab"), node("ag:usedInPhase"), node("ag:opening")) not in graph.triples()
