"""All rows of a database as values, and an empty one filled with those of another store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from graphlib import TopologicalSorter
from itertools import islice
from typing import NamedTuple, Protocol

from glossary.errors import ConflictError, StoreError
from glossary.store.base.transfer import DERIVED, DERIVED_COLUMNS, DumpedTable
from glossary.store.tables.session import Session

LOADED = 5_000
"""Rows that are inserted at once. Chosen: half and double take as long, and a thousand rows of
documents are some MB."""


class TableColumns(NamedTuple):
    """The columns of a table, and those of its key."""

    names: tuple[str, ...]
    key: tuple[str, ...]


class Catalog(Protocol):
    """What a database says of its tables."""

    def tables(self) -> Mapping[str, set[str]]:
        """The tables that this program made, each with those that its rows name."""

    def columns(self, table: str) -> TableColumns: ...
    def last(self, table: str) -> int | None:
        """The last number that a table gave to a row; None if it never did."""

    def set_last(self, table: str, last: int) -> None: ...
    def check_later(self) -> None:
        """In this transaction rows may name such as come later."""


def dump(session: Session, catalog: Catalog) -> Iterator[DumpedTable]:
    """See `glossary.store.base.transfer.WholeReader`."""
    for table in in_order(catalog):
        columns, key = _kept(catalog, table)
        [(size,)] = session.rows(f"SELECT count(*) FROM {table}")
        rows = session.stream(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {', '.join(key)}")
        yield DumpedTable(table, columns, size, catalog.last(table), rows)


def load(session: Session, catalog: Catalog, tables: Iterable[DumpedTable], name: str) -> None:
    """Fill the tables that are not derived; see `glossary.store.base.transfer.WholeWriter`."""
    own = in_order(catalog)
    for table in own:
        if session.rows(f"SELECT 1 FROM {table} LIMIT 1"):
            raise ConflictError(f"{name} is not empty; give the name of a new termbase")
    catalog.check_later()  # a step names the later one that undid it
    for given in tables:
        if given.name not in own or set(given.columns) != set(_kept(catalog, given.name).names):
            raise StoreError(f"{name} has another table {given.name!r}; upgrade both termbases")
        while batch := list(islice(given.rows, LOADED)):
            session.put_rows(given.name, ", ".join(given.columns), batch)
        if given.last is not None:
            catalog.set_last(given.name, given.last)


def in_order(catalog: Catalog, derived: bool = False) -> list[str]:
    """The tables, each after those that its rows name; also those that are derived, if asked."""
    found = {
        name: names for name, names in catalog.tables().items() if derived or name not in DERIVED
    }
    named = {name: found[name] - {name} for name in sorted(found)}
    return list(TopologicalSorter(named).static_order())


def _kept(catalog: Catalog, table: str) -> TableColumns:
    names, key = catalog.columns(table)
    return TableColumns(tuple(n for n in names if (table, n) not in DERIVED_COLUMNS), key)
