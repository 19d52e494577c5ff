"""Keep the shards of a memory: feed them what the termbase has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from glossary.errors import InvalidInput
from glossary.store.base import SegmentReader
from glossary.store.shards.feeder import Fed, feed
from glossary.store.shards.transport import ShardTransport

WORTH_UNITS = 100_000_000
"""Units from which shards are worth it. Derived from what was measured for both at 10 million: one
machine answers sooner up to there, and has room (docs/scaling.md)."""
FEED_SECONDS = 600.0
"""Until a shard that takes no batch counts as gone. Chosen: at half, one that merges counts as
gone; at double, nobody hears of one that is for 20 minutes."""


@contextmanager
def shards_of(memory: str, answer_seconds: float) -> Iterator[list[ShardTransport]]:
    """The shards at an address. Raises InvalidInput, BrokenInstallation."""
    from glossary.store.shards.http import shards_at

    if not memory:
        raise InvalidInput("name the shards: --memory clickhouse://HOST,HOST, or GLOSSARY_MEMORY")
    shards = shards_at(memory, answer_seconds)
    try:
        yield shards
    finally:
        for shard in shards:
            shard.close()


def feed_shards(store: SegmentReader, memory: str) -> Iterator[Fed]:
    """Copy the changes that the shards do not have, batch by batch. Raises MemoryIncomplete."""
    with shards_of(memory, FEED_SECONDS) as shards:
        yield from feed(store, shards)
