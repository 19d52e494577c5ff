"""The same memory counted by this program, with its sums in little memory, and on Spark:

    python tests/benchmarks/bench_spark.py MEMORY [--size 30000] [--master 'local[2]']
        [--processes 2] [--sum-memory 64] [--only local little spark]

MEMORY is whatever `glossary mine` takes as a memory; the first `--size` units of it (0: all) are
laid down as Parquet, which all three read. The second run sums in `--sum-memory` MB, so that it
takes its sorted runs from disk in pieces. What comes after the counts is the same for all, and is
measured by `bench_corpus.py`. Prints for each the seconds to encode and to count, units a second of
both without the start of Spark, which is told apart; the processor time of workers, Java and this
process, and units a second of that of the workers, which is the map; the digest of all that was
counted, which must be one; and the ratio of the rates.
"""

from __future__ import annotations

import argparse
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow
import pyarrow.parquet

from glossary.mining.corpus import runs
from glossary.mining.corpus.counting import described_pairs
from glossary.mining.corpus.miner import LEAST
from glossary.mining.corpus.progress import Meter
from glossary.mining.corpus.runner import Runner
from glossary.mining.corpus.spark.runner import SparkRunner
from glossary.operations.memory_files import units_of_file
from glossary.operations.memory_parts import parts_of
from tests.mining.digests import counted_digest

A_RECORD = 50  # bytes that a record takes while it is summed: `runs` says 200 MB for 4 million


@dataclass
class Told:
    """When each stage of a run began."""

    began: dict[str, float]

    def __call__(self, step: str) -> None:
        self.began.setdefault(getattr(step, "stage", step), time.perf_counter())

    def seconds(self) -> Iterator[tuple[str, float]]:
        """(stage, seconds) of all but the last."""
        for (stage, begun), ended in pairwise(self.began.items()):
            yield stage, ended[1] - begun


def nobody(number: int, reason: str) -> None:
    """Units left out are left out."""


def laid_down(memory: Path, size: int | None, target: Path) -> int:
    """The first units as Parquet; how many."""
    units = list(islice(units_of_file(memory, nobody), size))
    names = ("zh", "en", "text")
    columns = {name: [getattr(unit, name) for unit in units] for name in names}
    pyarrow.parquet.write_table(pyarrow.table(columns), target)
    return len(units)


class Processor(threading.Thread):
    """Seconds of processor time of all that this process began, by process, as /proc has them."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._seen: dict[int, tuple[str, float]] = {}
        self._over = threading.Event()
        self._before = time.process_time()

    def run(self) -> None:
        while not self._over.wait(0.5):
            self._look()

    def _look(self) -> None:
        found = {pid: (parent, name, seconds) for pid, parent, name, seconds in processes()}
        below, fresh = set[int](), {os.getpid()}
        while fresh:  # a child may have the smaller number
            below |= fresh
            fresh = {pid for pid, (parent, *_) in found.items() if parent in below} - below
        self._seen |= {pid: found[pid][1:] for pid in below - {os.getpid()}}

    def used(self) -> tuple[float, float, float]:
        """(Python processes, Java, this process)."""
        self._over.set()
        self._look()
        java = sum(seconds for name, seconds in self._seen.values() if name == "java")
        all_seconds = sum(seconds for _, seconds in self._seen.values())
        return all_seconds - java, java, time.process_time() - self._before


def processes() -> Iterator[tuple[int, int, str, float]]:
    """(number, parent, name, seconds of processor) of all processes."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            head, _, rest = path.read_text().rpartition(")")
            cells = rest.split()
            seconds = (int(cells[11]) + int(cells[12])) / os.sysconf("SC_CLK_TCK")
            yield int(path.parent.name), int(cells[1]), head.partition("(")[2], seconds


def one(
    name: str, memory: Path, units: int, runner: Callable[[Meter], Runner]
) -> tuple[str, float]:
    """Count so; (digest, units a second without the start)."""
    told = Told({})
    processor, began = Processor(), time.perf_counter()
    processor.start()
    with runner(Meter(told)) as run:
        on_spark = isinstance(run, SparkRunner)
        given = parts_of(memory, nobody) if on_spark else units_of_file(memory, nobody)
        assert given
        run.take(given)
        counted = len(described_pairs(run, LEAST).pairs)
    workers, java, own = processor.used()
    stages = dict(told.seconds())
    counting = sum(s for stage, s in stages.items() if stage.startswith("counting"))
    rate, digest = units / (stages["reading"] + counting), counted_digest(run.folder)
    print(
        f"{name:6} {units:,} units, {counted:,} pairs: start {told.began['reading'] - began:.1f} "
        f"s, encoding {stages['reading']:.1f} s, counting {counting:.1f} s: {rate:,.0f} units a "
        f"second; processor: workers {workers:.1f} s, "
        f"{units / workers if workers else 0:,.0f} units a second, Java {java:.1f} s, this process "
        f"{own:.1f} s; digest {digest}",
        flush=True,
    )
    return digest, rate


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("memory", type=Path)
    parser.add_argument("--size", type=int, default=30_000)
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--sum-memory", type=int, default=64, help="MB")
    parser.add_argument("--only", nargs="*", default=["local", "little", "spark"])
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        memory = Path(folder) / "memory.parquet"
        units = laid_down(given.memory, given.size or None, memory)
        found: dict[str, tuple[str, float]] = {}
        for name in given.only:
            work = Path(folder) / name
            work.mkdir()
            usual = runs._TOGETHER
            if name == "little":
                runs._TOGETHER = given.sum_memory * 1_000_000 // A_RECORD
            if name == "spark":
                runner: Callable[[Meter], Runner] = partial(SparkRunner, work, given.master)
            else:
                runner = partial(Runner, work, given.processes)
            found[name] = one(name, memory, units, runner)
            runs._TOGETHER = usual
    print(f"digests: {'the same' if len({d for d, _ in found.values()}) == 1 else 'DIFFERENT'}")
    if {"local", "spark"} <= found.keys():
        print(f"Spark's rate of the local one: {found['spark'][1] / found['local'][1]:.2f}")


if __name__ == "__main__":
    main()
