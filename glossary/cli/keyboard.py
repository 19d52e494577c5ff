"""Single keys of a terminal, in the order they were typed; none is dropped."""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

_SEQUENCE = 0.05  # seconds to the next byte of a key that sends several. Chosen: a slow line's
RESIZED = ""


class Keyboard:
    """Reads keys; those that something else has read too far are given back to it."""

    def __init__(self, descriptor: int | None, resized: int | None = None) -> None:
        self._descriptor = descriptor  # None where the system has no such terminals
        self._resized = resized  # has a byte to read for each change of the window's size
        self._given_back: list[str] = []

    def read(self) -> str:
        """The next key: a character, or the sequence that a key such as an arrow sends; ctrl-d
        where the terminal is gone; RESIZED when the window has another size."""
        if self._given_back:
            return self._given_back.pop(0)
        if self._descriptor is None:
            return click.getchar()
        if self._resized is not None:
            ready, _, _ = select.select([self._descriptor, self._resized], [], [])
            if self._resized in ready:
                os.read(self._resized, 1)
                return RESIZED
        return _key(self._descriptor)

    def give_back(self, keys: list[str]) -> None:
        self._given_back += keys


def _key(descriptor: int) -> str:
    first = os.read(descriptor, 1)
    if not first:
        return "\x04"
    if first == b"\x1b":
        return (first + _sequence(descriptor)).decode("ascii", "replace")
    more = {0b110: 1, 0b1110: 2, 0b11110: 3}
    rest = next((n for head, n in more.items() if first[0] >> (6 - n) == head), 0)
    for _ in range(rest):
        first += os.read(descriptor, 1)
    return first.decode("utf-8", "replace")


def _sequence(descriptor: int) -> bytes:
    """What follows an escape at once: of `[` up to a letter or ~, of `O` one more."""
    found = b""
    while select.select([descriptor], [], [], _SEQUENCE)[0]:
        found += os.read(descriptor, 1)
        if found not in (b"[", b"O") and (found[:1] != b"[" or 0x40 <= found[-1] <= 0x7E):
            break
    return found


@contextmanager
def keyboard() -> Iterator[Keyboard]:
    """Keys one by one for as long as this lasts; then the terminal is as it was."""
    try:
        import termios
        import tty
    except ImportError:  # Windows
        yield Keyboard(None)
        return
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor, termios.TCSADRAIN)  # what was typed before stays
        mode = termios.tcgetattr(descriptor)
        none = bytes([os.fpathconf(descriptor, "PC_VDISABLE")])
        mode[6][termios.VSUSP] = none  # ctrl-z is a key: who went away would leave a strange screen
        termios.tcsetattr(descriptor, termios.TCSADRAIN, mode)
        with _changes_of_size() as resized:
            yield Keyboard(descriptor, resized)
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


@contextmanager
def _changes_of_size() -> Iterator[int]:
    """What has a byte to read for each change. The picture cannot be drawn by the handler itself:
    it may come while another one is written."""
    reading, writing = os.pipe()
    before = signal.signal(signal.SIGWINCH, lambda *_: os.write(writing, b"x") and None)
    try:
        yield reading
    finally:
        signal.signal(signal.SIGWINCH, before)
        os.close(reading)
        os.close(writing)
