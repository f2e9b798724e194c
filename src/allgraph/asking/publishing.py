"""Publishing: a graph put on a server by the SPARQL 1.1 Graph Store Protocol, wholly or not at all as far as the server can, and counted.

To most stores a PUT is one transaction: readers see the old graph until they see the new one. To Virtuoso it is not; there the new graph is
put beside the old one under a name of its own and takes the other's place by one MOVE, in which a reader may see a part for a moment.
"""

from __future__ import annotations

import urllib.error
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pyoxigraph as ox

from allgraph.asking.endpoint import RemoteStore
from allgraph.asking.server import Credentials, Server
from allgraph.asking.store import FORMATS, Bounds, Store
from allgraph.errors import AllgraphError, QueryError, StoreError
from allgraph.texts import many

#: The last part of a query's address, to those of the Graph Store Protocol and, where a PUT is no transaction, of updates.
_BESIDE = {
    "query": ("store", ""),
    "sparql": ("sparql-graph-crud-auth", "sparql-auth"),
    "sparql-auth": ("sparql-graph-crud-auth", "sparql-auth"),
}
#: What is added to a graph's name while it is loaded beside the old one.
_INCOMING = "-incoming"
_CHUNK = 1 << 16


@dataclass(frozen=True)
class Addresses:
    """Where a store takes queries, graphs by the Graph Store Protocol, and, "" where a PUT is one transaction, updates."""

    query: str
    store: str
    update: str = ""

    @classmethod
    def of(cls, endpoint: str, store_url: str = "", update_url: str = "") -> Addresses:
        """The addresses that go with an endpoint's: beside /query of Oxigraph and /sparql of Virtuoso they are known.

        >>> Addresses.of("http://localhost:7878/query").store
        'http://localhost:7878/store'
        """
        base, _, last = urlsplit(endpoint)._replace(query="", fragment="").geturl().rpartition("/")
        store, update = _BESIDE.get(last, ("", ""))
        if not (store or store_url):
            told = "it ends neither in /query (Oxigraph) nor in /sparql (Virtuoso): where it takes graphs, name with --store-url"
            raise StoreError(told, where=endpoint)
        if store_url:
            return cls(endpoint, store_url, update_url)
        return cls(endpoint, f"{base}/{store}", update_url or (f"{base}/{update}" if update else ""))


@dataclass(frozen=True)
class Published:
    """What a server holds now: the triples of a file, in the graph of this name ("" is the default graph), with its quotes of documents."""

    triples: int
    file: Path
    endpoint: str
    graph_name: str
    quotes: int = 0


def publish_file(
    file: Path, triples: int, addresses: Addresses, *, graph_name: str = "", credentials: Credentials | None = None, timeout: float = 600.0
) -> Published:
    """Put the graph in a file, which holds so many triples, in place of the graph of this name, and count what is there afterwards.

    `timeout` bounds, in seconds, each of its steps. Raises StoreError where anything fails, and says what the store holds then.
    """
    if file.suffix.lower() not in FORMATS:
        raise StoreError(f"is no graph: its ending is none of {', '.join(FORMATS)}", where=str(file))
    if graph_name:
        try:
            ox.NamedNode(graph_name)
        except ValueError as error:
            raise StoreError("is no name of a graph: an IRI is wanted, as https://example.org/allgraph", where=graph_name) from error
    elif addresses.update:
        raise StoreError("has no default graph that can be published to; name one, with --graph-name", where=addresses.store)
    return _Publisher(addresses, graph_name, credentials, timeout).publish(file, triples)


