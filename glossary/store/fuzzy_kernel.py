"""The inner loops of the fuzzy index, compiled by numba where it is installed.

`glossary.store.fuzzy_scan` falls back on numpy where importing this fails. What is compiled is
kept in the user's cache folder, so that only the first start on a machine pays for it.
"""

# mypy: disable-error-code="no-untyped-def, attr-defined, call-arg"
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from numba import types
from numba.extending import intrinsic
from platformdirs import user_cache_dir

SHORT = 16  # as in fuzzy_signature
CHUNK = 2048  # rows whose counts stay in the processor's nearest cache
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # the same as in fuzzy_signature: bits must agree
_OCCURRENCE = np.uint64(0x100001)


def _compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` compiled, and cached on disk unless no folder can be written."""
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = before or user_cache_dir("glossary")
    try:
        return numba.njit(cache=True, nogil=True)(function)
    except (RuntimeError, OSError):
        return numba.njit(nogil=True)(function)
    finally:
        numba.config.CACHE_DIR = before


@intrinsic
def _popcount(context, word):
    return types.uint64(types.uint64), lambda c, b, s, a: b.ctpop(a[0])


@_compiled
def width(n):
    """Words in the signature of a row of n tokens, as `fuzzy_signature.width`."""
    return 1 if n <= SHORT else 2 * ((n + 31) // 32)


@_compiled
def lacking(signatures, begin, count, start, rows, mask, words, flip, out):
    """How many bits each row lacks of the query's (flip all ones; mask is the query's signature),
    or the query of the row's (flip 0; mask its complement). `out` (rows,) takes the counts."""
    least = np.uint64(1 << 62)
    if words == 1:
        at = begin + start
        only, mask_only = signatures[at : at + rows], mask[0]
        for i in range(rows):
            out[i] = _popcount((only[i] ^ flip) & mask_only)
            least = min(least, out[i])
        return least
    out[:rows] = 0
    for w in range(0, words, 2):
        at = begin + w * count + start
        low, high = signatures[at : at + rows], signatures[at + count : at + count + rows]
        mask_low, mask_high = mask[w], mask[w + 1]
        for i in range(rows):
            out[i] += _popcount((low[i] ^ flip) & mask_low) + _popcount(
                (high[i] ^ flip) & mask_high
            )
    for i in range(rows):
        least = min(least, out[i])
    return least


@_compiled
def kept(lacks, rows, spare, out):
    """The places of counts up to `spare`: fills `out` (rows,), returns how many. Rows so gathered
    are fetched from memory several at once, which a loop that also looks at them hinders."""
    total = 0
    for i in range(rows):
        if lacks[i] <= spare:
            out[total] = i
            total += 1
    return total


@_compiled
def slot_of(table, code):
    """Where a code stands, or may be put, in an open-addressed table (slots, 2) of (code, number
    of the code); code 0 marks a free slot."""
    last = np.uint64(len(table) - 1)
    slot = ((code * _GOLDEN) >> np.uint64(40)) & last
    while table[slot, 0] != 0 and table[slot, 0] != code:
        slot = (slot + np.uint64(1)) & last
    return slot


@_compiled
def prepare(query):
    """The query's tokens numbered: (table of the numbers, count of each, bits of the places of
    each (distinct + 1, blocks), the last row empty; hash of each token and its occurrence)."""
    m, slots = len(query), 4
    while slots < 4 * m:
        slots *= 2
    table, numbers = np.zeros((slots, 2), np.uint64), np.empty(m, np.int64)
    counts, bag, distinct = np.zeros(m, np.int64), np.empty(m, np.uint64), 0
    for j in range(m):
        code = np.uint64(query[j])
        slot = slot_of(table, code)
        if table[slot, 0] == 0:
            table[slot, 0], table[slot, 1] = code, np.uint64(distinct)
            distinct += 1
        number = np.int64(table[slot, 1])
        bag[j] = ((code + np.uint64(counts[number]) * _OCCURRENCE) * _GOLDEN) >> np.uint64(32)
        numbers[j] = number
        counts[number] += 1
    places = np.zeros((distinct + 1, (m + 63) // 64), np.uint64)
    for j in range(m):
        places[numbers[j], j >> 6] |= np.uint64(1) << np.uint64(j & 63)
    return table, counts[:distinct], places, bag


@_compiled
def sign(bag, words, flip, mask):
    """The signature of hashed tokens in `mask[:words]`, or its complement where flip is 0."""
    mask[:words] = 0
    for h in bag:
        bit = h % np.uint64(64 * words)
        mask[bit >> np.uint64(6)] |= np.uint64(1) << (bit & np.uint64(63))
    if flip == 0:
        for w in range(words):
            mask[w] = ~mask[w]


@_compiled
def shares(table, counts, left, row, numbers, spare):
    """Whether at most `spare` of the row's tokens are not the query's, as multisets.

    `numbers` (n,) takes the number of each of the row's tokens in the query, or -1.
    """
    left[:] = counts
    for j in range(len(row)):
        code = np.uint64(row[j])
        slot = slot_of(table, code)
        number = np.int64(table[slot, 1]) if table[slot, 0] == code else np.int64(-1)
        numbers[j] = number
        if number >= 0 and left[number] > 0:
            left[number] -= 1
        else:
            spare -= 1
            if spare < 0:
                return False
    return True


@_compiled
def distance(places, m, numbers, n, plus, minus, most):
    """The Levenshtein distance of the query (m tokens) and a row (n), or more than `most`.

    Bit-parallel (Myers 1999, blocks after Hyyrö 2003); `places` (distinct + 1, blocks) has the
    bits of each distinct token's places in the query, the last row empty.
    """
    one, blocks = np.uint64(1), places.shape[1]
    top, last = np.uint64(1) << np.uint64(63), np.uint64(1) << np.uint64((m - 1) & 63)
    plus[:], minus[:] = ~np.uint64(0), np.uint64(0)
    score = m
    for j in range(n):
        carry = 1
        for b in range(blocks):
            here, pv, mv = places[numbers[j], b], plus[b], minus[b]
            xv = here | mv
            if carry < 0:
                here |= one
            xh = (((here & pv) + pv) ^ pv) | here
            ph, mh = mv | ~(xh | pv), pv & xh
            high = last if b == blocks - 1 else top
            out = 1 if ph & high else (-1 if mh & high else 0)
            ph, mh = ph << one, mh << one
            if carry > 0:
                ph |= one
            elif carry < 0:
                mh |= one
            plus[b], minus[b] = mh | ~(xv | ph), ph & xv
            carry = out
        score += carry
        if score - (n - j - 1) > most:
            return most + 1
    return score


@_compiled
def scan(directory, first, last, signatures, codes, query, threshold, found):
    """Rows of the groups `first` to `last` that may be hits: fills `found` (capacity, 3) with
    (row, its tokens, distance of the codes); returns how many, which may exceed the capacity."""
    table, counts, places, bag = prepare(query)
    m, blocks, total = len(query), places.shape[1], 0
    longest = max(m, directory[last - 1, 0])
    lacks, out = np.empty(CHUNK, np.uint64), np.empty(CHUNK, np.int64)
    left, numbers = counts.copy(), np.empty(longest, np.int64)
    plus, minus = np.empty(blocks, np.uint64), np.empty(blocks, np.uint64)
    mask, signed, signed_flip = np.empty(width(longest), np.uint64), 0, np.uint64(0)
    for g in range(first, last):
        n, count, row, signature, code = directory[g]
        need = (threshold * max(m, n) + 99) // 100
        spare, most = min(m, n) - need, max(m, n) - need
        words, flip = width(n), ~np.uint64(0) if n >= m else np.uint64(0)
        if words != signed or flip != signed_flip:
            sign(bag, words, flip, mask)
            signed, signed_flip = words, flip
        for start in range(0, count, CHUNK):
            rows = min(CHUNK, count - start)
            if lacking(signatures, signature, count, start, rows, mask, words, flip, lacks) > spare:
                continue
            for k in range(kept(lacks, rows, spare, out)):
                i = out[k]
                at = code + (start + i) * n
                if shares(table, counts, left, codes[at : at + n], numbers, n - need):
                    d = distance(places, m, numbers, n, plus, minus, most)
                    if d <= most:
                        if total < len(found):
                            found[total, 0], found[total, 1] = row + start + i, n
                            found[total, 2] = d
                        total += 1
    return total
