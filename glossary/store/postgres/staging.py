"""A large change in PostgreSQL: most of its last transaction comes before others are locked out.

Nobody sees what a transaction has not committed. So this one begins without the lock of the
termbase, writes its step, its revisions, the rows of its entries and its units, and takes the lock
only to be numbered and committed. Its ids lie far above those that were used: others take the next
ones meanwhile, and the order of ids stays that of commits.

Whoever changes one of the same entries meanwhile, or adds one of the same units, would wait for
this transaction, and it for their lock. So it waits for a moment only; then it takes back what it
has written, lets them go first, and does the same again under the lock. So it does where others
have changed what it was about to.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from glossary.errors import Busy
from glossary.store.postgres.connection import WAIT_MS
from glossary.store.postgres.session import PostgresSession
from glossary.store.tables import staging
from glossary.store.tables.numbering import SOURCES
from glossary.store.tables.parts import Tables
from glossary.store.tables.session import MAX_ID
from glossary.store.tables.staging import UNIT, TableStaging

_LEFT = 5_000
"""Ids that are left to others meanwhile. Chosen: a hundred thousand entries take seconds, in which
others write some hundred times each. People see the numbers of steps; and at double, an index of
the memory that is small would be built anew (`fuzzy.index.MEMORY_ROWS`)."""
_TABLES = ("step", "revision", "unit", "unit_change")
_ROW_MS = 200
"""How long it waits for a row of somebody else. Chosen: a fifth of what PostgreSQL lets pass before
it ends one of two that wait for each other (`deadlock_timeout`)."""
_WAIT, _LOOK = 0.5, 0.005
"""Seconds that it waits for the lock, and between two looks at it. Chosen: at double, those who
wait for its rows wait twice as long; at half, it writes all again more often on a busy server."""
_NEXT = "pg_get_serial_sequence(?, ?)"


class PostgresStaging(TableStaging):
    """See `glossary.store.base.Staging`."""

    def __init__(self, session: PostgresSession, tables: Tables) -> None:
        super().__init__(tables)
        self._server = session

    @contextmanager
    def applying(self, verb: str, by: str, at: str, summary: str = "") -> Iterator[int]:
        self.write()
        if self._last + self._staged_units <= staging.CHUNK:
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
        """Write the step and what it does to entries and units, then lock others out. Raises Busy
        if that cannot be."""
        run = self._server.run
        run("DISCARD PLANS")  # they are of tables that were small
        run("SAVEPOINT ahead")
        run("SELECT pg_advisory_xact_lock(?)", (self._server.address.large_lock,))
        run(f"SET LOCAL lock_timeout = {_ROW_MS}")
        left = {table: self._left_to_others(table) for table in _TABLES}
        number, self._others = left["step"] + 1, left["revision"] + 1
        sql = "INSERT INTO step (id, verb, by, at, summary) VALUES (?, ?, ?, ?, ?)"
        run(sql, (number, *step))
        self._added_units = self._add_units(number, left["unit"], left["unit_change"])
        self._point_to_staged(number, left["revision"])
        self._lock_soon()
        for table, count in zip(_TABLES, self._used(), strict=True):
            self._claim(table, left[table], count)
        if self.stale():
            raise Busy("others have changed some of these entries")
        run(f"SET LOCAL lock_timeout = {WAIT_MS}")
        return number

    def _begun_anew(self, *step: str) -> int:
        """Take back what was written, and lock others out."""
        self._server.run("ROLLBACK TO SAVEPOINT ahead")
        self._pointed, self._others, self._added_units = 0, MAX_ID, None
        self._server.run("SELECT pg_advisory_xact_lock(?)", (self._server.address.lock,))
        return self._steps.new_step(*step)

    def _add_units(self, step: int, shift: int, change: int) -> int:
        """Add the units with ids above `shift`, and note those that are new as changes with ids
        above `change`; how many they are."""
        self._server.run(
            f"INSERT INTO unit (id, {UNIT}, step) SELECT id + ?, {UNIT}, ?::bigint "
            "FROM staged_unit ORDER BY id ON CONFLICT (hash) DO NOTHING",
            (shift, step),
        )
        return self._server.run(
            "INSERT INTO unit_change (change, unit_id, deleted) "
            "SELECT ? + row_number() OVER (ORDER BY id), id, 0 FROM unit WHERE step = ?",
            (change, step),
        )

    def _used(self) -> tuple[int, ...]:
        """How many ids of each table were used; of units as many as were staged."""
        return 1, self._last, self._staged_units, self._added_units or 0

    def _lock_soon(self) -> None:
        end = time.monotonic() + _WAIT
        sql, lock = "SELECT pg_try_advisory_xact_lock(?)", self._server.address.lock
        while not self._one(sql, (lock,)):
            if time.monotonic() > end:
                raise Busy("others write for long, or wait for this")
            time.sleep(_LOOK)

    def _left_to_others(self, table: str) -> int:
        """The last of the ids that others may use."""
        sql = f"SELECT coalesce(pg_sequence_last_value({_NEXT}::regclass), 0)"
        return int(self._one(sql, (table, _key(table)))) + _LEFT

    def _claim(self, table: str, left: int, count: int) -> None:
        """Have the next id be the one after so many, if any, above those that were left."""
        sql = (
            f"SELECT setval(s, ?) FROM {_NEXT} s "
            "WHERE coalesce(pg_sequence_last_value(s::regclass), 0) <= ?"
        )
        asked = (left + count, table, _key(table), left)
        if count and not self._server.rows(sql, asked):
            raise Busy("others have used all ids that were left to them")


def _key(table: str) -> str:
    return SOURCES.get(table, "id")
