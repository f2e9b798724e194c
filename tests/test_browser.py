"""The page in Chromium, with the network off: search, filters, passages, keys, both themes, and no label on another.

ALLGRAPH_SHOTS names a folder for pictures of each view.
"""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from browsing import PHONE, WIDE, Opened
from pictured import LABELS, pictured

from allgraph.asking.store import open_store
from allgraph.exporting import html
from allgraph.exporting.exports import Shown, export
from allgraph.exporting.formats import Format
from allgraph.exporting.html import write_html
from allgraph.exporting.names import names
from allgraph.exporting.pictures import Edge, Node, Picture
from allgraph.exporting.proofs import Passage, Proofs, proofs
from allgraph.exporting.views import look

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra test)")
expect = sync_api.expect
pytestmark = pytest.mark.skipif(not html.VIEWER.is_file(), reason="allgraph was installed without npm, and so without the page's viewer")
#: The boxes of what is drawn with a label, on the screen: [id, x1, y1, x2, y2, the size of its letters].
BOXES = """() => allgraph.cy.nodes().filter((node) => node.visible()).map((node) => {
  const box = node.renderedBoundingBox({ includeNodes: false, includeEdges: false, includeLabels: true, includeOverlays: false });
  return [node.id(), box.x1, box.y1, box.x2, box.y2, node.numericStyle("font-size") * allgraph.cy.zoom()];
})"""


