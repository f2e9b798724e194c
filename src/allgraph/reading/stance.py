"""Stance: whether a sentence affirms, hedges or negates a relation that was found in it (the ConText idea, by clauses)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile, takewhile

from allgraph.reading.attachments import GOING_ON
from allgraph.reading.clauses import BESIDE, TURNED
from allgraph.reading.contrasts import DENIALS, leads_on
from allgraph.reading.elements import ITEM, Element, begins, denies, opens_clause, opens_order
from allgraph.reading.frames import Frame
from allgraph.reading.lexicon import Lexicon, by_first_word
from allgraph.reading.matching import Match
from allgraph.reading.retractions import RetractionReader
from allgraph.statements import Stance

#: So many elements behind "whether" hold the two cases that it adds.
_EITHER_REACH = 6

#: A remark in brackets of more elements than this speaks for itself.
_REMARK = 4

#: So far from a denial, in elements, stands the word that makes it one for some people only.
_PARTIAL_REACH = 6

#: So near behind a word of number stand the people that it counts, in elements.
_NUMBER_REACH = 2

#: So near behind what joins clauses stands the verb of the second, in elements: "and often causes".
_VERB_REACH = 3

#: Signs that end a clause.
_CLAUSE_ENDS = frozenset({".", ",", ";"})

#: Verbs that stand for the one told before, as in ", and the O did not".
_AUXILIARIES = frozenset({"are", "did", "do", "does", "had", "has", "have", "is", "was", "were"})

#: Words that open such a clause before its subject.
_OPENING_SUBJECT = frozenset({"and", "but", "the"})

#: Signs that set a word apart.
_ASIDE = frozenset({",", "(", ")"})

#: What joins the names before a colon.
_ADDING = frozenset({"+", ",", "/", "and", "or", "plus", "with"})

#: Behind a comma a relative word opens a clause on what stands before it, a word between them or none: ", who", ", for which".
_RELATIVE_REACH = 2

#: A relative clause that commas set apart has at most so many words.
_ASIDE_REACH = 16

#: Within so many elements behind ", and" stand the subject of a clause of its own and its verb: "one in ten adults with O is".
_OWN_SUBJECT_REACH = 8

#: So long may a label be that holds what stands behind its colon, in words: "not recommended for use in:".
_LABEL_REACH = 8

#: So long may a label be that stands before an answer, with its colon, in elements: "A:".
_ANSWER_LABEL = 2

#: What opens a clause on the noun before it where a verb follows.
_THAT = "that"


@dataclass(frozen=True)
class Held:
    """How a match is held, and the places of the words that tell it (none where it is affirmed)."""

    stance: Stance
    places: tuple[int, ...] = ()


class StanceReader:
    """Reads the stance of a match from the cues in the clauses it stands in.

    A cue counts in its own clause. The clauses that count are those of the pattern's own words and of the end that comes last; a
    lead-in line counts whole, for every item it leads in.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        hedges = dict.fromkeys(lexicon.cue_phrases("hedgeCue"), Stance.HEDGED)
        denials = dict.fromkeys(lexicon.cue_phrases("negationCue"), Stance.NEGATED)
        neutral = dict.fromkeys(lexicon.cue_phrases("neutralCue"), Stance.AFFIRMED)  # "not only": what holds a cue and is none
        self._cues = by_first_word(hedges | denials | neutral)
        self._list_hedges = lexicon.cue_phrases("listHedge")
        self._joins_list, self._degrees = lexicon.cue_set("conjunction"), lexicon.cue_set("degreeWord")
        self._fillers = lexicon.cue_words("filler")
        self._openers = {",", *self._fillers}
        self._phrase_cues = lexicon.cue_phrases("phraseCue")
        self._phrase_ends = lexicon.cue_set("phraseEnd")
        self._starts = by_first_word(dict.fromkeys(lexicon.cue_phrases("clauseStart") | lexicon.cue_phrases("stanceStart")))
        self._joins = lexicon.cue_set("clauseJoin")
        self._apart = lexicon.cue_set("besideCue")
        self._relatives, self._verb_joins = lexicon.cue_set("relativeCue"), lexicon.cue_set("verbJoin")
        self._restricting = self._relatives | lexicon.cue_set("restrictingCue")
        self._verbs = lexicon.cue_set("finiteVerb")
        self._takes, self._own_verbs, self._stays = lexicon.cue_set("receiveVerb"), lexicon.cue_set("ownVerb"), lexicon.cue_set("stayVerb")
        self._orders = lexicon.cue_set("orderVerb")
        self._acts = self._own_verbs | lexicon.cue_set("actingVerb")
        self._inflected = {verb for verb in self._acts | lexicon.cue_set("causingVerb") if verb.endswith("s")}
        self._concessions = by_first_word(dict.fromkeys(lexicon.cue_phrases("concessionCue")))
        self._conditions, self._grounds = lexicon.cue_set("conditionCue"), lexicon.cue_set("groundCue")
        self._questions = by_first_word(dict.fromkeys(lexicon.cue_phrases("questionOpening")))
        self._openings = lexicon.cue_set("openingCue") | lexicon.cue_set("whereCue")
        self._person_openers = lexicon.cue_set("personClause")
        self._leading = lexicon.cue_set("leadingCue")
        self._retractions, self._of_use = RetractionReader(lexicon), lexicon.marked("ofUse")
        self._own_denials, self._of_its_own = lexicon.marked("ownDenial"), lexicon.marked("ofItsOwn")
        self._averting, self._measuring = (
            {relation.curie: lexicon.cues_at("avertingWord", relation.curie) for relation in lexicon.relations},
            {relation.curie: lexicon.cues_at("measuringWord", relation.curie) for relation in lexicon.relations},
        )
        self._not_given = lexicon.cue_set("notGiven")
        self._bare = lexicon.cue_words("bareDenial")
        self._proven = lexicon.cue_set("provenCue")
        self._telling = lexicon.cue_set("useCue") | lexicon.cue_set("deniedUse") | self._proven
        self._cue_words = {*self._cues, *lexicon.cue_set("fewCue"), "whether"}  # what another word says nothing of stance without
        self._few, self._partial = lexicon.cue_set("fewCue"), lexicon.cue_set("partialCue")
        self._whole, self._people = lexicon.cue_set("wholeCue"), lexicon.cue_set("modifierHead")
        self._companions = by_first_word(dict.fromkeys(lexicon.cue_phrases("companionCue")))
        self._bases = by_first_word(dict.fromkeys(lexicon.cue_phrases("baseCue")))
        self._examples = by_first_word(dict.fromkeys(lexicon.cue_phrases("exampleCue")))
        self._heads = lexicon.cue_set("headNoun")
        self._forbidding = {relation.curie: lexicon.cues_at("forbiddingWord", relation.curie) for relation in lexicon.relations}
        self._lifting, self._answers = lexicon.cue_set("liftingCue"), lexicon.cue_set("answerCue")
        self._parting = lexicon.cue_set("concedingCue") | {"but", ";"}
        self._ways, self._sharing = lexicon.marked("attachedNear"), lexicon.cue_set("sharingCue")
        self._doses = self._ways & lexicon.marked("qualified")
        self._studies = lexicon.cue_set("studyCue")
        self._status_hedges, self._status_proofs = lexicon.cue_set("statusHedge"), lexicon.cue_set("statusProof")
        self._modals = lexicon.cue_set("clauseVerb")
        self._alternatives = lexicon.cue_set("alternative")
        self._list_joins = lexicon.cue_set("conjunction") | self._alternatives | {",", ";"}

    def stances(self, frame: Frame, matches: Sequence[Match]) -> list[Held]:
        """How each match of a frame is held, in order: negation before hedging before plain words."""
        cues = sorted([*self._found(frame.elements), *self._in_status(frame)], key=lambda cue: cue[1].start) if matches else []
        if not cues:
            return [self._forbidden(frame.elements, match) or Held(Stance.AFFIRMED) for match in matches]
        clauses, apart = self._clauses(frame.elements)
        behind = self._retractions.retracted(frame.elements, clauses), self._retractions.questioned(frame.elements, clauses)
        held = [
            self._taken_back(match, _strongest(match, self._holding(frame, match, cues, clauses, apart)), clauses, *behind)
            for match in matches
        ]
        denied = {
            match.subject.place: one
            for match, one in zip(matches, held, strict=True)
            if one.stance is Stance.NEGATED and not match.passing and clauses[one.places[0]] == clauses[match.subject.place]
        }
        told = [self._with_dose(match, one, denied) for match, one in zip(matches, held, strict=True)]
        # "S is no O, but the drug is safe": the second naming is denied as well
        refused = {match.claim: one for match, one in zip(matches, told, strict=True) if one.stance is Stance.NEGATED}
        told = [refused.get(match.claim, one) if match.known else one for match, one in zip(matches, told, strict=True)]
        return [self._forbidden(frame.elements, match) or one for match, one in zip(matches, told, strict=True)]

    def _forbidden(self, elements: Sequence[Element], match: Match) -> Held | None:
        """The denial of a way that kills: "S given by mouth is fatal", "S is fatal if injected"; None where the sentence tells of none."""
        words = self._forbidding.get(match.relation.curie, frozenset())
        for place in (at for at, element in enumerate(elements) if element.text in words) if words else ():
            led = any(element.text in self._conditions for element in elements[place + 1 : place + 2])
            reach = range(place + 1, len(elements)) if led else range(place - 1, -1, -1)
            others = takewhile(lambda at: elements[at].text not in self._parting, reach)
            ways = (at for at in others if any(match.relation.range & named.term.classes for named in elements[at].named))
            if next(ways, -1) == match.object.place:
                return Held(Stance.NEGATED, (place,))
        return None

    def _taken_back(
        self, match: Match, held: Held, clauses: Sequence[int], retracted: Mapping[int, range], questioned: Mapping[int, range]
    ) -> Held:
        """How a match is held where a clause behind takes back the one that its last word is in, or puts it in doubt.

        "S was tried in O, but did not help" denies a use, "S was linked to O, though this is disputed" doubts a harm or a use.
        """
        own, relation = clauses[max(match.places)], match.relation.curie
        use, harm = relation in self._of_use and not match.passing, relation in self._own_denials
        if use and own in retracted:
            return Held(Stance.NEGATED, tuple(retracted[own]))
        if (use or harm) and held.stance is Stance.AFFIRMED and own in questioned:
            return Held(Stance.HEDGED, tuple(questioned[own]))
        return held

    def _with_dose(self, match: Match, held: Held, denied: Mapping[int, Held]) -> Held:
        """How a match is held where its subject is denied something: "high-dose S is not used in O" denies S in that dose.

        `denied` holds the denials by the places of their subjects.
        """
        dose = match.passing and match.relation.curie in self._doses
        return denied.get(match.subject.place, held) if dose and match.subject.place >= 0 else held

    def _holding(
        self, frame: Frame, match: Match, cues: Sequence[tuple[Stance, range]], clauses: Sequence[int], apart: set[int]
    ) -> Iterator[tuple[Stance, range]]:
        """The cues that touch a match, each with its places."""
        elements = frame.elements
        counted = self._in_relative(elements, match, clauses)
        counted = counted or self._outside_asides(elements, match, clauses, _counted(match, clauses, apart))
        counted |= self._conditioned(elements, match, clauses) | self._around_aside(elements, match, clauses)
        counted |= self._remarked(elements, match, clauses) | _labelled(elements, match, clauses)
        leads = self._leads(frame, match)
        asked = self._asked(frame)
        for stance, places in cues:
            if places.start in asked and stance is not Stance.AFFIRMED:
                yield Stance.HEDGED, places
                continue
            if match.passing and not self._touches_passing(elements, match, stance, places):
                continue
            if self._is_of_other(elements, match, stance, places) or self._denies_no_harm(elements, match, stance, places):
                continue
            if match.valued and places.start > max(match.cues, default=-1):
                # what is said in a value of words, or behind it, is said of the value; but what opens a member of a list is said of that
                if self._opens_member(elements, match, stance, places):
                    yield stance, places
                continue
            of_phrase = tuple(elements[place].text for place in places) in self._phrase_cues
            phrase = self._phrase(elements, places.stop) if of_phrase else range(0)
            if phrase and not self._is_of_nobody(elements, clauses, places):
                # "with or without X", "without X": only what stands in the phrase behind is touched
                if any(end in phrase or self._is_denied_list(elements, places.stop, end) for end in _ends(match)):
                    yield stance, places
            elif self._tells_people(elements, match, clauses, places):
                continue
            elif any(clauses[place] in counted or elements[place].segment in leads for place in places):
                partial = stance is Stance.NEGATED and self._is_partial(elements, clauses, places)
                yield Stance.HEDGED if partial else stance, places

    def _is_of_other(self, elements: Sequence[Element], match: Match, stance: Stance, cue: range) -> bool:
        """Whether a cue holds something else than the match, wherever it stands: a remark, a degree, a kind, what comes of it."""
        behind = cue.start > max(_ends(match), default=-1)
        return (
            self._is_of_remark(elements, match, cue)
            or self._is_of_degree(elements, match, cue)
            or self._tells_kind(elements, match, cue)
            or self._ends_at_verb(elements, match, cue)
            or self._goes_on_past(elements, match, cue)
            or (stance is Stance.NEGATED and (_is_of_another_subject(elements, match, cue) or _is_corrected(elements, match, cue)))
            or (stance is Stance.HEDGED and (self._is_doubt_of_other(elements, match, cue) or _is_in_aside(elements, match, cue)))
            or (stance is Stance.NEGATED and (self._is_lifted(elements, match, cue) or _explains_state(elements, match, cue)))
            or (behind and (self._is_told_in_passing(elements, match) or self._is_of_effect(elements, match, stance, cue)))
            or (stance is Stance.NEGATED and self._is_ended(elements, match, cue))
            or (stance is Stance.NEGATED and (self._is_aim(elements, match, cue) or _denies_company(elements, match, cue)))
            or (cue.start in match.cues and elements[cue.start].text in self._averting[match.relation.curie])
            or (elements[cue.start].text in self._measuring[match.relation.curie] and not behind and _ends(match)[0] < cue.start)
        )

    def _ends_at_verb(self, elements: Sequence[Element], match: Match, cue: range) -> bool:
        """Whether a verb that no modal governs stands between a modal and what a match tells: "S may cause O and often causes O"."""
        if elements[cue.start].text not in self._modals or elements[cue.start].text.endswith("s"):
            return False
        last = max(_ends(match), default=-1)
        joins = (place for place in range(cue.stop, last) if elements[place].text in self._joins)
        heads = (takewhile(lambda one: not one.named, elements[place + 1 : min(last, place + 1 + _VERB_REACH)]) for place in joins)
        return any(element.text in self._inflected for head in heads for element in head)

    def _goes_on_past(self, elements: Sequence[Element], match: Match, cue: range) -> bool:
        """Whether a cue stands behind the relative clause that alone tells of the subject: "S that is given by mouth does not reach O"."""
        subject, object_ = match.subject.place, match.object.place
        opens = next((at for at in range(subject + 1, object_) if elements[at].text not in self._heads), object_)
        if not 0 <= subject < opens < object_ or elements[opens].text not in self._restricting:
            return False
        told = any(elements[at].text in self._verbs for at in range(opens + 1, object_))
        verb = next((at for at in range(object_ + 1, cue.stop) if elements[at].text in self._verbs | self._modals), cue.stop)
        return told and verb < cue.stop and elements[verb - 1].text not in self._list_joins

    def _is_ended(self, elements: Sequence[Element], match: Match, denial: range) -> bool:
        """Whether another word of use ends a denial before what a match tells: "S is omitted in O and added in O"."""
        last = max(_ends(match), default=-1)
        joins = (place for place in range(denial.stop, last - 1) if elements[place].text in ("and", "but"))
        denies_use = elements[denial.start].text.endswith("ed")  # "is not used in O and given in O" denies both
        return denies_use and any(elements[place + 1].text in self._telling for place in joins)

    def _is_aim(self, elements: Sequence[Element], match: Match, denial: range) -> bool:
        """Whether a denial tells what a thing is used for: "S is given in O to avoid ...", "S is given to reduce or omit S in O"."""
        joined = denial.start > 2 and elements[denial.start - 1].text in self._list_joins
        opens = denial.start - (3 if joined else 1)
        aims = opens > 0 and elements[opens].text == "to" and any(one.text[0].isalnum() for one in elements[denial.stop :][:1])
        if not aims or all(one.text not in self._telling for one in elements[:opens]):
            return False
        first, last = min(_ends(match), default=opens), max(_ends(match), default=-1)
        return last < opens or (first < opens and any(one.is_treatment for one in elements[denial.stop : last]))

    def _denies_no_harm(self, elements: Sequence[Element], match: Match, stance: Stance, cue: range) -> bool:
        """Whether a match tells a harm that a cue does not touch.

        "S was discontinued because of O" denies no effect, nor does "S is omitted, which lessens the risk of O"; and
        "S: O (not for long), O" says nothing of the second.
        """
        if match.relation.curie not in self._own_denials:
            return False
        host = elements[cue.start].host
        words = " ".join(elements[place].text for place in cue)
        own = stance is Stance.NEGATED and (set(cue) <= set(match.cues) or words in self._not_given)
        return own or (host >= 0 and host not in _ends(match))

    def _in_relative(self, elements: Sequence[Element], match: Match, clauses: Sequence[int]) -> set[int]:
        """The relative clause that alone tells of the object before it: "S is not for O, who may get S".

        Without a comma it does so where another subject stands before the object, which the rule's name shows.
        """
        subject, object_ = match.subject.place, match.object.place
        opener = clauses.index(clauses[subject]) if 0 <= object_ < subject else 0
        if opener <= object_ or elements[opener].text not in self._relatives:
            return set()
        between = [element.text for element in elements[object_ + 1 : opener]]
        return {clauses[subject]} if match.rule.endswith(TURNED) or "," in between[-_RELATIVE_REACH:] else set()

    def _outside_asides(self, elements: Sequence[Element], match: Match, clauses: Sequence[int], counted: set[int]) -> set[int]:
        """The clauses that count, without relative ones between the ends that name neither: "S, which is not for O, helps in O"."""
        own = {clauses[place] for place in _ends(match)}
        between = {clause for clause in counted if own and min(own) < clause < max(own)} - own
        asides = {clause for clause in between if elements[clauses.index(clause)].text in self._relatives}
        return (counted - asides or {max(own)}) if asides else counted

    def _around_aside(self, elements: Sequence[Element], match: Match, clauses: Sequence[int]) -> set[int]:
        """The clause that goes on behind a relative one on the subject, where no other end is named: "S, which is O, is not used"."""
        subject = match.subject.place
        if subject < 0 or match.object.place >= 0:
            return set()
        behind = next((at for at in range(subject + 1, len(elements)) if not elements[at].bracket), len(elements))
        aside = [element.text for element in elements[behind : behind + 2]]
        if aside[:1] != [","] or self._relatives.isdisjoint(aside[1:]):
            return set()
        after = clauses[behind + 1] + 1
        goes_on = after in clauses and elements[clauses.index(after) - 1].text == ","
        return {after} if goes_on and elements[clauses.index(after)].text in self._verbs | self._own_verbs else set()

    def _conditioned(self, elements: Sequence[Element], match: Match, clauses: Sequence[int]) -> set[int]:
        """The clause that a condition holds the last end of: "S is not for all, and is not given if you have O"."""
        ends = _ends(match)
        own = clauses[ends[-1]] if ends else 0
        opens = bool(own) and elements[clauses.index(own)].text in self._conditions
        return {own - 1} if opens and ends[0] < clauses.index(own) else set()

    @staticmethod
    def _remarked(elements: Sequence[Element], match: Match, clauses: Sequence[int]) -> set[int]:
        """The clause behind the colon of a line on one thing, whose use stands above it or before it: "S: investigational"."""
        subject, object_ = match.subject.place, match.object.place
        if subject < 0:
            return set()
        beside = not match.object.above and elements[object_].segment == elements[subject].segment
        last = max(subject, object_) if beside else subject
        behind = (place for place in range(last + 1, len(elements)) if not elements[place].named and not elements[place].bracket)
        sign = next((place for place in behind if elements[place].text not in _ADDING), len(elements))
        if beside and any(element.named for element in elements[sign:]):
            return set()
        return {clauses[sign + 1]} if sign + 1 < len(elements) and elements[sign].text == ":" else set()

    def _is_told_in_passing(self, elements: Sequence[Element], match: Match) -> bool:
        """Whether a way is told right behind the name, without a verb: "S given by mouth does not help" denies no way."""
        subject, object_ = match.subject.place, match.object.place
        between = [element.text for element in elements[subject + 1 : object_]] if 0 <= subject < object_ else []
        return match.relation.curie in self._ways and between[:1] != [] and between[0] in self._sharing and self._verbs.isdisjoint(between)

    def _is_of_effect(self, elements: Sequence[Element], match: Match, stance: Stance, cue: range) -> bool:
        """Whether what is said behind a way tells no use but what comes of it: "S tablets seldom make people sick" doubts no way.

        What is denied there has to be a harm: "S tablets do not exist" tells of none.
        """
        beside = match.rule.endswith(BESIDE) or elements[cue.start - 1].text == ","
        said = list(takewhile(lambda element: element.text not in _CLAUSE_ENDS, elements[cue.stop :]))
        effect = any(map(_is_harm, said)) or (bool(said) and stance is Stance.HEDGED)
        way = match.relation.curie in self._ways and match.relation.curie not in self._doses  # "S in high doses may harm" is of the dose
        return way and beside and effect and all(element.text not in self._telling for element in said)

    def _is_lifted(self, elements: Sequence[Element], match: Match, denial: range) -> bool:
        """Whether the end behind a denial is the case that it does not hold in: "S is not given unless O"."""
        unless = next((at for at in range(denial.stop, len(elements)) if elements[at].text in self._lifting), len(elements))
        ends = _ends(match)
        return len(ends) > 1 and ends[0] < unless < ends[1]

    def _opens_member(self, elements: Sequence[Element], match: Match, stance: Stance, cue: range) -> bool:
        """Whether a cue opens the object as a member of a list: "side effects: rash, no fever"; "no fever or rash" denies both."""
        place = match.object.place
        if stance is Stance.HEDGED and place in self._doubted_member(elements, cue):
            return True
        if stance is Stance.NEGATED and self._is_denied_list(elements, cue.stop, place):
            return True
        return cue.stop <= place and all(element.text not in self._list_joins for element in elements[cue.stop : place])

    def _is_denied_list(self, elements: Sequence[Element], start: int, place: int) -> bool:
        """Whether a place is in the list of alternatives that starts at another, all of which a denial before them denies."""
        listed = list(takewhile(lambda element: element.named or element.text in self._list_joins, elements[start:]))
        return start <= place < start + len(listed) and any(element.text in self._alternatives for element in listed)

    def _is_of_remark(self, elements: Sequence[Element], match: Match, cue: range) -> bool:
        """Whether a cue opens a remark in brackets on something else: "S is used for O (not in infants)", but "S (investigational)"."""
        first = elements[cue.start - 1].text == "("
        opens = elements[cue.start].bracket and (first or self._is_in_remark(elements, cue.start))
        remark = takewhile(lambda element: element.text != ")", elements[cue.stop :])
        return (
            opens
            and (not first or any(one.named or one.text in self._leading for one in remark))
            and not any(elements[place].bracket for place in _ends(match))
        )

    def _is_of_degree(self, elements: Sequence[Element], match: Match, cue: range) -> bool:
        """Whether what opens a remark in brackets denies neither use nor harm, but how heavy it is: "O (not severe)"; or sets aside.

        What is named in the remark itself is denied: "S (no S)".
        """
        if not elements[cue.start].bracket or elements[cue.start - 1].text != "(" or elements[cue.start].text not in self._bare:
            return False
        if any(place > cue.start and elements[place].bracket for place in _ends(match)):
            return False
        said = [element.text for element in takewhile(lambda element: element.text != ")", elements[cue.stop :])]
        telling = self._proven if match.relation.curie in self._own_denials else self._telling
        return bool(said) and telling.isdisjoint(said)  # "S: O (no longer recommended)" denies S its use, and not the harm

    def _tells_kind(self, elements: Sequence[Element], match: Match, cue: range) -> bool:
        """Whether a cue only tells which things are meant, of which examples follow: "O uses drugs that are not used in O, such as S"."""
        nouns = (at for at in range(cue.start - 1, -1, -1) if elements[at].text in self._heads and not elements[at].named)
        noun = next(nouns, len(elements))
        said = elements[cue.start].text in self._verbs  # "treatment may include S" says it of treatment
        told = (noun + 1 == cue.start and not said) or (noun + 1 < cue.start and elements[noun + 1].text in self._relatives)
        ends = _ends(match)
        if not told or len(ends) <= 1 or ends[0] >= noun:
            return False
        return any(_opens_with(elements, at, self._examples) for at in range(cue.stop, ends[1]))

    def _is_of_addition(self, elements: Sequence[Element], match: Match, cue: int) -> bool:
        """Whether what is doubted is only what comes on top of the subject: "in O, S may be added to S" doubts the first alone."""
        added = any(_opens_with(elements, at, self._bases) for at in range(cue, match.subject.place))
        return added and match.object.place < match.subject.place

    def _is_in_remark(self, elements: Sequence[Element], cue: int) -> bool:
        """Whether a remark in brackets names something before a cue in it: "S (a steroid, sometimes called ...)"."""
        before = takewhile(lambda element: element.text != "(", reversed(elements[:cue]))
        return any(element.named for element in before)

    def _is_doubt_of_other(self, elements: Sequence[Element], match: Match, cue: range) -> bool:
        """Whether a doubt is one of something else: of what comes on top, of a list behind the subject, or of a member of a list."""
        if self._is_of_addition(elements, match, cue.stop):
            return True
        if 0 <= match.subject.place < cue.start and tuple(elements[place].text for place in cue) in self._list_hedges:
            return True
        member = self._doubted_member(elements, cue)
        return bool(member) and set(member).isdisjoint(_ends(match))

    def _doubted_member(self, elements: Sequence[Element], cue: range) -> range:
        """The places of the member of a list that alone a cue doubts: "S and, in some cases, S are given"; none where it doubts more.

        Or of what commas set apart as given with the thing before: "S, sometimes with S and S, is given".
        """
        if cue.start and _opens_with(elements, cue.start - 1, self._companions):
            end = next((place for place in range(cue.stop, len(elements)) if elements[place].text == ","), len(elements))
            return range(cue.start, end)
        behind = takewhile(lambda element: not element.named and element.text in self._openers | _ASIDE, elements[cue.stop :])
        start = cue.stop + sum(1 for _ in behind)
        if start == len(elements) or not self._opens_listed(elements, cue.start, start):
            return range(0)
        end = self._phrase(elements, start).stop
        while end + 1 < len(elements) and elements[end].text == "," and _is_harm(elements[start]) and _is_harm(elements[end + 1]):
            end = self._phrase(elements, end + 1).stop  # "and, rarely, O, O"
        return range(start, end)

    def _opens_listed(self, elements: Sequence[Element], cue: int, start: int) -> bool:
        """Whether a doubt opens a member of a list of treatments or of harms: "O and, very rarely, O", "O and O, sometimes O"."""
        before = list(dropwhile(lambda element: element.text in _ASIDE | self._degrees, reversed(elements[:cue])))
        joined = bool(before) and before[0].text in self._joins_list
        if not _is_harm(elements[start]):
            return joined and elements[start].is_treatment
        return joined or (bool(before) and _is_harm(before[0]) and elements[cue - 1].text != before[0].text)

    def _tells_people(self, elements: Sequence[Element], match: Match, clauses: Sequence[int], places: range) -> bool:
        """Whether a cue behind an end only tells whose it is: "S is used for boys whose O does not go away"."""
        own = clauses[places.start]
        within = [place for place in _ends(match) if clauses[place] == own]
        opener = elements[clauses.index(own)].text
        if not within and opener in self._person_openers and elements[places.start].segment < elements[_ends(match)[-1]].segment:
            return True  # "patients who do not have a donor get:" leads in what they get
        apart = len(within) < len(_ends(match)) and opener in self._person_openers
        return apart and bool(within) and max(within) < places.start

    def _touches_passing(self, elements: Sequence[Element], match: Match, stance: Stance, places: range) -> bool:
        """Whether a cue may touch what is said in passing: no hedge around it does, nor what is denied beside it.

        But the way or the dose of what is denied is denied too, "should not receive high-dose S", and that of what is only studied is too.
        """
        if stance is Stance.HEDGED:
            return match.relation.curie in self._ways and " ".join(elements[place].text for place in places) in self._studies
        of_way = match.relation.curie in self._ways and places.stop <= min(match.places)
        return stance is Stance.NEGATED and (of_way or not set(places).isdisjoint(match.places))

    def _leads(self, frame: Frame, match: Match) -> set[int]:
        """The lead-in lines whose cues count: those the match covers, and all over an item that is no sentence of its own.

        What a thing is by itself no other hedges: "what may be used: ▸ S, an antibody that binds to O".
        The cell that says how the row of a table is held counts for uses alone: what is investigational has its target.
        """
        over, status = frame.segments[: frame.own], frame.sentence.block.status
        if status in over:
            return {segment for segment, lead in enumerate(over) if lead != status or match.relation.curie in self._of_use}
        leads = {segment for place in match.places if (segment := frame.elements[place].segment) < frame.own}
        if leads or not frame.own or match.relation.curie in self._of_its_own or self._has_verb(frame, match):
            return leads
        return set(range(frame.own))

    def _asked(self, frame: Frame) -> range:
        """The places up to a comma of a sentence about a question: "whether S helps in O is not known", "which O need S is debated"."""
        start = next((place for place, element in enumerate(frame.elements) if element.segment == frame.own), 0)
        row = frame.elements[start:]
        if not row or row[-1].text == "?" or not _opens_with(row, 0, self._questions):
            return range(0)
        comma = next((at for at, element in enumerate(row) if element.text == ","), len(row))
        return range(start, start + comma)

    def _in_status(self, frame: Frame) -> Iterator[tuple[Stance, range]]:
        """The word by which the cell that says how a row of a table is held tells of a trial alone: "Phase II", not "approved; trials"."""
        if frame.sentence.block.status not in frame.segments[: frame.own]:
            return
        segment = frame.segments.index(frame.sentence.block.status)
        cell = {place: element.text for place, element in enumerate(frame.elements) if element.segment == segment}
        if self._status_proofs.isdisjoint(cell.values()):
            yield from ((Stance.HEDGED, range(place, place + 1)) for place, text in cell.items() if text in self._status_hedges)

    def _phrase(self, elements: Sequence[Element], start: int) -> range:
        """The places from `start` to the end of the phrase there."""
        end = start
        while end < len(elements) and (elements[end].named or elements[end].text not in self._phrase_ends):
            end += 1
        return range(start, end)

    def _has_verb(self, frame: Frame, match: Match) -> bool:
        """Whether the item has a verb of its own up to where the match ends."""
        end = max(match.places) + 1
        return any(element.text in self._verbs for element in frame.elements[:end] if element.segment == frame.own and not element.named)

    def _found(self, elements: Sequence[Element]) -> list[tuple[Stance, range]]:
        """The cues in order, longest first where they overlap; the words of a mention are no cue."""
        found: list[tuple[Stance, range]] = []
        place = 0
        while place < len(elements):
            element = elements[place]
            if element.text not in self._cue_words and (element.named or " " not in element.text):
                place += 1
                continue  # as most are
            if " " in element.text and not element.named:  # a state that is none here: "headache has not responded to S"
                found += [(stance, range(place, place + 1)) for stance in self._inside(element.text.split())]
            if element.text in self._few and self._counts_people(elements, place):
                found.append((Stance.HEDGED, range(place, place + 1)))
            if self._is_either_way(elements, place) or self._is_answer(elements, place):
                place += 1
                continue
            for words, stance in self._cues.get(element.text, ()):
                window = elements[place : place + len(words)]
                if begins(elements, place, words) and not any(one.named for one in window):
                    denies_use = words in DENIALS and leads_on(elements, place + len(words), self._leading)
                    found.append((Stance.NEGATED if denies_use else stance, range(place, place + len(words))))
                    place += len(words)
                    break
            else:
                place += 1
        return found

    def _is_either_way(self, elements: Sequence[Element], place: int) -> bool:
        """Whether "whether" adds two cases of which each will do, without a verb: "S is given in O, whether early or late"."""
        if not place or elements[place].text != "whether" or elements[place - 1].text != ",":
            return False
        behind = [element.text for element in elements[place + 1 : place + 1 + _EITHER_REACH]]
        case = behind[: behind.index("or")] if "or" in behind else []
        return bool(case) and self._modals.isdisjoint(case)

    def _is_answer(self, elements: Sequence[Element], place: int) -> bool:
        """Whether a word denies what was asked before the sentence, and not what the sentence tells: "No, S is given in O"."""
        before = elements[max(0, place - _ANSWER_LABEL) : place]
        begins_own = not before or before[-1].segment != elements[place].segment
        labelled = len(before) == place and before[-1:] and before[-1].text == ":" and not any(element.named for element in before)
        if elements[place].text not in self._answers or not (begins_own or labelled):
            return False
        sign, after = ([element.text for element in elements[place + 1 : place + 3]] + ["", ""])[:2]
        return sign in (",", ".") and after not in self._list_joins

    @staticmethod
    def _counts_people(elements: Sequence[Element], place: int) -> bool:
        """Whether a word of number counts people: "few children", but "a few children"."""
        article = place > 0 and elements[place - 1].text in ("a", "quite")
        return not article and any(element.is_of_people for element in elements[place + 1 : place + 2])

    def _inside(self, words: Sequence[str]) -> Iterator[Stance]:
        """What the words of a run say of stance, the longest cue first."""
        place = 0
        while place < len(words):
            cue, stance = next(
                ((cue, one) for cue, one in self._cues.get(words[place], ()) if words[place : place + len(cue)] == [*cue]), ((), None)
            )
            if stance:
                yield stance
            place += len(cue) or 1

    def _clauses(self, elements: Sequence[Element]) -> tuple[list[int], set[int]]:
        """The number of each element's clause, and the clauses that stand beside the one before them and do not depend on it.

        A remark in brackets belongs to the clause around it.
        """
        clauses: list[int] = []
        apart: set[int] = set()
        number = verbs = acts = 0
        relative = False
        opening = self._opens_apart(elements)
        words = [element.text for element in elements]
        for place, element in enumerate(elements):
            if not element.bracket and not element.named:
                verb = element.text in self._verbs or element.text in self._takes
                # "patients who cannot take X receive Y": the second verb is that of the clause around the relative one
                second = relative and verb and verbs and not self._goes_with_verb(elements, place)
                second = second or (relative and self._goes_on_behind(elements, place, told=verbs > 0))
                second = second or (verbs + acts > 0 and self._joins_clause(elements, place))
                second = second or opens_order(words, place, self._orders, self._verbs)
                conceded, opening = opening and element.text == ",", opening and element.text != ","
                if conceded or second or self._starts_clause(elements, place):
                    number += 1
                    relative, verbs, acts = element.text in self._relatives, 0, 0
                    if element.text in self._apart:
                        apart.add(number)
                verbs += verb
                acts += element.text in self._acts
            clauses.append(number)
        return clauses, apart

    def _goes_on_behind(self, elements: Sequence[Element], place: int, *, told: bool) -> bool:
        """Whether the clause around a relative one goes on behind its comma: "S, which is not for O, treats O".

        Where no verb is known in the relative one, which is not `told` then, words behind its first one show it: "S, which enters O, is".
        """
        if elements[place - 1].text != ",":
            return False
        before = [element.text for element in elements[max(0, place - 2 - _ASIDE_REACH) : place - 1]]
        opener = next((at for at in range(len(before) - 1, -1, -1) if before[at] in self._relatives), len(before))
        whole = "," not in before[opener:] and opener + 1 < len(before)
        return elements[place].text in self._own_verbs if told else elements[place].text in self._verbs and whole

    def _goes_with_verb(self, elements: Sequence[Element], place: int) -> bool:
        """Whether a verb goes with the one before it: "who can and do receive S", "who may also get S"."""
        before = next((element.text for element in reversed(elements[:place]) if element.text not in self._fillers), "")
        return before in self._verb_joins or before in self._modals

    def _opens_apart(self, elements: Sequence[Element]) -> bool:
        """Whether what opens a sentence does not touch the rest: "contrary to ..., S is used", "if S is not given, S ..."."""
        if not elements:
            return False
        front = takewhile(lambda element: element.text != ",", elements)
        if elements[0].text in self._grounds:
            return any(element.text in self._verbs | self._acts for element in front)
        if elements[0].text in self._conditions:
            return any(denies(element.text) for element in front)
        return _opens_with(elements, 0, self._concessions)

    def _joins_clause(self, elements: Sequence[Element], place: int) -> bool:
        """Whether "and" joins a clause with a subject and a verb of its own: "S is given and S should be avoided".

        Behind a comma any verb shows it: "S is given, and one in ten is not cured". Where a treatment is the subject, it is no last member
        of a list: "S was of no help, and S is used".
        """
        if elements[place].text not in self._joins:
            return False
        if opens_clause(elements, place + 1, self._modals, self._relatives):
            return True
        behind = elements[place + 1 : place + 1 + _OWN_SUBJECT_REACH] if elements[place - 1].text == "," else []
        subject = list(takewhile(lambda one: one.text not in self._verbs and one.text.split()[0] not in self._stays, behind))
        told = all(one.named or (one.text.isalpha() and one.text not in self._relatives) for one in subject)
        listed = elements[place - 2].named and any(one.is_treatment for one in subject)
        return 0 < len(subject) < len(behind) and told and not listed

    def _is_partial(self, elements: Sequence[Element], clauses: Sequence[int], denial: range) -> bool:
        """Whether a denial is one for some people only: "most children do not receive S", "S is not given to all (or to most) children"."""
        own = clauses[denial.start]
        opening = clauses.index(own)
        opens = elements[opening].text in self._openings | self._partial  # "like most other S, S is not for O" tells of all of O
        reach = range(denial.start - 1, max(opening - 1, denial.start - _PARTIAL_REACH - 1), -1)
        before = takewhile(lambda place: opens or elements[place].text != ",", reach)
        if any(elements[place].text in self._partial for place in before):
            return True
        end = min(denial.stop + _PARTIAL_REACH, len(elements))
        behind = [place for place in range(denial.stop, end) if not elements[place].named and clauses[place] == own]
        near = takewhile(lambda place: elements[place].text != ",", behind)
        if any(elements[place].text in self._partial and self._is_of_people(elements[place + 1 :]) for place in near):
            return True
        if not any(denies(elements[place].text) for place in denial):  # "is avoided in all" denies all
            return False
        return any(elements[place].text in self._whole and elements[place - 1].text != "at" for place in behind)  # "not at all"

    def _is_of_people(self, behind: Sequence[Element]) -> bool:
        """Whether people stand right behind a word of number, or a word before them: "most children", "many older patients"."""
        return any(element.is_of_people or element.text in self._people for element in behind[:_NUMBER_REACH])

    def _is_of_nobody(self, elements: Sequence[Element], clauses: Sequence[int], denial: range) -> bool:
        """Whether a denial opens its clause with the people it is true of: "no patient is given S" denies S."""
        opens = clauses.index(clauses[denial.start]) == denial.start
        return opens and self._is_of_people(elements[denial.stop :])

    def _starts_clause(self, elements: Sequence[Element], place: int) -> bool:
        if elements[place].text == ITEM or _opens_with(elements, place, self._starts):
            return True
        if any(begins(elements, place, words) and leads_on(elements, place + len(words), self._leading) for words in DENIALS):
            return True  # "in O, not in O"
        after = [element.text for element in elements[place + 1 : place + 2]]
        if elements[place].text == _THAT and place and not elements[place - 1].named:  # "cells that can't be seen"
            return any(word in self._modals or word.endswith("n't") for word in after)
        return elements[place].text in self._joins and any(word in self._modals for word in after)


