"""Units by their ids, of the database and of the shards: those below 0 are on the shards alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from glossary.errors import MemoryIncomplete
from glossary.model import TranslationUnit, Variant
from glossary.store.base import UnitReader
from glossary.store.shards.answers import SETTINGS
from glossary.store.shards.feeder import ASKED, tried
from glossary.store.shards.tables import UNIT_COLUMNS
from glossary.store.shards.transport import ShardTransport


class UnitsBesideShards:
    """The units of a store, and those that only shards have. Raises MemoryIncomplete where a shard
    does not give a unit that its index has found."""

    def __init__(self, store: UnitReader, shards: Sequence[ShardTransport]) -> None:
        self._store, self._shards = store, shards
        self.count_units_of, self.all_units = store.count_units_of, store.all_units
        self.known_units, self.step_units = store.known_units, store.step_units
        self.unit_steps = store.unit_steps

    def units(self, ids: Iterable[int]) -> list[TranslationUnit]:
        """Units by id, in the order requested; missing ones of the store are left out."""
        wanted = list(ids)
        own = [unit_id for unit_id in wanted if unit_id > 0]
        found = {unit.id: unit for unit in self._store.units(own)} if own else {}
        for place, shard in enumerate(self._shards):
            theirs = [i for i in wanted if i < 0 and -i % len(self._shards) == place]
            found |= {unit.id: unit for unit in _units_of(shard, theirs)}
        return [found[unit_id] for unit_id in wanted if unit_id in found]


def _units_of(shard: ShardTransport, ids: Sequence[int]) -> Iterable[TranslationUnit]:
    for at in range(0, len(ids), ASKED):
        some = set(ids[at : at + ASKED])
        rows = _rows_of(shard, some)
        if len(rows) < len(some):
            raise MemoryIncomplete(f"shard {shard.name} lacks {len(some) - len(rows)} units")
        for unit_id, zh, en, zh_tag, en_tag, document, by, created in rows:
            sides = Variant(zh_tag, zh), Variant(en_tag, en)
            yield TranslationUnit(*sides, document, by, created, int(unit_id))


def _rows_of(shard: ShardTransport, ids: Iterable[int]) -> list[tuple[Any, ...]]:
    listed, columns = ", ".join(map(str, ids)), ", ".join(UNIT_COLUMNS)
    sql = f"SELECT {columns} FROM unit WHERE id IN ({listed}) LIMIT 1 BY id SETTINGS {SETTINGS}"
    return tried(shard, partial(shard.rows, sql))
