"""Views: which nodes and edges a picture shows, each a CONSTRUCT in queries/views/."""

from __future__ import annotations

from collections.abc import Mapping

from allgraph import resources
from allgraph.asking.queries import Catalogued, Value, catalogue, find, run
from allgraph.asking.queryfiles import StoredQuery
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
    queries = resources.folder("queries")
    if view not in (known := views()) and view in catalogue():
        raise QueryError(f"{view} is a stored query and no view; name it with --select {view}")
    return _picture(store, find(view, queries / "views", kind="view", hint=f"there is {', '.join(known)}").query, params or {})


def select(store: Store, query: str, params: Mapping[str, Value] | None = None) -> Picture:
    """The picture that a stored query gives. Raises QueryError for one that makes rows and not a graph; else as `look`."""
    if query in views() and query not in catalogue():
        raise QueryError(f"{query} is a view and no stored query; name it with --view {query}")
    return _picture(store, find(query).query, params or {})


def _picture(store: Store, query: StoredQuery, params: Mapping[str, Value]) -> Picture:
    if query_form(query.text) != "CONSTRUCT":
        raise QueryError("makes rows, not a graph; name a query that CONSTRUCTs, or a view", where=str(query.path))
    check_is_ours(store)
    answer = run(query.name, params, store, folder=query.path.parent)
    return draw(store, answer.rows, name=" ".join((query.name, *(f"{key}={value}" for key, value in sorted(params.items())))))
