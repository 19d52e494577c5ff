"""Process files of any length in little memory: iterate values twice, count texts.

What exceeds the memory limit goes to a temporary file, which is deleted with the object.
"""

from __future__ import annotations

import errno
import pickle
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice
from tempfile import SpooledTemporaryFile, gettempdir
from typing import Any, Generic, TypeVar

T = TypeVar("T")
IN_MEMORY = 16_000_000
"""Bytes of values kept in memory: chosen, some 100,000 rows. Half or double moves nothing but the
memory of an import: a file that stays in the page cache is read as fast."""
TOGETHER = 100
"""Values written at once: chosen. One by one takes five times as long, a thousand no less."""
COUNTED_IN_MEMORY = 50_000
"""Different texts counted in memory, of some 100 bytes each: chosen. Half or double moves the
length of file from which counting takes microseconds a text instead of tenths of one."""

_CREATE = "CREATE TABLE tally (text BLOB PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID"
_HAS = "SELECT 1 FROM tally WHERE text = ?"
_ADD = (
    "INSERT INTO tally VALUES (?, ?) "
    "ON CONFLICT DO UPDATE SET count = count + excluded.count RETURNING count"
)


class Spool(Generic[T]):
    """An iterable that can be iterated a second time: first `once`, to its end, then `iter`."""

    def __init__(self, values: Iterable[T], in_memory: int = IN_MEMORY) -> None:
        self._values = values
        self._file: Any = SpooledTemporaryFile(in_memory)  # noqa: SIM115 - closed with the spool

    def __enter__(self) -> Spool[T]:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def once(self) -> Iterator[T]:
        """The values, each stored for the second iteration."""
        stream = iter(self._values)
        while some := list(islice(stream, TOGETHER)):
            pickle.dump(some, self._file, pickle.HIGHEST_PROTOCOL)
            yield from some

    def __iter__(self) -> Iterator[T]:
        end = self._file.tell()
        self._file.seek(0)
        while self._file.tell() < end:
            yield from pickle.load(self._file)  # written by this process


class Tally:
    """Counts texts; beyond `in_memory` different ones, the counts are kept in SQLite. OSError if
    its file cannot grow."""

    def __init__(self, in_memory: int = COUNTED_IN_MEMORY) -> None:
        self._counts: dict[str, int] = {}
        self._most = in_memory
        self._file: sqlite3.Connection | None = None

    def add(self, text: str) -> int:
        """Count the text, and return its count so far."""
        if self._file is not None:
            return self._add(self._file, text, 1)
        count = self._counts[text] = self._counts.get(text, 0) + 1
        if len(self._counts) > self._most:
            self._file = self._moved()
        return count

    def __contains__(self, text: object) -> bool:
        """Whether the text was counted."""
        if not isinstance(text, str):
            return False
        if self._file is None:
            return text in self._counts
        return self._file.execute(_HAS, (_key(text),)).fetchone() is not None

    def _moved(self) -> sqlite3.Connection:
        """Move the counts to a temporary file."""
        file = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE"):
            file.execute(f"PRAGMA {pragma}")
        file.execute(_CREATE)
        for text, count in self._counts.items():
            self._add(file, text, count)
        self._counts.clear()
        return file

    @staticmethod
    def _add(file: sqlite3.Connection, text: str, count: int) -> int:
        try:
            return int(file.execute(_ADD, (_key(text), count)).fetchone()[0])
        except sqlite3.Error as error:  # in a file of its own there is nothing else to go wrong
            raise OSError(errno.ENOSPC, str(error), gettempdir()) from error


def _key(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
