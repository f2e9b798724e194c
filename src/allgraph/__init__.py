"""allgraph: an ontology of treatments for acute lymphoblastic leukemia in which every edge opens the passage that states it."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from allgraph.build import build
    from allgraph.checking.check import check
    from allgraph.comparison import diff
    from allgraph.coverage import coverage
    from allgraph.curation.adding import add
    from allgraph.curation.review import review
    from allgraph.errors import AllgraphError
    from allgraph.reading.extract import extract
    from allgraph.verbs import ask, explain, export, publish, queries, query, sparql, verify

__all__ = [
    "AllgraphError",
    "add",
    "ask",
    "build",
    "check",
    "coverage",
    "diff",
    "explain",
    "export",
    "extract",
    "publish",
    "queries",
    "query",
    "review",
    "sparql",
    "verify",
]

__version__ = "0.1.0"

#: Where each verb is, and the base of the errors, imported when it is first used: `import allgraph` and one stored query stay cheap.
_VERBS = dict.fromkeys(__all__, "allgraph.verbs") | {
    "AllgraphError": "allgraph.errors",
    "add": "allgraph.curation.adding",
    "build": "allgraph.build",
    "check": "allgraph.checking.check",
    "coverage": "allgraph.coverage",
    "diff": "allgraph.comparison",
    "extract": "allgraph.reading.extract",
    "review": "allgraph.curation.review",
}


def __getattr__(name: str) -> Any:
    if name not in _VERBS:
        raise AttributeError(f"module 'allgraph' has no attribute {name!r}")
    return getattr(import_module(_VERBS[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Door(ModuleType):
    """The package, in which a verb stays the function it is when the module of the same name (allgraph.build) is imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _VERBS and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Door
