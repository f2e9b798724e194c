"""Unsaid ends: what an attachment takes from above its sentence, where its clause names a subject alone or an object alone.

That is a table's row head, a heading, the phase that a paragraph is about, the disease of the page, or treatment at large.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from allgraph.reading.blocks import Kind
from allgraph.reading.clauses import LEAD_REACH, NEAR, Clause, ClauseReader, Node, View, is_end
from allgraph.reading.elements import ITEM, Above, Element, Named, classes, is_of_unknown, names
from allgraph.reading.frames import Frame
from allgraph.reading.lexicon import Lexicon
from allgraph.reading.lines import LineMaker
from allgraph.reading.matching import End, Match

#: A word of at most so many letters is no cause.
_SHORT_WORD = 3

#: So near behind a harm stands the verb that makes it the cause of another one, in words.
_CAUSE_REACH = 8

#: How near behind a name that stands which it is given for, in elements.
_FOR_REACH = 4

#: The class of the states that a disease is in.
_STATE = "ag:DiseaseState"

#: What stands right behind a harm and before what does it.
_FROM = frozenset({"because", "caused", "due", "from"})

#: Signs that may stand before the names of a list.
_LIST_SIGNS = frozenset({":", "(", ",", "-"})


class UnsaidFinder:
    """Finds the ends that clauses leave unsaid."""

    def __init__(self, lexicon: Lexicon, lines: LineMaker, clauses: ClauseReader) -> None:
        self._lines = lines
        self._clauses = clauses
        self._outside = lexicon.marked("outsideScope")
        self._root = lexicon.marked("scopeDisease")
        self._no_kinds = self._root | lexicon.marked("ofPlace")
        self._courses = {curie for curie, _ in lexicon.cue_pairs("course")}
        self._verbs = lexicon.cue_set("finiteVerb")
        self._said_of = self._verbs | lexicon.cue_words("joinCue") | lexicon.cue_words("hedgeCue") | lexicon.cue_words("negationCue")
        self._openings = lexicon.cue_set("listOpening")
        self._times = lexicon.cue_set("timeCue")
        self._causing = lexicon.cue_set("causingVerb") | lexicon.cue_set("harmVerb") | lexicon.cue_set("affectVerb")
        self._pointing = lexicon.cue_set("expletive") | lexicon.cue_set("personalPronoun")
        self._naming, self._purposes = lexicon.cue_set("namingCue"), lexicon.cue_set("purposeCue")
        self._use_verbs = lexicon.cue_set("useVerb")
        self._all_use_verbs = self._use_verbs | lexicon.cue_set("useVerbBefore")
        self._topic_cues = lexicon.cue_set("topicCue")
        self._behind_listed = lexicon.cue_set("listFollower")
        self._at_large = lexicon.cue_set("atLargeCue")

    def objects(self, view: View, clause: Clause, node: Node, *, says: bool) -> Iterator[Match]:
        """What a subject without an object in its sentence takes from above: where it is listed, or said to be used.

        One that the sentence `says` has a kind of the disease as its object takes the state of it that a heading names.
        """
        start = max((at for at in range(clause.first, node.at) if view.words[at] == ITEM), default=clause.first - 1) + 1
        elements = view.frame.elements
        said = ((at, place) for at in range(start, clause.last) for place in view.line.tokens[at])
        cues = tuple(place for at, place in said if _told(elements[place]) in (self._all_use_verbs if at < node.at else self._use_verbs))
        told = (one for at in range(clause.first, clause.last) for place in view.line.tokens[at] for one in elements[place].named)
        if "who" in view.words[start : node.at] or any(one.term.curie in self._outside for one in told):
            return  # "in those who receive S, ..." only tells who is meant; "S is active in another disease" no use in that of the heading
        if self._is_of_remark(view, node) or self._is_for_harm(view, node):
            return  # "S (risk of O, above all before S)" names the second in passing; "S for fever" treats not what its list is about
        if not cues and not self._is_listed(view, start, node, clause.last):
            return
        above, objects = self._state(view) if says else self._nearest(view)
        if says and above is None:
            return
        if (
            above
            and above.kind == "before"
            and any("ag:Regimen" in named.term.classes for named in elements[view.line.groups[node.token][0]].named)
        ):
            return  # a regimen has all its phases
        if above is None:
            yield from self._of_page(view, clause, node)
            return
        if not says and self._tells_kind(view):  # "not approved for O, although studied with S" tells of no kind that the heading names
            objects = [named for named in objects if not named.term.is_disease or _STATE in named.term.classes]
        rule = view.how.rule("topic" if above.kind == "before" else "under")
        for one in self._clauses.ends(view, node, view.how.relation.domain):
            for named in objects:
                if one.named.term.curie != named.term.curie and not elements[one.place].is_pronoun:
                    yield Match(view.how.relation, rule, one, End(named, -1, above), (*view.line.tokens[node.at], *cues), cues)

    def _tells_kind(self, view: View) -> bool:
        """Whether a sentence names a kind of the disease."""
        told = (one.term for element in view.frame.elements for one in element.named if one.term.is_disease)
        return any(_STATE not in term.classes and term.curie not in self._root for term in told)

    @staticmethod
    def _is_of_remark(view: View, node: Node) -> bool:
        """Whether a name stands in a remark in brackets behind the name of a drug, with other words."""
        elements = view.frame.elements
        place = view.line.groups[node.token][0]
        host = elements[place].host
        inside = elements[host + 1 : place] if host >= 0 else ()
        of_drug = host >= 0 and any("ag:Drug" in one.term.classes for one in elements[host].named)
        return of_drug and sum(not element.named and element.text.isalpha() for element in inside) > 1

    def subjects(self, view: View, clause: Clause) -> Iterator[Match]:
        """The objects of a clause and a line that name no subject: of what stands above, else of treatment at large."""
        if any(element.prior for element in view.frame.elements):
            return  # "O occurs after S" tells of S
        if view.frame.sentence.index in view.frame.sentence.block.led and self._is_of_treatment(view.frame):
            return  # the label tells whose effects they are, and not what the sentence before is about
        told = names([element for element in view.frame.elements if element.segment == view.frame.own])
        if self._is_of_combination(view.frame) or is_of_unknown(view.frame.above) or any(not one.term.is_known for one in told):
            return
        above = self._subject_above(view)
        if above is None and not self._is_of_treatment(view.frame):
            return
        how, elements = view.how, view.frame.elements
        needed, rule = (how.needed, how.rule("listed")) if above else (how.default_cues, how.rule("of-treatment"))
        causes = (not self._causing.isdisjoint(view.words[node.at + 1 : node.at + 1 + _CAUSE_REACH]) for node in clause.objects[:1])
        for node in clause.objects if not any(causes) else ():  # "O causes O" tells no harm of S
            if self.has_unknown_cause(view.words[clause.first : node.at]) or self._has_own_cause(view.words, clause.first, node.at):
                continue
            if not how.parted_by.isdisjoint(view.words[clause.first : node.at]):
                continue  # "the risk is higher if you have O"
            behind = (place for at in range(node.at + 1, clause.last) for place in view.line.tokens[at])
            if any("ag:Outcome" in classes(elements[place].named) for place in behind):
                continue  # "O was associated with inferior survival" tells of O itself
            own = view.line.groups[node.token]
            cues = tuple(
                place for place, element in enumerate(elements) if place not in own and not needed.isdisjoint(element.text.split())
            )
            if cues and (subject := above or self._default(view, cues[0])):
                for other in self._clauses.ends(view, node, how.relation.range):
                    yield Match(how.relation, rule, subject, other, (*cues, *view.line.tokens[node.at]), cues)

    def has_unknown_cause(self, words: Sequence[str]) -> bool:
        """Whether a thing that no term names causes what follows: "bone lesions can cause O"; "may cause O" tells none."""
        words = words[max((at + 1 for at, word in enumerate(words) if word in (ITEM, ":")), default=0) :]
        verb = next((at for at, word in enumerate(words) if word in self._causing), 0)
        if not self._pointing.isdisjoint(words[:verb]):
            return True  # "it can cause O" where nothing that treats stands near
        named = [word for word in words[:verb] if word.isalpha() and word not in self._said_of and not self._clauses.is_filler(word)]
        return any(not word.endswith("ly") and len(word) > _SHORT_WORD for word in named)

    def _has_own_cause(self, words: Sequence[str], first: int, at: int) -> bool:
        """Whether a clause says itself what a harm comes from, and that is no treatment: "anemia can cause O", "O from a long flight"."""
        verb = next((place for place in range(first, at) if words[place] in self._causing), first)
        return any(map(is_end, words[first:verb])) or not _FROM.isdisjoint(words[at + 1 : at + 2])

    def _is_listed(self, view: View, start: int, node: Node, last: int) -> bool:
        """Whether a name is one of a bare list: nothing that tells stands before it or right behind it, and no verb in its clause."""
        behind = view.words[node.at + 1 : last]
        silent = all(self._is_silent(view, at) for at in range(start, node.at))
        tells = bool(behind) and behind[0].isalpha() and behind[0] not in self._behind_listed and not self._is_silent(view, node.at + 1)
        return silent and not tells and self._verbs.isdisjoint(view.words[start:last])

    def _is_for_harm(self, view: View, node: Node) -> bool:
        """Whether a name has right behind it what it is given for, and that is no disease: "S for O, S"."""
        elements = view.frame.elements
        behind = elements[view.line.tokens[node.at][-1] + 1 :][:_FOR_REACH]
        named = next((element.named for element in behind if element.named), ())
        harms = any("ag:AdverseEffect" in one.term.classes for one in named) and not any(one.term.is_disease for one in named)
        return bool(behind) and behind[0].text in self._purposes and harms

    def _is_silent(self, view: View, at: int) -> bool:
        """Whether a word says nothing of what is listed behind it: a sign, a way, a time, a dose."""
        word = view.words[at]
        known = word in self._openings or self._clauses.is_filler(word) or is_end(word) or word in _LIST_SIGNS
        dosed, elements = self._lines.dosed(view.frame.elements), view.frame.elements
        return known or all(elements[place].named or place in dosed for place in view.line.tokens[at])

    def _nearest(self, view: View) -> tuple[Above | None, list[Named]]:
        """The nearest row head, heading or opened phase that names fitting objects, and these; of a sentence the first alone."""
        for above in view.frame.above:
            if above.kind in ("row", "heading") or self._opens_phase(view, above):
                named = self._lines.values(above.named, view.how.relation.range)
                fitting = [one for one in named if one.term.curie not in self._root and (not view.how.of_opening or _is_topic(above, one))]
                if fitting:
                    return above, fitting[:1] if above.kind == "before" else fitting
        return None, []

    def _state(self, view: View) -> tuple[Above | None, list[Named]]:
        """The heading that names states of the disease, and these, where the sentence names none: "Relapsed O": "for O, S is used".

        Below a heading that names a kind of the disease, what is told of a state is told of the kind: "T-cell O": "S is used in relapse".
        """
        own = [one.term for element in view.frame.elements for one in element.named if one.term.is_disease]
        if _STATE not in view.how.relation.range or any(term.curie in self._outside for term in own):
            return None, []
        above, objects = self._nearest(view)
        told = any(term.curie in self._courses for term in own)
        marked = any(_STATE in term.classes for term in own)  # "CD19-positive O" has a course too
        if told and any(_STATE not in term.classes and term.curie not in self._root for term in own):
            return None, []
        fitting = [
            one
            for one in objects
            if (told and _STATE not in one.term.classes)
            or (not told and _STATE in one.term.classes and (not marked or one.term.curie in self._courses))
        ]
        return (above, fitting) if above and above.kind == "heading" and fitting else (None, [])

    def _of_page(self, view: View, clause: Clause, node: Node) -> Iterator[Match]:
        """What a section headed by a treatment says of its use, on a page about the disease at large."""
        if any(named.term.curie in self._outside for element in view.frame.elements for named in element.named):
            return  # the sentence tells of another disease
        first = not any(is_end(word) for word in view.words[clause.first : node.at])
        near = range(max(clause.first, node.at - LEAD_REACH), min(clause.last, node.at + NEAR))
        places = (place for at in near for place in view.line.tokens[at])
        cues = tuple(place for place in places if view.frame.elements[place].text in self._topic_cues)
        if not (view.how.to_topic and cues and first and view.words[-1] != ":"):
            return
        if not view.how.parted_by.isdisjoint(view.words[node.at : clause.last]):
            return  # "how S is given depends on ..." tells of the way alone
        headed = {named.term.curie for above in view.frame.above if _heads_section(view.frame, above) for named in above.named}
        topics = [(above, one) for above in view.frame.above if above.kind == "topic" for one in above.named]
        for one in self._clauses.ends(view, node, view.how.relation.domain):
            for above, named in topics if one.named.term.curie in headed else ():
                if named.term.curie in self._root:
                    places_said = (*view.line.tokens[node.at], *cues)
                    yield Match(view.how.relation, view.how.rule("section"), one, End(named, -1, above), places_said, cues)

    def _subject_above(self, view: View) -> End | None:
        """The subject that stands nearest above; none where the sentence itself speaks of treatment at large."""
        how, own = view.how, (element for element in view.frame.elements if element.segment == view.frame.own)
        at_large = (element for element in own if not element.named or self._lines.is_generic(element.named, how.relation.range))
        said = (word for element in at_large for word in element.text.split())  # "late effects of treatment" names no one effect
        if not self._at_large.isdisjoint(said):
            return None
        passing: End | None = None  # what an earlier sentence names in passing counts only where no heading names the thing
        for above in view.frame.above:
            if above.kind in ("before", "row", "heading", "page"):
                fitting = self._lines.without_classes(self._clauses.fitting(above.named, view.how.relation.domain))
                if fitting and above.kind == "before" and not above.opens_with(fitting[0]):
                    passing = passing or End(fitting[0], -1, above)
                elif fitting:
                    if passing and passing.named.term.curie != fitting[0].term.curie and not _is_alone(view.frame, above):
                        return None  # the heading tells of more than this thing, and the paragraph of another one
                    if above.kind == "before" and self._is_step(fitting[0], view.frame):
                        return None  # below "Transplant": "chemotherapy comes first. O is possible" may be said of either
                    return None if self._lines.is_from_here(fitting[0], view.how.relation) else End(fitting[0], -1, above)
        return passing if passing and not self._lines.is_from_here(passing.named, view.how.relation) else None

    @staticmethod
    def _is_of_combination(frame: Frame) -> bool:
        """Whether the row of a table is that of several drugs, so that its cells say not which of them does harm."""
        above = (above for above in frame.above if above.kind in ("row", "heading"))
        return frame.sentence.block.of_treatment and any(one.names_drugs for one in islice(above, 1))

    def _is_step(self, named: Named, frame: Frame) -> bool:
        """Whether a treatment is another one than the transplant that the heading names alone."""
        heading = next((above for above in frame.above if above.kind == "heading"), None)
        procedure = heading is not None and _is_alone(frame, heading) and "ag:TransplantProcedure" in heading.named[0].term.classes
        return procedure and "ag:TransplantProcedure" not in named.term.classes

    def _is_of_treatment(self, frame: Frame) -> bool:
        """Whether a sentence or a heading above it speaks of treatment at large, or its lead-in line follows a paragraph that does."""
        runs = [frame.sentence.span, *frame.sentence.block.leads, *frame.sentence.block.headings]
        if frame.earlier and frame.sentence.leads:
            runs.append(frame.earlier)
        return any(not self._at_large.isdisjoint(run.of(frame.text).lower().replace(":", " ").split()) for run in runs)

    def _opens_phase(self, view: View, above: Above) -> bool:
        """Whether an earlier sentence of the paragraph is about a phase, which then goes on: "... during induction" tells only when."""
        only_phases = view.how.range_is_phase
        if not (above.kind == "before" and only_phases and above.named and "ag:TreatmentPhase" in above.named[0].term.classes):
            return False
        block = view.frame.sentence.block
        of_item = block.kind is Kind.ITEM and above.span.start == block.span.start  # an item that its phase opens is on that phase
        if not of_item and view.frame.names_kind(self._no_kinds, self._verbs):
            return False  # "in people with O, S is added" turns to these, whatever the phase
        said = above.span.of(view.frame.text).lower().split()
        if len({one.term.curie for one in above.named}) > 1 and (self._verbs | self._use_verbs).isdisjoint(said):
            return False  # "CNS prophylaxis with S." is one of several notes
        before = view.frame.text[above.span.start : above.named[0].span.start].lower().split()
        opens = self._times.isdisjoint(before) and (self._verbs | self._use_verbs).isdisjoint(before)
        return opens or not self._naming.isdisjoint(before[-2:])

    @staticmethod
    def _default(view: View, cue: int) -> End | None:
        """The subject that stands for treatment at large, named by a word such as "effects"."""
        return End(Named(view.how.default, view.frame.elements[cue].span), cue) if view.how.default else None


def _is_topic(above: Above, named: Named) -> bool:
    """Whether a heading is about what it names: it opens with that, or tells its bounds: "Adults: first treatment", "O, age <40 years"."""
    return above.opens_with(named) or any(character.isdigit() for character in named.term.label)


def _told(element: Element) -> str:
    """What an element says: itself, and of a way the word that it begins with: "injected into the spinal fluid" tells a use."""
    if not element.named:
        return element.text
    of_way = all(not named.term.classes.isdisjoint({"ag:Route", "ag:Setting"}) for named in element.named)
    return element.text.split()[0] if of_way else ""


def _heads_section(frame: Frame, above: Above) -> bool:
    """Whether a line above is a heading, or opens an item as one does: "Radiation therapy. It uses ..."."""
    return above.kind == "heading" or (above.kind == "before" and _is_alone(frame, above))


def _is_alone(frame: Frame, above: Above) -> bool:
    """Whether a line above holds one name and nothing else."""
    return len(above.named) == 1 and above.span.of(frame.text).rstrip(".: ") == above.named[0].span.of(frame.text)
