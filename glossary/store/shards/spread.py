"""Spread the rows of shards over other shards, while the first ones go on answering.

The new ones are read by nobody until they have everything: at the end they are noted to have
followed as far as the old ones had at the beginning, and what came since is fed to them. Whoever
asks goes on with the old ones until the new are named, so both are right all the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from glossary.errors import ConflictError, MemoryIncomplete
from glossary.store.shards.answers import SETTINGS, FollowedTo, check_places, followed
from glossary.store.shards.feeder import BATCH, create, note, tried
from glossary.store.shards.tables import LANGUAGES, SEGMENT_COLUMNS, UNIT_COLUMNS, segment_table
from glossary.store.shards.transport import ShardTransport

_WITHOUT_LIMIT = SETTINGS.replace("limit = 0, offset = 0, ", "")  # it has one of its own


class _SpreadTable(NamedTuple):
    """A table whose rows are spread by their ids, and what it is sorted by."""

    name: str
    columns: tuple[str, ...]
    order: tuple[str, ...]


_TABLES = (
    _SpreadTable("unit", UNIT_COLUMNS, ("id",)),
    *(_SpreadTable(segment_table(each), SEGMENT_COLUMNS, ("n", "id")) for each in LANGUAGES),
)


class Spread(NamedTuple):
    """A batch of rows that went to the new shards: the table, the shard that it is from, and how
    many rows."""

    table: str
    shard: str
    rows: int


def spread(
    old: Sequence[ShardTransport], new: Sequence[ShardTransport], batch: int = BATCH
) -> Iterator[Spread]:
    """Copy all rows of the old shards to the new ones, which must have none that were noted.

    What a copy that was killed had inserted is deleted first. Raises MemoryIncomplete where a shard
    does not answer, or the old ones are not whole; ConflictError where a new one is in use.
    """
    create(new)
    begun = {language: _whole(old, language) for language in LANGUAGES}
    for shard in new:
        _emptied(shard)
    held = {table.name: [0] * len(new) for table in _TABLES}
    for table in _TABLES:
        for source in old:
            for rows in _all_rows(source, table, batch):
                yield Spread(table.name, source.name, len(rows))
                for place, count in enumerate(_given(new, table, rows)):
                    held[table.name][place] += count
    _copy_fillings(old, new)
    for language in LANGUAGES:
        _note_all(new, language, begun[language], held[segment_table(language)])


def _whole(old: Sequence[ShardTransport], language: str) -> list[FollowedTo]:
    """How far the old shards have followed, all of them and of one database."""
    told = [followed(shard, language) for shard in old]
    check_places([shard.name for shard in old], told, told[0].database)
    if len({said.filled for said in told}) > 1:
        raise MemoryIncomplete("a filling of the old shards is under way; end it first")
    for shard, said in zip(old, told, strict=True):
        if _count(shard, segment_table(language)) < said.segments:
            raise MemoryIncomplete(f"shard {shard.name} has lost rows; restore it first")
    return told


def _count(shard: ShardTransport, table: str) -> int:
    ((count,),) = tried(shard, partial(shard.rows, f"SELECT count() FROM {table}"))
    return int(count)


def _emptied(shard: ShardTransport) -> None:
    if any(followed(shard, language).places for language in LANGUAGES):
        raise ConflictError(f"shard {shard.name} is in use; name an empty database there")
    for table in (*(each.name for each in _TABLES), "filling"):
        tried(shard, partial(shard.run, f"TRUNCATE TABLE {table}"))


def _all_rows(
    shard: ShardTransport, table: _SpreadTable, batch: int
) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a table, in its order. Raises MemoryIncomplete if they are fewer than it says."""
    count = _count(shard, table.name)
    order, columns = ", ".join(table.order), ", ".join(table.columns)
    where = "true"
    while True:
        sql = f"SELECT {columns} FROM {table.name} WHERE {where} ORDER BY {order} LIMIT {batch}"
        rows = tried(shard, partial(shard.rows, f"{sql} SETTINGS {_WITHOUT_LIMIT}"))
        if not rows:
            break
        yield rows
        count -= len(rows)
        last = dict(zip(table.columns, rows[-1], strict=True))
        first, after = table.order[0], ", ".join(str(int(last[each])) for each in table.order)
        where = f"{first} >= {int(last[first])} AND tuple({order}) > tuple({after})"
    if count > 0:
        raise MemoryIncomplete(f"shard {shard.name} has lost rows; nothing was noted")


def _given(
    new: Sequence[ShardTransport], table: _SpreadTable, rows: Sequence[tuple[Any, ...]]
) -> list[int]:
    """Insert rows where they belong; how many each shard got."""
    parts: list[list[tuple[Any, ...]]] = [[] for _ in new]
    for row in rows:
        parts[abs(row[0]) % len(new)].append(row)
    for shard, part in zip(new, parts, strict=True):
        if part:
            columns = dict(zip(table.columns, map(list, zip(*part, strict=True)), strict=True))
            tried(shard, partial(shard.insert, table.name, columns | _words(columns)))
    return [len(part) for part in parts]


def _words(columns: dict[str, Any]) -> dict[str, Any]:
    """The words of signatures as what they are, numbers without a sign."""
    words = set(SEGMENT_COLUMNS[2:-2]) & columns.keys()
    return {name: np.array(columns[name], np.uint64) for name in words}


def _copy_fillings(old: Sequence[ShardTransport], new: Sequence[ShardTransport]) -> None:
    sql = "SELECT DISTINCT number, name FROM filling ORDER BY number"
    begun = {tuple(row) for shard in old for row in tried(shard, partial(shard.rows, sql))}
    if begun:
        numbers, names = map(list, zip(*sorted(begun), strict=True))
        for shard in new:
            columns = {"number": numbers, "name": names}
            tried(shard, partial(shard.insert, "filling", columns))


def _note_all(
    new: Sequence[ShardTransport], language: str, begun: Sequence[FollowedTo], held: Sequence[int]
) -> None:
    """Have the new shards be as far as the old one that was furthest behind."""
    last = min(begun, key=lambda said: said.change)
    for place, shard in enumerate(new):
        noted = last._replace(segments=held[place], place=place, places=len(new))
        note(shard, language, noted)
