"""Same text: which passages are one text, whatever the order in which they come."""

from __future__ import annotations

from itertools import combinations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from allgraph.reading.same_text import mark_same_text
from allgraph.statements import Evidence, Finding, Span, Stance, Statement

CLAIM = Statement("ag:imatinib", "ag:treats", "ag:acute-lymphoblastic-leukemia", Stance.AFFIRMED)

#: Twenty words that are no sentence of anybody.
WORDS = "one two three four five six seven eight nine ten eleven twelve red blue green white black grey pink brown".split()


def groups(texts: dict[str, str]) -> dict[str, str]:
    """The group of each source's whole text, by source."""
    findings = [Finding(CLAIM, Evidence(source, Span(0, len(text)))) for source, text in texts.items()]
    return {finding.evidence.source: finding.evidence.same_text for finding in mark_same_text(findings, texts)}


def shingles(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return {tuple(words[place : place + 5]) for place in range(len(words) - 4)}


def are_one(one: str, other: str) -> bool:
    """Jaccard over shingles of five words, as DESIGN has it; texts too short for a shingle are copies of nothing."""
    first, second = shingles(one), shingles(other)
    return bool(first & second) and len(first & second) >= 0.8 * len(first | second)


def test_copies_and_near_copies_share_a_group() -> None:
    """One word at the end changes one shingle of sixteen; one in the middle changes five, and the text is another."""
    near = [*WORDS[:-1], "violet"]
    far = [*WORDS[:10], "violet", *WORDS[11:]]
    found = groups({"a": " ".join(WORDS), "b": " ".join(WORDS).upper(), "c": " ".join(near), "d": " ".join(far)})
    assert found["a"] == found["b"] == found["c"] != ""
    assert found["d"] == ""


def test_a_few_words_are_no_copy() -> None:
    """Two documents that write a name and its brand alike are two voices."""
    few, more = " ".join(WORDS[:4]), " ".join(WORDS[:5])
    assert groups({"a": few, "b": few}) == {"a": "", "b": ""}
    assert groups({"a": more, "b": more})["a"] != ""


def test_what_one_document_repeats_is_no_copy() -> None:
    text = f"{' '.join(WORDS)} {' '.join(WORDS)}"
    half = len(text) // 2
    findings = [Finding(CLAIM, Evidence("a", span)) for span in (Span(0, half), Span(half + 1, len(text)))]
    assert {finding.evidence.same_text for finding in mark_same_text(findings, {"a": text})} == {""}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(6, 20), st.integers(0, 19), st.booleans()), min_size=2, max_size=8), st.randoms())
def test_groups_are_those_of_all_pairs(drafts: list[tuple[int, int, int, bool]], chance: Random) -> None:
    """Passages are in one group if and only if a chain of pairs that are alike leads from one to the other, in any order."""
    texts = {}
    for number, (first, last, changed, is_changed) in enumerate(drafts):
        words = [word if not is_changed or place != changed else "violet" for place, word in enumerate(WORDS)][first:last]
        texts[f"source-{number}"] = " ".join(words)
    parts = {source: {source} for source in texts}
    for one, other in combinations(texts, 2):
        if are_one(texts[one], texts[other]) and parts[one] is not parts[other]:
            parts[one] |= parts[other]
            for source in parts[other]:
                parts[source] = parts[one]
    found = groups(texts)
    shuffled = list(texts)
    chance.shuffle(shuffled)
    assert groups({source: texts[source] for source in shuffled}) == found
    for one, other in combinations(texts, 2):
        assert (found[one] != "" and found[one] == found[other]) == (parts[one] is parts[other])
