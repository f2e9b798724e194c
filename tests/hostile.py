"""A small HTTP server that answers as a test says, and a wire that can be cut."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

HOST = "127.0.0.1"
RESULTS = "application/sparql-results+json"


@dataclass
class Asked:
    """A request that has come in."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def query(self) -> str:
        return parse_qs(self.body.decode()).get("query", [""])[0]


@dataclass
class Answer:
    """What is sent back. `length` is what Content-Length says, where it is not the truth; None leaves the connection's end to say it."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = -1
    drip: float = 0.0
    wait: threading.Event | None = None


def rows(*values: str, **headers: str) -> Answer:
    """An answer to a SELECT: a column `x` of plain literals."""
    bindings = [{"x": {"type": "literal", "value": value}} for value in values]
    return Answer(
        json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": bindings}}).encode(), headers={"Content-Type": RESULTS, **headers}
    )


def number(count: int) -> Answer:
    """An answer to a question for a count."""
    cell = {"type": "literal", "datatype": "http://www.w3.org/2001/XMLSchema#integer", "value": str(count)}
    body = json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": [{"n": cell}]}}).encode()
    return Answer(body, headers={"Content-Type": RESULTS})


@contextmanager
def serving(answer: Callable[[Asked], Answer]) -> Iterator[tuple[str, list[Asked]]]:
    """The address of a server that answers so, and the requests that it has had."""
    asked: list[Asked] = []

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked.append(Asked(self.command, self.path, dict(self.headers), body))
            given = answer(asked[-1])
            if given.wait:
                given.wait.wait(20)
            with suppress(ConnectionError):
                self.send_response(given.status)
                for name, value in given.headers.items():
                    self.send_header(name, value)
                if given.length is not None:
                    self.send_header("Content-Length", str(len(given.body) if given.length < 0 else given.length))
                self.end_headers()
                for at in range(0, len(given.body), 1) if given.drip else ():
                    self.wfile.write(given.body[at : at + 1])
                    if threading.Event().wait(given.drip):
                        break
                if not given.drip and self.command != "HEAD":
                    self.wfile.write(given.body)

        do_GET = do_POST = do_PUT = do_HEAD = handle_any  # noqa: N815  # the names that http.server looks for

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer((HOST, 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}/query", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def wire(port: int, cut_after: int, then: Callable[[], object] = lambda: None) -> Iterator[int]:
    """The port of a wire to a server's; a connection is cut when so many bytes have gone up it, and `then` is called."""
    ends = threading.Event()
    with socket.create_server((HOST, 0)) as listening:
        listening.settimeout(0.05)

        def carry(here: socket.socket) -> None:
            with here, suppress(ConnectionRefusedError), socket.create_connection((HOST, port)) as there:
                back = threading.Thread(target=_pump, args=(there, here), daemon=True)
                back.start()
                left = cut_after
                with suppress(OSError):
                    while left > 0 and (data := here.recv(min(left, 4096))):
                        there.sendall(data)
                        left -= len(data)
                if left <= 0:
                    then()
                for end in (here, there):
                    with suppress(OSError):
                        end.shutdown(socket.SHUT_RDWR)
                back.join()

        def accept() -> None:
            while not ends.is_set():
                with suppress(TimeoutError):
                    threading.Thread(target=carry, args=(listening.accept()[0],), daemon=True).start()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            ends.set()
            thread.join()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(4096):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
