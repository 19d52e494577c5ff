"""How often each of any number of texts has come, in little memory."""

from __future__ import annotations

import sqlite3

IN_MEMORY = 50_000
_CREATE = "CREATE TABLE tally (text BLOB PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID"
_ADD = (
    "INSERT INTO tally VALUES (?, ?) "
    "ON CONFLICT DO UPDATE SET count = count + excluded.count RETURNING count"
)


class Tally:
    """Counts texts; from the first 50,000 different ones on, in a file that SQLite keeps.

    The file is temporary, and gone with the object.
    """

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._counts: dict[str, int] = {}
        self._most = in_memory
        self._file: sqlite3.Connection | None = None

    def add(self, text: str) -> int:
        """How often the text has come, now too."""
        if self._file is not None:
            return self._add(self._file, text, 1)
        count = self._counts[text] = self._counts.get(text, 0) + 1
        if len(self._counts) > self._most:
            self._file = self._moved()
        return count

    def _moved(self) -> sqlite3.Connection:
        """The counts so far in a temporary file."""
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
        row = (text.encode("utf-8", "surrogatepass"), count)
        times: int = file.execute(_ADD, row).fetchone()[0]
        return times
