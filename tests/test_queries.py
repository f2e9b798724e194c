"""Stored queries as they are asked: the catalogue, its rows on two engines, and what each promises."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from query_fixtures import ANSWERS, GRAPH, cases, examples, write_query

from allgraph.asking.answers import plain
from allgraph.asking.linter import lint, lint_query
from allgraph.asking.queries import bound, catalogue, find, run, run_query, unmet, why_none
from allgraph.asking.rdflibstore import RdflibStore, open_with_rdflib
from allgraph.asking.sentences import ask
from allgraph.asking.store import OxigraphStore, Rows, open_store
from allgraph.errors import QueryError, StoreError, UnknownName


@pytest.fixture(scope="module")
def store() -> OxigraphStore:
    return open_store(GRAPH)


@pytest.fixture(scope="module")
def rdf() -> RdflibStore:
    return open_with_rdflib(GRAPH)


@pytest.fixture(scope="module")
def package(built: Path) -> OxigraphStore:
    """The graph of the package's tables, of which the files say what they expect."""
    return open_store(built)


#: Asked of the small graph, where every kind of row stands; what is asked of the package's graph is in test_contract.
SMALL: list[tuple[str, dict[str, str]]] = [
    (name, {})
    for name in (
        "drugs-by-phase",
        "drugs-by-target",
        "evidence",
        "sources",
        "statements",
        "treatments-for",
        "unknown-terms",
        "cd19-drugs",
        "cd22-drugs",
        "induction-drugs",
        "maintenance-drugs",
    )
] + [
    ("drugs-by-target", {"target": "CD3", "stances": "all"}),
    ("drugs-by-target", {"target": "bcr-abl"}),
    ("drugs-by-target", {"stances": "negated"}),
    ("drugs-by-phase", {"phase": "maintenance therapy"}),
    ("treatments-for", {"disease": "relapsed all"}),
    ("treatments-for", {"disease": "Ph+ ALL"}),
    ("evidence", {"subject": "blinatumomab"}),
    ("evidence", {"relation": "treats"}),
    ("evidence", {"object": "ALL"}),
    ("evidence", {"subject": "Blincyto", "relation": "has target", "object": "cd-19"}),
    ("unknown-terms", {"source": "000_bceb99142eb6840d"}),
]


@pytest.mark.parametrize(("name", "params"), SMALL, ids=str)
def test_rows_of_every_kind_are_the_same_on_both_engines(store: OxigraphStore, rdf: RdflibStore, name: str, params: dict[str, str]) -> None:
    """In the same order too, bound and unbound."""
    assert run(name, params, store).rows
    same(name, params, store, rdf)


def same(name: str, params: dict[str, str], one: OxigraphStore, other: RdflibStore) -> None:
    ours, theirs = run(name, params, one), run(name, params, other)
    assert ours.columns == theirs.columns
    assert ours.records() == theirs.records()
    assert ours.digest == theirs.digest


def test_what_is_asked_of_a_new_file_comes_from_it(tmp_path: Path) -> None:
    header = ("summary: s", "params:", "  x: {type: string, enumerate: [a, b], required: true}", "  y: {type: string}")
    write_query(tmp_path, "SELECT ?s WHERE { ?s ?x ?y }", *header, "presets:", "  z: {x: a}", "expect:", "  - params: {x: a, y: c}")
    assert cases(tmp_path) == [("a-question", {"x": "a", "y": "c"}), ("a-question", {"x": "a"}), ("a-question", {"x": "b"}), ("z", {})]


#: What rasqal 0.9.33, roqet's parser, has not of SPARQL 1.1 or takes amiss; a query that needs it is parsed by rdflib and Oxigraph alone.
UNKNOWN_TO_ROQET = re.compile(r"FILTER EXISTS|\)/ag:|HAVING\(MIN")


@pytest.mark.parametrize("path", sorted(ANSWERS.glob("*.rq")), ids=lambda path: path.stem)
def test_a_file_runs_as_it_stands(path: Path) -> None:
    """With nothing bound and no prefix added, in rdflib and, where it is installed, in roqet's parser."""
    text = path.read_text(encoding="utf-8")
    list(rdflib.Graph().parse(GRAPH).query(text))
    assert list(ox.Store().query(text)) == []  # type: ignore[arg-type]  # no file is an ASK
    if shutil.which("roqet") and not UNKNOWN_TO_ROQET.search(text):
        # -W 0: that a parameter is bound nowhere is no warning here
        subprocess.run(["roqet", "-q", "-n", "-W", "0", "-i", "sparql", path], check=True, capture_output=True)


