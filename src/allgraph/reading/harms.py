"""Harms: whether a harm that a match tells is none that its subject does."""

from __future__ import annotations

import re

from allgraph.reading.blocks import Kind
from allgraph.reading.elements import Element, Named, in_condition
from allgraph.reading.frames import Frame
from allgraph.reading.lexicon import Lexicon
from allgraph.reading.matching import End, Match

#: How far before a treatment stands the word that says it is stopped or reduced, in elements: "reduce the dose of S".
_GIVEN_UP_REACH = 4

#: What stands before a disease that people have, or that is treated, in at most so many characters.
_PEOPLE_WITH = re.compile(
    r"(?:(?:adults|any(?:body|one)|children|individuals|infants|men|patients|people|some(?:body|one)|teenagers|those|women) with"
    r"|treat(?:s|ing)?"
    r"|(?:active|approved|given|indicated|licensed|recommended|used|works?)(?: \w+)? (?:against|for|in)"
    r"|(?:therapy|treatment|induction|maintenance)(?: \w+)? (?:of|for)) (?:\w+ ){0,2}$",
    re.IGNORECASE,
)
_HAD_REACH = 50

#: What stands right behind a disease that is treated: "O patients", "O treatment".
_TREATED = re.compile(r" (?:cases|patients|therapy|treatments?)\b")

#: Signs that make a label of the name before them.
_LABEL_SIGNS = frozenset({":", "-"})


#: How the rule ends that reads what stands behind a name and a colon.
_LABEL_RULE = "/label"

#: Signs that part the things of a list.
_LIST_SIGNS = frozenset({",", "/"})


class HarmReader:
    """Tells the harms that people have, or are treated for, from those that a treatment does to them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._harming = {relation.curie for relation in lexicon.relations if "ag:AdverseEffect" in relation.range}
        self._conditions = lexicon.cue_set("conditionCue")
        self._care = frozenset({"ag:SupportiveCare"}) | lexicon.marked("ofCare")
        self._giving_up = {relation.curie: lexicon.cues_at("givenUpCue", relation.curie) for relation in lexicon.relations}
        self._own_causes = {harm: lexicon.cues_at("harmOf", harm) for harm, _ in lexicon.cue_pairs("harmOf")}
        self._of_people = {relation.curie for relation in lexicon.relations if "ag:Population" in relation.range}
        self._effects = lexicon.cue_pattern("effectCue")
        self._helping = lexicon.cue_pattern("helpingCue")
        self._conjunctions = lexicon.cue_set("conjunction")

    def is_none(self, frame: Frame, match: Match) -> bool:
        """Whether what a match tells is no harm of its subject, nor tells whom it harms."""
        return (
            self._is_of_condition(frame, match)
            or self._is_remedy(frame, match)
            or self._is_case_for_care(frame, match)
            or self._is_given_up(frame, match)
            or self._is_harm_of_another(frame, match)
            or self._is_told_of_harm(frame, match)
            or self._is_had(frame, match)
        )

    def _is_had(self, frame: Frame, match: Match) -> bool:
        """Whether what is treated, or what the people have whom a treatment harms, is told as its harm: "after treatment of O"."""
        if match.relation.curie not in self._harming:
            return False
        is_disease = match.object.named.term.is_disease
        behind = 0 <= match.subject.place < match.object.place  # "people with O after S" have it from S
        if is_disease and (match.rule.endswith(_LABEL_RULE) or self._is_beside_disease(frame, match.object)):
            return True  # "S and S: AML; not for ALL" tells uses
        return (behind or is_disease) and is_had(frame, match.object.named)

    def _is_beside_disease(self, frame: Frame, harm: End) -> bool:
        """Whether a harm that is a disease too stands in one list with one that is none: "in ALL and AML"."""
        if harm.place < 0:
            return False
        row, place = frame.elements, harm.place
        beside = [
            row[at] for at, joint in ((place - 2, place - 1), (place + 2, place + 1)) if 0 <= at < len(row) and self._joins(row[joint])
        ]
        return any(one.names_disease and "ag:AdverseEffect" not in one.term.classes for element in beside for one in element.named)

    def _joins(self, element: Element) -> bool:
        """Whether an element joins what stands before and behind it in a list."""
        return element.text in self._conjunctions or element.text in _LIST_SIGNS

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


def is_had(frame: Frame, named: Named) -> bool:
    """Whether a disease is one that people have, and no effect: "adults with acute myeloid leukemia", "used in AML treatment"."""
    before = frame.text[max(0, named.span.start - _HAD_REACH) : named.span.start]
    return bool(_PEOPLE_WITH.search(before) or _TREATED.match(frame.text, named.span.end))
