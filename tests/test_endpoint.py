"""Asking a server that is away, slow, busy or wrong: a clear word each time, never half an answer, and no secret told."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from pathlib import Path

import pyoxigraph as ox
import pytest
from hostile import Answer, Asked, rows, serving
from live_servers import HOST, free_port

import allgraph
from allgraph.asking.endpoint import RemoteStore
from allgraph.asking.server import Credentials
from allgraph.cli import run
from allgraph.errors import AllgraphError, QueryError, StoreError

GRAPH = Path(__file__).parent / "data" / "small-graph.ttl"
TEXT = "SELECT ?x WHERE { ?s rdfs:label ?x }"
SECRET = "hunter2-and-more"  # noqa: S105  # what must not be told


def ask(url: str, text: str = TEXT, **settings: float) -> list[str]:
    """The one column of what a server answers."""
    found = RemoteStore(url, **{"pause": 0.01, "timeout": 5.0, **settings}).select(text)  # type: ignore[arg-type]
    return [cell.value for (cell,) in found.rows if isinstance(cell, ox.Literal)]


def always(answer: Answer) -> Callable[[object], Answer]:
    return lambda _: answer


def test_what_is_sent_and_what_comes_back() -> None:
    """A POST with the query as it stands, after the prefixes that it uses and does not declare; JSON is asked for."""
    with serving(lambda _: rows("a", "b")) as (url, asked):
        assert ask(url) == ["a", "b"]
    assert (asked[0].method, asked[0].path) == ("POST", "/query")
    assert asked[0].query == f"PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> {TEXT}"
    assert asked[0].headers["Accept"].startswith("application/sparql-results+json")
    assert "Authorization" not in asked[0].headers


def test_a_prefix_that_is_declared_is_not_declared_again() -> None:
    text = "PREFIX rdfs: <urn:x> SELECT ?x WHERE { ?s rdfs:label ?x FILTER(?x != 'ag:x') }"
    with serving(lambda _: rows()) as (url, asked):
        ask(url, text)
    assert asked[0].query == text


def test_nobody_listens() -> None:
    with pytest.raises(StoreError, match="nothing listens there"):
        ask(f"http://{HOST}:{free_port()}/query")


def test_an_unknown_host() -> None:
    with pytest.raises(StoreError, match="cannot be reached"):
        ask("http://no-such-host.invalid/query")


@pytest.mark.parametrize(
    "url", ["ftp://example.org/", "example.org/sparql", "http://", "", "http://[::1/", "http://host:port/", "file:///etc/passwd"]
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(StoreError, match="begins with http"):
        ask(url)


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(StoreError, match="set ALLGRAPH_USER and ALLGRAPH_PASSWORD") as caught:
        ask(f"http://me:{SECRET}@example.org/sparql")
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("drip", [0.0, 0.05], ids=["before its first word", "between words"])
def test_a_slow_server(drip: float) -> None:
    """The time is for the whole answer, in fractions of a second too."""
    released = threading.Event()
    slow = rows(*"abcdefgh")
    slow.drip, slow.wait = drip, None if drip else released
    with serving(lambda _: slow) as (url, asked):
        start = time.monotonic()
        with pytest.raises(StoreError, match=r"no answer within 0\.3 s"):
            ask(url, timeout=0.3)
        assert time.monotonic() - start < 15
        released.set()
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Answer(b"<html>welcome</html>", headers={"Content-Type": "text/html; charset=utf-8"}), "answered with a web page"),
        (Answer(b"x", headers={"Content-Type": "text/csv"}), "answered with text/csv, not with results"),
        (Answer(b'{"head": {"vars": ["x"]}, "results": {"bind', headers={"Content-Type": "application/json"}), "the answer is broken"),
        (Answer(b"no JSON", headers={"Content-Type": "application/json"}), "the answer is broken"),
        (Answer(b"", headers={"Content-Type": "application/json"}), "the answer is broken"),
        (Answer(b'{"boolean": true, "head": {}}', headers={"Content-Type": "application/json"}), "answered with no rows"),
        (Answer(rows("a").body, headers={"Content-Type": "application/json"}, length=5000), "cut off"),
        (Answer(rows("a").body[:-20], headers={"Content-Type": "application/json"}, length=5000), "cut off"),
        (Answer(b"5\r\n{'he", headers={"Content-Type": "application/json", "Transfer-Encoding": "chunked"}, length=None), "cut off"),
        (rows("a", "b", **{"X-SPARQL-MaxRows": "2"}), "the server gives no more than 2 rows"),
        (rows("a", **{"X-SQL-State": "S1TAT"}), "gave up before it had found everything"),
        (Answer(b"what is this", 404), "nothing is there"),
        (Answer(b"", 401), "refused .401.: set ALLGRAPH_USER and ALLGRAPH_PASSWORD, or ALLGRAPH_TOKEN"),
        (Answer(b"", 403), "refused .403."),
        (Answer(b"disk is full", 500), "failed .500.: disk is full"),
        (Answer(b"<h1>Oh</h1><p>no", 500, {"Content-Type": "text/html"}), "failed .500.: Oh no"),
        (Answer(b"", 507), "failed .507."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_whole_answer(answer: Answer, message: str) -> None:
    """Is told at once, and not asked for again."""
    with serving(lambda _: answer) as (url, asked), pytest.raises(StoreError, match=message):
        ask(url)
    assert len(asked) == 1


def test_what_the_server_does_not_understand_is_the_querys_fault() -> None:
    """Its words are given, but not all of a long tale."""
    with serving(lambda _: Answer(b"no such\n function " + b"x" * 5000, 400)) as (url, _), pytest.raises(QueryError) as caught:
        ask(url)
    assert "no such function xxx" in str(caught.value)
    assert len(str(caught.value)) < 400


def test_rows_where_yes_or_no_was_asked_for() -> None:
    with serving(lambda _: rows("a")) as (url, _), pytest.raises(StoreError, match="yes or no was asked for"):
        RemoteStore(url).ask("ASK { ?s ?p ?o }")


def test_triples_that_are_cut_off() -> None:
    """Also after a whole line, where a parser would see nothing amiss."""
    answer = Answer(b"<urn:a> <urn:b> <urn:c> .\n", headers={"Content-Type": "application/n-triples"}, length=500)
    with serving(lambda _: answer) as (url, _), pytest.raises(StoreError, match="cut off"):
        RemoteStore(url).construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")


def test_triples_of_which_no_length_is_told() -> None:
    """Cut off at the end of a line they would look whole."""
    answer = Answer(b"<urn:a> <urn:b> <urn:c> .\n", headers={"Content-Type": "application/n-triples"}, length=None)
    with serving(lambda _: answer) as (url, _), pytest.raises(StoreError, match="does not say how long its answer is"):
        RemoteStore(url).construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")


def test_a_server_that_falls_silent_does_not_take_the_program_with_it(tmp_path: Path) -> None:
    """A thread that waits for it inside a parser would end the process with a signal."""
    query = tmp_path / "all.rq"
    query.write_text("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", encoding="utf-8")
    answer = Answer(b"<urn:a> <urn:b> <urn:c> .\n" * 9, headers={"Content-Type": "application/n-triples"}, drip=30)
    with serving(lambda _: answer) as (url, _):
        command = [sys.executable, "-m", "allgraph", "sparql", str(query), "--endpoint", url, "--timeout", "1"]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "no answer within 1 s" in ended.stderr


def test_no_more_rows_than_wanted() -> None:
    with serving(lambda _: rows(*"abc")) as (url, _):
        assert ask(url, max_rows=3) == ["a", "b", "c"]
        with pytest.raises(StoreError, match="more than 2 rows"):
            ask(url, max_rows=2)


@pytest.mark.parametrize("status", [429, 502, 503])
@pytest.mark.parametrize("after", [{}, {"Retry-After": "0"}, {"Retry-After": "now"}, {"Retry-After": "soon"}], ids=str)
def test_a_busy_server_is_asked_again(status: int, after: dict[str, str]) -> None:
    after = {name: formatdate(usegmt=True) if value == "now" else value for name, value in after.items()}
    given = iter([Answer(b"", status, after), Answer(b"", status, after), rows("a")])
    with serving(lambda _: next(given)) as (url, asked):
        assert ask(url) == ["a"]
    assert len(asked) == 3


def test_a_server_that_stays_busy() -> None:
    with (
        serving(lambda _: Answer(b"come back", 503)) as (url, asked),
        pytest.raises(StoreError, match=r"busy or away .503.: come back; try later"),
    ):
        ask(url)
    assert len(asked) == 4


def test_a_server_that_wants_to_be_left_alone_for_longer_than_there_is_time() -> None:
    with (
        serving(lambda _: Answer(b"", 429, {"Retry-After": "3600"})) as (url, asked),
        pytest.raises(StoreError, match=r"busy or away .429."),
    ):
        ask(url, timeout=2.0)
    assert len(asked) == 1


def test_a_redirect_is_not_followed() -> None:
    """Where it leads is said; what is there never learns who asked."""
    with serving(lambda _: rows("a")) as (other, lured):
        for status in (301, 302, 303, 307, 308):
            moved = Answer(b"", status, {"Location": other})
            with (
                serving(always(moved)) as (url, _),
                pytest.raises(StoreError, match=f"has moved .{status}.; name the .*{other}"),
            ):
                RemoteStore(url, credentials=Credentials(token=SECRET)).select(TEXT)
    assert lured == []


def test_a_token_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLGRAPH_TOKEN", SECRET)
    with serving(lambda _: rows("a")) as (url, asked):
        assert ask(url) == ["a"]
    assert asked[0].headers["Authorization"] == f"Bearer {SECRET}"


@pytest.mark.parametrize(("kind", "requests"), [('Basic realm="x"', 4), ('Digest realm="x", nonce="n", qop="auth", algorithm="MD5"', 3)])
def test_user_and_password_are_sent_as_the_server_asks(monkeypatch: pytest.MonkeyPatch, kind: str, requests: int) -> None:
    """And not before it asks; to a digest they are known from then on."""
    monkeypatch.setenv("ALLGRAPH_USER", "me")
    monkeypatch.setenv("ALLGRAPH_PASSWORD", SECRET)

    def answer(asked: Asked) -> Answer:
        return (
            rows("a")
            if asked.headers.get("Authorization", "").startswith(kind[:6].strip())
            else Answer(b"", 401, {"WWW-Authenticate": kind})
        )

    with serving(answer) as (url, asked):
        store = RemoteStore(url)
        for _ in range(2):
            assert len(store.select(TEXT).rows) == 1
    assert "Authorization" not in asked[0].headers
    assert len(asked) == requests


@pytest.mark.parametrize("kind", ['Basic realm="x"', 'Digest realm="x", nonce="n", qop="auth"', "Negotiate"])
def test_no_secret_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], kind: str) -> None:
    """Not when it is refused, nor when the server repeats it."""
    monkeypatch.setenv("ALLGRAPH_USER", "me")
    monkeypatch.setenv("ALLGRAPH_PASSWORD", SECRET)
    with serving(lambda _: Answer(SECRET.encode(), 401, {"WWW-Authenticate": kind})) as (url, _):
        assert run(["query", "sources", "--endpoint", f"{url}?key={SECRET}"]) == 2
    with serving(lambda _: Answer(f"me:{SECRET}".encode(), 500)) as (url, _):
        assert run(["query", "sources", "--endpoint", url]) == 2
    told = capsys.readouterr()
    assert "the user and password or the token are wrong" in told.err or "a kind of login that allgraph does not know" in told.err
    assert "failed (500): me:***" in told.err
    assert SECRET not in told.err + told.out + repr(Credentials("me", SECRET, SECRET))


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Asked]]:
    """A server that ALLGRAPH_ENDPOINT names, which knows nothing; what it is asked."""
    empty = Answer(b'{"head": {"vars": []}, "results": {"bindings": []}}', headers={"Content-Type": "application/json"})
    no = Answer(b'{"head": {}, "boolean": false}', headers={"Content-Type": "application/json"})
    with serving(lambda asked: no if "ASK" in asked.query else empty) as (url, asked):
        monkeypatch.setenv("ALLGRAPH_ENDPOINT", url)
        yield asked


def test_the_environment_may_name_the_endpoint(named: list[Asked]) -> None:
    """A server that holds another graph is told apart from a question without answer."""
    for ask_it in (
        lambda: allgraph.query("sources"),
        lambda: allgraph.query("drugs-by-target", {"target": "CD19"}),
        lambda: allgraph.explain("imatinib", "hasTarget", "BCR-ABL1"),
        allgraph.export,
    ):
        with pytest.raises(StoreError, match="this is no graph of allgraph"):
            ask_it()
        assert named
        named.clear()


def test_a_graph_that_is_named_goes_before_the_environments_endpoint(named: list[Asked]) -> None:
    assert allgraph.query("sources", graph=GRAPH).rows
    assert run(["query", "sources", "--graph", str(GRAPH)]) == 0
    assert named == []


def test_a_graph_and_an_endpoint_are_two_graphs(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["query", "sources"], ["explain", "a", "b", "c"], ["export", "--to", "turtle"], ["queries", "test"]):
        assert run([*words, "--graph", str(GRAPH), "--endpoint", "http://localhost/"]) == 2
        assert "name a graph or an endpoint, not both" in capsys.readouterr().err
    with pytest.raises(AllgraphError, match="not both"):
        allgraph.query("sources", graph=GRAPH, endpoint="http://localhost/")


@pytest.mark.parametrize(
    ("name", "params", "most"),
    [("sources", {}, 2), ("drugs-by-target", {"target": "CD19"}, 4), ("evidence", {"subject": "blinatumomab", "object": "CD19"}, 8)],
)
def test_a_question_takes_few_requests(built: Path, name: str, params: dict[str, str], most: int) -> None:
    """The question and the release; two more for each kind of term that is named."""
    from allgraph.asking.queries import run as run_query
    from allgraph.asking.store import Rows, open_store

    class Counting:
        place = "counted"
        texts: list[str]

        def __init__(self) -> None:
            self.texts = []
            self._store = open_store(built)

        def select(self, text: str) -> Rows:
            self.texts.append(text)
            return self._store.select(text)

        def ask(self, text: str) -> bool:
            self.texts.append(text)
            return self._store.ask(text)

        def construct(self, text: str) -> list[ox.Triple]:
            self.texts.append(text)
            return self._store.construct(text)

    store = Counting()
    assert run_query(name, params, store).rows
    assert len(store.texts) <= most
