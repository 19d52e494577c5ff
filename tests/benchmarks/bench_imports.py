"""Measure imports: python tests/benchmarks/bench_imports.py [--modules N] [--compare FILE]

Each command runs in a new process, over the curated concepts, under `python -X importtime`. Printed
are, for each package, how many modules the process holds at its end and the milliseconds that
loading them takes by itself, and the sum over all. A module imported by its name as a string
(`import_module`) is counted, but Python does not time it. `--save FILE` saves the figures,
`--compare FILE` prints saved ones beside them. `--modules N` lists the N slowest modules.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
_MARK = "loaded at exit:"
_LISTING = f"""
import atexit, sys
atexit.register(lambda: print("{_MARK}", *sys.modules, file=sys.stderr))
from glossary.cli import main
main()
"""
GLOSSARY = [sys.executable, "-X", "importtime", "-c", _LISTING]
_LINE = re.compile(r"import time: +(\d+) \| +\d+ \| +(\S+)")
_SECONDS_OF_SERVICE = 20  # until the server must have said that it is ready


class Loaded(NamedTuple):
    """Modules of a package, and the milliseconds of loading them."""

    modules: int
    milliseconds: float


NOTHING = Loaded(0, 0.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--modules", type=int, default=0)
    parser.add_argument("--times", type=int, default=3, help="runs; the least time counts")
    parser.add_argument("--save", type=Path)
    parser.add_argument("--compare", type=Path)
    options = parser.parse_args()
    before = json.loads(options.compare.read_text()) if options.compare else {}
    kept: dict[str, dict[str, Loaded]] = {}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["GLOSSARY_DB"] = str(Path(folder) / "bench.db")
        for file in sorted((ROOT / "seeds/terms").glob("*.toml")):
            subprocess.run([*_plain(), "import", str(file)], check=True, stdout=subprocess.DEVNULL)
        for name, command in commands().items():
            runs = [loaded(command) for _ in range(options.times)]
            modules = {m: min(run.get(m, 1e9) for run in runs) for m in runs[0]}
            kept[name] = by_package(modules)
            then = {each: Loaded(*pair) for each, pair in before.get(name, {}).items()}
            show(name, kept[name], then)
            slowest = sorted(modules, key=lambda m: -modules[m])[: options.modules]
            for module in slowest:
                print(f"        {modules[module]:8.1f} ms  {module}")
    if options.save:
        options.save.write_text(json.dumps(kept))


def _plain() -> list[str]:
    return [sys.executable, "-m", "glossary.cli"]


def commands() -> dict[str, list[str]]:
    documents = sorted((ROOT / "seeds/documents").iterdir(), key=lambda path: path.stat().st_size)
    document, short = documents[-1], documents[0]
    return {
        "--help": ["--help"],
        "search 小院高墙": ["search", "小院高墙"],
        "search securty dilema": ["search", "securty dilema"],
        f"recognize {short.name}": ["recognize", str(short)],
        "memory 兩國陷入安全困境": ["memory", "兩國陷入安全困境。"],
        f"mine {document.name} --dry-run": ["mine", str(document), "--dry-run"],
        "serve": ["serve", "--port", "0"],
    }


def loaded(command: list[str]) -> dict[str, float]:
    """Milliseconds of each module by itself, in all processes that the command starts."""
    with subprocess.Popen(
        [*GLOSSARY, *command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    ) as child:
        said = _served(child) if command[0] == "serve" else child.communicate()[1]
    assert child.returncode in (0, -signal.SIGTERM, 130, 143), said[-2000:]
    at_exit = next(line for line in said.splitlines() if line.startswith(_MARK))
    timed: dict[str, float] = {}
    for own, module in _LINE.findall(said):
        timed.setdefault(module, int(own) / 1000)
    return {module: timed.get(module, 0.0) for module in at_exit.removeprefix(_MARK).split()}


def _served(child: subprocess.Popen[str]) -> str:
    """What a server prints until it is ready; then it is ended."""
    try:
        return child.communicate(timeout=_SECONDS_OF_SERVICE)[1]
    except subprocess.TimeoutExpired:
        child.send_signal(signal.SIGTERM)
        return child.communicate()[1]


def by_package(modules: dict[str, float]) -> dict[str, Loaded]:
    found: dict[str, list[float]] = defaultdict(list)
    for module, milliseconds in modules.items():
        package = module.split(".")[0]
        found["standard library" if package in sys.stdlib_module_names else package].append(
            milliseconds
        )
    return {package: Loaded(len(times), round(sum(times), 1)) for package, times in found.items()}


def show(name: str, now: dict[str, Loaded], then: dict[str, Loaded]) -> None:
    heads = f"{'before':>11}{'ms':>9}" if then else ""
    print(f"\nglossary {name}\n    {'package':28}{'modules':>8}{'ms':>9}{heads}")
    packages = sorted({*now, *then}, key=lambda each: -now.get(each, NOTHING).milliseconds)
    for package in packages:
        beside = f"   {_figures(then.get(package, NOTHING))}" if then else ""
        print(f"    {package:28}{_figures(now.get(package, NOTHING))}{beside}")
    beside = f"   {_figures(_sum(then))}" if then else ""
    print(f"    {'all':28}{_figures(_sum(now))}{beside}")


def _figures(loaded: Loaded) -> str:
    return f"{loaded.modules:>8}{loaded.milliseconds:>9.1f}"


def _sum(packages: dict[str, Loaded]) -> Loaded:
    each = packages.values()
    return Loaded(sum(one.modules for one in each), sum(one.milliseconds for one in each))


if __name__ == "__main__":
    main()
