"""Where ontology/ and queries/ are: in the checkout one stands in, inside the installed package, or at the top of its checkout."""

from __future__ import annotations

import tomllib
from hashlib import sha256
from pathlib import Path

from allgraph.errors import AllgraphError

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent.parent


def folder(name: str, here: Path | None = None) -> Path:
    """The folder `name` ("ontology" or "queries") to use, seen from the folder `here` (default: the current one).

    In a checkout of allgraph it is the checkout's, so that an edit there counts however allgraph was installed. Elsewhere it is the
    installation's: a wheel carries both inside the package; an editable install has them at the top of its checkout.

    >>> folder("ontology").name
    'ontology'
    """
    here = (here or Path()).absolute()
    for root in (*([here] if is_checkout(here) else []), PACKAGE, CHECKOUT):
        if (root / name).is_dir():
            return root / name
    raise AllgraphError("not found beside the package; install allgraph again", where=f"{name}/")


def is_checkout(folder: Path) -> bool:
    """Whether `folder` is the top of a checkout of allgraph: its pyproject.toml names this project."""
    try:
        settings = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    project = settings.get("project")
    return isinstance(project, dict) and project.get("name") == "allgraph"


def stamp(version: str, *parts: tuple[Path, str]) -> str:
    """What all these files are at a version, in 32 hex digits: `parts` are folders, each with a pattern of the names that count."""
    key = sha256(version.encode())
    for root, pattern in parts:
        for path in sorted(path for path in root.rglob(pattern) if path.is_file()):
            key.update(f"\0{path.relative_to(root).as_posix()}\0".encode())
            key.update(sha256(path.read_bytes()).digest())
    return key.hexdigest()[:32]
