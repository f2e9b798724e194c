"""The graph of a build before reasoning: terms, statements with their evidence, and the edges that they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import BlankNode, Literal, Triple

from allgraph.errors import BuildError
from allgraph.graph.minting import mint
from allgraph.graph.ontology import Background, Ontology, node
from allgraph.graph.records import Records, background_evidence, evidence_curie, individual, key, source_triples
from allgraph.sources import Source
from allgraph.statements import DECISIONS, Finding, Stance, Statement, Status, UnknownTerm, still_unknown
from allgraph.vocabulary import contract, source_curie

_LEVELS = {"document": "knowledge_assertion", "background": "knowledge_assertion", "inferred": "logical_entailment"}


@dataclass(frozen=True)
class Claim:
    """A statement as a graph has it, with each origin that holds ("document", "background", "inferred"), its evidence and its agents.

    `agents` are in Biolink's words; `sources` are the documents (CURIEs) whose evidence supports it. An inferred one has the kind of its
    inference and its premises, CURIEs of statements and classes.
    """

    statement: Statement
    origins: frozenset[str]
    agents: frozenset[str]
    evidence: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    kind: str = ""
    premises: tuple[str, ...] = ()


@dataclass(frozen=True)
class Graph:
    """Everything a build writes, in parts.

    `entities` are the ontology, its terms, made values and class axioms; `sources` the documents.
    `edges` maps each edge to the statements that support it.
    `claims` is statement CURIE to claim. `records` are evidence, passages and unknown terms. `axioms` maps the class axiom of a
    background row to its statement. `names` is what made values and sources are called. `types` are inferred types.
    """

    ontology: Ontology
    entities: frozenset[Triple]
    edges: Mapping[Triple, frozenset[str]]
    claims: Mapping[str, Claim]
    records: Records = field(default_factory=Records)
    sources: frozenset[Triple] = frozenset()
    axioms: Mapping[Triple, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    types: frozenset[Triple] = frozenset()

    def triples(self) -> list[Triple]:
        """The whole graph: each edge with its one axiom, each statement with what is recorded of it."""
        return [*self.core(), *self.told()]

    def core(self) -> list[Triple]:
        """The part that hardly grows with the documents: entities, types, and edges with their axioms."""
        found = [*self.entities, *self.sources, *self.edges, *self.types]
        for edge, stated_by in self.edges.items():
            found += axiom(edge, {"ag:statedBy": stated_by})
        return found

    def told(self) -> Iterator[Triple]:
        """The part that does: statements and records, whose subjects the core has not, one after the other."""
        for claim in self.claims.values():
            yield from self.claim_triples(claim)
        yield from self.records

    def claim_triples(self, claim: Claim) -> Iterator[Triple]:
        """The node of one statement."""
        statement = claim.statement
        told = f"{self.name(statement.subject)} {self.name(statement.relation)} {self.name(statement.object)}"
        narrowed = [f"{self.name(kind).removesuffix(' qualifier')}: {self.name(value)}" for kind, value in statement.qualifiers]
        label = "; ".join([statement.stance.value, *narrowed])
        yield from individual(statement.curie, "ag:Statement", f"{told} ({label})")
        ends = (statement.subject, statement.relation, statement.object)
        links = list(zip(("ag:subject", "ag:predicate", "ag:object"), ends, strict=True))
        links += [*statement.qualifiers, *(("ag:hasEvidence", each) for each in claim.evidence)]
        links += [*(("ag:statedIn", each) for each in claim.sources), *(("ag:premise", each) for each in claim.premises)]
        links += [("ag:statedOnlyIn", each) for each in claim.sources if ends in self._of_one_source]
        texts = [("ag:claimKey", key(*ends)), ("ag:stance", statement.stance.value)]
        texts.append(("ag:qualifiersInWords", "; ".join(narrowed)))
        texts += [("ag:origin", each) for each in claim.origins]
        texts += [("ag:knowledgeLevel", _LEVELS[each]) for each in claim.origins] + [("ag:agentType", each) for each in claim.agents]
        if claim.kind:
            texts.append(("ag:inferenceKind", claim.kind))
        yield from (Triple(node(statement.curie), node(relation), node(other)) for relation, other in links)
        yield from (Triple(node(statement.curie), node(relation), Literal(text)) for relation, text in texts)

    @cached_property
    def _of_one_source(self) -> set[tuple[str, str, str]]:
        """The ends of each claim that one document alone makes."""
        sources: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for claim in self.claims.values():
            told = claim.statement
            sources[told.subject, told.relation, told.object] |= claim.sources
        return {ends for ends, documents in sources.items() if len(documents) == 1}

    def name(self, curie: str) -> str:
        """What people call a term, relation, made value or source."""
        return self.names.get(curie) or self.ontology.name(curie)


def axiom(triple: Triple, notes: Mapping[str, Iterable[str]]) -> list[Triple]:
    """The nameless owl:Axiom that carries notes, annotation property to CURIEs, on a triple."""
    blank = BlankNode()
    parts = {"Source": triple.subject, "Property": triple.predicate, "Target": triple.object}
    found = [Triple(blank, node(f"owl:annotated{part}"), value) for part, value in parts.items()]
    found += [Triple(blank, node(note), node(value)) for note, values in notes.items() for value in values]
    return [Triple(blank, node("rdf:type"), node("owl:Axiom")), *found]


def make_graph(
    ontology: Ontology,
    findings: Iterable[Finding],
    sources: Iterable[Source] = (),
    unknown: Iterable[UnknownTerm] = (),
    texts: Mapping[str, str] | None = None,
) -> Graph:
    """The graph of an ontology and of what documents say; the order of the findings does not matter.

    `texts` is source id to text: where it has a source, the quotes of its passages are put into the graph.
    Raises BuildError, naming it, for a finding whose source, subject, relation or object is unknown, for a hedged finding of a
    relation without hedged form, and where a text has not the passage that a finding rests on.
    """
    documents = sorted(set(sources))
    rows = _one_each(findings)
    _check(ontology, rows, {source.id for source in documents})
    made = mint(ontology, rows, {source_curie(source.id) for source in documents})
    facts = {fact: Statement(fact.subject, fact.relation, fact.object, Stance.AFFIRMED) for fact in ontology.background}
    records = Records(rows, facts, still_unknown(unknown, rows), texts or {}, ontology.version)
    records.check()
    edges = _edges(ontology, rows, facts.values())
    axioms = _class_axioms(ontology, facts)
    unused = set(ontology.hedged.values()) - {contract(edge.predicate.value) for edge in edges}
    return Graph(
        ontology=ontology,
        entities=frozenset(_without(ontology.triples, unused)).union(made.triples, *axioms.values()),
        edges=edges,
        claims=_claims(rows, facts),
        records=records,
        sources=frozenset(triple for source in documents for triple in source_triples(source)),
        axioms={triples[0]: statement for statement, triples in axioms.items()},
        names={**made.labels, **{source_curie(source.id): source.title or source.id for source in documents}},
    )


def place(row: Finding) -> str:
    """A finding in words by which it is found in its table."""
    s, e = row.statement, row.evidence
    return f"{e.source}, {e.passage.start}-{e.passage.end}: {s.subject} {s.relation} {s.object} ({s.stance})"


def _one_each(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, one for each piece of evidence: a decision, else what was extracted, else what was only proposed."""
    order = dict.fromkeys(DECISIONS, 0) | {Status.EXTRACTED: 1, Status.PROPOSED: 2}
    kept: dict[str, Finding] = {}
    for row in sorted(set(findings), key=lambda row: (order[row.evidence.status], row)):
        kept.setdefault(evidence_curie(row), row)
    return list(kept.values())


