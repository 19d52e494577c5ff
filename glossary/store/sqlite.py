"""The SQLite store: one file, opened when first used, one connection a thread.

Write-ahead log with `synchronous=FULL`: a transaction that has ended survives a power cut.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from glossary.errors import Busy, GlossaryError, InvalidInput, StoreError
from glossary.store import migrations
from glossary.store.base import Staging
from glossary.store.sqlite_concepts import ConceptTables
from glossary.store.sqlite_review import ReviewTables
from glossary.store.sqlite_transfer import TransferTables
from glossary.store.sqlite_units import UnitTables

BUSY_MS = 30_000
SELDOM, MOST_OFTEN = 0.03, 0.01
"""Seconds between two looks at the write lock: of who has just come, and of who waits long."""
GIVE_WAY = 0.02
WAL_BYTES = 64 << 20
"""What the log keeps on disk after a large import has been moved into the database."""

_PRAGMAS = ("synchronous = FULL", "foreign_keys = ON", f"journal_size_limit = {WAL_BYTES}",
            "cache_size = -16000")  # fmt: skip

_COUNTS = {
    "concepts": "count(*) FROM concept",
    "terms": "coalesce(sum(last_term - first_term + 1), 0) FROM concept",
    "documents": "count(*) FROM document",
    "units": "count(*) FROM unit",
}

STREAM_ROWS = 256
"""Rows that are read in one go where a caller takes them one by one."""

FAILURES = (sqlite3.Error, OSError, OverflowError, UnicodeError)
"""What SQLite and its Python binding raise, for values they cannot take as well."""

_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_MAGIC = b"SQLite format 3\0"
_REASONS = {
    sqlite3.SQLITE_FULL: "the disk is full; nothing of this step was stored",
    sqlite3.SQLITE_IOERR: "the disk cannot be read or written, or is full; "
    "nothing of this step was stored",
    sqlite3.SQLITE_BUSY: "another program holds the database; try again when it is done",
    sqlite3.SQLITE_LOCKED: "another program holds the database; try again when it is done",
    sqlite3.SQLITE_NOTADB: "not a database of this program; give another file with --db",
    sqlite3.SQLITE_CORRUPT: "the database is damaged; restore a backup",
    sqlite3.SQLITE_READONLY: "cannot be written; check the rights of the file and its folder",
    sqlite3.SQLITE_PERM: "cannot be written; check the rights of the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check the folder and its rights",
}


class Connection(sqlite3.Connection):
    """A connection that can be asked for itself by the name that sqlite-utils uses.

    Its lock is held over every call: closing it under a statement would end the whole process.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.lock = threading.RLock()

    @property
    def conn(self) -> Connection:
        return self

    def is_open_transaction(self) -> bool:
        """As `in_transaction`, for a connection that may have been closed meanwhile, too."""
        try:
            return self.in_transaction
        except sqlite3.ProgrammingError:
            return False


def _use_wal(connection: Connection) -> None:
    """The first to open a new file switches it; SQLite has nobody wait for that by itself."""
    end = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.005)


