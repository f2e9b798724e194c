"""The lines of a plain text, with their bullets, numbers, indents and the empty lines above them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from allgraph.texts import Span

#: Bullets that say yes or no; those that say no deny their item, and stay a word of it.
TICKS = "✓✔☑✅✗✘✖✕❌☒🚫"
#: The signs that a line of a drawn tree starts with: a branch, or a trunk that goes on to lower branches.
BRANCHES = "├└┣┗╰│┃|"
_CROSS = re.compile(r"[✗✘✖✕❌☒🚫]\ufe0f?\s*(?=\S)")
_TICKED = re.compile(rf"\s+(?=[{TICKS}]\ufe0f?\s)")
# A plus opens an item only in from the margin, as in Markdown's nested lists: at the margin it goes on with what stands above.
_BULLET = re.compile(
    r"(?:[•‣▪◦●○■□·∙*–—{-]|o(?=\s{1,3}[A-Z])|(?<=[ \t])\+)\s+(?=\S)|[•‣▪◦●](?=\w)|[-–](?=[^\W\d_]{3})"
    r"|(?:[✓✔☑✅↳→⇒➔➜➤►▸➢❖◆◇]\ufe0f?|[-=]>)\s*(?=\S)|[A-Z] {2,}(?=[a-z])"
    r"|[a-h][.)]\s+(?=\w)(?<!e\. )"
    r"|(?P<trunks>(?:[│┃|]\s*)*)[├└┣┗╰][─━-]*[>►]?\s*(?=\S)"  # the branches of a tree that is drawn with signs
)
_NUMBER = re.compile(
    r"(\d{1,2}(?:\.\d{1,2})*[.)]|\[\d{1,3}\](?=\s+[A-Z]))\s+(?=\S)"
    r"|(\d{1,2}(?:\.\d)? {2,3}(?=[A-Z][a-z])|\d{1,2}(?:\.\d{1,2}){1,2} (?=[A-Z][A-Za-z-]))"
)
#: Little pictures that only adorn what stands behind them.
_ORNAMENT = re.compile(rf"(?:(?![{TICKS}])[\u2600-\u27bf\U0001f000-\U0001faff][\ufe0f\u200d]*)+\s+(?=\S)")
_RULE = re.compile(r"[-=_*~–—\u2500-\u257f\u2e3a\u2e3b#+·•.]{3,}")  # a line drawn across the page; in a table it stands below a row
_TRUNK = re.compile(r"[│┃](?:\s*[│┃])*")  # a line of such a tree that has no branch
#: Gaps in a long line are where an extraction of the text lost the ends of lines; one of them stands behind a sentence.
_GAP, _SENTENCE_GAP, _LONG_LINE = re.compile(r"[^\S\t]{3,}"), re.compile(r"[.!?:][^\S\t]{3,}\S"), 160

#: So too the signs of a list that goes on in a line: the first behind a colon or at the start; each other, where it may be a dash
#: as well, behind the end of an item.
_LISTED = re.compile(r"(?:^|:\s+)([-–•·▪*])\s+\S")
_NEXT = {sign: re.compile(rf"{'' if sign in '•▪' else '(?<=[.;:,)])'}\s+(?={re.escape(sign)}\s+\S)") for sign in "-–•·▪*"}

#: A list as data has it: several strings in square brackets.
_STRINGS = re.compile(r"""\[\s*(?P<quote>["'])(?P<strings>[^][]*)(?P=quote)\s*\]""")
_STRING = re.compile(r"""(["'])(.*)\1,""")  # one of them on a line of its own
_PARTING = {quote: re.compile(rf"{quote}\s*,\s*{quote}") for quote in "\"'"}

#: The signs of a rule that makes the line above it a heading, as Markdown has it.
_UNDERLINES = "=-"

#: So many lines that go on in the middle of a sentence, all behind an empty line, show that a text is spaced doubly.
_DOUBLED = 3

#: What a line that is broken in the middle of a sentence ends with, in so many characters: a word in small letters, or a comma.
_END_OF_LINE = 120
_BREAKS_OFF = re.compile(r"\w(?: \S+){2,} (?:[a-z][\w-]*|\S*,|\w+-)\Z(?<! include)(?<! includes)(?<! are)(?<! is)")

#: A number with nothing behind it that could be that of a section: "2 Risk groups". So many that go on from each other show that they are.
_BARE_NUMBER, _SECTIONS = re.compile(r"(\d{1,2}) (?=[A-Z])(?!.*[.,;:!?]$)(?!(?:\S+ ){9})"), 3

#: What a line of questions and answers starts with: "Q. What is it?", "Question 2: ...", "A: It is ...".
ASKS, _ANSWERS = re.compile(r"(?:Q|Question)\s?\d{0,2}[.:)]\s*(?=\S)"), re.compile(r"(?:A|Answer)\s?\d{0,2}[.:)]\s*(?=\S)")

#: So many questions and answers at least show that a text consists of them.
_ASKED = 2

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+|\r\n|[\r\n\v\f\x85\u2028\u2029]")


@dataclass(frozen=True)
class TextLine:
    """A line that is not empty."""

    span: Span  # without white space at both ends, bullet and number
    start: int  # where the bullet or number stands, if there is one
    indent: int  # columns before the first character
    bullet: bool
    number: str  # "1." where the line starts with one, or with a number and a gap
    blanks: int  # empty lines above
    asks: bool = False  # whether it is marked as a question that an answer follows
    rule: str = ""  # the sign of a line drawn right below, as long as it is give or take one, as below Markdown's headings: "=" or "-"


def text_lines(text: str) -> list[TextLine]:
    """The lines in order.

    >>> [(line.span.of("1. One\\n\\n  • Two\\n"), line.number, line.bullet, line.blanks) for line in text_lines("1. One\\n\\n  • Two\\n")]
    [('One', '1.', False, 0), ('Two', '', True, 1)]
    >>> tree = "├── Drugs\\n│   └── Alphamab\\n│\\n└── Care\\n"
    >>> [(line.span.of(tree), line.indent) for line in text_lines(tree)]
    [('Drugs', 0), ('Alphamab', 4), ('Care', 0)]
    """
    lines: list[TextLine] = []
    breaks = 0
    for match in _LINE.finditer(text):
        raw = match.group()
        span = Span(match.start(), match.end()).trimmed(text)
        if span.start == span.end or _TRUNK.fullmatch(text, span.start, span.end):
            breaks += raw[0] in "\r\n\v\f\x85\u2028\u2029"
            continue
        if _RULE.fullmatch(text, span.start, span.end) and not (lines and {"|", "\t"} & set(lines[-1].span.of(text))):
            longer = (span.end - span.start) - (lines[-1].span.end - lines[-1].start) if lines else 0  # than the line above
            if lines and breaks <= 1 and raw[0] in _UNDERLINES and abs(longer) <= 1:
                lines[-1] = replace(lines[-1], rule=raw[0])
            breaks += 1
            continue
        indent = len(raw[: span.start - match.start()].expandtabs(4))
        for part in _whole_lines(text, span):
            crossed = _CROSS.match(text, part.start, part.end)
            bullet = None if crossed else _BULLET.match(text, part.start, part.end)
            start = bullet.end() if bullet else part.start
            number = _NUMBER.match(text, start, part.end)
            start = number.end() if number else start
            ornament = None if crossed else _ORNAMENT.match(text, start, part.end)
            start = ornament.end() if ornament else start
            string = part.start > span.start and text[part.start - 1] in "\"'"  # of a list as data has it
            blanks = max(0, breaks - 1) if part.start == span.start else int(_GAP.search(text, part.start - 3, part.start) is not None)
            said = "" if number is None else number[1] or f"{number[2].rstrip()}."
            column = indent + len((bullet and bullet["trunks"]) or "")
            lines.append(TextLine(Span(start, part.end), part.start, column, bool(bullet or crossed or string), said, blanks))
        breaks = 0
    return _asked(text, _single_spaced(text, _sectioned(text, lines)))


def _sectioned(text: str, lines: list[TextLine]) -> list[TextLine]:
    """The lines with the bare numbers of sections as numbers, where several of them count from one.

    >>> lines = text_lines("1 Scope\\nAdults.\\n2 Drugs\\nTwo.\\n3 Care\\nMuch.\\n")
    >>> [line.number for line in lines]
    ['1.', '', '2.', '', '3.', '']
    """
    counted: list[tuple[int, re.Match[str]]] = []
    for at, line in enumerate(lines):
        found = None if line.bullet or line.number else _BARE_NUMBER.match(text, line.span.start, line.span.end)
        if found and int(found[1]) == len(counted) + 1:
            counted.append((at, found))
    if len(counted) < _SECTIONS:
        return lines
    told = list(lines)
    for at, found in counted:
        told[at] = replace(lines[at], span=Span(found.end(), lines[at].span.end), number=f"{found[1]}.")
    return told


def _asked(text: str, lines: list[TextLine]) -> list[TextLine]:
    """The lines without the marks of questions and answers, where several are marked so.

    >>> text = "Q. Is it safe?\\nA. Yes.\\nQ. For all?\\nA. No.\\n"
    >>> [(line.span.of(text), line.asks) for line in text_lines(text)]
    [('Is it safe?', True), ('Yes.', False), ('For all?', True), ('No.', False)]
    """
    asking = {at: found.end() for at, line in enumerate(lines) if (found := ASKS.match(text, line.start, line.span.end))}
    answering = {at: found.end() for at, line in enumerate(lines) if (found := _ANSWERS.match(text, line.start, line.span.end))}
    if min(len(asking), len(answering)) < _ASKED:
        return lines
    told = list(lines)
    for at, start in (asking | answering).items():
        told[at] = replace(lines[at], span=Span(start, lines[at].span.end), bullet=False, number="", asks=at in asking)
    return told


def _single_spaced(text: str, lines: list[TextLine]) -> list[TextLine]:
    """The lines without the empty line above each, where a text has one even above lines that go on in the middle of a sentence.

    >>> doubled = "It is given to adults\\n\\nand to children who\\n\\nhave it and can take\\n\\nit by mouth.\\n\\n\\nCare\\n"
    >>> [line.blanks for line in text_lines(doubled)]
    [0, 0, 0, 0, 1]
    """
    broken = [line.blanks > 0 for above, line in pairwise(lines) if _goes_on(text, above, line)]
    if len(broken) < _DOUBLED or not all(broken):
        return lines
    return [replace(line, blanks=max(0, line.blanks - 1)) for line in lines]


def _goes_on(text: str, above: TextLine, line: TextLine) -> bool:
    """Whether a line goes on in the middle of the sentence of the line above."""
    small = text[line.start].islower() and not line.bullet and not line.number
    start = max(above.span.start, above.span.end - _END_OF_LINE)
    return small and not above.bullet and _BREAKS_OFF.search(text, start, above.span.end) is not None


def _whole_lines(text: str, span: Span) -> list[Span]:
    """The lines that stand in a line whose ends of lines were lost, else the line.

    >>> text = "They are: - alphamab, - betamab."
    >>> [line.of(text) for line in _whole_lines(text, Span(0, len(text)))]
    ['They are:', '- alphamab,', '- betamab.']
    """
    apart = [span]
    if span.end - span.start > _LONG_LINE and _SENTENCE_GAP.search(text, span.start, span.end):
        gaps = list(_GAP.finditer(text, span.start, span.end))
        starts, ends = [span.start, *(gap.end() for gap in gaps)], [*(gap.start() for gap in gaps), span.end]
        apart = [Span(start, end) for start, end in zip(starts, ends, strict=True)]
    return [part for line in apart for string in _strings(text, line) for run in _listed(text, string) for part in _ticked(text, run)]


def _strings(text: str, span: Span) -> list[Span]:
    """The strings of the lists in a line that is data, and what stands between the lists, else the line.

    >>> text = "drugs: ['Alphamab', 'Betamab, daily'], note: given at home"
    >>> [part.of(text) for part in _strings(text, Span(0, len(text)))]
    ['drugs:', 'Alphamab', 'Betamab, daily', 'note: given at home']
    """
    if alone := _STRING.fullmatch(text, span.start, span.end):
        return [Span(*alone.span(2)).trimmed(text)] if alone[2].strip() else [span]
    parts: list[Span] = []
    start = span.start
    for found in _STRINGS.finditer(text, span.start, span.end):
        ends = [(parting.start(), parting.end()) for parting in _PARTING[found["quote"]].finditer(text, *found.span("strings"))]
        starts = [found.start("strings"), *(end for _, end in ends)]
        parts += [Span(start, found.start()), *map(Span, starts, [*(first for first, _ in ends), found.end("strings")])]
        start = found.end() + (text[found.end() : found.end() + 1] == ",")
    kept = (part.trimmed(text) for part in [*parts, Span(start, span.end)])
    return [part for part in kept if any(character.isalnum() for character in part.of(text))] if parts else [span]


def _listed(text: str, span: Span) -> list[Span]:
    """The items of a list that goes on in a line, and what stands before it, else the line."""
    opening = _LISTED.search(text[span.start : span.end])
    if opening is None:
        return [span]
    first, sign = span.start + opening.start(1), opening[1]
    starts = [found.end() for found in _NEXT[sign].finditer(text, first, span.end)]
    if not starts:
        return [span]
    parts = [Span(start, end).trimmed(text) for start, end in pairwise([span.start, first, *starts, span.end])]
    return [part for part in parts if part.start < part.end]


def _ticked(text: str, span: Span) -> list[Span]:
    """The parts of a line that ticks and crosses begin, where one begins the line, else the line."""
    starts = [span.start]
    if _TICKED.match(f" {text[span.start : span.start + 3]}"):
        starts += [found.end() for found in _TICKED.finditer(text, span.start, span.end)]
    return [Span(start, end).trimmed(text) for start, end in pairwise([*starts, span.end])]


def depth(number: str) -> int:
    """How many numbers a number consists of: 2 for "3.1."."""
    return number.rstrip(".)").count(".") + 1 if number else 0


def follows(number: str, before: str) -> bool:
    """Whether the number of a line is the one after that of the line before: "2." after "1.", and "3.2" after "3.1"."""
    *above, last = number.rstrip(".)").split(".")
    *before_above, before_last = before.rstrip(".)").split(".")
    return above == before_above and last.isdigit() and before_last.isdigit() and int(last) == int(before_last) + 1
