"""The outline of a plain text: what is a heading, an item, a paragraph, and what stands above each."""

from __future__ import annotations

import textwrap
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allgraph.reading.blocks import sentences
from allgraph.reading.outline import outline

PAGE = """Treating the illness

Two steps are usual.

1. First step

The first step uses several drugs:

  • Alphamab (Alphax)
    Betamab (Betax)
    Gammamab
  • Deltamab, which is given to people who did not do well with any of
    the others

2. Second step

Second-step drugs may include:
- Epsilonib
- drugs of these kinds:
  - Zetanib
  - Etanib
- Thetanib

That is all.
"""


def shown(text: str) -> list[tuple[str, str, list[str], list[str]]]:
    return [
        (block.kind.value, " ".join(block.span.of(text).split()), [h.of(text) for h in block.headings], [s.of(text) for s in block.leads])
        for block in outline(text)
    ]


def test_numbered_headings_stand_under_plain_ones() -> None:
    headings = {block: above for kind, block, above, _ in shown(PAGE) if kind == "heading"}
    assert headings == {"Treating the illness": [], "First step": ["Treating the illness"], "Second step": ["Treating the illness"]}


def test_items_know_their_lead_in_line_even_where_the_bullet_was_lost() -> None:
    items = {block: leads for kind, block, _, leads in shown(PAGE) if kind == "item"}
    first = ["The first step uses several drugs:"]
    second = ["Second-step drugs may include:"]
    assert items == {
        "Alphamab (Alphax)": first,
        "Betamab (Betax)": first,
        "Gammamab": first,
        "Deltamab, which is given to people who did not do well with any of the others": first,
        "Epsilonib": second,
        "drugs of these kinds:": second,
        "Zetanib": [*second, "drugs of these kinds:"],
        "Etanib": [*second, "drugs of these kinds:"],
        "Thetanib": second,
    }


def test_a_plain_line_ends_the_list() -> None:
    assert shown(PAGE)[-1] == ("paragraph", "That is all.", ["Treating the illness", "Second step"], [])


def test_an_item_that_ends_with_a_colon_leads_the_items_below_it_at_its_own_depth() -> None:
    text = "Alphamab is used for:\n\n- one illness. It is given:\n- early\n- late\n"
    assert [leads for kind, _, _, leads in shown(text) if kind == "item"] == [
        ["Alphamab is used for:"],
        ["Alphamab is used for:", "It is given:"],
        ["Alphamab is used for:", "It is given:"],
    ]


def test_the_value_below_a_repeated_label_is_no_heading() -> None:
    text = "Alphamab\n\nBrand name\n\nAlphax\n\nUse\n\nIt helps.\n\nBetamab\n\nBrand name\n\nBetax\n\nUse\n\nIt helps too.\n"
    assert ("paragraph", "Alphax", ["Alphamab", "Brand name"], ["Brand name"]) in shown(text)
    assert ("paragraph", "Betax", ["Betamab", "Brand name"], ["Brand name"]) in shown(text)


def test_wrapped_lines_are_one_paragraph_and_short_lines_are_not() -> None:
    wrapped = "This paragraph was set at a margin of about seventy characters, so its\nsecond line goes on with the first.\n"
    assert len(outline(wrapped)) == 1
    assert len(outline("Submitted\nUnder review\nApproved\n")) == 3


@given(st.text(alphabet=st.sampled_from("Ab1. \n•-:()\t\r\u2028,"), max_size=120))
def test_every_block_and_sentence_stands_in_the_text_in_order(text: str) -> None:
    blocks = outline(text)
    for one, next_ in pairwise(blocks):
        assert one.span.end <= next_.span.start
    for block in blocks:
        assert block.span.of(text).strip() == block.span.of(text) != ""
    for sentence in sentences(text, blocks):
        assert sentence.block.span.covers(sentence.span)
        assert sentence.span.of(text).strip() == sentence.span.of(text) != ""


@given(st.text(alphabet=st.sampled_from("Ab1. \n•-:"), max_size=120))
def test_no_word_is_lost(text: str) -> None:
    covered = {place for block in outline(text) for place in range(block.span.start, block.span.end)}
    assert all(place in covered for place, character in enumerate(text) if character.isalpha())


