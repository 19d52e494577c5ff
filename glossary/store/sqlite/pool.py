"""The connections of a store, one for each thread, all to the same files.

A connection is opened, and the database migrated, on first use. Before each further use the files
are checked: if they were deleted, moved or replaced, that is an error, and nothing is overwritten.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from glossary.errors import StoreError
from glossary.store.sqlite import migrations
from glossary.store.sqlite.connection import (
    FAILURES,
    Connection,
    connect,
    failure_of,
    has_changed,
    settle,
)
from glossary.store.sqlite.files import CUT, NO_LOG, Watch, files_of, make_ready

BUSY_MS = 30_000
"""How long a statement waits for others' locks. Chosen: at half, who meets the end of a large
import on a slow disk is refused sooner; at double, a hanging program shows after a minute."""


class ConnectionPool:
    """The connections to the database at `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._inside = threading.local()  # the connection of the transaction, closed or not
        self._connections: weakref.WeakSet[Connection] = weakref.WeakSet()
        self._guard = threading.Lock()
        self._watch = Watch(self.path)
        _pools.add(self)

    @property
    def current(self) -> Connection:
        """This thread's connection, opened, and the database migrated, on first use.

        Raises StoreError if its files are no longer the ones at that path.
        """
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection and connection.is_open_transaction():
            return connection
        if getattr(self._inside, "connection", None):
            raise self.error("closed while in use; nothing of this step was stored")
        connection = connection and self._looked_after(connection)
        if connection is None:
            try:
                connection = self._local.connection = self._open()
            except FAILURES as error:
                raise failure_of(error, self.path) from error
        return connection

    def _open(self) -> Connection:
        if self._connections and (trouble := self._watch.trouble()):
            raise self.error(trouble)
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
        """Record the files of a connection; all connections must use the same ones."""
        files = files_of(self.path)
        if not self._connections:
            self._watch.begin(files)
        if trouble := self._watch.trouble():
            raise self.error(trouble)
        if files.database != database:
            raise self.error("another file was put in its place just now; try again")
        self._connections.add(connection)

    def _prepare(self, connection: Connection) -> None:
        connection.execute("BEGIN")  # one view of a file that others may be filling
        try:
            # Before anything is written to it.
            current = migrations.refuse_unknown(connection, self.path)
        finally:
            connection.rollback()
        settle(connection, BUSY_MS / 1000)
        if current:
            return
        if not connection.may_write:
            raise self.error("has not the newest form, and cannot be written to bring it there")
        connection.execute("BEGIN IMMEDIATE")  # two processes may start on one new file
        try:
            migrations.apply(connection)
            connection.execute("COMMIT")
        except BaseException:
            connection.rollback()
            raise

    # ------------------------------------------------------------ the files

    def _looked_after(self, connection: Connection) -> Connection | None:
        """The connection if its files are in place, None if it must be opened again."""
        if has_changed(connection, self.path):
            self.close()
            return None
        if self._watch.is_due() and (trouble := self._watch.trouble()):
            self._part(connection, trouble)
            return None
        return connection

    def _part(self, connection: Connection, trouble: str) -> None:
        """Give up a connection whose files are no longer in place, and save its log.

        What is only in the log is moved into the file that the connections use, wherever that is
        now: a log left behind would be replayed into the file that takes its place. Raises
        StoreError unless everything is saved and can be opened again.
        """
        if trouble != NO_LOG:
            # Otherwise the log at that path may hold what others wrote.
            if trouble != CUT and self._watch.is_log_untouched():
                self._emptied_log(connection)
            raise self.error(trouble)
        taken = self._watch.has_newcomer()
        if not taken and not self._emptied_log(connection):
            raise self.error(trouble)
        self.close()
        if taken:
            raise self.error(
                "its log was deleted while in use, and another program has begun a new one; what "
                "was stored last may be lost: look with glossary doctor"
            )

    def _emptied_log(self, connection: Connection) -> bool:
        """Whether everything in the log was moved into the database."""
        with suppress(*FAILURES), connection.lock:
            connection.execute("PRAGMA busy_timeout = 0")
            try:
                _, held, moved = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                return bool(held == moved)
            finally:
                connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        return False

    def ensure_in_place(self, connection: Connection, stored: bool = False) -> None:
        """Raise StoreError if changes that are, or were, `stored` would be in a file without that
        name."""
        if trouble := self._watch.trouble():
            if stored:
                self._part(connection, trouble)
            else:
                raise self.error(trouble)

    def forget(self) -> None:
        """Forget all connections in a forked child: they are the parent's, and must not even be
        closed."""
        _of_the_parent.extend(self._connections)
        self._local, self._inside = threading.local(), threading.local()
        self._guard = threading.Lock()
        self._connections = weakref.WeakSet()
        self._watch = Watch(self.path)

    def close(self) -> None:
        with self._guard:
            self._watch.end()
            connections = list(self._connections)
            self._local = threading.local()  # threads that read from now on wait for the guard
            for connection in connections:
                with connection.lock:  # another thread may be reading
                    connection.close()
            self._connections.clear()

    # ------------------------------------------------------------ for a transaction

    def for_writing(self) -> Connection:
        """This thread's connection, with its files checked again."""
        self._watch.look_again()
        return self.current

    @contextmanager
    def holding(self, connection: Connection) -> Iterator[None]:
        """Keep this thread from opening another connection: it would not see the changes of this
        one."""
        self._inside.connection = connection
        try:
            yield
        finally:
            self._inside.connection = None

    def error(self, reason: str) -> StoreError:
        return StoreError(f"{self.path}: {reason}")


_pools: weakref.WeakSet[ConnectionPool] = weakref.WeakSet()
_of_the_parent: list[Connection] = []


def _forget_the_parents() -> None:
    for pool in list(_pools):
        pool.forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_the_parents)
