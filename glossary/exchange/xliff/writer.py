"""Write segment pairs as XLIFF 1.2, as work for a translator: each target to be looked at again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from glossary.exchange.xml import escape, quote, valid
from glossary.model import Variant

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n'
)


@dataclass(frozen=True, slots=True)
class SegmentToDo:
    """A segment whose target is to be changed: its id, both sides, its document, and what is to
    be done, in words."""

    id: str
    source: Variant
    target: Variant
    document: str = ""
    note: str = ""

    @property
    def file(self) -> tuple[str, str, str]:
        """What an XLIFF file element says: its name and its two languages."""
        return self.document or "memory", self.source.tag, self.target.tag


def write(segments: Iterable[SegmentToDo], stream: BinaryIO) -> None:
    """Write XLIFF 1.2 in UTF-8: a file element for each document and pair of languages."""
    files: dict[tuple[str, str, str], list[SegmentToDo]] = {}
    for segment in segments:
        files.setdefault(segment.file, []).append(segment)
    parts = [_HEAD, *(_file(*named, units) for named, units in files.items()), "</xliff>\n"]
    stream.write("".join(parts).encode())


def _file(name: str, source: str, target: str, units: list[SegmentToDo]) -> str:
    attributes = (
        f"original={quote(valid(name))} source-language={quote(source)} "
        f'target-language={quote(target)} datatype="plaintext"'
    )
    body = "".join(map(_unit, units))
    return f"  <file {attributes}>\n    <body>\n{body}    </body>\n  </file>\n"


def _unit(unit: SegmentToDo) -> str:
    note = f"        <note>{_text(unit.note)}</note>\n" if unit.note else ""
    return (
        f'      <trans-unit id={quote(valid(unit.id))} xml:space="preserve">\n'
        f"        <source>{_text(unit.source.text)}</source>\n"
        f'        <target state="needs-review-translation">{_text(unit.target.text)}</target>\n'
        f"{note}      </trans-unit>\n"
    )


def _text(text: str) -> str:
    return escape(valid(text))
