"""Documents are read whatever their form, packing and encoding, or refused by name."""

from __future__ import annotations

import gzip
import io
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from allgraph.documents import Document, entries, find_documents, notes, read_document, read_documents
from allgraph.errors import DocumentError
from allgraph.reading.extract import extract_files


def read(file: Path, content: bytes = b"", largest: int = 20_000_000) -> Document:
    if content:
        file.write_bytes(content)
    (entry,) = entries(find_documents(file)[0])
    return read_document(entry, largest)


def test_text_keeps_its_line_ends_and_loses_its_byte_order_mark(tmp_path: Path) -> None:
    assert read(tmp_path / "a.txt", "\ufeffA drug.\r\nAnother.\n".encode()).text == "A drug.\r\nAnother.\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no word"),
        (b" \n\t\n", "no word"),
        (b"drug\0drug", "byte 4 is NUL"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "NUL"),
        ("naïve".encode() + b" \xff drug", "byte 7 is not UTF-8"),
        (b"drug \xc3\x28 drug", "byte 5 is not UTF-8"),
        (b"x" * 101, "is larger than 100 bytes"),
    ],
)
def test_what_is_no_text_is_refused_with_file_and_reason(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(content)
    with pytest.raises(DocumentError, match=message) as caught:
        read(file, largest=100)
    assert str(file) in str(caught.value)


def test_a_folder_gives_its_readable_files_and_names_the_others(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.docx", ".hidden.txt", "d.md", "e.HTML", ".txt", "f.txt.gz", "g.gz"):
        (tmp_path / name).write_bytes(gzip.compress(b"A drug.") if name.endswith("gz") else b"A drug.")
    (tmp_path / "sources.tsv").write_text("file\ttitle\tpublisher\tdate\tlicence\na.txt\tA page\tUs\t2026-01-02\tCC0\ngone.txt\t\t\t\t\n")
    found, passed = find_documents([tmp_path])
    assert [path.name for path in found] == ["a.txt", "b.txt", "d.md", "e.HTML", "f.txt.gz"]
    assert [path.name for path in passed] == ["c.docx", "g.gz"]
    sources = {document.source.id: document.source for document in read_documents([tmp_path])}
    assert list(sources) == ["a", "b", "d", "e", "f"]
    assert (sources["a"].title, sources["a"].publisher, sources["a"].date, sources["a"].licence) == ("A page", "Us", "2026-01-02", "CC0")
    assert sources["b"].title == ""
    assert [source.reader for source in sources.values()] == ["txt", "txt", "md", "html", "txt"]


def test_a_page_names_its_particulars_and_a_sidecar_table_goes_before_them(tmp_path: Path) -> None:
    page = b"<title>A page</title><meta name=date content=2024-05-01T10:00><meta property=og:site_name content=Us><p>A drug."
    source = read(tmp_path / "a.html", page).source
    assert (source.title, source.publisher, source.date) == ("A page", "Us", "2024-05-01")
    (tmp_path / "sources.tsv").write_text("file\ttitle\tpublisher\tdate\tlicence\na.html\tAnother title\t\t\tCC0\n")
    source = read(tmp_path / "a.html").source
    assert (source.title, source.publisher, source.licence) == ("Another title", "Us", "CC0")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("a.txt\t2024-13\n", "sources.tsv, line 2: '2024-13' is no date"),
        ("b.txt\t2024\na.txt\t01/05/2024\n", "sources.tsv, line 3: '01/05/2024' is no date"),
        ("a.txt\t2024\na.txt\t2025\n", "sources.tsv, line 3: tells of a.txt again"),
        ("a.txt\t2024\nb.txt\t\xff\n", r"sources.tsv: is no text in UTF-8 \(byte 27\)"),
    ],
)
def test_what_a_sidecar_table_cannot_mean_is_named(tmp_path: Path, rows: str, message: str) -> None:
    """And it need not tell all that can be told of a file."""
    (tmp_path / "a.txt").write_bytes(b"A drug.")
    (tmp_path / "sources.tsv").write_bytes(b"file\tdate\na.txt\t2024-05\n")
    assert read_documents(tmp_path)[0].source.date == "2024-05"
    (tmp_path / "sources.tsv").write_bytes(b"file\tdate\n" + rows.encode("latin-1"))
    with pytest.raises(DocumentError, match=message):
        read_documents(tmp_path)


def test_a_misspelt_column_of_a_sidecar_table_is_named(tmp_path: Path) -> None:
    """Other columns are somebody's own."""
    (tmp_path / "a.txt").write_bytes(b"A drug.")
    (tmp_path / "sources.tsv").write_bytes(b"file\ttitle\tremarks\na.txt\tA page\tgood\n")
    assert read_documents(tmp_path)[0].source.title == "A page"
    (tmp_path / "sources.tsv").write_bytes(b"file\ttitle\tPublsher\na.txt\tA page\tUs\n")
    with pytest.raises(DocumentError, match=r"sources.tsv, line 1: unknown column 'Publsher'; rename it to publisher"):
        read_documents(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_what_is_no_file_in_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"A drug.")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    os.mkfifo(tmp_path / "pipe")  # passed over, and not opened: nobody writes into it
    os.mkfifo(tmp_path / "pipe.tsv")
    (tmp_path / "tab\there.txt").write_bytes(b"A drug.")
    with pytest.raises(DocumentError) as wrong:
        read_documents(tmp_path)
    first, second, third = map(str, wrong.value.all())
    assert first.endswith("gone.txt: cannot be read (No such file or directory)")
    assert second.endswith("pipe.txt: is no file but a pipe or a device; read it from standard input, with -")
    assert third.endswith("there.txt': its name holds a control character, such as a tab; rename it")


