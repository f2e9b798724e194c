"""Fuzz a reader with atheris: whatever the bytes are, it gives a page with sound offsets, or a DocumentError.

    pip install atheris
    python tests/benchmarks/fuzz.py html -max_total_time=60 [folder of samples]

The readers are plain, markdown, html and pdf; pdf is read in this process, without the limits of the one that it has of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import atheris

with atheris.instrument_imports(include=["allgraph"]):
    from allgraph.errors import DocumentError
    from allgraph.readers.html import read_html
    from allgraph.readers.layout import Page
    from allgraph.readers.markdown import read_markdown
    from allgraph.readers.pages.pdfium import read_pages
    from allgraph.readers.plain import read_plain
    from allgraph.texts import Span

READERS: dict[str, Callable[[bytes], Page]] = {"plain": read_plain, "markdown": read_markdown, "html": read_html, "pdf": read_pages}


def check(read: Callable[[bytes], Page], data: bytes) -> None:
    """Read bytes, and hold the page to what pages promise."""
    try:
        page = read(data)
    except DocumentError:
        return
    layout = page.layout
    for place in range(0, len(layout.text), max(1, len(layout.text) // 50)):
        span = layout.origin(Span(place, place + 1))
        assert 0 <= span.start <= span.end <= len(page.text)
    assert all(0 <= place < len(layout.text) for place in layout.headings or ())


if __name__ == "__main__":
    reader = READERS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, lambda data: check(reader, data))
    atheris.Fuzz()
