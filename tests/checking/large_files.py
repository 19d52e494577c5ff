"""Bilingual files of any size, made as they are read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any


class Written(io.RawIOBase):
    """A stream of what is made as it is read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._rest or next(self._pieces, b"")
        size = min(len(piece), len(buffer))
        buffer[:size], self._rest = piece[:size], piece[size:]
        return size


def xliff(units: int) -> Iterator[bytes]:
    """XLIFF of as many units, of which two in three have a finding and one in ten is bad."""
    yield b'<xliff version="1.2"><file original="a" source-language="en" target-language="zh-TW">'
    yield b"<body>\n"
    for number in range(units):
        unit = f"Watch the video w{number}, {number} hours.", f"請看錄像{number}小時"
        unit = (f"A platform w{number}.", f"系統{number}") if number % 3 == 0 else unit
        source = f"<source>{unit[0]}</source>" if number % 10 else ""
        yield (
            f'<trans-unit id="{number}">{source}<target>{unit[1]}</target></trans-unit>\n'
        ).encode()
    yield b"</body></file></xliff>"


def files(number: int) -> Iterator[bytes]:
    """XLIFF of as many files, each with a header and a unit."""
    yield b'<xliff version="1.2">'
    for at in range(number):
        yield (
            f'<file original="{at}" source-language="en" target-language="zh-TW">'
            f"<header><note>{'x' * 200}</note></header><body><trans-unit id='{at}'>"
            f"<source>one {at}</source><target>一{at}</target></trans-unit></body></file>\n"
        ).encode()
    yield b"</xliff>"
