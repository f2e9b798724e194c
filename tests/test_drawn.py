"""What viewers that run in a browser draw of our exports, in Chromium with the network off: labels, colours, edges, and no complaint.

judges/viewers.mjs starts them as their manuals say. ALLGRAPH_SHOTS names a folder for pictures.
"""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from browsing import Opened
from judging import JUDGES, need_node, run
from pictured import pictured

from allgraph.asking.store import Store, open_store
from allgraph.exporting.colours import channels, edge_colour, group
from allgraph.exporting.exports import Shown, export
from allgraph.exporting.formats import Format
from allgraph.exporting.pictures import Picture, iri_of
from allgraph.exporting.views import look

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra test)")
#: What Chromium says of its own speed where it draws without a graphics card.
DRIVER = "GL Driver Message"
PAGE = """<!doctype html><meta charset="utf-8"><title>a viewer</title><style>body { margin: 0 } #view { height: 100vh }</style>
<div id="view"></div><script src="viewers.js"></script>"""
DRAW = "([form, text, terms]) => draw[form](text, document.getElementById('view'), terms)"


@pytest.fixture(scope="module", params=["package", "hostile"])
def store(request: pytest.FixtureRequest) -> Store:
    """The graph of the project's own tables, and the one made by hand."""
    return pictured() if request.param == "hostile" else open_store(request.getfixturevalue("built"))


@pytest.fixture(scope="module")
def picture(store: Store) -> Picture:
    return look(store)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with an element to draw in, and the viewers, bundled by esbuild."""
    node, folder = need_node(), tmp_path_factory.mktemp("viewers")
    options = ("--bundle", "--log-level=error", '--define:process.env.NODE_ENV="production"', f"--outfile={folder / 'viewers.js'}")
    run(node, str(JUDGES / "node_modules" / "esbuild" / "bin" / "esbuild"), str(JUDGES / "viewers.mjs"), *options)
    path = folder / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def draw(opened: Opened, store: Store, form: Format, *terms: str) -> dict[str, Any]:
    """What a viewer tells of the export that it has drawn; it loaded nothing but the page, and had nothing to say."""
    found: dict[str, Any] = opened.page.evaluate(DRAW, [form, export(store, form, Shown("overview")).text, list(terms)])
    assert [url.rpartition("/")[2] for url in opened.asked] == ["page.html", "viewers.js"]
    assert [line for line in opened.said if DRIVER not in line] == []
    return found


def pixels(opened: Opened) -> Counter[tuple[int, ...]]:
    """How often each colour stands on the screen."""
    image = pytest.importorskip("PIL.Image", reason="Pillow is not installed (extra test)")
    shot = image.open(io.BytesIO(opened.page.screenshot())).convert("RGB")
    return Counter({colour: number for number, colour in shot.getcolors(shot.width * shot.height)})


@pytest.mark.parametrize("form", [Format.GEXF, Format.CYJS])
def test_sigma_and_cytoscape_draw_every_label_in_the_colours_of_kinds(
    chromium: Any, store: Store, picture: Picture, page: Path, form: Format
) -> None:
    with Opened(chromium, page) as opened:
        drawn = draw(opened, store, form)
        assert sorted(map(one_line, drawn["labels"])) == sorted(one_line(node.label) for node in picture.nodes)
        assert {one["id"]: rgb(one["colour"]) for one in drawn["nodes"]} == {n.id: channels(group(n).colour) for n in picture.nodes}
        edges = {one["id"]: (one["label"], rgb(one["colour"])) for one in drawn["edges"]}
        assert edges == {edge.id: (edge.label, channels(edge_colour(edge))) for edge in picture.edges}
        seen, wanted = pixels(opened), Counter(channels(group(node).colour) for node in picture.nodes)
        assert {colour: number for colour, number in wanted.items() if seen[colour] < 50 * number} == {}
        assert sum(number for colour, number in seen.items() if max(colour) < 100) > 1000  # letters and lines
        opened.shoot(f"viewer-{form}-{len(picture.nodes)}")


def one_line(text: str) -> str:
    return " ".join(text.split())


def rgb(colour: str) -> tuple[int, ...]:
    """A colour as the viewers tell it: rgb(r,g,b)."""
    return tuple(int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(","))


def test_reactodia_opens_the_turtle_with_labels_and_links(chromium: Any, store: Store, picture: Picture, page: Path) -> None:
    with Opened(chromium, page) as opened:
        drawn = draw(opened, store, Format.TURTLE, *(node.iri for node in picture.nodes))
        assert {one["id"]: one["label"] for one in drawn["nodes"]} == {node.iri: node.label for node in picture.nodes}
        links = {(one["source"], one["relation"], one["target"]) for one in drawn["links"]}
        assert links == {(iri_of(edge.source), iri_of(edge.relation), iri_of(edge.target)) for edge in picture.edges}
        opened.becomes("document.querySelectorAll('[data-element-id]').length", len(picture.nodes))
        shown = sync_api.expect(opened.page.locator("#view"))
        for label in sorted({node.label for node in picture.nodes} | {edge.label for edge in picture.edges}):
            shown.to_contain_text(label)
        assert len(pixels(opened)) > 100
        opened.shoot(f"viewer-turtle-{len(picture.nodes)}")
