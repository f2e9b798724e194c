"""Extractors of others: installed packages that read documents for statements too, whose claims pass the same gate and checks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import entry_points
from typing import Protocol

from allgraph.documents import Document
from allgraph.errors import DocumentError, ExtractorError
from allgraph.reading.folding import fold
from allgraph.reading.lexicon import Lexicon, Relation, Term
from allgraph.reading.mentions import Mention, MentionFinder
from allgraph.reading.passages import evidence
from allgraph.reading.qualifiers import QUALIFIERS
from allgraph.reading.readings import Reading, Reason
from allgraph.reading.relations import Reader
from allgraph.statements import Finding, Stance, Statement, Status, UnknownTerm
from allgraph.texts import Span

#: The group of entry points by which a package offers its extractors.
GROUP = "allgraph.extractors"

#: What an extractor may be, in the words of the Biolink Model (AgentTypeEnum).
AGENTS = frozenset({"text_mining_agent", "computational_model", "automated_agent", "data_analysis_pipeline"})

_NAME = re.compile(r"[\w.-]+")
#: The sentences whose facts are not facts about ALL: nobody's claims are taken from them.
_NOT_READ = frozenset({Reason.OTHER_DISEASE, Reason.NO_FACTS, Reason.SITE, Reason.QUESTION})


@dataclass(frozen=True)
class Claimed:
    """What an extractor found: names as people write them, or CURIEs, and the passage as offsets in the document's text.

    `context` holds runs elsewhere that it rests on, `qualifiers` (name, value) pairs as in ("phase", "induction"), `rule` what found it.

    >>> Claimed("imatinib", "treats", "ALL", 0, 20).stance
    'affirmed'
    """

    subject: str
    relation: str
    object: str
    start: int
    end: int
    stance: str = "affirmed"
    qualifiers: tuple[tuple[str, str], ...] = ()
    context: tuple[tuple[int, int], ...] = ()
    rule: str = "found"


class Extractor(Protocol):
    """Reads one document at a time; `name` and `version` stand in the rule of each of its statements, `agent` is one of AGENTS.

    An entry point names a callable without arguments that gives one, such as a class.
    """

    name: str
    version: str
    agent: str

    def extract(self, document: Document) -> Iterable[Claimed]:
        """What the document states; the same text must give the same claims."""


def installed() -> tuple[Extractor, ...]:
    """The extractors of the installed packages, by name. Raises ExtractorError for one that cannot be loaded or is none."""
    found: dict[str, Extractor] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        where = f"extractor {entry.name} ({entry.value})"
        try:
            extractor: Extractor = entry.load()()
        except Exception as error:
            raise ExtractorError(
                f"cannot be loaded ({type(error).__name__}: {error}); mend its package or uninstall it", where=where
            ) from error
        if not all(_NAME.fullmatch(str(getattr(extractor, part, ""))) for part in ("name", "version")):
            raise ExtractorError("has no name and version of letters, figures, dots and hyphens", where=where)
        if getattr(extractor, "agent", "") not in AGENTS:
            raise ExtractorError(f"is of no agent type of {', '.join(sorted(AGENTS))}", where=where)
        found[extractor.name] = extractor
    return tuple(found[name] for name in sorted(found))


class Gate:
    """Lets the claims of extractors into readings, as rows like those of our own rules."""

    def __init__(self, lexicon: Lexicon, extractors: Sequence[Extractor]) -> None:
        self._lexicon = lexicon
        self._extractors = extractors
        self._finder = MentionFinder(lexicon)
        self._relations = {relation.curie: relation for relation in lexicon.relations}
        self._cues = {relation.curie: frozenset(_cues(relation, lexicon)) for relation in lexicon.relations}
        self._denials, self._doubts = lexicon.cue_pattern("negationCue"), lexicon.cue_pattern("hedgeCue")
        self._open = lexicon.marked("openSet")
        self._terms: dict[str, list[Term]] = defaultdict(list)
        for term in lexicon.terms.values():
            for name in {term.curie, fold(term.shown).text, *(fold(one.text).text for one in term.names)}:
                self._terms[name].append(term)

    def with_claims(self, document: Document, reading: Reading) -> Reading:
        """The reading with what the extractors found; names that no term carries are among the unknown ones.

        Raises DocumentError, which names the extractor, where one fails or claims what cannot be.
        """
        mentions = self._finder.find(document.text)
        findings = {(finding.statement, finding.evidence.passage): finding for finding in reading.findings}
        unknown = list(reading.unknown)
        for extractor in self._extractors:
            where = f"extractor {extractor.name} {extractor.version}, {document.source.file}"
            try:
                claims = list(extractor.extract(document))
            except (Exception, SystemExit) as error:
                raise DocumentError(f"failed: {type(error).__name__}: {error}", where=where) from error
            for claim in claims:
                row = self._row(document, reading, extractor, claim, mentions, where)
                if isinstance(row, UnknownTerm):
                    unknown.append(row)
                elif row:
                    findings.setdefault((row.statement, row.evidence.passage), row)
        return replace(reading, findings=tuple(sorted(findings.values())), unknown=tuple(unknown))

    def _row(
        self, document: Document, reading: Reading, extractor: Extractor, claim: Claimed, mentions: Sequence[Mention], where: str
    ) -> Finding | UnknownTerm | None:
        """The row of a claim; the unknown name in it, if there is one; None where its sentence is not read."""
        if not isinstance(claim, Claimed):
            raise DocumentError(f"gave what is no Claimed: {claim!r:.80}", where=where)
        _check_types(claim, where)
        passage, context = _checked(document, claim, where)
        relation = self._relations.get(f"ag:{claim.relation.removeprefix('ag:')}")
        if relation is None:
            known = ", ".join(sorted(curie.removeprefix("ag:") for curie in self._relations))
            raise DocumentError(f"claims what cannot be: {claim.relation!r} is no relation; there are {known}", where=where)
        if claim.stance not in set(Stance):
            raise DocumentError(f"claims what cannot be: {claim.stance!r} is no stance; there are {', '.join(Stance)}", where=where)
        read = [one for one in reading.sentences if one.sentence.span.start < passage.end and passage.start < one.sentence.span.end]
        if read and all(one.reason in _NOT_READ for one in read):
            return None
        ends = []
        for name, classes in ((claim.subject, relation.domain), (claim.object, relation.range)):
            term = self._term(name, classes)
            if term is None and self._terms.get(fold(name).text):
                kinds = ", ".join(sorted(kind.removeprefix("ag:") for kind in classes))
                raise DocumentError(f"claims what cannot be: {name!r} is no end of {claim.relation}, which wants {kinds}", where=where)
            if term is None:
                return UnknownTerm(fold(name).text, document.source.id, passage, f"named by the extractor {extractor.name}")
            ends.append(term)
        narrowing: dict[str, Term] = {}
        for name, value in claim.qualifiers:
            qualifier = f"ag:qualifier{name[:1].upper()}{name[1:]}"
            if qualifier not in QUALIFIERS:
                known = ", ".join(sorted(_qualifier_name(one) for one in QUALIFIERS))
                raise DocumentError(f"claims what cannot be: {name!r} is no qualifier; there are {known}", where=where)
            term = self._term(value, QUALIFIERS[qualifier])
            if term is None:  # without it the claim would say more
                return UnknownTerm(fold(value).text, document.source.id, passage, f"named by the extractor {extractor.name}")
            narrowing[qualifier] = term
        subject, object_ = ends
        runs = (passage, *context)
        named = all(self._is_named(term, runs, document.text, mentions) for term in ends)
        shown = named and self._is_cued(relation, runs, document.text) and self._is_held(Stance(claim.stance), runs, document.text)
        headings = read[0].sentence.block.headings if read else ()
        rule = f"{extractor.name} {extractor.version}/{claim.rule} ({extractor.agent})"
        found = evidence(document, headings, passage, context, rule, Status.EXTRACTED if shown else Status.PROPOSED)
        pairs = tuple(sorted((qualifier, term.curie) for qualifier, term in narrowing.items()))
        made = tuple(sorted((term.curie, term.label) for term in narrowing.values() if term.curie not in self._lexicon.terms))
        statement = Statement(subject.curie, relation.curie, object_.curie, Stance(claim.stance), pairs)
        return Finding(statement, found, subject.label, object_.label, made)

    def _term(self, name: str, classes: Collection[str]) -> Term | None:
        """The term of one of these classes that a name means; a value of an open class, as the reader makes it, where none does."""
        known = [term for term in self._terms.get(name, self._terms.get(fold(name).text, ())) if not classes or term.classes & set(classes)]
        if len({term.curie for term in known}) == 1:
            return known[0]
        kinds = sorted(self._open.intersection(classes))
        return self._lexicon.minted(" ".join(name.split()), kinds[0]) if kinds and not known and name.strip() else None

    def _is_named(self, term: Term, runs: Sequence[Span], text: str, mentions: Sequence[Mention]) -> bool:
        if any(mention.term.curie == term.curie and run.covers(mention.span) for mention in mentions for run in runs):
            return True
        return any(fold(term.label).text in fold(run.of(text)).text for run in runs)

    def _is_cued(self, relation: Relation, runs: Sequence[Span], text: str) -> bool:
        """Whether a word stands there by which our own rules know the relation, or the bracket that some of them need."""
        words = {word for run in runs for word in fold(run.of(text)).text.replace("(", " [ ").split()}
        return not words.isdisjoint(self._cues[relation.curie])

    def _is_held(self, stance: Stance, runs: Sequence[Span], text: str) -> bool:
        """Whether the words there are of a claim's stance: a denial or a doubt needs its word, a plain claim stands with neither."""
        words = " ".join(run.of(text) for run in runs).lower()
        denies, doubts = bool(self._denials.search(words)), bool(self._doubts.search(words))
        return {Stance.AFFIRMED: not denies and not doubts, Stance.HEDGED: denies or doubts, Stance.NEGATED: denies}[stance]


