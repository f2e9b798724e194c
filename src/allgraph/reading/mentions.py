"""Mentions: the places in a text where a term of the lexicon is named."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from ahocorasick_rs import AhoCorasick

from allgraph.reading.folding import DROPPED, LINK_TARGET, NOTE_NUMBERS, Folded, fold, note_numbers
from allgraph.reading.lexicon import Lexicon, Name, NameKind, Term
from allgraph.reading.quantities import age_bound, ages, durations, intervals, level_bound, people_by_age
from allgraph.texts import Span


@dataclass(frozen=True)
class Mention:
    """A run of the text that names a term, the kind of name it is there, and the name as the vocabulary writes it.

    `also` holds what a word inside the name names besides: "T-cell childhood ALL" names T-cell ALL and children.
    """

    span: Span
    term: Term
    kind: NameKind
    name: str = ""
    also: tuple[Term, ...] = ()


@dataclass(frozen=True)
class _Entry:
    term: Term | None  # None for a run that is no name, whatever names it holds
    kind: NameKind
    name: str
    folded: str
    capitals: tuple[tuple[int, str], ...]  # runs that must stand in the text as they are: (offset in `folded`, run)


#: What no name goes on over: "Induction" that heads a section, and "Therapy ..." that opens it; a cell of a table, and the next.
_BORDER = re.compile(r"\n\s*\n|\t")

#: The end of a line, or of a label, behind a name.
_LINE_END = re.compile(r"[^\S\n]*(?:[.)]?[^\S\n]*(?:\n|$)|[:–—]|-\s)")

#: A remark that may stand inside a name: "early T-cell precursor (ETP) ALL". So may a word of ag:infix: "T-cell childhood ALL".
#: So may the target of a link: "[acute lymphoblastic](/types/all) leukemia".
_BRACKET = r"\s?(?:\([^()]{1,40}\)|\[[^][]{1,40}\](?!\())|" + LINK_TARGET.pattern

#: How far a name can reach on either side of such a remark, in characters.
_REACH = 80

#: Two targets with an "x" between: "CD19xCD3".
_CROSSED, _CROSSING = re.compile(r"(?<=\d)x(?=[a-z]+\d)"), re.compile(r"(?<=\d)x\Z")

#: What makes a drug's name tell only a time: "pre-blinatumomab residual disease".
_TIME = re.compile(r"\b(?:pre|post) $")

#: What makes a name one of something left out: "chemotherapy-free", "an irradiation free arm".
_FREE = re.compile(
    r"(?:[-\u2010\u2011]free\b| free (?:approach|arm|conditioning|induction|protocol|regimen|schedule|treatment)\b)", re.IGNORECASE
)

_POPULATION, _ROUTE = "ag:Population", "ag:Route"
#: The term of the disease that withstands a drug.
_WITHSTANDING = "%s-resistant-acute-lymphoblastic-leukemia"

#: The class of what is counted: "a white blood cell count of 50,000/µL or more" is one name.
_MEASURE = "ag:DecisionFactor"

#: The list of what a head that is said once is said of, behind the head: "problems" and "with the heart, liver or bones".
_DISTRIBUTED = r" (?:with|in|of|on|to) ((?:the )?[a-z]+(?: [a-z]+)?(?:,? (?:and |or )?(?:the )?[a-z]+(?: [a-z]+)?){1,8})"

#: A member of such a list is one word, or two of which the second is one of some words.
_PART = r"(?:^|(?<=[, ]))(?:and |or |the )*([a-z]+(?: (?:%s))?)(?=,| and| or|$|\W)"

#: The letter of a footnote, at the start of a line or behind another note, and stuck to its first word.
_FOOTNOTE = re.compile(r"(?:^|(?<=[.;] ))([a-h])(?=[A-Z][a-z])", re.MULTILINE)

#: An age bound that needs no word for people: "over the age of 60", "up to 25 years of age", "if you are 25 or under"; nor do so many
#: years behind a sign, or from so many to so many, for no treatment takes as long: "≤ 25 years", "18-45 years".
_OF_AGE = re.compile(
    r"\b(?:over|above|under|below|past|from|up to|until|older than|younger than) (?:the age of \d|age \d|\d+(?: years?| months?)? of age)"
    r"|(?:(?<=\byou are )|(?<=\byou're )|(?<=\bchild is ))(?:(?:over|under|aged) )?\d{1,2}\b"
    r"|(?:[<>≤≥]=? ?(?:1[2-9]|[2-9]\d)|(?<!for )(?<!over )(?<!after )(?<!within )\b\d{1,2}-(?:1[5-9]|[2-9]\d)) ?(?:years|yrs)\b"
    r"(?! (?:after|ago|earlier|from|later|survival|of follow))"
)

#: The list of what a verb of harm is said of: "the heart muscle", "your liver, kidneys and nerves".
_HARMED = r"\b(?:%s) ((?:the |your |their )?[a-z]+(?:(?:,? and |,? or |, )(?:the |your |their )?[a-z]+){0,6})"

#: A verb and its noun begin with the same letters: "irritate", "irritation".
_STEM = 5

_HARMED_PART = re.compile(r"\b(?!the\b|your\b|their\b|and\b|or\b)([a-z]+)\b")

#: What tells people by their other illnesses: how heavy they are, and their name.
_BURDEN = r"(?: or| and/or)? (with (?:(?:%s) )?(?:%s))\b"

#: The places that a disease spreads to, and each of them.
_PLACE = r"(?:the )?[a-z]+(?: [a-z]+)?"
_SPREAD = re.compile(rf"\bspreads?(?:,? or (?:may|might|can|could) spread,?)? (?:in)?to ({_PLACE}(?:(?:,? and |,? or |, ){_PLACE}){{1,5}})")
_SPREAD_PART = re.compile(r"(?:and |or |, )(?:and |or )?(?:the )?([a-z]+(?: [a-z]+)?)(?=,| and| or|$|\W)")

#: The kinds of a thing in brackets behind its name, and each of them: "(intrathecal and/or high-dose systemic therapy)".
_KINDS = re.compile(r" \(([a-z][a-z /,-]{2,60})\)")
_KIND = re.compile(r"(?:^|(?<=[(, /]))(?:high[ -]dose |low[ -]dose )?([a-z]+)(?: therapy| treatment)?(?=\)|,|/| and\b| or\b)")

#: What may fail: "S does not work in O" tells of the treatment, and "if S does not work" of a disease that withstands it.
_TREATING = frozenset({"ag:Drug", "ag:DrugClass", "ag:Modality", "ag:TransplantProcedure", "ag:Regimen"})

#: What says that a disease withstands treatment, and what may stand before the drugs that it withstands, which "or" joins.
_RESISTANT = re.compile(
    r"\b(?:resistant|refractory)\b|\b(?P<fails>(?:stops|has stopped) working|no longer works?|do(?:es)?(?: not|n't) work)\b"
)
_RESISTED = re.compile(
    r" to(?:,? (?:or|and) (?:\w+ )?intolerant (?:of|to),?| \(?or intolerant (?:of|to)\)?)?"
    r"(?: (?:both|prior|previous|treatment with|therapy with))* "
)
_RESISTED_TOO = re.compile(r",? (?:or|and|and/or) |, ")

#: What says right before a marker that there is much of it: "high end-induction MRD", "elevated levels of".
_RAISED = r"\b(?:%s) (?:\w+ ){0,2}(?:levels? of (?:\w+ )?)?$"

#: An abbreviation in brackets behind the name that it stands for, folded.
_ABBREVIATION = re.compile(r" \([a-z0-9 -]{2,12}\)")

#: A name that a sign shows to be a brand.
_SIGNED = re.compile(r"\b([A-Z][\w-]{2,})\s?[®™]")

#: The first of two names that share their end.
_JOINED = re.compile(r"\b([^\W\d_]+(?: [^\W\d_]+)?),? (?:and|or|and/or) $")

#: What stands for an end that is left away.
_HYPHENS = frozenset("-\u2010\u2011\u2013")

#: The class of ways, and the end of a second one behind the first.
_ROUTE, _OTHER_END = "ag:Route", re.compile(r",? or (?:into )?((?:a |the |your )?[a-z]+)\b")

#: A range of ages in a population's label.
#: Where the name of a group turns to its ages: "young adults up to age 25".
_BOUND = re.compile(r" ?(?:[<>\d]| up to\b)")
_RANGED = re.compile(r"\d+(?: \w+)?-\d+ \w+$")


class MentionFinder:
    """Finds every name of a lexicon in one pass over a text, however many names there are.

    >>> imatinib = Term("ag:imatinib", "imatinib", frozenset({"ag:Drug"}), names=(Name("imatinib", NameKind.LABEL),))
    >>> finder = MentionFinder(Lexicon({"ag:imatinib": imatinib}, (), {}, {}))
    >>> [mention.span for mention in finder.find("Imatinib, not imatinibs-like")]
    [Span(start=0, end=8), Span(start=14, end=23)]
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._entries = [entry for term in lexicon.terms.values() for name in term.names for entry in _entries(term, name)]
        self._names = {entry.folded: entry for entry in self._entries if entry.kind is not NameKind.MODIFIER}
        self._states = {entry.folded: entry for entry in self._entries if entry.kind is NameKind.MODIFIER}
        nothing = Term("", "", frozenset())
        for text in lexicon.cue_texts("notAName"):
            self._entries += [replace(entry, term=None) for entry in _entries(nothing, Name(text, NameKind.LABEL))]
        self._conditions = lexicon.cue_set("conditionCue")
        self._infixes = {fold(word).text: lexicon.terms[curie] for curie, word in lexicon.cue_pairs("infix")}
        self._markers = dict(lexicon.cue_pairs("bounded"))
        self._parts: dict[str, list[Term]] = defaultdict(list)  # of a name for several groups, each of these
        for curie, part in lexicon.cue_pairs("readsAs"):
            self._parts[curie].append(lexicon.terms[part])
        self._raised = {marker: lexicon.terms[curie] for marker, curie in lexicon.cue_pairs("raisedAs")}
        self._raising = re.compile(_RAISED % _choice(lexicon.cue_texts("raisingCue")))
        self._ways = {fold(word).text: lexicon.terms[curie] for curie, word in lexicon.cue_pairs("insideName")}
        infixes = "|".join(map(re.escape, self._infixes))
        self._inside = re.compile(rf"{_BRACKET}|\s(?:{infixes})(?=\s)" if infixes else _BRACKET)
        self._automaton = AhoCorasick([entry.folded for entry in self._entries])
        self._heads = lexicon.cue_pattern("genericHead")
        self._ageless = lexicon.marked("bareAge")
        self._distributed_heads = re.compile(
            rf"\b({_choice((*lexicon.cue_texts('distributedHead'), *lexicon.cue_texts('effectHead')))}){_DISTRIBUTED}"
        )
        self._head_names = {head: name for head in lexicon.cue_texts("effectHead") for name in lexicon.cue_texts("affectName")}
        self._distributed_parts = re.compile(_PART % _choice(lexicon.cue_texts("distributedPart")))
        self._harms = [
            (re.compile(_HARMED % _choice(lexicon.cue_texts("harmVerb"))), lexicon.cue_set("harmName")),
            (re.compile(_HARMED % _choice(lexicon.cue_texts("affectVerb"))), lexicon.cue_set("affectName")),
        ]
        self._burdens = re.compile(_BURDEN % (_choice(lexicon.cue_texts("burdenDegree")), _choice(lexicon.cue_texts("burden"))))

    def find(self, text: str) -> list[Mention]:
        """The mentions in order; of names that overlap the longest is kept."""
        folded = fold(text)
        notes = frozenset(_FOOTNOTE.findall(text)) | note_numbers(text)
        found = [*self._matches(text, folded, folded.text, notes, lambda offset: offset), *self._through_brackets(text, folded, notes)]
        kept: list[tuple[int, int, _Entry]] = []
        taken = bytearray(len(folded.text))
        targets = [target.span() for target in LINK_TARGET.finditer(folded.text)]
        found = [one for one in found if not any(start < one[0] and one[1] < end for start, end in targets)]
        for start, end, entry in sorted(found, key=_longest_first):
            if not any(taken[start:end]) and not _BORDER.search(folded.span(start, end).of(text)):
                _take(taken, start, end)
                kept.append((start, end, entry))
        kept = [one for one in kept if not _is_time(folded.text, one[0], one[2].term) and not _is_left_out(text, folded, one[1])]
        mentions = [self._bounded(folded, taken, start, end, entry, entry.term) for start, end, entry in kept if entry.term]
        for start, end in targets:
            _take(taken, start, end)
        kinds = list(self._shortened(text, folded, taken, kept))
        again = {kind.span for kind in kinds}  # "intrathecal" is there more than a route
        mentions = [one for one in mentions if one.span not in again or _ROUTE not in one.term.classes] + kinds
        mentions += self._opened_alike(folded, taken, kept)
        kinds = list(self._in_brackets(folded, taken, kept))
        mentions = [one for one in mentions if not any(kind.span.covers(one.span) for kind in kinds)] + kinds
        mentions += self._distributed(folded, taken)
        mentions += self._spread(folded, taken)
        mentions += self._harmed(folded, taken, kept)
        mentions += self._bare_ages(folded, taken)
        mentions += self._burdened(folded, mentions)
        mentions += self._durations(folded, taken)
        mentions = [*self._resisting(folded, kept, mentions)]
        mentions += _signed(text, mentions)
        return self._shared(sorted(mentions, key=lambda mention: mention.span))

    def _matches(
        self, text: str, folded: Folded, run: str, notes: frozenset[str], back: Callable[[int], int]
    ) -> Iterator[tuple[int, int, _Entry]]:
        """Every entry found in `run`, as offsets of `folded`, to which `back` leads from those of `run`; `notes` letters footnotes."""
        for index, start, end in self._automaton.find_matches_as_indexes(run, overlapping=True):
            ends = end == len(run) or not run[end].isalnum() or _is_note(run, end, notes) or _is_doubled(run, start, end)
            if not (ends or _CROSSED.match(run, end)) or (
                start and run[start - 1].isalnum() and not _CROSSING.match(run, start - 1, start)
            ):
                continue
            entry = self._entries[index]
            if all(self._stands(text, folded, back(start + offset), capitals) for offset, capitals in entry.capitals):
                yield back(start), back(end - 1) + 1, entry

    @staticmethod
    def _stands(text: str, folded: Folded, offset: int, capitals: str) -> bool:
        """Whether a run stands at `offset` in the capitals it needs; "ALL" and "IT" among other capitals may be words."""
        run = folded.span(offset, offset + len(capitals))
        if "".join(character for character in run.of(text) if character not in DROPPED) != capitals:
            return False
        return capitals not in ("ALL", "IT") or not _in_capitals(text, run.start, run.end)

    def _through_brackets(self, text: str, folded: Folded, notes: frozenset[str]) -> Iterator[tuple[int, int, _Entry]]:
        """The names that a bracketed remark or a word for people interrupts, found in the text around each of these without it."""
        for bracket in self._inside.finditer(folded.text):
            first = max(0, bracket.start() - _REACH)
            cut, gap = bracket.start() - first, bracket.end() - bracket.start()
            after = folded.text[bracket.end() : bracket.end() + _REACH]
            run = folded.text[first : bracket.start()] + (" " + after[1:] if after.startswith("-") else after)

            def back(offset: int, first: int = first, cut: int = cut, gap: int = gap) -> int:
                return first + offset + (gap if offset >= cut else 0)

            for start, end, entry in self._matches(text, folded, run, notes, back):
                if start < bracket.start() and end > bracket.end():
                    yield start, end, entry

    def _bounded(self, folded: Folded, taken: bytearray, start: int, end: int, entry: _Entry, term: Term) -> Mention:
        """The mention; of a population, with the age bound that follows its name."""
        of_age = self._heads.fullmatch(folded.text, start, end)  # "age >10 years" tells people, as "people >10 years" does
        bound = age_bound(folded.text, end) if of_age or _POPULATION in term.classes else None
        if bound := bound or (age_bound(folded.text, start) if of_age else None):  # the word itself tells that "age 1-9" has years
            # "teenagers and young adults up to 21": the bound is told of the last; "(15-39 years)" is told of all
            *others, last = [term] if "-" in bound.text else self._parts.get(term.curie, [term])
            base = "age" if of_age or term.curie in self._ageless else last.shown
            label = ages(bound.text) if base == "age" else f"{base} {bound.text}"
            _take(taken, start, bound.end)
            return Mention(folded.span(start, bound.end), self._lexicon.minted(label, _POPULATION), entry.kind, also=tuple(others))
        inside = (found.group().strip() for found in self._inside.finditer(folded.text, start, end))
        also = tuple(self._infixes[word] for word in inside if word in self._infixes and word not in entry.folded)
        ways = ((word, way) for word, way in self._ways.items() if word in entry.folded and way is not term)
        also += tuple(way for word, way in ways if re.search(rf"\b{word}\b", entry.folded))
        raised = self._raised.get(term.curie)
        if raised and self._raising.search(folded.text, max(0, start - _REACH), start):
            term = raised
        marker = self._markers.get(term.curie)
        if marker and (bound := level_bound(folded.text, _behind_bracket(folded.text, end))):
            also += (self._lexicon.minted(f"{marker} {bound.text}", "ag:Criterion"),)
            if _MEASURE in term.classes:
                _take(taken, end, bound.end)
                end = bound.end
        return Mention(folded.span(start, end), term, entry.kind, entry.name, also)

    def _shortened(self, text: str, folded: Folded, taken: bytearray, kept: list[tuple[int, int, _Entry]]) -> Iterator[Mention]:
        """Names whose end is said once for two: "intrathecal and systemic chemotherapy", "standard- and high-risk"."""
        for start, end, whole in kept:
            near = folded.text.endswith(("and ", "or "), 0, start)
            names = self._states if whole.kind is NameKind.MODIFIER else self._names
            joined = _JOINED.search(folded.text, max(0, start - _REACH), start) if near else None
            if not joined:
                continue
            words = folded.text[start:end].split()
            heads = [" ".join(words[first:]) for first in range(1, len(words))]
            for part in dict.fromkeys((joined[1], joined[1].split()[-1])):
                entry = next((names[form] for head in heads if (form := f"{part} {head}") in names), None)
                if entry and entry.term and not entry.capitals:
                    at = joined.end(1) - len(part)
                    _take(taken, at, joined.end(1))
                    span = folded.span(at, joined.end(1))
                    hyphen = text[span.end : span.end + 1] in _HYPHENS  # of "low- and high-dose"
                    yield Mention(Span(span.start, span.end + hyphen), entry.term, entry.kind, entry.name)
                    break

    def _in_brackets(self, folded: Folded, taken: bytearray, kept: list[tuple[int, int, _Entry]]) -> Iterator[Mention]:
        """Names of whose kinds only the first words stand in brackets behind them: "chemotherapy (intrathecal and/or systemic)"."""
        for start, end, whole in kept:
            inside = _KINDS.match(folded.text, end) if whole.term and "ag:Treatment" in whole.term.classes else None
            for part in _KIND.finditer(folded.text, inside.start(1), inside.end()) if inside else ():
                entry = self._names.get(f"{part[1]} {folded.text[start:end]}")
                if entry and entry.term and not entry.capitals:
                    _take(taken, *part.span(1))
                    ways = tuple(way for word, way in self._ways.items() if word == part[1])
                    yield Mention(folded.span(*part.span(1)), entry.term, entry.kind, entry.name, ways)

    def _opened_alike(self, folded: Folded, taken: bytearray, kept: list[tuple[int, int, _Entry]]) -> Iterator[Mention]:
        """Ways whose beginning is said once for two: "into a muscle or a vein", "by injection into the vein or muscle"."""
        for start, end, whole in kept:
            other = _OTHER_END.match(folded.text, end) if whole.term and _ROUTE in whole.term.classes else None
            if not other or any(taken[other.start(1) : other.end(1)]):
                continue
            words = folded.text[start:end].split()
            forms = (" ".join((*words[first:-cut], other[1])) for cut in (1, 2) for first in range(len(words) - cut))
            entry = next((self._names[form] for form in forms if form in self._names), None)
            if entry and entry.term and _ROUTE in entry.term.classes and entry.term is not whole.term:
                _take(taken, *other.span(1))
                yield Mention(folded.span(*other.span(1)), entry.term, entry.kind, entry.name)

    def _distributed(self, folded: Folded, taken: bytearray) -> Iterator[Mention]:
        """Names whose head is said once for several: "problems with the heart, liver or bones" names liver problems."""
        for listed in self._distributed_heads.finditer(folded.text):
            head = self._head_names.get(listed[1], listed[1])
            for part in self._distributed_parts.finditer(folded.text, *listed.span(2)):
                name = part[1]
                forms = (f"{name} {head}", f"{name.removesuffix('s')} {head}", f"{head} in {name}", f"{head} with {name}")
                entry = next((self._names[form] for form in forms if form in self._names), None)
                if entry and entry.term and not any(taken[part.start(1) : part.end(1)]):
                    _take(taken, part.start(1), part.end(1))
                    yield Mention(folded.span(*part.span(1)), entry.term, entry.kind, entry.name)

    def _spread(self, folded: Folded, taken: bytearray) -> Iterator[Mention]:
        """States told by a list of places that a disease spreads to: "has spread to the brain, spinal cord, or testicles"."""
        for spread in _SPREAD.finditer(folded.text):
            for part in _SPREAD_PART.finditer(folded.text, *spread.span(1)):
                entry = self._states.get(f"spread to the {part[1]}") or self._states.get(f"spread to {part[1]}")
                if entry and entry.term and not any(taken[part.start(1) : part.end(1)]):
                    _take(taken, part.start(1), part.end(1))
                    yield Mention(folded.span(*part.span(1)), entry.term, entry.kind, entry.name)

    def _harmed(self, folded: Folded, taken: bytearray, kept: list[tuple[int, int, _Entry]]) -> Iterator[Mention]:
        """Effects told by a verb of harm and its object: "can damage the heart and nerves" names heart damage and nerve damage.

        What an illness affects is a part of it: "graft-versus-host disease affects the skin" names no further one.
        """
        ill = {end + 1 for _, end, entry in kept if entry.term and "ag:Complication" in entry.term.classes}
        for verbs, heads in self._harms:
            for harmed in (one for one in verbs.finditer(folded.text) if one.start() not in ill):
                verb = harmed.group()[:_STEM]
                likely = sorted(heads, key=lambda head: (not head.startswith(verb), head))  # "irritate the bladder": "bladder irritation"
                for part in _HARMED_PART.finditer(folded.text, *harmed.span(1)):
                    forms = (f"{stem} {head}" for head in likely for stem in (part[1].removesuffix("s"), part[1]))
                    entry = next((self._names[form] for form in forms if form in self._names), None)
                    if entry and entry.term and not any(taken[part.start(1) : part.end(1)]):
                        _take(taken, part.start(1), part.end(1))
                        yield Mention(folded.span(*part.span(1)), entry.term, entry.kind, entry.name)

    def _burdened(self, folded: Folded, mentions: list[Mention]) -> Iterator[Mention]:
        """Groups that their other illnesses tell: "adults aged 65 or older or with comorbidities" names adults with comorbidities too."""
        people = [mention for mention in mentions if _POPULATION in mention.term.classes]
        for burden in self._burdens.finditer(folded.text):
            start = folded.original(burden.start())
            near = [one for one in people if 0 <= start - one.span.end <= 1]
            if near:
                base = _BOUND.split(near[0].term.shown)[0]
                yield Mention(folded.span(*burden.span(1)), self._lexicon.minted(f"{base} {burden[1]}", _POPULATION), NameKind.LABEL)

    def _resisting(self, folded: Folded, kept: list[tuple[int, int, _Entry]], mentions: list[Mention]) -> Iterator[Mention]:
        """The mentions in which what withstands a drug is a state of its own: "imatinib-resistant", "resistant to imatinib"."""
        drugs = {start: (end, entry.term) for start, end, entry in kept if entry.term and "ag:Drug" in entry.term.classes}
        ends = {end: start for start, (end, _) in drugs.items()}
        treatments = {end: start for start, end, entry in kept if entry.term and not entry.term.classes.isdisjoint(_TREATING)}
        withstood: dict[int, tuple[int, list[Term]]] = {}  # by where the word starts and ends: where the state starts
        useless: set[int] = set()  # where such words start that tell of the treatment itself: "S does not work in O"
        for found in _RESISTANT.finditer(folded.text) if treatments else ():
            word = folded.span(*found.span())
            failing = treatments.get(found.start() - 1, -1) if found["fails"] else -1
            if failing >= 0 and folded.text[:failing].rstrip().rpartition(" ")[2] not in self._conditions:
                useless.add(word.start)
                continue
            if (start := ends.get(found.start() - 1, -1)) >= 0:
                withstood[word.start] = withstood[word.end] = folded.original(start), [drugs[start][1]]
                continue
            told: list[Term] = []
            after = _RESISTED.match(folded.text, found.end())
            while after and after.end() in drugs:
                end, drug = drugs[after.end()]
                told.append(drug)
                after = _RESISTED_TOO.match(folded.text, end)
            if told:
                withstood[word.start] = withstood[word.end] = word.start, told
        inside = {start for start, _ in withstood.values()}
        for mention in mentions:
            start, told = withstood.get(mention.span.end) or withstood.get(mention.span.start, (mention.span.start, []))
            states = [state for drug in told if (state := self._lexicon.terms.get(_WITHSTANDING % drug.curie))]
            if states and mention.kind is NameKind.MODIFIER:
                span = Span(min(start, mention.span.start), mention.span.end)
                yield replace(mention, span=span, term=states[0], also=(*mention.also, *states[1:]))
            elif (mention.span.start not in inside or "ag:Drug" not in mention.term.classes) and mention.span.start not in useless:
                yield mention

    def _shared(self, mentions: list[Mention]) -> list[Mention]:
        """The mentions in which a range of ages counts for both groups that it stands behind: "children and young adults aged 1 to 21"."""
        shared = mentions.copy()
        for place, (one, other) in enumerate(pairwise(mentions)):
            ranged = _RANGED.search(other.term.label) if _POPULATION in other.term.classes else None
            close = one.span.end < other.span.start <= one.span.end + len(" and ")
            if ranged and close and _POPULATION in one.term.classes and one.term.curie in self._lexicon.terms:
                shared[place] = replace(one, term=self._lexicon.minted(f"{one.term.shown} {ranged.group()}", _POPULATION))
        return shared

    def _durations(self, folded: Folded, taken: bytearray) -> Iterator[Mention]:
        """Lengths of time, and how often: "2 to 3 years", "every 2 to 3 weeks"."""
        for start, end, label in intervals(folded.text):
            if not any(taken[start:end]):
                _take(taken, start, end)
                yield Mention(folded.span(start, end), self._lexicon.minted(label, "ag:Schedule"), NameKind.LABEL)
        for start, end, label in durations(folded.text):
            if not any(taken[start:end]):
                yield Mention(folded.span(start, end), self._lexicon.minted(label, "ag:Duration"), NameKind.LABEL)

    def _bare_ages(self, folded: Folded, taken: bytearray) -> Iterator[Mention]:
        """Populations that only their age tells: "patients aged 60 years or older", "the over 60s"."""
        for start, end, bound_text in people_by_age(folded.text):
            if not any(taken[start:end]):
                _take(taken, start, end)
                yield Mention(folded.span(start, end), self._lexicon.minted(ages(bound_text), _POPULATION), NameKind.LABEL)
        heads = [(head.start(), head.end()) for head in self._heads.finditer(folded.text)]
        for start, end in sorted(heads + [(found.start(), found.start()) for found in _OF_AGE.finditer(folded.text)]):
            bound = None if taken[start] else age_bound(folded.text, end) or age_bound(folded.text, start)
            if bound:
                _take(taken, start, bound.end)
                yield Mention(folded.span(start, bound.end), self._lexicon.minted(ages(bound.text), _POPULATION), NameKind.LABEL)


