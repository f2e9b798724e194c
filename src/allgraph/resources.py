"""Where ontology/ and queries/ are: inside the installed package, or at the top of a checkout."""

from __future__ import annotations

from pathlib import Path

from allgraph.errors import AllgraphError

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent.parent


def folder(name: str) -> Path:
    """The folder `name` ("ontology" or "queries") that belongs to this installation.

    A wheel carries both inside the package; an editable install or a checkout has them at its top.

    >>> folder("ontology").name
    'ontology'
    """
    for root in (PACKAGE, CHECKOUT):
        if (root / name).is_dir():
            return root / name
    raise AllgraphError("not found beside the package; install allgraph again", where=f"{name}/")
