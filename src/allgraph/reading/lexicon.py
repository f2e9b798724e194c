"""The lexicon: what the ontology's files say about names to look for and about the words each relation is recognised by."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from functools import cache, cached_property
from itertools import chain
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from allgraph.curation.tables import read_rows
from allgraph.errors import OntologyError
from allgraph.texts import spelled_out
from allgraph.vocabulary import contract, kebab

#: The hyphens of pages, which would make two values of one: "B-cell" with one that no line breaks at, and with a plain one.
_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011", "-"))

Value = TypeVar("Value")


class NameKind(StrEnum):
    """How a name belongs to its term; an abbreviation is matched in its own capitals, a modifier only beside a disease."""

    LABEL = "label"
    SYNONYM = "synonym"
    ABBREVIATION = "abbreviation"
    BRAND = "brand"
    MODIFIER = "modifier"


@dataclass(frozen=True, order=True)
class Name:
    """A name of a term, as the vocabulary writes it, and its kind."""

    text: str
    kind: NameKind


#: The classes of diseases and of the states they are in.
_DISEASES = frozenset({"ag:Disease", "ag:DiseaseState"})


@dataclass(frozen=True)
class Term:
    """A concept: its CURIE, its names, and its classes with all the classes above them.

    One that is not known stands for a name that only looks like a drug's: what is said of it is said of nothing else, and is no statement.
    """

    curie: str
    label: str
    classes: frozenset[str]
    plain_name: str = ""
    names: tuple[Name, ...] = ()
    is_known: bool = True

    @property
    def shown(self) -> str:
        """The name people use: the plain one where there is one."""
        return self.plain_name or self.label

    @cached_property
    def is_disease(self) -> bool:
        """Whether it is a disease or the state of one."""
        return not self.classes.isdisjoint(_DISEASES)


@dataclass(frozen=True, order=True)
class Pattern:
    """One way of saying a relation: `rule` names it ("treats/used-for"), `text` is in the language of patterns.py."""

    rule: str
    text: str


@dataclass(frozen=True)
class Relation:
    """A relation of the closed list, the classes its two ends may have, and the patterns that recognise it."""

    curie: str
    domain: frozenset[str]
    range: frozenset[str]
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Terms by CURIE, relations in order of name, and the cues: annotation's local name to (subject's CURIE, text) pairs.

    A lexicon is equal to none but itself, so that what is made of it can be kept by it.
    """

    terms: Mapping[str, Term]
    relations: tuple[Relation, ...]
    cues: Mapping[str, tuple[tuple[str, str], ...]]
    above: Mapping[str, frozenset[str]]
    classes_of: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def classes_of_one_drug(self, terms: Iterable[Term]) -> frozenset[str]:
        """The classes that the background puts a drug in, where it is the only one among the terms; none where there are several."""
        drugs = {term.curie for term in terms if "ag:Drug" in term.classes}
        return self.broader(*drugs) if len(drugs) == 1 else frozenset()

    def broader(self, curie: str) -> frozenset[str]:
        """The classes of drugs and treatments that the background puts a term in, nearest and farther."""
        found: set[str] = set()
        waiting = [curie]
        while waiting:
            new = self.classes_of.get(waiting.pop(), frozenset()) - found
            found |= new
            waiting += new
        return frozenset(found)

    def cue_texts(self, annotation: str) -> tuple[str, ...]:
        """The texts of one kind of cue, longest first.

        >>> Lexicon({}, (), {"hedgeCue": (("ag:stance", "may"),)}, {}).cue_texts("hedgeCue")
        ('may',)
        """
        return _longest_first(self.cue_set(annotation))

    def cue_set(self, annotation: str) -> frozenset[str]:
        """The texts of one kind of cue, where their order tells nothing."""
        return self._cue_sets.get(annotation, frozenset())

    @cached_property
    def _cue_sets(self) -> dict[str, frozenset[str]]:
        return {annotation: frozenset(text for _, text in pairs) for annotation, pairs in self.cues.items()}

    def cue_phrases(self, annotation: str) -> frozenset[tuple[str, ...]]:
        """The texts of one kind of cue, each as its row of words.

        >>> Lexicon({}, (), {"priorCue": (("ag:Treatment", "prior to"),)}, {}).cue_phrases("priorCue")
        frozenset({('prior', 'to')})
        """
        return _phrases(self.cue_set(annotation))

    def cue_words(self, annotation: str) -> frozenset[str]:
        """Every single word in the texts of one kind of cue: of "some types of", all three."""
        return frozenset().union(*self.cue_phrases(annotation))

    def cue_pattern(self, *annotations: str) -> re.Pattern[str]:
        """A pattern that finds any text of some kinds of cue as whole words; it finds nothing where there are none.

        >>> bool(Lexicon({}, (), {"hedgeCue": (("ag:stance", "may"),)}, {}).cue_pattern("hedgeCue").search("maybe"))
        False
        """
        return _any_of(*map(self.cue_texts, annotations))

    @cached_property
    def verbs_of_clauses(self) -> frozenset[str]:
        """The verbs that show a clause to be one."""
        return frozenset().union(*(self.cue_set(kind) for kind in ("finiteVerb", "ownVerb", "receiveVerb", "peopleVerb")))

    @cached_property
    def _labels(self) -> dict[str, str]:
        """The label of the term that each name in small letters is another name of, where it is of one alone."""
        called: dict[str, set[str]] = defaultdict(set)
        for term in self.terms.values():
            for name in term.names:
                if name.kind in (NameKind.SYNONYM, NameKind.ABBREVIATION, NameKind.LABEL):
                    called[name.text.lower()].add(term.label)
        return {name: labels.pop() for name, labels in called.items() if len(labels) == 1}

    @cached_property
    def drug_form(self) -> re.Pattern[str]:
        """What a word looks like that may be the name of a drug: it ends like one."""
        stems = "|".join(map(re.escape, self.cue_texts("nameStem")))
        return re.compile(rf"\b[A-Za-z][a-z-]{{2,}}(?:{stems})\b" if stems else r"(?!)")

    def cue_pairs(self, annotation: str) -> tuple[tuple[str, str], ...]:
        """The (subject's CURIE, text) pairs of one kind of cue, sorted: for a cue that says something of its subject."""
        return self.cues.get(annotation, ())

    def cues_at(self, annotation: str, curie: str) -> frozenset[str]:
        """The texts of one kind of cue that stand at one subject; where none do, those at ag:Statement, which counts for all.

        >>> lexicon = Lexicon({}, (), {"partedBy": (("ag:Statement", "then"), ("ag:treats", "followed"))}, {})
        >>> lexicon.cues_at("partedBy", "ag:treats"), lexicon.cues_at("partedBy", "ag:manages")
        (frozenset({'followed'}), frozenset({'then'}))
        """
        pairs = self.cue_pairs(annotation)
        own = frozenset(text for subject, text in pairs if subject == curie)
        return own or frozenset(text for subject, text in pairs if subject == "ag:Statement")

    def terms_told(self, annotation: str) -> dict[str, Term]:
        """The term that an annotation tells of each CURIE that has it."""
        return {curie: self.terms[other] for curie, other in self.cue_pairs(annotation)}

    def marked(self, annotation: str) -> frozenset[str]:
        """The CURIEs that the annotation marks as true."""
        return frozenset(curie for curie, text in self.cue_pairs(annotation) if text == "true")

    def minted(self, label: str, kind: str) -> Term:
        """The term for a value of an open set: the one that already carries the label, else a new one of class `kind`.

        What is a name of another term is called by its label, so that no two things have one name: "CR", the goal of a phase.
        """
        label = label.translate(_HYPHENS)
        label = self._labels.get(label.lower(), label)
        curie = f"ag:{kebab(label)}"
        known = self.terms.get(curie)
        return known if known and kind in known.classes else Term(curie, label, self.classes(kind))

    def classes(self, kind: str) -> frozenset[str]:
        """A class with all the classes above it."""
        return self.above.get(kind, frozenset()) | {kind}


