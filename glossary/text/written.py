"""Which texts may have a string in their search key, of those that are kept as JSON?

To decode an entry costs five times as much as to search what is kept of it, so that only those are
decoded that may matter. At times that is one too many, as spaces are no matter, and never one too
few.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable

from glossary.text.tokens import bare_key

_ESCAPED = re.compile(r"\\(?:u.{4}|.)")


def saying(keys: Iterable[str]) -> Callable[[str], bool]:
    """Whether a JSON text has a string in it with one of `keys` in its search key: true wherever
    one has, and for few others."""
    bare = [key.replace(" ", "") for key in keys]

    def says(written: str) -> bool:
        searched = bare_key(_plain(written))
        return any(key in searched for key in bare)

    return says


def _plain(written: str) -> str:
    """The JSON text with its strings as they are."""
    return _ESCAPED.sub(_unescaped, written) if "\\" in written else written


def _unescaped(escape: re.Match[str]) -> str:
    char: str = json.loads(f'"{escape[0]}"')
    return char
