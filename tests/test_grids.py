"""The tables of a plain text: which head stands above a cell, and what a row states. The tables are written for this test."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from our_reader import LEXICON, READER

from allgraph.documents import Document
from allgraph.readers.html import read_html
from allgraph.readers.markdown import read_markdown
from allgraph.reading.grids import TableWords, grids
from allgraph.reading.outline import outline
from allgraph.reading.textlines import text_lines
from allgraph.sources import Source
from allgraph.statements import Status

HEADS = TableWords(LEXICON.cue_set("columnHead"))

BARS = """Medicines for ALL

| Drug | Brand name | Target |
|------|------------|--------|
| Blinatumomab | Blincyto | CD19 |
| Inotuzumab ozogamicin | Besponsa | CD22 |
"""

TABS = "Plan of treatment for ALL\n\nPhase\tDrugs\tDuration\nInduction\tvincristine\nprednisone\nMaintenance\tmercaptopurine\t2 years\n"

FLAT = "Who gets what in ALL\n\nDrug\nUsed for\nNelarabine\nT-cell ALL\nPonatinib\nPh-positive ALL\n"

PRICES = "Items of the shop\n\n| Mug | Price |\n| Vincristine | 12 |\n| ALL together | 30 |\n"


def cells(text: str) -> list[tuple[str, str | None, str]]:
    """Row head, column head and cell, cell by cell."""
    lines = text_lines(text)
    return [
        (row.head.of(text), cell.head.of(text) if cell.head else None, cell.span.of(text))
        for grid in grids(text, lines, HEADS)
        for row in grid.rows
        for cell in row.cells
    ]


def read(text: str) -> set[str]:
    found = READER.findings(Document(Source("page", "page.txt", "Treating ALL"), text))
    kept = [finding for finding in found if finding.evidence.status is Status.EXTRACTED]
    for finding in kept:
        assert finding.evidence.passage.of(text)
    return {f"{one.subject_label} {one.statement.relation.removeprefix('ag:')} {one.object_label}" for one in kept}


def test_a_cell_drawn_with_bars_stands_under_its_head() -> None:
    assert cells(BARS) == [
        ("Blinatumomab", "Brand name", "Blincyto"),
        ("Blinatumomab", "Target", "CD19"),
        ("Inotuzumab ozogamicin", "Brand name", "Besponsa"),
        ("Inotuzumab ozogamicin", "Target", "CD22"),
    ]


def test_what_a_status_names_is_told_by_its_own_cell_alone() -> None:
    text = "Treatment of ALL\n\n| Drug | Status |\n|---|---|\n| Foocept | - |\n| Clofarabine | approved in adults |\n"
    found = READER.findings(Document(Source("page", "page.txt", "Treating ALL"), text))
    assert [one.evidence.passage.of(text) for one in found] == ["approved in adults"]


def test_the_lines_below_a_row_go_on_with_its_last_cell() -> None:
    assert cells(TABS) == [
        ("Induction", "Drugs", "vincristine"),
        ("Induction", "Drugs", "prednisone"),
        ("Maintenance", "Drugs", "mercaptopurine"),
        ("Maintenance", "Duration", "2 years"),
    ]


def test_a_flattened_table_is_read_below_words_that_head_columns() -> None:
    assert cells(FLAT) == [("Nelarabine", "Used for", "T-cell ALL"), ("Ponatinib", "Used for", "Ph-positive ALL")]


def test_lines_that_no_column_heads_stand_above_are_no_table() -> None:
    assert cells("Nelarabine\nT-cell ALL\nPonatinib\nPh-positive ALL\n") == []


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        (
            BARS,
            {
                "blinatumomab hasBrandName Blincyto",
                "blinatumomab hasTarget CD19",
                "blinatumomab treats acute lymphoblastic leukemia",
                "inotuzumab ozogamicin hasBrandName Besponsa",
                "inotuzumab ozogamicin hasTarget CD22",
                "inotuzumab ozogamicin treats acute lymphoblastic leukemia",
            },
        ),
        (
            TABS,
            {
                "vincristine usedInPhase induction therapy",
                "prednisone usedInPhase induction therapy",
                "mercaptopurine usedInPhase maintenance therapy",
                "maintenance therapy hasDuration 2 years",
            },
        ),
        (
            FLAT,
            {
                "nelarabine treats T-cell acute lymphoblastic leukemia",
                "ponatinib treats Ph-positive acute lymphoblastic leukemia",
            },
        ),
        (PRICES, set()),
    ],
    ids=["bars", "tabs", "flat", "prices"],
)
def test_a_table_gives_its_statements_and_no_others(text: str, statements: set[str]) -> None:
    assert read(text) == statements


@given(st.lists(st.lists(st.text("ab -|\t", max_size=9), min_size=1, max_size=4), max_size=8), st.sampled_from(["|", "\t", "\n"]))
def test_every_cell_stands_in_the_text_once_and_in_order(rows: list[list[str]], sign: str) -> None:
    text = "Drug\nTarget\n" + "\n".join(sign.join(row) for row in rows)
    last = 0
    for grid in grids(text, text_lines(text), HEADS):
        for row in grid.rows:
            for cell in row.cells:
                assert last <= cell.span.start <= cell.span.end <= len(text)
                last = cell.span.end


def test_cells_that_empty_lines_part_stand_under_their_heads_up_to_the_next_paragraph() -> None:
    spaced = "Drug\n\nMode\n\nMethotrexate\n\nIV over a day\n\nPrednisone\n\nPO\n\nWhat follows is a sentence, which no table holds.\n"
    assert cells(spaced) == [("Methotrexate", "Mode", "IV over a day"), ("Prednisone", "Mode", "PO")]
    assert read("Plan for ALL\n\n" + spaced) >= {"methotrexate hasRoute intravenous", "prednisone hasRoute oral"}
    assert cells("Drug\n\nMode\n\nThese two words are headings of a page, and no table follows them.\n\nNor here.\n") == []


# --- tables below one another, in every form


def in_markdown(*tables: str) -> str:
    """Tables whose rows are lines and whose cells commas part, with words between them."""
    drawn = []
    for table in tables:
        rows = [[cell.strip() for cell in line.split(",")] for line in table.split("\n")]
        drawn.append("\n".join("| " + " | ".join(row) + " |" for row in [rows[0], ["---"] * len(rows[0]), *rows[1:]]))
    return "# Treatment of ALL\n\n" + "\n\nSome words that stand between.\n\n".join(drawn) + "\n"


def in_html(*tables: str) -> str:
    drawn = []
    for table in tables:
        rows = [["<td>" + cell.strip() for cell in line.split(",")] for line in table.split("\n")]
        drawn.append("<table><tr>" + "<tr>".join("".join(row) for row in rows).replace("<td>", "<th>", len(rows[0])) + "</table>")
    return "<h1>Treatment of ALL</h1>" + "<h2>More</h2>".join(drawn)


def in_plain(*tables: str) -> str:
    drawn = ["\n".join("\t".join(cell.strip() for cell in line.split(",")) for line in table.split("\n")) for table in tables]
    return "Treatment of ALL\n\n" + "\n\n".join(drawn) + "\n"


def read_in(form: str, text: str) -> set[str]:
    if form == "plain":
        return read(text)
    page = read_markdown(text.encode()) if form == "markdown" else read_html(text.encode())
    found = READER.findings(Document(Source("page", "page", "Treating ALL"), page.text, page.layout))
    kept = [one for one in found if one.evidence.status is Status.EXTRACTED]
    return {f"{one.subject_label} {one.statement.relation.removeprefix('ag:')} {one.object_label}" for one in kept}


FORMS = {"markdown": in_markdown, "html": in_html, "plain": in_plain}
EFFECTS = "Drug, Side effects\nNelarabine, neurotoxicity"
NERVES = {"nelarabine hasAdverseEffect neurotoxicity"}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "other",
    [
        "Drug, Company\nClofarabine, Genzyme",
        "Product, Maker\nClofarabine, Genzyme",
        "Drug, Price, Failed in\nClofarabine, 12, T-cell ALL\nImatinib, 13, B-cell ALL",
    ],
)
def test_the_heads_of_a_table_say_nothing_of_the_next(form: str, other: str) -> None:
    assert read_in(form, FORMS[form](EFFECTS, other)) == NERVES


def test_a_row_of_heads_within_a_table_ends_those_above_it() -> None:
    within = "Drug\tSide effects\nNelarabine\tneurotoxicity\nDrug\tCompany\nClofarabine\tGenzyme\n"
    assert read("Treatment of ALL\n\n" + within) == NERVES
    rows = "<tr><th>Drug<th>Side effects<tr><td>Nelarabine<td>neurotoxicity<tr><th>Item<th>Company<tr><td>Clofarabine<td>Genzyme"
    assert read_in("html", f"<h1>Treatment of ALL</h1><table>{rows}</table>") == NERVES


def test_a_line_over_all_columns_does_not_end_a_table_that_the_file_marks() -> None:
    rows = "<tr><th>Drug<th>Side effects<tr><td>Nelarabine<td>neurotoxicity<tr><td colspan=2>Others<tr><td>Vincristine<td>constipation"
    both = {"vincristine hasAdverseEffect constipation", *NERVES}
    assert read_in("html", f"<h1>Treatment of ALL</h1><table>{rows}</table>") == both


@pytest.mark.parametrize(
    ("rows", "statements"),
    [
        ("<tr><th colspan=2>Drug<th>Side effects<tr><td>Nelarabine<td>Arranon<td>neurotoxicity", NERVES),
        ("<tr><td colspan=2>Drug<td>Side effects<tr><td>Nelarabine<td>Arranon<td>neurotoxicity", NERVES),
        (
            "<tr><th rowspan=2>Drug<th colspan=2>Side effects<tr><th>Early<th>Late<tr><td>Nelarabine<td>fever<td>neurotoxicity",
            {"nelarabine hasAdverseEffect fever", *NERVES},
        ),
        (
            "<tr><th>Drug<th>Target<th>Risks<tr><td rowspan=2>Blinatumomab<td>CD19<td>fever<tr><td>CD3<td>rash<tr><td>Imatinib<td><td>rash",
            {
                "blinatumomab hasTarget CD19",
                "blinatumomab hasTarget CD3",
                "blinatumomab hasAdverseEffect fever",
                "blinatumomab hasAdverseEffect rash",
                "imatinib hasAdverseEffect rash",
            },
        ),
        ("<tr><th>Drug<th>Side effects<th>Route<tr><td>Nelarabine<td colspan=2>neurotoxicity", NERVES),
    ],
    ids=["head over two columns", "unmarked", "two rows of heads", "drug over two rows", "cell over two columns"],
)
def test_a_cell_stands_over_as_many_columns_and_rows_as_it_says(rows: str, statements: set[str]) -> None:
    assert read_in("html", f"<h1>Treatment of ALL</h1><table>{rows}</table>") == statements


def test_a_caption_heads_its_table_and_nothing_behind_it() -> None:
    caption = "<caption>Inotuzumab ozogamicin</caption><tr><th>Target<td>CD22<tr><th>Route<td>intravenous"
    found = read_in("html", f"<h1>Treatment of ALL</h1><h2>Blinatumomab</h2><table>{caption}</table><p>It is given as an infusion.</p>")
    assert found == {
        "blinatumomab hasRoute infusion",
        "inotuzumab ozogamicin hasRoute intravenous",
        "inotuzumab ozogamicin hasTarget CD22",
    }


PHASES = {
    "vincristine usedInPhase induction therapy",
    "vincristine hasRoute intravenous",
    "vincristine hasAdverseEffect constipation",
    "prednisone usedInPhase induction therapy",
    "prednisone hasRoute oral",
    "prednisone hasAdverseEffect mood changes",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("second", ["Induction", ""])
def test_a_row_is_about_its_drug_wherever_that_stands(form: str, second: str) -> None:
    """An empty first cell says what that above it does."""
    rows = "Phase, Drug, How given, Side effects\nInduction, Vincristine, intravenous, constipation\n"
    assert read_in(form, FORMS[form](f"{rows}{second}, Prednisone, by mouth, mood changes")) == PHASES


@pytest.mark.parametrize("form", FORMS)
def test_what_a_table_says_of_a_drug_is_not_said_of_its_class(form: str) -> None:
    table = FORMS[form]("Class, Drug, Side effects\nTyrosine kinase inhibitor, Imatinib, nausea")
    assert read_in(form, table) == {"imatinib hasAdverseEffect nausea", "imatinib hasDrugClass tyrosine kinase inhibitor"}


@pytest.mark.parametrize("form", FORMS)
def test_what_a_row_tells_of_two_drugs_is_told_of_both(form: str) -> None:
    found = read_in(form, FORMS[form]("Drug, Side effects\nPrednisone and dexamethasone, weight gain\nNelarabine, nausea"))
    assert {one for one in found if "Adverse" in one} == {
        "prednisone hasAdverseEffect weight gain",
        "dexamethasone hasAdverseEffect weight gain",
        "nelarabine hasAdverseEffect nausea",
    }


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("row", ["Zanrivumab, constipation, by mouth", "Prednisone plus dexamethasone, nausea, by mouth"])
def test_what_is_told_of_an_unknown_drug_or_of_a_pair_is_told_of_nothing_else(form: str, row: str) -> None:
    tables = (EFFECTS, f"Phase, Drug, Side effects, Route\nInduction, {row}", f"Drug, Side effects, Route\n{row}")
    found = read_in(form, FORMS[form](*tables).replace("Treatment of ALL", "Induction"))
    assert {one for one in found if "usedInPhase" not in one and "combinedWith" not in one} == NERVES


def test_how_long_a_phase_is_stays_with_the_phase() -> None:
    table = "Phase, Drugs, Length\nMaintenance, mercaptopurine, 2 years"
    assert read_in("markdown", in_markdown(table)) == {
        "mercaptopurine usedInPhase maintenance therapy",
        "maintenance therapy hasDuration 2 years",
    }


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("nothing", ["None", "-", "\u2013", "n/a", "No", "not known", "None known.", "Unknown"])
def test_a_cell_that_says_nothing_gives_nothing(form: str, nothing: str) -> None:
    assert read_in(form, FORMS[form](f"Drug, Side effects\nNelarabine, neurotoxicity\nImatinib, {nothing}")) == NERVES


@pytest.mark.parametrize("nothing", ["None", "no", "Nil"])
def test_none_is_no_side_effect_in_a_list_either(nothing: str) -> None:
    assert read(f"Treatment of ALL\n\nImatinib\n\nSide effects: {nothing}\n") == set()


@pytest.mark.parametrize("form", FORMS)
def test_two_tables_side_by_side_are_two(form: str) -> None:
    table = "Drug, Side effects, Drug, Side effects\nImatinib, nausea, Nelarabine, neurotoxicity"
    assert read_in(form, FORMS[form](table)) == {"imatinib hasAdverseEffect nausea", *NERVES}


FILLED = (
    "Modality\tKey use-case\tMain toxicities / notes\tTarget or mechanism\n"
    "Nelarabine\tRelapsed T-cell ALL; salvage\tNeurotoxicity; headache\tDNA\n"
    "Inotuzumab ozogamicin\tB-cell ALL; relapse (often; not always)\tFever\tCD22 on blasts\n"
)


def test_the_head_of_a_column_counts_without_its_filling_words_and_what_a_sign_adds() -> None:
    found = read(f"Agents for ALL\n\n{FILLED}")
    assert {"nelarabine treats T-cell acute lymphoblastic leukemia", "inotuzumab ozogamicin hasTarget CD22"} <= found
    assert {one for one in found if "AdverseEffect" in one} == {
        "nelarabine hasAdverseEffect neurotoxicity",
        "nelarabine hasAdverseEffect headache",
        "inotuzumab ozogamicin hasAdverseEffect fever",
    }


def test_the_parts_of_a_cell_stand_each_under_its_head() -> None:
    text = "Drug\tUse\nNelarabine\tsalvage; children (T-cell; any age)\n"
    blocks = [block for block in outline(text, HEADS) if block.is_cell]
    assert [(block.span.of(text), block.leads[0].of(text)) for block in blocks] == [
        ("salvage", "Use"),
        ("children (T-cell; any age)", "Use"),
    ]


# --- tables with an empty line before every row, whose cells stand on a line each

STACKED = (
    "Treatment of ALL\n\nGeneric\nBrand\nClass\nRoute\nMain toxicity\nPearls\n\n"
    "nelarabine\nArranon\npurine analog\nIV\nneurotoxicity\nSlow drip. Ask for numb feet.\n\n"
    "{odd}"
    "dasatinib\nSprycel\nTKI\nPO\nfever\nWith food or without.\n\nThe end of the table is a sentence.\n"
)
TWO_ROWS = {
    "nelarabine hasBrandName Arranon",
    "nelarabine hasRoute intravenous",
    "nelarabine hasAdverseEffect neurotoxicity",
    "dasatinib hasBrandName Sprycel",
    "dasatinib hasDrugClass tyrosine kinase inhibitor",
    "dasatinib hasRoute oral",
    "dasatinib hasAdverseEffect fever",
}


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "clofarabine\nClolar\nIV\nhepatotoxicity\nThird line.\n\n",
        "clofarabine\nClolar\npurine analog\nIV\nhepatotoxicity\nThird line, where\nothers failed.\n\n",
    ],
    ids=["none", "a cell less", "a cell more"],
)
def test_rows_that_empty_lines_part_are_read_but_for_those_with_another_number_of_cells(odd: str) -> None:
    found = read(STACKED.format(odd=odd))
    assert found >= TWO_ROWS
    assert not any(name in one for one in found for name in ("clofarabine", "Clolar"))


def test_how_long_and_where_a_phase_is_stands_below_their_heads() -> None:
    rows = "Induction\n4 weeks\nHospital\nvincristine, prednisone\n\nMaintenance\n2 years\nMostly home\nmercaptopurine\n"
    assert read(f"Plan for ALL\n\nPhase\nUsual length\nWhere\nTypical agents\n\n{rows}") == {
        "induction therapy hasDuration 4 weeks",
        "induction therapy hasSetting inpatient",
        "vincristine usedInPhase induction therapy",
        "prednisone usedInPhase induction therapy",
        "maintenance therapy hasDuration 2 years",
        "maintenance therapy hasSetting at home",
        "mercaptopurine usedInPhase maintenance therapy",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Drug\nSide effects\n\nHow we chose them\nand why.\n\nWho wrote this page\nand when.\n",
        "Treatment\nSide effects\nMore\nContact\nHelp\n\na\nb\nc\nd\ne\n\nf\ng\nh\ni\nj\n",  # too few of the lines are heads
        "Drug\nRoute\n\nnelarabine\nIV\n\nWhat follows now is told in sentences that are as long\nas those of a paragraph.\n",
    ],
)
def test_short_lines_in_blocks_are_no_table_of_themselves(text: str) -> None:
    assert cells(text) == []


def test_rows_that_lack_their_first_cell_are_left_out() -> None:
    assert read("Treatment of ALL\n\nPhase\nRoute\n\nInduction\nIV\n\nvincristine\nIV\n\nprednisone\nPO\n") == set()


# --- tables whose cells stand below their heads with gaps between

GAPPED = """Treatment of ALL

  Drug             Route      Side effects
  -----------      -----      ----------------
  Vincristine      IV         constipation

  Pegaspargase     IM         pancreatitis,
                              thrombosis
  Clofarabine                 fever
  Imatinib      oral   gout
  Kinase inhibitors
  Dasatinib        by mouth   pleural
                              effusion
All of the drugs above are given by people who know them well enough.
"""


def test_cells_that_gaps_part_stand_below_their_heads() -> None:
    assert cells(GAPPED) == [
        ("Vincristine", "Route", "IV"),
        ("Vincristine", "Side effects", "constipation"),
        ("Pegaspargase", "Route", "IM"),
        ("Pegaspargase", "Side effects", "pancreatitis,"),
        ("Pegaspargase", "Side effects", "thrombosis"),
        ("Clofarabine", "Side effects", "fever"),
        ("Dasatinib", "Route", "by mouth"),
    ]
    assert read(GAPPED) == {
        "vincristine hasRoute intravenous",
        "vincristine hasAdverseEffect constipation",
        "pegaspargase hasRoute intramuscular",
        "pegaspargase hasAdverseEffect pancreatitis",
        "pegaspargase hasAdverseEffect thrombosis",
        "clofarabine hasAdverseEffect fever",
        "dasatinib hasRoute oral",
    }


def test_gaps_below_a_line_that_heads_no_columns_are_no_table() -> None:
    assert cells("Our team    What they do\n\nVincristine      good\nA nurse          gives it\n") == []
