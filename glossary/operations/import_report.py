"""The report of an import, by record and in total."""

from __future__ import annotations

from dataclasses import dataclass, field

from glossary.exchange.fitting.loss import LISTED
from glossary.exchange.merging.changes import FieldChange

VERDICTS = ("new", "changed", "same", "conflict")


@dataclass(frozen=True, slots=True)
class ImportedRecord:
    """What an import does with one entry, and its line (in a workbook, its row); `details` in
    words, `changes` the same field by field and whole; `terms` its first Chinese and its first
    other term. A translation unit has no id and no terms; its details show its texts."""

    concept_id: str
    verdict: str
    details: tuple[str, ...] = ()
    line: int = 0
    changes: tuple[FieldChange, ...] = ()
    terms: tuple[str, ...] = ()


@dataclass(slots=True)
class ImportedFile:
    """The report of a whole import. `refused` and `changes` are (line, what) of records in the
    file. These, and the `records` of each verdict, hold only the first LISTED, for files of any
    length; `counts` and `refusals` count all."""

    name: str
    format: str
    dry_run: bool = False
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(VERDICTS, 0))
    records: list[ImportedRecord] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    refusals: int = 0
    changes: list[tuple[int, str]] = field(default_factory=list)
    units: int = 0
    units_new: int = 0
    step: int = 0
    """The step that stored it, to take it back; 0 where nothing was stored."""

    def note(self, record: ImportedRecord) -> None:
        self.counts[record.verdict] += 1
        if self.counts[record.verdict] <= LISTED:
            self.records.append(record)

    def turned(self, was: str, what: str) -> None:
        """Change the verdict of an entry already counted, because others changed it meanwhile."""
        if what != was and self.counts[was]:
            self.counts[was] -= 1
            self.counts[what] += 1

    def refuse(self, line: int, reason: str) -> None:
        self.refusals += 1
        if self.refusals <= LISTED:
            self.refused.append((line, reason))

    def change(self, line: int, what: str) -> None:
        if len(self.changes) < LISTED:
            self.changes.append((line, what))
