"""The fuzzy index: a cache beside the database that narrows the memory to what may match.

Guarantee: every current unit is in it, with the codes and key of its current text. It may also have
rows of units that are deleted or had another text; the caller scores the stored text and drops
them. It contains nothing that is not in the database, and may be deleted at any time.

    parts   immutable arrays, oldest first, on disk and (the newest) in memory
    tail    the newest few rows, unpacked, until there are enough for a part

Parts are merged when the newer ones have grown, so that there are few, and each row is copied only
a few times. Every query first asks the database for its change number and takes in what is new, so
changes by any process are visible at once. If the database is not the one that the index followed
(another file, a restored backup, a rolled-back change), the index is read from disk again, or
rebuilt.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from glossary.store.base import Position, SegmentChange, SegmentReader
from glossary.store.fuzzy.files import Damaged, IndexFolder, PartFile
from glossary.store.fuzzy.part import (
    Ints,
    Part,
    build,
    build_of_arrays,
    merged,
    merged_chunks,
    union,
)
from glossary.store.fuzzy.query import ScanQuery
from glossary.store.fuzzy.runs import Run, RunQuery, longest, runs_with
from glossary.store.fuzzy.scan import BestHits, kernel, scan
from glossary.store.fuzzy.substrings import rows_with
from glossary.text.token_arrays import token_arrays
from glossary.text.tokens import codes_and_keys, fingerprint

# Chosen; what half and double cost is printed by `tests/benchmarks/bench_store_numbers.py`.
TAIL_ROWS = 256  # compared one by one; a growing memory costs 10 % more at half, 4 % less at double
MEMORY_ROWS = 8_192  # read again by each process that starts, more at double; within 7 %
BATCH = 4_096  # texts compared with the index at a time; within 4 %
BUILD_ROWS = 131_072  # made a part at a time, which is the memory that building takes; within 5 %
GROWTH = 4  # a part on disk is merged with newer ones once it is no longer so many times as large;
# at half there are more parts, at double rows are copied more often; within 10 %
WASTE = 5  # all parts merge once one row in so many is gone; at half, every second may be in vain
_NONE = np.empty(0, np.int64)
_Item = TypeVar("_Item")


class NarrowedUnits(NamedTuple):
    """Units that may match, with their lengths in tokens and the minimum distances they can
    have."""

    ids: Ints
    lengths: Ints
    distances: Ints


class Containing(NamedTuple):
    """Units whose key contains a string: id, size of the key in bytes, and whether the string is at
    word boundaries there."""

    ids: Ints
    sizes: Ints
    at_edges: NDArray[np.bool_]


class FuzzyIndex:
    """The index of a database in both languages; each is built on first use.

    Its files are in the folder `source.cache`; without one it is in memory. Threads may share it.
    """

    def __init__(self, source: SegmentReader) -> None:
        self._languages = {
            language: _LanguageIndex(source, language, source.cache) for language in ("zh", "en")
        }

    def candidates(self, codes: str, language: str, threshold: int) -> NarrowedUnits:
        """All units that may reach `threshold` percent, and few others; `codes` must not be
        empty."""
        return self._languages[language].candidates(ScanQuery(codes, threshold))

    def best(self, codes: str, language: str, threshold: int, most: int) -> NarrowedUnits:
        """`candidates` by the score that they may have, then the newest: all, or exactly the `most`
        best."""
        return self._languages[language].best(ScanQuery(codes, threshold), most)

    def containing(self, key: str, language: str) -> Containing:
        """All units whose search key contains `key`, which must not be empty."""
        return self._languages[language].containing(key)

    def runs(self, key: str, language: str, least: int) -> list[Run]:
        """The longest runs of words of a search key, of at least `least`, that stand in a unit: the
        numbers of the first word and of the one after the last; none lies in another."""
        return self._languages[language].runs(key, least)

    def warm_up(self) -> None:
        """Do the work that the first queries of a process would wait for."""
        states = [language.current() for language in self._languages.values()]
        kernel.warm_up(max((len(part) for state in states for part in state.parts), default=0))

    def close(self) -> None:
        """Nothing is to be given back: files stay mapped while somebody reads them."""

    def missing(self, language: str) -> list[int]:
        """Ids of stored units whose rows in the index are missing or wrong."""
        return self._languages[language].missing()

    def positions(self) -> dict[str, Position | None]:
        """The last change that each language's index has taken in; None where it is not loaded."""
        return {name: each.position for name, each in self._languages.items()}

    def refresh(self, language: str) -> None:
        """Build or update the index now instead of at the next query."""
        self._languages[language].current()


