"""How long a stored query takes, against reading the same graph with rdflib: both whole processes, cold, medians.

    allgraph build && python tests/benchmarks/bench_query.py

Run it where `allgraph-build` stands. Exit status 1 where the ratio is above 0.4.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 9
LIMIT = 0.4
GRAPH = Path("allgraph-build")
ALLGRAPH = Path(sys.executable).with_name("allgraph")
QUERY = [str(ALLGRAPH), "query", "drugs-by-target", "target=CD19", "--format", "csv"]
RDFLIB = [sys.executable, "-c", f"import rdflib; rdflib.Graph().parse('{GRAPH}/allgraph.ttl')"]


def seconds(command: list[str]) -> float:
    """How long the whole process takes."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> int:
    if not GRAPH.is_dir():
        print(f"no {GRAPH}/ here: run `allgraph build` first", file=sys.stderr)
        return 2
    if not ALLGRAPH.exists():
        print(f"no {ALLGRAPH}: install allgraph beside this Python", file=sys.stderr)
        return 2
    for command in (QUERY, RDFLIB):
        seconds(command)  # once for the file system and the compiled modules
    # in turns, so that what else the machine does falls on both
    pairs = [(seconds(QUERY), seconds(RDFLIB)) for _ in range(RUNS)]
    query, rdflib = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = query / rdflib
    print(f"query {query * 1000:.0f} ms, rdflib {rdflib * 1000:.0f} ms, ratio {ratio:.2f} (at most {LIMIT}), medians of {RUNS} runs")
    return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
