"""The pages of a PDF as words with their places, by PDFium; runs in a process of its own, which `readers.pdf` starts."""

from __future__ import annotations

import ctypes
import json
import math
import re
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from allgraph.errors import DocumentError
from allgraph.readers.layout import Page, raised
from allgraph.readers.pages.blocks import lay_out
from allgraph.readers.pages.dots import bullets
from allgraph.readers.pages.lines import Rule, Sheet, Word
from allgraph.readers.pdf import MOST_MEMORY

#: A file with more is no page about a disease.
MOST_PAGES, MOST_ON_PAGE, MOST_CHARACTERS = 2_000, 100_000, 4_000_000

#: Of a page's drawings so many are looked at.
_MOST_DRAWINGS = 5_000

_SMALLEST = 1.0  # points; smaller letters are not for reading
_UPRIGHT = math.cos(math.radians(5))
_WHITE = 250  # of 255

#: A word ends where the next letter stands further off than so many times its size.
_GAP, _RISE = 0.4, 0.7

#: A letter of a word is raised where it is so much smaller than the largest before it, and stands so much higher, in sizes of that.
_SMALLER, _HIGHER = 0.85, 0.15

_BOLD = re.compile(r"bold|black|heavy|demi(?!tal)|[-,](?:bd|b)\b|cmbx", re.IGNORECASE)
_FORCE_BOLD = 1 << 18  # of a font's flags (ISO 32000-1, table 123)
_HEAVY = 600

#: Letters that fonts draw as one sign. A soft hyphen is kept until lines are joined.
_SIGNS = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st", 0x02: "-", 0xFFFE: "-"}

_BREAKS = (0x0A, 0x0D)

#: A title that programs make up.
_NO_TITLE = re.compile(r"untitled|^microsoft|\.\w{2,4}$|^\W*$|^(?:document|slide|page)\s*\d*$", re.IGNORECASE)
_NO_AUTHOR = re.compile(r"anonymous|unknown|unspecified|^(?:user|admin|author)?$|^.{1,2}$", re.IGNORECASE)
_DATE = re.compile(r"D:(\d{4})(?:(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])?)?")


class _Style(NamedTuple):
    """How the letters of one run of a page are written."""

    size: float
    bold: bool


def main() -> None:
    """Read the PDF on standard input, and say what it holds as JSON on standard output."""
    _limit_memory()
    try:
        page = read_pages(sys.stdin.buffer.read())
        answer: dict[str, Any] = {"text": page.text, "headings": page.layout.headings or {}, "particulars": page.particulars}
    except DocumentError as error:
        answer = {"error": error.message}
    sys.stdout.write(json.dumps(answer))


def read_pages(raw: bytes) -> Page:
    """The text of a PDF. Raises DocumentError where it cannot be opened, or has no text or too much."""
    try:
        with closing(pypdfium2.PdfDocument(raw)) as file:
            if len(file) > MOST_PAGES:
                raise DocumentError(f"has {len(file):,} pages; the limit is {MOST_PAGES:,}: split it")
            pages = _Pages(file)
            layout = lay_out(pages.sheets())
            particulars = _particulars(file.get_metadata_dict())
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise DocumentError("is locked with a password; save it without one") from error
        raise DocumentError(f"is broken, or no whole PDF ({str(error).rstrip('.')}); get it anew") from error
    if not any(map(str.isalnum, layout.text)):
        raise DocumentError(pages.why_empty())
    return Page(layout.text, layout, particulars)


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows, which has no such limit
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = MOST_MEMORY if most == resource.RLIM_INFINITY else min(MOST_MEMORY, most)
    with suppress(ValueError, OSError):  # macOS may refuse
        resource.setrlimit(resource.RLIMIT_AS, (limit, most))


def _particulars(given: dict[str, str]) -> dict[str, str]:
    """The particulars that a file gives.

    >>> _particulars({"Title": "Treating ALL", "Author": "", "CreationDate": "D:20240203120000Z"})
    {'title': 'Treating ALL', 'date': '2024-02-03'}
    """
    title, author = (" ".join(given.get(name, "").replace("\0", "").split()) for name in ("Title", "Author"))
    found = {"title": "" if _NO_TITLE.search(title) else title, "publisher": "" if _NO_AUTHOR.search(author) else author}
    date = _DATE.match(given.get("CreationDate", ""))
    found["date"] = "-".join(part for part in date.groups() if part) if date else ""
    return {name: value for name, value in found.items() if value}


