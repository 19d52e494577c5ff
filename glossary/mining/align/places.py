"""Where the sentences of an aligned pair stand, so that every term in them finds its place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from glossary.model import AlignedPair, Block, Document, Language, Span


@dataclass(frozen=True, slots=True)
class PlacedSentence:
    """A sentence of a bead: its block where that is known, and where it begins there."""

    text: str
    span: Span
    block: Block | None
    start: int

    def place(self, start: int, end: int) -> Span:
        """The span in the document of `text[start:end]`."""
        if self.block is None:
            return self.span[0] + start, self.span[0] + end
        return self.block.span(self.start + start, self.start + end)


@dataclass(frozen=True, slots=True)
class PlacedSide:
    """One language of a bead as one text."""

    text: str
    sentences: tuple[PlacedSentence, ...]
    starts: tuple[int, ...]  # of the sentences in `text`

    def locate(self, start: int, end: int) -> tuple[PlacedSentence, Span] | None:
        """The sentence that holds `text[start:end]`, and the span in the document; None where
        the piece runs over the end of a sentence."""
        number = bisect_right(self.starts, start) - 1
        sentence, offset = self.sentences[number], self.starts[number]
        if end - offset > len(sentence.text):
            return None
        return sentence, sentence.place(start - offset, end - offset)


class Places:
    """Finds the blocks of sentences by their spans."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._blocks = sorted((b for b in document.blocks if b.text), key=lambda b: b.offsets[0])
        self._starts = [b.offsets[0] for b in self._blocks]

    def side(
        self, texts: Sequence[str], spans: Sequence[Span], language: Language
    ) -> PlacedSide | None:
        """The sentences as one text, or None where one of them is not where its span says."""
        found = [self._sentence(text, span) for text, span in zip(texts, spans, strict=True)]
        sentences = tuple(sentence for sentence in found if sentence is not None)
        if len(sentences) < len(texts):
            return None
        gap = " " if language == "en" else ""
        starts = accumulate((len(s.text) + len(gap) for s in sentences[:-1]), initial=0)
        return PlacedSide(gap.join(texts), sentences, tuple(starts))

    def _sentence(self, text: str, span: Span) -> PlacedSentence | None:
        for number in range(bisect_right(self._starts, span[0]) - 1, -1, -1):
            block = self._blocks[number]
            if block.offsets[-1] >= span[0]:
                start = _found(block, text, span)
                if start is not None:
                    return PlacedSentence(text, span, block, start)
        return PlacedSentence(text, span, None, 0) if self._text[slice(*span)] == text else None


def _found(block: Block, text: str, span: Span) -> int | None:
    """Where `text` begins in the block when it is the one at `span`."""
    start = block.text.find(text)
    while start >= 0:
        first, last = block.span(start, start + len(text))
        if first <= span[0] and span[1] <= last:
            return start
        start = block.text.find(text, start + 1)
    return None


@dataclass(frozen=True, slots=True)
class Place:
    """Both sides of a bead, and how sure the alignment is of it."""

    zh: PlacedSide
    en: PlacedSide
    score: float

    def whole_blocks(self) -> tuple[Block, Block] | None:
        """The blocks of a bead that is just one whole block in each language."""
        if len(self.zh.sentences) == len(self.en.sentences) == 1:
            zh, en = self.zh.sentences[0].block, self.en.sentences[0].block
            if zh and en and zh.text == self.zh.text and en.text == self.en.text:
                return zh, en
        return None


def located(
    alignment: Sequence[AlignedPair], zh_document: Document, en_document: Document
) -> list[Place]:
    """The places of all pairs with two sides, in order."""
    zh_places = Places(zh_document)
    en_places = zh_places if en_document is zh_document else Places(en_document)
    places: list[Place] = []
    for pair in alignment:
        zh = zh_places.side(pair.zh, pair.zh_spans, "zh") if pair.zh else None
        en = en_places.side(pair.en, pair.en_spans, "en") if pair.en else None
        if zh and en:
            places.append(Place(zh, en, pair.score))
    return places
