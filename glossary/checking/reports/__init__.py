"""Print what a check found: FORMATS lists the ways, each `module.pages(report)`."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from glossary.checking.finding import Finding

if TYPE_CHECKING:
    from glossary.checking.reports.plain import Checked

FORMATS = {"json": "json_report"}
"""Each format and its module; the table of a terminal is the command line's own."""


def written(form: str, checked: Checked) -> Iterator[str]:
    """The pieces of a report in a format."""
    pieces: Iterator[str] = import_module(f"{__name__}.{FORMATS[form]}").written(checked)
    return pieces


__all__ = ["FORMATS", "Finding", "written"]
