"""The stores that the contract tests (`test_contract_*`) hold to the protocol, each in turn.

Another store is a line in STORES: how to open the one database of a test, given its folder.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from glossary.store import open_store
from glossary.store.base import Store

STORES: dict[str, Callable[[Path], Store]] = {
    "sqlite": lambda folder: open_store(folder / "terms.db"),
    "sqlite url": lambda folder: open_store(f"sqlite://{folder / 'terms.db'}"),
}
