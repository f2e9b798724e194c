"""The lines of a plain text, with their bullets, numbers, indents and the empty lines above them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from allgraph.texts import Span

_BULLET = re.compile(r"(?:[•‣▪◦●○■□·∙*–—-]|o(?=\s{1,3}[A-Z]))\s+(?=\S)|[•‣▪◦●](?=\w)")
_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2})*[.)])\s+(?=\S)")
_RULE = re.compile(r"[-=_*~–—\u2500-\u257f\u2e3a\u2e3b#+·•.]{3,}")  # a line drawn across the page; in a table it stands below a row
_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+|\r\n|[\r\n\v\f\x85\u2028\u2029]")


@dataclass(frozen=True)
class TextLine:
    """A line that is not empty."""

    span: Span  # without white space at both ends, bullet and number
    start: int  # where the bullet or number stands, if there is one
    indent: int  # columns before the first character
    bullet: bool
    number: str  # "1." where the line starts with one
    blanks: int  # empty lines above


def text_lines(text: str) -> list[TextLine]:
    """The lines in order.

    >>> [(line.span.of("1. One\\n\\n  • Two\\n"), line.number, line.bullet, line.blanks) for line in text_lines("1. One\\n\\n  • Two\\n")]
    [('One', '1.', False, 0), ('Two', '', True, 1)]
    """
    lines: list[TextLine] = []
    breaks = 0
    for match in _LINE.finditer(text):
        raw = match.group()
        span = Span(match.start(), match.end()).trimmed(text)
        if span.start == span.end:
            breaks += raw[0] in "\r\n\v\f\x85\u2028\u2029"
            continue
        if _RULE.fullmatch(text, span.start, span.end) and not (lines and {"|", "\t"} & set(lines[-1].span.of(text))):
            breaks += 1
            continue
        indent = len(raw[: span.start - match.start()].expandtabs(4))
        bullet = _BULLET.match(text, span.start, span.end)
        start = bullet.end() if bullet else span.start
        number = _NUMBER.match(text, start, span.end)
        start = number.end() if number else start
        lines.append(TextLine(Span(start, span.end), span.start, indent, bool(bullet), number[1] if number else "", max(0, breaks - 1)))
        breaks = 0
    return lines
