"""Mining a memory in little memory: what goes in pieces gives what the whole would."""

from __future__ import annotations

import tracemalloc
import weakref
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from glossary.mining.corpus import (
    association,
    features,
    forest,
    judging,
    runs,
    sharing,
    sides,
    wordings,
)
from glossary.mining.corpus.association import PairTable, contenders, pair_table, ranks, stretches
from glossary.mining.corpus.counting import described_pairs
from glossary.mining.corpus.progress import Meter
from glossary.mining.corpus.runner import Runner
from glossary.mining.corpus.together import pair_keys
from glossary.mining.corpus.unit import Unit
from glossary.mining.corpus.wording import worded

LAWS = Path(__file__).parents[1] / "data" / "corpus" / "health_laws.tsv"
TYPES = 400


def counted(pairs: int, seed: int = 3) -> runs.Records:
    """Counts of pairs of types by chance, in the order of their keys."""
    random = np.random.default_rng(seed)
    keys = np.unique(pair_keys(*random.integers(0, TYPES, (2, pairs))))
    records = np.zeros(len(keys), runs.PAIR)
    records["key"], records["count"] = keys, random.integers(3, 60, len(keys))
    return records


ALONE = (np.full(TYPES, 80), np.full(TYPES, 90))
UNITS = 10_000


def in_pieces(records: runs.Records, size: int) -> Iterator[runs.Records]:
    return (records[low : low + size] for low in range(0, len(records), size))


def same(one: PairTable, other: PairTable) -> bool:
    columns = ("zh", "en", "both", "zh_units", "en_units")
    return all((getattr(one, name) == getattr(other, name)).all() for name in columns)


def test_a_file_that_is_written_in_pieces_is_that_of_the_whole(tmp_path: Path) -> None:
    records = counted(5_000)
    runs.write(tmp_path / "whole", records)
    runs.write_pieces(tmp_path / "pieces", in_pieces(records, 999))
    assert (tmp_path / "pieces").read_bytes() == (tmp_path / "whole").read_bytes()
    runs.write_pieces(tmp_path / "none", iter([records[:0], records[:0]]))
    assert len(runs.opened(tmp_path / "none")) == 0
    assert not list(tmp_path.glob("*.part"))


def test_records_are_read_a_stretch_at_a_time(tmp_path: Path) -> None:
    records = counted(1_000)
    runs.write(tmp_path / "whole", records)
    pieces = list(runs.stretches(tmp_path / "whole", 300))
    assert max(map(len, pieces)) == 300
    assert (np.concatenate(pieces) == records).all()
    runs.write(tmp_path / "none", records[:0])
    assert list(map(len, runs.stretches(tmp_path / "none"))) == [0]


