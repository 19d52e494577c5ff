"""Time against size for inputs of every shape: python tests/benchmarks/bench_shapes.py

    [--work scan,align,…] [--only WORD] [--sizes 8,16,…] [--stop SECONDS]

For each kind of work and each shape it prints the time at doubling sizes (in thousands of
characters) and the exponent: the slope of log time over log size, from the least squares of the
last four sizes that took over 20 ms. Linear work has an exponent of 1. From 64,000 characters on it
stops to double a shape that took over `--stop` seconds.

    read     a document from its bytes          scan     layout and glosses of it
    align    its sentence alignment             mine     everything, and the check of its proof
    import   a file of entries or units         look     search, recognise, memory, concordance

`align` and `mine` have long work in shapes of parallel text, a vector for every sentence and every
candidate: about a second for 15,000 characters, and for 3,000.
"""

from __future__ import annotations

import argparse
import math
import tempfile
from pathlib import Path

from shape_work import kinds, prepared, seconds

from glossary.termbase import Termbase

LEAST = 0.02  # seconds from which a time says something
ALWAYS = 64_000  # characters that are measured however long they take


def exponent(times: list[tuple[int, float]]) -> float:
    """The slope of log time over log size; 0 if all times are too short to measure."""
    telling = [(math.log(size), math.log(spent)) for size, spent in times if spent >= LEAST][-4:]
    if len(telling) < 2:
        return 0.0
    x, y = (sum(column) / len(telling) for column in zip(*telling, strict=True))
    return sum((a - x) * (b - y) for a, b in telling) / sum((a - x) ** 2 for a, _ in telling)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", default="read,scan,align,mine,import,look")
    parser.add_argument("--only", default="")
    parser.add_argument("--sizes", default="8,16,32,64,128,256,512,1000")
    parser.add_argument("--stop", type=float, default=10.0)
    given = parser.parse_args()
    sizes = [1_000 * int(size) for size in given.sizes.split(",")]
    wanted = given.work.split(",")
    worst = 0.0
    with (
        tempfile.TemporaryDirectory() as folder,
        Termbase.open(Path(folder) / "shapes.db") as termbase,
    ):
        termbase.add("安全困境", "security dilemma")
        termbase.add("危機", "crisis")
        for kind, shape in kinds(termbase):
            if kind not in wanted or given.only not in shape:
                continue
            times: list[tuple[int, float]] = []
            for size in sizes:
                times.append((size, seconds(prepared(kind, shape, size, termbase))))
                if size >= ALWAYS and times[-1][1] > given.stop:
                    break
            slope = exponent(times)
            worst = max(worst, slope)
            shown = "  ".join(f"{size // 1000}k {spent:.2f}" for size, spent in times)
            mark = " <<<" if slope > 1.15 else ""
            print(f"{kind:6} {shape:28} {slope:5.2f}   {shown}{mark}", flush=True)
    print(f"largest exponent {worst:.2f}")


if __name__ == "__main__":
    main()
