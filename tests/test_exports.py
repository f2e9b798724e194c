"""Exports: every format holds what the graph says, whatever stands in a label, and its receipt tells when it does not."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from drawings import crossed
from judging import need
from pictured import CLAIMS, LABELS, pictured

import allgraph
from allgraph import resources
from allgraph.asking.queries import unmet
from allgraph.asking.store import OxigraphStore, open_store
from allgraph.cli import cli, run
from allgraph.errors import AllgraphError, QueryError
from allgraph.exporting.colours import LINES, groups
from allgraph.exporting.contents import Material, contents
from allgraph.exporting.exports import Exported, Shown, export, verify
from allgraph.exporting.formats import Format, format_of
from allgraph.exporting.html import VIEWER
from allgraph.exporting.layout import breadth, cut, lay_out
from allgraph.exporting.pictures import Picture
from allgraph.exporting.readings import read_back
from allgraph.exporting.receipts import Receipt, receipt_for
from allgraph.exporting.views import look, views

SVG = "{http://www.w3.org/2000/svg}"
FLAT = [form for form in Format if not form.is_rdf and form is not Format.SSSOM]
EDGES = sum(bool(claim[5]) for claim in CLAIMS)

#: Every format that this installation writes: where there was no npm when it was built, the page is not one, and test_html.py says so.
FORMATS = [form for form in Format if form is not Format.HTML or VIEWER.is_file()]


@pytest.fixture(scope="module")
def hostile() -> OxigraphStore:
    return pictured()


@pytest.fixture(scope="module")
def package(built: Path) -> OxigraphStore:
    return open_store(built)


def saved(exported: Exported, folder: Path) -> Path:
    """The export on disk."""
    path = folder / f"export{exported.form.extension}"
    for name, content in exported.files.items():
        file = path / name if name else path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return path


# --- what is in a file


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_labels_and_many_edges_pass_through_every_format(hostile: OxigraphStore, form: Format) -> None:
    exported = export(hostile, form, Shown("full"))
    counts = {one.name: one.file for one in exported.receipt.counts}
    assert exported.receipt.faults == ()
    if form is Format.SSSOM:
        assert counts == {"terms": 4, "mappings": 5}  # of classes and relations too: full is everything
    else:
        assert (counts["edges"], counts["hedged"], counts["edges of denied claims"]) == (EDGES, 1, 0)
        assert counts["nodes"] == counts["labels"] == len(LABELS) - 2
        assert form is Format.SVG or counts["passages or citations"] == 7


@pytest.mark.parametrize("form", FORMATS)
def test_the_projects_graph_passes_through_every_format(package: OxigraphStore, form: Format) -> None:
    exported = export(package, form)
    assert exported.receipt.faults == ()
    assert exported.receipt.view == ("full" if form.is_whole else "overview")


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_and_a_node_alone_pass_through_every_format(hostile: OxigraphStore, form: Format) -> None:
    empty = export(hostile, form, Shown("phases"))
    alone = export(hostile, form, Shown("neighbourhood", params={"term": "alone"}))
    assert empty.receipt.faults == alone.receipt.faults == ()
    if form in FLAT:
        assert [one.file for one in empty.receipt.counts if one.name == "nodes"] == [0]
        assert [one.file for one in alone.receipt.counts if one.name == "nodes"] == [1]


@pytest.mark.parametrize("form", FORMATS)
def test_a_denied_claim_is_in_no_view_and_a_hedged_edge_is_marked(hostile: OxigraphStore, form: Format) -> None:
    """As the file's own reader finds it: the claim's object stands in no edge, and one edge alone is hedged."""
    picture = look(hostile, "full")
    reading = read_back(form, export(hostile, form, Shown("full")).files, picture)
    if form is not Format.SSSOM:
        assert all("ag:denied" not in edge for edge in reading.edges)
        assert [(edge.source, edge.target) for edge in reading.edges if edge.stance == "hedged"] == [("ag:quoted", "ag:umlaut")]


def test_turtle_of_everything_is_the_builds(package: OxigraphStore, built: Path) -> None:
    assert export(package, Format.TURTLE).text == (built / "allgraph.ttl").read_text(encoding="utf-8")


def test_the_syntaxes_of_rdf_hold_one_graph(package: OxigraphStore, hostile: OxigraphStore) -> None:
    """By RDFC-1.0, as pyoxigraph reads them; but for what XML cannot hold, which stands in no label here."""
    syntaxes = {
        Format.TURTLE: ox.RdfFormat.TURTLE,
        Format.RDFXML: ox.RdfFormat.RDF_XML,
        Format.NTRIPLES: ox.RdfFormat.N_TRIPLES,
        Format.JSONLD: ox.RdfFormat.JSON_LD,
    }
    for store in (package, hostile):
        for shown in (Shown(), Shown("overview")):
            found = set()
            for form, syntax in syntaxes.items():
                dataset = ox.Dataset(ox.parse(export(store, form, shown).files[""], format=syntax))
                dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
                found.add("\n".join(sorted(map(str, dataset))))
            assert len(found) == 1


def test_a_view_in_rdf_brings_what_its_edges_rest_on_and_no_other_edge(package: OxigraphStore, tmp_path: Path) -> None:
    """So that no edge of it is without its passage, and OWL tools find everything declared."""
    path = saved(export(package, Format.TURTLE, Shown("drug-target")), tmp_path)
    part = open_store(path)
    picture, whole = look(part, "full"), look(package, "drug-target")
    assert picture.edges == whole.edges
    assert {edge.base for edge in picture.edges} == {"ag:hasTarget"}
    lost = "SELECT ?p WHERE { ?s ?p ?o OPTIONAL { ?p a ?kind } FILTER(!BOUND(?kind) && STRSTARTS(STR(?p), STR(ag:))) }"
    assert part.select(lost).rows == []
    ours = "STRSTARTS(STR(?o), STR(ag:)) && ?p != owl:versionIRI"
    nameless = f"SELECT ?o WHERE {{ ?s ?p ?o OPTIONAL {{ ?o rdfs:label ?l }} FILTER(!BOUND(?l) && {ours}) }}"
    assert part.select(nameless).rows == []


def test_the_same_graph_gives_the_same_bytes(built: Path, tmp_path: Path, run_python: Callable[..., object]) -> None:
    """In processes that hash strings differently."""
    code = "import sys, allgraph\nfor form in sys.argv[3:]: allgraph.export(form, f'{sys.argv[2]}/all-{form}', graph=sys.argv[1])"
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        run_python("-c", code, str(built), str(tmp_path / seed), *FORMATS, PYTHONHASHSEED=seed)
    one, two = (
        {path.relative_to(tmp_path / seed): path.read_bytes() for path in (tmp_path / seed).rglob("*") if path.is_file()} for seed in "12"
    )
    assert one == two
    assert len(one) == len(FORMATS) - 2 + 4 + 2  # csv has four files, kgx two


# --- what viewers trip over (found with real programs)


def test_no_value_of_graphml_goes_on_over_a_part_that_tulip_reads(package: OxigraphStore) -> None:
    """Tulip reads 64 KiB at a time, and keeps of a text that two such parts share only its end: of "-37.2" the "37.2"."""
    written = export(package, Format.GRAPHML, Shown("full")).text.encode()
    values = [found.span() for found in re.finditer(rb"<data .*?</data>", written, re.DOTALL)]
    assert len(written) > 2**17
    assert [span for span in values if span[0] // 2**16 != (span[1] - 1) // 2**16 and span[1] - span[0] <= 2**16] == []


def test_no_attribute_has_a_name_that_a_viewer_takes_for_its_own(package: OxigraphStore) -> None:
    graphml, gexf, cyjs = (export(package, form).text for form in (Format.GRAPHML, Format.GEXF, Format.CYJS))
    names = set(re.findall(r'attr\.name="([^"]*)"', graphml)) | set(re.findall(r'title="([^"]*)"', gexf))
    for element in [part for parts in json.loads(cyjs)["elements"].values() for part in parts]:
        names |= element["data"].keys() - {"source", "target"}
    assert names.isdisjoint({"type", "parent", "source", "target"})
    assert {"label", "name"} <= names
    assert set(re.findall(r'attr\.type="([^"]*)"', graphml)) == {"string", "int", "double"}
    assert set(re.findall(r'<attribute [^>]* type="([^"]*)"', gexf)) == {"string", "integer"}


def test_every_edge_has_an_id_that_nothing_else_has_and_every_node_a_place(package: OxigraphStore) -> None:
    elements = json.loads(export(package, Format.CYJS, Shown("full")).text)["elements"]
    ids = [one["data"]["id"] for kind in ("nodes", "edges") for one in elements[kind]]
    assert len(set(ids)) == len(ids)
    assert all(isinstance(one["position"][axis], float) for one in elements["nodes"] for axis in "xy")


def test_a_page_may_hold_the_json_in_a_script(hostile: OxigraphStore) -> None:
    text = export(hostile, Format.CYJS, Shown("full")).text
    assert "</script>" not in text
    assert any("</script>" in node["data"]["label"] for node in json.loads(text)["elements"]["nodes"])


@pytest.mark.parametrize("view", ["overview", "full"])
def test_no_label_lies_on_another(package: OxigraphStore, view: str) -> None:
    picture = look(package, view)
    places = lay_out(picture)
    boxes = sorted((places[node.id].y, places[node.id].x, breadth(cut(node.label)) / 2) for node in picture.nodes)
    for one, (y, x, half) in enumerate(boxes):
        for other_y, other_x, other_half in boxes[one + 1 :]:
            if other_y - y >= 20:
                break
            assert abs(other_x - x) >= half + other_half


def test_svg_is_drawn_without_graphviz_too(package: OxigraphStore, hostile: OxigraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("allgraph.exporting.svg.shutil.which", lambda _: None)
    for store in (package, hostile):
        exported = export(store, Format.SVG, Shown("full"))
        assert exported.receipt.faults == ()
        assert exported.text.startswith("<?xml")
        assert "Graphviz" not in exported.text


@pytest.mark.parametrize("program", ["Graphviz", ""])
@pytest.mark.parametrize("view", ["overview", "agreement", "full"])
def test_no_edge_passes_through_a_node_that_it_does_not_end_at(
    package: OxigraphStore, view: str, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or it would be read as two."""
    if program:
        need("dot", "graphviz")
    else:
        monkeypatch.setattr("shutil.which", lambda _: None)
    text = export(package, Format.SVG, Shown(view)).text
    assert ("Graphviz" in text or "graphviz" in text) == bool(program)
    assert crossed(text) == {}


