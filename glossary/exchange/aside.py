"""Rows set aside in a temporary file, to be read a second time in little memory."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import Any

Row = tuple[int, list[str]]
_IN_MEMORY = 16_000_000
_TOGETHER = 1_000  # rows written at once: a thousand cost hardly more than one


class SetAside:
    """Rows `(line, cells)`, written once by `keep` and read back in order by iterating.

    Up to 16 MB of them stay in memory, more go to the disk. `close` forgets them.
    """

    def __init__(self) -> None:
        self._file: Any = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by `close`

    def keep(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows as they come, each kept."""
        stream = iter(rows)
        while some := list(islice(stream, _TOGETHER)):
            data = marshal.dumps(some)
            self._file.write(len(data).to_bytes(8, "big") + data)
            yield from some

    def __iter__(self) -> Iterator[Row]:
        self._file.seek(0)
        while size := self._file.read(8):
            yield from marshal.loads(self._file.read(int.from_bytes(size, "big")))

    def close(self) -> None:
        self._file.close()
