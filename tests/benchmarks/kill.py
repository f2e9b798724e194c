"""Kill extract and build at random moments; what is left must be the old or the new, whole.

    python tests/benchmarks/kill.py [50]

Exit status 1 where it is not.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ALLGRAPH = [sys.executable, "-m", "allgraph"]


def write_pages(folder: Path, word: str) -> None:
    """Three pages that say something else for each word."""
    folder.mkdir(exist_ok=True)
    for number, drug in enumerate(("Nelarabine", "Imatinib", "Vincristine")):
        (folder / f"page-{number}.txt").write_text(f"{drug} is {word} to treat ALL.\n", encoding="utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder that are not scratch, those of the store in it left out: their bytes differ."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")}


def run(arguments: list[str], seconds: float | None = None) -> float:
    """How long a command ran, until its end or until it was killed."""
    start = time.perf_counter()
    process = subprocess.Popen([*ALLGRAPH, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
    return time.perf_counter() - start


def main(times: int) -> int:
    chance = random.Random(0)  # noqa: S311 - no secret
    broken = killed = 0
    for command in ("extract", "build"):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            pages, output = folder / "pages", folder / "output"
            whole: list[dict[str, bytes]] = []
            for word in ("used", "approved"):
                write_pages(pages, word)
                took = run([command, str(pages), "-o", str(folder / word), "--no-cache"])
                whole.append(contents(folder / word))
            run([command, str(pages), "-o", str(output), "--no-cache"])
            for number in range(times):
                write_pages(pages, ("used", "approved")[number % 2])
                run([command, str(pages), "-o", str(output), "--no-cache"], chance.uniform(0, 1.1 * took))
                killed += 1
                if not output.is_dir():  # killed between two renamings: the next command gives the old build its name back
                    run([command, str(pages), "-o", str(output), "--no-cache"])
                broken += contents(output) not in whole
            run([command, str(pages), "-o", str(output), "--no-cache"])
            broken += contents(output) != whole[(times - 1) % 2]
            left = [path.name for path in (*output.iterdir(), *folder.iterdir()) if path.name.startswith(".")]
            broken += bool(left)
            print(f"{command}: {times} times, {broken} broken, left behind: {', '.join(left) or 'nothing'}")
    print(f"{killed} kills, {broken} broken")
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50))
