"""Recognition at scale: python tests/benchmarks/bench_recognition.py [--terms 100000]

Generates Chinese and English terms (fixed seed), and sentences of which some contain terms; prints
the time of building the recognizer, of recognising a sentence, and of applying a change, beside a
plain search for every term in the same run.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time

from glossary.lookup.recognition.recognizer import Recognizer, TermbaseRecognizer
from glossary.store.base import TermRow
from glossary.text.lattice import dictionary


class Terms:
    """A substitute for a store: terms in memory, with a number that grows with every change."""

    def __init__(self, rows: list[TermRow]) -> None:
        self.rows = {row.concept_id: row for row in rows}
        self.changes: list[str] = []

    def put(self, row: TermRow) -> None:
        self.rows[row.concept_id] = row
        self.changes.append(row.concept_id)

    def term_rows(self, language: str | None = None) -> list[TermRow]:
        return list(self.rows.values())

    def term_rows_of(self, concept_ids: object) -> list[TermRow]:
        return [self.rows[id_] for id_ in concept_ids]  # type: ignore[attr-defined]

    def terms_version(self) -> tuple[str, int]:
        return "bench", len(self.changes)

    def concepts_changed_since(self, change: int) -> list[str]:
        return list(dict.fromkeys(self.changes[change:]))


def invented(count: int, random_: random.Random) -> list[TermRow]:
    words = [w for w, cost in dictionary().words() if len(w) == 2 and cost < 13]
    syllables = "tra con pre ver lo mi sta ne gra ti po lu ca den ro si ma fe".split()
    english = ["".join(random_.choices(syllables, k=3)) for _ in range(count // 8)]
    rows = []
    for number in range(count):
        if number % 2:
            text = "".join(random_.choices(words, k=_length(random_)))
            rows.append(TermRow(number, f"c{number}", "zh-Hans-CN", "zh", text, "preferred", ""))
        else:
            text = " ".join(random_.choices(english, k=_length(random_)))
            rows.append(TermRow(number, f"c{number}", "en", "en", text, "preferred", ""))
    return rows


def _length(random_: random.Random) -> int:
    """The number of words of a term; one in seven has one."""
    return random_.choices((1, 2, 3, 4), (15, 50, 25, 10))[0]


def sentences(rows: list[TermRow], language: str, count: int, random_: random.Random) -> list[str]:
    """Sentences of forty characters or twenty words, with three terms in each."""
    texts = [row.text for row in rows if row.language == language]
    found = []
    for _ in range(count):
        terms = random_.sample(texts, 3)
        if language == "zh":
            found.append("在" + "的".join(terms) + "，" + "我们将继续推动有关各方加强对话与合作。")
        else:
            found.append(
                "The " + " and the ".join(terms) + " were discussed by all the parties at once."
            )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--terms", type=int, default=100_000)
    arguments = parser.parse_args()
    random_ = random.Random(2)
    started = time.perf_counter()
    dictionary()
    print(f"dictionary: {time.perf_counter() - started:.2f} s")
    rows = invented(arguments.terms, random_)
    started = time.perf_counter()
    recognizer = Recognizer(rows)
    print(f"built with {len(rows)} terms: {time.perf_counter() - started:.2f} s")
    for language in ("zh", "en"):
        _sentences(recognizer, rows, language, random_)
    _changes(rows)


def _sentences(
    recognizer: Recognizer, rows: list[TermRow], language: str, random_: random.Random
) -> None:
    asked = sentences(rows, language, 1_000, random_)
    times = []
    for text in asked:
        started = time.perf_counter()
        recognizer.recognize(text, language)
        times.append((time.perf_counter() - started) * 1e3)
    times.sort()
    texts = [row.text for row in rows if row.language == language]
    started = time.perf_counter()
    for text in asked[:3]:
        _ = [term for term in texts if term in text]
    plain = (time.perf_counter() - started) / 3 * 1e3
    print(
        f"{language}: p50 {statistics.median(times):.3f} ms, p95 {times[949]:.3f} ms a sentence; "
        f"plain substring search {plain:.1f} ms"
    )


def _changes(rows: list[TermRow]) -> None:
    store = Terms(rows)
    recognizer = TermbaseRecognizer(store)
    recognizer.recognize("测试", "zh")
    waits = []
    for number in range(400):  # enough to start a new automaton in the background
        store.put(TermRow(10**6 + number, f"n{number}", "zh", "zh", f"测试新词{number}", "", ""))
        started = time.perf_counter()
        hits = recognizer.recognize(f"这是测试新词{number}。", "zh")
        waits.append((time.perf_counter() - started) * 1e3)
        assert any(hit.concept_id == f"n{number}" for hit in hits)
    waits.sort()
    print(
        f"a request just after a change: p50 {statistics.median(waits):.2f} ms, "
        f"p95 {waits[379]:.2f} ms, worst {waits[-1]:.1f} ms"
    )


if __name__ == "__main__":
    main()
