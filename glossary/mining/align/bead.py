"""A bead: sentences of both languages that say the same, with the places that alignment knew."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from glossary.mining.align.passages import Sentence
from glossary.model import AlignedPair, Block, Language, Span


@dataclass(frozen=True)
class BeadSide:
    """The sentences of one language, which are also read as one text."""

    sentences: tuple[Sentence, ...]
    language: Language

    @property
    def _gap(self) -> str:
        return " " if self.language == "en" else ""

    @cached_property
    def text(self) -> str:
        return self._gap.join(sentence.text for sentence in self.sentences)

    @cached_property
    def _starts(self) -> list[int]:
        lengths = (s.end - s.start + len(self._gap) for s in self.sentences[:-1])
        return list(accumulate(lengths, initial=0))

    def locate(self, start: int, end: int) -> tuple[Sentence, Span] | None:
        """The sentence that holds `text[start:end]`, and the span in the document; None where
        the piece runs over the end of a sentence."""
        number = bisect_right(self._starts, start) - 1
        sentence, offset = self.sentences[number], self._starts[number]
        first, last = sentence.start + start - offset, sentence.start + end - offset
        return (sentence, sentence.block.span(first, last)) if last <= sentence.end else None


@dataclass(frozen=True)
class Bead:
    """Sentences that are aligned, how sure that is (about 0 to 1); either side may be empty."""

    zh: BeadSide
    en: BeadSide
    score: float = 0.0

    @classmethod
    def of(
        cls, zh: tuple[Sentence, ...] = (), en: tuple[Sentence, ...] = (), score: float = 0.0
    ) -> Bead:
        return cls(BeadSide(zh, "zh"), BeadSide(en, "en"), round(score, 3))

    @property
    def is_whole(self) -> bool:
        """Has it both sides?"""
        return bool(self.zh.sentences and self.en.sentences)

    def blocks(self) -> tuple[Block, Block] | None:
        """The blocks of a bead that is just one whole block in each language."""
        if len(self.zh.sentences) == len(self.en.sentences) == 1:
            zh, en = self.zh.sentences[0].block, self.en.sentences[0].block
            if zh.text == self.zh.text and en.text == self.en.text:
                return zh, en
        return None

    def pair(self) -> AlignedPair:
        """The bead as others see it."""
        return AlignedPair(
            tuple(s.text for s in self.zh.sentences),
            tuple(s.text for s in self.en.sentences),
            tuple(s.span for s in self.zh.sentences),
            tuple(s.span for s in self.en.sentences),
            self.score,
        )
