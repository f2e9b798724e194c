"""The parameters of a stored query, and the term or literal that a user's word for one means."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from allgraph.asking.sparql import term_text
from allgraph.asking.store import Store
from allgraph.errors import QueryError, UnknownName
from allgraph.texts import is_date, spelled_out
from allgraph.vocabulary import PREFIXES, contract, expand, in_words, kebab

TYPES = ("term", "string", "integer", "decimal", "boolean", "date")
_XSD = PREFIXES["xsd"]
#: How a plural may end, and what its singular ends in instead.
_PLURALS = (("s", ""), ("es", ""), ("ies", "y"))
_INTEGER = re.compile(r"[+-]?[0-9]+", re.ASCII)
#: What is said of a type beside its name.
_FORMS = {
    "boolean": " (true or false)",
    "integer": ": write a whole number, as 9",
    "decimal": ": write a number, as 9 or 0.5",
    "date": ": write a year, a month or a day, as 2026, 2026-05 or 2026-05-08",
}

#: What a document is called by: its file's name, mostly without the ending.
_SOURCE_ID = "ag:sourceId"
#: The properties that name a term, the strongest first: where two terms share a name, the earlier property decides.
_NAMING = ("rdfs:label", "ag:plainName", "oio:hasExactSynonym", "ag:abbreviation", "ag:brand", _SOURCE_ID, "dcterms:publisher")
#: The property that names a term by a form of words, and the one as which each wording of it counts.
_FORM, _WORDING = "ag:nameForm", "oio:hasExactSynonym"
#: The relation by which documents, or a curator by their words, name a term; every other name is stronger.
_BRANDED = "ag:hasBrandName"
#: What a term has for the identifier that another vocabulary gives the very same thing: `rxnorm:...` and `ncit:...` name it too.
_SAME_AS = "skos:exactMatch"
_BRANDS, _RELATION, _CLASS, _SOURCE = expand("ag:BrandName"), "owl:ObjectProperty", "owl:Class", expand("ag:Source")
#: How many names that look like a value are gone through for three terms: one term may have many of them.
_NEAR = 24
#: How many kinds of term a message names, and how many characters of a value.
_MANY_KINDS, _LONG = 4, 80
#: So many terms are all told to somebody whose word for one is near to none.
_FEW = 40
#: How like a value a name is that may be meant by it, and how much less than the one that is most so; 1 is the same.
_ALIKE, _LESS = 0.7, 0.1
#: Classes whose members give way to what they tell of: a page that is titled "imatinib" is not meant by the word.
_TELLING = frozenset(map(expand, ("ag:Source", "ag:Reference")))
#: Classes whose members are no terms that a question could be about: many, and all labelled.
_NO_TERMS = ("ag:Statement", "ag:Evidence", "ag:Passage", "ag:UnknownTerm")


@dataclass(frozen=True)
class Parameter:
    """A variable that a user may give a value.

    `classes` are the CURIEs of the classes one of which a term must have (none: any term). `domain_of` or `range_of` names the parameter
    with the relation that must admit the term as its subject or object; where that has no value, some relation of claims must. `default`
    is the value where none is given, `enumerate` the only values allowed (none: any), `minimum` and `maximum` the bounds of a number,
    `label` what a form shows.
    """

    name: str
    type: str = "string"
    classes: tuple[str, ...] = ()
    domain_of: str = ""
    range_of: str = ""
    default: str = ""
    required: bool = False
    enumerate: tuple[str, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    label: str = ""


def resolve(parameter: Parameter, value: str, store: Store) -> NamedNode | Literal:
    """The RDF term that `value` stands for. QueryError says what is allowed, UnknownName which names are near.

    >>> resolve(Parameter("age", "integer"), "40", None)  # a number needs no graph
    <Literal value=40 datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#integer>>
    """
    where = f"{parameter.name}={value}"
    if parameter.enumerate:
        known = {allowed.casefold(): allowed for allowed in parameter.enumerate}
        if value.strip().casefold() not in known:
            raise QueryError(f"must be one of {', '.join(parameter.enumerate)}", where=where)
        value = known[value.strip().casefold()]
    match parameter.type:
        case "term":
            return _resolve_term(parameter, value.strip(), store)
        case "integer" if _INTEGER.fullmatch(value):
            _check_bounds(parameter, Decimal(value), where)
            return Literal(value, datatype=NamedNode(_XSD + "integer"))
        case "decimal" if (number := _decimal(value)) is not None:
            _check_bounds(parameter, number, where)
            return Literal(f"{number:f}", datatype=NamedNode(_XSD + "decimal"))
        case "boolean" if value in ("true", "false"):
            return Literal(value, datatype=NamedNode(_XSD + "boolean"))
        case "date" if is_date(value):
            return Literal(value)
        case "string":
            try:
                return Literal(value)
            except ValueError as error:  # half a surrogate pair, from an argument that is no UTF-8
                raise QueryError("is not text in Unicode", where=ascii(where)) from error
    raise QueryError(f"is no {parameter.type}{_FORMS.get(parameter.type, '')}", where=where)


def asked(parameter: Parameter, value: str, store: Store) -> NamedNode | Literal:
    """What `resolve` gives; of a hedged edge's relation the plain one, which is what statements have.

    Of a name that no relation has, UnknownName tells all relations where none in which claims are made is near.
    Raises QueryError too for a relation of the graph's records, such as that of a statement to its evidence: no claim is made in it.
    """
    if _RELATION not in parameter.classes:
        return resolve(parameter, value, store)
    try:
        term = resolve(parameter, value, store)
    except UnknownName as error:
        rows = store.select("SELECT DISTINCT ?label WHERE { ?relation ag:affirmedAs ?words ; rdfs:label ?label } ORDER BY ?label").rows
        labels = [label.value for (label,) in rows if isinstance(label, Literal)]
        nearest = tuple(label for label in error.nearest if label in labels)
        hint = error.message.partition("; ")[0] + ("" if nearest else f"; there is {', '.join(labels)}")
        raise UnknownName(value, nearest=nearest, hint=hint, where=error.where) from error
    told = (f"{way} ?plain ag:affirmedAs ?words" for way in (f"{term} ag:hedgedFormOf ?plain .", f"BIND({term} AS ?plain)"))
    plain = _iris(f"SELECT ?plain WHERE {_union(told)}", store)
    if not plain:
        raise QueryError("is a relation in which no claim is made", where=f"{parameter.name}={_shown(value)}")
    return NamedNode(min(plain))


def admitted(end: str, relation: NamedNode | Literal | None, store: Store) -> tuple[str, ...]:
    """The CURIEs of the classes that a relation (None: any that makes claims) admits at an end, rdfs:domain or rdfs:range; () for all."""
    told = f"{relation or '?relation'} ag:affirmedAs ?words ; {end}"
    text = f"SELECT DISTINCT ?class WHERE {_union((f'{told} ?class', f'{told}/owl:unionOf/rdf:rest*/rdf:first ?class'))}"
    return tuple(sorted(map(contract, _iris(text, store))))


def _check_bounds(parameter: Parameter, number: Decimal, where: str) -> None:
    if parameter.minimum is not None and number < parameter.minimum:
        raise QueryError(f"must be at least {parameter.minimum}", where=where)
    if parameter.maximum is not None and number > parameter.maximum:
        raise QueryError(f"must be at most {parameter.maximum}", where=where)


def _decimal(value: str) -> Decimal | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


class _Named(NamedTuple):
    """A term and one of its names; `rank` is the naming property's place, 0 the strongest; `type` the class by which it was found."""

    iri: str
    rank: int
    name: str
    type: str


