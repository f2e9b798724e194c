"""Passages: the run of a sentence that shows a match, what it rests on elsewhere, and the evidence of both."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from allgraph.curation.tables import short_section
from allgraph.documents import Document
from allgraph.reading.frames import Frame
from allgraph.reading.matching import End, Match
from allgraph.statements import Evidence, Status
from allgraph.texts import Span, digest, normalised


def evidence(
    document: Document,
    headings: Sequence[Span],
    passage: Span,
    context: tuple[Span, ...] = (),
    rule: str = "",
    status: Status = Status.EXTRACTED,
) -> Evidence:
    """A passage of a document as the evidence for something, under the headings over it."""
    exact, words = _digests(passage.of(document.text))
    return Evidence(
        source=document.source.id,
        passage=passage,
        section=_section(document.text, tuple(headings)),
        context=context,
        exact_digest=exact,
        normalised_digest=words,
        rule=rule,
        status=status,
    )


@lru_cache(100)  # several findings of one sentence stand in the same passage
def _digests(run: str) -> tuple[str, str]:
    """The digests of a passage as it stands and of its words."""
    return digest(run), digest(normalised(run))


@lru_cache(1)  # the findings of one sentence come one after the other
def _section(text: str, headings: tuple[Span, ...]) -> str:
    return short_section([" ".join(span.of(text).split()) for span in headings])


def status(match: Match, runs: Sequence[Span]) -> Status:
    """The claim-fit gate: both ends and a cue must stand in the passage or its context, else the claim is only proposed."""
    named = all(any(run.covers(end.named.span) for run in runs) for end in (match.subject, match.object))
    return Status.EXTRACTED if named and not match.weak else Status.PROPOSED


def spans(text: str, frame: Frame, match: Match, told: tuple[int, ...]) -> tuple[Span, tuple[Span, ...]] | None:
    """The passage, which is the shortest run of the sentence that shows the claim, and the context it rests on elsewhere.

    `told` are the places of the words that deny or doubt it, without which the passage would say the opposite.
    None where all of it stands in the lead-in line, which is read as a sentence of its own.
    """
    ends = [end for end in (match.subject, match.object) if end.place >= 0]
    places = [*match.cues, *(end.place for end in ends)]
    own = [frame.elements[place] for place in places if frame.elements[place].segment == frame.own]
    if not own:
        return None
    own += [frame.elements[place] for place in told if frame.elements[place].segment == frame.own]
    runs = [element.span for element in own] + [end.named.span for end in ends if end.place >= 0 and _in_own(frame, end)]
    passage = _closed(text, Span(min(run.start for run in runs), max(run.end for run in runs)))
    passage = Span(passage.end - len(passage.of(text).lstrip(";:, \n")), passage.end)
    context = {frame.segments[element.segment] for place in (*places, *told) if (element := frame.elements[place]).segment != frame.own}
    for end in (match.subject, match.object):
        if end.above:
            context.add(end.above.span)
        if not passage.covers(end.named.span) and not any(span.covers(end.named.span) for span in context):
            context.add(end.named.span)
    return passage, tuple(sorted(context))


def _in_own(frame: Frame, end: End) -> bool:
    """Whether an end is named in the sentence itself: a pronoun's is named elsewhere."""
    return frame.elements[end.place].segment == frame.own and frame.sentence.span.covers(end.named.span)


def _closed(text: str, passage: Span) -> Span:
    """The passage with the bracket that closes right behind it, where it opened one."""
    run = passage.of(text)
    rest = text[passage.end : passage.end + 2]
    closing = rest.find(")")
    if run.count("(") > run.count(")") and closing >= 0 and not rest[:closing].strip("®™"):
        return Span(passage.start, passage.end + closing + 1)
    return passage
