"""Margins: the column at which the lines of a plain text were broken, where they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from itertools import pairwise

from allgraph.reading.textlines import TextLine

#: The widest line of a text that was wrapped at a margin: a wider one is a whole paragraph, a narrower one a list of short lines.
_MARGINS = range(60, 101)

#: Shorter lines in small letters are the items of a list rather than a wrapped paragraph.
_NARROWEST = 40

#: Of so many lines that have another right below them some would go on in the middle of a sentence, were they wrapped.
_UNBROKEN = 3

#: A line that could have held the next word, but for as many columns, is full: margins are ragged.
_RAGGED = 10

#: Where at least so many lines go on in the middle of a sentence, this share of all that have another right below them, and for this
#: share of these one margin tells why they end where they do, it is the text's. Those that are shorter than this part of it do not count.
_BROKEN, _BROKEN_SHARE, _FULL_SHARE, _LONG = 2, 0.25, 0.6, 0.6


def wrapping(text: str, lines: list[TextLine], entries: Collection[int]) -> tuple[int, int]:
    """The column at which the text is wrapped, or 0 where its lines are whole paragraphs, and how ragged its margin is, in columns.

    What stands right above one of the `entries` was not broken there.
    """
    pairs = [
        (line, below)
        for number, (line, below) in enumerate(pairwise(lines), start=1)
        if not (below.blanks or below.bullet or number in entries or _is_drawn(text, line, below) or text[line.span.end - 1] == ":")
    ]
    broken = [(width(line), first_width(text, below)) for line, below in pairs if text[below.span.start].islower()]
    margins = Counter(margin for width, first in broken for margin in range(width, width + 1 + first))  # where the next word goes beyond
    margin = max(margins, key=lambda margin: (margins[margin], -margin), default=0)
    long = sum(width > _LONG * margin for width, _ in broken)  # a shorter line is one of a list
    if margin >= _NARROWEST and long >= max(_BROKEN, _BROKEN_SHARE * len(pairs)) and margins[margin] >= min(long, _FULL_SHARE * long + 1):
        return margin, 0
    widest = max(map(width, lines), default=0)
    goes_on = len(broken) >= _BROKEN_SHARE * len(pairs) or len(pairs) < _UNBROKEN
    return (widest, _RAGGED) if widest in _MARGINS and goes_on else (0, 0)


def width(line: TextLine) -> int:
    """The columns up to the end of a line."""
    return line.indent + line.span.end - line.start


def first_width(text: str, line: TextLine) -> int:
    """The columns of a line's first word."""
    return len(line.span.of(text).split(maxsplit=1)[0])


def _is_drawn(text: str, *lines: TextLine) -> bool:
    """Whether one of the lines is the row of a table."""
    return any(not {"\t", "|"}.isdisjoint(line.span.of(text)) for line in lines)
