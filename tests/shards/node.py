"""A shard in a process of its own: the engine of ClickHouse, in a folder, without a server.

Run as a program, it answers what a `ChdbShard` asks over the socket that it inherits.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from itertools import chain
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np

from glossary.store.shards.transport import Columns, ShardFailure

STARTS_IN = 120  # seconds; a busy machine takes some ten


class ChdbShard:
    """One node; see `ShardTransport`. It can be killed, stopped, and set back."""

    def __init__(self, folder: Path, answer_seconds: float = 300) -> None:
        self.folder, self.answer_seconds = folder, answer_seconds
        self._guard = threading.Lock()
        self._asked = 0
        self.start()

    @property
    def name(self) -> str:
        return self.folder.name

    def rows(self, sql: str, parameters: Mapping[str, str] | None = None) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._answer("rows", sql, dict(parameters or {}))]

    def insert(self, table: str, columns: Columns) -> None:
        self._answer("insert", table, list(columns), native(columns))

    def run(self, sql: str) -> None:
        self._answer("run", sql)

    def close(self) -> None:
        self.kill()

    # ------------------------------------------------------------ faults

    def start(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, __file__, str(theirs.fileno()), str(self.folder)]
            environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
            self.process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], env=environment, stdout=subprocess.DEVNULL
            )
        self._pipe = Connection(ours.detach())
        if not self._pipe.poll(STARTS_IN):
            raise AssertionError("the node does not start")
        assert self._pipe.recv() == "up"

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self._pipe.close()

    def stop(self) -> None:
        """Have it hang, as a machine that swaps does."""
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def copy(self, target: Path) -> None:
        """Copy its data as it is now."""
        self.kill()
        shutil.copytree(self.folder, target, symlinks=True)
        self.start()

    def set_back(self, source: Path) -> None:
        """Put a copy in the place of its data."""
        self.kill()
        shutil.rmtree(self.folder)
        shutil.copytree(source, self.folder, symlinks=True)
        self.start()

    # ------------------------------------------------------------ questions

    def _answer(self, *question: Any) -> Any:
        with self._guard:
            self._asked += 1
            try:
                self._pipe.send((self._asked, question))
                while self._pipe.poll(self.answer_seconds):
                    number, answer, failure = self._pipe.recv()
                    if number == self._asked:
                        break  # others are late answers to what was given up
                else:
                    raise ShardFailure("no answer in time")
            except (OSError, EOFError) as error:
                raise ShardFailure(type(error).__name__) from error
        if failure:
            raise ShardFailure(failure)
        return answer


# ---------------------------------------------------------------- rows as a server is sent them


def native(columns: Columns) -> bytes:
    """Rows in ClickHouse's format Native, which the driver sends, too."""
    rows = len(next(iter(columns.values())))
    block = [_varint(len(columns)), _varint(rows)]
    for name, column in columns.items():
        if rows and isinstance(column[0], str):
            kind, data = "String", _texts(column)
        else:
            numbers = np.asarray(column)
            kind, data = numbers.dtype.name.replace("i", "I").replace("u", "U"), numbers.tobytes()
        block += [_texts((name, kind)), data]
    return b"".join(block)


def _texts(texts: Sequence[str]) -> bytes:
    data = [text.encode("utf-8", "surrogatepass") for text in texts]
    sizes = list(map(_varint, map(len, data)))
    return b"".join(chain.from_iterable(zip(sizes, data, strict=True)))


@cache
def _varint(number: int) -> bytes:
    if number < 0x80:
        return bytes((number,))
    return bytes((number & 0x7F | 0x80,)) + _varint(number >> 7)


class _Engine:
    def __init__(self, folder: str) -> None:
        from chdb.session import Session

        self._session = Session(folder)
        self._block = Path(f"{folder}.inserted")

    def rows(self, sql: str, parameters: dict[str, str]) -> list[Any]:
        answer = self._session.query(sql, "JSONCompactEachRow", params=parameters or None)
        return [json.loads(line) for line in answer.bytes().decode().splitlines() if line]

    def insert(self, table: str, names: list[str], block: bytes) -> None:
        self._block.write_bytes(block)
        self._session.query(
            f"INSERT INTO {table} ({', '.join(names)}) SELECT * FROM file('{self._block}', Native)"
        )

    def run(self, sql: str) -> None:
        self._session.query(sql)


def main(descriptor: int, folder: str) -> None:
    pipe, engine = Connection(descriptor), _Engine(folder)
    pipe.send("up")
    with suppress(EOFError, OSError):  # whoever asked is gone
        while True:
            number, (verb, *arguments) = pipe.recv()
            try:
                pipe.send((number, getattr(engine, verb)(*arguments), ""))
            except Exception as error:
                pipe.send((number, None, str(error)))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    main(int(sys.argv[1]), sys.argv[2])
    os._exit(0)  # the engine can crash while the interpreter ends
