"""Misreadings: matches whose words are there, and whose sentence says something else."""

from __future__ import annotations

from itertools import dropwhile, islice, takewhile

from allgraph.reading.elements import Element
from allgraph.reading.frames import Frame
from allgraph.reading.lexicon import Lexicon
from allgraph.reading.matching import Match

#: What parts a case from the words around it, and how near behind what it names it ends, in elements.
_DASHES, _CASE_REACH = frozenset({"-", "–", "—"}), 8

#: So far before a phase stands the denial of a use in it, in words: "is not used in".
_USED_REACH = 4

#: So far behind a name stands the colon of its label, and behind that the name that the line is about.
_LABEL_REACH = 4

#: How far before a drug, in elements, "resistant to" may stand: "resistant to S, S or S".
_RESISTED_REACH = 7

#: So far behind the object of an item stand the next item and the word that leads in its object: ", and S for".
_ITEM_REACH = 8

#: So far before a disease stands the level that counts in it: "100,000 / µl in O".
_LEVEL_REACH = 4

#: The relation of a drug to its class, and that of a risk factor to what it is one for.
_CLASSED, _FACTOR = "ag:hasDrugClass", "ag:riskFactorFor"

#: What a remark in brackets may tell the people of for whom it is a factor.
_COUNTED = frozenset({"ag:Criterion", "ag:Population", "ag:RiskFactor"})


class MisreadingReader:
    """Finds the matches that a sentence does not state, though it has the words of their pattern and both ends."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._verbs = lexicon.cue_set("finiteVerb")
        self._later = lexicon.cue_set("laterOpening")
        self._around = lexicon.cue_set("aroundOpening")
        self._lifting = lexicon.cue_set("liftingCue")
        self._negating = lexicon.cue_pattern("negationCue")
        self._conditions = lexicon.cue_set("conditionCue")
        self._never_given = set(lexicon.cue_pairs("neverOf"))
        self._generic = lexicon.marked("generic")
        self._conjunctions = lexicon.cue_set("conjunction")
        self._articles = lexicon.cue_set("article")
        self._root = lexicon.marked("scopeDisease")
        self._courses = {curie for curie, _ in lexicon.cue_pairs("course")}
        self._wide = {wide for relation, wide in lexicon.cue_pairs("wideClass") if relation == _CLASSED}
        self._outside = lexicon.marked("outsideScope")
        self._of_use = lexicon.marked("ofUse")
        self._leading = lexicon.cue_set("leadingCue")
        self._apart = {relation.curie: lexicon.cues_at("apartHeading", relation.curie) for relation in lexicon.relations}

    def is_one(self, frame: Frame, match: Match) -> bool:
        """Whether a sentence says something else than a match."""
        return any(
            is_misread(frame, match)
            for is_misread in (
                self._is_withstood,
                self._is_set_apart,
                self._is_case_of_next,
                self._is_in_remark,
                self._is_of_member,
                self._is_of_another_course,
                self._is_at_another_time,
                self._is_of_another_disease,
                self._is_label_of_another,
                self._closes_list,
                self._is_item_before,
                self._is_exception,
                _is_where_a_level_holds,
                _is_only_label,
            )
        )

    def kills(self, match: Match) -> bool:
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
