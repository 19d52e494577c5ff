"""The SQLite store: one file, opened when first used, one connection a thread.

Write-ahead log with `synchronous=FULL`: a transaction that has ended survives a power cut.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

from glossary.errors import Busy, GlossaryError, InvalidInput, StoreError
from glossary.model import Evidence
from glossary.store.base import Check, Staging
from glossary.store.sqlite import copies as sqlite_copies
from glossary.store.sqlite import migrations, term_index
from glossary.store.sqlite.concepts import ConceptTables, batches
from glossary.store.sqlite.connection import (
    FAILURES,
    Connection,
    connect,
    has_changed,
    reason_of,
    settle,
)
from glossary.store.sqlite.files import CUT, NO_LOG, Watch, files_of, is_own, make_ready
from glossary.store.sqlite.review import ReviewTables
from glossary.store.sqlite.rows import STATE_COUNT, Shape
from glossary.store.sqlite.transfer import TransferTables
from glossary.store.sqlite.units import UnitTables

BUSY_MS = 30_000
SELDOM, MOST_OFTEN = 0.03, 0.01
"""Seconds between two looks at the write lock: of who has just come, and of who waits long."""
GIVE_WAY = 0.02
STREAM_ROWS = 256
"""Rows that are read in one go where a caller takes them one by one."""

_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_COUNTS = {
    "concepts": "count(*) FROM concept",
    "terms": "coalesce(sum(last_term - first_term + 1), 0) FROM concept",
    "documents": "count(*) FROM document",
    "units": "count(*) FROM unit",
}


class SqliteStore(ConceptTables, ReviewTables, UnitTables, TransferTables):
    """See `glossary.store.base.Store`."""

    def __init__(self, path: Path) -> None:
        if str(path) == ":memory:":
            raise InvalidInput("the database wants a file; a temporary one will do")
        self.path = path.expanduser().absolute()  # the working folder may change
        self._local = threading.local()
        self._inside = threading.local()  # the connection of the transaction, closed or not
        self._connections: weakref.WeakSet[Connection] = weakref.WeakSet()
        self._guard = threading.Lock()
        self._watch = Watch(self.path)
        _stores.add(self)

    @property
    def cache(self) -> Path:
        """`PATH.memory`, beside the database at PATH."""
        return self.path.with_name(self.path.name + ".memory")

    # ------------------------------------------------------------ connection

    @property
    def db(self) -> Connection:
        """This thread's connection, opened and brought up to the newest schema when first used.

        Raises StoreError where the files that it is on are no longer those of that name.
        """
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection and connection.is_open_transaction():
            return connection
        if getattr(self._inside, "connection", None):
            raise self._error("closed while in use; nothing of this step was stored")
        connection = connection and self._looked_after(connection)
        if connection is None:
            try:
                connection = self._local.connection = self._open()
            except FAILURES as error:
                raise self._failure(error) from error
        return connection

    def _open(self) -> Connection:
        if self._connections and (trouble := self._watch.trouble()):
            raise self._error(trouble)
        make_ready(self.path)
        before = files_of(self.path)
        connection = connect(self.path, BUSY_MS / 1000)
        try:
            with self._guard:
                self._prepare(connection)
                self._register(connection, before.database)
        except BaseException:
            connection.close()
            raise
        return connection

    def _register(self, connection: Connection, database: tuple[int, int] | None) -> None:
        """Note which files it is on; all connections are on the same ones."""
        files = files_of(self.path)
        if not self._connections:
            self._watch.begin(files)
        if trouble := self._watch.trouble():
            raise self._error(trouble)
        if files.database != database:
            raise self._error("another file was put in its place just now; try again")
        self._connections.add(connection)

    def _prepare(self, connection: Connection) -> None:
        connection.execute("BEGIN")  # one look at a file that others may be filling just now
        try:
            # Before anything is written to it.
            current = sqlite_copies.refuse_unknown(connection, self.path)
        finally:
            connection.rollback()
        settle(connection, BUSY_MS / 1000)
        if current:
            return
        if not connection.may_write:
            raise self._error("has not the newest form, and cannot be written to bring it there")
        connection.execute("BEGIN IMMEDIATE")  # two processes may start on one new file
        try:
            migrations.apply(connection)
            connection.execute("COMMIT")
        except BaseException:
            connection.rollback()
            raise

    # ------------------------------------------------------------ the files under it

    def _looked_after(self, connection: Connection) -> Connection | None:
        """The connection if its files are in place, None where it is to be opened again."""
        if has_changed(connection, self.path):
            self.close()
            return None
        if self._watch.is_due() and (trouble := self._watch.trouble()):
            self._part(connection, trouble)
            return None
        return connection

    def _part(self, connection: Connection, trouble: str) -> None:
        """Move what lies in the log alone into the file that the connections are on, wherever
        that is now: a log left behind would be replayed over the file that takes its place.
        Raises StoreError unless all is saved and can be opened again."""
        if trouble != NO_LOG:
            # Else the log of that name may hold what others wrote.
            if trouble != CUT and self._watch.is_log_untouched():
                self._emptied_log(connection)
            raise self._error(trouble)
        taken = self._watch.has_newcomer()
        if not taken and not self._emptied_log(connection):
            raise self._error(trouble)
        self.close()
        if taken:
            raise self._error(
                "its log was deleted while in use, and another program has begun a new one; what "
                "was stored last may be lost: look with glossary doctor"
            )

    def _emptied_log(self, connection: Connection) -> bool:
        """Was all that the log held moved into the database?"""
        with suppress(*FAILURES), connection.lock:
            connection.execute("PRAGMA busy_timeout = 0")
            try:
                _, held, moved = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                return bool(held == moved)
            finally:
                connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        return False

    def _ensure_in_place(self, connection: Connection, stored: bool = False) -> None:
        """Raises StoreError where what is, or was, `stored` would lie in no file of that name."""
        if trouble := self._watch.trouble():
            if stored:
                self._part(connection, trouble)
            else:
                raise self._error(trouble)

    def _forget(self) -> None:
        """In a forked child: the connections are the parent's, and not even to be closed here."""
        _of_the_parent.extend(self._connections)
        self._local, self._inside = threading.local(), threading.local()
        self._guard = threading.Lock()
        self._connections = weakref.WeakSet()
        self._watch = Watch(self.path)

    def close(self) -> None:
        with self._guard:
            self._watch.end()
            connections = list(self._connections)
            self._local = threading.local()  # who reads on now waits for the guard
            for connection in connections:
                with connection.lock:  # another thread may be reading
                    connection.close()
            self._connections.clear()

    # ------------------------------------------------------------ transactions

    @contextmanager
    def transaction(self, *, wait: bool = True) -> Iterator[None]:
        self._watch.look_again()
        connection = self.db
        if connection.in_transaction:
            yield
            return
        try:
            self._inside.connection = connection
            self._begin(connection, wait)
            yield
            self._ensure_in_place(connection)
            self._control(connection, "COMMIT")
            self._ensure_in_place(connection, stored=True)
        except BaseException:
            if connection.is_open_transaction():  # some failures roll back by themselves
                with suppress(GlossaryError):
                    self._control(connection, "ROLLBACK")
            raise
        finally:
            self._inside.connection = None

    def _begin(self, connection: Connection, wait: bool) -> None:
        """Take the write lock. SQLite's own wait sleeps the longer the longer it has waited, so
        that of twenty writers one can starve for seconds; here who has waited longest looks most
        often."""
        with self._using(connection):
            timeout = connection.execute("PRAGMA busy_timeout").fetchone()[0]
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

    def _rows(
        self, sql: str, arguments: Any = (), shape: Shape | None = None
    ) -> list[tuple[Any, ...]]:
        connection = self.db
        try:
            with connection.lock:
                rows = connection.execute(sql, arguments).fetchall()
        except FAILURES as error:
            raise self._failure(error) from error
        return shape.rows(rows) if shape else rows

    def _stream(
        self, sql: str, arguments: Any = (), shape: Shape | None = None
    ) -> Iterator[tuple[Any, ...]]:
        """Rows one by one, all as they were at the first."""
        with self._using() as connection:
            cursor = connection.execute(sql, arguments)
        rows = [()]
        while rows:
            with self._using(connection):  # not longer: the reader may stop at any row
                rows = cursor.fetchmany(STREAM_ROWS)
            yield from shape.rows(rows) if shape else rows

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
        if isinstance(error, UnicodeEncodeError):
            return InvalidInput("half a surrogate pair is no text; mend its encoding")
        if isinstance(error, OverflowError):
            return InvalidInput("a number or a text is too large for the database")
        code = getattr(error, "sqlite_errorcode", None) or 0
        kind = Busy if code & 0xFF in _BUSY else StoreError  # the low byte tells the kind
        return self._error(reason_of(error), path, kind)

    def _error(
        self, reason: str, path: Path | None = None, kind: type[StoreError] = StoreError
    ) -> StoreError:
        return kind(f"{path or self.path}: {reason}")

    # ------------------------------------------------------------ the whole database

    def owns(self, path: Path) -> bool:
        return is_own(self.path, path)

    def staging(self) -> AbstractContextManager[Staging]:
        from glossary.store.sqlite.staging import staging

        return staging(self)

    def give_way(self) -> None:
        """As long as it takes whoever waits to look again: SQLite looks every 0.1 s at most."""
        time.sleep(GIVE_WAY)

    def backup(self, target: Path) -> None:
        self._rows("SELECT 1")  # is there a database that can be read?
        try:
            sqlite_copies.backup(self.path, target)
        except FileExistsError:
            raise StoreError(f"{target} exists; give a name that is free") from None
        except FAILURES as error:
            raise self._failure(error, target) from error

    def restore(self, source: Path, by: str, at: str) -> Path | None:
        self.close()
        return sqlite_copies.restore(self.path, source, by, at)

    def checks(self) -> Iterator[Check]:
        from glossary.store.sqlite import check as sqlite_check

        return sqlite_check.checks(self)

    def evidence(self) -> Iterator[tuple[str, tuple[tuple[str, str], ...], Evidence]]:
        from glossary.store.sqlite import check as sqlite_check

        return sqlite_check.evidence(self)

    def rebuild_terms(self) -> None:
        with self._using(self._writing()) as connection:
            term_index.drop(connection)
            term_index.create(connection)
        self._run("DELETE FROM term")
        self._run("DELETE FROM hidden_term")  # who was about to show some is told to try again
        places: list[tuple[int, int, str]] = []
        for batch in batches(self.concepts()):
            ranges = self._add_terms(batch)
            places += [(*ids, entry.id) for entry, ids in zip(batch, ranges, strict=True)]
        self._run_many("UPDATE concept SET first_term = ?, last_term = ? WHERE id = ?", places)
        new_id = (migrations.new_database_id(),)  # what caches hold may be wrong
        self._run("UPDATE meta SET value = ? WHERE key = 'database_id'", new_id)

    def counts(self) -> dict[str, int]:
        counts = {name: self._rows(f"SELECT {what}")[0][0] for name, what in _COUNTS.items()}
        states = ("proposed", "approved", "rejected")
        counts |= {f"candidates_{state}": 0 for state in states}
        sql = "SELECT state, count(*) FROM candidate GROUP BY state"
        for state, count in self._rows(sql, (), STATE_COUNT):
            counts[f"candidates_{state}"] = count
        return counts


_stores: weakref.WeakSet[SqliteStore] = weakref.WeakSet()
_of_the_parent: list[Connection] = []


def _forget_the_parents() -> None:
    for store in list(_stores):
        store._forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_the_parents)
