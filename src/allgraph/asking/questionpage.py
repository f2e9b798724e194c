"""The page of questions: every stored query with its parameters and a real answer, as Markdown."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping

from allgraph.asking.answers import Format, render
from allgraph.asking.parameters import Parameter, class_words
from allgraph.asking.queries import Catalogued, catalogue, run
from allgraph.asking.queryfiles import StoredQuery
from allgraph.asking.store import Store
from allgraph.texts import many

#: How many rows of an answer are shown.
_ROWS = 5
_HEAD = """# The questions

Every stored query, with its parameters and what it answers of the tables in this project (the first {rows} rows). Written by
`allgraph queries page`; a test holds it to that. Reference material, not medical advice.

A value is a name, a brand, a synonym, a CURIE (also of RxNorm, NCIt, DrugBank and others) or an IRI. `allgraph ask` tells most answers
in sentences with footnotes; `--format csv`, `json` and others are for programs; `--endpoint URL` asks a server.
"""


def question_page(store: Store) -> str:
    """The page, with answers from `store`."""
    names = catalogue()
    found = {name: entry for name, entry in names.items() if not entry.preset}
    presets = {name: entry for name, entry in names.items() if entry.preset}
    listed = "\n".join(f"- [{name}](#{name}): {entry.query.summary}" for name, entry in found.items())
    parts = [_HEAD.format(rows=_ROWS), listed + "\n"]
    parts += ["\n".join(_section(entry.query, presets, store)) for entry in found.values()]
    return "\n".join(parts)


def _section(query: StoredQuery, presets: Mapping[str, Catalogued], store: Store) -> Iterator[str]:
    yield f"## {query.name}\n\n{query.summary}.\n"
    if query.description:
        yield f"{query.description}\n"
    if query.params:
        yield "| parameter | what it is | values |\n|---|---|---|"
        yield "\n".join(f"| {name} | {parameter.label} | {_values(parameter)} |" for name, parameter in query.params.items()) + "\n"
    if query.presets:
        own = (f"`{name}` ({_words(entry.preset)})" for name, entry in presets.items() if entry.query.name == query.name)
        yield f"By names of their own: {', '.join(own)}.\n"
    params = query.expect[0].params if query.expect else {}
    answer = run(query.name, params, store)
    yield f"    allgraph query {' '.join([query.name, *(shlex.quote(f'{key}={value}') for key, value in params.items())])}\n"
    yield render(answer.page(_ROWS), Format.MD)
    yield f"{many(len(answer.rows), 'row')} in all.\n" if len(answer.rows) > _ROWS else ""


def _values(parameter: Parameter) -> str:
    ends = {"subject": parameter.domain_of, "object": parameter.range_of}
    kinds = next((f"what the {relation} may have as its {end}" for end, relation in ends.items() if relation), "")
    kinds = kinds or ", ".join(map(class_words, parameter.classes)) or ("any term" if parameter.type == "term" else parameter.type)
    bounds = " to ".join(str(bound) for bound in (parameter.minimum, parameter.maximum) if bound is not None)
    values = " or ".join(parameter.enumerate) or " ".join(filter(None, (kinds, bounds)))
    return values + (f" (without a value {parameter.default})" if parameter.default else "; required" if parameter.required else "")


def _words(preset: Mapping[str, str]) -> str:
    return ", ".join(f"{key}={value}" for key, value in preset.items())
