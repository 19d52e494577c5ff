"""Speed of storing entries and translation units, compared with the minimum in SQLite.

    python tests/benchmarks/bench_store.py [--concepts 100000] [--units 1000000]

Every line gives the wall time and the processor time (which a busy machine disturbs less), the rate
by processor time, and its ratio to plain `sqlite3.executemany` of the same rows into tables with
the same keys, in the same kind of transaction.
"""

from __future__ import annotations

import argparse
import hashlib
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from glossary.model import (
    ConceptEntry,
    Context,
    LanguageSection,
    TermSection,
    TranslationUnit,
    Variant,
)
from glossary.store.sqlite import term_index
from glossary.store.sqlite.store import SqliteStore
from glossary.store.tables.rows import dumps

AT = "2026-01-01T00:00:00Z"
ZH = "電磁波頻譜管理與國際合作的長期目標及其在區域安全中的意義以供各方參考討論"
EN = "spectrum management and the long aims of shared work in the safety of a region".split()


def entries(count: int) -> Iterator[ConceptEntry]:
    """Distinct entries in two languages with a context each."""
    for n in range(count):
        zh, en = f"{ZH[n % 30 : n % 30 + 4]}{n}", f"{EN[n % 14]} {EN[n * 7 % 14]} {n}"
        yield ConceptEntry(
            f"concept-{n:07}",
            (
                _section("en", en, f"They spoke of {en} again."),
                _section("zh-Hant", zh, f"他們又談到了{zh}。"),
            ),
            subject="policy",
            definition=f"Made for a measurement: number {n}.",
            created_at=AT,
        )


def _section(tag: str, term: str, context: str) -> LanguageSection:
    section = TermSection(term, "preferred", "noun", contexts=(Context(context, "bench"),))
    return LanguageSection(tag, (section,))


def units(count: int) -> Iterator[TranslationUnit]:
    """Distinct translation units of a sentence each."""
    for n in range(count):
        zh = f"第{n}次會議討論{ZH[n % 20 : n % 20 + 12]}。"
        en = f"Meeting {n} discussed {' '.join(EN[n % 5 : n % 5 + 8])}."
        yield TranslationUnit(Variant("zh-Hant", zh), Variant("en", en), "bench.tmx", "ada", AT)


class Spent(NamedTuple):
    """Seconds of wall time, and of processor time of this process."""

    clock: float
    processor: float

    def less(self, other: Spent) -> Spent:
        return Spent(self.clock - other.clock, self.processor - other.processor)


def timed(work: Callable[[], object]) -> Spent:
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return Spent(time.perf_counter() - clock, time.process_time() - processor)


def report(what: str, count: int, spent: Spent, beside: Spent | None = None) -> None:
    ratio = f"  {spent.processor / beside.processor:4.1f} x plain sqlite3" if beside else ""
    print(
        f"{what:42} {spent.clock:8.3f} s  cpu {spent.processor:8.3f} s "
        f"{count / spent.processor:10,.0f} a second{ratio}",
        flush=True,
    )


# ---------------------------------------------------------------- beside it


def plain(path: Path, tables: dict[str, tuple[str, Iterable[tuple[object, ...]]]]) -> None:
    """The minimum: each table's rows by executemany in one durable transaction."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA cache_size = -16000")
    connection.execute("BEGIN IMMEDIATE")
    for name, (columns, rows) in tables.items():
        connection.execute(f"CREATE TABLE {name} ({columns})")
        marks = ",".join("?" * (columns.count(",") + 1))
        connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
    connection.execute("COMMIT")
    connection.close()


def plain_units(path: Path, values: Iterable[TranslationUnit]) -> None:
    rows = [
        (
            n,
            u.zh.text,
            u.en.text,
            "zh-Hant",
            "en",
            u.document,
            "ada",
            AT,
            hashlib.blake2b(f"{u.zh.text}\0{u.en.text}".encode(), digest_size=16).digest(),
        )
        for n, u in enumerate(values)
    ]
    columns = "id INTEGER PRIMARY KEY, zh, en, zh_tag, en_tag, document, by, at, hash BLOB UNIQUE"
    plain(path, {"unit": (columns, rows)})


def plain_entries(path: Path, values: list[ConceptEntry]) -> None:
    bodies = [(entry.id, dumps(entry)) for entry in values]
    terms = [(e.id, s.tag, s.terms[0].text) for e in values for s in e.languages]
    plain(
        path,
        {
            "concept": ("id TEXT PRIMARY KEY, body", bodies),
            "term": ("concept_id, tag, text", terms),
        },
    )


# ---------------------------------------------------------------- the store


def bench_entries(folder: Path, count: int) -> None:
    values = list(entries(count))
    beside = timed(lambda: plain_entries(folder / "plain.db", values))
    report("plain sqlite3: entries as JSON, and terms", count, beside)
    with patch.object(term_index, "add"), patch.object(term_index, "remove"):
        store = SqliteStore(folder / "entries.db")
        report("entries with history, no term index", count, _put(store, values), beside)
        report("the same entries again", count, _put(store, values), beside)
        store.close()
    store = SqliteStore(folder / "indexed.db")
    report("entries with history and term index", count, _put(store, values), beside)
    ids = [entry.id for entry in values[:: max(1, count // 2000)]]
    twenty = [ids[n : n + 20] for n in range(0, len(ids), 20)]
    spent = timed(lambda: [store.concepts_by_id(batch) for batch in twenty])
    each = Spent(*(seconds / len(twenty) for seconds in spent))
    report("read and decode 20 entries", 20, each)
    report("stream all entries", count, timed(lambda: sum(1 for _ in store.concepts())))
    store.close()


def _put(store: SqliteStore, values: Iterable[ConceptEntry]) -> Spent:
    def work() -> None:
        with store.transaction():
            store.put_concepts(values, store.new_step("import", "bench", AT))

    return timed(work)


def bench_units(folder: Path, count: int) -> None:
    making = timed(lambda: sum(1 for _ in units(count)))
    beside = timed(lambda: plain_units(folder / "plain_units.db", units(count))).less(making)
    report("plain sqlite3: hashed units", count, beside)
    store = SqliteStore(folder / "units.db")
    spent = _put_units(store, units(count)).less(making)
    report("units, all new", count, spent, beside)
    spent = _put_units(store, units(count)).less(making)
    report("units, all known", count, spent, beside)
    report("stream all segments", count, timed(lambda: sum(1 for _ in store.segments("zh"))))
    some = list(islice(store.step_units(1), min(count, 100_000)))

    def delete() -> None:
        with store.transaction():
            store.delete_units(some)

    report("delete units", len(some), timed(delete))
    store.close()


def _put_units(store: SqliteStore, values: Iterable[TranslationUnit]) -> Spent:
    def work() -> None:
        with store.transaction():
            store.put_units(values, store.new_step("import", "bench", AT))

    return timed(work)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--concepts", type=int, default=100_000)
    parser.add_argument("--units", type=int, default=1_000_000)
    arguments = parser.parse_args()
    print(f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}")
    with tempfile.TemporaryDirectory() as folder:
        bench_entries(Path(folder), arguments.concepts)
        bench_units(Path(folder), arguments.units)


if __name__ == "__main__":
    main()