def test_runs_that_are_summed_are_open_one_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All were, and what was read of them, more than half, was memory of the process: 5.6 GB of a
    million units."""
    paths = [tmp_path / f"{n}.run" for n in range(6)]
    for n, path in enumerate(paths):
        runs.write(path, counted(2_000, n))
    now: set[int] = set()
    most = [0]
    really = runs.opened

    def opened(path: Path) -> runs.Records:
        records, number = really(path), len(now) + most[0]
        now.add(number)
        weakref.finalize(records, now.discard, number)
        most[0] = max(most[0], len(now))
        return records

    monkeypatch.setattr(runs, "opened", opened)
    monkeypatch.setattr(runs, "_TOGETHER", 500)
    assert len(list(runs.summed(paths, lambda records: records["count"] > 0))) > 10
    assert most[0] == 1


def test_the_strongest_pairs_are_the_same_however_they_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    records = counted(9_000)
    whole = contenders(iter([records]), ALONE, UNITS, 3)
    pairs = pair_table(records, ALONE)
    sure = pairs.only(
        (association.log_likelihood(pairs, UNITS) >= association.LEAST_LIKELIHOOD)
        & (pairs.dice >= association.LEAST_DICE)
    )
    place = np.minimum(ranks(sure.zh, sure.dice), ranks(sure.en, sure.dice))
    assert same(whole, sure.only(place < association.RIVALS))
    assert 0 < len(whole) < len(sure) < len(pairs)
    monkeypatch.setattr(association, "_AT_ONCE", 50)
    assert same(contenders(in_pieces(records, 77), ALONE, UNITS, 3), whole)


def test_groups_stay_whole_in_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(association, "_AT_ONCE", 10)
    groups = np.random.default_rng(1).integers(0, 30, 200)
    parts = list(stretches(groups))
    assert len(parts) > 10
    assert sorted(np.concatenate(parts).tolist()) == list(range(200))
    seen = [set(groups[rows].tolist()) for rows in parts]
    assert sum(map(len, seen)) == len(set().union(*seen))
    assert [len(rows) for rows in stretches(groups[:0])] == [0]


def test_pairs_by_chance_take_no_memory() -> None:
    """Columns of all pairs that stand together lay in memory, also of those by chance."""
    pieces, size = 60, 20_000
    chance = np.zeros(size, runs.PAIR)
    chance["key"], chance["count"] = pair_keys(*np.divmod(np.arange(size), TYPES)), 1
    tracemalloc.start()
    try:
        found = contenders((chance.copy() for _ in range(pieces)), ALONE, UNITS, 3)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(found) == 0
    assert peak < pieces * chance.nbytes / 2


# ---------------------------------------------------------------- wordings


ZH = ["主管機關", "法院", "全國性及區級職業災害勞工復健", "１２", "𠮷野家"]
EN = ["Competent Authorities", "court", "the Act’s scope", "(abroad)", "Naïve É\ud800"]


@pytest.mark.parametrize(("texts", "language"), [(ZH, "zh"), (EN, "en")])
def test_a_wording_from_arrays_is_the_one_that_was_read(texts: list[str], language: str) -> None:
    table = wordings.wordings_of(texts, language)
    expected = [worded(text, language) for text in texts]
    assert [table[n] for n in range(len(texts))] == expected
    assert table.some(np.array([3, 1, 1, 0])) == [expected[n] for n in (3, 1, 1, 0)]
    assert list(table.all()) == list(enumerate(expected))
    assert dict(table) == dict(enumerate(expected))
    sizes = [len(each.words) for each in expected]
    assert table.sizes(np.arange(len(texts))).tolist() == sizes


def test_wordings_take_a_tenth_of_what_they_would_as_objects() -> None:
    random = np.random.default_rng(2)
    texts = [f"word{a} of word{b}" for a, b in random.integers(0, 100, (20_000, 2))]
    tracemalloc.start()
    try:
        table = wordings.wordings_of(texts, "en")
        held = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert len(table) == len(texts)
    assert held < 100 * len(texts)


# ---------------------------------------------------------------- rivals


def test_longer_and_shorter_rivals_are_those_of_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    random = np.random.default_rng(4)
    texts = [" ".join(random.choice(["act", "court", "fee"], n)) for n in (1, 1, 2, 2, 3, 3, 4, 5)]
    texts = list(dict.fromkeys(texts))
    table = wordings.wordings_of(texts, "en")
    zh, en = np.divmod(np.arange(9 * len(texts)), len(texts))
    both = random.integers(3, 9, len(zh)).astype(float)
    pairs = PairTable(zh, en, both, both + 4, both + 2)
    monkeypatch.setattr(association, "_AT_ONCE", 20)
    found = features.rivals(pairs.zh, pairs.en, table, pairs)
    keys = [worded(text, "en").padded for text in texts]
    for row, (one, other) in enumerate(zip(zh.tolist(), en.tolist(), strict=True)):
        beside = np.flatnonzero(zh == one)
        longer = [
            both[n] for n in beside if keys[other] in keys[en[n]] and keys[other] != keys[en[n]]
        ]
        shorter = [
            both[n] for n in beside if keys[en[n]] in keys[other] and keys[other] != keys[en[n]]
        ]
        assert found.longer[row] == max(longer, default=0)
        assert found.shorter[row] == max(shorter, default=0)
        assert found.best[one] == pairs.dice[beside].max()
    assert (found.place == np.minimum(ranks(zh, pairs.dice), 5)).all()


# ---------------------------------------------------------------- shared by processes


def test_what_is_shared_is_read_as_it_was_written_and_its_arrays_in_place(tmp_path: Path) -> None:
    table = wordings.wordings_of(EN, "en")
    value = {"table": table, "none": np.zeros(0), "odd": np.arange(3, dtype=np.uint8), "text": "x"}
    path = tmp_path / "side-en"
    sharing.write_shared(path, value)
    sharing.write_shared(tmp_path / "side-zh", {})
    sharing.read_shared.cache_clear()
    found = sharing.read_shared(path)
    assert list(found["table"].all()) == list(table.all())
    assert found["none"].shape == (0,) and found["odd"].tolist() == [0, 1, 2]
    assert found["text"] == "x" and sharing.read_shared(tmp_path / "side-zh") == {}
    assert not found["table"].texts.flags.owndata and not found["table"].texts.flags.writeable
    sharing.read_shared.cache_clear()


def test_pairs_are_judged_alike_in_whatever_stretches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = described(tmp_path / "work")
    whole = forest.confidence(np.concatenate(list(features.features(memory))))
    monkeypatch.setattr(features, "_TOGETHER", 17)
    monkeypatch.setattr(sides, "_TOGETHER", 13)
    monkeypatch.setattr(association, "_AT_ONCE", 11)
    for processes in (1, 2):
        folder = tmp_path / str(processes)
        folder.mkdir()
        with Runner(folder, processes, Meter(lambda step: None)) as run:
            assert (judging.judged(run, memory) == whole).all()
            left = sorted(path.name for path in folder.glob("compared.*.npy"))
            assert len(left) == -(-len(memory.pairs) // 17)
            (folder / left[0]).unlink()  # as of a run that was stopped
            assert (judging.judged(run, memory) == whole).all()


def described(folder: Path) -> features.Described:
    """The pairs of two hundred units of law."""
    folder.mkdir()
    lines = LAWS.read_text(encoding="utf-8").splitlines()[:200]
    units = [Unit(n, *line.split("\t")[1::-1]) for n, line in enumerate(lines, 1)]
    with Runner(folder, 1, Meter(lambda step: None)) as run:
        run.take(units)
        return described_pairs(run, 3)
