"""Attachments: what a treatment is used for, in which phase and for whom, by the places of the names in their clause.

A clause is read as a row of subjects and objects; each object belongs to the subjects on one side of it, and a subject that has
none in its sentence takes the one that stands above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, takewhile

from allgraph.reading.clauses import LEAD_REACH, Attachment, Clause, ClauseReader, Node, Pair, View, attachments, is_end
from allgraph.reading.elements import ITEM, denies
from allgraph.reading.frames import Frame
from allgraph.reading.lexicon import Lexicon, NameKind
from allgraph.reading.lines import BOTH, OBJECT, SUBJECT, LineMaker
from allgraph.reading.matching import End, Match
from allgraph.reading.unsaid import UnsaidFinder

#: How far an object may stand from its subject, in words.
_REACH = 30

#: Signs that join a thing to what is told of it.
_LAYOUT_CUES = frozenset({":", "=", "-", "→", ITEM})

#: How far before a name the word stands that leads in what the name ends, and the signs that part it from it.
_OPENING_REACH, _PARTING = 9, frozenset({",", ";", ":", ".", ITEM})

#: How far behind a name the words are looked for that make it a part of another, in elements, and how many of them count.
_COMPOUND_REACH, _COMPOUND_WORDS = 8, 2

#: What shares the way that is told before a list with the rest of it.
_OWN_WAYS = frozenset({"ag:Drug", "ag:DrugClass", "ag:Modality", "ag:Regimen", "ag:TreatmentPhase"})

#: The rule of a subject whose object the clause before it tells.
GOING_ON = "going-on"


class Attacher:
    """Finds the relations that the ontology marks with ag:attached.

    >>> from allgraph.reading.blocks import sentences
    >>> from allgraph.reading.frames import FrameMaker
    >>> from allgraph.reading.lexicon import read_lexicon
    >>> from allgraph.reading.mentions import MentionFinder
    >>> from allgraph.reading.outline import outline
    >>> from allgraph.resources import folder
    >>> text, lexicon = "In induction, prednisone is used.", read_lexicon(folder("ontology"))
    >>> maker = FrameMaker(text, lexicon, MentionFinder(lexicon).find(text))
    >>> (frame,) = map(maker.frame, sentences(text, outline(text)))
    >>> [(match.rule, match.object.named.term.label) for match in Attacher(lexicon).matches(frame)]
    [('usedInPhase/before', 'induction therapy')]
    """

    def __init__(self, lexicon: Lexicon, lines: LineMaker | None = None) -> None:
        self._attachments = attachments(lexicon)
        self._lines = lines or LineMaker(lexicon)
        self._clauses = ClauseReader(lexicon, self._lines)
        self._unsaid = UnsaidFinder(lexicon, self._lines, self._clauses)
        self._uses, self._own_uses = lexicon.cue_set("useCue"), lexicon.cue_set("ownUseCue")
        self._verbs = lexicon.cue_set("finiteVerb") | lexicon.cue_set("harmVerb") | lexicon.cue_set("affectVerb")
        self._leading = lexicon.cue_set("leadingCue")
        self._cues = self._uses | self._leading | lexicon.cue_set("finiteVerb") | _LAYOUT_CUES
        self._joins, self._examples = lexicon.cue_set("conjunction") | {",", "/"}, lexicon.cue_pattern("exampleCue")
        self._relatives = lexicon.cue_set("relativeCue")
        self._having = lexicon.cue_set("havingCue") | lexicon.cue_set("purposeCue")
        self._compound_heads = lexicon.cue_set("compoundHead")
        self._cell_heads, self._institutions = lexicon.cue_set("cellHead"), lexicon.cue_set("institutionNoun")
        self._forms, self._no_nouns = lexicon.cue_set("formNoun"), lexicon.cue_set("finiteVerb") | lexicon.cue_set("article")
        self._root = lexicon.marked("scopeDisease")
        self._outside = lexicon.marked("outsideScope")
        self._vague = lexicon.cue_set("vagueCue")

    def matches(self, frame: Frame) -> Iterator[Match]:
        """Every attachment in the frame, relation by relation."""
        hosted = [place for place, element in enumerate(frame.elements) if element.host >= 0]
        for how in self._attachments:
            if not _may_hold(how, frame):
                continue
            roles = self._lines.roles(frame.elements, how.relation)
            if not how.near:
                yield from self._remarks(how, frame, roles, hosted)
            wanted = (SUBJECT, BOTH, OBJECT) if how.default else (SUBJECT, BOTH)
            if any(role in wanted for role in roles):
                yield from self._read(View(how, frame, self._lines.line(frame.elements, roles, brackets=how.near)))

    def _remarks(self, how: Attachment, frame: Frame, roles: Sequence[str], hosted: Sequence[int]) -> Iterator[Match]:
        """Objects in brackets behind their subject, or behind one that the brackets hold: "S (used in O)", "a class (S for O)".

        `hosted` are the places of what stands in brackets behind a name.
        """
        for place in hosted:
            element = frame.elements[place]
            if roles[place] != OBJECT or roles[element.host] != SUBJECT:
                continue
            inside = [at for at in range(element.host + 1, place) if roles[at] == SUBJECT and frame.elements[at].host == element.host]
            start = inside[-1] if inside else element.host
            cues = [at for at in range(start + 1, place) if self._is_cue(frame, at)]
            said = how.is_said([frame.elements[at].text for at in cues])
            if not cues or not said or frame.elements[element.host + 1].text != "(":
                continue
            places = tuple(range(start, place + 1))
            for one in self._clauses.fitting(frame.elements[start].named, how.relation.domain):
                for other in self._lines.values(element.named, how.relation.range):
                    at_large = other.term.curie in self._root and any(named.term.is_disease for named in frame.elements[place - 1].named)
                    if one.term.curie != other.term.curie and not at_large:
                        ends = End(one, start), End(other, place)
                        yield Match(how.relation, how.rule("remark"), *ends, places, tuple(cues[-1:]))

    def _read(self, view: View) -> Iterator[Match]:
        """The attachments of a line: those between its names, then those of subjects that are left without an object."""
        clauses = self._clauses.clauses(view)
        taken: set[str] = set()
        yield from self._said(view, clauses, taken)
        if not view.how.to_heading:
            return
        item = max((at for at, word in enumerate(view.words) if word == ITEM), default=-1)
        for clause in clauses:
            says = any(is_end(word, OBJECT) for word in view.words[clause.first : clause.last])
            for node in clause.subjects:
                if node.at > item and (says or node.token not in taken):
                    yield from self._unsaid.objects(view, clause, node, says=says)

    def _said(self, view: View, clauses: Sequence[Clause], taken: set[str]) -> Iterator[Match]:
        """The attachments between the names of a line; `taken` gets the tokens of the subjects that are given an object."""
        subjects: list[Node] = []
        opened: list[Node] = []
        stepping: list[Node] = []
        for clause in clauses:
            if not view.how.is_said(view.words[clause.first : clause.last]):
                opened = []
                subjects += clause.subjects  # "radiation, because of its effects, ...": they are not of what stands above
                continue
            pairs = self._clauses.pairs(view, clause)
            if clause.objects:
                opened = [] if view.how.near else _opened(view, clause, pairs) or _topic(view, clause)
                stepping = [] if view.how.near or opened else _step(view, clause, pairs)
            elif not self._own_uses.isdisjoint(_words(view, clause)):
                opened = []  # "S is reserved for those who relapse" tells of a use of its own
            elif clause.first and view.words[clause.first - 1] == ";" and stepping and not self._uses.isdisjoint(_words(view, clause)):
                pairs = [(node, object_, GOING_ON) for object_ in stepping for node in clause.subjects]
            elif clause.first and view.words[clause.first - 1] in (";", "."):
                pairs = [(node, object_, GOING_ON) for object_ in opened for node in clause.subjects]
            else:
                opened = []
            if view.how.default and not pairs:
                yield from self._without_subject(view, clause, subjects)
            subjects += clause.subjects
            fronted = {subject.token for subject, _, rule in pairs if rule == "before"}
            for subject, object_, rule in pairs:
                if rule == "behind" and subject.token in fronted and self._fronts_next(view, object_):
                    continue
                for match in self._attached(view, subject, object_, rule):
                    taken.add(subject.token)
                    yield match

    def _fronts_next(self, view: View, object_: Node) -> bool:
        """Whether an object behind a comma is told of what stands right behind it: "in O S is used, in O S"."""
        before = view.words[max(0, object_.at - 2) : object_.at]
        led = len(before) > 1 and before[0] in (",", ";") and before[1] in self._leading
        return led and any(is_end(word) for word in view.words[object_.at + 1 : object_.at + 2])

    def _without_subject(self, view: View, clause: Clause, subjects: Sequence[Node]) -> Iterator[Match]:
        """Objects in a clause that names no subject: of the sentence's first, else of what stands above it."""
        if not subjects:
            yield from self._unsaid.subjects(view, clause)
        for node in clause.objects if subjects else ():
            before = view.words[clause.first : node.at]
            if self._unsaid.has_unknown_cause(before):
                continue  # "S kills cells; the disease causes O"
            if self._verbs.isdisjoint(before) or not view.how.default_cues.isdisjoint(before):
                yield from self._attached(view, subjects[0], node, "first")  # "because infection can cause O" is of the infection

    def _attached(self, view: View, subject: Node, object_: Node, rule: str) -> Iterator[Match]:
        """The matches of a pair, member by member of the two lists."""
        how, frame, tokens = view.how, view.frame, view.line.tokens
        first, last = sorted((subject.at, object_.at))
        if (last - first > _REACH and rule != GOING_ON) or self._is_one_list(view, first, last, may_be_led=object_.at < subject.at):
            return
        places = tuple(place for token in tokens[first : last + 1] for place in token)
        start = self._opening(view, first) if object_.at < subject.at else first
        near = (place for token in tokens[max(0, min(start, first - LEAD_REACH)) : last] for place in token)
        found = [place for place in near if self._is_cue(frame, place) or frame.elements[place].text in how.needed]
        cues = tuple(place for place in found if place > places[0])[-1:]  # the last tells the clause: what is before it may be of another
        if subject.at < object_.at and ITEM in view.words[subject.at : object_.at]:
            cues = tuple(sorted({*cues, *self._use_in_item(frame, found)}))
        weak = not found and not how.near and not self._leads_itself(view, first)  # "imatinib and ALL" says nothing yet
        passing = how.near and rule == "before"  # "high-dose S" is said in passing
        subjects = [
            one for one in self._clauses.ends(view, subject, how.relation.domain) if self._lines.may_be_subject(one.named, how.relation)
        ]
        if rule == GOING_ON:  # "S is not used for O; S has replaced it" tells the second of the use
            subjects = [one for one in subjects if not frame.elements[one.place].is_pronoun]
        for one in _told(view, subjects, object_, rule, self._examples) if how.near else subjects:
            for other in self._clauses.ends(view, object_, how.relation.range):
                if one.named.term.curie != other.named.term.curie and not self._is_aside(frame, one, other):
                    yield Match(how.relation, how.rule(rule), one, other, places, cues, passing, weak=weak)

    def _use_in_item(self, frame: Frame, cues: Sequence[int]) -> list[int]:
        """The last word of use in an item, which shows there what its lead-in line leads to: "treat" in "to treat O"."""
        return [place for place in cues if frame.elements[place].text in self._uses and frame.elements[place].segment == frame.own][-1:]

    def _is_one_list(self, view: View, first: int, last: int, *, may_be_led: bool) -> bool:
        """Whether two names are members of one list: "induction, consolidation and radiation therapy"; "in induction, S" is none."""
        led = may_be_led and not self._leading.isdisjoint(_after_colon(view.words[max(0, first - LEAD_REACH) : first]))
        led = led or (may_be_led and (self._opening(view, first) < first or self._leads_itself(view, first)))
        between = view.words[first + 1 : last]
        return bool(between) and not led and all(word in self._joins or is_end(word) for word in between)

    def _leads_itself(self, view: View, at: int) -> bool:
        """Whether a name begins with a word that leads in an object: "in relapse"."""
        return view.frame.elements[view.line.tokens[at][0]].text.split()[0] in self._leading

    def _opening(self, view: View, first: int) -> int:
        """The place of the word that leads in what the name at a place ends, "for people whose leukemia cells have O, S"; else this one."""
        opening = takewhile(lambda word: not is_end(word) and word not in _PARTING, reversed(view.words[:first]))
        back = next((at for at, word in enumerate(islice(opening, _OPENING_REACH), start=1) if word in self._leading), 0)
        return first - back

    def _is_aside(self, frame: Frame, subject: End, object_: End) -> bool:
        """Whether the object stands in a remark in brackets about something else, or is a part of another name ("CD22-positive cells")."""
        own, name = frame.elements[object_.place], object_.named
        if self._is_told_of_another(frame, subject.place, object_.place) or self._is_of_other_disease(frame, object_):
            return True
        if self._is_of_institution(frame, object_) or self._is_form_of_another(frame, subject.place, object_.place):
            return True
        remark = own.bracket and not frame.elements[subject.place].bracket and own.host != subject.place
        start = object_.place - 1
        while start > 0 and (frame.elements[start].named or frame.elements[start].text in self._joins):
            start -= 1
        opens = frame.elements[start].text == "(" and own.host < 0  # "in phases (induction, consolidation)"
        if remark and (name.term.is_disease or not opens):
            return True
        behind = frame.elements[subject.place + 1 : subject.place + 2]
        said = [one for one in behind if denies(one.text) or one.text.split()[0] not in self._leading]  # "S in remission" tells where
        if any(named.kind is NameKind.MODIFIER and (named == name or denies(one.text)) for one in said for named in one.named):
            return True  # "when chemotherapy does not work": what fails is no treatment of what it fails in
        behind = frame.elements[object_.place + 1 : object_.place + 1 + _COMPOUND_REACH]
        after = [element.text for element in behind if element.bracket == own.bracket][:_COMPOUND_WORDS]
        at_large = name.term.curie in self._root
        return not self._cell_heads.isdisjoint(after) or (at_large and not self._compound_heads.isdisjoint(after[:1]))

    def _is_of_other_disease(self, frame: Frame, object_: End) -> bool:
        """Whether people are those with another disease, or with some one that is not told: "adults with lymphoma", "adults for it"."""
        behind = frame.elements[object_.place + 1 : object_.place + 4]
        opens = any(element.text in self._having for element in behind[:1])
        if "ag:Population" not in object_.named.term.classes or not opens:
            return False
        vague = " ".join(element.text for element in behind[1:]) in self._vague
        return vague or any(named.term.curie in self._outside for element in behind[1:2] for named in element.named)

    def _is_of_institution(self, frame: Frame, object_: End) -> bool:
        """Whether a word for people only tells what a place is for: "adult units"."""
        behind = frame.elements[object_.place + 1 : object_.place + 2]
        return "ag:Population" in object_.named.term.classes and any(element.text in self._institutions for element in behind)

    def _is_form_of_another(self, frame: Frame, subject: int, object_: int) -> bool:
        """Whether a form is one of another thing, which is not known: "S, vitamin tablets"."""
        own, between = frame.elements[object_], frame.elements[subject + 1 : object_]
        if (
            own.text not in self._forms
            or not between
            or between[-1].named
            or between[-1].text in self._leading | self._joins | self._no_nouns
        ):
            return False
        return any(element.text in self._joins for element in between)

    def _is_told_of_another(self, frame: Frame, subject: int, object_: int) -> bool:
        """Whether the object stands in a relative clause about a target named between: "S binds to T, which is found in O"."""
        for place in range(subject + 2, object_):
            if frame.elements[place].text in self._relatives and frame.elements[place - 1].text == ",":
                return any("ag:Target" in named.term.classes for named in frame.elements[place - 2].named)
        return False

    def _is_cue(self, frame: Frame, place: int) -> bool:
        element = frame.elements[place]
        return not element.named and element.text in self._cues