def _resolve_term(parameter: Parameter, value: str, store: Store) -> NamedNode:
    wanted = _subclasses(parameter.classes, store)
    members_of = wanted or _classes(store)
    if exact := _exact(value, members_of, store):
        return NamedNode(exact)
    named = _names(members_of, store)
    found = _matches(value, [entry for entry in named if entry.type not in _TELLING]) or _matches(value, named)
    if not found:
        ids = [entry for entry in named if entry.type in wanted & {_SOURCE} and entry.rank == _NAMING.index(_SOURCE_ID)]
        found = next(filter(None, (_matches(id_, ids) for id_ in _ids_of_file(value))), [])
    if len(found) == 1:
        return NamedNode(found[0])
    where = f"{parameter.name}={_shown(value)}"
    if found:
        raise QueryError(f"{value!r} names several terms: {', '.join(map(contract, found))}; give one of these", where=where)
    others = _names(_classes(store) - wanted, store) if wanted else []
    # a brand is a term too, made from a document; who writes it means what it is a brand of
    meant = _matches(value, [entry for entry in others if entry.type != _BRANDS]) or _matches(value, others)
    kinds = " or ".join(map(class_words, parameter.classes)) or "term"
    if len(parameter.classes) > _MANY_KINDS:
        kinds = "term that may stand here"
    hint = f"no {kinds} is called {_shown(value)!r}"
    if meant:
        label = min(entry for entry in others if entry.iri == meant[0])
        own = f" ({label.name})" if label.name.casefold() != value.casefold() else ""
        classes = {contract(entry.type) for entry in others if entry.iri == meant[0]}
        own_words = sorted(map(class_words, classes - _superclasses(classes, store)))
        hint = f"{_shown(value)!r}{own} is {_with_article(' and '.join(own_words))}, not {_with_article(kinds)}"
    elif found_in := _unknown_places(value, store):
        hint += f", though it was found in {', '.join(found_in[:3])}"
    labels = {entry.iri: entry.name for entry in named if entry.rank == 0}
    if _is_identifier(value):  # its digits look like no name
        hint = f"no {kinds} has the identifier {_shown(value)!r}"
        raise UnknownName(value, nearest=tuple(labels[iri] for iri in _matched(value, store) if iri in labels)[:3], hint=hint, where=where)
    related = [labels[iri] for iri in _neighbours(meant, store) if iri in labels]
    nearest = related or _nearest(value, {entry.name: labels.get(entry.iri, entry.name) for entry in named})
    if not nearest:
        all_ = f"there is {', '.join(sorted(labels.values())) or 'none'}"
        listing = "class-members` lists classes" if parameter.classes == (_CLASS,) else "names` lists names"
        few = len(labels) <= _FEW or parameter.classes == (_RELATION,)  # no query lists relations
        hint += f"; {all_ if few else f'`allgraph query {listing}'}"
    raise UnknownName(value, nearest=tuple(dict.fromkeys(nearest))[:3], hint=hint, where=where)


