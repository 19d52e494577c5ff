"""Protocols for translation units, and for the changes that an index of them follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from glossary.model import TranslationUnit

REPLACED = "replaced"
"""The element of an Extra that keeps what a unit was before a form in it was replaced, for undo. It
is of this database, and no file has it."""


class Position(NamedTuple):
    """The state of a database: its random id, the number of the last change to its units, and that
    change's random mark, which tells whether the database was set back and then changed."""

    database: str
    change: int
    mark: str


class SegmentChange(NamedTuple):
    """A change to a unit, with its text in one language; None if the unit was deleted."""

    change: int
    mark: str
    unit_id: int
    text: str | None


def unit_key(unit: TranslationUnit) -> str:
    """The identity of a translation unit: texts, tags and, if present, inline codes. The origin of
    the unit and its other attributes do not count."""
    zh, en = unit.zh, unit.en
    codes = (zh.inline, en.inline) if zh.inline or en.inline else ()
    return "\0".join((zh.text, en.text, zh.tag, en.tag, *codes))


class UnitReader(Protocol):
    """Reads whole units."""

    def units(self, ids: Iterable[int]) -> list[TranslationUnit]:
        """Units by id, in the order requested; missing ones are left out."""

    def count_units_of(self, documents: Iterable[str]) -> dict[str, int]:
        """How many units are of each document, by its name; none is left out."""

    def all_units(self) -> Iterator[TranslationUnit]: ...
    def known_units(self, units: Sequence[TranslationUnit]) -> list[bool]:
        """Whether each unit is stored already."""

    def step_units(self, step: int) -> list[int]: ...
    def unit_steps(self, ids: Iterable[int]) -> dict[int, int | None]:
        """The step that added each unit, by the unit's id; None where there was none."""


class SegmentReader(Protocol):
    """Reads the texts of one language and their changes, for an index of the memory."""

    @property
    def cache(self) -> Path | None:
        """The folder for caches derived from the database, which callers create if it is missing;
        None if there is none, and caches stay in memory."""

    def identity(self) -> Position:
        """The id of the database and its last committed change to units."""

    def change_mark(self, change: int) -> str:
        """The random mark of a change, which tells it from another with the same number after a
        restore; "" if there is no such change."""

    def segment_changes(self, language: str, after: int) -> Iterator[SegmentChange]:
        """The changes after that number, in order, with the current texts."""

    def segments(self, language: str, after_id: int = 0) -> Iterator[tuple[int, str]]:
        """(unit id, text) of every unit, by id."""


class UnitWriter(Protocol):
    """Adds and removes units."""

    def put_units(self, units: Iterable[TranslationUnit], step: int | None) -> int:
        """Add the units that are not stored yet; returns how many were new."""

    def delete_units(self, ids: Iterable[int]) -> None: ...
