"""A memory on shards against everything: what is missed, what it takes, and what it weighs.

    python tests/benchmarks/bench_shards.py MEMORY [--size 100000] [--queries 100] [--nodes 1]
                                           [--languages zh en] [--turns 1]

MEMORY is a table, TMX or Parquet of units. They are fed to nodes of the engine (chdb, which must be
installed), each in a process of its own; no server is asked. For each language prints

    fed        rows a second of processor time: of the nodes; of the feeder, and where that goes:
               into cutting and folding texts, signing and making columns, sending, and the rest
    bytes      of a unit on the disk: what narrows (numbers, signatures, codes), and the search key
    missed     of all units at or above 50, 70, 85 and 100 %, found by comparing each query with
    extra      every unit; and those found beyond them
    node, all  milliseconds of processor time in the middle and at the 95th percentile: of the
               nodes, and with this process, which asks, reads and merges; of `--turns` the best

Queries are units of the memory with some tokens changed, dropped or added.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

sys.path.insert(0, str(Path(__file__).parents[2]))

from glossary.operations.memory_files import units_of_file
from glossary.store.base import Position, SegmentChange
from glossary.store.fuzzy.scan import kernel
from glossary.store.fuzzy.signature import window
from glossary.store.shards import feeder
from glossary.store.shards.index import ShardedIndex
from glossary.store.shards.tables import LANGUAGES, segment_table
from tests.shards.node import ChdbShard

THRESHOLDS = (50, 70, 85, 100)
ROWS_AT_ONCE = 65_536  # cut, and compared with a query: some megabytes
CPU_CLOCK = 2  # given by Linux: with a process, the clock of its processor time


class Memory:
    """Units as a database would give them: unit k came with change k."""

    cache = None

    def __init__(self, file: Path, size: int, languages: Sequence[str]) -> None:
        self.texts: dict[str, list[str]] = {language: [] for language in languages}
        for unit in islice(units_of_file(file, lambda number, reason: None), size):
            for language, texts in self.texts.items():
                texts.append(unit.zh if language == "zh" else unit.en)
        self.size = len(self.texts[languages[0]])

    def identity(self) -> Position:
        return Position("bench", self.size, str(self.size))

    def change_mark(self, change: int) -> str:
        return str(change)

    def segment_changes(self, language: str, after: int) -> Iterator[SegmentChange]:
        texts = self.texts.get(language, ())
        for number, text in enumerate(islice(texts, after, None), after + 1):
            yield SegmentChange(number, str(number), number, text)

    def segments(self, language: str, after_id: int = 0) -> Iterator[tuple[int, str]]:
        return ((c.unit_id, c.text or "") for c in self.segment_changes(language, after_id))


class Everything:
    """The codes of all units, sorted by length: each query is compared with its whole window."""

    def __init__(self, texts: Sequence[str]) -> None:
        codes: list[str] = []
        for at in range(0, len(texts), ROWS_AT_ONCE):
            codes += feeder.cut(texts[at : at + ROWS_AT_ONCE])[0]
        self.sizes = np.array([len(each) for each in codes])
        self.order = np.argsort(self.sizes, kind="stable")
        self.sorted = self.sizes[self.order]
        self.codes = [codes[at] for at in self.order.tolist()]

    def hits(self, query: str) -> dict[int, set[int]]:
        """The units at or above each threshold."""
        low, high = window(len(query), min(THRESHOLDS))
        first, last = self.sorted.searchsorted(low), self.sorted.searchsorted(high, "right")
        found: dict[int, set[int]] = {threshold: set() for threshold in THRESHOLDS}
        for at in range(first, last, ROWS_AT_ONCE):
            rows = slice(at, min(at + ROWS_AT_ONCE, last))
            scorer = Levenshtein.distance
            distances = process.cdist([query], self.codes[rows], scorer=scorer, dtype=np.int64)[0]
            sizes = np.maximum(self.sorted[rows], len(query))
            for threshold, ids in found.items():
                near = 100 * (sizes - distances) >= threshold * sizes
                ids.update((self.order[rows][near] + 1).tolist())
        return found


def processor(nodes: Sequence[ChdbShard]) -> float:
    """Seconds of processor time that the nodes have taken."""
    return sum(time.clock_gettime((~node.process.pid << 3) | CPU_CLOCK) for node in nodes)


def changed(chance: random.Random, codes: str, others: str) -> str:
    """Token codes with up to three of ten changed, dropped or added."""
    tokens = list(codes)
    for _ in range(chance.randint(1, max(1, len(tokens) * 3 // 10))):
        at, kind = chance.randrange(len(tokens)), chance.random()
        if kind < 0.3 and len(tokens) > 1:
            del tokens[at]
        else:
            tokens[at : at + (kind < 0.7)] = [chance.choice(others)]
    return "".join(tokens)


class Phases:
    """Seconds of this process's time in each part of the feeding."""

    def __init__(self) -> None:
        self.spent = Counter[str]()

    def of(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any) -> Any:
            began = time.process_time()
            try:
                return work(*given)
            finally:
                self.spent[name] += time.process_time() - began

        return timed


