"""No answer is shorter than the truth, whatever happens to a shard, and all is right after it."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

import pytest

from glossary.errors import MemoryIncomplete
from glossary.store.base import Store
from glossary.store.shards import feeder
from glossary.store.shards.index import ShardedIndex
from glossary.text.tokens import codes_of, tokens
from tests.memories import add, memory
from tests.shards import faults
from tests.shards.memory_on_shards import emptied, fed
from tests.shards.node import ChdbShard

pytest.importorskip("chdb", reason="chdb is not installed: the engine of the shards")
pytest.importorskip("pyarrow", reason="pyarrow is not installed: it takes rows to the engine")
ROUNDS = 30
QUERY = codes_of(tokens("安全困境"))


@pytest.fixture
def pair(nodes: list[ChdbShard]) -> list[ChdbShard]:
    emptied(nodes)
    return nodes


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return memory(tmp_path / "m.db", ["安全困境"] * 9)


def found(index: ShardedIndex) -> int:
    return len(index.candidates(QUERY, "zh", 70).ids)


def test_rounds_with_faults(tmp_path: Path) -> None:
    done = faults.run(tmp_path, ROUNDS, 2, 1)
    assert done.wrong == []
    assert done.met["whole"] > ROUNDS and done.met["refused"] > 0


def test_a_shard_that_is_gone_is_named(pair: list[ChdbShard], store: Store) -> None:
    fed(store, pair)
    index = ShardedIndex(store, pair)
    assert found(index) == 9
    pair[1].kill()
    for each in (index, ShardedIndex(store, pair)):
        with pytest.raises(MemoryIncomplete, match="shard node1 does not answer"):
            found(each)
    pair[1].start()
    assert found(index) == 9


def test_a_shard_that_hangs_is_given_up(pair: list[ChdbShard], store: Store) -> None:
    fed(store, pair)
    index = ShardedIndex(store, pair)
    found(index)
    patience, pair[0].answer_seconds = pair[0].answer_seconds, 1
    pair[0].stop()
    try:
        with pytest.raises(MemoryIncomplete, match="node0 does not answer: no answer in time"):
            found(index)
    finally:
        pair[0].go_on()
        pair[0].answer_seconds = patience
    assert found(index) == 9, "the late answer is not taken for the next one"


def test_empty_shards_are_no_empty_memory(pair: list[ChdbShard], store: Store) -> None:
    feeder.create(pair)
    with pytest.raises(
        MemoryIncomplete, match="node0 is empty; fill it with: glossary shards feed"
    ):
        found(ShardedIndex(store, pair))


def test_fewer_shards_or_another_order_are_refused(pair: list[ChdbShard], store: Store) -> None:
    fed(store, pair)
    for wrong in (pair[:-1], pair[::-1], [pair[0], *pair[:-1]]):
        with pytest.raises(MemoryIncomplete, match="name all shards in their order"):
            found(ShardedIndex(store, wrong))


def test_shards_of_another_database_are_refused(
    pair: list[ChdbShard], store: Store, tmp_path: Path
) -> None:
    fed(store, pair)
    other = memory(tmp_path / "other.db", ["安全困境"] * 9)
    with pytest.raises(MemoryIncomplete, match="another database"):
        found(ShardedIndex(other, pair))
    with pytest.raises(MemoryIncomplete, match="another database"):
        fed(other, pair)


def test_a_database_that_was_restored_is_another(pair: list[ChdbShard], tmp_path: Path) -> None:
    store = memory(tmp_path / "m.db", ["安全困境"] * 9)
    fed(store, pair)
    index = ShardedIndex(store, pair)
    assert found(index) == 9
    store.backup(tmp_path / "backup.db")
    add(store, ["安全困境"])
    store.restore(tmp_path / "backup.db", "me", "2026-01-02T03:04:05Z")
    with pytest.raises(MemoryIncomplete, match="another database, or this one before a restore"):
        found(index)


def test_a_changed_mark_is_refused(pair: list[ChdbShard], store: Store) -> None:
    fed(store, pair)
    index = ShardedIndex(store, pair)
    found(index)
    pair[0].run("ALTER TABLE followed UPDATE mark = 'x' WHERE true SETTINGS mutations_sync = 2")
    with pytest.raises(MemoryIncomplete, match="node0 has followed another database"):
        found(index)
    with pytest.raises(MemoryIncomplete, match="node0 has followed to a change 9 that this"):
        found(ShardedIndex(store, pair))


def test_lost_rows_are_refused(pair: list[ChdbShard], store: Store) -> None:
    fed(store, pair)
    index = ShardedIndex(store, pair)
    pair[1].run("ALTER TABLE segment_zh DELETE WHERE n > 0 SETTINGS mutations_sync = 2")
    with pytest.raises(MemoryIncomplete, match="shard node1 has 0 rows and had"):
        found(index)


def test_one_who_knew_more_is_not_told_less(
    pair: list[ChdbShard], store: Store, tmp_path: Path
) -> None:
    fed(store, pair)
    index = ShardedIndex(store, pair)
    pair[0].copy(tmp_path / "older")
    add(store, ["安全困境"] * 9)
    fed(store, pair)
    found(index), found(index)
    pair[0].set_back(tmp_path / "older")
    with pytest.raises(MemoryIncomplete, match="node0 was set back"):
        found(index)
    assert found(ShardedIndex(store, pair)) == 18, "the rest is in the tail"
    fed(store, pair)
    assert found(index) == 18


def test_what_was_inserted_and_not_noted_is_not_inserted_twice(
    pair: list[ChdbShard], store: Store
) -> None:
    for inserts in range(1, 4 * len(pair), 2):
        add(store, ["安全困境"] * len(pair))  # in each language rows and a note for every node
        left = [inserts]
        with suppress(faults.FeederKilled):
            fed(store, [faults.Cut(node, left, True) for node in pair], 4)
        assert left == [0], "it was killed"
        fed(store, pair)
        held = [node.rows("SELECT count(), uniqExact(id) FROM segment_zh")[0] for node in pair]
        assert all(rows == different for rows, different in held)
        assert sum(rows for rows, _ in held) == store.identity().change
        assert found(ShardedIndex(store, pair)) == store.identity().change


def test_queries_while_it_is_fed(pair: list[ChdbShard], store: Store) -> None:
    fed(store, pair)
    index, seen = ShardedIndex(store, pair), list[str]()

    def write() -> None:
        for _ in range(15):
            add(store, ["安全困境"] * 5)
            fed(store, pair, 2)

    writing = threading.Thread(target=write)
    writing.start()
    while writing.is_alive():
        least = store.identity().change
        count = found(index)
        if not least <= count <= store.identity().change:
            seen.append(f"{count} instead of {least} or more")
    writing.join()
    assert seen == []
    assert found(index) == store.identity().change == 84
