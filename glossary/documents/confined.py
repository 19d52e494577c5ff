"""Read untrusted files in a separate process, with limits on memory and time.

A C library that reads a hostile file may exhaust memory, run forever or crash, and a thread cannot
be stopped. So the part of a format that calls such a library is a module with

    read(data) -> iterator of (place, value)    place: "page 3"; value: JSON, or None as it begins

that runs in a fresh interpreter. The bytes go in through a pipe and the values come back through
another; the exit code tells why the process ended. It never outlives its parent: it is killed when
the iterator is closed, and exits by itself when its input pipe closes.

Memory is limited on Linux and macOS, time everywhere.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from typing import Any, BinaryIO, NamedTuple

from glossary.errors import UnreadableFile

_PATIENCE = 10  # times as much by the clock, for a busy machine
_INTERVAL = 0.02  # seconds between two looks at both
_OVER_MEMORY, _OVER_TIME = 70, 71  # exit codes
_AT_ONCE = threading.BoundedSemaphore(max(2, os.cpu_count() or 2))


class Limits(NamedTuple):
    """What reading one file may use."""

    memory: int = 512  # MB resident; a page of print needs a few
    place: int = 10  # seconds of the processor for one page
    whole: int = 20  # and for the whole file, ten times what a book takes

    @classmethod
    def of(cls, data: bytes) -> Limits:
        return cls(whole=20 + 20 * len(data) // 1_000_000)


def values(module: str, data: bytes, name: str, limits: Limits | None = None) -> Iterator[Any]:
    """The values that `read(data)` of a module yields, computed in a separate process.

    Raises UnreadableFile with the place and the reason.
    """
    limits = limits or Limits.of(data)
    with _AT_ONCE:
        process = _started([module, *map(str, limits)], name)
        try:
            yield from _received(process, data, name, limits)
        finally:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):
                    pipe.close()  # type: ignore[union-attr]
            process.wait()


def _started(arguments: list[str], name: str) -> subprocess.Popen[bytes]:
    """Start a fresh interpreter: a fork would inherit locks held by other threads."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))}
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "glossary.documents.confined", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
    except OSError as error:
        reason = f"no process can be started to read it: {error.strerror or error}"
        raise UnreadableFile(name, reason) from error


def _received(
    process: subprocess.Popen[bytes], data: bytes, name: str, limits: Limits
) -> Iterator[Any]:
    assert process.stdin and process.stdout
    with suppress(BrokenPipeError):  # the exit code says why
        process.stdin.write(len(data).to_bytes(8, "big") + data)
        process.stdin.flush()
    at = ""
    for line in process.stdout:
        kind: str
        value: Any
        kind, value = json.loads(line) if line.endswith(b"\n") else ("cut", None)
        if kind == "at":
            at = f"{value}: "
        elif kind == "value":
            yield value
        elif kind == "refused":
            raise UnreadableFile(name, value)
        elif kind == "failed":
            raise UnreadableFile(name, f"{at}cannot be read: {value}")
        elif kind == "end":
            return
    raise UnreadableFile(name, f"{at}cannot be read: {_cause(process.wait(), limits)}")


def _cause(code: int, limits: Limits) -> str:
    """Why a process ended early."""
    if code == _OVER_MEMORY:
        return f"needs too much memory (over {limits.memory} MB)"
    if code == _OVER_TIME or code == -getattr(signal, "SIGXCPU", 0):
        return f"takes too long (over {limits.place} s a page or {limits.whole} s in all)"
    with suppress(ValueError):
        return f"its reader stopped ({signal.Signals(-code).name}); damaged, or made to hurt?"
    return f"its reader stopped (exit code {code})"


# ---------------------------------------------------------------- in the child process


def main(module: str, limits: Limits) -> None:
    """Read the bytes from standard input, write messages in JSON lines to standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent gets it, and kills this process
    source, out = sys.stdin.buffer, sys.stdout.buffer
    data = source.read(int.from_bytes(source.read(8), "big"))
    _limit(limits)
    threading.Thread(target=_end_with, args=(source,), daemon=True).start()
    watch = _Watch(limits)
    threading.Thread(target=watch.run, daemon=True).start()
    try:
        for place, value in import_module(module).read(data):
            if value is None:
                watch.begin()
            _say(out, *(("at", place) if value is None else ("value", value)))
        _say(out, "end", None)
    except UnreadableFile as error:
        _say(out, "refused", error.reason)
    except MemoryError:
        os._exit(_OVER_MEMORY)
    except Exception as error:
        _say(out, "failed", f"{type(error).__name__}: {error}")
    os._exit(0)  # nothing to clean up, and a library might hang on exit


def _say(out: BinaryIO, kind: str, value: Any) -> None:
    out.write(json.dumps([kind, value]).encode() + b"\n")
    if kind != "value":
        out.flush()


def _end_with(source: BinaryIO) -> None:
    source.read()  # returns when the other end is closed, however that process ended
    os._exit(1)


def _limit(limits: Limits) -> None:
    """Set the limits of the operating system, in case the watch is late: one huge allocation."""
    with suppress(ImportError, AttributeError, ValueError, OSError):
        import resource

        os.nice(5)  # look-ups that run meanwhile go first
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (limits.whole + 10, limits.whole + 20))
        resource.setrlimit(resource.RLIMIT_DATA, (2 * limits.memory << 20,) * 2)


class _Watch:
    """Ends the process when it exceeds a limit; a thread, so that it runs beside C code."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._began = self._since = self._now()

    @staticmethod
    def _now() -> tuple[float, float]:
        return time.process_time(), time.monotonic()

    def begin(self) -> None:
        """Start the time of a new page."""
        self._since = self._now()

    def run(self) -> None:
        while True:
            time.sleep(_INTERVAL)
            if _resident() > self._limits.memory << 20:
                os._exit(_OVER_MEMORY)
            late = self._is_late(self._since, self._limits.place)
            if late or self._is_late(self._began, self._limits.whole):
                os._exit(_OVER_TIME)

    def _is_late(self, since: tuple[float, float], seconds: int) -> bool:
        used, passed = (now - then for now, then in zip(self._now(), since, strict=True))
        return used > seconds or passed > _PATIENCE * seconds


def _resident() -> int:
    """Bytes of resident memory; 0 if the system does not report it."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, AttributeError, ValueError):
        pass
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most << 10


if __name__ == "__main__":
    main(sys.argv[1], Limits(*map(int, sys.argv[2:])))
