"""Exports: a graph, or a view of it, in a format that other programs read, and the receipt of what is in the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from allgraph.asking.queries import Value
from allgraph.asking.store import Store, release
from allgraph.errors import AllgraphError
from allgraph.exporting.contents import Material, contents, material
from allgraph.exporting.cyjs import write_cyjs
from allgraph.exporting.dot import write_dot
from allgraph.exporting.formats import Format, format_of
from allgraph.exporting.gexf import write_gexf
from allgraph.exporting.graphml import write_graphml
from allgraph.exporting.html import check_viewer, write_html
from allgraph.exporting.kgx import write_kgx
from allgraph.exporting.pictures import Picture, with_terms
from allgraph.exporting.rdf import write_rdf
from allgraph.exporting.readings import Files, read_back
from allgraph.exporting.receipts import Receipt, receipt_for
from allgraph.exporting.sssom import write_sssom
from allgraph.exporting.svg import write_svg
from allgraph.exporting.tables import write_tables
from allgraph.exporting.views import DEFAULT, FULL, look, select

_WRITERS = {
    Format.GRAPHML: write_graphml,
    Format.GEXF: write_gexf,
    Format.CYJS: write_cyjs,
    Format.DOT: write_dot,
    Format.SVG: write_svg,
}


@dataclass(frozen=True)
class Exported:
    """An export: its files by name (a single one has the name ""), and its receipt."""

    form: Format
    files: Files
    receipt: Receipt

    @property
    def text(self) -> str:
        """The file's text. Raises AllgraphError where the format is a folder of several."""
        if self.form.is_folder:
            raise AllgraphError(f"is a folder of {', '.join(self.files)}; take its `files`", where=self.form)
        return self.files[""].decode()


@dataclass(frozen=True)
class Shown:
    """What to show: a view or a stored query by its name, with parameters; neither is the format's own choice."""

    view: str = ""
    query: str = ""
    params: Mapping[str, Value] | None = None

    @property
    def is_named(self) -> bool:
        return bool(self.view or self.query)

    @property
    def is_part(self) -> bool:
        """Whether it is less than everything, which the view `full` is in a format that tells more than edges."""
        return bool(self.query or self.view not in ("", FULL))

    def picture(self, store: Store, default: str) -> Picture:
        """The picture; `default` is the view where none is named.

        Raises AllgraphError where a view and a query are named, or parameters without either.
        """
        if self.view and self.query:
            raise AllgraphError("name a view or a query, not both", where=self.query)
        if self.params and not self.is_named:
            raise AllgraphError("a parameter needs a view or a query to go to", where=next(iter(self.params)))
        return select(store, self.query, self.params) if self.query else look(store, self.view or default, self.params)


def export(store: Store, form: Format, shown: Shown | None = None) -> Exported:
    """The graph in a format: as much of it as `shown` says, without it everything or the overview (see Format.is_whole).

    Turtle of everything is allgraph.ttl of the build, byte for byte. Raises StoreError where the graph cannot be read, QueryError for a
    view, query or parameter that there is not, BuildError for a graph of others that shares a blank node, AllgraphError for a page where
    allgraph was installed without what draws it.
    """
    if form is Format.HTML:
        check_viewer()
    shown = shown or Shown()
    picture = shown.picture(store, FULL if form.is_whole else DEFAULT)
    given = material(store, form, picture, part=shown.is_part)
    files = {name: _bytes(parts) for name, parts in _written(form, picture, given, release(store))}
    return Exported(form, files, receipt_for(form, picture, contents(form, picture, given), read_back(form, files, picture)))


def verify(store: Store, path: Path, shown: Shown | None = None, form: Format | None = None) -> Receipt:
    """The receipt of a file or folder at hand: whether all in it is as the graph says.

    Where `shown` names what it should show, also whether all of that is in it. `form` is its format, without it that of its ending.
    Raises AllgraphError for a file that is in no known format, or not in its own.
    """
    shown = shown or Shown()
    form = form or format_of(path)
    if form.is_folder is not path.is_dir():
        raise AllgraphError(f"an export to {form.value} is a {'folder' if form.is_folder else 'file'}", where=str(path))
    if form.is_folder:
        files = {file.name: file.read_bytes() for file in sorted(path.iterdir()) if file.is_file()}
    else:
        files = {"": path.read_bytes()}
    picture = shown.picture(store, FULL)
    try:
        reading = read_back(form, files, picture)
    except AllgraphError as error:
        raise AllgraphError(error.message, where=str(path)) from error
    given = material(store, form, picture, part=shown.is_part)
    if not shown.is_named:
        picture = with_terms(picture, store, reading.nodes)
    return receipt_for(form, picture, contents(form, picture, given), reading, whole=shown.is_named)


def _written(form: Format, picture: Picture, given: Material, version: str) -> Iterable[tuple[str, bytes | Iterable[str]]]:
    if form.is_rdf:
        yield "", write_rdf(given.triples, form)
    elif form is Format.SSSOM:
        yield "", write_sssom(given.mappings, version)
    elif form is Format.CSV:
        yield from write_tables(picture)
    elif form is Format.KGX:
        yield from write_kgx(picture, given.biolink)
    elif form is Format.HTML:
        yield "", write_html(picture, given.names, given.proofs)
    else:
        yield "", _WRITERS[form](picture)


def _bytes(parts: bytes | Iterable[str]) -> bytes:
    return parts if isinstance(parts, bytes) else "".join(parts).encode("utf-8", "replace")
