"""How stored queries answer on large graphs: each against the same text given to pyoxigraph, and one size of graph against another.

    PYTHONPATH=tests python tests/benchmarks/bench_store.py [--only NAME,NAME] [--keep FOLDER] [--late 60] [1000000 5000000]

A graph of each size (triples; shaped like a real build, see made_graph.py) is written to an on-disk store in a temporary folder, or in
FOLDER, where it stays and is used again. Then every name of the catalogue is asked, without parameters and with those of its `expect`
blocks, each text once, after a first answer that is not measured. Times are the processor's, of this process alone: on a busy machine
the clock on the wall gave ratios of 0.6 and of 2.0 for questions that have 1.1 when they are asked alone. Of each are told:

- `ms`, `rows`: the time of allgraph's answer without the resolution of names, and its rows, at the largest size. A time is the least of
  several, for what else runs on the machine can only add to it (https://docs.python.org/3/library/timeit.html, on `repeat`);
- `ratio`: that time by the time pyoxigraph takes for the same bound text, its rows fetched as tuples, in the same process and in turns:
  at most LIMIT. Where pyoxigraph takes less than SMALL ms, what an answer costs whatever its size (a thread, a digest, the release's
  name) would be all that is seen: there the difference of the two is judged, which must be below FIXED ms;
- `names`: ms for reading the query file, resolving the names and binding, at the largest size: at most NAMES, and it must not grow
  faster than the names do;
- `time x`, `need x`: how many times the smallest size's time it takes at the largest, and the larger of the growth of what must be done
  for the rows, n log n comparisons to order them, and the growth of what must be read: the passages that the narrowest of its terms
  leads to, or the whole graph. `time x` must be below GROWTH times `need x`, where it takes more than SMALL ms at all.

A `!` marks what is judged too much. Exit status 1 where there is one. An answer that does not come within --late seconds, or for which
the memory does not do, is one.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox
from made_graph import load, made_graph
from query_fixtures import cases

from allgraph.asking.queries import answered, bound, find
from allgraph.asking.store import OxigraphStore
from allgraph.errors import StoreError
from allgraph.vocabulary import PREFIXES

T = TypeVar("T")

LIMIT, GROWTH = 1.3, 1.5
SMALL, FIXED, NAMES = 20.0, 5.0, 50.0
#: Each question is asked in turns until so many seconds are spent, but at least and at most so often: of one time none is the least.
SECONDS, LEAST, RUNS = 5.0, 2, 7
#: How many passages rest on a term: as an end, a relation, a source, or a class of subjects.
READ = """SELECT (COUNT(?evidence) AS ?count) WHERE {{
  {{ ?statement ag:subject|ag:predicate|ag:object <{0}> . ?evidence ag:evidenceOf ?statement }} UNION {{ ?evidence ag:inSource <{0}> }}
  UNION {{ ?member a <{0}> . ?statement ag:subject ?member . ?evidence ag:evidenceOf ?statement }} }}"""
#: Every term that a text is bound to or names itself, but the vocabulary of the records.
TERM = re.compile(r"<(https://w3id[.]org/allgraph/[^>]+)>")


@dataclass(frozen=True)
class Measured:
    """What was measured of one question on one graph: milliseconds, rows, and the passages (or triples) that it must read."""

    engine: float
    answer: float
    names: float
    rows: int
    read: int
    late: bool = False


def milliseconds(work: Callable[[], T]) -> tuple[float, T]:
    start = time.process_time()
    result = work()
    return (time.process_time() - start) * 1000, result


def tuples(engine: ox.Store, text: str) -> int:
    """Ask pyoxigraph and fetch all it gives; how many rows."""
    found = engine.query(text, prefixes=PREFIXES)
    return len([tuple(row) for row in found]) if isinstance(found, ox.QuerySolutions) else len(list(found))  # type: ignore[arg-type]


def measure(engine: ox.Store, late: float, name: str, params: dict[str, str]) -> Measured:
    """Ask one question in turns."""
    store = OxigraphStore(engine, "made", timeout=late)
    entry = find(name)
    given = {**entry.preset, **params}
    names: list[float] = []
    engines: list[float] = []
    answers: list[float] = []
    rows = 0
    try:
        # before there are answers: where a large one lies about, Python goes through it while it reads the question
        for _ in range(RUNS):
            took, text = milliseconds(lambda: bound(find(name).query, given, store))
            names.append(took)
        answered(entry.query, text, store)  # what is read from the disk now is not read again
        start = time.monotonic()
        while len(engines) < RUNS and (len(engines) < LEAST or time.monotonic() - start < SECONDS):
            took, rows = milliseconds(lambda: len(answered(entry.query, text, store).rows))
            answers.append(took)
            engines.append(milliseconds(lambda: tuples(engine, text))[0])
    except StoreError as error:
        print(f"{name} {params}: {error}", file=sys.stderr)
        return Measured(late * 1000, late * 1000, 0, 0, 0, late=True)
    terms = {term for term in TERM.findall(text) if not term.endswith("/")}
    counts = [int(row["count"].value) for term in sorted(terms) for row in engine.query(READ.format(term), prefixes=PREFIXES)]  # type: ignore[union-attr]
    read = min((count for count in counts if count), default=len(engine))
    return Measured(min(engines), min(answers), min(names), rows, read)


def serve(folder: Path, late: float, pipe: Connection) -> None:
    """Measure what is asked for, until nothing is: in a process of its own, which can be ended where the engine cannot."""
    engine = ox.Store.read_only(str(folder))
    while (asked := pipe.recv()) is not None:
        pipe.send(measure(engine, late, *asked))


def measurements(folder: Path, questions: list[tuple[str, dict[str, str]]], late: float) -> Iterator[Measured]:
    """Each question's, in order; a question that is late gets a new process for those after it."""
    context = multiprocessing.get_context("spawn")
    process = None
    for question in questions:
        if process is None:
            ours, theirs = context.Pipe()
            process = context.Process(target=serve, args=(folder, late, theirs), daemon=True)
            process.start()
            theirs.close()  # so that the end of a process that is killed, for want of memory, is the end of what it says
        ours.send(question)
        try:
            measured = ours.recv()
        except EOFError:
            print(f"{question[0]} {question[1]}: the process that answered was killed", file=sys.stderr)
            measured = Measured(late * 1000, late * 1000, 0, 0, 0, late=True)
        if measured.late:
            process.kill()
            process = None
        print(f"{question[0]} {question[1]}: {measured.answer:.0f} ms", file=sys.stderr)
        yield measured
    if process:
        ours.send(None)
        process.join()


