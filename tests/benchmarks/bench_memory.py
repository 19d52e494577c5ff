"""Compare fuzzy matching with alternatives, on one corpus and the same queries.

    python tests/benchmarks/bench_memory.py CORPUS [--size N] [--queries N] [--thresholds 50 70 85]

CORPUS is the folder that make_corpus.py wrote: tm.tsv (English, Chinese, tag on each line) and
queries_en.txt, queries_zh.txt. Compared are

    index     Termbase.fuzzy_matches through the whole stack: units read from the database,
              rescored, best five; the same with the compiled kernel and with numpy alone, query
              by query in turns, in the thread's own time and by the clock (--kernels: only these)
    all       the same with every hit, of which recall is measured
    scan      rapidfuzz over all segments whose length is in the window, tokenized beforehand:
              exhaustive, and so the reference for recall
    stages    of the same query, in the thread's own time: `narrow`, the scan of the index; `read`,
              the units from the database; `score`, of their texts; `answer`, all of it and what is
              left. First in an index that has answered others since (as it is asked), and then
              the best of three (--stages: only these, for each limit)
    many      `--many` units that all reach the threshold, and limits of them
    beside    queries by the clock while another process imports `--imported` units, and after it
              (--beside: only these)
    fts5      SQLite FTS5 with its trigram tokenizer, the 50 best by bm25, tokenized and rescored;
              it takes seconds for each query, so it gets fewer (--fts)

The database of N units and its index are made in a temporary folder, or kept in `--work`. What
storing and indexing takes is told in processor time and by the clock, and as the peak of this
process's memory, which only grows: `--build` ends there, so that with `--work` a second run tells
what answering takes of it.
"""

from __future__ import annotations

import argparse
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from glossary import Termbase
from glossary.lookup import memory
from glossary.model import TranslationUnit, Variant
from glossary.store.fuzzy import scan
from glossary.store.fuzzy.signature import need, window
from glossary.text.tokens import tokens

Search = Callable[[str, int], set[int]]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=100, help="in each language")
    parser.add_argument("--scans", type=int, help="queries that are compared (default: all)")
    parser.add_argument("--fts", type=int, default=20, help="of these, how many FTS5 is asked")
    parser.add_argument("--thresholds", type=int, nargs="+", default=[50, 70, 85])
    parser.add_argument("--work", type=Path)
    parser.add_argument("--build", action="store_true", help="store and index only")
    parser.add_argument("--kernels", action="store_true", help="compare the kernels only")
    parser.add_argument("--stages", action="store_true", help="print the stages only")
    parser.add_argument("--many", type=int, default=5_000, help="units that reach the threshold")
    parser.add_argument("--beside", action="store_true", help="print queries beside an import only")
    parser.add_argument("--imported", type=int, default=200_000, help="units of that import")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = options.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        database = work / f"memory-{options.size}.db"
        fill(database, options.corpus, options.size)
        with Termbase.open(database) as termbase:
            report_build(termbase, database, options.size)
            if options.build:
                return
            if options.beside:
                return report_beside(termbase, database, options)
            report_stages(termbase, options)
            report_many(options.many)
            if options.stages:
                return
            report_kernels(termbase, options)
            if options.kernels:
                return
            for language in ("zh", "en"):
                compare(termbase, language, options)
            report_additions(termbase)
            report_beside(termbase, database, options)
        report_start(database)


# ---------------------------------------------------------------- the corpus


def units(corpus: Path, size: int) -> Iterator[TranslationUnit]:
    """`size` units; a smaller corpus is repeated, each time with texts a word longer."""
    count, turn = 0, 0
    while count < size:
        with (corpus / "tm.tsv").open(encoding="utf-8") as lines:
            for line in lines:
                if count == size:
                    return
                count += 1
                en, zh, tag = line.rstrip("\n").split("\t")
                if turn:
                    en, zh = f"{en} copy {turn}", f"{zh}本{turn}"
                yield TranslationUnit(
                    Variant(tag, zh), Variant("en", en), "tm.tsv", "bench", "2026-01-01T00:00:00Z"
                )
        turn += 1


