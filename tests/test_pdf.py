"""A PDF is read as its pages look: in reading order, without what every page repeats; and whatever is wrong with it is said in words."""

from __future__ import annotations

import json
import random
import zlib

import pytest
from pages_pdf import Part, Press, bold, bullets, by_hand, heading, numbered, table, text, title

from allgraph.documents import Document
from allgraph.errors import DocumentError
from allgraph.readers import pdf
from allgraph.readers.layout import Page
from allgraph.readers.pages.joining import Joiner
from allgraph.readers.pages.pdfium import read_pages
from allgraph.readers.pdf import read_pdf
from allgraph.reading.extract import extract_documents
from allgraph.sources import Source

#: A leaflet in our own words; "\u00ad" is where its lines may be broken.
LEAFLET = [
    title("Treating acute lymphoblastic leukemia"),
    text(
        "This made-up leaflet tells which drugs are given, and when. It was written to test a program and is no advice at all.", wide=True
    ),
    heading("Induction therapy"),
    text(
        "Induction therapy aims at a complete remis\u00adsion. Most adults receive vin\u00adcristine, dexa\u00admethasone and daunorubicin."
        " Patients at high-risk of a relapse receive more chemo\u00adtherapy. Imatinib (Gleevec) is used to treat Philadelphia "
        "chromosome-positive ALL. High-risk patients are told early about a trans\u00adplant, since a donor must be found for each of them."
    ),
    text("Drugs used in induction include:"),
    bullets(
        "Vincristine (Oncovin)",
        "Corticosteroids, of which these are in use:",
        (1, "prednisone"),
        (1, "dexamethasone, which gets better than others into the fluid around the brain and the spinal cord"),
        "Pegaspargase (Oncaspar)",
    ),
    heading("Immunotherapy"),
    text(
        "Blinatumomab binds to CD19 on leukemia cells and to CD3 on T-cells. It is used to treat relapsed or refractory B-cell ALL. "
        "Inotuzumab ozogamicin targets CD22. It may cause severe liver damage."
    ),
    bold("CAR T-cell therapy"),
    text(
        "Tisagenlecleucel (Kymriah) is approved by the FDA for patients up to 25 years of age. Nelarabine is not used to treat B-cell ALL. "
        "The cells of the patient take this way:"
    ),
    numbered(
        "They are collected.", "They are changed in a laboratory, which takes several weeks of waiting for all.", "They are given back."
    ),
    table(("Drug", "Target"), ("Blinatumomab", "CD19 and CD3"), ("Inotuzumab ozogamicin", "CD22"), ("Rituximab", "CD20")),
    heading("Maintenance therapy"),
    text(
        "Maintenance therapy lasts two to three years and consists of mercaptopurine and methotrexate. Dasatinib is used to treat "
        "Philadelphia chromosome-positive ALL. "
        + "Nobody who reads this sentence has to remember what it said, for it only fills the page. "
        * 24
    ),
    heading("Stem cell transplant"),
    text("A transplant is considered in first remission. " + "This sentence is here to bring about one more page. " * 60),
]

HEADINGS = {
    "Treating acute lymphoblastic leukemia": 1,
    "Induction therapy": 2,
    "Immunotherapy": 2,
    "CAR T-cell therapy": 3,
    "Maintenance therapy": 2,
    "Stem cell transplant": 2,
}


def plain(parts: list[Part]) -> str:
    """The parts as a text file has them."""
    blocks = []
    for part in parts:
        lines = [part.text] if part.text else []
        lines += [f"{'  ' * depth}{mark if mark[0].isdigit() else '-'} {words}" for depth, mark, words in part.items]
        lines += ["\t".join(row) for row in part.rows]
        blocks.append("\n".join(lines).replace("\u00ad", "").strip())
    return "\n\n".join(blocks) + "\n"


def headings(page: Page) -> dict[str, int]:
    return {page.text[start:].partition("\n")[0]: level for start, level in (page.layout.headings or {}).items()}


def facts(words: str) -> set[tuple[str, str, str, str]]:
    said = [finding.statement for finding in extract_documents([Document(Source("page", "page.txt"), words)]).findings]
    return {(statement.subject, statement.relation, statement.object, statement.stance.value) for statement in said}


@pytest.mark.parametrize("columns", [1, 2])
def test_a_leaflet_of_several_pages_reads_as_its_text_file(columns: int) -> None:
    page = read_pages(Press(columns, "A leaflet on leukemia").print(LEAFLET))
    assert page.text == plain(LEAFLET)
    assert headings(page) == HEADINGS
    assert page.layout.text is page.text


