"""Lines: a frame as one relation sees it, a row of words and of lists whose members fit an end of the relation."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from allgraph.reading.frames import Element, Named, is_disease
from allgraph.reading.lexicon import Lexicon, NameKind, Relation

#: The letters of the tokens that stand for an end: a fitting subject, object, or both.
SUBJECT, OBJECT, BOTH = "S", "O", "B"

#: The class whose members are brand names.
BRAND = "ag:BrandName"


@dataclass(frozen=True)
class Line:
    """A frame as one relation sees it: words in lower case, and S1, O2 or B3 for a list of fitting ends."""

    text: str
    starts: tuple[int, ...]  # where each token starts in `text`
    tokens: tuple[tuple[int, ...], ...]  # the elements each token stands for
    groups: dict[str, tuple[int, ...]]  # an end's token to the elements that are its members

    def places(self, start: int, end: int) -> tuple[int, ...]:
        """The elements that the characters from `start` to `end` of the line stand for."""
        first, last = bisect_right(self.starts, start) - 1, bisect_right(self.starts, end - 1) - 1
        return tuple(place for token in self.tokens[first : last + 1] for place in token)


class LineMaker:
    """Makes the line of a relation from the elements of a frame."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._joins = frozenset(lexicon.cue_texts("joinCue"))
        self._examples = frozenset(lexicon.cue_texts("exampleCue"))
        self._between = frozenset(lexicon.cue_texts("stateFiller"))
        self._describing = frozenset(lexicon.cue_texts("listFiller"))
        self._same_kind = lexicon.marked("sameKind")
        self._barred = set(lexicon.cues.get("notFor", ()))
        self._not_to = set(lexicon.cues.get("notTo", ()))
        self._root = lexicon.marked("scopeDisease")
        self._generic = lexicon.marked("generic")
        self._outside = lexicon.marked("outsideScope")

    def role(self, element: Element, relation: Relation) -> str:
        if not element.named:
            return ""
        fitting = [] if element.defines else self.values(element.named, relation.domain)
        subject = any(all((relation.curie, kind) not in self._barred for kind in named.term.classes) for named in fitting)
        fitting = self.values(element.named, relation.range)
        if relation.curie in self._same_kind and not element.defines:
            fitting = [named for named in fitting if named.kind is not NameKind.MODIFIER]  # "ALL is untreated" tells no kind of ALL
        if element.defines and relation.curie not in self._same_kind:
            fitting = [named for named in fitting if not is_disease(named.term)]  # what is said behind it is said of the kind it defines
        object_ = any(all((relation.curie, kind) not in self._not_to for kind in named.term.classes) for named in fitting)
        return BOTH if subject and object_ else SUBJECT if subject else OBJECT if object_ else ""

    def line(self, elements: Sequence[Element], roles: Sequence[str], *, brackets: bool) -> Line:
        """The frame as a line of tokens.

        Without `brackets`, a remark in brackets behind a mention is left out, but its members join the mention before it.
        """
        tokens: list[tuple[str, tuple[int, ...]]] = []
        groups: list[tuple[str, list[int]]] = []
        pending: list[tuple[str, tuple[int, ...]]] = []
        for place, element in enumerate(elements):
            hidden = not brackets and element.host >= 0 and (bool(roles[element.host]) or not _has_parts(elements[element.host]))
            role = "" if hidden and _is_alias(element, elements[element.host]) else roles[place]
            if role:
                if groups and self._joined(groups[-1], role, pending, elements, place, brackets=brackets):
                    groups[-1][1].append(place)
                    tokens[-1] = (tokens[-1][0], (*tokens[-1][1], *(one for token in pending for one in token[1]), place))
                    pending = []
                elif not hidden:
                    tokens += pending
                    pending = []
                    groups.append((role, [place]))
                    tokens.append((f"{role}{len(groups) - 1}", (place,)))
            elif not hidden:
                (pending if groups else tokens).extend((word, (place,)) for word in element.text.split())
        tokens += pending
        starts, length = [], 0
        for token, _ in tokens:
            starts.append(length)
            length += len(token) + 1
        members = {f"{role}{number}": self._specific(elements, places) for number, (role, places) in enumerate(groups)}
        return Line("".join(f" {token}" for token, _ in tokens), tuple(starts), tuple(places for _, places in tokens), members)

    def values(self, named: Sequence[Named], classes: frozenset[str]) -> list[Named]:
        """What of an element fits an end; a brand is a value of its own where the relation wants one, another disease never is one."""
        fitting = []
        for one in named:
            if one.term.curie in self._generic:
                continue
            own = classes & one.term.classes
            if one.term.curie in self._outside:
                own -= {"ag:Disease", "ag:DiseaseState"}
            if own or (BRAND in classes and one.kind is NameKind.BRAND):
                fitting.append(one)
        return fitting

    def _joined(
        self,
        group: tuple[str, list[int]],
        role: str,
        pending: list[tuple[str, tuple[int, ...]]],
        elements: Sequence[Element],
        place: int,
        *,
        brackets: bool,
    ) -> bool:
        """Whether the element at `place` goes on with the list that the group is: only joining words stand between."""
        last, here = elements[group[1][-1]], elements[place]
        if group[0] != role or last.segment != here.segment:
            return False
        words = [word for word, _ in pending]
        disease = all(any(is_disease(named.term) for named in element.named) for element in (last, here))
        if disease and all(word in self._between or word in self._joins for word in words):
            return True
        if here.host >= 0 and not brackets:  # the members of a class in the brackets behind it
            return here.host in group[1] or last.host == here.host
        for length in (3, 2, 1):
            if " ".join(words[:length]) in self._joins | self._examples and words:
                return all(word in self._joins or word in self._describing for word in words[length:])
        return False

    def _specific(self, elements: Sequence[Element], places: list[int]) -> tuple[int, ...]:
        """The members of a list; the disease at large is none where the list names a kind or a state of it."""
        named = [one for place in places for one in elements[place].named]
        narrow = any(is_disease(one.term) and one.term.curie not in self._root for one in named)
        return tuple(place for place in places if not narrow or not any(one.term.curie in self._root for one in elements[place].named))


def _is_alias(element: Element, host: Element) -> bool:
    """Whether a mention in brackets is another name of what stands before them."""
    return bool({named.term.curie for named in element.named} & {named.term.curie for named in host.named})


def _has_parts(element: Element) -> bool:
    """Whether what stands in brackets behind a name may be its parts: "reinduction (vincristine, prednisone)"."""
    return any(not named.term.classes.isdisjoint({"ag:TreatmentPhase", "ag:Treatment"}) for named in element.named)
