"""Shared by the readers of segments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

from glossary.checking.ignoring import ignored_in
from glossary.checking.segment import BilingualSegment, SegmentSide
from glossary.errors import InvalidInput, UnreadableFile
from glossary.exchange.options import OnRecord
from glossary.text.tags import detect_language, language_of, tag_for


@dataclass(frozen=True, slots=True)
class SegmentOptions:
    """What readers of segments take: `on_error(line, reason)` is told of each that is bad and left
    out. `source` is the language that was translated from, for files that do not say."""

    on_error: OnRecord
    source: str = ""


@dataclass(frozen=True, slots=True)
class RawSegment:
    """A segment as a file has it: tags as written, "" where the file names none."""

    source: str
    target: str
    source_tag: str = ""
    target_tag: str = ""
    id: str = ""
    line: int = 0
    document: str = ""
    notes: tuple[str, ...] = ()


def segment_of(raw: RawSegment) -> BilingualSegment:
    """The segment, yet without a number. Raises InvalidInput unless it is between English and
    Chinese."""
    told = raw.source_tag or raw.target_tag
    one = raw.source_tag or (_other(told) if told else detect_language(raw.source))
    two = raw.target_tag or _other(one)
    if {language_of(one), language_of(two)} != {"en", "zh"}:
        raise InvalidInput(f"a segment from {one} to {two}, not between English and Chinese")
    source, target = (
        SegmentSide(tag_for(one, [raw.source]), raw.source),
        SegmentSide(tag_for(two, [raw.target]), raw.target),
    )
    return BilingualSegment(
        0, source, target, raw.id, raw.line, raw.document, ignored_in(raw.notes)
    )


def _other(tag: str) -> str:
    return "zh" if language_of(tag) == "en" else "en"


def numbered(
    found: Iterator[RawSegment], name: str, options: SegmentOptions
) -> Iterator[BilingualSegment]:
    """The good segments, numbered as they stand in the file; bad ones are told, and keep their
    number. Raises UnreadableFile if none is good."""
    good = bad = translated = 0
    for number in count(1):
        raw = next(found, None)
        if raw is None:
            break
        try:
            segment = replace(segment_of(raw), number=number)
        except InvalidInput as error:
            bad += 1
            options.on_error(raw.line, str(error))
            continue
        good += 1
        translated += bool(raw.target.strip())
        yield segment
    if not good:
        raise UnreadableFile(name, "no segment between English and Chinese in it")
    if not translated:
        raise UnreadableFile(name, f"none of its {good} segments has a target; translate it first")