class WholeReader:
    """Reads documents by our own rules and by the extractors of others."""

    def __init__(self, lexicon: Lexicon, extractors: Sequence[Extractor] = ()) -> None:
        self._reader = Reader(lexicon)
        self._gate = Gate(lexicon, extractors) if extractors else None  # it has a finder of names of its own, which takes time to make

    def read(self, document: Document) -> Reading:
        """What a document gives. Raises DocumentError as `Gate.with_claims` does."""
        reading = self._reader.read(document)
        return self._gate.with_claims(document, reading) if self._gate else reading


def _qualifier_name(qualifier: str) -> str:
    """A qualifier's name in a claim: "priorTherapy" of ag:qualifierPriorTherapy."""
    name = qualifier.removeprefix("ag:qualifier")
    return name[:1].lower() + name[1:]


def _check_types(claim: Claimed, where: str) -> None:
    """Raise DocumentError where a claim of another's code holds what its fields are not for."""
    words = ("subject", "relation", "object", "stance", "rule")
    pairs = (*claim.qualifiers, *claim.context)
    for name in (*words, "start", "end"):
        kind = str if name in words else int
        if not isinstance(value := getattr(claim, name), kind):
            raise DocumentError(f"claims what cannot be: {name} is {value!r}, which is no {kind.__name__}", where=where)
    if not all(len(pair) == len(("name", "value")) for pair in pairs):
        raise DocumentError("claims what cannot be: qualifiers and context hold pairs", where=where)


def _checked(document: Document, claim: Claimed, where: str) -> tuple[Span, tuple[Span, ...]]:
    """A claim's passage and context. Raises DocumentError where one is no run of the document's text."""
    spans = [Span(start, end) for start, end in ((claim.start, claim.end), *claim.context)]
    for span in spans:
        if not 0 <= span.start < span.end <= len(document.text):
            raise DocumentError(f"claims a passage that is no run of the text: {span.start}-{span.end}", where=where)
    return spans[0], tuple(sorted(spans[1:]))


def _cues(relation: Relation, lexicon: Lexicon) -> Iterator[str]:
    """The words by which a relation is known: those of its patterns, and where it is attached those that attach it."""
    for pattern in relation.patterns:
        yield from re.findall(r"\b[a-z]{2,}\b|\[", re.sub(r"\{[^}]*\}", " ", pattern.text))
    if relation.curie in lexicon.marked("attached"):
        yield from lexicon.cues_at("attachedBy", relation.curie) or lexicon.cue_set("useCue")
