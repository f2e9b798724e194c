"""A build: its files, and that it is whole or not there."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import stat
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from small import FINDINGS, OTHER, PAGE, TEXT, write_ontology

import allgraph
from allgraph.asking.store import open_store
from allgraph.build import Build, build, write_files
from allgraph.curation.tables import Tables, tables_at, write_findings, write_sources, write_unknown
from allgraph.errors import BuildError
from allgraph.exporting.exports import export
from allgraph.exporting.formats import Format
from allgraph.graph.assembly import Graph, make_graph
from allgraph.graph.ontology import node, read_ontology
from allgraph.graph.rdfxml import write_rdf_xml
from allgraph.graph.reasoning import Inferences, add_inferences, infer
from allgraph.statements import Span, UnknownTerm

FILES = ["allgraph-edges.ttl", "allgraph-inferred.ttl", "allgraph.owl", "allgraph.ttl"]


@pytest.fixture(scope="module")
def ontology(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small ontology with its tables in it."""
    folder = write_ontology(tmp_path_factory.mktemp("build") / "ontology")
    (folder / "statements").mkdir()
    write_tables(tables_at(folder / "statements"))
    return folder


def write_tables(tables: Tables) -> None:
    for source in (PAGE, OTHER):
        write_findings(tables.folder, source.id, [row for row in FINDINGS if row.evidence.source == source.id])
    write_sources(tables.sources, [PAGE, OTHER])
    write_unknown(tables.unknown, [UnknownTerm("quxumab", "page", Span(3, 9), "ends like a drug")])


@pytest.fixture(scope="module")
def made(ontology: Path) -> tuple[Graph, Inferences]:
    graph = make_graph(read_ontology(ontology), FINDINGS, [PAGE, OTHER], texts={"page": TEXT, "other.v1": TEXT})
    inferences = infer(graph)
    return add_inferences(graph, inferences), inferences


