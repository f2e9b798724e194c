"""Proofs: every passage and citation that an edge rests on, with the words around a passage where the graph keeps them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox

from allgraph.asking.store import Store, Term
from allgraph.exporting.pictures import EDGE_MAKING
from allgraph.texts import shown
from allgraph.vocabulary import contract

#: What an edge says: the CURIEs of subject, relation and object.
Key: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True, order=True)
class Passage:
    """A place in a document: its title, and offsets in code points, 0-based, half-open.

    `prefix`, `quote` and `suffix` are "" where the graph keeps no quotes.
    """

    source: str
    start: int
    end: int
    section: str = ""
    prefix: str = ""
    quote: str = ""
    suffix: str = ""


@dataclass(frozen=True, order=True)
class Citation:
    """A citation of background, with its address where it has one."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Proofs:
    """What an edge rests on, one entry an evidence, in the order of documents and places."""

    passages: tuple[Passage, ...] = ()
    citations: tuple[Citation, ...] = ()


def proofs(store: Store) -> dict[Key, Proofs]:
    """What each edge of the graph rests on; an inferred edge has no entry. Raises StoreError where the store fails."""
    edges = "?axiom owl:annotatedSource ?s ; owl:annotatedProperty ?p ; owl:annotatedTarget ?o ; ag:statedBy ?statement . "
    edges += EDGE_MAKING
    passages: dict[Key, dict[str, Passage]] = defaultdict(dict)
    for row in store.select(
        "SELECT ?s ?p ?o ?e ?title ?start ?end ?section ?prefix ?quote ?suffix WHERE { " + edges + "?e ag:inSource ?source ; "
        "ag:hasPassage ?passage . ?source rdfs:label ?title . ?passage oa:start ?start ; oa:end ?end . OPTIONAL { ?e ag:section ?section } "
        "OPTIONAL { ?passage oa:prefix ?prefix } OPTIONAL { ?passage oa:exact ?quote } OPTIONAL { ?passage oa:suffix ?suffix } }"
    ).rows:
        key, one, (title, start, end, *rest) = _parts(row)
        found = Passage(title, int(start), int(end), *rest)
        passages[key][one] = min(found, passages[key].get(one, found))
    citations: dict[Key, dict[str, Citation]] = defaultdict(dict)
    for row in store.select(
        "SELECT ?s ?p ?o ?e ?citation ?url WHERE { " + edges + "?e dcterms:bibliographicCitation ?citation "
        "OPTIONAL { ?e ag:citationUrl ?url } }"
    ).rows:
        key, one, (text, url) = _parts(row)
        cited = Citation(text, url)
        citations[key][one] = min(cited, citations[key].get(one, cited))
    return {
        key: Proofs(tuple(sorted(passages[key].values())), tuple(sorted(citations[key].values())))
        for key in passages.keys() | citations.keys()
    }


def _parts(row: tuple[Term | None, ...]) -> tuple[Key, str, list[str]]:
    """An edge, its evidence, and the rest of a row as texts: "" where there is nothing."""
    ends = [contract(term.value) if isinstance(term, ox.NamedNode) else "" for term in row[:4]]
    rest = [shown(term.value) if isinstance(term, ox.NamedNode | ox.Literal) else "" for term in row[4:]]
    return (ends[0], ends[1], ends[2]), ends[3], rest
