"""A statement that a curator adds stands in its table as a complete row, and nothing else there is touched."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from small import PAGE, TEXT, finding, write_ontology

import allgraph
from allgraph.build import build
from allgraph.cli import STANCES, run
from allgraph.curation.adding import Added, Claim, find_passage
from allgraph.curation.tables import read_sources, read_table, tables_at, write_findings, write_sources
from allgraph.documents import read_documents
from allgraph.errors import AllgraphError, DocumentError, QueryError, TableError, UnknownName
from allgraph.graph.assembly import make_graph
from allgraph.graph.ontology import read_ontology
from allgraph.graph.turtle import write_turtle
from allgraph.reading.extract import extract
from allgraph.statements import Evidence, Finding, Flag, Span, Stance, Statement, Status, digest, normalised

TREATS = Claim("foocept", "treats", "leukosis")
WORDS = "works against leukosis"
TERMS = 'ag:foocept ag:brand "Foobrand" .\nag:oldcept a ag:Drug ; rdfs:label "oldcept" ; owl:deprecated true .\n'


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that counts as a checkout of allgraph, with the small ontology and a document, `pages/page.txt`."""
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "allgraph"\n')
    cues = '@prefix ag: <https://w3id.org/allgraph/> .\nag:Sentence ag:genericHead "people" .\n'
    (write_ontology(tmp_path / "ontology", terms=TERMS) / "cues.ttl").write_text(cues)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "page.txt").write_bytes(TEXT.encode())
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ALLGRAPH_CURATOR", raising=False)
    return tmp_path


def add(claim: Claim = TREATS, passage: str = WORDS, *, new: bool = False, note: str = "n", document: str = "pages/page.txt") -> Added:
    return allgraph.add(document, claim, passage=passage, curator="A. Curator", note=note, new=new)


# --- the row


@pytest.mark.usefixtures("here")
def test_the_row_is_complete_and_its_document_is_a_source() -> None:
    added = add()
    span = Span(TEXT.find(WORDS), TEXT.find(WORDS) + len(WORDS))
    evidence = Evidence("page", span, exact_digest=digest(WORDS), normalised_digest=digest(normalised(WORDS)), status=Status.ADDED)
    statement = Statement("ag:foocept", "ag:treats", "ag:leukosis", Stance.AFFIRMED)
    row = Finding(statement, replace(evidence, curator="A. Curator", note="n"), "foocept", "leukosis")
    assert (added.row, added.path, added.line, added.made) == (row, Path("ontology/statements/page.tsv"), 2, ())
    assert read_table(added.path) == [row]
    assert read_sources(Path("ontology/sources.tsv")) == [read_documents("pages")[0].source]


@pytest.mark.usefixtures("here")
def test_other_rows_and_sources_stay_as_they_are() -> None:
    tables = tables_at("ontology/statements")
    other = finding("barumab", "hasTarget", "xt1", span=Span(44, 51))
    write_findings(tables.folder, "page", [other])
    known = replace(read_documents("pages")[0].source, title="A title of its own")
    write_sources(tables.sources, [known])
    lines = (tables.folder / "page.tsv").read_bytes().splitlines()
    sources = tables.sources.read_bytes()
    added = add()
    after = (tables.folder / "page.tsv").read_bytes().splitlines()
    assert after.pop(added.line - 1).split(b"\t")[16] == b"added"
    assert after == lines
    assert tables.sources.read_bytes() == sources


@pytest.mark.usefixtures("here")
def test_an_end_that_the_passage_does_not_name_is_told() -> None:
    assert add().unnamed == ("foocept",)  # works against leukosis
    assert add(Claim("barumab", "treats", "leukosis", Stance.HEDGED), "Barumab may too").unnamed == ("leukosis",)
    assert add(Claim("barumab", "treats", "leukosis", Stance.HEDGED), "may too").unnamed == ("barumab", "leukosis")


