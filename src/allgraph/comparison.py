"""What changed between two builds, or between two folders of statement tables: facts, stances, qualifiers and passages."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from allgraph import resources
from allgraph.asking.queries import run_query
from allgraph.asking.queryfiles import read_query
from allgraph.asking.store import DATABASE, open_store
from allgraph.curation.tables import read_findings
from allgraph.errors import AllgraphError
from allgraph.paths import AnyPath, as_path
from allgraph.statements import SUPPORTING, Flag, Stance, Status, qualifiers
from allgraph.vocabulary import in_words

#: The statuses of a ground that supports its claim, or that a curator took from it.
_TOLD = frozenset({*SUPPORTING, Status.REJECTED, "background", "inferred"})

Claim: TypeAlias = tuple[str, str, str]


class Kind(StrEnum):
    """What happened to a fact, or to a passage of one that is still there."""

    GAINED = "gained"
    LOST = "lost"
    STANCE = "other stance"
    QUALIFIERS = "other qualifiers"
    PASSAGES = "other passages"
    ORPHANED = "passage orphaned"
    REJECTED = "rejected by a curator"
    MOVED = "passage moved"


@dataclass(frozen=True, order=True)
class Passage:
    """A ground as it is compared: source (an id, or a citation), stance, qualifiers in words, offsets, digest, and quote where known.

    `rejected` tells who rejected it and why; "" where nobody has.
    """

    source: str
    stance: str
    qualifiers: str
    start: int = -1
    end: int = -1
    digest: str = ""
    quote: str = ""
    orphaned: bool = False
    rejected: str = ""

    @property
    def said(self) -> tuple[str, ...]:
        """What it says and by which words of which source, wherever these stand."""
        return self.source, self.stance, self.qualifiers, self.digest

    def __str__(self) -> str:
        place = f" {self.start}-{self.end}" if self.start >= 0 else ""
        quote = f': "{" ".join(self.quote.split())}"' if self.quote else ""
        why = f" (rejected by {self.rejected})" if self.rejected else ""
        return f"{'; '.join(part for part in (self.stance, self.qualifiers) if part)}, {self.source}{place}{why}{quote}"


@dataclass(frozen=True)
class Change:
    """One change: its kind, the claim as CURIEs and in words, and the passages before and after that show it."""

    kind: Kind
    subject: str
    relation: str
    object: str
    old: tuple[Passage, ...] = ()
    new: tuple[Passage, ...] = ()
    words: str = ""

    def text(self) -> str:
        """The change for a person to read: a line for the claim, and one for each passage before (-) and after (+)."""
        lines = [f"{self.kind}: {self.words}"]
        lines += [f"  - {passage}" for passage in self.old] + [f"  + {passage}" for passage in self.new]
        return "\n".join(lines) + "\n"


def diff(old: AnyPath, new: AnyPath) -> tuple[Change, ...]:
    """What changed from `old` to `new`: two build folders or Turtle files, or two folders of statement tables.

    A fact is a claim that some passage or citation supports, or that follows, which only graphs tell. The changes stand by kind.
    Raises AllgraphError for a path that is neither or does not exist, and for one of each.
    """
    before, after = as_path(old, "old"), as_path(new, "new")
    for path in (before, after):
        if not path.exists():
            raise AllgraphError("no such file or folder; name a build, a graph file or a folder of statement tables", where=str(path))
        if path.is_dir() and not _is_tables(path) and not (path / DATABASE).is_dir():
            words = f"neither a build, which has a folder {DATABASE}/, nor a folder of statement tables (.tsv)"
            raise AllgraphError(words, where=str(path))
    if _is_tables(before) != _is_tables(after):
        raise AllgraphError("one is a folder of tables and the other a graph: compare two of a kind", where=f"{before}, {after}")
    order = list(Kind)
    labels: dict[str, str] = {}
    sides = _read(before, labels), _read(after, labels)
    if not all(map(_has_quotes, sides)):  # a build of tables has none: what only one side can show is no change
        sides = _without_quotes(sides[0]), _without_quotes(sides[1])
    changes = (replace(change, words=_in_words(change, labels)) for change in _changes(*sides))
    return tuple(sorted(changes, key=lambda change: order.index(change.kind)))


def to_json(changes: Iterable[Change]) -> str:
    """The changes for a machine: a list of objects."""
    return json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=2) + "\n"


def _is_tables(path: Path) -> bool:
    return path.is_dir() and not (path / DATABASE).is_dir() and any(path.glob("*.tsv"))


def _in_words(change: Change, labels: Mapping[str, str]) -> str:
    """The claim by the labels of its ends, with its stance where no passage that came or went affirms it."""
    subject, object_ = (labels.get(curie) or curie.removeprefix("ag:") for curie in (change.subject, change.object))
    stances = sorted({one.stance for one in (*change.old, *change.new) if one.stance})
    told = f" ({', '.join(stances)})" if stances and Stance.AFFIRMED.value not in stances else ""
    return f"{subject} {in_words(change.relation)} {object_}{told}"


def _read(path: Path, labels: dict[str, str]) -> dict[Claim, set[Passage]]:
    """The claims of one side, each with its grounds; the labels of their ends are put into `labels`."""
    claims: dict[Claim, set[Passage]] = defaultdict(set)
    for claim, passage in _table_rows(path, labels) if _is_tables(path) else _graph_rows(path, labels):
        claims[claim].add(passage)
    return claims


def _has_quotes(claims: Mapping[Claim, set[Passage]]) -> bool:
    return any(passage.quote for passages in claims.values() for passage in passages)


def _without_quotes(claims: Mapping[Claim, set[Passage]]) -> dict[Claim, set[Passage]]:
    return {claim: {replace(passage, quote="") for passage in passages} for claim, passages in claims.items()}


def _table_rows(folder: Path, labels: dict[str, str]) -> Iterator[tuple[Claim, Passage]]:
    findings = list(read_findings(folder))
    for finding in findings:
        labels |= {finding.statement.subject: finding.subject_label, finding.statement.object: finding.object_label}
        labels |= dict(finding.qualifier_labels)
    for finding in findings:
        statement, evidence = finding.statement, finding.evidence
        if evidence.status.value in _TOLD:
            known = tuple((value, labels[value]) for _, value in statement.qualifiers if labels.get(value))
            narrowed = "; ".join(qualifiers(replace(finding, qualifier_labels=known)))
            span, flagged = evidence.passage, evidence.flag is Flag.ORPHANED
            passage = Passage(
                evidence.source, statement.stance.value, narrowed, span.start, span.end, evidence.normalised_digest, orphaned=flagged,
                rejected=_rejected(evidence.status.value, evidence.curator, evidence.note),
            )  # fmt: skip
            yield (statement.subject, statement.relation, statement.object), passage


def _graph_rows(path: Path, labels: dict[str, str]) -> Iterator[tuple[Claim, Passage]]:
    query = read_query(resources.folder("queries") / "explanations" / "supported.rq")
    for values in run_query(query, {}, open_store(path)).records():
        if values["status"] in _TOLD:
            labels |= {values["subject"]: values["subjectLabel"], values["object"]: values["objectLabel"]}
            place = (int(values["start"]), int(values["end"])) if values["start"] else (-1, -1)
            flagged = values["flag"] == Flag.ORPHANED.value
            passage = Passage(
                values["source"], values["stance"], values["qualifiers"], *place, values["digest"], values["quote"], flagged,
                _rejected(values["status"], values["curator"], values["note"]),
            )  # fmt: skip
            yield (values["subject"], values["relation"], values["object"]), passage


def _rejected(status: str, curator: str, note: str) -> str:
    return f"{curator}: {note}" if status == Status.REJECTED.value else ""


def _changes(old: Mapping[Claim, set[Passage]], new: Mapping[Claim, set[Passage]]) -> Iterator[Change]:
    for claim in sorted({*old, *new}):
        before, after = (sorted(one for one in side.get(claim, ()) if not one.orphaned and not one.rejected) for side in (old, new))
        refused = sorted(one for one in new.get(claim, set()) - old.get(claim, set()) if one.rejected and not one.orphaned)
        if refused:
            yield Change(Kind.REJECTED, *claim, new=tuple(refused))
        lost = {one.digest for one in new.get(claim, ()) if one.orphaned} - {one.digest for one in old.get(claim, ()) if one.orphaned}
        if orphaned := tuple(one for one in before if one.digest in lost):
            yield Change(Kind.ORPHANED, *claim, old=orphaned)
        if not before or not after:
            if before or after:
                yield Change(Kind.GAINED if after else Kind.LOST, *claim, old=tuple(before), new=tuple(after))
            continue
        yield from _kept(claim, before, after)


def _kept(claim: Claim, before: list[Passage], after: list[Passage]) -> Iterator[Change]:
    """How the passages of a claim that stays have changed: other words, another source, otherwise meant, or only elsewhere now."""
    gone, come = ([one for one in side if one not in other] for side, other in ((before, after), (after, before)))
    for one in list(gone):
        if there := next((other for other in come if one.digest and one.said == other.said), None):
            gone.remove(one)
            come.remove(there)
            yield Change(Kind.MOVED, *claim, old=(one,), new=(there,))
    kinds = [
        kind
        for kind, field in ((Kind.STANCE, "stance"), (Kind.QUALIFIERS, "qualifiers"))
        if {getattr(one, field) for one in before} != {getattr(one, field) for one in after}
    ]
    if gone or come:
        yield from (Change(kind, *claim, old=tuple(gone), new=tuple(come)) for kind in kinds or [Kind.PASSAGES])
