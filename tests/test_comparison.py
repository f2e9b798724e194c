"""Comparison: each kind of change between two folders of tables or two graphs is told once, with the passages that show it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from small import FINDINGS, OTHER, PAGE, TEXT, finding, write_ontology

import allgraph
from allgraph.cli import run
from allgraph.comparison import Change, Kind
from allgraph.curation.tables import write_findings
from allgraph.errors import AllgraphError
from allgraph.graph.assembly import make_graph
from allgraph.graph.ontology import read_ontology
from allgraph.graph.turtle import write_turtle
from allgraph.statements import Finding, Flag, Span, Stance, Status

TREATS = finding("barumab", "treats", "leukosis", labels=("barumab", "leukosis"))
ROUTE = finding("barumab", "hasRoute", "by-hand", labels=("barumab", "by hand"))
MOVED = finding("barumab", "treats", "leukosis", labels=("barumab", "leukosis"), span=Span(44, 60))


def tables(folder: Path, findings: Iterable[Finding]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    write_findings(folder, "page", list(findings))
    return folder


def shown(changes: Iterable[Change]) -> list[tuple[str, str, int, int]]:
    return [(change.kind.value, change.relation.removeprefix("ag:"), len(change.old), len(change.new)) for change in changes]


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ([TREATS, ROUTE], [TREATS], [("lost", "hasRoute", 1, 0)]),
        ([TREATS], [TREATS, ROUTE], [("gained", "hasRoute", 0, 1)]),
        (
            [TREATS],
            [finding("barumab", "treats", "leukosis", Stance.HEDGED, labels=("barumab", "leukosis"))],
            [("other stance", "treats", 1, 1)],
        ),
        (
            [TREATS],
            [finding("barumab", "treats", "leukosis", labels=("barumab", "leukosis"), qualifiers=(("ag:qualifierPhase", "ag:opening"),))],
            [("other qualifiers", "treats", 1, 1)],
        ),
        (
            [TREATS],
            [finding("barumab", "treats", "leukosis", labels=("barumab", "leukosis"), normalised_digest=MOVED.evidence.normalised_digest)],
            [("other passages", "treats", 1, 1)],
        ),
        ([TREATS], [TREATS], []),
        (
            [TREATS],
            [TREATS, finding("barumab", "treats", "leukosis", labels=("barumab", "leukosis"), passage=Span(100, 142))],
            [("other passages", "treats", 0, 1)],
        ),
        (
            [TREATS],
            [TREATS, finding("barumab", "treats", "leukosis", Stance.HEDGED, labels=("barumab", "leukosis"), span=Span(44, 60))],
            [("other stance", "treats", 0, 1)],
        ),
        (
            [TREATS, finding("barumab", "treats", "leukosis", Stance.HEDGED, labels=("barumab", "leukosis"), span=Span(44, 60))],
            [TREATS],
            [("other stance", "treats", 1, 0)],
        ),
        # what supports nothing is no fact
        ([TREATS], [TREATS, finding("barumab", "hasRoute", "by-hand", labels=("a", "b"), status=Status.PROPOSED)], []),
    ],
    ids=["lost", "gained", "stance", "qualifiers", "other-words", "same", "said-twice", "hedged-too", "hedged-no-more", "proposed"],
)
def test_each_kind_of_change_is_told(
    tmp_path: Path, old: list[Finding], new: list[Finding], changes: list[tuple[str, str, int, int]]
) -> None:
    assert shown(allgraph.diff(tables(tmp_path / "old", old), tables(tmp_path / "new", new))) == changes


def test_a_rejection_is_told_with_its_curator_and_note(tmp_path: Path) -> None:
    """Of what made an edge, and of what the gate had refused."""
    for status, kinds in ((Status.EXTRACTED, [Kind.LOST, Kind.REJECTED]), (Status.PROPOSED, [Kind.REJECTED])):
        asked = finding("barumab", "treats", "leukosis", labels=("barumab", "leukosis"), status=status)
        no = replace(asked, evidence=replace(asked.evidence, status=Status.REJECTED, curator="A. Curator", note="it is of mice"))
        sides = tables(tmp_path / status.value / "old", [asked]), tables(tmp_path / status.value / "new", [no])
        changes = allgraph.diff(*sides)
        assert [change.kind for change in changes] == kinds
        assert changes[-1].text() == (
            "rejected by a curator: barumab treats leukosis\n  + affirmed, page 0-42 (rejected by A. Curator: it is of mice)\n"
        )
        assert allgraph.diff(sides[1], sides[1]) == ()
        graphs = turtle(tmp_path / status.value / "asked", [asked]), turtle(tmp_path / status.value / "no", [no])
        assert [change.kind for change in allgraph.diff(*graphs)] == kinds


def test_a_claim_is_told_by_its_labels(tmp_path: Path) -> None:
    """Also what narrows it, where another row of the table has the label."""
    narrowed = finding("barumab", "treats", "leukosis", labels=("barumab", "leukosis"), qualifiers=(("ag:qualifierPhase", "ag:opening"),))
    phase = finding("barumab", "usedInPhase", "opening", labels=("barumab", "opening phase"))
    changes = allgraph.diff(tables(tmp_path / "old", [TREATS]), tables(tmp_path / "new", [narrowed, phase]))
    assert [change.text().splitlines()[0] for change in changes] == [
        "gained: barumab used in phase opening phase",
        "other qualifiers: barumab treats leukosis",
    ]
    assert changes[1].new[0].qualifiers == "phase opening phase"


def test_a_denial_that_is_gained_is_told_as_one(tmp_path: Path) -> None:
    denied = finding("barumab", "treats", "mastocytosis", labels=("barumab", "mastocytosis"), stance=Stance.NEGATED)
    (change,) = allgraph.diff(tables(tmp_path / "old", [TREATS]), tables(tmp_path / "new", [TREATS, denied]))
    assert change.text().splitlines()[0] == "gained: barumab treats mastocytosis (negated)"


def test_a_passage_of_the_same_words_elsewhere_has_moved(tmp_path: Path) -> None:
    elsewhere = finding("barumab", "treats", "leukosis", labels=("barumab", "leukosis"), passage=Span(100, 142))
    (change,) = allgraph.diff(tables(tmp_path / "old", [TREATS]), tables(tmp_path / "new", [elsewhere]))
    assert (change.kind, change.old[0].start, change.new[0].start) == (Kind.MOVED, 0, 100)


def test_a_decision_whose_passage_is_gone_is_orphaned(tmp_path: Path) -> None:
    decided = finding("barumab", "treats", "leukosis", labels=("b", "l"), status=Status.ACCEPTED, curator="a", note="n")
    gone = finding("barumab", "treats", "leukosis", labels=("b", "l"), status=Status.ACCEPTED, curator="a", note="n", flag=Flag.ORPHANED)
    found = allgraph.diff(tables(tmp_path / "old", [decided]), tables(tmp_path / "new", [gone]))
    assert [change.kind for change in found] == [Kind.LOST, Kind.ORPHANED]


def turtle(folder: Path, findings: Iterable[Finding]) -> Path:
    graph = make_graph(read_ontology(write_ontology(folder / "o")), findings, [PAGE, OTHER], texts={"page": TEXT})
    path = folder / "graph.ttl"
    path.write_text(write_turtle(graph.triples()), encoding="utf-8")
    return path


def test_two_graphs_are_compared_with_their_quotes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = turtle(tmp_path / "old", FINDINGS), turtle(tmp_path / "new", FINDINGS[1:])
    assert run(["diff", str(old), str(old)]) == 0
    assert capsys.readouterr().out == ""
    changes = allgraph.diff(turtle(tmp_path / "third", [f for f in FINDINGS if f.statement.relation != "ag:hasBrandName"]), old)
    assert shown(changes) == [("gained", "hasBrandName", 0, 1)]
    assert changes[0].new[0].quote == TEXT[:18]
    assert shown(allgraph.diff(old, new)) == [("other passages", "treats", 1, 0)]  # the other source still says it


def test_a_quote_that_only_one_side_can_show_is_no_change(tmp_path: Path) -> None:
    quoting = turtle(tmp_path / "quoting", FINDINGS)
    text = quoting.read_text(encoding="utf-8")
    silent = tmp_path / "silent.ttl"
    silent.write_text(re.sub(r"^ +oa:(exact|prefix|suffix) \".*\" ;\n", "", text, flags=re.MULTILINE), encoding="utf-8")
    changes = allgraph.diff(silent, turtle(tmp_path / "less", FINDINGS[1:]))
    assert not any(passage.quote for change in changes for passage in (*change.old, *change.new))
    assert allgraph.diff(silent, quoting) == ()


def test_the_command_tells_by_its_status_and_speaks_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = tables(tmp_path / "old", [TREATS, ROUTE]), tables(tmp_path / "new", [TREATS])
    assert run(["diff", str(old), str(new)]) == 1
    assert capsys.readouterr().out == "lost: barumab has route by hand\n  - affirmed, page 0-42\n"
    assert run(["diff", str(old), str(new), "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)[0]["kind"] == "lost"


def test_tables_and_a_graph_are_not_compared(tmp_path: Path) -> None:
    with pytest.raises(AllgraphError, match="two of a kind"):
        allgraph.diff(tables(tmp_path / "old", [TREATS]), turtle(tmp_path / "new", FINDINGS))


def test_a_path_that_does_not_exist_is_named(tmp_path: Path) -> None:
    there = tables(tmp_path / "old", [TREATS])
    for sides in ((there, tmp_path / "nothing"), (tmp_path / "nothing", there), (tmp_path / "nothing", tmp_path / "nothing")):
        with pytest.raises(AllgraphError, match="nothing: no such file or folder"):
            allgraph.diff(*sides)


def test_a_folder_of_something_else_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "page.txt").write_text("ALL is treated.", encoding="utf-8")
    assert run(["diff", str(tmp_path / "pages"), str(tables(tmp_path / "new", [TREATS]))]) == 2
    assert "neither a build" in capsys.readouterr().err
