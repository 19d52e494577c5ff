"""What the tables need of a database: statements and transactions on the calling thread's
connection, and the words in which its SQL differs.

Statements are written with `?` or `:name` for arguments, as SQLite has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

from glossary.store.tables.rows import Row, Shape

BATCH = 500
"""Rows of a statement. Chosen below the 999 arguments that SQLite took before 3.32: half and double
are within 2 %."""
MAX_ID = 2**63 - 1
"""Given by the databases: the largest integer of SQLite, and of a bigint of PostgreSQL."""
ALL_ROWS = 2**62
"""A limit that no table reaches; chosen below MAX_ID, so that an offset can be added to it."""


@dataclass(frozen=True)
class SqlDialect:
    """The words in which databases differ.

    `find`: the function that finds a text in another, 0 if it is not there. `in_order`: a join
    whose left table is read first. `unindexed`: what keeps an index from being used for a column.
    `like`: a comparison with a pattern, blind to case. `types`: of columns, `numbered` for a
    primary key that the database gives, `text`, `real`. `binned`, `joined`: see `bin` and
    `distinct`. `members`: a query for the items of a JSON array.
    `apart`: whether rows that nobody sees yet are written while others write.
    """

    find: str
    in_order: str
    unindexed: str
    like: str
    types: Mapping[str, str]
    binned: str
    members: str
    joined: str
    apart: bool

    def bin(self, number: str, bins: int) -> str:
        """In which of so many equal parts of 0 to 1 a number is, from 0 on."""
        return self.binned.format(number=number, bins=bins, last=bins - 1)

    def distinct(self, expression: str) -> str:
        """The different values of a group, joined by commas."""
        return self.joined.format(expression)


class Session(Protocol):
    """Statements and transactions, each on the connection of the thread that calls.

    All methods raise StoreError when the database fails.
    """

    @property
    def dialect(self) -> SqlDialect: ...
    def transaction(self, *, wait: bool = True) -> AbstractContextManager[None]: ...
    def snapshot(self) -> AbstractContextManager[None]: ...
    def private(self) -> AbstractContextManager[None]:
        """A transaction that only writes to temporary tables, which locks nobody out."""

    def keeping(self) -> AbstractContextManager[None]:
        """Keep to one connection, so that temporary tables are there until the block ends."""

    def keeping_pages(self, size: int) -> AbstractContextManager[None]:
        """Keep so many bytes of the database in memory until the block ends, within reason: for
        rows whose places in an index are all over it."""

    def give_way(self) -> None: ...
    def rows(self, sql: str, arguments: Any = (), shape: Shape | None = None) -> list[Row]:
        """All rows of a query."""

    def rows_of_id(self, sql: str, number: int, shape: Shape) -> list[Row]:
        """The rows for a number from a user; none if it cannot be an id."""

    def stream(self, sql: str, arguments: Any = (), shape: Shape | None = None) -> Iterator[Row]:
        """Rows one by one, all from the moment of the first."""

    def run(self, sql: str, arguments: Any = ()) -> int:
        """Execute a statement that changes data, only inside a transaction; returns how many rows
        it changed."""

    def insert(self, sql: str, arguments: Any = ()) -> int:
        """Execute the INSERT of one row; returns its id, 0 if there is none because of a
        conflict."""

    def run_many(self, sql: str, rows: Sequence[Row]) -> None:
        """Execute a statement once for each row."""

    def put_rows(self, table: str, columns: str, rows: Sequence[Row]) -> None:
        """Add rows to a table, which has none that are in conflict with them."""

    def free_ids(self, table: str, count: int) -> int:
        """The first of so many ids in a row that were never used, for rows that are then added with
        them; the transaction keeps others from using them."""


def batches(items: Iterable[Any], size: int | None = None) -> Iterator[list[Any]]:
    """Lists of at most `size` items, by default BATCH: databases limit the number of arguments."""
    iterator = iter(items)
    while batch := list(islice(iterator, size or BATCH)):
        yield batch


def marks(items: Sequence[Any] | Mapping[str, Any]) -> str:
    """A question mark for each item, for an SQL statement; NULL, which nothing is in, for none."""
    return ",".join("?" * len(items)) or "NULL"
