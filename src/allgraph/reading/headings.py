"""Headings: lines that stand over what follows them though nothing in their looks says so, and what they lead in.

An outline finds headings by how they look. Others show by what they name: labels with their values, names that open paragraphs, drugs that
head what is told of them; and of some that stand side by side one is a part of the other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from allgraph.reading.blocks import Block, Kind, split
from allgraph.reading.lexicon import Lexicon, NameKind
from allgraph.reading.mentions import Mention
from allgraph.reading.titles import COLON
from allgraph.texts import Span

#: A heading that is a label has at most this many words; one that asks for what it labels, and one that names an effect, some more.
LABEL_WORDS, _QUESTION_WORDS, _EFFECT_WORDS = 5, 10, 7

#: How a heading begins that asks for what stands below it.
_ASKING = ("how ", "what ", "when ", "which ", "who ")

#: What a row may be about that tells of treatment.
TREATING = frozenset({"ag:Treatment", "ag:DrugClass", "ag:TreatmentPhase"})

#: How often an effect comes, in figures, behind the word for it: "Common (may affect up to 1 in 10 people)", "Rare: fewer than 1 in 1,000".
_HOW_OFTEN = re.compile(r"\s*(?:side effects?|effects|reactions)?\s*[(:,]?[^():]*\b1 in (?:every )?\d[\d,. ]*(?: [a-z]+)*\)?$")

#: So many headings of a leaflet name its drug at least.
_LEAFLET_HEADS = 2

#: A record has so many lines with labels at least below the first, whose value may end as a biological's name does: "generumab-abcd".
_RECORD, _SUFFIX = 2, re.compile(r"(?:\s?\([^()]*\))?(?:-[a-z]{4})?$")

#: A short line that opens a paragraph with a full stop behind it, so many of them at least, and its words at most.
RUN_IN, _RUN_INS, _RUN_IN_WORDS = re.compile(r"([A-Z][^.:!?\n]{2,60})\.(?:\s+(?=[A-Z“\"])|(?<=[a-z)]\.)(?=[A-Z][a-z]))"), 2, 8

#: The word right behind a name, as the verb of a sentence is; verbs by the form of it; and the cues that list others.
_NEXT_WORD, _SINGULAR = re.compile(r"[®™)]* ([a-z]+) ?"), re.compile(r"[a-rt-z]s$")
_TELLING = ("actingVerb", "affectVerb", "causingVerb", "harmVerb", "ownVerb", "receiveVerb", "singularVerb")

#: A name with what a dash tells of it.
_DASHED = re.compile(r"([^\n:–—]{3,60}?)\s[–—-]\s(?=\S)")

#: What headings may be about, one part of another: "B-cell ALL", "Adults" and "Children".
_PARTED = ("ag:Population", "ag:TreatmentPhase", "ag:DiseaseState", "ag:Disease")

#: What stands before the name of the drug that a label is about: "Indications for S".
_OF_NAME = re.compile(r"\s+(?:for|of)$")
_BARE = re.compile(r"^[ivx]+\. |\s*\([^()]*\)$")
_SHARE = re.compile(r"[<>≤≥]?\s?\d+(?:\.\d+)?\s?%?(?:\s?(?:-|to)\s?[<>≤≥]?\d+(?:\.\d+)?)?\s?%")

#: An item that only names a thing has at most so many words, with those in brackets behind the name.
_NAME_WORDS = 9

#: How a label opens that bids people do something: "Call your doctor for these side effects".
_URGING = ("call ", "contact ", "report ", "tell ")

#: What the first line of a page that names any such thing is about.
_TOLD = frozenset({"ag:Treatment", "ag:DrugClass", "ag:Disease", "ag:DiseaseState", "ag:TreatmentPhase"})

#: What says which phase a section is about.
_CALLED = re.compile(
    r"\b(?:This|The first|The second|The third|The next|The last) (?:\w+ )?(?:block|part|period|phase|stage|step)(?: of treatment)? "
    r"is (?:called |known as |named )(?:the )?"
)

#: A label at the start of a block.
LABEL = re.compile(r"([^:.\n]{3,60}):\s")


def with_spaced_effects(text: str, blocks: Sequence[Block], mentions: Sequence[Mention], lexicon: Lexicon) -> list[Block]:
    """The blocks in which lines that stand apart and tell an effect are items of the label that leads them in, up to a line of prose.

    "Other side effects may include:" over "Fever" and "Few white cells which may make people prone to infections".
    """
    labels, often = lexicon.cue_texts("labelHeading"), lexicon.cue_set("frequencyHeading")
    found: list[Block] = []
    leads: tuple[Span, ...] = ()
    items: set[Span] = set()
    for block in blocks:
        run = block.span.of(text)
        if block.kind is Kind.PARAGRAPH and run.endswith(":") and any(label in run.lower() for label in labels):
            leads = (split(text, block.span)[-1],)
        elif run[-1] in ".!?:" and not _is_one_of(run, often):
            leads = ()
        elif leads and block.leads in ((), leads) and _tells_effect(block, mentions):
            block = replace(block, kind=Kind.ITEM, leads=leads)
            items.add(block.span)
        found.append(replace(block, headings=tuple(span for span in block.headings if span not in items)) if items else block)
    return found


def with_labelled_lists(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> list[Block]:
    """The blocks in which a paragraph that is no more than a label ("Side effects") leads in the items right under it."""
    labels = lexicon.cue_texts("labelHeading")
    found: list[Block] = []
    label: Span | None = None
    for block in blocks:
        if block.kind is not Kind.ITEM:
            run = block.span.of(text)
            told = ":" in run.rstrip(":")  # "Side effects: nausea" tells what it leads in
            label = block.span if block.kind is Kind.PARAGRAPH and not told and _is_label(run, labels) else None
        elif label and not block.leads:
            block = replace(block, leads=(label,))
        found.append(block)
    return found


def with_label_headings(text: str, blocks: Sequence[Block], mentions: Sequence[Mention], lexicon: Lexicon) -> list[Block]:
    """The blocks in which a heading that is a label ("Side effects", "What are its side effects?") leads in what stands right under it.

    "Treatments" leads in a list of bare names. A label does so too where headings of how often ("Rare") or lead-in lines come between that
    say nothing ("These include:", "If you have any of these symptoms:"); and a heading below it that names an effect alone is an item.
    """
    return _LabelReader(text, mentions, lexicon).read(blocks)


class _LabelReader:
    """Reads the labels of one text."""

    def __init__(self, text: str, mentions: Sequence[Mention], lexicon: Lexicon) -> None:
        self._text = text
        self._mentions = mentions
        self._labels, self._often = lexicon.cue_texts("labelHeading"), lexicon.cue_set("frequencyHeading")
        self._asking = lexicon.cue_texts("labelQuestion")
        self._silent, self._pointing = lexicon.cue_set("emptyLead") | self._often, lexicon.cue_pattern("pointingLead")
        self._exact, self._doubting = lexicon.cue_set("exactLabel"), lexicon.cue_pattern("doubtingLead")
        self._per_drug, self._lists = lexicon.cue_pattern("perDrugLabel"), lexicon.cue_set("bareListHeading")

    def read(self, blocks: Sequence[Block]) -> list[Block]:
        """The blocks with what their labels lead in."""
        found: list[Block] = []
        over: list[Span] = []  # the label, and below it the headings of how often, or of the drugs that have their own
        for block in blocks:
            run = block.span.of(self._text)
            if block.kind is Kind.HEADING:
                block, over = self._headed(block, run, over)
            elif self._leads_in(block, run):
                over = [split(self._text, block.span)[-1]]  # "if any of these side effects occur:", over headings of how often
            elif block.leads[1:] and _is_one_of(self._of(block.leads[-1]), self._often) and self._is_label(block.leads[-2]):
                block = replace(block, leads=block.leads[:-1])
            elif block.headings and not self._doubts(block, over) and not self._is_link(block) and self._is_unled(block):
                block = self._led(block, run, over, found)
            found.append(block)
        return found

    def _of(self, span: Span) -> str:
        return span.of(self._text)

    def _is_label(self, span: Span) -> bool:
        return _is_label(self._of(span), self._labels)

    def _headed(self, block: Block, run: str, over: list[Span]) -> tuple[Block, list[Span]]:
        """A heading, and what it leaves of the label over it: "Side effects, drug by drug" leads in what stands below "Generumab" too."""
        if _is_label(run, self._labels) or (run.endswith("?") and _is_label(run, self._asking)):
            return block, [block.span]
        if over and _names_effect(block, run, self._mentions):
            return replace(block, kind=Kind.ITEM, leads=(over[0],)), over
        own = bool(over) and self._per_drug.search(self._of(over[0]).lower()) and _is_bare_name(self._text, block, self._mentions)
        return block, [*over, block.span] if own or (over and _is_one_of(run, self._often)) else []

    def _leads_in(self, block: Block, run: str) -> bool:
        """Whether a line that is no heading is a label of what stands below it."""
        told = run.lower()
        ends = run.endswith(":") or (run[-1] not in ".!?" and self._per_drug.search(told) is not None)
        return block.kind is Kind.PARAGRAPH and ends and any(label in told for label in self._labels)

    def _doubts(self, block: Block, over: Sequence[Span]) -> bool:
        """Whether a line leads a block in with a doubt, which the label over it does not have."""
        return bool(over) and over[0] in block.leads and self._doubting.search(self._of(over[0]).lower()) is not None

    def _is_link(self, block: Block) -> bool:
        """Whether a bar parts an item that names nothing from another in its line, as at the foot of a page: "Unsubscribe | Site map"."""
        before, behind = self._text[: block.span.start].rstrip(" "), self._text[block.span.end :].lstrip(" ")
        barred = before.endswith("|") or behind.startswith("|")
        return barred and block.kind is Kind.ITEM and not mentions_in(block, self._mentions)

    def _is_unled(self, block: Block) -> bool:
        """Whether the lines that lead a block in say nothing of their own."""
        under = self._is_label(block.headings[-1])
        return all(
            _is_one_of(self._of(lead), self._silent)
            or self._pointing.search(self._of(lead).lower())
            or (under and _names_effect(Block(Kind.ITEM, lead), self._of(lead), self._mentions))
            for lead in block.leads
        )

    def _led(self, block: Block, run: str, over: Sequence[Span], found: Sequence[Block]) -> Block:
        """A block that the label over it leads in, but for prose below the list that it leads in."""
        if _goes_on_apart(found[-1:], block, self._mentions):
            return block
        heading = block.headings[-1]
        if heading in over:
            return replace(block, leads=(over[0],), led=_told_of_label(self._text, block, self._mentions))
        bare = block.kind is Kind.ITEM or any(one.span == block.span for one in mentions_in(block, self._mentions))
        listed = bare and _is_one_of(self._of(heading), self._lists) and len(run.split()) <= _NAME_WORDS
        exact = _is_one_of(_OF_NAME.sub("", without(self._text, heading, self._mentions).strip(" :")), self._exact)
        return replace(block, leads=block.headings[-1:]) if self._is_label(heading) or exact or listed else block


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


def with_labelled_values(text: str, blocks: Sequence[Block], mentions: Sequence[Mention], lexicon: Lexicon) -> list[Block]:
    """The blocks in which a line that only says what the next one is ("Trade names") leads it in; neither is a heading of what follows.

    Brands that stand alone right below the first are led in too.
    """
    labels = lexicon.cue_set("valueLabel")
    found: list[Block] = []
    passed: set[Span] = set()
    label: Span | None = None
    for place, block in enumerate(blocks):
        run = block.span.of(text)
        alone = not block.is_cell or (
            block.headings[-1:] == (label,) and not any(label in one.headings for one in blocks[place + 1 : place + 2])
        )
        is_value = label is not None and run[-1] not in ".:?!" and alone
        is_label = not is_value and run.lower() in labels
        passed |= {label, block.span} if label and is_value else set()
        own = tuple(heading for heading in block.headings if heading not in passed) if passed else block.headings
        if label and is_value:
            found.append(replace(block, kind=Kind.ITEM, headings=own, leads=(label,)))
        else:
            found.append(replace(block, headings=own) if passed else block)
        further = blocks[place + 1 : place + 2] if is_value else ()
        label = block.span if is_label else label if any(_is_brand(text, one, mentions) for one in further) else None
    return found


def _is_brand(text: str, block: Block, mentions: Sequence[Mention]) -> bool:
    """Whether a block is the brand of a drug and nothing else."""
    inside = mentions_in(block, mentions)
    return len(inside) == 1 and inside[0].kind is NameKind.BRAND and not re.search(r"\w", without(text, block.span, mentions))


def _is_bare_name(text: str, block: Block, mentions: Sequence[Mention]) -> bool:
    """Whether a block holds the name of a treatment and hardly a word besides: "Drugex (Generumab)"."""
    run, inside = block.span.of(text), mentions_in(block, mentions)
    if len(run.split()) > _NAME_WORDS or run[-1] in ".!?:;" or ":" in run:
        return False
    return any(not one.term.classes.isdisjoint(TREATING - {"ag:TreatmentPhase"}) for one in inside[:1])


def without(text: str, span: Span, mentions: Sequence[Mention]) -> str:
    """A run of the text with spaces in place of the names in it."""
    rest = list(span.of(text))
    for mention in mentions_in(Block(Kind.ITEM, span), mentions):
        start, end = mention.span.start - span.start, mention.span.end - span.start
        rest[start:end] = " " * (end - start)
    return "".join(rest)


def _is_one_of(run: str, texts: Collection[str]) -> bool:
    """Whether a line is one of the texts, whatever figures it gives behind: "Common (may affect up to 1 in 10 people):"."""
    words = _BARE.sub("", run.lower().strip(" :"))
    kind = _HOW_OFTEN.sub("", words) if "1 in " in words else words  # most lines are long, and it is sought from each place in them
    return kind in texts or words in texts or bool(_SHARE.fullmatch(words) and "often" in texts)


def with_drug_labels(text: str, blocks: Sequence[Block], mentions: Sequence[Mention], lexicon: Lexicon) -> list[Block]:
    """The blocks in which a line that only gives a page its drug stands as a heading over all that follows, up to another such line.

    That is a label with its value ("Generic name: generumab"), the value below such a label, or a drug's name on the page's first line
    that names a treatment or a disease.
    """
    labels = lexicon.cue_set("nameLabel")
    found: list[Block] = []
    over: tuple[Span, ...] = ()
    depth = 0  # of the line itself, in headings: what stands higher is about something else
    told = False  # whether a block names what such pages are about; the site's name may stand before the drug's
    for place, block in enumerate(blocks):
        if block.kind is Kind.HEADING and len(block.headings) < depth:
            over, depth = (), 0
        label, colon, _ = block.span.of(text).partition(":")
        labelled = bool(colon) and label.strip().lower() in labels
        below = place > 0 and blocks[place - 1].span.of(text).strip(" :").lower() in labels
        first = not told and block.kind is not Kind.HEADING
        told = told or any(not mention.term.classes.isdisjoint(_TOLD) for mention in mentions_in(block, mentions))
        value = Span(block.span.start + len(label) + 1, block.span.end) if labelled else block.span
        if (labelled or below) and value.of(text).endswith("."):
            value = Span(value.start, value.end - 1)
        if (labelled or below or first) and is_one_drug(text, value, mentions):
            found.append(replace(block, kind=Kind.HEADING, headings=(), leads=()))
            own = len(block.headings) - (place > 0 and blocks[place - 1].span in block.headings)  # its label is no heading of its own
            over, depth = (block.span,), 0 if first else own
        elif labelled and over and over[0].of(text).partition(":")[0] == label:
            over, depth = (), 0  # another thing, whatever it is
            found.append(block)
        else:
            found.append(replace(block, headings=(*over, *block.headings)) if over else block)
    return found


def with_leaflet_drug(blocks: Sequence[Block], mentions: Sequence[Mention]) -> list[Block]:
    """The blocks of a leaflet, over all of which stands the first heading with its drug: they repeat it, and name no other treatment.

    "What Drugex is and what it is used for", "How to take Drugex", "Possible side effects".
    """
    heads = [block for block in blocks if block.kind is Kind.HEADING]
    naming = [head for head in heads if any("ag:Drug" in one.term.classes for one in mentions_in(head, mentions))]
    others = {one.term.curie for head in heads for one in mentions_in(head, mentions) if not one.term.classes.isdisjoint(TREATING)}
    if len(naming) < _LEAFLET_HEADS or len(others) > 1:
        return list(blocks)
    first = naming[0]
    return [
        block
        if block.span.start <= first.span.start or first.span in block.headings
        else replace(block, headings=(first.span, *block.headings))
        for block in blocks
    ]


def with_subtitles(text: str, blocks: Sequence[Block], mentions: Sequence[Mention], lexicon: Lexicon) -> list[Block]:
    """The blocks in which the heading right below a drug's that names nothing but classes of that is a line that says what the drug is.

    "Vincristine" over "Vinca alkaloid (antineoplastic)".
    """
    found: list[Block] = []
    below: dict[Span, Span] = {}  # such lines, and the heading of the drug
    for place, block in enumerate(blocks):
        above = blocks[place - 1] if place else block
        if block.kind is Kind.HEADING and above.kind is Kind.HEADING and is_one_drug(text, above.span, mentions):
            own = mentions_in(block, mentions)
            known = lexicon.classes_of_one_drug(one.term for one in mentions_in(above, mentions))
            if any(one.term.curie in known for one in own) and all("ag:DrugClass" in one.term.classes for one in own):
                below[block.span] = above.span
        over = (*block.headings, block.span) if block.span in below else block.headings
        headings = tuple(dict.fromkeys(below.get(heading, heading) for heading in over))
        found.append(replace(block, kind=Kind.PARAGRAPH if block.span in below else block.kind, headings=headings))
    return found


def is_one_drug(text: str, span: Span, mentions: Sequence[Mention]) -> bool:
    """Whether a short run names one drug and nothing else but its form: "vincristine sulfate (VCR)", "generumab tablets"."""
    inside = [one for one in mentions_in(Block(Kind.ITEM, span), mentions) if "ag:Route" not in one.term.classes]
    only = bool(inside) and len({one.term.curie for one in inside}) == 1 and "ag:Drug" in inside[0].term.classes
    return only and len(span.of(text).split()) <= LABEL_WORDS and span.of(text)[-1] not in ".!?"


def with_records(text: str, blocks: Sequence[Block], mentions: Sequence[Mention]) -> list[Block]:
    """The blocks in which the first of several lines of labels with values is a heading over the others, where it names what they tell of.

    "Stage: Induction", "How long: 4 weeks", "Where: at home". So is a drug's name that a dash parts from the way it is given, right over
    a line with a label: "Alphamab - into a vein", "May cause: fever".
    """
    found: list[Block] = []
    opened: set[Span] = set()  # what stands over the records until now
    phases: set[Span] = set()  # of these, headings that name a phase, which head what follows the record too
    over: tuple[Span, ...] = ()
    label = ""  # of the line that opened the record, which opens the next one too
    for place, block in enumerate(blocks):
        own = tuple(heading for heading in block.headings if heading not in opened or (heading in phases and heading not in over))
        labelled = LABEL.match(text, block.span.start, block.span.end)
        below = [LABEL.match(text, one.span.start, one.span.end) for one in blocks[place + 1 : place + 1 + _RECORD]]
        again = labelled is not None and bool(over) and labelled[1] == label
        opens = labelled is not None and (again or (not over and all(below) and len(below) == _RECORD))
        of_drug = bool(own) and is_one_drug(text, own[-1], mentions)  # a record below a drug's name is one of that drug
        head = _record_head(text, block, mentions) if opens and not of_drug else None
        head = head or (block.span if again else None)  # whatever it names, it is another thing than the one before
        turns = block.kind is Kind.HEADING and any("ag:TreatmentPhase" in one.term.classes for one in mentions_in(block, mentions))
        way = _way_head(text, block, mentions) if below and below[0] else None
        if head or way:
            label = labelled[1] if labelled else ""
            over = (head or way or block.span,)
            phases |= {block.span} if turns else set()
            opened |= {block.span, *over}
            found.append(Block(Kind.HEADING, over[0], own))
            found += [Block(Kind.ITEM, block.span, (*own, *over))] if way else []
        elif over and labelled and not turns:
            found.append(replace(block, kind=Kind.PARAGRAPH if block.kind is Kind.HEADING else block.kind, headings=(*own, *over)))
            opened |= {block.span}
        else:
            over = ()
            found.append(replace(block, headings=own))
    return found


def _record_head(text: str, block: Block, mentions: Sequence[Mention]) -> Span | None:
    """A line whose value names one drug or one phase and nothing else: "Generic name: generumab-abcd", "Stage: Induction"."""
    found = LABEL.match(text, block.span.start, block.span.end)
    value = Span(found.end(), block.span.end) if found else block.span
    inside = mentions_in(Block(block.kind, value), mentions)
    if not found or len(found[1].split()) > LABEL_WORDS or len({one.term.curie for one in inside}) != 1:
        return None
    told = mentions_in(Block(block.kind, Span(*found.span(1))), mentions)  # "Ph+: S" tells of the people, and opens no record of the drug
    if found[1].lower().endswith(" with") or any(one.term.is_disease or "ag:DiseaseState" in one.term.classes for one in told):
        return None
    bare = _SUFFIX.sub("", value.of(text)) == inside[0].span.of(text) or is_one_drug(text, value, mentions)
    return block.span if bare and not inside[0].term.classes.isdisjoint({"ag:Drug", "ag:TreatmentPhase"}) else None


def _way_head(text: str, block: Block, mentions: Sequence[Mention]) -> Span | None:
    """The name that a dash parts from how it is given, in a short line: "Alphamab (Alphadex) - by mouth"."""
    found = _DASHED.match(text, block.span.start, block.span.end)
    name = Span(*found.span(1)) if found else block.span
    behind = mentions_in(Block(block.kind, Span(name.end, block.span.end)), mentions)
    is_way = bool(behind) and all("ag:Route" in one.term.classes for one in behind)
    return name if found and is_way and is_one_drug(text, name, mentions) else None


def with_run_in_headings(text: str, blocks: Sequence[Block], mentions: Sequence[Mention], lexicon: Lexicon) -> list[Block]:
    """The blocks in which a name that opens a paragraph as a sentence of its own is a heading of it: "Induction therapy. It lasts ...".

    That is so where several paragraphs begin like that, and up to the next that begins so, with a name or without, or another heading.
    Below the name of a drug such a sentence tells of it: "Purine analog. Oral."
    """
    verbs = lexicon.cue_set("finiteVerb")
    telling = frozenset[str]().union(*map(lexicon.cue_set, _TELLING))
    opened: dict[Span, Span] = {}
    for block in blocks:
        found = RUN_IN.match(text, block.span.start, block.span.end) if block.kind is Kind.PARAGRAPH and not block.is_cell else None
        words = found[1].lower().split() if found else []
        of_drug = any(
            "ag:Drug" in one.term.classes for head in block.headings[-1:] for one in mentions_in(Block(Kind.HEADING, head), mentions)
        )
        if found and verbs.isdisjoint(words) and len(words) <= _RUN_IN_WORDS and not of_drug:
            opened[block.span] = Span(*found.span(1))
    short = {block: head for block, head in opened.items() if len(head.of(text).split()) <= LABEL_WORDS}
    heads = {
        block: head
        for block, head in short.items()
        if (inside := mentions_in(Block(Kind.PARAGRAPH, head), mentions)) and not _is_told(text, head, inside, telling)
    }
    if len({head.of(text) for head in heads.values()}) < _RUN_INS:
        return list(blocks)
    laid_out: list[Block] = []
    tight = not any("\n\n" in text[one.end : other.start] for one, other in pairwise(heads))  # only line ends part them
    over: tuple[Span, ...] = ()
    led_by: tuple[Span, ...] = ()  # the line that leads in the first of the headings, as one does a list: "Treatments may include:"
    for above, block in zip((blocks[0], *blocks), blocks, strict=False):
        if head := heads.get(block.span):
            leads_in = above.kind is Kind.PARAGRAPH and COLON.search(above.span.of(text))
            led_by = (split(text, above.span)[-1],) if leads_in else led_by
            over = (head,)
            rest = Span(head.end + 1, block.span.end).trimmed(text)
            laid_out.append(Block(Kind.HEADING, head, block.headings, led_by))
            laid_out.append(replace(block, span=rest, headings=(*block.headings, head)))
        else:
            apart = tight and bool(over) and "\n\n" in text[above.span.end : block.span.start]
            over = () if block.kind is Kind.HEADING or block.span in opened or apart else over
            led_by = () if block.kind is Kind.HEADING else led_by
            laid_out.append(replace(block, headings=(*block.headings, *over)))
    return laid_out


def _is_told(text: str, head: Span, inside: Sequence[Mention], verbs: frozenset[str]) -> bool:
    """Whether short words are a sentence of what they name, and no name: "S treats O", and with a verb that is not known, "S raises O"."""
    starts = {mention.span.start for mention in inside}
    for mention in inside:
        behind = _NEXT_WORD.match(text, mention.span.end, head.end)
        if behind and (behind[1] in verbs or (_SINGULAR.search(behind[1]) and behind.end() in starts)):
            return True
    return False


def with_treatment_headings(text: str, blocks: Sequence[Block], mentions: Sequence[Mention], lexicon: Lexicon) -> list[Block]:
    """The blocks in which a heading that only says what it lists leads in those of treatments: "Types of treatment" over "Chemotherapy".

    They may be of its own level, up to the first heading that names no treatment alone. The title says only what the page is about.
    """
    listing = lexicon.cue_set("treatmentsHeading")
    found: list[Block] = []
    over: tuple[Span, ...] = ()
    for place, block in enumerate(blocks):
        if block.kind is Kind.HEADING and place:
            if " ".join(without(text, block.span, mentions).lower().strip(" :?.").split()) in listing:
                over = (block.span,)
            elif over and _is_bare_name(text, block, mentions):
                block = replace(block, leads=block.leads or over)
            elif over and over[0] not in block.headings:
                over = ()
        found.append(block)
    return found


def with_parts(blocks: Sequence[Block], mentions: Sequence[Mention], lexicon: Lexicon) -> list[Block]:
    """The blocks in which headings of one kind right below a heading of another, of the same level, are parts of what it names.

    "B-cell ALL" over "Adults" and "Children", "Children" over "Induction": that is so up to the next heading of another kind.
    """
    root = lexicon.marked("scopeDisease")
    found: list[Block] = []
    over, part = Span(0, 0), Span(0, 0)
    kinds: frozenset[str] = frozenset()
    for place, block in enumerate(blocks):
        if block.kind is Kind.HEADING and part not in block.headings:
            above = blocks[place - 1] if place else block
            own, told = _kinds(block, mentions, root), _kinds(above, mentions, root)
            opens = above.kind is Kind.HEADING and above.headings == block.headings and bool(told) and told.isdisjoint(own)
            if own and opens and above.span != over:
                over, kinds = above.span, own
            elif own.isdisjoint(kinds):
                kinds = frozenset()
            part = block.span if kinds else Span(0, 0)
        if kinds and part == block.span:
            block = replace(block, headings=(*block.headings, over))
        elif kinds and part in block.headings:
            at = block.headings.index(part)
            block = replace(block, headings=(*block.headings[:at], over, *block.headings[at:]))
        found.append(block)
    return found


def with_called_phases(text: str, blocks: Sequence[Block], mentions: Sequence[Mention]) -> list[Block]:
    """The blocks in which a phase that a sentence names as what its section is about heads the rest: "This block is called induction."."""
    found: list[Block] = []
    over: tuple[tuple[Span, ...], Span] | None = None  # the headings of the section, and the name
    for block in blocks:
        above = block.headings
        if over and (block.kind is Kind.HEADING or above != over[0]):
            over = None
        found.append(replace(block, headings=(*above, over[1])) if over else block)
        called = _CALLED.search(text, block.span.start, block.span.end) if block.kind is Kind.PARAGRAPH else None
        if called and above and not _names_phase(above[-1], mentions):
            named = [one for one in mentions_in(block, mentions) if one.span.start == called.end()]
            over = (above, named[0].span) if named and "ag:TreatmentPhase" in named[0].term.classes else over
    return found


def _names_phase(heading: Span, mentions: Sequence[Mention]) -> bool:
    """Whether a heading names a phase."""
    return any("ag:TreatmentPhase" in one.term.classes for one in mentions_in(Block(Kind.HEADING, heading), mentions))


def with_members(blocks: Sequence[Block], mentions: Sequence[Mention], lexicon: Lexicon) -> list[Block]:
    """The blocks in which headings of drugs and classes stand below that of the wide class they belong to, though of the same level.

    "Immunotherapy" over "Alphamab (Alphadex)" and "CAR T-cell therapy": that is so for those that the background puts into it, up to
    the next heading of another kind.
    """
    wide = {curie for relation, curie in lexicon.cue_pairs("wideClass") if relation == "ag:hasDrugClass"}
    found: list[Block] = []
    over, member, kind = Span(0, 0), Span(0, 0), ""
    for block in blocks:
        if block.kind is Kind.HEADING and member not in block.headings:
            named = {mention.term.curie: mention.term for mention in mentions_in(block, mentions)}
            things = [curie for curie, term in named.items() if not term.classes.isdisjoint({"ag:Drug", "ag:DrugClass"})]
            if len(things) == 1 and things[0] in wide:
                over, kind, member = block.span, things[0], Span(0, 0)
            elif kind and things and all(kind in lexicon.broader(thing) for thing in things) and over not in block.headings:
                member = block.span
            elif over not in block.headings:
                kind, member = "", Span(0, 0)
        if kind and member == block.span:
            block = replace(block, headings=(*block.headings, over))
        elif kind and member in block.headings and over not in block.headings:
            at = block.headings.index(member)
            block = replace(block, headings=(*block.headings[:at], over, *block.headings[at:]))
        found.append(block)
    return found


def with_sections(text: str, blocks: Sequence[Block], mentions: Sequence[Mention], lexicon: Lexicon) -> list[Block]:
    """The blocks in which headings that are labels stand below the drug that the heading right over the first of them names alone.

    "Vincristine" over "Side effects" and "Less common side effects", of the same level: that is so up to the next other heading.
    """
    labels = (*lexicon.cue_texts("labelHeading"), *lexicon.cue_texts("frequencyHeading"))
    found: list[Block] = []
    over, label = Span(0, 0), Span(0, 0)
    for place, block in enumerate(blocks):
        if block.kind is Kind.HEADING and label not in block.headings:
            above = blocks[place - 1] if place else block
            beside = above.kind is Kind.HEADING and above.headings == block.headings and is_one_drug(text, above.span, mentions)
            is_label = _is_label(block.span.of(text), labels)
            over = above.span if is_label and beside else over if is_label and label.start else Span(0, 0)
            label = block.span if over.start else Span(0, 0)
        if label.start and label == block.span:
            block = replace(block, headings=(*block.headings, over))
        elif label.start and label in block.headings:
            at = block.headings.index(label)
            block = replace(block, headings=(*block.headings[:at], over, *block.headings[at:]))
        found.append(block)
    return found


def _kinds(block: Block, mentions: Sequence[Mention], root: Collection[str]) -> frozenset[str]:
    """What a heading names, if no treatment: people, a phase, a state or a kind of the disease, or several of these."""
    named = (mention.term.classes for mention in mentions_in(block, mentions) if mention.term.curie not in root)
    kinds = {next((kind for kind in _PARTED if kind in classes), "") for classes in named if not classes.isdisjoint({*_PARTED, *TREATING})}
    return frozenset() if "" in kinds else frozenset(kinds)


def with_reference_headings(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> list[Block]:
    """The blocks in which a line that only says that works are listed below ("Sources") is a heading, up to the next one."""
    titles = lexicon.cue_set("referenceHeading")
    found: list[Block] = []
    over: tuple[Span, ...] = ()
    for block in blocks:
        if block.kind is Kind.HEADING:
            over = ()
        elif block.kind is Kind.PARAGRAPH and block.span.of(text).strip(": ").lower() in titles:
            over = (block.span,)
            block = replace(block, kind=Kind.HEADING, headings=(), leads=())
        elif over:
            block = replace(block, headings=over, leads=())
        found.append(block)
    return found


def _is_label(run: str, labels: Collection[str]) -> bool:
    """Whether a heading holds one of the labels, and little else."""
    words, told = _BARE.sub("", run).split(), run.lower()
    longer = (run.endswith("?") and told.startswith(_ASKING)) or told.startswith(_URGING)
    return len(words) <= (_QUESTION_WORDS if longer else LABEL_WORDS) and any(label in told for label in labels)


def _goes_on_apart(above: Sequence[Block], block: Block, mentions: Sequence[Mention]) -> bool:
    """Whether a paragraph stands below a list with which its heading is done: it tells no effect."""
    listed = any(one.kind is Kind.ITEM and one.leads and one.leads[0] in block.headings[-1:] for one in above)
    return listed and block.kind is Kind.PARAGRAPH and not _tells_effect(block, mentions)


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
    classes = frozenset().union(*(mention.term.classes for mention in mentions_in(block, mentions)))
    return "ag:AdverseEffect" in classes and classes.isdisjoint({"ag:Treatment", "ag:DrugClass", "ag:Disease"})


def mentions_in(block: Block, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions in a block."""
    first = bisect_left(mentions, block.span.start, key=lambda mention: mention.span.start)
    last = bisect_left(mentions, block.span.end, key=lambda mention: mention.span.start)
    return [mention for mention in mentions[first:last] if mention.span.end <= block.span.end]