def _labelled(elements: Sequence[Element], match: Match, clauses: Sequence[int]) -> set[int]:
    """The clause of a label without names that an end stands behind: "Not for: O", "Contraindicated in: O" below "S"."""
    last = max(_ends(match), default=-1)
    start = next((place + 1 for place in range(last, -1, -1) if elements[place].text == ITEM), 0)
    sign = next((place for place in range(start, min(last, start + _LABEL_REACH)) if elements[place].text == ":"), -1)
    label = elements[start : max(start, sign)]
    return {clauses[start]} if label and not any(element.named or element.bracket for element in label) else set()


def _counted(match: Match, clauses: Sequence[int], apart: set[int]) -> set[int]:
    """The clauses whose cues count: those of the match's own words and of its last end; of both ends where it has no words of its own.

    That of the first end counts too where no clause that stands on its own begins between the ends: in "may be used if ...", a
    condition is held as what it is a condition of. A subject whose object another clause tells is held as its own clause is.
    """
    if match.rule.endswith(GOING_ON):
        return {clauses[match.subject.place]}
    ends = _ends(match)
    counted = {clauses[place] for place in (*match.cues, *(ends if not match.cues else ends[-1:]))}
    if ends and apart.isdisjoint(range(clauses[ends[0]] + 1, clauses[ends[-1]] + 1)):
        counted.add(clauses[ends[0]])
    return counted


