"""The linter of stored queries: what a file must keep so that it gives the same rows everywhere, bound or not.

It parses with rdflib, a second reader beside the engine that runs the queries. Never used at run time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox
import rdflib
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from allgraph import resources
from allgraph.asking.answers import GRAPH_COLUMNS
from allgraph.asking.queries import catalogue, query_files
from allgraph.asking.queryfiles import StoredQuery, read_query
from allgraph.asking.rdflibstore import to_rdflib
from allgraph.asking.sentences import WORDS, places
from allgraph.asking.sparql import Token, bind, line_of, query_form, tokens
from allgraph.errors import QueryError
from allgraph.vocabulary import PREFIXES

#: The ancestors of a node: (name of the tree's node, key under it), outermost first.
_Path: TypeAlias = tuple[tuple[str, str], ...]
#: A parse tree as plain values that can be compared.
_Tree: TypeAlias = "tuple[_Tree, ...] | str"

_XSD = PREFIXES["xsd"]
#: A value of each type, hostile where its type allows: what the proof binds.
_SAMPLES: dict[str, ox.NamedNode | ox.Literal] = {
    "term": ox.NamedNode(PREFIXES["ag"] + "a-b_c?d=$e#f(g)'h"),
    "string": ox.Literal("a'b\"c''' \"\"\" \\ \\u0022 } # ?x $y\n<z> FILTER(true)"),
    "integer": ox.Literal("-7", datatype=ox.NamedNode(_XSD + "integer")),
    "decimal": ox.Literal("-0.5", datatype=ox.NamedNode(_XSD + "decimal")),
    "boolean": ox.Literal("true", datatype=ox.NamedNode(_XSD + "boolean")),
    "date": ox.Literal("2026-05"),
}
#: Nodes of rdflib's tree that only pass on their one child.
_WRAPPERS = frozenset(
    {
        "ConditionalOrExpression",
        "ConditionalAndExpression",
        "RelationalExpression",
        "AdditiveExpression",
        "MultiplicativeExpression",
        "PathAlternative",
        "PathSequence",
        "PathElt",
    }
)


def lint(folder: Path | None = None, ontology: Path | None = None, *, promised: bool = False) -> list[QueryError]:
    """Every fault of the query files in a folder (None: of this installation's questions and views), each with file and, mostly, line.

    The names in them are held to those that the files of `ontology` declare; for this installation's to its own, for others to none.
    Where they are to be `promised`, as this installation's are, each must promise a row, or forbid one.
    """
    if folder is None:
        own, folders = resources.folder("ontology"), [resources.folder("queries") / name for name in ("answers", "views")]
        return [fault for name in folders for fault in lint(name, own, promised=True)]
    known = _declared(ontology) if ontology else None
    faults: list[QueryError] = []
    queries: list[StoredQuery] = []
    for path in query_files(folder):
        try:
            query = read_query(path)
        except QueryError as error:
            faults.append(error)
        else:
            queries.append(query)
            faults += lint_query(query, known)
    if not faults:
        try:
            names = catalogue(folder)  # names that clash over several files
        except QueryError as error:
            faults.append(error)
        else:
            asked = {found.query.path: found.query.explain for found in names.values()}
            lost = {path: name for path, name in asked.items() if name and name not in names}
            faults += [QueryError(f"explain names {name}, which no query is called", where=str(path)) for path, name in lost.items()]
    if promised:  # else no test would say that they give what they should
        told = "the header has no expect: name rows that it must give (contains) and must not (excludes)"
        faults += [QueryError(told, where=str(query.path)) for query in queries if not query.expect]
    return faults


def lint_query(query: StoredQuery, known: frozenset[str] | None = None) -> list[QueryError]:
    """The faults of one query whose header has been read; `known` are the names that there are, where they are to be looked at."""
    try:
        form = query_form(query.text)
    except QueryError as error:
        return [QueryError(error.message, where=f"{query.path}, {error.where}" if error.where else str(query.path))]
    if form == "DESCRIBE":  # what it gives is each engine's own choice
        return [QueryError("DESCRIBE gives other rows on every engine; use CONSTRUCT", where=str(query.path))]
    try:
        tree = _parsed(query.text)
    except QueryError as error:
        return [QueryError(error.message, where=str(query.path))]
    return [*_Structure(query).faults(), *_header_faults(query), *_name_faults(query, known), *_binding_faults(query, tree)]


def _parsed(text: str) -> object:
    """A query as rdflib parses it; QueryError where it or pyoxigraph cannot."""
    try:
        ox.Store().query(text)
        tree = parseQuery(text)
        translateQuery(parseQuery(text))  # it changes the tree that it is given
    except Exception as error:  # pyoxigraph raises SyntaxError, rdflib whatever its grammar meets
        raise QueryError(f"not a SPARQL query: {error}") from error
    return tree


def _header_faults(query: StoredQuery) -> Iterator[QueryError]:
    """Columns that the header names and the query does not select, and the other way round; other names that it does not select."""
    found = ox.Store().query(query.text)
    selected = [variable.value for variable in found.variables] if isinstance(found, ox.QuerySolutions) else GRAPH_COLUMNS
    for name in (one for one in query.columns if one not in selected):
        yield QueryError(f"the column {name} is not selected", where=query.place("columns", name))
    for name in (one for one in selected if query.columns and one not in query.columns):
        yield QueryError(f"the column {name} is not described: add it to columns", where=str(query.path))
    for name in query.order:
        if name not in selected:
            yield QueryError(f"order names {name}, which is not selected", where=str(query.path))
    for name in query.claim.values():
        if name not in selected and not (name == query.claim["relation"] and ":" in name):
            yield QueryError(f"claim names {name}, which is not selected", where=str(query.path))
    for name in places(query.sentence):
        if name not in (*selected, *WORDS):
            yield QueryError(f"sentence names {name}, which is not selected", where=str(query.path))
        elif name in WORDS and not query.claim:
            yield QueryError(f"sentence has {name}, and the header tells no claim", where=str(query.path))
    for number, expectation in enumerate(query.expect):
        for name in sorted({name for row in (*expectation.contains, *expectation.excludes) for name in row} - set(selected)):
            yield QueryError(f"a row names {name}, which is not selected", where=query.place("expect", str(number)))


def _name_faults(query: StoredQuery, known: frozenset[str] | None) -> Iterator[QueryError]:
    """Words of the project's own namespace that the ontology does not declare: a misspelt relation finds nothing, and no engine says so.

    What has a hyphen or a digit may be the name of a thing that some document gave.
    """
    if known is None:
        return
    named = [(name, query.place("params", param)) for param, parameter in query.params.items() for name in parameter.classes]
    names = (token for token in tokens(query.text) if token.kind == "name")
    named += [(token.text, f"{query.path}, line {line_of(query.text, token.start)}") for token in names]
    for text, where in named:
        name = text.removeprefix("ag:")
        if name != text and name.isalpha() and name not in known:
            near = "".join(f"; did you mean ag:{one}?" for one in get_close_matches(name, known, 1))
            yield QueryError(f"the ontology has no {text}{near}", where=where)


@lru_cache(maxsize=1)
def _declared(ontology: Path) -> frozenset[str]:
    """The local names of what the files of an ontology declare."""
    space = PREFIXES["ag"]
    files = ontology.rglob("*.ttl")
    subjects = (triple.subject for file in files for triple in ox.parse(path=file, format=ox.RdfFormat.TURTLE))
    return frozenset(one.value.removeprefix(space) for one in subjects if isinstance(one, ox.NamedNode) and one.value.startswith(space))


@dataclass
class _Structure:
    """Finds what stands where it must not. To know each variable's line, every occurrence is parsed under a name of its own."""

    query: StoredQuery

    def faults(self) -> Iterator[QueryError]:
        yield from self.escapes()
        marked, places = self.marked()
        tree = parseQuery(marked)[1]
        if self.query.order and "orderby" not in tree:
            yield QueryError("the header tells an order and the query has no ORDER BY", where=str(self.query.path))
        if self.query.params and tree.name == "SelectQuery" and "projection" not in tree:
            yield self.fault("SELECT * loses the column of a bound parameter; name the columns", self.words("SELECT")[0])
        exists = iter(self.words("EXISTS"))
        for node, path in _walk(tree):
            if isinstance(node, rdflib.Variable) and (match := re.fullmatch(r"occurrence([0-9]+)", node)):
                token = places[int(match[1])]
                name = token.text[1:]
                if refused := _refused(path, required=self.query.params[name].required):
                    yield self.fault(f"the parameter {name} stands {refused}", token)
            elif isinstance(node, CompValue) and node.name in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
                token = next(exists)
                if _patterns(node) > 1:
                    yield self.fault("EXISTS with more than one pattern is quadratic in Oxigraph; use OPTIONAL and !BOUND", token)
            elif isinstance(node, CompValue) and "limitoffset" in node and "orderby" not in node:
                (number, *_) = node.limitoffset.values()
                yield self.fault("paging (LIMIT, OFFSET) without ORDER BY gives other rows on every engine", places[int(number)])

    def marked(self) -> tuple[str, list[Token]]:
        """The text with each occurrence of a parameter, and each number after LIMIT or OFFSET, replaced by its place in the list."""
        pieces: list[str] = []
        places: list[Token] = []
        done = 0
        before = ""
        for token in tokens(self.query.text):
            own = token.kind == "variable" and token.text[1:] in self.query.params
            if own or before in ("LIMIT", "OFFSET"):
                pieces += [self.query.text[done : token.start], f"{'?occurrence' if own else ''}{len(places)}"]
                done = token.start + len(token.text)
                places.append(token)
            before = token.text.upper() if token.kind == "word" else ""
        return "".join(pieces) + self.query.text[done:], places

    def fault(self, message: str, token: Token) -> QueryError:
        return QueryError(message, where=f"{self.query.path}, line {line_of(self.query.text, token.start)}")

    def words(self, word: str) -> list[Token]:
        return [token for token in tokens(self.query.text) if token.kind == "word" and token.text.upper() == word]

    def escapes(self) -> Iterator[QueryError]:
        """Codepoint escapes are replaced before a query is read, so they could hide a token."""
        if match := re.search(r"\\[uU][0-9A-Fa-f]{4}", self.query.text):
            yield self.fault(r"write the character itself, not \u", Token("escape", match.group(), match.start()))


def _walk(node: object, path: _Path = ()) -> Iterator[tuple[object, _Path]]:
    """Every node of rdflib's tree in the order of the text, with its ancestors."""
    yield node, path
    if isinstance(node, CompValue):
        for key, child in node.items():
            yield from _walk(child, (*path, (node.name, key)))
    elif isinstance(node, Iterable) and not isinstance(node, str):
        for child in node:
            yield from _walk(child, path)


def _refused(path: _Path, *, required: bool) -> str:
    """Where a parameter with these ancestors stands if it must not stand there, else "".

    Replaced by a term it would be no SPARQL there, or without a value it would mean something else.
    """
    names = {name for name, _ in path}
    rules: tuple[tuple[bool, str], ...] = (
        (("vars", "evar") in path, "after AS"),
        ("Bind" in names, "in BIND ... AS"),
        ("GroupClause" in names, "in GROUP BY; group by a second variable"),
        ("OrderClause" in names, "in ORDER BY; order by a second variable"),
        (bool(names & {"InlineData", "ValuesClause"}), "in VALUES"),
        ("Builtin_BOUND" in names, "in BOUND(); write COALESCE(test, true)"),
        (("SubSelect", "projection") in path, "in the projection of a sub-select"),
        ("Builtin_NOTEXISTS" in names and not required, "in NOT EXISTS without being required"),
        ("MinusGraphPattern" in names and not required, "in MINUS without being required"),
    )
    return next((words for refused, words in rules if refused), "")


def _patterns(node: CompValue) -> int:
    """How many patterns are joined inside an EXISTS: triples, the further steps of a path sequence, and nested groups."""
    count = 0
    for inner, _ in _walk(node):
        if isinstance(inner, CompValue) and inner.name == "TriplesBlock":
            count += sum(len(triples) // 3 for triples in inner.triples)
        elif isinstance(inner, CompValue) and inner.name == "PathSequence":
            count += len(inner.part) - 1
    return count


def _binding_faults(query: StoredQuery, template: object) -> Iterator[QueryError]:
    """The proof: the tree of the bound query is the template's tree with the variables exchanged, and nothing else."""
    samples = {name: _SAMPLES[parameter.type] for name, parameter in query.params.items()}
    if not samples or not (fault := _binding_fault(query.text, template, samples)):
        return
    single = {name: _binding_fault(query.text, template, {name: sample}) for name, sample in samples.items()}
    yield from (
        QueryError(f"with a value for {name} {fault}", where=query.place("params", name)) for name, fault in single.items() if fault
    )
    if not any(single.values()):
        yield QueryError(f"with values for {', '.join(samples)} {fault}", where=str(query.path))


def _binding_fault(text: str, template: object, terms: dict[str, ox.NamedNode | ox.Literal]) -> str:
    """What is wrong with the bound query, where it is not the template with the variables exchanged; "" where all is well."""
    change = {name: _leaf(to_rdflib(term)) for name, term in terms.items()}
    try:
        bound = _parsed(bind(text, terms))
    except QueryError as error:
        return f"it is no SPARQL: {error.message}"
    return "" if _comparable(bound, {}, change) == _comparable(template, change, change) else "it is another query"


def _comparable(node: object, exchange: dict[str, str], bound: dict[str, str]) -> _Tree:
    """The tree as plain tuples, variables exchanged as `exchange` says, and `(term AS ?name)` as `?name` where `bound` says so."""
    if isinstance(node, CompValue) and node.name != "literal":
        items = {key: _comparable(child, exchange, bound) for key, child in node.items() if key != "evar"}
        if node.name in _WRAPPERS and len(items) == 1:
            (only,) = items.values()
            return only[0] if node.name.startswith("Path") and len(only) == 1 else only
        if node.name == "vars" and "evar" in node:
            if bound.get(str(node.evar)) == items["expr"]:
                return ("vars", ("var", items["expr"]))
            items["evar"] = _leaf(node.evar)
        return (node.name, *((key, child) for key, child in items.items()))
    if isinstance(node, Iterable) and not isinstance(node, (str, CompValue)):
        return tuple(_comparable(child, exchange, bound) for child in node)
    return exchange[str(node)] if isinstance(node, rdflib.Variable) and str(node) in exchange else _leaf(node)


def _leaf(node: object) -> str:
    if isinstance(node, CompValue):  # a literal as it was written, not yet a term
        parts = dict(node.items())  # its own `get` gives the key where there is no value
        if isinstance(parts.get("datatype"), CompValue):
            return repr(node)
        return rdflib.Literal(str(node.string), lang=parts.get("lang"), datatype=parts.get("datatype")).n3()
    return node.n3() if isinstance(node, (rdflib.URIRef, rdflib.Literal, rdflib.BNode, rdflib.Variable)) else repr(node)
