"""Matching: the rules of the relations on a frame, which is rendered as a line of words and ends for each relation."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, dropwhile, groupby, pairwise, product

from allgraph.reading.elements import Above, Element, Named, in_condition, is_of_unknown, opens_clause
from allgraph.reading.frames import Frame
from allgraph.reading.lexicon import Lexicon, NameKind, Relation
from allgraph.reading.lines import BOTH, BRAND, OBJECT, SUBJECT, Companions, Line, LineMaker
from allgraph.reading.patterns import Rule, is_class, rules
from allgraph.texts import Span

#: Where an end that the sentence does not name may be looked for, by the sign that its pattern gives it.
_PLACES = {
    "^": ("before", "lead", "row", "heading", "earlier", "page"),
    "<": ("before",),
    "#": ("row", "heading"),
    "|": ("row",),
    "@": ("topic",),
    "%": ("row", "heading", "subject", "before"),
    ">": ("before",),
}

#: The roles of the elements that may be an end of a pattern.
_FITTING = {"s": {SUBJECT, BOTH}, "o": {OBJECT, BOTH}, "so": {SUBJECT, OBJECT, BOTH}}

#: How many names stand in the brackets of two things that have one each.
_ONE_EACH = 2

#: A member of a list of words has at most this many, and so has a value that a pronoun at its end leaves empty.
_PART_WORDS = 3

#: So many words may stand before those by which a heading says what the things listed under it are for; that of a table is numbered.
_BEFORE_LISTING = 2

#: Signs without which the words behind them say something else: "↓fibrinogen".
_SIGNS = frozenset("↑↓→>")

#: What stands behind the name of an item that more is told of.
_ITEM_SIGNS = ([","], [":"], ["("], ["-"], ["–"], ["—"])

#: The sign of what is given together.
_PLUS = "+"

#: So near before an object stands a word that lessens it.
_LESSENED = 3

#: The word that says of what a thing is made stands so near before it, with up to two that describe it: "with high-dose S".
_DESCRIBED = 3

#: A label of free words holds at most so many as they stand in the document: more would be a sentence of it. One that must be whole may be
#: longer where articles are left out of it, and is none if it has more.
_LONGEST_LABEL, _LONGEST_WHOLE_LABEL = 11, 14

#: How and when a treatment is given.
_WAYS = frozenset({"ag:Route", "ag:Schedule"})

#: Classes of what tests find.
_FOUND = frozenset({"ag:Biomarker", "ag:Target"})

#: How an adjective ends that says only half of what "and" joins it to.
_ADJECTIVE = ("al", "ar", "ic", "ous")

#: What may stand between the names of a heading that lists them.
_LIST_JOIN = re.compile(r"[\s,;/&®™()]*(?:(?:and|or)\s)?", re.IGNORECASE)

#: The number of a table, before its title.
_TABLE = re.compile(r"^table \d+[.:]? ")

#: A remark in brackets, and what a dash adds, which a label does without.
_REMARK, _ADDED = re.compile(r"\s*\([^()]*\)"), re.compile(r"\s*—.*|\s[-–]\s.*", re.DOTALL)


#: For so many sets of classes the rules that they suffice for are kept.
_MOST_KEPT = 500


#: The classes of what treats.
_TREATING = frozenset({"ag:Treatment", "ag:DrugClass"})

#: What stands behind a treatment that has its own aim, way or time.
_AIMS = frozenset({"as", "by", "every", "for", "once", "through", "to", "twice"})


@dataclass(frozen=True)
class End:
    """One end of a match: the term, the run that names it, and the element (or -1 where it stands above the sentence)."""

    named: Named
    place: int
    above: Above | None = None


@dataclass(frozen=True)
class Match:
    """A relation found in a frame: its ends, the elements it covers, and those that are the pattern's own words.

    `passing` says that hedges around it do not touch it, `valued` that its object is a value made of the words of the text, `weak`
    that it is only proposed to curators, `known` that the background tells it and the frame no more than reminds of it.
    """

    relation: Relation
    rule: str
    subject: End
    object: End
    places: tuple[int, ...]
    cues: tuple[int, ...]
    passing: bool = False
    valued: bool = False
    weak: bool = False
    known: bool = False

    @property
    def claim(self) -> tuple[str, str, str]:
        """What it tells, wherever it stands: the CURIEs of the subject, the relation and the object."""
        return self.subject.named.term.curie, self.relation.curie, self.object.named.term.curie


def _are_apart(frame: Frame, one: End, other: End) -> bool:
    """Whether two ends explain different things, in brackets: of "S (S) plus S (S)" each goes with what the other bracket is about."""
    hosts = {frame.elements[end.place].host if end.above is None else -1 for end in (one, other)}
    return len(hosts) > 1 and -1 not in hosts


def _is_in_regimen(frame: Frame, place: int, members: Sequence[int]) -> bool:
    """Whether a member of a list stands in the brackets of a regimen that is one too: "hyper-S (S, S)"."""
    host = frame.elements[place].host
    return host in members and any("ag:Regimen" in named.term.classes for named in frame.elements[host].named)


def _is_kind_of_page(frame: Frame, above: Above) -> bool:
    """Whether a heading names a disease, and other headings stand below it: "Treatment of adult O" says what the page is about."""
    nearest = next((one for one in frame.above if one.kind == "heading"), above)
    return above is not nearest and any(named.term.is_disease for named in above.named)


def _are_beside(frame: Frame, listed: Sequence[Named]) -> bool:
    """Whether names stand beside each other in a line: "relapsed/refractory O", "relapsed O or O in remission"."""
    return all(_LIST_JOIN.fullmatch(frame.text, one.span.end, other.span.start) for one, other in pairwise(listed))


def _only_lists(frame: Frame, above: Above, listed: Sequence[Named]) -> bool:
    """Whether a heading holds these names and nothing else but what joins a list."""
    between = [above.span.start, *(place for named in listed for place in (named.span.start, named.span.end)), above.span.end]
    return all(_LIST_JOIN.fullmatch(frame.text, start, end) for start, end in zip(between[::2], between[1::2], strict=True))


class Matcher:
    """Finds the relations of a lexicon in frames. Raises OntologyError for a pattern that is not in the language."""

    def __init__(self, lexicon: Lexicon, lines: LineMaker | None = None) -> None:
        self._lexicon = lexicon
        self._rules = [rule for _, ready in rules(lexicon) for rule in ready]
        self._classes: dict[str, frozenset[str]] = {}
        # sets of rules, as numbers with a bit for each: those that need no word, those that each word may call for, and those that
        # look for an end of these classes at a place
        self._wordless = 0
        self._by_word: dict[str, int] = defaultdict(int)
        self._by_end: dict[tuple[str, frozenset[str]], int] = defaultdict(int)
        for number, rule in enumerate(self._rules):
            self._wordless |= 0 if rule.needed else 1 << number
            for word in rule.needed[0] if rule.needed else ():
                self._by_word[word] |= 1 << number
            for place in rule.classes:
                self._by_end[place] |= 1 << number
        # those whose ends may stand where these classes are named: sentences under one heading name the same ones
        self._with_ends: dict[tuple[frozenset[str], ...], int] = {}
        self._lessening = {relation.curie: lexicon.cues_at("lessenedBy", relation.curie) for relation in lexicon.relations}
        self._harm_words = {relation.curie: lexicon.cues_at("harmWord", relation.curie) for relation in lexicon.relations}
        self._where = {relation.curie: lexicon.cues_at("notRightAfter", relation.curie) for relation in lexicon.relations}
        self._parting_off = {relation.curie: lexicon.cues_at("partOnly", relation.curie) for relation in lexicon.relations}
        self._made_of = {relation.curie: lexicon.cues_at("madeOfCue", relation.curie) for relation in lexicon.relations}
        self._not_before = {relation.curie: lexicon.cues_at("notBefore", relation.curie) for relation in lexicon.relations}
        self._verbs, self._being = lexicon.cue_set("finiteVerb"), lexicon.cue_set("stateVerb")
        self._verbs_and_gaps, self._list_ends = self._verbs | lexicon.cue_set("gappingWord"), lexicon.cue_set("listEnd")
        self._opening_words = lexicon.cue_set("negationCue") | lexicon.cue_set("hedgeCue") | lexicon.cue_set("causingVerb")
        self._set_aside = lexicon.cue_set("neutralCue")
        self._conjunctions = lexicon.cue_set("conjunction")
        self._no_member = lexicon.cue_set("finiteVerb") | lexicon.cue_set("notAValue")
        self._leading_on, self._body = lexicon.cue_set("leadingOn"), lexicon.cue_set("bodyPart")
        self._articles, self._possessives = {"the", *lexicon.cue_set("article")}, lexicon.cue_set("possessive")
        self._whole = lexicon.marked("wholeValue")
        self._measured = lexicon.cue_set("measuredThing")
        self._absent, self._absence_openings = lexicon.cue_set("absenceCue"), lexicon.cue_set("absenceOpening")
        self._closing = lexicon.cue_set("wholeEnd")
        self._relatives = lexicon.cue_set("relativeCue")
        self._going_on = lexicon.cue_set("finiteVerb") | self._relatives
        self._openings = lexicon.cue_set("wholeOpening")
        self._empty_ends, self._empty_leads = lexicon.cue_set("emptyValueEnd"), lexicon.cue_set("pointingWord")
        self._joins = lexicon.cue_set("joinCue")
        self._conditions = lexicon.cue_set("conditionCue")
        self._alternatives = lexicon.cue_set("alternative")
        self._examples = lexicon.cue_pattern("exampleCue")
        self._levels = lexicon.cue_set("raisingCue") | lexicon.cue_set("loweringCue")
        self._placing = lexicon.cue_set("placeCue")
        self._clause_joins = lexicon.cue_set("clauseJoin")
        self._list_joins = lexicon.cue_set("conjunction") | {",", ";", "/", "(", ")"}
        self._same_kind, self._of_use = lexicon.marked("sameKind"), lexicon.marked("ofUse")
        self._no_class = lexicon.marked("neverOwnClass")
        self._companions = dict.fromkeys(lexicon.marked("ofItsOwn"), Companions.LEAVE) | dict.fromkeys(self._no_class, Companions.STAND)
        self._root = lexicon.marked("scopeDisease")
        self._no_kinds = self._root | lexicon.marked("ofPlace")
        self._kinds = {"%": self._section, ">": self._kind_of_paragraph}
        self._pointing = {"the", *lexicon.cue_set("determiner")}  # "the regimen includes S" speaks of the one told before
        self._listing = lexicon.cue_pattern("usedForHeading")
        self._wide = set(lexicon.cue_pairs("wideClass"))
        self._lines = lines or LineMaker(lexicon)

    @property
    def of_section(self) -> frozenset[str]:
        """The names of the rules that take an end from what the section is about."""
        return frozenset(rule.name for rule in self._rules if "%" in rule.above.values())

    def matches(self, frame: Frame) -> Iterator[Match]:
        """Every match in the frame, relation by relation."""
        bracketed = any(element.host >= 0 for element in frame.elements)
        for _, likely in groupby(self._likely(frame), key=lambda rule: rule.relation.curie):
            first = next(likely)
            roles = self._lines.roles(frame.elements, first.relation)
            ends = {end for end, fitting in _FITTING.items() if not fitting.isdisjoint(roles)}
            lines: dict[bool, Line] = {}  # with brackets and without; where a frame has none they are the same
            for rule in (first, *likely):
                if ends.issuperset(rule.ends):
                    brackets = rule.brackets and bracketed
                    if brackets not in lines:
                        lines[brackets] = self._lines.line(
                            frame.elements,
                            roles,
                            brackets=brackets,
                            companions=self._companions.get(rule.relation.curie, Companions.SHARE),
                            examples=rule.relation.curie not in self._same_kind,
                        )
                    yield from self._apply(rule, lines[brackets], frame)

    def _likely(self, frame: Frame) -> list[Rule]:
        """The rules of which a frame has the words, and names in it or above it the classes, that they cannot do without."""
        words = frame.words
        cued = self._wordless
        for word in words & self._by_word.keys():
            cued |= self._by_word[word]
        fitting = [rule for rule in self._of(cued & self._with_known_ends(frame)) if not any(map(words.isdisjoint, rule.needed[1:]))]
        if any(rule.known for rule in fitting) and not self._holds_known(frame):
            return [rule for rule in fitting if not rule.known]
        return fitting

    def _of(self, rules_: int) -> Iterator[Rule]:
        """The rules of a set, in order."""
        while rules_:
            yield self._rules[(rules_ & -rules_).bit_length() - 1]
            rules_ &= rules_ - 1

    def _with_known_ends(self, frame: Frame) -> int:
        """The set of the rules whose ends a frame names, or what stands above it."""
        above = [frozenset().union(*[one.classes for one in frame.above if one.kind in kinds]) for kinds in _PLACES.values()]
        key = (frame.classes, *above)
        if key not in self._with_ends:
            named = dict(zip(("", *_PLACES), key, strict=True))
            fitting = (1 << len(self._rules)) - 1
            for (sign, classes), rules_ in self._by_end.items():
                if named[sign].isdisjoint(classes):
                    fitting &= ~rules_
            if len(self._with_ends) > _MOST_KEPT:
                self._with_ends.clear()
            self._with_ends[key] = fitting
        return self._with_ends[key]

    def _holds_known(self, frame: Frame) -> bool:
        """Whether a frame, or what stands above it, names a drug and a class that the background puts it into."""
        above = (named for one in frame.above if one.kind in (*_PLACES["#"], *_PLACES["<"]) for named in one.named)
        kinds = {named.term.curie for named in above}
        kinds.update(named.term.curie for element in frame.elements for named in element.named)
        return any(not kinds.isdisjoint(self._broader(kind)) for kind in kinds)

    def _broader(self, curie: str) -> frozenset[str]:
        """The classes that the background puts a term into, kept from the first time on."""
        if curie not in self._classes:
            self._classes[curie] = self._lexicon.broader(curie)
        return self._classes[curie]

    def _apply(self, rule: Rule, line: Line, frame: Frame) -> Iterator[Match]:
        """The matches of one rule on the line of its relation."""
        for found in rule.search(line.text):
            ends = {name: line.groups[found[name]] for name in rule.ends}
            if any(len(line.groups[found[name]]) > 1 for name in (*rule.alone, *rule.passed)):
                continue  # "S, a steroid and an enzyme" is a list
            if any(not _defines(frame, place, ends.get("s", ()), inside=rule.brackets) for name in rule.defining for place in ends[name]):
                continue
            ends |= {name: self._first_of(frame, ends[name]) for name in rule.first & ends.keys()}
            open_ = {name for name in rule.joined & ends.keys() if not self._is_joined(frame, ends[name])}
            ends |= {name: self._last_of(frame, ends[name]) for name in (rule.last & ends.keys()) | open_}
            if any(frame.elements[place].is_pronoun for name in rule.named & ends.keys() for place in ends[name]):
                continue
            cues = tuple(place for name in rule.cues if found[name] for place in line.places(found.start(name), found.end(name)))
            places = line.places(found.start(), found.end())
            free = self._free_words(rule, line, frame, found) if rule.takes_words else ()
            if free is None or self._is_ruled_out(rule, line.text, found, of_people=self._is_of_people(frame, ends)):
                continue
            if rule.relation.curie in self._no_class:
                ends = self._without_members(frame, ends)
            for subject, object_ in self._of_no_class(rule, list(self._pairs(rule, frame, ends, free, cues))):
                if self._fits(rule, frame, subject.named, object_.named):
                    yield Match(rule.relation, rule.name, subject, object_, places, cues, rule.passing, bool(free), rule.weak, rule.known)

    def _free_words(self, rule: Rule, line: Line, frame: Frame, found: re.Match[str]) -> tuple[int, ...] | None:
        """The places of the words of a match that are a value though no term names them; None where they can be none."""
        free = line.places(found.start("free"), found.end("free"))
        if rule.listed:
            return None if free and self._is_label(frame, line.text[found.end("free") :]) else free
        if free and rule.relation.curie not in self._whole:
            free = self._in_clause(frame, free)
            told, free = free, self._before_verb(frame, free)
            if free != told and "s" not in rule.ends:
                return None  # "Killing cells is hard" says so of no S that stands above
        return None if free and self._says_nothing(frame, free) else free

    def _of_no_class(self, rule: Rule, pairs: Sequence[tuple[End, End]]) -> Iterator[tuple[End, End]]:
        """The pairs without the drugs of a class: "immunotherapy with S or S" tells the class of both, if one is known to be of it."""
        classes = {subject.place for subject, object_ in pairs if self._is_own_class(rule, subject.named, object_.named)}
        return (
            (subject, object_) for subject, object_ in pairs if subject.place not in classes or "ag:Drug" not in object_.named.term.classes
        )

    def _is_ruled_out(self, rule: Rule, line: str, found: re.Match[str], *, of_people: bool) -> bool:
        """Whether words in a match or beside it make something else of it."""
        relation = rule.relation.curie
        before = line[: found.start("o")].split()[-_LESSENED:] if "o" in rule.ends else []
        right_before = _ending(before)
        both = {"s", "o"}.issubset(rule.ends)
        between = line[found.end("s") : found.start("o")].split() if both else []
        turned = both and found.start("o") < found.start("s")  # "to treat O caused by S": S is no remedy
        return (
            not self._harm_words[relation].isdisjoint(line[: found.end()].split())  # "effects of treatment include ▸ S": S is no treatment
            or (not turned and not self._lessening[relation].isdisjoint(before))  # "S prevents O" is no harm of S
            or not self._parting_off[relation].isdisjoint(right_before)  # "the first two years of S" are not all of it
            or ("s" in rule.ends and not self._where[relation].isdisjoint(_ending(line[: found.start("s")].split())))  # "S in O to ..."
            or ("s" in rule.ends and self._is_part(self._made_of[relation], line[: found.start("s")].split()))
            # "adults have a good outcome when treated with S" makes no factor of adults
            or (of_people and " ".join(line[found.end() :].split()[:2]) in self._not_before[relation])
            or self._is_of_another(between)
        )

    @staticmethod
    def _is_part(cues: frozenset[str], before: Sequence[str]) -> bool:
        """Whether the subject is what another one is made of, which is then told of: "S with S takes O" says nothing of the second."""
        with_ = next((place for place in range(len(before) - 1, max(0, len(before) - 1 - _DESCRIBED), -1) if before[place] in cues), 0)
        return with_ > 0 and before[with_ - 1][0] in {SUBJECT, BOTH}

    def _is_of_people(self, frame: Frame, ends: dict[str, tuple[int, ...]]) -> bool:
        """Whether the subject is people."""
        return any(frame.elements[place].is_of_people for place in ends.get("s", ()))

    @staticmethod
    def _is_label(frame: Frame, behind: str) -> bool:
        """Whether words only lead in a list: "liver: S, S", "Immediate (within hours):"."""
        return behind.startswith(" : ") or frame.sentence.span.of(frame.text).endswith(":")

    @staticmethod
    def _without_members(frame: Frame, ends: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
        """The ends without the members that brackets tell of each of the two: of "A (a, b) plus C (c, d)" A and C go together.

        One name in the brackets of each is the thing itself. What is told of a regimen is told of the whole, never of its members.
        """
        ends = {name: tuple(place for place in places if not _is_in_regimen(frame, place, places)) for name, places in ends.items()}
        inside = {name: [place for place in places if frame.elements[place].host in places] for name, places in ends.items()}
        if not all(inside.get(name) for name in ("s", "o")) or sum(map(len, inside.values())) <= _ONE_EACH:
            return ends
        return {name: tuple(place for place in places if place not in inside[name]) for name, places in ends.items()}

    def _is_joined(self, frame: Frame, members: Sequence[int]) -> bool:
        """Whether a conjunction stands before the last member of a list, which is whole then: of "S, S to do this, or S" it is none."""
        return any(element.text in self._conjunctions for element in frame.elements[members[-2] : members[-1]]) if members[1:] else True

    def _first_of(self, frame: Frame, places: tuple[int, ...]) -> tuple[int, ...]:
        """The first of a list, with those that explain it: "a kinase inhibitor (S or S), S", "a class such as S"; all of "S or S".

        What a sign of adding follows begins the next pair: "S + S or S + S".
        """
        if [element.text for element in frame.elements[places[-1] + 1 : places[-1] + 2]] == [_PLUS]:
            places = places[:-1] or places
        joins = (at for at in range(places[0], places[-1]) if not frame.elements[at].bracket)
        alternative = next((at for at in joins if frame.elements[at].text in self._alternatives), -1)
        commas = [at for at in range(places[0], alternative) if frame.elements[at].text == ","]
        if alternative >= 0 and commas != [alternative - 1]:
            return places
        if alternative >= 0:
            places = tuple(place for place in places if place < alternative)  # "S + S, or S" sets the last one against both
        first, host = places[0], frame.elements[places[0]].host
        hosts = (first, host) if host >= 0 else (first,)
        return (first, *(place for place in places[1:] if frame.elements[place].host in hosts or self._is_kind(frame, place, first)))

    def _last_of(self, frame: Frame, places: tuple[int, ...]) -> tuple[int, ...]:
        """The last of a list, with what it explains and the others that do so; all drugs of "S or S"."""
        if self._are_alternatives(frame, places):
            return places
        last, host = places[-1], frame.elements[places[-1]].host
        of_class = next((place for place in places if place == host or self._is_kind(frame, last, place)), -1)
        return places[-1:] if of_class < 0 else self._first_of(frame, places[places.index(of_class) :])

    def _are_alternatives(self, frame: Frame, places: tuple[int, ...]) -> bool:
        """Whether a list is of drugs of which one is chosen: "S or S with S", but not "S, or S with S"."""
        between = [element.text for element in frame.elements[places[0] : places[-1]]]
        listed = self._conjunctions - self._alternatives | {","}
        choice = not self._alternatives.isdisjoint(between) and listed.isdisjoint(between)
        return choice and all(any("ag:Drug" in named.term.classes for named in frame.elements[place].named) for place in places)

    def _is_kind(self, frame: Frame, place: int, broader: int) -> bool:
        """Whether the background, or a word right before it, puts what stands at a place into a class at another: "a class such as S"."""
        kinds = {named.term.curie for named in frame.elements[broader].named}
        between = frame.elements[broader + 1 : place]
        told = not any(element.named for element in between) and self._examples.search(" ".join(element.text for element in between))
        return bool(told) or any(not kinds.isdisjoint(self._broader(named.term.curie)) for named in frame.elements[place].named)

    def _is_of_another(self, between: Sequence[str]) -> bool:
        """Whether a clause with a subject of its own stands between the ends: "S is linked with O, and S (is linked) with O"."""
        for at, (join, end, verb) in enumerate(zip(between, between[1:], between[2:], strict=False)):
            if join in self._joins and verb in self._verbs_and_gaps and end[0] in _FITTING["s"] and end[1:].isdigit():
                return not self._verbs.isdisjoint(between[:at])
        return False

    def _pairs(
        self, rule: Rule, frame: Frame, ends: dict[str, tuple[int, ...]], free: tuple[int, ...], cues: tuple[int, ...]
    ) -> Iterator[tuple[End, End]]:
        """The ends of a match, member by member of their lists."""
        if "so" in ends:
            yield from self._related(rule, frame, ends["so"])
            return
        if free:
            objects = self._listed(frame, free, rule.relation) if rule.listed else self._values(frame, free, rule.relation)
        else:
            objects = self._side(rule, frame, "o", ends, cues)
        for subject, object_ in product(self._side(rule, frame, "s", ends | {"free": free}, cues), objects):
            if rule.relation.curie not in self._no_class or not _are_apart(frame, subject, object_):
                yield subject, object_

    def _related(self, rule: Rule, frame: Frame, members: tuple[int, ...]) -> Iterator[tuple[End, End]]:
        """Any two members of a list whose members are related, but for two regimens and those that "or" parts or that explain another.

        What explains another stands in brackets or is an example of it: "supportive care including antibiotics".
        """
        if rule.pair and len(members) != 2:
            return
        listed = [element.text for element in frame.elements[members[0] : members[-1]]]  # "S, S or S": or parts all of them
        for one, other in combinations(members, 2):
            between = [element.text for element in frame.elements[one + 1 : other]]
            parted = not self._alternatives.isdisjoint(listed) or bool(self._examples.search(" ".join(between)))
            parted = parted or all(any("ag:Regimen" in named.term.classes for named in frame.elements[at].named) for at in (one, other))
            if frame.elements[other].host < 0 and not parted:
                yield from product(self._named(frame, one, rule.relation.domain), self._named(frame, other, rule.relation.range))

    def _side(self, rule: Rule, frame: Frame, name: str, ends: dict[str, tuple[int, ...]], cues: tuple[int, ...]) -> list[End]:
        """What stands for one end ("s" or "o"): its fixed term, what the sentence names, or what stands above it."""
        if name in rule.fixed:
            span = Span(frame.elements[cues[0]].span.start, frame.elements[cues[-1]].span.end)
            return [End(Named(self._lexicon.terms[rule.fixed[name]], span), cues[-1])]
        classes = rule.relation.domain if name == "s" else rule.relation.range
        if name in ends:
            return [end for place in ends[name] for end in self._named(frame, place, classes)]
        if is_class(rule.kinds.get(name, "")) and (name == "s" or rule.above[name] == "^"):
            classes = frozenset({rule.kinds[name]})  # "chemotherapy" in the row of a phase does not stand in the way of the phase
        others = {place for places in ends.values() for place in places}
        found = self._looked_up(frame, rule.above[name], classes, others, last=name == "o", rule=rule)
        return [end for end in found if name == "o" or not self._lines.is_from_here(end.named, rule.relation)]

    def _named(self, frame: Frame, place: int, classes: frozenset[str]) -> list[End]:
        return [End(named, place) for named in self._lines.values(frame.elements[place].named, classes)]

    def _values(self, frame: Frame, places: tuple[int, ...], relation: Relation) -> list[End]:
        """The value that words are: one, but where it must be whole and is long, one of each thing that "and" joins, or none."""
        if relation.curie not in self._whole:
            return [self._free(frame, places, relation)]
        row = list(dict.fromkeys(places))
        if self._lacks_nothing(frame, row):
            return []
        inside = frame.elements[row[-1]].bracket
        after = [element.text for element in frame.elements[row[-1] + 1 :] if inside or not element.bracket][:2]
        if after and after[0] not in self._closing and not (after[0] == "," and after[-1] in self._going_on):
            return []
        joins = (at for at in range(1, len(row) - 1) if frame.elements[row[at]].text == "and" and not frame.elements[row[at]].bracket)
        cuts = [at for at in joins if self._opens_another(frame, row, at)] if self._is_long(frame, row) else []
        starts = (at + 1 + (frame.elements[row[at + 1]].text in self._relatives) for at in cuts)  # "and that counts are normal"
        parts = [tuple(row[start:end]) for start, end in zip([0, *starts], [*cuts, len(row)], strict=True)]
        return [] if any(self._is_long(frame, part) for part in parts) else [self._free(frame, part, relation) for part in parts]

    def _lacks_nothing(self, frame: Frame, row: Sequence[int]) -> bool:
        """Whether what is said to be missing is nothing that is measured: "there is no standard", but "no blasts in the blood"."""
        elements = [frame.elements[place] for place in row]
        words = list(dropwhile(self._absence_openings.__contains__, " ".join(element.text for element in elements).split()))
        named = [one.term for element in elements for one in element.named]
        ill = any(term.is_disease or not term.classes.isdisjoint(_FOUND) for term in named)
        return not self._absent.isdisjoint(words[:1]) and not ill and self._measured.isdisjoint(words)

    def _in_clause(self, frame: Frame, places: tuple[int, ...]) -> tuple[int, ...]:
        """Words up to where "and" joins a clause with a subject of its own: "S stops cells, and it may cause O"."""
        for at, place in enumerate(places[2:], 2):
            joins = frame.elements[place].text in self._clause_joins
            if (joins and opens_clause(frame.elements, place + 1, self._verbs, self._relatives)) or self._is_next_aim(frame, place):
                return places[: at - (frame.elements[places[at - 1]].text == ",")]
        return places

    def _is_next_aim(self, frame: Frame, place: int) -> bool:
        """Whether a list goes on with another thing and its own aim or way: "S to prevent O, S to treat O and S through a drip"."""
        behind = frame.elements[place + 1 : place + 3]
        joins = frame.elements[place].text == "," or frame.elements[place].text in self._conjunctions
        named = joins and any("ag:Treatment" in one.term.classes for element in behind[:1] for one in element.named)
        return named and any(element.text in _AIMS for element in behind[1:])

    def _before_verb(self, frame: Frame, places: tuple[int, ...]) -> tuple[int, ...]:
        """Words up to the verb of the clause around them: "S to do this is common" tells of this; "cells that are left" is one thing."""
        if frame.elements[max(0, places[0] - 1)].text in self._relatives:
            return places  # "a treatment in which cells are changed" tells it in a clause
        for at, place in enumerate(places[1:], 1):
            if frame.elements[place].text in self._relatives:
                break
            if frame.elements[place].text in self._being:
                return places[:at]
        return places

    def _opens_another(self, frame: Frame, row: Sequence[int], at: int) -> bool:
        """Whether "and" joins a thing that stands for itself: "normal counts and no blasts", "blasts are gone and counts are normal"."""
        before, behind = ({frame.elements[place].text for place in side} for side in (row[:at], row[at + 1 :]))
        both_told = not self._verbs.isdisjoint(before) and not self._verbs.isdisjoint(behind)
        return both_told or frame.elements[row[at + 1]].text in self._openings

    def _is_long(self, frame: Frame, row: Sequence[int]) -> bool:
        """Whether words are too many to be the label of a whole value."""
        run = Span(frame.elements[row[0]].span.start, frame.elements[row[-1]].span.end).of(frame.text)
        kept = [word.lower() not in self._articles | self._possessives for word in _REMARK.sub("", run).split()]
        together = max((len(list(words)) for is_kept, words in groupby(kept) if is_kept), default=0)
        return together > _LONGEST_LABEL or sum(kept) > _LONGEST_WHOLE_LABEL

    def _free(self, frame: Frame, places: tuple[int, ...], relation: Relation) -> End:
        """A value made of the words at `places`; its label is cut where it would become a quotation."""
        elements = [frame.elements[place] for place in dict.fromkeys(places)]
        span = Span(elements[0].span.start, elements[-1].span.end)
        run = span.of(frame.text)
        longest = _LONGEST_WHOLE_LABEL if relation.curie in self._whole else _LONGEST_LABEL
        label = " ".join(run.rstrip("®™").split()) if BRAND in relation.range else self._label(run, longest)
        return End(Named(self._lexicon.minted(label, min(relation.range)), span), places[0])

    def _label(self, run: str, longest: int) -> str:
        """A label of free words: in lower case but for abbreviations, short, and not broken off at a word that leads on."""
        run = _ADDED.sub("", _REMARK.sub("", run)) or run
        words = [word if word.isupper() and len(word) > 1 else word.lower() for word in run.split()]
        if len(words) > _LONGEST_LABEL:
            left_out = self._articles | self._possessives if longest > _LONGEST_LABEL else self._articles
            words = [word for word in words if word not in left_out]
        if len(words) > longest:  # cut off, it ends before what a word such as "of" or "and" leads on to
            leading = [at for at in range(_PART_WORDS, longest) if words[at].strip(",") in self._leading_on]
            words = words[: max(leading, default=longest)]
        while len(words) > 1 and words[-1].strip(",;(") in self._leading_on:
            words.pop()
        return " ".join(words).strip(" ,;:()")

    def _says_nothing(self, frame: Frame, places: tuple[int, ...]) -> bool:
        """Whether a value is a bare name, but of an outcome, or points elsewhere: "blocks JAK2" is a target, "to prevent it" nothing.

        Nor does "to lower that risk", where the thing has no name.
        """
        elements = [frame.elements[place] for place in dict.fromkeys(places)]
        if elements and all("ag:Outcome" in one.term.classes for element in elements for one in element.named) and elements[-1].named:
            return False
        return all(element.named or not element.text[0].isalnum() or element.text in self._joins for element in elements) or (
            len(elements) <= _PART_WORDS
            and (elements[-1].text in self._empty_ends or any(one.text in self._empty_leads for one in elements[-2:-1]))
        )

    def _listed(self, frame: Frame, places: tuple[int, ...], relation: Relation) -> list[End]:
        """The parts of a list of words: a known term where a part names one, else a short part as it stands."""
        parts: list[list[int]] = [[]]
        joins = [""]  # what stands before each part
        of_words = relation.curie in self._whole  # each part is a condition as it stands: "platelets >100,000/µL"
        parting = self._conjunctions | {",", ";"} if of_words else self._list_joins
        for place in (place for place in dict.fromkeys(places) if not in_condition(frame.elements, place, self._conditions)):
            if frame.elements[place].text in parting and not frame.elements[place].named and not _is_in_number(frame, place):
                parts.append([])
                joins.append(frame.elements[place].text)
            elif frame.elements[place].named or frame.elements[place].text[0].isalnum() or of_words or frame.elements[place].text in _SIGNS:
                parts[-1].append(place)
        halving = self._alternatives | {"/"}
        found = []
        of_level = False  # whether a part tells how much there is of those behind it: "decreased fibrinogen, antithrombin"
        of_place = False  # whether the part before says where: "yellowing of the skin and eyes" is one thing
        for whole, before, after in zip(parts, joins, [*joins[1:], ""], strict=True):
            # "no fever", "may cause fever" tell of fever; ", never fever" is no member; but "no signs" is a condition as it stands
            part = whole if of_words else list(dropwhile(lambda place: frame.elements[place].text in self._opening_words, whole))
            if part != whole and whole and f"{before} {frame.elements[whole[0]].text}" in self._set_aside:
                continue
            known = [end for place in part for end in self._named(frame, place, relation.range)]
            words = [word for place in part for word in frame.elements[place].text.split()]
            if not of_words and before and not self._list_ends.isdisjoint(words[:1]):
                break  # "fever; signs include chills", "fever; this may be serious"
            half = len(words) == 1 and not halving.isdisjoint({before, after})  # "weak or absent voice", "fingers/toes"
            half = half or (len(words) == 1 and after in self._conjunctions and words[0].endswith(_ADJECTIVE))  # "renal and liver damage"
            half = half or of_level or (of_place and before in self._conjunctions) or self._is_remark(frame, part)
            of_place = not half and not self._placing.isdisjoint(words)
            of_level = not known and (of_level or (words[:1] != [] and words[0] in self._levels))
            if known and (len(known) >= len(part) or len(words) > _PART_WORDS):
                found += known
            elif part and not half and self._may_be_value(frame, part, words, of_words=of_words):
                found.append(self._free(frame, tuple(part), relation))
            else:
                found += known
        return found

    def _is_remark(self, frame: Frame, part: Sequence[int]) -> bool:
        """Whether a part stands in brackets, or breaks off at brackets in the middle of it: "dry (cracked) skin around the lips"."""
        if part and frame.elements[part[0]].bracket:
            return True
        behind = frame.elements[part[-1] + 1 :] if part else ()
        after = next((at for at, element in enumerate(behind) if not element.bracket), len(behind))
        return 0 < after < len(behind) and behind[after].text[0].isalnum() and behind[after].text not in self._list_joins

    def _may_be_value(self, frame: Frame, part: Sequence[int], words: Sequence[str], *, of_words: bool) -> bool:
        """Whether a part may be a value as it stands: one that names nothing but what treats, and how it is given, is none."""
        named = [one for place in part for one in frame.elements[place].named]
        treating = [one for one in named if "ag:Treatment" in one.term.classes]
        treats = bool(treating) and all(one in treating or not one.term.classes.isdisjoint(_WAYS) for one in named)
        return not treats and (1 < len(words) <= _LONGEST_WHOLE_LABEL if of_words else self._may_be_member(words))

    def _may_be_member(self, words: Sequence[str]) -> bool:
        """Whether words that name no term may be a value of their own in a list."""
        short = len(words) <= _PART_WORDS and len(words[0]) > 1
        told = not self._body.issuperset(words)  # "numbness in the hands, fingers or toes"
        return short and told and self._no_member.isdisjoint(words) and not words[0].isdigit()

    def _looked_up(self, frame: Frame, sign: str, classes: frozenset[str], others: set[int], *, last: bool, rule: Rule) -> list[End]:
        """An end that the sentence does not name, from the nearest place above that names a fitting one.

        A rule that counts for known pairs looks at every one that the sentence before names, and one for wide classes at what opens
        a heading: "Phases of chemotherapy" says of nothing that it is one.
        """
        if (sign == "<" and self._turns_away(frame, classes)) or (not last and is_of_unknown(frame.above)):
            return []
        if sign in self._kinds:
            return self._kinds[sign](frame, classes)
        alone = sign == "^" or (rule.wide and rule.relation.curie in self._same_kind)
        only = rule.kinds.get("o" if last else "s", "") if alone else ""  # one term: nothing else stands in its way
        only = "" if is_class(only) else only
        if sign != "@" and not only and self._is_named(frame, classes, others, leads=sign == "#"):
            return []
        passing: list[End] = []  # what an earlier sentence names in passing counts only where nothing else above names the thing
        for above in frame.above:
            if above.kind not in _PLACES[sign]:
                continue
            fitting = self._narrow([one for one in self._lines.values(above.named, classes) if only in ("", one.term.curie)])
            fitting = fitting if last or rule.known else self._lines.without_classes(fitting)
            if above.kind == "before" and above.classes.isdisjoint(_TREATING):  # "some die during induction" only tells when that happens
                fitting = [one for one in fitting if not _is_time(frame, above, one)]
            if sign == "#" and last and _is_kind_of_page(frame, above):
                fitting = [named for named in fitting if "ag:Population" not in named.term.classes]
            if sign in "#|" and not (
                last and self._heads_list(frame, above)
            ):  # else the disease at large says what the page is about, no more
                fitting = [named for named in fitting if named.term.curie not in self._root]
            fitting = [named for named in fitting if not rule.wide or named.span.start == above.span.start]
            if (every := self._of_several(frame, sign, above, fitting, rule, last=last)) is not None:
                return [End(named, -1, above) for named in every]
            whole = sign == "#" and last and _are_beside(frame, fitting)
            chosen = fitting if whole else fitting[-1:] if last else fitting[:1]
            end = [End(named, -1, above) for named in chosen]
            if end and sign == "^" and above.kind == "before" and not above.opens_with(end[0].named):
                passing = passing or end
            elif end:
                return end
        return passing

    def _of_several(
        self, frame: Frame, sign: str, above: Above, fitting: Sequence[Named], rule: Rule, *, last: bool
    ) -> Sequence[Named] | None:
        """Of several things that a place names those that are meant, where that is more than the first; None where it is not asked.

        All of "Prednisone / dexamethasone", and of classes that to which a thing is known to belong. "S + S", the head of a table's row,
        are both for those whom the row tells of; whose harms it tells is said where they are alternatives.
        """
        # below "Targeted therapy and immunotherapy" a name may be of either
        unclear = sign == "#" and not rule.known and self._names_others(rule, above, fitting)
        several = len({named.term.curie for named in fitting}) > 1
        if unclear or (several and (sign == "<" or (sign == "#" and not last))):
            return fitting if rule.known or (not unclear and sign == "#" and _only_lists(frame, above, fitting)) else ()
        drugs = list({one.term.curie: one for one in fitting if "ag:Drug" in one.term.classes}.values()) if sign == "|" and not last else ()
        if len(drugs) < 2:  # one is not several
            return None
        return drugs if rule.relation.curie in self._of_use or _only_lists(frame, above, drugs) else ()

    def _turns_away(self, frame: Frame, classes: frozenset[str]) -> bool:
        """Whether a sentence is no more about what was told before it: "if you have S", and for phases "S is considered in high-risk O"."""
        condition = any(element.text in self._conditions for element in frame.elements[:1])
        return condition or ("ag:TreatmentPhase" in classes and frame.names_kind(self._no_kinds, self._verbs))

    def _names_others(self, rule: Rule, above: Above, fitting: Sequence[Named]) -> bool:
        """Whether a heading names others of the classes that are so wide that they need telling than those that fit a rule."""
        wide = {named.term.curie for named in above.named if (rule.relation.curie, named.term.curie) in self._wide}
        return len(wide) > 1 and not wide.isdisjoint(named.term.curie for named in fitting)

    def _heads_list(self, frame: Frame, above: Above) -> bool:
        """Whether a heading says what the things listed under it are for: "Drugs approved for ALL"."""
        words = _TABLE.sub("", " ".join(above.span.of(frame.text).lower().split())) if above.kind == "heading" else ""
        found = self._listing.search(words)
        before = words[: found.start()].split() if found else []
        return found is not None and len(before) <= _BEFORE_LISTING and all(word.isalpha() for word in before)

    def _section(self, frame: Frame, classes: frozenset[str]) -> list[End]:
        """What the sentence before or the nearest heading that names a kind says is spoken of, else the disease that was named last.

        None where the sentence or a lead-in line names a kind, a state or another disease, or starts with a condition: it has its own say.
        """
        own = next((element.text for element in frame.elements if element.segment == frame.own), "")
        if own in self._conditions:
            return []  # "if the leukemia is slow to go, ...": the condition tells what it is used for
        named = [(one.term, element.segment < frame.own) for element in _told_of_item(frame) for one in element.named]
        if any((term.is_disease and term.curie not in self._root) or (led and "ag:TreatmentPhase" in term.classes) for term, led in named):
            return []  # "drugs used in O are: ▸ S" tells the phase
        for above in frame.above:
            if above.kind in _PLACES["%"]:
                if above.kind == "before":
                    kind = self._told_before(frame, above) if own in self._pointing else None
                    if kind:
                        return [End(kind, -1, above)]
                    continue
                at_large = above.kind == "subject"
                if at_large and frame.sentence.block.is_cell:
                    return []  # what a table tells is told of its rows
                fitting = [one for one in self._lines.values(above.named, classes) if (one.term.curie in self._root) is at_large]
                if fitting:
                    return [End(one, -1, above) for one in fitting]
        return []

    def _kind_of_paragraph(self, frame: Frame, classes: frozenset[str]) -> list[End]:
        """The one kind of the disease that the sentences before in the paragraph name; none where the sentence names a disease itself."""
        if any(one.term.is_disease for element in frame.elements for one in element.named):
            return []
        before = [above for above in frame.above if above.kind in _PLACES[">"]]
        told = [
            End(one, -1, above) for above in before for one in self._lines.values(above.named, classes) if "ag:Disease" in one.term.classes
        ]
        kinds = [end for end in told if end.named.term.curie not in self._root]
        return kinds[:1] if len({end.named.term.curie for end in kinds}) == 1 else []

    def _told_before(self, frame: Frame, above: Above) -> Named | None:
        """The one kind of the disease that the sentence right before names, where it is the only disease there."""
        diseases = [one for one in above.named if one.term.is_disease] if above is frame.above[0] else []
        kinds = [one for one in diseases if "ag:Disease" in one.term.classes and one.term.curie not in self._root]
        return kinds[0] if kinds and len({one.term.curie for one in diseases}) == 1 else None

    def _is_named(self, frame: Frame, classes: frozenset[str], others: set[int], *, leads: bool) -> bool:
        """Whether the sentence, or with `leads` a lead-in line, names something fitting besides the other ends at the places `others`."""
        return any(
            self._lines.values(element.named, classes)
            for place, element in enumerate(frame.elements)
            if (leads or element.segment == frame.own) and not element.defines and place not in others
        )

    def _narrow(self, named: list[Named]) -> list[Named]:
        """Without the disease at large, where a kind or a state of it is named too."""
        if any(one.term.is_disease and one.term.curie not in self._root for one in named):
            return [one for one in named if one.term.curie not in self._root]
        return named

    def _fits(self, rule: Rule, frame: Frame, subject: Named, object_: Named) -> bool:
        """Whether the rule's classes and the relation's own limits let the two ends stand together."""
        sides = {"s": subject, "o": object_}
        if any(kind not in (*sides[name].term.classes, sides[name].term.curie) for name, kind in rule.kinds.items()):
            return False
        if ">" in rule.above.values() and not self._is_of_class_before(frame, subject):
            return False
        relation = rule.relation
        if BRAND in relation.range and object_.kind is NameKind.BRAND:
            return subject.term.curie == object_.term.curie and subject.kind is not NameKind.BRAND
        if relation.curie in self._same_kind and not (
            subject.term.classes & object_.term.classes & relation.domain or (subject.term.is_disease and object_.term.is_disease)
        ):
            return False
        one, other = subject.term.curie, object_.term.curie
        # what neither end is named in is no sentence that tells of known ones: "it" below a heading
        named = "o" not in rule.above or any(segment.covers(subject.span) for segment in frame.segments)
        wide = not rule.wide and (relation.curie, other) in self._wide
        if rule.known and (not named or wide or other not in self._broader(one)):
            return False
        # "a targeted drug known as a kinase inhibitor" makes no kind of the inhibitor
        turned = relation.curie in self._same_kind and one in self._broader(other)
        return one != other and not turned and not self._is_own_class(rule, subject, object_)

    def _is_of_class_before(self, frame: Frame, drug: Named) -> bool:
        """Whether a sentence before in the paragraph names a class that the background puts a drug into, and not as what the drug is."""
        before = ({one.term.curie for one in above.named} for above in frame.above if above.kind in _PLACES[">"])
        of_drug = self._broader(drug.term.curie)
        return any(drug.term.curie not in named and not of_drug.isdisjoint(named) for named in before)

    def _is_own_class(self, rule: Rule, subject: Named, object_: Named) -> bool:
        """Whether one end is a class of the other, with which no thing goes together."""
        one, other = subject.term.curie, object_.term.curie
        pairs = rule.relation.curie in self._no_class and not rule.own_class
        return pairs and (one in self._broader(other) or other in self._broader(one))


def _ending(words: Sequence[str]) -> frozenset[str]:
    """The last of some words, and the last two as one."""
    return frozenset({*words[-1:], " ".join(words[-2:])})


def _is_time(frame: Frame, above: Above, named: Named) -> bool:
    """Whether a phase only says when something happens: "infections during induction"."""
    before = frame.text[above.span.start : named.span.start].lower()
    return "ag:TreatmentPhase" in named.term.classes and not above.opens_with(named) and before.endswith(("during ", "in "))


def _told_of_item(frame: Frame) -> Sequence[Element]:
    """The elements of a frame; of an item that opens with a name and tells more of it behind a sign no more than this: "S, which ..."."""
    start = next((place for place, element in enumerate(frame.elements) if element.segment == frame.own), 0)
    if start and frame.elements[start].named and [element.text for element in frame.elements[start + 1 : start + 2]] in _ITEM_SIGNS:
        return frame.elements[: start + 1]
    return frame.elements


def _is_in_number(frame: Frame, place: int) -> bool:
    """Whether a comma parts the thousands of a number: "1,000"."""
    return [element.text.isdigit() for element in frame.elements[place - 1 : place + 2 : 2]] == [True, True] and (
        frame.elements[place - 1].span.end == frame.elements[place].span.start == frame.elements[place + 1].span.start - 1
    )


def _defines(frame: Frame, place: int, subjects: Sequence[int], *, inside: bool) -> bool:
    """Whether what stands at a place says what one of the subjects is, or does so `inside` the brackets behind it."""
    element = frame.elements[place]
    return element.defines and (element.host in subjects if inside else element.host < 0)
