"""The numbers in the label of a made value: bounds of a population, lengths of time, thresholds."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

_NUMBER = r"(\d+(?:\.\d+)?)"
_WORDS = "year|month|week|day|hour|block|course|cycle|dose"
# A unit is a percent sign, a power of ten over something, one thing over another, or a word: `65 years` and `5-day` have one.
_UNIT = rf"(?:[\s-]?(%|[x×]\s?10[\^⁰¹²³⁴⁵⁶⁷⁸⁹\d]+/[a-zµμ]+|[a-zµμ]+/[a-zµμ]+|(?:{_WORDS})s?\b))?"
_RANGE = re.compile(rf"(?<![\w.]){_NUMBER}{_UNIT}\s?[-–]\s?{_NUMBER}{_UNIT}", re.IGNORECASE)
_BOUND = re.compile(rf"(>=|<=|≥|≤|>|<)\s?{_NUMBER}{_UNIT}", re.IGNORECASE)
_UP_TO = re.compile(rf"up to (?:age )?{_NUMBER}{_UNIT}", re.IGNORECASE)
_EXACT = re.compile(rf"^{_NUMBER}{_UNIT}", re.IGNORECASE)

_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹µμ×", "0123456789uux")
#: (smaller unit, larger unit) to how many of the one make the other; other pairs have no exact factor.
_FACTORS = {("month", "year"): 12, ("day", "week"): 7}


@dataclass(frozen=True)
class Bounds:
    """A range of numbers with its unit ("year", "%", "10^9/l", "" where none is given); a side without bound is None."""

    minimum: Decimal | None = None
    maximum: Decimal | None = None
    minimum_inclusive: bool = True
    maximum_inclusive: bool = True
    unit: str = ""


def in_years(bounds: Bounds) -> Bounds:
    """Bounds in months as years, so that ages compare; a twelfth that has no end is rounded to where the range is wider.

    >>> in_years(Bounds(minimum=Decimal(1), maximum=Decimal(252), unit="month"))
    Bounds(minimum=Decimal('0.0833'), maximum=Decimal('21.0000'), minimum_inclusive=True, maximum_inclusive=True, unit='year')
    """
    if bounds.unit != "month":
        return bounds
    sides = ((bounds.minimum, ROUND_FLOOR), (bounds.maximum, ROUND_CEILING))
    least, most = (None if side is None else (side / 12).quantize(Decimal("0.0001"), rounding) for side, rounding in sides)
    return replace(bounds, minimum=least, maximum=most, unit="year")


def read_bounds(label: str, default_unit: str = "") -> Bounds | None:
    """The range that a label in the grammar of the gold names, or None where it names none.

    `default_unit` is the unit of a number that stands alone, such as "year" for an age. A range in two units is given in the smaller.

    >>> read_bounds("adults <65 years")
    Bounds(minimum=None, maximum=Decimal('65'), minimum_inclusive=True, maximum_inclusive=False, unit='year')
    >>> read_bounds("children 1 month-21 years")
    Bounds(minimum=Decimal('1'), maximum=Decimal('252'), minimum_inclusive=True, maximum_inclusive=True, unit='month')
    >>> read_bounds("up to age 25", "year").maximum, read_bounds("5-day course").unit, read_bounds("CD19-positive")
    (Decimal('25'), 'day', None)
    """
    if found := _RANGE.search(label):
        low, low_unit, high, high_unit = found.groups()
        return _between(Decimal(low), _unit(low_unit or high_unit, default_unit), Decimal(high), _unit(high_unit, default_unit))
    bounds: dict[str, Decimal | bool] = {}
    unit = ""
    for sign, number, word in _BOUND.findall(label):
        side = "minimum" if sign in (">", ">=", "≥") else "maximum"
        bounds |= {side: Decimal(number), f"{side}_inclusive": sign not in ("<", ">")}
        unit = _unit(word, default_unit) or unit
    if bounds:
        return Bounds(**bounds, unit=unit)  # type: ignore[arg-type]
    if found := _UP_TO.search(label):
        return Bounds(maximum=Decimal(found[1]), unit=_unit(found[2], default_unit))
    if (found := _EXACT.search(label)) and found[2]:
        number = Decimal(found[1])
        return Bounds(number, number, unit=_unit(found[2], default_unit))
    return None


def _between(low: Decimal, low_unit: str, high: Decimal, high_unit: str) -> Bounds | None:
    if low_unit == high_unit and low_unit:
        return Bounds(low, high, unit=low_unit)
    factor = _FACTORS.get((low_unit, high_unit))
    return Bounds(low, high * factor, unit=low_unit) if factor else None


def _unit(word: str | None, default: str) -> str:
    """A unit in one way of writing: singular, powers as `10^9/l`, micro as u."""
    if not word:
        return default
    power = re.fullmatch(r"[x×]\s?10([\^⁰¹²³⁴⁵⁶⁷⁸⁹\d]+)(/.+)", word, re.IGNORECASE)
    if power:
        return f"10^{power[1].lstrip('^')}{power[2]}".translate(_PLAIN).lower()
    plain = word.lower().translate(_PLAIN)
    return plain.removesuffix("s") if "/" not in plain else plain
