"""PDF: the text of a file's pages, read in a process of its own, for a small file can make a reader of PDF eat all memory."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator

from allgraph.errors import DocumentError
from allgraph.readers.layout import Layout, Page

#: What all streams of a file unpack to, at most; one of 20 MB can unpack to 20 GB.
LARGEST_UNPACKED = 100_000_000  # bytes

#: What the reading of one file may take.
LONGEST, MOST_MEMORY = 55, 1_900_000_000  # seconds, bytes

#: So much of a stream is unpacked at a time.
_CHUNK = 16_000_000  # bytes

#: A file begins with this, behind at most a kilobyte of other things (ISO 32000-1, Annex H.3, note 13).
_HEAD, _HEAD_WITHIN = b"%PDF-", 1024

#: A stream, with what its dictionary says of it right before (ISO 32000-1, 7.3.8).
_STREAM = re.compile(rb"stream\r?\n?")
_FLATE = re.compile(rb"/Fl(?:ateDecode)?\b")
_DICTIONARY = 2048  # bytes

#: What the process of its own does: it finds modules where this one does.
_READ = "import sys; sys.path[:] = sys.argv[1:]; from allgraph.readers.pages import pdfium; pdfium.main()"


def read_pdf(raw: bytes) -> Page:
    """The text of a PDF in reading order, laid out by the sizes and places of its letters.

    Raises DocumentError where the file is no PDF, broken, locked with a password, without text, or takes too much to read.

    >>> read_pdf(b"ALL")
    Traceback (most recent call last):
    allgraph.errors.DocumentError: is no PDF: it does not begin with %PDF-; give it the ending of what it is
    """
    if _HEAD not in raw[:_HEAD_WITHIN]:
        raise DocumentError("is no PDF: it does not begin with %PDF-; give it the ending of what it is")
    check_unpacked(raw)
    answer = json.loads(_answer(raw))
    if "error" in answer:
        raise DocumentError(answer["error"])
    headings = {int(offset): level for offset, level in answer["headings"].items()} or None
    return Page(answer["text"], Layout(answer["text"], headings), answer["particulars"])


def check_unpacked(raw: bytes) -> None:
    """Raises DocumentError where the streams of a PDF unpack to more than LARGEST_UNPACKED; holds no more than a part of one at a time."""
    total = 0
    for found in _STREAM.finditer(raw):
        if raw[max(0, found.start() - 3) : found.start()] == b"end":
            continue
        before = raw[max(0, found.start() - _DICTIONARY) : found.start()]
        filters = len(_FLATE.findall(before[before.rfind(b" obj") + 1 :]))
        if not filters:
            continue
        end = raw.find(b"endstream", found.end())
        parts: Iterator[bytes] = iter([raw[found.end() : end if end >= 0 else len(raw)]])
        for _ in range(min(filters, 4)):  # a stream may be packed more than once
            parts = _unpacked(parts)
        for part in parts:
            total += len(part)
            if total > LARGEST_UNPACKED:
                raise DocumentError(f"unpacks to more than {LARGEST_UNPACKED:,} bytes, which is the limit; save it without its pictures")


def _unpacked(packed: Iterator[bytes]) -> Iterator[bytes]:
    """The parts of what is unpacked, none larger than a chunk; they end where the stream is broken."""
    unpacker = zlib.decompressobj()
    try:
        for part in packed:
            while part and not unpacker.eof:
                yield unpacker.decompress(part, _CHUNK)
                part = unpacker.unconsumed_tail
    except zlib.error:
        return  # the reader of PDF will take from it what it can, too


def _answer(raw: bytes) -> bytes:
    """What the process that reads the file says."""
    places = [os.fspath(place) for place in sys.path]
    command = [sys.executable, "-c", _READ, *places]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=LONGEST, check=False)  # noqa: S603 - our own Python
    except subprocess.TimeoutExpired as error:
        raise DocumentError(f"takes more than {LONGEST} seconds to read; print it into a new PDF, or save its text as .txt") from error
    except OSError as error:
        raise DocumentError(f"cannot be read: no other Python can be started to read it ({error.strerror})") from error
    if done.returncode:
        words = "cannot be read: the reader of PDF fails on it, or needs too much memory; print it into a new PDF, or save its text as .txt"
        raise DocumentError(words)
    return done.stdout
