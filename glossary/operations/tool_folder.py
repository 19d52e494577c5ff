"""A folder that a CAT tool reads: one sync at a time in it, and what its files hold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from glossary.errors import ConflictError, InvalidInput, UnreadableFile, UnwritableFile

LOCK = ".glossary-sync.lock"
_LARGEST = 16_000_000  # bytes of a file of added rows. Chosen: a lifetime's; half or double moves
# only what a file that is no glossary takes

Signature = tuple[int, int, int] | None
"""What changes when a file does; None if there is none."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other syncs out of a folder. Raises ConflictError if one is at work there, InvalidInput
    for what is no folder of glossaries."""
    from glossary.store.private import held

    refuse_missing(folder)
    if (folder / "omegat.project").exists():
        raise InvalidInput(
            f"{folder}: a project of OmegaT; give its folder of glossaries, {folder / 'glossary'}"
        )
    with ExitStack() as stack:
        try:
            is_mine = stack.enter_context(held(folder / LOCK))
        except OSError as error:
            raise UnwritableFile(f"{folder}: cannot be written to: {error.strerror}") from error
        if not is_mine:
            raise ConflictError(f"{folder}: another `glossary sync` keeps it fresh already")
        yield


def refuse_missing(folder: Path) -> None:
    """Raise InvalidInput for what is no folder (any more)."""
    if not folder.is_dir():
        raise InvalidInput(f"{folder}: no such folder; make it, or give the one of the project")


def signature(path: Path) -> Signature:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UnreadableFile(str(path), error.strerror or str(error)) from error
    return found.st_ino, found.st_size, found.st_mtime_ns


def bytes_of(path: Path) -> bytes | None:
    """What a file holds; None if there is none, or none that can be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def text_of(path: Path) -> str:
    """The rows that a tool wrote, in whatever encoding; "" for an empty file. Raises
    UnreadableFile."""
    from glossary.exchange.table.cells import decoded

    if not path.is_file():
        raise UnreadableFile(str(path), "no file of rows")  # a pipe may never end
    try:
        with open(path, "rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise UnreadableFile(str(path), error.strerror or str(error)) from error
    if len(data) > _LARGEST:
        raise UnreadableFile(str(path), f"over {_LARGEST:,} bytes: no file of added rows")
    return decoded(data, str(path)) if data.strip() else ""
