"""A picture of a graph: the nodes and edges that a viewer shows, each with what the graph says of it.

What is in a picture comes from a CONSTRUCT: of its triples those that are edges of the graph (each has its owl:Axiom), and beside their
ends every term that it gives a type or a label. What is told of nodes and edges is looked up apart, so that a view is a short query.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256

import pyoxigraph as ox

from allgraph.asking.store import Store, Term
from allgraph.texts import shown
from allgraph.vocabulary import contract, expand

#: The evidence ?e that makes an edge of ?statement.
EDGE_MAKING = (
    "?e ag:evidenceOf ?statement ; ag:status ?status . OPTIONAL { ?e ag:flag ?flag } "
    'FILTER(?status IN ("extracted", "accepted", "added", "background") && COALESCE(?flag != "orphaned", true)) '
)


@dataclass(frozen=True, order=True)
class Node:
    """A term: its CURIE, label and kind (the label of its most specific class that no axiom defines), and what it is known by elsewhere.

    `kind_definition` tells what that class means. `classes` are the CURIEs of all its classes, sorted; `identifiers` CURIEs of other
    vocabularies.
    """

    id: str
    label: str
    kind: str = ""
    definition: str = ""
    identifiers: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    kind_definition: str = ""

    @property
    def iri(self) -> str:
        """The term's IRI."""
        return iri_of(self.id)


@dataclass(frozen=True, order=True)
class Edge:
    """An edge between two nodes, named by their CURIEs as its relation is, with what it rests on.

    `base` is the relation that a hedged one is a form of, else the relation; `stance` "affirmed" or "hedged"; `origins` of "document",
    "background", "inferred". `sources` are the titles of its documents and its citations, `documents` the CURIEs of the former;
    `independent` counts the documents, those that share a text as one; `evidence` counts passages and citations. `section`, `quote`,
    `start` and `end` (code points, 0-based, half-open, None without a passage) are those of the first passage. `premises` tell an inferred
    edge, `qualifiers` what narrows it: one text a statement. `statements` are the CURIEs of the statements that support it.
    """

    source: str
    relation: str
    target: str
    label: str
    base: str
    stance: str
    origins: tuple[str, ...] = ()
    evidence: int = 0
    sources: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    independent: int = 0
    section: str = ""
    quote: str = ""
    start: int | None = None
    end: int | None = None
    premises: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """A name that no other edge and no node has."""
        return edge_id(*self.key)

    @property
    def key(self) -> tuple[str, str, str]:
        """What it says."""
        return self.source, self.relation, self.target

    @property
    def weight(self) -> int:
        """How thick it is drawn: the independent documents behind it, at least 1."""
        return max(1, self.independent)


@dataclass(frozen=True)
class Picture:
    """Nodes by CURIE and edges, both sorted; `negated` are the edges (subject, relation, object) that only a denied claim would make.

    Of a claim that one source denies and another holds to be possible the hedged edge is none of these, and the plain one is.

    `relations` are all that an edge of the graph may have, `hedged` those of them that mark a hedged one. `name` is the view's, with its
    parameters.
    """

    name: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    negated: frozenset[tuple[str, str, str]] = frozenset()
    relations: frozenset[str] = frozenset()
    hedged: frozenset[str] = frozenset()


def edge_id(source: str, relation: str, target: str) -> str:
    """The name of the edge that says this, given by the CURIEs of its parts.

    >>> edge_id("ag:blinatumomab", "ag:hasTarget", "ag:cd19")
    'edge-77c5414eadbc145efea6'
    """
    return "edge-" + sha256(f"{source} {relation} {target}".encode()).hexdigest()[:20]


def iri_of(name: str) -> str:
    """The IRI of a CURIE that `contract` made, or the IRI that it left as it was.

    >>> iri_of("ag:imatinib"), iri_of("urn:x")
    ('https://w3id.org/allgraph/imatinib', 'urn:x')
    """
    try:
        return expand(name)
    except KeyError:
        return name


def draw(store: Store, triples: Iterable[tuple[Term | None, ...]], *, name: str = "") -> Picture:
    """The picture of what a CONSTRUCT gave (subject, predicate and object of each triple), told by the store that gave it.

    Raises StoreError where the store fails.
    """
    given = [(_name(subject), _name(predicate), _name(value)) for subject, predicate, value in triples]
    wanted = {key for key in given if all(key)}
    claims = _Claims(store)
    keys = sorted(wanted & claims.statements.keys())
    alone = {subject for subject, predicate, _ in given if subject and predicate in ("rdf:type", "rdfs:label")}
    terms = _Terms(store)
    names = {end for source, _, target in keys for end in (source, target)} | (alone - terms.schema)
    return Picture(
        name,
        tuple(terms.node(each) for each in sorted(names)),
        tuple(claims.edge(key, terms) for key in keys),
        frozenset(claims.negated),
        frozenset(terms.relations),
        frozenset(terms.twins),
    )


