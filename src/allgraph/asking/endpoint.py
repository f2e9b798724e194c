"""A graph on a server: any endpoint of the SPARQL 1.1 protocol, behind the same door as a local store.

SPARQLWrapper makes the requests. What it leaves open is settled here: an answer has to be whole and in time, a failure says what to do,
and what the environment knows of user, password or token goes to the endpoint and nowhere else.
"""

from __future__ import annotations

import os
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse, IncompleteRead
from io import BufferedReader, BytesIO, RawIOBase
from typing import BinaryIO, NoReturn, TypeVar, cast
from urllib.parse import urlsplit

import pyoxigraph as ox
from SPARQLWrapper import JSON, N3, POST, SPARQLWrapper

from allgraph.asking.sparql import query_form, tokens
from allgraph.asking.store import Bounds, Rows, Term, expect_form
from allgraph.errors import QueryError, StoreError
from allgraph.texts import many
from allgraph.vocabulary import PREFIXES

T = TypeVar("T")

#: The environment's names for what an endpoint asks for.
USER, PASSWORD, TOKEN = "ALLGRAPH_USER", "ALLGRAPH_PASSWORD", "ALLGRAPH_TOKEN"
#: How Virtuoso names a blank node in JSON, `"type": "bnode", "value": "nodeID://b1"`, up to what no other parser takes for one. It can
#: stand in no string, in which quotes are escaped.
_VIRTUOSO_NODE = re.compile(rb'("type"\s*:\s*"bnode"\s*,\s*"value"\s*:\s*")nodeID://')
#: A server that answers so is asked again: it has too much to do, or one behind it is away.
_BUSY = (429, 502, 503)
#: How often a busy server is asked, and for how long at most it is left alone in between, in seconds.
_TRIES, _LONGEST_PAUSE = 4, 10.0
#: How much of what a server says about an error is read, in bytes, and shown, in characters.
_READ, _SHOWN = 10_000, 200


@dataclass(frozen=True)
class Credentials:
    """What a server wants to know of who asks; never shown."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Credentials:
        """What ALLGRAPH_USER, ALLGRAPH_PASSWORD and ALLGRAPH_TOKEN hold.

        >>> Credentials.from_environment({"ALLGRAPH_TOKEN": "abc"})
        Credentials()
        """
        known = os.environ if environment is None else environment
        return cls(*(known.get(name, "") for name in (USER, PASSWORD, TOKEN)))

    def hide(self, words: str) -> str:
        """The words of a server without what it must not repeat."""
        for secret in (self.password, self.token):
            words = words.replace(secret, "***") if secret else words
        return words


class RemoteStore:
    """A SPARQL 1.1 endpoint. `timeout` (seconds, over all that one answer takes) and `max_rows` bound every query.

    A busy server (429, 502, 503) is asked again after the time it names, else after `pause` seconds, twice that, and so on; any other
    failure is told at once. Raises StoreError for a URL that is none of http or https.
    """

    def __init__(
        self, url: str, *, credentials: Credentials | None = None, timeout: float = 60.0, max_rows: int = 1_000_000, pause: float = 0.5
    ) -> None:
        self._server = Server(url, Credentials.from_environment() if credentials is None else credentials)
        self._url = url
        self._bounds = Bounds(self._server.place, timeout, max_rows)
        self._pause = pause

    @property
    def place(self) -> str:
        return self._server.place

    def select(self, text: str) -> Rows:
        """The rows of a SELECT; allgraph's prefixes need no declaration in `text`."""
        expect_form(text, "SELECT")

        def read(body: BinaryIO, deadline: float) -> Rows:
            found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
            if not isinstance(found, ox.QuerySolutions):
                raise StoreError("answered with no rows, though rows were asked for", where=self.place)
            names = [variable.value for variable in found.variables]
            rows: list[tuple[Term | None, ...]] = []
            for solution in found:
                self._bounds.check(len(rows), deadline)
                rows.append(tuple(solution[name] for name in names))
            return Rows(tuple(names), rows)

        return self._asked(text, read)

    def ask(self, text: str) -> bool:
        """The answer to an ASK."""
        expect_form(text, "ASK")

        def read(body: BinaryIO, _: float) -> bool:
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

        def read(body: BinaryIO, deadline: float) -> list[ox.Triple]:
            triples: list[ox.Triple] = []
            for quad in ox.parse(body, format=ox.RdfFormat.TURTLE):
                self._bounds.check(len(triples), deadline)
                triples.append(quad.triple)
            return triples

        return self._asked(text, read)

    def _asked(self, text: str, read: Callable[[BinaryIO, float], T]) -> T:
        """What `read` makes of the server's answer, within the time."""
        client = _Client(self._url, self._server, query_form(text))
        client.setQuery(_with_prefixes(text))

        def work(deadline: float) -> T:
            with closing(self._answer(client, deadline)) as response:
                self._server.expect_type(response, client.media_types)
                try:
                    body: BinaryIO = BufferedReader(_Body(response, deadline))
                    if response.headers.get("Server", "").startswith("Virtuoso"):
                        body = BytesIO(_VIRTUOSO_NODE.sub(rb"\1", body.read()))
                    found = read(body, deadline)
                except SyntaxError as error:
                    raise StoreError(f"the answer is broken: {error.msg}", where=self.place) from error
                except (IncompleteRead, ConnectionError) as error:
                    raise StoreError("the answer was cut off; ask again", where=self.place) from error
                _refuse_a_part(response.headers, found, self.place)
                return found

        try:
            return self._bounds.in_time(work)
        except TimeoutError as error:
            raise self._bounds.late() from error

    def _answer(self, client: _Client, deadline: float) -> HTTPResponse:
        """The server's answer, asked for again where it was busy."""
        for number in range(_TRIES):
            client.seconds = max(deadline - time.monotonic(), 0.001)
            try:
                return client.query().response
            except urllib.error.HTTPError as error:
                with closing(error):
                    pause = min(_retry_after(error.headers, self._pause * 2**number), _LONGEST_PAUSE)
                    if error.code not in _BUSY or number + 1 == _TRIES or time.monotonic() + pause > deadline:
                        self._server.refuse(error)
            except (OSError, HTTPException) as error:
                raise self._server.unreachable(error) from error
            time.sleep(pause)
        raise AssertionError("the last try returns or raises")


