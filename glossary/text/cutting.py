"""Fold and cut many texts at once, compiled: the same codes and keys as those of `tokens`.

Texts are arrays of code points. What each folds to, and of what kind that is, are tables that are
filled on demand by the very functions and expressions of `fold` and `tokens`; a test compares all
code points there are.
"""

# mypy: disable-error-code="no-untyped-def"
from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from glossary.text.compiled import compiled

# Kinds of folded characters. Derived from the expression of a token: what is read is which of its
# alternatives a character begins, and whether it goes on in a word or a number.
OTHER, SPACE, HAN, LETTER, DIGIT, APOSTROPHE, MARK = range(7)
_UNKNOWN = -1  # in the table of folded characters; derived, no code point, as all below it
_POOL = (
    1_024  # code points of what folds to none or several; it doubles. Chosen: a matter of memory
)
_HASHED = 0x10000  # given by `tokens`: codes from here up are hashes
_HASHES = 0x100000  # given by `tokens`, too

Points = NDArray[np.uint32]


class CutTables:
    """What every code point that was met folds to, and the kind of what it folds to.

    `folded` has for a code point the one that it folds to, or, below `_UNKNOWN`, where the pool
    says how many there are, and which.
    """

    def __init__(self, fold: Callable[[int], str], kind: Callable[[str], int]) -> None:
        self._fold, self._kind = fold, kind
        self._guard = threading.Lock()
        self.folded = np.full(sys.maxunicode + 1, _UNKNOWN, np.int32)
        self.kinds = np.zeros(sys.maxunicode + 1, np.uint8)
        self.pool = np.zeros(_POOL, np.uint32)
        self._pooled = 0

    def learn(self, points: Iterable[int]) -> None:
        """Have the tables know these code points."""
        with self._guard:
            for point in points:
                if self.folded[point] == _UNKNOWN:
                    folded = self._fold(point)
                    for character in folded:
                        self.kinds[ord(character)] = self._kind(character)
                    self.folded[point] = ord(folded) if len(folded) == 1 else self._put(folded)

    def _put(self, folded: str) -> int:
        at, size = self._pooled, len(folded)
        while at + size >= len(self.pool):
            self.pool = np.concatenate([self.pool, np.zeros_like(self.pool)])
        self.pool[at], self.pool[at + 1 : at + 1 + size] = size, list(map(ord, folded))
        self._pooled += 1 + size
        return _UNKNOWN - 1 - at


def cut(points: Points, tables: CutTables) -> tuple[Points, Points]:
    """(the codes, the keys) of texts with a 0 between them, and 0 between those."""
    folded = np.empty(len(points) + 16, np.uint32)
    while (size := _folded(points, tables.folded, tables.pool, folded)) < 0:
        if size == -1:
            tables.learn(np.unique(points).tolist())
        else:
            folded = np.empty(2 * len(folded), np.uint32)
    folded = folded[:size]
    codes, key = np.empty_like(folded), np.empty_like(folded)
    return (
        codes[: _codes(folded, tables.kinds, _CRC, codes)],
        key[: _key(folded, tables.kinds, key)],
    )


# The register of CRC-32 after a byte, as `zlib` begins and ends: derived from its own results.
_CRC = np.array(
    [crc32(bytes([byte ^ 0xFF])) ^ 0xFF000000 for byte in range(256)], np.uint32
)  # given by zlib


@compiled
def _folded(points, table, pool, out):
    """Fold, with one space for a run and none beside a 0 or an end; the size, -1 where a code point
    is unknown, or -2 where `out` is too small."""
    size = 0
    for point in points:
        there = table[point]
        if there == -1:
            return -1
        at = np.int64(-2) - there
        count = np.int64(1) if there >= 0 else np.int64(pool[at])
        if size + count > len(out):
            return -2
        for k in range(count):
            character = np.uint32(there) if there >= 0 else pool[at + 1 + k]
            if character == 32 and (size == 0 or out[size - 1] == 32 or out[size - 1] == 0):
                continue
            if character == 0 and size and out[size - 1] == 32:
                size -= 1
            out[size] = character
            size += 1
    return size - 1 if size and out[size - 1] == 32 else size


@compiled
def _key(folded, kinds, out):
    """The search keys: no space beside a Chinese character."""
    size = 0
    for at in range(len(folded)):
        if folded[at] == 32 and (
            kinds[folded[at - 1]] == HAN or kinds[folded[at + 1]] == HAN
        ):  # a space is between two characters
            continue
        out[size] = folded[at]
        size += 1
    return size


@compiled
def _end(folded, kinds, start):
    """Where the token ends that begins at `start`."""
    kind, end, size = kinds[folded[start]], start + 1, len(folded)
    if kind != LETTER and kind != DIGIT:
        return end
    inner = APOSTROPHE if kind == LETTER else MARK
    while True:
        while end < size and kinds[folded[end]] == kind:
            end += 1
        if end + 1 >= size or kinds[folded[end]] != inner or kinds[folded[end + 1]] != kind:
            return end
        end += 2


@compiled
def _crc(folded, start, end, table):
    """CRC-32 of the characters in UTF-8, half characters as others."""
    register = np.uint32(0xFFFFFFFF)
    for at in range(start, end):
        c = folded[at]
        if c < 0x80:
            register = table[(register ^ c) & 0xFF] ^ (register >> 8)
            continue
        more = 1 if c < 0x800 else 2 if c < 0x10000 else 3
        lead = np.uint32(0xF00 >> more + 1 & 0xFF)
        byte = lead | (c >> np.uint32(6 * more))
        register = table[(register ^ byte) & 0xFF] ^ (register >> 8)
        for k in range(more - 1, -1, -1):
            byte = np.uint32(0x80) | ((c >> np.uint32(6 * k)) & np.uint32(0x3F))
            register = table[(register ^ byte) & 0xFF] ^ (register >> 8)
    return register ^ np.uint32(0xFFFFFFFF)


@compiled
def _codes(folded, kinds, table, out):
    """The codes of the tokens, as `tokens._code`; returns how many they are."""
    count, start = 0, 0
    while start < len(folded):
        c = folded[start]
        if kinds[c] == SPACE:
            start += 1
            continue
        end = _end(folded, kinds, start)
        if end > start + 1 or 0xD800 <= c < 0xE000 or c >= _HASHED:
            c = np.uint32(_HASHED + _crc(folded, start, end, table) % _HASHES)
        out[count] = c
        count += 1
        start = end
    return count
