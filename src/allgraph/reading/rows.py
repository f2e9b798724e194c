"""Rows: short lines that name nothing but a phase or a kind of the disease, and stand over what follows as a table's row head does.

A table that was flattened to text has its row heads on lines of their own, without the look of a heading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from allgraph.reading.blocks import Block, Kind, parts, split
from allgraph.reading.headings import LABEL, LABEL_WORDS, RUN_IN, TREATING, is_one_drug, mentions_in, without
from allgraph.reading.lexicon import Lexicon
from allgraph.reading.mentions import Mention
from allgraph.texts import Span

#: A row head is short: it names one or two things. So are the cells behind it, and there are few.
_WORDS, _CELL_WORDS, _CELLS = 9, 90, 4

#: A line of a list in a cell has at most this many words.
_SHORT_WORDS = 12

#: A cell that holds a length of time alone: "8 weeks", "about 2–3 years".
_TIME = re.compile(r"(?:about |to |up to )?\d+(?:\s?[–-]\s?\d+)? (?:days?|weeks?|months?|years?)")

#: What a label may name, besides diseases, that says where the sentences behind it hold.
_SAYING_WHERE = frozenset({"ag:Population", "ag:TreatmentPhase"})

#: What notes are about that stands before a colon, with a brand or an abbreviation in brackets; a phase is read with what follows anyway.
_NOTED = frozenset({"ag:Drug", "ag:DrugClass", "ag:TransplantProcedure"})
_NOTE_LABEL = re.compile(r"(?:\s?\([^()]{1,40}\))?:(?=\s)")

#: What stands between two drugs that a cell tells the same of, or that are given together, with a brand behind the first.
_AND = re.compile(r"(?:\s*\([^()]*\))?(?:\s?(?:,|;|/|\+|&|\band|\bor|\bplus|\bwith|\bvs\.?|\bversus|\bfollowed by))+\s*")

#: What the head of a row may be of which a cell tells the values alone, and what parts these.
_FACTORS = frozenset({"ag:DecisionFactor", "ag:RiskFactor"})
_JOINT = re.compile(r"[,;] (?:or )?| or (?=[<>≤≥])")

#: What a label leads in has so many parts at least.
_PARTS = 2


def without_unclear_rows(text: str, blocks: Sequence[Block], mentions: Sequence[Mention]) -> list[Block]:
    """The blocks in which the cells of a treatment that nobody knows, or of several, say nothing but what their own words do.

    What a table tells of an unknown treatment is told of nothing that stands above the table, nor of treatment at large.
    """

    def is_unclear(block: Block) -> bool:
        return block.of_treatment and not _names_one(text, block.headings[-1], mentions)

    return [replace(block, headings=(), leads=(), in_row=False) if is_unclear(block) else block for block in blocks]


def without_named_statuses(blocks: Sequence[Block], mentions: Sequence[Mention]) -> list[Block]:
    """The blocks in which a cell that says how its row is held ("investigational") leads in the rest of it only where it names nothing.

    What it names, as "approved in adults" does, its own cell tells.
    """

    def names_more(status: Span | None) -> bool:
        return status is not None and bool(mentions_in(Block(Kind.ITEM, status), mentions))

    return [replace(block, leads=block.leads[1:], status=None) if names_more(block.status) else block for block in blocks]


def _names_one(text: str, span: Span, mentions: Sequence[Mention]) -> bool:
    """Whether a cell names a treatment or class, and a second drug beside it only as "S and S": brackets explain the name before them."""
    inside = mentions_in(Block(Kind.ITEM, span), mentions)
    outside = [one for one in inside if text.count("(", span.start, one.span.start) == text.count(")", span.start, one.span.start)]
    known = any(not one.term.classes.isdisjoint(TREATING) for one in inside)
    drugs = [one for one in outside if "ag:Drug" in one.term.classes]
    alone = len({one.term.curie for one in drugs}) <= 1
    others = [one.span for one in outside if one not in drugs]  # "S induction, then S"
    return known and (
        alone or all(_AND.fullmatch(_without(text, one.span.end, other.span.start, others)) for one, other in pairwise(drugs))
    )


def _without(text: str, start: int, end: int, spans: Sequence[Span]) -> str:
    """The run from `start` to `end` without the spans in it, and the space before each."""
    kept = []
    for span in (one for one in spans if start <= one.start and one.end <= end):
        kept.append(text[start : span.start].rstrip())
        start = span.end
    return "".join([*kept, text[start:end]])


def with_row_heads(text: str, blocks: Sequence[Block], mentions: Sequence[Mention], lexicon: Lexicon) -> list[Block]:
    """The blocks in which each row head is a heading over the blocks down to the next row head or heading, or to prose again."""
    labels = lexicon.cue_set("columnHead")
    found: list[Block] = []
    over: Span | None = None
    cells, of_people, is_tight, timed = 0, False, False, False
    for place, block in enumerate(blocks):
        if block.kind is Kind.HEADING or block.is_cell:
            over = None
            found.append(block)
        elif block.kind is Kind.PARAGRAPH and place + 1 < len(blocks) and _is_row_head(text, block, mentions, lexicon, labels):
            over, cells, timed = block.span, 0, False
            is_tight = not _is_apart(text, block, blocks[place + 1])
            of_people = any(
                "ag:Population" in mention.term.classes for mention in mentions_in(block, mentions)
            )  # it heads a list of its own
            found.append(replace(block, kind=Kind.HEADING, leads=()))
        else:
            in_row = any(_is_phase(heading, mentions) for heading in block.headings[-1:])  # below the head of a row of its own
            if is_tight and not in_row and place and _is_apart(text, blocks[place - 1], block):
                over = None  # the next row, whose head is not known, or what stands below the table
            lasts = _TIME.fullmatch(text, block.span.start, block.span.end) is not None
            if over and lasts and timed and found[-1].headings[-1:] == (over,):
                found[-1] = replace(found[-1], headings=found[-1].headings[:-1], in_row=False)  # a second time: it heads another row
                over = None
            timed = timed or lasts
            words = len(block.span.of(text).split())
            cells += words > _SHORT_WORDS  # a list in a cell has many short lines
            if cells > _CELLS or words > _CELL_WORDS:
                over = None
            found.append(replace(block, headings=(*block.headings, over), in_row=not of_people) if over else block)
    return found


def with_phase_rows(text: str, blocks: Sequence[Block], mentions: Sequence[Mention], lexicon: Lexicon) -> list[Block]:
    """The blocks in which a table's row that is about a phase heads those about drugs below it: "Induction" over "Vincristine".

    That is so in a table with at least two rows of each kind, where its first row is about a phase.
    """
    found: list[Block] = []
    for table in _tables(blocks):
        heads = [block for block in table if not block.is_cell]
        phases = [head.span for head in heads if _is_row_head(text, head, mentions, lexicon) and _is_phase(head.span, mentions)]
        drugs = sum(any("ag:Drug" in one.term.classes for one in mentions_in(head, mentions)) for head in heads if head.span not in phases)
        headed = min(len(phases), drugs) >= _PARTS and heads[0].span in phases
        over: tuple[Span, ...] = ()
        for block in table:
            own = block.headings[-1] if block.is_cell and block.headings else block.span
            over = (own,) if headed and own in phases else over
            above = max(0, len(block.headings) - block.is_cell)
            is_below = headed and own not in phases
            found.append(replace(block, headings=(*block.headings[:above], *over, *block.headings[above:])) if is_below else block)
    return found


def _tables(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The blocks of each table, the heads of its rows and their cells; and by itself each block that is in none."""
    table: list[Block] = []
    for place, block in enumerate(blocks):
        below = blocks[place + 1] if place + 1 < len(blocks) else None
        heads = block.kind is Kind.ITEM and below is not None and below.is_cell and below.headings[-1:] in ((), (block.span,))
        if table and not (heads or block.is_cell):
            yield table
            table = []
        if heads or block.is_cell:
            table.append(block)
        else:
            yield [block]
    if table:
        yield table


