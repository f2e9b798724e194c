"""The records of a graph: evidence, passages, sources and unknown terms as triples.

Each is named by 128 bits of sha256 over the fields that make it what it is: an Evidence by statement, source, passage, context and
exact digest (where the claim stands, not by which rule it was found), a Passage by source, start, end and exact digest (none for
context, whose digest the tables do not hold), so that a build with and one without the documents give the same names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, Triple

from allgraph.errors import BuildError
from allgraph.graph.ontology import Background, node
from allgraph.sources import Source
from allgraph.statements import Finding, Flag, Span, Statement, UnknownTerm
from allgraph.texts import digest
from allgraph.vocabulary import source_curie

#: How much of the text on either side of a quote is kept beside it, in code points.
AROUND = 32


def key(*fields: str | int) -> str:
    """128 bits of sha256 over the N-Triples forms of the fields, space-joined, as 32 hex digits.

    >>> key("a", "b c") == key("a b", "c")
    False
    """
    return digest(" ".join(str(Literal(field)) for field in fields))[:32]


def individual(curie: str, kind: str, label: str) -> list[Triple]:
    """The three triples that every individual has."""
    name = node(curie)
    kinds = [Triple(name, node("rdf:type"), node(each)) for each in (kind, "owl:NamedIndividual")]
    return [*kinds, Triple(name, node("rdfs:label"), Literal(label))]


@dataclass(frozen=True)
class Records:
    """Evidence, passages and unknown terms: the part of a graph that grows with its documents, made anew whenever it is gone through.

    A passage on which several findings rest comes as often. `texts` is source id to text, `version` that of the rules.
    """

    rows: Sequence[Finding] = ()
    facts: Mapping[Background, Statement] = field(default_factory=dict)
    unknown: Sequence[UnknownTerm] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    version: str = ""

    def __iter__(self) -> Iterator[Triple]:
        for row in self.rows:
            yield from evidence_triples(row, text=self.texts.get(row.evidence.source), version=self.version)
        for fact, statement in self.facts.items():
            yield from background_evidence(statement, fact)[1]
        for term in self.unknown:
            yield from unknown_triples(term)

    def check(self) -> None:
        """Raise BuildError where a text has another passage than a finding's digest says."""
        for row in self.rows:
            evidence, text = row.evidence, self.texts.get(row.evidence.source)
            if text is not None and evidence.flag is not Flag.ORPHANED and digest(evidence.passage.of(text)) != evidence.exact_digest:
                place = f"{evidence.source} {evidence.passage.start}-{evidence.passage.end}"
                raise BuildError(f"the document has another text there than the passage of {row.statement.curie}", where=place)


def evidence_curie(row: Finding) -> str:
    """The name of a finding's evidence."""
    evidence, passage = row.evidence, row.evidence.passage
    context = " ".join(f"{span.start}-{span.end}" for span in sorted(evidence.context))
    return f"ag:evidence-{key(row.statement.curie, evidence.source, passage.start, passage.end, context, evidence.exact_digest)}"


def evidence_triples(row: Finding, *, text: str | None, version: str) -> Iterator[Triple]:
    """One finding's evidence with its passages; `text` is the source's text where quotes are kept, `version` that of the rules.

    A passage that the text does not have, as an orphaned finding's, is not quoted.
    """
    evidence, name = row.evidence, node(evidence_curie(row))
    place = f"{evidence.source} {evidence.passage.start}-{evidence.passage.end}"
    yield from individual(evidence_curie(row), "ag:Evidence", f"evidence in {place}")
    if text is not None and digest(evidence.passage.of(text)) != evidence.exact_digest:
        text = None
    source = evidence.source
    passage, triples = _passage(source, evidence.passage, evidence.exact_digest, text)
    yield from triples
    yield from _texts(passage, {"ag:normalisedDigest": evidence.normalised_digest, "ag:sameText": evidence.same_text})
    links = [("ag:evidenceOf", row.statement.curie), ("ag:inSource", source_curie(source)), ("ag:hasPassage", passage)]
    for span in evidence.context:
        context, triples = _passage(source, span, "", text)
        yield from triples
        links.append(("ag:hasContextPassage", context))
    yield from (Triple(name, node(relation), node(other)) for relation, other in links)
    ruled = {"ag:rule": evidence.rule, "ag:ruleVersion": version if evidence.rule else ""}
    noted = {"ag:section": evidence.section, "ag:curator": evidence.curator, "ag:note": evidence.note}
    yield from _texts(evidence_curie(row), {**ruled, **noted, "ag:status": evidence.status.value, "ag:flag": evidence.flag.value})