# What is made of cues is kept: every document asks for it again.
@cache
def _longest_first(texts: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(texts, key=lambda text: (-len(text), text)))


@cache
def _phrases(texts: frozenset[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(text.split()) for text in texts)


@cache
def _any_of(*kinds: tuple[str, ...]) -> re.Pattern[str]:
    texts = list(chain(*kinds))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, texts))})\b" if texts else r"(?!)")


def by_first_word(phrases: Mapping[tuple[str, ...], Value]) -> dict[str, list[tuple[tuple[str, ...], Value]]]:
    """Phrases under their first word, the longest first.

    >>> dict(by_first_word({("may",): 1, ("may", "not"): 2}))
    {'may': [(('may', 'not'), 2), (('may',), 1)]}
    """
    found: dict[str, list[tuple[tuple[str, ...], Value]]] = defaultdict(list)
    for words in sorted(phrases, key=lambda words: (-len(words), words)):
        found[words[0]].append((words, phrases[words]))
    return found


#: The annotation that gives a name, and the kind of name it gives.
_NAMES = {
    "rdfs:label": NameKind.LABEL,
    "oio:hasExactSynonym": NameKind.SYNONYM,
    "ag:abbreviation": NameKind.ABBREVIATION,
    "ag:brand": NameKind.BRAND,
    "ag:modifier": NameKind.MODIFIER,
}


