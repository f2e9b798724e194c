"""Whole pages of many kinds, written for these tests: all that each gives, judged line by line as a careful curator would.

Beside `<kind>.txt` stands `<kind>.tsv` with its statements, ? for hedged and ! for negated. A line that a page gives and its table does
not hold is wrong until someone has judged it; values made of words are left out.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from our_reader import LEXICON, READER

from allgraph.documents import Document
from allgraph.sources import Source
from allgraph.statements import Stance, Status

SIGNS = {Stance.AFFIRMED: "", Stance.HEDGED: "?", Stance.NEGATED: "!"}
PAGES = sorted((Path(__file__).parent / "data" / "judged").glob("*.txt"))
OF_WORDS = {"ag:hasPurpose", "ag:hasMechanism", "ag:hasCriterion"}


def said(text: str) -> set[str]:
    found = set()
    for finding in READER.findings(Document(Source("page", "page.txt"), text)):
        statement = finding.statement
        if finding.evidence.status is Status.EXTRACTED and statement.relation not in OF_WORDS:
            ends = [(statement.subject, finding.subject_label), (statement.object, finding.object_label)]
            subject, object_ = ((LEXICON.terms[curie].shown if curie in LEXICON.terms else label).lower() for curie, label in ends)
            found.add(f"{subject} {statement.relation.removeprefix('ag:')} {object_}{SIGNS[statement.stance]}")
    return found


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_a_page_gives_what_a_curator_would_take_from_it(page: Path) -> None:
    judged = set(page.with_suffix(".tsv").read_text(encoding="utf-8").splitlines()[1:])
    assert said(page.read_text(encoding="utf-8")) == judged


def test_the_pages_give_enough_to_judge_by() -> None:
    assert len(PAGES) == 13
    assert sum(len(said(page.read_text(encoding="utf-8"))) for page in PAGES) > 150
