"""Scope: which blocks of a document are about ALL, and which are about another disease, a shop, or nobody's illness in particular."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import takewhile

from allgraph.reading.blocks import Block, Kind
from allgraph.reading.headings import mentions_in
from allgraph.reading.lexicon import Lexicon, NameKind
from allgraph.reading.mentions import Mention
from allgraph.texts import Span

#: The options of a question whose answer stands below them: most of them are wrong.
_OPTIONS = re.compile(
    r"^[ \t]*[(\[]?a[.)\]] .*\n(?:.*\n){0,4}?[ \t]*[(\[]?b[.)\]] .*\n(?:.*\n){0,4}?[ \t]*[(\[]?c[.)\]] .*\n(?:.*\n){0,12}?"
    r"(?=\W*(?:correct |right )?(?:answers?|ans)\b)",
    re.MULTILINE | re.IGNORECASE,
)

#: So many different words of shops and forums make a page one of them.
_GENRE_WORDS = 3


class About(Enum):
    """What a block is about. MIXED is a page about a drug or a step: only what names ALL is a fact about ALL."""

    ALL = "all"
    MIXED = "mixed"
    OTHER = "other"
    NOTHING = "nothing"


class ScopeReader:
    """Tells what each block of a document is about: headings decide until the next of their level, the title where there is none.

    >>> from allgraph.reading.lexicon import Term
    >>> leukemia = Term("ag:aml", "AML", frozenset({"ag:Disease"}))
    >>> reader = ScopeReader(Lexicon({leukemia.curie: leukemia}, (), {"outsideScope": (("ag:aml", "true"),)}, {}))
    >>> mentions = [Mention(Span(0, 3), leukemia, NameKind.LABEL)]
    >>> reader.scopes("AML is treated.", [Block(Kind.PARAGRAPH, Span(0, 15))], mentions, title=[])
    (<About.OTHER: 'other'>, [<About.OTHER: 'other'>])
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._outside = lexicon.marked("outsideScope")
        self._generic = lexicon.marked("generic")
        self._silent, self._labels = lexicon.cue_pattern("silentHeading"), lexicon.cue_pattern("silentLabel")
        self._genre = lexicon.cue_pattern("genreCue")
        self._effects = lexicon.cue_pattern("effectCue")

    def scopes(
        self, text: str, blocks: Sequence[Block], mentions: Sequence[Mention], title: Sequence[Mention]
    ) -> tuple[About, list[About]]:
        """What the document is about, and each of its blocks in order; `title` holds the mentions in the title that the metadata give."""
        diseases = self._without_site_lines(text, blocks, mentions)
        if len(set(self._genre.findall(text.lower()))) >= _GENRE_WORDS:
            return About.NOTHING, [About.NOTHING] * len(blocks)
        whole = self._whole(blocks, diseases, _diseases(title))
        if not diseases and (self._is_of_drug(blocks, mentions) or (whole is About.OTHER and _has_phases(mentions))):
            whole = About.MIXED  # what a drug does it does whatever it is used against, and so does one of a protocol with phases
        others = [mention for mention in diseases if "ag:AdverseEffect" not in mention.term.classes]
        options = [Span(*found.span()) for found in _OPTIONS.finditer(text)]
        starts = [block.span.start for block in blocks]
        scopes: list[About] = []
        latest: About | None = None  # what the latest heading that names a disease is about
        for block in blocks:
            if block.kind is Kind.HEADING:
                latest = self._of(block.span, diseases) or latest
            # a list's lead-in line is held as the block that it ends
            led = [scopes[place] for lead in block.leads if 0 <= (place := bisect_right(starts, lead.start) - 1) < len(scopes)]
            # below another disease's heading one that names none may still be about it: a plain text does not show which stands under which
            around = About.MIXED if whole is About.ALL and latest is About.OTHER else whole
            is_option = any(run.covers(block.span) for run in options)
            scopes.append(About.NOTHING if is_option else self._scope(text, block, led[-1] if led else around, diseases, others))
        for place in range(len(blocks) - 1):  # and a line that leads a list in, as its items, of which one about ALL is enough
            if scopes[place] is About.MIXED and text[blocks[place].span.end - 1] == ":" and blocks[place + 1].leads:
                items = range(place + 1, 1 + place + sum(1 for _ in _led(blocks[place + 1 :], blocks[place])))
                scopes[place] = About.ALL if any(scopes[one] is About.ALL for one in items) else scopes[place + 1]
        return whole, scopes

    def _without_site_lines(self, text: str, blocks: Sequence[Block], mentions: Sequence[Mention]) -> list[Mention]:
        """The diseases named, without those in lines above the first that names ALL: a site's name, "Leukemia & Lymphoma Program".

        Only where no sentence, list or treatment stands between; else what stands above is a part of the text, as one on AML before ALL.
        """
        diseases = _diseases(mentions)
        for block in takewhile(lambda one: one.kind in (Kind.HEADING, Kind.PARAGRAPH) and text[one.span.end - 1] not in ".!?:", blocks):
            if self._of(block.span, diseases) is About.ALL:
                return [one for one in diseases if one.span.end > block.span.start]
            if any("ag:Treatment" in mention.term.classes for mention in mentions_in(block, mentions)):
                break
        return diseases

    def _is_of_drug(self, blocks: Sequence[Block], mentions: Sequence[Mention]) -> bool:
        """Whether the first heading of a page names one drug, maybe twice, and nothing else: "generumab (Drugex): side effects"."""
        first = next((block for block in blocks if block.kind is Kind.HEADING), None)
        named = {mention.term for mention in mentions if first and first.span.covers(mention.span)}
        told = [term for term in named if term.curie not in self._generic]
        return len(told) == 1 and "ag:Drug" in told[0].classes

    def others(self, mentions: Sequence[Mention]) -> list[int]:
        """Where other diseases are named, in order."""
        return [mention.span.start for mention in _diseases(mentions) if mention.term.curie in self._outside]

    def _whole(self, blocks: Sequence[Block], diseases: Sequence[Mention], title: Sequence[Mention]) -> About:
        """What the document is about: what its title or first heading names, else what it names most."""
        named = self._about(title)
        for block in blocks:
            if not named and block.kind is Kind.HEADING:
                named = self._of(block.span, diseases)
        own = sum(mention.term.curie not in self._outside for mention in diseases)
        if named or not own:
            return named or About.OTHER
        return About.ALL if 2 * own >= len(diseases) else About.MIXED

    def _of(self, span: Span, diseases: Sequence[Mention]) -> About | None:
        first = bisect_left(diseases, span.start, key=lambda mention: mention.span.start)
        last = bisect_left(diseases, span.end, key=lambda mention: mention.span.start)
        return self._about([mention for mention in diseases[first:last] if mention.span.end <= span.end])

    def _about(self, diseases: Sequence[Mention]) -> About | None:
        named = {mention.term.curie in self._outside for mention in diseases}
        return None if not named else About.OTHER if named == {True} else About.ALL

    def _scope(self, text: str, block: Block, whole: About, diseases: Sequence[Mention], others: Sequence[Mention]) -> About:
        """`others` are the diseases that are no effects of treatment too."""
        if any(self._silent.search(heading.of(text).lower()) for heading in block.headings):
            return About.NOTHING
        words = block.span.of(text).lower()
        if (label := self._labels.match(words)) and words[label.end() :].lstrip().startswith(":"):
            return About.NOTHING  # "Keywords: S; O" tells nothing of either
        around = (block.span, *reversed(block.leads))
        effects = any(self._effects.search(span.of(text).lower()) for span in around)
        headed = next((about for heading in reversed(block.headings) if (about := self._of(heading, diseases))), None)
        for span in around:
            named = self._of(span, others if effects else diseases)
            if named is About.ALL and headed is About.OTHER and self._compares(span, diseases):
                return headed  # "AML is treated longer than ALL" below the heading "AML"
            if named:
                return named
        return headed or whole

    def _compares(self, span: Span, diseases: Sequence[Mention]) -> bool:
        """Whether a run names another disease too, and does so first."""
        first = bisect_left(diseases, span.start, key=lambda mention: mention.span.start)
        return diseases[first].term.curie in self._outside


def _led(blocks: Sequence[Block], lead: Block) -> Iterator[Block]:
    """The blocks from the first on that a line leads in."""
    return takewhile(lambda block: any(lead.span.covers(span) for span in block.leads), blocks)


def _has_phases(mentions: Sequence[Mention]) -> bool:
    return any("ag:TreatmentPhase" in mention.term.classes for mention in mentions)


def _diseases(mentions: Sequence[Mention]) -> list[Mention]:
    return [mention for mention in mentions if mention.term.is_disease and mention.kind is not NameKind.MODIFIER]
