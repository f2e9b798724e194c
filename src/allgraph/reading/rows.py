"""Rows: short lines that name nothing but a phase or a kind of the disease, and stand over what follows as a table's row head does.

A table that was flattened to text has its row heads on lines of their own, without the look of a heading.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from allgraph.reading.blocks import Block, Kind, parts, split
from allgraph.reading.lexicon import Lexicon
from allgraph.reading.mentions import Mention
from allgraph.texts import Span

#: A row head is short: it names one or two things. So are the cells behind it, and there are few.
_WORDS, _CELL_WORDS, _CELLS = 9, 90, 4

#: A line of a list in a cell has at most this many words.
_SHORT_WORDS = 12

#: A heading that is a label has at most this many words; one that asks for what it labels, and one that names an effect, some more.
_LABEL_WORDS, _QUESTION_WORDS, _EFFECT_WORDS = 5, 10, 7

#: How a heading begins that asks for what stands below it.
_ASKING = ("what ", "when ", "who ")

#: What a row may be about that tells of treatment.
_TREATING = frozenset({"ag:Treatment", "ag:DrugClass", "ag:TreatmentPhase"})

#: How often an effect comes, in figures, behind the word for it: "Common (may affect up to 1 in 10 people)", "Rare: fewer than 1 in 1,000".
_HOW_OFTEN = re.compile(r"\s*(?:side effects?|effects|reactions)?\s*[(:,]?[^():]*\b1 in (?:every )?\d[\d,. ]*(?: [a-z]+)*\)?$")

#: What a label may name, besides diseases, that says where the sentences behind it hold.
_SAYING_WHERE = frozenset({"ag:Population", "ag:TreatmentPhase"})

#: A record has so many lines with labels at least below the first, whose value may end as a biological's name does: "generumab-abcd".
_RECORD, _SUFFIX = 2, re.compile(r"(?:\s?\([^()]*\))?(?:-[a-z]{4})?$")

#: A short line that opens a paragraph with a full stop behind it, and so many of them at least.
_RUN_IN, _RUN_INS = re.compile(r"([A-Z][^.:!?\n]{2,60})\.\s+(?=[A-Z“\"])"), 2

#: A name with what a dash tells of it.
_DASHED = re.compile(r"([^\n:–—]{3,60}?)\s[–—-]\s(?=\S)")

#: What headings may be about, one part of another: "B-cell ALL", "Adults" and "Children".
_PARTED = ("ag:Population", "ag:TreatmentPhase", "ag:DiseaseState", "ag:Disease")

#: What notes are about that stands before a colon, with a brand or an abbreviation in brackets; a phase is read with what follows anyway.
_NOTED = frozenset({"ag:Drug", "ag:DrugClass", "ag:TransplantProcedure"})
_NOTE_LABEL = re.compile(r"(?:\s?\([^()]{1,40}\))?:(?=\s)")

#: What stands between two drugs that a cell tells the same of, with a brand behind the first.
_AND = re.compile(r"(?:\s*\([^()]*\))?(?:,| and| or|, and| &|\s?/)\s*")

#: What a label leads in has so many parts at least.
_PARTS = 2

_BARE = re.compile(r"^[ivx]+\. |\s*\([^()]*\)$")
_SHARE = re.compile(r"[<>≤≥]?\s?\d+(?:\.\d+)?\s?%?(?:\s?(?:-|to)\s?[<>≤≥]?\d+(?:\.\d+)?)?\s?%")

#: An item that only names a thing has at most so many words, with those in brackets behind the name.
_NAME_WORDS = 9

#: A label at the start of a block.
_LABEL = re.compile(r"([^:.\n]{3,60}):\s")


def without_unclear_rows(text: str, blocks: Sequence[Block], mentions: Sequence[Mention]) -> list[Block]:
    """The blocks in which the cells of a treatment that nobody knows, or of several, say nothing but what their own words do.

    What a table tells of an unknown treatment is told of nothing that stands above the table, nor of treatment at large.
    """

    def is_unclear(block: Block) -> bool:
        return block.of_treatment and not _names_one(text, block.headings[-1], mentions)

    return [replace(block, headings=(), leads=(), in_row=False) if is_unclear(block) else block for block in blocks]


def _names_one(text: str, span: Span, mentions: Sequence[Mention]) -> bool:
    """Whether a cell names a treatment or class, and a second drug beside it only as "S and S": brackets explain the name before them."""
    inside = _inside(Block(Kind.ITEM, span), mentions)
    outside = [one for one in inside if text.count("(", span.start, one.span.start) == text.count(")", span.start, one.span.start)]
    known = any(not one.term.classes.isdisjoint(_TREATING) for one in inside)
    drugs = [one for one in outside if "ag:Drug" in one.term.classes]
    alone = len({one.term.curie for one in drugs}) <= 1
    return known and (alone or all(_AND.fullmatch(text, one.span.end, other.span.start) for one, other in pairwise(drugs)))


def with_row_heads(text: str, blocks: Sequence[Block], mentions: Sequence[Mention], lexicon: Lexicon) -> list[Block]:
    """The blocks in which each row head is a heading over the blocks down to the next row head or heading, or to prose again."""
    silent, labels = lexicon.cue_set("rowFiller"), lexicon.cue_set("columnHead")
    found: list[Block] = []
    over: Span | None = None
    cells, of_people = 0, False
    for place, block in enumerate(blocks):
        if block.kind is Kind.HEADING or block.is_cell:
            over = None
            found.append(block)
        elif block.kind is Kind.PARAGRAPH and place + 1 < len(blocks) and _is_row_head(text, block, mentions, silent, labels):
            over, cells = block.span, 0
            of_people = any("ag:Population" in mention.term.classes for mention in _inside(block, mentions))  # it heads a list of its own
            found.append(replace(block, kind=Kind.HEADING, leads=()))
        else:
            words = len(block.span.of(text).split())
            cells += words > _SHORT_WORDS  # a list in a cell has many short lines
            if cells > _CELLS or words > _CELL_WORDS:
                over = None
            found.append(replace(block, headings=(*block.headings, over), in_row=not of_people) if over else block)
    return found


def with_label_headings(text: str, blocks: Sequence[Block], mentions: Sequence[Mention], lexicon: Lexicon) -> list[Block]:
    """The blocks in which a heading that is a label ("Side effects", "What are its side effects?") leads in what stands right under it.

    "Treatments" leads in a list of bare names. A label does so too where headings of how often ("Rare") or lead-in lines that say nothing
    ("These include:") come between; and a heading below it that names an effect alone is an item of its list.
    """
    labels, often = lexicon.cue_texts("labelHeading"), lexicon.cue_set("frequencyHeading")
    asking = lexicon.cue_texts("labelQuestion")
    silent = lexicon.cue_set("emptyLead") | often
    exact = lexicon.cue_set("exactLabel")
    lists = lexicon.cue_set("bareListHeading")
    found: list[Block] = []
    over: list[Span] = []  # the label, and the headings of how often below it
    for block in blocks:
        run = block.span.of(text)
        under = bool(block.headings) and _is_label(block.headings[-1].of(text), labels)
        if block.kind is Kind.HEADING:
            if _is_label(run, labels) or (run.endswith("?") and _is_label(run, asking)):
                over = [block.span]
            elif over and _names_effect(block, run, mentions):
                block = replace(block, kind=Kind.ITEM, leads=(over[0],))
            elif over and _is_one_of(run, often):
                over.append(block.span)
            else:
                over = []
        elif block.kind is Kind.PARAGRAPH and run.endswith(":") and any(label in run.lower() for label in labels):
            over = [split(text, block.span)[-1]]  # "if any of these side effects occur:", over headings of how often
        elif block.leads[1:] and _is_one_of(block.leads[-1].of(text), often) and _is_label(block.leads[-2].of(text), labels):
            block = replace(block, leads=block.leads[:-1])
        elif block.headings and all(
            _is_one_of(lead.of(text), silent) or (under and _names_effect(Block(Kind.ITEM, lead), lead.of(text), mentions))
            for lead in block.leads
        ):
            if block.headings[-1] in over:
                block = replace(block, leads=(over[0],), led=_told_of_label(text, block, mentions))
            elif (
                _is_label(block.headings[-1].of(text), labels)
                or _is_one_of(block.headings[-1].of(text), exact)
                or (block.kind is Kind.ITEM and _is_one_of(block.headings[-1].of(text), lists) and len(run.split()) <= _NAME_WORDS)
            ):
                block = replace(block, leads=block.headings[-1:])
        found.append(block)
    return found


def with_list_headings(text: str, blocks: Sequence[Block], mentions: Sequence[Mention], lexicon: Lexicon) -> list[Block]:
    """The blocks in which a heading that says what it lists ("Drugs approved for ...") leads in the bare names right under it.

    A name that stands alone there, or in two such lists, has the look of a heading, and is an item all the same.
    """
    listing = lexicon.cue_texts("listHeading")
    found: list[Block] = []
    over: list[Span] = []  # the headings over the list, of which the last says what it lists
    names: set[Span] = set()
    for place, block in enumerate(blocks):
        below = blocks[place + 1] if place + 1 < len(blocks) else block
        apart = "\n\n" in text[found[-1].span.end : block.span.start] if found else True
        has_section = apart and below.kind is not Kind.HEADING and not _is_bare_name(text, below, mentions)
        if block.kind is Kind.HEADING and block.span.of(text).lower().startswith(listing):
            over, names = [*block.headings, block.span], set()
        elif over and not has_section and names.issuperset(block.leads) and _is_bare_name(text, block, mentions):
            names.add(block.span)
            block = replace(block, kind=Kind.ITEM, headings=tuple(over), leads=(over[-1],))
        else:
            over = []
        found.append(block)
    return found


def with_labelled_values(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> list[Block]:
    """The blocks in which a line that only says what the next one is ("Trade names") leads it in; neither is a heading of what follows."""
    labels = lexicon.cue_set("valueLabel")
    found: list[Block] = []
    passed: set[Span] = set()
    label: Span | None = None
    for place, block in enumerate(blocks):
        run = block.span.of(text)
        own = tuple(heading for heading in block.headings if heading not in passed) if passed else block.headings
        alone = not block.is_cell or (
            block.headings[-1:] == (label,) and not any(label in one.headings for one in blocks[place + 1 : place + 2])
        )
        is_value = label is not None and run[-1] not in ".:?!" and alone
        is_label = not is_value and run.lower() in labels
        if label and is_value:
            found.append(replace(block, kind=Kind.ITEM, headings=own, leads=(label,)))
        else:
            found.append(replace(block, headings=own) if passed else block)
        passed |= {block.span} if is_label or is_value else set()
        label = block.span if is_label else None
    return found


def _is_bare_name(text: str, block: Block, mentions: Sequence[Mention]) -> bool:
    """Whether a block holds the name of a treatment and hardly a word besides: "Drugex (Generumab)"."""
    run, inside = block.span.of(text), _inside(block, mentions)
    if len(run.split()) > _NAME_WORDS or run[-1] in ".!?:;" or ":" in run:
        return False
    return any(not one.term.classes.isdisjoint(_TREATING - {"ag:TreatmentPhase"}) for one in inside[:1])


def _is_one_of(run: str, texts: Collection[str]) -> bool:
    """Whether a line is one of the texts, whatever figures it gives behind: "Common (may affect up to 1 in 10 people):"."""
    words = _BARE.sub("", run.lower().strip(" :"))
    return words in texts or _HOW_OFTEN.sub("", words) in texts or bool(_SHARE.fullmatch(words) and "often" in texts)


def with_drug_labels(text: str, blocks: Sequence[Block], mentions: Sequence[Mention], lexicon: Lexicon) -> list[Block]:
    """The blocks in which a line that only gives a page its drug stands as a heading over all that follows, up to another such line.

    That is a label with its value ("Generic name: generumab"), the value below such a label, or a drug's name on the page's first line.
    """
    labels = lexicon.cue_set("nameLabel")
    found: list[Block] = []
    over: tuple[Span, ...] = ()
    depth = 0  # of the line itself, in headings: what stands higher is about something else
    for place, block in enumerate(blocks):
        if block.kind is Kind.HEADING and len(block.headings) < depth:
            over, depth = (), 0
        label, colon, _ = block.span.of(text).partition(":")
        labelled = bool(colon) and label.strip().lower() in labels
        below = place > 0 and blocks[place - 1].span.of(text).strip(" :").lower() in labels
        first = place == 0 and block.kind is not Kind.HEADING
        value = Span(block.span.start + len(label) + 1, block.span.end) if labelled else block.span
        if (labelled or below or first) and _is_one_drug(text, value, mentions):
            found.append(replace(block, kind=Kind.HEADING, headings=(), leads=()))
            over, depth = (block.span,), len(block.headings)
        else:
            found.append(replace(block, headings=(*over, *block.headings)) if over else block)
    return found


def with_drug_items(text: str, blocks: Sequence[Block], mentions: Sequence[Mention]) -> list[Block]:
    """The blocks in which the items right below a heading that names one drug and nothing else are what a table's cells are to its row."""

    def is_cell(block: Block) -> bool:
        return block.kind is Kind.ITEM and bool(block.headings) and not block.leads and _is_one_drug(text, block.headings[-1], mentions)

    return [replace(block, in_row=True) if is_cell(block) else block for block in blocks]


