"""Speed of what the overview and the list of documents count, over a large termbase.

    python tests/benchmarks/bench_overview.py [--concepts 100000] [--units 500000]

Every line gives the wall time and the processor time (which a busy machine disturbs less).
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from glossary.model import (
    ConceptEntry,
    Document,
    Evidence,
    LanguageSection,
    Proposal,
    TermSection,
    TranslationUnit,
    Variant,
)
from glossary.store.base import ConceptFilter
from glossary.termbase import Termbase

AT = "2026-03-01T08:00:00Z"
FORMS = (
    ("zh-Hant-TW",),
    ("zh-Hant-TW", "zh-Hans-CN"),
    ("zh-Hant",),
    ("zh-Hans",),
    ("zh-Hant-TW", "zh-Hans-CN", "zh-Hant-HK"),
)
STEPS, DOCUMENTS = 20, 200


def entries(numbers: range) -> Iterator[ConceptEntry]:
    for n in numbers:
        english = LanguageSection("en", (TermSection(f"term {n}", "preferred"), TermSection("t")))
        tags = FORMS[n % len(FORMS)]
        chinese = (LanguageSection(tag, (TermSection(f"詞{n}", "preferred"),)) for tag in tags)
        yield ConceptEntry(f"c{n}", (english, *chinese), subject=f"field {n % 40}")


def units(numbers: range) -> Iterator[TranslationUnit]:
    return (TranslationUnit(Variant("zh", f"第{n}句"), Variant("en", f"s {n}")) for n in numbers)


def proposals(documents: list[Document], count: int) -> Iterator[Proposal]:
    chance = random.Random(1)
    for n in range(count):
        source = documents[n % len(documents)]
        spans = (n, n + 2), (n, n + 3)
        found = Evidence(source.name, source.sha256, "句", "s", *spans, 1, "parallel", 0.5)
        yield Proposal(f"詞{n}", f"w {n}", "term", "parallel", chance.random(), (found,))


def filled(termbase: Termbase, concepts: int, segments: int) -> None:
    store = termbase.store
    for k in range(STEPS):
        with store.transaction():
            step = store.new_step("import", "ada", f"2026-01-{k + 1:02}T08:00:00Z")
            store.put_concepts(
                entries(range(k * concepts // STEPS, (k + 1) * concepts // STEPS)), step
            )
            store.put_units(units(range(k * segments // STEPS, (k + 1) * segments // STEPS)), step)
    documents = [Document(f"{n}.md", f"{n:064x}", f"第{n}篇" * 500, ()) for n in range(DOCUMENTS)]
    with store.transaction():
        for document in documents:
            store.put_document(document, AT)
        store.propose(proposals(documents, concepts), "", AT)


def timed(name: str, run: Callable[[], object]) -> None:
    wall, processor = time.perf_counter(), time.process_time()
    run()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    print(f"{name:<34} {wall:7.2f} s wall {processor:7.2f} s processor", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--concepts", type=int, default=100_000)
    parser.add_argument("--units", type=int, default=500_000)
    given = parser.parse_args()
    gaps = ConceptFilter(missing="zh-Hant-HK")
    with (
        tempfile.TemporaryDirectory() as folder,
        Termbase.open(Path(folder) / "terms.db") as termbase,
    ):
        filled(termbase, given.concepts, given.units)
        timed("subjects, statuses, regions", termbase.store.entry_counts)
        timed("what waits", termbase.store.waiting_counts)
        timed("growth", termbase.store.made_counts)
        timed("the overview", termbase.overview)
        timed("the gaps of a region, counted", lambda: termbase.count_concepts(gaps))
        timed("20 documents", lambda: termbase.documents(limit=20))


if __name__ == "__main__":
    main()
