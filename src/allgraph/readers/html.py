"""HTML: the main text of a page, without navigation, scripts and what it hides, laid out in headings, lists and tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from allgraph.errors import DocumentError
from allgraph.readers.decoding import Decoded, decode
from allgraph.readers.layout import BOLD_LEVEL, BOLD_WORDS, BREAK, FOLDED_LEVEL, Layout, LayoutWriter, Page, Piece, raised
from allgraph.texts import leading_date

#: What holds no text of the page: not shown, a control, a frame around it, or taken back.
_SKIPPED = frozenset(
    "script style noscript template head nav footer aside form button select option datalist input textarea svg math object iframe "
    "video audio canvas map dialog menu del s strike".split()
)
_SKIPPED_ROLES = frozenset("navigation banner contentinfo search complementary menu menubar dialog alertdialog toolbar tablist".split())
#: Classes and ids of the frame around a page's text, and of what only a screen reader says.
_FRAME = frozenset(
    "nav navbar navbox navigation menu footer site-footer page-footer breadcrumb breadcrumbs sidebar toc pagination advert ads "
    "cookie-banner cookie-notice social-links social-share share-buttons skip-link mw-editsection noprint visually-hidden "
    "visuallyhidden sr-only screen-reader-text element-invisible d-none".split()
)
#: The parts of their names that tell of a question for consent, which stands over a page and asks about cookies.
_CONSENT = re.compile(r"cookie|gdpr|onetrust|didomi|usercentrics", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:opacity|font-size)\s*:\s*0(?:\.0+)?(?:px|em|rem|pt|%)?\s*(?:;|$|!)"
    r"|text-decoration(?:-line)?\s*:[^;]*line-through",
    re.IGNORECASE,
)
#: A rule of a style sheet that is not inside another (as in @media), with its selectors and its declarations.
_STYLE_RULE = re.compile(r"([^{}@;]+)\{([^{}]*)\}")
_NESTED_RULE = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
#: The levels that an element whose role is that of a heading may say it has, and the one that it has else (WAI-ARIA 1.2, aria-level).
_LEVELS, _ROLE_LEVEL = frozenset("123456"), 2
_BLOCKS = frozenset(
    "address article blockquote body caption center details dd div dl dt fieldset figcaption figure header hgroup hr legend li main ol p "
    "pre section summary table tbody td tfoot th thead tr ul".split()
) | frozenset(_HEADINGS)
#: What may be navigation, by its links.
_PARTS = frozenset("ul ol div section p table".split())

#: The level of a line between the rows of a table, with which it ends.
_ROWS_LEVEL = 1000

#: A list or part whose words are links for this share, and that has so many of them, of so few words each, is navigation.
_LINK_SHARE, _LINKS, _LINK_WORDS = 0.8, 3, 6

#: A cell stands over so many columns or rows at most; `rowspan="0"`, to the end of the table, is hardly ever written.
_MOST_SPANNED = 100

#: Elements nest so deep at most, as in browsers: what is opened deeper is read as if its tags were not there. The parser takes
#: four times as long for twice the depth.
_DEEPEST = 500
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b[^<>]*>", re.IGNORECASE)
#: Elements that hold none, and those that the next of their kind ends.
_FLAT = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot option".split()
)

_META = {
    "title": ("og:title", "dc.title", "dcterms.title", "citation_title"),
    "publisher": ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "citation_publisher"),
    "date": ("article:modified_time", "article:published_time", "dcterms.modified", "dc.date", "dcterms.date", "citation_date", "date"),
    "licence": ("dc.rights", "dcterms.rights", "dcterms.license"),
}
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)


def read_html(raw: bytes) -> Page:
    """The main text of an HTML page. Raises DocumentError where the bytes are no text, or the page shows none.

    >>> page = read_html(b"<title>ALL</title><nav>Home</nav><h1>Drugs</h1><ul><li>Nelarabine<li hidden>no</ul>")
    >>> page.text, page.layout.headings, page.particulars
    ('Drugs\\n\\n- Nelarabine\\n', {0: 1}, {'title': 'ALL'})
    """
    text, note = _decoded(raw)
    tree = LexborHTMLParser(_not_too_deep(text))
    hidden = _hidden_by_style(tree)
    layout = _Walk(_main(tree), hidden).layout()
    if not layout.text.strip():
        raise DocumentError("shows no text; save what a browser shows of it as .txt")
    return Page(layout.text, layout, _particulars(tree), note)


def _decoded(raw: bytes) -> Decoded:
    """The text in the encoding that the page names, where it is one; a byte order mark goes before, as browsers have it."""
    named = _CHARSET.search(raw, 0, 2048)
    if named and not raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) and b"\0" not in raw:
        try:
            encoding = "cp1252" if named[1].lower() in (b"iso-8859-1", b"latin1", b"us-ascii") else named[1].decode("ascii")
            return Decoded(raw.decode(encoding))
        except (LookupError, UnicodeDecodeError):
            pass  # it names none or the wrong one
    return decode(raw)


def _not_too_deep(text: str) -> str:
    """The page without the tags of elements that are nested deeper than any page needs."""
    if text.count("<") <= _DEEPEST:
        return text
    pieces: list[str] = []
    kept: list[bool] = []  # of the elements that are open
    last = 0
    for tag in _TAG.finditer(text):
        if tag[2].lower() in _FLAT or tag[0].endswith("/>"):
            continue
        if not tag[1]:
            kept.append(len(kept) < _DEEPEST)
            keep = kept[-1]
        else:
            keep = kept.pop() if kept else True
        if not keep:
            pieces.append(text[last : tag.start()])
            last = tag.end()
    return "".join((*pieces, text[last:]))


def _main(tree: LexborHTMLParser) -> LexborNode:
    """The part that the page marks as its main one, else its only article, else all of it."""
    for selector in ("main, [role=main]", "article"):
        found = tree.css(selector)
        if len(found) == 1:
            return found[0]
    if tree.body is None:
        raise DocumentError("holds no page of HTML")
    return tree.body


def _hidden_by_style(tree: LexborHTMLParser) -> set[int]:
    """The elements that a style sheet in the page hides, by their identity."""
    hidden: set[int] = set()
    for sheet in tree.css("style"):
        for selectors, declarations in _STYLE_RULE.findall(_NESTED_RULE.sub(" ", sheet.text())):
            if _HIDDEN_STYLE.search(declarations):
                try:
                    hidden.update(node.mem_id for node in tree.css(selectors.strip()))
                except (SelectolaxError, ValueError):
                    continue  # a selector that only browsers know
    return hidden


def _particulars(tree: LexborHTMLParser) -> dict[str, str]:
    meta: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        name = node.attributes.get("property") or node.attributes.get("name") or ""
        meta.setdefault(name.lower(), " ".join((node.attributes.get("content") or "").split()))
    found = {name: next((meta[key] for key in keys if meta.get(key)), "") for name, keys in _META.items()}
    if (title := tree.css_first("title")) is not None and not found["title"]:
        found["title"] = " ".join(title.text().split())
    if (licence := tree.css_first("link[rel=license], a[rel=license]")) is not None and not found["licence"]:
        found["licence"] = licence.attributes.get("href") or ""
    found["date"] = leading_date(found["date"])
    return {name: value for name, value in found.items() if value}


@dataclass
class _Measure:
    """What an element holds: characters of words, those of them in links, its links, headings and tables, and its widest row."""

    characters: int = 0
    linked: int = 0
    links: int = 0
    inward: int = 0  # of its links, those that lead to a place in the page
    words: int = 0  # in its links
    headings: int = 0
    tables: int = 0
    columns: int = 0

    @property
    def is_navigation(self) -> bool:
        return self.links >= _LINKS and self.linked > _LINK_SHARE * self.characters and self.words <= _LINK_WORDS * self.links


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

    def begin_row(self) -> None:
        """What follows are the cells of another row."""
        self.cells = []

    def begin_cell(self, cell: _Cell) -> None:
        """What follows are the words of a cell."""
        self.cells.append(cell)

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


def _span(node: LexborNode, name: str) -> int:
    """Over how many columns or rows a cell stands, as its attribute says."""
    given = (node.attributes.get(name) or "").strip()
    return max(1, min(int(given), _MOST_SPANNED)) if given.isascii() and given.isdigit() and len(given) < 5 else 1


class _Walk:
    """Walks a page from the top, without recursion: pages may nest deeper than Python calls."""

    def __init__(self, root: LexborNode, hidden: set[int]) -> None:
        self._root = root
        self._is_main = root.tag != "body"
        self._hidden = hidden
        self._measures = self._measured()
        self._writer = LayoutWriter()
        self._run: list[Piece] = []  # the words of the block that is open
        self._bold, self._unbold = 0, 0  # characters of it in bold, and others
        self._open_bold = self._open_pre = self._folds = 0
        self._raised: list[str] = []  # what closes the raised words that are open
        self._lists: list[int] = []  # those that are open: the number of the latest item, or -1 where they have bullets
        self._term: list[Piece] = []  # of a definition list, whose definition is waited for
        self._is_item = False  # whether the open block is the first of a list item
        self._tables: list[_Table | None] = []  # those that are open; None where one is only a way to place blocks

    def layout(self) -> Layout:
        """The laid out text."""
        for node, left in self._nodes(self._is_shown):
            if node.is_text_node:
                self._text(node.text_content or "")
            elif left:
                self._leave(node, node.tag or "")
            elif node.is_element_node:
                self._enter(node, node.tag or "")
        self._flush()
        return self._writer.layout()

    def _nodes(self, wanted: Callable[[LexborNode], bool]) -> Iterator[tuple[LexborNode, bool]]:
        """The wanted nodes below the root when they are entered, and the elements among them again when they are left (True)."""
        node = self._root.first_child
        while node is not None:
            inside = None
            if wanted(node):
                yield node, False
                inside = node.first_child if node.is_element_node else None
                if inside is None and node.is_element_node:
                    yield node, True
            if inside is not None:
                node = inside
                continue
            while node.next is None:
                parent = node.parent
                if parent is None or parent.mem_id == self._root.mem_id:
                    return
                node = parent
                yield node, True
            node = node.next

    def _is_shown(self, node: LexborNode) -> bool:
        """Whether a node is text, or an element that is seen and no part of the frame around the page's text."""
        if not node.is_element_node:
            return node.is_text_node
        tag = node.tag or ""
        if tag == "button" and node.parent is not None and _heading_level(node.parent):
            return True  # it folds away what it heads
        if (
            tag in _SKIPPED
            or node.mem_id in self._hidden
            or _is_hidden(node.attributes)
            or (tag != "body" and _is_framing(node.attributes))
        ):
            return False
        measure = self._measures[node.mem_id]
        if tag == "header":
            return measure.headings > 0
        return tag not in _PARTS or not measure.is_navigation or (self._is_main and self._is_headed(node, measure))

    def _is_headed(self, node: LexborNode, measure: _Measure) -> bool:
        """Whether a heading or a line with a colon says what links are listed for, and they lead to other pages."""
        if measure.inward == measure.links:
            return False
        if measure.headings:
            return True
        at: LexborNode | None = node
        while at is not None and at.mem_id != self._root.mem_id:
            before = at.prev
            while before is not None and not before.is_element_node and not (before.text_content or "").strip():
                before = before.prev
            if before is not None:
                return _heading_level(before) > 0 or (before.text(deep=True) or "").rstrip().endswith(":")
            at = at.parent
        return False

    def _measured(self) -> dict[int, _Measure]:
        """What each element holds."""
        measures = {self._root.mem_id: _Measure()}
        above = [measures[self._root.mem_id]]
        links = 0
        for node, left in self._nodes(lambda node: node.is_text_node or node.tag not in ("script", "style")):
            tag, whole = node.tag or "", above[-1]
            if node.is_text_node:
                words = (node.text_content or "").split()
                whole.characters += (count := sum(map(len, words)))
                whole.linked += count if links else 0
                whole.words += len(words) if links else 0
            elif left:
                measure = above.pop()
                for name in ("characters", "linked", "links", "inward", "words", "headings", "tables"):
                    setattr(above[-1], name, getattr(above[-1], name) + getattr(measure, name))
                above[-1].columns = max(above[-1].columns, measure.columns)
                links -= tag == "a"
            elif node.is_element_node:
                whole.columns += tag in ("td", "th")
                measure = measures[node.mem_id] = _Measure(links=tag == "a", headings=_heading_level(node) > 0, tables=tag == "table")
                measure.inward = int(tag == "a" and (node.attributes.get("href") or "#").startswith("#"))
                above.append(measure)
                links += tag == "a"
        return measures

    def _text(self, words: str) -> None:
        if self._open_pre:
            for number, line in enumerate(words.split("\n")):
                self._run += [*([BREAK] if number else []), Piece(line)]
        else:
            self._run.append(Piece(words))
        count = len("".join(words.split()))
        self._bold += count if self._open_bold else 0
        self._unbold += 0 if self._open_bold else count

    def _enter(self, node: LexborNode, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
            self._enter_block(node, tag)
        match tag:
            case "br" if self._run and self._run[-1] == BREAK and not self._tables:
                self._flush()
            case "br":
                self._run.append(BREAK)
            case "b" | "strong":
                self._open_bold += 1
            case "sup":
                before = self._run[-1].words if self._run else ""
                opening, closing = raised(before, node.text(deep=True) or "", linked=self._measures[node.mem_id].links > 0)
                self._run.append(Piece(opening))
                self._raised.append(closing)

    def _enter_block(self, node: LexborNode, tag: str) -> None:
        match tag:
            case "pre":
                self._open_pre += 1
            case "details":
                self._folds += 1
            case "ul" | "ol" | "dl":
                if not self._lists:
                    self._writer.part()
                self._lists.append(_first_number(node) - 1 if tag == "ol" else -1)
            case "dd":
                self._is_item = not self._term
            case "li":
                self._is_item = True
                if self._lists and self._lists[-1] >= 0:
                    self._lists[-1] += 1
            case "table":
                measure = self._measures[node.mem_id]
                is_data = measure.tables == 1 and not measure.headings and measure.columns > 1
                self._tables.append(_Table() if is_data else None)
                self._writer.table()
            case "thead" | "tbody" | "tfoot" if table := self._table:
                table.begin_part(in_head=tag == "thead")
            case "tr" if table := self._table:
                table.begin_row()
            case "td" | "th" if table := self._table:
                table.begin_cell(_Cell([], tag == "th", _span(node, "colspan"), _span(node, "rowspan")))

    @property
    def _table(self) -> _Table | None:
        """The innermost table that is open, where its rows are data."""
        return self._tables[-1] if self._tables else None

    def _leave(self, node: LexborNode, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush(tag, _heading_level(node) or (FOLDED_LEVEL + self._folds if tag == "summary" else 0))
        match tag:
            case "details":
                self._folds -= 1
                self._writer.close(FOLDED_LEVEL + self._folds + 1)
            case "b" | "strong":
                self._open_bold -= 1
            case "sup" if self._raised:
                self._run.append(Piece(self._raised.pop()))
            case "pre":
                self._open_pre -= 1
            case "ul" | "ol" | "dl":
                self._lists.pop()
                self._is_item = False
                self._writer.paragraph(self._term)  # that no definition follows
                self._term = []
            case "table":
                self._tables.pop()
                self._writer.close(_ROWS_LEVEL)
                self._writer.part()
            case "thead" if table := self._table:
                table.begin_part(in_head=False)
            case "tr" if table := self._table:
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

    def _flush(self, tag: str = "", level: int = 0) -> None:
        """Lay out the open block, which an element of this tag closes, a heading where it has a level."""
        run, bold, unbold = self._run, self._bold, self._unbold
        self._run, self._bold, self._unbold = [], 0, 0
        words = " ".join(piece.words for piece in run).split()
        if not words:
            return
        if self._table and self._table.cells:
            self._table.cells[-1].words += [*run, BREAK]
        elif level:
            self._writer.heading(level, run)
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


def _is_hidden(given: Mapping[str, str | None]) -> bool:
    """Whether the attributes of an element say that it is not seen."""
    return "hidden" in given or given.get("aria-hidden") == "true" or bool(_HIDDEN_STYLE.search(given.get("style") or ""))


def _is_framing(given: Mapping[str, str | None]) -> bool:
    """Whether the attributes of an element say that it is a part of the frame around the page's text, or asks for consent."""
    names = f"{given.get('class') or ''} {given.get('id') or ''}"
    in_role = (given.get("role") or "") in _SKIPPED_ROLES
    return in_role or bool(_CONSENT.search(names)) or not _FRAME.isdisjoint(names.lower().split())


def _heading_level(node: LexborNode) -> int:
    """The level of the heading that an element is, by its tag or its role; 0 where it is none."""
    given = node.attributes if node.is_element_node else {}
    if given.get("role") != "heading":
        return _HEADINGS.get(node.tag or "", 0)
    level = given.get("aria-level") or ""
    return int(level) if level in _LEVELS else _ROLE_LEVEL


def _first_number(node: LexborNode) -> int:
    """The number of an ordered list's first item."""
    start = node.attributes.get("start") or ""
    return int(start) if start.isascii() and start.isdigit() and len(start) < 5 else 1
