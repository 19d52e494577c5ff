"""Where values are kept. `open_store` is the one list of databases this program can use."""

from __future__ import annotations

from pathlib import Path

from glossary.errors import InvalidInput
from glossary.store.base import Store


def open_store(target: str | Path) -> Store:
    """The store at a path (`terms.db`) or URL (`sqlite:///path`). Raises StoreError."""
    scheme, separator, rest = str(target).partition("://")
    if not separator:
        scheme, rest = "sqlite", str(target)
    if scheme == "sqlite":
        from glossary.store.sqlite.store import SqliteStore

        return SqliteStore(Path(rest))
    raise InvalidInput(f"unknown database {scheme}://; give a file path or sqlite:///PATH")
