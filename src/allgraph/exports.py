"""Exports: the whole graph in a format that other programs read."""

from __future__ import annotations

from enum import StrEnum

from allgraph.asking.store import Store
from allgraph.graph.turtle import write_turtle


class Format(StrEnum):
    """A format of export; its value is its name on the command line."""

    TURTLE = "turtle"

    @property
    def extension(self) -> str:
        """The ending of a file in this format."""
        return ".ttl"

    @property
    def media_type(self) -> str:
        """The format's name on the web (RFC 6838)."""
        return "text/turtle"


def export(store: Store, to: Format) -> str:
    """The whole graph as text; from a build it is allgraph.ttl, byte for byte.

    Raises StoreError where the graph cannot be read, BuildError for a graph of others that shares a blank node.

    >>> Format("turtle").extension
    '.ttl'
    """
    match to:
        case Format.TURTLE:
            return write_turtle(store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"))