def _is_one_drug(text: str, span: Span, mentions: Sequence[Mention]) -> bool:
    """Whether a short run names one drug and nothing else: "vincristine sulfate (VCR)"."""
    inside = _inside(Block(Kind.ITEM, span), mentions)
    only = bool(inside) and len({one.term.curie for one in inside}) == 1 and "ag:Drug" in inside[0].term.classes
    return only and len(span.of(text).split()) <= _LABEL_WORDS and span.of(text)[-1] not in ".!?"


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
            _NOTE_LABEL.match(text, mention.span.end, block.span.end) if mention else _LABEL.match(text, block.span.start, block.span.end)
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


def with_labels(text: str, blocks: Sequence[Block], mentions: Sequence[Mention]) -> list[Block]:
    """The blocks of several sentences with the label that opens them, where it names people, diseases or phases alone: "Adults: ..."."""

    def label(block: Block) -> Span | None:
        found = _LABEL.match(text, block.span.start, block.span.end)
        if found is None or block.kind is Kind.HEADING or len(split(text, block.span)) < _PARTS:
            return None
        inside = _inside(Block(block.kind, Span(*found.span(1))), mentions)
        only = all(one.term.is_disease or not one.term.classes.isdisjoint(_SAYING_WHERE) for one in inside)
        return Span(*found.span(1)) if inside and only else None

    return [replace(block, label=label(block)) for block in blocks]


