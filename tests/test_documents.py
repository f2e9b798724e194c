"""Documents are read as they are, or refused by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from allgraph.documents import find_documents, read_documents, read_text
from allgraph.errors import DocumentError


def test_text_keeps_its_line_ends_and_loses_its_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("\ufeffA drug.\r\nAnother.\n".encode())
    assert read_text(file) == "A drug.\r\nAnother.\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "no word"), (b" \n\t\n", "no word"), (b"drug\0drug", "NUL"), (b"caf\xe9 drug", "not UTF-8")],
)
def test_what_is_no_text_is_refused_with_file_and_reason(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(content)
    with pytest.raises(DocumentError, match=message) as caught:
        read_text(file)
    assert str(file) in str(caught.value)


def test_a_folder_gives_its_readable_files_and_names_the_others(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.docx", ".hidden.txt"):
        (tmp_path / name).write_text("A drug.")
    (tmp_path / "sources.tsv").write_text("file\ttitle\tpublisher\tdate\tlicence\na.txt\tA page\tUs\t2026-01-02\tCC0\ngone.txt\t\t\t\t\n")
    found, passed = find_documents([tmp_path])
    assert [path.name for path in found] == ["a.txt", "b.txt"]
    assert [path.name for path in passed] == ["c.docx"]
    first, second = (document.source for document in read_documents([tmp_path]))
    assert (first.id, first.title, first.publisher, first.date, first.licence) == ("a", "A page", "Us", "2026-01-02", "CC0")
    assert (second.id, second.title) == ("b", "")


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
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


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_named(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_text("A drug \u2014 and \u201cmore\u201d.", encoding=encoding)
    with pytest.raises(DocumentError, match=r"a\.txt: looks like UTF-16: save it as UTF-8"):
        read_text(tmp_path / "a.txt")


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


def test_one_path_or_several_as_text_or_path(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A drug.")
    for paths in (tmp_path, str(tmp_path), [tmp_path], [str(tmp_path)], iter([tmp_path / "a.txt"])):
        assert [document.source.id for document in read_documents(paths)] == ["a"]


@pytest.mark.parametrize("paths", [5, None, b"pages", [5], [b"a.txt"], ""])
def test_what_is_no_path_is_refused_in_words(paths: Any) -> None:
    with pytest.raises(TypeError, match=r"documents .*path"):
        read_documents(paths)
