"""Mine a whole memory: count what recurs in it, judge pairs of types, and propose them.

What is worked out is kept in the user's cache folder until the pairs are stored, so that a run
which is stopped or killed goes on where it was. What nobody goes on with is removed by a later run.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from glossary.codec import to_plain
from glossary.errors import InvalidInput, UnreadableFile
from glossary.mining.corpus.miner import LOCAL, MemoryRun, MinedMemory
from glossary.mining.corpus.miner import mine as mined_in
from glossary.mining.corpus.unit import Unit
from glossary.operations.clock import Clock
from glossary.operations.files import refuse_own
from glossary.operations.memory_files import units_of_file, units_of_termbase
from glossary.operations.memory_parts import parts_of
from glossary.operations.mined_parquet import check_output, write_pairs
from glossary.operations.options import MemoryToMine
from glossary.store.base import Added, Store
from glossary.store.private import held, make_folder
from glossary.text.file_name import file_name

OWN = "translation memory"
"""The name of the termbase's own memory as the document of its pairs."""
VERSION = 4
"""Chosen: goes up with every change of what is worked out, also of the trees that judge, so that no
run goes on with the work of another version."""
KEPT_DAYS = 30
"""How long the work of a run that was stopped is kept. Chosen: at half a holiday ends it; at double
the disk is taken twice as long."""
LISTED = 100  # units left out that a report names: chosen, a few screens
_BLOCK = 1_048_576  # bytes read at once: chosen, any number does


