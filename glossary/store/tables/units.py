"""Translation units, and the list of changes that the fuzzy index follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from glossary.model import TranslationUnit
from glossary.store.base import Position, SegmentChange
from glossary.store.tables.rows import (
    CHANGE,
    MARK,
    NUMBER,
    POSITION,
    SEGMENT,
    UNIT,
    UNIT_COUNT,
    UNIT_STEP,
    damaged,
)
from glossary.store.tables.session import Session, batches, marks
from glossary.store.tables.unit_rows import (
    UNIT_BATCH,
    UNIT_COLUMNS,
    hash_of,
    unit_in,
    unit_values,
)

_INSERT = (
    "INSERT INTO unit (zh, en, zh_tag, en_tag, document, created_by, created_at, body, hash, step) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING"
)
_POSITION = (
    "SELECT value, change, mark FROM meta LEFT JOIN "
    "(SELECT change, mark FROM unit_change ORDER BY change DESC LIMIT 1) last ON true "
    "WHERE key = 'database_id'"
)
_COLUMN = {"zh": "zh", "en": "en"}


class UnitTables:
    """Translation units and their changes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def identity(self) -> Position:
        for database, change, mark in self._session.rows(_POSITION, (), POSITION):
            return Position(database, change or 0, "" if mark is None else str(mark))
        raise damaged("identity", "there is none")

    def put_units(self, units: Iterable[TranslationUnit], step: int | None) -> int:
        added = 0
        for rows in batches(((*unit_values(unit), step) for unit in units), UNIT_BATCH):
            last = self._session.rows("SELECT max(id) FROM unit")[0][0] or 0
            self._session.run_many(_INSERT, rows)
            added += self.note_new_units(last)
        return added

    def note_new_units(self, last: int) -> int:
        """Record the units after the id `last` as changes; returns how many they are."""
        sql = "INSERT INTO unit_change (unit_id, deleted) SELECT id, 0 FROM unit WHERE id > ?"
        return self._session.run(f"{sql} ORDER BY id", (last,))

    def known_units(self, units: Sequence[TranslationUnit]) -> list[bool]:
        hashes = [hash_of(unit) for unit in units]
        found: set[bytes] = set()
        for batch in batches(hashes):
            sql = f"SELECT hash FROM unit WHERE hash IN ({marks(batch)})"
            found.update(row[0] for row in self._session.rows(sql, batch))
        return [one in found for one in hashes]

    def delete_units(self, ids: Iterable[int]) -> None:
        for batch in batches(ids):
            those = f"FROM unit WHERE id IN ({marks(batch)})"
            sql = f"INSERT INTO unit_change (unit_id, deleted) SELECT id, 1 {those} ORDER BY id"
            self._session.run(sql, batch)
            self._session.run(f"DELETE {those}", batch)

    def step_units(self, step: int) -> list[int]:
        return [
            row[0]
            for row in self._session.rows("SELECT id FROM unit WHERE step = ?", (step,), NUMBER)
        ]

    def unit_steps(self, ids: Iterable[int]) -> dict[int, int | None]:
        found: dict[int, int | None] = {}
        for batch in batches(ids):
            sql = f"SELECT id, step FROM unit WHERE id IN ({marks(batch)})"
            found |= dict(self._session.rows(sql, batch, UNIT_STEP))
        return found

    def units(self, ids: Iterable[int]) -> list[TranslationUnit]:
        wanted = list(ids)
        found: dict[int, TranslationUnit] = {}
        for batch in batches(dict.fromkeys(wanted)):
            sql = f"SELECT {UNIT_COLUMNS} FROM unit WHERE id IN ({marks(batch)})"
            found |= {row[0]: unit_in(row) for row in self._session.rows(sql, batch, UNIT)}
        return [found[i] for i in wanted if i in found]

    def count_units_of(self, documents: Iterable[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for batch in batches(dict.fromkeys(documents)):
            sql = f"SELECT document, count(*) FROM unit WHERE document IN ({marks(batch)})"
            found |= dict(self._session.rows(f"{sql} GROUP BY document", batch, UNIT_COUNT))
        return found

    def all_units(self) -> Iterator[TranslationUnit]:
        return (
            unit_in(row)
            for row in self._session.stream(
                f"SELECT {UNIT_COLUMNS} FROM unit ORDER BY id", (), UNIT
            )
        )

    def segment_changes(self, language: str, after: int) -> Iterator[SegmentChange]:
        sql = (
            f"SELECT c.change, c.mark, c.unit_id, u.{_COLUMN[language]} FROM unit_change c "
            "LEFT JOIN unit u ON u.id = c.unit_id WHERE c.change > ? ORDER BY c.change"
        )
        for change, mark, unit_id, text in self._session.stream(sql, (after,), CHANGE):
            yield SegmentChange(change, str(mark), unit_id, text)

    def change_mark(self, change: int) -> str:
        rows = self._session.rows("SELECT mark FROM unit_change WHERE change = ?", (change,), MARK)
        return str(rows[0][0]) if rows else ""

    def segments(self, language: str, after_id: int = 0) -> Iterator[tuple[int, str]]:
        sql = f"SELECT id, {_COLUMN[language]} FROM unit WHERE id > ? ORDER BY id"
        return self._session.stream(sql, (after_id,), SEGMENT)
