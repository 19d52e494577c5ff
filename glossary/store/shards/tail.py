"""What is newer than the shards: an index in memory of the changes after a number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from glossary.store.base import Position, SegmentChange, SegmentReader
from glossary.store.fuzzy.index import FuzzyIndex


class MemoryTail:
    """The units of one language that were added or deleted after the change `after`."""

    def __init__(self, source: SegmentReader, language: str, after: int) -> None:
        self.after, self._language = after, language
        self._newer = _NewerSegments(source, after)
        self._changed: frozenset[int] = frozenset()
        self.index = FuzzyIndex(self._newer)

    def changed(self) -> frozenset[int]:
        """The ids of those units, deleted ones too, up to now: what older rows say of them does not
        count. Whatever of them there is, `index` has."""
        self.index.refresh(self._language)
        if len(self._changed) != len(self._newer.changed):  # which only grow
            self._changed = frozenset(self._newer.changed)
        return self._changed

    @property
    def position(self) -> Position | None:
        return self.index.positions()[self._language]


class _NewerSegments:
    """A reader of the units that were changed after a number, which notes their ids."""

    cache: Path | None = None

    def __init__(self, source: SegmentReader, after: int) -> None:
        self._source, self._after = source, after
        self.changed: set[int] = set()
        self.identity, self.change_mark = source.identity, source.change_mark

    def segment_changes(self, language: str, after: int) -> Iterator[SegmentChange]:
        for change in self._source.segment_changes(language, after):
            self.changed.add(change.unit_id)
            yield change

    def segments(self, language: str, after_id: int = 0) -> Iterator[tuple[int, str]]:
        changes = self.segment_changes(language, self._after)
        latest = {change.unit_id: change.text for change in changes}
        for unit_id, text in sorted(latest.items()):
            if text is not None and unit_id > after_id:
                yield unit_id, text
