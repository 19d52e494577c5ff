"""Merge the entries of a file into the termbase, and settle the conflicts that are left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count, islice

from glossary.errors import InvalidInput
from glossary.exchange.merging.changes import FieldChange, changed_fields, differences
from glossary.exchange.merging.forms import SAMPLE, Known, Likeliest, forms_of, likeliest, traced
from glossary.exchange.merging.merge import MergeConflict, verdict
from glossary.model import ConceptEntry
from glossary.operations.entries import chosen, unchanged
from glossary.operations.import_report import ImportedFile, ImportedRecord
from glossary.operations.options import Settlement
from glossary.operations.proof import TextOf
from glossary.store.base import Conflicted, Exported, Staging, Store
from glossary.text.file_name import file_name
from glossary.text.fold import term_key

BATCH = 500
"""Entries looked up and staged together: chosen. Half or double changes the time of an import by
less than it scatters, and its memory by theirs."""


class EntryImporter:
    """Merges the entries of one file, batch by batch, with those stored or already staged.

    Stored entries may change before the import is applied: those few are merged again.
    """

    def __init__(self, store: Store, report: ImportedFile, staging: Staging | None) -> None:
        self.store, self.report, self.staging = store, report, staging
        self.was_empty = store.count_concepts() == 0
        self.file: Likeliest | None = None  # the form of the file, once it is known
        self.again: dict[str, str] = {}  # verdicts of entries that were merged again

    def run(self, entries: Iterator[tuple[int, ConceptEntry]]) -> None:
        while batch := list(islice(entries, BATCH)):
            self.lines = [line for line, _ in batch]
            with self.store.snapshot():
                self._merge([entry for _, entry in batch])

    def merge_again(self, staging: Staging) -> None:
        """Merge again the entries that others changed meanwhile."""
        for stale in staging.stale():
            if stale.staged is None:
                continue
            ours = self.store.concepts_by_id([stale.id]).get(stale.id)
            what, merged, conflicts = verdict(stale.base, ours, stale.staged)
            staging.put_concepts([merged])
            was = self.again.get(stale.id, "changed" if stale.base else "new")
            self.again[stale.id] = what
            self.report.turned(was, what)
            if conflicts:
                self._queue(stale.base, stale.staged, conflicts)

    def _held(self, ids: Iterable[str]) -> dict[str, ConceptEntry]:
        """The entries as stored, or as staged by earlier records of the file."""
        ids = list(ids)
        held = {} if self.was_empty else self.store.concepts_by_id(ids)
        return held | (self.staging.concepts_by_id(ids) if self.staging else {})

    def _merge(self, batch: list[ConceptEntry]) -> None:
        known = self._known(batch)
        ours = {each.ours.id: each.ours for candidates in known for each in candidates}
        to_store: dict[str, ConceptEntry] = {}
        for line, came, candidates in zip(self.lines, batch, known, strict=True):
            base, theirs = self._traced(came, candidates, line)
            mine = ours.get(theirs.id)
            what, merged, conflicts = verdict(base, mine, theirs)
            details = tuple(map(str, conflicts))
            changes = tuple(FieldChange(c.where, c.field, c.ours, c.theirs) for c in conflicts)
            if what == "changed" and mine:
                details, changes = differences(mine, merged), changed_fields(mine, merged)
            if merged != mine:  # the next row may be of the same entry
                to_store[merged.id] = ours[merged.id] = merged
            terms = merged.first_terms()
            self.report.note(ImportedRecord(merged.id, what, details, line, changes, terms))
            if conflicts:
                self._queue(base, theirs, conflicts)
        if self.staging:
            self.staging.put_concepts(to_store.values())

    def _queue(
        self,
        base: ConceptEntry | None,
        theirs: ConceptEntry,
        conflicts: tuple[MergeConflict, ...],
    ) -> None:
        if self.staging:
            said = tuple(map(str, conflicts))
            source = file_name(self.report.name)
            self.staging.put_conflict(Conflicted(theirs.id, said, theirs, source, was=base))

    # ------------------------------------------------------------ matching entries of ours

    def _known(self, batch: list[ConceptEntry]) -> list[tuple[Known, ...]]:
        """The entries of ours that each may match: the one with its id, else those with its pair of
        terms."""
        ours = self._held(entry.id for entry in batch)
        names = [
            [e.id]
            if e.id in ours and not Known(ours[e.id]).is_another(e)
            else [*([e.id] if e.id in ours else []), *self._with_its_pair(e)]
            for e in batch
        ]
        wanted = {name for each in names for name in each}
        ours |= self._held(wanted - ours.keys())
        sent: dict[str, list[Exported]] = {}
        for exported in [] if self.was_empty else self.store.exported(sorted(wanted)):
            sent.setdefault(exported.concept_id, []).append(exported)
        made = {name: Known(ours[name], tuple(sent.get(name, ()))) for name in wanted}
        known = [tuple(made[name] for name in each) for each in names]
        self._tell_form(batch, known)
        return known

    def _with_its_pair(self, theirs: ConceptEntry) -> list[str]:
        """Ids of our entries with the pair of an entry, for files of another termbase or without
        ids."""
        en, zh = theirs.terms("en"), theirs.terms("zh")
        if not en or not zh or self.was_empty:
            return []
        rows = self.store.terms_with_key(term_key(en[0][1].text, "en"), "en")
        ours = {row.concept_id for row in rows}
        if not ours:
            return []
        rows = self.store.terms_with_key(term_key(zh[0][1].text, "zh"), "zh")
        return list(dict.fromkeys(row.concept_id for row in rows if row.concept_id in ours))

    def _tell_form(self, batch: list[ConceptEntry], known: list[tuple[Known, ...]]) -> None:
        pairs = [(came, each) for came, each in zip(batch, known, strict=True) if each]
        if self.file is not None or not pairs:
            return
        sample = pairs[:: -(-len(pairs) // SAMPLE)]
        seen = [each for _, candidates in sample for each in candidates]
        tags = {sent.zh_tag for each in seen for sent in each.exported}
        tags |= {tag for each in seen for tag, _ in each.ours.terms("zh")}
        self.file = likeliest(forms_of(self.report.format, tags), sample)

    def _traced(
        self, came: ConceptEntry, candidates: Sequence[Known], line: int
    ) -> tuple[ConceptEntry | None, ConceptEntry]:
        """(base of the merge, the entry restored to a whole one of ours)."""
        strangers = (
            []
            if self.file and self.file.is_ours
            else [each for each in candidates if each.is_another(came)]
        )
        candidates = [each for each in candidates if each not in strangers]
        found = traced(self.file, came, candidates) if self.file and candidates else None
        if found:
            return found.base, found.theirs
        fitting = [each.ours.id for each in candidates if each.may_be(came)]
        if len(fitting) == 1:
            return None, replace(came, id=fitting[0])
        return None, self._renumbered(came, line) if strangers else came

    def _renumbered(self, came: ConceptEntry, line: int) -> ConceptEntry:
        """The entry under an id that none of ours has."""
        names = (f"{came.id}-{number}" for number in count(2))
        free = next(name for name in names if not self._held([name]))
        self.report.change(line, f"{came.id} is another entry here; this one becomes {free}")
        return replace(came, id=free)


def settle(store: Store, settlement: Settlement, at: str) -> ConceptEntry | None:
    """Settle a conflict: keep `ours`, take `theirs` wherever the two differ, or the `entry` that a
    person chose of both. Of an entry that was deleted here `ours` is that it stays so (None), and
    the others bring it back. Raises ConflictError if ours was changed since the revision that was
    read, InvalidInput, NotFound."""
    take, number, by = settlement.take, settlement.conflict_id, settlement.by
    if take not in ("ours", "theirs", "entry"):
        raise InvalidInput(f"{take!r}: say ours, theirs or entry")
    if (take == "entry") is not (settlement.entry is not None):
        raise InvalidInput("to take an entry, give it; it is given for nothing else")
    with store.transaction():
        conflict = store.conflict(number)
        if conflict.state != "open":
            raise InvalidInput(f"conflict {number} is settled already ({conflict.state})")
        unchanged(store, conflict.concept_id, settlement.revision)
        ours = store.concepts_by_id([conflict.concept_id]).get(conflict.concept_id)
        step = store.new_step("settle", by, at, f"{conflict.concept_id}: {take}")
        entry = _settled(ours, conflict, settlement, store.document_text)
        if entry and entry is not ours:
            entry = replace(entry, changed_by=by, changed_at=at)
            store.put_concept(entry, step)
        store.settle_conflict(number, take, step)
    return entry


def _settled(
    ours: ConceptEntry | None, conflict: Conflicted, settlement: Settlement, text_of: TextOf
) -> ConceptEntry | None:
    if settlement.entry is not None:
        return chosen(settlement.entry, ours or conflict.theirs, text_of)
    if settlement.take == "theirs":  # they win, and of ours nothing is lost
        return verdict(conflict.was, conflict.theirs, ours)[1] if ours else conflict.theirs
    return ours
