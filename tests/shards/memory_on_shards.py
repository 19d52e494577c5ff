"""A memory on shards for tests: emptied nodes, fed from a store, and what is compared with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from glossary.lookup.concordance import concordance
from glossary.lookup.memory import fuzzy_matches
from glossary.store.base import Store
from glossary.store.fuzzy.index import FuzzyIndex
from glossary.store.shards import feeder
from glossary.store.shards.index import ShardedIndex
from glossary.store.shards.tables import LANGUAGES, segment_table
from glossary.store.shards.transport import ShardTransport

TABLES = ("followed", "unit", "filling", *map(segment_table, LANGUAGES))


def emptied(nodes: Sequence[ShardTransport]) -> None:
    """Have the nodes be as new."""
    for node in nodes:
        for table in TABLES:
            node.run(f"DROP TABLE IF EXISTS {table}")


def fed(store: Store, nodes: Sequence[ShardTransport], batch: int = 50) -> list[feeder.Fed]:
    """Feed the nodes all changes, in small batches."""
    return list(feeder.feed(store, nodes, batch))


def differences(
    store: Store,
    index: ShardedIndex,
    query: str,
    language: str,
    threshold: int,
    local: FuzzyIndex | None = None,
) -> list[str]:
    """Where the answers about a query differ from those of the local index."""
    local, said = local or FuzzyIndex(store), []
    for limit in (None, 3):
        ours = fuzzy_matches(store, index, query, language, threshold, limit)
        theirs = fuzzy_matches(store, local, query, language, threshold, limit)
        if ours != theirs:
            said.append(f"{query!r} at {threshold} %: {_ids(ours)} is not {_ids(theirs)}")
    ours, theirs = (
        concordance(store, each, query, language, "best", 50) for each in (index, local)
    )
    if ours != theirs:
        said.append(f"concordance of {query!r}: {ours.total} is not {theirs.total}")
    return said


def _ids(matches: Iterable[object]) -> list[int]:
    return [match.unit.id for match in matches]
