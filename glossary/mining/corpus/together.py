"""The second pass: in how many units two types stand together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from glossary.mining.corpus.arrays import Keys, Numbers, distinct, ranges
from glossary.mining.corpus.cutting import MAY_END, MAY_START
from glossary.mining.corpus.encoding import Batch, BatchSide
from glossary.mining.corpus.grams import LENGTHS
from glossary.mining.corpus.runs import PAIR, Records, added, run_of
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
        zh, en = occurring(batch, tables)
        pairs = (keys for keys, _ in hopeful_pairs(zh, en))
        return added(np.concatenate([run_of(keys) for keys in chain([_alone(zh, en)], pairs)]))


def _alone(zh: TypesInUnits, en: TypesInUnits) -> Keys:
    """The types of a batch, a key for each unit: pairs with NO_TYPE on the other side."""
    none = np.array([NO_TYPE])
    return np.concatenate([pair_keys(zh.type, none), pair_keys(none, en.type)])


def units_alone(
    counts: Iterable[Records], tables: tuple[TypeTable, TypeTable]
) -> tuple[Numbers, Numbers]:
    """(units of each Chinese type, units of each English type) of summed counts, which come in
    pieces."""
    units = np.zeros(len(tables[0]), np.int64), np.zeros(len(tables[1]), np.int64)
    for records in counts:
        zh, en = types_in(records["key"])
        left, right = en == NO_TYPE, zh == NO_TYPE
        units[0][zh[left]] = records["count"][left]
        units[1][en[right]] = records["count"][right]
    return units


def pairs_of(records: Records) -> Records:
    """The counts of pairs among summed counts."""
    zh, en = types_in(records["key"])
    return np.asarray(records[(zh != NO_TYPE) & (en != NO_TYPE)])


@dataclass(frozen=True)
class Hopeful:
    """Keeps the counts of types, and of pairs that stand in so many units."""

    least: int

    def __call__(self, records: Records) -> npt.NDArray[np.bool_]:
        zh, en = types_in(records["key"])
        return np.asarray((records["count"] >= self.least) | (zh == NO_TYPE) | (en == NO_TYPE))


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


@dataclass(frozen=True)
class TypesInUnits:
    """The types of one language in a batch, each once in a unit, by units: the type, the unit by
    its place, in how many units of the memory the type stands; and of each unit how many types it
    has and where these begin."""

    type: Numbers
    unit: Numbers
    units: Numbers
    size: Numbers
    begin: Numbers


def pairs_together(
    batch: Batch, tables: tuple[TypeTable, TypeTable]
) -> Iterator[tuple[Keys, Numbers]]:
    """(pair, unit by its place in the batch) of all pairs, some millions at a time."""
    return hopeful_pairs(*occurring(batch, tables))


def hopeful_pairs(zh: TypesInUnits, en: TypesInUnits) -> Iterator[tuple[Keys, Numbers]]:
    """(pair, unit by its place) of the types that stand in one unit and could reach LEAST_DICE."""
    size = len(zh.size)
    work = np.cumsum(zh.size * en.size)
    bounds = np.searchsorted(work, np.arange(_AT_ONCE, int(work[-1]) if size else 0, _AT_ONCE))
    for low, high in zip([0, *bounds], [*bounds, size], strict=True):
        if low < high:
            yield _product(zh, en, np.arange(low, high))


def _product(zh: TypesInUnits, en: TypesInUnits, units: Numbers) -> tuple[Keys, Numbers]:
    rows = zh.size[units]
    left = ranges(zh.begin[units], rows)
    width = np.repeat(en.size[units], rows)
    right = ranges(np.repeat(en.begin[units], rows), width)
    a, b = np.repeat(zh.units[left], width), en.units[right]
    hopeful = np.flatnonzero(2 * np.minimum(a, b) >= LEAST_DICE * (a + b))
    left = np.repeat(left, width)[hopeful]
    return pair_keys(zh.type[left], en.type[right[hopeful]]), zh.unit[left]


def occurring(
    batch: Batch, tables: tuple[TypeTable, TypeTable]
) -> tuple[TypesInUnits, TypesInUnits]:
    """The types of both languages that stand in a batch."""
    size = len(batch.numbers)
    return _occurrences(batch.zh, tables[0], size), _occurrences(batch.en, tables[1], size)


def _occurrences(side: BatchSide, types: TypeTable, units: int) -> TypesInUnits:
    """The types that stand in a batch of so many units."""
    both = distinct(np.concatenate([side.unit[t] << 32 | n for n, t, _ in places(side, types)]))
    kind, unit = both & 0xFFFFFFFF, both >> 32
    size = np.bincount(unit, minlength=units)
    return TypesInUnits(kind, unit, types.units[kind], size, np.cumsum(size) - size)


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
