"""A short soak test: two servers and the command line on one database, killed at random.

In full: `python tests/benchmarks/soak.py 600`, or SOAK_SECONDS=600.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.benchmarks.soak import soak

SECONDS = float(os.environ.get("SOAK_SECONDS", "15"))


def test_nothing_that_was_acknowledged_is_lost(tmp_path: Path) -> None:
    done = soak(SECONDS, 1, tmp_path)
    assert not done.lost, f"{len(done.lost)} of {len(done.acknowledged)} lost"
    assert not done.wrong, done.wrong[:5]
    assert done.acknowledged
