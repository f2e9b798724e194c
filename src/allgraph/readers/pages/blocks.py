"""The blocks of pages: headings, paragraphs, items of lists and rows of tables, told by the sizes and places of their lines."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import mean

from allgraph.readers.layout import BREAK, Layout, LayoutWriter, Piece
from allgraph.readers.pages.grids import with_grids
from allgraph.readers.pages.joining import Joiner
from allgraph.readers.pages.lines import Line, Sheet, lines_of, words_of
from allgraph.readers.pages.tables import table_at

#: A heading's letters are so much larger than most; it has at most so many words, or, where it is only bold, so many.
_LARGER, _WORDS, _BOLD_WORDS = 1.1, 25, 14

#: The lines of a heading are so near to each other, in sizes of its letters.
_HEADING_STEP = 1.6

#: Sizes that differ by less, in points, are the same.
_SAME_SIZE = 0.5

#: White space between lines that is so much wider than usual parts blocks; what is usual is within this, in sizes of the letters.
_WIDER, _USUAL = 1.25, (0.9, 2.0)

#: In sizes of the letters: lines that begin this near to each other are in line; the first of a paragraph is this far in, at most.
_IN_LINE, _INDENT = 0.7, 4.0

#: A definition begins so much further in than its term, in sizes of the letters, which has at most so many words; there are so many.
_FURTHER_IN, _TERM_WORDS, _DEFINITIONS = 1.5, 6, 2

_BULLET = re.compile(r"[•‣▪◦●○■□∙⁃▸►▶➢➤✓✔❖\uf0b7\uf0a7\uf0d8\uf076\uf0a8\uf0fc\uf06e\uf02d\uf0be]")
_DASH = re.compile(r"[-–—*·o]")
_NUMBER = re.compile(r"\(?(\d{1,2}|[a-h])[.)]")
_LEADER = re.compile(r"(?:\.\s?){4,}\s*\w*$")  # the dots before a page's number in a table of contents
_DRAWN = re.compile(r"[\ue000-\uf8ff\u00ad]")  # signs of a font's own, which mean nothing elsewhere, and soft hyphens


@dataclass
class _Block:
    """A heading, a paragraph, an item or a table; `start` is how far in it begins, and its further lines `rest`, where there are any."""

    kind: str
    text: str = ""
    size: float = 0.0
    depth: int = 0
    number: str = ""
    start: float = 0.0
    rest: float | None = None
    rows: list[list[str]] = field(default_factory=list)


def lay_out(sheets: Sequence[Sheet]) -> Layout:
    """The pages laid out in reading order.

    >>> from allgraph.readers.pages.lines import Word
    >>> words = [Word("Care", 72, 110, 90, 18, False), Word("Drugs", 72, 100, 120, 10, False), Word("help.", 103, 125, 120, 10, False)]
    >>> lay_out([Sheet(600, 800, words, [])]).text
    'Care\\n\\nDrugs help.\\n'
    """
    blocks = _Blocks(lines_of([with_grids(sheet) for sheet in sheets])).blocks()
    sizes = {block.size for block in blocks if block.kind == "heading"}
    writer = LayoutWriter()
    for block in blocks:
        pieces = _pieces(block.text)
        match block.kind:
            case "heading":
                writer.heading(1 + sum(size > block.size for size in sizes), pieces)
            case "item":
                writer.item(block.depth, pieces, block.number)
            case "table":
                writer.part()
                for row in block.rows:
                    writer.row([_pieces(cell) for cell in row])
            case _:
                writer.paragraph(pieces)
    return writer.layout()


def _pieces(text: str) -> list[Piece]:
    lines = [Piece(_DRAWN.sub("", line)) for line in text.split("\n")]
    return [piece for line in lines for piece in (BREAK, line)][1:]


class _Blocks:
    """Reads lines from the first: each step makes a block of some of them, or adds one to the block before."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._joiner = Joiner(line.text for line in lines)
        self._blocks: list[_Block] = []
        self._lists: list[tuple[float, str]] = []  # those that are open: how far in their marks stand, and the latest number
        letters: Counter[tuple[float, bool]] = Counter()
        for line in lines:
            letters[round(line.size * 2) / 2, line.bold] += len(line.text)
        sizes: Counter[float] = Counter()
        for (size, _), count in letters.items():
            sizes[size] += count
        self._size = max(sizes, key=lambda size: (sizes[size], -size), default=0.0)
        bold = sum(count for (_, is_bold), count in letters.items() if is_bold)
        self._bold_stands_out = 2 * bold < letters.total()
        self._step = self._usual_step()

    def blocks(self) -> list[_Block]:
        """The blocks in order."""
        position = 0
        while position < len(self._lines):
            position += self._table(position) or self._heading(position) or self._item(position) or self._text(position)
        return _with_definitions(self._blocks)

    def _usual_step(self) -> float:
        """How far below each other most lines of one size stand, in sizes of their letters."""
        steps: dict[float, list[float]] = defaultdict(list)  # those that are nearly one
        for above, line in pairwise(self._lines):
            step = (line.y - above.y) / line.size
            if _beside(above, line) and abs(above.size - line.size) < _SAME_SIZE and _USUAL[0] <= step <= _USUAL[1]:
                steps[round(step, 1)].append(step)
        most = max(steps, key=lambda step: (len(steps[step]), -step), default=0.0)
        return mean(steps.get(most, [1.2]))

    # Each of the next four reads what starts at a line, where it is of that kind, and gives the number of lines it takes.

    def _table(self, position: int) -> int:
        if self._marker(position):
            return 0
        table = table_at(self._lines, position, self._joiner)
        if table is None:
            return 0
        self._blocks.append(_Block("table", rows=table.rows))
        self._lists = []
        return table.lines

    def _heading(self, position: int) -> int:
        line, end = self._lines[position], position + 1
        while end < len(self._lines) and self._is_same_heading(self._lines[end - 1], self._lines[end]):
            end += 1
        text = " ".join(part.text for part in self._lines[position:end])
        large, words = line.size >= _LARGER * self._size, len(text.split())
        if not any(map(str.isalpha, text)) or _BULLET.match(text) or _LEADER.search(text):
            return 0
        if large and (words > _WORDS or (text.endswith((".", ",", ";")) and words > _BOLD_WORDS // 2)):
            return 0
        if not large and not (self._bold_stands_out and words <= _BOLD_WORDS and self._stands_alone(position, end)):
            return 0
        size = round(line.size * 2) / 2 if large else 0.0  # those that are only bold stand below all others
        text = self._lines[position].text
        for part in self._lines[position + 1 : end]:
            text = self._joiner.join(text, part.text)
        self._blocks.append(_Block("heading", text, size))
        self._lists = []
        return end - position

    def _is_same_heading(self, above: Line, line: Line) -> bool:
        same = abs(above.size - line.size) < _SAME_SIZE and above.bold == line.bold
        if same and line.size >= _LARGER * self._size and not _beside(above, line):
            return line.text[0].islower() or not _is_short(above, line)  # at the foot of a column it goes on in the next
        return same and _beside(above, line) and line.y - above.y <= _HEADING_STEP * line.size

    def _stands_alone(self, position: int, end: int) -> bool:
        """Whether bold lines are a heading: nothing runs into them, and they do not run on."""
        line, last = self._lines[position], self._lines[end - 1]
        if not line.bold or line.text[0].islower() or last.text[-1] in ".,;":
            return False
        after = self._lines[end] if end < len(self._lines) else None
        runs_on = after is not None and _beside(last, after) and not self._is_parted(last, after) and after.text[0].islower()
        before = self._lines[position - 1] if position else None
        if runs_on or before is None or before.bold or not _beside(before, line):
            return not runs_on
        return self._is_fresh(position) or before.text[-1] in ".:!?"

    def _item(self, position: int) -> int:
        found = self._marker(position)
        if found is None:
            return 0
        line, (number, text) = self._lines[position], found
        near = _IN_LINE * line.size
        while self._lists and self._lists[-1][0] > line.start + near:
            self._lists.pop()
        if self._lists and self._lists[-1][0] >= line.start - near:
            self._lists.pop()
        self._lists.append((line.start, number))
        shown = number if number[:1].isdigit() else ""
        self._blocks.append(_Block("item", text, line.size, len(self._lists) - 1, shown, line.start))
        return 1

    def _text(self, position: int) -> int:
        line = self._lines[position]
        if position and self._goes_on(position):
            block, above = self._blocks[-1], self._lines[position - 1]
            block.rest = line.start if block.rest is None else block.rest
            ends = _beside(above, line) and _is_short(above, line) and not line.text[0].islower() and above.text[-1] not in ",-"
            block.text = f"{block.text}\n{line.text}" if ends else self._joiner.join(block.text, line.text)
            return 1
        if not self._lists or line.start <= self._lists[-1][0] + _IN_LINE * line.size:
            self._lists = []
        self._blocks.append(_Block("paragraph", line.text, line.size, start=line.start))
        return 1

    # Where blocks begin and end

    def _marker(self, position: int) -> tuple[str, str] | None:
        """The number or bullet that a line begins an item with, and the words behind it."""
        line = self._lines[position]
        first, rest = line.words[0].text, words_of(line.words[1:])
        if _BULLET.match(first) and (rest or first[1:]):
            return "-", f"{first[1:]} {rest}".strip() if first[1:] else rest
        if not rest:
            return None
        open_ones = [number for start, number in self._lists if abs(start - line.start) <= _IN_LINE * line.size]
        if _DASH.fullmatch(first):
            wide = line.words[1].left - line.words[0].right > _IN_LINE * line.size
            return ("-", rest) if (self._is_fresh(position) or "-" in open_ones) and (first != "o" or wide) else None
        number = _NUMBER.fullmatch(first)
        if number is None:
            return None
        starts = number[1] in ("1", "a") and self._is_fresh(position)
        follows = any(_follows(before, number[1]) for before in open_ones)
        return (f"{number[1]}{first[-1]}", rest) if starts or follows else None

    def _is_fresh(self, position: int) -> bool:
        """Whether a line does not go on with the one above it."""
        if not position or self._blocks[-1].kind in ("heading", "table"):
            return True
        above, line = self._lines[position - 1], self._lines[position]
        if not _beside(above, line):
            return above.text[-1] in ".:!?" or _is_short(above, line)
        return self._is_parted(above, line) or _is_short(above, line) or line.start > above.start + _IN_LINE * line.size

    def _is_parted(self, above: Line, line: Line) -> bool:
        """Whether more white space than usual stands above a line, or its letters are of another size."""
        return abs(above.size - line.size) >= _SAME_SIZE or line.y - above.y > _WIDER * self._step * line.size

    def _goes_on(self, position: int) -> bool:
        """Whether a line is of the block above it."""
        above, line, block = self._lines[position - 1], self._lines[position], self._blocks[-1]
        if block.kind not in ("paragraph", "item") or abs(block.size - line.size) >= _SAME_SIZE:
            return False
        beside, near = _beside(above, line), _IN_LINE * line.size
        if not beside and line.text[0].islower():
            return above.text[-1] not in ".!?:"
        if self._is_parted(above, line) if beside else _is_short(above, line):
            return False
        if block.kind == "item":
            ends = _is_short(above, line) or above.text[-1] in ".!?"
            return line.start > block.start + near / 2 or (not ends and abs(line.start - block.start) <= near)
        if block.rest is None:
            ends = _is_short(above, line) or self._is_below_term(line)  # the first line of a paragraph may be further in, where it is full
            return block.start - (near if ends else _INDENT * line.size) <= line.start <= block.start + near
        return abs(line.start - block.rest) <= near

    def _is_below_term(self, line: Line) -> bool:
        """Whether the last block stands further in than a term above it, with which a line is in line again."""
        term, block = self._blocks[max(0, len(self._blocks) - 2)], self._blocks[-1]
        return _defines(term, block) and abs(line.start - term.start) <= _IN_LINE * line.size


def _with_definitions(blocks: Sequence[_Block]) -> list[_Block]:
    """The blocks in which definitions that stand further in stand behind their terms, where there are several."""
    pairs = {at for at, (term, block) in enumerate(pairwise(blocks)) if _defines(term, block)}
    if len(pairs) < _DEFINITIONS:
        return list(blocks)
    whole = [
        replace(block, text=f"{before.text}: {block.text}") if at in pairs else block for at, (before, block) in enumerate(pairwise(blocks))
    ]
    return [block for at, block in enumerate([*blocks[:1], *whole]) if at not in pairs]


def _defines(term: _Block, block: _Block) -> bool:
    """Whether a paragraph that stands further in follows a short line of its own."""
    short = "\n" not in term.text and len(term.text.split()) <= _TERM_WORDS and term.text[-1:] not in ".,;:!?"
    further = block.start > term.start + _FURTHER_IN * block.size and (
        block.rest is None or block.rest >= block.start - _IN_LINE * block.size
    )
    return term.kind == block.kind == "paragraph" and short and further


def _beside(above: Line, line: Line) -> bool:
    """Whether a line stands below another in the same column."""
    return (above.page, above.left, above.right) == (line.page, line.left, line.right) and line.y > above.y


def _is_short(above: Line, line: Line) -> bool:
    """Whether a line could have held the first word of the next one, and a little more."""
    word = line.words[0]
    return bool(_LEADER.search(above.text)) or above.end + 0.8 * line.size + word.right - word.left <= above.right


def _follows(before: str, number: str) -> bool:
    """Whether a number or letter is the one after that of the item before."""
    before = before.rstrip(".)")
    if before.isdigit() and number.isdigit():
        return int(number) == int(before) + 1
    return len(before) == len(number) == 1 and ord(number) == ord(before) + 1
