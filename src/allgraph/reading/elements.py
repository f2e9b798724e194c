"""Elements: what a sentence is a row of. A word, a sign or a mention, with the terms it stands for; and the places above a sentence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, takewhile
from typing import NamedTuple

from allgraph.reading.lexicon import NameKind, Term
from allgraph.texts import Span

#: The sign that stands where a lead-in line ends and its list item begins.
ITEM = "▸"


@dataclass(frozen=True)
class Named:
    """A term that an element stands for, with the run of text that names it: for a pronoun, the run it points back to."""

    term: Term
    span: Span
    kind: NameKind = NameKind.LABEL
    name: str = ""

    @property
    def names_disease(self) -> bool:
        """Whether it names a disease, and no mere state of one: "relapsed" in "relapsed patients"."""
        return self.term.is_disease and self.kind is not NameKind.MODIFIER


class Element(NamedTuple):
    """A word, a sign or a mention. `host` is the element that a bracketed one belongs to, or -1; `segment` counts the lines.

    `prior` holds the treatments that a word such as "after" sets aside as given before.
    `defines` marks the class in a definition ("X is a type of antibody that ..."): what is said behind it is said of X.
    """

    text: str
    span: Span
    named: tuple[Named, ...] = ()
    segment: int = 0
    bracket: bool = False
    host: int = -1
    defines: bool = False
    prior: tuple[Named, ...] = ()

    @property
    def is_pronoun(self) -> bool:
        """Whether it is a bare word that points back ("it", "they"), and names nothing by itself."""
        return self.points_back and " " not in self.text

    @property
    def points_back(self) -> bool:
        """Whether it names what stands elsewhere: "it", "these drugs"."""
        return any(not self.span.covers(named.span) for named in self.named)

    @property
    def is_of_people(self) -> bool:
        """Whether it names people: "children", "adults over 60"."""
        return any("ag:Population" in named.term.classes for named in self.named)

    @property
    def is_treatment(self) -> bool:
        """Whether it names a treatment or a class of drugs."""
        return any(not named.term.classes.isdisjoint({"ag:Treatment", "ag:DrugClass"}) for named in self.named)


#: What notes write between a thing and what follows from it, as the rows have every arrow.
ARROW = "→"

#: A name opens a sentence where at most so many characters stand before it.
_OPENING = 12

#: A clause that "and" joins has its verb at most so far behind, in elements: "and high-dose S is".
_SUBJECT_REACH = 4


@dataclass(frozen=True)
class Above:
    """A place above a sentence where an unsaid end of a relation may stand.

    `kind` is "before", "earlier" (the one drug of the paragraph before), "page" (the one drug that opens a page without a title), "lead",
    "heading", "row" (a table's row head), "topic" (the disease at large, where
    it was named last; the only regulator of a page) or "subject" (the same, where no other disease and no kind of it was named since).
    """

    kind: str
    span: Span
    named: tuple[Named, ...]

    def opens_with(self, named: Named) -> bool:
        """Whether it begins with a name, but for a short word or two: "the S is ...", "children with O get S" does not."""
        return named.span.start - self.span.start <= _OPENING

    @cached_property
    def classes(self) -> frozenset[str]:
        """The classes of what it names."""
        return classes(self.named)

    @cached_property
    def names_drugs(self) -> bool:
        """Whether it names several drugs, which are no examples of a class before them: "S + S"."""
        treating = [one for one in self.named if not one.term.classes.isdisjoint({"ag:Drug", "ag:DrugClass"})]
        drugs = {one.term.curie for one in treating if "ag:Drug" in one.term.classes}
        return len(drugs) > 1 and treating[0].term.curie in drugs


def classes(named: Sequence[Named]) -> frozenset[str]:
    """The classes of everything named; a brand name is one of its own."""
    brand = ["ag:BrandName"] if any(one.kind is NameKind.BRAND for one in named) else []
    return frozenset(brand).union(*(one.term.classes for one in named))


def is_of_unknown(above: Sequence[Above]) -> bool:
    """Whether the sentence before tells of a drug that nobody knows, and of no other: what follows is said of that."""
    before = next((one for one in above if one.kind == "before"), None)
    drugs = [one.term for one in before.named if "ag:Drug" in one.term.classes] if before else []
    return bool(drugs) and not any(term.is_known for term in drugs)


def opens_clause(row: Sequence[Element], start: int, verbs: Collection[str], relatives: Collection[str]) -> bool:
    """Whether a subject and one of the verbs stand from a place on, where no relative word makes them part of what is before.

    >>> row = [Element("it", Span(0, 2)), Element("may", Span(3, 6)), Element("that", Span(7, 11)), Element("may", Span(12, 15))]
    >>> opens_clause(row, 0, {"may"}, {"that"}), opens_clause(row, 1, {"may"}, {"that"}), opens_clause(row, 2, {"may"}, {"that"})
    (True, False, False)
    """
    behind = row[start : start + _SUBJECT_REACH]
    verb = next((at for at, element in enumerate(behind) if element.text in verbs and not element.named), 0)
    return verb > 0 and all(element.named or (element.text.isalpha() and element.text not in relatives) for element in behind[:verb])


def opens_order(words: Sequence[str], at: int, orders: Collection[str], verbs: Collection[str]) -> bool:
    """Whether a comma or "and" leads in one more thing to do, in words that name nobody who does it: "give S and avoid S".

    >>> orders = {"avoid", "give"}
    >>> [opens_order(words.split(), 2, orders, {"may"}) for words in ("give S and avoid S", "may give and avoid S", "S , avoid S")]
    [True, False, False]
    """
    leads = words[at] in (",", "and") and at + 1 < len(words) and words[at + 1] in orders
    before = words[:at] if leads else ()
    return any(word in orders for word in before) and all(word not in verbs for word in before)


def begins(row: Sequence[Element], place: int, words: tuple[str, ...]) -> bool:
    """Whether the words stand in the row from a place on, one an element.

    >>> row = [Element("such", Span(0, 4)), Element("as", Span(5, 7))]
    >>> begins(row, 0, ("such", "as")), begins(row, 1, ("as", "well"))
    (True, False)
    """
    if place < 0 or place >= len(row) or row[place].text != words[0]:
        return False  # as most are
    return [element.text for element in row[place : place + len(words)]] == [*words]


def denies(words: str) -> bool:
    """Whether one of the words denies the verb beside it.

    >>> denies("does not work"), denies("doesn't"), denies("never")
    (True, True, False)
    """
    return any(word in ("not", "cannot") or word.endswith("n't") for word in words.split())


def in_condition(row: Sequence[Element], place: int, conditions: Collection[str]) -> bool:
    """Whether an element stands in brackets behind a word of condition: "S (stop if O occurs)".

    >>> row = [Element(word, Span(0, 1), bracket=word != "(") for word in "( stop if fever".split()]
    >>> in_condition(row, 3, {"if"}), in_condition(row, 3, {"unless"})
    (True, False)
    """
    if not row[place].bracket:
        return False
    return any(element.text in conditions for element in takewhile(lambda one: one.text != "(", row[place::-1]))


def front_clause_end(words: Sequence[str], openings: Collection[str], verbs: frozenset[str]) -> int:
    """The place of the comma that ends a clause of its own at the start of a sentence, or -1 where none stands there.

    Behind the comma stands a clause with a verb; the commas of a list before it part no clauses.

    >>> front_clause_end("while children get S , S and S , adults need S".split(), {"while"}, frozenset({"get", "need"}))
    8
    >>> front_clause_end("children get S , adults need S".split(), {"while"}, frozenset({"get", "need"}))
    -1
    """
    if not words or words[0] not in openings:
        return -1
    verb = next((at for at, word in enumerate(words) if word in verbs), len(words))
    commas = [at for at in range(verb, len(words)) if words[at] == ","]
    runs = pairwise([*commas, len(words)])
    return next((comma for comma, end in runs if not verbs.isdisjoint(words[comma + 1 : end])), -1)


def is_apposed(opening: Sequence[Element]) -> bool:
    """Whether a sentence opens with no more than the class of what it goes on to tell of: "A bispecific antibody, it ..."."""
    if len(opening) < 2 or opening[-1].text != "," or any(element.named for element in opening[:-2]):
        return False
    return opening[0].text in ("a", "an") and any("ag:DrugClass" in named.term.classes for named in opening[-2].named)


def names(row: Iterable[Element]) -> tuple[Named, ...]:
    """All that a row names, in order."""
    return tuple(named for element in row for named in element.named)
