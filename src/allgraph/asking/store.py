"""The door to a graph: open one, ask it with SPARQL, get pyoxigraph terms back. Nothing here writes.

`Store` is what the rest of allgraph needs of an engine; another engine is another class with these three methods.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from traceback import clear_frames
from typing import Protocol, TypeAlias, TypeVar, cast

import pyoxigraph as ox

from allgraph.asking.sparql import query_form, tokens
from allgraph.errors import QueryError, StoreError
from allgraph.paths import AnyPath, as_path
from allgraph.texts import many
from allgraph.vocabulary import PREFIXES

Term: TypeAlias = "ox.NamedNode | ox.BlankNode | ox.Literal"
T = TypeVar("T")
_PLACE, _SHOWN = re.compile(r"(\d+):(\d+)$"), 5
_DECLARED = re.compile(r"PREFIX\s+([\w.-]*):", re.IGNORECASE)

#: Where a build folder keeps its Oxigraph database.
DATABASE = "store"

#: RocksDB's own entry file.
_ENTRY = "CURRENT"

#: File ending to format; those made for quads are left out: a graph of allgraph is one graph.
FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}


@dataclass(frozen=True)
class Rows:
    """What a SELECT gives: the column names without `?`, and one tuple of terms a row (None where a variable is unbound)."""

    columns: tuple[str, ...]
    rows: list[tuple[Term | None, ...]]


class Store(Protocol):
    """A graph that answers SPARQL 1.1 queries. A text that is no query raises QueryError, an engine that fails StoreError."""

    @property
    def place(self) -> str:
        """What was opened, in words for a message."""

    def select(self, text: str) -> Rows: ...

    def ask(self, text: str) -> bool: ...

    def construct(self, text: str) -> list[ox.Triple]: ...


@dataclass(frozen=True)
class Bounds:
    """What an answer may take: seconds over all, and rows. `place` is the graph's, for messages, and `late_hint` what else is said then.

    Raises StoreError for bounds within which there is no answer, or that are no numbers.
    """

    place: str
    timeout: float
    max_rows: int
    late_hint: str = "; narrow the question, or allow more time"

    def __post_init__(self) -> None:
        if not 0 < self.timeout <= threading.TIMEOUT_MAX:  # nan is neither
            raise StoreError(f"a timeout is a number of seconds above 0, as 60, not {self.timeout:g}", where=self.place)
        if self.max_rows < 1:
            raise StoreError(f"an answer has at least 1 row, so no bound of {self.max_rows} fits", where=self.place)

    def rows(self, found: ox.QuerySolutions, deadline: float) -> Rows:
        """The rows of what pyoxigraph found or read, as far as they keep the bounds."""
        names = tuple(variable.value for variable in found.variables)
        # a lookup by name for each cell takes as long as the engine
        return Rows(names, self.taken(map(tuple, found), deadline))

    def check(self, count: int, deadline: float) -> None:
        """Raise StoreError where `count` rows are there and one more comes, or the deadline (of time.monotonic) is past."""
        if count >= self.max_rows:
            raise StoreError(f"more than {many(self.max_rows, 'row')}; add a LIMIT or narrow the question", where=self.place)
        if time.monotonic() > deadline:
            raise self.late()

    def taken(self, items: Iterable[T], deadline: float) -> list[T]:
        """All the items, as far as they keep the bounds: raises StoreError where they do not."""
        found: list[T] = []
        for item in items:
            self.check(len(found), deadline)
            found.append(item)
        return found

    def late(self) -> StoreError:
        """The error for an answer that did not come in time."""
        return StoreError(f"no answer within {self.timeout:g} s{self.late_hint}", where=self.place)

    def in_time(self, work: Callable[[float], T]) -> T:
        """What `work`, given its deadline, returns or raises; in a thread, for an engine may be silent long before its first row."""
        results: list[T] = []
        errors: list[Exception] = []

        def run() -> None:
            try:
                results.append(work(time.monotonic() + self.timeout))
            except Exception as error:  # noqa: BLE001  # raised again below, in the caller's thread
                _forget_frames(error)
                errors.append(error)

        thread = threading.Thread(target=run, name="allgraph-query", daemon=True)
        thread.start()
        thread.join(self.timeout)
        if errors:
            raise errors[0]
        if not results:
            raise self.late()
        return results[0]


def _forget_frames(error: BaseException) -> None:
    """Drop what the frames hold that an error came through: pyoxigraph's iterators must be dropped in the thread that made them."""
    known: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is not None and one not in known:  # an error may be its cause's context
            known.append(one)
            clear_frames(one.__traceback__)
            waiting += [one.__cause__, one.__context__]


def expect_form(text: str, *forms: str) -> None:
    """Raise QueryError where a query is of none of these forms."""
    if (form := query_form(text)) not in forms:
        raise QueryError(f"{' or '.join(forms)} was wanted, not {form}")


