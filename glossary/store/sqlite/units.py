"""Translation units in SQLite, and the list of changes that the fuzzy index follows."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from glossary.errors import StoreError
from glossary.model import TranslationUnit, Variant
from glossary.store.base import Position, SegmentChange, unit_key
from glossary.store.sqlite.concepts import batches, dumps, marks
from glossary.store.sqlite.rows import (
    CHANGE,
    MARK,
    NUMBER,
    POSITION,
    SEGMENT,
    UNIT,
    damaged,
    value_of,
)

UNIT_BATCH = 5_000
_INSERT = (
    "INSERT INTO unit (zh, en, zh_tag, en_tag, document, created_by, created_at, body, hash, step) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING"
)
_POSITION = (
    "SELECT value, change, mark FROM meta LEFT JOIN "
    "(SELECT change, mark FROM unit_change ORDER BY change DESC LIMIT 1) "
    "WHERE key = 'database_id'"
)
_COLUMN = {"zh": "zh", "en": "en"}
_UNIT = "id, zh, en, zh_tag, en_tag, document, created_by, created_at, body"


class UnitTables:
    """The memory half of the SQLite store."""

    _rows: Callable[..., list[tuple[Any, ...]]]
    _stream: Callable[..., Iterator[tuple[Any, ...]]]
    _run: Callable[..., Any]
    _run_many: Callable[..., None]

    def identity(self) -> Position:
        for database, change, mark in self._rows(_POSITION, (), POSITION):
            return Position(database, change or 0, "" if mark is None else str(mark))
        raise damaged("identity", "there is none")

    def put_units(self, units: Iterable[TranslationUnit], step: int | None) -> int:
        added = 0
        for batch in batches(units, UNIT_BATCH):
            last = self._rows("SELECT max(id) FROM unit")[0][0] or 0
            self._run_many(_INSERT, [(*unit_values(unit), step) for unit in batch])
            added += self._note_new_units(last)
        return added

    def _note_new_units(self, last: int) -> int:
        """Note the units after the id `last` as changes; how many they are."""
        sql = "INSERT INTO unit_change (unit_id, deleted) SELECT id, 0 FROM unit WHERE id > ?"
        return int(self._run(f"{sql} ORDER BY id", (last,)).rowcount)

    def known_units(self, units: Sequence[TranslationUnit]) -> list[bool]:
        hashes = [_hash(unit) for unit in units]
        found: set[bytes] = set()
        for batch in batches(hashes):
            sql = f"SELECT hash FROM unit WHERE hash IN ({marks(batch)})"
            found.update(row[0] for row in self._rows(sql, batch))
        return [one in found for one in hashes]

    def delete_units(self, ids: Iterable[int]) -> None:
        for batch in batches(ids):
            those = f"FROM unit WHERE id IN ({marks(batch)})"
            sql = f"INSERT INTO unit_change (unit_id, deleted) SELECT id, 1 {those} ORDER BY id"
            self._run(sql, batch)
            self._run(f"DELETE {those}", batch)

    def step_units(self, step: int) -> list[int]:
        return [row[0] for row in self._rows("SELECT id FROM unit WHERE step = ?", (step,), NUMBER)]

    def units(self, ids: Iterable[int]) -> list[TranslationUnit]:
        wanted = list(ids)
        found: dict[int, TranslationUnit] = {}
        for batch in batches(dict.fromkeys(wanted)):
            sql = f"SELECT {_UNIT} FROM unit WHERE id IN ({marks(batch)})"
            found |= {row[0]: _unit(row) for row in self._rows(sql, batch, UNIT)}
        return [found[i] for i in wanted if i in found]

    def all_units(self) -> Iterator[TranslationUnit]:
        return (
            _unit(row) for row in self._stream(f"SELECT {_UNIT} FROM unit ORDER BY id", (), UNIT)
        )

    def segment_changes(self, language: str, after: int) -> Iterator[SegmentChange]:
        sql = (
            f"SELECT c.change, c.mark, c.unit_id, u.{_COLUMN[language]} FROM unit_change c "
            "LEFT JOIN unit u ON u.id = c.unit_id WHERE c.change > ? ORDER BY c.change"
        )
        for change, mark, unit_id, text in self._stream(sql, (after,), CHANGE):
            yield SegmentChange(change, str(mark), unit_id, text)

    def change_mark(self, change: int) -> str:
        rows = self._rows("SELECT mark FROM unit_change WHERE change = ?", (change,), MARK)
        return str(rows[0][0]) if rows else ""

    def segments(self, language: str, after_id: int = 0) -> Iterator[tuple[int, str]]:
        sql = f"SELECT id, {_COLUMN[language]} FROM unit WHERE id > ? ORDER BY id"
        return self._stream(sql, (after_id,), SEGMENT)


def unit_values(unit: TranslationUnit) -> tuple[Any, ...]:
    """The columns of a unit, without its id and step."""
    zh, en = unit.zh, unit.en
    return (
        zh.text,
        en.text,
        zh.tag,
        en.tag,
        unit.document,
        unit.created_by,
        unit.created_at,
        _body(unit),
        _hash(unit),
    )


def _hash(unit: TranslationUnit) -> bytes:
    """The same unit twice is one unit."""
    known_by = unit_key(unit).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(known_by, digest_size=16).digest()


def rehash(connection: sqlite3.Connection) -> None:
    """Give units with inline codes the hash that tells these too. Each keeps its id and its text,
    so no index and no step is touched."""
    last = 0
    sql = f"SELECT {_UNIT} FROM unit WHERE body IS NOT NULL AND id > ? ORDER BY id LIMIT ?"
    while rows := connection.execute(sql, (last, UNIT_BATCH)).fetchall():
        last = rows[-1][0]
        units = [
            unit for row in rows for unit in _readable(row) if unit.zh.inline or unit.en.inline
        ]
        connection.executemany(
            "UPDATE unit SET hash = ? WHERE id = ?", [(_hash(unit), unit.id) for unit in units]
        )


def _readable(row: tuple[Any, ...]) -> Iterator[TranslationUnit]:
    """The unit of a row, none of a damaged one: that is told when it is read, not on opening."""
    with suppress(StoreError):
        yield _unit(UNIT.row(row))


def _body(unit: TranslationUnit) -> str | None:
    """What a few units have besides: inline tags, who changed them, what else a file said."""
    if not (unit.zh.inline or unit.en.inline or unit.changed_by or unit.changed_at or unit.extra):
        return None
    rest = replace(
        unit,
        zh=Variant("", "", unit.zh.inline),
        en=Variant("", "", unit.en.inline),
        id=None,
        document="",
        created_by="",
        created_at="",
    )
    return dumps(rest)


def _unit(row: tuple[Any, ...]) -> TranslationUnit:
    unit_id, zh, en, zh_tag, en_tag, document, by, at, body = row
    unit = TranslationUnit(Variant(zh_tag, zh), Variant(en_tag, en), document, by, at, unit_id)
    if body is None:
        return unit
    rest = value_of(TranslationUnit, body, "translation unit")
    return replace(
        unit,
        zh=replace(unit.zh, inline=rest.zh.inline),
        en=replace(unit.en, inline=rest.en.inline),
        changed_by=rest.changed_by,
        changed_at=rest.changed_at,
        extra=rest.extra,
    )
