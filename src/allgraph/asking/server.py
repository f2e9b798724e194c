"""A server that is asked over HTTP: who may log in where, how long it is waited for, and what its failures mean in words.

What the environment knows of user, password or token goes to the one address that was named and nowhere else, and into no message.
"""

from __future__ import annotations

import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from typing import NoReturn, cast
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from allgraph.errors import QueryError, StoreError

#: The environment's names for what a server asks for.
USER, PASSWORD, TOKEN = "ALLGRAPH_USER", "ALLGRAPH_PASSWORD", "ALLGRAPH_TOKEN"
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
        return cls(*(known.get(name, "").strip("\r\n") for name in (USER, PASSWORD, TOKEN)))

    def hide(self, words: str) -> str:
        """The words of a server without what it must not repeat."""
        for secret in (self.password, self.token):
            words = words.replace(secret, "***") if secret else words
        return words


class Server:
    """One address of a server. A token goes before a user and password, which log in by digest or basic, as the server asks.

    Follows no redirect: urllib would take the credentials along, and turn a POST into a GET. Raises StoreError for a URL that is none of
    http or https, and for one that holds a password.
    """

    def __init__(self, url: str, credentials: Credentials | None = None, *, pause: float = 0.5) -> None:
        try:
            parts = urlsplit(url)
            is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:  # brackets that do not close, a port that is no number
            is_address = False
        if not is_address:
            raise StoreError("is no address of a server: it begins with http:// or https:// and names one", where=url)
        if "@" in parts.netloc:
            raise StoreError(f"holds a user or password; set {USER} and {PASSWORD} instead", where=f"{parts.scheme}://{parts.hostname}")
        self.url = url
        self.place = parts._replace(query="", fragment="").geturl()  # a query may hold a key
        self._pause = pause
        self._credentials = Credentials.from_environment() if credentials is None else credentials
        self._opener = urllib.request.build_opener(_NoRedirects(), _Forgotten())
        self._digest: _Digest | None = None
        if self._credentials.user and not self._credentials.token:
            known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
            known.add_password(None, self.place, self._credentials.user, self._credentials.password)
            self._digest = _Digest(known)
            self._opener.add_handler(self._digest)
            self._opener.add_handler(urllib.request.HTTPBasicAuthHandler(known))

    def request(
        self, method: str, *, query: str = "", data: bytes | Iterable[bytes] | None = None, headers: Mapping[str, str] | None = None
    ) -> urllib.request.Request:
        """A request to this address, with `query` added to what it has."""
        joint = "&" if "?" in self.url else "?"
        url = f"{self.url}{joint}{query}" if query else self.url
        return urllib.request.Request(url, data, dict(headers or {}), method=method)  # noqa: S310  # http or https, as checked above

    def open(self, request: urllib.request.Request, seconds: float) -> HTTPResponse:
        """The response to a request; urllib's errors where there is none, or where it is no success."""
        if self._credentials.token:
            request.add_unredirected_header("Authorization", f"Bearer {self._credentials.token}")
        elif self._digest:
            self._digest.log_in_ahead(request)
        try:
            return cast(HTTPResponse, self._opener.open(request, timeout=seconds))
        except UnicodeError as error:
            raise StoreError("names a server that there cannot be", where=self.place) from error
        except ValueError as error:  # urllib's word for a scheme that is neither basic nor digest
            raise StoreError("asks for a kind of login that allgraph does not know", where=self.place) from error

    def answer(self, send: Callable[[float], HTTPResponse], deadline: float) -> HTTPResponse:
        """The response that `send`, given the seconds that are left, gets by `open`; a busy server (429, 502, 503) is asked again.

        That is after the time it names, else after a pause that doubles, and only before the deadline (of time.monotonic). Raises
        QueryError or StoreError for any failure, TimeoutError for none in time.
        """
        for number in range(_TRIES):
            try:
                return send(max(deadline - time.monotonic(), 0.001))
            except urllib.error.HTTPError as error:
                with closing(error):
                    pause = min(_retry_after(error.headers, self._pause * 2**number), _LONGEST_PAUSE)
                    if error.code not in _BUSY or number + 1 == _TRIES or time.monotonic() + pause > deadline:
                        self._refuse(error)
            except (OSError, HTTPException) as error:
                raise self._unreachable(error) from error
            time.sleep(pause)
        raise AssertionError("the last try returns or raises")

    def _refuse(self, error: urllib.error.HTTPError) -> NoReturn:
        """Raise what the server's refusal means."""
        match error.code:
            case 400:
                raise QueryError(f"the server does not understand this{self._words(error)}", where=self.place) from error
            case 401 | 403 if self._credentials != Credentials():
                words = f"refused ({error.code}): the user and password or the token are wrong, or not enough"
            case 401:
                words = f"refused (401): set {USER} and {PASSWORD}, or {TOKEN}"
            case 403:
                words = f"refused (403){self._words(error)}: it allows this to nobody, or wants {USER} and {PASSWORD}, or {TOKEN}"
            case 404:
                known = "/query and /store of Oxigraph, /sparql and /sparql-graph-crud-auth of Virtuoso"
                words = f"nothing is there (404); queries and graphs go to {known}"
            case code if 300 <= code < 400:
                words = f"has moved ({code}); name the new address, if you trust it: {error.headers.get('Location', 'it is not told')}"
            case code if code in _BUSY:
                words = f"is busy or away ({code}){self._words(error)}; try later"
            case code:
                words = f"failed ({code}){self._words(error)}"
        raise StoreError(words, where=self.place) from error

    def _unreachable(self, error: Exception) -> Exception:
        """What it means that there was no response; TimeoutError where it was too slow."""
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        if isinstance(reason, TimeoutError):
            return reason
        if isinstance(reason, ConnectionRefusedError):
            return StoreError("nothing listens there; is the server running?", where=self.place)
        if isinstance(reason, (ConnectionError, HTTPException)):
            return StoreError(f"the connection was cut ({type(reason).__name__})", where=self.place)
        return StoreError(f"cannot be reached: {self._credentials.hide(str(reason))}", where=self.place)

    def _words(self, error: urllib.error.HTTPError) -> str:
        """What the server says of an error, shortened, after a colon; "" where it says nothing."""
        try:
            said = error.read(_READ).decode("utf-8", "replace")
        except (OSError, HTTPException):
            return ""
        if "html" in error.headers.get_content_type():
            said = LexborHTMLParser(said).text(separator=" ")
        said = " ".join(self._credentials.hide(said).split())
        if not said:
            return ""
        return f": {said[:_SHOWN]}{'...' * (len(said) > _SHOWN)}"


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


class _Forgotten(urllib.request.BaseHandler):
    """Closes the response that asks for a login, before urllib opens the next and forgets it."""

    handler_order = 100

    def http_error_401(self, _request: object, response: HTTPResponse, *_: object) -> None:
        response.close()


class _Digest(urllib.request.HTTPDigestAuthHandler):
    """Logs in by digest, and once it has been asked to, does so ahead: a long body is not sent in vain."""

    _challenge: Mapping[str, str] | None = None

    def get_authorization(self, req: urllib.request.Request, chal: Mapping[str, str]) -> str | None:
        self._challenge = chal
        return super().get_authorization(req, chal)

    def log_in_ahead(self, request: urllib.request.Request) -> None:
        if self._challenge and (authorization := self.get_authorization(request, self._challenge)):
            request.add_unredirected_header(self.auth_header, f"Digest {authorization}")


def _retry_after(headers: Message, otherwise: float) -> float:
    """The seconds that Retry-After asks to wait (RFC 9110 section 10.2.3: seconds or a date)."""
    wanted = headers.get("Retry-After", "").strip()
    if wanted.isdigit():
        return float(wanted)
    try:
        return max(parsedate_to_datetime(wanted).timestamp() - time.time(), 0.0)
    except ValueError:
        return otherwise
