"""How long a graph of many edges takes in each format, and its memory: `python tests/benchmarks/bench_export.py [EDGES]`.

Each is measured in a process of its own: the seconds that writing takes, and the peak of memory with and without it. GraphML and GEXF are
also written by networkx, with the same attributes. Exit status 1 where ours takes more than 1.5 times as long.
"""

from __future__ import annotations

import io
import random
import resource
import subprocess
import sys
import time

import networkx as nx
import pyoxigraph as ox

from allgraph.asking.store import OxigraphStore
from allgraph.exporting.attributes import edge_values, node_values
from allgraph.exporting.colours import channels, edge_colour, group, sizes
from allgraph.exporting.exports import _WRITERS
from allgraph.exporting.formats import Format
from allgraph.exporting.html import write_html
from allgraph.exporting.kgx import counterparts, write_kgx
from allgraph.exporting.layout import lay_out
from allgraph.exporting.names import names
from allgraph.exporting.pictures import Edge, Node, Picture
from allgraph.exporting.proofs import proofs
from allgraph.exporting.rdf import write_rdf
from allgraph.exporting.sssom import mappings, write_sssom
from allgraph.exporting.tables import write_tables
from allgraph.vocabulary import expand

EDGES = 100_000
LIMIT = 1.5
KINDS = ("ag:Drug", "ag:DrugClass", "ag:Target", "ag:TreatmentPhase", "ag:Disease", "ag:Schedule")


def picture(count: int) -> Picture:
    """A graph of so many edges and a fifth as many nodes, the same every time."""
    chance = random.Random(7)  # noqa: S311  # nothing secret
    nodes = [
        Node(f"ag:term-{n:06}", f"a term with number {n}", KINDS[n % 6][3:], "", (f"ncit:C{n}",), (KINDS[n % 6],))
        for n in range(count // 5)
    ]
    edges = []
    for n in range(count):
        hedged = n % 10 == 0
        edges.append(
            Edge(
                nodes[chance.randrange(len(nodes))].id,
                "ag:mayTreat" if hedged else f"ag:relation{n % 20}",
                nodes[chance.randrange(len(nodes))].id,
                label="may treat" if hedged else f"relation {n % 20}",
                base="ag:treats",
                stance="hedged" if hedged else "affirmed",
                origins=("document",),
                evidence=1 + n % 3,
                sources=("A page about it", "Another page")[: 1 + n % 2],
                documents=("ag:source-a", "ag:source-b")[: 1 + n % 2],
                independent=1 + n % 2,
                section="A chapter > a section",
                quote="words that say what is said here of one term and the other, in a sentence as long as they are",
                start=n,
                end=n + 90,
                levels=("knowledge_assertion",),
                agents=("text_mining_agent",),
            )
        )
    return Picture("bench", tuple(nodes), tuple(sorted(edges)))


def triples(drawn: Picture) -> list[ox.Triple]:
    """Edges and labels."""
    label = ox.NamedNode(expand("rdfs:label"))
    found = [ox.Triple(ox.NamedNode(node.iri), label, ox.Literal(node.label)) for node in drawn.nodes]
    found += [ox.Triple(*(ox.NamedNode(expand(name)) for name in edge.key)) for edge in drawn.edges]
    return found


def as_networkx(drawn: Picture, *, viz: bool) -> nx.MultiDiGraph[str]:
    """The same graph with the same attributes, as networkx takes it."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    places, large = lay_out(drawn), sizes(drawn)
    for node in drawn.nodes:
        place, (red, green, blue) = places[node.id], channels(group(node).colour)
        if viz:
            position = {"x": place.x, "y": -place.y, "z": 0.0}
            look: dict[str, object] = {"viz": {"color": {"r": red, "g": green, "b": blue}, "position": position, "size": large[node.id]}}
        else:
            look = {"x": place.x, "y": -place.y, "size": large[node.id], "color": group(node).colour, "r": red, "g": green, "b": blue}
        graph.add_node(node.id, **node_values(node), **look)
    for edge in drawn.edges:
        colour = {} if viz else {"color": edge_colour(edge)}
        graph.add_edge(edge.source, edge.target, key=edge.id, id=edge.id, weight=float(edge.weight), **edge_values(edge), **colour)
    return graph


def measure(name: str, count: int) -> str:
    """Seconds, size, and memory before and at its peak, in one line."""
    drawn = picture(count)
    store = OxigraphStore(ox.Store(), "nothing")
    given = triples(drawn) if name in ("turtle", "rdfxml", "ntriples", "jsonld") else []
    other = as_networkx(drawn, viz="gexf" in name) if name.startswith("networkx") else None
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.perf_counter()
    if other is not None:
        file = io.BytesIO()
        nx.write_gexf(other, file) if "gexf" in name else nx.GraphMLWriter(other).dump(file)
        size = len(file.getvalue())
    elif given:
        size = len(write_rdf(given, Format(name)))
    elif name == "sssom":
        size = len("".join(write_sssom(mappings(store), "")).encode())
    elif name == "html":
        size = len("".join(write_html(drawn, names(store), proofs(store))).encode())
    elif name in ("csv", "kgx"):
        files = write_tables(drawn) if name == "csv" else write_kgx(drawn, counterparts(store))
        size = sum(len("".join(parts).encode()) for _, parts in files)
    else:
        size = len("".join(_WRITERS[Format(name)](drawn)).encode())
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{name:17} {seconds:7.2f} s {size / 1e6:8.1f} MB  memory {before:6.0f} -> {peak:6.0f} MB"


def main() -> int:
    """Measure all, or in a process of its own one."""
    if len(sys.argv) == 3:
        print(measure(sys.argv[2], int(sys.argv[1])))
        return 0
    count = sys.argv[1] if len(sys.argv) > 1 else str(EDGES)
    print(f"{count} edges")
    seconds: dict[str, float] = {}
    for name in (*Format, "networkx graphml", "networkx gexf"):
        told = subprocess.run([sys.executable, __file__, count, name], check=True, capture_output=True, text=True).stdout
        print(told, end="", flush=True)
        seconds[name] = float(told.removeprefix(name).split()[0])
    ratios = {name: seconds[name] / seconds[f"networkx {name}"] for name in ("graphml", "gexf")}
    print(", ".join(f"{name} takes {ratio:.2f} times what networkx takes" for name, ratio in ratios.items()))
    return int(max(ratios.values()) > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
