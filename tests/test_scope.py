"""Pages about something else, written for this test: no statement about ALL comes from any of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from allgraph.documents import Document
from allgraph.reading.lexicon import read_lexicon
from allgraph.reading.relations import Reader, Reason
from allgraph.resources import folder
from allgraph.sources import Source
from allgraph.statements import Status

PAGES = Path(__file__).parent / "data" / "pages"
READER = Reader(read_lexicon(folder("ontology")))


def claims(text: str, title: str = "") -> set[str]:
    findings = READER.findings(Document(Source("page", "page.txt", title), text))
    return {
        f"{finding.statement.subject} {finding.statement.relation} {finding.statement.object}"
        for finding in findings
        if finding.evidence.status is Status.EXTRACTED
    }


@pytest.mark.parametrize("name", ["aml", "cml", "forum", "lymphoma", "newsletter", "shop"])
def test_a_page_about_something_else_states_nothing(name: str) -> None:
    assert claims((PAGES / f"{name}.txt").read_text(encoding="utf-8")) == set()


def test_a_list_of_references_only_cites() -> None:
    found = claims((PAGES / "references.txt").read_text(encoding="utf-8"))
    assert found
    assert {claim.split()[1] for claim in found} == {"ag:cites"}


def test_a_heading_about_another_disease_holds_until_the_next_one() -> None:
    page = (
        "Acute lymphoblastic leukemia\n\nNelarabine is used to treat T-cell ALL.\n\nChronic myeloid leukemia\n\n"
        "Imatinib is used for relapsed disease.\n\nAcute lymphoblastic leukemia in adults\n\nPonatinib is used for relapsed disease.\n"
    )
    treated = {claim for claim in claims(page) if " ag:treats " in claim}
    assert {claim.split()[0] for claim in treated} == {"ag:nelarabine", "ag:ponatinib"}


def test_labels_that_repeat_stand_under_the_headings_of_their_diseases() -> None:
    page = (
        "Acute Lymphoblastic Leukemia\nThis leukemia begins in young lymphocytes.\n\nTherapy in Short\nInduction therapy starts at once. "
        "Vincristine is used during induction.\n\nAcute Myeloid Leukemia\nThis leukemia begins in other cells.\n\nTherapy in Short\n"
        "Induction therapy lasts a week. Cytarabine is used during induction.\n"
    )
    assert {claim for claim in claims(page) if " ag:usedInPhase " in claim} == {"ag:vincristine ag:usedInPhase ag:induction-therapy"}


def test_below_another_diseases_heading_one_that_names_none_is_not_about_all() -> None:
    page = (
        "Treating ALL\n\nVincristine is used during induction.\n\nAcute Myeloid Leukemia\n\nThis leukemia is another one.\n\n"
        "Standard Protocols\n\nCytarabine is used during induction.\n\nCare of Adults With ALL\n\nPegaspargase is used during induction.\n"
    )
    assert {claim.split()[0] for claim in claims(page) if " ag:usedInPhase " in claim} == {"ag:vincristine", "ag:pegaspargase"}


def test_a_sentence_about_the_treatment_of_another_disease_gives_nothing_beside_one_about_all() -> None:
    page = (
        "Treating ALL\n\nTreatment for AML is shorter than treatment for ALL. "
        "Chemotherapy is the main treatment modality for AML and is given in two phases: induction and consolidation.\n"
    )
    assert not {claim for claim in claims(page) if " ag:usedInPhase " in claim}


def test_a_paragraph_about_another_disease_gives_nothing() -> None:
    page = "Treating ALL\n\nNelarabine is used to treat T-cell ALL.\n\nIn lymphoma, rituximab is used for relapsed disease.\n"
    assert claims(page) == {"ag:nelarabine ag:treats ag:t-cell-acute-lymphoblastic-leukemia"}


def test_an_effect_that_is_a_disease_does_not_change_what_a_page_is_about() -> None:
    page = "Treating ALL\n\nLate effects of treatment for ALL can include second cancers such as acute myeloid leukemia.\n"
    assert "ag:cancer-treatment ag:hasAdverseEffect ag:acute-myeloid-leukemia" in claims(page)


def test_each_sentence_tells_why_it_gave_nothing() -> None:
    page = "Treating ALL\n\nIs imatinib used for ALL? My son had ALL. Rain falls. Imatinib and ALL. Imatinib is used for ALL.\n"
    reading = READER.read(Document(Source("page", "page.txt"), page))
    assert [sentence.reason for sentence in reading.sentences if sentence.sentence.span.start > 12] == [
        Reason.QUESTION,
        Reason.SITE,
        Reason.NO_TERM,
        Reason.NO_RULE,
        Reason.STATED,
    ]
