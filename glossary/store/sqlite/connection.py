"""Connections to a SQLite file, for writing or read-only.

A database in WAL mode needs files beside it even for reading. If these cannot be created, it is
opened as immutable: SQLite then takes no locks and sees no changes, so readers ask `has_changed`
and open it again.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

from glossary.errors import Busy, GlossaryError, InvalidInput, StoreError
from glossary.store.sqlite.files import (
    NO_DATABASE,
    Files,
    frozen_state,
    log_of,
    may_write,
    shared_of,
)

WAL_BYTES = 64 << 20
"""What the log keeps on disk after a large import has been moved into the database. Chosen: at
half, its file grows anew at more imports; at double, 64 MB more stay taken."""

CACHE_KB = 16_000
"""Pages that a connection keeps, eight times what SQLite does by itself. Chosen: an import of 4,000
entries takes the same time at half and double; what grows is the memory of each thread."""

_PRAGMAS = (
    "synchronous = FULL",
    "foreign_keys = ON",
    f"journal_size_limit = {WAL_BYTES}",
    "cell_size_check = ON",
)

FAILURES = (sqlite3.Error, OSError, OverflowError, UnicodeError)
"""What SQLite and its Python binding raise, including for values that they do not accept."""

REASONS = {
    sqlite3.SQLITE_FULL: "the disk is full; nothing of this step was stored",
    sqlite3.SQLITE_IOERR: "the disk cannot be read or written, or is full; "
    "nothing of this step was stored",
    sqlite3.SQLITE_BUSY: "another program holds the database; try again when it is done",
    sqlite3.SQLITE_LOCKED: "another program holds the database; try again when it is done",
    sqlite3.SQLITE_NOTADB: NO_DATABASE,
    sqlite3.SQLITE_CORRUPT: "the database is damaged; restore a backup with: glossary restore FILE",
    sqlite3.SQLITE_READONLY: "cannot be written; check the rights of the file and its folder",
    sqlite3.SQLITE_PERM: "cannot be written; check the rights of the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check the folder and its rights",
}
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_NOT_THIS_WAY = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM)


class Connection(sqlite3.Connection):
    """A connection with a lock that is held during every call: closing it while a statement runs
    would crash the process."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.lock = threading.RLock()
        self.files: Files | None = None
        self.frozen: tuple[object, ...] | None = None
        self.may_write = True

    def is_open_transaction(self) -> bool:
        """`in_transaction`, False also for a connection that was closed meanwhile."""
        try:
            return self.in_transaction
        except sqlite3.ProgrammingError:
            return False


def connect(path: Path, wait: float) -> Connection:
    """A connection for writing if permissions allow it, else read-only; one for writing has not
    read anything yet.

    `wait` is the timeout for locks, in seconds. Raises sqlite3.Error.
    """
    if may_write(path):
        return _connect(str(path), wait)
    return connect_to_read(path, wait)


def connect_to_read(path: Path, wait: float) -> Connection:
    """A connection that does not change the database or its folder. Raises sqlite3.Error."""
    ways = list(_ways(path))
    for way in ways:
        connection = _connect(f"{path.absolute().as_uri()}?{way}", wait, uri=True)
        state = frozen_state(path)
        try:
            if "vfs=" in way:
                connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        except sqlite3.OperationalError as error:
            connection.close()
            if way == ways[-1] or error.sqlite_errorcode & 0xFF not in _NOT_THIS_WAY:
                raise
            continue
        except BaseException:
            connection.close()
            raise
        connection.frozen = None if way == _LIVE else state
        connection.may_write = False
        return connection
    raise AssertionError("one way there is")


_LIVE = "mode=ro"
_ALONE = "mode=ro&vfs=unix-none"  # the log is read without locks, as nobody else uses it
_AS_IT_STANDS = "immutable=1"


def _ways(path: Path) -> list[str]:
    """URI parameters to try, likeliest first. A log without shared memory has no live user."""
    log = log_of(path)
    if not log.exists():
        return [_AS_IT_STANDS]
    ways = [_LIVE, _ALONE] if shared_of(path).exists() else [_ALONE, _LIVE]
    return ways if log.stat().st_size else [*ways, _AS_IT_STANDS]


def _connect(target: str, wait: float, uri: bool = False) -> Connection:
    return sqlite3.connect(
        target,
        timeout=wait,
        check_same_thread=False,
        cached_statements=256,  # more than this program has; each is parsed once
        factory=Connection,
        uri=uri,
    )


def has_changed(connection: Connection, path: Path) -> bool:
    """Whether a database that was opened as immutable has been written to."""
    return connection.frozen is not None and connection.frozen != frozen_state(path)


def settle(connection: Connection, wait: float) -> None:
    """Set the pragmas of every connection, and switch to WAL if the connection may write."""
    for pragma in (*_PRAGMAS, f"cache_size = -{CACHE_KB}"):
        connection.execute(f"PRAGMA {pragma}")
    if connection.may_write:
        use_wal(connection, wait)


def use_wal(connection: sqlite3.Connection, wait: float) -> None:
    """Switch to WAL, retrying while another process does so: SQLite itself does not wait for
    that."""
    end = time.monotonic() + wait
    while True:
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.005)


def reason_of(error: BaseException) -> str:
    """The reason for a failure, in words that say what to do."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    code = getattr(error, "sqlite_errorcode", None)
    if "decode to UTF-8" in str(error) or isinstance(error, UnicodeError):
        code = sqlite3.SQLITE_CORRUPT
    if code is None:
        return str(error)
    return REASONS.get(code & 0xFF, str(error))  # the low byte is the primary code


def failure_of(error: BaseException, path: Path) -> GlossaryError:
    """A failure of the file at `path`, as an error of this program."""
    if isinstance(error, UnicodeEncodeError):
        return InvalidInput("half a surrogate pair is no text; mend its encoding")
    if isinstance(error, OverflowError):
        return InvalidInput("a number or a text is too large for the database")
    code = getattr(error, "sqlite_errorcode", None) or 0
    kind = Busy if code & 0xFF in _BUSY else StoreError  # the low byte is the primary code
    return kind(f"{path}: {reason_of(error)}")
