"""Pronouns: what "it", "this drug" or "these treatments" at the start of a clause points back to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from allgraph.reading.elements import ITEM, Above, Element, Named, begins, is_apposed, names
from allgraph.reading.lexicon import Lexicon, NameKind, by_first_word
from allgraph.texts import Span

#: What stands between the members of a list in the text: a remark in brackets, how one is given, a comma, "and".
_JOINED = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:(?:given|taken|used) [\w -]{1,30})?(?:,\s+(?:and|or)?|/|\s+(?:and|or))\s*")

#: Behind such a verb an expletive's clause begins further off: "it has never been shown that".
_PERFECT = frozenset({"has"})

#: What stands between a class and the examples that are told of it.
_LIKE = re.compile(r",?\s+(?:such as|like|including)\s+", re.IGNORECASE)

#: What stands between a class and the one drug that it says what it is: "the chemotherapy drug X".
_TITLING = re.compile(r"(?: (?:drug|medicine|medication|agent))?(?: called)? ", re.IGNORECASE)

#: Classes of what tells how a member is given.
_WAYS = frozenset({"ag:Route", "ag:Schedule"})

#: Classes of what tells whom or when: "in this age group" speaks of no treatment.
_CASES = frozenset({"ag:DecisionFactor", "ag:Population", "ag:DiseaseState"})

#: What a sentence may be about that does harm, and what treats, to which "it" would point instead.
_HARMS, _TREATING = frozenset({"ag:AdverseEffect", "ag:Complication"}), frozenset({"ag:Treatment", "ag:DrugClass", "ag:TreatmentPhase"})

#: How far before a name "is called" may stand, in characters: "called the ".
_NAMING_REACH = 12

#: How far before such a name its sentence may start, and where it does: "another treatment that is tested in O is ".
_OPENING_REACH, _SENTENCE_END = 120, re.compile(r"[.!?:]\s|\n")

#: A pronoun points back into its own sentence and so many before it, less one; further back others have been spoken of.
_SENTENCES_BACK = 3

#: How many elements behind a pronoun tell whether it stands for anything: "it is very unlikely that".
_IDLE_REACH = 6

#: A word of at most so many letters is no noun: "you", "this", "that", "there".
_SHORT_WORD = 5

#: So near behind "it" stands how often a thing comes: "it is seen most in".
_TOLD_REACH = 4

#: The people of a sentence, and their diseases, are pointed back to where it names at most so many of each.
_MOST_PEOPLE = 2

#: What may stand between "it" and the verb that tells of the disease: "it does not come back".
_AUXILIARY = frozenset({"can", "could", "ever", "later", "may", "might", "never", "not", "will", "would"})

#: Only people are so: "they are still at risk of O".
_AT_RISK = ("at", "risk")

#: How many elements behind "they" tell whether it stands for people: "they are still in remission".
_DEED_REACH = 3

#: So many behind a verb of having stands what they have: "they have a medicine called S".
_HAD_REACH = 5

#: The verb of a sentence that begins with none is one of the first words: "often also used".
_FRAGMENT_REACH = 4

#: A noun that stands for what the heading names is one of the first words: "An early, intense phase that".
_DESCRIBED_REACH = 6

#: Before words for people at the start of a sentence stand at most so many others.
_FRONT_REACH = 8

_IT = ("it",)

#: Pronouns that point to one thing throughout a sentence: "it helps more than S, and its addition ...".
_ONE_THING = (_IT, ("its",))

#: What sets aside what stands behind it.
_NOT_THIS = frozenset({("rather", "than"), ("instead", "of"), ("other", "than")})

#: Behind "this" a word with such an end is no noun of several but a verb: "this sticks to O", and not "this process".
_VERB = re.compile(r"[a-z]{2,}[^siu\W]s")


@dataclass(frozen=True)
class Past:
    """What a pronoun may point back to, nearest first.

    `context` holds the sentences before, lead-in lines and headings; `opening` is what opens the block; `listed` holds what opens
    the items of the list right above it. `in_item` says that the block is an item, which is about what opens it to its end.
    `headed` is the one thing that the heading right above names, of which the first sentence may say what it is.
    """

    context: Sequence[Above]
    opening: Named | None = None
    listed: Sequence[Named] = ()
    in_item: bool = False
    headed: Named | None = None


class PronounReader:
    """Gives pronouns the terms that they point back to; `text` is the whole document's.

    >>> from allgraph.reading.lexicon import Term
    >>> text = "Imatinib is a drug. It works."
    >>> imatinib = Named(Term("ag:imatinib", "imatinib", frozenset({"ag:Drug"})), Span(0, 8))
    >>> reader = PronounReader(text, Lexicon({}, (), {"anaphor": (("ag:Drug", "it"),)}, {}))
    >>> row = [Element("it", Span(20, 22)), Element("works", Span(23, 28))]
    >>> reader.resolved(row, Past([Above("before", Span(0, 19), (imatinib,))]))[0].named == (imatinib,)
    True
    """

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._coming = lexicon.cue_set("comingWord")
        self._text, self._classes_of_one_drug = text, lexicon.classes_of_one_drug
        kinds: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for kind, words in lexicon.cue_pairs("anaphor"):
            kinds[tuple(words.split())].add(kind)
        self._pronouns = by_first_word(kinds)
        self._nouns: dict[str, set[str]] = defaultdict(set)  # what a noun may stand for: "procedure", of "this procedure"
        self._determiners = lexicon.cue_set("determiner")
        for anaphor, fitting in kinds.items():
            if anaphor[0] in self._determiners:
                self._nouns[anaphor[-1]] |= fitting
        self._telling = lexicon.cue_set("tellingCue")
        self._plural = lexicon.cue_set("pluralPronoun")
        self._personal = lexicon.cue_set("personalPronoun")
        self._people_words = sorted(lexicon.cue_phrases("peopleAnaphor"), key=lambda words: (-len(words), words))
        self._people_first = {words[0] for words in self._people_words}
        self._people_verbs = lexicon.cue_set("peopleVerb")
        self._root = lexicon.marked("scopeDisease")
        in_condition = lexicon.marked("carriedInCondition")
        self._kinds = {marker: kind for marker, kind in lexicon.terms_told("carriedAs").items() if marker not in in_condition}
        self._having = lexicon.cue_set("carryingCue") | lexicon.cue_set("havingCue")
        self._having_verbs, self._ways = lexicon.cue_set("havingVerb"), lexicon.cue_set("placeCue") | lexicon.cue_set("wayCue")
        self._finite = lexicon.cue_set("finiteVerb")
        self._clause_joins = lexicon.cue_set("clauseJoin")
        self._done = lexicon.cue_set("deedOnIllness")
        self._deeds = lexicon.cue_set("personalVerb")
        self._fragment_openings, self._fragment_verbs = lexicon.cue_set("fragmentOpening"), lexicon.cue_set("fragmentVerb")
        self._of_list, self._of_whole = lexicon.cue_set("listPronoun"), lexicon.cue_set("wholePronoun")
        self._whole_of, self._pair_openers = lexicon.cue_phrases("pronounOf"), lexicon.cue_set("pairOpener")
        self._naming = lexicon.cue_set("namingCue")
        self._subordinates = lexicon.cue_set("conditionCue") | lexicon.cue_set("subordinate")
        self._replacing = lexicon.cue_set("replacingVerb")
        self._being, self._kind_subjects = lexicon.cue_set("stateVerb"), lexicon.cue_set("kindSubject")
        self._expletives = lexicon.cue_set("expletive")
        self._asking, self._comparisons = lexicon.cue_set("labelOpening"), lexicon.cue_set("comparisonCue")
        self._expletive_verbs = lexicon.cue_set("expletiveVerb")
        self._expletive_links = lexicon.cue_set("expletiveLink")
        self._thoughts = lexicon.cue_set("thoughtCue")
        self._articles = lexicon.cue_set("article")
        self._expletive_aims = lexicon.cue_set("expletiveAim")
        self._participles = lexicon.cue_texts("participleEnding")
        self._case_nouns = lexicon.cue_set("caseNoun")
        self._of_class = lexicon.cue_set("classDeterminer")
        self._ordinals = lexicon.cue_set("ordinal")
        self._stands_alone = (
            lexicon.cue_set("finiteVerb") | lexicon.cue_set("aloneVerb") | lexicon.cue_words("filler") | lexicon.cue_set("definingFiller")
        )

    def resolved(self, row: Sequence[Element], past: Past) -> list[Element]:
        """The row in which each pronoun is one element that names what it points back to."""
        resolved: list[Element] = []
        place = 0
        if past.headed and (length := self._described_by(row, past.headed)):
            span = Span(row[0].span.start, row[length - 1].span.end)
            resolved, place = [row[0]._replace(text=span.of(self._text).lower(), span=span, named=(past.headed,))], length
        elif past.headed and self._lacks_subject(row):
            start = Span(row[0].span.start, row[0].span.start)
            resolved = [Element(_IT[0], start, (past.headed,), row[0].segment)]
        while place < len(row):
            points = row[place].text in self._pronouns or row[place].text in self._people_first
            pointing = (self._people(row, place, past) or self._pointing(row, place, resolved, past)) if points else None
            element, length = pointing or (row[place], 1)
            resolved.append(element)
            place += length
        return resolved if len(resolved) == len(row) else _rehosted(resolved, row)

    def _lacks_subject(self, row: Sequence[Element]) -> bool:
        """Whether a sentence begins with what is said of the heading above it: "Often used in O", "May be an option for O"."""
        words = [element.text for element in row[:_FRAGMENT_REACH] if not element.named]
        if ":" in words:
            return False  # "Given with: S" is a label
        told = next((word for word in words if word not in self._fragment_openings), "")
        return len(words) > 1 and told in self._fragment_verbs and row[0].text in self._fragment_openings | self._fragment_verbs

    def _described_by(self, row: Sequence[Element], headed: Named) -> int:
        """How many elements at the start are a noun that stands for what the heading names: "A procedure that ...", "Drugs used to ..."."""
        start = int(row[0].text in self._articles) if row else 0
        for place in range(start, min(len(row) - 1, start + _DESCRIBED_REACH)):
            if row[place].named or not row[place].text.replace("-", "").isalpha() or row[place].text in self._telling:
                return 0
            behind = row[place + 1].text
            if headed.term.classes & self._nouns.get(row[place].text, set()) and (behind in self._telling or (start and behind == ",")):
                return place + 1
        return 0

    def _pointing(self, row: Sequence[Element], place: int, before: Sequence[Element], past: Past) -> tuple[Element, int] | None:
        """The pronoun at a place as an element, and how many elements of the row it stands for; None where none points to anything."""
        if drugs := self._of_that_class(row, place, past):
            return row[place]._replace(named=drugs), 1
        if self._points_nowhere(row, place) or self._points_to_others(row, place, before) or self._points_to_harm(row, place, past):
            return None
        if any(element.text in self._done for element in before[-1:]) or tuple(one.text for one in before[-2:]) in _NOT_THIS:
            return None  # "they treat it with S": what is treated is no treatment; "rather than the drug" sets it aside
        is_no_thing = self._has_unknown_subject(before) or self._is_replaced(before, past) or _is_in_state(row[place + 1 : place + 2])
        if row[place].text in self._expletives and is_no_thing:
            return None
        for words, kinds in self._pronouns.get(row[place].text, ()):
            window = row[place : place + len(words)]
            if not begins(row, place, words) or any(element.named for element in window):
                continue
            after = row[place + len(words) : place + len(words) + 1]
            if words[0] == "the" and ([one.text for one in after] == ["of"] or any("ag:Drug" in one.term.classes for one in names(after))):
                continue  # "the approval of S", "the drug S"
            own = before[self._own_clause(before) :] if words == _IT else before
            own = () if is_apposed(own) else own  # "an antibody, it binds to O": what it is stands above
            said = Above("before", window[0].span, tuple(named for element in own for named in element.named))
            antecedents = _pointed_at(before, words, kinds) or self._antecedents(words, kinds, replace(past, context=[said, *past.context]))
            if antecedents:
                behind = place + len(words)
                whole = behind + 1 < len(row) and (words[-1], row[behind].text) in self._whole_of
                span = Span(window[0].span.start, window[-1].span.end)
                element = Element(" ".join(words), span, antecedents, window[0].segment, window[0].bracket, window[0].host)
                return element, len(words) + (2 if whole else 0)  # "this second phase of chemotherapy" is the phase
        return None

    def _own_clause(self, before: Sequence[Element]) -> int:
        """Where the last main clause before a pronoun starts whose subject is a treatment: "S works in O, and S works in O, but it".

        The comma of a list parts no clauses: before it stands a name.
        """
        joins = [at for at, element in enumerate(before) if element.text in self._clause_joins and at > 1 and before[at - 1].text == ","]
        joins = [at for at in joins if not before[at - 2].named and not before[at - 2].bracket]
        joins = sorted((*joins, *(at for at, element in enumerate(before) if element.text == ";")))
        parted = (at for at in reversed(joins) if any(element.is_treatment for element in before[at + 1 : at + 2]))
        return next(parted, -1) + 1

    def _people(self, row: Sequence[Element], place: int, past: Past) -> tuple[Element, int] | None:
        """The people of the sentence before, with their disease, where words point back to them: "these patients", "they are treated"."""
        opens = place <= _FRONT_REACH and not any(element.named for element in row[:place])  # "in our hospital, these patients get S"
        words = next((words for words in self._people_words if opens and begins(row, place, words)), ())
        after = row[place + 1 : place + 2 + _DEED_REACH]
        alone = not words and row[place].text in self._personal and place == 0
        if alone and (any(one.text in self._people_verbs for one in after) or self._is_had(row, place + 1)):
            words = (row[place].text,)
        told = (one for one in past.context if one.kind == "before" and "ag:Population" in one.classes) if len(words) > 1 else ()
        before = next(iter(told), past.context[0] if past.context else None) if words else None
        if before is None or before.kind != "before" or any(element.named for element in row[place : place + len(words)][1:]):
            return None
        people = [named for named in before.named if "ag:Population" in named.term.classes]
        diseases = self._carried(before, people) or [named for named in before.named if named.term.is_disease]
        diseases = [named for named in diseases if named.term.curie not in self._root] or diseases  # "adults with O have O of a kind"
        if (len(words) == 1 and before.named[:1] != tuple(people[:1])) or max(len(people), len(diseases)) > _MOST_PEOPLE:
            return None
        last = row[place + len(words) - 1]
        named = (*people, *diseases)
        return (
            (row[place]._replace(text=" ".join(words), span=Span(row[place].span.start, last.span.end), named=named), len(words))
            if named
            else None
        )

    def _carried(self, before: Above, people: Sequence[Named]) -> list[Named]:
        """The kinds of the disease of people who carry markers: "some adults with the disease have O"."""
        start = people[-1].span.end if people else before.span.start
        markers = [named for named in before.named if named.term.curie in self._kinds and named.span.start > start]
        had = [one for one in markers if not self._having.isdisjoint(self._text[start : one.span.start].lower().split())]
        return [replace(one, term=self._kinds[one.term.curie], kind=NameKind.LABEL) for one in had]

    def _is_had(self, row: Sequence[Element], start: int) -> bool:
        """Whether near a place stands a verb of having with a treatment behind it: "are also given S"; "are given by mouth" tells of S."""
        verb = next((at for at in range(start, min(start + 1 + _DEED_REACH, len(row))) if row[at].text in self._having_verbs), -1)
        near = row[verb + 1 : verb + 1 + _HAD_REACH] if verb >= 0 else ()
        named = next((one for one in near if one.named or one.text in self._ways), None)
        return named is not None and any(not _TREATING.isdisjoint(one.term.classes) for one in named.named)

    def _of_that_class(self, row: Sequence[Element], place: int, past: Past) -> tuple[Named, ...]:
        """The drugs that "these" points back to before the name of their class: "These antibodies"; several for a plural, or none."""
        word, after = row[place].text, row[place + 1 : place + 2]
        if word not in self._of_class or not any("ag:DrugClass" in named.term.classes for element in after for named in element.named):
            return ()
        drugs = self._antecedents((word,), {"ag:Drug"}, past)
        return drugs if (len(drugs) > 1) == (word in self._plural) else ()

    def _points_nowhere(self, row: Sequence[Element], place: int) -> bool:
        """Whether a pronoun stands for nothing named: "it is unlikely that ...", "this technology"."""
        behind = row[place + 1 : place + 1 + _IDLE_REACH]
        verbal = list(takewhile(lambda one: (not one.named and one.text in self._finite) or one.text in _AUXILIARY, behind))
        state = behind[len(verbal)] if len(verbal) < len(behind) else None
        if state and row[place].text == _IT[0] and any(one.kind is NameKind.MODIFIER and one.term.is_disease for one in state.named):
            return True  # "so that it does not come back" is of the disease
        pronoun, after = row[place].text, [element.text for element in row[place + 1 : place + 1 + _IDLE_REACH]]
        if pronoun in self._expletives and place and row[place - 1].text in (self._asking if place == 1 else self._comparisons):
            return True  # "How it is given" is a label
        leads = any(element.text == ITEM for element in row[place:]) or row[-1].text == ":"
        if leads and pronoun in self._determiners and any(element.text in self._having_verbs for element in row[max(0, place - 1) : place]):
            return True  # "patients receive these drugs:" points to the list below
        if pronoun in self._expletives:
            return self._is_expletive(after)
        if pronoun in self._pair_openers and any(element.named for element in row[place + 1 : place + 2]):
            return True
        of_case = any(not _CASES.isdisjoint(one.term.classes) for element in row[place + 1 : place + 2] for one in element.named)
        return pronoun in self._determiners and (of_case or self._is_determiner(pronoun, after))

    def _points_to_others(self, row: Sequence[Element], place: int, before: Sequence[Element]) -> bool:
        """Whether "they" stands for no treatment.

        It may stand for the people whom the sentence named last, for whoever is in a state or does what only people do, or for what
        the clause before it is about.
        """
        if row[place].text not in self._personal:
            return False
        if self._is_of_own_clause(before):
            return True
        after = row[place + 1 : place + 1 + _DEED_REACH]
        if any(element.text in self._deeds or any(one.kind is NameKind.MODIFIER for one in element.named) for element in after):
            return True  # "while they are in remission", "if they relapse"
        behind = [element.text for element in row[place + 1 : place + 2 + _DEED_REACH]]
        if any(pair == _AT_RISK for pair in pairwise(behind)):
            return True  # "they are still at risk"
        named = [element.named for element in before if element.named]
        return bool(named) and any("ag:Population" in one.term.classes for one in named[-1])

    def _is_replaced(self, before: Sequence[Element], past: Past) -> bool:
        """Whether "it" stands for what another has replaced, which names nothing any more: "X was replaced by S, but it may be used"."""
        said = self._text[past.context[0].span.start : past.context[0].span.end].lower() if past.context and not before else ""
        words = [element.text for element in before] or said.split()
        return any(word in self._replacing and behind == "by" for word, behind in pairwise(words))

    def _points_to_harm(self, row: Sequence[Element], place: int, past: Past) -> bool:
        """Whether "it" opens a sentence behind one that is about a harm, and names nothing that treats: "O is feared. It affects ...".

        So does one that says how often a thing comes, behind a sentence that ends with a harm: "S can cause O. It is seen most in O."
        """
        points = not place and row[0].text in {"this", *self._expletives, *self._personal}
        before = past.context[0] if points and past.context else None
        if before is None or before.kind != "before" or not before.named:
            return False
        told = row[place + 1 : place + 1 + _TOLD_REACH]
        if not _HARMS.isdisjoint(before.named[-1].term.classes) and any(element.text in self._coming for element in told):
            return True
        first = before.named[0]
        harms = not first.term.classes.isdisjoint(_HARMS) and before.opens_with(first)
        return harms and before.classes.isdisjoint(_TREATING)

    def _has_unknown_subject(self, before: Sequence[Element]) -> bool:
        """Whether the sentence has spoken of a thing that no term names, to which "it" points: "ginseng is banned because it ..."."""
        if any(element.named for element in before):
            return False
        verb = next((place for place, element in enumerate(before) if element.text in self._finite), 0)
        return verb > 0 and before[verb - 1].text.isalpha() and len(before[verb - 1].text) > _SHORT_WORD

    def _is_of_own_clause(self, before: Sequence[Element]) -> bool:
        """Whether "they" points to what the clause before it is about, which no term names: "as the cells die, they ..."."""
        opens = [element.text for element in before[:2]]
        named = any(element.named for element in before)
        return len(opens) > 1 and opens[0] in self._subordinates and opens[1] == "the" and not named

    def _is_expletive(self, after: Sequence[str]) -> bool:
        """Whether "it" only announces what follows: "is unlikely that", "is safe to"; "is used to" says something of a thing.

        Words of what people think do so behind any verb: "is a myth that", "used to be thought that".
        """
        if any(word in self._thoughts and link in self._expletive_links for word, link in pairwise(after)):
            return True
        if self._expletive_verbs.isdisjoint(after[:1]):
            return False
        if not self._expletive_links.isdisjoint(after[2:6] if after[0] in _PERFECT else after[2:4]):
            return after[1:2] != [] and after[1] not in self._articles  # "it is a drug that ..." tells of a thing
        return not self._expletive_aims.isdisjoint(after[2:4]) and not any(word.endswith(self._participles) for word in after[1:3])

    def _is_determiner(self, pronoun: str, after: Sequence[str]) -> bool:
        """Whether "this" belongs to a noun behind it that is no anaphor of the ontology: "this technology", "these blocks"."""
        noun = next((word for word in after if word not in self._ordinals), "")
        known = {words[1] for words, _ in self._pronouns.get(pronoun, ()) if len(words) > 1}
        singular = pronoun not in self._plural
        other = f"{noun}s" if singular else noun[:-1] if noun.endswith("s") else ""  # the verb of the other number: "this block"
        alone = noun in self._stands_alone and other not in self._stands_alone
        told = alone or noun in known or (singular and _VERB.fullmatch(noun) is not None)
        return noun in self._case_nouns or (noun.isalpha() and not told)

    def _antecedents(self, words: tuple[str, ...], kinds: set[str], past: Past) -> tuple[Named, ...]:
        """What the pronoun of these words and classes points back to: one thing, all items of a list, or all names in a row."""
        found = tuple(named for named in past.listed if kinds & named.term.classes) if words[0] in self._of_list else ()
        if words[0] in self._of_whole:
            return found
        if words == _IT and (phase := _opening_phase(past)):
            return (phase,)
        if not found and (one := self._antecedent(kinds, past)):
            found = (one,)
        if len(found) == 1 and not self._plural.isdisjoint((words[0], " ".join(words))):
            found = self._coordinated(found[0], past.context, kinds)
            if len(found) == 1 and "ag:Drug" in found[0].term.classes:  # "these drugs" are no single one, but may be a class
                one = self._antecedent({"ag:DrugClass"}, past)
                return (one,) if one else ()
            found = (*found, *self._examples(found[-1], past.context))
        return found

    def _antecedent(self, kinds: set[str], past: Past) -> Named | None:
        """The one thing that a pronoun of these classes points back to.

        That is what this sentence or the one before gave a name ("is called X"), else what the sentence before starts with, else
        what opens the block, else the first fitting thing in the nearest sentence, lead-in line or heading that has one.
        """
        said = [named for above in past.context[:1] for named in self._fitting(above, kinds)]
        if said and not any(self._is_introduced(named) for named in said):
            return said[0]
        nearest: Named | None = None
        far = [above for above in past.context if above.kind == "before"][_SENTENCES_BACK:]
        for above in (one for one in past.context if one not in far):
            fitting = self._fitting(above, kinds)
            introduced = [named for named in fitting if self._is_introduced(named) and not _is_class_of_drug(named, above)]
            if introduced and above in past.context[:2] and above.kind == "before":
                return introduced[-1]
            if fitting and nearest is None:
                nearest = introduced[-1] if introduced else fitting[0]
        before = next((above for above in past.context[1:2] if above.kind == "before" and above.named), None)
        if not past.in_item and before and nearest in before.named[:1] and nearest.span.start == before.span.start:
            return nearest
        if past.opening and kinds & past.opening.term.classes:
            return past.opening
        return self._described(nearest, past) or nearest

    def _fitting(self, above: Above, kinds: set[str]) -> list[Named]:
        """What a place names of these classes, but for a class that only says what the drug behind it is: "the chemotherapy drug X".

        A heading that names a class and one drug of it is about the drug: "A CAR T-cell therapy for O: S".
        """
        titles = [
            one
            for one, drug in pairwise(above.named)
            if "ag:Drug" in drug.term.classes
            and "ag:DrugClass" in one.term.classes
            and _TITLING.fullmatch(self._text, one.span.end, drug.span.start)
        ]
        known = self._classes_of_one_drug(one.term for one in above.named) if above.kind == "heading" else frozenset()
        fitting = (one for one in above.named if kinds & one.term.classes and one.term.curie not in known)
        return [named for named in fitting if named not in titles]

    def _described(self, nearest: Named | None, past: Past) -> Named | None:
        """The drug that heads a section whose sentence before says what it is: "Alphamab": "An antibody joined to a toxin. It ..."."""
        before = next((above for above in past.context if above.kind == "before" and nearest in above.named), None)
        heading = next((above for above in past.context if above.kind == "heading" and above.named), None)
        if before is None or heading is None or before.span.of(self._text).partition(" ")[0] not in ("A", "An"):
            return None
        drugs = {named.term.curie for named in heading.named if "ag:Drug" in named.term.classes}
        return heading.named[0] if len(drugs) == 1 and not any("ag:Drug" in named.term.classes for named in before.named) else None

    def _coordinated(self, first: Named, context: Sequence[Above], kinds: set[str]) -> tuple[Named, ...]:
        """A name and those that follow it in one list: "X, Y (Z) and W are ... They ..."."""
        found = [first]
        for above in context:
            if first in above.named:
                for named in above.named[above.named.index(first) + 1 :]:
                    if named.term.curie == found[-1].term.curie or not _WAYS.isdisjoint(named.term.classes):
                        continue  # its brand or abbreviation, in brackets; the way it is given
                    between = self._text[found[-1].span.end : named.span.start]
                    if not kinds & named.term.classes or not _JOINED.fullmatch(between):
                        break
                    found.append(named)
                break
        return tuple(found)

    def _examples(self, kind: Named, context: Sequence[Above]) -> tuple[Named, ...]:
        """The drugs that are told as examples right behind a class: "Blockers such as X and Y help. These drugs ..." speaks of them too."""
        for above in context:
            behind = above.named[above.named.index(kind) + 1 :] if kind in above.named else ()
            if behind and "ag:Drug" in behind[0].term.classes and _LIKE.fullmatch(self._text, kind.span.end, behind[0].span.start):
                return self._coordinated(behind[0], context, {"ag:Drug"})
        return ()

    def _is_introduced(self, named: Named) -> bool:
        """Whether the text names the thing here for the first time: "is called X" makes X what follows speaks of."""
        before = self._text[max(0, named.span.start - _NAMING_REACH) : named.span.start].lower().split()
        return not self._naming.isdisjoint(before[-2:]) or self._is_one_of_a_kind(named)

    def _is_one_of_a_kind(self, named: Named) -> bool:
        """Whether a sentence that opens with any thing of a kind tells which it is: "another option in O is X"."""
        said = self._text[max(0, named.span.start - _OPENING_REACH) : named.span.start].lower()
        words = _SENTENCE_END.split(said)[-1].split()
        return len(words) > 1 and words[-1] in self._being and words[0] in self._kind_subjects


def _opening_phase(past: Past) -> Named | None:
    """The phase that the sentence before opens with, which is what "it" stands for: "Maintenance uses S. It lasts two years"."""
    if any(above.named for above in past.context[:1]):
        return None  # this sentence itself names what "it" may stand for
    before = next((above for above in past.context[1:] if above.kind == "before"), None)
    first = before.named[0] if before is not None and before.named else None
    opens = before is not None and first is not None and "ag:TreatmentPhase" in first.term.classes and before.opens_with(first)
    return first if opens else None


def _is_in_state(behind: Sequence[Element]) -> bool:
    """Whether what a pronoun is said to be is what only an illness is: "it has come back"."""
    return any(one.kind is NameKind.MODIFIER for element in behind for one in element.named)


def _is_class_of_drug(named: Named, above: Above) -> bool:
    """Whether a class is what a sentence about a drug calls the drug: "imatinib is a drug called a kinase inhibitor"."""
    return "ag:DrugClass" in named.term.classes and "ag:Drug" in above.named[0].term.classes


def _pointed_at(before: Sequence[Element], words: tuple[str, ...], kinds: Collection[str]) -> tuple[Named, ...]:
    """What such a pronoun stood for before in the sentence, for another of them."""
    same = (element.named for element in reversed(before) if (element.text,) in _ONE_THING and element.is_pronoun)
    named = next(same, ()) if words in _ONE_THING else ()
    return tuple(one for one in named if not one.term.classes.isdisjoint(kinds))


def _rehosted(resolved: Sequence[Element], row: Sequence[Element]) -> list[Element]:
    """Hosts count elements, and a pronoun of two words became one: point to the same element again."""
    places = {element.span.start: place for place, element in enumerate(resolved)}
    return [element._replace(host=places.get(row[element.host].span.start, -1)) if element.host >= 0 else element for element in resolved]
