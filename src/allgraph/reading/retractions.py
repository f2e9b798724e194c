"""Retractions: what a clause behind "but" takes back: "S was tried in O, but it did not help" tells no use of S in O."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from allgraph.reading.elements import Element, begins
from allgraph.reading.lexicon import Lexicon

#: What opens a clause that may take back the one before it, and what ends it.
_BUT, _ENDS = "but", frozenset({".", ",", ";", ")"})


class RetractionReader:
    """Finds the clauses that another one behind them takes back.

    >>> from allgraph.texts import Span
    >>> cues = {"retractedVerb": "help", "retractingFiller": "it", "bareDenial": "did not"}
    >>> reader = RetractionReader(Lexicon({}, (), {name: (("ag:stance", text),) for name, text in cues.items()}, {}))
    >>> row = [Element(word, Span(0, 1)) for word in "tried in infants but it did not help".split()]
    >>> reader.retracted(row, [0, 0, 0, 1, 1, 1, 1, 1])
    {0: range(3, 8)}
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._denials = lexicon.cue_phrases("bareDenial") | lexicon.cue_phrases("leftAwayCue")
        self._denied, self._denying = lexicon.cue_set("retractedVerb"), lexicon.cue_set("retractingWord")
        self._known = self._denied | self._denying | lexicon.cue_words("retractingFiller")

    def retracted(self, elements: Sequence[Element], clauses: Sequence[int]) -> dict[int, range]:
        """The numbers of the clauses that are taken back, each with the places of the words that do so."""
        found: dict[int, range] = {}
        for place, element in enumerate(elements):
            if element.text == _BUT and place and not element.named:
                said = list(takewhile(lambda one: one.text not in _ENDS, elements[place + 1 :]))
                if self._takes_back(said):
                    found[clauses[place - 1]] = range(place, place + 1 + len(said))
        return found

    def _takes_back(self, clause: Sequence[Element]) -> bool:
        """Whether a clause only denies what "it" does: one that names something else, or a time or a way, denies that."""
        denied = (range(at, at + len(words)) for at in range(len(clause)) for words in self._denials if begins(clause, at, words))
        denial = max(denied, key=len, default=range(0))
        others = [element for at, element in enumerate(clause) if at not in denial and not _points_back(element)]
        words = {word for element in others for word in element.text.split()}
        return words <= self._known and not words.isdisjoint(self._denied if denial else self._denying)


def _points_back(element: Element) -> bool:
    """Whether an element names what is named elsewhere: "it", "the drug"."""
    return bool(element.named) and not any(element.span.covers(named.span) for named in element.named)