def with_terms(picture: Picture, store: Store, names: Iterable[str]) -> Picture:
    """The picture with these terms too, as far as the graph has them: they may stand in no edge."""
    missing = set(names) - {node.id for node in picture.nodes}
    if not missing:
        return picture
    terms = _Terms(store)
    found = [terms.node(name) for name in missing if name in terms.labels and name not in terms.schema]
    return replace(picture, nodes=tuple(sorted((*picture.nodes, *found))))


def _name(term: object) -> str:
    return contract(term.value) if isinstance(term, ox.NamedNode) else ""


def _texts(row: Iterable[Term | None]) -> list[str]:
    """A row as texts: IRIs as CURIEs, "" where there is nothing."""
    return [contract(term.value) if isinstance(term, ox.NamedNode) else term.value if term is not None else "" for term in row]


class _Terms:
    """What the graph says of its terms, by CURIE."""

    def __init__(self, store: Store) -> None:
        self.labels = _first(store, "SELECT ?term ?text WHERE { ?term rdfs:label ?text }")
        self._definitions = _first(store, "SELECT ?term ?text WHERE { ?term skos:definition ?text }")
        self.twins = _first(store, "SELECT ?term ?base WHERE { ?term ag:hedgedFormOf ?base }")
        matches = "skos:exactMatch skos:closeMatch skos:broadMatch skos:narrowMatch skos:relatedMatch".split()
        self._identifiers = _all(store, f"SELECT ?term ?other WHERE {{ ?term ?match ?other FILTER(?match IN ({', '.join(matches)})) }}")
        self._defined = set(_column(store, "SELECT ?class WHERE { ?class owl:equivalentClass ?definition }"))
        self._above = _all(store, "SELECT ?class ?above WHERE { ?class rdfs:subClassOf ?above FILTER(isIRI(?above)) }")
        self._classes = _all(
            store, "SELECT ?term ?class WHERE { ?term a owl:NamedIndividual, ?class FILTER(?class != owl:NamedIndividual) }"
        )
        self.relations = {*_column(store, "SELECT ?p WHERE { ?p ag:extracted true }"), *self.twins}
        self.relations |= set(_column(store, "SELECT DISTINCT ?p WHERE { ?axiom owl:annotatedProperty ?p ; ag:statedBy ?statement }"))
        kinds = "owl:Class, owl:ObjectProperty, owl:DatatypeProperty, owl:AnnotationProperty, owl:Ontology"
        self.schema = set(_column(store, f"SELECT ?term WHERE {{ ?term a ?kind FILTER(?kind IN ({kinds})) }}"))

    def label(self, name: str) -> str:
        return self.labels.get(name) or name.partition(":")[2] or name

    def base(self, relation: str) -> str:
        """The relation that a hedged one is a form of; "" for one that is plain."""
        return self.twins.get(relation, "")

    def node(self, name: str) -> Node:
        classes = sorted(self._classes.get(name, ()))
        plain = [each for each in classes if each not in self._defined]
        above = {upper for each in plain for upper in self._all_above(each)}
        kind, of_kind = min(((self.label(each), self._definitions.get(each, "")) for each in plain if each not in above), default=("", ""))
        identifiers = tuple(sorted(self._identifiers.get(name, ())))
        return Node(name, self.label(name), kind, self._definitions.get(name, ""), identifiers, tuple(classes), of_kind)

    def _all_above(self, name: str) -> set[str]:
        found: set[str] = set()
        waiting = [name]
        while waiting:
            for upper in self._above.get(waiting.pop(), ()):
                if upper not in found and upper != name:
                    found.add(upper)
                    waiting.append(upper)
        return found


def _column(store: Store, text: str) -> list[str]:
    return [_texts(row)[0] for row in store.select(text).rows]


def _first(store: Store, text: str) -> dict[str, str]:
    """The first in order of what a query of two columns gives for each term."""
    return {name: min(values) for name, values in _all(store, text).items()}


