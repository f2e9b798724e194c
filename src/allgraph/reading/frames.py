"""Frames: a sentence as a row of elements (words, signs, mentions), behind the lead-in lines that it completes.

"Drugs in use include:" above the item "Prednisone" is read as one sentence; the element ▸ stands where the line ends and the item begins.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import groupby, pairwise, takewhile

from allgraph.reading.blocks import Block, Kind, Sentence
from allgraph.reading.contrasts import ContrastReader
from allgraph.reading.definitions import DefinitionReader
from allgraph.reading.elements import ARROW, ITEM, Above, Element, Named, classes, is_apposed, names
from allgraph.reading.folding import LINK_TARGET, NOTE_NUMBERS, fold, note_numbers
from allgraph.reading.lexicon import Lexicon, NameKind, Term
from allgraph.reading.mentions import Mention
from allgraph.reading.pronouns import Past, PronounReader
from allgraph.reading.states import StateReader
from allgraph.reading.textlines import ASKS
from allgraph.texts import Span

_SHORTENED = {"'s": "is", "'re": "are", "'ve": "have", "'ll": "will"}
_ENDS = "|".join(_SHORTENED)

#: What opens a clause that tells of people, and what it is read as.
_THAT, _WHO = "that", "who"

_TOKEN = re.compile(
    rf"\bas well as\b|\bw/o?(?=\s)|\b(?:he|here|i|it|she|that|there|they|this|we|what|who|you)(?=(?:{_ENDS})\b)|(?:{_ENDS})\b"
    r"|\b(?:are|did|do|does|had|has|have|is|was|were)(?=n't\b)|n't\b"
    r"|[a-z]+\d+(?=x[a-z]+\d)|(?<=\d)x(?=[a-z]+\d)|[^\W_]+(?:[.'][^\W_]+)*|[-=]{1,2}>(?!\s*\d)|\+/-|[^\w\s]|_"
)

#: The numbers of what a sentence cites, which say nothing in it: "S works,[1] and S does not [2, 3]", "S works;7 44 S does not.1".
_CITED = re.compile(r"\[\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\]|(?<=[A-Za-z)][.,;])\d{1,3}(?:(?:, ?|[ –-])\d{1,3})*(?=\s|$)")

#: The marks of a link around its words.
_LINK = re.compile(rf"\[(?=[^][\n]*{LINK_TARGET.pattern})|{LINK_TARGET.pattern}")

#: Square brackets are read as round ones, arrows of any kind as one, "S, as well as S" as "S, and S", "depends upon" as
#: "depends on", "w/ food" as "with food", "isn't" as "is not", and "S +/- S" as "S ± S".
_READ_AS = (
    {"[": "(", "]": ")", "as well as": "and", "upon": "on", "w/": "with", "w/o": "without", "n't": "not", "+/-": "±"}
    | _SHORTENED
    | dict.fromkeys(("->", "-->", "=>", "==>", "⇒", "➔", "➜", "➡"), ARROW)
)

#: The folded forms of so many names are kept: the same ones come again and again.
_MOST_NAMES = 10_000

#: What knows nothing of a document is made once for all of a lexicon.
_contrast_reader, _definition_reader = lru_cache(1)(ContrastReader), lru_cache(1)(DefinitionReader)
_state_reader = lru_cache(1)(StateReader)

#: What stands in brackets in a heading is a remark where it has more words than these beside what it names.
_REMARK_WORDS = 3

#: A sentence without a verb says what the drug of its heading is in at most so many words and signs.
_BARE_WORDS = 10

#: Behind such a word a class is none that the sentence says a drug is of: "part of combination chemotherapy", "for antibody therapy".
_JOINING = frozenset({"+", ",", ":", ";", "-", "/", "and", "as", "by", "for", "from", "in", "of", "or", "plus", "to", "with"})

#: How many sentences back an end that is not said may stand.
_LOOK_BACK = 6

#: A line before the title of a page has at most so many words: the site's name, where the page stands in it.
_PASSED_WORDS = 8


@dataclass(frozen=True)
class Frame:
    """A sentence's elements, lead-in lines first; `own` is the number of its own segment. `above` is what a slot may look up in.

    `text` is the whole document's.
    """

    sentence: Sentence
    text: str
    elements: tuple[Element, ...]
    own: int
    segments: tuple[Span, ...]
    above: tuple[Above, ...]
    earlier: Span | None = None  # the paragraph before, under the same headings

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word and sign in it."""
        return frozenset(" ".join([element.text for element in self.elements]).split())

    @cached_property
    def row(self) -> tuple[int, ...]:
        """The places of its own elements, without those of lead-in lines."""
        return tuple([place for place, element in enumerate(self.elements) if element.segment == self.own])

    @cached_property
    def classes(self) -> frozenset[str]:
        """The classes of what it names."""
        return classes(names(self.elements))

    def names_kind(self, no_kinds: Collection[str], verbs: Collection[str]) -> bool:
        """Whether it names a kind or a state of the disease, and so turns to this: "S is considered in high-risk O".

        What a verb or a remark tells is no state that it speaks of: "the leukemia may come back", "will recur (come back)".
        """
        said = (place for place in self.row if not self.elements[place].bracket)
        told = (place for place in said if not place or self.elements[place - 1].text not in verbs)
        return any(one.term.is_disease and one.term.curie not in no_kinds for place in told for one in self.elements[place].named)


