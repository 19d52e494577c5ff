"""The scan misses nothing: compiled or not, compared with every row."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from glossary.store.fuzzy import plain
from glossary.store.fuzzy import scan as fuzzy_scan
from glossary.store.fuzzy.part import Ints, Part, build, merged
from glossary.store.fuzzy.query import ScanQuery
from glossary.store.fuzzy.signature import codes_array, hashes, need, window
from tests.memories import mutated, random_text

NONE = np.empty(0, np.int64)
THRESHOLDS = (30, 50, 55, 60, 70, 80, 85, 95, 100)


@pytest.fixture(params=["compiled", "plain"])
def kernel(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    loaded = fuzzy_scan.Kernel(wanted=request.param == "compiled")
    if request.param == "compiled":
        pytest.importorskip("numba")
        loaded.load()
        assert loaded._module, "numba is there, and the kernel must work"
    monkeypatch.setattr(fuzzy_scan, "kernel", loaded)
    yield request.param


def part_of(rows: list[str], first: int = 1, step: int = 1) -> Part:
    ids = range(first, first + step * len(rows), step)
    return build(ids, rows, ["" for _ in rows], NONE)


def scanned(part: Part, query: str, threshold: int) -> dict[int, int]:
    hits = fuzzy_scan.scan(part, ScanQuery(query, threshold), NONE)
    sizes = dict(zip(part.ids.tolist(), np.repeat(part.lengths, part.counts).tolist(), strict=True))
    assert all(sizes[unit_id] == length for unit_id, length, _ in hits.tolist())
    found = {unit_id: distance for unit_id, _, distance in hits.tolist()}
    assert len(found) == len(hits)
    return found


def compared(rows: list[str], query: str, threshold: int) -> dict[int, int]:
    found = {}
    for at, row in enumerate(rows, 1):
        size, distance = max(len(row), len(query)), Levenshtein.distance(row, query)
        if 100 * (size - distance) >= threshold * size:
            found[at] = distance
    return found


def check(rows: list[str], queries: list[str], thresholds: tuple[int, ...] = THRESHOLDS) -> int:
    part, total = part_of(rows), 0
    for query in queries:
        for threshold in thresholds:
            expected = compared(rows, query, threshold)
            assert scanned(part, query, threshold) == expected, (query, threshold)
            total += len(expected)
    return total


def test_random_rows(kernel: str) -> None:
    chance = random.Random(1)
    rows = [random_text(chance, "zh", 70) for _ in range(3000)]
    queries = [mutated(chance, chance.choice(rows), "zh") or "安" for _ in range(25)]
    assert check(rows, queries) > 5000


def test_repeated_tokens_and_every_length_about_the_edges_of_the_window(kernel: str) -> None:
    rows = [c * n for c in "甲乙" for n in range(1, 140)]
    rows += ["甲" * n + "乙" * (n // 3) for n in range(1, 100)]
    assert check(rows, ["甲" * m for m in (1, 2, 3, 20, 31, 32, 33, 63, 64, 65, 128)]) > 1000


def test_one_token_rows(kernel: str) -> None:
    rows = [chr(0x4E00 + i) for i in range(200)]
    check(rows, ["一", "丁", "一丁", "一丁七", "🙂"])


def test_equal_bags_in_another_order(kernel: str) -> None:
    chance = random.Random(2)
    base = [chr(0x4E00 + i) for i in range(66)]
    rows = ["".join(chance.sample(base, 66)) for _ in range(300)] + ["".join(base)]
    rows += ["".join(base[k:] + base[:k]) for k in range(66)]
    assert check(rows, ["".join(base), "".join(base[:65])]) > 100


def test_tokens_that_all_set_the_same_bit(kernel: str) -> None:
    """Forced collisions: signatures then prove nothing, and nothing may be missed."""
    all_codes = "".join(map(chr, range(0x4E00, 0x9FFF)))
    bits = hashes(codes_array(all_codes)[:, None])[:, 0] % 128
    same = [c for c, bit in zip(all_codes, bits.tolist(), strict=True) if bit == bits[0]]
    assert len(same) > 100
    chance = random.Random(3)
    rows = ["".join(chance.choices(same[:12], k=chance.randint(1, 30))) for _ in range(1500)]
    assert check(rows, [chance.choice(rows)[:20] for _ in range(10)]) > 500


def test_more_hits_than_the_first_array_holds(kernel: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzzy_scan, "_CAPACITY", 3)
    assert check(["安全困境"] * 50, ["安全困境"]) == 50 * len(THRESHOLDS)


def test_long_rows(kernel: str) -> None:
    chance = random.Random(4)
    long = "".join(chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(9000))
    rows = [long, long[:5000], long[100:], "短"]
    assert check(rows, [long, long[50:], long[:6000]], (50, 70, 100)) >= 6


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.text("甲乙丙丁", max_size=12), max_size=40),
    st.text("甲乙丙丁", min_size=1, max_size=12),
    st.integers(30, 100),
)
def test_any_rows_any_threshold(rows: list[str], query: str, threshold: int) -> None:
    assert scanned(part_of(rows), query, threshold) == compared(rows, query, threshold)


# ---------------------------------------------------------------- the best of them

QUERY = "甲乙丙丁甲乙丙丁戊己"
Row = tuple[int, int, int]


def ranked(hits: Iterable[Row], query: str) -> list[Row]:
    """(id, length, distance) by exact score, then the newest."""

    def rank(hit: Row) -> tuple[Fraction, int]:
        size = max(len(query), hit[1])
        return Fraction(size - hit[2], size), hit[0]

    return sorted(hits, key=rank, reverse=True)


def check_best(rows: list[str], query: str, threshold: int, most: int, gone: set[int]) -> None:
    """In one part, and in three, of which the third declares void what is gone."""
    asked, void = ScanQuery(query, threshold), np.array(sorted(gone), np.int64)
    found = compared(rows, query, threshold).items()
    expected = ranked(((i, len(rows[i - 1]), d) for i, d in found if i not in gone), query)[:most]
    for parts in ([part_of(rows)], [part_of(rows[at::3], at + 1, 3) for at in range(3)]):
        best = fuzzy_scan.BestHits(asked, most)
        for part in parts:
            best.scan(part, void)
        assert [tuple(hit) for hit in best.hits.tolist()] == expected


def test_the_best_hits_of_random_rows(kernel: str) -> None:
    chance = random.Random(6)
    rows = [mutated(chance, QUERY, "zh") or "甲" for _ in range(2000)]
    for most in (1, 2, 5, 20, 300, 5000):
        for threshold in (30, 50, 70, 100):
            gone = set(chance.sample(range(1, 2001), chance.choice((0, 0, 700))))
            check_best(rows, chance.choice((QUERY, QUERY[:7], "甲乙")), threshold, most, gone)


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.text("甲乙丙丁", max_size=12), max_size=80),
    st.text("甲乙丙丁", min_size=1, max_size=12),
    st.integers(30, 100),
    st.integers(1, 12),
    st.sets(st.integers(1, 80), max_size=20),
)
def test_the_best_hits_of_any_rows(
    kernel: str, rows: list[str], query: str, threshold: int, most: int, gone: set[int]
) -> None:
    check_best(rows, query, threshold, most, gone)


def test_rows_that_cannot_be_among_the_best_are_not_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of thousands that are all as like, without the kernel."""
    compared, distances = [], plain._distances

    def counted(codes: str, texts: list[str], most: int) -> Ints:
        compared.extend(texts)
        return distances(codes, texts, most)

    monkeypatch.setattr(plain, "_distances", counted)
    monkeypatch.setattr(fuzzy_scan, "kernel", fuzzy_scan.Kernel(wanted=False))
    rows = [f"甲乙丙丁{chr(0x5000 + number)}戊己庚" for number in range(5000)]
    best = fuzzy_scan.BestHits(ScanQuery("甲乙丙丁辛戊己庚", 70), 5)
    best.scan(part_of(rows), NONE)
    assert best.hits[:, 0].tolist() == [5000, 4999, 4998, 4997, 4996]
    assert len(compared) < 500