class Server:
    """Where requests go: the opener that carries the credentials to this address alone, and what its failures mean in words."""

    def __init__(self, url: str, credentials: Credentials) -> None:
        try:
            parts = urlsplit(url)
            is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:  # brackets that do not close, a port that is no number
            is_address = False
        if not is_address:
            raise StoreError("is no address of an endpoint: it begins with http:// or https:// and names a server", where=url)
        if "@" in parts.netloc:
            raise StoreError(f"holds a user or password; set {USER} and {PASSWORD} instead", where=f"{parts.scheme}://{parts.hostname}")
        self.place = parts._replace(query="", fragment="").geturl()  # a query may hold a key
        self.credentials = credentials
        self._opener = urllib.request.build_opener(_NoRedirects(), _Refused())
        if credentials.user and not credentials.token:
            known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
            known.add_password(None, self.place, credentials.user, credentials.password)
            # digest or basic, as the server asks
            self._opener.add_handler(urllib.request.HTTPDigestAuthHandler(known))
            self._opener.add_handler(urllib.request.HTTPBasicAuthHandler(known))

    def open(self, request: urllib.request.Request, seconds: float) -> HTTPResponse:
        """The response to a request; urllib's errors where there is none or it is no success."""
        if self.credentials.token:
            request.add_unredirected_header("Authorization", f"Bearer {self.credentials.token}")
        try:
            return cast(HTTPResponse, self._opener.open(request, timeout=seconds))
        except UnicodeError as error:
            raise StoreError("names a server that there cannot be", where=self.place) from error
        except ValueError as error:  # urllib's word for a scheme that is neither basic nor digest
            raise StoreError("asks for a kind of login that allgraph does not know", where=self.place) from error

    def refuse(self, error: urllib.error.HTTPError) -> NoReturn:
        """Raise what the server's refusal means."""
        match error.code:
            case 400:
                raise QueryError(f"the server takes this for no query{self.words(error)}", where=self.place) from error
            case 401 | 403 if self.credentials != Credentials():
                raise StoreError(
                    f"refused ({error.code}): the user and password or the token are wrong, or not enough", where=self.place
                ) from error
            case 401 | 403:
                raise StoreError(f"refused ({error.code}): set {USER} and {PASSWORD}, or {TOKEN}", where=self.place) from error
            case 404:
                hint = "queries go to .../query of Oxigraph, .../sparql of Virtuoso"
                raise StoreError(f"nothing is there (404); {hint}", where=self.place) from error
            case code if 300 <= code < 400:
                there = error.headers.get("Location", "another address")
                raise StoreError(f"has moved ({code}); name the new address, if you trust it: {there}", where=self.place) from error
            case code if code in _BUSY:
                raise StoreError(f"is busy or away ({code}){self.words(error)}; try later", where=self.place) from error
            case code:
                raise StoreError(f"failed ({code}){self.words(error)}", where=self.place) from error

    def unreachable(self, error: Exception) -> Exception:
        """What it means that there was no response, or TimeoutError for one that did not come in time."""
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        if isinstance(reason, TimeoutError):
            return reason
        if isinstance(reason, ConnectionRefusedError):
            return StoreError("nothing listens there; is the server running?", where=self.place)
        return StoreError(f"cannot be reached: {self.credentials.hide(str(reason)) or type(reason).__name__}", where=self.place)

    def expect_type(self, response: HTTPResponse, expected: tuple[str, ...]) -> None:
        """Raise StoreError where the response is no answer but, say, a web page."""
        if (found := response.headers.get_content_type()) not in expected:
            page = "a web page" if "html" in found else found
            raise StoreError(f"answered with {page}, not with results; is this the address that takes queries?", where=self.place)

    def words(self, error: urllib.error.HTTPError) -> str:
        """What the server says of an error, shortened, after a colon; "" where it is a page for browsers or nothing."""
        try:
            said = error.read(_READ).decode("utf-8", "replace")
        except (OSError, HTTPException):
            return ""
        if "html" in error.headers.get_content_type() or not said.strip():
            return ""
        said = " ".join(self.credentials.hide(said).split())
        return f": {said[:_SHOWN]}{'...' * (len(said) > _SHOWN)}"