def test_a_numbered_list_below_a_lead_in_line_may_have_empty_lines() -> None:
    text = "Options include the following:\n\n1. Alphamab.\n\n2. Betamab\n\n3. Gammamab\n\n1. A heading\n\nText.\n"
    assert [(kind, words) for kind, words, _, leads in shown(text) if leads] == [
        ("item", "Alphamab."),
        ("item", "Betamab"),
        ("item", "Gammamab"),
    ]
    assert ("heading", "A heading") in {(kind, words) for kind, words, _, _ in shown(text)}


@pytest.mark.parametrize("space", ["\u00a0", "\u0085", "\u2009", "\u2028", "\u2029", "\u3000"])
def test_white_space_of_any_kind_may_stand_behind_an_initial(space: str) -> None:
    """The splitter of sentences takes an initial and a point for a name, and once cut such a character in two."""
    text = f"Give vitamin A{space}. Then rest."
    found = [sentence.span.of(text) for sentence in sentences(text, outline(text))]
    assert "".join("".join(found).split()) == "".join(text.split())


#: Headings, paragraphs and a list, written for these tests; lines that are broken between a name and what is said of it show the fault.
WIDE = """Treating ALL

Induction

Most children are given vincristine, dexamethasone and pegaspargase over four weeks. Daunorubicin is added for those at high risk. \
Methotrexate is injected into the spinal fluid. A complete remission is the aim, and nearly all children reach it.

Side effects

Vincristine may cause constipation. Nelarabine can cause neurotoxicity, which may stay. Neutropenia is treated with filgrastim. \
Pegaspargase has caused pancreatitis in some of the adults who took it for ALL. Fever is treated with antibiotics.

Maintenance

- Mercaptopurine is taken by mouth every day for about two years in all, and the dose is changed when the white blood cells are few.
- Methotrexate is taken by mouth once a week. Vincristine may be given once a month, together with five days of dexamethasone or of \
Prednisone, as many plans for boys and girls with B-cell ALL have it.

When ALL comes back

Blinatumomab (Blincyto) is used to treat relapsed or refractory B-cell ALL in adults and in children aged one month or older. \
Inotuzumab ozogamicin is used in adults with CD22-positive B-cell ALL. Imatinib is not used to treat Ph-negative ALL.
"""


def wrapped(text: str, width: int) -> str:
    """The text with each of its lines broken so that none is wider."""
    lines = []
    for line in text.splitlines():
        indent = "  " if line.startswith("- ") else ""
        lines += textwrap.wrap(line, width, subsequent_indent=indent, break_on_hyphens=False) or [""]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("width", range(40, 125, 5))
def test_where_a_text_was_wrapped_changes_no_block(width: int) -> None:
    assert shown(wrapped(WIDE, width)) == shown(WIDE)


def test_a_heading_that_was_wrapped_is_one() -> None:
    title = "What to expect from the treatment of the illness in young adults\n\n"
    narrow = wrapped(title + WIDE, 40)
    assert shown(narrow) == shown(title + WIDE)


def test_a_list_without_bullets_is_one_in_a_wrapped_text() -> None:
    listed = "\nDrugs in use:\nAlphamab\nBetamab, which is given by mouth on every second day of a week\nGammamab\n"
    assert shown(wrapped(WIDE + listed, 50)) == shown(WIDE + listed)
    assert [block for kind, block, _, leads in shown(WIDE + listed) if leads == ["Drugs in use:"] and kind == "item"][::2] == [
        "Alphamab",
        "Gammamab",
    ]


def test_short_lines_that_no_margin_explains_stay_apart() -> None:
    assert len(outline("Submitted\nnot yet\nUnder review by two\nof them\nApproved\nDone at last\n")) > 3


