"""The forms of an answer: plain for programs, labels for people, and read back unchanged."""

from __future__ import annotations

import csv
import io
import json
import re

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from allgraph.asking.answers import Answer, Column, Format, plain, render
from allgraph.errors import QueryError

AG = "https://w3id.org/allgraph/"
COLUMNS = (Column("drug", "drug or class", "entity"), Column("drugLabel", "name"), Column("n", "number"))


@pytest.fixture
def answer() -> Answer:
    rows = (
        (ox.NamedNode(AG + "imatinib"), ox.Literal("imatinib [Gleevec]"), ox.Literal(1)),
        (ox.NamedNode("urn:other"), None, None),
    )
    return Answer("a-question", COLUMNS, rows, "abc", "0.1.0")


def test_csv_is_plain(answer: Answer) -> None:
    assert render(answer, Format.CSV) == "drug,drugLabel,n\nag:imatinib,imatinib [Gleevec],1\nurn:other,,\n"


def test_tsv_is_plain(answer: Answer) -> None:
    assert render(answer, Format.TSV) == "drug\tdrugLabel\tn\nag:imatinib\timatinib [Gleevec]\t1\nurn:other\t\t\n"


def test_a_table_shows_labels_in_the_place_of_iris(answer: Answer) -> None:
    """Where a row has no label, its IRI stands; square brackets are text, not markup."""
    table = render(answer, Format.TABLE, width=80)
    assert "imatinib [Gleevec]" in table
    assert "ag:imatinib" not in table
    assert "urn:other" in table
    assert table.splitlines()[0].split("  ")[0] == "drug or class"


def test_things_of_one_name_are_told_apart() -> None:
    """Two documents may have one title."""
    named = (("a", "A page"), ("b", "A page"), ("a", "A page"), ("c", "Another"))
    rows = tuple((ox.NamedNode(f"https://w3id.org/allgraph/{iri}"), ox.Literal(label)) for iri, label in named)
    pages = Answer("q", (Column("source", "source"), Column("sourceLabel", "title")), rows)
    told = [line.strip() for line in render(pages, Format.TABLE, width=80).splitlines()[2:]]
    assert told == ["A page (ag:a)", "A page (ag:b)", "A page (ag:a)", "Another"]


@pytest.mark.parametrize("width", [20, 40, 100])
def test_a_table_fits_its_width(answer: Answer, width: int) -> None:
    assert all(len(line) <= width for line in render(answer, Format.TABLE, width=width).splitlines())


@pytest.fixture
def wide() -> Answer:
    names = ("drug", "target", "stance", "origin", "flag", "source", "section", "quote")
    rows = tuple((*(ox.Literal(f"{name} {row}") for name in names[:4]), None, *[ox.Literal("word " * 9)] * 3) for row in "ab")
    return Answer("wide", tuple(Column(name, name) for name in names), rows)


def test_many_columns_are_stacked_where_the_table_would_be_narrow(wide: Answer) -> None:
    """A field a line, none that is empty, a blank line between the rows."""
    lines = render(wide, Format.TABLE, width=60).splitlines()
    assert lines[:2] == ["drug:    drug a", "target:  target a"]
    assert [line for line in lines if line.startswith("flag")] == []
    assert [lines[number + 1] for number, line in enumerate(lines) if not line] == ["drug:    drug b"]
    assert max(map(len, lines)) <= 60


def test_columns_are_stacked_where_words_would_be_broken() -> None:
    row = (ox.Literal("brexucabtagene autoleucel"), ox.Literal("immunosuppressants"))
    long = Answer("a-question", (Column("a", "a"), Column("b", "b")), (row,), "abc", "0.1.0")
    assert render(long, Format.TABLE, width=34).splitlines() == ["a: brexucabtagene autoleucel", "b: immunosuppressants"]
    assert render(long, Format.TABLE, width=35).splitlines()[0].split() == ["a", "b"]