class FrameMaker:
    """Makes the frames of a document, in which pronouns point to what they stand for and states belong to their disease.

    It remembers what stood before, so that the sentences must come in the order of the text, each once.

    >>> from allgraph.reading.blocks import sentences
    >>> from allgraph.reading.lexicon import read_lexicon
    >>> from allgraph.reading.mentions import MentionFinder
    >>> from allgraph.reading.outline import outline
    >>> from allgraph.resources import folder
    >>> text, lexicon = "Prednisone is a steroid. It is given by mouth.", read_lexicon(folder("ontology"))
    >>> maker = FrameMaker(text, lexicon, MentionFinder(lexicon).find(text))
    >>> [frame.elements[0].named[0].term.label for frame in map(maker.frame, sentences(text, outline(text)))]
    ['prednisone', 'prednisone']
    """

    def __init__(self, text: str, lexicon: Lexicon, mentions: Sequence[Mention]) -> None:
        self._text, self._notes = text, note_numbers(text)
        self._mentions = mentions
        self._starts = [mention.span.start for mention in mentions]
        self._contrasts = _contrast_reader(lexicon)
        self._pronouns = PronounReader(text, lexicon)
        self._definitions = _definition_reader(lexicon)
        self._generic, self._root = lexicon.marked("generic"), lexicon.marked("scopeDisease")
        self._states = _state_reader(lexicon)
        self._conditions_or_comparisons = lexicon.cue_set("conditionCue") | lexicon.cue_set("comparisonCue")
        self._of_whole = lexicon.cue_set("wholePronoun")
        self._joins = lexicon.cue_set("conjunction")
        self._list_signs = self._joins | {",", "/", ":", "-"}
        self._folk, self._verbs = lexicon.cue_set("genericHead"), lexicon.cue_set("finiteVerb")
        self._kinds, self._terms = lexicon.terms_told("kindOf"), lexicon.terms
        self._case_leads = re.compile(rf"\b(?:{'|'.join(map(re.escape, lexicon.cue_texts('caseLead')))})$")
        self._asks, self._denials = lexicon.cue_pattern("askingCue"), lexicon.cue_pattern("negationCue")
        self._read: dict[str, list[Term]] = defaultdict(list)
        for curie, parts in lexicon.cue_pairs("readsAs"):
            self._read[curie].append(lexicon.terms[parts])
        large = self._root | {curie for curie, parts in self._read.items() if any(part.curie in self._root for part in parts)}
        self._topics = [mention for mention in mentions if mention.term.curie in large]
        self._told: dict[Span, tuple[Above, Above]] = {}  # of each place that names the disease at large
        regulators = [mention for mention in mentions if "ag:Regulator" in mention.term.classes]
        self._regulator = self._only_regulator(regulators) if regulators else None
        self._topic_starts = [mention.span.start for mention in self._topics]
        self._diseases = [mention.span.start for mention in mentions if mention.term.is_disease and mention.kind is not NameKind.MODIFIER]
        # what stood before the sentence: in its block, and in the list above it
        self._before: list[Above] = []
        self._spoken: list[Above] = []  # the one drug that the paragraph before spoke of
        self._phase: list[Above] = []  # the sentence of a paragraph before that opens with the phase which the text still speaks of
        self._items: list[Named] = []
        self._listed: tuple[Named, ...] = ()
        self._block: Block | None = None
        self._paragraph: Block | None = None  # the last block that is no item, and the paragraph before it
        self._earlier: Span | None = None
        self._over: dict[tuple[Span, bool], tuple[Named, ...]] = {}  # what lines name that stand over several sentences
        self._opening: Named | None = None
        self._leading: list[Above] = []  # what stood before the last sentence of the paragraph, which may lead in a list
        self._headings: list[Above] = []  # over the block
        self._led_by: object = None  # what the lead-in lines were read from
        self._led: tuple[Sequence[Element], Sequence[Above]] = ((), ())
        self._passed = self._is_first = False  # whether lines stand before the title; whether the block is the first below its heading
        self._titles: list[Above] | None = None  # of a page on one drug: its title, or that of its part, over all headings
        drugs = Counter(mention.term.curie for mention in mentions if "ag:Drug" in mention.term.classes).most_common(2)
        self._most_told = drugs[0][0] if drugs and (len(drugs) == 1 or drugs[0][1] > drugs[1][1]) else ""
        # the first sentence that is no heading, and the drug that a page without a title tells of there
        self._opens: Sentence | None = None
        self._told_first: list[Above] = []

    def frame(self, sentence: Sentence) -> Frame:
        """The frame of the next sentence; sentences come in the order of the text."""
        if sentence.block is not self._block:
            self._enter(sentence.block)
        label = sentence.block.label if sentence.index else None
        headings = [*([Above("heading", label, self._headed(label))] if label else []), *self._headings]
        led, leads = self._led_in(sentence)
        elements = list(led)
        over = tuple(reversed(leads)) if sentence.leads else self._block_leads(sentence)
        spoken = () if any(map(_is_of_treatment, self._before)) else self._spoken  # the paragraph itself speaks of another by now
        above = (*reversed(self._before), *over, *headings, *spoken, *self._title(sentence.block), *self._page(sentence))
        nearest = next((heading.named for heading in (*headings, *self._title(sentence.block)) if heading.named), ())
        headed = sentence.index == 0 and _is_drug(nearest)
        noted = bool(leads) and bool(leads[-1].named) and _is_drug(leads[-1].named) and leads[-1].opens_with(leads[-1].named[0])
        past = Past(above, self._opening, self._listed, in_item=sentence.block.kind is Kind.ITEM, headed=self._headed_by(sentence))
        led_in = sentence.block.is_cell or any(named.names_disease for lead in leads for named in lead.named)
        is_case = sentence.index == 0 and bool(leads) and self._leads_case(leads[-1])
        row = self._row(sentence.span, len(leads), past, headed=headed, noted=noted, led=led_in, is_case=is_case)
        if headed and sentence.block.in_row:  # the cell of a drug says what it is without an article
            row = [element._replace(defines=element.defines or _is_class(element.named)) for element in row]
        elif headed and (leads or _is_whole(row)) and row and _is_class(row[0].named):  # and so does what a label leads in, or a line alone
            row[0] = row[0]._replace(defines=True)
        elif headed and not leads and (place := self._bare_class(row)) >= 0:
            row[place] = row[place]._replace(defines=True)
        _append(elements, row, sentence.span, len(leads))
        # "it" behind "Anti-CD19 CAR T cells." is the drug of the heading
        self._remember(sentence, [element for element in row if not element.defines] if headed and not leads else row)
        segments = (*sentence.leads, sentence.span)
        if self._changes_topic(sentence, row):
            self._phase = []
        above = (*above, *self._phase, *self._topic(sentence))
        return Frame(sentence, self._text, tuple(elements), len(leads), segments, above, self._earlier)

    def _bare_class(self, row: Sequence[Element]) -> int:
        """The place of the class that a short sentence without a verb says a drug is of: "Anti-CD19 CAR T cells"; -1 where it is none."""
        place = next((at for at, element in enumerate(row) if element.is_treatment), -1)
        only = place >= 0 and _is_class(row[place].named) and sum(element.is_treatment for element in row) == 1
        joined = any(element.text in _JOINING for element in row[:place])
        verbless = len(row) <= _BARE_WORDS and not any(element.text in self._verbs for element in row)
        return place if only and verbless and not joined else -1

    def _of_section(self, row: list[Element]) -> list[Element]:
        """The row in which a thing means the kind of it that the heading names: below "Allogeneic S" "S" is that, unless it names one."""
        above = {named.term.curie for named in (self._headings[0].named if self._headings else ())}
        kinds = [kind for kind in self._kinds if kind in above]
        if len(kinds) != 1 or any(named.term.curie in self._kinds for named in names(row)):
            return row
        kind, whole = self._terms[kinds[0]], self._kinds[kinds[0]].curie
        named = (tuple(replace(one, term=kind) if one.term.curie == whole else one for one in element.named) for element in row)
        return [element._replace(named=own) for element, own in zip(row, named, strict=True)]

    def _of_complication(self, row: list[Element]) -> list[Element]:
        """The row in which cases are those of the complication that the heading names: below "Fever" "resistant cases" names no disease.

        So they are where the sentence itself names a complication, and no disease.
        """
        headed = any("ag:Complication" in heading.classes for heading in self._headings[:1])
        headed = headed and not any(one.names_disease for one in self._headings[0].named)
        own = names(row)
        told = any("ag:Complication" in one.term.classes for one in own) and not any(one.names_disease for one in own)
        if not (headed or told):
            return row
        for place, (element, behind) in enumerate(pairwise(row)):
            if behind.text == "cases" and element.named and element.named[0].kind is NameKind.MODIFIER:
                row[place] = element._replace(named=())
        return row

    def _leads_case(self, lead: Above) -> bool:
        """Whether a line leads in whom a treatment is for: "Consider S for any of the following:"."""
        words = lead.span.of(self._text).lower().rstrip(" :")
        return "ag:Treatment" in lead.classes and self._case_leads.search(words) is not None

    def _headed_by(self, sentence: Sentence) -> Named | None:
        """The one treatment that the heading right above a sentence names."""
        headed = self._headings[0].named if self._is_first and sentence.index == 0 and self._headings else ()
        return headed[0] if len({one.term.curie for one in headed}) == 1 and not headed[0].term.is_disease else None

    def _led_in(self, sentence: Sentence) -> tuple[Sequence[Element], Sequence[Above]]:
        """The elements of the lead-in lines, and what these name; the items of a list are led in by the same ones."""
        key = (sentence.leads, sentence.block.headings, sentence.block.in_row, self._listed)
        if key != self._led_by:
            elements: list[Element] = []
            leads: list[Above] = []
            within = self._paragraph is not None and any(self._paragraph.span.covers(span) for span in sentence.leads[:1])
            told = self._leading if within else []
            for number, span in enumerate(sentence.leads):
                past = Past([*reversed(leads or told), *self._headings, *self._title(sentence.block)], listed=self._listed)
                row = self._row(span, number, past, headed=False)
                _append(elements, _without_signs_at_end(row), span, number)
                leads.append(Above("lead", span, names(row)))
            self._led_by, self._led = key, (elements, leads)
        return self._led

    def _title(self, block: Block) -> list[Above]:
        """The line that titles a page on a drug, or the last such line in it: it stands over headings of its own level too.

        So does the title of a page on one phase of treatment. Short lines may stand before that of a drug, such as a site's name.
        """
        headed = self._headed(block.span) if block.kind is Kind.HEADING else ()
        named = tuple(one for one in headed if one.term.curie not in self._generic)
        drug = bool(named) and _is_drug(named)
        passed = self._titles is None and not named and len(block.span.of(self._text).split()) <= _PASSED_WORDS
        self._passed = self._passed or passed
        if not passed and (self._titles is None or (self._titles and drug)):
            self._titles = [Above("heading", block.span, named)] if drug or (_is_phase(named) and not self._passed) else []
        return self._titles or []

    def _enter(self, block: Block) -> None:
        """Begin a block: what stood in the one before is behind, but for the list that "these treatments" may point back to."""
        told: list[Above] = []
        if block.kind is not Kind.ITEM:
            self._leading = []
            before = self._paragraph
            self._earlier = before.span if before and before.kind is Kind.PARAGRAPH and before.headings == block.headings else None
            self._paragraph = block
            self._listed = tuple(self._items) if self._block is not None and self._block.kind is Kind.ITEM else ()
            self._items = []
        elif self._paragraph and any(self._paragraph.span.covers(lead) for lead in block.leads):
            told = self._leading
        last = self._block
        self._is_first = last is not None and last.kind is Kind.HEADING and block.headings[-1:] == (last.span,)
        goes_on = last is not None and last.kind is block.kind is Kind.PARAGRAPH and last.headings == block.headings and not block.is_cell
        self._spoken = _only_drug(self._before or self._spoken) if goes_on else []
        self._phase = _only_phase([*self._phase, *self._before], last.span.start) if last and goes_on else []
        self._block, self._before, self._opening = block, told, None
        self._headings = self._over_block(block)

    def _remember(self, sentence: Sentence, row: Sequence[Element]) -> None:
        """Keep what the sentence names for those behind it, and what opens its block."""
        if self._opens is None and sentence.block.kind is Kind.PARAGRAPH:
            self._opens = sentence
            drugs = [named for named in names(row) if "ag:Drug" in named.term.classes]
            headed = any("ag:Treatment" in heading.classes for heading in self._headings)
            if {named.term.curie for named in drugs} == {self._most_told} and not headed:
                self._told_first = [Above("page", sentence.span, (drugs[0],))]
        if sentence.index == 0 and row and row[0].named:
            self._opening = row[0].named[0]
            self._items.append(row[0].named[0])
        self._before = [
            *self._before[1 - _LOOK_BACK :],
            Above("before", sentence.span, names(_without_unknown(self._spoken_of(row)))),
        ]
        if any(_is_phase([named]) for named in names(row)):
            self._phase = []
        if sentence.block is self._paragraph:
            self._leading = self._before[:-1]

    def _page(self, sentence: Sentence) -> list[Above]:
        """The sentence that opens a page without a title and names one drug, which the page names most: what follows is about that.

        Below a heading that names a treatment it is about this.
        """
        if not self._told_first or self._titles or sentence.block is (self._opens and self._opens.block):
            return []
        headed = any("ag:Treatment" in heading.classes or "ag:DrugClass" in heading.classes for heading in self._headings)
        return [] if headed else self._told_first

    def _changes_topic(self, sentence: Sentence, row: Sequence[Element]) -> bool:
        """Whether a sentence turns from a phase to a kind or a relapse of the disease, or, where it opens a paragraph, to a treatment."""
        named = names(row)
        if any((one.term.is_disease and one.term.curie not in self._root) or "ag:Outcome" in one.term.classes for one in named):
            return True
        return sentence.index == 0 and _is_of_treatment(Above("before", sentence.span, named))

    def _spoken_of(self, row: Sequence[Element]) -> list[Element]:
        """A sentence without its condition, and without what stands for the members of a list: "each phase" names none to speak of."""
        spoken = self._outside_condition(row)
        return [one for one in spoken if not (one.points_back and one.text.partition(" ")[0] in self._of_whole)]

    def _outside_condition(self, row: Sequence[Element]) -> Sequence[Element]:
        """A sentence up to the condition or the comparison that it ends with: "the dose is reduced if used with S" is about no S."""
        ends = (place for place, element in enumerate(row) if place and element.text in self._conditions_or_comparisons)
        return row[: next(ends, len(row))]

    def _topic(self, sentence: Sentence) -> Iterator[Above]:
        """The disease at large, where the text names it nearest before the sentence or its list, or else first; and the only regulator."""
        end = sentence.leads[0].end if sentence.leads else sentence.span.end  # one item says nothing of the next
        place = bisect_left(self._topic_starts, end)
        for mention in self._topics[max(0, place - 1) :][:1]:
            if mention.span not in self._told:
                named = self._read_as(mention)
                self._told[mention.span] = Above("topic", mention.span, named), Above("subject", mention.span, named)
            topic, subject = self._told[mention.span]
            yield topic
            last = bisect_left(self._diseases, end) - 1
            if last >= 0 and self._diseases[last] == mention.span.start:
                yield subject
        if self._regulator and self._regulator.span.start < sentence.span.start:
            yield self._regulator

    def _only_regulator(self, mentions: Sequence[Mention]) -> Above | None:
        """The regulator that a page names, where it names no other: what the page tells to be approved is so by it."""
        first = mentions[0]
        alone = len({mention.term.curie for mention in mentions}) == 1
        return Above("topic", first.span, self._read_as(first)) if alone else None

    def _over_block(self, block: Block) -> list[Above]:
        """The headings over a block, the nearest first; a table's row may name a state alone: "Standard risk"."""
        found = [Above("heading", span, self._headed(span)) for span in reversed(block.headings)]
        if block.in_row:
            found[0] = Above("row", block.headings[-1], names(self._elements(block.headings[-1], 0)))
        if block.of_treatment and found and found[0].names_drugs:  # "S induction, then S" says itself which is used in which
            found[0] = replace(found[0], named=tuple(one for one in found[0].named if not _is_phase([one])))
        return found

    def _block_leads(self, sentence: Sentence) -> tuple[Above, ...]:
        return tuple(Above("lead", span, self._named(span)) for span in reversed(sentence.block.leads))

    def _named(self, span: Span) -> tuple[Named, ...]:
        """The terms that a line names; states only beside their disease, or in a line of nothing else."""
        if (span, False) not in self._over:
            elements = self._elements(span, 0)
            bare = all(element.text in self._list_signs or element.named for element in elements)
            bare = bare and self._text.count(f"{span.of(self._text)}\n") == 1  # "High risk", of the disease of the page; a tag comes often
            row = self._states.with_responses(self._states.beside_disease(elements, led=bare), heads=True)
            row = self._states.with_states(row, row)
            self._over[span, False] = names(_without_remarks(row))
        return self._over[span, False]

    def _headed(self, span: Span) -> tuple[Named, ...]:
        """The terms that a heading names; one that denies, or asks whether, states nothing and names none.

        What a name itself holds denies nothing: "O that does not respond".
        """
        if (span, True) not in self._over:
            marked = ASKS.match(self._text, span.start, span.end)
            words = " ".join(self._text[marked.end() if marked else span.start : span.end].lower().split())
            asks = words.endswith("?") and self._asks.match(words)
            denies = self._denials.search(self._without_names(span))
            apart = self._apart(self._elements(span, 0))
            explained = self._text.find(" = ", span.start, span.end)  # "O = O + O" is about the first
            end = explained if explained > 0 else span.end
            told = (one for one in self._named(span) if one.span not in apart and one.span.start < end)
            self._over[span, True] = () if asks or denies else tuple(told)
        return self._over[span, True]

    def _apart(self, row: Sequence[Element]) -> set[Span]:
        """What a heading lists as two subjects of what stands below, of which neither is told of all: "Infants and T-cell O"."""
        found: set[Span] = set()
        for listed, group in groupby(row, lambda element: bool(element.named) or element.text in self._joins | {","}):
            run = list(group)
            members = [one for one in run if one.named] if listed and any(one.text in self._joins for one in run) else []
            people, kinds = ([one.span for one in members if self._is_only(one, kind)] for kind in ("ag:Population", "ag:Disease"))
            found.update([*people, *kinds] if people and kinds else [])
        return found

    def _is_only(self, element: Element, kind: str) -> bool:
        """Whether all that an element names is of a kind, and not the disease of the page."""
        return all(kind in one.term.classes and one.term.curie not in self._root for one in element.named)

    def _without_names(self, span: Span) -> str:
        """The words of a run that name nothing, in small letters."""
        return " ".join(element.text for element in self._states.beside_disease(self._elements(span, 0)) if not element.named)

    def _row(
        self, span: Span, segment: int, past: Past, *, headed: bool, noted: bool = False, led: bool = False, is_case: bool = False
    ) -> list[Element]:
        """A line or sentence as it is read: what each of its elements names, after all that may change it."""
        row = self._states.with_responses(self._states.beside_disease(self._elements(span, segment), led=led), heads=False)
        row = self._with_people(self._states.with_kinds(self._states.without_reduced(row), is_case=is_case))
        label = list(takewhile(lambda element: element.text != ":", row))
        row = self._states.with_states(row, label) if len(label) < len(row) else row
        row = self._contrasts.without_contrasts(self._of_section(self._of_complication(row)))
        return self._definitions.marked(self._pronouns.resolved(row, past), headed=headed, noted=noted)

    def _with_people(self, row: list[Element]) -> list[Element]:
        """The row in which what tells of people opens with one word: "those that have relapsed" is "those who have relapsed"."""
        for place, element in enumerate(row[1:], start=1):
            if element.text == _THAT and (row[place - 1].text in self._folk or _is_people(row[place - 1].named)):
                row[place] = element._replace(text=_WHO)
        return row

    def _elements(self, span: Span, segment: int) -> list[Element]:
        """The words, signs and mentions of a run; what stands in brackets knows the mention before them."""
        first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        inside = [mention for mention in self._mentions[first:last] if mention.span.end <= span.end]
        folded = fold(span.of(self._text))
        row: list[Element] = []
        hosts: list[int] = []
        waiting = iter(inside)
        mention = next(waiting, None)
        for token in _TOKEN.finditer(self._said(folded.text)):
            start = span.start + folded.original(token.start())
            while mention and mention.span.end <= start:
                mention = next(waiting, None)
            if mention and mention.span.start <= start < mention.span.end:
                if not row or row[-1].span != mention.span:
                    text = _folded_name(mention.span.of(self._text))
                    named = self._read_as(mention)
                    if mention.kind is NameKind.ABBREVIATION and row and hosts and row[-1].text == "(":
                        named = _of_host(named, row[hosts[-1]].named if hosts[-1] >= 0 else ())
                    row.append(Element(text, mention.span, named, segment, bool(hosts), hosts[-1] if hosts else -1))
                continue
            if token.group() in "([":
                hosts.append(len(row) - 1 if row and row[-1].named else -1)
            sign = _READ_AS.get(token.group(), token.group())
            where = Span(start, span.start + folded.original(token.end() - 1) + 1)
            row.append(Element(sign, where, (), segment, bool(hosts), hosts[-1] if hosts else -1))
            if sign == ")" and hosts:
                hosts.pop()
        return row

    def _said(self, folded: str) -> str:
        """A run with blanks in place of what says nothing in it: the numbers of what it cites, and the marks and targets of links.

        "But also" goes on with a list as "and also" does.
        """
        said = _CITED.sub(_blank, folded.replace("but also", "and also"))
        said = _LINK.sub(_blank, said) if "](" in said else said
        return NOTE_NUMBERS.sub(lambda run: _blank(run) if run[0] in self._notes else run[0], said) if self._notes else said

    def _read_as(self, mention: Mention) -> tuple[Named, ...]:
        """What a mention names: "childhood ALL" is read as two things, the disease and the children."""
        terms = [*(self._read.get(mention.term.curie) or [mention.term]), *mention.also]
        return tuple(Named(term, mention.span, mention.kind, mention.name) for term in terms)


