"""Adding: a statement that a curator found in a document, as a complete row of its table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher, get_close_matches
from pathlib import Path

from pyoxigraph import Quad
from pyoxigraph import Store as Engine

from allgraph.asking.parameters import Parameter, resolve
from allgraph.asking.store import OxigraphStore
from allgraph.curation.decisions import decide
from allgraph.curation.opened import OpenTable
from allgraph.curation.tables import default_tables, placed_table, read_sources, tables_at, write_sources
from allgraph.documents import Document, read_documents
from allgraph.errors import AllgraphError, DocumentError, QueryError, TableError, UnknownName
from allgraph.graph.ontology import read_ontology
from allgraph.paths import AnyPath, as_path, as_path_or_none
from allgraph.reading.folding import fold
from allgraph.reading.lexicon import NameKind, Relation, Term, read_lexicon
from allgraph.reading.mentions import MentionFinder
from allgraph.reading.passages import evidence
from allgraph.reading.references import label
from allgraph.reading.relations import Reader
from allgraph.resources import folder
from allgraph.sources import Source
from allgraph.statements import Evidence, Finding, Stance, Statement, Status
from allgraph.texts import Span
from allgraph.vocabulary import contract, kebab, source_curie

#: How many of several places of a passage are named.
_NAMED = 5

#: Two names as alike as this may be one with a slip of the pen; 1 is the same.
_ALIKE = 0.8

#: How the relation of a qualifier begins: it may be left off.
_QUALIFIER = "ag:qualifier"


@dataclass(frozen=True)
class Claim:
    """What a curator says: names as people write them (labels, synonyms, brands, CURIEs), and qualifiers as (name, value) pairs.

    >>> Claim("imatinib", "treats", "ALL", qualifiers=(("population", "adults"),)).stance.value
    'affirmed'
    """

    subject: str
    relation: str
    object: str
    stance: Stance = Stance.AFFIRMED
    qualifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Added:
    """The row that was added, and where it stands now.

    `made` holds the values that no term names, each with the nearest that there are, `unnamed` the ends that the passage does not name.
    """

    row: Finding
    path: Path
    line: int
    made: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unnamed: tuple[str, ...] = ()


def add(
    document: AnyPath,
    claim: Claim,
    *,
    passage: str,
    curator: str,
    note: str,
    output: AnyPath | None = None,
    ontology: AnyPath | None = None,
    new: bool = False,
) -> Added:
    """Write a row with status `added` into the document's table in `output`, else where `extract` would, and change nothing else there.

    `passage` is a run of the document's words that stands there once, whatever its case, quotes and white space. A value that no term
    names is made where the relation admits it (a brand, a population); one that looks like a term's name only where `new` says that it
    is another. Raises UnknownName for any other name that no term has, QueryError for a claim that its relation does not admit,
    DocumentError, TableError (also where the row is there already), and AllgraphError for a passage, curator or note that is none.
    """
    path = as_path(document, "document")
    if path.is_dir():
        raise DocumentError("is a folder: name the one document that states it", where=str(path))
    tables = tables_at(as_path(output, "output")) if output else default_tables()
    sources = read_sources(tables.sources)
    read = _as_known(read_documents(path)[0], sources, str(path))
    namer = _Namer(as_path_or_none(ontology, "ontology") or folder("ontology"), read.source, new=new)
    bare = namer.finding(claim, _evidence(read, find_passage(read.text, passage, where=str(path)), namer.reader))
    row = decide(bare, Status.ADDED, curator, note)
    table = OpenTable(tables.folder, read.source.id)
    _check_is_new(row, table)
    if read.source.id not in {source.id for source in sources}:
        write_sources(tables.sources, [*sources, read.source])
    table.write([*table.rows, row])
    line = next(number for number, other in placed_table(table.path) if other == row)
    return Added(row, table.path, line, tuple(namer.made), namer.unnamed(row, row.evidence.passage.of(read.text)))


def find_passage(text: str, words: str, *, where: str = "") -> Span:
    """The one place of `text` where these words stand, in any case, with any white space, quotes and dashes.

    Raises AllgraphError where there is none, and where there are several, with their places.

    >>> find_passage("It is\\u00a0\u201cused\u201d. Unused.", 'IS  "USED"')
    Span(start=3, end=12)
    """
    folded, wanted = fold(text), fold(words).text.strip()
    if not re.search(r"\w", wanted):
        raise AllgraphError("a passage is needed: words as they stand in the document", where=where)
    # a passage begins and ends where a word does; places that overlap are several
    edges = [r"\b" if edge.isalnum() else "" for edge in (wanted[0], wanted[-1])]
    found = re.finditer(f"(?={edges[0]}{re.escape(wanted)}{edges[1]})", folded.text)
    spans = [folded.span(place.start(), place.start() + len(wanted)) for place in found]
    if not spans:
        raise AllgraphError("the passage does not stand there: give words that follow each other in the document", where=where)
    if len(spans) > 1:
        places = ", ".join(f"{span.start}-{span.end}" for span in spans[:_NAMED]) + (", …" if len(spans) > _NAMED else "")
        raise AllgraphError(f"the passage stands at {len(spans)} places ({places}): give a longer run of words", where=where)
    return spans[0]


def _as_known(document: Document, sources: Iterable[Source], where: str) -> Document:
    """The document as the source that the tables know it as. Raises DocumentError where they were read from another text."""
    for known in sources:
        if known.digest == document.source.digest and known.file == document.source.file:
            return replace(document, source=known)
        if known.id == document.source.id and known.digest:
            raise DocumentError("has changed since its table was written: run allgraph extract with it first", where=where)
    return document


def _evidence(document: Document, passage: Span, reader: Reader) -> Evidence:
    read = [one.sentence for one in reader.read(document).sentences if one.sentence.span.start <= passage.start]
    return evidence(document, max(read, key=lambda sentence: sentence.span).block.headings if read else (), passage)


def _check_is_new(row: Finding, table: OpenTable) -> None:
    """Raise TableError, which says where, if the table has the same statement by the same words, whatever was decided of it."""
    for number, other in placed_table(table.path) if table.rows else ():
        evidence, passage = other.evidence, (row.evidence.passage, row.evidence.normalised_digest)
        if other.statement == row.statement and (evidence.passage == passage[0] or evidence.normalised_digest == passage[1]):
            remedy = "" if evidence.makes_edge else "; allgraph review decides on it" if evidence.status is Status.PROPOSED else ""
            words = f"the same statement stands here already, by the same words, with status {evidence.status.value}{remedy}"
            raise TableError(words, where=f"{table.path}, line {number}")


def _is_slip(name: str, nearest: Iterable[str]) -> bool:
    """Whether a name is so like one that there is that it may be meant for it."""
    return any(SequenceMatcher(None, name.casefold(), other.casefold()).ratio() >= _ALIKE for other in nearest)


class _Namer:
    """Finds the terms that a curator's names mean, in an ontology folder; `made` collects the values that are none."""

    def __init__(self, known: Path, source: Source, *, new: bool) -> None:
        self._lexicon = read_lexicon(known)
        self._ontology = read_ontology(known)
        engine = Engine()
        engine.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in self._ontology.triples)
        self._store = OxigraphStore(engine, str(known))
        self._finder = MentionFinder(self._lexicon)
        self._source = source
        self._new = new
        self._brands: dict[str, list[Term]] = defaultdict(list)
        for term in self._lexicon.terms.values():
            for one in term.names:
                if one.kind is NameKind.BRAND:
                    self._brands[one.text].append(term)
        self.reader = Reader(self._lexicon)
        self.made: list[tuple[str, tuple[str, ...]]] = []

    def finding(self, claim: Claim, evidence: Evidence) -> Finding:
        """The claim as a row: its names as terms, each of a class that the relation or qualifier admits there."""
        relation = self._relation(claim.relation)
        subject = self._term("subject", claim.subject, relation.domain, making=False)
        if not self._new:
            self._check_brand(claim.object, relation, subject)
        object_ = self._term("object", claim.object, relation.range)
        narrowing: dict[tuple[str, str], Term] = {}
        for name, value in claim.qualifiers:
            qualifier = self._qualifier(name)
            term = self._term(qualifier.removeprefix("ag:"), value, self._ontology.ends(qualifier, "range"))
            narrowing[qualifier, term.curie] = term
        statement = Statement(subject.curie, relation.curie, object_.curie, claim.stance, tuple(sorted(narrowing)))
        made = {term.curie: term.label for term in narrowing.values() if term.curie not in self._lexicon.terms}
        return Finding(statement, evidence, subject.label, object_.label, tuple(sorted(made.items())))

    def _check_brand(self, name: str, relation: Relation, subject: Term) -> None:
        """Raise UnknownName for a brand that is known as another drug's, and for one that is nearly a known one."""
        owners = {term.label: term.curie for brand, terms in self._brands.items() if fold(brand).text == fold(name).text for term in terms}
        if "ag:BrandName" not in relation.range or subject.curie in owners.values():
            return
        if owners:
            hint = f"{name} is a brand of {' and '.join(owners)}; --new makes it one of {subject.label} too"
            raise UnknownName(name, hint=hint, where=f"object={name}")
        if near := get_close_matches(name, self._brands, n=3, cutoff=_ALIKE):
            hint = f"no brand is called {name!r}, and some are nearly; --new makes it a name of its own"
            raise UnknownName(name, nearest=tuple(near), hint=hint, where=f"object={name}")

    def unnamed(self, row: Finding, words: str) -> tuple[str, ...]:
        """The labels of those ends of the row that these words do not name; a document needs no naming in itself."""
        named = {mention.term.curie for mention in self._finder.find(words)} | {source_curie(row.evidence.source)}
        ends = ((row.statement.subject, row.subject_label), (row.statement.object, row.object_label))
        return tuple(label for curie, label in ends if curie not in named and fold(label).text not in fold(words).text)

    def _relation(self, name: str) -> Relation:
        curie = self._resolved("relation", name, ("owl:ObjectProperty",))
        relations = {relation.curie: relation for relation in self._lexicon.relations}
        if curie not in relations:
            names = ", ".join(one.removeprefix("ag:") for one in relations)
            raise QueryError(f"is no relation that documents are read for; these are {names}", where=f"relation={name}")
        return relations[curie]

    def _qualifier(self, name: str) -> str:
        named = [curie for curie in sorted(self._ontology.facts) if curie.startswith(_QUALIFIER) and curie[len(_QUALIFIER)].isupper()]
        known = {curie.removeprefix(_QUALIFIER).casefold(): curie for curie in named}
        short = name.removeprefix("ag:").removeprefix("qualifier").casefold()
        if short not in known:
            names = ", ".join(f"{one[len(_QUALIFIER)].lower()}{one[len(_QUALIFIER) + 1 :]}" for one in named)
            raise QueryError(f"no qualifier is called {name!r}; there are {names}", where=f"qualifier={name}")
        return known[short]

    def _term(self, end: str, name: str, classes: Collection[str], *, making: bool = True) -> Term:
        """The term of one of these classes that the name means; a value of an open class, as the reader would make it, where none does."""
        if "ag:Source" in classes:
            return self._document(end, name)
        try:
            curie = self._resolved(end, name, classes)
        except UnknownName as error:
            term = self._read(name, classes)
            if term is None and making and (term := self._value(end, name, classes)) and not self._new and _is_slip(name, error.nearest):
                hint = f"no term is called {name!r}, and some are nearly; --new makes it a value of its own"
                raise UnknownName(name, nearest=error.nearest, hint=hint, where=error.where) from error
            if term is None:
                raise
            if term.curie not in self._lexicon.terms and term.label not in self._brands:
                self.made.append((term.label, error.nearest))
            return term
        if curie not in self._lexicon.terms:
            raise QueryError(f"{curie} is deprecated: documents are not read for it", where=f"{end}={name}")
        return self._lexicon.terms[curie]

    def _resolved(self, end: str, name: str, classes: Collection[str]) -> str:
        """The CURIE of the term that the name means, among those of these classes."""
        return contract(str(resolve(Parameter(end, "term", tuple(sorted(classes))), name, self._store).value))

    def _read(self, name: str, classes: Collection[str]) -> Term | None:
        """What the reader takes the whole name for: a brand, or a value with its bound, such as "adults over 60 years"."""
        name = " ".join(name.split())
        for mention in self._finder.find(name) if name.isprintable() else ():  # half a surrogate pair is not
            if mention.span == Span(0, len(name)):
                if "ag:BrandName" in classes and mention.kind is NameKind.BRAND:
                    return self._lexicon.minted(mention.name, "ag:BrandName")
                return next((term for term in (mention.term, *mention.also) if not term.classes.isdisjoint(classes)), None)
        return None

    def _value(self, end: str, name: str, classes: Collection[str]) -> Term | None:
        """A new value of the open class among these; None where there is none, or the name means a term of another class."""
        kinds = [kind for kind in sorted(classes) if kind in self._ontology.open_classes]
        try:
            self._resolved(end, name, ())
        except UnknownName:
            words = label(name, self._lexicon.cue_set("leadingOn"))
            if not (kinds and kebab(words) and words.isprintable()) or ";" in words:  # which parts one qualifier from the next
                return None
            return self._lexicon.minted(words, kinds[0])
        return None

    def _document(self, end: str, name: str) -> Term:
        """The document itself, which is all that it can say a source's statement of."""
        source = self._source
        curie = source_curie(source.id)
        if name.strip().casefold() not in {one.casefold() for one in (curie, source.id, source.file, source.title) if one}:
            raise QueryError(f"only the document itself can be named here: write {source.id}", where=f"{end}={name}")
        return Term(curie, source.title or source.id, frozenset({"ag:Source"}))
