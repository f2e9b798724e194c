"""Receipts: what a file holds beside what the graph says, counted and compared."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from allgraph.exporting.formats import Format
from allgraph.exporting.layout import cut
from allgraph.exporting.pictures import Picture
from allgraph.exporting.readings import ReadEdge, Reading
from allgraph.texts import many
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


def receipt_for(form: Format, picture: Picture, reading: Reading, *, whole: bool = True, mapped: Iterable[tuple[str, ...]] = ()) -> Receipt:
    """What a file holds, compared with the picture it should show; where it need not show it `whole`, only what is in it is judged.

    `mapped` are the mappings of the graph (subject, its label, predicate, object), which SSSOM tells instead of edges.
    """
    expected = _mapping_reading(mapped) if form is Format.SSSOM else _picture_reading(form, picture, reading)
    faults = [*_node_faults(expected, reading, whole=whole), *_edge_faults(expected, reading, whole=whole)]
    if form is not Format.SSSOM:
        ends = {end for edge in reading.edges for end in (edge.source, edge.target)}
        faults += [f"has edges at a node that it lacks: {end}" for end in sorted(ends - reading.nodes.keys())]
    if not whole and not reading.nodes:
        faults.append("holds nothing of the graph")
    denied = [edge for edge in reading.edges if edge[:3] in picture.negated]
    faults += [f"has an edge of a denied claim: {_told(edge)}" for edge in denied]
    sides = (expected if whole else _within(expected, reading), reading)
    counts = [_count("nodes", [len(side.nodes) for side in sides]), _count("labels", [_labels(side, expected, reading) for side in sides])]
    if form is Format.SSSOM:
        counts = [_count("terms", [len(side.nodes) for side in sides]), _count("mappings", [len(side.edges) for side in sides])]
    else:
        counts.append(_count("edges", [len(side.edges) for side in sides]))
        counts.append(_count("hedged", [sum(edge.stance == "hedged" for edge in side.edges) for side in sides]))
        if all(edge.evidence is not None for edge in reading.edges):
            counts.append(_count("passages or citations", [sum(edge.evidence or 0 for edge in side.edges) for side in sides]))
        counts.append(Count("edges of denied claims", 0, len(denied)))
    return Receipt(form, picture.name if whole else "", reading.reader, tuple(counts), tuple(faults[:MOST]), len(faults))


def _count(name: str, sides: list[int]) -> Count:
    return Count(name, *sides)


def _picture_reading(form: Format, picture: Picture, reading: Reading) -> Reading:
    """What a file of this picture should hold, as far as its format tells it; among triples a node is what stands in an edge."""
    tells, labels = any(edge.evidence is not None for edge in reading.edges), any(edge.label is not None for edge in reading.edges)
    names = any(edge.relation for edge in reading.edges) or not reading.drawn
    edges = (
        ReadEdge(e.source, e.relation if names else "", e.target, e.stance, e.evidence if tells else None, e.label if labels else None)
        for e in picture.edges
    )
    ends = {end for edge in picture.edges for end in (edge.source, edge.target)}
    nodes = [node for node in picture.nodes if node.id in ends or not form.is_rdf]
    return Reading("", {node.id: cut(node.label) if reading.drawn else node.label for node in nodes}, tuple(edges))


def _mapping_reading(mapped: Iterable[tuple[str, ...]]) -> Reading:
    found = list(mapped)
    edges = tuple(ReadEdge(subject, predicate, other, "", None) for subject, _, predicate, other in found)
    return Reading("", {subject: label for subject, label, _, _ in found}, edges)


def _within(expected: Reading, reading: Reading) -> Reading:
    """Of what is expected that which the file has."""
    held = {edge[:3] for edge in reading.edges}
    nodes = {name: label for name, label in expected.nodes.items() if name in reading.nodes}
    return Reading("", nodes, tuple(edge for edge in expected.edges if edge[:3] in held))


def _labels(side: Reading, expected: Reading, reading: Reading) -> int:
    """How many labels a side has, the file's counted where they are the graph's."""
    if side is not reading:
        return len(side.nodes)
    return sum(name in expected.nodes and _same(label, expected.nodes[name], reading) for name, label in reading.nodes.items())


def _same(label: str, other: str, reading: Reading) -> bool:
    """Whether two labels are one, but for white space and what XML cannot hold; where they are drawn they may be broken anywhere."""
    between = "" if reading.drawn else " "
    return between.join(label.translate(FORBIDDEN).split()) == between.join(other.translate(FORBIDDEN).split())


def _node_faults(expected: Reading, reading: Reading, *, whole: bool) -> Iterable[str]:
    for name, label in sorted(reading.nodes.items()):
        if name not in expected.nodes:
            yield f"has a node that the graph has not: {name}"
        elif not _same(label, expected.nodes[name], reading):
            yield f"calls {name} {label[:80]!r}, not {expected.nodes[name][:80]!r}"
    if whole:
        yield from (f"lacks the node {name}" for name in sorted(expected.nodes.keys() - reading.nodes.keys()))


def _edge_faults(expected: Reading, reading: Reading, *, whole: bool) -> Iterable[str]:
    wanted, found = Counter(expected.edges), Counter(reading.edges)
    known = {edge[:3] for edge in expected.edges}
    for edge in sorted(found - wanted, key=str):
        yield f"{'tells otherwise than the graph' if edge[:3] in known else 'has an edge that the graph has not'}: {_told(edge)}"
    if whole:
        yield from (f"lacks the edge {_told(edge)}" for edge in sorted(wanted - found, key=str))


def _told(edge: ReadEdge) -> str:
    evidence = "" if edge.evidence is None else f", {many(edge.evidence, 'passage or citation', 'passages or citations')}"
    words = " ".join(part for part in edge[:3] if part)
    label = "" if edge.label is None else f", called {edge.label!r}"
    return f"{words} ({edge.stance or 'no stance'}{evidence}{label})"