@pytest.mark.parametrize("value", ["CD19", "cd-19", "ag:cd19", "https://w3id.org/allgraph/cd19", "<https://w3id.org/allgraph/cd19>"])
def test_a_target_by_any_of_its_names_is_one(package: OxigraphStore, value: str) -> None:
    one, other = (run("drugs-by-target", {"target": name}, package) for name in (value, "CD19"))
    assert (one.rows, one.digest) == (other.rows, other.digest)


def test_a_brand_in_the_place_of_a_target_is_told_as_its_drug(package: OxigraphStore) -> None:
    """Though documents make the brand a term of its own."""
    with pytest.raises(UnknownName, match=r"'blincyto' \(blinatumomab\) is a drug, not a target; nearest: CD19, CD3$"):
        run("drugs-by-target", {"target": "blincyto"}, package)


def test_the_projects_queries_have_no_fault() -> None:
    assert list(map(str, lint(ANSWERS))) == []


@pytest.mark.parametrize("name", [name for name, found in catalogue(ANSWERS).items() if not found.preset])
def test_expected_rows(package: OxigraphStore, name: str) -> None:
    """Every query says what it must and must not answer, describes its columns, and keeps it."""
    query = find(name, ANSWERS).query
    assert query.expect, f"{query.path} has no expect block"
    assert unmet(query, package) == []
    assert list(query.columns) == [column.name for column in run_query(query, query.expect[0].params, package).columns]
    unasked = [parameter for parameter, values in examples(query).items() if not values]
    assert unasked == [], f"{query.path}: give each of these a value in an expect block"


def test_evidence_tells_every_qualifier(package: OxigraphStore) -> None:
    """All of a statement's, in one order, as people write them."""
    text = """SELECT ?statement ?kind ?value ?kindLabel (COALESCE(?plain, ?label) AS ?name) WHERE {
        ?statement a ag:Statement ; ?kind ?value . ?kind rdfs:label ?kindLabel . ?value rdfs:label ?label
        OPTIONAL { ?value ag:plainName ?plain } FILTER(STRSTARTS(STR(?kind), STR(ag:qualifier))) } ORDER BY ?statement ?kind ?value"""
    told: dict[str, list[str]] = {}
    for statement, _, _, kind, name in package.select(text).rows:
        assert isinstance(kind, ox.Literal)
        assert isinstance(name, ox.Literal)
        told.setdefault(str(statement), []).append(f"{kind.value.removesuffix(' qualifier')}: {name.value}")
    found = {record["qualifiers"] for record in run("evidence", {}, package).records()}
    assert found == {"", *map("; ".join, told.values())}
    assert len(found) > 5


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, set()),
        ({"stances": "affirmed"}, set()),
        ({"stances": "hedged"}, set()),
        ({"stances": "negated"}, {"negated"}),
        ({"stances": "all"}, {"negated"}),
    ],
)
def test_what_a_source_denies_is_answered_only_where_asked_for(store: OxigraphStore, asked: dict[str, str], expected: set[str]) -> None:
    records = run("drugs-by-target", {"target": "CD3", **asked}, store).records()
    assert {record["stance"] for record in records} & {"negated"} == expected


