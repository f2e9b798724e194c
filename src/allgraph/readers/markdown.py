"""Markdown: the words of a file without its marks, each with the place where the file has it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from html import unescape
from itertools import pairwise, takewhile

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from allgraph.readers.decoding import decode
from allgraph.readers.elements import ElementWriter
from allgraph.readers.layout import BOLD_LEVEL, BOLD_WORDS, BREAK, Layout, LayoutWriter, Page, Piece, raised
from allgraph.texts import leading_date

#: What a file says of itself before its text begins, in YAML or, between other signs, in TOML.
_FRONT_MATTER = re.compile(
    r"---[ \t]*\r?\n(?P<yaml>.*?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)|\+\+\+[ \t]*\r?\n(?P<toml>.*?\n)\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL
)

#: What a block of HTML consists of: what is passed over, tags, and runs of words or single signs that are written otherwise ("&ge;").
_PART = re.compile(
    r"<!--.*?-->|<(?:script\b.*?</script|style\b.*?</style)\s*>|<(?P<end>/?)(?P<tag>[a-z][a-z0-9]*)\b[^>]*>|<[^>]*>"
    r"|(?P<words>&#?\w{1,31};|\s+|(?:[^\s<&]|[<&])[^\s<&]*)",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""([a-z-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)

#: A line that opens code, or closes it.
_FENCE = re.compile(r"^ {0,3}(?:`{3,}|~{3,})[^`\r\n]*$", re.MULTILINE)

#: What a fence says that holds no code but words that stand as they are, such as a tree that is drawn with signs.
_NO_CODE = ("", "text", "txt", "plain", "plaintext")

#: What of a link stands behind its words, as in `[words](place "title")`, `[words][name]` or `[words]`.
_LINK_END = re.compile(r"\](?:\((?:[^()\\]|\\.|\([^()]*\))*\)|\[[^\]]*\])?", re.DOTALL)

#: A definition on the line below its term, as many kinds of Markdown have it.
_DEFINES = re.compile(r"\s*:\s+\S")

#: The tokens that end a line within a run.
_LINE_ENDS = ("softbreak", "hardbreak")

#: The particulars that front matter may give, each with the names it may give them by.
_PARTICULARS = {"title": ("title",), "publisher": ("publisher", "author"), "date": ("date",), "licence": ("licence", "license")}


def read_markdown(raw: bytes) -> Page:
    """The text of a Markdown file as it is (CommonMark with tables), laid out without its marks and without the code in fences.

    What stands in a fence that names no language is no code. The title is what front matter says, else the first heading of the first
    level. Raises DocumentError where it is no text.

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
    particulars = _particulars(front) if front else {}
    first = next((start for start, level in sorted((layout.headings or {}).items()) if level == 1), None)
    if first is not None:
        particulars.setdefault("title", layout.text[first:].partition("\n")[0])
    return Page(text, layout, particulars, note)


