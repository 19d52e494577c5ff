"""How a server is run: what it logs, how it ends, and where it listens beside an address."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from api.server.logs import LogForm

GRACE = 1.0
"""Seconds that requests under way have when the server is told to end. Chosen: at half, some that a
second would have been enough for are cut; at double, the end takes two seconds while one lasts."""


@dataclass(frozen=True, slots=True)
class MetricsAddress:
    """Where Prometheus finds the figures; `port` 0 takes a free one."""

    port: int
    host: str = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """`log` is the form of its log. At the end, requests under way have `grace` seconds. With a
    `socket` it listens at that path instead of an address. With `metrics` the figures are told
    there, and nowhere else."""

    log: LogForm = "none"
    grace: float = GRACE
    socket: Path | None = None
    metrics: MetricsAddress | None = None
