"""The errors allgraph raises: each keeps the offending datum and says it, with the place and what to do.

AllgraphError
├── DocumentError      a document cannot be read as text
├── ExtractorError     an extractor of an installed package cannot be used
├── OntologyError      a file under ontology/ is wrong (Turtle syntax, an unknown class, a broken pattern)
├── TableError         a statement table, sources table or background table is wrong
├── BuildError         the graph cannot be built or written whole
│   └── ReasonerError  HermiT found a contradiction, or could not run
├── QueryError         a stored query is wrong, or was asked with wrong parameters
│   └── UnknownName    a parameter names no term; carries the nearest ones
└── StoreError         a graph cannot be opened, or a query against it failed
"""

from __future__ import annotations

from collections.abc import Sequence


class AllgraphError(Exception):
    """Base of every error that is the input's fault, not the program's.

    `where` is the place in words a user can follow: a file, a file with its line, a query, an IRI. `each` holds the error of each one
    where several things are wrong, and the message a line for each.

    >>> str(AllgraphError("no such column: stance", where="a.tsv, line 1"))
    'a.tsv, line 1: no such column: stance'
    """

    each: tuple[AllgraphError, ...] = ()

    def __init__(self, message: str, *, where: str = "") -> None:
        super().__init__(f"{where}: {message}" if where else message)
        self.message = message
        self.where = where

    @classmethod
    def of(cls, errors: Sequence[AllgraphError]) -> AllgraphError:
        """One error for several; a single one stays as it is.

        >>> str(TableError.of([TableError("is empty", where="a.tsv"), TableError("is empty", where="b.tsv")]))
        'a.tsv: is empty\\nb.tsv: is empty'
        """
        if len(errors) == 1:
            return errors[0]
        whole = cls("\n".join(map(str, errors)))
        whole.each = tuple(errors)
        return whole

    def all(self) -> tuple[AllgraphError, ...]:
        """The errors that this one holds, or it alone."""
        return self.each or (self,)


class DocumentError(AllgraphError):
    """A document cannot be read."""


class ExtractorError(AllgraphError):
    """An extractor of an installed package cannot be used."""


class OntologyError(AllgraphError):
    """A file under ontology/ is wrong."""


class TableError(AllgraphError):
    """A table is wrong."""


class BuildError(AllgraphError):
    """A graph cannot be built or written whole."""


class ReasonerError(BuildError):
    """HermiT found a contradiction or could not run."""


class QueryError(AllgraphError):
    """A stored query is wrong or was asked wrongly."""


class UnknownName(QueryError):
    """A parameter's value names no term; `nearest` holds up to three names that do.

    >>> UnknownName("CD91", nearest=("CD19",)).nearest
    ('CD19',)
    """

    def __init__(self, name: str, *, nearest: tuple[str, ...] = (), hint: str = "", where: str = "") -> None:
        words = hint or f"no term is called {name!r}"
        if nearest:
            words += "; nearest: " + ", ".join(nearest)
        super().__init__(words, where=where)
        self.name = name
        self.nearest = nearest


class StoreError(AllgraphError):
    """A graph cannot be opened or queried."""
