"""Titles: what a line looks like that heads others, and what shows that it is none."""

from __future__ import annotations

import re

#: A heading is short: with more words than this the line is a paragraph.
HEADING_WORDS = 14

#: A heading that has no empty line around it has at most this many words.
TIGHT_WORDS = 5

#: A line with such a verb says something, though no full stop ends it; what stands in brackets does not count: "Part 2 (it may be long)".
SAYS = re.compile(r"\b(?:must|should|is|are|was|were|has|have|had|can|could|may|might|will|would|include|includes)\b", re.IGNORECASE)
REMARK = re.compile(r"\([^()]*\)")

#: But a case that is told alone is a heading: "If you have B-cell ALL".
IS_CASE = re.compile(r"(?:If|When|For those who|After|Once|While) [^,.;:]+(?:, (?:or|and) [^,.;:]+)?")

#: And so is a thing with a clause that only tells which: "Other treatments you may need", "Side effects that can come later".
_IS_THING = re.compile(
    rf"(?:(?!{SAYS.pattern}|(?:You|We|They|It|This|These|Your)\b)[\w'’-]+ )+"
    rf"(?:you|we|they|your \w+|that|who|which) {SAYS.pattern}(?: (?!{SAYS.pattern})[\w'’-]+)*",
)

#: And what a numbered section answers, as the leaflets of drugs have it: "1. What Drugex is and what it is used for".
_ASKS = re.compile(r"(?:How|What|When|Where|Who|Why) [^.,;:?]+")

#: A line that points to other pages, as encyclopedias have them below a heading.
_SEE = re.compile(r"(?:See also|Main articles?|Further information|Further reading)(?::|\s)\s*\S")

#: A line that goes on behind a list in brackets says something too: "Hyper-S (S, S, S) alternating with S".
_GOES_ON = re.compile(r"\([^()]*,[^()]*\) \w+")

#: A sentence may end with the numbers of what it cites: "It works. 1, 2", "It works.[3]".
_CITING = re.compile(r"(?<=[^\W\d])[.!?]\s?\[?\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\]?$")

#: A colon at the end, with no more behind it than the numbers of references: "They include: 1, 2".
COLON = re.compile(r":(?:\s?\[[\d,; –-]+\]|\s\d{1,3}(?:\s?[,–-]\s?\d{1,3})*)*$")

#: No heading ends with such a word, but for one that asks: "What it is used for".
_OPEN_END = re.compile(r"(?!What|Who|Why|Where|How|When)[^:]* (?:for|if|when|with|of|to|the|an?)$")

#: Words that gaps part into more than two are links side by side.
_GAPS = re.compile(r"\S\s{3,}\S.*\S\s{3,}\S")

#: Several bullets in a line part its items.
BULLET_BAR = re.compile(r"(?<=\S)\s+[•·‣▪]\s+(?=\S)")

#: A line that tells what a thing means or leads to, as notes do: "Alphamab → fever".
POINTS = re.compile(r"(?:\S+ ){0,6}?[^\s→⇒➔➜➡]*?\s?(?:→|⇒|➔|➜|➡|-{1,2}>(?!\s*\d)|={1,2}>|(?<= )=(?= ))\s*\S")


def looks_like_heading(words: str) -> bool:
    """Whether a line may be a heading: short, with a capital first, and no sentence; a case or a question may be one.

    >>> [looks_like_heading(words) for words in ("If you have B-cell ALL", "It is cured", "Drugs used:", "Drugs used")]
    [True, False, False, True]
    """
    first = words[0]
    if _SEE.match(words) or "\t" in words or "|" in words or BULLET_BAR.search(words) or _GAPS.search(words) or POINTS.match(words):
        return False  # the row of a table, or of links, or a note
    return (
        len(REMARK.sub("", words).split()) <= HEADING_WORDS
        and words[-1] not in ".,;:"
        and not COLON.search(words)
        and not cites(words)
        and not _GOES_ON.search(words)
        and not _OPEN_END.fullmatch(words)
        and (first.isupper() or first.isdigit() or first in "“\"'¿")
        and any(character.isalpha() for character in words)
        and (words[-1] == "?" or words.isupper() or not SAYS.search(REMARK.sub("", words)) or IS_CASE.fullmatch(words) is not None)
    )


def names_thing(words: str) -> bool:
    """Whether words name a thing with a clause that only tells which, as a heading may that stands alone.

    >>> names_thing("Other treatments you may need"), names_thing("You may need other treatments")
    (True, False)
    """
    return words[0].isupper() and _IS_THING.fullmatch(words) is not None


def asks_what(words: str) -> bool:
    """Whether words say what a section answers without a question mark, as the headings of a leaflet with numbers do.

    >>> asks_what("How Drugex is given"), asks_what("Drugex is given by mouth")
    (True, False)
    """
    return len(words.split()) <= HEADING_WORDS and _ASKS.fullmatch(words) is not None


def cites(words: str) -> bool:
    """Whether a line ends a sentence with the numbers of what it cites."""
    return _CITING.search(words) is not None
