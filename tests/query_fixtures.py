"""What the tests of stored queries share: a small graph, what to ask of each file, and a way to write one."""

from __future__ import annotations

from pathlib import Path

from allgraph.asking.queries import catalogue
from allgraph.asking.queryfiles import StoredQuery, read_query

GRAPH = Path(__file__).parent / "data" / "small-graph.ttl"
ANSWERS = Path(__file__).parent.parent / "queries" / "answers"


def write_query(folder: Path, text: str, *header: str, name: str = "a-question") -> StoredQuery:
    """Write a query file, its header's lines given without their mark, and read it."""
    lines = [f"#+ {line}" for line in (header or ("summary: a question",))]
    path = folder / f"{name}.rq"
    path.write_text("\n".join([*lines, text]) + "\n", encoding="utf-8")
    return read_query(path)


def examples(query: StoredQuery) -> dict[str, list[str]]:
    """The values that a query file itself names for each of its parameters: in `expect`, presets, `enumerate` and `default`."""
    given = [*(expectation.params for expectation in query.expect), *query.presets.values()]
    found = {}
    for name, parameter in query.params.items():
        values = [*(params[name] for params in given if name in params), *parameter.enumerate, parameter.default]
        found[name] = list(dict.fromkeys(filter(None, values)))
    return found


def cases(folder: Path = ANSWERS) -> list[tuple[str, dict[str, str]]]:
    """What is asked of the files in a folder: each name alone, with what its `expect` blocks give, with each example of each parameter."""
    found: list[tuple[str, dict[str, str]]] = []
    for name, entry in catalogue(folder).items():
        query = entry.query
        needed = {key for key, parameter in query.params.items() if parameter.required and not parameter.default}
        asked: list[dict[str, str]] = [{}]
        if not entry.preset:
            asked += [dict(expectation.params) for expectation in query.expect]
            asked += [{key: value} for key, values in examples(query).items() for value in values]
        for number, params in enumerate(asked):
            if params not in asked[:number] and needed <= {*params, *entry.preset}:
                found.append((name, params))
    return found
