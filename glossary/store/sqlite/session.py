"""Statements and transactions on the calling thread's connection, for the parts of the store.

Failures are raised as errors of this program, in one line that says what to do.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from itertools import chain
from typing import Any

from glossary.errors import Busy, GlossaryError
from glossary.store.sqlite import change_log
from glossary.store.sqlite.connection import CACHE_KB, FAILURES, Connection, failure_of
from glossary.store.sqlite.pool import ConnectionPool
from glossary.store.tables.rows import NUMBER, Row, Shape, refuse_nul
from glossary.store.tables.session import MAX_ID, SqlDialect

SELDOM, MOST_OFTEN = 0.03, 0.01
"""Seconds between two looks at the write lock: of who has just come, and of who waits long. Chosen:
at half, those who wait take more of the processor from the one that writes; at double, a lock that
is free stays so for up to 0.06 s."""
GIVE_WAY = 0.02
"""Seconds. Chosen between the two above, so that who waits long gets in and who has just come may
not. At double, an import of 100,000 entries takes 2 s more; at half, only some of those get in."""
MOST_KB = 500_000
"""Pages that a large change keeps meanwhile, at most. Chosen, for the hashes of ten million units:
with a quarter of the pages that they take, adding units was measured to take a third more of the
processor's time, with a twentieth twice as much."""
STREAM_ROWS = 256
"""Rows that are read in one go where a caller takes them one by one. Chosen: half and double are
within 2 % (`tests/benchmarks/bench_store_numbers.py`, as all ratios of times here)."""
SQLITE = SqlDialect(
    find="instr",
    in_order="CROSS JOIN",
    unindexed="+",
    like="LIKE",
    types={"numbered": "INTEGER PRIMARY KEY", "text": "TEXT", "real": "REAL", "bytes": "BLOB"},
    binned="min(CAST({number} * {bins} AS INTEGER), {last})",
    members="SELECT value FROM json_each(?)",
    joined="group_concat(DISTINCT {})",
    apart=False,
)


class SqliteSession:
    """The connections of a pool, each for the thread that calls; see `tables.session.Session`."""

    dialect = SQLITE

    def __init__(self, pool: ConnectionPool) -> None:
        self._pool = pool

    @property
    def connection(self) -> Connection:
        """This thread's connection. Raises StoreError."""
        return self._pool.current

    # ------------------------------------------------------------ transactions

    @contextmanager
    def transaction(self, *, wait: bool = True) -> Iterator[None]:
        connection = self._pool.for_writing()
        if connection.in_transaction:
            yield
            return
        with self._pool.holding(connection):
            try:
                self._begin(connection, wait)
                yield
                with self.using(connection):
                    change_log.number(connection)
                self._pool.ensure_in_place(connection)
                self._control(connection, "COMMIT")
                self._pool.ensure_in_place(connection, stored=True)
            except BaseException:
                if connection.is_open_transaction():  # some failures roll back by themselves
                    with suppress(GlossaryError):
                        self._control(connection, "ROLLBACK")
                raise

    def _begin(self, connection: Connection, wait: bool) -> None:
        """Take the write lock.

        SQLite's own wait sleeps longer the longer it has waited, so that of twenty writers one can
        starve for seconds; here the writer that has waited longest polls most often.
        """
        with self.using(connection):
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
        connection = self.connection
        if connection.in_transaction:  # it has a consistent view already
            yield
            return
        self._control(connection, "BEGIN")
        try:
            yield
        finally:
            if connection.is_open_transaction():
                self._control(connection, "COMMIT")

    def private(self) -> AbstractContextManager[None]:
        return self.snapshot()  # SQLite locks the main database when that is written to

    def keeping(self) -> AbstractContextManager[None]:
        return nullcontext()  # each thread has one

    @contextmanager
    def keeping_pages(self, size: int) -> Iterator[None]:
        """See `glossary.store.tables.session.Session`: without, SQLite would write and read again
        nearly a page for each row."""
        connection = self.connection
        most = max(CACHE_KB, min(size // 1024, MOST_KB))
        self._control(connection, f"PRAGMA cache_size = -{most}")
        try:
            yield
        finally:
            with suppress(GlossaryError):  # it may be closed by now
                self._control(connection, f"PRAGMA cache_size = -{CACHE_KB}")

    def _control(self, connection: Connection, statement: str) -> None:
        try:
            with connection.lock:
                connection.execute(statement)
        except FAILURES as error:
            raise failure_of(error, self._pool.path) from error

    # ------------------------------------------------------------ statements

    def rows(self, sql: str, arguments: Any = (), shape: Shape | None = None) -> list[Row]:
        connection = self.connection
        try:
            with connection.lock:
                rows = connection.execute(sql, arguments).fetchall()
        except FAILURES as error:
            raise failure_of(error, self._pool.path) from error
        return shape.rows(rows) if shape else rows

    def rows_of_id(self, sql: str, number: int, shape: Shape) -> list[Row]:
        return self.rows(sql, (number,), shape) if 0 < number <= MAX_ID else []

    def stream(self, sql: str, arguments: Any = (), shape: Shape | None = None) -> Iterator[Row]:
        with self.using() as connection:
            cursor = connection.execute(sql, arguments)
        rows = [()]
        while rows:
            with self.using(connection):  # no longer: the reader may stop at any row
                rows = cursor.fetchmany(STREAM_ROWS)
            yield from shape.rows(rows) if shape else rows

    def run(self, sql: str, arguments: Any = ()) -> int:
        return self._changed(sql, arguments).rowcount

    def insert(self, sql: str, arguments: Any = ()) -> int:
        done = self._changed(sql, arguments)
        return (done.lastrowid or 0) if done.rowcount else 0

    def _changed(self, sql: str, arguments: Any) -> sqlite3.Cursor:
        connection = self.writing()
        refuse_nul(arguments.values() if isinstance(arguments, dict) else arguments)
        try:
            with connection.lock:
                return connection.execute(sql, arguments)
        except FAILURES as error:
            raise failure_of(error, self._pool.path) from error

    def run_many(self, sql: str, rows: Sequence[Row]) -> None:
        refuse_nul(chain.from_iterable(rows))
        with self.using(self.writing()) as connection:
            connection.executemany(sql, rows)

    def put_rows(self, table: str, columns: str, rows: Sequence[Row]) -> None:
        places = ", ".join("?" * (columns.count(",") + 1))
        self.run_many(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)

    def free_ids(self, table: str, count: int) -> int:
        sql = "SELECT seq FROM main.sqlite_sequence WHERE name = ?"
        rows = self.rows(sql, (table,), NUMBER)
        return rows[0][0] + 1 if rows else 1

    def writing(self) -> Connection:
        connection = self.connection
        if not connection.in_transaction:
            raise RuntimeError("a change outside transaction()")
        return connection

    @contextmanager
    def using(self, connection: Connection | None = None) -> Iterator[Connection]:
        """The connection, locked against closing; its failures are raised as errors of this
        program."""
        connection = connection or self.connection
        try:
            with connection.lock:
                yield connection
        except FAILURES as error:
            raise failure_of(error, self._pool.path) from error

    def give_way(self) -> None:
        """Pause, so that a waiting writer can take the lock."""
        time.sleep(GIVE_WAY)
