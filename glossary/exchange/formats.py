"""Which format a file has, and its reader. A format is one module and one line in FORMATS."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import Any, BinaryIO

from glossary.errors import InvalidInput, UnreadableFile
from glossary.model import ConceptEntry, TranslationUnit

OnRecord = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: the suffixes it goes by, the root of its XML, and `module.function` to read
    entries, or units, from it."""

    name: str
    suffixes: tuple[str, ...]
    roots: tuple[str, ...] = ()
    entries: str = ""
    units: str = ""


FORMATS = (
    Format("tbx", (".tbx", ".tbxm"), ("tbx", "martif", "TBX"), "tbx.reader.read"),
    Format("csv", (".csv",), (), "table.reader.read_csv"),
    Format(
        "tsv",
        (".tsv", ".tab", ".txt", ".utf8"),
        (),
        "table.reader.read_csv",
        "table.units_tsv.read",
    ),
    Format("xlsx", (".xlsx", ".xlsm"), (), "table.xlsx.read"),
    Format("curated", (".toml",), (), "curated.read"),
    Format("tmx", (".tmx",), ("tmx",), "", "tmx.units.read"),
    Format(
        "xliff", (".xlf", ".xliff", ".sdlxliff", ".mqxliff"), ("xliff",), "", "xliff.units.read"
    ),
)
_HEAD = 65_536
_OLE = b"\xd0\xcf\x11\xe0"  # the container of old Office files
_WAYS_OUT = {
    "mtf": "MultiTerm XML; export the termbase from MultiTerm as TBX, or as CSV",
    "xls": "an old Excel file; save it as .xlsx",
    "ods": "an OpenDocument table; save it as .xlsx or .csv",
    "xlsb": "a binary Excel file; save it as .xlsx",
    "numbers": "a Numbers table; export it as .xlsx or .csv",
    "sdltb": "a MultiTerm database; export it from MultiTerm as TBX, or as CSV",
    "sdltm": "a Trados memory; export it from Trados as TMX",
    "mtw": "a Wordfast file; export it as TMX or TSV",
    "ttx": "a TagEditor file; save its translation as TMX or XLIFF",
    "po": "a gettext catalogue; convert it to XLIFF or TMX, as with translate-toolkit",
    "docx": "a document, no termbase; `glossary mine` finds the terms in it",
    "pdf": "a document, no termbase; `glossary mine` finds the terms in it",
    "html": "a document, no termbase; `glossary mine` finds the terms in it",
    "md": "a document, no termbase; `glossary mine` finds the terms in it",
    "json": "no format of terms; give a table as CSV, or TBX",
}
"""By suffix or root, of what is met and not read: what it is, and what helps."""
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)[\s>/]")
_SPACE = re.compile(r"\s*")
_MARKUP = (
    ("<?", re.compile(r"\?>")),
    ("<!--", re.compile("-->")),
    ("<!DOCTYPE", re.compile(">")),
)
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*\[?")
_DECLARED = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[?!]")
_SUBSET_END = re.compile(r"\]\s*>")


def read_entries(
    source: BinaryIO | bytes,
    name: str,
    *,
    format: str | None = None,
    mapping: Mapping[str, str] | None = None,
    on_error: OnRecord | None = None,
    on_change: OnRecord | None = None,
) -> Iterator[ConceptEntry]:
    """The concept entries of a file, one at a time: `numbered_entries` without the lines."""
    numbered = numbered_entries(
        source, name, format=format, mapping=mapping, on_error=on_error, on_change=on_change
    )
    return (entry for _, entry in numbered)


def numbered_entries(
    source: BinaryIO | bytes,
    name: str,
    *,
    format: str | None = None,
    mapping: Mapping[str, str] | None = None,
    on_error: OnRecord | None = None,
    on_change: OnRecord | None = None,
) -> Iterator[tuple[int, ConceptEntry]]:
    """(line, concept entry) of a file, one at a time; the line is where the entry begins, in a
    workbook the row.

    The format is told by the content and the suffix of `name`, unless given. `mapping` names a
    table's columns (`{"EN": "term:en", "2": "term:zh-Hant-TW"}`). A bad record goes to
    `on_error(line, reason)` and is left out; without it the whole file is refused.
    `on_change(line, what)` hears of what was changed or not kept. Raises UnreadableFile,
    InvalidInput.
    """
    stream, found = _opened(source, name, format)
    if not found.entries:
        raise UnreadableFile(name, f"{found.name} holds translation units, no terms")
    reader = _function(found.entries)
    if mapping is None:
        return reader(stream, name, on_error, on_change)
    if found.name in ("tbx", "tmx", "xliff"):
        raise InvalidInput(f"{name}: a mapping is for tables; this is {found.name}")
    return reader(stream, name, on_error, on_change, mapping)


def read_units(
    source: BinaryIO | bytes,
    name: str,
    *,
    format: str | None = None,
    on_error: OnRecord | None = None,
    on_change: OnRecord | None = None,
) -> Iterator[TranslationUnit]:
    """The translation units of a file, one at a time; else as `read_entries`."""
    numbered = numbered_units(source, name, format=format, on_error=on_error, on_change=on_change)
    return (unit for _, unit in numbered)


def numbered_units(
    source: BinaryIO | bytes,
    name: str,
    *,
    format: str | None = None,
    on_error: OnRecord | None = None,
    on_change: OnRecord | None = None,
) -> Iterator[tuple[int, TranslationUnit]]:
    """(line, translation unit) of a file; else as `numbered_entries`."""
    stream, found = _opened(source, name, format)
    if not found.units:
        raise UnreadableFile(name, f"{found.name} holds terms, no translation units")
    return _function(found.units)(stream, name, on_error, on_change)


def format_of(name: str, head: bytes = b"") -> Format:
    """The format by the first bytes and the suffix. Raises UnreadableFile."""
    suffix = PurePath(name).suffix.lower()
    by_suffix = next((format for format in FORMATS if suffix in format.suffixes), None)
    if head.startswith((b"PK\x03\x04", _OLE)):
        _refuse_with_way_out(name, "xls" if head.startswith(_OLE) else suffix[1:])
        return format_named("xlsx", name)
    if root := _root(head):
        for format in FORMATS:
            if root in format.roots:
                return format
        if by_suffix and not by_suffix.roots and not _DECLARED.match(head):
            return by_suffix  # a table whose first cell begins with a tag
        _refuse_with_way_out(name, root.lower())
        known = ", ".join(root for format in FORMATS for root in format.roots)
        raise UnreadableFile(name, f"XML with the root <{root}>; known are {known}")
    if by_suffix:
        return by_suffix
    _refuse_with_way_out(name, suffix[1:])
    raise UnreadableFile(
        name,
        f"unknown kind of file {suffix!r}; known are "
        + " ".join(suffix for format in FORMATS for suffix in format.suffixes),
    )


def _refuse_with_way_out(name: str, kind: str) -> None:
    """Raises UnreadableFile where it is known what else would do."""
    if kind in _WAYS_OUT:
        raise UnreadableFile(name, _WAYS_OUT[kind])


def format_named(format: str, name: str = "") -> Format:
    """Raises InvalidInput that lists the known ones."""
    for known in FORMATS:
        if known.name == format:
            return known
    names = ", ".join(known.name for known in FORMATS)
    raise InvalidInput(f"{name}: unknown format {format!r}; known are {names}")


def _opened(source: BinaryIO | bytes, name: str, format: str | None) -> tuple[BinaryIO, Format]:
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    head = stream.read(_HEAD)
    if not head.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise UnreadableFile(name, "the file is empty")
    found = format_named(format, name) if format else format_of(name, head)
    return _rewound(stream, head), found


def _rewound(stream: BinaryIO, head: bytes) -> BinaryIO:
    """The stream from its start again, seekable or not."""
    from glossary.exchange.table.cells import Chain

    if stream.seekable():
        stream.seek(0)
        return stream
    return io.BufferedReader(Chain(head, stream))


def _root(head: bytes) -> str:
    """The local name of an XML file's root, or ""."""
    encoding = "utf-8"
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or head[:4] in (b"<\0?\0", b"\0<\0?"):
        encoding = "utf-16-be" if head[:2] in (b"\xfe\xff", b"\0<") else "utf-16-le"
    text = head.decode(encoding, "ignore")
    at: int | None = 1 if text.startswith("\ufeff") else 0
    while at is not None:
        at = _SPACE.match(text, at).end()  # type: ignore[union-attr]
        if match := _ROOT.match(text, at):
            return match[1]
        at = _after_markup(text, at)
    return ""


def _after_markup(text: str, at: int) -> int | None:
    """The end of the instruction, comment or DOCTYPE that begins at `at`; None where none does or
    it is cut off. Each sign is looked at once: such heads may be made to be slow."""
    for start, end in _MARKUP:
        if text.startswith(start, at):
            if start == "<!DOCTYPE":
                opened = _DOCTYPE.match(text, at)
                end = _SUBSET_END if opened and opened[0].endswith("[") else end
            found = end.search(text, at + len(start))
            return found.end() if found else None
    return None


def _function(path: str) -> Callable[..., Iterator[Any]]:
    module, function = path.rsplit(".", 1)
    found: Callable[..., Iterator[Any]] = getattr(
        import_module(f"glossary.exchange.{module}"), function
    )
    return found
