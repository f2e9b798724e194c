"""The shape of the project, kept true: imports go one way, the public door is what it says, words and figures agree."""

from __future__ import annotations

import ast
import importlib
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

import allgraph
from allgraph import reading, resources

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "allgraph"

#: The way of the data, room by room. A module imports from those before it only.
ORDER = """
errors vocabulary resources paths texts xmltext files sources
readers.decoding readers.layout readers.elements readers.pages.joining readers.markdown readers.plain readers.html readers.pdf
readers.pages.lines readers.pages.dots readers.pages.grids readers.pages.tables readers.pages.blocks readers.pages.pdfium
documents statements
curation.tables curation.decisions curation.opened curation.review
reading.folding reading.textlines reading.titles reading.margins reading.landmarks reading.grids reading.blocks reading.outline
reading.lexicon reading.quantities reading.mentions
reading.given_names reading.unknown
reading.elements reading.contrasts reading.definitions reading.pronouns reading.states
reading.frames reading.headings reading.rows reading.structure reading.doses reading.lines
reading.patterns reading.matching reading.passages reading.readings reading.clauses reading.unsaid reading.attachments
reading.qualifiers reading.conditions reading.scope reading.retractions reading.stance reading.denials
reading.companions reading.harms reading.misreadings reading.rivals reading.atlarge reading.same_text reading.references reading.relations
reading.extractors reading.kept reading.extract
graph.turtle graph.rdfxml graph.values graph.ontology graph.minting graph.records graph.assembly graph.hermit graph.reasoning
asking.sparql asking.store asking.rdflibstore asking.server asking.endpoint asking.publishing asking.answers
asking.parameters asking.queryfiles asking.queries asking.explanations asking.sentences asking.questionpage asking.linter
curation.adding
buildfolder build
limits checking.faults checking.places checking.labels checking.rules checking.check
exporting.formats exporting.pictures exporting.views exporting.colours exporting.layout exporting.attributes
exporting.names exporting.proofs exporting.html
exporting.graphml exporting.gexf exporting.cyjs exporting.dot exporting.svg exporting.tables exporting.kgx exporting.sssom exporting.rdf
exporting.readings exporting.contents exporting.receipts exporting.exports
comparison coverage coverage_text coverage_page verbs cli
""".split()


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts)


def imported(path: Path) -> set[str]:
    """The modules of allgraph that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "allgraph":
            inside = node.module.removeprefix("allgraph").removeprefix(".")
            names |= {inside} if inside in ORDER else {f"{inside}.{alias.name}".removeprefix(".") for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name.removeprefix("allgraph.") for alias in node.names if alias.name.startswith("allgraph.")}
    return names


def test_every_module_has_its_place() -> None:
    assert sorted(ORDER) == sorted(module_of(path) for path in SOURCE.rglob("*.py") if not path.stem.startswith("__"))


def test_the_map_of_the_reading_names_each_module_once() -> None:
    steps = (reading.__doc__ or "").split("\n\n")[2].splitlines()[1:]
    named = [name for line in steps for name in re.split(r"\s{3,}", line.strip())[-1].split()]
    assert sorted(named) == sorted(name.removeprefix("reading.") for name in ORDER if name.startswith("reading."))


@pytest.mark.parametrize("name", ORDER)
def test_imports_go_one_way(name: str) -> None:
    below = set(ORDER[ORDER.index(name) :])
    assert imported(SOURCE / f"{name.replace('.', '/')}.py") & below == set()


def test_nobody_imports_the_commands() -> None:
    assert [path.name for path in SOURCE.rglob("*.py") if "cli" in imported(path)] == ["__main__.py"]


def test_the_public_door_is_what_it_says() -> None:
    assert allgraph.__all__ == sorted(allgraph.__all__)
    for name in allgraph.__all__:
        verb = getattr(allgraph, name)
        assert callable(verb)
        assert verb.__doc__, name
        assert name in dir(allgraph)
    with pytest.raises(AttributeError, match="has no attribute 'sing'"):
        _ = allgraph.sing


def test_the_base_of_all_errors_is_at_the_door() -> None:
    from allgraph.errors import AllgraphError

    assert allgraph.AllgraphError is AllgraphError
    with pytest.raises(allgraph.AllgraphError, match="no query is called"):
        allgraph.query("drug-by-target")


def test_a_verb_stays_a_function_when_its_module_is_imported() -> None:
    for name in ("build", "coverage"):
        module = importlib.import_module(f"allgraph.{name}")
        assert callable(getattr(allgraph, name))
        assert getattr(allgraph, name) is not module


def test_importing_allgraph_imports_nothing_heavy(run_python: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """Only the standard library, whatever this environment loads at its start."""

    def loaded(statement: str) -> set[str]:
        done = run_python("-c", f"{statement}; print(*{{name.partition('.')[0] for name in sys.modules}})")
        return set(done.stdout.split()) - set(sys.stdlib_module_names)

    assert loaded("import sys, allgraph") - loaded("import sys") <= {"allgraph"}


def test_the_version_is_said_once() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" in settings["project"]["dynamic"]
    assert f"\nversion: {allgraph.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    header = (resources.folder("ontology") / "allgraph.ttl").read_text(encoding="utf-8")
    assert f'owl:versionInfo "{allgraph.__version__}"' in header


def test_every_dependency_is_used() -> None:
    """What the program declares it imports, and what it imports it declares."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = settings["project"]["optional-dependencies"]["pandas"]
    declared = {re.split(r"[<>=\[ ]", requirement)[0] for requirement in (*settings["project"]["dependencies"], *extras)}
    used = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                used |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                used.add(node.module.partition(".")[0])
    known_as = {"pyyaml": "yaml", "markdown-it-py": "markdown_it"}
    assert {known_as.get(name, name) for name in declared} == used - set(sys.stdlib_module_names) - {"allgraph"}


@pytest.mark.corpus
def test_the_project_holds_no_sentence_of_the_documents(corpus: Path) -> None:
    check = corpus / "checks" / "copied-sentences"
    if not (check.is_file() and shutil.which("git") and (ROOT / ".git").exists()):
        pytest.skip("needs checks/copied-sentences beside the documents, git, and a checkout")
    folders = [str(corpus / name) for name in ("documents", "more-documents") if (corpus / name).is_dir()]
    done = subprocess.run([sys.executable, str(check), str(ROOT), *folders], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
