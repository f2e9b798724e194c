"""Given names: what a document itself calls a thing that the vocabulary knows, such as a brand that it says contains a known drug.

A leaflet speaks of its medicine by a brand, and says only once what that is: "Drugex contains the active substance generumab."
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from allgraph.reading.lexicon import Lexicon, NameKind, Term
from allgraph.reading.mentions import Mention
from allgraph.texts import Span

#: What a brand looks like, with its sign, its strength and its form: "Drugex 20 mg/ml oral suspension", "Drug-Ex tablets".
_NAME = r"(?<![\w-])(?P<brand>[A-Z](?:[a-z]{3,}|[A-Z]{3,}|[a-z]+-?[A-Z][a-z]{2,}|[A-Z]+-[A-Z]{3,}))(?![\w-])"
_FORMS = r"(?:tablets?|capsules?|oral suspension|oral solution|solution|injection|powder)"
_BRAND = rf"{_NAME}\s?[®™]?(?:\s\d[^.;:()\n]{{0,60}})?(?:\s{_FORMS})?"

#: A brand alone in a line, right over the next line that is not empty.
_TITLE = re.compile(rf"(?m)^[^\S\n]*{_NAME}\s?[®™]?[^\S\n]*\n\s*")

#: What a phrase may hold in place of "…", in at most so many characters of a line.
_GAP = r"[^\n]{0,200}?"

#: How far below the heading that gives the substance it is named.
_SUBSTANCE_REACH = 300

#: What stands between a drug and another that it is joined with: the brand is then no name of one of them.
_JOINED = re.compile(r"[\s®™]*(?:,|/|\+|and\b|or\b|plus\b|with\b)[\s\d]*$")
_JOIN_REACH = 12

#: A document that writes so many known brands in brackets beside their drugs writes an unknown one so too, and so many of a drug with
#: other brands.
_STYLE, _FIRM_STYLE = 2, 4

#: An abbreviation in brackets right behind a name: at least two of its letters are capitals.
_ABBREVIATION = re.compile(r"\s?[(\[]([A-Z][A-Za-z]{0,4}[A-Z][A-Za-z]{0,4})[)\];,]")

#: An abbreviation leaves at most so many words of its name out.
_LEFT_OUT = 1


class GivenNames:
    """Finds the names that a document gives to known things, in all places where it uses them.

    >>> from allgraph.reading.mentions import MentionFinder
    >>> from allgraph.reading.lexicon import read_lexicon
    >>> from allgraph.resources import folder
    >>> lexicon = read_lexicon(folder("ontology"))
    >>> text = "Drugex contains the active substance imatinib. Drugex is a tablet."
    >>> [(one.span.start, one.term.label) for one in GivenNames(lexicon).find(text, MentionFinder(lexicon).find(text))]
    [(0, 'imatinib'), (47, 'imatinib')]
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._clear = [_phrase(text) for text in lexicon.cue_texts("namingPhrase")]
        self._faint = [_phrase(text) for text in lexicon.cue_texts("faintNamingPhrase")]
        brands, substances = _choice(lexicon.cue_texts("brandHeading")), _choice(lexicon.cue_texts("substanceHeading"))
        self._headed_brand = re.compile(rf"(?im:^(?:[^\w\n]|\d)*+(?:{brands})(?>\W*\n)\s*+){_BRAND}")
        self._headed_substance = re.compile(rf"(?im)^[\W\d]*(?:{substances})\W*$")
        self._stems = lexicon.cue_texts("nameStem")
        self._taking = _choice(lexicon.cue_texts("takingCue"))
        texts = [name.text for term in lexicon.terms.values() for name in term.names]
        texts += [text for pairs in lexicon.cues.values() for _, text in pairs]
        self._words = frozenset(word for text in texts for word in re.findall(r"[a-z]+", text.lower()))

    def find(self, text: str, mentions: Sequence[Mention]) -> list[Mention]:
        """The mentions that these names make, in no order; `mentions` are those of the names that the vocabulary has."""
        taken = bytearray(len(text) + 1)
        for mention in mentions:
            taken[mention.span.start : mention.span.end] = b"\x01" * (mention.span.end - mention.span.start)
        named = [(name, NameKind.BRAND, term) for name, term in self._brands(text, mentions, taken)]
        named += [(name, NameKind.ABBREVIATION, term) for name, term in _abbreviations(text, mentions, taken)]
        return [
            Mention(Span(*place.span()), term, kind, name)
            for name, kind, term in named
            for place in re.finditer(rf"\b{re.escape(name)}\b", text, re.IGNORECASE if kind is NameKind.BRAND else 0)
            if not any(taken[place.start() : place.end()]) and place.group()[0].isupper()
        ]

    def _brands(self, text: str, mentions: Sequence[Mention], taken: bytearray) -> Iterator[tuple[str, Term]]:
        """Each name that is no word of the vocabulary, with the one drug that the document says it is."""
        drugs = [one for one in mentions if one.kind is not NameKind.BRAND and _is_drug(one.term)]
        terms: dict[str, dict[str, Term]] = defaultdict(dict)
        shown: dict[str, str] = {}
        signed = [(one.name, one) for one in mentions if one.kind is NameKind.BRAND and not _has(one.term, one.name)]
        for name, drug in (
            *self._equated(text, drugs, mentions, taken),
            *self._headed(text, drugs, taken),
            *self._titled(text, drugs, taken),
            *signed,
        ):
            terms[name.lower()][drug.term.curie] = drug.term
            shown.setdefault(name.lower(), name)
        for key, of in terms.items():
            if len(of) == 1:
                yield shown[key], next(iter(of.values()))

    def _equated(self, text: str, drugs: Sequence[Mention], mentions: Sequence[Mention], taken: bytearray) -> Iterator[tuple[str, Mention]]:
        """Each name that a phrase equates with a drug, and the drug."""
        starts, ends = {one.span.start: one for one in drugs}, {one.span.end: one for one in drugs}
        styled: int | None = None
        for number, (word, phrase, is_behind) in enumerate((*self._clear, *self._faint) if drugs else ()):
            if word not in text:
                continue
            for found in phrase.finditer(text) if is_behind else filter(None, (phrase.match(text, end) for end in ends)):
                drug = starts.get(found.end()) if is_behind else ends.get(found.start())
                name = found["brand"]
                if drug is None or any(taken[found.start("brand") : found.end("brand")]) or not self._may_be_brand(text, name):
                    continue
                if _is_joined(text, drug, drugs):
                    continue
                if number >= len(self._clear) and not self._is_taken(text, name):
                    styled = _styled(text, mentions) if styled is None else styled
                    # of a drug with a known brand it may as well be a maker ("generumab (Maker)"), unless the document writes ever so many
                    # brands, and none of the known ones of this drug
                    brands = [one.text.lower() for one in drug.term.names if one.kind is NameKind.BRAND]
                    may_be_maker = bool(brands) and (styled < _FIRM_STYLE or any(brand in text.lower() for brand in brands))
                    if styled < _STYLE or may_be_maker or name.isupper() or "(" not in found.group():
                        continue
                yield name, drug

    def _headed(self, text: str, drugs: Sequence[Mention], taken: bytearray) -> Iterator[tuple[str, Mention]]:
        """The name below the heading of a product's name, with the drug below the next heading of what it is made of."""
        for found in self._headed_brand.finditer(text):
            substance = self._headed_substance.search(text, found.end())
            place = bisect_left(drugs, substance.end(), key=lambda one: one.span.start) if substance else len(drugs)
            if any(taken[found.start("brand") : found.end("brand")]) or not self._may_be_brand(text, found["brand"]):
                continue
            if substance and place < len(drugs) and drugs[place].span.start - substance.end() <= _SUBSTANCE_REACH:
                yield found["brand"], drugs[place]

    def _titled(self, text: str, drugs: Sequence[Mention], taken: bytearray) -> Iterator[tuple[str, Mention]]:
        """The name alone in the line over that of the drug, as on the pages of regulators: "Drugex" over "generumab"; it comes again."""
        alone = {one.span.start: one for one in drugs if not text[one.span.end :].partition("\n")[0].strip()}
        for found in _TITLE.finditer(text) if alone else ():
            drug, name = alone.get(found.end()), found["brand"]
            again = drug is not None and re.search(rf"\b{name}\b", text[drug.span.end :]) is not None
            if drug and again and not any(taken[found.start("brand") : found.end("brand")]) and self._may_be_brand(text, name):
                yield name, drug

    def _may_be_brand(self, text: str, name: str) -> bool:
        """Whether a name is neither an ordinary word, by the vocabulary or the document, nor one that ends like a drug's."""
        lower = name.lower()
        return lower not in self._words and not lower.endswith(self._stems) and not re.search(rf"\b{lower}\b", text)

    def _is_taken(self, text: str, name: str) -> bool:
        """Whether the document speaks of the name as of what people take: "while taking Drugex"."""
        return bool(re.search(rf"\b(?:{self._taking})\s{re.escape(name)}\b", text, re.IGNORECASE))


