"""Measure the constants of the store: python tests/benchmarks/bench_store_numbers.py [NAME...]

Each chosen constant is set to half and to double, and the work that it affects is timed beside the
same with its own value: CPU time, the best of a few runs in turn. Data are generated, with a fixed
seed, in a temporary folder.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from glossary.lookup.search.search import search
from glossary.model import ConceptEntry, LanguageSection, TermSection, TranslationUnit, Variant
from glossary.store.fuzzy import files, index, part, plain, scan, signature, substrings
from glossary.store.fuzzy.index import FuzzyIndex
from glossary.store.fuzzy.query import ScanQuery
from glossary.store.sqlite import connection, term_index
from glossary.store.sqlite import session as sqlite_session
from glossary.store.sqlite.store import SqliteStore
from glossary.store.tables import session, staging, units
from glossary.text import token_arrays
from glossary.text.tokens import codes_and_keys, codes_of, search_key, tokens

AT = "2026-01-01T00:00:00Z"
CONCEPTS, UNITS = 10_000, 60_000
RUNS = 3
_HAN = "安全困境戰略威慑合作國際關係政策經濟貿易制度組織軍事外交防衛科技發展協定聯盟區域"
_WORDS = "the state shall not use force against small neighbour trade pact region order".split()
_serial = count()


def concepts(number: int) -> list[ConceptEntry]:
    chance = random.Random(1)
    return [
        ConceptEntry(
            f"c{n}",
            (
                LanguageSection("en", (TermSection(" ".join(chance.choices(_WORDS, k=3))),)),
                LanguageSection("zh-Hant", (TermSection("".join(chance.choices(_HAN, k=4))),)),
            ),
        )
        for n in range(number)
    ]


def translation_units(number: int) -> list[TranslationUnit]:
    chance = random.Random(2)
    return [
        TranslationUnit(
            Variant("zh-Hant", "".join(chance.choices(_HAN, k=chance.randint(4, 30)))),
            Variant("en", f"{' '.join(chance.choices(_WORDS, k=chance.randint(3, 20)))} {n}"),
        )
        for n in range(number)
    ]


class Bench:
    """A database with all kinds of data, and the kinds of work that the constants affect."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.entries = folder, concepts(CONCEPTS)
        self.units = translation_units(UNITS)
        self.store = self.fresh()
        with self.store.transaction():
            step = self.store.new_step("import", "bench", AT)
            self.store.put_concepts(self.entries, step)
            self.store.put_units(self.units, step)
        self.index = FuzzyIndex(self.store)
        for language in ("zh", "en"):
            self.index.refresh(language)
        self.texts = [unit.zh.text for unit in self.units[::200]]

    def fresh(self) -> SqliteStore:
        return SqliteStore(self.folder / f"{next(_serial)}.db")

    def put_concepts(self) -> None:
        store = self.fresh()
        with store.transaction():
            store.put_concepts(self.entries[:3000], store.new_step("import", "bench", AT))
        store.close()

    def put_units(self) -> None:
        store = self.fresh()
        with store.transaction():
            store.put_units(self.units[:30_000], None)
        store.close()

    def import_large(self) -> None:
        store = self.fresh()
        with store.staging() as staged:
            staged.put_concepts(self.entries[:4000])
            staged.write()
            with store.transaction():
                staged.apply(store.new_step("import", "bench", AT))
        store.close()

    def stream(self) -> None:
        for _ in range(3):
            sum(1 for _ in self.store.segments("zh"))

    def search(self) -> None:
        for word in _WORDS:
            search(self.store, word)
            search(self.store, f"{word} trade")

    def build(self) -> None:
        index._LanguageIndex(self.store, "zh", None).current()

    def follow(self) -> None:
        """A memory that grows by a few units at a time and is queried each time."""
        store = self.fresh()
        following = FuzzyIndex(store)
        for at in range(0, 9_000, 60):
            with store.transaction():
                store.put_units(self.units[at : at + 60], None)
            following.candidates(codes_of(tokens(self.units[at].zh.text)), "zh", 70)
        store.close()

    def fuzzy(self) -> None:
        for text in self.texts[:150]:
            self.index.candidates(codes_of(tokens(text)), "zh", 70)

    def concordance(self) -> None:
        for text in self.texts[:150]:
            self.index.containing(search_key(text[:2]), "zh")

    def open_index(self) -> None:
        for _ in range(20):
            FuzzyIndex(self.store).refresh("zh")


