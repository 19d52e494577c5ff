"""What readers do not see: the secrets of hooks, by which anybody can speak for the server."""

from __future__ import annotations

from psycopg.sql import SQL, Identifier

from glossary.store.postgres.connection import PostgresConnection

SEEN = (
    "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute WHERE attrelid = "
    "'hook'::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'secret'"
)
"""The columns of `hook` that readers see, with commas between."""
_READERS = """
SELECT r.rolname FROM pg_class c, aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee
WHERE c.oid = 'hook'::regclass AND a.grantee <> c.relowner GROUP BY r.rolname
HAVING bool_or(a.privilege_type = 'SELECT') AND NOT bool_or(a.privilege_type = 'INSERT')
"""


def hide_secrets(connection: PostgresConnection) -> None:
    """Take the secrets from all roles that only read."""
    seen = SQL(str(connection.execute(SEEN).fetchall()[0][0]))  # type: ignore[arg-type]
    for (role,) in connection.execute(_READERS).fetchall():
        named = Identifier(role)
        connection.execute(SQL("REVOKE SELECT ON hook FROM {}").format(named))
        connection.execute(SQL("GRANT SELECT ({}) ON hook TO {}").format(seen, named))
