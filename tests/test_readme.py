"""README tells the truth: its lines can be cut out, its commands and questions exist, and the answers it shows are given."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

import allgraph
from allgraph.cli import cli, run

README = Path(__file__).resolve().parent.parent / "README.md"
OUTPUT = re.compile(r"<!-- (output|first (\d+) lines) of: (allgraph [^\n]*) -->\n(.*?)<!-- end -->", re.DOTALL)


def marked(name: str) -> str:
    """The one line between two marks, as .ci/run cuts it."""
    _, inside, _ = README.read_text(encoding="utf-8").split(f"\n<!-- {name} -->\n")
    return inside.strip()


def test_the_two_lines_can_be_cut_out() -> None:
    start = "python3 -m venv .venv && .venv/bin/pip install "
    assert marked("run") == start + ". && .venv/bin/allgraph build && .venv/bin/allgraph query drugs-by-target"
    assert marked("test") == start + "-e '.[test]' && .venv/bin/python -m pytest -n auto --dist loadscope"


def test_what_readme_shows_is_what_is_answered(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With ALLGRAPH_UPDATE_README=1 README is made to show what is answered now."""
    text = README.read_text(encoding="utf-8")

    def answered(shown: re.Match[str]) -> str:
        _, *arguments = shlex.split(shown[3])
        assert run([*arguments, "--graph", str(built)] if arguments[0] in ("ask", "explain", "query") else arguments) == 0
        lines = capsys.readouterr().out.splitlines(keepends=True)
        if "md" not in arguments:
            lines = [f"    {line}" for line in lines]  # as it is printed
        return f"<!-- {shown[1]} of: {shown[3]} -->\n\n{''.join(lines[: int(shown[2] or len(lines))])}\n<!-- end -->"

    now = OUTPUT.sub(answered, text)
    if os.environ.get("ALLGRAPH_UPDATE_README"):
        README.write_text(now, encoding="utf-8", newline="\n")
    else:
        assert now == text
    assert OUTPUT.search(text)


def test_every_command_and_question_is_named() -> None:
    text = README.read_text(encoding="utf-8")
    assert [name for name in cli.commands if f"`allgraph {name}" not in text and f"\n    allgraph {name}" not in text] == []
    assert [name for name in allgraph.queries() if f"| {name} |" not in text] == []
