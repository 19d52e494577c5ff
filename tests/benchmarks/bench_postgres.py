"""Single acts and imports in PostgreSQL beside those in a file, by turns in one run.

    python tests/benchmarks/bench_postgres.py [--acts 200] [--units 50000] [--entries 5000]

The server is one of the tests' own, on this machine, and syncs as servers do. Printed are the
messages that an act sends; the median and the 95th percentile of its wall time in both stores, and
of the processor time of this program; then the rates at which units and entries are imported, by
wall and by processor time. The load of the machine stands at the top: compare within a run.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg

from glossary.store import open_store
from glossary.store.base import Store
from glossary.termbase import Termbase
from tests.benchmarks.bench_store import AT, entries
from tests.benchmarks.bench_store import units as sentences
from tests.postgres.cluster import cluster

Act = Callable[[Termbase, int], object]
ACTS: dict[str, Act] = {
    "add": lambda termbase, n: termbase.add(f"術語第{n}種", f"term number {n}", by="ada"),
    "search": lambda termbase, n: termbase.search(f"term number {n}", remember=False),
    "sentence": lambda termbase, n: termbase.fuzzy_matches(
        f"第{n}次會議討論電磁波頻譜與國際合作。"
    ),
    "entry": lambda termbase, n: termbase.concept(f"term-number-{n}"),
}


def messages(termbase: Termbase, act: Act) -> int:
    """How many messages an act sends to the server, when it was done before."""
    sent: list[object] = []
    with patch.object(psycopg.Cursor, "execute", _noted(psycopg.Cursor.execute, sent)):
        act(termbase, 1_000_000)
    return len(sent)


def _noted(does: Callable[..., Any], sent: list[object]) -> Callable[..., Any]:
    def execute(cursor: Any, query: Any, *rest: Any, **more: Any) -> Any:
        sent.append(query)
        return does(cursor, query, *rest, **more)

    return execute


def timed(termbase: Termbase, act: Act, n: int) -> tuple[float, float]:
    """Milliseconds of wall and of processor time."""
    wall, own = time.perf_counter(), time.process_time()
    act(termbase, n)
    return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - own)


def shown(times: list[tuple[float, float]]) -> str:
    wall, own = ([each[place] for each in times] for place in (0, 1))
    tail = statistics.quantiles(wall, n=20)[-1]
    return f"{statistics.median(wall):7.2f} {tail:7.2f} {statistics.median(own):7.2f}"


def compare_acts(file: Termbase, server: Termbase, acts: int) -> None:
    print(f"{'milliseconds':12} {'file: p50, p95, own':>25} {'server: p50, p95, own':>25}  sent")
    for name, act in ACTS.items():
        times: dict[str, list[tuple[float, float]]] = {"file": [], "server": []}
        for n in range(acts + 10):
            for where, termbase in (("file", file), ("server", server)):
                took = timed(termbase, act, n)
                if n >= 10:  # the first ones open connections and prepare statements
                    times[where].append(took)
        ratio = statistics.median(t for t, _ in times["server"]) / statistics.median(
            t for t, _ in times["file"]
        )
        sent = messages(server, act)
        both = "   ".join(shown(each) for each in times.values())
        print(f"{name:12} {both} {sent:5}  ratio {ratio:.1f}", flush=True)


def compare_imports(stores: dict[str, Store], units: int, count: int) -> None:
    for name, store in stores.items():
        for what, number in (("units", units), ("entries", count)):
            wall, own = time.perf_counter(), time.process_time()
            with store.staging() as staging:
                if what == "units":
                    staging.put_units(sentences(number))
                else:
                    staging.put_concepts(entries(number))
                staging.write()
                with staging.applying("import", "ada", AT) as step:
                    held = time.perf_counter()
                    staging.apply(step)
                held = time.perf_counter() - held
            wall, own = time.perf_counter() - wall, time.process_time() - own
            print(
                f"{name:7} {number:7} {what:8} {number / wall:8.0f} a second wall, "
                f"{number / own:8.0f} of own processor time; others waited {held:.2f} s",
                flush=True,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--acts", type=int, default=200)
    parser.add_argument("--units", type=int, default=50_000)
    parser.add_argument("--entries", type=int, default=5_000)
    given = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}")
    with cluster() as server, tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        url, path = server.new_database(), Path(folder) / "terms.db"
        with Termbase.open(path) as file, Termbase.open(url) as shared:
            for termbase in (file, shared):
                termbase.add_units(sentences(5_000))
            compare_acts(file, shared, given.acts)
        other = f"{url}?schema=imported"
        with closing(open_store(path)) as first, closing(open_store(other)) as second:
            compare_imports({"file": first, "server": second}, given.units, given.entries)


if __name__ == "__main__":
    main()
