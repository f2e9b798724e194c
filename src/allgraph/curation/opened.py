"""A statement table opened to be changed, in which nobody else's change is written over."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from allgraph.curation.tables import read_table, table_path, write_findings
from allgraph.errors import TableError
from allgraph.statements import Finding


class OpenTable:
    """The statement table of one source: `rows` are those that its file holds; `write` gives it others.

    Raises TableError where a row is wrong; no file, no rows.
    """

    def __init__(self, folder: Path, source: str) -> None:
        self.path = table_path(folder, source)
        self._folder = folder
        self._source = source
        self._content = self._read()  # before the rows, so that a change between the two is seen too
        self.rows = tuple(read_table(self.path))

    def write(self, rows: Iterable[Finding]) -> None:
        """Make the file hold these rows, wholly or not at all. Raises TableError where it is no longer what was read or written last."""
        if self._read() != self._content:
            raise TableError("another program changed it since it was read, so it is left as it is now; start again", where=str(self.path))
        kept = tuple(rows)
        write_findings(self._folder, self._source, kept)
        self._content = self._read()
        self.rows = kept

    def _read(self) -> bytes | None:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise TableError(f"cannot be read ({error.strerror})", where=str(self.path)) from error
