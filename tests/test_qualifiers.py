"""What narrows a claim: sentences written for this test, each with one claim and all of its qualifiers."""

from __future__ import annotations

import pytest
from our_reader import READER

from allgraph.documents import Document
from allgraph.sources import Source

ALL = "acute-lymphoblastic-leukemia"

CASES: list[tuple[str, str, set[str]]] = [
    (
        "Adults with MRD of 0.01% or more are treated with blinatumomab.",
        f"blinatumomab treats mrd-positive-{ALL}",
        {"Biomarker mrd-ge-0-01-percent", "Population adults"},
    ),
    (
        "Blinatumomab is given to adults with B-cell ALL whose MRD is at least 0.1%.",
        f"blinatumomab treats b-cell-{ALL}",
        {"Biomarker mrd-ge-0-1-percent", "Population adults"},
    ),
    (
        "Vincristine is given weekly during induction.",
        "vincristine usedInPhase induction-therapy",
        {"Schedule weekly"},
    ),
    (
        "Imatinib is combined with chemotherapy in children with Ph-positive ALL.",
        f"imatinib treats ph-positive-{ALL}",
        {"Partner chemotherapy", "Population children"},
    ),
    (
        "Blinatumomab treats relapsed ALL after inotuzumab ozogamicin.",
        f"blinatumomab treats relapsed-{ALL}",
        {"PriorTherapy inotuzumab-ozogamicin"},
    ),
    (
        "After a stem cell transplant, ponatinib is given to adults with Ph-positive ALL.",
        "ponatinib forPopulation adults",
        {f"Disease ph-positive-{ALL}", "PriorTherapy stem-cell-transplant"},
    ),
    # what a lead-in line says of its items' subject, and what a line between says
    (
        "Nelarabine is approved in adults to treat:\n\n- Relapsed T-cell ALL.\n- Hodgkin lymphoma.",
        f"nelarabine treats relapsed-{ALL}",
        {f"Disease t-cell-{ALL}", "Population adults"},
    ),
    (
        "Imatinib is used for:\n\n- Ph-positive ALL.\n- Relapsed ALL.",
        f"imatinib treats relapsed-{ALL}",
        set(),  # one item narrows no other
    ),
    (
        "Treatment of ALL in adults includes:\n- Induction:\n  - For Ph-positive ALL:\n    - Imatinib",
        "imatinib usedInPhase induction-therapy",
        {f"Disease ph-positive-{ALL}", "Population adults"},  # an item below others is narrowed by all of them
    ),
    # a qualifier of one part of a sentence is none of the next part's
    (
        "Nelarabine is used for T-cell ALL in adults; cytarabine is used for B-cell ALL.",
        f"cytarabine treats b-cell-{ALL}",
        set(),
    ),
    # two states joined by "or" are two claims, of which neither narrows the other
    (
        "Blinatumomab is used for relapsed or refractory B-cell ALL.",
        f"blinatumomab treats refractory-{ALL}",
        {f"Disease b-cell-{ALL}"},
    ),
    # a partner that is denied or in doubt narrows nothing
    (
        "Imatinib without chemotherapy is given to older adults with Ph-positive ALL.",
        f"imatinib treats ph-positive-{ALL}",
        {"Population older-adults"},
    ),
    (
        "Imatinib with or without chemotherapy is given to older adults with Ph-positive ALL.",
        f"imatinib treats ph-positive-{ALL}",
        {"Population older-adults"},
    ),
    (
        "Blinatumomab is approved for relapsed or refractory CD19-positive B-cell ALL.",
        f"blinatumomab treats relapsed-{ALL}",
        {f"State cd19-positive-b-cell-{ALL}"},
    ),
    (
        "Chemotherapy treats Ph-negative B-cell ALL and T-cell ALL.",
        f"chemotherapy treats t-cell-{ALL}",
        set(),
    ),
    # the people who a clause is about stand before what is said of them
    (
        "People older than 70 should not receive high-dose cytarabine during consolidation.",
        "cytarabine usedInPhase consolidation-therapy",
        {"Population age-gt-70-years", "Schedule high-dose"},
    ),
    (
        "Children and young adults with T-cell ALL are given nelarabine.",
        f"nelarabine treats t-cell-{ALL}",
        {"Population children", "Population young-adults"},
    ),
    (
        "Children did well and dasatinib is used for Ph-positive ALL.",
        f"dasatinib treats ph-positive-{ALL}",
        set(),
    ),
    # what narrows one member of a list is none of the next
    (
        "We offer a transplant to adults with high-risk ALL in first remission, to people whose ALL has relapsed, and to infants with MRD.",
        f"stem-cell-transplant treats relapsed-{ALL}",
        set(),
    ),
    (
        "Imatinib is given to adults with Ph-positive ALL and to children with Ph-like ALL.",
        f"imatinib treats ph-like-{ALL}",
        {"Population children"},
    ),
    # what a sentence opens with holds for all it says, unless what follows has its own say
    (
        "For infants with B-cell ALL, a mix of cytarabine, vincristine and a steroid is given in consolidation.",
        "vincristine usedInPhase consolidation-therapy",
        {f"Disease b-cell-{ALL}", "Population infants"},
    ),
    (
        "In children who have T-cell ALL, nelarabine is used in consolidation.",
        "nelarabine usedInPhase consolidation-therapy",
        {f"Disease t-cell-{ALL}", "Population children"},
    ),
    (
        "Older adults with Ph-negative ALL: vincristine and an anthracycline are used in induction.",
        "anthracycline usedInPhase induction-therapy",
        {f"Disease ph-negative-{ALL}", "Population older-adults"},
    ),
    (
        "In adults, vincristine is used in induction, and infants get cytarabine in consolidation.",
        "cytarabine usedInPhase consolidation-therapy",
        {"Population infants"},
    ),
    (
        "In adults, vincristine is used in induction; cytarabine is used in consolidation.",
        "cytarabine usedInPhase consolidation-therapy",
        set(),
    ),
    (
        "In children, the drugs are those of induction, or methotrexate is combined with leucovorin.",
        "methotrexate combinedWith leucovorin",
        {"Population children"},  # the phrase ends with its first comma
    ),
    (
        "In adults ALL is treated in steps, of which vincristine is used in induction.",
        "vincristine usedInPhase induction-therapy",
        set(),  # no phrase but a clause of its own
    ),
    # what people are without is no qualifier, but a denial of the claim leaves them one
    (
        "In children without CNS leukemia, methotrexate is used in consolidation.",
        "methotrexate usedInPhase consolidation-therapy",
        {"Population children"},
    ),
    (
        "Nelarabine is not for children with T-cell ALL.",
        f"nelarabine treats t-cell-{ALL}",
        {"Population children"},
    ),
    # what "or" parts are claims of their own, unless it joins two of a kind
    (
        "Nelarabine is used in consolidation or for relapsed ALL.",
        f"nelarabine treats relapsed-{ALL}",
        set(),
    ),
    (
        "Nelarabine is used in consolidation or for relapsed ALL.",
        "nelarabine usedInPhase consolidation-therapy",
        set(),
    ),
    (
        "Imatinib is used in induction or in consolidation in children.",
        "imatinib usedInPhase induction-therapy",
        {"Population children"},
    ),
    (
        "Radiation therapy is used if the leukemia has spread to the brain, or other parts of the body.",
        f"radiation-therapy treats extramedullary-{ALL}",
        set(),
    ),
    (
        "Radiation therapy is used if the leukemia has spread to the brain, or other parts of the body.",
        "radiation-therapy treats central-nervous-system-leukemia",
        set(),
    ),
    # what is denied in a dose is denied with the dose
    (
        "Intermediate-dose methotrexate is not given to infants.",
        "methotrexate forPopulation infants",
        {"Schedule intermediate-dose"},
    ),
    # several states before one disease narrow each other, and a marker goes with the kind
    (
        "Adults with CD22-positive Ph-negative B-cell ALL are given inotuzumab ozogamicin.",
        f"inotuzumab-ozogamicin treats cd22-positive-b-cell-{ALL}",
        {f"Disease b-cell-{ALL}", f"Disease ph-negative-{ALL}", "Population adults"},
    ),
    (
        "A transplant may be offered to people with T-cell ALL while in remission.",
        f"stem-cell-transplant treats t-cell-{ALL}",
        {f"State {ALL}-in-remission"},
    ),
    (
        "A transplant is offered to teenagers with T-cell ALL when they are in first remission.",
        f"stem-cell-transplant treats t-cell-{ALL}",
        {"Population adolescents", f"State {ALL}-in-remission"},
    ),
    (
        "Methotrexate is given in higher doses than those given during induction.",
        "methotrexate hasSchedule higher-dose",
        set(),
    ),
    # what a use depends on, before it or right behind it, and the state that a heading of nothing else names
    (
        "Daunorubicin is used in induction only if the disease is high risk.",
        "daunorubicin usedInPhase induction-therapy",
        {f"State high-risk-{ALL}"},
    ),
    (
        "If the leukemia has relapsed, adults are given nelarabine in consolidation.",
        "nelarabine usedInPhase consolidation-therapy",
        {"Population adults", f"State relapsed-{ALL}"},
    ),
    (
        "Cyclophosphamide is used in consolidation if the leukemia is not high risk.",
        "cyclophosphamide usedInPhase consolidation-therapy",
        set(),  # the condition denies the state
    ),
    (
        "Daunorubicin is used in induction unless the disease is standard risk.",
        "daunorubicin usedInPhase induction-therapy",
        set(),
    ),
    (
        "Treatment of ALL\n\nHIGH RISK\n\nChildren receive daunorubicin during induction.",
        "daunorubicin usedInPhase induction-therapy",
        {"Population children", f"State high-risk-{ALL}"},
    ),
    (
        "Treatment of ALL\n\nHIGH RISK\n\nAdults with relapsed ALL receive daunorubicin during induction.",
        "daunorubicin usedInPhase induction-therapy",
        {"Population adults", f"State relapsed-{ALL}"},  # the sentence tells a state of its own
    ),
]


