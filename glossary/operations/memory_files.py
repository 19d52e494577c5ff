"""The units of any memory, one by one and numbered: tables, TMX, XLIFF, Parquet, folders of
documents, the termbase's own.

A unit that cannot be used is passed to `refuse(number, reason)` and left out, and the others go
on. Files may be packed (.gz, .xz).
"""

from __future__ import annotations

import gzip
import io
import lzma
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, cast

from glossary.errors import InvalidInput, UnreadableFile
from glossary.exchange.options import ReadOptions
from glossary.exchange.reading import numbered_units
from glossary.exchange.streams import rewound
from glossary.exchange.table.cells import lines
from glossary.mining.corpus.parts import NOTHING, Refuse
from glossary.mining.corpus.unit import Unit, text_of
from glossary.model import TranslationUnit
from glossary.operations import parquet_files
from glossary.operations.memory_names import EXCHANGED, PARQUET, TABLES, MemoryFile
from glossary.store.base import UnitReader
from glossary.text.script import HAN

LONGEST = 20_000
"""Characters of a side of a unit. Chosen: a long article of law has 5,000; what is longer is no
unit, and its words would all stand together. At half whole articles are left out."""
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_HEAD = 1_000_000
"""Bytes that tell whether a table is UTF-8. Chosen: half or double moves but how far the first
wrong byte may stand."""
_SAMPLE = 100  # lines that tell which side is Chinese: chosen, as for the import of such tables


def units_of_file(path: Path, refuse: Refuse, name: str = "") -> Iterator[Unit]:
    """The units of a file, by its name if that is another than its path, or of a folder. Raises
    UnreadableFile, InvalidInput."""
    file = MemoryFile(path, name or str(path))
    found = _of_folder(path, refuse) if path.is_dir() else units_as_they_stand(file, refuse)
    return _some_usable(found, file.name, refuse)


def units_as_they_stand(file: MemoryFile, refuse: Refuse) -> Iterator[Unit]:
    """All units of a file, also those that `usable` would leave out. Raises UnreadableFile,
    InvalidInput."""
    if file.suffix == PARQUET:
        return parquet_files.units(file.path, file.name)
    if file.suffix in TABLES:
        return _of_table(file, refuse)
    if file.suffix in EXCHANGED:
        return _of_exchange(file, refuse)
    known = " ".join(sorted(TABLES | EXCHANGED | {PARQUET}))
    raise UnreadableFile(file.name, f"no memory by its name; known are {known}, or a folder")


def units_of_termbase(store: UnitReader, refuse: Refuse) -> Iterator[Unit]:
    """The units of the termbase's own memory, by their ids."""
    found = (_unit(unit.id or 0, unit) for unit in store.all_units())
    return _some_usable(found, "the memory of this termbase", refuse)


def _some_usable(units: Iterable[Unit], name: str, refuse: Refuse) -> Iterator[Unit]:
    """The units that can be counted. Raises UnreadableFile if there is none."""
    any_usable = False
    for unit in usable(units, refuse):
        any_usable = True
        yield unit
    if not any_usable:
        raise UnreadableFile(name, NOTHING)


def usable(units: Iterable[Unit], refuse: Refuse) -> Iterator[Unit]:
    """The units that can be counted."""
    for unit in units:
        reason = _objection(unit)
        if reason:
            refuse(unit.number, reason)
        else:
            yield unit


def _objection(unit: Unit) -> str:
    for side, text in (("Chinese", unit.zh), ("English", unit.en)):
        if not text.strip():
            return f"its {side} is empty"
        if len(text) > LONGEST:
            return f"its {side} has {len(text):,} characters, over {LONGEST:,}"
    if control := _CONTROL.search(unit.zh) or _CONTROL.search(unit.en):
        return f"a character that belongs in no text, U+{ord(control[0]):04X}"
    return "" if HAN.search(unit.zh) else "no Chinese in it"


@contextmanager
def _stream(file: MemoryFile) -> Iterator[BinaryIO]:
    """The bytes of a file, unpacked. Raises UnreadableFile, also while it is read."""
    try:
        with _opened(file) as stream:
            yield stream
    except (EOFError, gzip.BadGzipFile, lzma.LZMAError, zlib.error) as error:
        raise UnreadableFile(file.name, f"damaged: {error}") from error
    except OSError as error:
        raise UnreadableFile(file.name, error.strerror or str(error)) from error


