"""The bound of the local index as SQL: a statement that narrows one table to what may match.

A query is compared with classes of lengths, one width of signature each, and in each with shorter
and with longer rows: there the condition is uniform, one comparison of counted bits a row. What
passes is compared by its codes. All of it is integers, as in `glossary.store.fuzzy.signature`,
which says why nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from glossary.store.fuzzy.query import ScanQuery
from glossary.store.fuzzy.signature import hashes, need, sign
from glossary.store.shards.tables import CLASSES, LONG, MOST

_DISTANCE = "levenshteinDistanceUTF8(codes, unhex({codes:String}))"

_SPECIAL = frozenset(r"\.+*?()|[]{}^$")  # given by RE2
_LATIN = frozenset("0123456789abcdefghijklmnopqrstuvwxyz")
_UNSCORED = "SELECT id, n, toUInt64(0) AS d, codes AS c"


class Branch(NamedTuple):
    """Rows of `low` to `high` tokens, all shorter than the query or none (`is_longer`), and the
    query's signature of their width."""

    low: int
    high: int
    is_longer: bool
    signature: list[int]


def branches(query: ScanQuery) -> Iterator[Branch]:
    """The classes of rows in the query's window, but for those above LONG tokens."""
    bag = hashes(query.array[None, :])
    for first, last, words in CLASSES:
        if last < query.low or query.high < first:
            continue
        signature = [int(word) for word in sign(bag, words)[:, 0]]
        for low, high, is_longer in (
            (query.low, query.size - 1, False),
            (query.size, query.high, True),
        ):
            low, high = max(low, first), min(high, last)
            if low <= high:
                yield Branch(low, high, is_longer, signature)


def candidates_sql(query: ScanQuery, table: str) -> str:
    """Rows (id, length, distance, codes) of all that may match: with codes "" where the distance is
    that of the codes, and with codes, and no distance, where it is still to be computed.

    The parameter `codes` is `query.codes` in hexadecimal, if `takes_codes`.
    """
    found = [_scanned(query, branch, table) for branch in branches(query)]
    if query.high > LONG:
        low, high = min(max(query.low, LONG + 1), MOST), min(query.high, MOST)
        found.append(f"{_UNSCORED} FROM {table} PREWHERE n BETWEEN {low} AND {high}")
    return " UNION ALL ".join(found)


def takes_codes(query: ScanQuery) -> bool:
    """Whether the shards compute distances: not from a long query."""
    return query.size <= LONG


def _scanned(query: ScanQuery, branch: Branch, table: str) -> str:
    rows = (
        f"FROM {table} PREWHERE n BETWEEN {branch.low} AND {branch.high} "
        f"AND {_lacking(branch)} <= {_spare(query, branch)}"
    )
    if not takes_codes(query):
        return f"{_UNSCORED} {rows}"
    return f"SELECT id, n, {_DISTANCE} AS d, '' AS c {rows} WHERE d <= {_most(query, branch)}"


def _lacking(branch: Branch) -> str:
    """How many bits one side has that the other lacks: at least so many tokens, too."""
    pairs = [(f"toUInt64({word})", f"s{i}") for i, word in enumerate(branch.signature)]
    if not branch.is_longer:
        pairs = [(stored, query) for query, stored in pairs]
    return " + ".join(f"bitCount(bitAnd({has}, bitNot({lacks})))" for has, lacks in pairs)


def _needed(query: ScanQuery) -> str:
    """`need` for rows that are longer than the query."""
    return f"intDiv({query.threshold} * toInt32(n) + 99, 100)"


def _spare(query: ScanQuery, branch: Branch) -> str:
    """How many tokens of that side the other may lack."""
    if branch.is_longer:
        return f"{query.size} - {_needed(query)}"
    return f"toInt32(n) - {need(query.size, query.size, query.threshold)}"


def _most(query: ScanQuery, branch: Branch) -> str:
    """The largest distance of a hit."""
    if branch.is_longer:
        return f"toInt32(n) - {_needed(query)}"
    return str(query.size - need(query.size, query.size, query.threshold))


def containing_sql(table: str) -> str:
    """Rows (id, size of the key in bytes, whether the string is at word boundaries) of the keys
    that contain the parameter `key`, given in hexadecimal as is the expression `edges`."""
    return (
        f"SELECT id, length(key) AS size, match(key, unhex({{edges:String}})) AS at_edges "
        f"FROM {table} WHERE n > 0 AND position(key, unhex({{key:String}})) > 0 "
        f"AND id NOT IN (SELECT id FROM {table} WHERE n = 0)"
    )


def edges_pattern(key: str) -> str:
    """The regular expression (RE2) of `key` at word boundaries: not begun or ended inside a Latin
    word or a number."""
    quoted = "".join(f"\\{c}" if c in _SPECIAL else c for c in key)
    before = "(?:^|[^0-9a-z])" if key[0] in _LATIN else ""
    after = "(?:$|[^0-9a-z])" if key[-1] in _LATIN else ""
    return f"{before}{quoted}{after}"
