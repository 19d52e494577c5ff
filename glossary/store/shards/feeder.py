"""Copy the changes of a database to its shards, in batches that may be repeated.

A batch is inserted, and then noted in `followed`: what was inserted and not noted is asked for when
the feeder goes on, so that nothing is in a shard twice, and until it is noted those who ask have it
from their own tail. A unit belongs to the shard that is its id modulo the number of shards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import NamedTuple, TypeVar

import numpy as np

from glossary.errors import MemoryIncomplete
from glossary.store.base import SegmentChange, SegmentReader
from glossary.store.fuzzy.scan import kernel
from glossary.store.shards.answers import FollowedTo, check_places, followed
from glossary.store.shards.tables import (
    FOLLOWED_COLUMNS,
    LANGUAGES,
    creations,
    segment_rows,
    segment_table,
)
from glossary.store.shards.transport import ShardFailure, ShardTransport
from glossary.text.token_arrays import text_of, token_arrays

BATCH = 65_536
"""Changes copied at a time. Chosen: each makes a part in every shard, which the server merges; at
half it merges twice as many, at double the feeder takes twice the memory, some 100 MB."""
ASKED = 10_000  # ids in a statement, which may have 262,144 bytes: given by ClickHouse
_T = TypeVar("_T")


class Fed(NamedTuple):
    """What a batch brought: the language, the last change in it, and rows inserted."""

    language: str
    change: int
    rows: int


def create(shards: Sequence[ShardTransport], engine: str = "MergeTree") -> None:
    """Create the tables where they are missing. Raises MemoryIncomplete."""
    for shard in shards:
        for statement in creations(engine):
            tried(shard, partial(shard.run, statement))


def feed(
    source: SegmentReader, shards: Sequence[ShardTransport], batch: int = BATCH
) -> Iterator[Fed]:
    """Copy all changes that the shards do not have, a batch at a time.

    Raises MemoryIncomplete where a shard does not answer, or follows another database.
    """
    create(shards)
    for language in LANGUAGES:
        yield from _LanguageFeeder(source, shards, language).feed(batch)


def lag(source: SegmentReader, shards: Sequence[ShardTransport]) -> dict[str, int]:
    """How many changes the shard that is furthest behind does not have, by language. Raises
    MemoryIncomplete."""
    newest = source.identity().change
    told = {name: [followed(shard, name) for shard in shards] for name in LANGUAGES}
    return {name: newest - min(said.change for said in all_) for name, all_ in told.items()}


class _LanguageFeeder:
    def __init__(
        self, source: SegmentReader, shards: Sequence[ShardTransport], language: str
    ) -> None:
        self._source, self._shards, self._language = source, shards, language
        self._table = segment_table(language)

    def feed(self, batch: int) -> Iterator[Fed]:
        told = self._begun()
        after = min(said.change for said in told)
        changes = self._source.segment_changes(self._language, after)
        while some := list(islice(changes, batch)):
            kernel.warm_up(len(some))  # which signs them; parts of a batch would not be worth it
            inserted = 0
            for place, said in enumerate(told):
                newer = [change for change in some if change.change > said.change]
                if newer:
                    told[place], rows = self._given(self._shards[place], said, newer)
                    inserted += rows
            yield Fed(self._language, some[-1].change, inserted)

    def _begun(self) -> list[FollowedTo]:
        """How far each shard has followed; those that are empty begin now."""
        told = [followed(shard, self._language) for shard in self._shards]
        now = self._source.identity()
        for place, shard in enumerate(self._shards):
            if not told[place].places:
                told[place] = FollowedTo(now.database, 0, "", 0, 0, place, len(self._shards))
                note(shard, self._language, told[place])
        check_places([shard.name for shard in self._shards], told, now.database)
        for shard, said in zip(self._shards, told, strict=True):
            if said.change and self._source.change_mark(said.change) != said.mark:
                raise MemoryIncomplete(
                    f"shard {shard.name} has followed to a change {said.change} that this database "
                    "does not have; empty the shards, and feed them again"
                )
        return told

    def _given(
        self, shard: ShardTransport, said: FollowedTo, changes: Sequence[SegmentChange]
    ) -> tuple[FollowedTo, int]:
        """Insert what is a shard's own of these changes, and note them."""
        own = [change for change in changes if change.unit_id % said.places == said.place]
        texts = {change.unit_id: change.text for change in own}
        held = self._held(shard)
        if held != said.segments:  # something was inserted and not noted
            for unit_id, is_deleted in self._inserted(shard, list(texts)):
                if unit_id in texts and is_deleted == (texts[unit_id] is None):
                    del texts[unit_id]
        rows = self._insert(shard, texts) if texts else 0
        last = changes[-1]
        noted = said._replace(change=last.change, mark=last.mark, segments=held + rows)
        note(shard, self._language, noted)
        return noted, rows

    def _insert(self, shard: ShardTransport, texts: dict[int, str | None]) -> int:
        there = {unit_id: text for unit_id, text in texts.items() if text is not None}
        deleted = [unit_id for unit_id, text in texts.items() if text is None]
        columns = segment_rows(list(there), *cut(list(there.values())), deleted)
        count = len(columns["id"])
        if count:
            tried(shard, lambda: shard.insert(self._table, columns))
        return count

    def _held(self, shard: ShardTransport) -> int:
        ((count,),) = tried(shard, lambda: shard.rows(f"SELECT count() FROM {self._table}"))
        return int(count)

    def _inserted(self, shard: ShardTransport, ids: Sequence[int]) -> Iterator[tuple[int, bool]]:
        """Those of the ids that have a row already, and whether it says that they are deleted."""
        for at in range(0, len(ids), ASKED):
            listed = ", ".join(map(str, ids[at : at + ASKED]))
            sql = f"SELECT DISTINCT id, n = 0 FROM {self._table} WHERE id IN ({listed})"
            for unit_id, is_deleted in tried(shard, partial(shard.rows, sql)):
                yield int(unit_id), bool(is_deleted)


def note(shard: ShardTransport, language: str, said: FollowedTo) -> None:
    """Have a shard say from now on that it has followed so far."""
    row = {"language": language, **said._asdict()}
    columns = {column: [row[column]] for column in FOLLOWED_COLUMNS}
    tried(shard, partial(shard.insert, "followed", columns))


def missing(shard: ShardTransport, table: str, ids: Sequence[int]) -> set[int]:
    """Those of the ids that have no row in a table."""
    there: set[int] = set()
    for at in range(0, len(ids), ASKED):
        listed = ", ".join(map(str, ids[at : at + ASKED]))
        sql = f"SELECT DISTINCT id FROM {table} WHERE id IN ({listed})"
        there.update(int(row[0]) for row in tried(shard, partial(shard.rows, sql)))
    return set(ids) - there


def cut(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """The token codes and the search keys of texts."""
    found = token_arrays(texts)
    codes, ends = text_of(found.codes), np.cumsum(found.sizes)
    edges = zip((ends - found.sizes).tolist(), ends.tolist(), strict=True)
    keys = found.text.tobytes().decode("utf-8", "surrogatepass").split("\n")[:-1]
    return [codes[begin:end] for begin, end in edges], keys


def tried(shard: ShardTransport, work: Callable[[], _T]) -> _T:
    """What a shard does. Raises MemoryIncomplete, with its name, if it does not."""
    try:
        return work()
    except ShardFailure as failure:
        raise MemoryIncomplete(f"shard {shard.name} does not answer: {failure}") from failure
