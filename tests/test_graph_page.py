"""docs/graph.md tells the truth: its queries answer what it shows, and what it names is in the ontology."""

from __future__ import annotations

import os
import re
from pathlib import Path

from allgraph.asking.answers import Format, render
from allgraph.asking.queries import run_text
from allgraph.asking.store import open_store
from allgraph.graph.ontology import read_ontology

PAGE = Path(__file__).resolve().parent.parent / "docs" / "graph.md"
QUERY = re.compile(r"<!-- query -->\n```sparql\n(.*?)```\n(.*?)<!-- end -->", re.DOTALL)


def test_the_page_shows_what_is_answered(built: Path) -> None:
    """With ALLGRAPH_UPDATE_README=1 the page is written anew, as README is."""
    text = PAGE.read_text(encoding="utf-8")
    store = open_store(built)

    def answered(shown: re.Match[str]) -> str:
        answer = run_text(shown[1], store, name="docs/graph.md")
        assert answer.rows
        return f"<!-- query -->\n```sparql\n{shown[1]}```\n\n{render(answer, Format.MD)}\n<!-- end -->"

    now = QUERY.sub(answered, text)
    if os.environ.get("ALLGRAPH_UPDATE_README"):
        PAGE.write_text(now, encoding="utf-8", newline="\n")
    assert PAGE.read_text(encoding="utf-8") == now


def test_what_the_page_names_is_there() -> None:
    names = set(re.findall(r"`(ag:[A-Za-z]+)`|(ag:[a-z][A-Za-z0-9-]+)", PAGE.read_text(encoding="utf-8")))
    declared = {str(triple.subject.value) for triple in read_ontology().triples if hasattr(triple.subject, "value")}
    for name in sorted({first or second for first, second in names}):
        assert name.replace("ag:", "https://w3id.org/allgraph/") in declared, name
