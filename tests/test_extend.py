"""The ontology drives the program: a drug, a synonym, a relation and a question are added to a copy by editing data files only."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from allgraph import resources
from allgraph.asking.linter import lint
from allgraph.asking.queries import run
from allgraph.asking.store import open_store
from allgraph.build import build
from allgraph.documents import Document
from allgraph.errors import OntologyError
from allgraph.reading.extract import extract_documents
from allgraph.sources import Source

DRUG = """
ag:examplimab a ag:Drug, owl:NamedIndividual ;
    rdfs:label "examplimab" .
"""
SYNONYM = """
ag:examplimab oio:hasExactSynonym "compound seven" .
"""
RELATION = """
ag:keptAt a owl:ObjectProperty ;
    rdfs:label "kept at" ;
    skos:definition "The drug is kept in this setting until it is given." ;
    rdfs:domain ag:Drug ;
    rdfs:range ag:Setting ;
    ag:extracted true .
"""
CUE = """
ag:keptAt ag:pattern "kept-at: {s} .. (kept|stored) (at|in) .. {o}" .
"""
SETTING = """
ag:example-ward a ag:Setting, owl:NamedIndividual ;
    rdfs:label "example ward" .
"""
OPENING = "Acute lymphoblastic leukemia is a disease of the blood.\n\n"  # what a page speaks of decides whether it is read
QUESTION = """#+ summary: Drugs by the setting they are kept in
#+ params:
#+   setting: {type: term, class: ag:Setting}
#+ columns:
#+   drug: {label: drug, role: entity}
#+   name: {label: setting}
#+ order: [drug, name]

