"""Labels: the names that stand beside identifiers in the tables for people to read, held to those of the terms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from allgraph.checking.faults import Fault, Severity
from allgraph.graph.ontology import MAPPINGS, Ontology, mapping_rows
from allgraph.statements import Finding


def label_faults(folder: Path, rows: Sequence[tuple[str, Finding]], ontology: Ontology) -> Iterator[Fault]:
    """The placed rows of statements and of cross-references that call a term by another's name, or by one that it has no more."""
    beside = [
        (place, curie, label)
        for place, finding in rows
        for curie, label in ((finding.statement.subject, finding.subject_label), (finding.statement.object, finding.object_label))
    ]
    beside += [(place, row["subject_id"], row.get("subject_label", "")) for place, row in mapping_rows(folder / MAPPINGS)]
    for place, curie, label in beside:
        known = ontology.values(curie, "rdfs:label")
        if known and label and label not in known:
            yield Fault(Severity.WARN, "label", curie, f"is called {label} in this row, and {known[0]} in the ontology", place)