def _ids_of_file(path: str) -> list[str]:
    """The ids that a document may have by the path of its file: its name, and that without one ending after the other.

    >>> _ids_of_file("pages/qa.txt.gz")
    ['qa.txt.gz', 'qa.txt', 'qa']
    """
    parts = re.split(r"[\\/]", path)[-1].split(".")
    return [".".join(parts[:length]) for length in range(len(parts), 0, -1)]


def _shown(value: str) -> str:
    """A value as far as a line of a message has room for it."""
    return value if len(value) <= _LONG else f"{value[:_LONG]}…"


def _exact(value: str, classes: set[str], store: Store) -> str:
    """The IRI of the one member of the classes that `value` names as it is written, or "": what `_matches` finds first."""
    try:
        name = term_text(Literal(value))
    except ValueError:  # half a surrogate pair
        return ""
    # the kind in each branch: put after the union, it makes Oxigraph 0.5 read the kind of everything that there is
    ways = enumerate((*_NAMING, f"{_BRANDED}/rdfs:label"))
    patterns = [f"?term {naming} {name} ; a ?kind BIND({rank} AS ?rank)" for rank, naming in ways]
    with suppress(ValueError):  # most values are no IRI
        iri = NamedNode(_iri(value))
        patterns.append(f"{iri} ?naming ?name ; a ?kind FILTER(?naming IN ({', '.join(_NAMING)})) BIND({iri} AS ?term) BIND(-1 AS ?rank)")
        patterns.append(f"?term {_SAME_AS} {iri} ; a ?kind BIND(-1 AS ?rank)")
    found: dict[tuple[bool, int], set[str]] = {}
    for term, rank, kind in store.select(f"SELECT ?term ?rank ?kind WHERE {_union(patterns)}").rows:
        if isinstance(term, NamedNode) and isinstance(rank, Literal) and isinstance(kind, NamedNode) and kind.value in classes:
            found.setdefault((kind.value in _TELLING, int(rank.value)), set()).add(term.value)
    best = found[min(found)] if found else set()
    return best.pop() if len(best) == 1 else ""


