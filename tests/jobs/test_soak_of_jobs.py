"""A short share of the soak of jobs: a server killed at random beside jobs queued and stopped.

In full: `python tests/benchmarks/soak_jobs.py 200`, or SOAK_ROUNDS=200.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.benchmarks.soak_jobs import soak_jobs

ROUNDS = int(os.environ.get("SOAK_ROUNDS", "4"))


def test_no_job_is_lost_or_takes_effect_twice_or_by_half(tmp_path: Path) -> None:
    done = soak_jobs(ROUNDS, 1, tmp_path)
    assert not done.wrong, done.wrong[:5]
    assert done.queued and done.did["server killed"] == ROUNDS
