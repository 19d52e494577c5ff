"""Whole files into the termbase and out of it: the verbs `import` and `export`.

An import is planned batch by batch as a three-way merge by stable id (what went out, what we
have, what came in), while others read and write. It becomes visible in one short transaction and
is one step; `dry_run` only plans.
"""

from __future__ import annotations

import io
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from glossary.errors import InvalidInput, StoreError, UnreadableFile
from glossary.exchange import formats
from glossary.exchange.export import loss, write_entries
from glossary.exchange.merging.changes import differences
from glossary.exchange.merging.forms import SAMPLE, Known, Likeliest, forms_of, likeliest, traced
from glossary.exchange.merging.merge import MergeConflict, verdict
from glossary.exchange.profiles import profile_named
from glossary.exchange.tally import Tally
from glossary.model import ConceptEntry, TranslationUnit
from glossary.operations.options import FileImport
from glossary.operations.validity import checked
from glossary.store.base import (
    EVERYTHING,
    ConceptFilter,
    Conflicted,
    Exported,
    Staging,
    Store,
    unit_key,
)
from glossary.text.file_name import file_name
from glossary.text.fold import term_key
from glossary.text.script import HAN

if TYPE_CHECKING:
    from glossary.exchange.fitting.loss import LossReport

BATCH = 500
NOTED = 5_000
"""Entries of an export that are remembered in one transaction: a few hundredths of a second."""
_HEAD = 65_536
LISTED = 10_000
_SHOWN = 40  # characters of a segment in a report
VERDICTS = ("new", "changed", "same", "conflict")


@dataclass(frozen=True, slots=True)
class ImportedRecord:
    """What an import does with one entry, and the line (in a workbook the row) where that begins;
    `details` in words. A translation unit has no id; its details show its texts."""

    concept_id: str
    verdict: str
    details: tuple[str, ...] = ()
    line: int = 0


@dataclass(slots=True)
class ImportedFile:
    """The whole of an import. `refused` and `changes` are (line, what) of the file's records;
    these and `records` of each verdict are the first LISTED, so that a file of any length fits;
    `counts` and `refusals` count all."""

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

    def note(self, record: ImportedRecord) -> None:
        self.counts[record.verdict] += 1
        if self.counts[record.verdict] <= LISTED:
            self.records.append(record)

    def turned(self, was: str, what: str) -> None:
        """An entry that was counted comes out otherwise, since others changed it meanwhile."""
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


def import_file(
    store: Store, source: BinaryIO | bytes, options: FileImport, at: str
) -> ImportedFile:
    """Take a file in. A bad record refuses the whole file, unless `keep_good`: then it is listed.

    What a file holds that can be either is told from the length of the lines, where `holds` does
    not say it. Raises UnreadableFile, InvalidInput; then nothing is stored.
    """
    name, by, dry_run, mapping = str(options.path), options.by, options.dry_run, options.mapping
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    head = stream.read(_HEAD)
    stream.seek(0)
    format = options.format
    found = formats.format_named(format, name) if format else formats.format_of(name, head)
    units_wanted = _holds_units(found, head, options.holds, mapping)
    report = ImportedFile(name, found.name, dry_run)
    refuse = report.refuse if options.keep_good else None
    with nullcontext() if dry_run else store.staging() as staging:
        importer = _Importer(store, report, staging)
        if units_wanted:
            units = formats.numbered_units(
                stream, name, format=found.name, on_error=refuse, on_change=report.change
            )
            if staging is None:
                _look_at_units(store, report, units)
            else:
                staging.put_units(_counted(units, report, by, at))
        else:
            entries = formats.numbered_entries(
                stream,
                name,
                format=found.name,
                mapping=mapping,
                on_error=refuse,
                on_change=report.change,
            )
            importer.run(_checked(entries, name, refuse))
        if staging is not None:
            staging.write()
            with store.transaction():
                importer.merge_again(staging)
                added = staging.apply(store.new_step("import", by, at, file_name(name)))
            _count_new_units(report, added.units)
    return report


def _checked(
    entries: Iterable[tuple[int, ConceptEntry]],
    name: str,
    refuse: Callable[[int, str], None] | None,
) -> Iterator[tuple[int, ConceptEntry]]:
    """The entries that a termbase may have; the others are refused by their lines."""
    for line, entry in entries:
        try:
            entry = checked(entry)
        except InvalidInput as error:
            if refuse is None:
                raise UnreadableFile(name, str(error), line) from None
            refuse(line, str(error))
            continue
        yield line, entry


