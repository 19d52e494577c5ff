"""Units as numbers: the tokens of a batch of units, so that a pass over a memory reads no text.

A gram is a stretch of tokens. Its key is a hash of what it is made of, the characters of Chinese
in Simplified or the words of English in lower case; so the same Chinese gets the same key however
it was cut into words.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from glossary.errors import InvalidInput
from glossary.mining.corpus.arrays import Keys, Numbers
from glossary.mining.corpus.cutting import BREAK, CLOSES, OPENS, chinese_tokens, english_tokens
from glossary.mining.corpus.unit import MOST, Unit

Arrays = Mapping[str, npt.NDArray[Any]]
_PLACE = np.dtype(np.int32)  # derived: no batch has so many characters

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
        is_break = (self.edges & BREAK) > 0
        stops = is_break.copy()
        stops[1:] |= self.unit[1:] != self.unit[:-1]
        bounds = np.append(np.flatnonzero(stops), len(stops))
        before = np.diff(bounds, prepend=0)
        room = np.repeat(bounds, before) - np.arange(len(stops))
        room[is_break] = 0
        return np.asarray(room)

    def keys(self) -> Hashes:
        return Hashes(self)

    def depth(self) -> Numbers:
        """How many more brackets were opened than closed before each token, and at the end."""
        opened = ((self.edges & OPENS) > 0).astype(np.int64) - ((self.edges & CLOSES) > 0)
        return np.concatenate([np.zeros(1, np.int64), np.cumsum(opened)])


class Hashes:
    """The keys of grams by their first token and their length."""

    def __init__(self, side: BatchSide) -> None:
        size = len(side.atoms)
        powers, self._back = _powers(1 << size.bit_length())
        self._sums = np.zeros(size + 1, np.uint64)
        np.cumsum(side.atoms * powers[:size], out=self._sums[1:])
        self._first, self._last = side.first, side.last

    def of(self, tokens: Numbers, length: int) -> Keys:
        """The keys of the grams of so many tokens that begin at `tokens`."""
        begin, end = self._first[tokens], self._last[tokens + length - 1]
        return mixed(np.asarray((self._sums[end] - self._sums[begin]) * self._back[begin]))


@lru_cache(maxsize=2)
def _powers(size: int) -> tuple[Keys, Keys]:
    """So many powers of the factor and of its inverse, from the first; the size is a power of two,
    so that batches of like size share them."""
    one, back = (np.cumprod(np.full(size, each), dtype=np.uint64) for each in (_FACTOR, _INVERSE))
    return one, back


def mixed(values: Keys) -> Keys:
    """Values spread over all bits (the finaliser of SplitMix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(values ^ (values >> np.uint64(31)))


@dataclass(frozen=True)
class Batch:
    """A stretch of a memory: the number of each unit, a digest of its texts and of the text it is
    from (0: unknown), its tokens, and the texts, compressed. `arrays` has all of it by name, and is
    asked for no more than is wanted; the tokens of the units `left_out` stand in no gram."""

    arrays: Arrays
    left_out: Numbers | None = None

    @cached_property
    def numbers(self) -> Numbers:
        return self.arrays["numbers"]

    @cached_property
    def origins(self) -> Keys:
        return self.arrays["origins"]

    @cached_property
    def zh(self) -> BatchSide:
        return self._side("zh")

    @cached_property
    def en(self) -> BatchSide:
        return self._side("en")

    def _side(self, language: str) -> BatchSide:
        parts = {part.name: self.arrays[f"{language}.{part.name}"] for part in fields(BatchSide)}
        side = BatchSide(**{name: _as_kept(part) for name, part in parts.items()})
        if self.left_out is None or not len(self.left_out):
            return side
        again = np.isin(self.numbers, self.left_out)[side.unit]
        return replace(side, edges=np.where(again, np.uint8(BREAK), side.edges))

    def units(self) -> list[tuple[str, str]]:
        """(Chinese, English) of each unit."""
        packed = zlib.decompress(self.arrays["texts"].tobytes()).decode("utf-8", "surrogatepass")
        parts = packed.split("\0")
        return list(zip(parts[::2], parts[1::2], strict=True))


def _as_kept(part: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """An array of a side as it is worked with; places are kept in half as many bytes."""
    return part.astype(np.int64) if part.dtype == _PLACE else part


def encoded(units: Sequence[Unit]) -> Batch:
    """A batch of units, in order of their numbers. Raises InvalidInput if one is above MOST."""
    if units and units[-1].number > MOST:
        raise InvalidInput(f"a memory of more than {MOST:,} units: mine it in several pieces")
    arrays: dict[str, npt.NDArray[Any]] = {
        "numbers": np.array([unit.number for unit in units], np.int64),
        "digests": np.array([_digest(f"{unit.zh}\0{unit.en}") for unit in units], np.uint64),
        "origins": np.array([_origin(unit.text) for unit in units], np.uint64),
        "texts": _packed(units),
    }
    sides = chinese_side([unit.zh for unit in units]), english_side([unit.en for unit in units])
    for language, side in zip(("zh", "en"), sides, strict=True):
        for part in fields(side):
            arrays[f"{language}.{part.name}"] = _to_keep(getattr(side, part.name))
    return Batch(arrays)


def _to_keep(part: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return part.astype(_PLACE) if part.dtype == np.int64 else part


def _packed(units: Sequence[Unit]) -> npt.NDArray[np.uint8]:
    joined = "\0".join(part for unit in units for part in (unit.zh, unit.en))
    return np.frombuffer(zlib.compress(joined.encode("utf-8", "surrogatepass"), 1), np.uint8)


@lru_cache(maxsize=10_000)
def _origin(text: str) -> int:
    """The value of a text that units are from. Chosen: those of one text stand together."""
    return _digest(text) if text else 0


def _digest(text: str) -> int:
    return int.from_bytes(
        blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big"
    )


_word_value = lru_cache(maxsize=200_000)(_digest)
"""The value of a word. Chosen: a memory has some 50,000 words."""


def chinese_side(texts: Sequence[str]) -> BatchSide:
    """Chinese texts as the tokens of a batch."""
    cut = chinese_tokens(texts)
    points = np.frombuffer("".join(cut.folded).encode("utf-32-le", "surrogatepass"), "<u4")
    sizes = np.array(list(map(len, texts)), np.int64)
    before = (np.cumsum(sizes) - sizes)[cut.text]
    atoms = mixed(points.astype(np.uint64) + np.uint64(1))
    first, last = cut.start + before, cut.end + before
    return BatchSide(atoms, first, last, cut.start, cut.end, cut.text, cut.edges)


def english_side(texts: Sequence[str], norm: Callable[[str], str] = str) -> BatchSide:
    """English texts as the tokens of a batch; words of one `norm` are alike."""
    cut = english_tokens(texts)
    atoms = np.array(list(map(_word_value, map(norm, cut.forms))), np.uint64)[cut.form]
    places = np.arange(len(atoms), dtype=np.int64)
    return BatchSide(atoms, places, places + 1, cut.start, cut.end, cut.text, cut.edges)


def loaded(path: Path, left_out: Numbers | None = None) -> Batch:
    """The batch in a file, which is read as far as it is asked for."""
    return Batch(np.load(path, allow_pickle=False), left_out)