@dataclass(frozen=True, slots=True)
class RefusedUnit:
    """A unit that was left out: its number in the memory, and the reason."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class MinedUnits:
    """The result of mining a memory, what of it was new, and the units that were left out."""

    found: MinedMemory
    refused: tuple[RefusedUnit, ...]
    added: Added = Added()


def mine_memory(store: Store, job: MemoryToMine, clock: Clock) -> MinedUnits:
    """Mine a memory and propose its pairs, as one step. Raises UnreadableFile, InvalidInput."""
    refuse_own(store, job.path)
    with _work(store, job) as (units, refused, run):
        found = _found(units, run, job)
        at = clock()
        with store.staging() as staging:
            staging.put_document(found.document, at)
            staging.propose(iter(found.proposals), job.subject, at)
            with store.transaction():
                step = store.new_step("mine", job.by, at, found.document.name)
                mined = MinedUnits(found, tuple(refused.all()), staging.apply(step))
                if job.on_commit:
                    job.on_commit(mined)
        return mined


def found_in_memory(store: Store | None, job: MemoryToMine) -> MinedUnits:
    """What a memory has, without storing it; `store` is only read, where the memory is its own."""
    with _work(store, job) as (units, refused, run):
        found = _found(units, run, job)
        return MinedUnits(found, tuple(refused.all()))


def _found(units: Iterable[Unit], run: MemoryRun, job: MemoryToMine) -> MinedMemory:
    found = mined_in(units, run)
    if job.output is not None:
        write_pairs(Path(job.output), found.proposals)
    return found


def report(mined: MinedUnits, is_stored: bool) -> dict[str, Any]:
    """What was mined, as JSON data; of the units left out the first LISTED."""
    found = mined.found
    return {
        "memory": found.document.name,
        "units": found.units,
        "repeated": found.repeated,
        "refusals": len(mined.refused),
        "refused": to_plain(mined.refused[:LISTED]),
        "found": len(found.proposals),
        "added": to_plain(mined.added, defaults=True) if is_stored else None,
        "proposals": to_plain(found.proposals, defaults=True),
    }


# ---------------------------------------------------------------- the work of a run


@contextmanager
def _work(
    store: Store | None, job: MemoryToMine
) -> Iterator[tuple[Iterable[Unit], _Refused, MemoryRun]]:
    """(units, those left out, how to mine them), in a folder that is removed when all is done."""
    if job.output is not None:
        check_output(Path(job.output))
    folder = _folder(store, job)
    _make(folder, job)
    with held(folder / "lock") as is_mine:
        if not is_mine:
            raise InvalidInput(
                "this memory is being mined by another process; wait until it is done"
            )
        _remove_abandoned(folder.parent)
        yield _run(store, job, folder)
        shutil.rmtree(folder, ignore_errors=True)


def _run(
    store: Store | None, job: MemoryToMine, folder: Path
) -> tuple[Iterable[Unit], _Refused, MemoryRun]:
    refused = _Refused(folder / "refused.jsonl")
    run = MemoryRun(
        OWN if job.path is None else file_name(job.name or str(job.path)),
        folder,
        job.processes or os.cpu_count() or 1,
        job.least,
        job.most,
        runner=job.runner,
    )
    run = replace(run, tell=job.progress) if job.progress else run
    return _memory(store, job, refused), refused, run


def _memory(store: Store | None, job: MemoryToMine, refused: _Refused) -> Iterable[Unit]:
    """The units; in parts, if the memory is a folder of parts or is shared out among workers."""
    path = None if job.path is None else Path(job.path).absolute()
    if path and (path.is_dir() or job.runner != LOCAL) and (parts := parts_of(path, refused)):
        return parts
    return _units(store, job, refused)


def _units(store: Store | None, job: MemoryToMine, refused: _Refused) -> Iterator[Unit]:
    if job.path is not None:
        yield from units_of_file(Path(job.path), refused, job.name)
    elif store is not None:
        yield from units_of_termbase(store, refused)


class _Refused:
    """The units that were left out, kept in a file for a run that goes on later. What a run before
    told, which did not come to the end of the memory, is told again."""

    def __init__(self, path: Path) -> None:
        self._path, self._told = path, False

    def __call__(self, number: int, reason: str) -> None:
        if not self._told:
            self._path.unlink(missing_ok=True)
            self._told = True
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([number, reason]) + "\n")

    def all(self) -> list[RefusedUnit]:
        if not self._path.exists():
            return []
        lines = self._path.read_text(encoding="utf-8").splitlines()
        return [RefusedUnit(*json.loads(line)) for line in lines]


def _folder(store: Store | None, job: MemoryToMine) -> Path:
    """Where a run keeps its work; one on Spark cuts its batches in another way."""
    kind = "" if job.runner == LOCAL else " spark"
    identity = f"{_identity(store, job)} {job.least} {VERSION}{kind}"
    name = hashlib.sha256(identity.encode()).hexdigest()[:32]
    if job.work is not None:
        return Path(job.work).absolute() / "glossary-mining" / name
    from platformdirs import user_cache_path

    return user_cache_path("glossary", appauthor=False) / "mining" / name


def _make(folder: Path, job: MemoryToMine) -> None:
    """Make the folder of a run. A folder that was named is shared with whoever may enter it."""
    if job.work is None:
        make_folder(folder)
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidInput(f"{job.work}: no folder for work: {error.strerror}") from error


def _remove_abandoned(root: Path) -> None:
    """Remove the work of runs that nobody went on with."""
    before = time.time() - KEPT_DAYS * 86_400
    for folder in root.iterdir():
        lock = folder / "lock"
        if folder.stat().st_mtime < before and lock.exists():
            with held(lock) as is_free:
                if is_free:
                    shutil.rmtree(folder, ignore_errors=True)


def _identity(store: Store | None, job: MemoryToMine) -> str:
    """What tells a memory from another: the bytes of its files, or the state of the termbase."""
    if job.path is None:
        if store is None:
            raise InvalidInput("the memory of which termbase? give its --db")
        return " ".join(map(str, store.identity()))
    path = Path(job.path)
    files = sorted(f for f in path.rglob("*") if f.is_file()) if path.is_dir() else [path]
    digest = hashlib.sha256()
    for file in files:
        name = job.name or file.name
        digest.update(f"{name}\0".encode("utf-8", "surrogatepass"))
        _add(digest, file)
    return digest.hexdigest()


def _add(digest: hashlib._Hash, file: Path) -> None:
    try:
        with file.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        raise UnreadableFile(str(file), error.strerror or str(error)) from error
