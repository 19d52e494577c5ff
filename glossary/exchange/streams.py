"""Restart a stream whose first bytes have been read."""

from __future__ import annotations

import io
from typing import Any, BinaryIO


class Chain(io.RawIOBase):
    """A stream of bytes already read, followed by the rest of the file."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        self._first, self._rest = io.BytesIO(first), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._first.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def rewound(stream: BinaryIO, head: bytes) -> BinaryIO:
    """The stream from its start, seekable or not; `head` is what was read of it."""
    if stream.seekable():
        stream.seek(0)
        return stream
    return io.BufferedReader(Chain(head, stream))
