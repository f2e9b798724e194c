"""The headers of query files: what they say is read, what is wrong is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from query_fixtures import write_query

from allgraph.asking.linter import lint
from allgraph.asking.queries import catalogue
from allgraph.asking.queryfiles import read_query
from allgraph.errors import QueryError


@pytest.mark.parametrize(
    ("lines", "line", "message"),
    [
        (["summary: s", "colour: red"], 2, "unknown key 'colour'"),
        (["summary: s", "params:", "  x: {type: term, kind: y}"], 3, "unknown key 'kind'"),
        (["summary: s", "params:", "  x: {type: year}"], 3, "'year' is none of term"),
        (["summary: s", "params: {x: {class: ag:Drug}}"], 2, "only a parameter of type term"),
        (["summary: s", "params: {x: {rangeOf: y}}"], 2, "only a parameter of type term has a rangeOf"),
        (["summary: s", "params:", "  x: {type: term, domainOf: q}"], 3, "q is no declared parameter of class owl:ObjectProperty"),
        (["summary: s", "params:", "  x: {type: term, class: ag:Drug, rangeOf: y}"], 3, "one of class and rangeOf says"),
        (["summary: s", "params: {x: {type: term, minimum: 1}}"], 2, "only a parameter of type integer or decimal"),
        (["summary: s", "params: {x: {type: integer, minimum: one}}"], 2, "'one' is no number"),
        (["summary: s", "params:", "  nobody: {}"], 3, "the parameter nobody is not used"),
        (["summary: s", "presets:", "  p: {y: 1}"], 3, "y is no declared parameter"),
        (["summary: s", "expect:", "  - {params: {y: 1}}"], 3, "y is no declared parameter"),
        (["summary: s", "expect: {}"], 2, "a list was expected"),
        (["summary: s", "expect:", "  - {rows: []}"], 3, "unknown key 'rows'"),
        (["summary: s", "columns:", "  x: {role: hero}"], 3, "'hero' is none of citation"),
        (["summary: s", "summary: t"], 2, "summary is given twice"),
        (["summary: s", "tags: [a"], 2, "not YAML"),
        (["summary: [a]"], 1, "a single value was expected"),
        (["just words"], 1, "a mapping"),
        (["tags: [a]"], 1, "no summary"),
    ],
)
def test_a_wrong_header_is_told_with_its_line(tmp_path: Path, lines: list[str], line: int, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        write_query(tmp_path, "SELECT ?x WHERE { ?x ?y ?z }", *lines)
    assert caught.value.where.endswith(f"a-question.rq, line {line}")


def test_a_header_below_the_query_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="stand together at the top"):
        write_query(tmp_path, "SELECT ?x WHERE { ?x ?y ?z }\n#+ tags: [a]")


def test_a_file_without_header_is_refused(tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("ASK {}")
    with pytest.raises(QueryError, match="it has no header"):
        read_query(tmp_path / "q.rq")


def test_names_are_unique_over_all_files(tmp_path: Path) -> None:
    header = ("summary: s", "params: {x: {}}", "presets:", "  mine: {x: 1}")
    write_query(tmp_path, "SELECT ?x WHERE { ?x ?y ?z }", *header, name="one")
    write_query(tmp_path, "SELECT ?x WHERE { ?x ?y ?z }", *header, name="two")
    with pytest.raises(QueryError, match=r"two\.rq, line 4: mine is already a name in .*one\.rq"):
        catalogue(tmp_path)
    assert [str(fault).partition(": ")[2][:12] for fault in lint(tmp_path)] == ["mine is alre"]
