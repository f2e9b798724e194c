"""Relations: from the frames of a document to its findings, each with its passage, its context and its stance."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from allgraph.documents import Document
from allgraph.reading.atlarge import without_at_large
from allgraph.reading.attachments import Attacher
from allgraph.reading.blocks import Block, Kind, Sentence, sentences
from allgraph.reading.companions import Companions
from allgraph.reading.conditions import ConditionReader
from allgraph.reading.denials import DenialReader, denies_kind
from allgraph.reading.frames import Frame, FrameMaker
from allgraph.reading.given_names import GivenNames
from allgraph.reading.harms import HarmReader, is_had
from allgraph.reading.lexicon import Lexicon, NameKind, Term
from allgraph.reading.lines import LineMaker
from allgraph.reading.matching import End, Match, Matcher
from allgraph.reading.mentions import Mention, MentionFinder
from allgraph.reading.misreadings import MisreadingReader
from allgraph.reading.passages import evidence, spans, status
from allgraph.reading.qualifiers import QualifierReader
from allgraph.reading.readings import READ, Reading, Reason, claim, in_source, sentence_read, with_what_stands_over
from allgraph.reading.references import adaptations, label, references
from allgraph.reading.retractions import RetractionReader
from allgraph.reading.rivals import RivalReader
from allgraph.reading.rows import with_row_names
from allgraph.reading.scope import About, ScopeReader
from allgraph.reading.stance import StanceReader
from allgraph.reading.structure import StructureReader
from allgraph.reading.unknown import unknown_drugs, unknown_terms
from allgraph.statements import Finding, Stance, Statement, Status
from allgraph.texts import Span
from allgraph.vocabulary import source_curie

#: How an entry of a list of references ends: "Some Journal 2017;12:34-56."; what happened "in 2017" is none.
_CITATION = re.compile(r"(?<!\bin )(?<!\bsince )\b(?:19|20)\d\d\b[\s.;:,()\d-]*$")

#: A run of more characters than this without a full stop is a list or data, and would take minutes to read as one sentence.
_LONGEST = 5_000

#: What a title may stand in.
_QUOTES = "\"'“”„‘’«»"

#: What a heading tells in brackets, and what says only how long something is done.
_REMARK = re.compile(r"\([^()]*\)|\buntil\b")

#: Of a longer sentence that is a list, so many characters are read at a time.
_PART = 1_000


class Reader:
    """Reads documents for statements, with one lexicon.

    >>> from allgraph.sources import Source
    >>> from allgraph.reading.lexicon import read_lexicon
    >>> from allgraph.resources import folder
    >>> reader = Reader(read_lexicon(folder("ontology")))
    >>> found = reader.findings(Document(Source("page", "page.txt"), "Imatinib is used to treat adults with ALL."))
    >>> [(f.subject_label, f.statement.relation, f.object_label) for f in found if f.statement.relation == "ag:treats"]
    [('imatinib', 'ag:treats', 'acute lymphoblastic leukemia')]
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._finder = MentionFinder(lexicon)
        self._given_names = GivenNames(lexicon)
        lines = LineMaker(lexicon)
        self._matcher = Matcher(lexicon, lines)
        self._attacher = Attacher(lexicon, lines)
        self._companions = Companions(lexicon, lines)
        self._stances = StanceReader(lexicon)
        self._denials = DenialReader(lexicon)
        self._retractions = RetractionReader(lexicon)
        self._scopes = ScopeReader(lexicon)
        self._qualifiers = QualifierReader(lexicon)
        self._conditioned = ConditionReader(lexicon)
        self._structure = StructureReader(lexicon)
        self._harms, self._misreadings = HarmReader(lexicon), MisreadingReader(lexicon)
        self._rivals = RivalReader(lexicon, self._misreadings)
        self._verbs, self._conjunctions = lexicon.cue_set("finiteVerb"), lexicon.cue_set("conjunction")
        self._qualified, self._scope_free = lexicon.marked("qualified"), lexicon.marked("scopeFree")
        self._harming = {relation.curie for relation in lexicon.relations if "ag:AdverseEffect" in relation.range}
        self._doubting_heading, self._unstated = lexicon.cue_pattern("hedgeCue"), lexicon.cue_pattern("unstatedCue")
        self._in_heading = lexicon.marked("inHeading")
        self._in_led_heading = self._in_heading | lexicon.marked("inLedHeading")
        self._in_name_heading = lexicon.marked("inNameHeading")
        self._leading_on = lexicon.cue_set("leadingOn")
        self._outside, self._of_use = lexicon.marked("outsideScope"), lexicon.marked("ofUse")

    def findings(self, document: Document) -> list[Finding]:
        """What the document states, sorted; of one claim in one passage, each stance once."""
        return list(self.read(document).findings)

    def read(self, document: Document) -> Reading:
        """The findings, the names that look like a drug's and are not known, and what each sentence gave or why it gave nothing."""
        if document.layout and document.layout.starts is not None:
            laid_out = replace(document, text=document.layout.text, layout=replace(document.layout, starts=None, ends=None))
            return in_source(self.read(laid_out), document, document.layout)
        text = document.text
        mentions = self._finder.find(text)
        mentions = [*mentions, *self._given_names.find(text, mentions)]
        unknown = unknown_terms(document.source.id, text, mentions, self._lexicon)
        mentions = sorted([*mentions, *unknown_drugs(unknown, self._lexicon)], key=lambda mention: mention.span)
        starts = [mention.span.start for mention in mentions if mention.kind is not NameKind.MODIFIER]
        blocks = self._structure.blocks(document, mentions)
        mentions = with_row_names(text, blocks, mentions, self._finder.find)
        maker = FrameMaker(text, self._lexicon, mentions)
        whole, scopes = self._scopes.scopes(text, blocks, mentions, self._finder.find(document.source.title))
        others = self._scopes.others(mentions)
        scope_of = dict(zip(map(id, blocks), scopes, strict=True))
        found: dict[tuple[Statement, Span], Finding] = {}
        read: list[tuple[Sentence, Reason, list[Finding]]] = []
        parts = list(_short_enough(text, sentences(text, blocks), mentions))
        for (sentence, block), (after, behind) in zip(parts, [*parts[1:], *parts[-1:]], strict=True):
            if sentence.span.end - sentence.span.start > _LONGEST:
                read.append((sentence, Reason.TOO_LONG, []))
                continue
            frame, scope = maker.frame(sentence), scope_of[id(block)]
            if scope is About.OTHER and _stands_before(sentence, others) and not _is_headed(block, others):
                scope = whole
            if scope is About.ALL and self._is_of_other(frame):
                scope = About.MIXED
            reason = self._reason(text, frame, scope)
            if reason is Reason.NO_TERM and bisect_left(starts, sentence.span.start) < bisect_left(starts, sentence.span.end):
                reason = Reason.ASIDE
            doubted = behind is block and after is not sentence and self._retractions.questions_link(after.span.of(text))
            own = list(self._findings(document, frame, scope, after.span if doubted else None)) if reason in READ else []
            read.append((sentence, reason, own))
            for finding in sorted(own, key=lambda finding: finding.evidence.status is Status.PROPOSED):
                found.setdefault((finding.statement, finding.evidence.passage), finding)
        for finding in self._cited(document, blocks):
            found.setdefault((finding.statement, finding.evidence.passage), finding)
        findings = sorted(without_at_large(list(found.values()), blocks, self._lexicon, self._matcher.of_section))
        kept = {claim(finding) for finding in findings}
        narrowed = self._conditioned.narrowed(findings, blocks)
        read = [(sentence, reason, [narrowed.get(one, one) for one in own]) for sentence, reason, own in read]
        return Reading(
            tuple(sorted(narrowed.get(one, one) for one in findings)),
            tuple(unknown),
            tuple(with_what_stands_over([sentence_read(sentence, reason, own, kept) for sentence, reason, own in read])),
        )

    def _is_of_other(self, frame: Frame) -> bool:
        """Whether a sentence names another disease, and neither it nor its lead-in lines ALL: the block may name both."""
        named = [one for element in frame.elements for one in element.named if one.names_disease]
        opens = [element.text for element in frame.elements[:1]] == ["in"]  # "In AML, S is given"
        opening = [one for element in frame.elements[1:2] for one in element.named] if opens else []
        apart = [one for one in named if "ag:AdverseEffect" not in one.term.classes or is_had(frame, one) or one in opening]
        return bool(apart) and all(one.term.curie in self._outside for one in named)

    def _reason(self, text: str, frame: Frame, scope: About) -> Reason:
        """Why a sentence gives nothing, as far as that shows before its relations are looked for."""
        words = frame.sentence.span.of(text).lower()
        if scope is About.NOTHING:
            return Reason.NO_FACTS
        if words.endswith("?"):
            return Reason.QUESTION
        if _CITATION.search(words) and not self._tells(frame):  # an approval has its year too
            return Reason.NO_FACTS
        if self._unstated.search(words):
            return Reason.SITE
        if scope is About.OTHER:
            return Reason.OTHER_DISEASE
        return Reason.NO_RULE if frame.own or any(element.named for element in frame.elements) else Reason.NO_TERM

    def _tells(self, frame: Frame) -> bool:
        """Whether a sentence has a verb, or names a regulator, and is more than an entry of a list of references."""
        return "ag:Regulator" in frame.classes or any(element.text in self._verbs for element in frame.elements)

    def _findings(self, document: Document, frame: Frame, scope: About, doubt: Span | None = None) -> Iterator[Finding]:
        """What a sentence states: its matches that may stand there, with their evidence and what narrows them.

        `doubt` is the next sentence where that puts in doubt the link to a harm.
        """
        direct = list(chain(self._matcher.matches(frame), self._attacher.matches(frame)))
        matches = self._rivals.left(frame, [*direct, *self._companions.matches(frame, direct)])
        stances = self._stances.stances(frame, matches)
        beside = [(match, held.stance) for match, held in zip(matches, stances, strict=True)]
        for match, held in zip(matches, stances, strict=True):
            deniable = held.stance is not Stance.NEGATED and match.relation.curie not in self._scope_free
            stands = self._may_stand(frame, match, held.stance, scope, held.places)
            stands = stands and not (deniable and self._denials.is_beside_denial(frame, match))
            stands = stands and match.subject.named.term.is_known and match.object.named.term.is_known
            stands = stands and not (match.known and held.stance is Stance.NEGATED and not denies_kind(frame, held.places))
            runs = spans(document.text, frame, match, held.places) if stands else None
            if not runs:
                continue
            certain = held.stance is Stance.AFFIRMED
            doubts = (doubt,) if doubt and match.relation.curie in self._harming and certain else ()
            doubts = (*doubts, *self._doubting_headings(frame, match)) if certain else doubts
            stance = Stance.HEDGED if doubts else held.stance
            subject, object_ = self._value(match.subject, match.relation.domain), self._value(match.object, match.relation.range)
            narrowing = self._qualifiers.of(frame, match, held.stance, beside) if match.relation.curie in self._qualified else {}
            statement = Statement(subject.curie, match.relation.curie, object_.curie, stance, tuple(sorted(narrowing)))
            denied = deniable and self._denials.is_under_denial(frame)
            if denied and match.relation.curie in self._of_use and not self._tells(frame):
                continue  # what a list of "No longer used" holds is no use
            passage, context = runs
            held_as = Status.PROPOSED if denied else status(match, (passage, *context))
            told = evidence(document, frame.sentence.block.headings, passage, (*context, *doubts), match.rule, held_as)
            made = {term.curie: term.label for term in narrowing.values() if term.curie not in self._lexicon.terms}
            yield Finding(statement, told, subject.label, object_.label, tuple(sorted(made.items())))

    def _may_stand(self, frame: Frame, match: Match, stance: Stance, scope: About, told: Sequence[int]) -> bool:
        """Whether a match is a fact about ALL, told by more than a heading, and not a denial that borrows its end from above."""
        if self._misreadings.is_one(frame, match) or self._harms.is_none(frame, match):
            return False
        if (stance is not Stance.NEGATED and self._misreadings.kills(match)) or (
            scope is About.MIXED and match.relation.curie not in self._scope_free
        ):
            return False
        may_stand = self._in_led_heading if frame.sentence.leads else self._in_heading
        if frame.sentence.block.kind is Kind.HEADING and match.relation.curie not in may_stand:
            return match.relation.curie in self._in_name_heading and self._is_name(frame)
        if stance is Stance.HEDGED:
            return self._denials.may_doubt(frame, match, told)
        return stance is not Stance.NEGATED or self._denials.may_stand(frame, match, told)

    def _doubting_headings(self, frame: Frame, match: Match) -> Iterator[Span]:
        """The headings that doubt a use listed below them: the nearest, and those from one that names an end on: "Being studied in O"."""
        block = frame.sentence.block
        nearest = [heading.start for heading in block.headings[-1:] if not block.is_cell]
        above = [end.above.span.start for end in (match.subject, match.object) if end.above and end.above.kind == "heading"]
        listed = (above or nearest) and match.relation.curie in self._of_use and not self._tells(frame)
        for heading in block.headings if listed else ():
            if heading.start >= min([*above, *nearest]) and self._doubting_heading.search(_REMARK.sub(" ", heading.of(frame.text).lower())):
                yield heading

    def _is_name(self, frame: Frame) -> bool:
        """Whether a heading holds names alone, and what brackets tell of them: "Alphamab (Alphadex)" below "Relapsed O"."""
        own = [element for element in frame.elements if element.segment == frame.own and not element.bracket]
        return all(element.named or not element.text.isalpha() or element.text in self._conjunctions for element in own)

    def _cited(self, document: Document, blocks: Sequence[Block]) -> Iterator[Finding]:
        """The references that the document lists, and what it was adapted from."""
        source = document.source
        found = [(*one, "cites/reference-list") for one in references(document.text, blocks, self._lexicon)]
        found += [(*one, "cites/adapted-from") for one in adaptations(document.text, blocks, self._lexicon)]
        for title, heading, rule in found:
            term = self._lexicon.minted(label(title.of(document.text).strip(_QUOTES), self._leading_on), "ag:Reference")
            statement = Statement(source_curie(source.id), "ag:cites", term.curie, Stance.AFFIRMED)
            told = evidence(document, (heading,), title, (heading,), rule)
            yield Finding(statement, told, source.title or source.id, term.label)

    def _value(self, end: End, classes: frozenset[str]) -> Term:
        """The term of an end; a brand name is a value of its own where the relation wants one."""
        if "ag:BrandName" in classes and end.named.kind is NameKind.BRAND:
            return self._lexicon.minted(end.named.name, "ag:BrandName")
        return end.named.term