@pytest.mark.parametrize("program", ["Graphviz", ""])
def test_a_drawing_has_a_legend_of_what_it_shows(package: OxigraphStore, program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if program:
        need("dot", "graphviz")
    else:
        monkeypatch.setattr("shutil.which", lambda _: None)
    exported = export(package, Format.SVG, Shown("phases"))
    root = ET.fromstring(exported.text)  # noqa: S314  # our own
    (legend,) = [group for group in root.iter(f"{SVG}g") if group.get("class") == "legend"]
    shown = groups(look(package, "phases"))
    assert [rect.get("fill") for rect in legend.iter(f"{SVG}rect")][1:] == [group.colour for group in shown]
    assert [text.text for text in legend.iter(f"{SVG}text")] == [*(group.name for group in shown), *(line.says for line in LINES)]
    assert [path.get("stroke-dasharray") is not None for path in legend.iter(f"{SVG}path")] == [line.is_dashed for line in LINES]
    lowest = max(float(text.get("y", "")) for text in legend.iter(f"{SVG}text"))
    _, top, _, height = map(float, root.get("viewBox", "").split())
    assert lowest < top + height


def test_the_legend_of_dot_is_no_part_of_its_graph(package: OxigraphStore) -> None:
    """It is the graph's label, which every reader takes."""
    exported = export(package, Format.DOT, Shown("phases"))
    assert 'label="light blue box: drug\\l' in exported.text
    assert "dashed line: hedged" in exported.text
    assert [one.file for one in exported.receipt.counts if one.name == "nodes"] == [len(look(package, "phases").nodes)]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # pydot calls its parser by old names
def test_dot_is_read_back_without_graphviz_too(hostile: OxigraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("allgraph.exporting.readings.shutil.which", lambda _: None)
    receipt = export(hostile, Format.DOT, Shown("full")).receipt
    assert receipt.faults == ()
    assert receipt.reader.startswith("pydot")


# --- what a picture tells


def test_a_node_has_its_plainest_kind_and_an_edge_what_it_rests_on(package: OxigraphStore) -> None:
    """imatinib is a member of several defined classes; its kind is what it is without them."""
    picture = look(package, "full")
    nodes, edges = {node.id: node for node in picture.nodes}, {edge.key: edge for edge in picture.edges}
    assert nodes["ag:imatinib"].kind == "drug"
    assert "ncit:C1687" in nodes["ag:imatinib"].identifiers
    said = edges["ag:blinatumomab", "ag:hasTarget", "ag:cd19"]
    assert (said.label, said.stance, said.origins) == ("has target", "affirmed", ("background", "document"))
    assert (said.evidence, said.independent, said.section) == (2, 1, "Immunotherapy")
    assert len(said.sources) == 2
    maybe = [edge for edge in picture.edges if edge.stance == "hedged"]
    assert maybe
    assert all(edge.relation != edge.base for edge in maybe)
    inferred = [edge for edge in picture.edges if edge.origins == ("inferred",)]
    assert inferred
    assert all(edge.premises and not edge.evidence for edge in inferred)


def test_documents_that_share_a_text_are_one_voice(package: OxigraphStore) -> None:
    """As in the stored query `support`, for every claim that is affirmed."""
    counted = {
        (row["claimSubject"], row["claimRelation"], row["claimObject"]): int(row["independent"])
        for row in allgraph.query("support", graph=package.place).records()
        if row["stance"] == "affirmed"
    }
    edges = [edge for edge in look(package, "agreement", {"documents": 1}).edges if edge.stance == "affirmed"]
    assert len(edges) > 100
    hedged_too = {edge.key[0] + edge.base + edge.key[2] for edge in look(package, "full").edges if edge.stance == "hedged"}
    alike = [edge for edge in edges if "".join(edge.key) not in hedged_too]
    assert {edge.key: edge.independent for edge in alike if edge.independent > counted[edge.key]} == {}
    assert max(edge.independent for edge in edges) == max(counted.values())


# --- receipts


def tampered(form: Format, content: str) -> str:
    """A file of the small graph in which one thing is another; what, is as the format has it."""
    if form is Format.NTRIPLES or form is Format.TURTLE:
        return content.replace('"alone"', '"alone"', 1).replace("hedgedFormOf", "affirmedFormOf")
    return content.replace("hedged", "affirmed")


@pytest.mark.parametrize("form", [form for form in FORMATS if form is not Format.SSSOM])
def test_a_hedged_edge_made_plain_is_found(hostile: OxigraphStore, form: Format, tmp_path: Path) -> None:
    exported = export(hostile, form, Shown("full"))
    other = replace(exported, files={name: tampered(form, content.decode()).encode() for name, content in exported.files.items()})
    assert verify(hostile, saved(exported, tmp_path / "good")).faults == ()
    assert verify(hostile, saved(other, tmp_path / "bad")).wrong > 0


@pytest.mark.parametrize("form", [form for form in FORMATS if not form.is_rdf and form not in (Format.SSSOM, Format.KGX)])
def test_an_edge_called_otherwise_is_found(hostile: OxigraphStore, form: Format, tmp_path: Path) -> None:
    """What a reader sees of it, though all else is as it was."""
    assert altered(hostile, form, b"may treat", b"treats", tmp_path).wrong > 0


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in (Format.SSSOM, Format.DOT, Format.SVG)])
def test_a_quote_of_other_words_is_found(hostile: OxigraphStore, form: Format, tmp_path: Path) -> None:
    """In every format that tells quotes: a passage must not say what its document does not."""
    receipt = altered(hostile, form, b"said; ", b"not said; ", tmp_path)
    assert receipt.wrong > 0
    assert all("not said; " in fault for fault in receipt.faults)


