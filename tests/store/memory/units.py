"""Translation units in memory."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from glossary.errors import InvalidInput
from glossary.model import TranslationUnit
from glossary.store.base import Position, SegmentChange, unit_key
from tests.store.memory.session import MemorySession, kept


class MemoryUnits(MemorySession):
    """See `glossary.store.base.units`."""

    cache = None

    def identity(self) -> Position:
        change, mark, _ = self._now.changes[-1] if self._now.changes else (0, "", 0)
        return Position(self._now.database, change, mark)

    def _note_change(self, unit_id: int) -> None:
        self._mine.changes.append((self._mine.number("change"), secrets.token_hex(8), unit_id))

    def put_units(self, units: Iterable[TranslationUnit], step: int | None) -> int:
        before = len(self._mine.units)
        for unit in units:
            key = _checked_key(kept(unit))
            if key not in self._mine.known:
                number = self._mine.known[key] = self._mine.number("unit")
                self._mine.units[number] = replace(unit, id=number), step
                self._note_change(number)
        return len(self._mine.units) - before

    def known_units(self, units: Sequence[TranslationUnit]) -> list[bool]:
        return [unit_key(unit) in self._now.known for unit in units]

    def delete_units(self, ids: Iterable[int]) -> None:
        for unit_id in ids:
            if unit_id in self._mine.units:
                unit, _ = self._mine.units.pop(unit_id)
                del self._mine.known[unit_key(unit)]
                self._note_change(unit_id)

    def step_units(self, step: int) -> list[int]:
        return [number for number, (_, by) in self._now.units.items() if by == step]

    def unit_steps(self, ids: Iterable[int]) -> dict[int, int | None]:
        return {i: self._now.units[i][1] for i in ids if i in self._now.units}

    def units(self, ids: Iterable[int]) -> list[TranslationUnit]:
        return [self._now.units[i][0] for i in ids if i in self._now.units]

    def count_units_of(self, documents: Iterable[str]) -> dict[str, int]:
        wanted = set(documents)
        named = (unit.document for unit, _ in self._now.units.values())
        return dict(Counter(name for name in named if name in wanted))

    def all_units(self) -> Iterator[TranslationUnit]:
        return iter([unit for unit, _ in self._now.units.values()])

    def segments(self, language: str, after_id: int = 0) -> Iterator[tuple[int, str]]:
        units = (unit for unit in self.all_units() if (unit.id or 0) > after_id)
        return ((unit.id or 0, getattr(unit, language).text) for unit in units)

    def segment_changes(self, language: str, after: int) -> Iterator[SegmentChange]:
        now = self._now
        for change, mark, unit_id in list(now.changes):
            if change > after:
                unit = now.units.get(unit_id)
                text = getattr(unit[0], language).text if unit else None
                yield SegmentChange(change, mark, unit_id, text)

    def change_mark(self, change: int) -> str:
        return next((mark for number, mark, _ in self._now.changes if number == change), "")


def _checked_key(unit: TranslationUnit) -> str:
    key = unit_key(unit)
    try:
        key.encode()
    except UnicodeEncodeError as error:
        raise InvalidInput("half a surrogate pair is no text") from error
    return key
