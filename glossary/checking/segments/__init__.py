"""Read a translated file as segments, one at a time.

Each reader is `module.read(stream, name, options)` and yields RawSegments; a new format is a module
here and a line in FORMATS.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import BinaryIO

from glossary.checking.segment import BilingualSegment
from glossary.checking.segments.base import RawSegment, SegmentOptions, numbered
from glossary.errors import UnreadableFile
from glossary.exchange.detection import HEAD, root_element
from glossary.exchange.streams import rewound


@dataclass(frozen=True, slots=True)
class SegmentFormat:
    """A kind of bilingual file: its suffixes, the root of its XML, and the module that reads it.
    One that `is_written` can be mended in place."""

    name: str
    suffixes: tuple[str, ...]
    root: str = ""
    module: str = ""
    is_written: bool = False


FORMATS = (
    SegmentFormat(
        "xliff", (".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff"), "xliff", "xliff", True
    ),
    SegmentFormat("tmx", (".tmx",), "tmx", "tmx", True),
    SegmentFormat("table", (".csv", ".tsv", ".tab", ".txt"), "", "table"),
    SegmentFormat("xlsx", (".xlsx", ".xlsm"), "", "workbook"),
)


def read(
    source: BinaryIO | bytes, name: str, options: SegmentOptions
) -> Iterator[BilingualSegment]:
    """The segments of a file, by its content and the suffix of its name. Raises UnreadableFile."""
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    head = stream.read(HEAD)
    if not head.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise UnreadableFile(name, "the file is empty")
    found = import_module(f"{__name__}.{format_of(name, head).module}")
    raw: Iterator[RawSegment] = found.read(rewound(stream, head), name, options)
    return numbered(raw, name, options)


def format_of(name: str, head: bytes) -> SegmentFormat:
    """The format of a bilingual file. Raises UnreadableFile, listing the known ones."""
    root, suffix = root_element(head), PurePath(name).suffix.lower()
    for known in FORMATS:
        if root and root == known.root:
            return known
    for known in FORMATS:
        if suffix in known.suffixes and not (known.root and root):
            return known
    suffixes = " ".join(suffix for known in FORMATS for suffix in known.suffixes)
    what = f"XML with the root <{root}>" if root else f"unknown kind of file {suffix!r}"
    raise UnreadableFile(name, f"{what}; bilingual files are {suffixes}")