class OxigraphStore:
    """An Oxigraph database, in memory or on disk.

    `timeout` (seconds) and `max_rows` bound every query. The engine cannot be interrupted: after a timeout the caller goes on,
    while the engine's thread works until its step is done or the program ends.
    """

    def __init__(self, engine: ox.Store, place: str, *, timeout: float = 60.0, max_rows: int = 1_000_000) -> None:
        self._engine = engine
        self._bounds = Bounds(place, timeout, max_rows)

    @property
    def place(self) -> str:
        return self._bounds.place

    def select(self, text: str) -> Rows:
        """The rows of a SELECT; allgraph's prefixes need no declaration in `text`."""
        expect_form(text, "SELECT")

        def work(deadline: float) -> Rows:
            found = cast(ox.QuerySolutions, self._query(text))  # as query_form said
            return self._bounds.rows(found, deadline)

        return self._in_time(text, work)

    def ask(self, text: str) -> bool:
        """The answer to an ASK."""
        expect_form(text, "ASK")
        return self._in_time(text, lambda _: bool(self._query(text)))

    def construct(self, text: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE, in the engine's order."""
        expect_form(text, "CONSTRUCT", "DESCRIBE")

        def work(deadline: float) -> list[ox.Triple]:
            return self._bounds.taken(cast(ox.QueryTriples, self._query(text)), deadline)

        return self._in_time(text, work)

    def _query(self, text: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        return self._engine.query(text, prefixes=PREFIXES)

    def _in_time(self, text: str, work: Callable[[float], T]) -> T:
        try:
            return self._bounds.in_time(work)
        except SyntaxError as error:
            raise QueryError(f"not a SPARQL query: {_fault(error.msg, text)}") from error
        except (OSError, RuntimeError) as error:
            raise StoreError(f"the query failed: {error}", where=self.place) from error


def _fault(message: str, text: str) -> str:
    """What is wrong with a query that pyoxigraph refused: its own words may list every character that it would have liked better."""
    prefixes = {token.text.partition(":")[0] for token in tokens(text) if token.kind == "name" and ":" in token.text}
    if unknown := prefixes - set(PREFIXES) - set(_DECLARED.findall(text)):
        return f"the prefix {min(unknown)}: is not declared; these need not be: {', '.join(sorted(PREFIXES))}"
    place, _, expected = message.partition(": ")
    return f"{place}{_behind(place, text)}" if "[" in expected else message


def _behind(place: str, text: str) -> str:
    """What stands at a place that pyoxigraph tells as "error at 2:1".

    >>> _behind("error at 1:8", "SELECT FROM ?x"), _behind("error at 2:1", "SELECT ?x {\\n")
    (", before 'FROM ?x'", ', where the query ends')
    """
    found = _PLACE.search(place)
    lines = text.splitlines()
    if found is None:
        return ""
    line, column = map(int, found.groups())
    rest = " ".join((*lines[line - 1 : line], "")[0][column - 1 :].split()[:_SHOWN])
    return f", before {rest!r}" if rest else ", where the query ends"


class Remembering:
    """A store that gives again the rows it has given: for what answering one question asks more than once, each time a journey."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._given: dict[str, Rows] = {}

    @property
    def place(self) -> str:
        return self._store.place

    def select(self, text: str) -> Rows:
        if text not in self._given:
            self._given[text] = self._store.select(text)
        return self._given[text]

    def ask(self, text: str) -> bool:
        return self._store.ask(text)

    def construct(self, text: str) -> list[ox.Triple]:
        return self._store.construct(text)


def open_store(path: AnyPath, *, timeout: float = 60.0, max_rows: int = 1_000_000) -> OxigraphStore:
    """The graph at `path`: a folder that `allgraph build` made, or a Turtle, N-Triples or RDF/XML file.

    Raises StoreError where there is nothing, where a folder is no build, and where a file is malformed (with its line).

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "graph.ttl"
    >>> _ = file.write_text("<urn:a> <urn:b> 'c' .")
    >>> open_store(file).select("SELECT ?o { ?s ?p ?o }").rows
    [(<Literal value=c datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#string>>,)]
    """
    path = as_path(path, "graph")
    place = str(path)
    if path.is_dir():
        engine = _open_build(path)
    elif path.is_file():
        engine = _read_file(path)
    else:
        raise StoreError("no such file or folder; name a build folder or a graph file", where=place)
    return OxigraphStore(engine, place, timeout=timeout, max_rows=max_rows)


def check_is_ours(store: Store) -> None:
    """Raise StoreError where the graph holds no statements, so that no stored query could find anything in it."""
    if not store.ask("ASK { ?statement a ag:Statement }"):
        words = (
            "this is no graph of allgraph: it holds no statements; use the build folder, allgraph.ttl, or a server after `allgraph publish`"
        )
        raise StoreError(words, where=store.place)


def _open_build(path: Path) -> ox.Store:
    database = path / DATABASE
    if (path / _ENTRY).is_file():
        raise StoreError(f"this is the database inside a build: name its folder, {path.parent}", where=str(path))
    if not (database / _ENTRY).is_file():
        raise StoreError(
            f"not a build: it has no {DATABASE}/ with a graph in it; `allgraph build DOCS -o NEW` makes one of documents", where=str(path)
        )
    try:
        return ox.Store.read_only(str(database))
    except (OSError, RuntimeError) as error:
        raise StoreError(f"the store cannot be read ({error}); build again", where=str(database)) from error


def _read_file(path: Path) -> ox.Store:
    if path.suffix.lower() not in FORMATS:
        raise StoreError(f"is no graph: its ending is none of {', '.join(FORMATS)}", where=str(path))
    engine = ox.Store()
    try:
        engine.bulk_load(path=str(path), format=FORMATS[path.suffix.lower()])
    except SyntaxError as error:
        place = f"{path}, line {error.lineno}" if error.lineno else str(path)
        raise StoreError(f"not well-formed: {error.msg}", where=place) from error
    except OSError as error:
        raise StoreError(f"cannot be read: {error}", where=str(path)) from error
    return engine


def release(store: Store) -> str:
    """The release that the graph's ontology header names (owl:versionInfo, else owl:versionIRI), or ""."""
    rows = store.select(
        "SELECT ?info ?iri WHERE { ?ontology a owl:Ontology OPTIONAL { ?ontology owl:versionInfo ?info } "
        "OPTIONAL { ?ontology owl:versionIRI ?iri } } ORDER BY ?ontology ?info ?iri LIMIT 1"
    ).rows
    return next((term.value for row in rows for term in row if term is not None), "")
