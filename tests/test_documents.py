"""Documents are read as they are, or refused by name."""

from __future__ import annotations

from pathlib import Path

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
