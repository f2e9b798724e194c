"""The ontology folder as a build needs it: its triples, what may be related to what, and the cited background."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from allgraph import resources
from allgraph.curation.tables import read_rows
from allgraph.errors import AllgraphError, OntologyError, TableError
from allgraph.vocabulary import contract, expand

#: The relations that only background states, beside those that documents are read for (`ag:extracted`) and their hedged forms.
UNEXTRACTED = frozenset({"ag:associatedWith", "ag:partOfPhase"})

MAPPINGS = "mappings.sssom.tsv"

BACKGROUND_COLUMNS = ("subject", "relation", "object", "citation", "url")
_SSSOM_COLUMNS = ("subject_id", "predicate_id", "object_id")
_MATCHES = frozenset({"skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch"})

# The annotations by which a name in background.tsv finds its term: the first that has the name settles it.
_NAME_LEVELS = (("rdfs:label", "ag:plainName"), ("oio:hasExactSynonym",), ("ag:abbreviation", "ag:brand"))


@dataclass(frozen=True, order=True)
class Background:
    """A fact that no document of the project need state, with the work that does: subject, relation and object as CURIEs."""

    subject: str
    relation: str
    object: str
    citation: str
    url: str
    line: int = field(default=0, compare=False)  # in background.tsv, for a message


@dataclass(frozen=True)
class Ontology:
    """The triples of an ontology folder with its mappings, and the background rows, their names resolved to terms."""

    triples: frozenset[Triple]
    background: tuple[Background, ...] = ()

    @cached_property
    def facts(self) -> Mapping[str, Mapping[str, list[NamedNode | BlankNode | Literal]]]:
        """Named subject's CURIE to property's CURIE to its values, sorted where they are named or literal."""
        facts: dict[str, dict[str, list[NamedNode | BlankNode | Literal]]] = defaultdict(lambda: defaultdict(list))
        for triple in self.triples:
            if isinstance(triple.subject, NamedNode) and not isinstance(triple.object, Triple):
                facts[contract(triple.subject.value)][contract(triple.predicate.value)].append(triple.object)
        for properties in facts.values():
            for values in properties.values():
                values.sort(key=str)
        return facts

    def values(self, subject: str, relation: str) -> list[str]:
        """The values of a subject's property, blank nodes left out: IRIs as CURIEs, literals as their text."""
        found = self.facts.get(subject, {}).get(relation, [])
        named = [value for value in found if not isinstance(value, BlankNode)]
        return [contract(value.value) if isinstance(value, NamedNode) else value.value for value in named]

    def name(self, curie: str) -> str:
        """What people call a term or relation: its plain name, else its label, else its local name."""
        return next(iter(self.values(curie, "ag:plainName") + self.values(curie, "rdfs:label")), curie.partition(":")[2])

    @cached_property
    def terms(self) -> frozenset[str]:
        """The CURIEs of the individuals: what has a class of ours as its type."""
        return frozenset(c for c in self.facts if any("owl:Class" in self.values(kind, "rdf:type") for kind in self.values(c, "rdf:type")))

    @cached_property
    def relations(self) -> frozenset[str]:
        """The properties whose triples are edges: each needs an axiom that says who states it."""
        marked = {c for c, properties in self.facts.items() if "ag:extracted" in properties or "ag:hedgedFormOf" in properties}
        inverse = {c for c in self.facts if marked.intersection(self.values(c, "owl:inverseOf"))}
        return frozenset(marked | inverse | (UNEXTRACTED & self.facts.keys()))

    @cached_property
    def hedged(self) -> Mapping[str, str]:
        """Relation to its twin for what is only ever said with a hedge."""
        return {plain: twin for twin in sorted(self.facts) for plain in self.values(twin, "ag:hedgedFormOf")}

    @cached_property
    def twins(self) -> Mapping[str, str]:
        """The individual of a drug class to the OWL class of its members."""
        return {individual: twin for individual in sorted(self.facts) for twin in self.values(individual, "ag:twin")}

    @cached_property
    def open_classes(self) -> frozenset[str]:
        """The classes whose individuals a build makes from the words of a document."""
        return frozenset(c for c in self.facts if "true" in self.values(c, "ag:openSet"))

    @cached_property
    def version(self) -> str:
        """What the ontology's header gives as its version, or nothing."""
        headers = [curie for curie in sorted(self.facts) if "owl:Ontology" in self.values(curie, "rdf:type")]
        return next((version for curie in headers for version in self.values(curie, "owl:versionInfo")), "")

    def kinds(self, curie: str) -> frozenset[str]:
        """The classes that a term is authored with, and all the named classes above them."""
        found: set[str] = set()
        waiting = self.values(curie, "rdf:type")
        while waiting:
            kind = waiting.pop()
            if kind not in found:
                found.add(kind)
                waiting += self.values(kind, "rdfs:subClassOf")
        return frozenset(found)

    def ends(self, relation: str, end: str) -> tuple[str, ...]:
        """The named classes of a relation's "domain" or "range", in the order they are written: one, or the members of a union."""
        classes: list[str] = []
        for value in self.facts.get(relation, {}).get(f"rdfs:{end}", []):
            if isinstance(value, NamedNode):
                classes.append(contract(value.value))
            elif isinstance(value, BlankNode):
                classes += self._members(value)
        return tuple(classes)

    @cached_property
    def _blank(self) -> Mapping[BlankNode, Mapping[str, object]]:
        blank: dict[BlankNode, dict[str, object]] = defaultdict(dict)
        for triple in self.triples:
            if isinstance(triple.subject, BlankNode):
                blank[triple.subject][contract(triple.predicate.value)] = triple.object
        return blank

    def _members(self, node: BlankNode) -> Iterator[str]:
        cell = self._blank.get(node, {}).get("owl:unionOf")
        while isinstance(cell, BlankNode):
            first = self._blank[cell].get("rdf:first")
            if isinstance(first, NamedNode):
                yield contract(first.value)
            cell = self._blank[cell].get("rdf:rest")


