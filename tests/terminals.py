"""Shared by tests of commands that ask: a command on a pseudo terminal of its own."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from contextlib import suppress
from pathlib import Path


class Terminal:
    """A child process on its own terminal; `send` types, `until` waits for output."""

    def __init__(
        self, arguments: list[str], environment: dict[str, str], folder: Path | None = None
    ) -> None:
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            os.chdir(folder or ".")
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell's background jobs ignore it
            os.execvpe(arguments[0], arguments, environment)
        self.shown, self._has_ended = "", False

    def until(self, text: str, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while text not in self.shown:
            ready, _, _ = select.select([self.descriptor], [], [], 0.2)
            if ready:
                self.shown += os.read(self.descriptor, 65536).decode("utf-8", "replace")
            assert time.monotonic() < end, self.shown

    def send(self, keys: str, text: str) -> None:
        time.sleep(0.4)  # what is typed before a question is shown does not answer it
        self.shown = ""
        os.write(self.descriptor, keys.encode())
        self.until(text)

    def resize(self, columns: int, lines: int) -> None:
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, size)

    def screen(self) -> dict[int, str]:
        """The last picture, by line."""
        picture = self.shown[self.shown.rindex("\x1b[1;1H") :]
        parts = re.split(r"\x1b\[(\d+);1H", picture)[1:]
        return {
            int(number): re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text).strip("\r\n")
            for number, text in zip(parts[::2], parts[1::2], strict=True)
        }

    def pictures(self) -> int:
        return self.shown.count("\x1b[1;1H")

    def ended(self) -> int:
        """Read what it prints to its end; its exit code."""
        with suppress(OSError):  # Linux: the other side is closed
            while piece := os.read(self.descriptor, 65536):
                self.shown += piece.decode("utf-8", "replace")
        os.close(self.descriptor)
        self._has_ended = True
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def close(self) -> None:
        if self._has_ended:
            return
        os.close(self.descriptor)
        os.waitpid(self.pid, 0)