def test_words_are_whole_in_a_table_that_is_folded() -> None:
    """Also where other columns could be narrower still."""
    words = (
        "allogeneic stem cell transplant",
        "treats",
        "acute lymphoblastic leukemia",
        "disease: relapsed",
        "Leukemia and its treatment today",
    )
    told = Answer("q", tuple(Column(name, name) for name in "abcde"), (tuple(map(ox.Literal, words)),))
    for width in range(58, 130):
        lines = render(told, Format.TABLE, width=width).splitlines()
        assert max(map(len, lines)) <= width
        assert sorted(" ".join(lines[2:]).split()) == sorted(" ".join(words).split()), width


def test_many_columns_are_a_table_where_there_is_room(wide: Answer) -> None:
    header = render(wide, Format.TABLE, width=120).splitlines()[0]
    assert header.split() == [column.label for column in wide.columns]


def test_a_table_has_colours_only_where_asked(answer: Answer) -> None:
    assert "\x1b" not in render(answer, Format.TABLE, width=80)
    assert "\x1b[" in render(answer, Format.TABLE, width=80, colour=True)


def test_md_escapes_what_markdown_would_read() -> None:
    answer = Answer("q", (Column("a", "a|b"),), ((ox.Literal("x | y\n*z* <b>"),),))
    assert render(answer, Format.MD) == "| a\\|b |\n| --- |\n| x \\| y \\*z\\* \\<b> |\n"


def test_turtle_is_for_graphs(answer: Answer) -> None:
    with pytest.raises(QueryError, match="turtle is for queries that CONSTRUCT"):
        render(answer, Format.TURTLE)
    columns = tuple(Column(name, name) for name in ("subject", "predicate", "object"))
    rows = tuple((ox.NamedNode(AG + s), ox.NamedNode(AG + "treats"), ox.Literal("x")) for s in ("b", "a"))
    graph = Answer("g", columns, rows, form="CONSTRUCT")
    turtle = render(graph, Format.TURTLE)
    assert turtle.index("ag:a ") < turtle.index("ag:b ")
    assert len(rdflib.Graph().parse(data=turtle)) == 2


def test_json_of_a_yes_or_no() -> None:
    answer = Answer("q", (Column("answer", "answer"),), ((ox.Literal(True),),), form="ASK")  # noqa: FBT003  # a literal
    assert json.loads(render(answer, Format.JSON)) == {"head": {}, "boolean": True}


def test_summary_tells_what_to_cite(answer: Answer) -> None:
    assert answer.summary == "2 rows; query a-question, sha256 abc; release 0.1.0"


texts = st.text(st.characters(exclude_categories=["Cs"]))
terms = st.one_of(
    st.none(),
    texts.map(ox.Literal),
    texts.map(lambda text: ox.Literal(text, language="en")),
    st.integers().map(ox.Literal),
    st.sampled_from(["urn:x", AG + "imatinib", "http://example.org/a,b;c"]).map(ox.NamedNode),
)
answers = st.lists(st.tuples(terms, terms, terms)).map(lambda rows: Answer("q", COLUMNS, tuple(rows)))


