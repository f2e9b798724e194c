"""What a user may write for a term, and what is said where it names none."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from query_fixtures import GRAPH

from allgraph.asking.parameters import Parameter, asked, resolve
from allgraph.asking.store import OxigraphStore, open_store
from allgraph.errors import QueryError, UnknownName
from allgraph.vocabulary import PREFIXES, expand


@pytest.fixture(scope="module")
def store() -> OxigraphStore:
    return open_store(GRAPH)


def target(value: str, store: OxigraphStore) -> str:
    found = resolve(Parameter("target", "term", ("ag:Target",)), value, store)
    assert isinstance(found, ox.NamedNode)
    return found.value


@pytest.mark.parametrize("value", ["rxnorm:282388", "RxNorm:282388", "ncit:C62035", expand("rxnorm:282388"), f"<{expand('ncit:C62035')}>"])
def test_one_term_by_identifiers_of_others(built: Path, value: str) -> None:
    assert resolve(Parameter("drug", "term", ("ag:Drug",)), value, open_store(built)) == ox.NamedNode(expand("ag:imatinib"))


@pytest.mark.parametrize(("value", "nearest"), [("mesh:D000068877", ("imatinib",)), ("rxnorm:1", ()), ("ncit:><", ())])
def test_an_identifier_of_no_term_names_what_is_near(built: Path, value: str, nearest: tuple[str, ...]) -> None:
    with pytest.raises(UnknownName, match="no drug has the identifier") as error:
        resolve(Parameter("drug", "term", ("ag:Drug",)), value, open_store(built))
    assert error.value.nearest == nearest


@pytest.mark.parametrize("value", ["CD19", "cd19", "cd-19", "CD 19", " CD19 ", "ag:cd19", expand("ag:cd19"), f"<{expand('ag:cd19')}>"])
def test_one_term_by_many_names(store: OxigraphStore, value: str) -> None:
    assert target(value, store) == expand("ag:cd19")


@pytest.mark.parametrize(
    ("value", "curie"),
    [
        ("bcr-abl", "ag:bcr-abl1"),
        ("BCR ABL1", "ag:bcr-abl1"),
        ("BCR-ABL1 fusion protein", "ag:bcr-abl1"),
        ("ALL", "ag:acute-lymphoblastic-leukemia"),
        ("all", "ag:acute-lymphoblastic-leukemia"),
        ("tki", "ag:tyrosine-kinase-inhibitor"),
        ("adults >=65 years", "ag:adults-ge-65-years"),
        ("adults ≥65 years", "ag:adults-ge-65-years"),
        ("adults <65 years", "ag:adults-lt-65-years"),
        ("Gleevec", "ag:gleevec"),  # without a class the label is stronger than the drug's brand
        ("BCR-ABL inhibitor", "ag:bcr-abl-inhibitor"),  # the individual, not the class beside it
        ("other", "ag:source-other"),
        ("TKIs", "ag:tyrosine-kinase-inhibitor"),
        ("tyrosine-kinase inhibitors", "ag:tyrosine-kinase-inhibitor"),
        ("stem cell transplants", "ag:stem-cell-transplant"),
        ("acute lymphoblastic leukaemia", "ag:acute-lymphoblastic-leukemia"),
        ("acute lymphoblastic leukemias", "ag:acute-lymphoblastic-leukemia"),
        ("used in phase", "ag:usedInPhase"),
        ("usedInPhase", "ag:usedInPhase"),
    ],
)
def test_names_of_every_kind(store: OxigraphStore, value: str, curie: str) -> None:
    assert resolve(Parameter("x", "term"), value, store) == ox.NamedNode(expand(curie))


def test_a_class_settles_whose_brand_it_is(store: OxigraphStore) -> None:
    """A subclass counts, also without its closure in the graph."""
    for name in ("ag:Drug", "ag:Treatment"):
        assert resolve(Parameter("drug", "term", (name,)), "gleevec", store) == ox.NamedNode(expand("ag:imatinib"))


def test_an_unknown_name_tells_the_nearest(store: OxigraphStore) -> None:
    with pytest.raises(UnknownName, match="target=CD91: no target is called 'CD91'; nearest: CD19") as caught:
        target("CD91", store)
    assert caught.value.name == "CD91"
    assert caught.value.nearest == ("CD19",)  # and none of those that only share letters with it
    with pytest.raises(UnknownName, match=r"no target is called 'XYZ'; there is .*CD19, .*CD22, "):
        target("XYZ", store)


@pytest.mark.parametrize("value", ["CD", "CD1", "CD1s", "s", "es"])
def test_what_is_left_of_a_plural_must_be_a_name(store: OxigraphStore, value: str) -> None:
    with pytest.raises(UnknownName):
        target(value, store)


def test_a_name_that_was_cut_short_tells_whose_it_may_be(store: OxigraphStore) -> None:
    with pytest.raises(UnknownName, match="nearest: vincristine"):
        resolve(Parameter("drug", "term", ("ag:Drug",)), "V-inc", store)


@pytest.mark.parametrize(
    ("value", "nearest"),
    [("Induction (5 weeks)", "induction therapy"), ("early intensification (block 2)", "early intensification"), ("(5 weeks)", "")],
)
def test_a_name_with_more_behind_it_tells_whose_it_is(built: Path, value: str, nearest: str) -> None:
    with pytest.raises(UnknownName) as error:
        resolve(Parameter("phase", "term", ("ag:TreatmentPhase",)), value, open_store(built))
    assert error.value.nearest[:1] == ((nearest,) if nearest else ())


def test_a_source_may_be_called_by_its_file(built: Path) -> None:
    by_file = Parameter("source", "term", ("ag:Source",))
    wanted = ox.NamedNode(expand("ag:source-000_bceb99142eb6840d"))
    for value in ("000_bceb99142eb6840d.txt", "my/pages/000_bceb99142eb6840d.txt", "C:\\pages\\000_bceb99142eb6840d.txt.gz"):
        assert resolve(by_file, value, open_store(built)) == wanted
    for value in ("pages/other.txt", "HealthTree.txt", "pages/"):  # a publisher is no file
        with pytest.raises(UnknownName, match="no source is called"):
            resolve(by_file, value, open_store(built))
    with pytest.raises(UnknownName):
        resolve(Parameter("subject", "term", ("ag:Drug",)), "000_bceb99142eb6840d.txt", open_store(built))


def test_of_files_that_share_a_name_each_is_called_by_its_own(tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    told = "".join(f'ag:source-{name} a ag:Source ; rdfs:label "{name}" ; ag:sourceId "{name}" .\n' for name in ("qa.txt", "qa.md"))
    kind = "ag:Source a owl:Class .\n"
    prefixes = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("ag", "rdfs", "owl"))
    graph.write_text(prefixes + kind + told.replace("ag:source-qa.", "ag:source-qa-"), encoding="utf-8")
    by_file = Parameter("source", "term", ("ag:Source",))
    assert resolve(by_file, "pages/qa.md", open_store(graph)) == ox.NamedNode(expand("ag:source-qa-md"))
    with pytest.raises(UnknownName):
        resolve(by_file, "pages/qa.html", open_store(graph))


def test_an_unknown_name_is_called_what_was_asked_for(store: OxigraphStore) -> None:
    with pytest.raises(UnknownName, match="no source is called 'nowhere'"):
        resolve(Parameter("source", "term", ("ag:Source",)), "nowhere", store)
    with pytest.raises(UnknownName, match="no disease or disease state is called"):
        resolve(Parameter("disease", "term", ("ag:Disease", "ag:DiseaseState")), "xyz", store)
    many = ("ag:Disease", "ag:DiseaseState", "ag:Drug", "ag:Test", "ag:Outcome")
    with pytest.raises(UnknownName, match=r"no term that may stand here is called 'x{80}…'"):
        resolve(Parameter("x", "term", many), "x" * 5000, store)
    with pytest.raises(UnknownName, match="no term is called"):
        resolve(Parameter("x", "term"), "xyzzy", store)


def test_a_name_of_another_class_says_what_it_is(store: OxigraphStore) -> None:
    """And tells the terms of the right class that statements tie it to."""
    with pytest.raises(UnknownName, match=r"'blincyto' \(blinatumomab\) is a drug, not a target; nearest: CD19, CD3$"):
        target("blincyto", store)


def test_a_name_of_several_terms_is_not_guessed(tmp_path: Path) -> None:
    file = tmp_path / "g.ttl"
    file.write_text(
        "@prefix ag: <https://w3id.org/allgraph/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "ag:a a ag:Target ; rdfs:label 'same' . ag:b a ag:Target ; rdfs:label 'same' .\n"
    )
    with pytest.raises(QueryError, match="names several terms: ag:a, ag:b"):
        target("same", open_store(file))
    assert target("ag:b", open_store(file)) == expand("ag:b")


def test_a_page_that_is_called_as_a_thing_gives_way_to_the_thing(tmp_path: Path) -> None:
    file = tmp_path / "g.ttl"
    file.write_text(
        "@prefix ag: <https://w3id.org/allgraph/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix owl: <http://www.w3.org/2002/07/owl#> . ag:Drug a owl:Class . ag:Source a owl:Class . ag:Disease a owl:Class .\n"
        "ag:imatinib a ag:Drug ; rdfs:label 'imatinib' . ag:source-x a ag:Source ; rdfs:label 'imatinib' .\n"
        "ag:all a ag:Disease ; rdfs:label 'leukemia' ; ag:abbreviation 'ALL' . ag:source-ALL a ag:Source ; rdfs:label 'ALL' .\n"
    )
    store = open_store(file)
    for value, curie in (("imatinib", "ag:imatinib"), ("Imatinib", "ag:imatinib"), ("ALL", "ag:all"), ("source-x", "ag:source-x")):
        assert resolve(Parameter("subject", "term"), value, store).value == expand(curie)
    assert resolve(Parameter("source", "term", ("ag:Source",)), "ALL", store).value == expand("ag:source-ALL")


@pytest.mark.parametrize("value", ["mayHelp", "may help", "ag:mayHelp", "helps", "May Help"])
def test_the_relation_of_hedged_edges_is_that_of_their_statements(value: str, tmp_path: Path) -> None:
    file = tmp_path / "g.ttl"
    file.write_text(
        "@prefix ag: <https://w3id.org/allgraph/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix owl: <http://www.w3.org/2002/07/owl#> . ag:helps a owl:ObjectProperty ; rdfs:label 'helps' ; ag:affirmedAs 'helps' .\n"
        "ag:mayHelp a owl:ObjectProperty ; rdfs:label 'may help' ; ag:hedgedFormOf ag:helps .\n"
    )
    assert asked(Parameter("x", "term", ("owl:ObjectProperty",)), value, open_store(file)) == ox.NamedNode(expand("ag:helps"))


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("integer", "040", '"040"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("decimal", "1e-1", '"0.1"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("boolean", "true", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("string", " a", '" a"'),
        ("date", "2026", '"2026"'),
        ("date", "2024-02-29", '"2024-02-29"'),
    ],
)
def test_typed_values(store: OxigraphStore, kind: str, value: str, written: str) -> None:
    assert str(resolve(Parameter("x", kind), value, store)) == written


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("integer", "4.0"),
        ("integer", "٤"),
        ("integer", "4 }"),
        ("decimal", "nan"),
        ("decimal", "x"),
        ("boolean", "yes"),
        ("string", "\ud800"),
        ("date", "yesterday"),
        ("date", "26"),
        ("date", "2026-13"),
        ("date", "2026-02-29"),
        ("date", "2026-05-08 } #"),
    ],
)
def test_wrong_values_are_refused(store: OxigraphStore, kind: str, value: str) -> None:
    with pytest.raises(QueryError):
        resolve(Parameter("x", kind), value, store)


@pytest.mark.parametrize("kind", ["integer", "decimal"])
def test_a_number_keeps_its_bounds(store: OxigraphStore, kind: str) -> None:
    age = Parameter("age", kind, minimum=Decimal(0), maximum=Decimal(130))
    assert [str(resolve(age, value, store)).split('"')[1] for value in ("0", "130")] == ["0", "130"]
    with pytest.raises(QueryError, match="at least 0"):
        resolve(age, "-1", store)
    with pytest.raises(QueryError, match="at most 130"):
        resolve(age, "131", store)


def test_an_enumerated_value(store: OxigraphStore) -> None:
    stance = Parameter("stance", "string", enumerate=("affirmed", "hedged"))
    assert resolve(stance, "hedged", store) == ox.Literal("hedged")
    with pytest.raises(QueryError, match="must be one of affirmed, hedged"):
        resolve(stance, "perhaps", store)


@given(st.text(max_size=20))
def test_any_word_resolves_or_is_refused_in_words(value: str) -> None:
    """No name a user types breaks anything."""
    graph = open_store(GRAPH)
    try:
        found = resolve(Parameter("x", "term", ("ag:Target",)), value, graph)
    except QueryError:
        return
    assert graph.ask(f"ASK {{ {found} a ag:Target }}")
