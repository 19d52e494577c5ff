"""The connections of a store. A thread holds one while it needs it: for a statement, a transaction,
a stream of rows; then others use it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from psycopg.pq import TransactionStatus

from glossary.store.postgres import migrations
from glossary.store.postgres.address import Address
from glossary.store.postgres.connection import PostgresConnection, connect
from glossary.store.postgres.failures import FAILURES, failure_of, is_lost

KEPT = 8
"""Connections that are kept open while nobody uses them. Chosen: as many threads as a server has
(`api.server`); at half, each busy moment opens some anew; at double, a server of 100 connections
serves half as many programs."""

PLANNED = 5.0
"""Seconds for which a connection keeps the plans of its statements. Beside a large import a table
grows a hundredfold before the server counts it, in up to a minute, and until then a plan that was
made when it was small reads all of it. Chosen: a plan takes 0.3 ms, so that at half two hundredths
of the time go to planning; at double, a look-up may read twice as much."""


class PostgresPool:
    """The connections to the schema at an address, which is brought up to date on first use."""

    def __init__(
        self,
        address: Address,
        bring_up: Callable[[PostgresConnection, Address], None] = migrations.bring_up,
    ) -> None:
        self.address, self._bring_up = address, bring_up
        self._guard = threading.Lock()
        self._begin()

    def _begin(self) -> None:
        self._process = os.getpid()
        self._free: list[PostgresConnection] = []
        self._current = False  # whether the schema is known to be the newest
        self._closings = 0

    def take(self, fresh: bool = False) -> PostgresConnection:
        """A connection for the caller alone, until it is put back; a new one if `fresh`.

        Raises StoreError.
        """
        with self._guard:
            if self._process != os.getpid():  # a fork: the connections are the parent's
                self._begin()
            if fresh:
                self._drop()
            connection = self._kept()
        if connection is None:
            return self._opened()
        _plan_anew(connection)
        return connection

    def _kept(self) -> PostgresConnection | None:
        while self._free:
            connection = self._free.pop()
            if not is_lost(connection):
                return connection
        return None

    def _opened(self) -> PostgresConnection:
        connection = connect(self.address)
        connection.closings, connection.planned = self._closings, time.monotonic()
        try:
            if not self._current:
                self._bring_up(connection, self.address)
                self._current = True
        except FAILURES as error:
            connection.close()
            raise failure_of(error, self.address) from error
        except BaseException:
            connection.close()
            raise
        return connection

    def put_back(self, connection: PostgresConnection) -> None:
        """Let others use a connection, unless it is lost or the pool was closed meanwhile."""
        idle = connection.info.transaction_status == TransactionStatus.IDLE
        with self._guard:
            if idle and connection.closings == self._closings and len(self._free) < KEPT:
                self._free.append(connection)
                return
        with suppress(*FAILURES):
            connection.close()

    @contextmanager
    def taken(self, fresh: bool = False) -> Iterator[PostgresConnection]:
        """A connection for the block."""
        connection = self.take(fresh)
        try:
            yield connection
        finally:
            self.put_back(connection)

    def close(self) -> None:
        """Close the connections; those in use, when they are put back."""
        with self._guard:
            self._closings += 1
            self._current = False
            self._drop()

    def _drop(self) -> None:
        while self._free:
            with suppress(*FAILURES):
                self._free.pop().close()


def _plan_anew(connection: PostgresConnection) -> None:
    now = time.monotonic()
    if now - connection.planned > PLANNED:
        with suppress(*FAILURES):  # one that is lost shows so as soon as it is used
            connection.execute("DISCARD PLANS", prepare=False)
        connection.planned = now
