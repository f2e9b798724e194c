"""Answers in sentences: what the rows of a stored query say, each with footnotes that tell who says so and where.

A query's header holds the template, `sentence`. In it `{column}` is a row's value, `{says}` the words of the claim's relation for the row's
stance, `{affirms}` those for the affirmed one; what stands in square brackets is left out where one of its values is empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode

from allgraph.asking.answers import Answer, Column, plain
from allgraph.asking.explanations import Ground, Grounds
from allgraph.asking.queries import Value, find, run
from allgraph.asking.queryfiles import CLAIM, StoredQuery
from allgraph.asking.store import Store
from allgraph.errors import QueryError
from allgraph.vocabulary import expand

#: What is told where no row was found, of claims and of other things; a query's `nothing` comes before both.
NOTHING = "No source says so."
NONE = "There is none."
#: The words that a template may have beside the columns.
WORDS = ("says", "affirms")
_PLACE = re.compile(r"\{(\w+)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True)
class Sentence:
    """One sentence, and the numbers of its footnotes, from 1."""

    text: str
    footnotes: tuple[int, ...]


@dataclass(frozen=True)
class Account:
    """An answer in words: sentences in the order of the rows, rows that say the same as one, and the footnotes they share.

    `nothing` is what there is to say where there are none.
    """

    sentences: tuple[Sentence, ...]
    footnotes: tuple[str, ...]
    answer: Answer
    nothing: str = NOTHING

    def __str__(self) -> str:
        return self.text()

    def text(self) -> str:
        """The account for a person to read: numbered sentences, then the footnotes."""
        if not self.sentences:
            return f"{self.nothing}\n"
        told = "".join(f"{n}. {one.text} {_marks(one.footnotes)}".rstrip() + "\n" for n, one in enumerate(self.sentences, start=1))
        return told + ("\n" if self.footnotes else "") + listed(self.footnotes)


def ask(name: str, params: Mapping[str, Value], store: Store) -> Account:
    """The answer to the stored query `name` in sentences; parameters as `allgraph.asking.queries.run` takes them.

    Raises QueryError for a query without a template, and as `run` does.
    """
    query = find(name).query
    if not query.sentence:
        raise QueryError(f"{name} has no sentences; `allgraph query {name}` gives its rows")
    answer = run(name, params, store)
    told = {column.name for column in answer.columns} | (set(WORDS) if query.claim else set())
    for place in places(query.sentence):
        if place not in told:
            raise QueryError(f"its sentence names {place}, which is not selected", where=str(query.path))
    phrases = _phrases(store) if query.claim else {}
    numbers, footnotes = _cited(query, answer, store)
    sentences: dict[str, dict[int, None]] = {}
    for record, own in zip(answer.records(), numbers, strict=True):
        sentences.setdefault(_sentence(query, record, phrases), {}).update(dict.fromkeys(own))
    nothing = query.nothing or (NOTHING if query.claim else NONE)
    return Account(tuple(Sentence(text, tuple(own)) for text, own in sentences.items()), footnotes, answer, nothing)


def cite(name: str, answer: Answer, store: Store) -> tuple[Answer, tuple[str, ...]]:
    """The answer to the stored query `name` with one column more, the numbers of each row's footnotes; and the footnotes, from 1."""
    numbers, footnotes = _cited(find(name).query, answer, store)
    rows = zip(answer.rows, numbers, strict=True)
    marked = tuple((*row, Literal(_marks(own))) for row, own in rows)
    return replace(answer, columns=(*answer.columns, Column("citations", "citations")), rows=marked), footnotes


def _cited(query: StoredQuery, answer: Answer, store: Store) -> tuple[list[tuple[int, ...]], tuple[str, ...]]:
    """For each row the numbers of its footnotes, and the footnotes."""
    found = _Footnotes(query, store)
    notes: dict[str, int] = {}
    numbers = []
    for row, record in zip(answer.rows, answer.records(), strict=True):
        own = found.of(record, dict(zip(record, row, strict=True)))
        numbers.append(tuple(dict.fromkeys(notes.setdefault(note, len(notes) + 1) for note in own)))
    return numbers, tuple(notes)


