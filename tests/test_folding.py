"""Folding keeps the way back to the original."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from allgraph.reading.folding import fold

ODD = "®™\u00ad\u200b\u2011–’“İŒß Ａ≥⁹"
TEXTS = st.text(alphabet=st.one_of(st.sampled_from(string.printable + ODD), st.characters(codec="utf-8")), max_size=200)


@given(TEXTS)
def test_every_character_leads_back_to_one_of_the_original(text: str) -> None:
    folded = fold(text)
    places = [folded.original(offset) for offset in range(len(folded.text))]
    assert places == sorted(set(places))
    assert all(0 <= place < len(text) for place in places)


@given(TEXTS)
def test_letters_and_figures_survive_in_order(text: str) -> None:
    folded = fold(text)
    for offset, character in enumerate(folded.text):
        original = text[folded.original(offset)]
        if character.isascii() and character.isalnum() and original.isascii():
            assert original.lower() == character


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


def test_names_are_equal_however_they_are_set() -> None:
    forms = ["anti-CD22", "Anti\u2011CD22", "anti–CD22", "anti\nCD22", "anti CD22", "an\u00adti-CD\u200b22"]
    assert {fold(form).text for form in forms} == {"anti cd22"}


def test_a_range_of_figures_keeps_its_hyphen() -> None:
    assert fold("4–6 weeks").text == "4-6 weeks"
