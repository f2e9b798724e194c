"""Retractions: what a clause behind takes back or puts in doubt.

"S was tried in O, but it did not help" tells no use of S in O, "S was linked to O, but this is disputed" and "S was used in O, but is
no longer part of O" leave a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from allgraph.reading.elements import Element, begins
from allgraph.reading.lexicon import Lexicon, by_first_word
from allgraph.texts import Span

#: What ends a clause.
_ENDS = frozenset({".", ",", ";", ")"})

_WORD = re.compile(r"[^\W_]+")


class RetractionReader:
    """Finds the clauses that another one behind them takes back.

    >>> from allgraph.texts import Span
    >>> cues = {"retractingOpening": "but", "retractedVerb": "help", "retractingFiller": "it", "bareDenial": "did not"}
    >>> reader = RetractionReader(Lexicon({}, (), {name: (("ag:stance", text),) for name, text in cues.items()}, {}))
    >>> row = [Element(word, Span(0, 1)) for word in "tried in infants but it did not help".split()]
    >>> reader.retracted(row, [0, 0, 0, 1, 1, 1, 1, 1])
    {0: range(3, 8)}
    """

    def __init__(self, lexicon: Lexicon) -> None:
        denials = lexicon.cue_phrases("bareDenial") | lexicon.cue_phrases("leftAwayCue")
        self._denials = by_first_word(dict.fromkeys(denials))
        self._retracting_openings, self._questioning_openings = lexicon.cue_set("retractingOpening"), lexicon.cue_set("questioningOpening")
        self._denied, self._denying = lexicon.cue_set("retractedVerb"), lexicon.cue_set("retractingWord")
        fillers = lexicon.cue_words("retractingFiller")
        self._outcomes, self._present = lexicon.cue_set("outcomeVerb"), lexicon.cue_phrases("presentDenial")
        self._known = self._denied | self._denying | fillers
        self._proving, self._doubting = lexicon.cue_set("provenCue"), lexicon.cue_set("questioningWord")
        self._ending, self._past = by_first_word(dict.fromkeys(lexicon.cue_phrases("endedCue"))), lexicon.cue_set("pastVerb")
        self._before_ending = fillers | lexicon.cue_words("filler")
        self._links = lexicon.cue_set("linkNoun")
        self._known_of_link = self._proving | self._doubting | self._links | fillers | lexicon.cue_set("questioningFiller")

    def retracted(self, elements: Sequence[Element], clauses: Sequence[int]) -> dict[int, range]:
        """The numbers of the clauses that are taken back, each with the places of the words that do so."""
        return self._told_behind(elements, clauses, self._retracting_openings, self._takes_back)

    def questioned(self, elements: Sequence[Element], clauses: Sequence[int]) -> dict[int, range]:
        """The numbers of the clauses that are put in doubt, each with the places of the words that do so: a link, or a use that is past."""
        ended = self._told_behind(elements, clauses, self._retracting_openings, self._ends)
        past = {clause for clause, element in zip(clauses, elements, strict=True) if element.text in self._past}
        disputed = self._told_behind(elements, clauses, self._questioning_openings, self._questions)
        return {clause: words for clause, words in ended.items() if clause in past} | disputed

    def questions_link(self, sentence: str) -> bool:
        """Whether a sentence only puts in doubt the link that the one before it tells: "A causal link has been questioned."."""
        words = _WORD.findall(sentence.lower())
        return not self._links.isdisjoint(words) and self._questions([Element(word, Span(0, 0)) for word in words])

    @staticmethod
    def _told_behind(
        elements: Sequence[Element], clauses: Sequence[int], openings: frozenset[str], tells: Callable[[Sequence[Element]], bool]
    ) -> dict[int, range]:
        """The numbers of the clauses behind which one opens that tells something of them, each with the places of its words."""
        found: dict[int, range] = {}
        for place, element in enumerate(elements):
            if element.text in openings and place and not element.named:
                said = list(takewhile(lambda one: one.text not in _ENDS, elements[place + 1 :]))
                if tells(said):
                    found[clauses[place - 1]] = range(place, place + 1 + len(said))
        return found

    def _takes_back(self, clause: Sequence[Element]) -> bool:
        """Whether a clause only denies what "it" does: one that names something else, or a time or a way, denies that.

        One that denies in the present what comes of a use, "does not improve survival", says that it is in use.
        """
        denial, words = self._parted(clause)
        denying = tuple(word for at in denial for word in clause[at].text.split())
        if denying in self._present and not words.isdisjoint(self._outcomes):
            return False
        return words <= self._known and not words.isdisjoint(self._denied if denial else self._denying)

    def _ends(self, clause: Sequence[Element]) -> bool:
        """Whether a clause tells first that what "it" is used for ended: "it has been replaced by S", "is no longer part of O"."""
        for at, element in enumerate(clause):
            if any(begins(clause, at, words) for words, _ in self._ending.get(element.text, ())):
                return True
            if not _points_back(element) and element.text not in self._before_ending:
                return False
        return False

    def _questions(self, clause: Sequence[Element]) -> bool:
        """Whether a clause only says that a link is disputed, or not shown."""
        denial, words = self._parted(clause)
        return words <= self._known_of_link and not words.isdisjoint(self._proving if denial else self._doubting)

    def _parted(self, clause: Sequence[Element]) -> tuple[range, set[str]]:
        """The places of a denial in a clause, and its other words, without what points back."""
        near = ((at, words) for at, element in enumerate(clause) for words, _ in self._denials.get(element.text, ()))
        denied = (range(at, at + len(words)) for at, words in near if begins(clause, at, words))
        denial = max(denied, key=len, default=range(0))
        others = [element for at, element in enumerate(clause) if at not in denial and not _points_back(element)]
        return denial, {word for element in others for word in element.text.split()}


def _points_back(element: Element) -> bool:
    """Whether an element names what is named elsewhere: "it", "the drug"."""
    return bool(element.named) and not any(element.span.covers(named.span) for named in element.named)
