"""Where a termbase is: a server, a database, and a schema in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.errors import ProgrammingError

from glossary.errors import InvalidInput

SCHEMA = "glossary"
MEND = "restore a backup with: glossary restore FILE"
_DEFAULTS = {"application_name": "glossary", "connect_timeout": "10"}
_LONGEST = 63  # bytes; given by PostgreSQL, which cuts longer names


@dataclass(frozen=True)
class Address:
    """`conninfo` is what libpq takes; as in `url`, the password is in it. `shown` is for messages,
    without it; `mend` says there what helps where tables are missing or damaged."""

    url: str = field(repr=False)
    conninfo: str = field(repr=False)
    schema: str
    shown: str
    mend: str = MEND

    @property
    def lock(self) -> int:
        """The number of the advisory lock that every writer of the schema takes first."""
        return _number(f"glossary {self.schema}")

    @property
    def large_lock(self) -> int:
        """The number of the advisory lock that a large change takes before it writes what others
        do not see yet."""
        return _number(f"glossary {self.schema} large")

    @property
    def channel(self) -> str:
        """The channel that is notified of every change: LISTEN to it."""
        return self.schema


def _number(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)


def address_of(url: str, schema: str = SCHEMA, mend: str = MEND) -> Address:
    """The address in `postgresql://user:password@host:port/database?schema=NAME`, with what holds
    where it names no schema.

    Other parameters are libpq's. Raises InvalidInput.
    """
    try:
        given = parse_qsl(urlsplit(url).query, keep_blank_values=True)
        schemas = [value for name, value in given if name == "schema"] or [schema]
        rest = urlencode([each for each in given if each[0] != "schema"], quote_via=quote)
        known = conninfo_to_dict(url.partition("?")[0] + f"?{rest}" * bool(rest))
    except (ProgrammingError, ValueError):  # its message may show the password
        raise InvalidInput(
            "this is no address of a database; give "
            "postgresql://USER@HOST:PORT/DATABASE?schema=NAME"
        ) from None
    for name, value in _DEFAULTS.items():
        known.setdefault(name, value)
    conninfo = make_conninfo(**known)  # type: ignore[arg-type]
    schema = _schema(schemas[-1])
    return Address(url, conninfo, schema, _shown(known, schema), mend)


def _schema(name: str) -> str:
    if not name or "\0" in name or len(name.encode()) > _LONGEST or name.startswith("pg_"):
        raise InvalidInput(
            f"schema={name[:_LONGEST]!r} is no name for a schema; give one of at most {_LONGEST} "
            "letters that does not begin with pg_"
        )
    return name


def _shown(known: dict[str, Any], schema: str) -> str:
    """The address for messages, without password and parameters: what may be secret is left out."""
    user = f"{known['user']}@" if known.get("user") else ""
    port = f":{known['port']}" if known.get("port") else ""
    place = f"{user}{known.get('host') or ''}{port}/{known.get('dbname') or ''}"
    return f"postgresql://{place}" + (f"?schema={schema}" if schema != SCHEMA else "")