class SqliteStore(ConceptTables, ReviewTables, UnitTables, TransferTables):
    """See `glossary.store.base.Store`."""

    def __init__(self, path: Path) -> None:
        if str(path) == ":memory:":
            raise InvalidInput("the database wants a file; a temporary one will do")
        self.path = path.expanduser().absolute()  # the working folder may change
        self._local = threading.local()
        self._connections: weakref.WeakSet[Connection] = weakref.WeakSet()
        self._guard = threading.Lock()

    # ------------------------------------------------------------ connection

    @property
    def db(self) -> Connection:
        """This thread's connection, opened and brought up to the newest schema when first used."""
        try:
            connection: Connection = self._local.connection
        except AttributeError:
            try:
                connection = self._local.connection = self._open()
            except FAILURES as error:
                raise self._failure(error) from error
        return connection

    def _open(self) -> Connection:
        self._check_kind()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            self.path, timeout=BUSY_MS / 1000, check_same_thread=False, cached_statements=256,
            factory=Connection,
        )  # fmt: skip
        try:
            with self._guard:
                self._prepare(connection)
                self._connections.add(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _check_kind(self) -> None:
        """SQLite itself takes a very short file for an empty database, and writes over it."""
        if self.path.is_dir():
            raise StoreError(f"{self.path} is a folder; give a file in it")
        if self.path.is_file():
            with self.path.open("rb") as file:
                if file.read(len(_MAGIC)) not in (b"", _MAGIC):
                    raise StoreError(f"{self.path}: {_REASONS[sqlite3.SQLITE_NOTADB]}")

    def _prepare(self, connection: Connection) -> None:
        connection.execute("BEGIN")  # one look at a file that others may be filling just now
        try:
            current = self._is_current(connection)  # before anything is written to it
        finally:
            connection.rollback()
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        _use_wal(connection)
        if not current:
            connection.execute("BEGIN IMMEDIATE")  # two processes may start on one new file
            try:
                migrations.apply(connection)
                connection.execute("COMMIT")
            except BaseException:
                connection.rollback()
                raise

    def _is_current(self, connection: Connection) -> bool:
        """Has it the newest schema? Raises StoreError for what this program must not touch."""
        applied = migrations.applied(connection)
        newer = [name for name in applied if name not in migrations.STEPS]
        if newer:
            raise StoreError(
                f"{self.path} was written by a newer version of this program ({newer[-1]}); "
                "upgrade, or give another file with --db"
            )
        if not applied and connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            raise StoreError(
                f"{self.path} is a database of another program; give another file with --db"
            )
        return len(applied) == len(migrations.STEPS)

    def close(self) -> None:
        with self._guard:
            connections = list(self._connections)
            self._local = threading.local()  # who reads on now waits for the guard
            for connection in connections:
                with connection.lock:  # another thread may be reading
                    connection.close()
            self._connections.clear()

    # ------------------------------------------------------------ transactions

    @contextmanager
    def transaction(self, *, wait: bool = True) -> Iterator[None]:
        connection = self.db
        if connection.in_transaction:
            yield
            return
        try:
            self._begin(connection, wait)
            yield
            self._control(connection, "COMMIT")
        except BaseException:
            if connection.is_open_transaction():  # some failures roll back by themselves
                with suppress(GlossaryError):
                    self._control(connection, "ROLLBACK")
            raise

    def _begin(self, connection: Connection, wait: bool) -> None:
        """Take the write lock. SQLite's own wait sleeps the longer the longer it has waited, so
        that of twenty writers one can starve for seconds; here who has waited longest looks most
        often."""
        timeout = self._rows("PRAGMA busy_timeout")[0][0]
        began = time.monotonic()
        self._control(connection, "PRAGMA busy_timeout = 0")
        try:
            while True:
                waited = time.monotonic() - began
                try:
                    return self._control(connection, "BEGIN IMMEDIATE")
                except Busy:
                    if not wait or waited * 1000 >= timeout:
                        raise
                time.sleep(max(MOST_OFTEN, SELDOM - waited / 50))
        finally:
            self._control(connection, f"PRAGMA busy_timeout = {timeout}")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        connection = self.db
        if connection.in_transaction:  # which sees one state as it is
            yield
            return
        self._control(connection, "BEGIN")
        try:
            yield
        finally:
            if connection.is_open_transaction():
                self._control(connection, "COMMIT")

    def _control(self, connection: Connection, statement: str) -> None:
        try:
            with connection.lock:
                connection.execute(statement)
        except FAILURES as error:
            raise self._failure(error) from error

    # ------------------------------------------------------------ statements

    def _rows(self, sql: str, arguments: Any = ()) -> list[tuple[Any, ...]]:
        connection = self.db
        try:
            with connection.lock:
                return connection.execute(sql, arguments).fetchall()
        except FAILURES as error:
            raise self._failure(error) from error

    def _stream(self, sql: str, arguments: Any = ()) -> Iterator[tuple[Any, ...]]:
        """Rows one by one, all as they were at the first."""
        with self._using() as connection:
            cursor = connection.execute(sql, arguments)
        rows = [()]
        while rows:
            with self._using(connection):  # not longer: the reader may stop at any row
                rows = cursor.fetchmany(STREAM_ROWS)
            yield from rows

    def _run(self, sql: str, arguments: Any = ()) -> sqlite3.Cursor:
        """A statement that changes data; only inside a transaction."""
        connection = self._writing()
        try:
            with connection.lock:
                return connection.execute(sql, arguments)
        except FAILURES as error:
            raise self._failure(error) from error

    def _run_many(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        """The same statement for every row."""
        with self._using(self._writing()) as connection:
            connection.executemany(sql, rows)

    def _writing(self) -> Connection:
        connection = self.db
        if not connection.in_transaction:
            raise RuntimeError("a change outside transaction()")
        return connection

    # ------------------------------------------------------------ failures

    @contextmanager
    def _using(self, connection: Connection | None = None) -> Iterator[Connection]:
        """The connection, not to be closed meanwhile; its errors as a line that says what to do."""
        connection = connection or self.db
        try:
            with connection.lock:
                yield connection
        except FAILURES as error:
            raise self._failure(error) from error

    def _failure(self, error: BaseException, path: Path | None = None) -> GlossaryError:
        if isinstance(error, UnicodeError):
            return InvalidInput("half a surrogate pair is no text; mend its encoding")
        if isinstance(error, OverflowError):
            return InvalidInput("a number or a text is too large for the database")
        reason, kind = str(error), StoreError
        if isinstance(error, OSError):
            reason = error.strerror or reason
        code = getattr(error, "sqlite_errorcode", None)
        if code is not None:
            reason = _REASONS.get(code & 0xFF, reason)  # the low byte tells the kind
            kind = Busy if code & 0xFF in _BUSY else StoreError
        return kind(f"{path or self.path}: {reason}")

    # ------------------------------------------------------------ the whole database

    @cached_property
    def _database_id(self) -> str:
        return self._rows("SELECT value FROM meta WHERE key = 'database_id'")[0][0]

    def staging(self) -> AbstractContextManager[Staging]:
        from glossary.store.sqlite_staging import staging

        return staging(self)

    def give_way(self) -> None:
        """As long as it takes whoever waits to look again: SQLite looks every 0.1 s at most."""
        time.sleep(GIVE_WAY)

    def backup(self, target: Path) -> None:
        if target.exists():
            raise StoreError(f"{target} exists; give a name that is free")
        self._rows("SELECT 1")  # is there a database that can be read?
        try:
            self._copy(target)
        except FAILURES as error:
            raise self._failure(error, target) from error

    def _copy(self, target: Path) -> None:
        """Whole or not at all: under another name until it is complete."""
        handle, name = tempfile.mkstemp(".partial", target.name + ".", target.parent)
        os.close(handle)
        source, copy = sqlite3.connect(self.path), sqlite3.connect(name)
        try:
            source.backup(copy)
            # From here on the two may go different ways: caches must not take one for the other.
            new_id = migrations.new_database_id()
            copy.execute("UPDATE meta SET value = ? WHERE key = 'database_id'", (new_id,))
            copy.commit()
            copy.close()
            Path(name).chmod(self.path.stat().st_mode & 0o777)
            os.replace(name, target)
        finally:
            source.close()
            copy.close()
            for suffix in ("", "-wal", "-shm"):
                Path(name + suffix).unlink(missing_ok=True)

    def counts(self) -> dict[str, int]:
        counts = {name: self._rows(f"SELECT {what}")[0][0] for name, what in _COUNTS.items()}
        states = ("proposed", "approved", "rejected")
        counts |= {f"candidates_{state}": 0 for state in states}
        for state, count in self._rows("SELECT state, count(*) FROM candidate GROUP BY state"):
            counts[f"candidates_{state}"] = count
        return counts
