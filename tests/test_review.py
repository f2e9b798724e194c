"""A walk through the rows that wait for a curator loses no decision (README: your own documents, and their review)."""

from __future__ import annotations

import io
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from small import PAGE, TEXT, finding

import allgraph
from allgraph.cli import run
from allgraph.curation.decisions import decide
from allgraph.curation.review import Review, Step, described, walk
from allgraph.curation.tables import BESIDE, read_table, tables_at, write_findings, write_sources
from allgraph.errors import AllgraphError, TableError
from allgraph.statements import Finding, Flag, Span, Stance, Status
from allgraph.texts import shown

SIGNED: dict[str, Any] = {"curator": "B. Before", "note": "as it was"}

#: Three rows that wait, in the order of their passages, and two that do not.
FIRST = finding("foocept", "usedInPhase", "opening", span=Span(0, 17), status=Status.PROPOSED, context=(Span(9, 17),), section="1. Drugs")
SECOND = finding("barumab", stance=Stance.HEDGED, span=Span(44, 59), status=Status.ACCEPTED, flag=Flag.REVIEW, **SIGNED)
THIRD = finding("barumab", "hasTarget", "xt1", span=Span(44, 83), status=Status.PROPOSED)
DONE = (finding(), finding("barumab", "forPopulation", "grown-ups", span=Span(44, 112), status=Status.REJECTED, **SIGNED))
LOST = finding("foocept", "treats", "opening", span=Span(0, 42), status=Status.ACCEPTED, flag=Flag.ORPHANED, **SIGNED)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in with a document, `pages/page.txt`, and its table."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ALLGRAPH_CURATOR", raising=False)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "page.txt").write_bytes(TEXT.encode())
    write([FIRST, SECOND, THIRD, *DONE])
    write_sources(Path("allgraph-statements") / BESIDE[0], [PAGE])
    return tmp_path


def write(rows: Iterable[Finding], source: str = "page") -> Path:
    write_findings(Path("allgraph-statements"), source, rows)
    return Path("allgraph-statements") / f"{source}.tsv"


def rows() -> list[Finding]:
    return read_table(Path("allgraph-statements/page.tsv"))


def opened(**options: Any) -> Review:
    return Review(tables_at("allgraph-statements"), **options)


# --- what waits, and what a decision makes of it


@pytest.mark.usefixtures("here")
def test_what_waits_stands_in_the_order_of_its_passages_and_orphans_last() -> None:
    assert opened().rows == (FIRST, SECOND, THIRD)
    write([FIRST, LOST, *DONE])
    assert (opened().rows, opened().passed_over) == ((FIRST,), 1)
    assert (opened(orphaned=True).rows, opened(orphaned=True).passed_over) == ((FIRST, LOST), 0)


@pytest.mark.usefixtures("here")
def test_what_the_rules_let_pass_is_walked_where_that_is_asked_for() -> None:
    passed = [row for row in DONE if row.evidence.status is Status.EXTRACTED]
    assert passed
    review = opened(extracted=True)
    assert set(review.rows) == {FIRST, SECOND, THIRD, *passed}
    while review.current not in passed:
        review.skip()
    at_hand = review.current
    assert at_hand is not None
    review.reject("c", "wrong")
    assert decide(at_hand, Status.REJECTED, "c", "wrong") in rows()


@pytest.mark.usefixtures("here")
def test_a_decision_changes_its_row_in_the_file_and_no_other_line() -> None:
    path = Path("allgraph-statements/page.tsv")
    before = path.read_bytes().splitlines()
    review = opened()
    review.accept("A. Curator", " it says\tso ")
    after = path.read_bytes().splitlines()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 1
    assert changed[0][0].endswith(b"\tproposed\t\t\t")
    assert changed[0][1].endswith(b"\taccepted\t\tA. Curator\tit says so")
    review.reject("A. Curator", "no")
    review.skip()
    assert rows() == sorted([decide(FIRST, Status.ACCEPTED, "A. Curator", "it says so"), signed(SECOND, Status.REJECTED), THIRD, *DONE])
    assert review.current is None
    assert review.summary == "1 accepted, 1 rejected, 1 skipped, 0 left"


