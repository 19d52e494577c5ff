"""A memory on shards finds what comparing everything finds, ranked as the local index ranks it."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossary.errors import InvalidInput
from glossary.lookup.memory import fuzzy_matches
from glossary.store.base import Store
from glossary.store.fuzzy.index import FuzzyIndex
from glossary.store.shards.index import ShardedIndex
from glossary.store.shards.tables import LONG
from tests.memories import add, exhaustive, memory, mutated, random_text
from tests.shards.memory_on_shards import differences, emptied, fed
from tests.shards.node import ChdbShard
from tests.store.memory.session import MemoryDatabase
from tests.store.memory.store import MemoryStore

Nodes = list[ChdbShard]


def scores(
    store: Store, index: ShardedIndex, query: str, language: str, threshold: int
) -> dict[int, Fraction]:
    hits = fuzzy_matches(store, index, query, language, threshold, None)
    return {hit.unit.id: 1 - Fraction(hit.distance, hit.size) for hit in hits}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_recall_against_comparing_everything(nodes: Nodes, tmp_path: Path, language: str) -> None:
    chance = random.Random(11)
    texts = [random_text(chance, language, 90) for _ in range(200)]
    texts += [mutated(chance, chance.choice(texts), language) for _ in range(200)]
    store = memory(tmp_path / "m.db", texts, language)
    emptied(nodes)
    fed(store, nodes, 200)
    index, local, total = ShardedIndex(store, nodes), FuzzyIndex(store), 0
    for _ in range(4):
        query = mutated(chance, chance.choice(texts), language) or texts[0]
        for threshold in (30, 50, 55, 60, 70, 80, 85, 100):
            found = scores(store, index, query, language, threshold)
            assert found == exhaustive(store, query, language, threshold)
            assert differences(store, index, query, language, threshold, local) == []
            best = fuzzy_matches(store, index, query, language, threshold, 5)
            assert best == fuzzy_matches(store, local, query, language, threshold, None)[:5]
            total += len(found)
    assert total > 100


WORDS = st.sampled_from(
    ["甲", "乙", "丙", "ab", "abc", "7", "1,000", "，", "𠀀", "'", "\\", "\t", "x.y"]
)
TEXTS = st.lists(WORDS, max_size=40).map(" ".join)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    texts=st.lists(TEXTS.filter(str.strip), max_size=25),
    later=st.lists(TEXTS.filter(str.strip), max_size=5),
    query=TEXTS,
    threshold=st.integers(30, 100),
)
def test_any_texts_any_threshold(
    nodes: Nodes, texts: list[str], later: list[str], query: str, threshold: int
) -> None:
    store = MemoryStore(MemoryDatabase())
    add(store, texts)
    emptied(nodes)
    fed(store, nodes, 10)
    index = ShardedIndex(store, nodes)
    for about in (query, *texts[:1]):
        found = scores(store, index, about, "zh", threshold)
        assert found == exhaustive(store, about, "zh", threshold)
        assert differences(store, index, about, "zh", threshold) == []
    add(store, later)
    for about in (query, *later[:1]):
        assert differences(store, index, about, "zh", threshold) == []


@pytest.mark.parametrize(("changed", "size"), [(2, 5), (1, 5), (3, 20), (4, 10), (9, 20), (7, 10)])
def test_a_pair_exactly_at_the_threshold_is_a_hit(
    nodes: Nodes, tmp_path: Path, changed: int, size: int
) -> None:
    text = "".join(chr(0x4E00 + i) for i in range(size))
    stored = "".join(chr(0x7000 + i) for i in range(changed)) + text[changed:]
    store = memory(tmp_path / "m.db", [stored])
    emptied(nodes)
    fed(store, nodes)
    index, exact = ShardedIndex(store, nodes), 100 * (size - changed) // size
    assert len(scores(store, index, text, "zh", exact)) == 1
    assert scores(store, index, text, "zh", exact + 1) == {}


def test_rows_and_queries_of_every_width_and_too_long_for_the_shard(
    nodes: Nodes, tmp_path: Path
) -> None:
    chance = random.Random(5)
    text = "".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(70_000))
    sizes = (1, 16, 17, 32, 33, 64, 65, 128, LONG, LONG + 1, 3 * LONG, 65_534, 65_535, 65_536)
    store = memory(tmp_path / "m.db", [text[:size] for size in sizes])
    emptied(nodes)
    fed(store, nodes)
    index, total = ShardedIndex(store, nodes), 0
    for size in (1, 15, 18, 33, 64, 66, LONG - 1, LONG + 2, 2 * LONG, 65_534, 65_540, 70_000):
        for threshold in (30, 70, 95, 100):
            found = scores(store, index, text[:size], "zh", threshold)
            assert found == exhaustive(store, text[:size], "zh", threshold)
            total += len(found)
    assert total > 60


def test_words_at_their_edges(nodes: Nodes, tmp_path: Path) -> None:
    texts = ["use API now", "a rapid one", "api", "調用API接口", "x1api", "API2 and api", "a.p.i"]
    store = memory(tmp_path / "m.db", texts, "en")
    emptied(nodes)
    fed(store, nodes)
    index = ShardedIndex(store, nodes)
    for query in ("API", "api now", "a.p", ".p.", "p", "調用api", "(", "\\d", "a\ud800"):
        assert differences(store, index, query, "en", 70) == []


def test_deleted_units_are_gone_before_and_after_the_shards_know(
    nodes: Nodes, tmp_path: Path
) -> None:
    store = memory(tmp_path / "m.db", ["安全困境"] * 20)
    emptied(nodes)
    fed(store, nodes)
    index = ShardedIndex(store, nodes)
    assert len(index.containing("困境", "zh").ids) == 20
    with store.transaction():
        store.delete_units(range(1, 9))
    for _ in range(2):
        assert len(index.containing("困境", "zh").ids) == 12
        assert differences(store, index, "安全困境", "zh", 50) == []
        fed(store, nodes)
        index = ShardedIndex(store, nodes)


def test_ones_own_units_are_found_at_once(nodes: Nodes, tmp_path: Path) -> None:
    store = memory(tmp_path / "m.db", ["安全困境"])
    emptied(nodes)
    fed(store, nodes)
    index = ShardedIndex(store, nodes)
    for number in range(5):
        add(store, [f"安全困境{number}"])
        assert len(scores(store, index, "安全困境", "zh", 70)) == number + 2
    assert index.positions()["zh"] == store.identity()


def test_the_tail_lets_go_of_what_the_shards_have(
    nodes: Nodes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("glossary.store.shards.index.TAIL_CHANGES", 10)
    store = memory(tmp_path / "m.db", ["安全困境"])
    emptied(nodes)
    fed(store, nodes)
    index = ShardedIndex(store, nodes)
    for _ in range(3):
        add(store, ["安全困境"] * 20)
        assert differences(store, index, "安全困境", "zh", 70) == []
        fed(store, nodes)
        assert differences(store, index, "安全困境", "zh", 70) == []
    assert index._languages["zh"].current().tail.after == store.identity().change


def test_pieces_are_refused_in_words(nodes: Nodes, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="concordance"):
        ShardedIndex(memory(tmp_path / "m.db", ["安全困境"]), nodes).runs("安全困境", "zh", 5)
