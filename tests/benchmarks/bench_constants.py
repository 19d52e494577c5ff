"""Measure the effect of constants: python tests/benchmarks/bench_constants.py [MODULE.CONSTANT...]

Each is halved and doubled where its module (or a class of it: MODULE.Class.field) assigns it,
before anything is derived from it, and the suites are run again, each in its own process: those of
look-ups, recognition and glosses, and for mining those of `tests.mined`. Printed is how many cases
of the suites in PARTS fail with the original value, at half and at double; of `demo` it is how many
lines change. A tuple or dictionary of numbers is scaled as a whole; an integer stays at least one.
Without arguments, CONSTANTS are measured. With `--tests PATH...` the tests there are run instead of
the suites, and their failures are counted.
"""

from __future__ import annotations

import argparse
import ast
import importlib.abc
import importlib.machinery
import json
import os
import re
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
ALIGN, MINING = "glossary.mining.align", "glossary.mining"
WHOLE = f"{ALIGN}.whole_pairs"
BEADS = tuple(
    f"{ALIGN}.{name}"
    for name in (
        "alignment",
        "beads",
        "dictionary_overlap",
        "document_weights",
        "lines",
        "parallel_stretches",
        "passages",
    )
)
DOCUMENTS = "glossary.documents"
LAYOUT, TITLES, MERGE = f"{MINING}.layout", f"{MINING}.titles", f"{MINING}.merge"
PARTS = {
    "search": (SEARCH, TEXT),
    "recognition": (RECOGNITION, TEXT),
    "glosses": (GLOSS, "glossary.mining.knowledge"),
    "beads": BEADS,
    "paragraphs": BEADS,
    "pairs": (MERGE,),
    "as they stand": (WHOLE, LAYOUT),
    "demo": (TITLES, MERGE),
}
"""The suites, and the packages whose constants may affect their results."""
CASES = ("search", "recognition", "glosses")
"""Those of `tests.known_failures`; the others are `tests.mined`."""
TESTS = {
    f"{DOCUMENTS}.lines": ["tests/documents/test_pdf.py"],
    f"{DOCUMENTS}.pdf_pages": ["tests/documents/test_pdf.py"],
    f"{DOCUMENTS}.plain": ["tests/documents/test_text_files.py"],
    f"{TEXT}.encoding": ["tests/text/test_encoding.py"],
}
"""What is run for modules that no suite has a case of."""
CONSTANTS = (
    f"{SEARCH}.query._TELLING",
    f"{SEARCH}.query._INITIALS",
    f"{SEARCH}.query._WORDS",
    f"{SEARCH}.query._JOINED_FROM",
    f"{SEARCH}.query._JOINED_PART",
    f"{SEARCH}.query._JOININGS",
    f"{SEARCH}.query._PHRASES",
    f"{SEARCH}.query._PARTS",
    f"{SEARCH}.query._LONGEST_PART",
    f"{SEARCH}.query._LONGEST_SOUND",
    f"{SEARCH}.query._SPOKEN",
    f"{SEARCH}.query._FEW",
    f"{SEARCH}.query._TWO_FROM",
    f"{SEARCH}.query._TWO_TO",
    f"{SEARCH}.query._STEM_FROM",
    f"{SEARCH}.query._STEM",
    f"{SEARCH}.query._SHORTEST_ACRONYM",
    f"{SEARCH}.query._LONGEST_ACRONYM",
    f"{SEARCH}.comparison._ERRORS",
    f"{SEARCH}.characters._LEAST",
    f"{SEARCH}.characters._TIMES",
    f"{SEARCH}.characters._AND",
    f"{SEARCH}.latin._FEWEST_INITIALS",
    f"{SEARCH}.latin._MISSPELT",
    f"{SEARCH}.latin._LETTERS_A_SLIP",
    f"{SEARCH}.sound._SHORT",
    f"{SEARCH}.sound._WRONG",
    f"{SEARCH}.sound._INNER",
    f"{SEARCH}.sound._FIRST",
    f"{SEARCH}.sound._MIXED",
    f"{SEARCH}.word_pairs._LIGHTEST",
    f"{SEARCH}.word_pairs._HEAVIEST",
    f"{SEARCH}.word_pairs._MISSPELT",
    f"{SEARCH}.words._FITTING",
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
    f"{RECOGNITION}.chinese._WIDEST",
    f"{RECOGNITION}.recognizer._SHORT_LINE",
    f"{RECOGNITION}.latin._MOST_WAYS",
    f"{TEXT}.lattice._SINGLE",
    f"{TEXT}.lattice._FUNCTION_SINGLE",
    f"{TEXT}.lattice._NUMBER",
    f"{TEXT}.lattice._UNKNOWN_CHARACTER",
    f"{TEXT}.lattice._UNKNOWN_TERM",
    f"{TEXT}.lattice._RARE",
    f"{TEXT}.lattice._COMMON",
    f"{TEXT}.lattice._LOOSE",
    f"{TEXT}.lattice._CHANCE",
    f"{TEXT}.lattice._MORE",
    f"{TEXT}.lattice._SAME",
    f"{TEXT}.context.CLOSE",
    f"{TEXT}.context._WIDE",
    f"{TEXT}.context._LONGEST",
    f"{TEXT}.context._MOST",
    f"{TEXT}.context._APART",
    f"{TEXT}.grams._SUFFIXES",
    f"{TEXT}.pinyin._VARIANTS",
    f"{TEXT}.pinyin._PARSES",
    f"{TEXT}.pinyin._LOOKED_AT",
    f"{TEXT}.variants._MOST_SPELLINGS",
    f"{GLOSS}.english_edge._MAX_WORDS",
    f"{GLOSS}.english_edge._LONGEST",
    f"{GLOSS}.names._LONGEST_DOTTED",
    f"{GLOSS}.names._LONGEST_PART",
    f"{GLOSS}.names._PART_ALIKE",
    f"{GLOSS}.names._SOUNDS_ALIKE",
    f"{GLOSS}.names._LONGEST_OWN_NAME",
    f"{GLOSS}.names._LONGEST",
    f"{GLOSS}.runs._LONGEST",
    f"{GLOSS}.runs._LONGEST_PLACE",
    f"{GLOSS}.runs._SHORTEST_BODY",
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
    f"{GLOSS}.edge_features._STEM",
    f"{GLOSS}.edge_features._SHORT_DOCUMENT",
    f"{GLOSS}.refusal.MAX_WORDS",
    f"{GLOSS}.acronyms._LONG_WORD",
    "glossary.mining.knowledge.lexicon._LONGEST_GLOSS",
    "glossary.mining.knowledge.lexicon._STEM_TRUST",
    "glossary.mining.knowledge.lexicon._PART_TRUST",
    "glossary.mining.knowledge.lexicon._CHARACTER_TRUST",
    "glossary.mining.run._FEWEST_WORDS",
    f"{ALIGN}.beads._SMOOTHED",
    f"{ALIGN}.beads._SENTENCE_MORE",
    f"{ALIGN}.beads._WHOLE",
    f"{ALIGN}.beads._AROUND",
    f"{ALIGN}.beads.Weights.similarity",
    f"{ALIGN}.beads.Weights.base",
    f"{ALIGN}.beads.Weights.coverage",
    f"{ALIGN}.beads.Weights.length",
    f"{ALIGN}.beads.Weights.offset",
    f"{ALIGN}.beads.Weights.merge",
    f"{ALIGN}.beads.Weights.crossing",
    f"{ALIGN}.beads.Weights.heading",
    f"{ALIGN}.beads.Weights.characters",
    f"{ALIGN}.dictionary_overlap._NUMBER",
    f"{ALIGN}.document_weights._TRANSLATED",
    f"{ALIGN}.document_weights._FULL",
    f"{ALIGN}.lines._ONE_SENTENCE",
    f"{ALIGN}.lines._COMPLETE",
    f"{ALIGN}.lines._LONG",
    f"{ALIGN}.lines._BLANK",
    f"{ALIGN}.parallel_stretches._SEEN",
    f"{ALIGN}.parallel_stretches._THRESHOLD",
    f"{ALIGN}.parallel_stretches._COVERAGE",
    f"{ALIGN}.parallel_stretches._LEAST_SIMILAR",
    f"{ALIGN}.parallel_stretches._SMOOTHED",
    f"{ALIGN}.parallel_stretches._CHARACTERS",
    f"{ALIGN}.parallel_stretches._SMALL_GAP",
    f"{ALIGN}.parallel_stretches._LARGE_GAP",
    f"{ALIGN}.parallel_stretches._LIKE_SIZE",
    f"{ALIGN}.passages._HEADING_WIDTH",
    f"{ALIGN}.passages._FEWEST_HAN",
    f"{ALIGN}.passages._LATIN_FOR_HAN",
    f"{ALIGN}.passages._BETWEEN_MARKS",
    f"{WHOLE}._LONGEST_TERM",
    f"{WHOLE}._LONGEST_HEADING",
    f"{WHOLE}._SURE_OF_CELL",
    f"{WHOLE}._HEADING_SURE",
    f"{WHOLE}._HEADING_LEAST_SCORE",
    f"{WHOLE}._HEADING_FULL_SCORE",
    f"{LAYOUT}._LONGEST_TITLE",
    f"{LAYOUT}._LONGEST_ITEM",
    f"{LAYOUT}._NEAR",
    f"{LAYOUT}._EXPLAINED",
    f"{LAYOUT}._TIED",
    f"{LAYOUT}._LONGEST_BYLINE",
    f"{LAYOUT}._SOUNDS_ALIKE",
    f"{LAYOUT}._HEAD",
    f"{LAYOUT}._TITLE_EXPLAINED",
    f"{TITLES}._FEWEST_WORDS",
    f"{TITLES}._LONGEST_MAIN",
    f"{TITLES}._MOST",
    f"{TITLES}._LEAST",
    f"{MERGE}._SUREST",
    f"{MERGE}._FURTHER",
    f"{DOCUMENTS}.lines._LONGEST_WORD",
    f"{DOCUMENTS}.lines._HEAD",
    f"{DOCUMENTS}.lines._EDGE_LINES",
    f"{DOCUMENTS}.lines._BUCKET",
    f"{DOCUMENTS}.lines._STANDING_OUT",
    f"{DOCUMENTS}.lines._SMALL",
    f"{DOCUMENTS}.lines._LARGE",
    f"{DOCUMENTS}.lines._UNLIKE",
    f"{DOCUMENTS}.lines._NEXT",
    f"{DOCUMENTS}.lines._BELOW",
    f"{DOCUMENTS}.lines._WIDER",
    f"{DOCUMENTS}.lines._INDENT",
    f"{DOCUMENTS}.lines._SPACE",
    f"{DOCUMENTS}.lines._LATIN",
    f"{DOCUMENTS}.lines._FIRST_WORD",
    f"{DOCUMENTS}.pdf_pages._SAMPLE",
    f"{DOCUMENTS}.pdf_pages._RAISED_SIZE",
    f"{DOCUMENTS}.pdf_pages._RAISED_BY",
    f"{DOCUMENTS}.plain._ADDRESSES",
    f"{DOCUMENTS}.plain._ADDRESS_END",
    f"{DOCUMENTS}.plain._LONG",
    f"{DOCUMENTS}.plain._BEFORE_NOTE",
    f"{DOCUMENTS}.plain._AFTER_NOTE",
    f"{DOCUMENTS}.plain._BROKEN",
    f"{DOCUMENTS}.plain._WRAPPED",
    f"{TEXT}.encoding._UNLIKELY_FEW",
    f"{TEXT}.encoding._UNLIKELY_FEW_UTF_16",
    f"{TEXT}.encoding._COMMON",
    f"{TEXT}.encoding._FREQUENTLY",
    f"{TEXT}.encoding._MARKED",
    f"{TEXT}.encoding._RARELY",
    f"{TEXT}.encoding._RARE",
    f"{TEXT}.encoding._PLAIN",
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
    usual: dict[str, dict[str, int]] = {}
    for constant in options.constants:
        part = _part_of(constant)
        tests = options.tests or TESTS.get(part, [])
        usual[part] = usual.get(part) or failing(f"{part}.", 1.0, tests)
        half, double = (failing(constant, factor, tests) for factor in (0.5, 2.0))
        for name in half:
            figures = f"{usual[part][name]:>9}{half[name]:>6}{double[name]:>8}"
            print(f"{constant:54}{name:13}{figures}", flush=True)


def _part_of(constant: str) -> str:
    """The package of PARTS that contains a constant, else its module."""
    listed = [part for parts in PARTS.values() for part in parts] + list(TESTS)
    known = [part for part in listed if constant.startswith(f"{part}.")]
    return max(known, key=len, default=_split(constant)[0])


def _split(constant: str) -> tuple[str, str]:
    """The module and the name in it: `pkg.beads` and `Weights.base`."""
    module, name = re.fullmatch(r"(.+?)\.(_?[A-Z].*)?", constant).groups("")  # type: ignore[union-attr]
    return module, name


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
    module, name = _split(constant)
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
    from tests import known_failures, mined

    asked = [suite for suite, parts in PARTS.items() if module.startswith(parts)]
    found = {name: wrong() if name in asked else 0 for name, wrong in mined.SUITES.items()}
    found = {name: found.get(name, 0) for name in asked}
    for suite, cases in known_failures.measured(**{each: each in asked for each in CASES}):
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
        owner, _, name = self.finder.name.rpartition(".")
        body = _body_of(owner, tree) if owner else tree.body
        for at, node in enumerate(body):
            if name in _assigned(node):
                again = f"{name} = _scaled_({name}, {self.finder.factor})"
                body.insert(at + 1, ast.parse(again).body[0])
                self.finder.found = True
                break
        code: CodeType = compile(ast.fix_missing_locations(tree), self.path, "exec")
        return code

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__["_scaled_"] = scaled
        super().exec_module(module)


def _body_of(owner: str, tree: ast.Module) -> list[ast.stmt]:
    """The statements of a class."""
    classes = (node for node in tree.body if isinstance(node, ast.ClassDef))
    return next((node.body for node in classes if node.name == owner), [])


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
