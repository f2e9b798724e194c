"""Stored queries: found by name, given their parameters, run, and held to what they promise."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from allgraph import resources
from allgraph.asking.answers import GRAPH_COLUMNS, LABEL, Answer, Column
from allgraph.asking.parameters import admitted, asked
from allgraph.asking.queryfiles import NAME, StoredQuery, read_query
from allgraph.asking.sparql import bind, query_form, tokens
from allgraph.asking.store import Remembering, Store, Term, check_is_ours, release
from allgraph.errors import AllgraphError, QueryError, StoreError, UnknownName
from allgraph.texts import digest, many, normalised

ENDING = ".rq"
#: What a parameter may be given as.
Value: TypeAlias = str | bool | int | float | Decimal
#: How many near names a message has; and how long the words are that tell little: "of", "is", "what".
_NEAREST, _SHORT = 3, 4


@dataclass(frozen=True)
class Catalogued:
    """What a name stands for: a query, and the parameters that a preset gives it (none where the name is the query's own)."""

    query: StoredQuery
    preset: Mapping[str, str] = field(default_factory=dict)

    @property
    def open(self) -> tuple[str, ...]:
        """The parameters that may be given."""
        return tuple(name for name in self.query.params if name not in self.preset)

    def with_preset(self, params: Mapping[str, str], name: str) -> dict[str, str]:
        """The parameters with those of the preset `name`; QueryError for one that there is not, or that it gives another value."""
        _check_known(params, self, name)
        for key in sorted(self.preset.keys() & params.keys()):
            if params[key] != self.preset[key]:
                words = f"this question has {key}={self.preset[key]}; {self.query.name} takes any"
                raise QueryError(words, where=f"{key}={params[key]}")
        return {**params, **self.preset}


def catalogue(folder: Path | None = None) -> dict[str, Catalogued]:
    """Every name that can be asked, sorted. `folder` holds the .rq files; None: those of this installation.

    Raises QueryError, with file and line, for the first file that is wrong and for a name given twice.
    """
    queries, wrong = readable(folder)
    if wrong:
        raise wrong[0]
    return names_of(queries)


def readable(folder: Path | None = None) -> tuple[list[StoredQuery], list[QueryError]]:
    """The queries of a folder (None: of this installation), and what is wrong with the files that are none."""
    queries: list[StoredQuery] = []
    wrong: list[QueryError] = []
    for path in query_files(folder):
        try:
            queries.append(read_query(path))
        except QueryError as error:
            wrong.append(error)
    return queries, wrong


def names_of(queries: Sequence[StoredQuery]) -> dict[str, Catalogued]:
    """Every name by which queries can be asked, sorted. Raises QueryError for one given twice."""
    found = {query.name: Catalogued(query) for query in queries}
    for query in queries:
        for preset, values in query.presets.items():
            if preset in found:
                raise QueryError(f"{preset} is already a name in {found[preset].query.path}", where=query.place("presets", preset))
            found[preset] = Catalogued(query, values)
    return dict(sorted(found.items()))


def query_files(folder: Path | None = None) -> list[Path]:
    """The query files of a folder (None: of this installation), sorted."""
    folder = folder or resources.folder("queries") / "answers"
    if not folder.is_dir():
        raise QueryError("no such folder of queries", where=str(folder))
    return sorted(folder.glob(f"*{ENDING}"))


def find(name: str, folder: Path | None = None, *, kind: str = "query", hint: str = "`allgraph queries` lists them") -> Catalogued:
    """What `name` stands for; only one file is read where the name is a file's.

    QueryError names the nearest, and `hint` says where to look; `kind` is what is sought, in its words.
    """
    if not isinstance(name, str):
        raise QueryError(f"a {kind}'s name is text, not {type(name).__name__}")
    path = (folder or resources.folder("queries") / "answers") / f"{name}{ENDING}"
    if NAME.fullmatch(name) and path.is_file():
        return Catalogued(read_query(path))
    queries, wrong = readable(folder)
    names = names_of(queries)  # a file that is wrong keeps nobody from asking what stands in the others
    if name not in names and wrong:
        raise wrong[0]
    if name not in names:
        near = _nearest(name, names)
        hint = "; ".join([*([f"nearest: {', '.join(near)}"] if near else []), hint])
        if name.endswith(ENDING):
            hint = f"`allgraph sparql {name}` asks a file"
        raise QueryError(f"no {kind} is called {name!r}; {hint}")
    return names[name]


def _nearest(name: str, names: Mapping[str, Catalogued]) -> list[str]:
    """Up to three names near to `name`; of several words those with most of them, rare ones first, in name or summary."""
    told = {known: normalised(f"{known} {'' if found.preset else found.query.summary}").split() for known, found in names.items()}
    common = Counter(word for words in told.values() for word in set(words))
    wanted = [word for word in normalised(name).split() if word in common and (len(word) > _SHORT or not word.isalpha())]
    shared = {known: sum(words.count(word) / common[word] for word in wanted) for known, words in told.items()}
    if " " in name and any(shared.values()):
        return sorted((known for known in names if shared[known]), key=lambda known: -shared[known])[:_NEAREST]
    return difflib.get_close_matches(name, names, n=_NEAREST, cutoff=0.4)


def run(name: str, params: Mapping[str, Value], store: Store, *, folder: Path | None = None) -> Answer:
    """The answer to the query or preset `name`, with parameters as a user writes them: {"target": "cd-19"}.

    An empty value takes a default away, and is an error where there is none; numbers and truth values may be Python's own.
    Raises QueryError, also for a value other than the preset's, UnknownName where a value names no term, or StoreError where
    the store fails or holds no statements to answer from.
    """
    found = find(name, folder)
    try:
        answer = run_query(found.query, found.with_preset(_as_texts(params), name), store, name=name)
    except UnknownName:
        check_is_ours(store)
        raise
    if not answer.rows:
        check_is_ours(store)
    return answer


def _as_texts(params: Mapping[str, Value]) -> dict[str, str]:
    """The parameters as a person would write them; QueryError for what nobody could mean."""
    if not isinstance(params, Mapping):
        raise QueryError(f'parameters are a mapping of names to values, as in {{"target": "CD19"}}, not {type(params).__name__}')
    texts: dict[str, str] = {}
    for name, value in params.items():
        if not isinstance(name, str):
            raise QueryError(f"a parameter's name is text, not {type(name).__name__}", where=repr(name))
        match value:
            case str() if _is_unicode(value):
                texts[name] = value
            case str():
                raise QueryError("the value is no Unicode text: write it in UTF-8", where=name)
            case bool():
                texts[name] = str(value).lower()
            case int() | float() | Decimal():
                texts[name] = str(value)
            case _:
                raise QueryError(f"the value must be text, a number or true or false, not {type(value).__name__}", where=name)
    return texts


def _is_unicode(text: str) -> bool:
    """Whether a text can be written: bytes of a command line that are no UTF-8 come as halves of surrogate pairs."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def run_query(query: StoredQuery, params: Mapping[str, str], store: Store, *, name: str = "") -> Answer:
    """The answer to a query at hand; `name` is what the answer is to be called, if not as the query."""
    answer = answered(query, bound(query, params, store), store, name=name)
    return replace(answer, asked=tuple(f"{key}={value}" for key, value in _given(query, params).items()))


def bound(query: StoredQuery, params: Mapping[str, str], store: Store) -> str:
    """The query's text with its parameters as the terms that their values name. Raises as `run` does."""
    return bind(query.text, _values(query, params, Remembering(store)))


def answered(query: StoredQuery, text: str, store: Store, *, name: str = "") -> Answer:
    """The answer to a query whose parameters are bound in `text`."""
    try:
        return run_text(text, store, name=name or query.name, columns=query.columns)
    except QueryError as error:
        raise QueryError(error.message, where=f"{query.path}{f', {error.where}' if error.where else ''}") from error


def run_text(text: str, store: Store, *, name: str, columns: Mapping[str, Column] | None = None) -> Answer:
    """The answer to any SPARQL query; `columns` are the columns that are known by more than their names.

    Raises QueryError for a text that is no query, that would write, or that would ask another server.
    """
    form = query_form(text)
    names: tuple[str, ...]
    rows: list[tuple[Term | None, ...]]
    match form:
        case "SELECT":
            found = store.select(text)
            names, rows = found.columns, found.rows
            if columns and names and set(names) != set(columns):  # a server that knows nothing answers without any
                told = f"the answer has other columns than the question: {', '.join(names)}; is it the server of a graph that answers?"
                raise StoreError(told, where=store.place)
        case "ASK":
            names, rows = ("answer",), [(ox.Literal(store.ask(text)),)]
        case _:
            names = GRAPH_COLUMNS
            # a graph has no order of its own, so that each engine gives another
            rows = sorted(((t.subject, t.predicate, t.object) for t in store.construct(text)), key=str)  # type: ignore[misc]  # no triple terms
    known = columns or {}
    return Answer(
        name, tuple(known.get(column, Column(column, column)) for column in names), tuple(rows), digest(text), release(store), form
    )


def absent(text: str, store: Store) -> list[str]:
    """The names (ag:...) in a query that stand nowhere in the graph, sorted: why an answer may have no rows."""
    names = {token.text for token in tokens(text) if token.kind == "name" and token.text.startswith("ag:")}
    return [
        name for name in sorted(names) if not store.ask(f"ASK {{ {{ {name} ?p ?o }} UNION {{ ?s {name} ?o }} UNION {{ ?s ?p {name} }} }}")
    ]


def _values(query: StoredQuery, params: Mapping[str, str], store: Store) -> dict[str, ox.NamedNode | ox.Literal]:
    _check_known(params, Catalogued(query), query.name)
    values = _given(query, params)
    for name, parameter in query.params.items():
        if parameter.required and name not in values:
            raise QueryError(f"the parameter {name} is required: write it as {name}=VALUE", where=query.name)
        if name in params and name not in values and not parameter.default:  # an unset variable of a shell leaves it so
            raise QueryError("the value is empty; give one, or leave this out to ask without it", where=f"{name}=")

    def meant(name: str) -> ox.NamedNode | ox.Literal:
        parameter = query.params[name]
        for end, relation in (("rdfs:domain", parameter.domain_of), ("rdfs:range", parameter.range_of)):
            if relation:
                parameter = replace(parameter, classes=admitted(end, meant(relation) if relation in values else None, store))
        return asked(parameter, values[name], store)

    return {name: meant(name) for name in values}


def taken_by_default(name: str, params: Mapping[str, Value], *, folder: Path | None = None) -> list[str]:
    """The parameters of `name` that take their default although others are given, with the value: who narrows a question may not mean it.

    >>> taken_by_default("agreement", {"relation": "treats"}), taken_by_default("agreement", {})
    (['subject=ag:imatinib'], [])
    """
    query = find(name, folder).query
    defaults = {key: parameter.default for key, parameter in query.params.items() if parameter.default and key not in params}
    return [f"{key}={value}" for key, value in defaults.items()] if params else []


def _check_known(params: Mapping[str, str], found: Catalogued, name: str) -> None:
    """Raise QueryError for a parameter that the query has not, with those that may be given."""
    for unknown in sorted(set(params) - set(found.query.params)):
        near = difflib.get_close_matches(unknown.lower(), found.open, 1)
        nearest = f"; nearest: {near[0]}" if near else ""
        raise QueryError(f"no parameter {unknown!r}{nearest}; its parameters: {', '.join(found.open) or 'none'}", where=name)


def _given(query: StoredQuery, params: Mapping[str, str]) -> dict[str, str]:
    """The parameters that have a value: what is given, or the default."""
    values = {name: params.get(name, parameter.default) for name, parameter in query.params.items()}
    return {name: value for name, value in values.items() if value.strip()}


def left_out_question(name: str, params: Mapping[str, Value], *, folder: Path | None = None) -> tuple[str, dict[str, str]]:
    """The question that tells what the answer to `name` with these parameters leaves out and why, and its own parameters.

    The header of `name` names it; it gets the parameters of the same name, and of a claim the parts that are given. QueryError where the
    header names none.

    >>> left_out_question("drugs-by-target", {"target": "CD19"})
    ('left-out', {'relation': 'ag:hasTarget', 'object': 'CD19'})
    """
    found = find(name, folder)
    query = found.query
    if not query.explain:
        raise QueryError(f"no query tells what {name} leaves out")
    other = find(query.explain, folder)
    given = _given(query, found.with_preset(_as_texts(params), name))
    parts = {part: given.get(named, named if ":" in named else "") for part, named in query.claim.items()}
    passed = {key: value for key, value in {**parts, **given}.items() if key in other.query.params and value}
    return query.explain, {**passed, **other.preset}


def left_out(name: str, params: Mapping[str, Value], store: Store, *, folder: Path | None = None) -> Answer:
    """The answer to `left_out_question`, with its errors and those of `run`."""
    return run(*left_out_question(name, params, folder=folder), store, folder=folder)


def how_much_left_out(name: str, params: Mapping[str, Value], store: Store) -> str:
    """In words how many rows `left_out` gives, and how many of them are denials; "" where there are none or nothing tells."""
    try:
        rows = left_out(name, params, store).records() if find(name).query.explain else []
    except StoreError:  # a large graph may be late with it, and the answer is there already
        rows = []
    denied = sum(row.get("stance") == "negated" for row in rows)
    are = "is" if len(rows) == 1 else "are"
    return f"{many(len(rows), 'row')} {are} left out{f' (denials: {denied})' if denied else ''}" if rows else ""


def why_none(name: str, params: Mapping[str, Value], store: Store, *, folder: Path | None = None) -> list[str]:
    """Why the answer to `name` with these parameters has no rows: a line for each that is given, with the rows that there are without it.

    Where these rows name what the parameter asks for, the nearest to its value are told.
    """
    found = find(name, folder)
    given = _as_texts(params)
    told = []
    for key, value in given.items():
        parameter = found.query.params[key]
        if not value.strip() or key in found.preset or parameter.required:
            continue
        fewer = {**given, key: ""} if parameter.default else {other: text for other, text in given.items() if other != key}
        try:
            rows = run(name, fewer, store, folder=folder).records()
        except AllgraphError:  # more rows than a graph gives, or a name that is one only beside the others
            continue
        count = f"there {'is' if len(rows) == 1 else 'are'} {many(len(rows), 'row')}" if rows else "there is none either"
        told.append(f"without {key}={value} {count}{_among(value, {row.get(key + LABEL, '') for row in rows})}")
    return told


def _among(value: str, labels: set[str]) -> str:
    """The labels that are nearest to a value, in words; "" where there are none."""
    known = sorted(labels - {""})
    shown = difflib.get_close_matches(value, known, n=_NEAREST, cutoff=0.4) or known[:_NEAREST]
    rest = f" and {len(known) - len(shown)} more" if len(known) > len(shown) else ""
    return f", of {', '.join(shown)}{rest}" if shown else ""


def unmet(query: StoredQuery, store: Store) -> list[str]:
    """What the query's `expect` blocks ask for and the store does not give, in words with file and line; [] when all is met."""
    faults = []
    for number, expectation in enumerate(query.expect):
        where = query.place("expect", str(number))
        given = " with " + ", ".join(f"{name}={value}" for name, value in expectation.params.items()) if expectation.params else ""
        try:
            records = run_query(query, expectation.params, store).records()
        except QueryError as error:
            faults.append(f"{where}:{given} {error}")
            continue
        for words, wanted, rows in (("no", True, expectation.contains), ("an unwanted", False, expectation.excludes)):
            failed = [row for row in rows if any(row.items() <= record.items() for record in records) is not wanted]
            faults += [f"{where}:{given} {words} row {dict(row)}" for row in failed]
    return faults