def test_statements_contract(store: OxigraphStore) -> None:
    """One row a document, subject, relation and object; the plainest stance and its first passage; only what makes or denies an edge."""
    records = run("statements", {}, store).records()
    assert list(records[0]) == ["doc", "subject", "relation", "object", "stance", "quote", "start", "end", "section", "rule"]
    page = "000_bceb99142eb6840d"
    found = {(r["doc"], r["subject"], r["relation"], r["object"]): (r["stance"], r["start"], r["end"], r["quote"]) for r in records}
    assert len(found) == len(records)
    assert found == {
        (page, page, "cites", "a guide"): ("affirmed", "3000", "3007", ""),
        (page, "blinatumomab", "hasTarget", "cd19"): ("affirmed", "85", "99", "CD19 antibody blinatumomab"),
        (page, "stem cell transplant", "treats", "relapsed all"): (
            "affirmed",
            "1200",
            "1230",
            'is treated with a "transplant", a second line',
        ),
        (page, "tyrosine kinase inhibitor", "treats", "ph-positive all"): ("affirmed", "700", "730", ""),
        (page, "vincristine", "usedInPhase", "induction"): ("affirmed", "120", "131", "Vincristine"),
        ("other", "blinatumomab", "hasTarget", "cd19"): ("affirmed", "7", "21", ""),
        ("other", "blinatumomab", "hasTarget", "cd3"): ("negated", "30", "44", "does not"),
        ("other", "vincristine", "usedInPhase", "maintenance"): ("hedged", "70", "88", ""),
    }


def test_drugs_by_target_tells_origins_apart(store: OxigraphStore) -> None:
    records = run("drugs-by-target", {"target": "BCR-ABL1"}, store).records()
    assert [(r["drug"], r["origin"], r["sourceLabel"]) for r in records] == [
        ("ag:bcr-abl-inhibitor", "background", "An index of classes"),
        ("ag:imatinib", "inferred", "value by a class axiom"),
    ]


def test_a_preset_is_the_query_with_values(store: OxigraphStore) -> None:
    assert run("cd19-drugs", {}, store).rows == run("drugs-by-target", {"target": "ag:cd19"}, store).rows
    assert run("cd19-drugs", {"target": "CD19"}, store).rows == run("cd19-drugs", {}, store).rows
    for other in ("CD22", ""):  # its name would not be true
        with pytest.raises(QueryError, match="this question has target=CD19; drugs-by-target takes any"):
            run("cd19-drugs", {"target": other}, store)


def test_a_query_file_that_is_wrong_keeps_nobody_from_the_others(tmp_path: Path, store: OxigraphStore) -> None:
    answers = tmp_path / "answers"
    shutil.copytree(ANSWERS, answers)
    (answers / "mine.rq").write_text("#+ summary: [\n\nSELECT ?s { ?s ?p ?o }", encoding="utf-8")
    assert run("cd19-drugs", {}, store, folder=answers).rows == run("cd19-drugs", {}, store).rows
    for name in ("mine", "no-such-name"):
        with pytest.raises(QueryError, match=r"mine[.]rq, line"):
            find(name, answers)


def test_an_answer_tells_what_it_was_asked(tmp_path: Path, store: OxigraphStore) -> None:
    query = write_query(
        tmp_path,
        "SELECT ?x WHERE { ?x a ?c FILTER(COALESCE(?x = ?y, true)) }",
        *("summary: s", "params:", "  c: {type: string, default: old}", "  y: {type: term}"),
    )
    assert run_query(query, {}, store).asked == ("c=old",)
    assert run_query(query, {"c": "", "y": "CD19"}, store).asked == ("y=CD19",)
    assert "; query cd19-drugs target=CD19, sha256" in run("cd19-drugs", {}, store).summary


def test_a_wrong_name_tells_the_nearest() -> None:
    with pytest.raises(QueryError, match="nearest: drugs-by-target"):
        find("drug-by-targets", ANSWERS)
    with pytest.raises(QueryError, match="no query is called"):
        find("../answers/sources", ANSWERS)


def test_a_wrong_parameter_tells_the_known_ones(store: OxigraphStore) -> None:
    with pytest.raises(QueryError, match="no parameter 'Tagret'; nearest: target; its parameters: target"):
        run("drugs-by-target", {"Tagret": "CD19"}, store)
    with pytest.raises(QueryError, match="no parameter 'drug'; its parameters: target"):
        run("drugs-by-target", {"drug": "imatinib"}, store)


