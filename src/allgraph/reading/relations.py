"""Relations: from the frames of a document to its findings, each with its passage, its context and its stance."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import chain, dropwhile, islice, takewhile

from allgraph.curation.tables import short_section
from allgraph.documents import Document
from allgraph.readers.layout import Layout
from allgraph.reading.attachments import Attacher
from allgraph.reading.blocks import Block, Kind, Sentence, sentences
from allgraph.reading.companions import Companions
from allgraph.reading.conditions import ConditionReader
from allgraph.reading.denials import DenialReader
from allgraph.reading.elements import Element, Named, in_condition
from allgraph.reading.frames import Frame, FrameMaker
from allgraph.reading.given_names import GivenNames
from allgraph.reading.grids import TableWords
from allgraph.reading.headings import (
    with_called_phases,
    with_drug_labels,
    with_label_headings,
    with_labelled_lists,
    with_labelled_values,
    with_leaflet_drug,
    with_list_headings,
    with_members,
    with_parts,
    with_records,
    with_reference_headings,
    with_run_in_headings,
    with_sections,
    with_spaced_effects,
    with_treatment_headings,
)
from allgraph.reading.lexicon import Lexicon, NameKind, Term
from allgraph.reading.lines import LineMaker
from allgraph.reading.matching import End, Match, Matcher
from allgraph.reading.mentions import Mention, MentionFinder
from allgraph.reading.outline import outline
from allgraph.reading.qualifiers import QualifierReader
from allgraph.reading.references import adaptations, label, references
from allgraph.reading.retractions import RetractionReader
from allgraph.reading.rows import (
    with_arms,
    with_drug_items,
    with_labelled_parts,
    with_labels,
    with_phase_rows,
    with_row_heads,
    with_row_names,
    without_named_statuses,
    without_unclear_rows,
)
from allgraph.reading.scope import About, ScopeReader
from allgraph.reading.stance import StanceReader
from allgraph.reading.unknown import unknown_terms
from allgraph.statements import Evidence, Finding, Stance, Statement, Status, UnknownTerm
from allgraph.texts import Span, digest, normalised
from allgraph.vocabulary import source_curie

#: How an entry of a list of references ends: "Some Journal 2017;12:34-56."; what happened "in 2017" is none.
_CITATION = re.compile(r"(?<!\bin )(?<!\bsince )\b(?:19|20)\d\d\b[\s.;:,()\d-]*$")


#: A run of more characters than this without a full stop is a list or data, and would take minutes to read as one sentence.
_LONGEST = 5_000


#: What parts a case from the words around it, and how near behind what it names it ends, in elements.
_DASHES, _CASE_REACH = frozenset({"-", "–", "—"}), 8

#: What a title may stand in.
_QUOTES = "\"'“”„‘’«»"

#: So near before a thing stands what says that it is given up, in elements: "reduce the dose of S".
_GIVEN_UP_REACH = 4

#: What a heading tells in brackets, and what says only how long something is done.
_REMARK = re.compile(r"\([^()]*\)|\buntil\b")

#: What stands before a disease that people have, or that is treated, in at most so many characters.
_PEOPLE_WITH = re.compile(
    r"(?:(?:adults|any(?:body|one)|children|individuals|infants|men|patients|people|some(?:body|one)|teenagers|those|women) with"
    r"|treat(?:s|ing)?"
    r"|(?:therapy|treatment|induction|maintenance)(?: \w+)? (?:of|for)) (?:\w+ ){0,2}$",
    re.IGNORECASE,
)
_TREATED = re.compile(r" (?:cases|patients|therapy|treatments?)\b")
_HAD_REACH = 50

#: So far before a phase stands the denial of a use in it, in words: "is not used in".
_USED_REACH = 4

#: So far behind a name stands the colon of its label, and behind that the name that the line is about.
_LABEL_REACH = 4

#: So far before a drug stands what tells that a disease is resistant to it and to others: "resistant to S, S or S".
_RESISTED_REACH = 7

#: So far behind the object of an item stand the next item and the word that leads in its object: ", and S for".
_ITEM_REACH = 8

#: So far before a disease stands the level that counts in it: "100,000 / µl in O".
_LEVEL_REACH = 4

#: The relation of a drug to its class.
_CLASSED = "ag:hasDrugClass"
_FACTOR = "ag:riskFactorFor"

#: Signs that make a label of the name before them.
_LABEL_SIGNS = frozenset({":", "-"})
#: What a remark in brackets may tell the people of for whom it is a factor.
_COUNTED = frozenset({"ag:Criterion", "ag:Population", "ag:RiskFactor"})

#: Of a longer sentence that is a list, so many characters are read at a time.
_PART = 1_000


#: What a line of its own that comes again in a text names without being the label of the line below it.
_LISTED = frozenset({"ag:Drug", "ag:Regimen"})

#: What a card of its own may be about.
_CARDED = frozenset({"ag:Treatment", "ag:DrugClass", "ag:TreatmentPhase"})


class Reason(StrEnum):
    """What became of a sentence: it gave statements, or why it gave none."""

    STATED = "gave statements"
    OVER = "is read with what stands below it"
    NO_RULE = "names terms, but no rule connects them"
    ASIDE = "denies or sets aside what it names"
    NO_TERM = "names no term"
    OTHER_DISEASE = "is not about ALL"
    QUESTION = "is a question"
    TOO_LONG = "is too long to be a sentence"
    SITE = "speaks to the reader or of one person"
    NO_FACTS = "stands where nothing is stated (references, comments, a shop)"


#: What a sentence is read for relations in spite of: one that names no term may tell the aim of what stands above it.
_READ = frozenset({Reason.NO_RULE, Reason.ASIDE, Reason.NO_TERM})


@dataclass(frozen=True)
class SentenceRead:
    """A sentence, what became of it, and the findings it gave (those that a narrower claim replaced are left out)."""

    sentence: Sentence
    reason: Reason
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Reading:
    """What a document gave: its findings, the unknown names in it, and every sentence with what became of it."""

    findings: tuple[Finding, ...]
    unknown: tuple[UnknownTerm, ...]
    sentences: tuple[SentenceRead, ...]


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
        self._of_section = self._matcher.of_section
        self._attacher = Attacher(lexicon, lines)
        self._companions = Companions(lexicon, lines)
        self._stances = StanceReader(lexicon)
        self._denials = DenialReader(lexicon)
        self._retractions = RetractionReader(lexicon)
        self._scopes = ScopeReader(lexicon)
        self._qualifiers = QualifierReader(lexicon)
        self._conditioned = ConditionReader(lexicon)
        self._table_words = TableWords(
            lexicon.cue_set("columnHead"),
            (lexicon.cues_at("subjectColumn", "ag:Drug"), lexicon.cues_at("subjectColumn", "ag:Treatment")),
            lexicon.cue_set("stepColumn"),
            lexicon.cue_set("emptyCell"),
            lexicon.cue_set("columnFiller"),
            lexicon.cue_set("denyingCell"),
            lexicon.cue_set("markingCell"),
            lexicon.cue_set("statusColumn"),
            lexicon.cues_at("leadingColumn", "ag:Complication"),
            lexicon.cue_set("recordHead"),
        )
        self._verbs = lexicon.cue_set("finiteVerb")
        self._later, self._around = lexicon.cue_set("laterOpening"), lexicon.cue_set("aroundOpening")
        self._lifting, self._negating = lexicon.cue_set("liftingCue"), lexicon.cue_pattern("negationCue")
        self._qualified = lexicon.marked("qualified")
        self._harming = {relation.curie for relation in lexicon.relations if "ag:AdverseEffect" in relation.range}
        self._conditions = lexicon.cue_set("conditionCue")
        self._care = frozenset({"ag:SupportiveCare"}) | lexicon.marked("ofCare")
        self._never_given = set(lexicon.cue_pairs("neverOf"))
        self._ways = {relation.curie for relation in lexicon.relations if "ag:Route" in relation.range}
        self._giving_up = {relation.curie: lexicon.cues_at("givenUpCue", relation.curie) for relation in lexicon.relations}
        self._own_causes = {harm: lexicon.cues_at("harmOf", harm) for harm, _ in lexicon.cue_pairs("harmOf")}
        self._of_people = {relation.curie for relation in lexicon.relations if "ag:Population" in relation.range}
        self._generic = lexicon.marked("generic")
        self._effects = lexicon.cue_pattern("effectCue")
        self._helping = lexicon.cue_pattern("helpingCue")
        self._doubting_heading = lexicon.cue_pattern("hedgeCue")
        self._yielding = dict(lexicon.cue_pairs("yieldsTo"))
        self._yielding_from_above = dict(lexicon.cue_pairs("fromAboveYieldsTo"))
        self._in_heading = lexicon.marked("inHeading")
        self._in_led_heading = self._in_heading | lexicon.marked("inLedHeading")
        self._in_name_heading = lexicon.marked("inNameHeading")
        self._conjunctions, self._articles = lexicon.cue_set("conjunction"), lexicon.cue_set("article")
        self._scope_free = lexicon.marked("scopeFree")
        self._unstated = lexicon.cue_pattern("unstatedCue")
        self._leading_on = lexicon.cue_set("leadingOn")
        self._root = lexicon.marked("scopeDisease")
        self._courses = {curie for curie, _ in lexicon.cue_pairs("course")}
        self._wide = {wide for relation, wide in lexicon.cue_pairs("wideClass") if relation == _CLASSED}
        self._outside, self._of_use, self._leading = lexicon.marked("outsideScope"), lexicon.marked("ofUse"), lexicon.cue_set("leadingCue")
        self._apart = {relation.curie: lexicon.cues_at("apartHeading", relation.curie) for relation in lexicon.relations}

    def findings(self, document: Document) -> list[Finding]:
        """What the document states, sorted; of one claim in one passage, each stance once."""
        return list(self.read(document).findings)

    def read(self, document: Document) -> Reading:
        """The findings, the names that look like a drug's and are not known, and what each sentence gave or why it gave nothing."""
        if document.layout and document.layout.starts is not None:
            laid_out = replace(document, text=document.layout.text, layout=replace(document.layout, starts=None, ends=None))
            return _in_source(self.read(laid_out), document, document.layout)
        text = document.text
        mentions = self._finder.find(text)
        mentions = sorted([*mentions, *self._given_names.find(text, mentions)], key=lambda mention: mention.span)
        starts = [mention.span.start for mention in mentions if mention.kind is not NameKind.MODIFIER]
        blocks = self._blocks(document, mentions)
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
            own = list(self._findings(document, frame, scope, after.span if doubted else None)) if reason in _READ else []
            read.append((sentence, reason, own))
            for finding in sorted(own, key=lambda finding: finding.evidence.status is Status.PROPOSED):
                found.setdefault((finding.statement, finding.evidence.passage), finding)
        for finding in self._cited(document, blocks):
            found.setdefault((finding.statement, finding.evidence.passage), finding)
        findings = sorted(self._told_of_kinds(list(_specific(list(found.values()), blocks, self._root))))
        kept = {_claim(finding) for finding in findings}
        narrowed = self._conditioned.narrowed(findings, blocks)
        read = [(sentence, reason, [narrowed.get(one, one) for one in own]) for sentence, reason, own in read]
        return Reading(
            tuple(sorted(narrowed.get(one, one) for one in findings)),
            tuple(unknown_terms(document.source.id, text, mentions, self._lexicon)),
            tuple(_with_what_stands_over([_sentence_read(sentence, reason, own, kept) for sentence, reason, own in read])),
        )

    def _told_of_kinds(self, findings: Sequence[Finding]) -> Iterator[Finding]:
        """The findings without those of drugs that only their section gives the disease at large, and the text gives a kind of it."""
        terms = self._lexicon.terms
        told = {
            finding.statement.subject
            for finding in findings
            if finding.statement.object not in self._root
            and finding.statement.object in terms
            and "ag:Disease" in terms[finding.statement.object].classes
            and finding.statement.relation == "ag:treats"
        }
        for finding in findings:
            subject, rule = finding.statement.subject, finding.evidence.rule
            kinds = terms[subject].classes if subject in terms else frozenset()
            drugs = not kinds.isdisjoint({"ag:Drug", "ag:DrugClass"}) and "ag:Modality" not in kinds
            if not drugs or subject not in told or finding.statement.object not in self._root or rule not in self._of_section:
                yield finding

    def _blocks(self, document: Document, mentions: Sequence[Mention]) -> list[Block]:
        """The outline of a text, with the headings that only what they name shows."""
        text = document.text
        names, things = (
            {mention.span.of(text) for mention in mentions if not mention.term.classes.isdisjoint(kinds)} for kinds in (_LISTED, _CARDED)
        )
        laid_out = without_named_statuses(outline(text, self._table_words, document.layout, names, things), mentions)
        known = with_records(text, laid_out, mentions)
        known = with_treatment_headings(text, with_run_in_headings(text, known, mentions, self._lexicon), mentions, self._lexicon)
        known = with_called_phases(text, with_parts(known, mentions, self._lexicon), mentions)
        known = with_sections(text, known, mentions, self._lexicon)
        known = with_reference_headings(text, with_members(known, mentions, self._lexicon), self._lexicon)
        known = with_drug_labels(text, without_unclear_rows(text, known, mentions), mentions, self._lexicon)
        known = with_leaflet_drug(known, mentions)
        blocks = with_phase_rows(text, with_row_heads(text, known, mentions, self._lexicon), mentions, self._lexicon)
        blocks = with_arms(text, blocks, mentions, self._lexicon)
        blocks = with_labelled_values(text, blocks, mentions, self._lexicon)
        blocks = with_spaced_effects(text, blocks, mentions, self._lexicon)
        blocks = with_list_headings(text, blocks, mentions, self._lexicon)
        blocks = with_labelled_lists(text, blocks, self._lexicon)
        blocks = with_drug_items(text, with_label_headings(text, blocks, mentions, self._lexicon), mentions)
        return with_labels(text, with_labelled_parts(text, blocks, mentions, self._lexicon), mentions, self._lexicon)

    def _is_of_other(self, frame: Frame) -> bool:
        """Whether a sentence names another disease, and neither it nor its lead-in lines ALL: the block may name both."""
        named = [one for element in frame.elements for one in element.named if one.names_disease]
        apart = [one for one in named if "ag:AdverseEffect" not in one.term.classes or _is_had(frame, one)]
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
        matches = self._without_opposites([*direct, *self._companions.matches(frame, direct)])
        matches = _of_nearest(_without_other_names(frame, matches))
        stances = self._stances.stances(frame, matches)
        beside = [(match, held.stance) for match, held in zip(matches, stances, strict=True)]
        for match, held in zip(matches, stances, strict=True):
            deniable = held.stance is not Stance.NEGATED and match.relation.curie not in self._scope_free
            stands = self._may_stand(frame, match, held.stance, scope, held.places)
            stands = stands and not (deniable and self._denials.is_beside_denial(frame, match))
            stands = stands and not (match.known and held.stance is Stance.NEGATED and not _denies_kind(frame, held.places))
            spans = _spans(document.text, frame, match, held.places) if stands else None
            if not spans:
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
            status = Status.PROPOSED if denied else _status(match, (spans[0], *spans[1]))
            told = evidence(document, frame.sentence.block.headings, spans[0], (*spans[1], *doubts), match.rule, status)
            made = {term.curie: term.label for term in narrowing.values() if term.curie not in self._lexicon.terms}
            yield Finding(statement, told, subject.label, object_.label, tuple(sorted(made.items())))

    def _without_opposites(self, matches: list[Match]) -> list[Match]:
        """The matches without those that another one rules out: what a thing is given against is no harm of it.

        Nor does a thing treat the disease of the page that is said to be given against something else.
        """
        strong = [match for match in matches if not match.weak]
        told = {match.claim for match in strong}
        told_of = {(match.relation.curie, match.subject.place) for match in strong if match.subject.place >= 0}

        barred = {match.object.place for match in matches if self._kills(match)}
        firsts = {place: min(one.subject.place for one in matches if one.object.place == place) for place in barred}

        def is_left(match: Match) -> bool:
            relation = match.relation.curie
            if match.object.place in barred and relation in self._ways and match.subject.place > firsts[match.object.place]:
                return False
            if match.object.above is not None and (self._yielding_from_above.get(relation), match.subject.place) in told_of:
                return False
            other = self._yielding.get(relation)
            return other is None or (match.subject.named.term.curie, other, match.object.named.term.curie) not in told

        return [match for match in matches if is_left(match)]

    def _may_stand(self, frame: Frame, match: Match, stance: Stance, scope: About, told: Sequence[int]) -> bool:
        """Whether a match is a fact about ALL, told by more than a heading, and not a denial that borrows its end from above."""
        others = (
            self._is_withstood,
            self._is_exception,
            self._is_of_condition,
            self._is_of_another_course,
            self._is_at_another_time,
            self._is_of_another_disease,
            self._closes_list,
            self._is_item_before,
            self._is_label_of_another,
            self._is_remedy,
            self._is_case_for_care,
            self._is_given_up,
            self._is_case_of_next,
            self._is_in_remark,
            self._is_harm_of_another,
            self._is_of_member,
            self._is_told_of_harm,
            _is_where_a_level_holds,
            _is_only_label,
        )
        if any(other(frame, match) for other in (*others, self._is_set_apart)):
            return False
        if (stance is not Stance.NEGATED and self._kills(match)) or (scope is About.MIXED and match.relation.curie not in self._scope_free):
            return False
        may_stand = self._in_led_heading if frame.sentence.leads else self._in_heading
        if frame.sentence.block.kind is Kind.HEADING and match.relation.curie not in may_stand:
            return match.relation.curie in self._in_name_heading and self._is_name(frame)
        behind = 0 <= match.subject.place < match.object.place  # "people with O after S" have it from S
        if match.relation.curie in self._harming and (behind or match.object.named.term.is_disease) and _is_had(frame, match.object.named):
            return False  # "after treatment of O": what is treated is no harm of it, nor what the people have whom it harms
        if stance is Stance.HEDGED:
            return self._denials.may_doubt(frame, match, told)
        return stance is not Stance.NEGATED or self._denials.may_stand(frame, match, told)

    def _kills(self, match: Match) -> bool:
        """Whether a thing would kill in the way that a match tells of it."""
        return (match.object.named.term.curie, match.subject.named.term.curie) in self._never_given

    def _is_withstood(self, frame: Frame, match: Match) -> bool:
        """Whether the disease withstands the drug, and is not treated with it: "S-resistant O", "O is resistant to S or S"."""
        subject = match.subject
        if match.object.named.term.curie.startswith(f"{subject.named.term.curie}-resistant-"):
            return True
        before = frame.elements[max(0, subject.place - _RESISTED_REACH) : max(0, subject.place)]
        named = dropwhile(lambda element: element.is_treatment or self._joins(element), reversed(before))
        to, state = ([element.text for element in islice(named, 2)] + ["", ""])[:2]
        return match.relation.curie in self._of_use and to == "to" and state.endswith("resistant")

    def _is_set_apart(self, frame: Frame, match: Match) -> bool:
        """Whether an end stands in a heading over another one that turns to something else: "O" over "Side effects" over "S"."""
        words = self._apart[match.relation.curie]
        above = [end.above for end in (match.subject, match.object) if end.above and end.above.kind == "heading"]
        below = [heading for one in above for heading in frame.sentence.block.headings if heading.start > one.span.start]
        return any(not words.isdisjoint(heading.of(frame.text).lower().split()) for heading in below)

    def _doubting_headings(self, frame: Frame, match: Match) -> Iterator[Span]:
        """The headings that doubt a use listed below them: the nearest, and those from one that names an end on: "Being studied in O"."""
        block = frame.sentence.block
        nearest = [heading.start for heading in block.headings[-1:] if not block.is_cell]
        above = [end.above.span.start for end in (match.subject, match.object) if end.above and end.above.kind == "heading"]
        listed = (above or nearest) and match.relation.curie in self._of_use and not self._tells(frame)
        for heading in block.headings if listed else ():
            if heading.start >= min([*above, *nearest]) and self._doubting_heading.search(_REMARK.sub(" ", heading.of(frame.text).lower())):
                yield heading

    def _is_remedy(self, frame: Frame, match: Match) -> bool:
        """Whether what helps does no harm: below a heading of such care, as "Supportive care" over "S → O", or behind "O:", "O –"."""
        if match.relation.curie not in self._harming:
            return False
        if match.object.place == 0 < match.subject.place and "ag:SupportiveCare" in match.subject.named.term.classes:
            return frame.elements[1].text in _LABEL_SIGNS
        heading = next((above for above in frame.above if above.kind == "heading"), None)
        of_care = heading is not None and any(one.term.curie in self._care for one in heading.named)
        return of_care and not self._care.isdisjoint((*match.subject.named.term.classes, match.subject.named.term.curie))

    def _is_case_for_care(self, frame: Frame, match: Match) -> bool:
        """Whether words without a verb below the name of a drug may tell what it is given for, or when to take care with it.

        So may those below a remedy, and a single one: "Renal impairment."
        """
        block, above = frame.sentence.block, match.subject.above
        below = above is not None and above.kind == "heading" and block.kind is Kind.PARAGRAPH and not (block.is_cell or block.leads)
        if match.relation.curie not in self._harming or not below:
            return False
        own = [element for element in frame.elements if element.segment == frame.own]
        if any(element.text.isalpha() and not element.named and element.text not in self._conjunctions for element in own):
            return False
        return "ag:SupportiveCare" in match.subject.named.term.classes or sum(bool(element.named) for element in own) == 1

    def _is_case_of_next(self, frame: Frame, match: Match) -> bool:
        """Whether the object is in a case between dashes, which holds for what follows it: "S, S, and – if you have O – S"."""
        subject, object_, row = match.subject.place, match.object.place, frame.elements
        opens = next((at for at in range(object_ - 1, max(subject, -1), -1) if row[at].text in _DASHES), -1) if subject < object_ else -1
        in_case = 0 <= opens < object_ - 1 and row[opens + 1].text in self._conditions
        return in_case and subject >= 0 and any(element.text in _DASHES for element in row[object_ + 1 : object_ + 1 + _CASE_REACH])

    def _is_in_remark(self, frame: Frame, match: Match) -> bool:
        """Whether the subject has a clause of its own in brackets, which tells nothing of what stands outside: "S helps (S does not)"."""
        place, object_, row = match.subject.place, match.object.place, frame.elements
        if not 0 <= object_ < place or not row[place].bracket or row[object_].bracket:
            return False
        behind = takewhile(lambda element: element.bracket, row[place + 1 :])
        return any(element.text in self._verbs for element in islice((one for one in behind if not one.named), 2))

    def _is_given_up(self, frame: Frame, match: Match) -> bool:
        """Whether a thing is given up for a harm, and is no remedy of it: "if O occurs, stop taking S", "reduce the dose of S"."""
        words = self._giving_up.get(match.relation.curie, frozenset()) if match.subject.place > 0 else frozenset()
        before = frame.elements[max(0, match.subject.place - _GIVEN_UP_REACH) : max(0, match.subject.place)]
        return any(element.text in words for element in before if not element.named)

    def _is_harm_of_another(self, frame: Frame, match: Match) -> bool:
        """Whether only other treatments do such harm, as a transplant and no drug before it; or it may be one of what is told before.

        "S is used for O. S is given to prevent O. O can occur" does not say of which.
        """
        if match.relation.curie not in self._harming:
            return False
        subject, causes = match.subject.named.term, self._own_causes.get(match.object.named.term.curie)
        if causes is not None and causes.isdisjoint((*subject.classes, subject.curie)):
            return True
        above = match.subject.above
        if above is None or above.kind != "before" or not self._helping.search(above.span.of(frame.text).lower()):
            return False
        told = (one.term for further in frame.above if further.kind == "before" for one in further.named)
        return any("ag:Treatment" in term.classes and term.curie != subject.curie for term in told)

    def _is_of_member(self, frame: Frame, match: Match) -> bool:
        """Whether a label tells of the drug told before it, and not of the class that heads both: "S: an antibody. Side effects: O"."""
        subject, row = match.subject, frame.elements
        term = subject.named.term
        of_class = term.curie in self._generic or not term.classes.isdisjoint({"ag:Modality", "ag:DrugClass"})
        is_named = subject.place >= 0 and any(one.term is term for one in row[subject.place].named)
        if not of_class or is_named or all(element.text != ":" for element in row[:_LABEL_REACH]):
            return False
        if subject.above is not None and subject.above.kind != "heading":
            return False
        before = [one for above in frame.above if above.kind in ("before", "earlier") for one in above.named[:1] if above.opens_with(one)]
        return any("ag:Drug" in one.term.classes for one in before)

    def _is_told_of_harm(self, frame: Frame, match: Match) -> bool:
        """Whether the people are borrowed from above by what a sentence tells only the harms of: "late effects of S are O"."""
        start = match.subject.place
        if match.object.above is None or match.relation.curie not in self._of_people or start < 0:
            return False
        return bool(self._effects.search(frame.text[frame.sentence.span.start : frame.elements[start].span.start].lower()))

    def _is_of_condition(self, frame: Frame, match: Match) -> bool:
        """Whether an effect is only named in a condition in brackets: "S: low counts (antibiotics if fever occurs)"."""
        subject, object_ = match.subject.place, match.object.place
        inside = match.relation.curie in self._harming and object_ >= 0 and in_condition(frame.elements, object_, self._conditions)
        return inside and not (subject >= 0 and frame.elements[subject].bracket)

    def _is_of_another_course(self, frame: Frame, match: Match) -> bool:
        """Whether a phase is borrowed from a sentence that denies a use in it, or by one of people in another course: of relapse.

        Or it is where a drug is used, and not what the sentence is about.
        """
        above = match.object.above
        if above is None or above.kind != "before" or "ag:TreatmentPhase" not in match.object.named.term.classes:
            return False
        if any(one.kind == "heading" and match.object.named.term in [named.term for named in one.named] for one in frame.above):
            return False  # the heading says so too
        drugs = [one for one in above.named if one.span.start < match.object.named.span.start and "ag:Drug" in one.term.classes]
        if drugs and all(one.term.curie != match.subject.named.term.curie for one in above.named):
            return True  # "S is used in O. Patients receive S"
        own = [one.term for element in frame.elements[: max(0, match.subject.place)] for one in element.named]
        of_kind = any(term.is_disease and term.curie not in self._root for term in own)
        if of_kind and not above.opens_with(match.object.named):
            return True  # "O is treated with S, plus prophylaxis. This kind of O gets S"
        before = frame.text[above.span.start : match.object.named.span.start].lower().split()[-_USED_REACH:]
        return bool(self._negating.search(" ".join(before))) or any(term.curie in self._courses for term in own)

    def _is_at_another_time(self, frame: Frame, match: Match) -> bool:
        """Whether a sentence turns from the phase over it to a time before or after: "Later, S is given", "Before O, S was given"."""
        phases = [
            end.named.span.of(frame.text).lower()
            for end in (match.subject, match.object)
            if end.above and end.above.kind in ("heading", "row") and "ag:TreatmentPhase" in end.named.term.classes
        ]
        own = [element for element in frame.elements if element.segment == frame.own] if phases else []
        if own and own[0].text in self._later:
            return True
        opening = takewhile(lambda element: element.text != ",", own[1:]) if own and own[0].text in self._around else ()
        return any(element.text in phases for element in opening)  # by their words, for what stands behind "before" is set aside

    def _is_of_another_disease(self, frame: Frame, match: Match) -> bool:
        """Whether what stands right behind the subject is the disease that it is for: "O, or S for another disease"."""
        subject, object_, row = match.subject.place, match.object.place, frame.elements
        if subject < 0 or object_ > subject or match.relation.curie not in self._of_use:
            return False
        return any(one.text in self._leading for one in row[subject + 1 : subject + 2]) and any(
            named.term.curie in self._outside for one in row[subject + 2 : subject + 3] for named in one.named
        )

    def _is_label_of_another(self, frame: Frame, match: Match) -> bool:
        """Whether the subject is the label of a sentence about another thing: "Hydration: high-dose steroids can cause O"."""
        row, start = frame.elements, match.subject.place
        colon = next((at for at in range(start + 1, min(len(row), start + _LABEL_REACH)) if row[at].text == ":"), -1)
        if start < 0 or match.object.place <= colon or colon < 0:
            return False
        behind = [element for element in row[colon + 1 :] if element.named or element.text.isalpha()]
        own = next((at for at, element in enumerate(behind[:_LABEL_REACH]) if element.is_treatment), -1)
        return own >= 0 and any(element.text in self._verbs for element in behind[own + 1 : own + 2])

    def _closes_list(self, frame: Frame, match: Match) -> bool:
        """Whether what is named behind a class goes on with the list that the class stands in, and is no example of it.

        It closes that list: "S, S, a C such as S, and S"; or a joining word has closed the examples: "a C such as S or S, S and S".
        """
        subject, of_class, row = match.subject.place, match.object.place, frame.elements
        if match.relation.curie != _CLASSED or not 0 <= of_class < subject or row[subject].bracket:
            return False
        listed = [element.text for element in row[of_class + 1 : subject] if not element.bracket]
        closed = next((at for at, text in enumerate(listed) if text in self._conjunctions), len(listed))
        if "," in listed[closed:] or ("," in listed and self._is_no_example(frame, of_class, subject)):
            return True
        inside = [element for element in row[of_class + 1 : subject - 1] if element.is_treatment and not element.bracket]
        before = [element for element in row[:of_class] if element.text not in self._articles]
        opened = len(before) > 1 and before[-1].text == "," and before[-2].is_treatment
        closes = row[subject - 1].text in self._conjunctions
        return closes and opened and len(inside) == 1 and self._conjunctions.isdisjoint(element.text for element in before)

    def _is_item_before(self, frame: Frame, match: Match) -> bool:
        """Whether the object is the next item's own, in a list of treatments each told with its object: "S, S for O, and S for O"."""
        subject, object_, row = match.subject.place, match.object.place, frame.elements
        if not 0 <= subject < object_ or row[subject + 1].text != ",":
            return False
        between, behind = row[subject + 2 : object_], row[object_ + 1 : object_ + _ITEM_REACH]
        lead = next((at for at, element in enumerate(between) if element.text in self._leading), -1)
        if lead < 0 or not any(element.is_treatment for element in between[:lead]) or any(map(self._joins, between)):
            return False
        next_item = list(dropwhile(lambda element: not self._joins(element), behind))
        own = next((at for at, element in enumerate(next_item) if element.is_treatment), len(next_item))
        return any(element.text in self._leading for element in next_item[own + 1 :])

    def _joins(self, element: Element) -> bool:
        return element.text == "," or element.text in self._conjunctions

    def _is_no_example(self, frame: Frame, of_class: int, place: int) -> bool:
        """Whether the background knows the first example of a class as one, and another classes of a drug from there on alone.

        "A C such as S, S and S" may name the two last beside the class.
        """
        term = frame.elements[of_class].named[0].term.curie
        drugs = (element.named for element in frame.elements[of_class + 1 : place + 1] if element.is_treatment)
        first, *others = [frozenset[str]().union(*(self._lexicon.broader(one.term.curie) for one in drug)) for drug in drugs]
        return term in first - self._wide and any(known and term not in known for known in others)

    def _is_exception(self, frame: Frame, match: Match) -> bool:
        """Whether the object is only the case that a use does not hold in: "S is used unless O", but "S is not used unless O"."""
        unless = next((at for at, element in enumerate(frame.elements) if element.text in self._lifting), -1)
        ends = sorted(place for place in (match.subject.place, match.object.place) if place >= 0)
        if unless < 0 or len(ends) < 2 or not ends[0] < unless < ends[1]:  # both ends
            return False
        return not self._negating.search(frame.text[frame.sentence.span.start : frame.elements[unless].span.start].lower())

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


