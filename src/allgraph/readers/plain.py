"""Plain text, as it is."""

from __future__ import annotations

from allgraph.readers.decoding import decode
from allgraph.readers.layout import Layout, Page


def read_plain(raw: bytes) -> Page:
    """The text of a plain file. Raises DocumentError where it is no text.

    >>> read_plain(b"Treatment of ALL").text
    'Treatment of ALL'
    """
    text = decode(raw)
    return Page(text, Layout(text))
