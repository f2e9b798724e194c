"""A curator's decisions outlive a new reading (DESIGN section 2)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from allgraph.curation.decisions import Saved, decide, keep_decisions, save
from allgraph.curation.tables import read_findings, read_sources, read_table, read_unknown, tables_at, write_findings
from allgraph.documents import Document
from allgraph.errors import TableError
from allgraph.sources import Source
from allgraph.statements import DECISIONS, Evidence, Finding, Flag, Span, Stance, Statement, Status, UnknownTerm, digest, normalised

PASSAGE = "drug a treats all"
TEXT = f"Some words. {PASSAGE}. And more of them."


def found(
    stance: Stance = Stance.AFFIRMED,
    passage: str = PASSAGE,
    text: str = TEXT,
    status: Status = Status.EXTRACTED,
    qualifiers: tuple[tuple[str, str], ...] = (),
    source: str = "s",
    **fields: object,
) -> Finding:
    start = text.find(passage)
    span, exact, loose = Span(start, start + len(passage)), digest(passage), digest(normalised(passage))
    evidence = Evidence(source, span, exact_digest=exact, normalised_digest=loose, status=status)
    if status in DECISIONS:
        evidence = replace(evidence, curator="A. Curator", note="seen")
    return Finding(Statement("ag:a", "ag:treats", "ag:b", stance, qualifiers), replace(evidence, **fields), "a", "b")  # type: ignore[arg-type]


def document(text: str = TEXT, source: str = "s") -> Document:
    return Document(Source(source, f"{source}.txt", reader="txt", reader_version="1", digest=digest(text)), text)


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.REJECTED])
def test_a_decision_stays_with_its_row(status: Status) -> None:
    decided = found(status=status)
    assert keep_decisions([found()], [decided]) == [decided]


@pytest.mark.parametrize("other", [found(Stance.HEDGED), found(qualifiers=(("ag:qualifierPhase", "ag:x"),))])
def test_where_stance_or_qualifiers_differ_the_row_is_flagged(other: Finding) -> None:
    (row,) = keep_decisions([other], [found(status=Status.ACCEPTED)])
    assert row.statement == other.statement
    assert (row.evidence.status, row.evidence.flag, row.evidence.curator) == (Status.ACCEPTED, Flag.REVIEW, "A. Curator")
    assert row.evidence.makes_edge


def test_only_a_curator_takes_the_review_flag_away() -> None:
    flagged = keep_decisions([found(Stance.HEDGED)], [found(status=Status.ACCEPTED)])
    assert keep_decisions([found(Stance.HEDGED)], flagged) == flagged


def test_a_decision_about_other_words_is_no_decision_about_these() -> None:
    """Never fuzzy: drug lists differ by one word."""
    new = found(passage="drug a treats", text=TEXT)
    old = found(status=Status.ACCEPTED)
    rows = keep_decisions([new], [old], {"s": TEXT})
    assert rows == sorted([new, replace(old, evidence=replace(old.evidence, flag=Flag.ORPHANED))])
    assert not rows[1].evidence.makes_edge or not rows[0].evidence.makes_edge


def test_a_resaved_page_keeps_its_decisions() -> None:
    """The normalised digest is the key: white space, case and punctuation may change, and so may offsets."""
    resaved = "x " * 9 + "Drug  A\ntreats ALL"
    new = found(passage="Drug  A\ntreats ALL", text=resaved)
    (row,) = keep_decisions([new], [found(status=Status.REJECTED)])
    assert row.evidence.passage == new.evidence.passage
    assert (row.evidence.status, row.evidence.flag) == (Status.REJECTED, Flag.NONE)


def test_an_orphan_comes_back_when_its_words_do() -> None:
    (orphan,) = keep_decisions([], [found(status=Status.ACCEPTED)])
    assert orphan.evidence.flag is Flag.ORPHANED
    assert keep_decisions([found()], [orphan]) == [found(status=Status.ACCEPTED)]


def test_undecided_rows_that_are_gone_go() -> None:
    assert keep_decisions([], [found(), found(status=Status.PROPOSED)]) == []


def test_a_decision_is_not_spread_to_a_row_that_stood_beside_it() -> None:
    hedged = found(Stance.HEDGED)
    accepted = found(status=Status.ACCEPTED)
    assert keep_decisions([found(), hedged], [accepted, hedged]) == sorted([accepted, hedged])


def test_each_of_two_statements_of_one_passage_keeps_its_decision() -> None:
    old = [found(status=Status.ACCEPTED), found(Stance.HEDGED, status=Status.REJECTED)]
    assert keep_decisions([found(), found(Stance.HEDGED)], old) == sorted(old)
    (row, orphan) = keep_decisions([found()], old)
    assert (row.evidence.status, row.evidence.flag) == (Status.ACCEPTED, Flag.NONE)
    assert (orphan.evidence.status, orphan.evidence.flag) == (Status.REJECTED, Flag.ORPHANED)


def test_decisions_about_two_passages_of_the_same_words_stay_where_they_are() -> None:
    text = f"{PASSAGE}. {PASSAGE}."
    first = found(text=text)
    second = replace(first, evidence=replace(first.evidence, passage=Span(19, 19 + len(PASSAGE))))

    def decided(row: Finding, status: Status) -> Finding:
        return replace(row, evidence=replace(row.evidence, status=status, curator="c", note="n"))

    old = [decided(first, Status.ACCEPTED), decided(second, Status.REJECTED)]
    assert keep_decisions([second, first], old) == sorted(old)


def test_a_decision_leaves_the_same_words_elsewhere_undecided_where_they_stood_before() -> None:
    text = f"{PASSAGE}. {PASSAGE}."
    first = found(text=text)
    second = replace(first, evidence=replace(first.evidence, passage=Span(19, 19 + len(PASSAGE))))
    rejected = replace(second, evidence=replace(second.evidence, status=Status.REJECTED, curator="c", note="n"))
    assert keep_decisions([first, second], [first, rejected]) == sorted([first, rejected])
    both = keep_decisions([first, second], [rejected])  # nobody had seen the first, and the decision is about its words
    assert [row.evidence.status for row in both] == [Status.REJECTED, Status.REJECTED]
    (moved,) = keep_decisions([first], [first, rejected])  # where the second is gone, the decision goes on with what still says it
    assert moved.evidence.status is Status.REJECTED


# --- added rows: nobody finds them again, so they stand by their passage


def test_an_added_row_stands_while_its_passage_does() -> None:
    added = found(status=Status.ADDED)
    assert keep_decisions([], [added], {"s": TEXT}) == [added]


def test_an_added_row_that_moved_is_found() -> None:
    (row,) = keep_decisions([], [found(status=Status.ADDED)], {"s": f"A new line.\n{TEXT}"})
    assert (row.evidence.passage.of(f"A new line.\n{TEXT}"), row.evidence.flag) == (PASSAGE, Flag.NONE)


def test_an_added_row_that_moved_without_its_context_is_flagged() -> None:
    added = found(status=Status.ADDED, context=(Span(0, 4),))
    (row,) = keep_decisions([], [added], {"s": f"A new line.\n{TEXT}"})
    assert row.evidence.passage.of(f"A new line.\n{TEXT}") == PASSAGE
    assert (row.evidence.flag, row.evidence.context) == (Flag.REVIEW, ())


def test_an_orphan_whose_words_are_back_at_another_place_is_none() -> None:
    orphan = found(status=Status.ADDED, flag=Flag.ORPHANED)
    (row,) = keep_decisions([], [orphan], {"s": f"A new line.\n{TEXT}"})
    assert (row.evidence.passage.of(f"A new line.\n{TEXT}"), row.evidence.flag) == (PASSAGE, Flag.NONE)


@pytest.mark.parametrize("words", ["drug  a\ntreats ALL", "\u201cDrug a\u201d treats all", "drug a (treats) all"])
def test_an_added_row_stands_by_its_words_however_a_new_copy_writes_them(words: str) -> None:
    text = f"A new line.\nSome words: {words}. And more of them."
    (row,) = keep_decisions([], [found(status=Status.ADDED)], {"s": text})
    assert (normalised(row.evidence.passage.of(text)), row.evidence.flag) == (PASSAGE, Flag.NONE)


@pytest.mark.parametrize("text", ["All else.", f"x {PASSAGE} {PASSAGE}"])
def test_an_added_row_whose_passage_is_gone_or_stands_twice_is_orphaned(text: str) -> None:
    (row,) = keep_decisions([], [found(status=Status.ADDED)], {"s": text})
    assert row.evidence.flag is Flag.ORPHANED


def test_an_added_row_keeps_its_curators_statement_when_something_else_is_found_there() -> None:
    added = found(Stance.HEDGED, status=Status.ADDED)
    (row,) = keep_decisions([found()], [added])
    assert (row.statement, row.evidence.status, row.evidence.flag) == (added.statement, Status.ADDED, Flag.REVIEW)


def test_an_added_row_that_is_seen_is_flagged_again_only_where_the_rule_says_something_new() -> None:
    """Its rule tells how it reads the passage, so that what a curator has settled stays settled."""
    added = found(Stance.HEDGED, status=Status.ADDED)
    phase = (("ag:qualifierPhase", "ag:x"),)
    (flagged,) = keep_decisions([found(rule="r/one")], [added])
    assert (flagged.evidence.rule, flagged.evidence.flag) == ("r/one (affirmed)", Flag.REVIEW)
    seen = decide(flagged, Status.ACCEPTED, "A. Curator", "seen")
    resaved = "x " * 9 + PASSAGE
    assert keep_decisions([found(rule="r/one")], [seen]) == [seen]
    assert [row.evidence.flag for row in keep_decisions([found(rule="r/one", text=resaved)], [seen])] == [Flag.NONE]
    for new in (found(rule="r/one", qualifiers=phase), found(Stance.NEGATED, rule="r/one"), found(rule="r/two")):
        assert [row.evidence.flag for row in keep_decisions([new], [seen])] == [Flag.REVIEW]
    (agreed,) = keep_decisions([found(Stance.HEDGED, rule="r/one")], [seen])
    assert (agreed.evidence.rule, agreed.evidence.flag) == ("r/one", Flag.NONE)
    assert [row.evidence.flag for row in keep_decisions([found(rule="r/one")], [agreed])] == [Flag.REVIEW]


def test_a_draft_gets_its_digests() -> None:
    added = found(status=Status.ADDED)
    draft = replace(added, evidence=replace(added.evidence, exact_digest="", normalised_digest=""))
    assert keep_decisions([], [draft], {"s": TEXT}) == [added]
    with pytest.raises(TableError, match="past the document's end"):
        keep_decisions([], [draft], {"s": "short"})


# --- laws

rows = st.builds(
    lambda stance, status, passage, flag: found(stance, passage, status=status, flag=flag if status in DECISIONS else Flag.NONE),
    st.sampled_from(Stance),
    st.sampled_from(Status),
    st.sampled_from([PASSAGE, "treats all", "Some words"]),
    st.sampled_from(Flag),
)

#: Rows of one key that differ in everything else: two places and a third where the text has moved from, section, context, curator.
TWICE = f"{TEXT} {TEXT}"
PLACES = (TWICE.find(PASSAGE), TWICE.rfind(PASSAGE), 3)


def undecided(row: Finding) -> Finding:
    return replace(row, evidence=replace(row.evidence, status=Status.EXTRACTED, flag=Flag.NONE, curator="", note=""))


def at(row: Finding, start: int, section: str, context: tuple[Span, ...], curator: str) -> Finding:
    evidence = replace(row.evidence, passage=Span(start, start + len(PASSAGE)), section=section, context=context)
    return replace(row, evidence=replace(evidence, curator=curator if row.evidence.status in DECISIONS else ""))


def spread(row: st.SearchStrategy[Finding], places: tuple[int, ...]) -> st.SearchStrategy[Finding]:
    contexts = st.sampled_from([(), (Span(0, 4),)])
    return st.builds(at, row, st.sampled_from(places), st.sampled_from(["", "A"]), contexts, st.sampled_from(["A. Curator", "B"]))


crowd = spread(rows.filter(lambda row: row.evidence.exact_digest == digest(PASSAGE)), PLACES)
fresh = rows.map(undecided)
fresh_crowd = spread(fresh.filter(lambda row: row.evidence.exact_digest == digest(PASSAGE)), PLACES[:2])

HEDGED_ADDED = found(Stance.HEDGED, "Some words", status=Status.ADDED)


@given(st.lists(fresh, max_size=5), st.lists(rows, max_size=5))
@example([found(passage="Some words")], [HEDGED_ADDED, found(Stance.HEDGED, "Some words", status=Status.ADDED, flag=Flag.ORPHANED)])
def test_a_second_reading_changes_nothing(new: list[Finding], old: list[Finding]) -> None:
    once = keep_decisions(new, old, {"s": TEXT})
    assert keep_decisions(new, once, {"s": TEXT}) == once


@given(st.lists(fresh_crowd, max_size=4), st.lists(crowd, max_size=4), st.sampled_from([TWICE, TEXT, None]))
@example([], [found(status=Status.ACCEPTED), at(found(status=Status.ADDED, flag=Flag.ORPHANED), 61, "", (), "B")], TEXT)
def test_a_second_reading_changes_nothing_where_many_decisions_are_near(new: list[Finding], old: list[Finding], text: str | None) -> None:
    texts = {"s": text} if text else None
    new = [row for row in new if text is None or row.evidence.passage.of(text) == PASSAGE]  # what is found stands there
    once = keep_decisions(new, old, texts)
    assert keep_decisions(new, once, texts) == once


def test_one_decision_in_two_rows_that_differ_by_their_flag_is_one() -> None:
    """A review flag stays; an orphan whose words stand is none."""
    for flag, kept in ((Flag.ORPHANED, Flag.NONE), (Flag.REVIEW, Flag.REVIEW)):
        twin = replace(HEDGED_ADDED, evidence=replace(HEDGED_ADDED.evidence, flag=flag))
        (row,) = keep_decisions([], [HEDGED_ADDED, twin], {"s": TEXT})
        assert row.evidence.flag is kept


@given(st.lists(fresh, max_size=5), st.lists(rows, max_size=5), st.randoms(use_true_random=False))
def test_order_does_not_matter(new: list[Finding], old: list[Finding], random: object) -> None:
    expected = keep_decisions(new, old, {"s": TEXT})
    random.shuffle(new)  # type: ignore[attr-defined]
    random.shuffle(old)  # type: ignore[attr-defined]
    assert keep_decisions(new, old, {"s": TEXT}) == expected


@given(st.lists(fresh, max_size=5), st.lists(rows, max_size=5))
def test_nothing_found_and_no_decision_is_lost(new: list[Finding], old: list[Finding]) -> None:
    kept = keep_decisions(new, old, {"s": TEXT})
    spots = {(row.evidence.passage, row.evidence.normalised_digest) for row in kept}
    assert {(row.evidence.passage, row.evidence.normalised_digest) for row in new} <= spots
    assert {row.evidence.status for row in old if row.evidence.status in DECISIONS} <= {row.evidence.status for row in kept} or new


# --- the tables of a run


def test_a_run_writes_the_tables_of_its_documents_and_leaves_the_others(tmp_path: Path) -> None:
    tables = tables_at(tmp_path)
    save(tables, [document(source="t")], [found(source="t")], [UnknownTerm("foomab", "t", Span(0, 4), "stem")])
    saved = save(tables, [document()], [found()], [UnknownTerm("barmab", "s", Span(0, 4), "stem")])
    assert saved == Saved(rows=1, changed=1, orphaned=0)
    assert read_findings(tmp_path) == [found(), found(source="t")]
    assert [source.id for source in read_sources(tables.sources)] == ["s", "t"]
    assert [term.term for term in read_unknown(tables.unknown)] == ["barmab", "foomab"]
    assert save(tables, [document()], [found()], []) == Saved(rows=1, changed=0, orphaned=0)
    assert [term.term for term in read_unknown(tables.unknown)] == ["foomab"]


def test_a_name_that_a_curator_has_added_is_unknown_no_more(tmp_path: Path) -> None:
    tables = tables_at(tmp_path)
    write_findings(tmp_path, "s", [replace(found(status=Status.ADDED), object_label="Barmab")])
    save(tables, [document()], [], [UnknownTerm("barmab", "s", Span(0, 4), "stem")])
    assert read_unknown(tables.unknown) == []


def test_a_run_counts_what_changed_and_what_it_orphaned(tmp_path: Path) -> None:
    tables = tables_at(tmp_path)
    write_findings(tmp_path, "s", [found(status=Status.ACCEPTED), found(passage="Some words")])
    assert save(tables, [document()], [], []) == Saved(rows=1, changed=2, orphaned=1, silent=("s.txt",))
    (row,) = read_table(tmp_path / "s.tsv")
    assert row.evidence.flag is Flag.ORPHANED


def test_a_document_that_says_nothing_has_an_empty_table(tmp_path: Path) -> None:
    assert save(tables_at(tmp_path), [document()], [], []).rows == 0
    assert (tmp_path / "s.tsv").is_file()


def test_a_wrong_table_stops_the_run_before_it_writes(tmp_path: Path) -> None:
    (tmp_path / "s.tsv").write_text("no table\n")
    with pytest.raises(TableError):
        save(tables_at(tmp_path), [document(source="a"), document()], [], [])
    assert [path.name for path in tmp_path.iterdir()] == ["s.tsv"]


# --- documents that take each other's names


def ids(*files: tuple[str, str]) -> list[Document]:
    return [document(text, name) for name, text in files]


def test_two_documents_that_change_names_keep_their_decisions(tmp_path: Path) -> None:
    tables = tables_at(tmp_path)
    first, second = f"{TEXT} One.", f"{TEXT} Two."
    save(tables, ids(("a", first), ("b", second)), [found(source="a"), found(source="b")], [])
    (row,) = read_table(tmp_path / "a.tsv")
    write_findings(tmp_path, "a", [replace(row, evidence=replace(row.evidence, status=Status.REJECTED, curator="C", note="n"))])
    saved = save(tables, ids(("a", second), ("b", first)), [found(source="a"), found(source="b")], [])
    assert saved.moved == {"a": "b", "b": "a"}
    assert [read_table(tmp_path / f"{name}.tsv")[0].evidence.status for name in "ab"] == [Status.EXTRACTED, Status.REJECTED]


def test_a_document_whose_name_another_one_took_keeps_its_decisions(tmp_path: Path) -> None:
    tables = tables_at(tmp_path)
    save(tables, ids(("a", TEXT)), [found(source="a", status=Status.EXTRACTED)], [])
    (row,) = read_table(tmp_path / "a.tsv")
    write_findings(tmp_path, "a", [replace(row, evidence=replace(row.evidence, status=Status.REJECTED, curator="C", note="n"))])
    saved = save(tables, ids(("a", "Another text."), ("old", TEXT)), [found(source="old")], [])
    assert (saved.moved, saved.orphaned) == ({"old": "a"}, 0)
    assert read_table(tmp_path / "old.tsv")[0].evidence.status is Status.REJECTED
    assert read_table(tmp_path / "a.tsv") == []
