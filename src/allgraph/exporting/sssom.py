"""SSSOM: what the terms are called in other vocabularies, as a table of mappings."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Mapping

from allgraph import resources
from allgraph.asking.store import Store
from allgraph.exporting.tables import rows
from allgraph.graph.ontology import MAPPINGS, mapping_rows
from allgraph.graph.turtle import NOTICE
from allgraph.vocabulary import AG, PREFIXES, contract

COLUMNS = "subject_id subject_label predicate_id object_id object_label mapping_justification comment".split()
#: What SSSOM calls a mapping of which nobody tells how it was found.
_UNTOLD = "semapv:UnspecifiedMatching"
_LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"


def write_sssom(found: Iterable[Mapping[str, str]], version: str) -> Iterator[str]:
    """A table of these mappings, by their columns, in parts; `version` is the graph's."""
    found = list(found)
    yield from _head(found, version)
    yield from rows(COLUMNS, found, delimiter="\t")


def mappings(store: Store, terms: Container[str] | None = None) -> list[dict[str, str]]:
    """The mappings of a graph by the columns of a table, sorted; with `terms` (CURIEs) those of these.

    A mapping that the ontology's own table has brings its justification and comment from there; of another the graph tells only that it
    is one.
    """
    told = {
        (row["subject_id"], row["predicate_id"], row["object_id"]): row for _, row in mapping_rows(resources.folder("ontology") / MAPPINGS)
    }
    matches = "skos:exactMatch, skos:closeMatch, skos:broadMatch, skos:narrowMatch, skos:relatedMatch"
    rows = store.select(
        "SELECT ?term ?label ?match ?other "
        f"WHERE {{ ?term ?match ?other . FILTER(?match IN ({matches})) OPTIONAL {{ ?term rdfs:label ?label }} }}"
    ).rows
    texts = (["" if term is None else term.value for term in row] for row in rows)
    found = sorted((contract(term), " ".join(label.split()), contract(match), contract(other)) for term, label, match, other in texts)
    return [
        {"mapping_justification": _UNTOLD}
        | told.get((subject, predicate, other), {})
        | {"subject_id": subject, "subject_label": label, "predicate_id": predicate, "object_id": other}
        for subject, label, predicate, other in found
        if terms is None or subject in terms
    ]


def _head(found: Iterable[Mapping[str, str]], version: str) -> Iterator[str]:
    names = {"skos", "semapv"} | {row[column].partition(":")[0] for row in found for column in ("subject_id", "object_id")}
    yield f"#mapping_set_id: {AG}{MAPPINGS}\n"
    if version:
        yield f"#mapping_set_version: {json.dumps(version)}\n"
    yield f"#mapping_set_title: Cross-references of the terms of allgraph\n#license: {_LICENCE}\n#comment: {NOTICE}\n#curie_map:\n"
    yield from (f"#  {name}: {PREFIXES[name]}\n" for name in sorted(names & PREFIXES.keys()))
