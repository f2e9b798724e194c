"""Paths as a caller gives them: text, a Path, or several of either."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

AnyPath: TypeAlias = "str | os.PathLike[str]"
Paths: TypeAlias = "AnyPath | Iterable[AnyPath]"


def as_path(value: object, name: str) -> Path:
    """The path that an argument called `name` is. Raises TypeError, which says what is wanted, for anything else.

    >>> as_path("pages", "output").name
    'pages'
    """
    path = os.fspath(value) if isinstance(value, os.PathLike) else value
    if not isinstance(path, str):
        raise TypeError(f"{name} must be a path (text or pathlib.Path), not {type(value).__name__}")
    if not path:
        raise TypeError(f"{name} is an empty text and no path; the current folder is '.'")
    return Path(path)


def as_path_or_none(value: object, name: str) -> Path | None:
    """As `as_path`, for an argument that may be left out."""
    return None if value is None else as_path(value, name)


def as_paths(value: object, name: str) -> list[Path]:
    """The paths that an argument called `name` is, one or several. Raises TypeError, which says what is wanted, for anything else.

    >>> [path.name for path in as_paths("pages", "documents")]
    ['pages']
    """
    if isinstance(value, str | os.PathLike):
        return [as_path(value, name)]
    if isinstance(value, bytes) or not isinstance(value, Iterable):
        raise TypeError(f"{name} must be a path or several (text or pathlib.Path), not {type(value).__name__}")
    return [as_path(path, f"each of {name}") for path in value]
