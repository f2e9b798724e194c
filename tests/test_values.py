"""The numbers in labels: the grammar of the gold, read exactly."""

from __future__ import annotations

from decimal import Decimal

import pytest

from allgraph.graph.values import Bounds, in_years, read_bounds


def bounds(low: str | None, high: str | None, unit: str, *, low_in: bool = True, high_in: bool = True) -> Bounds:
    return Bounds(Decimal(low) if low else None, Decimal(high) if high else None, low_in, high_in, unit)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("adults <65 years", bounds(None, "65", "year", high_in=False)),
        ("adults >=65 years", bounds("65", None, "year")),
        ("adults ≥65 years", bounds("65", None, "year")),
        ("age >60", bounds("60", None, "year", low_in=False)),
        ("age >=1 and <10 years", bounds("1", "10", "year", high_in=False)),
        ("up to age 25", bounds(None, "25", "year")),
        ("up to 2 months", bounds(None, "2", "month")),
        ("children 1-21 years", bounds("1", "21", "year")),
        ("children 1 month-21 years", bounds("1", "252", "month")),
        ("2–3 years", bounds("2", "3", "year")),
        ("4-6 weeks", bounds("4", "6", "week")),
        ("2 years", bounds("2", "2", "year")),
        ("5-day course", bounds("5", "5", "day")),
        ("1.5-2 years", bounds("1.5", "2", "year")),
        ("<5% blasts in bone marrow", bounds(None, "5", "%", high_in=False)),
        (">=0.1%", bounds("0.1", None, "%")),
        ("≥30×10⁹/l for b-cell lineage", bounds("30", None, "10^9/l")),
        (">=30x10^9/L", bounds("30", None, "10^9/l")),
        ("blasts in csf with <5 wbc/µl", bounds(None, "5", "wbc/ul", high_in=False)),
        ("CD19-positive", None),
        ("6-mercaptopurine", None),
        ("children", None),
        ("28 days-21 years", None),
        ("day 1-3", None),
    ],
)
def test_labels(label: str, expected: Bounds | None) -> None:
    """A number that stands alone is an age here; a range in units without exact factor gives no numbers rather than wrong ones."""
    assert read_bounds(label, "year" if "age" in label else "") == expected


def test_ages_in_months_compare_with_ages_in_years() -> None:
    """What has no end as a decimal is rounded to where the range is wider: nobody who belongs is left out."""
    year = in_years(bounds("7", "19", "month"))
    assert (year.unit, year.minimum, year.maximum) == ("year", Decimal("0.5833"), Decimal("1.5834"))
    assert in_years(bounds("1", "18", "year")) == bounds("1", "18", "year")
