"""Attachments: what a treatment is used for, in which phase and for whom, by the places of the names in their clause.

"S is used in O", "O is treated with S", "in O, S is given": the words between differ without end, the places do not. A clause is
read as a row of subjects and objects; each object belongs to the subjects on one side of it, and a subject that has none in its
sentence takes the one that stands above it (a lead-in line, the head of the table's row, a heading, the phase a paragraph is about).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from allgraph.reading.frames import ITEM, Above, Frame, Named, is_disease
from allgraph.reading.lexicon import Lexicon, NameKind, Relation
from allgraph.reading.lines import BOTH, OBJECT, SUBJECT, Line, LineMaker
from allgraph.reading.matching import End, Match

#: How far an object may stand from its subject, in words, and a word from what it leads in.
_REACH, _LEAD_REACH = 30, 4

#: How far behind an object a word stands that gives it another part: "the CNS relapse rate".
_SIDE_REACH = 2

#: How far what tells the way or the times a treatment is given stands behind its name.
_NEAR = 9

#: Signs that join a thing to what is told of it.
_LAYOUT_CUES = frozenset({":", "=", "-", ITEM})

_END = re.compile(rf"[{SUBJECT}{OBJECT}{BOTH}]\d+")


@dataclass(frozen=True)
class _Node:
    """A list of names in a clause: its place among the words, its token, and whether it is read as an object."""

    at: int
    token: str
    is_object: bool


class Attacher:
    """Finds the relations that the ontology marks with ag:attached."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lines = LineMaker(lexicon)
        attached = lexicon.marked("attached")
        self._adjacent = lexicon.marked("attachedNear")
        self._first_only = lexicon.marked("attachedToFirst")
        self._needed = _by_relation(lexicon, "attachedBy")
        self._no_object = _by_relation(lexicon, "notObjectAfter")
        self._to_topic = lexicon.marked("attachedToTopic")
        self._layout = lexicon.marked("attachedToHeading")
        self._relations = [relation for relation in lexicon.relations if relation.curie in attached]
        self._breaks = frozenset(lexicon.cue_texts("partBreak"))
        self._leading = frozenset(lexicon.cue_texts("leadingCue"))
        self._turns = frozenset(lexicon.cue_texts("turnCue"))
        self._uses = frozenset(lexicon.cue_texts("useCue"))
        self._use_verbs = frozenset(lexicon.cue_texts("useVerb"))
        self._joins = frozenset({",", "and", "or", "/"})
        self._barred = lexicon.marked("neverAttached")
        self._verbs = frozenset(lexicon.cue_texts("finiteVerb"))
        self._fillers = frozenset(word for text in lexicon.cue_texts("filler") for word in text.split()) | frozenset(
            lexicon.cue_texts("listFiller")
        )
        self._no_subject = _by_relation(lexicon, "notSubjectAfter")
        self._default = dict(lexicon.cues.get("defaultSubject", ()))
        self._parted = _by_relation(lexicon, "partedBy")
        self._topic_cues = frozenset(lexicon.cue_texts("topicCue"))
        self._at_large = frozenset(lexicon.cue_texts("atLargeCue"))
        self._default_cues = _by_relation(lexicon, "defaultCue")
        self._nearest = lexicon.marked("attachedToNearest")
        self._near_fillers = frozenset(lexicon.cue_texts("nearFiller"))
        self._no_subject_before = _by_relation(lexicon, "notSubjectBefore")
        self._no_object_before = _by_relation(lexicon, "notObjectBefore")
        self._terms = lexicon.terms
        self._front_aside = frozenset(lexicon.cue_texts("frontAside"))
        self._heads = frozenset(lexicon.cue_texts("compoundHead"))
        self._cells = frozenset(lexicon.cue_texts("cellHead"))
        self._root = lexicon.marked("scopeDisease")

    def matches(self, frame: Frame) -> Iterator[Match]:
        """Every attachment in the frame, relation by relation."""
        for relation in self._relations:
            roles = [self._lines.role(element, relation) for element in frame.elements]
            wanted = (SUBJECT, BOTH, OBJECT) if relation.curie in self._default else (SUBJECT, BOTH)
            if relation.curie not in self._adjacent:
                yield from self._remarks(relation, frame, roles)
            if any(role in wanted for role in roles):
                yield from self._read(relation, frame, self._lines.line(frame.elements, roles, brackets=relation.curie in self._adjacent))

    def _read(self, relation: Relation, frame: Frame, line: Line) -> Iterator[Match]:
        words = line.text.split()
        taken: set[str] = set()
        subjects: list[_Node] = []
        going_on: list[_Node] = []  # the objects that opened the part before: "in induction: S; S; S"
        for first, last in self._parts(words):
            nodes = self._nodes(relation, words, first, last)
            if not self._is_said(relation, words[first:last]):
                going_on = []
                continue
            pairs = list(self._near(frame, line, nodes) if relation.curie in self._adjacent else self._pairs(relation, words, nodes, first))
            if any(node.is_object for node in nodes):
                going_on = [object_ for _, object_, rule in pairs if rule == "before" and ":" in words[first : object_.at + 5]]
            elif first and words[first - 1] in (";", "."):
                pairs = [(node, object_, "going-on") for object_ in going_on for node in nodes]
            else:
                going_on = []
            if relation.curie in self._default and not pairs:
                yield from self._of_above(relation, frame, line, nodes, subjects[:1])
            subjects += [node for node in nodes if not node.is_object]
            for subject, object_, rule in pairs:
                for match in self._within(relation, frame, line, subject, object_, rule):
                    taken.add(subject.token)
                    yield match
        own = [at for at, word in enumerate(words) if word == ITEM][-1:] or [-1]
        for first, last in self._parts(words):
            for node in self._nodes(relation, words, first, last):
                said = any(word[0] == OBJECT and _END.fullmatch(word) for word in words[first:last])
                if not node.is_object and node.at > own[0] and node.token not in taken and relation.curie in self._layout and not said:
                    yield from self._above(relation, frame, line, words, (first, last), node)

    def _remarks(self, relation: Relation, frame: Frame, roles: Sequence[str]) -> Iterator[Match]:
        """Objects in brackets behind their subject: "S (used in O)"."""
        for place, element in enumerate(frame.elements):
            if roles[place] != OBJECT or element.host < 0 or roles[element.host] != SUBJECT:
                continue
            cues = [at for at in range(element.host + 1, place) if self._is_cue(frame, at)]
            said = self._is_said(relation, [frame.elements[at].text for at in cues])
            if not cues or not said or frame.elements[element.host + 1].text != "(":
                continue
            for one in self._lines.values(frame.elements[element.host].named, relation.domain):
                for other in self._lines.values(element.named, relation.range):
                    ends = End(one, element.host), End(other, place)
                    places = tuple(range(element.host, place + 1))
                    if one.term.curie != other.term.curie and one.term.curie not in self._barred:
                        yield Match(relation, f"{relation.curie.removeprefix('ag:')}/remark", *ends, places, tuple(cues[-1:]))

    def _parts(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """The runs of words that are read together, as (first, behind the last)."""
        first = 0
        for at, word in enumerate(words):
            if word in self._breaks:
                yield first, at
                first = at + 1
        yield first, len(words)

    def _is_said(self, relation: Relation, words: Sequence[str]) -> bool:
        """Whether the words hold one of those that the relation cannot do without."""
        needed = self._needed.get(relation.curie)
        return not needed or not needed.isdisjoint(words)

    def _nodes(self, relation: Relation, words: Sequence[str], first: int, last: int) -> list[_Node]:
        nodes = []
        no_object = self._no_object.get(relation.curie, self._no_object["ag:Statement"])
        no_subject = self._no_subject.get(relation.curie, self._no_subject["ag:Statement"])
        fronted = not self._front_aside.isdisjoint(words[first : first + 1]) and "," in words[first:last]
        aside = words.index(",", first, last) if fronted else first
        for at in range(first, last):
            if _END.fullmatch(words[at]):
                before = words[max(first, at - _LEAD_REACH) : at]
                for is_object in (False, True):
                    barred = no_object if is_object else no_subject
                    partner = not is_object and words[max(0, at - 2) : at] == [ITEM, "with"]
                    after = self._no_object_before[relation.curie] if is_object else self._no_subject_before["ag:Statement"]
                    if not after.isdisjoint(words[at + 1 : at + 1 + (_SIDE_REACH if is_object else 1)]) or at < aside:
                        continue
                    # "intrathecal chemotherapy" names a way, but no way of what stands beside it
                    both = () if is_object and relation.curie in self._adjacent else (BOTH,)
                    if words[at][0] in (OBJECT if is_object else SUBJECT, *both) and not partner and not self._led(before, barred):
                        nodes.append(_Node(at, words[at], is_object))
        return nodes

    @staticmethod
    def _led(before: Sequence[str], cues: frozenset[str]) -> bool:
        """Whether one of the words before a name gives it another part in the clause: "the risk of relapse"."""
        for word in reversed(before):
            if _END.fullmatch(word) or word in (",", ITEM, "treat", "treatment", "treating"):
                return False
            if word in cues:
                return "treatment" not in before  # "the treatment and prevention of relapse"
        return False

    def _pairs(self, relation: Relation, words: Sequence[str], nodes: Sequence[_Node], first: int) -> Iterator[tuple[_Node, _Node, str]]:
        """Each object with the subjects it belongs to."""
        for node in nodes:
            if not node.is_object:
                continue
            plain = node.token[0] == OBJECT
            others = [one for one in nodes if one.at != node.at and (one.token[0] != BOTH or (plain and not one.is_object))]
            before = self._run(words, [one for one in reversed(others) if one.at < node.at])
            after = self._run(words, [one for one in others if one.at > node.at])
            if before and not self._fronted(words, node, first, after):
                for subject in before[:1] if relation.curie in self._nearest else self._predicated(words, before, node):
                    if not self._parted[relation.curie].isdisjoint(words[subject.at : node.at]):
                        break
                    yield subject, node, "behind"
                if after and self._turned(words[node.at + 1 : after[0].at]):
                    yield from ((subject, node, "turned") for subject in after)
            elif not self._has_own_verb(words, node, nodes, after):
                yield from ((subject, node, "before") for subject in after)

    def _has_own_verb(self, words: Sequence[str], node: _Node, nodes: Sequence[_Node], after: Sequence[_Node]) -> bool:
        """Whether an object has its say before a nearer one takes the subject: "children do well, adults need S"."""
        nearer = [one for one in nodes if one.is_object and after and node.at < one.at < after[0].at]
        return bool(nearer) and not self._verbs.isdisjoint(words[node.at : nearer[0].at])

    def _near(self, frame: Frame, line: Line, nodes: Sequence[_Node]) -> Iterator[tuple[_Node, _Node, str]]:
        """Each object with the one subject that it stands beside: "oral S", "S by mouth", "S and S are given by mouth"."""
        words = line.text.split()
        aliases = [node for node in nodes if not node.is_object and all(self._is_alias(frame, place) for place in line.groups[node.token])]
        nodes = [node for node in nodes if node not in aliases]
        for node in nodes:
            if not node.is_object:
                continue
            after = next((one for one in nodes if one.at > node.at and not one.is_object), None)
            if after and all(self._is_filler(word) for word in words[node.at + 1 : after.at]):
                yield after, node, "before"
                continue
            before = [one for one in nodes if not one.is_object and one.at < node.at][-1:]
            for subject in before:
                between = words[subject.at + 1 : node.at]
                objects = sum(bool(_END.fullmatch(word)) for word in between)
                if len(between) - objects <= _NEAR and ITEM not in between and "followed" not in between:
                    yield subject, node, "behind" if self._verbs.intersection(between) or "given" in between else "beside"

    def _is_filler(self, word: str) -> bool:
        """Whether a word may stand between a name and what is told of it: "a monthly 5-day course of ..."."""
        return word in self._fillers or word in self._near_fillers or word.isdigit() or (word[0] == OBJECT and bool(_END.fullmatch(word)))

    @staticmethod
    def _is_alias(frame: Frame, place: int) -> bool:
        """Whether a name in brackets is another of the name before them."""
        element = frame.elements[place]
        host = frame.elements[element.host].named if element.host >= 0 else ()
        return not {named.term.curie for named in element.named}.isdisjoint(named.term.curie for named in host)

    @staticmethod
    def _run(words: Sequence[str], nodes: Sequence[_Node]) -> list[_Node]:
        """The nearest subjects in a row of nodes, up to the next object behind them; back from an item not into its lead-in line."""
        run: list[_Node] = []
        for node in nodes:
            if run and (node.is_object or ITEM in words[node.at : run[-1].at]):
                break
            if not node.is_object:
                run.append(node)
        return run

    def _fronted(self, words: Sequence[str], node: _Node, first: int, after: Sequence[_Node]) -> bool:
        """Whether an object in the middle opens what follows: "..., and in maintenance, S is given"."""
        if not after or words[node.at + 1 : node.at + 2] != [","]:
            return False
        for at in range(node.at - 1, max(first, node.at - _LEAD_REACH) - 1, -1):
            if words[at] in self._leading:
                return at == first or words[at - 1] in (",", "and", ITEM, ":")
        return False

    def _turned(self, between: Sequence[str]) -> bool:
        return len(between) <= _LEAD_REACH * 2 and any(word in self._turns for word in between)

    def _predicated(self, words: Sequence[str], run: Sequence[_Node], node: _Node) -> Iterator[_Node]:
        """The subjects before an object, nearest first; one that has a verb of its own before a nearer subject with its own has its say."""
        behind = node.at
        for place, subject in enumerate(run):
            verb = self._verbs.intersection(words[subject.at : behind])
            if place and verb and self._verbs.intersection(words[behind : node.at]):
                return
            if not place or verb:
                behind = subject.at
            yield subject

    def _within(self, relation: Relation, frame: Frame, line: Line, subject: _Node, object_: _Node, rule: str) -> Iterator[Match]:
        if abs(subject.at - object_.at) > _REACH and rule != "going-on":
            return
        first, last = sorted((subject.at, object_.at))
        words = line.text.split()
        led = not self._leading.isdisjoint(words[max(0, first - _LEAD_REACH) : first])
        if first + 1 < last and not led and all(word in self._joins for word in words[first + 1 : last]):
            return  # members of one list: "induction, consolidation and radiation therapy"
        places = tuple(place for token in line.tokens[first : last + 1] for place in token)
        found = [place for token in line.tokens[max(0, first - _LEAD_REACH) : last] for place in token if self._is_cue(frame, place)]
        weak = not found and relation.curie not in self._adjacent  # "imatinib and ALL" says nothing yet
        found = [place for place in found if place > places[0]]
        cues = tuple(found[-1:])  # the last tells the clause: what is before it may be of another
        said = [place for place in found if frame.elements[place].text in self._uses and frame.elements[place].segment == frame.own]
        if subject.at < object_.at and ITEM in words[subject.at : object_.at]:
            cues = tuple(sorted({*said[-1:], *cues}))  # below a lead-in line the word of use shows in the item what the line leads to
        subjects = self._ends(frame, line, subject, relation.domain)
        if relation.curie in self._adjacent:
            subjects = self._beside(relation, frame, subjects, object_, rule, line)
        for one in subjects:
            for other in self._ends(frame, line, object_, relation.range):
                if one.named.term.curie != other.named.term.curie and not self._aside(frame, one, other):
                    passing = relation.curie in self._adjacent and rule == "before"  # "high-dose S" is said in passing
                    yield Match(relation, f"{relation.curie.removeprefix('ag:')}/{rule}", one, other, places, cues, passing, weak=weak)

    def _beside(self, relation: Relation, frame: Frame, subjects: list[End], object_: _Node, rule: str, line: Line) -> list[End]:
        """Of a list of subjects those that the word beside it is about.

        "High-dose S, S" tells it of the first, "S, S by mouth" of the last.
        """
        own = frame.elements[line.groups[object_.token][0]]
        subjects = [one for one in subjects if own.bracket or not frame.elements[one.place].bracket]
        if own.host in [one.place for one in subjects]:
            return [one for one in subjects if one.place == own.host]
        if rule == "behind":
            return subjects
        if rule == "beside":
            return subjects[-1:]
        if relation.curie in self._first_only:
            return subjects[:1]
        return subjects

    def _aside(self, frame: Frame, subject: End, object_: End) -> bool:
        """Whether the object stands in a remark in brackets about something else, or is a part of another name ("CD22-positive cells")."""
        own, name = frame.elements[object_.place], object_.named
        inside = own.bracket and not frame.elements[subject.place].bracket and own.host != subject.place
        opens = frame.elements[object_.place - 1].text == "(" and own.host < 0  # "in phases (induction, consolidation)"
        if inside and (is_disease(name.term) or not opens):
            return True
        if name.kind is NameKind.MODIFIER and object_.place == subject.place + 1:
            return True  # "when chemotherapy does not work": what fails is no treatment of what it fails in
        after = [element.text for element in frame.elements[object_.place + 1 : object_.place + 9] if element.bracket == own.bracket][:2]
        return any(word in self._cells for word in after) or (name.term.curie in self._root and after[:1] != [] and after[0] in self._heads)

    def _is_cue(self, frame: Frame, place: int) -> bool:
        element = frame.elements[place]
        return not element.named and any(element.text in words for words in (self._uses, self._leading, self._verbs, _LAYOUT_CUES))

    def _ends(self, frame: Frame, line: Line, node: _Node, classes: frozenset[str]) -> list[End]:
        return [
            End(named, place)
            for place in line.groups[node.token]
            for named in self._lines.values(frame.elements[place].named, classes)
            if named.term.curie not in self._barred
        ]

    def _above(
        self, relation: Relation, frame: Frame, line: Line, words: Sequence[str], part: tuple[int, int], node: _Node
    ) -> Iterator[Match]:
        """What a subject without an object in its sentence takes from above: where it is listed, or said to be used."""
        start = max((at for at in range(part[0], node.at) if words[at] == ITEM), default=part[0] - 1) + 1
        listed = all(self._is_filler(word) or _END.fullmatch(word) or word in (":", "(", ",", "-") for word in words[start : node.at])
        cues = tuple(
            place
            for at in range(start, part[1])
            for place in line.tokens[at]
            if not frame.elements[place].named and frame.elements[place].text in self._use_verbs
        )
        listed = listed and not self._verbs.intersection(words[start : part[1]])
        if not listed and not cues:
            return
        for above in frame.above:
            if above.kind not in ("row", "heading") and not self._opens(relation, above):
                continue
            fitting = [named for named in self._lines.values(above.named, relation.range) if named.term.curie not in self._root]
            if fitting:
                objects = fitting if above.kind != "before" else fitting[:1]
                for one in self._ends(frame, line, node, relation.domain):
                    for named in objects:
                        if one.named.term.curie != named.term.curie and not frame.elements[one.place].is_pronoun:
                            rule = f"{relation.curie.removeprefix('ag:')}/{'under' if above.kind != 'before' else 'topic'}"
                            yield Match(relation, rule, one, End(named, -1, above), (*line.tokens[node.at], *cues), cues)
                return
        first = not any(_END.fullmatch(word) for word in words[part[0] : node.at])
        near = range(max(part[0], node.at - _LEAD_REACH), min(part[1], node.at + _NEAR))
        cues = tuple(place for at in near for place in line.tokens[at] if frame.elements[place].text in self._topic_cues)
        if cues and first and words[-1] != ":" and relation.curie in self._to_topic:
            yield from self._of_page(relation, frame, line, node, cues)

    def _of_page(self, relation: Relation, frame: Frame, line: Line, node: _Node, cues: tuple[int, ...]) -> Iterator[Match]:
        """What a section headed by a treatment says of its use, on a page about the disease at large."""
        headed = {named.term.curie for above in frame.above if self._heads_section(frame, above) for named in above.named}
        for one in self._ends(frame, line, node, relation.domain):
            for above in frame.above:
                if above.kind == "topic" and one.named.term.curie in headed:
                    for named in above.named:
                        if named.term.curie in self._root:
                            rule = f"{relation.curie.removeprefix('ag:')}/section"
                            yield Match(relation, rule, one, End(named, -1, above), (*line.tokens[node.at], *cues), cues)

    @staticmethod
    def _heads_section(frame: Frame, above: Above) -> bool:
        """Whether a line above is a heading, or opens an item as one does: "Radiation therapy. It uses ..."."""
        alone = len(above.named) == 1 and above.span.of(frame.text).rstrip(".: ") == above.named[0].span.of(frame.text)
        return above.kind == "heading" or (above.kind == "before" and alone)

    def _of_above(self, relation: Relation, frame: Frame, line: Line, nodes: Sequence[_Node], said: Sequence[_Node]) -> Iterator[Match]:
        """Objects in a clause that names no subject: of the sentence's first, else of what stands above, else of treatment at large."""
        for subject in said:
            for node in nodes:
                if node.is_object:
                    yield from self._within(relation, frame, line, subject, node, "first")
        if said:
            return
        own = frame.sentence.span.of(frame.text).lower().split()
        for above in () if not self._at_large.isdisjoint(own) else frame.above:
            if above.kind in ("before", "row", "heading"):
                fitting = [named for named in self._lines.values(above.named, relation.domain) if named.term.curie not in self._barred]
                if fitting:
                    subjects = [End(fitting[0], -1, above)]
                    break
        else:
            subjects = []
        for node in nodes:
            for other in self._ends(frame, line, node, relation.range) if node.is_object else ():
                needed = self._needed if subjects else self._default_cues
                cues = tuple(
                    place
                    for place, element in enumerate(frame.elements)
                    if place not in line.groups[node.token] and not needed[relation.curie].isdisjoint(element.text.split())
                )
                if not cues or (not subjects and not self._of_treatment(frame)):
                    continue
                default = Named(self._terms[self._default[relation.curie]], frame.elements[cues[0]].span)
                rule = f"{relation.curie.removeprefix('ag:')}/{'listed' if subjects else 'of-treatment'}"
                for one in subjects or [End(default, cues[0])]:
                    yield Match(relation, rule, one, other, (*cues, *line.tokens[node.at]), cues)

    def _of_treatment(self, frame: Frame) -> bool:
        """Whether a sentence or a heading above it speaks of treatment at large."""
        runs = [frame.sentence.span, *frame.sentence.block.leads, *frame.sentence.block.headings]
        return any(not self._at_large.isdisjoint(run.of(frame.text).lower().replace(":", " ").split()) for run in runs)

    def _opens(self, relation: Relation, above: Above) -> bool:
        """Whether an earlier sentence of the paragraph is about a phase, which then goes on."""
        return (
            above.kind == "before"
            and relation.range == frozenset({"ag:TreatmentPhase"})
            and bool(above.named)
            and self._is_phase(above.named[0])
        )

    @staticmethod
    def _is_phase(named: Named) -> bool:
        return "ag:TreatmentPhase" in named.term.classes


def _by_relation(lexicon: Lexicon, annotation: str) -> dict[str, frozenset[str]]:
    """The words of an annotation by the relation, or ag:Statement for all others, that they stand at."""
    words: dict[str, set[str]] = defaultdict(set)
    for curie, text in lexicon.cues.get(annotation, ()):
        words[curie].add(text)
    return defaultdict(frozenset, {curie: frozenset(found) for curie, found in words.items()})
