"""The people in a schema of PostgreSQL, which several servers share.

It is not a termbase's schema: that can be moved, copied and restored without it. Every change takes
the lock of the schema first, so that rows of the audit are numbered in the order of commits.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from psycopg import sql

from glossary.errors import NotFound, StoreError
from glossary.people.schema import META, ONLY_GROWS, TABLES, VERSION
from glossary.people.waits import TABLE, SharedWaits
from glossary.store.postgres.address import Address, address_of
from glossary.store.postgres.connection import PostgresConnection
from glossary.store.postgres.pool import PostgresPool
from glossary.store.postgres.session import POSTGRES, PostgresSession

SCHEMA = "glossary_people"
_MEND = "restore a backup of the accounts with pg_restore"
_GUARDS = f"""
CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{ONLY_GROWS}'; END $$;
CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows();
REVOKE UPDATE, DELETE, TRUNCATE ON audit FROM PUBLIC, CURRENT_USER;
"""
"""The trigger stops a superuser, too, whom no right is taken from."""


def opened(url: str, must_exist: bool) -> PeopleSchema:
    """The people at an address. Raises StoreError, InvalidInput, and NotFound if there must be some
    and are none."""
    people = PeopleSchema(address_of(url, SCHEMA, _MEND), must_exist)
    if must_exist:
        people.rows("SELECT 1")
    return people


class PeopleSchema(PostgresSession):
    """Statements and transactions over the schema; see `database.PeopleDatabase`."""

    ending = "COMMIT"

    def __init__(self, address: Address, must_exist: bool = False) -> None:
        pool = PostgresPool(address, partial(bring_up, must_exist=must_exist))
        super().__init__(pool)
        self.close = pool.close

    def waits(self, kind: str) -> SharedWaits:
        return SharedWaits(self, kind)

    def backup(self, target: Path) -> None:
        from glossary.store.postgres.copies import dump

        dump(self, target)


def bring_up(connection: PostgresConnection, address: Address, must_exist: bool = False) -> None:
    """Make the tables where there are none. Raises StoreError for a schema of something else, or of
    a newer version; NotFound for none where one `must_exist`."""
    if _is_there(connection, address):
        return
    if must_exist:
        raise NotFound(f"{address.shown}: no accounts; glossary people add makes them with one")
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (address.lock,))
        if not _is_there(connection, address):
            _make(connection, address)


def _is_there(connection: PostgresConnection, address: Address) -> bool:
    here = "SELECT tablename FROM pg_tables WHERE schemaname = %s"
    tables = {name for (name,) in connection.execute(here, (address.schema,))}
    if tables and "people_meta" not in tables:
        raise StoreError(
            f"{address.shown}: the schema {address.schema} holds no accounts; give another with "
            "?schema=NAME"
        )
    if not tables:
        return False
    meta = dict(connection.execute("SELECT name, value FROM people_meta").fetchall())
    if meta.get("version") != VERSION:
        raise StoreError(f"{address.shown} was written by a newer version of this program; upgrade")
    return True


def _make(connection: PostgresConnection, address: Address) -> None:
    there = "SELECT 1 FROM pg_namespace WHERE nspname = %s"
    if not connection.execute(there, (address.schema,)).fetchone():
        name = sql.Identifier(address.schema)
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(name))
    types = POSTGRES.types
    for statement in (*TABLES, TABLE):
        typed = statement.replace("TEXT", types["text"]).replace("INTEGER", "bigint")
        connection.execute(typed.replace("NUMBERED", types["numbered"]).encode())
    connection.execute(_GUARDS.encode(), prepare=False)
    for row in META:
        connection.execute("INSERT INTO people_meta (name, value) VALUES (%s, %s)", row)
