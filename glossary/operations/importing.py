"""Import whole files into the termbase: the verb `import`.

An import is planned batch by batch as a three-way merge by stable id (what was exported, what we
have, what came in), while others read and write. It becomes visible in one short transaction and is
one step; `dry_run` only plans.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from itertools import islice
from typing import BinaryIO, TypeVar

from glossary.errors import InvalidInput, UnreadableFile
from glossary.exchange.detection import HEAD, format_of
from glossary.exchange.formats import Format, format_named
from glossary.exchange.options import ReadOptions
from glossary.exchange.reading import numbered_entries, numbered_units
from glossary.exchange.spool import Tally
from glossary.model import ConceptEntry, TranslationUnit
from glossary.operations.import_report import ImportedFile, ImportedRecord
from glossary.operations.memory import with_origin
from glossary.operations.merging import BATCH, EntryImporter
from glossary.operations.options import FileImport
from glossary.operations.validity import checked
from glossary.progress import Headway, Progress
from glossary.store.base import Store, UnitReader, unit_key
from glossary.text.file_name import file_name
from glossary.text.script import HAN

Record = TypeVar("Record", ConceptEntry, TranslationUnit)

_TERM = 6
"""Words and Chinese characters that the median cell of a table of terms has at most: chosen. In the
curated entries it has 3. Half takes a glossary of long terms for a memory, double one of short
sentences for terms; `--as` says which it is."""
_ROWS = 200  # lines of it that are looked at: chosen, and the median of half or double is near
_TOLD = 500  # records between two tellings of how far it is: chosen, a tenth of a second
_PIECE = (
    1 << 20
)  # bytes that are looked through for lines at once: chosen, half or double is as fast
_SHOWN = 40  # characters of a segment in a report: chosen, and decides nothing


def import_file(store: Store, source: BinaryIO | bytes, file: FileImport, at: str) -> ImportedFile:
    """Import a file. A bad record refuses the whole file, unless `keep_good`: then it is reported.

    For a format that holds either terms or units (tab-separated text), the length of the lines
    decides, unless `holds` is given. Raises UnreadableFile, InvalidInput; then nothing is stored.
    """
    name, by, dry_run = str(file.path), file.by, file.dry_run
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    head = stream.read(HEAD)
    stream.seek(0)
    found = format_named(file.format, name) if file.format else format_of(name, head)
    units_wanted = holds_units(found, head, file.holds, file.mapping)
    report = ImportedFile(name, found.name, dry_run)
    refuse = report.refuse if file.keep_good else None
    options = ReadOptions(found.name, file.mapping, refuse, report.change)
    with nullcontext() if dry_run else store.staging() as staging:
        importer = EntryImporter(store, report, staging)
        if not units_wanted:
            entries = _told(numbered_entries(stream, name, options), stream, file.progress)
            importer.run(_checked(entries, name, options))
        else:
            units = _told(numbered_units(stream, name, options), stream, file.progress)
            if staging is None:
                _look_at_units(store, report, units)
            else:
                staging.put_units(_counted(units, report, by, at))
        if staging is not None:
            if file.progress:
                file.progress("storing")
            staging.write()
            with store.snapshot():
                importer.merge_again(staging)  # nearly all of them, while nobody waits
            with staging.applying("import", by, at, file_name(name)) as report.step:
                importer.merge_again(staging)
                added = staging.apply(report.step)
                _count_new_units(report, added.units)
                if file.on_commit:
                    file.on_commit(report)
    return report


def _told(
    records: Iterator[tuple[int, Record]], stream: BinaryIO, tell: Progress | None
) -> Iterator[tuple[int, Record]]:
    """The records; meanwhile `tell` hears how many were read, of as many as there are if the rest
    of the file is like what was read of it."""
    if tell is None:
        yield from records
        return
    size, lines = _measured(stream)
    tell("reading")
    for done, (line, record) in enumerate(records, 1):
        if done % _TOLD == 0:
            share = _share_read(stream, size, line, lines)
            tell(Headway("reading", done, round(done / share) if share else 0, "records"))
        yield line, record


def _measured(stream: BinaryIO) -> tuple[int, int]:
    """(bytes, lines) of a file, which is left at its start; of a packed one neither tells how much
    was read, and both are 0."""
    size, lines = 0, 0
    while piece := stream.read(_PIECE):
        if not size and piece.startswith(b"PK"):
            break
        size, lines = size + len(piece), lines + piece.count(b"\n")
    stream.seek(0)
    return size, lines


def _share_read(stream: BinaryIO, size: int, line: int, lines: int) -> float:
    """How much of a file was read, from 0 to 1: by its bytes, or by its lines where its reader
    takes all bytes at once; 0 where neither tells."""
    at = size if stream.closed else stream.tell()
    if 0 < at < size:
        return at / size
    return line / lines if 1 < line <= lines else 0.0


def _checked(
    entries: Iterable[tuple[int, ConceptEntry]], name: str, options: ReadOptions
) -> Iterator[tuple[int, ConceptEntry]]:
    """The entries that are valid in a termbase; others are refused with their lines."""
    for line, entry in entries:
        try:
            entry = checked(entry)
        except InvalidInput as error:
            if options.on_error is None:
                raise UnreadableFile(name, str(error), line) from None
            options.on_error(line, str(error))
            continue
        yield line, entry


def holds_units(
    found: Format, head: bytes, holds: str | None, mapping: Mapping[str, str] | None
) -> bool:
    """Whether the file holds translation units rather than terms."""
    if holds not in (None, "terms", "units"):
        raise InvalidInput(f"{holds!r}: a file holds terms or units")
    if not (found.read_units and found.read_entries):
        return bool(found.read_units)
    if holds or mapping:
        return holds == "units"
    return _is_prose(head)


def _is_prose(head: bytes) -> bool:
    """Whether lines hold sentences rather than terms, by their length; a file that begins with # is
    a glossary."""
    text = head.decode("utf-8", "ignore")
    rows = [line.split("\t") for line in text.splitlines()[:_ROWS] if "\t" in line]
    if text.lstrip("\ufeff").startswith("#") or not rows:
        return False
    widths = sorted(len(cell.split()) + len(HAN.findall(cell)) for row in rows for cell in row[:2])
    return widths[len(widths) // 2] > _TERM


def _counted(
    units: Iterable[tuple[int, TranslationUnit]], report: ImportedFile, by: str, at: str
) -> Iterator[TranslationUnit]:
    """The units, with the document, author and time of the import where the file has none."""
    document = file_name(report.name)
    for _, unit in units:
        report.units += 1
        yield with_origin(unit, unit.zh, unit.en, document, by, at)


def _count_new_units(report: ImportedFile, new: int) -> None:
    if report.units:
        report.units_new = report.counts["new"] = new
        report.counts["same"] = report.units - new


def _look_at_units(
    store: UnitReader, report: ImportedFile, units: Iterator[tuple[int, TranslationUnit]]
) -> None:
    """Report which units would be new, and which are stored already or occur earlier in the
    file."""
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
