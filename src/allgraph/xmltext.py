"""Text as XML 1.0 can hold it."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

#: XML 1.0, section 2.2: characters that it cannot hold; a lone half of a pair cannot be written in UTF-8 either.
FORBIDDEN: dict[int, str] = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], "\ufffd")


def element(text: str) -> str:
    """The text inside an element; a carriage return, which a parser would take for a line feed, by its number.

    >>> element("a<b & \\x0c")
    'a&lt;b &amp; \ufffd'
    """
    return escape(text.translate(FORBIDDEN), {"\r": "&#13;"})


def attribute(text: str) -> str:
    """The text as the value of an attribute, with its quotes.

    >>> print(attribute("a<b"))
    "a&lt;b"
    """
    return quoteattr(text.translate(FORBIDDEN))
