"""Several processes on one index, and processes killed at any moment."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from glossary.store.fuzzy.index import FuzzyIndex
from glossary.store.sqlite.store import SqliteStore
from glossary.text.tokens import codes_of, tokens
from tests.memories import add, exhaustive, memory, random_text

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills by signal")

CHILD = """
import random, sys
from pathlib import Path
from glossary.store.fuzzy import index as fuzzy_index
from glossary.store.sqlite.store import SqliteStore
from tests.memories import add, random_text

fuzzy_index.TAIL_ROWS, fuzzy_index.MEMORY_ROWS, fuzzy_index.BATCH = 8, 32, 16
store = SqliteStore(Path(sys.argv[1]))
chance = random.Random(int(sys.argv[2]))
for _ in range(int(sys.argv[3])):
    add(store, [random_text(chance, "zh", 20) + str(chance.random()) for _ in range(5)])
    fuzzy_index.FuzzyIndex(store).refresh("zh")
    print("step", flush=True)
"""


def child(path: Path, seed: int, steps: int) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", CHILD, str(path), str(seed), str(steps)]
    folders = os.pathsep.join([str(Path(__file__).parents[2]), *sys.path])
    environment = os.environ | {"PYTHONPATH": folders}
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, env=environment)


def check(store: SqliteStore) -> None:
    """Everything that existed before is found, and nothing that does not exist after: others may
    add."""
    index = FuzzyIndex(store)
    for query, threshold in (("安全困境", 30), ("戰略戰略合作", 50)):
        before = set(exhaustive(store, query, "zh", threshold))
        ids = index.candidates(codes_of(tokens(query)), "zh", threshold).ids.tolist()
        live = {unit.id for unit in store.units(ids)}
        assert before <= live <= set(exhaustive(store, query, "zh", threshold))


def test_processes_that_add_and_index_at_once(tmp_path: Path) -> None:
    store = memory(tmp_path / "m.db", ["安全困境"])
    children = [child(store.path, seed, 8) for seed in range(3)]
    while any(process.poll() is None for process in children):
        check(store)
    assert [process.wait() for process in children] == [0, 0, 0]
    check(store)
    assert store.identity()[1] == 1 + 3 * 8 * 5


def test_killed_at_any_moment(tmp_path: Path) -> None:
    chance = random.Random(7)
    store = memory(tmp_path / "m.db", ["安全困境"])
    for seed in range(4):
        process = child(store.path, seed, 10_000)
        assert process.stdout and process.stdout.readline()
        time.sleep(chance.random() * 0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        check(store)
    add(store, [random_text(chance, "zh", 20) for _ in range(50)])
    check(store)