def _is_where_a_level_holds(frame: Frame, match: Match) -> bool:
    """Whether the subject only tells where a level counts: "factors are a count over 30,000 in O or 100,000 in O", "age <1 (pediatric)"."""
    subject, row = match.subject.place, frame.elements
    if subject > 0 and match.relation.curie == _FACTOR and row[subject].is_of_people and row[subject].bracket:
        return row[subject].host >= 0 and any(not _COUNTED.isdisjoint(named.term.classes) for named in row[row[subject].host].named)
    if subject < _LEVEL_REACH or not match.subject.named.term.is_disease or row[subject - 1].text != "in":
        return False
    return any(character.isdigit() for one in row[subject - _LEVEL_REACH : subject - 1] for character in one.text)


def _is_only_label(frame: Frame, match: Match) -> bool:
    """Whether the subject only labels a line about a narrower one: "Transplant recommendation: allogeneic transplant in O"."""
    subject, row = match.subject.place, frame.elements
    colon = next((at for at in range(subject + 1, min(len(row), subject + _LABEL_REACH)) if row[at].text == ":"), -1)
    if subject < 0 or colon < 0:
        return False
    kind = f" {match.subject.named.term.label}"
    return any(named.term.label.endswith(kind) for one in row[colon + 1 : colon + _LABEL_REACH] for named in one.named)


