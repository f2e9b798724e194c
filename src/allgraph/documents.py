"""Documents: the files that are read, each with its text, its layout and the source it is."""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from allgraph.errors import DocumentError
from allgraph.paths import Paths, as_paths
from allgraph.readers.decoding import unpack
from allgraph.readers.html import read_html
from allgraph.readers.layout import Layout, Page
from allgraph.readers.markdown import read_markdown
from allgraph.readers.pdf import read_pdf
from allgraph.readers.plain import read_plain
from allgraph.sources import RESERVED, Source
from allgraph.texts import digest, is_date


class Reader(NamedTuple):
    """What reads files of a kind; its version counts up when the text that it gives for a file changes, or how that is laid out."""

    name: str
    version: str
    read: Callable[[bytes], Page]


_TXT, _MD = Reader("txt", "3", read_plain), Reader("md", "3", read_markdown)
_HTML, _PDF = Reader("html", "2", read_html), Reader("pdf", "3", read_pdf)

#: The readers by the ending of a file's name; in a folder, other files are named and passed over.
READERS: Mapping[str, Reader] = {
    ".txt": _TXT, ".md": _MD, ".markdown": _MD, ".html": _HTML, ".htm": _HTML, ".xhtml": _HTML, ".pdf": _PDF,
}  # fmt: skip
#: Behind an ending stands this one where the file is compressed.
_PACKED, _GZIP = ".gz", b"\x1f\x8b"
READABLE = f"{', '.join(sorted(READERS))}, each also with {_PACKED}"

#: The columns of a sidecar table, which gives the metadata that a file does not hold, and goes before what it does.
SIDECAR = ("file", "title", "publisher", "date", "licence")

#: A column is taken for a misspelt one of these from this likeness on (difflib's ratio): "Title", "licences", "publisher_".
_NEARLY = 0.8

#: A document longer than this is refused, unless its caller says otherwise: such a file is no page about a disease.
LARGEST = 20_000_000  # bytes

#: The path that stands for standard input, and the id of what comes from there.
_STDIN, _STDIN_ID = Path("-"), "stdin"
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_LOOKS_LIKE_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Document:
    """A source and its text; every offset in the project is a 0-based code point of `text`. `layout` is None for plain text.

    `note` is what a person should know of how it was read, if anything.
    """

    source: Source
    text: str
    layout: Layout | None = None
    note: str = ""


@dataclass(frozen=True)
class Entry:
    """A file that is to be read: its path, the id of the source that it is, and its row in a sidecar table."""

    path: Path
    id: str
    known: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_standard_input(self) -> bool:
        """Whether it is what this process reads, and no other."""
        return self.path == _STDIN


def find_documents(paths: Paths) -> tuple[list[Path], list[Path]]:
    """The readable files among `paths` and in the folders among them, and what was passed over; both sorted by name.

    A file that is named outright must be readable; in a folder a file of another ending is passed over, and so is a folder in it. The
    path "-" is standard input. Raises DocumentError where no path is given, for one
    that does not exist, for another ending, and where nothing readable is left.
    """
    found: set[Path] = set()
    passed: set[Path] = set()
    given = as_paths(paths, "documents")
    if not given:
        raise DocumentError("documents are needed: name files or folders, as pages/")
    for path in given:
        if path == _STDIN:
            found.add(path)
        elif path.is_dir():
            for child in path.iterdir():
                if child.name.startswith("."):
                    continue
                # what has a readable ending and is no file, as a link to nothing, is refused when it is read
                (found if _reader(child) and not child.is_dir() else passed).add(child)
        elif not path.exists() and not (_reader(path) and len(given) > 1):  # beside others it stops none of them
            raise DocumentError("no such file or folder", where=str(path))
        elif not _reader(path):
            raise DocumentError(f"cannot read this ending; readable: {READABLE}", where=str(path))
        else:
            found.add(path)
    if not found:
        deeper = "; folders in a folder are not read: name them" if any(path.is_dir() for path in passed) else ""
        words = f"no readable document; readable endings: {READABLE}{deeper}"
        raise DocumentError(words, where=", ".join(map(str, given)))
    sidecars = {path for path in passed if _is_sidecar(path)}
    return sorted(found, key=_by_name), sorted(passed - sidecars, key=_by_name)


def entries(files: Sequence[Path]) -> list[Entry]:
    """What `find_documents` found, ready to be read, in order of source id. Raises DocumentError where two files would be one source."""
    ids = _source_ids(files)
    sidecars: dict[Path, dict[str, dict[str, str]]] = {}
    for file in files:
        if file != _STDIN and file.parent not in sidecars:
            sidecars[file.parent] = _read_sidecars(file.parent)
    known = [Entry(file, ids[file], sidecars.get(file.parent, {}).get(file.name, {})) for file in files]
    return sorted(known, key=lambda entry: entry.id)


