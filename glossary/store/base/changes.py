"""Protocol for the feed of changes: everything that happened, in one order, for other tools."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple, Protocol

CHANGE_KINDS = ("entry", "candidate", "unit", "document", "comment", "conflict", "step")
"""What changes tell of; a step comes after what it changed."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one thing.

    `number` is larger than that of every change committed before. `id` is the thing's own, as a
    text. `by`, `step` and `verb` are of the step it belongs to, or of the thing itself where it
    belongs to none (`step` is None then); `revision` is the number of the entry's revision.
    """

    number: int
    kind: str
    id: str
    event: str
    by: str
    at: str
    step: int | None = None
    verb: str = ""
    revision: int | None = None


class ChangePage(NamedTuple):
    """Some changes in order; all others up to `upto` are of kinds that were not asked for.

    `feed` is the identity of the database, to which the numbers belong; `last` its newest number.
    """

    feed: str
    last: int
    upto: int
    changes: list[Change]


class ChangeReader(Protocol):
    """Reads the feed."""

    def last_change(self) -> tuple[str, int]:
        """The identity of the database, and the number of its newest change; 0 if none."""

    def changes(
        self, after: int = 0, *, kinds: Collection[str] = CHANGE_KINDS, limit: int = 100
    ) -> ChangePage:
        """At most `limit` changes of these kinds after a number.

        A thing that was deleted since may be missing where it was made; its deletion is told."""