def test_a_page_without_empty_lines_has_its_title_and_its_questions_as_headings_and_its_lists_without_bullets() -> None:
    page = (
        "Keeping the illness away with several medicines at home\nThis step is a long one and people spend it at home.\n"
        "Why does anybody need this step if all is well?\nSome cells may be left, and nobody can see these.\n"
        "Other effects of these medicines might include:\na sore jaw\nfeeling sick\ntiredness\n"
    )
    title, question = "Keeping the illness away with several medicines at home", "Why does anybody need this step if all is well?"
    lead = "Other effects of these medicines might include:"
    assert shown(page) == [
        ("heading", title, [], []),
        ("paragraph", "This step is a long one and people spend it at home.", [title], []),
        ("heading", question, [title], []),
        ("paragraph", "Some cells may be left, and nobody can see these.", [title, question], []),
        ("paragraph", lead, [title, question], []),
        ("item", "a sore jaw", [title, question], [lead]),
        ("item", "feeling sick", [title, question], [lead]),
        ("item", "tiredness", [title, question], [lead]),
    ]


def test_a_label_that_repeats_stands_under_the_heading_right_above_its_text() -> None:
    page = (
        "First illness\nIt is one illness.\n\nWhat is done\nThis is done.\n\n"
        "Second illness\nIt is another.\n\nWhat is done\nThat is done.\n"
    )
    assert [above for kind, words, above, _ in shown(page) if words == "What is done"] == [["First illness"], ["Second illness"]]


def test_short_lines_between_empty_ones_are_a_list_below_a_colon_but_for_the_heading_of_what_follows() -> None:
    text = "Treatment has phases:\n\nInduction\n\nConsolidation\n\nMaintenance\n\nInduction therapy\n\nIt comes first.\n"
    kinds = [(block.kind.value, block.span.of(text)) for block in outline(text)]
    assert kinds == [
        ("paragraph", "Treatment has phases:"),
        ("item", "Induction"),
        ("item", "Consolidation"),
        ("item", "Maintenance"),
        ("heading", "Induction therapy"),
        ("paragraph", "It comes first."),
    ]


def test_a_name_that_comes_again_is_no_label_where_it_is_known_to_be_one() -> None:
    text = "Drugs\n\nPrednisone\nCytarabine\nVincristine\n\nMore\n\nCytarabine\nIt is old and well known to all of them.\n"
    kinds = [(block.kind.value, block.span.of(text)) for block in outline(text, names={"Cytarabine"})]
    assert ("paragraph", "Cytarabine") in kinds[:4]


def test_numbers_of_references_behind_a_colon_leave_a_line_that_leads_in() -> None:
    text = "Trials study:[1-3]\n\n• Venetoclax\n"
    assert [lead.of(text) for lead in outline(text)[-1].leads] == ["Trials study:"]


NOTES = """Plan

STEP 1 – FIRST MONTH (4–6 weeks)
Aim -> no more signs
  A  alphamab once a week
  B  betamab daily
Check the blood

STEP 2 – later
alphamab → fever, rash and
a cough
betamab → gout
Gammamab => dizziness

SIGNS
alphamab: fever
betamab: gout

BETAMAB – for some
mornings, alphamab | evenings, betamab
"""


def test_the_lines_of_notes_stand_each_for_itself_below_headings_in_capitals() -> None:
    found = [
        (block.kind.value, " ".join(block.span.of(NOTES).split()), [heading.of(NOTES)[:6] for heading in block.headings])
        for block in outline(NOTES, names={"alphamab", "betamab", "BETAMAB"})
    ]
    assert found == [
        ("heading", "Plan", []),
        ("heading", "STEP 1 – FIRST MONTH (4–6 weeks)", []),
        ("paragraph", "Aim -> no more signs", ["STEP 1"]),
        ("item", "alphamab once a week", ["STEP 1"]),
        ("item", "betamab daily", ["STEP 1"]),
        ("paragraph", "Check the blood", ["STEP 1"]),
        ("heading", "STEP 2 – later", []),
        ("item", "alphamab → fever, rash and a cough", ["STEP 2"]),
        ("item", "betamab → gout", ["STEP 2"]),
        ("item", "Gammamab => dizziness", ["STEP 2"]),
        ("heading", "SIGNS", []),
        ("item", "alphamab: fever", ["SIGNS"]),
        ("item", "betamab: gout", ["SIGNS"]),
        ("paragraph", "BETAMAB – for some", ["SIGNS"]),
        ("item", "mornings, alphamab", ["SIGNS"]),
        ("item", "evenings, betamab", ["SIGNS"]),
    ]


