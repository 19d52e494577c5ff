"""The audit: who did what, when, and from where. Rows are appended, never changed or deleted.

A row has no secrets: neither what was sent nor a query, only the operation and the address of what
it was about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from glossary.operations.clock import Clock
from glossary.people.database import PeopleDatabase

AT_ONCE = 500
"""Rows of the audit that are read at once. Chosen: half or double takes as long, and half or twice
the memory."""
LONGEST = 300
"""Characters of a field. Chosen: whom or what a row is about is told by fewer; what a stranger
sends may be of any length, and takes half or double of the disk."""
COLUMNS = ("id", "at", "who", "what", "target", "outcome", "termbase", "address")
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM audit"


@dataclass(frozen=True, slots=True)
class Origin:
    """By whom, and from where, something is done. `address` is that of a client; "" for the
    command line. `termbase` is the one that it concerns; "" for none."""

    who: str
    address: str = ""
    termbase: str = ""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One thing that was done or refused. `outcome` is `done`, `refused` or a status of HTTP."""

    id: int
    at: str
    who: str
    what: str
    target: str
    outcome: str
    termbase: str
    address: str


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which rows: of a person, of one operation, from a time on, about a termbase (rows about none,
    such as those of log-ins, are always among them). What is empty leaves nothing out."""

    who: str = ""
    what: str = ""
    since: str = ""
    termbase: str = ""

    def condition(self) -> tuple[str, list[str]]:
        """As SQL, with its values."""
        tests = (
            ("who = ?", self.who),
            ("what = ?", self.what),
            ("at >= ?", self.since),
            ("termbase IN (?, '')", self.termbase),
        )
        given = [(sql, value) for sql, value in tests if value]
        return " AND ".join(sql for sql, _ in given) or "1 = 1", [value for _, value in given]


class Audit:
    """The rows of the audit, in a database of people."""

    def __init__(self, database: PeopleDatabase, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def note(self, origin: Origin, what: str, target: str = "", outcome: str = "done") -> None:
        """Append a row; in a transaction with what it tells of."""
        values = (origin.who, what, target, outcome, origin.termbase, origin.address)
        sql = (
            "INSERT INTO audit (at, who, what, target, outcome, termbase, address) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)"
        )
        with self._database.transaction():
            self._database.run(sql, (self._clock(), *map(_plain, values)))

    def rows(
        self, wanted: AuditFilter, *, limit: int | None = None, offset: int = 0
    ) -> list[AuditRow]:
        """The newest first."""
        where, values = wanted.condition()
        sql = f"{_SELECT} WHERE {where} ORDER BY id DESC LIMIT ? OFFSET ?"
        most = 2**62 if limit is None else limit
        return [AuditRow(*row) for row in self._database.rows(sql, (*values, most, offset))]

    def count(self, wanted: AuditFilter) -> int:
        where, values = wanted.condition()
        sql = f"SELECT COUNT(*) FROM audit WHERE {where}"
        return int(self._database.rows(sql, values)[0][0])

    def each(self, wanted: AuditFilter) -> Iterator[AuditRow]:
        """All of them, the oldest first, however many there are."""
        where, values = wanted.condition()
        sql = f"{_SELECT} WHERE {where} AND id > ? ORDER BY id LIMIT {AT_ONCE}"
        last = 0
        while found := self._database.rows(sql, (*values, last)):
            yield from (AuditRow(*row) for row in found)
            last = found[-1][0]


def _plain(text: str) -> str:
    """A text that is stored and shown on one line, whatever was sent."""
    line = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
