"""Files are written whole or not at all, one by one or together, and nothing else than a file is replaced."""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from allgraph import files
from allgraph.files import finish, write_together, write_whole


def test_a_failed_write_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.tsv"
    write_whole(path, b"old")

    def fail(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no space"):
        write_whole(path, b"new")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.tsv", b"old")]


def test_a_link_stays_and_its_target_is_written(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    target = tmp_path / "far" / "target.ttl"
    (tmp_path / "link.ttl").symlink_to(target)
    for content in (b"new", b"newer"):  # the target of a link need not be there
        assert write_whole(tmp_path / "link.ttl", content)
        assert (tmp_path / "link.ttl").is_symlink()
        assert target.read_bytes() == content
    assert [path.name for path in target.parent.iterdir()] == ["target.ttl"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such pipes there")
def test_a_pipe_is_written_into_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert write_whole(pipe, b"data")
        assert os.read(reader, 100) == b"data"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


@pytest.mark.skipif(os.name != "posix", reason="permissions are other things there")
def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    file = tmp_path / "a.tsv"
    file.write_bytes(b"old")
    file.chmod(0o640)
    assert write_whole(file, b"new")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_folder_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        write_whole(tmp_path / "folder", b"x")
    assert (tmp_path / "folder").is_dir()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_several_files_are_written_together(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    write_together(tmp_path, {tmp_path / "a": b"new", tmp_path / "b": b"new", tmp_path / "deeper" / "c": b"new"})
    assert (tmp_path / "deeper" / "c").read_bytes() == b"new"
    (tmp_path / "deeper" / "c").unlink()
    (tmp_path / "deeper").rmdir()
    assert contents(tmp_path) == {"a": b"new", "b": b"new"}


def test_where_one_cannot_be_written_none_is(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "no-folder").write_bytes(b"")
    with pytest.raises(OSError, match="no-folder"):
        write_together(tmp_path, {tmp_path / "a": b"new", tmp_path / "no-folder" / "b": b"new"})
    assert contents(tmp_path) == {"a": b"old", "no-folder": b""}


@pytest.mark.parametrize("done", range(3))
def test_a_change_that_was_listed_is_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done: int) -> None:
    """Killed after the list stood, when `done` of its files were renamed."""
    for name in "ab":
        (tmp_path / name).write_bytes(b"old")
    monkeypatch.setattr(files, "finish", lambda _: None)
    write_together(tmp_path, {tmp_path / name: b"new" for name in "ab"})
    monkeypatch.undo()
    listed = json.loads((tmp_path / ".allgraph-change.json").read_bytes())
    for scratch, path in list(listed.items())[:done]:
        Path(scratch).replace(path)
    finish(tmp_path)
    finish(tmp_path)
    assert contents(tmp_path) == {"a": b"new", "b": b"new"}


def test_what_a_dead_process_left_is_cleared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (".a.4000001.tmp", ".a.1.tmp", ".mine.tmp"):
        (tmp_path / name).write_bytes(b"half")
    monkeypatch.setattr(files, "is_alive", lambda process: process == 1)
    write_together(tmp_path, {tmp_path / "a": b"new"})
    assert sorted(contents(tmp_path)) == [".a.1.tmp", ".mine.tmp", "a"]


@pytest.mark.parametrize("write", [write_whole, lambda path, content: write_together(path.parent, {path: content})])
def test_an_error_names_the_file_that_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path, bytes], object]
) -> None:
    """And not the one that was prepared beside it."""

    def fail(path: Path, _: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(OSError, match="No space left") as caught:
        write(tmp_path / "a.ttl", b"new")
    assert caught.value.filename == str(tmp_path / "a.ttl")
