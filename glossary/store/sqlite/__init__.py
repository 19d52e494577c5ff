"""The SQLite store: a database in one file.

files (on disk) -> connection -> pool (one for each thread) -> session (transactions, rows)
-> migrations, term_index -> terms and, of `glossary.store.tables`, the other parts
-> staging (large changes) -> store; copies and check are separate
"""

from __future__ import annotations

from pathlib import Path

from glossary.store.base import Store


def opened(path: str) -> Store:
    """Open the store in the file at a path. Raises StoreError."""
    from glossary.store.sqlite.store import SqliteStore

    return SqliteStore(Path(path))