@pytest.mark.usefixtures("here")
def test_what_is_added_outlives_the_next_extract_and_is_an_edge() -> None:
    added = add(Claim("barumab", "treats", "leukosis", Stance.HEDGED, (("phase", "opening"),)), "Barumab may too")
    extract(["pages"])
    (kept,) = [row for row in read_table(added.path) if row.evidence.status is Status.ADDED]
    assert (kept, kept.evidence.flag) == (added.row, Flag.NONE)
    assert build(["pages"], Path("made"), ontology=Path("ontology")).edges
    assert "ag:mayTreat ag:leukosis" in Path("made/allgraph-edges.ttl").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "now"),
    [
        (") works", ") Works", "Works against leukosis"),
        ("against leukosis", "against  leukosis", "works against  leukosis"),
        ("against leukosis", "against\r\nleukosis", "works against\r\nleukosis"),
        ("works against", "works\u00a0against", "works\u00a0against leukosis"),
        ("against leukosis.", "againsT leukosis", "works againsT leukosis"),
    ],
    ids=["case", "two-spaces", "line-end", "no-break-space", "case-and-end"],
)
def test_where_only_case_or_white_space_changed_the_row_is_moved_to_the_words_as_they_are(here: Path, old: str, new: str, now: str) -> None:
    added = add()
    text = TEXT.replace(old, new)
    assert text != TEXT
    (here / "pages" / "page.txt").write_bytes(text.encode())
    # a build reads the document anew, with and without another extract before it
    build(["pages"], Path("made"), ontology=Path("ontology"))
    extract(["pages"])
    (kept,) = [row for row in read_table(added.path) if row.evidence.status is Status.ADDED]
    evidence = kept.evidence
    assert (evidence.passage.of(text), evidence.exact_digest, evidence.flag) == (now, digest(now), Flag.NONE)
    assert (kept.statement, evidence.normalised_digest) == (added.row.statement, added.row.evidence.normalised_digest)
    assert build(["pages"], Path("made"), ontology=Path("ontology")).edges


@pytest.mark.usefixtures("here")
def test_a_passage_with_less_white_space_at_the_end_of_a_document_ends_where_that_does(here: Path) -> None:
    page = here / "pages" / "page.txt"
    page.write_text("Foocept works  against leukosis")
    added = add()
    page.write_text("Foocept works against leukosis")
    extract(["pages"])
    (kept,) = [row for row in read_table(added.path) if row.evidence.status is Status.ADDED]
    assert kept.evidence.passage == Span(8, 30)


@pytest.mark.usefixtures("here")
def test_the_section_is_that_of_the_passage() -> None:
    Path("pages/long.txt").write_text("How it is treated\n\nFirst words stand here.\n\nLater\n\nThen foocept is given for leukosis.\n")
    assert add(document="pages/long.txt", passage="foocept is given").row.evidence.section.endswith("Later")


# --- names


@pytest.mark.parametrize("name", ["Foocept", "foocept acetate", "FCP", "foobrand", "ag:foocept"])
@pytest.mark.usefixtures("here")
def test_a_name_is_a_label_a_synonym_an_abbreviation_a_brand_or_a_curie(name: str) -> None:
    assert add(replace(TREATS, subject=name)).row.statement.subject == "ag:foocept"


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (replace(TREATS, subject="fooceptt"), "subject=fooceptt: no drug class or treatment is called 'fooceptt'; nearest: foocept"),
        (replace(TREATS, object="leucosis"), "object=leucosis: no disease or disease state is called 'leucosis'; nearest: leukosis"),
        (replace(TREATS, subject="XT1"), "'XT1' .* is a target, not a drug class or treatment"),
        (replace(TREATS, object="opening"), "'opening' is a treatment phase, not a disease or disease state"),
        (replace(TREATS, relation="treat with"), "no relation is called 'treat with'"),
        (replace(TREATS, relation="mayTreat"), "no relation that documents are read for; these are approvedBy, cites, "),
        (replace(TREATS, qualifiers=(("time", "opening"),)), "no qualifier is called 'time'; there are biomarker, "),
        (replace(TREATS, qualifiers=(("phase", "closing"),)), "qualifierPhase=closing: no treatment phase"),
        (Claim("foocept", "hasBrandName", "barumab"), "'barumab' is a drug, not a brand name"),
        (Claim("foocept", "hasBrandName", "?!"), "no brand name is called"),
        (Claim("foocept", "hasBrandName", "foo; bar"), "no brand name is called"),
        (Claim("foocept", "hasBrandName", "foo\udcff"), "no brand name is called"),
        (replace(TREATS, subject="oldcept"), "ag:oldcept is deprecated"),
        (Claim("foocept", "cites", "A book of blockers"), "only the document itself can be named here: write page"),
    ],
)
def test_a_name_that_does_not_fit_is_refused_in_words(here: Path, claim: Claim, words: str) -> None:
    with pytest.raises(QueryError, match=words):
        add(claim)
    assert not (here / "ontology" / "statements").exists()
    assert not (here / "ontology" / "sources.tsv").exists()


