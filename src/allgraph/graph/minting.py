"""Made values: the individuals of open sets (brand names, populations, durations, ...) that documents name and no term carries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Literal, Triple

from allgraph.errors import BuildError
from allgraph.graph.ontology import Ontology, node
from allgraph.graph.values import Bounds, in_years, read_bounds
from allgraph.statements import Finding

_POPULATION = "ag:Population"
#: The open sets whose labels may hold a range of numbers, and the unit of a number that stands there alone.
_NUMERIC = {_POPULATION: "year", "ag:Duration": "", "ag:Schedule": "", "ag:Criterion": ""}


@dataclass(frozen=True)
class Minted:
    """The triples of the made values, and the label of each by its CURIE."""

    triples: frozenset[Triple]
    labels: Mapping[str, str]


@dataclass(frozen=True)
class _Mention:
    curie: str
    label: str
    classes: tuple[str, ...]
    row: Finding


def mint(ontology: Ontology, rows: Sequence[Finding], sources: Iterable[str] = ()) -> Minted:
    """The individuals for what the rows name and the ontology does not have; `sources` are the CURIEs of the documents.

    The class comes from the relation's domain or range; where that leaves a choice of open classes, one that another row settles is
    taken, else the one that the relation names first. A term of other classes that carries the name gets the open class besides.
    Raises BuildError for an end that is no term and whose relation admits no open class there.
    """
    kinds: dict[str, set[str]] = defaultdict(set)
    labels: dict[str, set[str]] = defaultdict(set)
    undecided = []
    others = set(sources)
    for mention in (mention for row in rows for mention in _mentions(ontology, row)):
        if mention.curie in others or _fits(ontology, mention):
            continue
        choice = [kind for kind in mention.classes if kind in ontology.open_classes]
        if not choice:
            if mention.curie in ontology.terms:
                continue
            row, wanted = mention.row, " or ".join(mention.classes) or "a term"
            where = f"{row.evidence.source}, {row.evidence.passage.start}-{row.evidence.passage.end}: {row.statement.curie}"
            raise BuildError(f"{mention.curie} is no term; {row.statement.relation} needs {wanted}", where=where)
        labels[mention.curie].add(mention.label)
        if len(choice) == 1:
            kinds[mention.curie].add(choice[0])
        else:
            undecided.append((mention.curie, choice))
    for curie, choice in undecided:
        if not kinds[curie] & set(choice):
            kinds[curie].add(choice[0])
    found: set[Triple] = set()
    words = _words(ontology)
    for curie, classes in kinds.items():
        found |= {Triple(node(curie), node("rdf:type"), node(kind)) for kind in classes}
        if curie not in ontology.terms:
            found.update(_described(curie, min(labels[curie]), classes, words))
    return Minted(frozenset(found), {curie: min(labels[curie]) for curie in kinds if curie not in ontology.terms})


def _mentions(ontology: Ontology, row: Finding) -> Iterator[_Mention]:
    statement = row.statement
    local = statement.subject.partition(":")[2], statement.object.partition(":")[2]
    yield _Mention(statement.subject, row.subject_label or local[0], ontology.ends(statement.relation, "domain"), row)
    yield _Mention(statement.object, row.object_label or local[1], ontology.ends(statement.relation, "range"), row)
    labels = dict(row.qualifier_labels)
    for relation, value in statement.qualifiers:
        yield _Mention(value, labels.get(value, value.partition(":")[2]), ontology.ends(relation, "range"), row)


def _fits(ontology: Ontology, mention: _Mention) -> bool:
    return mention.curie in ontology.terms and (not mention.classes or bool(ontology.kinds(mention.curie) & set(mention.classes)))


def _described(curie: str, label: str, classes: Iterable[str], words: Mapping[str, dict[str, Literal]]) -> Iterator[Triple]:
    """The label and the numbers of a made value; a side that a population's label leaves open has the bound of its word.

    "adults <65 years" are adults; what "adults with asthma" are beside adults no number tells, so it is a further trait.
    """
    name = node(curie)
    yield Triple(name, node("rdf:type"), node("owl:NamedIndividual"))
    yield Triple(name, node("rdfs:label"), Literal(label))
    units = [_NUMERIC[kind] for kind in sorted(classes) if kind in _NUMERIC]
    bounds = read_bounds(label, max(units)) if units else None
    bounds = in_years(bounds) if bounds and _POPULATION in classes else bounds
    numbers = _numbers(bounds) if bounds else {}
    begun = [word for word in words if label.startswith(f"{word} ")] if _POPULATION in classes else []
    word = words[max(begun, key=len)] if begun else {}
    if word.get("ag:unit") in (None, numbers.get("ag:unit", word.get("ag:unit"))):
        for side in ("min", "max"):
            if f"ag:{side}Value" not in numbers:
                numbers |= {key: word[key] for key in (f"ag:{side}Value", f"ag:{side}Inclusive", "ag:unit") if f"ag:{side}Value" in word}
    if word and not bounds:
        numbers["ag:furtherTrait"] = Literal("true", datatype=node("xsd:boolean"))
    yield from (Triple(name, node(key), value) for key, value in numbers.items())


def _numbers(bounds: Bounds) -> dict[str, Literal]:
    """A range as values by property."""
    found: dict[str, Literal] = {}
    for side, number, inclusive in (("min", bounds.minimum, bounds.minimum_inclusive), ("max", bounds.maximum, bounds.maximum_inclusive)):
        if number is not None:
            found |= {f"ag:{side}Value": _number(number), f"ag:{side}Inclusive": Literal(inclusive)}
    return found | ({"ag:unit": Literal(bounds.unit)} if bounds.unit else {})


def _words(ontology: Ontology) -> dict[str, dict[str, Literal]]:
    """The names of the populations in the vocabulary, each with the literals that tell of it, by property."""
    found = {}
    for curie in ontology.terms:
        if _POPULATION in ontology.kinds(curie):
            facts = ontology.facts[curie].items()
            found[ontology.name(curie)] = {key: value for key, values in facts for value in values if isinstance(value, Literal)}
    return found


def _number(number: Decimal) -> Literal:
    """A number as xsd:integer where it is whole, else as xsd:decimal: both are exact, and OWL 2 has both."""
    if number == number.to_integral_value():
        return Literal(int(number))
    return Literal(format(number, "f"), datatype=node("xsd:decimal"))