def with_row_names(text: str, blocks: Sequence[Block], mentions: Sequence[Mention], find: Callable[[str], list[Mention]]) -> list[Mention]:
    """The mentions with what cells name only beside the factor that heads their row: "Age" and "under 1 year", "Lineage" and "T-cell".

    `find` finds the mentions of a text of its own.
    """
    found = list(mentions)
    for block in (one for one in blocks if one.is_cell and one.headings):
        inside, over = mentions_in(block, mentions), block.headings[-1]
        if any("ag:Duration" not in one.term.classes for one in inside):
            continue
        heads = [one for one in find(over.of(text)) if not one.term.classes.isdisjoint(_FACTORS)]
        own = [_beside(text, part, one.span.of(over.of(text)), find) for one in heads[:1] for part in _members(text, block.span)]
        if any(own):
            across = [one for one in found if over.start <= one.span.start < over.end < one.span.end]
            head = replace(heads[0], span=Span(*(over.start + place for place in heads[0].span)))
            found = [one for one in found if one not in inside and one not in across] + [one for one in own if one]
            found += [head] if across else []
    return sorted(found, key=lambda one: one.span)


def _members(text: str, span: Span) -> list[Span]:
    """The parts of a cell that commas and the like part."""
    ends = [*(joint.span() for joint in _JOINT.finditer(text, span.start, span.end)), (span.end, span.end)]
    starts = [span.start, *(end for _, end in ends)]
    return [Span(start, end).trimmed(text) for start, (end, _) in zip(starts, ends, strict=False)]