@pytest.mark.usefixtures("here")
def test_an_unknown_name_carries_the_nearest() -> None:
    with pytest.raises(UnknownName) as unknown:
        add(replace(TREATS, subject="foocept blocker"))
    assert 0 < len(unknown.value.nearest) <= 3


@pytest.mark.usefixtures("here")
def test_a_value_of_an_open_set_is_made_as_the_reader_makes_it() -> None:
    brand = add(Claim("foocept", "hasBrandName", "FOOBRAND"))
    assert (brand.row.statement.object, brand.row.object_label) == ("ag:foobrand", "Foobrand")
    assert add(Claim("foocept", "hasBrandName", "Newbrand")).made == (("Newbrand", ()),)
    known = add(Claim("foocept", "forPopulation", "Grown-ups"))
    assert (known.row.statement.object, known.made) == ("ag:grown-ups", ())
    group = add(Claim("foocept", "forPopulation", "grown-ups aged 65 years or older"))
    assert (group.row.statement.object, group.row.object_label) == ("ag:grown-ups-ge-65-years", "grown-ups >=65 years")
    narrowed = add(replace(TREATS, qualifiers=(("qualifierPopulation", "tall people"),))).row
    assert narrowed.statement.qualifiers == (("ag:qualifierPopulation", "ag:tall-people"),)
    assert narrowed.qualifier_labels == (("ag:tall-people", "tall people"),)
    cited = add(Claim("page", "cites", "The book of blockers")).row
    assert (cited.statement.subject, cited.statement.object) == ("ag:source-page", "ag:the-book-of-blockers")
    assert build(["pages"], Path("made"), ontology=Path("ontology")).edges


@pytest.mark.usefixtures("here")
def test_a_slip_in_a_known_name_makes_no_value_unless_it_is_meant() -> None:
    claim = Claim("foocept", "forPopulation", "grown-upps")
    with pytest.raises(UnknownName, match="nearly; --new makes it a value of its own; nearest: grown-ups"):
        add(claim)
    assert add(claim, new=True).made == (("grown-upps", ("grown-ups",)),)


@pytest.mark.usefixtures("here")
def test_a_brand_that_is_known_is_no_new_name_and_no_other_drugs() -> None:
    assert add(Claim("foocept", "hasBrandName", "Foobrand")).made == ()
    with pytest.raises(UnknownName, match=r"'Foobrant', and some are nearly; --new .*; nearest: Foobrand"):
        add(Claim("foocept", "hasBrandName", "Foobrant"))
    other = Claim("barumab", "hasBrandName", "foobrand")
    with pytest.raises(UnknownName, match="foobrand is a brand of foocept; --new makes it one of barumab too"):
        add(other)
    assert add(other, new=True).row.object_label == "Foobrand"


# --- the passage


@pytest.mark.parametrize(
    "words",
    [
        "it is not for “the opening”",
        'IT IS NOT\n for "the   opening"',
        " it is not\u00a0for «the opening» ",
        "years; it is not for “the opening”",
    ],
)
def test_a_passage_is_found_whatever_its_case_quotes_and_white_space(words: str) -> None:
    span = find_passage(TEXT, words)
    assert span.of(TEXT).endswith("it is not for “the opening”")
    assert span.of(TEXT)[0] == words.strip()[0].lower()


@pytest.mark.parametrize(
    ("text", "words", "fault"),
    [
        (TEXT, "works against barumab", "does not stand there"),
        (TEXT, "epts work", "does not stand there"),  # a passage is whole words
        (TEXT, " \n", "a passage is needed"),
        (TEXT, "“”", "a passage is needed"),
        ("a b a b a", "a b a", r"at 2 places \(0-5, 4-9\): give a longer run"),
        ("so " * 9, "so", r"at 9 places \(0-2, 3-5, 6-8, 9-11, 12-14, …\)"),
    ],
)
def test_a_passage_that_is_not_in_one_place_is_refused(text: str, words: str, fault: str) -> None:
    with pytest.raises(AllgraphError, match=fault):
        find_passage(text, words, where="page.txt")


def test_signs_at_a_passages_ends_belong_to_it() -> None:
    assert find_passage("Foocept (Foobrand) works.", "(foobrand)").of("Foocept (Foobrand) works.") == "(Foobrand)"