def _of_nearest(matches: Sequence[Match]) -> list[Match]:
    """The matches without those that take from a heading what another of the same subject takes from the sentences before it."""

    def told(match: Match) -> tuple[str, int]:
        return match.relation.curie, match.subject.place

    def kind(match: Match) -> str:
        return match.object.above.kind if match.object.above else ""

    nearer = {told(match) for match in matches if kind(match) == "before" and not match.weak}
    return [match for match in matches if told(match) not in nearer or kind(match) in ("", "before")]


def _without_other_names(frame: Frame, matches: Sequence[Match]) -> list[Match]:
    """The matches without those that another name in brackets tells again: "S (S)" says of one thing once what follows from a list."""
    found = {(match.claim, match.subject.place) for match in matches}

    def is_again(match: Match) -> bool:
        place = match.subject.place
        host = frame.elements[place].host if place >= 0 else -1
        return host >= 0 and match.object.above is not None and (match.claim, host) in found

    return [match for match in matches if not is_again(match)]


def _is_had(frame: Frame, named: Named) -> bool:
    """Whether a disease is one that people have, and no effect: "adults with acute myeloid leukemia", "used in AML treatment"."""
    before = frame.text[max(0, named.span.start - _HAD_REACH) : named.span.start]
    return bool(_PEOPLE_WITH.search(before) or _TREATED.match(frame.text, named.span.end))


