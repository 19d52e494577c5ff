"""Translation units, and the list of changes that an index of them follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from glossary.model import TranslationUnit


class Position(NamedTuple):
    """Where a database stands: its random id, the number of the last change to its units, and
    that change's random mark, which differs where the database was set back and went on."""

    database: str
    change: int
    mark: str


class SegmentChange(NamedTuple):
    """A change to a unit, and its text in one language; None where the unit is gone."""

    change: int
    mark: str
    unit_id: int
    text: str | None


def unit_key(unit: TranslationUnit) -> str:
    """What makes two translation units one: texts, tags and, where there are any, inline codes.
    Where a unit comes from, and what else a file says of it, is not asked."""
    zh, en = unit.zh, unit.en
    codes = (zh.inline, en.inline) if zh.inline or en.inline else ()
    return "\0".join((zh.text, en.text, zh.tag, en.tag, *codes))


class UnitReader(Protocol):
    """Whole units."""

    def units(self, ids: Iterable[int]) -> list[TranslationUnit]:
        """In the order asked, missing ones left out."""

    def all_units(self) -> Iterator[TranslationUnit]: ...
    def known_units(self, units: Sequence[TranslationUnit]) -> list[bool]:
        """Whether each is there already."""

    def step_units(self, step: int) -> list[int]: ...


class SegmentReader(Protocol):
    """The texts of one language, and how they changed: what an index of the memory follows."""

    @property
    def cache(self) -> Path | None:
        """The folder where what is derived from the database may be kept, which its user need not
        have made; None where there is no place, and it stays in memory."""

    def identity(self) -> Position:
        """Where the database stands: its id and the last committed change to units."""

    def change_mark(self, change: int) -> str:
        """Random, and the change's own: tells it from one that took its number after a restore;
        "" where there is none."""

    def segment_changes(self, language: str, after: int) -> Iterator[SegmentChange]:
        """The changes after that number, in order, with the text as it is now."""

    def segments(self, language: str, after_id: int = 0) -> Iterator[tuple[int, str]]:
        """(unit id, text) of every unit, by id."""


class UnitWriter(Protocol):
    """Units added and removed."""

    def put_units(self, units: Iterable[TranslationUnit], step: int | None) -> int:
        """Add those not yet there; how many were new."""

    def delete_units(self, ids: Iterable[int]) -> None: ...
