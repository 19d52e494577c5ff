"""Values that are gone through twice though they come once, in memory that does not grow."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")
IN_MEMORY = 4_000_000  # bytes


class Twice(Generic[T]):
    """First `once`, to its end, then by iteration; between the two they wait in a temporary file.

    The file is gone with the object.
    """

    def __init__(self, values: Iterable[T], in_memory: int = IN_MEMORY) -> None:
        self._values = values
        self._file = tempfile.SpooledTemporaryFile(in_memory)  # noqa: SIM115 - kept for the second

    def once(self) -> Iterator[T]:
        for value in self._values:
            pickle.dump(value, self._file, pickle.HIGHEST_PROTOCOL)
            yield value

    def __iter__(self) -> Iterator[T]:
        end = self._file.tell()
        self._file.seek(0)
        while self._file.tell() < end:
            yield pickle.load(self._file)  # what this process wrote
