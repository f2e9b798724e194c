"""A small ontology of made-up drugs, under the project's own schema, and findings about them: for tests that need to know everything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from allgraph import resources
from allgraph.sources import Source
from allgraph.statements import Evidence, Finding, Span, Stance, Statement, Status
from allgraph.texts import digest, normalised

TERMS = """
@prefix ag: <https://w3id.org/allgraph/> .
@prefix oio: <http://www.geneontology.org/formats/oboInOwl#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

ag:foocept a ag:Drug, owl:NamedIndividual ; rdfs:label "foocept" ; oio:hasExactSynonym "foocept acetate" ; ag:abbreviation "FCP" .
ag:barumab a ag:Drug, owl:NamedIndividual ; rdfs:label "barumab" .
ag:blocker a ag:DrugClass, owl:NamedIndividual ; rdfs:label "blocker" ; ag:twin ag:Blocker .
ag:Blocker a owl:Class ; rdfs:label "blocker (drug)" ;
    owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( ag:Drug
        [ a owl:Restriction ; owl:onProperty ag:hasDrugClass ; owl:hasValue ag:blocker ] ) ] .
ag:foo-blocker a ag:DrugClass, owl:NamedIndividual ; rdfs:label "foo blocker" ; ag:plainName "fooblock" ; ag:twin ag:FooBlocker .
ag:FooBlocker a owl:Class ; rdfs:label "foo blocker (drug)" ;
    owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( ag:Drug
        [ a owl:Restriction ; owl:onProperty ag:hasDrugClass ; owl:hasValue ag:foo-blocker ] ) ] .
ag:care a ag:DrugClass, owl:NamedIndividual ; rdfs:label "care without twin" .
ag:xt1 a ag:Target, owl:NamedIndividual ; rdfs:label "XT1 kinase" ; ag:abbreviation "XT1" .
ag:leukosis a ag:Disease, owl:NamedIndividual ; rdfs:label "leukosis" .
ag:opening a ag:TreatmentPhase, owl:NamedIndividual ; rdfs:label "opening" .
ag:grown-ups a ag:Population, owl:NamedIndividual ; rdfs:label "grown-ups" .
ag:remission a ag:Outcome, owl:NamedIndividual ; rdfs:label "remission" .
"""

BACKGROUND = (
    "subject\trelation\tobject\tcitation\turl\n"
    "foocept\thasDrugClass\tfoo blocker\tThe book of blockers, chapter 1\thttps://example.org/blockers#1\n"
    "foo blocker\tsubtypeOf\tblocker\tThe book of blockers, chapter 2\thttps://example.org/blockers#2\n"
    "foo blocker\thasTarget\tXT1 kinase\tThe book of blockers, chapter 3\t\n"
)

MAPPINGS = "#license: none\nsubject_id\tpredicate_id\tobject_id\tcomment\nag:foocept\tskos:exactMatch\tchebi:1\tmade up\n"

#: What the made-up document says; the last words hold what XML cannot.
TEXT = (
    "Foocept (Foobrand) works against leukosis.\r\n"
    "Barumab may too, in grown-ups \u226565 years; \f it is not for \u201cthe opening\u201d.\n"
)

OTHER = Source("other.v1", "other.v1.txt", reader="txt", reader_version="1", digest=digest(TEXT))
PAGE = replace(OTHER, id="page", file="page.txt", title="A page on leukosis", publisher="Nobody", date="2026-01-02")

_FIRST_LINE = Span(0, 42)


def write_ontology(folder: Path, *, terms: str = "", background: str = BACKGROUND, mappings: str = MAPPINGS) -> Path:
    """The small ontology as a folder; `terms` is Turtle to add."""
    schema = (resources.folder("ontology") / "allgraph.ttl").read_text(encoding="utf-8")
    (folder / "terms").mkdir(parents=True)
    (folder / "allgraph.ttl").write_text(schema, encoding="utf-8")
    (folder / "terms" / "terms.ttl").write_text(TERMS + terms, encoding="utf-8")
    (folder / "background.tsv").write_text(background, encoding="utf-8")
    (folder / "mappings.sssom.tsv").write_text(mappings, encoding="utf-8")
    return folder


def finding(
    subject: str = "foocept",
    relation: str = "treats",
    value: str = "leukosis",
    stance: Stance = Stance.AFFIRMED,
    *,
    labels: tuple[str, str] = ("", ""),
    source: str = "page",
    span: Span = _FIRST_LINE,
    qualifiers: tuple[tuple[str, str], ...] = (),
    **evidence: object,
) -> Finding:
    """A finding by local names, in the words of TEXT at `span`."""
    words = span.of(TEXT)
    known = Evidence(source, span, exact_digest=digest(words), normalised_digest=digest(normalised(words)), rule=f"{relation}/test")
    known = replace(known, **evidence)  # type: ignore[arg-type]
    return Finding(Statement(f"ag:{subject}", f"ag:{relation}", f"ag:{value}", stance, qualifiers), known, *labels)


#: Findings of every kind: affirmed, hedged, negated, proposed, of two documents, with made values.
FINDINGS = (
    finding(section="1. Drugs", context=(Span(0, 7), Span(9, 17))),
    finding(source="other.v1", same_text="a1"),
    finding("foocept", "hasBrandName", "foobrand", labels=("foocept", "Foobrand"), span=Span(0, 18)),
    finding("barumab", "treats", "leukosis", Stance.HEDGED, span=Span(44, 59)),
    finding("barumab", "forPopulation", "grown-ups-ge-65-years", labels=("barumab", "grown-ups \u226565 years"), span=Span(44, 83)),
    finding("barumab", "usedInPhase", "opening", Stance.NEGATED, span=Span(44, 112)),
    finding("foocept", "usedInPhase", "opening", span=Span(0, 42), status=Status.PROPOSED),
    finding("barumab", "hasTarget", "xt1", span=Span(44, 51), status=Status.ADDED, curator="a curator", note="as the table shows"),
)
