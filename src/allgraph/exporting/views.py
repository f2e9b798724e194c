"""Views: which nodes and edges a picture shows, each a CONSTRUCT in queries/views/."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from allgraph import resources
from allgraph.asking.queries import Catalogued, Value, catalogue, find, run
from allgraph.asking.sparql import query_form
from allgraph.asking.store import Store, check_is_ours
from allgraph.errors import QueryError
from allgraph.exporting.pictures import Picture, draw

#: What is shown where none is named, and what shows everything.
DEFAULT, FULL = "overview", "full"


def views() -> dict[str, Catalogued]:
    """Every view by its name.

    >>> DEFAULT in views() and FULL in views()
    True
    """
    return catalogue(resources.folder("queries") / "views")


def look(store: Store, view: str = DEFAULT, params: Mapping[str, Value] | None = None) -> Picture:
    """The picture that a view gives, with its parameters as a person writes them, as in {"term": "Blincyto"}.

    Raises QueryError for a view or parameter that there is not, StoreError where the store fails.
    """
    return _picture(store, view, params or {}, resources.folder("queries") / "views")


def select(store: Store, query: str, params: Mapping[str, Value] | None = None) -> Picture:
    """The picture that a stored query gives. Raises QueryError for one that makes rows and not a graph; else as `look`."""
    return _picture(store, query, params or {}, resources.folder("queries") / "answers")


def _picture(store: Store, name: str, params: Mapping[str, Value], folder: Path) -> Picture:
    query = find(name, folder).query
    if query_form(query.text) != "CONSTRUCT":
        raise QueryError("makes rows, not a graph; name a query that CONSTRUCTs, or a view", where=str(query.path))
    check_is_ours(store)
    answer = run(name, params, store, folder=folder)
    return draw(store, answer.rows, name=" ".join((name, *(f"{key}={value}" for key, value in sorted(params.items())))))