def _check(ontology: Ontology, rows: Sequence[Finding], sources: set[str]) -> None:
    for row in rows:
        relation = row.statement.relation
        if row.evidence.source not in sources:
            raise BuildError("its source is not in the table of sources", where=place(row))
        if relation not in ontology.relations or relation in ontology.hedged.values():
            raise BuildError(f"{relation} is no relation of the ontology", where=place(row))
        if row.statement.stance is Stance.HEDGED and row.evidence.makes_edge and relation not in ontology.hedged:
            raise BuildError(f"{relation} has no hedged form", where=place(row))


def _edges(ontology: Ontology, rows: Sequence[Finding], facts: Iterable[Statement]) -> dict[Triple, frozenset[str]]:
    """Each edge with the statements that support it: plain where any row or background fact affirms it, else hedged; never negated."""
    plain: dict[Triple, set[str]] = defaultdict(set)
    hedged: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for statement in [*facts, *(row.statement for row in rows if row.evidence.makes_edge)]:
        ends = (statement.subject, statement.relation, statement.object)
        if statement.stance is Stance.AFFIRMED:
            plain[edge(*ends)].add(statement.curie)
        elif statement.stance is Stance.HEDGED:
            hedged[ends].add(statement.curie)
    for (subject, relation, value), curies in hedged.items():
        if edge(subject, relation, value) not in plain:
            plain[edge(subject, ontology.hedged[relation], value)] |= curies
    return {triple: frozenset(curies) for triple, curies in plain.items()}


