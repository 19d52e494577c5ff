"""Number what a transaction has changed, just before it is committed.

Whatever is written lands in a table whose ids only grow: revisions, candidates, judgements, changes
of units, steps, and `noted` for the rest. So a transaction is numbered by one statement, which
finds how far each of these tables has grown, and adds one row for each: a run of ids to which as
many numbers belong. An import of a million units costs one row. Since one transaction writes at a
time, numbers are in the order of commits.
"""

from __future__ import annotations

SOURCES = {
    "noted": "id",
    "candidate": "id",
    "judgement": "id",
    "revision": "id",
    "unit_change": "change",
    "step": "id",
}
"""The tables and their growing ids, in the order in which a transaction is told: the step, which
closes it, last."""


def _grown(place: int, table: str, key: str) -> str:
    seen = f"coalesce((SELECT max(last) FROM change WHERE source = '{table}'), 0)"
    return (
        f"SELECT {place} AS place, '{table}' AS source, "
        f"(SELECT min({key}) FROM {table} WHERE {key} > {seen}) AS first, "
        f"(SELECT max({key}) FROM {table}) AS last"
    )


_ALL_GROWN = " UNION ALL ".join(_grown(i, *pair) for i, pair in enumerate(SOURCES.items()))
_NEXT = "SELECT number + last - first + 1 FROM change ORDER BY number DESC LIMIT 1"
NUMBER = (
    f"WITH grown AS ({_ALL_GROWN}) "
    "INSERT INTO change (number, source, first, last, at, step) "
    f"SELECT coalesce(({_NEXT}), 1) + coalesce(sum(last - first + 1) OVER "
    "(ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0), "
    "source, first, last, ?, "
    "(SELECT last FROM grown WHERE source = 'step' AND last >= first) "
    "FROM grown WHERE last >= first"
)
"""Takes the time as an argument."""
