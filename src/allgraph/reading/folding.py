"""Folding: a text made equal in case, dashes, quotes and white space, with the way back to the offsets of the original."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from operator import itemgetter

from allgraph.texts import Span

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d"
_SINGLE = {ord(dash): "-" for dash in _DASHES} | {ord(quote): "'" for quote in "\u2018\u2019\u02bc\u00b4`"}
_SINGLE |= {ord(quote): '"' for quote in "\u201c\u201d\u201e\u00ab\u00bb"}
_SINGLE |= {ord(space): " " for space in map(chr, range(0x3001)) if space.isspace()}
_SINGLE |= {ord("\u2265"): "≥", ord("\u2a7e"): "≥", ord("\u2264"): "≤", ord("\u2a7d"): "≤"}

_NOT_ASCII = re.compile(r"[^\x00-\x7f]")

#: What names are written with or without: marks of trade, and characters that have no width.
DROPPED = "\u00ae\u2122\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
#: So is a hyphen that a line break or a careless hand parted from the second half of its word: "Philadelphia chromosome- positive".
_CUT = re.compile(rf"[{DROPPED}]+|(?<=\s)\s+|(?<=[^\W\d_])[{_DASHES}-](?=\s[^\W\d_])")

#: The target of a link behind its words, in which nothing is told: "[all](https://example.org/all)".
LINK_TARGET = re.compile(r"\]\((?:/|https?:|www\.|#|@)[^()\n]*\)")

#: The numbers of notes that have lost their height, stuck to a word: "remission1,2". So many different ones of a text are no chance.
NOTE_NUMBERS = re.compile(r"(?<=[A-Za-z][A-Za-z][A-Za-z][a-z])\d{1,2}(?:[,\u2013-]\d{1,2}){0,4}(?=[*\u2020\u2021§]?(?:[\s.,;:)]|$))")
_NOTES = 3

#: A hyphen beside a letter joins words that are as often written apart ("T-cell", "T cell"); between figures it is a range.
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=\w)|(?<=\d)-(?=[^\W\d_])")


@dataclass(frozen=True)
class Folded:
    """`text` is the folded text; `cuts` says where something was left out, as (offset in `text`, characters left out so far)."""

    text: str
    cuts: tuple[tuple[int, int], ...]

    def original(self, offset: int) -> int:
        """The offset in the original of the character at `offset` of the folded text."""
        if not self.cuts:
            return offset
        place = bisect_right(self.cuts, offset, key=itemgetter(0))
        return offset + (self.cuts[place - 1][1] if place else 0)

    def span(self, start: int, end: int) -> Span:
        """The run of the original that a non-empty run of the folded text stands for."""
        return Span(self.original(start), self.original(end - 1) + 1)


def fold(text: str) -> Folded:
    """The text in lower case, with plain dashes, quotes and single spaces; hyphens inside words are spaces.

    >>> fold("Anti\\u2011CD22  \\u00d7 Gleevec\\u00ae").text
    'anti cd22 × gleevec'
    >>> folded = fold("a  b")
    >>> folded.text, folded.span(2, 3)
    ('a b', Span(start=3, end=4))
    """
    pieces: list[str] = []
    cuts: list[tuple[int, int]] = []
    kept = removed = last = 0
    for match in _CUT.finditer(text):
        pieces.append(text[last : match.start()])
        kept += match.start() - last
        removed += match.end() - match.start()
        cuts.append((kept, removed))
        last = match.end()
    pieces.append(text[last:])
    plain = "".join(_lower(piece) for piece in pieces)
    return Folded(_HYPHEN.sub(" ", plain), tuple(cuts))


def note_numbers(text: str) -> frozenset[str]:
    """The numbers of notes that are stuck to words of a text; none where they are too few to be any.

    >>> sorted(note_numbers("Relapse1 is rare.2 Imatinib1,2 helps adults3."))
    ['1', '1,2', '3']
    >>> note_numbers("This is group1.")
    frozenset()
    """
    found = frozenset(number.replace("\u2013", "-") for number in NOTE_NUMBERS.findall(text))
    return found if len(found) >= _NOTES else frozenset()


def _lower(piece: str) -> str:
    """Lower case and plain signs, character for character, so that offsets stay."""
    plain = piece.translate(_SINGLE)
    lower = plain.lower()
    if len(lower) != len(plain):  # a few capitals grow: U+0130 becomes two
        lower = "".join(low if len(low := character.lower()) == 1 else character for character in plain)
    if lower.isascii():
        return lower
    return _NOT_ASCII.sub(_compatible, lower)


def _compatible(found: re.Match[str]) -> str:
    """A letter's plain form where it has one of one character (full width, ligature parts); raised figures stay raised."""
    character = found.group()
    plain = unicodedata.normalize("NFKC", character).lower()
    return plain if len(plain) == 1 and unicodedata.category(character) != "No" else character
