"""What a question gives: an answer's rows, and the forms in which they are printed."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

import pyoxigraph as ox

from allgraph.asking.store import Term
from allgraph.errors import AllgraphError, QueryError
from allgraph.texts import many
from allgraph.vocabulary import PREFIXES, contract

if TYPE_CHECKING:
    from pandas import DataFrame

#: A column `xLabel` is the label of column `x`; where a person reads, it is shown in its place.
LABEL = "Label"
#: The columns of an answer that is a graph: a row for each triple.
GRAPH_COLUMNS = ("subject", "predicate", "object")
#: More columns than this are stacked, a line a field, where a table would have fewer characters across than that; so are columns
#: whose words would have to be broken.
_STACKED = (6, 120)
#: Between two columns of a table.
_GAP = 3
#: Every character that some reader takes for the end of a line, and the tab.
_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
#: Control characters, and those that turn the direction of writing.
_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Format(StrEnum):
    """How an answer is printed: for people (table, md), for programs (csv, tsv, json, turtle)."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    MD = "md"
    TURTLE = "turtle"


@dataclass(frozen=True)
class Column:
    """A column: its variable's name, what a person reads above it, and its role (entity, source, citation or none)."""

    name: str
    label: str
    role: str = ""


@dataclass(frozen=True)
class Answer:
    """The rows a query gave, and what a reader needs to cite them.

    `name` is the stored query's (or a preset's), `asked` the parameters that had a value, name=value each, `skipped` how many rows of the
    whole answer stand before these and `total` how many there are in all (None: these are all), `digest` the sha256 of the text that was
    run, `release` the graph's version, `form` SELECT, ASK (one cell, a boolean) or CONSTRUCT (GRAPH_COLUMNS).
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    digest: str = ""
    release: str = ""
    form: str = "SELECT"
    skipped: int = 0
    total: int | None = None
    asked: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """One line to stand beside the data, never in it."""
        count = many(len(self.rows), "row")
        if self.total is not None:
            count = (
                f"rows {self.skipped + 1} to {self.skipped + len(self.rows)} of {self.total}" if self.rows else f"no row of {self.total}"
            )
        return f"{count}; query {' '.join((self.name, *self.asked))}, sha256 {self.digest}; release {self.release or 'unknown'}"

    def page(self, limit: int | None = None, offset: int = 0) -> Answer:
        """The same answer with at most `limit` of its rows (None: all), those from `offset` on, 0-based; its `total` stays true."""
        end = None if limit is None else offset + limit
        rows = self.rows[offset:end]
        return replace(self, rows=rows, skipped=self.skipped + offset, total=len(self.rows) if self.total is None else self.total)

    def to_pandas(self) -> DataFrame:
        """The rows as a pandas DataFrame: plain values as `records` gives them, but numbers and truth values as such; none is missing.

        AllgraphError where pandas is not installed.
        """
        try:
            from pandas import DataFrame  # noqa: PLC0415  # an extra, and slow to import
        except ImportError as error:
            raise AllgraphError("pandas is not installed: pip install 'allgraph[pandas]'") from error

        return DataFrame([list(map(_value, row)) for row in self.rows], columns=[column.name for column in self.columns])

    def __str__(self) -> str:
        return render(self, Format.TABLE)

    def _repr_html_(self) -> str:
        """The table as a notebook shows it: labels in the place of IRIs, at most a hundred rows."""
        shown = self.page(100)
        columns, rows = _for_people(shown)
        head = "".join(f"<th>{escape(column.label)}</th>" for column in columns)
        body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
        summary = shown.summary if len(self.rows) > len(shown.rows) else self.summary
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{escape(summary)}</p>"

    def records(self) -> list[dict[str, str]]:
        """The rows as plain values by column name: IRIs as CURIEs, "" where a row has no value.

        >>> Answer("q", (Column("drug", "drug"),), ((ox.NamedNode("https://w3id.org/allgraph/imatinib"),),)).records()
        [{'drug': 'ag:imatinib'}]
        """
        return records([column.name for column in self.columns], self.rows)


def records(names: Sequence[str], rows: Iterable[Sequence[Term | None]]) -> list[dict[str, str]]:
    """Rows as plain values by column name, as `Answer.records` gives them.

    >>> records(["drug"], [(ox.NamedNode("https://w3id.org/allgraph/imatinib"),), (None,)])
    [{'drug': 'ag:imatinib'}, {'drug': ''}]
    """
    return [dict(zip(names, map(plain, row), strict=True)) for row in rows]


def plain(term: Term | None) -> str:
    """The term without marks: an IRI's CURIE, a literal's text with tabs and line breaks as one space, "" for none.

    >>> plain(ox.Literal("two\\r\\nlines"))
    'two lines'
    """
    match term:
        case None:
            return ""
        case ox.NamedNode():
            return _curie(term.value)
        case ox.Literal():
            return _BREAKS.sub(" ", term.value)
        case _:
            return str(term)


#: How the datatypes that Python has too are read.
_READ: dict[str, Callable[[str], object]] = {
    PREFIXES["xsd"] + "integer": int,
    PREFIXES["xsd"] + "decimal": float,
    PREFIXES["xsd"] + "double": float,
    PREFIXES["xsd"] + "boolean": lambda text: text in ("true", "1"),
}


def _value(term: Term | None) -> object:
    """The term as a value of Python: a number, a truth value, text, or None."""
    if term is None:
        return None
    read = _READ.get(term.datatype.value) if isinstance(term, ox.Literal) else None
    return read(plain(term)) if read else plain(term)


_curie = lru_cache(maxsize=65536)(contract)


def render(answer: Answer, form: Format, *, width: int | None = None, colour: bool = False, as_results: bool = False) -> str:
    """The answer as text that ends with a line break.

    `as_results` gives csv and tsv as the SPARQL 1.1 Query Results formats of these names, with whole IRIs, instead of plain values.

    `width` (characters; None: the terminal's) and `colour` concern the table only; one of many columns that would be narrow is written
    a field a line, without the empty ones, a blank line between the rows. Turtle is for CONSTRUCT: QueryError otherwise.

    >>> render(Answer("q", (Column("n", "number"),), ((ox.Literal("1"),),)), Format.CSV)
    'n\\n1\\n'
    """
    match form:
        case Format.TABLE:
            return _table(answer, width or shutil.get_terminal_size().columns, colour=colour)
        case Format.CSV:
            return _results_csv(answer) if as_results else _csv(answer)
        case Format.TSV:
            return _results_tsv(answer) if as_results else _tsv(answer)
        case Format.JSON:
            return _json(answer)
        case Format.MD:
            return _md(answer)
        case Format.TURTLE:
            return _turtle(answer)


def _for_people(answer: Answer) -> tuple[list[Column], list[list[str]]]:
    """Columns and cells with labels in the place of the IRIs they belong to, which stand behind labels that several have."""
    names = {column.name: position for position, column in enumerate(answer.columns)}
    shown = [column for column in answer.columns if not (column.name.endswith(LABEL) and column.name.removesuffix(LABEL) in names)]
    places = [(names[column.name], names.get(column.name + LABEL)) for column in shown]
    columns = []
    for own, label in places:
        iris = [plain(row[own]) for row in answer.rows]
        labels = [plain(row[label]) for row in answer.rows] if label is not None else [""] * len(iris)
        several = Counter(name for _, name in set(zip(iris, labels, strict=True)))
        columns.append(
            [_visible(f"{name} ({iri})" if name and several[name] > 1 else name or iri) for iri, name in zip(iris, labels, strict=True)]
        )
    return shown, list(map(list, zip(*columns, strict=True)))


def _visible(text: str) -> str:
    """The text with what would steer a terminal, or turn the direction of writing, written out."""
    return _STEERING.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _table(answer: Answer, width: int, *, colour: bool) -> str:
    # rich costs more to import than a query to run: only tables pay for it
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415
    from rich.cells import cell_len  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    columns, rows = _for_people(answer)
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=colour, no_color=not colour, color_system="standard" if colour else None)
    styles = ["cyan" if column.role == "entity" else "" for column in columns]
    texts = list(zip([column.label for column in columns], *rows, strict=True))
    words = [max((cell_len(word) for text in column for word in text.split()), default=0) for column in texts]
    room = width - _GAP * (len(columns) - 1)
    if (len(columns) > _STACKED[0] and width < _STACKED[1]) or sum(words) > room:
        for number, row in enumerate(rows):
            record = Table.grid(padding=(0, 1))
            record.add_column(style="bold")
            record.add_column(overflow="fold")
            for column, style, cell in zip(columns, styles, row, strict=True):
                if cell:
                    record.add_row(Text(f"{column.label}:"), Text(cell, style))
            console.print(*([""] if number else []), record, sep="\n")
    else:
        table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
        widths = _widths(words, [max(map(cell_len, column)) for column in texts], room)
        for column, style, its in zip(columns, styles, widths, strict=True):
            table.add_column(Text(column.label), overflow="fold", style=style, width=its)
        for row in rows:
            table.add_row(*map(Text, row))  # Text: brackets in a label are no markup
        console.print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _widths(least: Sequence[int], most: Sequence[int], room: int) -> list[int]:
    """Widths of columns that fit into `room`: the widest are made narrower, none than `least`, which all together must fit.

    >>> _widths([3, 13, 5], [3, 28, 40], 40)
    [3, 18, 19]
    """
    widths = list(most)
    while sum(widths) > room:
        widest = max((number for number, width in enumerate(widths) if width > least[number]), key=widths.__getitem__)
        widths[widest] -= 1
    return widths


def _csv(answer: Answer) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in answer.columns])
    writer.writerows([plain(term) for term in row] for row in answer.rows)
    return out.getvalue()


def _tsv(answer: Answer) -> str:
    lines = [[column.name for column in answer.columns], *([plain(term) for term in row] for row in answer.rows)]
    return "".join("\t".join(line) + "\n" for line in lines)


def _results_csv(answer: Answer) -> str:
    """SPARQL 1.1 Query Results CSV Format: values without marks, lines end as RFC 4180 says."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.name for column in answer.columns])
    writer.writerows(
        [("" if term is None else str(term) if isinstance(term, ox.BlankNode) else term.value) for term in row] for row in answer.rows
    )
    return out.getvalue()


def _results_tsv(answer: Answer) -> str:
    """SPARQL 1.1 Query Results TSV Format: terms as in Turtle, whole."""
    lines = [
        [f"?{column.name}" for column in answer.columns],
        *(["" if term is None else str(term) for term in row] for row in answer.rows),
    ]
    return "".join("\t".join(line) + "\n" for line in lines)


def _md(answer: Answer) -> str:
    columns, rows = _for_people(answer)
    lines = [[column.label for column in columns], ["---"] * len(columns), *rows]
    return "".join("| " + " | ".join(_md_cell(cell) for cell in line) + " |\n" for line in lines)


def _md_cell(text: str) -> str:
    """The text so that Markdown shows it as it is: no column ends, no emphasis, no tag begins."""
    return text if text == "---" else re.sub(r"([\\|`*_<\[\]])", r"\\\1", text)


def _json(answer: Answer) -> str:
    """SPARQL 1.1 Query Results JSON Format."""
    if answer.form == "ASK":
        return json.dumps({"head": {}, "boolean": plain(answer.rows[0][0]) == "true"}) + "\n"
    names = [column.name for column in answer.columns]
    bindings = [{name: _json_term(term) for name, term in zip(names, row, strict=True) if term is not None} for row in answer.rows]
    return json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}}, ensure_ascii=False, indent=1) + "\n"


def _json_term(term: Term) -> dict[str, str]:
    match term:
        case ox.NamedNode():
            return {"type": "uri", "value": term.value}
        case ox.BlankNode():
            return {"type": "bnode", "value": term.value}
        case ox.Literal():
            found = {"type": "literal", "value": term.value}
            if term.language:
                found["xml:lang"] = term.language
            elif term.datatype.value != PREFIXES["xsd"] + "string":
                found["datatype"] = term.datatype.value
            return found


def _turtle(answer: Answer) -> str:
    if answer.form not in ("CONSTRUCT", "DESCRIBE"):
        raise QueryError(
            f"turtle is for queries that CONSTRUCT a graph; {answer.name} gives rows: use table, csv, tsv, json or md "
            "(the whole graph: allgraph export --to turtle)"
        )
    triples = [ox.Triple(s, p, o) for s, p, o in sorted(answer.rows, key=str)]  # type: ignore[arg-type]  # the engine gave them as triples
    written = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    return (written or b"").decode()
