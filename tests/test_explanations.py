"""Explanations: the chain from a claim to passages and citations, and what is told of a claim that is no edge. The drugs are made up."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from small import FINDINGS, OTHER, PAGE, TEXT, finding, write_ontology

from allgraph.asking.explanations import Explanation, Told, explain
from allgraph.asking.parameters import Parameter, resolve
from allgraph.asking.store import OxigraphStore, open_store
from allgraph.cli import run
from allgraph.errors import QueryError, UnknownName
from allgraph.graph.assembly import make_graph
from allgraph.graph.ontology import read_ontology
from allgraph.graph.reasoning import add_inferences, infer
from allgraph.graph.turtle import write_turtle
from allgraph.statements import Flag, Span, Status, UnknownTerm

MORE = [
    finding("foocept", "hasRoute", "by-hand", status=Status.REJECTED, curator="a curator", note="it is another drug"),
    finding("barumab", "hasRoute", "by-hand", status=Status.ACCEPTED, curator="a curator", note="yes", flag=Flag.ORPHANED),
]


UNKNOWN = UnknownTerm("quxumab", "page", Span(3, 9), "ends like a drug")


@pytest.fixture(scope="module")
def turtle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explanations")
    terms = 'ag:by-hand a ag:Route, owl:NamedIndividual ; rdfs:label "by hand" .\n'
    graph = make_graph(
        read_ontology(write_ontology(folder / "o", terms=terms)), [*FINDINGS, *MORE], [PAGE, OTHER], [UNKNOWN], texts={"page": TEXT}
    )
    path = folder / "graph.ttl"
    path.write_text(write_turtle(add_inferences(graph, infer(graph)).triples()), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def store(turtle: Path) -> OxigraphStore:
    engine = ox.Store()
    engine.load(path=str(turtle), format=ox.RdfFormat.TURTLE)
    return OxigraphStore(engine, "small")


def leaves(told: Told) -> set[str]:
    """The origins at the ends of the chains below a statement; an axiom is one."""
    below = set().union(*map(leaves, told.premises)) if told.premises else set()
    return below | {ground.origin for ground in told.grounds if ground.origin != "inferred"} | ({"axiom"} if not told.grounds else set())


def test_a_stated_edge_shows_its_passages(store: OxigraphStore) -> None:
    found = explain("foocept", "treats", "leukosis", store)
    assert found.edge == "plain"
    (told,) = found.told
    assert {(ground.source, ground.start, ground.end) for ground in told.grounds} == {
        ("A page on leukosis", "0", "42"),
        ("other.v1", "0", "42"),
    }
    assert {ground.context for ground in told.grounds} == {(), (f'0-7 "{TEXT[:7]}"', f'9-17 "{TEXT[9:17]}"')}
    assert next(ground for ground in told.grounds if ground.source != "other.v1").quote == " ".join(TEXT[Span(0, 42).start : 42].split())


def test_a_background_edge_shows_its_citation(store: OxigraphStore) -> None:
    found = explain("foocept", "hasDrugClass", "fooblock", store)
    (ground,) = found.told[0].grounds
    assert (found.edge, ground.origin, ground.source) == ("plain", "background", "The book of blockers, chapter 1")
    assert ground.url == "https://example.org/blockers#1"


def test_an_inferred_edge_goes_down_to_what_is_stated_or_cited(store: OxigraphStore) -> None:
    found = explain("FCP", "hasTarget", "XT1", store)
    (told,) = found.told
    assert (found.edge, [ground.origin for ground in told.grounds]) == ("plain", ["inferred"])
    assert leaves(told) == {"background", "axiom"}
    cited = {ground.source for premise in told.premises for ground in premise.grounds}
    assert cited == {"The book of blockers, chapter 1", "The book of blockers, chapter 3"}
    assert "inferred (value by a class axiom) from" in found.text()


def test_a_hedged_claim_is_no_plain_edge(store: OxigraphStore) -> None:
    found = explain("barumab", "treats", "leukosis", store)
    assert (found.edge, [told.stance for told in found.told]) == ("hedged", ["hedged"])
    assert "no source says so without reserve" in found.text()


def test_a_denied_claim_says_who_denies_it(store: OxigraphStore) -> None:
    found = explain("barumab", "usedInPhase", "opening", store)
    assert (found.edge, [told.stance for told in found.told]) == ("", ["negated"])
    assert "it is denied" in found.text()
    assert found.told[0].grounds[0].start == "44"


@pytest.mark.parametrize(
    ("subject", "relation", "object_", "words"),
    [
        ("foocept", "usedInPhase", "opening", "refused by the gate"),
        ("foocept", "hasRoute", "by hand", "rejected by a curator"),
        ("barumab", "hasRoute", "by hand", "no longer found"),
    ],
)
def test_what_supports_nothing_says_why(store: OxigraphStore, subject: str, relation: str, object_: str, words: str) -> None:
    found = explain(subject, relation, object_, store)
    assert found.edge == ""
    assert words in found.told[0].grounds[0].refused
    assert words in found.text()
    assert "supports nothing" in found.text()


def test_what_nobody_says_shows_what_is_nearest(store: OxigraphStore) -> None:
    found = explain("foocept", "combinedWith", "barumab", store)
    assert (found.edge, found.told) == ("", ())
    assert "no source says so" in found.text()
    near = explain("barumab", "hasBrandName", "foobrand", store)
    assert near.nearest == ("foocept has brand name Foobrand (affirmed), from document",)


def test_a_row_that_was_added_since_the_build_is_told(store: OxigraphStore) -> None:
    rows = [
        ("t.tsv, line 2", finding("foocept", "hasRoute", "by-hand", status=Status.ADDED, curator="A. Curator", note="read")),
        ("t.tsv, line 3", finding("foocept", "hasRoute", "by-hand", status=Status.PROPOSED)),
        ("t.tsv, line 4", finding("foocept", "hasBrandName", "newbrand", labels=("foocept", "Newbrand"), status=Status.ADDED)),
    ]
    found = explain("foocept", "has route", "by hand", store, lambda: rows)
    assert (found.edge, len(found.waiting)) == ("", 1)
    assert "no source says so" not in found.text()
    assert "the next `allgraph build` takes it in:\n    foocept has route by-hand (t.tsv, line 2; added, A. Curator: read)" in found.text()
    assert explain("foocept", "has brand name", "newbrand", store, lambda: rows).waiting  # a name that the graph does not know
    with pytest.raises(UnknownName):
        explain("foocept", "has brand name", "otherbrand", store, lambda: rows)
    assert explain("foocept", "treats", "leukosis", store, lambda: [("t", row) for row in FINDINGS]).waiting == ()


def test_exchanged_ends_show_the_claim_the_right_way_round(store: OxigraphStore) -> None:
    assert explain("leukosis", "treats", "foocept", store).nearest[0] == "foocept treats leukosis (affirmed), from document"


def test_a_statement_among_its_own_premises_ends(store: OxigraphStore) -> None:
    """A statement that is both stated and inferred is explained once, however the premises lead back to it."""
    assert isinstance(explain("foocept", "hasDrugClass", "blocker", store), Explanation)


def test_a_brand_stands_for_its_drug_where_the_relation_wants_one(built: Path) -> None:
    store = open_store(built)
    assert explain("Gleevec", "hasTarget", "BCR-ABL1", store) == explain("imatinib", "hasTarget", "BCR-ABL1", store)
    assert explain("imatinib", "hasBrandName", "Gleevec", store).edge == "plain"


def test_a_brand_that_a_document_tells_stands_for_its_drug_too(store: OxigraphStore) -> None:
    assert explain("foobrand", "treats", "leukosis", store) == explain("foocept", "treats", "leukosis", store)
    with pytest.raises(UnknownName, match=r"'Foobrand' \(foocept\) is a drug, not a disease; nearest: leukosis"):
        resolve(Parameter("disease", "term", ("ag:Disease",)), "Foobrand", store)


def test_a_hedged_relation_is_explained_by_its_plain_one(store: OxigraphStore) -> None:
    assert explain("barumab", "mayTreat", "leukosis", store) == explain("barumab", "treats", "leukosis", store)


def test_what_is_refused_is_nearest_to_nothing(store: OxigraphStore) -> None:
    near = explain("foocept", "hasRoute", "by hand", store).nearest
    assert all("by hand" not in label for label in near)


def test_an_unknown_name_names_the_nearest(store: OxigraphStore) -> None:
    with pytest.raises(UnknownName, match="foocept"):
        explain("foocep", "treats", "leukosis", store)
    with pytest.raises(UnknownName, match="no term is called 'Quxumab', though it was found in page 3-9"):
        explain("Quxumab", "treats", "leukosis", store)


def test_what_narrows_a_premise_is_told_as_elsewhere(built: Path) -> None:
    text = explain("allogeneic stem cell transplant", "combined with", "immunotherapy", open_store(built)).text()
    assert "immunotherapy combined with allogeneic stem cell transplant (affirmed; state: relapsed all)" in text


def test_every_unknown_name_of_a_claim_is_told(store: OxigraphStore) -> None:
    """In the order of the claim; of an unknown relation what relations there are."""
    with pytest.raises(QueryError) as caught:
        explain("foocep", "bar", "leukos", store)
    subject, relation, object_ = map(str, caught.value.all())
    assert subject.startswith("subject=foocep: no term is called 'foocep'; nearest: foocept")
    assert relation.startswith("relation=bar: no relation is called 'bar'; there is ")
    assert "treats" in relation
    assert object_.startswith("object=leukos: no term is called 'leukos'; nearest: leukosis")


def test_the_command_prints_text_or_json_and_tells_by_its_status(turtle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "foocept", "treats", "leukosis", "--graph", str(turtle)]) == 0
    assert capsys.readouterr().out.startswith("foocept treats leukosis: an edge of the graph\n")
    assert run(["explain", "barumab", "usedInPhase", "opening", "--graph", str(turtle), "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["told"][0]["stance"] == "negated"
    assert run(["explain", "nothing", "treats", "leukosis", "--graph", str(turtle)]) == 2
    assert "nothing" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("subject", "object_", "origins"),
    [
        ("imatinib", "BCR-ABL1", {"background"}),
        ("dasatinib", "BCR-ABL1", {"background"}),
        ("BCR-ABL tyrosine kinase inhibitor", "BCR-ABL1", {"background"}),
        ("tisagenlecleucel", "CD19", {"background"}),
        ("blinatumomab", "CD19", {"background", "document"}),
    ],
)
def test_what_no_document_states_is_never_shown_as_stated(built: Path, subject: str, object_: str, origins: set[str]) -> None:
    """The five documents never say what a tyrosine kinase inhibitor acts on: that is cited background, or follows from the class."""
    found = explain(subject, "hasTarget", object_, open_store(built))
    grounds = [ground for told in found.told for ground in told.grounds]
    assert found.edge == "plain"
    assert {ground.origin for ground in grounds} == origins
    assert all(ground.source and (ground.url or ground.start) for ground in grounds)


def test_a_target_by_class_shows_the_chain(store: OxigraphStore) -> None:
    """Where no row says it of the drug itself, its class does: the drug is of the class, and the class has the target."""
    told = explain("foocept", "hasTarget", "XT1", store).told[0]
    assert any("has drug class" in premise.label for premise in told.premises)
    assert any("has target" in premise.label for premise in told.premises)
