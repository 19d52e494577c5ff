"""Times that the servers of a database of people know in common, by its clock: until when an
address or a name is slowed down, or is trusted."""

from __future__ import annotations

from glossary.people.database import PeopleDatabase

TABLE = (
    "CREATE TABLE wait (kind TEXT NOT NULL, name TEXT NOT NULL, "
    "until double precision NOT NULL, PRIMARY KEY (kind, name))"
)
_NOW = "extract(epoch FROM clock_timestamp())::double precision"


class SharedWaits:
    """The times of one kind, in PostgreSQL; see `database.Waits`."""

    def __init__(self, database: PeopleDatabase, kind: str) -> None:
        self._database, self._kind = database, kind

    def left(self, name: str) -> float:
        sql = f"SELECT until - {_NOW} FROM wait WHERE kind = ? AND name = ?"
        return next((float(left) for (left,) in self._database.rows(sql, (self._kind, name))), 0.0)

    def add(self, name: str, seconds: float, most: float) -> None:
        """Times that are past are forgotten."""
        sql = (
            f"INSERT INTO wait (kind, name, until) VALUES (?, ?, {_NOW} + ?) "
            "ON CONFLICT (kind, name) DO UPDATE SET "
            f"until = least(greatest(wait.until, {_NOW}) + ?, {_NOW} + ?)"
        )
        with self._database.transaction():
            self._database.run(f"DELETE FROM wait WHERE until < {_NOW}")
            self._database.run(sql, (self._kind, name, seconds, seconds, most))
