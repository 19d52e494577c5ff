"""The inner loops of the fuzzy index, compiled by numba if it is installed.

`glossary.store.fuzzy.scan` falls back on numpy if importing this fails.
"""

# mypy: disable-error-code="no-untyped-def, attr-defined, call-arg"
from __future__ import annotations

import numpy as np
from numba import types
from numba.extending import intrinsic

from glossary.text.compiled import compiled as _compiled

SHORT = 16  # derived from `signature`, which has the same
CHUNK = 128  # words of 64 rows whose counts stay in the processor's nearest cache. Derived: a plane
# takes 1 KB, so that eight of them fill a quarter of 32 KB, at double half of it
CUT = 16  # rows that a group has at least to be cut: slices of fewer would be mostly empty. Chosen,
# not timed: of the 64 rows of a word a quarter are there, at half an eighth
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # the same as in `signature`: bits must agree
_OCCURRENCE = np.uint64(0x100001)


@intrinsic
def _popcount(context, word):
    return types.uint64(types.uint64), lambda c, b, s, a: b.ctpop(a[0])


@_compiled
def width(n):
    """Words in the signature of a row of n tokens, as `signature.width`."""
    return 1 if n <= SHORT else 2 * ((n + 31) // 32)


@_compiled
def cut(directory, begins, signatures, slices):
    """Transpose signatures into `slices`: for each group, from `begins[group]` on, a row for each
    bit of its signatures, with a bit for each of the group's rows. Groups of fewer than CUT rows
    are left out."""
    one = np.uint64(1)
    for g in range(len(directory)):
        n, count, _, signature, _ = directory[g]
        if count < CUT:
            continue
        blocks = (count + 63) // 64
        for w in range(width(n)):
            for i in range(count):
                word, at = signatures[signature + w * count + i], begins[g] + i // 64
                while word:
                    bit = 64 * w + _popcount((word & (~word + one)) - one)  # the lowest set one
                    slices[at + bit * blocks] |= one << np.uint64(i & 63)
                    word &= word - one


@_compiled
def count_slices(slices, at, blocks, bits, size, planes, carry):
    """Add up the slices of `bits`, `size` words each from `at` on: plane p of `planes` (depth,
    CHUNK) gets bit p of the number of bits that each row has set. Two slices at a time go through a
    full adder, whose carry propagates to the higher planes."""
    depth = len(planes)
    for p in range(depth):
        planes[p, :size] = 0
    for k in range(0, len(bits), 2):
        lowest, one = planes[0], slices[at + bits[k] * blocks :]
        if k + 1 < len(bits):
            other = slices[at + bits[k + 1] * blocks :]
            for j in range(size):
                half = lowest[j] ^ one[j]
                carry[j] = (lowest[j] & one[j]) | (half & other[j])
                lowest[j] = half ^ other[j]
        else:
            for j in range(size):
                carry[j] = lowest[j] & one[j]
                lowest[j] ^= one[j]
        for p in range(1, depth):
            plane = planes[p]
            for j in range(size):
                both = plane[j] & carry[j]
                plane[j] ^= carry[j]
                carry[j] = both


@_compiled
def rows_with(planes, size, least, reached, out):
    """Fill `out` with the rows whose counts are at least `least`; returns how many they are."""
    one, depth, total = np.uint64(1), len(planes), 0
    reached[:size] = ~np.uint64(0)
    for p in range(depth):  # compares from the lowest bit up; higher ones decide
        plane = planes[p]
        if least >> p & 1:
            for j in range(size):
                reached[j] &= plane[j]
        else:
            for j in range(size):
                reached[j] |= plane[j]
    for j in range(size):
        word = reached[j]
        while word:
            out[total] = 64 * j + np.int64(_popcount((word & (~word + one)) - one))
            total += 1
            word &= word - one
    return total


@_compiled
def without_others(spare, signatures, at, step, mask, words, total, out):
    """Keep, of the first `total` rows in `out`, those with at most `spare` bits that the query
    lacks; returns how many they are.

    Their signatures begin at `at`, with `step` between the words of one. There is no branch, so
    that the processor fetches several rows at once.
    """
    some, total = total, 0
    for k in range(some):
        i, count = out[k], np.uint64(0)
        for w in range(words):
            count += _popcount(signatures[at + i + w * step] & ~mask[w])
        out[total] = i
        total += np.int64(count) <= spare
    return total


@_compiled
def slot_of(table, code):
    """The slot of a code, or a free one for it, in an open-addressed table (slots, 2) of (code, its
    number); code 0 marks a free slot."""
    last = np.uint64(len(table) - 1)
    slot = ((code * _GOLDEN) >> np.uint64(40)) & last
    while table[slot, 0] != 0 and table[slot, 0] != code:
        slot = (slot + np.uint64(1)) & last
    return slot


@_compiled
def prepare(query):
    """The query's tokens, numbered: (table of the numbers, count of each, bits of the positions of
    each (distinct + 1, blocks), with an empty last row; hash of each token with its occurrence)."""
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
def sign(bag, words, mask, bits):
    """Write the signature of hashed tokens to `mask[:words]` and its set bits to `bits`; returns
    how many they are."""
    mask[:words] = 0
    total = 0
    for h in bag:
        bit = h % np.uint64(64 * words)
        one = np.uint64(1) << (bit & np.uint64(63))
        if not mask[bit >> np.uint64(6)] & one:
            mask[bit >> np.uint64(6)] |= one
            bits[total] = bit
            total += 1
    return total


@_compiled
def shares(table, counts, left, row, numbers, spare):
    """Whether at most `spare` of the row's tokens are not in the query, as multisets.

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
    """The Levenshtein distance of the query (m tokens) and a row (n), or `most + 1` if it is
    larger.

    Bit-parallel (Myers 1999, blocks after Hyyrö 2003); `places` (distinct + 1, blocks) has the bits
    of each distinct token's positions in the query, with an empty last row.
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
def scan(directory, first, last, begins, slices, signatures, codes, query, threshold, found):
    """Fill `found` (capacity, 3) with (row, its length in tokens, distance of the codes) of the
    possible hits in groups `first` to `last`; returns how many, which may exceed the capacity."""
    table, counts, places, bag = prepare(query)
    m, blocks, total = len(query), places.shape[1], 0
    longest = max(m, directory[last - 1, 0])
    left, numbers = counts.copy(), np.empty(longest, np.int64)
    plus, minus = np.empty(blocks, np.uint64), np.empty(blocks, np.uint64)
    mask, bits, signed, distinct = np.empty(width(longest), np.uint64), np.empty(m, np.int64), 0, 0
    depth = 1
    while 1 << depth <= m:
        depth += 1
    planes, carry = np.empty((depth, CHUNK), np.uint64), np.empty(CHUNK, np.uint64)
    out = np.empty(64 * CHUNK, np.int64)
    for g in range(first, last):
        n, count, row, signature, code = directory[g]
        need, words, height = (threshold * max(m, n) + 99) // 100, width(n), (count + 63) // 64
        if words != signed:
            distinct, signed = sign(bag, words, mask, bits), words
        least = distinct - (m - need)
        for start in range(0, height, CHUNK):
            size = min(CHUNK, height - start)
            if least > 0 and count >= CUT:
                at = begins[g] + start
                count_slices(slices, at, height, bits[:distinct], size, planes, carry)
                kept = rows_with(planes, size, least, carry, out)
            else:  # all rows, whatever bits they share
                kept = min(64 * size, count - 64 * start)
                for i in range(kept):
                    out[i] = i
            if n < m:  # for a longer row the test above is the stricter one
                at = signature + 64 * start
                kept = without_others(n - need, signatures, at, count, mask, words, kept, out)
            for k in range(kept):
                i = 64 * start + out[k]
                at = code + i * n
                if shares(table, counts, left, codes[at : at + n], numbers, n - need):
                    d = distance(places, m, numbers, n, plus, minus, max(m, n) - need)
                    if d <= max(m, n) - need:
                        if total < len(found):
                            found[total, 0], found[total, 1], found[total, 2] = row + i, n, d
                        total += 1
    return total


@_compiled
def sign_rows(codes, begins, widths, out):
    """Sign rows of any length, as `signature.hashes` and `signature.sign` do: row i has the codes
    from begins[i] to begins[i + 1] and widths[i] words, at most those of `out` (words, rows), which
    is 0. A width of 0 leaves a row as it is."""
    longest = 0
    for i in range(len(widths)):
        if widths[i]:
            longest = max(longest, begins[i + 1] - begins[i])
    size = 2
    while size < 2 * longest:
        size *= 2
    rows, tokens, counts = np.full(size, -1), np.empty(size, np.uint32), np.empty(size, np.uint64)
    for i in range(len(widths)):
        if widths[i] == 0:
            continue
        for code in codes[begins[i] : begins[i + 1]]:
            slot = np.int64(np.uint64(code) * _GOLDEN >> np.uint64(32)) & (size - 1)
            while rows[slot] == i and tokens[slot] != code:
                slot = (slot + 1) & (size - 1)
            if rows[slot] != i:
                rows[slot], tokens[slot], counts[slot] = i, code, 0
            bag = np.uint64(code) + counts[slot] * _OCCURRENCE
            counts[slot] += np.uint64(1)
            bit = (bag * _GOLDEN >> np.uint64(32)) % np.uint64(64 * widths[i])
            out[bit >> np.uint64(6), i] |= np.uint64(1) << (bit & np.uint64(63))
