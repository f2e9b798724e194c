"""Coverage: every sentence is accounted for, decisions show, what is known to be missed is really missed, and no document can do harm."""

from __future__ import annotations

import fnmatch
import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from our_reader import LEXICON, READER

import allgraph
from allgraph import resources
from allgraph.cli import COVERAGES, run
from allgraph.coverage import Coverage, Covered, DocumentCoverage, Silence, cover
from allgraph.coverage_page import check_page, page, write_page
from allgraph.coverage_text import COLUMNS, Format, render
from allgraph.curation.adding import Claim
from allgraph.curation.tables import read_table, write_findings
from allgraph.documents import Document
from allgraph.errors import AllgraphError, DocumentError
from allgraph.limits import Limit, read_limits
from allgraph.reading.readings import Reason
from allgraph.sources import Source
from allgraph.statements import Evidence, Finding, Flag, Span, Stance, Statement, Status
from allgraph.texts import digest

TEXT = """Treating ALL

1. Drugs

Imatinib (Gleevec) is used to treat ALL. Is it new? Nobody has counted the chairs.
It is blue, and so is vincristine.

Barfoomab is new.

References

  • Smith J. A study of blue chairs. Journal of Chairs, 2020.
"""
LIMITS = read_limits(resources.folder("ontology") / "known-limits.tsv")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, with one document in pages/."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "page.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def document(text: str) -> Document:
    return Document(Source("page", "page.txt", "Treating ALL", digest=digest(text)), text)


def covered(text: str) -> DocumentCoverage:
    reading = READER.read(document(text))
    return cover(document(text), reading, reading.findings)


def whole(*documents: DocumentCoverage) -> Coverage:
    return Coverage(documents, LIMITS)


def sentence(found: DocumentCoverage, words: str) -> Covered:
    (one,) = (one for one in found.sentences if words in one.span.of(found.document.text))
    return one