DOT_LIES = [
    (b'label="may treat"', b'label="treats"', "tells another label of ag:quoted"),
    (b"(hedged, document)", b"(affirmed, document)", "tells another tooltip of ag:quoted"),
    (b'style="dashed"', b"weight=2", "tells another style of ag:quoted"),
    (b'label="Korti', b'label="Corti', "tells another label of ag:umlaut"),
    (b'"ag:quoted" -> "ag:umlaut"', b'"ag:quoted" -> "ag:lines"', "has an edge that the graph has not: ag:quoted ag:mayTreat ag:lines"),
    (b'relation="ag:mayTreat"', b'relation="ag:treats"', "has an edge that the graph has not: ag:quoted ag:treats ag:umlaut"),
]
SVG_LIES = [
    (b"(hedged, document)", b"(affirmed, document)", "tells another tooltip of ag:quoted"),
    (b"stroke-dasharray", b"stroke-linecap", "tells another style of ag:quoted"),
    (b">Korti", b">Corti", "tells another label of ag:umlaut"),
]
BY_GRAPHVIZ = [
    (b">may treat<", b">treats<", "tells another label of ag:quoted"),
    (b"ag:quoted&#45;&gt;ag:umlaut<", b"ag:quoted&#45;&gt;ag:lines<", "has an edge that the graph has not: ag:quoted may treat ag:lines"),
]
IN_COLUMNS = [(b'data-target="ag:umlaut"', b'data-target="ag:lines"', "has an edge that the graph has not: ag:quoted")]
DRAWN_LIES = [
    *((Format.DOT, program, lie) for program in ("Graphviz", "") for lie in DOT_LIES),
    *((Format.SVG, "Graphviz", lie) for lie in (*SVG_LIES, *BY_GRAPHVIZ)),
    *((Format.SVG, "", lie) for lie in (*SVG_LIES, *IN_COLUMNS)),
]