def _blank(run: re.Match[str]) -> str:
    return " " * len(run[0])


@lru_cache(_MOST_NAMES)
def _folded_name(name: str) -> str:
    return fold(name).text


def _append(elements: list[Element], row: Sequence[Element], span: Span, segment: int) -> None:
    """Put a row behind the rows of the lines above it, parted by ITEM; its hosts count from its own start."""
    if elements:
        elements.append(Element(ITEM, Span(span.start, span.start), segment=segment))
    offset = len(elements)
    elements += [element._replace(host=element.host + offset) if offset and element.host >= 0 else element for element in row]


def _without_unknown(row: Sequence[Element]) -> Sequence[Element]:
    """A sentence without the class of a thing that nobody knows: "it" behind "generumab is an antibody" is no antibody at large."""
    place = next((place for place, element in enumerate(row) if element.named), 0)
    behind = row[place + 2 : place + 3]
    apposed = is_apposed(row[: place + 2]) and any(element.is_pronoun for element in behind)  # "an antibody, it binds"
    return row[place + 1 :] if row and (row[place].defines or apposed) else row


def _without_signs_at_end(row: Sequence[Element]) -> Sequence[Element]:
    """A lead-in line without its colon, which ITEM stands for."""
    end = len(row)
    while end and not row[end - 1].named and not any(map(str.isalnum, row[end - 1].text)):
        end -= 1
    return row[:end]


