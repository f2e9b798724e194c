"""Tables for property-graph databases: nodes.csv, edges.csv, and scripts in Cypher that load them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from allgraph.exporting.attributes import EDGE_FIELDS, NODE_FIELDS, edge_values, node_values
from allgraph.exporting.pictures import Picture
from allgraph.graph.turtle import NOTICE

_NODE_COLUMNS = ("id", *(name for name in NODE_FIELDS if name != "name"))
#: The ends come first: databases that copy a relationship table take them by their place.
_EDGE_COLUMNS = ("source", "target", "id", *(name for name in EDGE_FIELDS if name not in ("name", "interaction")), "weight")
_NUMBERS = {name for name, of in EDGE_FIELDS.items() if of is int} | {"weight"}


def write_tables(picture: Picture) -> Iterator[tuple[str, Iterable[str]]]:
    """The files of the folder: each its name and its text, in parts."""
    yield "nodes.csv", rows(_NODE_COLUMNS, ({"id": node.id, **node_values(node)} for node in picture.nodes))
    ends = (
        {"source": edge.source, "target": edge.target, "id": edge.id, "weight": edge.weight, **edge_values(edge)} for edge in picture.edges
    )
    yield "edges.csv", rows(_EDGE_COLUMNS, ends)
    yield "load.cypher", _copy_script()
    yield "load-neo4j.cypher", _load_script(picture)


def rows(columns: Iterable[str], values: Iterable[Mapping[str, object]], delimiter: str = ",") -> Iterator[str]:
    """A table with its head, line by line."""
    line = io.StringIO()
    writer = csv.DictWriter(line, list(columns), extrasaction="ignore", restval="", delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    for row in values:
        yield line.getvalue()
        line.seek(0)
        line.truncate()
        writer.writerow(row)
    yield line.getvalue()


def _copy_script() -> Iterator[str]:
    """For databases with tables for nodes and relationships (Ladybug, Kuzu): run in this folder."""
    yield f"// {NOTICE}\n// Ladybug, Kuzu: run it where this file is.\n"
    nodes = ", ".join(f"{name} STRING" for name in _NODE_COLUMNS)
    yield f"CREATE NODE TABLE Term({nodes}, PRIMARY KEY(id));\n"
    edges = ", ".join(f"{name} {'INT64' if name in _NUMBERS else 'STRING'}" for name in _EDGE_COLUMNS[2:])
    yield f"CREATE REL TABLE Edge(FROM Term TO Term, {edges});\n"
    for table, file in (("Term", "nodes.csv"), ("Edge", "edges.csv")):
        yield f"COPY {table} FROM '{file}' (HEADER=true, PARALLEL=false, QUOTE='\"', ESCAPE='\"');\n"


def _load_script(picture: Picture) -> Iterator[str]:
    """For Neo4j: both tables stand in its import folder; each relation becomes a relationship type."""
    yield f"// {NOTICE}\n// Neo4j: put nodes.csv and edges.csv into the database's import folder, then run this.\n"
    yield "CREATE CONSTRAINT term_id IF NOT EXISTS FOR (t:Term) REQUIRE t.id IS UNIQUE;\n"
    yield "LOAD CSV WITH HEADERS FROM 'file:///nodes.csv' AS row MERGE (t:Term {id: row.id}) SET t += row;\n"
    numbers = ", ".join(f"e.{name} = toInteger(row.{name})" for name in _EDGE_COLUMNS if name in _NUMBERS)
    for relation in sorted({edge.relation for edge in picture.edges}):
        name = relation.rpartition(":")[2].replace("`", "")
        told = relation.replace("\\", "\\\\").replace("'", "\\'")
        yield f"LOAD CSV WITH HEADERS FROM 'file:///edges.csv' AS row WITH row WHERE row.relation = '{told}' "
        yield "MATCH (s:Term {id: row.source}), (o:Term {id: row.target}) "
        yield f"MERGE (s)-[e:`{name}` {{id: row.id}}]->(o) SET e += row, {numbers};\n"
