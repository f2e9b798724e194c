"""Publishing: readers see the old graph or the new one, what is there afterwards is counted, and a failure says what the store holds."""

from __future__ import annotations

import shlex
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hostile import Answer, Asked, number, serving, wire
from live_servers import VIRTUOSO_LOGIN, Live, oxigraph, virtuoso, virtuoso_program

import allgraph
from allgraph.asking.endpoint import RemoteStore
from allgraph.asking.publishing import Addresses, publish_file
from allgraph.asking.store import open_store
from allgraph.cli import run
from allgraph.errors import StoreError
from allgraph.vocabulary import expand

SMALL = Path(__file__).parent / "data" / "small-graph.ttl"
NAME = "https://example.org/all"
#: A connection is cut when so much of a build has gone up; nothing else that is sent is as long.
PART = 100_000


@pytest.fixture(scope="session")
def triples(built: Path) -> int:
    return held(open_store(built))


@pytest.fixture(scope="session")
def few() -> int:
    """How many triples the small graph has."""
    return held(open_store(SMALL))


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """An Oxigraph server that holds the small graph, by default and by name."""
    with oxigraph(tmp_path) as server:
        allgraph.publish(server.url, graph=SMALL)
        allgraph.publish(server.url, graph=SMALL, graph_name=NAME)
        yield server


@pytest.fixture(scope="module")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    if not virtuoso_program():
        pytest.skip("virtuoso-t is not installed: Debian's virtuoso-opensource")
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as server, pytest.MonkeyPatch.context() as patch:
        for name, value in VIRTUOSO_LOGIN.items():
            patch.setenv(name, value)
        yield server


def held(store: object, name: str = "") -> int:
    """How many triples a store holds in its default graph, or in the graph of this name."""
    within = f"GRAPH <{name}> {{ ?s ?p ?o }}" if name else "?s ?p ?o"
    ((count,),) = store.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ {within} }}").rows  # type: ignore[attr-defined]
    assert isinstance(count, ox.Literal)
    return int(count.value)


@pytest.mark.parametrize("name", ["", NAME])
def test_a_build_takes_the_place_of_what_was_there(live: Live, built: Path, triples: int, few: int, name: str) -> None:
    """And of nothing else; published again it is the same."""
    store = RemoteStore(live.url)
    for _ in range(2):
        published = allgraph.publish(live.url, graph=built, graph_name=name)
        assert (published.triples, published.graph_name, published.endpoint) == (triples, name, live.url)
        assert held(store, name) == triples
        assert held(store, NAME if not name else "") == few
    assert allgraph.export(graph=built) == allgraph.export(endpoint=live.url if not name else f"{live.url}?default-graph-uri={NAME}")


def test_the_command(live: Live, built: Path, triples: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["publish", "--endpoint", live.url, "--graph", str(built)]) == 0
    file = built / "allgraph.ttl"
    assert capsys.readouterr().err == f"allgraph: {triples} triples of {file} in the default graph of {live.url}\n"
    assert run(["query", "sources", "--endpoint", live.url]) == 0


