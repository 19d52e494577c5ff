"""Databases. STORES lists all that this program can use."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from glossary.errors import InvalidInput
from glossary.store.base import Store

STORES = {
    "sqlite": "sqlite.opened",
    "postgresql": "postgres.opened",
    "postgres": "postgres.opened",
}
"""By URL scheme: the `module.function` of this package that opens it, given the rest of the URL."""


def open_store(target: str | Path) -> Store:
    """The store at a path (`terms.db`) or URL (`sqlite:///path`,
    `postgresql://host/database`). Raises StoreError."""
    scheme, separator, rest = str(target).partition("://")
    if not separator:
        scheme, rest = "sqlite", str(target)
    if scheme not in STORES:
        raise InvalidInput(
            f"unknown database {scheme}://; give a file path, sqlite:///PATH or "
            "postgresql://HOST/DATABASE"
        )
    module, name = STORES[scheme].rsplit(".", 1)
    opened: Callable[[str], Store] = getattr(import_module(f"{__name__}.{module}"), name)
    return opened(rest)
