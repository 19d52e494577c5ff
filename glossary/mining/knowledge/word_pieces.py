"""Text into the word pieces that a transformer knows, with their places in the text.

A unigram model in the manner of SentencePiece: of all ways to cut the text into known pieces, the
one whose pieces are likeliest together.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from glossary.model import Span

_SPACE = "▁"  # how a piece writes the space before a word
_WORD = re.compile(f"{_SPACE}[^{_SPACE}]*")
_REMEMBERED = 20_000  # words. Chosen, and never varied
_UNKNOWN_PENALTY = 10.0  # below the least likely piece, given by SentencePiece


class WordPieces:
    """The vocabulary, read from the part of a model's file that holds it.

    Numbers of pieces, then offsets into their text, their log probabilities, the text, and what
    single characters are rewritten to before.
    """

    def __init__(self, data: memoryview) -> None:
        count, self.first, self.last, _, self._unknown = struct.unpack_from("<5i", data, 0)
        (length,) = struct.unpack_from("<Q", data, 20)
        at = 28 + 4 * (count + 1)
        offsets = np.frombuffer(data, "<u4", count + 1, 28)
        self._scores = np.frombuffer(data, "<f4", count, at).astype(float).tolist()
        at += 4 * count
        pieces = _split(bytes(data[at : at + length]), offsets)
        self._numbers = dict(zip(reversed(pieces), range(count - 1, -1, -1), strict=True))
        self._numbers.pop("", None)
        self._longest = max(map(len, self._numbers))
        self._unknown_score = min(self._scores) - _UNKNOWN_PENALTY
        at += length
        count, size = struct.unpack_from("<iI", data, at)
        self._rewritten = _rewritten(data[at + 8 : at + 8 + size], count)
        self.size = at + 8 + size

    def cut(self, text: str) -> tuple[list[int], list[Span]]:
        """The numbers of the pieces, and the place of each; (0, 0) for a space by itself."""
        characters, places = self._normalised(text)
        numbers, spans = [], []
        for number, start, end in self._cut(characters):
            while start < end and characters[start] == _SPACE:
                start += 1
            numbers.append(number)
            spans.append((places[start], places[end - 1] + 1) if start < end else (0, 0))
        return numbers, spans

    def _normalised(self, text: str) -> tuple[str, Sequence[int]]:
        """The text as the vocabulary writes it, and where each of its characters stands."""
        characters, places = [_SPACE], [0]
        for place, original in enumerate(text):
            for char in self._rewritten.get(original, original):
                written = _SPACE if char == " " else char
                if written != _SPACE or characters[-1] != _SPACE:
                    characters.append(written)
                    places.append(place)
        return "".join(characters), places

    def _cut(self, text: str) -> Iterator[tuple[int, int, int]]:
        """(piece, start, end): no piece has a space but at its start, so that each word is cut by
        itself."""
        for word in _WORD.finditer(text):
            for number, start, end in self._best(word[0]):
                yield number, word.start() + start, word.start() + end

    @lru_cache(maxsize=_REMEMBERED)  # noqa: B019 there is one vocabulary a process
    def _best(self, text: str) -> list[tuple[int, int, int]]:
        """(piece, start, end) of the likeliest way to cut a word, by dynamic programming."""
        scores: list[float | None] = [0.0] + [None] * len(text)
        steps: list[tuple[int, int]] = [(0, 0)] * (len(text) + 1)
        for start in range(len(text)):
            here = scores[start]
            if here is None:
                continue
            for end, number, score in self._from(text, start):
                known = scores[end]
                if known is None or here + score > known:
                    scores[end], steps[end] = here + score, (start, number)
        found = []
        end = len(text)
        while end > 0:
            start, number = steps[end]
            found.append((number, start, end))
            end = start
        return found[::-1]

    def _from(self, text: str, start: int) -> list[tuple[int, int, float]]:
        """(end, piece, log probability) of the pieces that begin here."""
        known = self._numbers
        found = [
            (end, number, self._scores[number])
            for end in range(start + 1, min(len(text), start + self._longest) + 1)
            if (number := known.get(text[start:end])) is not None and number != self._unknown
        ]
        if not found or found[0][0] > start + 1:
            found.append((start + 1, self._unknown, self._unknown_score))
        return found


def _split(text: bytes, offsets: npt.NDArray[np.uint32]) -> list[str]:
    """The pieces of a text that is cut at these bytes: decoded as one, which takes a quarter of the
    time."""
    begins = (np.frombuffer(text, np.uint8) & 0xC0) != 0x80
    cuts = np.append(0, begins.cumsum())[offsets].tolist()
    whole = text.decode()
    return [whole[start:end] for start, end in pairwise(cuts)]


def _rewritten(data: memoryview, count: int) -> dict[str, str]:
    """What single characters are written as instead."""
    rewritten, at = {}, 0
    for _ in range(count):
        code, size = struct.unpack_from("<IB", data, at)
        codes = struct.unpack_from(f"<{size}I", data, at + 5)
        rewritten[chr(code)] = "".join(map(chr, codes))
        at += 5 + 4 * size
    return rewritten