def feed(memory: Memory, nodes: Sequence[ChdbShard]) -> None:
    began = time.process_time()
    kernel.load()
    feeder.segment_rows([1], ["a"], ["a"])
    print(f"compiled code: {time.process_time() - began:.1f} s to load, once a process")
    phases = Phases()
    cut, signed = feeder.cut, feeder.segment_rows
    feeder.cut, feeder.segment_rows = phases.of("cut", cut), phases.of("sign", signed)
    for node in nodes:
        node.insert = phases.of("send", node.insert)  # type: ignore[method-assign]
    used, own = processor(nodes), time.process_time()
    rows = sum(batch.rows for batch in feeder.feed(memory, nodes))
    used, own = processor(nodes) - used, time.process_time() - own
    feeder.cut, feeder.segment_rows = cut, signed
    phases.spent["read and keep"] = own - phases.spent.total()
    each = ", ".join(f"{name} {1e6 * s / rows:.2f}" for name, s in phases.spent.items())
    print(f"fed {rows:,} rows, {rows / used:,.0f} a second of the nodes, {rows / own:,.0f} of this")
    print(f"microseconds a row: nodes {1e6 * used / rows:.2f}, {each}")


def weigh(memory: Memory, nodes: Sequence[ChdbShard], language: str) -> None:
    table, weight = segment_table(language), {"key": 0, "rest": 0}
    for node in nodes:
        node.run(f"OPTIMIZE TABLE {table} FINAL")
        sql = f"SELECT name, data_compressed_bytes FROM system.columns WHERE table = '{table}'"
        for name, size in node.rows(sql):
            weight["key" if name == "key" else "rest"] += int(size)
    each = {name: size / memory.size for name, size in weight.items()}
    print(f"{language}: bytes a unit: {each['rest']:.1f} that narrow, {each['key']:.1f} of the key")


def ask(memory: Memory, nodes: Sequence[ChdbShard], language: str, count: int, turns: int) -> None:
    everything, chance = Everything(memory.texts[language]), random.Random(1)
    print(f"{language}: tokens a unit: {everything.sizes.mean():.1f} in the mean")
    usable = [codes for codes in everything.codes if 6 <= len(codes) <= 60]
    others = "".join(chance.choices(usable, k=50))
    queries = [changed(chance, chance.choice(usable), others) for _ in range(count)]
    index = ShardedIndex(memory, nodes)
    index.candidates(queries[0], language, 70)
    asked = {threshold: Asked() for threshold in THRESHOLDS}
    for query in queries:
        for threshold, truth in everything.hits(query).items():
            spent = []
            for _ in range(turns):
                began, own = processor(nodes), time.process_time()
                found = set(index.candidates(query, language, threshold).ids.tolist())
                own = time.process_time() - own
                used = processor(nodes) - began
                spent.append((used, used + own))
            asked[threshold].add(truth, found, *min(spent))
    for threshold, answers in asked.items():
        print(f"{language} {threshold:3} %: {answers}", flush=True)


@dataclass
class Asked:
    """What was missed at a threshold, and seconds of the nodes and of all for each query."""

    missed: int = 0
    extra: int = 0
    hits: int = 0
    spent: list[tuple[float, float]] = field(default_factory=list)

    def add(self, truth: set[int], found: set[int], node: float, both: float) -> None:
        self.missed, self.extra = self.missed + len(truth - found), self.extra + len(found - truth)
        self.hits += len(truth)
        self.spent.append((node, both))

    def __str__(self) -> str:
        node, both = (
            1000 * np.percentile(each, [50, 95]) for each in zip(*self.spent, strict=True)
        )
        return (
            f"{self.missed} missed of {self.hits:,}, {self.extra} extra; ms: "
            f"node {node[0]:.1f} / {node[1]:.1f}, all {both[0]:.1f} / {both[1]:.1f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("memory", type=Path)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--nodes", type=int, default=1)
    parser.add_argument("--turns", type=int, default=1)
    parser.add_argument("--languages", nargs="+", choices=LANGUAGES, default=LANGUAGES)
    given = parser.parse_args()
    memory = Memory(given.memory, given.size, given.languages)
    with tempfile.TemporaryDirectory() as folder:
        nodes = [ChdbShard(Path(folder, f"node{k}"), 600) for k in range(given.nodes)]
        try:
            feed(memory, nodes)
            for language in given.languages:
                weigh(memory, nodes, language)
                ask(memory, nodes, language, given.queries, given.turns)
        finally:
            for node in nodes:
                node.kill()


if __name__ == "__main__":
    main()
