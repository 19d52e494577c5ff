"""The SQLite store: one file.

files (on disk) -> connection -> pool (one a thread) -> session (transactions, rows)
-> migrations, term_index -> concepts, terms, steps, review, units, exchange: together tables
-> staging (large changes) -> store; copies and check stand beside them
"""

from __future__ import annotations

from pathlib import Path

from glossary.store.base import Store


def opened(path: str) -> Store:
    """The store in the file at a path. Raises StoreError."""
    from glossary.store.sqlite.store import SqliteStore

    return SqliteStore(Path(path))
