"""The page: one file, whatever stands in a label, that loads nothing and holds what the graph says."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from pictured import LABELS, pictured

from allgraph.asking.store import OxigraphStore, open_store
from allgraph.cli import run
from allgraph.errors import AllgraphError
from allgraph.exporting import html
from allgraph.exporting.colours import EDGE_COLOURS
from allgraph.exporting.exports import Shown, export, verify
from allgraph.exporting.formats import Format
from allgraph.exporting.html import write_html
from allgraph.exporting.names import Name, names
from allgraph.exporting.pictures import Picture
from allgraph.exporting.proofs import Citation, Passage, Proofs, proofs
from allgraph.exporting.views import look

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)> \" ' & \u2028 <!-- ]]>"
pytestmark = pytest.mark.skipif(not html.VIEWER.is_file(), reason="allgraph was installed without npm, and so without the page's viewer")


class Parsed(HTMLParser):
    """A page's elements, its scripts by their ids, and the words of its title."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append((self.elements[-1][0] if self.elements else "", data))

    def of(self, tag: str) -> list[str]:
        return [text for name, text in self.texts if name == tag and text.strip()]

    @property
    def data(self) -> dict[str, Any]:
        found = json.loads(self.of("script")[0])
        assert isinstance(found, dict)
        return found


@pytest.fixture(scope="module")
def hostile() -> OxigraphStore:
    return pictured()


@pytest.fixture(scope="module")
def package(built: Path) -> OxigraphStore:
    return open_store(built)


@pytest.fixture(scope="module")
def page(package: OxigraphStore) -> str:
    return export(package, Format.HTML).text


