"""The protocol for counts over all data, which a store takes without reading the records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class EntryCount:
    """How many entries of a subject field ("" for none) have terms of exactly these statuses, and
    Chinese terms of exactly these tags; both in alphabetical order."""

    subject: str
    statuses: tuple[str, ...]
    tags: tuple[str, ...]
    entries: int


@dataclass(frozen=True, slots=True)
class WaitingCount:
    """How many proposed candidates a document proves, by tenths of confidence: the first is below
    0.1, the last from 0.9 on."""

    sha256: str
    name: str
    tenths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DoneCount:
    """How many steps of a verb a person took."""

    by: str
    verb: str
    steps: int


@dataclass(frozen=True, slots=True)
class MadeCount:
    """How many of the entries and units that there are a step made, and when it was."""

    at: str
    entries: int
    units: int


class OverviewReader(Protocol):
    """Reads counts over all data."""

    def entry_counts(self) -> list[EntryCount]:
        """All entries, by subject field, statuses and Chinese tags together."""

    def waiting_counts(self) -> list[WaitingCount]:
        """Each document that proves proposed candidates, those with the most first."""

    def done_counts(self, since: str) -> list[DoneCount]:
        """What people did since a time, without what was taken back."""

    def made_counts(self) -> list[MadeCount]:
        """The steps that made entries and units, in order of time."""
