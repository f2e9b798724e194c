"""Lines: a frame as one relation sees it, a row of words and of lists whose members fit an end of the relation."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import accumulate, dropwhile, islice, takewhile

from allgraph.reading.doses import DoseFinder
from allgraph.reading.elements import Element, Named
from allgraph.reading.lexicon import Lexicon, NameKind, Relation

#: The letters of the tokens that stand for an end: a fitting subject, object, or both.
SUBJECT, OBJECT, BOTH = "S", "O", "B"

#: A text that joins the members of a list has at most this many words: "as well as", ", sometimes together with".
_JOIN_WORDS = 8

#: The roles of so many names are kept.
_MOST_KEPT = 10_000

#: A name that opens a sentence ("in most protocols, ...") is at most its fourth word.
_OPENING_WORDS = 4

#: The class whose members are brand names, and that of the bounds of a marker.
BRAND, BOUND = "ag:BrandName", "ag:Criterion"

#: Brackets behind a drug with more words than these before a name hold a remark.
_REMARK_WORDS = 3

#: The classes of what may be much or little: "a WBC count above 50,000/µL" tells its level, and is one thing.
_MEASURED = frozenset({"ag:DecisionFactor", "ag:Biomarker"})


class Companions(Enum):
    """What becomes of what commas set apart as given with a thing: "S, often with S, ..."."""

    SHARE = "it is told the same as the thing"
    STAND = "it stands for itself"
    LEAVE = "it is left out"


@dataclass(frozen=True)
class Line:
    """A frame as one relation sees it: words in lower case, and S1, O2 or B3 for a list of fitting ends."""

    words: tuple[str, ...]
    tokens: tuple[tuple[int, ...], ...]  # the elements each word stands for
    groups: dict[str, tuple[int, ...]]  # an end's word to the elements that are its members

    @cached_property
    def text(self) -> str:
        """The words, each behind a space."""
        return "".join(f" {word}" for word in self.words)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each word starts in `text`, with its space."""
        return tuple(accumulate((len(word) + 1 for word in self.words[:-1]), initial=0))

    @cached_property
    def ends(self) -> list[tuple[int, str]]:
        """The words that stand for lists of ends, each with its place."""
        return [(at, word) for at, word in enumerate(self.words) if word in self.groups]

    def places(self, start: int, end: int) -> tuple[int, ...]:
        """The elements that the characters from `start` to `end` of the line stand for."""
        first, last = bisect_right(self.starts, start) - 1, bisect_right(self.starts, end - 1) - 1
        return tuple(place for token in self.tokens[first : last + 1] for place in token)


