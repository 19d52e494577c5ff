"""The tables of a shard, and the rows of units in them.

    segment_LANGUAGE   a row a unit: its id, tokens, signature, codes and search key. A row of no
                       tokens says that the unit of that id was deleted.
    followed           how far the shard has followed, a row after each batch
    unit               texts, source and creator of units that are in no database
    filling            whose file each batch of such units is, a row before it

Rows are sorted by length in tokens, so that a query reads only its window. Words of a signature
that a row does not need are 0, and take no room.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from glossary.store.fuzzy.scan import kernel
from glossary.store.fuzzy.signature import codes_array, hashes, sign

LANGUAGES = ("zh", "en")
CLASSES = ((1, 16, 1), (17, 32, 2), (33, 64, 4), (65, 1024, 8))
"""Lengths in tokens, from and to, and the words of 64 bits in the signature of such a row. Derived
from those of the local index (`fuzzy.signature.width`), doubled so that a table has few columns."""
LONG = CLASSES[-1][1]
"""Tokens up to which the shard computes distances. Chosen: for two texts as long it takes 10 ms, at
double 20; few units are longer, and their codes are compared here."""
MOST = 65_535  # the length of a row that is as long or longer: derived, a column of 16 bits
WORDS = CLASSES[-1][2]
_LASTS = np.array([last for _, last, _ in CLASSES])
_WIDTHS = np.array([words for *_, words in CLASSES] + [0])  # of each class, and of longer rows
_SIGNED_AT_ONCE = 65_536  # rows; as for a part of the local index (`fuzzy.part`), and so chosen

_SIGNATURE = ", ".join(f"s{i} UInt64" for i in range(WORDS))
SEGMENT_COLUMNS = ("id", "n", *(f"s{i}" for i in range(WORDS)), "codes", "key")
_SEGMENT = (
    f"id Int64 CODEC(Delta, ZSTD(1)), n UInt16, {_SIGNATURE}, "
    "codes String CODEC(ZSTD(3)), key String CODEC(ZSTD(1))"
)
_FOLLOWED = (
    "language String, database String, change UInt64, mark String, filled UInt64, "
    "segments UInt64, place UInt16, places UInt16"
)
UNIT_COLUMNS = ("id", "zh", "en", "zh_tag", "en_tag", "document", "created_by", "created_at")
_UNIT = "id Int64 CODEC(Delta, LZ4), " + ", ".join(
    f"{column} String CODEC(ZSTD(1))" for column in UNIT_COLUMNS[1:]
)
_FILLING = "number UInt64, name String"
FOLLOWED_COLUMNS = tuple(column.split()[0] for column in _FOLLOWED.split(", "))


def segment_table(language: str) -> str:
    return f"segment_{language}"


DEDUPLICATED = 100
"""Inserts that a table without replicas knows again by their token; one with replicas does by
itself. Given by ClickHouse for those; one is enough."""


WIDE_BYTES = 1 << 20
"""Of a part from which on each column is a file of its own, so that a query reads those it needs.
Chosen: a part of few rows has then two files instead of thirty, and a query's notes 2 ms less; at
half or double, parts of some 3,000 or 12,000 rows are the limit."""


def creations(engine: str = "MergeTree") -> list[str]:
    """The statements that create the tables where they are missing."""
    parts = (
        f"SETTINGS min_bytes_for_wide_part = {WIDE_BYTES}, "
        f"non_replicated_deduplication_window = {DEDUPLICATED}"
    )
    made = [
        f"CREATE TABLE IF NOT EXISTS {segment_table(language)} ({_SEGMENT}) "
        f"ENGINE = {engine} ORDER BY (n, id) {parts}"
        for language in LANGUAGES
    ]
    others = (
        ("followed", _FOLLOWED, "(language, change, filled)"),
        ("unit", _UNIT, "id"),
        ("filling", _FILLING, "number"),
    )
    made += [
        f"CREATE TABLE IF NOT EXISTS {name} ({columns}) ENGINE = {engine} ORDER BY {key} {parts}"
        for name, columns, key in others
    ]
    return made


def segment_rows(
    ids: Sequence[int], codes: Sequence[str], keys: Sequence[str], deleted: Sequence[int] = ()
) -> dict[str, Any]:
    """The columns of units and of `deleted` ids. Units without tokens match nothing, and have no
    row."""
    rows = [at for at, each in enumerate(codes) if each]
    sizes = np.array([len(codes[at]) for at in rows], np.int64)
    signed = _signatures([codes[at] for at in rows], sizes)
    void = len(deleted)
    columns: dict[str, Any] = {
        "id": np.array([ids[at] for at in rows] + list(deleted), np.int64),
        "n": np.pad(np.minimum(sizes, MOST), (0, void)).astype(np.uint16),
    }
    columns |= {f"s{i}": np.pad(word, (0, void)) for i, word in enumerate(signed)}
    columns["codes"] = [codes[at] for at in rows] + [""] * void
    columns["key"] = [keys[at] for at in rows] + [""] * void
    return columns


def _signatures(codes: Sequence[str], sizes: Any) -> Any:
    """(WORDS, rows); unused words, and all of rows above LONG tokens, are 0."""
    signed = np.zeros((WORDS, len(codes)), np.uint64)
    widths = _WIDTHS[_LASTS.searchsorted(sizes)]
    if compiled := kernel.get(len(codes)):
        begins = np.concatenate([[0], np.cumsum(sizes)])
        compiled.sign_rows(codes_array("".join(codes)), begins, widths, signed)
        return signed
    order = np.argsort(sizes, kind="stable")
    lengths, counts = np.unique(sizes, return_counts=True)
    for size, same in zip(lengths.tolist(), np.split(order, np.cumsum(counts)[:-1]), strict=False):
        words = int(widths[same[0]])
        for at in range(0, len(same) if words else 0, _SIGNED_AT_ONCE):
            rows = same[at : at + _SIGNED_AT_ONCE]
            flat = codes_array("".join([codes[row] for row in rows.tolist()]))
            signed[:words, rows] = sign(hashes(flat.reshape(len(rows), size)), words)
    return signed