def _beside(text: str, part: Span, head: str, find: Callable[[str], list[Mention]]) -> Mention | None:
    """What a part of a cell names behind or before the head of its row."""
    words = part.of(text)
    for run, joint in ((f"{head} {words}", len(head)), (f"{words} {head}", len(words))):
        for one in find(run):
            if one.span.start < joint < one.span.end:
                return replace(one, span=part)
    return None


def with_drug_items(text: str, blocks: Sequence[Block], mentions: Sequence[Mention]) -> list[Block]:
    """The blocks in which the items right below a heading that names one drug and nothing else are what a table's cells are to its row."""

    def told(block: Block) -> Block:
        if block.kind is not Kind.ITEM or not block.headings or not is_one_drug(text, block.headings[-1], mentions):
            return block
        more = block.leads[1:] if block.leads[:1] == block.headings[-1:] else block.leads  # the heading may lead in its list, too
        bare = not any(map(str.isalnum, without(text, block.span, mentions)))  # needs what leads it in: "foot drop"
        leads = block.leads if bare and not more else more
        return replace(block, leads=leads, in_row=block.in_row or not more)

    return [told(block) for block in blocks]


def with_labelled_parts(text: str, blocks: Sequence[Block], mentions: Sequence[Mention], lexicon: Lexicon) -> list[Block]:
    """The blocks in which a label leads in each part of its line; it names a treatment ("Generumab (Drugex): ...; ...") or is a known one.

    Notes tell a thing in parts that semicolons end, none of them a sentence; one of several sentences is no such line.
    """
    labels = lexicon.cue_set("columnHead")
    found: list[Block] = []
    starts = {mention.span.start: mention for mention in mentions if not mention.term.classes.isdisjoint(_NOTED)}
    for block in blocks:
        mention = starts.get(block.span.start)
        label = (
            _NOTE_LABEL.match(text, mention.span.end, block.span.end) if mention else LABEL.match(text, block.span.start, block.span.end)
        )
        if label and not mention and label[1].lower() not in labels:
            label = None
        runs = parts(text, Span(label.end(), block.span.end)) if label and block.kind is not Kind.HEADING else []
        if not label or len(runs) < _PARTS or len(split(text, block.span)) > 1:
            found.append(block)
            continue
        over = Span(block.span.start, label.end())
        found.append(replace(block, kind=Kind.ITEM, span=over))
        leads = (*block.leads, over)
        found += [replace(block, kind=Kind.ITEM, span=part, leads=leads) for part in runs]
    return found


