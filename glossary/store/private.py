"""Create files and folders: readable by their owner only, and complete on disk before they get
their name.

Permissions of existing files and folders are left unchanged.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

FILE_MODE, FOLDER_MODE = 0o600, 0o700  # derived: for the owner alone
SIDES = ("", "-wal", "-shm", "-journal")
"""Suffixes of the files that SQLite keeps with a database, "" for the database itself."""

_PARTIAL = re.compile(r"\.glossary-[0-9a-f]{16}\.partial")


def make_folder(folder: Path) -> None:
    """Create a folder and its parents if they are missing. Raises OSError."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        with suppress(FileExistsError):  # created by another process meanwhile
            each.mkdir(FOLDER_MODE)
    if not folder.is_dir():
        raise NotADirectoryError(20, "Not a directory", str(folder))


def open_private(path: Path, mode: str, **options: Any) -> IO[Any]:
    """`open`, but a new file is readable and writable by its owner only."""

    def opener(name: str, flags: int) -> int:
        return os.open(name, flags, FILE_MODE)

    return open(path, mode, opener=opener, **options)


@contextmanager
def partial_file(folder: Path) -> Iterator[Path]:
    """The path of a new empty file in `folder`, deleted when the block ends unless it was placed.

    Files left there by killed processes are removed. Raises OSError.
    """
    import secrets  # late: it loads all of OpenSSL, which a look-up does not need

    _remove_stale(folder)
    path = folder / f".glossary-{secrets.token_hex(8)}.partial"
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, FILE_MODE)
    try:
        _take(handle)
        yield path
    finally:
        os.close(handle)
        remove_database(path)


def remove_database(path: Path) -> None:
    """Remove a database and the files that SQLite keeps with it."""
    for side in SIDES:
        Path(f"{path}{side}").unlink(missing_ok=True)


def _remove_stale(folder: Path) -> None:
    """Remove the partial files of processes that died: a live process holds the lock on its
    file."""
    for path in folder.iterdir():
        if not _PARTIAL.fullmatch(path.name):
            continue
        with suppress(OSError):
            handle = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
            try:
                stale = _take(handle)
            finally:
                os.close(handle)
            if stale:
                remove_database(path)


def place(partial: Path, target: Path) -> None:
    """Give a finished file its name, durably; never replaces another. Raises FileExistsError."""
    sync_file(partial)
    try:
        os.link(partial, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(target):
            raise FileExistsError(17, "File exists", str(target)) from None
        os.rename(partial, target)
    else:
        partial.unlink()
    sync_folder(target.parent)


def sync_file(path: Path) -> None:
    """Wait until the file is on disk; it must not have an open database connection."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """Hold the lock of a file, made if it is missing, as long as the block lasts; False if another
    process holds it."""
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        yield _take(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Sync new names to disk; not every system can sync a folder, or needs to."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


try:
    import fcntl

    def _take(handle: int) -> bool:
        """Lock a file for as long as the handle is open; False if another process holds the
        lock."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def is_open_elsewhere(path: Path) -> bool:
        """Whether another process has this database open.

        Only if this one has no connection to it: closing a file drops all locks of the process on
        it.
        """
        handle = os.open(path, os.O_RDWR)
        try:  # the bytes that SQLite locks, for as long as a connection in WAL mode lives
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 512, 0x40000000)
        except OSError:
            return True
        finally:
            os.close(handle)
        return False

except ImportError:  # Windows, where a file that is open cannot be removed or renamed

    def _take(handle: int) -> bool:
        return False

    def is_open_elsewhere(path: Path) -> bool:
        return False
