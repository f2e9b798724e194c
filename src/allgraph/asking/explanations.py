"""Why a claim is in the graph, down to passages and citations; or what stands against it, and what is nearest, where it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from allgraph import resources
from allgraph.asking.answers import plain, records
from allgraph.asking.parameters import admitted, asked, resolve
from allgraph.asking.queryfiles import StoredQuery, read_query
from allgraph.asking.sparql import bind
from allgraph.asking.store import Remembering, Store, check_is_ours
from allgraph.errors import QueryError, UnknownName
from allgraph.statements import Finding, told
from allgraph.texts import normalised
from allgraph.vocabulary import contract, expand, in_words

#: How many of the nearest claims are shown.
_NEAREST = 5

#: What keeps a ground from supporting anything, by its status or flag.
_REFUSED = {
    "proposed": "refused by the gate: a name, or words that surely state the relation, do not stand in the passage or its context",
    "rejected": "rejected by a curator",
    "orphaned": "its passage is no longer found in the document",
}


@dataclass(frozen=True)
class Ground:
    """One ground for a statement: a passage of a document, a citation, or a kind of inference.

    `origin` is "document", "background" or "inferred"; `source` a title or citation, `date` the document's; `start` and `end` are code
    points, "" where there is no passage; `context` are the runs elsewhere that it rests on (a heading, a lead-in line), as "start-end" and,
    where it is kept, the quote; `refused` says why the ground supports nothing, "" where it does.
    """

    origin: str
    source: str = ""
    date: str = ""
    url: str = ""
    section: str = ""
    start: str = ""
    end: str = ""
    quote: str = ""
    rule: str = ""
    status: str = ""
    curator: str = ""
    note: str = ""
    refused: str = ""
    context: tuple[str, ...] = ()

    @property
    def citation(self) -> str:
        """The work, with its address where there is one."""
        return f"{self.source}{f' <{self.url}>' if self.url else ''}"


@dataclass(frozen=True)
class Told:
    """A statement with its grounds and, where it is inferred, its premises: statements again, or axioms, which have no grounds."""

    label: str
    stance: str = ""
    grounds: tuple[Ground, ...] = ()
    premises: tuple[Told, ...] = ()

    @property
    def is_held(self) -> bool:
        """Whether some ground supports it."""
        return any(not ground.refused for ground in self.grounds)


@dataclass(frozen=True)
class Explanation:
    """What the graph holds about one claim.

    `edge` is "plain", "hedged" or "" for none; `told` are its statements of every stance; `nearest` are the labels of other claims, where
    there is no edge; `waiting` are rows of the tables that tell of the claim and are not in this graph, where it is no plain edge.
    """

    claim: str
    edge: str
    told: tuple[Told, ...]
    nearest: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()

    def record(self) -> dict[str, object]:
        """The explanation as plain values, for JSON."""
        return asdict(self)

    def text(self) -> str:
        """The explanation for a person to read, a line a ground, premises indented below what follows from them."""
        return "\n".join([f"{self.claim}: {self._verdict()}", *self._lines()]) + "\n"

    def _verdict(self) -> str:
        denied = any(one.is_held and one.stance == "negated" for one in self.told)
        if self.edge == "plain":
            return "an edge of the graph" + ("; it is denied too" if denied else "")
        if self.edge == "hedged":
            return "a hedged edge of the graph: no source says so without reserve" + ("; it is denied too" if denied else "")
        if denied:
            return "no edge; it is denied"
        if self.waiting:
            return "no edge of this graph; the tables tell of it"
        return "no edge; " + ("what was found for it supports nothing" if self.told else "no source says so")

    def _lines(self) -> Iterator[str]:
        for one in self.told:
            yield from _lines(one, 1)
        if self.waiting:
            yield "  in the tables; the next `allgraph build` takes it in:"
            yield from (f"    {row}" for row in self.waiting)
        if self.nearest:
            yield "  nearest:"
            yield from (f"    {label}" for label in self.nearest)


def _lines(one: Told, depth: int) -> Iterator[str]:
    indent = "  " * depth
    yield f"{indent}{one.label}"
    for ground in one.grounds:
        yield f"{indent}  {_ground_line(ground)}"
        if ground.quote:
            yield f'{indent}    "{ground.quote}"'
        yield from (f"{indent}    under {context}" for context in ground.context)
    for premise in one.premises:
        yield from _lines(premise, depth + 2)


def _ground_line(ground: Ground) -> str:
    match ground.origin:
        case "inferred":
            return f"inferred ({ground.rule}) from"
        case "background":
            return f"background: {ground.citation}"
    place = f"{ground.source}, {f'{ground.section}, ' if ground.section else ''}{ground.start}-{ground.end}"
    by = f"{ground.curator}: {ground.note}" if ground.curator else f"rule {ground.rule}"
    return f"document: {place} ({ground.status}, {by}){f'; {ground.refused}' if ground.refused else ''}"


#: Rows of tables, each with its place.
Rows: TypeAlias = Iterable[tuple[str, Finding]]


def explain(subject: str, relation: str, object_: str, store: Store, rows: Callable[[], Rows] = tuple) -> Explanation:
    """Why the graph holds, or does not hold, that `subject` stands in `relation` to `object_`: names, brands, synonyms, CURIEs or IRIs.

    `rows` gives those of the tables that the next build reads; it is called where the claim is no plain edge.
    Raises UnknownName for a name that neither a term nor a row has, QueryError with one for each where several are such.
    """
    try:
        return _Explainer(Remembering(store), rows).explain({"subject": subject, "relation": relation, "object": object_})
    except QueryError:
        check_is_ours(store)
        raise


class Grounds:
    """What supports the claims of one graph; each is asked for once."""

    def __init__(self, store: Store) -> None:
        self._store = Remembering(store)
        self._query = _explaining("grounds")

    def of(self, claim: Mapping[str, NamedNode | Literal]) -> list[tuple[str, str, Ground]]:
        """The grounds that support the statements of a claim ("subject", "relation", "object"), with the stance and qualifiers of each."""
        told = _grounds(_rows(self._query, claim, self._store))
        return [(row["stance"], row["qualifiers"], ground) for row, ground in told if not ground.refused]


def _explaining(name: str) -> StoredQuery:
    return read_query(resources.folder("queries") / "explanations" / f"{name}.rq")


def _rows(query: StoredQuery, values: Mapping[str, NamedNode | Literal], store: Store) -> list[dict[str, str]]:
    found = store.select(bind(query.text, dict(values)))
    return records(found.columns, found.rows)


class _Explainer:
    """Explains claims of one graph with the queries of queries/explanations/, which are read once."""

    def __init__(self, store: Store, rows: Callable[[], Rows]) -> None:
        self._store = store
        self._rows = rows
        self._grounds, self._premises, self._nearest = map(_explaining, ("grounds", "premises", "nearest"))

    def explain(self, names: Mapping[str, str]) -> Explanation:
        ends, wrong = self._resolved(names)
        if wrong:  # a row that was added since may be the first that has the name
            rows = self._waiting(names, ends, ())
            if not rows:
                raise QueryError.of([wrong[name] for name in names if name in wrong])
            return Explanation(claim=" ".join(names.values()), edge="", told=(), waiting=rows)
        edge = self._edge(ends)
        nearest = [] if edge else _rows(self._nearest, ends, self._store)
        statements = tuple(self._told(ends, frozenset()))
        return Explanation(
            claim=" ".join(self._labels(ends)),
            edge=edge,
            told=statements,
            nearest=tuple(dict.fromkeys(f"{row['label']}, from {row['origin']}" for row in nearest))[:_NEAREST],
            waiting=() if edge == "plain" else self._waiting(names, ends, statements),
        )

    def _waiting(self, names: Mapping[str, str], ends: Mapping[str, NamedNode | Literal], statements: Iterable[Told]) -> tuple[str, ...]:
        """The rows of the tables that tell of the claim, by the terms or the names of its ends, and are not among its statements."""
        known = {(one.stance, ground.start, ground.end, ground.status) for one in statements for ground in one.grounds}
        curies = {name: contract(term.value) for name, term in ends.items()}

        def is_meant(name: str, curie: str, label: str) -> bool:
            return curies[name] == curie if name in curies else normalised(names[name]) == normalised(label)

        found = []
        for place, row in self._rows():
            statement, evidence = row.statement, row.evidence
            own = (statement.stance.value, str(evidence.passage.start), str(evidence.passage.end), evidence.status.value)
            meant = (
                is_meant("relation", statement.relation, in_words(statement.relation))
                and is_meant("subject", statement.subject, row.subject_label)
                and is_meant("object", statement.object, row.object_label)
            )
            if meant and evidence.makes_edge and own not in known:
                by = f"{evidence.curator}: {evidence.note}" if evidence.curator else f"rule {evidence.rule}"
                found.append(f"{told(row)} ({place}; {evidence.status.value}, {by})")
        return tuple(found)

    def _resolved(self, names: Mapping[str, str]) -> tuple[dict[str, NamedNode | Literal], dict[str, QueryError]]:
        """The terms that are meant, each end first among the kinds that the relation admits there; and what is wrong with the others."""
        found: dict[str, NamedNode | Literal] = {}
        wrong: dict[str, QueryError] = {}
        for name, end in (("relation", ""), ("subject", "rdfs:domain"), ("object", "rdfs:range")):
            try:
                if not end:
                    found[name] = asked(self._grounds.params[name], names[name], self._store)
                else:
                    found[name] = self._end(name, names, admitted(end, found.get("relation"), self._store))
            except QueryError as error:
                wrong[name] = error
        return {name: found[name] for name in names if name in found}, wrong

    def _end(self, name: str, names: Mapping[str, str], kinds: tuple[str, ...]) -> NamedNode | Literal:
        parameter = self._grounds.params[name]
        try:
            return resolve(replace(parameter, classes=kinds), names[name], self._store)
        except UnknownName:
            return resolve(parameter, names[name], self._store)

    def _told(self, ends: Mapping[str, NamedNode | Literal], above: frozenset[str]) -> Iterator[Told]:
        """The statements of a claim; `above` are those that are being explained by it, which are not explained again."""
        statements: dict[str, list[Mapping[str, str]]] = {}
        for row in _rows(self._grounds, ends, self._store):
            statements.setdefault(row["statement"], []).append(row)
        for statement, rows in statements.items():
            inferred = any(row["origin"] == "inferred" for row in rows) and statement not in above
            premises = self._below(statement, above | {statement}) if inferred else ()
            yield Told(rows[0]["label"], rows[0]["stance"], tuple(ground for _, ground in _grounds(rows)), tuple(premises))

    def _below(self, statement: str, above: frozenset[str]) -> Iterator[Told]:
        """The premises of a statement."""
        for row in _rows(self._premises, {"statement": NamedNode(expand(statement))}, self._store):
            if row["subject"]:
                ends = {name: NamedNode(expand(row[name])) for name in ("subject", "relation", "object")}
                yield from (one for one in self._told(ends, above) if one.stance == "affirmed" and one.is_held)
            else:
                yield Told(f"{row['label']} (its definition or axiom, {row['premise']})")

    def _edge(self, ends: Mapping[str, NamedNode | Literal]) -> str:
        subject, relation, object_ = ends.values()
        if self._store.ask(f"ASK {{ {subject} {relation} {object_} }}"):
            return "plain"
        return "hedged" if self._store.ask(f"ASK {{ ?twin ag:hedgedFormOf {relation} . {subject} ?twin {object_} }}") else ""

    def _labels(self, ends: Mapping[str, NamedNode | Literal]) -> list[str]:
        """What people call the ends, as the labels of statements have them."""
        told = [
            f"{{ SELECT (COALESCE(?plain, ?label, {end}) AS ?{name}) WHERE {{ OPTIONAL {{ {end} rdfs:label ?label }} "
            f"OPTIONAL {{ {end} ag:plainName ?plain }} }} LIMIT 1 }}"
            for name, end in ends.items()
        ]
        rows = self._store.select(f"SELECT {' '.join(f'?{name}' for name in ends)} WHERE {{ {' '.join(told)} }}").rows
        return list(map(plain, rows[0]))


def _grounds(rows: Iterable[Mapping[str, str]]) -> Iterator[tuple[Mapping[str, str], Ground]]:
    """Each ground in the rows, with its first row: there is one for each context of a ground, one after the other."""
    told = [name for name in Ground.__dataclass_fields__ if name not in ("context", "refused")]
    for _, group in groupby(rows, key=lambda row: [row[name] for name in ("statement", "flag", *told)]):
        own = list(group)
        contexts = [f"{row['contextStart']}-{row['contextEnd']}{_quoted(row['contextQuote'])}" for row in own if row["contextStart"]]
        refused = _REFUSED.get(own[0]["flag"]) or _REFUSED.get(own[0]["status"], "")
        yield own[0], Ground(**{name: own[0][name] for name in told}, refused=refused, context=tuple(contexts))


def _quoted(quote: str) -> str:
    return f' "{quote}"' if quote else ""