def fill(database: Path, corpus: Path, size: int) -> None:
    if database.exists():
        return
    started = Spent()
    with Termbase.open(database) as termbase:
        added = termbase.add_units(units(corpus, size))
    print(f"{added:,} units stored in {started}", flush=True)


class Spent:
    """The time since it was made, and the peak of memory until it is printed."""

    def __init__(self) -> None:
        self._own, self._clock = time.process_time(), time.perf_counter()

    def __str__(self) -> str:
        own, clock = time.process_time() - self._own, time.perf_counter() - self._clock
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        return f"{own:.1f} s of the processor, {clock:.1f} s by the clock; {peak:.2f} GB at most"


def queries(corpus: Path, language: str, count: int) -> list[str]:
    """Queries: half are held-out real segments, half edited ones."""
    lines = (corpus / f"queries_{language}.txt").read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if tokens(line)]
    return random.Random(1).sample(lines, min(count, len(lines)))


# ---------------------------------------------------------------- what is compared


class Scan:
    """Every segment whose length is in the window, by rapidfuzz. Each token is a distinct character
    here, so that results do not depend on the codes of the index."""

    def __init__(self, segments: list[tuple[int, str]]) -> None:
        started = time.perf_counter()
        self.characters: dict[str, str] = {}
        self.by_length: dict[int, tuple[list[int], list[str]]] = {}
        for unit_id, text in segments:
            row = self.row(text)
            ids, rows = self.by_length.setdefault(len(row), ([], []))
            ids.append(unit_id)
            rows.append(row)
        self.build = time.perf_counter() - started

    def row(self, text: str) -> str:
        known = self.characters
        return "".join([known.setdefault(t, chr(0xE000 + len(known))) for t in tokens(text)])

    def search(self, query: str, threshold: int) -> set[int]:
        wanted = self.row(query)
        low, high = window(len(wanted), threshold)
        found: set[int] = set()
        for n in range(low, high + 1):
            if n in self.by_length:
                ids, rows = self.by_length[n]
                most = max(len(wanted), n) - need(len(wanted), n, threshold)
                hits = process.extract(
                    wanted, rows, scorer=Levenshtein.distance, score_cutoff=most, limit=None
                )
                found.update(ids[at] for _, _, at in hits)
        return found


class Trigrams:
    """SQLite's trigram index: the 50 best, rescored."""

    def __init__(self, segments: list[tuple[int, str]], path: Path) -> None:
        started = time.perf_counter()
        path.unlink(missing_ok=True)
        self.path, self.db = path, sqlite3.connect(path)
        self.db.execute("CREATE VIRTUAL TABLE t USING fts5(text, tokenize = 'trigram')")
        self.db.executemany("INSERT INTO t (rowid, text) VALUES (?, ?)", segments)
        self.db.commit()
        self.build = time.perf_counter() - started

    def search(self, query: str, threshold: int) -> set[int]:
        grams = {query[i : i + 3] for i in range(len(query) - 2)}
        if not grams:
            return set()
        match = " OR ".join('"' + gram.replace('"', '""') + '"' for gram in sorted(grams))
        sql = "SELECT rowid, text FROM t WHERE t MATCH ? ORDER BY rank LIMIT 50"
        wanted, found = tokens(query), set()
        for unit_id, text in self.db.execute(sql, (match,)):
            stored = tokens(text)
            size = max(len(wanted), len(stored))
            kept = size - Levenshtein.distance(wanted, stored)
            if 100 * kept >= threshold * size:
                found.add(unit_id)
        return found


