"""Documents into passages: stretches of running text in one language, cut into sentences.

Left out is what nobody translates sentence by sentence: heads of metadata (`作者/Author(s): …`),
keyword lines, notes, captions and references.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from glossary.mining.align.numbering import number_of
from glossary.model import Block, Document, Language, Span
from glossary.text.script import HAN, LATIN_WORD
from glossary.text.segment import ENTRY, sentences

_METADATA = re.compile(
    r"\W*(?:[^:：\n]{1,12}/\s*[A-Za-z()\s]{2,24}|key\s?words?|index terms|關鍵[詞字]|关键[词字]"
    r"|doi)\s*[:：|]",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\bpp?\.\s?\d|\bvol\.|\bno\.\s?\d|\bdoi\b|https?://|www\.|\(\d{4}[a-z]?\)[.,]|頁\s?\d|页\s?\d"
    r"|accessed|檢索|检索|et al\.",
    re.IGNORECASE,
)
_HEADING_END = re.compile(r"[。！!；;，,.：:…]$")

# Chosen. Of the beads of annotated texts 2 and 37 were wrong (see `beads`), as many at half and
# double of the width; with twice as many Chinese characters 38. At half of the other two, an
# English sentence may hold more Chinese, and a text with a few addresses stays in; at double,
# English with a Chinese name is neither, and a paragraph with two addresses goes.
_HEADING_WIDTH = 90  # columns; a line beyond is no heading
_FEWEST_HAN = 2  # Chinese characters of a Chinese sentence
_LATIN_FOR_HAN = 6  # Latin words for each Chinese character in an English sentence
_BULLET = 20  # characters that a number and what stands before it have at most
_BETWEEN_MARKS = 250  # characters from one mark of a reference to the next


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a block; `start` and `end` count in the block's clean text. `number` is the one
    that an entry of a list bears, at its head or before it."""

    block: Block
    start: int
    end: int
    number: str | None = None

    @property
    def text(self) -> str:
        return self.block.text[self.start : self.end]

    @property
    def span(self) -> Span:
        return self.block.span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive sentences of one block and one language; `heading` where it titles others,
    `entry` where it is a short entry of a list, which has a full stop in one language only."""

    language: Language
    heading: bool
    sentences: tuple[Sentence, ...]
    entry: bool = False

    @property
    def text(self) -> str:
        return (" " if self.language == "en" else "").join(s.text for s in self.sentences)


def language_of(text: str) -> Language | None:
    """The language that carries a sentence, or None for a mixture and for mere signs."""
    han = len(HAN.findall(text))
    latin = len(LATIN_WORD.findall(text))
    if han >= _FEWEST_HAN and han > latin:
        return "zh"
    if latin and latin > _LATIN_FOR_HAN * han:
        return "en"
    return None


def running_passages(document: Document) -> list[Passage]:
    """The passages of paragraphs, list items and headings, in order."""
    running = (b for b in document.blocks if b.kind in ("paragraph", "item", "heading"))
    return [passage for block in running for passage in passages_of(block, document.text)]


def passages_of(block: Block, text: str = "") -> Iterator[Passage]:
    """The passages of one block: usually one, more where it changes the language. With the text of
    the document, the first has the number that stands before the block."""
    if _METADATA.match(block.text):
        return
    cut_here = (Sentence(block, a, b, number_at(block, a, text)) for a, b in _cut(block))
    found = ((language_of(sentence.text), sentence) for sentence in cut_here)
    for language, group in groupby(found, key=lambda pair: pair[0]):
        cut = tuple(sentence for _, sentence in group)
        if language and not _is_reference(cut):
            yield Passage(language, _is_heading(block, cut), cut, _is_entry(block, cut))


def number_at(block: Block, start: int, text: str) -> str | None:
    """The number of the sentence at `start`, which is no part of the block where it is a bullet of
    the document's text."""
    begin = block.offsets[start]
    before = "" if start else text[max(0, begin - _BULLET) : begin].rpartition("\n")[2]
    return number_of(before.lstrip() + block.text[start : start + _BULLET])


def _cut(block: Block) -> list[Span]:
    return sentences(block.text, language_of(block.text))


def _is_heading(block: Block, cut: tuple[Sentence, ...]) -> bool:
    """A heading by its mark-up, or a short line by itself without a full stop."""
    if block.kind == "heading":
        return True
    return _is_short(block, cut) and not _HEADING_END.search(block.text)


def _is_entry(block: Block, cut: tuple[Sentence, ...]) -> bool:
    """A short line with a bullet or a number."""
    return _is_short(block, cut) and (block.kind == "item" or bool(ENTRY.match(block.text)))


def _is_short(block: Block, cut: tuple[Sentence, ...]) -> bool:
    if len(cut) > 1 or len(block.text) > _HEADING_WIDTH:
        return False
    return len(block.text) + len(HAN.findall(block.text)) <= _HEADING_WIDTH


def _is_reference(cut: Iterable[Sentence]) -> bool:
    """An entry of a bibliography: marks of one, close together."""
    text = " ".join(sentence.text for sentence in cut)
    return len(_REFERENCE.findall(text)) > len(text) / _BETWEEN_MARKS
