"""Extractors of others: what an installed package claims passes the same gate and checks, and is marked as its own."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from our_reader import LEXICON, READER

from allgraph.documents import Document
from allgraph.errors import DocumentError
from allgraph.reading.extractors import Claimed, Gate, installed
from allgraph.sources import Source
from allgraph.statements import Finding, Status

TOY = Path(__file__).resolve().parent / "toy_extractor"

#: No rule of ours reads the second line.
TEXT = "Treatment of ALL\n\nTOY nelarabine treats T-cell ALL\n"


class Says:
    """An extractor that claims what it is told to."""

    name = "says"
    version = "2"
    agent = "automated_agent"

    def __init__(self, *claims: Claimed) -> None:
        self._claims = claims

    def extract(self, document: Document) -> Iterable[Claimed]:
        return self._claims if document.text else ()


def read(text: str, *claims: Claimed) -> list[Finding]:
    """What the claims alone give."""
    document = Document(Source("page", "page.txt"), text)
    reading = Gate(LEXICON, [Says(*claims)]).with_claims(document, READER.read(document))
    return [finding for finding in reading.findings if finding.evidence.rule.startswith("says 2/")]


def claimed(text: str, subject: str, relation: str, object_: str, **more: object) -> Claimed:
    """A claim by the whole of the text's last line."""
    start = text.rindex("\n") + 1
    return Claimed(subject, relation, object_, start, len(text), **more)  # type: ignore[arg-type]  # each test gives what fits


ROUTE = "ALL is treated.\n\nThe way of nelarabine, by mouth, is a matter of taste: oral"


def test_a_claim_is_a_row_like_any_other_and_names_its_extractor() -> None:
    (row,) = read(ROUTE, claimed(ROUTE, "Arranon", "hasRoute", "by mouth"))
    assert (row.statement.subject, row.statement.object, row.evidence.status) == ("ag:nelarabine", "ag:oral", Status.EXTRACTED)
    assert row.evidence.passage.of(ROUTE) == ROUTE[17:]
    assert (row.evidence.rule, row.evidence.agent) == ("says 2/found (automated_agent)", "automated_agent")


@pytest.mark.parametrize(
    ("text", "subject", "relation", "object_"),
    [
        ("ALL is treated.\n\nNelarabine is a drug", "nelarabine", "treats", "T-cell ALL"),  # names no object
        ("ALL is treated.\n\nNelarabine, T-cell ALL", "nelarabine", "treats", "T-cell ALL"),  # no word that says so
    ],
)
def test_what_its_passage_does_not_show_is_only_proposed(text: str, subject: str, relation: str, object_: str) -> None:
    (row,) = read(text, claimed(text, subject, relation, object_))
    assert row.evidence.status is Status.PROPOSED


@pytest.mark.parametrize(
    ("verb", "stance", "status"),
    [
        ("is used for", "affirmed", Status.EXTRACTED),
        ("is not used for", "affirmed", Status.PROPOSED),
        ("may be used for", "affirmed", Status.PROPOSED),
        ("is used for", "negated", Status.PROPOSED),
        ("may be used for", "negated", Status.PROPOSED),
        ("is not used for", "negated", Status.EXTRACTED),
        ("is used for", "hedged", Status.PROPOSED),
        ("may be used for", "hedged", Status.EXTRACTED),
        ("is not always used for", "hedged", Status.EXTRACTED),
    ],
)
def test_a_stance_that_its_words_do_not_show_is_only_proposed(verb: str, stance: str, status: Status) -> None:
    text = f"ALL is treated.\n\nTOY nelarabine {verb} what was said before: T-cell ALL"
    (row,) = read(text, claimed(text, "nelarabine", "treats", "T-cell ALL", stance=stance))
    assert (row.statement.stance, row.evidence.status) == (stance, status)