def with_records(text: str, blocks: Sequence[Block], mentions: Sequence[Mention]) -> list[Block]:
    """The blocks in which the first of several lines of labels with values is a heading over the others, where it names what they tell of.

    "Stage: Induction", "How long: 4 weeks", "Where: at home". So is a drug's name that a dash parts from the way it is given, right over
    a line with a label: "Alphamab - into a vein", "May cause: fever".
    """
    found: list[Block] = []
    opened: set[Span] = set()  # what stands over the records until now
    over: tuple[Span, ...] = ()
    label = ""  # of the line that opened the record, which opens the next one too
    for place, block in enumerate(blocks):
        own = tuple(heading for heading in block.headings if heading not in opened)
        labelled = _LABEL.match(text, block.span.start, block.span.end)
        below = [_LABEL.match(text, one.span.start, one.span.end) for one in blocks[place + 1 : place + 1 + _RECORD]]
        again = labelled is not None and bool(over) and labelled[1] == label
        opens = labelled is not None and (again or (not over and all(below) and len(below) == _RECORD))
        head = _record_head(text, block, mentions) if opens else None
        way = _way_head(text, block, mentions) if below and below[0] else None
        if head or way:
            label = labelled[1] if labelled else ""
            over = (head or way or block.span,)
            opened |= {block.span, *over}
            found.append(Block(Kind.HEADING, over[0], own))
            found += [Block(Kind.ITEM, block.span, (*own, *over))] if way else []
        elif over and labelled:
            found.append(replace(block, kind=Kind.PARAGRAPH if block.kind is Kind.HEADING else block.kind, headings=(*own, *over)))
            opened |= {block.span}
        else:
            over = ()
            found.append(replace(block, headings=own))
    return found