def _may_hold(how: Attachment, frame: Frame) -> bool:
    """Whether a frame names what the relation needs: a subject, unless there is a default, and an object, unless a heading may give it."""
    if not (how.default or not frame.classes.isdisjoint(how.relation.domain)):
        return False
    return how.to_heading or (how.is_said(frame.words) and not frame.classes.isdisjoint(how.relation.range))


def _after_colon(words: Sequence[str]) -> Sequence[str]:
    """The words behind the last colon: in "in phases: A, B, C" no word leads in A."""
    return words[max((at + 1 for at, word in enumerate(words) if word == ":"), default=0) :]


def _opened(view: View, clause: Clause, pairs: Sequence[Pair]) -> list[Node]:
    """The objects that open the clauses behind theirs too: "in induction: S; S; S"."""
    fronted = [object_ for _, object_, rule in pairs if rule == "before"]
    return [object_ for object_ in fronted if ":" in view.words[clause.first : object_.at + 1 + LEAD_REACH]]


def _topic(view: View, clause: Clause) -> list[Node]:
    """The step that an item starts with, which is what its other clauses are about: "4. Maintenance is long; daily S"."""
    only_phases = view.how.range_is_phase
    return [one for one in clause.objects if only_phases and (one.at == 0 or view.words[one.at - 1] == ITEM)][-1:]


