"""Coverage as one HTML page: each document's text, sentence by sentence, beside what it gave or why it gave nothing.

The page quotes the documents, so it is written where the user says and never into the project, which holds none of their sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from xml.etree.ElementTree import Element, tostring

from allgraph import resources
from allgraph.coverage import Coverage, Covered, DocumentCoverage, Heading, Silence, Why, counted, repeated, together
from allgraph.curation.tables import is_checkout
from allgraph.errors import AllgraphError
from allgraph.files import write_whole
from allgraph.reading.readings import Reason
from allgraph.statements import Finding, Flag, Stance, Status, claim, qualifiers
from allgraph.texts import many, shown

#: Where the page stands when it is not told where: beside ./allgraph-build.
PAGE = Path("allgraph-coverage.html")

#: The folders of a checkout that git keeps: no page may stand there.
TRACKED = frozenset({"ontology", "src", "queries", "docs", "tests", ".ci", ".git"})

NOTICE = "Reference material, not medical advice."

#: What stands at the top of a page that this module wrote: only such a file is replaced by a new one.
_MARK = "allgraph coverage"


def write_page(found: Coverage, path: Path = PAGE) -> bool:
    """Write coverage as one HTML page, wholly or not at all; whether the file changed. Raises AllgraphError as `check_page` does."""
    check_page(path)
    return write_whole(path, page(found).encode())


def check_page(path: Path) -> None:
    """Raises AllgraphError where no page may stand: not .html, inside the project, or in the place of a file of another kind.

    >>> check_page(Path("page.txt"))
    Traceback (most recent call last):
    ...
    allgraph.errors.AllgraphError: page.txt: the page's name must end in .html
    """
    if path.suffix.lower() not in (".html", ".htm"):
        raise AllgraphError("the page's name must end in .html", where=str(path))
    place = path.resolve()
    for above in place.parents:
        if above == resources.PACKAGE or (place.relative_to(above).parts[0] in TRACKED and is_checkout(above)):
            words = "this is inside the project, which holds no sentence of a document; name a place outside it"
            raise AllgraphError(words, where=str(path))
    if place.exists():
        with place.open("rb") as file:
            if _MARK.encode() not in file.read(1000):
                raise AllgraphError("there is a file of this name, and it is no coverage page; name another", where=str(path))


def page(found: Coverage) -> str:
    """Coverage as one HTML page that needs no network and no script; whatever a document holds stands in it as text.

    >>> page(Coverage(())).startswith("<!DOCTYPE html>")
    True
    """
    title = "Coverage: what was read, and what was not"
    counts = counted(sentence for one in found.documents for sentence in one.sentences)
    css = (resources.PACKAGE / "coverage_page.css").read_text(encoding="utf-8")
    head = _element(
        "head",
        _element("meta", charset="utf-8"),
        _element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        _element("meta", name="generator", content=_MARK),
        _element("meta", http_equiv="Content-Security-Policy", content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"),
        _element("meta", name="color-scheme", content="light dark"),
        _element("title", title),
        _element("style"),
    )
    head[-1].text = css + _filter_css(counts)  # not through _element, which would make one line of it
    body = _element(
        "body",
        _element("a", "Skip to the documents", href="#documents", class_="skip"),
        _element("header", _element("h1", title), _element("p", f"{found.summary}. {NOTICE}")),
        _element("nav", _filter(counts), _contents(found)),
        _element("main", *(_document(number, one) for number, one in enumerate(found.documents, start=1)), _missed(found), id="documents"),
    )
    return "<!DOCTYPE html>\n" + tostring(_element("html", head, body, lang="en"), encoding="unicode", method="html") + "\n"


def _element(name: str, /, *children: Element | str, **attributes: str) -> Element:
    """An element of the page: a string among its children is always text, never markup."""
    made = Element(name, {key.rstrip("_").replace("_", "-"): shown(value) for key, value in attributes.items()})
    for child in children:
        if isinstance(child, Element):
            made.append(child)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + shown(child)
        else:
            made.text = (made.text or "") + shown(child)
    return made


def _slug(outcome: Status | Why) -> str:
    return outcome.name.lower().replace("_", "-")


def _filter_css(counts: Iterable[Status | Why]) -> str:
    """The rules that show only what is ticked. A browser that does not know :has() shows everything."""
    shown = (
        f"body:has(#only-{slug}:checked) :is(.sentence.{slug}, .part.has-{slug}) {{ display: block; }}\n" for slug in map(_slug, counts)
    )
    return "body:has(.only:checked) :is(.sentence, .part) { display: none; }\n" + "".join(shown)


def _filter(counts: dict[Status | Why, int]) -> Element:
    def ticks(legend: str, *kinds: type[StrEnum]) -> list[Element]:
        boxes = [
            _element(
                "label",
                _element("input", type="checkbox", class_="only", id=f"only-{_slug(outcome)}", autocomplete="off"),
                _element("span", outcome.value, class_="name"),
                _element("span", str(count), class_="count"),
            )
            for outcome, count in counts.items()
            if isinstance(outcome, kinds)
        ]
        return [_element("fieldset", _element("legend", legend), *boxes)] if boxes else []

    return _element(
        "details",
        _element("summary", "Show only the sentences that"),
        _element(
            "form",
            *ticks("gave statements", Status),
            *ticks("gave nothing: the sentence", Reason, Silence),
            _element("button", "Show all again", type="reset"),
        ),
        open="",
    )


def _contents(found: Coverage) -> Element:
    items = [
        _element(
            "li",
            _element("a", _name(one), href=f"#document-{number}"),
            _element("span", f" {one.gave} of {many(len(one.sentences), 'sentence')} gave statements", class_="place"),
        )
        for number, one in enumerate(found.documents, start=1)
    ]
    items.append(_element("li", _element("a", "Known to be missed", href="#missed")))
    return _element("ul", *items, class_="contents")


def _name(one: DocumentCoverage) -> str:
    return one.document.source.title or one.document.source.id


def _document(number: int, one: DocumentCoverage) -> Element:
    source = one.document.source
    about = ", ".join(filter(None, (source.file, source.publisher, source.date)))
    counts = [_element("li", f"{outcome.value} {count}") for outcome, count in one.outcomes.items()]
    made = _element(
        "article",
        _element("h2", _name(one)),
        _element("p", about, class_="place"),
        _element("p", f"{many(len(one.sentences), 'sentence')}, of which {one.gave} gave statements:"),
        _element("ul", *counts, class_="counts"),
        *([_element("p", one.remark)] if one.remark else ()),
        *(_part(one, headings, sentences) for headings, sentences in _parts(one)),
        id=f"document-{number}",
    )
    if one.orphaned:
        made.append(_element("h3", "Decisions that fit no passage any more"))
        made.append(_element("ul", *(_statement(one, same) for same in together(one.orphaned)), class_="statements"))
    return made


def _parts(one: DocumentCoverage) -> Iterator[tuple[list[Heading], list[Covered]]]:
    """The document as runs of headings and the sentences under them."""
    headings: list[Heading] = []
    sentences: list[Covered] = []
    items: list[Heading | Covered] = [*one.headings, *one.sentences]
    for item in sorted(items, key=lambda item: item.span):
        if sentences and (isinstance(item, Heading) or item.heading):
            yield headings, sentences
            headings, sentences = [], []
        if isinstance(item, Heading):
            headings.append(item)
        else:
            sentences.append(item)
    if headings or sentences:
        yield headings, sentences


def _part(one: DocumentCoverage, headings: Sequence[Heading], sentences: Sequence[Covered]) -> Element:
    slugs = sorted({_slug(sentence.outcome) for sentence in sentences})
    heads = [_element(f"h{min(3 + heading.level, 6)}", heading.span.of(one.document.text), dir="auto") for heading in headings]
    listed = _element("ol", *(_sentence(one, sentence) for sentence in sentences), role="list") if sentences else ""
    return _element("section", *heads, listed, class_=" ".join(["part", *(f"has-{slug}" for slug in slugs)]))


def _sentence(one: DocumentCoverage, sentence: Covered) -> Element:
    if sentence.findings:
        gave = _element("ul", *(_statement(one, same) for same in together(sentence.findings)), class_="statements")
    else:
        gave = _element("p", sentence.reason.value, class_="why")
    place = _element("span", f"{sentence.span.start}–{sentence.span.end}", class_="place")
    said = _element(
        "p", *_marked(one.document.text, sentence), " ", place, class_="said heading" if sentence.heading else "said", dir="auto"
    )
    return _element("li", _element("div", said, gave, class_="row"), class_=f"sentence {_slug(sentence.outcome)}")


def _marked(text: str, sentence: Covered) -> Iterator[Element | str]:
    """The sentence's text with its passages marked."""
    position = sentence.span.start
    for passage in sorted(finding.evidence.passage for finding in sentence.findings):
        start, end = max(passage.start, position), min(passage.end, sentence.span.end)
        if start < end:
            yield text[position:start]
            yield _element("mark", text[start:end])
            position = end
    yield text[position : sentence.span.end]


