"""The tables of a plain text: which head stands above a cell, and what a row states. The tables are written for this test."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allgraph.documents import Document
from allgraph.reading.grids import grids
from allgraph.reading.lexicon import read_lexicon
from allgraph.reading.relations import Reader
from allgraph.reading.textlines import text_lines
from allgraph.resources import folder
from allgraph.sources import Source
from allgraph.statements import Status

LEXICON = read_lexicon(folder("ontology"))
READER = Reader(LEXICON)
HEADS = frozenset(LEXICON.cue_texts("columnHead"))

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
                "inotuzumab ozogamicin hasBrandName Besponsa",
                "inotuzumab ozogamicin hasTarget CD22",
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
