"""What migrations compute anew in rows that were stored by earlier versions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from glossary.errors import StoreError
from glossary.model import TranslationUnit
from glossary.store.tables import rows
from glossary.store.tables.document_rows import described
from glossary.store.tables.unit_rows import UNIT_BATCH, UNIT_COLUMNS, hash_of, unit_in


def rehash(connection: sqlite3.Connection) -> None:
    """Recompute the hash of units with inline codes, to include these. Ids and texts stay, so no
    index or step is affected."""
    last = 0
    sql = f"SELECT {UNIT_COLUMNS} FROM unit WHERE body IS NOT NULL AND id > ? ORDER BY id LIMIT ?"
    while found := connection.execute(sql, (last, UNIT_BATCH)).fetchall():
        last = found[-1][0]
        units = [
            unit for row in found for unit in _readable(row) if unit.zh.inline or unit.en.inline
        ]
        connection.executemany(
            "UPDATE unit SET hash = ? WHERE id = ?", [(hash_of(unit), unit.id) for unit in units]
        )


def _readable(row: tuple[Any, ...]) -> Iterator[TranslationUnit]:
    """The unit of a row; nothing for a damaged one, which is reported when it is read."""
    with suppress(StoreError):
        yield unit_in(rows.UNIT.row(row))


def describe(connection: sqlite3.Connection) -> None:
    """Note languages and length of documents that were stored without them."""
    for (sha256,) in connection.execute("SELECT sha256 FROM document").fetchall():
        sql = "SELECT text FROM document WHERE sha256 = ?"
        with suppress(StoreError):  # a damaged one is reported when it is read
            text = rows.text_in(connection.execute(sql, (sha256,)).fetchone()[0])
            sql = "UPDATE document SET languages = ?, length = ? WHERE sha256 = ?"
            connection.execute(sql, (*described(text), sha256))
