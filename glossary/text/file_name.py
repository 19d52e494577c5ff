"""A document is called by its name; where it lay on a machine is nobody else's business."""

from __future__ import annotations

import re


def file_name(path: str) -> str:
    """The last part of a path of whatever system."""
    return re.split(r"[/\\]", path.rstrip("/\\"))[-1] or path
