"""Plain text, as it is, but for what its look adds: hyphens at the ends of lines, feet of pages, marks of a markup, glued notes."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from allgraph.readers.decoding import decode
from allgraph.readers.layout import Layout, Page
from allgraph.readers.markdown import read_markdown
from allgraph.readers.pages.joining import Joiner
from allgraph.texts import Span

#: A text of which at least so many lines end within a word was broken by a machine; in another a hyphen at a line's end is one.
_BROKEN = 3
_HYPHENS = ("-", "‐", "\u00ad")
_WITHIN_WORD = re.compile(rf"[^\W\d_]{{2}}[{''.join(_HYPHENS)}]$")
_PART = re.compile(r"\w[\w‐-]*$")

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|$)")
_DIGITS = re.compile(r"\d+")

#: A line that numbers a page, whatever stands beside that behind a gap or a sign; and in how many lines such numbers count up.
_PAGE = re.compile(
    r"(?:^\s*|.*(?:\s{2}|[|·•–—]\s?))page\s+(?P<page>\d{1,3})\s*(?:of|/)\s*\d{1,3}\s*(?:$|\s{2}|[|·•–—])|\W*page\s+(?P<alone>\d{1,3})\W*$",
    re.IGNORECASE,
)
_PAGES = 2

#: So many lines that Markdown reads as headings make a file one of that; elsewhere so many runs that are marked as bold or as headings
#: are without their marks.
_HEADING = re.compile(r"^#{1,6} +[^\s#]", re.MULTILINE)
_MARKED = re.compile(
    r"(?<!\w)(\*\*|__)(?=\w)(?P<bold>[^*_\n]+)\1(?!\w)"
    r"|^[ \t]*(?:={2,6}|#{1,6} )[ \t]*(?P<heading>\w[^=#\n]*?)[ \t]*(?:={2,6}|#{1,6})?[ \t]*$",
    re.MULTILINE,
)
_MARKS = 2

#: A note on a term that the page shows beside it and its text glues to it: "a graftgraftTissue that is moved. is used". It ends where
#: the sentence around it goes on.
_NOTE = re.compile(
    r"(?<![\w-])(?P<term>[^\W\d_][\w-]{0,80}(?: [\w-]{1,80}){0,4}?)(?P<note>(?i:(?P=term))(?=[A-Z])[^\r\n]{10,500}?\.)(?=[,;:)]| [a-z(])"
)


def read_plain(raw: bytes) -> Page:
    """The text of a plain file. Raises DocumentError where it is no text.

    >>> read_plain(b"Treatment of ALL").text
    'Treatment of ALL'
    """
    text, note = decode(raw)
    return Page(text, read_markdown(raw).layout if len(_HEADING.findall(text)) >= _MARKS else _layout(text), note=note)


def _layout(text: str) -> Layout:
    """A text without marks, notes and the lines that only number its pages, the words whole that hyphens break; as it is where it has none.

    >>> _layout("We give asparagi-\\nnase, vin-\\ncristine and pred-\\nnisone.").text
    'We give\\nasparaginase,\\nvincristine and\\nprednisone.'
    """
    lines = [found for found in _LINE.finditer(text) if found.group()]
    furniture = _furniture([line[1] for line in lines])
    kept = _without(text, [(Span(*line.span(1)), Span(*line.span(2))) for line in lines], furniture)
    joined = _joined(text, kept)
    marks = sorted([*_marks(text), *_notes(text)])
    if not furniture and not marks and joined == kept:
        return Layout(text)
    starts, ends = array("q"), array("q")
    runs = [part for line in joined for run in line for part in _without_marks(run, marks)]
    for run in runs:
        starts.extend(range(run.start, run.end))
        ends.extend(range(run.start + 1, run.end + 1))
    for at in range(len(starts) - 2, -1, -1):
        if starts[at] > starts[at + 1]:  # the break before a word that was broken, which stood within it
            starts[at] = ends[at] = starts[at + 1]
    return Layout("".join(run.of(text) for run in runs), starts=starts, ends=ends)


def _marks(text: str) -> list[Span]:
    """The marks around what is bold or the heading of a wiki, where there are several such; in order."""
    found = list(_MARKED.finditer(text))
    if len(found) < _MARKS:
        return []
    inside = [(one, one.span("bold" if one["bold"] else "heading")) for one in found]
    return [Span(*ends) for one, (start, end) in inside for ends in ((one.start(), start), (end, one.end()))]


def _notes(text: str) -> list[Span]:
    """The notes that are glued to the terms they explain; in order.

    >>> text = "They use a graftgraftTissue that is moved. for this."
    >>> [note.of(text) for note in _notes(text)]
    ['graftTissue that is moved.']
    """
    return [Span(*note.span("note")) for note in _NOTE.finditer(text)]


def _without_marks(run: Span, marks: Sequence[Span]) -> Iterator[Span]:
    """The parts of a run between the marks in it."""
    start = run.start
    for mark in marks[bisect_left(marks, run.start, key=lambda mark: mark.end) :]:
        if mark.start >= run.end:
            break
        if start < mark.start:
            yield Span(start, mark.start)
        start = max(start, mark.end)
    if start < run.end:
        yield Span(start, run.end)


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
