"""The verbs of the command line as Python functions, and the graph they ask when none is named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

import allgraph
from allgraph import resources
from allgraph.asking.answers import Answer
from allgraph.asking.queries import Catalogued, catalogue, run
from allgraph.asking.store import OxigraphStore, open_store
from allgraph.curation.tables import write_whole
from allgraph.errors import AllgraphError
from allgraph.exports import Format
from allgraph.exports import export as to_text

#: The build that is asked where there is one.
HERE = Path("allgraph-build")


def query(name: str, params: Mapping[str, str] | None = None, *, graph: Path | None = None) -> Answer:
    """The answer to a stored query, with parameters as a person writes them: `query("drugs-by-target", {"target": "CD19"})`.

    `graph` is a build folder or a Turtle file; without it `open_graph` says which. `.records()` of the answer gives plain values.
    Raises QueryError for a wrong name or parameter, StoreError for a graph that cannot be read.
    """
    return run(name, params or {}, open_graph(graph))


def queries(folder: Path | None = None) -> dict[str, Catalogued]:
    """Every name that can be asked, with its query and, for a preset, the parameters it stands for.

    >>> "drugs-by-target" in queries()
    True
    """
    return catalogue(folder)


def export(to: str = "turtle", output: Path | None = None, *, graph: Path | None = None) -> str:
    """The whole graph in the format `to`, also written to `output` where that is given.

    `graph` as in `query`. Raises AllgraphError for a format that there is not, StoreError for a graph that cannot be read.
    """
    if to not in set(Format):
        raise AllgraphError(f"no such format; there is {', '.join(Format)}", where=to)
    text = to_text(open_graph(graph), Format(to))
    if output is not None:
        write_whole(output, text.encode())
    return text


def open_graph(graph: Path | None = None, *, making: Callable[[], object] | None = None) -> OxigraphStore:
    """The graph to ask: `graph`, else the build in ./allgraph-build, else one made once from the package's tables.

    That one is kept in the user's cache folder; `making` is called before it is made, which takes some seconds.
    """
    if graph is not None:
        return open_store(graph)
    if HERE.is_dir():
        return open_store(HERE)
    kept = kept_build()
    if not kept.is_dir():
        from allgraph.build import build  # reasoning is not imported to ask a question

        if making:
            making()
        build(output=kept, tables=resources.folder("ontology") / "statements")
    return open_store(kept)


def kept_build() -> Path:
    """Where the build from the package's tables is kept: named by all that it depends on, so that none is ever out of date."""
    from platformdirs import user_cache_path  # only needed where there is no build at hand

    key = sha256(allgraph.__version__.encode())
    ontology = resources.folder("ontology")
    for root, ending in ((ontology, "*"), (resources.PACKAGE, "*.py")):
        for path in sorted(path for path in root.rglob(ending) if path.is_file()):
            key.update(f"\0{path.relative_to(root).as_posix()}\0".encode())
            key.update(sha256(path.read_bytes()).digest())
    return user_cache_path("allgraph") / f"build-{key.hexdigest()[:32]}"
