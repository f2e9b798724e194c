"""Frames: a sentence as a row of elements (words, signs, mentions), behind the lead-in lines that it completes.

"Drugs in use include:" above the item "Prednisone" is read as one sentence; the element ▸ stands where the line ends and the item begins.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from allgraph.reading.folding import fold
from allgraph.reading.lexicon import Lexicon, NameKind, Term
from allgraph.reading.mentions import Mention
from allgraph.reading.outline import Block, Kind, Sentence
from allgraph.texts import Span

Value = TypeVar("Value")

ITEM = "▸"

#: What stands between a thing and its definition.
_DEFINING = frozenset({":", "is", "are"})

#: Where a phrase that is set aside ends.
_PHRASE_ENDS = frozenset({",", ";", ":", ".", ")", "in", "during", "for", "is", "are"})

_PREPOSITIONS = frozenset({"in", "during", "for"})

#: A heading that asks whether, and so states nothing.
_ASKS = re.compile(r"(?:can|could|should|would|is|are|do|does|did|will|may|might|must|has|have)\b.*\?$")

#: What may describe the class in a definition.
_DESCRIBING = frozenset({"ag:Route", "ag:Schedule", "ag:Target"})

#: What an apposition starts with: "blinatumomab, an antibody that ...".
_ARTICLES = frozenset({"a", "an"})

_TOKEN = re.compile(r"[^\W_]+(?:[.'][^\W_]+)*|[^\w\s]|_")

#: Square brackets are read as round ones.
_ROUND = {"[": "(", "]": ")"}

#: The words between a disease and the state it is in: "ALL that has come back", "patients whose disease relapsed".
_NEAR_BEFORE, _NEAR_AFTER = 6, 14

#: How far before "replaced by" the name stands that it sets aside.
_NEAR_CONTRAST = 5

#: Pronouns that point back to all members of a list, and what stands between these.
_PLURAL = frozenset({"both", "they", "these"})
_JOINED = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:,|/|,?\s+(?:and|or))\s*")

#: How many sentences back an end that is not said may stand.
_LOOK_BACK = 6


@dataclass(frozen=True)
class Named:
    """A term that an element stands for, with the run of text that names it: for a pronoun, the run it points back to."""

    term: Term
    span: Span
    kind: NameKind = NameKind.LABEL
    name: str = ""


@dataclass(frozen=True)
class Element:
    """A word, a sign or a mention. `host` is the element that a bracketed one belongs to, or -1; `segment` counts the lines.

    `prior` holds the treatments that a word such as "after" sets aside as given before.
    `defines` marks the class in a definition ("X is a type of antibody that ..."): what is said behind it is said of X.
    """

    text: str
    span: Span
    named: tuple[Named, ...] = ()
    segment: int = 0
    bracket: bool = False
    host: int = -1
    defines: bool = False
    prior: tuple[Named, ...] = ()

    @property
    def is_pronoun(self) -> bool:
        """Whether it is a bare word that points back ("it", "they"), and names nothing by itself."""
        return any(not self.span.covers(named.span) for named in self.named) and " " not in self.text


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


@dataclass(frozen=True)
class Above:
    """A place above a sentence where an unsaid end of a relation may stand.

    `kind` is "before", "lead", "heading", "row" (a table's row head) or "topic".
    """

    kind: str
    span: Span
    named: tuple[Named, ...]


class FrameMaker:
    """Makes the frames of a document, in which pronouns point to what they stand for and states belong to their disease."""

    def __init__(self, text: str, lexicon: Lexicon, mentions: Sequence[Mention]) -> None:
        self._text = text
        self._lexicon = lexicon
        self._mentions = mentions
        self._starts = [mention.span.start for mention in mentions]
        self._heads = frozenset(lexicon.cue_texts("modifierHead"))
        kinds: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for kind, words in lexicon.cues.get("anaphor", ()):
            kinds[tuple(words.split())].add(kind)
        self._pronouns = by_first_word(kinds)
        self._read: dict[str, list[Term]] = defaultdict(list)
        for curie, parts in lexicon.cues.get("readsAs", ()):
            self._read[curie].append(lexicon.terms[parts])
        large = lexicon.marked("scopeDisease") | self._read.keys()
        self._topics = [mention for mention in mentions if mention.term.curie in large]
        self._topic_starts = [mention.span.start for mention in self._topics]
        self._silent = frozenset(word for filler in lexicon.cue_texts("filler") for word in filler.split()) | {"not"}
        self._verbs = frozenset(lexicon.cue_texts("finiteVerb"))
        contrasts = {tuple(text.split()): False for text in lexicon.cue_texts("contrastCue")}
        self._contrasts = by_first_word(contrasts | {tuple(text.split()): True for text in lexicon.cue_texts("contrastBeforeCue")})
        self._earlier = {tuple(text.split()) for text in lexicon.cue_texts("priorCue")}
        self._denials = re.compile(rf"\b(?:{'|'.join(map(re.escape, lexicon.cue_texts('negationCue')))})\b")
        self._comparing = frozenset(lexicon.cue_texts("comparingCue"))
        self._naming = frozenset(lexicon.cue_texts("namingCue"))
        self._before: list[Above] = []
        self._items: list[Named] = []
        self._listed: tuple[Named, ...] = ()
        self._block: Block | None = None
        self._opening: Named | None = None

    def frames(self, sentences: Iterable[Sentence]) -> Iterable[Frame]:
        """The frames of `sentences`, which come in the order of the text."""
        for sentence in sentences:
            yield self._frame(sentence)

    def _frame(self, sentence: Sentence) -> Frame:
        if sentence.block is not self._block:
            self._enter(sentence.block)
        headings = [Above("heading", span, self._headed(span)) for span in reversed(sentence.block.headings)]
        if sentence.block.in_row:
            row_head = sentence.block.headings[-1]  # a table's row may name a state alone: "Standard risk"
            headings[0] = Above("row", row_head, tuple(named for element in self._elements(row_head, 0) for named in element.named))
        leads: list[Above] = []
        elements: list[Element] = []
        for number, span in enumerate((*sentence.leads, sentence.span)):
            own = span == sentence.span
            over = self._block_leads(sentence) if own and not sentence.leads else tuple(reversed(leads))
            context = [*(reversed(self._before) if own else ()), *over, *headings]
            row = self._contrasted(self._attached(self._elements(span, number)))
            headed = own and sentence.index == 0 and any(_is_drug(above.named) for above in headings[:1])
            row = self._resolved(row, context, self._opening if own else None, headed=headed)
            if headed and sentence.block.in_row:
                row = [replace(element, defines=element.defines or _is_class(element.named)) for element in row]
            if elements:
                elements.append(Element(ITEM, Span(span.start, span.start), segment=number))
            if not own:
                while row and not row[-1].named and not row[-1].text.isalnum():
                    row.pop()
            offset = len(elements)
            elements += [replace(element, host=element.host + offset if element.host >= 0 else -1) for element in row]
            above = Above("before" if own else "lead", span, tuple(named for element in row for named in element.named))
            if own:
                if sentence.index == 0 and row and row[0].named:
                    self._opening = row[0].named[0]
                    self._items.append(row[0].named[0])
                frame_above = (*reversed(self._before), *over, *headings)
                self._before = [*self._before[1 - _LOOK_BACK :], above]
            else:
                leads.append(above)
        frame_above = (*frame_above, *self._topic(sentence))
        return Frame(sentence, self._text, tuple(elements), len(sentence.leads), (*sentence.leads, sentence.span), frame_above)

    def _enter(self, block: Block) -> None:
        """Begin a block: what stood in the one before is behind, but for the list that "these treatments" may point back to."""
        if block.kind is not Kind.ITEM:
            self._listed = tuple(self._items) if self._block is not None and self._block.kind is Kind.ITEM else ()
            self._items = []
        self._block, self._before, self._opening = block, [], None

    def _topic(self, sentence: Sentence) -> Iterator[Above]:
        """The disease at large, where the text names it nearest before the sentence, or else first of all."""
        place = bisect_left(self._topic_starts, sentence.span.end)
        for mention in self._topics[max(0, place - 1) :][:1]:
            yield Above("topic", mention.span, self._read_as(mention))

    def _block_leads(self, sentence: Sentence) -> tuple[Above, ...]:
        return tuple(Above("lead", span, self._named(span)) for span in reversed(sentence.block.leads))

    def _named(self, span: Span) -> tuple[Named, ...]:
        """The terms that a line names; states only beside their disease."""
        return tuple(named for element in self._attached(self._elements(span, 0)) for named in element.named)

    def _headed(self, span: Span) -> tuple[Named, ...]:
        """The terms that a heading names; one that denies or asks whether names none."""
        words = " ".join(span.of(self._text).lower().split())
        return () if _ASKS.match(words) or self._denials.search(words) else self._named(span)

    def _elements(self, span: Span, segment: int) -> list[Element]:
        """The words, signs and mentions of a run; what stands in brackets knows the mention before them."""
        first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        inside = [mention for mention in self._mentions[first:last] if mention.span.end <= span.end]
        folded = fold(span.of(self._text))
        row: list[Element] = []
        hosts: list[int] = []
        waiting = iter(inside)
        mention = next(waiting, None)
        for token in _TOKEN.finditer(folded.text):
            where = folded.span(token.start(), token.end())
            where = Span(where.start + span.start, where.end + span.start)
            while mention and mention.span.end <= where.start:
                mention = next(waiting, None)
            if mention and mention.span.start <= where.start < mention.span.end:
                if not row or row[-1].span != mention.span:
                    text = fold(mention.span.of(self._text)).text
                    named = self._read_as(mention)
                    row.append(Element(text, mention.span, named, segment, bool(hosts), hosts[-1] if hosts else -1))
                continue
            if token.group() in "([":
                hosts.append(len(row) - 1 if row and row[-1].named else -1)
            sign = _ROUND.get(token.group(), token.group())
            row.append(Element(sign, where, (), segment, bool(hosts), hosts[-1] if hosts else -1))
            if sign == ")" and hosts:
                hosts.pop()
        return row

    def _read_as(self, mention: Mention) -> tuple[Named, ...]:
        """What a mention names: "childhood ALL" is read as two things, the disease and the children."""
        terms = [*(self._read.get(mention.term.curie) or [mention.term]), *mention.also]
        return tuple(Named(term, mention.span, mention.kind, mention.name) for term in terms)

    def _attached(self, row: list[Element]) -> list[Element]:
        """The row without the states that no disease or patient near them is in."""
        heads = [
            place
            for place, element in enumerate(row)
            if not self._heads.isdisjoint(element.text.split())
            or any(is_disease(named.term) and named.kind is not NameKind.MODIFIER for named in element.named)
        ]
        kept = []
        for place, element in enumerate(row):
            modifier = element.named and element.named[0].kind is NameKind.MODIFIER
            near = any(0 <= head - place <= _NEAR_BEFORE or 0 < place - head <= _NEAR_AFTER for head in heads)
            kept.append(replace(element, named=()) if modifier and not near else element)
        return kept

    def _contrasted(self, row: list[Element]) -> list[Element]:
        """The row in which what is set aside ("rather than X", "(not X)", "X was replaced by") names nothing."""
        kept = row.copy()
        for place in self._compared(row):
            kept[place] = replace(row[place], text="versus")
        for place, element in enumerate(row):
            for words, before in self._contrasts.get(element.text, ()):
                if not element.named and tuple(one.text for one in row[place : place + len(words)]) == words:
                    for aside in self._aside(row, place, len(words), before=before):
                        prior = row[aside].named if words in self._earlier else ()
                        kept[aside] = replace(kept[aside], named=(), prior=prior)
                    break
        return kept

    def _compared(self, row: Sequence[Element]) -> Iterator[int]:
        """The places of "with" in "compared X with Y", which sets two things against each other."""
        for place, element in enumerate(row):
            if element.text in self._comparing:
                behind = range(place + 2, min(place + 2 + _NEAR_CONTRAST, len(row)))
                yield from [one for one in behind if row[one].text in ("with", "to")][:1]

    def _aside(self, row: Sequence[Element], place: int, length: int, *, before: bool) -> Iterator[int]:
        """The places that a word of contrast sets aside: the name right before it, or what follows up to the end of the phrase."""
        if before:
            yield from [one for one in range(max(0, place - _NEAR_CONTRAST), place) if row[one].named][-1:]
            return
        opened = False  # "except in infants": what stands right behind the word of contrast is part of it
        for one in range(place + length, len(row)):
            ends = not row[one].named and (row[one].text in _PHRASE_ENDS or row[one].text in self._verbs)
            if ends and (opened or row[one].text not in _PREPOSITIONS):
                return
            opened = opened or not ends
            yield one

    def _resolved(self, row: list[Element], context: Sequence[Above], opening: Named | None, *, headed: bool) -> list[Element]:
        """The row in which a pronoun at the start of a clause ("it", "this drug") names what it points back to."""
        resolved: list[Element] = []
        place = 0
        while place < len(row):
            for words, kinds in () if self._points_nowhere(row, place) else self._pronouns.get(row[place].text, ()):
                window = row[place : place + len(words)]
                if tuple(element.text for element in window) == words and not any(element.named for element in window):
                    said = Above("before", window[0].span, tuple(named for element in resolved for named in element.named))
                    antecedents = tuple(named for named in self._listed if kinds & named.term.classes) if words[0] == "these" else ()
                    antecedents = antecedents or self._antecedents(kinds, [said, *context], opening)
                    if words[0] in _PLURAL and len(antecedents) == 1:
                        antecedents = self._coordinated(antecedents[0], [said, *context], kinds)
                    if antecedents:
                        span = Span(window[0].span.start, window[-1].span.end)
                        first = window[0]
                        resolved.append(Element(" ".join(words), span, antecedents, first.segment, first.bracket, first.host))
                        place += len(words)
                        if words[-1] == "phase" and place + 1 < len(row) and row[place].text == "of":
                            place += 2  # "this second phase of chemotherapy" is the phase, not the chemotherapy
                        break
            else:
                resolved.append(row[place])
                place += 1
        return self._defined(resolved if len(resolved) == len(row) else _rehosted(resolved, row), headed=headed)

    def _points_nowhere(self, row: Sequence[Element], place: int) -> bool:
        """Whether a pronoun stands for nothing named: "it is unlikely that ...", "this technology"."""
        after = [element.text for element in row[place + 1 : place + 5]]
        if row[place].text == "it":
            idle = {"that", "whether"} if any(word.endswith(("ed", "en")) for word in after[1:3]) else {"that", "to", "whether"}
            return after[:1] in (["is"], ["was"]) and not idle.isdisjoint(after[2:4])  # "it is used to treat" points back
        bare = row[place].text == "this" and bool(after) and after[0].isalpha() and after[0] not in self._verbs | self._silent
        return bare and not any(words[1:2] == (after[0],) for words, _ in self._pronouns.get("this", ()))

    def _defined(self, row: list[Element], *, headed: bool) -> list[Element]:
        """The row in which the classes of definitions are marked: only words that say nothing stand between them and the "is a".

        Below a heading that names a drug ("headed") a sentence may start with the class: "An antibody that ...".
        """
        marked: list[Element] = []
        subject = apposed = of_disease = False
        defining = headed and bool(row) and row[0].text in _ARTICLES
        for place, element in enumerate(row):
            if defining and element.named and all(not named.term.classes.isdisjoint(_DESCRIBING) for named in element.named):
                marked.append(element)  # "everolimus, an oral mTOR inhibitor": the way does not part the thing from its class
            elif element.named:
                defines = defining and not element.bracket and not (apposed and _is_listed(row, place))
                if any("ag:Drug" in named.term.classes for named in element.named):
                    defines = False  # behind a label such as "Induction:" a drug is what the label is about
                if any(is_disease(named.term) for named in element.named):  # "ALL that is Ph-positive" defines nothing
                    defines = defines and row[place - 1].text in _ARTICLES
                elif of_disease:  # "the standard for Ph-positive ALL is a TKI" tells no kind of it
                    defines = False
                marked.append(replace(element, defines=defines))
                subject, of_disease, defining = True, any(is_disease(named.term) for named in element.named), False
            else:
                marked.append(element)
                after = row[place + 1].text if place + 1 < len(row) else ""
                defined = element.text in _DEFINING or (element.text in (",", "as") and after in _ARTICLES)
                if subject and not element.bracket and defined:
                    defining, apposed = True, element.text == ","
                elif defining and element.text not in self._silent:
                    defining = False
        return marked

    def _antecedents(self, kinds: set[str], context: Sequence[Above], opening: Named | None) -> tuple[Named, ...]:
        """What a pronoun of these classes points back to.

        That is what this sentence or the one before gave a name ("is called X"), else what opens the block, else the first
        fitting thing in the nearest sentence, lead-in line or heading that has one.
        """
        said = [named for named in context[0].named if kinds & named.term.classes]
        if said and not any(self._is_introduced(named) for named in said):
            return (said[0],)
        nearest: tuple[Named, ...] = ()
        for above in context:
            fitting = [named for named in above.named if kinds & named.term.classes]
            introduced = [named for named in fitting if self._is_introduced(named)]
            if introduced and above in context[:2] and above.kind == "before":
                return (introduced[-1],)
            if fitting and not nearest:
                nearest = (introduced[-1],) if introduced else (fitting[0],)
        if opening and kinds & opening.term.classes:
            return (opening,)
        return nearest

    def _coordinated(self, first: Named, context: Sequence[Above], kinds: set[str]) -> tuple[Named, ...]:
        """A name and those that follow it in one list: "X, Y (Z) and W are ... They ..."."""
        found = [first]
        for above in context:
            if first in above.named:
                for named in above.named[above.named.index(first) + 1 :]:
                    between = self._text[found[-1].span.end : named.span.start]
                    if not kinds & named.term.classes or not _JOINED.fullmatch(between):
                        break
                    found.append(named)
                break
        return tuple(found)

    def _is_introduced(self, named: Named) -> bool:
        """Whether the text names the thing here for the first time: "is called X" makes X what follows speaks of."""
        before = self._text[max(0, named.span.start - 12) : named.span.start].lower().split()
        return bool(before) and (before[-1] in self._naming or (len(before) > 1 and before[-2] in self._naming))


def _is_listed(row: Sequence[Element], place: int) -> bool:
    """Whether what follows shows a list and no apposition: "vincristine, an anthracycline (...), a steroid and ..."."""
    after = [element.text for element in row[place + 1 : place + 3]]
    return after[:1] in (["("], ["and"], ["or"]) or (after[:1] == [","] and bool({"and", "or", *_ARTICLES} & set(after[1:])))


def by_first_word(phrases: Mapping[tuple[str, ...], Value]) -> dict[str, list[tuple[tuple[str, ...], Value]]]:
    """Phrases under their first word, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], Value]]] = defaultdict(list)
    for words in sorted(phrases, key=lambda words: (-len(words), words)):
        found[words[0]].append((words, phrases[words]))
    return found


def _rehosted(resolved: list[Element], row: list[Element]) -> list[Element]:
    """Hosts count elements, and a pronoun of two words became one: point to the same element again."""
    places = {element.span.start: place for place, element in enumerate(resolved)}
    return [replace(element, host=places.get(row[element.host].span.start, -1)) if element.host >= 0 else element for element in resolved]


def is_disease(term: Term) -> bool:
    """Whether a term is a disease or the state of one."""
    return not term.classes.isdisjoint({"ag:Disease", "ag:DiseaseState"})


def _is_drug(named: Sequence[Named]) -> bool:
    return len(named) == 1 and "ag:Drug" in named[0].term.classes


def _is_class(named: Sequence[Named]) -> bool:
    return any("ag:DrugClass" in one.term.classes for one in named)
