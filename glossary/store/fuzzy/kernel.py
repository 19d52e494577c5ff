"""The inner loops of the fuzzy index, compiled by numba if it is installed.

`glossary.store.fuzzy.scan` falls back on numpy if importing this fails. Compiled code is cached in
the user's cache folder, so that only the first start on a machine compiles it.
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

SHORT = 16  # derived from `signature`, which has the same
CUT = 16  # rows that a group has at least to be cut: slices of fewer would be mostly empty. Chosen,
# not timed: of the 64 rows of a word a quarter are there, at half an eighth
LINE = 16  # derived: codes in a line of the processor's cache, 64 bytes
NEWEST = np.iinfo(np.int64).max  # derived: no id is larger

# Chosen: at half and double of each a scan takes within 4 %
CHUNK = 512  # words of 64 rows whose counts stay in the processor's nearest cache: 4 KB a plane
AHEAD = 8  # rows whose codes are fetched before they are compared
PLACE_BITS = 12
PLACES = 1 << PLACE_BITS  # derived: hashes of tokens, of which a query of 50 has one in 80

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # the same as in `signature`: bits must agree
_OCCURRENCE = np.uint64(0x100001)


def _compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile `function`, cached on disk unless no folder is writable."""
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


@intrinsic
def _fetch(context, array, at):
    """Ask the processor to bring an item of an array nearer, and go on."""

    def code(context, builder, signature, arguments):
        from llvmlite import ir

        items = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        place = builder.gep(items, [arguments[1]])
        asked = builder.bitcast(place, ir.IntType(8).as_pointer())
        number = ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [asked.type, number, number, number])
        fetch = builder.module.declare_intrinsic("llvm.prefetch", [asked.type], kind)
        builder.call(fetch, [asked, number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(array, types.int64), code


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
def full_adder(a, b, c):
    """(carry, sum) of three bits in each place."""
    half = a ^ b
    return (a & b) | (half & c), half ^ c


@_compiled
def add_eight(some, others, size, planes, carry):
    """Add twice four slices to the three lowest planes, so that each plane is read and written
    once; `carry` is what the fourth has to take."""
    a, b, c, d = some
    e, f, g, h = others
    ones, twos, fours = planes[0], planes[1], planes[2]
    for j in range(size):
        two, one = full_adder(ones[j], a[j], b[j])
        other, one = full_adder(one, c[j], d[j])
        four, both = full_adder(twos[j], two, other)
        two, one = full_adder(one, e[j], f[j])
        other, ones[j] = full_adder(one, g[j], h[j])
        more, twos[j] = full_adder(both, two, other)
        carry[j], fours[j] = full_adder(fours[j], four, more)


@_compiled
def add_four(some, size, planes, carry):
    """Add four slices to the two lowest planes; `carry` is what the third has to take."""
    a, b, c, d = some
    ones, twos = planes[0], planes[1]
    for j in range(size):
        two, one = full_adder(ones[j], a[j], b[j])
        other, ones[j] = full_adder(one, c[j], d[j])
        carry[j], twos[j] = full_adder(twos[j], two, other)


@_compiled
def add_one(a, size, planes, carry):
    """Add a slice to the lowest plane; `carry` is what the second has to take."""
    ones = planes[0]
    for j in range(size):
        carry[j] = ones[j] & a[j]
        ones[j] ^= a[j]


@_compiled
def add_carry(planes, first, size, carry):
    """Add the carry to the planes from `first` on."""
    for p in range(first, len(planes)):
        plane = planes[p]
        for j in range(size):
            both = plane[j] & carry[j]
            plane[j] ^= carry[j]
            carry[j] = both


@_compiled
def count_slices(slices, at, blocks, bits, size, planes, carry):
    """Add up the slices of `bits`, `size` words each from `at` on: plane p of `planes` (depth,
    CHUNK) gets bit p of the number of bits that each row has set. There are as many planes as that
    number may have bits."""
    planes[:, :size] = 0
    k, count = 0, len(bits)
    while k + 8 <= count:
        some = four_slices(slices, at, blocks, bits[k:])
        others = four_slices(slices, at, blocks, bits[k + 4 :])
        add_eight(some, others, size, planes, carry)
        add_carry(planes, 3, size, carry)
        k += 8
    if k + 4 <= count:
        some = four_slices(slices, at, blocks, bits[k:])
        add_four(some, size, planes, carry)
        add_carry(planes, 2, size, carry)
        k += 4
    for bit in bits[k:]:
        add_one(slices[at + bit * blocks :], size, planes, carry)
        add_carry(planes, 1, size, carry)


@_compiled
def four_slices(slices, at, blocks, bits):
    """The slices of the first four bits."""
    return (
        slices[at + bits[0] * blocks :],
        slices[at + bits[1] * blocks :],
        slices[at + bits[2] * blocks :],
        slices[at + bits[3] * blocks :],
    )


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
def known_places(query):
    """For each of PLACES hashes, 1 if a token of the query has it."""
    known = np.zeros(PLACES, np.uint8)
    for code in query:
        known[(np.uint64(code) * _GOLDEN) >> np.uint64(64 - PLACE_BITS)] = 1
    return known


@_compiled
def may_share(known, row):
    """How many of a row's tokens may be in the query, by their hashes: there is no branch for a
    token, which the processor would guess wrong."""
    shared = 0
    for j in range(len(row)):
        shared += known[(np.uint64(row[j]) * _GOLDEN) >> np.uint64(64 - PLACE_BITS)]
    return shared


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
def holds(ids, unit_id):
    """Whether sorted ids have this one."""
    low, high = 0, len(ids)
    while low < high:
        middle = (low + high) // 2
        if ids[middle] < unit_id:
            low = middle + 1
        else:
            high = middle
    return low < len(ids) and ids[low] == unit_id


@_compiled
def to_enter(worst, m, n, unit_id):
    """The tokens that a row of n has to share with the query to rank above the hit `worst` (id,
    tokens, distance): as good a score if it is newer, else a better one. In integers, as ranks are
    compared exactly."""
    size, its_size = max(m, n), max(m, worst[1])
    kept = (its_size - worst[2]) * size
    return kept // its_size + 1 if unit_id < worst[0] else -(-kept // its_size)


@_compiled
def ranks_below(one, other, m):
    """Whether the hit `one` (id, tokens, distance) has a lower score than `other`, or the same and
    is older."""
    size, its_size = max(m, one[1]), max(m, other[1])
    kept, its_kept = (size - one[2]) * its_size, (its_size - other[2]) * size
    return kept < its_kept or (kept == its_kept and one[0] < other[0])


@_compiled
def put(heap, total, hit, m):
    """Put a hit in a heap of `total` hits whose root is the worst, in its place if there is no
    room."""
    if total < len(heap):
        at = total
        while at and ranks_below(hit, heap[(at - 1) // 2], m):
            heap[at] = heap[(at - 1) // 2]
            at = (at - 1) // 2
        heap[at] = hit
        return
    at, under = 0, 1
    while under < total:
        if under + 1 < total and ranks_below(heap[under + 1], heap[under], m):
            under += 1
        if not ranks_below(heap[under], hit, m):
            break
        heap[at] = heap[under]
        at, under = under, 2 * under + 1
    heap[at] = hit


@_compiled
def nearest_first(directory, first, last, m):
    """The groups `first` to `last` by the best score that a row of their length may have."""
    order, above = np.empty(last - first, np.int64), first
    while above < last and directory[above, 0] < m:
        above += 1
    below = above - 1
    for k in range(len(order)):
        is_above = below < first or (
            above < last and directory[below, 0] * directory[above, 0] < m * m
        )
        order[k] = above if is_above else below
        above, below = above + is_above, below - (not is_above)
    return order


@_compiled
def scan(
    directory,
    first,
    last,
    begins,
    slices,
    signatures,
    codes,
    ids,
    gone,
    query,
    threshold,
    found,
    total,
    limited,
):
    """Add to the `total` hits in `found` (capacity, 3) the possible hits in groups `first` to
    `last` as (id, length in tokens, distance of the codes), but ids that are `gone`; returns how
    many they are, which may exceed the capacity.

    If `limited`, it does not: `found` is a heap of the best, and once it is full, what cannot enter
    is not looked at. So the best groups come first, and the newest rows of each, which are last.
    """
    table, counts, places, bag = prepare(query)
    known = known_places(query)
    m, blocks = len(query), places.shape[1]
    longest = max(m, directory[last - 1, 0])
    left, numbers = counts.copy(), np.empty(longest, np.int64)
    plus, minus = np.empty(blocks, np.uint64), np.empty(blocks, np.uint64)
    mask, bits, signed, distinct = np.empty(width(longest), np.uint64), np.empty(m, np.int64), 0, 0
    depth = 1
    while 1 << depth <= m:
        depth += 1
    planes, carry = np.empty((depth, CHUNK), np.uint64), np.empty(CHUNK, np.uint64)
    out, hit = np.empty(64 * CHUNK, np.int64), np.empty(3, np.int64)
    for g in nearest_first(directory, first, last, m):
        n, count, row, signature, code = directory[g]
        need, words, height = (threshold * max(m, n) + 99) // 100, width(n), (count + 63) // 64
        if words != signed:
            distinct, signed = sign(bag, words, mask, bits), words
        for start in range((height - 1) // CHUNK * CHUNK, -1, -CHUNK):
            if limited and total == len(found):
                need = max(need, to_enter(found[0], m, n, NEWEST))
                if need > min(m, n):  # nor may a row of a group that is left enter
                    return total
            size, least = min(CHUNK, height - start), distinct - (m - need)
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
            for k in range(kept - 1, -1, -1):
                i = 64 * start + out[k]
                at = code + i * n
                if k >= AHEAD:
                    ahead = code + (64 * start + out[k - AHEAD]) * n
                    _fetch(codes, ahead)
                    _fetch(codes, ahead + LINE)
                shared = may_share(known, codes[at : at + n])
                if shared < need:
                    continue
                unit_id, needed = ids[row + i], need
                if limited and total == len(found):
                    needed = max(need, to_enter(found[0], m, n, unit_id))
                if shared < needed or holds(gone, unit_id):
                    continue
                if not shares(table, counts, left, codes[at : at + n], numbers, n - needed):
                    continue
                most = max(m, n) - needed
                d = distance(places, m, numbers, n, plus, minus, most)
                if d > most:
                    continue
                hit[0], hit[1], hit[2] = unit_id, n, d
                if limited:
                    put(found, total, hit, m)
                elif total < len(found):
                    found[total] = hit
                total += not limited or total < len(found)
    return total
