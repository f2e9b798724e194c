"""Faults: what is wrong, how badly, and where it stands in a file; and the forms in which they are printed."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from allgraph.texts import many


class Severity(StrEnum):
    """How bad a fault is; the first is the worst."""

    ERROR = "error"
    WARN = "warn"
    INFO = "info"

    def is_at_least(self, other: Severity) -> bool:
        """Whether this is as bad as `other`, or worse.

        >>> Severity.ERROR.is_at_least(Severity.WARN), Severity.INFO.is_at_least(Severity.WARN)
        (True, False)
        """
        return list(Severity).index(self) <= list(Severity).index(other)


#: What several of a severity are called, where its name has no plural.
_CALLED = {Severity.WARN: "warning", Severity.INFO: "remark"}


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: the rule it breaks, the thing (a CURIE, "" for a whole file), what is said of it, and its place."""

    severity: Severity
    rule: str
    focus: str
    message: str
    place: str

    def __str__(self) -> str:
        about = f"{self.focus}: " if self.focus else ""
        return f"{self.severity.upper():5} {self.rule}: {about}{self.message} ({self.place})"


def ranked(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """The faults without repetitions, the worst first, then by rule and place."""
    order = list(Severity)
    return tuple(
        sorted(set(faults), key=lambda fault: (order.index(fault.severity), fault.rule, _natural(fault.place), fault.focus, fault.message))
    )


def _natural(place: str) -> list[tuple[int, str]]:
    """A place such that line 2 comes before line 10."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", place)]


def summary(faults: Sequence[Fault]) -> str:
    """How many of each severity, in words."""
    counts = Counter(fault.severity for fault in faults)
    return ", ".join(many(counts[severity], _CALLED.get(severity, severity.value)) for severity in Severity)


def to_json(faults: Sequence[Fault]) -> str:
    """The faults for a machine: a list of objects."""
    return json.dumps([asdict(fault) for fault in faults], ensure_ascii=False, indent=2) + "\n"