def _with_article(words: str) -> str:
    """Words behind the article that they want.

    >>> _with_article("adverse effect"), _with_article("drug")
    ('an adverse effect', 'a drug')
    """
    return f"{'an' if words[:1] in 'aeiou' else 'a'} {words}"


def _unknown_places(value: str, store: Store) -> list[str]:
    """Where documents have this name, of those that were listed because no term carries them."""
    rows = store.select(
        "SELECT ?name ?source ?start ?end WHERE { ?unknown a ag:UnknownTerm ; rdfs:label ?name ; oa:start ?start ; oa:end ?end ; "
        "ag:inSource/ag:sourceId ?source } ORDER BY ?source ?start"
    ).rows
    told = [[term.value for term in row if isinstance(term, Literal)] for row in rows]
    return [f"{source} {start}-{end}" for name, source, start, end in told if name.casefold() == value.casefold()]


def _classes(store: Store) -> set[str]:
    """The IRIs of the classes whose members are terms, and of the class of relations; not of defined classes, parts of others."""
    classes = _iris("SELECT DISTINCT ?class WHERE { ?class a owl:Class FILTER NOT EXISTS { ?class owl:equivalentClass ?other } }", store)
    return (classes | {expand(_RELATION)}) - set(map(expand, _NO_TERMS))


def _subclasses(classes: Iterable[str], store: Store) -> set[str]:
    """The IRIs of these classes and of those below them."""
    named = {expand(curie) for curie in classes}
    if not named:
        return named
    return named | _iris(f"SELECT ?class WHERE {_union(f'?class rdfs:subClassOf+ <{iri}>' for iri in sorted(named))}", store)


def _superclasses(classes: Iterable[str], store: Store) -> set[str]:
    """The CURIEs of the classes above any of these."""
    above = (f"<{iri}> rdfs:subClassOf+ ?class FILTER(?class != <{iri}>)" for iri in map(expand, classes))
    return set(map(contract, _iris(f"SELECT ?class WHERE {_union(above)}", store)))


def _iris(text: str, store: Store) -> set[str]:
    """The IRIs in the rows of a query."""
    return {term.value for row in store.select(text).rows for term in row if isinstance(term, NamedNode)}


def _names(classes: Iterable[str], store: Store) -> list[_Named]:
    """Every name of every member of these classes, sorted. A branch for each class: the cost does not grow with the statements."""
    rank = {expand(curie): place for place, curie in enumerate((*_NAMING, _BRANDED))} | {expand(_FORM): _NAMING.index(_WORDING)}
    naming_properties = ", ".join((*_NAMING, _FORM))
    kinds = [f"<{kind}>" for kind in sorted(classes)]
    branches = [f"?term a {kind} ; ?property ?name FILTER(?property IN ({naming_properties})) BIND({kind} AS ?kind)" for kind in kinds]
    # a filter on one kind alone is more than Virtuoso 7.2.5 can compile in a union
    branded = f"VALUES ?kind {{ {' '.join(kinds)} }} ?term {_BRANDED}/rdfs:label ?name ; a ?kind BIND({_BRANDED} AS ?property)"
    named: set[_Named] = set()
    for row in store.select(f"SELECT ?term ?property ?name ?kind WHERE {_union([*branches, branded])}").rows:
        term, naming, name, kind = row
        if isinstance(term, NamedNode) and isinstance(naming, NamedNode) and isinstance(name, Literal) and isinstance(kind, NamedNode):
            wordings = spelled_out(name.value) if naming.value == expand(_FORM) else (name.value,)
            named.update(_Named(term.value, rank[naming.value], wording, kind.value) for wording in wordings)
            named.add(_Named(term.value, len(_NAMING), contract(term.value).partition(":")[2], kind.value))  # `usedInPhase`, `cd19`
    return sorted(named)


def _union(patterns: Iterable[str]) -> str:
    """A pattern that is any of these: on a server each question costs a journey, so several are put as one."""
    return f"{{ {' UNION '.join(f'{{ {pattern} }}' for pattern in patterns)} }}"


