"""Segments of two files, a source and its translation, aligned sentence by sentence as mining
does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from glossary import documents
from glossary.checking.segment import BilingualSegment
from glossary.checking.segments.base import RawSegment, SegmentOptions, numbered
from glossary.errors import UnreadableFile
from glossary.mining.align.passages import language_of
from glossary.model import AlignedPair, Document, Language


def read_pair(source: Path, target: Path, options: SegmentOptions) -> Iterator[BilingualSegment]:
    """The segments of two files, of which the first is the source. Raises UnreadableFile."""
    return segments_of_documents(documents.read(source), documents.read(target), options)


def segments_of_documents(
    source: Document, target: Document, options: SegmentOptions
) -> Iterator[BilingualSegment]:
    """The segments of two documents; lines are those of the target."""
    one, other = language_of(source.text), language_of(target.text)
    if one is None or one == other:
        raise UnreadableFile(target.name, f"it is in the language of {source.name}; give both")
    return numbered(_aligned(source, target, one), target.name, options)


def _aligned(source: Document, target: Document, language: Language) -> Iterator[RawSegment]:
    from glossary.mining.align.alignment import align

    for number, pair in enumerate(align(source, target), 1):
        if pair.zh and pair.en:
            one, two = (pair.zh, pair.en) if language == "zh" else (pair.en, pair.zh)
            tags = (language, "en" if language == "zh" else "zh")
            line = target.line(_start(pair, tags[1]))
            yield RawSegment(_text(one), _text(two), *tags, str(number), line)


def _text(sentences: Sequence[str]) -> str:
    return " ".join(sentences)


def _start(pair: AlignedPair, language: str) -> int:
    spans = pair.zh_spans if language == "zh" else pair.en_spans
    return spans[0][0] if spans else 0
