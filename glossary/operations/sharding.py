"""Keep the shards of a memory: feed and fill them, compare them with everything, spread them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

from glossary.errors import InvalidInput, UnreadableFile
from glossary.mining.corpus.parts import Refuse
from glossary.mining.corpus.unit import Unit
from glossary.model import TranslationUnit, Variant
from glossary.operations.memory_files import units_of_file
from glossary.store.base import Check, SegmentReader
from glossary.store.shards import feeder
from glossary.store.shards.feeder import Fed
from glossary.store.shards.filling import FilledBatch, fill
from glossary.store.shards.spread import Spread, spread
from glossary.store.shards.transport import ShardTransport
from glossary.store.shards.verify import VerifiedSource, verify
from glossary.text.tags import tag_for

WORTH_UNITS = 100_000_000
"""Units from which shards are worth it. Derived from what was measured for both at 10 million: one
machine answers sooner up to there, and has room (docs/scaling.md)."""
FEED_SECONDS = 600.0
"""Until a shard that takes no batch counts as gone. Chosen: at half, one that merges counts as
gone; at double, nobody hears of one that is for 20 minutes."""


@contextmanager
def shards_of(memory: str, answer_seconds: float = FEED_SECONDS) -> Iterator[list[ShardTransport]]:
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
    with shards_of(memory) as shards:
        yield from feeder.feed(store, shards)


def lag_of_shards(store: SegmentReader, memory: str) -> dict[str, int]:
    """How many changes the shard that is furthest behind does not have, by language. Raises
    MemoryIncomplete."""
    from glossary.store.shards.http import ANSWER_SECONDS

    with shards_of(memory, ANSWER_SECONDS) as shards:
        return feeder.lag(store, shards)


def fill_shards(
    store: SegmentReader, memory: str, file: Path, by: str, at: str, refuse: Refuse
) -> Iterator[FilledBatch]:
    """Put the units of a file on the shards and not into the termbase. A unit that cannot be used
    is passed to `refuse`. Raises MemoryIncomplete, ConflictError, UnreadableFile."""
    units = (_unit(each, file.name, by, at) for each in units_of_file(file, refuse))
    with shards_of(memory) as shards:
        yield from fill(store, shards, contents_of(file), units)


def contents_of(file: Path) -> str:
    """What tells a file from others by its contents. Raises UnreadableFile."""
    found = blake2b(digest_size=16)
    try:
        with file.open("rb") as stream:
            while piece := stream.read(1 << 20):
                found.update(piece)
    except OSError as error:
        raise UnreadableFile(str(file), error.strerror or "cannot be read") from error
    return found.hexdigest()


def _unit(unit: Unit, name: str, by: str, at: str) -> TranslationUnit:
    zh, en = unit.zh.strip(), unit.en.strip()
    sides = Variant(tag_for("zh", [zh]), zh), Variant("en", en)
    return TranslationUnit(*sides, unit.text or name, by, at)


def verify_shards(store: VerifiedSource, memory: str, sample: int) -> Iterator[Check]:
    """Compare the shards with the termbase: counts, and so many sentences with every unit. Raises
    MemoryIncomplete."""
    with shards_of(memory) as shards:
        yield from verify(store, shards, sample)


def spread_shards(memory: str, target: str) -> Iterator[Spread]:
    """Copy the rows of the shards to the empty ones at `target`, batch by batch. Raises
    MemoryIncomplete, ConflictError."""
    with shards_of(memory) as old, shards_of(target) as new:
        yield from spread(old, new)
