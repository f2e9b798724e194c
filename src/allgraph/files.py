"""Files: written whole or not at all, one by one or several together, whatever kills the program."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

#: Lists the files of one change of which all are ready: from then on it is carried out, by whoever comes next if need be.
_JOURNAL = ".allgraph-change.json"
_SCRATCH = re.compile(r"\..+\.(\d+)\.tmp")


def write_whole(path: Path, content: bytes) -> bool:
    """Make the file `path` hold `content`, wholly or not at all; whether it changed. An unchanged file is not touched.

    A link stays and its target is written; a file's permissions stay. What is no regular file, such as a pipe or a device, is never
    replaced: the content is written into it. An OSError names the file, not what was prepared beside it.
    """
    if path.exists() and not path.is_file():
        with _named(path), path.open("wb") as stream:  # a folder is refused here
            stream.write(content)
        return True
    path = Path(os.path.realpath(path))  # a link's target may not exist yet
    if path.is_file() and path.read_bytes() == content:
        return False
    with _scratches() as scratches, _named(path):
        _prepare(path, content, scratches).replace(path)
    return True


def write_together(folder: Path, contents: Mapping[Path, bytes | None]) -> None:
    """Make each file hold its content, or not be there (None): all of them, or none; `folder` is where an interrupted change is looked for.

    Everything is written beside the files first, then listed, then renamed. A process that is killed before the list stands has
    changed nothing; after it, `finish` does the rest.
    """
    finish(folder)
    for place in {folder, *(path.parent for path in contents)}:
        _clear(place)
    folder.mkdir(parents=True, exist_ok=True)
    with _scratches() as scratches:
        renamings = {}
        for named, content in contents.items():
            path = Path(os.path.realpath(named))
            if content is None:
                renamings[str(path)] = ""
            elif not (path.is_file() and path.read_bytes() == content):
                with _named(path):
                    renamings[str(_prepare(path, content, scratches))] = str(path)
        if renamings:
            write_whole(folder / _JOURNAL, json.dumps(renamings).encode())
            scratches.clear()  # from here on they are no waste
    finish(folder)


def finish(folder: Path) -> None:
    """Carry out a change of files that was interrupted after it was listed; does nothing where there is none."""
    journal = folder / _JOURNAL
    try:
        renamings = json.loads(journal.read_bytes())
    except OSError:
        renamings = {}
    for scratch, path in renamings.items():
        try:
            Path(scratch).replace(path) if path else Path(scratch).unlink()
        except FileNotFoundError:
            continue  # it was renamed or deleted before
    if renamings:
        journal.unlink(missing_ok=True)


def _clear(folder: Path) -> None:
    """Delete the half written files that processes left in a folder when they were killed."""
    for path in folder.glob(".*.tmp"):
        if (found := _SCRATCH.fullmatch(path.name)) and path.is_file() and not is_alive(int(found[1])):
            path.unlink(missing_ok=True)


def is_alive(process: int) -> bool:
    """Whether a process of this number may be running on this machine; where that cannot be asked without harm, it may.

    >>> is_alive(os.getpid())
    True
    """
    if os.name != "posix":
        return True  # elsewhere a signal of 0 ends the process
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


@contextmanager
def _scratches() -> Iterator[list[Path]]:
    """The files that are being prepared, which are deleted at the end."""
    scratches: list[Path] = []
    try:
        yield scratches
    finally:
        for scratch in scratches:
            scratch.unlink(missing_ok=True)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """An OSError inside names this path, which is what was asked for, where it names none or a file that was prepared for it."""
    try:
        yield
    except OSError as error:
        if error.filename is not None and _SCRATCH.fullmatch(Path(os.fsdecode(error.filename)).name) is None:
            raise
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error


def _prepare(path: Path, content: bytes, scratches: list[Path]) -> Path:
    """A file with the content, beside the path: only in the same folder is a rename one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    scratches.append(scratch)
    scratch.write_bytes(content)
    if path.is_file():
        shutil.copymode(path, scratch)
    return scratch