def _step(view: View, clause: Clause, pairs: Sequence[Pair]) -> list[Node]:
    """The one step that a clause tells the use of; a clause of use behind a semicolon goes on with it: "in O S is given; S may be used"."""
    return list(clause.objects) if view.how.range_is_phase and len(clause.objects) == 1 and pairs else []


def _words(view: View, clause: Clause) -> Sequence[str]:
    return view.words[clause.first : clause.last]


def _told(view: View, subjects: Sequence[End], object_: Node, rule: str, examples: re.Pattern[str]) -> Sequence[End]:
    """Of a list of subjects those that the word beside it is about; `examples` are words that make one an example of another.

    "High-dose S, S" tells it of the first, "S, S by mouth" of the last. "In induction, S by mouth" tells it of no phase.
    """
    place = view.line.groups[object_.token][0]
    own, before = view.frame.elements[place], view.frame.elements[max(0, place - 1)]
    ways = (any("ag:Route" in named.term.classes for named in one.named) for one in (own, before))
    if rule == "before" and place and all(ways):
        return []  # "IV IV PO S": a column of ways, of which the last is not of the name behind it
    subjects = [one for one in subjects if own.bracket or not view.frame.elements[one.place].bracket]
    phases = [one for one in subjects if "ag:TreatmentPhase" in one.named.term.classes]
    subjects = [one for one in subjects if one not in phases] or phases
    hosts = [one for one in subjects if one.place == own.host]
    if hosts or rule == "behind":
        return hosts or subjects
    if rule == "beside":
        between = " ".join(element.text for element in view.frame.elements[subjects[0].place + 1 : subjects[-1].place])
        pair = len(subjects) == 2 and any("ag:Schedule" in one.term.classes for one in own.named) and not examples.search(between)
        behind = view.frame.elements[subjects[0].place + 1].named  # "S by mouth, and S into a vein weekly", "S 28 days, S weekly"
        has_way = any(not named.term.classes.isdisjoint({"ag:Route", "ag:Duration"}) for named in behind)
        # "weekly oral S, S every 12 weeks"
        front = takewhile(lambda one: bool(one.named), reversed(view.frame.elements[: subjects[0].place]))
        has_time = "," in between and any("ag:Schedule" in named.term.classes for element in front for named in element.named)
        return subjects if pair and not (has_way or has_time) else subjects[-1:]
    if subjects and subjects[0].named.term.classes.isdisjoint(_OWN_WAYS):
        return subjects[:1]  # "IV hydration, allopurinol"
    places = [one.place for one in subjects]
    own_way = (at for at, pair in enumerate(pairwise(places), 1) if _is_described(view.frame, pair, view.how.relation.range))
    return subjects[:1] if view.how.to_first else subjects[: next(own_way, len(subjects))]


def _is_described(frame: Frame, places: tuple[int, int], own: frozenset[str]) -> bool:
    """Whether the second of two names has a way or a time right before it, or one of its `own` kind behind it.

    In "oral S, weekly S" and in "tablets of S, with S injections" the first way is not of the second thing. Neither is it
    in "oral S daily, S weekly"; "oral S daily and S weekly" tells it of both.
    """
    first, place = places
    before, behind = frame.elements[place - 1].named, frame.elements[place + 1 : place + 2]
    told = any(not named.term.classes.isdisjoint({"ag:Route", "ag:Schedule"}) for named in before)
    comma = any("," in element.text for element in frame.elements[first + 1 : place])
    ends = {*own, "ag:Schedule"} if comma else own
    return told or any(not named.term.classes.isdisjoint(ends) for element in behind for named in element.named)
