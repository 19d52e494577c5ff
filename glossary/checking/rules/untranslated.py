"""A segment, or words of it, stand in the target in the language of the source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from glossary.checking.expectations import SegmentReading
from glossary.checking.finding import Finding
from glossary.checking.spans import blanked, placeholders, quoted
from glossary.model import Span
from glossary.text.fold import fold
from glossary.text.script import HAN_RANGES

_HAN_RUN = re.compile(f"[{HAN_RANGES}]{{2,}}")
_ENGLISH_RUN = re.compile(r"[A-Za-z][a-z'’-]*(?:[ ,]+[a-z][a-z'’-]*){3,}")
"""Four words and more, of which those after the first are no names."""
_BRACKETED = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_WORDS = re.compile(rf"[a-z]{{3,}}|[{HAN_RANGES}]")


class Untranslated:
    """See the module. What stands in brackets or quotation marks is given on purpose."""

    is_by_segment = True

    def look(self, reading: SegmentReading, found: list[Finding]) -> Iterator[Finding]:
        segment = reading.segment
        source, target = segment.source.text, segment.target.text
        if not target.strip():
            yield Finding("untranslated", "note", "there is no translation", segment)
        elif fold(source) == fold(target):
            if len(_WORDS.findall(blanked(target, placeholders(target)).lower())) > 2:
                yield Finding(
                    "untranslated",
                    "warning",
                    "the target is its source",
                    segment,
                    (),
                    _whole(target),
                )
        else:
            for span in _left(target, source, segment.is_into_chinese):
                words = target[slice(*span)]
                yield Finding(
                    "untranslated",
                    "warning",
                    f"{words!r} is not translated",
                    segment,
                    _where(words, source),
                    (span,),
                    found=words,
                )

    def end(self) -> Iterator[Finding]:
        return iter(())


def _whole(text: str) -> tuple[Span, ...]:
    return ((0, len(text)),)


def _left(target: str, source: str, into_chinese: bool) -> Iterator[Span]:
    """Where words of the source stand in the running text of the target."""
    given = [match.span() for match in _BRACKETED.finditer(target)]
    running = blanked(target, [*placeholders(target), *quoted(target), *given])
    for match in (_ENGLISH_RUN if into_chinese else _HAN_RUN).finditer(running):
        if match[0] in source:
            yield match.span()


def _where(words: str, source: str) -> tuple[Span, ...]:
    at = source.find(words)
    return ((at, at + len(words)),) if at >= 0 else ()