# --- what stands there already


@pytest.mark.usefixtures("here")
def test_the_same_row_twice_is_an_error_that_says_where_it_stands() -> None:
    added = add()
    content = added.path.read_bytes()
    with pytest.raises(
        TableError, match=r"page\.tsv, line 2: the same statement stands here already, by the same words, with status added"
    ):
        add(note="another note", passage="WORKS against   leukosis")
    assert added.path.read_bytes() == content
    add(passage="Foocept (Foobrand) works against leukosis")  # other words are another passage
    add(replace(TREATS, stance=Stance.NEGATED))  # and another stance another statement


@pytest.mark.usefixtures("here")
def test_a_proposed_row_is_to_be_accepted_not_added() -> None:
    start = TEXT.find(WORDS)
    write_findings(Path("ontology/statements"), "page", [finding(span=Span(start, start + len(WORDS)), status=Status.PROPOSED)])
    with pytest.raises(TableError, match="with status proposed; allgraph review decides on it"):
        add()


@pytest.mark.usefixtures("here")
def test_a_document_that_changed_since_its_table_was_written_is_to_be_read_first() -> None:
    add()
    with Path("pages/page.txt").open("a") as file:
        file.write("More of it works.\n")
    with pytest.raises(DocumentError, match=r"page\.txt: has changed since its table was written"):
        add(passage="More of it works")


# --- the command

ADD = ["add", "pages/page.txt", "foocept", "treats", "leukosis", "--passage", WORDS, "--note", "it says so"]


def test_the_stances_offered_are_those_there_are() -> None:
    assert tuple(Stance) == STANCES


def test_the_command_says_file_and_row(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    narrowed = ["--stance", "hedged", "--qualifier", "phase=opening", "--qualifier", "population=tall people"]
    assert run([*ADD, "--curator", "A. Curator", *narrowed, "-o", "mine"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "tall people is a new value" in err
    assert "added: foocept treats leukosis (hedged, phase opening, population tall people), by 19-41, in mine/page.tsv, line 2" in err
    assert {path.name for path in (here / "mine").iterdir()} == {"page.tsv", "_sources.tsv"}


def test_explain_tells_of_what_is_added_and_not_built(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph = make_graph(read_ontology(here / "ontology"), [finding("foocept", "hasTarget", "xt1")], [PAGE])
    (here / "graph.ttl").write_text(write_turtle(graph.triples()), encoding="utf-8")
    assert run([*ADD, "--curator", "A. Curator"]) == 0
    assert run(["explain", "foocept", "treats", "leukosis", "--graph", "graph.ttl"]) == 1
    out, err = capsys.readouterr()
    assert "ontology/statements/page.tsv, line 2; added, A. Curator: it says so" in out
    assert "coverage" not in err
    (here / "ontology/statements/page.tsv").write_text("spoilt\n")
    assert run(["explain", "foocept", "treats", "leukosis", "--graph", "graph.ttl"]) == 1
    assert "no source says so" in capsys.readouterr().out


def test_the_curator_may_stand_in_the_environment(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLGRAPH_CURATOR", "E. Nvironment")
    assert run(ADD) == 0
    assert read_table(here / "ontology/statements/page.tsv")[0].evidence.curator == "E. Nvironment"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (ADD, "--curator"),
        ([*ADD, "--curator", " "], "a decision needs a curator"),
        ([*ADD, "--curator", "c", "--note", ""], "a decision needs a note"),
        ([*ADD, "--curator", "c", "--stance", "sure"], "sure"),
        ([*ADD, "--curator", "c", "--qualifier", "phase"], "write name=value"),
        ([*ADD, "--curator", "c", "--qualifier", "phase=openning"], "nearest: opening"),
        ([*ADD, "--curator", "c", "--passage", "nothing of it"], "pages/page.txt: the passage does not stand there"),
        (["add", "pages", *ADD[2:], "--curator", "c"], "pages: is a folder: name the one document"),
        (["add", "nowhere.txt", *ADD[2:], "--curator", "c"], "nowhere.txt: no such file or folder"),
        (["add", "pages/page.txt", "fooceptt", *ADD[3:], "--curator", "c"], "nearest: foocept"),
    ],
)
def test_what_is_asked_wrongly_is_said_and_nothing_written(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert "Traceback" not in err
    assert not (here / "ontology" / "statements").exists()
