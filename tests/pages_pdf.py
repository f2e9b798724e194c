"""PDFs as programs make them: pages of the same content in one or two columns, and small files written by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from fpdf import FPDF
from fpdf.fonts import FontFace

BULLET = "\x95"  # of Windows-1252, as which the fonts of every PDF reader are written


class Part(NamedTuple):
    """A title, heading, bold line, paragraph, items (with their depth and number or bullet), or table; `wide` over all columns."""

    kind: str
    text: str = ""
    items: Sequence[tuple[int, str, str]] = ()
    rows: Sequence[Sequence[str]] = ()
    wide: bool = False


def title(text: str) -> Part:
    return Part("title", text, wide=True)


def heading(text: str) -> Part:
    return Part("heading", text)


def bold(text: str) -> Part:
    return Part("bold", text)


def text(words: str, *, wide: bool = False) -> Part:
    return Part("text", words, wide=wide)


def bullets(*items: str | tuple[int, str]) -> Part:
    pairs = [(0, item) if isinstance(item, str) else item for item in items]
    return Part("items", items=[(depth, BULLET, words) for depth, words in pairs])


def numbered(*items: str) -> Part:
    return Part("items", items=[(0, f"{number}.", words) for number, words in enumerate(items, 1)])


def table(*rows: Sequence[str]) -> Part:
    return Part("table", rows=rows)


SIZES = {"title": 20, "heading": 14}


class Press(FPDF):
    """Prints parts in columns, with a running head and page numbers."""

    def __init__(self, columns: int = 1, head: str = "", *, borders: str = "ALL", align: str = "J") -> None:
        super().__init__(format="A4", unit="pt")
        self.set_creation_date(dt.datetime(2024, 2, 3, 12, tzinfo=dt.UTC))
        self.columns, self.head, self.borders, self.justified = columns, head, borders, align
        self.column, self.top = 0, 0.0
        self.gap = 24.0
        self.set_auto_page_break(auto=True, margin=72)
        self.set_margins(60, 72, 60)
        self.add_page()
        self.top = self.get_y()

    @property
    def width(self) -> float:
        return (self.w - 120 - self.gap * (self.columns - 1)) / self.columns

    def header(self) -> None:
        if self.head:
            self.set_y(30)
            self.set_font("helvetica", size=8)
            self.cell(0, 10, self.head, align="R" if self.page_no() % 2 else "L")
            self.set_y(72)
            self.top = 72

    def footer(self) -> None:
        if self.head:
            self.set_y(-40)
            self.set_font("helvetica", size=8)
            self.set_x(60)
            self.cell(self.w - 120, 10, f"Page {self.page_no()} of 9", align="C")

    @property
    def accept_page_break(self) -> bool:
        if self.column < self.columns - 1:
            self._at_column(self.column + 1)
            self.set_y(self.top)
            return False
        self._at_column(0)
        self.top = 72
        return True

    def _at_column(self, column: int) -> None:
        self.column = column
        left = 60 + column * (self.width + self.gap)
        self.set_left_margin(left)
        self.set_x(left)

    def print(self, parts: Sequence[Part]) -> bytes:
        for part in parts:
            width = self.w - 120 if part.wide else self.width
            if part.kind == "items":
                self._items(part)
            elif part.kind == "table":
                self._table(part)
            else:
                self.set_font("helvetica", "" if part.kind == "text" else "B", SIZES.get(part.kind, 10))
                step = 1.2 * SIZES.get(part.kind, 10)
                align = "C" if part.kind == "title" else self.justified if part.kind == "text" else "L"
                self.multi_cell(width, step, part.text, align=align, new_x="LMARGIN", new_y="NEXT")
                self.ln(8 if part.kind in ("text", "title") else 3)
            if part.wide:
                self.top = self.get_y()
        return bytes(self.output())

    def _items(self, part: Part) -> None:
        self.set_font("helvetica", size=10)
        for depth, mark, words in part.items:
            if self.will_page_break(12):  # so that mark and words stand in one column; it asks above, which goes to the next column
                self.add_page()
            self.set_x(self.l_margin + 8 + 16 * depth)
            self.cell(14, 12, mark)
            self.multi_cell(self.width - 22 - 16 * depth, 12, words, align="L", new_x="LMARGIN", new_y="NEXT")
        self.ln(6)

    def _table(self, part: Part) -> None:
        self.set_font("helvetica", size=10)
        with self.table(
            width=self.width,
            align="L",
            line_height=12,
            borders_layout=self.borders,
            headings_style=FontFace(emphasis="BOLD"),
            text_align="LEFT",
            padding=3,
        ) as drawn:
            for row in part.rows:
                drawn.row(row)
        self.ln(8)


def by_hand(content: bytes, *, encoding: bytes = b"/WinAnsiEncoding", page: bytes = b"") -> bytes:
    """A PDF of one page with this content, written object by object; `page` is what its page says of itself."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>" + page + b">>",
        content if content.startswith(b"<<") else b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding" + encoding + b">>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, value in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + table + b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
