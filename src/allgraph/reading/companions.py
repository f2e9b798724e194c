"""Companions: what is told of the use of a thing is told of what it is given with.

"In maintenance S is given with S2" puts both into the phase, and so does "S, sometimes with S2" below the heading of a phase.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from allgraph.reading.frames import Frame
from allgraph.reading.lexicon import Lexicon
from allgraph.reading.lines import BOTH, SUBJECT, LineMaker
from allgraph.reading.matching import End, Match

_COMBINED = "ag:combinedWith"


class Companions:
    """Finds the relations marked with ag:shared that a thing has because it is given with another one that has them."""

    def __init__(self, lexicon: Lexicon, lines: LineMaker) -> None:
        self._shared = lexicon.marked("shared")
        self._parted = {curie: lexicon.cues_at("partedBefore", curie) | lexicon.cues_at("companionParted", curie) for curie in self._shared}
        self._barred = lexicon.marked("neverAttached")
        self._lines = lines

    def matches(self, frame: Frame, matches: Sequence[Match]) -> Iterator[Match]:
        """What the `matches` of a frame tell of things that have no such relation of their own there."""
        combined = [match for match in matches if match.relation.curie == _COMBINED and not match.weak and _is_named(match)]
        told = [match for match in matches if match.relation.curie in self._shared and not match.weak and match.subject.place >= 0]
        if not combined or not told:
            return
        having = {(match.relation.curie, match.subject.place) for match in told}
        for match in told:
            for pair in combined:
                ends = (pair.subject, pair.object)
                for one, other in (ends, ends[::-1]):
                    if one.place == match.subject.place and (match.relation.curie, other.place) not in having:
                        yield from self._told_of(frame, match, pair, other)

    def _told_of(self, frame: Frame, match: Match, pair: Match, other: End) -> Iterator[Match]:
        """The match as one of the `other` end of a pair, where that may have it and nothing parts them."""
        relation = match.relation
        inside = range(*sorted((pair.subject.place, pair.object.place)))
        if not self._parted[relation.curie].isdisjoint(frame.elements[place].text for place in inside):
            return
        if self._lines.roles([frame.elements[other.place]], relation)[0] not in (SUBJECT, BOTH):
            return
        if other.named.term.curie == match.object.named.term.curie or other.named.term.curie in self._barred:
            return
        places = tuple(sorted({*match.places, *pair.places}))
        yield Match(relation, f"{relation.curie.removeprefix('ag:')}/companion", other, match.object, places, (*match.cues, *pair.cues))


def _is_named(match: Match) -> bool:
    """Whether the sentence names both ends."""
    return match.subject.place >= 0 and match.object.place >= 0
