"""Readers: what Markdown and HTML say is laid out as plain text would be, and nothing else of them is read. The drugs are made up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allgraph.documents import Document, entries, read_document
from allgraph.errors import DocumentError
from allgraph.readers.html import read_html
from allgraph.readers.layout import Layout, Page
from allgraph.readers.markdown import read_markdown
from allgraph.readers.plain import read_plain
from allgraph.reading.extract import extract_documents
from allgraph.reading.outline import outline
from allgraph.sources import Source
from allgraph.texts import Span


def laid_out(page: Page) -> str:
    return page.layout.text


MARKDOWN = """---
title: A page
date: 2024-05-01
---
# Treatment of *foo*

Foocept (**Foobrand**) is [used](https://example.org "a title") with `barumab`\\*.
It works &ge;5 times.  ![a picture](x.png)

* one
  * two
    more of two

    a paragraph of two
* three

1. first
2. second

> quoted
> text

| Drug | Target |
|------|--------|
| foocept | **XT1** |
|  | XT2 |

<div>
left <b>bold</b>
</div>
"""

LAID_OUT = """Treatment of foo

Foocept (Foobrand) is used with barumab*.
It works ≥5 times.

- one
  - two
more of two

a paragraph of two

- three

1. first
2. second

quoted
text

Drug\tTarget
foocept\tXT1
\tXT2

left bold
"""


def test_a_line_of_markdown_wholly_in_bold_is_a_heading_below_the_marked_ones() -> None:
    text = (
        "# Care\n\n**Foocept (FC)**\n- by mouth\n\n__**Barumab**__\n\nIt helps.\n\n**So does this.**\n\n**Bazmab** helps.\n\n- **item**\n"
    )
    layout = read_markdown(text.encode()).layout
    assert layout.headings is not None
    found = {layout.text[start:].partition("\n")[0]: level for start, level in layout.headings.items()}
    assert found == {"Care": 1, "Foocept (FC)": 7, "Barumab": 7}


def test_a_line_of_markdown_in_italics_is_a_heading_right_over_a_list_alone() -> None:
    layout = read_markdown(
        b"# Foocept\n\n*Common side effects*\n- rash\n\n*Less common*\n\n1. fever\n\n*Last read in 2024*\n\nIt helps.\n"
    ).layout
    assert layout.headings is not None
    found = {layout.text[start:].partition("\n")[0]: level for start, level in layout.headings.items()}
    assert found == {"Foocept": 1, "Common side effects": 7, "Less common": 7}


def test_the_first_line_of_a_paragraph_of_markdown_is_a_heading_where_it_is_wholly_in_bold() -> None:
    page = read_markdown(
        b"# Care\n\n**1. Start (a month)**\n  \xe2\x80\xa2 **Aim:** to heal\n\n**Barumab**\nhelps.\n\n**Both help:**\nfoocept\n"
    )
    layout = page.layout
    assert layout.headings is not None
    assert [layout.text[start:].partition("\n")[0] for start in layout.headings] == ["Care", "1. Start (a month)", "Barumab"]
    assert layout.origin(Span(layout.text.index("helps"), layout.text.index("helps") + 5)).of(page.text) == "helps"


def test_markdown_is_laid_out_without_its_marks() -> None:
    page = read_markdown(MARKDOWN.encode())
    assert laid_out(page) == LAID_OUT
    assert page.layout.headings == {0: 1}
    assert page.particulars == {"title": "A page", "date": "2024-05-01"}
    assert page.text == MARKDOWN


def test_markdown_without_a_title_of_its_own_is_called_by_its_first_heading() -> None:
    assert read_markdown(b"Us\n\n## Care\n\n# ALL **now**\n\nText\n\n# More\n").particulars == {"title": "ALL now"}
    assert read_markdown(b"## Care\n\nText\n").particulars == {}


def test_code_in_fences_is_not_read() -> None:
    text = "before\n\n```python\ndrug = 'foocept'\n```\n\nafter foocept\n"
    page = read_markdown(text.encode())
    assert laid_out(page) == "before\n\nafter foocept\n"
    assert page.layout.origin(Span(14, 21)) == Span(text.rindex("foocept"), text.rindex("foocept") + 7)


def test_what_stands_in_a_fence_that_names_no_language_is_read_line_by_line() -> None:
    text = "# Plan\n\n```\nINDUCTION:\n├── Foocept\n└── Barumab\n```\n\n# Code\n\n```json\n{}\n```\n"
    page = read_markdown(text.encode())
    assert laid_out(page) == "Plan\n\nINDUCTION:\n├── Foocept\n└── Barumab\n\nCode\n"
    assert page.layout.origin(Span(21, 28)).of(page.text) == "Foocept"


def test_each_word_of_markdown_has_its_place_in_the_file() -> None:
    page = read_markdown(MARKDOWN.encode())
    written = {"≥5": "&ge;5", "barumab*.": "barumab`\\*.", "(Foobrand)": "(**Foobrand**)"}
    words = [match for match in re.finditer(r"\S+", page.layout.text) if match.group() not in ("-", "1.", "2.")]
    places = [page.layout.origin(Span(*word.span())) for word in words]
    assert [place.of(MARKDOWN) for place in places] == [written.get(word.group(), word.group()) for word in words]
    assert places == sorted(places)


@given(st.text(alphabet=st.sampled_from(list("ab \n\r\t#*_`[]()!|-<>&;\\:1.~ \u00e9\U0001f600")), max_size=200))
def test_any_text_is_markdown_whose_words_stand_in_it_in_order(text: str) -> None:
    page = read_markdown(text.encode())
    assert page.text == text
    layout = page.layout
    assert layout.starts is not None
    assert layout.ends is not None
    assert len(layout.starts) == len(layout.ends) == len(layout.text)
    assert list(layout.starts) == sorted(layout.starts)
    for place, character in enumerate(layout.text):
        if character.isalpha():
            span = layout.origin(Span(place, place + 1))
            assert 0 <= span.start < span.end <= len(text)


def test_a_statement_of_markdown_rests_on_the_file_as_it_is() -> None:
    text = "# Drugs\n\n**Nelarabine** (*Arranon*) is used to treat [T-cell ALL](https://example.org).\n"
    page = read_markdown(text.encode())
    found = extract_documents([Document(Source("page", "page.md"), page.text, page.layout)]).findings
    plain = extract_documents([Document(Source("page", "page.txt"), page.layout.text)]).findings
    assert {finding.statement for finding in found} == {finding.statement for finding in plain}
    (brand,) = (finding for finding in found if finding.statement.relation == "ag:hasBrandName")
    assert brand.evidence.passage.of(text) == "Nelarabine** (*Arranon*)"


HTML = """<!DOCTYPE html><html><head><title>A page</title>
<style>.gone, p.off { display : none } @media print { .paper { display: none } }</style></head><body>
<header><a href="/">Home</a></header><nav>Menu</nav><div class="sidebar">Beside</div>
<div role="navigation">More menu</div><ul><li><a>Home</a><li><a>About us</a><li><a>More</a></ul>
<h1>Treatment of <i>foo</i></h1>
<p class="gone">hidden by a sheet</p><p style="display:none">hidden by style</p><p hidden>hidden</p><p aria-hidden=true>hidden</p>
<span class="sr-only">for a screen reader</span><script>var x = "script"</script><!-- comment --><noscript>none</noscript>
<p class="paper">Foocept (<b>Foobrand</b>)
is used   with&nbsp;barumab &ge;5 times at 10<sup>9</sup>/L.<br>A line<br><br>A paragraph
<ul><li>one<ul><li>two<li><p>three</p><p>more of three</p></ul>tail of one<li>four</ul>
<ol start=3><li>third<li>fourth</ol>
<dl><dt>Class<dd>fooblocker<dt>Target:<dd>XT1<dd>XT2</dl>
<p><b>In bold alone</b></p>
<table><caption>A caption</caption><tr><th>Drug<th>Target<th>Use</tr><tr><td colspan=3>First</tr>
<tr><td>foocept<td>XT1<br>XT2<td><ul><li>a<li>b</ul></table>
<table><tr><td><h2>Layout</h2><p>of blocks</table>
<pre>line one
line two</pre><footer>Contact</footer></body></html>"""

SHOWN = """Treatment of foo

Foocept (Foobrand) is used with barumab ≥5 times at 10^9/L.
A line

A paragraph

- one
  - two
  - three

more of three

tail of one

- four

3. third
4. fourth

Class: fooblocker

Target: XT1

- XT2

In bold alone

A caption

Drug\tTarget\tUse

First

foocept\tXT1; XT2\ta
b

Layout

of blocks

line one
line two
"""


def test_the_main_text_of_a_page_is_laid_out() -> None:
    page = read_html(HTML.encode())
    assert laid_out(page) == SHOWN
    assert page.text == page.layout.text
    headings = page.layout.headings or {}
    assert [(page.text[start:].partition("\n")[0], level) for start, level in headings.items()] == [
        ("Treatment of foo", 1),
        ("In bold alone", 7),
        ("A caption", 999),
        ("Layout", 2),
    ]


def test_a_page_with_a_main_part_is_that_part() -> None:
    assert laid_out(read_html(b"<p>before<main><p>inside</main><p>behind")) == "inside\n"
    assert laid_out(read_html(b"<p>before<article>inside</article><p>behind")) == "inside\n"
    assert laid_out(read_html(b"<article>one</article><article>two</article>")) == "one\n\ntwo\n"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ('<meta charset="iso-8859-1"><p>na\xefve'.encode("latin-1"), "naïve\n"),
        ('<meta charset="utf-8"><p>naïve'.encode("utf-16"), "naïve\n"),
        ("<p>na\xefve".encode("cp1252"), "naïve\n"),
        (b'<meta charset="none-such"><p>plain', "plain\n"),
        (b"<p>&#x110000;&#99999999999;&amp;&lt;&notanentity;", "\ufffd\ufffd&<¬anentity;\n"),
        (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><p>a &e; b', "]>\n\na &e; b\n"),
        (b"<ul><li>one<li>two", "- one\n- two\n"),
        (b"<p>a<p>b</div></p></b>c", "a\n\nb\n\nc\n"),
        (b"<p>Take <b>foocept</b>\n<i>daily</i><br>\n<br>more", "Take foocept daily\n\nmore\n"),
    ],
)
def test_what_is_careless_or_hostile_is_read_as_browsers_do(content: bytes, text: str) -> None:
    assert laid_out(read_html(content)) == text


@pytest.mark.parametrize("content", [b"", b"<p hidden>no", b"<script>x</script>"])
def test_a_page_that_shows_nothing_is_refused(content: bytes) -> None:
    with pytest.raises(DocumentError, match="shows no text"):
        read_html(content)


TAGS = "<p> </p> <li> <ul> </ul> <td> <table> <tr> <b> <br> <h2> a é".split()


@given(st.lists(st.sampled_from([*TAGS, " "]), max_size=60).map("".join))
def test_any_nesting_gives_its_letters_in_order(text: str) -> None:
    letters = re.sub(r"<[^>]*>|\s", "", text)
    try:
        shown = read_html(text.encode()).text
    except DocumentError:
        shown = ""
    assert sorted(re.sub(r"[-\s;]", "", shown)) == sorted(letters)


@pytest.mark.parametrize("depth", [1_000, 30_000])
def test_deep_nesting_is_no_matter(depth: int) -> None:
    assert laid_out(read_html(b"<div>" * depth + b"Foocept")) == "Foocept\n"


def test_marked_headings_are_the_headings() -> None:
    page = read_html(b"<h2>Foocept is used when</h2><p>Short line</p><h3>Target</h3><p>XT1</p><h2>Barumab</h2><p>XT2</p>")
    blocks = outline(page.text, layout=page.layout)
    assert [(block.kind.value, block.span.of(page.text), [h.of(page.text) for h in block.headings]) for block in blocks] == [
        ("heading", "Foocept is used when", []),
        ("paragraph", "Short line", ["Foocept is used when"]),
        ("heading", "Target", ["Foocept is used when"]),
        ("paragraph", "XT1", ["Foocept is used when", "Target"]),
        ("heading", "Barumab", []),
        ("paragraph", "XT2", ["Barumab"]),
    ]


BROKEN = """Treating the illness

Foocept is started on the first day. Within a week we add ba-
rumab, and then a plan with cipro-
lin and high-
risk drugs, T-
cells or short- and
long ones. Foo is high-risk and causes head-

Page 1 of 3      Leaflet 12

aches in some. A
  -  Rash from cipro-
     lin

Hospital of Foo
page 2 of 3

The end
Page 3 of 3
"""


def test_words_that_hyphens_break_are_whole_and_pages_are_not_numbered() -> None:
    page = read_plain(BROKEN.encode())
    assert page.text == BROKEN
    assert page.layout.text == (
        "Treating the illness\n\nFoocept is started on the first day. Within a week we add\nbarumab, and then a plan with\nciprolin and\n"
        "high-risk drugs,\nT-cells or short- and\nlong ones. Foo is high-risk and causes\nheadaches in some. A\n"
        "  -  Rash from\n     ciprolin\n\nHospital of Foo\n\nThe end\n"
    )
    start = page.layout.text.index("headaches")
    assert page.layout.origin(Span(start, start + 9)).of(BROKEN).split() == ["head-", *"Page 1 of 3 Leaflet 12".split(), "aches"]


@pytest.mark.parametrize(
    "text",
    [
        "Low-\nrisk and high-\nrisk drugs.\n",  # too few to tell
        "One, two-\nand three-\nand four-\nand five-fold.\n",  # hyphens that stand for what follows
        "See page 2 of 4\nand page 3 of 4.\n",
        "Page 2 of 4\n\nPage 1 of 4\n",
    ],
)
def test_other_plain_texts_are_their_own_layout(text: str) -> None:
    assert read_plain(text.encode()).layout == Layout(text)


@given(st.text(alphabet=st.sampled_from("ab-. \n\r"), max_size=60), st.sampled_from(["", "ab-\nab ab-\nab ab-\nab "]))
def test_every_character_of_a_plain_layout_is_one_of_the_text_in_order(text: str, more: str) -> None:
    page = read_plain(f"a{more}{text}".encode())
    if page.layout.starts is not None:
        assert list(page.layout.starts) == sorted(page.layout.starts)
        found = "".join(page.text[start] for start in page.layout.starts)
        assert all(one == other or one.isspace() for one, other in zip(page.layout.text, found, strict=True))
    assert [character for character in page.layout.text if character == "b"] == [character for character in page.text if character == "b"]


@pytest.mark.parametrize(
    ("text", "laid_out"),
    [
        ("**Foo**\n\n**Foocept:** one **two**\n## More\n", "Foo\n\nFoocept: one two\nMore\n"),
        ("== Foo ==\n\n=== Bar ===\nText == text.\n", "Foo\n\nBar\nText == text.\n"),
        ("__Foo__ and __bar__, foo_bar_baz, 2**3**4\n", "Foo and bar, foo_bar_baz, 2**3**4\n"),
    ],
)
def test_marks_of_a_markup_are_no_words_of_a_plain_text(text: str, laid_out: str) -> None:
    layout = read_plain(text.encode()).layout
    assert layout.text == laid_out
    assert "".join(text[start] for start in layout.starts or ()) == laid_out


def test_a_plain_text_with_headings_of_markdown_is_read_as_that() -> None:
    raw = b"# Foo\n\nIt is *old*.\n## Bar\n- new\n"
    assert read_plain(raw).layout == read_markdown(raw).layout
    assert read_plain(b"# 1 of them\n\nIt is *old*.\n").layout == Layout("# 1 of them\n\nIt is *old*.\n")


def test_plain_text_is_its_own_layout() -> None:
    page = read_plain(b"Any  text\r\n")
    assert page.text == page.layout.text == "Any  text\r\n"
    assert page.layout.headings is None


@pytest.mark.corpus
@pytest.mark.parametrize(("plain", "marked"), [("nci-child-cns.txt", "nci-child-cns.md"), ("nci-drug-sheets.txt", "nci-drug-sheets.html")])
def test_a_twin_in_another_form_says_the_same(corpus: Path, plain: str, marked: str) -> None:
    """At most 2 statements in 100 differ; measured: none."""

    def said(name: str) -> set[tuple[str, str, str, str]]:
        (entry,) = entries([corpus / "more-documents" / name])
        statements = [f.statement for f in extract_documents([read_document(entry)]).findings if f.evidence.makes_edge]
        return {(s.subject.replace(".md", ""), s.relation, s.object, s.stance.value) for s in statements}

    one, other = said(plain), said(marked)
    assert len(one) > 50
    assert len(one ^ other) <= 0.02 * len(one)


def test_what_is_struck_out_in_markdown_is_not_read() -> None:
    page = read_markdown(b"One ~~two~~ three.\n")
    assert page.layout is not None
    assert page.layout.text.split() == ["One", "three."]


def test_what_is_struck_out_or_shown_in_no_size_is_not_read() -> None:
    page = read_html(
        b"<p>One <del>two</del> <s>three</s> <strike>four</strike> <span style='opacity:0'>five</span>"
        b" <span style='font-size:0px'>six</span> <span style='opacity:0.9'>seven</span></p>"
    )
    assert page.layout.text.split() == ["One", "seven"]


@pytest.mark.parametrize(
    ("written", "read"), [("2024-03-02T10:00", "2024-03-02"), ("2024-13-45", ""), ("20240302", ""), ("2024-02-31", ""), ("2024", "2024")]
)
def test_a_date_that_is_none_is_not_taken(written: str, read: str) -> None:
    page = read_html(f'<html><head><meta name="date" content="{written}"></head><body><p>Text.</p></body></html>'.encode())
    assert page.particulars.get("date", "") == read


def sections(page: Page) -> list[tuple[str, list[str]]]:
    """Each block that is no heading, with the headings it stands below."""
    text = page.layout.text
    blocks = outline(text, layout=page.layout)
    return [(block.span.of(text), [over.of(text) for over in block.headings]) for block in blocks if block.kind.value != "heading"]


def test_what_folds_away_is_headed_by_its_summary_and_ends_it() -> None:
    page = read_html(
        b"<h1>Care</h1><details><summary>Foocept</summary><p>one</p><details><summary>More</summary><p>two</p></details><p>three</p>"
        b"</details><p>four</p><h2><button aria-expanded=false>Barumab</button></h2><p>five</p><button>Send</button>"
    )
    assert sections(page) == [
        ("one", ["Care", "Foocept"]),
        ("two", ["Care", "Foocept", "More"]),
        ("three", ["Care", "Foocept"]),
        ("four", ["Care"]),
        ("five", ["Care", "Barumab"]),
    ]


def test_a_head_between_rows_holds_for_them_and_for_nothing_behind_the_table() -> None:
    page = read_html(
        b"<h1>Care</h1><table><tr><th>Drug<th>Target</tr><tr><th colspan=2>First phase</tr><tr><td>foocept<td>XT1</tr>"
        b"<tr><td>barumab<td>XT2</tr><tr><th colspan=2>Last phase</tr><tr><td>bazinib<td>XT3</table><p>The end.</p>"
    )
    rows = {words: over for words, over in sections(page) if words.endswith(("b", "t", "."))}
    assert rows == {
        "foocept": ["Care", "First phase"],
        "barumab": ["Care", "First phase"],
        "bazinib": ["Care", "Last phase"],
        "The end.": ["Care"],
    }


def test_an_element_with_the_role_of_a_heading_is_one() -> None:
    page = read_html(
        b"<h1>A</h1><div role=heading aria-level=3>B</div><p role=heading>C</p><p>d</p><div role=heading aria-level=x1>E</div>"
    )
    assert headings(page) == {"A": 1, "B": 3, "C": 2, "E": 2}


def headings(page: Page) -> dict[str, int]:
    return {page.layout.text[start:].partition("\n")[0]: level for start, level in (page.layout.headings or {}).items()}


def test_a_remark_in_brackets_goes_on_with_the_line_above_it_in_a_cell() -> None:
    page = read_html(b"<table><tr><td><p>Foocept</p><p>(Foobrand)</p><p>more</p><td>XT1</table>")
    assert page.text == "Foocept (Foobrand); more\tXT1\n"


LINKS = b"<ul><li><a href=/a>Foocept</a><li><a href=/b>Barumab</a><li><a href=/c>Bazinib</a></ul>"


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (b"<main><h1>Care</h1><h2>Drugs in use</h2>%s</main>" % LINKS, True),
        (b"<main><h1>Care</h1><div><p>Drugs in use:</p> <div>%s</div></div></main>" % LINKS, True),
        (b"<main><h1>Care</h1><section><h2>Drugs in use</h2><div>%s</div></section></main>" % LINKS, True),
        (b"<main><h1>Care</h1><p>Here is more.</p>%s</main>" % LINKS, False),
        (b"<main><h1>Care</h1><h2>On this page</h2>%s</main>" % LINKS.replace(b"/", b"#"), False),
        (b"<h1>Care</h1><h2>Other pages</h2>%s" % LINKS, False),  # without a main part it may be the frame of the page
    ],
)
def test_links_are_read_where_something_in_the_main_part_heads_them(content: bytes, read: bool) -> None:  # noqa: FBT001
    assert ("- Foocept\n- Barumab\n- Bazinib" in read_html(content).text) is read


@pytest.mark.parametrize("name", ["site-footer", "cookieConsent", "m-cookies", "onetrust-banner-sdk", "gdpr-popup"])
def test_the_foot_of_a_page_and_a_question_for_consent_are_not_read(name: str) -> None:
    for attribute in ("class", "id"):
        assert read_html(f"<div {attribute}='{name}'><p>We ask.</p></div><p>Foocept</p>".encode()).text == "Foocept\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("| a | b |\n|---|---|\n| c \\| d | e |\n", "a\tb\nc | d\te\n"),
        ("Ask <https://x.org> about [foocept](y).\n\nNo [more].\n", "Ask https://x.org about foocept.\n\nNo [more].\n"),
        ("Foocept (Foobrand)\n: A fooblocker that\nbinds to XT1.\n", "Foocept (Foobrand): A fooblocker that\nbinds to XT1.\n"),
        (
            "XT1<sup>2</sup>, Foocept<sup>3,4</sup>, 10<sup>9</sup> and mg/m<sup>2</sup><br/>Next\n",
            "XT1[2], Foocept[3,4], 10^9 and mg/m2\nNext\n",
        ),
        ("1. a\n  - b\n  - c\n2. d\n - e", "1. a\n  - b\n  - c\n2. d\n  - e\n"),
        ("1. a\n\n- b\n\ntext\n\n2. d\n", "1. a\n\n- b\n\ntext\n\n2. d\n"),
        ("+++\ntitle = 'x'\n+++\ntext\n", "text\n"),
        (
            "<div>\n<p>One &ge; two,\nthree<sup>1</sup></p>\n<ul><li>a<ol><li>b</li></ol></li></ul>\n<!-- no --><style>no</style>\n</div>",
            "One ≥ two, three[1]\n\n- a\n  1. b\n",
        ),
        (
            "<table>\n<tr><th>Drug</th><th>Target</th></tr>\n<tr><td>foocept<td>XT1<br>XT2</tr>\n</table>\n",
            "Drug\tTarget\nfoocept\tXT1\nXT2\n",
        ),
        ("<dl>\n<dt>Class</dt>\n<dd>fooblocker</dd>\n<dt>Last\n</dl>\n", "Class: fooblocker\n\nLast\n"),
        ('<ol start="3"><li>a<li>b</ol>\n', "3. a\n4. b\n"),
        (
            "<table><thead><tr><td>Drug<td>Target</thead><tr><td rowspan=2>foocept<td>XT1<tr><td>XT2\n\n</table>\n",
            "Drug\tTarget\nfoocept\tXT1\nfoocept\tXT2\n",
        ),
        ("<table><tr><td>one<td><table><tr><td>a<td>b</table><td>two", "one\n\na\tb\n\ntwo\n"),
        ("<pre>one\n  two</pre>\n", "one\ntwo\n"),
        ("<p><b>Bold alone\n\n<p>text", "Bold alone\n\ntext\n"),
    ],
)
def test_markdown_as_people_write_it(text: str, shown: str) -> None:
    page = read_markdown(text.encode())
    assert page.layout.text == shown
    for place, letter in enumerate(page.layout.text):
        if letter.isalpha():
            assert page.layout.origin(Span(place, place + 1)).of(text) == letter


def test_what_folds_away_in_markdown_is_headed_by_its_summary_and_ends_it() -> None:
    page = read_markdown(b"# Care\n\n<details>\n<summary>Foocept</summary>\n\n- one\n\n</details>\n\ntwo\n\n<h2>Barumab</h2>\n\nthree\n")
    assert sections(page) == [("one", ["Care", "Foocept"]), ("two", ["Care"]), ("three", ["Care", "Barumab"])]


@pytest.mark.parametrize(
    ("front", "particulars"),
    [
        ("---\ntitle: 2024\ndate: 2024-81-02\n---\n", {"title": "2024"}),
        ("---\ntitle: x\ndate: 2024-05-06 10:00:00\n---\n", {"title": "x", "date": "2024-05-06"}),
        ("---\ntitle: [x, y]\ndate: soon\n---\n", {}),
        ("---\n" + "[" * 5000 + "\n---\n", {}),
        ("+++\ntitle = 'x'\ndate = 2024-05-06T10:00:00Z\nlicense = 'CC0'\n+++\n", {"title": "x", "date": "2024-05-06", "licence": "CC0"}),
        ("+++\ntitle = x\n+++\n", {}),
    ],
)
def test_what_a_file_of_markdown_says_of_itself_may_be_wrong(front: str, particulars: dict[str, str]) -> None:
    page = read_markdown(f"{front}text\n".encode())
    assert (page.particulars, page.layout.text) == (particulars, "text\n")


def test_notes_in_raised_numbers_are_no_part_of_the_words_before_them() -> None:
    page = read_html(
        b"<p>XT1<sup>1</sup>, <b>Foocept</b><sup><a>2</a></sup> 10<sup>9</sup> m<sup>2</sup> XT2<sup>+</sup><br>"
        b"ill.<sup>3-5</sup> end<sup>a,b</sup>"
    )
    assert page.text == "XT1[1], Foocept[2] 10^9 m2 XT2+\nill.[3-5] end[a,b]\n"


def test_a_list_with_numbers_goes_on_behind_the_items_below_one() -> None:
    text = "They have parts:\n1. One\n  - a\n  - b\n2. Two\n  - c\n"
    blocks = outline(text)
    assert [(block.kind.value, block.span.of(text), [lead.of(text) for lead in block.leads][1:]) for block in blocks[4:]] == [
        ("item", "Two", []),
        ("item", "c", ["Two"]),
    ]


def test_a_line_that_opens_with_a_bracket_goes_on_with_the_one_above_it() -> None:
    page = read_html(b"<h1>Care</h1><p>Foocept<br/>(Foobrand) binds to XT1.<p>It helps.")
    assert sections(page) == [("Foocept\n(Foobrand) binds to XT1.", ["Care"]), ("It helps.", ["Care"])]
