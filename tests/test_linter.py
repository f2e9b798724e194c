"""The linter refuses what would give other rows elsewhere or when bound, with file and line, and lets the rest stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from query_fixtures import write_query

from allgraph.asking.linter import lint_query
from allgraph.errors import QueryError

PARAMS = ("summary: s", "params: {x: {type: term}}")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT ?s (1\nAS ?x) WHERE { ?s ?p ?o }", "after AS"),
        ("SELECT ?s WHERE { ?s ?p ?o\nBIND(?o AS ?x) }", "in BIND"),
        ("SELECT ?s WHERE { ?s ?p ?o\nBIND(STR(?x) AS ?y) }", "in BIND"),
        ("SELECT ?s WHERE { ?s ?p ?o\nVALUES ?x { 1 } }", "in VALUES"),
        ("SELECT ?s WHERE { ?s ?p ?o }\nVALUES (?x) { (1) }", "in VALUES"),
        ("SELECT ?s WHERE { ?s ?p ?o\nFILTER(BOUND(?x)) }", r"in BOUND\(\)"),
        ("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }\nGROUP BY ?x", "in GROUP BY"),
        ("SELECT ?s WHERE { ?s ?p ?o }\nORDER BY ?x", "in ORDER BY"),
        ("SELECT ?s WHERE { ?s ?p ?o {\nSELECT ?x WHERE { ?x ?y ?z } } }", "in the projection of a sub-select"),
        ("SELECT ?s WHERE { ?s ?p ?o\nFILTER NOT EXISTS { ?s ?p ?x } }", "in NOT EXISTS without being required"),
        ("SELECT ?s WHERE { ?s ?p ?o\nMINUS { ?s ?p ?x } }", "in MINUS without being required"),
        ("# a note\nSELECT * WHERE { ?s ?p ?x }", r"SELECT \* loses"),
        ("SELECT ?s WHERE { ?s ?p ?x\nFILTER EXISTS { ?s ?p ?o . ?o ?q ?r } }", "quadratic"),
        ("SELECT ?s WHERE { ?s ?p ?x\nFILTER(!EXISTS { ?s <urn:a>/<urn:b> ?o }) }", "quadratic"),
        ("SELECT ?s WHERE { ?s ?p ?x\nFILTER NOT EXISTS { ?s ?p ?o OPTIONAL { ?o ?q ?r } } }", "quadratic"),
        ("SELECT ?s WHERE { ?s ?p ?x }\nLIMIT 3", "without ORDER BY"),
        ("SELECT ?s WHERE { ?s ?p ?x {\nSELECT ?s WHERE { ?s ?p ?o } OFFSET 3 } } ORDER BY ?s LIMIT 5", "without ORDER BY"),
        ("SELECT ?s WHERE { ?s ?p ?x FILTER(?s =\n'\\u0022') }", "write the character itself"),
        ("SELECT ?s WHERE { ?s ?p ?x\nSERVICE <urn:x> { ?s ?p ?o } }", "SERVICE is not allowed"),
    ],
)
def test_what_a_query_must_not_do(tmp_path: Path, text: str, message: str) -> None:
    """Each is told with the line it stands in: the second of the text, the fourth of the file."""
    faults = lint_query(write_query(tmp_path, text, *PARAMS))
    assert [fault for fault in faults if fault.where.endswith("a-question.rq, line 4")]
    with pytest.raises(QueryError, match=message):
        raise faults[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("INSERT DATA { ?x ?y ?z }", "only SELECT"),
        ("DESCRIBE ?x", "DESCRIBE gives other rows"),
        ("SELECT ?x WHERE { ?x ?y", "not a SPARQL query"),
        ("SELECT ?x WHERE { { ?x ?y ?z } LATERAL { ?x ?y ?z } }", "not a SPARQL query"),  # Oxigraph alone would take it
    ],
)
def test_what_is_no_query(tmp_path: Path, text: str, message: str) -> None:
    faults = lint_query(write_query(tmp_path, text, *PARAMS))
    assert len(faults) == 1
    with pytest.raises(QueryError, match=message):
        raise faults[0]


@pytest.mark.parametrize("kind", ["term", "string", "integer", "decimal", "boolean", "date"])
def test_a_parameter_of_each_type_may_be_an_object(tmp_path: Path, kind: str) -> None:
    header = ("summary: s", f"params: {{x: {{type: {kind}}}}}")
    text = "SELECT ?x ?s WHERE { ?s ?p ?x FILTER(COALESCE(?p != ?x && STRLEN(STR(?x)) > 1, true)) }"
    assert list(map(str, lint_query(write_query(tmp_path, text, *header)))) == []


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?x ?s WHERE { ?s ?p ?x }",
        "SELECT DISTINCT ?s ?x WHERE { ?s ?x ?o . ?x ?y ?s }",
        "SELECT (COUNT(?s) AS ?n) WHERE { ?s ?p ?o FILTER(COALESCE(?o = ?x, true)) } HAVING(COALESCE(COUNT(?s) > ?x, true))",
        "SELECT ?s WHERE { ?s ?p ?o FILTER EXISTS { ?s ?p ?x } GRAPH ?x { ?s ?p ?o } } ORDER BY ?s LIMIT 3",
        "SELECT ?s WHERE { ?s ?p ?o { SELECT ?s WHERE { ?s ?q ?x } } FILTER(?o IN (?x, 1) || ?o+?x>-?x) }",
        "CONSTRUCT { ?s ?x ?o } WHERE { ?s ?x ?o OPTIONAL { ?o $x ?s } } # ?x",
        "ASK { ?s ?p 'about ?x', 'x'@en, 'x'^^<urn:t>, ?x }",
        "PREFIX my: <urn:my:> ASK { ?s ?p 'x'^^my:type, ?x FILTER(?s < ?x || ?x > ?s) }",
    ],
)
def test_where_a_parameter_may_stand(tmp_path: Path, text: str) -> None:
    assert list(map(str, lint_query(write_query(tmp_path, text, *PARAMS)))) == []


def test_the_proof_finds_a_value_that_is_no_sparql_in_its_place(tmp_path: Path) -> None:
    """A string cannot be a predicate."""
    (fault,) = lint_query(write_query(tmp_path, "SELECT ?s WHERE { ?s ?x ?o }", "summary: s", "params: {x: {type: string}}"))
    assert "with a value for x it is no SPARQL" in str(fault)


def test_columns_and_order_are_held_to_the_query(tmp_path: Path) -> None:
    query = write_query(
        tmp_path, "SELECT ?s WHERE { ?s ?p ?o }", "summary: s", "columns:", "  o: {}", "order: [p]", "expect:", "  - contains: [{q: 1}]"
    )
    assert [str(fault).partition(".rq")[2] for fault in lint_query(query)] == [
        ": the header tells an order and the query has no ORDER BY",
        ", line 3: the column o is not selected",
        ": the column s is not described: add it to columns",
        ": order names p, which is not selected",
        ", line 6: a row names q, which is not selected",
    ]


def test_a_misspelt_relation_is_told_with_its_line(tmp_path: Path) -> None:
    query = write_query(
        tmp_path,
        "PREFIX ag: <https://w3id.org/allgraph/>\nSELECT ?s WHERE {\n ?s ag:hasTarrget ag:cd19 ; ag:hasTarget ag:some-new-2 }",
        "summary: s",
    )
    assert lint_query(query) == []  # of an ontology that is not known
    (fault,) = lint_query(query, frozenset({"hasTarget", "treats"}))
    assert "the ontology has no ag:hasTarrget; did you mean ag:hasTarget?" in str(fault)
    assert str(fault).partition(".rq, line ")[2][0] == str(query.text[: query.text.index("hasTarrget")].count("\n") + 1)


def test_a_misspelt_class_of_a_parameter_is_told_with_its_line(tmp_path: Path) -> None:
    query = write_query(
        tmp_path,
        "SELECT ?drug WHERE { ?drug a ?kind }",
        "summary: s",
        "params:",
        "  drug: {type: term, class: [ag:DrugClas], label: drug}",
    )
    (fault,) = (one for one in lint_query(query, frozenset({"Drug", "DrugClass"})) if "ontology" in str(one))
    assert str(fault).partition(".rq, ")[2] == "line 3: the ontology has no ag:DrugClas; did you mean ag:DrugClass?"