def test_a_line_with_an_arrow_is_no_heading() -> None:
    assert [kind for kind, *_ in shown("Plan\n\nAlphamab → fever\n\nIt helps.\n")] == ["heading", "paragraph", "paragraph"]


def test_bullets_of_any_sign_make_items_and_ticks_part_a_line() -> None:
    text = "Plan\n\n↳ alphamab\n■ betamab\n✔ early  ✓ late ✘ never alone\n❖gammamab\n-> deltamab\n"
    assert [(kind, words) for kind, words, _, _ in shown(text)] == [
        ("heading", "Plan"),
        ("item", "alphamab"),
        ("item", "betamab"),
        ("item", "early"),
        ("item", "late"),
        ("item", "✘ never alone"),
        ("item", "gammamab"),
        ("item", "deltamab"),
    ]


def test_a_plus_in_from_the_margin_makes_an_item_and_one_at_the_margin_goes_on() -> None:
    text = "Plan\n\n* alphamab\n  + weekly\n  + by mouth\n* betamab\n\nAlphamab\n+ gammamab\n"
    assert [(words, leads) for kind, words, _, leads in shown(text) if kind == "item"] == [
        ("alphamab", []),
        ("weekly", ["alphamab"]),
        ("by mouth", ["alphamab"]),
        ("betamab", []),
    ]


@pytest.mark.parametrize("sign", ["=", "-"])
def test_a_line_with_a_rule_of_its_own_length_below_it_is_a_heading_however_long(sign: str) -> None:
    words = "What is there to know for all who take it at home, by day and by night, for as long as they have to take it?"
    assert shown(f"Betamab is taken.\n\n{words}\n{sign * len(words)}\n\nIt is weak.\n")[1:] == [
        ("heading", words, [], []),
        ("paragraph", "It is weak.", [words], []),
    ]
    assert "heading" not in [kind for kind, *_ in shown(f"Betamab is taken.\n\n{words}\n{sign * 9}\n\nIt is weak.\n")]


def test_a_number_with_a_gap_behind_it_numbers_a_heading() -> None:
    text = "Treating the illness\n\n1  First month\nIt is given daily.\n\n2  Later\n\nIt is given weekly.\n\nMore\n\nCare.\n"
    found = [(words, above) for kind, words, above, _ in shown(text) if kind == "heading"]
    assert [words for words, _ in found] == ["Treating the illness", "First month", "Later", "More"]
    assert found[2][1] == ["Treating the illness"]
    assert found[3][1] == []


def test_a_short_question_above_lines_that_a_margin_broke_is_a_heading() -> None:
    lines = "Why does it take as long as that?\n" + textwrap.fill("It comes back where it is stopped early, so it goes on. " * 6, 60)
    assert shown(f"The illness\n\n{lines}\n")[1][:2] == ("heading", "Why does it take as long as that?")


def test_names_over_lists_right_below_a_question_stand_in_its_answer() -> None:
    text = (
        "Treating the illness\n\nWhat is there?\n\nALPHAX® (alphamab)\n• for adults\n\nBETAX® (betamab)\n• for children\n\n"
        "Gammax is for others.\n\nWho may have it?\n\nMost people.\n\nAlphamab\n• weekly\n\nHow?\n\nSlowly.\n"
    )
    found = outline(text, names={"alphamab", "betamab", "ALPHAX", "Alphamab"})
    above = {block.span.of(text): [heading.of(text)[:6] for heading in block.headings] for block in found}
    assert above["for adults"] == ["Treati", "What i", "ALPHAX"]
    assert above["for children"] == ["Treati", "What i", "BETAX®"]
    assert above["Gammax is for others."] == ["Treati", "What i"]
    assert above["Most people."] == ["Treati", "Who ma"]
    assert above["weekly"] == ["Alpham"]  # the heading of a section, below which questions are asked of it
    assert above["Slowly."] == ["Alpham", "How?"]


PLAN = (
    "Plan\n\nIt has parts.\n\nFIRST PART\n\nThis is for all.\n\n"
    "Alphamab (AB)\n{sign}Route: by mouth\n{sign}Each day\n\nBetamab\n{sign}Route: by vein\n\n"
    "SECOND PART\n\nAlphamab (AB)\n{sign}Route: by vein\n"
)


