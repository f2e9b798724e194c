"""Markdown: the words of a file without its marks, each with the place where the file has it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from allgraph.readers.decoding import decode
from allgraph.readers.layout import BREAK, Layout, LayoutWriter, Page, Piece

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_TAG = re.compile(r"<!--.*?-->|<(?:script\b.*?</script|style\b.*?</style)\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)

#: A line wholly in bold is a heading below those that are marked, where it has at most this many words.
_BOLD_LEVEL, _BOLD_WORDS = 7, 14

#: A line that opens code, or closes it.
_FENCE = re.compile(r"^ {0,3}(?:`{3,}|~{3,})[^`\r\n]*$", re.MULTILINE)

#: What of a link stands behind its words, as in `[words](place "title")`, `[words][name]` or `[words]`.
_LINK_END = re.compile(r"\](?:\((?:[^()\\]|\\.|\([^()]*\))*\)|\[[^\]]*\])?", re.DOTALL)

#: The particulars that front matter may give, each with the names it may give them by.
_PARTICULARS = {"title": ("title",), "publisher": ("publisher", "author"), "date": ("date",), "licence": ("licence", "license")}


def read_markdown(raw: bytes) -> Page:
    """The text of a Markdown file as it is (CommonMark with tables), laid out without its marks and without code in fences.

    Its title is what front matter says, else its first heading of the first level. Raises
    DocumentError where it is no text.

    >>> from allgraph.texts import Span
    >>> page = read_markdown(b"# ALL\\n\\n**Nelarabine** is used.\\n")
    >>> page.layout.text, page.layout.headings
    ('ALL\\n\\nNelarabine is used.\\n', {0: 1})
    >>> page.layout.origin(Span(5, 15)).of(page.text)
    'Nelarabine'
    """
    text, note = decode(raw)
    front = _FRONT_MATTER.match(text)
    layout = _Marked(text, front.end() if front else 0).layout()
    particulars = _particulars(front[1]) if front else {}
    first = next((start for start, level in sorted((layout.headings or {}).items()) if level == 1), None)
    if first is not None:
        particulars.setdefault("title", layout.text[first:].partition("\n")[0])
    return Page(text, layout, particulars, note)


def _particulars(front: str) -> dict[str, str]:
    try:
        given = yaml.safe_load(front)
    except yaml.YAMLError:
        return {}  # it is only looked at for the source's particulars
    given = {str(name).lower(): value for name, value in given.items()} if isinstance(given, dict) else {}
    found = {name: next((given[key] for key in keys if isinstance(given.get(key), str)), "") for name, keys in _PARTICULARS.items()}
    found["date"] = str(given["date"]) if given.get("date") else ""
    return {name: value for name, value in found.items() if value}


def _closed(text: str) -> str:
    """The text without the fence that opens code and that none closes, as in a page that was cut: what stands behind it is no code.

    >>> _closed("```\\nx = 1\\n```\\n~~~\\nCare\\n")
    '```\\nx = 1\\n```\\n   \\nCare\\n'
    """
    fences = list(_FENCE.finditer(text))
    if len(fences) % 2 == 0:
        return text
    start, end = fences[-1].span()
    return text[:start] + " " * (end - start) + text[end:]


class _Marked:
    """One text in Markdown from an offset on; lays out block by block, and finds the words of each where the text has them."""

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._lines = [start, *(found.end() for found in re.compile(r"\r\n?|\n").finditer(text, start))]
        self._tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join").parse(_closed(text[start:]))
        self._writer = LayoutWriter(traced=True)
        self._lists: list[tuple[Token, int]] = []  # those that are open, with the number of the latest item
        self._fresh = False  # whether the next block is the first of an item
        self._cells: list[list[Piece]] = []
        self._place = start  # behind what has been found

    def layout(self) -> Layout:
        """The whole text laid out."""
        for place, token in enumerate(self._tokens):
            opened = self._tokens[place - 1].type
            match token.type:
                case "bullet_list_open" | "ordered_list_open":
                    if not self._lists:
                        self._writer.part()
                    self._lists.append((token, 0))
                case "bullet_list_close" | "ordered_list_close":
                    self._lists.pop()
                case "list_item_open":
                    self._lists[-1] = (self._lists[-1][0], int(token.info or 0))
                    self._fresh = True
                case "table_open":
                    self._writer.table()
                case "tr_open":
                    self._cells = []
                    self._at_line(token)
                case "tr_close":
                    self._writer.row(self._cells, heads=opened == "th_close")
                case "inline" if opened in ("td_open", "th_open"):
                    self._cells.append(list(self._inline(token)))
                case "inline":
                    self._at_line(token)
                    level = int(opening.tag[1]) if (opening := self._tokens[place - 1]).type == "heading_open" else 0
                    self._block(list(self._inline(token)), level or (_BOLD_LEVEL if self._is_bold(token) else 0))
                case "code_block" | "html_block":  # what is indented may be prose; what stands in fences is code, and none
                    self._at_line(token)
                    self._block(list(self._raw(token)))
        return self._writer.layout()

    def _at_line(self, token: Token) -> None:
        if token.map:
            self._place = max(self._place, self._lines[token.map[0]])

    def _is_bold(self, token: Token) -> bool:
        """Whether a run outside lists is short and wholly in bold, and no sentence or label of what follows on its line."""
        words, depth = token.content.strip(" *_").split(), 0
        if self._lists or not words or len(words) > _BOLD_WORDS or words[-1][-1] in ".,;:":
            return False
        for child in token.children or ():
            depth += (child.type == "strong_open") - (child.type == "strong_close")
            if not depth and child.content.strip():
                return False
        return True

    def _block(self, pieces: list[Piece], level: int = 0) -> None:
        """Lay out a heading of this level, or an item or paragraph where there is none."""
        if level:
            self._writer.heading(level, pieces)
        elif self._lists and self._fresh:
            number = self._lists[-1][1]
            self._writer.item(len(self._lists) - 1, pieces, f"{number}." if self._lists[-1][0].type == "ordered_list_open" else "")
        else:
            self._writer.paragraph(pieces)
        self._fresh = False

    def _inline(self, token: Token) -> Iterator[Piece]:
        """The words of a run, each looked for behind the one before; what is struck out is passed over."""
        struck = 0
        for child in token.children or ():
            struck += (child.type == "s_open") - (child.type == "s_close")
            match child.type:
                case "text" | "code_inline" | "text_special" if struck:
                    list(self._found(child.markup if child.type == "text_special" else child.content, ""))
                case "text" | "code_inline" if child.content:
                    yield from self._found(child.content, child.content)
                case "text_special":
                    yield from self._found(child.markup, child.content)
                case "softbreak" | "hardbreak":
                    yield BREAK
                case "html_inline":
                    list(self._found(child.content, ""))
                    if child.content.lower().startswith("<br"):
                        yield BREAK
                case "link_close" if found := _LINK_END.search(self._text, self._place):
                    self._place = found.end()
                case "image":
                    list(self._found("![", ""))
                    if found := _LINK_END.search(self._text, self._place):
                        self._place = found.end()

    def _found(self, written: str, words: str) -> Iterator[Piece]:
        """`words` where the text has them as `written`, which is looked for line by line: what stands between lines is markup."""
        if (start := self._text.find(written, self._place)) >= 0:
            self._place = start + len(written)
            yield Piece(words, start, self._place)

    def _raw(self, token: Token) -> Iterator[Piece]:
        """The lines of a block that is no Markdown, without HTML's tags."""
        runs = _TAG.split(token.content) if token.type == "html_block" else [token.content]
        for line in (line for run in runs for line in run.splitlines(keepends=True)):
            if words := line.strip():
                yield from self._found(words, words)
            yield BREAK if line.endswith(("\n", "\r")) else Piece(" ")
