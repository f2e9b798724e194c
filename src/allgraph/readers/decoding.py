"""Decoding: the text that the bytes of a file stand for, in the encoding that they show themselves to be in."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from typing import NamedTuple

from allgraph.errors import DocumentError

#: The byte order marks and what they say (Unicode Standard, section 23.8); the longer one first, for it begins like the shorter.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: Of bytes that are UTF-8, what no other encoding shows by chance: a whole sequence of two or more.
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")

#: The signs above ASCII that a text in Windows-1252 may have outside of words.
_SIGNS = frozenset("€‚„…†‡‰‹‘’“”•–—˜™›\u00a0¡¢£¥§©«®¯°±²³´µ¶·¹º»¼½¾¿×÷\u00ad")
_WORD = re.compile(r"[^\W\d_]+")
#: What no text has, but binary data.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class Decoded(NamedTuple):
    """A text, and where its encoding was only guessed, what a person should know of that."""

    text: str
    note: str = ""


def decode(raw: bytes) -> Decoded:
    """The text of the bytes, a byte order mark dropped and line ends kept: UTF-8, else UTF-16 or Windows-1252 (Latin-1), where they fit.

    Raises DocumentError where the bytes are no text, or text in none of these.

    >>> decode("ALL".encode("utf-16"))
    Decoded(text='ALL', note='')
    >>> decode("naïve".encode("latin-1")).note
    'byte 2 is not UTF-8; read as Windows-1252 (Latin-1); if letters look wrong, save it as UTF-8'
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return Decoded(_decoded(raw, encoding, encoding.upper()).removeprefix("\ufeff"))
    if (text := _unmarked_utf16(raw)) is not None:
        return Decoded(text)
    if b"\0" in raw:
        raise DocumentError(f"byte {raw.index(0)} is NUL: this is no text; save it as text, or leave it out")
    try:
        return Decoded(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        if (text := _windows_1252(raw)) is None:
            words = f"byte {error.start} is not UTF-8, and the file is in no other encoding that is known; save it as UTF-8"
            raise DocumentError(words) from error
        words = f"byte {error.start} is not UTF-8; read as Windows-1252 (Latin-1); if letters look wrong, save it as UTF-8"
        return Decoded(text, words)


def unpack(raw: bytes, largest: int) -> bytes:
    """The content of a gzip file. Raises DocumentError where it is broken, or larger than `largest` bytes.

    >>> unpack(gzip.compress(b"ALL"), 10)
    b'ALL'
    """
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as packed:
            content = packed.read(largest + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DocumentError(f"is no whole gzip file ({error}); get it anew, or take off the ending .gz") from error
    if len(content) > largest:
        raise DocumentError(f"unpacks to more than {largest:,} bytes, which is the limit; --max-size gives another, in MB")
    return content


def _decoded(raw: bytes, encoding: str, name: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(f"byte {error.start} is not {name}, as which the file begins; save it as UTF-8") from error


def _unmarked_utf16(raw: bytes) -> str | None:
    """The text in UTF-16 without a mark, where the bytes have, as Western text in it does, a NUL in most pairs, always on the same side."""
    first, second = raw[::2].count(0), raw[1::2].count(0)
    if len(raw) < 4 or min(first, second) or max(first, second) * 4 <= len(raw):
        return None
    try:
        text = raw.decode("utf-16-le" if second else "utf-16-be")
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(text) else text


def _windows_1252(raw: bytes) -> str | None:
    """The text in Windows-1252, of which Latin-1's letters are a part; None where it would be no text of words.

    Bytes that hold a whole sequence of UTF-8 are a broken file of that. A word with letters above ASCII must have more letters than
    one, and be written small, with a capital, or all in capitals, as words are.
    """
    if _UTF8_SEQUENCE.search(raw):
        return None
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        return None
    for word in _WORD.findall(text):
        if not word.isascii() and (len(word) < 2 or not (word.islower() or word.istitle() or word.isupper())):
            return None
    rest = (character for character in _WORD.sub("", text) if not character.isascii())
    return text if _SIGNS.issuperset(rest) else None