@pytest.mark.parametrize("sign", ["- ", ""])
def test_names_right_above_their_lines_stand_below_a_heading_that_is_further_off(sign: str) -> None:
    text = PLAN.format(sign=sign)
    found = [
        (block.span.of(text), [heading.of(text) for heading in block.headings]) for block in outline(text, names={"Alphamab", "Betamab"})
    ]
    assert ("Route: by mouth", ["FIRST PART", "Alphamab (AB)"]) in found
    assert ("Betamab", ["FIRST PART"]) in found
    assert found[-2:] == [("Alphamab (AB)", ["SECOND PART"]), ("Route: by vein", ["SECOND PART", "Alphamab (AB)"])]


def test_a_list_that_goes_on_in_a_line_is_one() -> None:
    text = (
        "Care\n\nIt includes the following: - Alphamab. - Betamab (early), in some. Not in all. - Gammamab - or deltamab.\n"
        "We see - often - that • it helps.\n"
    )
    lead = ["It includes the following:"]
    assert shown(text)[1:] == [
        ("paragraph", "It includes the following:", ["Care"], []),
        ("item", "Alphamab.", ["Care"], lead),
        ("item", "Betamab (early), in some. Not in all.", ["Care"], lead),
        ("item", "Gammamab - or deltamab.", ["Care"], lead),
        ("paragraph", "We see - often - that • it helps.", ["Care"], []),
    ]


def test_gaps_in_a_long_line_are_ends_of_lines_and_those_of_a_short_one_are_not() -> None:
    long = "Alphamab" + " " * 5 + "It is used often, and by many, for it helps." + " " * 4 + "These are used:" + " " * 9
    asked = "Ask your team about each of them, as often as you want to, by day."
    text = f"Care\n\n{long}-  Betamab.    -  Gammamab.    {asked}\n\nName    Use: one   Two\n"
    assert [block[:3] for block in shown(text)] == [
        ("heading", "Care", []),
        ("heading", "Alphamab", []),
        ("paragraph", "It is used often, and by many, for it helps.", ["Alphamab"]),
        ("paragraph", "These are used:", ["Alphamab"]),
        ("item", "Betamab.", ["Alphamab"]),
        ("item", "Gammamab.", ["Alphamab"]),
        ("paragraph", asked, ["Alphamab"]),
        ("paragraph", "Name Use: one Two", ["Alphamab"]),
    ]


def test_links_side_by_side_are_no_heading() -> None:
    assert [kind for kind, *_ in shown("Treating it\n\nCall us    12 34    Refer a friend\n\nIt helps.\n")] == [
        "heading",
        "paragraph",
        "paragraph",
    ]


LEADING = """Late effects

After alphamab
  - weak legs
After betamab, given early
  - short sleep
  - gout

Care

Everyone is seen.
"""


def test_a_short_line_right_above_deeper_items_leads_them_in() -> None:
    assert [(words, above, leads) for kind, words, above, leads in shown(LEADING) if kind == "item"] == [
        ("weak legs", ["Late effects", "After alphamab"], ["After alphamab"]),
        ("short sleep", ["Late effects", "After betamab, given early"], ["After betamab, given early"]),
        ("gout", ["Late effects", "After betamab, given early"], ["After betamab, given early"]),
    ]
    assert shown(LEADING)[-1][2] == ["Care"]


def test_items_of_another_sign_stand_in_the_item_above_them() -> None:
    text = "Plan\n\n• alphamab\n- weekly\n- by mouth\n• betamab\n1. daily\n2. by drip\n• gammamab\n\n✔ early\n✘ late\n\nA  one\nB  two\n"
    assert [(words, leads) for kind, words, _, leads in shown(text) if kind == "item"] == [
        ("alphamab", []),
        ("weekly", ["alphamab"]),
        ("by mouth", ["alphamab"]),
        ("betamab", []),
        ("daily", ["betamab"]),
        ("by drip", ["betamab"]),
        ("gammamab", []),
        ("early", []),
        ("✘ late", []),
        ("one", []),
        ("two", []),
    ]


GUIDELINE = """Treating the illness

1. First line, in adults
1.1 Alphamab is given for:
  a. weak legs
  b. gout
1.2 Betamab is not.

2. Later
2.1 Nothing is given.

In children

2.2 More
Text follows.

2.3 Less

Text follows.
"""


