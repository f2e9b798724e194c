"""The verbs of the command line as Python functions, and the graph they ask when none is named."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal

import allgraph
from allgraph import resources
from allgraph.asking.answers import Answer
from allgraph.asking.explanations import Explanation
from allgraph.asking.explanations import explain as to_explain
from allgraph.asking.queries import Catalogued, Value, catalogue, run, run_text
from allgraph.asking.sentences import Account
from allgraph.asking.sentences import ask as to_sentences
from allgraph.asking.store import OxigraphStore, Store, check_is_ours, open_store
from allgraph.curation.tables import default_tables, placed_findings
from allgraph.errors import AllgraphError, StoreError, TableError
from allgraph.files import write_together, write_whole
from allgraph.paths import AnyPath, as_path, as_path_or_none
from allgraph.statements import Finding
from allgraph.vocabulary import expand

if TYPE_CHECKING:
    from allgraph.asking.publishing import Published
    from allgraph.exporting.exports import Exported
    from allgraph.exporting.receipts import Receipt

#: The build that is asked where there is one.
HERE = Path("allgraph-build")
#: The environment's name for the endpoint that is asked where no graph is named.
ENDPOINT = "ALLGRAPH_ENDPOINT"


def query(name: str, params: Mapping[str, Value] | None = None, *, graph: AnyPath | None = None, endpoint: str | None = None) -> Answer:
    """The answer to a stored query, with parameters as a person writes them: `query("drugs-by-target", {"target": "CD19"})`.

    `graph` is a build folder or a Turtle file, or `endpoint` the address of a SPARQL endpoint; without them `open_graph` says which.
    `.records()` of the answer gives plain values.
    Raises QueryError for a wrong name or parameter, StoreError for a graph that cannot be asked or holds no statements.
    """
    return run(name, {} if params is None else params, open_graph(graph, endpoint=endpoint))


def ask(name: str, params: Mapping[str, Value] | None = None, *, graph: AnyPath | None = None, endpoint: str | None = None) -> Account:
    """The answer to a stored query in sentences with footnotes; `print(ask("drugs-by-target", {"target": "CD19"}).text())`.

    Parameters, `graph`, `endpoint` and errors as in `query`; QueryError also for a query that has no sentences.
    """
    return to_sentences(name, {} if params is None else params, open_graph(graph, endpoint=endpoint))


def sparql(
    text: str, *, graph: AnyPath | None = None, endpoint: str | None = None, timeout: float = 60.0, max_rows: int = 1_000_000
) -> Answer:
    """The answer to a SPARQL query of your own; allgraph's prefixes (ag:, rdfs:, oa:, ...) need no declaration.

    `graph` and `endpoint` as in `query`; `timeout` is in seconds. Raises QueryError for a text that is no query or would write, StoreError
    for a graph that cannot be asked, an answer that is late or one of more than `max_rows` rows.
    """
    return run_text(text, open_graph(graph, endpoint=endpoint, timeout=timeout, max_rows=max_rows), name="sparql")


def queries(folder: AnyPath | None = None) -> dict[str, Catalogued]:
    """Every name that can be asked, with its query and, for a preset, the parameters it stands for.

    >>> "drugs-by-target" in queries()
    True
    """
    return catalogue(as_path_or_none(folder, "folder"))


def explain(subject: str, relation: str, object_: str, *, graph: AnyPath | None = None, endpoint: str | None = None) -> Explanation:
    """Why the graph holds a claim, or what stands against it and what is nearest: `explain("imatinib", "hasTarget", "BCR-ABL1")`.

    `graph` and `endpoint` as in `query`. Raises UnknownName for a name that no term has, StoreError for a graph that cannot be asked.
    """
    return to_explain(subject, relation, object_, open_graph(graph, endpoint=endpoint), rows_to_build)


def rows_to_build() -> list[tuple[str, Finding]]:
    """The rows that the next build in this folder takes in, each with its place; none where it has no tables that can be read."""
    folder = default_tables().folder
    with suppress(TableError):
        return placed_findings(folder) if folder.is_dir() else []
    return []


def export(
    to: str = "turtle",
    output: AnyPath | None = None,
    *,
    graph: AnyPath | None = None,
    endpoint: str | None = None,
    view: str = "",
    select: str = "",
    params: Mapping[str, Value] | None = None,
) -> Exported:
    """The graph in the format `to`, also written to `output` where that is given: a file, or the folder that some formats are.

    `view` names a view, or `select` a stored query that makes a graph, and `params` gives it its parameters; without them it is the whole
    graph or, in a format for looking at it, the overview. `.files` of what is returned are the contents, `.text` that of a single file,
    `.receipt` what another program read in them. `graph` and `endpoint` as in `query`.
    Raises AllgraphError for a format, view or parameter that there is not, and for an output with another format's ending; StoreError
    for a graph that cannot be asked.
    """
    from allgraph.exporting.exports import Shown
    from allgraph.exporting.exports import export as to_files
    from allgraph.exporting.formats import Format

    output = as_path_or_none(output, "output")
    if to not in set(Format):
        raise AllgraphError(f"no such format; there is {', '.join(Format)}", where=to)
    if output is not None and Format(to).is_folder and output.is_file():
        raise AllgraphError(f"{to} is a folder of files, and this is a file; name another", where=str(output))
    if output is not None and not Format(to).is_folder and output.is_dir():
        raise AllgraphError(f"{to} is a file, and this is a folder; name a file in it", where=str(output))
    if output is not None:
        Format(to).check_name(output)
    store = open_graph(graph, endpoint=endpoint)
    check_is_ours(store)
    exported = to_files(store, Format(to), Shown(view, select, params))
    if output is not None and exported.form.is_folder:
        write_together(output, {output / name: content for name, content in exported.files.items()})
    elif output is not None:
        write_whole(output, exported.files[""])
    return exported


def verify(
    file: AnyPath,
    *,
    graph: AnyPath | None = None,
    endpoint: str | None = None,
    view: str = "",
    select: str = "",
    to: str | None = None,
    params: Mapping[str, Value] | None = None,
) -> Receipt:
    """Whether an export at hand, a file or a folder, holds what the graph says: the receipt, whose `faults` tell what it has wrong.

    With `view` or `select` (and `params`) also whether all that belongs there is in it. `to` is its format, as in `export`, without it
    that of its ending; `graph` and `endpoint` as in `query`. Raises AllgraphError for a file that is not there or not in its format,
    StoreError for a graph that cannot be asked.
    """
    from allgraph.exporting.exports import Shown
    from allgraph.exporting.exports import verify as to_receipt
    from allgraph.exporting.formats import Format

    path = as_path(file, "file")
    if not path.exists():
        raise AllgraphError("no such file or folder", where=str(path))
    return to_receipt(open_graph(graph, endpoint=endpoint), path, Shown(view, select, params), Format(to) if to else None)


def publish(
    endpoint: str,
    *,
    graph: AnyPath | None = None,
    graph_name: str = "",
    store_url: str = "",
    update_url: str = "",
    timeout: float = 600.0,
    making: Callable[[], object] | None = None,
) -> Published:
    """Put a graph on a server in place of the graph of this name (an IRI; "" is the default graph), and count what is there afterwards.

    `graph` as in `query`. `endpoint` takes queries; `store_url` takes graphs by the Graph Store Protocol, and `update_url` updates, where
    a PUT is no transaction: without them they are what `allgraph publish --help` says. `timeout` is in seconds, for each step.
    Raises StoreError where anything fails, and says what the store holds then.
    """
    from allgraph.asking.publishing import Addresses, publish_file  # what speaks HTTP is imported only to reach a server
    from allgraph.buildfolder import ALL, edited_files

    addresses = Addresses.of(endpoint, store_url, update_url)
    path = _graph_path(graph, making)
    store = open_graph(path)
    if path.is_dir():
        path = path / ALL
        if path in edited_files(path.parent):
            raise StoreError("was changed since it was built; build again, or name this file as the graph", where=str(path))
    done = publish_file(path, _number(store, "?p"), addresses, graph_name=graph_name, timeout=timeout)
    return replace(done, quotes=_number(store, f"<{expand('oa:exact')}>"))


def _number(store: Store, predicate: str) -> int:
    """How many triples the graph has with a predicate, or in all where that is a variable."""
    ((count,),) = store.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ ?s {predicate} ?o }}").rows
    return int(count.value) if isinstance(count, Literal) else 0


def open_graph(
    graph: AnyPath | None = None,
    *,
    endpoint: str | None = None,
    timeout: float = 60.0,
    max_rows: int = 1_000_000,
    making: Callable[[], object] | None = None,
) -> Store:
    """The graph to ask: `graph` or `endpoint`, else what ALLGRAPH_ENDPOINT names, else ./allgraph-build, else `open_package_graph`.

    `timeout` (seconds) and `max_rows` bound every query. Raises AllgraphError where both `graph` and `endpoint` are given, or an
    empty endpoint.
    """
    if graph is not None and endpoint is not None:
        raise AllgraphError("name a graph or an endpoint, not both", where=endpoint)
    if endpoint == "":  # as an unset variable of a shell gives it: the local graph is not what was meant
        raise AllgraphError("the endpoint is empty: name its address, as https://host/sparql")
    if graph is None and (address := endpoint or os.environ.get(ENDPOINT, "")):
        from allgraph.asking.endpoint import RemoteStore  # what speaks HTTP is imported only to ask a server

        return RemoteStore(address, timeout=timeout, max_rows=max_rows)
    path = _graph_path(graph, making)
    store = open_store(path, timeout=timeout, max_rows=max_rows)
    if path.is_file():  # a build is known by its folder
        check_is_ours(store)
    return store


def _graph_path(graph: AnyPath | None, making: Callable[[], object] | None) -> Path:
    """Where the local graph is: `graph`, else the build in ./allgraph-build, else the package's."""
    if graph is not None:
        return as_path(graph, "graph")
    return HERE if HERE.is_dir() else _package_build(making)


def open_package_graph(*, making: Callable[[], object] | None = None) -> OxigraphStore:
    """The graph of the package's tables (in a checkout of allgraph the checkout's), made once and kept in the user's cache folder.

    `making` is called before it is made, which takes some seconds.
    """
    return open_store(_package_build(making))


def _package_build(making: Callable[[], object] | None) -> Path:
    kept = kept_build()
    if not kept.is_dir():
        from allgraph.build import build  # reasoning is not imported to ask a question

        if making:
            making()
        build(output=kept, tables=resources.folder("ontology") / "statements")
    return kept


def kept_build() -> Path:
    """Where the build from the package's tables is kept: named by all that it depends on, so that none is ever out of date."""
    from platformdirs import user_cache_path  # only needed where there is no build at hand

    premises = resources.folder("queries") / "premises"
    stamp = resources.stamp(allgraph.__version__, (resources.folder("ontology"), "*"), (premises, "*.rq"), (resources.PACKAGE, "*.py"))
    return user_cache_path("allgraph") / f"build-{stamp}"
