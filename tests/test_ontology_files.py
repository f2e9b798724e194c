"""The authored files of ontology/: the schema, the vocabulary, background and cross-references keep their own rules."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import pyoxigraph as ox
import pytest

from allgraph.graph.ontology import read_ontology
from allgraph.resources import folder
from allgraph.texts import spelled_out
from allgraph.vocabulary import PREFIXES, contract, kebab

ONTOLOGY = folder("ontology")
KNOWLEDGE = read_ontology(ONTOLOGY)
READING = Path(__file__).resolve().parent.parent / "src" / "allgraph" / "reading"
SCHEMA = ONTOLOGY / "allgraph.ttl"
TERM_FILES = sorted((ONTOLOGY / "terms").glob("*.ttl"))

#: The relations that are read from documents (a closed list).
EXTRACTED = {
    "approvedBy",
    "cites",
    "combinedWith",
    "forPopulation",
    "guidesTreatment",
    "hasAdverseEffect",
    "hasBrandName",
    "hasCareTeamMember",
    "hasCriterion",
    "hasDrugClass",
    "hasDuration",
    "hasMechanism",
    "hasPurpose",
    "hasRoute",
    "hasSchedule",
    "hasSetting",
    "hasTarget",
    "manages",
    "measuredBy",
    "partOfRegimen",
    "riskFactorFor",
    "subtypeOf",
    "treats",
    "usedInPhase",
}
PROPERTY_KINDS = {"owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty"}
FULL_NAMES = ("rdfs:label", "ag:plainName", "oio:hasExactSynonym", "ag:brand")
BUILT_IN = re.compile(r"(rdf|rdfs|owl|xsd):")


#: The form of a local identifier, by prefix.
FORMS = {
    "atc": r"[A-Z]\d{2}[A-Z]{0,2}(\d{2})?",
    "biolink": r"[A-Za-z_]+",
    "chebi": r"\d+",
    "chembl.compound": r"CHEMBL\d+",
    "doid": r"\d+",
    "drugbank": r"DB\d{5}",
    "hgnc": r"\d{1,5}",
    "icd10cm": r"[A-Z]\d[0-9A-Z](\.\d{1,4})?",
    "maxo": r"\d{7}",
    "mesh": r"[CD]\d{6,9}",
    "mondo": r"\d{7}",
    "ncit": r"C\d+",
    "ro": r"\d{7}",
    "rxnorm": r"\d{1,7}",
    "uniprot": r"[OPQ]\d[A-Z0-9]{3}\d|[A-NR-Z]\d[A-Z][A-Z0-9]{2}\d",
}


@dataclass
class Node:
    """A subject with its values by property, as CURIEs and plain text, and the file it stands in."""

    file: str = ""
    values: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __getitem__(self, name: str) -> list[str]:
        return self.values.get(name, [])

    def one(self, name: str) -> str:
        (value,) = self[name]
        return value


def read(path: Path) -> dict[str, Node]:
    nodes: dict[str, Node] = defaultdict(Node)
    for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
        node = nodes[str(triple.subject) if isinstance(triple.subject, ox.BlankNode) else contract(triple.subject.value)]
        node.file = path.name
        value = triple.object
        text = contract(value.value) if isinstance(value, ox.NamedNode) else str(value) if isinstance(value, ox.BlankNode) else value.value
        node.values[contract(triple.predicate.value)].append(text)
    return dict(nodes)


@pytest.fixture(scope="module")
def schema() -> dict[str, Node]:
    return read(SCHEMA)


@pytest.fixture(scope="module")
def nodes() -> dict[str, Node]:
    """Everything in terms/, one node a subject: a subject stands in one file only."""
    found: dict[str, Node] = {}
    for path in TERM_FILES:
        for name, node in read(path).items():
            name = f"{path.name}{name}" if name.startswith("_:") else name
            assert name not in found, f"{name} stands in {found[name].file} and in {node.file}"
            found[name] = node
    return found


@pytest.fixture(scope="module")
def terms(nodes: dict[str, Node]) -> dict[str, Node]:
    return {name: node for name, node in nodes.items() if "owl:NamedIndividual" in node["rdf:type"]}


@pytest.fixture(scope="module")
def names(terms: dict[str, Node]) -> dict[str, set[str]]:
    """Case-folded full name to the terms that carry it."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, node in terms.items():
        for prop in FULL_NAMES:
            for text in node[prop]:
                found[fold(text)].add(name)
        for text in chain.from_iterable(map(spelled_out, node["ag:nameForm"])):
            found[fold(text)].add(name)
    return found