def _opened(file: MemoryFile) -> BinaryIO:
    if file.packing:
        unpack = lzma.open if file.packing == ".xz" else gzip.open
        return cast(BinaryIO, unpack(file.path))
    return file.path.open("rb")


# ---------------------------------------------------------------- tables


def _of_table(file: MemoryFile, refuse: Refuse) -> Iterator[Unit]:
    """Lines of two cells, in either order, and a third that says where the unit is from."""
    with _stream(file) as stream:
        rows = enumerate((_cells(line) for line in _lines(stream, file.name)), 1)
        sample = list(islice(rows, _SAMPLE))
        zh = _chinese_column([cells for _, cells in sample], file.name)
        for number, cells in chain(sample, rows):
            if len(cells) < 2:
                refuse(number, "a line without two segments, a TAB between them")
                continue
            origin = text_of(cells[2]) if len(cells) > 2 else ""
            yield Unit(number, cells[zh], cells[1 - zh], origin)


def _lines(stream: BinaryIO, name: str) -> Iterator[str]:
    """The lines of a table. What is wrong in one of UTF-8 is told of its unit; in other encodings,
    which are guessed, it refuses the file."""
    head = stream.read(_HEAD)
    try:
        head[: head.rfind(b"\n") + 1 or None].decode("utf-8")
        is_plain = bool(head.strip())
    except UnicodeDecodeError:
        is_plain = False
    whole = rewound(stream, head)
    if is_plain:
        return io.TextIOWrapper(whole, "utf-8", errors="surrogateescape", newline="\n")
    return lines(whole, name)


def _cells(line: str) -> list[str]:
    return line.lstrip("\ufeff").rstrip("\r\n").split("\t")


def _chinese_column(rows: list[list[str]], name: str) -> int:
    """0 or 1: the column with more Chinese. Raises UnreadableFile where there are no two."""

    def han(column: int) -> int:
        return sum(len(HAN.findall(cells[column])) for cells in rows if len(cells) > column)

    if not any(len(cells) > 1 for cells in rows):
        raise UnreadableFile(name, "no memory: no line has two segments, a TAB between them")
    if not han(0) and not han(1):
        raise UnreadableFile(name, f"no memory: no Chinese in its first {len(rows)} lines")
    return 0 if han(0) > han(1) else 1


# ---------------------------------------------------------------- TMX, XLIFF


def _of_exchange(file: MemoryFile, refuse: Refuse) -> Iterator[Unit]:
    """The units of a TMX or XLIFF file, counted with those that are refused."""
    number = 0

    def left_out(line: int, reason: str) -> None:
        nonlocal number
        number += 1
        refuse(number, f"{reason} (line {line})")

    options = ReadOptions(on_error=left_out, on_change=lambda line, what: None)
    with _stream(file) as stream:
        for _, unit in numbered_units(stream, file.unpacked_name, options):
            number += 1
            yield _unit(number, unit)


def _unit(number: int, unit: TranslationUnit) -> Unit:
    return Unit(number, unit.zh.text, unit.en.text, text_of(unit.document))


# ---------------------------------------------------------------- folders of documents


def _of_folder(folder: Path, refuse: Refuse) -> Iterator[Unit]:
    """The sentences of documents and their translations (NAME.zh.EXT, NAME.en.EXT), aligned a pair
    of documents at a time."""
    pairs = document_pairs(folder)
    if not pairs:
        raise UnreadableFile(
            str(folder), "no documents with their translations in it (NAME.zh.txt, NAME.en.txt)"
        )
    number = 0
    for zh, en in pairs:
        try:
            beads = _aligned(zh, en)
        except InvalidInput as error:
            number += 1
            refuse(number, str(error))
            continue
        for left, right in beads:
            number += 1
            yield Unit(number, left, right, zh.name.partition(".zh.")[0])


def document_pairs(folder: Path) -> list[tuple[Path, Path]]:
    found = []
    for zh in sorted(folder.rglob("*.zh.*")):
        stem = zh.name.partition(".zh.")[0]
        beside = sorted(zh.parent.glob(f"{stem}.en.*"))
        if zh.is_file() and beside:
            found.append((zh, beside[0]))
    return found


def _aligned(zh: Path, en: Path) -> list[tuple[str, str]]:
    from glossary import documents
    from glossary.mining.align import alignment

    beads: Iterable[Any] = alignment.align(documents.read(zh), documents.read(en))
    return [("".join(bead.zh), " ".join(bead.en)) for bead in beads if bead.zh and bead.en]