def by_id(things: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {thing["id"]: thing for thing in things}


def test_a_page_names_nothing_that_a_browser_would_load(page: str) -> None:
    parsed = Parsed(page)
    loading = ("src", "srcset", "data", "poster", "action", "formaction", "background", "xlink:href")
    assert [attributes for _, attributes in parsed.elements if any(name in attributes for name in loading)] == []
    assert {attributes["href"] for _, attributes in parsed.elements if "href" in attributes} == {"#search", "#graph"}
    assert not {"link", "iframe", "object", "embed", "base", "form"} & {tag for tag, _ in parsed.elements} - {"form"}
    assert "url(" not in parsed.of("style")[0]
    assert "@import" not in parsed.of("style")[0]


def test_the_policy_of_a_page_allows_its_own_scripts_and_no_network(page: str) -> None:
    parsed = Parsed(page)
    (policy,) = [a["content"] for tag, a in parsed.elements if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in str(policy).split(";"))
    assert rules["default-src"] == "'none'"
    scripts = parsed.of("script")[1:]
    assert rules["script-src"].split() == [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in scripts]
    assert set(rules) == {"default-src", "script-src", "style-src", "base-uri", "form-action"}


def test_nothing_in_the_graph_becomes_markup(hostile: OxigraphStore, page: str) -> None:
    """Whatever a label, a title, a name or a quote holds, the elements of the page are the same."""
    picture = look(hostile, "full")
    picture = replace(
        picture,
        name=HOSTILE,
        nodes=tuple(replace(node, label=HOSTILE, kind=HOSTILE, definition=HOSTILE, identifiers=(HOSTILE,)) for node in picture.nodes),
        edges=tuple(replace(edge, label=HOSTILE, sources=(HOSTILE,), qualifiers=(HOSTILE,), premises=(HOSTILE,)) for edge in picture.edges),
    )
    called = {node.id: (Name(HOSTILE, "brand"),) for node in picture.nodes}
    rests = {
        edge.key: Proofs((Passage(HOSTILE, 0, 1, HOSTILE, HOSTILE, HOSTILE, HOSTILE),), (Citation(HOSTILE, HOSTILE),))
        for edge in picture.edges
    }
    parsed = Parsed("".join(write_html(picture, called, rests)))
    assert [tag for tag, _ in parsed.elements] == [tag for tag, _ in Parsed(page).elements]
    assert parsed.data["nodes"][0]["label"] == HOSTILE
    assert parsed.data["edges"][0]["passages"][0]["quote"] == HOSTILE
    assert "".join(parsed.of("title")) == f"{HOSTILE} - allgraph"


def test_labels_arrive_as_they_are(hostile: OxigraphStore) -> None:
    nodes = by_id(Parsed(export(hostile, Format.HTML, Shown("full")).text).data["nodes"])
    assert {name: node["label"] for name, node in nodes.items()} == {name: LABELS[name] for name in nodes}
    assert len(nodes["ag:long"]["label"]) > 10_000


def test_a_node_tells_its_names_by_their_kinds(page: str) -> None:
    nodes = by_id(Parsed(page).data["nodes"])
    assert {"text": "Blincyto", "kind": "brand"} in nodes["ag:blinatumomab"]["names"]
    kinds = {name["kind"] for node in nodes.values() for name in node["names"]}
    assert {"brand", "synonym", "abbreviation"} <= kinds
    assert all(name["text"] != node["label"] for node in nodes.values() for name in node["names"])


def test_a_brand_that_only_a_document_names_is_a_name_too(package: OxigraphStore) -> None:
    stated = package.select("SELECT ?drug ?label WHERE { ?drug ag:hasBrandName ?brand . ?brand rdfs:label ?label }").rows
    assert stated
    called = names(package)
    for drug, label in stated:
        assert label is not None and drug is not None
        assert Name(label.value, "brand") in called[f"ag:{drug.value.rpartition('/')[2]}"]


def test_an_edge_tells_every_passage_citation_and_premise(package: OxigraphStore) -> None:
    """As many as the picture counts; an edge without either has its premises."""
    picture, rests = look(package, "full"), proofs(package)
    assert {edge.key: edge.evidence for edge in picture.edges if edge.evidence} == {
        key: len(one.passages) + len(one.citations) for key, one in rests.items()
    }
    edges = by_id(Parsed("".join(write_html(picture, {}, rests))).data["edges"])
    assert all(edge["passages"] or edge["citations"] or edge["premises"] for edge in edges.values())
    (target,) = [edge for edge in edges.values() if (edge["source"], edge["target"]) == ("ag:blinatumomab", "ag:cd19")]
    first = target["passages"][0]
    assert first["source"] and first["section"] and first["start"] < first["end"]
    assert first["quote"] == ""  # the project's tables hold none
    assert target["citations"][0]["url"].startswith("https://")
    background = [edge for edge in edges.values() if edge["origins"] == ["background"]]
    assert background and all(edge["citations"] for edge in background)


def test_quotes_come_with_the_words_around_them(hostile: OxigraphStore) -> None:
    edges = Parsed(export(hostile, Format.HTML, Shown("full")).text).data["edges"]
    quotes = Counter(passage["quote"] for edge in edges for passage in edge["passages"])
    assert quotes == {'said; "so"': 7}


def test_every_node_stands_once_in_the_order(page: str) -> None:
    data = Parsed(page).data
    listed = [name for names in data["order"] for name in names]
    assert sorted(listed) == sorted(node["id"] for node in data["nodes"])
    groups = {node["id"]: node["group"] for node in data["nodes"]}
    assert all(len({groups[name] for name in one}) == 1 for one in data["order"])


def test_the_same_graph_gives_the_same_page(package: OxigraphStore, page: str) -> None:
    assert export(package, Format.HTML).text == page


def test_edges_have_the_colours_of_every_format() -> None:
    styles = (html.PAGE / "page.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"--(\w+): (#\w+);", styles.partition("}")[0]))
    assert {name: light[name] for name in EDGE_COLOURS} == {name: colour.lower() for name, colour in EDGE_COLOURS.items()}


def test_a_page_that_tells_otherwise_is_found(hostile: OxigraphStore, tmp_path: Path) -> None:
    """A passage less, and a hedged edge made plain."""
    text = export(hostile, Format.HTML, Shown("full")).text
    path = tmp_path / "page.html"
    path.write_text(text, encoding="utf-8", newline="\n")
    assert verify(hostile, path, Shown("full")).wrong == 0
    path.write_text(text.replace('"stance":"hedged"', '"stance":"affirmed"'), encoding="utf-8")
    assert "'affirmed', not 'hedged'" in verify(hostile, path).faults[0]
    path.write_text(re.sub(r'"passages":\[\{[^]]*\]', '"passages":[]', text, count=1), encoding="utf-8")
    assert verify(hostile, path).wrong == 1
    path.write_text("<html><p>another page</p></html>", encoding="utf-8")
    with pytest.raises(AllgraphError, match=r"page\.html: cannot be read as html: no graph is in it"):
        verify(hostile, path)


def test_the_licence_stands_at_the_head_of_what_is_bundled() -> None:
    head = html.VIEWER.read_text(encoding="utf-8")[:2000]
    assert "/*! cytoscape" in head
    assert "Permission is hereby granted, free of charge" in head


def test_without_the_viewer_the_export_says_how_to_get_it(
    built: Path, hostile: OxigraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(html, "VIEWER", tmp_path / "none.js")
    assert run(["export", "--to", "html", "--graph", str(built), "-o", str(tmp_path / "page.html")]) == 2
    told = capsys.readouterr().err
    assert "Cytoscape.js" in told and "pip install" in told
    assert not (tmp_path / "page.html").exists()
    assert export(hostile, Format.GEXF).receipt.wrong == 0


def test_an_empty_picture_is_a_page() -> None:
    parsed = Parsed("".join(write_html(Picture("", (), ()), {}, {})))
    assert parsed.data["nodes"] == parsed.data["edges"] == parsed.data["order"] == []
