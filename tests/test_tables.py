from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allgraph import resources
from allgraph.curation.tables import (
    STATEMENT_COLUMNS,
    default_tables,
    read_findings,
    read_rows,
    read_sources,
    read_table,
    read_unknown,
    short_section,
    table_path,
    tables_at,
    tables_to_build,
    write_findings,
    write_sources,
    write_unknown,
)
from allgraph.errors import TableError
from allgraph.sources import Source
from allgraph.statements import DECISIONS, Evidence, Finding, Flag, Span, Stance, Statement, Status, UnknownTerm, digest, normalised

# --- values

words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
values = words.map(lambda text: " ".join(text.split()))  # what a table can hold: no tab, no line break
names = st.from_regex(r"ag:[a-z][a-z0-9-]{0,8}", fullmatch=True)
spans = st.tuples(st.integers(0, 10**6), st.integers(1, 500)).map(lambda pair: Span(pair[0], sum(pair)))
digests = words.map(digest)
statements = st.builds(
    Statement,
    names,
    st.sampled_from(["ag:treats", "ag:hasTarget"]),
    names,
    st.sampled_from(Stance),
    st.lists(st.tuples(st.sampled_from(["ag:qualifierPhase", "ag:qualifierState"]), names), max_size=2, unique=True).map(
        lambda pairs: tuple(sorted(pairs))
    ),
)


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    status = draw(st.sampled_from(Status))
    decided = status in DECISIONS
    return Evidence(
        source="s",
        passage=draw(spans),
        section=draw(values),
        context=tuple(draw(st.lists(spans, max_size=2))),
        exact_digest=draw(digests),
        normalised_digest=draw(digests),
        same_text=draw(values),
        rule=draw(values),
        status=status,
        flag=draw(st.sampled_from(Flag)),
        curator="A. Curator" if decided else draw(values),
        note="seen" if decided else draw(values),
    )


findings = st.builds(Finding, statements, evidences(), values, values)
sources = st.builds(Source, values.filter(bool), values, values, values, values, values, values, values, digests)
unknown_terms = st.builds(UnknownTerm, values, values, spans, values)


def a_finding(passage: str = "drug a treats all", start: int = 10, **fields: object) -> Finding:
    statement = Statement("ag:a", "ag:treats", "ag:b", Stance.AFFIRMED)
    span = Span(start, start + len(passage))
    evidence = Evidence("s", span, exact_digest=digest(passage), normalised_digest=digest(normalised(passage)))
    return Finding(statement, replace(evidence, **fields), "a", "b")  # type: ignore[arg-type]


# --- laws


@given(st.lists(findings, max_size=5))
def test_findings_come_back_as_they_were_written(tmp_path_factory: pytest.TempPathFactory, rows: list[Finding]) -> None:
    folder = tmp_path_factory.mktemp("tables")
    write_findings(folder, "s", rows)
    assert read_findings(folder) == sorted(set(rows)) == read_table(folder / "s.tsv")


@given(st.lists(sources, max_size=4, unique_by=lambda source: source.id))
def test_sources_come_back_as_they_were_written(tmp_path_factory: pytest.TempPathFactory, rows: list[Source]) -> None:
    path = tmp_path_factory.mktemp("tables") / "sources.tsv"
    write_sources(path, rows)
    assert read_sources(path) == sorted(rows)


@given(st.lists(unknown_terms, max_size=4))
def test_unknown_terms_come_back_as_they_were_written(tmp_path_factory: pytest.TempPathFactory, rows: list[UnknownTerm]) -> None:
    path = tmp_path_factory.mktemp("tables") / "unknown-terms.tsv"
    write_unknown(path, rows)
    assert read_unknown(path) == sorted(set(rows))


