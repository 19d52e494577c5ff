"""What keeps shards: verifying, spreading over more, and filling with units of no database."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from glossary.errors import ConflictError, MemoryIncomplete
from glossary.lookup.concordance import concordance
from glossary.lookup.memory import fuzzy_matches
from glossary.model import TranslationUnit, Variant
from glossary.store.base import Store
from glossary.store.shards.filling import fill
from glossary.store.shards.index import ShardedIndex
from glossary.store.shards.spread import spread
from glossary.store.shards.units import UnitsBesideShards
from glossary.store.shards.verify import verify
from tests.memories import add, exhaustive, memory, random_text
from tests.shards import faults
from tests.shards.memory_on_shards import differences, emptied, fed
from tests.shards.node import ChdbShard

Nodes = list[ChdbShard]


@pytest.fixture
def store(nodes: Nodes, tmp_path: Path) -> Store:
    chance = random.Random(3)
    store = memory(tmp_path / "m.db", [random_text(chance, "zh") for _ in range(200)])
    emptied(nodes)
    fed(store, nodes)
    return store


# ---------------------------------------------------------------- verifying


def problems(store: Store, nodes: Nodes) -> list[str]:
    return [said for check in verify(store, nodes, 10) for said in check.problems]


def test_whole_shards_are_found_whole(nodes: Nodes, store: Store) -> None:
    assert problems(store, nodes) == []
    with store.transaction():
        store.delete_units(range(1, 30))
    add(store, ["安全困境"] * 3)
    assert problems(store, nodes) == []
    fed(store, nodes)
    assert problems(store, nodes) == []


def test_a_row_twice_and_a_wrong_row_are_found(nodes: Nodes, store: Store) -> None:
    nodes[1].run("INSERT INTO segment_en SELECT * FROM segment_en WHERE n > 0 LIMIT 1")
    assert problems(store, nodes) == ["shard node1 has 1 rows twice"]
    nodes[0].run(
        "ALTER TABLE segment_zh UPDATE codes = concat(codes, 'x'), s0 = 0 WHERE n > 0 "
        "SETTINGS mutations_sync = 2"
    )
    assert any("are missing" in said for said in problems(store, nodes))


def test_a_filled_unit_that_is_not_found_is_told_by_verify(nodes: Nodes, store: Store) -> None:
    list(fill(store, nodes, "a", foreign(40), 20))
    assert problems(store, nodes) == []
    names = [check.name for check in verify(store, nodes, 10)]
    assert names == [
        f"{what}, {language}"
        for language in ("zh", "en")
        for what in ("units", "sample", "sample of files")
    ]
    nodes[0].run(
        "ALTER TABLE segment_en UPDATE codes = 'x', s0 = 0 WHERE id < 0 SETTINGS mutations_sync = 2"
    )
    wrong = [check for check in verify(store, nodes, 10) if check.problems]
    assert [check.name for check in wrong] == ["sample of files, en"]
    assert "are missing" in wrong[0].problems[0]


# ---------------------------------------------------------------- spreading


@pytest.fixture
def more(nodes: Nodes, tmp_path: Path) -> Iterator[Nodes]:
    """New, empty nodes: one more than there are."""
    made = [ChdbShard(tmp_path / f"new{number}") for number in range(len(nodes) + 1)]
    yield made
    for node in made:
        node.kill()


def test_spreading_while_queries_go_on(nodes: Nodes, more: Nodes, store: Store) -> None:
    index, asked = ShardedIndex(store, nodes), 0
    for _ in spread(nodes, more, batch=37):
        add(store, ["安全困境"])
        assert differences(store, index, "安全困境", "zh", 50) == []
        with pytest.raises(MemoryIncomplete, match="new0 is empty"):
            ShardedIndex(store, more).candidates("安", "zh", 50)
        asked += 1
    assert asked > 4
    wider = ShardedIndex(store, more)
    for each in (index, wider):
        assert differences(store, each, "安全困境", "zh", 50) == []
    fed(store, more)
    assert differences(store, wider, "安全困境", "zh", 30) == []
    assert problems(store, more) == []


def test_filled_units_are_spread_too(nodes: Nodes, more: Nodes, store: Store) -> None:
    list(fill(store, nodes, "a", foreign(30), 20))
    query = foreign(1)[0].zh.text
    beside = found(store, nodes, query, 50)
    list(spread(nodes, more))
    assert min(beside) < 0 and found(store, more, query, 50) == beside
    list(fill(store, more, "a", foreign(30), 20))
    assert found(store, more, query, 50) == beside, "the file is known to be there"


def test_a_spreading_that_was_killed_begins_anew(nodes: Nodes, more: Nodes, store: Store) -> None:
    for _ in zip(range(3), spread(nodes, more, batch=37), strict=False):
        pass
    list(spread(nodes, more, batch=50))
    assert problems(store, more) == []
    with pytest.raises(ConflictError, match="new0 is in use"):
        list(spread(nodes, more))


# ---------------------------------------------------------------- filling


def foreign(count: int, seed: int = 5) -> list[TranslationUnit]:
    chance = random.Random(seed)
    return [
        TranslationUnit(
            Variant("zh-Hant", random_text(chance, "zh")),
            Variant("en", f"foreign {seed} {number}"),
            "big.tmx",
            "them",
            "2026-01-02T03:04:05Z",
        )
        for number in range(count)
    ]


def found(store: Store, nodes: Nodes, query: str, threshold: int) -> dict[int, str]:
    """The units that match, by id, of the store and beside it, with their documents."""
    index, units = ShardedIndex(store, nodes), UnitsBesideShards(store, nodes)
    hits = fuzzy_matches(units, index, query, "zh", threshold, None)
    return {hit.unit.id: hit.unit.document for hit in hits}


def test_units_beyond_the_termbase(nodes: Nodes, store: Store, tmp_path: Path) -> None:
    before, units = store.counts()["units"], foreign(95)
    query = units[7].zh.text
    own = exhaustive(store, query, "zh", 50).keys()
    done = list(fill(store, nodes, "a", units, 20))
    assert done[-1].units == 95 and len(done) == 5
    assert store.counts()["units"] == before, "the termbase has not grown"
    other = memory(tmp_path / "other.db", [unit.zh.text for unit in units])
    expected = {-unit_id for unit_id in exhaustive(other, query, "zh", 50)}
    hits = found(store, nodes, query, 50)
    assert hits.keys() == own | expected and expected
    assert {hits[unit_id] for unit_id in expected} == {"big.tmx"}
    some = UnitsBesideShards(store, nodes)
    held = concordance(some, ShardedIndex(store, nodes), "foreign 5", "en", "newest", 100)
    assert (held.total, len(held.hits)) == (95, 95)
    assert held.hits[0].unit.created_by == "them"


def test_the_same_file_again_brings_nothing(nodes: Nodes, store: Store) -> None:
    for _ in range(2):
        list(fill(store, nodes, "a", foreign(50), 20))
    list(fill(store, nodes, "b", foreign(30, 6), 20))
    assert sum(node.rows("SELECT count() FROM unit")[0][0] for node in nodes) == 80
    assert problems(store, nodes) == []


def test_a_filling_that_was_killed_goes_on(nodes: Nodes, store: Store) -> None:
    units, own = foreign(60), len(exhaustive(store, "安全困境", "zh", 30))
    whole = 0
    for inserts in range(1, 7 * len(nodes), 3):
        left = [inserts]
        with suppress(faults.FeederKilled):
            list(fill(store, [faults.Cut(node, left, True) for node in nodes], "a", units, 20))
        with suppress(MemoryIncomplete):
            assert len(found(store, nodes, "安全困境", 30)) >= own
            whole += 1
    assert whole
    list(fill(store, nodes, "a", units, 20))
    for table in ("unit", "segment_zh", "segment_en"):
        sql = f"SELECT count(), uniqExact(id) FROM {table} WHERE id < 0"
        held = [node.rows(sql)[0] for node in nodes]
        assert sum(rows for rows, _ in held) == sum(different for _, different in held) == 60


def test_one_file_after_the_other(nodes: Nodes, store: Store) -> None:
    with suppress(faults.FeederKilled):
        list(fill(store, [faults.Cut(nodes[0], [1], True), *nodes[1:]], "a", foreign(20), 20))
    with pytest.raises(ConflictError, match="another file has not ended"):
        list(fill(store, nodes, "b", foreign(20, 6), 20))
    list(fill(store, nodes, "a", foreign(20), 20))
    list(fill(store, nodes, "b", foreign(20, 6), 20))


def test_a_shard_set_back_to_before_a_filling_is_refused(
    nodes: Nodes, store: Store, tmp_path: Path
) -> None:
    list(fill(store, nodes, "a", foreign(20), 20))
    nodes[0].copy(tmp_path / "older")
    list(fill(store, nodes, "b", foreign(20, 6), 20))
    assert found(store, nodes, "安全困境", 30)
    nodes[0].set_back(tmp_path / "older")
    with pytest.raises(MemoryIncomplete, match="the same fillings"):
        found(store, nodes, "安全困境", 30)
    list(fill(store, nodes, "b", foreign(20, 6), 20))
    assert found(store, nodes, "安全困境", 30)