def fold(text: str) -> str:
    return re.sub(r"[\s-]+", " ", text).casefold().strip()


def members(schema: dict[str, Node], prop: str, end: str) -> set[str]:
    """The classes of a property's domain or range, with every class below them."""
    value = schema[prop].one(f"rdfs:{end}")
    classes = {value} if value in schema and not value.startswith("_:") else set(listed(schema, schema[value].one("owl:unionOf")))
    while below := {name for name, node in schema.items() if set(node["rdfs:subClassOf"]) & classes} - classes:
        classes |= below
    return classes


def listed(schema: dict[str, Node], rest: str) -> Iterator[str]:
    """The members of an RDF list."""
    while rest != "rdf:nil":
        yield schema[rest].one("rdf:first")
        rest = schema[rest].one("rdf:rest")


def rows(name: str) -> list[dict[str, str]]:
    lines = [line for line in (ONTOLOGY / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


class TestSchema:
    def test_ontology_header_is_whole(self, schema: dict[str, Node]) -> None:
        header = next(node for node in schema.values() if "owl:Ontology" in node["rdf:type"])
        assert header.one("dcterms:title")
        assert header.one("dcterms:creator") == "the allgraph authors"
        assert header.one("dcterms:license") == "https://creativecommons.org/publicdomain/zero/1.0/"
        assert header.one("owl:versionIRI") == f"ag:{header.one('owl:versionInfo')}"
        assert any("not medical advice" in comment for comment in header["rdfs:comment"])

    def test_every_declaration_has_one_label_and_one_definition(self, schema: dict[str, Node], nodes: dict[str, Node]) -> None:
        declared = {name: node for name, node in {**schema, **nodes}.items() if not name.startswith("_:") and ".ttl_:" not in name}
        for name, node in declared.items():
            if set(node["rdf:type"]) & (PROPERTY_KINDS | {"owl:Class"}):
                assert (len(node["rdfs:label"]), len(node["skos:definition"])) == (1, 1), name

    def test_labels_are_unique_among_declarations(self, schema: dict[str, Node]) -> None:
        for kind in PROPERTY_KINDS | {"owl:Class"}:
            labels = [node.one("rdfs:label") for node in schema.values() if kind in node["rdf:type"] and node["rdfs:label"]]
            assert len(labels) == len(set(labels)), kind

    def test_names_of_ours_are_camel_case(self, schema: dict[str, Node]) -> None:
        for name, node in schema.items():
            if name.startswith("ag:") and name != "ag:" and "owl:Ontology" not in node["rdf:type"]:
                form = "[A-Z][A-Za-z0-9]*" if "owl:Class" in node["rdf:type"] else "[a-z][A-Za-z0-9]*"
                assert re.fullmatch(form, name.removeprefix("ag:")), name

    def test_each_name_is_declared_as_one_kind(self, schema: dict[str, Node], nodes: dict[str, Node]) -> None:
        for name, node in {**schema, **nodes}.items():
            kinds = set(node["rdf:type"]) & (PROPERTY_KINDS | {"owl:Class", "owl:NamedIndividual"})
            assert len(kinds) <= 1, name

    def test_extracted_relations_are_the_closed_list(self, schema: dict[str, Node]) -> None:
        assert {name for name, node in schema.items() if node["ag:extracted"] == ["true"]} == {f"ag:{name}" for name in EXTRACTED}

    def test_each_relation_but_cites_has_a_hedged_form_of_equal_domain_and_range(self, schema: dict[str, Node]) -> None:
        hedged = {node.one("ag:hedgedFormOf"): name for name, node in schema.items() if node["ag:hedgedFormOf"]}
        assert set(hedged) == {f"ag:{name}" for name in EXTRACTED - {"cites"}}
        for plain, name in hedged.items():
            assert not schema[name]["rdfs:subPropertyOf"]
            for end in ("domain", "range"):
                assert members(schema, plain, end) == members(schema, name, end), name

    def test_every_property_and_class_that_files_use_is_declared(self, schema: dict[str, Node], nodes: dict[str, Node]) -> None:
        for name, node in {**schema, **nodes}.items():
            for prop, values in node.values.items():
                assert prop in schema or BUILT_IN.match(prop), f"{name}: {prop}"
                if prop in ("rdf:type", "rdfs:subClassOf", "rdfs:domain", "rdfs:range"):
                    assert all(value in schema or value.startswith("_:") or BUILT_IN.match(value) for value in values), f"{name}: {values}"


class TestTerms:
    def test_each_term_has_one_label_and_at_most_one_plain_name(self, terms: dict[str, Node]) -> None:
        for name, node in terms.items():
            assert len(node["rdfs:label"]) == 1, name
            assert len(node["ag:plainName"]) <= 1, name

    def test_each_iri_is_made_from_the_label(self, terms: dict[str, Node]) -> None:
        for name, node in terms.items():
            assert name == f"ag:{kebab(node.one('rdfs:label'))}"

    def test_plain_names_are_lower_case_and_say_more_than_the_label(self, terms: dict[str, Node]) -> None:
        for name, node in terms.items():
            for plain in node["ag:plainName"]:
                assert plain == plain.lower() != node.one("rdfs:label").lower(), name

    def test_each_term_has_a_class_of_ours(self, terms: dict[str, Node], schema: dict[str, Node]) -> None:
        for name, node in terms.items():
            kinds = set(node["rdf:type"]) - {"owl:NamedIndividual"}
            assert kinds, name
            assert all(kind.startswith("ag:") and "owl:Class" in schema[kind]["rdf:type"] for kind in kinds), name

    def test_disjoint_classes_share_no_term(self, terms: dict[str, Node], schema: dict[str, Node]) -> None:
        (disjoint,) = (node for node in schema.values() if "owl:AllDisjointClasses" in node["rdf:type"])
        apart = set(listed(schema, disjoint.one("owl:members")))
        assert apart == {"ag:Drug", "ag:DrugClass", "ag:Target", "ag:Disease", "ag:TreatmentPhase"}
        for name, node in terms.items():
            assert len(apart & set(node["rdf:type"])) <= 1, name

    def test_no_full_name_belongs_to_two_terms(self, names: dict[str, set[str]]) -> None:
        assert {text: found for text, found in names.items() if len(found) > 1} == {}

    def test_no_plural_of_a_full_name_belongs_to_another_term(self, names: dict[str, set[str]]) -> None:
        plurals = {text: found | names[f"{text}s"] for text, found in names.items() if f"{text}s" in names}
        assert {text: found for text, found in plurals.items() if len(found) > 1} == {}

    def test_no_synonym_is_a_wording_of_the_terms_own_forms(self, terms: dict[str, Node]) -> None:
        for name, node in terms.items():
            wordings = set(chain.from_iterable(map(spelled_out, node["ag:nameForm"])))
            assert wordings.intersection(node["oio:hasExactSynonym"]) == set(), name

    def test_no_abbreviation_belongs_to_two_terms(self, terms: dict[str, Node], names: dict[str, set[str]]) -> None:
        owners: dict[str, set[str]] = defaultdict(set)
        for name, node in terms.items():
            for text in node["ag:abbreviation"]:
                owners[text] |= {name} | names.get(fold(text), set())
        assert {text: found for text, found in owners.items() if len(found) > 1} == {}

    def test_no_modifier_belongs_to_two_terms_or_is_a_full_name(self, terms: dict[str, Node], names: dict[str, set[str]]) -> None:
        owners: dict[str, set[str]] = defaultdict(set)
        for name, node in terms.items():
            for text in (*node["ag:modifier"], *chain.from_iterable(map(spelled_out, node["ag:modifierForm"]))):
                assert {"ag:Disease", "ag:DiseaseState"} & set(node["rdf:type"]), name
                owners[fold(text)] |= {name} | names.get(fold(text), set())
        assert {text: found for text, found in owners.items() if len(found) > 1} == {}

    def test_broad_synonyms_ground_nothing(self, terms: dict[str, Node], names: dict[str, set[str]]) -> None:
        for name, node in terms.items():
            for text in node["oio:hasBroadSynonym"]:
                assert name not in names.get(fold(text), set()), name
                assert text not in node["ag:abbreviation"], name

    def test_only_drugs_have_brands(self, terms: dict[str, Node]) -> None:
        assert all("ag:Drug" in node["rdf:type"] for node in terms.values() if node["ag:brand"])

    def test_values_are_terms(self, terms: dict[str, Node]) -> None:
        for name, node in terms.items():
            for prop in ("ag:partOfPhase", "ag:successor"):
                assert all(value in terms for value in node[prop]), name

    @pytest.mark.parametrize("path", TERM_FILES, ids=lambda path: path.name)
    def test_a_file_says_what_it_holds_and_is_sorted(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert text.startswith("# ")
        order = re.findall(r"^ag:([a-z0-9-]+) a ", text, re.MULTILINE)
        assert order == sorted(order)

    def test_each_drug_class_has_its_twin_and_the_twin_points_back(self, terms: dict[str, Node], nodes: dict[str, Node]) -> None:
        classes = {name: node for name, node in terms.items() if "ag:DrugClass" in node["rdf:type"]}
        assert classes
        for name, node in classes.items():
            twin = node.one("ag:twin")
            assert twin == "ag:" + "".join(word.capitalize() for word in name.removeprefix("ag:").split("-"))
            file = nodes[twin].file

            def at(blank: str, file: str = file) -> Node:
                return nodes[f"{file}{blank}"]

            first = at(at(nodes[twin].one("owl:equivalentClass")).one("owl:intersectionOf"))
            restriction = at(at(first.one("rdf:rest")).one("rdf:first"))
            assert first.one("rdf:first") == "ag:Drug"
            assert restriction.one("owl:onProperty") == "ag:hasDrugClass"
            assert restriction.one("owl:hasValue") == name
        twins = {name for name, node in nodes.items() if "owl:Class" in node["rdf:type"] and name.startswith("ag:")}
        assert twins == {node.one("ag:twin") for node in classes.values()}


class TestCues:
    def test_every_annotation_is_read_and_every_one_that_is_read_stands(self, schema: dict[str, Node], nodes: dict[str, Node]) -> None:
        """A cue that no module asks for says nothing; one that no file holds is a slip of the pen."""
        cues = {prop.removeprefix("ag:") for node in read(ONTOLOGY / "cues.ttl").values() for prop in node.values}
        asked = re.compile(r"lexicon\.(?:cue_\w+|cues_at|marked|terms_told)\(\s*[\"'](\w+)[\"']")
        asking = [*READING.glob("*.py"), READING.parent / "coverage.py"]
        read_by = {name for path in asking for name in asked.findall(path.read_text(encoding="utf-8"))}
        elsewhere = {"pattern"}  # lexicon.py makes the rules of a relation of it
        assert cues - read_by == elsewhere
        assert {f"ag:{name}" for name in read_by - cues} <= {prop for node in {**schema, **nodes}.values() for prop in node.values}

    def test_cues_that_are_compared_with_one_word_are_one_word(self) -> None:
        """Attachments look at the words of a line one by one: a cue of several would never be met."""
        source = (READING / "clauses.py").read_text(encoding="utf-8")
        names = [f"ag:{name}" for name in re.findall(r"lexicon\.cues_at\(\"(\w+)\"", source)]
        assert len(names) >= 10
        found = [(prop, str(value)) for node in read(ONTOLOGY / "cues.ttl").values() for prop in names for value in node[prop]]
        assert found
        assert [(prop, value) for prop, value in found if " " in value] == []


class TestBackground:
    def test_columns_and_citations(self) -> None:
        table = rows("background.tsv")
        assert table
        assert list(table[0]) == ["subject", "relation", "object", "citation", "url"]
        assert all(row["citation"] and re.fullmatch(r"https?://\S+", row["url"]) for row in table)

    def test_each_concept_is_one_term_that_the_relation_admits(
        self, terms: dict[str, Node], names: dict[str, set[str]], schema: dict[str, Node]
    ) -> None:
        for row in rows("background.tsv"):
            relation = f"ag:{row['relation']}"
            for end, concept in (("domain", row["subject"]), ("range", row["object"])):
                (name,) = names[fold(concept)]
                assert set(terms[name]["rdf:type"]) & members(schema, relation, end), f"{concept} as the {end} of {relation}"

    def test_rows_about_classes_are_about_drug_classes(self, terms: dict[str, Node], names: dict[str, set[str]]) -> None:
        for row in rows("background.tsv"):
            about_class = {"subtypeOf": ["subject", "object"], "hasDrugClass": ["object"]}.get(row["relation"], [])
            for column in about_class:
                (name,) = names[fold(row[column])]
                assert "ag:DrugClass" in terms[name]["rdf:type"], row[column]

    def test_rows_are_sorted_and_differ(self) -> None:
        keys = [(row["subject"].casefold(), row["relation"], row["object"].casefold(), row["citation"]) for row in rows("background.tsv")]
        assert keys == sorted(set(keys))


class TestMappings:
    def header(self) -> str:
        text = (ONTOLOGY / "mappings.sssom.tsv").read_text(encoding="utf-8")
        return "\n".join(line[1:] for line in text.splitlines() if line.startswith("#"))

    def test_header_expands_every_prefix_as_the_program_does(self) -> None:
        stated = dict(re.findall(r"^ +([\w.]+): \"?(https?://[^\s\"]+)\"?$", self.header(), re.MULTILINE))
        columns = ("subject_id", "predicate_id", "object_id", "mapping_justification")
        used = {row[column].partition(":")[0] for row in rows("mappings.sssom.tsv") for column in columns}
        assert used <= set(stated)
        assert all(PREFIXES[prefix] == namespace for prefix, namespace in stated.items())

    def test_each_row_maps_a_term_a_class_or_a_relation_by_its_label(self, terms: dict[str, Node], schema: dict[str, Node]) -> None:
        table = rows("mappings.sssom.tsv")
        assert table
        for row in table:
            assert {**schema, **terms}[row["subject_id"]].one("rdfs:label") == row["subject_label"]
            assert row["predicate_id"] in ("skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:narrowMatch")
            assert row["mapping_justification"].startswith("semapv:")
            assert row["comment"]

    def test_each_identifier_has_the_form_of_its_prefix(self) -> None:
        for row in rows("mappings.sssom.tsv"):
            prefix, _, local = row["object_id"].partition(":")
            assert re.fullmatch(FORMS[prefix], local), row["object_id"]

    def test_gene_records_are_close_matches(self) -> None:
        assert all(row["predicate_id"] == "skos:closeMatch" for row in rows("mappings.sssom.tsv") if row["object_id"].startswith("hgnc:"))

    def test_rows_are_sorted_and_differ(self) -> None:
        keys = [(row["subject_id"], row["object_id"]) for row in rows("mappings.sssom.tsv")]
        assert keys == sorted(set(keys))

    @pytest.mark.filterwarnings("ignore")  # of pandas, about what the sssom package calls
    def test_the_sssom_package_reads_and_accepts_the_file(self) -> None:
        parsers = pytest.importorskip("sssom.parsers", reason="the sssom package is not installed")
        validators = pytest.importorskip("sssom.validators", reason="the sssom package is not installed")
        table = parsers.parse_sssom_table(str(ONTOLOGY / "mappings.sssom.tsv"))
        assert len(table.df) == len(rows("mappings.sssom.tsv"))
        validators.validate(table, fail_on_error=True)


def test_every_relation_can_be_said() -> None:
    """Without reserve, with a hedge and denied: sentences need the words."""
    base = {curie for curie in KNOWLEDGE.relations if not KNOWLEDGE.values(curie, "ag:hedgedFormOf")}
    for kind in ("ag:affirmedAs", "ag:hedgedAs", "ag:negatedAs"):
        assert {curie for curie in base if len(KNOWLEDGE.values(curie, kind)) != 1} == set()


def test_every_kind_of_the_disease_says_what_it_asks_of_a_patient() -> None:
    """Else the question what is said for a situation would take a claim on it for one about everybody."""
    told = ("lineage", "course", "philadelphiaStatus", "cd19Status", "cd22Status", "mrdStatus", "ofPopulation", "furtherCondition")
    diseases = {curie for curie in KNOWLEDGE.terms if KNOWLEDGE.kinds(curie) & {"ag:Disease", "ag:DiseaseState"}}
    outside = {curie for curie in diseases if KNOWLEDGE.values(curie, "ag:outsideScope")}
    silent = {curie for curie in diseases - outside if not any(KNOWLEDGE.values(curie, f"ag:{name}") for name in told)}
    assert silent == {"ag:acute-lymphoblastic-leukemia"}


def test_every_phase_has_its_place() -> None:
    phases = [curie for curie in KNOWLEDGE.terms if "ag:TreatmentPhase" in KNOWLEDGE.kinds(curie)]
    assert sorted(int(place) for curie in phases for place in KNOWLEDGE.values(curie, "ag:position")) == list(range(1, len(phases) + 1))
