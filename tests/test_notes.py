"""Notes: what brackets, arrows, labels and bare lists say without sentences; the pages are made up."""

from __future__ import annotations

import pytest
from our_reader import LEXICON, READER

from allgraph.documents import Document
from allgraph.sources import Source
from allgraph.statements import Stance, Status

SIGNS = {Stance.AFFIRMED: "", Stance.HEDGED: "?", Stance.NEGATED: "!"}


def said(text: str, *relations: str) -> set[str]:
    """The statements of a text, of these relations alone where some are given."""
    found = set()
    for one in READER.findings(Document(Source("page", "page.txt", "Treating ALL"), text)):
        relation = one.statement.relation[3:]
        if one.evidence.status is Status.EXTRACTED and (not relations or relation in relations):
            ends = ((one.statement.subject, one.subject_label), (one.statement.object, one.object_label))
            names = [LEXICON.terms[curie].shown if curie in LEXICON.terms else label for curie, label in ends]
            found.add(f"{names[0]} {relation} {names[1]}{SIGNS[one.statement.stance]}".lower())
    return found


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        (
            "Inotuzumab ozogamicin (anti-CD22 antibody-drug conjugate) is used in relapsed ALL.",
            {
                "inotuzumab ozogamicin hasdrugclass antibody-drug conjugate",
                "inotuzumab ozogamicin hastarget cd22",
                "inotuzumab ozogamicin treats relapsed all",
            },
        ),
        (
            "Blinatumomab (CD19×CD3 bispecific antibody) and bortezomib (proteasome inhibitor) are powders.",
            {
                "blinatumomab hasdrugclass bispecific antibody",
                "blinatumomab hastarget cd19",
                "blinatumomab hastarget cd3",
                "bortezomib hasdrugclass proteasome inhibitor",
            },
        ),
        (
            "Blinatumomab (Blincyto, a CD19-directed bispecific antibody) is a powder.",
            {
                "blinatumomab hasbrandname blincyto",
                "blinatumomab hasdrugclass bispecific antibody",
                "blinatumomab hastarget cd19",
            },
        ),
        ("Rituximab (anti-CD20) is a liquid.", {"rituximab hastarget cd20"}),
        (
            "Nelarabine (T-ALL specific purine analog; neuropathy dose-limiting) is a liquid.",
            {"nelarabine hasadverseeffect neuropathy", "nelarabine hasdrugclass purine analog", "nelarabine treats t-cell all"},
        ),
        # brackets that tell no class
        ("Imatinib (alternative to anthracyclines) is a tablet.", {"imatinib hasroute oral"}),
        ("Tisagenlecleucel (not Blincyto) is a CAR T-cell therapy.", {"tisagenlecleucel hasdrugclass car t-cell therapy"}),
        # causes in brackets, and remedies
        (
            "Late problems: hearing loss (cranial radiation); osteonecrosis (dexamethasone); cardiomyopathy (anthracyclines).",
            {
                "anthracycline hasadverseeffect cardiomyopathy",
                "cranial radiation therapy hasadverseeffect hearing loss",
                "dexamethasone hasadverseeffect osteonecrosis",
            },
        ),
        (
            "To watch: infection (antibiotics); neutropenia (filgrastim).",
            {"antibiotic manages infection", "filgrastim manages neutropenia"},
        ),
        # arrows
        (
            "- IKZF1 deletion → adverse\n- High hyperdiploidy → very favorable\n- BCR-ABL1 → TKI required",
            {
                "high hyperdiploidy riskfactorfor good prognosis",
                "ikzf1 deletion riskfactorfor poor prognosis",
                "tyrosine kinase inhibitor treats ph-positive all",
            },
        ),
        # what an effect comes after
        ("Fatigue may occur after radiation therapy.", {"radiation therapy hasadverseeffect fatigue?"}),
        ("Relapse may occur after a stem cell transplant.", set()),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_what_brackets_and_signs_say(text: str, statements: set[str]) -> None:
    assert said(text) == statements


@pytest.mark.parametrize(
    ("text", "relation", "statements"),
    [
        # members of brackets on both sides of a plus
        (
            "Intrathecal chemotherapy (methotrexate or cytarabine) plus systemic chemotherapy (dexamethasone) is used.",
            "combinedWith",
            {"intrathecal chemotherapy combinedwith systemic chemotherapy"},
        ),
        # a thing that came, and what a kind of the disease once was
        (
            "Once the highest-risk kind of ALL, Ph-positive ALL does better after TKIs (imatinib, dasatinib) were added.",
            "hasDrugClass",
            {"dasatinib hasdrugclass tyrosine kinase inhibitor", "imatinib hasdrugclass tyrosine kinase inhibitor"},
        ),
        # a step that a clause behind a semicolon goes on with
        (
            "Then comes maintenance with daily mercaptopurine; vincristine may be given.",
            "usedInPhase",
            {"mercaptopurine usedinphase maintenance", "vincristine usedinphase maintenance?"},
        ),
    ],
    ids=["plus", "after", "semicolon"],
)
def test_what_is_told_of_members_and_steps(text: str, relation: str, statements: set[str]) -> None:
    assert said(text, relation) == statements


NOTE = """Treating ALL

Relapsed/refractory:
- Blinatumomab (Blincyto): CD19-directed bispecific antibody; continuous IV infusion; first trial (FDA 2017 adult R/R B-ALL); \
cytokine release syndrome (CRS), neurotoxicity
- Tisagenlecleucel: autologous CAR-T; fever + headache
"""


