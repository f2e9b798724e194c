"""What tests of several modules share: where the documents are, and graphs that are built once a run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import CHROMIUM
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

os.environ["ALLGRAPH_CACHE"] = ""  # a test reads its documents itself
for name in ("ENDPOINT", "USER", "PASSWORD", "TOKEN"):  # and asks no server but those that it starts
    os.environ.pop(f"ALLGRAPH_{name}", None)
# A test asserts no seconds. The same commit gives the same verdict; `--hypothesis-profile search` looks further, elsewhere each time.
settings.register_profile("search", deadline=None, max_examples=2000)
settings.register_profile("allgraph", deadline=None, derandomize=True)
settings.load_profile("allgraph")


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder that holds documents/ and gold/, given by ALLGRAPH_CORPUS; without it the test skips."""
    folder = os.environ.get("ALLGRAPH_CORPUS")
    if not folder:
        pytest.skip("ALLGRAPH_CORPUS is not set: it names the folder that holds documents/ and gold/")
    path = (ROOT / folder).resolve()
    if not (path / "documents").is_dir():
        pytest.skip(f"ALLGRAPH_CORPUS={folder} holds no documents/")
    return path


@pytest.fixture(scope="session")
def run_python() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run this Python in a process of its own: arguments, and optionally the folder to stand in and more environment."""

    def run(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments], cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, check=False
        )

    return run


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the tables that come with the package, made once."""
    from allgraph import resources
    from allgraph.build import build

    output = tmp_path_factory.mktemp("built") / "allgraph-build"
    build(output=output, tables=resources.folder("ontology") / "statements")
    return output


@pytest.fixture(scope="session")
def denying(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of one document that gives three drugs, and two that deny them to somebody."""
    import allgraph

    documents = {
        "giving": "Asparaginase is given to adults older than 65 years.\n\nNelarabine is used to treat T-cell ALL."
        "\n\nVincristine is used to treat ALL.",
        "denying": "Asparaginase is not given to adults older than 65 years.\n\nNelarabine is not used to treat T-cell ALL."
        "\n\nVincristine is not used to treat T-cell ALL.",
        "also denying": "Nelarabine is not used to treat T-cell ALL in children.",
    }
    folder = tmp_path_factory.mktemp("denying")
    for name, text in documents.items():
        (folder / f"{name}.txt").write_text(f"Treating ALL\n\n{text}\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        allgraph.build(sorted(folder.iterdir()), output=folder / "build")
    return folder / "build"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser without a window, by Playwright; the test skips where either is absent."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra test)")
    if not CHROMIUM.is_file():
        pytest.skip("chromium is not installed (Debian package chromium)")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM))
        yield browser
        browser.close()
