"""Large changes beside users: how long anybody waits, and whether anything is lost.

    python tests/benchmarks/bench_writers.py [--rows 100000] [--writers 20]

A table of `--rows` entries is imported, imported again with every definition changed, and both are
undone; then as many translation units are imported and undone. Meanwhile `--writers` processes add
an entry every tenth of a second, and two look terms up, half of them without success. Printed for
each kind of work: its seconds; the number of writes and look-ups, the median, and the longest wait,
also as a ratio to the longest without a large change; and what was acknowledged but is missing at
the end, which must be nothing.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import tempfile
import time
from collections.abc import Callable, Iterable
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path
from statistics import median

from glossary.termbase import Termbase

ENGLISH = (
    "crisis stability deterrence mutual escalation ladder alliance entrapment abandonment security "
    "dilemma arms control hedge posture second strike"
).split()
CHINESE = (
    "危機穩定嚇阻相互升高階梯同盟牽連拋棄安全困境軍備管制避險態勢第二擊戰略模糊清晰南海仁愛礁菲律賓"
)
PAUSE = 0.1
Waits = list[tuple[float, float]]  # (start, seconds)


def make_table(path: Path, rows: int, definition: str) -> Path:
    rng = random.Random(1)
    with path.open("w", encoding="utf-8") as file:
        file.write("concept_id,subject,en,zh,zh_tag,en_definition\n")
        for n in range(rows):
            en, zh = " ".join(rng.choices(ENGLISH, k=3)), "".join(rng.choices(CHINESE, k=6))
            file.write(f"c{n},theory,{en} {n},{zh},zh-Hant-TW,{definition} of {en}\n")
    return path


def make_units(path: Path, rows: int) -> Path:
    rng = random.Random(2)
    with path.open("w", encoding="utf-8") as file:
        for n in range(rows):
            en, zh = " ".join(rng.choices(ENGLISH, k=9)), "".join(rng.choices(CHINESE, k=20))
            file.write(f"The {en} {n}.\t第{n}句{zh}。\tzh-Hant-TW\n")
    return path


def write(database: Path, number: int, stop: Event, told: Queue) -> None:
    """Add entries until told to stop; reports what was acknowledged, and how long each took."""
    added, waits = [], Waits()
    with Termbase.open(database) as termbase:
        while not stop.is_set():
            began = time.monotonic()
            name = f"writer {number} entry {len(added)}"
            added.append(termbase.add(f"寫者{number}第{len(added)}條", name, new=True).id)
            waits.append((began, time.monotonic() - began))
            time.sleep(random.random() * 2 * PAUSE)
    told.put(("write", added, waits))


def look_up(database: Path, number: int, stop: Event, told: Queue) -> None:
    waits = Waits()
    with Termbase.open(database) as termbase:
        while not stop.is_set():
            began = time.monotonic()
            termbase.search("crisis stability" if len(waits) % 2 else f"zzyzx {number}")
            waits.append((began, time.monotonic() - began))
            time.sleep(PAUSE / 5)
    told.put(("look up", [], waits))


def undo(termbase: Termbase, file: Path) -> None:
    """Undo the import of a file, whatever others have changed since."""
    step = next(step for step in termbase.steps("import") if step.summary == file.name)
    termbase.undo(step_id=step.id)


def works(database: Path, folder: Path, rows: int) -> Iterable[tuple[str, Callable[[], object]]]:
    """The large changes, in order, with their names."""
    terms, changed = (make_table(folder / f"{word}.csv", rows, word) for word in ("one", "two"))
    units = make_units(folder / "units.tsv", rows)
    termbase = Termbase.open(database)
    yield "nothing", lambda: time.sleep(5)
    yield "import", lambda: termbase.read(terms)
    yield "import, all changed", lambda: termbase.read(changed)
    yield "undo of the second", lambda: undo(termbase, changed)
    yield "undo of the first", lambda: undo(termbase, terms)
    yield "import of units", lambda: termbase.read(units, holds="units")
    yield "undo of the units", lambda: undo(termbase, units)
    termbase.close()


def longest(waits: Waits, start: float, end: float) -> tuple[int, float, float]:
    """(number, median, longest) of the waits that overlap with the time from start to end."""
    during = [seconds for began, seconds in waits if began < end and began + seconds > start]
    return len(during), median(during), max(during)


def bench(folder: Path, rows: int, writers: int) -> None:
    database = folder / "terms.db"
    with Termbase.open(database) as termbase:
        termbase.add("安全困境", "security dilemma")
    context = multiprocessing.get_context("spawn")
    stop, told = context.Event(), context.Queue()
    people = [context.Process(target=write, args=(database, n, stop, told)) for n in range(writers)]
    people += [context.Process(target=look_up, args=(database, n, stop, told)) for n in range(2)]
    for person in people:
        person.start()
    time.sleep(5)
    spans = []
    for name, work in works(database, folder, rows):
        start = time.monotonic()
        work()
        spans.append((name, start, time.monotonic()))
    stop.set()
    tales = [told.get() for _ in people]
    for person in people:
        person.join()
    show(spans, tales)
    added = [name for _, names, _ in tales for name in names]
    with Termbase.open(database) as termbase:
        lost = len(added) - len(termbase.concepts_by_id(added))
        whole = termbase.stats()
    print(
        f"acknowledged {len(added)}, lost {lost}; {whole['concepts']} entries, "
        f"{whole['units']} units"
    )
    assert not lost and whole["concepts"] == len(added) + 1 and not whole["units"]


def show(spans: list[tuple[str, float, float]], tales: list) -> None:
    alone: dict[str, float] = {}
    for name, start, end in spans:
        print(f"{name}: {end - start:.1f} s")
        for kind in ("write", "look up"):
            waits = [wait for told, _, some in tales if told == kind for wait in some]
            count, middle, most = longest(waits, start, end)
            alone.setdefault(kind, most)
            print(
                f"  {kind:8} {count:6} times, median {middle * 1000:6.1f} ms, longest "
                f"{most:5.2f} s, {most / alone[kind]:5.1f} of that beside nothing"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--writers", type=int, default=20)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench(Path(folder), asked.rows, asked.writers)


if __name__ == "__main__":
    main()