class Parsed(HTMLParser):
    """What a page holds: its tags, its attributes, and its text outside of style."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: dict[str, set[str]] = {}
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, set()).add(value or "")

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] != ["style"]:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


# --- every sentence is accounted for


def test_each_sentence_has_what_it_gave_or_why_it_gave_nothing() -> None:
    found = covered(TEXT)
    assert {
        words: sentence(found, words).outcome for words in ("Imatinib", "Is it new", "Nobody", "Barfoomab", "blue, and", "study of blue")
    } == {
        "Imatinib": Status.EXTRACTED,
        "Is it new": Reason.QUESTION,
        "Nobody": Reason.NO_TERM,
        "Barfoomab": Silence.UNKNOWN_NAME,
        "blue, and": Reason.NO_RULE,
        "study of blue": Status.EXTRACTED,  # the list of references is cited, though nothing is read in it
    }
    relations = {finding.statement.relation for finding in sentence(found, "Imatinib").findings}
    assert {"ag:treats", "ag:hasBrandName"} <= relations
    assert sentence(found, "Imatinib").section.endswith("Drugs")
    assert [term.term for term in found.unknown] == ["barfoomab"]
    assert sum(found.outcomes.values()) == len(found.sentences)
    assert found.gave == 2


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("If one TKI does not work, others are tried.", Reason.ASIDE),
        ("Without imatinib it would be.", Reason.ASIDE),
        ("Unlike imatinib it is blue.", Reason.ASIDE),
        ("If the one does not work, others are tried.", Reason.NO_TERM),  # it names a state, and nobody in it
        ("Imatinib is blue.", Reason.NO_RULE),
    ],
)
def test_what_a_sentence_only_denies_is_no_lack_of_a_name(words: str, reason: Reason) -> None:
    assert sentence(covered(f"Treating ALL\n\n{words}\n"), words).outcome is reason


LINES = [
    "1. Induction Therapy",
    "Drugs used:",
    "• Vincristine (Oncovin®)",
    "Is it?",
    "It may be given. So it is.",
    "TKIs include:",
    "- Imatinib",
    "",
]
PAGES = st.lists(st.sampled_from([*LINES, "References", "A title, of a book", "Some Society, 2021"]), min_size=1, max_size=12)


@settings(max_examples=60)
@given(PAGES.map("\n".join))
def test_all_of_a_document_stands_there_once_and_every_finding_in_a_sentence(text: str) -> None:
    reading = READER.read(document(text))
    found = cover(document(text), reading, reading.findings)
    spans = sorted([*(one.span for one in found.sentences), *(one.span for one in found.headings)])
    assert all(one.end <= after.start for one, after in pairwise(spans))
    missing = list(text)
    for span in spans:
        missing[span.start : span.end] = " " * (span.end - span.start)
    assert re.findall(r"[^\W\d_]{2,}", "".join(missing)) == []
    assert sorted(finding for one in found.sentences for finding in one.findings) == sorted(reading.findings)
    assert all(one.findings for one in found.sentences if one.outcome in (*Status, Reason.STATED))


# --- decisions


def row(relation: str, passage: str, status: Status, **evidence: object) -> Finding:
    start = TEXT.index(passage)
    known = Evidence("page", Span(start, start + len(passage)), status=status, curator="A curator", note="seen", **evidence)  # type: ignore[arg-type]
    statement = Statement("ag:vincristine", relation, "ag:acute-lymphoblastic-leukemia", Stance.HEDGED)
    return Finding(statement, known, "vincristine", "ALL")


@pytest.mark.usefixtures("here")
def test_a_number_a_product_and_who_was_left_out_are_called_so() -> None:
    """A year in a cell is no reference, a product that no term carries lacks no rule, who was left out is no reader."""
    table = "| Drug | Approved | Renewed |\n|---|---|---|\n| Imatinib | 2017 | June 2019 |\n"
    rest = "Barfoomab is used to treat ALL.\n\nPeople with lymphoma were excluded from the study.\n\nTalk with your doctor.\n"
    Path("pages/page.md").write_text(f"# Treating ALL\n\n{table}\n{rest}", encoding="utf-8")
    (found,) = allgraph.coverage([Path("pages/page.md")]).documents
    assert {words: sentence(found, words).outcome for words in ("2017", "2019", "Barfoomab", "lymphoma", "doctor")} == {
        "2017": Silence.NO_WORDS,
        "2019": Silence.CELL,
        "Barfoomab": Silence.UNKNOWN_NAME,
        "lymphoma": Silence.LEFT_OUT,
        "doctor": Reason.SITE,
    }
    shown = page(whole(found))
    assert all(f"only-{name}" in shown for name in ("no-words", "cell", "unknown-name", "left-out"))


def test_what_tells_of_exclusion_is_unstated_too() -> None:

    assert set() < set(LEXICON.cue_texts("exclusionCue")) <= set(LEXICON.cue_texts("unstatedCue"))


def test_a_document_that_names_no_all_is_said_to() -> None:
    words = "Nothing in it is taken to be about ALL"
    for text, told in (("Vincristine is given for leukemia. It is old.\n", True), (TEXT, False), ("", False)):
        bare = Document(Source("page", "page.txt", digest=digest(text)), text)  # a title may name it too
        reading = READER.read(bare)
        found = whole(cover(bare, reading, reading.findings))
        assert (words in render(found, Format.TABLE), words in page(found)) == (told, told)


def test_what_gave_nothing_and_comes_again_is_one_row() -> None:
    """Lines of a menu, and the places of an unknown name; a sentence that gave something stands wherever it is."""
    found = covered(f"Nobody has counted the chairs.\n\nImatinib (Gleevec) is used to treat ALL.\n\nBarfoomab is old.\n\n{TEXT}")
    lines = render(whole(found), Format.TABLE, width=200).splitlines()
    (again,) = [line for line in lines if line.endswith(" Nobody has counted the chairs.")]
    assert "names no term (2 times)" in again
    assert sum(line.endswith("Imatinib (Gleevec) is used to treat ALL.") for line in lines) == 2
    first, second = (one.span for one in found.unknown)
    (unknown,) = [line for line in lines if line.startswith("barfoomab")]
    assert unknown.endswith(f"{first.start}-{first.end}, {second.start}-{second.end}")
    assert f"{first.start}–{first.end}, {second.start}–{second.end}" in page(whole(found))


@pytest.mark.usefixtures("here")
def test_a_name_that_a_curator_has_added_is_no_longer_missed() -> None:
    claim = Claim("imatinib", "hasBrandName", "Barfoomab")
    allgraph.add("pages/page.txt", claim, passage="Barfoomab is new", curator="A curator", note="n")
    (found,) = allgraph.coverage([Path("pages")]).documents
    assert found.unknown == ()


@pytest.mark.usefixtures("here")
def test_a_curators_decisions_are_those_that_extract_would_use() -> None:
    allgraph.extract([Path("pages")])
    tables = Path("allgraph-statements")
    before = {path.name: path.read_bytes() for path in tables.iterdir()}
    table = (tables / "page.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in table.splitlines()]
    status, curator, note = (lines[0].index(name) for name in ("status", "curator", "note"))
    for line in lines[1:]:
        if line[lines[0].index("relation")] == "ag:treats":
            line[status], line[curator], line[note] = "rejected", "A curator", "no"
    (tables / "page.tsv").write_text("".join("\t".join(line) + "\n" for line in lines), encoding="utf-8")
    kept = read_table(tables / "page.tsv")
    orphan = Finding(
        Statement("ag:imatinib", "ag:treats", "ag:adults", Stance.AFFIRMED),
        Evidence(
            "page", Span(0, 3), exact_digest=digest("gone"), normalised_digest=digest("gone"), status=Status.ACCEPTED, curator="B", note="y"
        ),
    )
    write_findings(tables, "page", [*kept, orphan])
    decided = (tables / "page.tsv").read_bytes()
    (found,) = allgraph.coverage([Path("pages")]).documents
    statuses = {finding.statement.relation: finding.evidence.status for finding in sentence(found, "Imatinib").findings}
    assert statuses["ag:treats"] is Status.REJECTED
    assert statuses["ag:hasBrandName"] is Status.EXTRACTED
    assert sentence(found, "Imatinib").outcome is Status.EXTRACTED  # what makes an edge is told first
    assert [one.statement for one in found.orphaned] == [orphan.statement]
    assert "Decisions that fit no passage any more" in page(whole(found))
    assert (tables / "page.tsv").read_bytes() == decided  # nothing is written
    assert {path.name for path in tables.iterdir()} == before.keys()


def test_a_row_stands_where_its_passage_starts_be_that_in_a_sentence_or_not() -> None:
    rows = [
        row("ag:treats", "so is vincristine", Status.ADDED),
        row("ag:usedInPhase", "Treating ALL", Status.PROPOSED),
        row("ag:treats", "ALL\n\n1. Drugs\n\nImatinib", Status.PROPOSED),
        row("ag:treats", "Barfoomab", Status.REJECTED, flag=Flag.REVIEW),
    ]
    found = cover(document(TEXT), READER.read(document(TEXT)), rows)
    assert [one.outcome for one in found.sentences if one.findings] == [Status.PROPOSED, Status.ADDED, Status.REJECTED]
    title, *_ = found.sentences
    assert title.span.of(TEXT) == "Treating ALL"
    assert len(title.findings) == 2
    shown = Parsed(page(whole(found))).text
    assert "vincristine treats ALL added hedged" in shown
    assert "vincristine treats ALL rejected review hedged" in shown
    assert "A curator" in shown


# --- what is known to be missed


@pytest.mark.parametrize("limit", [limit for limit in LIMITS if limit.missing], ids=lambda limit: limit.limit)
def test_what_is_said_to_be_missed_is_missed(limit: Limit) -> None:
    """Where this fails the sentence is read by now: take its row off ontology/known-limits.tsv."""
    words = limit.missing.split()
    for finding in READER.findings(document(limit.example.replace(" ⏎ ", "\n"))):
        said = finding.statement
        also = {said.stance.value, *(name.removeprefix("ag:") for name, _ in said.qualifiers)}
        claim = (one.removeprefix("ag:") for one in (said.subject, said.relation, said.object))
        assert not (all(map(fnmatch.fnmatch, claim, words[:3])) and set(words[3:]) <= also)


def test_each_limit_is_told_once_in_words() -> None:
    assert len({limit.limit for limit in LIMITS}) == len(LIMITS) > 8
    for limit in LIMITS:
        assert limit.words.endswith(".")
        assert len(limit.missing.split()) in (0, 3, 4)
        for name in limit.missing.split()[:3]:
            assert name == "*" or f"ag:{name}" in LEXICON.terms or f"ag:{name}" in {relation.curie for relation in LEXICON.relations}


def test_a_heading_is_a_sentence_only_where_it_gave_something() -> None:
    found = covered("Treating ALL\n\nImatinib (Gleevec)\n\nIt is blue.\n")
    gave = [one for one in found.sentences if one.heading]
    assert all(one.findings for one in gave)
    assert len(gave) + len(found.headings) == 2
    assert ("said heading" in page(whole(found))) == bool(gave)


def test_an_ontology_without_such_a_list_has_no_limits(tmp_path: Path) -> None:
    assert read_limits(tmp_path / "known-limits.tsv") == ()


# --- as text


@pytest.mark.usefixtures("here")
def test_the_table_fits_the_width_and_tells_all() -> None:
    found = allgraph.coverage([Path("pages")])
    for width in (40, 80, 200):
        text = render(found, Format.TABLE, width=width)
        assert max(map(len, text.splitlines())) <= width
        assert "\x1b" not in text
    assert f"{len(found.documents[0].sentences)} sentences, 2 gave statements. extracted: 2; " in text
    assert "→ imatinib has brand name Gleevec" in text
    assert "is a question" in text
    assert "barfoomab" in text
    assert all(limit.limit in text for limit in LIMITS)
    assert "\x1b[" in render(found, Format.TABLE, width=80, colour=True)


@pytest.mark.usefixtures("here")
def test_tsv_is_a_row_a_sentence_and_statement_and_json_is_all() -> None:
    found = allgraph.coverage([Path("pages")])
    rows = [line.split("\t") for line in render(found, Format.TSV).splitlines()]
    assert tuple(rows[0]) == COLUMNS
    assert {len(line) for line in rows} == {len(COLUMNS)}
    (one,) = found.documents
    assert len(rows) == 1 + sum(max(1, len(sentence.findings)) for sentence in one.sentences)
    data = json.loads(render(found, Format.JSON))
    assert [read["text"] for read in data["documents"][0]["read"]] == [sentence.span.of(TEXT) for sentence in one.sentences]
    assert data["documents"][0]["outcomes"]["extracted"] == 2
    assert [name["term"] for name in data["documents"][0]["unknown"]] == ["barfoomab"]
    assert len(data["limits"]) == len(LIMITS)


# --- as a page

HOSTILE = (
    'Treating ALL\n\n<script>alert(1)</script> imatinib treats ALL </p></main> & "so" on.\n'
    "<img src=x onerror=alert(2)> [bold red]imatinib[/bold red] is used \x1b[31mto treat\u202e ALL\x9b2J.\n\n"
    "</style><h1>One</h1>\n\nGoodmab' onmouseover='x and imatinib (Xbrand) treat ALL.\n"
)  # fmt: skip


def test_what_a_document_holds_is_text_and_commands_nothing() -> None:
    hostile = Document(Source('a"><b>', "<i>.txt", "<u>Title</u>", publisher="'\"><s>"), HOSTILE)
    reading = READER.read(hostile)
    found = whole(cover(hostile, reading, reading.findings))
    made = page(found)
    seen = Parsed(made)
    assert {"script", "img", "u", "i", "s", "link", "iframe"} & set(seen.tags) == set()
    assert not {name for name in seen.attributes if name.startswith("on")}
    assert not {"src", "action", "formaction", "style"} & seen.attributes.keys()
    assert all(href.startswith("#") for href in seen.attributes["href"])
    assert seen.tags.count("style") == 1
    for words in ("<script>alert(1)</script>", "<img src=x onerror=alert(2)>", "</style><h1>One</h1>", "<u>Title</u>"):
        assert words in seen.text
    for form in Format:
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", render(found, form, width=100).replace("\t", ""))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", made)
    assert json.loads(render(found, Format.JSON))["documents"][0]["read"][0]["text"] in HOSTILE
    assert "[bold red]" in render(found, Format.TABLE, width=100)


def test_the_page_needs_no_network_and_no_script_and_is_the_same_twice() -> None:
    made = page(whole(covered(TEXT)))
    assert made == page(whole(covered(TEXT)))
    assert not re.search(r"https?:|url\(|@import|<script", made)
    assert "default-src 'none'" in made
    assert "prefers-color-scheme: dark" in made
    assert 'name="viewport"' in made
    assert "not medical advice" in made


def test_the_page_shows_the_whole_text_and_filters_by_each_outcome() -> None:
    found = covered(TEXT)
    made = page(whole(found))
    seen = Parsed(made)
    for line in filter(None, (line.strip(" •") for line in TEXT.splitlines())):
        assert all(word in seen.text for word in re.split(r"[.?] ", line))
    for outcome, count in found.outcomes.items():
        slug = outcome.name.lower().replace("_", "-")
        assert f"only-{slug}" in seen.attributes["id"]
        assert f"#only-{slug}:checked" in made
        assert f"{outcome.value} {count}" in seen.text
        assert outcome.value in seen.text  # said in words, not by colour alone
    levels = [int(tag[1]) for tag in seen.tags if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_two_rules_that_find_one_statement_show_it_once() -> None:
    twice = [row("ag:treats", "so is vincristine", Status.PROPOSED), row("ag:treats", "is blue, and so is vincristine", Status.PROPOSED)]
    found = whole(cover(document(TEXT), READER.read(document(TEXT)), twice))
    assert Parsed(page(found)).text.count("vincristine treats ALL") == 1
    assert render(found, Format.TABLE, width=100).count("→") == 1
    assert render(found, Format.TSV).count("proposed\t\tvincristine") == 2


# --- where the page stands


@pytest.mark.parametrize("name", ["ontology/a.html", "src/allgraph/a.html", "queries/deep/er/a.html", "docs/a.html", "tests/a.html"])
def test_no_page_stands_in_the_project(root: Path, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(root / Path(name).parts[0])
    monkeypatch.chdir(root)
    for path in (root / name, Path(name), Path("ontology/..") / name, link / "a.html"):
        with pytest.raises(AllgraphError, match="inside the project"):
            write_page(Coverage(()), path)
        assert not path.exists()


def test_folders_of_these_names_elsewhere_are_free(tmp_path: Path) -> None:
    check_page(tmp_path / "docs" / "a.html")
    assert write_page(Coverage(()), tmp_path / "docs" / "a.html")
    assert not write_page(Coverage(()), tmp_path / "docs" / "a.html")  # unchanged
    assert [path.name for path in (tmp_path / "docs").iterdir()] == ["a.html"]


def test_no_other_file_is_replaced(tmp_path: Path) -> None:
    for name in ("page.txt", "page"):
        with pytest.raises(AllgraphError, match=r"must end in \.html"):
            check_page(tmp_path / name)
    mine = tmp_path / "mine.html"
    mine.write_text("<p>mine")
    with pytest.raises(AllgraphError, match="no coverage page"):
        write_page(Coverage(()), mine)
    assert mine.read_text() == "<p>mine"


# --- the command


def test_the_command_prints_or_writes_a_page(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tuple(Format) == COVERAGES
    assert run(["coverage", "pages"]) == 0
    out, err = capsys.readouterr()
    assert "→ imatinib has brand name Gleevec" in out
    assert "2 gave statements; 1 unknown name. Reference material" in err
    assert run(["coverage", "pages", "--html"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert ", in allgraph-coverage.html. " in err
    assert (here / "allgraph-coverage.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert run(["coverage", "pages", "--html", "other.html", "--format", "tsv"]) == 0
    assert capsys.readouterr().out.startswith("doc\tstart\t")
    assert sorted(path.name for path in here.iterdir()) == ["allgraph-coverage.html", "other.html", "pages"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["coverage"], "documents are needed"),
        (["coverage", "--html"], "documents are needed"),
        (["coverage", "nowhere"], "nowhere: no such file or folder"),
        (["coverage", "--html", "pages/page.txt"], "must end in .html"),
        (["coverage", "pages", "--format", "csv"], "csv"),
    ],
)
@pytest.mark.usefixtures("here")
def test_what_is_asked_wrongly_is_said(capsys: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert not Path("allgraph-coverage.html").exists()


def test_in_python_documents_are_needed_too() -> None:
    with pytest.raises(DocumentError, match="documents are needed"):
        allgraph.coverage([])
