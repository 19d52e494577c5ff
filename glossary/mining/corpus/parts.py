"""A memory in parts, each of which can be read by itself: one after another, or each by a worker.

A part numbers its units from 1. The numbers of the parts before it are added, so that a unit has
the same number whoever reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from glossary.errors import UnreadableFile
from glossary.mining.corpus.unit import Unit

Refuse = Callable[[int, str], None]
"""Called for a unit that is left out: (its number, the reason)."""

NOTHING = "no unit with Chinese and English in it"


class MemoryPart(Protocol):
    """A part of a memory; it is sent to other machines, so it is a value."""

    must_be_read: ClassVar[bool]
    """Whether it takes a reading of the part to tell its size."""

    def size(self) -> int:
        """How many numbers its units take, with those of the units that are left out."""

    def units(self, refuse: Refuse) -> Iterator[Unit]:
        """The units that can be used, numbered from 1. Raises UnreadableFile."""


@dataclass(frozen=True)
class Parts:
    """The parts of a memory that has that name, in order; over it go its units."""

    name: str
    parts: Sequence[MemoryPart]
    refuse: Refuse

    def __iter__(self) -> Iterator[Unit]:
        before, any_usable = 0, False
        for part in self.parts:
            last = before
            for number, unit, reason in told(part, before):
                last = number
                if unit is None:
                    self.refuse(number, reason)
                    continue
                any_usable = True
                yield unit
            before = last
        if not any_usable:
            raise UnreadableFile(self.name, NOTHING)


def told(part: MemoryPart, before: int) -> Iterator[tuple[int, Unit | None, str]]:
    """(number, unit, "") of each unit of a part, or (number, None, reason) of one that is left out;
    so many numbers were `before` it."""
    refused: list[tuple[int, str]] = []
    for unit in part.units(lambda number, reason: refused.append((number, reason))):
        yield from _refused(refused, before)
        number = before + unit.number
        yield number, unit._replace(number=number), ""
    yield from _refused(refused, before)


def _refused(refused: list[tuple[int, str]], before: int) -> Iterator[tuple[int, None, str]]:
    yield from ((before + number, None, reason) for number, reason in refused)
    refused.clear()
