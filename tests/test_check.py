"""The check: each planted fault is named with its file and place, and an untouched project has none."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from small import FINDINGS, OTHER, PAGE, TEXT, write_ontology

import allgraph
from allgraph import resources
from allgraph.checking import check as module
from allgraph.checking.faults import Severity
from allgraph.cli import run
from allgraph.errors import StoreError
from allgraph.graph.assembly import make_graph
from allgraph.graph.ontology import Ontology, read_ontology
from allgraph.graph.reasoning import Inferences, add_inferences, infer
from allgraph.graph.turtle import write_turtle
from allgraph.texts import digest

Edit = Callable[[Path], None]


def added(file: str, text: str) -> Edit:
    def edit(folder: Path) -> None:
        path = folder / file
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    return edit


def changed(file: str, old: str, new: str) -> Edit:
    def edit(folder: Path) -> None:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def orphaned(folder: Path) -> None:
    """The first row of a table becomes a curator's decision whose passage is gone."""
    path = min((folder / "ontology" / "statements").glob("*.tsv"))
    header, row, *rest = path.read_text(encoding="utf-8").split("\n")
    cells = dict(zip(header.split("\t"), row.split("\t"), strict=True))
    cells |= {"status": "accepted", "flag": "orphaned", "curator": "a curator", "note": "it is right"}
    path.write_text("\n".join([header, "\t".join(cells.values()), *rest]), encoding="utf-8")


