"""Patterns: the small language in which the ontology says how a relation is put into words.

A pattern is a row of parts with spaces between:

    {s} {o}      the two ends of the relation, named in the text; lists ("A, B or C") count as one end and distribute
    {so} {so2}   a list whose members are all related to each other; one of just two members
    {s!} {s,} {s$} {s1} {s:Drug}   (or o) an end that is no bare pronoun; the first of its list; the last of it; no list; one of this class
    {o:immunotherapy}   the same, of one term
    {s.}         (or o) an end that says what a thing before it is: the class in "S (a kinase inhibitor that ...)"
    {s&}         (or o) the whole list where "and" or "or" stands before its last member, else the last of it
    {o+}         the words up to the end of the clause, a value of the relation's open set
    {^o} {<o} {#o}   (or s) an end the sentence does not name: from the nearest place above; an earlier sentence; a heading
    {|o} {@o}    (or s) an end that is the head of the table's row; the disease that the passage is about, or the page's only regulator
    {%o}         (or s) the kinds and states of the disease that a heading names, else the disease; none where the sentence names any.
                 Where the sentence opens with "the" or "this", the one kind that the sentence before names
    {>o}         the one kind of the disease that the sentences before in the paragraph name, where they name a class of the subject too:
                 "People with O take a class of drugs. S is the usual choice."
    {s=name}     (or o) always this term, which the pattern's own words stand for
    ?            first of all: a weak sign, so that the claim is only proposed to curators and makes no edge
    =            first of all: said in passing, so that hedges around it do not touch it ("drugs like X may help")
    !            first of all: counts only where the background puts the subject into the object too: a sign that tells it of known ones,
                 but of no class so wide that drugs stand beside it without being told to belong to it (ag:wideClass)
    !!           the same, of wide classes too
    *            first of all: a thing may stand beside the class it belongs to: "adding a cytostatic to chemotherapy"
    ^            the start of the sentence or of its lead-in line
    $            the end of the sentence
    {o*}         the words up to the end of the clause as a list: each of its parts is a value of the relation's open set
    ▸            where a lead-in line ends and its list item begins
    {}           another name that could be an end
    ..           up to ten words of one clause, none of them an end of the relation
    -            up to six words, none of them an end, a comma or a joining word
    ~            up to sixteen words of one clause, ends among them
    ...          up to thirty words, none of them a subject
    ....         up to thirty words, whatever they are
    word  treat* (in|during) (the)?   words, word beginnings, choices, optional words
    &(kill|reduce)   a choice of words with which what follows begins
    [ ]          round brackets of the text

Words that say nothing (ag:filler: "a", "some types of") may stand before an end, head nouns (ag:headNoun: "drugs", "therapy") behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, takewhile

from allgraph.errors import OntologyError
from allgraph.reading.elements import ITEM
from allgraph.reading.lexicon import Lexicon, Pattern, Relation, not_known
from allgraph.reading.lines import BOTH, OBJECT, SUBJECT

#: The letter of an end that was matched before.
SEEN = "Q"

#: What may stand first of all in a pattern, in any number.
_FLAGS = frozenset({"=", "?", "!", "!!", "*"})

_SLOT = re.compile(r"\{([\^<#@|%>]?)(so|s|o)([!$&.,+*12]?)(?::([\w-]+))?(?:=([\w-]+))?\}")
_PART = re.compile(r"\{[^}]*\}|&?\([^)]*\)\??|\S+")
_BREAKS = rf"[{ITEM};:.]|(?:that|which|because|but|although|whereas|while)\b"
_NO_JOIN = r"[,)+]|and|or|who|with|after|then|than|by|when|if|in|into|include|includes|included|including|instead"
_LITERAL = re.compile(rf"[\w%'+±<>≤≥/*.-]+|[,:;=→●☑✅✓✔✕✖✗✘❌{ITEM}]")
_GAPS = {
    "..": rf"(?: (?![{SUBJECT}{OBJECT}{BOTH}{SEEN}]\d|{_BREAKS}|(?:who|whose)\b)\S+){{0,10}}?",
    "-": rf"(?: (?![{SUBJECT}{OBJECT}{BOTH}{SEEN}]\d|{_BREAKS}|(?:{_NO_JOIN})(?: |$))\S+){{0,6}}?",
    "~": rf"(?: (?!{_BREAKS}|(?:after|before|than|without|instead|when)\b)\S+){{0,16}}?",
    "...": rf"(?: (?![{ITEM};]|[{SUBJECT}{BOTH}]\d)\S+){{0,30}}?",
    "....": rf"(?: (?![{ITEM};])\S+){{0,30}}?",
    ITEM: f" {ITEM}",
}

#: A name between the ends, of which nothing is said.
_PASSED = "{}"
_ROLES = {"s": f"[{SUBJECT}{BOTH}]", "o": f"[{OBJECT}{BOTH}]", "so": f"[{SUBJECT}{OBJECT}{BOTH}]"}

#: A value of words goes on to the end of its clause, and no further than this many words.
_LONGEST = 16

#: One that is nothing without its end goes on so far.
_LONGEST_WHOLE = 3 * _LONGEST

#: A remark in brackets inside a value has at most so many words, or so many where it must be whole, and a member of a list at its end.
_REMARK, _WHOLE_REMARK, _MEMBER = 5, 12, 4

#: Nor does a list of such values go further than this.
_LONGEST_LIST = 4 * _LONGEST


@dataclass(frozen=True)
class Rule:
    """A pattern made ready: `regex` matches a rendered line; its groups s, o, so and free are ends, c1, c2, ... the pattern's own words.

    It is compiled from `expression` when a line first has the words for it: most pages need a few of the rules, and all of them take
    seconds. `ends` are the groups that are ends named in the sentence. `above` holds the ends that stand outside the sentence, as end
    to sign; `fixed` those that are always one term; `named`, `first`, `last`, `joined`, `alone`, `defining` and `kinds` restrict ends.
    `needed` holds sets of words; a line must have one of each.
    """

    relation: Relation
    name: str
    expression: str
    ends: tuple[str, ...]
    passing: bool
    weak: bool
    known: bool
    wide: bool
    own_class: bool
    brackets: bool
    above: Mapping[str, str]
    named: frozenset[str]
    first: frozenset[str]
    last: frozenset[str]
    joined: frozenset[str]
    kinds: Mapping[str, str]
    fixed: Mapping[str, str]
    listed: bool
    pair: bool
    alone: frozenset[str]
    defining: frozenset[str]
    needed: tuple[frozenset[str], ...] = ()

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The expression, compiled."""
        return _compiled(self.expression)

    @cached_property
    def classes(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """Sets of classes of each of which a match names one: each with the sign of the place above, or "" for the sentence itself."""
        domain, range_ = self.relation.domain, self.relation.range
        of = {"s": domain, "o": range_, "so": domain | range_}
        of |= {name: frozenset({kind}) for name, kind in self.kinds.items() if is_class(kind)}
        places = dict.fromkeys(self.ends, "") | {name: sign for name, sign in self.above.items() if name not in self.fixed}
        return tuple((sign, of[name]) for name, sign in places.items())

    @cached_property
    def cues(self) -> tuple[str, ...]:
        """The groups of the regex that are the pattern's own words."""
        return tuple(name for name in self.regex.groupindex if name.startswith("c"))

    @cached_property
    def passed(self) -> tuple[str, ...]:
        """The groups of the regex that are names between the ends."""
        return tuple(name for name in self.regex.groupindex if name.startswith("b"))

    @cached_property
    def takes_words(self) -> bool:
        """Whether one end is a value made of the words of the text."""
        return "free" in self.regex.groupindex

    def search(self, line: str) -> Iterator[re.Match[str]]:
        """Every match in a rendered line: from each start, and from one start to each end that a "..." lets it reach."""
        position = 0
        while first := self.regex.search(line, position):
            start, rest = first.start(), line
            found: re.Match[str] | None = first
            while found is not None and found.start() == start:
                yield found
                if not self.ends:
                    break
                slot = max(found.start(name) for name in self.ends)
                rest = rest[:slot] + SEEN + rest[slot + 1 :]
                found = self.regex.search(rest, start)
            position = start + 1


def is_class(kind: str) -> bool:
    """Whether what an end must be is a class, and not one term: `ag:Drug`, and not `ag:immunotherapy`.

    >>> is_class("ag:Drug"), is_class("ag:immunotherapy")
    (True, False)
    """
    return kind.removeprefix("ag:")[:1].isupper()


@cache  # of re's own store these alone are more than it holds
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


@dataclass(frozen=True)
class _Slot:
    """A part of a pattern in braces: the sign that says where its end is looked for, the end, its mark, its class, its fixed term."""

    sign: str
    end: str
    mark: str
    kind: str
    term: str

    @property
    def is_in_line(self) -> bool:
        """Whether the end is a thing that the sentence names: no value of words, none from above, no fixed term."""
        return self.mark not in ("+", "*") and not self.sign and not self.term


@dataclass(frozen=True)
class _Pieces:
    """What every pattern's regular expression is made of: words around an end, and what a value and a list of values look like."""

    fillers: str
    nouns: str
    value: str
    values: str

    def of(self, slot: _Slot, *, first: bool) -> str:
        """The expression of a slot; an end that the sentence does not name has none, and the first has no fillers before it."""
        if slot.mark in ("+", "*"):
            return self.value if slot.mark == "+" else self.values
        if not slot.is_in_line:
            return ""
        return ("" if first else self.fillers) + rf" (?P<{slot.end}>{_ROLES[slot.end]}\d+)" + self.nouns


def rules(lexicon: Lexicon) -> list[tuple[Relation, list[Rule]]]:
    """The rules of every relation that has patterns. Raises OntologyError, naming the rule, for one that is not in the language.

    >>> ends = frozenset({"ag:Drug"}), frozenset({"ag:Disease"})
    >>> relation = Relation("ag:treats", *ends, (Pattern("treats/for", "{s} .. for {o}"),))
    >>> ((_, (rule,)),) = rules(Lexicon({}, (relation,), {}, {}))
    >>> [found.group("s", "o") for found in rule.search(" S0 is taken for O1")]
    [('S0', 'O1')]
    """
    fillers, nouns = _choice(lexicon.cue_texts("filler")), _choice(lexicon.cue_texts("headNoun"))
    stops = "|".join(re.escape(stop) for stop in lexicon.cue_texts("valueStop"))
    plain = rf" (?!{ITEM}|[;:.(),](?: |$)|(?:{stops})(?: |$))\S+"
    remark = rf" [(](?:{plain}){{1,{_REMARK}}} [)](?={plain})"  # "cells (blasts) in the marrow"
    long_remark = rf" [(](?:{plain}| ,){{1,{_WHOLE_REMARK}}} [)](?={plain})"
    listed = rf" ,(?=(?:{plain}){{1,{_MEMBER}}}(?: ,)? (?:and|or)(?! (?:{stops}))(?:{plain}){{1,{_MEMBER}}}(?: [.;,]|$))"
    listed = rf"(?:{listed}| ,(?= (?:and|or)(?! (?:{stops}))(?:{plain}){{1,{_MEMBER}}}(?: [.;]|$)))"
    value = rf"(?P<free>{plain}(?:{plain}|{remark}|{listed}){{0,{_LONGEST - 1}}})"
    thousands = r"(?<=\d) ,(?= \d\d\d(?: |$))"
    whole = rf"(?P<free>{plain}(?:{plain}|{long_remark}|{listed}|{thousands}){{0,{_LONGEST_WHOLE - 1}}})"
    values = rf"(?P<free>(?: (?!{ITEM}|[:.](?: |$)|(?:{stops})(?: |$))\S+){{1,{_LONGEST_LIST}}})"
    found = []
    for relation in lexicon.relations:
        barred = sorted(map(re.escape, lexicon.cues_at("valueNotFirst", relation.curie)))  # a deed does not start like a thing
        one = whole if relation.curie in lexicon.marked("wholeValue") else value
        bar = rf"(?! (?:{'|'.join(barred)})(?: |$))" if barred else ""
        pieces = _Pieces(fillers, nouns, bar + one, bar + values)
        if relation.patterns:
            found.append((relation, [_rule(relation, pattern, pieces) for pattern in relation.patterns]))
    _check_names([rule for _, ready in found for rule in ready], lexicon)
    return found


def _check_names(rules: Sequence[Rule], lexicon: Lexicon) -> None:
    """Raises OntologyError, naming the pattern, where an end is to be of a class or to be a term that the ontology lacks."""
    ends = chain.from_iterable((relation.domain, relation.range) for relation in lexicon.relations)
    kinds = chain.from_iterable(chain(ends, lexicon.above.values(), (term.classes for term in lexicon.terms.values())))
    known = {*lexicon.terms, *lexicon.above, *kinds}
    for rule in rules:
        for name in (*rule.kinds.values(), *rule.fixed.values()):
            if name not in known:
                raise OntologyError(not_known(name, known), where=f"cues.ttl, the pattern {rule.name}")


def _rule(relation: Relation, pattern: Pattern, pieces: _Pieces) -> Rule:
    """A pattern made ready. Raises OntologyError, naming it, where it is not in the language."""
    parts = _PART.findall(pattern.text)
    flags = set(takewhile(_FLAGS.__contains__, parts))
    slots: list[_Slot] = []
    expression: list[str] = []
    for number, part in enumerate(parts[len(flags) :]):
        if slot := _SLOT.fullmatch(part):
            slots.append(_Slot(*(group or "" for group in slot.groups())))
            expression.append(pieces.of(slots[-1], first=not any(expression)))
        elif part.startswith("&("):
            expression.append(f"(?={_literal(pattern, part[1:])}(?: |$))")
        elif part == "$":
            expression.append(r"(?: \.)?$")
        elif part == "^":
            expression.append(rf"(?:^|(?<= {ITEM}))")
        elif part == _PASSED:
            expression.append(rf" (?P<b{number}>[{SUBJECT}{OBJECT}{BOTH}]\d+)")
        else:
            expression.append(_GAPS.get(part) or rf"(?P<c{number}>{_literal(pattern, part)})")
    if sorted(slot.end for slot in slots) not in (["o", "s"], ["so"]):
        raise OntologyError("a pattern names both ends once: {s} and {o}, or {so}", where=f"cues.ttl, the pattern {pattern.rule}")

    def marked(mark: str) -> frozenset[str]:
        return frozenset(slot.end for slot in slots if slot.mark == mark)

    return Rule(
        relation,
        pattern.rule,
        "".join(expression) + "(?= |$)",
        tuple(end for end in ("s", "o", "so") if any(slot.end == end and slot.is_in_line for slot in slots)),
        passing="=" in flags,
        weak="?" in flags,
        known=bool({"!", "!!"} & flags),
        wide="!!" in flags,
        own_class="*" in flags,
        brackets=any("[" in part for part in parts),
        above={slot.end: slot.sign for slot in slots if slot.sign},
        named=marked("!"),
        first=marked(","),
        last=marked("$"),
        joined=marked("&"),
        kinds={slot.end: f"ag:{slot.kind}" for slot in slots if slot.kind},
        fixed={slot.end: f"ag:{slot.term}" for slot in slots if slot.term},
        listed=bool(marked("*")),
        pair=bool(marked("2")),
        alone=marked("1"),
        defining=marked("."),
        needed=_needed(parts[len(flags) :]),
    )


def _needed(parts: Sequence[str]) -> tuple[frozenset[str], ...]:
    """The first words of the parts that a line cannot do without, the long ones first, since they are the rarest."""
    found: list[frozenset[str]] = []
    for part in parts:
        if _SLOT.fullmatch(part) or part in _GAPS or part in ("^", "$", _PASSED) or part.endswith(")?"):
            continue
        choices = part.removeprefix("&").strip("()").split("|")
        words = {{"[": "(", "]": ")"}.get(word, word) for word in (choice.split()[0] for choice in choices)}
        if not any("*" in word for word in words):
            found.append(frozenset(words))
    return tuple(sorted(found, key=lambda words: (-min(map(len, words)), sorted(words))))


def _literal(pattern: Pattern, part: str) -> str:
    """The expression of a word, a sign or a choice of words. Raises OntologyError where it is none of them."""
    optional = part.endswith(")?")
    choices = part.removesuffix("?").strip("()").split("|") if part.startswith("(") else [part]
    found = []
    for choice in choices:
        words = []
        for word in choice.split() or [part]:  # round brackets that hold nothing are no choice
            if word in "[]":
                words.append(" [(]" if word == "[" else " [)]")
            elif _LITERAL.fullmatch(word):
                words.append(" " + re.escape(word).replace(r"\*", r"\S*"))
            else:
                raise OntologyError(f"cannot read {word!r} in the pattern {pattern.text!r}", where=f"cues.ttl, the pattern {pattern.rule}")
        found.append("".join(words))
    return f"(?:{'|'.join(found)}){'?' if optional else ''}"


def _choice(texts: Sequence[str]) -> str:
    """The expression of any number of the texts in a row."""
    return f"(?: (?:{'|'.join(map(re.escape, texts))}))*" if texts else ""