def _matches(value: str, named: list[_Named]) -> list[str]:
    """The IRIs that `value` names, by the first test that any passes: as an IRI or CURIE, as written, in any case, squeezed, as a form.

    Where a test finds several terms, the strongest naming property decides.
    """
    iri = _iri(value)
    folded, squeezed, forms = value.casefold(), _squeezed(value), _forms(value)
    tests: tuple[Callable[[_Named], bool], ...] = (
        lambda entry: entry.iri == iri,
        lambda entry: entry.name == value,
        lambda entry: entry.name.casefold() == folded,
        lambda entry: squeezed != "" and _squeezed(entry.name) == squeezed,
        lambda entry: squeezed != "" and not forms.isdisjoint(_forms(entry.name)),
    )
    for test in tests:
        if found := [entry for entry in named if test(entry)]:
            best = min(entry.rank for entry in found)
            return sorted({entry.iri for entry in found if entry.rank == best})
    return []


def _iri(value: str) -> str:
    """The IRI that `value` is, with or without brackets or as a CURIE, if it is one."""
    iri = value.removeprefix("<").removesuffix(">")
    prefix, _, local = iri.partition(":")
    return expand(f"{prefix.lower()}:{local}") if prefix.lower() in PREFIXES else iri


def _is_identifier(value: str) -> bool:
    """Whether a value is a CURIE of another vocabulary: `rxnorm:282388`."""
    prefix, colon, local = value.partition(":")
    return bool(colon and local) and prefix.lower() in PREFIXES and prefix.lower() != "ag"


def _matched(value: str, store: Store) -> list[str]:
    """The IRIs of the terms that are near to what another vocabulary's identifier names, without being the same."""
    with suppress(ValueError):
        near = "skos:closeMatch skos:broadMatch skos:narrowMatch"
        return sorted(_iris(f"SELECT ?term WHERE {{ VALUES ?near {{ {near} }} ?term ?near {NamedNode(_iri(value))} }}", store))
    return []


def _squeezed(name: str) -> str:
    """The name without case, hyphens and spaces, so that `CD-19`, `cd 19` and `CD19` are one; `<` and `>=` stay apart."""
    return kebab(name).replace("-", "")


def _forms(name: str) -> set[str]:
    """The squeezed name with `ae` as `e`, and what may be its singular: `TKIs` is `TKI`, `leukaemia` is `leukemia`."""
    squeezed = _squeezed(name).replace("ae", "e")
    singulars = {squeezed.removesuffix(ending) + instead for ending, instead in _PLURALS if squeezed.endswith(ending)}
    return {squeezed} | {form for form in singulars if len(form) > 2}  # what is left of `CNS` is no word


def _neighbours(iris: list[str], store: Store) -> list[str]:
    """The terms that some statement ties to these: for a drug given in a target's place, its targets."""
    ways = [("subject", "object"), ("object", "subject")]
    tied = [f"?statement ag:{mine} <{iri}> ; ag:{other} ?other" for iri in iris for mine, other in ways]
    return sorted(_iris(f"SELECT DISTINCT ?other WHERE {_union(tied)}", store)) if tied else []


def _nearest(value: str, choices: dict[str, str]) -> list[str]:
    """The labels of the terms whose names begin with `value`, with which it begins, or that look most like it.

    `choices` maps each name to its term's label.
    """
    folded = {name.casefold(): label for name, label in sorted(choices.items())}
    start, words = _squeezed(value), f"{kebab(value)}-"
    begun = [name for name in sorted(folded, key=len) if len(start) > 2 and _squeezed(name).startswith(start)]
    # "induction (5 weeks)" begins with a name; of several the longest tells most
    begun += [name for name in sorted(folded, key=len, reverse=True) if len(name) > 2 and words.startswith(f"{kebab(name)}-")]
    alike = difflib.get_close_matches(value.casefold(), folded, n=_NEAR, cutoff=_ALIKE)
    ratios = [difflib.SequenceMatcher(None, name, value.casefold()).ratio() for name in alike]
    return [folded[name] for name in (*begun, *(name for name, ratio in zip(alike, ratios, strict=True) if ratio >= ratios[0] - _LESS))]


def class_words(curie: str) -> str:
    """A class in words: `ag:DrugClass` is "drug class"; the members of `owl:ObjectProperty` are our relations."""
    return "relation" if curie == _RELATION else in_words(curie)
