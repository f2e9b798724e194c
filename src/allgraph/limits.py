"""Known limits: what reading is known to miss, in any document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from allgraph.curation.tables import read_rows

#: Columns of ontology/known-limits.tsv. `missing` is the claim that the example should give and does not: subject, relation and
#: object as local names (or *), then a stance or a qualifier's name; empty where none of the relations can hold it.
LIMIT_COLUMNS = ("limit", "words", "example", "missing")


@dataclass(frozen=True)
class Limit:
    """A kind of sentence that is known not to be read, in words, with an example of our own and the claim that it should give."""

    limit: str
    words: str
    example: str = ""
    missing: str = ""


def read_limits(path: Path) -> tuple[Limit, ...]:
    """The known limits of reading, in the order of the table; no file, no limits. Raises TableError with file and line."""
    return tuple(Limit(**row) for _, row in read_rows(path, LIMIT_COLUMNS)) if path.is_file() else ()
