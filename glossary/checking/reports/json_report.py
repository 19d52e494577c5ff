"""The findings as JSON, for programs."""

from __future__ import annotations

from collections.abc import Iterator

from glossary.checking.reports.plain import Checked, streamed


def written(checked: Checked) -> Iterator[str]:
    """The pieces of the report, with a line end."""
    return streamed(checked)
