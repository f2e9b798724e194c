"""Sorted Turtle: the same triples always give the same bytes, without a blank-node label in them.

Blank nodes here are trees (class expressions, lists, `owl:Axiom` blocks), so each is written where it is used, inline, or
as a block of its own that begins with `[]`; sorting by what is written then needs no label.
"""

from __future__ import annotations

import io
import re
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from heapq import merge
from operator import itemgetter
from typing import TextIO, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from allgraph.errors import BuildError
from allgraph.vocabulary import PREFIXES, expand

Subject = NamedNode | BlankNode
#: The text of a subject, and its triples.
Group: TypeAlias = tuple[str, list[Triple]]
Object = NamedNode | BlankNode | Literal

#: Stands at the head of every file: what is read here must not be taken for advice.
NOTICE = "Reference material, not medical advice."

_TYPE = NamedNode(expand("rdf:type"))
_FIRST = NamedNode(expand("rdf:first"))
_REST = NamedNode(expand("rdf:rest"))
_NIL = NamedNode(expand("rdf:nil"))
_AXIOM = [NamedNode(expand(f"owl:annotated{part}")) for part in ("Source", "Property", "Target")]
_ORDER = {_TYPE: 0, NamedNode(expand("rdfs:label")): 1}

#: Heading and the types whose subjects stand under it, in the order of a file; what fits none comes after them.
_SECTIONS = {
    "Ontology": ("owl:Ontology",),
    "Classes": ("owl:Class", "rdfs:Datatype"),
    "Object properties": ("owl:ObjectProperty",),
    "Data properties": ("owl:DatatypeProperty",),
    "Annotation properties": ("owl:AnnotationProperty",),
}
_OTHERS, _ANONYMOUS = "Individuals", "Axioms and what else has no name"
_RANKS: dict[Subject | Object, int] = {NamedNode(expand(kind)): rank for rank, kinds in enumerate(_SECTIONS.values()) for kind in kinds}

# Local names and prefixes that Turtle 1.1 takes without an escape and that older parsers take too; any other IRI is written in full.
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
# Turtle 1.1, section 2.5: what may stand without quotes. A double needs its exponent; `.5` and `5.` are left quoted.
_BARE = {
    NamedNode(expand("xsd:integer")): re.compile(r"[+-]?[0-9]+"),
    NamedNode(expand("xsd:decimal")): re.compile(r"[+-]?[0-9]+\.[0-9]+"),
    NamedNode(expand("xsd:boolean")): re.compile(r"true|false"),
}
_STRINGS = {NamedNode(expand("xsd:string")), NamedNode(expand("rdf:langString"))}
# Quotes, backslashes and whatever an editor would show as nothing or as a line break.
_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def write_turtle(triples: Iterable[Triple]) -> str:
    """The triples as Turtle, sorted: prefixes in use, the ontology, classes, properties, individuals, nameless blocks.

    Raises BuildError for a blank node that is used twice or in a circle, and for a triple about a triple.

    >>> print(write_turtle([Triple(NamedNode(expand("ag:a")), NamedNode(expand("ag:minValue")), Literal(2))]))
    # Reference material, not medical advice.
    <BLANKLINE>
    @prefix ag: <https://w3id.org/allgraph/> .
    <BLANKLINE>
    # Individuals
    <BLANKLINE>
    ag:a ag:minValue 2 .
    <BLANKLINE>
    """
    written = io.StringIO()
    stream_turtle(written, triples)
    return written.getvalue()


def stream_turtle(file: TextIO, triples: Iterable[Triple], more: Iterable[Group] = ()) -> None:
    """The same into a file; `more` are individuals that `triples` have not, in the order of their texts, which are gone through once."""
    used: set[str] = set()
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n") as body:  # the prefixes in use are known at the end
        heading = ""
        for section, forest, subject in _ordered(triples, more):
            if section != heading:
                heading = section
                body.write(f"\n# {heading}\n")
            body.write(f"\n{forest.block(subject)}\n")
            used |= forest.used
        prefixes = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in sorted(used))
        file.write(f"# {NOTICE}\n" + (f"\n{prefixes}" if prefixes else ""))
        body.seek(0)
        shutil.copyfileobj(body, file)


