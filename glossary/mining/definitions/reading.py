"""All definitions that a text of one language states, each with its full extent.

A definition ends with its sentence and the provisos after it, in a list with its item; one that
ends in a colon takes the items below it: 「指下列情形之一：」. Without those it is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from glossary.mining.definitions import chinese, english
from glossary.mining.definitions.entries import entries
from glossary.mining.definitions.segments import Segment, segments
from glossary.mining.definitions.statements import Statement
from glossary.model import Language, Span

_ANNOUNCES = {
    "zh": re.compile(
        r"(?:用[詞词語语]|名[詞词]|[詞词][語语彙汇]|術語|术语)[^。；]{0,40}"
        r"(?:定義|定义|[含涵意][義义]|釋義|释义|如[下左])[^。；，]{0,8}[：:︰]?\s*$"
        r"|(?:定義|定义|[含涵][義义])(?:分別|分别)?(?:如[下左])?\s*[：:︰]\s*$"
        r"|具有(?:以下|下列|如下)[^。；]{0,6}[含涵意][義义]\s*[：:︰]?\s*$"
    ),
    "en": re.compile(
        r"\b(?:terms?|definitions?|words|expressions|nouns|abbreviations)\b[^.;\"“”〝]{0,160}"
        r"\b(?:defin\w+|meanings?|mean)\b[^.;]{0,60}[:：—–-]\s*$"
        r"|\b(?:terms|nouns|words)\s+(?:as\s+)?(?:used|referred|mentioned|herein)\b[^.;\"“”〝]{0,160}"
        r"(?:as\s+follows|the\s+following)\s*[:：.]?\s*$"
        r"|\b(?:defined\s+as\s+follows|following\s+(?:definitions|meanings))\b[^.;]{0,60}[:：.]?\s*$",
        re.IGNORECASE,
    ),
}
_OPEN = re.compile(
    r"(?:[：:︰—–]|\b(?:the\s+following|as\s+follows|following\s+\w+|of\s+the\s+following(?:\s+\w+){0,3}))[.。]?\s*$"
    r"|^(?:[下左]列[^，。；]{0,12}|如[下左])[。]?$",
    re.IGNORECASE,
)
_SENTENCE_END = {
    "zh": re.compile("。(?![」』”）)])"),
    "en": re.compile(
        r"(?<!\bArt)(?<!\bNo)(?<!\bNos)(?<!\bvs)(?<!\be\.g)(?<!\bi\.e)(?<!\s[A-Z])(?<!:\s\w)\.[”\"’)]?(?=\s+[A-Z“\"(〝]|\s*$)"
    ),
}
_PROVISO = {
    "zh": re.compile(r"\s*(?:但(?!書)|惟|然)"),
    "en": re.compile(
        r"\s*(?:However|Nevertheless|Provided|Notwithstanding|But|Except|This\s+(?:shall|does)\s+not"
        r"|The\s+(?:preceding|foregoing)\s+provision)\b"
    ),
}
_SEPARATOR = re.compile(r"[;；,，](?:\s?(?:and|or))?$|\s(?:and|or)$")
_NEAR = (
    20  # characters on either side of a cut that are looked at. Chosen: longer than any separator
)
LONGEST = 5_000
"""Characters of a definition. Chosen: with lists the longest of a statute has 2,000; what is longer
is a text without stops, and is left alone."""
_READERS = {"zh": chinese, "en": english}


def statements(text: str, language: Language) -> list[Statement]:
    """The definitions in order of their terms, the less sure ones too."""
    cut = segments(text)
    found = [*_in_segments(text, cut, language), *entries(text, language)]
    return sorted(found, key=lambda statement: statement.term)


def _in_segments(text: str, cut: Sequence[Segment], language: Language) -> Iterator[Statement]:
    announced: int | None = None  # the depth of what announces a list of definitions
    for number, segment in enumerate(cut):
        if announced is not None and segment.depth <= announced:
            announced = None
        if _ANNOUNCES[language].search(text, segment.start, segment.end):
            announced = segment.depth
            continue
        found = _found_in(text, segment, language, announced is not None)
        sure = [statement for statement in found if statement.sure]
        yield from _bounded(text, sure or found[:1], cut, number, language)


def _found_in(text: str, segment: Segment, language: Language, in_list: bool) -> list[Statement]:
    """The statements of a segment in order, of each term the first."""
    reader = _READERS[language]
    found: dict[Span, Statement] = {}
    for start in reader.clauses(text, segment):
        if statement := reader.of_clause(text, start, segment, in_list):
            found.setdefault(statement.term, statement)
    return list(found.values())


def _bounded(
    text: str, found: Sequence[Statement], cut: Sequence[Segment], number: int, language: Language
) -> Iterator[Statement]:
    """The statements of a segment, their definitions cut where the next one or the sentence
    begins; without those that only announce items that are not there."""
    segment = cut[number]
    for at, statement in enumerate(found):
        start = statement.definition[0]
        after = found[at + 1].begin if at + 1 < len(found) else segment.end
        cuts = start < after < segment.end and _parts(text, after)
        end = _end(text, statement, replace(segment, end=after) if cuts else segment, language)
        end = _without_separators(text, start, end)
        if _OPEN.search(text[max(start, end - LONGEST) : end]):
            end = _with_items(cut, number, end)
        if start < end <= start + LONGEST:
            first = statement.begin == segment.start
            own = segment.number if first else None
            yield replace(statement, definition=(start, end), number=own)


def _end(text: str, statement: Statement, segment: Segment, language: Language) -> int:
    if segment.depth and statement.begin == segment.start:
        return segment.end
    limit = min(segment.end, statement.definition[0] + LONGEST + 1)
    end = _sentence_end(text, statement.definition[0], limit, language)
    while end < limit and _PROVISO[language].match(text, end, limit):
        end = _sentence_end(text, end, limit, language)
    return end


def _sentence_end(text: str, start: int, end: int, language: Language) -> int:
    match = _SENTENCE_END[language].search(text, start, end)
    return match.end() if match else end


def _parts(text: str, begin: int) -> bool:
    """Whether a statement stands by itself, and not within another one's definition."""
    before = text[max(0, begin - _NEAR) : begin].rstrip()
    return before[-1:] in ("；", ";", "。", ".", "”", '"')


def _without_separators(text: str, start: int, end: int) -> int:
    begin = max(start, end - _NEAR)
    words = _SEPARATOR.sub("", text[begin:end].rstrip())
    return begin + len(words.rstrip(";； \n"))


def _with_items(cut: Sequence[Segment], number: int, end: int) -> int:
    """The end of the items below a segment; 0 if there are none."""
    if end < cut[number].end:
        return 0
    last = 0
    for segment in cut[number + 1 :]:
        if segment.depth <= cut[number].depth:
            break
        last = segment.end
    return last
