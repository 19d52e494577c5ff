"""Texts that are kept one sentence a line, as most parallel text is: every line is a sentence.

That is told from the text: hardly a line has two sentences or breaks off inside one, and there are
hardly any blank lines. Where lines are the sentences, blank ones separate the paragraphs.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate, pairwise

from glossary.mining.align.passages import Passage, Sentence, language_of, number_at
from glossary.model import Block, Document, Language
from glossary.text.script import HAN
from glossary.text.segment import sentences

_ENDED = re.compile(r"[。！？!?.:：;；…」』”\"'’）)\]】》〉][\d⁰¹²³⁴-⁹,–-]*$")

# Chosen. In texts kept so (MAC, NEJM-enzh and the academic ones of bfsujason/aligner-eval) 0.98 to
# 1.00 of the lines are one sentence, 0.87 to 1.00 of the long ones are complete, and none is blank.
# Prose with a paragraph a line has up to 0.69 (seeds/documents), broken lines 0.12, statutes at
# least 0.16 blank lines for each other one (seeds/annotated).
_FEWEST = 4  # lines; fewer are paragraphs as well
_ONE_SENTENCE = 0.8  # of the lines have no second one
_COMPLETE = 0.8  # of the long lines end a sentence or a clause
_LONG = 40  # columns: a shorter line may be a heading or an entry, which ends as it likes
_BLANK = 0.1  # blank lines for each other one


def is_by_line(text: str, language: Language) -> bool:
    """Is a text kept one sentence a line?"""
    lines = [line.strip() for line in text.strip().splitlines()]
    filled = [line for line in lines if line]
    if len(filled) < _FEWEST or len(lines) - len(filled) > _BLANK * len(filled):
        return False
    long = [line for line in filled if len(line) + len(HAN.findall(line)) >= _LONG]
    complete = sum(1 for line in long if _ENDED.search(line))
    single = sum(1 for line in filled if len(sentences(line, language)) < 2)
    return complete >= _COMPLETE * len(long) and single >= _ONE_SENTENCE * len(filled)


def passages_by_line(document: Document, language: Language) -> list[Passage]:
    """The paragraphs of such a text, each line a sentence; lines in the other language left out."""
    breaks = [match.end() for match in re.finditer(r"\n", document.text)]
    paragraphs: dict[int, list[Sentence]] = {}
    blank = list(accumulate(_is_blank(document.text, breaks), initial=0))
    for block in document.blocks:
        for line in _lines(block, breaks, document.text) if block.kind != "cell" else ():
            if language_of(line.text) in (language, None):
                number = bisect_right(breaks, line.span[0])
                paragraphs.setdefault(blank[number], []).append(line)
    return [Passage(language, False, tuple(lines)) for lines in paragraphs.values()]


def _is_blank(text: str, breaks: list[int]) -> Iterator[bool]:
    """Of each line but the last, whether it is blank."""
    return (not text[a:b].strip() for a, b in pairwise([0, *breaks]))


def _lines(block: Block, breaks: list[int], text: str) -> Iterator[Sentence]:
    """The lines of the document that a block was joined from."""
    start = 0
    while start < len(block.text):
        number = bisect_right(breaks, block.offsets[start])
        end = len(block.text)
        if number < len(breaks):
            end = bisect_left(block.offsets, breaks[number], start)
        line = block.text[start:end]
        begin = start + len(line) - len(line.lstrip())
        if line.strip():
            end_of_line = start + len(line.rstrip())
            yield Sentence(block, begin, end_of_line, number_at(block, begin, text))
        start = end
