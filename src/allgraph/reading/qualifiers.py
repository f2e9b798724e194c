"""Qualifiers: what narrows a claim in the words around it: for whom, in which phase, kind or state, with what and after what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, takewhile

from allgraph.reading.elements import Element, Named, front_clause_end
from allgraph.reading.frames import Frame
from allgraph.reading.lexicon import Lexicon, Term
from allgraph.reading.matching import Match
from allgraph.statements import Stance

#: The class of a term and the qualifier it makes.
_KINDS = {
    "ag:Population": "ag:qualifierPopulation",
    "ag:TreatmentPhase": "ag:qualifierPhase",
    "ag:DiseaseState": "ag:qualifierState",
    "ag:Disease": "ag:qualifierDisease",
    "ag:Criterion": "ag:qualifierBiomarker",
}

#: The relation whose object narrows the other claims about its subject, and the qualifier it makes.
_BESIDE = {"ag:combinedWith": "ag:qualifierPartner", "ag:hasSchedule": "ag:qualifierSchedule"}

#: Each qualifier, and the classes one of which its value has.
QUALIFIERS: dict[str, frozenset[str]] = {name: frozenset({kind}) for kind, name in _KINDS.items()} | {
    "ag:qualifierSchedule": frozenset({"ag:Schedule"}),
    **dict.fromkeys(("ag:qualifierPartner", "ag:qualifierPriorTherapy"), frozenset({"ag:Treatment", "ag:DrugClass"})),
}

_PHASE, _STATE = "ag:TreatmentPhase", "ag:DiseaseState"
_OF_ILLNESS = frozenset({"ag:Disease", _STATE})

#: The kinds of what a condition tells.
_CASES = _OF_ILLNESS | {"ag:Criterion", "ag:Population"}

#: How far behind a claim its qualifier may stand, in words of the same clause.
_BEHIND = 7

#: How far before a name a word stands that leaves it out.
_LEFT_OUT_REACH = 2

Qualifiers = dict[tuple[str, str], Term]


def narrowing(term: Term) -> list[str]:
    """The qualifiers that a term may be the value of by what it is.

    >>> narrowing(Term("ag:infants", "infants", frozenset({"ag:Population"})))
    ['ag:qualifierPopulation']
    """
    return [_KINDS[kind] for kind in sorted(_KINDS.keys() & term.classes)]


class QualifierReader:
    """Reads the qualifiers of a match from the elements that it covers and those right behind it, and from the matches beside it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._starts = lexicon.cue_set("clauseStart")
        self._leading = lexicon.cue_set("leadingCue")
        self._joins = lexicon.cue_set("conjunction")
        self._alternatives = lexicon.cue_set("alternative")
        self._examples = lexicon.cue_words("exampleCue") - {","}
        self._leaving_out = lexicon.cue_set("leavingOut")
        self._openings = lexicon.cue_set("openingCue")
        self._relatives = lexicon.cue_set("relativeCue")
        self._verbs = lexicon.cue_set("finiteVerb")
        self._of_use = lexicon.marked("ofUse")
        self._conditions = lexicon.cue_set("conditionCue") - lexicon.cue_set("liftingCue")
        self._root = lexicon.marked("scopeDisease")
        self._outside = lexicon.marked("outsideScope")
        self._narrowed = lexicon.marked("narrowedBeside")
        self._conceding, self._clause_verbs = lexicon.cue_set("concedingCue"), lexicon.verbs_of_clauses

    def of(self, frame: Frame, match: Match, stance: Stance, beside: Sequence[tuple[Match, Stance]]) -> Qualifiers:
        """The qualifiers as (relation, value) pairs with the value's term; neither end of the match is one, nor the disease at large.

        `stance` is the match's own, `beside` holds the other matches of the frame and their stances.
        """
        ends = {match.subject.named.term.curie, match.object.named.term.curie}
        alike = self._alike(frame, match, beside)  # "relapsed or refractory" are two claims, of which neither narrows the other
        barred = ends | alike | self._root | self._outside
        found: Qualifiers = {}
        apart = {*self._of_other_members(frame, match, beside), *self._denied(match, stance, beside), *self._of_other_people(frame, match)}
        for place in self._around(frame, match):
            element = frame.elements[place]
            if not element.named or place in apart or not _kinds(element) or element.is_pronoun:
                continue
            if self._is_alternative(frame, place, match.object.place) or self._is_left_out(frame, place):
                continue
            for term in (named.term for named in element.named):
                kinds = (_KINDS.keys() & term.classes) - (match.object.named.term.classes & {_PHASE})  # no phase narrows another
                if kinds and term.curie not in barred and "ag:Modality" not in term.classes:
                    found |= {(_KINDS[kind], term.curie): term for kind in kinds}
        told = chain(self._led(frame, match), self._opening(frame, match), self._in_condition(frame, match), self._headed(frame, match))
        for kind, term in told:
            if term.curie not in barred and not (kind == _PHASE and _PHASE in match.object.named.term.classes):
                found[_KINDS[kind], term.curie] = term
        for kind, term in self._people_before(frame, match):
            if term.curie not in barred and kind not in match.object.named.term.classes:
                found[_KINDS[kind], term.curie] = term
        for named in self._prior(frame, match):
            if not named.term.classes.isdisjoint({"ag:Treatment", "ag:DrugClass"}) and named.term.curie not in ends:
                found["ag:qualifierPriorTherapy", named.term.curie] = named.term
        if match.relation.curie in self._narrowed:
            found |= self._beside(match, stance, beside)
        return found

    def _alike(self, frame: Frame, match: Match, beside: Sequence[tuple[Match, Stance]]) -> set[str]:
        """The objects of the same kind that the same words tell of the same subject, and those that "or" joins to the match's own.

        Of names that stand together without a word between them each narrows the others: "relapsed CD19-positive B-cell ALL".
        """
        kinds = match.object.named.term.classes & _KINDS.keys()
        same = [other for other, _ in beside if other.relation is match.relation and other.subject.place == match.subject.place]
        places = {other.object.place for other in same}
        found = set()
        for other in same:
            first, last = sorted((match.object.place, other.object.place))
            if other.object.named.term.classes & _KINDS.keys() == kinds:
                alike = first == last or last < 1 or not frame.elements[last - 1].named
            else:  # "in the brain or elsewhere", but not "relapsed or refractory B-cell ALL"
                joined = any(element.text in self._alternatives for element in frame.elements[max(first, 0) : last])
                alike = joined and places.isdisjoint(range(first + 1, last))
            if alike:
                found.add(other.object.named.term.curie)
        return found

    def _is_left_out(self, frame: Frame, place: int) -> bool:
        """Whether words right before a name say that the people meant are without it: "children not in remission", "without O"."""
        for at in range(place - 1, max(0, place - _LEFT_OUT_REACH) - 1, -1):
            element = frame.elements[at]
            if element.named:
                return False
            if element.text in self._leaving_out:
                return at == 0 or frame.elements[at - 1].text not in self._verbs  # "is not for children" denies the claim
        return False

    def _is_alternative(self, frame: Frame, place: int, end: int) -> bool:
        """Whether "or" parts what stands at a place from a match's end: "in induction or for relapse"; each is a claim of its own.

        Not where "or" joins the end to another of its kind, which the rest narrows too: "in induction or in consolidation of adults".
        """
        if end < 0 or self._alternatives.isdisjoint(frame.words):
            return False
        kinds = _kinds(frame.elements[end])
        for at in range(min(place, end) + 1, max(place, end)):
            if frame.elements[at].text in self._alternatives and frame.elements[at + 1].text in self._leading:
                side = frame.elements[at + 1 :] if end < at else frame.elements[at::-1]
                nearest = next(filter(None, map(_kinds, side)), frozenset())
                if nearest.isdisjoint(kinds):
                    return True
        return False

    @staticmethod
    def _denied(match: Match, stance: Stance, beside: Sequence[tuple[Match, Stance]]) -> set[int]:
        """The places of what the same subject is denied for, which narrows no other claim of it: "S, which is not for O, treats O"."""
        if stance is Stance.NEGATED:
            return set()
        same = (other for other, held in beside if held is Stance.NEGATED and other.subject.place == match.subject.place)
        return {other.object.place for other in same}

    @staticmethod
    def _beside(match: Match, stance: Stance, beside: Sequence[tuple[Match, Stance]]) -> Qualifiers:
        """What the same words tell of the subject's partners and schedule; what is denied of it in a dose is denied with the dose."""
        found: Qualifiers = {}
        for other, held in beside:
            name = _BESIDE.get(other.relation.curie)
            denied = other.passing and held is stance is Stance.NEGATED
            if not name or other.weak or not (denied or held is Stance.AFFIRMED):
                continue
            subject, object_ = other.subject, other.object
            if name == "ag:qualifierPartner" and object_.place == match.subject.place:
                subject, object_ = object_, subject  # partners are each other's
            if subject.place == match.subject.place >= 0 and object_.named.term.curie != match.object.named.term.curie:
                found[name, object_.named.term.curie] = object_.named.term
        return found

    def _prior(self, frame: Frame, match: Match) -> Iterator[Named]:
        """What was given before: named in the clause of the match, where "after" or the like sets it aside."""
        if not any(element.prior for element in frame.elements):
            return
        own = _own(frame, match)
        first, last = (min(own), max(own)) if own else (0, -1)
        for side in (range(first - 1, -1, -1), range(first, last + 1), range(last + 1, len(frame.elements))):
            for place in side:
                element = frame.elements[place]
                if not element.named and element.text in self._starts and place not in own:
                    break
                yield from element.prior

    @staticmethod
    def _led(frame: Frame, match: Match) -> Iterator[tuple[str, Term]]:
        """What lead-in lines say of an item, by kind: all that they name where the item names the subject, else what is behind it.

        "S is approved in adults to treat:" holds for each disease below it, and below that "B-cell ALL. It is used:" for each state.
        Above an item that names the subject, "In adults:" and "Ph-positive ALL:" hold for it. Of the subject's own line only people do.
        """
        subject, own = match.subject.place, _own(frame, match)
        if not own:
            return
        named_in_item = subject >= 0 and frame.elements[subject].segment == frame.own
        for element in frame.elements[0 if named_in_item else subject + 1 : min(own)]:
            if element.named and element.segment != frame.own and not element.is_pronoun:
                between = named_in_item or subject < 0 or element.segment != frame.elements[subject].segment
                for named in element.named:
                    kinds = named.term.classes & (_KINDS.keys() if between else {"ag:Population"})
                    yield from ((kind, named.term) for kind in sorted(kinds) if "ag:Modality" not in named.term.classes)

    def _in_condition(self, frame: Frame, match: Match) -> Iterator[tuple[str, Term]]:
        """What a use is told to depend on, by kind, right behind it or before it: "S is given in O only if the disease is high-risk"."""
        if match.relation.curie not in self._of_use or not (own := _own(frame, match)):
            return
        row = frame.row
        front = next((place for place in row if frame.elements[place].text == ","), row[-1])
        end = max(own)
        behind = next((place for place in row if place > end and self._parts(frame.elements[place])), row[-1])
        for start in (row[0] if front < min(own) else row[-1], behind):
            told = list(takewhile(lambda element: not self._parts(element), frame.elements[start + 1 : row[-1] + 1]))
            if frame.elements[start].text in self._conditions and all(element.text not in self._leaving_out for element in told):
                for named in (named for element in told for named in element.named):
                    yield from ((kind, named.term) for kind in sorted(_CASES & named.term.classes))

    def _parts(self, element: Element) -> bool:
        """Whether an element is a sign or starts a clause."""
        return not element.named and (element.text in self._starts or not element.text[0].isalnum())

    def _headed(self, frame: Frame, match: Match) -> Iterator[tuple[str, Term]]:
        """The state that the heading right above tells alone, which a use is told of whose sentence names no other disease: "High risk"."""
        heading = next((above for above in frame.above if above.kind == "heading"), None)
        ill = any(named.term.is_disease for element in frame.elements for named in element.named)
        if heading is None or ill or match.relation.curie not in self._of_use or match.object.named.term.is_disease:
            return
        if all(named.term.is_disease for named in heading.named):
            yield from ((_STATE, named.term) for named in heading.named if _STATE in named.term.classes)

    def _people_before(self, frame: Frame, match: Match) -> list[tuple[str, Term]]:
        """The people who the clause up to a match is about, and what they have: "adults with O are given S".

        Of "and imatinib" it is about nobody before.
        """
        own = _own(frame, match)
        found: list[Term] = []
        had: list[tuple[str, Term]] = []
        for place in range(min(own, default=0) - 1, -1, -1):
            element = frame.elements[place]
            people = [named.term for named in element.named if "ag:Population" in named.term.classes]
            joins = element.text in self._joins or element.text == ","
            parts = not element.named and (element.text in self._starts or not element.text.isalnum() or joins)
            if element.segment != frame.own or (found and not people and not joins) or (parts and not (found and joins)):
                break
            found += people
            had += [(kind, named.term) for named in element.named for kind in sorted(_OF_ILLNESS & named.term.classes)]
        return [*(("ag:Population", term) for term in found), *had]

    def _opening(self, frame: Frame, match: Match) -> Iterator[tuple[str, Term]]:
        """What a sentence opens with, by kind, which holds for all it says: "For adults with O, S, S and S are given".

        Not where what follows has its own say of the kind, as in "in adults, S is given, and infants receive S".
        """
        row = frame.row
        end = self._end_of_opening(frame, row)
        if end < 0 or max(own := _own(frame, match), default=-1) < end:
            return
        behind = frame.elements[end + 1 : max(own) + 1]
        if any(not element.named and element.text in self._starts for element in behind):
            return
        told = match.object.named.term.classes.union(*(named.term.classes for element in behind for named in element.named))
        for place in range(row[0], end):
            element = frame.elements[place]
            for named in element.named if not (element.is_pronoun or self._is_left_out(frame, place)) else ():
                if "ag:Modality" not in named.term.classes:
                    yield from ((kind, named.term) for kind in sorted(_KINDS.keys() & named.term.classes - told))

    def _end_of_opening(self, frame: Frame, row: Sequence[int]) -> int:
        """The place of the comma or colon that ends the phrase or label a sentence opens with, or -1 where it opens with none.

        It has no verb but of people ("in adults who have O, ..."), and names no treatment but a phase.
        """
        if not row:
            return -1
        is_label = bool(_kinds(frame.elements[row[0]]))  # "adults with O: S is given"
        if not is_label and frame.elements[row[0]].text not in self._openings:
            return -1
        signs = {":"} if is_label else {",", ":"}
        end, relative = -1, False
        for place in row:
            element = frame.elements[place]
            if (element.named and not _kinds(element)) or (element.text in self._verbs and not relative and not element.named):
                break
            relative = relative or element.text in self._relatives
            if element.text in signs and not element.bracket:
                end, relative = place, False
                if not self._goes_on(frame, place + 1):
                    break
        return end

    def _goes_on(self, frame: Frame, place: int) -> bool:
        """Whether what stands behind a comma is still of the phrase before: one more of its list, or what tells of its people."""
        first = next((one for one in frame.elements[place:] if one.text not in self._joins), None)
        return first is not None and (bool(_kinds(first)) or first.text in self._openings | self._relatives | self._examples)

    def _of_other_members(self, frame: Frame, match: Match, beside: Sequence[tuple[Match, Stance]]) -> range:
        """The places of a list that are another member's: "S is given to adults with O, to infants, and to children with O"."""
        start, end = match.subject.place, match.object.place
        objects = [other.object.place for other, _ in beside if other.relation is match.relation and start < other.object.place < end]
        parts = [
            place
            for place in range(min(objects, default=end) + 1, end)
            if (frame.elements[place].text in self._joins or frame.elements[place].text == ",")
            and frame.elements[place + 1].text in self._leading
        ]
        return range(start + 1, parts[-1]) if parts else range(0)

    def _of_other_people(self, frame: Frame, match: Match) -> Iterator[int]:
        """The places of the people that "and" joins to those of a match, with what tells of them: "adults and high-risk children get S"."""
        if "ag:Population" not in match.object.named.term.classes or match.object.place < 0:
            return
        joined: list[int] = []
        for place in range(match.object.place + 1, len(frame.elements)):
            element = frame.elements[place]
            if element.text in self._joins or element.text == ",":
                joined.append(place)
            elif not (element.named or element.text in self._leading) or element.is_treatment:
                break
            elif joined and any("ag:Population" in one.term.classes for one in element.named):
                yield from range(joined[0], place + 1)

    def _around(self, frame: Frame, match: Match) -> Iterator[int]:
        """The places of the sentence's own elements that the match covers, and of those right behind it in its clause."""
        own = _own(frame, match)
        if not own:
            return
        front = self._front_clause_end(frame)
        yield from range(max(min(own), front + 1 if match.subject.place > front else 0), max(own) + 1)
        for place in range(max(own) + 1, min(max(own) + 1 + _BEHIND, len(frame.elements))):
            element = frame.elements[place]
            if not element.named and (element.text in self._starts or not element.text.isalnum()):
                return
            yield place

    def _front_clause_end(self, frame: Frame) -> int:
        """The place of the comma behind a clause that only concedes something of others: "while infants get S, adults need S"."""
        row = frame.row
        if not row or frame.elements[row[0]].text not in self._conceding:
            return -1
        end = front_clause_end([frame.elements[place].text for place in row], self._conceding, self._clause_verbs)
        return row[end] if end >= 0 else -1


def _own(frame: Frame, match: Match) -> list[int]:
    """The places of a match that are no lead-in line's."""
    if not frame.own:
        return [*match.places]
    return [place for place in match.places if frame.elements[place].segment == frame.own]


def _kinds(element: Element) -> frozenset[str]:
    """The kinds of qualifiers that what an element names may be."""
    return frozenset([kind for named in element.named for kind in _KINDS if kind in named.term.classes])