class _Publisher:
    def __init__(self, addresses: Addresses, graph_name: str, credentials: Credentials | None, timeout: float) -> None:
        self._graph_name = graph_name
        self._timeout = timeout
        self._store: Store = RemoteStore(addresses.query, credentials=credentials, timeout=timeout)
        self._graphs = Server(addresses.store, credentials)
        self._updates = Server(addresses.update, credentials) if addresses.update else None

    def publish(self, file: Path, triples: int) -> Published:
        try:
            before = self._count(self._graph_name)
        except AllgraphError as error:
            raise StoreError(f"{error.message}; nothing was sent", where=error.where) from error
        try:
            if self._updates:
                self._replace_by_move(file, triples, self._updates)
            else:
                self._put(file, self._graph_name)
        except AllgraphError as error:
            raise StoreError(f"{error.message}; {self._state(before, triples)}", where=error.where) from error
        if (after := self._count(self._graph_name)) != triples:
            raise StoreError(f"holds {many(after, 'triple')} and not {triples}, as were sent; publish again", where=self._store.place)
        return Published(triples, file, self._store.place, self._graph_name)

    def _replace_by_move(self, file: Path, triples: int, updates: Server) -> None:
        incoming = self._graph_name + _INCOMING
        try:
            self._put(file, incoming)
            if (arrived := self._count(incoming)) != triples:
                raise StoreError(f"{many(arrived, 'triple')} of {triples} arrived", where=self._graphs.place)
        except AllgraphError:
            with suppress(AllgraphError):
                self._update(updates, f"DROP SILENT GRAPH <{incoming}>")
            raise
        self._update(updates, f"MOVE <{incoming}> TO <{self._graph_name}>")

    def _state(self, before: int, triples: int) -> str:
        """What the store holds after a failure, in words."""
        try:
            now = self._count(self._graph_name)
        except AllgraphError:
            return f"what it holds now it does not tell; before it held {many(before, 'triple')}"
        if now == before:
            return f"it holds {many(now, 'triple')}, as before"
        return (
            f"yet it holds all {many(now, 'triple')}"
            if now == triples
            else f"it holds a part, {many(now, 'triple')} of {triples}; publish again"
        )

    def _count(self, graph_name: str) -> int:
        pattern = "?s ?p ?o"
        within = f"GRAPH <{graph_name}> {{ {pattern} }}" if graph_name else pattern
        ((number,),) = self._store.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ {within} }}").rows
        return int(number.value) if isinstance(number, ox.Literal) else 0

    def _put(self, file: Path, graph_name: str) -> None:
        which = f"graph={quote(graph_name, safe='')}" if graph_name else "default"
        headers = {"Content-Type": FORMATS[file.suffix.lower()].media_type, "Content-Length": str(file.stat().st_size)}

        def send(seconds: float) -> HTTPResponse:
            try:  # log in before the body is sent: a server that asks for it then hangs up
                self._graphs.open(self._graphs.request("HEAD", query=which), seconds).close()
            except urllib.error.HTTPError as error:
                if error.code in (401, 403):
                    raise
                error.close()  # a graph that is not there yet, or a server that knows no HEAD
            return self._graphs.open(self._graphs.request("PUT", query=which, data=_Upload(file), headers=headers), seconds)

        self._done(self._graphs, send)

    def _update(self, updates: Server, text: str) -> None:
        body = urlencode({"update": text}).encode()
        self._done(updates, lambda seconds: updates.open(updates.request("POST", data=body), seconds))

    def _done(self, server: Server, send: Callable[[float], HTTPResponse]) -> None:
        """Send a request, and wait until the server has done what it asks."""
        bounds = Bounds(server.place, self._timeout, 1, ", and it may still be done")

        def work(deadline: float) -> bool:
            with closing(server.answer(send, deadline)) as response:
                return bool(response.read())

        try:
            bounds.in_time(work)
        except TimeoutError as error:
            raise bounds.late() from error
        except (HTTPException, ConnectionError) as error:
            raise StoreError("the answer was cut off", where=server.place) from error
        except QueryError as error:
            raise StoreError(error.message, where=error.where) from error


class _Upload:
    """The bytes of a file, from its beginning each time that they are sent."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        with self._file.open("rb") as opened:
            while data := opened.read(_CHUNK):
                yield data
