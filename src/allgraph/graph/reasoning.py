"""Reasoning: what follows from the graph's entities, found by HermiT and explained by the queries in queries/premises/."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode, Quad, QuerySolutions, Store, Triple

from allgraph import resources
from allgraph.errors import BuildError
from allgraph.graph.assembly import Claim, Graph, axiom
from allgraph.graph.hermit import close, run_hermit
from allgraph.graph.ontology import node
from allgraph.statements import Stance, Statement
from allgraph.vocabulary import contract

_TYPE = node("rdf:type")
#: The annotation properties that OWL declares by itself (OWL 2 Syntax, section 5.5).
_BUILT_IN_NOTES = frozenset(
    node(curie) for curie in ("rdfs:label", "rdfs:comment", "rdfs:seeAlso", "rdfs:isDefinedBy", "owl:deprecated", "owl:versionInfo")
)


@dataclass(frozen=True)
class Explanation:
    """Why a triple holds: the kind of the step (the name of its query) and the triples it rests on, class axioms among them.

    `leaves` are the premises as a reader meets them: CURIEs of statements, and of the classes and relations whose authored axioms are
    used. An inferred type among the premises is replaced by its own leaves, because no statement stands for it. `qualifiers` are those
    of all these statements: what follows from them holds no further than they do.
    """

    kind: str
    premises: tuple[Triple, ...]
    leaves: tuple[str, ...]
    qualifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Inferences:
    """What was not asserted and holds: edges and types, each with its explanation."""

    edges: Mapping[Triple, Explanation]
    types: Mapping[Triple, Explanation]


def infer(graph: Graph) -> Inferences:
    """Everything that follows from the graph's entities and edges, with the closure over superclasses and super-properties.

    Raises ReasonerError where the ontology is inconsistent, a class can have no member, or HermiT cannot run, and BuildError for an
    inferred triple that no query in queries/premises/ explains.
    """
    base = entity_triples(graph)
    return explain(graph, base, close(base | run_hermit(base)) - base)


def add_inferences(graph: Graph, inferences: Inferences) -> Graph:
    """The graph with what follows from it: edges as statements of origin "inferred" with their premises, and types."""
    claims = dict(graph.claims)
    edges = dict(graph.edges)
    for edge, why in inferences.edges.items():
        statement = _statement(edge, why)
        claim = claims.get(statement.curie, Claim(statement, frozenset(), frozenset()))
        origins, agents = claim.origins | {"inferred"}, claim.agents | {"automated_agent"}
        claims[statement.curie] = replace(claim, origins=origins, agents=agents, kind=why.kind, premises=why.leaves)
        edges[edge] = frozenset({statement.curie})
    return replace(graph, claims=claims, edges=edges, types=frozenset(inferences.types))


def inferred_triples(graph: Graph, inferences: Inferences) -> list[Triple]:
    """What allgraph-inferred.ttl holds: inferred edges with axiom and statement, inferred types with an axiom that names their premises.

    `graph` is the one with the inferences added. The properties and classes in use are declared, so that the file stands by itself.
    """
    found = [*inferences.edges, *inferences.types]
    for edge, why in inferences.edges.items():
        found += axiom(edge, {"ag:statedBy": graph.edges[edge]})
        found += graph.claim_triples(graph.claims[_statement(edge, why).curie])
    for kind, why in inferences.types.items():
        found += axiom(kind, {"ag:premise": why.leaves})
    used = {triple.predicate for triple in found} | {triple.object for triple in found if triple.predicate == _TYPE}
    told = (_TYPE, node("rdfs:label"))
    return found + [triple for triple in graph.entities if triple.subject in used and triple.predicate in told]


def entity_triples(graph: Graph) -> frozenset[Triple]:
    """What is reasoned over: terms, classes, relations and edges, without notes on them and without statements and evidence."""
    notes = {triple.subject for triple in graph.entities if triple.predicate == _TYPE and triple.object == node("owl:AnnotationProperty")}
    silent = notes | _BUILT_IN_NOTES
    logical = {triple for triple in graph.entities if triple.predicate not in silent and triple.subject not in notes}
    return frozenset(logical.union(graph.edges))


def explain(graph: Graph, base: frozenset[Triple], found: frozenset[Triple]) -> Inferences:
    """Each found triple with the shortest explanation that rests, step by step, on the base and never on itself.

    Raises BuildError for triples that the queries in queries/premises/ do not explain.
    """
    steps = _steps(base | found, found)
    explained: dict[Triple, Explanation] = {}
    while True:
        new: dict[Triple, Explanation] = {}
        for triple in found - explained.keys():
            grounded = [(kind, premises) for kind, premises in steps[triple] if all(p in base or p in explained for p in premises)]
            candidates = [_explanation(graph, kind, premises, explained) for kind, premises in grounded]
            if candidates:
                new[triple] = min(candidates, key=lambda why: (len(why.qualifiers), len(why.leaves), why.leaves, why.kind))
        if not new:
            break
        explained |= new
    if missing := sorted(str(triple) for triple in found - explained.keys()):
        raise BuildError(f"{len(missing)} inferred without known premises; add a query to queries/premises/", where=missing[0])
    types = {triple: why for triple, why in explained.items() if triple.predicate == _TYPE}
    return Inferences({triple: why for triple, why in explained.items() if triple not in types}, types)


def _steps(triples: frozenset[Triple], wanted: frozenset[Triple]) -> dict[Triple, list[tuple[str, tuple[Triple, ...]]]]:
    """Each wanted triple to the single steps that lead to it: (name of the query, premises)."""
    store = Store()
    store.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    steps: dict[Triple, list[tuple[str, tuple[Triple, ...]]]] = defaultdict(list)
    for path in sorted((resources.folder("queries") / "premises").glob("*.rq")):
        solutions = store.query(path.read_text(encoding="utf-8"))
        if not isinstance(solutions, QuerySolutions):
            raise BuildError("a query for premises is a SELECT", where=str(path))
        numbers = range(1, len(solutions.variables) // 3)
        for row in solutions:
            conclusion, *premises = (Triple(row[f"subject{n}"], row[f"relation{n}"], row[f"object{n}"]) for n in ("", *numbers))
            if conclusion in wanted:
                steps[conclusion].append((path.stem.replace("-", " "), tuple(premises)))
    return steps


def _explanation(graph: Graph, kind: str, premises: tuple[Triple, ...], explained: Mapping[Triple, Explanation]) -> Explanation:
    """A step with its leaves; of several statements of one edge the one with the fewest qualifiers is its leaf."""
    leaves: set[str] = set()
    qualifiers: set[tuple[str, str]] = set()
    for premise in premises:
        if premise in graph.edges:
            stated = (graph.claims[curie].statement for curie in graph.edges[premise])
            widest = min(stated, key=lambda statement: (len(statement.qualifiers), statement.curie))
            leaves.add(widest.curie)
            qualifiers.update(widest.qualifiers)
        elif premise in graph.axioms:
            leaves.add(graph.axioms[premise])
        elif premise not in explained:
            leaves.add(_name(premise.object if premise.predicate == _TYPE else premise.subject))
        else:
            why = explained[premise]
            leaves.update(why.leaves if premise.predicate == _TYPE else (_statement(premise, why).curie,))
            qualifiers.update(why.qualifiers)
    return Explanation(kind, premises, tuple(sorted(leaves)), tuple(sorted(qualifiers)))


def _statement(edge: Triple, why: Explanation) -> Statement:
    return Statement(_name(edge.subject), _name(edge.predicate), _name(edge.object), Stance.AFFIRMED, why.qualifiers)


def _name(term: object) -> str:
    return contract(term.value) if isinstance(term, NamedNode) else str(term)
