"""A reader that misbehaves as its input says, for a separate process."""

from __future__ import annotations

import ctypes
import os
import time
from collections.abc import Iterator
from typing import Any


def read(data: bytes) -> Iterator[tuple[str, Any]]:
    yield "page 1", None
    yield "page 1", os.getpid()
    yield "page 2", None
    _DOES[data.decode()]()
    yield "page 2", "read"


def _crash() -> None:
    ctypes.string_at(0)


def _grow() -> None:
    kept = []
    while True:
        kept.append(b"x" * 1_000_000)


def _grow_at_once() -> None:
    bytearray(100 << 30)


def _run() -> None:
    while True:
        pass


def _fail() -> None:
    raise ValueError("no such glyph")


_DOES = {
    "crash": _crash,
    "grow": _grow,
    "grow at once": _grow_at_once,
    "run": _run,
    "fail": _fail,
    "sleep": lambda: time.sleep(600),
    "nothing": lambda: None,
}