@dataclass(frozen=True, slots=True)
class _IndexState:
    """The index at one moment. The first `len(files)` parts are on disk."""

    position: Position
    files: tuple[PartFile, ...] = ()
    parts: tuple[Part, ...] = ()
    newest: int = 0  # the largest unit id seen so far: ids only grow
    tail: dict[int, tuple[str, str]] = field(default_factory=dict)  # id -> (codes, key)
    gone: frozenset[int] = frozenset()  # ids whose rows in parts are void, beside the parts' own

    def live(self) -> Iterator[tuple[Part, Ints]]:
        """Each part with the ids whose rows in it are void, newest part first."""
        gone = np.array(sorted(self.gone), np.int64) if self.gone else _NONE
        for part in reversed(self.parts):
            yield part, gone
            if len(part.gone):
                gone = union([gone, part.gone])


class _LanguageIndex:
    def __init__(self, source: SegmentReader, language: str, folder: Path | None) -> None:
        self._source, self._language = source, language
        self._folder = IndexFolder(folder, language, fingerprint()) if folder else None
        self._opened_in = self._folder  # where the mapped files stay, even after the last write
        self._state: _IndexState | None = None
        self._guard = threading.Lock()

    # ------------------------------------------------------------ queries

    def candidates(self, query: ScanQuery) -> NarrowedUnits:
        state = self.current()
        pieces = [_hits_in_tail(state, query)]
        pieces += [scan(part, query, gone) for part, gone in state.live()]
        return NarrowedUnits(*np.concatenate(pieces).T)

    def best(self, query: ScanQuery, most: int) -> NarrowedUnits:
        state, best = self.current(), BestHits(query, most)
        best.add(_hits_in_tail(state, query))
        for part, gone in state.live():
            best.scan(part, gone)
        return NarrowedUnits(*best.hits.T)

    def containing(self, key: str) -> Containing:
        state = self.current()
        pieces = [_containing_in_tail(state, key)]
        for part, gone in state.live():
            rows, edges = rows_with(part, key)
            found = Containing(part.ids[rows], _sizes(part, rows), edges)
            pieces.append(_without(found, gone))
        return Containing(*map(np.concatenate, zip(*pieces, strict=True)))

    def runs(self, key: str, least: int) -> list[Run]:
        state = self.current()
        query = RunQuery.read(key, (least + 1) // 2)
        found = runs_with(_tail_as_part(state), _NONE, query)
        for part, gone in state.live():
            found |= runs_with(part, gone, query)
        return longest({run for run in found if run[1] - run[0] >= least})

    def missing(self) -> list[int]:
        state = self.current()
        held = {unit_id: key for unit_id, (_, key) in state.tail.items()}
        for part, gone in state.live():
            void = set(gone.tolist())
            lines = part.text.tobytes().decode("utf-8", "surrogatepass").split("\n")
            for unit_id, key in zip(part.ids.tolist(), lines, strict=False):
                if unit_id not in void:
                    held.setdefault(unit_id, key)
        lacking: list[int] = []
        for rows in _batches(self._source.segments(self._language), BATCH):
            _, keys = codes_and_keys([text for _, text in rows])
            pairs = zip(rows, keys, strict=True)
            lacking += [unit_id for (unit_id, _), key in pairs if held.get(unit_id) != key]
        return lacking

    # ------------------------------------------------------------ following the database

    @property
    def position(self) -> Position | None:
        state = self._state
        return state.position if state else None

    def current(self) -> _IndexState:
        """The state with all committed changes."""
        seen, now = self._state, self._source.identity()
        if seen and seen.position == now and self._is_whole(seen):
            return seen
        with self._guard:
            state = self._state
            if state is not seen:  # another thread was here first
                now = self._source.identity()
            if not state or not self._is_whole(state) or not self._follows(state, now):
                state = self._load()
            self._state = self._caught_up(state)
            return self._state

    def _is_whole(self, state: _IndexState) -> bool:
        return not self._opened_in or self._opened_in.are_as_opened(state.files)

    def _follows(self, state: _IndexState, now: Position) -> bool:
        """Whether to update `state`, rather than rebuild."""
        then = state.position
        behind = now.change - then.change
        rows = sum(map(len, state.parts))
        is_past = (
            then.database == now.database and self._source.change_mark(then.change) == then.mark
        )
        return is_past and behind <= max(MEMORY_ROWS, rows)

    def _caught_up(self, state: _IndexState) -> _IndexState:
        """`state` with all later changes of the database."""
        changes = self._source.segment_changes(self._language, state.position.change)
        for batch in _batches(changes, BUILD_ROWS):
            if len(batch) > TAIL_ROWS and (state.tail or state.gone):
                state = self._sealed(state)
            if batch[-1].change <= state.position.change:  # already in the state of another process
                continue
            with_them = self._with_many if len(batch) > TAIL_ROWS else self._with_changes
            state = with_them(state, batch)
            if len(state.tail) + len(state.gone) > TAIL_ROWS:
                state = self._sealed(state)
        return state

    def _with_many(self, state: _IndexState, batch: list[SegmentChange]) -> _IndexState:
        """The state, which has no tail, with changes that make a part of their own."""
        changed = {change.unit_id: change.text for change in batch}
        texts = {unit_id: text for unit_id, text in changed.items() if text is not None}
        gone = np.array(sorted(i for i in changed if i <= state.newest), np.int64)
        part = build_of_arrays(list(texts), token_arrays(list(texts.values())), gone)
        position = Position(state.position.database, batch[-1].change, batch[-1].mark)
        newest = max(state.newest, *changed)
        return self._with_part(replace(state, position=position, newest=newest), part)

    def _with_changes(self, state: _IndexState, batch: list[SegmentChange]) -> _IndexState:
        changed = {change.unit_id: change.text for change in batch}
        texts = {unit_id: text for unit_id, text in changed.items() if text is not None}
        codes, keys = codes_and_keys(list(texts.values())) if texts else ([], [])
        tail = state.tail.copy()
        for unit_id in changed:
            tail.pop(unit_id, None)
        tail |= dict(zip(texts, zip(codes, keys, strict=True), strict=True))
        last = batch[-1]
        return _IndexState(
            Position(state.position.database, last.change, last.mark),
            state.files,
            state.parts,
            newest=max(state.newest, *changed),
            tail=tail,
            gone=state.gone.union(i for i in changed if i <= state.newest),
        )

    def _sealed(self, state: _IndexState) -> _IndexState:
        """The state with its tail as a part."""
        rows = state.tail.values()
        gone = np.array(sorted(state.gone), np.int64)
        part = build(list(state.tail), [codes for codes, _ in rows], [key for _, key in rows], gone)
        return self._with_part(replace(state, tail={}, gone=frozenset()), part)

    def _with_part(self, state: _IndexState, part: Part) -> _IndexState:
        """The state with another part, and with parts merged in memory and then on disk."""
        disk = len(state.files)
        memory = [*state.parts[disk:], part]
        while len(memory) > 1 and _weight(memory[-2]) <= GROWTH * _weight(memory[-1]):
            memory[-2:] = [merged(memory[-2:], first=disk == 0 and len(memory) == 2)]
        parts = (*state.parts[:disk], *memory)
        state = replace(state, parts=parts)
        enough = sum(map(_weight, memory)) >= MEMORY_ROWS
        return self._stored(state) if enough and self._folder else state

    # ------------------------------------------------------------ files

    def _load(self) -> _IndexState:
        """The state on disk if it fits the database, else one built now."""
        if self._folder is None:
            return self._build()
        try:
            return self._read()
        except Damaged:
            pass
        if not self._folder.may_write():
            self._opened_in = self._folder = self._folder.in_the_users_cache()
        try:
            with self._folder.lock(wait=True):
                try:
                    return self._read()  # built by another process in the meantime
                except Damaged:
                    return self._build()
        except OSError as error:
            self._stay_in_memory(error)
            return self._build()

    def _read(self) -> _IndexState:
        assert self._folder is not None
        position, files, parts = self._folder.read()
        state = _IndexState(position, tuple(files), tuple(parts), _newest(parts))
        if not self._follows(state, self._source.identity()):
            raise Damaged("the database is another, was set back, or has gone far ahead")
        return state

    def _build(self) -> _IndexState:
        """Index the whole database, as one part on disk if there is a folder."""
        position = self._source.identity()
        parts = []
        for rows in _batches(self._source.segments(self._language), BUILD_ROWS):
            ids, texts = zip(*rows, strict=True)
            parts.append(build_of_arrays(ids, token_arrays(texts), _NONE))
        state = _IndexState(position, parts=tuple(parts), newest=_newest(parts))
        return self._written(state, 0) if self._folder else state

    def _stored(self, state: _IndexState) -> _IndexState:
        """Write the parts in memory to disk, unless another process has written more."""
        assert self._folder is not None
        try:
            with self._folder.lock(wait=False) as taken:
                if not taken:
                    return state
                try:
                    theirs = self._read()
                except Damaged:
                    return self._written(state, 0)
                if theirs.files != state.files:
                    return self._caught_up(theirs)
                return self._written(state, _kept(state))
        except OSError as error:
            self._stay_in_memory(error)
            return state

    def _written(self, state: _IndexState, keep: int) -> _IndexState:
        """Merge all parts but the first `keep` into one on disk; on failure all stay in memory."""
        assert self._folder is not None
        try:
            file = self._folder.write(merged_chunks(state.parts[keep:], first=keep == 0))
            files = (*state.files[:keep], file)
            self._folder.commit(state.position, files)
            return replace(state, files=files, parts=(*state.parts[:keep], self._folder.open(file)))
        except (OSError, Damaged) as error:
            self._stay_in_memory(error)
            return replace(state, files=())

    def _stay_in_memory(self, error: Exception) -> None:
        assert self._folder is not None
        reason = getattr(error, "strerror", None) or error
        warnings.warn(
            f"{self._folder.folder}: {reason}; the index of the translation memory stays in "
            "memory, and each process builds its own",
            RuntimeWarning,
            stacklevel=2,
        )
        self._folder = None


def _batches(items: Iterator[_Item], size: int) -> Iterator[list[_Item]]:
    while batch := list(islice(items, size)):
        yield batch


def _weight(part: Part) -> int:
    return len(part) + len(part.gone)


def _newest(parts: Sequence[Part]) -> int:
    return max(
        (int(column.max()) for part in parts for column in (part.ids, part.gone) if len(column)),
        default=0,
    )


def _kept(state: _IndexState) -> int:
    """How many parts on disk stay unchanged when those in memory are written."""
    rows, gone = sum(map(len, state.parts)), sum(len(part.gone) for part in state.parts)
    if gone * WASTE > rows:
        return 0
    keep = len(state.files)
    weight = sum(map(_weight, state.parts[keep:]))
    while keep and _weight(state.parts[keep - 1]) <= GROWTH * weight:
        keep -= 1
        weight += _weight(state.parts[keep])
    return keep


def _without(found: Containing, gone: Ints) -> Containing:
    if not len(gone) or not len(found.ids):
        return found
    keep = ~np.isin(found.ids, gone)
    return Containing._make(column[keep] for column in found)


def _hits_in_tail(state: _IndexState, query: ScanQuery) -> Ints:
    rows = [
        (unit_id, len(codes), distance)
        for unit_id, (codes, _) in state.tail.items()
        if (distance := query.distance_to(codes)) is not None
    ]
    return np.array(rows, np.int64).reshape(-1, 3)


def _sizes(part: Part, rows: Ints) -> Ints:
    before = np.where(rows > 0, part.ends[rows - 1], -1)
    return part.ends[rows] - before - 1


def _tail_as_part(state: _IndexState) -> Part:
    """The newest rows as a part of keys alone."""
    keys = [row_key for _, row_key in state.tail.values()]
    return build(list(state.tail), ["" for _ in keys], keys, _NONE)


def _containing_in_tail(state: _IndexState, key: str) -> Containing:
    part = _tail_as_part(state)
    rows, edges = rows_with(part, key)
    return Containing(part.ids[rows], _sizes(part, rows), edges)
