"""The id of a request: told by who sends it, else made; in its answer and in each line of the log.

A proxy or a client names its request by the header `X-Request-ID`, and so finds it in both logs.
"""

from __future__ import annotations

import re
import secrets
from contextvars import ContextVar

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[0-9A-Fa-f][0-9A-Fa-f-]{7,63}")
"""Chosen: as UUIDs, nginx's `$request_id` and the ids of traces are written; no word, and no token
that somebody put there by mistake, comes into the log."""

current: ContextVar[str] = ContextVar("current", default="")
"""The id of the request that this thread or task answers; "" outside of any."""


def id_for(told: str | None) -> str:
    """The id that was told, if it is well-formed, else a new one."""
    return told if told and WELL_FORMED.fullmatch(told) else secrets.token_hex(8)
