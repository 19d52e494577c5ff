"""The stores that the contract tests (`test_contract_*`) check, each in turn.

Another store is a line in STORES: how to open the database of a test, given its folder. Files,
processes and damage are tested for each store separately (`test_sqlite_*`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from glossary.store import open_store
from glossary.store.base import Store
from tests.store.memory.session import MemoryDatabase
from tests.store.memory.store import MemoryStore

_in_memory: dict[Path, MemoryDatabase] = {}


def _open_in_memory(folder: Path) -> MemoryStore:
    return MemoryStore(_in_memory.setdefault(folder, MemoryDatabase()))


STORES: dict[str, Callable[[Path], Store]] = {
    "sqlite": lambda folder: open_store(folder / "terms.db"),
    "in memory": _open_in_memory,
}
