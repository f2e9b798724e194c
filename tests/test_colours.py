"""Colours that stand in one legend are told apart by people with any colour blindness, in both themes."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any

import pytest

from allgraph.exporting import html
from allgraph.exporting.colours import EDGE_COLOURS, GROUPS, LINES

coloraide = pytest.importorskip("coloraide", reason="coloraide is not installed (extra test)")
#: CIEDE2000 of two colours that are told apart at a glance; 1 is the least that a trained eye sees side by side.
LEAST = 10
#: How the page writes on its boxes.
LETTERS = "#111111"
#: The simulations of Viénot 1999 and Brettel 1997, which coloraide takes by itself (the one for tritan, the other for the rest), and of
#: Machado 2009.
METHODS: tuple[dict[str, str], ...] = ({}, {"method": "machado"})


def themes() -> dict[str, dict[str, str]]:
    """The colours that the page names, in each theme."""
    styles = (html.PAGE / "page.css").read_text(encoding="utf-8")
    light, dark = (
        dict(re.findall(r"--(\w+): (#\w+);", styles.partition(start)[2].partition("}")[0])) for start in (":root {", ":root.dark {")
    )
    return {"light": light, "dark": dark}


LEGENDS = {
    "kinds": {group.name: group.colour for group in GROUPS},
    "edges": EDGE_COLOURS,
    **{f"edges, {theme}": {name: colours[name] for name in EDGE_COLOURS} for theme, colours in themes().items()},
}


def seen(colour: str, deficiency: str) -> list[Any]:
    """A colour as it is seen with a deficiency, by each method; "" sees it as it is."""
    there = coloraide.Color(colour)
    return [there.filter(deficiency, **method) for method in METHODS] if deficiency else [there]


@pytest.mark.parametrize("deficiency", ["", "protan", "deutan", "tritan"])
@pytest.mark.parametrize("legend", LEGENDS)
def test_each_two_colours_of_a_legend_are_told_apart(legend: str, deficiency: str) -> None:
    for (one, colour), (other, another) in combinations(LEGENDS[legend].items(), 2):
        for here, there in zip(seen(colour, deficiency), seen(another, deficiency), strict=True):
            assert here.delta_e(there, method="2000") > LEAST, (one, other)


def test_the_measure_finds_the_red_and_green_that_many_confuse() -> None:
    red, green = "#C05A00", "#7C7A00"
    assert seen(red, "")[0].delta_e(seen(green, "")[0], method="2000") > 2 * LEAST
    assert max(a.delta_e(b, method="2000") for a, b in zip(seen(red, "deutan"), seen(green, "deutan"), strict=True)) < LEAST


def test_letters_stand_out_on_every_kind() -> None:
    """By WCAG's contrast (1.4.3), which asks for 4.5."""
    assert {group.name: group.colour for group in GROUPS if coloraide.Color(group.colour).contrast(LETTERS) < 4.5} == {}
    assert f'color: "{LETTERS}"' in (html.PAGE / "graph.js").read_text(encoding="utf-8")


def test_edges_stand_out_on_the_ground_of_each_theme() -> None:
    """By WCAG's contrast of what is no text (1.4.11), which asks for 3."""
    for theme, colours in themes().items():
        ground = coloraide.Color(colours["back"])
        assert {name: theme for name in EDGE_COLOURS if coloraide.Color(colours[name]).contrast(ground) < 3} == {}


def test_a_legend_of_letters_alone_calls_no_two_colours_alike() -> None:
    assert len({group.words for group in GROUPS}) == len(GROUPS)
    assert len({line.words for line in LINES}) == len(LINES)
