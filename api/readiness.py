"""Whether a server is ready to answer: its database, its indexes, and what runs its jobs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from flask import current_app

from api.context import termbase
from api.deferring import runs_jobs
from api.server.numbers import Numbers
from api.server.pulse import is_alive
from glossary.errors import GlossaryError


class ReadyCheck(NamedTuple):
    """A check: its name, whether it is well, and what was found."""

    name: str
    is_well: bool
    found: str


def numbers() -> Numbers | None:
    """The numbers of the server; None where another runs the application, or where it is not at
    the root of the server."""
    known: Numbers | None = current_app.extensions.get("numbers")
    return known


def checks() -> Iterator[ReadyCheck]:
    """What must be well for answers to come, and to come soon."""
    yield database()
    yield _index()
    if runs_jobs():
        yield _runner()


def database() -> ReadyCheck:
    """It is opened, which brings it to the newest schema or refuses it, and answers."""
    try:
        termbase().store.identity()
    except GlossaryError:
        return ReadyCheck("database", False, "cannot be used now; the server's log says why")
    return ReadyCheck("database", True, "answers")


def _index() -> ReadyCheck:
    """Every process has loaded its index of the memory; a look-up takes in what is new."""
    if known := numbers():
        told = [known.told(process) for process in range(known.processes)]
        loaded = sum(bool(one["loaded"]) for one in told)
        lost = sum(not is_alive(known, process) for process in range(known.processes))
        if lost:
            return ReadyCheck("index", False, f"{lost} of {known.processes} processes do not beat")
        if loaded < known.processes:
            return ReadyCheck("index", False, f"loaded by {loaded} of {known.processes} processes")
    return ReadyCheck("index", True, "loaded" if known else "loaded when it is asked")


def _runner() -> ReadyCheck:
    known = numbers()
    if known and not all(map(_exists, known.runners)):
        return ReadyCheck("jobs", False, "the process that runs them is not there; it is started")
    return ReadyCheck("jobs", True, "are run")


def _exists(process: int) -> bool:
    with suppress(PermissionError):
        try:
            os.kill(process, 0)
        except (ProcessLookupError, OverflowError):
            return False
    return process > 0
