"""At which byte of an XLIFF or TMX file does each character of each target stand?

The file is parsed by expat, which tells the byte of every event. Inline codes are no text, as for
the readers of segments.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from glossary.checking.edits import Edit
from glossary.errors import InvalidInput, UnreadableFile
from glossary.exchange.xliff.reader import CODES
from glossary.exchange.xml import escape
from glossary.model import Span
from glossary.text.tags import language_of

_UNITS = {"xliff": ("trans-unit", "unit"), "tmx": ("tu",)}
_CODES = {"xliff": CODES, "tmx": frozenset({"bpt", "ept", "ph", "it", "ut", "sub"})}
_DECLARED = re.compile(rb"<\?xml[^>]*encoding=[\"']([A-Za-z0-9._-]+)")
Place = tuple[int, str]
"""(number of the unit in the file from 1, the segment in it): as readers of segments give it."""


@dataclass(slots=True)
class TargetText:
    """The text of a target, with the bytes of each character; -1 for one that cannot be replaced.
    `tags` are the places in it at which a tag stands."""

    text: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    tags: set[int] = field(default_factory=set)

    def edit(self, target: str, span: Span, words: str) -> Edit | None:
        """The edit that puts `words` in place of a span of `target`, the text as its reader has it;
        None where a tag or anything else but running text stands in between."""
        shift = "".join(self.text).find(target)
        start, end = span[0] + shift, span[1] + shift
        if shift < 0 or not start < end or any(start < tag < end for tag in self.tags):
            return None
        if min(self.starts[start:end]) < 0:
            return None
        return Edit(self.starts[start], self.ends[end - 1], escape(words).encode())


def places_of(data: bytes, name: str, kind: str) -> dict[Place, TargetText]:
    """The targets of a file in UTF-8. Raises UnreadableFile, InvalidInput for another encoding."""
    declared = _DECLARED.match(data)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or (declared and declared[1].lower() != b"utf-8"):
        raise InvalidInput(f"{name}: save it as UTF-8 to have it mended")
    parser = expat.ParserCreate(namespace_separator=" ")
    reader = _PlaceReader(data, parser, kind)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise UnreadableFile(name, f"not well-formed XML: {error}") from None
    return reader.found


class _PlaceReader:
    """Collects the targets while expat parses."""

    def __init__(self, data: bytes, parser: Any, kind: str) -> None:
        self.found: dict[Place, TargetText] = {}
        self._data, self._parser, self._kind = data, parser, kind
        self._unit = self._segment = self._codes = 0
        self._path: list[str] = []
        self._languages: list[str] = []
        self._texts: list[TargetText | None] = []
        self._pending: tuple[TargetText, str, int] | None = None
        self._in_cdata = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartCdataSectionHandler = self._cdata(True)
        parser.EndCdataSectionHandler = self._cdata(False)
        parser.CommentHandler = parser.ProcessingInstructionHandler = self._other

    def _cdata(self, begins: bool) -> Callable[[], None]:
        def event() -> None:
            self._flush()
            self._in_cdata = begins

        return event

    def _other(self, *_: str) -> None:
        self._flush()
        self._mark()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._flush()
        self._mark()
        local = name.rpartition(" ")[2]
        if local in _UNITS[self._kind]:
            self._unit, self._segment = self._unit + 1, 0
        elif local == "segment":
            self._segment += 1
        self._codes += local in _CODES[self._kind]
        self._path.append(local)
        self._texts.append(self._opened(local, attributes) or (self._texts or [None])[-1])

    def _opened(self, local: str, attributes: dict[str, str]) -> TargetText | None:
        """The target that an element begins, if it is one."""
        if self._kind == "tmx":
            if local == "tuv":
                self._languages.append(_language(attributes))
            key = self._languages[-1] if local == "seg" and self._languages else None
        elif local == "target":
            key = str(self._segment) if self._segment else ""
        else:
            is_segment = local == "mrk" and attributes.get("mtype") == "seg"
            key = attributes.get("mid", "") if is_segment and "target" in self._path else None
        return None if key is None else self.found.setdefault((self._unit, key), TargetText())

    def _end(self, name: str) -> None:
        self._flush()
        self._mark()
        self._codes -= self._path.pop() in _CODES[self._kind]
        self._texts.pop()

    def _characters(self, text: str) -> None:
        self._flush()
        target = self._texts[-1] if self._texts else None
        if target is not None and not self._codes:
            self._pending = target, text, self._parser.CurrentByteIndex

    def _mark(self) -> None:
        """Note that a tag stands here."""
        if self._texts and (target := self._texts[-1]) is not None:
            target.tags.add(len(target.text))

    def _flush(self) -> None:
        """Place the characters of the last event, which end where this one begins."""
        if self._pending is None:
            return
        target, text, start = self._pending
        self._pending = None
        raw = self._data[start : self._parser.CurrentByteIndex]
        plain = raw == text.encode() and not self._in_cdata
        at = start
        for char in text:
            size = len(char.encode()) if plain else len(raw)
            known = plain or (len(text) == 1 and not self._in_cdata)
            target.text.append(char)
            target.starts.append(at if known else -1)
            target.ends.append(at + size if known else -1)
            at += size


def _language(attributes: dict[str, str]) -> str:
    tag = attributes.get("http://www.w3.org/XML/1998/namespace lang") or attributes.get("lang", "")
    return language_of(tag)