def _opens_with(elements: Sequence[Element], place: int, phrases: Mapping[str, list[tuple[tuple[str, ...], None]]]) -> bool:
    """Whether one of the phrases, which stand under their first words, begins at a place."""
    return any(begins(elements, place, words) for words, _ in phrases.get(elements[place].text, ()))


def _is_of_another_subject(elements: Sequence[Element], match: Match, denial: range) -> bool:
    """Whether a denial closes a clause that is no more than it and another subject: "S works against O, S does not", "the O did not"."""
    ends = all(element.text in _CLAUSE_ENDS for element in elements[denial.stop : denial.stop + 1])
    subject = denial.start - 1
    subject -= subject > 0 and elements[subject].text in _AUXILIARIES
    if not ends or subject <= 0 or not elements[subject].named or subject in _ends(match):
        return False
    before = next((element.text for element in reversed(elements[:subject]) if element.text not in _OPENING_SUBJECT), "")
    return before in _CLAUSE_ENDS


def _is_corrected(elements: Sequence[Element], match: Match, denial: range) -> bool:
    """Whether an object is what is said in place of what is denied: "S is not an antibody but an O", "S does not treat O, but O"."""
    place = match.object.place
    start = place - (elements[place - 1].text in ("a", "an", "the"))
    return match.subject.place < denial.start < denial.stop < start and elements[start - 1].text == "but"


