"""Denials: what a denial denies. "S is never given by mouth" denies a way, "children who did not receive S" tells whom it is for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from allgraph.reading.elements import ITEM, Element, begins, classes
from allgraph.reading.frames import Frame
from allgraph.reading.lexicon import Lexicon
from allgraph.reading.matching import Match

#: So many headings over a line say whether what is below them is used at all.
_DENYING = 2

#: What a line says of the name that it begins with: "S (Sdex): no role".
_BEHIND_NAME = re.compile(r"(?: ?\([^()]*\))? ?[:–—-]\s+(.+)", re.DOTALL)

#: So far behind a denial stands the way that alone it denies: "must never be given intrathecally".
_MANNER_REACH = 4

#: So near behind a denial stands what says that only a combination is denied, in elements; and behind a word of having what is had.
_COMBINED_REACH, _OTHER_REACH = 3, 4

#: So far behind a denial ends the part that it denies: "is not usually recommended as a first treatment".
_PART_REACH = 8

#: So far from a denial and the ends of its claim a word of use is looked for, in elements.
_USE_REACH = 8

#: So far before a factor stands the denial that makes its lack of it: "not reaching a remission".
_LACK_REACH = 3

#: So near behind a denial stands the verb that says of what outcome it is: "has not been shown to improve survival".
_OUTCOME_REACH = 4

#: Words that compare.
_COMPARING = frozenset({"compared", "than", "versus"})

#: The class of what a case is told by: "in this age group".
_CASE = "ag:DecisionFactor"

#: What a label or a condition names that opens a case, in at most so many characters.
_CASES = frozenset({"ag:Biomarker", "ag:Population", "ag:DiseaseState"})
_CASE_LENGTH = 80

#: The relation of a combination.
_COMBINED = "ag:combinedWith"

#: The relation of what a thing acts on, and how far behind a class stands that on which only some of it act.
_TARGETED, _MEMBER_REACH = "ag:hasTarget", 4


class DenialReader:
    """Tells whether a denial is one of the match that it touches, and where a heading or a label denies what stands under it.

    >>> from allgraph.reading.blocks import Block, Kind, Sentence
    >>> from allgraph.texts import Span
    >>> denials = DenialReader(Lexicon({}, (), {"denyingHeading": (("ag:Statement", "not recommended"),)}, {}))
    >>> line = Block(Kind.PARAGRAPH, Span(16, 24), headings=(Span(0, 15),))
    >>> frame = Frame(Sentence(line.span, line, 0), "Not recommended\\nimatinib", (), 0, (line.span,), ())
    >>> denials.is_under_denial(frame)
    True
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._denying = lexicon.cue_set("denyingWord")
        self._denying_heading = lexicon.cue_pattern("denyingHeading")
        self._denying_label = lexicon.cue_pattern("denyingHeading", "negationCue")
        self._telling_people = lexicon.cue_pattern("conditionCue", "genericHead", "personClause", "peopleAnaphor")
        self._of_lack = lexicon.marked("lackIsAnother")
        self._of_use, self._of_all_uses = lexicon.marked("ofUse"), lexicon.marked("ofAllUses")
        self._harming = {relation.curie for relation in lexicon.relations if "ag:AdverseEffect" in relation.range}
        self._untrue, self._all_denials = lexicon.cue_phrases("untrueCue"), lexicon.cue_pattern("negationCue")
        self._bare = lexicon.cue_words("bareDenial")
        self._plain = lexicon.cue_words("plainDenial")
        self._uses = lexicon.cue_set("useCue") | lexicon.cue_set("deniedUse")
        self._without, self._left_away = lexicon.cue_set("phraseCue"), lexicon.cue_set("leftAwayCue")
        self._parts, self._part_nouns = lexicon.cue_set("partCue"), lexicon.cue_set("partNoun")
        self._studying = lexicon.cue_set("studyVerb")
        self._trials, self._ended = lexicon.cue_set("studyNoun"), lexicon.cue_set("studyEnd")
        self._combining, self._narrowing = lexicon.cue_set("combiningVerb"), lexicon.cue_set("narrowingCue")
        self._conditions = lexicon.cue_set("conditionCue")
        self._narrower = self._conditions - lexicon.cue_set("liftingCue")
        self._excepting = lexicon.cue_phrases("exceptingCue")
        self._variants, self._acting = lexicon.cue_set("variantWord"), lexicon.cue_set("actingCue")
        self._making, self._to_come = lexicon.cue_set("makingVerb"), lexicon.cue_set("toComeCue")
        self._having = self._conditions | lexicon.cue_set("hadCue")
        self._openings, self._reasons = lexicon.cue_set("openingCue"), lexicon.cue_set("reasonCue")
        self._case_ends = self._reasons | lexicon.cue_set("caseEnd")
        self._conjunctions = lexicon.cue_set("conjunction")
        self._here, self._person_openers = lexicon.cue_set("hereCue"), lexicon.cue_set("personClause")
        self._people = lexicon.cue_set("genericHead")
        self._leading = lexicon.cue_set("leadingCue")
        self._reaching = lexicon.cue_set("reachingVerb")
        self._ways = {relation.curie for relation in lexicon.relations if "ag:Route" in relation.range}
        self._bettering, self._raising = lexicon.cue_set("betteringVerb"), lexicon.cue_set("raisingVerb")

    def may_stand(self, frame: Frame, match: Match, told: Sequence[int]) -> bool:
        """Whether a denial is one of the match; what a sentence denies is hardly what the heading or sentence above it says."""
        if self._is_of_here(frame, match, told) or self._is_of_combination(frame, match, told) or self._is_of_study(frame, match, told):
            return False
        if self._is_denied_again(frame, match) or self._is_of_case_above(frame, match) or self._is_of_outcome(frame, match, told):
            return False
        if _is_marked(frame, told) or self._is_labelled(frame, match, told):
            return True
        lacks = match.relation.curie in self._of_lack and 0 < match.subject.place - max(told, default=-1) <= _LACK_REACH
        if lacks or self._is_no_denial(frame, told, match) or self._is_of_part_played(frame, told, match):
            return False
        return not _is_borrowed(match) or self._is_plain(frame, match, told)

    def _is_denied_again(self, frame: Frame, match: Match) -> bool:
        """Whether what a clause denies is said to be untrue: "it is a myth that S is no longer used"."""
        for place in range(max(match.places)):
            for words in self._untrue:
                if begins(frame.elements, place, words):
                    behind = (element.text for element in frame.elements[place + len(words) :] if not element.named)
                    return bool(self._all_denials.search(" ".join(behind)))
        return False

    def _is_of_outcome(self, frame: Frame, match: Match, told: Sequence[int]) -> bool:
        """Whether only what comes of a use is denied, and no use: "S added in induction did not improve survival".

        What "did not improve" was of no use against the disease; but what "did not increase toxicity" was not.
        """
        told_there = frame.elements[min(told, default=0) : max(told, default=-1) + 1 + _OUTCOME_REACH]
        verbs = {word for element in told_there for word in element.text.split()}
        if match.relation.curie in self._ways:  # "S given into a vein does not reach the brain"
            return not self._reaching.isdisjoint(verbs) and match.object.place < min(told, default=0)
        if not told or match.relation.curie not in (*self._of_use, _COMBINED):
            return False
        # "does not benefit O" denies it for O, and what is no better than another is of use as well
        given = match.object.place < min(told) and not match.object.named.term.is_disease
        given = given or any(element.text in _COMPARING for element in frame.elements[max(told) :])
        return not self._raising.isdisjoint(verbs) or (given and not self._bettering.isdisjoint(verbs))

    def _is_of_case_above(self, frame: Frame, match: Match) -> bool:
        """Whether a denial is one of the case that its paragraph opens with, and none of a disease that stands above it.

        "Gatekeeper mutation found: S is preferred. S is ineffective." So is one behind "If O is found, ...".
        """
        block, borrowed = frame.sentence.block, match.object.above
        if borrowed is None or block.span.covers(borrowed.span) or not frame.sentence.index:
            return False
        first = next((one for one in frame.above if one.kind == "before" and one.span.start == block.span.start), None)
        words = first.span.of(frame.text) if first else ""
        label, colon, _ = words.partition(":")
        condition, comma, _ = words.partition(",")
        opening = words.partition(" ")[0].lower()
        length = len(label) if colon else len(condition) if comma and opening in self._conditions else 0
        end = block.span.start + min(length, _CASE_LENGTH)
        return first is not None and any(not _CASES.isdisjoint(one.term.classes) for one in first.named if one.span.end <= end)

    def _is_of_here(self, frame: Frame, match: Match, told: Sequence[int]) -> bool:
        """Whether what is denied is the phase that the sentence names, or "here" the heading, and no use in the disease at large.

        "S is not part of induction in O" leaves the other phases of O.
        """
        if match.object.named.term.is_disease and "ag:TreatmentPhase" in frame.classes:
            behind = frame.elements[max(told, default=0) + 1 : max(match.object.place, 0)]
            beside = list(takewhile(lambda element: element.text != ",", reversed(behind)))
            if match.object.place < 0 or any("ag:TreatmentPhase" in classes(element.named) for element in beside):
                return True
        heading = next((one for one in frame.above if one.kind == "heading"), None)
        in_phase = heading is not None and "ag:TreatmentPhase" in heading.classes
        here = any(element.text in self._here for element in frame.elements)
        return in_phase and here and match.object.above is not None and match.object.above is not heading

    def _is_of_combination(self, frame: Frame, match: Match, told: Sequence[int]) -> bool:
        """Whether only a combination is denied: "S must not be combined with intrathecal S in O" denies no way and no use."""
        behind = frame.elements[max(told, default=0) + 1 :][:_COMBINED_REACH]
        return match.relation.curie != _COMBINED and any(element.text in self._combining for element in behind)

    def _is_of_study(self, frame: Frame, match: Match, told: Sequence[int]) -> bool:
        """Whether only studies are denied: "S has not been studied in O", "a trial of S in O was stopped" say nothing of what it does."""
        if match.subject.place > 1 and any(frame.elements[place].text in self._ended for place in told):
            before = [element.text for element in frame.elements[match.subject.place - 2 : match.subject.place]]
            return before[0] in self._trials and before[1] == "of"
        behind = frame.elements[max(told, default=0) + 1 :][:_COMBINED_REACH]
        return any(element.text in self._studying for element in behind)

    def may_doubt(self, frame: Frame, match: Match, told: Sequence[int]) -> bool:
        """Whether a doubt is one of the match: one that a denial tells, "not in all O", is hardly one of what stands above it."""
        return not (self._denies(frame, told) and _is_borrowed(match))

    def is_under_denial(self, frame: Frame) -> bool:
        """Whether the heading right over a sentence denies uses: "Drugs that are not recommended"."""
        return any(self._denying_heading.search(heading.of(frame.text).lower()) for heading in frame.sentence.block.headings[-_DENYING:])

    def is_beside_denial(self, frame: Frame, match: Match) -> bool:
        """Whether a line says what its heading or lead-in does not: its label denies what it lists, or it what it names.

        "Not given: S", "S: no role". A label that tells of people says whom the line is for.
        """
        subject, line = match.subject.named.span, frame.sentence.span
        leads = frame.sentence.leads[-1:]
        led = any(lead.start <= match.object.named.span.start < lead.end for lead in leads)  # what it denies of a thing it names is told
        if not (led or any(end.above and end.above.kind in ("heading", "row") for end in (match.subject, match.object))):
            return False
        over = [lead.of(frame.text) for lead in leads] if line.start <= subject.start and not led else []
        before, colon, _ = frame.text[line.start : subject.start].rpartition(":")
        labels = [label.lower() for label in (*over, before if colon else "") if not self._telling_people.search(label.lower())]
        behind = _BEHIND_NAME.match(frame.text, subject.end, line.end)
        return any(self._denying_label.search(label) for label in labels) or bool(behind and self._denying_label.match(behind[1].lower()))

    def _denies(self, frame: Frame, told: Sequence[int]) -> bool:
        """Whether what tells how a match is held holds a word that denies."""
        return not self._denying.isdisjoint(word for place in told for word in frame.elements[place].text.split())

    def _is_plain(self, frame: Frame, match: Match, told: Sequence[int]) -> bool:
        """Whether a sentence denies the use of a thing and tells nothing else, so that it denies the use its heading names.

        "S is no longer used", "Avoid S in this group.", "S has no role, because ...".
        """
        above = match.object.above
        if above is None or above.kind != "heading" or match.subject.place < 0 or match.relation.curie not in self._of_use:
            return False
        own = [(place, element) for place, element in enumerate(frame.elements) if element.segment == frame.own and not element.bracket]
        joins = (place for place, element in own if element.text in self._conjunctions and match.subject.place < place < min(told))
        first = max(joins, default=own[0][0] - 1)
        behind = takewhile(lambda one: one[1].text not in self._reasons, (one for one in own if one[0] > first))
        fillers = self._plain | self._uses

        def says_nothing_else(place: int, element: Element) -> bool:
            if place in told or place == match.subject.place:
                return True
            if element.named:
                return place < min(told) or _CASE in classes(element.named)
            return element.text in fillers or element.text.isdigit()

        return all(says_nothing_else(place, element) for place, element in behind)

    def _is_labelled(self, frame: Frame, match: Match, told: Sequence[int]) -> bool:
        """Whether the label of a line below the name of a thing denies what stands behind it: "S" over "Not used in: O"."""
        behind = frame.elements[max(told, default=0) + 1 : max(match.object.place, 0)]
        of_heading = match.subject.above is not None and match.subject.above.kind == "heading"
        of_use = of_heading and match.relation.curie in self._of_use
        return of_use and any(element.text in (":", ITEM) for element in behind)

    def _is_no_denial(self, frame: Frame, told: Sequence[int], match: Match) -> bool:
        """Whether what is denied is not the match: but whom it is for, what an item leaves out, a way, or a condition."""
        others = (
            self._is_of_selected,
            self._is_left_out,
            self._is_left_away,
            self._is_of_no_use,
            self._is_of_manner,
            self._is_of_condition,
            self._is_of_some,
            self._is_of_reason,
            self._is_of_absence,
            self._is_of_one_use,
            self._is_of_narrower_case,
            self._is_of_variant,
            self._is_of_member,
            self._is_of_made,
        )
        return any(other(frame, told, match) for other in others)

    def _is_of_absence(self, frame: Frame, told: Sequence[int], match: Match) -> bool:
        """Whether a thing is only away where another does harm: "S without S causes O" says of the second that it causes no O."""
        subject = match.subject.place
        away = any(frame.elements[place].text in self._without for place in told if 0 < subject - place <= _LACK_REACH)
        return match.relation.curie in self._harming and away and subject < match.object.place

    def _is_of_one_use(self, frame: Frame, told: Sequence[int], match: Match) -> bool:
        """Whether a relation that is told of a thing in all its uses is denied for one: "S is not approved for O" may be so for another."""
        diseases = any(one.term.is_disease for element in frame.elements[max(told, default=0) :] for one in element.named)
        return match.relation.curie in self._of_all_uses and diseases

    def _is_of_narrower_case(self, frame: Frame, told: Sequence[int], match: Match) -> bool:
        """Whether a use is denied only for those who have something else too.

        "S is contraindicated in O during pregnancy", "S is not given to people with O and failure of the liver", "people with O who had a
        stroke should not receive S"; but "is not used in O, because it causes fever" denies the use.
        """
        if match.relation.curie not in self._of_use or not told:
            return False
        behind = list(takewhile(lambda one: one.text not in self._case_ends, frame.elements[max(told) + 1 :]))
        if match.object.above and any(element.is_of_people or any(one.term.is_disease for one in element.named) for element in behind):
            return True  # "omitted in low-risk O" below a phase leaves the phase to others
        told_of = match.object.place - max(told) - 1  # where the object stands behind the denial
        if any(element.text in self._narrower and at > told_of for at, element in enumerate(behind)):
            return True  # "is not used for O if the lungs are weak"
        people = frame.elements[match.object.place + 1 : min(told)] if 0 <= match.object.place < min(told) else ()
        if any(element.text in self._without for element in people):
            return True  # "people with O without CD22 should not receive S"
        # "is contraindicated in O patients with something else", though that has no name; "patients with O and fever should not receive S"
        has_more = self._have_another(behind[told_of + 1 :] if told_of >= 0 else people)
        joined = any(people[at].text in self._conjunctions and self._is_other(one) for at, one in enumerate(people[1:]))
        return has_more or joined or self._names_another(behind, told_of) or self._names_another(people, -1)

    def _have_another(self, row: Sequence[Element]) -> bool:
        """Whether words tell that people have something more, and no state of the disease: "O patients with asthma", "who have asthma"."""
        phrase = list(takewhile(lambda element: element.text != ",", row))
        for at, (before, element) in enumerate(pairwise(phrase), start=1):
            people = before.is_of_people or before.text in self._people | self._person_openers
            behind = (one for other in row[at + 1 : at + 1 + _OTHER_REACH] for one in other.named)
            if people and element.text in self._having and not any("ag:DiseaseState" in one.term.classes for one in behind):
                return True
        return False

    @staticmethod
    def _is_other(element: Element) -> bool:
        """Whether an element names an illness besides the disease."""
        kinds = classes(element.named)
        return "ag:AdverseEffect" in kinds and kinds.isdisjoint({"ag:Disease", "ag:DiseaseState"})

    def _names_another(self, row: Sequence[Element], told_of: int) -> bool:
        """Whether words name what else people have, but for what stands at a place: "and a history of O"."""

        def is_other(at: int) -> bool:
            had = any(element.text in self._having for element in row[max(0, at - _OTHER_REACH) : at])
            return at != told_of and ((self._is_other(row[at]) and had) or not self._narrowing.isdisjoint(row[at].text.split()))

        return any(map(is_other, range(len(row))))

    def _is_of_variant(self, frame: Frame, told: Sequence[int], match: Match) -> bool:
        """Whether only a variant of a target is meant: "S does not inhibit T315I-mutant O" says nothing of O as such."""
        behind = (word for element in frame.elements[max(told, default=0) :] for word in element.text.split())
        return match.relation.curie == _TARGETED and not self._variants.isdisjoint(behind)

    def _is_of_member(self, frame: Frame, told: Sequence[int], match: Match) -> bool:
        """Whether only some of a class are meant: those that act on what is named, or all but one.

        "S against CD22 have not been approved for O", "no C other than S works in O".
        """
        subject, row = match.subject.place, frame.elements
        if subject < 0 or "ag:DrugClass" not in match.subject.named.term.classes:
            return False
        if any(begins(row, at, words) for at in range(len(row)) for words in self._excepting):
            return True
        if subject > min(told, default=0):
            return False
        behind = [one for one in frame.elements[subject + 1 : min(told)][:_MEMBER_REACH] if not one.bracket]
        beside = behind[:1] != [] and behind[0].text in self._acting and any("ag:Target" in classes(one.named) for one in behind)
        return beside or "ag:Target" in classes(frame.elements[max(0, subject - 1)].named)

    def _is_of_made(self, frame: Frame, told: Sequence[int], match: Match) -> bool:
        """Whether one thing makes another needless, which denies no use of the first, nor of the second where it is still to come.

        "S makes S2 unnecessary in O", "doctors hope that S will make S2 unnecessary".
        """
        before = frame.elements[: min(told, default=0)]
        made = next((place for place, element in enumerate(before) if element.text in self._making), -1)
        return made >= 0 and (match.subject.place < made or any(element.text in self._to_come for element in before[:made]))

    def _is_of_selected(self, frame: Frame, told: Sequence[int], match: Match) -> bool:
        """Whether a denial only tells which people are meant; what is told of them is no denial.

        "Children who did not receive S", and what opens a sentence: "for those not in remission, S is given".
        """
        opens = False
        if match.subject.place < min(told, default=0):
            return False
        for place in reversed(range(min(told))):
            element = frame.elements[place]
            if not element.bracket and element.text in (",", ";", ":", ITEM):
                return False
            before = frame.elements[max(0, place - 1)]
            if element.text in self._person_openers or (element.text == "that" and (before.is_of_people or before.text in self._people)):
                return True
            opens = element.segment == frame.own and element.text in self._openings
        behind = frame.elements[max(told) : max(match.subject.place, 0)]
        return opens and any(element.text == "," for element in behind)

    def _is_of_manner(self, frame: Frame, told: Sequence[int], match: Match) -> bool:
        """Whether a denial is only one of the way that a thing is given, which says nothing of the rest: "is never given by mouth"."""
        behind = range(max(told, default=0) + 1, min(max(told, default=0) + 1 + _MANNER_REACH, len(frame.elements)))
        way = next((place for place in behind if frame.elements[place].named and place != match.subject.place), -1)
        if way < 0 or way == match.object.place or not _is_way(frame, way):
            return False
        after = frame.elements[way + 1 : way + 2]  # "is not given oral S" denies S
        return not any("ag:Treatment" in named.term.classes for element in after for named in element.named)

    def _is_of_condition(self, frame: Frame, told: Sequence[int], match: Match) -> bool:
        """Whether the people are only those of a condition: "if a child vomits, do not repeat it" keeps nothing from children."""
        start = next((place for place, element in enumerate(frame.elements) if element.segment == frame.own), 0)
        people = "ag:Population" in match.object.named.term.classes and start < match.object.place < min(told, default=0)
        between = frame.elements[match.object.place : min(told, default=0)]
        return people and frame.elements[start].text in self._conditions and any(element.text == "," for element in between)

    def _is_of_reason(self, frame: Frame, told: Sequence[int], match: Match) -> bool:
        """Whether a harm is why something else is denied, which denies no harm: "because of O, S could not be given"."""
        opening = next((element.text for element in frame.elements if element.segment == frame.own), "")
        reason = match.relation.curie in self._harming and match.object.place < min(told, default=0)
        return reason and opening in self._reasons

    def _is_of_some(self, frame: Frame, _: Sequence[int], match: Match) -> bool:
        """Whether only some of the people are meant, whom another illness tells: "children with Down syndrome" are not all children."""
        some = f"{match.object.named.term.curie}-with-"
        return any(one.term.curie.startswith(some) for element in frame.elements for one in element.named)

    def _is_of_part_played(self, frame: Frame, told: Sequence[int], match: Match) -> bool:
        """Whether a denial is only one of the part that a thing plays: "is not used as a main treatment" leaves other uses."""
        if not self._denies(frame, told):
            return False
        end = min((place for place in (match.subject.place, match.object.place) if place > max(told)), default=len(frame.elements))
        behind = frame.elements[max(told) + 1 : min(end, max(told) + 1 + _PART_REACH)]
        words = [word for element in behind for word in element.text.split()]
        return any(word in self._parts and not self._part_nouns.isdisjoint(words[at + 1 :]) for at, word in enumerate(words))

    def _is_left_out(self, frame: Frame, told: Sequence[int], match: Match) -> bool:
        """Whether an item only lists a thing as left out of a plan: "Arm A: chemotherapy, no S"; the lead-in line denies nothing."""
        own = all(frame.elements[place].segment == frame.own and frame.elements[place].text in self._without for place in told)
        ends = (match.subject.place, match.object.place)
        return own and any(place >= 0 and frame.elements[place].segment < frame.own for place in ends)

    def _is_left_away(self, frame: Frame, told: Sequence[int], match: Match) -> bool:
        """Whether one plan does "without S", which denies no use of S in others."""
        return match.relation.curie in self._of_use and all(frame.elements[place].text in self._left_away for place in told)

    def _is_of_no_use(self, frame: Frame, told: Sequence[int], match: Match) -> bool:
        """Whether a denial has no word of use beside it, so that something else is denied: "no longer a verdict once S came"."""
        if match.relation.curie not in self._of_use or any(frame.elements[place].text not in self._bare for place in told):
            return False
        first, last = min(match.places[0], *told), max(match.places[-1], *told)
        if any(element.text in self._leading for element in frame.elements[max(told) + 1 : max(told) + 2]):
            return False  # "S is not for O"
        return not any(element.text in self._uses for element in frame.elements[max(0, first - _USE_REACH) : last + 1 + _USE_REACH])


def _is_borrowed(match: Match) -> bool:
    """Whether an end comes from a heading or a sentence above."""
    return any(end.above and end.above.kind in ("heading", "before", "topic") for end in (match.subject, match.object))


def _is_marked(frame: Frame, told: Sequence[int]) -> bool:
    """Whether the denial is all that the cell of a table says, so that it is one of the cell's row and column: "Induction" over "no"."""
    own = (place for place, element in enumerate(frame.elements) if element.segment == frame.own and not element.bracket)
    return frame.own > 0 and all(place in told or frame.elements[place].text == ITEM for place in own)


def _is_way(frame: Frame, place: int) -> bool:
    """Whether an element tells only how or how often a thing is given."""
    return all(not named.term.classes.isdisjoint({"ag:Route", "ag:Schedule"}) for named in frame.elements[place].named)


def denies_kind(frame: Frame, denial: Sequence[int]) -> bool:
    """Whether a denial is of a kind: "S is not a conventional O", but "S is not used with other O"."""
    return any(element.text in ("a", "an", "one") for element in frame.elements[max(denial) + 1 : max(denial) + 2])
