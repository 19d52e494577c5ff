"""PostgreSQL's own programs: found, run, and their failures said in one line.

Whatever leads to the server goes by the environment, the password too: every user of a machine sees
the command lines of all processes.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from glossary.errors import StoreError

_INSTALLED = Path("/usr/lib/postgresql")  # where Debian keeps those of each version
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
_PREFIX = re.compile(r"^\w+: (error|fatal|detail|hint): ")


def program(name: str, least: int) -> Path:
    """The program of that name, of the server's major version or a newer one. Raises StoreError."""
    versions = {path: _version_of(path) for path in _found(name)}
    fit = [path for path, version in versions.items() if version >= least]
    if fit:
        return fit[0]
    there = f"{name} of PostgreSQL {max(versions.values())} is" if versions else f"{name} is not"
    place = "too old" if versions else "installed"
    raise StoreError(
        f"{there} {place}, and the server has {least}; install its client programs "
        f"(postgresql-client-{least})"
    )


def _found(name: str) -> Iterator[Path]:
    if on_path := shutil.which(name):
        yield Path(on_path)
    yield from sorted(_INSTALLED.glob(f"*/bin/{name}"), reverse=True)


def _version_of(path: Path) -> int:
    done = subprocess.run([path, "--version"], capture_output=True, text=True)
    found = _VERSION.search(done.stdout)
    return int(found[1]) if found else 0


def _environment(conninfo: str = "") -> dict[str, str]:
    """The variables by which PostgreSQL's programs find the server."""
    from psycopg import pq

    options = pq.Conninfo.parse(conninfo.encode())
    given = {o.envvar.decode(): o.val.decode() for o in options if o.val and o.envvar}
    return os.environ | given | {"LC_ALL": "C.UTF-8"}


def run(path: Path, arguments: list[str], what: str, conninfo: str) -> None:
    """Run a program on the server to its end. Raises StoreError, which begins with `what`."""
    done = subprocess.run(
        [path, *arguments],
        env=_environment(conninfo),
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )
    if done.returncode:
        raise StoreError(f"{what}: {_reason(done.stderr, path.name)}")


@contextmanager
def output(path: Path, arguments: list[str], what: str) -> Iterator[IO[bytes]]:
    """What a program prints, without any server. Raises StoreError if it fails."""
    with tempfile.TemporaryFile() as errors:
        running = subprocess.Popen(
            [path, *arguments],
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        assert running.stdout
        try:
            yield running.stdout
            code = running.wait()
        finally:
            running.kill()
            running.stdout.close()
            running.wait()
        if code:
            errors.seek(0)
            raise StoreError(f"{what}: {_reason(errors.read(), path.name)}")


def _reason(said: bytes, name: str) -> str:
    """The first line in which a program says what went wrong."""
    lines = said.decode("utf-8", "replace").splitlines()
    told = [line for line in lines if "error:" in line or "fatal:" in line] or lines
    return _PREFIX.sub("", told[0]) if told else f"{name} failed"