def _passage(source: str, span: Span, exact_digest: str, text: str | None) -> tuple[str, list[Triple]]:
    curie = f"ag:passage-{key(source, span.start, span.end, exact_digest)}"
    triples = [*individual(curie, "ag:Passage", f"{source} {span.start}-{span.end}"), *_position(curie, source, span)]
    quoted = {} if text is None else _quote(text, span)
    return curie, [*triples, *_texts(curie, {"ag:exactDigest": exact_digest, **quoted})]


def _position(curie: str, source: str, span: Span) -> Iterator[Triple]:
    yield Triple(node(curie), node("ag:inSource"), node(source_curie(source)))
    yield Triple(node(curie), node("oa:start"), Literal(span.start))
    yield Triple(node(curie), node("oa:end"), Literal(span.end))


def _quote(text: str, span: Span) -> dict[str, str]:
    return {
        "ag:exactDigest": digest(span.of(text)),
        "oa:exact": span.of(text),
        "oa:prefix": text[max(0, span.start - AROUND) : span.start],
        "oa:suffix": text[span.end : span.end + AROUND],
    }


def background_evidence(statement: Statement, fact: Background) -> tuple[str, list[Triple]]:
    """The evidence of a background row: the work that it cites."""
    curie = f"ag:evidence-{key(statement.curie, fact.citation, fact.url)}"
    triples = individual(curie, "ag:Evidence", "cited background")
    triples += _texts(curie, {"ag:status": "background", "dcterms:bibliographicCitation": fact.citation})
    triples.append(Triple(node(curie), node("ag:evidenceOf"), node(statement.curie)))
    if fact.url:
        triples.append(Triple(node(curie), node("ag:citationUrl"), Literal(fact.url, datatype=node("xsd:anyURI"))))
    return curie, triples


def source_triples(source: Source) -> Iterator[Triple]:
    """A document's node."""
    curie = source_curie(source.id)
    yield from individual(curie, "ag:Source", source.title or source.id)
    said = {"dcterms:title": source.title, "dcterms:publisher": source.publisher, "dcterms:date": source.date}
    said["dcterms:rights"] = source.licence
    read = {"ag:reader": source.reader, "ag:readerVersion": source.reader_version, "ag:textDigest": source.digest}
    yield from _texts(curie, {"ag:sourceId": source.id, **said, **read})


def unknown_curie(unknown: UnknownTerm) -> str:
    """The CURIE of a name that no term carries, at one place."""
    return f"ag:unknown-{key(unknown.term, unknown.source, unknown.span.start, unknown.span.end)}"


def unknown_triples(unknown: UnknownTerm) -> Iterator[Triple]:
    """The node of a name that no term carries."""
    curie = unknown_curie(unknown)
    yield from individual(curie, "ag:UnknownTerm", unknown.term)
    yield from _position(curie, unknown.source, unknown.span)
    yield from _texts(curie, {"ag:reason": unknown.reason})


def _texts(curie: str, values: dict[str, str]) -> Iterable[Triple]:
    """Text values of a node; an empty one is none."""
    return [Triple(node(curie), node(relation), Literal(text)) for relation, text in values.items() if text]
