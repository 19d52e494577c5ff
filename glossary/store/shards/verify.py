"""Compare the shards with the database: how many units they have, and a sample with everything.

The sample is scored against every unit, one by one, without any index: sentences of the termbase
against its units, and sentences of files, which only the shards have, against the texts there.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Protocol

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from glossary.store.base import Check, SegmentReader, UnitReader
from glossary.store.fuzzy.signature import need
from glossary.store.shards.answers import SETTINGS
from glossary.store.shards.feeder import BATCH, cut, tried
from glossary.store.shards.index import ShardedIndex
from glossary.store.shards.tables import LANGUAGES, segment_table
from glossary.store.shards.transport import ShardTransport

THRESHOLDS = (50, 70, 85, 100)
"""Chosen: what CAT tools offer, from the least likeness that helps anybody to the same sentence."""
SHOWN = 3  # problems of a kind that are told. Chosen: the rest is counted


class VerifiedSource(SegmentReader, UnitReader, Protocol):
    """What is needed of a database."""


@dataclass(slots=True)
class _Sampled:
    """A sentence of the sample: its token codes, and the units at or above each threshold."""

    codes: str
    expected: dict[int, set[int]] = field(default_factory=lambda: {t: set() for t in THRESHOLDS})


def verify(
    source: VerifiedSource, shards: Sequence[ShardTransport], sample: int, seed: int = 0
) -> Iterator[Check]:
    """A check of the counts and one of the sample for each language; nobody may change the memory
    meanwhile. Raises MemoryIncomplete where a shard does not answer."""
    index = ShardedIndex(source, shards)
    for language in LANGUAGES:
        asked = _sample(source.segments(language), sample, random.Random(seed))
        units = _score(source.segments(language), asked)
        yield _counts(shards, language, units, index.newer(language))
        yield _check_of(f"sample, {language}", asked, partial(_found, source, index, language))
        if any(said.filled for said in index.followed_to(language)):
            filled = _sample(_filled(shards, language), sample, random.Random(seed))
            _score(_filled(shards, language), filled)
            found = partial(_found_filled, index, language)
            yield _check_of(f"sample of files, {language}", filled, found)


def _filled(shards: Sequence[ShardTransport], language: str) -> Iterator[tuple[int, str]]:
    """The units that only shards have, with their texts."""
    step = BATCH * len(shards)
    for shard in shards:
        ((first,),) = tried(shard, partial(shard.rows, "SELECT min(id) FROM unit"))
        for above in range(0, int(first), -step):
            sql = (
                f"SELECT id, {language} FROM unit WHERE id < {above} AND id >= {above - step} "
                f"LIMIT 1 BY id SETTINGS {SETTINGS}"
            )
            for unit_id, text in tried(shard, partial(shard.rows, sql)):
                yield int(unit_id), text


def _sample(
    segments: Iterator[tuple[int, str]], count: int, chance: random.Random
) -> list[_Sampled]:
    """So many units at random, each as likely as any other."""
    kept: list[str] = []
    for at, (_, text) in enumerate(segments):
        if at < count:
            kept.append(text)
        elif (place := chance.randrange(at + 1)) < count:
            kept[place] = text
    return [_Sampled(codes) for codes in cut(kept)[0] if codes]


def _score(segments: Iterator[tuple[int, str]], asked: Sequence[_Sampled]) -> int:
    """Compare each sentence of the sample with every unit; returns how many have tokens."""
    count = 0
    while batch := list(islice(segments, BATCH)):
        codes, _ = cut([text for _, text in batch])
        rows = [(unit_id, each) for (unit_id, _), each in zip(batch, codes, strict=True) if each]
        count += len(rows)
        for one in asked:
            _compare(one, rows)
    return count


def _compare(one: _Sampled, rows: Sequence[tuple[int, str]]) -> None:
    texts = [codes for _, codes in rows]
    scorer = Levenshtein.distance
    distances = process.cdist([one.codes], texts, scorer=scorer, dtype=np.int64)[0]
    for (unit_id, codes), distance in zip(rows, distances.tolist(), strict=True):
        kept = max(len(codes), len(one.codes)) - distance
        for threshold in THRESHOLDS:
            if kept >= need(len(one.codes), len(codes), threshold):
                one.expected[threshold].add(unit_id)


def _counts(shards: Sequence[ShardTransport], language: str, units: int, newer: int) -> Check:
    """Whether each unit has one row on the shards, but for those that are in the tail yet."""
    table, problems, held = segment_table(language), [], 0
    for shard in shards:
        sql = (
            "SELECT count(), uniqExact(id), uniqExactIf(id, id > 0 AND id NOT IN "
            f"(SELECT id FROM {table} WHERE n = 0)) FROM {table} WHERE n > 0"
        )
        ((rows, different, own),) = tried(shard, partial(shard.rows, sql))
        held += int(own)
        if rows != different:
            problems.append(f"shard {shard.name} has {rows - different:,} rows twice")
    if not units - newer <= held <= units + newer:
        problems.append(f"the shards have {held:,} units, the termbase {units:,}")
    found = f"{held:,} of {units:,} units, {newer:,} changes are newer"
    return Check(f"units, {language}", found, tuple(problems), _ADVICE if problems else "")


def _found(
    source: UnitReader, index: ShardedIndex, language: str, codes: str, threshold: int
) -> set[int]:
    ids = index.candidates(codes, language, threshold).ids
    found = source.units(ids.tolist())  # others are deleted, or of files
    return {unit.id for unit in found if unit.id is not None}


def _found_filled(index: ShardedIndex, language: str, codes: str, threshold: int) -> set[int]:
    ids = index.candidates(codes, language, threshold).ids
    return set(ids[ids < 0].tolist())


def _check_of(
    name: str, asked: Sequence[_Sampled], found_at: Callable[[str, int], set[int]]
) -> Check:
    problems, hits = [], 0
    for one in asked:
        for threshold, expected in one.expected.items():
            found = found_at(one.codes, threshold)
            hits += len(expected)
            if found != expected:
                problems.append(
                    f"at {threshold} % {len(expected - found)} of {len(expected)} are missing, "
                    f"{len(found - expected)} are too many"
                )
    found_all = f"{hits:,} matches of {len(asked)} sentences at {len(THRESHOLDS)} thresholds"
    return Check(name, found_all, tuple(problems[:SHOWN]), _ADVICE * bool(problems))


_ADVICE = "empty the shards, and fill them with: glossary shards feed"