@pytest.fixture(scope="module")
def folder(ontology: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the small tables."""
    output = tmp_path_factory.mktemp("out") / "graph"
    build(output=output, tables=ontology / "statements", ontology=ontology)
    return output


@pytest.fixture
def quick(made: tuple[Graph, Inferences], monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds that take the made graph instead of reading and reasoning."""
    module = sys.modules["allgraph.build"]
    monkeypatch.setattr(module, "_read_tables", lambda *_: made[0])
    monkeypatch.setattr(module, "infer", lambda _: made[1])


def quads(path: Path) -> set[ox.Quad]:
    formats = {".ttl": ox.RdfFormat.TURTLE, ".owl": ox.RdfFormat.RDF_XML}
    return set(ox.parse(path=str(path), format=formats[path.suffix]))


def test_a_build_tells_what_it_holds(ontology: Path, tmp_path: Path) -> None:
    steps: list[str] = []
    made = build(output=tmp_path / "out", tables=ontology / "statements", ontology=ontology, progress=steps.append)
    assert made == Build(tmp_path / "out", statements=12, evidence=11, edges=10, inferred=2, sources=2, unknown=1, said=6)
    assert steps == ["reading", "reasoning", "writing"]


def test_the_files_of_a_build(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == ["allgraph-build.json", *FILES, "store"]
    marker = json.loads((folder / "allgraph-build.json").read_bytes())
    assert marker["allgraph"] == allgraph.__version__
    assert marker["sha256"] == {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    assert len(ox.Store.read_only(str(folder / "store"))) == len(quads(folder / "allgraph.ttl"))


def test_the_edges_file_has_plain_triples_and_labels(folder: Path) -> None:
    """Every edge, inferred and hedged ones too, the names of their ends and relations, and nothing else."""
    found = quads(folder / "allgraph-edges.ttl")
    labels = {quad for quad in found if quad.predicate.value.endswith("#label")}
    edges = found - labels
    assert len(edges) == 10
    assert {quad.subject for quad in labels} == {term for q in edges for term in (q.subject, q.predicate, q.object)}
    assert "usedInPhase" not in (folder / "allgraph-edges.ttl").read_text(encoding="utf-8")


def test_exported_turtle_is_the_file_itself(folder: Path) -> None:
    for path in (folder, folder / "allgraph.ttl", folder / "allgraph.owl"):
        assert export(open_store(path), Format.TURTLE).files[""] == (folder / "allgraph.ttl").read_bytes()
    assert (Format.TURTLE.extension, Format.TURTLE.media_type) == (".ttl", "text/turtle")


def test_every_file_carries_the_notice(folder: Path) -> None:
    for name in FILES:
        assert "Reference material, not medical advice." in (folder / name).read_text(encoding="utf-8")


def test_xml_says_what_it_can_of_any_text() -> None:
    """A carriage return outlives an XML parser; what XML cannot hold is marked, not written."""
    triple = ox.Triple(node("ag:a"), node("rdfs:label"), ox.Literal("a\r\nb\fc<&\ud7ff\U0001f9ec"))
    file = io.BytesIO()
    write_rdf_xml(file, [triple])
    text = ET.fromstring(file.getvalue()).findtext(".//{http://www.w3.org/2000/01/rdf-schema#}label")  # noqa: S314  (our own)
    assert text == "a\r\nb\ufffdc<&\ud7ff\U0001f9ec"


def test_documents_bring_their_quotes(tmp_path: Path) -> None:
    """A build of documents holds what these say, with quotes, under the decisions in the tables, and writes nothing beside its folder."""
    page = tmp_path / "pages" / "page.txt"
    page.parent.mkdir()
    page.write_text("Imatinib (Gleevec) is used to treat ALL.\n", encoding="utf-8")
    made = build([page], tmp_path / "out", tables=tmp_path / "none")
    assert made.sources == 1
    assert 'oa:exact "Imatinib (Gleevec)"' in (tmp_path / "out" / "allgraph.ttl").read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "pages"]


@pytest.mark.usefixtures("quick")
def test_a_build_is_replaced(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "graph")
    (tmp_path / "graph" / "allgraph.ttl").write_text("old", encoding="utf-8")
    build(output=tmp_path / "graph")
    assert len((tmp_path / "graph" / "allgraph.ttl").read_text(encoding="utf-8")) > 1000
    assert os.listdir(tmp_path) == ["graph"]  # noqa: PTH208  (hidden names count)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt(), RuntimeError("a bug")])
def test_a_build_that_fails_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException) -> None:
    """Whatever happens while files are written: the old build stands, and nothing is left beside it."""
    build(output=tmp_path / "graph")
    before = {path.name: path.read_bytes() for path in (tmp_path / "graph").glob("*.*")}

    def fail(folder: Path, *_: object) -> None:
        (folder / "allgraph.ttl").write_text("half", encoding="utf-8")
        raise failure

    monkeypatch.setattr(sys.modules["allgraph.build"], "write_files", fail)
    with pytest.raises(BuildError if isinstance(failure, OSError) else type(failure)):
        build(output=tmp_path / "graph")
    assert {path.name: path.read_bytes() for path in (tmp_path / "graph").glob("*.*")} == before
    assert os.listdir(tmp_path) == ["graph"]  # noqa: PTH208


@pytest.mark.usefixtures("quick")
def test_a_build_that_cannot_take_its_place_gives_it_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(output=tmp_path / "graph")
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.name.endswith(".new"):
            raise OSError(1, "Operation not permitted")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(BuildError, match="nothing was changed"):
        build(output=tmp_path / "graph")
    assert (tmp_path / "graph" / "allgraph.ttl").is_file()
    assert os.listdir(tmp_path) == ["graph"]  # noqa: PTH208


@pytest.mark.usefixtures("quick")
def test_a_build_killed_between_two_names_is_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(output=tmp_path / "graph")
    (tmp_path / "graph").rename(tmp_path / ".graph.123.old")
    monkeypatch.setattr(sys.modules["allgraph.build"], "infer", lambda _: (_ for _ in ()).throw(BuildError("no")))
    with pytest.raises(BuildError, match="no"):
        build(output=tmp_path / "graph")
    assert (tmp_path / "graph" / "allgraph.ttl").is_file()


@pytest.mark.usefixtures("quick")
def test_only_a_build_or_nothing_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a file of somebody's, a file, the current folder and the ones around it are left alone; an empty folder is taken."""
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "notes.txt").write_text("dear diary", encoding="utf-8")
    with pytest.raises(BuildError, match=r"no part of a build \(notes\.txt\)"):
        build(output=mine)
    with pytest.raises(BuildError, match="a file of this name"):
        build(output=mine / "notes.txt")
    assert (mine / "notes.txt").read_text(encoding="utf-8") == "dear diary"
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    for here in (Path(), tmp_path):
        with pytest.raises(BuildError, match="current folder"):
            build(output=here)
    monkeypatch.chdir(tmp_path)
    build(output=Path("empty"))
    build(output=Path("new/deep/graph"))
    assert (tmp_path / "empty" / "store").is_dir()
    assert (tmp_path / "new" / "deep" / "graph" / "allgraph.ttl").is_file()