def _phrase(text: str) -> tuple[str, re.Pattern[str], bool]:
    """A phrase that equates a brand with a drug: its longest word, a pattern, and whether the drug stands behind what this finds."""
    before, _, after = text.partition("{drug}")
    words = [re.escape(part).replace(r"\ ", r"\s+").replace("…", _GAP) for part in (before or after).split("{brand}")]
    longest = max(re.findall(r"(?<![{\w])[a-z]+(?![}\w])", text), key=len, default="")
    return longest, re.compile(_BRAND.join(words)), bool(before)


def _choice(texts: Sequence[str]) -> str:
    """A pattern of one of the texts; of none, where there are none."""
    return "|".join(map(re.escape, texts)) or "(?!)"


def _has(term: Term, name: str) -> bool:
    """Whether the vocabulary has a brand."""
    return any(one.text.lower() == name.lower() for one in term.names)


def _is_drug(term: Term) -> bool:
    return "ag:Drug" in term.classes and "ag:DrugClass" not in term.classes


def _is_joined(text: str, drug: Mention, drugs: Sequence[Mention]) -> bool:
    """Whether another drug is told in one breath with this one: "Drugex contains generumab and zorumab"."""
    place = bisect_left(drugs, drug.span.start, key=lambda one: one.span.start)
    near = drugs[max(0, place - 1) : place + 2]
    runs = [(one, other) for one, other in pairwise(near) if drug in (one, other)]
    return any(
        other.span.start - one.span.end <= _JOIN_REACH
        and one.term is not other.term
        and _JOINED.match(text[one.span.end : other.span.start])
        for one, other in runs
    )


