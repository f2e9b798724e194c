"""Receipts: what a file holds beside what the graph says, counted and compared."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from allgraph.exporting.formats import Format
from allgraph.exporting.pictures import Picture, edge_id
from allgraph.exporting.readings import EVIDENCE, ReadEdge, Reading
from allgraph.texts import many
from allgraph.vocabulary import contract, expand
from allgraph.xmltext import FORBIDDEN

#: So many faults are told one by one.
MOST = 20


@dataclass(frozen=True)
class Count:
    """How many of something there should be by the graph, and are in the file."""

    name: str
    graph: int
    file: int


@dataclass(frozen=True)
class Receipt:
    """An export compared with the graph it was made of.

    `reader` is the program that read the file, `counts` what was counted; `faults` tell in words what the file has wrong, at most MOST of
    them, and `wrong` how many there are. `view` is "" where the file was not held to one: then it may lack what the graph has.
    """

    form: Format
    view: str
    reader: str
    counts: tuple[Count, ...]
    faults: tuple[str, ...] = ()
    wrong: int = 0

    def summary(self) -> str:
        """One line: what was read, by whom, and how it compares.

        >>> Receipt(Format.CSV, "full", "csv", (Count("nodes", 2, 2), Count("edges", 1, 0)), ("lacks a b c",), 1).summary()
        'csv of full, read back by csv: 2 nodes, 0 edges (graph: 1); 1 fault'
        """
        counts = ", ".join(f"{one.file} {one.name}" + (f" (graph: {one.graph})" if one.file != one.graph else "") for one in self.counts)
        what = f"{self.form} of {self.view}" if self.view else self.form
        return f"{what}, read back by {self.reader}: {counts}; {many(self.wrong, 'fault') if self.wrong else self._fine}"

    @property
    def _fine(self) -> str:
        return "as in the graph" if self.view else "all that is in it is as in the graph"

    def to_json(self) -> str:
        """The receipt as JSON, a line an entry."""
        counts = {one.name: {"graph": one.graph, "file": one.file} for one in self.counts}
        record = {
            "format": self.form,
            "view": self.view,
            "reader": self.reader,
            "counts": counts,
            "wrong": self.wrong,
            "faults": self.faults,
        }
        return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def receipt_for(form: Format, picture: Picture, expected: Reading, reading: Reading, *, whole: bool = True) -> Receipt:
    """What a file holds, compared with what it should hold of the picture; where not the `whole`, only what is in it is judged."""
    faults = [*_node_faults(expected, reading, whole=whole), *_edge_faults(expected, reading, whole=whole)]
    faults += _said_faults(expected, reading, whole=whole)
    if form is not Format.SSSOM:
        ends = {end for edge in reading.edges for end in (edge.source, edge.target)}
        faults += [f"has edges at a node that it lacks: {end}" for end in sorted(ends - reading.nodes.keys())]
    if not whole and not reading.nodes:
        faults.append("holds nothing of the graph")
    unsaid = picture.negated | {(source, edge_id(source, relation, target), target) for source, relation, target in picture.negated}
    denied = [edge for edge in reading.edges if edge[:3] in unsaid]
    faults += [f"has an edge of a denied claim: {_told(edge)}" for edge in denied]
    sides = (expected if whole else _within(expected, reading), reading)
    if form is Format.SSSOM:
        counts = [_count("terms", [len(side.nodes) for side in sides]), _count("mappings", [len(side.edges) for side in sides])]
    else:
        counts = [
            _count("nodes", [len(side.nodes) for side in sides]),
            _count("labels", [_labels(side, expected) for side in sides]),
            _count("edges", [len(side.edges) for side in sides]),
            _count("hedged", [sum(edge.stance == "hedged" for edge in side.edges) for side in sides]),
        ]
        if any(EVIDENCE in edge.told for edge in reading.edges) or not reading.edges:
            counts.append(_count("passages or citations", [sum(int(edge.told.get(EVIDENCE, 0)) for edge in side.edges) for side in sides]))
        counts.append(Count("edges of denied claims", 0, len(denied)))
    return Receipt(form, picture.name if whole else "", reading.reader, tuple(counts), tuple(faults[:MOST]), len(faults))


def _count(name: str, sides: list[int]) -> Count:
    return Count(name, *sides)


def _within(expected: Reading, reading: Reading) -> Reading:
    """Of what is expected that which the file has; of a node whose label it does not tell, no label."""
    held = {edge[:3] for edge in reading.edges}
    nodes = {name: told if reading.nodes[name].get("label") else {} for name, told in expected.nodes.items() if name in reading.nodes}
    return Reading("", nodes, tuple(edge for edge in expected.edges if edge[:3] in held))


def _labels(side: Reading, expected: Reading) -> int:
    """How many nodes of a side have the label that they should."""
    labels = ((told.get("label", ""), expected.nodes.get(name, {}).get("label", "")) for name, told in side.nodes.items())
    return sum(bool(label) and _same(label, right, expected) for label, right in labels)


def _same(text: str, other: str, expected: Reading) -> bool:
    """Whether two texts are one, but for white space and what XML cannot hold; where they are drawn they may be broken anywhere."""
    between = "" if expected.drawn else " "
    return text == other or between.join(text.translate(FORBIDDEN).split()) == between.join(other.translate(FORBIDDEN).split())


def _node_faults(expected: Reading, reading: Reading, *, whole: bool) -> Iterable[str]:
    names = _fields(expected.nodes.values(), reading.nodes.values()) | ({"label"} if whole else set())
    for node, told in sorted(reading.nodes.items()):
        if node not in expected.nodes:
            yield f"has a node that the graph has not: {node}"
        else:
            yield from _differences(node, names, expected.nodes[node], told, expected)
    if whole:
        yield from (f"lacks the node {name}" for name in sorted(expected.nodes.keys() - reading.nodes.keys()))


def _edge_faults(expected: Reading, reading: Reading, *, whole: bool) -> Iterable[str]:
    wanted = {edge[:3]: edge for edge in expected.edges}
    names = _fields((edge.told for edge in expected.edges), (edge.told for edge in reading.edges)) | {"stance"}
    seen: set[tuple[str, str, str]] = set()
    for edge in sorted(reading.edges, key=lambda edge: edge[:3]):
        if edge[:3] not in wanted:
            yield f"has an edge that the graph has not: {_told(edge)}"
        elif edge[:3] in seen:
            yield f"has an edge twice: {_told(edge)}"
        else:
            other = wanted[edge[:3]]
            own, right = ({**one.told, "stance": one.stance} for one in (edge, other))
            yield from _differences(_words(other), names, right, own, expected)
        seen.add(edge[:3])
    if whole:
        yield from (f"lacks the edge {_told(edge)}" for key, edge in sorted(wanted.items()) if key not in seen)


def _said_faults(expected: Reading, reading: Reading, *, whole: bool) -> Iterable[str]:
    """What triples say beside edges and labels of nodes; of the whole, all that is said of what the file has by a predicate that it has."""
    label = ox.NamedNode(expand("rdfs:label"))

    def in_words(triples: Iterable[ox.Triple]) -> list[str]:
        apart = (one for one in triples if one.predicate != label or contract(_value(one.subject)) not in reading.nodes)
        return sorted(f"{contract(_value(one.subject))} {contract(one.predicate.value)} {_value(one.object)[:80]!r}" for one in apart)

    yield from (f"says what the graph does not: {words}" for words in in_words(reading.said - expected.said))
    if whole:
        subjects, predicates = ({getattr(one, part) for one in reading.said} for part in ("subject", "predicate"))
        lost = (one for one in expected.said - reading.said if one.subject in subjects and one.predicate in predicates)
        yield from (f"does not say: {words}" for words in in_words(lost))


def _value(term: object) -> str:
    return str(getattr(term, "value", term))


def _fields(expected: Iterable[Mapping[str, str]], found: Iterable[Mapping[str, str]]) -> set[str]:
    """The names of what is told, if only of one, both by the graph and in the file: what a format has no place for is not missed."""
    sides = ({name for told in side for name in told} for side in (expected, found))
    return set.intersection(*sides)


def _differences(what: str, names: set[str], right: Mapping[str, str], told: Mapping[str, str], expected: Reading) -> Iterable[str]:
    """One fault for all that is told otherwise of a node or an edge: the first of it in words."""
    pairs = {name: (told.get(name, ""), right.get(name, "")) for name in sorted(names, key=lambda name: (name != "stance", name))}
    apart = [name for name, (own, other) in pairs.items() if not _same(own, other, expected)]
    if apart:
        own, other = pairs[apart[0]]
        at = max(0, next((at for at, (a, b) in enumerate(zip(own, other, strict=False)) if a != b), min(len(own), len(other))) - 20)
        more = f" (and {len(apart) - 1} more of it)" if len(apart) > 1 else ""
        yield f"tells another {apart[0]} of {what}: {_cut(own, at)}, not {_cut(other, at)}{more}"


def _cut(text: str, start: int) -> str:
    """Where two texts part, in quotes."""
    return repr("…" * (start > 0) + text[start : start + 80] + "…" * (len(text) > start + 80))


def _words(edge: ReadEdge) -> str:
    """What an edge says; of one in a drawing its ends and its label."""
    relation = edge.relation if ":" in edge.relation else edge.told.get("label", "")
    return " ".join(part for part in (edge.source, relation, edge.target) if part)


def _told(edge: ReadEdge) -> str:
    evidence = f", {many(int(edge.told[EVIDENCE]), 'passage or citation', 'passages or citations')}" if EVIDENCE in edge.told else ""
    return f"{_words(edge)} ({edge.stance or 'no stance'}{evidence})"