def everything(folder: Path) -> dict[str, bytes]:
    """Each file under a folder by its path in it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["store/diary.txt"], r"no part of a build \(store/diary\.txt\)"),
        (["store/old/CURRENT"], r"no part of a build \(store/old\)"),
        (["allgraph.ttl", "store/CURRENT"], r"no allgraph-build\.json"),
        (["allgraph.ttl/mine"], r"no part of a build \(allgraph\.ttl\)"),
        (["store"], r"no part of a build \(store\)"),
        (["allgraph-build.json"], r"no allgraph-build\.json"),
    ],
)
def test_what_only_looks_like_a_build_is_left_alone(tmp_path: Path, names: list[str], words: str) -> None:
    """A folder is known by the marker a build leaves in it, not by the names of its files."""
    for name in names:
        path = tmp_path / "graph" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("dear diary", encoding="utf-8")
    before = everything(tmp_path)
    with pytest.raises(BuildError, match=words):
        build(output=tmp_path / "graph")
    assert everything(tmp_path) == before


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("name", ["store/diary.txt", "diary.txt"])
def test_what_somebody_put_into_a_build_is_not_deleted(tmp_path: Path, name: str) -> None:
    build(output=tmp_path / "graph")
    (tmp_path / "graph" / name).write_text("dear diary", encoding="utf-8")
    with pytest.raises(BuildError, match="no part of a build"):
        build(output=tmp_path / "graph")
    assert (tmp_path / "graph" / name).read_text(encoding="utf-8") == "dear diary"


@pytest.mark.usefixtures("quick")
@pytest.mark.skipif(os.name != "posix", reason="permissions are other things there")
def test_a_build_keeps_the_permissions_of_the_one_it_replaces(tmp_path: Path) -> None:
    build(output=tmp_path / "graph")
    (tmp_path / "graph").chmod(0o770)
    build(output=tmp_path / "graph")
    assert stat.S_IMODE((tmp_path / "graph").stat().st_mode) == 0o770


@pytest.mark.usefixtures("quick")
def test_a_folder_that_may_not_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(output=tmp_path / "graph")
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write anywhere
    with pytest.raises(BuildError, match="may not be written to"):
        build(output=tmp_path / "graph")
    assert os.listdir(tmp_path) == ["graph"]  # noqa: PTH208


@pytest.mark.usefixtures("quick")
@pytest.mark.skipif(os.name != "posix", reason="whether a process lives cannot be asked there without harm")
def test_what_a_killed_build_left_is_cleared_up(tmp_path: Path) -> None:
    """Half a build and an old one of dead processes go; a living one's, and what holds other things, stay."""
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    build(output=tmp_path / "graph")
    for name in (f".graph.{dead.pid}.new", f".graph.{dead.pid}.old", f".graph.{os.getppid()}.new", ".graph.mine.new", ".graph.1x.new"):
        (tmp_path / name / "store").mkdir(parents=True)
        (tmp_path / name / "allgraph.ttl").write_text("half", encoding="utf-8")
        (tmp_path / name / "store" / "bulk-160175308279462026531040040352422734869.sst").touch()  # what Oxigraph was loading
    build(output=tmp_path / "graph")
    assert set(os.listdir(tmp_path)) == {"graph", f".graph.{os.getppid()}.new", ".graph.mine.new", ".graph.1x.new"}  # noqa: PTH208
    mine = tmp_path / f".graph.{dead.pid}.new" / "diary.txt"
    mine.parent.mkdir()
    mine.write_text("dear diary", encoding="utf-8")
    build(output=tmp_path / "graph")
    assert mine.is_file()


def test_a_document_that_gave_nothing_is_named(tmp_path: Path) -> None:
    (tmp_path / "weather.txt").write_text("It rains in the mountains.\n", encoding="utf-8")
    made = build(tmp_path / "weather.txt", str(tmp_path / "out"), tables=str(tmp_path / "none"))
    assert (made.silent, made.path, made.notes) == (("weather.txt",), tmp_path / "out", ())


@pytest.mark.usefixtures("quick")
def test_a_link_to_a_build_stays_a_link(tmp_path: Path) -> None:
    build(output=tmp_path / "real")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "real" / "allgraph.ttl").unlink()
    build(output=tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "allgraph.ttl").is_file()


def test_same_input_same_bytes(
    ontology: Path, folder: Path, tmp_path: Path, run_python: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    """Other hash seeds and rows in another order give identical files."""
    for name in ("page", "other.v1"):
        table = ontology / "statements" / f"{name}.tsv"
        header, *rows = table.read_text(encoding="utf-8").splitlines()
        target = tmp_path / "ontology" / "statements" / f"{name}.tsv"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("\n".join([header, *reversed(rows)]) + "\n", encoding="utf-8")
    shutil.copytree(ontology, tmp_path / "ontology", dirs_exist_ok=True, ignore=shutil.ignore_patterns("statements"))
    words = "import sys; from pathlib import Path; from allgraph.build import build; here = Path(sys.argv[1])"
    words += "; build(output=here / 'out', tables=here / 'ontology' / 'statements', ontology=here / 'ontology')"
    done = run_python("-c", words, str(tmp_path), PYTHONHASHSEED="4711")
    assert done.returncode == 0, done.stderr
    for name in [*FILES, "allgraph-build.json"]:
        assert (tmp_path / "out" / name).read_bytes() == (folder / name).read_bytes(), name


def test_files_are_whole_in_an_empty_folder(made: tuple[Graph, Inferences], tmp_path: Path) -> None:
    """The graph with quotes, in which a document's control characters stand, is the same in Turtle and in the store."""
    write_files(tmp_path, *made)
    store = ox.Store.read_only(str(tmp_path / "store"))
    exact = {quad.object for quad in store if quad.predicate == node("oa:exact")}
    assert ox.Literal(TEXT[44:112]) in exact
    assert exact == {quad.object for quad in quads(tmp_path / "allgraph.ttl") if quad.predicate == node("oa:exact")}
