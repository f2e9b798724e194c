"""Names: what a term is called beside its label, so that a search finds it by any of them."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import pyoxigraph as ox

from allgraph.asking.store import Store
from allgraph.texts import shown
from allgraph.vocabulary import contract

#: The properties that name a term, each with what such a name is called.
_KINDS = {
    "ag:plainName": "plain name",
    "oio:hasExactSynonym": "synonym",
    "ag:abbreviation": "abbreviation",
    "ag:brand": "brand",
    "ag:hasBrandName": "brand",  # as a document says it: the name of a value
    "oio:hasBroadSynonym": "broader name",
}


class Name(NamedTuple):
    """A name and what kind of name it is, as in ("Blincyto", "brand")."""

    text: str
    kind: str


def names(store: Store) -> dict[str, tuple[Name, ...]]:
    """The names of every term but its label, by its CURIE, sorted by kind. Raises StoreError where the store fails."""
    found: dict[str, set[Name]] = defaultdict(set)
    for term, kind, value in store.select(
        f"SELECT ?term ?kind ?name WHERE {{ VALUES ?kind {{ {' '.join(_KINDS)} }} ?term ?kind ?value . "
        "OPTIONAL { ?value rdfs:label ?label } BIND(COALESCE(?label, ?value) AS ?name) }"
    ).rows:
        if isinstance(term, ox.NamedNode) and isinstance(kind, ox.NamedNode) and isinstance(value, ox.Literal):
            found[contract(term.value)].add(Name(shown(value.value), _KINDS[contract(kind.value)]))
    kinds = list(_KINDS.values())
    return {term: tuple(sorted(each, key=lambda name: (kinds.index(name.kind), name.text))) for term, each in found.items()}
