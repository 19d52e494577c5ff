"""Token codes and search keys of many texts at once, as arrays.

What `glossary.text.tokens` does text by text is done here for all characters of some thousand
texts, joined, a step at a time: folded by a table, spaces left out, cut where a token begins,
and each token coded. Results are the same, in a fifth of the time; `tests/text` compares them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from glossary.text.fold import fold_with_map
from glossary.text.tokens import BREAK, character_kind, codes_of, without_breaks

Points = NDArray[np.uint32]
"""Code points, one for each character."""
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Kinds = NDArray[np.uint8]

_CODES = 0x110000  # given by Unicode: code points
_UNKNOWN, _UNEVEN = 0xFFFFFFFF, 0xFFFFFFFE  # of the table of folds: chosen above all code points
_AT_ONCE = 512
"""Texts that are joined. Chosen: their arrays stay in the processor's cache. Half is within 6 %, at
double English takes 60 % longer."""
_LONGEST = 64
"""Letters of a word that is coded here; longer ones are one by one. Chosen: of words in use none is
as long, and the table for them, 64 KB, stays in the processor's second cache."""
# Kinds of characters, in an order in which whole ranges are asked for, and a mark that joins two
# letters or digits is two below them.
_OTHER, _APOSTROPHE, _POINT, _LETTER, _DIGIT, _SPACE, _HAN, _BREAK, _NEW = range(9)
_KINDS = {"'": _APOSTROPHE, ".": _POINT, ",": _POINT, " ": _SPACE, BREAK: _BREAK}
_NAMED = {"letter": _LETTER, "digit": _DIGIT, "han": _HAN, "other": _OTHER}


class TokenArrays(NamedTuple):
    """The codes of all texts in turn, as code points; how many tokens each text has; the search
    keys in UTF-8, each followed by a line feed, and where in them the line feeds are."""

    codes: Points
    sizes: Ints
    text: NDArray[np.uint8]
    ends: Ints


def token_arrays(texts: Sequence[str]) -> TokenArrays:
    """`codes_of(tokens(text))` and `search_key(text)` of each text."""
    pieces = [_piece(texts[at : at + _AT_ONCE]) for at in range(0, len(texts), _AT_ONCE)]
    codes, sizes, text, ends = zip(_piece([]), *pieces, strict=True)
    lengths = [len(piece) for piece in text]
    begins = [end - size for end, size in zip(accumulate(lengths), lengths, strict=True)]
    moved = [piece + begin for piece, begin in zip(ends, begins, strict=True)]
    return TokenArrays(*map(np.concatenate, (codes, sizes, text, moved)))


def _piece(texts: Sequence[str]) -> TokenArrays:
    joined = BREAK.join(["", *map(without_breaks, texts), ""])
    folded = _folded(points_of(joined))
    points, kinds = _without_spaces(folded, _kinds_of(folded))
    within = _within(kinds)
    edges = np.flatnonzero(~within)
    is_token = (kinds[edges[:-1]] != _SPACE) & (kinds[edges[:-1]] != _BREAK)
    starts, ends = edges[:-1][is_token], edges[1:][is_token]
    breaks = np.flatnonzero(kinds == _BREAK)
    return TokenArrays(
        _coded(points, within, starts, ends),
        np.diff(np.searchsorted(starts, breaks)),
        *_lines(points, breaks),
    )


def points_of(text: str) -> Points:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def text_of(points: NDArray[Any]) -> str:
    return points.tobytes().decode("utf-32-le", "surrogatepass")


# ---------------------------------------------------------------- folding


@cache
def _folds() -> Points:
    """What each code point folds to, where that is one; filled on demand."""
    return np.full(_CODES, _UNKNOWN, np.uint32)


def _folded(points: Points) -> Points:
    folded: Points = _looked_up(points, _folds(), _UNKNOWN, _fold_of)
    uneven = folded == _UNEVEN
    return _spread(points, folded, uneven) if uneven.any() else folded


def _fold_of(char: str) -> int:
    piece = fold_with_map(char).text
    return ord(piece) if len(piece) == 1 else _UNEVEN


def _looked_up(
    points: Points, table: NDArray[Any], missing: int, value_of: Callable[[str], int]
) -> NDArray[Any]:
    """What a table has for each of the points; what is `missing` yet is filled in."""
    found = table.take(points)
    if (found == missing).any():
        for code in np.unique(points[found == missing]).tolist():
            table[code] = value_of(chr(code))
        found = table.take(points)
    return found


def _spread(points: Points, folded: Points, uneven: Mask) -> Points:
    """`folded` with the characters that fold to none or several."""
    pieces = [fold_with_map(chr(code)).text for code in points[uneven].tolist()]
    sizes = np.ones(len(points), np.int64)
    sizes[uneven] = list(map(len, pieces))
    spread = np.repeat(folded, sizes)
    spread[np.repeat(uneven, sizes)] = points_of("".join(pieces))
    return spread