def edge(subject: str, relation: str, value: str) -> Triple:
    """The plain triple of three CURIEs."""
    return Triple(node(subject), node(relation), node(value))


def _claims(rows: Sequence[Finding], facts: Mapping[Background, Statement]) -> dict[str, Claim]:
    known: dict[str, Statement] = {}
    told: dict[str, list[tuple[str, str, str]]] = defaultdict(list)  # origin, agent, evidence
    sources: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        known[row.statement.curie] = row.statement
        if row.evidence.makes_edge:
            sources[row.statement.curie].add(source_curie(row.evidence.source))
        told[row.statement.curie].append(("document", row.evidence.agent, evidence_curie(row)))
    for fact, statement in facts.items():
        known[statement.curie] = statement
        told[statement.curie].append(("background", "manual_agent", background_evidence(statement, fact)[0]))
    claims = {}
    for curie, statement in known.items():
        origins, agents, evidence = (frozenset(parts) for parts in zip(*told[curie], strict=True))
        claims[curie] = Claim(statement, origins, agents, evidence, frozenset(sources[curie]))
    return claims


def _class_axioms(ontology: Ontology, facts: Mapping[Background, Statement]) -> dict[str, list[Triple]]:
    """What background says of a drug class, as an axiom on the class of its members: statement's CURIE to triples, the axiom first."""
    axioms = {}
    for fact, statement in facts.items():
        if fact.subject not in ontology.twins:
            continue
        twin = node(ontology.twins[fact.subject])
        if fact.relation == "ag:subtypeOf":
            axioms[statement.curie] = [Triple(twin, node("rdfs:subClassOf"), node(ontology.twins[fact.object]))]
            continue
        has_value = BlankNode()
        parts = {"rdf:type": "owl:Restriction", "owl:onProperty": fact.relation, "owl:hasValue": fact.object}
        axioms[statement.curie] = [Triple(twin, node("rdfs:subClassOf"), has_value)]
        axioms[statement.curie] += [Triple(has_value, node(relation), node(value)) for relation, value in parts.items()]
    return axioms


def _without(triples: Iterable[Triple], curies: set[str]) -> list[Triple]:
    """The triples without those of the named subjects and of the blank nodes below these."""
    by_subject: dict[object, list[Triple]] = defaultdict(list)
    for triple in triples:
        by_subject[triple.subject].append(triple)
    waiting: list[object] = [node(curie) for curie in curies]
    while waiting:
        waiting += [triple.object for triple in by_subject.pop(waiting.pop(), ()) if isinstance(triple.object, BlankNode)]
    return [triple for group in by_subject.values() for triple in group]
