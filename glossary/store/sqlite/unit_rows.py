"""Conversion between translation units and rows: columns, hash."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

from glossary.errors import StoreError
from glossary.model import TranslationUnit, Variant
from glossary.store.base import unit_key
from glossary.store.sqlite.rows import UNIT, dumps, value_of

UNIT_BATCH = 5_000
"""Units that are added at a time. Chosen: 9 % slower at half, 2 % at double."""
UNIT_COLUMNS = "id, zh, en, zh_tag, en_tag, document, created_by, created_at, body"


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
        hash_of(unit),
    )


def hash_of(unit: TranslationUnit) -> bytes:
    """The hash that identifies a unit."""
    import hashlib  # late: it loads all of OpenSSL

    known_by = unit_key(unit).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(known_by, digest_size=16).digest()


def rehash(connection: sqlite3.Connection) -> None:
    """Recompute the hash of units with inline codes, to include these. Ids and texts stay, so no
    index or step is affected."""
    last = 0
    sql = f"SELECT {UNIT_COLUMNS} FROM unit WHERE body IS NOT NULL AND id > ? ORDER BY id LIMIT ?"
    while rows := connection.execute(sql, (last, UNIT_BATCH)).fetchall():
        last = rows[-1][0]
        units = [
            unit for row in rows for unit in _readable(row) if unit.zh.inline or unit.en.inline
        ]
        connection.executemany(
            "UPDATE unit SET hash = ? WHERE id = ?", [(hash_of(unit), unit.id) for unit in units]
        )


def _readable(row: tuple[Any, ...]) -> Iterator[TranslationUnit]:
    """The unit of a row; nothing for a damaged one, which is reported when it is read."""
    with suppress(StoreError):
        yield unit_in(UNIT.row(row))


def _body(unit: TranslationUnit) -> str | None:
    """JSON of what few units have: inline tags, who changed them, other attributes from a file;
    else None."""
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


def unit_in(row: tuple[Any, ...]) -> TranslationUnit:
    """The unit in a row of UNIT_COLUMNS. Raises StoreError."""
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
