"""A graph on a server: any endpoint of the SPARQL 1.1 protocol, behind the same door as a local store.

SPARQLWrapper makes the requests; that an answer is whole and in time, and what a failure means, is settled here and in the server module.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import closing
from email.message import Message
from http.client import HTTPResponse, IncompleteRead
from typing import TypeVar

import pyoxigraph as ox
from SPARQLWrapper import JSON, N3, POST, SPARQLWrapper

from allgraph.asking.server import Credentials, Server
from allgraph.asking.sparql import query_form, tokens
from allgraph.asking.store import Bounds, Rows, expect_form
from allgraph.errors import StoreError
from allgraph.texts import many
from allgraph.vocabulary import PREFIXES

T = TypeVar("T")

#: How Virtuoso names a blank node in JSON, `"type": "bnode", "value": "nodeID://b1"`, up to what no other parser takes for one. It can
#: stand in no string, in which quotes are escaped.
_VIRTUOSO_NODE = re.compile(rb'("type"\s*:\s*"bnode"\s*,\s*"value"\s*:\s*")nodeID://')
#: So many bytes of an answer are read at a time.
_PART = 1 << 16
#: Of an answer in triples nothing tells whether it is whole but what the server says of its length.
_ENDLESS = (
    "does not say how long its answer is (neither Content-Length nor chunked), so that one cut off would look whole;"
    " is a proxy between that speaks HTTP/1.0?"
)
#: What a server may call its answer to a query that asks for rows, or for triples.
_ROWS = ("application/sparql-results+json", "application/json")
_TRIPLES = ("application/n-triples", "text/turtle")


class RemoteStore:
    """A SPARQL 1.1 endpoint. `timeout` (seconds, over all that one answer takes) and `max_rows` bound every query.

    A busy server is asked again, first after `pause` seconds; any other failure is told at once. Without `credentials` the environment's
    are used. Raises StoreError for a URL that is no address of a server.
    """

    def __init__(
        self, url: str, *, credentials: Credentials | None = None, timeout: float = 60.0, max_rows: int = 1_000_000, pause: float = 0.5
    ) -> None:
        self._server = Server(url, credentials, pause=pause)
        self._bounds = Bounds(self._server.place, timeout, max_rows)

    @property
    def place(self) -> str:
        return self._server.place

    def select(self, text: str) -> Rows:
        """The rows of a SELECT; allgraph's prefixes need no declaration in `text`."""
        expect_form(text, "SELECT")

        def read(body: bytes, deadline: float) -> Rows:
            found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
            if not isinstance(found, ox.QuerySolutions):
                raise StoreError("answered with no rows, though rows were asked for", where=self.place)
            return self._bounds.rows(found, deadline)

        return self._asked(text, read)

    def ask(self, text: str) -> bool:
        """The answer to an ASK."""
        expect_form(text, "ASK")

        def read(body: bytes, _: float) -> bool:
            found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
            if isinstance(found, ox.QueryBoolean):
                return bool(found)
            if [variable.value for variable in found.variables] != ["__ASK_RETVAL"]:
                raise StoreError("answered with rows, though yes or no was asked for", where=self.place)
            return any(True for _ in found)  # Virtuoso 7 says yes by a row, and no by none

        return self._asked(text, read)

    def construct(self, text: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE, in the server's order."""
        expect_form(text, "CONSTRUCT", "DESCRIBE")

        def read(body: bytes, deadline: float) -> list[ox.Triple]:
            quads = ox.parse(body, format=ox.RdfFormat.TURTLE)  # N-Triples are Turtle
            return self._bounds.taken((quad.triple for quad in quads), deadline)

        return self._asked(text, read)

    def _asked(self, text: str, read: Callable[[bytes, float], T]) -> T:
        """What `read` makes of the server's answer, within the time."""
        client = _Client(self._server, text)

        def work(deadline: float) -> T:
            with closing(self._server.answer(client.send, deadline)) as response:
                self._expect(response, client.accepted)
                if client.accepted is _TRIPLES and response.length is None and not response.chunked:
                    raise StoreError(_ENDLESS, where=self.place)
                try:
                    found = read(_body(response, deadline), deadline)
                except SyntaxError as error:
                    raise StoreError(f"the answer is broken: {error.msg}", where=self.place) from error
                except (IncompleteRead, ConnectionError) as error:
                    raise StoreError("the answer was cut off; ask again", where=self.place) from error
                self._refuse_a_part(response.headers, found)
                return found

        try:
            return self._bounds.in_time(work)
        except TimeoutError as error:
            raise self._bounds.late() from error

    def _expect(self, response: HTTPResponse, accepted: tuple[str, ...]) -> None:
        """Raise StoreError where the response is no answer but, say, a web page."""
        if (found := response.headers.get_content_type()) not in accepted:
            page = "a web page" if "html" in found else found
            raise StoreError(f"answered with {page}, not with results; is this the address that takes queries?", where=self.place)

    def _refuse_a_part(self, headers: Message, found: object) -> None:
        """Raise StoreError where Virtuoso says, in headers alone, that it left out what was over its limits."""
        limit = headers.get("X-SPARQL-MaxRows", "")
        count = len(found.rows) if isinstance(found, Rows) else len(found) if isinstance(found, list) else 0
        if limit.isdigit() and count >= int(limit):
            raise StoreError(f"the server gives no more than {many(int(limit), 'row')} (its ResultSetMaxRows)", where=self.place)
        if "S1TAT" in headers.get("X-SQL-State", ""):
            raise StoreError("the server gave up before it had found everything (its time limit)", where=self.place)


class _Client(SPARQLWrapper):
    """SPARQLWrapper, which makes the request, with our way to send it.

    Its own takes whole seconds only, follows redirects with the credentials, logs in by an opener for the whole process, and guesses the
    form of a query.
    """

    def __init__(self, server: Server, text: str) -> None:
        self._server = server
        self._seconds = 0.0
        self._form = query_form(text)
        self.accepted = _ROWS if self._form in ("SELECT", "ASK") else _TRIPLES
        super().__init__(server.url, returnFormat=JSON if self.accepted is _ROWS else N3)
        self.setMethod(POST)
        self.setOnlyConneg(True)
        self.setQuery(_with_prefixes(text))

    def send(self, seconds: float) -> HTTPResponse:
        """The response; urllib's errors where there is none in so many seconds, or where it is no success."""
        self._seconds = seconds
        return self.query().response

    def _parseQueryType(self, query: str) -> str:  # noqa: ARG002, N802
        return self._form

    def _getAcceptHeader(self) -> str:  # noqa: N802
        return ", ".join(self.accepted)

    def _query(self) -> tuple[HTTPResponse, str]:
        return self._server.open(self._createRequest(), self._seconds), self.returnFormat


def _body(response: HTTPResponse, deadline: float) -> bytes:
    """The whole answer, read before it is parsed: a parser that waits for a silent server would outlive the query.

    Raises TimeoutError where it is late, IncompleteRead where it is cut off.
    """
    parts: list[bytes] = []
    while part := response.read1(_PART):
        parts.append(part)
        if time.monotonic() > deadline:
            raise TimeoutError
    if response.length:
        raise IncompleteRead(b"", response.length)
    body = b"".join(parts)
    return _VIRTUOSO_NODE.sub(rb"\1", body) if response.headers.get("Server", "").startswith("Virtuoso") else body


def _with_prefixes(text: str) -> str:
    """The query with those of allgraph's prefixes declared that it uses and does not declare, before its first line.

    >>> _with_prefixes("ASK { ag:cd19 ?p ?o }")
    'PREFIX ag: <https://w3id.org/allgraph/> ASK { ag:cd19 ?p ?o }'
    """
    used: set[str] = set()
    declared: set[str] = set()
    before = ""
    for token in tokens(text):
        if token.kind == "name" and not token.text.startswith("@"):
            (declared if before == "PREFIX" else used).add(token.text.partition(":")[0])
        before = token.text.upper()
    missing = [prefix for prefix in PREFIXES if prefix in used - declared]
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in missing) + text
