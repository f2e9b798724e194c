"""At large: what is said of the disease at large where the document tells its kind."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence

from allgraph.reading.blocks import Block
from allgraph.reading.lexicon import Lexicon, Term
from allgraph.statements import Finding


def without_at_large(findings: Sequence[Finding], blocks: Sequence[Block], lexicon: Lexicon, of_section: Collection[str]) -> list[Finding]:
    """The findings without those of the disease at large where the document gives the same drug a kind or a state of it.

    `of_section` are the names of the rules that give a drug the disease of its section.
    """
    root = lexicon.marked("scopeDisease")
    return list(_told_of_kinds(list(_specific(findings, blocks, root)), lexicon.terms, root, of_section))


def _told_of_kinds(
    findings: Sequence[Finding], terms: Mapping[str, Term], root: frozenset[str], of_section: Collection[str]
) -> Iterator[Finding]:
    """The findings without those of drugs that only their section gives the disease at large, and the text gives a kind of it."""
    told = {
        finding.statement.subject
        for finding in findings
        if finding.statement.object not in root
        and finding.statement.object in terms
        and "ag:Disease" in terms[finding.statement.object].classes
        and finding.statement.relation == "ag:treats"
    }
    for finding in findings:
        subject, rule = finding.statement.subject, finding.evidence.rule
        kinds = terms[subject].classes if subject in terms else frozenset()
        drugs = not kinds.isdisjoint({"ag:Drug", "ag:DrugClass"}) and "ag:Modality" not in kinds
        if not drugs or subject not in told or finding.statement.object not in root or rule not in of_section:
            yield finding


def _specific(findings: Sequence[Finding], blocks: Sequence[Block], root: frozenset[str]) -> Iterator[Finding]:
    """The findings without "treats the disease at large" from a list's lead-in where the item itself tells the kind or the state."""

    def place(finding: Finding) -> tuple[str, str, int]:
        start = bisect_right(starts, finding.evidence.passage.start)
        return finding.statement.subject, finding.statement.relation, start

    starts = [block.span.start for block in blocks]
    narrow = {place(finding) for finding in findings if finding.statement.object not in root}
    for finding in findings:
        if finding.statement.object not in root or not finding.evidence.context or place(finding) not in narrow:
            yield finding
