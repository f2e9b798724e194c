"""The outline of a plain text: its headings, list items and paragraphs, each with what stands above it.

A layout states facts: a drug listed under "Induction Therapy" is used in induction. So each block carries the headings it
stands under and, where it is a list item, the lead-in lines of its list ("Drugs in use include:").
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

from allgraph.readers.layout import Layout
from allgraph.reading.blocks import Block, Kind, parts, split
from allgraph.reading.grids import Grid, TableWords, grids
from allgraph.reading.landmarks import cards, colon_headings, contents, entries, labels, repeated, sections
from allgraph.reading.margins import first_width, width, wrapping
from allgraph.reading.textlines import BRANCHES, TICKS, TextLine, depth, follows, text_lines
from allgraph.reading.titles import (
    BULLET_BAR,
    COLON,
    HEADING_WORDS,
    IS_CASE,
    REMARK,
    SAYS,
    TIGHT_WORDS,
    asks_what,
    cites,
    looks_like_heading,
    names_thing,
)
from allgraph.texts import Span


@dataclass
class _List:
    """An open list: how deep it stands, the sign of its items, the lines that lead it in, and its latest item: where it ends with a colon.

    A list whose items have another sign than those of the list they stand in is deeper than that, though its indent is the same.
    """

    depth: int
    sign: str
    leads: tuple[Span, ...]
    open_item: Span | None = None
    number: str = ""  # of the latest item


#: A word of so few letters says nothing: "with".
_SHORT_WORD = 4

#: A name that stands alone as an item has at most so many words.
_NAME_WORDS = 6

#: What parts the items that stand in one line: a bar, or several bullets.
_BAR, _BULLETS = re.compile(r"\|"), 2

#: A line that tells something of the short name that a dash parts from it.
_NOTED = re.compile(r"\w[^.:–—]{0,40} [–—] \S")

#: A label with its value behind a colon.
_LABELLED = re.compile(r"[A-Z][\w /-]{1,30}: \S")

#: So many such lines below each other tell of one thing.
_RECORD = 3

#: The same in small letters, which is one where the line above it is so short, in columns, that it was not broken there.
_LABELLED_SMALL, _SHORT = re.compile(r"[a-z][\w -]{1,30}: \S"), 40

#: A list of values behind a label: "Induction: prednisone, vincristine".
_LISTED = re.compile(r": [^:]*\w, \w")

#: Where a text has no empty lines and no margin such a heading may have more words.
_DENSE_WORDS = 9

#: And so may one behind an empty line.
_APART_WORDS = 6

#: How a heading begins that numbers a step of treatment: "Step two – Consolidation (about 8 weeks)".
_STEP = re.compile(
    r"(?:Step|Phase|Stage|Part|Block|Period)\s(\d{1,2}|[IVX]+|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix)(?:\s?[:.–—-]|\s\()"
)

#: The link to edit a section that an encyclopedia shows behind its heading.
_EDIT = re.compile(r"(?<=\w)\s?\[\s?edit(?: source)?\s?\]$")

#: And one that tells when it is: "Weeks 1–5: Induction", "Then until about 2 years: Maintenance".
_TIMED = re.compile(
    r"(?:\w+ ){0,3}(?:(?:Day|Week|Month|Year|Cycle)s?\s\d|\d+ (?:day|week|month|year)s)[^.?!:]{0,60}: [A-Z][^.?!:]+", re.IGNORECASE
)

#: The numbers of a first step.
_FIRST = frozenset({"1", "i", "one"})

#: The words that a heading in capitals starts with, up to a sign behind which it may go on in small letters: "STEP 1 – first (4 weeks)".
_CAPITALS = re.compile(r"[^a-z–—:(]*[A-Z]{3}[^a-z–—:(→=]*(?:$|\s[–—-]\s|\s\()")

#: A word in capitals of so few letters may be an abbreviation.
_ABBREVIATION = 4

#: Items with empty lines between have at most so many words, and there are at least so many of them.
_SPACED_WORDS, _SPACED_ITEMS = 6, 3

#: What a sentence opens with that tells of what its heading names.
_POINTING = ("It", "They", "These", "This")

#: An item of a list without bullets has at most this many words.
_ITEM_WORDS = 40

#: So many spaces in a line part the cells of a row.
_GAP = re.compile(r"(?<=\S) {3,}(?=\S)")

#: What a line ends with when the next one continues it.
_CONTINUES = re.compile(r"(?:[,(/–—]|\b(?:and|or|of|the|a|an|to|with|for|in|by|as))$", re.IGNORECASE)

#: A line that breaks off behind such a word leads in what stands below it, though the colon is missing: "The options include".
_BREAKS_OFF = re.compile(r"\b(?:includes?|including|such as)$")

#: A sentence that leads in the list below it ends with a colon or points at what follows.
_LEADS_IN = re.compile(
    rf"{COLON.pattern}|\b(?:following|these)\b|\b(?:includ(?:e|es|ing)|such as)\b(?!.*\w\.$)|"
    r"\b(?:is|are|to treat|used (?:for|in)|for|if|when)$",
    re.IGNORECASE,
)

#: One that only points back at the sentence before it leads the list in together with that: "It has side effects. These include:".
_POINTS_BACK = re.compile(r"(?:(?:some|most|many|examples) of )?(?:these|they|them|those)\b(?: \w+){1,6}:", re.IGNORECASE)

#: The arrow of a line that says all by itself what follows from what, and leads in no deeper line with one of its own.
_ARROW = re.compile(r"(?<=\S) {0,3}(?:→|⇒|➔|➜|➡|-{1,3}>|={1,3}>) {0,3}\w")

#: What the line over a table begins with that numbers it: "Table 2. Drugs in induction".
_CAPTION = re.compile(r"table \w{1,4}[.:]", re.IGNORECASE)

_NO_WORDS = TableWords()

#: So many words behind a colon, in small letters but for the first, are no part of a heading.
_VALUE_WORDS = 6

#: The levels of headings in a plain text, which marks none: under those that stand alone come questions and those right above their text,
#: under these the label lines that repeat, then the numbered ones. A name over a list, right below a question, stands
#: in its answer; and what leads in deeper items, right below a heading, below that.
_PLAIN, _TIGHT, _LABEL, _NUMBERED, _NAME, _LEAD = 1, 2, 3, 4, 8, 9


def outline(
    text: str,
    words: TableWords = _NO_WORDS,
    layout: Layout | None = None,
    names: Collection[str] = frozenset(),
    things: Collection[str] = frozenset(),
) -> list[Block]:
    """The blocks of a text in order; `words` are those that tables are known by, and `names` what is no label of a value below it.

    Headings and tables are where `layout` gives them; else they are guessed. `things` are names that several cards may open with.

    >>> text = "1. Induction\\n\\nDrugs used:\\n  • Vincristine\\n    Prednisone\\n"
    >>> [(block.kind.value, block.span.of(text)) for block in outline(text)]
    [('heading', 'Induction'), ('paragraph', 'Drugs used:'), ('item', 'Vincristine'), ('item', 'Prednisone')]
    >>> [lead.of(text) for lead in outline(text)[3].leads]
    ['Drugs used:']
    """
    return _Outliner(text, words, layout or Layout(text), names, things).blocks()


class _Outliner:
    """Reads the lines of one text from the top: each step makes the blocks of one table, heading, list or run of lines."""

    def __init__(self, text: str, words: TableWords, layout: Layout, names: Collection[str], things: Collection[str]) -> None:
        self._text = text
        self._known = headings = layout.headings
        self._lines = text_lines(text)
        self._entries = entries(text, self._lines, names)
        self._margin, self._ragged = wrapping(text, self._lines, self._entries)
        self._is_dense = not self._margin and not any(line.blanks for line in self._lines)
        self._contents = contents(text, self._lines)
        self._cards = cards(text, self._lines, things) if headings is None else set()
        self._card_level = 0  # once one is open
        self._sections = sections(text, self._lines)
        self._colon_headings = colon_headings(text, self._lines) if headings is None else set()
        told = [line for number, line in enumerate(self._lines) if number not in self._contents and not line.number]
        short = labels(text, told) if headings is None else repeated(text, told, headings)
        self._names = names
        self._heads = words.heads
        self._labels = {label for label in short if not self._is_name(label)}
        self._tables = {grid.first: grid for grid in grids(text, self._lines, words, layout.tables, names)}
        self._blocks: list[Block] = []
        self._headings: list[tuple[int, Span]] = []  # those that are open, with their levels, outermost first
        self._closed = deque(sorted(layout.closed.items()))  # where headings end, from here on
        self._numbered: dict[int, tuple[str, list[tuple[int, Span]]]] = {}  # by level: the last numbered one, and those over it
        self._parted_numbers: set[int] = set()  # the levels of numbered headings that have headings without a number below them
        self._lists: list[_List] = []  # so too
        self._told: list[_List] = []  # those that a paragraph about their last item, a bare name, interrupts
        self._steps: tuple[int, list[tuple[int, Span]]] | None = None  # the level of the headings of steps, and those over them
        self._bare_steps = self._steps_closed = False  # whether the headings of steps have none below them, and one closed the last
        self._was_tight = False  # whether the last heading of a section stands right above what it heads
        self._paired = (-1, 0)  # where the next of the pairs of a heading and one line would stand, and the level of these headings
        self._below_pair = -1  # the line that such a heading stands over, which only the pairs before it show to be one
        self._led_headings: tuple[int, tuple[Span, ...]] = (0, ())  # the level of headings that a line leads in like a list, and the line

    def blocks(self) -> list[Block]:
        """The blocks of the text in order."""
        position = 0
        while position < len(self._lines):
            self._close_headings(self._lines[position].start)
            position += (
                self._table(position)
                or self._listed_heading(position)
                or self._spaced_list(position)
                or self._heading(position)
                or self._bare_list(position)
                or self._barred(position)
                or self._run(position)
            )
        return self._blocks

    def _close_headings(self, place: int) -> None:
        """Close the headings that the file says to have ended before a place."""
        while self._closed and self._closed[0][0] <= place:
            _, level = self._closed.popleft()
            self._headings = [heading for heading in self._headings if heading[0] < level]

    @property
    def _above(self) -> tuple[Span, ...]:
        return tuple(span for _, span in self._headings)

    @property
    def _is_below_wide_heading(self) -> bool:
        """Whether the section's own heading has an empty line below it and asks nothing, so that a tight one stands below that."""
        return bool(self._headings) and not self._was_tight and all(level != _TIGHT for level, _ in self._headings)

    @property
    def _last(self) -> Block | None:
        return self._blocks[-1] if self._blocks else None

    def _words(self, line: TextLine) -> str:
        return line.span.of(self._text)

    def _below(self, position: int) -> TextLine | None:
        return self._lines[position + 1] if position + 1 < len(self._lines) else None

    # Each of the next seven reads what starts at a line, where it is of that kind, and gives the number of lines it takes.

    def _table(self, position: int) -> int:
        grid = self._tables.get(position)
        if grid is None:
            return 0
        self._blocks += _cells(self._text, grid, self._above)
        self._lists = []
        return grid.last + 1 - position

    def _listed_heading(self, position: int) -> int:
        """A line of the page's table of contents."""
        if position not in self._contents:
            return 0
        self._blocks.append(Block(Kind.ITEM, self._lines[position].span, self._above))
        return 1

    def _heading(self, position: int) -> int:
        if position == self._below_pair or self._answers(position) or self._tells_value(position):
            return 0
        last = self._broken_end(position) if self._known is None else position
        if position in self._colon_headings or self._lines[position].asks:
            level = _TIGHT if self._lines[position].asks else _LABEL
        else:
            level = self._guessed_level(position, last) if self._known is None else self._known.get(self._lines[position].start, 0)
        if self._known is None and self._is_pair(position):
            next_, before = self._paired
            if not level and position == next_ and self._may_head_pair(self._words(self._lines[position])):
                level, self._below_pair = before, position + 1
            self._paired = position + 2, level
        if not level:
            return 0
        span = Span(self._lines[position].span.start, self._lines[last].span.end)
        if edit := _EDIT.search(span.of(self._text)):
            span = Span(span.start, span.start + edit.start())
        if self._known is None:
            level = self._below_number(position, self._step_level(last, span.of(self._text), level))
            level = _LABEL if level == _TIGHT and self._is_below_tight(position) else level
        self._headings = [heading for heading in self._headings if heading[0] < level]
        self._go_on_numbering(self._lines[position].number, level)
        self._blocks.append(Block(Kind.HEADING, span, self._above, self._leads_to_heading(level)))
        if level <= _TIGHT:
            self._was_tight = bool((below := self._below(last)) and not below.blanks)
        self._headings.append((level, span))
        self._lists = self._told = []
        return last + 1 - position

    def _is_below_tight(self, position: int) -> bool:
        """Whether a line stands right below the heading of a block, and tells of that: "Generumab", "Kinase inhibitor"."""
        return self._is_below_heading(position) and not self._lines[position].blanks and self._headings[-1][0] == _TIGHT

    def _tells_value(self, position: int) -> bool:
        """Whether a line says what a label has to be filled with, and heads nothing: "Drug class: enzyme", "Changes: no effect on ..."."""
        label, colon, value = self._words(self._lines[position]).partition(": ")
        told = value.split()
        long = len(told) >= _VALUE_WORDS and all(word[0].islower() or not word[0].isalpha() for word in told[1:])
        counted = label[-1:].isdigit() or self._is_name(label)  # "Stage 1: Induction", "Drugex: ..."
        return self._known is None and bool(colon) and not counted and (label.lower() in self._heads or long)

    def _answers(self, position: int) -> bool:
        """Whether a line stands right below a question that is a heading, and is none itself: "How long is it?" over "Two years"."""
        line, asked = self._lines[position], self._known is None and position > 0 and self._is_below_heading(position)
        return asked and not line.blanks and self._words(self._lines[position - 1])[-1] == "?" and self._words(line)[-1] != "?"

    def _is_pair(self, position: int) -> bool:
        """Whether a line and the one right below it stand between empty lines."""
        below, behind = self._below(position), self._below(position + 1)
        parted = not position or self._lines[position].blanks > 0
        return parted and below is not None and not below.blanks and (behind is None or behind.blanks > 0)

    @staticmethod
    def _may_head_pair(words: str) -> bool:
        """Whether a line may head the one below it where other such pairs stand above: "Consolidation", "Generumab #1"."""
        return looks_like_heading(words) and len(words.split()) <= TIGHT_WORDS

    def _step_level(self, position: int, words: str, level: int) -> int:
        """The level of a heading: that of the first step of treatment for a later one, which closes all that stands between them."""
        step, below = _STEP.match(words), self._below(position)
        if step and (step[1].lower() in _FIRST or self._steps is None):
            level = _TIGHT if level < _TIGHT and below and not below.blanks else level
            self._steps = level, [heading for heading in self._headings if heading[0] < level]
        elif step and self._steps:
            level, over = self._steps
            self._bare_steps = self._bare_steps or self._is_below_step()
            self._headings = over.copy()
        elif self._steps and level == self._steps[0] and self._is_part_of_step(words):
            level = _LABEL
        elif self._steps and self._bare_steps and level <= _TIGHT and (self._is_below_step() or self._steps_closed):
            level, self._steps_closed = min(level, self._steps[0]), True  # where no step before the last has parts, neither has that
        return level

    def _is_below_step(self) -> bool:
        """Whether the latest heading is that of a step."""
        return bool(self._headings) and _STEP.match(self._headings[-1][1].of(self._text)) is not None

    def _is_part_of_step(self, words: str) -> bool:
        """Whether a heading of the level of a step's stands below that: right below it, or it has a word of one that does."""
        if self._last is None or not any(_STEP.match(span.of(self._text)) for _, span in self._headings):
            return False
        over = self._headings[-1][1].of(self._text)
        if _STEP.match(over):
            return self._last.span == self._headings[-1][1]
        return not _long_words(over).isdisjoint(_long_words(words))

    def _leads_to_heading(self, level: int) -> tuple[Span, ...]:
        """The line right above the first of several headings that leads them in as one does a list: "These treatments are used:"."""
        if self._last is not None and self._last.kind is Kind.PARAGRAPH and COLON.search(self._last.span.of(self._text)):
            self._led_headings = level, (self._last_sentence(self._last.span),)
        elif level < self._led_headings[0]:
            self._led_headings = 0, ()
        return self._led_headings[1] if level == self._led_headings[0] else ()

    def _spaced_list(self, position: int) -> int:
        """A list without bullets whose items have empty lines between, below a line with a colon; a heading may stand below it."""
        if self._known is not None or not self._leads_list(position):
            return 0
        end = position
        while end < len(self._lines) and self._is_spaced_item(end):
            end += 1
        first = [self._words(line).split()[0].lower() for line in self._lines[position:end]]
        if len(first) > 1 and first[-1] in first[:-1]:  # it opens what is told of the first item
            end -= 1
        if end - position < _SPACED_ITEMS:
            return 0
        led_by = self._blocks[-1]
        leads = (*led_by.leads, self._last_sentence(led_by.span))
        self._blocks += [Block(Kind.ITEM, line.span, self._above, leads) for line in self._lines[position:end]]
        self._lists = []
        return end - position

    def _is_spaced_item(self, position: int) -> bool:
        """Whether a short line stands alone between empty ones, as an item or a heading does."""
        line, below = self._lines[position], self._below(position)
        alone = bool(line.blanks) and not line.bullet and not line.number and (below is None or bool(below.blanks))
        words = self._words(line)
        goes_on = words[0].islower() and words[-1] not in ".!?:" and len(words.split()) <= _ITEM_WORDS
        return alone and (goes_on or (len(words.split()) <= _SPACED_WORDS and looks_like_heading(words) and words[-1] != "?"))

    def _leads_list(self, position: int) -> bool:
        """Whether the paragraph above leads in what starts here: it ends with a colon, or breaks off and goes on in small letters."""
        last = self._last
        if last is None or last.kind is Kind.HEADING:
            return False
        words = last.span.of(self._text)
        line = self._lines[position]
        breaks_off = bool(line.blanks) and last.kind is Kind.PARAGRAPH and words[-1].isalpha() and self._words(line)[0].islower()
        return bool(COLON.search(words) or _BREAKS_OFF.search(words)) or breaks_off

    def _go_on_numbering(self, number: str, level: int) -> None:
        """Close what stands between a numbered heading and the one that its number goes on from: "2. Uses", "In children", "3. Doses"."""
        if number and level == _numbered_level(number) and self._known is None:
            before, over = self._numbered.get(level, ("", []))
            if follows(number, before):
                self._headings = over
            self._numbered[level] = number, self._headings.copy()

    def _below_number(self, position: int, level: int) -> int:
        """The level of a heading: below the numbered one over it where that is no last one, or those before it had such below them."""
        if self._lines[position].number or level > _TIGHT:
            return level
        open_ = [one for one, _ in self._headings if one >= _NUMBERED and one in self._numbered]
        if not open_:
            return level
        number = self._numbered[open_[-1]][0]
        later = (line.number for line in self._lines[position + 1 :] if line.blanks and depth(line.number) == depth(number))
        if follows(next(later, ""), number):
            self._parted_numbers.add(open_[-1])
        return open_[-1] + 1 if open_[-1] in self._parted_numbers else level

    def _bare_list(self, position: int) -> int:
        if not self._leads_list(position):
            return 0  # at every item of a long list its end is far
        end = self._bare_end(position)
        items = self._bare_items(position, end)
        if not items:
            return 0
        led_by = self._blocks[-1]
        leads = (*led_by.leads, self._last_sentence(led_by.span))
        self._blocks += [Block(Kind.ITEM, item, self._above, leads) for item in items]
        self._lists = []
        return end - position

    def _barred(self, position: int) -> int:
        """A line that bars, or several bullets, part and that is no table's: each part is an item."""
        line = self._lines[position]
        bars = [bar.span() for bar in _BAR.finditer(self._text, line.span.start, line.span.end)]
        bullets = [bullet.span() for bullet in BULLET_BAR.finditer(self._text, line.span.start, line.span.end)]
        signs = bars or (bullets if len(bullets) >= _BULLETS else [])
        if line.bullet or line.number or not signs:
            return 0
        starts, ends = [line.span.start, *(end for _, end in signs)], [*(start for start, _ in signs), line.span.end]
        found = (Span(start, end).trimmed(self._text) for start, end in zip(starts, ends, strict=True))
        self._blocks += [Block(Kind.ITEM, part, self._above, self._label_above(line)) for part in found if part.start < part.end]
        self._lists = []
        return 1

    def _run(self, position: int) -> int:
        line, last = self._lines[position], self._last_line(position)
        span = Span(line.span.start, self._lines[last].span.end)
        if position in self._entries and not self._is_item(position):
            self._blocks.append(Block(Kind.ITEM, span, self._above, self._label_above(line)))
            self._lists = []
        elif self._is_item(position):
            if not self._lists and self._told and self._is_name_alone(span) and not self._lead_in():
                self._lists = self._told
            self._blocks.append(Block(Kind.ITEM, span, self._above, self._leads(line)))
            if COLON.search(span.of(self._text)):
                self._lists[-1].open_item = split(self._text, span)[-1]
        else:
            if (
                line.blanks
                and self._headings
                and self._headings[-1][0] == _NAME
                and self._last is not None
                and self._last.kind is Kind.ITEM
            ):
                self._headings.pop()
            last_item = self._last.span if self._last is not None and self._last.kind is Kind.ITEM else None
            if self._lists and last_item and self._is_name_alone(last_item):
                self._told = self._lists
            self._blocks.append(Block(Kind.PARAGRAPH, span, self._above, self._label_above(line)))
            self._lists = []
        return last + 1 - position

    def _is_name_alone(self, item: Span) -> bool:
        """Whether an item holds a few words and no sentence: the name of what is told of below it."""
        words = item.of(self._text)
        return len(words.split()) <= _NAME_WORDS and words[-1] not in ".!?:;,"

    # Headings

    def _guessed_level(self, position: int, last: int) -> int:
        """The level of the heading of these lines, or 0; cards have one level, and no heading right below the name that they open with."""
        if position in self._cards:
            self._card_level = self._card_level or (_TIGHT if self._headings else _PLAIN)
            return self._card_level
        line = self._lines[position]
        if line.rule and not line.bullet:
            return _PLAIN if line.rule == "=" else _TIGHT
        if self._goes_on_numbers(position, last):
            return _numbered_level(line.number)
        return 0 if position - 1 in self._cards else self._heading_level(position, last)

    def _heading_level(self, position: int, last: int) -> int:
        """The level of the heading of these lines, or 0 where they are none: a heading is short and stands alone."""
        line, below = self._lines[position], self._below(last)
        words = " ".join(self._words(line) for line in self._lines[position : last + 1])
        listed = self._blocks and _LISTED.search(words)  # a label with its values; a title may have a list behind its colon
        is_thing = below is not None and below.blanks and not below.bullet and names_thing(words)
        is_thing = is_thing or (bool(line.number) and asks_what(words))
        is_none = line.bullet or listed or not (looks_like_heading(words) or is_thing) or self._numbered_neighbour(position)
        if is_none or position in self._entries or self._opens_bare_list(position):
            return 0
        below_heading = self._last is not None and self._last.kind is Kind.HEADING
        below_label = self._last is not None and below_heading and self._last.span.of(self._text) in self._labels
        alone = (line.blanks or self._last is None or below_heading) and (below is None or below.blanks or below.bullet)
        if below_heading and not line.blanks and _LABELLED.match(words):
            return 0  # a value right below its head
        if level := _LEAD if self._leads_deeper(position, last) else _PLAIN if self._heads_deeper(position, last) else 0:
            return level
        if not alone:
            return self._tight_level(position) if last == position else 0
        if line.number:
            return _numbered_level(line.number)
        # behind a wider gap no value stands below its label
        return 0 if below_label and line.blanks <= 1 else self._lone_level(position, words, below)

    def _has_peer(self, position: int) -> bool:
        """Whether further lines stand right over items of their own before the next empty line, as a line does: "Start", "• S", "End"."""
        indent = self._lines[position].indent
        if not self._leads_items(position):
            return False
        end = next((at for at in range(position + 1, len(self._lines)) if self._lines[at].blanks), len(self._lines))
        return any(self._leads_items(at) and self._lines[at].indent == indent for at in range(position + 1, end))

    def _leads_items(self, position: int) -> bool:
        """Whether a short line without a bullet or a number stands right over items."""
        line, below = self._lines[position], self._below(position)
        bare = not (line.bullet or line.number) and looks_like_heading(self._words(line))
        return bare and below is not None and below.bullet and not below.blanks

    def _goes_on_numbers(self, position: int, last: int) -> bool:
        """Whether a numbered line over deeper items has the number after that of the heading before it: "3) After = again"."""
        line, below = self._lines[position], self._below(last)
        before = self._numbered.get(_numbered_level(line.number), ("", []))[0] if line.number else ""
        over = below is not None and below.bullet and not below.number and below.indent > line.indent
        return bool(before) and over and follows(line.number, before) and len(self._words(line).split()) <= HEADING_WORDS

    def _lone_level(self, position: int, words: str, below: TextLine | None) -> int:
        """The level of a heading that stands alone and has no number; the first of several over lists has that of the others."""
        if self._is_listed_name(words, below):
            return _NAME
        if words in self._labels or self._is_entry_name(words, below):
            return _LABEL
        return _TIGHT if self._headings and (words[-1] == "?" or self._has_peer(position)) else _PLAIN

    def _heads_deeper(self, position: int, last: int) -> bool:
        """Whether a line behind an empty one heads deeper lines that are no items, and head such: "Options", "  O", "    - S"."""
        line, below = self._lines[position], self._below(last)
        if not line.blanks or line.number or below is None or below.blanks or below.bullet or below.indent <= line.indent:
            return False
        return self._leads_items(last + 1) and self._lines[last + 2].indent > below.indent

    def _leads_deeper(self, position: int, last: int) -> bool:
        """Whether a line leads in the items right below it, which stand deeper, as one with a colon does; and so did one before it.

        The first of such lines stands right below a heading.
        """
        line, below = self._lines[position], self._below(last)
        if line.number or below is None or not below.bullet or below.blanks or below.indent <= line.indent:
            return False
        opens = bool(self._headings) and self._last is not None and self._last.span == self._headings[-1][1]
        return opens or any(level == _LEAD for level, _ in self._headings)

    def _is_entry_name(self, words: str, below: TextLine | None) -> bool:
        """Whether a heading right over a list is a name, in a section whose own heading stands further off what is below it."""
        return self._is_below_wide_heading and self._is_over_list(words, below) and not (below and below.blanks)

    def _is_over_list(self, words: str, below: TextLine | None) -> bool:
        return below is not None and below.bullet and self._is_name(words)

    def _is_name(self, words: str) -> bool:
        """Whether a line is a name, with another in brackets perhaps."""
        return any(run.rstrip("®™") in self._names for run in words.rstrip(")").split(" ("))

    def _is_listed_name(self, words: str, below: TextLine | None) -> bool:
        """Whether a heading over a list is a name, below a question or another such name's list."""
        if not self._is_over_list(words, below):
            return False
        over = self._headings[-1] if self._headings else None
        opens = over is not None and over[0] > _PLAIN and self._last is not None and self._last.span == over[1]
        return opens or any(level == _NAME for level, _ in self._headings)

    def _tight_level(self, position: int) -> int:
        """The level of the heading at a line that does not stand alone, or 0."""
        if self._is_among_labelled(position):
            return 0
        words, last = self._words(self._lines[position]), self._last
        below_label = last is not None and last.kind is Kind.HEADING and last.span.of(self._text) in self._labels
        if words in self._labels and self._below(position) and not below_label:
            return _LABEL
        entry = self._is_entry(position)
        if entry or self._is_title(position) or self._is_in_capitals(position):
            level = _TIGHT if entry and self._headings else _PLAIN
            return _LABEL if self._is_below_wide_heading and self._is_name(words) else level
        if position + 1 in self._tables and self._lines[position].blanks:
            return _LABEL  # the caption of a table
        number, below = self._lines[position].number, self._below(position)
        numbers = bool(number) and below is not None and below.number.startswith(f"{number[:-1]}.") and depth(below.number) > depth(number)
        if not numbers and position not in self._sections and not self._is_tight_heading(position):
            return 0
        return _numbered_level(number) or _TIGHT

    def _is_among_labelled(self, position: int) -> bool:
        """Whether a label with its value stands right between two others: "Class: enzyme", "For: adults", "Route: by mouth"."""
        near = self._lines[max(0, position - 1) : position + 2]
        return (
            len(near) == _RECORD and all(_LABELLED.match(self._words(line)) for line in near) and not any(line.blanks for line in near[1:])
        )

    def _is_title(self, position: int) -> bool:
        """Whether a line is the text's first, over one with a full stop, and says more than the name of a section."""
        below, long = self._below(position), len(self._words(self._lines[position]).split()) > TIGHT_WORDS
        return position == 0 and long and below is not None and not self._is_full(position) and self._words(below)[-1] in ".!?"

    def _is_in_capitals(self, position: int) -> bool:
        """Whether a line behind an empty one is written in capitals, and that below it is not: "STEP 1 – FIRST MONTH"."""
        line, below = self._lines[position], self._below(position)
        if not line.blanks or line.number or below is None:
            return False
        return self._has_capitals(line) and not self._has_capitals(below)

    def _has_capitals(self, line: TextLine) -> bool:
        """Whether a line starts with words in capitals that are no drug's name and no abbreviation."""
        found = _CAPITALS.match(self._words(line))
        name = found.group().strip(" –—-(") if found else ""
        long = len(name) > _ABBREVIATION if " " in name else max(map(len, name.split("-"))) > _ABBREVIATION  # "T-ALL" is one
        return long and "®" not in name and name not in self._names

    def _is_entry(self, position: int) -> bool:
        """Whether a line opens an entry: it stands behind an empty line, and right below it comes a label ("Class", "Class: enzyme")."""
        below = self._below(position)
        under = self._words(below) if below else ""
        line = self._lines[position]
        opens = bool(line.blanks) and not line.number and not _LABELLED.match(self._words(self._lines[position]))
        return opens and (under in self._labels or bool(_LABELLED.match(under)))

    def _is_tight_heading(self, position: int, *, behind_heading: bool = False) -> bool:
        """Whether a line that does not stand alone is a heading still: very short, behind a finished line and before a long one.

        Where no empty line parts anything, it may stand behind an item or another heading, and before another.
        """
        line, below = self._lines[position], self._below(position)
        words, last = self._words(line), self._words(self._lines[position - 1])[-1] if position else "."
        between = (
            bool(position) and below is not None and below.bullet and self._lines[position - 1].bullet and not self._is_full(position - 1)
        )
        asks = words[-1] == "?" and self._ragged == 0 and not self._is_full(position)
        is_case = bool(line.blanks) and IS_CASE.fullmatch(words) is not None
        is_timed = bool(line.blanks) and _TIMED.fullmatch(words) is not None
        most = HEADING_WORDS if asks or is_case or is_timed or _STEP.match(words) else _DENSE_WORDS if self._is_dense else TIGHT_WORDS
        most = max(most, _APART_WORDS) if line.blanks and looks_like_heading(words) and not _CAPTION.match(words) else most
        said = REMARK.sub("", words)
        over_indented = bool(line.blanks) and below is not None and below.indent > line.indent and not below.bullet
        answered = asks and position > 0 and self._lines[position - 1].bullet  # the next question, behind the answer to the one before
        parts = "," in said and not (over_indented or answered)
        short = len(said.split()) <= most and not parts and (line.indent == 0 or self._is_over_deeper(position))
        behind_heading = behind_heading or (position > 0 and self._is_below_heading(position))
        under_heading = behind_heading and looks_like_heading(words)
        parted = self._is_dense and (behind_heading or (position > 0 and self._lines[position - 1].bullet and not line.bullet))
        opens = (
            line.blanks
            or last in ".!?"
            or (position > 0 and cites(self._words(self._lines[position - 1])))
            or parted
            or under_heading
            or between
            or answered
            or self._parts_list(position)
            or (self._is_name(words) and self._lines[position - 1].blanks)
        )
        if not below or below.blanks or not short or not opens:
            return False
        under = self._words(below)
        long = len(under.split()) > 2 * TIGHT_WORDS or cites(under)
        says = under[-1] in ".!?:" or long
        listed = words[-1] != "?" and not (below.bullet or says or self._is_name(words))
        if listed and self._last is not None and self._last.kind is Kind.HEADING:
            return False  # the first line of a list without bullets
        if self._is_dense and not behind_heading and not below.bullet and self._is_tight_heading(position + 1, behind_heading=True):
            return looks_like_heading(under)
        over = bool(line.blanks) and looks_like_heading(words) and looks_like_heading(under)
        if over and (_CAPTION.match(under) or self._is_tight_heading(position + 1, behind_heading=True)):
            return True
        return below.bullet or answered or self._broken_end(position + 1) > position + 1 or under[-1] in ".:" or long

    def _is_over_deeper(self, position: int) -> bool:
        """Whether a line is a name right over items that stand deeper."""
        line, below = self._lines[position], self._below(position)
        return below is not None and below.bullet and below.indent > line.indent and self._is_name(self._words(line))

    def _is_below_heading(self, position: int) -> bool:
        """Whether the line above is a heading."""
        return self._last is not None and self._last.kind is Kind.HEADING and self._last.span == self._lines[position - 1].span

    def _label_above(self, line: TextLine) -> tuple[Span, ...]:
        """The repeated label right above a value, which leads it in as a line leads in a list; and above the value's further lines."""
        last = self._last
        if last is None or last.is_cell:
            return ()
        if last.kind is Kind.HEADING:
            return (last.span,) if last.span.of(self._text) in self._labels else ()
        if last.kind is not Kind.PARAGRAPH or line.blanks:
            return ()
        words = last.span.of(self._text)
        return (last.span,) if COLON.search(words) and len(words.split()) <= HEADING_WORDS else last.leads

    # Lists

    def _numbered_neighbour(self, position: int) -> bool:
        """Whether a numbered line is a list's item: one before or after stands right there, or the line above leads in a list."""
        line, after = self._lines[position], self._below(position)
        before = self._lines[position - 1] if position else None
        if not line.number:
            return False
        led = before is not None and bool(COLON.search(self._words(before)))
        behind_item = before is not None and self._last is not None and self._last.kind is Kind.ITEM
        counted = [before.number] if before else []
        counted += [entry.number for entry in self._lists] if not line.blanks else []
        goes_on = behind_item and any(follows(line.number, number) for number in counted)
        above = before is not None and depth(before.number) == depth(line.number) and not line.blanks
        return led or goes_on or above or (after is not None and depth(after.number) == depth(line.number) and not after.blanks)

    def _bare_items(self, position: int, end: int) -> list[Span]:
        """The items of the lines up to `end`, which a line with a colon leads in, where they are a list without bullets.

        A line that the margin broke goes on in the next.
        """
        lines = self._lines[position:end]
        if all(_NOTED.match(self._words(line)) for line in lines):  # "sore mouth – rinse it"
            return [line.span for line in lines] if len(lines) > 1 else []
        if self._ragged and any(map(self._is_full, range(position, end - 1))):
            return []  # the lines of a wrapped paragraph
        starts = [at for at in range(position, end) if at == position or not self._is_full(at - 1)]
        runs = list(pairwise([*starts, end]))
        items = [Span(self._lines[first].span.start, self._lines[after - 1].span.end) for first, after in runs]
        bare = all(self._is_bare_item(self._lines[first], item) for (first, _), item in zip(runs, items, strict=True))
        return items if bare and len(items) > 1 else []

    def _opens_bare_list(self, position: int) -> bool:
        """Whether a line and those right below it are the items that a line with a colon leads in: all of them sentences, or none."""
        if not self._leads_list(position):
            return False
        end = self._bare_end(position)
        stops = {self._words(line)[-1] in ".!?" for line in self._lines[position:end]}
        return len(stops) == 1 and bool(self._bare_items(position, end))

    def _bare_end(self, position: int) -> int:
        """Where a list without bullets ends: sentences right below items that are none go on about something else."""
        end = last = self._lines_end(position)
        while last > position and self._words(self._lines[last - 1])[-1] in ".!?":
            last -= 1
        return last if last - position > 1 else end

    def _lines_end(self, position: int) -> int:
        """The number of the first line behind this one that an empty line stands above, or that leads in lines of its own."""
        end = position + 1
        while end < len(self._lines) and not (self._lines[end].blanks or self._leads_on(end) or self._parts_list(end)):
            end += 1
        return end

    def _parts_list(self, position: int) -> bool:
        """Whether a line is the heading right below a list in small letters: the sentence below it tells of what it names."""
        below, words = self._below(position), self._words(self._lines[position])
        if below is None or below.blanks or not position or not self._words(self._lines[position - 1])[0].islower():
            return False
        opens, *said = self._words(below).split()
        told = words[0].isupper() and (opens == words.split()[0] or opens in _POINTING) and said[-1:] != [] and said[-1][-1] in ".!?"
        return told and looks_like_heading(words)

    def _leads_on(self, position: int) -> bool:
        """Whether a line ends with a colon: "Indications:", "These drugs are used:"."""
        return self._words(self._lines[position]).endswith(":")

    def _is_bare_item(self, line: TextLine, item: Span) -> bool:
        words = item.of(self._text)
        return not line.bullet and not line.number and len(words.split()) <= _ITEM_WORDS and not _CONTINUES.search(words)

    def _is_item(self, position: int) -> bool:
        """A bullet or a number makes an item; so does a short capitalised line right below one, whose bullet was lost.

        In a text whose headings are marked a number needs no other one beside it.
        """
        line = self._lines[position]
        if line.bullet or (depth(line.number) == 1 and (self._known is not None or self._numbered_neighbour(position))):
            return True
        first = self._words(line)[0]
        return bool(self._lists) and not line.blanks and 2 * line.indent > self._lists[-1].depth and (first.isupper() or first.isdigit())

    def _leads(self, line: TextLine) -> tuple[Span, ...]:
        """The lead-in lines over an item that starts with `line`; the lists that are not open there are closed."""
        lists, sign = self._lists, self._sign(line)
        depth = 2 * line.indent if sign else lists[-1].depth
        goes_on = bool(lists) and (lists[-1].depth, lists[-1].sign) == (depth + 1, sign)
        # another sign is deeper, behind an empty line only below an item with a colon: "1. Induction, including:" over "- Alphamab"
        opens = bool(lists and lists[-1].open_item and self._last and self._last.span.covers(lists[-1].open_item))
        beside = opens or not line.blanks
        depth += goes_on or (beside and any(entry.depth == depth and sign not in ("", entry.sign) for entry in lists))
        is_deeper = lists[-1].depth < depth if lists else not (self._last and _ARROW.search(self._last.span.of(self._text)))
        outer: tuple[Span, ...] = ()  # of a list whose first item stands deeper than the others
        while lists and lists[-1].depth > depth:
            closed = lists.pop()
            outer = closed.leads if not lists and closed.sign == sign else ()
            if lists and lists[-1].depth <= depth:
                lists[-1].open_item = None
        if not lists or lists[-1].depth < depth:
            led = bool(lists) and lists[-1].open_item is not None
            lists.append(_List(depth, sign, () if led else self._lead_in() or outer or (self._parent() if is_deeper else ())))
        elif sign and line.blanks:
            lists[-1].sign = sign
        lists[-1].number = line.number or lists[-1].number
        leads = tuple(lead for entry in lists for lead in (*entry.leads, entry.open_item) if lead)
        has_arrow = _ARROW.search(self._words(line)) is not None
        return tuple(lead for lead in leads if not _ARROW.search(lead.of(self._text))) if has_arrow else leads

    def _sign(self, line: TextLine) -> str:
        """The sign of a line as an item, one for all numbers, letters, ticks and crosses, and branches; none where its bullet was lost."""
        first = self._text[line.start]
        if not line.bullet:
            return "1" if line.number else ""
        return "A" if first.isalpha() else next((kind[0] for kind in (TICKS, BRANCHES) if first in kind), first)

    def _lead_in(self) -> tuple[Span, ...]:
        """The sentence, or the repeated label, right above a list that leads it in; and the one that this points back at."""
        if self._last is None:
            return ()
        if self._last.kind is Kind.HEADING:
            leads = self._last.span.of(self._text) in self._labels or self._headings[-1] == (_LEAD, self._last.span)
            return (self._last.span,) if leads else ()
        *before, last = split(self._text, self._last.span)
        if not _LEADS_IN.search(last.of(self._text)) and (before or not self._is_bare_label(self._last)):
            return ()
        return (*(before[-1:] if _POINTS_BACK.fullmatch(last.of(self._text)) else ()), self._uncited(last))

    def _last_sentence(self, span: Span) -> Span:
        """The last sentence of a paragraph, which leads in what is below it."""
        return self._uncited(split(self._text, span)[-1])

    def _uncited(self, lead: Span) -> Span:
        """A line that leads in without the numbers of what it cites behind its colon."""
        colon = COLON.search(lead.of(self._text))
        return Span(lead.start, lead.start + colon.start() + 1) if colon else lead

    def _is_bare_label(self, block: Block) -> bool:
        """Whether a paragraph would be a heading but for its verb, and is no value of a label: "What you may get" over a list."""
        words = block.span.of(self._text)
        short = len(words.split()) <= HEADING_WORDS and words[-1] not in ".!?;,"
        return block.kind is Kind.PARAGRAPH and short and not block.leads and bool(SAYS.search(words))

    def _parent(self) -> tuple[Span, ...]:
        """The short item right above a deeper list: "An anthracycline" leads in the names below it."""
        last = self._last
        return (last.span,) if last and last.kind is Kind.ITEM and len(last.span.of(self._text).split()) <= HEADING_WORDS else ()

    # Runs of lines

    def _last_line(self, position: int) -> int:
        """The last of the lines that are one run with this one: the next line continues it where a margin or a comma broke it."""
        last = position
        while below := self._below(last):
            line = self._lines[last]
            if (
                below.blanks
                or below.bullet
                or depth(below.number) > 1
                or self._numbered_neighbour(last + 1)
                or _LABELLED.match(self._words(below))
            ):
                break
            if last + 1 in self._entries or "|" in self._words(below) or self._columns(line) & self._columns(below):
                break
            if width(line) < _SHORT and _LABELLED_SMALL.match(self._words(below)):
                break
            words = self._words(line)
            full = self._is_full(last) and words[-1] != ":"
            opens = self._words(below)[0]
            leads = words[-1] == ":" and (not self._margin or _NOTED.match(self._words(below)))
            goes_on = (opens.islower() or opens == "(") and not leads
            if not (full or goes_on or _CONTINUES.search(words)):
                break
            last += 1
        return last

    def _columns(self, line: TextLine) -> set[int]:
        """The columns of the page where words stand behind a gap: lines that share one are rows of their own."""
        return {line.indent + gap.end() - line.start for gap in _GAP.finditer(self._text, line.span.start, line.span.end)}

    def _broken_end(self, position: int) -> int:
        """The last of the lines that this one goes on in because it ends at a margin that is known well."""
        last = position
        while not self._ragged and self._is_full(last):
            last += 1
        return last

    def _is_full(self, position: int) -> bool:
        """Whether the first word of the line right below would have stood beyond the margin."""
        line, below = self._lines[position], self._below(position)
        if not self._margin or below is None or below.blanks or below.bullet:
            return False
        return width(line) + 1 + first_width(self._text, below) > self._margin - self._ragged


