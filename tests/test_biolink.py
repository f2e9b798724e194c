"""The words of KGX files are those of the Biolink Model, as its makers publish it."""

from __future__ import annotations

import csv
import io
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml

from allgraph.asking.store import open_store
from allgraph.exporting.exports import Shown, export
from allgraph.exporting.formats import Format
from allgraph.exporting.kgx import counterparts
from allgraph.vocabulary import contract

pytest.importorskip("biolink_model", reason="biolink-model is not installed (extra test)")
formatting = pytest.importorskip("linkml_runtime.utils.formatutils", reason="linkml-runtime is not installed (extra test)")
#: The columns of edges that Biolink names; the others are our own.
PROPERTIES = set(
    "id subject predicate object knowledge_level agent_type primary_knowledge_source publications supporting_text evidence_count".split()
)


@pytest.fixture(scope="module")
def model() -> dict[str, Any]:
    text = (resources.files("biolink_model") / "schema" / "biolink_model.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)  # the safe loader, in C
    return found


@pytest.fixture(scope="module")
def categories(model: dict[str, Any]) -> set[str]:
    """What a thing may be: a class below "named thing", or one that is mixed into such."""
    return {
        f"biolink:{formatting.camelcase(name)}"
        for name, one in model["classes"].items()
        if one.get("mixin") or "named thing" in above(model["classes"], name)
    }


@pytest.fixture(scope="module")
def predicates(model: dict[str, Any]) -> set[str]:
    """How two things may be related: a slot below "related to" that is not on its way out."""
    slots = model["slots"]
    return {
        f"biolink:{formatting.underscore(name)}" for name in slots if "related to" in above(slots, name) and "deprecated" not in slots[name]
    }


def above(elements: dict[str, Any], name: str) -> list[str]:
    """An element and those that it is a kind of."""
    return [name, *(above(elements, parent) if (parent := elements[name].get("is_a")) else [])]


def test_what_classes_and_relations_are_mapped_to_is_known(built: Path, categories: set[str], predicates: set[str]) -> None:
    """Every one that an export could write, whether or not a node or an edge of it is there."""
    store = open_store(built)
    found = counterparts(store)

    def mapped(which: str) -> set[str]:
        return {
            found[name]
            for (term,) in store.select(f"SELECT ?term WHERE {{ {which} }}").rows
            if term and (name := contract(term.value)) in found
        }

    kinds = mapped("?term a owl:Class FILTER(isIRI(?term) && ?term NOT IN (ag:Statement))")  # a statement is the edge itself
    relations = mapped("{ ?term ag:extracted true } UNION { ?term ag:hedgedFormOf ?base }")
    assert len(kinds) > 5 and len(relations) > 5
    assert kinds - categories == set()
    assert relations - predicates == set()


def test_every_word_of_an_export_is_known(built: Path, model: dict[str, Any], categories: set[str], predicates: set[str]) -> None:
    """What stands in for a class or a relation without a counterpart too."""
    files = export(open_store(built), Format.KGX, Shown("full")).files
    nodes, edges = (
        list(csv.DictReader(io.StringIO(files[f"allgraph_{part}.tsv"].decode()), delimiter="\t")) for part in ("nodes", "edges")
    )
    written = {name for node in nodes for name in node["category"].split("|")}
    assert "biolink:NamedThing" in written
    assert written - categories == set()
    written = {edge["predicate"] for edge in edges}
    assert {"biolink:related_to", "biolink:treats"} <= written
    assert written - predicates == set()
    for column, values in (("knowledge_level", "KnowledgeLevelEnum"), ("agent_type", "AgentTypeEnum")):
        assert {edge[column] for edge in edges} - set(model["enums"][values]["permissible_values"]) == set()
    assert set(edges[0]) >= PROPERTIES
    slots = {formatting.underscore(name) for name in model["slots"]}
    assert PROPERTIES - slots == set()


def test_a_word_that_biolink_does_not_have_is_noticed(categories: set[str], predicates: set[str]) -> None:
    assert "biolink:Chemotherapy" not in categories
    assert "biolink:NamedThing" not in predicates
    assert "biolink:knowledge_level" not in predicates