@pytest.fixture
def project(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project to spoil, in which one stands."""
    for name in ("ontology", "queries"):
        shutil.copytree(root / name, tmp_path / name)
    shutil.copy(root / "pyproject.toml", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def unreasoned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most faults show without HermiT, which takes most of the time."""
    monkeypatch.setattr(module, "infer", lambda _: Inferences({}, {}))


def test_the_project_has_no_fault(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(root)
    assert run(["check"]) == 0
    assert capsys.readouterr().out == ""


def test_a_build_has_no_fault(built: Path) -> None:
    assert allgraph.check(graph=built) == ()


TERM = 'ag:{} a ag:{}, owl:NamedIndividual ;\n    rdfs:label "{}" .\n'
ROW = "targeted therapy\tsubtypeOf\ttyrosine kinase inhibitor\tA made-up book\thttps://example.org/book"


@pytest.mark.usefixtures("unreasoned")
@pytest.mark.parametrize(
    ("edit", "rule", "severity", "words", "place"),
    [
        (
            added("ontology/terms/drugs.ttl", "\nag:imatinib a ag:Target .\n"),
            "two-disjoint-kinds",
            "error",
            "ag:imatinib",
            "drugs.ttl, line",
        ),
        (
            added("ontology/terms/drugs.ttl", '\nag:imatinib ag:madeIn "a plant" .\n'),
            "undeclared-property",
            "error",
            "madeIn",
            "drugs.ttl, line",
        ),
        (
            added("ontology/terms/drugs.ttl", '\nag:imatinib oio:hasExactSynonym "dasatinib" .\n'),
            "two-terms-with-one-name",
            "error",
            "dasatinib",
            "drugs.ttl, line",
        ),
        (
            added("ontology/terms/drugs.ttl", '\nag:imatinib ag:plainName "a name" , "another" .\n'),
            "shape",
            "error",
            "at most one plain name",
            "drugs.ttl, line",
        ),
        (
            added("ontology/terms/drug-classes.ttl", "\n" + TERM.format("new-class", "DrugClass", "new class")),
            "shape",
            "error",
            "one twin",
            "drug-classes.ttl, line",
        ),
        (added("ontology/background.tsv", f"{ROW}\n"), "cycle-of-subtypes", "error", "subtype of itself", "drug-classes.ttl, line"),
        (
            added("ontology/background.tsv", "imatinib\thasTarget\tCD19\t\thttps://example.org\n"),
            "readable",
            "error",
            "cites nothing",
            "background.tsv, line",
        ),
        (
            changed("ontology/mappings.sssom.tsv", "\tchebi:", "\tchebi:x"),
            "identifier-of-wrong-form",
            "error",
            "chebi:x",
            "mappings.sssom.tsv, line",
        ),
        (
            added("ontology/background.tsv", "imatinib\thasTarget\tdasatinib\tA made-up book\thttps://example.org/book\n"),
            "shape",
            "error",
            "ag:dasatinib",
            "background.tsv, line",
        ),
        (
            added("ontology/terms/drugs.ttl", '\nag:imatinib ag:brand "Blincyto" .\n'),
            "brand-of-two",
            "error",
            "Blincyto",
            "drugs.ttl, line",
        ),
        (
            changed("ontology/mappings.sssom.tsv", "ag:imatinib\timatinib", "ag:imatinib\tdasatinib"),
            "label",
            "warn",
            "is called dasatinib",
            "mappings.sssom.tsv, line",
        ),
        (
            changed("ontology/terms/drug-classes.ttl", "owl:hasValue ag:antibiotic", "owl:hasValue ag:anthracycline"),
            "twin-of-another",
            "error",
            "ag:antibiotic",
            "drug-classes.ttl, line",
        ),
        (changed("ontology/shapes.ttl", "a sh:NodeShape ;", "a sh:NodeShape"), "readable", "error", "", "shapes.ttl, line"),
        (changed("ontology/cues.ttl", "as-a: {s}", "as-a: {q}"), "readable", "error", "{q}", ""),
        (orphaned, "orphaned-decision", "warn", "no longer found", ".tsv, line 2"),
        (added("ontology/terms/drugs.ttl", "\nag:imatinib a \n"), "readable", "error", "", "drugs.ttl, line"),
    ],
    ids=[
        "drug-and-target",
        "undeclared",
        "one-synonym",
        "two-plain-names",
        "no-twin",
        "cycle",
        "no-citation",
        "identifier",
        "range",
        "brand",
        "label",
        "twin",
        "shapes",
        "cues",
        "orphaned",
        "turtle",
    ],
)
def test_a_fault_in_the_sources_is_named(
    project: Path, capsys: pytest.CaptureFixture[str], edit: Edit, rule: str, severity: str, words: str, place: str
) -> None:
    edit(project)
    assert run(["check", "--format", "json"]) == 1
    faults = json.loads(capsys.readouterr().out)
    found = [fault for fault in faults if fault["rule"] == rule]
    assert found, faults
    assert {fault["severity"] for fault in found} == {severity}
    assert any(words in f"{fault['focus']} {fault['message']}" and place in fault["place"] for fault in found), found


def test_the_reasoner_names_a_contradiction(project: Path) -> None:
    added("ontology/terms/drugs.ttl", "\nag:imatinib a ag:Target .\n")(project)
    faults = [fault for fault in allgraph.check() if fault.rule == "reasoner"]
    assert [fault.severity for fault in faults] == [Severity.ERROR]
    assert "ag:imatinib is " in faults[0].message
    assert "drugs.ttl, line" in faults[0].place


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small graph with quotes, as Turtle; the class in it that has no twin is left out."""
    ontology = read_ontology(write_ontology(tmp_path_factory.mktemp("check") / "o"))
    twinned = Ontology(frozenset(t for t in ontology.triples if "care" not in str(t.subject)), ontology.background)
    graph = make_graph(twinned, FINDINGS, [PAGE, OTHER], texts={"page": TEXT})
    return write_turtle(add_inferences(graph, infer(graph)).triples())


@pytest.mark.parametrize(
    ("old", "new", "rule", "words"),
    [
        ("", "ag:foocept ag:treats ag:remission .", "shape", "outside its range"),
        ("", "ag:barumab ag:hasDrugClass ag:foo-blocker .", "edge-without-ground", "ag:foo-blocker"),
        ("", "ag:barumab ag:usedInPhase ag:opening .", "edge-of-a-denial", "negated"),
        ("", "ag:barumab ag:treats ag:leukosis .", "edge-of-a-denial", "hedged"),
        ("    ag:treats ag:leukosis", "    ag:treats ag:leukemia", "edge-missing", "ag:leukosis"),
        ("works against", "works for", "changed-quote", "digest"),
        ("ag:statedIn ag:source-page", "ag:statedIn ag:source-other", "stated-in-another-document", "ag:source-other"),
        ("ag:statedOnlyIn ag:source-page", "ag:statedOnlyIn ag:source-other", "stated-elsewhere-too", "ag:source-other"),
        ("ag:minValue 65", "ag:minValue 66", "bounds-against-the-label", "65"),
        ("", 'ag:evidence-1 a ag:Evidence, owl:NamedIndividual ; rdfs:label "evidence" .', "shape", "one passage or one citation"),
    ],
    ids=["range", "no-evidence", "negated", "hedged", "missing", "quote", "stated-in", "stated-only-in", "bounds", "no-passage"],
)
def test_a_fault_in_a_graph_is_named(
    small: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, rule: str, words: str
) -> None:
    file = tmp_path / "graph.ttl"
    file.write_text(small.replace(old, new) if old else f"{small}\n{new}\n", encoding="utf-8")
    assert run(["check", "--graph", str(file)]) == 1
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith(f"ERROR {rule}:")]
    assert any(words in line and "graph.ttl, line" in line for line in lines), lines


def test_the_small_graph_has_no_fault(small: str, tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text(small, encoding="utf-8")
    assert allgraph.check(graph=tmp_path / "graph.ttl") == ()


def test_documents_are_compared_with_their_digests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "pages" / "page.txt"
    page.parent.mkdir()
    page.write_text("Nelarabine is used to treat T-cell ALL.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    allgraph.extract([page])
    assert allgraph.check([page]) == ()
    table = tmp_path / "allgraph-statements" / "page.tsv"
    whole = table.read_text(encoding="utf-8")
    for which, words in (("exact", "Nelarabine is used to treat T-cell ALL"), ("normalised", "nelarabine is used to treat t cell all")):
        right = digest(words)
        assert right in whole
        table.write_text(whole.replace(right, right[::-1]), encoding="utf-8")
        (fault,) = allgraph.check([page])
        assert (fault.severity.value, fault.rule) == ("error", "passage")
        assert f"{which} digest is not that of the words at 0-38" in fault.message
    table.write_text(whole, encoding="utf-8")
    page.write_text("So: nelarabine is used to treat T-cell ALL.\n", encoding="utf-8")  # where extract finds it again
    assert [(fault.severity.value, fault.rule) for fault in allgraph.check([page])] == [("warn", "document")]
    page.write_text("So: nelarabine is what treats T-cell ALL.\n", encoding="utf-8")
    faults = allgraph.check([page])
    assert [(fault.severity.value, fault.rule) for fault in faults] == [("error", "passage"), ("warn", "document")]
    assert faults[0].focus == "nelarabine treats T-cell acute lymphoblastic leukemia"
    assert faults[0].place.endswith("page.tsv, line 2")
    assert "the document changed" in faults[1].message
    other = page.with_name("other.txt")
    other.write_text("ALL is treated.\n", encoding="utf-8")
    assert "has no table yet" in allgraph.check([other])[0].message


@pytest.mark.usefixtures("unreasoned")
def test_what_counts_as_failure_is_for_the_user_to_say(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    orphaned(project)
    assert run(["check", "--fail-on", "error"]) == 0
    assert run(["check", "--fail-on", "info"]) == 1
    assert "1 warning, " in capsys.readouterr().err


def test_what_is_no_graph_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("ag:x ag:y\n", encoding="utf-8")
    with pytest.raises(StoreError, match=r"a\.ttl, line 1"):
        allgraph.check(graph=tmp_path / "a.ttl")
    with pytest.raises(StoreError, match="no such file"):
        allgraph.check(graph=tmp_path / "b.ttl")
    with pytest.raises(StoreError, match="no build"):
        allgraph.check(graph=tmp_path)
    (tmp_path / "c.docx").write_bytes(b"")
    with pytest.raises(StoreError, match="is no graph"):
        allgraph.check(graph=tmp_path / "c.docx")
    (tmp_path / "empty.ttl").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="it holds no triples"):
        allgraph.check(graph=tmp_path / "empty.ttl")


def test_each_background_fact_is_placed_at_its_own_row() -> None:
    """One work may be cited in several rows."""
    lines = (resources.folder("ontology") / "background.tsv").read_text(encoding="utf-8").splitlines()
    facts = read_ontology().background
    assert len({fact.line for fact in facts}) == len(facts)
    for fact in facts:
        _, relation, _, citation, url = lines[fact.line - 1].split("\t")
        assert (f"ag:{relation}", citation, url) == (fact.relation, fact.citation, fact.url)


def test_documents_are_not_compared_with_tables_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Nelarabine is used to treat T-cell ALL.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    allgraph.extract([page])
    (tmp_path / "allgraph-statements" / "page.tsv").write_text("no table\n", encoding="utf-8")
    assert [fault.rule for fault in allgraph.check([page])] == ["readable"]


@pytest.mark.usefixtures("unreasoned")
def test_every_wrong_row_is_named(project: Path) -> None:
    path = min((project / "ontology" / "statements").glob("*.tsv"))
    header, *rows = path.read_text(encoding="utf-8").split("\n")
    rows[0], rows[2] = rows[0].replace("affirmed", "sworn"), rows[2].replace("\textracted", "\textrapted")
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    faults = allgraph.check()
    assert [(fault.rule, fault.place.rpartition(", ")[2]) for fault in faults] == [("readable", "line 2"), ("readable", "line 4")]


@pytest.mark.usefixtures("unreasoned")
def test_an_unknown_name_is_placed_at_its_row(project: Path) -> None:
    source = (project / "ontology" / "sources.tsv").read_text(encoding="utf-8").splitlines()[1].partition("\t")[0]
    with (project / "ontology" / "unknown-terms.tsv").open("a", encoding="utf-8") as table:
        table.write(f"zorumab\t{source}\t3\t10\tstem\n")
    (fault,) = allgraph.check()
    assert (fault.rule, fault.severity) == ("unknown-name", Severity.INFO)
    assert "unknown-terms.tsv, line" in fault.place


def test_an_edited_file_of_a_build_is_named(built: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(built, tmp_path / "build")
    added("allgraph.ttl", "\n")(copy)
    (fault,) = allgraph.check(graph=copy)
    assert (fault.rule, fault.severity, fault.place) == ("build", Severity.WARN, str(copy / "allgraph.ttl"))