def test_quotes_do_not_leave_unsaid(live: Live, built: Path, triples: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    quoting = tmp_path / "quoting.nt"
    passage = "<https://example.org/passage>"
    quoting.write_text(f'{allgraph.export(graph=built, to="ntriples").text}{passage} <{expand("oa:exact")}> "Mine." .\n', encoding="utf-8")
    assert run(["publish", "--endpoint", live.url, "--graph", str(quoting)]) == 0
    first, second = capsys.readouterr().err.splitlines()
    assert "holds 1 quote of documents, which belong to their publishers" in first
    assert second.startswith(f"allgraph: {triples + 1} triples of {quoting} in")


def test_a_store_that_does_not_answer_gets_nothing(built: Path) -> None:
    with pytest.raises(StoreError, match=r"; nothing was sent$"):
        allgraph.publish("http://localhost:9/query", graph=built)


def test_readers_see_one_graph_or_the_other(live: Live, built: Path, triples: int, few: int) -> None:
    store = RemoteStore(live.url)
    seen: set[int] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.add(held(store))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for graph in (built, SMALL, built):
            allgraph.publish(live.url, graph=graph)
    finally:
        done.set()
        reader.join()
    assert seen <= {few, triples}


@pytest.mark.parametrize("name", ["", NAME])
def test_a_connection_that_is_cut_leaves_the_old_graph(live: Live, built: Path, few: int, name: str) -> None:
    with wire(live.port, PART) as port, pytest.raises(StoreError, match=f"cut .*; it holds {few} triples, as before"):
        allgraph.publish(live.through(port), graph=built, graph_name=name)
    assert held(RemoteStore(live.url), name) == few


def test_a_server_that_is_killed_keeps_the_old_graph(tmp_path: Path, built: Path, few: int) -> None:
    with oxigraph(tmp_path) as live:
        allgraph.publish(live.url, graph=SMALL)

        def kill() -> None:
            live.process.kill()
            live.process.wait()

        with wire(live.port, PART, kill) as port, pytest.raises(StoreError, match=f"does not tell; before it held {few} triples"):
            allgraph.publish(live.through(port), graph=built)
    with oxigraph(tmp_path) as again:
        assert held(RemoteStore(again.url)) == few


def scripted(counts: list[int], put: Callable[[], Answer]) -> Callable[[Asked], Answer]:
    """A store that tells these counts, one after the other, and answers a PUT so."""
    left = list(counts)
    return lambda asked: put() if asked.method == "PUT" else Answer(b"") if asked.method == "HEAD" else number(left.pop(0))


@pytest.mark.parametrize(
    ("counts", "answer", "message"),
    [
        ([7, 7], Answer(b"No space left on device", 507), "failed .507.: No space left on device; it holds 7 triples, as before"),
        ([7, 7], Answer(b"", 500), "failed .500.; it holds 7 triples, as before"),
        ([7, 20], Answer(b"", 500), "failed .500.; it holds a part, 20 triples of [0-9]+; publish again"),
        ([7, 7], Answer(b"not Turtle", 400), "does not understand this: not Turtle; it holds 7"),
        ([7, 7], Answer(b"", 401), "refused .401.: set ALLGRAPH_USER .*; it holds 7 triples, as before"),
        ([7, 7], Answer(b"", 308, {"Location": "http://elsewhere/"}), "has moved .308.; name the new address.*; it holds 7"),
        ([7, 7], Answer(b"", 204), "holds 7 triples and not [0-9]+, as were sent"),
    ],
    ids=str,
)
def test_a_failure_says_what_is_there(counts: list[int], answer: Answer, message: str) -> None:
    with serving(scripted(counts, lambda: answer)) as (url, _), pytest.raises(StoreError, match=message):
        allgraph.publish(url, graph=SMALL)


def test_an_answer_that_is_lost_when_all_has_arrived(few: int) -> None:
    with (
        serving(scripted([7, few], lambda: Answer(b"", length=10))) as (url, _),
        pytest.raises(StoreError, match=f"yet it holds all {few}"),
    ):
        allgraph.publish(url, graph=SMALL)


def test_a_store_that_is_slow() -> None:
    released = threading.Event()
    with serving(scripted([7, 7], lambda: Answer(b"", wait=released))) as (url, _):
        with pytest.raises(StoreError, match=r"no answer within 0\.5 s, and it may still be done; it holds 7 triples, as before"):
            allgraph.publish(url, graph=SMALL, timeout=0.5)
        released.set()


def test_a_busy_store_gets_the_whole_graph_again(few: int) -> None:
    answers = iter([Answer(b"", 503, {"Retry-After": "0"}), Answer(b"", 201)])
    with serving(scripted([0, few], lambda: next(answers))) as (url, asked):
        assert allgraph.publish(url, graph=SMALL).triples == few
    puts = [one for one in asked if one.method == "PUT"]
    assert [one.body for one in puts] == [SMALL.read_bytes()] * 2
    assert {(one.path, one.headers["Content-Type"]) for one in puts} == {("/store?default", "text/turtle")}


def test_a_graph_that_is_not_right_is_not_sent(tmp_path: Path, built: Path) -> None:
    """What is no graph of ours, no graph at all, or no longer what was built."""
    (tmp_path / "foreign.nt").write_text("<urn:a> <urn:b> <urn:c> .\n", encoding="utf-8")
    (tmp_path / "half.ttl").write_text("<urn:a> <urn:b>", encoding="utf-8")
    edited = shutil.copytree(built, tmp_path / "edited")
    (edited / "allgraph.ttl").write_text("", encoding="utf-8")
    with serving(lambda _: number(0)) as (url, asked):
        for graph, message in (
            ("foreign.nt", "no graph of allgraph"),
            ("half.ttl", "not well-formed"),
            ("edited", "was changed since"),
            ("no", "no such"),
        ):
            with pytest.raises(StoreError, match=message):
                allgraph.publish(url, graph=tmp_path / graph)
        with pytest.raises(StoreError, match="is no name of a graph"):
            allgraph.publish(url, graph=SMALL, graph_name="all> } ; DROP ALL")
    assert asked == []


def test_the_addresses_that_are_known() -> None:
    assert Addresses.of("https://h/query") == Addresses("https://h/query", "https://h/store")
    found = Addresses.of("https://h/v/sparql?default-graph-uri=urn:x")
    assert (found.store, found.update) == ("https://h/v/sparql-graph-crud-auth", "https://h/v/sparql-auth")
    assert Addresses.of("https://h/sparql", "https://h/data") == Addresses("https://h/sparql", "https://h/data")
    with pytest.raises(StoreError, match=r"it ends neither in /query .* name with --store-url"):
        Addresses.of("https://h/repositories/all")


DOCS = Path(__file__).parent.parent / "docs" / "endpoints.md"


def _commands(address: str) -> list[list[str]]:
    """The commands of the docs page that name this address."""
    lines = [line.strip() for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("    allgraph ")]
    return [shlex.split(line)[1:] for line in lines if address in line]


def test_the_commands_of_the_docs_are_true(live: Live, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(built.parent)
    commands = sorted(_commands("http://localhost:7878/query"), key=lambda words: words[0] != "publish")
    assert {words[0] for words in commands} == {"publish", "query", "explain", "queries"}
    for words in commands:
        assert run([word.replace("http://localhost:7878/query", live.url) for word in words]) == 0


def test_the_commands_of_the_docs_are_true_of_virtuoso(virtuoso_server: Live, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(built.parent)
    commands = _commands("http://localhost:8890/sparql")
    assert [words[0] for words in commands] == ["publish", "query"]
    for words in commands:
        assert run([word.replace("http://localhost:8890/sparql", virtuoso_server.url) for word in words]) == 0


def test_virtuoso_takes_a_named_graph_beside_the_old_one(virtuoso_server: Live, built: Path, triples: int, few: int) -> None:
    """It has no default graph of its own; nothing of what was loaded beside stays."""
    with pytest.raises(StoreError, match="name one, with --graph-name"):
        allgraph.publish(virtuoso_server.url, graph=SMALL)
    store = RemoteStore(virtuoso_server.url)
    for graph, count in ((SMALL, few), (built, triples), (SMALL, few)):
        assert allgraph.publish(virtuoso_server.url, graph=graph, graph_name=NAME).triples == count
        assert (held(store, NAME), held(store, f"{NAME}-incoming")) == (count, 0)


def test_virtuoso_keeps_the_old_graph_when_the_new_one_does_not_come_whole(
    virtuoso_server: Live, built: Path, few: int, tmp_path: Path
) -> None:
    """Its PUT alone would leave a part; whether the connection is cut, or what it gets is not what was counted."""
    allgraph.publish(virtuoso_server.url, graph=SMALL, graph_name=NAME)
    with wire(virtuoso_server.port, PART) as port, pytest.raises(StoreError, match=f"; it holds {few} triples, as before"):
        allgraph.publish(virtuoso_server.through(port), graph=built, graph_name=NAME)
    half = tmp_path / "half.ttl"
    half.write_bytes((built / "allgraph.ttl").read_bytes()[:PART])
    with pytest.raises(StoreError, match=f"failed .500.: .*; it holds {few} triples, as before"):
        publish_file(half, few, Addresses.of(virtuoso_server.url), graph_name=NAME)
    with pytest.raises(StoreError, match=f"{few} triples of {few + 1} arrived; it holds {few} triples, as before"):
        publish_file(SMALL, few + 1, Addresses.of(virtuoso_server.url), graph_name=NAME)
    store = RemoteStore(virtuoso_server.url)
    assert (held(store, NAME), held(store, f"{NAME}-incoming")) == (few, 0)


def test_a_wrong_password_leaves_the_old_graph(virtuoso_server: Live, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    allgraph.publish(virtuoso_server.url, graph=SMALL, graph_name=NAME)
    monkeypatch.setenv("ALLGRAPH_PASSWORD", "wrong")
    with pytest.raises(StoreError, match=f"the user and password or the token are wrong, or not enough; it holds {few} triples, as before"):
        allgraph.publish(virtuoso_server.url, graph=SMALL, graph_name=NAME)