# ---------------------------------------------------------------- keys


@cache
def _kinds() -> Kinds:
    """The kind of each code point; filled on demand."""
    return np.full(_CODES, _NEW, np.uint8)


def _kinds_of(points: Points) -> Kinds:
    """The kind of each folded character."""
    return _looked_up(points, _kinds(), _NEW, _kind_of)


def _kind_of(char: str) -> int:
    return _KINDS.get(char, _NAMED[character_kind(char)])


def _without_spaces(points: Points, kinds: Kinds) -> tuple[Points, Kinds]:
    """What is left without spaces after a space, beside a Chinese character and at the ends."""
    blank = kinds == _SPACE
    again = np.zeros(len(kinds), bool)
    again[1:] = blank[1:] & blank[:-1]
    if again.any():
        points, kinds, blank = points[~again], kinds[~again], blank[~again]
    closed = kinds >= _HAN
    blank[1:-1] &= closed[2:] | closed[:-2]
    return (points[~blank], kinds[~blank]) if blank.any() else (points, kinds)


def _lines(points: Points, breaks: Ints) -> tuple[NDArray[np.uint8], Ints]:
    """The keys as UTF-8 with a line feed after each, and where these are."""
    lines = points[1:].copy()
    lines[breaks[1:] - 1] = ord("\n")
    if len(lines) and lines.max() < 0x80:
        return lines.astype(np.uint8), breaks[1:] - 1
    text = np.frombuffer(text_of(lines).encode("utf-8", "surrogatepass"), np.uint8)
    return text, np.flatnonzero(text == ord("\n"))


# ---------------------------------------------------------------- tokens


def _within(kinds: Kinds) -> Mask:
    """Which characters go on with the token of the one before."""
    within = np.zeros(len(kinds), bool)
    words = (kinds == _LETTER) | (kinds == _DIGIT)
    within[1:] = words[1:] & (kinds[1:] == kinds[:-1])
    marks = np.flatnonzero((kinds == _APOSTROPHE) | (kinds == _POINT))
    before, after = kinds[marks - 1], kinds[marks + 1]
    joining = marks[(before == after) & (before == kinds[marks] + (_LETTER - _APOSTROPHE))]
    within[joining] = within[joining + 1] = True
    return within


def _coded(points: Points, within: Mask, starts: Ints, ends: Ints) -> Points:
    """The code of each token."""
    codes = points[starts]
    sizes = ends - starts
    is_long = sizes > 1
    alone = (codes >= 0xD800) & ((codes < 0xE000) | (codes > 0xFFFF)) & ~is_long
    if is_long.any():
        of_long = within.copy()
        of_long[starts[is_long]] = True
        found, is_coded = _hashed(points[of_long], sizes[is_long])
        codes[is_long] = found
        alone[is_long] = ~is_coded
    for at in np.flatnonzero(alone).tolist():
        codes[at] = ord(codes_of([text_of(points[starts[at] : ends[at]])]))
    return codes


def _hashed(letters: Points, sizes: Ints) -> tuple[Points, Mask]:
    """The codes of words of so many letters each, and of which these are right: of those in ASCII,
    and not too long.

    A CRC is linear: that of a word is that of as many zeros, and of each letter what its bits
    change from where it stands, counted from the end.
    """
    ends = np.cumsum(sizes)
    from_end = np.repeat(ends.astype(np.int32), sizes) - np.arange(1, ends[-1] + 1, dtype=np.int32)
    places = np.minimum(from_end, _LONGEST - 1) << 7
    places |= letters.astype(np.int32) & 0x7F
    changes, zeros = _crc_tables()
    crc = np.bitwise_xor.reduceat(changes.take(places), ends - sizes)
    crc ^= zeros[np.minimum(sizes, _LONGEST)]
    is_coded = (np.maximum.reduceat(letters, ends - sizes) < 0x80) & (sizes <= _LONGEST)
    return _of_crc(crc), is_coded


def _of_crc(crc: Points) -> Points:
    found: Points = 0x10000 + crc % 0x100000
    return found


@cache
def _crc_tables() -> tuple[Points, Points]:
    """(what a letter changes in a CRC from each place, counted from the end; the CRC of so many
    zeros)"""
    zeros = [crc32(bytes(size)) for size in range(_LONGEST + 1)]
    changes = [
        crc32(bytes([letter]) + bytes(place)) ^ zeros[place + 1]
        for place in range(_LONGEST)
        for letter in range(0x80)
    ]
    return np.array(changes, np.uint32), np.array(zeros, np.uint32)
