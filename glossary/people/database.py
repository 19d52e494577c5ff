"""The database of the people: a file, or a schema of PostgreSQL that several servers share.

Statements are written with `?` for arguments, and in words that both know.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from glossary.errors import InvalidInput, NotFound
from glossary.people.waits import SharedWaits

SCHEMES = ("postgresql", "postgres")


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

    def waits(self, kind: str) -> SharedWaits | None:
        """Times that all servers of the database know; None if they are all of one machine."""

    def backup(self, target: Path) -> None:
        """Write a complete copy to a new file, readable by its owner only, while others write."""

    def close(self) -> None: ...


def database_at(place: str | Path, must_exist: bool) -> PeopleDatabase:
    """The database in a file, or at `postgresql://HOST/DATABASE?schema=NAME`; see
    `People.open`."""
    scheme, separator, _ = str(place).partition("://")
    if not separator:
        return _file(Path(place), must_exist)
    if scheme not in SCHEMES:
        raise InvalidInput(
            f"accounts are not kept in {scheme}://; give a file, or "
            "postgresql://HOST/DATABASE?schema=NAME"
        )
    from glossary.store.postgres import require_client

    require_client()
    from glossary.people.postgres import opened

    return opened(str(place), must_exist)


def _file(path: Path, must_exist: bool) -> PeopleDatabase:
    from glossary.people.sqlite import PeopleFile

    if must_exist and not path.exists():
        raise NotFound(f"{path}: no such file; glossary people add makes it with an account")
    return PeopleFile(path)
