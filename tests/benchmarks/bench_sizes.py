"""What a termbase takes: disk for its entries, units and index, and memory where it is served.

    python tests/benchmarks/bench_sizes.py [--entries 10000] [--units 100000]

Prints a line for each part: bytes in all and for each entry or unit, and processor seconds to make
it; then the memory of a server that has loaded it, in megabytes.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench_http import SYLLABLES, WORDS, sentences

from api.server.numbers import resident_bytes
from glossary.termbase import Termbase


def size(path: Path) -> int:
    """Bytes of a file, or of all files in a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def part(name: str, count: int, make: Callable[[], int]) -> None:
    began = time.process_time()
    made = make()
    seconds = time.process_time() - began
    row = {"part": name, "count": count, "bytes": made, "bytes_each": round(made / count)}
    print(json.dumps(row | {"cpu_seconds": round(seconds, 1)}), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--units", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        table, database = Path(folder, "terms.csv"), Path(folder, "terms.db")
        rows = (
            f"{WORDS[n % len(WORDS)]} {n},{SYLLABLES[n % 40]}{n}\n" for n in range(options.entries)
        )
        table.write_text("en,zh\n" + "".join(rows), encoding="utf-8")

        with Termbase.open(database) as termbase:

            def entries() -> int:
                termbase.read(table)
                termbase.backup(Path(folder, "entries.db"))
                return size(Path(folder, "entries.db"))

            def units() -> int:
                termbase.add_units(sentences(options.units))
                termbase.backup(Path(folder, "units.db"))
                return size(Path(folder, "units.db")) - size(Path(folder, "entries.db"))

            def index() -> int:
                termbase.warm_up()
                termbase.fuzzy_matches("安全政策")
                return size(Path(f"{database}.memory"))

            part("entries", options.entries, entries)
            part("units", options.units, units)
            part("index", options.units, index)
            print(json.dumps({"memory_mb": (resident_bytes(os.getpid()) or 0) // 2**20}))


if __name__ == "__main__":
    main()
