"""What it costs to store units and to index them, by stages, and what queries wait meanwhile.

    python tests/benchmarks/bench_feeding.py CORPUS.tsv [--units 200000] [--beside CHECKOUT]
        [--turns 2] [--queries]

CORPUS.tsv has two segments on each line, English and Chinese, as `glossary import` takes them.
Printed are microseconds of processor time a unit, which a busy machine disturbs less than the
clock, the least of all turns: of an import in one step, of `put_units` in one transaction, and of
the index of each language. With another checkout of this repository beside it, both are run in
turns, and the ratio of the two is printed, and whether the parts of the index are the same bytes.

Then half of the units are in a termbase, and the others are imported by another process, while
this one asks for matches all the time: how long queries took before, meanwhile and after. What a
query waits for is the index of what it asks for, once, after the import has become visible.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

from glossary import Termbase
from glossary.exchange.reading import numbered_units
from glossary.model import TranslationUnit
from glossary.operations.importing import import_file
from glossary.operations.options import FileImport
from glossary.store.fuzzy import index
from glossary.store.fuzzy.files import IndexFolder
from glossary.store.sqlite.session import SqliteSession
from glossary.store.tables import staging, units

AT = "2026-01-01T00:00:00Z"
ROOT = Path(__file__).parents[2]
Costs = dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--units", type=int, default=200_000)
    parser.add_argument("--beside", type=Path, help="another checkout, measured in turns with this")
    parser.add_argument("--turns", type=int, default=2)
    parser.add_argument("--stages", action="store_true", help="print them as JSON, and no more")
    parser.add_argument("--queries", action="store_true", help="only what queries wait")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if options.stages:
            print(json.dumps(stages(folder, shortened(folder, options.corpus, options.units))))
            return
        if not options.queries:
            compare(options)
        report_queries(folder, options.corpus, options.units)


def shortened(folder: Path, corpus: Path, count: int, first: int = 0) -> Path:
    """A file of so many lines of the corpus, from one on."""
    path = folder / f"{first}-{count}.tsv"
    with corpus.open("rb") as lines, path.open("wb") as out:
        out.writelines(islice(lines, first, first + count))
    return path


# ---------------------------------------------------------------- stages


def compare(options: argparse.Namespace) -> None:
    """Run each checkout in a process of its own, in turns."""
    checkouts = {"here": ROOT} | ({"beside": options.beside} if options.beside else {})
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in checkouts}
    for _ in range(options.turns):
        for name, checkout in checkouts.items():
            runs[name].append(child(checkout, options))
    digests = {name: each[0].pop("digest") for name, each in runs.items()}
    print(f"{'':26}" + "".join(f"{name:>10}" for name in checkouts) + "   us of processor a unit")
    for stage in runs["here"][0]:
        least = [min(run[stage] for run in each) for each in runs.values()]
        ratio = f"{least[0] / least[1]:8.2f} x" if len(least) > 1 and least[1] else ""
        print(f"{stage:26}" + "".join(f"{cost:10.2f}" for cost in least) + ratio, flush=True)
    print("digest of the index:", ", ".join(f"{name} {d}" for name, d in digests.items()))


def child(checkout: Path, options: argparse.Namespace) -> dict[str, Any]:
    command = [sys.executable, __file__, str(options.corpus), "--stages"]
    done = subprocess.run(
        [*command, "--units", str(options.units)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(checkout)},
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


class Meter:
    """Seconds of processor time inside of functions, by name."""

    def __init__(self) -> None:
        self.spent: Costs = {}
        self._stack = ExitStack()

    def watch(self, owner: Any, name: str, stage: str) -> None:
        if not (function := getattr(owner, name, None)):
            return  # another checkout has it not

        def timed(*arguments: Any, **named: Any) -> Any:
            began = time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                self.spent[stage] = self.spent.get(stage, 0) + time.process_time() - began

        self._stack.enter_context(patch.object(owner, name, timed))

    def run(self, work: Callable[[], object]) -> float:
        began = time.process_time()
        with self._stack:
            work()
        return time.process_time() - began


def stages(folder: Path, file: Path) -> dict[str, Any]:
    with file.open("rb") as lines:
        count = sum(1 for _ in lines)
    costs: Costs = {}
    with Termbase.open(folder / "imported.db") as termbase:
        termbase.store.counts()  # the file is made
        costs |= of_import(termbase, file)
    with Termbase.open(folder / "memory.db") as termbase:
        termbase.store.counts()
        costs |= of_putting(termbase, file)
        for language in ("zh", "en"):
            costs |= of_index(termbase, language)
    return {stage: 1e6 * cost / count for stage, cost in costs.items()} | {
        "digest": digest(folder / "memory.db.memory")
    }


def read(file: Path) -> Iterator[TranslationUnit]:
    with file.open("rb") as source:
        for _, unit in numbered_units(source, file.name):
            yield unit


def of_import(termbase: Termbase, file: Path) -> Costs:
    reading = Meter().run(lambda: sum(1 for _ in read(file)))
    meter = Meter()
    meter.watch(SqliteSession, "put_rows", "import: writing beside")
    meter.watch(staging.TableStaging, "_apply_units", "import: taking over")
    meter.watch(SqliteSession, "_control", "import: transactions")
    meter.watch(staging.TableStaging, "close", "import: clearing")
    asked = FileImport(file, by="bench", holds="units")
    with file.open("rb") as source:
        whole = meter.run(lambda: import_file(termbase.store, source, asked, AT))
    rest = whole - reading - sum(meter.spent.values())
    return (
        {"import: reading": reading, "import: values of rows": rest}
        | meter.spent
        | {"IMPORT": whole}
    )


def of_putting(termbase: Termbase, file: Path) -> Costs:
    reading = Meter().run(lambda: sum(1 for _ in read(file)))
    meter = Meter()
    meter.watch(units, "unit_values", "put_units: values of rows")
    meter.watch(SqliteSession, "run_many", "put_units: rows")
    meter.watch(SqliteSession, "_control", "put_units: transaction")

    def put() -> None:
        with termbase.store.transaction():
            termbase.store.put_units(read(file), None)

    whole = meter.run(put) - reading
    return meter.spent | {"PUT_UNITS": whole}


def of_index(termbase: Termbase, language: str) -> Costs:
    reading = Meter().run(lambda: sum(1 for _ in termbase.store.segments(language)))
    meter = Meter()
    for name in ("codes_and_keys", "token_arrays"):
        meter.watch(index, name, f"index {language}: codes and keys")
    for name in ("build", "build_of_arrays"):
        meter.watch(index, name, f"index {language}: parts")
    meter.watch(IndexFolder, "write", f"index {language}: writing")
    fuzzy = index.FuzzyIndex(termbase.store)
    whole = meter.run(lambda: fuzzy.refresh(language))
    return {f"index {language}: reading": reading} | meter.spent | {f"INDEX {language}": whole}


def digest(folder: Path) -> str:
    """Of the parts of both languages."""
    parts = sorted(folder.glob("*.part"), key=lambda path: path.name[:2])
    return hashlib.sha256(b"".join(path.read_bytes() for path in parts)).hexdigest()[:16]


# ---------------------------------------------------------------- queries meanwhile


def report_queries(folder: Path, corpus: Path, count: int) -> None:
    """Ask without a pause while another process imports, and until all has been found."""
    database = folder / "asked.db"
    first, second = shortened(folder, corpus, count), shortened(folder, corpus, count, count)
    with Termbase.open(database) as termbase:
        with first.open("rb") as source:
            import_file(termbase.store, source, FileImport(first, by="bench", holds="units"), AT)
        texts = [unit.zh.text for unit in islice(read(first), 0, None, max(1, count // 500))]
        termbase.warm_up()
        before = [ask(termbase, text) for text in texts]
        began = time.perf_counter()
        command = [sys.executable, "-m", "glossary", "--db", str(database), "import", "--quiet"]
        with subprocess.Popen([*command, "--holds", "units", str(second)]) as importing:
            meanwhile = []
            while importing.poll() is None:
                meanwhile.append(ask(termbase, texts[len(meanwhile) % len(texts)]))
            seconds = time.perf_counter() - began
        meanwhile.append(ask(termbase, texts[0]))  # if none came after it was visible
        after = [ask(termbase, text) for text in texts]
        total = termbase.store.counts()["units"]
    print(f"\n{total:,} units, of which half were imported in {seconds:.1f} s meanwhile")
    print(f"{'milliseconds of queries':34}{'p50':>10}{'p95':>10}{'longest':>10}")
    for name, times in (("before", before), ("meanwhile", meanwhile), ("after", after)):
        for how, column in zip(("clock", "processor"), zip(*times, strict=True), strict=True):
            middle, late = statistics.median(column), sorted(column)[int(len(column) * 0.95)]
            what = f"{name}, {len(column):,}, {how}"
            print(f"{what:34}{middle:10.2f}{late:10.2f}{max(column):10.2f}", flush=True)


def ask(termbase: Termbase, text: str) -> tuple[float, float]:
    """Milliseconds by the clock, and of this thread's processor time."""
    clock, own = time.perf_counter(), time.thread_time()
    termbase.fuzzy_matches(text, "zh", 70)
    return 1000 * (time.perf_counter() - clock), 1000 * (time.thread_time() - own)


if __name__ == "__main__":
    main()
