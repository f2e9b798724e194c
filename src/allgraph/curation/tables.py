"""The tables that stand between reading and building: what each document says, a row a statement and passage, for a curator to review.

Every table is UTF-8, tab separated, without quoting, with line feeds, sorted and without timestamps, so that a pull request shows
what changed and nothing else. A tab or line break inside a value becomes one space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from allgraph import resources
from allgraph.errors import AllgraphError, TableError
from allgraph.files import finish, write_whole
from allgraph.paths import AnyPath, as_path
from allgraph.sources import RESERVED, Source
from allgraph.statements import DECISIONS, Evidence, Finding, Flag, Span, Stance, Statement, Status, UnknownTerm
from allgraph.texts import many
from allgraph.vocabulary import expand

is_checkout = resources.is_checkout

#: The columns of a statement table. `context` is `10-20;30-44`, `qualifiers` is `qualifierPhase=ag:induction-therapy;...`;
#: behind a value that is no term stands its label: `qualifierBiomarker=ag:mrd-ge-0-1-percent (mrd >=0.1%)`.
STATEMENT_COLUMNS = (
    "statement", "subject", "subject_label", "relation", "object", "object_label", "stance", "qualifiers", "section", "start", "end",
    "context", "exact_digest", "normalised_digest", "same_text", "rule", "status", "flag", "curator", "note",
)  # fmt: skip
SOURCE_COLUMNS = ("id", "file", "title", "publisher", "date", "licence", "reader", "reader_version", "digest")
UNKNOWN_COLUMNS = ("term", "doc", "start", "end", "reason")

#: The two tables that stand beside the statement tables where those are not in an ontology folder.
BESIDE = tuple(f"{name}.tsv" for name in RESERVED)

#: Everything that some program takes for the end of a field or of a line (str.splitlines lists them).
_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_DIGEST = re.compile(r"[0-9a-f]{64}")

_OTHER_STATEMENT = (
    "its id is not that of its subject, relation, object, stance and qualifiers: one of these was changed. Put it back; "
    "to correct the row, reject it and write what is right in a new row with status added and no id"
)

#: A section path of fewer words than this cannot be somebody's sentence.
_PATH_WORDS = 11

_Member = TypeVar("_Member", bound=StrEnum)


@dataclass(frozen=True)
class Tables:
    """Where one set of tables stands: the folder of statement tables, and the files of sources and of unknown terms."""

    folder: Path
    sources: Path
    unknown: Path


def tables_at(folder: AnyPath) -> Tables:
    """The tables whose statements are in `folder`.

    In an ontology folder (`ontology/statements`) the other two stand one level up, elsewhere in `folder` itself.

    >>> tables_at(Path("mine")).sources.as_posix()
    'mine/_sources.tsv'
    """
    folder = as_path(folder, "the folder of tables")
    if folder.name == "statements" and (folder.parent / "allgraph.ttl").is_file():
        return Tables(folder, folder.parent / "sources.tsv", folder.parent / "unknown-terms.tsv")
    return Tables(folder, *(folder / name for name in BESIDE))


def default_tables(here: Path | None = None) -> Tables:
    """The tables that `extract` reads and writes when it is not told where, seen from the folder `here` (default: the current one).

    In a checkout of allgraph its `ontology/statements`, elsewhere `allgraph-statements`; never the installed package's.
    """
    here = here or Path()
    return tables_at(here / "ontology" / "statements" if is_checkout(here) else here / "allgraph-statements")


def tables_to_build(here: Path | None = None) -> Tables:
    """The tables that `build` reads when it is not told which: the default ones where they exist, else the package's."""
    tables = default_tables(here)
    return tables if tables.folder.is_dir() else tables_at(resources.folder("ontology") / "statements")


def table_path(folder: Path, source: str) -> Path:
    """The statement table of one source in `folder`. Raises TableError for the two ids whose file names other tables have."""
    path = folder / f"{source}.tsv"
    if path.name in BESIDE:
        raise TableError(f"no document may be called {source}: another table has this name", where=str(path))
    return path