def test_a_label_leads_in_the_parts_of_its_line() -> None:
    assert said(NOTE) == {
        "blinatumomab approvedby fda",
        "blinatumomab forpopulation adults",
        "blinatumomab hasadverseeffect cytokine release syndrome",
        "blinatumomab hasadverseeffect neurotoxicity",
        "blinatumomab hasbrandname blincyto",
        "blinatumomab hasdrugclass bispecific antibody",
        "blinatumomab hasroute intravenous",
        "blinatumomab hastarget cd19",
        "blinatumomab treats b-cell all",
        "blinatumomab treats refractory all",
        "blinatumomab treats relapsed all",
        "tisagenlecleucel hasadverseeffect fever",
        "tisagenlecleucel hasadverseeffect headache",
        "tisagenlecleucel hasdrugclass car t-cell therapy",
        "tisagenlecleucel treats refractory all",
        "tisagenlecleucel treats relapsed all",
    }


def test_treatments_over_bare_names_are_those_of_the_disease_and_a_table_tells_nothing_of_it() -> None:
    page = "Acute lymphoblastic leukemia\n\nTreatments\n\n• Chemotherapy\n• Stem cell transplant\n"
    assert {"chemotherapy treats all", "stem cell transplant treats all"} <= said(page)


def test_a_list_of_sources_ends_where_the_next_section_begins() -> None:
    page = (
        "Sources\n\nNCI: Treatment of a Disease (PDQ)\nNCI: Another Treatment of It (PDQ)\nLast updated: 2026-05-08\n\nSubtypes\n\n"
        "• Chemotherapy is given to nearly all people in several countries.\n"
    )
    cited = {statement.split(" cites ")[1] for statement in said(page, "cites")}
    assert cited == {"treatment of a disease (pdq)", "another treatment of it (pdq)"}


def test_a_sentence_in_a_list_of_sources_is_no_source() -> None:
    assert said(
        "References:\n\n- Some people are treated at home in several countries.\n- Good Book of Care, 11th Edition, ISBN 123\n", "cites"
    ) == {"treating all cites good book of care"}


def test_a_page_that_gives_its_drug_in_a_label_tells_of_it() -> None:
    page = (
        "Generic name: nelarabine\nTrade name: Arranon\n\nIndications:\nRelapsed T-cell ALL.\n\n"
        "Adverse reactions:\n>10%:\nNervous system: headache (20%), seizures (6%)\nLiver and bile: jaundice (2%)\n"
    )
    found = said(page, "hasAdverseEffect", "hasBrandName")
    assert found == {
        "nelarabine hasadverseeffect headache",
        "nelarabine hasadverseeffect jaundice",
        "nelarabine hasadverseeffect seizures",
        "nelarabine hasbrandname arranon",
    }


def test_a_page_on_a_drug_that_names_no_disease_tells_its_effects() -> None:
    assert "nelarabine hasadverseeffect fever" in said("Nelarabine\n\nSide effects\n\n- fever\n", "hasAdverseEffect")


@pytest.mark.parametrize("opening", ["Generic Name\n\nNelarabine\n\n", "nelarabine (NEL)\n", "Active substance: nelarabine\n"])
def test_a_page_gives_its_drug_below_a_label_or_on_its_first_line(opening: str) -> None:
    page = f"{opening}Pharmacologic class: purine analog\n\nFDA Approved Indications\n\n• T-cell ALL\n• Wilms tumor\n\n"
    page += "Adverse Reactions - Common\n\n• Fever (Common)\n"
    assert said(page) == {
        "nelarabine hasadverseeffect fever",
        "nelarabine hasdrugclass purine analog",
        "nelarabine treats t-cell all",
    }


def test_a_way_that_kills_is_no_way_of_a_drug() -> None:
    assert said("vincristine\n\nGive by I.V. route only. (Intrathecal injection is fatal.)\n", "hasRoute") <= {
        "vincristine hasroute intravenous"
    }


@pytest.mark.parametrize("arrow", ["→", "->", "=>", "⇒"])
@pytest.mark.parametrize("heading", ["", "SIDE EFFECTS\n", "Side effects\n\n", "Notes\n\n"])
def test_what_stands_behind_an_arrow_comes_of_what_stands_before(arrow: str, heading: str) -> None:
    text = f"Treating ALL\n\n{heading}nelarabine {arrow} neurotoxicity\nMTX {arrow} mucositis, hepatotoxicity\n"
    assert said(text, "hasAdverseEffect") == {
        "nelarabine hasadverseeffect neurotoxicity",
        "methotrexate hasadverseeffect mucositis",
        "methotrexate hasadverseeffect hepatotoxicity",
    }


@pytest.mark.parametrize("cross", ["✘", "✗", "❌", "✖"])
def test_what_a_cross_stands_before_is_denied(cross: str) -> None:
    text = f"Treating ALL\n\nInduction\n\n✔ imatinib in Ph-positive ALL\n{cross} nelarabine in B-cell ALL\n{cross} vincristine IT\n"
    found = said(text, "treats", "hasRoute", "usedInPhase")
    assert found >= {"imatinib treats ph-positive all", "nelarabine treats b-cell all!", "vincristine hasroute intrathecal!"}
    assert not [one for one in found if one.startswith(("nelarabine", "vincristine")) and not one.endswith("!")]


@pytest.mark.parametrize("colon", ["", ":"])
def test_what_comes_after_a_treatment_is_listed_below_it(colon: str) -> None:
    text = (
        f"Late effects\n\nAfter chemotherapy only{colon}\n  - infertility\n  - blinatumomab\n"
        f"After cranial irradiation{colon}\n  - short stature, early puberty\nVincristine{colon}\n  - foot drop\n"
    )
    assert said(f"Treating ALL\n\n{text}", "hasAdverseEffect", "combinedWith") == {
        "chemotherapy hasadverseeffect infertility",
        "cranial radiation therapy hasadverseeffect short stature",
        "cranial radiation therapy hasadverseeffect early puberty",
        "vincristine hasadverseeffect foot drop",
    }
