"""Names that a document gives itself to what the vocabulary knows: brands of one known drug, and abbreviations."""

from __future__ import annotations

import pytest
from our_reader import READER
from test_relations import read

from allgraph.documents import Document
from allgraph.sources import Source
from allgraph.statements import Finding, Status


def findings(text: str) -> list[Finding]:
    found = READER.findings(Document(Source("page", "page.txt", "Treating ALL"), text))
    return [one for one in found if one.evidence.status is Status.EXTRACTED]


def said(text: str) -> set[str]:
    return {f"{one.subject_label} {one.statement.relation[3:]} {one.object_label}".lower() for one in findings(text)}


USED = "mercaptopurine treats acute lymphoblastic leukemia"
BRAND = "mercaptopurine hasbrandname xyzabra"


@pytest.mark.parametrize(
    "equation",
    [
        "Xyzabra contains the active substance mercaptopurine.",
        "Xyzabra 20 mg/ml oral suspension contains an active substance called mercaptopurine.",
        "The active substance in Xyzabra is mercaptopurine.",
        "Xyzabra is a syrup. It contains the active substance mercaptopurine.",
        "Xyzabra is a brand name of mercaptopurine.",
        "Mercaptopurine is sold under the brand name Xyzabra.",
        "Mercaptopurine (brand name Xyzabra®) is a powder.",
    ],
)
def test_a_brand_that_a_document_equates_with_a_drug_is_that_drug_in_all_of_it(equation: str) -> None:
    found = {one.lower() for one in said(f"{equation} Xyzabra is used to treat ALL.")}
    assert {BRAND, USED} <= found
    found = {one.lower() for one in said(f"Xyzabra is used to treat ALL.\n\n{equation}")}
    assert {BRAND, USED} <= found


@pytest.mark.parametrize("equation", ["Xyzabra (mercaptopurine) is a powder.", "Xyzabra contains mercaptopurine."])
def test_a_faint_equation_counts_where_people_take_the_brand(equation: str) -> None:
    assert {BRAND, USED} <= said(f"{equation} Xyzabra is used to treat ALL. Do not stop taking Xyzabra.")
    assert said(f"{equation} Xyzabra is used to treat ALL.") == set()


def test_a_faint_equation_counts_where_known_brands_are_written_so_too() -> None:
    listed = "Imatinib (Gleevec)\n\nDasatinib (Sprycel)\n\nNivolumab ({})"
    assert "nivolumab hasbrandname xyzabra" in said(listed.format("Xyzabra"))
    assert not any("nivolumab hasbrandname" in one for one in said(listed.format("Oral")))
    assert "nivolumab hasbrandname xyzabra" not in said("Imatinib (Gleevec)\n\nNivolumab (Xyzabra)")
    # a drug whose brand is known may have its maker there
    assert BRAND not in said(listed.replace("Nivolumab", "Mercaptopurine").format("Xyzabra"))


@pytest.mark.parametrize(
    "text",
    [
        "Xyzabra contains the active substances mercaptopurine and methotrexate. Xyzabra is used to treat ALL.",
        "Xyzabra contains the active substance mercaptopurine, methotrexate being another. Xyzabra is used to treat ALL.",
        "Xyzabra is a brand name of mercaptopurine. Xyzabra is a brand name of methotrexate. Xyzabra is used to treat ALL.",
        "The xyzabra contains a lot. Xyzabra contains the active substance mercaptopurine. Xyzabra is used to treat ALL.",
        "Zanritinib contains the active substance mercaptopurine. Zanritinib is used to treat ALL.",
        "Maintenance contains mercaptopurine. People taking Maintenance have ALL.",
    ],
)
def test_what_is_two_drugs_or_a_word_or_another_drug_is_no_brand_of_one(text: str) -> None:
    assert not any("hasbrandname" in one or one == USED for one in said(text))


def test_the_passage_holds_the_words_of_the_text() -> None:
    text = "Xyzabra contains the active substance mercaptopurine. XYZABRA is used to treat ALL."
    passages = {one.statement.relation: one.evidence.passage.of(text) for one in findings(text)}
    assert passages["ag:treats"] == "XYZABRA is used to treat ALL"


def test_an_abbreviation_that_a_document_gives_to_a_thing_is_that_thing() -> None:
    assert "nelarabine treats t-cell acute lymphoblastic leukemia" in said("Nelarabine (NEL) is a powder. NEL is used to treat T-cell ALL.")
    assert said("Nelarabine (FOX) is a powder. FOX is used to treat T-cell ALL.") == set()


def test_a_summary_of_product_characteristics_gives_its_brand_below_one_heading_and_its_substance_below_the_next() -> None:
    page = (
        "1. NAME OF THE MEDICINAL PRODUCT\n\nXyzabra 20 mg/ml oral suspension\n\n2. QUALITATIVE AND QUANTITATIVE COMPOSITION\n\n"
        "One ml of it holds 20 mg of {substance}.\n\n4.1 Uses\n\nXyzabra is used to treat adults with ALL.\n"
    )
    assert USED in said(page.format(substance="mercaptopurine"))
    assert not said(page.format(substance="water"))


def test_a_name_alone_in_the_line_over_that_of_its_drug_is_its_brand_where_it_comes_again() -> None:
    page = "Zorbivex\n\nnelarabine\n\nWhat is Zorbivex used for?\n\nFor patients who have T-cell acute lymphoblastic leukemia.\n"
    assert "nelarabine treats t-cell all" in read(page, title="")
    assert not read(page.replace("\n\nnelarabine\n", "\n\nthe nelarabine page\n"), title="")
