"""The index of a memory on shards: the same answers as those of the local index, or an error.

A query is sent to all shards at once. Each must answer, and must have at least what it had before
the query was sent; what the termbase has changed since then comes from the tail, here. So a unit is
found as soon as it is stored, however far behind the shards are.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Container, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from glossary.errors import InvalidInput, MemoryIncomplete
from glossary.store.base import Position, SegmentReader
from glossary.store.fuzzy.index import Containing, NarrowedUnits
from glossary.store.fuzzy.plain import best_first
from glossary.store.fuzzy.query import ScanQuery
from glossary.store.fuzzy.runs import Run
from glossary.store.shards.answers import (
    FollowedTo,
    ShardAnswer,
    answer_sql,
    asked,
    check_answer,
    check_places,
    followed,
    is_evenly_filled,
)
from glossary.store.shards.bound import (
    candidates_sql,
    containing_sql,
    edges_pattern,
    takes_codes,
)
from glossary.store.shards.tables import LANGUAGES, segment_table
from glossary.store.shards.tail import MemoryTail
from glossary.store.shards.transport import ShardTransport

# Chosen. At half, a server whose threads all ask waits for itself; at double there are threads that
# never run.
ASKING = 8  # queries that are sent at once, each to all shards
TAIL_CHANGES = 4_096  # that a new tail leaves out. Chosen: at half it is made twice as often, at
# double it holds twice as many rows that the shards have, too; neither is seen in a query's time
EVEN_TRIES = 20  # for a filling to be noted by all shards. Chosen, with the next: 2 s, which is 100
# times what the notes take; at half, a busy shard makes more queries fail, at double they wait long
EVEN_SECONDS = 0.1

_Found = TypeVar("_Found")


class ShardedIndex:
    """The index of a database in both languages, on shards in their order. Threads may share it.

    Raises MemoryIncomplete where a shard does not answer, or does not have what it had.
    """

    def __init__(self, source: SegmentReader, shards: Sequence[ShardTransport]) -> None:
        self.shards = shards
        self._languages = {
            language: _ShardedLanguage(source, language, shards) for language in LANGUAGES
        }

    def candidates(self, codes: str, language: str, threshold: int) -> NarrowedUnits:
        """All units that may reach `threshold` percent, and few others; `codes` must not be
        empty."""
        return self._languages[language].candidates(ScanQuery(codes, threshold))

    def best(self, codes: str, language: str, threshold: int, most: int) -> NarrowedUnits:
        """`candidates` by the score that they may have, then the newest: all, or exactly the `most`
        best. Here all: to ask again would cost more."""
        hits = np.stack(self.candidates(codes, language, threshold), axis=1)
        return NarrowedUnits(*best_first(hits, len(codes)).T)

    def containing(self, key: str, language: str) -> Containing:
        """All units whose search key contains `key`, which must not be empty."""
        return self._languages[language].containing(key)

    def runs(self, key: str, language: str, least: int) -> list[Run]:
        raise InvalidInput(
            "pieces of a sentence are not looked for in a memory on shards; look for one of them "
            "in the concordance"
        )

    def warm_up(self) -> None:
        """Do the work that the first queries of a process would wait for."""
        for language in self._languages.values():
            language.current().tail.changed()

    def positions(self) -> dict[str, Position | None]:
        """The last change that each language's index has taken in; None where it is not loaded."""
        return {name: each.position for name, each in self._languages.items()}

    def newer(self, language: str) -> int:
        """How many units were changed after what all shards have."""
        return len(self._languages[language].current().tail.changed())

    def followed_to(self, language: str) -> tuple[FollowedTo, ...]:
        """How far each shard has followed, as it is known now."""
        return self._languages[language].current().told

    def close(self) -> None:
        for language in self._languages.values():
            language.close()
        for shard in self.shards:
            shard.close()


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known before a query: the database's position, how far each shard had followed, and
    the tail after the last of them."""

    position: Position
    told: tuple[FollowedTo, ...]
    tail: MemoryTail


class _ShardedLanguage:
    def __init__(
        self, source: SegmentReader, language: str, shards: Sequence[ShardTransport]
    ) -> None:
        self._source, self._language, self._shards = source, language, shards
        self._names = [shard.name for shard in shards]
        self._table = segment_table(language)
        self._known: _Known | None = None
        self._guard = threading.Lock()

    @cached_property
    def _threads(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(ASKING * len(self._shards), "shards")

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    @property
    def position(self) -> Position | None:
        known = self._known
        return known.tail.position if known else None

    # ------------------------------------------------------------ queries

    def candidates(self, query: ScanQuery) -> NarrowedUnits:
        def of_tail(tail: MemoryTail) -> NarrowedUnits:
            return tail.index.candidates(query.codes, self._language, query.threshold)

        sql = self._sql(candidates_sql(query, self._table), "id, n, d, c")
        parameters = {"codes": _hexadecimal(query.codes)} if takes_codes(query) else {}
        rows, newest = self._asked(sql, parameters, of_tail)
        table = np.array(list(filter(None, (_scored(query, row) for row in rows))), np.int64)
        found = NarrowedUnits(*table.reshape(-1, 3).T)
        return NarrowedUnits(*map(np.concatenate, zip(found, newest, strict=True)))

    def containing(self, key: str) -> Containing:
        def of_tail(tail: MemoryTail) -> Containing:
            return tail.index.containing(key, self._language)

        if not _is_text(key):
            return Containing(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, bool))
        sql = self._sql(containing_sql(self._table), "id, size, at_edges")
        parameters = {"key": _hexadecimal(key), "edges": _hexadecimal(edges_pattern(key))}
        rows, newest = self._asked(sql, parameters, of_tail)
        ids, sizes, edges = np.array(rows, np.int64).reshape(-1, 3).T
        return Containing(
            np.concatenate([ids, newest.ids]),
            np.concatenate([sizes, newest.sizes]),
            np.concatenate([edges.astype(bool), newest.at_edges]),
        )

    def _sql(self, found: str, columns: str) -> str:
        rows = max(said.segments for said in self.current().told)
        return answer_sql(found, columns, self._language, rows)

    def _asked(
        self, sql: str, parameters: Mapping[str, str], of_tail: Callable[[MemoryTail], _Found]
    ) -> tuple[list[tuple[Any, ...]], _Found]:
        """(the rows of all shards but of units that the tail has, what the tail has)"""
        for _ in range(EVEN_TRIES):
            known = self.current()
            waiting = [self._threads.submit(asked, s, sql, parameters) for s in self._shards]
            changed = known.tail.changed()
            newest = of_tail(known.tail)
            answers = self._checked(known, waiting)
            if is_evenly_filled([answer.followed for answer in answers]):
                return _others(answers, changed), newest
            time.sleep(EVEN_SECONDS)
        raise MemoryIncomplete(
            "the shards do not have the same fillings; end the one under way, with the same file: "
            "glossary shards feed FILE"
        )

    def _checked(self, known: _Known, waiting: Sequence[Future[ShardAnswer]]) -> list[ShardAnswer]:
        """The answers of all shards, none of which has less than what was known of it."""
        answers = [each.result() for each in waiting]
        for name, before, answer in zip(self._names, known.told, answers, strict=True):
            check_answer(name, before, answer)
        self._take_note(known, tuple(answer.followed for answer in answers))
        return answers

    # ------------------------------------------------------------ how far the shards have followed

    def current(self) -> _Known:
        """What is known now, and fits the database as it is now."""
        known, now = self._known, self._source.identity()
        if known and known.position == now:
            return known
        with self._guard:
            known = self._known
            if known and known.position.database == now.database:
                self._check_marks(known.told)
                self._known = replace(known, position=now)
            else:
                self._known = self._asked_first(now)
            return self._known

    def _asked_first(self, now: Position) -> _Known:
        waiting = [self._threads.submit(followed, shard, self._language) for shard in self._shards]
        told = tuple(each.result() for each in waiting)
        check_places(self._names, told, now.database)
        self._check_marks(told)
        return _Known(now, told, self._tail_after(told))

    def _take_note(self, known: _Known, told: tuple[FollowedTo, ...]) -> None:
        """Keep how far the shards have followed now, and leave out of the tail what all of them
        have."""
        if told == known.told:
            return
        self._check_marks(told)
        with self._guard:
            if self._known is not known:  # another thread has; a query may ask for too little
                return
            tail = known.tail
            if min(said.change for said in told) - tail.after >= TAIL_CHANGES:
                tail = self._tail_after(told)
            self._known = replace(known, told=told, tail=tail)

    def _tail_after(self, told: Sequence[FollowedTo]) -> MemoryTail:
        return MemoryTail(self._source, self._language, min(said.change for said in told))

    def _check_marks(self, told: Sequence[FollowedTo]) -> None:
        """Raise MemoryIncomplete unless each shard has followed this database as it is."""
        marks = {c: self._source.change_mark(c) for c in {said.change for said in told} if c}
        for name, said in zip(self._names, told, strict=True):
            if said.change and marks[said.change] != said.mark:
                raise MemoryIncomplete(
                    f"shard {name} has followed to a change {said.change} that this database does "
                    "not have; empty the shards, and fill them with: glossary shards feed"
                )


def _hexadecimal(text: str) -> str:
    """The text's bytes, which no driver's way of quoting can change."""
    return text.encode().hex()


def _is_text(key: str) -> bool:
    """Whether a database can hold it: half a character stands in no stored text."""
    return not any("\ud800" <= character <= "\udfff" for character in key)


def _scored(query: ScanQuery, row: tuple[int, int, int, str]) -> tuple[int, int, int] | None:
    """(id, length, distance) of a row; the distance is computed here if the row has its codes."""
    unit_id, size, distance, codes = row
    if not codes:
        return unit_id, size, distance
    within = query.distance_to(codes)
    return None if within is None else (unit_id, len(codes), within)


def _others(answers: Sequence[ShardAnswer], changed: Container[int]) -> list[tuple[Any, ...]]:
    return [row for answer in answers for row in answer.found if row[0] not in changed]