class LineMaker:
    """Makes the line of a relation from the elements of a frame.

    >>> from allgraph.reading.lexicon import Term
    >>> from allgraph.texts import Span
    >>> relation = Relation("ag:treats", frozenset({"ag:Drug"}), frozenset({"ag:Disease"}), ())
    >>> drug = Named(Term("ag:imatinib", "imatinib", frozenset({"ag:Drug"})), Span(0, 8))
    >>> disease = Named(Term("ag:all", "ALL", frozenset({"ag:Disease"})), Span(13, 16))
    >>> row = [Element("imatinib", drug.span, (drug,)), Element("for", Span(9, 12)), Element("all", disease.span, (disease,))]
    >>> maker = LineMaker(Lexicon({}, (), {}, {}))
    >>> roles = maker.roles(row, relation)
    >>> roles, maker.line(row, roles, brackets=False).text
    (('S', '', 'O'), ' S0 for O1')
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._classes_of_one_drug = lexicon.classes_of_one_drug
        self._joins = lexicon.cue_set("joinCue")
        self._examples = lexicon.cue_set("exampleCue")
        self._places = lexicon.cue_set("whereCue")
        self._between = lexicon.cue_set("stateFiller")
        self._describing = lexicon.cue_set("listFiller")
        self._same_kind = lexicon.marked("sameKind")
        self._barred = set(lexicon.cue_pairs("notFor"))
        self._not_from_above = set(lexicon.cue_pairs("notFromAbove"))
        self._not_to = set(lexicon.cue_pairs("notTo"))
        self._not_at_large = lexicon.marked("notAtLarge")
        self._root = lexicon.marked("scopeDisease")
        self._generic = lexicon.marked("generic")
        self._outside = lexicon.marked("outsideScope")
        self._example_words = lexicon.cue_words("exampleCue")
        self._doses = DoseFinder(lexicon)
        self._verbs = lexicon.cue_set("finiteVerb") | lexicon.cue_set("clauseVerb")
        self._giving = self._verbs | lexicon.cue_set("sharingCue")
        self._measures = lexicon.cue_set("measureNoun")
        self._companions = lexicon.cue_set("companionCue")
        self._list_joins = self._joins | self._examples
        # what names have been in each relation: the same ones come in sentence after sentence
        self._known: dict[tuple[object, ...], dict[str, str]] = {}
        # of the row that is read now, which one relation sees after the other
        self._row: Sequence[Element] = ()
        self._tokens: list[list[tuple[str, tuple[int, ...]]]] = []  # the words of each element, with its place
        self._roles: list[tuple[int, dict[str, str]]] = []  # of each element that names something: its place, and its role by relation
        self._hosted: list[int] = []  # the places of what stands in brackets behind a name
        self._dosed: frozenset[int] = frozenset()
        self._made: dict[tuple[tuple[str, ...], bool, Companions, bool], Line] = {}  # many relations see it alike

    def role(self, element: Element, relation: Relation) -> str:
        """The letter of the ends that an element may be of a relation, or nothing."""
        if not element.named:
            return ""
        if relation.curie in self._not_at_large and any(named.term.curie in self._root for named in element.named):
            return ""  # "infants with ALL are at risk of relapse": what makes people fall ill says nothing of treatment
        fitting = [] if element.defines and relation.curie not in self._same_kind else self.values(element.named, relation.domain)
        subject = any(self.may_be_subject(named, relation) for named in fitting)
        fitting = self.values(element.named, relation.range)
        if relation.curie in self._same_kind and not element.defines:
            fitting = [named for named in fitting if named.kind is not NameKind.MODIFIER]  # "ALL is untreated" tells no kind of ALL
        if element.defines and relation.curie not in self._same_kind:
            fitting = [named for named in fitting if not named.term.is_disease]  # what is said behind it is said of the kind it defines
        kinds = [(*named.term.classes, named.term.curie) for named in fitting]
        object_ = any(all((relation.curie, kind) not in self._not_to for kind in own) for own in kinds)
        return BOTH if subject and object_ else SUBJECT if subject else OBJECT if object_ else ""

    def may_be_subject(self, named: Named, relation: Relation) -> bool:
        """Whether the relation is told of things of this kind: supportive care treats no leukemia."""
        return all((relation.curie, kind) not in self._barred for kind in (*named.term.classes, named.term.curie))

    def roles(self, elements: Sequence[Element], relation: Relation) -> tuple[str, ...]:
        """The role of each element in a relation."""
        self._begin(elements)
        roles = [""] * len(elements)
        for place, known in self._roles:
            if (role := known.get(relation.curie)) is None:
                role = known[relation.curie] = self.role(elements[place], relation)
            roles[place] = role
        return tuple(roles)

    def _begin(self, elements: Sequence[Element]) -> None:
        """Begin a row, unless it is the one that is read already."""
        if elements is self._row:
            return
        if len(self._known) > _MOST_KEPT:  # values made of words are new in every document
            self._known.clear()
        self._row, self._made = elements, {}
        self._dosed = self._doses.places(elements)
        self._tokens = [[(word, (place,)) for word in element.text.split()] for place, element in enumerate(elements)]
        self._roles = [(place, self._known.setdefault(_kind(element), {})) for place, element in enumerate(elements) if element.named]
        self._hosted = [place for place, element in enumerate(elements) if element.host >= 0]

    def line(
        self,
        elements: Sequence[Element],
        roles: tuple[str, ...],
        *,
        brackets: bool,
        companions: Companions = Companions.SHARE,
        examples: bool = True,
    ) -> Line:
        """The frame as a line of tokens.

        A thing and its `examples` ("S such as S") are one list, but for a relation between kinds.

        Without `brackets`, a remark in brackets behind a mention is left out, but its members join the mention before it. What commas set
        apart as given with a thing ("S, often with S,") are its `companions`.
        """
        self._begin(elements)
        key = (roles, brackets, companions, examples)
        if key not in self._made:
            joins = self._list_joins if examples else self._joins
            self._made[key] = self._line(elements, roles, joins, brackets=brackets, companions=companions)
        return self._made[key]

    def _line(
        self, elements: Sequence[Element], roles: Sequence[str], joins: frozenset[str], *, brackets: bool, companions: Companions
    ) -> Line:
        hosts = {} if brackets else {place: elements[place].host for place in self._hosted}
        hidden = {place for place, host in hosts.items() if roles[host] or not _has_parts(elements[host])}
        hidden |= {place for place in self._hosted if _is_inner_alias(elements, elements[place].host)}
        tokens: list[tuple[str, tuple[int, ...]]] = []  # each with the elements it stands for
        groups: list[tuple[str, list[int]]] = []  # the lists of ends: role, and the elements that are members
        pending: list[tuple[str, tuple[int, ...]]] = []  # tokens behind the last list, which may turn out to join it to the next end
        read = 0
        aside = False  # whether a companion was left out, and no comma stands behind it yet
        for place, role in enumerate(roles):
            if not role:
                continue
            pending += self._words(read, place, hidden)
            read = place + 1
            if place in hidden and _is_alias(elements[place], elements[elements[place].host]):
                continue
            where = len(groups) == 1 and self._is_where(tokens, pending)
            joined = bool(groups) and not where and self._joined(groups[-1], role, pending, elements, place, joins, brackets=brackets)
            set_apart = companions is not Companions.STAND and bool(groups) and not joined
            set_apart = set_apart and self._is_companion(groups[-1], role, pending, elements, place)
            leaves = set_apart and companions is Companions.LEAVE
            aside = leaves or (aside and [word for word, _ in pending[:1]] != [","])
            if joined or set_apart:
                groups[-1][1].extend([] if aside else [place])
                tokens[-1] = (tokens[-1][0], (*tokens[-1][1], *(one for token in pending for one in token[1]), place))
                pending = []
            elif place not in hidden:
                tokens += [*pending, (f"{role}{len(groups)}", (place,))]
                groups.append((role, [place]))
                pending = []
        pending += self._words(read, len(roles), hidden)
        tokens += pending
        members = {f"{role}{number}": self._specific(elements, places) for number, (role, places) in enumerate(groups)}
        return Line(tuple(word for word, _ in tokens), tuple(places for _, places in tokens), members)

    def _words(self, first: int, last: int, hidden: set[int]) -> list[tuple[str, tuple[int, ...]]]:
        """The tokens of the elements from one place to before another."""
        return [token for place in range(first, last) if place not in hidden for token in self._tokens[place]]

    def _is_where(self, tokens: Sequence[tuple[str, tuple[int, ...]]], pending: Sequence[tuple[str, tuple[int, ...]]]) -> bool:
        """Whether the name before a comma only opens the sentence with where it holds: "in most protocols, S is given"."""
        words = [word for word, _ in tokens]
        opens = len(words) <= _OPENING_WORDS and words[0] in self._places and words[-1][0] in SUBJECT + BOTH
        return opens and [word for word, _ in pending] == [","]

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
        if len(fitting) > 1 and any(BOUND in one.term.classes for one in fitting):
            is_level = all(one.term.classes.isdisjoint(_MEASURED) for one in fitting)  # "a high WBC count (>50,000/µL)" says it already
            fitting = [one for one in fitting if is_level is not (BOUND in one.term.classes)]
        return fitting

    def without_classes(self, named: list[Named]) -> list[Named]:
        """What a place names, without the classes that its one drug is known to be of: "A CAR T-cell therapy for O: S" is about S."""
        known = self._classes_of_one_drug(one.term for one in named) if len(named) > 1 else frozenset()
        return [one for one in named if one.term.curie not in known]

    def is_generic(self, named: Sequence[Named], classes: frozenset[str]) -> bool:
        """Whether terms only name a kind of things of these classes: "late effects"."""
        return all(one.term.curie in self._generic and classes & one.term.classes for one in named)

    def is_from_here(self, named: Named, relation: Relation) -> bool:
        """Whether a relation's subject must be named in the sentence: what stands below the heading of a remedy is no harm of it."""
        return any((relation.curie, kind) in self._not_from_above for kind in (*named.term.classes, named.term.curie))

    def _joined(
        self,
        group: tuple[str, list[int]],
        role: str,
        pending: list[tuple[str, tuple[int, ...]]],
        elements: Sequence[Element],
        place: int,
        joins: frozenset[str],
        *,
        brackets: bool,
    ) -> bool:
        """Whether the element at `place` goes on with the list that the group is: only joining words stand between."""
        last, here = elements[group[1][-1]], elements[place]
        opens = len(group[1]) == 1 and [word for word, _ in pending[:2]] == [",", "and"]
        apart = opens and self._opens_clause(elements, group[1][0], place)  # "O is a harm of S, and S may cause O"
        apart = apart or (role == OBJECT and len(group[1]) == 1 and self._stand_apart(elements, group[1][0], place))
        if apart or group[0] != role or last.segment != here.segment or here.is_pronoun:
            return False  # "S is added to S, and it is given for O" tells the second of the first alone
        words = self._behind_dose(pending)
        words = words[1:] if words and words[0] in self._measures else words
        if not words and all(any("ag:Target" in named.term.classes for named in element.named) for element in (last, here)):
            return True  # "a CD19-CD3 bispecific antibody"
        disease = all(any(named.term.is_disease for named in element.named) for element in (last, here))
        if disease and all(word in self._between or word in self._joins for word in words):
            return True
        if here.host >= 0 and not brackets:  # the members of a class in the brackets behind it
            return not _is_remark(elements, place) and (here.host in group[1] or last.host == here.host)
        for length in range(min(len(words), _JOIN_WORDS), 0, -1):
            if " ".join(words[:length]) in joins:
                return all(word in self._joins or word in self._describing for word in words[length:])
        return False

    def _stand_apart(self, elements: Sequence[Element], first: int, last: int) -> bool:
        """Whether of two objects each stands beside a treatment of its own: "S each day and weekly S"."""
        behind = any(element.is_treatment for element in elements[last + 1 : last + 2])
        before = dropwhile(lambda one: not one.is_treatment and (one.named or one.text in self._giving), reversed(elements[:first]))
        return behind and any(element.is_treatment for element in islice(before, 1))

    def _opens_clause(self, elements: Sequence[Element], before: int, place: int) -> bool:
        """Whether the name at a place has a verb of its own, and so has the clause that the name `before` it ends."""
        behind = [element.text for element in elements[place + 1 : place + 2]]
        return not self._verbs.isdisjoint(behind) and any(element.text in self._verbs for element in elements[:before])

    def _is_companion(
        self, group: tuple[str, list[int]], role: str, pending: list[tuple[str, tuple[int, ...]]], elements: Sequence[Element], place: int
    ) -> bool:
        """Whether the element at `place` opens what commas set apart as given with the thing before: "S, often with S and S, is given"."""
        words = self._behind_dose(pending)
        opens = next((at for at in range(min(len(words), _JOIN_WORDS), 0, -1) if " ".join(words[:at]) in self._companions), 0)
        same = group[0] == role and elements[group[1][-1]].segment == elements[place].segment and not elements[place].is_pronoun
        if not opens or not same or not all(word in self._describing for word in words[opens:]):
            return False
        inside = {*self._joins, *self._describing, "(", ")"} - {","}
        behind = (element.text for element in elements[place + 1 :] if not element.named and not element.bracket)
        return next((text for text in behind if text not in inside), ".") in (",", ".")

    def dosed(self, elements: Sequence[Element]) -> frozenset[int]:
        """The places of the words that only tell how much of a thing is given, how and when."""
        self._begin(elements)
        return self._dosed

    def _behind_dose(self, pending: Sequence[tuple[str, tuple[int, ...]]]) -> list[str]:
        """The words behind a name without the dose that comes first: of "S 8 mg/m2 by mouth and S" that from "and" on."""
        return [word for word, _ in dropwhile(lambda token: self._dosed.issuperset(token[1]), pending)]

    def _specific(self, elements: Sequence[Element], places: list[int]) -> tuple[int, ...]:
        """The members of a list; the disease at large is none where the list names a kind or a state of it."""
        named = [one for place in places for one in elements[place].named]
        if len(named) == 1:
            return tuple(places)
        narrow = any(one.term.is_disease and one.term.curie not in self._root for one in named)
        return tuple(
            place
            for place in places
            if not narrow or not any(one.term.curie in self._root for one in elements[place].named) or self._has_examples(elements, place)
        )

    def _has_examples(self, elements: Sequence[Element], place: int) -> bool:
        """Whether what stands behind a name is only a part of what it means: "ALL, including ALL in the testicles"."""
        near = elements[place + 1 : place + 4 + _JOIN_WORDS]
        behind = (element.text for element in near if not (element.bracket and element.host == place))
        words = " ".join(takewhile(lambda word: word in {",", *self._example_words}, behind))
        return words in self._examples


