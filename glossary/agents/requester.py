"""Who sends a request to the server for agents, and what they may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

HOST = "127.0.0.1"
"""The address at which they are answered by HTTP: this machine alone."""


def _noted_nowhere(_: str, __: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Requester:
    """Who asks: the name that is noted with what they propose, and whether they may. `note` is told
    each attempt to change something, and its outcome."""

    by: str
    may_propose: bool = True
    note: Callable[[str, str], None] = _noted_nowhere


Identify = Callable[[str], Requester | None]
"""Who brings a secret, empty where none is brought; None for nobody. Called in a thread."""
