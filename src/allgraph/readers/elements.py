"""Elements: how the elements of HTML lay out what they hold, in a page of it or between the paragraphs of Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from allgraph.readers.layout import BOLD_LEVEL, BOLD_WORDS, BREAK, FOLDED_LEVEL, LayoutWriter, Piece, raised

#: The attributes of an element, by name.
Given = Mapping[str, str | None]

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
#: The levels that an element whose role is that of a heading may say it has, and the one that it has else (WAI-ARIA 1.2, aria-level).
_LEVELS, _ROLE_LEVEL = frozenset("123456"), 2
_BLOCKS = frozenset(
    "address article blockquote body caption center details dd div dl dt fieldset figcaption figure header hgroup hr legend li main ol p "
    "pre section summary table tbody td tfoot th thead tr ul".split()
) | frozenset(_HEADINGS)

#: The level of a table's caption, and that of a line between its rows; they end with it.
_CAPTION_LEVEL, _ROWS_LEVEL = 999, 1000

#: A cell stands over so many columns or rows at most; `rowspan="0"`, to the end of the table, is hardly ever written.
_MOST_SPANNED = 100

#: A number of more digits in an attribute counts nothing.
_DIGITS = 4


def heading_level(tag: str, given: Given) -> int:
    """The level of the heading that an element is, by its tag or its role; 0 where it is none.

    >>> heading_level("h3", {}), heading_level("div", {"role": "heading"}), heading_level("p", {})
    (3, 2, 0)
    """
    if given.get("role") != "heading":
        return _HEADINGS.get(tag, 0)
    level = given.get("aria-level") or ""
    return int(level) if level in _LEVELS else _ROLE_LEVEL


class ElementWriter:
    """Lays out what elements hold, each told of when it is entered and when it is left.

    Tags may be missing, as in HTML between the paragraphs of Markdown, where what an element holds may stand in several blocks.

    >>> writer = LayoutWriter()
    >>> elements = ElementWriter(writer)
    >>> for tag, words in (("ul", ""), ("li", "Vincristine"), ("li", "Prednisone")):
    ...     elements.enter(tag, {})
    ...     elements.say(Piece(words))
    >>> elements.end()
    >>> writer.layout().text
    '- Vincristine\\n- Prednisone\\n'
    """

    def __init__(self, writer: LayoutWriter) -> None:
        self._writer = writer
        self._run: list[Piece] = []  # the words of the block that is open
        self._bold, self._unbold = 0, 0  # characters of it in bold, and others
        self._open_bold = self._open_pre = self._folds = 0
        self._raised: list[str] = []  # what closes the raised words that are open
        self._lists: list[int] = []  # those that are open: the number of the latest item, or -1 where they have bullets
        self._term: list[Piece] = []  # of a definition list, whose definition is waited for
        self._is_item = False  # whether the open block is the first of a list item
        self._tables: list[_Table | None] = []  # those that are open; None where one is only a way to place blocks

    def say(self, piece: Piece) -> None:
        """Words in the element that is open."""
        if self._open_pre and "\n" in piece.words:
            for number, line in enumerate(piece.words.split("\n")):
                self._run += [*([BREAK] if number else []), Piece(line)]
        else:
            self._run.append(Piece(" ") if piece.words.isspace() else piece)  # the end of a line in the source is none here
        count = len("".join(piece.words.split()))
        self._bold += count if self._open_bold else 0
        self._unbold += 0 if self._open_bold else count

    def enter(self, tag: str, given: Given) -> None:
        """What follows stands in an element of this tag and these attributes; "table" and "sup" have methods of their own."""
        if tag in _BLOCKS:
            self._flush()
            self._enter_block(tag, given)
        match tag:
            case "br" if not self._tables and self._ends_line():
                self._flush()
            case "br":
                self._run.append(BREAK)
            case "b" | "strong":
                self._open_bold += 1

    def enter_raised(self, words: str, *, linked: bool = False) -> None:
        """What follows are these words, raised, in a link perhaps."""
        opening, closing = raised(self._run[-1].words if self._run else "", words, linked=linked)
        self._run.append(Piece(opening))
        self._raised.append(closing)

    def enter_table(self, *, is_data: bool = True) -> None:
        """What follows stands in a table; one that holds another, or whose rows are no data, is only a way to place blocks."""
        self._flush()
        if table := self._table:
            for cell in table.cells:
                self._writer.paragraph(cell.words)
            self._tables[-1] = None
        self._tables.append(_Table() if is_data else None)
        self._writer.table()

    def leave(self, tag: str, given: Given) -> None:
        """What follows stands behind the element."""
        if tag in _BLOCKS:
            self._flush(tag, heading_level(tag, given) or (FOLDED_LEVEL + self._folds if tag == "summary" else 0))
        match tag:
            case "details" if self._folds:
                self._writer.close(FOLDED_LEVEL + self._folds)
                self._folds -= 1
            case "b" | "strong":
                self._open_bold = max(0, self._open_bold - 1)
            case "sup" if self._raised:
                self._run.append(Piece(self._raised.pop()))
            case "pre":
                self._open_pre = max(0, self._open_pre - 1)
            case "ul" | "ol" | "dl" if self._lists:
                self._lists.pop()
                self._is_item = False
                self._end_term()
            case "table" if self._tables:
                self._end_open_row()
                self._tables.pop()
                self._writer.close(_CAPTION_LEVEL)
                self._writer.part()
            case "thead" if table := self._table:
                table.begin_part(in_head=False)
            case "tr" if table := self._table:
                self._end_row(table)

    def end_block(self) -> None:
        """The open words end, whatever elements do not; and no more of bold and of lines that stand as they are."""
        self._flush()
        self._end_term()
        self._open_bold = self._open_pre = 0

    def end(self) -> None:
        """All that is open ends."""
        self.end_block()
        while self._tables:
            self.leave("table", {})

    def _enter_block(self, tag: str, given: Given) -> None:
        match tag:
            case "pre":
                self._open_pre += 1
            case "details":
                self._folds += 1
            case "ul" | "ol" | "dl":
                if not self._lists:
                    self._writer.part()
                self._lists.append(_number(given, "start") - 1 if tag == "ol" else -1)
            case "dd":
                self._is_item = not self._term
            case "li":
                self._is_item = True
                if self._lists and self._lists[-1] >= 0:
                    self._lists[-1] += 1
            case "thead" | "tbody" | "tfoot" if table := self._table:
                table.begin_part(in_head=tag == "thead")
            case "tr":
                self._end_open_row()
            case "td" | "th" if table := self._table:
                columns, rows = (max(1, min(_number(given, name), _MOST_SPANNED)) for name in ("colspan", "rowspan"))
                table.cells.append(_Cell([], tag == "th", columns, rows))

    @property
    def _table(self) -> _Table | None:
        """The innermost table that is open, where its rows are data."""
        return self._tables[-1] if self._tables else None

    def _ends_line(self) -> bool:
        """Whether the open block ends with the end of a line."""
        return next((piece for piece in reversed(self._run) if piece.words != " "), None) == BREAK

    def _end_open_row(self) -> None:
        """End a row that no tag closes."""
        if (table := self._table) and table.cells:
            self._end_row(table)

    def _end_row(self, table: _Table) -> None:
        cells = table.row()
        if len(cells) == 1:  # it runs over all columns: a line between the rows
            self._writer.part()
            if table.is_head:
                self._writer.heading(_ROWS_LEVEL, cells[0])
            else:
                self._writer.paragraph(cells[0])
        elif cells:
            self._writer.row(cells, heads=table.is_head)

    def _end_term(self) -> None:
        """Lay out a term that no definition follows."""
        self._writer.paragraph(self._term)
        self._term = []

    def _flush(self, tag: str = "", level: int = 0) -> None:
        """Lay out the open block, which an element of this tag closes, a heading where it has a level."""
        run, bold, unbold = self._run, self._bold, self._unbold
        self._run, self._bold, self._unbold = [], 0, 0
        words = " ".join(piece.words for piece in run).split()
        if not words:
            return
        if self._table and self._table.cells:
            self._table.cells[-1].words += [*run, BREAK]
        elif level or (tag == "caption" and self._table and len(words) <= BOLD_WORDS and words[-1][-1] not in ".,;:"):
            self._writer.heading(level or _CAPTION_LEVEL, run)
        elif self._is_item and not self._term:
            number = self._lists[-1] if self._lists else -1
            self._writer.item(max(0, len(self._lists) - 1), run, f"{number}." if number >= 0 else "")
        elif tag == "dt":
            self._term = [*self._term, *([BREAK] if self._term else []), *run, Piece("" if words[-1].endswith(":") else ":")]
        elif self._term:  # a definition's first words stand behind their term
            self._writer.paragraph([*self._term, Piece(" "), *run])
            self._term = []
        elif bold and not unbold and len(words) <= BOLD_WORDS and words[-1][-1] not in ".,;:":
            self._writer.heading(BOLD_LEVEL, run)
        else:
            self._writer.paragraph(run)
        self._is_item = False


@dataclass
class _Cell:
    """A cell of a table: its words, whether it is marked as a head, and over how many columns and rows it stands."""

    words: list[Piece]
    is_head: bool
    columns: int
    rows: int


class _Table:
    """Lays out the rows of a table, in which a cell may stand over several columns and rows."""

    def __init__(self) -> None:
        self.cells: list[_Cell] = []  # of the row that is open
        self.is_head = False  # whether the last row is one of heads
        self._in_head = False
        self._is_first = True
        self._over: dict[int, tuple[list[Piece], int]] = {}  # by column: what stands there in rows to come, and in how many

    def begin_part(self, *, in_head: bool) -> None:
        """The rows that follow are in the head of the table, or not; no cell reaches from one part into another."""
        self._in_head = in_head
        self._over = {}

    def row(self) -> list[list[Piece]]:
        """The row that ends, a cell a column: one that stands over several rows is in each of them.

        A head is in each of its columns, another cell in the first of them only: which of the heads it belongs to is not said. One cell
        that stands alone, over all columns, is given alone.
        """
        cells, self.cells = self.cells, []
        self.is_head = bool(cells) and (self._in_head or all(cell.is_head for cell in cells))
        over, self._over = self._over, {}
        if len(cells) == 1 and not over:
            return [cells[0].words]
        laid: list[list[Piece]] = []
        repeats = self.is_head or self._is_first

        def fill() -> None:
            while len(laid) in over:
                words, rows = over.pop(len(laid))
                if rows > 1:
                    self._over[len(laid)] = words, rows - 1
                laid.append(words)

        for cell in cells:
            for column in range(cell.columns):
                fill()
                words = cell.words if not column or repeats or cell.is_head else []
                if cell.rows > 1:
                    self._over[len(laid)] = words, cell.rows - 1
                laid.append(words)
        fill()
        self._over |= {column: (words, rows - 1) for column, (words, rows) in over.items() if rows > 1}
        self._is_first = self._is_first and not laid
        return laid


def _number(given: Given, name: str) -> int:
    """The number that an attribute gives, 1 where it gives none: a list's first, or over how many columns or rows a cell stands."""
    number = (given.get(name) or "").strip()
    return int(number) if number.isascii() and number.isdigit() and len(number) <= _DIGITS else 1
