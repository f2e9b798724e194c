"""Review: a walk through the rows that wait for a curator, in which every decision is written before the next row is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from allgraph.curation.decisions import changed_sources, decide, place_of
from allgraph.curation.opened import OpenTable
from allgraph.curation.tables import Tables, default_tables, read_sources, table_paths, tables_at
from allgraph.documents import read_documents
from allgraph.errors import AllgraphError, TableError
from allgraph.paths import AnyPath, Paths, as_path, as_paths
from allgraph.statements import Evidence, Finding, Flag, Span, Status, claim, qualifiers, told
from allgraph.texts import many, shown

#: How much of the text on either side of a passage is shown, in characters.
_AROUND = 200


class Step(StrEnum):
    """What was done with a row; all but a skip change its table."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DELETED = "deleted"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class _Taken:
    """A step and the row before and after it; a deleted row has none after."""

    step: Step
    before: Finding
    after: Finding | None


class Review:
    """The rows that wait for a curator: those proposed, those flagged for review and, where asked for, those orphaned, which come last.

    They stand in the order of their passages; `current` is the row at hand. With `extracted` the rows that wait for nobody are walked
    too: those that the rules let pass. `texts` is source id to text: where it is given, only the rows of these sources are walked,
    `without_table` names those that have none, and `changed` the files that read otherwise than when their table was written;
    `passed_over` counts the orphaned rows that were not asked for. Every decision is written at once, and `undo` takes back one after
    the other. Raises TableError for every table that is wrong and, at a decision, for one that another program has changed since: that
    one is left as it is.
    """

    def __init__(self, tables: Tables, texts: Mapping[str, str] | None = None, *, extracted: bool = False, orphaned: bool = False) -> None:
        self.tables = tables
        self.texts = texts
        self.changed = changed_sources(read_sources(tables.sources), texts or {})
        self._open: dict[str, OpenTable] = {}
        wrong: list[AllgraphError] = []
        for source in (path.name.removesuffix(".tsv") for path in table_paths(tables.folder)):
            if texts is None or source in texts:
                try:
                    self._open[source] = OpenTable(tables.folder, source)
                except TableError as error:
                    wrong += error.all()
        if wrong:
            raise TableError.of(wrong)
        rows = [row for table in self._open.values() for row in table.rows]
        lost = [row for row in rows if row.evidence.flag is Flag.ORPHANED]
        open_ = {Status.PROPOSED, Status.EXTRACTED} if extracted else {Status.PROPOSED}
        waiting = [row for row in rows if row.evidence.flag is Flag.REVIEW or _is_of(row.evidence, open_)]
        self.rows = tuple(sorted(waiting, key=_by_passage) + (sorted(lost, key=_by_passage) if orphaned else []))
        self.passed_over = 0 if orphaned else len(lost)
        self.without_table = tuple(sorted(set(texts or ()) - self._open.keys()))
        self._taken: list[_Taken] = []  # a step a row, in the order of the rows

    @property
    def current(self) -> Finding | None:
        """The row at hand, as it stands in its table; None behind the last."""
        return self.rows[self.place] if self.place < len(self.rows) else None

    @property
    def place(self) -> int:
        """How many rows were passed, so that the one at hand is `rows[place]`."""
        return len(self._taken)

    @property
    def counts(self) -> Mapping[Step, int]:
        """How many rows were accepted, rejected, deleted and skipped."""
        return Counter(taken.step for taken in self._taken)

    @property
    def is_decided(self) -> bool:
        """Whether there is a decision to undo."""
        return any(taken.step is not Step.SKIPPED for taken in self._taken)

    @property
    def summary(self) -> str:
        """One line that tells what was done and how many rows were not come to."""
        done = [f"{self.counts[step]} {step.value}" for step in Step if self.counts[step] or step is not Step.DELETED]
        return ", ".join([*done, f"{len(self.rows) - self.place} left"])

    def accept(self, curator: str, note: str) -> None:
        """Accept the row at hand: it makes an edge. Raises AllgraphError where curator or note is empty, or the row orphaned."""
        row = self._at_hand()
        self._take(Step.ACCEPTED, row, decide(row, Status.ACCEPTED, curator, note))

    def reject(self, curator: str, note: str) -> None:
        """Reject the row at hand, which stays in its table as the decision that it is; else as `accept`."""
        row = self._at_hand()
        self._take(Step.REJECTED, row, decide(row, Status.REJECTED, curator, note))

    def delete(self) -> None:
        """Take the row at hand off its table. Raises AllgraphError for a row that is not orphaned: any other is found again."""
        row = self._at_hand()
        if row.evidence.flag is not Flag.ORPHANED:
            raise AllgraphError("is not orphaned: reject it instead", where=f"{row.evidence.source}, {row.statement.curie}")
        self._take(Step.DELETED, row, None)

    def stating(self, row: Finding) -> int:
        """How many other rows, of all tables of this walk, hold the statement of `row` in the graph, rejected or not as that one is."""
        others = (other for table in self._open.values() for other in table.rows if other.statement == row.statement)
        return sum(other.evidence.makes_edge and other.evidence != row.evidence for other in others)

    def skip(self) -> None:
        """Leave the row at hand as it is."""
        row = self._at_hand()
        self._taken.append(_Taken(Step.SKIPPED, row, row))

    def undo(self) -> Finding | None:
        """Take back the last decision and stand at its row again, which is returned; None where there is no decision to take back.

        The rows that were skipped since are shown again.
        """
        decisions = [place for place, taken in enumerate(self._taken) if taken.step is not Step.SKIPPED]
        if not decisions:
            return None
        taken = self._taken[decisions[-1]]
        self._write(taken.before, taken.after, taken.before)
        del self._taken[decisions[-1] :]
        return taken.before

    def _at_hand(self) -> Finding:
        if self.current is None:
            raise AllgraphError("no row is left to decide on", where=str(self.tables.folder))
        return self.current

    def _take(self, step: Step, before: Finding, after: Finding | None) -> None:
        self._write(before, before, after)
        self._taken.append(_Taken(step, before, after))

    def _write(self, row: Finding, old: Finding | None, new: Finding | None) -> None:
        """Write the table of `row` with `new` in the place of `old`; None is no row."""
        table = self._open[row.evidence.source]
        rows = list(table.rows)
        if old is not None:
            rows.remove(old)
        table.write(rows if new is None else [*rows, new])


