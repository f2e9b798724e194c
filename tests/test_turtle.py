"""The Turtle writer: what it writes reads back as the same graph, and depends on nothing but the graph."""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from allgraph.errors import BuildError
from allgraph.graph.turtle import NOTICE, labelled, write_turtle
from allgraph.vocabulary import PREFIXES, expand


def node(curie: str) -> NamedNode:
    return NamedNode(expand(curie))


def canonical(triples: Iterable[Triple | Quad]) -> Dataset:
    dataset = Dataset(Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def read(text: str) -> list[Quad]:
    return list(parse(text.encode(), format=RdfFormat.TURTLE))


def linked(cells: list[BlankNode]) -> list[Triple]:
    """The rdf:rest chain of a list."""
    rests = [Triple(cell, node("rdf:rest"), rest) for cell, rest in pairwise(cells)]
    return [*rests, Triple(cells[-1], node("rdf:rest"), node("rdf:nil"))]


LOCALS = st.text(st.sampled_from("aZ09_-.~!$&'()*+,;=/?#@%:é漢\u00b7"), max_size=8)
IRIS = st.one_of(
    st.builds(lambda namespace, local: namespace + local, st.sampled_from(sorted(PREFIXES.values())), LOCALS),
    st.sampled_from(["urn:x:y", "http://example.org/?q=1&r=%20#f", "http://例え.jp/ü", expand("rdf:nil"), expand("rdf:first")]),
)


def valid(iri: str) -> bool:
    try:
        NamedNode(iri)
    except ValueError:
        return False
    return True


NAMES = IRIS.filter(valid).map(NamedNode)
NASTY = ['"', "\\", '"""', "\\n\n\r\t", "a\u2028b", "\ufeff", "\0", "'''", "🧬"]
TEXTS = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(NASTY)
LITERALS = st.one_of(
    TEXTS.map(Literal),
    st.builds(lambda text, tag: Literal(text, language=tag), TEXTS, st.sampled_from(["en", "de-CH", "zh-Hant-TW"])),
    st.builds(
        lambda text, datatype: Literal(text, datatype=node(datatype)),
        st.sampled_from(["1", "-1", "+01", "1.0", ".5", "5.", "1e3", "true", "TRUE", "1 ", "", "٣"]),
        st.sampled_from(["xsd:integer", "xsd:decimal", "xsd:double", "xsd:boolean", "xsd:anyURI", "ag:unit"]),
    ),
)


@st.composite
def forests(draw: st.DrawFn) -> list[Triple]:
    """Any triples whose blank nodes are trees: each is used at most once, by an earlier subject."""
    triples: list[Triple] = []
    blanks: list[BlankNode] = []
    for _ in range(draw(st.integers(0, 14))):
        subject = draw(st.one_of(NAMES, st.sampled_from(blanks))) if blanks else draw(NAMES)
        kind = draw(st.integers(0, 4))
        if kind == 0:
            blanks.append(BlankNode())
            triples.append(Triple(subject, draw(NAMES), blanks[-1]))
        elif kind == 1:
            blanks.append(BlankNode())
            triples.append(Triple(blanks[-1], draw(NAMES), draw(NAMES | LITERALS)))
        elif kind == 2:
            cells = [BlankNode() for _ in range(draw(st.integers(1, 3)))]
            triples.append(Triple(subject, draw(NAMES), cells[0]))
            triples += [Triple(cell, node("rdf:first"), draw(NAMES | LITERALS)) for cell in cells]
            triples += linked(cells)
        else:
            triples.append(Triple(subject, draw(NAMES), draw(NAMES | LITERALS)))
    return triples


@given(forests())
def test_read_of_write_is_the_same_graph(triples: list[Triple]) -> None:
    """Parsing what was written gives the graph that was written, by RDFC-1.0."""
    assert canonical(read(write_turtle(triples))) == canonical(triples)


@given(forests(), st.randoms(use_true_random=False))
def test_order_and_labels_leave_no_trace(triples: list[Triple], rng: random.Random) -> None:
    """Shuffled triples with other blank-node labels give the same bytes and the same labelled triples."""
    names: dict[BlankNode, BlankNode] = {}

    def other(term: object) -> object:
        return names.setdefault(term, BlankNode()) if isinstance(term, BlankNode) else term

    copies = [Triple(other(t.subject), t.predicate, other(t.object)) for t in triples]  # type: ignore[arg-type]
    rng.shuffle(copies)
    assert write_turtle(copies) == write_turtle(triples)
    assert list(labelled(copies)) == list(labelled(triples))


@given(forests())
def test_labelled_is_the_same_graph(triples: list[Triple]) -> None:
    assert canonical(labelled(triples)) == canonical(triples)


def test_layout() -> None:
    """One block a subject, `a` and label first, class expressions and lists inline, axioms last and nameless."""
    restriction, cells, axiom = BlankNode(), [BlankNode(), BlankNode()], BlankNode()
    intersection = BlankNode()
    triples = [
        Triple(node("ag:imatinib"), node("ag:treats"), node("ag:all")),
        Triple(node("ag:imatinib"), node("rdfs:label"), Literal('ima"tinib')),
        Triple(node("ag:imatinib"), node("rdf:type"), node("owl:NamedIndividual")),
        Triple(node("ag:imatinib"), node("rdf:type"), node("ag:Drug")),
        Triple(node("ag:Inhibitor"), node("rdf:type"), node("owl:Class")),
        Triple(node("ag:Inhibitor"), node("owl:equivalentClass"), intersection),
        Triple(intersection, node("owl:intersectionOf"), cells[0]),
        Triple(cells[0], node("rdf:first"), node("ag:Drug")),
        Triple(cells[0], node("rdf:rest"), cells[1]),
        Triple(cells[1], node("rdf:first"), restriction),
        Triple(cells[1], node("rdf:rest"), node("rdf:nil")),
        Triple(restriction, node("owl:onProperty"), node("ag:hasDrugClass")),
        Triple(restriction, node("owl:hasValue"), node("ag:inhibitor")),
        Triple(axiom, node("rdf:type"), node("owl:Axiom")),
        Triple(axiom, node("owl:annotatedSource"), node("ag:imatinib")),
        Triple(axiom, node("ag:statedBy"), node("ag:statement-2")),
        Triple(axiom, node("ag:statedBy"), node("ag:statement-1")),
    ]
    assert write_turtle(triples) == (
        "# Reference material, not medical advice.\n\n"
        "@prefix ag: <https://w3id.org/allgraph/> .\n"
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "\n# Classes\n\n"
        "ag:Inhibitor a owl:Class ;\n"
        "    owl:equivalentClass [ owl:intersectionOf ( ag:Drug [ owl:hasValue ag:inhibitor ; owl:onProperty ag:hasDrugClass ] ) ] .\n"
        "\n# Individuals\n\n"
        "ag:imatinib a ag:Drug, owl:NamedIndividual ;\n"
        '    rdfs:label "ima\\"tinib" ;\n'
        "    ag:treats ag:all .\n"
        "\n# Axioms and what else has no name\n\n"
        "[] a owl:Axiom ;\n"
        "    ag:statedBy ag:statement-1,\n"
        "        ag:statement-2 ;\n"
        "    owl:annotatedSource ag:imatinib .\n"
    )


def test_a_long_list_needs_no_recursion() -> None:
    cells = [BlankNode() for _ in range(3000)]
    triples = [Triple(node("ag:a"), node("ag:b"), cells[0])]
    triples += [Triple(cell, node("rdf:first"), Literal(1)) for cell in cells]
    triples += linked(cells)
    assert len(read(write_turtle(triples))) == len(triples)


def test_a_shared_blank_node_is_refused() -> None:
    """Two uses of one blank node cannot be written without a label, so they are an error that names a user of it."""
    blank = BlankNode()
    with pytest.raises(BuildError, match="used 2 times") as caught:
        write_turtle([Triple(node("ag:a"), node("ag:b"), blank), Triple(node("ag:c"), node("ag:b"), blank)])
    assert "allgraph/a" in caught.value.where


def test_a_circle_of_blank_nodes_is_refused() -> None:
    one, two = BlankNode(), BlankNode()
    with pytest.raises(BuildError, match="circle"):
        write_turtle([Triple(one, node("ag:b"), two), Triple(two, node("ag:b"), one)])


def test_a_triple_about_a_triple_is_refused() -> None:
    inner = Triple(node("ag:a"), node("ag:b"), node("ag:c"))
    with pytest.raises(BuildError, match="as Turtle"):
        write_turtle([Triple(node("ag:a"), node("ag:b"), inner)])


def test_nothing_gives_nothing() -> None:
    assert write_turtle([]) == f"# {NOTICE}\n"
