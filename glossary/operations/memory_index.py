"""The index that narrows the memory of a termbase: its own, or shards that follow it."""

from __future__ import annotations

from typing import TypeAlias

from glossary.store.base import SegmentReader
from glossary.store.fuzzy.index import FuzzyIndex
from glossary.store.shards.index import ShardedIndex

MemoryIndex: TypeAlias = FuzzyIndex | ShardedIndex


def index_of(store: SegmentReader, memory: str) -> MemoryIndex:
    """The index of a store: on the shards at `memory`, its own if that is "". Raises InvalidInput,
    BrokenInstallation."""
    if not memory:
        return FuzzyIndex(store)
    from glossary.store.shards.http import shards_at

    return ShardedIndex(store, shards_at(memory))
