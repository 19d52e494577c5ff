"""Counts on disk: sorted runs, each of one batch, and their sum key by key in little memory."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from glossary.mining.corpus.arrays import changes

Records = npt.NDArray[Any]
Keep = Callable[[Records], npt.NDArray[np.bool_]]
"""Which of the summed records are kept."""

RECORD = np.dtype([("key", "<u8"), ("count", "<u4"), ("place", "<u8")])
"""A key, how often, and the first place where it stands."""
PAIR = np.dtype([("key", "<u8"), ("count", "<u4")])

_TOGETHER = 4_000_000
"""Records summed at once: some 200 MB. Chosen: pieces and memory go with it."""
_SAMPLE = 512  # keys of a run that tell how its keys are spread: chosen, within a few per cent


def run_of(keys: npt.NDArray[np.uint64]) -> Records:
    """A sorted run: each key once, with how often it came."""
    ordered = np.sort(keys)
    first = np.flatnonzero(changes(ordered))
    found = np.empty(len(first), PAIR)
    found["key"] = ordered[first]
    found["count"] = np.diff(first, append=len(ordered))
    return found


def summed(paths: Sequence[Path], keep: Keep) -> Iterator[Records]:
    """The sum of runs over all keys, in order of the keys, in pieces; only what is kept."""
    runs = [np.load(path, mmap_mode="r", allow_pickle=False) for path in paths]
    for pieces in _ranges([run for run in runs if len(run)] or runs[:1]):
        records = added(np.concatenate(pieces))
        yield records[keep(records)]


def _ranges(runs: Sequence[Records]) -> Iterator[list[Records]]:
    """The pieces of all runs that hold the same stretch of keys, stretch by stretch."""
    pieces = 1 + sum(map(len, runs)) // _TOGETHER
    sample = [run["key"][:: max(1, len(run) // _SAMPLE)] for run in runs]
    spread = np.sort(np.concatenate(sample))
    bounds = np.unique(spread[[len(spread) * n // pieces for n in range(1, pieces)]])
    cuts = [[0, *np.searchsorted(run["key"], bounds), len(run)] for run in runs]
    for n in range(len(bounds) + 1):
        yield [run[cut[n] : cut[n + 1]] for run, cut in zip(runs, cuts, strict=True)]


def added(records: Records) -> Records:
    """Records of several runs: each key once. They are gathered by `take`, which for records takes
    a sixth of the time of an index."""
    if not len(records):
        return records
    records = records.take(np.argsort(records["key"], kind="stable"))
    first = np.flatnonzero(changes(records["key"]))
    found = records.take(first)
    found["count"] = np.add.reduceat(records["count"], first)
    if "place" in (records.dtype.names or ()):
        found["place"] = np.minimum.reduceat(records["place"], first)
    return found


def write(path: Path, array: npt.NDArray[Any]) -> None:
    """Write an array so that the file is there whole, or not at all."""
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.save(file, array, allow_pickle=False)
    os.replace(part, path)
