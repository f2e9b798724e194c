"""Runs of text: spans with exact offsets, and the two digests a run is known by."""

from __future__ import annotations

import hashlib
import re
import textwrap
import unicodedata
from contextlib import suppress
from datetime import date
from itertools import product
from typing import NamedTuple

#: What parts words.
_NOT_WORD = re.compile(r"\W+")
#: What a line begins with that is one of a list: "3. ", "[3] ".
_NUMBERED = re.compile(r"(?:\d+\.|\[\d+\]) ")
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", re.ASCII)
_LEADING_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?!\d)")

#: A choice of words in a form of words, and whether it may be left out.
_CHOICE = re.compile(r"\(([^()]*)\)(\??)|([^\s()]+)")
#: Control characters, and those that turn the direction of the text around them: a document must command no terminal and no page.
_COMMANDS = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


class Span(NamedTuple):
    """A run of a document's text: 0-based, half-open, in code points.

    >>> Span(3, 7).of("An ALL drug")
    'ALL '
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def trimmed(self, text: str) -> Span:
        """The span without the white space at its two ends.

        >>> Span(0, 7).trimmed("  drug ")
        Span(start=2, end=6)
        """
        run = self.of(text)
        start = self.start + len(run) - len(run.lstrip())
        return Span(start, max(start, self.start + len(run.rstrip())))


def digest(text: str) -> str:
    """sha256 of the text's UTF-8 as 64 hex digits.

    >>> digest("")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def normalised(text: str) -> str:
    """The text in NFKC, case-folded, each run of non-word characters one space: what survives a re-saved page.

    >>> normalised("Imatinib\\u00a0(Gleevec\\u00ae) ")
    'imatinib gleevec'
    """
    return _NOT_WORD.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def spelled_out(form: str) -> tuple[str, ...]:
    """Every wording of a form of words, in which brackets hold choices.

    >>> spelled_out("(has|have) spread to (the)? brain")
    ('has spread to the brain', 'has spread to brain', 'have spread to the brain', 'have spread to brain')
    """
    parts = [[*(choices or word).split("|"), *([""] if optional else [])] for choices, optional, word in _CHOICE.findall(form)]
    return tuple(" ".join(word for word in words if word) for words in product(*parts))


def many(count: int, noun: str, plural: str = "") -> str:
    """A count with its noun; `plural` where that is not the noun with an s.

    >>> many(1, "row"), many(2, "row"), many(0, "entry", "entries")
    ('1 row', '2 rows', '0 entries')
    """
    return f"{count} {noun if count == 1 else plural or noun + 's'}"


def shown(text: str) -> str:
    """The text in one line, without what a terminal or a browser would obey.

    >>> shown("two\\r\\nlines, \\x1b[31mred")
    'two lines, \ufffd[31mred'
    """
    return _COMMANDS.sub("\ufffd", re.sub(r"\s+", " ", text))


def folded(text: str, width: int) -> str:
    """The text in lines of at most `width` characters; names and addresses stay whole.

    What is left of a line stands two further in, or below what stands behind its number.

    >>> print(folded("  from a page\\n[1] a page of a hospital", 15))
      from a page
    [1] a page of a
        hospital
    """

    def fold(line: str) -> str:
        number = _NUMBERED.match(line)
        indent = " " * (number.end() if number else len(line) - len(line.lstrip()) + 2)
        return textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)

    return "\n".join(map(fold, text.split("\n")))


def leading_date(text: str) -> str:
    """The year, month or day in digits that a text begins with, "" where there is no such date.

    >>> leading_date("2026-05-08T10:00"), leading_date("2026-13-01")
    ('2026-05-08', '')
    """
    found = _LEADING_DATE.match(text)
    return found.group() if found and is_date(found.group()) else ""


def is_date(text: str) -> bool:
    """Whether it is a year, a month or a day that there is, in digits: 2026, 2026-05, 2026-05-08.

    >>> is_date("2026-05"), is_date("2026-13")
    (True, False)
    """
    if not _DATE.fullmatch(text):
        return False
    with suppress(ValueError):
        return bool(date.fromisoformat(text + "0001-01-01"[len(text) :]))
    return False
