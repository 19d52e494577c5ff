"""Write files of entries and units, and report what each loses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO

from glossary.errors import InvalidInput
from glossary.exchange.fitting.fitter import Fitter
from glossary.exchange.fitting.loss import LossReport
from glossary.exchange.formats import format_named, function
from glossary.exchange.options import WRITE, WriteOptions
from glossary.exchange.profiles import profile_named
from glossary.exchange.profiles.base import ExportTarget, Holds
from glossary.exchange.spool import Tally
from glossary.model import ConceptEntry, TranslationUnit
from glossary.text.tags import language_of, normalise_tag


def write_entries(
    entries: Iterable[ConceptEntry],
    target: BinaryIO,
    profile: str,
    options: WriteOptions = WRITE,
) -> LossReport:
    """Write the entries, in the given order, as a profile takes them; return what was lost.

    Raises InvalidInput: unknown profile or format, a duplicate id, nothing to write in a format
    that cannot be empty.
    """
    kind = _target(profile, options, "terms")
    report = LossReport(profile, options.zh_tag or "")
    options = _with_ids(options, entries)
    write = function(format_named(kind.format).write_entries)
    for piece in write(_fitted(entries, kind, report, options), kind, options):
        target.write(piece)
    return report


def loss(
    entries: Iterable[ConceptEntry], profile: str, options: WriteOptions = WRITE
) -> LossReport:
    """What `write_entries` would lose, without writing. Raises InvalidInput."""
    kind = _target(profile, options, "terms")
    report = LossReport(profile, options.zh_tag or "")
    for _ in _fitted(entries, kind, report, _with_ids(options, entries)):
        pass
    return report


def fitted(
    entries: Iterable[ConceptEntry], profile: str, options: WriteOptions = WRITE
) -> Iterator[ConceptEntry]:
    """The entries as the file holds them and reading gives them again: the base of a later
    merge."""
    kind = _target(profile, options, "terms")
    yield from _fitted(entries, kind, LossReport(profile), _with_ids(options, entries))


def write_units(
    units: Iterable[TranslationUnit],
    target: BinaryIO | None,
    profile: str,
    options: WriteOptions = WRITE,
) -> LossReport:
    """Write translation units, one language pair in a file; return what was left out. Without a
    `target` only report.

    Raises InvalidInput: an unknown profile, an invalid tag.
    """
    kind = _target(profile, options, "units")
    report = LossReport(profile, normalise_tag(options.zh_tag) if options.zh_tag else "")
    for piece in function(format_named(kind.format).write_units)(units, options, report):
        if target is not None:
            target.write(piece)
    return report


def _target(profile: str, options: WriteOptions, wanted: Holds) -> ExportTarget:
    """The target of a profile. Raises InvalidInput: unknown profile or format, or one that holds
    terms instead of units or the reverse."""
    target = profile_named(profile).target(options.format)
    if target.holds != wanted:
        raise InvalidInput(f"profile {profile} holds {target.holds}, no {wanted}")
    return target


def _fitted(
    entries: Iterable[ConceptEntry],
    target: ExportTarget,
    report: LossReport,
    options: WriteOptions,
) -> Iterator[ConceptEntry]:
    chinese = _chinese(options.zh_tag)
    fitter = Fitter(target, report.add, replace(options, zh_tag=chinese))
    seen = Tally()
    for entry in entries:
        if seen.add(entry.id) > 1:
            raise InvalidInput(f"the id {entry.id!r} stands twice among the entries to write")
        report.entries += 1
        parts = fitter.fit(entry)
        report.written += bool(parts)
        yield from parts


def _with_ids(options: WriteOptions, entries: Iterable[ConceptEntry]) -> WriteOptions:
    if options.ids is not None or not isinstance(entries, Collection):
        return options
    return replace(options, ids={entry.id for entry in entries})


def _chinese(tag: str | None) -> str:
    tag = normalise_tag(tag or "")
    if language_of(tag) != "zh":
        raise InvalidInput(f"{tag} is not Chinese; give a tag like zh-Hant-TW or zh-Hans-CN")
    return tag
