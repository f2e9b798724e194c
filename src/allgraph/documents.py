"""Documents: the text a file holds, and the source it is."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from allgraph.errors import DocumentError
from allgraph.paths import Paths, as_paths
from allgraph.texts import digest

#: The endings that are read as documents; in a folder, others are named and passed over.
READABLE = frozenset({".txt"})

#: The columns of a sidecar table, which gives the metadata that a plain text file cannot hold.
SIDECAR = ("file", "title", "publisher", "date", "licence")

#: A document longer than this is refused: such a file is no page about a disease.
LARGEST = 20_000_000  # bytes


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


@dataclass(frozen=True)
class Document:
    """A source and its text; every offset in the project is a 0-based code point of `text`."""

    source: Source
    text: str


def find_documents(paths: Paths) -> tuple[list[Path], list[Path]]:
    """The readable files among `paths` and in the folders among them, and what was passed over; both sorted by name.

    A file that is named outright must be readable; in a folder a file of another ending is passed over, and so is a folder in it.
    Raises DocumentError for a path that does not exist, for another ending, and where nothing readable is left.
    """
    found: set[Path] = set()
    passed: set[Path] = set()
    given = as_paths(paths, "documents")
    for path in given:
        if path.is_dir():
            for child in path.iterdir():
                if child.name.startswith("."):
                    continue
                if child.is_file():
                    (found if child.suffix.lower() in READABLE else passed).add(child)
                elif child.is_dir():
                    passed.add(child)
        elif not path.exists():
            raise DocumentError("no such file or folder", where=str(path))
        elif path.suffix.lower() not in READABLE:
            raise DocumentError(f"cannot read this ending; readable: {', '.join(sorted(READABLE))}", where=str(path))
        else:
            found.add(path)
    if not found:
        deeper = "; folders in a folder are not read: name them" if any(path.is_dir() for path in passed) else ""
        words = f"no readable document; readable endings: {', '.join(sorted(READABLE))}{deeper}"
        raise DocumentError(words, where=", ".join(map(str, given)))
    sidecars = {path for path in passed if path.suffix == ".tsv" and _is_sidecar(path)}
    return sorted(found, key=_by_name), sorted(passed - sidecars, key=_by_name)


def read_documents(paths: Paths) -> list[Document]:
    """Every document among `paths` (files and folders), in order of source id.

    Raises DocumentError as find_documents and read_text do, one for all files that cannot be read, and where two files would be one source.
    """
    files, _ = find_documents(paths)
    ids = _source_ids(files)
    sidecars: dict[Path, dict[str, dict[str, str]]] = {}
    documents = []
    wrong = []
    for file in files:
        if file.parent not in sidecars:
            sidecars[file.parent] = _read_sidecars(file.parent)
        try:
            text = read_text(file)
        except DocumentError as error:
            wrong.append(error)
            continue
        known = sidecars[file.parent].get(file.name, {})
        source = Source(id=ids[file], file=file.name, reader="txt", reader_version="1", digest=digest(text))
        documents.append(Document(replace(source, **{name: known.get(name, "") for name in SIDECAR[1:]}), text))
    if wrong:
        raise DocumentError.of(wrong)
    return sorted(documents, key=lambda document: document.source)


def read_text(file: Path) -> str:
    """The decoded text of a plain text file as it is: a byte order mark dropped, line ends kept.

    Raises DocumentError for a file that is unreadable, too large, binary, not UTF-8, or without a word.
    """
    try:
        size = file.stat().st_size
        if size > LARGEST:
            raise DocumentError(f"{size:,} bytes; the limit is {LARGEST:,}", where=str(file))
        raw = file.read_bytes()
    except OSError as error:
        raise DocumentError(f"cannot be read ({error.strerror})", where=str(file)) from error
    if _is_utf16(raw):
        raise DocumentError("looks like UTF-16: save it as UTF-8", where=str(file))
    if b"\0" in raw:
        raise DocumentError(f"byte {raw.index(0)} is NUL: this is no plain text", where=str(file))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(f"byte {error.start} is not UTF-8; save the file as UTF-8", where=str(file)) from error
    if not any(character.isalnum() for character in text):
        raise DocumentError("the file holds no word", where=str(file))
    return text


def _is_utf16(raw: bytes) -> bool:
    """Whether the bytes begin with the byte order mark of UTF-16, or have, as Western text in it does, a NUL in most pairs of bytes."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    first, second = raw[::2].count(0), raw[1::2].count(0)
    return len(raw) > 1 and min(first, second) == 0 and max(first, second) * 4 > len(raw)


def _by_name(path: Path) -> tuple[str, str]:
    return path.name, str(path)


def _source_ids(files: Sequence[Path]) -> dict[Path, str]:
    """Each file's source id: its name without ending, but with it where two files of the run would share an id."""
    stems = Counter(file.stem for file in files)
    ids = {file: file.stem if stems[file.stem] == 1 else file.name for file in files}
    taken: dict[str, Path] = {}
    for file, source_id in ids.items():
        if source_id in taken:
            raise DocumentError(f"has the same name as {taken[source_id]}; a source's id is its file name, so rename one", where=str(file))
        taken[source_id] = file
    return ids


def _is_sidecar(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8-sig") as lines:
            return set(SIDECAR) <= set(lines.readline().rstrip("\r\n").split("\t"))
    except (OSError, UnicodeDecodeError):
        return False


def _read_sidecars(folder: Path) -> dict[str, dict[str, str]]:
    """File name to its row, from every sidecar table of the folder; rows for absent files are passed over in silence."""
    rows: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob("*.tsv")):
        if _is_sidecar(path):
            with path.open(encoding="utf-8-sig", newline="") as lines:
                for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                    rows[row["file"]] = {name: (row[name] or "").strip() for name in SIDECAR}
    return rows