def test_a_context_may_show_the_rest() -> None:
    text = "T-cell ALL is treated.\n\nNelarabine is used"
    (row,) = read(text, claimed(text, "nelarabine", "treats", "T-cell ALL", context=((0, 22),)))
    assert row.evidence.status is Status.EXTRACTED


def test_a_sentence_about_another_disease_gives_nothing() -> None:
    text = "ALL is a leukemia.\n\nIn chronic lymphocytic leukemia nelarabine is used to treat patients with chronic lymphocytic leukemia"
    assert read(text, claimed(text, "nelarabine", "treats", "ALL")) == []


def test_an_unknown_name_is_listed() -> None:
    document = Document(Source("page", "page.txt"), TEXT)
    reading = Gate(LEXICON, [Says(claimed(TEXT.strip(), "zorumab", "treats", "ALL"))]).with_claims(document, READER.read(document))
    assert [(term.term, term.reason) for term in reading.unknown] == [("zorumab", "named by the extractor says")]


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        (Claimed("nelarabine", "sings", "ALL", 0, 5), "'sings'"),
        (Claimed("nelarabine", "treats", "ALL", 0, 5, stance="sure"), "'sure'"),
        (Claimed("nelarabine", "treats", "ALL", 5, 5), "5-5"),
        (Claimed("nelarabine", "treats", "ALL", 0, 5000), "0-5000"),
        (Claimed("nelarabine", "treats", "ALL", 0, 5, qualifiers=(("mood", "good"),)), "'mood'"),
        (Claimed("nelarabine", "treats", "ALL", "0", 5), "start is '0', which is no int"),  # type: ignore[arg-type]  # others may give it
        (Claimed(None, "treats", "ALL", 0, 5), "subject is None, which is no str"),  # type: ignore[arg-type]  # so too
    ],
)
def test_what_cannot_be_is_refused_with_the_extractor_and_the_document(claim: Claimed, message: str) -> None:
    with pytest.raises(DocumentError, match=rf"extractor says 2, page\.txt: claims .*{message}"):
        read(TEXT, claim)


def test_what_is_no_claim_or_of_the_wrong_kind_is_refused() -> None:
    with pytest.raises(DocumentError, match=r"page\.txt: gave what is no Claimed"):
        read(TEXT, ("x",))  # type: ignore[arg-type]  # a package of others may give anything
    with pytest.raises(DocumentError, match="'CD19' is no end of treats"):
        read(TEXT, claimed(TEXT.strip(), "nelarabine", "treats", "CD19"))


def test_none_is_installed_with_allgraph() -> None:
    assert installed() == ()


def test_an_installed_package_takes_part_in_every_command(
    tmp_path: Path, run_python: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "page.txt").write_text(TEXT + "\nIt is given in induction.\n", encoding="utf-8")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return run_python("-m", "allgraph", *arguments, cwd=tmp_path, PYTHONPATH=str(TOY), ALLGRAPH_CACHE=str(tmp_path / "cache"))

    for _ in range(2):  # read, and as it was kept
        done = run("extract", "pages")
        assert done.returncode == 0, done.stderr
        table = (tmp_path / "allgraph-statements" / "page.tsv").read_text(encoding="utf-8")
        (row,) = [line for line in table.splitlines() if "toy 1.0/line (computational_model)" in line]
        assert "qualifierPhase=ag:induction-therapy" in row
    assert run("build").returncode == 0
    assert run("check", "pages").stdout == ""
    graph = (tmp_path / "allgraph-build" / "allgraph.ttl").read_text(encoding="utf-8")
    assert 'ag:agentType "computational_model"' in graph
    assert "toy 1.0/line" in run("coverage", "pages", "--format", "json").stdout
    (pages / "page.txt").write_text("ALL\n\nTOY nelarabine sings ALL\n", encoding="utf-8")
    done = run("extract", "pages")
    assert done.returncode == 2
    assert "extractor toy 1.0, page.txt: claims what cannot be: 'sings'" in done.stderr