@given(words)
def test_a_value_never_breaks_its_row(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("tables")
    write_findings(folder, "s", [replace(a_finding(), subject_label=f"x{text}y")])
    assert len((folder / "s.tsv").read_bytes().decode().splitlines()) == 2
    assert len(read_findings(folder)) == 1


@given(st.lists(st.lists(st.text("ab'é-", min_size=1, max_size=4), max_size=20).map(" ".join), max_size=14))
def test_a_section_never_holds_twelve_words(headings: list[str]) -> None:
    path = short_section(headings)
    assert len("".join(c if c.isalnum() else " " for c in path).split()) <= 11
    assert "\t" not in path


def test_a_short_section_is_kept_whole() -> None:
    assert short_section(["1. Induction Therapy", "", "For adults"]) == "1. Induction Therapy > For adults"


def test_input_order_does_not_change_a_table(tmp_path: Path) -> None:
    rows = [a_finding(start=start) for start in (5, 3, 9)]
    write_findings(tmp_path / "a", "s", rows)
    write_findings(tmp_path / "b", "s", rows[::-1])
    assert (tmp_path / "a/s.tsv").read_bytes() == (tmp_path / "b/s.tsv").read_bytes()


def test_a_table_is_plain(tmp_path: Path) -> None:
    """UTF-8, tabs, line feeds, no quoting; qualifiers and context as DESIGN section 2 writes them."""
    statement = replace(a_finding().statement, qualifiers=(("ag:qualifierPhase", "ag:x"), ("ag:qualifierState", "ag:y")))
    finding = replace(a_finding(context=(Span(1, 3), Span(4, 8))), statement=statement, subject_label='"é"')
    assert write_findings(tmp_path, "s", [finding])
    header, row, end = (tmp_path / "s.tsv").read_bytes().split(b"\n")
    assert header.decode().split("\t") == list(STATEMENT_COLUMNS)
    assert end == b""
    fields = dict(zip(STATEMENT_COLUMNS, row.decode().split("\t"), strict=True))
    assert fields["subject_label"] == '"é"'
    assert fields["qualifiers"] == "qualifierPhase=ag:x;qualifierState=ag:y"
    assert fields["context"] == "1-3;4-8"
    assert fields["statement"] == statement.curie


def test_an_unchanged_table_is_not_touched(tmp_path: Path) -> None:
    assert write_findings(tmp_path, "s", [a_finding()])
    before = (tmp_path / "s.tsv").stat()
    assert not write_findings(tmp_path, "s", [a_finding()])
    assert (tmp_path / "s.tsv").stat().st_mtime_ns == before.st_mtime_ns
    assert [path.name for path in tmp_path.iterdir()] == ["s.tsv"]


def test_a_table_saved_on_windows_is_read(tmp_path: Path) -> None:
    write_findings(tmp_path, "s", [a_finding()])
    path = tmp_path / "s.tsv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_findings(tmp_path) == [a_finding()]


# --- what a row may not be


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("statement", "ag:statement-0", "its id is not that of its subject"),
        ("subject", "ag:other", "its id is not that of its subject"),
        ("subject", "nowhere:a", "no name with a known prefix"),
        ("object", "ag:", "no legal name"),
        ("object", "ag:a b", "no legal name"),
        ("stance", "maybe", "'maybe' is none of affirmed, hedged, negated"),
        ("status", "fine", "none of extracted, proposed, accepted, rejected, added"),
        ("flag", "red", "none of review, orphaned"),
        ("start", "-1", "no offsets"),
        ("start", "ten", "no offsets"),
        ("start", "27", "not before end"),
        ("end", "", "no offsets"),
        ("context", "5", "no offsets"),
        ("context", "8-4", "not before end"),
        ("exact_digest", "abc", "no sha256"),
        ("normalised_digest", "", "no sha256"),
        ("qualifiers", "qualifierPhase", "name=value"),
        ("qualifiers", "qualifierPhase=induction", "no name with a known prefix"),
        ("status", "accepted", "needs a curator and a note"),
    ],
)
def test_a_wrong_field_is_named_with_file_and_line(tmp_path: Path, column: str, value: str, message: str) -> None:
    write_findings(tmp_path, "s", [a_finding()])
    path = tmp_path / "s.tsv"
    header, row, _ = path.read_text().split("\n")
    fields = row.split("\t")
    fields[STATEMENT_COLUMNS.index(column)] = value
    path.write_text(f"{header}\n\n" + "\t".join(fields) + "\n")
    with pytest.raises(TableError) as error:
        read_findings(tmp_path)
    assert message in str(error.value)
    assert error.value.where == f"{path}, line 3"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\tc\n1\t2\n", "no column: b$"),
        ("a,b\n1,2\n", "no column: a, b; columns stand with tabs between them"),
        ("a\tb\tc\n", "unknown column: c"),
        ("a\tb\tb\n", "a column stands here twice"),
        ("a\tb\n1\n", "line 2: 1 field where the header has 2"),
        ("", "no column: a, b"),
    ],
)
def test_a_wrong_shape_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "t.tsv"
    path.write_text(text)
    with pytest.raises(TableError, match=message):
        read_rows(path, ("a", "b"))


