"""A page that shows the picture in any browser: one file that needs no network, with every passage behind its edge.

The page is page/page.html with its styles and scripts, Cytoscape.js (page/vendor.js, which hatch_build.py bundles when the package is
built), and the graph as JSON. Its policy (CSP) lets it run these scripts alone and load nothing.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from html import escape
from string import Template

from allgraph import __version__, resources
from allgraph.errors import AllgraphError
from allgraph.exporting.colours import EDGE_COLOURS, GROUPS, group
from allgraph.exporting.layout import in_order
from allgraph.exporting.names import Name
from allgraph.exporting.pictures import Edge, Node, Picture, iri_of
from allgraph.exporting.proofs import Key, Proofs
from allgraph.graph.turtle import NOTICE

#: Where the parts of the page are, and the viewer among them, which is there only where npm was when the package was built.
PAGE = resources.PACKAGE / "exporting" / "page"
VIEWER = PAGE / "vendor.js"
#: The page's own scripts, in the order in which they run.
_SCRIPTS = ("graph.js", "details.js", "search.js", "filters.js", "page.js")


def check_viewer() -> None:
    """Raises AllgraphError where allgraph was installed without Cytoscape.js."""
    if not VIEWER.is_file():
        raise AllgraphError(
            "Cytoscape.js, which draws the page, is not installed: it comes through npm when allgraph is built, and npm or its "
            "registry was not at hand then. Install allgraph again where it is: pip install --force-reinstall --no-deps "
            "--no-cache-dir, and what you installed it from. Every other format works without",
            where="html",
        )


def write_html(picture: Picture, names: Mapping[str, tuple[Name, ...]], proofs: Mapping[Key, Proofs]) -> Iterator[str]:
    """The picture as a page, in parts; `names` are those of its terms by CURIE, `proofs` what its edges rest on by what they say.

    Raises AllgraphError as `check_viewer` does.
    """
    check_viewer()
    scripts = [VIEWER.read_text(encoding="utf-8"), *(_own(name) for name in _SCRIPTS)]
    allowed = " ".join(f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts)
    yield Template(_own("page.html")).substitute(
        policy=f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
        version=escape(__version__),
        title=escape(picture.name or "graph"),
        notice=escape(NOTICE),
        styles=_own("page.css"),
        data=_json(_data(picture, names, proofs)),
        scripts="\n".join(f"<script>{script}</script>" for script in scripts),
    )


def _own(name: str) -> str:
    return (PAGE / name).read_text(encoding="utf-8")


def _json(value: object) -> str:
    """JSON that may stand in a script: what could end it, or begin markup, is escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text.replace('},{"id":', '},\n{"id":')


def _data(picture: Picture, names: Mapping[str, tuple[Name, ...]], proofs: Mapping[Key, Proofs]) -> dict[str, object]:
    return {
        "name": picture.name,
        "groups": [{"name": one.name, "colour": one.colour} for one in GROUPS],
        "origins": list(EDGE_COLOURS),
        "order": in_order(picture),
        "kinds": dict(sorted({node.kind: node.kind_definition for node in picture.nodes if node.kind_definition}.items())),
        "nodes": [node_record(node, names.get(node.id, ())) for node in picture.nodes],
        "edges": [edge_record(edge, proofs.get(edge.key, Proofs())) for edge in picture.edges],
    }


def node_record(node: Node, called: tuple[Name, ...]) -> dict[str, object]:
    """What the page tells of a node, as JSON has it; `called` are its names."""
    return {
        "id": node.id,
        "label": node.label,
        "group": GROUPS.index(group(node)),
        "kind": node.kind,
        "definition": node.definition,
        "iri": node.iri,
        "identifiers": [{"name": name, "address": _address(name)} for name in node.identifiers],
        "names": [name._asdict() for name in called if name.text != node.label],
    }


def _address(name: str) -> str:
    """The address that the prefix of an identifier gives it; "" where none is known."""
    return iri if (iri := iri_of(name)) != name else ""


def edge_record(edge: Edge, rests: Proofs) -> dict[str, object]:
    """What the page tells of an edge, as JSON has it."""
    return {
        "id": edge.id,
        "source": edge.source,
        "relation": edge.relation,
        "target": edge.target,
        "label": edge.label,
        "stance": edge.stance,
        "origins": edge.origins,
        "weight": edge.weight,
        "sources": edge.sources,
        "qualifiers": edge.qualifiers,
        "premises": edge.premises,
        "passages": [vars(one) for one in rests.passages],
        "citations": [vars(one) for one in rests.citations],
    }
