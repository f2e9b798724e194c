"""Which ontology/ and queries/ are used: the checkout's that one stands in, else the installation's."""

from __future__ import annotations

from pathlib import Path

import pytest

from allgraph import resources
from allgraph.asking.queries import catalogue, query_files


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder that looks like another checkout of allgraph, with one question of its own."""
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "allgraph"\n')
    (tmp_path / "queries" / "answers").mkdir(parents=True)
    (tmp_path / "queries" / "answers" / "mine.rq").write_text("#+ summary: mine\nASK { ?s ?p ?o }\n")
    (tmp_path / "ontology").mkdir()
    return tmp_path


@pytest.mark.parametrize("name", ["ontology", "queries"])
def test_in_a_checkout_its_own_folders_are_used(checkout: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert resources.folder(name, checkout) == checkout / name
    monkeypatch.chdir(checkout)
    assert resources.folder(name).samefile(checkout / name)
    assert resources.folder(name).is_absolute()


def test_a_question_added_there_is_asked(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(checkout)
    assert list(catalogue()) == [path.stem for path in query_files()] == ["mine"]


@pytest.mark.parametrize("text", ["", '[project]\nname = "other"\n', "project = 1\n", "no toml", None])
def test_elsewhere_the_installations(checkout: Path, text: str | None) -> None:
    settings = checkout / "pyproject.toml"
    if text is None:
        settings.unlink()
    else:
        settings.write_text(text)
    for name in ("ontology", "queries"):
        assert resources.folder(name, checkout) in (resources.PACKAGE / name, resources.CHECKOUT / name)


def test_a_folder_that_a_checkout_lacks_is_the_installations(checkout: Path) -> None:
    (checkout / "ontology").rmdir()
    assert resources.folder("ontology", checkout) != checkout / "ontology"
