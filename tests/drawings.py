"""What stands where in an SVG drawing of ours: boxes of nodes, and the points that edges pass."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import NamedTuple

_SVG = "{http://www.w3.org/2000/svg}"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_STEPS = 40

Point = tuple[float, float]


class Box(NamedTuple):
    """A node's: its sides."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, point: Point) -> bool:
        """Whether a point lies inside, and not on the border."""
        return self.left + 1 < point[0] < self.right - 1 and self.top + 1 < point[1] < self.bottom - 1


def crossed(text: str) -> dict[tuple[str, str], set[str]]:
    """The nodes whose boxes an edge passes through, by the ends of the edge, neither of which is one of them."""
    root = ET.fromstring(text)  # noqa: S314  # our own
    groups = [(group, group.get("class", "").split()[:1]) for group in root.iter(f"{_SVG}g")]
    boxes = {group.get("id", "").removeprefix("node-"): _box(group) for group, kind in groups if kind == ["node"]}
    found = {}
    for group, kind in groups:
        if kind == ["edge"]:
            source, _, target = group.findtext(f"{_SVG}title", "").partition("->")
            ends = (group.get("data-source", source), group.get("data-target", target))
            assert boxes.keys() >= set(ends)
            points = list(_points(next(group.iter(f"{_SVG}path")).get("d", "")))
            found[ends] = {name for name, box in boxes.items() if name not in ends and any(map(box.holds, points))}
    return {ends: names for ends, names in found.items() if names}


def _box(group: ET.Element) -> Box:
    rectangle = group.find(f"{_SVG}rect")
    if rectangle is not None:
        x, y, width, height = (float(rectangle.get(name, "")) for name in ("x", "y", "width", "height"))
        return Box(x, y, x + width, y + height)
    numbers = [float(number) for number in _NUMBER.findall(next(group.iter(f"{_SVG}path")).get("d", ""))]
    return Box(min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2]))


def _points(path: str) -> Iterator[Point]:
    """Points along a path of lines and cubic curves (SVG 1.1, section 8.3), close to each other."""
    now: Point = (0.0, 0.0)
    for command, numbers in re.findall(r"([MLC])([^MLC]*)", path):
        values = [float(number) for number in _NUMBER.findall(numbers)]
        given = list(zip(values[::2], values[1::2], strict=True))
        for at in range(0, len(given), 3 if command == "C" else 1):
            bends = given[at : at + 3] if command == "C" else [now, given[at], given[at]]
            if command != "M":
                yield from (_on_curve((now, *bends), step / _STEPS) for step in range(_STEPS + 1))
            now = bends[-1]


def _on_curve(curve: tuple[Point, ...], part: float) -> Point:
    weights = ((1 - part) ** 3, 3 * (1 - part) ** 2 * part, 3 * (1 - part) * part**2, part**3)
    x, y = (sum(weight * point[axis] for weight, point in zip(weights, curve, strict=True)) for axis in (0, 1))
    return x, y
