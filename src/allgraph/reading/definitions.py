"""Definitions: the classes that say what a thing is, as in "X is a type of antibody that ..."; what is said behind one is said of X."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from allgraph.reading.elements import Element, Named, classes
from allgraph.reading.lexicon import Lexicon

#: What is no class of a thing before it.
_NO_CLASS = frozenset({"ag:Biomarker", "ag:Complication", "ag:Drug", "ag:Population", "ag:RiskFactor"})

#: What a colon may stand behind that makes it a label of what is given then, or against it.
_LABELLING = frozenset({"ag:Complication", "ag:TreatmentPhase"})

#: So near behind its colon stands what a label is about, in elements.
_LABEL_REACH = 3

#: What may describe the class in a definition.
_DESCRIBING = frozenset({"ag:Route", "ag:Schedule", "ag:Target"})

#: So many elements may describe a class between its article and it: "a third anti-CD22 monoclonal antibody".
_DESCRIBED_REACH = 6

#: How a word ends that describes the class behind it: "a T-cell specific analog".
_ADJECTIVES = ("able", "ary", "genic", "ible", "ical", "ific", "ive", "lar", "ous", "tional")


class DefinitionReader:
    """Marks the classes of definitions: only words that say nothing stand between them and the "is a".

    >>> from allgraph.reading.lexicon import Term
    >>> from allgraph.texts import Span
    >>> reader = DefinitionReader(Lexicon({}, (), {"definingCue": (("ag:DrugClass", "is"),)}, {}))
    >>> row = [Element("imatinib", Span(0, 8)), Element("is", Span(9, 11)), Element("tki", Span(12, 15))]
    >>> row[0] = row[0]._replace(named=(Named(Term("ag:imatinib", "imatinib", frozenset({"ag:Drug"})), Span(0, 8)),))
    >>> row[2] = row[2]._replace(named=(Named(Term("ag:tki", "TKI", frozenset({"ag:DrugClass"})), Span(12, 15)),))
    >>> [element.defines for element in reader.marked(row, headed=False)]
    [False, False, True]
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._articles = lexicon.cue_set("article")
        self._determiners = {"the", *self._articles, *lexicon.cue_set("definingFiller")}
        self._conjunctions = lexicon.cue_set("conjunction")
        self._defining = lexicon.cue_set("definingCue")
        self._verbs = lexicon.cue_set("finiteVerb")
        self._apposing = lexicon.cue_set("appositionCue")
        self._labels = lexicon.cue_set("definingLabel")
        self._serving = lexicon.cue_phrases("servingCue")
        self._forms = lexicon.cue_set("formCue")
        self._naming = lexicon.cue_set("namingCue")
        self._of_kind, self._existential = lexicon.cue_set("kindSubject"), lexicon.cue_set("existentialWord")
        self._describing = lexicon.cue_set("describingWord") | self._articles
        self._fillers = lexicon.cue_words("filler") | lexicon.cue_words("formCue") | lexicon.cue_set("definingFiller")
        self._fillers |= lexicon.cue_set("mannerFiller")

    def marked(self, row: Sequence[Element], *, headed: bool, noted: bool = False) -> list[Element]:
        """The row in which the classes of definitions are marked.

        Below a heading that names a drug ("headed") a sentence may start with the class: "An antibody that ...". Behind a drug that leads
        it in ("noted") it may do so without an article: "CD19-directed antibody". So it may behind a label below such a heading, as in
        "What it is: an antibody that ...".
        """
        marked: list[Element] = []
        subject = apposed = of_disease = False
        defining = noted or (headed and bool(row) and row[0].text in self._articles)
        of_class = any("ag:DrugClass" in named.term.classes for element in row for named in element.named)
        colon = self._end_of_label(row) if headed else -1
        for place, element in enumerate(row):
            if not element.named:
                marked.append(element)
                if place == colon:
                    defining = True
                elif subject and not element.bracket and self._starts(row, place):
                    defining, apposed = True, element.text == ","
                elif element.text not in self._fillers | self._describing and not (defining and element.text.endswith(_ADJECTIVES)):
                    defining = False
                subject = subject or (of_class and self._is_unknown(row, place))
            elif marked and marked[-1].is_pronoun and any("ag:DrugClass" in named.term.classes for named in element.named):
                marked.append(element._replace(defines=True))  # "these antibodies" are the drugs that "these" points back to
            elif self._names_its_class(row, place):
                marked.append(element._replace(defines=True))  # "the kinase inhibitor generumab" speaks of the drug
                subject, of_disease, defining = True, False, False
            elif defining and all(not named.term.classes.isdisjoint(_DESCRIBING) for named in element.named):
                marked.append(element)  # "everolimus, an oral mTOR inhibitor": the way does not part the thing from its class
            else:
                in_list = apposed and (self._is_listed(row, place) or self._is_remedy(row, place))
                defines = defining and not element.bracket and not in_list and self._may_define(row, place, of_disease=of_disease)
                again = element.host >= 0 and marked[element.host].defines and _is_same(element, marked[element.host])
                called = self._is_called(row, place, marked)
                marked.append(element._replace(defines=defines or again or called or self._explains(row, place)))
                # "the treatment of O in children is S"; "Adults: chemotherapy", "Fever: antibiotics" define neither
                people = element.is_of_people or self._is_label(row, place)
                subject, of_disease, defining = subject or not people, _is_of_disease(element.named) or (of_disease and people), False
        return marked

    def _end_of_label(self, row: Sequence[Element]) -> int:
        """The place of the colon behind a label that says what a thing is, or -1: "What it is:"."""
        label = list(takewhile(lambda element: element.text != ":" and not element.named, row))
        return len(label) if len(label) < len(row) and " ".join(element.text for element in label) in self._labels else -1

    def _is_unknown(self, row: Sequence[Element], place: int) -> bool:
        """Whether a word names a thing that nobody knows: "is a" stands behind it as the sentence's first.

        What is said of such a thing is not said of its class; but "another is a kinase inhibitor" is said of kinase inhibitors.
        """
        word = row[place].text
        after = [element.text for element in row[1:3]]
        defined = len(after) > 1 and after[0] in self._defining and after[0] != ":" and after[1] in self._articles
        return place == 0 and defined and word.isalnum() and not word.isdigit() and word not in self._of_kind

    def _starts(self, row: Sequence[Element], place: int) -> bool:
        """Whether a definition starts here, with "is", with a comma and an article, or with what a thing is used as."""
        after = row[place + 1].text if place + 1 < len(row) else ""
        serving = (row[place - 1].text, row[place].text) in self._serving
        exists = place > 0 and row[place - 1].text in self._existential  # "if there is a high risk" says what is, of nothing
        defines = row[place].text in self._defining and not exists
        return serving or defines or (row[place].text in self._apposing and after in self._articles)

    def _may_define(self, row: Sequence[Element], place: int, *, of_disease: bool) -> bool:
        """Whether what an element names can be the class in a definition; `of_disease` says that a disease is named before it."""
        named = row[place].named
        labelled = any(element.text == ":" for element in row[max(0, place - _LABEL_REACH) : place])
        if labelled and (row[place].is_pronoun or any(element.text in self._verbs for element in row[place + 1 : place + 2])):
            return False  # "S: high-dose steroids can ..." tells of them, and so does "no S with S: they ..."
        if any("ag:Regimen" in one.term.classes for one in named) and row[place - 1].text not in self._articles:
            return False  # "induction is hyper-CVAD" says what it consists of
        if any("ag:Drug" in one.term.classes for one in named):
            # "S is a form of S that ..."; behind a label such as "Induction:" a drug is what the label is about
            return " ".join(element.text for element in row[max(0, place - 2) : place]) in self._forms
        if any(not one.term.classes.isdisjoint(_NO_CLASS) for one in named):
            return False  # behind a label such as "Induction:" or "Age:" a drug, people or a factor are what the label is about
        if _is_of_disease(named):
            return row[place - 1].text in self._articles  # "ALL that is Ph-positive" defines nothing
        return not of_disease  # "the standard for Ph-positive ALL is a TKI" tells no kind of it

    @staticmethod
    def _is_label(row: Sequence[Element], place: int) -> bool:
        """Whether an element is a phase, or a harm, that labels what follows its colon."""
        behind = [element.text for element in row[place + 1 : place + 2]]
        return behind == [":"] and any(not one.term.classes.isdisjoint(_LABELLING) for one in row[place].named)

    def _explains(self, row: Sequence[Element], place: int) -> bool:
        """Whether a class is told in brackets behind its drug: "generumab (an antibody that ...)", "generumab (anti-CD22 antibody)".

        Only words that describe a class may stand before it, and no drug behind it, of which it would be the class.
        """
        host = row[place].host
        of_drug = host >= 0 and any("ag:Drug" in one.term.classes for one in row[host].named)
        if not of_drug or any("ag:DrugClass" not in one.term.classes for one in row[place].named) or row[host + 1].text != "(":
            return False
        before = [one for one in row[host + 2 : place] if one.text not in (",", ";") and not _is_same(one, row[host])]
        rest = takewhile(lambda one: one.bracket and one.text not in (";", "."), row[place + 1 :])
        described = all(one.text in self._describing or self._is_kind(one) for one in before)
        return described and not any("ag:Drug" in named.term.classes for one in rest for named in one.named)

    def _is_kind(self, element: Element) -> bool:
        """Whether an element may describe a class: a target, a way, or the disease it is for ("T-ALL specific ...")."""
        return bool(element.named) and all(
            named.term.is_disease or not named.term.classes.isdisjoint(_DESCRIBING) for named in element.named
        )

    def _is_called(self, row: Sequence[Element], place: int, marked: Sequence[Element]) -> bool:
        """Whether a class is only the name of the one that defines: "generumab is an immunotherapy called a bispecific antibody"."""
        of_class = all("ag:DrugClass" in named.term.classes for named in row[place].named)
        at = place - 1 - (row[place - 1].text in self._articles)
        return of_class and at > 0 and row[at].text in self._naming and marked[at - 1].defines

    def _is_listed(self, row: Sequence[Element], place: int) -> bool:
        """Whether what follows shows a list and no apposition: "vincristine, an anthracycline (...), a steroid and ..."."""
        after = [element.text for element in row[place + 1 : place + 3]]
        if after[:1] == [","]:
            return not (self._conjunctions | self._articles).isdisjoint(after[1:])
        if after[:1] == ["("]:
            members = row[place + 2 : place + 3]  # "(given in induction)" and what it is aimed at, "(CD19)", are none
            return any(one.is_treatment or "ag:DrugClass" in classes(one.named) for one in members)
        return bool(after) and after[0] in self._conjunctions

    @staticmethod
    def _is_remedy(row: Sequence[Element], place: int) -> bool:
        """Whether the comma before a treatment closes a clause that ends with an effect: "if there is fever, an antibiotic helps"."""
        comma = next((at for at in range(place - 1, 0, -1) if row[at].text == ","), 0)
        harmed = comma > 0 and any("ag:AdverseEffect" in named.term.classes for named in row[comma - 1].named)
        return harmed and row[place].is_treatment

    def _names_its_class(self, row: Sequence[Element], place: int) -> bool:
        """Whether a class stands right beside a drug, as its title: "the kinase inhibitor generumab", "generumab chemotherapy"."""
        if not all("ag:DrugClass" in named.term.classes for named in row[place].named):
            return False
        after = place + 2 if [element.text for element in row[place + 1 : place + 2]] == ["drug"] else place + 1
        if [element.text for element in row[after : after + 3 : 2]] == ["(", ")"] and _is_same(row[after + 1], row[place]):
            after += 3  # "the bispecific T-cell engager (BiTE) generumab"
        behind = [element.text for element in row[after : after + 2]]
        if any(word in self._naming for word in behind if word != ","):
            after += behind.index(next(word for word in behind if word in self._naming)) + 1  # "one such antibody, called generumab, ..."
        beside = [*row[max(0, place - 1) : place], *row[after : after + 1]]
        return any(map(_is_drug, beside)) or self._is_apposed(row, place, after)

    def _is_apposed(self, row: Sequence[Element], place: int, after: int) -> bool:
        """Whether commas hold the drug that a class with an article before it is: "a kinase inhibitor, generumab (Drugex), is ..."."""
        before = reversed(row[max(0, place - 1 - _DESCRIBED_REACH) : place])
        opening = next((one.text for one in before if one.text in self._determiners or not self._may_describe(one)), "")
        behind = [element.text for element in row[after + 2 : after + 8] if not element.bracket]
        drug = any(map(_is_drug, row[after + 1 : after + 2]))
        named = [element.text for element in row[after : after + 1]] == [","] and drug
        closed = behind[:1] == [","] and (self._conjunctions | self._articles).isdisjoint(behind[1:2])
        return named and closed and opening in self._determiners

    @staticmethod
    def _may_describe(element: Element) -> bool:
        """Whether an element is a word, a name, or the hyphen between them."""
        return bool(element.named) or element.text == "-" or element.text.isalpha()


def _is_same(one: Element, other: Element) -> bool:
    """Whether two elements name the same thing: a name and its abbreviation in brackets."""
    return {named.term.curie for named in one.named} == {named.term.curie for named in other.named}


def _is_drug(element: Element) -> bool:
    return any("ag:Drug" in named.term.classes for named in element.named)


def _is_of_disease(named: Sequence[Named]) -> bool:
    return any(one.term.is_disease for one in named)
