"""Stance: whether a sentence affirms, hedges or negates a relation that was found in it (the ConText idea, by clauses)."""

from __future__ import annotations

from collections.abc import Sequence

from allgraph.reading.frames import ITEM, Element, Frame, by_first_word
from allgraph.reading.lexicon import Lexicon
from allgraph.reading.matching import Match
from allgraph.statements import Stance

#: What opens a relative clause, and what joins a second verb to it.
_RELATIVE, _JOINS = frozenset({"who", "which", "that", "whose"}), frozenset({"and", "or", "to", "not", "be", "been"})


#: What starts a clause that stands on its own.
_BESIDE = frozenset({";", ",", ".", "and", "or", "but", "however", "whereas", "while", "although", "though", ITEM})


class StanceReader:
    """Reads the stance of a match from the cues in the clauses it stands in.

    A cue counts in its own clause. The clauses that count are those of the pattern's own words and of the end that comes last; a
    lead-in line counts whole, for every item it leads in.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        cues = {
            tuple(text.split()): stance
            for annotation, stance in (("hedgeCue", Stance.HEDGED), ("negationCue", Stance.NEGATED), ("neutralCue", Stance.AFFIRMED))
            for text in lexicon.cue_texts(annotation)
        }
        self._cues = by_first_word(cues)
        self._phrase_cues = frozenset(tuple(text.split()) for text in lexicon.cue_texts("phraseCue"))
        self._phrase_ends = frozenset(lexicon.cue_texts("phraseEnd"))
        self._starts = by_first_word({tuple(text.split()): None for text in lexicon.cue_texts("clauseStart")})
        self._last: tuple[Frame, list[tuple[Stance, range]]] | None = None  # several matches of one frame come in a row
        self._verbs = frozenset(lexicon.cue_texts("finiteVerb"))
        self._takes = frozenset(lexicon.cue_texts("receiveVerb"))
        self._modals = frozenset(lexicon.cue_texts("clauseVerb"))

    def stance(self, frame: Frame, match: Match) -> Stance:
        """The stance of `match`: negation before hedging before plain words."""
        elements = frame.elements
        found_cues = self._found(frame)
        if match.passing:
            inside = set(match.places)
            negated = any(stance is Stance.NEGATED and inside & set(places) for stance, places in found_cues)
            return Stance.NEGATED if negated else Stance.AFFIRMED
        clauses, joined = self._clauses(elements)
        ends = [end.place for end in (match.subject, match.object) if end.place >= 0]
        counted = {clauses[place] for place in (*match.cues, *([max(ends)] if ends else ()))}
        if not match.cues:
            counted |= {clauses[place] for place in ends}
        if ends and not any(number in joined for number in range(clauses[min(ends)] + 1, clauses[max(ends)] + 1)):
            counted.add(clauses[min(ends)])  # "may be used if ...": a condition is held as what it is a condition of
        leads = {elements[place].segment for place in match.places if elements[place].segment < frame.own}
        if frame.own and not leads and not self._has_verb(frame, match):
            leads = set(range(frame.own))  # an item that is no sentence of its own is held as its lead-in line is
        found: set[Stance] = set()
        for cue_stance, places in found_cues:
            if match.valued and places.start > max(match.cues, default=-1):
                continue  # what is said in a value of words, or behind it, is said of the value
            if tuple(elements[place].text for place in places) in self._phrase_cues:
                # "with or without X", "without X": only what stands in the phrase behind is touched
                if any(end in self._phrase(elements, places.stop) for end in ends):
                    found.add(cue_stance)
            elif any(clauses[place] in counted or elements[place].segment in leads for place in places):
                found.add(cue_stance)
        if Stance.NEGATED in found:
            return Stance.NEGATED
        return Stance.HEDGED if Stance.HEDGED in found else Stance.AFFIRMED

    def _phrase(self, elements: Sequence[Element], start: int) -> range:
        """The places from `start` to the end of the phrase there."""
        end = start
        while end < len(elements) and (elements[end].named or elements[end].text not in self._phrase_ends):
            end += 1
        return range(start, end)

    def _has_verb(self, frame: Frame, match: Match) -> bool:
        """Whether the item has a verb of its own up to where the match ends."""
        end = max(match.places) + 1
        return any(element.text in self._verbs for element in frame.elements[:end] if element.segment == frame.own and not element.named)

    def _found(self, frame: Frame) -> list[tuple[Stance, range]]:
        """The cues in order, longest first where they overlap; the words of a mention are no cue."""
        if self._last and self._last[0] is frame:
            return self._last[1]
        elements = frame.elements
        found: list[tuple[Stance, range]] = []
        place = 0
        while place < len(elements):
            for words, stance in self._cues.get(elements[place].text, ()):
                window = elements[place : place + len(words)]
                if len(window) == len(words) and all(not one.named and one.text == word for one, word in zip(window, words, strict=True)):
                    found.append((stance, range(place, place + len(words))))
                    place += len(words)
                    break
            else:
                place += 1
        self._last = (frame, found)
        return found

    def _clauses(self, elements: Sequence[Element]) -> tuple[list[int], set[int]]:
        """The number of each element's clause, and the clauses that stand beside the one before them and do not depend on it.

        A remark in brackets belongs to the clause around it.
        """
        clauses: list[int] = []
        joined: set[int] = set()
        number = verbs = 0
        relative = False
        for place, element in enumerate(elements):
            if not element.bracket and not element.named:
                verb = element.text in self._verbs or element.text in self._takes
                # "patients who cannot take X receive Y": the second verb is that of the clause around the relative one
                if self._starts_clause(elements, place) or (relative and verb and verbs and elements[place - 1].text not in _JOINS):
                    number += 1
                    relative, verbs = element.text in _RELATIVE, 0
                    if element.text in _BESIDE:
                        joined.add(number)
                verbs += verb
            clauses.append(number)
        return clauses, joined

    def _starts_clause(self, elements: Sequence[Element], place: int) -> bool:
        if elements[place].text == ITEM:
            return True
        for words, _ in self._starts.get(elements[place].text, ()):
            if tuple(element.text for element in elements[place : place + len(words)]) == words:
                return True
        after = elements[place + 1 : place + 3]
        return elements[place].text in ("and", "or", "but") and any(element.text in self._modals for element in after[:1])