def signed(row: Finding, status: Status) -> Finding:
    return replace(row, evidence=replace(row.evidence, status=status, flag=Flag.NONE, curator="A. Curator", note="no"))


@pytest.mark.parametrize(
    ("was", "verdict", "becomes"),
    [
        (Status.PROPOSED, Status.ACCEPTED, Status.ACCEPTED),
        (Status.ADDED, Status.ACCEPTED, Status.ADDED),
        (Status.ADDED, Status.REJECTED, Status.REJECTED),
        (Status.REJECTED, Status.ACCEPTED, Status.ACCEPTED),
    ],
)
def test_accepting_settles_the_flag_and_leaves_added_rows_added(was: Status, verdict: Status, becomes: Status) -> None:
    row = decide(finding(status=was, flag=Flag.REVIEW), verdict, "A. Curator", "seen")
    assert (row.evidence.status, row.evidence.flag, row.evidence.curator) == (becomes, Flag.NONE, "A. Curator")


@pytest.mark.parametrize(("curator", "note"), [("", "n"), ("c", " \t "), ("c", "\udcff")])
@pytest.mark.usefixtures("here")
def test_a_decision_that_says_nothing_is_none(curator: str, note: str) -> None:
    review = opened()
    with pytest.raises(AllgraphError, match=r"a decision needs|is not text"):
        review.accept(curator, note)
    assert (review.place, review.current) == (0, FIRST)
    assert FIRST in rows()


@pytest.mark.usefixtures("here")
def test_an_orphaned_row_can_be_deleted_and_nothing_else() -> None:
    write([LOST, *DONE])
    review = opened(orphaned=True)
    with pytest.raises(AllgraphError, match="can only be deleted"):
        review.accept("c", "n")
    review.delete()
    assert rows() == sorted(DONE)
    assert review.summary == "0 accepted, 0 rejected, 1 deleted, 0 skipped, 0 left"
    assert review.undo() == LOST
    assert rows() == sorted([LOST, *DONE])
    write([FIRST])
    with pytest.raises(AllgraphError, match="reject it instead"):
        opened().delete()


# --- undo


@pytest.mark.usefixtures("here")
def test_undo_goes_back_decision_by_decision_to_the_very_bytes() -> None:
    path = Path("allgraph-statements/page.tsv")
    states = [path.read_bytes()]
    review = opened()
    review.accept("c", "n")
    states.append(path.read_bytes())
    review.skip()
    review.reject("c", "n")
    assert review.undo() == THIRD
    assert (path.read_bytes(), review.current) == (states[1], THIRD)
    assert review.undo() == FIRST  # what was skipped since is shown again
    assert (path.read_bytes(), review.current, review.place) == (states[0], FIRST, 0)
    assert review.undo() is None
    assert not any(review.counts.values())


# --- tables that somebody else writes, or that are wrong


@pytest.mark.usefixtures("here")
def test_a_table_that_changed_meanwhile_is_not_written_over() -> None:
    review = opened()
    review.accept("c", "n")
    path = write([*rows(), LOST])
    content = path.read_bytes()
    for change in (lambda: review.reject("c", "n"), review.undo):
        with pytest.raises(TableError, match=r"page\.tsv: another program changed it"):
            change()
    assert path.read_bytes() == content
    assert review.current == SECOND
    path.unlink()
    with pytest.raises(TableError, match="another program"):
        review.reject("c", "n")
    assert not path.exists()


