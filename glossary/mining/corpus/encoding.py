"""Units as numbers: the tokens of a batch of units, so that a pass over a memory reads no text.

A gram is a stretch of tokens. Its key is a hash of what it is made of, the characters of Chinese
in Simplified or the words of English in lower case; so the same Chinese gets the same key however
it was cut into words.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from glossary.errors import InvalidInput
from glossary.mining.corpus.cutting import BREAK, CLOSES, OPENS, Cut, chinese, english
from glossary.mining.corpus.unit import MOST, Unit

Numbers = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]

_FACTOR = np.uint64(0x9E3779B97F4A7C15)
"""Given: an odd number without pattern (the golden ratio), as hashes by powers want it."""
_INVERSE = np.uint64(pow(int(_FACTOR), -1, 2**64))


@dataclass(frozen=True)
class BatchSide:
    """The tokens of one language of a batch: where each begins and ends among the `atoms`
    (characters or words) and in the text of its unit, the unit by its place in the batch, and what
    its edges may do (see `cutting`)."""

    atoms: Keys
    first: Numbers
    last: Numbers
    start: Numbers
    end: Numbers
    unit: Numbers
    edges: npt.NDArray[np.uint8]

    def room(self) -> Numbers:
        """How many tokens a gram may have that begins at each: up to a break or the unit's end."""
        size = len(self.unit)
        stops = np.flatnonzero(self.edges & BREAK)
        ends = np.flatnonzero(np.diff(self.unit, append=-1)) + 1
        places: Numbers = np.arange(size, dtype=np.int64)
        at_break = np.append(stops, size)[np.searchsorted(stops, places)]
        at_end = ends[np.searchsorted(ends, places, side="right")] if size else places
        return np.asarray(np.minimum(at_break, at_end) - places)

    def keys(self) -> Hashes:
        return Hashes(self)

    def depth(self) -> Numbers:
        """How many more brackets were opened than closed before each token, and at the end."""
        opened = ((self.edges & OPENS) > 0).astype(np.int64) - ((self.edges & CLOSES) > 0)
        return np.concatenate([np.zeros(1, np.int64), np.cumsum(opened)])


class Hashes:
    """The keys of grams by their first token and their length."""

    def __init__(self, side: BatchSide) -> None:
        size = len(side.atoms) + 1
        powers = np.cumprod(np.full(size, _FACTOR)) if size else np.zeros(0, np.uint64)
        self._sums = np.zeros(size, np.uint64)
        np.cumsum(side.atoms * powers[:-1], out=self._sums[1:])
        self._back = np.cumprod(np.full(size, _INVERSE))
        self._first, self._last = side.first, side.last

    def of(self, tokens: Numbers, length: int) -> Keys:
        """The keys of the grams of so many tokens that begin at `tokens`."""
        begin, end = self._first[tokens], self._last[tokens + length - 1]
        return mixed(np.asarray((self._sums[end] - self._sums[begin]) * self._back[begin]))


def mixed(values: Keys) -> Keys:
    """Values spread over all bits (the finaliser of SplitMix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(values ^ (values >> np.uint64(31)))


@dataclass(frozen=True)
class Batch:
    """A stretch of a memory: the number of each unit, a digest of its texts and of the text it is
    from (0: unknown), its tokens, and the texts, compressed."""

    numbers: Numbers
    digests: Keys
    origins: Keys
    zh: BatchSide
    en: BatchSide
    texts: npt.NDArray[np.uint8]

    def units(self) -> list[tuple[str, str]]:
        """(Chinese, English) of each unit."""
        packed = zlib.decompress(self.texts.tobytes()).decode("utf-8", "surrogatepass")
        parts = packed.split("\0")
        return list(zip(parts[::2], parts[1::2], strict=True))


def encoded(units: Sequence[Unit]) -> Batch:
    """A batch of units, in order of their numbers. Raises InvalidInput if one is above MOST."""
    if units and units[-1].number > MOST:
        raise InvalidInput(f"a memory of more than {MOST:,} units: mine it in several pieces")
    return Batch(
        np.array([unit.number for unit in units], np.int64),
        np.array([_digest(f"{unit.zh}\0{unit.en}") for unit in units], np.uint64),
        np.array([_digest(unit.text) if unit.text else 0 for unit in units], np.uint64),
        _chinese_side([chinese(unit.zh) for unit in units]),
        _english_side([english(unit.en) for unit in units]),
        _packed(units),
    )


def _packed(units: Sequence[Unit]) -> npt.NDArray[np.uint8]:
    joined = "\0".join(part for unit in units for part in (unit.zh, unit.en))
    return np.frombuffer(zlib.compress(joined.encode("utf-8", "surrogatepass"), 1), np.uint8)


def _digest(text: str) -> int:
    return int.from_bytes(
        blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big"
    )


_word_value = lru_cache(maxsize=200_000)(_digest)
"""The value of a word. Chosen: a memory has some 50,000 words."""


def _chinese_side(cuts: Sequence[Cut]) -> BatchSide:
    texts = "".join(cut.folded for cut in cuts)
    points = np.frombuffer(texts.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    sizes = [len(cut.folded) for cut in cuts]
    before = np.repeat(np.cumsum([0, *sizes[:-1]]), [len(cut.start) for cut in cuts])
    start, end, unit, edges = _joined(cuts)
    return BatchSide(
        mixed(points + np.uint64(1)), start + before, end + before, start, end, unit, edges
    )


def _english_side(cuts: Sequence[Cut]) -> BatchSide:
    words = [word for cut in cuts for word in cut.words]
    atoms = np.array([_word_value(word) for word in words], np.uint64)
    start, end, unit, edges = _joined(cuts)
    places = np.arange(len(words), dtype=np.int64)
    return BatchSide(atoms, places, places + 1, start, end, unit, edges)


def _joined(cuts: Sequence[Cut]) -> tuple[Numbers, Numbers, Numbers, npt.NDArray[np.uint8]]:
    start = np.array([place for cut in cuts for place in cut.start], np.int64)
    end = np.array([place for cut in cuts for place in cut.end], np.int64)
    unit = np.repeat(np.arange(len(cuts), dtype=np.int64), [len(cut.start) for cut in cuts])
    edges = np.array([edge for cut in cuts for edge in cut.edges], np.uint8)
    return start, end, unit, edges


# ---------------------------------------------------------------- on disk


def saved(batch: Batch) -> dict[str, npt.NDArray[Any]]:
    """The arrays of a batch by name, as `loaded` reads them."""
    found: dict[str, npt.NDArray[Any]] = {}
    for field in fields(batch):
        value = getattr(batch, field.name)
        if isinstance(value, BatchSide):
            found |= {
                f"{field.name}.{part.name}": getattr(value, part.name) for part in fields(BatchSide)
            }
        else:
            found[field.name] = value
    return found


def loaded(path: Path) -> Batch:
    """The batch in a file."""
    with np.load(path, allow_pickle=False) as data:
        parts = [part.name for part in fields(BatchSide)]
        zh, en = (BatchSide(*(data[f"{name}.{part}"] for part in parts)) for name in ("zh", "en"))
        return Batch(data["numbers"], data["digests"], data["origins"], zh, en, data["texts"])