#: The annotation that gives names in forms of words, and the kind of these.
_FORMS = {"ag:nameForm": NameKind.SYNONYM, "ag:modifierForm": NameKind.MODIFIER}


def read_lexicon(folder: Path) -> Lexicon:
    """The lexicon of an ontology folder: allgraph.ttl, cues.ttl, terms/*.ttl and, where it is there, background.tsv.

    Rows of the background whose names the ontology lacks are passed over, for other vocabularies have more.

    Raises OntologyError for a missing file or bad Turtle (with the line), a name that nothing declares (with the file), a pattern
    without a name of its own, a term without a label and a relation without a range (with the CURIE); TableError for a bad background.
    """
    facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    nodes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    uses: dict[str, str] = {}  # each name of ours that something else is told by, and where first
    paths = [folder / "allgraph.ttl", folder / "cues.ttl", *sorted((folder / "terms").glob("*.ttl"))]
    for number, path in enumerate(paths):
        for triple in _parse(path):
            target = f"{number}{triple.object}" if isinstance(triple.object, ox.BlankNode) else _text(triple.object)
            if isinstance(triple.subject, ox.BlankNode):
                nodes[f"{number}{triple.subject}"][contract(triple.predicate.value)].append(target)
            elif isinstance(triple.subject, ox.NamedNode):
                facts[contract(triple.subject.value)][contract(triple.predicate.value)].append(target)
            annotation = contract(triple.predicate.value)
            if target.startswith("ag:") and isinstance(triple.object, ox.NamedNode) and not annotation.startswith("owl:"):
                uses.setdefault(target, f"{path}, {annotation} of {_text(triple.subject)}")
    for unknown in sorted(uses.keys() - facts.keys()):
        raise OntologyError(not_known(unknown, facts), where=uses[unknown])
    above = _above(facts)
    cues: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for subject, properties in facts.items():
        for name, values in properties.items():
            cues[name.removeprefix("ag:")] += [(subject, value) for value in values]
    return Lexicon(
        terms={term.curie: term for term in _terms(facts, above)},
        relations=tuple(_relations(facts, nodes)),
        cues={name: tuple(sorted(pairs)) for name, pairs in cues.items()},
        above=above,
        classes_of=_classes(folder / "background.tsv", facts),
    )


def not_known(name: str, known: Iterable[str]) -> str:
    """What to say of a name that the ontology lacks, with the nearest that it has.

    >>> not_known("ag:Durg", ["ag:Drug", "ag:Disease"])
    'the ontology has no ag:Durg; nearest: ag:Drug'
    """
    near = get_close_matches(name, sorted(known), n=1)
    return f"the ontology has no {name}" + (f"; nearest: {near[0]}" if near else "")


def _classes(path: Path, facts: Mapping[str, Mapping[str, list[str]]]) -> dict[str, frozenset[str]]:
    """The class memberships among the rows of the background table, by CURIE; names there are labels or synonyms."""
    if not path.is_file():
        return {}
    named = {
        text.casefold(): curie
        for annotation in ("oio:hasExactSynonym", "ag:plainName", "rdfs:label")
        for curie, properties in facts.items()
        if any(kind.startswith("ag:") for kind in properties.get("rdf:type", ()))
        for text in properties.get(annotation, ())
    }
    found: dict[str, set[str]] = defaultdict(set)
    for _, row in read_rows(path, ("subject", "relation", "object", "citation", "url")):
        if row["relation"] in ("hasDrugClass", "subtypeOf"):
            ends = named.get(row["subject"].casefold()), named.get(row["object"].casefold())
            if ends[0] and ends[1]:
                found[ends[0]].add(ends[1])
    return {curie: frozenset(classes) for curie, classes in found.items()}