def labelled(triples: Iterable[Triple], more: Iterable[Group] = ()) -> Iterator[Triple]:
    """The triples in the order of write_turtle, blank nodes renamed b1, b2, ... in that order: for syntaxes that need labels.

    `more` is as for stream_turtle. Raises BuildError as write_turtle does.
    """
    names: dict[BlankNode, BlankNode] = {}

    def renamed(term: Subject | Object) -> Subject | Object:
        return names.setdefault(term, BlankNode(f"b{len(names) + 1}")) if isinstance(term, BlankNode) else term

    for _, forest, root in _ordered(triples, more):
        waiting: list[Subject] = [root]
        while waiting:
            subject = waiting.pop()
            pairs = forest.pairs(subject)
            yield from (Triple(renamed(subject), predicate, renamed(value)) for predicate, value in pairs)  # type: ignore[arg-type]
            waiting += [value for _, value in reversed(pairs) if isinstance(value, BlankNode)]


def groups(store: Store, kinds: Iterable[NamedNode]) -> Iterator[Group]:
    """The individuals of these classes in a store, each with its triples, in the order of their texts."""
    found = (quad.subject for kind in kinds for quad in store.quads_for_pattern(None, _TYPE, kind))
    for text in sorted({iri_text(subject) for subject in found if isinstance(subject, NamedNode)}):  # texts take the least memory
        subject = NamedNode(text[1:-1] if text.startswith("<") else expand(text))
        yield text, [Triple(quad.subject, quad.predicate, quad.object) for quad in store.quads_for_pattern(subject, None, None)]


def _ordered(triples: Iterable[Triple], more: Iterable[Group]) -> Iterator[tuple[str, _Forest, Subject]]:
    """Every subject that has a block of its own: its section, the forest it stands in, and itself, in the order of a file."""
    forest = _Forest(triples)
    roots = forest.roots()
    for section, subject in roots:
        if section not in (_OTHERS, _ANONYMOUS):
            yield section, forest, subject
    ours = ((forest.text(subject), forest, subject) for section, subject in roots if section == _OTHERS)
    others = ((text, one, subject) for text, group in more for one in [_Forest(group)] for _, subject in one.roots())
    for _, one, subject in merge(ours, others, key=itemgetter(0)):
        yield _OTHERS, one, subject
    for section, subject in roots:
        if section == _ANONYMOUS:
            yield section, forest, subject


def iri_text(node: NamedNode) -> str:
    """An IRI as Turtle has it: with its prefix, or in full."""
    iri = node.value
    for name, namespace in PREFIXES.items():
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
            return f"{name}:{iri[len(namespace) :]}"
    return f"<{iri}>"