@pytest.mark.parametrize("columns", [1, 2])
def test_a_pdf_says_what_its_text_file_says(columns: int) -> None:
    said = facts(plain(LEAFLET))
    assert ("ag:blinatumomab", "ag:hasTarget", "ag:cd19", "affirmed") in {(s, r, o.lower(), t) for s, r, o, t in said}
    assert facts(read_pages(Press(columns, "A leaflet on leukemia").print(LEAFLET)).text) == said


def test_another_process_reads_the_same() -> None:
    press = Press(2, "A leaflet on leukemia")
    press.set_title("Treating ALL")
    press.set_author("The testers")
    raw = press.print(LEAFLET)
    page = read_pdf(raw)
    assert page == read_pages(raw) == read_pdf(raw)
    assert page.particulars == {"title": "Treating ALL", "publisher": "The testers", "date": "2024-02-03"}


@pytest.mark.parametrize("count", range(20, 28))
def test_a_second_column_may_be_short(count: int) -> None:
    """Up to two lines: one line beside a column may be its note."""
    parts = [text(f"Sentence {number} tells of one more drug, and of what it is for and what not.") for number in range(count)]
    assert " ".join(read_pages(Press(2).print(parts)).text.split()) == " ".join(part.text for part in parts)


@pytest.mark.parametrize("columns", [1, 2])
def test_a_drawn_table_keeps_its_cells_however_many_lines_they_take(columns: int) -> None:
    rows = [
        ("Drug", "Target", "How it is given"),
        ("Blinatumomab (Blincyto)", "CD19 and CD3", "by a pump that the patient carries for four weeks and more"),
        ("Inotuzumab ozogamicin for adults", "CD22", "once a week into a vein"),
        ("Rituximab", "CD20", "into a vein or under the skin, on the day before chemotherapy"),
    ]
    before, after = (text(f"What stands {place} the table is a paragraph that goes on for a line or two.") for place in ("above", "below"))
    assert read_pages(Press(columns).print([before, table(*rows), after])).text == plain([before, table(*rows), after])


def test_an_aligned_table_needs_no_drawn_lines() -> None:
    rows = [("Drug", "Target"), ("Blinatumomab", "CD19"), ("Rituximab", "CD20")]
    assert read_pages(Press(borders="NONE").print([table(*rows)])).text == plain([table(*rows)])


def test_ragged_lines_and_no_headings() -> None:
    parts = [text("Vincristine is given once a week, and nobody knows a better day for it than Monday. " * 9)]
    page = read_pages(Press(2, align="L").print(parts))
    assert page.text == plain(parts)
    assert page.layout.headings is None


IMATINIB = b"BT /F 10 Tf 72 700 Td (Imatinib treats ALL.) Tj ET "


@pytest.mark.parametrize(
    "raw",
    [
        by_hand(IMATINIB),
        by_hand(IMATINIB + b"BT 0 1 -1 0 20 300 Tm /F 9 Tf (DRAFT) Tj ET"),  # rotated
        by_hand(IMATINIB + b"BT /F 0.5 Tf 72 680 Td (tiny) Tj ET"),
        by_hand(IMATINIB + b"BT /F 10 Tf 3 Tr 72 680 Td (invisible) Tj ET"),
        by_hand(b"1 1 1 rg BT /F 10 Tf 72 680 Td (white) Tj ET 0 g " + IMATINIB),
        by_hand(b"0 0 1 rg 60 680 300 50 re f 1 1 1 rg " + IMATINIB),  # white on blue
        by_hand(IMATINIB + b"BT /F 10 Tf 900 680 Td (outside) Tj ET"),
        by_hand(IMATINIB + b"BT /F 9 Tf 300 20 Td (Page 3 of 7) Tj ET"),
        by_hand(b"BT /F 10 Tf 0 1 -1 0 100 72 Tm (Imatinib treats ALL.) Tj ET", page=b"/Rotate 90"),
        by_hand(b"BT /F 1 Tf 10 0 0 10 72 700 Tm (Imatinib treats ALL.) Tj ET"),
        by_hand(b"BT /F 10 Tf 112 700 Td (treats ALL.) Tj -40 0 Td (Imatinib) Tj ET"),
    ],
)
def test_what_is_seen_is_read(raw: bytes) -> None:
    assert read_pages(raw).text == "Imatinib treats ALL.\n"


def test_raised_and_lowered_letters_stay_in_line() -> None:
    raised = b"BT /F 10 Tf 72 700 Td (Cells of 10) Tj /F 6 Tf 4 Ts (9) Tj 0 Ts /F 10 Tf (/L in H) Tj "
    lowered = b"/F 6 Tf -2 Ts (2) Tj 0 Ts /F 10 Tf (O count.) Tj ET"
    assert read_pages(by_hand(raised + lowered)).text == "Cells of 10^9/L in H2O count.\n"