@pytest.mark.usefixtures("here")
def test_only_the_tables_of_the_documents_named_are_read() -> None:
    Path("allgraph-statements/other.tsv").write_text("no table\n")
    Path("allgraph-statements/third.tsv").write_text("no table\n")
    assert allgraph.review("pages").rows == (FIRST, SECOND, THIRD)
    with pytest.raises(TableError) as wrong:
        allgraph.review()
    assert [Path(error.where.partition(",")[0]).name for error in wrong.value.all()] == ["other.tsv", "third.tsv"]


# --- what is shown


def test_a_passage_is_marked_in_its_words_and_what_it_rests_on_stands_above() -> None:
    assert described(FIRST, TEXT).splitlines() == [
        "page, 1. Drugs, 0-17",
        "  foocept used in phase opening (affirmed)",
        "  proposed by the rule usedInPhase/test",
        "  under: Foobrand",
        "  [[Foocept (Foobrand]]) works against leukosis. Barumab may too, in grown-ups ≥65 years; it is not for “the opening”.",
    ]
    assert described(FIRST).splitlines()[-1] == "  proposed by the rule usedInPhase/test"
    assert "the document has these words no more" in described(FIRST, TEXT.replace("(", "or "))
    assert "accepted by B. Before: as it was (flagged for review" in described(SECOND)
    added = replace(SECOND, evidence=replace(SECOND.evidence, status=Status.ADDED, rule="treats/test (affirmed)"))
    assert "have changed; a rule reads it: treats/test (affirmed))" in described(added)


def test_a_passage_of_a_changed_document_is_shown_where_a_build_finds_it() -> None:
    """By its words, whatever their case and place; what it rests on is known by its place only."""
    assert described(FIRST, TEXT.upper()).splitlines()[-1].startswith("  [[FOOCEPT (FOOBRAND]]) WORKS")
    moved = described(FIRST, f"It is new. {TEXT}").splitlines()
    assert moved[-2:] == ["  now at 11-28", f"  It is new. [[Foocept (Foobrand]]{shown(TEXT[17:])}".rstrip()]


@pytest.mark.usefixtures("here")
def test_a_document_that_changed_is_named_by_review_and_build_alike(capsys: pytest.CaptureFixture[str]) -> None:
    write([])  # which names nothing that is no term
    Path("pages/page.txt").write_text(f"It is new. {TEXT}", encoding="utf-8")
    told = "allgraph: page.txt reads otherwise than when its table was written; `allgraph extract` brings that up to date\n"
    for command in (["review", "pages"], ["build", "pages", "-o", "made"]):
        run(command)
        assert told in capsys.readouterr().err
    run(["review"])
    assert told not in capsys.readouterr().err


def test_a_document_cannot_command_the_terminal() -> None:
    text = TEXT.replace("works", "\x1b[2J")
    assert "\x1b" not in described(finding(span=Span(0, 7)), text)


def test_of_a_long_text_whole_words_around_the_passage_are_shown() -> None:
    words = "tree " * 100
    text = f"{words}{TEXT[:42]} {words}"
    start = len(words)
    *_, shown = described(finding(span=Span(0, 42)), TEXT + words).splitlines()
    assert shown.endswith("tree …")
    moved = finding(span=Span(0, 42))
    moved = replace(moved, evidence=replace(moved.evidence, passage=Span(start, start + 42)))
    *_, shown = described(moved, text).splitlines()
    assert shown.startswith("  … tree tree")
    assert shown.endswith("tree tree …")


# --- the walk, answered by a script


class Script:
    """A curator who gives answers one after the other; KeyboardInterrupt among them is raised."""

    def __init__(self, *answers: str | type[BaseException]) -> None:
        self.answers = iter(answers)
        self.told: list[str] = []
        self.offered: list[str] = []

    def tell(self, words: str) -> None:
        self.told.append(words)

    def key(self, keys: Mapping[str, str]) -> str:
        answer = self._next() or "q"
        assert answer in keys
        return answer

    def line(self, name: str, default: str) -> str | None:  # noqa: ARG002
        self.offered.append(default)
        answer = self._next()
        return default if answer == "" else answer

    def _next(self) -> str | None:
        answer = next(self.answers, None)
        if isinstance(answer, type):
            raise answer
        return answer


