"""A server in its own process, on a free port, for tests that kill it or use the database beside
it."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote


class Served:
    """The running server: its process and its port."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process, self.port = process, port

    def ask(
        self, method: str, path: str, body: Any = None, more: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        """(status, JSON) of a request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            data = None if body is None else json.dumps(body).encode()
            headers = ({"Content-Type": "application/json"} if data else {}) | (more or {})
            connection.request(method, quote(path, safe="/?&=%"), data, headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"null")
        finally:
            connection.close()

    def add(self, zh: str, en: str) -> tuple[int, Any]:
        return self.ask("POST", "/api/v1/concepts", {"zh": zh, "en": en})

    def kill(self) -> None:
        """Kill it like a power cut: no clean-up."""
        self.process.kill()
        self.process.wait(30)


@contextmanager
def served(database: Path | str, *options: str, log: Path | None = None) -> Iterator[Served]:
    """A server over a path or URL; what it says goes to a log, by default beside the path."""
    command = [sys.executable, "-m", "glossary.cli", "serve", "--port", "0", *options]
    env = environment() | {"GLOSSARY_DB": str(database)}  # a URL may have a password
    with (
        open(log or f"{database}.log", "w+", encoding="utf-8") as said_later,
        subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env) as process,
    ):
        try:
            assert process.stderr
            said = process.stderr.readline()
            port = re.search(r"http://127\.0\.0\.1:(\d+)/", said)
            assert port, said + process.stderr.read()
            pump = subprocess.Popen(["cat"], stdin=process.stderr, stdout=said_later)
            yield Served(process, int(port[1]))
        finally:
            process.kill()
            process.wait(30)
            pump.wait(30)


def command(database: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command in its own process."""
    return subprocess.run(
        [sys.executable, "-m", "glossary.cli", "--db", str(database), *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        env=environment(),
    )


def environment() -> dict[str, str]:
    """The environment of the tests, with this version of the program."""
    here = str(Path(__file__).parents[1])
    return os.environ | {"PYTHONPATH": os.pathsep.join([here, *filter(None, sys.path)])}
