"""Plain pages: what pages for patients and summaries for clinicians say in the words and layouts that most of them use.

tests/data/passages.txt holds passages written for this test, parted by lines of hyphens; behind each stands all that it must give when it
is put into a page on treating ALL, a line each: "=> subject relation object" with ? for hedged and ! for negated.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from test_relations import read

FILE = Path(__file__).parent / "data" / "passages.txt"
SIGN = "=> "


def passages() -> list[tuple[str, list[str]]]:
    """Each passage with its statements."""
    records = [record.splitlines() for record in FILE.read_text(encoding="utf-8").split("----\n")]
    return [
        (
            "\n".join(line for line in lines if not line.startswith(SIGN)),
            [line.removeprefix(SIGN) for line in lines if line.startswith(SIGN)],
        )
        for lines in records
    ]


@pytest.mark.parametrize(("passage", "statements"), passages(), ids=[passage[:50] for passage, _ in passages()])
def test_a_passage_gives_its_statements_and_no_others(passage: str, statements: list[str]) -> None:
    assert read(f"Treatment of ALL\n\nALL is a cancer of the blood.\n\n{passage}\n") == set(statements)
