"""The IRIs allgraph writes, each spelled once, and the way a label becomes one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote

AG = "https://w3id.org/allgraph/"

#: Prefix to namespace: what every file, query and answer of the project may abbreviate.
PREFIXES: dict[str, str] = {
    "ag": AG,
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "oio": "http://www.geneontology.org/formats/oboInOwl#",
    # cross-reference targets: the prefixes of ontology/mappings.sssom.tsv, as the Bioregistry expands them
    "atc": "http://www.whocc.no/atc_ddd_index/?code=",
    "biolink": "https://w3id.org/biolink/vocab/",
    "chebi": "http://purl.obolibrary.org/obo/CHEBI_",
    "chembl.compound": "http://rdf.ebi.ac.uk/resource/chembl/molecule/",
    "doid": "http://purl.obolibrary.org/obo/DOID_",
    "drugbank": "http://identifiers.org/drugbank/",
    "hgnc": "http://identifiers.org/hgnc/",
    "icd10cm": "http://purl.bioontology.org/ontology/ICD10CM/",
    "maxo": "http://purl.obolibrary.org/obo/MAXO_",
    "mesh": "http://id.nlm.nih.gov/mesh/",
    "mondo": "http://purl.obolibrary.org/obo/MONDO_",
    "ncit": "http://purl.obolibrary.org/obo/NCIT_",
    "ro": "http://purl.obolibrary.org/obo/RO_",
    "rxnorm": "http://purl.bioontology.org/ontology/RXNORM/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "uniprot": "http://purl.uniprot.org/uniprot/",
}

#: How a comparison sign reads inside an IRI, so that `adults <65 years` and `adults >=65 years` stay two.
_SIGNS = {">=": " ge ", "≥": " ge ", "<=": " le ", "≤": " le ", ">": " gt ", "<": " lt ", "%": " percent ", "+": " plus "}


def expand(curie: str) -> str:
    """The IRI of a CURIE.

    >>> expand("ag:imatinib")
    'https://w3id.org/allgraph/imatinib'
    """
    prefix, _, local = curie.partition(":")
    if prefix not in PREFIXES:
        raise KeyError(f"no such prefix: {prefix!r} in {curie!r}")
    return PREFIXES[prefix] + local


@lru_cache(10_000)  # the same ones come again and again
def contract(iri: str) -> str:
    """The CURIE of an IRI, or the IRI itself where no prefix fits.

    >>> contract("https://w3id.org/allgraph/imatinib"), contract("urn:x")
    ('ag:imatinib', 'urn:x')
    """
    best = ""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(namespace) > len(PREFIXES.get(best, "")):
            best = prefix
    return f"{best}:{iri[len(PREFIXES[best]) :]}" if best else iri


def kebab(label: str) -> str:
    """The local name of the individual that carries `label`: lower case, words joined by hyphens, signs spelled.

    >>> kebab("B-cell ALL"), kebab("adults >=65 years"), kebab("Cytosar-U"), kebab("6-mercaptopurine")
    ('b-cell-all', 'adults-ge-65-years', 'cytosar-u', '6-mercaptopurine')
    """
    for sign, word in _SIGNS.items():
        label = label.replace(sign, word)
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def in_words(curie: str) -> str:
    """A class or relation in words, as its label has them.

    >>> in_words("ag:DrugClass"), in_words("ag:usedInPhase")
    ('drug class', 'used in phase')
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", curie.partition(":")[2]).lower()


def source_curie(source_id: str) -> str:
    """The CURIE of the source with this id; what is no plain letter, digit, `_` or `-` is percent-encoded.

    >>> source_curie("000_bceb99142eb6840d"), source_curie("a b")
    ('ag:source-000_bceb99142eb6840d', 'ag:source-a%20b')
    """
    return "ag:source-" + quote(source_id, safe="").replace(".", "%2E").replace("~", "%7E")