def compare(termbase: Termbase, language: str, options: argparse.Namespace) -> None:
    segments = list(termbase.store.segments(language))
    asked = queries(options.corpus, language, options.queries)
    scanned = Scan(segments)
    with tempfile.TemporaryDirectory() as folder:
        trigrams = Trigrams(segments, Path(folder) / "fts5.db")
        size = trigrams.path.stat().st_size
        print(
            f"\n{language}: scan tokenised in {scanned.build:.1f} s; fts5 built in "
            f"{trigrams.build:.1f} s, {size / 1e6:.0f} MB"
        )
        del segments
        print(
            f"{'':3}{'T':>4} {'':8}{'recall':>9}{'hits':>9}{'p50 ms':>10}{'p95 ms':>10}"
            f"{'x scan':>8}"
        )
        searches: dict[str, Search] = {
            "scan": scanned.search,
            "index": lambda q, t: found(termbase, q, language, t, 5),
            "all": lambda q, t: found(termbase, q, language, t, None),
            "fts5": trigrams.search,
        }
        for threshold in options.thresholds:
            compare_at(searches, asked[: options.scans], language, threshold, options.fts)


def found(
    termbase: Termbase, query: str, language: str, threshold: int, limit: int | None
) -> set[int]:
    return {hit.unit.id or 0 for hit in termbase.fuzzy_matches(query, language, threshold, limit)}


def compare_at(
    searches: dict[str, Search], asked: list[str], language: str, threshold: int, fts: int
) -> None:
    truth: list[set[int]] = []
    plain = 0.0
    for name, search in searches.items():
        answers, times = [], []
        for query in asked[:fts] if name == "fts5" else asked:
            started = time.perf_counter()
            answers.append(search(query, threshold))
            times.append((time.perf_counter() - started) * 1000)
        times.sort()
        middle, late = statistics.median(times), times[int(len(times) * 0.95)]
        if name == "scan":
            truth, plain = answers, middle
        shown = (
            "" if name == "index" else f"{recall(answers, truth):.4f}"
        )  # it returns five at most
        print(
            f"{language:3}{threshold:>4} {name:8}{shown:>9}{sum(map(len, answers)):>9,}"
            f"{middle:>10.3f}{late:>10.3f}{plain / middle:>8.0f}",
            flush=True,
        )


def recall(answers: list[set[int]], truth: list[set[int]]) -> float:
    truth = truth[: len(answers)]
    wanted = sum(map(len, truth))
    got = sum(len(a & t) for a, t in zip(answers, truth, strict=True))
    return got / wanted if wanted else 1.0


# ---------------------------------------------------------------- where the time goes


class Stages:
    """Own milliseconds of the stages of a query, which its parts add up when they are called."""

    def __init__(self, termbase: Termbase) -> None:
        self.termbase, self.spent = termbase, dict.fromkeys(STAGES, 0.0)
        lookup = termbase._lookup
        self.timed(lookup.fuzzy_index, "best", "narrow")
        self.timed(lookup.fuzzy_index, "candidates", "narrow")
        self.timed(lookup._units, "units", "read")
        self.timed(memory._SoughtText, "_compare", "score")

    def timed(self, owner: Any, name: str, stage: str) -> None:
        plain = getattr(owner, name)

        def counted(*given: Any) -> Any:
            began = time.thread_time()
            try:
                return plain(*given)
            finally:
                self.spent[stage] += 1000 * (time.thread_time() - began)

        setattr(owner, name, counted)

    def of(self, query: str, language: str, threshold: int, limit: int | None) -> list[float]:
        self.spent = dict.fromkeys(STAGES, 0.0)
        began = time.thread_time()
        self.termbase.fuzzy_matches(query, language, threshold, limit)
        self.spent["answer"] = 1000 * (time.thread_time() - began)
        return list(self.spent.values())


STAGES = ("narrow", "read", "score", "answer")


def report_stages(termbase: Termbase, options: argparse.Namespace) -> None:
    scan.kernel.load()
    stages = Stages(termbase)
    print(f"\n{'':3}{'T':>4}{'limit':>7} {'':9}" + "".join(f"{n:>9}{'p95':>8}" for n in STAGES))
    for language in ("zh", "en"):
        asked = queries(options.corpus, language, options.queries)
        for threshold in options.thresholds:
            for limit in (5, 20):
                runs = [
                    [stages.of(query, language, threshold, limit) for _ in range(4)]
                    for query in asked
                ]
                shown = f"{language:3}{threshold:>4}{limit:>7}"
                print_stages(f"{shown} as asked ", [run[0] for run in runs])
                best = [[min(times) for times in zip(*run[1:], strict=True)] for run in runs]
                print_stages(f"{shown} best of 3", best)


