"""Imports go one way, and start-up loads nothing heavy."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Container, Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from glossary import operations
from glossary.store import open_store

ROOT = Path(__file__).parents[1]
LAYERS = (
    {"__main__"},
    {"cli"},
    {"api"},
    {"jobs", "people", "agents"},
    {"termbase"},
    {"operations"},
    {"checking"},
    {"exchange", "mining", "lookup", "documents", "store"},
    {"store.base"},  # the protocols of a store and its values, open to all readers
    {"regions"},  # words that the regions write differently
    {"model", "text", "errors", "codec", "whole_file", "progress"},
)  # a layer imports from those below it; the last one is the ground, free within itself
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
GROUND = len(LAYERS) - 1
HEAVY = {
    "numpy",
    "jieba",
    "rjieba",
    "opencc",
    "lxml",
    "flask",
    "apiflask",
    "pydantic",
    "rich",
    "sqlite_utils",
    "simplemma",
    "rapidfuzz",
    "pypinyin",
    "openpyxl",
    "selectolax",
    "pypdfium2",
    "docx",
    "numba",
    "prompt_toolkit",
    "psycopg",
    "clickhouse_connect",
    "argon2",
    "mcp",
    "anyio",
    "pyarrow",
    "pyspark",
}


def modules() -> list[Path]:
    return sorted([*ROOT.glob("glossary/**/*.py"), *ROOT.glob("api/**/*.py")])


def unit_of(dotted: str) -> str | None:
    """The layer word of a module: `mining` of `glossary.mining.titles`."""
    parts = dotted.split(".")
    if parts[0] == "api":
        return "api"
    if parts[:3] == ["glossary", "store", "base"]:
        return "store.base"
    return parts[1] if parts[0] == "glossary" and len(parts) > 1 else None


def importer_of(path: Path) -> str | None:
    """The layer word of a file; None for commands that fit weights or make data, run by `python
    -m`."""
    if path.parent.name in ("fit", "make"):
        return "cli"
    return unit_of(".".join(path.relative_to(ROOT).with_suffix("").parts))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of everything a module of ours imports, inside functions too."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            source = ".".join((*base, *(node.module or "").split("."))).strip(".")
            yield from ((node.lineno, f"{source}.{alias.name}") for alias in node.names)


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    importer = importer_of(path)
    if importer in (None, "__init__"):
        return  # the package's own `__init__` imports the facade, late
    assert importer in RANK, f"{importer} is in no layer; name it in LAYERS"
    for line, name in imports(path):
        imported = unit_of(name)
        if imported in (None, importer) or name == "glossary.__version__":
            continue
        assert imported in RANK, f"{path}:{line} imports {name}, which is in no layer"
        below = RANK[imported] > RANK[importer]
        ground = RANK[imported] == RANK[importer] == GROUND
        assert below or ground, f"{path}:{line}: {importer} may not import {imported}"


@pytest.mark.parametrize("module", ["glossary", "glossary.cli", "glossary.termbase"])
def test_starting_loads_nothing_heavy(module: str) -> None:
    script = f"import sys, {module}; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    assert not HEAVY & set(done.stdout.split())


def test_a_look_up_loads_no_other_verb_and_no_table_of_another_kind(tmp_path: Path) -> None:
    script = "import sys; from glossary.cli import main; main(); print(*sys.modules)"
    database = tmp_path / "a.db"
    open_store(database).counts()
    command = [sys.executable, "-c", script, "--db", str(database), "search", "小院高牆"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert {"glossary.operations.lookup", "glossary.store.sqlite.terms"} <= loaded
    assert not loaded & {f"glossary.operations.{verb}" for verb in operations.VERBS}
    others = ("documents", "exchange", "review", "steps", "unit_rows", "units")
    assert not loaded & {f"glossary.store.tables.{part}" for part in others}


def test_a_document_is_mined_without_what_reads_memories(tmp_path: Path) -> None:
    script = "import sys; from glossary.cli import main; main(); print(*sys.modules)"
    text = tmp_path / "a.txt"
    text.write_text("安全困境(security dilemma)", encoding="utf-8")
    command = [sys.executable, "-c", script, "--db", str(tmp_path / "a.db"), "mine", str(text)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert "glossary.mining.gloss.miner" in loaded
    assert not loaded & {"glossary.operations.memory_files", "glossary.exchange.reading"}


def test_each_verb_is_there_when_asked_for() -> None:
    assert all(getattr(operations, verb).__doc__ for verb in operations.VERBS)
    assert not hasattr(operations, "cook")


def test_the_rule_finds_a_breach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    breach = tmp_path / "glossary" / "documents" / "x.py"
    breach.parent.mkdir(parents=True)
    breach.write_text("def f():\n    from ..mining import gloss\n", encoding="utf-8")
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    with pytest.raises(AssertionError, match="documents may not import mining"):
        test_imports_run_one_way(breach)


def test_no_two_classes_bear_one_name() -> None:
    names = Counter(
        node.name
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert names
    assert not [name for name, times in names.items() if times > 1]


def test_no_test_imports_a_test() -> None:
    """What two tests need is in a helper module."""
    tests = sorted(ROOT.glob("tests/**/*.py"))
    assert len(tests) > 50
    assert not [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in tests
        for line, name in imports(path)
        if any(part.startswith("test_") for part in name.split(".")[:-1])
    ]


def test_no_module_imports_itself_in_a_circle() -> None:
    """Not even late, inside functions."""
    names = {".".join(p.relative_to(ROOT).with_suffix("").parts): p for p in modules()}
    above = {
        name: {found for _, line in imports(path) if (found := _module(line, names))} - {name}
        for name, path in names.items()
    }
    assert list(TopologicalSorter(above).static_order())


def _module(imported: str, known: Container[str]) -> str:
    """The module of a dotted name, which may be of something in it; "" for one of others."""
    return next((n for n in (imported, imported.rpartition(".")[0]) if n in known), "")


# ---------------------------------------------------------------- doors have no rules of their own

FRONT = 250  # lines of the facade, at most
COMMANDS_IMPORT = (
    "glossary.cli",
    "glossary.termbase",
    "glossary.operations",
    "glossary.model",
    "glossary.errors",
    "glossary.codec",
    "glossary.progress",
    "glossary.store.base",  # filters and steps, which are values
    "glossary.text.encoding",  # of standard input
    "glossary.__version__",
)
SOME_IMPORT = {
    "evaluate": ("glossary.mining.fit", "glossary.lookup.recognition.suite"),
    "operation": (
        *("api.server.serve", "api.server.options", "api.doors", "api.site", "api.oidc"),
        *("glossary.jobs.process", "glossary.people"),
    ),
    "demo": ("api.server.serve",),
    "jobs": ("glossary.jobs.queue",),
    "hooks": ("api.hooks.sending",),
    "common": ("glossary.exchange.table.cells",),  # a CSV has one way of writing a cell
    "exchange": ("glossary.exchange.profiles",),
    "people": ("glossary.people",),
    "check": ("glossary.checking",),  # the lists of rules, severities and reports, and settings
    "check_table": ("glossary.checking",),
    "check_fixes": ("glossary.checking", "glossary.whole_file"),
    "agents": ("glossary.agents", "glossary.people"),
}
PARAMETERS = 8  # of one function, at most: more are a frozen value
MORE_PARAMETERS = {
    "scan",  # compiled code, which takes arrays and no values
    "serve",  # what a server is told when it starts
}


def statements(tree: ast.AST) -> Iterator[ast.AST]:
    """All statements of a module except those only for type checkers."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        yield node
        yield from statements(node)


