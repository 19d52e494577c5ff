"""Check the integrity of a schema: the server, its references, records, and derived data."""

from __future__ import annotations

from collections.abc import Iterator

from glossary.errors import StoreError
from glossary.store.base import Check
from glossary.store.postgres.address import Address
from glossary.store.postgres.session import PostgresSession
from glossary.store.tables.check import REBUILD, RESTORE, checked, records, terms
from glossary.store.tables.parts import Tables

_REFERENCES = """
SELECT conrelid::regclass::text, confrelid::regclass::text, k.attname, f.attname
FROM pg_constraint c
JOIN pg_attribute k ON k.attrelid = conrelid AND k.attnum = conkey[1]
JOIN pg_attribute f ON f.attrelid = confrelid AND f.attnum = confkey[1]
WHERE contype = 'f' AND connamespace = quote_ident(current_schema())::regnamespace ORDER BY 1, 3
"""
_INDEX = "SELECT id, array_to_string(tsvector_to_array(tokens), ' ') FROM term"


def checks(session: PostgresSession, tables: Tables, address: Address) -> Iterator[Check]:
    """See `glossary.store.base.Upkeep.checks`."""
    try:
        version = session.rows("SHOW server_version")[0][0]
    except StoreError as error:
        yield Check("file", "cannot be used", (str(error),), "")
        return
    yield Check("file", f"{address.shown}, PostgreSQL {version}")
    yield checked("pages", "those of the indexes are sound", RESTORE, lambda: _indexes(session))
    yield checked("references", "all lead somewhere", RESTORE, lambda: _references(session))
    yield checked("records", "all can be read", RESTORE, lambda: records(session, tables))
    yield checked(
        "term index",
        "as the entries have it",
        REBUILD,
        lambda: terms(session, tables, session.stream(_INDEX)),
    )


def _indexes(session: PostgresSession) -> Iterator[str]:
    sql = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"
    yield from (f"the index {name} is not valid" for (name,) in session.rows(sql))


def _references(session: PostgresSession) -> Iterator[str]:
    """The server sees to references, unless somebody has switched that off."""
    for table, named, key, found in session.rows(_REFERENCES):
        sql = (
            f"SELECT t.{key} FROM {table} t WHERE t.{key} IS NOT NULL AND NOT EXISTS "
            f"(SELECT 1 FROM {named} n WHERE n.{found} = t.{key}) LIMIT 100"
        )
        for (number,) in session.rows(sql):
            yield f"{key} of {table} names {number} of {named}, which is not there"