@given(answers)
def test_tsv_is_read_back_without_quotes(answer: Answer) -> None:
    """Every line has the header's number of cells, whatever stands in them."""
    lines = render(answer, Format.TSV).removesuffix("\n").split("\n")
    cells = list(csv.reader(io.StringIO("".join(line + "\n" for line in lines)), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert cells == [["drug", "drugLabel", "n"], *([plain(term) for term in row] for row in answer.rows)]


@given(answers)
def test_csv_is_read_back(answer: Answer) -> None:
    rows = list(csv.DictReader(io.StringIO(render(answer, Format.CSV), newline="")))
    assert rows == answer.records()


@given(answers)
def test_json_is_read_back_by_another_reader(answer: Answer) -> None:
    """rdflib finds the same terms in the SPARQL results."""
    result = rdflib.query.Result.parse(io.BytesIO(render(answer, Format.JSON).encode()), format="json")
    found = [tuple(binding.get(rdflib.Variable(column.name)) for column in COLUMNS) for binding in result.bindings]
    expected = [tuple(None if term is None else term.value for term in row) for row in answer.rows]
    assert [tuple(None if value is None else str(value) for value in row) for row in found] == expected


@given(answers)
def test_no_form_breaks(answer: Answer) -> None:
    for form in (Format.TABLE, Format.MD):
        assert render(answer, form, width=60).endswith("\n")


def test_a_page_tells_how_many_rows_there_are(answer: Answer) -> None:
    """A page of a page counts from the whole answer's first row."""
    second = answer.page(1, 1)
    assert second.rows == answer.rows[1:]
    assert (second.total, second.skipped) == (2, 1)
    assert second.summary.startswith("rows 2 to 2 of 2; query a-question, sha256 abc")
    assert answer.page(None, 1).page(5).summary == second.summary
    assert answer.page(3, 5).summary.startswith("no row of 2;")
    assert answer.summary.startswith("2 rows;")


def test_pandas_gets_plain_values(answer: Answer) -> None:
    pytest.importorskip("pandas")
    frame = answer.to_pandas()
    assert list(frame.columns) == ["drug", "drugLabel", "n"]
    assert frame["drug"].tolist() == ["ag:imatinib", "urn:other"]
    assert frame["drugLabel"].isna().tolist() == [False, True]
    assert frame["n"][0] == 1  # a number, to sort by
    assert str(answer).startswith("drug or class")
    assert list(answer.page(0).to_pandas().columns) == ["drug", "drugLabel", "n"]


def test_a_notebook_shows_a_table_and_no_markup_of_the_data() -> None:
    html = Answer("q", (Column("x", "<x>"),), ((ox.Literal("<script>alert(1)</script> & more"),),) * 101)._repr_html_()
    assert html.count("<tr>") == 101  # the head and a hundred rows
    assert "<th>&lt;x&gt;</th>" in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in html
    assert "<script>" not in html
    assert "rows 1 to 100 of 101" in html


TERMS = st.one_of(
    st.none(),
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20).map(ox.Literal),
    st.integers().map(ox.Literal),
    st.sampled_from([ox.NamedNode(AG + "imatinib"), ox.Literal("mot", language="fr"), ox.Literal('a,"b"\r\n\tc')]),
)


@given(st.lists(st.tuples(TERMS, TERMS), max_size=5))
def test_sparql_results_are_read_back_by_another_program(rows: list[tuple[ox.Literal | ox.NamedNode | None, ...]]) -> None:
    """CSV keeps each value's text, TSV each term as it is: both as rdflib reads these formats."""
    answer = Answer("q", (Column("a", "a"), Column("b", "b")), tuple(rows))
    text = render(answer, Format.CSV, as_results=True)
    assert [tuple(row) for row in csv.reader(io.StringIO(text, newline=""))][1:] == [
        tuple("" if term is None else term.value for term in row) for row in rows
    ]
    lines = render(answer, Format.TSV, as_results=True).split("\n")
    assert (lines[0], lines[-1], len(lines)) == ("?a\t?b", "", len(rows) + 2)
    for line, row in zip(lines[1:], rows, strict=False):
        for cell, term in zip(line.split("\t"), row, strict=True):
            assert (rdflib.util.from_n3(cell) if cell else None) == (None if term is None else rdflib.util.from_n3(str(term)))


@pytest.mark.parametrize("form", [Format.TABLE, Format.MD])
def test_what_would_steer_a_terminal_is_written_out(form: Format) -> None:
    shown = render(Answer("q", (Column("c", "c"),), ((ox.Literal("\x1b[31mred\u202ex\x07"),),)), form, width=80)
    assert {"\\u001b", "\\u202e", "\\u0007"} <= set(re.findall(r"\\u[0-9a-f]{4}", shown))
    assert not set(shown) & {"\x1b", "\u202e", "\x07"}