def print_stages(name: str, rows: list[list[float]]) -> None:
    both = map(middle_and_late, zip(*rows, strict=True))
    print(name + "".join(f"{middle:>9.3f}{late:>8.3f}" for middle, late in both), flush=True)


def report_many(count: int) -> None:
    """Own milliseconds where more and more units reach the threshold."""
    print(f"\n{'reach it':>12}{'limit':>7}{'p50 ms':>9}{'p95 ms':>9}")
    for size in (count // 10, count, 2 * count):
        texts = [f"這是第{number}句話，說的是安全困境。" for number in range(size)]
        with tempfile.TemporaryDirectory() as folder, Termbase.open(Path(folder) / "m") as opened:
            with opened.store.transaction():
                sides = [(Variant("zh", text), Variant("en", text)) for text in texts]
                opened.store.put_units([TranslationUnit(*pair) for pair in sides], None)
            for limit in (5, 20, 100, None):
                times = [own_time(opened, text, limit) for text in texts[: 100 if limit else 5]]
                middle, late = middle_and_late(tuple(times[1:]))
                print(f"{size:>12,}{limit or 'all':>7}{middle:>9.3f}{late:>9.3f}", flush=True)


def own_time(termbase: Termbase, query: str, limit: int | None) -> float:
    began = time.thread_time()
    termbase.fuzzy_matches(query, "zh", 70, limit)
    return 1000 * (time.thread_time() - began)


# ---------------------------------------------------------------- compiled, or numpy alone


def report_kernels(termbase: Termbase, options: argparse.Namespace) -> None:
    """Measure the gain of the compiled kernel; both variants are called in turns, since machines
    vary from one minute to the next."""
    compiled, plain = scan.Kernel(), scan.Kernel(wanted=False)
    compiled.load()
    print(
        f"{'':3}{'T':>4}{'':12}{'p50 ms':>9}{'p95 ms':>9}{'ratio':>7}{'ratio95':>8}"
        "   the same by the clock"
    )
    for language in ("zh", "en"):
        asked = queries(options.corpus, language, options.queries)
        for threshold in options.thresholds:
            times = in_turns(termbase, asked, language, threshold, (compiled, plain))
            for name, timed in zip(("compiled", "numpy"), times, strict=True):
                shown = "  ".join(
                    f"{middle:>9.2f}{late:>9.2f}{middle / base:>7.2f}{late / last:>8.2f}"
                    for (middle, late), (base, last) in zip(
                        map(middle_and_late, zip(*timed, strict=True)),
                        map(middle_and_late, zip(*times[0], strict=True)),
                        strict=True,
                    )
                )
                print(f"{language:3}{threshold:>4} {name:11}{shown}", flush=True)


def in_turns(
    termbase: Termbase,
    asked: list[str],
    language: str,
    threshold: int,
    kernels: tuple[scan.Kernel, ...],
) -> list[list[tuple[float, float]]]:
    """(own, clock) milliseconds of each query, for each kernel; their results must agree."""
    times: list[list[tuple[float, float]]] = [[] for _ in kernels]
    kept = scan.kernel
    for query in asked:
        answers = []
        for kernel, timed in zip(kernels, times, strict=True):
            scan.kernel = kernel
            own, clock = time.thread_time(), time.perf_counter()
            answers.append(found(termbase, query, language, threshold, 5))
            ends = time.thread_time(), time.perf_counter()
            timed.append((1000 * (ends[0] - own), 1000 * (ends[1] - clock)))
        assert answers[0] == answers[1], query
    scan.kernel = kept
    return times


def middle_and_late(times: tuple[float, ...]) -> tuple[float, float]:
    """The median and the 95th percentile."""
    return statistics.median(times), sorted(times)[int(len(times) * 0.95)]


# ---------------------------------------------------------------- build, additions, start


def report_build(termbase: Termbase, database: Path, size: int) -> None:
    folder = database.with_name(database.name + ".memory")
    fresh = not folder.exists()
    started = Spent()
    for language, text in (("zh", "安全"), ("en", "security")):
        termbase.fuzzy_matches(text, language)
    spent = str(started)
    kept = sum(path.stat().st_size for path in folder.iterdir())
    print(
        f"index, both languages: {'built' if fresh else 'opened'} in {spent}, "
        f"{kept / 1e6:.0f} MB ({kept / size:.0f} bytes a unit); database "
        f"{database.stat().st_size / 1e6:.0f} MB",
        flush=True,
    )


def report_additions(termbase: Termbase, count: int = 2000) -> None:
    """The cost of an addition beyond the database, until a query has seen it."""

    def add(numbers: range) -> None:
        units = [
            TranslationUnit(Variant("zh", f"新增的第{n}句話{time.time()}"), Variant("en", f"{n}"))
            for n in numbers
        ]
        with termbase.store.transaction():
            termbase.store.put_units(units, None)

    def ask() -> float:
        started = time.perf_counter()
        termbase.fuzzy_matches("新增的句話", "zh", 100)
        return (time.perf_counter() - started) * 1000

    singly, plain = [], []
    for number in range(count):
        add(range(number, number + 1))
        singly.append(ask())
        plain.append(ask())
    beyond = statistics.median(singly) - statistics.median(plain)
    add(range(count))
    together = (ask() - statistics.median(plain)) / count
    print(
        f"\naddition, beyond the database: {beyond:.4f} ms each where a query follows each, "
        f"{together:.4f} ms each of {count:,} at once"
    )


def import_copies(database: Path, corpus: Path, size: int) -> None:
    """Import so many units, whose texts are those of the corpus and a moment's."""
    moment = time.time_ns()
    copies = (
        replace(
            unit,
            zh=replace(unit.zh, text=f"{unit.zh.text}{moment}"),
            en=replace(unit.en, text=f"{unit.en.text} {moment}"),
        )
        for unit in units(corpus, size)
    )
    with Termbase.open(database) as termbase:
        termbase.add_units(copies)


def report_beside(termbase: Termbase, database: Path, options: argparse.Namespace) -> None:
    """What queries take beside an import of another process, and until two seconds after it: the
    first that sees it waits until its units are in the index."""
    asked = cycle(queries(options.corpus, "zh", options.queries))
    termbase.fuzzy_matches(next(asked), "zh", 70)
    given = (database, options.corpus, options.imported)
    importing = get_context("spawn").Process(target=import_copies, args=given)
    importing.start()
    times, after = [], 0.0
    while importing.is_alive() or time.perf_counter() < after:
        if importing.is_alive():
            after = time.perf_counter() + 2
        started = time.perf_counter()
        termbase.fuzzy_matches(next(asked), "zh", 70)
        times.append((time.perf_counter() - started) * 1000)
        time.sleep(0.02)  # as fifty people ask
    middle, late = middle_and_late(tuple(times))
    print(
        f"\nbeside an import of {options.imported:,} units, {len(times):,} queries: "
        f"p50 {middle:.2f} ms, p95 {late:.2f} ms, longest {max(times):,.0f} ms"
    )


def report_start(database: Path) -> None:
    program = (
        "import sys, time; s = time.perf_counter();"
        "from glossary import Termbase; t = Termbase.open(sys.argv[1]);"
        "t.fuzzy_matches('安全困境', 'zh'); a = time.perf_counter() - s;"
        "s = time.perf_counter(); t.fuzzy_matches('安全困境', 'zh');"
        "print(f'{a:.2f} s to the first answer, {time.perf_counter() - s:.2f} s the second')"
    )
    for name, code in (("python -c pass", "pass"), ("start", program)):
        started = time.perf_counter()
        out = subprocess.run(
            [sys.executable, "-c", code, str(database)], capture_output=True, text=True, check=True
        ).stdout
        print(f"{name}: {time.perf_counter() - started:.2f} s in all; {out.strip()}")


if __name__ == "__main__":
    main()
