"""Every unit at or above the threshold, scored and explained as designed."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.errors import InvalidInput
from glossary.lookup.memory import FuzzyMatch, difference, fuzzy_matches, penalties
from glossary.model import TranslationUnit
from glossary.store.fuzzy import scan as fuzzy_scan
from glossary.store.fuzzy.index import FuzzyIndex
from glossary.store.sqlite.store import SqliteStore
from glossary.text import tokens as tk
from glossary.text.fold import fold
from tests.memories import exhaustive, memory, mutated, random_text


def matches(
    store: SqliteStore,
    text: str,
    language: str = "zh",
    threshold: int = 70,
    limit: int | None = None,
) -> list[FuzzyMatch]:
    return fuzzy_matches(store, FuzzyIndex(store), text, language, threshold, limit)


# ---------------------------------------------------------------- nothing lost


@pytest.mark.parametrize("language", ["zh", "en"])
def test_recall_against_comparing_everything(tmp_path: Path, language: str) -> None:
    chance = random.Random(11)
    texts = [random_text(chance, language) for _ in range(600)]
    texts += [mutated(chance, chance.choice(texts), language) for _ in range(600)]
    store = memory(tmp_path / "m.db", texts, language)
    index = FuzzyIndex(store)
    total = 0
    for _ in range(12):
        query = mutated(chance, chance.choice(texts), language) or texts[0]
        for threshold in (30, 50, 55, 60, 70, 80, 85, 100):
            hits = fuzzy_matches(store, index, query, language, threshold, None)
            expected = exhaustive(store, query, language, threshold)
            assert {hit.unit.id: 1 - Fraction(hit.distance, hit.size) for hit in hits} == expected
            total += len(hits)
            best = fuzzy_matches(store, index, query, language, threshold, 5)
            assert [hit.unit.id for hit in best] == [hit.unit.id for hit in hits[:5]]
            ranks = [hit.rank for hit in hits]
            assert ranks == sorted(ranks, reverse=True)
    assert total > 500


@pytest.mark.parametrize(("changed", "size"), [(2, 5), (1, 5), (3, 20), (4, 10), (9, 20), (7, 10)])
def test_a_pair_exactly_at_the_threshold_is_a_hit(tmp_path: Path, changed: int, size: int) -> None:
    text = "".join(chr(0x4E00 + i) for i in range(size))
    stored = "".join(chr(0x7000 + i) for i in range(changed)) + text[changed:]
    store = memory(tmp_path / "m.db", [stored])
    exact = 100 * (size - changed) // size
    assert [hit.distance for hit in matches(store, text, threshold=exact)] == [changed]
    assert matches(store, text, threshold=exact + 1) == []


def test_words_whose_codes_collide(tmp_path: Path) -> None:
    """The index cannot distinguish them; the score must, and other hits must not suffer."""
    first, second = colliding_words()
    store = memory(tmp_path / "m.db", [f"use {first} now", f"use {second} now"], "en")
    hits = matches(store, f"use {first} now", "en", 60)
    assert [(hit.text, hit.score) for hit in hits] == [
        (f"use {first} now", 100),
        (f"use {second} now", 66),
    ]
    assert [h.text for h in matches(store, f"use {second} now", "en", 100, 1)] == [
        f"use {second} now"
    ]


def colliding_words() -> tuple[str, str]:
    seen: dict[str, str] = {}
    for number in range(100_000):
        word = "".join(chr(ord("a") + int(digit)) for digit in str(number)) + "x"
        code = tk.codes_of([word])
        if code in seen:
            return seen[code], word
        seen[code] = word
    raise AssertionError("no collision")


def test_a_very_long_segment_is_found(tmp_path: Path) -> None:
    chance = random.Random(5)
    text = "".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(12_000))
    store = memory(tmp_path / "m.db", [text, "短"])
    assert [hit.score for hit in matches(store, text[600:], threshold=90)] == [95]


# ---------------------------------------------------------------- order and limit


def test_better_first_then_newer(tmp_path: Path) -> None:
    store = memory(tmp_path / "m.db", ["安全困境", "安全困難", "安全困境", "安全"])
    assert [h.unit.id for h in matches(store, "安全困境", threshold=50)] == [3, 1, 2, 4]
    assert [h.unit.id for h in matches(store, "安全困境", threshold=50, limit=1)] == [3]
    assert matches(store, "安全困境", limit=0) == []


def test_a_penalty_orders_and_never_removes(tmp_path: Path) -> None:
    exact, near = "a b c d e f g h", "A B c d e f g h"
    store = memory(tmp_path / "m.db", [exact, *[near] * 12], "en")
    best = matches(store, exact, "en", 100, 1)[0]
    assert (best.text, best.score, best.penalties) == (exact, 100, ())
    assert [hit.score for hit in matches(store, exact, "en", 100)] == [100] + [99] * 12


class _Counted:
    """A store that counts the units read from it."""

    def __init__(self, store: SqliteStore) -> None:
        self._store, self.read = store, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def units(self, ids: Iterable[int]) -> list[TranslationUnit]:
        found = self._store.units(ids)
        self.read += len(found)
        return found


def test_where_thousands_reach_the_threshold_no_more_are_read_than_asked_for(
    tmp_path: Path,
) -> None:
    store = memory(tmp_path / "m.db", [f"這是第{n}句話，說的是安全困境。" for n in range(2000)])
    counted, index = _Counted(store), FuzzyIndex(store)
    query = "這是第7句話，說的是安全困境。"
    best = fuzzy_matches(counted, index, query, "zh", 50, 20)
    assert counted.read == 20
    every = fuzzy_matches(store, index, query, "zh", 50, None)
    assert len(every) == 2000
    assert best == every[:20]
    assert [hit.score for hit in best] == [100] + [93] * 19


def test_penalties_are_looked_for_in_all_that_may_rank_first(tmp_path: Path) -> None:
    """The newest all have a penalty, and the one without is the oldest."""
    near = ["A b c", "a B c", "a b C", "Ａ b c"]
    store = memory(tmp_path / "m.db", ["a b c", *near * 40], "en")
    hits = matches(store, "a b c", "en", 100, 3)
    assert [(hit.unit.id, hit.score) for hit in hits] == [(1, 100), (160, 99), (159, 99)]


class _Texts:
    """What hypothesis makes memories of: few tokens, in several forms."""

    pieces = st.sampled_from(
        ["a", "A", "Ａ", "b", "安", "全", "臺", "台", " ", "1", "2", ",", "，"]
    )
    text = st.lists(pieces, min_size=1, max_size=7).map("".join)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(_Texts.text, max_size=60),
    _Texts.text,
    st.integers(30, 100),
    st.integers(1, 9),
    st.booleans(),
)
def test_the_limit_cuts_the_list_of_all_and_changes_nothing_else(
    texts: list[str], query: str, threshold: int, limit: int, compiled: bool
) -> None:
    kept, fuzzy_scan.kernel = fuzzy_scan.kernel, fuzzy_scan.Kernel(wanted=compiled)
    fuzzy_scan.kernel.load()
    try:
        with tempfile.TemporaryDirectory() as folder:
            store = memory(Path(folder) / "m.db", texts)
            index = FuzzyIndex(store)
            hits = fuzzy_matches(store, index, query, "zh", threshold, None)
            raw = {hit.unit.id: 1 - Fraction(hit.distance, hit.size) for hit in hits}
            assert raw == exhaustive(store, query, "zh", threshold)
            assert hits == sorted(hits, key=lambda hit: hit.rank, reverse=True)
            assert fuzzy_matches(store, index, query, "zh", threshold, limit) == hits[:limit]
            store.close()
    finally:
        fuzzy_scan.kernel = kept


# ---------------------------------------------------------------- explanations


@pytest.mark.parametrize(
    ("query", "stored", "expected"),
    [
        ("安全困境", "安全困境", ()),
        ("臺灣", "台湾", ("script",)),
        ("API", "api", ("case",)),
        ("ＡＰＩ", "API", ("width",)),
        ("ＡＰＩ", "api", ("case", "width")),
        ("使用 API", "使用API", ("spaces",)),
        ("a  b", "a b", ("spaces",)),
        ("a b ", "a b", ()),
        ("“好”，", '"好",', ("width",)),
        ("使用 ＡＰＩ 的臺灣", "使用api的台湾", ("case", "width", "script", "spaces")),
        ("安\u200b全", "安全", ()),
    ],
)
def test_penalties(tmp_path: Path, query: str, stored: str, expected: tuple[str, ...]) -> None:
    store = memory(tmp_path / "m.db", [stored])
    (hit,) = matches(store, query, threshold=100)
    assert hit.penalties == expected == penalties(stored, query)
    assert hit.score == 100 - len(expected)
    assert hit.distance == 0


@pytest.mark.parametrize(
    ("query", "stored", "expected"),
    [
        ("in 1991 it ended", "in 1992 it ended", ("numbers",)),
        ("it ended, then", "it ended; then", ("punctuation",)),
        ("in 1991, then it", "in 1992; then it", ("numbers", "punctuation")),
        ("in 1991 it ended", "in 1992 it began", ()),
        ("in 1991 it ended", "in 1991 it ended", ()),
        ("it 5 , ended now", "it , 5 ended now", ("punctuation",)),
    ],
)
def test_differs(tmp_path: Path, query: str, stored: str, expected: tuple[str, ...]) -> None:
    store = memory(tmp_path / "m.db", [stored], "en")
    (hit,) = matches(store, query, "en", 50)
    assert hit.differs == expected


@pytest.mark.parametrize(
    ("changed", "band", "score"),
    [
        (0, "100", 100),
        (1, "95-99", 98),
        (3, "95-99", 95),
        (4, "85-94", 93),
        (8, "85-94", 86),
        (9, "85-94", 85),
        (10, "75-84", 83),
        (15, "75-84", 75),
        (16, "50-74", 73),
        (30, "50-74", 50),
        (31, "below 50", 48),
    ],
)
def test_bands(tmp_path: Path, changed: int, band: str, score: int) -> None:
    text = "".join(chr(0x4E00 + i) for i in range(60))
    store = memory(tmp_path / "m.db", ["甲" * changed + text[changed:]])
    (hit,) = matches(store, text, threshold=30)
    assert (hit.band, hit.score) == (band, score)


def test_the_diff_leads_from_the_stored_text_to_the_query() -> None:
    steps = difference("使用 API 接口（舊）", "調用API接口，新")
    assert [(s.kind, s.stored, s.query) for s in steps] == [
        ("replace", "使", "調"),
        ("equal", "用 API 接口", "用API接口"),
        ("delete", "（", ""),
        ("replace", "舊）", "，新"),
    ] or "".join(s.query for s in steps) == "調用API接口，新"
    for step in steps:
        assert step.stored == "使用 API 接口（舊）"[slice(*step.stored_span)]
        assert step.query == "調用API接口，新"[slice(*step.query_span)]
        assert (step.kind == "equal") == (fold(step.stored).replace(" ", "") == fold(step.query))


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize("query", ["", " ", "\u3000\n\t", "\u200b\0"])
def test_a_blank_query_matches_nothing(tmp_path: Path, query: str) -> None:
    assert matches(memory(tmp_path / "m.db", ["安全", ""]), query) == []


@pytest.mark.parametrize("query", ["，。！", "🙂", "\ud800", "\ud83d\ude00安", "a" * 100_000])
def test_odd_queries_answer(tmp_path: Path, query: str) -> None:
    store = memory(tmp_path / "m.db", ["安全", "，。！", "🙂"])
    assert isinstance(matches(store, query, threshold=30), list)


def test_a_query_of_100_000_characters(tmp_path: Path) -> None:
    store = memory(tmp_path / "m.db", ["安全困境", "安" * 300])
    assert matches(store, "安全困境，" * 20_000, threshold=30) == []


@pytest.mark.parametrize(
    ("threshold", "limit", "language"),
    [
        (29, 5, "zh"),
        (101, 5, "zh"),
        (0, 5, "zh"),
        (70.5, 5, "zh"),
        (True, 5, "zh"),
        (70, -1, "zh"),
        (70, 5, "fr"),
        (70, 5, ""),
    ],
)
def test_what_cannot_be_asked(tmp_path: Path, threshold: int, limit: int, language: str) -> None:
    store = memory(tmp_path / "m.db", [])
    with pytest.raises(InvalidInput) as error:
        matches(store, "安全", language, threshold, limit)
    assert "\n" not in str(error.value)
