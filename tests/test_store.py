"""Opening a graph and asking it: the same answers from memory and from disk, nothing written, clear words when it fails."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from allgraph.asking.store import FORMATS, Bounds, OxigraphStore, open_store, release
from allgraph.errors import QueryError, StoreError

GRAPH = Path(__file__).parent / "data" / "small-graph.ttl"


@pytest.fixture(params=["memory", "disk"])
def small(request: pytest.FixtureRequest, tmp_path: Path) -> OxigraphStore:
    if request.param == "memory":
        return open_store(GRAPH)
    (tmp_path / "build").mkdir()
    engine = ox.Store(str(tmp_path / "build" / "store"))
    engine.bulk_load(path=str(GRAPH), format=ox.RdfFormat.TURTLE)
    engine.flush()
    del engine
    return open_store(tmp_path / "build")


def test_select_gives_columns_and_terms(small: OxigraphStore) -> None:
    """Rows are tuples of pyoxigraph terms; prefixes of the project need no declaration."""
    found = small.select("SELECT ?name ?none { ag:cd19 rdfs:label ?name }")
    assert found.columns == ("name", "none")
    assert found.rows == [(ox.Literal("CD19"), None)]


def test_ask(small: OxigraphStore) -> None:
    assert small.ask("ASK { ag:cd19 a ag:Target }") is True
    assert small.ask("ASK { ag:cd19 a ag:Drug }") is False


def test_construct(small: OxigraphStore) -> None:
    triples = small.construct("CONSTRUCT { ?s a ag:Found } { ?s a ag:TreatmentPhase }")
    assert {str(t.subject) for t in triples} == {"<https://w3id.org/allgraph/induction>", "<https://w3id.org/allgraph/maintenance>"}


def test_release(small: OxigraphStore) -> None:
    assert release(small) == "0.0.test"


def test_release_of_a_graph_without_header_is_empty(tmp_path: Path) -> None:
    (tmp_path / "g.nt").write_text("<urn:a> <urn:b> <urn:c> .\n")
    assert release(open_store(tmp_path / "g.nt")) == ""


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "PREFIX x: <urn:x> DELETE WHERE { ?s ?p ?o }",
        "DROP ALL",
        "LOAD <urn:x>",
        "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT * { { select * { service silent ?x { ?s ?p ?o } } } }",
        "ASK { ?s ?p ?o }",
        "",
        "SELECT ?s WHERE { ?s ?p",
    ],
)
def test_what_is_no_select_is_refused(small: OxigraphStore, text: str) -> None:
    """Updates, other servers, another form and broken text raise QueryError before or instead of running."""
    with pytest.raises(QueryError):
        small.select(text)


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ {'{' * 3000} ?s ?p ?o {'}' * 3000} }}",
        f"SELECT * {{ ?s ?p ?o FILTER({'(' * 20_000}1{')' * 20_000}) }}",
        f"SELECT * {{ ?s ?p ?o FILTER({'!' * 50_000}?s) }}",
        f"SELECT * {{ ?s ?p ?o FILTER(1{' + 1' * 20_000} > 2) }}",
        f"SELECT * {{ {' UNION '.join(['{ ?s ?p ?o }'] * 20_000)} }}",
    ],
    ids=["braces", "brackets", "denials", "sums", "unions"],
)
def test_what_would_end_the_parser_and_the_program_with_it_is_refused(small: OxigraphStore, text: str) -> None:
    with pytest.raises(QueryError, match=r"more than \d+"):
        small.select(text)


def test_long_and_deep_queries_run() -> None:
    text = f"SELECT * {{ {'{' * 200} ?s ?p ?o {'}' * 200} FILTER({' || '.join(['?s = <urn:a>'] * 900)}) # {'(' * 9000}\n}}"
    assert OxigraphStore(ox.Store(), "nothing").select(text).rows == []


def test_words_in_strings_names_and_comments_are_no_keywords(small: OxigraphStore) -> None:
    text = "PREFIX service: <urn:s> # SERVICE\nSELECT ?x { ?x rdfs:label 'SERVICE' ; service:insert ?y }"
    assert small.select(text).rows == []


def test_too_many_rows_is_an_error_not_a_cut() -> None:
    with pytest.raises(StoreError, match="more than 5 rows"):
        open_store(GRAPH, max_rows=5).select("SELECT ?s { ?s ?p ?o }")
    assert len(open_store(GRAPH, max_rows=5).select("SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 5").rows) == 5


@pytest.mark.parametrize(
    "text", ["SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"]
)
def test_a_long_query_ends_in_time(text: str) -> None:
    """Whether the engine works before its first row or between rows."""
    with pytest.raises(StoreError, match=r"no answer within 0\.05 s; narrow the question, or allow more time$"):
        open_store(GRAPH, timeout=0.05, max_rows=10**9).select(text)


def test_errors_that_name_each_other_end_too() -> None:
    """One raised from another, in whose making it stood, as urllib's can be: whoever follows the two must not go round for ever."""

    def work(_: float) -> None:
        first, second = ValueError("first"), ValueError("second")
        first.__cause__, second.__context__ = second, first
        raise first

    with pytest.raises(ValueError, match="first"):
        Bounds("here", timeout=10.0, max_rows=1).in_time(work)


