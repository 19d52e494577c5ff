"""The SQLite store: one file.

files (on disk) -> connection -> migrations, term_index -> concepts, review, units, transfer
-> staging (large changes) -> store; copies and check stand beside them
"""

from __future__ import annotations

from pathlib import Path

from glossary.store.base import Store


def opened(path: str) -> Store:
    """The store in the file at a path. Raises StoreError."""
    from glossary.store.sqlite.store import SqliteStore

    return SqliteStore(Path(path))
