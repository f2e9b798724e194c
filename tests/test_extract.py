"""Runs over many documents: by several processes, over broken ones, from what was kept, and cut off at any moment."""

from __future__ import annotations

import errno
import gzip
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import allgraph
from allgraph.cli import run as command
from allgraph.curation.tables import default_tables
from allgraph.errors import DocumentError
from allgraph.reading import extract as module
from allgraph.reading.extract import Run, decided, extract, extract_files
from allgraph.statements import Status

DRUGS = ("nelarabine", "clofarabine", "imatinib", "dasatinib", "blinatumomab", "vincristine", "daunorubicin", "methotrexate")


def write_pages(folder: Path, count: int, word: str = "used") -> Path:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        drug = DRUGS[number % len(DRUGS)]
        text = f"Page {number}\n\n{drug.capitalize()} is {word} to treat ALL. It may be given in maintenance therapy.\n"
        (folder / f"page-{number}.txt").write_text(text, encoding="utf-8")
    return folder


def tables(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_several_processes_find_what_one_does(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", 6)
    (pages / "broken.txt").write_bytes(b"\0")
    one, two = (extract_files(pages, run=Run(jobs=jobs)) for jobs in (1, 2))
    assert one.findings
    assert (one.documents, one.findings, one.unknown) == (two.documents, two.findings, two.unknown)
    assert (
        [str(error) for error in one.refused]
        == [str(error) for error in two.refused]
        == [f"{pages}/broken.txt: byte 0 is NUL: this is no text; save it as text, or leave it out"]
    )


def test_a_broken_document_stops_no_other_and_keeps_its_table(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", 2)
    extract(pages, tmp_path / "tables")
    before = tables(tmp_path / "tables")
    (pages / "page-0.txt").write_bytes(b"")
    written = extract(pages, tmp_path / "tables")
    assert [error.message for error in written.refused] == ["the file holds no word; leave it out"]
    assert tables(tmp_path / "tables") == before
    (pages / "page-1.txt").write_bytes(b"")
    with pytest.raises(DocumentError, match=r"page-0[\s\S]*page-1"):
        extract(pages, tmp_path / "tables")


def test_a_graph_of_the_others_is_written_whole(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", 2)
    whole = allgraph.build(pages, tmp_path / "one")
    (pages / "broken.html").write_bytes(b"<p hidden>no")
    built = allgraph.build(pages, tmp_path / "two")
    assert [error.message for error in built.refused] == ["shows no text; save what a browser shows of it as .txt"]
    assert built.statements == whole.statements
    assert (tmp_path / "one" / "allgraph.ttl").read_bytes() == (tmp_path / "two" / "allgraph.ttl").read_bytes()


def test_what_was_read_is_kept_until_document_or_ontology_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = write_pages(tmp_path / "pages", 2)
    run = Run(kept=tmp_path / "cache")
    first = extract_files(pages, run=run)
    read = []
    whole = module._reader

    def counted(ontology: Path) -> object:
        read.append(ontology)
        return whole(ontology)

    monkeypatch.setattr(module, "_reader", counted)
    assert extract_files(pages, run=run) == first == extract_files(pages)
    assert len(read) == 2  # of the run that keeps nothing
    (pages / "page-0.txt").write_text("Nelarabine is used to treat T-cell ALL.", encoding="utf-8")
    changed = extract_files(pages, run=run)
    assert len(read) == 3
    assert changed == extract_files(pages)
    for table in (tmp_path / "cache").rglob("page-1.tsv"):
        table.write_bytes(b"spoilt")
    assert extract_files(pages, run=run) == changed


def test_standard_input_is_read_by_the_process_that_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = write_pages(tmp_path / "pages", 6)
    text = b"Nelarabine is used to treat T-cell ALL."
    for content in (text, gzip.compress(text)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        extraction = extract_files([pages, Path("-")], run=Run(jobs=2))
        assert (extraction.refused, extraction.texts["stdin"]) == ((), text.decode())
        assert "stdin" not in extraction.folders  # what stands in no folder shows no file to be gone from there


def test_a_cache_that_takes_nothing_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = write_pages(tmp_path / "pages", 1)
    file = tmp_path / "file"
    file.write_bytes(b"")
    monkeypatch.setenv("ALLGRAPH_CACHE", str(file))
    assert command(["extract", str(pages), "-o", str(tmp_path / "tables")]) == 0
    assert "the cache takes nothing: " in capsys.readouterr().err
    assert (tmp_path / "tables" / "page-0.tsv").is_file()


@pytest.mark.corpus
def test_what_was_kept_is_what_was_read(corpus: Path, tmp_path: Path) -> None:
    run = Run(kept=tmp_path / "cache")
    assert extract_files(corpus / "more-documents", run=run) == extract_files(corpus / "more-documents", run=run)


@pytest.mark.skipif(os.name != "posix", reason="there a process is not killed so")
@pytest.mark.parametrize("seconds", [0.3, 0.7, 1.2])
def test_tables_are_the_old_or_the_new_whole_whenever_the_program_is_killed(tmp_path: Path, seconds: float) -> None:
    """tests/benchmarks/kill.py does the same fifty times, for builds too."""
    pages = write_pages(tmp_path / "pages", 3)
    extract(pages, tmp_path / "tables")
    old = tables(tmp_path / "tables")
    write_pages(pages, 3, "approved")
    extract(pages, tmp_path / "new")
    new = tables(tmp_path / "new")
    command = [sys.executable, "-m", "allgraph", "extract", str(pages), "-o", str(tmp_path / "tables"), "--no-cache"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()
    after = {name: content for name, content in tables(tmp_path / "tables").items() if not name.startswith(".")}
    assert after in (old, new)
    extract(pages, tmp_path / "tables")
    assert tables(tmp_path / "tables") == new


def test_a_list_of_any_length_is_read(tmp_path: Path) -> None:
    """Also where it is one sentence, longer than any that is read whole."""
    drugs = [DRUGS[number % 3] for number in range(3000)]
    page = tmp_path / "page.txt"
    page.write_text(f"Drugs used to treat ALL include {', '.join(drugs)}.\n", encoding="utf-8")
    found = extract_files(page).findings
    assert {finding.subject_label for finding in found if finding.statement.relation == "ag:treats"} == set(DRUGS[:3])
    assert len({finding.evidence.passage for finding in found}) > 2000
    assert all(finding.evidence.passage.end - finding.evidence.passage.start < 5000 for finding in found)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "Nelarabine is used to treat ALL. " + "(" * 50_000),
        ("a.md", "Nelarabine is used to treat ALL.\n\n" + "[" * 20_000),
        ("a.html", "<p>Nelarabine is used to treat ALL.<p>" + "<b>" * 20_000),
        ("a.txt", "\u202bNelarabine\u200b is used to treat A\u200bL\u200bL.\u202c"),
        ("a.html", "<p hidden>Imatinib is used to treat ALL.</p><p>Nelarabine is used to treat ALL. &#x110000; &e;"),
        ("a 'b' \"c\" <d>.txt", "Nelarabine is used to treat ALL."),
        ("-a.txt", "Nelarabine is used to treat ALL."),
        ("a.txt", "Nelarabine is used to treat ALL. Nelarabine" + " " * 300_000 + "\n" * 300_000 + "It is a page."),
        ("a.txt", "Nelarabine is used to treat ALL. " + "nelarabine" * 30_000 + "\nIt is a page."),
        ("a.txt", "Nelarabine is used to treat ALL.\n\n" + "- a bed with a window\n" * 10_000),
        ("a.txt", "Nelarabine is used to treat ALL.\n\n- a bed -> a window\n  - " + "x" * 300_000 + "\n  - a" + " " * 300_000 + "-> b"),
    ],
    ids=["brackets", "markdown", "nested", "zero-width", "hidden", "quotes", "dash", "blanks", "one-word", "bullets", "arrows"],
)
def test_what_is_odd_is_read_rightly(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = extract(tmp_path / name, tmp_path / "tables")
    assert found.refused == ()
    assert found.saved.rows == 1
    built = allgraph.build(tmp_path / name, tmp_path / "built")
    assert built.sources == 1


def test_a_full_disk_leaves_the_old_tables_and_the_old_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = write_pages(tmp_path / "pages", 2)
    extract(pages, tmp_path / "tables")
    allgraph.build(pages, tmp_path / "built")
    before = tables(tmp_path / "tables"), (tmp_path / "built" / "allgraph.ttl").read_bytes()
    write_pages(pages, 2, "approved")
    whole = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if len(content) > 100:
            whole(path, content[:100])
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return whole(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        extract(pages, tmp_path / "tables")
    with pytest.raises(allgraph.AllgraphError, match="No space left"):
        allgraph.build(pages, tmp_path / "built")
    monkeypatch.undo()
    assert (tables(tmp_path / "tables"), (tmp_path / "built" / "allgraph.ttl").read_bytes()) == before


def decide(table: Path) -> None:
    """Reject the first row of a table."""
    header, row, *rest = table.read_text(encoding="utf-8").split("\n")
    cells = dict(zip(header.split("\t"), row.split("\t"), strict=True))
    cells |= {"status": "rejected", "curator": "a curator", "note": "no"}
    table.write_text("\n".join([header, "\t".join(cells.values()), *rest]), encoding="utf-8")


@pytest.mark.parametrize("by", ["renamed", "joined"])
def test_a_renamed_file_keeps_its_decisions(tmp_path: Path, by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """So does one whose id changes because another file of its name came beside it."""
    monkeypatch.chdir(tmp_path)
    pages = write_pages(tmp_path / "pages", 1)
    extract(pages)
    decide(Path("allgraph-statements/page-0.tsv"))
    if by == "renamed":
        (pages / "page-0.txt").rename(pages / "other.txt")
    else:
        (pages / "page-0.md").write_text("ALL is treated.", encoding="utf-8")
    new = "other" if by == "renamed" else "page-0.txt"
    rejected = [finding for finding in decided(extract_files(pages), default_tables()) if finding.evidence.status is Status.REJECTED]
    assert [finding.evidence.source for finding in rejected] == [new]
    saved = extract(pages).saved
    assert saved.moved == {new: "page-0"}
    table = Path("allgraph-statements", f"{new}.tsv").read_text(encoding="utf-8")
    assert table.count("\trejected\t") == 1
    assert not Path("allgraph-statements/page-0.tsv").exists()
    sources = Path("allgraph-statements/_sources.tsv").read_text(encoding="utf-8")
    assert "page-0\t" not in sources
    assert extract(pages).saved.changed == 0


def test_a_file_that_was_renamed_and_edited_is_told_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody can be sure that it is the same document, so its decisions wait for a word; no other document is told of."""
    pages, made = write_pages(tmp_path / "pages", 1), tmp_path / "tables"
    extract(pages, made)
    decide(made / "page-0.tsv")
    text = (pages / "page-0.txt").read_text(encoding="utf-8")
    (pages / "page-0.txt").unlink()
    (pages / "other.txt").write_text(f"{text}\nClofarabine is used to treat ALL.\n", encoding="utf-8")
    (pages / "unlike.txt").write_text("Imatinib is used to treat ALL.\n", encoding="utf-8")
    assert allgraph.build(pages, tmp_path / "graph", tables=made).stranded == {"other": "page-0"}
    assert command(["extract", str(pages), "-o", str(made)]) == 0
    assert "other may be page-0, renamed and edited; if so rename the table page-0.tsv to other.tsv" in capsys.readouterr().err
    (made / "page-0.tsv").rename(made / "other.tsv")
    saved = extract(pages, made).saved
    assert saved.stranded == {}
    assert (made / "other.tsv").read_text(encoding="utf-8").count("\trejected\t") == 1


def test_a_copy_does_not_take_over_the_decisions_of_what_it_copies(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", 1)
    extract(pages, tmp_path / "tables")
    decide(tmp_path / "tables" / "page-0.tsv")
    (pages / "copy.txt").write_bytes((pages / "page-0.txt").read_bytes())
    assert extract(pages / "copy.txt", tmp_path / "tables").saved.moved == {}
    assert "rejected" in (tmp_path / "tables" / "page-0.tsv").read_text(encoding="utf-8")
