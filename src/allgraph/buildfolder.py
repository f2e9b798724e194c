"""The folder of a build: how one is known to be ours, and how a new one takes an older one's place, wholly or not at all."""

from __future__ import annotations

import glob
import json
import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path

import allgraph
from allgraph.asking.store import DATABASE
from allgraph.errors import BuildError
from allgraph.files import is_alive

#: The files of a build; `store/` is the same graph as allgraph.ttl in Oxigraph's form.
ALL, EDGES, INFERRED, OWL = "allgraph.ttl", "allgraph-edges.ttl", "allgraph-inferred.ttl", "allgraph.owl"
#: Says that a folder is a build, by which version, and the sha256 of its files; only a folder that has it is ever replaced.
MARKER = "allgraph-build.json"
FILES = frozenset({ALL, EDGES, INFERRED, OWL, MARKER, DATABASE})

# What RocksDB, on which Oxigraph stands, writes into its folder, and what Oxigraph loads from, which stays there when it is killed.
_DATABASE_FILE = re.compile(r"CURRENT|IDENTITY|LOCK|LOG(\.old\.\d+)?|(MANIFEST|OPTIONS)-\d+|\d+\.(sst|log|blob|dbtmp)|bulk-\d+\.sst")
_ANOTHER = "name another folder"


def write_marker(folder: Path) -> None:
    """Say in the folder that it is a build; the same files give the same bytes."""
    content = {"allgraph": allgraph.__version__, "sha256": _digests(folder)}
    (folder / MARKER).write_bytes((json.dumps(content, indent=1) + "\n").encode())


def edited_files(folder: Path) -> list[Path]:
    """The files of a build that are no longer what was built."""
    try:
        written = json.loads((folder / MARKER).read_bytes())["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        return []  # a folder from elsewhere tells nothing
    return [folder / name for name, found in _digests(folder).items() if written.get(name, found) != found]


def _digests(folder: Path) -> dict[str, str]:
    present = sorted(name for name in (ALL, EDGES, INFERRED, OWL) if (folder / name).is_file())
    return {name: _digest(folder / name) for name in present}


def _digest(path: Path) -> str:
    """sha256 of a file, which is not held in memory as a whole."""
    with path.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()


def checked_destination(output: Path) -> Path:
    """The folder to make, its links followed. Raises BuildError where something stands there that a build must not replace."""
    where = str(output)
    destination = output.resolve()
    if destination == Path.cwd() or destination in Path.cwd().parents:
        raise BuildError("this is the current folder or one around it; name one inside it", where=where)
    if not destination.exists():
        return destination
    if not destination.is_dir():
        raise BuildError(f"there is a file of this name; {_ANOTHER}", where=where)
    if not os.access(destination, os.R_OK | os.W_OK | os.X_OK):
        raise BuildError(f"this folder may not be written to; change its permissions or {_ANOTHER}", where=where)
    if others := _foreign(destination):
        raise BuildError(f"holds what is no part of a build ({', '.join(others[:3])}); {_ANOTHER}", where=where)
    if any(destination.iterdir()) and not _is_marked(destination):
        raise BuildError(f"not known to be a build of allgraph: it has no {MARKER}; {_ANOTHER}, or delete this one", where=where)
    return destination


@contextmanager
def made_whole(destination: Path) -> Iterator[Path]:
    """A new folder beside the destination, which takes its place when the block ends well, and is deleted when not.

    No system replaces a folder that is not empty in one step: the old build is renamed, the new one takes its name, then the old one is
    deleted. Where the second step fails, the old build gets its name back. The permissions of an older folder are kept.
    """
    new = destination.with_name(f".{destination.name}.{os.getpid()}.new")
    old = destination.with_name(f".{destination.name}.{os.getpid()}.old")
    try:
        destination.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(new, ignore_errors=True)  # of a process that was killed and had this number
        new.mkdir()
        yield new
        checked_destination(destination)  # again: reasoning takes a while
        if destination.exists():
            new.chmod(stat.S_IMODE(destination.stat().st_mode))
        _replace(destination, new, old)
    except OSError as error:
        raise BuildError(f"the build could not be written, nothing was changed ({error})", where=str(destination)) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def recover(destination: Path) -> None:
    """Clear up after builds of this folder that were killed.

    Where one was killed between the two renamings, its old build gets its name back; what else dead processes left is deleted.
    """
    left = sorted(destination.parent.glob(f".{glob.escape(destination.name)}.*.old"))
    if left and not destination.exists():
        left.pop().rename(destination)
    for folder in (*left, *destination.parent.glob(f".{glob.escape(destination.name)}.*.new")):
        number = folder.name.split(".")[-2]
        if number.isdecimal() and folder.is_dir() and not folder.is_symlink() and not is_alive(int(number)) and not _foreign(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _foreign(folder: Path) -> list[str]:
    """What in a folder no build has written, by its path in it."""
    kinds = {name: Path.is_dir if name == DATABASE else Path.is_file for name in FILES}
    others = [path.name for path in folder.iterdir() if path.is_symlink() or path.name not in kinds or not kinds[path.name](path)]
    database = folder / DATABASE
    if database.is_dir() and not database.is_symlink():
        others += [
            f"{DATABASE}/{path.name}"
            for path in database.iterdir()
            if path.is_symlink() or not (path.is_file() and _DATABASE_FILE.fullmatch(path.name))
        ]
    return sorted(others)


def _is_marked(folder: Path) -> bool:
    try:
        content = json.loads((folder / MARKER).read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(content, dict) and "allgraph" in content


def _replace(destination: Path, new: Path, old: Path) -> None:
    if destination.exists():
        destination.rename(old)
    try:
        new.rename(destination)
    except BaseException:
        if old.exists():
            old.rename(destination)
        raise
