"""A graph of any size in the shape of a real build: the package's own findings, told by many more made sources in other combinations.

Every made finding starts as one of the package's (so relations, qualifiers, sections and rules come as often as there), and half of the
ends are changed for another term that the relation admits, few terms often and many seldom. Claims come again in other sources, as they
do in real ones, so there are fewer of them than passages. Where the package has none of it, some are proposed, rejected, orphaned or
negated. Texts and labels are our own; nothing of it is a medical fact.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TypeVar

from pyoxigraph import Quad, Store, Triple

from allgraph import resources
from allgraph.curation.tables import read_findings, read_sources
from allgraph.graph.assembly import Graph, make_graph
from allgraph.graph.hermit import close, run_hermit
from allgraph.graph.ontology import Ontology, read_ontology
from allgraph.graph.reasoning import add_inferences, entity_triples, explain
from allgraph.sources import Source
from allgraph.statements import Evidence, Finding, Flag, Span, Stance, Statement, Status, UnknownTerm
from allgraph.texts import digest
from allgraph.vocabulary import kebab, source_curie

T = TypeVar("T")

#: Findings a source, as in the package's tables, and about how many triples each source then brings.
EACH = 85
PER_SOURCE = 3000
#: The triples of the ontology, its terms and the package's own findings.
AT_LEAST = 27_000
#: How often what the package's tables hardly have comes.
STATUSES = ((Status.PROPOSED, 0.08), (Status.REJECTED, 0.01), (Status.ACCEPTED, 0.02), (Status.ADDED, 0.01))
FLAGS = ((Flag.ORPHANED, 0.01), (Flag.REVIEW, 0.01))
STANCES = ((Stance.HEDGED, 0.13), (Stance.NEGATED, 0.04))
SAME_TEXT = 0.03
CHANGED = 0.5
DATED = 0.4
UNKNOWN = 3
#: The text of every made source.
TEXT = " ".join(f"A line of words number {number} that says nothing but where it stands." for number in range(700))
#: So many quads are put into the store at a time.
_PART = 100_000


@dataclass(frozen=True)
class Maker:
    """What made findings are made of."""

    ontology: Ontology
    models: Sequence[Finding]

    @cached_property
    def members(self) -> dict[str, list[str]]:
        """Each class to its terms, in the order of how often they are taken."""
        found: dict[str, list[str]] = {}
        for term in sorted(self.ontology.terms):
            for kind in self.ontology.kinds(term):
                found.setdefault(kind, []).append(term)
        for kind, terms in found.items():
            random.Random(kind).shuffle(terms)  # noqa: S311  # no secret
        return found

    def findings(self, source: Source, number: int) -> Iterator[Finding]:
        """The findings of one source, the same for the same number."""
        chance = random.Random(number)  # noqa: S311  # no secret
        for _ in range(EACH):
            model = chance.choice(self.models)
            changed, rare = chance.random() < CHANGED, model.statement.qualifiers
            relation = model.statement.relation
            subject, subject_label = model.statement.subject, model.subject_label
            value, value_label = model.statement.object, model.object_label
            if relation == "ag:cites":
                subject, subject_label = source_curie(source.id), source.title
            elif changed:
                subject, subject_label = self.term(relation, "domain", (subject, subject_label), chance)
            if changed or relation == "ag:cites":
                value, value_label = self.term(relation, "range", (value, value_label), chance)
            stance = _one(STANCES, chance) or Stance.AFFIRMED
            if stance is Stance.HEDGED and relation not in self.ontology.hedged:
                stance = Stance.AFFIRMED
            labels = dict(model.qualifier_labels)
            qualifiers = []
            for name, narrowing in rare:
                if name == "ag:qualifierPopulation" and changed:
                    narrowing, labels[narrowing] = _made("ag:Population", chance)
                qualifiers.append((name, narrowing))
            labels |= {narrowing: label for name, narrowing in qualifiers for label in [labels.get(narrowing)] if label}
            yield Finding(
                Statement(subject, relation, value, stance, tuple(sorted(set(qualifiers)))),
                self.evidence(model.evidence, source, chance),
                subject_label,
                value_label,
                tuple(sorted((curie, label) for curie, label in labels.items() if label)),
            )

    def term(self, relation: str, end: str, model: tuple[str, str], chance: random.Random) -> tuple[str, str]:
        """Another term, or made value, for this end of a relation, and its label."""
        kinds = self.ontology.ends(relation, end)
        open_kinds = [kind for kind in kinds if kind in self.ontology.open_classes and kind in MADE]
        if open_kinds and chance.random() < CHANGED:
            return _made(open_kinds[0], chance)
        terms = self.members.get(chance.choice(kinds)) if kinds else None
        if not terms:
            return model
        curie = terms[int(len(terms) * chance.random() ** 2)]
        return curie, self.ontology.name(curie)

    def evidence(self, model: Evidence, source: Source, chance: random.Random) -> Evidence:
        """A passage of the source, found as the model was."""
        start = chance.randrange(len(TEXT) - 300)
        passage = Span(start, start + chance.randrange(40, 200))
        own = digest(passage.of(TEXT))
        status = _one(STATUSES, chance) or Status.EXTRACTED
        return replace(
            model,
            source=source.id,
            passage=passage,
            context=tuple(Span(start - span.start % 400 - 30, start - span.start % 400) for span in model.context if start > 500),
            exact_digest=own,
            normalised_digest=own,
            same_text=digest(str(passage.start // 100))[:12] if chance.random() < SAME_TEXT else "",
            status=status,
            flag=_one(FLAGS, chance) or Flag.NONE,
            curator="a curator" if status in (Status.ACCEPTED, Status.REJECTED, Status.ADDED) else "",
            note="looked at" if status in (Status.ACCEPTED, Status.REJECTED, Status.ADDED) else "",
        )


#: The open classes that get made values, and the form of their labels.
MADE = {
    "ag:BrandName": "brand {}",
    "ag:Criterion": ">={}% of something",
    "ag:Duration": "{} weeks",
    "ag:Mechanism": "acts in way {}",
    "ag:Population": "people {}-{} years",
    "ag:Purpose": "serves purpose {}",
    "ag:Reference": "Reference number {}",
    "ag:Schedule": "every {} days",
}


def _made(kind: str, chance: random.Random) -> tuple[str, str]:
    """A made value and its label: many of brands and references, few of the others."""
    most = {"ag:BrandName": 500, "ag:Reference": 50_000}.get(kind, 90)
    number = int(most * chance.random() ** 2) + 1
    label = MADE[kind].format(number, number + 10)
    return f"ag:{kebab(label)}", label


def _one(choices: Sequence[tuple[T, float]], chance: random.Random) -> T | None:
    """One of the choices, each with its own chance, or none."""
    drawn = chance.random()
    for choice, share in choices:
        if drawn < share:
            return choice
        drawn -= share
    return None


def made_source(number: int) -> Source:
    """A source; some have a date."""
    chance = random.Random(number)  # noqa: S311  # no secret
    date = f"{chance.randrange(2015, 2027)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 28):02}" if chance.random() < DATED else ""
    name = f"made-{number:06}"
    return Source(name, f"{name}.txt", f"A page of words {number}", f"Publisher {number % 40}", date, "ours", "txt", "1", digest(TEXT))


def made_graph(triples: int) -> Graph:
    """A graph of about so many triples, with what follows from it."""
    ontology = read_ontology()
    tables = resources.folder("ontology")
    real = list(read_findings(tables / "statements"))
    known = read_sources(tables / "sources.tsv")
    maker = Maker(ontology, real)
    sources = [made_source(number) for number in range(max(0, triples - AT_LEAST) // PER_SOURCE)]
    findings = [finding for number, source in enumerate(sources) for finding in maker.findings(source, number)]
    unknown = [
        UnknownTerm(f"unknown name {number % 997}", source.id, Span(40 * each, 40 * each + 20), "looks like a drug")
        for number, source in enumerate(sources)
        for each in range(UNKNOWN)
    ]
    graph = make_graph(ontology, [*real, *findings], [*known, *sources], unknown, {source.id: TEXT for source in sources})
    # what HermiT finds in the small graph holds in the large one too; on so many edges it would take hours
    base = entity_triples(graph)
    found = run_hermit(entity_triples(make_graph(ontology, real, known)))
    return add_inferences(graph, explain(graph, base, close(base | found) - base))


def load(graph: Graph, folder: Path) -> int:
    """Write the graph into an Oxigraph store in the folder, as a build does; how many triples it has."""
    store = Store(str(folder))
    parts: tuple[Iterator[Triple], ...] = (iter(graph.core()), graph.told())
    quads = (Quad(triple.subject, triple.predicate, triple.object) for triples in parts for triple in triples)
    while part := list(islice(quads, _PART)):
        store.bulk_extend(part)
    store.optimize()
    store.flush()
    return len(store)
