"""Faults of shards at random: every answer is whole, or an error, and all is right again after.

    python tests/shards/faults.py [--rounds 1000] [--nodes 2] [--seed 1]

Prints how often each fault was met, how many answers were whole and how many were refused. Exits
with 1 where an answer was shorter than the truth or longer, where a whole memory was refused, or
where a unit is in a shard twice.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from glossary.errors import MemoryIncomplete  # noqa: E402
from glossary.lookup.memory import fuzzy_matches  # noqa: E402
from glossary.store.shards.index import ShardedIndex  # noqa: E402
from glossary.store.shards.tables import LANGUAGES, segment_table  # noqa: E402
from glossary.store.shards.transport import Columns  # noqa: E402
from glossary.text.tokens import search_key  # noqa: E402
from tests.memories import add, exhaustive, memory, random_text  # noqa: E402
from tests.shards.memory_on_shards import fed  # noqa: E402
from tests.shards.node import ChdbShard  # noqa: E402

PATIENCE = 1.0  # seconds until a node that hangs counts as gone; others have what they need
UNITS = 400


class FeederKilled(BaseException):
    """What ends a feeder at that place: nothing after it is done."""


class Cut:
    """A node whose feeder is killed after so many inserts: before the next, or after it."""

    def __init__(self, node: ChdbShard, inserts: list[int], is_after: bool) -> None:
        self._node, self._left, self._is_after = node, inserts, is_after
        self.name, self.run = node.name, node.run

    def rows(self, sql: str, parameters: Mapping[str, str] | None = None) -> list[tuple[Any, ...]]:
        return self._node.rows(sql, parameters)

    def insert(self, table: str, columns: Columns) -> None:
        self._left[0] -= 1
        if self._left[0] == 0 and not self._is_after:
            raise FeederKilled
        self._node.insert(table, columns)
        if self._left[0] == 0:
            raise FeederKilled

    def close(self) -> None:
        pass


class Rounds:
    """Nodes, the termbase that they follow, and an index that outlives the faults."""

    def __init__(self, folder: Path, nodes: int, seed: int) -> None:
        self.chance = random.Random(seed)
        self.store = memory(folder / "m.db", self._texts(UNITS))
        self.nodes = [ChdbShard(folder / f"node{k}") for k in range(nodes)]
        self.folder, self.met, self.wrong = folder, Counter[str](), list[str]()
        self.older = folder / "older"
        self.feed()
        self.index = ShardedIndex(self.store, self.nodes)
        self.faults: dict[str, Callable[[ChdbShard], object]] = {
            "killed in mid-query": self.killed_in_mid_query,
            "stopped": self.stopped,
            "restarted": self.restarted,
            "set back": self.set_back,
            "rows lost": self.rows_lost,
            "feeder killed": self.feeder_killed,
        }

    def close(self) -> None:
        for node in self.nodes:
            node.kill()
        self.store.close()

    def feed(self) -> None:
        fed(self.store, self.nodes, 64)

    def round(self) -> None:
        """Change something, meet a fault, and look that all is right again."""
        self._write()
        name = self.chance.choice(list(self.faults))
        self.met[name] += 1
        self.faults[name](self.chance.choice(self.nodes))
        self.ask(self.index, "after the fault", must=True)
        if self.chance.random() < 0.5:
            self.feed()
            self.ask(self.index, "after feeding", must=True)
            self._look_for_doubles()

    def _texts(self, count: int) -> list[str]:
        return [random_text(self.chance, "zh") for _ in range(count)]

    def _write(self) -> None:
        add(self.store, self._texts(self.chance.randint(1, 40)))
        ids = [unit.id for unit in self.store.all_units()]
        with self.store.transaction():
            self.store.delete_units(self.chance.sample(ids, max(0, len(ids) - UNITS)))

    # ------------------------------------------------------------ what is right

    def ask(self, index: ShardedIndex, when: str, must: bool = False) -> None:
        """Ask, and compare with everything; an error is right unless it `must` not be."""
        query, threshold = random_text(self.chance, "zh"), self.chance.choice((30, 50, 70, 85, 100))
        key = search_key(query[:2])
        try:
            hits = fuzzy_matches(self.store, index, query, "zh", threshold, None)
            ids = set(index.containing(key, "zh").ids.tolist())
        except MemoryIncomplete as error:
            self.met["refused"] += 1
            if must:
                self.wrong.append(f"{when}: refused: {error}")
            return
        self.met["whole"] += 1
        truth = exhaustive(self.store, query, "zh", threshold)
        if {hit.unit.id for hit in hits} != truth.keys():
            self.wrong.append(f"{when}: {len(hits)} matches instead of {len(truth)}")
        holding = {i for i, text in self.store.segments("zh") if key in search_key(text)}
        if ids != holding:
            self.wrong.append(f"{when}: {len(ids)} units contain it instead of {len(holding)}")

    def _look_for_doubles(self) -> None:
        for node in self.nodes:
            for language in LANGUAGES:
                sql = f"SELECT count(), uniqExact(id) FROM {segment_table(language)} WHERE n > 0"
                ((rows, different),) = node.rows(sql)
                if rows != different:
                    self.wrong.append(f"{node.name}: {rows - different} rows twice")

    # ------------------------------------------------------------ faults

    def killed_in_mid_query(self, node: ChdbShard) -> None:
        """At a random moment, or while it certainly has not answered."""
        if self.chance.random() < 0.5:
            node.stop()
        asking = threading.Thread(target=self.ask, args=(self.index, "killed in mid-query"))
        asking.start()
        time.sleep(self.chance.random() * 0.03)
        node.process.kill()
        asking.join()
        self.ask(self.index, "killed")
        node.kill()
        node.start()

    def stopped(self, node: ChdbShard) -> None:
        patience, node.answer_seconds = node.answer_seconds, PATIENCE
        node.stop()
        self.ask(self.index, "stopped")
        node.go_on()
        node.answer_seconds = patience

    def restarted(self, node: ChdbShard) -> None:
        node.kill()
        self.ask(self.index, "killed")
        self.ask(ShardedIndex(self.store, self.nodes), "killed, and asked for the first time")
        node.start()

    def set_back(self, node: ChdbShard) -> None:
        """To before some changes were fed: one who knew of them must not be told less."""
        copy = self.folder / f"older{sum(self.met.values())}"
        node.copy(copy)
        self._write()
        self.feed()
        self.ask(self.index, "before it is set back", must=True)
        node.set_back(copy)
        self.ask(self.index, "set back")
        self.ask(
            ShardedIndex(self.store, self.nodes), "set back, and asked for the first time", True
        )
        self.feed()

    def rows_lost(self, node: ChdbShard) -> None:
        """Some of a table, without a word, as by a part that is found broken at the start."""
        self.feed()
        self.ask(self.index, "before rows are lost", must=True)
        copy = self.folder / f"whole{sum(self.met.values())}"
        node.copy(copy)
        node.run(
            f"ALTER TABLE {segment_table('zh')} DELETE WHERE n > 0 AND id % 7 < 3 "
            "SETTINGS mutations_sync = 2"
        )
        for index in (self.index, ShardedIndex(self.store, self.nodes)):
            self.ask(index, "rows lost")
        node.set_back(copy)

    def feeder_killed(self, node: ChdbShard) -> None:
        """Before an insert, between it and its note, or after both, of a random shard."""
        inserts, is_after = (
            [self.chance.randint(1, 3 * len(self.nodes))],
            self.chance.random() < 0.7,
        )
        cut = [Cut(each, inserts, is_after) for each in self.nodes]
        try:
            fed(self.store, cut, 32)
        except FeederKilled:
            self.met["of these between insert and note, or elsewhere"] += 1
        self.ask(self.index, "feeder killed", must=True)
        self.ask(ShardedIndex(self.store, self.nodes), "feeder killed, asked first", must=True)
        self.feed()
        self._look_for_doubles()


def run(folder: Path, rounds: int, nodes: int, seed: int) -> Rounds:
    """So many rounds; what was met and what was wrong."""
    done = Rounds(folder, nodes, seed)
    try:
        for _ in range(rounds):
            done.round()
    finally:
        done.close()
    return done


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--nodes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        done = run(Path(folder), given.rounds, given.nodes, given.seed)
    for name, count in done.met.most_common():
        print(f"{count:7} {name}")
    print(f"{len(done.wrong):7} wrong")
    for line in done.wrong[:20]:
        print(f"        {line}")
    sys.exit(bool(done.wrong))


if __name__ == "__main__":
    main()
