"""The database of the people: a file, or a schema of PostgreSQL that several servers share.

Statements are written with `?` for arguments, and in words that both know.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol


class Waits(Protocol):
    """A time for each name."""

    def left(self, name: str) -> float:
        """Seconds until the time of a name; not above 0 if it is past, or unknown."""

    def add(self, name: str, seconds: float, most: float) -> None:
        """Put the time of a name off by so many seconds, to at most so many from now."""


class PeopleDatabase(Protocol):
    """Statements and transactions, for threads and forks alike. All methods raise StoreError."""

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        """The rows of a query, as tuples."""

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """A statement that changes something, only inside a transaction; how many rows it did."""

    def insert(self, sql: str, values: Sequence[Any] = ()) -> int:
        """The INSERT of a row into a table with an `id`, which is returned."""

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing; inside another one, part of it."""

    def waits(self, kind: str) -> Waits | None:
        """Times that all servers of the database know; None if they are all of one machine."""

    def backup(self, target: Path) -> None:
        """Write a complete copy to a new file, readable by its owner only, while others write."""

    def close(self) -> None: ...
