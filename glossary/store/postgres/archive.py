"""A file of `pg_dump -Fc`, whose rows go into tables that are there.

Only rows are taken from it, never statements: whoever wrote it can change no more than what the
tables hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from glossary.errors import StoreError
from glossary.store.postgres.programs import output, program

_DUMP, _SQLITE = b"PGDMP", b"SQLite format 3"  # how such files begin; given by their makers
_COPY = re.compile(rb'COPY .+ \(((?:"?[a-z_0-9]+"?(?:, )?)+)\) FROM stdin;\n')
_LAST = re.compile(rb"SELECT pg_catalog\.setval\('.*?(\w+)\"?', (\d+), true\);\n")
_END = b"\\.\n"  # given by PostgreSQL: no row is this


class Archive:
    """The file at `source`, read by `pg_restore` of the server's version or a newer one."""

    def __init__(self, source: Path, server: int) -> None:
        self.source = source
        self._refuse_others()
        self._program = program("pg_restore", server)

    def _refuse_others(self) -> None:
        if not self.source.is_file():
            there = "is no file" if self.source.exists() else "is not there"
            raise StoreError(f"{self.source} {there}; give a file that glossary backup has written")
        with self.source.open("rb") as file:
            begins = file.read(len(_SQLITE))
        if begins.startswith(_SQLITE):
            raise StoreError(
                f"{self.source} is a SQLite database; take it into an empty schema with: "
                f"glossary copy {self.source.name} URL"
            )
        if not begins.startswith(_DUMP):
            raise StoreError(f"{self.source} is no backup of PostgreSQL; nothing was restored")

    def names(self, table: str, column: str) -> set[str]:
        """The values of a small column of texts."""
        with self._printed(["-t", table]) as lines:
            columns = _columns_in(lines)
            if column not in columns:
                return set()
            rows = (line.rstrip(b"\n").split(b"\t") for line in _rows_in(lines))
            return {row[columns.index(column)].decode() for row in rows}

    def has(self, table: str) -> bool:
        with self._printed(["-t", table]) as lines:
            return bool(_columns_in(lines))

    @contextmanager
    def rows(self, table: str) -> Iterator[tuple[list[str], Iterator[bytes]]]:
        """(columns, rows as COPY writes them) of a table. Raises StoreError."""
        with self._printed(["-t", table]) as lines:
            columns = _columns_in(lines)
            if not columns:
                raise StoreError(f"{self.source} has no table {table}; nothing was restored")
            yield columns, _rows_in(lines)

    def last_numbers(self, sequences: Iterable[str]) -> dict[str, int]:
        """By sequence the last number that it gave; without those that gave none."""
        named = [word for name in sequences for word in ("-t", name)]
        with self._printed(named) as lines:
            found = [match.groups() for line in lines if (match := _LAST.fullmatch(line))]
        return {name.decode(): int(last) for name, last in found}

    @contextmanager
    def _printed(self, what: list[str]) -> Iterator[IO[bytes]]:
        arguments = ["--data-only", "--file=-", *what, str(self.source)]
        with output(self._program, arguments, f"{self.source}") as lines:
            yield lines
            for _ in lines:  # to its end, or it does not say whether it went well
                pass


def _columns_in(lines: IO[bytes]) -> list[str]:
    """The columns of the rows that follow; none if there is no such table."""
    for line in lines:
        if found := _COPY.fullmatch(line):
            return [name.strip().strip('"') for name in found[1].decode().split(",")]
    return []


def _rows_in(lines: IO[bytes]) -> Iterator[bytes]:
    """The rows that follow, each a line."""
    for line in lines:
        if line == _END:
            return
        yield line
    raise StoreError("the backup ends in the middle; nothing was restored")