def _signed(text: str, mentions: list[Mention]) -> Iterator[Mention]:
    """Brands that only their sign shows, in brackets behind their drug: "cytarabine (ara-C or Drugex®)"."""
    drugs = sorted((one.span.end, one.term.curie, one.term) for one in mentions if "ag:Drug" in one.term.classes)
    ends = [end for end, _, _ in drugs]
    for brand in _SIGNED.finditer(text):
        opened = text.rfind("(", max(0, brand.start() - _REACH), brand.start())
        place = bisect_right(ends, opened)
        behind = place > 0 and opened >= 0 and ")" not in text[opened : brand.start()] and not text[ends[place - 1] : opened].strip("®™ ")
        if behind and not any(one.span.start <= brand.start(1) < one.span.end for one in mentions):
            yield Mention(Span(*brand.span(1)), drugs[place - 1][2], NameKind.BRAND, brand[1])


def _choice(texts: Iterable[str]) -> str:
    """The texts as the choices of a regular expression; one that nothing can fit where there are none."""
    return "|".join(map(re.escape, texts)) or r"(?!)"


def _take(taken: bytearray, start: int, end: int) -> None:
    """Mark a run of the folded text as part of a mention, so that no other is found in it."""
    taken[start:end] = b"\x01" * (end - start)


