"""Programs of others that judge files: how they are found and run. A test skips, and says so, where one is absent."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

JUDGES = Path(__file__).parent / "judges"


def need(program: str, package: str) -> str:
    """The path of a program; the test skips where it is not installed."""
    found = shutil.which(program)
    if not found:
        pytest.skip(f"{program} is not installed (Debian package {package})")
    return found


def need_node() -> str:
    """The path of node; the test skips without it, and where a package that judges/package.json names is not there."""
    node = need("node", "nodejs")
    wanted = json.loads((JUDGES / "package.json").read_text(encoding="utf-8"))["dependencies"]
    if absent := [name for name in wanted if not (JUDGES / "node_modules" / name).is_dir()]:
        pytest.skip(f"not installed: {', '.join(absent)} (npm install in tests/judges)")
    return node


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What a program says that must end well."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment}, timeout=300)
    assert done.returncode == 0, done.stderr or done.stdout
    return done


def by_javascript(what: str, *files: Path) -> dict[str, Any]:
    """What judges/judge.mjs tells of files."""
    found: dict[str, Any] = json.loads(run(need_node(), str(JUDGES / "judge.mjs"), what, *map(str, files)).stdout)
    return found
