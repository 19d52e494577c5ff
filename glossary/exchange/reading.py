"""Read the concept entries and translation units of files, one at a time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from glossary.errors import InvalidInput, UnreadableFile
from glossary.exchange.detection import HEAD, format_of
from glossary.exchange.formats import Format, format_named, function
from glossary.exchange.options import READ, ReadOptions
from glossary.exchange.streams import rewound
from glossary.model import ConceptEntry, TranslationUnit


def read_entries(
    source: BinaryIO | bytes, name: str, options: ReadOptions = READ
) -> Iterator[ConceptEntry]:
    """The concept entries of a file: `numbered_entries` without the lines."""
    return (entry for _, entry in numbered_entries(source, name, options))


def numbered_entries(
    source: BinaryIO | bytes, name: str, options: ReadOptions = READ
) -> Iterator[tuple[int, ConceptEntry]]:
    """(line, concept entry) of a file; the line (in a workbook the row) where the entry begins.

    Raises UnreadableFile, InvalidInput.
    """
    stream, found = _opened(source, name, options)
    if not found.read_entries:
        raise UnreadableFile(name, f"{found.name} holds translation units, no terms")
    if options.mapping is not None and not found.is_table:
        kind = found.syntax or found.name
        raise InvalidInput(f"{name}: a mapping is for tables; this is {kind}")
    entries: Iterator[tuple[int, ConceptEntry]]
    entries = function(found.read_entries)(stream, name, options)
    return entries


def read_units(
    source: BinaryIO | bytes, name: str, options: ReadOptions = READ
) -> Iterator[TranslationUnit]:
    """The translation units of a file: `numbered_units` without the lines."""
    return (unit for _, unit in numbered_units(source, name, options))


def numbered_units(
    source: BinaryIO | bytes, name: str, options: ReadOptions = READ
) -> Iterator[tuple[int, TranslationUnit]]:
    """(line, translation unit) of a file. Raises UnreadableFile, InvalidInput."""
    stream, found = _opened(source, name, options)
    if not found.read_units:
        raise UnreadableFile(name, f"{found.name} holds terms, no translation units")
    units: Iterator[tuple[int, TranslationUnit]]
    units = function(found.read_units)(stream, name, options)
    return units


def _opened(source: BinaryIO | bytes, name: str, options: ReadOptions) -> tuple[BinaryIO, Format]:
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    head = stream.read(HEAD)
    if not head.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise UnreadableFile(name, "the file is empty")
    found = format_named(options.format, name) if options.format else format_of(name, head)
    return rewound(stream, head), found