def test_numbers_within_numbers_part_a_section() -> None:
    assert [(kind, words, above[-1:], leads) for kind, words, above, leads in shown(GUIDELINE)[1:]] == [
        ("heading", "First line, in adults", ["Treating the illness"], []),
        ("paragraph", "Alphamab is given for:", ["First line, in adults"], []),
        ("item", "weak legs", ["First line, in adults"], ["Alphamab is given for:"]),
        ("item", "gout", ["First line, in adults"], ["Alphamab is given for:"]),
        ("paragraph", "Betamab is not.", ["First line, in adults"], []),
        ("heading", "Later", ["Treating the illness"], []),
        ("paragraph", "Nothing is given.", ["Later"], []),
        ("heading", "In children", [], []),
        ("heading", "More", ["In children"], []),
        ("paragraph", "Text follows.", ["More"], []),
        ("heading", "Less", ["In children"], []),
        ("paragraph", "Text follows.", ["Less"], []),
    ]


NAMES = {"Foocept", "Barumab", "Bazinib"}
CARDS = """\
Foocept
An antibody
It binds.

Barumab (Barex)
A tablet

• nausea

Not for everybody

Bazinib
By mouth
"""


def test_names_alone_over_their_lines_are_headings_where_a_text_has_several_such() -> None:
    headed = {block.span.of(CARDS): [heading.of(CARDS) for heading in block.headings] for block in outline(CARDS, things=NAMES)}
    assert headed["It binds."] == ["Foocept"]
    assert headed["A tablet"] == headed["nausea"] == ["Barumab (Barex)"]
    assert headed["By mouth"] == ["Bazinib"]
    assert not any(block.kind.value == "heading" and block.span.of(CARDS) == "An antibody" for block in outline(CARDS, things=NAMES))


def test_two_such_names_are_no_cards() -> None:
    text = CARDS.partition("Not for everybody")[0]
    assert outline(text, things=NAMES) == outline(text)


def test_a_card_may_open_with_several_names() -> None:
    text = CARDS.replace("Foocept", "Foocept, FOO").replace("Bazinib", "Bazinib; Barumab")
    headed = {block.span.of(text): [heading.of(text) for heading in block.headings] for block in outline(text, things={*NAMES, "FOO"})}
    assert headed["It binds."] == ["Foocept, FOO"]
    assert headed["By mouth"] == ["Bazinib; Barumab"]


NUMBERED = """\
1. KINDS

Foocept
Some text follows here.

Barumab
Some text follows here.

2. OTHERS

Bazinib
Some text follows here.

After all
Some text follows here.
"""


def test_headings_between_numbered_ones_stand_below_them() -> None:
    headings = {block: above for kind, block, above, _ in shown(NUMBERED) if kind == "heading"}
    assert headings == {
        "KINDS": [],
        "Foocept": ["KINDS"],
        "Barumab": ["KINDS"],
        "OTHERS": [],
        "Bazinib": ["OTHERS"],
        "After all": ["OTHERS"],
    }


STEPS = """\
Block 1: Start

Some text follows here.

Block 2: End

Some text follows here.

After the end
Some text follows here.

Harms
Some text follows here.
"""


def test_where_no_step_has_parts_what_follows_the_last_is_none() -> None:
    headings = {block: above for kind, block, above, _ in shown(STEPS) if kind == "heading"}
    assert headings == {"Block 1: Start": [], "Block 2: End": [], "After the end": [], "Harms": []}


def test_parts_of_an_earlier_step_make_parts_of_the_last() -> None:
    text = STEPS.replace("Block 2", "What you get\nSome text follows here.\n\nBlock 2")
    headings = {block: above for kind, block, above, _ in shown(text) if kind == "heading"}
    assert headings["What you get"] == ["Block 1: Start"]
    assert headings["Harms"] == ["Block 2: End"]


def test_a_case_right_above_its_text_is_a_heading() -> None:
    text = "Care\n\nSome text follows here.\n\nIf you have the other change\nAbout one adult in four has it.\n"
    assert ("heading", "If you have the other change", ["Care"], []) in shown(text)
