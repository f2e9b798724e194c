"""Joining: the lines of a block as one run, with the hyphens that break words at line ends dropped and real ones kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

_WORD = re.compile(r"\w+(?:[-‐‑]\w+)*")
_HYPHENS = "-‐"
_SOFT_HYPHEN = "\u00ad"

#: Behind these, where no space stands before, the next line goes on without one.
_OPEN = "/–—‑"

#: What stands between the parts of "low- and high-risk".
_BETWEEN = frozenset("and or to as nor but und oder et ou y o".split())

#: A part of a word that was broken may be a word by chance, if it is shorter than this.
_SHORT = 3


class Joiner:
    """Joins lines in the light of all the lines of a document.

    >>> lines = ["A treat-", "ment of high-", "risk patients: low- ", "risk and high-risk, T-", "cells"]
    >>> joiner = Joiner(lines)
    >>> [joiner.join(before, after) for before, after in zip(lines, lines[1:])][::3]
    ['A treatment of high-', 'risk and high-risk, T-cells']
    >>> joiner.join("of high-", "risk patients")
    'of high-risk patients'
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._counts: Counter[str] = Counter()
        broken = False
        for line in lines:
            words = _WORD.findall(line.lower().replace(_SOFT_HYPHEN, ""))
            first, broken = int(broken), line.endswith((*_HYPHENS, _SOFT_HYPHEN))
            for word in words[first : len(words) - broken]:  # a part of a word is no word
                parts = re.split("[-‐‑]", word)
                self._counts.update({word, *parts, *map("-".join, pairwise(parts))})

    def join(self, before: str, after: str) -> str:
        """The two lines as one."""
        if before.endswith(_SOFT_HYPHEN):
            return before[:-1] + after
        if before.endswith(tuple(_HYPHENS)) and (part := re.search(r"\w[\w-]*$", before[:-1])):
            rest = re.match(r"\w*", after)
            if not rest or not rest[0] or rest[0].lower() in _BETWEEN:
                return f"{before} {after}"
            return (before if self._keeps(part[0], rest[0]) else before[:-1]) + after
        return before + ("" if before.endswith(tuple(_OPEN)) and before[-2:-1].strip() else " ") + after

    def _keeps(self, part: str, rest: str) -> bool:
        """Whether the hyphen between two parts is one of the word's own: as the document writes it elsewhere, else as it looks."""
        with_it, without = self._counts[f"{part}-{rest}".lower()], self._counts[f"{part}{rest}".lower()]
        if with_it != without:
            return with_it > without
        part = re.split("[-‐]", part)[-1]
        name = not (part[-1:].islower() and rest[0].islower()) or len(part) == 1 or (len(part) < _SHORT and part[0].isupper())
        if name or any(map(str.isdigit, part)):
            return True
        both = self._counts[part.lower()] and self._counts[rest.lower()]
        return bool(both) and len(part) >= _SHORT and len(rest) > _SHORT