@pytest.mark.parametrize("moment", ["at a key", "at a note"])
@pytest.mark.usefixtures("here")
def test_an_interruption_keeps_what_was_decided(moment: str) -> None:
    review = opened()
    answers: list[str | type[BaseException]] = ["a", "it says so", *(["r"] if moment == "at a note" else []), KeyboardInterrupt]
    with pytest.raises(KeyboardInterrupt):
        walk(review, Script(*answers), "A. Curator")
    assert rows() == sorted([decide(FIRST, Status.ACCEPTED, "A. Curator", "it says so"), SECOND, THIRD, *DONE])
    assert opened().rows == (SECOND, THIRD)


@pytest.mark.usefixtures("here")
def test_the_name_is_asked_once_and_the_last_note_of_the_key_or_the_rows_own_is_offered() -> None:
    script = Script("r", "A. Curator", "first", "a", "", "u", "a", "", "r", "")
    walk(opened(), script)
    assert script.offered == ["", "", "as it was", "as it was", "first"]  # why a row is wrong is no reason why another is right
    assert [row.evidence.note for row in rows() if row.evidence.curator == "A. Curator"].count("first") == 2
    assert script.told[-1] == "That was the last row."


@pytest.mark.usefixtures("here")
def test_a_rejection_that_other_rows_outlive_says_how_many() -> None:
    same = [replace(FIRST, evidence=replace(FIRST.evidence, rule=f"rule/{n}", status=Status.EXTRACTED)) for n in range(2)]
    unheld = replace(FIRST, evidence=replace(FIRST.evidence, rule="rule/refused", status=Status.REJECTED, **SIGNED))
    for others, words in ((same[:1], "1 other row still states it"), (same, "2 other rows still state it"), ([], "")):
        write([FIRST, unheld, *others])
        script = Script("r", "wrong")
        walk(opened(), script, "c")
        told = [line.partition(":")[0] for line in script.told if "still" in line]
        assert told == ([words] if words else [])


@pytest.mark.usefixtures("here")
def test_the_last_decision_of_all_can_be_taken_back() -> None:
    review = opened()
    script = Script("u", "s", "s", "r", "n", "u", "r", "better", "q")
    walk(review, script, "c")
    assert "There is no decision to take back." in script.told
    assert review.counts == {Step.SKIPPED: 2, Step.REJECTED: 1}
    assert [row.evidence.note for row in rows() if row.statement == THIRD.statement] == ["better"]


@pytest.mark.usefixtures("here")
def test_answers_that_end_within_a_decision_decide_nothing() -> None:
    for answers in (["a"], ["a", "A. Curator"]):
        script = Script(*answers)
        walk(opened(), script)
        assert FIRST in rows()
        assert "nothing is decided" in script.told[-1]


# --- the command