@pytest.fixture(scope="module")
def overview(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the project's own graph; what is told of blinatumomab's target is quoted, in words made up here."""
    store = open_store(built)
    picture, rests = look(store), proofs(store)
    key = ("ag:blinatumomab", "ag:hasTarget", "ag:cd19")
    quoted = replace(rests[key].passages[0], prefix="before it ", quote="its own <b>words</b>", suffix=" behind it")
    rests[key] = replace(rests[key], passages=(quoted, *rests[key].passages[1:]))
    path = tmp_path_factory.mktemp("pages") / "overview.html"
    path.write_text("".join(write_html(picture, names(store), rests)), encoding="utf-8")
    return path


def boxes_of(opened: Opened) -> dict[str, list[float]]:
    """What BOXES tells, by the ids."""
    return {name: numbers for name, *numbers in opened.page.evaluate(BOXES)}


def overlaps(boxes: dict[str, list[float]]) -> list[tuple[str, str]]:
    """The pairs of which one lies on the other by more than a pixel."""
    return [
        (one, other)
        for (one, a), (other, b) in combinations(boxes.items(), 2)
        if min(a[2], b[2]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[1], b[1]) > 1
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_whole_overview_is_read_at_a_glance_on_a_wide_screen(chromium: Any, overview: Path, theme: str) -> None:
    """Every label is drawn, none on another, all inside, in letters that can be read; in each theme."""
    with Opened(chromium, overview, WIDE, theme) as opened:
        boxes = boxes_of(opened)
        area = opened.page.locator("#graph").bounding_box()
        assert len(boxes) == opened.page.evaluate("allgraph.data.nodes.length + allgraph.data.order.length")
        assert overlaps(boxes) == []
        assert all(box[0] >= 0 and box[1] >= 0 and box[2] <= area["width"] and box[3] <= area["height"] for box in boxes.values())
        assert min(box[4] for box in boxes.values()) >= 9
        opened.shoot(f"overview-{theme}-1440")
        assert opened.said == []
        assert opened.asked == [overview.as_uri()]


def test_a_label_stands_in_its_box(chromium: Any, overview: Path) -> None:
    with Opened(chromium, overview) as opened:
        wider = """allgraph.cy.nodes(".term").filter((node) => {
          const label = node.boundingBox({ includeNodes: false, includeOverlays: false });
          const box = node.boundingBox({ includeLabels: false, includeOverlays: false });
          return label.w > box.w || label.h > box.h;
        }).map((node) => node.id())"""
        assert opened.page.evaluate(wider) == []


def test_a_phone_shows_labels_that_can_be_read(chromium: Any, overview: Path) -> None:
    """None on another, none beyond the sides; the page itself is no wider than the screen."""
    for theme in ("light", "dark"):
        with Opened(chromium, overview, PHONE, theme) as opened:
            boxes = boxes_of(opened)
            assert overlaps(boxes) == []
            assert min(box[0] for box in boxes.values()) >= 0
            assert max(box[2] for box in boxes.values()) <= PHONE[0]
            assert min(box[4] for box in boxes.values()) >= 9
            assert opened.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
            opened.shoot(f"overview-{theme}-390")
            opened.page.click("#show-filters")
            expect(opened.page.locator("#facets")).to_be_visible()
            opened.shoot(f"filters-{theme}-390")
            opened.page.keyboard.press("Escape")
            expect(opened.page.locator("#facets")).to_be_hidden()
            assert opened.said == []


@pytest.mark.parametrize("size", [WIDE, PHONE])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_brand_finds_its_drug_and_its_edge_tells_the_passages(chromium: Any, overview: Path, size: tuple[int, int], theme: str) -> None:
    """With the keyboard alone."""
    with Opened(chromium, overview, size, theme) as opened:
        page = opened.page
        page.focus("#search")
        page.keyboard.type("blincyto")
        expect(page.locator("#results [data-node] span")).to_have_text(["Blincyto", "brand of blinatumomab"])
        opened.shoot(f"search-{theme}-{size[0]}")
        page.keyboard.press("Enter")
        expect(page.locator("#results")).to_be_hidden()
        expect(page.locator("#details h2")).to_have_text("blinatumomab")
        facts = opened.text("#details dl")
        assert "drug" in facts and "Blincyto" in facts and "drugbank:" in facts
        opened.becomes("allgraph.cy.nodes('.chosen').map((node) => node.id())", ["ag:blinatumomab"])
        opened.shoot(f"node-{theme}-{size[0]}")
        edge = page.evaluate("allgraph.data.edges.find((one) => one.source === 'ag:blinatumomab' && one.target === 'ag:cd19').id")
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.dataset.edge") == edge:
                break
        page.keyboard.press("Enter")
        expect(page.locator("#details h2")).to_have_text("blinatumomab has target CD19")
        first = page.locator("#details .passage").first
        assert first.locator("p").first.inner_text() == "…before it its own <b>words</b> behind it…"
        assert first.locator("mark").inner_text() == "its own <b>words</b>"
        assert "characters" in first.inner_text()
        assert page.locator("#details .citation a").first.get_attribute("href").startswith("https://")
        opened.becomes("allgraph.cy.edges('.chosen').map((edge) => edge.id())", [edge])
        opened.shoot(f"edge-{theme}-{size[0]}")
        page.keyboard.press("Escape")
        expect(page.locator("#details")).to_be_hidden()
        expect(page.locator("#search")).to_be_focused()
        opened.becomes("allgraph.cy.elements('.chosen, .faint, .away').length", 0)
        assert opened.said == []


def test_arrows_go_through_what_is_found_and_escape_closes_it(chromium: Any, overview: Path) -> None:
    with Opened(chromium, overview) as opened:
        page = opened.page
        page.focus("#search")
        page.keyboard.type("chemo")
        options = page.locator("#results [data-node]")
        expect(options.first).to_have_attribute("aria-selected", "true")
        assert options.count() > 2
        page.keyboard.press("ArrowDown")
        expect(options.nth(1)).to_have_attribute("aria-selected", "true")
        expect(options.first).to_have_attribute("aria-selected", "false")
        expect(page.locator("#search")).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id"))
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        expect(options.last).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Escape")
        expect(page.locator("#results")).to_be_hidden()
        page.fill("#search", "no such name")
        expect(page.locator("#results")).to_contain_text("No term")


def test_arrows_go_from_term_to_term_in_the_graph(chromium: Any, overview: Path) -> None:
    with Opened(chromium, overview) as opened:
        page = opened.page
        chosen = "allgraph.cy.nodes('.chosen').map((node) => [node.position('x'), node.position('y')])"

        def press(key: str) -> tuple[float, float]:
            """Where the chosen term is, once another than before is chosen."""
            before = page.evaluate(chosen)
            page.keyboard.press(key)
            opened.becomes(f"JSON.stringify({chosen}) !== JSON.stringify({json.dumps(before)})", wanted=True)
            ((x, y),) = page.evaluate(chosen)
            return x, y

        page.focus("#graph")
        start = press("ArrowDown")
        below = press("ArrowDown")
        assert below[0] == start[0] and below[1] > start[1]
        assert press("ArrowRight")[0] > below[0]
        page.keyboard.press("Enter")
        expect(page.locator("#details h2")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("#graph")).to_be_focused()


def test_ticks_narrow_the_picture(chromium: Any, overview: Path) -> None:
    """Each facet alone shows just what it says; together they narrow further; all comes back."""
    shown = "allgraph.data.edges.filter((edge) => allgraph.cy.getElementById(edge.id).visible())"
    with Opened(chromium, overview) as opened:
        page = opened.page
        every = page.evaluate(f"{shown}.length")
        data = page.evaluate("allgraph.data")
        kinds = {node["id"]: node["kind"] for node in data["nodes"]}
        source = data["edges"][0]["sources"][0]
        laws: dict[tuple[str, str], Any] = {
            ("kind", "target"): lambda edge: "target" in (kinds[edge["source"]], kinds[edge["target"]]),
            ("relation", "has target"): lambda edge: edge["label"] == "has target",
            ("stance", "hedged"): lambda edge: edge["stance"] == "hedged",
            ("origin", "background"): lambda edge: "background" in edge["origins"],
            ("source", source): lambda edge: source in edge["sources"],
        }
        for (name, value), law in laws.items():
            page.check(f'input[name={name}][value="{value}"]')
            wanted = sorted(edge["id"] for edge in data["edges"] if law(edge))
            assert 0 < len(wanted) < every
            expect(page.locator("#count")).to_contain_text(f", {len(wanted)} of {every} edges")
            opened.becomes(f"{shown}.map((edge) => edge.id).sort()", wanted)
            assert overlaps(boxes_of(opened)) == []
            page.click("#filters .reset")
            opened.becomes(f"{shown}.length", every)
        page.check('input[name=relation][value="has target"]')
        page.check("input[name=origin][value=background]")
        opened.shoot("filtered-light-1440")
        both = [edge for edge in data["edges"] if edge["label"] == "has target" and "background" in edge["origins"]]
        expect(page.locator("#count")).to_contain_text(f", {len(both)} of {every} edges")
        opened.becomes(f"{shown}.length", len(both))
        page.fill("#search", "clinical trial")  # hidden now; choosing it shows all again
        page.keyboard.press("Enter")
        opened.becomes(f"{shown}.length", every)
        assert opened.said == []


@pytest.mark.parametrize(("size", "theme"), [(WIDE, "light"), (PHONE, "dark")])
def test_filters_that_leave_nothing_say_so_and_are_cleared_at_once(
    chromium: Any, overview: Path, size: tuple[int, int], theme: str
) -> None:
    with Opened(chromium, overview, size, theme) as opened:
        page = opened.page
        expect(page.locator("#nothing")).to_be_hidden()
        expect(page.locator("#filters .reset")).to_be_hidden()
        if size == PHONE:
            page.click("#show-filters")
        page.check('input[name=relation][value="has target"]')
        page.check("input[name=stance][value=hedged]")
        expect(page.locator("#count")).to_contain_text("0 of ")
        expect(page.locator("#filters .reset")).to_be_in_viewport()
        opened.shoot(f"nothing-filters-{theme}-{size[0]}")
        if size == PHONE:
            page.keyboard.press("Escape")
            expect(page.locator("#show-filters")).to_have_text("Filters (2)")
        expect(page.locator("#nothing")).to_contain_text("Nothing in this picture has all that the filters ask for.")
        opened.shoot(f"nothing-{theme}-{size[0]}")
        page.click("#nothing .reset")
        expect(page.locator("#nothing")).to_be_hidden()
        opened.becomes("allgraph.cy.nodes('.term').filter((node) => node.visible()).length", page.evaluate("allgraph.data.nodes.length"))
        assert page.evaluate("[...document.querySelectorAll('#facets input')].filter((box) => box.checked).length") == 0
        assert opened.said == []


def test_the_keyboard_skips_to_the_graph(chromium: Any, overview: Path) -> None:
    with Opened(chromium, overview) as opened:
        page = opened.page
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_have_text("Skip to the graph")
        expect(page.locator(":focus")).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.keyboard.press("ArrowDown")
        opened.becomes("allgraph.cy.nodes('.chosen').length", 1)
        opened.becomes("document.activeElement.id", "graph")


def test_a_term_tells_what_its_kind_means_and_links_where_its_prefix_has_an_address(chromium: Any, overview: Path) -> None:
    """Its own IRI is no link: the namespace is not registered."""
    with Opened(chromium, overview) as opened:
        page = opened.page
        page.evaluate("choose('ag:imatinib')")
        node = next(one for one in page.evaluate("allgraph.data.nodes") if one["id"] == "ag:imatinib")
        assert page.evaluate("allgraph.data.kinds.drug") in opened.text("#details dl")
        assert "definition of drug" in opened.text("#details dl")
        links = {link.inner_text(): link.get_attribute("href") for link in page.locator("#details dl a").all()}
        assert links == {one["name"]: one["address"] for one in node["identifiers"]}
        assert links["ncit:C1687"] == "http://purl.obolibrary.org/obo/NCIT_C1687"
        assert page.locator("#details dl code").last.inner_text() == node["iri"]


def test_an_empty_picture_says_that_it_is(chromium: Any, tmp_path: Path) -> None:
    path = tmp_path / "empty.html"
    path.write_text(export(pictured(), Format.HTML, Shown("phases")).text, encoding="utf-8")
    with Opened(chromium, path) as opened:
        expect(opened.page.locator("#why")).to_have_text("This picture holds no terms.")


def test_light_and_dark_follow_the_system_and_the_switch(chromium: Any, overview: Path) -> None:
    """The ground of the page and the lines of the drawing."""
    colours = "[getComputedStyle(document.body).backgroundColor, allgraph.cy.edges('.document')[0].style('line-color')]"
    themes = {}
    for theme in ("light", "dark"):
        with Opened(chromium, overview, theme=theme) as opened:
            themes[theme] = opened.page.evaluate(colours)
    assert all(light != dark for light, dark in zip(themes["light"], themes["dark"], strict=True))
    with Opened(chromium, overview, theme="light") as opened:
        for theme in ("dark", "light"):
            opened.page.click("#theme")
            opened.becomes(colours, themes[theme])
        opened.page.emulate_media(color_scheme="dark")
        expect(opened.page.locator("html")).to_have_class("dark")
        opened.becomes(colours, themes["dark"])


def test_lines_tell_hedged_and_inferred_without_colour(chromium: Any, built: Path, tmp_path: Path) -> None:
    path = tmp_path / "full.html"
    path.write_text(export(open_store(built), Format.HTML, Shown("full")).text, encoding="utf-8")
    with Opened(chromium, path) as opened:
        styles = opened.page.evaluate(
            "allgraph.data.edges.map((edge) => [edge.stance, edge.origins.join(), allgraph.cy.getElementById(edge.id).style('line-style')])"
        )
        assert {style for stance, _, style in styles if stance == "hedged"} == {"dashed"}
        assert {style for stance, origins, style in styles if stance == "affirmed" and origins == "inferred"} == {"dotted"}
        assert {style for stance, origins, style in styles if stance == "affirmed" and "document" in origins} == {"solid"}
        inferred = opened.page.evaluate("allgraph.data.edges.find((edge) => edge.origins.join() === 'inferred').id")
        opened.page.evaluate("(id) => choose(id)", inferred)
        expect(opened.page.locator("#details .premise").first).to_be_visible()
        opened.shoot("inferred-light-1440")
        assert opened.said == []


def test_hostile_labels_are_drawn_as_text(chromium: Any, tmp_path: Path) -> None:
    """No dialog opens, nothing is loaded, and the whole of a long label stands in the details."""
    path = tmp_path / "hostile.html"
    path.write_text(export(pictured(), Format.HTML, Shown("full")).text, encoding="utf-8")
    for size in (WIDE, PHONE):
        with Opened(chromium, path, size) as opened:
            dialogs: list[str] = []
            opened.page.on("dialog", lambda dialog, seen=dialogs: (seen.append(dialog.message), dialog.dismiss()))
            assert overlaps(boxes_of(opened)) == []
            for name in opened.page.evaluate("allgraph.data.nodes.map((node) => node.id)"):
                opened.page.evaluate("(id) => choose(id)", name)
                assert opened.page.text_content("#details h2") == LABELS[name]
                assert opened.page.evaluate("document.documentElement.scrollWidth") <= size[0]
            opened.shoot(f"hostile-light-{size[0]}")
            opened.page.evaluate("choose('ag:script')")
            assert opened.page.locator("#details script, #details b").count() == 0
            assert dialogs == opened.said == []
            assert opened.asked == [path.as_uri()]


def test_five_thousand_edges_are_drawn_and_what_is_chosen_stands_alone(chromium: Any, tmp_path: Path) -> None:
    """Zoomed out no label is drawn; a chosen term is shown with its neighbours, to be read."""
    kinds = ("ag:Drug", "ag:Target", "ag:Disease", "ag:Treatment")
    nodes = tuple(sorted(Node(f"ag:n{n:04}", f"made up term {n}", "made", classes=(kinds[n % 4],)) for n in range(1000)))
    ends = {(f"ag:n{n % 1000:04}", f"ag:n{(n * 7 + n // 1000 + 1) % 1000:04}") for n in range(5000)}
    edges = tuple(Edge(one, "ag:treats", other, "treats", "ag:treats", "affirmed", ("document",), 1) for one, other in sorted(ends))
    assert len(edges) == 5000
    rests = {edge.key: Proofs((Passage("A page", 0, 9, "A section"),)) for edge in edges}
    path = tmp_path / "many.html"
    path.write_text("".join(write_html(Picture("many", nodes, edges), {}, rests)), encoding="utf-8")
    with Opened(chromium, path) as opened:
        smallest = opened.page.evaluate("allgraph.cy.nodes('.term')[0].numericStyle('min-zoomed-font-size')")
        assert all(box[4] < smallest for box in boxes_of(opened).values())
        opened.page.fill("#search", "made up term 17")
        opened.page.keyboard.press("Enter")
        expect(opened.page.locator("#details h2")).to_contain_text("made up term 17")
        boxes = {name: box for name, box in boxes_of(opened).items() if name.startswith("ag:")}
        assert 2 < len(boxes) < 30
        assert overlaps(boxes) == []
        assert min(box[4] for box in boxes.values()) >= 9
        opened.shoot("many-chosen-light-1440")
        opened.page.keyboard.press("Escape")
        opened.becomes("allgraph.cy.nodes('.term').filter((node) => node.visible()).length", 1000)
        assert opened.said == []
