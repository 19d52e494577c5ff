"""Protocols for a whole database as rows, which move from one store into another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, Protocol

DERIVED = frozenset(
    {
        *("meta", "migration", "term", "term_index", "term_word", "hidden_term"),
        *("change", "noted", "hook", "dead_letter", "job_file"),
    }
)
"""Tables that stay: the terms and their index are made anew from the entries, a large change under
way belongs to its process, each database has an identity, a form and
a feed of its own, and hooks follow that; the files of jobs are with
the server that does them."""
DERIVED_COLUMNS = frozenset({("concept", "first_term"), ("concept", "last_term")})


class DumpedTable(NamedTuple):
    """A table: its columns, how many rows it has, the last number that it gave to a row (None if it
    never did), and the rows in the order of their keys. Values are texts, numbers, bytes, None."""

    name: str
    columns: tuple[str, ...]
    size: int
    last: int | None
    rows: Iterator[tuple[Any, ...]]


class WholeReader(Protocol):
    """Reads everything."""

    def dump(self) -> Iterator[DumpedTable]:
        """Every table that is not derived, each after those that its rows name; inside
        `snapshot()`, rows streamed. Raises StoreError if there is no such database."""


class WholeWriter(Protocol):
    """Fills an empty database."""

    def load(self, tables: Iterable[DumpedTable]) -> None:
        """Take in all rows with their numbers, and derive the rest; inside `transaction()`. The
        database gets a new identity. Raises ConflictError if it is not empty, StoreError if the
        tables are others than its own."""
