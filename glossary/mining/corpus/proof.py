"""The last pass: the units of the pairs that were taken, and a few of them as proof."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from glossary.mining.corpus.arrays import Keys, Numbers
from glossary.mining.corpus.encoding import Batch
from glossary.mining.corpus.together import pairs_together, type_files, types_at

EXAMPLES = 3
"""Units shown as proof of a pair: chosen, as many as a reader looks at; half shows no two texts,
double fills the termbase. Proof tells the spelling: with five, 123 of 3,000 pairs of laws are
written otherwise, and the texts kept grow by a third."""


@dataclass(frozen=True)
class UnitsOfPairs:
    """The places of some pairs (a file with their keys, sorted) in a batch: pair, unit, origin."""

    folder: Path
    chosen: Path

    def kept(self) -> Sequence[Path]:
        return [*type_files(self.folder), self.chosen]

    def beside(self, folder: Path) -> UnitsOfPairs:
        return UnitsOfPairs(folder, folder / self.chosen.name)

    def __call__(self, batch: Batch) -> Keys:
        keys: Keys = np.load(self.chosen, allow_pickle=False)
        found = []
        for seen, unit in pairs_together(batch, types_at(self.folder)):
            at = np.minimum(np.searchsorted(keys, seen), max(0, len(keys) - 1))
            known = keys[at] == seen if len(keys) else np.zeros(len(seen), bool)
            rows = unit[known]
            number = batch.numbers[rows].astype(np.uint64)
            found.append(np.stack([at[known].astype(np.uint64), number, batch.origins[rows]]))
        return np.concatenate([np.zeros((3, 0), np.uint64), *found], 1)


@dataclass(frozen=True)
class UnitsOf:
    """Where pairs stand: the units of each, in order, and digests of the texts these are from."""

    units: Sequence[Numbers]
    origins: Sequence[Keys]


def gathered(parts: Iterable[Keys], pairs: int) -> UnitsOf:
    """The places of all batches by pair."""
    table = np.concatenate([np.zeros((3, 0), np.uint64), *parts], 1)
    order = np.lexsort((table[1], table[0]))
    pair, unit, origin = table[:, order]
    bounds = np.searchsorted(pair, np.arange(1, pairs).astype(np.uint64))
    return UnitsOf(np.split(unit.astype(np.int64), bounds), np.split(origin, bounds))


def spread(units: Numbers, origins: Keys, most: int = EXAMPLES) -> list[int]:
    """A few units for proof, of as many texts as there are, the first of each first."""
    _, first = np.unique(origins, return_index=True)
    chosen = sorted(first)[:most] if len(origins) and origins.any() else []
    rest = [n for n in range(min(len(units), most)) if n not in chosen]
    return sorted(int(units[n]) for n in (chosen + rest)[:most])


def texts_of(numbers: Numbers, batches: Iterable[Batch]) -> Mapping[int, tuple[str, str]]:
    """(Chinese, English) of units by their numbers, which are sorted."""
    found: dict[int, tuple[str, str]] = {}
    for batch in batches:
        low, high = np.searchsorted(numbers, [batch.numbers[0], batch.numbers[-1] + 1])
        if low < high:
            texts = batch.units()
            rows = np.searchsorted(batch.numbers, numbers[low:high])
            found |= {int(numbers[low + n]): texts[row] for n, row in enumerate(rows)}
    return found