def _in_source(reading: Reading, document: Document, layout: Layout) -> Reading:
    """What was read in a layout, at the places where the document has it."""

    def block(one: Block) -> Block:
        headings, leads = (tuple(map(layout.origin, above)) for above in (one.headings, one.leads))
        return replace(one, span=layout.origin(one.span), headings=headings, leads=leads)

    def finding(one: Finding) -> Finding:
        then = one.evidence
        passage, context = layout.origin(then.passage), tuple(sorted(set(map(layout.origin, then.context))))
        now = evidence(document, (), passage, context, then.rule, then.status)
        return replace(one, evidence=replace(now, section=then.section))

    def sentence(one: SentenceRead) -> SentenceRead:
        moved = replace(one.sentence, span=layout.origin(one.sentence.span), block=block(one.sentence.block))
        return SentenceRead(moved, one.reason, tuple(map(finding, one.findings)))

    unknown = (replace(term, span=layout.origin(term.span)) for term in reading.unknown)
    return Reading(tuple(sorted(map(finding, reading.findings))), tuple(unknown), tuple(map(sentence, reading.sentences)))


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


def _claim(finding: Finding) -> tuple[str, str, str, Span]:
    """What a finding says and where, whatever its qualifiers."""
    return finding.statement.subject, finding.statement.relation, finding.statement.object, finding.evidence.passage


