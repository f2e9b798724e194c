"""A graph made by hand for exports: two nodes with several edges, labels that break files, a hedged claim, a denied one, a term alone."""

from __future__ import annotations

import pyoxigraph as ox

from allgraph.asking.store import OxigraphStore
from allgraph.graph.records import key
from allgraph.vocabulary import PREFIXES

LONG = "長い名前 " * 1999 + "10,000"  # more bytes than Graphviz takes in one piece
LABELS = {
    "ag:quoted": "a \"quoted\" 'drug' \\ with a back\\slash\\",
    "ag:script": "</script><script>alert(1)</script> & <b>&amp;</b> ]]> --> | ; , #",
    "ag:umlaut": "Kortikoïd-Θεραπεία 白血病 \U0001f9ec e\u0301",
    "ag:long": LONG,
    "ag:lines": "two\nlines\tand a tab\r\nand a return",
    "ag:alone": "alone",
    "ag:denied": "denied",
}
_HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
_SCHEMA = """
<https://w3id.org/allgraph/> a owl:Ontology ; owl:versionInfo "1" .
ag:Treatment a owl:Class ; rdfs:label "treatment" ; skos:closeMatch biolink:Treatment .
ag:Drug a owl:Class ; rdfs:label "drug" ; rdfs:subClassOf ag:Treatment ; skos:closeMatch biolink:Drug .
ag:Made a owl:Class ; rdfs:label "made" ; rdfs:subClassOf ag:Drug ; owl:equivalentClass [ a owl:Class ; owl:unionOf ( ag:Drug ) ] .
ag:treats a owl:ObjectProperty ; rdfs:label "treats" ; ag:extracted true ; skos:closeMatch biolink:treats .
ag:hasTarget a owl:ObjectProperty ; rdfs:label "has target" ; ag:extracted true .
ag:mayTreat a owl:ObjectProperty ; rdfs:label "may treat" ; ag:hedgedFormOf ag:treats .
ag:qualifierPhase a owl:AnnotationProperty ; rdfs:label "phase qualifier" .
ag:source-a a ag:Source, owl:NamedIndividual ; rdfs:label "A \\"page\\"" ; ag:sourceId "a" .
ag:source-b a ag:Source, owl:NamedIndividual ; rdfs:label "B, <page>" ; ag:sourceId "b" .
ag:quoted skos:exactMatch chebi:1 ; skos:closeMatch mesh:M1 .
"""
#: Subject, relation, object, stance, the sources that say so (each one passage), and the relation of the edge ("" makes none).
CLAIMS = (
    ("ag:quoted", "ag:treats", "ag:script", "affirmed", "ab", "ag:treats"),
    ("ag:quoted", "ag:hasTarget", "ag:script", "affirmed", "a", "ag:hasTarget"),
    ("ag:quoted", "ag:treats", "ag:umlaut", "hedged", "b", "ag:mayTreat"),
    ("ag:script", "ag:treats", "ag:quoted", "affirmed", "b", "ag:treats"),
    ("ag:long", "ag:treats", "ag:lines", "affirmed", "a", "ag:treats"),
    ("ag:umlaut", "ag:treats", "ag:umlaut", "affirmed", "a", "ag:treats"),
    ("ag:quoted", "ag:treats", "ag:denied", "negated", "a", ""),
)


def pictured(claims: tuple[tuple[str, str, str, str, str, str], ...] = CLAIMS) -> OxigraphStore:
    """The graph of these claims, as a store."""
    lines = [_HEAD, _SCHEMA]
    for name, label in LABELS.items():
        lines.append(f"{name} a ag:Drug, ag:Treatment, ag:Made, owl:NamedIndividual ; rdfs:label {ox.Literal(label)} .")
    told: dict[str, set[str]] = {}
    for subject, relation, value, _, sources, _ in claims:
        told.setdefault(key(subject, relation, value), set()).update(sources)
    for number, (subject, relation, value, stance, sources, edge) in enumerate(claims):
        statement = f"ag:statement-{number}"
        lines.append(
            f"{statement} a ag:Statement, owl:NamedIndividual ; ag:subject {subject} ; ag:predicate {relation} ; ag:object {value} ; "
            f'ag:claimKey "{key(subject, relation, value)}" ; ag:qualifiersInWords "" ; ag:stance "{stance}" ; ag:origin "document" ; '
            'ag:knowledgeLevel "knowledge_assertion" ; ag:agentType "text_mining_agent" ; '
            f'rdfs:label "statement {number}" .'
        )
        for source in sources:
            name = f"{number}{source}"
            lines.append(
                f'ag:evidence-{name} a ag:Evidence, owl:NamedIndividual ; ag:evidenceOf {statement} ; ag:status "extracted" ; '
                f'ag:inSource ag:source-{source} ; ag:hasPassage ag:passage-{name} ; ag:section "1 > \\"2\\"" . '
                f"{statement} ag:hasEvidence ag:evidence-{name} ; ag:statedIn ag:source-{source} . "
                f"ag:passage-{name} a ag:Passage, owl:NamedIndividual ; oa:start {number} ; oa:end {number + 5} ; "
                'oa:exact "said; \\"so\\"" .'
            )
        if len(only := told[key(subject, relation, value)]) == 1 and sources:
            lines.append(f"{statement} ag:statedOnlyIn ag:source-{next(iter(only))} .")
        if edge:
            lines.append(
                f"{subject} {edge} {value} . [] a owl:Axiom ; owl:annotatedSource {subject} ; owl:annotatedProperty {edge} ; "
                f"owl:annotatedTarget {value} ; ag:statedBy {statement} ."
            )
    engine = ox.Store()
    engine.load("\n".join(lines).encode(), format=ox.RdfFormat.TURTLE)
    return OxigraphStore(engine, "a graph made by hand")
