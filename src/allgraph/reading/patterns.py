"""Patterns: the small language in which the ontology says how a relation is put into words.

A pattern is a row of parts with spaces between:

    {s} {o}      the two ends of the relation, named in the text; lists ("A, B or C") count as one end and distribute
    {so} {so2}   a list whose members are all related to each other; one of just two members
    {s!} {s,} {s$} {s:Drug}   (or o) an end that is no bare pronoun; the first of its list; the last of it; one of this class
    {o+}         the words up to the end of the clause, a value of the relation's open set
    {^o} {<o} {#o}   (or s) an end the sentence does not name: from the nearest place above; an earlier sentence; a heading
    {|o} {@o}    (or s) an end that is the head of the table's row; the disease that the passage is about
    {s=name}     (or o) always this term, which the pattern's own words stand for
    ?            first of all: a weak sign, so that the claim is only proposed to curators and makes no edge
    =            first of all: said in passing, so that hedges around it do not touch it ("drugs like X may help")
    ^            the start of the sentence or of its lead-in line
    {o*}         the words up to the end of the clause as a list: each of its parts is a value of the relation's open set
    ▸            where a lead-in line ends and its list item begins
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

from allgraph.errors import OntologyError
from allgraph.reading.frames import ITEM
from allgraph.reading.lexicon import Lexicon, Pattern, Relation
from allgraph.reading.lines import BOTH, OBJECT, SUBJECT

#: The letter of an end that was matched before.
SEEN = "Q"

_SLOT = re.compile(r"\{([\^<#@|]?)(so|s|o)([!$,+*2]?)(?::(\w+))?(?:=([\w-]+))?\}")
_BREAKS = rf"[{ITEM};:.]|(?:that|which|because|but|although|whereas|while)\b"
_LITERAL = re.compile(rf"[\w%'+±/*.-]+|[,:;{ITEM}]")
_GAPS = {
    "..": rf"(?: (?![{SUBJECT}{OBJECT}{BOTH}{SEEN}]\d|{_BREAKS})\S+){{0,10}}?",
    "-": rf"(?: (?![{SUBJECT}{OBJECT}{BOTH}{SEEN}]\d|{_BREAKS}|(?:[,)]|and|or|with|after|then|than|by|in\S*)(?: |$))\S+){{0,6}}?",
    "~": rf"(?: (?!{_BREAKS}|(?:after|before|than|without|instead)\b)\S+){{0,16}}?",
    "...": rf"(?: (?![{ITEM};]|[{SUBJECT}{BOTH}]\d)\S+){{0,30}}?",
    "....": rf"(?: (?![{ITEM};])\S+){{0,30}}?",
    ITEM: f" {ITEM}",
}
_ROLES = {"s": f"[{SUBJECT}{BOTH}]", "o": f"[{OBJECT}{BOTH}]", "so": f"[{SUBJECT}{OBJECT}{BOTH}]"}

#: A value of words goes on to the end of its clause, and no further than this many words.
_LONGEST = 16


@dataclass(frozen=True)
class Rule:
    """A pattern made ready: `regex` matches a rendered line; its groups s, o, so and free are ends, c1, c2, ... the pattern's own words.

    `above` holds the ends that stand outside the sentence, as end to sign; `fixed` those that are always one term; `named`,
    `first`, `last` and `kinds` restrict ends.
    """

    relation: Relation
    name: str
    regex: re.Pattern[str]
    passing: bool
    weak: bool
    brackets: bool
    above: Mapping[str, str]
    named: frozenset[str]
    first: frozenset[str]
    last: frozenset[str]
    kinds: Mapping[str, str]
    fixed: Mapping[str, str]
    listed: bool
    pair: bool

    @property
    def ends(self) -> tuple[str, ...]:
        """The groups of the regex that are ends named in the sentence."""
        return tuple(name for name in ("s", "o", "so") if name in self.regex.groupindex)

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


def rules(lexicon: Lexicon) -> list[tuple[Relation, list[Rule]]]:
    """The rules of every relation that has patterns. Raises OntologyError, naming the rule, for one that is not in the language."""
    fillers = _choice(lexicon.cue_texts("filler"))
    nouns = _choice(lexicon.cue_texts("headNoun"))
    stops = "|".join(re.escape(stop) for stop in lexicon.cue_texts("valueStop"))
    free = rf"(?P<free>(?: (?!{ITEM}|[;:.(),](?: |$)|(?:{stops})(?: |$))\S+){{1,{_LONGEST}}})"

    listed = rf"(?P<free>(?: (?!{ITEM}|[:.()](?: |$)|(?:{stops})(?: |$))\S+){{1,{4 * _LONGEST}}})"

    def value(relation: Relation) -> str:
        """What a value of words looks like: not like a thing, where the relation wants a deed."""
        first = [re.escape(word) for curie, word in lexicon.cues.get("valueNotFirst", ()) if curie == relation.curie]
        return rf"(?! (?:{'|'.join(first)})(?: |$)){free}" if first else free

    return [
        (relation, [_rule(relation, pattern, fillers, nouns, value(relation), listed) for pattern in relation.patterns])
        for relation in lexicon.relations
        if relation.patterns
    ]


def _rule(relation: Relation, pattern: Pattern, fillers: str, nouns: str, free: str, listed: str) -> Rule:
    pieces: list[str] = []
    slots: list[tuple[str, str, str, str, str]] = []
    parts = re.findall(r"\{[^}]*\}|&?\([^)]*\)\??|\S+", pattern.text)
    flags = set(parts[:1]) & {"=", "?"}
    for number, part in enumerate(parts[len(flags) :]):
        slot = _SLOT.fullmatch(part)
        if slot:
            sign, end, mark, kind, term = (group or "" for group in slot.groups())
            slots.append((sign, end, mark, kind, term))
            if mark in ("+", "*"):
                pieces.append(free if mark == "+" else listed)
            elif not sign and not term:
                pieces.append((fillers if pieces else "") + rf" (?P<{end}>{_ROLES[end]}\d+)" + nouns)
        elif part.startswith("&("):
            pieces.append(f"(?={_literal(pattern, part[1:])}(?: |$))")
        elif part == "^":
            pieces.append(rf"(?:^|(?<= {ITEM}))")
        else:
            pieces.append(_GAPS.get(part) or rf"(?P<c{number}>{_literal(pattern, part)})")
    if sorted(end for _, end, *_ in slots) not in (["o", "s"], ["so"]):
        raise OntologyError("a pattern names both ends once: {s} and {o}, or {so}", where=pattern.rule)

    def marked(wanted: str) -> frozenset[str]:
        return frozenset(end for _, end, mark, *_ in slots if mark == wanted)

    return Rule(
        relation,
        pattern.rule,
        re.compile("".join(pieces) + "(?= |$)"),
        "=" in flags,
        "?" in flags,
        any("[" in part for part in parts),
        above={end: sign for sign, end, *_ in slots if sign},
        named=marked("!"),
        first=marked(","),
        last=marked("$"),
        kinds={end: f"ag:{kind}" for _, end, _, kind, _ in slots if kind},
        fixed={end: f"ag:{term}" for _, end, *_, term in slots if term},
        listed=bool(marked("*")),
        pair=bool(marked("2")),
    )


def _literal(pattern: Pattern, part: str) -> str:
    optional = part.endswith(")?")
    choices = part.removesuffix("?").strip("()").split("|") if part.startswith("(") else [part]
    found = []
    for choice in choices:
        words = []
        for word in choice.split():
            if word in "[]":
                words.append(" [(]" if word == "[" else " [)]")
            elif _LITERAL.fullmatch(word):
                words.append(" " + re.escape(word).replace(r"\*", r"\S*"))
            else:
                raise OntologyError(f"cannot read {word!r} in the pattern {pattern.text!r}", where=pattern.rule)
        found.append("".join(words))
    return f"(?:{'|'.join(found)}){'?' if optional else ''}"


def _choice(texts: Sequence[str]) -> str:
    return f"(?: (?:{'|'.join(map(re.escape, texts))}))*" if texts else ""
