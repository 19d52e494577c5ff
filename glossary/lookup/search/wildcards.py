"""Match a query with `*` or `?`."""

from __future__ import annotations

from glossary.lookup.search.comparison import Comparison, Likeness
from glossary.text.fold import fold

# Chosen: half and double change no look-up case.
_LONG = 100  # characters from which on a longer term is no worse


def wildcard(pair: Comparison) -> Likeness | None:
    """The whole term matches the pattern; shorter terms score higher."""
    pattern, written = pair.query.pattern, fold(pair.text)
    for form in (written, written.replace("-", " "), pair.term):
        if pattern and pattern.match(form):
            return Likeness(1 - min(1.0, len(form) / _LONG))
    return None
