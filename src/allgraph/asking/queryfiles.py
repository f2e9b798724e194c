"""Query files: SPARQL with a spoken header in comments, read and checked.

A file runs unchanged on any SPARQL 1.1 engine. Its header, in YAML behind `#+ `, knows these entries:

    summary, description    text                     tags      a list
    params                  name: {type, class, domainOf, rangeOf, default, required, enumerate, minimum, maximum, label}
    columns                 name: {label, role}      order     the columns by which rows are sorted
    presets                 name: {parameter: value} expect    a list of {params, contains: [row], excludes: [row]}
    claim                   {subject, relation, object}: the columns with the claim of a row; a CURIE for one relation
    sentence                what a row says in words: "{drugLabel} {says} {targetLabel}[ ({qualifiers})]." (see allgraph.asking.sentences)
    nothing                 what is said where there is no row: "Nothing is left out."
    explain                 the query or preset that tells, with the same parameters, what this one leaves out and why
    severity                error, warn or info: what a row of a check is (queries/checks/)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

import yaml

from allgraph.asking.answers import Column
from allgraph.asking.parameters import TYPES, Parameter
from allgraph.asking.sparql import tokens
from allgraph.errors import QueryError

#: What a query, and so its file, may be called.
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_ENTRIES = (
    *("summary", "description", "tags", "params", "columns", "order", "presets"),
    *("claim", "sentence", "nothing", "explain", "expect", "severity"),
)
SEVERITIES = ("error", "warn", "info")
#: The parts of a claim.
CLAIM = ("subject", "relation", "object")
_ROLES = ("citation", "source", "entity")
_MARK = "#+"
# libyaml's loader where PyYAML was built with it: three times as fast.
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Expectation:
    """With these parameters, each row of `contains` is answered and none of `excludes`; a row names some columns' plain values."""

    params: Mapping[str, str]
    contains: tuple[Mapping[str, str], ...]
    excludes: tuple[Mapping[str, str], ...]


@dataclass(frozen=True)
class StoredQuery:
    """A query file: its name (the file's, without ending), its text as it stands, and what its header says.

    `lines` tells where in the file a header entry stands: ("presets", "cd19-drugs") to its 1-based line.
    """

    name: str
    path: Path
    text: str
    summary: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    params: Mapping[str, Parameter] = field(default_factory=dict)
    columns: Mapping[str, Column] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    presets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    claim: Mapping[str, str] = field(default_factory=dict)
    sentence: str = ""
    nothing: str = ""
    explain: str = ""
    expect: tuple[Expectation, ...] = ()
    severity: str = ""
    lines: Mapping[tuple[str, ...], int] = field(default_factory=dict)

    def place(self, *entry: str) -> str:
        """The file and, where it is known, the line of a header entry, for a message."""
        return f"{self.path}, line {self.lines[entry]}" if entry in self.lines else str(self.path)


