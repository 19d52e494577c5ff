"""What it costs to mine a memory whole, and how the cost grows with its size:

    python tests/benchmarks/bench_corpus.py MEMORY.tsv[.xz] [--sizes 10000 100000] [--processes 2]

MEMORY is a table of English, Chinese and origin. For each size (the last is the whole of it) prints
units a second of wall and of processor time, the largest memory of this process and of its helpers,
bytes on disk, and the exponent of the processor time against the size before; at the end the share
of repeated units. One reference beside them: how long a sort of ten million numbers takes.
"""

from __future__ import annotations

import argparse
import math
import resource
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from glossary.mining.corpus.miner import MemoryRun, mine
from glossary.mining.corpus.unit import Unit
from glossary.operations.memory_files import units_of_file


def units(path: Path, size: int | None) -> Iterator[Unit]:
    return islice(units_of_file(path, lambda number, reason: None), size)


def processor() -> float:
    """Seconds of this process and of those it began and that have ended."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def one(path: Path, size: int | None, processes: int) -> tuple[int, float]:
    """Mine so many units; (units, processor seconds)."""
    with TemporaryDirectory() as folder:
        wall, used = time.perf_counter(), processor()
        found = mine(units(path, size), MemoryRun(path.name, Path(folder), processes))
        wall, used = time.perf_counter() - wall, processor() - used
        disk = sum(file.stat().st_size for file in Path(folder).iterdir())
    own, helpers = (
        resource.getrusage(who).ru_maxrss / 1e6
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(
        f"{found.units:>9,} units, {found.repeated / found.units:5.1%} repeated: "
        f"{len(found.proposals):>6,} pairs; {wall:6.0f} s, {found.units / wall:6,.0f} a second; "
        f"processor {used:6.0f} s, {found.units / used:6,.0f}; memory {own:.2f} GB"
        + (f" + {processes} x {helpers:.2f} GB" if processes > 1 else "")
        + f"; disk at the end {disk / 1e6:,.0f} MB",
        flush=True,
    )
    return found.units, used


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("memory", type=Path)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 30_000, 100_000])
    parser.add_argument("--processes", type=int, default=1)
    given = parser.parse_args()
    began = time.process_time()
    np.sort(np.random.default_rng(0).integers(0, 2**63, 10_000_000))
    print(
        f"reference: ten million numbers sorted in {time.process_time() - began:.2f} s of processor"
    )
    before = None
    for size in [*given.sizes, None]:
        count, used = one(given.memory, size, given.processes)
        if before and count > before[0]:
            grown = math.log(used / before[1]) / math.log(count / before[0])
            print(f"          exponent since {before[0]:,}: {grown:.2f}", flush=True)
        before = count, used


if __name__ == "__main__":
    main()
