"""Rivals: of the matches of one sentence that cannot all hold, those that are left."""

from __future__ import annotations

from collections.abc import Sequence

from allgraph.reading.frames import Frame
from allgraph.reading.lexicon import Lexicon
from allgraph.reading.matching import Match
from allgraph.reading.misreadings import MisreadingReader


class RivalReader:
    """Leaves out the matches that others of the same sentence rule out or tell better."""

    def __init__(self, lexicon: Lexicon, misreadings: MisreadingReader) -> None:
        self._misreadings = misreadings
        self._ways = {relation.curie for relation in lexicon.relations if "ag:Route" in relation.range}
        self._yielding = dict(lexicon.cue_pairs("yieldsTo"))
        self._yielding_from_above = dict(lexicon.cue_pairs("fromAboveYieldsTo"))

    def left(self, frame: Frame, matches: Sequence[Match]) -> list[Match]:
        """The matches that no other one of them rules out, in their order."""
        return _of_nearest(_without_other_names(frame, self._without_opposites(matches)))

    def _without_opposites(self, matches: Sequence[Match]) -> list[Match]:
        """The matches without those that another one rules out: what a thing is given against is no harm of it.

        Nor does a thing treat the disease of the page that is said to be given against something else.
        """
        strong = [match for match in matches if not match.weak]
        told = {match.claim for match in strong}
        told_of = {(match.relation.curie, match.subject.place) for match in strong if match.subject.place >= 0}

        barred = {match.object.place for match in matches if self._misreadings.kills(match)}
        firsts = {place: min(one.subject.place for one in matches if one.object.place == place) for place in barred}

        def is_left(match: Match) -> bool:
            relation = match.relation.curie
            if match.object.place in barred and relation in self._ways and match.subject.place > firsts[match.object.place]:
                return False
            if match.object.above is not None and (self._yielding_from_above.get(relation), match.subject.place) in told_of:
                return False
            other = self._yielding.get(relation)
            return other is None or (match.subject.named.term.curie, other, match.object.named.term.curie) not in told

        return [match for match in matches if is_left(match)]


def _of_nearest(matches: Sequence[Match]) -> list[Match]:
    """The matches without those that take from a heading what another of the same subject takes from the sentences before it."""

    def told(match: Match) -> tuple[str, int]:
        return match.relation.curie, match.subject.place

    def kind(match: Match) -> str:
        return match.object.above.kind if match.object.above else ""

    nearer = {told(match) for match in matches if kind(match) == "before" and not match.weak}
    return [match for match in matches if told(match) not in nearer or kind(match) in ("", "before")]


def _without_other_names(frame: Frame, matches: Sequence[Match]) -> list[Match]:
    """The matches without those that another name in brackets tells again: "S (S)" says of one thing once what follows from a list."""
    found = {(match.claim, match.subject.place) for match in matches}

    def is_again(match: Match) -> bool:
        place = match.subject.place
        host = frame.elements[place].host if place >= 0 else -1
        return host >= 0 and match.object.above is not None and (match.claim, host) in found

    return [match for match in matches if not is_again(match)]