def commands() -> list[Path]:
    return sorted(ROOT.glob("glossary/cli/*.py"))


@pytest.mark.parametrize("name", ["termbase", "operations/entry_verbs", "operations/review_verbs"])
def test_the_facade_is_one_line_calls(name: str) -> None:
    path = ROOT / "glossary" / f"{name}.py"
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= FRONT
    facade = next(n for n in ast.parse(text).body if isinstance(n, ast.ClassDef))
    verbs = [n for n in facade.body if isinstance(n, ast.FunctionDef) and n.name[0] != "_"]
    assert verbs
    for verb in verbs:
        calls = verb.body[1:] if ast.get_docstring(verb) else verb.body
        assert len(calls) == 1 or verb.name == "close", f"{verb.name} does more than call"


@pytest.mark.parametrize("path", commands(), ids=lambda path: path.stem)
def test_commands_parse_and_print(path: Path) -> None:
    may = (*COMMANDS_IMPORT, *SOME_IMPORT.get(path.stem, ()))
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {
        name
        for node in statements(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for name in (f"{node.module}.{alias.name}" for alias in node.names)
        if name.startswith(("glossary", "api"))
    }
    assert not [name for name in named if not f"{name}.".startswith(tuple(f"{m}." for m in may))]


def test_no_function_takes_a_dozen_arguments() -> None:
    functions = [
        node
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]
    assert functions
    for node in functions:
        taken = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        count = len([a for a in taken if a.arg not in ("self", "cls")])
        assert count <= PARAMETERS or node.name in MORE_PARAMETERS, f"{node.name}: {count}"
