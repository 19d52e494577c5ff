"""Detect the format of a file from its content and the suffix of its name."""

from __future__ import annotations

import re
from pathlib import PurePath

from glossary.errors import UnreadableFile
from glossary.exchange.formats import FORMATS, Format

HEAD = 65_536
"""Bytes that tell a format: chosen. Half or double moves how long a comment before the root of an
XML file may be; a plain file is told by its first hundred."""
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
"""Formats that are recognised but not read, by suffix or root element: (what it is, what to do)."""
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


def format_of(name: str, head: bytes = b"") -> Format:
    """The format of a file, from its first bytes and its suffix. Raises UnreadableFile."""
    suffix = PurePath(name).suffix.lower()
    by_suffix = next((format for format in FORMATS if suffix in format.suffixes), None)
    if head.startswith(_OLE):
        _refuse_with_way_out(name, "xls")
    if begun := [f for f in FORMATS if f.magic and head.startswith(f.magic)]:
        _refuse_with_way_out(name, suffix[1:])
        return by_suffix if by_suffix in begun else begun[0]
    if root := root_element(head):
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
    """Raise UnreadableFile with advice, if the kind of file is in the list."""
    if kind in _WAYS_OUT:
        raise UnreadableFile(name, _WAYS_OUT[kind])


def root_element(head: bytes) -> str:
    """The local name of an XML file's root element, or ""."""
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
    """The end of the instruction, comment or DOCTYPE that begins at `at`; None if there is none or
    it is cut off. Linear in its length, even for hostile input."""
    for start, end in _MARKUP:
        if text.startswith(start, at):
            if start == "<!DOCTYPE":
                opened = _DOCTYPE.match(text, at)
                end = _SUBSET_END if opened and opened[0].endswith("[") else end
            found = end.search(text, at + len(start))
            return found.end() if found else None
    return None
