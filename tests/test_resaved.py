"""What becomes of decisions when a document is saved anew: kept, flagged for review or orphaned, as DESIGN section 2 says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from allgraph.curation.decisions import decide
from allgraph.curation.tables import read_findings, write_findings
from allgraph.reading.extract import extract, extract_files
from allgraph.statements import Finding, Flag, Stance, Status

TEXT = """Treatment of ALL

Drugs that are used to treat ALL include:

• nelarabine
• imatinib

"Blinatumomab" binds to CD19. Vincristine is given in induction therapy.

Clofarabine is used to treat ALL.
"""


def resaved(text: str) -> str:
    """As another editor saves it: other bullets, curly quotes, double spaces, other line ends, and spaces at their ends."""
    for old, new in (("•", "-"), ('"B', "\u201cB"), ('b"', "b\u201d"), (". ", ".  "), ("is ", "is  ")):
        text = text.replace(old, new)
    return text.replace("\n", " \r\n")


def reordered(text: str) -> str:
    first, *middle, last = text.strip().split("\n\n")
    return "\n\n".join([first, last, *middle]) + "\n"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page whose every row was accepted."""
    page = tmp_path / "page.txt"
    page.write_text(TEXT, encoding="utf-8")
    extract(page, tmp_path / "tables")
    rows = read_findings(tmp_path / "tables")
    assert len({row.statement for row in rows}) >= 5
    write_findings(tmp_path / "tables", "page", [decide(row, Status.ACCEPTED, "a curator", "right") for row in rows])
    return page


def again(page: Path, text: str) -> list[Finding]:
    """The table after the page was saved with this text and read again."""
    page.write_bytes(text.encode())
    extract(page, page.parent / "tables")
    return read_findings(page.parent / "tables")


def said(rows: list[Finding]) -> set[object]:
    return {row.statement for row in rows}


@pytest.mark.parametrize("change", [resaved, reordered, lambda text: "A new line.\n\n" + text], ids=["resaved", "reordered", "longer"])
def test_what_keeps_its_words_keeps_its_decision(page: Path, change: Callable[[str], str]) -> None:
    before = read_findings(page.parent / "tables")
    after = again(page, change(TEXT))
    assert said(after) == said(before)
    assert {(row.evidence.status, row.evidence.flag, row.evidence.curator) for row in after} == {(Status.ACCEPTED, Flag.NONE, "a curator")}
    assert all(row.evidence.passage.end <= len(change(TEXT)) for row in after)


def test_where_one_word_changed_the_decision_is_orphaned_and_the_new_row_undecided(page: Path) -> None:
    after = again(page, TEXT.replace("Clofarabine is used to treat", "Clofarabine is given to treat"))
    changed = [row for row in after if row.statement.subject == "ag:clofarabine"]
    assert {(row.evidence.status, row.evidence.flag) for row in changed} == {
        (Status.ACCEPTED, Flag.ORPHANED),
        (Status.EXTRACTED, Flag.NONE),
    }
    others = [row for row in after if row not in changed]
    assert {(row.evidence.status, row.evidence.flag) for row in others} == {(Status.ACCEPTED, Flag.NONE)}


def test_a_renamed_file_keeps_its_decisions(page: Path) -> None:
    before = read_findings(page.parent / "tables")
    page.rename(page.with_name("other.txt"))
    extract(page.with_name("other.txt"), page.parent / "tables")
    after = read_findings(page.parent / "tables")
    assert said(after) == said(before)
    assert {(row.evidence.source, row.evidence.status, row.evidence.flag) for row in after} == {("other", Status.ACCEPTED, Flag.NONE)}


def test_a_decision_outlives_an_improved_rule(page: Path) -> None:
    """The rule that found a row, and the context it gave, are not what a decision is about."""
    folder = page.parent / "tables"
    old = [replace(row, evidence=replace(row.evidence, rule="treats/of-old", context=())) for row in read_findings(folder)]
    write_findings(folder, "page", old)
    after = again(page, TEXT)
    assert {(row.evidence.status, row.evidence.flag) for row in after} == {(Status.ACCEPTED, Flag.NONE)}
    assert all(row.evidence.rule != "treats/of-old" for row in after)


@pytest.mark.parametrize("qualified", [True, False], ids=["qualifier", "stance"])
def test_a_statement_that_got_a_qualifier_or_another_stance_is_kept_for_review(page: Path, qualified: bool) -> None:  # noqa: FBT001
    """The rules say more of it, or otherwise, than when it was decided."""
    folder = page.parent / "tables"
    now = {row.statement.subject: row for row in extract_files(page).findings}
    then = []
    for row in read_findings(folder):
        if row.statement.subject == "ag:clofarabine":
            other = replace(row.statement, qualifiers=(("ag:qualifierPhase", "ag:induction-therapy"),))
            row = replace(row, statement=other if qualified else replace(row.statement, stance=Stance.HEDGED))
        then.append(row)
    write_findings(folder, "page", then)
    (row,) = (row for row in again(page, TEXT) if row.statement.subject == "ag:clofarabine")
    assert (row.statement, row.evidence.status, row.evidence.flag) == (now["ag:clofarabine"].statement, Status.ACCEPTED, Flag.REVIEW)
