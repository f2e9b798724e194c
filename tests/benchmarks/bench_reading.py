"""What each part of the reading adds: recall, precision and stance on the labelled documents, with one part switched off at a time.

Run by hand: `ALLGRAPH_CORPUS=../shared python tests/benchmarks/bench_reading.py`. The figures are those of the corpus's own score.py.
The finder of unknown names lists names and makes no statement. What it adds is shown on the documents read without the drugs
that their gold names: how many of these it lists, and how many other names.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from allgraph.documents import Document, read_documents
from allgraph.readers.layout import Layout
from allgraph.reading import outline, relations, stance, structure
from allgraph.reading.attachments import Attacher
from allgraph.reading.blocks import Block
from allgraph.reading.grids import TableWords
from allgraph.reading.lexicon import read_lexicon
from allgraph.reading.mentions import MentionFinder
from allgraph.reading.scope import About, ScopeReader
from allgraph.reading.unknown import unknown_terms
from allgraph.resources import folder
from allgraph.statements import Evidence, Stance, Status

ORDER = {Stance.AFFIRMED: 0, Stance.HEDGED: 1, Stance.NEGATED: 2}


@contextmanager
def nothing() -> Iterator[None]:
    yield


def without_gate() -> object:
    """Every claim is taken, also where no cue or no name stands in its passage."""
    return patch.object(relations, "status", lambda *_: Status.EXTRACTED)


def without_clauses() -> object:
    """A cue of negation or hedging counts anywhere in the sentence."""
    return patch.object(stance.StanceReader, "_clauses", lambda _, elements: ([0] * len(elements), set()))


def without_scope() -> object:
    """Every block is about ALL."""
    return patch.object(ScopeReader, "scopes", lambda _self, _text, blocks, *_: (About.ALL, [About.ALL] * len(blocks)))


def without_context() -> object:
    """No heading, lead-in line or row head is looked at."""
    plain = outline.outline

    def bare(text: str, words: TableWords, layout: Layout | None, *names: Collection[str]) -> list[Block]:
        blocks = plain(text, words, layout, *names)
        return [replace(block, headings=(), leads=(), in_row=False, is_cell=False, of_treatment=False) for block in blocks]

    return patch.object(structure, "outline", bare)


def without_attachments() -> object:
    """No relation is read by the places of the names in a clause."""
    return patch.object(Attacher, "matches", lambda *_: ())


def without_tables() -> object:
    """The rows of a table are lines like others."""
    return patch.object(outline, "grids", lambda *_: ())


PARTS: dict[str, Callable[[], object]] = {
    "all parts": nothing,
    "without the gate": without_gate,
    "without clauses for stance": without_clauses,
    "without the scope of the disease": without_scope,
    "without headings and lead-in lines": without_context,
    "without attachments": without_attachments,
    "without tables": without_tables,
}


def main() -> None:
    corpus = Path(os.environ["ALLGRAPH_CORPUS"])
    gold = [corpus / "gold" / name for name in ("documents-000-002.tsv", "more-documents.tsv")]
    documents = read_documents([corpus / "documents"])
    documents += read_documents(sorted((corpus / "more-documents").glob("*.txt")))
    for name, switch in PARTS.items():
        with switch(), tempfile.TemporaryDirectory() as scratch:  # type: ignore[attr-defined]  # each gives a context manager
            table = Path(scratch) / "statements.tsv"
            table.write_text("\n".join(rows(documents)) + "\n", encoding="utf-8")
            scored = subprocess.run(
                [sys.executable, corpus / "gold" / "score.py", table, *gold], capture_output=True, text=True, check=True
            ).stdout.splitlines()
        print(f"{name:36}{scored[0].removeprefix('core').strip()}")
    names, listed, others = unknown_names(documents)
    print(f"the finder of unknown names lists {listed} of the {names} names of drugs when none is known, and {others} other names")


def unknown_names(documents: list[Document]) -> tuple[int, int, int]:
    """How many drugs the documents name, how many the finder lists when the vocabulary lacks all drugs, and what else it lists."""
    lexicon = read_lexicon(folder("ontology"))
    drugless = replace(lexicon, terms={curie: term for curie, term in lexicon.terms.items() if "ag:Drug" not in term.classes})
    whole, without = MentionFinder(lexicon), MentionFinder(drugless)
    named: set[tuple[str, str]] = set()
    listed: set[tuple[str, str]] = set()
    for document in documents:
        source, text = document.source.id, document.text
        named |= {(source, one.span.of(text).lower()) for one in whole.find(text) if "ag:Drug" in one.term.classes}
        listed |= {(source, one.span.of(text).lower()) for one in unknown_terms(source, text, without.find(text), drugless)}
    return len(named), len(named & listed), len(listed - named)


def rows(documents: list[Document]) -> Iterator[str]:
    """The statements as score.py reads them: of one claim in one document, the one that affirms before one that hedges."""
    yield "doc\tsubject\trelation\tobject\tstance\tquote"
    lexicon = read_lexicon(folder("ontology"))
    reader = relations.Reader(lexicon)
    for document in documents:
        best: dict[tuple[str, str, str], tuple[int, Stance, Evidence]] = {}
        for finding in reader.findings(document):
            if finding.evidence.status is Status.EXTRACTED:
                statement, labels = finding.statement, (finding.subject_label, finding.object_label)
                names = [
                    lexicon.terms[curie].shown if curie in lexicon.terms else label
                    for curie, label in zip((statement.subject, statement.object), labels, strict=True)
                ]
                subject = document.source.id if statement.relation == "ag:cites" else names[0].lower()
                key = (subject, statement.relation.removeprefix("ag:"), names[1].lower())
                found = (ORDER[statement.stance], statement.stance, finding.evidence)
                best[key] = min(best.get(key, found), found, key=lambda one: one[0])
        for (subject, relation, object_), (_, held, evidence) in sorted(best.items()):
            quote = " ".join(evidence.passage.of(document.text).split())
            yield f"{document.source.id}\t{subject}\t{relation}\t{object_}\t{held.value}\t{quote}"


if __name__ == "__main__":
    main()