def test_of_two_files_with_one_name_both_keep_their_endings(tmp_path: Path) -> None:
    for name in ("page.md", "page.txt", "page.txt.gz"):
        (tmp_path / name).write_bytes(gzip.compress(b"A drug.") if name.endswith("gz") else b"A drug.")
    assert [document.source.id for document in read_documents([tmp_path])] == ["page.md", "page.txt", "page.txt.gz"]


def test_two_files_of_one_name_and_ending_are_refused(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.txt").write_text("A drug.")
    with pytest.raises(DocumentError, match="same name"):
        read_documents([tmp_path / "one", tmp_path / "two"])


@pytest.mark.parametrize("name", ["missing.txt", "page.docx"])
def test_a_named_file_that_cannot_be_read_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "page.docx").write_text("A drug.")
    with pytest.raises(DocumentError, match=name):
        find_documents([tmp_path / name])


def test_a_file_that_vanished_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A drug.")
    (entry,) = entries(find_documents(tmp_path)[0])
    entry.path.unlink()
    with pytest.raises(DocumentError, match=r"a\.txt: cannot be read"):
        read_document(entry)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp1252"])
def test_other_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    text = "A drug \u2014 and \u201cmore\u201d, na\u00efve."
    (tmp_path / "a.txt").write_text(text, encoding=encoding)
    assert read(tmp_path / "a.txt").text == text


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_what_is_only_guessed_to_be_windows_1252_is_told(tmp_path: Path, name: str) -> None:
    told = f"{name}: byte 4 is not UTF-8; read as Windows-1252 (Latin-1); if letters look wrong, save it as UTF-8"
    for encoding, expected in (("cp1252", (told,)), ("utf-8", ()), ("utf-16", ())):
        assert notes([read(tmp_path / name, "A na\u00efve drug.".encode(encoding))]) == expected
    page = '<meta charset="iso-8859-1"><p>A na\u00efve drug.'
    assert notes([read(tmp_path / "b.html", page.encode("latin-1"))]) == ()  # it says so itself


def test_a_compressed_file_is_read_up_to_a_size(tmp_path: Path) -> None:
    assert read(tmp_path / "a.txt.gz", gzip.compress(b"A drug.")).text == "A drug."
    for content, message in ((gzip.compress(b"x" * 5000), "unpacks to more than 1,000 bytes"), (b"no gzip", "no whole gzip file")):
        with pytest.raises(DocumentError, match=message):
            read(tmp_path / "a.txt.gz", content, largest=1000)
    with pytest.raises(DocumentError, match="no whole gzip file"):
        read(tmp_path / "a.txt.gz", gzip.compress(bytes(range(97, 120)) * 50)[:-9])


@pytest.mark.parametrize(
    ("content", "reader"), [(b"A drug.", "txt"), (b" <!DOCTYPE html><p>A drug.", "html"), (b"<html><p>A drug.", "html")]
)
def test_standard_input_is_read_as_what_it_looks_like(monkeypatch: pytest.MonkeyPatch, content: bytes, reader: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    (document,) = read_documents("-")
    assert (document.source.id, document.source.reader, document.text.strip()) == ("stdin", reader, "A drug.")


def test_every_bad_document_is_named_at_once(tmp_path: Path) -> None:
    for name, content in (("a.txt", b"\0"), ("b.txt", b"A drug."), ("c.txt", b"")):
        (tmp_path / name).write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        read_documents([tmp_path])
    first, second = str(caught.value).splitlines()
    assert "a.txt: byte 0 is NUL" in first
    assert "c.txt: the file holds no word" in second
    assert [str(error) for error in caught.value.each] == [first, second]


def test_a_folder_in_a_folder_is_named_as_passed_over(tmp_path: Path) -> None:
    for name in ("deeper", ".hidden"):
        (tmp_path / name).mkdir()
    with pytest.raises(DocumentError, match="folders in a folder are not read"):
        find_documents([tmp_path])
    (tmp_path / "a.txt").write_text("A drug.")
    found, passed = find_documents([tmp_path])
    assert [path.name for path in (*found, *passed)] == ["a.txt", "deeper"]


@pytest.mark.parametrize("name", ["it's.txt", 'a "b" c.txt', "-dash.txt", "a<b>&c.txt", "ü.txt"])
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    assert read(tmp_path / name, b"A drug.").source.file == name


def test_a_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a\udcff.txt"
    try:
        file.write_bytes(b"A drug.")
    except (OSError, UnicodeError):
        pytest.skip("this file system has no such names")
    with pytest.raises(DocumentError, match="its name is no text"):
        read(file)


def test_one_path_or_several_as_text_or_path(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A drug.")
    for paths in (tmp_path, str(tmp_path), [tmp_path], [str(tmp_path)], iter([tmp_path / "a.txt"])):
        assert [document.source.id for document in read_documents(paths)] == ["a"]


@pytest.mark.parametrize("paths", [5, None, b"pages", [5], [b"a.txt"], ""])
def test_what_is_no_path_is_refused_in_words(paths: Any) -> None:
    with pytest.raises(TypeError, match=r"documents .*path"):
        read_documents(paths)


@pytest.mark.parametrize("name", ["_sources.txt", "_unknown-terms.md"])
def test_a_file_whose_table_would_be_one_of_all_sources_is_refused_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("Treatment of ALL", encoding="utf-8")
    (tmp_path / "page.txt").write_text("Treatment of ALL", encoding="utf-8")
    extraction = extract_files(tmp_path)
    assert [document.source.id for document in extraction.documents] == ["page"]
    (refused,) = extraction.refused
    assert "rename it" in str(refused)
