"""Impact at scale: python tests/benchmarks/bench_impact.py [--entries 20000] [--units 100000]

Fills a termbase with generated entries, each with a definition, and a memory whose sentences have
some of their terms (fixed seed); prints the time of finding what uses an entry, for rare and
frequent terms, beside recognising every unit in the same run.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path

from glossary.model import ConceptEntry, LanguageSection, TermSection, TranslationUnit, Variant
from glossary.termbase import Termbase
from glossary.text.lattice import dictionary


def words(count: int) -> list[str]:
    return [w for w, cost in dictionary().words() if len(w) == 2 and cost < 13][:count]


def entries(count: int, drawn: random.Random) -> list[ConceptEntry]:
    chinese, made = words(4_000), []
    for number in range(count):
        zh, en = "".join(drawn.choices(chinese, k=2)), f"term{number // 100} kind{number % 100}"
        sections = (
            LanguageSection("en", (TermSection(en),), definition=f"What term{number} is."),
            LanguageSection("zh-Hans", (TermSection(zh),)),
        )
        made.append(ConceptEntry(f"c{number}", sections))
    return made


def units(count: int, known: list[ConceptEntry], drawn: random.Random) -> list[TranslationUnit]:
    made = []
    for number in range(count):
        used = known[int(len(known) * drawn.random() ** 3)]
        zh, en = (used.terms(language)[0][1].text for language in ("zh", "en"))
        source = Variant("zh-Hans", f"第{number}句说到{zh}，也说到别的事情。")
        target = Variant("en", f"Sentence {number} is about {en} and about other things.")
        made.append(TranslationUnit(source, target, "bench"))
    return made


def fill(termbase: Termbase, count: int, sentences: int) -> None:
    drawn = random.Random(7)
    known = entries(count, drawn)
    store = termbase.store
    with store.transaction():
        store.put_concepts(known, store.new_step("bench", "", "2026-01-01T00:00:00Z"))
    termbase.add_units(units(sentences, known, drawn))


def timed(termbase: Termbase, concept_id: str) -> tuple[float, int]:
    start = time.perf_counter()
    found = termbase.impact(concept_id)
    return time.perf_counter() - start, found.counts["unit"]


def whole(termbase: Termbase, sample: int) -> float:
    """Seconds a unit, where both sides are recognised."""
    some = [unit for unit, _ in zip(termbase.store.all_units(), range(sample), strict=False)]
    start = time.perf_counter()
    for unit in some:
        termbase.recognize(unit.zh.text, "zh")
        termbase.recognize(unit.en.text, "en")
    return (time.perf_counter() - start) / len(some)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=20_000)
    parser.add_argument("--units", type=int, default=100_000)
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        Termbase.open(Path(folder) / "bench.db") as termbase,
    ):
        fill(termbase, asked.entries, asked.units)
        first, count = timed(termbase, "c0")
        print(f"first, with the indexes built: {first:.2f} s, {count} units")
        for number in (0, 1, asked.entries // 2, asked.entries - 1):
            took, count = timed(termbase, f"c{number}")
            print(f"c{number}: {took:.2f} s, {count} of {asked.units} units")
        each = whole(termbase, 2_000)
        print(f"recognising all units would take {each * asked.units:.1f} s")


if __name__ == "__main__":
    main()
