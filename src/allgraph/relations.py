"""Relations: from the frames of a document to its findings, each with its passage, its context and its stance."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from allgraph.documents import Document
from allgraph.frames import Frame, FrameMaker
from allgraph.lexicon import Lexicon, NameKind, Term
from allgraph.matching import End, Match, Matcher
from allgraph.mentions import MentionFinder
from allgraph.outline import Block, outline, sentences
from allgraph.scope import About, ScopeReader
from allgraph.stance import StanceReader
from allgraph.statements import Evidence, Finding, Statement, Status, UnknownTerm
from allgraph.tables import short_section
from allgraph.texts import Span, digest, normalised
from allgraph.unknown import unknown_terms


class Reader:
    """Reads documents for statements, with one lexicon.

    >>> from allgraph.documents import Source
    >>> from allgraph.lexicon import read_lexicon
    >>> from allgraph.resources import folder
    >>> reader = Reader(read_lexicon(folder("ontology")))
    >>> found = reader.findings(Document(Source("page", "page.txt"), "Imatinib is used to treat adults with ALL."))
    >>> [(f.subject_label, f.statement.relation, f.object_label) for f in found if f.statement.relation == "ag:treats"]
    [('imatinib', 'ag:treats', 'acute lymphoblastic leukemia')]
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._finder = MentionFinder(lexicon)
        self._matcher = Matcher(lexicon)
        self._stances = StanceReader(lexicon)
        self._scopes = ScopeReader(lexicon)
        self._scope_free = lexicon.marked("scopeFree")
        self._unstated = re.compile(rf"\?$|\b(?:{'|'.join(map(re.escape, lexicon.cue_texts('unstatedCue')))})\b")
        self._root = lexicon.marked("scopeDisease")

    def findings(self, document: Document) -> list[Finding]:
        """What the document states, sorted; of one claim in one passage, each stance once."""
        return self.read(document)[0]

    def read(self, document: Document) -> tuple[list[Finding], list[UnknownTerm]]:
        """The findings, and the names that look like a drug's and are not known."""
        text = document.text
        blocks = outline(text)
        mentions = self._finder.find(text)
        maker = FrameMaker(text, self._lexicon, mentions)
        found: dict[tuple[Statement, Span], Finding] = {}
        title = self._finder.find(document.source.title)
        scopes = dict(zip(map(id, blocks), self._scopes.scopes(text, blocks, mentions, title), strict=True))
        for frame in maker.frames(sentences(text, blocks)):
            scope = scopes[id(frame.sentence.block)]
            if scope is About.NOTHING or self._unstated.search(frame.sentence.span.of(text).lower()):
                continue
            for finding in self._findings(document, frame, scope):
                found.setdefault((finding.statement, finding.evidence.passage), finding)
        findings = sorted(_specific(list(found.values()), blocks, self._root))
        return findings, unknown_terms(document.source.id, text, mentions, self._lexicon)

    def _findings(self, document: Document, frame: Frame, scope: About) -> Iterator[Finding]:
        for match in self._matcher.matches(frame):
            if scope is About.OTHER or (scope is About.MIXED and match.relation.curie not in self._scope_free):
                continue
            subject, object_ = self._value(match.subject, match.relation.domain), self._value(match.object, match.relation.range)
            stance = self._stances.stance(frame, match)
            statement = Statement(subject.curie, match.relation.curie, object_.curie, stance)
            spans = _spans(document.text, frame, match)
            if not spans:
                continue
            passage, context = spans
            run = passage.of(document.text)
            evidence = Evidence(
                source=document.source.id,
                passage=passage,
                section=short_section([" ".join(span.of(document.text).split()) for span in frame.sentence.block.headings]),
                context=context,
                exact_digest=digest(run),
                normalised_digest=digest(normalised(run)),
                rule=match.rule,
                status=_status(match, (passage, *context)),
            )
            yield Finding(statement, evidence, subject.label, object_.label)

    def _value(self, end: End, classes: frozenset[str]) -> Term:
        """The term of an end; a brand name is a value of its own where the relation wants one."""
        if "ag:BrandName" in classes and end.named.kind is NameKind.BRAND:
            return self._lexicon.minted(end.named.name, "ag:BrandName")
        return end.named.term


def _status(match: Match, runs: Sequence[Span]) -> Status:
    """The claim-fit gate: both ends must be named in the passage or its context, else the claim is only proposed."""
    named = all(any(run.covers(end.named.span) for run in runs) for end in (match.subject, match.object))
    return Status.EXTRACTED if named else Status.PROPOSED


def _spans(text: str, frame: Frame, match: Match) -> tuple[Span, tuple[Span, ...]] | None:
    """The passage, which is the shortest run of the sentence that shows the claim, and the context it rests on elsewhere.

    None where all of it stands in the lead-in line, which is read as a sentence of its own.
    """
    ends = [end for end in (match.subject, match.object) if end.place >= 0]
    places = [*match.cues, *(end.place for end in ends)]
    own = [frame.elements[place] for place in places if frame.elements[place].segment == frame.own]
    if not own:
        return None
    runs = [element.span for element in own] + [end.named.span for end in ends if end.place >= 0 and _in_own(frame, end)]
    passage = _closed(text, Span(min(run.start for run in runs), max(run.end for run in runs)))
    context = {frame.segments[element.segment] for place in places if (element := frame.elements[place]).segment != frame.own}
    for end in (match.subject, match.object):
        if end.above:
            context.add(end.above.span)
        elif not passage.covers(end.named.span) and not any(span.covers(end.named.span) for span in context):
            context.add(end.named.span)
    return passage, tuple(sorted(context))


def _in_own(frame: Frame, end: End) -> bool:
    """Whether an end is named in the sentence itself: a pronoun's is named elsewhere."""
    return frame.elements[end.place].segment == frame.own and frame.sentence.span.covers(end.named.span)


def _closed(text: str, passage: Span) -> Span:
    """The passage with the bracket that closes right behind it, where it opened one."""
    run = passage.of(text)
    rest = text[passage.end : passage.end + 2]
    closing = rest.find(")")
    if run.count("(") > run.count(")") and closing >= 0 and not rest[:closing].strip("®™"):
        return Span(passage.start, passage.end + closing + 1)
    return passage


def _specific(findings: Sequence[Finding], blocks: Sequence[Block], root: frozenset[str]) -> Iterator[Finding]:
    """The findings without "treats the disease at large" from a list's lead-in where the item itself tells the kind or the state."""

    def place(finding: Finding) -> tuple[str, str, int]:
        start = bisect_right(starts, finding.evidence.passage.start)
        return finding.statement.subject, finding.statement.relation, start

    starts = [block.span.start for block in blocks]
    narrow = {place(finding) for finding in findings if finding.statement.object not in root}
    for finding in findings:
        if finding.statement.object not in root or not finding.evidence.context or place(finding) not in narrow:
            yield finding