def at(x: int, y: int, words: str) -> str:
    return f"BT /F 10 Tf {x} {y} Td ({words}) Tj ET"


def test_bullets_may_be_drawn() -> None:
    """As browsers print them; a picture beside words, and a box that a word stands before, are none."""
    drawn = [
        "62 701 3 3 re f",
        at(72, 700, "edema"),
        "62 687 3 3 re f",
        at(72, 686, "nausea"),
        "70 660 3 3 re f",
        at(54, 658, "No"),
        at(80, 658, "box"),
    ]
    assert read_pages(by_hand(" ".join(drawn).encode())).text == "- edema\n- nausea\n\nNo box\n"


def test_rows_below_heads_on_a_ground_of_their_own_need_no_lines_between_their_columns() -> None:
    rows = [("Drug", "Brand", "Harm"), ("Foocept", "Foobrand", "nausea"), ("Barumab", "", "fever and"), ("Bazinib", "Bazbrand", "rash")]
    drawn = [f"0.8 g {left} 695 100 20 re f 0 g" for left in (50, 150, 250)]
    drawn += [f"50 {695 - 30 * row} 300 1 re f" for row in range(4)]
    for row, cells in enumerate(rows):
        drawn += [at(60 + 100 * column, 700 - (25 + 30 * (row - 1) if row else 0), cell) for column, cell in enumerate(cells) if cell]
    drawn += [at(260, 634, "chills"), at(50, 560, "What stands below.")]
    text = read_pages(by_hand(" ".join(drawn).encode())).text
    assert (
        text == "Drug\tBrand\tHarm\nFoocept\tFoobrand\tnausea\nBarumab\t\tfever and chills\nBazinib\tBazbrand\trash\n\nWhat stands below.\n"
    )


def test_cells_in_the_middle_of_their_rows_are_no_columns_within_a_column() -> None:
    words = "It helps many of those who have it, and they know."
    drawn = [at(40, 700 - 12 * row, words) for row in range(12)] + [at(310, 700 - 12 * row, words) for row in range(3)]
    for row, (drug, *harms) in enumerate(
        [("Foocept", "fever and", "nausea"), ("Barumab", "rash and", "chills"), ("Bazinib", "pain and", "fatigue")]
    ):
        drawn += [at(310, 650 - 30 * row, drug), at(420, 656 - 30 * row, harms[0]), at(420, 644 - 30 * row, harms[1])]
    text = read_pages(by_hand(" ".join(drawn).encode())).text
    places = [text.index(word) for word in ("Foocept", "nausea", "Barumab", "chills", "Bazinib", "fatigue")]
    assert places == sorted(places)


def test_a_head_in_the_middle_over_short_cells_is_theirs() -> None:
    rows = [(60, "Drug", 180, "Harm"), (50, "Foocept", 130, "fever"), (50, "Barumab", 130, "rash"), (50, "Bazinib", 130, "chills")]
    drawn = [at(x, 700 - 14 * row, words) for row, cells in enumerate(rows) for x, words in (cells[:2], cells[2:])]
    assert read_pages(by_hand(" ".join(drawn).encode())).text == "Drug\tHarm\nFoocept\tfever\nBarumab\trash\nBazinib\tchills\n"


def test_definitions_stand_behind_their_terms() -> None:
    lines = [
        (50, "Foocept"),
        (80, "It binds to XT1, which stands on cells of many kinds,"),
        (80, "and helps."),
        (50, "Barumab (Foobrand)"),
        (80, "It helps."),
    ]
    drawn = [at(x, 700 - 14 * row, words) for row, (x, words) in enumerate([*lines, (50, "What stands below is no term.")])]
    text = read_pages(by_hand(" ".join(drawn).encode())).text
    assert text == (
        "Foocept: It binds to XT1, which stands on cells of many kinds, and helps.\n\nBarumab (Foobrand): It helps.\n\n"
        "What stands below is no term.\n"
    )


def test_raised_numbers_of_notes_are_parted_from_words() -> None:
    parts = ("Imatinib", "1", " binds to ALL", "2,3", ". CD20", "4", " at 30 mg/m", "2", " daily.", "5")
    drawn = " ".join(f"/F {6 if at % 2 else 10} Tf {4 * (at % 2)} Ts ({part}) Tj" for at, part in enumerate(parts))
    page = read_pages(by_hand(f"BT 72 700 Td {drawn} ET".encode()))
    assert page.text == "Imatinib[1] binds to ALL[2,3]. CD20[4] at 30 mg/m2 daily.[5]\n"


LAST = ["What I say", "Whatever else", "Some more", "A thing or two", "The rest", "Nothing", "The last of all"]

