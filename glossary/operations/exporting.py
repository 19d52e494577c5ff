"""Export the termbase or the memory to whole files: the verb `export`."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from glossary.errors import InvalidInput, StoreError
from glossary.exchange.formats import format_named
from glossary.exchange.options import WriteOptions
from glossary.exchange.profiles import default_profile, formats_by_suffix, profile_named
from glossary.exchange.writing import loss, write_entries, write_units
from glossary.model import ConceptEntry
from glossary.operations.options import FileExport
from glossary.progress import counted
from glossary.store.base import EVERYTHING, ConceptFilter, ConceptReader, Store, UnitReader

if TYPE_CHECKING:
    from glossary.exchange.fitting.loss import LossReport

NOTED = 5_000
"""Entries of an export that are remembered in one transaction: a few hundredths of a second.
Chosen: others wait to write half or twice as long at half and double."""


def profile_for(file: Path, profile: str | None, format: str | None) -> tuple[str, str | None]:
    """(profile, format) of an export, from the file's suffix and what was given. Raises
    InvalidInput."""
    suffix = file.suffix.lower()
    if profile is None:
        known = formats_by_suffix()
        if suffix not in known:
            names = " ".join(known)
            raise InvalidInput(f"{file}: give a --profile, or a name that ends in one of {names}")
        return default_profile(known[suffix]).name, format or known[suffix]
    named = (target.format for target in profile_named(profile).targets)
    fitting = (name for name in named if suffix in format_named(name).suffixes)
    return profile, format or next(fitting, None)


def export_file(store: Store, target: BinaryIO, file: FileExport) -> tuple[LossReport, array[int]]:
    """Write the entries, or the memory, for a tool; returns (losses, revisions written).

    All entries are written as they were at one moment, while others may write; the revisions are
    for `note_export`. With `strict`, raises InvalidInput if anything of the entries would be lost,
    before writing. The store is not changed.
    """
    profile, where = file.profile or "archive", file.where
    revisions = array("q")  # revisions instead of ids: eight bytes an entry
    if profile_named(profile).holds == "units":
        total = store.counts()["units"] if file.progress else 0
        units = counted(store.all_units(), file.progress, "writing", total, "units")
        options = WriteOptions(zh_tag=file.zh_tag, format=file.format)
        return write_units(units, target, profile, options), revisions
    options = _options(store, file.zh_tag, where, file.format, file.history)
    with store.snapshot():
        if file.strict:
            _refuse_losses(loss(store.concepts(where), profile, options))
        total = store.count_concepts(where) if file.progress else 0
        entries = counted(store.concepts_at(where), file.progress, "writing", total, "entries")
        report = write_entries(_noted(entries, revisions), target, profile, options)
    return report, revisions


def _refuse_losses(lost: LossReport) -> None:
    if lost:
        raise InvalidInput(
            f"--strict: {lost.total()} things would be lost, first: {lost.losses[0]}",
            lost.as_json(),
        )


def note_export(store: Store, report: LossReport, revisions: array[int]) -> None:
    """Record an export, as the base of a later merge, once its file is written. If that fails,
    `report.unnoted` says why; the file is valid all the same."""
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
    if profile_named(profile).holds == "units":
        return export_units(store, None, profile, zh_tag=zh_tag, format=format)
    options = _options(store, zh_tag, where, format, history)
    with store.snapshot():
        return loss(store.concepts(where), profile, options)


def _options(
    store: Store, zh_tag: str, where: ConceptFilter, format: str | None, history: bool
) -> WriteOptions:
    ids = _FilteredIds(store, where)
    return WriteOptions(zh_tag=zh_tag, format=format, ids=ids, history=history)


def _noted(
    entries: Iterable[tuple[int, ConceptEntry]], revisions: array[int]
) -> Iterator[ConceptEntry]:
    for revision, entry in entries:
        revisions.append(revision)
        yield entry


class _FilteredIds:
    """The ids of the entries that a filter selects, looked up one by one: references are rare."""

    def __init__(self, store: ConceptReader, where: ConceptFilter) -> None:
        self._store, self._where = store, where

    def __contains__(self, concept_id: object) -> bool:
        one = replace(self._where, id=str(concept_id))
        return bool(self._store.count_concepts(one))


def export_units(
    store: UnitReader,
    target: BinaryIO | None,
    profile: str,
    *,
    zh_tag: str = "zh-Hant-TW",
    format: str | None = None,
) -> LossReport:
    """Write the memory, one language pair in a file; returns what was left out. Without a `target`
    only report."""
    options = WriteOptions(zh_tag=zh_tag, format=format)
    return write_units(store.all_units(), target, profile, options)
