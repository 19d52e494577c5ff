"""The index that narrows the memory of a termbase: its own, or shards that follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from glossary.store.base import SegmentReader, UnitReader

if TYPE_CHECKING:
    from glossary.store.fuzzy.index import FuzzyIndex
    from glossary.store.shards.index import ShardedIndex

    MemoryIndex: TypeAlias = FuzzyIndex | ShardedIndex


def index_of(store: SegmentReader, memory: str) -> MemoryIndex:
    """The index of a store: on the shards at `memory`, its own if that is "". Raises InvalidInput,
    BrokenInstallation."""
    if not memory:
        from glossary.store.fuzzy.index import FuzzyIndex

        return FuzzyIndex(store)
    from glossary.store.shards.http import shards_at
    from glossary.store.shards.index import ShardedIndex

    return ShardedIndex(store, shards_at(memory))


def units_of(store: UnitReader, index: MemoryIndex) -> UnitReader:
    """What reads the units that an index finds: of the store, and those that only its shards
    have."""
    from glossary.store.fuzzy.index import FuzzyIndex

    if isinstance(index, FuzzyIndex):
        return store
    from glossary.store.shards.units import UnitsBesideShards

    return UnitsBesideShards(store, index.shards)