@pytest.mark.parametrize(
    ("name", "params", "told"),
    [
        ("claims", {"kind": "target"}, ["without kind=target there are [0-9]+ rows"]),
        (
            "class-members",
            {"class": "Drug"},
            [r"without class=Drug there are [0-9]+ rows, of BCL2 .+ and [0-9]+ more"],
        ),
        ("cd19-drugs", {"target": "CD19", "stances": "negated"}, ["without stances=negated there are [0-9]+ rows"]),
        (
            "claims",
            {"relation": "has target", "subject": "imatinib", "object": "CD19"},
            [
                "without relation=has target there is none either",
                "without subject=imatinib there are [0-9]+ rows, of blinatumomab, .+ and 1 more",
                "without object=CD19 there is 1 row, of BCR-ABL1",
            ],
        ),
    ],
)
def test_of_an_empty_answer_it_is_told_what_there_is_without_each_parameter(
    package: OxigraphStore, name: str, params: dict[str, str], told: list[str]
) -> None:
    lines = why_none(name, params, package)
    assert len(lines) == len(told)
    assert all(map(re.fullmatch, told, lines)), lines


def test_a_required_parameter(tmp_path: Path, store: OxigraphStore) -> None:
    query = write_query(
        tmp_path, "SELECT ?s WHERE { ?s ?p ?x MINUS { ?s a ?x } }", "summary: s", "params:", "  x: {type: term, required: true}"
    )
    assert lint_query(query) == []
    with pytest.raises(QueryError, match="the parameter x is required: write it as x=VALUE"):
        run_query(query, {}, store)


@pytest.mark.parametrize("empty", ["", " "])
@pytest.mark.parametrize("verb", [run, ask])
def test_an_empty_value_is_no_way_to_leave_a_parameter_out(verb: Callable[..., object], empty: str, store: OxigraphStore) -> None:
    """It stands where a variable of a shell is unset, and who wrote it wants one target, not all."""
    with pytest.raises(QueryError, match=r"^target=: the value is empty; give one, or leave this out to ask without it$"):
        verb("drugs-by-target", {"target": empty}, store)


@pytest.mark.parametrize(
    ("name", "params", "words"),
    [
        ("claims", {"relation": "treats", "object": "Blincyto"}, "'Blincyto' (blinatumomab) is a drug, not a disease or disease state"),
        ("phases-of-drug", {"object": "imatinib"}, "'imatinib' is a drug, not a treatment phase; there is "),
        ("evidence", {"subject": "CD19", "relation": "may treat"}, "'CD19' is a target, not a drug class or treatment"),
        ("support", {"object": "treats"}, "'treats' is a relation, not a term that may stand here"),
        ("agreement", {"subject": "CD19"}, "'CD19' is a target, not a term that may stand here"),
    ],
)
def test_an_end_that_the_relation_never_has_is_refused(package: OxigraphStore, name: str, params: dict[str, str], words: str) -> None:
    with pytest.raises(UnknownName, match=re.escape(words)):
        run(name, params, package)


def test_of_few_terms_all_are_told_to_whom_none_is_near(package: OxigraphStore) -> None:
    with pytest.raises(UnknownName, match="no source is called 'zzz'; there is Acute Lymphoblastic Leukemia Treatment Option Overview, "):
        run("source-profile", {"source": "zzz"}, package)


def test_of_many_terms_it_is_told_what_lists_them(package: OxigraphStore) -> None:
    with pytest.raises(UnknownName, match=r"no class is called 'XYZ'; `allgraph query class-members` lists classes$"):
        run("claims", {"kind": "XYZ"}, package)
    with pytest.raises(UnknownName, match=r"no disease or disease state is called 'XYZ'; `allgraph query names` lists names$"):
        run("treatments-for", {"disease": "XYZ"}, package)
    with pytest.raises(UnknownName, match=r"'cures' \(cure\) is a response, not a relation; there is approved by, "):
        run("claims", {"relation": "cures"}, package)


@pytest.mark.parametrize("value", ["numb fingers", "Numb fingers", "numbness in the toes"])
def test_a_wording_of_a_form_of_words_is_a_name(package: OxigraphStore, value: str) -> None:
    """Documents are read by it, and the graph holds the form."""
    text = bound(find("side-effects").query, {"object": value}, package)
    assert "ag:object <https://w3id.org/allgraph/numbness>" in text


def test_a_name_near_to_many_wordings_of_one_term_tells_it_once(package: OxigraphStore) -> None:
    with pytest.raises(UnknownName, match="nearest: numbness") as caught:
        run("side-effects", {"object": "numb fingres"}, package)
    assert len(set(caught.value.nearest)) == len(caught.value.nearest)