def _kind(element: Element) -> tuple[object, ...]:
    """All of an element that its roles depend on."""
    return (element.defines, *((named.term.curie, named.kind) for named in element.named))


def _is_alias(element: Element, host: Element) -> bool:
    """Whether a mention in brackets is another name of what stands before them."""
    return bool(element.named) and {named.term.curie for named in element.named} <= {named.term.curie for named in host.named}


def _is_remark(elements: Sequence[Element], place: int) -> bool:
    """Whether a name is only mentioned in what brackets tell of a drug: "S (it may do harm, above all before S)"."""
    host = elements[place].host
    before = elements[host + 1 : place]
    said = sum(not element.named and element.text.isalpha() for element in before)
    is_clause = said > _REMARK_WORDS or any(element.is_pronoun for element in before)
    return is_clause and any("ag:Drug" in named.term.classes for named in elements[host].named)


def _is_inner_alias(elements: Sequence[Element], host: int) -> bool:
    """Whether all that brackets inside brackets hold is another name of the host: "(vincristine [VCR], doxorubicin)"."""
    inside = elements[host + 1 : host + 4]
    alone = [element.text for element in inside[::2]] == ["(", ")"]
    of_way = all("ag:Route" in named.term.classes for named in elements[host].named)  # "intrathecal (IT) S"
    return (elements[host].bracket or of_way) and alone and bool(inside[1].named) and _is_alias(inside[1], elements[host])


def _has_parts(element: Element) -> bool:
    """Whether what stands in brackets behind a name may be its parts: "reinduction (vincristine, prednisone)"."""
    return any(not named.term.classes.isdisjoint({"ag:TreatmentPhase", "ag:Treatment"}) for named in element.named)