def _is_doubled(run: str, start: int, end: int) -> bool:
    """Whether a name stands twice in one word, as where the text of a tooltip was taken for the page's: "leukapheresisleukapheresisA"."""
    return end - start > len("words") and run.startswith(run[start:end], end)


def _behind_bracket(text: str, end: int) -> int:
    """Where a name ends with the abbreviation in brackets behind it: "minimal residual disease (MRD) of 0.1% or more"."""
    found = _ABBREVIATION.match(text, end)
    return found.end() if found else end


def _is_note(run: str, end: int, notes: frozenset[str]) -> bool:
    """Whether a name ends in the letter or the numbers of a footnote: "Generumaba" where a note starts with "aThe"."""
    numbered = NOTE_NUMBERS.match(run, end)
    note = numbered[0] if numbered else run[end]
    return note in notes and not run[end + len(note) : end + len(note) + 1].isalnum()


def _is_time(folded: str, start: int, term: Term | None) -> bool:
    """Whether the drug that starts here only tells a time: "pre-blinatumomab residual disease"."""
    return term is not None and "ag:Drug" in term.classes and bool(_TIME.search(folded, max(0, start - _REACH), start))


def _is_left_out(text: str, folded: Folded, end: int) -> bool:
    """Whether the word for being without it is joined to the name that ends here: "a steroid-free regimen"."""
    last = folded.span(end - 1, end).end
    return bool(_FREE.match(text, last))