def table_paths(folder: Path) -> list[Path]:
    """The statement tables in `folder`, in order of name. Raises TableError where there is no folder."""
    if not folder.is_dir():
        raise TableError("no such folder of statement tables; run allgraph extract first", where=str(folder))
    return sorted(path for path in folder.glob("*.tsv") if path.name not in BESIDE)


def read_findings(folder: Path) -> list[Finding]:
    """Every row of every statement table in `folder`, in order of source id.

    Raises TableError with file and line for every wrong row, for an added row that is not completed yet, and where there is no folder.
    """
    return [finding for _, finding in placed_findings(folder)]


def placed_findings(folder: Path) -> list[tuple[str, Finding]]:
    """The same rows, each with its place: "file, line N"."""
    finish(folder)
    placed: list[tuple[str, Finding]] = []
    wrong: list[AllgraphError] = []
    for path in table_paths(folder):
        try:
            for number, finding in placed_table(path):
                placed.append((f"{path}, line {number}", finding))
        except TableError as error:
            wrong += error.all()
    unfinished = "added and not completed yet: run allgraph extract with its document"
    wrong += [TableError(unfinished, where=place) for place, finding in placed if not finding.evidence.normalised_digest]
    if wrong:
        raise TableError.of(wrong)
    return placed


def read_table(path: Path) -> list[Finding]:
    """The rows of one statement table, its source named by the file; an `added` row may still lack its statement id and digests.

    No file, no rows. Raises TableError with file and line for anything else that a row may not be.
    """
    return [finding for _, finding in placed_table(path)] if path.exists() else []


def placed_table(path: Path) -> list[tuple[int, Finding]]:
    """The same rows in the order of the file, each with the number of its line; there must be a file."""
    seen: set[Finding] = set()
    rows = []
    wrong = []
    for number, row in read_rows(path, STATEMENT_COLUMNS):
        where = f"{path}, line {number}"
        try:
            finding = _finding(path.name.removesuffix(".tsv"), row, where=where)
        except TableError as error:
            wrong.append(error)
            continue
        if finding in seen:
            wrong.append(TableError("the same row stands above", where=where))
        seen.add(finding)
        rows.append((number, finding))
    if wrong:
        raise TableError.of(wrong)
    return rows


def write_findings(folder: Path, source: str, findings: Iterable[Finding]) -> bool:
    """Write the statement table of one source, sorted; whether the file changed. An unchanged file is not touched."""
    return write_whole(table_path(folder, source), findings_table(findings))


def findings_table(findings: Iterable[Finding]) -> bytes:
    """The statement table of one source, sorted, as its file has it."""
    return _table(STATEMENT_COLUMNS, (_finding_row(finding) for finding in sorted(set(findings))))


def read_sources(path: Path) -> list[Source]:
    """The sources table, in order of id; no file, no sources. Raises TableError with file and line."""
    sources: dict[str, Source] = {}
    for number, row in read_rows(path, SOURCE_COLUMNS) if path.exists() else ():
        where = f"{path}, line {number}"
        if not row["id"] or row["id"] in sources:
            raise TableError(f"{row['id']!r} is no id or stands here twice", where=where)
        _check_digest(row, "digest", where)
        sources[row["id"]] = Source(**row)
    return sorted(sources.values())


def write_sources(path: Path, sources: Iterable[Source]) -> bool:
    """Write the sources table, sorted by id; whether the file changed."""
    return write_whole(path, sources_table(sources))


def sources_table(sources: Iterable[Source]) -> bytes:
    """The sources table, sorted by id, as its file has it."""
    return _table(SOURCE_COLUMNS, (astuple(source) for source in sorted(set(sources))))


def read_unknown(path: Path) -> list[UnknownTerm]:
    """The table of names found and not known, sorted; no file, no names. Raises TableError with file and line."""
    return sorted(term for _, term in placed_unknown(path))