def read_ontology(folder: Path | None = None) -> Ontology:
    """An ontology folder (default: this installation's): allgraph.ttl, defined-classes.ttl, terms/*.ttl and the two tables.

    Cues are not read: they serve to read documents and are no part of a graph. Raises OntologyError, with file and line where
    there is one, for bad Turtle, a mapping of an unknown term, a background row that cannot be resolved or cites nothing, and a
    relation between terms that stands in a Turtle file, where it would have no source.
    """
    folder = folder or resources.folder("ontology")
    triples = frozenset(triple for path in turtle_files(folder) for triple in read_turtle(path))
    ontology = Ontology(triples)
    for triple in triples:
        if isinstance(triple.subject, NamedNode) and contract(triple.predicate.value) in ontology.relations:
            raise OntologyError("a relation between terms needs a row with a citation in background.tsv", where=f"{folder}: {triple}")
    mappings = list(_read_mappings(folder / MAPPINGS, ontology))
    return Ontology(triples.union(mappings), tuple(sorted(set(_read_background(folder / "background.tsv", ontology)))))


def turtle_files(folder: Path) -> list[Path]:
    """The Turtle files of an ontology folder that a graph is made of: cues and shapes are no part of one."""
    return [folder / "allgraph.ttl", *folder.glob("defined-classes.ttl"), *sorted((folder / "terms").glob("*.ttl"))]


def read_turtle(path: Path) -> list[Triple]:
    """The triples of a Turtle file, blank nodes renamed so that files may be put together. Raises OntologyError with file and line."""
    try:
        quads = parse(path=str(path), format=RdfFormat.TURTLE, rename_blank_nodes=True)
        return [Triple(quad.subject, quad.predicate, quad.object) for quad in quads]
    except OSError as error:
        raise OntologyError(f"cannot be read ({error.strerror})", where=str(path)) from error
    except SyntaxError as error:
        raise OntologyError(f"this is no Turtle ({error.msg}); mend the line", where=f"{path}, line {error.lineno}") from error


