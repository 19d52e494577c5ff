"""What a shard answers, and whether it may be believed.

Each shard is asked by itself, and answers with one row: what it found, how many rows its table has,
and the last row of `followed`. So an answer is whole or is none, and no setting of an engine can
leave a shard out. What the shards said before tells what they must have now: less of it, or
something else, is MemoryIncomplete, never a shorter list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from glossary.errors import MemoryIncomplete
from glossary.store.shards.tables import segment_table
from glossary.store.shards.transport import ShardFailure, ShardTransport

_THROW = ("read", "result", "timeout", "sort", "group_by", "set", "join", "distinct", "transfer")
SETTINGS = ", ".join(
    ["use_query_cache = 0", "limit = 0", "offset = 0"]
    + [f"{what}_overflow_mode = 'throw'" for what in _THROW]
)
"""Of every query: a limit of the server is an error and not a shorter answer, and no answer is an
old one."""


class FollowedTo(NamedTuple):
    """How far a shard has followed in a language: the database and its last change with its mark;
    how often it was filled with units that are in no database; how many rows it had then; its
    place among how many shards. None has been fed where `places` is 0."""

    database: str
    change: int
    mark: str
    filled: int
    segments: int
    place: int
    places: int


class ShardAnswer(NamedTuple):
    """What a shard found, how many rows its table had, and how far it had followed.

    The last two may be read later than what was found: rows are only complete as far as the shard
    had followed *before* it was asked.
    """

    found: list[tuple[Any, ...]]
    segments: int
    followed: FollowedTo


def followed_sql(language: str) -> str:
    """How far a shard has followed, as one value: what feeds and what fills note each their own."""
    columns = (
        "argMax(database, change), max(change), argMax(mark, change), max(filled), max(segments), "
        "argMax(place, change), argMax(places, change)"
    )
    return f"SELECT ({columns}) FROM followed WHERE language = '{language}'"


WORTH_THREADS = 4_000_000
"""Rows of a table that are worth several threads of a shard. Chosen: planning for them takes 4 ms
of processor time, and one thread reads the window of so many rows in some 10; at half and double
that is 5 and 20."""


def answer_sql(found: str, columns: str, language: str, rows: int) -> str:
    """The statement of a ShardAnswer, from one that gives rows with these columns, of a table with
    about so many rows."""
    threads = ", max_threads = 1" if rows < WORTH_THREADS else ""
    return (
        f"SELECT groupArray(({columns})), "
        f"assumeNotNull((SELECT count() FROM {segment_table(language)})), "
        f"assumeNotNull(({followed_sql(language)})) FROM ({found}) SETTINGS {SETTINGS}{threads}"
    )


def followed(shard: ShardTransport, language: str) -> FollowedTo:
    """How far a shard has followed. Raises MemoryIncomplete if it does not say."""
    rows = _rows(shard, f"{followed_sql(language)} SETTINGS {SETTINGS}", {})
    if len(rows) != 1:
        raise MemoryIncomplete(f"shard {shard.name} answered with {len(rows)} rows instead of one")
    return FollowedTo(*rows[0][0])


def asked(shard: ShardTransport, sql: str, parameters: Mapping[str, str]) -> ShardAnswer:
    """The answer of a shard to an `answer_sql`. Raises MemoryIncomplete."""
    rows = _rows(shard, sql, parameters)
    if len(rows) != 1:
        raise MemoryIncomplete(f"shard {shard.name} answered with {len(rows)} rows instead of one")
    found, segments, last = rows[0]
    return ShardAnswer([tuple(row) for row in found], segments, FollowedTo(*last))


def _rows(shard: ShardTransport, sql: str, parameters: Mapping[str, str]) -> list[tuple[Any, ...]]:
    try:
        return shard.rows(sql, parameters)
    except ShardFailure as failure:
        raise MemoryIncomplete(f"shard {shard.name} does not answer: {failure}") from failure


def check_places(names: Sequence[str], told: Sequence[FollowedTo], database: str) -> None:
    """Raise MemoryIncomplete unless these are all shards of this database, in their order."""
    for place, (name, said) in enumerate(zip(names, told, strict=True)):
        if not said.places:
            raise MemoryIncomplete(f"shard {name} is empty; fill it with: glossary shards feed")
        if said.database != database:
            raise MemoryIncomplete(
                f"shard {name} has followed another database, or this one before a restore; "
                "empty it, and fill it with: glossary shards feed"
            )
        if (said.place, said.places) != (place, len(names)):
            raise MemoryIncomplete(
                f"shard {name} is number {said.place + 1} of {said.places}, and was named as "
                f"number {place + 1} of {len(names)}; name all shards in their order"
            )


def check_answer(name: str, before: FollowedTo, answer: ShardAnswer) -> None:
    """Raise MemoryIncomplete if a shard has less than it had before, or something else."""
    now = answer.followed
    if (now.database, now.place, now.places) != (before.database, before.place, before.places):
        raise MemoryIncomplete(f"shard {name} was put in the place of another one meanwhile")
    if now.change < before.change or now.filled < before.filled:
        raise MemoryIncomplete(
            f"shard {name} was set back: it has followed to change {now.change} and had followed "
            f"to {before.change}; start again when it is right"
        )
    if now.change == before.change and now.mark != before.mark:
        raise MemoryIncomplete(f"shard {name} has followed another database meanwhile")
    if answer.segments < before.segments:
        raise MemoryIncomplete(
            f"shard {name} has {answer.segments} rows and had {before.segments}: some are lost; "
            "restore it, or empty it and fill it with: glossary shards feed"
        )


def is_evenly_filled(told: Sequence[FollowedTo]) -> bool:
    """Whether all shards have the same fillings: while one is noted, some may have it first."""
    return len({said.filled for said in told}) == 1