def _short_enough(text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> Iterator[tuple[Sentence, Block]]:
    """The sentences, each with its block; of one that is too long the list is parted, and what leads it in leads in each part.

    Where the words before the first of the names that commas part are not short themselves, it stays whole.
    """
    starts = [mention.span.start for mention in mentions]
    for sentence in sentences:
        span, block = sentence.span, sentence.block
        inside = mentions[bisect_left(starts, span.start) : bisect_left(starts, span.end)] if span.end - span.start > _LONGEST else ()
        listed = next((mention.span for mention in inside if text[mention.span.end : mention.span.end + 1] == ","), None)
        if listed is None or listed.start - span.start > _PART:
            yield sentence, block
            continue
        lead = Span(span.start, listed.start).trimmed(text)
        over = block if lead.start == lead.end else replace(block, kind=Kind.ITEM, leads=(*sentence.leads, lead))
        start = span.start
        while start < span.end:
            comma = text.rfind(", ", start, start + _PART) if span.end - start > _PART else -1
            end = comma + 2 if comma > start else min(span.end, start + _PART)
            part = Span(start, end).trimmed(text)
            yield (Sentence(part, block, sentence.index) if start == span.start else Sentence(part, over, 0)), block
            start = end


def _stands_before(sentence: Sentence, others: Sequence[int]) -> bool:
    """Whether a sentence stands before the place where its own block first names another disease; `others` are all such places."""
    place = bisect_right(others, sentence.block.span.start - 1)
    return place < len(others) and sentence.span.end <= others[place] < sentence.block.span.end


def _is_headed(block: Block, others: Sequence[int]) -> bool:
    """Whether a heading over a block names another disease; `others` are all places that do."""
    return any(bisect_left(others, heading.start) < bisect_left(others, heading.end) for heading in block.headings)