def read_query(path: Path) -> StoredQuery:
    """The query in a file. Raises QueryError, with file and line, for a header that is not as this module's top says."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"cannot be read: {error}", where=str(path)) from error
    if not NAME.fullmatch(path.stem):
        raise QueryError("a query's file name is lower-case words joined by hyphens", where=str(path))
    query = _HeaderReader(path, text).read()
    used = {token.text[1:] for token in tokens(text) if token.kind == "variable"}
    for name, parameter in query.params.items():
        if name not in used:
            raise QueryError(f"the parameter {name} is not used in the query", where=query.place("params", name))
        for relation in filter(None, (parameter.domain_of, parameter.range_of)):
            if "owl:ObjectProperty" not in query.params.get(relation, parameter).classes:
                raise QueryError(f"{relation} is no declared parameter of class owl:ObjectProperty", where=query.place("params", name))
    given = [(("presets", name), values) for name, values in query.presets.items()]
    given += [(("expect", str(number)), expectation.params) for number, expectation in enumerate(query.expect)]
    for entry, values in given:
        for name in values:
            if name not in query.params:
                raise QueryError(f"{name} is no declared parameter", where=query.place(*entry))
    return query


class _HeaderReader:
    """Reads one header from YAML nodes rather than values, for these know their lines."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.text = text
        self.lines: dict[tuple[str, ...], int] = {}

    def read(self) -> StoredQuery:
        entries = self.mapping(self.root(), _ENTRIES)
        summary = self.scalar(entries["summary"]) if "summary" in entries else ""
        if not summary:
            raise QueryError("the header has no summary", where=f"{self.path}, line 1")
        return StoredQuery(
            name=self.path.stem,
            path=self.path,
            text=self.text,
            summary=summary,
            description=self.scalar(entries["description"]) if "description" in entries else "",
            tags=self.scalars(entries.get("tags")),
            params={name: self.parameter(name, node) for name, node in self.children("params", entries)},
            columns={name: self.column(name, node) for name, node in self.children("columns", entries)},
            order=self.scalars(entries.get("order")),
            presets={name: self.values(node) for name, node in self.children("presets", entries)},
            claim=self.claim(entries.get("claim")),
            sentence=self.scalar(entries["sentence"]) if "sentence" in entries else "",
            nothing=self.scalar(entries["nothing"]) if "nothing" in entries else "",
            explain=self.scalar(entries["explain"]) if "explain" in entries else "",
            expect=tuple(self.expectation(str(n), node) for n, node in enumerate(self.sequence(entries.get("expect")))),
            severity=self.choice(entries["severity"], SEVERITIES) if "severity" in entries else "",
            lines=self.lines,
        )

    def root(self) -> yaml.Node:
        lines = self.text.splitlines()
        header = [line for line in lines if line.startswith(_MARK)]
        for number, text in enumerate(lines, start=1):
            if text.startswith(_MARK) and number > len(header):
                raise QueryError(f"lines of the header stand together at the top ({_MARK})", where=f"{self.path}, line {number}")
        source = "\n".join(line.removeprefix(_MARK).removeprefix(" ") for line in header)
        try:
            node = yaml.compose(source, Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            line = min(error.problem_mark.line + 1, len(header)) if error.problem_mark else 1
            raise QueryError(f"not YAML: {error.problem}", where=f"{self.path}, line {line}") from error
        except yaml.YAMLError as error:  # a character that YAML does not allow
            raise QueryError(f"not YAML: {error}", where=str(self.path)) from error
        if node is None:
            raise QueryError(f"it has no header: lines that begin with {_MARK} and at least a summary", where=f"{self.path}, line 1")
        return node

    def fault(self, message: str, node: yaml.Node) -> QueryError:
        return QueryError(message, where=f"{self.path}, line {node.start_mark.line + 1}")

    def mapping(self, node: yaml.Node, allowed: tuple[str, ...] | None = None) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self.fault("a mapping (name: value) was expected", node)
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = self.scalar(key)
            if name in found:
                raise self.fault(f"{name} is given twice", key)
            if allowed is not None and name not in allowed:
                raise self.fault(f"unknown key {name!r}; known: {', '.join(allowed)}", key)
            found[name] = value
        return found

    def children(self, section: str, entries: dict[str, yaml.Node]) -> Iterator[tuple[str, yaml.Node]]:
        if section in entries:
            for name, node in self.mapping(entries[section]).items():
                self.lines[section, name] = node.start_mark.line + 1
                yield name, node

    def scalar(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self.fault("a single value was expected", node)
        return str(node.value).strip()

    def sequence(self, node: yaml.Node | None) -> list[yaml.Node]:
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            raise self.fault("a list was expected", node)
        return list(node.value)

    def scalars(self, node: yaml.Node | None) -> tuple[str, ...]:
        return tuple(self.scalar(item) for item in self.sequence(node))

    def values(self, node: yaml.Node) -> dict[str, str]:
        return {name: self.scalar(value) for name, value in self.mapping(node).items()}

    def choice(self, node: yaml.Node, allowed: tuple[str, ...]) -> str:
        if (value := self.scalar(node)) not in allowed:
            raise self.fault(f"{value!r} is none of {', '.join(allowed)}", node)
        return value

    def number(self, node: yaml.Node) -> Decimal:
        value = self.scalar(node)
        try:
            return Decimal(value)
        except InvalidOperation as error:
            raise self.fault(f"{value!r} is no number", node) from error

    def parameter(self, name: str, node: yaml.Node) -> Parameter:
        entries = self.mapping(
            node, ("type", "class", "domainOf", "rangeOf", "default", "required", "enumerate", "minimum", "maximum", "label")
        )
        classes = entries.get("class")
        if classes is not None and not isinstance(classes, yaml.SequenceNode):
            own: tuple[str, ...] = (self.scalar(classes),)
        else:
            own = self.scalars(classes)
        kind = self.choice(entries["type"], TYPES) if "type" in entries else "string"
        told_by = [key for key in ("class", "domainOf", "rangeOf") if key in entries]
        if told_by and kind != "term":
            raise self.fault(f"only a parameter of type term has a {told_by[0]}", node)
        if len(told_by) > 1:
            raise self.fault(f"one of {' and '.join(told_by)} says what a term may be, not both", node)
        bounds = {name: self.number(entries[name]) for name in ("minimum", "maximum") if name in entries}
        if bounds and kind not in ("integer", "decimal"):
            raise self.fault("only a parameter of type integer or decimal has a minimum or maximum", node)
        return Parameter(
            name=name,
            type=kind,
            classes=own,
            domain_of=self.scalar(entries["domainOf"]) if "domainOf" in entries else "",
            range_of=self.scalar(entries["rangeOf"]) if "rangeOf" in entries else "",
            default=self.scalar(entries["default"]) if "default" in entries else "",
            required="required" in entries and self.choice(entries["required"], ("true", "false")) == "true",
            enumerate=self.scalars(entries.get("enumerate")),
            minimum=bounds.get("minimum"),
            maximum=bounds.get("maximum"),
            label=self.scalar(entries["label"]) if "label" in entries else name,
        )

    def claim(self, node: yaml.Node | None) -> dict[str, str]:
        if node is None:
            return {}
        parts = {name: self.scalar(value) for name, value in self.mapping(node, CLAIM).items()}
        if len(parts) < len(CLAIM):
            raise self.fault(f"a claim has {', '.join(CLAIM)}", node)
        return parts

    def column(self, name: str, node: yaml.Node) -> Column:
        entries = self.mapping(node, ("label", "role"))
        label = self.scalar(entries["label"]) if "label" in entries else name
        return Column(name, label, self.choice(entries["role"], _ROLES) if "role" in entries else "")

    def expectation(self, number: str, node: yaml.Node) -> Expectation:
        self.lines["expect", number] = node.start_mark.line + 1
        entries = self.mapping(node, ("params", "contains", "excludes"))
        contains, excludes = (tuple(self.values(row) for row in self.sequence(entries.get(key))) for key in ("contains", "excludes"))
        return Expectation(self.values(entries["params"]) if "params" in entries else {}, contains, excludes)
