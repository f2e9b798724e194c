"""Contrasts: what a sentence sets aside, and so does not speak for: "rather than X", "(not X)", "X was replaced by"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import takewhile

from allgraph.reading.elements import ITEM, Element, begins, classes
from allgraph.reading.lexicon import Lexicon, by_first_word

#: How far before "replaced by" the name stands that it sets aside, and how far "with" stands behind "compared" or "alternates".
_REACH, _COMPARED_REACH = 5, 10

#: What a denial is read as that only describes a thing, and the signs that end what it denies.
_DESCRIBING, _ASIDE_ENDS = "other", frozenset({",", ".", ";", ")"})

#: How far behind a word of contrast the verb of its clause stands, and how far behind this the one that says that a thing came.
_CLAUSE_REACH, _NEAR_VERB = 24, 3

#: What parts the two things that are compared, as the patterns and attachments know it.
_VERSUS = "versus"

#: The classes of what is treated.
_DISEASES = frozenset({"ag:Disease", "ag:DiseaseState"})

#: How "does not work" is read, word for word, and within how many elements behind it that stands which it does not work in.
_NO_USE, _FOR_REACH = ("is not", "effective", "at all"), 3

#: Words of contrast that deny a use where an object of its own stands behind them.
DENIALS = frozenset({("but", "not"), (",", "not"), (",", "never")})

#: The first and the last word of what sets only treatments aside, and the last of others: "not suitable for a transplant".
_NOT_FOR, _AVOID = ("not", "for"), "avoid"

#: It stands within so many elements from the word on that leads it in.
_LED_REACH = 4

#: What a verb leaves out stands before this word, within so many elements behind the verb.
_OUT, _LEFT_REACH = "out", 4

#: Words of contrast behind which it may be told when something came.
_TIMES = ("after", "before", "following", "prior", "until", "without")


def leads_on(row: Sequence[Element], place: int, leading: Collection[str]) -> bool:
    """Whether what stands at a place is an object of its own, which a denial before it denies, and nothing that this only sets aside.

    "In O but not in O" and "given into a vein, never into the spinal fluid" deny, "S but not S" sets one aside.
    """
    way = any("ag:Route" in classes(element.named) for element in row[place : place + 1])
    led = any(element.text.split()[0] in leading for element in row[place : place + 1])
    return way or (led and any(element.named for element in row[place : place + _LED_REACH]))


class ContrastReader:
    """Takes their names from the elements that a sentence sets aside.

    >>> from allgraph.reading.elements import Named
    >>> from allgraph.reading.lexicon import Term
    >>> from allgraph.texts import Span
    >>> reader = ContrastReader(Lexicon({}, (), {"contrastCue": (("ag:Treatment", "unlike"),)}, {}))
    >>> imatinib = Named(Term("ag:imatinib", "imatinib", frozenset({"ag:Drug"})), Span(7, 15))
    >>> row = [Element("unlike", Span(0, 6)), Element("imatinib", imatinib.span, (imatinib,))]
    >>> reader.without_contrasts(row)[1].named
    ()
    """

    def __init__(self, lexicon: Lexicon) -> None:
        behind, before = lexicon.cue_phrases("contrastCue"), lexicon.cue_phrases("contrastBeforeCue")
        self._missing = lexicon.cue_phrases("missingCue")
        self._contrasts = by_first_word(dict.fromkeys(behind, False) | dict.fromkeys((*before, *self._missing), True))
        self._earlier = lexicon.cue_phrases("priorCue")
        self._after = tuple(f" {words[0]}" for words in self._earlier if len(words) == 1)
        self._had_before = lexicon.cue_phrases("hadBeforeCue")
        self._preparing = lexicon.cue_phrases("preparedCue")
        self._prepared = {kind for kind, _ in lexicon.cue_pairs("preparedCue")}
        self._others, self._describing = lexicon.cue_phrases("describedCue"), lexicon.cue_set("describingCue")
        self._leaving = lexicon.cue_set("leavingVerb")
        self._research = lexicon.cue_set("researchHead")
        self._replacing = lexicon.cue_set("replacingVerb")
        self._joining, self._relatives = lexicon.cue_set("conjunction"), lexicon.cue_set("relativeCue")
        self._responding = lexicon.cue_set("respondCue")
        self._fronts = lexicon.cue_set("frontAside")
        self._own_after = lexicon.cue_set("ownAfter")
        self._former = lexicon.cue_set("formerAside")
        self._scarce = lexicon.cue_set("scarcityCue")
        self._comparing = lexicon.cue_set("comparingCue")
        self._compared = lexicon.cue_set("comparedCue")
        self._ends = lexicon.cue_set("asideEnd") | lexicon.cue_set("finiteVerb")
        self._openings = lexicon.cue_set("asideOpening")
        self._verbs = lexicon.cue_set("finiteVerb")
        self._occurring = lexicon.cue_set("occurringCue")
        self._introducing = lexicon.cue_set("introducingCue")
        self._conditions, self._person_openers = lexicon.cue_set("conditionCue"), lexicon.cue_set("personClause")
        self._leading, self._list_joins = lexicon.cue_set("leadingCue"), lexicon.cue_set("conjunction")
        self._purposes, self._here = {"in", *lexicon.cue_set("purposeCue")}, lexicon.cue_set("hereCue")
        self._outside, self._making = lexicon.marked("outsideScope"), lexicon.cue_set("makingVerb")
        self._risky = lexicon.cue_set("riskyWord")
        self._on_skin = lexicon.cue_set("localForm")
        self._carrying, self._carried_by = lexicon.cue_set("loadCue"), {"to", "with", *lexicon.cue_set("article")}

    def without_contrasts(self, row: Sequence[Element]) -> list[Element]:
        """The row in which what is set aside names nothing; what was given before is kept as `prior`."""
        row = self._with_denied_uses(row)
        kept = self._without_told_apart(row)
        for place in (*self._front(row), *self._left_out(row), *self._applied(row), *self._elsewhere(row)):
            kept[place] = kept[place]._replace(named=())
        for place, element in enumerate(row):
            if element.text in self._fronts and any(one.text in self._scarce for one in row[max(0, place - _REACH) : place]):
                for aside in self._behind(row, place + 1):
                    kept[aside] = row[aside]._replace(named=())  # "seldom lasts without X"
        for place in self._against(row):
            kept[place] = row[place]._replace(text=_VERSUS)
        for place, element in enumerate(row):
            for words, before in self._contrasts.get(element.text.partition(" ")[0], ()):
                told = self._is_told(row, place, words, before=before)
                told_when = words[0] in _TIMES and self._is_introduced(row, place + len(words))
                if told and not before and (told_when or self._is_cause(row, place, words)):
                    break  # "after X were added" tells of a time when X came
                if told and words in self._had_before and not self._is_treated_before(row[place + len(words) :]):
                    break
                if told and (len(words) > 1 or not element.named):  # "resistant to X": the first word names a state
                    for aside in self._before(row, place) if before else self._aside(row, place, words):
                        prepared = words in self._preparing and self._is_prepared(row[aside])
                        if prepared and any(one.is_treatment for at, one in enumerate(row) if at != aside):
                            continue  # "blood tests before the transplant" are all that you have
                        prior = row[aside].named if words in self._earlier else ()
                        kept[aside] = kept[aside]._replace(named=(), prior=prior)
                    self._insert(kept, row, place, words)
                    break
        return kept

    def _applied(self, row: Sequence[Element]) -> Iterator[int]:
        """The places of drugs in what only touches the skin or an eye, which treats no more than these: "hydrocortisone cream"."""
        for place, element in enumerate(row):
            behind = [one.text for one in row[place + 1 : place + 3]]
            if element.is_treatment and (not self._on_skin.isdisjoint(behind[:1]) or " ".join(behind) in self._on_skin):
                yield place

    def _elsewhere(self, row: Sequence[Element]) -> Iterator[int]:
        """The places of treatments that a clause tells of another disease: "unlike in AML, where S is given, ..."."""
        for place, element in enumerate(row):
            if not any(one.names_disease and one.term.curie in self._outside for one in element.named):
                continue
            closed = place + 1 + sum(1 for _ in takewhile(lambda one: one.bracket or one.text in ("(", ")"), row[place + 1 :]))
            behind = [one.text for one in row[closed : closed + 3]]
            if behind[:1] == [","] and (behind[1:2] == ["where"] or behind[1:] in (["in", "which"], ["for", "which"])):
                inside = takewhile(lambda at: row[at].text not in (",", ";", "."), range(closed + 1, len(row)))
                yield from (at for at in inside if row[at].is_treatment)

    def _left_out(self, row: Sequence[Element]) -> Iterator[int]:
        """The places of what is left out, or too much, where a verb stands around it: "some teams leave S out", "that make S risky"."""
        for place, element in enumerate(row):
            if element.text in self._making:
                near = range(place + 1, min(len(row) - 1, place + _LEFT_REACH))
                yield from (at for at in near if row[at].named and row[at + 1].text in self._risky)
            if element.text in self._leaving:
                near = range(place + 1, min(len(row) - 1, place + _LEFT_REACH))
                yield from (at for at in near if row[at].named and row[at + 1].text == _OUT)

    def _is_told(self, row: Sequence[Element], place: int, words: tuple[str, ...], *, before: bool) -> bool:
        """Whether words of contrast stand at a place and set something aside there."""
        told = begins(row, place, words) or (before and row[place].text == " ".join(words))  # "S have failed": they name a state too
        told = told and (words not in self._missing or self._is_in_condition(row, place))
        told = told and row[max(0, place - 1)].text not in self._own_after  # "looked after by X"
        return told and not (words in DENIALS and leads_on(row, place + len(words), self._leading))

    def _relapsed_after(self, row: Sequence[Element]) -> Iterator[int]:
        """The places of what the last word of a state sets aside: "children relapse after X"."""
        for place, element in enumerate(row):
            if element.named and element.text.endswith(self._after):
                yield from self._behind(row, place + 1)

    def _aside(self, row: Sequence[Element], place: int, words: tuple[str, ...]) -> list[int]:
        """The places of what words of contrast at a place set aside behind them.

        "Instead of S, which causes O" tells nothing of what comes first; but "S has replaced S, which causes O" the harm of the second.
        "Not suitable for" sets a treatment aside, and is said of one where it names a disease or people; "given to avoid O" tells what
        a treatment is given for.
        """
        asides = list(self._behind(row, self._start(row, place, words)))
        of_treatments = (words[0], words[-1]) == _NOT_FOR or words[-1] == _AVOID
        if of_treatments and not any(row[at].is_treatment for at in asides):
            return []
        if not asides or not self._is_told_of(row, asides[-1] + 1):
            return asides
        return [] if words[-1] in self._replacing else [*asides, *range(asides[-1] + 1, len(row))]

    def _is_told_of(self, row: Sequence[Element], start: int) -> bool:
        """Whether a relative clause stands at a place, which tells a harm of what is before it."""
        opens = [element.text for element in row[start : start + 2]]
        harmed = any("ag:AdverseEffect" in classes(element.named) for element in row[start + 2 :])
        return len(opens) > 1 and opens[0] == "," and opens[1] in self._relatives and harmed

    def _is_in_condition(self, row: Sequence[Element], place: int) -> bool:
        """Whether a condition opens shortly before a place: "if S is not tolerated"."""
        return any(element.text in self._conditions for element in row[max(0, place - _REACH) : place])

    @staticmethod
    def _is_treated_before(behind: Sequence[Element]) -> bool:
        """Whether what people had was a treatment, of which no harm is told: "who had X get Y", but "who had a relapse"."""
        harmed = any("ag:AdverseEffect" in classes(element.named) for element in behind)
        return any(element.is_treatment for element in behind[:_FOR_REACH]) and not harmed

    def _start(self, row: Sequence[Element], place: int, words: tuple[str, ...]) -> int:
        """Where what follows words of contrast begins: behind the comma too of "resistant to, or intolerant of, X"."""
        start = place + len(words)
        return start + (words in self._earlier and len(words) > 1 and [element.text for element in row[start : start + 1]] == [","])

    def _without_told_apart(self, row: Sequence[Element]) -> list[Element]:
        """The row without what did not help, what things are not for, and what only research is about: "palliative care trials"."""
        kept = list(row)
        for place, element in enumerate(row[:-1]):
            if element.named and row[place + 1].text in self._research and any("ag:Treatment" in one.term.classes for one in element.named):
                kept[place] = element._replace(named=())
        for place in self._loads(row):
            kept[place] = row[place]._replace(named=())
        for place in (*self._unhelpful(row), *self._relapsed_after(row)):
            kept[place] = row[place]._replace(named=(), prior=row[place].named)
        for place in self._described(row):
            kept[place] = row[place]._replace(text=row[place].text if row[place].named else _DESCRIBING, named=())
        return kept

    def _loads(self, row: Sequence[Element]) -> Iterator[int]:
        """The places of the classes that a thing only carries: "S, an antibody carrying a chemotherapy drug"."""
        for place, element in enumerate(row):
            if place and element.text in self._carrying:
                start = place + 1 + sum(1 for _ in takewhile(lambda one: one.text in self._carried_by, row[place + 1 :]))
                if any("ag:DrugClass" in one.term.classes for one in (row[start].named if start < len(row) else ())):
                    yield start

    def _unhelpful(self, row: Sequence[Element]) -> Iterator[int]:
        """The places of what a state says did not help: "who did not respond to X"."""
        for place, element in enumerate(row[:-1]):
            if element.named and element.text.split()[-1] in self._responding and row[place + 1].text == "to":
                yield from takewhile(lambda at: not self._ends_list(row, at), self._behind(row, place + 2))

    def _ends_list(self, row: Sequence[Element], at: int) -> bool:
        """Whether a word joins something else to a list of treatments than the next of them."""
        return row[at].text in self._joining and not any(element.is_treatment for element in row[at + 1 : at + 2])

    def _described(self, row: Sequence[Element]) -> Iterator[int]:
        """The places of what things are said not to be for, and of the word that denies it: "regimens with agents not used in O"."""
        for place in range(1, len(row) - 1):
            opens = row[place - 1].text in self._describing and (row[place].text, row[place + 1].text) in self._others
            for at in range(place + 1, len(row)) if opens else ():
                if not row[at].named and row[at].text in _ASIDE_ENDS:
                    break
                if row[at].named or at == place + 1:
                    yield at

    def _front(self, row: Sequence[Element]) -> Sequence[int]:
        """The places of what a phrase that opens a sentence sets aside: "without X, ...", "once the worst kind of X, ..."."""
        opening = row[0].text if row else ""
        if opening not in self._fronts and opening not in self._former:
            return ()
        front = list(takewhile(lambda place: row[place].text != ",", range(1, len(row))))
        clause = opening in self._former and not self._verbs.isdisjoint(row[place].text for place in front)
        return () if clause else front

    def _with_denied_uses(self, row: Sequence[Element]) -> list[Element]:
        """The row in which "S does not work for O" denies S in O; "S did not work" tells of what was given before."""
        said = list(row)
        for place, element in enumerate(row):
            for words, before in self._contrasts.get(element.text.partition(" ")[0], ()):
                whole = element.text == " ".join(words)  # it names a state too
                if before and words[-1].startswith("work") and (whole or begins(row, place, words)):
                    end = place + 1 if whole else place + len(words)
                    told_when = any(one.text in self._conditions for one in row[:place])  # "when S does not work in O" is of before
                    if self._is_use(row[end : end + _FOR_REACH], past=words[0].startswith("did")) and not told_when:
                        said[place:end] = [one._replace(text=text, named=()) for one, text in zip(row[place:end], _NO_USE, strict=False)]
                    break
        return said

    def _is_use(self, behind: Sequence[Element], *, past: bool) -> bool:
        """Whether words tell what something is for, "for O", "here", or are the end of a label or a head of what stands below it: "for:".

        In the past, people are those of a study: "did not work in O" may be of them alone.
        """
        if behind and behind[0].text in self._here:
            return True
        opens = bool(behind) and behind[0].text in self._purposes
        labels = all(element.text in (":", ITEM) for element in behind[1:2])
        used_in = _DISEASES if past else _DISEASES | {"ag:Population", "ag:TreatmentPhase"}
        return opens and (labels or any(not used_in.isdisjoint(one.term.classes) for element in behind for one in element.named))

    def _insert(self, kept: list[Element], row: Sequence[Element], place: int, words: tuple[str, ...]) -> None:
        """Let the clause go on whose verb stands behind what "but not" at a place sets aside: "S, but not X, is used in O"."""
        behind = list(self._behind(row, place + len(words))) if words in DENIALS else []
        rest = [element.text for element in row[behind[-1] + 1 :]] if behind else []
        if any(word in self._verbs for word in rest[: 2 if rest[:1] == [","] else 1]):
            kept[place : place + len(words)] = [one._replace(text="the") for one in kept[place : place + len(words)]]

    def _is_introduced(self, row: Sequence[Element], start: int) -> bool:
        """Whether what stands behind a word of contrast is said to have come: "after X (X or X) were added", "before X was available"."""
        behind = [one.text for one in row[start : start + _CLAUSE_REACH] if not one.bracket and one.text != ")"]
        verb = next((at for at, word in enumerate(behind) if word in self._verbs or not word[0].isalnum()), len(behind))
        if behind[verb : verb + 1] and behind[verb] not in self._verbs:
            return False
        return not self._introducing.isdisjoint(behind[verb + 1 : verb + 1 + _NEAR_VERB])

    def _is_cause(self, row: Sequence[Element], place: int, words: tuple[str, ...]) -> bool:
        """Whether what stands behind "after" is what an effect comes from: "S may occur after X"; a relapse does not come from it."""
        near = row[max(0, place - _REACH) : place]
        beside = any("ag:AdverseEffect" in one.term.classes for element in near[-1:] for one in element.named)
        if words not in self._earlier or not (beside or any(element.text in self._occurring for element in near)):
            return False
        named = [one for element in row[:place] for one in element.named]
        return any("ag:AdverseEffect" in one.term.classes for one in named) and not any(
            "ag:DiseaseState" in one.term.classes for one in named
        )

    def _is_prepared(self, element: Element) -> bool:
        """Whether an element names something that other treatment prepares: "S is given before a transplant"."""
        return any(not self._prepared.isdisjoint((*named.term.classes, named.term.curie)) for named in element.named)

    def _against(self, row: Sequence[Element]) -> Iterator[int]:
        """The places of "with" in "compared X with Y" and "alternates X with Y", which sets two things against each other."""
        for place, element in enumerate(row):
            if element.text in self._comparing:
                behind = range(place + 2, min(place + 2 + _COMPARED_REACH, len(row)))
                yield from [one for one in behind if row[one].text in self._compared][:1]

    @staticmethod
    def _before(row: Sequence[Element], place: int) -> list[int]:
        """The place of the name right before a word of contrast, and of what it explains in brackets; none of people or diseases."""
        nearest = [one for one in range(max(0, place - _REACH), place) if row[one].named][-1:]
        nearest += [row[one].host for one in nearest if row[one].host >= 0]  # "S (S) does not work": the brand is the drug's
        kept = [one for one in nearest if any("ag:Population" in named.term.classes or named.term.is_disease for named in row[one].named)]
        return [one for one in nearest if one not in kept]

    def _lists_drugs(self, row: Sequence[Element], comma: int) -> bool:
        """Whether a comma parts two of several drugs in a row: "resistant to S, S or S"."""
        after = comma + 2 if row[comma + 1 : comma + 2] and row[comma + 1].text in self._list_joins else comma + 1
        beside = (row[comma - 1 : comma], row[after : after + 1])
        of_drugs = all(any("ag:Drug" in classes(element.named) for element in one) for one in beside)
        goes_on = after > comma + 1 or (row[after + 1 : after + 2] and row[after + 1].text in (",", *self._list_joins))
        return row[comma].text == "," and of_drugs and bool(goes_on)

    def _behind(self, row: Sequence[Element], start: int) -> Iterator[int]:
        """The places from a word of contrast up to the end of the phrase behind it."""
        opened = False  # "except in infants": what stands right behind the word of contrast is part of it
        for one in range(start, len(row)):
            ends = not row[one].named and row[one].text in self._ends
            ends = ends and row[one - 1].text not in self._person_openers  # "not for those who are in O"
            ends = ends and not (any(element.named for element in row[: start - 1]) and self._lists_drugs(row, one))
            if ends and (opened or row[one].text not in self._openings):
                return
            opened = opened or not ends
            yield one
