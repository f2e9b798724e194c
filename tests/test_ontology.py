"""The ontology folder: what is read of it, and what is refused with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import BACKGROUND, MAPPINGS, write_ontology

from allgraph.errors import OntologyError
from allgraph.graph.assembly import edge
from allgraph.graph.ontology import Background, Ontology, node, read_ontology


@pytest.fixture
def small(tmp_path: Path) -> Ontology:
    return read_ontology(write_ontology(tmp_path / "ontology"))


def test_terms_are_the_individuals(small: Ontology) -> None:
    """What has a class of the ontology as its type is a term; classes, relations and annotations are none."""
    assert {"ag:foocept", "ag:blocker", "ag:xt1"} < small.terms
    assert not {"ag:Drug", "ag:Blocker", "ag:treats", "ag:plainName"} & small.terms


def test_relations_are_those_read_from_documents_their_twins_and_two_more(small: Ontology) -> None:
    assert {"ag:treats", "ag:mayTreat", "ag:cites", "ag:associatedWith", "ag:partOfPhase"} < small.relations
    assert not {"ag:subject", "ag:hasEvidence", "ag:stance"} & small.relations
    assert small.hedged["ag:treats"] == "ag:mayTreat"
    assert "ag:cites" not in small.hedged


def test_kinds_go_up_and_ends_go_into_unions(small: Ontology) -> None:
    assert small.kinds("ag:foocept") >= {"ag:Drug", "ag:Treatment"}
    assert small.ends("ag:hasBrandName", "range") == ("ag:BrandName",)
    assert small.ends("ag:treats", "range") == ("ag:Disease", "ag:DiseaseState")


def test_names_are_what_people_say(small: Ontology) -> None:
    assert [small.name(curie) for curie in ("ag:foo-blocker", "ag:foocept", "ag:usedInPhase", "ag:unheard-of")] == [
        "fooblock", "foocept", "used in phase", "unheard-of"
    ]  # fmt: skip


def test_open_classes_are_marked_in_the_schema(small: Ontology) -> None:
    named = "BrandName Population Duration Schedule Criterion Purpose Mechanism Reference AdverseEffect Complication"
    assert small.open_classes == {f"ag:{name}" for name in named.split()}


def test_background_names_are_resolved(tmp_path: Path) -> None:
    """A name may be a label, a plain name, a synonym, an abbreviation or a CURIE, in any capitals."""
    names = ("Foocept", "foocept Acetate", "FCP", "ag:foocept")
    rows = "".join(f"{name}\thasTarget\txt1 KINASE\tbook {number}\t\n" for number, name in enumerate(names))
    found = read_ontology(write_ontology(tmp_path / "o", background=BACKGROUND.splitlines(keepends=True)[0] + rows)).background
    assert found == tuple(Background("ag:foocept", "ag:hasTarget", "ag:xt1", f"book {number}", "") for number in range(4))


def test_mappings_are_annotations(small: Ontology) -> None:
    assert edge("ag:foocept", "skos:exactMatch", "chebi:1") in small.triples


def test_cues_are_not_read(tmp_path: Path) -> None:
    folder = write_ontology(tmp_path / "o")
    (folder / "cues.ttl").write_text("this is no Turtle", encoding="utf-8")
    assert read_ontology(folder).terms


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    """`_:x` in one file is not `_:x` in another."""
    folder = write_ontology(tmp_path / "o")
    for name in ("a", "b"):
        (folder / "terms" / f"{name}.ttl").write_text(f"<urn:{name}> <urn:p> _:x . _:x <urn:q> '{name}' .", encoding="utf-8")
    blanks = {triple.object for triple in read_ontology(folder).triples if triple.predicate.value == "urn:p"}
    assert len(blanks) == 2


def test_a_folder_without_tables_is_enough(tmp_path: Path) -> None:
    folder = write_ontology(tmp_path / "o")
    (folder / "background.tsv").unlink()
    (folder / "mappings.sssom.tsv").unlink()
    assert read_ontology(folder).background == ()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("foocept\thasTarget\tXT2\tbook\t", "no term is called 'XT2'"),
        ("foocept\thasTarget\tXT1\t \t", "cites nothing"),
        ("foocept\tdances\tXT1\tbook\t", "'dances' is no relation"),
        ("foo blocker\tsubtypeOf\tcare without twin\tbook\t", "has no twin class"),
        ("foocept\thasTarget\tXT1\tbook", "4 fields"),
    ],
)
def test_a_wrong_background_row_is_named(tmp_path: Path, row: str, words: str) -> None:
    folder = write_ontology(tmp_path / "o", background=BACKGROUND + row + "\n")
    with pytest.raises(OntologyError, match=words) as caught:
        read_ontology(folder)
    assert caught.value.where.endswith("background.tsv, line 5")


def test_a_name_of_two_terms_is_refused(tmp_path: Path) -> None:
    terms = 'ag:second a ag:Target, owl:NamedIndividual ; rdfs:label "xt1 Kinase" .'
    with pytest.raises(OntologyError, match="several terms: ag:second, ag:xt1"):
        read_ontology(write_ontology(tmp_path / "o", terms=terms))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("ag:unheard-of\tskos:exactMatch\tchebi:1\t", "does not have"),
        ("ag:foocept\trdfs:seeAlso\tchebi:1\t", "is none of skos:broadMatch"),
        ("ag:foocept\tskos:exactMatch\tnowhere:1\t", "no CURIE"),
        ("ag:foocept\tskos:exactMatch\tchebi:a b\t", "no CURIE"),
    ],
)
def test_a_wrong_mapping_is_named(tmp_path: Path, row: str, words: str) -> None:
    folder = write_ontology(tmp_path / "o", mappings=MAPPINGS + row + "\n")
    with pytest.raises(OntologyError, match=words) as caught:
        read_ontology(folder)
    assert caught.value.where.endswith("mappings.sssom.tsv, line 4")


def test_bad_turtle_is_named_with_its_line(tmp_path: Path) -> None:
    folder = write_ontology(tmp_path / "o")
    (folder / "terms" / "wrong.ttl").write_text("\n\n<urn:a> <urn:b> .\n", encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        read_ontology(folder)
    assert caught.value.where.endswith("wrong.ttl, line 3")


def test_no_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="cannot be read"):
        read_ontology(tmp_path / "nowhere")


def test_a_relation_in_a_term_file_is_refused(tmp_path: Path) -> None:
    """An edge without citation cannot come in by the vocabulary."""
    with pytest.raises(OntologyError, match=r"needs a row with a citation in background\.tsv"):
        read_ontology(write_ontology(tmp_path / "o", terms="ag:foocept ag:treats ag:leukosis ."))


def test_the_version_is_that_of_the_header(small: Ontology) -> None:
    assert small.version
    assert Ontology(frozenset()).version == ""
    assert node("ag:a").value == "https://w3id.org/allgraph/a"
