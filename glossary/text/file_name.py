"""File names of documents without their folders, which are private to the machine they came
from."""

from __future__ import annotations

import re


def file_name(path: str) -> str:
    """The last component of a path in POSIX or Windows notation."""
    return re.split(r"[/\\]", path.rstrip("/\\"))[-1] or path