@pytest.mark.parametrize(("form", "program", "lie"), DRAWN_LIES)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # pydot calls its parser by old names
def test_what_a_drawing_shows_otherwise_is_found(
    hostile: OxigraphStore,
    form: Format,
    program: str,
    lie: tuple[bytes, bytes, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Letters, dashes, ends and what is told where the pointer rests; drawn and read by Graphviz, or without."""
    if program:
        need("dot", "graphviz")
    else:
        monkeypatch.setattr("shutil.which", lambda _: None)
    one, other, words = lie
    assert any(fault.startswith(words) for fault in altered(hostile, form, one, other, tmp_path).faults)


@pytest.mark.parametrize("form", [Format.GRAPHML, Format.GEXF, Format.CYJS, Format.CSV])
def test_all_that_is_told_is_held_to_the_graph(package: OxigraphStore, form: Format) -> None:
    """Every attribute of nodes and edges, in a file that tells one thing otherwise."""
    picture = look(package, "full")
    reading = read_back(form, export(package, form, Shown("full")).files, picture)
    expected = contents(form, picture, Material())
    for field in ("section", "qualifiers", "source_names", "premises", "identifiers", "knowledge_level"):
        everything: list[Any] = [*reading.nodes.values(), *(edge.told for edge in reading.edges)]
        told = next(each for each in everything if each.get(field))
        right, told[field] = told[field], told[field] + " x"
        faults = receipt_for(form, picture, expected, reading).faults
        told[field] = right
        assert [fault.partition(" of ")[0] for fault in faults] == [f"tells another {field}"]


def altered(store: OxigraphStore, form: Format, one: bytes, other: bytes, folder: Path) -> Receipt:
    """What is found in the export of everything where one thing is another in it."""
    exported = export(store, form, Shown("full"))
    files = {name: content.replace(one, other) for name, content in exported.files.items()}
    assert files != exported.files
    return verify(store, saved(replace(exported, files=files), folder))


@pytest.mark.parametrize("file", ["allgraph.ttl", "allgraph-edges.ttl", "allgraph-inferred.ttl", "allgraph.owl"])
def test_the_files_of_a_build_are_as_its_graph(package: OxigraphStore, built: Path, file: str) -> None:
    """Each tells a part of it: a hedged edge is one by its relation, and a label that is not told is not wrong."""
    receipt = verify(package, built / file)
    assert receipt.faults == ()
    hedged = sum(edge.stance == "hedged" for edge in look(package, "full").edges)
    assert [one.file for one in receipt.counts if one.name == "hedged"] == [0 if file == "allgraph-inferred.ttl" else hedged]
    if file == "allgraph-edges.ttl":
        assert verify(package, built / file, Shown("full")).faults == ()


def test_a_plain_edge_in_place_of_a_hedged_one_is_found_in_a_file_of_edges(package: OxigraphStore, built: Path, tmp_path: Path) -> None:
    text = (built / "allgraph-edges.ttl").read_text(encoding="utf-8")
    (tmp_path / "edges.ttl").write_text(text.replace("ag:mayTreat", "ag:treats"), encoding="utf-8")
    assert any("has an edge that the graph has not" in fault for fault in verify(package, tmp_path / "edges.ttl").faults)


@pytest.mark.parametrize("form", [Format.CSV, Format.KGX, Format.SSSOM])
def test_a_table_that_only_lost_its_last_line_end_is_whole(package: OxigraphStore, form: Format, tmp_path: Path) -> None:
    """As editors leave it."""
    exported = export(package, form, Shown("full"))
    ended = {name: content.removesuffix(b"\n") for name, content in exported.files.items()}
    assert verify(package, saved(replace(exported, files=ended), tmp_path / "ended"), Shown("full")).faults == ()


@pytest.mark.parametrize("form", [Format.CSV, Format.KGX, Format.HTML])
def test_a_file_that_breaks_off_is_found(hostile: OxigraphStore, form: Format, tmp_path: Path) -> None:
    exported = export(hostile, form, Shown("full"))
    for short in sorted(name for name in exported.files if not name.endswith(".cypher")):
        files = {name: content[:-20] if name == short else content for name, content in exported.files.items()}
        with pytest.raises(AllgraphError, match=r"breaks off|fewer fields|cannot be read"):
            verify(hostile, saved(replace(exported, files=files), tmp_path / (short or "page")))


@pytest.mark.parametrize(("form", "name", "lost"), [(Format.KGX, "allgraph_nodes.tsv", 3), (Format.CSV, "edges.csv", 2)])
def test_a_table_that_breaks_off_in_its_last_field_is_found(
    hostile: OxigraphStore, form: Format, name: str, lost: int, tmp_path: Path
) -> None:
    exported = export(hostile, form, Shown("full"))
    files = {**exported.files, name: exported.files[name][:-lost]}
    assert verify(hostile, saved(replace(exported, files=files), tmp_path)).wrong == 1


def test_edges_without_their_nodes_and_nothing_at_all_are_faults(hostile: OxigraphStore, tmp_path: Path) -> None:
    exported = export(hostile, Format.CSV, Shown("full"))
    head = exported.files["nodes.csv"].splitlines(keepends=True)[0]
    told = verify(hostile, saved(replace(exported, files={**exported.files, "nodes.csv": head}), tmp_path / "edges"))
    assert "has edges at a node that it lacks: ag:quoted" in told.faults
    (tmp_path / "empty.nt").write_bytes(b"")
    assert verify(hostile, tmp_path / "empty.nt").faults == ("holds nothing of the graph",)


def test_a_receipt_is_not_written_over_what_it_is_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(tmp_path / "x.graphml")
    assert run(["export", "--to", "graphml", "-o", file, "--receipt", file]) == 2
    assert "cannot be the receipt of itself" in capsys.readouterr().err
    assert not Path(file).exists()


@pytest.mark.parametrize("form", FORMATS)
def test_what_another_graph_says_is_found(hostile: OxigraphStore, form: Format, tmp_path: Path) -> None:
    """An edge of a claim that this graph denies; in SSSOM, of labels that are not its own."""
    claims = tuple((*claim[:3], "affirmed", claim[4], claim[1]) if claim[3] == "negated" else claim for claim in CLAIMS)
    if form is Format.SSSOM:
        path = saved(export(hostile, form), tmp_path)
        path.write_bytes(path.read_bytes().replace(b"mesh:M1", b"mesh:M2"))
    else:
        path = saved(export(pictured(claims), form, Shown("full")), tmp_path)
    receipt = verify(hostile, path)
    assert receipt.wrong > 0
    if form is not Format.SSSOM:
        assert any("denied" in fault for fault in receipt.faults)
        assert [one.file for one in receipt.counts if one.name == "edges of denied claims"] == [1]


DENIED_TOO = (
    *CLAIMS,
    ("ag:quoted", "ag:treats", "ag:umlaut", "negated", "a", ""),
    ("ag:script", "ag:treats", "ag:quoted", "negated", "a", ""),
)


def test_a_claim_that_others_deny_is_denied_as_far_as_nobody_holds_it() -> None:
    """Denied by one source and hedged by another it may be drawn hedged, and never plainly; affirmed by another it is an edge."""
    store = pictured(DENIED_TOO)
    exported = export(store, Format.CSV, Shown("full"))
    assert exported.receipt.faults == ()
    assert [(one.graph, one.file) for one in exported.receipt.counts if one.name in ("hedged", "edges of denied claims")] == [
        (1, 1),
        (0, 0),
    ]
    assert look(store, "full").negated == {
        ("ag:quoted", "ag:treats", "ag:umlaut"),
        ("ag:quoted", "ag:treats", "ag:denied"),
        ("ag:quoted", "ag:mayTreat", "ag:denied"),
    }


@pytest.mark.parametrize("relation", ["ag:treats", "ag:mayTreat"])
def test_an_edge_that_a_graph_makes_of_a_denial_is_told(relation: str) -> None:
    """Though the file holds what the graph does: a graph of others may be wrong."""
    wrong = pictured(tuple((*claim[:5], relation if claim[3] == "negated" else claim[5]) for claim in CLAIMS))
    receipt = export(wrong, Format.GRAPHML, Shown("full")).receipt
    assert [one.file for one in receipt.counts if one.name == "edges of denied claims"] == [1]
    assert f"has an edge of a denied claim: ag:quoted {relation} ag:denied" in receipt.faults[0]


def test_full_is_everything_in_every_format(hostile: OxigraphStore, package: OxigraphStore) -> None:
    """Named or not, where the format holds everything anyway."""
    for form in (form for form in FORMATS if form.is_whole):
        for store in (hostile, package):
            named, unnamed = export(store, form, Shown("full")), export(store, form)
            assert (named.files, named.receipt) == (unnamed.files, unnamed.receipt)


def test_what_is_missing_is_found_where_a_view_is_named(hostile: OxigraphStore) -> None:
    whole = look(hostile, "full")
    files = export(hostile, Format.GEXF, Shown("neighbourhood", params={"term": "ag:quoted"})).files
    reading = read_back(Format.GEXF, files, whole)
    expected = contents(Format.GEXF, whole, Material())
    assert receipt_for(Format.GEXF, whole, expected, reading, whole=False).faults == ()
    lacking = receipt_for(Format.GEXF, whole, expected, reading).faults
    assert "lacks the node ag:long" in lacking
    assert any(fault.startswith("lacks the edge ag:long ag:treats ag:lines") for fault in lacking)
    assert json.loads(receipt_for(Format.GEXF, whole, expected, reading).to_json())["counts"]["edges"] == {"graph": EDGES, "file": 4}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", "", "its ending is none of"),
        ("a.graphml", "<graphml", "cannot be read as graphml"),
        ("a.cyjs", "[]", "cannot be read as cyjs"),
        ("a.ttl", "ag:a ag:b", "cannot be read as turtle"),
        ("a.dot", "digraph {", "cannot be read as dot"),
        ("a.sssom.tsv", "a\tb\n1\t2\n", "cannot be read as sssom"),
    ],
)
def test_what_is_no_export_is_told(hostile: OxigraphStore, tmp_path: Path, name: str, content: str, words: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(AllgraphError, match=words):
        verify(hostile, tmp_path / name)


def test_a_file_whose_ending_says_nothing_is_read_in_the_format_that_is_named(hostile: OxigraphStore, tmp_path: Path) -> None:
    file = tmp_path / "all.turtle"
    file.write_bytes(export(hostile, Format.TURTLE).files[""])
    assert verify(hostile, file, form=Format.TURTLE).faults == ()
    with pytest.raises(AllgraphError, match="is a folder"):
        verify(hostile, file, form=Format.CSV)
    with pytest.raises(AllgraphError, match="--to"):
        verify(hostile, file)


def test_a_folder_is_known_by_its_files(tmp_path: Path) -> None:
    with pytest.raises(AllgraphError, match="holds no export"):
        format_of(tmp_path)
    (tmp_path / "x_nodes.tsv").touch()
    assert format_of(tmp_path) is Format.KGX


# --- views


def test_every_view_gives_what_it_promises(package: OxigraphStore) -> None:
    assert [fault for found in views().values() for fault in unmet(found.query, package)] == []
    help_text = next(option.help or "" for option in cli.commands["export"].params if option.name == "view")
    assert [name for name in views() if name not in help_text] == []


def test_the_overview_is_small_enough_to_look_at(package: OxigraphStore) -> None:
    picture = look(package)
    assert 40 < len(picture.nodes) < 120
    assert 80 < len(picture.edges) < 250
    assert {"drug", "drug class", "target", "treatment phase", "disease"} <= {node.kind for node in picture.nodes}


def test_what_cannot_be_shown_is_refused_in_words(hostile: OxigraphStore) -> None:
    with pytest.raises(QueryError, match="no view is called 'overvew'; nearest: overview"):
        export(hostile, Format.DOT, Shown("overvew"))
    with pytest.raises(QueryError, match="no view is called 'xyz'; there is agreement, drug-target"):
        export(hostile, Format.DOT, Shown("xyz"))
    with pytest.raises(QueryError, match="a view and no stored query; name it with --view overview"):
        export(hostile, Format.DOT, Shown(query="overview"))
    with pytest.raises(QueryError, match="a stored query and no view; name it with --select drugs-by-target"):
        export(hostile, Format.DOT, Shown("drugs-by-target"))
    with pytest.raises(QueryError, match="makes rows, not a graph"):
        export(hostile, Format.DOT, Shown(query="drugs-by-target"))
    with pytest.raises(AllgraphError, match="not both"):
        export(hostile, Format.DOT, Shown("full", "neighbourhood"))
    with pytest.raises(AllgraphError, match="needs a view or a query"):
        export(hostile, Format.DOT, Shown(params={"term": "x"}))
    with pytest.raises(AllgraphError, match=r"is a folder of nodes\.csv"):
        _ = export(hostile, Format.CSV).text


# --- the commands


def test_a_stored_query_is_selected_with_its_parameters(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, receipt = tmp_path / "n.graphml", tmp_path / "receipt.json"
    given = ["--select", "neighbourhood", "term=Blincyto", "--graph", str(built)]
    assert run(["export", "--to", "graphml", *given, "-o", str(file), "--receipt", str(receipt)]) == 0
    assert "graphml of neighbourhood term=Blincyto, read back by networkx" in capsys.readouterr().err
    assert json.loads(receipt.read_text(encoding="utf-8"))["wrong"] == 0
    assert run(["verify", str(file), *given]) == 0
    assert run(["verify", str(file), "--graph", str(built)]) == 0
    assert run(["verify", str(file), "--view", "overview", "--graph", str(built)]) == 1
    told = capsys.readouterr().err
    assert "lacks the node" in told
    assert " more\n" in told


def test_a_folder_needs_a_name(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "--to", "kgx", "--graph", str(built)]) == 2
    assert "name it with -o" in capsys.readouterr().err
    assert run(["export", "--to", "csv", "--graph", str(built), "-o", str(tmp_path / "tables")]) == 0
    assert sorted(path.name for path in (tmp_path / "tables").iterdir()) == ["edges.csv", "load-neo4j.cypher", "load.cypher", "nodes.csv"]
    assert run(["verify", str(tmp_path / "tables"), "--graph", str(built)]) == 0
    (tmp_path / "file").touch()
    assert run(["export", "--to", "csv", "--graph", str(built), "-o", str(tmp_path / "file")]) == 2
    assert "name another" in capsys.readouterr().err
    assert run(["verify", str(tmp_path / "nowhere.ttl"), "--graph", str(built)]) == 2


def test_a_receipt_is_printed_where_the_export_is_not(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, graph = str(tmp_path / "x.dot"), ["--graph", str(built)]
    assert run(["export", "--to", "dot", "-o", file, "--receipt", "-", *graph]) == 0
    assert json.loads(capsys.readouterr().out)["format"] == "dot"
    assert run(["verify", file, "--receipt", "-", *graph]) == 0
    assert json.loads(capsys.readouterr().out)["wrong"] == 0
    assert run(["export", "--to", "dot", "--receipt", "-", *graph]) == 2
    told = capsys.readouterr()
    assert (told.out, "cannot both go to standard output" in told.err) == ("", True)
    assert [path.name for path in tmp_path.iterdir()] == ["x.dot"]


def test_a_name_that_says_another_format_is_told(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for form, name, words in (("gexf", "x.xml", "by its ending programs take it for rdfxml"), ("csv", "x.csv", "is a folder")):
        assert run(["export", "--to", form, "-o", str(tmp_path / name), "--graph", str(built)]) == 0
        assert f"{name} is" in (told := capsys.readouterr().err)
        assert words in told
    assert run(["export", "--to", "gexf", "-o", str(tmp_path / "x.gexf"), "--graph", str(built)]) == 0
    assert "ending" not in capsys.readouterr().err
    assert run(["export", "--to", "gexf", "-o", str(tmp_path), "--graph", str(built)]) == 2
    assert "this is a folder; name a file in it" in capsys.readouterr().err


def test_what_would_be_named_as_something_else_is_not_written(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for form, name, words in (("svg", "x.csv", "is a table, and svg ends in .svg"), ("gexf", "x.GraphML", "is graphml, and gexf ends in")):
        assert run(["export", "--to", form, "-o", str(tmp_path / name), "--graph", str(built)]) == 2
        assert words in capsys.readouterr().err
    with pytest.raises(AllgraphError, match="a file of this name is a table"):
        allgraph.export("svg", tmp_path / "x.tsv", graph=built)
    assert list(tmp_path.iterdir()) == []


def test_the_ending_tells_the_format_where_nothing_else_does(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "-o", str(tmp_path / "x.dot"), "--graph", str(built)]) == 0
    assert "x.dot is written as dot, by its ending" in capsys.readouterr().err
    assert "digraph allgraph {" in (tmp_path / "x.dot").read_text(encoding="utf-8")
    for given in (["-o", str(tmp_path / "x.csv")], ["-o", str(tmp_path / "x")], []):
        assert run(["export", *given, "--graph", str(built)]) == 2
        assert "name the format with --to (turtle, " in capsys.readouterr().err


def test_views_are_in_the_folder_of_queries() -> None:
    assert sorted(views()) == sorted(path.stem for path in (resources.folder("queries") / "views").glob("*.rq"))
    assert isinstance(look(pictured()), Picture)
