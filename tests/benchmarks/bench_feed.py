"""What the feed of changes costs those who write, and those who read it.

    python tests/benchmarks/bench_feed.py [--adds 500] [--entries 100000] [--units 300000]

Each kind of writing is done with the feed, and without its triggers and its statement at the end of
a transaction, in turns; printed are wall and processor time, and the ratio with to without. Pages
of the feed are read at the beginning, in the middle and at the end of what was written.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from glossary.model import ConceptEntry, LanguageSection, TermSection, TranslationUnit, Variant
from glossary.store.sqlite import change_log
from glossary.store.sqlite.store import SqliteStore
from glossary.termbase import Termbase

AT = "2026-01-01T00:00:00Z"


class Spent(NamedTuple):
    """Seconds."""

    clock: float
    processor: float


def timed(work: Callable[[], object]) -> Spent:
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return Spent(time.perf_counter() - clock, time.process_time() - processor)


@contextmanager
def without_feed(store: SqliteStore) -> Iterator[None]:
    """A store that writes nothing of the feed."""
    found = store.session.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    with store.transaction():
        for (name,) in found:
            store.session.run(f"DROP TRIGGER {name}")
    with patch.object(change_log, "number"):
        yield


def entries(count: int) -> Iterator[ConceptEntry]:
    for n in range(count):
        english = LanguageSection("en", (TermSection(f"spectrum {n} {n % 97}", "preferred"),))
        chinese = LanguageSection("zh-Hant", (TermSection(f"電磁波{n}頻譜", "preferred"),))
        yield ConceptEntry(f"concept-{n:07}", (english, chinese), subject="policy")


def units(count: int) -> Iterator[TranslationUnit]:
    for n in range(count):
        zh, en = f"第{n}次會議討論頻譜管理的長期目標。", f"Meeting {n} discussed the long aims."
        yield TranslationUnit(Variant("zh-Hant", zh), Variant("en", en), "bench.tmx", "ada", AT)


def add(store: SqliteStore, count: int) -> None:
    termbase = Termbase(store)
    for n in range(count):
        termbase.add(f"頻譜{n}", f"spectrum number {n}", new=True)


def import_entries(store: SqliteStore, count: int) -> None:
    with store.staging() as staged:
        staged.put_concepts(entries(count))
        staged.write()
        with store.transaction():
            staged.apply(store.new_step("import", "bench", AT))


def import_units(store: SqliteStore, count: int) -> None:
    with store.staging() as staged:
        staged.put_units(units(count))
        with store.transaction():
            staged.apply(store.new_step("import", "bench", AT))


def look_in_vain(store: SqliteStore, count: int) -> None:
    for n in range(count):
        with store.transaction():
            store.want(f"nothing {n}", "en", AT)


def compare(name: str, work: Callable[[SqliteStore], object], count: int, rounds: int) -> None:
    spent: dict[bool, list[Spent]] = {True: [], False: []}
    for turn in range(2 * rounds):
        has_feed = turn % 2 == 0
        with tempfile.TemporaryDirectory() as folder:
            store = SqliteStore(Path(folder) / "bench.db")
            store.counts()
            with nullcontext() if has_feed else without_feed(store):
                spent[has_feed].append(timed(lambda used=store: work(used)))  # type: ignore[misc]
            store.close()
    with_feed, without = (
        Spent(min(s.clock for s in found), min(s.processor for s in found))
        for found in (spent[True], spent[False])
    )
    print(
        f"{name:28} with {with_feed.clock:8.3f} s, cpu {with_feed.processor:8.3f} s; without "
        f"{without.clock:8.3f} s, cpu {without.processor:8.3f} s; cpu ratio "
        f"{with_feed.processor / without.processor:5.3f}; "
        f"{1e6 * (with_feed.processor - without.processor) / count:8.2f} µs each",
        flush=True,
    )


def read_pages(entry_count: int, unit_count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "bench.db")
        import_units(store, unit_count)
        import_entries(store, entry_count)
        add(store, 200)
        _, last = store.last_change()
        for where, after in (("beginning", 0), ("middle", last // 2), ("end", last - 100)):
            page = timed(lambda at=after: [store.changes(at) for _ in range(50)])  # type: ignore[misc]
            print(f"page of 100 at the {where:10} {1e3 * page.processor / 50:8.2f} ms cpu")
        tip = timed(lambda: [store.last_change() for _ in range(1000)])
        print(f"newest number of {last:,} {'':8} {1e3 * tip.processor:8.2f} µs cpu")
        whole = timed(lambda: _follow(store))
        print(f"all {last:,} by 1,000 {'':10} {whole.processor:8.2f} s cpu")
        store.close()


def _follow(store: SqliteStore) -> None:
    after = 0
    while (page := store.changes(after, limit=1_000)).changes:
        after = page.upto


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--adds", type=int, default=500)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--units", type=int, default=300_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    rounds = given.rounds
    compare("add, each a transaction", lambda s: add(s, given.adds), given.adds, rounds)
    compare("look-ups in vain", lambda s: look_in_vain(s, 1_000), 1_000, rounds)
    compare("import of entries", lambda s: import_entries(s, given.entries), given.entries, rounds)
    compare("import of units", lambda s: import_units(s, given.units), given.units, rounds)
    read_pages(given.entries, given.units)


if __name__ == "__main__":
    main()
