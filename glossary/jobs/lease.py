"""Whether a job that runs on another machine is still done there.

Machines see neither each other's file locks nor processes. But whoever runs a job writes its record
every second, which raises its version. One whose version has not changed for as long as a lease is
nobody's any more. Each server measures that by its own clock, so that no two need agree.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from glossary.store.base import Job

LEASE = 60.0
"""Seconds. Chosen: at half, a server that a busy database keeps waiting would lose its jobs; at
double, those of one that is lost wait two minutes."""


class Leases:
    """What this server has seen of the jobs that run elsewhere."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: dict[int, tuple[int, float]] = {}  # job -> its version, and since when

    def is_over(self, job: Job) -> bool:
        """Whether a job has shown no life for a lease; asked again and again."""
        version, since = self._seen.get(job.id, (0, 0.0))
        if version != job.version:
            self._seen[job.id] = job.version, self._clock()
            return False
        return self._clock() - since >= LEASE
