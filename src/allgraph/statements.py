"""What a document says: a statement, the evidence for it, and the two together as one finding."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeVar

from allgraph.texts import Span, digest, normalised
from allgraph.vocabulary import expand, in_words

__all__ = [
    "DECISIONS", "SUPPORTING", "Evidence", "Finding", "Flag", "Shared", "Span", "Stance", "Statement", "Status", "UnknownTerm", "claim",
    "digest", "normalised", "qualifiers", "still_unknown", "told",
]  # fmt: skip


class Stance(StrEnum):
    """How a source holds a claim; in the order in which one source's words are told."""

    AFFIRMED = "affirmed"
    HEDGED = "hedged"
    NEGATED = "negated"


class Status(StrEnum):
    """Where a finding stands: the first two are the program's, the others a curator's decisions."""

    EXTRACTED = "extracted"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    ADDED = "added"


#: How the rule of an extractor of others ends.
_AGENT = re.compile(r" \(([a-z_]+)\)$")

DECISIONS = frozenset({Status.ACCEPTED, Status.REJECTED, Status.ADDED})
#: The statuses of evidence that supports its statement.
SUPPORTING = frozenset({Status.EXTRACTED, Status.ACCEPTED, Status.ADDED})


class Flag(StrEnum):
    """What a curator should look at again."""

    NONE = ""
    REVIEW = "review"
    ORPHANED = "orphaned"


@dataclass(frozen=True, order=True, slots=True)
class Statement:
    """One claim: subject, relation and object as CURIEs, the stance, and the qualifiers that narrow it.

    `qualifiers` holds (relation, value) pairs of CURIEs in sorted order, e.g. ("ag:qualifierPhase", "ag:induction-therapy").

    >>> a = Statement("ag:imatinib", "ag:treats", "ag:acute-lymphoblastic-leukemia", Stance.AFFIRMED)
    >>> len(a.key), a.curie.startswith("ag:statement-")
    (32, True)
    """

    subject: str
    relation: str
    object: str
    stance: Stance
    qualifiers: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """128 bits of sha256 over the N-Triples forms of exactly these fields, space-joined, as 32 hex digits."""
        parts = [f"<{expand(c)}>" for c in (self.subject, self.relation, self.object)]
        parts.append(f'"{self.stance.value}"')
        parts += [f"<{expand(name)}> <{expand(value)}>" for name, value in sorted(self.qualifiers)]
        return digest(" ".join(parts))[:32]

    @property
    def curie(self) -> str:
        return f"ag:statement-{self.key}"


@dataclass(frozen=True, order=True, slots=True)
class Evidence:
    """The passage of one source that states a claim, and how it was found.

    `passage` is the shortest run that shows the claim; `context` the runs elsewhere (heading, lead-in line, label, column head)
    that it also rests on. `section` is the path of headings, short. `quote` is the passage's text where the graph
    keeps it, with `prefix` and `suffix` beside it, else empty: tables never hold any of the three.
    """

    source: str
    passage: Span
    section: str = ""
    context: tuple[Span, ...] = ()
    exact_digest: str = ""
    normalised_digest: str = ""
    same_text: str = ""
    rule: str = ""
    status: Status = Status.EXTRACTED
    flag: Flag = Flag.NONE
    curator: str = ""
    note: str = ""
    quote: str = field(default="", compare=False)
    prefix: str = field(default="", compare=False)
    suffix: str = field(default="", compare=False)

    @property
    def agent(self) -> str:
        """What found it, in the words of the Biolink Model; the rule of an extractor of others names its kind.

        >>> Evidence("page", Span(0, 1), rule="toy 1.0/found (computational_model)").agent
        'computational_model'
        """
        named = _AGENT.search(self.rule)
        return "manual_agent" if self.status is Status.ADDED else named[1] if named else "text_mining_agent"

    @property
    def makes_edge(self) -> bool:
        """Whether this evidence may put its statement into the graph as an edge."""
        return self.status in SUPPORTING and self.flag is not Flag.ORPHANED


