"""The parts of a profile: the files a tool accepts, and what each of them can hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from glossary.errors import InvalidInput
from glossary.exchange import regions
from glossary.exchange.tbx.dialects import Dialect

Shape = Literal["concept", "first", "source", "pair"]
Style = Literal["dca", "dct"]
Holds = Literal["terms", "units"]
Column = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class TableShape:
    """The columns of a table: (head, field, language), and how it is written.

    `{en}` and `{zh}` in a head stand for the tool's tags; languages are en, zh, or source and
    target by direction. Adjacent columns of one language are its block; `blocks` repeats it for
    every further term. Otherwise a concept takes several rows: "pairs" as in `table.writer`, or
    "columns" with the n-th terms of both languages in the n-th row.
    """

    columns: tuple[Column, ...]
    head: bool = True
    delimiter: str = ","
    first_line: str = ""
    line_end: str = "\r\n"
    bom: bool = False
    guard: bool = False  # against formulas, in files opened with Excel
    blocks: bool = False
    rows: Literal["pairs", "columns"] = "pairs"
    line_breaks: bool = True
    quotes: bool = True
    remark: str = ""  # a character that makes a line a remark if it comes first
    american_dates: bool = False


@dataclass(frozen=True, slots=True)
class ExportTarget:
    """One kind of file of a profile.

    `holds`: terms or translation units. `carries`: the fields of an entry that it has a place for.
    `pair`: English and one Chinese, else all languages. `deprecated`: whether deprecated and
    superseded terms are written. `shape`: what one entry is in the file: a concept with all its
    terms; with the first of each language; one source term; or one pair of terms.
    """

    format: str
    carries: frozenset[str] = frozenset()
    holds: Holds = "terms"
    dialect: Dialect | None = None
    style: Style = "dca"
    table: TableShape | None = None
    archive: bool = False
    pair: bool = True
    tag: Callable[[str], str] = regions.by_region
    deprecated: bool = False
    shape: Shape = "concept"
    limit: int = 0  # bytes a term at most, 0 for any
    file_limit: int = 0
    comment: bool = False  # the tool shows only the note: definitions go there


@dataclass(frozen=True, slots=True)
class Profile:
    """A tool, and the files that it accepts."""

    name: str
    title: str
    targets: tuple[ExportTarget, ...]
    verified: Literal["run", "read", ""] = ""

    @property
    def holds(self) -> Holds:
        """Terms or units; the same in all its files."""
        return self.targets[0].holds

    def target(self, format: str | None = None) -> ExportTarget:
        """The target of a format, by default the first. Raises InvalidInput."""
        for target in self.targets:
            if format in (None, target.format):
                return target
        known = ", ".join(target.format for target in self.targets)
        raise InvalidInput(f"profile {self.name} has no {format}; it has {known}")


def table_target(format: str, table: TableShape, **options: Any) -> ExportTarget:
    """A table target that carries the fields it has columns for. `options` as in ExportTarget."""
    fields = frozenset(field for _, field, _ in table.columns)
    carries = fields | ({"contexts"} if "context" in fields else set())
    carries |= {"history"} if "created_at" in fields else set()
    return ExportTarget(format, carries, table=table, **options)


def both(*columns: tuple[str, str]) -> tuple[Column, ...]:
    """The same columns for either language; `{}` in a head stands for its tag."""
    return tuple(
        (head.replace("{}", f"{{{language}}}"), field, language)
        for language in ("en", "zh")
        for head, field in columns
    )


SOURCE_TARGET: tuple[Column, ...] = (("source", "term", "source"), ("target", "term", "target"))
"""The first columns of tables of pairs, in the direction of translation."""