def _sentence_read(sentence: Sentence, reason: Reason, own: Sequence[Finding], kept: set[tuple[str, str, str, Span]]) -> SentenceRead:
    left = tuple(finding for finding in own if _claim(finding) in kept)
    return SentenceRead(sentence, Reason.STATED if left else reason, left)


def _with_what_stands_over(read: Sequence[SentenceRead]) -> Iterator[SentenceRead]:
    """The sentences read, in which headings and lead-in lines say so where something below them gave statements."""
    blocks = [one.sentence.block for one in read if one.reason is Reason.STATED]
    over = {span for block in blocks for span in (*block.leads, *block.headings[-1:])}
    for one in read:
        above = one.reason in _READ and one.sentence.span in over
        yield replace(one, reason=Reason.OVER) if above else one


def evidence(
    document: Document,
    headings: Sequence[Span],
    passage: Span,
    context: tuple[Span, ...] = (),
    rule: str = "",
    status: Status = Status.EXTRACTED,
) -> Evidence:
    """A passage of a document as the evidence for something, under the headings over it."""
    exact, words = _digests(passage.of(document.text))
    return Evidence(
        source=document.source.id,
        passage=passage,
        section=_section(document.text, tuple(headings)),
        context=context,
        exact_digest=exact,
        normalised_digest=words,
        rule=rule,
        status=status,
    )


