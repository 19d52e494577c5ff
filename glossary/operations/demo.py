"""The rules of the demo: which database it may fill, and with what; what it approves itself; how it
exports."""

from __future__ import annotations

import filecmp
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from glossary.errors import ConflictError, InvalidInput, UnwritableFile
from glossary.model import Candidate
from glossary.operations import files, review, seeds
from glossary.operations.clock import Clock
from glossary.operations.options import Decision, FileExport
from glossary.progress import Progress
from glossary.store import open_store
from glossary.store.base import CandidateFilter, Store

EXPORTS = {  # file: (profile, tag of the Chinese)
    "termbase.tbx": ("archive", "zh-Hant-TW"),
    "en_zh-TW.tbx": ("omegat", "zh-Hant-TW"),
    "en_zh-CN.tbx": ("omegat", "zh-Hans-CN"),
    "termbase.csv": ("csv", "zh-Hant-TW"),
}
SURE = 0.92
"""The minimum confidence at which the demo approves by itself: nine in ten, and a margin of 0.02.
Derived from the confidence, which is calibrated. With half the doubt, 0.96, fewer are approved;
with twice as much, 0.84, also pairs of which one in six is wrong."""


# ---------------------------------------------------------------- which database


def place(usual: Path, named: bool) -> Path:
    """The usual database, unless it is a user's own: then another beside it.

    Raises InvalidInput if that is a user's own too, or if the usual one was `named` explicitly.
    """
    if _is_free(usual):
        return usual
    if named:
        raise InvalidInput(
            f"{usual} is a termbase of its own; name a new file, so that the demo's entries do "
            "not mix with it"
        )
    other = usual.with_name("demo.db")
    if not _is_free(other):
        raise InvalidInput(
            f"{usual} and {other} are termbases of their own; name a new file for the demo: "
            "glossary --db FILE demo"
        )
    return other


def _is_free(path: Path) -> bool:
    """Whether there is no database yet, or an empty one, or one that an earlier demo made."""
    if not path.exists():
        return True
    with closing(open_store(path)) as store:
        return may_fill(store)


def may_fill(store: Store) -> bool:
    """Whether a termbase is empty, or one that an earlier demo made."""
    return seeds.is_demo(store) or not (store.steps(limit=1) or any(store.counts().values()))


def refuse_own(store: Store) -> None:
    """Raise ConflictError if a termbase is a user's own."""
    if not may_fill(store):
        raise ConflictError(
            "this is a termbase of your own, and the supplied seeds stay out of it; fill a new "
            "one: glossary --db FILE demo"
        )


# ---------------------------------------------------------------- fill


@dataclass(frozen=True, slots=True)
class Filled:
    """What a termbase holds once the demo has filled it; how many candidates are left to judge."""

    entries: int
    documents: int
    waiting: int


def fill(store: Store, clock: Clock, progress: Progress | None = None) -> Filled:
    """Take the supplied seeds into an empty termbase and approve what is certain; what was taken in
    before is left alone. Raises ConflictError if it is a user's own."""
    refuse_own(store)
    folder = seeds.seeds_folder()
    seeds.begin(store, clock)
    seeds.import_curated(store, clock, folder)
    for seed in seeds.documents(store, folder):
        if not seed.is_taken:
            seeds.mine_seed(store, clock, seed, progress)
    approve_certain(store, clock)
    counts = store.counts()
    return Filled(counts["concepts"], counts["documents"], counts["candidates_proposed"])


# ---------------------------------------------------------------- approve, export


def approve_certain(store: Store, clock: Clock) -> list[Candidate]:
    """Approve all unjudged candidates with a confidence of SURE or more; the rest waits for a
    person."""
    sure = store.candidates(CandidateFilter(least_confidence=SURE))
    sure = [candidate for candidate in sure if not store.judgements(candidate.id)]
    for candidate in sorted(sure, key=lambda c: c.id):
        review.judge(store, Decision(candidate.id, "approve", by=seeds.DEMO), clock())
    return sure


@dataclass(frozen=True, slots=True)
class DemoExport:
    """The result for a file of EXPORTS: whether it was written, what was wrong, and the new path of
    a file that was there."""

    name: str
    is_written: bool
    problem: str = ""
    aside: Path | None = None


def write_exports(store: Store, folder: Path) -> Iterator[DemoExport]:
    """Write the files, one after another; one that would be empty is left out. An existing file
    with other content is kept under another name."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".demo-", dir=folder) as fresh:
        for name in EXPORTS:
            yield _write_export(store, Path(fresh) / name, folder / name)


def _write_export(store: Store, made: Path, target: Path) -> DemoExport:
    profile, zh_tag = EXPORTS[target.name]
    problem, aside = "", None
    try:
        files.write(store, FileExport(made, profile, zh_tag=zh_tag))
    except UnwritableFile as error:
        return DemoExport(target.name, False, str(error))  # an existing file stays
    except InvalidInput as error:
        problem = str(error)
    if target.exists() and not (made.exists() and filecmp.cmp(made, target, False)):
        aside = _put_aside(target)
    is_written = made.exists()
    if is_written:
        made.replace(target)
    return DemoExport(target.name, is_written, problem, aside)


def _put_aside(file: Path) -> Path:
    """Rename a file to the first unused name of `name.1.tbx`, `name.2.tbx`, …"""
    number = 1
    while (free := file.with_name(f"{file.stem}.{number}{file.suffix}")).exists():
        number += 1
    return file.rename(free)
