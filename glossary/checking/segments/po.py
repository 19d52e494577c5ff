"""Segments of gettext catalogues (PO), by polib."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from glossary.checking.segments.base import RawSegment, SegmentOptions
from glossary.errors import UnreadableFile
from glossary.text.encoding import decode
from glossary.text.tags import detect_language

_LARGEST = 50_000_000
"""Bytes of a catalogue, which polib holds whole. Chosen, for memory alone: some 600 MB; the largest
that projects have are a fifth of it."""


def read(source: BinaryIO, name: str, options: SegmentOptions) -> Iterator[RawSegment]:
    """The messages of a catalogue, each plural form for itself; obsolete ones are left out.

    The target has the language that the header names; "ignore" may stand in a translator's comment.
    Raises UnreadableFile.
    """
    import polib

    data = source.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        limit = f"{_LARGEST // 10**6} MB"
        raise UnreadableFile(name, f"too large for one catalogue (limit {limit}); split it")
    try:
        catalogue = polib.pofile("\n" + decode(data, name), wrapwidth=0)  # never a path
    except (OSError, ValueError, AttributeError, IndexError) as error:
        raise UnreadableFile(name, f"no PO catalogue: {error}") from error
    target = catalogue.metadata.get("Language", "")
    for entry in catalogue:
        if entry.obsolete:
            continue
        notes = (entry.tcomment, entry.comment)
        for one, two in _texts(entry):
            tag = target or (detect_language(two) if two else "")
            fuzzy = "fuzzy" if entry.fuzzy else ""
            yield RawSegment(
                one, two, "", tag, entry.msgctxt or fuzzy, max(entry.linenum - 1, 0), "", notes
            )


def _texts(entry: object) -> Iterator[tuple[str, str]]:
    """(source, target) of a message; of one with plurals, the plural and each of its forms."""
    forms: dict[int, str] = getattr(entry, "msgstr_plural", {})
    if not forms:
        yield entry.msgid, entry.msgstr  # type: ignore[attr-defined]
    for text in dict.fromkeys(forms.values()):
        yield entry.msgid_plural, text  # type: ignore[attr-defined]