def test_a_missing_path_says_what_to_name(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such file or folder; name a build folder"):
        open_store(tmp_path / "nothing")


def test_a_folder_that_is_no_build(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="not a build"):
        open_store(tmp_path)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_of_every_format_is_a_graph(tmp_path: Path, suffix: str) -> None:
    engine = ox.Store()
    engine.bulk_load(path=str(GRAPH), format=ox.RdfFormat.TURTLE)
    file = tmp_path / f"graph{suffix}"
    engine.dump(str(file), format=FORMATS[suffix], from_graph=ox.DefaultGraph())
    assert open_store(file).ask("ASK { ag:cd19 a ag:Target }") is True


def test_the_database_of_a_build_is_told_from_the_build(tmp_path: Path) -> None:
    (tmp_path / "built" / "store").mkdir(parents=True)
    (tmp_path / "built" / "store" / "CURRENT").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="inside a build: name its folder"):
        open_store(tmp_path / "built" / "store")


def test_a_broken_database(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "CURRENT").write_text("rubbish")
    with pytest.raises(StoreError, match="build again"):
        open_store(tmp_path)


def test_a_malformed_file_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "bad.ttl"
    file.write_text("<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> ;; 'x\n")
    with pytest.raises(StoreError, match=r"bad\.ttl, line 2: not well-formed"):
        open_store(file)


def test_an_unknown_ending_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "graph.docx").write_text("x")
    with pytest.raises(StoreError, match=r"its ending is none of \.ttl"):
        open_store(tmp_path / "graph.docx")


def test_rdf_xml_is_read(tmp_path: Path) -> None:
    file = tmp_path / "g.owl"
    file.write_text(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="urn:a:">'
        '<rdf:Description rdf:about="urn:x"><a:b>c</a:b></rdf:Description></rdf:RDF>'
    )
    assert open_store(file).ask("ASK { <urn:x> <urn:a:b> 'c' }")


def test_two_readers_of_one_build(tmp_path: Path) -> None:
    """A reader holds no lock, so that two commands can run at once."""
    engine = ox.Store(str(tmp_path / "store"))
    engine.bulk_load(path=str(GRAPH), format=ox.RdfFormat.TURTLE)
    del engine
    first, second = open_store(tmp_path), open_store(tmp_path)
    assert first.ask("ASK { ag:cd19 a ag:Target }")
    assert second.ask("ASK { ag:cd19 a ag:Target }")


@pytest.mark.parametrize(("timeout", "max_rows"), [(0.0, 1), (-1.0, 1), (float("nan"), 1), (float("inf"), 1), (1.0, 0), (1.0, -5)])
def test_bounds_that_leave_no_answer_are_refused(timeout: float, max_rows: int) -> None:
    with pytest.raises(StoreError, match=r"here: .*(above 0|at least 1 row)"):
        Bounds("here", timeout, max_rows)
