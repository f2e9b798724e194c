"""Quantities in words: the age bounds of a population, and lengths of time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: Ages: units, numbers of up to three figures, and the words that lead in, bound and end them.
_UNIT = r"(?:years?|months?|yrs?|yo|y\b)"
_NUMBER = r"\d{1,3}(?:\.\d(?!\d))?"
_WORDS = {word: number for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), start=1)}
_TENS = "twenty thirty forty fifty sixty seventy eighty"
_WORDS |= {word: 10 * number for number, word in enumerate(_TENS.split(), start=2)} | {"fifteen": 15, "sixteen": 16, "eighteen": 18}
_SAID = rf"(?:{_NUMBER}|(?:{'|'.join(_WORDS)})\b)"

#: Words before a number that bound it, and the sign they stand for.
_BEFORE = {
    "<": r"<|younger than|less than|under|below",
    "<=": r"≤|<=|at most|no older than",
    ">": r">|older than|more than|over|above|beyond|past",
    ">=": r"≥|>=|at least|from",
    "to": r"up to(?: and including| about| around)?|until|through(?: the)? age(?: of)?",
}
_AFTER = {
    ">=": r"(?:and|or) (?:older|over|above|up)|\+",
    "<=": r"(?:and|or) (?:younger|under|below)",
}

_LEAD = (
    r"[\s,(]*(?:who are |that are |with an age of |(?:between |from )?the ages? of |between the ages? |between ages |ages? |aged |of age )*"
)
_RANGE = re.compile(
    rf"{_LEAD}(?:between |from )?({_SAID}|birth)\s?({_UNIT})?\s?(?:to|-|and|through)\s?({_SAID})\s?({_UNIT})(?: of age| old)?",
    re.IGNORECASE,
)
#: A range of ages without a unit, which the word before it tells: "aged 16 to 24", "adults 40 to 59".
_AGED = re.compile(
    rf"(?:[\s,(]+|(?=from ages? ))(?:who are )?(?:(?:aged|(?:from )?ages?) )?(?:between )?({_NUMBER})\s?(?:to|-|and)\s?({_NUMBER})\b",
    re.IGNORECASE,
)
_BOUND = re.compile(
    rf"{_LEAD}({'|'.join(_BEFORE.values())})\s?(?:the age of |age )?({_SAID})"
    rf"(?:\s?-\s?({_NUMBER})(?=\s?{_UNIT}))?(?:\s?({_UNIT}))?(?: of age| old)?",
    re.IGNORECASE,
)
#: An age that has no unit, by the words before it and what must not stand behind: "adults over 60 with ...", "children under three"
_AGE_LEADS = re.compile(r"\b(?:older than|younger than|over|under|above|below|past)\b", re.IGNORECASE)
#: So is one behind "up to" where what follows cannot be counted: "people up to 25 with ...", not "up to 40 courses".
_TO = re.compile(r"\b(?:up to|until)\b")
_AGE_ENDS = re.compile(r"\s?(?:$|[.,;:)]|(?:with|who|whose|and|or|in|can|may|should|are|is|have|has|that|when|if|after)\b)")
_NO_AGE = re.compile(
    r"\s?(?:%|[-/×]|\d|\.\d|(?:mg|kg|g|ml|percent|per|weeks?|days?|hours?|times?|courses?|cycles?|drugs?|doses?|of|to|x|other|or more)\b)"
)

_TRAILING = re.compile(rf"{_LEAD}({_SAID})\s?({_UNIT})?(?: of age| old)?\s?({'|'.join(_AFTER.values())})", re.IGNORECASE)

#: Lengths of time, in figures or in words, with halves; an age is none.
_COUNT = rf"(?:\d{{1,3}}(?:\.\d+|½)?|{'|'.join(_WORDS)})(?: and a half)?"
_UNITS = {"h": "hour", "d": "day", "w": "week", "m": "month", "y": "year"}
_UNIT_WORD = r"(hours?|hrs?|days?|weeks?|wks?|months?|mths?|mos?|years?|yrs?)\b"
_DURATION = re.compile(
    r"(?<!\baged )(?<!\bage )(?<!\bages )(?<!\bage of )(?<!\babove )(?<!\bolder than )(?<!\byounger than )"
    rf"\b(?:(at least|a minimum of|more than|longer than|up to|at most|no more than|no longer than|a maximum of) )?"
    rf"(?:between ({_COUNT}) and ({_COUNT})|(?:between )?({_COUNT})(?:\s?(?:to|-|or)\s?({_COUNT}))?)[\s-]?"
    rf"{_UNIT_WORD}(?! (?:of age|old|(?:a|per|each|every) (?:week|month)))",
    re.IGNORECASE,
)

#: How the label of a length of time begins that one side bounds.
_LENGTH_BOUNDS = {
    "at least": ">=", "a minimum of": ">=", "more than": ">", "longer than": ">",
    "up to": "up to ", "at most": "up to ", "no more than": "up to ", "no longer than": "up to ", "a maximum of": "up to ",
}  # fmt: skip

#: How often something is given: "every 2-3 weeks", "q4-12 wks", "at two-week intervals".
_BETWEEN = rf"({_COUNT})(?:\s?(?:to|-|or)\s?({_COUNT}))?"
_INTERVAL = re.compile(
    rf"\b(?:(?:once )?every\s{_BETWEEN}\s?{_UNIT_WORD}|q\s?{_BETWEEN}\s?(?:{_UNIT_WORD}|([hdw])\b)"
    rf"|(?:at |in )?{_BETWEEN}\s{_UNIT_WORD} intervals?\b)"
)

#: How long each of several cycles is, which comes back as often: "in 28-day cycles", "cycles of 21 days".
_CYCLES = re.compile(rf"\b(?:{_BETWEEN}[\s-]{_UNIT_WORD}(?: treatment)? cycles?\b|(?<=cycles )of {_BETWEEN}\s{_UNIT_WORD})")

#: A length that no number tells.
_SOME = re.compile(r"\b(?:for|lasts?|lasting|takes?|taking) (?:about |around )?((several|a few) (day|week|month)s)\b")

#: "About a month" is a length of time; "once a month" is none.
_ONE = re.compile(
    r"\b(?:for|about|around|lasts?|takes?|approximately|another|only|roughly|typically|usually) an? (hour|day|week|month|year)\b"
)

#: Levels of a marker: a share, or a count in a volume of blood, behind or before the word that bounds it.
_LEVEL_UNIT = (
    r"(?:%|percent|[x×]\s?10\^?[⁰¹²³⁴⁵⁶⁷⁸⁹\d]+\s?/\s?[a-zµμ]+|/\s?[a-zµμ]+³?"
    r"|(?:wbc |cells ?)?(?:per|/) ?(?:cubic millimet(?:er|re)|microliter|microlitre|µl|μl|mm[3³]|ml))"
)
#: Of a count in thousands the volume may be left unsaid: "a white cell count above 50,000".
_AMOUNT = rf"(\d+(?:[, ]\d{{3}}(?!\d))*(?:,\d+)*(?:\.\d+)?)\s?({_LEVEL_UNIT}|(?<=[, ]\d\d\d)(?!,?\d)|k\b)"
_LEVEL_LEAD = r"[\s,(:]*(?:levels? |counts? |of |is |was |at (?:diagnosis|presentation) |at |that is |are )*"
_LEVEL = re.compile(
    rf"{_LEVEL_LEAD}(≥|>=|≤|<=|>|<|(?:more|greater|higher|less|lower|fewer) than|at least|above|over|below|under)\s?{_AMOUNT}"
)
_LEVEL_BEHIND = re.compile(rf"{_LEVEL_LEAD}{_AMOUNT}(?: of blood)?,? or (more|greater|higher|above|less|lower|fewer)")
_LEVEL_SIGNS = {
    "≥": ">=", "≤": "<=", "more than": ">", "greater than": ">", "higher than": ">", "above": ">", "over": ">",
    "less than": "<", "lower than": "<", "fewer than": "<", "under": "<", "below": "<", "at least": ">=",
    "more": ">=", "greater": ">=", "higher": ">=", "less": "<=", "lower": "<=", "fewer": "<=",
}  # fmt: skip


@dataclass(frozen=True)
class Bound:
    """A bound as it follows a word for people or for a marker: `text` in the grammar of the labels, `end` where it ends in the text."""

    text: str
    end: int


def age_bound(folded: str, start: int) -> Bound | None:
    """The age bound that stands at `start` of a folded text, right behind a population's word.

    >>> [age_bound(text, 6).text for text in ("adults <65 years", "adults aged 65 and older", "people (≥60 years)", "people up to age 25")]
    ['<65 years', '>=65 years', '>=60 years', 'up to age 25']
    >>> age_bound("infants aged 1 month to 2 years", 7).text, age_bound("children from birth to 18 years", 8).text
    ('1 month-2 years', '0-18 years')
    >>> age_bound("patients aged 16 to 24 with", 8).text
    '16-24 years'
    >>> age_bound("adults over 60 who relapse", 6).text, age_bound("adults over 60 mg", 6)
    ('>60 years', None)
    >>> age_bound("people up to 25 with ALL", 6).text, age_bound("people up to 4 courses", 6)
    ('up to age 25', None)
    >>> [age_bound(text, 6).text for text in ("adults past 55", "people older than sixty who", "adults up to about 40 with")]
    ['>55 years', '>60 years', 'up to age 40']
    >>> [age_bound(text, 6).text for text in ("adults (>60-65 years)", "adults under 35-40 years")]
    ['>60 years', '<40 years']
    """
    if ranged := _range(folded, start):
        return ranged
    if found := _TRAILING.match(folded, start):
        number, unit_word, words = (_figure(part) for part in found.groups())
        return Bound(f"{_sign(words, _AFTER)}{number} {_unit(unit_word, number)}", found.end())
    if found := _BOUND.match(folded, start):
        words, lower, upper, unit_word = (_figure(part) for part in found.groups())
        # of a bound told as a range the one that takes in most
        number = upper if upper and _sign(words, _BEFORE).startswith("<") else lower
        leads = _AGE_LEADS.search(found.group()) and not _NO_AGE.match(folded, found.end())
        bare = leads or (_TO.search(found.group()) and _AGE_ENDS.match(folded, found.end()))
        told = re.search(r"\bage", found.group()) and not folded.startswith(("%", " %", " percent"), found.end())
        if not (unit_word or bare or told):
            return None
        sign = _sign(words, _BEFORE)
        if sign == "to":
            unit = _unit(unit_word, number)
            return Bound(f"up to age {number}" if unit == "years" else f"up to {number} {unit}", found.end())
        return Bound(f"{sign}{number} {_unit(unit_word, number)}", found.end())
    return None


def ages(bound: str) -> str:
    """The label of people whom nothing but a bound tells: whom "<=25 years" tells are those up to age 25.

    >>> ages("<=25 years"), ages("up to age 25"), ages(">60 years"), ages("<=6 months")
    ('up to age 25', 'up to age 25', 'age >60 years', 'age <=6 months')
    """
    upper = re.fullmatch(r"<=(\d+) years?", bound)
    return f"up to age {upper[1]}" if upper else bound if bound.startswith("up to") else f"age {bound}"


#: Ages that a word for people ends: "16 to 24 year olds", "over 60s".
_OLDS = re.compile(rf"\b(?:({_NUMBER})(?:- |\s?)(?:to|-)\s?({_NUMBER})[ -]year[ -]olds?|(over|under) (\d{{1,2}})s)\b")


#: The other of two bounds between which an age is none: "age < 1 or > 10 y".
_OR_OLDER = re.compile(
    rf"\bages? (?:<|≤|under|below)\s?\d{{1,2}}\s?{_UNIT}? or (([>≥]=?|over|above|at least)\s?(\d{{1,2}})\s?{_UNIT}?)(?![\d%])"
)


def people_by_age(folded: str) -> Iterator[tuple[int, int, str]]:
    """People whom a folded text tells by nothing but their age: start, end and the bound.

    >>> list(people_by_age("16-24 year olds and the over 60s"))
    [(0, 15, '16-24 years'), (24, 32, '>60 years')]
    >>> [bound for _, _, bound in people_by_age("age <1 or ≥10 years")]
    ['>=10 years']
    """
    for found in _OR_OLDER.finditer(folded):
        yield found.start(1), found.end(1), f"{_sign(found[2], _BEFORE)}{found[3]} years"
    for found in _OLDS.finditer(folded):
        low, high, side, age = found.groups()
        yield found.start(), found.end(), f"{low}-{high} years" if low else f"{_sign(side, _BEFORE)}{age} years"


def _range(folded: str, start: int) -> Bound | None:
    """The range of ages that stands at `start`, with a unit or behind a word that tells ages."""
    if found := _RANGE.match(folded, start):
        low, low_unit, high, high_unit = (_figure(part) for part in found.groups())
        unit = _unit(high_unit, high)
        between = f"{low}-{high} {unit}" if not low_unit or _unit(low_unit, high) == unit else f"{low} {_unit(low_unit, low)}-{high} {unit}"
        return Bound(between, found.end())
    if (found := _AGED.match(folded, start)) and not _NO_AGE.match(folded, found.end()):
        return Bound(f"{found[1]}-{found[2]} years", found.end())
    return None


def _figure(word: str) -> str:
    """A number in figures; any other word, or none, as it stands."""
    return "0" if word == "birth" else str(_WORDS[word]) if word in _WORDS else word


def level_bound(folded: str, start: int) -> Bound | None:
    """The bound of a marker's level that stands at `start` of a folded text, right behind the marker's name.

    >>> [level_bound(text, 3).text for text in ("mrd ≥0.1%", "mrd of 0.01% or greater", "wbc (>=30×10⁹/l)", "wbc >50k")]
    ['>=0.1%', '>=0.01%', '>=30×10⁹/l', '>50,000']
    >>> level_bound("wbc > 50 000", 3).text
    '>50,000'
    """
    if found := _LEVEL.match(folded, start):
        sign, number, unit = found.groups()
    elif found := _LEVEL_BEHIND.match(folded, start):
        number, unit, sign = found.groups()
    else:
        return None
    number = number.replace(" ", ",")
    if unit == "k":
        number, unit = f"{number},000", ""
    unit = re.sub(r"\s+", "", unit).replace("percent", "%") if not unit.startswith(("per", "wbc", "cells")) else f" {unit}"
    return Bound(f"{_LEVEL_SIGNS.get(sign, sign)}{number}{unit}", found.end())


#: What is measured at a time: "5-year survival" lasts no five years.
_MEASURED = re.compile(
    r"[ -](?:(?:overall|cumulative|estimated|relative|median|actuarial)[ -])*"
    r"(?:(?:event|progression|disease|relapse|leuka?emia|failure)[ -]free"
    r"|survival|incidence|follow[ -]?up|outcomes?|probabilit|relapse rate|risk|rates?\b|os\b|efs\b|dfs\b|pfs\b|rfs\b|lfs\b|ccr\b|cir\b)"
)


def durations(folded: str) -> Iterator[tuple[int, int, str]]:
    """Every length of time in a folded text: start, end and its label; one at which something was measured is none.

    >>> [label for _, _, label in durations("for two to three years, then 4-6 wks or 1 month")]
    ['2-3 years', '4-6 weeks', '1 month']
    >>> [label for _, _, label in durations("two and a half years, or 2½ yrs; it lasts several months")]
    ['2.5 years', '2.5 years', 'several months']
    >>> [label for _, _, label in durations("between two and three years, about a month")]
    ['2-3 years', '1 month']
    >>> [label for _, _, label in durations("for at least two years, up to 7 days")]
    ['>=2 years', 'up to 7 days']
    >>> list(durations("the 5-year overall survival"))
    []
    """
    for found in _DURATION.finditer(folded):
        if _MEASURED.match(folded, found.end()):
            continue
        bound, *counts = found.groups()
        low, *high, unit = filter(None, counts)
        yield found.start(), found.end(), _LENGTH_BOUNDS.get(bound, "") + _length(low, high[0] if high else None, unit)
    for found in _SOME.finditer(folded):
        yield found.start(1), found.end(1), found[1]
    for found in _ONE.finditer(folded):
        yield found.start(1), found.end(1), f"1 {found[1]}"


def intervals(folded: str) -> Iterator[tuple[int, int, str]]:
    """Every wording of how often something is given in a folded text: start, end and its label.

    >>> [label for _, _, label in intervals("every two to three weeks, q4-12 wks, q6h, at two week intervals")]
    ['every 2-3 weeks', 'every 4-12 weeks', 'every 6 hours', 'every 2 weeks']
    >>> [label for _, _, label in intervals("in 28-day cycles, a one-week cycle, cycles of three to four weeks")]
    ['28-day cycles', '1-week cycles', '3-4-week cycles']
    """
    for found in _INTERVAL.finditer(folded):
        low, *high, unit = filter(None, found.groups())
        yield found.start(), found.end(), f"every {_length(low, high[0] if high else None, unit)}"
    for found in _CYCLES.finditer(folded):
        *counts, unit = filter(None, found.groups())
        yield found.start(), found.end(), f"{'-'.join(map(_number, counts))}-{_UNITS[unit[0]]} cycles"


def _length(low: str, high: str | None, unit: str) -> str:
    """The label of a length of time, or of the lengths between two."""
    low, high = (_number(count) if count else "" for count in (low, high))
    word = _UNITS[unit[0].lower()]
    return f"{low}-{high} {word}s" if high else f"{low} {word}" + ("" if low == "1" else "s")


def _number(count: str) -> str:
    """A count in figures: "2.5" for "two and a half"."""
    whole = count.lower().removesuffix(" and a half")
    figures = str(_WORDS.get(whole, whole)).replace("½", ".5")
    return f"{figures}.5" if whole != count.lower() else figures


def _sign(words: str, table: dict[str, str]) -> str:
    """The sign that bounding words stand for."""
    return next(sign for sign, pattern in table.items() if re.fullmatch(pattern, words, re.IGNORECASE))


def _unit(word: str | None, number: str) -> str:
    """The unit's word as the number wants it; a bare age is in years."""
    unit = "month" if word and word.lower().startswith("m") else "year"
    return unit if number == "1" else unit + "s"