def test_a_relation_of_records_is_none_of_claims(package: OxigraphStore) -> None:
    with pytest.raises(QueryError, match=r"^relation=has passage: is a relation in which no claim is made$"):
        run("claims", {"relation": "has passage"}, package)


def test_every_inferred_fact_is_answered_with_what_is_said_for_it(package: OxigraphStore) -> None:
    ((count,),) = package.select("SELECT (COUNT(*) AS ?n) WHERE { ?statement ag:inferenceKind ?kind }").rows
    records = run("inferred", {}, package).records()
    assert len({(record["subject"], record["relation"], record["object"]) for record in records}) == int(plain(count))
    assert {record["premise"].partition("-")[0] for record in records} == {"ag:statement"}


def test_of_terms_with_one_name_the_relation_says_which_is_meant(package: OxigraphStore) -> None:
    """A brand is a term of its own, and what it is a brand of is combined with others."""
    query = find("claims").query
    assert "ag:object <https://w3id.org/allgraph/gleevec>" in bound(query, {"object": "Gleevec"}, package)
    assert "ag:object <https://w3id.org/allgraph/imatinib>" in bound(query, {"relation": "combined with", "object": "Gleevec"}, package)


@pytest.mark.parametrize(("side", "end"), [("ag:subject", "rdfs:domain"), ("ag:object", "rdfs:range")])
def test_every_claim_has_ends_that_its_relation_admits(package: OxigraphStore, side: str, end: str) -> None:
    """Else a parameter would refuse what the graph says."""
    found = package.select(f"""SELECT DISTINCT ?relation ?term WHERE {{
        ?statement ag:predicate ?relation ; {side} ?term .
        OPTIONAL {{
          ?relation ag:affirmedAs ?words ; {end}/(owl:unionOf/rdf:rest*/rdf:first)? ?class .
          ?term a/rdfs:subClassOf* ?class
        }}
        FILTER(!BOUND(?class)) }}""")
    assert found.rows == []


def test_a_default_and_taking_it_away(tmp_path: Path, store: OxigraphStore) -> None:
    query = write_query(
        tmp_path, "SELECT ?x WHERE { ?x a ?c }", "summary: s", "params:", "  c: {type: term, class: owl:Class, default: ag:Target}"
    )
    assert len(run_query(query, {"c": ""}, store).rows) > 4
    with pytest.raises(UnknownName):  # a class is no term that a question is about
        run_query(query, {}, store)


def test_ask_and_construct(tmp_path: Path, store: OxigraphStore) -> None:
    asked = run_query(write_query(tmp_path, "PREFIX ag: <https://w3id.org/allgraph/> ASK { ag:cd19 a ag:Target }"), {}, store)
    assert asked.records() == [{"answer": "true"}]
    built = run_query(
        write_query(tmp_path, "PREFIX ag: <https://w3id.org/allgraph/> CONSTRUCT { ag:cd19 ag:x ?c } { ag:cd19 a ?c }"), {}, store
    )
    assert {record["object"] for record in built.records()} == {"ag:Target", "owl:NamedIndividual"}


def test_unmet_expectations_are_told(tmp_path: Path, store: OxigraphStore) -> None:
    query = write_query(
        tmp_path,
        "PREFIX ag: <https://w3id.org/allgraph/> SELECT ?x WHERE { ?x a ag:Target FILTER(COALESCE(?x = ?t, true)) }",
        "summary: s",
        "params: {t: {type: term, class: ag:Target}}",
        "expect:",
        "  - contains: [{x: ag:cd19}, {x: ag:cd20}]",
        "    excludes: [{x: ag:cd22}]",
        "  - params: {t: CD91}",
    )
    faults = unmet(query, store)
    assert [fault.partition(": ")[2] for fault in faults[:2]] == ["no row {'x': 'ag:cd20'}", "an unwanted row {'x': 'ag:cd22'}"]
    assert "line 4" in faults[0]
    assert "no target is called 'CD91'; nearest: CD19" in faults[2]


def test_an_answer_with_other_columns_is_none(store: OxigraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """As of an endpoint that answers every question with the same page."""
    monkeypatch.setattr(type(store), "select", lambda *_: Rows(("x",), []))
    with pytest.raises(StoreError, match="other columns than the question: x"):
        run("sources", {}, store)
