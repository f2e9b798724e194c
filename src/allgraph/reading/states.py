"""States: what words such as "relapsed" name, which tell a state only beside the disease or the people who are in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile, takewhile

from allgraph.reading.elements import ARROW, Element, Named, names
from allgraph.reading.lexicon import Lexicon, NameKind, Term

#: The words between a disease and the state it is in: "ALL that has come back", "patients whose disease relapsed".
_NEAR_BEFORE, _NEAR_AFTER = 6, 14

#: How far behind what cells carry they are named: "CD19-positive leukemia cells".
_NEAR_CELLS = 2

#: How far before a marker the word stands that says that people carry it, and how far before that these stand, in elements.
_NEAR_MARKER, _NEAR_CARRIER = 8, 3

#: So near behind a word of making stands what something makes the cells, in elements.
_NEAR_MAKING = 4

#: What stands behind a marker that is hardly there.
_BELOW = frozenset({"<", "≤", "below", "under", "less"})

#: What a clause without a subject or verb of its own is read as led in by.
_DURING = "during"


class StateReader:
    """Tells which of the states in a row are one of people or of their disease, and what else a state names there.

    >>> from allgraph.texts import Span
    >>> term = Term("ag:relapsed-acute-lymphoblastic-leukemia", "relapsed ALL", frozenset({"ag:DiseaseState"}))
    >>> relapsed = Element("relapsed", Span(0, 8), (Named(term, Span(0, 8), NameKind.MODIFIER),))
    >>> states = StateReader(Lexicon({}, (), {"modifierHead": (("ag:DiseaseState", "patients"),)}, {}))
    >>> [len(states.beside_disease([relapsed, Element(word, Span(9, 12))])[0].named) for word in ("patients", "tests")]
    [1, 0]
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._conditions, self._heads, self._cells = (lexicon.cue_set(name) for name in ("conditionCue", "modifierHead", "cellHead"))
        self._absent, self._on_cells = lexicon.terms_told("absentAs"), lexicon.terms_told("onCells")
        self._measured, self._told_as = lexicon.terms_told("measuredAs"), lexicon.terms_told("toldAs")
        self._carried_as, self._reached = lexicon.terms_told("carriedAs"), lexicon.terms_told("reachedAs")
        self._state_words, self._opening_case = lexicon.cue_set("stateWord"), lexicon.cue_set("caseOpening")
        self._in_condition, self._present = lexicon.marked("carriedInCondition"), lexicon.cue_set("presentCue")
        self._carrying, self._examples = lexicon.cue_set("carryingCue"), lexicon.cue_words("exampleCue")
        self._articles = {"the", *lexicon.cue_set("article")}
        self._calling = lexicon.cue_set("markerNoun") | self._articles
        self._having = self._carrying | lexicon.cue_set("havingCue")
        self._lacking = lexicon.cue_set("phraseCue")
        self._denying = self._lacking | lexicon.cue_set("negationCue")
        self._courses, self._alone = {curie for curie, _ in lexicon.cue_pairs("course")}, lexicon.marked("needsNoDisease")
        self._only, self._testing = lexicon.cue_set("onlyCue"), lexicon.cue_set("testCue")
        self._case_words = self._only | self._conditions | lexicon.cue_set("caseCue")
        self._between_states = lexicon.cue_set("conjunction") | {"/", "-"}
        self._list_signs = self._between_states | {",", ":"}
        self._reducible, self._people = lexicon.cue_set("reducedClause"), lexicon.cue_set("personPronoun")
        self._verbs = lexicon.cue_set("finiteVerb")
        self._leading, self._outside = lexicon.cue_set("leadingCue"), lexicon.marked("outsideScope")
        self._being, self._making = lexicon.cue_set("stateVerb"), lexicon.cue_set("makingVerb")

    def beside_disease(self, row: list[Element], *, led: bool = False) -> list[Element]:
        """The row without the states that no disease or patient near them is in; in an item that a disease leads in all are its states."""
        states = [place for place, element in enumerate(row) if element.named and element.named[0].kind is NameKind.MODIFIER]
        others = (self._is_made, self._is_of_response, self._is_of_drug, self._is_of_other, _is_hardly_there)
        for place in (place for place in states if any(other(row, place) for other in others)):
            row[place] = row[place]._replace(named=())
        states = [place for place in states if row[place].named]
        if not states:
            return row
        heads = [
            place
            for place, element in enumerate(row)
            if not self._heads.isdisjoint(element.text.split()) or any(named.names_disease for named in element.named)
        ]
        of_course = all(named.term.curie in self._courses for named in names(row))
        alone = of_course and all(element.named or element.text in self._list_signs | self._state_words for element in row)
        for place in states:
            self._tell_state(row, place)
            told = self._told_by_state(row, place)
            near = any(0 <= head - place <= _NEAR_BEFORE or 0 < place - head <= _NEAR_AFTER for head in heads)
            if told:
                row[place] = row[place]._replace(named=(replace(row[place].named[0], term=told, kind=NameKind.LABEL),))
            elif not (led or near or self._needs_no_disease(row, place) or self._is_noted(row, place, alone=alone)):
                row[place] = row[place]._replace(named=())
        return row

    def _tell_state(self, row: list[Element], place: int) -> None:
        """Say which state a name at a place is one of: that of a kind of the disease, or the one of those who lack it."""
        row[place] = row[place]._replace(named=self._of_kind(row, place))
        if (denied := self._absent.get(row[place].named[0].term.curie)) and place and row[place - 1].text in self._lacking:
            row[place - 1] = row[place - 1]._replace(text="the")
            row[place] = row[place]._replace(named=(replace(row[place].named[0], term=denied),))

    def _told_by_state(self, row: Sequence[Element], place: int) -> Term | None:
        """What the name of a state means where it is none of people: what a test measures, or a target on cells."""
        measured = self._measured.get(row[place].named[0].term.curie)
        tested = any(element.text in self._testing for element in row[place + 1 : place + 2])
        return measured if measured and tested else self._target_on_cells(row, place)

    def _needs_no_disease(self, row: Sequence[Element], place: int) -> bool:
        """Whether all that stands at a place are states of people by themselves, and none of a molecule."""
        return all(named.term.curie in self._alone for named in row[place].named) and not _is_of_target(row[place + 1 : place + 2])

    def _is_made(self, row: Sequence[Element], place: int) -> bool:
        """Whether a thing makes the cells so: "a mutation that makes cells resistant" tells of no people in that state."""
        return any(element.text in self._making for element in row[max(0, place - _NEAR_MAKING) : place])

    def _is_of_response(self, row: Sequence[Element], place: int) -> bool:
        """Whether a state that is reached only tells more of the response behind it: "an MRD-negative CR"."""
        reached = any(named.term.curie in self._reached for named in row[place].named)
        return reached and any("ag:Response" in named.term.classes for element in row[place + 1 : place + 2] for named in element.named)

    def _is_of_drug(self, row: Sequence[Element], place: int) -> bool:
        """Whether words tell what a drug does not do, and no state of people: "does not work in O"."""
        works = row[place].text.rpartition(" ")[2].startswith("work")
        return works and any(element.text in self._leading for element in row[place + 1 : place + 2])

    def _is_of_other(self, row: Sequence[Element], place: int) -> bool:
        """Whether a state is one of another disease right behind it, and of that alone: "relapsed mantle cell lymphoma"."""
        _, end = self._states_around(row, place)
        behind = list(dropwhile(lambda one: one.is_of_people, row[end:]))
        if not any(named.names_disease and named.term.curie in self._outside for one in behind[:1] for named in one.named):
            return False
        joined = any(one.text in self._between_states for one in behind[1:2])
        return not (joined and any(named.names_disease for one in behind[2:3] for named in one.named))

    def _is_noted(self, row: Sequence[Element], place: int, *, alone: bool) -> bool:
        """Whether a state is told as notes tell it: in a line of nothing else ("Relapsed/refractory:"), or before an arrow.

        Or as the whole of a case: "S (only if CD20-positive)", "S, if Ph-positive", "if CD20-positive, S".
        """
        if alone or [element.text for element in row[place + 1 : place + 2]] == [ARROW]:
            return True
        start, end = self._states_around(row, place)
        behind = [element.text for element in row[end:]]
        if start == 0 and behind[:1] == [":"] and any(element.is_treatment for element in row[end:]):
            return True  # "Ph+: S"
        behind = behind[1:] if not self._only.isdisjoint(behind[:1]) else behind
        words = list(takewhile(lambda element: element.text in self._case_words, reversed(row[:start])))
        opens = row[start - len(words) - 1] if start > len(words) else None
        bracketed = row[place].host >= 0 and opens is not None and opens.text == "(" and row[row[place].host].is_treatment
        led = bool(words) and opens is not None and opens.is_treatment
        led = led or (any(element.text in self._conditions for element in words) and any(element.is_treatment for element in row[:start]))
        if opens is None and not self._conditions.isdisjoint(element.text for element in row[:start]) and behind[:1] == [","]:
            return any(element.is_treatment for element in row[end:])
        return behind[:1] == [")"] if bracketed else led and behind[:1] in ([], [";"], ["."])

    def _states_around(self, row: Sequence[Element], place: int) -> tuple[int, int]:
        """Where the run of states starts and ends in which one stands: "relapsed/refractory"."""

        def is_state(element: Element) -> bool:
            return element.text in self._between_states or (bool(element.named) and element.named[0].kind is NameKind.MODIFIER)

        before = sum(1 for _ in takewhile(is_state, reversed(row[:place])))
        return place - before, place + 1 + sum(1 for _ in takewhile(is_state, row[place + 1 :]))

    def _of_kind(self, row: Sequence[Element], place: int) -> tuple[Named, ...]:
        """What a state names before the kind of the disease that it is told of: "CD19-positive Ph-negative B-cell ALL"."""
        state, *others = row[place].named
        before = takewhile(_is_listed, reversed(row[:place]))
        phrase = list(takewhile(_is_listed, row[place + 1 :]))
        if sum(element.text == "," for element in (*before, *phrase)) > 1:
            return row[place].named  # "KMT2A-rearranged, Ph-like, relapsed B-cell ALL" lists several
        kinds = [named.term.label for element in phrase for named in element.named if "ag:Disease" in named.term.classes]
        told = (self._lexicon.minted(f"{state.term.label.split()[0]} {kind}", "ag:DiseaseState").curie for kind in kinds)
        known = [self._lexicon.terms[curie] for curie in told if curie in self._lexicon.terms]
        return (replace(state, term=known[0]), *others) if known else row[place].named

    def _target_on_cells(self, row: Sequence[Element], place: int) -> Term | None:
        """The target that a state names where it tells what cells carry: "CD19-positive cells"."""
        after = [element.text for element in row[place + 1 : place + 1 + _NEAR_CELLS]]
        return self._on_cells.get(row[place].named[0].term.curie) if not self._cells.isdisjoint(after) else None

    def with_kinds(self, row: list[Element], *, is_case: bool = False) -> list[Element]:
        """The row in which a marker that people carry tells the kind of their disease too, where it names a treatment.

        So does one in a row that `is_case`, an item that a line on a treatment leads in ("S is used for: O"), and that says nothing else.
        """
        markers = [place for place, one in enumerate(row) if one.named and one.named[0].term.curie in self._carried_as]
        is_case = is_case and not any(element.text in self._verbs for element in row)
        if markers and (is_case or any(element.is_treatment for element in row)):
            for place in filter(lambda place: is_case or self._is_carried(row, place), markers):
                marker = row[place].named[0]
                kind = replace(marker, term=self._carried_as[marker.term.curie])
                row[place] = row[place]._replace(named=(*row[place].named, kind))
        return row

    def with_responses(self, row: list[Element], *, heads: bool) -> list[Element]:
        """The row in which a state that has been reached names the response too, where it is told what that takes.

        So it does at the end of a line that `heads` others, and before a condition: "ALL is in remission if ...".
        """
        for place, element in enumerate(row):
            response = self._reached.get(element.named[0].term.curie) if element.named else None
            after = row[place + 1 : place + 2]
            if response and ((heads and not after) or any(one.text in self._conditions for one in after)):
                row[place] = _naming_too(element, response)
        return row

    def with_states(self, row: list[Element], label: Sequence[Element]) -> list[Element]:
        """The row in which an outcome that its label tells alone names the state too: "Relapse: S", "Late relapse: S"."""
        words = self._state_words | self._list_signs
        told = [place for place, element in enumerate(label) if element.named and element.named[0].kind is not NameKind.MODIFIER]
        alone = len(told) == 1 and all(element.named or element.text in words for element in label)  # "Relapse / refractory" too
        state = self._told_as.get(label[told[0]].named[0].term.curie) if alone else None
        if state:
            row[told[0]] = _naming_too(row[told[0]], state)
        return row

    def _is_carried(self, row: Sequence[Element], place: int) -> bool:
        """Whether a marker is one of people: "those who carry O", "patients with certain changes, such as O", "if O is found".

        One that drugs act on is so only in a condition: "if the cells carry O", but "S finds cells that carry O".
        """
        behind = [element.text for element in row[place + 1 : place + 3]]
        opens = place == 0 and (behind[:1] == [":"] or (behind[1:] == [":"] and behind[0] in self._present))
        if behind[:1] == [ARROW] or opens:
            return True  # "BCR-ABL1 → S needed", "T315I mutation: S", "T315I mutation detected: S"
        opening = place - 1 - sum(1 for _ in takewhile(lambda one: one.text in self._articles, reversed(row[:place])))
        if opening >= 0 and row[opening].text in self._opening_case:
            return behind[:1] in ([","], ["("]) or (behind[:1] != [] and behind[0] in self._being and behind[-1] in self._present)
        cases = (element.text in self._opening_case for element in row[max(0, place - _NEAR_MARKER) : place])
        if row[place].named[0].term.curie in self._in_condition and not any(cases):
            return False
        carrying = next((at for at in range(place - 1, max(0, place - _NEAR_MARKER) - 1, -1) if row[at].text in self._having), -1)
        between = list(dropwhile(lambda word: word in self._articles, (row[at].text for at in range(place - 1, carrying, -1))))
        if carrying < 1:
            return False
        direct = self._calling.issuperset(between) and row[carrying].text in self._carrying  # "have a protein called CD20"
        led = direct or (bool(between) and between[0] in self._examples and self._denying.isdisjoint(between))
        before = row[max(0, carrying - _NEAR_CARRIER) : carrying]
        return led and any(_is_carrier(element) or not self._heads.isdisjoint(element.text.split()) for element in before)

    def _says_who(self, row: Sequence[Element]) -> int:
        """How many elements say no more than that people are: both of "they are", "they" of "they relapsed"."""
        words = [element.text for element in row]
        return 0 if words[0] not in self._people else len(words) if words[-1] in self._being else 1

    def without_reduced(self, row: list[Element]) -> list[Element]:
        """The row in which a clause that only tells a state is read as a phrase.

        "While in remission" and "while they are in remission" are read as "during remission".
        """
        for place, element in enumerate(row[:-1]):
            if element.text not in self._reducible:
                continue
            said = self._says_who(row[place + 1 : place + 3])
            state = row[place + 1 + said : place + 2 + said]
            if any(named.kind is NameKind.MODIFIER for one in state for named in one.named):
                behind = (word for one in row[place + 2 + said : place + 3 + said] for word in one.text.split())
                if self._heads.isdisjoint(behind):  # "while high-risk patients get S" is a clause of its own
                    row[place] = element._replace(text=_DURING)
                    row[place + 1 : place + 1 + said] = [one._replace(text="the") for one in row[place + 1 : place + 1 + said]]
        return row


def _naming_too(element: Element, term: Term) -> Element:
    """The element that names a term besides what it names."""
    return element._replace(named=(*element.named, replace(element.named[0], term=term, kind=NameKind.LABEL)))


def _is_hardly_there(row: Sequence[Element], place: int) -> bool:
    """Whether a state is told by what is below a level: "patients with MRD < 0.01%" have none."""
    return any(element.text in _BELOW for element in row[place + 1 : place + 2])


def _is_listed(element: Element) -> bool:
    """Whether an element names something, or parts two that do."""
    return bool(element.named) or element.text == ","


def _is_carrier(element: Element) -> bool:
    """Whether an element names people or a disease, which may carry a marker."""
    return element.is_of_people or any(named.term.is_disease for named in element.named)


def _is_of_target(behind: Sequence[Element]) -> bool:
    """Whether a molecule stands right behind a state, which then is one of it: "T315I-mutated BCR-ABL1"."""
    return any("ag:Target" in named.term.classes for element in behind for named in element.named)
