"""Places: where a thing that a graph holds is written, in the files it is made from or in the graph's own file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from allgraph.curation.tables import placed_unknown
from allgraph.graph.ontology import Ontology, turtle_files
from allgraph.graph.records import unknown_curie
from allgraph.statements import Finding, Stance, Statement

_SUBJECT = re.compile(r"(ag:[\w.-]+) ")


def turtle_places(paths: Iterable[Path]) -> dict[str, str]:
    """Each subject at the start of a line to "file, line N"; the first place counts."""
    places: dict[str, str] = {}
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if found := _SUBJECT.match(line):
                places.setdefault(found[1], f"{path}, line {number}")
    return places


def source_places(folder: Path, rows: Iterable[tuple[str, Finding]], unknown: Path, ontology: Ontology) -> Mapping[str, str]:
    """Each term, class, statement, edge, made value and identifier to the file and line that it comes from."""
    places = _table_places(rows) | {unknown_curie(term): place for place, term in placed_unknown(unknown)}
    places |= _mapping_places(folder / "mappings.sssom.tsv")
    for fact in ontology.background:
        statement = Statement(fact.subject, fact.relation, fact.object, Stance.AFFIRMED)
        for thing in (statement.curie, f"{fact.subject} {fact.relation} {fact.object}"):
            places[thing] = f"{folder / 'background.tsv'}, line {fact.line}"
    return places | turtle_places(turtle_files(folder))


def _table_places(rows: Iterable[tuple[str, Finding]]) -> dict[str, str]:
    """The statements and edges of the tables, and the values that their rows make, to the row they first stand in."""
    places: dict[str, str] = {}
    for place, finding in rows:
        statement = finding.statement
        ends = (statement.subject, statement.relation, statement.object)
        for thing in (statement.curie, " ".join(ends), statement.subject, statement.object):
            places.setdefault(thing, place)
    return places


def _mapping_places(path: Path) -> dict[str, str]:
    """The identifiers of the cross-references to their rows."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {cell: f"{path}, line {number}" for number, line in enumerate(lines, start=1) for cell in line.split("\t") if ":" in cell}
