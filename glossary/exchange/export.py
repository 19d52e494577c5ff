"""Entries out: the loss report before, and the file."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator
from typing import BinaryIO, Literal

from glossary.errors import InvalidInput
from glossary.exchange.fitting.fitter import Fitter
from glossary.exchange.fitting.loss import LossReport
from glossary.exchange.profiles import ExportTarget, profile_named
from glossary.exchange.spool import Tally
from glossary.exchange.tbx import writer as tbx_write
from glossary.model import ConceptEntry, TranslationUnit
from glossary.text.tags import language_of, normalise_tag

Direction = Literal["en-zh", "zh-en"]


def write_units(
    units: Iterable[TranslationUnit],
    target: BinaryIO,
    *,
    zh_tag: str | None = "zh-Hant-TW",
    direction: Direction = "en-zh",
) -> LossReport:
    """Write translation units as TMX 1.4; `zh_tag` None takes all Chinese, each under its tag."""
    from glossary.exchange.tmx import units as tmx

    return tmx.write(units, target, zh_tag=zh_tag, direction=direction)


def write_entries(
    entries: Iterable[ConceptEntry],
    target: BinaryIO,
    profile: str,
    *,
    zh_tag: str = "zh-Hant-TW",
    direction: Direction = "en-zh",
    format: str | None = None,
    ids: Container[str] | None = None,
    history: bool = True,
) -> LossReport:
    """Write the entries, in the order given, as a profile takes them; say what was lost.

    `format` chooses where a profile has several (excel: csv, xlsx). `ids` are the ids of all
    concepts in the file, so that references between them can be kept; of a list they are known.
    `history` False leaves out who made what when. Raises InvalidInput: unknown profile or format,
    an id twice, nothing to write in a format that cannot be empty.
    """
    report = LossReport(profile, zh_tag)
    kind = profile_named(profile).target(format)
    stream = _fitted(entries, kind, report, zh_tag, direction, ids, history)
    for piece in _pieces(stream, kind, _ids(entries, ids), zh_tag, direction):
        target.write(piece)
    return report


def loss(
    entries: Iterable[ConceptEntry],
    profile: str,
    zh_tag: str = "zh-Hant-TW",
    *,
    direction: Direction = "en-zh",
    format: str | None = None,
    ids: Container[str] | None = None,
    history: bool = True,
) -> LossReport:
    """What `write_entries` would lose, without writing."""
    report = LossReport(profile, zh_tag)
    kind = profile_named(profile).target(format)
    for _ in _fitted(entries, kind, report, zh_tag, direction, ids, history):
        pass
    return report


def fitted(
    entries: Iterable[ConceptEntry],
    profile: str,
    zh_tag: str = "zh-Hant-TW",
    *,
    direction: Direction = "en-zh",
    format: str | None = None,
    ids: Container[str] | None = None,
    history: bool = True,
) -> Iterator[ConceptEntry]:
    """The entries as the file holds them: what reading it again gives, and so the base of a
    later merge."""
    kind = profile_named(profile).target(format)
    yield from _fitted(entries, kind, LossReport(profile), zh_tag, direction, ids, history)


def _fitted(
    entries: Iterable[ConceptEntry],
    target: ExportTarget,
    report: LossReport,
    zh_tag: str,
    direction: Direction,
    ids: Container[str] | None,
    history: bool,
) -> Iterator[ConceptEntry]:
    fitter = Fitter(
        target,
        report.add,
        zh_tag=_chinese(zh_tag),
        reverse=direction == "zh-en",
        ids=_ids(entries, ids),
        history=history,
    )
    seen = Tally()
    for entry in entries:
        if seen.add(entry.id) > 1:
            raise InvalidInput(f"the id {entry.id!r} stands twice among the entries to write")
        report.entries += 1
        parts = fitter.fit(entry)
        report.written += bool(parts)
        yield from parts


def _ids(entries: Iterable[ConceptEntry], ids: Container[str] | None) -> Container[str]:
    if ids is not None:
        return ids
    return {entry.id for entry in entries} if isinstance(entries, Collection) else frozenset()


def _chinese(tag: str) -> str:
    tag = normalise_tag(tag)
    if language_of(tag) != "zh":
        raise InvalidInput(f"{tag} is not Chinese; give a tag like zh-Hant-TW or zh-Hans-CN")
    return tag


def _pieces(
    entries: Iterator[ConceptEntry],
    target: ExportTarget,
    ids: Container[str],
    zh_tag: str,
    direction: Direction,
) -> Iterator[bytes]:
    first = next(entries, None)
    if first is None and target.dialect and target.dialect.version == 2:
        raise InvalidInput(f"no entry has terms both in en and in {zh_tag}: nothing to write")
    whole = _again(first, entries)
    if target.dialect:
        yield from tbx_write.write(
            whole,
            target.dialect,
            target.style,
            archive=target.archive,
            short_tag=target.tag,
            ids=ids,
        )
    else:
        from glossary.exchange.table import writer as table_write

        yield from table_write.write(whole, target, zh_tag, direction)


def _again(first: ConceptEntry | None, rest: Iterator[ConceptEntry]) -> Iterator[ConceptEntry]:
    if first is not None:
        yield first
        yield from rest
