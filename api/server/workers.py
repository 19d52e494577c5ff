"""Several processes that serve one address: the parent listens, each worker accepts.

One process of Python computes on one core; each further one takes another, and what is loaded is
loaded again in each. A worker is told what to serve on its standard input, which stays open: it
ends when that does, so that none outlives its parent, however that ends.
"""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import sys
from collections.abc import Callable
from contextlib import suppress

from glossary.errors import InvalidInput

log = logging.getLogger("glossary.api")

PATIENCE = 1.7
"""Seconds that workers have to end before they are killed."""


class Workers:
    """`count` processes that serve `database` on a listening socket."""

    def __init__(
        self, listener: socket.socket, database: str, host: str, token: str | None, count: int
    ) -> None:
        if sys.platform == "win32":
            raise InvalidInput("several workers cannot share an address here; leave out --workers")
        self._listener, self._count = listener, count
        self._told = json.dumps({"database": database, "host": host, "token": token}).encode()
        self._processes: set[asyncio.subprocess.Process] = set()
        self._ready = 0

    async def run(self, ending: asyncio.Event, ready: Callable[[], object]) -> None:
        """Keep all of them running until `ending` is set. Raises InvalidInput where one cannot
        begin; its own last line on stderr says why."""
        keepers = [asyncio.create_task(self._keep(ready)) for _ in range(self._count)]
        end = asyncio.create_task(ending.wait())
        try:
            done, _ = await asyncio.wait([end, *keepers], return_when=asyncio.FIRST_COMPLETED)
            for task in done - {end}:
                task.result()
        finally:
            for task in (end, *keepers):
                task.cancel()
            await self._stop()

    async def _keep(self, ready: Callable[[], object]) -> None:
        """One worker, and another in its place whenever it ends."""
        while True:
            process = await self._start()
            if not await process.stdout.readline():  # type: ignore[union-attr]
                raise InvalidInput(f"a worker could not begin (exit {await process.wait()})")
            self._ready += 1
            if self._ready == self._count:
                ready()
            code = await process.wait()
            self._processes.discard(process)
            log.error("a worker has ended (exit %s); another takes its place", code)

    async def _start(self) -> asyncio.subprocess.Process:
        fd = self._listener.fileno()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "api.server.workers",
            str(fd),
            pass_fds=[fd],
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        self._processes.add(process)
        assert process.stdin
        process.stdin.write(self._told + b"\n")
        await process.stdin.drain()
        return process

    async def _stop(self) -> None:
        running = [process for process in self._processes if process.returncode is None]
        for process in running:
            process.terminate()
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*(process.wait() for process in running))
        for process in running:
            if process.returncode is None:
                process.kill()


def main() -> None:
    """A worker: `python -m api.server.workers FD`, what to serve is a line of JSON on stdin."""
    from api.server.serve import work

    told = json.loads(sys.stdin.readline())
    with socket.socket(fileno=int(sys.argv[1])) as listener:
        work(listener, told["database"], told["host"], told["token"])


if __name__ == "__main__":
    main()
