"""Conditions: for whom a section says that a class of treatments is, which holds for the members that it then lists too.

"This group is for people with O. Members of it for the disease include: S, S": S treats the disease of those with O.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from allgraph.reading.blocks import Block
from allgraph.reading.lexicon import Lexicon
from allgraph.reading.qualifiers import narrowing
from allgraph.statements import Finding, Stance

_TREATS = "ag:treats"

#: What tells of which class a thing is.
_MEMBERSHIP = frozenset({"ag:hasDrugClass", "ag:subtypeOf"})

#: The rule that reads what stands behind a disease as a list of what is used in it: "C for O include S and S".
_LISTED = "treats/turned"


class ConditionReader:
    """Finds the listed uses that their section narrows before."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._root = lexicon.marked("scopeDisease")

    def narrowed(self, findings: Sequence[Finding], blocks: Sequence[Block]) -> dict[Finding, Finding]:
        """The findings of lists that say "treats the disease at large", each as the condition of its section narrows it."""
        listed = [one for one in findings if one.evidence.rule == _LISTED and one.statement.object in self._root]
        if not listed:
            return {}
        starts = [block.span.start for block in blocks]
        classes: dict[tuple[str, int], set[str]] = defaultdict(set)  # of what a block names
        uses: dict[tuple[str, object], list[Finding]] = defaultdict(list)  # of a treatment in a section
        for one in findings:
            place = bisect_right(starts, one.evidence.passage.start) - 1
            statement = one.statement
            if statement.relation in _MEMBERSHIP and statement.stance is Stance.AFFIRMED:
                classes[statement.subject, place].add(statement.object)
            elif statement.relation == _TREATS:
                uses[statement.subject, blocks[place].headings].append(one)
        found: dict[Finding, Finding] = {}
        for one in listed:
            place = bisect_right(starts, one.evidence.passage.start) - 1
            for kind in classes.get((one.statement.subject, place), ()):
                own = uses.get((kind, blocks[place].headings), ())
                leading = [use for use in own if _leads(use, one)]
                condition = self._condition([use for use in own if use not in leading], one)
                if condition:
                    at_large = (use for use in leading if use.statement.object in self._root)
                    found |= {use: self._under(use, condition) for use in (one, *at_large)}
        return found

    def _condition(self, uses: Sequence[Finding], listed: Finding) -> Finding | None:
        """What the section says before a list that the class is for, where that is one kind or state of the disease and no other."""
        before = [use for use in uses if use.evidence.passage.start < listed.evidence.passage.start]
        alone = len({use.statement.object for use in before}) == 1 and before[0].statement.object not in self._root
        known = alone and before[0].statement.object in self._lexicon.terms
        return before[0] if known and all(use.statement.stance is Stance.AFFIRMED for use in before) else None

    def _under(self, use: Finding, condition: Finding) -> Finding:
        """A use narrowed by a condition, which is a part then of what it rests on."""
        told = condition.statement
        pairs = {(name, told.object) for name in narrowing(self._lexicon.terms[told.object])}
        pairs.update(use.statement.qualifiers, told.qualifiers)
        return replace(
            use,
            statement=replace(use.statement, qualifiers=tuple(sorted(pairs))),
            evidence=replace(use.evidence, context=tuple(sorted({*use.evidence.context, condition.evidence.passage}))),
            qualifier_labels=tuple(sorted({*use.qualifier_labels, *condition.qualifier_labels})),
        )


def _leads(use: Finding, listed: Finding) -> bool:
    """Whether a use stands in the words that lead in a listed one, or in its own."""
    own = use.evidence.passage
    return any(own.start < run.end and run.start < own.end for run in (listed.evidence.passage, *listed.evidence.context))
