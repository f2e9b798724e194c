"""Servers of others, started for a while on free ports of this machine: the same questions are put to them as to our own stores."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
#: The user and password of a Virtuoso that nobody has set up.
VIRTUOSO_LOGIN = {"ALLGRAPH_USER": "dba", "ALLGRAPH_PASSWORD": "dba"}
VIRTUOSO_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
TransactionFile = virtuoso.trx
LockFile = virtuoso.lck
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = {host}:{sql_port}
NumberOfBuffers = 10000
DirsAllowed = .
[HTTPServer]
ServerPort = {host}:{port}
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = 1000000
"""


def oxigraph_program() -> str | None:
    """The server of PyPI's oxigraph, beside this Python."""
    return shutil.which("oxigraph", path=str(Path(sys.executable).parent))


def virtuoso_program() -> str | None:
    return shutil.which("virtuoso-t")


@dataclass(frozen=True)
class Live:
    """A server that runs: the address at which it takes queries, and its port."""

    port: int
    path: str
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return self.through(self.port)

    def through(self, port: int) -> str:
        """The address behind another port."""
        return f"http://{HOST}:{port}/{self.path}"


@contextmanager
def oxigraph(folder: Path) -> Iterator[Live]:
    """An Oxigraph server with its database in a folder."""
    port = free_port()
    command = [str(oxigraph_program()), "serve", "--location", str(folder / "database"), "--bind", f"{HOST}:{port}"]
    with _running(command, folder, port) as process:
        yield Live(port, "query", process)


@contextmanager
def virtuoso(folder: Path) -> Iterator[Live]:
    """A Virtuoso with its own settings and database in a folder."""
    port = free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(VIRTUOSO_INI.format(host=HOST, port=port, sql_port=free_port()), encoding="utf-8")
    with _running([str(virtuoso_program()), "-f", "+wait", "+configfile", str(settings)], folder, port) as process:
        yield Live(port, "sparql", process)


def free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


@contextmanager
def _running(command: list[str], folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    log = folder / "output.txt"
    with log.open("wb") as output, subprocess.Popen(command, cwd=folder, stdout=output, stderr=output) as server:
        try:
            _wait_until_it_listens(server, port, log)
            yield server
        finally:
            server.kill()


def _wait_until_it_listens(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(600):
        if server.poll() is not None:
            break
        with socket.socket() as one:
            if one.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"{server.args!r} does not listen at {port}: {log.read_text(encoding='utf-8', errors='replace')}")
