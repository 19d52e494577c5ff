"""Taking a folder of seeds into the demo's termbase, each file once, however often it is run.

What was taken in is noted in the history as steps of the verb DEMO. They tell a demo's termbase
from a person's own, and let a later run go on where one was stopped, without reading a file twice:
what a person has edited, deleted or rejected since stays as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from glossary.cli.common import note, progress
from glossary.errors import InvalidInput
from glossary.termbase import Termbase

DEMO = "demo"
_PACKAGE = Path(__file__).resolve().parents[1]
_SUPPLIED = (_PACKAGE / "data" / "seeds", _PACKAGE.parent / "seeds")
_FOR_FITTING = "annotated"
"""The part of the supplied seeds that weights are fitted to; the demo does not read it."""


def seeds_folder() -> Path:
    """The seeds that came with the program."""
    for folder in _SUPPLIED:
        if folder.is_dir():
            return folder
    raise InvalidInput("this installation has no seeds; give a folder with --seeds FOLDER")


def is_demo(termbase: Termbase) -> bool:
    """Whether the demo made this termbase; else it is new, or somebody's own."""
    return bool(termbase.steps(DEMO, limit=1))


def take_in(termbase: Termbase, folder: Path) -> None:
    """Curated entries and documents of a folder; a file that cannot be read is said, not fatal."""
    curated, documents = files_in(folder)
    taken = {step.summary for step in termbase.steps(DEMO)}
    if not taken:
        termbase.note(DEMO, by=DEMO, summary="begun")  # stopped from here on, it is still a demo
    new = [file for file in curated if _mark(folder, file) not in taken]
    for file in new:
        termbase.read(file.name, file.read_bytes(), by="seeds")
        termbase.note(DEMO, by=DEMO, summary=_mark(folder, file))
    click.echo(
        f"{len(curated)} files of curated entries, {len(new)} of them new: "
        f"{termbase.stats()['concepts']} entries"
    )
    for source, translation in documents:
        mark = _mark(folder, source, *([translation] if translation else []))
        if mark in taken:
            click.echo(f"{source.name}: mined before")
        elif _mine(termbase, source, translation):
            termbase.note(DEMO, by=DEMO, summary=mark)


def _mine(termbase: Termbase, source: Path, translation: Path | None) -> bool:
    with progress(f"mining {source.name}") as show:
        try:
            mined = termbase.mine(source, translation, by=DEMO, progress=show)
        except InvalidInput as error:
            note(f"Error: {error}")
            return False
    pairs, units = len(mined.found.proposals), mined.added.units
    click.echo(f"{source.name}: {pairs} pairs, {units} aligned sentences")
    return True


def _mark(folder: Path, *files: Path) -> str:
    """The files' names in the folder, and their contents."""
    names = [file.relative_to(folder).as_posix() for file in files]
    content = hashlib.sha256(b"".join(hashlib.sha256(f.read_bytes()).digest() for f in files))
    return f"{' + '.join(names)} {content.hexdigest()}"


def files_in(folder: Path) -> tuple[list[Path], list[tuple[Path, Path | None]]]:
    """(curated files, documents); `x.zh.txt` with `x.en.txt` is a source and its translation."""
    from glossary.documents import FORMATS

    if not folder.is_dir():
        raise InvalidInput(f"{folder} is no folder")
    files = sorted(p for p in folder.rglob("*") if p.is_file() and _is_read(p, folder))
    curated = [p for p in files if p.suffix == ".toml"]
    documents = [p for p in files if p.suffix.lower() in FORMATS]
    if not curated and not documents:
        raise InvalidInput(f"{folder}: no documents in it ({' '.join(FORMATS)})")
    return curated, list(_paired(documents))


def _is_read(file: Path, folder: Path) -> bool:
    for_fitting = file.relative_to(folder).parts[0] == _FOR_FITTING
    return not file.name.startswith(".") and not (for_fitting and folder.resolve() in _SUPPLIED)


def _paired(files: Sequence[Path]) -> Iterator[tuple[Path, Path | None]]:
    translations = {p: t for p in files if (t := _translation_of(p)) in files}
    for file in files:
        if file not in translations.values():
            yield file, translations.get(file)


def _translation_of(file: Path) -> Path | None:
    stem, dot, language = file.stem.rpartition(".")
    return file.with_name(f"{stem}.en{file.suffix}") if dot and language.startswith("zh") else None
