"""Add a folder of seeds to the demo's termbase, each file once, however often the demo is run.

Added files are recorded in the history as steps of the verb DEMO. These distinguish a demo's
termbase from a user's own, and let a later run continue one that was stopped, without reading a
file twice: entries that were edited, deleted or rejected since are left unchanged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from glossary.errors import InvalidInput
from glossary.operations import files, mining, undo
from glossary.operations.clock import Clock
from glossary.operations.mining import Mined
from glossary.operations.options import FileImport, FilesToMine
from glossary.progress import Progress
from glossary.store.base import Store

DEMO = "demo"
_PACKAGE = Path(__file__).resolve().parents[1]
_SUPPLIED = (_PACKAGE / "data" / "seeds", _PACKAGE.parent / "seeds")
_FOR_FITTING = "annotated"
"""The part of the supplied seeds to which weights are fitted; the demo does not read it."""


@dataclass(frozen=True, slots=True)
class Seed:
    """A document of the folder and its translation, if any; `mark` identifies them in the history.
    `is_taken`: an earlier run has mined it."""

    source: Path
    translation: Path | None
    mark: str
    is_taken: bool


def seeds_folder() -> Path:
    """The seeds supplied with the program. Raises InvalidInput if there are none."""
    for folder in _SUPPLIED:
        if folder.is_dir():
            return folder
    raise InvalidInput("this installation has no seeds; give a folder with --seeds FOLDER")


def is_demo(store: Store) -> bool:
    """Whether the demo made this termbase; else it is new, or a user's own."""
    return bool(store.steps(DEMO, limit=1))


def begin(store: Store, clock: Clock) -> None:
    """Mark the termbase as the demo's, so that it is one even if the demo is stopped."""
    if not is_demo(store):
        undo.note(store, DEMO, DEMO, clock(), "begun")


def import_curated(store: Store, clock: Clock, folder: Path) -> tuple[int, int]:
    """Import new curated files: (number of curated files in the folder, how many were new). Raises
    InvalidInput."""
    curated, _ = files_in(folder)
    taken = _taken(store)
    new = [file for file in curated if _mark(folder, file) not in taken]
    for file in new:
        files.read(store, FileImport(file.name, file.read_bytes(), by="seeds"), clock)
        undo.note(store, DEMO, DEMO, clock(), _mark(folder, file))
    return len(curated), len(new)


def documents(store: Store, folder: Path) -> list[Seed]:
    """The documents of the folder, marked if they are mined already."""
    taken = _taken(store)
    seeds = []
    for source, translation in files_in(folder)[1]:
        mark = _mark(folder, source, *([translation] if translation else []))
        seeds.append(Seed(source, translation, mark, mark in taken))
    return seeds


def mine_seed(store: Store, clock: Clock, seed: Seed, progress: Progress | None = None) -> Mined:
    """Propose the pairs of a document, and record that it is mined. Raises InvalidInput."""
    job = FilesToMine(seed.source, seed.translation, by=DEMO, progress=progress)
    mined = mining.mine(store, job, clock)
    undo.note(store, DEMO, DEMO, clock(), seed.mark)
    return mined


def _taken(store: Store) -> set[str]:
    return {step.summary for step in store.steps(DEMO)}


def _mark(folder: Path, *named: Path) -> str:
    """A string that identifies files by their names in the folder and their contents."""
    names = [file.relative_to(folder).as_posix() for file in named]
    content = hashlib.sha256(b"".join(hashlib.sha256(f.read_bytes()).digest() for f in named))
    return f"{' + '.join(names)} {content.hexdigest()}"


def files_in(folder: Path) -> tuple[list[Path], list[tuple[Path, Path | None]]]:
    """(curated files, documents) of a folder; `x.zh.txt` with `x.en.txt` is a source and its
    translation. Raises InvalidInput if there is none of either."""
    from glossary.documents import FORMATS

    if not folder.is_dir():
        raise InvalidInput(f"{folder} is no folder")
    found = sorted(p for p in folder.rglob("*") if p.is_file() and _is_read(p, folder))
    curated = [p for p in found if p.suffix == ".toml"]
    readable = [p for p in found if p.suffix.lower() in FORMATS]
    if not curated and not readable:
        raise InvalidInput(f"{folder}: no documents in it ({' '.join(FORMATS)})")
    return curated, list(_paired(readable))


def _is_read(file: Path, folder: Path) -> bool:
    for_fitting = file.relative_to(folder).parts[0] == _FOR_FITTING
    return not file.name.startswith(".") and not (for_fitting and folder.resolve() in _SUPPLIED)


def _paired(found: Sequence[Path]) -> Iterator[tuple[Path, Path | None]]:
    translations = {p: t for p in found if (t := _translation_of(p)) in found}
    for file in found:
        if file not in translations.values():
            yield file, translations.get(file)


def _translation_of(file: Path) -> Path | None:
    stem, dot, language = file.stem.rpartition(".")
    return file.with_name(f"{stem}.en{file.suffix}") if dot and language.startswith("zh") else None
