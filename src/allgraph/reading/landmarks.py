"""Landmarks: the lines of a plain text that its other lines show to head or to open something: contents, sections, labels, entries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from allgraph.reading.textlines import TextLine, depth, follows
from allgraph.reading.titles import POINTS, TIGHT_WORDS, asks_what, looks_like_heading

#: So many headings of a page below each other are its table of contents.
_CONTENTS = 3

#: A line that starts with a name and a sign, as in notes; so many of them, or of those that lead to something, stand each for itself.
_NAMED = re.compile(r"(\S[^:–—]*?)(?: \([^()]*\))?(?::| [–—/-]) \S")
_ENTRIES = 2

#: So many different things have cards of their own, where a text has such.
_CARDS = 3


def contents(text: str, lines: Sequence[TextLine]) -> set[int]:
    """The numbers of the lines of tables of contents: several below each other that come again further down, in their order and apart.

    >>> from allgraph.reading.textlines import text_lines
    >>> text = "On this page\\nDrugs\\nTargets\\nCare\\n\\nDrugs\\nThey help.\\n\\nTargets\\nThese too.\\n\\nCare\\nSo does this.\\n"
    >>> sorted(contents(text, text_lines(text)))
    [1, 2, 3]
    """
    words = [line.span.of(text) for line in lines]
    again: dict[str, int] = {run: number for number, run in enumerate(words)}  # where each stands last
    found: set[int] = set()
    run: list[int] = []
    for number in range(len(lines) + 1):
        goes_on = number < len(lines) and number < again[words[number]] and looks_like_heading(words[number])
        if goes_on and (not run or again[words[run[-1]]] + 1 < again[words[number]]):
            run.append(number)
            continue
        if len(run) >= _CONTENTS and again[words[run[0]]] > run[-1]:
            found.update(run)
        run = [number] if goes_on else []
    return found


def sections(text: str, lines: Sequence[TextLine]) -> set[int]:
    """The numbers of the lines that head numbered sections: several look like headings, go on from each other, and have a text below.

    >>> from allgraph.reading.textlines import text_lines
    >>> text = "1. Aims\\nIt cures.\\n2. Drugs\\n2.1. First\\nAlphamab.\\n2.2. Later\\nBetamab.\\n3. Care\\nMuch.\\n"
    >>> sorted(sections(text, text_lines(text)))
    [0, 2, 3, 5, 7]
    """
    found: set[int] = set()
    chain: list[int] = []  # of the outermost sections
    parts: list[int] = []  # numbered below those
    for at, (line, below) in enumerate(pairwise(lines)):
        words = line.span.of(text)
        heads = not line.bullet and (looks_like_heading(words) or asks_what(words)) and not below.bullet
        if not line.number or not heads or (below.number and depth(below.number) <= depth(line.number)):
            continue
        if depth(line.number) > 1:
            parts.append(at)
        elif follows(line.number, lines[chain[-1]].number if chain else "0."):
            chain.append(at)
    if len(chain) >= _CONTENTS:
        found.update(chain, (at for at in parts if any(lines[at].number.startswith(lines[one].number) for one in chain)))
    return found


def colon_headings(text: str, lines: Sequence[TextLine]) -> set[int]:
    """The numbers of the lines with a colon that head prose: several that stand alone between empty lines, each over a sentence.

    >>> from allgraph.reading.textlines import text_lines
    >>> text = "Uses:\\n\\nIt treats adults.\\n\\nHarms:\\n\\nIt may cause fever.\\n\\nForms:\\n\\n• tablets\\n"
    >>> sorted(colon_headings(text, text_lines(text)))
    [0, 2]
    """
    found: set[int] = set()
    for number in range(len(lines) - 2, -1, -1):
        line, below = lines[number : number + 2]
        words = line.span.of(text)
        plain = not (line.bullet or line.number or below.bullet or below.number)
        alone = (line.blanks or not number) and below.blanks
        heads = number + 1 in found or below.span.of(text)[-1] in ".!"  # over another one a section is empty
        short = len(words) > 1 and words.endswith(":") and len(words.split()) <= TIGHT_WORDS and looks_like_heading(words[:-1])
        if plain and alone and heads and short:
            found.add(number)
    return found if len(found) >= _ENTRIES else set()


def labels(text: str, lines: Sequence[TextLine]) -> set[str]:
    """The short lines that a text repeats, such as "Brand names:" on each of several drug pages.

    A line that comes twice between two empty lines is a cell of a table, such as "Common" behind each effect, and no label.
    """
    counts: Counter[str] = Counter()
    cells: set[str] = set()
    run: set[str] = set()
    for line in lines:
        words = line.span.of(text)
        if line.blanks:
            run = set()
        if not line.bullet and looks_like_heading(words):
            counts[words] += 1
            cells |= run & {words}
            run.add(words)
    return {label for label, count in counts.items() if count > 1 and ": " not in label} - cells


def repeated(text: str, lines: Sequence[TextLine], headings: Mapping[int, int]) -> set[str]:
    """The marked headings that come more than once."""
    counts = Counter(line.span.of(text) for line in lines if line.start in headings)
    return {words for words, count in counts.items() if count > 1}


def entries(text: str, lines: list[TextLine], names: Collection[str]) -> set[int]:
    """The numbers of the lines that tell something of a thing each, where several of those between two empty lines do.

    Such a line says what the thing leads to, or starts with one of the names and a sign: "alphamab: fever".
    """
    found: set[int] = set()
    run: set[int] = set()
    for number, line in enumerate(lines):
        if line.blanks:
            run = set()
        if line.bullet or line.number:
            continue
        named = _NAMED.match(text, line.span.start, line.span.end)
        if (named and named[1] in names) or POINTS.match(text, line.span.start, line.span.end):
            run.add(number)
            found |= run if len(run) >= _ENTRIES else set()
    return found


def cards(text: str, lines: Sequence[TextLine], names: Collection[str]) -> set[int]:
    """The numbers of the lines that open a card: behind an empty line, each is one of the names and nothing else, with lines right below.

    A text has several such, of different names. Other names may stand beside it or in brackets: "Alphamab, ALM (Alphadex)".
    So do short lines right over lines with the same label, whatever they name: "Alphamab" and "Betamab", each over "Brand: ...".
    """
    found: dict[int, str] = {}
    alike: dict[str, set[int]] = {}
    for number, line in enumerate(lines[:-1]):
        words, below = line.span.of(text), lines[number + 1]
        opens = (line.blanks or not number) and not (below.blanks or line.bullet or line.number or below.bullet or below.number)
        own = [name.strip().rstrip("®™") for name in re.split("[,;]", words.partition(" (")[0])]
        if opens and all(one in names for one in own) and (words.rstrip("†*").endswith(")") or " (" not in words):
            found[number] = own[0]
        label, value, _ = below.span.of(text).partition(": ")
        if opens and value and ":" not in words and looks_like_heading(words) and len(words.split()) <= TIGHT_WORDS:
            alike.setdefault(label, set()).add(number)
    labelled = [numbers for numbers in alike.values() if len(numbers) >= _CARDS]
    return (set(found) if len(set(found.values())) >= _CARDS else set()).union(*labelled)