@dataclass(frozen=True, order=True, slots=True)
class Finding:
    """A row of a statement table: a statement, one piece of evidence, and the labels of its two ends.

    `qualifier_labels` holds the label of each made value among the qualifiers, as sorted (CURIE, label) pairs.
    """

    statement: Statement
    evidence: Evidence
    subject_label: str = ""
    object_label: str = ""
    qualifier_labels: tuple[tuple[str, str], ...] = ()


_Part = TypeVar("_Part")


class Shared:
    """What many findings have in common, kept once: a claim, a section, a digest comes again and again.

    >>> first, second = (Finding(Statement("ag:a", "ag:treats", "ag:b", Stance.AFFIRMED), Evidence("page", Span(0, 9))) for _ in range(2))
    >>> shared = Shared()
    >>> shared.finding(first).statement is shared.finding(second).statement
    True
    """

    def __init__(self) -> None:
        self._known: dict[Any, Any] = {}

    def finding(self, finding: Finding) -> Finding:
        """An equal finding, made of the parts that earlier ones were made of."""
        then = finding.evidence
        evidence = replace(
            then,
            passage=self._one(then.passage),
            section=self._one(then.section),
            context=self._one(then.context),
            exact_digest=self._one(then.exact_digest),
            normalised_digest=self._one(then.normalised_digest),
            rule=self._one(then.rule),
        )
        return replace(finding, statement=self._one(finding.statement), evidence=evidence)

    def _one(self, part: _Part) -> _Part:
        known: _Part = self._known.setdefault(part, part)
        return known


@dataclass(frozen=True, order=True, slots=True)
class UnknownTerm:
    """A name found in a document that no term carries: (term, source id, span, why it looks like a term)."""

    term: str
    source: str
    span: Span
    reason: str


def still_unknown(terms: Iterable[UnknownTerm], findings: Iterable[Finding]) -> tuple[UnknownTerm, ...]:
    """The names that no end of an edge carries: a curator may have added a brand that the reading took for an unknown name.

    >>> brand = Statement("ag:foocept", "ag:hasBrandName", "ag:foobrand", Stance.AFFIRMED)
    >>> row = Finding(brand, Evidence("page", Span(0, 8), status=Status.ADDED), "foocept", "Foobrand")
    >>> still_unknown([UnknownTerm("foobrand", "page", Span(0, 8), "looks so")], [row])
    ()
    """
    named = {label.casefold() for row in findings if row.evidence.makes_edge for label in (row.subject_label, row.object_label)}
    return tuple(term for term in terms if term.term.casefold() not in named)


def claim(finding: Finding) -> tuple[str, str, str]:
    """Subject, relation and object as people read them: by label, where the row has one."""
    statement = finding.statement
    return (
        finding.subject_label or statement.subject.partition(":")[2],
        in_words(statement.relation),
        finding.object_label or statement.object.partition(":")[2],
    )


def qualifiers(finding: Finding) -> list[str]:
    """What narrows the claim, such as `phase induction`: by label, where the row has one."""
    labels = dict(finding.qualifier_labels)
    pairs = finding.statement.qualifiers
    return [f"{in_words(name).removeprefix('qualifier ')} {labels.get(value) or value.partition(':')[2]}" for name, value in pairs]


def told(finding: Finding) -> str:
    """The claim in one line: as people read it, with its stance where that is not plain, and what narrows it.

    >>> told(Finding(Statement("ag:foo", "ag:treats", "ag:all", Stance.HEDGED), Evidence("page", Span(0, 1)), "foo", "ALL"))
    'foo treats ALL (hedged)'
    """
    stance = finding.statement.stance
    narrowed = ", ".join([*([] if stance is Stance.AFFIRMED else [stance.value]), *qualifiers(finding)])
    return f"{' '.join(claim(finding))}{f' ({narrowed})' if narrowed else ''}"
