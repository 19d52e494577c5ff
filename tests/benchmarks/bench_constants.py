"""Measure the effect of constants: python tests/benchmarks/bench_constants.py [MODULE.CONSTANT...]

Each is halved and doubled where its module assigns it, before anything is derived from it, and the
suites of look-ups, recognition and glosses are run again, each in its own process. Printed is how
many cases of the suites in PARTS fail with the original value, at half and at double. A tuple or
dictionary of numbers is scaled as a whole; an integer stays at least one. Without arguments,
CONSTANTS are measured. With `--tests PATH...` the tests there are run instead of the suites, and
their failures are counted.
"""

from __future__ import annotations

import argparse
import ast
import importlib.abc
import importlib.machinery
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType
from typing import Any

SEARCH, TEXT = "glossary.lookup.search", "glossary.text"
RECOGNITION = "glossary.lookup.recognition"
GLOSS = "glossary.mining.gloss"
PARTS = {
    "search": (SEARCH, TEXT),
    "recognition": (RECOGNITION, TEXT),
    "glosses": (GLOSS, "glossary.mining.knowledge"),
}
"""The suites, and the packages whose constants may affect their results."""
CONSTANTS = (
    f"{SEARCH}.query._TELLING",
    f"{SEARCH}.words._MOST",
    f"{SEARCH}.words._EDITS",
    f"{SEARCH}.score.LEAST",
    f"{SEARCH}.search.MOST",
    f"{SEARCH}.search._GOOD",
    f"{SEARCH}.search._ITSELF",
    f"{SEARCH}.search._SURE",
    f"{SEARCH}.search._IN_BOTH",
    f"{SEARCH}.search._IN_ONE",
    f"{SEARCH}.comparison._LEAST_SHARE",
    f"{SEARCH}.itself._MOST_LETTERS",
    f"{SEARCH}.latin._OF_QUERY",
    f"{SEARCH}.latin._OF_BOTH",
    f"{SEARCH}.latin._WITHIN",
    f"{SEARCH}.latin._FEWEST",
    f"{SEARCH}.sound._SIZES",
    f"{SEARCH}.wildcards._LONG",
    f"{RECOGNITION}.chinese._NEAR",
    f"{RECOGNITION}.chinese._INNER_NEAR",
    f"{RECOGNITION}.chinese._COMPOUND",
    f"{RECOGNITION}.chinese._NUMERAL",
    f"{RECOGNITION}.latin._MOST_WAYS",
    f"{TEXT}.lattice._SINGLE",
    f"{TEXT}.lattice._FUNCTION_SINGLE",
    f"{TEXT}.lattice._NUMBER",
    f"{TEXT}.lattice._UNKNOWN_CHARACTER",
    f"{TEXT}.lattice._UNKNOWN_TERM",
    f"{TEXT}.lattice._RARE",
    f"{TEXT}.lattice._COMMON",
    f"{TEXT}.lattice._LOOSE",
    f"{TEXT}.context.CLOSE",
    f"{TEXT}.context._WIDE",
    f"{TEXT}.context._LONGEST",
    f"{TEXT}.context._MOST",
    f"{TEXT}.context._APART",
    f"{TEXT}.grams._SUFFIXES",
    f"{TEXT}.pinyin._VARIANTS",
    f"{TEXT}.pinyin._PARSES",
    f"{TEXT}.variants._MOST_SPELLINGS",
    f"{GLOSS}.english_edge._MAX_WORDS",
    f"{GLOSS}.english_edge._LONGEST",
    f"{GLOSS}.names._SOUNDS_ALIKE",
    f"{GLOSS}.names._LONGEST_OWN_NAME",
    f"{GLOSS}.names._LONGEST",
    f"{GLOSS}.runs._LONGEST",
    f"{GLOSS}.runs._SHOWN",
    f"{GLOSS}.runs._WINDOW",
    f"{GLOSS}.brackets.MAX_INSIDE",
    f"{GLOSS}.chinese_edge._TAIL_GAIN",
    f"{GLOSS}.chinese_edge._TAIL_UNKNOWN",
    f"{GLOSS}.chinese_edge._TAIL_EXPLAINED",
    f"{GLOSS}.chinese_edge._SOUNDS_LIKE",
    f"{GLOSS}.chinese_edge._SINGLE_SOUNDS_LIKE",
    f"{GLOSS}.miner._SHOWN",
    f"{GLOSS}.miner._WINDOW",
    f"{GLOSS}.edge_features._SHORT_DOCUMENT",
    f"{GLOSS}.refusal.MAX_WORDS",
    f"{GLOSS}.acronyms._LONG_WORD",
    "glossary.mining.knowledge.lexicon._LONGEST_GLOSS",
    "glossary.mining.knowledge.lexicon._STEM_TRUST",
    "glossary.mining.knowledge.lexicon._PART_TRUST",
    "glossary.mining.knowledge.lexicon._CHARACTER_TRUST",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("constants", nargs="*", default=CONSTANTS)
    parser.add_argument("--tests", nargs="+", default=[], metavar="PATH")
    parser.add_argument("--in-child", nargs=2, metavar=("CONSTANT", "FACTOR"), help="used inside")
    options = parser.parse_args()
    if options.in_child:
        constant, factor = options.in_child
        print("\n" + json.dumps(failing_with(constant, float(factor), options.tests)))
        return
    print(f"{'':54}{'suite':13}{'as it is':>9}{'half':>6}{'double':>8}")
    usual: dict[str, int] = {}
    for part in dict.fromkeys(_part_of(constant) for constant in options.constants):
        usual |= failing(f"{part}.", 1.0, options.tests)
    for constant in options.constants:
        half, double = (failing(constant, factor, options.tests) for factor in (0.5, 2.0))
        for name in half:
            figures = f"{usual[name]:>9}{half[name]:>6}{double[name]:>8}"
            print(f"{constant:54}{name:13}{figures}", flush=True)


def _part_of(constant: str) -> str:
    """The package of PARTS that contains a constant, else its module."""
    known = (part for parts in PARTS.values() for part in parts if constant.startswith(part))
    return next(known, constant.rpartition(".")[0])


def failing(constant: str, factor: float, tests: Sequence[str]) -> dict[str, int]:
    """How many cases of each suite fail, measured in a process without caches."""
    command = [sys.executable, __file__, "--in-child", constant, str(factor)]
    command += ["--tests", *tests] if tests else []
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"XDG_CACHE_HOME": folder}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise SystemExit(f"{constant} x {factor}: {done.stderr.strip().splitlines()[-1]}")
    found: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return found


