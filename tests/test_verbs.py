"""The verbs as Python functions: what they take, and how they refuse what they do not."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest
from query_fixtures import write_query

import allgraph
from allgraph.asking.queries import run_query
from allgraph.asking.store import check_is_ours, open_store
from allgraph.errors import QueryError, StoreError
from allgraph.verbs import open_graph


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one document, in an empty folder to stand in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "page.txt").write_text("Imatinib (Gleevec) is used to treat ALL.", encoding="utf-8")
    return tmp_path / "pages"


def test_documents_and_folders_are_named_as_text_or_path(page: Path) -> None:
    for documents in ("pages", ["pages"], page, [page]):
        written = allgraph.extract(documents, "tables")
        assert written.saved.rows > 0
    assert (page.parent / "tables" / "page.tsv").is_file()
    built = allgraph.build("pages", output="made", tables="tables")
    assert built.sources == 1
    assert allgraph.query("sources", graph="made").records() == allgraph.query("sources", graph=Path("made")).records()
    text = allgraph.export(output="all.ttl", graph="made").text
    assert Path("all.ttl").read_text(encoding="utf-8") == text


@pytest.mark.usefixtures("page")
def test_what_is_no_path_is_refused_in_words() -> None:
    with pytest.raises(TypeError, match="documents must be a path or several"):
        allgraph.extract(5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="output must be a path"):
        allgraph.build(output=5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="graph must be a path"):
        allgraph.query("sources", graph=5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="output must be a path"):
        allgraph.export(output=["a.ttl"], graph="made")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="folder must be a path"):
        allgraph.queries(5)  # type: ignore[arg-type]
    assert os.listdir() == ["pages"]  # noqa: PTH208


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ("CD19", "parameters are a mapping"),
        (["target"], "parameters are a mapping"),
        ({"target": ["CD19"]}, "target: the value must be text, a number or true or false, not list"),
        ({"target": None}, "target: the value must be text"),
        ({5: "CD19"}, "name is text, not int"),
        ({"target": 5}, "'5'"),
    ],
)
def test_wrong_parameters_are_refused_in_words(built: Path, params: object, words: str) -> None:
    with pytest.raises(QueryError, match=words):
        allgraph.query("drugs-by-target", params, graph=built)  # type: ignore[arg-type]


def test_a_querys_name_is_text(built: Path) -> None:
    with pytest.raises(QueryError, match="a query's name is text, not int"):
        allgraph.query(5, graph=built)  # type: ignore[arg-type]


def test_numbers_and_truth_values_are_what_a_person_would_write(tmp_path: Path, built: Path) -> None:
    from allgraph.asking.queries import run

    types = {"whole": "integer", "part": "decimal", "yes": "boolean"}
    header = ["summary: three values", "params:", *(f"  {name}: {{type: {kind}}}" for name, kind in types.items())]
    text = "SELECT (?whole AS ?a) (?part AS ?b) (?yes AS ?c) {}"
    query = write_query(tmp_path, text, *header)
    store = open_store(built)
    expected = run_query(query, {"whole": "5", "part": "0.5", "yes": "true"}, store).records()
    for part in (0.5, Decimal("0.5")):
        assert run(query.name, {"whole": 5, "part": part, "yes": True}, store, folder=tmp_path).records() == expected
    assert expected == [{"a": "5", "b": "0.5", "c": "true"}]


@pytest.mark.parametrize("content", ["", "<urn:a> <urn:b> <urn:c> .", None])
def test_a_file_without_statements_is_no_graph_to_ask(tmp_path: Path, built: Path, content: str | None) -> None:
    """An empty file, somebody else's, and the one of a build's that holds edges only."""
    file = built / "allgraph-edges.ttl"
    if content is not None:
        file = tmp_path / "graph.ttl"
        file.write_text(content, encoding="utf-8")
    for ask in (open_graph, lambda path: check_is_ours(open_store(path))):
        with pytest.raises(StoreError, match=r"ttl: this is no graph of allgraph: it holds no statements; use .* allgraph\.ttl"):
            ask(file)