def _is_harm(element: Element) -> bool:
    return any("ag:AdverseEffect" in named.term.classes for named in element.named)


def _is_in_aside(elements: Sequence[Element], match: Match, cue: range) -> bool:
    """Whether a cue stands inside brackets that hold a remark of several words, and nothing of the match: "S (you may know it as S)"."""
    opens = elements[cue.start - 1].text == "("  # "S (controversial, decreasing use)"
    told = (*_ends(match), *(place for place in match.cues if place not in cue))
    if opens or not elements[cue.start].bracket or any(elements[place].bracket for place in told):
        return False
    start = max((place for place in range(cue.start) if elements[place].text == "("), default=0)
    return len(list(takewhile(lambda element: element.text != ")", elements[start:]))) > _REMARK


def _explains_state(elements: Sequence[Element], match: Match, denial: range) -> bool:
    """Whether a denial only says in brackets what a state is: "refractory O (it did not go away)"."""
    host = elements[denial.start].host
    told = host >= 0 and any(named.term.is_disease for named in elements[host].named)
    return told and not any(elements[place].bracket for place in _ends(match))


def _ends(match: Match) -> list[int]:
    """The places of the ends that the frame names, in order."""
    return sorted(end.place for end in (match.subject, match.object) if end.place >= 0)


def _denies_company(elements: Sequence[Element], match: Match, denial: range) -> bool:
    """Whether only another thing beside it is denied: "S is given against O, but never with S"."""
    behind = elements[denial.stop : denial.stop + 2]
    with_other = len(behind) > 1 and behind[0].text == "with" and behind[1].is_treatment
    return with_other and denial.stop + 1 not in _ends(match)


def _strongest(match: Match, cues: Iterable[tuple[Stance, range]]) -> Held:
    """How a match is held by all the cues that touch it; of those that tell it the nearest is shown."""
    found = list(cues)
    for stance in (Stance.NEGATED, Stance.HEDGED):
        if telling := [places for held, places in found if held is stance]:
            nearest = min(telling, key=lambda places: min(abs(places.start - place) for place in match.places))
            return Held(stance, tuple(nearest))
    return Held(Stance.AFFIRMED)
