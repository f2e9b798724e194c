"""Doses: the words of a row that only tell how much of a thing is given, how and when, as protocols list them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from allgraph.reading.elements import Element
from allgraph.reading.lexicon import Lexicon

#: The classes of what tells how, when or how long a thing is given.
_WAYS = frozenset({"ag:Route", "ag:Schedule", "ag:Duration"})

#: What stands for such a name in the line that doses are sought in, and for any other.
_WAY, _NAME = "¤", "¶"


class DoseFinder:
    """Finds doses by their numbers, units and the words that lead them in ("on days 1 and 8"), which the ontology lists."""

    def __init__(self, lexicon: Lexicon) -> None:
        units = "|".join(map(re.escape, sorted(lexicon.cue_set("doseUnit"), key=len, reverse=True)))
        leads = "|".join(map(re.escape, sorted(lexicon.cue_set("doseLead"), key=len, reverse=True)))
        number = r"\d\S*"
        dose = rf"(?:(?:{leads}) )*(?:{_WAY}|{number}(?: (?:{units}|[-–]|{number}|(?:,|and|or)(?= {number}))(?= ))*)"
        self._pattern = re.compile(rf"(?<= )(?:{dose}|\( {dose}(?: [,;:]? ?{dose})* \))(?= )")
        self._used = lexicon.cue_set("useVerb")

    def places(self, row: Sequence[Element]) -> frozenset[int]:
        """The places of the words of doses in a row; a way that a verb opens parts what it tells of from the rest: "given weekly".

        >>> from allgraph.texts import Span
        >>> row = [Element(word, Span(0, 0)) for word in "s 8 mg / m2 on days 1 and 8 , s".split()]
        >>> cues = {"doseUnit": [("", "mg"), ("", "/"), ("", "m2")], "doseLead": [("", "on"), ("", "days")]}
        >>> sorted(DoseFinder(Lexicon({}, (), cues, {})).places(row))
        [1, 2, 3, 4, 5, 6, 7, 8, 9]
        """
        words = [self._word(element) for element in row]
        if not any(word == _WAY or word[0].isdigit() for word in words):
            return frozenset()
        line = f" {' '.join(words)} "
        starts = [0]
        for word in words:
            starts.append(starts[-1] + len(word) + 1)
        place = dict(zip((start + 1 for start in starts), range(len(words)), strict=False))
        found = (match.span() for match in self._pattern.finditer(line))
        return frozenset(place[at] for start, end in found for at in range(start, end) if at in place)

    def _word(self, element: Element) -> str:
        """A word of the line: the element's own, but for a name and for what holds several."""
        if not element.named:
            return element.text.replace(" ", "_")
        told = all(not _WAYS.isdisjoint(one.term.classes) for one in element.named)
        return _WAY if told and element.text.split()[0] not in self._used else _NAME
