"""A throw-away PostgreSQL server: a folder of its own, a socket in it, a free port of this machine.

    with cluster() as server:
        open_store(server.new_database())

`initdb` refuses root, so root runs it all as Debian's user `postgres`. A guard process takes the
servers down and removes the folder when the `with` ends, and also when this process is killed: its
input is a pipe that is closed then.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

USER, PASSWORD = "postgres", "secret"
WAIT_S = 60  # for a server to start or stop; chosen: ten times what a busy machine takes
QUICK = ("fsync=off", "full_page_writes=off")
"""For tests that cut no power: what is written survives every end of a process as it is."""
MANY = ("max_connections=200",)  # chosen: twice what the largest test opens

_GUARD = """
cat >/dev/null
for data in "$2"/*/; do "$1/pg_ctl" -D "$data" -m immediate -t 60 stop >/dev/null 2>&1; done
rm -rf "$2"
"""


def missing() -> str:
    """What this machine lacks for a server and its client; "" if it has all."""
    if not find_spec("psycopg"):
        return "psycopg is not installed: pip install '.[postgres]'"
    return "" if binaries() else "no PostgreSQL server is installed: apt-get install postgresql"


def binaries() -> Path | None:
    """The folder of the newest server's programs; None if there is none."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(found, key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return newest[-1].parent if newest else Path(on_path).parent if on_path else None


@contextmanager
def cluster(*settings: str) -> Iterator[Cluster]:
    """A new server, with settings such as `work_mem=1MB`; gone when the block ends."""
    programs = binaries()
    assert programs, "there is no PostgreSQL server on this machine"
    folder = Path(tempfile.mkdtemp(prefix="glossary-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, USER)
    command = ["sh", "-c", _GUARD, "guard", str(programs), str(folder)]
    guard = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True, **_as_owner())
    try:
        yield Cluster.made(programs, folder, settings)
    finally:
        assert guard.stdin
        guard.stdin.close()
        guard.wait(2 * WAIT_S)


class Cluster:
    """A server over a data folder. `standby` makes another that follows it."""

    def __init__(self, programs: Path, data: Path) -> None:
        self.programs, self.data = programs, data
        self.port = _free_port()
        self._numbers = count(1)

    @classmethod
    def made(cls, programs: Path, folder: Path, settings: tuple[str, ...] = ()) -> Cluster:
        """A running server over a new data folder in `folder`. Its order of texts is that of no
        other database, Chinese by ICU: what depends on it shows."""
        new = cls(programs, folder / "first")
        (folder / "password").write_text(PASSWORD)
        locale = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=zh")
        access = ("--auth-local=trust", "--auth-host=scram-sha-256")
        password = f"--pwfile={folder / 'password'}"
        new.call("initdb", "-D", new.data, "-U", USER, *access, password, *locale, "--no-sync")
        with (new.data / "postgresql.conf").open("a") as file:
            where = ("listen_addresses=127.0.0.1", f"unix_socket_directories={folder}")
            for name, value in (each.split("=", 1) for each in (*MANY, *where, *settings)):
                file.write(f"{name} = '{value}'\n")
        new.start()
        return new

    # ------------------------------------------------------------ addresses

    def url(self, database: str = "postgres", user: str = USER, password: str = PASSWORD) -> str:
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """The URL of a database that nobody else uses."""
        name = f"test_{os.getpid()}_{next(self._numbers)}"
        self.sql(f"CREATE DATABASE {name}")
        return self.url(name)

    def sql(self, statement: str, *arguments: Any, database: str = "postgres") -> list[Any]:
        """The rows of a statement, as the superuser."""
        import psycopg  # late: whoever only looks whether there is a server may lack it

        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(statement, arguments or None)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    # ------------------------------------------------------------ its life

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        own = (f"port={self.port}", f"cluster_name={self.data.name}")
        options = " ".join(f"-c {each}" for each in own)
        log = self.data.parent / f"{self.data.name}.log"
        self.call("pg_ctl", "-D", self.data, "-l", log, "-t", WAIT_S, "-w", "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        self.call("pg_ctl", "-D", self.data, "-m", mode, "-t", WAIT_S, "-w", "stop")

    def kill(self) -> None:
        """kill -9 of the server and all its processes: nothing is tidied up."""
        first = self.pid
        processes = (first, *_children(first))
        for pid in processes:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        until(lambda: not any(map(_lives, processes)), "a process outlived kill -9")
        # Else its start takes a dead one, not yet buried, for one that runs.
        (self.data / "postmaster.pid").unlink()
        (self.data.parent / f".s.PGSQL.{self.port}.lock").unlink()

    @property
    def pid(self) -> int:
        return int((self.data / "postmaster.pid").read_text().splitlines()[0])

    # ------------------------------------------------------------ a second one

    def standby(self, name: str) -> Cluster:
        """A running hot standby of this server, in a data folder of that name."""
        second = Cluster(self.programs, self.data.with_name(name))
        whence = ("-h", self.data.parent, "-p", self.port, "-U", USER)
        self.call("pg_basebackup", *whence, "-D", second.data, "-R", "-c", "fast", "--no-sync")
        second.start()
        return second

    def wait_for(self, standby: Cluster) -> None:
        """From now on acknowledge a write when the standby has it on its disk, too. Make it a
        standby first: a copy of this setting would have it wait for itself."""
        self.sql(f"ALTER SYSTEM SET synchronous_standby_names = '{standby.data.name}'")
        self.sql("SELECT pg_reload_conf()")
        state = "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"
        until(lambda: self.sql(state), "the standby is not synchronous")

    def promote(self) -> None:
        """Make a standby the server that takes writes."""
        self.call("pg_ctl", "-D", self.data, "-t", WAIT_S, "-w", "promote")

    # ------------------------------------------------------------ its programs

    def call(self, program: str, *arguments: Any) -> str:
        """Run one of the server's programs as its owner; its output."""
        command = [str(self.programs / program), *map(str, arguments)]
        with tempfile.TemporaryFile("w+") as out:  # a pipe would stay open in a server it starts
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, **_as_owner()
            )
            out.seek(0)
            said = out.read()
        assert done.returncode == 0, f"{' '.join(command)}:\n{said}\n{self._log()}"
        return said

    def _log(self) -> str:
        log = self.data.parent / f"{self.data.name}.log"
        return log.read_text(errors="replace")[-2000:] if log.exists() else ""


def until(answer: Callable[[], Any], reason: str) -> None:
    """Wait until `answer()` is true; an AssertionError that says why if it never is."""
    end = time.monotonic() + WAIT_S
    while not answer():
        assert time.monotonic() < end, reason
        time.sleep(0.05)


def _as_owner() -> dict[str, Any]:
    """Root may not run a server; and nobody else can become another user."""
    own = {"cwd": "/", "env": {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}}
    return own | ({"user": USER, "group": USER, "extra_groups": []} if os.geteuid() == 0 else {})


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def _lives(pid: int) -> bool:
    try:
        return b") Z " not in Path(f"/proc/{pid}/stat").read_bytes()  # dead, and not yet buried
    except OSError:
        return False


def _children(pid: int) -> list[int]:
    command = ["pgrep", "-P", str(pid)]
    found = subprocess.run(command, capture_output=True, text=True).stdout
    return [int(each) for each in found.split()]


if __name__ == "__main__":  # a server to try things with, until Enter is pressed
    with cluster(*sys.argv[1:]) as running:
        print(running.new_database(), flush=True)
        sys.stdin.readline()