def _record_head(text: str, block: Block, mentions: Sequence[Mention]) -> Span | None:
    """A line whose value names one drug or one phase and nothing else: "Generic name: generumab-abcd", "Stage: Induction"."""
    found = _LABEL.match(text, block.span.start, block.span.end)
    value = Span(found.end(), block.span.end) if found else block.span
    inside = _inside(Block(block.kind, value), mentions)
    if not found or len(found[1].split()) > _LABEL_WORDS or len({one.term.curie for one in inside}) != 1:
        return None
    bare = _SUFFIX.sub("", value.of(text)) == inside[0].span.of(text) or _is_one_drug(text, value, mentions)
    return block.span if bare and not inside[0].term.classes.isdisjoint({"ag:Drug", "ag:TreatmentPhase"}) else None


def _way_head(text: str, block: Block, mentions: Sequence[Mention]) -> Span | None:
    """The name that a dash parts from how it is given, in a short line: "Alphamab (Alphadex) - by mouth"."""
    found = _DASHED.match(text, block.span.start, block.span.end)
    name = Span(*found.span(1)) if found else block.span
    behind = _inside(Block(block.kind, Span(name.end, block.span.end)), mentions)
    is_way = bool(behind) and all("ag:Route" in one.term.classes for one in behind)
    return name if found and is_way and _is_one_drug(text, name, mentions) else None


