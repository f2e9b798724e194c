"""Clauses: a line as runs of words that are read together, and which of their subjects and objects belong together by their places.

"S is used in O", "O is treated with S", "in O, S is given": the words between differ without end, the places do not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from allgraph.reading.elements import ITEM, Named, front_clause_end, opens_order
from allgraph.reading.frames import Frame
from allgraph.reading.lexicon import Lexicon, Relation, Term, by_first_word
from allgraph.reading.lines import BOTH, OBJECT, SUBJECT, Line, LineMaker
from allgraph.reading.matching import End

#: How far a word stands, in words, from the name that it leads in or gives another part: "in the case of O".
LEAD_REACH = 4

#: How far behind an object a word stands that gives it another part: "the CNS relapse rate".
_SIDE_REACH = 2

#: How far before a name the word stands that makes it what another is added to, in words.
_BASE_REACH = 10

#: How far behind "and" an object stands that is in what its clause is about, in words: "and 10% of those with O do not survive".
_OWN_REACH = 7

#: and how far behind the object its verb stands: "... of children with ALL do not survive"
_VERB_REACH = 5

#: What opens a clause on the thing right before it.
_WHICH = "which"

#: What adds a thing, so near before the word that tells for what.
_WITH, _TO, _ADDED_REACH = "with", "to", 4
_FOR = "for"

#: What joins another thing to the one before.
_AND = "and"

#: A bracket that stands before it has at most so many words.
_WHICH_REACH = 12

#: What makes of the name behind it the owner of what is told: "some of the S drugs".
_PARTITIVE = ("of", "the")

#: Words that tell how often an effect comes, and lessen none: "less common: O".
_SELDOM = {("less", "common"), ("less", "commonly"), ("less", "frequent"), ("less", "frequently"), ("less", "often"), ("less", "serious")}

#: Words that lead in a list, and no time: "the following drugs during O".
_FOLLOWING = ("the", "following")

#: The name of the rule of a subject behind its object, where another subject stands before that: "S is used in O, which includes S".
TURNED = "turned"

#: and that of a way that stands beside its treatment without a verb: "S tablets".
BESIDE = "beside"

#: How far what tells the way or the times a treatment is given stands behind its name, names between them not counted.
NEAR = 9

#: So far before an object stands what opens its phrase: "for people whose disease is O, S".
_FRONT_REACH = 6

_END = re.compile(rf"[{SUBJECT}{OBJECT}{BOTH}]\d+")


@dataclass(frozen=True)
class Attachment:
    """A relation that is read by the places of its ends, and how: the annotations of ontology/cues.ttl under "Attachments"."""

    relation: Relation
    near: bool
    to_first: bool
    to_nearest: bool
    to_heading: bool
    of_opening: bool
    to_topic: bool
    default: Term | None
    default_cues: frozenset[str]
    needed: frozenset[str]
    parted_by: frozenset[str]
    parted_by_verb: frozenset[str]
    parted_before: frozenset[str]
    not_object_after: frozenset[str]
    not_object_right_after: frozenset[str]
    not_object_before: frozenset[str]
    not_subject_after: frozenset[str]
    not_subject_before: frozenset[str]

    def rule(self, name: str) -> str:
        """The rule of a finding, as the statement tables show it: "treats/behind"."""
        return f"{self.relation.curie.removeprefix('ag:')}/{name}"

    @property
    def range_is_phase(self) -> bool:
        """Whether its objects are phases alone, which stand in one list with what is given in them."""
        return self.relation.range == frozenset({"ag:TreatmentPhase"})

    def is_said(self, words: Collection[str]) -> bool:
        """Whether the words hold one of those that the relation cannot do without."""
        return not self.needed or not self.needed.isdisjoint(words)


def attachments(lexicon: Lexicon) -> list[Attachment]:
    """The relations that the ontology marks with ag:attached, in order of name."""
    defaults = dict(lexicon.cue_pairs("defaultSubject"))
    return [
        Attachment(
            relation,
            near=curie in lexicon.marked("attachedNear"),
            to_first=curie in lexicon.marked("attachedToFirst"),
            to_nearest=curie in lexicon.marked("attachedToNearest"),
            to_heading=curie in lexicon.marked("attachedToHeading"),
            of_opening=curie in lexicon.marked("attachedToOpening"),
            to_topic=curie in lexicon.marked("attachedToTopic"),
            default=lexicon.terms[defaults[curie]] if curie in defaults else None,
            default_cues=lexicon.cues_at("defaultCue", curie),
            needed=lexicon.cues_at("attachedBy", curie),
            parted_by=lexicon.cues_at("partedBy", curie),
            parted_by_verb=lexicon.cues_at("partedByVerb", curie),
            parted_before=lexicon.cues_at("partedBefore", curie),
            not_object_after=lexicon.cues_at("notObjectAfter", curie),
            not_object_right_after=lexicon.cues_at("notObjectRightAfter", curie),
            not_object_before=lexicon.cues_at("notObjectBefore", curie),
            not_subject_after=lexicon.cues_at("notSubjectAfter", curie),
            not_subject_before=lexicon.cues_at("notSubjectBefore", curie),
        )
        for relation in lexicon.relations
        if (curie := relation.curie) in lexicon.marked("attached")
    ]


@dataclass(frozen=True)
class View:
    """A frame as one attachment sees it, with the words of its line."""

    how: Attachment
    frame: Frame
    line: Line

    @property
    def words(self) -> tuple[str, ...]:
        """The tokens of the line, one each."""
        return self.line.words


@dataclass(frozen=True)
class Node:
    """A list of names in a clause: its place among the words, its token, and whether it is read as an object."""

    at: int
    token: str
    is_object: bool


@dataclass(frozen=True)
class Clause:
    """A run of words that is read together, from `first` to before `last`, and the nodes in it in order."""

    first: int
    last: int
    nodes: tuple[Node, ...]

    @property
    def subjects(self) -> list[Node]:
        """The nodes that are read as subjects."""
        return [node for node in self.nodes if not node.is_object]

    @property
    def objects(self) -> list[Node]:
        """The nodes that are read as objects."""
        return [node for node in self.nodes if node.is_object]


#: A subject, an object and the name of the rule that found that they belong together.
Pair = tuple[Node, Node, str]


def _is_phase(view: View, at: int) -> bool:
    """Whether the name at a place is that of a phase of treatment."""
    named = (one for place in view.line.tokens[at] for one in view.frame.elements[place].named)
    return any("ag:TreatmentPhase" in one.term.classes for one in named)


def _is_of_harm(view: View, at: int) -> bool:
    """Whether a harm stands right behind a name, which then says what it comes from: "prone to S neuropathy" tells no use of S."""
    last = view.line.tokens[at][-1]
    behind = view.frame.elements[last + 1 : last + 2]
    harms = any("ag:AdverseEffect" in named.term.classes for element in behind for named in element.named)
    return harms and "ag:AdverseEffect" not in view.how.relation.range


def is_end(word: str, roles: str = SUBJECT + OBJECT + BOTH) -> bool:
    """Whether a word of a line is the token of an end, of one of these roles.

    >>> is_end("S0"), is_end("O12", SUBJECT), is_end("studied")
    (True, False, False)
    """
    return word[0] in roles and bool(_END.fullmatch(word))


class ClauseReader:
    """Parts a line into clauses, and finds the pairs of a clause: each object belongs to the subjects on one side of it."""

    def __init__(self, lexicon: Lexicon, lines: LineMaker) -> None:
        self._lines = lines
        self._breaks = by_first_word(dict.fromkeys(lexicon.cue_phrases("partBreak")))
        self._barred = lexicon.marked("neverAttached")
        self._singular = lexicon.cue_set("singularVerb")
        self._of_drugs = lexicon.cue_set("headNoun")
        # what makes a name a node, and of which kind
        self._partner = lexicon.cue_phrases("partnerItem")
        self._adding, self._preparing = lexicon.cue_set("addingCue"), lexicon.cue_set("preparingCue")
        self._not_after_stop = lexicon.cue_set("notAfterStop")
        self._tying = lexicon.cue_set("tyingWord")
        self._gains, self._gained = lexicon.cue_set("gainVerb"), lexicon.cue_set("gained")
        self._not_after_unless = lexicon.cue_set("notAfterUnless")
        self._places = lexicon.cue_set("whereCue")
        self._conditions = lexicon.cue_set("conditionCue")
        # what joins nodes and parts them
        self._verbs, self._orders = lexicon.cue_set("finiteVerb"), lexicon.cue_set("orderVerb")
        self._own_verbs = self._verbs | lexicon.cue_set("ownVerb")
        self._heads = lexicon.cue_set("modifierHead")
        self._clause_joins = lexicon.cue_set("clauseJoin") | {","}
        self._clause_openers = self._clause_joins | lexicon.cue_set("reasonJoin")
        self._conceding, self._clause_verbs = lexicon.cue_set("concedingCue"), lexicon.verbs_of_clauses
        self._leading = lexicon.cue_set("leadingCue")
        self._list_joins = lexicon.cue_set("conjunction") | {","}
        self._tells = self._leading | self._verbs | {":", ITEM}
        self._fronts = lexicon.cue_set("frontCue")
        self._articles = lexicon.cue_set("article")
        self._turns, self._possessives = lexicon.cue_set("turnCue"), lexicon.cue_set("possessive")
        self._sharing = lexicon.cue_set("finiteVerb") | lexicon.cue_set("sharingCue")
        self._fillers = lexicon.cue_words("filler") | lexicon.cue_set("listFiller") | lexicon.cue_set("nearFiller")

    def clauses(self, view: View) -> list[Clause]:
        """The clauses of a line in order."""
        ends = [
            at for at, word in enumerate(view.words) if any(view.words[at : at + len(cue)] == cue for cue, _ in self._breaks.get(word, ()))
        ]
        ends.append(len(view.words))
        ends += [at for at in range(1, len(view.words)) if opens_order(view.words, at, self._orders, self._verbs)]
        if (front := front_clause_end(view.words, self._conceding, self._clause_verbs)) >= 0:
            ends.append(front)
        ends = sorted(set(ends))
        starts = [0, *(at + 1 for at in ends)]
        return [Clause(first, last, tuple(self._nodes(view, first, last))) for first, last in zip(starts, ends, strict=False)]

    def pairs(self, view: View, clause: Clause) -> list[Pair]:
        """The pairs of a clause, each object with the subjects it belongs to."""
        return list(self._beside(view, clause) if view.how.near else self._sided(view, clause))

    def ends(self, view: View, node: Node, classes: frozenset[str]) -> list[End]:
        """The members of a node that fit an end of the relation, by the classes it may have."""
        places = view.line.groups[node.token]
        behind = view.words[node.at + 1 : node.at + _WHICH_REACH]
        behind = behind[behind.index(")") + 1 :] if behind[:1] == ("(",) and ")" in behind else behind  # "S (S), which is for O"
        if behind[:2] == (",", _WHICH) and not self._singular.isdisjoint(behind[2:3]):
            places = places[-1:]  # "S, S and S, which is for O" tells it of the last
        return [End(named, place) for place in places for named in self.fitting(view.frame.elements[place].named, classes)]

    def fitting(self, named: Sequence[Named], classes: frozenset[str]) -> list[Named]:
        """What of several terms may be an end of an attachment."""
        return [one for one in self._lines.values(named, classes) if one.term.curie not in self._barred]

    def is_filler(self, word: str) -> bool:
        """Whether a word may stand between a name and what is told of it: "a monthly 5-day course of ..."."""
        return word in self._fillers or word.isdigit() or is_end(word, OBJECT)

    def _nodes(self, view: View, first: int, last: int) -> Iterator[Node]:
        words = view.words
        for at, token in view.line.ends:
            if first <= at < last:
                before, after = words[max(first, at - LEAD_REACH - 1) : at], words[at + 1 : at + 1 + _SIDE_REACH]
                if self._may_be_subject(view, at, before, after):
                    yield Node(at, token, is_object=False)
                if self._may_be_object(view, at, before, after):
                    yield Node(at, token, is_object=True)

    def _may_be_subject(self, view: View, at: int, before: Sequence[str], after: Sequence[str]) -> bool:
        """Whether the name at a place may be a subject, by the words before it in its clause and those after it."""
        is_partner = view.words[max(0, at - 2) : at] in self._partner
        role = is_end(view.words[at], SUBJECT + BOTH) and not is_partner and not self._is_where(view, at, before)
        if (
            role
            and not view.how.near
            and (self._is_base(view.words[max(0, at - _BASE_REACH) : at], aims=after[1:2] == (_TO,)) or _is_of_harm(view, at))
        ):
            return False
        if role and view.how.near and after[:1] == (":",) and after[1:2] and after[1][0].isdigit() and _is_phase(view, at):
            return False  # "induction: 2 mg/kg by mouth" tells the dose of a drug
        return role and view.how.not_subject_before.isdisjoint(after[:1]) and not self._is_led(before, view.how.not_subject_after)

    def _is_where(self, view: View, at: int, before: Sequence[str]) -> bool:
        """Whether a name at the start of its clause only tells where the rest holds: "in most protocols, S is given"."""
        first = at <= LEAD_REACH and len(before) == at and not any(is_end(word) for word in before)
        opens = first and not self._places.isdisjoint(before[:1]) and view.words[at + 1 : at + 2] == (",",)
        return opens and any(is_end(token, SUBJECT + BOTH) for later, token in view.line.ends if later > at)

    def _is_base(self, before: Sequence[str], *, aims: bool) -> bool:
        """Whether a name is only what another is added to, or prepares for: "adding S to S improves O" tells of the first alone."""
        to = next((at for at in range(len(before) - 1, -1, -1) if before[at] not in self._fillers), -1)
        if aims and to > 0 and before[to] == _FOR and not self._preparing.isdisjoint(before[:to]):
            return any(is_end(word) for word in before[:to])  # "S is used to prepare for S or to treat O"
        adding = max((at for at in range(to) if before[at] in self._adding), default=-1)
        return to > 0 and before[to] == "to" and adding >= 0 and any(is_end(word) for word in before[:to])

    def _may_be_object(self, view: View, at: int, before: Sequence[str], after: Sequence[str]) -> bool:
        """Whether the name at a place may be an object; "intrathecal chemotherapy" names a way, but no way of what stands beside it."""
        role = is_end(view.words[at], OBJECT if view.how.near else OBJECT + BOTH)
        if view.how.range_is_phase and tuple(before[-2:]) == _PARTITIVE and not self._of_drugs.isdisjoint(after[:1]):
            return False  # "some of the induction drugs come back" tells of another phase
        last = next((word for word in reversed(before) if word not in self._fillers | self._possessives), "")
        if last in view.how.not_object_right_after:
            return False
        return role and view.how.not_object_before.isdisjoint(after) and not self._is_led(before, view.how.not_object_after)

    def _is_led(self, before: Sequence[str], cues: frozenset[str]) -> bool:
        """Whether one of the words before a name gives it another part in the clause: "the risk of relapse"."""
        for at, word in reversed(list(enumerate(before))[-LEAD_REACH:]):
            if word in cues and tuple(before[max(0, at - 1) : at + 1]) != _FOLLOWING and tuple(before[at : at + 2]) not in _SELDOM:
                return self._not_after_unless.isdisjoint(before[:at]) and not self._is_gain(before, at)
            if is_end(word) or word in self._not_after_stop:
                return False
        return False

    def _is_gain(self, before: Sequence[str], at: int) -> bool:
        """Whether a word is one of what treatment makes better: "S improves survival in O"."""
        if before[at] in self._gained:
            return not self._gains.isdisjoint(before[:at])
        return before[at] in self._gains and not self._gained.isdisjoint(before[at:])

    def _sided(self, view: View, clause: Clause) -> Iterator[Pair]:
        """Each object with the subjects before it, or else with those behind it."""
        words, how = view.words, view.how
        for node in clause.objects:
            plain = is_end(node.token, OBJECT)
            others = [one for one in clause.nodes if one.at != node.at and (not is_end(one.token, BOTH) or (plain and not one.is_object))]
            before = [] if self._is_done_to(view, node) else _run(words, [one for one in reversed(others) if one.at < node.at])
            after = _run(words, [one for one in others if one.at > node.at])
            if before and not self._is_fronted(words, node, clause, after):
                for subject in before[:1] if how.to_nearest or self._is_own(words, node) else self._predicated(view, before, node):
                    between = words[subject.at : node.at]
                    if how.range_is_phase and self._is_listed_beside(view, subject, node, clause):
                        break
                    if self._opens_own(words, subject, node) or (how.to_nearest and _is_of_addition(between)):
                        break
                    if how.needed and self._is_of_aside(view, subject, node):
                        continue
                    in_condition = not how.to_nearest and words[clause.first] in self._conditions and "," in between
                    if in_condition or not how.parted_by.isdisjoint(between) or not how.parted_by_verb.isdisjoint(self._last_verb(between)):
                        break  # "if S fails, O ...": what a condition names is not said to be used in what follows
                    yield subject, node, "behind"
                turned = bool(after) and self._is_turned(words[node.at + 1 : after[0].at]) and not self._is_own(words, node)
                if turned or (after and self._heads_list(view, before, node, after[0])):
                    yield from ((subject, node, TURNED) for subject in after)
            elif (
                not self._has_own_verb(words, node, clause, after)
                and not self._is_apart(words, node, clause)
                and not self._is_own(words, node)
                and not self._has_nearer(words, node, clause, after)
            ):
                yield from ((subject, node, "before") for subject in takewhile(self._goes_on(view, node, clause, after), after))

    def _goes_on(self, view: View, node: Node, clause: Clause, after: Sequence[Node]) -> Callable[[Node], bool]:
        """Tells of the subjects behind an object, in order, up to which of them it goes."""
        words, how = view.words, view.how
        # "if O occurs, S is stopped" tells no harm of S
        condition = how.default is not None and words[clause.first] in self._conditions
        # "in O: S, followed by S", but "O chemotherapy followed by S"
        own = not how.range_is_phase or (bool(after) and after[0].at == node.at + 1)

        def goes_on(subject: Node) -> bool:
            between = words[node.at : subject.at]
            opens = subject is not after[0] and self._starts_own(words, subject.at)
            return not (opens or (condition and "," in between) or (own and not how.parted_before.isdisjoint(between)))

        return goes_on

    def _beside(self, view: View, clause: Clause) -> Iterator[Pair]:
        """Each object with the one subject that it stands beside: "oral S", "S by mouth", "S and S are given by mouth"."""
        words = view.words
        subjects = [node for node in clause.subjects if not all(_is_alias(view.frame, place) for place in view.line.groups[node.token])]
        for node in clause.objects:
            after = next((one for one in subjects if one.at > node.at), None)
            apart = after is None or not view.how.parted_by.isdisjoint(words[node.at + 1 : after.at])
            if after and not apart and all(self.is_filler(words[at]) or _in_remark(view, at, node) for at in range(node.at + 1, after.at)):
                yield after, node, "before"
                continue
            # "steroids (S or S) are given by mouth": what stands in brackets is told of itself only inside them
            open_ = [one for one in subjects if one.at < node.at and _bracket(view, one) <= _bracket(view, node)]
            behind = view.frame.elements[view.line.tokens[node.at][-1] + 1 :][:1]
            if ":" in words[: node.at] and any(one.is_treatment for one in behind):
                continue  # "S: high-dose steroids ..." tells it of what no subject is
            given = [one for one in open_ if not (_is_phase(view, one.at) and words[one.at - 1] in self._leading)]
            for subject in (given or open_)[-1:]:  # "S is given in induction, and during maintenance every week" tells it of S
                between = words[subject.at + 1 : node.at]
                parted = ITEM in between or not view.how.parted_by.isdisjoint(between) or self._adds_another(between)
                last = max((one.at for one in clause.objects if subject.at < one.at < node.at), default=subject.at)  # of several ways
                told = (at for at in range(last + 1, node.at) if not is_end(words[at]) and not _in_remark(view, at, node))
                if sum(1 for _ in told) <= NEAR and not parted:
                    yield subject, node, BESIDE if self._sharing.isdisjoint(between) else "behind"

    def _adds_another(self, between: Sequence[str]) -> bool:
        """Whether another thing with an article follows the name, of which no term tells: "S at night, and a spinal injection O"."""
        return any(one == _AND and other in self._articles for one, other in pairwise(between))

    def _last_verb(self, words: Sequence[str]) -> Sequence[str]:
        """The words from the last finite verb on: "S can cause O in O" tells harm, "S may cause O and is used in O" a use."""
        return words[max((at for at, word in enumerate(words) if word in self._verbs), default=0) :]

    def _is_listed_beside(self, view: View, subject: Node, node: Node, clause: Clause) -> bool:
        """Whether an object is only the next member of a list that the subject is in: "they get O, weekly S, and a long O".

        Where the list is one of objects, a word leads its first one in: "S is given in O, in late O, and a long O".
        """
        words = view.words
        join = max((at for at in range(subject.at + 1, node.at) if words[at] in self._list_joins), default=-1)
        if join < 0 or not self._tells.isdisjoint(words[join : node.at]):
            return False
        first = min((one.at for one in clause.objects if subject.at < one.at), default=node.at)
        return first == node.at or self._tells.isdisjoint(words[subject.at : first])

    def _is_own(self, words: Sequence[str], node: Node) -> bool:
        """Whether an object is tied to the name right before it: "S-related O"."""
        return node.at > 1 and words[node.at - 1] in self._tying and is_end(words[node.at - 2])

    def _is_done_to(self, view: View, node: Node) -> bool:
        """Whether what lessens an object is told right behind it: "S causes O, prevented by S"."""
        behind = view.words[node.at + 1 : node.at + 3]
        return view.how.to_nearest and behind[:1] == (",",) and any(word in view.how.needed and word.endswith("ed") for word in behind)

    def _opens_own(self, words: Sequence[str], subject: Node, node: Node) -> bool:
        """Whether an object is what a clause of its own is about: "S is given daily, and many with O may relapse"."""
        verb = next((at for at in range(node.at + 1, min(node.at + _VERB_REACH, len(words))) if words[at] in self._verbs), 0)
        if not verb or any(is_end(word) or word == "," for word in words[node.at + 1 : verb]):
            return False
        join = max((at for at in range(subject.at + 1, node.at) if words[at] in self._clause_joins), default=-1)
        own = words[join + 1 : node.at]
        alone = (not own and verb == node.at + 1) or (
            bool(own) and words[join] != "," and len(own) <= _OWN_REACH and not any(is_end(word, SUBJECT + BOTH) for word in own)
        )
        return join > 0 and alone and self._verbs.isdisjoint(own) and not self._verbs.isdisjoint(words[subject.at : join])

    def _is_of_aside(self, view: View, subject: Node, node: Node) -> bool:
        """Whether "which" tells an object of what a remedy works on: "S lowers uric acid, which can damage the kidneys"."""
        if not any("ag:SupportiveCare" in end.named.term.classes for end in self.ends(view, subject, view.how.relation.domain)):
            return False
        between = view.words[subject.at + 1 : node.at]
        return _WHICH in between[2:] or between[:1] == (_WHICH,)

    def _has_own_verb(self, words: Sequence[str], node: Node, clause: Clause, after: Sequence[Node]) -> bool:
        """Whether an object has its say before a nearer one takes the subject: "children do well, adults need S"."""
        nearer = [one for one in clause.objects if after and node.at < one.at < after[0].at]
        return bool(nearer) and not self._verbs.isdisjoint(words[node.at : nearer[0].at])

    def _has_nearer(self, words: Sequence[str], node: Node, clause: Clause, after: Sequence[Node]) -> bool:
        """Whether another object is between that takes the subject with it: "a prephase and an induction with S"."""
        between = [one for one in clause.objects if after and node.at < one.at < after[0].at]
        return bool(between) and list(words[between[-1].at + 1 : after[0].at]) == ["with"]

    def _is_apart(self, words: Sequence[str], node: Node, clause: Clause) -> bool:
        """Whether a comma ends what an object is in, so that it opens nothing: "drugs to reduce O, S to fight ..."; "for O, S" is none."""
        opening = words[clause.first]
        behind = words[node.at + 1 : node.at + 2]
        turning = takewhile(lambda word: not is_end(word), words[node.at + 2 : node.at + 2 + LEAD_REACH])
        if not self._turns.isdisjoint(turning):
            return False  # "changes in O, including S", "a step is O, which may include S"
        return list(behind) == [","] and opening not in self._leading and opening not in self._fronts and not is_end(opening)

    def _is_fronted(self, words: Sequence[str], node: Node, clause: Clause, after: Sequence[Node]) -> bool:
        """Whether an object in the middle opens what follows: "..., and in maintenance, S is given"."""
        behind = node.at + (2 if words[node.at + 1] in self._heads else 1) if after else 0  # "in CD20-positive disease, S"
        if not after or words[behind] != ",":
            return False
        for at in range(node.at - 1, max(clause.first, node.at - _FRONT_REACH) - 1, -1):
            if words[at] in self._leading:
                joined = at - 1 > clause.first and words[at - 1] == "," and words[at - 2] in self._clause_joins  # "S or, for O, S"
                return at == clause.first or words[at - 1] in self._fronts or joined
        return False

    def _is_turned(self, between: Sequence[str]) -> bool:
        """Whether the words between an object and the subjects behind it turn to these: "S in O, which includes S"."""
        return len(between) <= LEAD_REACH * 2 and not self._turns.isdisjoint(between)

    def _heads_list(self, view: View, before: Sequence[Node], node: Node, item: Node) -> bool:
        """Whether a lead-in line tells of a kind of treatment what holds for its items: "these agents are used in O: ▸ S"."""
        kinds = (named for one in before for place in view.line.groups[one.token] for named in view.frame.elements[place].named)
        between = [word for word in view.words[node.at + 1 : item.at] if word != ":"]
        return between == [ITEM] and not any("ag:Drug" in named.term.classes for named in kinds)

    def _predicated(self, view: View, run: Sequence[Node], node: Node) -> Iterator[Node]:
        """The subjects before an object, nearest first; one that has a verb of its own before a nearer subject with its own has its say."""
        words, behind = view.words, node.at
        verbs = self._verbs | view.how.needed
        for place, subject in enumerate(run):
            partner = len(run) > place + 1 and self._is_partner_of_one(words, subject)
            if partner and words[subject.at + 1] == ":":
                continue  # "S in combination with S: O, O" is told of the first
            verb = self._verbs.intersection(words[subject.at : behind])
            if place and (self._starts_own(words, behind) or (verb and verbs.intersection(words[behind : node.at]))):
                return
            if (not place or verb) and not partner:
                behind = subject.at
            yield subject

    def _starts_own(self, words: Sequence[str], at: int) -> bool:
        """Whether a subject begins a clause of its own: "S cures most, and S is for O", "S, as S can cause O", "S, to which S is added"."""
        before = [word for word in words[max(0, at - LEAD_REACH) : at] if word not in self._fillers]
        joined = before[-2:-1] == [","] and before[-1] in self._clause_openers
        return before[-2:] == ["to", "which"] or (joined and at + 1 < len(words) and words[at + 1] in self._own_verbs)

    def _is_partner_of_one(self, words: Sequence[str], subject: Node) -> bool:
        """Whether a subject is named as the partner of one before it, whose verb follows: "S in combination with S is given"."""
        before = list(words[max(0, subject.at - LEAD_REACH) : subject.at])
        while before and before[-1] != "with" and before[-1] in self._fillers:
            before.pop()
        return before[-1:] == ["with"]


def _run(words: Sequence[str], nodes: Sequence[Node]) -> list[Node]:
    """The nearest subjects in a row of nodes, up to the next object behind them; back from an item not into its lead-in line."""
    run: list[Node] = []
    for node in nodes:
        if run and (node.is_object or ITEM in words[node.at : run[-1].at]):
            break
        if not node.is_object:
            run.append(node)
    return run


def _is_of_addition(between: Sequence[str]) -> bool:
    """Whether what is done is done by something unknown that is added: "S, with rest to prevent O"."""
    to = max((at for at, word in enumerate(between) if word == _TO), default=0)
    return _WITH in between[max(0, to - _ADDED_REACH) : max(0, to - 1)]


def _bracket(view: View, node: Node) -> bool:
    """Whether a node stands in brackets."""
    return view.frame.elements[view.line.groups[node.token][0]].bracket


def _in_remark(view: View, at: int, node: Node) -> bool:
    """Whether a word stands in brackets and the node does not: "low-dose (5 mg) S"."""
    return not _bracket(view, node) and all(view.frame.elements[place].bracket for place in view.line.tokens[at])


def _is_alias(frame: Frame, place: int) -> bool:
    """Whether a name in brackets is another of the name before them."""
    element = frame.elements[place]
    host = frame.elements[element.host].named if element.host >= 0 else ()
    return not {named.term.curie for named in element.named}.isdisjoint(named.term.curie for named in host)
