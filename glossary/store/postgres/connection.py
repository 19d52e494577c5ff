"""Connections to the schema of a termbase, and the types of what is sent and read."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.types.string import StrDumper

from glossary.errors import StoreError
from glossary.store.postgres.address import Address
from glossary.store.postgres.failures import refusal_of

LEAST_VERSION = 130_000
"""Given by PostgreSQL as server_version_num: 13, the oldest mended until the end of 2025."""
WAIT_MS = 30_000
"""How long a statement waits for others' locks; chosen as SQLite's is (`sqlite.pool.BUSY_MS`)."""


class PostgresConnection(psycopg.Connection[tuple[Any, ...]]):
    """A connection that knows how often its pool had been closed when it was taken, and when it
    last planned its statements anew (by the monotonic clock)."""

    closings = 0
    planned = 0.0


class _Flag(Loader):
    """A truth value as 0 or 1, as SQLite has it."""

    def load(self, data: Buffer) -> int:
        return int(data == b"t")


def connect(address: Address) -> PostgresConnection:
    """A connection that commits each statement, with the schema as its place. Raises StoreError."""
    try:
        connection = PostgresConnection.connect(address.conninfo, autocommit=True)
    except (psycopg.Error, OSError) as error:
        raise refusal_of(error, address) from None  # its text may hold the address
    try:
        _settle(connection, address)
    except BaseException:
        connection.close()
        raise
    return connection


def _settle(connection: PostgresConnection, address: Address) -> None:
    version = connection.info.server_version
    if version < LEAST_VERSION:
        raise StoreError(
            f"{address.shown}: PostgreSQL {version // 10_000} is too old; upgrade the server to "
            f"{LEAST_VERSION // 10_000} or newer"
        )
    connection.adapters.register_dumper(str, StrDumper)  # text, where else a type would be guessed
    connection.adapters.register_loader("bool", _Flag)
    try:
        connection.execute(
            sql.SQL(
                "SET client_encoding = 'UTF8'; SET search_path = {}; SET lock_timeout = {}; "
                "SET standard_conforming_strings = on"
            ).format(sql.Identifier(address.schema), sql.Literal(WAIT_MS)),
            prepare=False,
        )
    except (psycopg.Error, OSError) as error:
        raise refusal_of(error, address) from error
