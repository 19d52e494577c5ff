"""Fill shards with units that are in no database: a memory beyond the termbase.

Such units have ids below 0, and their texts, source and creator lie on the shards. They come in
batches of a file, numbered over all files: the number of a batch gives the ids of its units. All
shards note a batch when all of them have its rows, so that those who ask see whether one was set
back. A filling that was killed goes on with the same file, and nothing of it is there twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import NamedTuple

from glossary.errors import ConflictError
from glossary.model import TranslationUnit
from glossary.store.base import SegmentReader
from glossary.store.fuzzy.scan import kernel
from glossary.store.shards.answers import FollowedTo, check_places, followed
from glossary.store.shards.feeder import create, cut, missing, note, tried
from glossary.store.shards.tables import LANGUAGES, UNIT_COLUMNS, segment_rows, segment_table
from glossary.store.shards.transport import Columns, ShardTransport

FILLED_AT_ONCE = 65_536
"""Units of a batch. Derived from the changes that are fed at a time (`feeder.BATCH`); never to be
changed where shards were filled, since it gives units their ids."""


class FilledBatch(NamedTuple):
    """A batch that is on all shards: its number, and how many units of the file are there now."""

    number: int
    units: int


def fill(
    source: SegmentReader,
    shards: Sequence[ShardTransport],
    name: str,
    units: Iterable[TranslationUnit],
    at_once: int = FILLED_AT_ONCE,
) -> Iterator[FilledBatch]:
    """Put the units of a file on the shards; `name` tells the file from others, by its contents.

    The shards must have been fed before, if only with nothing. Raises MemoryIncomplete where a
    shard does not answer; ConflictError where the filling from another file has not ended.
    """
    create(shards)
    told = {language: [followed(shard, language) for shard in shards] for language in LANGUAGES}
    for all_of_them in told.values():
        check_places([shard.name for shard in shards], all_of_them, source.identity().database)
    plan = _FillingPlan.read(
        shards, name, min(said.filled for each in told.values() for said in each)
    )
    rest, done = iter(units), 0
    for number in plan.numbers():
        batch = list(islice(rest, at_once))
        if not batch:
            return
        if number not in plan.ended:
            kernel.warm_up(len(batch))
            plan.begin(shards, number)
            _put(shards, told, number, batch, at_once)
        done += len(batch)
        yield FilledBatch(number, done)


class _FillingPlan:
    """The batches of a file by their numbers: those that began, and further ones."""

    def __init__(self, name: str, own: Sequence[int], ended: Sequence[int], next_: int) -> None:
        self._name, self._own, self.ended, self._next = name, own, frozenset(ended), next_

    @classmethod
    def read(cls, shards: Sequence[ShardTransport], name: str, filled: int) -> _FillingPlan:
        sql = "SELECT DISTINCT number, name FROM filling ORDER BY number"
        begun: dict[int, str] = {}
        for shard in shards:
            begun |= {int(n): str(whose) for n, whose in tried(shard, partial(shard.rows, sql))}
        own = [number for number, whose in sorted(begun.items()) if whose == name]
        waiting = [whose for number, whose in begun.items() if number > filled]
        if any(whose != name for whose in waiting):
            raise ConflictError(
                "the filling from another file has not ended; give that file again first"
            )
        return cls(name, own, [n for n in own if n <= filled], max(begun, default=0) + 1)

    def numbers(self) -> Iterator[int]:
        yield from self._own
        number = self._next
        while True:
            yield number
            number += 1

    def begin(self, shards: Sequence[ShardTransport], number: int) -> None:
        """Note on all shards whose the batch is, before anything of it is there."""
        row: Columns = {"number": [number], "name": [self._name]}
        for shard in shards:
            tried(shard, partial(shard.insert, "filling", row))


def _put(
    shards: Sequence[ShardTransport],
    told: dict[str, list[FollowedTo]],
    number: int,
    batch: Sequence[TranslationUnit],
    at_once: int,
) -> None:
    """Insert a batch wherever it is missing, and note it on all shards."""
    first = (number - 1) * at_once + 1
    placed: list[list[tuple[int, TranslationUnit]]] = [[] for _ in shards]
    for at, unit in enumerate(batch, first):
        placed[at % len(shards)].append((-at, unit))
    rows = {language: [0] * len(shards) for language in LANGUAGES}
    for place, (shard, own) in enumerate(zip(shards, placed, strict=True)):
        _insert_units(shard, own)
        for language in LANGUAGES:
            rows[language][place] = _insert_segments(shard, language, own)
    for place, shard in enumerate(shards):
        for language in LANGUAGES:
            said = told[language][place]
            if said.filled < number:
                told[language][place] = said._replace(filled=number, segments=rows[language][place])
                note(shard, language, told[language][place])


def _insert_units(shard: ShardTransport, own: Sequence[tuple[int, TranslationUnit]]) -> None:
    lacking = missing(shard, "unit", [unit_id for unit_id, _ in own])
    rows = [
        (i, u.zh.text, u.en.text, u.zh.tag, u.en.tag, u.document, u.created_by, u.created_at)
        for i, u in own
        if i in lacking
    ]
    if rows:
        columns = dict(zip(UNIT_COLUMNS, map(list, zip(*rows, strict=True)), strict=True))
        tried(shard, partial(shard.insert, "unit", columns))


def _insert_segments(
    shard: ShardTransport, language: str, own: Sequence[tuple[int, TranslationUnit]]
) -> int:
    """Insert what is missing; returns how many rows the table has then."""
    table = segment_table(language)
    lacking = missing(shard, table, [unit_id for unit_id, _ in own])
    texts = {i: u.zh.text if language == "zh" else u.en.text for i, u in own if i in lacking}
    ((held,),) = tried(shard, partial(shard.rows, f"SELECT count() FROM {table}"))
    columns = segment_rows(list(texts), *cut(list(texts.values())))
    count = len(columns["id"])
    if count:
        tried(shard, partial(shard.insert, table, columns))
    return int(held) + count
