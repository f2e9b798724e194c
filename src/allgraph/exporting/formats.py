"""The formats of export: each knows its ending, its name on the web, and whether it tells everything or a picture."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from allgraph.errors import AllgraphError


class Format(StrEnum):
    """A format of export; its value is its name on the command line."""

    TURTLE = "turtle"
    RDFXML = "rdfxml"
    NTRIPLES = "ntriples"
    JSONLD = "jsonld"
    GRAPHML = "graphml"
    GEXF = "gexf"
    CYJS = "cyjs"
    DOT = "dot"
    SVG = "svg"
    HTML = "html"
    CSV = "csv"
    KGX = "kgx"
    SSSOM = "sssom"

    @property
    def extension(self) -> str:
        """The ending of a file in this format; "" where it is a folder of several."""
        return _KINDS[self][0]

    @property
    def media_type(self) -> str:
        """The format's name on the web (RFC 6838); of a folder, that of its files."""
        return _KINDS[self][1]

    @property
    def is_folder(self) -> bool:
        """Whether an export is several files."""
        return not self.extension

    @property
    def is_rdf(self) -> bool:
        """Whether it holds triples."""
        return self in (Format.TURTLE, Format.RDFXML, Format.NTRIPLES, Format.JSONLD)

    @property
    def is_whole(self) -> bool:
        """Whether it tells everything where no view is named; the others are for looking at, and show a view."""
        return self.is_rdf or self in (Format.KGX, Format.SSSOM)

    def misnamed(self, path: Path) -> str:
        """What to say of an export in this format under this name, where programs would take it for something else; else "".

        >>> Format.GEXF.misnamed(Path("a.gexf")), Format.GEXF.misnamed(Path("a.graphml"))
        ('', 'a.graphml is written as gexf, but by its ending programs take it for graphml; gexf ends in .gexf')
        """
        if self.is_folder:
            return f"{path} is a folder, as {self} is several files" if path.suffix else ""
        taken = by_ending(path)
        if taken in (None, self):
            return ""
        return f"{path} is written as {self}, but by its ending programs take it for {taken}; {self} ends in {self.extension}"

    def check_name(self, path: Path) -> None:
        """Raise AllgraphError where a file in this format is to have the ending that only another has, or that of a table.

        >>> Format.JSONLD.check_name(Path("a.json")), Format.SSSOM.check_name(Path("a.tsv"))
        (None, None)
        """
        ending = path.suffix.lower()
        if self.is_folder or self.extension.endswith(ending) or by_ending(path) is self:
            return
        owned = {form.extension: str(form) for form in Format if form.extension} | dict.fromkeys(_TABLES, "a table")
        if ending in owned:
            raise AllgraphError(f"a file of this name is {owned[ending]}, and {self} ends in {self.extension}; name it so", where=str(path))


_KINDS = {
    Format.TURTLE: (".ttl", "text/turtle"),
    Format.RDFXML: (".rdf", "application/rdf+xml"),
    Format.NTRIPLES: (".nt", "application/n-triples"),
    Format.JSONLD: (".jsonld", "application/ld+json"),
    Format.GRAPHML: (".graphml", "application/graphml+xml"),
    Format.GEXF: (".gexf", "application/gexf+xml"),
    Format.CYJS: (".cyjs", "application/json"),
    Format.DOT: (".dot", "text/vnd.graphviz"),
    Format.SVG: (".svg", "image/svg+xml"),
    Format.HTML: (".html", "text/html"),
    Format.CSV: ("", "text/csv"),
    Format.KGX: ("", "text/tab-separated-values"),
    Format.SSSOM: (".sssom.tsv", "text/tab-separated-values"),
}
_ENDINGS = {form.extension: form for form in Format if form.extension} | {
    ".owl": Format.RDFXML,
    ".xml": Format.RDFXML,
    ".gv": Format.DOT,
    ".htm": Format.HTML,
    ".json": Format.CYJS,
    ".sssom": Format.SSSOM,
}
#: Endings of tables, which as exports are files in a folder.
_TABLES = (".csv", ".tsv")


def format_of(path: Path) -> Format:
    """The format of a file or folder at hand, by its ending or by the files in it. Raises AllgraphError where it is none.

    >>> format_of(Path("all.sssom.tsv"))
    <Format.SSSOM: 'sssom'>
    """
    if path.is_dir():
        if (path / "nodes.csv").is_file():
            return Format.CSV
        if any(path.glob("*_nodes.tsv")):
            return Format.KGX
        raise AllgraphError("holds no export: neither nodes.csv nor a file *_nodes.tsv", where=str(path))
    found = by_ending(path)
    if found is None:
        raise AllgraphError(f"its ending is none of {', '.join(sorted(_ENDINGS))}; give its format with --to", where=str(path))
    return found


def by_ending(path: Path) -> Format | None:
    """The format of a single file that is called so, where one has its ending."""
    name = path.name.lower()
    return next((form for ending, form in _ENDINGS.items() if name.endswith(ending)), None)
