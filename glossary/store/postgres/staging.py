"""A large change in PostgreSQL: most of its last transaction comes before others are locked out.

Nobody sees what a transaction has not committed. So this one begins without the lock of the
termbase, writes its step, its revisions and the rows of its entries, and takes the lock only to be
numbered and committed. Its ids lie far above those that were used: others take the next ones
meanwhile, and the order of ids stays that of commits.

Whoever changes one of the same entries meanwhile would wait for this transaction, and it for their
lock. So it waits for a moment only; then it takes back what it has written, lets them go first, and
does the same again under the lock. So it does where others have changed what it was about to.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from glossary.errors import Busy
from glossary.store.postgres.connection import WAIT_MS
from glossary.store.postgres.session import PostgresSession
from glossary.store.tables import staging
from glossary.store.tables.parts import Tables
from glossary.store.tables.session import MAX_ID
from glossary.store.tables.staging import TableStaging

_FREE = {"step": 10_000, "revision": 1_000_000}
"""Ids that are left to others meanwhile. Chosen: more than they use in the minute that a million
entries take; people see the numbers of steps, so that fewer of those are skipped."""
_ROW_MS = 200
"""How long it waits for a row of somebody else. Chosen: a fifth of what PostgreSQL lets pass before
it ends one of two that wait for each other (`deadlock_timeout`)."""
_WAIT, _LOOK = 0.5, 0.005
"""Seconds that it waits for the lock, and between two looks at it. Chosen: at double, those who
wait for its rows wait twice as long; at half, it writes all again more often on a busy server."""
_NEXT = "pg_get_serial_sequence(?, 'id')"


class PostgresStaging(TableStaging):
    """See `glossary.store.base.Staging`."""

    def __init__(self, session: PostgresSession, tables: Tables) -> None:
        super().__init__(tables)
        self._server = session

    @contextmanager
    def applying(self, verb: str, by: str, at: str, summary: str = "") -> Iterator[int]:
        self.write()
        if self._last <= staging.CHUNK:
            with super().applying(verb, by, at, summary) as step:
                yield step
            return
        with self._server.late():
            try:
                step = self._applied_ahead(verb, by, at, summary)
            except Busy:
                step = self._begun_anew(verb, by, at, summary)
            yield step

    def _applied_ahead(self, *step: str) -> int:
        """Write the step and what it does to entries, then lock others out. Raises Busy if that
        cannot be."""
        run = self._server.run
        run("DISCARD PLANS")  # they are of tables that were small
        run("SAVEPOINT ahead")
        run("SELECT pg_advisory_xact_lock(?)", (self._server.address.large_lock,))
        run(f"SET LOCAL lock_timeout = {_ROW_MS}")
        number, shift = self._id_ahead("step"), self._id_ahead("revision")
        sql = "INSERT INTO step (id, verb, by, at, summary) VALUES (?, ?, ?, ?, ?)"
        run(sql, (number, *step))
        self._point_to_staged(number, shift)
        self._others = shift
        self._lock_soon()
        self._claim("step", number, number)
        self._claim("revision", shift, shift + self._last)
        if self.stale():
            raise Busy("others have changed some of these entries")
        run(f"SET LOCAL lock_timeout = {WAIT_MS}")
        return number

    def _begun_anew(self, *step: str) -> int:
        """Take back what was written, and lock others out."""
        self._server.run("ROLLBACK TO SAVEPOINT ahead")
        self._pointed, self._others = 0, MAX_ID
        self._server.run("SELECT pg_advisory_xact_lock(?)", (self._server.address.lock,))
        return self._steps.new_step(*step)

    def _lock_soon(self) -> None:
        end = time.monotonic() + _WAIT
        sql, lock = "SELECT pg_try_advisory_xact_lock(?)", self._server.address.lock
        while not self._one(sql, (lock,)):
            if time.monotonic() > end:
                raise Busy("others write for long, or wait for this")
            time.sleep(_LOOK)

    def _id_ahead(self, table: str) -> int:
        sql = f"SELECT coalesce(pg_sequence_last_value({_NEXT}::regclass), 0)"
        return int(self._one(sql, (table,))) + _FREE[table]

    def _claim(self, table: str, first: int, last: int) -> None:
        """Have the next id be the one after `last`."""
        sql = (
            f"SELECT setval(s, ?) FROM {_NEXT} s "
            "WHERE coalesce(pg_sequence_last_value(s::regclass), 0) < ?"
        )
        if not self._server.rows(sql, (last, table, first)):
            raise Busy("others have used all ids that were left to them")