def with_labels(text: str, blocks: Sequence[Block], mentions: Sequence[Mention], lexicon: Lexicon) -> list[Block]:
    """The blocks of several sentences with the label that opens them, where it names people, diseases or phases alone: "Adults: ...".

    It may end with a full stop, and then holds no verb but those of its names: "Induction. It takes four weeks", "ALL that came back. ...".
    """
    verbs = lexicon.cue_set("finiteVerb")

    def is_name(run_in: re.Match[str]) -> bool:
        told = without(text, Span(*run_in.span(1)), mentions).lower().split()
        return len(run_in[1].split()) <= LABEL_WORDS and verbs.isdisjoint(told)

    def label(block: Block) -> Span | None:
        found = LABEL.match(text, block.span.start, block.span.end)
        if found is None:
            found = RUN_IN.match(text, block.span.start, block.span.end)
            found = found if found and is_name(found) else None
        if found is None or block.kind is Kind.HEADING or len(split(text, block.span)) < _PARTS:
            return None
        inside = mentions_in(Block(block.kind, Span(*found.span(1))), mentions)
        only = all(one.term.is_disease or not one.term.classes.isdisjoint(_SAYING_WHERE) for one in inside)
        return Span(*found.span(1)) if inside and only else None

    return [replace(block, label=label(block)) for block in blocks]


def with_arms(text: str, blocks: Sequence[Block], mentions: Sequence[Mention], lexicon: Lexicon) -> list[Block]:
    """The blocks in which a label that names a phase ("Induction: ...") is a heading over the parts that follow ("Arm 1: ...")."""
    arms = lexicon.cue_texts("armLabel")
    found: list[Block] = []
    over: Span | None = None
    for block in blocks:
        run = block.span.of(text)
        label = LABEL.match(run)
        if block.kind is not Kind.HEADING and over and run.lower().startswith(arms):
            found.append(replace(block, headings=(*block.headings, over), in_row=True))
            continue
        if label or block.kind is Kind.HEADING:
            span = Span(block.span.start, block.span.start + (label.end(1) if label else 0))
            over = span if label and _is_row_head(text, replace(block, span=span), mentions, lexicon) else None
        found.append(block)
    return found


def _is_row_head(text: str, block: Block, mentions: Sequence[Mention], lexicon: Lexicon, labels: Collection[str] = frozenset()) -> bool:
    """Whether a block is short, names a phase or a disease, holds no other word that says anything, and is no value of `labels`."""
    run = block.span.of(text)
    if run.partition(":")[0].lower() in labels:
        return False  # "Phase: induction" tells of a drug
    if len(run.split()) > _WORDS or run[-1] in ".!?:;" or "\n" in run or any(lead.of(text).endswith(":") for lead in block.leads):
        return False
    inside = mentions_in(block, mentions)
    if not any("ag:TreatmentPhase" in mention.term.classes or mention.term.is_disease for mention in inside) or _lists(text, inside):
        return False
    colon = text.find(": ", block.span.start, block.span.end)
    if colon >= 0 and inside[0].span.end <= colon and any(mention.span.start > colon for mention in inside):
        return False  # "Induction: vincristine" is a label with its value
    told = "ag:Drug" in inside[0].term.classes and any(mention.term.is_disease for mention in inside)
    if told or text[block.span.start : max(colon, block.span.start)].lower() in lexicon.cue_set("purposeCue"):
        return False  # "Generumab, for people with B-cell ALL" tells a use; "For: B-cell ALL" that of what stands above it
    rest = without(text, block.span, inside)
    silent = lexicon.cue_set("rowFiller")
    return all(word in silent or word.isdigit() for word in re.findall(r"[^\W_]+", rest.lower()))


def _is_phase(heading: Span, mentions: Sequence[Mention]) -> bool:
    return any("ag:TreatmentPhase" in mention.term.classes for mention in mentions_in(Block(Kind.HEADING, heading), mentions))


def _is_apart(text: str, block: Block, below: Block) -> bool:
    """Whether an empty line stands between two blocks."""
    return text.count("\n", block.span.end, below.span.start) > 1


def _lists(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether names of diseases stand in a row with commas between: the value of a label ("B-cell ALL, T-cell ALL"), and no head."""
    return any(one.term.is_disease and text[one.span.end : other.span.start].strip() == "," for one, other in pairwise(mentions))
