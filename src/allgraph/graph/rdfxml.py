"""RDF/XML, in which no character stands that XML cannot hold."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterable
from typing import IO, Any, BinaryIO, cast

from pyoxigraph import RdfFormat, Triple, serialize

from allgraph.vocabulary import PREFIXES
from allgraph.xmltext import FORBIDDEN

# A parser takes a carriage return for a line feed (XML 1.0, section 2.11), and pyoxigraph writes it as it is.
_WRITTEN = FORBIDDEN | {13: "&#13;"}


def write_rdf_xml(file: BinaryIO, triples: Iterable[Triple]) -> None:
    """The triples as RDF/XML in their order; a character that XML cannot hold becomes U+FFFD."""
    prefixes = {name: PREFIXES[name] for name in sorted(PREFIXES)}
    serialize(triples, output=cast("IO[bytes]", _XmlFile(file)), format=RdfFormat.RDF_XML, prefixes=prefixes)


class _XmlFile(io.RawIOBase):
    """A binary file in which no character stands that XML cannot hold."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def writable(self) -> bool:
        """It is only written."""
        return True

    def write(self, part: Any) -> int:
        """Write a part of the text's bytes, which may end within a character."""
        self._file.write(self._decoder.decode(bytes(part)).translate(_WRITTEN).encode())
        return len(part)