def _statement(one: DocumentCoverage, same: Sequence[Finding]) -> Element:
    """A statement, which opens to its passages, what they rest on, and the rules that found it."""
    finding = same[0]
    subject, relation, object_ = claim(finding)
    evidence, stance = finding.evidence, finding.statement.stance
    words: list[Element | str] = [_element("b", subject), f" {relation} ", _element("b", object_)]
    for word in (evidence.status.value, evidence.flag.value, "" if stance is Stance.AFFIRMED else stance.value):
        words += [" ", _element("span", word, class_=f"tag {word}")] if word else []
    for qualifier in qualifiers(finding):
        words += [" ", _element("span", qualifier, class_="tag")]
    facts: dict[tuple[str, str], None] = {}  # in order, each once
    for row in (each.evidence for each in same):
        if row.flag is not Flag.ORPHANED:
            runs = [("passage", row.passage), *(("rests on", span) for span in row.context)]
            facts |= dict.fromkeys((name, span.of(one.document.text)) for name, span in runs)
        facts[("rule", row.rule)] = None
    facts |= dict.fromkeys((("curator", evidence.curator), ("note", evidence.note)))
    listed = [part for name, value in facts if value for part in (_element("dt", name), _element("dd", value, dir="auto"))]
    return _element("li", _element("details", _element("summary", *words), _element("dl", *listed)))


def _missed(found: Coverage) -> Element:
    made = _element("article", _element("h2", "Known to be missed"), id="missed")
    made.append(_element("h3", "Unknown names"))
    unknown = [(one, term) for one in found.documents for term in repeated(one.unknown)]
    for one, term in unknown:
        places = ", ".join(f"{place.start}–{place.end}" for place in term.places)
        where = _element("span", f"{_name(one)}, {places}", class_="place")
        made.append(_element("p", _element("b", term.term), f" {term.reason}. ", where))
    if not unknown:
        made.append(_element("p", "No name that looks like a drug's is unknown."))
    made.append(_element("h3", "Kinds of sentences that are not read"))
    parts: list[Element] = []
    for limit in found.limits:
        example = (_element("q", limit.example, class_="example"),) if limit.example else ()
        parts += [_element("dt", limit.limit), _element("dd", limit.words, *example)]
    made.append(_element("dl", *parts, class_="limits"))
    return made
