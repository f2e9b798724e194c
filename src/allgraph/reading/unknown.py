"""Unknown terms: names that look like a drug's and that the vocabulary lacks; listed, never dropped in silence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

from allgraph.reading.lexicon import Lexicon, NameKind, Term
from allgraph.reading.mentions import Mention
from allgraph.statements import UnknownTerm
from allgraph.texts import Span

#: "Name (Brand)": a capitalised word in brackets right behind a name.
_BRANDED = re.compile(r"\b([A-Za-z][\w-]{3,}(?: [a-z]{5,})?) \(([A-Z][a-z]{3,})[®™]?\)")


def unknown_terms(source: str, text: str, mentions: Sequence[Mention], lexicon: Lexicon) -> list[UnknownTerm]:
    """The unknown names of a text in order of place: those with the ending of a drug's name, and the brands of known drugs.

    Endings are the stems of ontology/cues.ttl (`ag:nameStem`), from the WHO's list of INN stems.
    """
    taken = sorted(mention.span for mention in mentions)
    reach = list(accumulate((span.end for span in taken), max))  # how far the mentions up to each one go
    found = {term.span: term for term in (*_stems(source, text, lexicon), *_brands(source, text, mentions))}

    def is_known(span: Span) -> bool:
        before = bisect_left(taken, span.end, key=lambda other: other.start)
        return before > 0 and reach[before - 1] > span.start

    return [term for span, term in sorted(found.items()) if not is_known(span)]


def unknown_drugs(unknown: Sequence[UnknownTerm], lexicon: Lexicon) -> list[Mention]:
    """The mentions that unknown names make of drugs nobody knows: a sentence about one of them is about no drug that stands above it."""
    classes = lexicon.classes("ag:Drug")
    return [
        Mention(one.span, Term(f"unknown:{one.term}", one.term, classes, is_known=False), NameKind.LABEL, one.term)
        for one in unknown
        # the brand of a known drug keeps its capital; a hyphen joins prefixes, and the syllables of how it is said
        if one.term.islower() and "-" not in one.term and lexicon.drug_form.fullmatch(one.term)
    ]


def _stems(source: str, text: str, lexicon: Lexicon) -> Iterator[UnknownTerm]:
    for match in lexicon.drug_form.finditer(text):
        stem = next(stem for stem in lexicon.cue_texts("nameStem") if match.group().endswith(stem))
        yield UnknownTerm(match.group().lower(), source, Span(*match.span()), f"ends like a drug's name: -{stem}")


def _brands(source: str, text: str, mentions: Sequence[Mention]) -> Iterator[UnknownTerm]:
    drugs = {mention.span.end: mention for mention in mentions if "ag:Drug" in mention.term.classes}
    for match in _BRANDED.finditer(text):
        drug = drugs.get(match.end(1))
        if drug:
            yield UnknownTerm(match[2], source, Span(*match.span(2)), f"stands in brackets behind {drug.term.shown}, as a brand name does")
