"""HTML: the main text of a page, without navigation, scripts and what it hides, laid out in headings, lists and tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from allgraph.errors import DocumentError
from allgraph.readers.decoding import Decoded, decode
from allgraph.readers.elements import ElementWriter, Given, heading_level
from allgraph.readers.layout import Layout, LayoutWriter, Page, Piece
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

#: What may be navigation, by its links.
_PARTS = frozenset("ul ol div section p table".split())

#: A list or part whose words are links for this share, and that has so many of them, of so few words each, is navigation.
_LINK_SHARE, _LINKS, _LINK_WORDS = 0.8, 3, 6

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


class _Walk:
    """Walks a page from the top, without recursion: pages may nest deeper than Python calls."""

    def __init__(self, root: LexborNode, hidden: set[int]) -> None:
        self._root = root
        self._is_main = root.tag != "body"
        self._hidden = hidden
        self._measures = self._measured()

    def layout(self) -> Layout:
        """The laid out text."""
        writer = LayoutWriter()
        elements = ElementWriter(writer)
        for node, left in self._nodes(self._is_shown):
            if node.is_text_node:
                elements.say(Piece(node.text_content or ""))
            elif left:
                elements.leave(node.tag or "", node.attributes)
            elif node.is_element_node:
                self._enter(elements, node)
        elements.end()
        return writer.layout()

    def _enter(self, elements: ElementWriter, node: LexborNode) -> None:
        measure = self._measures[node.mem_id]
        match node.tag:
            case "table":
                elements.enter_table(is_data=measure.tables == 1 and not measure.headings and measure.columns > 1)
            case "sup":
                elements.enter_raised(node.text(deep=True) or "", linked=measure.links > 0)
            case tag:
                elements.enter(tag or "", node.attributes)

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


def _is_hidden(given: Given) -> bool:
    """Whether the attributes of an element say that it is not seen."""
    return "hidden" in given or given.get("aria-hidden") == "true" or bool(_HIDDEN_STYLE.search(given.get("style") or ""))


def _is_framing(given: Given) -> bool:
    """Whether the attributes of an element say that it is a part of the frame around the page's text, or asks for consent."""
    names = f"{given.get('class') or ''} {given.get('id') or ''}"
    in_role = (given.get("role") or "") in _SKIPPED_ROLES
    return in_role or bool(_CONSENT.search(names)) or not _FRAME.isdisjoint(names.lower().split())


def _heading_level(node: LexborNode) -> int:
    return heading_level(node.tag or "", node.attributes) if node.is_element_node else 0
