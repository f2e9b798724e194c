"""docs/questions.md is what `allgraph queries page` prints."""

from __future__ import annotations

import os
from pathlib import Path

from allgraph.asking.questionpage import question_page
from allgraph.asking.store import open_store

PAGE = Path(__file__).parent.parent / "docs" / "questions.md"


def test_the_page_shows_what_is_answered(built: Path) -> None:
    """With ALLGRAPH_UPDATE_README=1 the page is written anew, as README is."""
    page = question_page(open_store(built))
    if os.environ.get("ALLGRAPH_UPDATE_README"):
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page