def test_columns_may_stand_in_another_order(tmp_path: Path) -> None:
    (tmp_path / "t.tsv").write_text("b\ta\n2\t1\n")
    assert read_rows(tmp_path / "t.tsv", ("a", "b")) == [(2, {"a": "1", "b": "2"})]


def test_a_table_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.tsv").write_bytes(b"a\tb\n\xff\t1\n")
    with pytest.raises(TableError, match="byte 4 is not UTF-8"):
        read_rows(tmp_path / "t.tsv", ("a", "b"))


def test_a_row_may_not_stand_twice(tmp_path: Path) -> None:
    write_findings(tmp_path, "s", [a_finding()])
    path = tmp_path / "s.tsv"
    path.write_text(path.read_text() + path.read_text().split("\n")[1] + "\n")
    with pytest.raises(TableError, match=r"line 3: the same row stands above"):
        read_findings(tmp_path)


def test_a_source_may_not_stand_twice(tmp_path: Path) -> None:
    write_sources(tmp_path / "t.tsv", [Source("s", "s.txt", digest=digest("")), Source("s", "s.md", digest=digest(""))])
    with pytest.raises(TableError, match="twice"):
        read_sources(tmp_path / "t.tsv")


def test_an_added_row_may_be_a_draft_for_extract_only(tmp_path: Path) -> None:
    draft = a_finding(status=Status.ADDED, curator="c", note="n", exact_digest="", normalised_digest="")
    write_findings(tmp_path, "s", [draft])
    path = tmp_path / "s.tsv"
    path.write_text(path.read_text().replace(draft.statement.curie, ""))
    assert read_table(path) == [draft]
    with pytest.raises(TableError, match="not completed yet: run allgraph extract"):
        read_findings(tmp_path)


@pytest.mark.parametrize("name", ["_sources", "_unknown-terms"])
def test_a_document_may_not_take_the_name_of_another_table(tmp_path: Path, name: str) -> None:
    with pytest.raises(TableError, match="may be called"):
        table_path(tmp_path, name)


# --- where tables are


def test_in_a_checkout_the_tables_are_the_ontologys(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "allgraph"\n')
    (tmp_path / "ontology/statements").mkdir(parents=True)
    (tmp_path / "ontology/allgraph.ttl").touch()
    tables = default_tables(tmp_path)
    assert tables.folder == tmp_path / "ontology/statements"
    assert tables.sources == tmp_path / "ontology/sources.tsv"
    assert tables.unknown == tmp_path / "ontology/unknown-terms.tsv"


@pytest.mark.parametrize("settings", [None, "[project]\nname = 'other'\n", "project = 'allgraph'\n", "not toml", "\xff"])
def test_elsewhere_they_are_a_folder_of_their_own(tmp_path: Path, settings: str | None) -> None:
    if settings is not None:
        (tmp_path / "pyproject.toml").write_text(settings, encoding="latin-1")
    tables = default_tables(tmp_path)
    assert tables.folder == tmp_path / "allgraph-statements"
    assert tables == tables_at(tmp_path / "allgraph-statements")
    assert tables.sources == tmp_path / "allgraph-statements/_sources.tsv"
    assert tables.unknown == tmp_path / "allgraph-statements/_unknown-terms.tsv"


def test_the_two_tables_beside_are_no_statement_tables(tmp_path: Path) -> None:
    tables = tables_at(tmp_path)
    write_findings(tables.folder, "s", [a_finding()])
    write_sources(tables.sources, [])
    write_unknown(tables.unknown, [])
    assert read_findings(tmp_path) == [a_finding()]


def test_build_reads_the_packages_tables_where_there_are_none(tmp_path: Path) -> None:
    assert tables_to_build(tmp_path).folder == resources.folder("ontology") / "statements"
    (tmp_path / "allgraph-statements").mkdir()
    assert tables_to_build(tmp_path).folder == tmp_path / "allgraph-statements"


def test_no_folder_of_tables_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="no such folder"):
        read_findings(tmp_path / "nowhere")