def _without_remarks(row: Sequence[Element]) -> Sequence[Element]:
    """A line over others without what it names in a remark in brackets: "Maintenance (two years from the start of ...)"."""
    said = sum(element.bracket and not element.named and element.text.isalpha() for element in row)
    return [element for element in row if not element.bracket] if said > _REMARK_WORDS else row


def _of_host(named: tuple[Named, ...], host: tuple[Named, ...]) -> tuple[Named, ...]:
    """What an abbreviation in brackets names: the thing before them, where its name ends with what the abbreviation stands for.

    "autologous stem cell transplant (SCT)" names no stem cell transplant at large.
    """
    narrower = [one for one in host if any(one.term.label.endswith(f" {other.term.label}") for other in named)]
    return tuple(replace(other, term=narrower[0].term) for other in named[:1]) if narrower else named


def _only_drug(before: Sequence[Above]) -> list[Above]:
    """The drug that sentences speak of, where they name no other: a paragraph that starts with "it" goes on about that."""
    drugs = [(above, named) for above in before for named in above.named if "ag:Drug" in named.term.classes]
    alone = len({named.term.curie for _, named in drugs}) == 1
    return [Above("earlier", drugs[-1][0].span, (drugs[-1][1],))] if alone else []


def _only_phase(before: Sequence[Above], start: int) -> list[Above]:
    """The sentence that opens with a phase, where sentences name no other: a next paragraph goes on about it.

    "Induction comes first" is about the phase; "this begins during induction" is about something else, and so is a paragraph that
    begins with something else at its `start`.
    """
    told = [(above, named) for above in before for named in above.named if _is_phase([named])]
    if len({named.term.curie for _, named in told}) != 1:
        return []
    above, named = told[0]
    opens = named == above.named[0] and above.opens_with(named) and above.span.start <= start
    return [above] if opens else []