def _read_mappings(path: Path, ontology: Ontology) -> Iterator[Triple]:
    """The cross-references of an SSSOM table as annotations of our terms, classes and relations; no file, none."""
    for where, row in mapping_rows(path):
        subject, predicate, value = (row.get(column, "") for column in _SSSOM_COLUMNS)
        if subject not in ontology.facts:
            raise OntologyError(f"maps {subject!r}, which the ontology does not have", where=where)
        if predicate not in _MATCHES:
            raise OntologyError(f"{predicate!r} is none of {', '.join(sorted(_MATCHES))}", where=where)
        try:
            yield Triple(node(subject), node(predicate), node(value))
        except (KeyError, ValueError) as error:
            raise OntologyError(f"{value!r} is no CURIE with a known prefix", where=where) from error


def mapping_rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of an SSSOM table, each with its place: "file, line N"; no file, none. Raises OntologyError where a column is missing."""
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as lines:
        rows = enumerate(lines, start=1)
        body = [(number, line.rstrip("\r\n").split("\t")) for number, line in rows if line.strip() and not line.startswith("#")]
    if not body or not set(_SSSOM_COLUMNS) <= set(body[0][1]):
        raise OntologyError(f"has not the columns {', '.join(_SSSOM_COLUMNS)}", where=str(path))
    for number, fields in body[1:]:
        yield f"{path}, line {number}", dict(zip(body[0][1], fields, strict=False))


def _read_background(path: Path, ontology: Ontology) -> Iterator[Background]:
    """The rows of background.tsv; no file, none."""
    if not path.exists():
        return
    levels = [_names(ontology, annotations) for annotations in _NAME_LEVELS]
    try:
        rows = read_rows(path, BACKGROUND_COLUMNS)
    except TableError as error:
        raise OntologyError(error.message, where=error.where) from error
    facts: dict[Background, str] = {}
    wrong: list[AllgraphError] = []
    for number, row in rows:
        where = f"{path}, line {number}"
        try:
            fact = _fact(row, ontology, levels, number, where)
        except OntologyError as error:
            wrong.append(error)
            continue
        if fact in facts:
            wrong.append(OntologyError(f"the same fact with the same citation stands in {facts[fact]}", where=where))
        facts[fact] = where
    if wrong:
        raise OntologyError.of(wrong)
    yield from facts


def _fact(row: Mapping[str, str], ontology: Ontology, levels: Sequence[Mapping[str, set[str]]], number: int, where: str) -> Background:
    """The fact of a row of background.tsv."""
    subject, value = (_resolve(row[end], ontology, levels, where) for end in ("subject", "object"))
    relation = f"ag:{row['relation'].removeprefix('ag:')}"
    if relation not in ontology.relations:
        raise OntologyError(f"{row['relation']!r} is no relation", where=where)
    if not row["citation"].strip():
        raise OntologyError("cites nothing; a background fact needs the work that states it", where=where)
    if subject in ontology.twins and relation == "ag:subtypeOf" and value not in ontology.twins:
        raise OntologyError(f"{value} has no twin class of which {subject}'s members could be members", where=where)
    return Background(subject, relation, value, row["citation"], row["url"], number)


def _names(ontology: Ontology, annotations: Iterable[str]) -> dict[str, set[str]]:
    names: dict[str, set[str]] = defaultdict(set)
    for curie in ontology.terms:
        for annotation in annotations:
            for name in ontology.values(curie, annotation):
                names[name.casefold()].add(curie)
    return names


def _resolve(name: str, ontology: Ontology, levels: Sequence[Mapping[str, set[str]]], where: str) -> str:
    if name in ontology.terms:
        return name
    for names in levels:
        found = sorted(names.get(name.casefold(), ()))
        if len(found) > 1:
            raise OntologyError(f"{name!r} names several terms: {', '.join(found)}", where=where)
        if found:
            return found[0]
    known = {known: curie for names in levels for known, curies in names.items() for curie in curies}
    near = dict.fromkeys(ontology.name(known[one]) for one in get_close_matches(name.casefold(), sorted(known), n=3))
    raise OntologyError(f"no term is called {name!r}" + (f"; nearest: {', '.join(near)}" if near else ""), where=where)


def node(curie: str) -> NamedNode:
    """The IRI of a CURIE as an RDF term."""
    return NamedNode(expand(curie))
