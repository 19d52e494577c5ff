"""Counts on disk: sorted runs, each of one batch, and their sum key by key in little memory."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
from numpy.lib import format

from glossary.mining.corpus.arrays import changes

Records = npt.NDArray[Any]
Keep = Callable[[Records], npt.NDArray[np.bool_]]
"""Which of the summed records are kept."""

RECORD = np.dtype([("key", "<u8"), ("count", "<u4"), ("place", "<u8")])
"""A key, how often, and the first place where it stands."""
PAIR = np.dtype([("key", "<u8"), ("count", "<u4")])

_TOGETHER = 4_000_000
"""Records summed at once: some 200 MB. Chosen: pieces and memory go with it."""
_AT_ONCE = 1_000_000
"""Records of a sum looked at together: some 200 MB with all that is worked out of them. Chosen:
memory goes with it; what half and double give was not measured."""
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
    cuts = _cuts(paths)
    for n in range(len(cuts[0]) - 1):
        pieces = (stretch(path, *cut[n : n + 2]) for path, cut in zip(paths, cuts, strict=True))
        records = added(np.concatenate(list(pieces)))
        yield records[keep(records)]


def _cuts(paths: Sequence[Path]) -> list[list[int]]:
    """Where to cut each run, so that the pieces of all hold the same stretch of keys."""
    sizes = list(map(size, paths))
    pieces = 1 + sum(sizes) // _TOGETHER
    sample = [  # copies: a view would hold what is read of a run, which is most of it
        np.array(opened(path)["key"][:: max(1, size // _SAMPLE)])
        for path, size in zip(paths, sizes, strict=True)
    ]
    spread = np.sort(np.concatenate(sample))
    bounds = np.unique(spread[[len(spread) * n // pieces for n in range(1, pieces)]])
    return [
        [0, *map(int, np.searchsorted(opened(path)["key"], bounds)), size]
        for path, size in zip(paths, sizes, strict=True)
    ]


def opened(path: Path) -> Records:
    """The records in a file, which is read as far as it is asked for. What was read is memory of
    this process until the records are let go: so a pass over many opens them for each stretch."""
    records: Records = np.load(path, mmap_mode="r", allow_pickle=False)
    return records


def size(path: Path) -> int:
    """How many records are in a file."""
    return len(opened(path))


def stretch(path: Path, low: int, high: int) -> Records:
    """A copy of some of the records in a file, by their places."""
    return np.array(opened(path)[low:high])


def stretches(path: Path, most: int = _AT_ONCE) -> Iterator[Records]:
    """Copies of the records in a file, so many at a time."""
    for low in range(0, max(1, size(path)), most):
        yield stretch(path, low, low + most)


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


def write_pieces(path: Path, pieces: Iterable[Records]) -> None:
    """Write records that come in pieces as `write` does those of an array, without having them all
    at once; there is at least one piece."""
    part, total = path.with_suffix(".part"), 0
    with part.open("wb") as file:
        for piece in pieces:
            if not total:
                _head(file, piece.dtype, total)
            piece.tofile(file)
            total += len(piece)
        file.seek(0)
        _head(file, piece.dtype, total)
    os.replace(part, path)


def _head(file: BinaryIO, kind: np.dtype[Any], records: int) -> None:
    """What stands before the records in a file of NumPy; it has room for any number of them."""
    said = {"descr": format.dtype_to_descr(kind), "fortran_order": False, "shape": (records,)}
    format.write_array_header_1_0(file, said)