def listed(footnotes: Sequence[str]) -> str:
    """Footnotes a line each, with their numbers."""
    return "".join(f"[{number}] {note}\n" for number, note in enumerate(footnotes, start=1))


def _marks(numbers: Sequence[int]) -> str:
    return " ".join(f"[{number}]" for number in numbers)


def places(template: str) -> list[str]:
    """The names that a template wants filled.

    >>> places("{drug} {says} {target}[ ({qualifiers})].")
    ['drug', 'says', 'target', 'qualifiers']
    """
    return _PLACE.findall(template)


def fill(template: str, values: Mapping[str, str]) -> str:
    """The template as a sentence.

    >>> fill("{drug} treats {disease}[ ({when})].", {"drug": "imatinib", "disease": "ALL", "when": ""})
    'Imatinib treats ALL.'
    """

    def filled(text: str) -> str:
        return _PLACE.sub(lambda match: values[match[1]], text)

    kept = _OPTIONAL.sub(lambda match: match[1] if all(values[name] for name in places(match[1])) else "", template)
    sentence = filled(kept)
    return sentence[:1].upper() + sentence[1:]


def _sentence(query: StoredQuery, record: Mapping[str, str], phrases: Mapping[tuple[str, str], str]) -> str:
    relation, stance = _relation(query, record), record.get("stance", "affirmed")
    plainly = phrases.get((relation, "affirmed"), f"({relation})")
    return fill(query.sentence, {**record, "affirms": plainly, "says": phrases.get((relation, stance), f"({relation}, {stance})")})


def _relation(query: StoredQuery, record: Mapping[str, str]) -> str:
    """The CURIE of the relation that a row's claim is made in, "" where rows make no claim."""
    named = query.claim.get("relation", "")
    return record.get(named, named)


def _phrases(store: Store) -> dict[tuple[str, str], str]:
    """The words of each relation (a CURIE) for each stance."""
    rows = store.select(
        "SELECT ?relation ?kind ?words WHERE { VALUES ?kind { ag:affirmedAs ag:hedgedAs ag:negatedAs } ?relation ?kind ?words }"
    ).rows
    return {(plain(relation), plain(kind).removeprefix("ag:").removesuffix("As")): plain(words) for relation, kind, words in rows}


class _Footnotes:
    """The footnotes of rows: the grounds of the claim that a row makes, from the row's own source; else the source that it names."""

    def __init__(self, query: StoredQuery, store: Store) -> None:
        self._query = query
        self._grounds = Grounds(store)

    def of(self, record: Mapping[str, str], terms: Mapping[str, object]) -> Iterator[str]:
        if not self._query.claim:
            yield from (record[name] for name, column in self._query.columns.items() if column.role == "citation" and record[name])
            return
        for stance, qualifiers, ground in self._supporting(record, terms):
            told = {
                "stance": stance,
                "qualifiers": qualifiers,
                "sourceLabel": ground.rule if ground.origin == "inferred" else ground.source,
            }
            if all(record.get(name, own) == own for name, own in told.items()):
                yield _footnote(ground)

    def _supporting(self, record: Mapping[str, str], terms: Mapping[str, object]) -> Sequence[tuple[str, str, Ground]]:
        ends = {part: terms.get(self._query.claim[part]) for part in ("subject", "object")}
        ends["relation"] = NamedNode(expand(_relation(self._query, record)))
        claim = {part: end for part in CLAIM if isinstance(end := ends[part], (NamedNode, Literal))}
        if len(claim) < len(CLAIM):
            return ()
        exchanged = {**claim, "subject": claim["object"], "object": claim["subject"]}  # a row may name the ends in the other order
        return self._grounds.of(claim) or self._grounds.of(exchanged)


def _footnote(ground: Ground) -> str:
    match ground.origin:
        case "inferred":
            return f"Inferred ({ground.rule}); `allgraph explain` tells from what."
        case "background":
            return f"Background: {ground.citation}."
    above = f"under {' and '.join(ground.context)}" if ground.context else ""
    where = ", ".join(filter(None, (ground.source, ground.section, f"characters {ground.start}-{ground.end}", above, ground.date)))
    return f'"{ground.quote}" {where}.' if ground.quote else f"{where}."