def _parse(path: Path) -> Iterable[ox.Triple | ox.Quad]:
    try:
        return list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    except OSError as error:
        raise OntologyError(f"cannot be read ({error.strerror})", where=str(path)) from error
    except SyntaxError as error:
        raise OntologyError(f"this is no Turtle ({error.msg}); mend the line", where=f"{path}, line {error.lineno}") from error


def _text(term: object) -> str:
    return contract(term.value) if isinstance(term, ox.NamedNode) else getattr(term, "value", "")


def _above(facts: Mapping[str, Mapping[str, list[str]]]) -> dict[str, frozenset[str]]:
    """Each class with the classes above it, by rdfs:subClassOf between named classes."""
    parents = {name: set(properties.get("rdfs:subClassOf", ())) & facts.keys() for name, properties in facts.items()}

    def climb(name: str, seen: frozenset[str]) -> frozenset[str]:
        found = seen
        for parent in parents.get(name, set()) - seen:
            found = climb(parent, found | {parent})
        return found

    return {name: climb(name, frozenset()) for name, up in parents.items() if up}


def _terms(facts: Mapping[str, Mapping[str, list[str]]], above: Mapping[str, frozenset[str]]) -> Iterable[Term]:
    for curie, properties in sorted(facts.items()):
        kinds = [kind for kind in properties.get("rdf:type", ()) if kind.startswith("ag:")]
        if not kinds:
            continue
        labels = properties.get("rdfs:label", [])
        if len(labels) != 1:
            raise OntologyError(f"has {len(labels)} labels; a term has exactly one", where=curie)
        names = {Name(text, kind) for annotation, kind in _NAMES.items() for text in properties.get(annotation, ())}
        for annotation, kind in _FORMS.items():
            names.update(Name(text, kind) for form in properties.get(annotation, ()) for text in spelled_out(form))
        plain = properties.get("ag:plainName", [""])[0]
        classes = frozenset(kinds).union(*(above.get(kind, frozenset()) for kind in kinds))
        if "true" not in properties.get("owl:deprecated", ()):
            yield Term(curie, labels[0], classes, plain, tuple(sorted(names)))


def _relations(facts: Mapping[str, Mapping[str, list[str]]], nodes: Mapping[str, Mapping[str, list[str]]]) -> Iterable[Relation]:
    for curie, properties in sorted(facts.items()):
        if "true" not in properties.get("ag:extracted", ()):
            continue
        patterns = []
        for text in sorted(properties.get("ag:pattern", ())):
            name, colon, body = text.partition(": ")
            if not colon or not re.fullmatch(r"[a-z0-9-]+", name):
                raise OntologyError(f"a pattern starts with its name and a colon: {text!r}", where=curie)
            patterns.append(Pattern(f"{curie.removeprefix('ag:')}/{name}", body))
        if doubled := [name for name, count in Counter(pattern.rule for pattern in patterns).items() if count > 1]:
            raise OntologyError(f"two patterns are named {doubled[0]}; a statement shows its rule by that name", where=curie)
        yield Relation(curie, _members(curie, "domain", properties, nodes), _members(curie, "range", properties, nodes), tuple(patterns))


def _members(curie: str, end: str, properties: Mapping[str, list[str]], nodes: Mapping[str, Mapping[str, list[str]]]) -> frozenset[str]:
    """The named classes of a property's domain or range: one, or the members of its owl:unionOf."""
    found: set[str] = set()
    for value in properties.get(f"rdfs:{end}", ()):
        if value not in nodes:
            found.add(value)
            continue
        rest = nodes[value].get("owl:unionOf", ["rdf:nil"])[0]
        while rest in nodes:
            found |= set(nodes[rest].get("rdf:first", ()))
            rest = nodes[rest].get("rdf:rest", ["rdf:nil"])[0]
    if not found:
        raise OntologyError(f"has no rdfs:{end}", where=curie)
    return frozenset(found)