def _longest_first(hit: tuple[int, int, _Entry]) -> tuple[int, int, bool, str]:
    start, end, entry = hit
    return start - end, start, entry.kind is NameKind.MODIFIER, entry.term.curie if entry.term else ""


def _entries(term: Term, name: Name) -> Iterator[_Entry]:
    """What is looked for: the folded name, its plural and what it is to the reader, with the runs whose capitals count."""
    folded = fold(name.text).text.strip()
    if not folded:
        return
    runs = re.finditer(r"[^\W_]+", name.text)
    exact = name.kind is NameKind.ABBREVIATION
    capitals = tuple(
        (run.start(), run.group())
        for run in runs
        if (exact and run.group() != run.group().lower()) or (run.group().isupper() and run.group().isalpha() and len(run.group()) > 1)
    )
    if name.text.isupper() and not exact:  # a full name that is authored in capitals, such as a brand, is matched in any case
        capitals = ()
    addressed = {folded.replace(" the ", " your ")} if not capitals else ()  # "into the fluid around your spine"
    for form in {folded, *addressed, *(_plurals(folded) if name.kind is not NameKind.MODIFIER else ())}:
        plural = ((len(folded), "s"),) if exact and form == f"{folded}s" else ()  # "CRS" is no plural of CR
        yield _Entry(term, name.kind, name.text, form, (*capitals, *plural))


def _plurals(folded: str) -> Iterator[str]:
    """The regular plural of a name's last word.

    >>> list(_plurals("antibody")), list(_plurals("tki")), list(_plurals("relapse")), list(_plurals("cytopenias"))
    (['antibodies'], ['tkis'], ['relapses'], [])
    """
    if re.search(r"[^aeiou]y$", folded):
        yield folded[:-1] + "ies"
    elif re.search(r"(?:[xz]|[cs]h)$", folded):
        yield folded + "es"
    elif folded[-1].isalpha() and not folded.endswith("s"):
        yield folded + "s"


def _in_capitals(text: str, start: int, end: int) -> bool:
    """Whether the words beside a run are written in capitals too, so that its own capitals tell nothing.

    At the end of a line they are hardly the word: "RELAPSED ALL".
    """
    before = re.search(r"(\w+)\W*$", text[max(0, start - 30) : start])
    after = re.match(r"\s*(\w+)", text[end : end + 30])
    if _LINE_END.match(text, end):
        return False
    return any(word and len(word[1]) > 3 and word[1].isalpha() and word[1].isupper() for word in (before, after))
