"""The bound and the signatures by which the index discards segments without reading them.

For a query of m tokens and a segment of n, let I be the size of the intersection of their token
multisets. An alignment keeps at most I tokens, so a hit at T percent requires `I >= need(m, n)`.

A signature is a bit set: each (token, occurrence number of the token) sets one hashed bit. A bit
set in the query but not in the segment proves a token of the query that the segment lacks, and two
such bits prove two, so at most `m - popcount(q & ~s)` tokens are shared, and likewise the other way
round. Collisions only lower the count of such bits: they let a segment pass, and discard none.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
Codes = NDArray[np.uint32]

SHORT = 16  # tokens that one word of 64 bits serves: what is read most is the signatures
TOKENS_A_STEP = 32
WORDS_A_STEP = 2  # 128 bits for every started 32 tokens: at least four bits a token
# Chosen, bytes against rows that must be looked at further. With SHORT at half a row takes a fifth
# to a third more bytes and a fifth to a third fewer rows are left; at double a quarter to a third
# fewer bytes, and two to 26 times as many. With TOKENS_A_STEP at half, 44 to 68 % more bytes,
# and 10 to 50 % fewer (`tests/benchmarks/bench_store_numbers.py signatures`).
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # 2 ** 64 over the golden ratio, which spreads hashes
_OCCURRENCE = np.uint64(0x100001)


def window(m: int, threshold: int) -> tuple[int, int]:
    """The minimum and maximum length in tokens of a hit at `threshold` percent. Integer arithmetic,
    since floats lose exact ties (0.55 * 100 > 55)."""
    return -(-threshold * m // 100), 100 * m // threshold


def need(m: int, n: int, threshold: int) -> int:
    """The minimum number of tokens that a hit shares with the query."""
    return -(-threshold * max(m, n) // 100)


def width(n: int) -> int:
    """Words of 64 bits in the signature of a segment of n tokens."""
    return 1 if n <= SHORT else WORDS_A_STEP * -(-n // TOKENS_A_STEP)


def codes_array(codes: str) -> Codes:
    """The code points of a string of token codes."""
    return np.frombuffer(codes.encode("utf-32-le"), np.uint32)


def hashes(rows: Codes) -> NDArray[np.uint64]:
    """A 32-bit hash for each token with its occurrence number; rows (k, n) have equal length n.

    The order within a row is lost, which does not matter for a bit set.
    """
    rows = np.sort(rows, axis=1)
    at = np.arange(rows.shape[1], dtype=np.int32)
    new = np.ones(rows.shape, bool)
    new[:, 1:] = rows[:, 1:] != rows[:, :-1]
    first = np.maximum.accumulate(np.where(new, at, np.int32(0)), axis=1)
    bags = rows.astype(np.uint64) + (at - first).astype(np.uint64) * _OCCURRENCE
    return (bags * _GOLDEN) >> np.uint64(32)


def sign(bags: NDArray[np.uint64], words: int) -> Words:
    """Signatures of hashed rows (k, n), as (words, k), word by word."""
    count = bags.shape[0]
    bits = bags % np.uint64(64 * words)
    places = (bits >> np.uint64(6)).astype(np.int64) * count
    places += np.arange(count, dtype=np.int64)[:, None]
    signatures = np.zeros(words * count, np.uint64)
    values = np.uint64(1) << (bits & np.uint64(63))
    np.bitwise_or.at(signatures, places.ravel(), values.ravel())
    return signatures.reshape(words, count)
