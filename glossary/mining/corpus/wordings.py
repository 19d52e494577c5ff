"""The wordings of many types in little memory: their texts and words lie in arrays, and each is
made when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glossary.mining.corpus.arrays import Numbers, distinct
from glossary.mining.corpus.cutting import chinese_tokens, english_tokens
from glossary.mining.corpus.encoding import Batch
from glossary.mining.corpus.grams import unpacked
from glossary.mining.corpus.types import TypeTable
from glossary.mining.corpus.wording import Wording

_AT_ONCE = 50_000
"""Wordings that are made together where all are looked at: some 40 MB. Chosen: memory goes with
it; never varied."""


@dataclass(frozen=True)
class Wordings(Mapping[int, Wording]):
    """The wordings of the types with these sorted `numbers`, by number. A type has a row, which
    tells where its text (as UTF-8) and its words (by their places in `vocabulary`) begin; the row
    after it tells where they end."""

    numbers: Numbers
    row: npt.NDArray[np.int32]
    texts: npt.NDArray[np.uint8]
    text_at: Numbers
    words: npt.NDArray[np.int32]
    word_at: Numbers
    vocabulary: Sequence[str]
    is_chinese: bool

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[int]:
        return iter(self.numbers.tolist())

    def __getitem__(self, number: int) -> Wording:
        return self.some(np.array([number]))[0]

    def some(self, numbers: Numbers) -> list[Wording]:
        """The wordings of some types, in the order of their numbers; one for each number."""
        own = distinct(numbers)
        made = self._made(own)
        if len(own) == len(numbers) and (own == numbers).all():
            return made
        return [made[at] for at in np.searchsorted(own, numbers).tolist()]

    def _made(self, numbers: Numbers) -> list[Wording]:
        rows = self._rows(numbers)
        texts, words, vocabulary = self.texts.data, self.words, self.vocabulary
        places = zip(
            self.text_at[rows].tolist(),
            self.text_at[rows + 1].tolist(),
            self.word_at[rows].tolist(),
            self.word_at[rows + 1].tolist(),
            strict=True,
        )
        return [
            Wording(
                str(texts[a:b], "utf-8", "surrogatepass"),
                tuple([vocabulary[word] for word in words[c:d].tolist()]),
                self.is_chinese,
            )
            for a, b, c, d in places
        ]

    def _rows(self, numbers: Numbers) -> Numbers:
        return self.row[np.searchsorted(self.numbers, numbers)].astype(np.int64)

    def sizes(self, numbers: Numbers) -> Numbers:
        """How many words some types have."""
        rows = self._rows(numbers)
        return np.asarray(self.word_at[rows + 1] - self.word_at[rows])

    def all(self) -> Iterator[tuple[int, Wording]]:
        """(number, wording) of all types, in order."""
        for low in range(0, len(self), _AT_ONCE):
            numbers = self.numbers[low : low + _AT_ONCE]
            yield from zip(numbers.tolist(), self._made(numbers), strict=True)


class _Written:
    """Wordings as they are read, in any order."""

    def __init__(self, language: str) -> None:
        self._cut = chinese_tokens if language == "zh" else english_tokens
        self._is_chinese = language == "zh"
        self._known: dict[str, int] = {}
        self._texts: list[bytes] = []
        self._text_sizes: list[Numbers] = []
        self._words: list[npt.NDArray[np.int32]] = []
        self._word_sizes: list[Numbers] = []
        self._numbers: list[Numbers] = []

    def add(self, numbers: Numbers, texts: Sequence[str]) -> None:
        """The texts of some types."""
        cut, known = self._cut(texts), self._known
        words = [known.setdefault(word, len(known)) for word in cut.words()]
        packed = [text.encode("utf-8", "surrogatepass") for text in texts]
        self._numbers.append(numbers)
        self._texts.append(b"".join(packed))
        self._text_sizes.append(np.array(list(map(len, packed)), np.int64))
        self._words.append(np.array(words, np.int32))
        self._word_sizes.append(np.bincount(cut.text, minlength=len(texts)))

    def done(self) -> Wordings:
        numbers = np.concatenate([np.zeros(0, np.int64), *self._numbers])
        order = np.argsort(numbers)
        return Wordings(
            numbers[order],
            order.astype(np.int32),
            np.frombuffer(b"".join(self._texts), np.uint8),
            _bounds(self._text_sizes),
            np.concatenate([np.zeros(0, np.int32), *self._words]),
            _bounds(self._word_sizes),
            list(self._known),
            self._is_chinese,
        )


def _bounds(sizes: Iterable[Numbers]) -> Numbers:
    return np.cumsum(np.concatenate([np.zeros(1, np.int64), *sizes]))


def wordings(
    types: TypeTable, chosen: Numbers, batches: Iterable[Batch], language: str
) -> Wordings:
    """The wordings of some types, by their numbers: read where each stands first."""
    where = unpacked(types.places[chosen])
    order = np.argsort(where.unit, kind="stable")
    ordered = where.unit[order]
    written = _Written(language)
    for batch in batches:
        low, high = np.searchsorted(ordered, [batch.numbers[0], batch.numbers[-1] + 1])
        if low == high:
            continue
        texts = batch.units()
        rank = np.searchsorted(batch.numbers, ordered[low:high])
        here = order[low:high]
        found_here = [
            texts[row][language == "en"][start:end]
            for row, start, end in zip(
                rank.tolist(), where.start[here].tolist(), where.end[here].tolist(), strict=True
            )
        ]
        written.add(chosen[here], found_here)
    return written.done()


def wordings_of(texts: Sequence[str], language: str) -> Wordings:
    """The wordings of terms of their own, numbered from 0."""
    written = _Written(language)
    written.add(np.arange(len(texts)), texts)
    return written.done()
