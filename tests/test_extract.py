"""Extraction as a whole: every offset and digest fits its document, and neither order nor chance changes what comes out."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allgraph.documents import Document, Source, read_documents
from allgraph.reading.extract import Extraction, extract_documents
from allgraph.statements import Flag, digest, normalised

PHRASES = [
    "1. Induction Therapy",
    "Induction therapy usually uses these drugs:",
    "• Vincristine (Oncovin®)",
    "  • Corticosteroids like prednisone\u00a0or dexamethasone",
    "Blinatumomab is used to treat relapsed B-cell ALL.",
    "It may be given with chemotherapy.",
    "TKIs\u2011for Ph+ ALL  include:",
    "- Imatinib (Gleevec)",
    "İ ß ﬁ \u200b𝒜 ⁹",
    "",
]
PAGES = st.lists(st.sampled_from(PHRASES), min_size=1, max_size=14).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\n\n"]).map(lambda end: end.join(lines))
)


def page(name: str, text: str) -> Document:
    return Document(Source(name, f"{name}.txt", "Treating ALL", digest=digest(text)), text)


def assert_fits(extraction: Extraction) -> None:
    for finding in extraction.findings:
        evidence = finding.evidence
        text = extraction.texts[evidence.source]
        run = evidence.passage.of(text)
        assert 0 <= evidence.passage.start < evidence.passage.end <= len(text)
        assert run.strip() == run
        assert (evidence.exact_digest, evidence.normalised_digest) == (digest(run), digest(normalised(run)))
        assert evidence.flag is Flag.NONE
        for span in evidence.context:
            assert 0 <= span.start < span.end <= len(text)
            assert span.of(text).strip() == span.of(text)
    for term in extraction.unknown:
        assert term.span.of(extraction.texts[term.source]).lower() == term.term.lower()


@settings(max_examples=60, deadline=None)  # the first example reads the lexicon
@given(PAGES)
def test_every_span_and_digest_fits_its_document(text: str) -> None:
    assert_fits(extract_documents([page("page", text)]))


@settings(max_examples=20, deadline=None)
@given(st.lists(PAGES, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_documents_changes_nothing(texts: list[str], chance: random.Random) -> None:
    documents = [page(f"page-{number}", text) for number, text in enumerate(texts)]
    shuffled = documents.copy()
    chance.shuffle(shuffled)
    assert extract_documents(documents) == extract_documents(shuffled)


def test_a_copied_passage_is_one_text_in_both_documents() -> None:
    copied = "Drugs that doctors often use for relapsed ALL in our hospital include:\n\n• Clofarabine\n• Nelarabine\n"
    other = "For relapsed ALL people may be given:\n\n• Clofarabine\n"
    extraction = extract_documents([page("one", copied), page("two", "News\n\n" + copied), page("three", other)])
    groups = {
        (finding.evidence.source, finding.statement.subject): finding.evidence.same_text
        for finding in extraction.findings
        if finding.statement.relation == "ag:treats"
    }
    assert groups["one", "ag:clofarabine"] == groups["two", "ag:clofarabine"] != ""
    assert groups["three", "ag:clofarabine"] == ""


def test_an_unknown_name_that_ends_like_a_drug_is_listed() -> None:
    extraction = extract_documents([page("page", "Foobarumab (Foobrand) and imatinib (Neubrand) are new.")])
    assert [(term.term, term.reason) for term in extraction.unknown] == [
        ("Neubrand", "stands in brackets behind imatinib, as a brand name does"),
        ("foobarumab", "ends like a drug's name: -mab"),
    ]


@pytest.mark.corpus
def test_the_five_documents_fit_their_tables(corpus: Path) -> None:
    extraction = extract_documents(read_documents([corpus / "documents"]))
    assert len(extraction.documents) == 5
    assert extraction.findings
    assert_fits(extraction)