def failing_with(constant: str, factor: float, tests: Sequence[str]) -> dict[str, int]:
    module, _, name = constant.rpartition(".")
    finder = Finder(module, name, factor)
    sys.meta_path.insert(0, finder)
    found = failing_tests(tests) if tests else failing_cases(module)
    assert finder.found or not name, f"{module} assigns no {name}, or was not loaded"
    return found


def failing_tests(tests: Sequence[str]) -> dict[str, int]:
    import pytest

    class Counter:
        failed = 0

        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            self.failed += report.failed

    counter = Counter()
    pytest.main([*tests, "-p", "no:cacheprovider"], plugins=[counter])
    return {"tests": counter.failed}


def failing_cases(module: str) -> dict[str, int]:
    """Failing cases of the suites that a module affects."""
    from tests import known_failures

    asked = [suite for suite, parts in PARTS.items() if module.startswith(parts)]
    found = dict.fromkeys(asked, 0)
    for suite, cases in known_failures.measured(**{each: each in asked for each in PARTS}):
        kind = next((k for k in ("search", "gloss") if suite.stem.startswith(k)), "recognition")
        found["glosses" if kind == "gloss" else kind] += len(cases)
    return found


# ---------------------------------------------------------------- a module with another number


class Finder(importlib.abc.MetaPathFinder):
    """Imports one module with one constant multiplied where it is assigned."""

    def __init__(self, module: str, name: str, factor: float) -> None:
        self.module, self.name, self.factor, self.found = module, name, factor, False

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != self.module:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec and spec.origin:
            loader = _Loader(name, spec.origin)
            loader.finder, spec.loader = self, loader
        return spec


class _Loader(importlib.machinery.SourceFileLoader):
    finder: Finder

    def get_code(self, fullname: str) -> CodeType:
        tree = ast.parse(self.get_data(self.path))
        for at, node in enumerate(tree.body):
            if self.finder.name in _assigned(node):
                again = f"{self.finder.name} = __scaled({self.finder.name}, {self.finder.factor})"
                tree.body.insert(at + 1, ast.parse(again).body[0])
                self.finder.found = True
                break
        code: CodeType = compile(ast.fix_missing_locations(tree), self.path, "exec")
        return code

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__["__scaled"] = scaled
        super().exec_module(module)


def _assigned(node: ast.stmt) -> set[str]:
    """The names that a statement assigns."""
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AnnAssign):
        targets = [node.target]
    return {each.id for one in targets for each in ast.walk(one) if isinstance(each, ast.Name)}


def scaled(value: Any, factor: float) -> Any:
    """A number multiplied, keeping its type; in tuples and dictionaries each number."""
    if isinstance(value, dict):
        return {key: scaled(each, factor) for key, each in value.items()}
    if isinstance(value, tuple):
        return tuple(scaled(each, factor) for each in value)
    return max(1, round(value * factor)) if isinstance(value, int) else value * factor


if __name__ == "__main__":
    main()
