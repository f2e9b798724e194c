"""One contract, every engine: what a stored query answers does not depend on where the graph is.

The graph is the build of the package's tables. What is asked comes from the query files, so that a new one is held to this as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pyoxigraph as ox
import pytest
from live_servers import VIRTUOSO_LOGIN, oxigraph, virtuoso, virtuoso_program
from query_fixtures import cases

from allgraph.asking.answers import Answer
from allgraph.asking.endpoint import RemoteStore
from allgraph.asking.explanations import explain
from allgraph.asking.queries import find, run
from allgraph.asking.rdflibstore import open_with_rdflib
from allgraph.asking.store import Remembering, Store, open_store
from allgraph.errors import AllgraphError, QueryError
from allgraph.graph.turtle import write_turtle
from allgraph.verbs import publish

#: What an engine cannot answer, by its name and the query's, with the reason; nothing else may fail, and none of these may work.
EXCEPTIONS: dict[tuple[str, str], str] = {}
ENGINES = ("memory", "disk", "rdflib", "oxigraph server", "virtuoso")
GRAPH_NAME = "https://example.org/all"


@pytest.fixture(scope="session")
def reference(built: Path) -> Remembering:
    """The engine that the others are compared with; it answers each question once."""
    return Remembering(open_store(built / "allgraph.ttl"))


@pytest.fixture(scope="session")
def oxigraph_endpoint(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as live:
        publish(live.url, graph=built)
        yield live.url


@pytest.fixture(scope="session")
def virtuoso_endpoint(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not virtuoso_program():
        pytest.skip("virtuoso-t is not installed: Debian's virtuoso-opensource")
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as live:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in VIRTUOSO_LOGIN.items():
                patch.setenv(name, value)
            publish(live.url, graph=built, graph_name=GRAPH_NAME)
        yield f"{live.url}?default-graph-uri={GRAPH_NAME}"


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest, built: Path) -> tuple[str, Store]:
    """The name of an engine, and the graph in it."""
    match request.param:
        case "memory":
            return request.param, open_store(built / "allgraph.ttl")
        case "disk":
            return request.param, open_store(built)
        case "rdflib":  # what is asked of names for every question is asked of it once
            return request.param, Remembering(open_with_rdflib(built))
        case "oxigraph server":
            return request.param, RemoteStore(request.getfixturevalue("oxigraph_endpoint"))
        case _:
            return request.param, RemoteStore(request.getfixturevalue("virtuoso_endpoint"))


class TestContract:
    """What every engine keeps."""

    @pytest.mark.parametrize(("name", "params"), cases(), ids=str)
    def test_rows_are_the_same(self, engine: tuple[str, Store], reference: Store, name: str, params: dict[str, str]) -> None:
        """The same terms, in the same order where the query has one."""
        where, store = engine
        query = find(name).query
        if (where, query.name) in EXCEPTIONS:
            with pytest.raises(AllgraphError):
                run(name, params, store)
            return
        answer, expected = run(name, params, store), run(name, params, reference)
        assert answer.columns == expected.columns
        assert compared(answer) == compared(expected)
        assert (answer.release, answer.digest) == (expected.release, expected.digest)

    def test_claims_are_explained_alike(self, engine: tuple[str, Store], reference: Store) -> None:
        """One of each stance and origin, and one that no source makes."""
        records = run("evidence", {}, reference).records()
        records.sort(key=lambda record: (record["stance"], record["origin"]))
        claims = [next(group) for _, group in groupby(records, key=lambda record: (record["stance"], record["origin"]))]
        claims.append({**claims[0], "object": claims[-1]["object"]})
        for claim in claims:
            names = (claim["subject"], claim["relation"], claim["object"])
            assert explain(*names, engine[1]).text() == explain(*names, reference).text()

    def test_terms_come_as_they_are(self, engine: tuple[str, Store]) -> None:
        """Numbers, languages, long texts, what a string must escape; and a variable that is bound nowhere."""
        long = "a long text, " * 400
        text = f"""SELECT ?whole ?part ?in ?text ?hard ?none WHERE {{
            BIND(1 + 1 AS ?whole) BIND(0.5 AS ?part) BIND("mot"@fr AS ?in) BIND("{long}" AS ?text)
            BIND("\\"<&>'\\\\ \\n\\t 日本 😀" AS ?hard) }}"""
        xsd = "http://www.w3.org/2001/XMLSchema#"
        ((whole, part, french, found, hard, none),) = engine[1].select(text).rows
        assert (whole, part) == (
            ox.Literal("2", datatype=ox.NamedNode(xsd + "integer")),
            ox.Literal("0.5", datatype=ox.NamedNode(xsd + "decimal")),
        )
        assert (french, found, hard, none) == (
            ox.Literal("mot", language="fr"),
            ox.Literal(long),
            ox.Literal("\"<&>'\\ \n\t 日本 😀"),
            None,
        )

    def test_ask(self, engine: tuple[str, Store]) -> None:
        assert engine[1].ask("ASK { ?drug a ag:Drug }") is True
        assert engine[1].ask("ASK { ?drug a ag:NoSuchClass }") is False

    def test_blank_nodes_come_as_such(self, engine: tuple[str, Store]) -> None:
        rows = engine[1].select("SELECT DISTINCT ?node WHERE { ?class owl:equivalentClass ?node FILTER(isBlank(?node)) }").rows
        assert rows
        assert all(isinstance(node, ox.BlankNode) for (node,) in rows)

    def test_the_whole_graph_comes_back(self, engine: tuple[str, Store], built: Path) -> None:
        """Byte for byte, as it was built."""
        triples = engine[1].construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        assert write_turtle(triples) == (built / "allgraph.ttl").read_text(encoding="utf-8")

    def test_what_is_no_query_is_told(self, engine: tuple[str, Store]) -> None:
        with pytest.raises(QueryError):
            engine[1].select("SELECT ?s WHERE { ?s ?p")


def test_what_is_denied_is_told_alike(denying: Path, virtuoso_endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package's documents deny no use."""
    for name, value in VIRTUOSO_LOGIN.items():
        monkeypatch.setenv(name, value)
    url, graph_name = virtuoso_endpoint.partition("?")[0], "https://example.org/denying"
    publish(url, graph=denying, graph_name=graph_name)
    reference, others = open_store(denying), (open_with_rdflib(denying), RemoteStore(f"{url}?default-graph-uri={graph_name}"))
    for params in ({}, {"age": "70"}, {"age": "9"}, {"age": "30"}, {"lineage": "T"}):
        for name in ("options", "options-left-out"):
            expected = compared(run(name, params, reference))
            assert expected
            assert [compared(run(name, params, store)) for store in others] == [expected, expected]


def compared(answer: Answer) -> list[tuple[str, ...]]:
    """The rows to compare: sorted where the question has no order, as a CONSTRUCT has none."""
    rows = [tuple(map(str, row)) for row in answer.rows]
    return rows if find(answer.name).query.order else sorted(rows)
