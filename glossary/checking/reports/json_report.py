"""The findings as JSON, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from glossary.checking.reports.plain import Checked, plain


def written(checked: Checked) -> Iterator[str]:
    """The report in one piece, with a line end."""
    yield json.dumps(plain(checked), ensure_ascii=False, indent=2) + "\n"
