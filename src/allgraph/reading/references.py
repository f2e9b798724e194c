"""References: what a document cites, from the list under a heading such as "References" and where it says what it was adapted from."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from allgraph.reading.blocks import Block, Kind
from allgraph.reading.lexicon import Lexicon
from allgraph.texts import Span

#: A line of names and a year, as it stands below a title: "Some Society, 2021".
_BYLINE = re.compile(r"\b(?:19|20)\d\d[a-z]?\.?$")

#: "Smith J, Jones AB, et al." at the start of an entry.
_AUTHORS = re.compile(r"(?:[^\W\d_][\w'’-]+ [A-Z]{1,3}(?:, |\.|: |; | and )|.{0,120}?\bet al\.?)")

#: What stands between the authors and the title.
_BEHIND_AUTHORS = re.compile(r"(?:\.:|[.:]) (?:\((?:19|20)\d\d[a-z]?\)\.? )?")

#: A title of fewer words than this needs a year beside it, or it may be an item of another list.
_SHORTEST = 5

#: An entry whose byline stands alone takes so many lines, with a label over its title.
_ENTRY = 3

#: A line of at most so many words may be a title that stands alone.
_TITLE = 20

#: A publisher before a title, "NCI: Treatment", "Some Society (SoS) - Treatment", or the kind of work, "Guideline. Treatment"; and what
#: a book's title ends at.
_PUBLISHER = (
    r"[A-Z]{{2,6}}: (?=[A-Z])|(?=[A-Z])[^:\n–—-]{{0,60}}\b(?:{0})(?: \([A-Za-z]{{2,8}}\))? [–—-] (?=[A-Z])|(?P<kind>(?i:{1}))[.:] (?=[A-Z])"
)
_BOOK = re.compile(r",? \(?(?:\d+(?:st|nd|rd|th) [Ee]d(?:ition|\.)|ISBN\b)")

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

#: An entry has at most this many words; a longer block is prose again.
_LONGEST = 60

#: The work behind "adapted from": it begins with a capital letter and ends with its sentence or where its place is told.
_WORK = r"\s+(?:the\s+|a\s+)?(?P<title>[A-Z][^.;\n]{9,150}?)(?=\s+(?:on|at|by|in)\s+(?:\S+\.\w|http|the\b|[A-Z])|\s*[.;,\n]|\s*$)"

#: The year that ends an entry, behind its title, and what kind of work it is: "A handbook of care. 2024. Guideline".
_DATED = re.compile(r"\.?,? \(?(?:19|20)\d\d\)?\.?(?: [A-Z][\w-]+(?: [a-z]+){0,2}\.?)?$")

#: So in brackets, with what stands behind: "A handbook of care. (2024). example.org".
_IN_BRACKETS = re.compile(r"[.,]? \((?:(?:19|20)\d\d[a-z]?|n\.d\.)\)\.(?: .*)?$")

#: Where a work was published, in a few words with capitals before its year: ". N Engl J Med, 2024.", " – Some Journal, 2024".
_JOURNAL = re.compile(r"(?:(?<=\w{3})[.?!]| [–—]) (?:[A-Z][\w&-]*\.?(?: (?:of|and|the|in|for))* ?){1,6},? \(?(?:19|20)\d\d\b[^.]{0,30}\.?$")

#: So many words at least make a work's title; "adapted from NCI" names only who made it.
_FEWEST = 3

#: A title from so many words on is cut, to so many: a label is no place to quote from.
_CUT_FROM, _CUT_TO = 12, 8


def references(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> Iterator[tuple[Span, Span]]:
    """Each reference as the runs of its title and of the heading it stands under.

    The list ends where another heading stands, or where sentences say something; these are no references.
    """
    titles, verbs = lexicon.cue_set("referenceHeading"), lexicon.cue_set("finiteVerb")
    nouns, kinds = (
        "|".join(map(re.escape, sorted(texts))) for texts in (lexicon.cue_texts("publisherNoun"), lexicon.cue_texts("workKind"))
    )
    publisher = re.compile(_PUBLISHER.format(nouns, kinds))
    no_title = verbs | lexicon.cue_set("editingCue")
    heading: Span | None = None
    listed = False
    for place, block in enumerate(blocks):
        run = block.span.of(text)
        below = [bool(_BYLINE.search(other.span.of(text))) for other in blocks[place + 1 : place + 1 + _ENTRY]]
        if run.strip(": ").lower() in titles and (block.kind is Kind.HEADING or run.endswith(":")):
            heading, listed = block.span, False
        elif heading and (len(run.split()) > _LONGEST or (block.kind is Kind.HEADING and (listed or not any(below)))):
            heading = None
        elif heading and (block.kind is Kind.ITEM or _AUTHORS.match(run) or _is_bare(text, block, heading, no_title)):
            listed = True
            says = run.endswith(".") and not verbs.isdisjoint(run.lower().split()) and not _YEAR.search(run)
            if not says and (len(run.split()) >= _SHORTEST or _YEAR.search(run)):
                yield _title(text, block.span, publisher), heading
        elif heading and listed:
            heading = None  # the list is over
        elif heading and any(below[:1]) and not _BYLINE.search(run):
            yield block.span, heading


def adaptations(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> Iterator[tuple[Span, Span]]:
    """Each work that a document says it was adapted from, as the runs of its title and of the words that say so.

    >>> from allgraph.reading.outline import outline
    >>> text = "This page was adapted from the Handbook of Leukemia Care on example.org."
    >>> cues = Lexicon({}, (), {"adaptationCue": (("ag:Source", "adapted from"),)}, {})
    >>> [(title.of(text), told.of(text)) for title, told in adaptations(text, outline(text), cues)]
    [('Handbook of Leukemia Care', 'adapted from')]
    """
    cues = "|".join(re.escape(cue).replace(r"\ ", r"\s+") for cue in lexicon.cue_texts("adaptationCue"))
    if not cues:
        return
    said = re.compile(rf"\b(?i:(?P<told>(?:{cues})(?:\s+(?:{cues}))?)){_WORK}")
    for block in blocks:
        for found in said.finditer(text, block.span.start, block.span.end):
            if len(found["title"].split()) >= _FEWEST:
                yield Span(*found.span("title")), Span(*found.span("told"))


def _is_bare(text: str, block: Block, heading: Span, no_title: frozenset[str]) -> bool:
    """Whether a line right under the heading is a title without authors: "NCI: Treatment of a Disease (PDQ)"; "Last updated" is none."""
    words = block.span.of(text).split()
    if block.kind is not Kind.PARAGRAPH or block.headings[-1:] != (heading,) or len(words) > _TITLE:
        return False
    return words[-1][-1] not in ".:!" and not _BYLINE.search(words[-1]) and no_title.isdisjoint(word.lower().strip(":") for word in words)


def label(title: str, leading_on: Collection[str] = ()) -> str:
    """The label of a reference: its title; one of twelve words or more without what a colon adds, or else its first eight words.

    It does not end with one of the words that lead on.

    >>> label("A  short\\ntitle")
    'A short title'
    >>> label("A trial of two old drugs in adults: what was found in ten long years", {"in"})
    'A trial of two old drugs in adults'
    """
    words = title.split()
    if len(words) < _CUT_FROM:
        return " ".join(words)
    main = title.partition(": ")[0].split()
    kept = main if len(main) < _CUT_FROM else words[:_CUT_TO]
    while len(kept) > 1 and kept[-1].lower() in leading_on:
        kept.pop()
    return " ".join(kept)


def _title(text: str, entry: Span, publishers: re.Pattern[str]) -> Span:
    """The title in an entry: behind the authors or the publisher, up to the next full stop; the whole entry where it names none."""
    run = entry.of(text)
    authors, publisher = _AUTHORS.match(run), publishers.match(run)
    if publisher and publisher["kind"]:
        return _sentence(text, entry, publisher.end())
    if not authors:
        over = _BOOK.search(run) or _IN_BRACKETS.search(run) or _JOURNAL.search(run) or _DATED.search(run)
        return Span(entry.start + (publisher.end() if publisher else 0), entry.start + over.start() if over else entry.end)
    behind = _BEHIND_AUTHORS.search(run, max(0, authors.end() - len(". ")))  # the authors may have ended with it
    return _sentence(text, entry, behind.end()) if behind else entry


def _sentence(text: str, entry: Span, start: int) -> Span:
    """The run of an entry from an offset in it up to the next full stop."""
    run = entry.of(text)
    end = run.find(". ", start)
    return Span(entry.start + start, entry.start + (end if end >= 0 else len(run.rstrip(".")))).trimmed(text)