def distinct(engine: ox.Store, only: str) -> list[tuple[str, dict[str, str]]]:
    """The questions, those left out that bind to a text that another has."""
    store = OxigraphStore(engine, "made")
    found: dict[str, tuple[str, dict[str, str]]] = {}
    for name, params in cases():
        entry = find(name)
        if not only or {name, entry.query.name} & set(only.split(",")):
            found.setdefault(bound(entry.query, {**entry.preset, **params}, store), (name, params))
    return list(found.values())


def ordering(rows: int) -> float:
    """How much it takes to put so many rows in order, in comparisons."""
    return max(1, rows) * math.log2(max(2, rows))


def judged(question: tuple[str, dict[str, str]], small: Measured, large: Measured) -> tuple[float, bool, str]:
    """What a line is sorted by, whether it is a fault, and the line."""
    ratio = large.answer / large.engine
    slow = ratio > LIMIT if large.engine >= SMALL else large.answer - large.engine > FIXED
    need = max(ordering(large.rows) / ordering(small.rows), large.read / max(1, small.read), 1.0)
    growth = large.answer / small.answer
    grows = large.answer >= SMALL and growth > GROWTH * need
    naming = large.names > NAMES or large.names > small.names * GROWTH + FIXED
    marks = [" !" if fault else "  " for fault in (slow, naming, grows or large.late)]
    said = f"{question[0]} {' '.join(f'{key}={value}' for key, value in question[1].items())}"
    figures = f"{large.answer:9.1f} {large.rows:7} {ratio:5.2f}{marks[0]} {large.names:6.1f}{marks[1]} {growth:6.1f} {need:6.1f}{marks[2]}"
    return large.answer, slow or naming or grows or large.late, f"{said:62.62}{figures}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000_000, 5_000_000])
    parser.add_argument("--only", default="", help="names of queries or presets, with commas between them")
    parser.add_argument("--late", type=float, default=60.0, help="seconds after which an answer counts as none")
    parser.add_argument("--keep", type=Path, help="where the graphs stay")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        found = []
        for size in sorted(options.sizes):
            folder = (options.keep or Path(temporary)) / str(size)
            if not folder.is_dir():
                took, triples = milliseconds(lambda: load(made_graph(size), folder))  # noqa: B023
                print(f"made {triples} triples in {took / 1000:.0f} s", file=sys.stderr)
            questions = distinct(ox.Store.read_only(str(folder)), options.only)
            found.append(list(measurements(folder, questions, options.late)))
    lines = sorted(map(judged, questions, found[0], found[-1]), key=lambda line: (line[1], line[0]), reverse=True)
    print(f"{'question':62}{'ms':>9} {'rows':>7} {'ratio':>7} {'names':>8} {'time x':>6} {'need x':>6}")
    for _, _, line in lines:
        print(line)
    faults = sum(fault for _, fault, _ in lines)
    print(f"{len(lines)} questions, {faults} with a fault")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