def read_document(entry: Entry, largest: int = LARGEST) -> Document:
    """One file's document.

    Raises DocumentError, which names the file, for one that is unreadable, too large, broken, no text, or without a word.
    """
    where = str(entry.path)
    if not where.isprintable() and where.encode("utf-8", "replace").decode() != where:
        raise DocumentError("its name is no text in UTF-8; rename it", where=ascii(where))
    if _CONTROLS.search(entry.path.name):  # a table could not hold it
        raise DocumentError("its name holds a control character, such as a tab; rename it", where=ascii(where))
    if entry.id in RESERVED:
        raise DocumentError(f"its table would be {entry.id}.tsv, where what all tables share stands; rename it", where=where)
    raw = _bytes(entry.path, largest)
    is_packed = raw.startswith(_GZIP) if entry.is_standard_input else entry.path.suffix.lower() == _PACKED
    try:
        if is_packed:
            raw = unpack(raw, largest)
        reader = _reader(entry.path) or (_PDF if raw.startswith(b"%PDF-") else _HTML if _LOOKS_LIKE_HTML.match(raw) else _TXT)
        page = reader.read(raw)
    except DocumentError as error:
        raise DocumentError(error.message, where=where) from error
    if not any(character.isalnum() for character in page.text):
        raise DocumentError("the file holds no word; leave it out", where=where)
    said = {name: entry.known.get(name) or page.particulars.get(name, "") for name in SIDECAR[1:]}
    source = Source(entry.id, entry.path.name, reader=reader.name, reader_version=reader.version, digest=digest(page.text), **said)
    return Document(source, page.text, None if page.layout == Layout(page.text) else page.layout, page.note)


def notes(documents: Iterable[Document]) -> tuple[str, ...]:
    """What a person should know of how these were read, each with the name of its file."""
    return tuple(f"{document.source.file}: {document.note}" for document in documents if document.note)


def read_documents(paths: Paths, largest: int = LARGEST) -> list[Document]:
    """Every document among `paths` (files and folders), in order of source id.

    Raises DocumentError as find_documents and read_document do, one for all files that cannot be read.
    """
    documents = []
    wrong = []
    for entry in entries(find_documents(paths)[0]):
        try:
            documents.append(read_document(entry, largest))
        except DocumentError as error:
            wrong.append(error)
    if wrong:
        raise DocumentError.of(wrong)
    return documents


def _bytes(file: Path, largest: int) -> bytes:
    try:
        if file == _STDIN:
            raw = sys.stdin.buffer.read(largest + 1)
            size = len(raw)
        else:
            state = file.stat()
            if not S_ISREG(state.st_mode):
                raise DocumentError("is no file but a pipe or a device; read it from standard input, with -", where=str(file))
            size = state.st_size
            raw = b"" if size > largest else file.read_bytes()
    except OSError as error:
        raise DocumentError(f"cannot be read ({error.strerror})", where=str(file)) from error
    if size > largest:
        words = f"is larger than {largest:,} bytes, which is the limit; --max-size gives another, in MB"
        raise DocumentError(words, where=str(file))
    return raw


def _reader(file: Path) -> Reader | None:
    name = file.name.lower().removesuffix(_PACKED)
    return READERS.get(Path(name).suffix) if Path(name).stem else None


def _by_name(path: Path) -> tuple[str, str]:
    return path.name, str(path)


def _source_ids(files: Sequence[Path]) -> dict[Path, str]:
    """Each file's source id: its name without ending, but with it where two files of the run would share an id."""
    names = {file: _STDIN_ID if file == _STDIN else _stem(file) for file in files}
    stems = Counter(names.values())
    ids = {file: stem if stems[stem] == 1 else file.name for file, stem in names.items()}
    taken: dict[str, Path] = {}
    for file, source_id in ids.items():
        if source_id in taken:
            raise DocumentError(f"has the same name as {taken[source_id]}; a source's id is its file name, so rename one", where=str(file))
        taken[source_id] = file
    return ids


def _stem(file: Path) -> str:
    return Path(file.stem).stem if file.suffix.lower() == _PACKED else file.stem


def _is_sidecar(path: Path) -> bool:
    """Whether a table tells of files: by its column `file`, and at least one of what is told of them."""
    if path.suffix != ".tsv" or not path.is_file():  # a pipe that is opened waits for its writer
        return False
    try:
        with path.open("rb") as lines:
            head = lines.readline(1000).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return False
    columns = set(head.rstrip("\r\n").split("\t"))
    return SIDECAR[0] in columns and not columns.isdisjoint(SIDECAR[1:])


def _read_sidecars(folder: Path) -> dict[str, dict[str, str]]:
    """File name to its row, from every sidecar table of the folder; rows for absent files are passed over in silence.

    Raises DocumentError, which names table and line, for a file that is told of twice, for a date that is none, and for a column
    whose name is nearly that of one that is read.
    """
    rows: dict[str, dict[str, str]] = {}
    for path in filter(_is_sidecar, sorted(folder.glob("*.tsv"))):
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise DocumentError(f"is no text in UTF-8 (byte {error.start})", where=str(path)) from error
        table = csv.DictReader(StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
        for column in set(table.fieldnames or ()).difference(SIDECAR):
            for meant in get_close_matches(column.lower(), SIDECAR, 1, _NEARLY):
                raise DocumentError(f"unknown column {column!r}; rename it to {meant}", where=f"{path}, line 1")
        for number, row in enumerate(table, start=2):
            told = {name: (row.get(name) or "").strip() for name in SIDECAR}
            where = f"{path}, line {number}"
            if told["file"] in rows:
                raise DocumentError(f"tells of {told['file']} again; leave one row for each file", where=where)
            if told["date"] and not is_date(told["date"]):
                raise DocumentError(
                    f"{told['date']!r} is no date: write a year, a month or a day, as 2026, 2026-05 or 2026-05-08", where=where
                )
            rows[told["file"]] = told
    return rows
