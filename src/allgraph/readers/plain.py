"""Plain text, as it is; but for words that hyphens break at the ends of its lines, and what stands at the foot of each of its pages."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from allgraph.readers.decoding import decode
from allgraph.readers.layout import Layout, Page
from allgraph.readers.pages.joining import Joiner
from allgraph.texts import Span

#: A text of which at least so many lines end within a word was broken by a machine; in another a hyphen at a line's end is one.
_BROKEN = 3
_HYPHENS = ("-", "‐", "\u00ad")
_WITHIN_WORD = re.compile(rf"[^\W\d_]{{2,}}[{''.join(_HYPHENS)}]$")
_PART = re.compile(r"\w[\w‐-]*$")

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|$)")
_DIGITS = re.compile(r"\d+")

#: A line that numbers a page, whatever stands beside that behind a gap or a sign; and in how many lines such numbers count up.
_PAGE = re.compile(
    r"(?:^|.*(?:\s{2}|[|·•–—]))\s*page\s+(?P<page>\d{1,3})\s*(?:of|/)\s*\d{1,3}\s*(?:$|\s{2}|[|·•–—])|\W*page\s+(?P<alone>\d{1,3})\W*$",
    re.IGNORECASE,
)
_PAGES = 2


def read_plain(raw: bytes) -> Page:
    """The text of a plain file. Raises DocumentError where it is no text.

    >>> read_plain(b"Treatment of ALL").text
    'Treatment of ALL'
    """
    text = decode(raw)
    return Page(text, _layout(text))


def _layout(text: str) -> Layout:
    """A text without the lines that only number its pages and with the words whole that hyphens break; as it is where it has neither.

    >>> _layout("We give asparagi-\\nnase, vin-\\ncristine and pred-\\nnisone.").text
    'We give\\nasparaginase,\\nvincristine and\\nprednisone.'
    """
    lines = [found for found in _LINE.finditer(text) if found.group()]
    furniture = _furniture([line[1] for line in lines])
    kept = _without(text, [(Span(*line.span(1)), Span(*line.span(2))) for line in lines], furniture)
    joined = _joined(text, kept)
    if not furniture and joined == kept:
        return Layout(text)
    starts, ends = array("q"), array("q")
    for run in (run for line in joined for run in line if run.start < run.end):
        starts.extend(range(run.start, run.end))
        ends.extend(range(run.start + 1, run.end + 1))
    for at in range(len(starts) - 2, -1, -1):
        if starts[at] > starts[at + 1]:  # the break before a word that was broken, which stood within it
            starts[at] = ends[at] = starts[at + 1]
    return Layout("".join(run.of(text) for line in joined for run in line), starts=starts, ends=ends)


#: A line as the runs of the text that it is made of, the last of which ends it.
_Line = tuple[Span, ...]


def _furniture(lines: Sequence[str]) -> set[int]:
    """The numbers of the lines that number the pages, and of those right beside them that come again there."""
    pages = {at: int(found["page"] or found["alone"]) for at, line in enumerate(lines) if (found := _PAGE.match(line))}
    if len(pages) < _PAGES or any(one >= other for one, other in pairwise(pages.values())):
        return set()
    beside = [at for page in pages for at in (page - 1, page + 1) if 0 <= at < len(lines) and at not in pages and lines[at].strip()]
    again = Counter(_DIGITS.sub("0", lines[at].strip()) for at in set(beside))
    return {*pages, *(at for at in beside if again[_DIGITS.sub("0", lines[at].strip())] >= _PAGES)}


def _without(text: str, lines: Sequence[tuple[Span, Span]], furniture: Collection[int]) -> list[_Line]:
    """The lines but for the furniture; nor are there empty lines around it where a sentence goes on behind it."""
    kept: list[_Line] = []
    over: list[_Line] = []  # the empty lines since the last other one
    cut = False  # whether furniture stands between
    for at, line in enumerate(lines):
        words = line[0].of(text).strip()
        if at in furniture:
            cut = True
        elif not words:
            over.append(line)
        else:
            goes_on = cut and bool(kept) and words[0].islower() and kept[-1][0].of(text).rstrip()[-1] not in ".!?:;"
            kept += [*([] if goes_on else over), line]
            over, cut = [], False
    return [*kept, *over]


def _joined(text: str, lines: list[_Line]) -> list[_Line]:
    """The lines with the words whole that were broken, each at the start of the second of its lines."""
    words = ["".join(run.of(text) for run in line).strip() for line in lines]
    if sum(bool(_WITHIN_WORD.search(one)) and other[:1].islower() for one, other in pairwise(words)) < _BROKEN:
        return lines
    broken = _broken(words)
    found = lines[:1]
    for at, (content, end) in enumerate(lines[1:]):
        if at not in broken:
            found.append((content, end))
            continue
        *before, above, above_end = found.pop()
        last, rest = above.trimmed(text), Span(content.trimmed(text).start, content.end)
        length, hyphen = broken[at]
        part = Span(last.end - 1 - length, last.end - 1 + hyphen)
        over = Span(above.start, part.start)
        if any(character.isalnum() for character in over.of(text)):
            kept = Span(over.start, over.trimmed(text).end)
            found += [(*before, kept, above_end), (Span(content.start, rest.start), part, rest, end)]
        else:  # the word is all that the line holds
            found.append((*before, over, part, rest, end))
    return found


def _broken(lines: Sequence[str]) -> dict[int, tuple[int, bool]]:
    """The numbers of the lines that end in a part of a word: with the length of that, and whether its hyphen is the word's own."""
    joiner = Joiner(lines)
    found = {}
    for at, (line, below) in enumerate(pairwise(lines)):
        part = _PART.search(line[:-1]) if line.endswith(_HYPHENS) and below[:1].isalnum() else None
        whole = joiner.join(line, below) if part else ""
        if part and whole in (line + below, line[:-1] + below):
            found[at] = len(part[0]), whole == line + below
    return found