class _Pages:
    """One open file, read page by page."""

    def __init__(self, file: pypdfium2.PdfDocument) -> None:
        self._file = file
        self._read = 0  # characters
        self._hidden = self._unknown = False

    def sheets(self) -> list[Sheet]:
        """What stands on each page; a page that is broken has nothing."""
        sheets = []
        for number in range(len(self._file)):
            try:
                page = self._file[number]
            except pypdfium2.PdfiumError:
                continue
            with closing(page), closing(page.get_textpage()) as text:
                sheets.append(self._sheet(page, text.raw))
        return sheets

    def why_empty(self) -> str:
        """Why no text was found."""
        if self._unknown:
            return "does not say which letters its signs stand for; print it into a new PDF, or save its text as .txt"
        hidden = " (what text it has is not to be seen, as text recognised in a picture)" if self._hidden else ""
        return f"has no text{hidden}: its pages are pictures, as a scanner makes them; recognise their text (OCR), and save it as .txt"

    def _sheet(self, page: pypdfium2.PdfPage, text: Any) -> Sheet:
        count = max(0, pdfium.FPDFText_CountChars(text))
        self._read += count
        if count > MOST_ON_PAGE or self._read > MOST_CHARACTERS:
            raise DocumentError(f"has more than {MOST_ON_PAGE:,} characters on a page, or {MOST_CHARACTERS:,} in all, which is the limit")
        view = _View(page)
        drawings = _Drawings(page, view)
        words = list(self._words(text, count, view, drawings))
        return Sheet(view.width, view.height, [*words, *bullets(words, drawings.boxes)], drawings.rules)

    def _words(self, text: Any, count: int, view: _View, drawings: _Drawings) -> Iterator[Word]:
        """The words of a page as its file has them in order."""
        styles: dict[int | None, _Style | None] = {}
        box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        word = _Growing()
        for at in range(count):
            code = pdfium.FPDFText_GetUnicode(text, at)
            run = ctypes.cast(pdfium.FPDFText_GetTextObject(text, at), ctypes.c_void_p).value
            if run is None and code in _BREAKS:
                continue  # PDFium makes one before raised letters too: their place tells
            if run is None or code == 0xA0 or (code <= 0x20 and code not in _SIGNS) or chr(code).isspace():
                self._unknown |= run is not None and code == 0
                yield from word.end()
                continue
            if run not in styles:
                styles[run] = self._style(text, at, view, drawings)
            style = styles[run]
            if style is None or code in (0xFFFD, 0xFFFF) or 0xD800 <= code < 0xE000:
                continue
            pdfium.FPDFText_GetLooseCharBox(text, at, box)
            pdfium.FPDFText_GetCharOrigin(text, at, x, y)
            left, right = view.across(box.left, box.bottom, box.right, box.top)
            height = view.down(x.value, y.value)
            if not (0 <= height <= view.height and -_SMALLEST <= left <= view.width):
                continue
            if not word.takes(left, height, style):
                yield from word.end()
            word.add(_SIGNS.get(code) or chr(code), left, right, height, style)
        yield from word.end()

    def _style(self, text: Any, at: int, view: _View, drawings: _Drawings) -> _Style | None:
        """How the letters of a run are written; None where they are not to be read: rotated, tiny or not to be seen."""
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(text, at, matrix)
        size = abs(pdfium.FPDFText_GetFontSize(text, at)) * math.hypot(matrix.c, matrix.d)
        if size < _SMALLEST or not view.upright(matrix.a, matrix.b):
            return None
        mode = pdfium.FPDFTextObj_GetTextRenderMode(pdfium.FPDFText_GetTextObject(text, at))
        if mode in (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP) or drawings.hide(text, at):
            self._hidden = True
            return None
        flags, name = ctypes.c_int(), ctypes.create_string_buffer(128)
        length = pdfium.FPDFText_GetFontInfo(text, at, name, len(name), flags)
        named_bold = 0 < length <= len(name) and bool(_BOLD.search(name.value.decode("utf-8", "replace")))
        bold = named_bold or bool(flags.value & _FORCE_BOLD) or pdfium.FPDFText_GetFontWeight(text, at) >= _HEAVY
        return _Style(size, bold or mode == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE)


