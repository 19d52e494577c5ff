"""What goes wrong on a server, as errors of this program: one line that says what to do."""

from __future__ import annotations

from typing import Any

import psycopg

from glossary.errors import Busy, GlossaryError, InvalidInput, StoreError
from glossary.store.postgres.address import Address
from glossary.store.tables.rows import NO_NUL

FAILURES = (psycopg.Error, OSError, OverflowError, UnicodeError)
"""What psycopg raises, including for values that no database accepts."""

_LATER = "try again later"
_REASONS = {
    "28": "the server refuses this user or password; check the address, or ~/.pgpass",
    "3D000": "there is no such database on the server; make it with: createdb NAME",
    "3F000": "its schema was removed while in use; {mend}",
    "42P01": "its tables were removed while in use; {mend}",
    "42501": "the user may not do that; ask the owner of the schema for the rights",
    "25006": "this server only reads, as a standby does; give the address of the one that writes",
    "53100": "the disk of the server is full; nothing of this step was stored",
    "53200": f"the server has no memory left; nothing of this step was stored, {_LATER}",
    "53300": f"the server takes no more connections; {_LATER}, or raise max_connections",
    "57P03": f"the server starts or stops just now; {_LATER}",
    "55P03": "another program holds the database; try again when it is done",
    "40P01": "another program holds the database; try again when it is done",
    "40001": "the server had to cancel a long query, as a standby may; try again",
    "57014": "the server cancelled a query that took too long; try again",
    "54": "a text is too long for the database",
    "22": "a text or a number that the database does not accept",
    "XX001": "the database is damaged; {mend}",
    "XX002": "an index of the database is damaged; rebuild it with REINDEX, or {mend}",
}
"""By SQLSTATE, or its first two characters; `{mend}` is as the address has it."""
_BUSY = ("55P03", "40P01", "57014")
_INVALID = ("22", "54")
_REFUSED = {
    "password authentication failed": "28",
    "no password supplied": "28",
    "no pg_hba.conf entry": "28",
    "role ": "28",
    "too many": "53300",
    "remaining connection slots": "53300",
    "starting up": "57P03",
    "shutting down": "57P03",
    "does not exist": "3D000",
}
"""What libpq says of a connection that was refused, which has no SQLSTATE. The first that it
contains counts."""
LOST = "the connection to the server was lost"


def failure_of(error: BaseException, address: Address, lost: str = "") -> GlossaryError:
    """A failure as an error of this program. `lost` says what became of the step, if the connection
    is lost."""
    if isinstance(error, UnicodeEncodeError):
        return InvalidInput("half a surrogate pair is no text; mend its encoding")
    if isinstance(error, OverflowError):
        return InvalidInput("a number or a text is too large for the database")
    state = getattr(error, "sqlstate", None) or ""
    if "NUL (0x00)" in str(error):
        return InvalidInput(NO_NUL)
    if state[:2] in _INVALID or (isinstance(error, psycopg.DataError) and not state):
        return InvalidInput(f"{_REASONS.get(state[:2], _REASONS['22'])} ({_line(error)})")
    if state in _BUSY:
        return Busy(f"{address.shown}: {_REASONS[state]}")
    return StoreError(f"{address.shown}: {_reason(error, state, address)}{lost}")


def is_lost(connection: psycopg.Connection[Any]) -> bool:
    """Whether the connection is of no more use."""
    return connection.closed or connection.broken


def is_cancelled(error: BaseException) -> bool:
    """Whether a standby has cancelled a read, since what it sees was about to be removed."""
    return getattr(error, "sqlstate", None) == "40001"


def _reason(error: BaseException, state: str, address: Address) -> str:
    if known := _REASONS.get(state) or _REASONS.get(state[:2]):
        return known.replace("{mend}", address.mend)
    if state[:2] in ("08", "57") or (not state and isinstance(error, psycopg.OperationalError)):
        return LOST
    return _line(error)


def refusal_of(error: BaseException, address: Address) -> StoreError:
    """A connection that could not be made, as an error of this program."""
    said = _line(error)
    if getattr(error, "sqlstate", None):
        state: str = error.sqlstate  # type: ignore[attr-defined]
        return StoreError(f"{address.shown}: {_reason(error, state, address)}")
    for words, state in _REFUSED.items():
        if "FATAL" in said and words in said:
            return StoreError(f"{address.shown}: {_REASONS[state]}")
    return StoreError(f"{address.shown}: the server does not answer; check host and port ({said})")


def _line(error: BaseException) -> str:
    primary = getattr(getattr(error, "diag", None), "message_primary", None)
    return " ".join(str(primary or error).split())[:200]