def review(paths: Paths = (), output: AnyPath | None = None, *, extracted: bool = False, orphaned: bool = False) -> Review:
    """The walk through the tables in `output`, else those that `extract` would use; with documents among `paths`, through theirs only.

    `extracted` and `orphaned` are as in Review. Raises DocumentError and, where a table is wrong or there is none, TableError.
    """
    tables = tables_at(as_path(output, "output")) if output else default_tables()
    if not table_paths(tables.folder):
        raise TableError("holds no statement table; run allgraph extract first", where=str(tables.folder))
    given = as_paths(paths, "documents")
    texts = {document.source.id: document.text for document in read_documents(given)} if given else None
    return Review(tables, texts, extracted=extracted, orphaned=orphaned)


class Curator(Protocol):
    """Who is asked: a person at a terminal, or the lines that a script has written."""

    def tell(self, words: str) -> None:
        """Show lines of text."""

    def key(self, keys: Mapping[str, str]) -> str:
        """The key that is chosen among these, each with its word; "q" where nobody answers any more."""

    def line(self, name: str, default: str) -> str | None:
        """What is written for a curator's name or a note; empty to go back to the keys, None where nobody answers any more."""


_UNDO, _QUIT = {"u": "undo"}, {"q": "quit"}
_KEYS = {"a": "accept", "r": "reject", "s": "skip", **_UNDO, **_QUIT}
_ORPHAN_KEYS = {"d": "delete", "s": "skip", **_UNDO, **_QUIT}


def walk(review: Review, curator: Curator, name: str = "", *, mark: Callable[[str], str] = "[[{}]]".format) -> None:
    """Show row after row and do what the curator says, until the rows or the answers end.

    `name` is the curator's, asked for at the first decision where it is empty; `mark` sets off a passage from the words around it.
    """
    notes: dict[str, str] = {}  # the last one of each key: why a row is wrong is no reason why another is right
    while (row := review.current) or review.is_decided:
        keys = {**_UNDO, **_QUIT}
        if row:
            place = f"{review.place + 1} of {len(review.rows)}"
            curator.tell(f"\n{place}  {described(row, (review.texts or {}).get(row.evidence.source), mark=mark)}")
            keys = _ORPHAN_KEYS if row.evidence.flag is Flag.ORPHANED else _KEYS
        else:
            curator.tell("That was the last row.")
        match curator.key(keys):
            case "q":
                return
            case "u":
                undone = review.undo()
                curator.tell(f"Taken back: {shown(told(undone))}" if undone else "There is no decision to take back.")
            case "s":
                review.skip()
            case "d":
                review.delete()
            case key if row:
                said = _signature(curator, name, _offered(row, key, notes.get(key, "")))
                if said is None:
                    curator.tell("The answers ended before a name and a note: nothing is decided on this row.")
                    return
                name, note = said
                if not note:
                    continue  # back to the keys
                notes[key] = note
                (review.accept if key == "a" else review.reject)(name, notes[key])
                if key == "r" and (others := review.stating(row)):
                    still = f"{many(others, 'other row')} still {'states' if others == 1 else 'state'} it"
                    curator.tell(f"{still}: the statement stays in the graph; `allgraph review --extracted` shows those nobody decided on")


