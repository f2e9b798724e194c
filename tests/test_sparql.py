"""Binding: whatever a value holds, in whatever place it stands, it stays one term on every engine."""

from __future__ import annotations

from contextlib import suppress

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st

from allgraph.asking.linter import _binding_fault, _parsed
from allgraph.asking.rdflibstore import RdflibStore
from allgraph.asking.sparql import bind, query_form, term_text, tokens
from allgraph.asking.store import OxigraphStore

#: Every place DESIGN allows, as a question whose only right answer for the value V is the subject that carries it.
PLACES = {
    "pattern": "SELECT ?s WHERE { ?s <urn:name> ?value }",
    "filter": "SELECT ?s WHERE { ?s <urn:name> ?name FILTER(COALESCE(?name = ?value, true)) }",
    "outer select": "SELECT ?value ?s WHERE { ?s <urn:name> ?value . # ?value }\n }",
    "having": "SELECT ?s WHERE { ?s <urn:name> ?n } GROUP BY ?s HAVING(COALESCE(MAX(?n) = ?value, true))",
    "exists": "SELECT ?s WHERE { ?s <urn:is> <urn:thing> FILTER EXISTS { ?s <urn:name> ?value } }",
    "not exists": "SELECT ?s WHERE { ?s <urn:is> <urn:thing> FILTER NOT EXISTS { ?s <urn:other> ?value } }",
    "minus": "SELECT ?s WHERE { ?s <urn:is> <urn:thing> MINUS { ?s <urn:other> ?value } }",
    "sub-select": "SELECT ?s WHERE { { SELECT ?s WHERE { ?s <urn:name> ?value } } }",
    "beside strings": "SELECT ?s WHERE { ?s <urn:name> ?value FILTER('?value' != \"it's ?value#\" && '''?value''' = \"\"\"?value\"\"\") }",
}


def fault(template: str, term: ox.NamedNode | ox.Literal) -> str:
    return _binding_fault(template, _parsed(template), {"value": term})


HOSTILE = [
    "quote \" and ' and \"\"\" and '''",
    "\\",
    "\\\\u0022 } #",
    "\\u0022",
    "\\U00000022",
    "\x00abcd",
    "a\nb\rc\td",
    "} . ?s ?p ?o . {",
    "# comment",
    "?value $value",
    "' UNION { ?s ?p ?o }",
    "<urn:x>",
    "日本語 😀 \u2028",
    "",
]


#: Values as an attacker would build them, of what ends, opens or escapes something in SPARQL.
FRAGMENTS = [
    *HOSTILE,
    '"',
    "'",
    '"""',
    "\\",
    "\\u0022",
    "#",
    "{",
    "}",
    "(",
    ")",
    "<",
    ">",
    "^^",
    "@en",
    "?value",
    "$s",
    "\n",
    "\r",
    " UNION ",
    "; DROP ALL",
]
HOSTILE_TEXTS = st.lists(st.sampled_from(FRAGMENTS) | st.text(st.characters(exclude_categories=["Cs"]), max_size=4), max_size=6).map(
    "".join
)


def _two_subjects(value: str) -> tuple[OxigraphStore, RdflibStore]:
    """A graph in which one subject is named `value` and another is not, on both engines."""
    quads: list[tuple[str, str, ox.NamedNode | ox.Literal]] = [
        ("urn:yes", "urn:name", ox.Literal(value)),
        ("urn:yes", "urn:is", ox.NamedNode("urn:thing")),
        ("urn:no", "urn:name", ox.Literal(value + "!")),
        ("urn:no", "urn:is", ox.NamedNode("urn:thing")),
        ("urn:no", "urn:other", ox.Literal(value)),
    ]
    engine, graph = ox.Store(), rdflib.Graph()
    for s, p, o in quads:
        engine.add(ox.Quad(ox.NamedNode(s), ox.NamedNode(p), o))
        graph.add((rdflib.URIRef(s), rdflib.URIRef(p), rdflib.Literal(o.value) if isinstance(o, ox.Literal) else rdflib.URIRef(o.value)))
    return OxigraphStore(engine, "memory"), RdflibStore(graph)


def _holds_everywhere(value: str) -> None:
    ours, theirs = _two_subjects(value)
    for place, template in PLACES.items():
        text = bind(template, {"value": ox.Literal(value)})
        for engine in (ours, theirs):
            assert [row[-1] for row in engine.select(text).rows] == [ox.NamedNode("urn:yes")], (place, text)


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_stays_a_value(value: str) -> None:
    """In every place, on both engines, the bound query asks for exactly that text."""
    _holds_everywhere(value)


@settings(max_examples=25)  # each in nine places, on two engines
@given(HOSTILE_TEXTS)
def test_values_built_to_break_out_stay_values(value: str) -> None:
    _holds_everywhere(value)


@settings(max_examples=25)
@given(HOSTILE_TEXTS)
def test_a_bound_query_is_the_same_query(value: str) -> None:
    """In every place: rdflib's tree of it is the template's, with the variable exchanged; for text, and for what passes as an IRI."""
    terms: list[ox.NamedNode | ox.Literal] = [ox.Literal(value)]
    with suppress(ValueError):
        terms.append(ox.NamedNode("urn:" + value))
    for place, template in PLACES.items():
        for term in terms:
            assert fault(template, term) == "", (place, term)


def test_another_query_is_told_from_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof would see a value that is pasted as it is."""
    monkeypatch.setattr("allgraph.asking.sparql.term_text", lambda term: f'"{term.value}"')
    template = PLACES["filter"]
    assert fault(template, ox.Literal("a name")) == ""
    assert fault(template, ox.Literal('x" || "" = "')) == "it is another query"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
@example("\\u0022 } #")
def test_any_text_is_read_back_by_both_engines(value: str) -> None:
    text = f"SELECT ({term_text(ox.Literal(value))} AS ?v) WHERE {{}}"
    for engine in (OxigraphStore(ox.Store(), "memory"), RdflibStore(rdflib.Graph())):
        assert engine.select(text).rows == [(ox.Literal(value),)]


@given(st.text(max_size=40))
def test_an_iri_is_bound_whole_or_refused(text: str) -> None:
    """What pyoxigraph takes for an IRI is one token; what it does not take never reaches a query."""
    try:
        term = ox.NamedNode("urn:" + text)
    except (ValueError, UnicodeEncodeError):
        return
    assert [(token.kind, token.text) for token in tokens(term_text(term))] == [("iri", f"<urn:{text}>")]


@given(st.text())
def test_binding_nothing_changes_nothing(text: str) -> None:
    assert bind(text, {}) == text
    assert bind(text, {"no such variable": ox.Literal("x")}) == text


def test_tokens_are_the_grammars() -> None:
    """SPARQL 1.1 section 19.8: long strings, escapes in names, `$`, a longest variable name, no variable inside anything else."""
    text = """SELECT ?a $a ?ab { <x?a#> ag:b\\#?a "\\"?a" '''?a'?a''' ?a<?b . ?a·b @en } #?a"""
    found = [token.text for token in tokens(text) if token.kind == "variable"]
    assert found == ["?a", "$a", "?ab", "?a", "?a", "?b", "?a·b"]
    assert query_form("BASE <urn:x> PREFIX a: <urn:y> construct {} {}") == "CONSTRUCT"