class _Growing:
    """The word that the next letter may belong to."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._letters: list[tuple[str, bool]] = []  # and whether each is raised
        self._left = self._right = self._y = self._size = 0.0
        self._bold = True

    def takes(self, left: float, y: float, style: _Style) -> bool:
        """Whether a letter at a place goes on with the word; raised and lowered ones do."""
        size = max(self._size, style.size)
        near = abs(left - self._right) <= _GAP * size or self._left <= left < self._right
        return not self._letters or (near and abs(y - self._y) <= _RISE * size)

    def add(self, letter: str, left: float, right: float, y: float, style: _Style) -> None:
        """The letter as the word's last; the largest letter tells where the word stands."""
        is_raised = style.size < _SMALLER * self._size and y < self._y - _HIGHER * self._size
        self._left = min(self._left, left) if self._letters else left
        self._right = max(self._right, right) if self._letters else right
        if style.size > self._size:
            self._y, self._size = y, style.size
        self._bold = self._bold and style.bold
        self._letters.append((letter, is_raised))

    def end(self) -> Iterator[Word]:
        """The word, where there is one; the next letter begins another."""
        if self._letters:
            yield Word(self._text(), self._left, self._right, self._y, self._size, self._bold)
            self._begin()

    def _text(self) -> str:
        """The letters; what raised ones say is parted from the others where they are a note or a power."""
        text = ""
        for is_raised, letters in groupby(self._letters, key=itemgetter(1)):
            words = "".join(letter for letter, _ in letters)
            before, behind = raised(text, words) if is_raised else ("", "")
            text += f"{before}{words}{behind}"
        return text


class _View:
    """A page as it is looked at: turned as it says, its places from its left upper corner."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page.raw, box)
        self._turned = pdfium.FPDFPage_GetRotation(page.raw) % 4
        self._left, self._bottom, self._right, self._top = box.left, box.bottom, box.right, box.top
        sizes = (box.right - box.left, box.top - box.bottom)
        self.width, self.height = sizes[::-1] if self._turned % 2 else sizes

    def across(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float]:
        """How far from the left a box begins and ends."""
        match self._turned:
            case 0:
                return left - self._left, right - self._left
            case 1:
                return bottom - self._bottom, top - self._bottom
            case 2:
                return self._right - right, self._right - left
            case _:
                return self._top - top, self._top - bottom

    def down(self, x: float, y: float) -> float:
        """How far from the top a point stands."""
        return float((self._top - y, x - self._left, y - self._bottom, self._right - x)[self._turned])

    def upright(self, x: float, y: float) -> bool:
        """Whether a line of letters that runs this way runs from left to right."""
        along = (x, y, -x, -y)[self._turned]
        return bool(along >= _UPRIGHT * math.hypot(x, y))


class _Drawings:
    """What is drawn on a page beside its text: the lines of tables, and what white letters may stand on."""

    def __init__(self, page: pypdfium2.PdfPage, view: _View) -> None:
        self._grounds: list[tuple[float, float, float, float]] = []
        self.rules: list[Rule] = []
        self.boxes: list[Rule] = []
        box = [ctypes.c_float() for _ in range(4)]
        for at in range(min(_MOST_DRAWINGS, pdfium.FPDFPage_CountObjects(page.raw))):
            drawn = pdfium.FPDFPage_GetObject(page.raw, at)
            kind = pdfium.FPDFPageObj_GetType(drawn)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT or not pdfium.FPDFPageObj_GetBounds(drawn, *box):
                continue
            left, bottom, right, top = (side.value for side in box)
            if kind != pdfium.FPDF_PAGEOBJ_PATH or not _is_white(pdfium.FPDFPageObj_GetFillColor, drawn):
                self._grounds.append((left, bottom, right, top))
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                begin, end = view.across(left, bottom, right, top)
                high, low = sorted((view.down(left, bottom), view.down(right, top)))
                edges = (begin, high, end, high), (begin, low, end, low), (begin, high, begin, low), (end, high, end, low)
                self.boxes.append(Rule(begin, high, end, low))
                self.rules += sorted(Rule(*edge) for edge in set(edges))

    def hide(self, text: Any, at: int) -> bool:
        """Whether a letter is not to be seen: it has no colour, or is white and stands on nothing."""
        if not _is_white(pdfium.FPDFText_GetFillColor, text, at):
            return False
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(text, at, x, y)
        return not any(left <= x.value <= right and bottom <= y.value <= top for left, bottom, right, top in self._grounds)


def _is_white(colour_of: Any, *thing: Any) -> bool:
    """Whether a thing is white, or has a colour that lets all through."""
    colour = [ctypes.c_uint() for _ in range(4)]
    known = colour_of(*thing, *colour)
    *shades, opaque = (part.value for part in colour)
    return bool(known and (opaque == 0 or min(shades) >= _WHITE))