class _Forest:
    """Triples by subject, and the text of each term; `used` fills with the prefixes that the text needs."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.used: set[str] = set()
        self._texts: dict[Subject | Object, str] = {}
        self._pairs: dict[Subject, list[tuple[NamedNode, Object]]] = defaultdict(list)
        self._sorted: dict[Subject, list[tuple[NamedNode, Object]]] = {}
        uses: Counter[BlankNode] = Counter()
        for triple in set(triples):
            subject, predicate, value = triple.subject, triple.predicate, triple.object
            if isinstance(subject, Triple) or isinstance(value, Triple):
                raise BuildError("a triple about a triple cannot be written as Turtle 1.1", where=str(triple))
            self._pairs[subject].append((predicate, value))
            if isinstance(value, BlankNode):
                uses[value] += 1
        for node, count in uses.items():
            if count > 1:
                raise BuildError(f"a blank node is used {count} times; give it a name", where=self._place(node))
        self._roots = [subject for subject in self._pairs if subject not in uses]
        for node in self._bottom_up():
            self._texts[node] = self._inline(node)

    def _bottom_up(self) -> Iterator[BlankNode]:
        """Blank nodes in use, each after those inside it, so that no text needs recursion (lists may be long)."""
        order: list[BlankNode] = []
        waiting: list[Subject] = list(self._roots)
        seen = 0
        while waiting:
            subject = waiting.pop()
            seen += subject in self._pairs
            inner = [value for _, value in self._pairs.get(subject, ()) if isinstance(value, BlankNode)]
            order += inner
            waiting += inner
        if seen < len(self._pairs):
            raise BuildError("blank nodes refer to each other in a circle; give one a name", where=self._place(None))
        return reversed(order)

    def _place(self, node: BlankNode | None) -> str:
        """A named subject that uses the node, for an error; without one, any predicate of the circle."""
        subjects = [str(s) for s, pairs in self._pairs.items() for _, value in pairs if value == node and isinstance(s, NamedNode)]
        predicates = [str(p) for s, pairs in self._pairs.items() for p, _ in pairs if isinstance(s, BlankNode)]
        return min(subjects or predicates, default="")

    def roots(self) -> list[tuple[str, Subject]]:
        """The subjects that have a block of their own, each with its section, in the order of a file."""
        ranks = {subject: self._rank(subject) for subject in self._roots}
        headings = [*_SECTIONS, _OTHERS, _ANONYMOUS]
        return [(headings[ranks[subject][0]], subject) for subject in sorted(ranks, key=ranks.__getitem__)]

    def _rank(self, subject: Subject) -> tuple[int, list[str]]:
        if isinstance(subject, NamedNode):
            ranks = [_RANKS.get(value, len(_SECTIONS)) for predicate, value in self._pairs[subject] if predicate == _TYPE]
            return min(ranks, default=len(_SECTIONS)), [self.text(subject)]
        values = dict(self.pairs(subject))
        key = [self.text(values[part]) if part in values else "" for part in _AXIOM]
        return len(_SECTIONS) + 1, [*key, self.block(subject)]

    def pairs(self, subject: Subject) -> list[tuple[NamedNode, Object]]:
        """Predicates and values of a subject: type, label, then by what is written."""
        if subject not in self._sorted:
            self._sorted[subject] = sorted(
                self._pairs.get(subject, ()), key=lambda pair: (_ORDER.get(pair[0], 2), self.text(pair[0]), self.text(pair[1]))
            )
        return self._sorted[subject]

    def block(self, subject: Subject) -> str:
        name = "[]" if isinstance(subject, BlankNode) else self._written(subject)
        lines = self._lines(subject, between=" ;\n    ", more=",\n        ")
        return f"{name} {lines} ."

    def _lines(self, subject: Subject, *, between: str, more: str) -> str:
        values: dict[NamedNode, list[str]] = {}
        for predicate, value in self.pairs(subject):
            values.setdefault(predicate, []).append(self._written(value))
        kinds = [f"a {', '.join(values.pop(_TYPE))}"] if _TYPE in values else []
        return between.join([*kinds, *(f"{self._written(predicate)} {more.join(texts)}" for predicate, texts in values.items())])

    def _inline(self, node: BlankNode) -> str:
        """A blank node as `( ... )` where it heads a proper list, else as `[ ... ]`."""
        values = dict(self.pairs(node))
        if len(self.pairs(node)) == 2 and values.keys() == {_FIRST, _REST}:
            rest, first = values[_REST], self._written(values[_FIRST])
            if rest == _NIL:
                return f"( {first} )"
            if isinstance(rest, BlankNode) and self._texts[rest].startswith("( "):
                return f"( {first} {self._texts[rest][2:]}"
        inner = self._lines(node, between=" ; ", more=", ")
        return f"[ {inner} ]" if inner else "[]"

    def _written(self, term: Subject | Object) -> str:
        """The text of a term that goes into the file, its prefix noted: a text that only sorts needs no prefix."""
        text = self.text(term)
        if isinstance(term, Literal):
            named = text.startswith('"') and term.datatype not in _STRINGS
            self._use(self.text(term.datatype) if named else "")
        elif isinstance(term, NamedNode):
            self._use(text)
        return text

    def _use(self, name: str) -> None:
        if name and not name.startswith("<"):
            self.used.add(name.partition(":")[0])

    def text(self, term: Subject | Object) -> str:
        if term not in self._texts:
            self._texts[term] = iri_text(term) if isinstance(term, NamedNode) else self._literal(term)  # type: ignore[arg-type]
        return self._texts[term]

    def _literal(self, literal: Literal) -> str:
        value = literal.value
        if literal.datatype in _BARE and _BARE[literal.datatype].fullmatch(value):
            return value
        quoted = '"' + _ESCAPED.sub(lambda match: _SHORT.get(match[0], f"\\u{ord(match[0]):04X}"), value) + '"'
        if literal.direction:
            raise BuildError("a literal with a text direction cannot be written as Turtle 1.1", where=str(literal))
        if literal.language:
            return f"{quoted}@{literal.language}"
        return quoted if literal.datatype in _STRINGS else f"{quoted}^^{iri_text(literal.datatype)}"
