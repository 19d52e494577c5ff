"""Search at scale: python tests/benchmarks/bench_search.py [--concepts 100000] [--queries 300]

Makes a termbase of generated two- to four-word concepts (English and Chinese, fixed seed) in a
temporary folder; prints the time of adding them, of the index alone, and of look-ups in the
process, beside a plain scan of all terms with rapidfuzz in the same run.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from rapidfuzz import process

from glossary.lookup.search.search import search
from glossary.model import ConceptEntry, LanguageSection, TermSection
from glossary.store.sqlite import term_index
from glossary.store.sqlite.store import SqliteStore
from glossary.text.pinyin import spellings

SYLLABLES = (
    "tra con pre ver lo mi sta ne gra ti po lu ca den ro si ma fe bu ko ra ste lin do".split()
)
CHARACTERS = (
    "的一是國際關係安全政策經濟貿易制度組織軍事外交防衛科技發展合作協定聯盟區域戰略核武談判"
)
CHARACTERS += (
    "資訊網路能源環境法律人權主義理論機構委員會議條約海洋航空太空晶片資料演算金融投資市場供應"
)


def concepts(count: int, random_: random.Random) -> Iterator[ConceptEntry]:
    """Generated concepts; common words recur as in a real termbase (Zipf)."""
    vocabulary = [
        "".join(random_.choices(SYLLABLES, k=random_.randint(2, 4))) for _ in range(count // 4)
    ]
    weights = [1 / (rank + 5) for rank in range(len(vocabulary))]
    cumulated = [sum(weights[:1])]
    for weight in weights[1:]:
        cumulated.append(cumulated[-1] + weight)
    for number in range(count):
        words = random_.choices(vocabulary, cum_weights=cumulated, k=random_.randint(1, 4))
        zh = "".join(random_.choices(CHARACTERS, k=random_.randint(2, 7)))
        yield ConceptEntry(
            f"c{number}",
            (
                LanguageSection("en", (TermSection(" ".join(words), "preferred"),)),
                LanguageSection("zh-Hant-TW", (TermSection(zh, "preferred"),)),
            ),
            subject="security",
        )


def queries(
    entries: list[ConceptEntry], count: int, random_: random.Random
) -> list[tuple[str, str]]:
    """(kind, query), with the kinds in turn."""

    def typo(text: str) -> str:
        at = random_.randrange(len(text) - 1)
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]

    kinds: dict[str, Callable[[str, str], str]] = {
        "English": lambda en, zh: en,
        "Chinese": lambda en, zh: zh,
        "prefix": lambda en, zh: en[: max(4, len(en) * 2 // 3)],
        "misspelt": lambda en, zh: typo(en),
        "wrong character": lambda en, zh: zh[:1] + "猫" + zh[2:],
        "pinyin": lambda en, zh: " ".join(spellings(zh)[0]),
        "initials": lambda en, zh: "".join(s[0] for s in spellings(zh)[0]),
        "two characters": lambda en, zh: zh[:2],
        "one word": lambda en, zh: en.split()[0],
    }
    found = []
    for number in range(count):
        kind = list(kinds)[number % len(kinds)]
        entry = random_.choice(entries)
        en, zh = (section.terms[0].text for section in entry.languages)
        found.append((kind, kinds[kind](en, zh)))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--concepts", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=450)
    arguments = parser.parse_args()
    random_ = random.Random(1)
    entries = list(concepts(arguments.concepts, random_))
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "bench.db")
        started = time.perf_counter()
        with store.transaction():
            step = store.new_step("import", "bench", "2026-01-01T00:00:00Z")
            for entry in entries:
                store.put_concept(entry, step)
        print(f"import of {len(entries)} concepts: {time.perf_counter() - started:.1f} s")
        _index_alone(store)
        asked = queries(entries, arguments.queries, random_)
        _look_ups(store, asked)
        _scan(store, asked[:20])
        store.close()


def _index_alone(store: SqliteStore) -> None:
    rows = list(store.term_rows())
    with store.transaction():
        term_index.remove(store.db, [row.id for row in rows[:20_000]])
        started = time.perf_counter()
        term_index.add(store.db, rows[:20_000])
        spent = time.perf_counter() - started
    print(f"index alone: {spent / min(20_000, len(rows)) * 1e6:.0f} µs a term")


def _look_ups(store: SqliteStore, asked: list[tuple[str, str]]) -> None:
    search(store, asked[0][1])
    times: dict[str, list[float]] = {}
    for kind, query in asked:
        started = time.perf_counter()
        search(store, query)
        times.setdefault(kind, []).append((time.perf_counter() - started) * 1e3)
    times["all"] = [spent for each in times.values() for spent in each]
    for kind, spent in times.items():
        p95 = sorted(spent)[int(len(spent) * 0.95)]
        print(f"{kind:18} p50 {statistics.median(spent):7.2f} ms   p95 {p95:7.2f} ms")


def _scan(store: SqliteStore, asked: list[tuple[str, str]]) -> None:
    texts = [row.text for row in store.term_rows()]
    started = time.perf_counter()
    for _, query in asked:
        process.extract(query, texts, limit=20)
    spent = (time.perf_counter() - started) / len(asked) * 1e3
    print(f"for comparison, rapidfuzz over all {len(texts)} terms: {spent:.1f} ms")


if __name__ == "__main__":
    main()