def _holds_units(
    found: formats.Format, head: bytes, holds: str | None, mapping: Mapping[str, str] | None
) -> bool:
    """Does the file hold translation units, or terms?"""
    if holds not in (None, "terms", "units"):
        raise InvalidInput(f"{holds!r}: a file holds terms or units")
    if not (found.units and found.entries):
        return bool(found.units)
    if holds or mapping:
        return holds == "units"
    return _is_prose(head)


def _is_prose(head: bytes) -> bool:
    """Lines of sentences, not of terms, by their length; a named glossary is one."""
    text = head.decode("utf-8", "ignore")
    rows = [line.split("\t") for line in text.splitlines()[:200] if "\t" in line]
    if text.lstrip("\ufeff").startswith("#") or not rows:
        return False
    widths = sorted(len(cell.split()) + len(HAN.findall(cell)) for row in rows for cell in row[:2])
    return widths[len(widths) // 2] > 6


def _counted(
    units: Iterable[tuple[int, TranslationUnit]], report: ImportedFile, by: str, at: str
) -> Iterator[TranslationUnit]:
    """The units with what the file does not say of them."""
    for _, unit in units:
        report.units += 1
        yield replace(
            unit,
            document=unit.document or file_name(report.name),
            created_by=unit.created_by or by,
            created_at=unit.created_at or at,
        )


def _count_new_units(report: ImportedFile, new: int) -> None:
    if report.units:
        report.units_new = report.counts["new"] = new
        report.counts["same"] = report.units - new


def _look_at_units(
    store: Store, report: ImportedFile, units: Iterator[tuple[int, TranslationUnit]]
) -> None:
    """Which units would be new, and which are there, or stand in the file before."""
    met = Tally()
    while batch := list(islice(units, BATCH)):
        known = store.known_units([unit for _, unit in batch])
        for (line, unit), is_known in zip(batch, known, strict=True):
            zh, en = unit.zh, unit.en
            again = met.add(unit_key(unit)) > 1
            what = "same" if is_known or again else "new"
            report.units += 1
            report.units_new += what == "new"
            report.note(
                ImportedRecord("", what, (f"{zh.text[:_SHOWN]} = {en.text[:_SHOWN]}",), line)
            )


class _Importer:
    """Merges the entries of one file, batch by batch, with what is there, or is staged already.

    What an import finds there may change before it is stored: those few entries are merged again.
    """

    def __init__(self, store: Store, report: ImportedFile, staging: Staging | None) -> None:
        self.store, self.report, self.staging = store, report, staging
        self.was_empty = store.count_concepts() == 0
        self.file: Likeliest | None = None  # how the file went out, once it is known

    def run(self, entries: Iterator[tuple[int, ConceptEntry]]) -> None:
        while batch := list(islice(entries, BATCH)):
            self.lines = [line for line, _ in batch]
            with self.store.snapshot():
                self._merge([entry for _, entry in batch])

    def merge_again(self, staging: Staging) -> None:
        """Take in what others changed meanwhile: their changes since we looked, and ours."""
        for stale in staging.stale():
            if stale.staged is None:
                continue
            ours = self.store.concepts_by_id([stale.id]).get(stale.id)
            what, merged, conflicts = verdict(stale.base, ours, stale.staged)
            staging.put_concepts([merged])
            self.report.turned("changed" if stale.base else "new", what)
            if conflicts:
                self._queue(stale.staged, conflicts)

    def _held(self, ids: Iterable[str]) -> dict[str, ConceptEntry]:
        """The entries as they are, or will be by what the file said of them before."""
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
            if what == "changed" and mine:
                details = differences(mine, merged)
            if merged != mine:  # the next row may be of the same entry
                to_store[merged.id] = ours[merged.id] = merged
            self.report.note(ImportedRecord(merged.id, what, details, line))
            if conflicts:
                self._queue(theirs, conflicts)
        if self.staging:
            self.staging.put_concepts(to_store.values())

    def _queue(self, theirs: ConceptEntry, conflicts: tuple[MergeConflict, ...]) -> None:
        if self.staging:
            said = tuple(map(str, conflicts))
            source = file_name(self.report.name)
            self.staging.put_conflict(Conflicted(theirs.id, said, theirs, source))

    # ------------------------------------------------------------ what the entries are to us

    def _known(self, batch: list[ConceptEntry]) -> list[tuple[Known, ...]]:
        """Which entries of ours each may be: that of its id, else those that have its pair."""
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
        """Ids of our entries that have the pair of an entry of another termbase, or of a file that
        holds no ids."""
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
        """(base of the merge, the entry as a whole one of ours)."""
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


# ---------------------------------------------------------------- conflicts


def settle(store: Store, conflict_id: int, take: str, *, by: str, at: str) -> ConceptEntry:
    """Settle a conflict: keep `ours`, or take `theirs` whole where the two differ."""
    if take not in ("ours", "theirs"):
        raise InvalidInput(f"{take!r}: say ours or theirs")
    with store.transaction():
        conflict = store.conflict(conflict_id)
        if conflict.state != "open":
            raise InvalidInput(f"conflict {conflict_id} is settled already ({conflict.state})")
        step = store.new_step("settle", by, at, f"{conflict.concept_id}: {take}")
        entry = store.concept(conflict.concept_id)
        if take == "theirs":
            entry = verdict(None, conflict.theirs, entry)[1]  # theirs win, ours are not lost
            entry = replace(entry, changed_by=by, changed_at=at)
            store.put_concept(entry, step)
        store.settle_conflict(conflict_id, take, step)
    return entry


# ---------------------------------------------------------------- out

_PROFILE_OF = {".tbx": "archive", ".csv": "csv", ".xlsx": "excel", ".tmx": "tmx", ".tsv": "omegat"}


def profile_for(file: Path, profile: str | None, format: str | None) -> tuple[str, str | None]:
    """(profile, format) of an export by the file's suffix and what was asked for."""
    suffix = file.suffix.lower()
    if profile == "tmx" or (profile is None and suffix == ".tmx"):
        return "tmx", None
    if profile is None and suffix not in _PROFILE_OF:
        known = " ".join(_PROFILE_OF)
        raise InvalidInput(f"{file}: give a --profile, or a name that ends in one of {known}")
    profile = profile or _PROFILE_OF[suffix]
    kinds = {target.suffix: target.format for target in profile_named(profile).targets}
    return profile, format or kinds.get(suffix)


def export_file(
    store: Store,
    target: BinaryIO,
    profile: str,
    *,
    zh_tag: str = "zh-Hant-TW",
    where: ConceptFilter = EVERYTHING,
    strict: bool = False,
    format: str | None = None,
    history: bool = True,
) -> tuple[LossReport, array[int]]:
    """Write the entries for a tool and say what was lost; `strict` refuses before writing.

    All entries are written as they were at one moment, whoever writes meanwhile; the revisions
    that they were are given back, for `note_export`. Nothing is changed in the store.
    """
    revisions = array("q")  # of what was written: eight bytes an entry, unlike its id
    with store.snapshot():
        if strict:
            lost = export_loss(
                store, profile, zh_tag=zh_tag, where=where, format=format, history=history
            )
            if lost:
                raise InvalidInput(
                    f"--strict: {lost.total()} things would be lost, first: {lost.losses[0]}",
                    lost.as_json(),
                )
        report = write_entries(
            _noted(store.concepts_at(where), revisions),
            target,
            profile,
            zh_tag=zh_tag,
            format=format,
            ids=_FilteredIds(store, where),
            history=history,
        )
    return report, revisions


def note_export(store: Store, report: LossReport, revisions: array[int]) -> None:
    """Remember what went out, as the base of a later merge, once its file stands. Where that
    cannot be, `report.unnoted` says why: the file stands all the same."""
    try:
        for start in range(0, len(revisions), NOTED):
            with store.transaction():
                part = revisions[start : start + NOTED]
                store.put_exported_at(report.profile, report.zh_tag, part)
            store.give_way()
    except StoreError as error:
        report.unnoted = str(error)


def export_loss(
    store: Store,
    profile: str,
    *,
    zh_tag: str = "zh-Hant-TW",
    where: ConceptFilter = EVERYTHING,
    format: str | None = None,
    history: bool = True,
) -> LossReport:
    """What `export_file` would lose, without writing."""
    with store.snapshot():
        return loss(
            store.concepts(where),
            profile,
            zh_tag,
            format=format,
            ids=_FilteredIds(store, where),
            history=history,
        )


def _noted(
    entries: Iterable[tuple[int, ConceptEntry]], revisions: array[int]
) -> Iterator[ConceptEntry]:
    for revision, entry in entries:
        revisions.append(revision)
        yield entry


class _FilteredIds:
    """The ids of the entries that a filter takes, asked for one by one: references are rare."""

    def __init__(self, store: Store, where: ConceptFilter) -> None:
        self._store, self._where = store, where

    def __contains__(self, concept_id: object) -> bool:
        one = replace(self._where, id=str(concept_id))
        return bool(self._store.count_concepts(one))


def export_units(store: Store, target: BinaryIO, zh_tag: str = "zh-Hant-TW") -> LossReport:
    """Write the memory as TMX 1.4, one language pair a file, and say what was left out."""
    from glossary.exchange.tmx import units as tmx

    return tmx.write(store.all_units(), target, zh_tag=zh_tag)
