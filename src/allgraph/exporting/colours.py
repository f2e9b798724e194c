"""How a picture looks in every format: colours of kinds, marks of stance and origin, sizes.

The colours of kinds were searched so that people with any colour blindness tell each two apart (CIEDE2000 above 10 as each sees them) and
black letters stand out on each; a hedged edge is dashed as well, so that no colour is needed to see what it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from allgraph.exporting.pictures import Edge, Node, Picture


@dataclass(frozen=True)
class Group:
    """Nodes that look alike: those of a class that are in no group before it. `words` name the colour, for a legend of letters alone."""

    name: str
    curie: str
    colour: str
    words: str


#: In the order of the columns of a drawing.
GROUPS = (
    Group("drug", "ag:Drug", "#66CCFF", "light blue"),
    Group("drug class", "ag:DrugClass", "#FFAA00", "orange"),
    Group("target", "ag:Target", "#DD7744", "brick red"),
    Group("phase", "ag:TreatmentPhase", "#33AA88", "green"),
    Group("disease", "ag:Disease", "#BB99BB", "mauve"),
    Group("state of disease", "ag:DiseaseState", "#9988DD", "violet"),
    Group("other treatment", "ag:Treatment", "#EEDD88", "yellow"),
    Group("other", "", "#DDDDEE", "pale grey"),
)
#: Edges by what they rest on: the strongest origin counts, in this order.
EDGE_COLOURS = {"document": "#333333", "background": "#0072B2", "inferred": "#8A8A8A"}


@dataclass(frozen=True)
class Line:
    """How an edge looks, and what that says; `words` as in Group."""

    says: str
    colour: str
    words: str
    is_dashed: bool = False


LINES = (
    Line("stated by a document; thicker: by several", EDGE_COLOURS["document"], "black"),
    Line("background, with its citation", EDGE_COLOURS["background"], "blue"),
    Line("inferred", EDGE_COLOURS["inferred"], "grey"),
    Line("hedged, may hold", EDGE_COLOURS["document"], "dashed", is_dashed=True),
)
#: As radii they leave the rows of a layout apart.
_SMALLEST, _LARGEST = 10.0, 20.0


def group(node: Node) -> Group:
    """The group of a node.

    >>> group(Node("ag:imatinib", "imatinib", classes=("ag:Drug", "ag:Treatment"))).name
    'drug'
    """
    return next(one for one in GROUPS if not one.curie or one.curie in node.classes)


def groups(picture: Picture) -> list[Group]:
    """The groups of a picture's nodes, in their order: what its legend tells of colours."""
    found = {group(node) for node in picture.nodes}
    return [one for one in GROUPS if one in found]


def edge_colour(edge: Edge) -> str:
    """The colour of an edge, as #rrggbb."""
    return next((colour for origin, colour in EDGE_COLOURS.items() if origin in edge.origins), EDGE_COLOURS["inferred"])


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of a colour, 0 to 255.

    >>> channels("#FFAA00")
    (255, 170, 0)
    """
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def sizes(picture: Picture) -> dict[str, float]:
    """The size of each node, 10 to 20: it grows with the root of the number of its edges."""
    degrees = dict.fromkeys((node.id for node in picture.nodes), 0)
    for edge in picture.edges:
        degrees[edge.source] += 1
        degrees[edge.target] += 1
    most = max(degrees.values(), default=0)
    return {
        name: round(_SMALLEST + (_LARGEST - _SMALLEST) * (degree / most) ** 0.5, 1) if most else _SMALLEST
        for name, degree in degrees.items()
    }
