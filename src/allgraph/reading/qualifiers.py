"""Qualifiers: what narrows a claim in the words around it: for whom, in which phase, in which kind or state of the disease."""

from __future__ import annotations

from collections.abc import Iterator

from allgraph.reading.frames import Frame
from allgraph.reading.lexicon import Lexicon
from allgraph.reading.matching import Match

#: The class of a term and the qualifier it makes.
_KINDS = {
    "ag:Population": "ag:qualifierPopulation",
    "ag:TreatmentPhase": "ag:qualifierPhase",
    "ag:DiseaseState": "ag:qualifierState",
    "ag:Disease": "ag:qualifierDisease",
}

#: How far behind a claim its qualifier may stand, in words of the same clause.
_BEHIND = 7


class QualifierReader:
    """Reads the qualifiers of a match from the elements that it covers and those right behind it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._starts = frozenset(lexicon.cue_texts("clauseStart"))
        self._root = lexicon.marked("scopeDisease")
        self._outside = lexicon.marked("outsideScope")

    def of(self, frame: Frame, match: Match) -> tuple[tuple[str, str], ...]:
        """The qualifiers as sorted (relation, value) pairs; the ends of the match are none, nor is the disease at large."""
        ends = {match.subject.named.term.curie, match.object.named.term.curie}
        found = set()
        for place in self._around(frame, match):
            for named in frame.elements[place].named:
                term = named.term
                if term.curie in ends | self._root | self._outside or frame.elements[place].is_pronoun:
                    continue
                found |= {(name, term.curie) for kind, name in _KINDS.items() if kind in term.classes and "ag:Modality" not in term.classes}
        return tuple(sorted(found))

    def _around(self, frame: Frame, match: Match) -> Iterator[int]:
        """The places of the sentence's own elements that the match covers, and of those right behind it in its clause."""
        own = [place for place in match.places if frame.elements[place].segment == frame.own]
        if not own:
            return
        yield from range(min(own), max(own) + 1)
        for place in range(max(own) + 1, min(max(own) + 1 + _BEHIND, len(frame.elements))):
            element = frame.elements[place]
            if not element.named and (element.text in self._starts or not element.text.isalnum()):
                return
            yield place