def placed_unknown(path: Path) -> list[tuple[str, UnknownTerm]]:
    """The same names in the order of the file, each with its place: "file, line N"."""
    terms = []
    for number, row in read_rows(path, UNKNOWN_COLUMNS) if path.exists() else ():
        where = f"{path}, line {number}"
        terms.append((where, UnknownTerm(row["term"], row["doc"], _span(row["start"], row["end"], where), row["reason"])))
    return terms


def write_unknown(path: Path, terms: Iterable[UnknownTerm]) -> bool:
    """Write the table of names found and not known, sorted; whether the file changed."""
    return write_whole(path, unknown_table(terms))


def unknown_table(terms: Iterable[UnknownTerm]) -> bytes:
    """The table of names found and not known, sorted, as its file has it."""
    rows = ((t.term, t.source, str(t.span.start), str(t.span.end), t.reason) for t in sorted(set(terms)))
    return _table(UNKNOWN_COLUMNS, rows)


def read_rows(path: Path, columns: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """The rows of a tab-separated table with exactly these columns, in any order: (line number from 1, column to value).

    Blank lines are passed over. Raises TableError with file and line for a wrong header, a row of another length or a wrong encoding.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")  # an editor may have put a byte order mark there
    except UnicodeDecodeError as error:
        raise TableError(f"byte {error.start} is not UTF-8; save the table as UTF-8", where=str(path)) from error
    except OSError as error:
        raise TableError(f"cannot be read ({error.strerror})", where=str(path)) from error
    header, *lines = (line.removesuffix("\r").split("\t") for line in text.split("\n"))
    for wrong, words in ((set(columns) - set(header), "no column"), (set(header) - set(columns), "unknown column")):
        if wrong:
            parted = "; columns stand with tabs between them" if len(header) == 1 else ""  # saved with commas, perhaps
            raise TableError(f"{words}: {', '.join(sorted(wrong))}{parted}", where=f"{path}, line 1")
    if len(header) != len(columns):
        raise TableError("a column stands here twice", where=f"{path}, line 1")
    rows = []
    for number, values in enumerate(lines, start=2):
        if values == [""]:
            continue
        if len(values) != len(header):
            raise TableError(f"{many(len(values), 'field')} where the header has {len(header)}", where=f"{path}, line {number}")
        rows.append((number, dict(zip(header, values, strict=True))))
    return rows


def short_section(headings: Sequence[str]) -> str:
    """The path of headings, outermost first, as a section column may hold it: joined by ` > ` and never more than eleven words.

    A longer path keeps the first words of every heading, each cut marked by an ellipsis: headings are their publisher's sentences too.

    >>> short_section(["Treatment", "1. Induction\\u00a0Therapy"])
    'Treatment > 1. Induction Therapy'
    >>> short_section(["What are the many ways in which a disease can be treated?", "Now"])
    'What are the many ways… > Now'
    """
    kept = [" ".join(heading.split()) for heading in headings if heading.strip()][-_PATH_WORDS:]
    if sum(len(_words(heading)) for heading in kept) > _PATH_WORDS:
        share = _PATH_WORDS // len(kept)
        kept = [f"{heading[: words[share - 1].end()]}…" if len(words := _words(heading)) > share else heading for heading in kept]
    return " > ".join(kept)


def _words(text: str) -> list[re.Match[str]]:
    return list(re.finditer(r"[^\W_]+", text))


def _clean(value: str) -> str:
    return _BREAKS.sub(" ", value)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    lines = ["\t".join(columns), *("\t".join(map(_clean, row)) for row in rows)]
    return ("\n".join(lines) + "\n").encode()


def _qualifier(finding: Finding, name: str, value: str) -> str:
    label = dict(finding.qualifier_labels).get(value)
    return f"{name.removeprefix('ag:')}={value}" + (f" ({label})" if label else "")


def _finding_row(finding: Finding) -> tuple[str, ...]:
    statement, evidence = finding.statement, finding.evidence
    return (
        statement.curie, statement.subject, finding.subject_label, statement.relation, statement.object, finding.object_label,
        statement.stance, ";".join(_qualifier(finding, name, value) for name, value in sorted(statement.qualifiers)),
        evidence.section, str(evidence.passage.start), str(evidence.passage.end),
        ";".join(f"{span.start}-{span.end}" for span in evidence.context), evidence.exact_digest, evidence.normalised_digest,
        evidence.same_text, evidence.rule, evidence.status, evidence.flag, evidence.curator, evidence.note,
    )  # fmt: skip


def _finding(source: str, row: dict[str, str], *, where: str) -> Finding:
    status = _member(Status, "status", row, where)
    if status in DECISIONS and not (row["curator"].strip() and row["note"].strip()):
        raise TableError(f"{status.value} is a decision: it needs a curator and a note", where=where)
    draft = status is Status.ADDED  # written by hand: extract fills in the id and the digests
    qualifiers, labels = [], []
    for pair in filter(None, row["qualifiers"].split(";")):
        name, equals, value = pair.partition("=")
        value, bracket, label = value.partition(" (")
        if bracket:
            labels.append((value, label.removesuffix(")")))
        if not (name and equals and value) or bool(bracket) != label.endswith(")"):
            raise TableError(f"qualifiers read name=value;name=value, not {pair!r}", where=where)
        qualifiers.append((f"ag:{name}", value))
    stance = _member(Stance, "stance", row, where)
    statement = Statement(row["subject"], row["relation"], row["object"], stance, tuple(sorted(qualifiers)))
    for curie in (statement.subject, statement.relation, statement.object, *(value for _, value in qualifiers)):
        _check_curie(curie, where)
    if row["statement"] != statement.curie and not (draft and not row["statement"]):
        raise TableError(_OTHER_STATEMENT, where=where)
    for column in ("exact_digest", "normalised_digest"):
        if not (draft and not row[column]):
            _check_digest(row, column, where)
    evidence = Evidence(
        source=source, passage=_span(row["start"], row["end"], where), section=row["section"],
        context=tuple(_span(*pair.partition("-")[::2], where) for pair in filter(None, row["context"].split(";"))),
        exact_digest=row["exact_digest"], normalised_digest=row["normalised_digest"], same_text=row["same_text"], rule=row["rule"],
        status=status, flag=_member(Flag, "flag", row, where), curator=row["curator"], note=row["note"],
    )  # fmt: skip
    return Finding(statement, evidence, row["subject_label"], row["object_label"], tuple(sorted(set(labels))))


def _member(kind: type[_Member], column: str, row: dict[str, str], where: str) -> _Member:
    try:
        return kind(row[column])
    except ValueError:
        raise TableError(f"{column} {row[column]!r} is none of {', '.join(filter(None, kind))}", where=where) from None


def _span(start: str, end: str, where: str) -> Span:
    if not all(re.fullmatch(r"[0-9]{1,18}", offset) for offset in (start, end)):
        raise TableError(f"{start!r} and {end!r} are no offsets", where=where)
    if int(start) >= int(end):
        raise TableError(f"start {start} is not before end {end}", where=where)
    return Span(int(start), int(end))


def _check_curie(curie: str, where: str) -> None:
    try:
        iri = expand(curie)
    except KeyError:
        raise TableError(f"{curie!r} is no name with a known prefix", where=where) from None
    if iri.endswith("/") or re.search(r"[\s<>\"{}|\\^`;=]", curie):
        raise TableError(f"{curie!r} is no legal name", where=where)


def _check_digest(row: dict[str, str], column: str, where: str) -> None:
    if not _DIGEST.fullmatch(row[column]):
        raise TableError(f"{column} {row[column]!r} is no sha256 in 64 hex digits", where=where)