def _styled(text: str, mentions: Sequence[Mention]) -> int:
    """Of how many drugs the document writes known brands in brackets beside them."""
    pairs = {
        one.term.curie
        for one, other in pairwise(mentions)
        if one.term.curie == other.term.curie
        and NameKind.BRAND in (one.kind, other.kind)
        and text[one.span.end : other.span.start].strip(" ®™") == "("
    }
    return len(pairs)


def _abbreviations(text: str, mentions: Sequence[Mention], taken: bytearray) -> Iterator[tuple[str, Term]]:
    """Each abbreviation that no name is, with the one thing that the document says it stands for."""
    terms: dict[str, dict[str, Term]] = defaultdict(dict)
    for mention in mentions:
        found = _ABBREVIATION.match(text, mention.span.end)
        if found and not any(taken[found.start(1) : found.end(1)]) and _stands_for(found[1], mention, text):
            terms[found[1]][mention.term.curie] = mention.term
    for name, of in terms.items():
        if len(of) == 1:
            yield name, next(iter(of.values()))


def _stands_for(short: str, mention: Mention, text: str) -> bool:
    """Whether the capitals of an abbreviation are the first letters of a name's words, or its first ones those of a drug's one word."""
    words = re.findall(r"[^\W\d_]+", mention.span.of(text).lower())
    if len(words) == 1:
        return _is_drug(mention.term) and words[0].startswith(short.lower())
    initials = [word[0] for word in words if word not in ("of", "the", "and", "in")]
    capitals = [letter.lower() for letter in short if letter.isupper()]
    waiting = iter(initials)
    return len(initials) - len(capitals) <= _LEFT_OUT and initials[0] == capitals[0] and all(letter in waiting for letter in capitals)