def with_run_in_headings(text: str, blocks: Sequence[Block], mentions: Sequence[Mention], lexicon: Lexicon) -> list[Block]:
    """The blocks in which a name that opens a paragraph as a sentence of its own is a heading of it: "Induction therapy. It lasts ...".

    That is so where several paragraphs begin like that, and up to the next such or another heading.
    """
    verbs = lexicon.cue_set("finiteVerb")

    def run_in(block: Block) -> Span | None:
        found = _RUN_IN.match(text, block.span.start, block.span.end) if block.kind is Kind.PARAGRAPH and not block.is_cell else None
        words = found[1].lower().split() if found else []
        told = not verbs.isdisjoint(words) or len(words) > _LABEL_WORDS
        return Span(*found.span(1)) if found and not told and _inside(Block(block.kind, Span(*found.span(1))), mentions) else None

    heads = {block.span: head for block in blocks if (head := run_in(block))}
    if len({head.of(text) for head in heads.values()}) < _RUN_INS:
        return list(blocks)
    found: list[Block] = []
    over: tuple[Span, ...] = ()
    for block in blocks:
        if head := heads.get(block.span):
            over = (head,)
            rest = Span(head.end + 1, block.span.end).trimmed(text)
            found += [Block(Kind.HEADING, head, block.headings), replace(block, span=rest, headings=(*block.headings, head))]
        else:
            over = () if block.kind is Kind.HEADING else over
            found.append(replace(block, headings=(*block.headings, *over)))
    return found


def with_parts(blocks: Sequence[Block], mentions: Sequence[Mention], lexicon: Lexicon) -> list[Block]:
    """The blocks in which headings of one kind right below a heading of another, of the same level, are parts of what it names.

    "B-cell ALL" over "Adults" and "Children", "Children" over "Induction": that is so up to the next heading of another kind.
    """
    root = lexicon.marked("scopeDisease")
    found: list[Block] = []
    over, part, kind = Span(0, 0), Span(0, 0), ""
    for place, block in enumerate(blocks):
        if block.kind is Kind.HEADING and part not in block.headings:
            above = blocks[place - 1] if place else block
            own = _kind(block, mentions, root)
            opens = above.kind is Kind.HEADING and above.headings == block.headings and _kind(above, mentions, root) not in ("", own)
            if own and opens and above.span != over:
                over, kind = above.span, own
            elif own != kind:
                kind = ""
            part = block.span if kind else Span(0, 0)
        if kind and part == block.span:
            block = replace(block, headings=(*block.headings, over))
        elif kind and part in block.headings:
            at = block.headings.index(part)
            block = replace(block, headings=(*block.headings[:at], over, *block.headings[at:]))
        found.append(block)
    return found


def _kind(block: Block, mentions: Sequence[Mention], root: Collection[str]) -> str:
    """What a heading names alone: people, a phase, a state or a kind of the disease; "" where that is none or several of these."""
    named = (mention.term.classes for mention in _inside(block, mentions) if mention.term.curie not in root)
    kinds = {next((kind for kind in _PARTED if kind in classes), "") for classes in named if not classes.isdisjoint({*_PARTED, *_TREATING})}
    return kinds.pop() if len(kinds) == 1 else ""


