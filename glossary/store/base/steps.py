"""Steps: what one command or request did, and what one undo takes back; and the history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from glossary.model import ConceptEntry

NOT_UNDONE = ("undo", "mine", "demo")
"""Verbs of steps that change no term: there is nothing of them to take back."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a person did: its verb, and the step that took it back, if one did."""

    id: int
    verb: str
    by: str
    at: str
    summary: str = ""
    undone_by: int | None = None

    @property
    def is_undoable(self) -> bool:
        """Can it be taken back: is it no undo, not undone, and no mere note of what was read?"""
        return self.undone_by is None and self.verb not in (*NOT_UNDONE, "restore")


@dataclass(frozen=True, slots=True)
class Revision:
    """A concept entry as a step left it; `entry` is None where the step deleted it."""

    id: int
    concept_id: str
    number: int
    step: Step
    entry: ConceptEntry | None


class StepReader(Protocol):
    """What was done, and how the entries were before."""

    def last_step(self) -> Step | None:
        """The last step that is neither undone, nor itself an undo, nor a note of mining or of
        the demo, which there is nothing to take back of."""

    def step(self, step_id: int) -> Step:
        """Raises NotFound."""

    def step_counts(self, step: int) -> dict[str, int]:
        """How many `entries`, `judgements`, `units` and `conflicts` a step touched."""

    def steps_upon(self, step: int) -> list[Step]:
        """The later steps, not undone, that changed or judged the same again, newest first."""

    def steps(
        self, verb: str | None = None, *, limit: int | None = None, offset: int = 0
    ) -> list[Step]:
        """The steps, or those of one verb, newest first."""

    def count_steps(self) -> int: ...
    def step_concepts(self, step: int) -> list[str]:
        """Ids of the entries that a step changed, in order."""

    def revisions(self, concept_id: str) -> list[Revision]:
        """The history of an entry, oldest first; empty where there never was one."""

    def entries_before(self, ids: Iterable[str], step: int) -> Iterator[ConceptEntry]:
        """Those entries as they were before a step; the ones that were not there are left out."""


class StepWriter(Protocol):
    """Steps begun, and taken back."""

    def new_step(self, verb: str, by: str, at: str, summary: str = "") -> int: ...
    def mark_undone(self, step: int, by_step: int) -> None: ...
