"""SPARQL as text: its tokens, the form of a query, and binding a variable by replacing its token.

Engine substitutions and trailing VALUES blocks give wrong rows under FILTER, NOT EXISTS, sub-selects and COUNT, so a value is
put where its variable stands. Only strings, IRIs, comments, variables and names have to be told apart for that; whatever else
stands in a query is copied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from allgraph.errors import QueryError

# The terminals of SPARQL 1.1 section 19.8. VARNAME is written as one range, which compiles 60 times as fast: the characters in
# it that the grammar leaves out of names may stand nowhere else in a query either, but in strings, IRIs and comments.
_TOKEN = re.compile(
    r"""
      (?P<string> \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
                | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' )
    | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<comment> \#[^\n\r]* )
    | (?P<variable> [?$][0-9A-Za-z_\u00B7-\U0010FFFF]+ )
    | (?P<name> (?:\w[\w.\-]*)?:(?:[\w:.\-%]|\\.)* | @[A-Za-z0-9\-]+ )   # prefixed names (\# and \' are escapes in them), language tags
    | (?P<word> \w+ )
    | (?P<bracket> [{}()] )
    """,
    re.VERBOSE | re.DOTALL,
)

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_PROLOGUE = frozenset({"BASE", "PREFIX"})
#: Parsers go down with what they read, and the program with the parser: pyoxigraph 0.5 takes 2,000 brackets in each other and chains of
#: 5,000 operators, and ends at 3,000 and 10,000.
_DEEPEST, _MOST_TOKENS = 500, 4_000
#: What nests: a bracket that opens, one that closes, signs before a term in each other.
_NESTING = re.compile(r"(?P<opens>[{(\[])|(?P<closes>[})\]])|[!^+-](?:\s*[!^+-])*")
#: An escape as pyoxigraph writes it: a backslash before u or U, a \uXXXX, any other pair.
_ESCAPE = re.compile(r"\\\\([uU])|\\u([0-9A-F]{4})|\\.")


class Token(NamedTuple):
    """A run of a query's text: `kind` is a group of the pattern above, `start` a 0-based code point."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query, in order; what stands between them needs no care.

    >>> [t.text for t in tokens('SELECT ?a { ?a <b#c> "?d" } # ?e') if t.kind == "variable"]
    ['?a', '?a']
    """
    for match in _TOKEN.finditer(text):
        yield Token(match.lastgroup or "", match.group(), match.start())


def line_of(text: str, start: int) -> int:
    """The 1-based line in which the code point `start` stands."""
    return text.count("\n", 0, start) + 1


@lru_cache(maxsize=64)
def query_form(text: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE; what would write, or ask another server, or is too much for a parser, raises QueryError.

    >>> query_form("PREFIX select: <urn:x> ASK { ?s select:a ?o }")
    'ASK'
    """
    read = list(tokens(text))
    _check_size(text, read)
    words = [token for token in read if token.kind == "word"]
    for token in words:
        if token.text.upper() == "SERVICE":
            raise QueryError("SERVICE is not allowed: allgraph asks no other server", where=f"line {line_of(text, token.start)}")
    first = next((token.text.upper() for token in words if token.text.upper() not in _PROLOGUE), "")
    if first not in FORMS:
        stands = first or (f"what begins with {read[0].text}" if read else "an empty text")
        raise QueryError(f"only {', '.join(FORMS)} are run, not {stands}")
    return first


def _check_size(text: str, read: list[Token]) -> None:
    """Raise QueryError for a query that is nested deeper, or is longer, than parsers can take."""
    bare, end = [], 0
    for token in read:
        if token.kind in ("string", "iri", "comment"):
            bare += [text[end : token.start], " " * len(token.text)]
            end = token.start + len(token.text)
    depth = 0
    for found in _NESTING.finditer("".join([*bare, text[end:]])):
        depth += bool(found["opens"]) - bool(found["closes"])
        signs = 0 if found["opens"] or found["closes"] else len("".join(found.group().split()))
        if depth + signs > _DEEPEST:
            raise QueryError(f"is nested more than {_DEEPEST} deep", where=f"line {line_of(text, found.start())}")
    if len(read) > _MOST_TOKENS:
        raise QueryError(
            f"has more than {_MOST_TOKENS} names, values and brackets", where=f"line {line_of(text, read[_MOST_TOKENS].start)}"
        )


def term_text(term: NamedNode | Literal) -> str:
    r"""The term as SPARQL text that no engine can read as anything else.

    Codepoint escapes are replaced before a query is parsed (SPARQL 1.1 section 19.2), by some engines also after an escaped
    backslash, by rdflib with as many hex digits as follow. Hence the eight-digit form throughout, also for the letter itself.

    >>> print(term_text(Literal('a "b" \\u0022')))
    "a \"b\" \\\U000000750022"
    """

    def escape(match: re.Match[str]) -> str:
        if match[1]:
            return f"\\\\\\U{ord(match[1]):08X}"
        return f"\\U0000{match[2]}" if match[2] else match[0]

    return _ESCAPE.sub(escape, str(term)) if isinstance(term, Literal) else str(term)


def bind(text: str, values: Mapping[str, NamedNode | Literal]) -> str:
    """The query with each named variable replaced by its term; in the outer SELECT it becomes `(term AS ?name)`.

    Which places a variable may stand in is the linter's business (allgraph.linter), not checked here.

    >>> bind("SELECT ?a ?b { ?a ?b 'no ?a' }", {"a": NamedNode("urn:x")})
    "SELECT (<urn:x> AS ?a) ?b { <urn:x> ?b 'no ?a' }"
    """
    pieces: list[str] = []
    done = 0
    selecting = False  # between the outer SELECT and its first brace
    seen_brace = False
    depth = 0  # of parentheses
    for token in tokens(text):
        if token.kind == "word" and token.text.upper() == "SELECT" and not seen_brace:
            selecting = True
        elif token.kind == "bracket":
            if token.text == "{":
                selecting, seen_brace = False, True
            depth += {"(": 1, ")": -1}.get(token.text, 0)
        elif token.kind == "variable" and token.text[1:] in values:
            term = term_text(values[token.text[1:]])
            pieces += [text[done : token.start], f"({term} AS {token.text})" if selecting and depth == 0 else term]
            done = token.start + len(token.text)
    return "".join(pieces) + text[done:]