class Number(NamedTuple):
    """A constant by its module and name, and the work that it affects."""

    module: Any
    name: str
    work: Callable[[Bench], None]


NUMBERS = (
    Number(session, "BATCH", Bench.put_concepts),
    Number(sqlite_session, "STREAM_ROWS", Bench.stream),
    Number(staging, "CHUNK", Bench.import_large),
    Number(connection, "CACHE_KB", Bench.import_large),
    Number(term_index, "_MOST", Bench.search),
    Number(units, "UNIT_BATCH", Bench.put_units),
    Number(index, "TAIL_ROWS", Bench.follow),
    Number(index, "MEMORY_ROWS", Bench.follow),
    Number(index, "GROWTH", Bench.follow),
    Number(index, "BATCH", Bench.follow),
    Number(index, "BUILD_ROWS", Bench.build),
    Number(token_arrays, "_AT_ONCE", Bench.build),
    Number(part, "_ROWS_AT_ONCE", Bench.build),
    Number(scan, "_CAPACITY", Bench.fuzzy),
    Number(plain, "_ROWS_AT_ONCE", Bench.fuzzy),
    Number(substrings, "_BYTES_AT_ONCE", Bench.concordance),
    Number(substrings, "_SAMPLE", Bench.concordance),
    Number(files, "_CHECK_BYTES", Bench.open_index),
)


def signatures() -> None:
    """The cost of signatures of other widths, and how many rows a query has left with them."""
    found = translation_units(UNITS)
    for name in ("SHORT", "TOKENS_A_STEP"):
        chosen = getattr(signature, name)
        for value in (chosen, chosen // 2, chosen * 2):
            setattr(signature, name, value)
            for language, texts in (
                ("zh", [unit.zh.text for unit in found]),
                ("en", [unit.en.text for unit in found]),
            ):
                size, left = _left_over(texts)
                print(
                    f"signature.{name:14} {value:3} {language}  {size:5.1f} bytes a row   "
                    f"{left:8.1f} rows left a query"
                )
        setattr(signature, name, chosen)


def _left_over(texts: list[str]) -> tuple[float, float]:
    """(bytes of signature per row, rows that a query has left)."""
    codes, keys = codes_and_keys(texts)
    rows = part.build(list(range(1, len(texts) + 1)), codes, keys, np.empty(0, np.int64))
    asked = [ScanQuery(codes_of(tokens(text)), 70) for text in texts[::300]]
    left = 0
    for query in asked:
        first = int(rows.lengths.searchsorted(query.low))
        for group in range(first, int(rows.lengths.searchsorted(query.high, side="right"))):
            size = int(rows.directory[group][0])
            needed = signature.need(query.size, size, query.threshold)
            left += len(plain.survivors(rows, query, group, needed))
    return rows.signatures.nbytes / len(texts), left / len(asked)


def spent(number: Number, bench: Bench, value: int) -> float:
    """CPU seconds of the work with the constant set to that value."""
    before = getattr(number.module, number.name)
    setattr(number.module, number.name, value)
    try:
        started = time.process_time()
        number.work(bench)
        return time.process_time() - started
    finally:
        setattr(number.module, number.name, before)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="those alone, as session.BATCH or signatures")
    asked = parser.parse_args().names
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        for number in NUMBERS:
            name = f"{number.module.__name__.rsplit('.', 1)[-1]}.{number.name}"
            if asked and name not in asked:
                continue
            chosen = getattr(number.module, number.name)
            values = (chosen, chosen // 2, chosen * 2)
            number.work(bench)  # warm up
            runs = [[spent(number, bench, value) for value in values] for _ in range(RUNS)]
            best, half, double = map(min, zip(*runs, strict=True))
            print(
                f"{name:28} {chosen:7} {number.work.__name__:14} {best * 1e3:8.1f} ms   "
                f"half {half / best:5.2f}   double {double / best:5.2f}",
                flush=True,
            )
        bench.store.close()
    if not asked or "signatures" in asked:
        signatures()


if __name__ == "__main__":
    main()