def _is_label(run: str, labels: Collection[str]) -> bool:
    """Whether a heading holds one of the labels, and little else."""
    words, asks = _BARE.sub("", run).split(), run.endswith("?") and run.lower().startswith(_ASKING)
    return len(words) <= (_QUESTION_WORDS if asks else _LABEL_WORDS) and any(label in run.lower() for label in labels)


def _told_of_label(text: str, block: Block, mentions: Sequence[Mention]) -> frozenset[int]:
    """The places of the sentences of a paragraph that tell effects and name nothing that has them: what the label over them names has."""
    if block.kind is not Kind.PARAGRAPH:
        return frozenset()
    behind = [(place, Block(block.kind, sentence)) for place, sentence in enumerate(split(text, block.span)) if place]
    return frozenset(place for place, sentence in behind if _tells_effect(sentence, mentions))


def _names_effect(block: Block, run: str, mentions: Sequence[Mention]) -> bool:
    """Whether a heading is short and names an effect, and no treatment."""
    if len(run.split()) > _EFFECT_WORDS or run[-1] in "?!":
        return False
    return _tells_effect(block, mentions)


def _tells_effect(block: Block, mentions: Sequence[Mention]) -> bool:
    """Whether a block names an effect, and nothing that may have it."""
    classes = frozenset().union(*(mention.term.classes for mention in _inside(block, mentions)))
    return "ag:AdverseEffect" in classes and classes.isdisjoint({"ag:Treatment", "ag:DrugClass", "ag:Disease"})


def _inside(block: Block, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions in a block."""
    first = bisect_left(mentions, block.span.start, key=lambda mention: mention.span.start)
    last = bisect_left(mentions, block.span.end, key=lambda mention: mention.span.start)
    return [mention for mention in mentions[first:last] if mention.span.end <= block.span.end]


def with_arms(text: str, blocks: Sequence[Block], mentions: Sequence[Mention], lexicon: Lexicon) -> list[Block]:
    """The blocks in which a label that names a phase ("Induction: ...") is a heading over the parts that follow ("Arm 1: ...")."""
    silent, arms = lexicon.cue_set("rowFiller"), lexicon.cue_texts("armLabel")
    found: list[Block] = []
    over: Span | None = None
    for block in blocks:
        run = block.span.of(text)
        label = _LABEL.match(run)
        if block.kind is not Kind.HEADING and over and run.lower().startswith(arms):
            found.append(replace(block, headings=(*block.headings, over), in_row=True))
            continue
        if label or block.kind is Kind.HEADING:
            span = Span(block.span.start, block.span.start + (label.end(1) if label else 0))
            over = span if label and _is_row_head(text, replace(block, span=span), mentions, silent) else None
        found.append(block)
    return found


def _is_row_head(
    text: str, block: Block, mentions: Sequence[Mention], silent: Collection[str], labels: Collection[str] = frozenset()
) -> bool:
    """Whether a block is short, names a phase or a disease, holds no other word than those of `silent`, and is no value of `labels`."""
    run = block.span.of(text)
    if run.partition(":")[0].lower() in labels:
        return False  # "Phase: induction" tells of a drug
    if len(run.split()) > _WORDS or run[-1] in ".!?:;" or "\n" in run or any(lead.of(text).endswith(":") for lead in block.leads):
        return False
    inside = _inside(block, mentions)
    if not any("ag:TreatmentPhase" in mention.term.classes or mention.term.is_disease for mention in inside) or _lists(text, inside):
        return False
    colon = text.find(": ", block.span.start, block.span.end)
    if colon >= 0 and inside[0].span.end <= colon and any(mention.span.start > colon for mention in inside):
        return False  # "Induction: vincristine" is a label with its value
    rest = list(run)
    for mention in inside:
        start, end = mention.span.start - block.span.start, mention.span.end - block.span.start
        rest[start:end] = " " * (end - start)
    return all(word in silent or word.isdigit() for word in re.findall(r"[^\W_]+", "".join(rest).lower()))


def _lists(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether names of diseases stand in a row with commas between: the value of a label ("B-cell ALL, T-cell ALL"), and no head."""
    return any(one.term.is_disease and text[one.span.end : other.span.start].strip() == "," for one, other in pairwise(mentions))
