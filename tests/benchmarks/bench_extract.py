"""How fast documents are read, against the bare finder of names on the same text; and how a build grows with its documents.

    python tests/benchmarks/bench_extract.py [5 50 500 5000]

Prints ratios: the speed of reading to that of the finder, and, for as many made documents, the time of each against the first number's,
which other programs hardly touch, since it is that of a processor; HermiT reasons in a process of its own. The documents are made of
sentences of our own. Everything runs in one process, but the builds in one each, for their memory.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from allgraph import resources
from allgraph.documents import Document
from allgraph.reading.lexicon import read_lexicon
from allgraph.reading.mentions import MentionFinder
from allgraph.reading.relations import Reader
from allgraph.sources import Source

DRUGS = "vincristine prednisone dexamethasone asparaginase daunorubicin imatinib dasatinib nelarabine clofarabine blinatumomab".split()
PHASES = "induction consolidation maintenance".split()
EFFECTS = "nausea vomiting fatigue neuropathy infection anemia".split()
SENTENCES = (
    "{Drug} is used to treat ALL in {phase} therapy.",
    "Children with ALL may receive {drug} and {other} during {phase}.",
    "{Drug} can cause {effect}, and the team looks for it at every visit.",
    "It is given by mouth for some weeks, and then the dose is looked at again.",
    "The visit takes an hour. People often bring somebody along who writes down what is said.",
    "{Drug} is not used in {phase} therapy.",
    "A bed near the window is worth asking for; the light helps many to sleep at night.",
)


def page(number: int) -> str:
    """A page of some kilobytes, the same for the same number."""
    chance = random.Random(number)  # noqa: S311 - no secret
    blocks = [f"Treatment of ALL, page {number}"]
    for _ in range(12):
        drug, other, phase, effect = (chance.choice(words) for words in (DRUGS, DRUGS, PHASES, EFFECTS))
        chosen = chance.sample(SENTENCES, 4)
        blocks.append(" ".join(one.format(Drug=drug.capitalize(), drug=drug, other=other, phase=phase, effect=effect) for one in chosen))
    return "\n\n".join(blocks) + "\n"


def speeds() -> None:
    """Reading against finding names."""
    lexicon = read_lexicon(resources.folder("ontology"))
    finder, reader = MentionFinder(lexicon), Reader(lexicon)
    documents = [Document(Source(f"page-{number}", f"page-{number}.txt"), page(number)) for number in range(40)]
    size = sum(len(document.text.encode()) for document in documents)
    reader.read(documents[0])
    start = time.perf_counter()
    for document in documents:
        finder.find(document.text)
    found = time.perf_counter()
    for document in documents:
        reader.read(document)
    done = time.perf_counter()
    finding, reading = size / (found - start) / 1e6, size / (done - found) / 1e6
    print(f"finding names {finding:.2f} MB/s, reading {reading:.2f} MB/s, ratio {reading / finding:.2f} (aims: 4 MB/s, 0.2)")


BUILD = """
import importlib, resource, sys, time
from pathlib import Path
from allgraph.reading.extract import Run
module = importlib.import_module("allgraph.build")
took = []
whole = module.infer
def infer(graph):
    start = time.perf_counter(); found = whole(graph); took.append(time.perf_counter() - start); return found
module.infer = infer
if __name__ == "__main__":
    start = time.process_time()
    built = module.build(Path(sys.argv[1]), Path(sys.argv[2]), run=Run(jobs=int(sys.argv[3])))
    print(time.process_time() - start, took[0], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, built.statements, built.evidence)
"""


def builds(numbers: list[int]) -> None:
    """Builds of made documents, the first the baseline."""
    first = 0.0
    for count in numbers:
        with tempfile.TemporaryDirectory() as folder:
            pages = Path(folder) / "pages"
            pages.mkdir()
            for number in range(count):
                (pages / f"page-{number}.txt").write_text(page(number), encoding="utf-8")
            script = Path(folder) / "run.py"
            script.write_text(BUILD, encoding="utf-8")
            command = [sys.executable, str(script), str(pages), str(Path(folder) / "built"), "1"]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
        total, reasoning, memory, statements, evidence = map(float, done.stdout.split())
        each = total / count
        first = first or each
        print(
            f"{count} documents: {total:.1f} s of a processor, reasoning {reasoning:.1f} s; "
            f"a document {each / first:.2f} times the first's time; "
            f"{memory / 1000:.0f} MB; {statements:.0f} statements, {evidence:.0f} passages"
        )


if __name__ == "__main__":
    speeds()
    builds([int(number) for number in sys.argv[1:]] or [5, 50, 500])