def piped(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


@pytest.mark.usefixtures("here")
def test_answers_may_be_piped(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    piped(monkeypatch, "yes", "accept", "", "A. Curator", "", "it says so", "s", "R", "it does not")
    assert run(["review", "pages"]) == 0
    out, err = capsys.readouterr()
    assert out.count("[[") == 3
    assert "\x1b" not in out
    assert "'yes' is none of a, r, s, u, q" in err
    assert "a decision needs a curator" in err
    assert err.endswith("allgraph: 1 accepted, 1 rejected, 1 skipped, 0 left, in allgraph-statements\n")
    assert rows() == sorted([decide(FIRST, Status.ACCEPTED, "A. Curator", "it says so"), SECOND, third(), *DONE])


def third() -> Finding:
    return decide(THIRD, Status.REJECTED, "A. Curator", "it does not")


@pytest.mark.usefixtures("here")
def test_the_curator_may_stand_in_the_environment(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("ALLGRAPH_CURATOR", "E. Nvironment")
    piped(monkeypatch, "r", "no")
    assert run(["review"]) == 0
    out, err = capsys.readouterr()
    assert "page, 1. Drugs, 0-17" in out
    assert "[[" not in out
    assert err.endswith("0 accepted, 1 rejected, 0 skipped, 2 left, in allgraph-statements\n")
    assert decide(FIRST, Status.REJECTED, "E. Nvironment", "no") in rows()


@pytest.mark.usefixtures("here")
def test_nothing_to_do_is_said_and_orphans_are_counted(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    write([LOST, *DONE])
    piped(monkeypatch)
    assert run(["review"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "no row waits for a decision, in allgraph-statements" in err
    assert "1 orphaned row not shown" in err
    piped(monkeypatch, "a", "d", "q")
    assert run(["review", "--orphaned"]) == 0
    assert "'a' is none of d, s, u, q" in capsys.readouterr().err
    assert rows() == sorted(DONE)


def test_a_document_that_was_not_read_yet_is_named(here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "pages" / "new.txt").write_text("Foocept works.")
    piped(monkeypatch)
    assert run(["review", "pages"]) == 0
    assert "allgraph: new has no table there; allgraph extract makes it\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["review", "-o", "nowhere"], "nowhere: no such folder of statement tables; run allgraph extract first"),
        (["review", "nowhere"], "nowhere: no such file or folder"),
        (["review", "-o", "broken"], "page.tsv, line 1: no column"),
        (["review", "--curater", "x"], "--curater"),
    ],
)
def test_what_is_asked_wrongly_is_said(here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    (here / "broken").mkdir()
    (here / "broken" / "page.tsv").write_text("statement\tsubject\n")
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert "Traceback" not in err


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("errors", ["strict", "surrogateescape"])  # what a locale may ask for
def test_answers_that_are_no_text_end_the_walk_in_words(errors: str) -> None:
    command = [sys.executable, "-m", "allgraph", "review", "--curator", "c"]
    environment = {**os.environ, "PYTHONIOENCODING": f"utf-8:{errors}"}
    done = subprocess.run(command, input=b"a\nfine\nr\n\xff\xfe\n", capture_output=True, check=False, env=environment)
    assert done.returncode == 2
    assert (b"standard input: is not UTF-8" if errors == "strict" else b"note is not text in Unicode") in done.stderr
    assert b"Traceback" not in done.stderr
    kept = decide(FIRST, Status.ACCEPTED, "c", "fine")
    assert FIRST in rows() if errors == "strict" else kept in rows()


# --- a real terminal


class Terminal:
    """allgraph in a pseudo-terminal of its own: wait for words, press keys, and see how it ends."""

    def __init__(self, *arguments: str) -> None:
        import pty

        self._process, self._end = pty.fork()
        if self._process == 0:
            for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):  # ignored by what runs in the background, and so by its children
                signal.signal(number, signal.SIG_DFL)
            os.execv(sys.executable, [sys.executable, "-m", "allgraph", *arguments])  # noqa: S606
        self.seen = ""
        self._passed = 0

    def wait(self, words: str) -> None:
        while words not in self.seen[self._passed :]:
            assert self._read(), f"{words!r} never came: {self.seen!r}"
        self._passed = self.seen.index(words, self._passed) + len(words)

    def press(self, after: str, keys: str) -> None:
        import termios

        self.wait(after)
        by_key = after.endswith("quit: ")
        for _ in range(200):  # until it listens: what is pressed while it changes the terminal's mode is lost
            if bool(termios.tcgetattr(self._end)[3] & termios.ICANON) is not by_key:
                break
            select.select([], [], [], 0.05)
        os.write(self._end, keys.encode())

    def close(self) -> None:
        """Shut the window."""
        os.close(self._end)
        self._left()

    def ended(self) -> int:
        while self._read():
            pass
        status = self._left()
        os.close(self._end)
        return os.waitstatus_to_exitcode(status)

    def _left(self) -> int:
        """How the program ended; one that does not is ended, so that no test waits for ever."""
        for _ in range(600):
            process, status = os.waitpid(self._process, os.WNOHANG)
            if process:
                return status
            select.select([], [], [], 0.05)
        os.kill(self._process, signal.SIGKILL)
        return os.waitpid(self._process, 0)[1]

    def _read(self) -> bool:
        ready, _, _ = select.select([self._end], [], [], 30)
        try:
            read = os.read(self._end, 65536) if ready else b""
        except OSError:  # how Linux says that the other side has ended
            read = b""
        self.seen += read.decode()
        return bool(read)


@pytest.fixture
def terminal(here: Path) -> Callable[..., Terminal]:  # noqa: ARG001
    pytest.importorskip("pty", reason="no pseudo-terminals here")
    return Terminal


@pytest.mark.filterwarnings("ignore:This process.*multi-threaded:DeprecationWarning")
def test_on_a_terminal_single_keys_decide(terminal: Callable[..., Terminal]) -> None:
    window = terminal("review", "pages")
    keys = [("quit: ", "x"), ("quit: ", "\x1b[A"), ("quit: ", "a"), ("curator: ", "A. Curatör\n"), ("note: ", "\x1b\n")]
    keys += [("quit: ", "a"), ("note: ", "\n"), ("note: ", "seen\n")]
    keys += [("quit: ", "r"), ("note: ", "gone\n"), ("quit: ", "u"), ("quit: ", "s"), ("quit: ", "r"), ("note [gone]: ", "no\n")]
    for after, pressed in [*keys, ("u undo, q quit: ", "q")]:
        window.press(after, pressed)
    assert window.ended() == 0
    assert "'x' is none of a, r, s, u, q" in window.seen
    assert "Taken back: barumab treats leukosis (hedged)" in window.seen
    assert "1 accepted, 1 rejected, 1 skipped, 0 left" in window.seen
    assert ("\x1b[1m[[Foocept (Foobrand]]" in window.seen) is not bool(os.environ.get("NO_COLOR"))
    expected = [decide(FIRST, Status.ACCEPTED, "A. Curatör", "seen"), SECOND, decide(THIRD, Status.REJECTED, "A. Curatör", "no"), *DONE]
    assert rows() == sorted(expected)


@pytest.mark.filterwarnings("ignore:This process.*multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("at_note", [False, True])
def test_on_a_terminal_an_interruption_is_130_and_keeps_decisions(terminal: Callable[..., Terminal], *, at_note: bool) -> None:
    window = terminal("review", "--curator", "c")
    for after, pressed in [("quit: ", "a"), ("note: ", "n\n"), *([("quit: ", "r")] if at_note else [])]:
        window.press(after, pressed)
    window.press("note: " if at_note else "quit: ", "\x03")
    assert window.ended() == 130
    assert window.seen.rstrip().endswith("allgraph: interrupted")
    assert "1 accepted, 0 rejected, 0 skipped, 2 left" in window.seen
    assert decide(FIRST, Status.ACCEPTED, "c", "n") in rows()


@pytest.mark.filterwarnings("ignore:This process.*multi-threaded:DeprecationWarning")
def test_a_window_that_is_shut_takes_no_decision_along(terminal: Callable[..., Terminal]) -> None:
    window = terminal("review", "--curator", "c")
    window.press("quit: ", "a")
    window.press("note: ", "n\n")
    window.wait("quit: ")
    window.close()
    assert decide(FIRST, Status.ACCEPTED, "c", "n") in rows()
    assert [path.name for path in Path("allgraph-statements").iterdir() if path.suffix == ".tmp"] == []


def test_without_tables_a_review_says_what_makes_them(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="holds no statement table; run allgraph extract first"):
        allgraph.review((), tmp_path)
