"""The bullets of lists that a page draws: small round or square dots before the first word of a line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from allgraph.readers.pages.lines import Rule, Word

#: A bullet is so large, in sizes of the letters behind it, and so many times as long one way as the other, at most.
_SIZES, _ROUND = (0.15, 0.6), 1.5

#: Its middle stands so far above the foot of these letters, and its right end so far before them, in sizes of the letters.
_UP, _BEFORE = (0.05, 0.75), 3.0

#: No other word ends so near before it.
_FREE = 1.0

#: Letters are no larger, in points.
_LARGEST = 40.0


def bullets(words: Sequence[Word], boxes: Sequence[Rule]) -> Iterator[Word]:
    """The bullets among the drawn boxes, as words.

    >>> words = [Word("Rash", 30, 50, 100, 10, False), Word("Fever", 30, 60, 112, 10, False)]
    >>> [(word.text, word.left, word.y) for word in bullets(words, [Rule(18, 94, 22, 98), Rule(18, 107, 22, 110), Rule(0, 0, 300, 2)])]
    [('•', 18, 100), ('•', 18, 112)]
    """
    words = sorted(words, key=lambda word: word.y)
    feet = [word.y for word in words]
    for box in boxes:
        wide, high = box.right - box.left, box.bottom - box.top
        if not 0 < max(wide, high) <= _ROUND * min(wide, high) or wide > _LARGEST:
            continue
        middle = (box.top + box.bottom) / 2
        beside = words[bisect_left(feet, middle) : bisect_left(feet, middle + _LARGEST)]
        beside = [word for word in beside if _UP[0] * word.size <= word.y - middle <= _UP[1] * word.size]
        behind = min((word for word in beside if word.left >= box.right), key=lambda word: word.left, default=None)
        if behind is None or not _SIZES[0] * behind.size <= max(wide, high) <= _SIZES[1] * behind.size:
            continue
        near = behind.left - box.right <= _BEFORE * behind.size
        if near and not any(word.left < behind.left and word.right > box.left - _FREE * behind.size for word in beside):
            yield Word("•", box.left, box.right, behind.y, behind.size, behind.bold)