LISTED = [
    "edema",
    "nausea that goes on for more than some hours each day and that does not stop by itself in the night",
    "high blood pressure",
    "rash",
]


@pytest.mark.parametrize("count", range(10, 22))
def test_a_heading_or_list_at_the_foot_of_a_column_goes_on(count: int) -> None:
    parts = [
        heading("Introduction"),
        *(
            text(f"Sentence {number} tells of one more drug, what it is for, what it is not for, and who may know more.")
            for number in range(count)
        ),
        heading("Treatment of Philadelphia chromosome-positive ALL in adults over 60 years of age and in some others"),
        text("Ponatinib is used in this group. Older adults may receive blinatumomab."),
        text("Side effects of ponatinib include:"),
        bullets(*LISTED),
        *(text(f"{word} stands behind the list, told in a paragraph that goes on for two lines at least, or more.") for word in LAST),
    ]
    assert read_pages(Press(2, align="L").print(parts)).text == plain(parts)


def test_ligatures_are_letters() -> None:
    raw = by_hand(b"BT /F 10 Tf 72 700 Td (\001rst) Tj ET", encoding=b"<</Differences[1/fi]>>")
    assert read_pages(raw).text == "first\n"


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("of T-", "cell therapy", "of T-cell therapy"),
        ("at high-", "risk", "at high-risk"),  # so written elsewhere
        ("for long-", "term use", "for long-term use"),  # both parts are words
        ("the remis-", "sion", "the remission"),
        ("low-", "and high-risk", "low- and high-risk"),
        ("Leu-", "kemia", "Leukemia"),
        ("Ph-", "positive", "Ph-positive"),
        ("and/", "or", "and/or"),
        ("a \u2013", "b", "a \u2013 b"),
        ("remis\u00ad", "sion", "remission"),
    ],
)
def test_hyphens_at_line_ends(before: str, after: str, whole: str) -> None:
    joiner = Joiner(["high-risk", "in the long run the term", "remission is high"])
    assert joiner.join(before, after) == whole


def locked() -> bytes:
    press = Press()
    press.set_encryption("owner", "secret")
    return press.print(LEAFLET[:2])


def packed(times: int) -> bytes:
    stream = b"0 " * (pdf.LARGEST_UNPACKED // 2 + 1)
    for _ in range(times):
        stream = zlib.compress(stream, 9)
    return by_hand(b"<</Length %d/Filter[%s]>>stream\n%s\nendstream" % (len(stream), b"/FlateDecode " * times, stream))


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "is no PDF"),
        (b"Imatinib treats ALL.", "is no PDF"),
        (b"%PDF-1.7\n", "is broken"),
        (by_hand(b""), "has no text: its pages are pictures"),
        (by_hand(b"BT 3 Tr /F 10 Tf 72 700 Td (Imatinib) Tj ET"), "not to be seen"),
        (locked(), "locked with a password"),
        (packed(1), "unpacks to more than"),
        (packed(2), "unpacks to more than"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(raw: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        read_pdf(raw)


def test_a_file_that_takes_too_long_or_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = by_hand(IMATINIB)
    monkeypatch.setattr(pdf, "_READ", "import time; time.sleep(9)")
    monkeypatch.setattr(pdf, "LONGEST", 0.2)
    with pytest.raises(DocumentError, match="takes more than"):
        read_pdf(raw)
    monkeypatch.setattr(pdf, "_READ", "import os; os.abort()")
    monkeypatch.setattr(pdf, "LONGEST", 9)
    with pytest.raises(DocumentError, match="too much memory"):
        read_pdf(raw)


def test_too_many_pages_or_characters_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = Press().print(LEAFLET)
    for limit, message in (("MOST_ON_PAGE", "1 characters on a page"), ("MOST_CHARACTERS", "1 in all"), ("MOST_PAGES", "split it")):
        monkeypatch.setattr(f"allgraph.readers.pages.pdfium.{limit}", 1)
        with pytest.raises(DocumentError, match=message):
            read_pages(raw)


def test_a_damaged_file_is_read_or_refused() -> None:
    """Cut short or with wrong bytes, in 300 ways: a page or a DocumentError, and a text that can be written."""
    raw = Press(2, "A leaflet on leukemia").print(LEAFLET[:8])
    chance = random.Random(7)  # noqa: S311 - the same ways each time
    read = 0
    for number in range(300):
        damaged = bytearray(raw[: chance.randrange(len(raw))] if number % 3 == 0 else raw)
        for _ in range(chance.choice([1, 5, 50]) if number % 3 else 0):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            pdf.check_unpacked(bytes(damaged))
            page = read_pages(bytes(damaged))
        except DocumentError:
            continue
        json.dumps(page.text).encode()
        page.text.encode()
        read += 1
    assert read > 30
