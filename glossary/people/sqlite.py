"""The people in one SQLite file, apart from the termbases."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from glossary.errors import Busy, GlossaryError, StoreError
from glossary.people.schema import META, ONLY_GROWS, TABLES, VERSION
from glossary.store.private import make_folder, open_private

WAIT = 10.0
"""Seconds for another process that writes. Chosen: a change takes milliseconds; half or double
moves only when a process that hangs is told of."""
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

_NUMBERED = "INTEGER PRIMARY KEY AUTOINCREMENT"
_GUARDS = (
    "CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit "
    f"BEGIN SELECT RAISE(ABORT, '{ONLY_GROWS}'); END",
    "CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit "
    f"BEGIN SELECT RAISE(ABORT, '{ONLY_GROWS}'); END",
    # REPLACE deletes without the trigger above.
    "CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit "
    "WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id) "
    f"BEGIN SELECT RAISE(ABORT, '{ONLY_GROWS}'); END",
)


class PeopleFile:
    """Connections to the file, one a thread and process; see `database.PeopleDatabase`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._lock = threading.Lock()
        self._open: list[sqlite3.Connection] = []
        self._is_checked = False

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._failing_as_ours():
            return self._connection().execute(sql, values).fetchall()

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        return self._changed(sql, values).rowcount

    def insert(self, sql: str, values: Sequence[Any] = ()) -> int:
        return self._changed(sql, values).lastrowid or 0

    def _changed(self, sql: str, values: Sequence[Any]) -> sqlite3.Cursor:
        connection = self._connection()
        if not connection.in_transaction:
            raise RuntimeError("a change outside transaction()")
        with self._failing_as_ours():
            return connection.execute(sql, values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        connection = self._connection()
        if connection.in_transaction:
            yield
            return
        with self._failing_as_ours():
            connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            with self._failing_as_ours():
                connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise

    def waits(self, kind: str) -> None:
        """A file is used from one machine: each of its servers keeps these times in memory."""

    def backup(self, target: Path) -> None:
        with self._failing_as_ours():
            try:
                open_private(target, "xb").close()
            except FileExistsError as error:
                raise StoreError(f"{target} exists already; give a new name") from error
            self._connection().execute("VACUUM INTO ?", (str(target),))

    def close(self) -> None:
        with self._lock:
            for connection in self._open:
                connection.close()
            self._open.clear()
        self._local = threading.local()

    # ------------------------------------------------------------ connections

    def _connection(self) -> sqlite3.Connection:
        local = self._local
        if getattr(local, "process", 0) != os.getpid():  # a fork must not use its parent's
            with self._failing_as_ours():
                local.connection = self._connected()
            local.process = os.getpid()
        found: sqlite3.Connection = local.connection
        return found

    def _connected(self) -> sqlite3.Connection:
        make_folder(self.path.absolute().parent)
        open_private(self.path, "ab").close()
        made = sqlite3.connect(
            self.path, timeout=WAIT, isolation_level=None, check_same_thread=False
        )
        with self._lock:
            self._open.append(made)
            if not self._is_checked:
                self._check(made)
                self._is_checked = True
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            made.execute(f"PRAGMA {pragma}")
        return made

    def _check(self, connection: sqlite3.Connection) -> None:
        """Make the tables of a new file. Raises StoreError for the database of another program, or
        of a newer version."""
        connection.execute("BEGIN IMMEDIATE")
        try:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            if not tables:
                for statement in (*TABLES, *_GUARDS):
                    connection.execute(statement.replace("NUMBERED", _NUMBERED))
                connection.executemany("INSERT INTO people_meta VALUES (?, ?)", META)
            self._refuse_others(connection, tables)
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise

    def _refuse_others(self, connection: sqlite3.Connection, tables: set[str]) -> None:
        if tables and "people_meta" not in tables:
            raise StoreError(f"{self.path} holds no accounts; give another file (--people FILE)")
        meta = dict(connection.execute("SELECT name, value FROM people_meta"))
        if meta.get("version") != VERSION:
            raise StoreError(f"{self.path} was written by a newer version of this program; upgrade")

    @contextmanager
    def _failing_as_ours(self) -> Iterator[None]:
        try:
            yield
        except GlossaryError:
            raise
        except sqlite3.Error as error:
            code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
            kind = Busy if code in _BUSY else StoreError
            raise kind(f"{self.path}: {error}") from error
        except OSError as error:
            raise StoreError(f"{self.path}: {error.strerror or error}") from error