PREFIX ag: <https://w3id.org/allgraph/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?drug ?name WHERE { ?drug ag:keptAt ?setting . ?setting rdfs:label ?name } ORDER BY ?drug ?name
"""


@pytest.fixture
def ontology(tmp_path: Path) -> Path:
    """A copy of ontology/ to edit, without the tables."""
    return Path(shutil.copytree(resources.folder("ontology"), tmp_path / "ontology", ignore=shutil.ignore_patterns("statements")))


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    """A copy of the stored queries to edit."""
    return Path(shutil.copytree(resources.folder("queries") / "answers", tmp_path / "answers"))


@pytest.fixture
def read(ontology: Path) -> Callable[[str], set[tuple[str, str, str]]]:
    """What a sentence says, with the vocabulary as it is edited then."""
    asked = 0

    def said(text: str) -> set[tuple[str, str, str]]:
        nonlocal asked
        asked += 1
        moved = ontology.rename(ontology.with_name(f"ontology-{asked}"))  # a vocabulary is read once a folder
        shutil.copytree(moved, ontology)
        found = extract_documents([Document(Source("page", "page.txt"), OPENING + text)], ontology=moved).findings
        return {(row.statement.subject, row.statement.relation, row.statement.object) for row in found}

    return said


def add(file: Path, text: str) -> None:
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


TREATS = ("ag:examplimab", "ag:treats", "ag:acute-lymphoblastic-leukemia")
KEPT = ("ag:examplimab", "ag:keptAt", "ag:example-ward")


def test_a_drug_is_added(ontology: Path, read: Callable[[str], set[tuple[str, str, str]]]) -> None:
    assert TREATS not in read("Examplimab is used to treat ALL.")
    add(ontology / "terms" / "drugs.ttl", DRUG)
    assert TREATS in read("Examplimab is used to treat ALL.")


def test_a_synonym_is_added(ontology: Path, read: Callable[[str], set[tuple[str, str, str]]]) -> None:
    add(ontology / "terms" / "drugs.ttl", DRUG)
    assert TREATS not in read("Compound seven is used to treat ALL.")
    add(ontology / "terms" / "drugs.ttl", SYNONYM)
    assert TREATS in read("Compound seven is used to treat ALL.")


def test_a_relation_is_added(ontology: Path, read: Callable[[str], set[tuple[str, str, str]]]) -> None:
    add(ontology / "terms" / "drugs.ttl", DRUG)
    add(ontology / "terms" / "settings.ttl", SETTING)
    assert KEPT not in read("Examplimab is stored in the example ward.")
    add(ontology / "allgraph.ttl", RELATION)
    add(ontology / "cues.ttl", CUE)
    assert KEPT in read("Examplimab is stored in the example ward.")


def test_two_cues_of_one_name_are_refused(ontology: Path, read: Callable[[str], set[tuple[str, str, str]]]) -> None:
    add(ontology / "allgraph.ttl", RELATION)
    add(ontology / "cues.ttl", CUE + 'ag:keptAt ag:pattern "kept-at: {s} in {o}" .\n')
    with pytest.raises(OntologyError, match="two patterns are named keptAt/kept-at") as caught:
        read("Nothing is said here.")
    assert caught.value.where == "ag:keptAt"


@pytest.mark.parametrize(
    ("pattern", "words"), [("{s} ( {o}", r"cannot read '\('"), ("{s} () {o}", r"cannot read '\(\)'"), ("{s} in", "names both ends once")]
)
def test_a_pattern_that_cannot_be_read_is_refused(
    ontology: Path, read: Callable[[str], set[tuple[str, str, str]]], pattern: str, words: str
) -> None:
    add(ontology / "allgraph.ttl", RELATION)
    add(ontology / "cues.ttl", f'ag:keptAt ag:pattern "broken: {pattern}" .\n')
    with pytest.raises(OntologyError, match=words) as caught:
        read("Nothing is said here.")
    assert caught.value.where is not None
    assert "keptAt/broken" in caught.value.where


@pytest.mark.parametrize(
    ("file", "line", "words", "where"),
    [
        ("cues.ttl", 'ag:keptAt ag:pattern "of-kind: {s:Durg} near {o}" .', "no ag:Durg; nearest: ag:Drug", "keptAt/of-kind"),
        ("cues.ttl", 'ag:keptAt ag:pattern "of-term: {s=imatinip} near {o}" .', "no ag:imatinip; nearest: ag:imatinib", "keptAt/of-term"),
        (
            "cues.ttl",
            "ag:imatinib ag:readsAs ag:dasatinip .",
            "no ag:dasatinip; nearest: ag:dasatinib",
            "cues.ttl, ag:readsAs of ag:imatinib",
        ),
        ("terms/drugs.ttl", 'ag:xamplimab a ag:Durg ; rdfs:label "xamplimab" .', "no ag:Durg", "drugs.ttl, rdf:type of ag:xamplimab"),
    ],
)
def test_a_name_that_the_ontology_lacks_is_refused(
    ontology: Path, read: Callable[[str], set[tuple[str, str, str]]], file: str, line: str, words: str, where: str
) -> None:
    add(ontology / "allgraph.ttl", RELATION)
    add(ontology / file, line + "\n")
    with pytest.raises(OntologyError, match=words) as caught:
        read("Nothing is said here.")
    assert where in str(caught.value.where)


def test_a_question_is_added_and_answered(ontology: Path, queries: Path, tmp_path: Path) -> None:
    """All four together, from a document to an answer with the new relation's edge in it."""
    add(ontology / "terms" / "drugs.ttl", DRUG + SYNONYM)
    add(ontology / "terms" / "settings.ttl", SETTING)
    add(ontology / "allgraph.ttl", RELATION)
    add(ontology / "cues.ttl", CUE)
    (queries / "drugs-by-setting.rq").write_text(QUESTION, encoding="utf-8")
    assert lint(queries) == []
    page = tmp_path / "page.txt"
    page.write_text(f"{OPENING}Compound seven is stored in the example ward.\n", encoding="utf-8")
    build([page], tmp_path / "built", tables=tmp_path / "none", ontology=ontology)
    answer = run("drugs-by-setting", {"setting": "example ward"}, open_store(tmp_path / "built"), folder=queries)
    assert answer.records() == [{"drug": "ag:examplimab", "name": "example ward"}]