@pytest.mark.parametrize(("text", "claim", "qualifiers"), CASES, ids=[text[:40] for text, _, _ in CASES])
def test_a_claim_keeps_what_narrows_it(text: str, claim: str, qualifiers: set[str]) -> None:
    found = READER.findings(Document(Source("page", "page.txt", "Treating ALL"), text))
    kept = {
        " ".join(curie.removeprefix("ag:") for curie in (one.statement.subject, one.statement.relation, one.statement.object)): {
            f"{name.removeprefix('ag:qualifier')} {value.removeprefix('ag:')}" for name, value in one.statement.qualifiers
        }
        for one in found
    }
    assert kept[claim] == qualifiers


def test_a_bound_that_no_term_names_brings_its_own_name() -> None:
    (text, claim, _), *_ = CASES
    found = READER.findings(Document(Source("page", "page.txt", "Treating ALL"), text))
    assert {label for one in found for _, label in one.qualifier_labels} == {"mrd >=0.01%"}
    assert claim.split()[0] in {one.subject_label for one in found}


#: For whom a class is, and a list of its members, in one section.
_CLASS_LIST = "Targeted drugs\n\n{}\n\nTyrosine kinase inhibitors for ALL include:\n\n- Imatinib\n- Ponatinib\n"


@pytest.mark.parametrize(
    ("before", "qualifiers"),
    [
        ("One group is only for people with Ph-positive ALL. These drugs are called tyrosine kinase inhibitors.", f"ph-positive-{ALL}"),
        ("Tyrosine kinase inhibitors are used to treat Ph-positive ALL. They are pills.", f"ph-positive-{ALL}"),
        ("Tyrosine kinase inhibitors are used to treat ALL. They are also given for Ph-positive ALL.", ""),  # at large too
        ("Tyrosine kinase inhibitors may be used to treat Ph-like ALL.", ""),  # a doubt is no condition
        ("Tyrosine kinase inhibitors treat Ph-positive ALL. Tyrosine kinase inhibitors treat Ph-like ALL.", ""),  # of two, neither alone
    ],
)
def test_for_whom_a_section_says_that_a_class_is_narrows_the_list_of_its_members(before: str, qualifiers: str) -> None:
    found = READER.findings(Document(Source("page", "page.txt", "Treating ALL"), _CLASS_LIST.format(before)))
    told = {one.statement.subject: one for one in found if one.statement.object == f"ag:{ALL}" and "turned" in one.evidence.rule}
    assert told.keys() == {"ag:imatinib", "ag:ponatinib"}
    for one in told.values():
        assert [value for _, value in one.statement.qualifiers] == ([f"ag:{qualifiers}"] if qualifiers else [])
        assert len(one.evidence.context) == (2 if qualifiers else 1)  # the line that leads in the list, and the condition


def test_a_condition_of_another_section_narrows_no_list() -> None:
    text = "Relapse\n\nTyrosine kinase inhibitors treat relapsed ALL.\n\n" + _CLASS_LIST.format("Pills are taken at home.")
    found = READER.findings(Document(Source("page", "page.txt", "Treating ALL"), text))
    assert {
        one.statement.qualifiers for one in found if one.statement.subject == "ag:imatinib" and one.statement.object == f"ag:{ALL}"
    } == {()}
