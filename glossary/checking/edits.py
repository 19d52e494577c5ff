"""Edits of bytes: what is cut out of a file, and what is put in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Edit(NamedTuple):
    """The bytes from `start` to `end` become `data`."""

    start: int
    end: int
    data: bytes


def applied(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The file with the edits in it, which must not overlap."""
    return b"".join(_pieces(data, sorted(edits)))


def _pieces(data: bytes, edits: Iterable[Edit]) -> Iterator[bytes]:
    at = 0
    for edit in edits:
        yield data[at : edit.start]
        yield edit.data
        at = edit.end
    yield data[at:]