@lru_cache(100)  # several findings of one sentence stand in the same passage
def _digests(run: str) -> tuple[str, str]:
    """The digests of a passage as it stands and of its words."""
    return digest(run), digest(normalised(run))


@lru_cache(1)  # the findings of one sentence come one after the other
def _section(text: str, headings: tuple[Span, ...]) -> str:
    return short_section([" ".join(span.of(text).split()) for span in headings])


def _status(match: Match, runs: Sequence[Span]) -> Status:
    """The claim-fit gate: both ends and a cue must stand in the passage or its context, else the claim is only proposed."""
    named = all(any(run.covers(end.named.span) for run in runs) for end in (match.subject, match.object))
    return Status.EXTRACTED if named and not match.weak else Status.PROPOSED


def _spans(text: str, frame: Frame, match: Match, told: tuple[int, ...]) -> tuple[Span, tuple[Span, ...]] | None:
    """The passage, which is the shortest run of the sentence that shows the claim, and the context it rests on elsewhere.

    `told` are the places of the words that deny or doubt it, without which the passage would say the opposite.
    None where all of it stands in the lead-in line, which is read as a sentence of its own.
    """
    ends = [end for end in (match.subject, match.object) if end.place >= 0]
    places = [*match.cues, *(end.place for end in ends)]
    own = [frame.elements[place] for place in places if frame.elements[place].segment == frame.own]
    if not own:
        return None
    own += [frame.elements[place] for place in told if frame.elements[place].segment == frame.own]
    runs = [element.span for element in own] + [end.named.span for end in ends if end.place >= 0 and _in_own(frame, end)]
    passage = _closed(text, Span(min(run.start for run in runs), max(run.end for run in runs)))
    passage = Span(passage.end - len(passage.of(text).lstrip(";:, \n")), passage.end)
    context = {frame.segments[element.segment] for place in (*places, *told) if (element := frame.elements[place]).segment != frame.own}
    for end in (match.subject, match.object):
        if end.above:
            context.add(end.above.span)
        if not passage.covers(end.named.span) and not any(span.covers(end.named.span) for span in context):
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


def _denies_kind(frame: Frame, denial: Sequence[int]) -> bool:
    """Whether a denial is of a kind: "S is not a conventional O", but "S is not used with other O"."""
    return any(element.text in ("a", "an", "one") for element in frame.elements[max(denial) + 1 : max(denial) + 2])
