"""Time whole commands in new processes: seconds, memory, and the ratio to `python -c pass`.

    python tests/benchmarks/bench_commands.py [DOCUMENT]

DOCUMENT, by default the longest document of `seeds/`, is mined with --dry-run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
GLOSSARY = [sys.executable, "-m", "glossary.cli"]


def measure(command: list[str], times: int) -> tuple[float, float]:
    """(minimum wall seconds, maximum resident megabytes) of a command that is run `times` times."""
    seconds, megabytes = [], []
    for _ in range(times):
        start = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as child:
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        assert child.returncode == 0, command
        seconds.append(time.perf_counter() - start)
        megabytes.append(usage.ru_maxrss / 1024)
    return min(seconds), max(megabytes)


def main() -> None:
    longest = max((ROOT / "seeds/documents").iterdir(), key=lambda path: path.stat().st_size)
    document = sys.argv[1] if len(sys.argv) > 1 else str(longest)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["GLOSSARY_DB"] = str(Path(folder) / "bench.db")
        for file in sorted((ROOT / "seeds/terms").glob("*.toml")):
            subprocess.run([*GLOSSARY, "import", str(file)], check=True, stdout=subprocess.DEVNULL)
        rows = {
            "python -c pass": ([sys.executable, "-c", "pass"], 5),
            "glossary --help": ([*GLOSSARY, "--help"], 5),
            "glossary search 小院高墙": ([*GLOSSARY, "search", "小院高墙"], 5),
            'glossary search "securty dilema"': ([*GLOSSARY, "search", "securty dilema"], 5),
            f"glossary mine {Path(document).name}": ([*GLOSSARY, "mine", document, "--dry-run"], 2),
        }
        plain = 0.0
        for name, (command, times) in rows.items():
            seconds, megabytes = measure(command, times)
            plain = plain or seconds
            print(f"{seconds:8.3f} s {seconds / plain:8.1f} x {megabytes:8.0f} MB  {name}")


if __name__ == "__main__":
    main()
