"""What a role of the server may do with a schema: read it, work in it, or own it.

    reader      looks up, exports, backs up; what is looked up in vain is counted; does not see
                the secrets of hooks
    reviewer    proposes, judges, adds, changes, imports, undoes
    owner       all of it, also what the owner of the schema alone may: restore, upgrade, grant

History is only added to: no reviewer can change a revision or a judgement.
"""

from __future__ import annotations

from glossary.errors import InvalidInput
from glossary.store.base import RIGHTS
from glossary.store.postgres.secrets import SEEN
from glossary.store.postgres.session import PostgresSession

_OWN = ("meta", "migration", "change", "noted")
"""What only the owner changes: identity and form, and the feed, which is written in his name."""
_HISTORY = ("revision", "judgement")
_NOTHING = (
    "REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}",
    "REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM {role}",
    "REVOKE ALL ON SCHEMA {schema} FROM {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} REVOKE ALL ON TABLES FROM {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} REVOKE ALL ON SEQUENCES FROM {role}",
)
_READ = (
    "GRANT USAGE ON SCHEMA {schema} TO {role}",
    "GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}",
    "GRANT SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT ON TABLES TO {role}",
    "GRANT INSERT, UPDATE ON {schema}.wanted TO {role}",
    "REVOKE SELECT ON {schema}.hook FROM {role}",
    "GRANT SELECT ({seen}) ON {schema}.hook TO {role}",
)
_WORK = (
    *_READ,
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
    "GRANT USAGE, UPDATE ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT INSERT, UPDATE, DELETE ON TABLES TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE, UPDATE ON SEQUENCES TO {role}",
    *(f"REVOKE INSERT, UPDATE, DELETE ON {{schema}}.{table} FROM {{role}}" for table in _OWN),
    *(f"REVOKE UPDATE, DELETE ON {{schema}}.{table} FROM {{role}}" for table in _HISTORY),
)
_STATEMENTS = {"reader": _READ, "reviewer": _WORK, "owner": ("GRANT {owner} TO {role}",)}


def grant(session: PostgresSession, role: str, rights: str) -> None:
    """Give a role these rights, and no others; see `glossary.store.base.Upkeep.grant`."""
    if rights not in RIGHTS:
        raise InvalidInput(f"{rights!r} are no rights; give one of {', '.join(RIGHTS)}")
    with session.transaction():
        if not session.rows("SELECT 1 FROM pg_roles WHERE rolname = ?", (role,)):
            raise InvalidInput(
                f"the server has no role {role!r}; make it with: CREATE ROLE {role} LOGIN"
            )
        owner = _owner(session)
        if role == owner:
            raise InvalidInput(f"{role} is the owner, and may do all")
        for statement in (*_NOTHING, *_membership(session, role, owner), *_STATEMENTS[rights]):
            session.run(_named(session, statement, role, owner))


def _owner(session: PostgresSession) -> str:
    sql = "SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = current_schema()"
    return str(session.rows(sql)[0][0]).strip('"')


def _membership(session: PostgresSession, role: str, owner: str) -> tuple[str, ...]:
    """What ends that a role owns the schema together with others, if it does."""
    sql = (
        "SELECT 1 FROM pg_auth_members m JOIN pg_roles o ON o.oid = m.roleid "
        "JOIN pg_roles r ON r.oid = m.member WHERE o.rolname = ? AND r.rolname = ?"
    )
    return ("REVOKE {owner} FROM {role}",) if session.rows(sql, (owner, role)) else ()


def _named(session: PostgresSession, statement: str, role: str, owner: str) -> str:
    """The statement, with quoted names."""
    names = {"schema": session.address.schema, "role": role, "owner": owner}
    quoted = {key: '"' + name.replace('"', '""') + '"' for key, name in names.items()}
    return statement.format(**quoted, seen=session.rows(SEEN)[0][0])
