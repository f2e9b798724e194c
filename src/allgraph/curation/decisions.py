"""A curator's decisions, carried from the last table of a document to what is found in it now, and the tables a run leaves behind."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from allgraph.curation.tables import (
    Tables,
    findings_table,
    read_sources,
    read_table,
    read_unknown,
    sources_table,
    table_path,
    unknown_table,
)
from allgraph.documents import Document
from allgraph.errors import AllgraphError, TableError
from allgraph.files import finish, write_together
from allgraph.sources import Source
from allgraph.statements import DECISIONS, Evidence, Finding, Flag, Span, Statement, Status, UnknownTerm, digest, normalised, still_unknown

_WORD = re.compile(r"\w+")
#: How much shorter and longer a passage may be in a new copy of its text, with other white space and signs: times, and characters more.
_SHORTER, _LONGER, _MORE = 0.8, 1.5, 10
#: In a longer text it is not looked for so: each run of words would have to be tried.
_LONGEST = 300_000

#: Of several flags of one decision the first here is kept.
_STRONGEST = (Flag.REVIEW, Flag.NONE, Flag.ORPHANED)


@dataclass(frozen=True)
class Saved:
    """What a run left in its tables: rows of its documents, rows that differ from before (new, changed or gone), rows orphaned.

    `flagged` is how many decisions ask for another look, since stance or qualifiers are no longer those that were decided on. `silent`
    names the files in which nothing was found, `moved` the sources whose table was taken over, as new id to old one, and `stranded` the
    sources that may have been renamed and edited, as new id to the old one, whose decisions nobody took over.
    """

    rows: int
    changed: int
    orphaned: int
    flagged: int = 0
    silent: tuple[str, ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)
    stranded: Mapping[str, str] = field(default_factory=dict)


def moved_sources(known: Iterable[Source], documents: Sequence[Document], folders: Mapping[str, Path]) -> dict[str, str]:
    """The documents that are new by their id and known by their text, new id to old one: files that were renamed.

    `folders` says in which folder each document is, if it is known: where the old file is there still, the new one is a copy and not it.
    """
    known = list(known)
    own = {source.id: source for source in known}
    now = {document.source.id: document.source for document in documents}
    moved: dict[str, str] = {}
    for source in now.values():
        if source.id in own and own[source.id].digest == source.digest:
            continue
        for old in known:
            taken = now.get(old.id)  # another document may have the name now
            gone = old.file == source.file or (source.id in folders and not (folders[source.id] / old.file).exists())
            gone = taken.digest != old.digest if taken else gone
            if old.digest == source.digest and old.id != source.id and gone and old.id not in moved.values():
                moved[source.id] = old.id
                break
    return moved


def changed_sources(known: Iterable[Source], texts: Mapping[str, str]) -> tuple[str, ...]:
    """The files whose text, by source id, is another than the one that their table was written from.

    >>> changed_sources([Source("page", "page.txt", digest=digest("It is new."))], {"page": "It is old."})
    ('page.txt',)
    """
    return tuple(one.file for one in known if one.digest and one.id in texts and one.digest != digest(texts[one.id]))


def save(
    tables: Tables,
    documents: Sequence[Document],
    findings: Iterable[Finding],
    unknown: Iterable[UnknownTerm],
    folders: Mapping[str, Path] = MappingProxyType({}),
) -> Saved:
    """Write what was found in `documents` into `tables`, keeping the decisions there; tables of other documents stay as they are.

    `folders`, source id to folder, lets the table of a file that was renamed be taken over, with its decisions.
    Raises TableError where a table that stands there is wrong; then nothing is written. All tables are written, or none.
    """
    finish(tables.folder)
    found: dict[str, list[Finding]] = {document.source.id: [] for document in documents}
    for finding in findings:
        found[finding.evidence.source].append(finding)
    texts = {document.source.id: document.text for document in documents}
    known = read_sources(tables.sources)
    moved = moved_sources(known, documents, folders)
    stranded = stranded_sources(tables, documents, (row for rows in found.values() for row in rows), folders)
    before = {source: rows_before(tables, source, moved) for source in found}
    after = {source: keep_decisions(found[source], before[source], texts) for source in found}
    replaced = {*found, *moved.values()}
    sources = [source for source in known if source.id not in replaced]
    terms = [term for term in read_unknown(tables.unknown) if term.source not in replaced]
    contents: dict[Path, bytes | None] = {table_path(tables.folder, old): None for old in moved.values()}
    contents |= {table_path(tables.folder, source): findings_table(rows) for source, rows in after.items()}
    contents[tables.sources] = sources_table([*sources, *(document.source for document in documents)])
    contents[tables.unknown] = unknown_table(still_unknown([*terms, *unknown], (row for rows in after.values() for row in rows)))
    write_together(tables.folder, contents)
    return Saved(
        rows=sum(map(len, after.values())),
        changed=sum(max(len(set(after[s]) - set(before[s])), len(set(before[s]) - set(after[s]))) for s in found),
        orphaned=sum(row.evidence.flag is Flag.ORPHANED for rows in after.values() for row in rows),
        flagged=sum(row.evidence.flag is Flag.REVIEW for rows in after.values() for row in rows),
        silent=tuple(document.source.file for document in documents if not found[document.source.id]),
        moved=moved,
        stranded=stranded,
    )


def stranded_sources(
    tables: Tables, documents: Sequence[Document], findings: Iterable[Finding], folders: Mapping[str, Path]
) -> dict[str, str]:
    """New id to old one where a document new to the tables says what was decided about one whose file is gone from its folder."""
    known = read_sources(tables.sources)
    moved = moved_sources(known, documents, folders)
    found: dict[str, list[Finding]] = {document.source.id: [] for document in documents}
    for finding in findings:
        found[finding.evidence.source].append(finding)
    ids = {source.id for source in known}
    places = {folders[source] for source in found if source in folders}
    gone = [
        old
        for old in known
        if old.id not in {*found, *moved.values()} and places and not any((place / old.file).exists() for place in places)
    ]
    decided = {
        old.id: {_key(row)[1:] for row in read_table(table_path(tables.folder, old.id)) if row.evidence.status in DECISIONS}
        for old in (gone if any(source not in ids for source in found) else ())
    }
    said = {source: {_key(row)[1:] for row in rows} for source, rows in found.items() if source not in ids and source not in moved}
    return {source: old for source, keys in said.items() for old in decided if not keys.isdisjoint(decided[old])}


def rows_before(tables: Tables, source: str, moved: Mapping[str, str]) -> list[Finding]:
    """The rows of a source as they stand, unless its document has another name now, and those of the source that it was."""
    own = [] if source in moved.values() else read_table(table_path(tables.folder, source))
    rows = read_table(table_path(tables.folder, moved[source])) if source in moved else []
    return own + [replace(row, evidence=replace(row.evidence, source=source)) for row in rows]


def decide(row: Finding, status: Status, curator: str, note: str) -> Finding:
    """The row under a curator's decision, of which a `review` flag is settled; an added row that is accepted stays added.

    Raises AllgraphError where curator or note say nothing, or for a row that fits no passage, of which there is nothing to decide.

    >>> from allgraph.statements import Stance, Statement
    >>> row = Finding(Statement("ag:a", "ag:treats", "ag:b", Stance.AFFIRMED), Evidence("page", Span(0, 9), status=Status.PROPOSED))
    >>> decide(row, Status.ACCEPTED, "A. Curator", "seen").evidence.status.value
    'accepted'
    """
    evidence = row.evidence
    if evidence.flag is Flag.ORPHANED:
        raise AllgraphError("fits no passage any more: it can only be deleted", where=f"{evidence.source}, {row.statement.curie}")
    if status is Status.ACCEPTED and evidence.status is Status.ADDED:
        status = Status.ADDED
    curator, note = _written("curator", curator), _written("note", note)
    return replace(row, evidence=replace(evidence, status=status, flag=Flag.NONE, curator=curator, note=note))


def _written(name: str, words: str) -> str:
    """The words as one line of a table can hold them."""
    line = " ".join(words.split())
    if not line:
        raise AllgraphError(f"a decision needs a {name}")
    try:
        line.encode()
    except UnicodeEncodeError as error:  # half a surrogate pair, from an argument that is no UTF-8
        raise AllgraphError(f"{name} is not text in Unicode", where=ascii(line)) from error
    return line


def keep_decisions(new: Iterable[Finding], old: Iterable[Finding], texts: Mapping[str, str] | None = None) -> list[Finding]:
    """The rows found now, each with the decision that an old row took about it; old decisions that fit no row stay, flagged orphaned.

    A decision fits a row of the same source, subject, relation, object and normalised digest, never a similar one: lists of
    drugs differ by one word. Where stance or qualifiers differ the decision is kept and the row flagged for review; an added row
    keeps its curator's statement, and is flagged where the rule says otherwise than it did when its curator saw it last. `texts` is
    source id to text: in it an added row that was not found, as is to be expected of it, stands by its passage, which must be where it
    was or be found once elsewhere. Undecided old rows are dropped; one that stands where it did beside a decided twin, of the same words
    elsewhere in the source, stays undecided.
    """
    rows, old = sorted(set(new)), list(old)
    # what a decision says and where it stands now, without a flag -> the flags it carries, and those it gets where no row fits it
    flags: dict[Finding, tuple[set[Flag], set[Flag]]] = defaultdict(lambda: (set(), set()))
    for row in old:
        if row.evidence.status in DECISIONS:
            text = (texts or {}).get(row.evidence.source)
            decision = _completed(row, text)
            standing = _standing(decision, text)
            carried, given = flags[_flagged(standing, Flag.NONE)]
            carried.add(decision.evidence.flag)
            given.add(standing.evidence.flag)
    if not flags:
        return rows
    by_key: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
    for decision in flags:
        by_key[_key(decision)].append(decision)
    said_now = {(_key(row), row.statement) for row in rows}
    found = {_place(row) for row in rows}
    left = {_place(row) for row in old if row.evidence.status not in DECISIONS}  # what a curator saw, and decided on a twin of it alone
    used: set[Finding] = set()
    kept = []
    for row in rows:
        # a decision about a statement that is still found here stays with it; only the others may be about what this row now says
        fitting = [d for d in by_key[_key(row)] if d.statement == row.statement or (_key(d), d.statement) not in said_now]
        place = _place(row)
        if place in left:
            fitting = [d for d in fitting if _place(d) == place or _place(d) not in found]
        if fitting:
            decision = min(fitting, key=lambda d: _nearness(d, row))
            used.add(decision)
            row = _decided(row, decision, review=Flag.REVIEW in flags[decision][0])
        kept.append(row)
    kept += [_flagged(decision, next(flag for flag in _STRONGEST if flag in flags[decision][1])) for decision in set(flags) - used]
    return sorted(set(kept))


def _nearness(decision: Finding, row: Finding) -> tuple[bool, bool, int, Finding]:
    """How well a decision fits a row, the best first: one about this very evidence, then one about this statement, then the nearest.

    The evidence is first so that the row a decision was given to keeps it at the next reading, whatever its neighbours were given.
    """
    then, now = decision.evidence, row.evidence
    return _held(row, decision) != then, decision.statement != row.statement, abs(then.passage.start - now.passage.start), decision


def _flagged(row: Finding, flag: Flag) -> Finding:
    return replace(row, evidence=replace(row.evidence, flag=flag))


def _key(row: Finding) -> tuple[str, ...]:
    statement, evidence = row.statement, row.evidence
    return evidence.source, statement.subject, statement.relation, statement.object, evidence.normalised_digest


def _place(row: Finding) -> tuple[str, str, Statement, Span]:
    """What a row states, by which words, and where: the same words may state the same thing in several places."""
    return row.evidence.source, row.evidence.normalised_digest, row.statement, row.evidence.passage


def _decided(row: Finding, decision: Finding, *, review: bool) -> Finding:
    """The row found now with the decision about it; `review` is whether that was flagged: only a curator takes this flag away."""
    is_added = decision.evidence.status is Status.ADDED
    evidence = _held(row, decision)
    seen = is_added and evidence.rule == decision.evidence.rule  # that the rule says otherwise
    review = review or (row.statement != decision.statement and not seen)
    held = replace(evidence, flag=Flag.REVIEW if review else Flag.NONE)
    return replace(decision if is_added else row, evidence=held)


def _held(row: Finding, decision: Finding) -> Evidence:
    """The evidence of a row found now, under a decision about it.

    An added row keeps its statement: where the rule makes another of the passage, this is told with the rule ("treats/used-for (hedged)").
    """
    then, rule = decision.evidence, row.evidence.rule
    if then.status is Status.ADDED and row.statement != decision.statement:
        pairs = ((name.partition(":")[2], value.partition(":")[2]) for name, value in row.statement.qualifiers)
        narrowed = [f"{name.removeprefix('qualifier').lower()} {value}" for name, value in pairs]
        rule = f"{rule} ({', '.join([row.statement.stance, *narrowed])})"
    return replace(row.evidence, rule=rule, status=then.status, flag=then.flag, curator=then.curator, note=then.note)


def _standing(decision: Finding, text: str | None) -> Finding:
    """A decision that no row found now fits: an added row by its passage, where the text still has it, else orphaned."""
    evidence = decision.evidence
    place = None
    if evidence.status is Status.ADDED and text is not None:
        place = place_of(evidence, text)
    if place is None or text is None:
        return _flagged(decision, Flag.ORPHANED)
    # the words of an orphan are back; the review that somebody asked for is still to come
    flag = Flag.NONE if evidence.flag is Flag.ORPHANED else evidence.flag
    found = digest(place.of(text))
    if place == evidence.passage:
        return replace(decision, evidence=replace(evidence, exact_digest=found, flag=flag))
    # no digest says where the context went
    moved = replace(evidence, passage=place, exact_digest=found, context=(), flag=Flag.REVIEW if evidence.context else flag)
    return replace(decision, evidence=moved)


def place_of(evidence: Evidence, text: str) -> Span | None:
    """Where the text has the passage: where it was, else the one other place with the same digest of a run of the same length.

    Else the one place where a new copy of the text has it with other white space, case and signs.
    """
    here = evidence.passage
    if digest(normalised(here.of(text))) == evidence.normalised_digest:
        # with fewer signs or less white space in it, it ends before what ended it
        return here if digest(here.of(text)) == evidence.exact_digest else here.trimmed(text)
    length = evidence.passage.end - evidence.passage.start
    places = [start for start in range(len(text) - length + 1) if digest(text[start : start + length]) == evidence.exact_digest]
    return Span(places[0], places[0] + length) if len(places) == 1 else _rewritten_place(evidence, text)


def _rewritten_place(evidence: Evidence, text: str) -> Span | None:
    """The one place where a new copy of a text has the passage with other white space, case and signs."""
    length = evidence.passage.end - evidence.passage.start
    found = [span for span in _runs(text, length) if digest(normalised(span.of(text))) == evidence.normalised_digest]
    return found[0] if len(found) == 1 else None


def _runs(text: str, length: int) -> Iterator[Span]:
    """The runs of whole words in a text that are about so long."""
    words = [Span(*found.span()) for found in _WORD.finditer(text)] if len(text) <= _LONGEST else []
    ends = [word.end for word in words]
    for word in words:
        first = bisect_left(ends, word.start + int(length * _SHORTER) - _MORE)
        last = bisect_left(ends, word.start + int(length * _LONGER) + _MORE)
        yield from (Span(word.start, end) for end in ends[first:last] if end > word.start)


def _completed(row: Finding, text: str | None) -> Finding:
    """An added row with the digests its curator left out."""
    evidence = row.evidence
    if text is None or evidence.normalised_digest:
        return row
    if evidence.passage.end > len(text):
        raise TableError(
            f"the added row {evidence.passage.start}-{evidence.passage.end} reaches past the document's end", where=evidence.source
        )
    passage = evidence.passage.of(text)
    return replace(row, evidence=replace(evidence, exact_digest=digest(passage), normalised_digest=digest(normalised(passage))))
