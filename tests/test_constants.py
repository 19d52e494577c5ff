"""Every number by which a module decides says where it comes from."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from itertools import takewhile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = re.compile(r"\b(?:fitted|derived|chosen|given)\b", re.IGNORECASE)
"""By which command it was fitted; from what it is derived; chosen, with what happens at half and
double; or given, by a standard, a file format or another program."""
_CONSTANT = re.compile(r"_?[A-Z][A-Z0-9_]*")


def modules() -> list[str]:
    found = (path for top in ("api", "glossary") for path in (ROOT / top).rglob("*.py"))
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


@pytest.mark.parametrize("module", modules())
def test_each_number_says_where_it_comes_from(module: str) -> None:
    assert without_source((ROOT / module).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("A = 3  # chosen: half is worse", []),
        ("# Derived from B.\nA = 3", []),
        ('A = 3\n"""Given by the standard."""', []),
        ("# Chosen, both.\nA = 3\n_B, C = 1 << 4, -2.5  # points", []),
        ("A = 3  # of what is\n# chosen", []),
        ("A = 3  # a few", ["A"]),
        ("# Chosen.\n\nA = 3", ["A"]),
        ("A = 3  # of what is\n# chosen\nB = 4", ["B"]),
        ("A = 3\n# Chosen.\nB = 4", ["A"]),
        ('A = 3\n"""Chosen."""\nB: dict[str, float] = {"a": 0.5}', ["B"]),
        ("A = 60 * 60\nb = 3\nC = call(3)\nD = True", ["A"]),
    ],
)
def test_a_source_is_told_beside_a_number(source: str, names: list[str]) -> None:
    assert without_source(source) == names


def without_source(source: str) -> list[str]:
    """The numbers at the top of a module that do not say where they come from, by their names."""
    body = ast.parse(source).body
    text = _Comments(source, [node for node in body if _names(node)])
    found = []
    for node, following in zip(body, [*body[1:], None], strict=False):
        said = [*text.above(node), *text.beside(node), _docstring(following)]
        found += [] if SOURCES.search(" ".join(said)) else _names(node)
    return found


def _names(node: ast.stmt) -> list[str]:
    """The constants that a statement makes of numbers."""
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AnnAssign):
        targets = [node.target]
    if not targets or not _is_number(getattr(node, "value", None)):
        return []
    names = (each.id for one in targets for each in ast.walk(one) if isinstance(each, ast.Name))
    return [name for name in names if _CONSTANT.fullmatch(name)]


def _is_number(value: ast.AST | None) -> bool:
    """A number, a sum or product of some, or a collection with some among its values."""
    match value:
        case ast.Constant(value=number):
            return isinstance(number, int | float) and not isinstance(number, bool)
        case ast.Tuple(elts=values) | ast.List(elts=values):
            return any(map(_is_number, values))
        case ast.Dict(values=values):
            return any(_is_number(each) for each in values if not isinstance(each, ast.Dict))
        case ast.UnaryOp(operand=operand):
            return _is_number(operand)
        case ast.BinOp(left=left, right=right):
            return _is_number(left) and _is_number(right)
    return False


def _docstring(node: ast.stmt | None) -> str:
    """What stands below a constant."""
    match node:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return text
    return ""


class _Comments:
    """The comments of a module, by line, and the lines of its constants."""

    def __init__(self, source: str, constants: list[ast.stmt]) -> None:
        tokens = tokenize.generate_tokens(io.StringIO(source).readline)
        self._said = {t.start[0]: t.string for t in tokens if t.type == tokenize.COMMENT}
        self._constants = {line for node in constants for line in _lines(node)}

    def beside(self, node: ast.stmt) -> list[str]:
        """Those on the lines of a constant, with those that go on below."""
        own = [self._said[line] for line in _lines(node) if line in self._said]
        last = _lines(node)[-1]
        return own + (self._alone(range(last + 1, last + 20)) if last in self._said else [])

    def above(self, node: ast.stmt) -> list[str]:
        """Those above a constant, or above several without an empty line between."""
        line, found = node.lineno - 1, []
        while line in self._said or line in self._constants:
            if line not in self._constants:
                found.append(self._said[line])
            elif found and line not in self._said:
                break
            else:
                found = []  # they go on with what stands beside the constant
            line -= 1
        return found[::-1]

    def _alone(self, lines: range) -> list[str]:
        is_comment = lambda line: line in self._said and line not in self._constants  # noqa: E731
        return [self._said[line] for line in takewhile(is_comment, lines)]


def _lines(node: ast.stmt) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)