def _signature(curator: Curator, name: str, offered: str) -> tuple[str, str] | None:
    """A decision's curator and note, as they are given: no note to go back, None where the answers end."""
    given = name or curator.line("curator", "")
    note = curator.line("note", offered) if given else given
    return None if given is None or note is None else (given, note)


def _offered(row: Finding, key: str, last: str) -> str:
    """The note that may be taken over: the row's own where its decision stays, else the last one given with this key."""
    stays = (Status.ACCEPTED, Status.ADDED) if key == "a" else (Status.REJECTED,)
    return row.evidence.note if row.evidence.status in stays else last


def described(row: Finding, text: str | None = None, *, mark: Callable[[str], str] = "[[{}]]".format) -> str:
    """A row for a person to decide on, in lines: its place, its claim, how it stands, and where the text is known its passage.

    >>> from allgraph.statements import Stance, Statement, digest, normalised
    >>> text = "What helps\\n\\nFoocept is given for it, and may be given for long."
    >>> run = Span(12, 35)
    >>> found = digest(normalised(run.of(text)))
    >>> evidence = Evidence("page", run, normalised_digest=found, rule="treats/given-for", status=Status.PROPOSED)
    >>> print(described(Finding(Statement("ag:foocept", "ag:treats", "ag:b", Stance.HEDGED), evidence), text))
    page, 12-35
      foocept treats b (hedged)
      proposed by the rule treats/given-for
      What helps [[Foocept is given for it]], and may be given for long.
    """
    evidence = row.evidence
    place = ", ".join(part for part in (evidence.source, evidence.section, f"{evidence.passage.start}-{evidence.passage.end}") if part)
    return "\n  ".join([shown(place), shown(_claimed(row)), shown(_standing(evidence)), *_passage(evidence, text, mark)])


def _claimed(row: Finding) -> str:
    """The claim with its stance, also where that is plain, and what narrows it: a decision is one on all of these."""
    return f"{' '.join(claim(row))} ({', '.join([row.statement.stance.value, *qualifiers(row)])})"


def _standing(evidence: Evidence) -> str:
    """Who said what of the row until now."""
    by = f" by {evidence.curator}: {evidence.note}" if evidence.curator else f" by the rule {evidence.rule}" if evidence.rule else ""
    now = f"; a rule reads it: {evidence.rule}" if evidence.status is Status.ADDED and evidence.rule else ""
    flags = {
        Flag.REVIEW: f" (flagged for review: since then its stance, qualifiers or place have changed{now})",
        Flag.ORPHANED: " (orphaned: no passage with its words is found any more)",
        Flag.NONE: "",
    }
    return f"{evidence.status.value}{by}{flags[evidence.flag]}"


def _passage(evidence: Evidence, text: str | None, mark: Callable[[str], str]) -> list[str]:
    """The context of a passage, a line a run, and the passage with the words around it; nothing where the text is not known."""
    if text is None or evidence.flag is Flag.ORPHANED:
        return []
    passage = place_of(evidence, text)
    if passage is None:
        return ["the document has these words no more: a build of it makes no edge of this row, and allgraph extract reads it again"]
    runs = [f"under: {shown(span.of(text))}" for span in evidence.context]
    if passage != evidence.passage:
        runs = [f"now at {passage.start}-{passage.end}"]  # no digest says where the context went
    before, after = shown(text[max(0, passage.start - _AROUND) : passage.start]), shown(text[passage.end : passage.end + _AROUND])
    if passage.start > _AROUND:  # what is cut begins and ends with a whole word
        before = f"… {before.partition(' ')[2]}"
    if passage.end + _AROUND < len(text):
        after = f"{after.rpartition(' ')[0]} …"
    return [*runs, f"{before}{mark(shown(passage.of(text)))}{after}".strip()]


def _is_of(evidence: Evidence, open_: Collection[Status]) -> bool:
    """Whether nobody has decided on a row of such a status yet."""
    return evidence.status in open_ and evidence.flag is Flag.NONE


def _by_passage(row: Finding) -> tuple[str, Span, Finding]:
    return row.evidence.source, row.evidence.passage, row
