"""Sources: the particulars of the documents that a graph is made from."""

from __future__ import annotations

from dataclasses import dataclass

#: Ids that no source may have, for the tables that tell of all sources are called so.
RESERVED = ("_sources", "_unknown-terms")


@dataclass(frozen=True, order=True)
class Source:
    """One document's particulars. `id` is the file name without ending; `digest` is sha256 of the text that offsets refer to."""

    id: str
    file: str
    title: str = ""
    publisher: str = ""
    date: str = ""
    licence: str = ""
    reader: str = ""
    reader_version: str = ""
    digest: str = ""