def _is_of_treatment(above: Above) -> bool:
    """Whether a sentence opens with a treatment or a class of drugs."""
    first = above.named[0] if above.named else None
    return first is not None and not first.term.classes.isdisjoint({"ag:Treatment", "ag:DrugClass"}) and above.opens_with(first)


def _is_people(named: Sequence[Named]) -> bool:
    return any("ag:Population" in one.term.classes for one in named)


def _is_drug(named: Sequence[Named]) -> bool:
    """Whether a heading names one drug and nothing else, maybe twice, or with its form: "generumab (Drugex)", "generumab injection"."""
    things = [one.term for one in named if "ag:Route" not in one.term.classes]
    return len({term.curie for term in things}) == 1 and "ag:Drug" in things[0].classes


def _is_phase(named: Sequence[Named]) -> bool:
    """Whether a heading names one phase, and besides it no more than the disease and people."""
    others = {one.term.curie for one in named if not (one.term.is_disease or "ag:Population" in one.term.classes)}
    return len(others) == 1 and any("ag:TreatmentPhase" in one.term.classes for one in named)


def _is_whole(row: Sequence[Element]) -> bool:
    """Whether a line holds one name, and nothing besides but a remark in brackets: "Enzyme (by injection)"."""
    return all(element.bracket or element.text in "()" for element in row[1:])


def _is_class(named: Sequence[Named]) -> bool:
    return any("ag:DrugClass" in one.term.classes for one in named)
