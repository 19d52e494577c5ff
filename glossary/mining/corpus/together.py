"""The second pass: in how many units two types stand together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from glossary.mining.corpus.cutting import MAY_END, MAY_START
from glossary.mining.corpus.encoding import Batch, BatchSide, Keys, Numbers
from glossary.mining.corpus.grams import LENGTHS
from glossary.mining.corpus.runs import PAIR, Records, run_of
from glossary.mining.corpus.types import TypeTable

LEAST_DICE = 0.1
"""Of the units with either type, so many have both, twice over: what is less is no pair. Chosen: a
term with nine renderings of like frequency is still found; never varied."""
_AT_ONCE = 4_000_000  # pairs of types worked on at once: chosen, some 100 MB
NO_TYPE = 0xFFFFFFFF  # derived: the number that no type has
_ENGLISH_BITS = np.uint64(32)  # derived: the number of the Chinese type stands above them


def pair_keys(zh: Numbers, en: Numbers) -> Keys:
    return (zh.astype(np.uint64) << _ENGLISH_BITS) | en.astype(np.uint64)


def types_in(keys: Keys) -> tuple[Numbers, Numbers]:
    """(Chinese, English) type of each pair."""
    return (keys >> _ENGLISH_BITS).astype(np.int64), (keys & np.uint64(0xFFFFFFFF)).astype(np.int64)


@dataclass(frozen=True)
class PairCounts:
    """The counts of one batch: pairs of types that stand in one unit and could reach LEAST_DICE;
    `folder` has the tables of both languages."""

    record: ClassVar[np.dtype[Any]] = PAIR
    folder: Path

    def kept(self) -> Sequence[Path]:
        return type_files(self.folder)

    def beside(self, folder: Path) -> PairCounts:
        return PairCounts(folder)

    def __call__(self, batch: Batch) -> Records:
        tables = types_at(self.folder)
        alone = run_of(_alone(batch, tables))
        return _united([alone, *(run_of(keys) for keys, _ in pairs_together(batch, tables))])


def _alone(batch: Batch, tables: tuple[TypeTable, TypeTable]) -> Keys:
    """The types of a batch, a key for each unit: pairs with NO_TYPE on the other side."""
    zh, en = occurrences(batch.zh, tables[0])[0], occurrences(batch.en, tables[1])[0]
    none = np.array([NO_TYPE])
    return np.concatenate([pair_keys(zh, none), pair_keys(none, en)])


def split(
    records: Records, tables: tuple[TypeTable, TypeTable]
) -> tuple[Records, Numbers, Numbers]:
    """(pairs, units of each Chinese type, units of each English type) of summed counts."""
    zh, en = types_in(records["key"])
    units = np.zeros(len(tables[0]), np.int64), np.zeros(len(tables[1]), np.int64)
    left, right = en == NO_TYPE, zh == NO_TYPE
    units[0][zh[left]] = records["count"][left]
    units[1][en[right]] = records["count"][right]
    return records[~left & ~right], *units


@dataclass(frozen=True)
class Hopeful:
    """Keeps the counts of types, and of pairs that stand in so many units."""

    least: int

    def __call__(self, records: Records) -> npt.NDArray[np.bool_]:
        zh, en = types_in(records["key"])
        return np.asarray((records["count"] >= self.least) | (zh == NO_TYPE) | (en == NO_TYPE))


def _united(runs: list[Records]) -> Records:
    records = np.concatenate(runs)
    keys, inverse = np.unique(records["key"], return_inverse=True)
    found = np.empty(len(keys), PAIR)
    found["key"] = keys
    found["count"] = np.bincount(inverse, records["count"], len(keys)).astype(np.uint32)
    return found


@lru_cache(maxsize=1)
def types_at(folder: Path) -> tuple[TypeTable, TypeTable]:
    zh, en = type_files(folder)
    return read_types(zh), read_types(en)


def type_files(folder: Path) -> tuple[Path, Path]:
    """The tables of the types of both languages."""
    return folder / "types.zh.npy", folder / "types.en.npy"


def read_types(path: Path) -> TypeTable:
    rows = np.load(path, mmap_mode="r", allow_pickle=False)
    return TypeTable(rows[0], rows[1].astype(np.int64), rows[2])


def as_rows(types: TypeTable) -> Keys:
    return np.stack([types.keys, types.units.astype(np.uint64), types.places])


def pairs_together(
    batch: Batch, tables: tuple[TypeTable, TypeTable]
) -> Iterator[tuple[Keys, Numbers]]:
    """(pair, unit by its place in the batch) of all pairs, some millions at a time."""
    zh = occurrences(batch.zh, tables[0])
    en = occurrences(batch.en, tables[1])
    size = len(batch.numbers)
    counts = np.bincount(zh[1], minlength=size), np.bincount(en[1], minlength=size)
    work = np.cumsum(counts[0] * counts[1])
    starts = np.cumsum(counts[0]) - counts[0], np.cumsum(counts[1]) - counts[1]
    bounds = np.searchsorted(work, np.arange(_AT_ONCE, int(work[-1]) if size else 0, _AT_ONCE))
    for low, high in zip([0, *bounds], [*bounds, size], strict=True):
        if low < high:
            yield _product(zh, en, counts, starts, np.arange(low, high), tables)


def _product(
    zh: tuple[Numbers, Numbers],
    en: tuple[Numbers, Numbers],
    counts: tuple[Numbers, Numbers],
    starts: tuple[Numbers, Numbers],
    units: Numbers,
    tables: tuple[TypeTable, TypeTable],
) -> tuple[Keys, Numbers]:
    rows = counts[0][units]
    left = _ranges(starts[0][units], rows)
    width = np.repeat(counts[1][units], rows)
    right = _ranges(np.repeat(starts[1][units], rows), width)
    left_type, right_type = np.repeat(zh[0][left], width), en[0][right]
    a, b = tables[0].units[left_type], tables[1].units[right_type]
    hopeful = 2 * np.minimum(a, b) >= LEAST_DICE * (a + b)
    unit = np.repeat(zh[1][left], width)
    return pair_keys(left_type[hopeful], right_type[hopeful]), unit[hopeful]


def _ranges(starts: Numbers, sizes: Numbers) -> Numbers:
    """The numbers start, start + 1, ... of so many each."""
    before = np.cumsum(sizes) - sizes
    return np.asarray(np.arange(int(sizes.sum())) + np.repeat(starts - before, sizes))


def occurrences(side: BatchSide, types: TypeTable) -> tuple[Numbers, Numbers]:
    """(type, unit by its place) of the types in a batch, each once in a unit, by units."""
    found, units = [], []
    for number, token, _ in places(side, types):
        found.append(number)
        units.append(side.unit[token])
    number, unit = np.concatenate(found), np.concatenate(units)
    both = np.unique((unit << 32) | number)
    return both & 0xFFFFFFFF, both >> 32


def places(side: BatchSide, types: TypeTable) -> Iterator[tuple[Numbers, Numbers, int]]:
    """(type, first token, tokens) of all places of types, length by length."""
    room, hashes = side.room(), side.keys()
    starts = np.flatnonzero((side.edges & MAY_START) > 0)
    may_end: npt.NDArray[np.bool_] = (side.edges & MAY_END) > 0
    yield np.zeros(0, np.int64), np.zeros(0, np.int64), 1
    for length in range(1, LENGTHS[-1][1] + 1):
        starts = starts[room[starts] >= length]
        if not len(starts):
            return
        tokens = starts[may_end[starts + length - 1]]
        number = types.numbers_of(hashes.of(tokens, length))
        yield number[number >= 0], tokens[number >= 0], length
