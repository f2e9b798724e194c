"""Coverage as text: a table for people, rows for a spreadsheet, or all of it for a program."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from allgraph.coverage import Coverage, DocumentCoverage, repeated, together
from allgraph.statements import Finding, claim, qualifiers, told
from allgraph.texts import Span, many, shown

#: The columns of the tsv form: a row a sentence and statement; from status on empty where a sentence gave none.
COLUMNS = (
    "doc", "start", "end", "section", "outcome", "status", "flag", "subject", "relation", "object", "stance", "qualifiers", "rule", "text",
)  # fmt: skip

#: What JSON may hold as it is, and a terminal would obey.
_COMMANDS = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


class Format(StrEnum):
    """How coverage is printed: a table for people, a row a sentence and statement (tsv), or all of it (json)."""

    TABLE = "table"
    TSV = "tsv"
    JSON = "json"


def render(found: Coverage, form: Format, *, width: int | None = None, colour: bool = False) -> str:
    """Coverage as text that ends with a line break; `width` (characters; None: the terminal's) and `colour` concern the table only.

    >>> render(Coverage(()), Format.TSV).split("\\t")[:4]
    ['doc', 'start', 'end', 'section']
    """
    match form:
        case Format.TABLE:
            return _table(found, width or shutil.get_terminal_size().columns, colour=colour)
        case Format.TSV:
            return _tsv(found)
        case Format.JSON:
            return _json(found)


def _table(found: Coverage, width: int, *, colour: bool) -> str:
    # rich costs more to import than a small document to read: only tables pay for it
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=colour, no_color=not colour, color_system="standard" if colour else None)

    def say(words: str, style: str = "") -> None:
        console.print(Text(shown(words), style))  # Text: brackets in a document are no markup

    def show(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
        for number, words in enumerate(head):
            narrow = max(12, width // 4) if number == 1 < len(head) - 1 else None
            table.add_column(Text(words), overflow="fold", no_wrap=number == 0 and width > 60, max_width=narrow)
        for row in rows:
            table.add_row(*(Text(shown(cell), "cyan" if cell.startswith("→") else "") for cell in row))
        console.print(table)
        console.print()

    for one in found.documents:
        say(f"{one.document.source.id}  {one.document.source.title}", "bold")
        outcomes = "; ".join(f"{outcome.value}: {count}" for outcome, count in one.outcomes.items())
        say(f"{many(len(one.sentences), 'sentence')}, {one.gave} gave statements. {outcomes}")
        if one.remark:
            say(one.remark)
        console.print()
        show(("place", "gave", "sentence"), _rows(one))
        if one.orphaned:
            say("Decisions that fit no passage any more", "bold")
            show(("status", "statement"), ((row.evidence.status.value, " ".join(claim(row))) for row in one.orphaned))
    say("Known to be missed", "bold")
    console.print()
    unknown = repeated(term for one in found.documents for term in one.unknown)
    if unknown:
        rows = ((term.term, term.source, term.reason, ", ".join(map(_place, term.places))) for term in unknown)
        show(("unknown name", "document", "why it looks like one", "places"), rows)
    show(("not read", "what that is"), ((limit.limit, limit.words) for limit in found.limits))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()).rstrip() + "\n"


def _place(span: Span) -> str:
    return f"{span.start}-{span.end}"


def _rows(one: DocumentCoverage) -> Iterator[tuple[str, str, str]]:
    """A row a sentence, and one a statement of it; those that gave nothing and have the same words, as menus do, are one row."""
    text = one.document.text
    same = Counter((sentence.reason, sentence.span.of(text)) for sentence in one.sentences if not sentence.findings)
    for sentence in one.sentences:
        words, why = sentence.span.of(text), "" if sentence.findings else sentence.reason.value
        if times := 1 if sentence.findings else same.pop((sentence.reason, words), 0):
            yield _place(sentence.span), f"{why} ({times} times)" if times > 1 else why, words
        for finding, *_ in together(sentence.findings):
            evidence = finding.evidence
            standing = f"{evidence.status.value}{f' ({evidence.flag.value})' if evidence.flag else ''}"
            yield "", standing, f"→ {told(finding)}"


def _tsv(found: Coverage) -> str:
    lines: list[Sequence[str]] = [COLUMNS]
    for one in found.documents:
        for sentence in one.sentences:
            span, text = sentence.span, sentence.span.of(one.document.text)
            place = (one.document.source.id, str(span.start), str(span.end), sentence.section, sentence.outcome.value)
            lines += [(*place, *_fields(finding).values(), text) for finding in sentence.findings] or [(*place, *[""] * 8, text)]
    return "".join("\t".join(map(shown, line)) + "\n" for line in lines)


def _fields(finding: Finding) -> dict[str, str]:
    subject, _, object_ = claim(finding)
    evidence, relation = finding.evidence, finding.statement.relation.partition(":")[2]
    return {
        "status": evidence.status.value, "flag": evidence.flag.value, "subject": subject, "relation": relation, "object": object_,
        "stance": finding.statement.stance.value, "qualifiers": "; ".join(qualifiers(finding)), "rule": evidence.rule,
    }  # fmt: skip


def _json(found: Coverage) -> str:
    documents = [
        {
            "id": one.document.source.id, "title": one.document.source.title, "digest": one.document.source.digest,
            "sentences": len(one.sentences), "gave": one.gave,
            "outcomes": {outcome.value: count for outcome, count in one.outcomes.items()},
            "read": [
                {
                    "start": sentence.span.start, "end": sentence.span.end, "section": sentence.section,
                    "outcome": sentence.outcome.value, "text": sentence.span.of(one.document.text),
                    "statements": [
                        _fields(row) | {"start": row.evidence.passage.start, "end": row.evidence.passage.end} for row in sentence.findings
                    ],
                }
                for sentence in one.sentences
            ],
            "unknown": [{"term": t.term, "start": t.span.start, "end": t.span.end, "reason": t.reason} for t in one.unknown],
            "orphaned": [_fields(row) for row in one.orphaned],
        }
        for one in found.documents
    ]  # fmt: skip
    limits = [{"limit": one.limit, "words": one.words, "example": one.example} for one in found.limits]
    text = json.dumps({"documents": documents, "limits": limits}, ensure_ascii=False, indent=1) + "\n"
    return _COMMANDS.sub(lambda command: f"\\u{ord(command[0]):04x}", text)