def test_what_a_row_needs_to_be_among_the_best() -> None:
    """As good a score if it is newer, else a better one; a row of another length as many more."""
    pytest.importorskip("numba")
    from glossary.store.fuzzy import kernel as compiled

    worst = np.array([500, 10, 1])  # nine of ten
    assert compiled.to_enter(worst, 10, 10, 501) == 9
    assert compiled.to_enter(worst, 10, 10, 499) == 10
    assert compiled.to_enter(worst, 10, 20, 501) == 18
    assert compiled.to_enter(worst, 10, 20, 499) == 19
    assert compiled.to_enter(worst, 10, 11, 501) == compiled.to_enter(worst, 10, 11, 499) == 10


@given(st.integers(1, 500), st.integers(1, 500), st.integers(1, 100))
def test_the_window_and_the_need_are_exact(m: int, n: int, threshold: int) -> None:
    low, high = window(m, threshold)
    shared = min(m, n)  # the best a pair of these lengths can do
    assert (low <= n <= high) == (100 * shared >= threshold * max(m, n))
    assert 100 * need(m, n, threshold) >= threshold * max(m, n)
    assert 100 * (need(m, n, threshold) - 1) < threshold * max(m, n)


@given(st.lists(st.tuples(st.text("甲乙", max_size=4), st.integers(1, 9)), max_size=12))
def test_merging_keeps_what_no_later_part_declares_void(rows: list[tuple[str, int]]) -> None:
    """Each row is a part of its own, which voids all earlier rows of its id."""
    parts = [
        build([unit_id], [codes], [codes + str(unit_id)], np.array([unit_id]))
        for codes, unit_id in rows
    ]
    latest = {unit_id: codes for codes, unit_id in rows}
    for first in (True, False):
        whole = merged(parts, first)
        assert sorted(whole.ids.tolist()) == sorted(latest)
        assert whole.gone.tolist() == ([] if first else sorted(latest))
        keys = bytes(whole.text).decode().split("\n")[:-1]
        assert keys == [latest[i] + str(i) for i in whole.ids.tolist()]
        for unit_id, codes in latest.items():
            if codes:
                assert scanned(whole, codes, 100)[unit_id] == 0


@pytest.mark.parametrize("size", [1, 15, 16, 63, 64, 65, 129, 32_769])
def test_groups_of_every_size(kernel: str, size: int) -> None:
    """Small ones are scanned row by row, others 64 rows at a time."""
    chance = random.Random(size)
    rows = ["".join(chance.choices("甲乙丙丁戊己庚辛", k=7)) for _ in range(size)]
    queries = [rows[0], rows[-1][1:], rows[size // 2] + "子丑", rows[-1][:5], "甲乙丙丁戊己庚"]
    assert check(rows, queries, (50, 70, 85, 100)) > 0


def test_slices_of_few_long_rows_take_no_room() -> None:
    """Groups of one row each: cut, they would take sixty times the space of their signatures."""
    pytest.importorskip("numba")
    part = part_of(["甲" * length for length in range(100, 400)])
    assert part.slices[1].nbytes == 0
    full = part_of(["甲" * length for length in range(100, 130) for _ in range(16)])
    assert full.signatures.nbytes <= full.slices[1].nbytes <= 4 * full.signatures.nbytes
