"""The pairs of a memory judged, stretch by stretch, by several processes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from glossary.mining.corpus import runs
from glossary.mining.corpus.features import Described, compared, sides, some_at_a_time
from glossary.mining.corpus.forest import Matrix, confidence
from glossary.mining.corpus.runner import Runner
from glossary.mining.corpus.sharing import read_shared, write_shared


@dataclass(frozen=True)
class DescribeTypes:
    """Tells of a stretch of the types of the side that lies in the file `shared`."""

    shared: Path

    def __call__(self, path: Path, some: slice) -> int:
        return _left(path, read_shared(self.shared).rows(some))


@dataclass(frozen=True)
class JudgePairs:
    """Judges a stretch of the pairs that lie compared in the file `shared`."""

    shared: Path

    def __call__(self, path: Path, some: slice) -> int:
        return _left(path, confidence(read_shared(self.shared).features(some)))


def _left(path: Path, found: Matrix) -> int:
    runs.write(path, found)
    return len(found)


def judged(runner: Runner, memory: Described) -> Matrix:
    """The confidence of each pair, shape (pairs,)."""
    tables = []
    for language, side in zip(("zh", "en"), sides(memory), strict=True):
        shared = runner.folder / f"side-{language}"
        write_shared(shared, side)
        name = "looking at Chinese" if language == "zh" else "looking at English"
        tables.append(side.table(_done(runner, name, DescribeTypes(shared), side.some_at_a_time())))
    runner.meter.stage("comparing pairs")
    shared = runner.folder / "compared"
    write_shared(shared, compared(memory, *tables))
    tables.clear()
    parts = _done(runner, "judging pairs", JudgePairs(shared), some_at_a_time(memory))
    runner.rest()  # the processes have dictionaries in memory that no later pass asks
    return np.concatenate([np.zeros(0), *parts])


def _done(
    runner: Runner, name: str, work: DescribeTypes | JudgePairs, stretches: Sequence[slice]
) -> list[Any]:
    """What a work leaves of each stretch, in order."""
    paths = [work.shared.with_suffix(f".{n:06d}.npy") for n in range(len(stretches))]
    jobs = zip(paths, stretches, strict=True)
    runner.shared_out(name, work, [job for job in jobs if not job[0].exists()])
    read_shared.cache_clear()
    return [np.load(path, allow_pickle=False) for path in paths]
