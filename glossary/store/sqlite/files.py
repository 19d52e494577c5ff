"""Inspect a database's files on disk without opening them.

POSIX locks belong to a process: closing *any* descriptor of a file drops all locks that SQLite
holds on it in this process, and the next program assumes that it is alone and removes the log that
the first one uses. So nothing in this program but SQLite opens the database, its -wal or its -shm;
here only their identity on disk (device and inode) and their size are read.
"""

from __future__ import annotations

import os
import stat
import threading
import time
from pathlib import Path
from typing import NamedTuple

from glossary.errors import StoreError
from glossary.store.private import FILE_MODE, make_folder

LOOK_S = 0.2
"""How long a look at the files, three calls of `stat`, is taken to hold for those who only read.
Chosen: at half there are twice as many; at double, a deleted database is read 0.2 s longer."""

LEAST = 512
"""Bytes of the smallest database, one page of the least size that there is; SQLite takes a file of
a single byte for empty, and writes over."""

NO_DATABASE = "not a database of this program; give another file with --db"
_RESTORE = "restore a backup with: glossary restore FILE"
GONE = f"the database was deleted or moved while in use; put it back, or {_RESTORE}"
REPLACED = (
    "another file was put in the place of the database while in use; put the first one back, or "
    "start this program again to go on with the new one"
)
CUT = f"the database was cut to nothing while in use; {_RESTORE}"
NO_LOG = "the log of the database was deleted while in use; nothing of this step was stored"

_creating = threading.Lock()  # a new file is closed here before any connection to it is made


class Files(NamedTuple):
    """Device and inode of the database, its log and its shared memory; None for what is missing."""

    database: tuple[int, int] | None
    log: tuple[int, int] | None
    shared: tuple[int, int] | None


def log_of(path: Path) -> Path:
    """The path of the log: SQLite keeps it beside the file itself, not beside a link to it."""
    return Path(f"{os.path.realpath(path)}-wal")


def shared_of(path: Path) -> Path:
    return Path(f"{os.path.realpath(path)}-shm")


def _status(path: Path | str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except OSError:
        return None


def _place(path: Path | str) -> tuple[int, int] | None:
    status = _status(path)
    return status and (status.st_dev, status.st_ino)


def files_of(path: Path) -> Files:
    return Files(_place(path), _place(log_of(path)), _place(shared_of(path)))


def frozen_state(path: Path) -> tuple[object, ...]:
    """A value that changes whenever anybody writes: sizes and times of the database and its log."""
    found = (_status(path), _status(log_of(path)))
    return tuple(status and (status.st_ino, status.st_size, status.st_mtime_ns) for status in found)


def is_own(path: Path, other: Path) -> bool:
    """Whether `other` is the database at `path`, or a file that SQLite keeps beside it."""
    place = _place(other)
    return (place is not None and place in files_of(path)) or other.absolute() in (
        path,
        log_of(path),
        shared_of(path),
    )


def may_write(path: Path) -> bool:
    """Whether permissions allow writing the database and creating the log beside it."""
    beside = (log_of(path), shared_of(path))
    folder = log_of(path).parent
    return _allowed(path) and (_allowed(folder) or all(map(_allowed, beside)))


def _allowed(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def make_ready(path: Path) -> None:
    """Create the file and its folder if they are missing. Raises StoreError if what is there cannot
    be a database; OSError."""
    with _creating:
        log = _status(log_of(path))  # first: a database exists before its log does
        status = _status(path)
        if status is None:
            if log and log.st_size:
                raise StoreError(
                    f"{path} is missing, but its log {log_of(path).name} is there: put the file "
                    f"back, or {_RESTORE}; to begin anew, move the log away"
                )
            _create(path)
        elif stat.S_ISDIR(status.st_mode):
            raise StoreError(f"{path} is a folder; give a file in it")
        elif not stat.S_ISREG(status.st_mode) or 0 < status.st_size < LEAST:
            raise StoreError(f"{path}: {NO_DATABASE}")


def _create(path: Path) -> None:
    make_folder(path.parent)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, FILE_MODE))
    except FileExistsError:
        if path.is_symlink():
            raise StoreError(f"{path} is a link to nowhere") from None


class Watch:
    """Watches whether the files at a path are still those that the connections use."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._names = str(path), str(log_of(path)), str(shared_of(path))
        self._known: Files | None = None
        self._until = 0.0
        self._log: object = None  # as it was when trouble was first seen

    def begin(self, files: Files) -> None:
        """Start watching files that connections now use."""
        self._known, self._until = files, 0.0

    def end(self) -> None:
        self._known = None

    def is_due(self) -> bool:
        """Whether it is time for a reader to look again."""
        return time.monotonic() >= self._until

    def look_again(self) -> None:
        """Force a new look, before a change."""
        self._until = 0.0

    def trouble(self) -> str | None:
        """Why nothing may be read or written now, or None; NO_LOG if the database is in place but
        its log or shared memory is not."""
        known = self._known
        self._until = 0.0
        if known is None:
            return None
        database, log, shared = map(_status, self._names)
        if database is None:
            return GONE
        if (database.st_dev, database.st_ino) != known.database:
            return REPLACED
        if database.st_size < LEAST:
            return CUT
        for status, place in ((log, known.log), (shared, known.shared)):
            if place and (status is None or (status.st_dev, status.st_ino) != place):
                return NO_LOG
        self._until, self._log = time.monotonic() + LOOK_S, None
        return None

    def is_log_untouched(self) -> bool:
        """Whether nobody has written to the log since the trouble was first seen."""
        log = _status(self._names[1])
        now = log and (log.st_ino, log.st_size, log.st_mtime_ns)
        self._log = self._log or now
        return now is not None and now == self._log

    def has_newcomer(self) -> bool:
        """Whether another program has created a new log or shared memory in place of ours."""
        known, now = self._known, files_of(self.path)
        return bool(known) and any(
            there not in (None, ours) for there, ours in zip(now, known or (), strict=True)
        )