class _Refused(urllib.request.BaseHandler):
    """Closes the response that asks for a login, before urllib opens the next and forgets it."""

    handler_order = 100

    def http_error_401(self, _request: object, response: HTTPResponse, *_: object) -> None:
        response.close()


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Follows none: urllib would take the credentials along, and turn a POST into a GET."""

    def redirect_request(self, *_: object) -> None:
        return None


class _Client(SPARQLWrapper):
    """SPARQLWrapper, which makes the request, with an opener of its own.

    Its own way takes whole seconds only, follows redirects with the credentials, logs in by an opener for the whole process, and guesses
    the form of a query.
    """

    def __init__(self, url: str, server: Server, form: str) -> None:
        self._server = server
        self._form = form
        self.seconds = 0.0
        rows = form in ("SELECT", "ASK")
        #: What a server may call the answer.
        self.media_types = ("application/sparql-results+json", "application/json") if rows else ("application/n-triples", "text/turtle")
        super().__init__(url, returnFormat=JSON if rows else N3)
        self.setMethod(POST)
        self.setOnlyConneg(True)

    def _parseQueryType(self, query: str) -> str:  # noqa: ARG002, N802
        return self._form

    def _getAcceptHeader(self) -> str:  # noqa: N802
        return ", ".join(self.media_types)

    def _query(self) -> tuple[HTTPResponse, str]:
        return self._server.open(self._createRequest(), self.seconds), self.returnFormat


class _Body(RawIOBase):
    """An answer as it comes in, for a parser: late or cut off it raises, as http.client does only for a whole read."""

    def __init__(self, response: HTTPResponse, deadline: float) -> None:
        self._response = response
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # what BufferedReader hands in
        if time.monotonic() > self._deadline:
            raise TimeoutError
        count = self._response.readinto(buffer)
        if not count and self._response.length:
            raise IncompleteRead(b"", self._response.length)
        return count


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


def _refuse_a_part(headers: Message, found: object, place: str) -> None:
    """Raise StoreError where Virtuoso says, in headers alone, that it left out what was over its limits."""
    limit = headers.get("X-SPARQL-MaxRows", "")
    count = len(found.rows) if isinstance(found, Rows) else len(found) if isinstance(found, list) else 0
    if limit.isdigit() and count >= int(limit):
        raise StoreError(f"the server gives no more than {many(int(limit), 'row')} (its ResultSetMaxRows)", where=place)
    if "S1TAT" in headers.get("X-SQL-State", ""):
        raise StoreError("the server gave up before it had found everything (its time limit)", where=place)


def _retry_after(headers: Message, otherwise: float) -> float:
    """The seconds that Retry-After asks to wait (RFC 9110 section 10.2.3: seconds or a date)."""
    wanted = headers.get("Retry-After", "").strip()
    if wanted.isdigit():
        return float(wanted)
    try:
        return max(parsedate_to_datetime(wanted).timestamp() - time.time(), 0.0)
    except ValueError:
        return otherwise
