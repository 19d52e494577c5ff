"""Inner loops compiled by numba, if it is installed.

Whoever imports this falls back on other code if the import fails. Compiled code is cached in the
user's cache folder, so that only the first start on a machine compiles it.
"""

# mypy: disable-error-code="attr-defined"
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
from platformdirs import user_cache_dir


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile `function`, cached on disk unless no folder is writable."""
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = before or user_cache_dir("glossary")
    try:
        return numba.njit(cache=True, nogil=True)(function)
    except (RuntimeError, OSError):
        return numba.njit(nogil=True)(function)
    finally:
        numba.config.CACHE_DIR = before