def _particulars(front: re.Match[str]) -> dict[str, str]:
    try:  # of YAML, each value as it is written: a number in a title is none, and a date may be any
        given = tomllib.loads(front["toml"]) if front["toml"] else yaml.load(front["yaml"], Loader=yaml.BaseLoader)  # noqa: S506 - makes strings
    except (yaml.YAMLError, tomllib.TOMLDecodeError, RecursionError):
        return {}  # it is only looked at for the source's particulars
    given = (
        {str(name).lower(): str(value) for name, value in given.items() if isinstance(value, str | date)} if isinstance(given, dict) else {}
    )
    found = {name: next((given[key] for key in keys if given.get(key)), "") for name, keys in _PARTICULARS.items()}
    found["date"] = leading_date(found["date"])
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
        self._numbered = 0  # the number of the latest item of the list above, where that has numbers
        self._is_below = False  # whether the open list is meant to stand below that item
        self._fresh = False  # whether the next block is the first of an item
        self._cells: list[list[Piece]] = []
        self._place = start  # behind what has been found
        self._closing = ""  # what closes the raised words that are open
        self._elements = ElementWriter(self._writer)  # of HTML, of which Markdown may stand between the tags

    def layout(self) -> Layout:
        """The whole text laid out."""
        for place, token in enumerate(self._tokens):
            opened = self._tokens[place - 1].type
            match token.type:
                case "bullet_list_open" | "ordered_list_open":
                    if not self._lists and not self._goes_on(token):
                        self._is_below = False
                        self._writer.part()
                    self._lists.append((token, 0))
                case "bullet_list_close" | "ordered_list_close":
                    _, number = self._lists.pop()
                    self._numbered = self._numbered if self._lists or self._is_below else number
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
                    self._numbered = self._numbered if self._lists else 0
                    level = int(opening.tag[1]) if (opening := self._tokens[place - 1]).type == "heading_open" else 0
                    behind = self._tokens[place + 2].type if place + 2 < len(self._tokens) else ""
                    self._run(token, level, over_list=behind in ("bullet_list_open", "ordered_list_open"))
                case "code_block" | "fence" if token.info.strip().lower() in _NO_CODE:  # what is indented may be prose
                    self._at_line(token)
                    self._block(list(self._raw(token)))
                case "html_block":
                    self._at_line(token)
                    self._html(token.content)
        self._elements.end()
        return self._writer.layout()

    def _at_line(self, token: Token) -> None:
        if token.map:
            self._place = max(self._place, self._lines[token.map[0]])

    def _goes_on(self, opening: Token) -> bool:
        """Whether a list stands below the last item of the one right above it, or goes on with its numbers behind such a list.

        Items that are indented by less than the words of the numbered one above are none of its own in CommonMark, but are meant so.
        """
        if not self._numbered or not opening.map:
            return False
        ends = [*self._lines[opening.map[0] - 1 : opening.map[0] + 2], len(self._text)]
        above, line = (self._text[start:end] for start, end in list(pairwise(ends))[:2])
        self._is_below = opening.type == "bullet_list_open" and line[0].isspace()
        return bool(above.strip()) and (self._is_below or opening.attrGet("start") == self._numbered + 1)

    def _run(self, token: Token, level: int, *, over_list: bool) -> None:
        """Lay out a run of words: a heading, an item, or a paragraph, of which the first line may be a heading in bold.

        The one line of a paragraph right over a list may be a heading in italics too.
        """
        pieces, children = list(self._inline(token)), token.children or []
        first = list(takewhile(lambda child: child.type not in _LINE_ENDS, children))
        marks = ("strong", "em") if over_list and len(first) == len(children) else ("strong",)
        if not level and self._is_marked(first, marks):
            end = pieces.index(BREAK) if len(first) < len(children) and BREAK in pieces else len(pieces)
            self._block(pieces[:end], BOLD_LEVEL)
            pieces = pieces[end + 1 :]
        if pieces:
            self._block(pieces, level)

    def _is_marked(self, line: Sequence[Token], marks: Sequence[str]) -> bool:
        """Whether a line outside lists is short and wholly in bold, or the like, and no sentence or label of what follows on it."""
        words, depth = "".join(child.content for child in line).split(), 0
        if self._lists or not words or len(words) > BOLD_WORDS or words[-1][-1] in ".,;:":
            return False
        for child in line:
            depth += sum((child.type == f"{mark}_open") - (child.type == f"{mark}_close") for mark in marks)
            if not depth and child.content.strip():
                return False
        return True

    def _block(self, pieces: list[Piece], level: int = 0) -> None:
        """Lay out a heading of this level, or an item or paragraph where there is none."""
        if level:
            self._writer.heading(level, pieces)
        elif self._lists and self._fresh:
            number = self._lists[-1][1]
            depth = len(self._lists) - 1 + self._is_below
            self._writer.item(depth, pieces, f"{number}." if self._lists[-1][0].type == "ordered_list_open" else "")
        else:
            self._writer.paragraph(pieces)
        self._fresh = False

    def _inline(self, token: Token) -> Iterator[Piece]:
        """The words of a run, each looked for behind the one before; what is struck out is passed over."""
        struck = 0
        children = token.children or []
        for at, child in enumerate(children):
            struck += (child.type == "s_open") - (child.type == "s_close")
            match child.type:
                case "text" | "code_inline" | "text_special" if struck:
                    list(self._found(child.markup if child.type == "text_special" else child.content, ""))
                case "text" | "code_inline" if child.content:
                    yield from self._found(child.content, child.content)
                case "text_special":
                    yield from self._found(child.markup, child.content)
                case "softbreak" if at + 1 < len(children) and _DEFINES.match(children[at + 1].content):
                    pass  # a definition stands behind its term
                case "softbreak" | "hardbreak":
                    yield BREAK
                case "html_inline":
                    before, after = ("".join(one.content for one in near) for near in (children[:at][-1:], children[at + 1 :][:1]))
                    yield from self._tag(child.content, before, after)
                case "link_close" if child.info != "auto":
                    self._pass_link()
                case "image":
                    list(self._found("![", ""))
                    self._pass_link()

    def _tag(self, tag: str, before: str, after: str) -> Iterator[Piece]:
        """What a tag of HTML within a run adds to the words before and after it."""
        list(self._found(tag, ""))
        part = _PART.match(tag)
        match part and (part["tag"] or "").lower():
            case "br":
                yield BREAK
            case "sup" if tag.startswith("</"):
                yield Piece(self._closing)
            case "sup":
                opening, self._closing = raised(before, after)
                yield Piece(opening)

    def _html(self, content: str) -> None:
        """Lay out a block of HTML; words whose element it does not close end with it."""
        parts = list(_PART.finditer(content))
        for part, after in zip(parts, [*parts[1:], None], strict=True):
            if words := part["words"]:
                for piece in self._found(words, unescape(words)) if not words.isspace() else [Piece(words)]:
                    self._elements.say(piece)
                continue
            list(self._found(part[0], ""))
            tag = (part["tag"] or "").lower()
            if part["end"]:
                self._elements.leave(tag, {})
            elif tag == "table":
                self._elements.enter_table()
            elif tag == "sup":
                self._elements.enter_raised((after and after["words"]) or "")
            else:
                self._elements.enter(tag, {name.lower(): value.strip("\"'") for name, value in _ATTRIBUTE.findall(part[0])})
        self._elements.end_block()

    def _pass_link(self) -> None:
        """Go on behind what of a link stands behind its words."""
        if found := _LINK_END.search(self._text, self._place):
            self._place = found.end()

    def _found(self, written: str, words: str) -> Iterator[Piece]:
        """`words` where the text has them as `written`, which is looked for line by line: what stands between lines is markup."""
        if (start := self._text.find(written, self._place)) >= 0:
            self._place = start + len(written)
            yield Piece(words, start, self._place)
        elif found := _as_written(written).search(self._text, self._place):
            self._place = found.end()
            for part in re.finditer(r"\\?(\|)|[^|\\]+|\\", found[0]):
                yield Piece(
                    (part[1] or part[0]) if words else "",
                    found.start() + (part.start(1) if part[1] else part.start()),
                    found.start() + part.end(),
                )

    def _raw(self, token: Token) -> Iterator[Piece]:
        """The lines of a block as they stand."""
        for line in token.content.splitlines(keepends=True):
            if words := line.strip():
                yield from self._found(words, words)
            yield BREAK if line.endswith(("\n", "\r")) else Piece(" ")


def _as_written(words: str) -> re.Pattern[str]:
    """How a text may have words: a bar in the cell of a table behind a backslash, and the space in code as the end of a line.

    >>> _as_written("a|b c").fullmatch("a\\\\|b\\n c") is not None
    True
    """
    return re.compile("".join({"|": r"\\?\|", " ": r"\s+"}.get(letter, re.escape(letter)) for letter in words))
