"""sqlite_utils without numpy: it imports numpy (0.15 s) only to name column types we never use.

A look-up on the command line may take 0.6 s in all.
"""

from __future__ import annotations

import sys

_absent = "numpy" not in sys.modules
if _absent:
    sys.modules["numpy"] = None  # type: ignore[assignment]  # makes `import numpy` fail
try:
    from sqlite_utils import Database, Migrations
finally:
    if _absent:
        del sys.modules["numpy"]

__all__ = ["Database", "Migrations"]
