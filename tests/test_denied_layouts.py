"""Denials in every layout: words that keep a drug from people, a phase or a kind of the disease never make a use of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from our_reader import READER

from allgraph.documents import read_documents
from allgraph.statements import Stance, Status

DENIALS = """\
Abandoned in; Avoid in; Avoided in; Cannot be used in; Contraindicated in;
Do not give in; Do not use in; Does not help in; Does not work in;
Does nothing in; Doesn't work in; Except in; Failed in; Fails in; Inactive in; Ineffective in; Left out in; Must not be given in;
Never given in; Never use in; Never used in; No activity in; No benefit in; No longer recommended for; No longer used in; No place in;
No role in; No use in; Not approved for; Not approved in; Not effective in; Not for; Not given to people with; Not in; Not indicated in;
Not licensed for; Not recommended for; Not recommended in; Not studied in; Not suitable for; Not tested in; Not used for; Not used in;
Of no use in; Off the table in; Omitted in; Refused for; Rejected for; Should not be used in; Stopped in; Unsafe in; Unsuitable for;
Useless in; Withdrawn for; Wrong for"""

DOUBTS = "Caution in; Rarely used in; Seldom used in; Under study in"

USES = "Approved for; Effective in; Indicated for; Recommended for; Used for; Used in; Works in"

LAYOUTS = {
    "label": "## Nelarabine\n\nIt is a drug.\n\n{Words}: {What}\n",
    "bold label": "## Nelarabine\n\nIt is a drug.\n\n**{Words}:** {What}\n",
    "item": "## Nelarabine\n\n- Class: antimetabolite\n- {Words}: {What}\n",
    "list": "## Nelarabine\n\nIt is a drug.\n\n{Words}:\n\n- {What}\n- other diseases\n",
    "heading": "## Nelarabine\n\nIt is a drug.\n\n### {Words}\n\n- {What}\n- other diseases\n",
    "column": "| Drug | Class | {Words} |\n|---|---|---|\n| Nelarabine | antimetabolite | {What} |\n",
    "nested item": "- Nelarabine\n  - {Words}: {What}\n- Cytarabine\n  - Class: antimetabolite\n",
    "line": "Nelarabine: {words} {What}\n",
    "dash": "- **Nelarabine** – {words} {What}\n- **Cytarabine** – a chemotherapy drug\n",
    "brackets": "- Nelarabine ({words} {What})\n- Cytarabine\n",
    "lines": "Nelarabine\n{Words}\n{What}\n\nCytarabine\nClass\nantimetabolite\n",
    "heading over drugs": "## {Words} {What}\n\n- Nelarabine\n- Dasatinib\n",
    "lead-in line": "{Words} {What}:\n\n- Nelarabine\n- Dasatinib\n",
    "heading on drugs": "## Drugs {words} {What}\n\n- Nelarabine\n- Dasatinib\n",
}


#: What a page says that nelarabine is used in or not, the relation, and the other end of the statement.
USED_IN = {
    "B-cell ALL": ("ag:treats", "B-cell acute lymphoblastic leukemia"),
    "maintenance therapy": ("ag:usedInPhase", "maintenance therapy"),
    "infants": ("ag:forPopulation", "infants"),
}


def stances(folder: Path, layout: str, words: str, what: str = "B-cell ALL") -> set[Stance]:
    """How a page holds that nelarabine is used in something."""
    page = folder / "page.md"
    part = LAYOUTS[layout].format(Words=words, words=words[0].lower() + words[1:], What=what)
    page.write_text(f"# Treatment of acute lymphoblastic leukemia (ALL)\n\nALL is a cancer.\n\n{part}", encoding="utf-8")
    (document,) = read_documents([page])
    told = (one for one in READER.findings(document) if one.evidence.status is Status.EXTRACTED)
    claim = ("ag:nelarabine", *USED_IN[what])
    return {one.statement.stance for one in told if (one.statement.subject, one.statement.relation, one.object_label) == claim}


def phrases(listed: str) -> list[str]:
    return " ".join(listed.split()).split("; ")


@pytest.mark.parametrize("what", USED_IN)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_denial_is_no_use_in_any_layout(tmp_path: Path, layout: str, what: str) -> None:
    assert {words: found for words in phrases(DENIALS) if not (found := stances(tmp_path, layout, words, what)) <= {Stance.NEGATED}} == {}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_doubt_is_no_certain_use_in_any_layout(tmp_path: Path, layout: str) -> None:
    told = {(words, what) for words in phrases(DOUBTS) for what in USED_IN if Stance.AFFIRMED in stances(tmp_path, layout, words, what)}
    assert told == set()


@pytest.mark.parametrize("layout", sorted(LAYOUTS.keys() - {"heading", "lines"}))
def test_a_use_is_one_in_the_same_layouts(tmp_path: Path, layout: str) -> None:
    assert {words for words in phrases(USES) if Stance.AFFIRMED not in stances(tmp_path, layout, words)} == set()


@pytest.mark.parametrize("layout", ["label", "item", "list", "column", "nested item", "line", "dash", "brackets", "lead-in line"])
def test_a_denial_of_a_use_is_kept_as_one(tmp_path: Path, layout: str) -> None:
    assert {words for words in ("Not used in", "Not recommended for") if stances(tmp_path, layout, words) != {Stance.NEGATED}} == set()


@pytest.mark.parametrize(
    "words",
    ["Investigational drugs", "Drugs being studied", "Experimental treatments", "Drugs that may be used", "Drugs in clinical trials"],
)
def test_what_a_heading_doubts_is_doubted_of_what_it_lists(tmp_path: Path, words: str) -> None:
    assert stances(tmp_path, "heading over drugs", f"{words} for") == {Stance.HEDGED}
    assert stances(tmp_path, "heading over drugs", "Maintenance drugs (until the end of the second year) for") == {Stance.AFFIRMED}
