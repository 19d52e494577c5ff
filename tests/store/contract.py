"""The stores that the contract tests (`test_contract_*`) check, each in turn.

Another store is a line in STORES: how to open the database of a test, given its folder. Files,
processes and damage are tested for each store separately (`test_sqlite_*`).
"""

from __future__ import annotations

import atexit
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from pathlib import Path

from glossary.store import open_store
from glossary.store.base import Store
from tests.postgres.cluster import QUICK, Cluster, cluster, missing
from tests.store.memory.session import MemoryDatabase
from tests.store.memory.store import MemoryStore

_in_memory: dict[Path, MemoryDatabase] = {}


def _open_in_memory(folder: Path) -> MemoryStore:
    return MemoryStore(_in_memory.setdefault(folder, MemoryDatabase()))


_servers = ExitStack()
_schemas: dict[Path, int] = {}
atexit.register(_servers.close)


@cache
def _server() -> Cluster:
    """One server for all tests of this process."""
    return _servers.enter_context(cluster(*QUICK))


def _open_on_a_server(folder: Path) -> Store:
    """A schema for each folder: a database would take ten times as long, and as much room."""
    number = _schemas.setdefault(folder, len(_schemas))
    return open_store(f"{_server().url()}?schema=test{number}")


STORES: dict[str, Callable[[Path], Store]] = {
    "sqlite": lambda folder: open_store(folder / "terms.db"),
    "in memory": _open_in_memory,
} | ({} if missing() else {"postgresql": _open_on_a_server})