def _cells(text: str, grid: Grid, above: tuple[Span, ...]) -> Iterator[Block]:
    """A table's cells as blocks: each stands below the cell that its row is about, and its column's head leads in each of its parts.

    Below a head that is not known only the words of head and cell count, not that they stand in one row.
    """
    before: Span | None = None
    for row in grid.rows:
        if row.head != before and row.head.start < row.head.end:
            held = row.status if row.status != row.head else None
            yield Block(Kind.ITEM, row.head, () if row.denied else above, (held,) if held else (), status=held)
        before = row.head
        for cell in row.cells:
            held = row.status if row.status not in (cell.span, cell.over) else None
            leads = tuple(filter(None, (held, cell.head)))
            for part in parts(text, cell.span):
                yield Block(
                    Kind.PARAGRAPH,
                    part,
                    (*above, cell.over),
                    leads,
                    in_row=cell.is_known,
                    is_cell=True,
                    of_treatment=cell.of_treatment,
                    status=held,
                )


def _numbered_level(number: str) -> int:
    """The level of a heading with a number, or 0 where it has none."""
    return _NUMBERED - 1 + depth(number) if number else 0


def _long_words(words: str) -> set[str]:
    """The words that say something: "adults" in "Young adults" and in "Adults ≥65 years"."""
    return {word for word in words.lower().split() if len(word) > _SHORT_WORD and word.isalpha()}
