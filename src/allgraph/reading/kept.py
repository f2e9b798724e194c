"""Kept readings: what documents gave when they were read before, by all that it depends on."""

from __future__ import annotations

import inspect
import shutil
import time
from collections.abc import Iterable
from dataclasses import astuple
from functools import cache
from pathlib import Path

import allgraph
from allgraph import resources
from allgraph.curation.tables import read_table, read_unknown, table_path, tables_at, write_findings, write_unknown
from allgraph.documents import Document
from allgraph.errors import TableError
from allgraph.reading.extractors import installed
from allgraph.statements import Finding, UnknownTerm
from allgraph.texts import digest

#: What nobody has asked for in so many days is deleted.
_DAYS = 30


class Kept:
    """The readings in a folder, of one ontology and one version of the program: others are never found."""

    def __init__(self, folder: Path, ontology: Path) -> None:
        self._folder = folder / f"reading-{_stamp(ontology)}"

    def find(self, document: Document) -> tuple[tuple[Finding, ...], tuple[UnknownTerm, ...]] | None:
        """What this document gave, findings and unknown names; None where it is not known."""
        tables = tables_at(self._folder / _key(document))
        table = table_path(tables.folder, document.source.id)
        try:
            return (tuple(read_table(table)), tuple(read_unknown(tables.unknown))) if table.is_file() else None
        except TableError:
            return None  # whatever spoilt it, it can be made again

    def keep(self, document: Document, findings: Iterable[Finding], unknown: Iterable[UnknownTerm]) -> None:
        """Remember what a document gave."""
        if not self._folder.is_dir():
            _forget_old(self._folder.parent)
        tables = tables_at(self._folder / _key(document))
        write_unknown(tables.unknown, unknown)
        write_findings(tables.folder, document.source.id, findings)  # last: by it the rest is known to be whole


def _key(document: Document) -> str:
    return digest("\0".join(astuple(document.source)))[:32]


@cache
def _stamp(ontology: Path) -> str:
    """What readings depend on beside their documents: the ontology's files, the program, and the extractors of others."""
    extractors = installed()
    # who writes an extractor does not count its version up at every try
    versions = " ".join([allgraph.__version__, *(f"{one.name} {one.version} {_code(type(one))}" for one in extractors)])
    return resources.stamp(versions, (ontology, "*.ttl"), (resources.PACKAGE, "*.py"))


def _code(kind: type) -> str:
    """What the package, or the file, of an extractor is now; "" where it has none."""
    try:
        file = Path(inspect.getfile(kind))
    except (OSError, TypeError):
        return ""
    if (file.parent / "__init__.py").is_file():
        return resources.stamp("", (file.parent, "*.py"))
    return digest(file.read_text(encoding="utf-8", errors="replace"))


def _forget_old(folder: Path) -> None:
    for path in folder.glob("reading-*"):
        if path.is_dir() and time.time() - path.stat().st_mtime > _DAYS * 86_400:
            shutil.rmtree(path, ignore_errors=True)
