"""Pages about something else, written for this test: no statement about ALL comes from any of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from our_reader import READER
from test_relations import read

from allgraph.documents import Document
from allgraph.reading.readings import Reason
from allgraph.sources import Source
from allgraph.statements import Status

PAGES = Path(__file__).parent / "data" / "pages"


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


@pytest.mark.parametrize("line", ["Leukemia & Lymphoma Program", "Home > Blood cancers > Lymphoma", "Care / Lymphoma / Patients"])
def test_a_sites_name_above_the_title_does_not_make_the_page_one_about_another_disease(line: str) -> None:
    title = "Treatment of acute lymphoblastic leukemia (ALL)\nA guide for parents\n\nMost children are cured.\n\n"
    phase = "1. Induction\n\nChildren get vincristine once a week.\n"
    assert "ag:vincristine ag:usedInPhase ag:induction-therapy" in claims(f"{line}\n\n{title}{phase}")
    part = "Lymphoma\n\nRituximab and bendamustine\n\n"  # a part of the page that tells a treatment is no such line
    assert claims(f"{part}{title}{phase}") == set()


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


@pytest.mark.parametrize(
    "disease",
    "Medulloblastoma; Brain tumours; Glioma; Neuroblastoma; Ewing's sarcoma; Wilms' tumour; Colon cancer; AML; DLBCL; "
    "Myeloma; MDS; Aplastic anaemia; Sickle-cell anaemia; Beta-thalassaemia; Rheumatoid arthritis; Lupus; Crohn's disease; Psoriasis".split(
        "; "
    ),
)
def test_what_is_said_of_another_disease_is_not_said_of_all(disease: str) -> None:
    page = (
        "Acute lymphoblastic leukemia\n\nNelarabine is used to treat T-cell ALL.\n\n"
        f"{disease}\n\nMethotrexate is given by mouth to children. It can cause hair loss.\n"
    )
    assert {claim.split()[0] for claim in claims(page)} == {"ag:nelarabine"}
    told = (
        f"Acute lymphoblastic leukemia\n\nNelarabine is used to treat T-cell ALL.\n\nChildren with {disease} are given oral methotrexate.\n"
    )
    assert {claim.split()[0] for claim in claims(told)} == {"ag:nelarabine"}


@pytest.mark.parametrize(
    ("told", "effect"),
    [
        ("Etoposide can cause secondary AML.", "ag:etoposide ag:hasAdverseEffect ag:secondary-acute-myeloid-leukemia"),
        (
            "Years later cranial radiation therapy can cause brain tumours.",
            "ag:cranial-radiation-therapy ag:hasAdverseEffect ag:brain-tumor",
        ),
        ("Late effects of cranial radiation therapy include gliomas.", "ag:cranial-radiation-therapy ag:hasAdverseEffect ag:glioma"),
        ("Late effects of total-body irradiation include skin cancer.", "ag:total-body-irradiation ag:hasAdverseEffect ag:skin-cancer"),
    ],
)
def test_another_disease_that_treatment_causes_is_an_effect(told: str, effect: str) -> None:
    assert effect in claims(f"Acute lymphoblastic leukemia\n\nNelarabine is used to treat T-cell ALL.\n\n{told}\n")


def test_a_protocol_that_names_no_disease_tells_what_its_drugs_do_and_nothing_of_the_disease() -> None:
    protocol = "Induction, part one\n\nVincristine IV on days 8 and 15\nVincristine can cause constipation.\nIt is used in children.\n"
    assert read(protocol, title="") == {"vincristine hasRoute intravenous", "vincristine hasAdverseEffect constipation"}
    assert read(protocol.replace("Induction, part one", "Day ward"), title="") == set()


def test_what_follows_is_about_the_drug_that_opens_a_page_without_a_title_and_is_named_most() -> None:
    opens = "Ponatinib won approval for ALL.\n\nA trial compared ponatinib with imatinib.\n\nIt took three years.\n\n"
    effects = "Side effects seen most often were rash and fever.\n"
    assert {"ponatinib hasAdverseEffect rash", "ponatinib hasAdverseEffect fever"} <= read(opens + effects, title="")
    other = opens.replace("A trial compared ponatinib with imatinib.", "Imatinib came first, imatinib is old, and imatinib is cheap.")
    assert not [one for one in read(other + effects, title="") if one.endswith(("rash", "fever"))]
