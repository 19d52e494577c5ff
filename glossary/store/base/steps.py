"""Protocols for steps (what one command or request did, and one undo reverts) and for history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from glossary.model import ConceptEntry

NOT_UNDONE = ("undo", "mine", "demo")
"""Verbs of steps that cannot be undone: mining and the demo change no terms themselves."""


@dataclass(frozen=True, slots=True)
class Step:
    """One action of a person: its verb, and the step that undid it, if any."""

    id: int
    verb: str
    by: str
    at: str
    summary: str = ""
    undone_by: int | None = None

    @property
    def is_undoable(self) -> bool:
        """Whether it can be undone: it is not undone yet, nor a restore or one of NOT_UNDONE."""
        return self.undone_by is None and self.verb not in (*NOT_UNDONE, "restore")


@dataclass(frozen=True, slots=True)
class Revision:
    """A concept entry as a step left it; `entry` is None if the step deleted it."""

    id: int
    concept_id: str
    number: int
    step: Step
    entry: ConceptEntry | None


class StepReader(Protocol):
    """Reads the steps, and earlier versions of entries."""

    def last_step(self) -> Step | None:
        """The last step that is not undone and not one of NOT_UNDONE."""

    def step(self, step_id: int) -> Step:
        """The step of that number. Raises NotFound."""

    def step_counts(self, step: int) -> dict[str, int]:
        """How many `entries`, `judgements`, `units` and `conflicts` a step touched."""

    def steps_upon(self, step: int) -> list[Step]:
        """Later steps, not undone, that changed or judged the same items again, newest first."""

    def steps(
        self, verb: str | None = None, *, limit: int | None = None, offset: int = 0
    ) -> list[Step]:
        """The steps, optionally those of one verb, newest first."""

    def count_steps(self) -> int: ...
    def step_concepts(self, step: int) -> list[str]:
        """Ids of the entries that a step changed, in order."""

    def revisions(self, concept_id: str) -> list[Revision]:
        """The history of an entry, oldest first; empty if it never existed."""

    def entries_before(self, ids: Iterable[str], step: int) -> Iterator[ConceptEntry]:
        """These entries as they were before a step, without those that did not exist."""


class StepWriter(Protocol):
    """Starts and undoes steps."""

    def new_step(self, verb: str, by: str, at: str, summary: str = "") -> int: ...
    def mark_undone(self, step: int, by_step: int) -> None: ...