def _all(store: Store, text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in store.select(text).rows:
        name, value = _texts(row)
        found[name].add(value)
    return dict(found)


@dataclass
class _Statement:
    """What is told of one statement."""

    origins: set[str] = field(default_factory=set)
    levels: set[str] = field(default_factory=set)
    agents: set[str] = field(default_factory=set)
    premises: set[str] = field(default_factory=set)
    qualifiers: set[str] = field(default_factory=set)
    evidence: dict[str, _Evidence] = field(default_factory=dict)


@dataclass(frozen=True, order=True)
class _Evidence:
    """One passage or citation: it sorts as passages stand in documents, citations last."""

    cited: bool
    document: str
    start: int
    end: int
    title: str
    section: str
    quote: str
    group: str
    url: str


class _Claims:
    """The edges of the graph with their statements, by CURIEs."""

    def __init__(self, store: Store) -> None:
        self.statements: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for row in store.select(
            "SELECT ?s ?p ?o ?statement WHERE { ?axiom owl:annotatedSource ?s ; owl:annotatedProperty ?p ; owl:annotatedTarget ?o ; "
            "ag:statedBy ?statement }"
        ).rows:
            subject, relation, target, statement = _texts(row)
            self.statements[subject, relation, target].add(statement)
        denied: dict[str, tuple[str, str, str]] = {}
        for row in store.select(
            'SELECT ?s ?p ?o ?c WHERE { ?c ag:subject ?s ; ag:predicate ?p ; ag:object ?o ; ag:stance "negated" }'
        ).rows:
            subject, relation, target, statement = _texts(row)
            denied[statement] = (subject, relation, target)
        backed = {key for key, statements in self.statements.items() if statements - denied.keys()}
        hedged = _all(store, "SELECT ?base ?twin WHERE { ?twin ag:hedgedFormOf ?base }")
        unsaid = set(denied.values()) - backed
        self.negated = {(s, relation, o) for s, base, o in unsaid for relation in (base, *hedged.get(base, ()))} - backed
        self._told: dict[str, _Statement] = defaultdict(_Statement)
        self._read(store)

    def _read(self, store: Store) -> None:
        facets = {"origins": "ag:origin", "levels": "ag:knowledgeLevel", "agents": "ag:agentType"}
        for facet, predicate in facets.items():
            for name, values in _all(store, f"SELECT ?statement ?value WHERE {{ ?statement a ag:Statement ; {predicate} ?value }}").items():
                getattr(self._told[name], facet).update(values)
        for name, values in _all(
            store, "SELECT ?statement ?text WHERE { ?statement ag:premise ?premise . ?premise rdfs:label ?text }"
        ).items():
            self._told[name].premises |= values
        for name, values in _all(store, "SELECT ?statement ?words WHERE { ?statement ag:qualifiersInWords ?words }").items():
            self._told[name].qualifiers |= values - {""}
        for row in store.select(
            "SELECT ?statement ?e ?source ?title ?start ?end ?section ?quote ?group WHERE { " + EDGE_MAKING + "?e ag:inSource ?source ; "
            "ag:hasPassage ?passage . ?source rdfs:label ?title . ?passage oa:start ?start ; oa:end ?end . "
            "OPTIONAL { ?e ag:section ?section } OPTIONAL { ?passage oa:exact ?quote } OPTIONAL { ?passage ag:sameText ?group } }"
        ).rows:
            name, one, source, title, start, end, section, quote, group = _texts(row)
            told = _Evidence(
                cited=False,
                document=source,
                start=int(start),
                end=int(end),
                title=title,
                section=section,
                quote=shown(quote),
                group=group,
                url="",
            )
            self._told[name].evidence[one] = min(told, self._told[name].evidence.get(one, told))
        for row in store.select(
            "SELECT ?statement ?e ?citation ?url WHERE { " + EDGE_MAKING + "?e dcterms:bibliographicCitation ?citation "
            "OPTIONAL { ?e ag:citationUrl ?url } }"
        ).rows:
            name, one, citation, url = _texts(row)
            told = _Evidence(cited=True, document="", start=0, end=0, title=citation, section="", quote="", group="", url=url)
            self._told[name].evidence[one] = told

    def edge(self, key: tuple[str, str, str], terms: _Terms) -> Edge:
        """The edge of this key."""
        source, relation, target = key
        base = terms.base(relation)
        told = [self._told[name] for name in sorted(self.statements[key])]
        evidence = sorted({name: one for each in told for name, one in each.evidence.items()}.values())
        passages = [one for one in evidence if not one.cited]
        first = passages[0] if passages else None
        return Edge(
            source,
            relation,
            target,
            label=terms.label(relation),
            base=base or relation,
            stance="hedged" if base else "affirmed",
            origins=_sorted(origin for each in told for origin in each.origins),
            evidence=len(evidence),
            sources=tuple(dict.fromkeys(one.title for one in evidence)),
            documents=_sorted(one.document for one in passages),
            citations=_sorted(one.url or one.title for one in evidence if one.cited),
            independent=_voices(passages),
            section=first.section if first else "",
            quote=first.quote if first else "",
            start=first.start if first else None,
            end=first.end if first else None,
            premises=_sorted(premise for each in told for premise in each.premises),
            qualifiers=_sorted(text for each in told for text in each.qualifiers),
            levels=_sorted(level for each in told for level in each.levels),
            agents=_sorted(agent for each in told for agent in each.agents),
            statements=tuple(sorted(self.statements[key])),
        )


def _sorted(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))


def _voices(passages: Iterable[_Evidence]) -> int:
    """How many documents speak on their own: of those that carry nearly the same words only one counts, as in the query `support`."""
    groups: dict[str, list[str]] = defaultdict(list)
    for one in passages:
        groups[one.document].append(one.group)
    return len({next((group for group in sorted(found) if group), document) for document, found in groups.items()})
